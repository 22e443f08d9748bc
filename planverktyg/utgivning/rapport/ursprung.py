"""Dokumenten som en rapport är gjord av in, deras namn och fingeravtryck ut.

Fingeravtrycket är av innehållet, inte av filens byte: en ny kommentar eller radbrytning i YAML ändrar det inte.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from planverktyg import __version__
from planverktyg.utgivning.underlag.gemensamt import Filuppgift, Ursprung

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.rapportering import Uppföljningsdokument

TECKEN = 12
"""Så många tecken av summan räcker för att skilja två innehåll åt."""


def bygg_ursprung(akt: Akt, uppföljning: Dokument[Uppföljningsdokument] | None = None) -> Ursprung:
    """Planen, uppföljningen, husreglerna och de tidigare uppföljningarna, med fingeravtryck."""
    dokument: list[tuple[str, Dokument[Any]]] = [("Plan", akt.plan)]
    if uppföljning is not None:
        dokument.append(("Uppföljning", uppföljning))
    huvudsak = [d for _, d in dokument]
    if akt.kommun is not None:
        dokument.append(("Husregler", akt.kommun))
    if uppföljning is not None:
        dokument += [("Tidigare uppföljning", tidigare) for tidigare in akt.före(uppföljning)]
    return Ursprung(
        plan=akt.plan.modell.plan.id,
        fingeravtryck=_fingeravtryck(*huvudsak),
        filer=tuple(Filuppgift(roll, PurePosixPath(d.fil).name, _fingeravtryck(d)) for roll, d in dokument),
        version=__version__,
    )


def _fingeravtryck(*dokument: Dokument[Any]) -> str:
    innehåll = [d.träd.innehåll for d in dokument]
    text = json.dumps(innehåll, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:TECKEN]
