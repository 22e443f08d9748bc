"""Ett läst dokument in, raderna som varje nyckel i dess huvud står på ut, så att en nyckel kan bytas och resten står kvar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.arkiv.laddning import Dokument


class HuvudetGårInteAttÄndra(Exception):
    """Huvudet står inte med en nyckel på varje rad, så det går inte att ändra rad för rad."""


class Stycke(NamedTuple):
    """En nyckel i huvudet och raderna som den och dess värde står på."""

    nyckel: str
    början: int
    slut: int
    indrag: str


def huvudets_stycken(dokument: Dokument[Any], huvud: str) -> list[Stycke]:
    """Nycklarna under `huvud` (`plan`, `uppföljning`), i filens ordning."""
    träd = dokument.träd
    rader = träd.text.split("\n")
    nycklar = träd.innehåll[huvud] if isinstance(träd.innehåll, dict) else None
    assert isinstance(nycklar, dict)
    platser = [(namn, träd.plats((huvud, namn), på_nyckeln=True)) for namn in nycklar]
    egna_rader = {plats.rad for _, plats in platser} - {träd.plats((huvud,), på_nyckeln=True).rad}
    if len(egna_rader) < len(platser):
        raise HuvudetGårInteAttÄndra
    return [
        Stycke(namn, plats.rad - 1, _värdets_slut(rader, plats.rad, plats.kolumn - 1), " " * (plats.kolumn - 1))
        for namn, plats in platser
    ]


def _värdets_slut(rader: Sequence[str], från: int, indrag: int) -> int:
    """Raden efter värdet: det som är mer indraget än nyckeln hör till det, men inte tomma rader sist."""
    slut = från
    for nummer in range(från, len(rader)):
        rad = rader[nummer]
        if rad.strip():
            if len(rad) - len(rad.lstrip(" ")) <= indrag:
                break
            slut = nummer + 1
    return slut


def kommentar_efter(rader: Sequence[str]) -> str:
    """Kommentaren sist på raden, när hela värdet står på den utan citattecken."""
    träff = re.search(r"(?<!\s)\s+#.*$", rader[0]) if len(rader) == 1 and not re.search(r"[\"']", rader[0]) else None
    return träff[0] if träff else ""
