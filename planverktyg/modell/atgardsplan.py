"""Åtgärdsplan: områden med punkter som var och en har en målsättning, en ekonomisk effekt och åtgärder.

Klassen `Åtgärd` är densamma här och för åtgärder mot risker.
"""

from datetime import date
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator

from planverktyg.modell.byggsten import Datum, Del, Hänvisningar, Id, Idlista, Text
from planverktyg.modell.effekt import Effektpost
from planverktyg.modell.period import Tid


class Åtgärd(Del):
    """Något som görs: för att minska en risk, eller för att nå målsättningen i en åtgärdsplan."""

    id: Id
    """Åtgärdens id."""
    text: Text
    """Åtgärden i planens egna ord."""
    nummer: Text | None = None
    """Åtgärdens nummer i planen, när punkten har flera åtgärder."""
    risker: Idlista = ()
    """Riskerna som åtgärden minskar."""
    ansvarig: Text | None = None
    """Rollen som ansvarar, eller vem som ansvarar för vad i planens egna ord."""
    start: Datum | None = None
    """Första dag."""
    slut: Datum | None = None
    """Sista dag."""
    klart: Tid | None = None
    """När åtgärden ska vara klar, när planen inte säger någon sista dag: 2019-10-01, 2020-06, 2020."""
    tidsplan: Text | None = None
    """Tidsplanen i planens egna ord: kommer att starta omgående."""
    ekonomisk_effekt: Effektpost | None = None
    """Väntad effekt i pengar: i ord, eller så att den kan räknas."""

    @property
    def sista_dag(self) -> date | None:
        """Dagen då åtgärden ska vara klar, eller None när planen inte säger någon."""
        return self.slut or (self.klart.till if self.klart else None)


class Åtgärdspunkt(Del):
    """En punkt i åtgärdsplanen: vad som ska uppnås, vad det ger i pengar och vad som ska göras."""

    id: Id
    """Punktens id."""
    nummer: Text | None = None
    """Punktens nummer i planen."""
    namn: Text
    """Punkten i planens egna ord."""
    beskrivning: Text | None = None
    """Text efter punktens namn (Markdown)."""
    målsättning: Text | None = None
    """Vad som ska uppnås, i planens egna ord."""
    bidrar_till: Hänvisningar = ()
    """Mål och indikatorer som punkten bidrar till: i planen eller i en annan plan."""
    ekonomisk_effekt: Effektpost | None = None
    """Väntad effekt i pengar. Utelämnad räknas åtgärdernas effekter ihop."""
    åtgärder: tuple[Åtgärd, ...] = ()
    """Vad som ska göras."""


class Åtgärdsområde(Del):
    """Ett område i åtgärdsplanen."""

    id: Id
    """Områdets id."""
    rubrik: Text
    """Områdets rubrik i planens egna ord."""
    beskrivning: Text | None = None
    """Text före punkterna (Markdown)."""
    punkter: tuple[Åtgärdspunkt, ...]
    """Områdets punkter."""


Grundstatus: TypeAlias = Literal["ej påbörjad", "pågår", "klar", "försenad", "avbruten"]
"""De fem lägen som verktyget räknar med."""

STATUSORD = "statusord"
"""Var kommunens egna statusord står när en uppföljning läses: ordet → läget som det räknas som."""


class EgetOrd(str):
    """Ett statusord som är kommunens eget, med läget som det räknas som."""

    __slots__ = ("läge",)
    läge: Grundstatus

    def __new__(cls, ordet: str, läge: Grundstatus) -> Self:
        """Ordet så som det är skrivet."""
        egen = super().__new__(cls, ordet)
        egen.läge = läge
        return egen

    def __getnewargs__(self) -> tuple[str, Grundstatus]:  # type: ignore[override]  # kopieras med sitt läge
        return str(self), self.läge


def _känn_igen(värde: Any, handtag: ValidatorFunctionWrapHandler, läst: ValidationInfo) -> Any:
    egna = (läst.context or {}).get(STATUSORD, {})
    return EgetOrd(värde, egna[värde]) if isinstance(värde, str) and värde in egna else handtag(värde)


Åtgärdsstatus: TypeAlias = Annotated[
    Literal["ej påbörjad", "pågår", "klar", "försenad", "avbruten", "påbörjad", "genomförd", "inställd", "avförd"],
    WrapValidator(_känn_igen),
]
"""Hur långt en åtgärd eller ett uppdrag har kommit, med källans eget ord."""

GRUNDSTATUS: dict[Åtgärdsstatus, Grundstatus] = {
    "ej påbörjad": "ej påbörjad",
    "pågår": "pågår",
    "påbörjad": "pågår",
    "klar": "klar",
    "genomförd": "klar",
    "försenad": "försenad",
    "avbruten": "avbruten",
    "inställd": "avbruten",
    "avförd": "avbruten",
}
"""Källans ord → läget som det räknas som."""
