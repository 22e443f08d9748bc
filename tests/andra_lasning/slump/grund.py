"""Det som all slump delar: slumptal efter ett frö, planens ramar, och värden för varje slag av indikator.

Talen är få och små, så att värden ofta hamnar precis på en gräns.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.andra_lasning.tid import PERIODER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.andra_lasning.lage import Nod

SLAG = ("tal", "tal", "tal", "tal", "procent", "växer", "växer", "ja/nej", "steg", "klart")
"""Indikatorns namn är dess slag, så att uppföljningen vet vad som kan svaras."""
ENHETER = {"procent": "%", "ja/nej": "ja/nej", "tal": "antal", "växer": "antal"}
STEGEN = {"nej": 0, "delvis": 1, "ja": 2}
DELAR = ("norr", "söder")
KÖN = ("kvinnor", "män")
NIVÅER = ("mål", "delmål", "arbetssätt")
VÄRDEN: dict[str, tuple[Any, ...]] = {
    "tal": (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, "2.5", "7.9", "8.1"),
    "procent": (0, 25, 40, 50, 60, 62, 75, 80, 85, 90, "89.99", 100),
    "växer": (0, 10, 60, 90, 100, 120, 150, 180, 200, 240),
    "ja/nej": ("ja", "nej"),
    "steg": tuple(STEGEN),
}


class Slump(Random):
    """Slumptalen, med några ord för det som ofta behövs."""

    def ibland(self, chans: float) -> bool:
        """Sant så ofta."""
        return self.random() < chans

    def ett(self, *val: Any) -> Any:
        """Ett av valen."""
        return self.choice(val)

    def kanske(self, chans: float, **nycklar: Callable[[], Any]) -> Nod:
        """Var och en av nycklarna så ofta; `_` i namnet är ett mellanslag."""
        return {namn.replace("_", " "): värde() for namn, värde in nycklar.items() if self.ibland(chans)}

    def värde(self, slag: str) -> Any:
        """Ett värde för slaget."""
        return self.choice(VÄRDEN[slag])

    def utfall(self, slag: str) -> Any:
        """Ett uppmätt värde; en andel ibland som det den är: antal av antal."""
        if slag != "procent" or self.ibland(0.7):
            return self.värde(slag)
        av = self.ett(3, 10, 40)
        return {"antal": self.randint(0, av), "av": av}


class Ram(NamedTuple):
    """Planens första och sista år, och kommunen."""

    från: int
    till: int
    kommun: Nod

    @property
    def perioder(self) -> list[str]:
        """Kommunens perioder."""
        return list(self.kommun.get("perioder", PERIODER))

    @property
    def skala(self) -> list[str]:
        """Namnen på stegen, från bäst till sämst."""
        return stegen(self.kommun, helår=True)


def stegen(kommun: Nod, *, helår: bool) -> list[str]:
    """Namnen på stegen som gäller vid årets slut, eller vid ett delår."""
    bedömning = kommun.get("bedömning", {})
    skala = (None if helår else bedömning.get("prognosskala")) or bedömning.get("skala")
    return [steg["namn"] for steg in skala] if skala else ["uppfyllt", "delvis", "ej uppfyllt"]


def alla_mål(målen: list[Nod]) -> Iterator[Nod]:
    """Målen och alla under dem."""
    for mål in målen:
        yield mål
        yield from alla_mål(mål.get("mål", []))
