"""Grunden för alla modeller: basklassen `Del` och de skalära typerna (text, tal, id, ja/nej, datum).

In kommer värden från `syntax` (str, int, Decimal, bool, None); ut går typade, oföränderliga värden.
Varje eget fel bär kod, text och råd på svenska, så att `laddning` kan lämna det vidare oförändrat.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from planverktyg.modell.grund.svenska import LÄNGSTA_TAL, MÅNADER, slugga


def nyckel(namn: str) -> str:
    """Pythonnamnet som YAML-nyckel: `ej_mätt` → `ej mätt`."""
    return namn.rstrip("_").replace("_", " ")


class Del(BaseModel):
    """En del av ett dokument. Okända nycklar är fel, och en del ändras aldrig efter läsningen."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=nyckel, defer_build=True, protected_namespaces=()
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, källa: Any, handtag: GetCoreSchemaHandler) -> CoreSchema:
        """En nyckel får utelämnas men inte lämnas tom: då har någon glömt att fylla i den."""
        schema = handtag(källa)
        inre: dict[str, Any] = handtag.resolve_ref_schema(schema)  # type: ignore[assignment]
        while inre["type"] != "model-fields":
            inre = inre["schema"]
        for fält in inre["fields"].values():
            förval = fält["schema"]
            if förval["type"] == "default" and förval["schema"]["type"] == "nullable":
                förval["schema"] = förval["schema"]["schema"]
        return schema


class Uppskjuten(NamedTuple):
    """Märker en typ som är beskriven längre ned i sin modul, därför att den innehåller sig själv."""

    typ: Callable[[], Any]

    def __get_pydantic_core_schema__(self, källa: Any, handtag: GetCoreSchemaHandler) -> CoreSchema:
        return handtag.generate_schema(self.typ())


def utskriven(typ: Any) -> Any:
    """Typen så som den är beskriven, också när det är längre ned."""
    return next((del_.typ() for del_ in get_args(typ) if isinstance(del_, Uppskjuten)), typ)


def delar_i(annotering: Any) -> Iterator[type[Del]]:
    """Klasserna som nämns i en typ."""
    if isinstance(annotering, type):  # en klass har inga typer i sig
        if issubclass(annotering, Del):
            yield annotering
        return
    for inre in get_args(utskriven(annotering)):
        yield from delar_i(inre)


def fel(kod: str, text: str, råd: str = "") -> PydanticCustomError:
    """Ett fel att resa i en validerare; `laddning` gör det till ett fynd på rätt plats."""
    return PydanticCustomError(kod, "{text}", {"text": text, "råd": råd})


class Utan(NamedTuple):
    """Nycklar som delarna i ett fält inte får ha, fast deras klass har dem. Inget råd föreslår dem där."""

    nycklar: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Kortform:
    """Ett kortare skrivsätt för en del: `bygg` gör om det till den långa formen, `schema` beskriver det."""

    bygg: Callable[[Any], Any]
    schema: dict[str, Any]

    def __get_pydantic_core_schema__(self, källa: Any, handtag: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.bygg, handtag(källa))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handtag: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [self.schema, handtag(schema)]}


def är_obesvarad(svar: object, nycklar: Collection[str]) -> bool:
    """Om en rad i en uppföljning väntar på svar: inget är skrivet efter kolonet, eller bara nycklar utan värden."""
    if isinstance(svar, dict):
        return bool(svar) and all(nyckel in nycklar and värde is None for nyckel, värde in svar.items())
    return svar is None


@cache
def _nycklar(klass: type[Del]) -> tuple[str, ...]:
    return tuple(map(nyckel, klass.model_fields))


