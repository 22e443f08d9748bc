"""Underlaget för uppföljningsrapporten: allt som mallarna `rapport.*` får se. Första sidan står i `sidunderlag`."""

from typing import NamedTuple

from planverktyg.modell.husregler import Indikatorord
from planverktyg.utgivning.underlag.diagram import Tidsserie, Väg
from planverktyg.utgivning.underlag.dokument import Stycke
from planverktyg.utgivning.underlag.forstasidan import Antal, Sammandrag
from planverktyg.utgivning.underlag.gemensamt import Brödtext, Innehållsrad, Not, Omdöme, Ursprung, Utseende
from planverktyg.utgivning.underlag.samband import Etikett, Tråd

# --- Mål och indikatorer ---------------------------------------------------------------------------


class Trendtext(NamedTuple):
    """Trenden i ord och pil, och värdet den räknas mot."""

    pil: str
    ord: str
    mot: str
    visas: bool = True
    """Att inget går att jämföra sägs bara när kommunen har ett eget ord för det."""


class Indikatorrad(NamedTuple):
    """En indikator i uppföljningen."""

    namn: str
    kolada: str
    enhet: str
    """Enheten, när den inte framgår av namnet."""
    utgångsvärde: str
    målvärde: str
    utfall: str
    prognos: str
    framskriven: bool
    """Prognosen är verktygets egen raka framskrivning."""
    omdöme: Omdöme
    läge: str
    """`läge per 31 augusti, prognos saknas`, när det är så."""
    beslutad: bool
    """Bedömningen är gjord av människor; `noter` har den beräknade och motiveringen."""
    grad: str
    trend: Trendtext
    noter: tuple[Not, ...]
    diagram: Väg | None
    """Värdet mot målet, när båda är tal."""
    serie: Tidsserie | None
    """Värdet över tid, när minst fyra värden går att jämföra."""


class Kolumner(NamedTuple):
    """Vilka kolumner som indikatortabellerna har: de som något i rapporten står i."""

    utgångsvärde: bool
    prognos: bool
    trend: bool
    noter: bool
    namn: str = "Indikator"
    """Namnkolumnens rubrik, med kommunens ord."""


class Målavsnitt(NamedTuple):
    """Ett mål i uppföljningen, med indikatorer och delmål."""

    id: str
    ankare: str
    markdownankare: str
    """Ankaret som kodvärden ger rubriken i Markdown."""
    nivå: int
    """Rubriknivå, 2–6."""
    rubrik: str
    slag: str
    """Målets nivå i planen: nämndmål, krav."""
    namn: str
    kort: bool
    """Målet har varken indikatorer, delmål eller beslutad bedömning: en rad räcker."""
    omdöme: Omdöme
    """Bedömningen som gäller: den beslutade om den finns."""
    beräknat: Omdöme
    beslutat: Omdöme | None
    motivering: str
    beslutad_av: str
    täckning: str
    """`3 av 3 indikatorer bedömda`, eller tomt när målet inte har några."""
    sammanvägning: str
    """Hur bedömningen vägdes samman, i ord."""
    ansvarig: str
    delas_av: str
    """Nämnderna som delar målet, eller tomt."""
    etikett: str
    """Indikatortabellens namn, unikt i rapporten."""
    indikatorer: tuple[Indikatorrad, ...]
    delmål: "tuple[Målavsnitt, ...]"


# --- Uppdrag, risker, ekonomi ------------------------------------------------------------------------


class Uppdragssteg(NamedTuple):
    """Ett steg i ett uppdrag, med sin status när den är rapporterad."""

    text: str
    status: Omdöme | None
    kommentar: str


class Uppdragsrad(NamedTuple):
    """Ett uppdrag och hur det går."""

    text: str
    ansvarig: str
    klart: str
    målvärde: str
    utfall: str
    status: Omdöme
    bedömning: Omdöme | None
    """Steget på bedömningsskalan, när uppföljningen bedömer uppdraget."""
    kommentar: str
    steg: tuple[Uppdragssteg, ...]
    avviker: bool
    """Uppdraget är försenat eller avbrutet, eller skulle redan ha varit klart."""
    sent: str
    """`skulle ha varit klart juni 2020`, eller tomt."""


