"""Ett tal som anges och det som andra tal blir in, skillnaden ut: ingen, en som avrundning kan förklara, eller ett fel.

Avrundning kan förklara en halv enhet för varje term som är avrundad för sig.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.ekonomi import KRONOR, i_kronor
from planverktyg.modell.grund.svenska import skriv_tal, slugga

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planverktyg.modell.ekonomi import Beloppsenhet


def noggrannhet(belopp: Iterable[Decimal]) -> Decimal:
    """Den grövsta enhet som något av beloppen är skrivet i: 0,1 för 234,1 och 1 för 236 920."""
    return Decimal(1).scaleb(max(int(b.as_tuple().exponent) for b in belopp))


def kan_vara_samma(a: Decimal, enhet_a: Beloppsenhet, b: Decimal, enhet_b: Beloppsenhet) -> bool:
    """Om beloppen är lika när det noggrannare avrundas som det grövre: 234,1 mnkr och 234 133 tkr."""
    grövst = max(noggrannhet([a]) * KRONOR[enhet_a], noggrannhet([b]) * KRONOR[enhet_b])
    return abs(i_kronor(a, enhet_a) - i_kronor(b, enhet_b)) <= grövst / 2


def lägg_ihop(belopp: Iterable[Decimal]) -> Decimal:
    """Summan, exakt."""
    return sum(belopp, Decimal(0))


class Summa(NamedTuple):
    """Ett tal som anges, och det som termerna blir."""

    angiven: Decimal
    beräknad: Decimal
    termer: tuple[Decimal, ...]

    @property
    def skillnad(self) -> Decimal:
        """Hur mycket som skiljer."""
        return abs(self.angiven - self.beräknad)

    @property
    def tål(self) -> Decimal:
        """Så mycket som avrundning kan förklara: en halv enhet för varje term."""
        return noggrannhet((*self.termer, self.angiven)) * len(self.termer) / 2

    @property
    def stämmer(self) -> bool:
        """Om talen är lika, eller skiljer så lite att det kan vara avrundning."""
        return self.skillnad <= self.tål

    @property
    def är_avrundad(self) -> bool:
        """Om talen skiljer, men så lite att det kan vara avrundning."""
        return 0 < self.skillnad <= self.tål


def summera(angiven: Decimal, termer: Sequence[Decimal]) -> Summa:
    """Det angivna talet mot termernas summa."""
    return Summa(angiven, lägg_ihop(termer), tuple(termer))


class Led(NamedTuple):
    """Ett led i en räkning: tecknet och det som det heter."""

    tecken: int
    namn: str


_TECKEN = r"(?<!\s)\s+([+\-\u2212\u2013])\s+"


def läs_räkning(text: str) -> list[Led]:
    """Leden i `budget - utfall + övrigt`. Tecknen står mellan blanksteg, så att id:n kan ha bindestreck."""
    första, *resten = re.split(_TECKEN, text.strip())
    led = [Led(1, första)]
    return led + [Led(1 if t == "+" else -1, namn) for t, namn in zip(resten[::2], resten[1::2], strict=True)]


def hitta(namn: str, poster: Mapping[str, int]) -> int | None:
    """Numret på den post som räkningen nämner, med id, namn eller namnet som id."""
    if namn in poster:
        return poster[namn]
    sökt = slugga(namn)
    return next((nr for nyckel, nr in poster.items() if slugga(nyckel) == sökt), None)


def skriv_angiven(namn: str, summa: Summa, enhet: str) -> str:
    """`Netto är angiven till 99 999 tkr, men delarna blir 20 100 tkr`."""
    return f"{namn} är angiven till {skriv_tal(summa.angiven)} {enhet}, men delarna blir {skriv_tal(summa.beräknad)} {enhet}"
