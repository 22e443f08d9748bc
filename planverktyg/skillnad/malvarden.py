"""Två målvärden in, åt vilket håll målet har gått ut: skärpt, mildrat, eller ändrat när det inte kan sägas.

Ett målvärde är mängden av värden som uppfyller det. Ryms den nya mängden i den gamla är målet skärpt; rymmer den nya
mängden den gamla är det mildrat. Därför kan även olika slag jämföras: `exakt 7` som blir `minst 7` är mildrat.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.mangd import Mängd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.modell.villkor import Frist, Mängder, Sammanhang, Villkor


class Åt(StrEnum):
    """Åt vilket håll ett mål har gått."""

    SKÄRPT = "skärpt"
    MILDRAT = "mildrat"
    ÄNDRAT = "ändrat"
    LIKA = "lika"


def jämför_mängder(gammal: Mängd, ny: Mängd) -> Åt:
    """Åt vilket håll det går från den gamla mängden till den nya."""
    if gammal == ny:
        return Åt.LIKA
    if ny.ryms_i(gammal):
        return Åt.SKÄRPT
    return Åt.MILDRAT if gammal.ryms_i(ny) else Åt.ÄNDRAT


class Kravet(NamedTuple):
    """Kravet på en indikator: målvärdet, det som behövs för att förstå det, och delarna som ska nå det var för sig."""

    villkor: Villkor | None
    i: Sammanhang
    per_verksamhet: Sequence[str] = ()
    per_nämnd: Mapping[str, Villkor] = MappingProxyType({})

    def med_slut(self, slut: date) -> Kravet:
        """Samma krav med en annan sista dag för det som inte säger någon egen."""
        return self._replace(i=self.i._replace(slut=slut))

    def delar(self) -> list[tuple[str, Villkor | None]]:
        """Villkoren för var och en av delarna; `("", villkor)` när det inte finns några."""
        if self.per_nämnd:
            return list(self.per_nämnd.items())
        return [(namn, self.villkor) for namn in self.per_verksamhet or ("",)]

    def per_frist(self, i: Sammanhang) -> dict[Frist, Mängder]:
        """Kraven på alla delar, efter den dag då de ska vara uppfyllda."""
        samlade: dict[Frist, Mängder] = {}
        for del_, villkor in self.delar():
            för = f" för {del_}" if del_ else ""
            for frist, mängder in villkor.krav_per_frist(i) if villkor else ():
                samlade.setdefault(frist, {}).update({f"{axel}{för}": mängd for axel, mängd in mängder.items()})
        return samlade


def jämför_krav(då: Kravet, nu: Kravet) -> Åt:
    """Åt vilket håll kravet har gått. `LIKA` när samma krav är skrivet på ett annat sätt."""
    före, efter = (k.per_frist(k.i._replace(utgångsvärde=None)) for k in (då, nu))
    if not _har_riktning(före) or not _har_riktning(efter) or då.i.utgångsvärde != nu.i.utgångsvärde:
        före, efter = då.per_frist(då.i), nu.per_frist(nu.i)  # mot en gräns läses ”ska öka från 60” som mer än 60
    sätt = _sammantaget([Åt.LIKA if _räknesätten(då) == _räknesätten(nu) else Åt.ÄNDRAT, _jämför_bör(då, nu)])
    if len(före) == len(efter) == 1:
        (gammal_frist, gammalt_krav), (ny_frist, nytt_krav) = *före.items(), *efter.items()
        return _sammantaget([sätt, _jämför_axlar(gammalt_krav, nytt_krav), _jämför_frister(gammal_frist, ny_frist)])
    return _sammantaget([sätt, *(_jämför_axlar(före.get(f, {}), efter.get(f, {})) for f in före | efter)])


def _jämför_bör(då: Kravet, nu: Kravet) -> Åt:
    """Lika många villkor, men fler av dem är något planen bara siktar mot: det är ett mildare krav."""
    före, efter = ([ett.bör for _, villkor in krav.delar() for ett in _enskilda(villkor)] for krav in (då, nu))
    if len(före) != len(efter) or sum(före) == sum(efter):
        return Åt.LIKA
    return Åt.MILDRAT if sum(efter) > sum(före) else Åt.SKÄRPT


def _enskilda(villkor: Villkor | None) -> Iterator[Villkor]:
    if villkor is None:
        return
    if not villkor.delar():
        yield villkor
    for _, del_ in villkor.delar():
        yield from _enskilda(del_)


def _räknesätten(krav: Kravet) -> set[object]:
    return {ett for _, villkor in krav.delar() for ett in _räknas(villkor)}


def _har_riktning(krav: dict[Frist, Mängder]) -> bool:
    return any(axel.split(" för ")[0] == "riktning" for mängder in krav.values() for axel in mängder)


def _räknas(villkor: Villkor | None) -> Iterator[object]:
    """Det som säger hur nära målet som räknas som delvis; annat än själva kravet."""
    if villkor is None:
        return
    yield from filter(None, (villkor.grad, villkor.delvis_inom))
    for _, del_ in villkor.delar():
        yield from _räknas(del_)


def jämför_tider(gammal: date, ny: date) -> Åt:
    """En senare tid är ett mildare krav."""
    return Åt.LIKA if gammal == ny else Åt.MILDRAT if ny > gammal else Åt.SKÄRPT


def _sammantaget(riktningar: Iterable[Åt]) -> Åt:
    """Riktningen när alla är överens, annars ändrat."""
    funna = set(riktningar) - {Åt.LIKA}
    return Åt.LIKA if not funna else funna.pop() if len(funna) == 1 else Åt.ÄNDRAT


def _jämför_axlar(gammalt: Mängder, nytt: Mängder) -> Åt:
    utan_krav = Mängd()
    return _sammantaget(
        jämför_mängder(gammalt.get(axel, utan_krav), nytt.get(axel, utan_krav)) for axel in gammalt | nytt
    )


def _jämför_frister(gammal: Frist, ny: Frist) -> Åt:
    if isinstance(gammal, date) and isinstance(ny, date):
        return jämför_tider(gammal, ny)
    return Åt.LIKA if gammal == ny else Åt.ÄNDRAT
