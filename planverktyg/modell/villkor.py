"""Villkoret: det som är gemensamt för alla slag av målvärden, det som prövas och vad prövningen svarar.

All räkning är exakt (`Fraction`); ett värde når aldrig målet bara genom avrundning. Slagen står i `malvarde`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from planverktyg.modell.byggsten import Del, Text
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.modell.period import Måltid, Tidpunkt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Tal_: TypeAlias = Decimal | Fraction
Mätt: TypeAlias = Tal_ | date | str
"""Ett värde att pröva: tal, datum, eller ett ord ur skalan."""


Serie: TypeAlias = Sequence[tuple[Tidpunkt | None, Mätt]]
"""Värden i tidsordning, var och en med tiden den avser när den är känd."""


@dataclass(frozen=True, slots=True)
class Läge:
    """Det som ett villkor prövas mot."""

    värde: Mätt
    per: date
    utgångsvärde: Mätt | None = None
    skala: Mapping[str, int] | None = None
    jämförelse: Mapping[str, Decimal] = field(default_factory=dict)
    tidigare: Callable[[], Serie] = tuple
    """Tidigare värden, äldst först. Hämtas först när ett villkor frågar."""
    är_prognos: bool = False
    """Värdet är väntat, inte utfallet."""
    delar: Mapping[str, Läge] = field(default_factory=dict)
    """Lägena för verksamheterna eller nämnderna som delar indikatorn."""

    def tal(self, värde: Mätt | None) -> Fraction | None:
        """Värdet som tal; ett ord blir sitt steg i skalan. None när det inte är något tal."""
        if isinstance(värde, str):
            return Fraction(self.skala[värde]) if self.skala and värde in self.skala else None
        return Fraction(värde) if isinstance(värde, (Decimal, Fraction)) else None


@dataclass(frozen=True, slots=True)
class Prövning:
    """Ett prövat villkor: uppfyllt eller inte, graden (0–1) om den kan räknas, och vad som jämfördes."""

    uppfyllt: bool | None
    """None när villkoret inte kan prövas; `skäl` säger då varför."""
    grad: Fraction | None = None
    jämfört_med: str = ""
    räknesätt: str = ""
    skäl: str = ""
    steg: str = ""
    """Steget på bedömningsskalan, när målvärdet självt säger vilket."""
    plats: tuple[int, int] = (0, 1)
    """Stegets plats från det bästa, och hur många steg målvärdet skiljer på."""
    delar: tuple[tuple[str, Prövning], ...] = ()
    """Prövningen för varje verksamhet eller nämnd som delar indikatorn."""


def inom_0_1(grad: Fraction) -> Fraction:
    """Graden, aldrig under 0 och aldrig över 1."""
    return min(max(grad, Fraction(0)), Fraction(1))


def grad_mot_gräns(
    värde: Fraction, gräns: Fraction, bas: Fraction | None, *, uppåt: bool
) -> tuple[Fraction | None, str]:
    """Hur stor del av vägen till gränsen som är gången, för ett värde som inte når den.

    Med ett utgångsvärde som är sämre än gränsen räknas vägen därifrån, annars som andel av målet.
    """
    if bas is not None and (bas < gräns if uppåt else bas > gräns):
        return inom_0_1((värde - bas) / (gräns - bas)), "väg från utgångsvärdet"
    if gräns <= 0:
        return None, ""
    return inom_0_1(värde / gräns if uppåt else gräns / värde), "andel av målet"


class Villkor(Del):
    """Det som är gemensamt för alla slag av målvärden."""

    nyckel: ClassVar[str]
    """Nyckeln i YAML som säger vilket slag det är."""
    riktning_uppåt: ClassVar[bool | None] = None
    """Om högre är bättre (True), lägre (False), eller om det inte kan sägas (None)."""

    avser: Måltid | None = None
    """Tiden då målvärdet ska vara nått. Utelämnat: planens sista år. `varje år`, `på sikt`, eller `ej angivet`
    när källan inte säger någon tid."""
    rubrik: Text | None = None
    """Vad planen kallar målvärdet, när det inte är Mål: Budget, Etappmål."""

    @property
    def tid(self) -> Måltid | None:
        """Tiden då målvärdet ska vara nått, när målvärdet självt säger den."""
        return self.avser

    def pröva(self, läge: Läge) -> Prövning:
        """Prövar värdet. Reser aldrig fel: det som inte kan prövas får ett skäl."""
        raise NotImplementedError

    def skriv(self, enhet: str | None) -> str:
        """Målvärdet i ord, till exempel `högst 2 555`."""
        raise NotImplementedError

    def avstånd(self, värde: Fraction) -> Fraction | None:
        """Hur långt från målet värdet är; mindre är bättre. None när det inte kan sägas."""
        if self.riktning_uppåt is None:
            return None
        return -värde if self.riktning_uppåt else värde


def skriv_med_enhet(tal: Decimal | Fraction, enhet: str | None, *, decimaler: int | None = None) -> str:
    """Talet med procenttecken när enheten är procent; andra enheter står i tabellens egen kolumn."""
    text = skriv_tal(tal, decimaler=decimaler)
    return f"{text}\u00a0%" if enhet == "%" else text