@dataclass(frozen=True, slots=True, eq=False)
class FårVänta:
    """Märker en uppslagning där en rad får stå utan svar (`hvb-dygn:`): den läses som om den inte fanns."""

    svar: type[Del]
    """Vad svaret är: nycklarna som också får stå tomma när ingen av dem är ifylld."""
    får_vara_tom: bool = False
    """Om nyckeln får stå kvar när alla rader är borttagna."""
    utom: str = ""
    """En nyckel som inte är en rad i uppslagningen."""

    @property
    def nycklar(self) -> tuple[str, ...]:
        """Svarets nycklar i YAML."""
        return _nycklar(self.svar)

    def utan_obesvarade(self, skrivet: Any) -> Any:
        """Uppslagningen så som den läses."""
        if skrivet is None and self.får_vara_tom:
            return {}
        if not isinstance(skrivet, dict):
            return skrivet
        nycklar = self.nycklar
        return {
            id_: svar
            for id_, svar in skrivet.items()
            if not (är_obesvarad(svar, nycklar) and _ID_MÖNSTER.fullmatch(id_))
        }

    def __get_pydantic_core_schema__(self, källa: Any, handtag: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.utan_obesvarade, handtag(källa))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handtag: GetJsonSchemaHandler) -> dict[str, Any]:
        uppslag = handtag(schema)
        tomma = {"type": "object", "minProperties": 1, "propertyNames": {"enum": list(self.nycklar)}}
        obesvarat = [{"type": "null"}, tomma | {"additionalProperties": {"type": "null"}}]
        början = f"^(?!{self.utom}$)" if self.utom else "^"
        mönster = {
            m.replace("^", början, 1): {"anyOf": [svar, *obesvarat]} for m, svar in uppslag["patternProperties"].items()
        }
        egna = {"properties": {self.utom: {"type": "array"}}} if self.utom else {}
        hela = uppslag | egna | {"patternProperties": mönster}
        return {"anyOf": [{"type": "null"}, hela]} if self.får_vara_tom else hela


Text: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, strip_whitespace=True),
    WithJsonSchema({"type": "string", "pattern": r"\S"}),
]
"""Text på en eller flera rader. Där det sägs tolkas den som Markdown."""

_ID_MÖNSTER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _tolka_id(värde: object) -> str:
    if isinstance(värde, str) and _ID_MÖNSTER.fullmatch(värde):
        return värde
    if type(värde) is int and värde >= 0:
        raise fel("STR105", "Ett id är text.", f'Sätt citattecken om det: "{värde}".')
    förslag = slugga(värde) if isinstance(värde, str) else ""
    raise fel(
        "STR105",
        "Ett id skrivs med gemener a–z, siffror och bindestreck.",
        f"Skriv till exempel {förslag or 'hallbar-ekonomi'}.",
    )


Id: TypeAlias = Annotated[
    str,
    PlainValidator(_tolka_id),
    WithJsonSchema({"type": "string", "pattern": f"^{_ID_MÖNSTER.pattern}$"}),
]
"""Namn som aldrig ändras och som andra dokument, rapporter och skillnader hänvisar till."""

_SKRIVET_TAL = (
    r"(?P<tecken>[+\-\u2212]?)(?P<tal>\d{1,3}(?:[ \u00a0\u202f_]\d{3})+|\d+)(?:[.,](?P<dec>\d+))?"
    r"(?:(?:\s*[%‰°]|\s+[^\W\d_])(?:(?<=[^\W\d_])\d|\D)*+|[^\W\d_]\D*)?"
)
"""Ett tal med sin enhet (`250 kg CO2`). Står ett tal till bredvid (`8 av 10`, `78 % (2026)`) är det inte bara ett tal."""
_ANDEL = re.compile(r"(\d+) av (\d+)")
ORD_MÖNSTER = r"^\s*(?![+\-\u2212]?\d)\S"
"""Ett ord börjar inte som ett tal, så att `3 650` och `25 %` aldrig blir ord."""


_BÖRJAR_SOM_TAL = re.compile(r"\s*[+\-\u2212]?\d")


def liknar_tal(text: str) -> bool:
    """Om texten börjar som ett tal: `3 650`, `25 %`, `−474`, `12:30`."""
    return _BÖRJAR_SOM_TAL.match(text) is not None


CITATTECKEN = "”“„»«’\u2018'\""
"""Tecken som text kan ha fått runt sig i ett ordbehandlingsprogram."""


def föreslå_tal(text: str) -> str | None:
    """Rätt skrivsätt för ett tal skrivet som `12,69`, `3 650`, `25 %`, `−474` eller `”90”`, annars None."""
    träff = re.fullmatch(_SKRIVET_TAL, text.strip().strip(CITATTECKEN))
    if träff is None or any(tecken.isdecimal() and not tecken.isascii() for tecken in text):
        return None  # arabiska siffror är inget tal i YAML, och ett förslag med dem leder ingen vart
    tal = re.sub(r"\D", "", träff["tal"]).lstrip("0") or "0"
    tecken = "" if träff["tecken"] in ("", "+") else "-"
    return f"{tecken}{tal}.{träff['dec']}" if träff["dec"] else f"{tecken}{tal}"


