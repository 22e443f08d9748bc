"""Fynd: den enda sortens anmärkning som verktyget lämnar, från läsning till granskning.

En kontroll lämnar en `Anmärkning` (rutt och text). Läsaren eller granskaren ger den kod, allvar och
plats och den blir ett `Fynd`, som sorteras efter plats och skrivs ut av `utskrift`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from planverktyg.modell.grund.plats import Plats, Rutt


class Allvar(StrEnum):
    """Hur allvarligt ett fynd är: fel stoppar, varning bör åtgärdas, notis är bra att känna till."""

    FEL = "fel"
    VARNING = "varning"
    NOTIS = "notis"


class Anmärkning(NamedTuple):
    """Vad en kontroll säger om ett ställe i ett dokument, innan stället fått rad och kolumn.

    `på_nyckeln` pekar ut nyckeln i stället för värdet (rätt när nyckeln själv är fel).
    """

    rutt: Rutt
    text: str
    råd: str = ""
    på_nyckeln: bool = False


class Fynd(NamedTuple):
    """En färdig anmärkning: var, vad, hur allvarligt, hur man rättar, och raden det gäller."""

    plats: Plats
    kod: str
    allvar: Allvar
    text: str
    råd: str = ""
    utdrag: str = ""
    gäller: str = ""
    """Id:t som fyndet handlar om: det närmaste ovanför stället. Tomt när inget id står där."""
    se: Plats | None = None
    """Ett annat ställe som förklarar fyndet."""


class Undantaget(NamedTuple):
    """Ett fynd som någon har godtagit: skälet, och var undantaget står."""

    fynd: Fynd
    motivering: str
    plats: Plats


def sortera(fynd: list[Fynd]) -> list[Fynd]:
    """Fynden i läsordning (fil, rad, kolumn, kod), varje fynd en gång."""
    return sorted(dict.fromkeys(fynd), key=lambda f: (f.plats, f.kod, f.text))
