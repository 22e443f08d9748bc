"""Bedömningsskalor: stegen, orden när bedömning saknas, trendens ord, och band från värde till steg.

In kommer det som står i `kommun.yaml`, ut går hela skalor, och band utan hål och överlapp.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple, Self, TypeAlias

from pydantic import Field, model_validator
from typing_extensions import override

from planverktyg.modell.byggsten import Del, JaNej, Kortform, Tal, Text, fel
from planverktyg.modell.grad import FÖRVALD_GRAD, Gradpost, Räknesätt, Toleransvärde
from planverktyg.modell.grund.svenska import räkna_upp, skriv_tal

Färg: TypeAlias = Literal["grön", "gul", "röd", "grå", "vit", "blå"]

Skälord: TypeAlias = Literal[
    "saknas", "ej mätt", "ej mätt i år", "utgår", "saknar målvärde", "bedöms för hand", "ej rapporterad", "prognos saknas",
    "ännu inte aktuellt", "följs upp senare", "stäms av", "kan inte prövas", "inget bedömt", "inga indikatorer",
    "för låg täckning",
]  # fmt: skip
"""Varför något saknar bedömning."""

FLEST_STEG = 6


class Bedömningssteg(Del):
    """Ett steg på bedömningsskalan, med det ord och den symbol som rapporterna visar."""

    namn: Text
    """Ordet för steget: uppfyllt, delvis, ej uppfyllt."""
    symbol: Text
    """Tecknet som visas bredvid ordet."""
    färg: Färg
    """Färgen i rapporter; betydelsen bärs alltid av ordet och symbolen."""
    i_mening: Text | None = None
    """Ordet efter ett antal, när det går att säga bättre än `bedöms som ”ordet”`: har uppnåtts."""
    från: Tal | None = None
    """Lägsta grad (%) för steget när graden räknas från utgångsvärdet."""
    från_utan_utgångsvärde: Tal | None = None
    """Lägsta grad (%) för steget när graden räknas mot målvärdet."""

    @override
    def __eq__(self, annat: object) -> bool:
        """Stegen jämförs för varje bedömning och är nästan alltid samma objekt; Pydantics jämförelse är långsam."""
        return self is annat or (
            isinstance(annat, Bedömningssteg) and self.namn == annat.namn and super().__eq__(annat)
        )

    @override
    def __hash__(self) -> int:
        return hash(self.namn)

    def gräns(self, sätt: Räknesätt) -> Decimal | None:
        """Lägsta grad (%) för steget när graden räknas på ett av sätten."""
        return self.från if sätt is Räknesätt.FRÅN_UTGÅNGSVÄRDET else self.från_utan_utgångsvärde


Skala: TypeAlias = tuple[Bedömningssteg, ...]


def förvald_skala() -> Skala:
    """Uppfyllt; delvis från 90 % av målvärdet (eller halva vägen från utgångsvärdet); annars ej uppfyllt."""
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


def _kräv_hel_skala(skala: Skala, vad: str) -> None:
    """Reser ett fel när skalan har för få eller för många steg, dubbla namn, eller gränser med hål."""
    if len(skala) < 2:
        raise fel("STR108", f"{vad} måste ha minst två steg.", _SKALEXEMPEL)
    if len(skala) > FLEST_STEG:
        raise fel(
            "STR108",
            f"{vad} har {len(skala)} steg och får ha högst {FLEST_STEG}.",
            "Slå ihop steg som liknar varandra.",
        )
    namn_på_stegen = [steg.namn for steg in skala]
    if dubblett := next((namn for namn in namn_på_stegen if namn_på_stegen.count(namn) > 1), None):
        raise fel("STR108", f"Två steg på {vad.lower()} heter {dubblett}.", "Ge varje steg ett eget namn.")
    if skala[0].från is not None or skala[0].från_utan_utgångsvärde is not None:
        raise fel(
            "STR108",
            f"{vad}s första steg ({namn_på_stegen[0]}) gäller bara när målvärdet är nått, och kan inte ha någon gräns.",
            "Ta bort från på det första steget, eller lägg till ett steg under det.",
        )
    _kräv_sjunkande([steg.från for steg in skala[1:]], vad, "från")
    _kräv_sjunkande([steg.från_utan_utgångsvärde for steg in skala[1:]], vad, "från utan utgångsvärde")


def _kräv_sjunkande(gränser: list[Decimal | None], vad: str, namn: str) -> None:
    kända = [gräns for gräns in gränser if gräns is not None]
    if len(kända) < len(gränser) or kända[-1] != 0:
        raise fel(
            "STR108",
            f"{vad} har ett hål: varje steg efter det första behöver {namn}, och det sista steget börjar på 0.",
            _SKALEXEMPEL,
        )
    if kända != sorted(set(kända), reverse=True) or kända[0] >= 100:
        raise fel(
            "STR108", f"{vad}s gränser ({namn}) måste sjunka från bäst till sämst och vara under 100.", _SKALEXEMPEL
        )


class Utseende(Del):
    """Hur det som saknar bedömning visas. Det som utelämnas är som verktygets eget."""

    ord: Text | None = None
    """Ordet i rapporter: mätning ej genomförd."""
    symbol: Text | None = None
    """Tecknet bredvid ordet."""
    färg: Färg = "grå"
    """Färgen i rapporter."""


def _kort_utseende(skrivet: Any) -> Any:
    return {"ord": skrivet} if isinstance(skrivet, str) else skrivet


Utseendepost = Annotated[Utseende, Kortform(_kort_utseende, {"type": "string", "pattern": r"\S"})]


class Trendord(Del):
    """Kommunens ord för trenden, och när den är stark."""

    bättre: Text = "bättre"
    """Ordet när värdet har kommit närmare målvärdet: Upp."""
    oförändrat: Text = "oförändrat"
    """Ordet när värdet står stilla: Ingen."""
    sämre: Text = "sämre"
    """Ordet när värdet har kommit längre från målvärdet: Ned."""
    kan_inte_jämföras: Text = "kan inte jämföras"
    """Ordet när det inte finns något att jämföra med."""
    stark: Tal | None = None
    """Ändring i procent av det tidigare värdet från vilken trenden är stark: 10. Utelämnad sägs inget om styrkan."""

    @model_validator(mode="after")
    def _stark_är_en_ändring(self) -> Self:
        if self.stark is not None and self.stark <= 0:
            raise fel(
                "STR108", f"En trend kan inte vara stark från {skriv_tal(self.stark)} %.", "Skriv ett tal över 0."
            )
        return self

    @property
    def är_egna(self) -> bool:
        """Om kommunen har andra ord än verktyget."""
        return (self.bättre, self.oförändrat, self.sämre) != ("bättre", "oförändrat", "sämre")

    def ordet(self, trend: str) -> str:
        """Kommunens ord för trenden."""
        ordet: str = getattr(self, trend.replace(" ", "_"))
        return ordet


class Bedömning(Del):
    """Hur en indikator bedöms."""

    skala: Skala = Field(default_factory=förvald_skala)
    """Stegen från bäst till sämst, två till sex. Det första gäller bara när målvärdet är nått."""
    prognosskala: Skala | None = None
    """Stegen vid ett delår, när frågan är om målvärdet nås: kan uppnås, kan delvis uppnås, svårt att uppnå.
    Utelämnad väntas målen bli uppfyllda, delvis
    uppfyllda eller inte uppfyllda; har skalan egna ord gäller de hela året."""
    utan_bedömning: dict[Skälord, Utseendepost] = {}
    """Kommunens ord, symbol och färg för varje skäl till att bedömning saknas. Skälen hålls alltid isär."""
    trend: Trendord = Field(default_factory=Trendord)
    """Kommunens ord för trenden, och när den är stark."""
    grad: Gradpost = FÖRVALD_GRAD
    """Hur graden räknas när målvärdet inte är nått: mot målvärdet (förvalet), eller från utgångsvärdet. Skalans gränser för
    sättet avgör vilket steg graden ger. En indikator kan ha ett eget sätt."""
    tolerans: Toleransvärde | None = None
    """Hur mycket ett värde som ska bibehållas får skilja sig, när målvärdet självt inte säger det: ett tal, eller en andel."""
    rak_framskrivning: JaNej = True
    """Om ett värde som ackumuleras får skrivas fram rakt till helåret när prognos saknas."""

    def utseendet(self, skäl: str | None) -> Utseende | None:
        """Hur kommunen vill visa ett skäl till att bedömning saknas, eller None när den inte har sagt något."""
        return next((utseende for ord_, utseende in self.utan_bedömning.items() if ord_ == skäl), None)

    @model_validator(mode="after")
    def _skalorna_är_hela(self) -> Self:
        _kräv_hel_skala(self.skala, "Bedömningsskalan")
        if self.prognosskala is not None:
            _kräv_hel_skala(self.prognosskala, "Prognosskalan")
        return self


def motsvarande(plats: int, steg: int, andra: int) -> int:
    """Platsen på en skala med `andra` steg som svarar mot `plats` på en med `steg` steg.

    Det bästa svarar alltid mot det bästa och det sämsta mot det sämsta; ett steg däremellan blir aldrig det bästa.
    """
    if plats in (0, steg - 1):
        return 0 if plats == 0 else andra - 1
    if andra == 2:
        return 1
    nära = (2 * plats * (andra - 1) + steg - 1) // (2 * (steg - 1))
    return min(max(nära, 1), andra - 2)


def jämför_steg(då: Bedömningssteg, dåvarande: Skala, nu: Bedömningssteg, nuvarande: Skala) -> int:
    """1 när steget är bättre än förut, −1 när det är sämre. Skalor av olika längd jämförs på den kortare."""
    antal = min(len(dåvarande), len(nuvarande))
    före = motsvarande(dåvarande.index(då), len(dåvarande), antal)
    efter = motsvarande(nuvarande.index(nu), len(nuvarande), antal)
    return (före > efter) - (före < efter)


# --- Band ------------------------------------------------------------------------------------------


class Band(Del):
    """Ett band: värdena som ger ett steg."""

    steg: Text
    """Steget som värdena ger."""
    från: Tal
    """Lägsta värdet i bandet; det hör till bandet."""
    under: Tal | None = None
    """Värdet där bandet slutar; det hör inte till bandet."""
    till: Tal | None = None
    """Högsta värdet i bandet; det hör till bandet. Utan under och till går bandet fram till nästa."""

    @model_validator(mode="after")
    def _har_ett_slut(self) -> Self:
        if self.under is not None and self.till is not None:
            raise fel("STR108", f"Bandet {self.steg} har både under och till.", "Låt bara det ena stå kvar.")
        tomt = (self.under is not None and self.under <= self.från) or (self.till is not None and self.till < self.från)
        if tomt:
            raise fel("STR108", f"Bandet {self.steg} slutar före sin början.", "Byt plats på gränserna.")
        return self

    @property
    def slut(self) -> Decimal | None:
        """Värdet där bandet slutar, när det är sagt."""
        return self.under if self.under is not None else self.till

    @property
    def slutnyckel(self) -> str:
        """Nyckeln som säger var bandet slutar; `från` när ingen gör det."""
        return "under" if self.under is not None else "till" if self.till is not None else "från"

    def räcker_till(self, värde: Decimal | Fraction) -> bool:
        """Om värdet inte ligger bortom bandets slut."""
        return värde < self.under if self.under is not None else self.till is None or värde <= self.till

    def skriv(self) -> str:
        """`från 50 till under 90`."""
        slut = f" till under {skriv_tal(self.under)}" if self.under is not None else ""
        slut = f" till och med {skriv_tal(self.till)}" if self.till is not None else slut
        return f"från {skriv_tal(self.från)}{slut}"


Bandtabell: TypeAlias = tuple[Band, ...]


class Bandfel(NamedTuple):
    """Ett ställe där en tabell med band inte går ihop."""

    plats: int
    """Bandets plats i tabellen."""
    nyckel: str
    """Nyckeln i bandet som är fel."""
    kod: str
    text: str
    råd: str


def bandfel(tabell: Bandtabell, lägst: Decimal | None = None, högst: Decimal | None = None) -> Iterator[Bandfel]:
    """Alla ställen där ett värde mellan `lägst` och `högst` hör till inget band eller till två.

    Utan `lägst` får tabellen börja var som helst, utan `högst` får den sluta var som helst.
    """
    platser = sorted(range(len(tabell)), key=lambda n: tabell[n].från)
    ordnade = [tabell[n] for n in platser]
    if lägst is not None and ordnade and ordnade[0].från > lägst:
        vilka = f"{skriv_tal(lägst)} upp till {skriv_tal(ordnade[0].från)}"
        yield Bandfel(platser[0], "från", *_hål(vilka, f"från: {_tal(lägst)}", ordnade[0]))
    for plats, nedre, övre in zip(platser, ordnade, ordnade[1:], strict=False):
        if glapp := _glapp(nedre, övre):
            yield Bandfel(plats, nedre.slutnyckel, *glapp)
    sista = ordnade[-1] if ordnade else None
    if sista and högst is not None and sista.slut is not None and not sista.räcker_till(högst):
        vilka = f"{skriv_tal(sista.slut)} till {skriv_tal(högst)}"
        yield Bandfel(platser[-1], sista.slutnyckel, *_hål(vilka, "ingen övre gräns", sista))


def _glapp(nedre: Band, övre: Band) -> tuple[str, str, str] | None:
    """Det nedre bandet ska sluta precis där det övre börjar. Kod, text och råd när det inte gör det."""
    gräns, rätt, slut = övre.från, f"under: {_tal(övre.från)}", nedre.slut
    börjar_lika = nedre.från == gräns
    if börjar_lika or (slut is not None and (slut > gräns or (nedre.till is not None and slut == gräns))):
        text = f"{skriv_tal(gräns)} hör till två band: {nedre.steg} ({nedre.skriv()}) och {övre.steg} ({övre.skriv()})."
        råd = (
            "Ge banden olika gränser."
            if börjar_lika
            else f"Skriv {rätt} på {nedre.steg}, så att bandet slutar där {övre.steg} börjar."
        )
        return "BED405", text, råd
    if slut is None or slut == gräns:
        return None
    if nedre.till is not None and gräns - slut <= 1:
        text = (
            f"{skriv_tal((slut + gräns) / 2)} hör inte till något band: {nedre.steg} slutar på {skriv_tal(slut)} och "
            f"{övre.steg} börjar på {skriv_tal(gräns)}. Värden avrundas inte innan de prövas."
        )
        return "BED406", text, f"Skriv {rätt} på {nedre.steg} i stället för till: {_tal(slut)}."
    return _hål(f"{skriv_tal(slut)} till {skriv_tal(gräns)}", rätt, nedre)


def _hål(vilka: str, rätt: str, band: Band) -> tuple[str, str, str]:
    text = f"Värdena {vilka} hör inte till något band."
    return "BED404", text, f"Skriv {rätt} på {band.steg}, eller lägg till ett band."


def _tal(tal: Decimal) -> str:
    """Talet som det skrivs i YAML."""
    return f"{tal.normalize():f}"


def bandet_för(tabell: Bandtabell, värde: Decimal | Fraction) -> Band | None:
    """Bandet som värdet hör till; None under det lägsta, och i ett hål."""
    nådda = [band for band in tabell if värde >= band.från]
    bandet = max(nådda, key=lambda band: band.från, default=None)
    return bandet if bandet is not None and bandet.räcker_till(värde) else None


def skriv_band(tabell: Sequence[Band]) -> str:
    """`uppfyllt från 90, delvis från 50 till under 90 och ej uppfyllt från 0 till under 50`."""

    def rader() -> Iterator[str]:
        ordnade = sorted(tabell, key=lambda b: -b.från)
        for n, band in enumerate(ordnade):
            yield f"{band.steg} från {skriv_tal(band.från)}" + (
                f" till under {skriv_tal(ordnade[n - 1].från)}" if n else ""
            )

    return räkna_upp(list(rader()))
