"""Fynd: den enda sortens anmärkning som verktyget lämnar, från läsning till granskning.

En kontroll lämnar en `Anmärkning` (rutt och text). Läsaren eller granskaren ger den kod, allvar och
plats och den blir ett `Fynd`, som sorteras efter plats och skrivs ut av `utskrift`.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.grund.svenska import skriv_tal

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

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
    antal: int = 1
    """Så många fynd som det står för: fler än ett när resten av samma slag sägs på en gång."""


class Undantaget(NamedTuple):
    """Ett fynd som någon har godtagit: skälet, och var undantaget står."""

    fynd: Fynd
    motivering: str
    plats: Plats


FLEST_AV_EN_SORT = 100
"""Så många fynd av en kod visas i en fil. Resten sägs på en gång, så att varken läsaren eller minnet dränks."""


class Samlare:
    """Fynd in, ett i taget; de första av varje sort i varje fil ut, och ett fynd som säger hur många fler de är.

    Koderna i `per_id` räknas för varje id för sig, så att undantag för ett id varken tar för mycket eller för lite.
    """

    def __init__(self, flest: int | None = FLEST_AV_EN_SORT, per_id: Container[str] = ()) -> None:
        self._flest = flest
        self._per_id = per_id
        self._sedda: Counter[tuple[str, str, str]] = Counter()
        self._visas: list[Fynd] = []
        self._resten: dict[tuple[str, str, str], Fynd] = {}

    def append(self, f: Fynd) -> None:
        """Lägger till ett fynd."""
        sort = f.plats.fil, f.kod, f.gäller if f.kod in self._per_id else ""
        self._sedda[sort] += 1
        if self._flest is None or self._sedda[sort] <= self._flest:
            self._visas.append(f)
        elif (första := self._resten.get(sort)) is None:
            self._resten[sort] = f
        else:
            self._resten[sort] = första._replace(antal=första.antal + f.antal)

    def extend(self, fynd: Iterable[Fynd]) -> None:
        """Lägger till flera."""
        for f in fynd:
            self.append(f)

    def alla(self) -> list[Fynd]:
        """Det som visas, och ett fynd för varje sort som det finns fler av."""
        return [*self._visas, *map(säg_antalet, self._resten.values())]


def säg_antalet(första: Fynd) -> Fynd:
    """Fyndet som står för flera, med antalet i texten. Ett som står för sig självt är som det var."""
    if första.antal == 1 or första.text.startswith(skriv_tal(första.antal)):
        return första
    text = f"{skriv_tal(första.antal)} fynd till av samma slag i filen. Det första av dem: {första.text}"
    return första._replace(text=text, råd="Rätta dem som visas och kör igen.")


def sortera(fynd: list[Fynd]) -> list[Fynd]:
    """Fynden i läsordning (fil, rad, kolumn, kod), varje fynd en gång."""
    return sorted(dict.fromkeys(fynd), key=lambda f: (f.plats, f.kod, f.text))
