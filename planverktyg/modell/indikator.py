"""Indikatorn och dess värden: utgångsvärde, historik och det utfall som en uppföljning lämnar.

Ett värde är ett exakt tal, ett datum, eller ett ord ur indikatorns skala. Att ett värde inte finns är
också ett besked: `saknas`, `ej mätt` och `utgår` hålls isär ända till rapporten.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator
from typing_extensions import override

from planverktyg.modell.andel import ANDEL_SCHEMA, tolka_andel, är_andel
from planverktyg.modell.avvikelse import Avvikelsesvar
from planverktyg.modell.bidrag import Bidragslista
from planverktyg.modell.byggsten import (
    CITATTECKEN,
    DATUM_MÖNSTER,
    ORD_MÖNSTER,
    Datum,
    Del,
    Heltal,
    Id,
    Idlista,
    JaNej,
    Kortform,
    Tal,
    Text,
    Textlista,
    fel,
    föreslå_datum,
    föreslå_tal,
    liknar_tal,
    läs_datum,
    talfel,
)
from planverktyg.modell.grad import Gradpost
from planverktyg.modell.malvarde import Målvärde
from planverktyg.modell.period import TIDPUNKT_SCHEMA, Eftersläpning, Tid, Tidpunkt, tolka_tidpunkt

JA_NEJ = {"nej": 0, "ja": 1}
"""Skalan för en indikator med enheten ja/nej."""

_LIKNAR_DATUM = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?")


def _tolka_värde(värde: object) -> Decimal | date | str:
    if type(värde) is int:
        return Decimal(värde)
    if isinstance(värde, Decimal):
        return värde
    if isinstance(värde, str) and värde.strip():
        if värde.isalpha():  # ett ord, varken datum eller tal
            return värde
        if _LIKNAR_DATUM.fullmatch(värde) or föreslå_datum(värde):
            return läs_datum(värde)
        if liknar_tal(värde):
            raise talfel(värde)
        if värde.strip()[0] in CITATTECKEN and föreslå_tal(värde):
            raise talfel(värde)
        return värde.strip()
    if isinstance(värde, bool):
        raise fel("STR106", "Sanningsvärden skrivs på svenska.", f"Skriv {'ja' if värde else 'nej'}.")
    if isinstance(värde, dict):
        return tolka_andel(värde)
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
        ANDEL_SCHEMA,
    ]
}
Värde: TypeAlias = Annotated[Decimal | date | str, PlainValidator(_tolka_värde), WithJsonSchema(_VÄRDE_SCHEMA)]
"""Ett tal, en andel (`{antal: 8, av: 10}`), ett datum eller ett ord ur indikatorns skala (`ja`, `delvis`)."""

FRÅNVARO = {"saknas": "saknas", "ej mätt": "ej_mätt", "utgår": "utgår"}
"""Skälen till att ett värde inte finns."""


class Könsfördelning(Del):
    """Värdet för kvinnor och för män."""

    kvinnor: Värde
    """Värdet för kvinnor."""
    män: Värde
    """Värdet för män."""


def _kort_värde(värde: Any) -> Any:
    if värde is None:
        raise fel("STR102", *_VÄRDET_FATTAS)
    if isinstance(värde, dict) and "antal" in värde and "av" in värde and not är_andel(värde):
        andelen = f"värde: {{antal: {värde['antal']}, av: {värde['av']}}}"
        raise fel("STR101", "Antal och av hör till värdet, bredvid det andra som sägs om det.", f"Skriv {andelen}.")
    return {"värde": värde} if är_andel(värde) or not isinstance(värde, (dict, Del)) else värde


class Jämförelsevärde(Del):
    """Ett jämförelsevärde med sin egen tid."""

    värde: Tal
    """Värdet att jämföra med."""
    avser: Tid | None = None
    """Tiden som värdet handlar om."""
    enhet: Text | None = None
    """Värdets egen enhet, när den är en annan än indikatorns: medelbetyg 1–10."""


class Jämförelse(Del):
    """Jämförelsevärden med namn, till exempel `{riket: 16.9, liknande: {värde: 15, avser: 2016}, avser: 2017}`."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Annotated[Jämförelsevärde, Kortform(_kort_värde, {"type": "number"})]]

    avser: Tid | None = None
    """Tiden som jämförelsevärdena handlar om, när den är en annan än värdets."""

    @property
    def värden(self) -> dict[str, Decimal]:
        """Jämförelsens namn och tal."""
        return {namn: jämfört.värde for namn, jämfört in self.__pydantic_extra__.items()}

    def enhet(self, namn: str) -> str | None:
        """Värdets egen enhet, när den är en annan än indikatorns."""
        return self.__pydantic_extra__[namn].enhet

    def tid(self, namn: str) -> Tidpunkt | None:
        """Tiden som ett av jämförelsevärdena handlar om, när den är sagd."""
        return self.__pydantic_extra__[namn].avser or self.avser


