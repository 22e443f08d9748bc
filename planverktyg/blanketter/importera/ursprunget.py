"""Planens innehåll som följer med plandokumentet i Word in, planen tillbaka ut: hel, eller bara id:na på det som heter lika.

Innehållet är någon annans fil. Det läses lika strängt som en planfil, och det som inte går att läsa finns inte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.ingrepp.skrivsatt import par
from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.blanketter.importera.block import namnnyckel
from planverktyg.blanketter.yaml.yamltext import SÅ_LÄSER_DU, kommentera
from planverktyg.modell.grund.svenska import antal
from planverktyg.modell.plan import Plandokument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.syntax import Träd

_NAMNEN = ("namn", "text", "rubrik")


def läs_innehåll(yaml: str) -> Träd | None:
    """Innehållet, om det är en plan som går att läsa utan fel."""
    träd, fynd = läs(yaml.encode(), "planen i dokumentet") if yaml else (None, [])
    if träd is None or fynd or not isinstance(träd.innehåll, dict) or not isinstance(träd.innehåll.get("plan"), dict):
        return None
    return träd


def planen(träd: Träd) -> Plandokument | None:
    """Planen som innehållet är, om allt i den går att läsa."""
    dokument, _ = ladda(träd)
    return dokument.modell if dokument and dokument.helt and isinstance(dokument.modell, Plandokument) else None


def skriv_tillbaka(träd: Träd, id_: str, schema: str, filnamn: str) -> str:
    """Planens fil, med det innehåll som dokumentet skrevs ur."""
    hela: Any = träd.innehåll
    innehåll: dict[str, Any] = hela | {"plan": hela["plan"] | {"id": id_}}
    rader = [schema, "#", *kommentera(f"{innehåll['plan'].get('namn', id_)}, återställd ur {filnamn}."), "#"]
    rader += [*kommentera(SÅ_LÄSER_DU), ""]
    for namn, värde in innehåll.items():
        rader += [*par(namn, värde, 0, 2, helst_rader=True), ""]
    return "\n".join(rader).rstrip("\n") + "\n"


def räkna_delar(plan: Plandokument) -> list[str]:
    """Vad den återställda planen har: `31 mål`, `46 indikatorer`."""
    delar = [
        (len(list(plan.alla_mål())), "mål", "mål"),
        (len(list(plan.alla_indikatorer())), "indikator", "indikatorer"),
        (len(list(plan.alla_uppdrag())), "uppdrag", "uppdrag"),
        (len(plan.risker), "risk", "risker"),
        (len(list(plan.alla_åtgärder())), "åtgärd", "åtgärder"),
    ]
    return [antal(n, ental, flertal) for n, ental, flertal in delar if n]


def kända_idn(träd: Träd | None) -> dict[str, list[str]]:
    """Namnet på varje del som har ett id → id:na, i planens ordning."""
    kända: dict[str, list[str]] = {}
    for namn, id_ in _delarna(träd.innehåll if träd else None):
        kända.setdefault(namn, []).append(id_)
    return kända


def _delarna(värde: Any) -> Iterator[tuple[str, str]]:
    if isinstance(värde, list):
        for ett in värde:
            yield from _delarna(ett)
    elif isinstance(värde, dict):
        namn = next((värde[n] for n in _NAMNEN if isinstance(värde.get(n), str)), None)
        if namn and isinstance(värde.get("id"), str):
            yield namnnyckel(namn), värde["id"]
        for ett in värde.values():
            yield from _delarna(ett)
