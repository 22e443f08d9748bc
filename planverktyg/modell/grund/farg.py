"""Färger som `#0b4f79` in, hur väl de syns mot varandra ut, och närmaste färg som syns tillräckligt."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

MINST = 4.5
"""Kontrasten som text behöver mot sin bakgrund (WCAG 2.2 AA)."""
VIT, SVART, NATT = "#ffffff", "#000000", "#14181d"
"""Natt är sidans bakgrund i mörkt läge."""
_RGB: TypeAlias = tuple[int, int, int]


def kontrast(färg: str, mot: str) -> float:
    """Kontrasten mellan två färger, från 1 (samma) till 21 (svart mot vitt)."""
    ljusast, mörkast = sorted((_ljus(färg), _ljus(mot)), reverse=True)
    return (ljusast + 0.05) / (mörkast + 0.05)


def _ljus(färg: str) -> float:
    r, g, b = (_linjär(k / 255) for k in _kanaler(färg))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _linjär(kanal: float) -> float:
    return float(kanal / 12.92 if kanal <= 0.04045 else ((kanal + 0.055) / 1.055) ** 2.4)


def _kanaler(färg: str) -> _RGB:
    siffror = färg.removeprefix("#")
    hela = siffror if len(siffror) == 6 else "".join(s * 2 for s in siffror)
    return int(hela[:2], 16), int(hela[2:4], 16), int(hela[4:], 16)


def blanda(färg: str, med: str, andel: float) -> str:
    """Färgen med en andel av en annan."""
    kanaler = (round(a + (b - a) * andel) for a, b in zip(_kanaler(färg), _kanaler(med), strict=True))
    return "#" + "".join(f"{k:02x}" for k in kanaler)


def som_syns(färg: str, mot: Callable[[str], tuple[str, ...]], åt: str) -> str:
    """Färgen, flyttad så lite som det går mot svart eller vitt så att den syns mot allt som `mot` säger."""
    for steg in range(101):
        prövad = blanda(färg, åt, steg / 100)
        if min(kontrast(prövad, bakgrund) for bakgrund in mot(prövad)) >= MINST:
            return prövad
    return åt


def på_dagen(färg: str) -> tuple[str, ...]:
    """Det som accentfärgen syns mot i ljust läge: vitt, och sin egen ljusa yta."""
    return VIT, ljus_yta(färg)


def på_natten(färg: str) -> tuple[str, ...]:
    """Det som accentfärgen syns mot i mörkt läge."""
    return NATT, mörk_yta(färg)


def ljus_yta(färg: str) -> str:
    """Färgen som bakgrund i ljust läge."""
    return blanda(färg, VIT, 0.9)


def mörk_yta(färg: str) -> str:
    """Färgen som bakgrund i mörkt läge."""
    return blanda(färg, NATT, 0.82)