class Delvärde(Del):
    """Värdet för en verksamhet eller en nämnd, när en indikator redovisas för flera."""

    värde: Värde | None = None
    """Det uppmätta värdet."""
    prognos: Värde | None = None
    """Väntat värde för helåret."""
    saknas: Text | None = None
    """Värdet finns inte: varför."""
    kommentar: Text | None = None
    """Förklaring som visas bredvid värdet."""

    @model_validator(mode="after")
    def _något_är_sagt(self) -> Self:
        if self.värde is None and self.prognos is None and self.saknas is None:
            raise fel("STR102", *_VÄRDET_FATTAS)
        if self.värde is not None and self.saknas is not None:
            raise fel("STR108", "Både värde och saknas är ifyllda.", "Låt bara det ena stå kvar.")
        return self


class Underlag(Del):
    """Hur många av hur många som en andel bygger på: `{antal: 18, av: 20}`."""

    antal: Heltal
    """Antalet som uppfyllde det som mäts."""
    av: Heltal
    """Antalet som mättes: alla, eller de som valdes ut."""


Delpost: TypeAlias = Annotated[Delvärde, Kortform(_kort_värde, _VÄRDE_SCHEMA)]


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
    varav: dict[Text, Tal] = Field(default_factory=dict)
    """Delarna som värdet är summan av: `{kvinnor: 17216, män: 17334}`. Summan kontrolleras."""
    per_verksamhet: dict[Text, Delpost] = Field(default_factory=dict)
    """Värdet för var och en av indikatorns verksamheter."""
    per_nämnd: dict[Text, Delpost] = Field(default_factory=dict)
    """Värdet för var och en av nämnderna som delar indikatorn."""
    underlag: Underlag | None = None
    """Hur många av hur många som andelen bygger på. Andelen kontrolleras."""
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
        for skäl, fält in FRÅNVARO.items():
            text = getattr(self, fält)
            if text is not None:
                return skäl, text
        return None

    @model_validator(mode="after")
    def _ett_besked(self) -> Self:
        skäl = [s for s, fält in FRÅNVARO.items() if self.__dict__[fält] is not None]
        if self.värde is not None and "utgår" in skäl:
            råd = "Utgår indikatorn redan i planen står utgår på indikatorn, bredvid målvärde: då visas värdet ändå."
            raise fel("STR108", "Både värde och utgår är ifyllda.", råd)
        if self.värde is not None and skäl:
            raise fel("STR108", f"Både värde och {skäl[0]} är ifyllda.", "Låt bara det ena stå kvar.")
        if len(skäl) > 1:
            raise fel("STR108", f"Både {skäl[0]} och {skäl[1]} är ifyllda.", "Låt bara det ena stå kvar.")
        if self.värde is None and not skäl and not self._annat_besked():
            raise fel("STR102", *_VÄRDET_FATTAS)
        return self

    def _annat_besked(self) -> bool:
        return bool(self.per_verksamhet or self.per_nämnd)

    @property
    def delar(self) -> dict[str, Delvärde]:
        """Värdena för verksamheter eller nämnder, efter namn."""
        return self.per_verksamhet or self.per_nämnd


class TidigareVärde(Mätvärde):
    """Ett värde från tiden före planen eller före uppföljningen."""

    prognos: JaNej = False
    """Värdet är en prognos (ja) eller ett utfall (nej)."""