class Uppdragsgrupp(NamedTuple):
    """Uppdrag som kommer från samma håll."""

    ankare: str
    rubrik: str
    etikett: str
    uppdrag: tuple[Uppdragsrad, ...]


class Uppdragsläge(NamedTuple):
    """Alla uppdrag, grupp för grupp."""

    mening: str
    bedömda: str
    """`Bedömda uppdrag: 7 helt (6), 20 i hög grad (18).`, eller tomt när inget är bedömt."""
    har_bedömning: bool
    grupper: tuple[Uppdragsgrupp, ...]

    @property
    def har_kommentar(self) -> bool:
        """Om något uppdrag har en kommentar."""
        return any(r.kommentar for g in self.grupper for r in g.uppdrag)

    @property
    def har_noter(self) -> bool:
        """Om något uppdrag har mer att säga än texten och statusen."""
        alla = (r for g in self.grupper for r in g.uppdrag)
        return any(r.kommentar or r.målvärde or r.ansvarig or r.klart or r.steg for r in alla)


class Riskruta(NamedTuple):
    """En ruta i riskmatrisen."""

    riskvärde: str
    nivå: str
    """Nivån i ord: hög, medel, låg."""
    färg: str
    """grön under tröskeln, gul från tröskeln, röd när risken räknas som hög."""
    risker: tuple[str, ...]
    """Riskernas nummer i tabellen under matrisen, med pil när riskvärdet har ändrats: `1 ↑`."""
    förut: tuple[str, ...]
    """Numren på riskerna som stod här i planen men har flyttat."""


class Matrisrad(NamedTuple):
    """En rad i riskmatrisen: ett steg för sannolikheten."""

    rubrik: str
    rutor: tuple[Riskruta, ...]


class Riskrad(NamedTuple):
    """En risk så som den bedöms nu."""

    nummer: str
    text: str
    sannolikhet: str
    konsekvens: str
    riskvärde: Omdöme
    förändring: str
    """`↑ ökat från 15`, eller `oförändrat`."""
    har_ändrats: bool
    """Riskvärdet har ökat eller minskat sedan planen, eller risken är ny."""
    noter: tuple[Not, ...]


class Åtgärdsrad(NamedTuple):
    """En åtgärd eller ett kontrollmoment och hur det går."""

    text: str
    risker: str
    """Numren på riskerna som åtgärden hör till."""
    tid: str
    ansvarig: str
    status: Omdöme
    kommentar: str


class Åtgärdslista(NamedTuple):
    """Åtgärderna eller kontrollerna, och vilka kolumner som behövs."""

    har_risk: bool
    """Någon rad säger vilken risk den hör till."""
    har_tid: bool
    rader: tuple[Åtgärdsrad, ...]

    @property
    def har_kommentar(self) -> bool:
        """Om någon rad har en kommentar."""
        return any(r.kommentar for r in self.rader)

    @property
    def har_noter(self) -> bool:
        """Om någon rad har en kommentar eller någon som ansvarar."""
        return any(r.kommentar or r.ansvarig for r in self.rader)


class Processrad(NamedTuple):
    """En process i den interna kontrollen, med det som hör till just den."""

    namn: str
    djup: int
    """0 för de översta processerna."""
    risker: str
    """Riskernas nummer, eller tomt."""
    kontroller: int
    med_avvikelse: int
    ej_genomförda: int
    """Kontroller som inte blev av eller inte är rapporterade."""


class Riskläge(NamedTuple):
    """Riskerna, åtgärderna mot dem och kontrollerna av dem."""

    mening: str
    konsekvenser: tuple[str, ...]
    """Matrisens kolumner, från lägst till högst."""
    rader: tuple[Matrisrad, ...]
    """Matrisens rader, från högst sannolikhet till lägst."""
    förklaring: str
    steg: tuple[Not, ...]
    """Vad stegen betyder, när kommunen har beskrivit dem."""
    risker: tuple[Riskrad, ...]
    åtgärder: Åtgärdslista
    mätare: tuple[Antal, ...]
    """Antal kontroller per resultat: grönt, gult, rött och ej genomförda."""
    kontroller: Åtgärdslista
    processer: tuple[Processrad, ...]
    """Processerna i läsordning, också de utan risker och kontroller."""


