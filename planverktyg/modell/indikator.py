"""Indikatorn och dess värden: utgångsvärde, historik och det utfall som en uppföljning lämnar.

Ett värde är ett exakt tal, ett datum, eller ett ord ur indikatorns skala. Att ett värde inte finns är
också ett besked: `saknas`, `ej mätt` och `utgår` hålls isär ända till rapporten.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import ConfigDict, PlainValidator, WithJsonSchema, model_validator
from typing_extensions import override

from planverktyg.modell.byggsten import (
    DATUM_MÖNSTER,
    ORD_MÖNSTER,
    Datum,
    Del,
    Heltal,
    Id,
    JaNej,
    Kortform,
    Tal,
    Text,
    fel,
    liknar_tal,
    läs_datum,
    talfel,
)
from planverktyg.modell.malvarde import Målvärde
from planverktyg.modell.period import Tid

JA_NEJ = {"nej": 0, "ja": 1}
"""Skalan för en indikator med enheten ja/nej."""

_LIKNAR_DATUM = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?")


def _tolka_värde(värde: object) -> Decimal | date | str:
    if type(värde) is int:
        return Decimal(värde)
    if isinstance(värde, Decimal):
        return värde
    if isinstance(värde, str) and värde.strip():
        if _LIKNAR_DATUM.fullmatch(värde):
            return läs_datum(värde)
        if liknar_tal(värde):
            raise talfel(värde)
        return värde.strip()
    if isinstance(värde, bool):
        raise fel("STR106", "Sanningsvärden skrivs på svenska.", f"Skriv {'ja' if värde else 'nej'}.")
    raise fel(
        "STR103",
        "Här ska det stå ett tal, ett datum, eller ett ord ur indikatorns skala.",
        "Skriv till exempel 12.5, 2020-08-31 eller ja.",
    )


_VÄRDE_SCHEMA = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": ORD_MÖNSTER},
        {"type": "string", "pattern": DATUM_MÖNSTER},
    ]
}
Värde: TypeAlias = Annotated[Decimal | date | str, PlainValidator(_tolka_värde), WithJsonSchema(_VÄRDE_SCHEMA)]
"""Ett tal, ett datum eller ett ord ur indikatorns skala (`ja`, `delvis`)."""

FRÅNVARO = ("saknas", "ej mätt", "utgår")
"""Skälen till att ett värde inte finns."""


class Könsfördelning(Del):
    """Värdet för kvinnor och för män."""

    kvinnor: Värde
    """Värdet för kvinnor."""
    män: Värde
    """Värdet för män."""


class Jämförelse(Del):
    """Jämförelsevärden med namn, till exempel `{riket: 16.9, liknande: 15, avser: 2017}`."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Tal]

    avser: Tid | None = None
    """Tiden som jämförelsevärdena handlar om, när den är en annan än värdets."""

    @property
    def värden(self) -> dict[str, Decimal]:
        """Jämförelsens namn och tal."""
        return self.__pydantic_extra__


class Mätvärde(Del):
    """Det som är gemensamt för varje värde: vad det är, vad det avser och varifrån det kommer."""

    värde: Värde | None = None
    """Det uppmätta värdet."""
    avser: Tid | None = None
    """Tiden som värdet handlar om (inte när det rapporterades)."""
    preliminärt: JaNej = False
    """Värdet kan komma att ändras."""
    källa: Text | None = None
    """Varifrån värdet kommer."""
    hämtad: Datum | None = None
    """När värdet hämtades från källan."""
    kön: Könsfördelning | None = None
    """Värdet uppdelat på kvinnor och män."""
    jämförelse: Jämförelse | None = None
    """Andras värden att jämföra med."""
    kommentar: Text | None = None
    """Förklaring som visas bredvid värdet."""
    saknas: Text | None = None
    """Värdet finns inte: varför."""
    ej_mätt: Text | None = None
    """Värdet har inte mätts den här perioden men kommer: varför och när."""
    utgår: Text | None = None
    """Indikatorn följs inte längre: vilket beslut."""
    ny_mätmetod: Text | None = None
    """Värdet mäts på ett nytt sätt och kan inte jämföras med tidigare: vad som ändrats."""

    @property
    def frånvaro(self) -> tuple[str, str] | None:
        """Skälet till att värdet inte finns och förklaringen, eller None när det finns ett värde."""
        for skäl in FRÅNVARO:
            text = getattr(self, skäl.replace(" ", "_"))
            if text is not None:
                return skäl, text
        return None

    @model_validator(mode="after")
    def _ett_besked(self) -> Mätvärde:
        skäl = [s for s in FRÅNVARO if getattr(self, s.replace(" ", "_")) is not None]
        if self.värde is not None and skäl:
            raise fel("STR108", f"Både värde och {skäl[0]} är ifyllda.", "Låt bara det ena stå kvar.")
        if len(skäl) > 1:
            raise fel("STR108", f"Både {skäl[0]} och {skäl[1]} är ifyllda.", "Låt bara det ena stå kvar.")
        if self.värde is None and not skäl and not self._annat_besked():
            raise fel("STR102", *_VÄRDET_FATTAS)
        return self

    def _annat_besked(self) -> bool:
        return False


