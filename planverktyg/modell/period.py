"""Tid i planer: tidpunkter som ett värde avser, planens år och uppföljningens period.

In kommer det som skrivits (`2019`, `2019-09`, `delår 2 2019`, `läsåret 2021/22`), ut går en `Tidpunkt`
med första och sista dag, så att tidpunkter av olika slag kan jämföras.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, Self, TypeAlias, get_args

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema, model_validator

from planverktyg.modell.byggsten import (
    FÖRSTA_ÅR,
    SISTA_ÅR,
    Del,
    Kortform,
    dela_datum,
    fel,
    föreslå_datum,
    läs_datum,
)
from planverktyg.modell.grund.svenska import MÅNADER, skriv_datum

FÖRVALDA_PERIODER = {"delår 1": (4, 30), "halvår": (6, 30), "delår 2": (8, 31), "helår": (12, 31)}
"""Periodens sista månad och dag när kommunen inte har sagt något annat."""


@dataclass(frozen=True, slots=True, order=True)
class Tidpunkt:
    """Tiden som ett värde avser, från och med `från` till och med `till`. Ordnas efter sista dagen.

    Två sätt att skriva samma tid (`2019` och `helår 2019`) är lika.
    """

    till: date
    från: date
    text: str = field(compare=False)
    är_spann: bool = field(default=False, compare=False)
    """Skriven med sin egen början och sitt eget slut: `2018–2022`, `{från: 2017-01, till: 2017-11}`."""

    @property
    def år(self) -> int:
        """Året som tidpunkten slutar i."""
        return self.till.year

    @property
    def är_helt_år(self) -> bool:
        """Om tidpunkten är precis ett kalenderår."""
        return (self.från, self.till) == (date(self.till.year, 1, 1), date(self.till.year, 12, 31))

    @property
    def är_på_vägen(self) -> bool:
        """Om tidpunkten är ett kalenderårs första del (`delår 2 2019`, `kvartal 1 2019`) och inte bara en månad av det."""
        return self.från == date(self.till.year, 1, 1) and self.till.month > 1 and not self.är_helt_år

    @property
    def längd(self) -> tuple[int, str]:
        """Hur lång tiden är, i hela månader när den är det, annars i dagar: (8, månader)."""
        return mellan(self.från, self.till)

    def __str__(self) -> str:
        return self.text


def mellan(från: date, till: date) -> tuple[int, str]:
    """Antalet hela månader från och med `från` till och med `till`, eller dagar när de inte är hela."""
    if från.day == 1 and till.day == monthrange(till.year, till.month)[1]:
        return (till.year - från.year) * 12 + till.month - från.month + 1, "månader"
    return (till - från).days + 1, "dagar"


def året_före(dag: date) -> date:
    """Samma dag året före; månadens sista dag förblir den sista."""
    sista = dag.day == monthrange(dag.year, dag.month)[1]
    return date(dag.year - 1, dag.month, monthrange(dag.year - 1, dag.month)[1] if sista else dag.day)


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
        råd = f"Skriv läsåret {träff[1]}/{(år + 1) % 100:02}."
        raise fel("STR107", f"Läsåret {träff[1]}/{träff[2]} är inte två år i följd.", råd)
    return Tidpunkt(date(år + 1, 6, 30), date(år, 7, 1), träff[0])


def _spann(träff: re.Match[str]) -> Tidpunkt:
    från, till = int(träff[1]), int(träff[2])
    if från > till:
        raise fel("STR107", f"Perioden {från}–{till} slutar innan den börjar.", f"Skriv {till}–{från}.")
    return Tidpunkt(date(till, 12, 31), date(från, 1, 1), f"{från}–{till}", är_spann=True)


_Å = r"[12][0-9]{3}"
_M = "(0[1-9]|1[0-2])"
_FORMER = (
    (re.compile(f"({_Å})"), _år),
    (re.compile(f"({_Å})-{_M}"), _månad),
    (re.compile(f"{_Å}-[0-9]{{2}}-[0-9]{{2}}"), _dag),
    (re.compile(f"kvartal ([1-4]) ({_Å})"), _kvartal),
    (re.compile(f"läsåret ({_Å})/([0-9]{{2}})"), _läsår),
    (re.compile(f"({_Å})[-\u2013]({_Å})"), _spann),
)


Perioder: TypeAlias = "tuple[tuple[str, tuple[int, int]], ...]"
"""Kommunens perioder: namn, och sista månad och dag."""
_FÖRVALDA: Perioder = tuple(FÖRVALDA_PERIODER.items())
_PERIOD = re.compile(f"(.+) ({_Å})")


@lru_cache(maxsize=4096)
def tolka_tidpunkt(skrivet: str | int, perioder: Perioder = _FÖRVALDA) -> Tidpunkt:
    """Tidpunkten som texten säger. Reser ett fel med exempel när den inte går att läsa.

    En period har kommunens egna dagar; en som kommunen inte har namngett har de vanliga.
    """
    for mönster, bygg in _FORMER:
        if träff := mönster.fullmatch(str(skrivet)):
            return bygg(träff)
    if (träff := _PERIOD.fullmatch(str(skrivet))) and (slut := dict((*_FÖRVALDA, *perioder)).get(träff[1])):
        år, (månad, dag) = int(träff[2]), slut
        return Tidpunkt(date(år, månad, min(dag, monthrange(år, månad)[1])), date(år, 1, 1), str(skrivet))
    if menad := _menad_tidpunkt(str(skrivet)):
        raise fel("STR107", f"Tidpunkten går inte att läsa: {skrivet}", f"Skriv {menad}.")
    egna = ", ".join(f"{namn} 2019" for namn, _ in perioder)
    raise fel(
        "STR107",
        f"Tidpunkten går inte att läsa: {skrivet}",
        f"Skriv ett år (2019), en månad (2019-09), en dag (2019-09-30), kvartal 3 2019, en period ({egna}), "
        "läsåret 2021/22, flera år (2018–2022) eller {från: 2019-03, till: 2019-11}.",
    )


def _menad_tidpunkt(skrivet: str) -> str | None:
    """Tidpunkten som någon skrev på svenska: `31/12 2027`, `december 2027`, `Q4 2027`; annars None."""
    t = " ".join(skrivet.casefold().replace(",", " ").split())
    if datum := föreslå_datum(dela_datum(t)):
        return datum
    if (träff := re.fullmatch(f"([^\\W\\d_]{{3,9}})[.]? ({_Å})", t)) and (
        nummer := next((nr for nr, månad in enumerate(MÅNADER, 1) if månad.startswith(träff[1])), None)
    ):
        return f"{träff[2]}-{nummer:02}"
    if träff := re.fullmatch(f"({_Å})-([1-9])", t):
        return f"{träff[1]}-0{träff[2]}"
    träff = re.fullmatch(f"(?:q|kv|kvartal) ?([1-4]) ({_Å})|({_Å}) ?(?:q|kv|kvartal) ?([1-4])", t)
    return f"kvartal {träff[1] or träff[4]} {träff[2] or träff[3]}" if träff else None


def läs_tidpunkt(värde: object, perioder: Perioder = _FÖRVALDA) -> Tidpunkt:
    """Tidpunkten som står i YAML, skriven som tal eller text, eller som ett spann med början och slut."""
    if isinstance(värde, Tidpunkt):
        return värde
    if type(värde) is int or isinstance(värde, str):
        return tolka_tidpunkt(värde, perioder)
    if isinstance(värde, dict) and set(värde) == {"från", "till"}:
        return _spannet(*(läs_tidpunkt(värde[ände], perioder) for ände in ("från", "till")))
    raise fel("STR107", "Här ska det stå en tidpunkt.", "Skriv till exempel 2019, 2019-09 eller delår 2 2019.")


def _spannet(början: Tidpunkt, slut: Tidpunkt) -> Tidpunkt:
    if början.från > slut.till:
        raise fel("STR107", f"Tiden börjar {början} och slutar {slut}.", "Skriv den tidigare tiden efter från.")
    return Tidpunkt(slut.till, början.från, f"{början}–{slut}", är_spann=True)


def perioderna(info: ValidationInfo) -> Perioder:
    """Kommunens perioder, när den som läser har sagt vilka de är; annars de vanliga."""
    perioder: Perioder = (info.context or {}).get("perioder", _FÖRVALDA)
    return perioder


def _läs_tid(värde: object, info: ValidationInfo) -> Tidpunkt:
    return läs_tidpunkt(värde, perioderna(info))


_ÅRTAL_SCHEMA = {"type": "integer", "minimum": FÖRSTA_ÅR, "maximum": SISTA_ÅR}
TIDPUNKT_SCHEMA = {
    "anyOf": [
        _ÅRTAL_SCHEMA,
        {
            "type": "string",
            "pattern": (
                f"^({_Å}|{_Å}-{_M}(-(0[1-9]|[12][0-9]|3[01]))?|kvartal [1-4] {_Å}|läsåret {_Å}/[0-9]{{2}}"
                f"|[a-zA-ZåäöÅÄÖ].* {_Å}|{_Å}[-\u2013]{_Å})$"
            ),
        },
        {
            "type": "object",
            "properties": {"från": {"type": ["integer", "string"]}, "till": {"type": ["integer", "string"]}},
            "required": ["från", "till"],
            "additionalProperties": False,
        },
    ]
}
Tid: TypeAlias = Annotated[Tidpunkt, PlainValidator(_läs_tid), WithJsonSchema(TIDPUNKT_SCHEMA)]
"""Ett år, en månad, ett kvartal, en dag, ett läsår, en av kommunens perioder, eller ett spann."""

Tidsord: TypeAlias = Literal["ej angivet", "varje år", "på sikt"]
"""Ord som kan stå i stället för en tid i ett målvärde: källan säger ingen tid, målet gäller varje år av planen,
eller målet ligger längre fram än planen."""
_TIDSORD: tuple[Tidsord, ...] = get_args(Tidsord)


def _målets_tid(värde: object, info: ValidationInfo) -> Tidpunkt | Tidsord:
    return next((ord_ for ord_ in _TIDSORD if ord_ == värde), None) or _läs_tid(värde, info)


Måltid: TypeAlias = Annotated[
    Tidpunkt | Tidsord,
    PlainValidator(_målets_tid),
    WithJsonSchema({"anyOf": [{"enum": list(_TIDSORD)}, TIDPUNKT_SCHEMA]}),
]
"""En tid, eller `ej angivet`, `varje år`, `på sikt`."""


@dataclass(frozen=True, slots=True)
class Efter:
    """Hur sent ett värde kommer: så många månader."""

    månader: int

    def före(self, dag: date) -> date:
        """Dagen så många månader tidigare."""
        månad = dag.year * 12 + dag.month - 1 - self.månader
        år, månad = månad // 12, månad % 12 + 1
        return date(år, månad, min(dag.day, monthrange(år, månad)[1]))

    def __str__(self) -> str:
        if self.månader % 12:
            return f"{self.månader} månader" if self.månader > 1 else "1 månad"
        return f"{self.månader // 12} år"


_EFTER = re.compile(r"([1-9][0-9]?) (år|månad|månader)")


def _tolka_eftersläpning(värde: object) -> Efter:
    if isinstance(värde, Efter):
        return värde
    if isinstance(värde, str) and (träff := _EFTER.fullmatch(värde.strip())):
        return Efter(int(träff[1]) * (12 if träff[2] == "år" else 1))
    raise fel("STR107", "Här ska det stå hur sent värdet kommer.", "Skriv till exempel 1 år eller 6 månader.")


Eftersläpning: TypeAlias = Annotated[
    Efter,
    PlainValidator(_tolka_eftersläpning),
    WithJsonSchema({"type": "string", "pattern": r"^\s*[1-9][0-9]? (år|månad|månader)\s*$"}),
]
"""Ett antal år eller månader."""


def _tolka_årtal(värde: object) -> int:
    if type(värde) is int and FÖRSTA_ÅR <= värde <= SISTA_ÅR:
        return värde
    årtal = re.findall(rf"\b{_Å}\b", str(värde))
    exempel = årtal[0] if len(årtal) == 1 else 2020
    raise fel("STR107", "Här ska det stå ett årtal.", f"Skriv året med fyra siffror, utan citattecken: {exempel}.")


Årtal: TypeAlias = Annotated[int, PlainValidator(_tolka_årtal), WithJsonSchema(_ÅRTAL_SCHEMA)]


def _tolka_årsnyckel(värde: object) -> str:
    if isinstance(värde, str) and re.fullmatch(_Å, värde):
        return värde
    raise fel("STR107", f"{värde} är inget årtal.", "Skriv året med fyra siffror: 2020.")


Årsnyckel: TypeAlias = Annotated[
    str, PlainValidator(_tolka_årsnyckel), WithJsonSchema({"type": "string", "pattern": f"^{_Å}$"})
]
"""Ett år som nyckel: `{2020: 234.1, 2021: 241.1}`."""


class Planår(Del):
    """Åren som planen gäller, båda inräknade."""

    från: Årtal
    """Planens första år."""
    till: Årtal
    """Planens sista år."""

    @model_validator(mode="after")
    def _i_ordning(self) -> Self:
        if self.från > self.till:
            raise fel(
                "STR107",
                f"Planen slutar {self.till}, innan den börjar {self.från}.",
                f"Skriv {{från: {self.till}, till: {self.från}}}.",
            )
        return self

    def __contains__(self, år: int) -> bool:
        return self.från <= år <= self.till

    def __str__(self) -> str:
        return str(self.från) if self.från == self.till else f"{self.från}\u2013{self.till}"


def _ett_år(värde: Any) -> Any:
    if isinstance(värde, dict):
        return värde
    if isinstance(värde, str) and (träff := re.fullmatch(rf"({_Å})\s*[-\u2013]\s*({_Å})", värde.strip())):
        raise fel("STR107", "Flera år skrivs med från och till.", f"Skriv {{från: {träff[1]}, till: {träff[2]}}}.")
    år = _tolka_årtal(värde)
    return {"från": år, "till": år}


År: TypeAlias = Annotated[Planår, Kortform(_ett_år, _ÅRTAL_SCHEMA)]
"""Ett år, eller `{från: 2018, till: 2022}`."""
