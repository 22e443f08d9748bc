"""Graden: hur långt ett värde har kommit mot sitt mål, räknat så som kommunen eller indikatorn har valt.

In kommer värdet, mängden av värden som uppfyller målet, och utgångsvärdet; ut går en andel mellan 0 och 1 och hur den räknades.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import PlainValidator, WithJsonSchema, model_validator

from planverktyg.modell.byggsten import Del, Kortform, Tal, fel
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.modell.mangd import Mängd


class Räknesätt(StrEnum):
    """Sätten att räkna en grad."""

    MOT_MÅLVÄRDET = "mot målvärdet"
    """Värdet delat med målet, eller målet delat med värdet när lägre är bättre."""
    FRÅN_UTGÅNGSVÄRDET = "från utgångsvärdet"
    """Hur stor del av vägen från utgångsvärdet till målet som är gången."""


class Gradregel(Del):
    """Hur graden räknas: `mot målvärdet`, `från utgångsvärdet`, eller ett av dem med en egen gräns."""

    sätt: Literal["mot målvärdet", "från utgångsvärdet"] = "mot målvärdet"
    """Mot målvärdet: värdet delat med målet. Från utgångsvärdet: hur stor del av vägen från utgångsvärdet som är gången."""
    delvis_från: Tal | None = None
    """Lägsta grad (%) för det näst bästa steget. Utelämnad gäller skalans gräns för sättet."""

    @model_validator(mode="after")
    def _gränsen_är_en_andel(self) -> Self:
        if self.delvis_från is not None and not 0 < self.delvis_från < 100:
            text = f"Gränsen {skriv_tal(self.delvis_från)} % går inte att använda: det bästa steget kräver att målet är nått."
            raise fel("STR108", text, "Skriv ett tal över 0 och under 100: 90.")
        return self

    def __str__(self) -> str:
        """`från utgångsvärdet`, `mot målvärdet, delvis från 95 %`."""
        gräns = f", delvis från {skriv_tal(self.delvis_från)}\u00a0%" if self.delvis_från is not None else ""
        return f"{self.sätt}{gräns}"


def _kort_grad(skrivet: Any) -> Any:
    return {"sätt": skrivet} if isinstance(skrivet, str) else skrivet


Gradpost: TypeAlias = Annotated[Gradregel, Kortform(_kort_grad, {"enum": [str(s) for s in Räknesätt]})]
"""Räknesättet, eller räknesättet med en egen gräns."""

FÖRVALD_GRAD = Gradregel.model_construct(sätt="mot målvärdet", delvis_från=None)


INGET, ALLT = Fraction(0), Fraction(1)
"""Den lägsta och den högsta graden."""


def inom_0_1(grad: Fraction) -> Fraction:
    """Graden, aldrig under 0 och aldrig över 1."""
    if grad.numerator <= 0:
        return INGET
    return ALLT if grad.numerator >= grad.denominator else grad


def räkna_grad(
    värde: Fraction, mål: Mängd, bas: Fraction | None, sätt: str
) -> tuple[Fraction | None, Räknesätt | None]:
    """Graden för ett värde utanför mängden, och hur den räknades. None när den inte kan räknas.

    Vägen från utgångsvärdet kan bara räknas när det finns ett, och det ligger utanför målet; annars räknas mot målvärdet.
    """
    if sätt == Räknesätt.FRÅN_UTGÅNGSVÄRDET and bas is not None and (hela := mål.avstånd(bas)) > 0:
        return inom_0_1(1 - mål.avstånd(värde) / hela), Räknesätt.FRÅN_UTGÅNGSVÄRDET
    uppåt = mål.golv is not None and värde <= mål.golv
    gräns = mål.golv if uppåt else mål.tak
    if gräns is None or gräns <= 0:
        return None, None
    return inom_0_1(värde / gräns if uppåt else gräns / värde), Räknesätt.MOT_MÅLVÄRDET


# --- Tolerans ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tolerans:
    """Hur mycket ett värde får skilja sig och ändå räknas som oförändrat: i indikatorns enhet, eller i procent."""

    tal: Decimal
    i_procent: bool = False

    def kring(self, tidigare: Fraction) -> Fraction:
        """Toleransen i indikatorns enhet, för ett tidigare värde."""
        return Fraction(self.tal) * abs(tidigare) / 100 if self.i_procent else Fraction(self.tal)

    def __str__(self) -> str:
        return f"{skriv_tal(self.tal)}\u00a0%" if self.i_procent else skriv_tal(self.tal)


_PROCENT = re.compile(r"(\d+)(?:[.,](\d+))?[ \u00a0]?%")


def _tolka_tolerans(skrivet: object) -> Tolerans:
    if isinstance(skrivet, Tolerans):
        return skrivet
    if type(skrivet) is int or isinstance(skrivet, Decimal):
        if skrivet >= 0:
            return Tolerans(Decimal(skrivet))
    elif isinstance(skrivet, str) and (träff := _PROCENT.fullmatch(skrivet.strip())):
        return Tolerans(Decimal(f"{träff[1]}.{träff[2] or 0}").normalize(), i_procent=True)
    raise fel(
        "STR103", "Här ska det stå hur mycket värdet får skilja sig.", 'Skriv ett tal (2) eller en andel ("5 %").'
    )


Toleransvärde: TypeAlias = Annotated[
    Tolerans,
    PlainValidator(_tolka_tolerans),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": r"^\s*\d+([.,]\d+)?[ \u00a0]?%\s*$"},
            ]
        }
    ),
]
"""Ett tal i indikatorns enhet, eller en andel: `5 %`."""
