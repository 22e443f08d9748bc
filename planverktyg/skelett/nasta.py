"""En plan och huvudet för nästa in, nästa plan ut: samma text med bara huvudet ändrat, så att kommentarerna står kvar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.skelett.yamltext import citera

if TYPE_CHECKING:
    from planverktyg.laddning import Dokument
    from planverktyg.modell.plan import Plandokument
    from planverktyg.skelett.plan import Planhuvud


class HuvudetGårInteAttÄndra(Exception):
    """Huvudet står inte med en nyckel på varje rad, så det går inte att ändra rad för rad."""


class _Stycke(NamedTuple):
    """En nyckel i huvudet och raderna som den och dess värde står på."""

    nyckel: str
    början: int
    slut: int
    indrag: str


def skriv_nästa(plan: Dokument[Plandokument], huvud: Planhuvud) -> str:
    """Planens text med nytt id, namn, år och föregångare, och utan beslut."""
    rader = plan.träd.text.split("\n")
    nya = {"id": citera(huvud.id), "namn": citera(huvud.namn), "år": huvud.år}
    for stycke in reversed(_huvudet(plan, rader)):  # bakifrån, så att radnumren före inte ändras
        skrivet: list[str] = []
        if stycke.nyckel in nya:
            kommentar = _kommentar_efter(rader[stycke.början : stycke.slut])
            skrivet.append(f"{stycke.indrag}{stycke.nyckel}: {nya[stycke.nyckel]}{kommentar}")
        if stycke.nyckel == "id":
            skrivet.append(f"{stycke.indrag}föregångare: {plan.modell.plan.id}")
        if stycke.nyckel in (*nya, "beslut", "tidigare beslut", "föregångare"):
            rader[stycke.början : stycke.slut] = skrivet
    return "\n".join(rader)


def _huvudet(plan: Dokument[Plandokument], rader: list[str]) -> list[_Stycke]:
    """Nycklarna i huvudet, i filens ordning."""
    träd = plan.träd
    nycklar = träd.innehåll["plan"] if isinstance(träd.innehåll, dict) else None
    assert isinstance(nycklar, dict)
    platser = [(namn, träd.plats(("plan", namn), på_nyckeln=True)) for namn in nycklar]
    egna_rader = {plats.rad for _, plats in platser} - {träd.plats(("plan",), på_nyckeln=True).rad}
    if len(egna_rader) < len(platser):
        raise HuvudetGårInteAttÄndra
    return [
        _Stycke(namn, plats.rad - 1, _värdets_slut(rader, plats.rad, plats.kolumn - 1), " " * (plats.kolumn - 1))
        for namn, plats in platser
    ]


def _värdets_slut(rader: list[str], från: int, indrag: int) -> int:
    """Raden efter värdet: det som är mer indraget än nyckeln hör till det, men inte tomma rader sist."""
    slut = från
    for nummer in range(från, len(rader)):
        rad = rader[nummer]
        if rad.strip():
            if len(rad) - len(rad.lstrip(" ")) <= indrag:
                break
            slut = nummer + 1
    return slut


def _kommentar_efter(rader: list[str]) -> str:
    """Kommentaren sist på raden, när hela värdet står på den utan citattecken."""
    träff = re.search(r"\s+#.*$", rader[0]) if len(rader) == 1 and not re.search(r"[\"']", rader[0]) else None
    return träff[0] if träff else ""
