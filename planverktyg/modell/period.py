"""Tid i planer: tidpunkter som ett värde avser, planens år och uppföljningens period.

In kommer det som skrivits (`2019`, `2019-09`, `delår 2 2019`, `läsåret 2021/22`), ut går en `Tidpunkt`
med första och sista dag, så att tidpunkter av olika slag kan jämföras.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, TypeAlias

from pydantic import PlainValidator, WithJsonSchema, model_validator

from planverktyg.modell.byggsten import Del, Heltal, Kortform, fel, läs_datum
from planverktyg.svenska import MÅNADER, skriv_datum

FÖRVALDA_PERIODER = {"delår 1": (4, 30), "halvår": (6, 30), "delår 2": (8, 31), "helår": (12, 31)}
"""Periodens sista månad och dag när kommunen inte har sagt något annat."""


@dataclass(frozen=True, slots=True, order=True)
class Tidpunkt:
    """Tiden som ett värde avser, från och med `från` till och med `till`. Ordnas efter sista dagen."""

    till: date
    från: date
    text: str

    @property
    def år(self) -> int:
        """Året som tidpunkten slutar i."""
        return self.till.year

    @property
    def är_helt_år(self) -> bool:
        """Om tidpunkten är precis ett kalenderår."""
        return (self.från, self.till) == (date(self.till.year, 1, 1), date(self.till.year, 12, 31))

    def __str__(self) -> str:
        return self.text


def _år(träff: re.Match[str]) -> Tidpunkt:
    år = int(träff[1])
    return Tidpunkt(date(år, 12, 31), date(år, 1, 1), träff[1])


def _månad(träff: re.Match[str]) -> Tidpunkt:
    år, månad = int(träff[1]), int(träff[2])
    return Tidpunkt(date(år, månad, monthrange(år, månad)[1]), date(år, månad, 1), f"{MÅNADER[månad - 1]} {år}")


def _dag(träff: re.Match[str]) -> Tidpunkt:
    dag = läs_datum(träff[0])
    return Tidpunkt(dag, dag, skriv_datum(dag))


def _kvartal(träff: re.Match[str]) -> Tidpunkt:
    år, slut = int(träff[2]), 3 * int(träff[1])
    return Tidpunkt(date(år, slut, monthrange(år, slut)[1]), date(år, slut - 2, 1), f"kvartal {träff[1]} {år}")


def _läsår(träff: re.Match[str]) -> Tidpunkt:
    år = int(träff[1])
    if int(träff[2]) != (år + 1) % 100:
        raise fel("STR107", f"Läsåret {träff[1]}/{träff[2]} är inte två år i följd.")
    return Tidpunkt(date(år + 1, 6, 30), date(år, 7, 1), träff[0])


def _delår(träff: re.Match[str]) -> Tidpunkt:
    år = int(träff[2])
    månad, dag = FÖRVALDA_PERIODER[träff[1]]
    return Tidpunkt(date(år, månad, dag), date(år, 1, 1), träff[0])


def _spann(träff: re.Match[str]) -> Tidpunkt:
    från, till = int(träff[1]), int(träff[2])
    if från > till:
        raise fel("STR107", f"Perioden {från}–{till} slutar innan den börjar.")
    return Tidpunkt(date(till, 12, 31), date(från, 1, 1), f"{från}–{till}")


_FORMER = (
    (re.compile(r"(\d{4})"), _år),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), _månad),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), _dag),
    (re.compile(r"kvartal ([1-4]) (\d{4})"), _kvartal),
    (re.compile(r"läsåret (\d{4})/(\d{2})"), _läsår),
    (re.compile(r"(delår 1|delår 2|halvår|helår) (\d{4})"), _delår),
    (re.compile(r"(\d{4})[-\u2013](\d{4})"), _spann),
)


@lru_cache(maxsize=4096)
def tolka_tidpunkt(skrivet: str | int) -> Tidpunkt:
    """Tidpunkten som texten säger. Reser ett fel med exempel när den inte går att läsa."""
    for mönster, bygg in _FORMER:
        träff = mönster.fullmatch(str(skrivet))
        if träff and "0000" not in träff[0]:
            return bygg(träff)
    raise fel(
        "STR107",
        f"Tidpunkten går inte att läsa: {skrivet}",
        "Skriv ett år (2019), en månad (2019-09), en dag (2019-09-30), kvartal 3 2019, delår 2 2019, "
        "läsåret 2021/22 eller flera år (2018–2022).",
    )


def _tidpunkt(värde: object) -> Tidpunkt:
    if type(värde) is int or isinstance(värde, str):
        return tolka_tidpunkt(värde)
    raise fel("STR107", "Här ska det stå en tidpunkt.", "Skriv till exempel 2019, 2019-09 eller delår 2 2019.")


_TIDPUNKT_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 9999},
        {
            "type": "string",
            "pattern": (
                r"^(\d{4}|\d{4}-(0[1-9]|1[0-2])|\d{4}-\d{2}-\d{2}|kvartal [1-4] \d{4}|läsåret \d{4}/\d{2}"
                r"|(delår 1|delår 2|halvår|helår) \d{4}|\d{4}[-\u2013]\d{4})$"
            ),
        },
    ]
}
Tid: TypeAlias = Annotated[Tidpunkt, PlainValidator(_tidpunkt), WithJsonSchema(_TIDPUNKT_SCHEMA)]
"""Ett år, en månad, ett kvartal, en dag, ett läsår, en delårsperiod eller flera år."""


class Planår(Del):
    """Åren som planen gäller, båda inräknade."""

    från: Heltal
    """Planens första år."""
    till: Heltal
    """Planens sista år."""

    @model_validator(mode="after")
    def _i_ordning(self) -> Planår:
        if self.från > self.till:
            raise fel("STR107", f"Planen slutar {self.till}, innan den börjar {self.från}.")
        return self

    def __contains__(self, år: int) -> bool:
        return self.från <= år <= self.till

    def __str__(self) -> str:
        return str(self.från) if self.från == self.till else f"{self.från}\u2013{self.till}"


def _ett_år(värde: Any) -> Any:
    return {"från": värde, "till": värde} if type(värde) is int else värde


År: TypeAlias = Annotated[Planår, Kortform(_ett_år, {"type": "integer"})]
"""Ett år, eller `{från: 2018, till: 2022}`."""
