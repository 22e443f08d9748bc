"""En andel skriven som vad den är, `{antal: 8, av: 10}`, in; ett exakt värde i procent som minns sina antal ut."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

from typing_extensions import override

from planverktyg.modell.byggsten import fel

if TYPE_CHECKING:
    from collections.abc import Iterable

_NYCKLAR = ("antal", "av")
_FORMEN = "Skriv hur många av hur många: {antal: 8, av: 10}."
ANDEL_SCHEMA = {
    "type": "object",
    "properties": {"antal": {"type": "integer", "minimum": 0}, "av": {"type": "integer", "minimum": 1}},
    "required": list(_NYCKLAR),
    "additionalProperties": False,
}


class Andel(Decimal):
    """Andelen i procent. Alla räknesätt genom `Fraction` är exakta; som decimaltal är den avrundad först på 28:e siffran."""

    antal: int
    av: int

    def __new__(cls, antal: int, av: int) -> Self:
        """Andelen av antalen. De ska redan vara prövade: `tolka_andel`."""
        andel = super().__new__(cls, Decimal(100 * antal) / Decimal(av))
        andel.antal, andel.av = antal, av
        return andel

    @override
    def as_integer_ratio(self) -> tuple[int, int]:
        """Andelen i procent som bråk, exakt: det som `Fraction` läser."""
        return Fraction(100 * self.antal, self.av).as_integer_ratio()

    @property
    def i_ord(self) -> str:
        """`8 av 10`."""
        return f"{self.antal} av {self.av}"

    @override
    def __eq__(self, annan: object) -> bool:
        """8 av 10 är lika mycket som 80, men inte samma uppgift: den som har ändrat det ena till det andra har ändrat något."""
        if isinstance(annan, Decimal):
            return isinstance(annan, Andel) and (self.antal, self.av) == (annan.antal, annan.av)
        return super().__eq__(annan)

    @override
    def __ne__(self, annan: object) -> bool:
        return not self == annan

    __hash__ = Decimal.__hash__

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _minne: dict[int, Any]) -> Self:
        return self

    @override
    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), (self.antal, self.av)


def är_andel(skrivet: object) -> bool:
    """Om det som står där är menat som en andel: ett uppslag med antal eller av och inget annat."""
    return isinstance(skrivet, dict) and bool(skrivet) and all(namn in _NYCKLAR for namn in skrivet)


def tolka_andel(skrivet: dict[str, Any]) -> Andel:
    """Andelen, eller ett fel som säger vad som inte går ihop."""
    okända = [str(namn) for namn in skrivet if namn not in _NYCKLAR]
    if okända:
        raise fel("STR101", f"Nyckeln {okända[0]} finns inte i ett värde.", _FORMEN)
    antal, av = (skrivet.get(namn) for namn in _NYCKLAR)
    if antal is None or av is None:
        raise fel("STR102", f"Andelen saknar {'antal' if antal is None else 'av'}.", _FORMEN)
    if type(antal) is not int or type(av) is not int:
        raise fel("STR103", "En andels antal är heltal.", _FORMEN)
    if av <= 0 or not 0 <= antal <= av:
        raise fel("STR108", f"{antal} av {av} är ingen andel.", f"{_vad_som_är_fel(antal, av)} {_FORMEN}")
    return Andel(antal, av)


def _vad_som_är_fel(antal: int, av: int) -> str:
    if antal < 0 or av < 0:
        return "Ett antal kan inte vara mindre än noll."
    if av == 0:
        return "Ingen mättes, och då finns ingen andel: skriv saknas eller ej mätt och varför."
    return "Antalet kan inte vara fler än dem som mättes."


def lägg_ihop(andelar: Iterable[object]) -> Andel | None:
    """Andelarna som en: antalen läggs ihop, så att var och en väger efter hur många den gäller. None när någon inte är en."""
    alla = list(andelar)
    delar = [a for a in alla if isinstance(a, Andel)]
    if not delar or len(delar) != len(alla):
        return None
    return Andel(sum(a.antal for a in delar), sum(a.av for a in delar))
