"""Husregler (`kommun.yaml`): kommunens nivåer, perioder, bedömning, sammanvägning och riskmatris.

Allt har ett förval, så att en ensam plan fungerar utan `kommun.yaml`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from planverktyg.modell.byggsten import Del, Formatversion, Heltal, Id, JaNej, Tal, Text, fel
from planverktyg.modell.period import FÖRVALDA_PERIODER
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


class Bedömningssteg(Del):
    """Ett steg på bedömningsskalan, med det ord och den symbol som rapporterna visar."""

    namn: Text
    """Ordet för steget: uppfyllt, delvis, ej uppfyllt."""
    symbol: Text
    """Tecknet som visas bredvid ordet."""
    färg: Literal["grön", "gul", "röd", "grå"]
    """Färgen i rapporter; betydelsen bärs alltid av ordet och symbolen."""
    från: Tal | None = None
    """Lägsta grad (%) för steget när det finns ett utgångsvärde."""
    från_utan_utgångsvärde: Tal | None = None
    """Lägsta grad (%) för steget när utgångsvärde saknas eller inte är sämre än målet."""


def förvald_skala() -> tuple[Bedömningssteg, ...]:
    """Uppfyllt; delvis från halva vägen (eller 90 % av målet utan utgångsvärde); annars ej uppfyllt."""
    return (
        Bedömningssteg.model_validate({"namn": "uppfyllt", "symbol": "●", "färg": "grön"}),
        Bedömningssteg.model_validate(
            {"namn": "delvis", "symbol": "◐", "färg": "gul", "från": Decimal(50), "från utan utgångsvärde": Decimal(90)}
        ),
        Bedömningssteg.model_validate(
            {
                "namn": "ej uppfyllt",
                "symbol": "○",
                "färg": "röd",
                "från": Decimal(0),
                "från utan utgångsvärde": Decimal(0),
            }
        ),
    )


_SKALEXEMPEL = "Med tre steg: uppfyllt utan gräns, delvis från 50, ej uppfyllt från 0."


class Bedömning(Del):
    """Hur en indikator bedöms."""

    skala: tuple[Bedömningssteg, ...] = Field(default_factory=förvald_skala)
    """Stegen från bäst till sämst. Det första gäller bara när målvärdet är nått."""
    rak_framskrivning: JaNej = True
    """Om ett värde som ackumuleras får skrivas fram rakt till helåret när prognos saknas."""

    @model_validator(mode="after")
    def _skalan_är_hel(self) -> Bedömning:
        if len(self.skala) < 2:
            raise fel("STR108", "Bedömningsskalan måste ha minst två steg.", _SKALEXEMPEL)
        namn_på_stegen = [steg.namn for steg in self.skala]
        if dubblett := next((namn for namn in namn_på_stegen if namn_på_stegen.count(namn) > 1), None):
            raise fel("STR108", f"Två steg på bedömningsskalan heter {dubblett}.", "Ge varje steg ett eget namn.")
        if self.skala[0].från is not None or self.skala[0].från_utan_utgångsvärde is not None:
            raise fel(
                "STR108",
                f"Bedömningsskalans första steg ({namn_på_stegen[0]}) gäller bara när målvärdet är nått, "
                "och kan inte ha någon gräns.",
                "Ta bort från på det första steget, eller lägg till ett steg under det.",
            )
        for namn in ("från", "från utan utgångsvärde"):
            gränser: list[Decimal | None] = [getattr(steg, namn.replace(" ", "_")) for steg in self.skala[1:]]
            kända = [gräns for gräns in gränser if gräns is not None]
            if len(kända) < len(gränser) or kända[-1] != 0:
                raise fel(
                    "STR108",
                    f"Bedömningsskalan har ett hål: varje steg efter det första behöver {namn}, "
                    "och det sista steget börjar på 0.",
                    _SKALEXEMPEL,
                )
            if kända != sorted(set(kända), reverse=True) or kända[0] >= 100:
                raise fel(
                    "STR108",
                    f"Bedömningsskalans gränser ({namn}) måste sjunka från bäst till sämst och vara under 100.",
                    _SKALEXEMPEL,
                )
        return self


class Sammanvägning(Del):
    """Hur indikatorer och delmål vägs samman till ett mål. Andelar i procent av det som kunde bedömas."""

    uppfyllt: Tal = Decimal(100)
    """Minsta andel på skalans bästa steg för att målet ska vara uppfyllt."""
    delvis: Tal = Decimal(50)
    """Minsta andel som inte är på skalans sämsta steg för att målet ska vara delvis uppfyllt."""

    @model_validator(mode="after")
    def _går_att_nå(self) -> Sammanvägning:
        if not 0 < self.delvis <= self.uppfyllt <= 100:
            raise fel(
                "STR108",
                f"Andelarna för uppfyllt ({self.uppfyllt}) och delvis ({self.delvis}) går inte att använda.",
                "Skriv andelar över 0 och högst 100, där den för uppfyllt är minst lika stor: "
                "{uppfyllt: 80, delvis: 50}.",
            )
        return self


class Riskmatris(Del):
    """Skalan för sannolikhet och konsekvens, och när en risk måste hanteras."""

    sannolikhet: tuple[Text, ...] = ("mycket låg", "låg", "medelhög", "hög", "mycket hög")
    """Stegens namn från 1 och uppåt."""
    konsekvens: tuple[Text, ...] = ("försumbar", "lindrig", "kännbar", "allvarlig", "mycket allvarlig")
    """Stegens namn från 1 och uppåt."""
    tröskel: Heltal = 9
    """Riskvärde från och med vilket risken ska ha en åtgärd, en kontroll eller vara accepterad."""
    hög: Heltal = 15
    """Riskvärde från och med vilket risken räknas som hög."""


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
    indikatorer_kallas: Text | None = None
    """Vad kommunens planer kallar indikatorerna, när det inte är Indikatorer: Måluppfyllelse, Styrtal."""
    perioder: dict[str, Månadsdag] = Field(default=FÖRVALDA_PERIODER)
    """Uppföljningens perioder med sista månad och dag: `{delår 2: 08-31}`."""
    enheter: tuple[Text, ...] = ()
    """Enheter för indikatorer utöver verktygets egna."""
    etiketter: dict[Id, Text] = {}
    """Etiketter som går tvärs över mål och planer: id och vad det står för, till exempel Agenda 2030."""
    bedömning: Bedömning = Field(default_factory=Bedömning)
    """Hur en indikator bedöms."""
    sammanvägning: Sammanvägning = Field(default_factory=Sammanvägning)
    """Hur ett mål vägs samman."""
    riskmatris: Riskmatris = Field(default_factory=Riskmatris)
    """Skalan för risker."""
    undantag: tuple[Undantag, ...] = ()
    """Fynd som kommunen har godtagit, i alla planer som husreglerna gäller för."""

    def sista_dag(self, period: str, år: int) -> date | None:
        """Periodens sista dag ett visst år, eller None när kommunen inte har perioden."""
        if period not in self.perioder:
            return None
        månad, dag = self.perioder[period]
        return date(år, månad, min(dag, monthrange(år, månad)[1]))

    def skala(self, per: date) -> tuple[Bedömningssteg, ...]:
        """Bedömningsskalan som gäller vid en uppföljning per den dagen."""
        return self.bedömning.skala

    def är_helår(self, per: date) -> bool:
        """Om uppföljningen görs vid årets slut."""
        return (per.month, per.day) == (12, 31)


class Kommundokument(Husregler):
    """Ett läst dokument av slaget `kommun:`."""

    format: Formatversion
    kommun: Kommun
