"""Två målvärden in, åt vilket håll målet har gått ut: skärpt, mildrat, eller ändrat när det inte kan sägas.

Ett målvärde är mängden av värden som uppfyller det. Ryms den nya mängden i den gamla är målet skärpt; rymmer den nya
mängden den gamla är det mildrat. Därför kan även olika slag jämföras: `exakt 7` som blir `minst 7` är mildrat.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from planverktyg.modell.malvarde import (
    Alla,
    Bedöms,
    Exakt,
    Högst,
    IBand,
    Klart,
    Mellan,
    Minst,
    PerÅr,
    Redovisas,
    Riktning,
    Saknas,
)
from planverktyg.modell.period import Tidpunkt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planverktyg.modell.villkor import Mätt, Villkor


class Åt(StrEnum):
    """Åt vilket håll ett mål har gått."""

    SKÄRPT = "skärpt"
    MILDRAT = "mildrat"
    ÄNDRAT = "ändrat"
    LIKA = "lika"


Ände: TypeAlias = "tuple[Fraction | float, int]"
"""Ett värde, och ett steg inåt (1 nedtill, −1 upptill) när värdet självt inte räknas in."""


class Mängd(NamedTuple):
    """Värdena mellan två ändar."""

    lägst: Ände = (-math.inf, 0)
    högst: Ände = (math.inf, 0)

    def ryms_i(self, annan: Mängd) -> bool:
        """Om alla värden i mängden finns också i den andra."""
        return self.lägst >= annan.lägst and self.högst <= annan.högst

    def gemensamt(self, annan: Mängd) -> Mängd:
        """Värdena som finns i båda."""
        return Mängd(max(self.lägst, annan.lägst), min(self.högst, annan.högst))

    def mot(self, ny: Mängd) -> Åt:
        """Åt vilket håll det går från den här mängden till den nya."""
        if self == ny:
            return Åt.LIKA
        if ny.ryms_i(self):
            return Åt.SKÄRPT
        return Åt.MILDRAT if self.ryms_i(ny) else Åt.ÄNDRAT


class Sammanhang(NamedTuple):
    """Det som behövs för att förstå ett målvärde: skalans tal, utgångsvärdet och planens sista dag."""

    skala: Mapping[str, int] | None
    utgångsvärde: Mätt | None
    slut: date


_PUNKT = Mängd((Fraction(0), 0), (Fraction(0), 0))
_UPPÅT = Mängd(lägst=(Fraction(0), 0))
_NEDÅT = Mängd(högst=(Fraction(0), 0))
_RIKTNINGAR = {
    "ökar": Mängd(lägst=(Fraction(0), 1)),
    "minskar": Mängd(högst=(Fraction(0), -1)),
    "bibehålls": _PUNKT,
    "ökar inte": _NEDÅT,
    "minskar inte": _UPPÅT,
}
_GRÄNSER = {"minst": _UPPÅT, "högst": _NEDÅT, "exakt": _PUNKT}

Krav: TypeAlias = "dict[str, Mängd]"
"""Det som mäts (värdet, skillnaden mot riket, dagen) → mängden som uppfyller målet."""
Frist: TypeAlias = "date | str"


def jämför_målvärden(gammalt: Villkor | None, nytt: Villkor | None, då: Sammanhang, nu: Sammanhang) -> Åt:
    """Åt vilket håll målvärdet har gått. `LIKA` när samma krav är skrivet på ett annat sätt."""
    före, efter = dict(_krav_per_frist(gammalt, då)), dict(_krav_per_frist(nytt, nu))
    if not _har_riktning(före) or not _har_riktning(efter):
        före, efter = _räknade(före, då), _räknade(efter, nu)
    if len(före) == len(efter) == 1:
        (gammal_frist, gammalt_krav), (ny_frist, nytt_krav) = *före.items(), *efter.items()
        return _sammantaget([_jämför_krav(gammalt_krav, nytt_krav), _jämför_frister(gammal_frist, ny_frist)])
    return _sammantaget(_jämför_krav(före.get(frist, {}), efter.get(frist, {})) for frist in före | efter)


def jämför_tider(gammal: date, ny: date) -> Åt:
    """En senare tid är ett mildare krav."""
    return Åt.LIKA if gammal == ny else Åt.MILDRAT if ny > gammal else Åt.SKÄRPT


def _sammantaget(riktningar: Iterable[Åt]) -> Åt:
    """Riktningen när alla är överens, annars ändrat."""
    funna = set(riktningar) - {Åt.LIKA}
    return Åt.LIKA if not funna else funna.pop() if len(funna) == 1 else Åt.ÄNDRAT


def _jämför_krav(gammalt: Krav, nytt: Krav) -> Åt:
    utan_krav = Mängd()
    return _sammantaget(gammalt.get(axel, utan_krav).mot(nytt.get(axel, utan_krav)) for axel in gammalt | nytt)


def _jämför_frister(gammal: Frist, ny: Frist) -> Åt:
    if isinstance(gammal, date) and isinstance(ny, date):
        return jämför_tider(gammal, ny)
    return Åt.LIKA if gammal == ny else Åt.ÄNDRAT


def _krav_per_frist(villkor: Villkor | None, i: Sammanhang) -> Iterable[tuple[Frist, Krav]]:
    """Kraven var för sig, med den dag då de ska vara uppfyllda."""
    if villkor is None or isinstance(villkor, Saknas):
        return
    if isinstance(villkor, PerÅr):
        for år, årets in villkor.per_år.items():
            yield from _krav_per_frist(årets, i._replace(slut=date(int(år), 12, 31)))
        return
    if isinstance(villkor, Alla):
        samlade: dict[Frist, Krav] = {}
        for ett in villkor.alla:
            for frist, krav in _krav_per_frist(ett, i):
                samlade[frist] = _båda(samlade.get(frist, {}), krav)
        yield from samlade.items()
        return
    yield _frist(villkor, i), {"redovisas": _PUNKT} | _krav(villkor, i)


def _båda(ett: Krav, annat: Krav) -> Krav:
    return {axel: ett.get(axel, Mängd()).gemensamt(annat.get(axel, Mängd())) for axel in ett | annat}


def _frist(villkor: Villkor, i: Sammanhang) -> Frist:
    if isinstance(villkor, Klart) and villkor.avser is None:
        return "klart"
    if villkor.avser is None:
        return i.slut
    if isinstance(villkor.avser, Tidpunkt):
        return villkor.avser.till
    return date.max if villkor.avser == "på sikt" else villkor.avser


def _krav(villkor: Villkor, i: Sammanhang) -> Krav:
    if isinstance(villkor, (Minst, Högst, Exakt)):
        return _gräns(villkor.nyckel, getattr(villkor, villkor.nyckel), i)
    if isinstance(villkor, Mellan):
        return {"värdet": Mängd((Fraction(villkor.mellan[0]), 0), (Fraction(villkor.mellan[1]), 0))}
    if isinstance(villkor, Riktning):
        return {f"riktning {villkor.mot or ''}".strip(): _RIKTNINGAR[villkor.riktning]}
    if isinstance(villkor, Klart):
        return {"dagen": Mängd(högst=(Fraction(villkor.klart.till.toordinal()), 0))}
    if isinstance(villkor, IBand):
        return _band(villkor)
    if isinstance(villkor, Redovisas):
        return {}
    return {f"bedöms {villkor.bedöms if isinstance(villkor, Bedöms) else villkor!r}": _PUNKT}


def _gräns(nyckel: str, gräns: Decimal | str, i: Sammanhang) -> Krav:
    tal = i.skala.get(gräns) if i.skala and isinstance(gräns, str) else gräns
    if isinstance(tal, (Decimal, int)):
        return {"värdet": _flyttad(_GRÄNSER[nyckel], Fraction(tal))}
    return {f"mot {gräns}": _GRÄNSER[nyckel]}


def _band(villkor: IBand) -> Krav:
    """Varje steg utom det sämsta har sin gräns."""
    stiger = villkor.band[0].från > villkor.band[-1].från
    riktning = _UPPÅT if stiger else _NEDÅT
    if stiger:
        return {f"steg {b.steg}": _flyttad(riktning, Fraction(b.från)) for b in villkor.band[:-1]}
    sämre = zip(villkor.band, villkor.band[1:], strict=False)
    return {f"steg {b.steg}": _flyttad(Mängd(högst=(Fraction(0), -1)), Fraction(nästa.från)) for b, nästa in sämre}


def _flyttad(mängd: Mängd, tal: Fraction) -> Mängd:
    return Mängd((mängd.lägst[0] + tal, mängd.lägst[1]), (mängd.högst[0] + tal, mängd.högst[1]))


def _har_riktning(krav: Mapping[Frist, Krav]) -> bool:
    return any("riktning" in delarna for delarna in krav.values())


def _räknade(krav: dict[Frist, Krav], i: Sammanhang) -> dict[Frist, Krav]:
    """En riktning mot utgångsvärdet som en gräns: ska öka från 60 är mer än 60."""
    bas = i.skala.get(i.utgångsvärde) if i.skala and isinstance(i.utgångsvärde, str) else i.utgångsvärde
    if not isinstance(bas, (Decimal, Fraction, int)):
        return krav
    tal = Fraction(bas)
    return {
        frist: {
            ("värdet" if a == "riktning" else a): (_flyttad(m, tal) if a == "riktning" else m) for a, m in k.items()
        }
        for frist, k in krav.items()
    }
