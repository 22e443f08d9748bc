"""Rutt och plats: in en väg i dokumentet (nycklar och index), ut var i filen den står.

En kontroll känner bara rutter. Ett enda ställe, `syntax.Träd`, översätter dem till rad och kolumn.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Rutt: TypeAlias = tuple[str | int, ...]
"""Väg från dokumentets rot: `("mål", 0, "indikatorer", 2, "målvärde")`."""


class Plats(NamedTuple):
    """Ett ställe i en fil. Rad och kolumn räknas från 1; kolumn och längd i tecken efter NFC."""

    fil: str
    rad: int = 1
    kolumn: int = 1
    längd: int = 1

    def __str__(self) -> str:
        return f"{self.fil}:{self.rad}:{self.kolumn}"
