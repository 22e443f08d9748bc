"""Bedömningar in, antalen ut: hur många som har varje omdöme, och hur många som ska nås senare.

Allt som räknar mål eller indikatorer i en mening, en tabell eller ett huvud räknar här.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.uppfyllelse.resultat import SKA_ALDRIG_NÅS, Skäl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.uppfyllelse.resultat import Indikatorbedömning, Målbedömning


class Indikatorräkning(NamedTuple):
    """Indikatorerna i två högar: de som räknas nu, och de som ska nås ett senare år."""

    nu: tuple[Indikatorbedömning, ...]
    senare: tuple[Indikatorbedömning, ...]

    @property
    def bedömda(self) -> list[Indikatorbedömning]:
        """De som räknas nu och är bedömda."""
        return [i for i in self.nu if i.steg]

    def på(self, steg: Bedömningssteg) -> int:
        """Hur många av dem som räknas nu som visas med steget."""
        return sum(i.visat == steg for i in self.nu)

    def nådda(self, bäst: Bedömningssteg) -> int:
        """Hur många av dem som räknas nu som är på det bästa steget, nådda eller väntade."""
        return sum(i.steg == bäst for i in self.nu)

    @property
    def utan(self) -> int:
        """Hur många av dem som räknas nu som saknar bedömning."""
        return len(self.nu) - len(self.bedömda)

    @property
    def utanför(self) -> int:
        """Hur många av dem som räknas nu som aldrig ska nås: de har inget målvärde, eller har utgått."""
        return sum(i.steg is None and i.skäl in SKA_ALDRIG_NÅS for i in self.nu)

    @property
    def i_förtid(self) -> int:
        """Hur många som är nådda fast de ska nås ett senare år."""
        return sum(i.steg is not None for i in self.senare)


def dela_på_tid(indikatorer: Iterable[Indikatorbedömning], per: date) -> Indikatorräkning:
    """Indikatorerna efter om de räknas i år. En indikator utan målvärde ska aldrig nås, och inte heller en som utgått."""
    alla = tuple(indikatorer)
    senare = tuple(i for i in alla if i.frist.year > per.year and i.skäl not in SKA_ALDRIG_NÅS)
    return Indikatorräkning(tuple(i for i in alla if i not in senare), senare)


class Målräkning(NamedTuple):
    """Hur många mål som har varje steg, ska nås senare eller saknar bedömning."""

    per_steg: tuple[tuple[Bedömningssteg, int], ...]
    """Skalans steg från bäst till sämst, också de som inget mål har."""
    senare: int
    utan: int


def räkna_mål(målen: Sequence[Målbedömning], skala: Sequence[Bedömningssteg]) -> Målräkning:
    """Målen, räknade. Det som inte har något steg är antingen senare eller utan."""
    antal = Counter(m.visat for m in målen)
    senare = sum(m.steg is None and m.skäl is Skäl.INTE_ÄN for m in målen)
    return Målräkning(tuple((steg, antal[steg]) for steg in skala), senare, antal[None] - senare)
