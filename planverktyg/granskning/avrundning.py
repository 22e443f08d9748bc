"""Belopp som är avrundade var för sig: tal in, hur noga de är skrivna och om de kan vara samma belopp ut."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.modell.ekonomi import KRONOR, i_kronor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planverktyg.modell.ekonomi import Beloppsenhet


def noggrannhet(belopp: Iterable[Decimal]) -> Decimal:
    """Den grövsta enhet som något av beloppen är skrivet i: 0,1 för 234,1 och 1 för 236 920."""
    return Decimal(1).scaleb(max(int(b.as_tuple().exponent) for b in belopp))


def kan_vara_samma(a: Decimal, enhet_a: Beloppsenhet, b: Decimal, enhet_b: Beloppsenhet) -> bool:
    """Om beloppen är lika när det noggrannare avrundas som det grövre: 234,1 mnkr och 234 133 tkr."""
    grövst = max(noggrannhet([a]) * KRONOR[enhet_a], noggrannhet([b]) * KRONOR[enhet_b])
    return abs(i_kronor(a, enhet_a) - i_kronor(b, enhet_b)) <= grövst / 2
