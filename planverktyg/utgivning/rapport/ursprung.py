"""Dokumenten som en utskrift är gjord av in, deras namn och kontrollsummor ut.

Kontrollsumman av en plan eller en uppföljning är gjord av samma fingeravtryck som ett beslut har, så att utskriften och beslutet
går att jämföra. En ny kommentar eller radbrytning i YAML ändrar den inte.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from planverktyg import __version__
from planverktyg.modell.fingeravtryck import fingeravtryck, kontrollsumma
from planverktyg.modell.husregler import Husregler
from planverktyg.utgivning.underlag.gemensamt import Filuppgift, Ursprung

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.rapportering import Uppföljningsdokument


def bygg_ursprung(akt: Akt, uppföljning: Dokument[Uppföljningsdokument] | None = None) -> Ursprung:
    """Planen, uppföljningen, husreglerna och de tidigare uppföljningarna. Utan uppföljning också planens hela fingeravtryck."""
    dokument: list[tuple[str, Dokument[Any]]] = [("planen", akt.plan)]
    if uppföljning is not None:
        dokument.append(("uppföljningen", uppföljning))
    if akt.kommun is not None:
        dokument.append(("husreglerna", akt.kommun))
    if uppföljning is not None:
        dokument += [("den tidigare uppföljningen", tidigare) for tidigare in akt.före(uppföljning)]
    return Ursprung(
        plan=akt.plan.modell.plan.id,
        fingeravtryck=fingeravtryck(akt.plan.modell) if uppföljning is None else "",
        filer=tuple(Filuppgift(roll, PurePosixPath(d.fil).name, _kontrollsumma(d)) for roll, d in dokument),
        version=__version__,
    )


def _kontrollsumma(dokument: Dokument[Any]) -> str:
    if isinstance(dokument.modell, Husregler):  # beslutas inte, och har därför inget fingeravtryck
        text = json.dumps(
            dokument.träd.innehåll, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":")
        )
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return kontrollsumma(fingeravtryck(dokument.modell))
