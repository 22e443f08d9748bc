"""Vad en bedömning är: steget på skalan eller skälet till att inget steg finns, och det som ledde dit."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.stegord import slutskalan
from planverktyg.modell.villkor import Målfråga

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from fractions import Fraction

    from planverktyg.modell.bedomning import Bedömningssteg, Skala
    from planverktyg.modell.beslut import Fastställd
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.indikator import Indikator, Utfall
    from planverktyg.modell.period import Tidpunkt
    from planverktyg.modell.plan import Mål, Nyckeltalsgrupp
    from planverktyg.modell.rapportering import BeslutadBedömning
    from planverktyg.modell.villkor import Mätt, Prövning, Villkor
    from planverktyg.uppfyllelse.avgjort import Statusar
    from planverktyg.uppfyllelse.omgivning import Bidragsbedömning
    from planverktyg.uppfyllelse.sammanvagning import Vägning


class Skäl(StrEnum):
    """Varför något saknar bedömning. Skälen hålls isär ända till rapporten."""

    SAKNAS = "saknas"
    EJ_MÄTT = "ej mätt"
    EJ_MÄTT_I_ÅR = "ej mätt i år"
    """Det senaste värdet handlar om en tid före målets."""
    UTGÅR = "utgår"
    SAKNAR_MÅLVÄRDE = "saknar målvärde"
    FÖR_HAND = "bedöms för hand"
    EJ_RAPPORTERAD = "ej rapporterad"
    PROGNOS_SAKNAS = "prognos saknas"
    INTE_ÄN = "ännu inte aktuellt"
    """Målvärdet ska vara nått ett senare år."""
    SENARE = "följs upp senare"
    """Indikatorn följs inte upp vid den här perioden."""
    STÄMS_AV = "stäms av"
    """Arbetet stäms av vid den här perioden, men indikatorn bedöms senare."""
    KAN_INTE_PRÖVAS = "kan inte prövas"
    INGET_BEDÖMT = "inget bedömt"
    INGA_INDIKATORER = "inga indikatorer"
    FÖR_LÅG_TÄCKNING = "för låg täckning"
    """Färre av indikatorerna kunde bedömas än vad husreglerna kräver."""


SKA_ALDRIG_NÅS = (Skäl.SAKNAR_MÅLVÄRDE, Skäl.UTGÅR)
"""Skälen till att det inte finns något att nå, varken nu eller senare."""

EJ_I_TÄCKNINGEN = (*SKA_ALDRIG_NÅS, Skäl.INTE_ÄN, Skäl.SENARE, Skäl.STÄMS_AV)
"""Skälen till att en indikator inte ska bedömas vid uppföljningen."""


class Grund(StrEnum):
    """Vilket värde som bedömningen vilar på."""

    UTFALL = "utfall"
    PROGNOS = "prognos"
    FRAMSKRIVNING = "rak framskrivning"
    LÄGE = "läge"
    SÄKERT = "kan bara bli ett"
    """Värdet växer bara, så svaret kan inte bli ett annat, eller så frågas det inte efter hur det slutar."""


class Trend(StrEnum):
    """Hur värdet har ändrats sedan det senaste jämförbara."""

    BÄTTRE = "bättre"
    OFÖRÄNDRAT = "oförändrat"
    SÄMRE = "sämre"
    KAN_INTE_JÄMFÖRAS = "kan inte jämföras"


class Bedömtvärde(NamedTuple):
    """Värdet som prövas, och vilken grund det har."""

    värde: Mätt
    grund: Grund
    underlag: str = ""
    """Hur ett framskrivet värde räknades."""
    tid: Tidpunkt | None = None
    """Tiden som ett uppmätt värde handlar om."""
    till: date | None = None
    """Dagen som ett framskrivet värde gäller."""
    blandat: bool = False
    """Delarnas värden har olika grund, som då står vid vart och ett; `grund` är den avgörandes."""


class Delbedömning(NamedTuple):
    """En del av en indikators bedömning: ett villkor i en lista, eller en av dem som delar på indikatorn."""

    namn: str
    """Delens namn (hemtjänst), eller villkoret i ord (minst 80)."""
    villkor: Villkor | None
    bedömt: Bedömtvärde | None
    prövning: Prövning | None
    steg: Bedömningssteg | None
    skäl: Skäl | None
    """Varför delen inte har något steg."""
    förklaring: str
    frist: date
    delar: tuple[Delbedömning, ...] = ()
    """Bedömningarna som den här är kombinerad av."""
    slutlig: bool = False
    """Om saken är avgjord: tiden är ute, eller det är nått och kan inte bli onått."""
    ur: str = ""
    """Den tidigare uppföljning som delens svar kommer ur (`helår 2019`), när bara delen bärs därifrån; annars tomt."""
    i_förtid: bool = False
    """Om det är nått fast det ska nås ett senare år."""
    är_del: bool = False
    """Om det är en verksamhet, en nämnd eller ett kön, och inte ett villkor."""

    @property
    def är_bör(self) -> bool:
        """Om målvärdet är något som planen siktar mot och inte kräver."""
        return self.villkor is not None and self.villkor.är_bör

    @property
    def har_målvärde(self) -> bool:
        """Om planen säger vad som ska nås."""
        return self.skäl is not Skäl.SAKNAR_MÅLVÄRDE


class Fastställt(NamedTuple):
    """Det som beslutades om ett mål eller en indikator, när dagens plan eller regler hade gett något annat."""

    steg: Bedömningssteg | None
    målvärde: str
    """Målvärdet som gällde när det beslutades, när det är ett annat än dagens; annars tomt."""
    dagens: Bedömningssteg | None
    dagens_skäl: Skäl | None


class Trendsvar(NamedTuple):
    """Trenden, det tidigare värde som den räknas mot, och utfallet som jämfördes."""

    trend: Trend = Trend.KAN_INTE_JÄMFÖRAS
    jämfört_med: tuple[Tidpunkt | None, Mätt] | None = None
    värde: Mätt | None = None


class Indikatorbedömning(NamedTuple):
    """En indikators bedömning i en uppföljning."""

    indikator: Indikator
    utfall: Utfall | None
    villkor: Villkor | None
    bedömt: Bedömtvärde | None
    prövning: Prövning | None
    beräknat: Bedömningssteg | None
    skäl: Skäl | None
    """Varför det inte finns något beräknat steg."""
    förklaring: str
    """Skälet med uppföljningens egna ord."""
    delar: tuple[Delbedömning, ...]
    """Bedömningen för var och en av dem som delar på indikatorn, annars för vart och ett av villkoren i en lista."""
    rörelse: Callable[[], Trendsvar]
    """Trenden, som räknas först när någon frågar efter den."""
    prognosen_förut: tuple[str, Utfall] | None
    """Årets senaste tidigare utfall med en prognos, hela indikatorns eller delarnas, och uppföljningen (`delår 1`)."""
    beslutad: BeslutadBedömning | None
    beslutat: Bedömningssteg | None
    slutlig: bool
    """Om den bedömning som gäller är avgjord och inte bara väntas."""
    visat: Bedömningssteg | None
    """Steget som gäller, med det ord som visas: `är uppfyllt` i stället för `väntas bli uppfyllt` när det är slutligt."""
    rapporterat: str
    """Den tidigare uppföljning som utfallet kommer ur (`helår 2019`), när det inte behövde rapporteras igen."""
    frist: date
    """Sista dagen då målvärdet ska vara nått; `date.max` på sikt."""
    fastställt: Fastställt | None = None
    """Det som beslutades med uppföljningen, när det är något annat än det som räknas fram i dag."""

    @property
    def steg(self) -> Bedömningssteg | None:
        """Steget som gäller: det som beslutades, annars det beräknade."""
        return _gällande_steg(self)

    @property
    def grad(self) -> Fraction | None:
        """Graden 0–1, eller None när den inte kan räknas."""
        return self.prövning.grad if self.prövning else None

    @property
    def visad_prövning(self) -> Prövning | None:
        """Prövningen bakom den bedömning som visas: ingen när det som beslutades inte är det som räknas fram i dag."""
        return None if self.fastställt else self.prövning

    @property
    def trend(self) -> Trend:
        """Om utfallet är bättre eller sämre än det förra."""
        return self.rörelse().trend

    @property
    def jämfört_med(self) -> tuple[Tidpunkt | None, Mätt] | None:
        """Det tidigare värde som trenden räknas mot."""
        return self.rörelse().jämfört_med

    @property
    def trendvärde(self) -> Mätt | None:
        """Utfallet som trenden räknas på: aldrig en prognos."""
        return self.rörelse().värde

    @property
    def är_besvarad_för_hand(self) -> bool:
        """Bedömningen är hela svaret: målvärdet bedöms för hand, och det är gjort."""
        return self.beslutad is not None and self.villkor is not None and self.villkor.svar is Målfråga.OMDÖME

    @property
    def är_läge(self) -> bool:
        """Målvärdet är inte nått ännu och prognos saknas: bedömningen är ett läge, ingen väntad måluppfyllelse."""
        return bool(
            self.beräknat
            and self.bedömt
            and self.bedömt.grund is Grund.LÄGE
            and self.visad_prövning
            and self.visad_prövning.uppfyllt is False
        )

    @property
    def framskrivna(self) -> dict[str, Bedömtvärde]:
        """De värden som verktyget har skrivit fram: delens namn (tomt för hela indikatorn) → värdet."""
        delar = {d.namn if d.är_del else "": d.bedömt for d in self.delar} or {"": self.bedömt}
        return {namn: värde for namn, värde in delar.items() if värde and värde.grund is Grund.FRAMSKRIVNING}

    @property
    def är_bör(self) -> bool:
        """Om målvärdet är något planen siktar mot och inte kräver."""
        alla = [ett for d in self.delar for ett in (d.delar or (d,)) if ett.har_målvärde]
        if not alla:
            return self.villkor is not None and self.villkor.är_bör
        return all(ett.är_bör for ett in alla)

    @property
    def är_oläst_beslut(self) -> bool:
        """Om indikatorn har en beslutad bedömning i ord som inte går att läsa."""
        return _är_oläst(self)

    @property
    def ska_bedömas(self) -> bool:
        """Om indikatorn räknas i täckningen: den har ett målvärde som gäller nu, och har inte utgått."""
        return self.skäl not in EJ_I_TÄCKNINGEN or self.beslutat is not None


def _är_oläst(b: Indikatorbedömning | Målbedömning) -> bool:
    return b.beslutad is not None and b.beslutat is None and b.fastställt is None


def _gällande_steg(b: Indikatorbedömning | Målbedömning) -> Bedömningssteg | None:
    """Det fastställda före det beslutade före det beräknade. Ett beslut som inte går att läsa ersätts aldrig av något annat."""
    if b.fastställt is not None:
        return b.fastställt.steg
    if b.beslutad is not None:
        return b.beslutat
    return b.beräknat


class Täckning(NamedTuple):
    """Hur många av målets indikatorer som kunde bedömas."""

    bedömda: int
    alla: int

    def __str__(self) -> str:
        return f"{self.bedömda} av {self.alla}"


class Förflyttning(NamedTuple):
    """Hur många av de bedömda indikatorerna som har blivit bättre, står stilla eller har blivit sämre."""

    bättre: int
    oförändrat: int
    sämre: int

    @property
    def jämförbara(self) -> int:
        """Hur många som kan jämföras bakåt."""
        return self.bättre + self.oförändrat + self.sämre


def räkna_förflyttning(indikatorer: Iterable[Indikatorbedömning]) -> Förflyttning:
    """De bedömda indikatorernas trender, räknade."""
    trender = [i.trend for i in indikatorer if i.steg]
    return Förflyttning(*(trender.count(t) for t in (Trend.BÄTTRE, Trend.OFÖRÄNDRAT, Trend.SÄMRE)))


class Målbedömning(NamedTuple):
    """Ett måls bedömning: den beräknade, och den beslutade när en sådan finns."""

    mål: Mål
    indikatorer: tuple[Indikatorbedömning, ...]
    delmål: tuple[Målbedömning, ...]
    bidrag: tuple[Bidragsbedömning, ...]
    """Det som bidrar till målet från andra håll, när kommunen räknar bidrag."""
    beräknat: Bedömningssteg | None
    skäl: Skäl | None
    beslutad: BeslutadBedömning | None
    beslutat: Bedömningssteg | None
    slutlig: bool
    """Om den bedömning som gäller är avgjord och inte bara väntas."""
    visat: Bedömningssteg | None
    """Steget som gäller, med det ord som visas."""
    täckning: Täckning
    vägning: Vägning
    """Delarna som vägs samman, och regeln för det."""
    fastställt: Fastställt | None = None
    """Det som beslutades med uppföljningen, när det är något annat än det som räknas fram i dag."""

    @property
    def steg(self) -> Bedömningssteg | None:
        """Steget som gäller: det som beslutades, annars det beräknade."""
        return _gällande_steg(self)

    @property
    def är_oläst_beslut(self) -> bool:
        """Om målet har en beslutad bedömning i ord som inte går att läsa."""
        return _är_oläst(self)

    @property
    def vägda(self) -> tuple[Bedömningssteg, ...]:
        """Stegen som vägs samman: indikatorernas, delmålens närmast under, och uppdragens när de räknas."""
        return tuple(del_.steg for del_ in self.vägning.delar)

    @property
    def förflyttning(self) -> Förflyttning:
        """De bedömda indikatorerna under målet efter trend."""
        return self.vägning.förflyttning

    def alla_mål(self) -> Iterator[Målbedömning]:
        """Bedömningen själv och alla under den, uppifrån och ned."""
        yield self
        for delmål in self.delmål:
            yield from delmål.alla_mål()

    def alla_indikatorer(self) -> Iterator[Indikatorbedömning]:
        """Indikatorerna under målet, i planens ordning."""
        for mål in self.alla_mål():
            yield from mål.indikatorer


class Nyckeltal(NamedTuple):
    """En grupp nyckeltal, och vad uppföljningen säger om vart och ett. De bedöms inte och räknas inte någonstans."""

    grupp: Nyckeltalsgrupp
    indikatorer: tuple[Indikatorbedömning, ...]


class Uppfyllelse(NamedTuple):
    """En hel uppföljnings bedömningar."""

    husregler: Husregler
    mål: tuple[Målbedömning, ...]
    per: date
    helhet: Vägning | None
    """Hela planens bedömning, vägd av målen på översta nivån, när husreglerna ber om den."""
    statusar: Statusar
    """Det som gäller om uppdragen och åtgärderna."""
    beslutad_helhet: BeslutadBedömning | None = None
    """Bedömningen av hela planen som människor har gjort."""
    nyckeltal: tuple[Nyckeltal, ...] = ()
    """Nyckeltalen utanför målen."""
    helheten_då: str = ""
    """Bedömningen av hela planen så som den beslutades med uppföljningen, när dagens plan eller regler ger en annan."""
    bara_då: tuple[tuple[str, Fastställd], ...] = ()
    """Id och bedömning för det som beslutades med uppföljningen, men inte längre är ett mål eller en indikator i planen."""

    @property
    def skala(self) -> Skala:
        """Skalan som gäller vid uppföljningen."""
        return self.husregler.skala(self.per)

    @property
    def visade_steg(self) -> Skala:
        """Orden som visas, från bäst till sämst: skalans, och före vart och ett de slutliga ord på det som något har."""
        visade = {(b.steg, b.visat) for b in self.alla_mål() if b.visat}
        visade |= {(i.steg, i.visat) for i in self.alla_indikatorer() if i.visat}
        slutliga = slutskalan(self.husregler.bedömning.skala)
        ordning = [steg.namn for steg in slutliga]

        def orden(steg: Bedömningssteg) -> Iterator[Bedömningssteg]:
            egna = [visat for gäller, visat in visade if gäller == steg and visat != steg]
            yield from sorted(egna, key=lambda v: ordning.index(v.namn) if v.namn in ordning else -1)
            yield steg

        return tuple(dict.fromkeys(ord_ for steg in self.skala for ord_ in orden(steg)))

    @property
    def helhetens_ord(self) -> str:
        """Ordet för hela planen: det som människor har bedömt, annars det beräknade, annars skälet till att det saknas."""
        if self.beslutad_helhet is not None:
            return self.beslutad_helhet.bedömning
        if self.helhet is None:
            return ""
        if self.helhet.steg is None:
            return self.helhet.skäl or Skäl.INGET_BEDÖMT
        return self.husregler.visa_steg(self.helhet.steg, self.per, slutligt=self.helhet.är_slutlig).namn

    @property
    def övergripande(self) -> tuple[Målbedömning, ...]:
        """Målen som rapporten svarar för först, i planens ordning."""
        return de_övergripande(self.mål, self.husregler)

    def alla_mål(self) -> Iterator[Målbedömning]:
        """Alla mål uppifrån och ned, i planens ordning."""
        for mål in self.mål:
            yield from mål.alla_mål()

    def alla_indikatorer(self) -> Iterator[Indikatorbedömning]:
        """Alla indikatorer under målen, i planens ordning. Nyckeltalen räknas inte in."""
        for mål in self.alla_mål():
            yield from mål.indikatorer

    def alla_nyckeltal(self) -> Iterator[Indikatorbedömning]:
        """Nyckeltalen utanför målen, i planens ordning."""
        for grupp in self.nyckeltal:
            yield from grupp.indikatorer

    def alla_mätta(self) -> Iterator[Indikatorbedömning]:
        """Indikatorerna under målen, och sedan nyckeltalen utanför dem."""
        yield from self.alla_indikatorer()
        yield from self.alla_nyckeltal()


def följs_bara(indikatorer: Sequence[Indikatorbedömning]) -> bool:
    """Om det finns indikatorer, och alla följs utan målvärde: då finns inget att bedöma."""
    return bool(indikatorer) and all(i.skäl is Skäl.SAKNAR_MÅLVÄRDE for i in indikatorer)


def de_övergripande(målen: Sequence[Målbedömning], husregler: Husregler) -> tuple[Målbedömning, ...]:
    """Målen på de nivåer som kommunen kallar övergripande, annars på den högsta nivå som planen har.

    Utan kommunens ord är också det översta målet i ett system bredvid övergripande: det har mål under sig och bidrar inte
    till något annat.
    """
    alla = [b for mål in målen for b in mål.alla_mål()]
    valda = tuple(b for b in alla if b.mål.nivå in husregler.övergripande_nivåer)
    if valda:
        return valda
    nivåer = {b.mål.nivå for b in alla}
    högst = next((nivå for nivå in husregler.nivåer if nivå in nivåer), None)
    bredvid = {b.mål.id for b in målen if b.delmål and not b.mål.bidrar_till}
    return tuple(b for b in alla if b.mål.nivå == högst or b.mål.id in bredvid) if högst else tuple(målen)
