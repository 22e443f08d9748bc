"""Ekonomi: kommunbidrag, driftbudget med brygga, investeringar, andra tabeller, och uppföljningens utfall och prognos.

Belopp är exakta tal i kr, tkr eller mnkr. Kostnader och intäkter skrivs som källan skriver dem; skriver källan kostnader
med minus sägs det med `kostnader: negativa`, så att avvikelser får rätt tecken.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, TypeAlias, TypeVar

from pydantic import PlainValidator, WithJsonSchema, model_validator

from planverktyg.modell.avvikelse import Avvikelsesvar
from planverktyg.modell.byggsten import Del, Id, Idlista, Kortform, Tal, Text, Textlista, fel, talfel
from planverktyg.modell.grund.plats import Rutt
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.modell.period import Tid, Årsnyckel

Beloppsenhet = Literal["tkr", "mnkr", "kr"]
Kostnadstecken: TypeAlias = Literal["positiva", "negativa"]
"""Om källan skriver kostnader som 251 589 eller som −251 589."""
Postslag: TypeAlias = Literal["nettokostnad", "kostnader", "intäkter", "resultat"]
"""Vad beloppen i en uppföljning är. Slaget avgör om mer än budget är bättre eller sämre."""
ANDELAR = ("%", "procent", "procentenheter")
"""En andel läggs inte ihop rad för rad: 10 % och 20 % är inte 30 % tillsammans."""
KRONOR = {"kr": 1, "tkr": 1_000, "mnkr": 1_000_000}
"""Kronor per enhet."""


def i_kronor(belopp: Decimal, enhet: Beloppsenhet) -> Decimal:
    """Beloppet i kronor, lika noga skrivet: 234,1 mnkr är 2 341 hundratusentals kronor."""
    return belopp.scaleb(len(str(KRONOR[enhet])) - 1)


def räkna_om(tal: Decimal, från: str, till: str) -> Decimal:
    """Talet i en annan enhet, lika noga skrivet, när båda är pengar: 1,2 mnkr är 12 hundratals tkr. Annars som det står."""
    if från == till or från not in KRONOR or till not in KRONOR:
        return tal
    return tal.scaleb(len(str(KRONOR[från])) - len(str(KRONOR[till])))


def skriv_kronor(kronor: Decimal) -> str:
    """Ett exakt belopp i den enhet som gör det kortast: `4,8 mnkr`, `750 tkr`, `0 kr`."""
    enhet = next((e for e in ("mnkr", "tkr") if abs(kronor) >= KRONOR[e]), "kr")
    tal = (kronor / KRONOR[enhet]).normalize()
    return f"{skriv_tal(tal if tal % 1 else tal.to_integral_value())} {enhet}"


class _Tabell(Del):
    """Det som är gemensamt för en tabell i ekonomin: vad den gäller och texten omkring den."""

    id: Id
    """Budgetpostens id."""
    verksamhetsområde: Id | None = None
    """Verksamhetsområdet som tabellen gäller."""
    rubrik: Text | None = None
    """Tabellens rubrik i planens egna ord."""
    beskrivning: Text | None = None
    """Text före tabellen (Markdown)."""
    kommentar: Text | None = None
    """Text efter tabellen (Markdown)."""


class Kommunbidrag(_Tabell):
    """Anslaget från fullmäktige: budget för det första året, plan för de följande."""

    enhet: Beloppsenhet = "tkr"
    """Enheten som beloppen står i."""
    belopp: dict[Årsnyckel, Tal]
    """Anslaget för varje år: `{2020: 234.1, 2021: 241.1}`."""


class Budgetrad(Del):
    """En rad i driftbudgeten."""

    id: Id | None = None
    """Radens id, när något annat ska kunna hänvisa till den."""
    namn: Text
    """Radens namn i planens egna ord."""
    slag: (
        Literal["kommunbidrag", "nettokostnad", "intäkter", "kostnader", "resultat", "riktade medel", "återsökning"]
        | None
    ) = None
    """Vad raden är, så att den kan jämföras med andra tabeller och nettot kan kontrolleras."""
    föregående: Tal | None = None
    """Beloppet för jämförelseåret. Utelämnas när källan inte har något."""
    budget: Tal
    """Beloppet i planens budget."""
    förändring: Tal | None = None
    """Förändringen som planen anger; kontrolleras mot de två beloppen."""
    förändring_procent: Tal | None = None
    """Förändringen i procent som planen anger; kontrolleras mot de två beloppen."""
    summa_av: Idlista = ()
    """Raderna som den här är summan av; kontrolleras."""
    varav: "tuple[Budgetrad, ...]" = ()
    """Delar av raden som planen visar för sig: varav mark och exploatering."""


class Bryggpost(Del):
    """En post som för det ingående beloppet mot det utgående."""

    namn: Text
    """Postens namn, utan tecknet."""
    belopp: Tal
    """Beloppet med tecken."""


class Brygga(Del):
    """Från ett belopp till nästa: ingående, plus och minus poster, blir utgående."""

    beskrivning: Text | None = None
    """Text före bryggan (Markdown)."""
    ingående: Bryggpost
    """Beloppet att börja från."""
    poster: tuple[Bryggpost, ...]
    """Posterna i ordning."""
    utgående: Bryggpost
    """Beloppet som planen anger som resultat; kontrolleras mot summan."""
    kommentar: Text | None = None
    """Text efter bryggan (Markdown)."""

    @property
    def beräknat(self) -> Decimal:
        """Ingående belopp plus alla poster."""
        return sum((post.belopp for post in self.poster), self.ingående.belopp)


class Driftbudget(_Tabell):
    """Driftbudgeten för ett verksamhetsområde, jämförd med ett tidigare år."""

    enhet: Beloppsenhet = "tkr"
    """Enheten som beloppen står i."""
    avser: Tid | None = None
    """Året som kolumnen `budget` gäller. Utelämnat är det planens år; i en plan för flera år året efter jämförelsen."""
    jämförelse: Tid | None = None
    """Året som kolumnen `föregående` gäller. Utelämnas när källan inte jämför med något år."""
    jämförelsen_är: Literal["prognos", "budget", "bokslut"] = "budget"
    """Om kolumnen `föregående` är en prognos, en budget eller ett bokslut."""
    kostnader: Kostnadstecken = "positiva"
    """Om kostnader står med minus i tabellen: positiva eller negativa."""
    hörnrubrik: Text | None = None
    """Texten i tabellens övre vänstra ruta, när planen har en egen."""
    rader: tuple[Budgetrad, ...]
    """Tabellens rader."""
    brygga: Brygga | None = None
    """Vad förändringen består av."""


class Investeringsrad(Del):
    """En investering med belopp per år."""

    namn: Text
    """Investeringens namn."""
    belopp: dict[Årsnyckel, Tal]
    """Beloppet för varje år."""
    varav: "tuple[Investeringsrad, ...]" = ()
    """Delar av investeringen som planen visar för sig."""


class Investering(_Tabell):
    """Investeringar för ett verksamhetsområde, eller beskedet att det inte finns några."""

    enhet: Beloppsenhet = "tkr"
    """Enheten som beloppen står i."""
    rader: tuple[Investeringsrad, ...] = ()
    """Investeringarna; tomt när texten säger att inga finns."""
    summa: dict[Årsnyckel, Tal] = {}
    """Summan för varje år som planen anger; kontrolleras mot raderna."""


class Tabellkolumn(Del):
    """En kolumn i en tabell: Bokslut 2018, Budget 2020."""

    id: Id | None = None
    """Kolumnens id, när en annan kolumn räknar med den."""
    namn: Text
    """Kolumnens rubrik i planens egna ord."""
    avser: Tid | None = None
    """Tiden som kolumnen gäller. Den läggs till rubriken när den inte redan står där."""
    enhet: Text | None = None
    """Kolumnens egen enhet, när den inte är tabellens: %."""
    räknas: Text | None = None
    """Hur kolumnen räknas av andra: `budget - utfall`, med kolumnernas id eller namn; kontrolleras."""


def _kort_kolumn(värde: Any) -> Any:
    return värde if isinstance(värde, dict) or värde is None else {"namn": värde}


def _tolka_cell(värde: Any) -> tuple[Decimal, ...]:
    """Talen i en ruta; inga när källan inte har något."""
    skrivna = värde if isinstance(värde, list) else [] if värde == "saknas" else [värde]
    if värde == [] or any(type(tal) not in {int, Decimal} for tal in skrivna):
        felskrivet = next((tal for tal in skrivna if type(tal) not in {int, Decimal}), värde)
        raise talfel(felskrivet)
    return tuple(map(Decimal, skrivna))


_TAL_SCHEMA: dict[str, Any] = {"type": "number"}
Tabellcell: TypeAlias = Annotated[
    tuple[Decimal, ...],
    PlainValidator(_tolka_cell),
    WithJsonSchema(
        {"anyOf": [_TAL_SCHEMA, {"const": "saknas"}, {"type": "array", "items": _TAL_SCHEMA, "minItems": 1}]}
    ),
]
"""Ett tal, flera tal i samma ruta, eller ordet saknas."""


class Tabellrad(Del):
    """En rad i en tabell: belopp, nyckeltal eller antal."""

    id: Id | None = None
    """Radens id, när en summa räknar med den."""
    namn: Text
    """Radens namn i planens egna ord."""
    enhet: Text | None = None
    """Radens egen enhet, när den inte är tabellens: %, platser."""
    slag: Postslag | None = None
    """Vad raden är, när det avgör tecknet på en avvikelse: mer intäkter än budget är bättre."""
    delar: Textlista = ()
    """Vad talen är när rutorna har flera: förskola, grundskola, gymnasium."""
    värden: tuple[Tabellcell, ...]
    """Ett värde för varje kolumn: ett tal, en lista av tal, eller saknas."""
    summa_av: Idlista = ()
    """Raderna som den här är summan av; kontrolleras."""
    räknas: Text | None = None
    """Hur raden räknas av andra: `intakter - kostnader`, med radernas id eller namn; kontrolleras."""
    varav: "tuple[Tabellrad, ...]" = ()
    """Delar av raden som planen visar för sig."""

    @model_validator(mode="after")
    def _delarna_har_namn(self) -> Self:
        for tal in self.värden:
            if tal and len(tal) != (len(self.delar) or 1):
                raise fel(
                    "STR108",
                    f"Raden {self.namn} har {len(tal)} tal i en ruta, men {len(self.delar) or 1} namn på dem.",
                    "Skriv ett tal i rutan, eller namnge talen: delar: [förskola, grundskola, gymnasium].",
                )
        return self


class Ekonomitabell(_Tabell):
    """En tabell med egna kolumner: bokslut för flera år bredvid budget, nyckeltal, antal platser."""

    enhet: Text = "tkr"
    """Enheten för de rader som inte har en egen."""
    kostnader: Kostnadstecken = "positiva"
    """Om kostnader står med minus i tabellen: positiva eller negativa."""
    hörnrubrik: Text | None = None
    """Texten i tabellens övre vänstra ruta, när planen har en egen."""
    kolumner: tuple[Annotated[Tabellkolumn, Kortform(_kort_kolumn, {"type": "string", "pattern": r"\S"})], ...]
    """Kolumnerna från vänster till höger."""
    rader: tuple[Tabellrad, ...]
    """Tabellens rader."""

    @model_validator(mode="after")
    def _ett_värde_per_kolumn(self) -> Self:
        for rad in self.alla_rader():
            if len(rad.värden) != len(self.kolumner):
                raise fel(
                    "STR108",
                    f"Raden {rad.namn} har {len(rad.värden)} värden, men tabellen har {len(self.kolumner)} kolumner.",
                    "Skriv ett värde för varje kolumn, och saknas där källan inte har något.",
                )
        return self

    def alla_rader(self) -> list[Tabellrad]:
        """Raderna, var och en följd av sina delar."""
        return [rad for _, rad in med_delar(self.rader, ())]

    def cellens_enhet(self, rad: Tabellrad, kolumn: Tabellkolumn) -> str:
        """Enheten för talet i en ruta: andelens i en kolumn med andelar, annars radens egen, kolumnens eller tabellens."""
        return str(kolumn.enhet) if kolumn.enhet in ANDELAR else rad.enhet or kolumn.enhet or self.enhet


_Rad = TypeVar("_Rad", Budgetrad, Investeringsrad, Tabellrad)


def med_delar(rader: tuple[_Rad, ...], under: Rutt) -> Iterator[tuple[Rutt, _Rad]]:
    """Raderna i ordning, var och en följd av sina delar, och delarnas delar, med rutten till var och en."""
    for nr, rad in enumerate(rader):
        yield (*under, nr), rad
        yield from med_delar(rad.varav, (*under, nr, "varav"))


Budgettabell: TypeAlias = Kommunbidrag | Driftbudget | Investering | Ekonomitabell
"""En tabell i planens ekonomi."""


class Ekonomi(Del):
    """Planens resurser."""

    kommunbidrag: tuple[Kommunbidrag, ...] = ()
    """Anslag per verksamhetsområde och år."""
    driftbudget: tuple[Driftbudget, ...] = ()
    """Driftbudget per verksamhetsområde."""
    investeringar: tuple[Investering, ...] = ()
    """Investeringar per verksamhetsområde."""
    tabeller: tuple[Ekonomitabell, ...] = ()
    """Andra tabeller: flera års bokslut, nyckeltal, antal platser."""


class _Belopp(Del):
    """Det som är gemensamt för ett område och en post i en uppföljning."""

    slag: Postslag | None = None
    """Vad beloppen är. Utelämnat är det en nettokostnad; en post som heter Intäkter, Kostnader eller Resultat är det."""
    avvikelse: Tal | None = None
    """Avvikelsen som uppföljningen anger, i samma enhet; kontrolleras. Negativ är underskott."""


class Postutfall(_Belopp):
    """En post inom ett verksamhetsområde: budget, utfall och prognos med den avvikelse som uppföljningen anger."""

    namn: Text
    """Postens namn."""
    budget: Tal
    """Postens budget för helåret."""
    utfall: Tal | None = None
    """Periodens utfall."""
    prognos: Tal | None = None
    """Prognos för helåret. Behövs inte vid årets slut."""
    saknas: Text | None = None
    """Varför prognosen saknas vid ett delår."""
    kommentar: Text | None = None
    """Varför posten avviker."""


class Ekonomiutfall(_Belopp, Avvikelsesvar):
    """Ekonomin för ett verksamhetsområde i en uppföljning. Belopp är nettokostnader när slag inte säger annat."""

    enhet: Beloppsenhet = "tkr"
    """Enheten som beloppen står i."""
    budget: Tal | None = None
    """Periodens budget. Vid årets slut är den årets."""
    utfall: Tal | None = None
    """Periodens utfall."""
    årsbudget: Tal | None = None
    """Helårets budget, när den har ändrats sedan planen eller inte står i den."""
    prognos: Tal | None = None
    """Prognos för helåret."""
    kostnader: Kostnadstecken = "positiva"
    """Om kostnader står med minus: positiva eller negativa. Avvikelsen räknas därefter."""
    poster: tuple[Postutfall, ...] = ()
    """Poster som redovisas för sig, med den avvikelse som uppföljningen anger."""
    kommentar: Text | None = None
    """Varför utfall och prognos avviker, och vad som görs åt det."""