class TidigareVärde(Mätvärde):
    """Ett värde från tiden före planen eller före uppföljningen."""

    prognos: JaNej = False
    """Värdet är en prognos (ja) eller ett utfall (nej)."""


class Utgångsvärde(TidigareVärde):
    """Värdet som planen utgår från, med ännu äldre värden i `historik`."""

    historik: tuple[TidigareVärde, ...] = ()
    """Äldre värden, ett per år eller mätning."""


class Utfall(Mätvärde):
    """Det som en uppföljning säger om en indikator."""

    prognos: Värde | None = None
    """Väntat värde för helåret."""
    redovisning: Text | None = None
    """Det som redovisas, för en indikator vars målvärde är att något redovisas."""
    rättelse: Text | None = None
    """Vad som har rättats efter att uppföljningen rapporterades, och varför."""

    @override
    def _annat_besked(self) -> bool:
        return self.prognos is not None or self.redovisning is not None


_VÄRDET_FATTAS = (
    "Värdet fattas, och inget skäl är angivet.",
    "Skriv värde, eller säg varför det inte finns: saknas, ej mätt eller utgår.",
)


def _kort_värde(värde: Any) -> Any:
    if värde is None:
        raise fel("STR102", *_VÄRDET_FATTAS)
    return {"värde": värde} if not isinstance(värde, (dict, Mätvärde)) else värde


Utfallspost: TypeAlias = Annotated[Utfall, Kortform(_kort_värde, _VÄRDE_SCHEMA)]
"""Ett utfall; bara värdet räcker när inget annat finns att säga."""


def _tolka_kolada(värde: object) -> str:
    if isinstance(värde, str) and re.fullmatch(r"[NU][0-9]{5}", värde):
        return värde
    raise fel("STR106", "Ett nyckeltal i Kolada har N eller U och fem siffror.", "Skriv till exempel U33546.")


def _tolka_steg(värde: object) -> str:
    if isinstance(värde, str) and värde.strip() and not liknar_tal(värde):
        return värde.strip()
    raise fel("STR108", "Ett steg i skalan är ett ord.", "Skriv ordet först och sedan dess tal: {nej: 0, ja: 1}.")


Steg: TypeAlias = Annotated[
    str, PlainValidator(_tolka_steg), WithJsonSchema({"type": "string", "pattern": ORD_MÖNSTER})
]


class Indikator(Del):
    """Något som mäts för att se om ett mål nås."""

    id: Id
    """Indikatorns id, som uppföljningarna hänvisar till."""
    namn: Text
    """Indikatorns namn, i planens egna ord."""
    kolada: (
        Annotated[str, PlainValidator(_tolka_kolada), WithJsonSchema({"type": "string", "pattern": "^[NU][0-9]{5}$"})]
        | None
    ) = None
    """Nyckeltalets id i Kolada, till exempel U33546."""
    enhet: Text | None = None
    """Enheten som värdet har: %, dygn, antal, ja/nej, index 0–100 …"""
    skala: dict[Steg, Heltal] | None = None
    """Egen stegskala från sämst till bäst, till exempel `{nej: 0, delvis: 1, ja: 2}`."""
    ackumuleras: JaNej = False
    """Värdet växer under året (antal dygn), så att ett delårsvärde inte kan jämföras med årets mål."""
    per_kön: JaNej = False
    """Indikatorn ska redovisas för kvinnor och män."""
    utgångsvärde: Annotated[Utgångsvärde, Kortform(_kort_värde, _VÄRDE_SCHEMA)] | None = None
    """Värdet som planen utgår från."""
    målvärde: Målvärde | None = None
    """Vad som ska ha uppnåtts."""
    mätmetod: Text | None = None
    """Hur och när värdet mäts."""
    källa: Text | None = None
    """Varifrån värdet hämtas."""
    ansvarig: Text | None = None
    """Rollen (aldrig personens namn) som rapporterar värdet."""
    beskrivning: Text | None = None
    """Vad indikatorn mäter, när namnet inte räcker."""

    @property
    def steg(self) -> dict[str, int] | None:
        """Skalans steg med sina tal, eller None när värdet är ett tal eller ett datum."""
        return self.skala or (JA_NEJ if self.enhet == "ja/nej" else None)

    @model_validator(mode="after")
    def _skalan_går_att_ordna(self) -> Indikator:
        if self.skala is not None and len(set(self.skala.values())) < max(2, len(self.skala)):
            raise fel(
                "STR108", "Skalans steg måste vara minst två och ha olika tal.", "Skriv {nej: 0, delvis: 1, ja: 2}."
            )
        return self
