"""Ett innehåll som går att laga: delar tas bort och nycklar byter namn, och varje del minns var den stod."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.laddning.idplats import steg_in

if TYPE_CHECKING:
    from planverktyg.modell.grund.plats import Rutt


@dataclass(frozen=True, slots=True, eq=False)
class Kopia:
    """En kopia av innehållet där delar kan tas bort och nycklar byta namn utan att originalets rutt går förlorad."""

    data: Any
    index: dict[int, list[int]] = field(default_factory=dict)
    namn: dict[tuple[int, str], str] = field(default_factory=dict)
    skadat: set[int] = field(default_factory=set)
    """Uppslag och listor (efter `id`) som något under dem har tagits bort ur."""
    borttaget: set[tuple[int, str]] = field(default_factory=set)
    """Uppslagen (efter `id`) och nycklarna som tagits bort ur dem."""

    @property
    def är_hel(self) -> bool:
        """Om ingenting har tagits bort."""
        return not self.skadat

    def är_skadad(self, rutt: Rutt) -> bool:
        """Om något på rutten, eller under den, har tagits bort: ett fel där kan bero på det."""
        nod: Any = self.data
        över, nyckel = nod, ""
        for steg in rutt:
            över, nyckel, nod = nod, str(steg), steg_in(nod, steg)
        return id(nod) in self.skadat or (id(över), self.namn.get((id(över), nyckel), nyckel)) in self.borttaget

    def hämta(self, rutt: Rutt) -> Any:
        """Det som står på rutten."""
        nod = self.data
        for steg in rutt:
            nod = nod[steg]
        return nod

    def källrutt(self, rutt: Rutt) -> Rutt:
        """Var det som står på rutten i kopian stod i originalet."""
        nod: Any = self.data
        källa: list[str | int] = []
        for steg in rutt:
            if isinstance(steg, int):
                kvar = self.index.get(id(nod), ())
                källa.append(kvar[steg] if steg < len(kvar) else steg)
            else:
                källa.append(self.namn.get((id(nod), steg), steg))
            nod = steg_in(nod, steg)
        return tuple(källa)

    def ta_bort(self, rutt: Rutt) -> None:
        """Tar bort det som står på rutten."""
        behållare = self.data
        for steg in rutt[:-1]:
            self.skadat.add(id(behållare))
            behållare = behållare[steg]
        self.skadat.add(id(behållare))
        steg = rutt[-1]
        if isinstance(behållare, list) and isinstance(steg, int):
            if id(behållare) not in self.index:
                self.index[id(behållare)] = list(range(len(behållare)))
            del self.index[id(behållare)][steg]
        else:
            self.borttaget.add((id(behållare), self.namn.get((id(behållare), str(steg)), str(steg))))
        del behållare[steg]

    def byt_namn(self, rutt: Rutt, nytt: str) -> None:
        """Ger nyckeln som rutten slutar med ett annat namn."""
        behållare, gammalt = self.hämta(rutt[:-1]), rutt[-1]
        behållare[nytt] = behållare.pop(gammalt)
        self.namn[id(behållare), nytt] = str(gammalt)