class Utgångsvärde(TidigareVärde):
    """Värdet som planen utgår från, med ännu äldre värden i `historik`."""

    historik: tuple[TidigareVärde, ...] = ()
    """Äldre värden, ett per år eller mätning."""


class Utfall(Mätvärde, Avvikelsesvar):
    """Det som en uppföljning säger om en indikator."""

    prognos: Värde | None = None
    """Väntat värde för helåret."""
    mätningar: tuple[TidigareVärde, ...] = ()
    """De enskilda mätningarna, när indikatorn mäts vid flera tillfällen."""
    avstämning: Text | None = None
    """Hur arbetet går, vid en uppföljning där indikatorn bara stäms av."""
    redovisning: Text | None = None
    """Det som redovisas, för en indikator vars målvärde är att något redovisas."""
    rättelse: Text | None = None
    """Vad som har rättats efter att uppföljningen rapporterades, och varför."""

    @override
    def _annat_besked(self) -> bool:
        return super()._annat_besked() or any(
            besked is not None for besked in (self.prognos, self.redovisning, self.avstämning)
        )


_VÄRDET_FATTAS = (
    "Värdet fattas, och inget skäl är angivet.",
    "Skriv värde, eller säg varför det inte finns: saknas, ej mätt eller utgår.",
)


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


class Beräkning(Del):
    """Hur en indikators värde följer av en annans."""

    indikator: Id
    """Indikatorn som värdet räknas ur."""
    delat_med: Tal
    """Talet som den indikatorns värde delas med."""

    @model_validator(mode="after")
    def _går_att_dela(self) -> Self:
        if self.delat_med == 0:
            raise fel("STR108", "Ett värde kan inte delas med noll.", "Skriv till exempel delat med: 365.")
        return self


def _tolka_ackumulering(värde: object) -> bool | Tidpunkt:
    if värde in ("ja", "nej"):
        return värde == "ja"
    if isinstance(värde, str) and värde[:1].isdigit():
        return tolka_tidpunkt(värde)
    raise fel("STR106", "Här ska det stå ja, nej eller åren som värdet växer under.", "Skriv ja, eller 2018–2022.")


Ackumulering: TypeAlias = Annotated[
    bool | Tidpunkt,
    PlainValidator(_tolka_ackumulering),
    WithJsonSchema({"anyOf": [{"enum": ["ja", "nej"]}, TIDPUNKT_SCHEMA["anyOf"][1]]}),  # ett ensamt år är ja
]
"""Om värdet växer under året (ja eller nej), eller åren som det växer under."""


def _namnet_får_utelämnas(schema: dict[str, Any]) -> None:
    schema["required"] = [nyckel for nyckel in schema["required"] if nyckel != "namn"]


