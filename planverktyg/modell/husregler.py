"""Husregler (`kommun.yaml`): kommunens nivåer, perioder, bedömning, sammanvägning och riskmatris.

Allt har ett förval, så att en ensam plan fungerar utan `kommun.yaml`.
"""

from calendar import monthrange
from datetime import date
from typing import Annotated, Any, NamedTuple, Self, TypeAlias

from pydantic import Field, PlainValidator, ValidationInfo, WithJsonSchema, field_validator, model_validator

from planverktyg.modell.atgardsplan import GRUNDSTATUS, STATUSORD, Grundstatus
from planverktyg.modell.bedomning import Bedömning, Bedömningssteg, Skala, motsvarande
from planverktyg.modell.byggsten import Del, Formatversion, Heltal, Id, Text, Textlista, fel
from planverktyg.modell.grund.svenska import antal, versal
from planverktyg.modell.period import FÖRVALDA_PERIODER
from planverktyg.modell.profil import Profil
from planverktyg.modell.risk import Risksteg, Riskstegpost, steg
from planverktyg.modell.sammanvagning import Sammanvägning, kräv_kända_ord, okänt
from planverktyg.modell.stegord import Läststeg, läs_steg, prognosskalan, slutskalan, visa_steg
from planverktyg.modell.undantag import Undantag


def _tolka_månadsdag(värde: object) -> tuple[int, int]:
    if isinstance(värde, str) and len(värde) == 5 and värde[2] == "-" and (värde[:2] + värde[3:]).isdigit():
        månad, dag = int(värde[:2]), int(värde[3:])
        if 1 <= månad <= 12 and 1 <= dag <= monthrange(2000, månad)[1]:
            return månad, dag
    raise fel("STR107", "Här ska det stå en dag på året.", "Skriv månad-dag: 08-31.")


Månadsdag: TypeAlias = Annotated[
    tuple[int, int],
    PlainValidator(_tolka_månadsdag),
    WithJsonSchema({"type": "string", "pattern": r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}),
]


class Kommun(Del):
    """Kommunen som planerna hör till."""

    id: Id
    """Kommunens id."""
    namn: Text
    """Kommunens namn."""


def _förvalda_sannolikheter() -> tuple[Risksteg, ...]:
    return steg("mycket låg", "låg", "medelhög", "hög", "mycket hög")


def _förvalda_konsekvenser() -> tuple[Risksteg, ...]:
    return steg("försumbar", "lindrig", "kännbar", "allvarlig", "mycket allvarlig")


class Riskmatris(Del):
    """Skalan för sannolikhet och konsekvens, och när en risk måste hanteras."""

    sannolikhet: tuple[Riskstegpost, ...] = Field(default_factory=_förvalda_sannolikheter)
    """Stegen från 1 och uppåt: namnet, eller {namn: …, beskrivning: mer än en gång per år}."""
    konsekvens: tuple[Riskstegpost, ...] = Field(default_factory=_förvalda_konsekvenser)
    """Stegen från 1 och uppåt: namnet, eller {namn: …, beskrivning: över 5 % av budget}."""
    kategorier: Textlista = ()
    """Riskernas kategorier. Utelämnad får de vara vilka som helst."""
    tröskel: Heltal = 9
    """Riskvärde från och med vilket risken ska ha en åtgärd, en kontroll eller vara accepterad."""
    hög: Heltal = 15
    """Riskvärde från och med vilket risken räknas som hög."""

    @model_validator(mode="after")
    def _går_att_använda(self) -> Self:
        for namn, skala in (("sannolikhet", self.sannolikhet), ("konsekvens", self.konsekvens)):
            if len(skala) < 2:
                råd = f"Räkna upp stegen från 1 och uppåt: {namn}: [låg, medelhög, hög]."
                raise fel("STR108", f"Skalan för {namn} måste ha minst två steg.", råd)
        if self.hög < self.tröskel:
            text = f"En risk räknas som hög från {self.hög} men måste hanteras först från {self.tröskel} (tröskel)."
            raise fel("STR108", text, f"Skriv hög: {self.tröskel} eller mer, eller sänk tröskeln.")
        return self


