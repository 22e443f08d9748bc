"""Villkoret: det som är gemensamt för alla slag av målvärden, det som prövas och vad prövningen svarar.

All räkning är exakt (`Fraction`); ett värde når aldrig målet bara genom avrundning. Slagen står i `malvarde`.
Varje fråga som resten av programmet ställer om ett målvärde är en metod här. De som inte har ett svar som passar
alla är abstrakta: ett nytt slag som glömmer att svara går inte igenom typkontrollen.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeAlias

from planverktyg.modell.andel import Andel
from planverktyg.modell.bedomning import Bandtabell
from planverktyg.modell.byggsten import Del, JaNej, Tal, Text
from planverktyg.modell.grad import FÖRVALD_GRAD, Gradpost, Gradregel, Räknesätt, Tolerans
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.modell.mangd import NOLL, Mängd
from planverktyg.modell.period import Måltid, Tidpunkt

if TYPE_CHECKING:
    from planverktyg.modell.grund.plats import Rutt

Tal_: TypeAlias = Decimal | Fraction
Mätt: TypeAlias = Tal_ | date | str
"""Ett värde att pröva: tal, datum, eller ett ord ur skalan."""


Serie: TypeAlias = Sequence[tuple[Tidpunkt | None, Mätt]]
"""Värden i tidsordning, var och en med tiden den avser när den är känd."""


def som_tal(värde: Mätt | None, skala: Mapping[str, int] | None) -> Fraction | None:
    """Värdet som tal; ett ord blir sitt steg i skalan. None när det inte är något tal."""
    if isinstance(värde, str):
        return Fraction(skala[värde]) if skala and värde in skala else None
    return Fraction(värde) if isinstance(värde, (Decimal, Fraction)) else None


def _inget_värde(_: Tidpunkt) -> None:
    """När det inte finns något tidigare."""


class Läge(NamedTuple):
    """Det som ett villkor prövas mot."""

    värde: Mätt
    per: date
    utgångsvärde: Mätt | None = None
    skala: Mapping[str, int] | None = None
    jämförelse: Mapping[str, Decimal] = MappingProxyType({})
    vid: Callable[[Tidpunkt], Mätt | None] = _inget_värde
    """Det tidigare värdet som handlar om en tid. Hämtas först när ett villkor frågar."""
    är_prognos: bool = False
    """Värdet är väntat, inte utfallet."""
    delar: "Mapping[str, Läge]" = MappingProxyType({})
    """Lägena för verksamheterna eller nämnderna som delar indikatorn."""
    grad: Gradregel = FÖRVALD_GRAD
    """Hur graden räknas: indikatorns eget sätt, annars kommunens."""
    delvis_inom: Decimal | None = None
    """Så nära målet räknas som det näst bästa steget, när indikatorn säger det i stället för en grad."""
    tolerans: Tolerans | None = None
    """Kommunens tolerans för det som ska bibehållas."""
    bedömningsskala: Sequence[str] = ()
    """Stegen på kommunens skala, från bäst till sämst."""

    def tal(self, värde: Mätt | None) -> Fraction | None:
        """Värdet som tal; ett ord blir sitt steg i skalan. None när det inte är något tal."""
        return som_tal(värde, self.skala)


class Prövning(NamedTuple):
    """Ett prövat villkor: uppfyllt eller inte, graden (0–1) om den kan räknas, och vad som jämfördes."""

    uppfyllt: bool | None
    """None när villkoret inte kan prövas; `skäl` säger då varför."""
    grad: Fraction | None = None
    jämfört: Callable[[], str] = str
    """Det som värdet jämfördes med, i ord. De flesta prövningar visas aldrig."""
    räknesätt: Räknesätt | None = None
    """Hur graden räknades."""
    delvis_från: Decimal | None = None
    """Lägsta grad (%) för det näst bästa steget, när målvärdet eller indikatorn säger en egen."""
    inom: bool | None = None
    """Om värdet är så nära målet som `delvis inom` säger; None när graden avgör."""
    skäl: str = ""
    steg: str = ""
    """Steget på bedömningsskalan, när målvärdet självt säger vilket."""
    plats: tuple[int, int] = (0, 1)
    """Stegets plats från det bästa, och hur många steg målvärdet skiljer på."""
    gräns: Fraction | None = None
    """Talet som värdet jämfördes med, när det är ett."""
    utgångsvärde: Fraction | None = None
    """Utgångsvärdet som graden räknades från."""
    hela_vägen: Fraction | None = None
    """Hur långt utgångsvärdet ligger från målet."""
    delar: "tuple[tuple[str, Prövning], ...]" = ()
    """Prövningen för varje verksamhet eller nämnd som delar indikatorn."""

    @property
    def jämfört_med(self) -> str:
        """Det som värdet jämfördes med: `minst riket (90,8)`."""
        return self.jämfört()


class Målfråga(StrEnum):
    """Vad ett målvärde frågar efter."""

    NIVÅ = "nivå"
    """Ett tal eller ett steg."""
    ÄNDRING = "ändring"
    """Ett tal eller ett steg, jämfört med ett tidigare."""
    DAG = "dag"
    """Dagen då något blev klart."""
    REDOVISNING = "redovisning"
    OMDÖME = "omdöme"
    """En bedömning för hand."""
    INGET = "inget"
    """Indikatorn följs utan målvärde."""
    FLERA = "flera"
    """Flera villkor, som var och ett frågar sitt."""


class Sammanhang(NamedTuple):
    """Det som behövs för att förstå ett målvärde utan utfall: skalans tal, utgångsvärdet och planens sista dag."""

    skala: Mapping[str, int] | None
    utgångsvärde: Mätt | None
    slut: date
    bedömningsskala: Sequence[str] = ()
    """Stegen på kommunens skala, från bäst till sämst."""


Mängder: TypeAlias = "dict[str, Mängd]"
"""Det som mäts (värdet, skillnaden mot riket, dagen) → mängden som uppfyller målet."""
Frist: TypeAlias = "date | str"


class Villkor(Del):
    """Det som är gemensamt för alla slag av målvärden."""

    nyckel: ClassVar[str]
    """Nyckeln i YAML som säger vilket slag det är."""

    avser: Måltid | None = None
    """Tiden då målvärdet ska vara nått. Utelämnat: planens sista år. `varje år`, `på sikt`, eller `ej angivet`
    när källan inte säger någon tid."""
    rubrik: Text | None = None
    """Vad planen kallar målvärdet, när det inte är Mål: Budget, Etappmål."""
    bör: JaNej = False
    """Målvärdet är något planen siktar mot (bör) och inte kräver (ska). Det bedöms och visas, men vägs bara in i målet
    när kommunen säger det (`sammanvägning: {bör räknas: ja}`)."""
    grad: Gradpost | None = None
    """Hur graden räknas för just det här målvärdet: `mot målvärdet` eller `från utgångsvärdet`."""
    delvis_inom: Tal | None = None
    """Så nära målvärdet, i indikatorns enhet, räknas som det näst bästa steget: `{minst: 80, delvis inom: 2}`."""

    @property
    def tid(self) -> Måltid | None:
        """Tiden då målvärdet ska vara nått, när målvärdet självt säger den."""
        return self.avser

    # --- Frågorna som varje slag svarar på ---

    @property
    @abstractmethod
    def svar(self) -> Målfråga:
        """Vad målvärdet frågar efter."""

    @abstractmethod
    def pröva(self, läge: Läge) -> Prövning:
        """Prövar värdet. Reser aldrig fel: det som inte kan prövas får ett skäl."""

    @abstractmethod
    def skriv(self, enhet: str | None) -> str:
        """Målvärdet i ord, till exempel `högst 2 555`."""

    @abstractmethod
    def gränser(self) -> tuple[Decimal | str, ...]:
        """Talen, stegen och namnen som utfallet jämförs med."""

    @abstractmethod
    def mängder(self, i: Sammanhang) -> Mängder:
        """Värdena som uppfyller målet, så att två målvärden kan jämföras: det strängare ryms i det mildare."""

    @abstractmethod
    def avstånd(self, värde: Fraction, läge: Läge) -> Fraction | None:
        """Hur långt från målet värdet är; mindre är bättre. None när det inte kan sägas."""

    @abstractmethod
    def bättre_uppåt(self, bedömningsskala: Sequence[str] = ()) -> bool | None:
        """Om högre är bättre (True), lägre (False), eller om det inte kan sägas eller beror på (None)."""

    @property
    @abstractmethod
    def jämförs_med(self) -> Tidpunkt | str | None:
        """Det tidigare värde som målvärdet är satt mot: en tid, `föregående år` eller `utgångsvärdet`; annars None."""

    # --- Det som är lika för de flesta ---

    def mot_tid(self, år: int) -> Tidpunkt | None:  # noqa: ARG002 - se Riktning
        """Tiden för det värde som `jämförs_med` nämner, när målet följs upp ett visst år."""
        return None

    def skriv_kort(self, enhet: str | None, steg: Mapping[str, int] | None) -> str:
        """Målvärdet så som en rapport skriver det: utan det ord som säger sig självt (`ja`, inte `minst ja`)."""
        return self._kort(enhet, steg) + self.tillägg

    def skriv_i_plan(self, enhet: str | None, steg: Mapping[str, int] | None) -> str:
        """Målvärdet så som en plan skriver det i sin tabell: `25 %` för minst, `högst 2 555`."""
        return self._i_plan(enhet, steg) + self.tillägg

    def _kort(self, enhet: str | None, steg: Mapping[str, int] | None) -> str:  # noqa: ARG002 - se Minst
        return self.skriv(enhet)

    def _i_plan(self, enhet: str | None, steg: Mapping[str, int] | None) -> str:
        return self._kort(enhet, steg)

    def skriv_helt(self, enhet: str | None) -> str:
        """Målvärdet i ord, med det som gör det mildare: `minst 80 % (bör)`, `minst 80 % (delvis inom 2)`."""
        return self.skriv(enhet) + self.tillägg

    @property
    def tillägg(self) -> str:
        """` (bör)`, ` (delvis inom 2)`, ` (grad från utgångsvärdet)`; tomt när målvärdet räknas som andra."""
        delar = ["bör"] if self.bör else []
        delar += [f"delvis inom {skriv_tal(self.delvis_inom)}"] if self.delvis_inom is not None else []
        delar += [f"grad {self.grad}"] if self.grad is not None else []
        return f" ({', '.join(delar)})" if delar else ""

    @property
    def skrivs_bart(self) -> bool:
        """Om planens tabell visar ett tal utan ord, så att dokumentet behöver säga att det är det lägsta."""
        return False

    @property
    def saknar_tolerans(self) -> bool:
        """Om målet är att något ska vara detsamma, utan att det sägs hur mycket som får skilja."""
        return False

    @property
    def skäl(self) -> str:
        """Varför indikatorn följs utan målvärde; tomt när den har ett."""
        return ""

    @property
    def egna_band(self) -> Bandtabell:
        """Banden från värde till steg, när målvärdet självt säger vilket steg ett värde ger."""
        return ()

    @property
    def är_bör(self) -> bool:
        """Om målvärdet är något planen siktar mot och inte kräver."""
        return self.bör

    def delar(self) -> "tuple[tuple[Rutt, Villkor], ...]":
        """Villkoren som målvärdet består av, med rutten till vart och ett; tomt för ett ensamt."""
        return ()

    def för_år(self, år: int) -> "Villkor | None":  # noqa: ARG002 - bara ett målvärde per år har ett svar som beror på året
        """Målvärdet som gäller ett år."""
        return self

    @property
    def åren(self) -> tuple[str, ...]:
        """Åren som har var sitt målvärde; tomt när målvärdet inte är satt per år."""
        return ()

    def utan_år(self, från: int, till: int) -> list[int]:  # noqa: ARG002 - detsamma
        """Åren mellan `från` och `till` som saknar målvärde, när det är satt per år."""
        return []

    def krav_per_frist(self, i: Sammanhang) -> Iterator[tuple[Frist, Mängder]]:
        """Kraven var för sig, med den dag då de ska vara uppfyllda. Varje målvärde kräver åtminstone en redovisning."""
        ska = {} if self.bör else {"ska": NOLL}
        yield self._frist(i), {"redovisas": NOLL} | ska | self.mängder(i)

    def _frist(self, i: Sammanhang) -> Frist:
        if self.avser is None:
            return i.slut
        if isinstance(self.avser, Tidpunkt):
            return self.avser.till
        return date.max if self.avser == "på sikt" else self.avser

    def _gradregel(self, läge: Läge) -> Gradregel:
        return self.grad or läge.grad


def skriv_med_enhet(tal: Decimal | Fraction, enhet: str | None, *, decimaler: int | None = None) -> str:
    """Talet med procenttecken när enheten är procent, och en andel med sina antal: `80 % (8 av 10)`.

    Andra enheter står i tabellens egen kolumn.
    """
    text = skriv_tal(tal, decimaler=decimaler)
    text = f"{text}\u00a0%" if enhet == "%" else text
    return f"{text} ({tal.i_ord})" if isinstance(tal, Andel) else text