class Indikator(Del):
    """Något som mäts för att se om ett mål nås."""

    model_config = ConfigDict(json_schema_extra=_namnet_får_utelämnas)

    id: Id
    """Indikatorns id, som uppföljningarna hänvisar till."""
    namn: Text
    """Indikatorns namn, i planens egna ord. Får utelämnas när målet självt är det enda som mäts."""
    nummer: Text | None = None
    """Indikatorns beteckning i planen: A, 1.2."""
    fotnot: Text | None = None
    """Fotnoten som planen har till indikatorn."""
    kolada: (
        Annotated[str, PlainValidator(_tolka_kolada), WithJsonSchema({"type": "string", "pattern": "^[NU][0-9]{5}$"})]
        | None
    ) = None
    """Nyckeltalets id i Kolada, till exempel U33546."""
    enhet: Text | None = None
    """Enheten som värdet har: %, dygn, antal, ja/nej, index 0–100 …"""
    skala: dict[Steg, Heltal] | None = None
    """Egen stegskala från sämst till bäst, till exempel `{nej: 0, delvis: 1, ja: 2}`."""
    ackumuleras: Ackumulering = False
    """Värdet växer under året (antal dygn), så att ett delårsvärde inte kan jämföras med årets mål: ja. Växer det
    under flera år skrivs åren: 2018–2022."""
    per_kön: JaNej = False
    """Indikatorn ska redovisas för kvinnor och män. Bedömningen gäller hela värdet. Ska målvärdet nås för vart och ett av
    könen är de delar: `per verksamhet: [kvinnor, män]`."""
    per_verksamhet: tuple[Text, ...] = ()
    """Verksamheterna (eller årskurserna, områdena) som målvärdet ska nås för, var och en."""
    per_nämnd: dict[Text, Målvärde] = Field(default_factory=dict)
    """Nämnderna som delar indikatorn, med var sitt målvärde."""
    följs_upp: Textlista = ()
    """Perioderna då indikatorn följs upp, bland kommunens `perioder`. Utelämnat: varje uppföljning."""
    stäms_av: Textlista = ()
    """Perioderna då arbetet stäms av utan att indikatorn bedöms."""
    följs_upp_från: Tid | None = None
    """När indikatorn följs upp första gången."""
    mäts: tuple[Tid, ...] = ()
    """Mättillfällena, när de är bestämda: `[2012-03, 2012-08]`."""
    räknas_ur: Beräkning | None = None
    """Hur värdet följer av en annan indikators: `{indikator: hvb-dygn, delat med: 365}`. Värdena kontrolleras."""
    utgångsvärde: Annotated[Utgångsvärde, Kortform(_kort_värde, _VÄRDE_SCHEMA)] | None = None
    """Värdet som planen utgår från."""
    målvärde: Målvärde | None = None
    """Vad som ska ha uppnåtts."""
    grad: Gradpost | None = None
    """Hur graden räknas för just den här indikatorn, när den inte räknas som kommunen annars gör: `från utgångsvärdet`,
    eller `{sätt: mot målvärdet, delvis från: 95}`."""
    delvis_inom: Tal | None = None
    """Så nära målvärdet, i indikatorns enhet, räknas som det näst bästa steget. Ersätter graden: `delvis inom: 2`."""
    bättre: Literal["högre", "lägre"] | None = None
    """Vilket håll som är bättre, när målvärdet inte säger det. Behövs för trenden när indikatorn följs utan målvärde."""
    eftersläpning: Eftersläpning | None = None
    """Hur sent statistiken kommer: `1 år`, `6 månader`. Ett värde som är så gammalt bedöms ändå, med sin tid utskriven."""
    bidrar_till: Bidragslista = ()
    """Andra mål än det som indikatorn står under, som den också visar hur det går med: i planen eller i en annan plan."""
    nämnder: Textlista = ()
    """Nämnderna som indikatorn är gemensam för, med namn eller förkortning. Har de var sitt målvärde: `per nämnd`."""
    mätmetod: Text | None = None
    """Hur och när värdet mäts."""
    källa: Text | None = None
    """Varifrån värdet hämtas."""
    ansvarig: Text | None = None
    """Rollen (aldrig personens namn) som rapporterar värdet."""
    beskrivning: Text | None = None
    """Vad indikatorn mäter, när namnet inte räcker."""
    etiketter: Idlista = ()
    """Etiketter som går tvärs över planen, bland planens eller kommunens `etiketter`."""
    utgår: Text | None = None
    """Indikatorn följs inte längre, enligt planen själv: vilket beslut. Målvärdet och det senaste värdet visas ändå."""
    tidigare_id: Id | None = None
    """Indikatorns id i planens föregångare, när det har ändrats."""

    @property
    def med_nummer(self) -> str:
        """`A. Antalet inledda insatser …`, eller bara namnet när planen inte har någon beteckning."""
        return f"{self.nummer.rstrip('.')}. {self.namn}" if self.nummer else self.namn

    @property
    def steg(self) -> dict[str, int] | None:
        """Skalans steg med sina tal, eller None när värdet är ett tal eller ett datum."""
        return self.skala or (JA_NEJ if self.enhet == "ja/nej" else None)

    @model_validator(mode="after")
    def _skalan_går_att_ordna(self) -> Self:
        if self.skala is not None and len(set(self.skala.values())) < max(2, len(self.skala)):
            raise fel(
                "STR108", "Skalans steg måste vara minst två och ha olika tal.", "Skriv {nej: 0, delvis: 1, ja: 2}."
            )
        return self
