"""Mängder av värden: ett målvärdes ändar in, om ett värde hör dit, hur långt dit det är, och vilken mängd som ryms i vilken."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple, TypeAlias

Ände: TypeAlias = "tuple[Fraction | float, int]"
"""Ett värde, och ett steg inåt (1 nedtill, −1 upptill) när värdet självt inte räknas in."""


class Mängd(NamedTuple):
    """Värdena mellan två ändar."""

    lägst: Ände = (-math.inf, 0)
    högst: Ände = (math.inf, 0)

    def __contains__(self, värde: object) -> bool:
        """Om värdet hör till mängden."""
        if not isinstance(värde, Fraction):
            return False
        golv, tak = self.golv, self.tak
        över_golvet = golv is None or (golv < värde if self.lägst[1] else golv <= värde)
        return över_golvet and (tak is None or (värde < tak if self.högst[1] else värde <= tak))

    @property
    def golv(self) -> Fraction | None:
        """Talet i den nedre änden, när det finns någon."""
        ände = self.lägst[0]
        return None if isinstance(ände, float) else ände

    @property
    def tak(self) -> Fraction | None:
        """Talet i den övre änden, när det finns någon."""
        ände = self.högst[0]
        return None if isinstance(ände, float) else ände

    def avstånd(self, värde: Fraction) -> Fraction:
        """Hur långt det är från värdet till mängdens närmaste ände; 0 i mängden (och på en ände som inte räknas in)."""
        if self.golv is not None and värde < self.golv:
            return self.golv - värde
        return värde - self.tak if self.tak is not None and värde > self.tak else Fraction(0)

    def ryms_i(self, annan: Mängd) -> bool:
        """Om alla värden i mängden finns också i den andra."""
        return self.lägst >= annan.lägst and self.högst <= annan.högst

    def gemensamt(self, annan: Mängd) -> Mängd:
        """Värdena som finns i båda."""
        return Mängd(max(self.lägst, annan.lägst), min(self.högst, annan.högst))

    def flyttad(self, tal: Fraction) -> Mängd:
        """Mängden med båda ändarna flyttade lika långt."""
        return Mängd((self.lägst[0] + tal, self.lägst[1]), (self.högst[0] + tal, self.högst[1]))


NOLL = Mängd((Fraction(0), 0), (Fraction(0), 0))
"""Bara noll."""
UPPÅT = Mängd(lägst=(Fraction(0), 0))
"""Noll och uppåt."""
NEDÅT = Mängd(högst=(Fraction(0), 0))
"""Noll och nedåt."""
ÖVER = Mängd(lägst=(Fraction(0), 1))
"""Över noll."""
UNDER = Mängd(högst=(Fraction(0), -1))
"""Under noll."""
