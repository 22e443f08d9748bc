"""Beslut: när, av vem och under vilken paragraf något har bestämts, och vad som då gällde."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

from planverktyg.modell.byggsten import DATUM_MÖNSTER, Datum, Del, Heltal, Id, Kortform, Text, läs_datum

SKRIVS_AV_BESLUTA = frozenset({"fastställda", "fingeravtryck", "rättelser"})
"""Nycklarna som `plan besluta` skriver. Ett råd om vad som kan stå i filen nämner dem inte."""


class Rättelse(Del):
    """En rättelse av det beslutade som inte behövde ett nytt beslut: ett skrivfel, en felräkning."""

    datum: Datum
    """Dagen då rättelsen gjordes."""
    skäl: Text
    """Vad som är rättat, och varför det inte behövde ett nytt beslut."""
    fingeravtryck: Text
    """Märket för det som gällde före rättelsen. `plan besluta --rätta` skriver det."""


class Fastställd(Del):
    """En bedömning så som den beslutades."""

    steg: Text
    """Steget på bedömningsskalan, eller skälet till att bedömning saknades."""
    målvärde: Text | None = None
    """Målvärdet som bedömningen gällde, i ord."""


def _kort_steg(skrivet: Any) -> Any:
    return {"steg": skrivet} if isinstance(skrivet, str) else skrivet


Fastställdpost = Annotated[Fastställd, Kortform(_kort_steg, {"type": "string", "pattern": r"\S"})]
"""Bara steget, när det inte finns något målvärde."""


class Beslutsmånad(date):
    """En månad då något beslutades. Som datum är den månadens sista dag."""

    är_månad = True

    def isoformat(self) -> str:
        """`2023-06`."""
        return f"{self:%Y-%m}"

    __str__ = isoformat

    def __eq__(self, annan: object) -> bool:
        return isinstance(annan, Beslutsmånad) and super().__eq__(annan)

    __hash__ = date.__hash__


def _läs_beslutsdatum(värde: object) -> date:
    if isinstance(värde, str) and (träff := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", värde)):
        år, månad = int(träff[1]), int(träff[2])
        return Beslutsmånad(år, månad, monthrange(år, månad)[1])
    return läs_datum(värde)


Beslutsdatum: TypeAlias = Annotated[
    date,
    PlainValidator(_läs_beslutsdatum),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": DATUM_MÖNSTER},
                {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"},
            ]
        }
    ),
]


class Beslut(Del):
    """Ett beslut i nämnd, styrelse eller fullmäktige."""

    status: Literal["förslag", "beslutad", "reviderad", "upphävd"] = "beslutad"
    """Var i beslutsgången planen är."""
    instans: Text | None = None
    """Den som beslutade, när det inte är nämnden själv."""
    datum: Beslutsdatum | None = None
    """Dagen för beslutet, eller månaden när dagen inte är känd: 2023-06."""
    paragraf: Heltal | None = None
    """Paragrafens nummer i protokollet."""
    diarienummer: Text | None = None
    """Ärendets diarienummer."""
    motivering: Text | None = None
    """Skälen för beslutet."""
    fastställda: dict[Id, Fastställdpost] = {}
    """Bedömningarna så som de var när uppföljningen beslutades. `plan besluta` skriver dem, och rapporten visar dem
    också när planen sedan ändras. Skriv dem aldrig för hand."""
    fingeravtryck: Text | None = None
    """Märket för det som beslutades. `plan besluta` skriver det, och `plan validera` säger till när innehållet
    inte längre är det som beslutades. Skriv det aldrig för hand."""
    rättelser: tuple[Rättelse, ...] = ()
    """Rättelser efter beslutet, äldst först. `plan besluta --rätta` skriver dem."""

    @property
    def kännetecken(self) -> tuple[object, ...]:
        """Det som gör beslutet till samma beslut: instansen, dagen, paragrafen och diarienumret."""
        return self.instans, self.datum, self.paragraf, self.diarienummer


def är_samma_beslut(ett: Beslut, annat: Beslut) -> bool:
    """Om det är samma beslut: samma dag, och ingen annan uppgift som finns på båda ställena säger emot."""
    par = zip(ett.kännetecken, annat.kännetecken, strict=True)
    return ett.datum == annat.datum and all(a == b or None in (a, b) for a, b in par)


def bevarat(beslut: Beslut, bland: Iterable[Beslut]) -> bool:
    """Om beslutet finns kvar bland andra med det fingeravtryck som det hade, eller med en rättelse av det.

    En rättelse kan också vara av beslutets egna uppgifter: fel paragraf.
    """
    märke = beslut.fingeravtryck
    return any(
        (är_samma_beslut(beslut, annat) and märke in (None, annat.fingeravtryck))
        or (märke is not None and märke in (r.fingeravtryck for r in annat.rättelser))
        for annat in bland
    )