def talfel(skrivet: object) -> PydanticCustomError:
    """Felet för något som inte är ett tal, med rätt skrivsätt när det går att gissa."""
    if isinstance(skrivet, str) and len(skrivet) > LÄNGSTA_TAL and liknar_tal(skrivet):
        return fel("STR104", f"Talet har {len(skrivet)} tecken, och är för långt för att läsas.", "Kontrollera talet.")
    förslag = föreslå_tal(skrivet) if isinstance(skrivet, str) else None
    if förslag is not None and förslag == skrivet:
        return fel("STR104", f"Talet {skrivet} står inom citattecken och är därför text.", f"Skriv {förslag}.")
    if isinstance(skrivet, str) and (andel := _ANDEL.fullmatch(skrivet.strip())) and int(andel[2]):
        råd = f"Skriv {{antal: {andel[1]}, av: {andel[2]}}}."
        return fel("STR104", f"En andel skrivs inte med ord: {skrivet}", råd)
    if förslag is None:
        return fel("STR103", "Här ska det stå ett tal.", "Skriv bara siffror, med punkt som decimaltecken: 12.5.")
    enheten = " Beloppets enhet sägs av nyckeln enhet." if re.search(r"\b(?:tkr|mnkr)\b", str(skrivet)) else ""
    return fel(
        "STR104",
        f"Talet är skrivet så att det inte kan läsas som ett tal: {skrivet}",
        f"Skriv {förslag} (punkt som decimaltecken, inga mellanslag, ingen enhet och inga citattecken).{enheten}",
    )


def _tolka_tal(värde: object) -> Decimal:
    if type(värde) is int:
        return Decimal(värde)
    if isinstance(värde, Decimal):
        return värde
    raise talfel(värde)


Tal: TypeAlias = Annotated[Decimal, PlainValidator(_tolka_tal), WithJsonSchema({"type": "number"})]
"""Exakt decimaltal."""


def _tolka_heltal(värde: object) -> int:
    if type(värde) is int:
        return värde
    if isinstance(värde, str) and "." not in (föreslå_tal(värde) or "."):
        raise talfel(värde)
    raise fel("STR103", "Här ska det stå ett heltal.", "Skriv bara siffror, utan decimaler: 12.")


Heltal: TypeAlias = Annotated[int, PlainValidator(_tolka_heltal), WithJsonSchema({"type": "integer"})]


def _tolka_ja_nej(värde: object) -> bool:
    if värde == "ja":
        return True
    if värde == "nej":
        return False
    raise fel("STR106", "Här ska det stå ja eller nej.", "Skriv ja eller nej med små bokstäver.")


JaNej: TypeAlias = Annotated[bool, PlainValidator(_tolka_ja_nej), WithJsonSchema({"enum": ["ja", "nej"]})]


def _inget_sanningsvärde(värde: object) -> object:
    if isinstance(värde, bool):  # i Python är True lika med 1
        raise fel("STR103", "Formatets version är ett tal.", "Skriv format: 1.")
    return värde


Formatversion: TypeAlias = Annotated[Literal[1], BeforeValidator(_inget_sanningsvärde)]
"""Versionen av formatet som dokumentet är skrivet i."""


_SIFFERDATUM = (
    r"(?i)(?P<år>\d{4})[-/.](?P<mån>\d{1,2})[-/.](?P<dag>\d{1,2})"
    r"|(?P<dag2>\d{1,2})[/.](?P<mån2>\d{1,2})[ /.-] ?(?P<år2>\d{4})"
    r"|(?:den )?(?P<dag3>\d{1,2})[.]? (?P<ord>[^\W\d_]{3,9})[.]? (?P<år3>\d{4})"
)


