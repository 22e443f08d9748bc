"""Rubriker in, ankare och etiketter ut som är unika i ett dokument, samma från gång till gång."""

from __future__ import annotations

import re
from collections import Counter

from planverktyg.modell.grund.svenska import slugga

_INTE_I_ANKARE = re.compile(r"[^\w\- ]")


class Register:
    """Delar ut ankare och etiketter till ett dokument, i läsordning."""

    def __init__(self) -> None:
        self._ankare: Counter[str] = Counter()
        self._rubriker: Counter[str] = Counter()
        self._etiketter: Counter[str] = Counter()

    def ankare(self, text: str) -> str:
        """Ett id i ASCII för en rubrik i HTML."""
        bas = slugga(text) or "avsnitt"
        return self._numrera(self._ankare, bas)

    def markdownankare(self, rubrik: str) -> str:
        """Ankaret som GitHub och andra kodvärdar själva ger rubriken i Markdown."""
        bas = _INTE_I_ANKARE.sub("", rubrik.lower()).replace(" ", "-")
        antal = self._rubriker[bas]
        self._rubriker[bas] += 1
        return f"{bas}-{antal}" if antal else bas

    def etikett(self, text: str) -> str:
        """Ett namn för en tabell som ingen annan tabell i dokumentet har."""
        antal = self._etiketter[text]
        self._etiketter[text] += 1
        return f"{text} ({antal + 1})" if antal else text

    @staticmethod
    def _numrera(räknare: Counter[str], bas: str) -> str:
        namn, nummer = bas, 2
        while räknare[namn]:
            namn, nummer = f"{bas}-{nummer}", nummer + 1
        räknare[namn] += 1
        return namn