# --- Åtgärdsplanen ------------------------------------------------------------------------------------


class Effektrad(NamedTuple):
    """En punkt i åtgärdsplanen: väntad och uppnådd effekt, och hur det går med åtgärderna."""

    ankare: str
    rubrik: str
    målsättning: str
    väntad: str
    """`4,8 mnkr`, eller streck när den inte kan räknas."""
    väntad_är: str
    """`per år`, eller året som följs upp när effekten växer fram."""
    uppnådd: str
    noter: tuple[Not, ...]
    etikett: str
    """Åtgärdstabellens namn, unikt i rapporten."""
    åtgärder: Åtgärdslista

    @property
    def effekt(self) -> str:
        """`2,4 mnkr uppnådd, 4,8 mnkr väntad per år`, utan det som inte finns."""
        delar = ((self.uppnådd, "uppnådd"), (self.väntad, f"väntad {self.väntad_är}"))
        return ", ".join(f"{belopp} {vad}" for belopp, vad in delar if belopp != "–")


class Områdesåtgärder(NamedTuple):
    """Ett område i åtgärdsplanen."""

    id: str
    ankare: str
    rubrik: str
    punkter: tuple[Effektrad, ...]


class Åtgärdsplansläge(NamedTuple):
    """Hela åtgärdsplanen."""

    mening: str
    områden: tuple[Områdesåtgärder, ...]
    kan_inte_summeras: tuple[Not, ...]
    """Punkterna som inte är med i summan av den väntade effekten, med skälet."""


# --- Hela rapporten ----------------------------------------------------------------------------------


class Skalsteg(NamedTuple):
    """Ett steg på bedömningsskalan och när det gäller."""

    omdöme: Omdöme
    betyder: str


class Läsanvisning(NamedTuple):
    """Så läser du rapporten: skalan, symbolerna och räknereglerna."""

    skala: tuple[Skalsteg, ...]
    stycken: tuple[Not, ...]


class Rapport(NamedTuple):
    """En uppföljningsrapport."""

    titel: str
    """Sidans titel: unik bland rapporterna."""
    rubrik: str
    överrubrik: str
    """Kommunen och nämnden."""
    läge: str
    """`Läget den 31 augusti 2020`."""
    beslut: str
    upprättad_av: str
    exempel: str
    """`Exempel: värdena är påhittade`, eller tomt."""
    utkast: str
    """`Utkast: inmatning pågår`, eller tomt när uppföljningen är klar."""
    varningar: tuple[str, ...]
    """Det som måste stå överst och på varje sida: ändrad efter beslutet, eller gjord trots fel."""
    sidhuvud: str
    """Texten överst på varje utskriven sida."""
    utseende: Utseende | None
    """Kommunens logotyp, färg och typsnitt. Inget när husreglerna inte säger något."""
    indikatorord: Indikatorord
    """Vad kommunen kallar indikatorerna: `ental`, `flertal`, `rubrik` och `rubriker`."""
    innehåll: tuple[Innehållsrad, ...]
    """Avsnitten efter första sidan, i ordning."""
    sammandrag: Sammandrag
    sammanfattning: Brödtext | None
    """Nämndens egen sammanfattning, när den är längre än vad som står på första sidan."""
    mål: tuple[Målavsnitt, ...]
    kolumner: Kolumner
    """Indikatortabellernas kolumner, desamma i hela rapporten."""
    utan_ansvar: tuple[Not, ...]
    """Målen som nämnden inte har något ansvar för, med skälet."""
    tråd: Tråd | None
    """Inget när planen bara har en nivå och inga länkar."""
    etiketter: tuple[Etikett, ...]
    uppdrag: Uppdragsläge | None
    åtgärdsplan: Åtgärdsplansläge | None
    risker: Riskläge | None
    nyckeltal: tuple[Stycke, ...]
    """Nyckeltalen utanför målen, en tabell för varje grupp."""
    tabeller: tuple[Stycke, ...]
    """Uppföljningens egna ekonomiska tabeller."""
    läsanvisning: Läsanvisning | None
    """Inget när rapporten inte har något som bedöms."""
    ursprung: Ursprung

    @property
    def mall(self) -> str:
        """Mallens namn, utan ändelse."""
        return "rapport"