class Indikatorord(NamedTuple):
    """Vad kommunen kallar indikatorerna, i de former som meningar och rubriker behöver."""

    ental: str = "indikator"
    flertal: str = "indikatorer"
    rubrik: str = "Indikator"
    rubriker: str = "Indikatorer"

    @property
    def bedömd(self) -> str:
        """`bedömd indikator`; egna ord böjs inte efter kön: `mätetal som bedömts`."""
        return f"bedömd {self.ental}" if self == Indikatorord() else f"{self.ental} som bedömts"

    def antal(self, n: int) -> str:
        """`1 indikator`, `3 mätetal`."""
        return antal(n, self.ental, self.flertal)


_GÅR_INTE_ATT_RÄKNA = ("else", "ning", "het")


def _indikatorord(kallas: str) -> Indikatorord:
    """Kommunens ord i löpande text. Böjs ordet på -er eller -ar (mätpunkter, mätningar) är entalet utan ändelsen.

    Ett ord som inte går att räkna (måluppfyllelse) är bara plandokumentets rubrik.
    """
    if kallas.endswith(_GÅR_INTE_ATT_RÄKNA):
        return Indikatorord()
    flertal = kallas if kallas[1:2].isupper() else kallas[:1].lower() + kallas[1:]
    ental = flertal[:-2] if flertal.endswith(("er", "ar")) else flertal
    return Indikatorord(ental, flertal, versal(ental), kallas)


