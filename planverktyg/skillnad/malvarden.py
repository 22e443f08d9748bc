"""Två målvärden in, åt vilket håll målet har gått ut: skärpt, mildrat, eller ändrat när det inte kan sägas.

Ett målvärde är mängden av värden som uppfyller det. Ryms den nya mängden i den gamla är målet skärpt; rymmer den nya
mängden den gamla är det mildrat. Därför kan även olika slag jämföras: `exakt 7` som blir `minst 7` är mildrat.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from planverktyg.modell.mangd import Mängd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def jämför_målvärden(gammalt: Villkor | None, nytt: Villkor | None, då: Sammanhang, nu: Sammanhang) -> Åt:
    """Åt vilket håll målvärdet har gått. `LIKA` när samma krav är skrivet på ett annat sätt."""
    före, efter = (_krav_per_frist(v, i._replace(utgångsvärde=None)) for v, i in ((gammalt, då), (nytt, nu)))
    if not _har_riktning(före) or not _har_riktning(efter):  # mot en gräns läses ”ska öka från 60” som mer än 60
        före, efter = _krav_per_frist(gammalt, då), _krav_per_frist(nytt, nu)
    sätt = Åt.LIKA if set(_räknas(gammalt)) == set(_räknas(nytt)) else Åt.ÄNDRAT
    if len(före) == len(efter) == 1:
        (gammal_frist, gammalt_krav), (ny_frist, nytt_krav) = *före.items(), *efter.items()
        return _sammantaget([sätt, _jämför_krav(gammalt_krav, nytt_krav), _jämför_frister(gammal_frist, ny_frist)])
    return _sammantaget([sätt, *(_jämför_krav(före.get(f, {}), efter.get(f, {})) for f in före | efter)])


def _krav_per_frist(villkor: Villkor | None, i: Sammanhang) -> dict[Frist, Mängder]:
    return dict(villkor.krav_per_frist(i)) if villkor else {}


def _har_riktning(krav: dict[Frist, Mängder]) -> bool:
    return any("riktning" in mängder for mängder in krav.values())


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


def _jämför_krav(gammalt: Mängder, nytt: Mängder) -> Åt:
    utan_krav = Mängd()
    return _sammantaget(
        jämför_mängder(gammalt.get(axel, utan_krav), nytt.get(axel, utan_krav)) for axel in gammalt | nytt
    )


def _jämför_frister(gammal: Frist, ny: Frist) -> Åt:
    if isinstance(gammal, date) and isinstance(ny, date):
        return jämför_tider(gammal, ny)
    return Åt.LIKA if gammal == ny else Åt.ÄNDRAT
