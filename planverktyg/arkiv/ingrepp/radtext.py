"""Filens byte in, rader så som läsaren räknar dem ut; ett byte av text på ett ställe, alla andra byte som de var."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

if TYPE_CHECKING:
    from planverktyg.arkiv.syntax.text import Läge

_RADSLUT = re.compile(r"(\r\n|\r|\n)")


class Vägran(Exception):
    """Ändringen går inte att göra utan att något annat ändras. Texten säger varför; filen är orörd."""


@dataclass(frozen=True)
class Radtext:
    """Filens text som den är skriven, delad i rader och radslut."""

    bom: str
    skrivna: tuple[str, ...]
    """Raderna tecken för tecken."""
    radslut: tuple[str, ...]
    """Radslutet efter varje rad utom den sista."""

    @classmethod
    def ur(cls, källa: bytes) -> Radtext:
        """Texten ur byte som `syntax` redan har godtagit som UTF-8."""
        text = källa.decode("utf-8")
        bom, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
        delar = _RADSLUT.split(text)
        return cls(bom, tuple(delar[0::2]), tuple(delar[1::2]))

    @cached_property
    def rader(self) -> list[str]:
        """Raderna i NFC, så som platser räknas."""
        return [normalize("NFC", rad) for rad in self.skrivna]

    @property
    def text(self) -> str:
        """Texten så som läsaren ser den: i NFC, utan BOM och med LF som radslut."""
        return "\n".join(self.rader)

    def radens_slut(self, rad: int) -> Läge:
        """Läget efter radens sista tecken."""
        return rad, len(self.rader[rad])

    def byte(self) -> bytes:
        """Filens byte."""
        return (self.bom + self._mellan((0, 0), None)).encode()

    def ersätt(self, från: Läge, till: Läge, text: str) -> Radtext:
        """Källan med texten i stället för det som står mellan lägena. Nya rader får filens radslut."""
        slut = self.radslut[min(från[0], len(self.radslut) - 1)] if self.radslut else "\n"
        nytt = self._mellan((0, 0), från) + text.replace("\n", slut) + self._mellan(till, None)
        return Radtext.ur((self.bom + nytt).encode())

    def _mellan(self, från: Läge, till: Läge | None) -> str:
        början, slut = self._tecken(från), None if till is None else self._tecken(till)
        hela = "".join(rad + slut for rad, slut in zip(self.skrivna, (*self.radslut, ""), strict=True))
        return hela[början:slut]

    def _tecken(self, läge: Läge) -> int:
        """Lägets plats i den skrivna texten."""
        rad, kolumn = läge
        före = sum(len(r) + len(s) for r, s in zip(self.skrivna[:rad], self.radslut[:rad], strict=True))
        return före + _skriven_kolumn(self.skrivna[rad], kolumn)


def _skriven_kolumn(rad: str, kolumn: int) -> int:
    """Kolumnen i raden som den är skriven. En rad med lösa prickar (NFD) har fler tecken än läsaren räknar."""
    if is_normalized("NFC", rad):
        return kolumn
    hel = normalize("NFC", rad)
    for nummer in range(len(rad) + 1):
        början, resten = normalize("NFC", rad[:nummer]), normalize("NFC", rad[nummer:])
        if len(början) == kolumn and början + resten == hel:
            return nummer
    raise Vägran("Raden har tecken med lösa prickar just där ändringen ska göras. Spara om filen som NFC.")