def föreslå_datum(text: str) -> str | None:
    """Rätt skrivsätt för ett datum skrivet som `15/10 2020`, `15 oktober 2020` eller `2020-6-1`, annars None."""
    ren = text.strip().strip(CITATTECKEN)
    träff = re.fullmatch(_SIFFERDATUM, ren) if ren[-1:].isdecimal() else None
    if träff is None:
        return None
    år, dag = (next(träff[f"{namn}{n}"] for n in ("", 2, 3) if träff[f"{namn}{n}"]) for namn in ("år", "dag"))
    ord_ = (träff["ord"] or "").casefold()
    månad = (
        träff["mån"] or träff["mån2"] or next((nr for nr, m in enumerate(MÅNADER, 1) if ord_ and m.startswith(ord_)), 0)
    )
    try:
        return date(int(år), int(månad), int(dag)).isoformat()
    except ValueError:
        return None


def dela_datum(text: str) -> str:
    """`20200831` med bindestreck, där det bara kan vara ett datum som menas; annan text som den är."""
    return re.sub(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", text)


FÖRSTA_ÅR, SISTA_ÅR = 1000, 2999
"""Åren som går att skriva: ett årtal har fyra siffror, och ett skrivfel ska inte bli en plan om tusentals år."""
_DATUM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def läs_datum(värde: object) -> date:
    """Datum skrivet `2020-08-31`. Reser ett fel som säger hur det ska se ut."""
    if isinstance(värde, str) and _DATUM.fullmatch(värde):
        try:
            datum = date.fromisoformat(värde)
        except ValueError:
            raise fel("STR107", f"Datumet {värde} finns inte i kalendern.", "Kontrollera månad och dag.") from None
        if not FÖRSTA_ÅR <= datum.year <= SISTA_ÅR:
            raise fel("STR107", f"Året i {värde} är ingen plans.", f"Skriv ett år från {FÖRSTA_ÅR} till {SISTA_ÅR}.")
        return datum
    if isinstance(värde, (str, int)) and (förslag := föreslå_datum(dela_datum(str(värde)))):
        raise fel("STR107", f"Datumet skrivs år-månad-dag, inte {värde}.", f"Skriv {förslag}")
    raise fel("STR107", "Här ska det stå ett datum.", "Skriv år-månad-dag: 2020-08-31.")


DATUM_MÖNSTER = r"^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
Datum: TypeAlias = Annotated[
    date,
    PlainValidator(läs_datum),
    WithJsonSchema({"type": "string", "pattern": DATUM_MÖNSTER}),
]


def _en_eller_flera(värde: Any) -> Any:
    return [värde] if isinstance(värde, str) else värde


Idlista: TypeAlias = Annotated[
    tuple[Id, ...], Kortform(_en_eller_flera, {"type": "string", "pattern": f"^{_ID_MÖNSTER.pattern}$"})
]
"""Ett id, eller en lista av id:n."""

_HÄNVISNING = re.compile(rf"(?:{_ID_MÖNSTER.pattern}/)?{_ID_MÖNSTER.pattern}")


def _tolka_hänvisning(värde: object) -> str:
    if isinstance(värde, str) and _HÄNVISNING.fullmatch(värde):
        return värde
    flera = re.split(r", *| och ", värde) if isinstance(värde, str) else []
    if flera and all(map(_HÄNVISNING.fullmatch, flera)):
        raise fel("STR105", f"Flera id:n skrivs som en lista, inte som {värde}.", f"Skriv [{', '.join(flera)}].")
    raise fel(
        "STR105",
        "Här ska det stå ett id i planen, eller en annan plans id, ett snedstreck och ett id i den.",
        "Skriv till exempel hallbar-ekonomi eller kommunplan-2020/hallbar-ekonomi.",
    )


HÄNVISNING_SCHEMA = {"type": "string", "pattern": f"^{_HÄNVISNING.pattern}$"}
Hänvisning: TypeAlias = Annotated[str, PlainValidator(_tolka_hänvisning), WithJsonSchema(HÄNVISNING_SCHEMA)]
"""Ett id i planen (`hallbar-ekonomi`), eller i en annan plan (`kommunplan-2020/hallbar-ekonomi`)."""

Hänvisningar: TypeAlias = Annotated[tuple[Hänvisning, ...], Kortform(_en_eller_flera, HÄNVISNING_SCHEMA)]
"""En hänvisning, eller en lista av dem."""

Textlista: TypeAlias = Annotated[tuple[Text, ...], Kortform(_en_eller_flera, {"type": "string", "pattern": r"\S"})]
"""En text, eller en lista av texter."""