class Husregler(Del):
    """Dokumentet `kommun:`. Utelämnat gäller förvalen."""

    format: Formatversion = 1
    """Formatets version."""
    kommun: Kommun | None = None
    """Kommunen som planerna hör till."""
    nivåer: tuple[Text, ...] = (
        "strategiskt målområde", "målområde", "strategiskt mål", "mål", "nämndmål", "delmål", "enhetsmål",
        "grundförutsättning", "krav", "kvalitetsmål",
    )  # fmt: skip
    """Namnen på målens nivåer, uppifrån och ned."""
    övergripande_nivåer: Textlista = ()
    """Nivåerna vars mål är övergripande: de som rapporten svarar för först. Utelämnat den högsta nivån som planen har,
    och det översta målet i ett system bredvid."""
    indikatorer_kallas: Text | None = None
    """Vad kommunens planer kallar indikatorerna, när det inte är Indikatorer: Styrtal, Mätetal. Ordet används i plandokumentet
    och i rapportens rubriker och meningar; ett ord som inte går att räkna (Måluppfyllelse) bara i plandokumentet."""
    perioder: dict[str, Månadsdag] = Field(default=FÖRVALDA_PERIODER)
    """Uppföljningens perioder med sista månad och dag: `{delår 2: 08-31}`."""
    enheter: tuple[Text, ...] = ()
    """Enheter för indikatorer utöver verktygets egna."""
    jämförelser: tuple[Text, ...] = ()
    """Namnen på dem som kommunen jämför sig med i målvärden (`{minst: kommungruppen}`), utöver riket, länet och liknande."""
    statusord: dict[Text, Grundstatus] = {}
    """Kommunens egna ord för hur långt något har kommit, och det läge som vart och ett räknas som:
    `{genomförs kontinuerligt: pågår, delvis genomförd: pågår}`."""
    etiketter: dict[Id, Text] = {}
    """Etiketter som går tvärs över mål och planer: id och vad det står för, till exempel Agenda 2030."""
    bedömning: Bedömning = Field(default_factory=Bedömning)
    """Hur en indikator bedöms."""
    sammanvägning: Sammanvägning = Field(default_factory=Sammanvägning)
    """Hur ett mål vägs samman."""
    riskmatris: Riskmatris = Field(default_factory=Riskmatris)
    """Skalan för risker."""
    utseende: Profil = Field(default_factory=Profil)
    """Logotyp, accentfärg och typsnitt i rapporter och plandokument."""
    undantag: tuple[Undantag, ...] = ()
    """Fynd som kommunen har godtagit, i alla planer som husreglerna gäller för."""

    @field_validator("övergripande_nivåer")
    @classmethod
    def _de_övergripande_finns(cls, övergripande: Textlista, läst: ValidationInfo) -> Textlista:
        for nivå in övergripande:
            if "nivåer" in läst.data and nivå not in läst.data["nivåer"]:
                raise okänt(nivå, "nivå", läst.data["nivåer"], "Kommunens nivåer är")
        return övergripande

    @field_validator("statusord")
    @classmethod
    def _verktygets_ord_betyder_vad_de_betyder(cls, statusord: dict[str, Grundstatus]) -> dict[str, Grundstatus]:
        for ordet, läge in statusord.items():
            känt = {str(ett): grund for ett, grund in GRUNDSTATUS.items()}.get(ordet, läge)
            if känt != läge:
                text = f"Ordet {ordet} betyder redan {känt}, och kan inte betyda {läge}."
                raise fel("STR108", text, f"Ta bort {ordet}. Statusord är kommunens egna, utöver verktygets.")
        return statusord

    @field_validator("sammanvägning")
    @classmethod
    def _stegen_och_nivåerna_finns(cls, sammanvägning: Sammanvägning, läst: ValidationInfo) -> Sammanvägning:
        if "bedömning" in läst.data and "nivåer" in läst.data:
            kräv_kända_ord(sammanvägning, läst.data["bedömning"].skala, läst.data["nivåer"])
        return sammanvägning

    @property
    def indikatorord(self) -> Indikatorord:
        """Vad indikatorerna heter i rapportens meningar och rubriker."""
        return _indikatorord(self.indikatorer_kallas) if self.indikatorer_kallas else Indikatorord()

    @property
    def läsning(self) -> dict[str, Any]:
        """Det som läsningen av planer och uppföljningar behöver veta: kommunens perioder är tider, och dess egna statusord."""
        return {"perioder": tuple(self.perioder.items()), STATUSORD: self.statusord}

    def sista_dag(self, period: str, år: int) -> date | None:
        """Periodens sista dag ett visst år, eller None när kommunen inte har perioden."""
        if period not in self.perioder:
            return None
        månad, dag = self.perioder[period]
        return date(år, månad, min(dag, monthrange(år, månad)[1]))

    def skala(self, per: date) -> Skala:
        """Skalan som gäller vid en uppföljning per den dagen: vid ett delår prognosskalan, kommunens eller verktygets."""
        if self.är_helår(per):
            return self.bedömning.skala
        return self.bedömning.prognosskala or prognosskalan(self.bedömning.skala)

    def läs_steg(self, ord_: str, per: date) -> Läststeg | None:
        """Steget som någon har skrivit i en uppföljning per den dagen; None när ordet inte finns på kommunens skalor."""
        return läs_steg(ord_, self.skala(per), self.bedömning.skala)

    def läs_buret_steg(self, ord_: str, per: date) -> Läststeg | None:
        """Steget i en bedömning som bärs från en äldre uppföljning: ett ord för det som väntades har samma plats."""
        prognosskala = self.bedömning.prognosskala or prognosskalan(self.bedömning.skala)
        plats = next((n for n, steg in enumerate(prognosskala) if steg.namn == ord_), None)
        läst = self.läs_steg(ord_, per)
        if läst is not None or plats is None:
            return läst
        skala = self.skala(per)
        steg = skala[motsvarande(plats, len(prognosskala), len(skala))]
        return Läststeg(steg, steg, slutligt=False)

    def visa_steg(self, steg: Bedömningssteg, per: date, *, slutligt: bool) -> Bedömningssteg:
        """Steget med det ord som visas vid en uppföljning per den dagen."""
        return visa_steg(steg, self.skala(per), self.bedömning.skala, slutligt=slutligt)

    def skrivbara_steg(self, per: date) -> list[str]:
        """Orden som en bedömning kan ha vid en uppföljning per den dagen."""
        egna = [steg.namn for steg in self.skala(per)]
        if self.är_helår(per):
            return egna
        return list(
            dict.fromkeys([*egna, *(s.namn for s in (*slutskalan(self.bedömning.skala), *self.bedömning.skala))])
        )

    def är_helår(self, per: date) -> bool:
        """Om uppföljningen görs vid årets slut."""
        return (per.month, per.day) == (12, 31)


class Kommundokument(Husregler):
    """Filen med kommunens husregler, som gäller för alla planer i mappen. Det som utelämnas följer förvalen."""

    format: Formatversion
    kommun: Kommun
