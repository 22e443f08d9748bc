"""En tabells rubrikrad in, vad varje kolumn är ut: så beskrivs ett slags tabell med data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Tabellregel:
    """Hur ett slags tabell känns igen på sina kolumners rubriker."""

    slag: str
    """Vad tabellen är: det som avgör vilken modul i `delar` som läser den."""
    kolumner: Mapping[str, str]
    """Vad en kolumn är, och mönstret för dess rubrik. Det första som passar gäller."""
    kräver: tuple[tuple[str, ...], ...]
    """Kolumner som måste finnas: alla i någon av raderna."""

    def kolumnerna(self, rubriker: list[str]) -> dict[str, int] | None:
        """Vilken kolumn som är vad, eller None när tabellen är av ett annat slag."""
        funna: dict[str, int] = {}
        for plats, rubrik in enumerate(map(normalrubrik, rubriker)):
            for namn, mönster in self.kolumner.items():
                if namn not in funna and re.search(mönster, rubrik):
                    funna[namn] = plats
                    break
        return funna if any(set(rad) <= funna.keys() for rad in self.kräver) else None

    def alla(self, namn: str, rubriker: list[str]) -> list[int]:
        """Alla kolumner som är detsamma: ett utfall för varje år."""
        före = list(self.kolumner.values())[: list(self.kolumner).index(namn)]
        mönster = self.kolumner[namn]
        normala = [normalrubrik(r) for r in rubriker]
        return [nr for nr, r in enumerate(normala) if re.search(mönster, r) and not any(re.search(m, r) for m in före)]


def normalrubrik(rubrik: str) -> str:
    """Rubriken så som mönstren ser den: gemener, på en rad, utan avstavning."""
    return re.sub(r"(\w)- (?=[a-zåäö])", r"\1", " ".join(rubrik.casefold().split())).strip(" .:*")
