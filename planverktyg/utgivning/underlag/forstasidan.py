"""Underlaget för uppföljningsrapportens första sida: hur går det?"""

from typing import NamedTuple

from planverktyg.utgivning.underlag.diagram import Budgetstaplar, Stapel, Väg
from planverktyg.utgivning.underlag.gemensamt import Brödtext, Not, Omdöme


class Områdesruta(NamedTuple):
    """Ett mål på översta nivån, kort."""

    nivå: str
    namn: str
    ankare: str
    omdöme: Omdöme
    förut: str
    """`↘ sämre än delår 1`, när bedömningen är en annan än i förra uppföljningen."""
    når: str
    """`4 av 6 når målet`, `4 av 6 väntas nå målet, 1 utan bedömning`, eller varför inget kan sägas."""


class Räknerad(NamedTuple):
    """Bedömningarna för mål på en nivå, i tabellens kolumnordning."""

    namn: str
    antal: tuple[int, ...]
    alla: int


class Antal(NamedTuple):
    """Hur många som har ett omdöme."""

    omdöme: Omdöme
    antal: int
    andel: str = ""
    """Andelen av de bedömda, i hela procent: `58 %`. Tomt för det som saknar bedömning."""


class Räkning(NamedTuple):
    """Antal per bedömning: målen nivå för nivå, och indikatorerna för sig."""

    kolumner: tuple[Omdöme, ...]
    """Bedömningsskalans steg, och sist `utan bedömning` när något mål är det."""
    rader: tuple[Räknerad, ...]
    """En för varje nivå. Inga när planen bara har mål på en nivå: då säger meningen detsamma."""
    indikatorer: tuple[Antal, ...]
    """Ett antal per steg, och ett per skäl till att bedömning saknas. Skälen läggs aldrig ihop med ett steg."""
    alla_indikatorer: int
    stapel: Stapel | None = None
    """Indikatorerna som en stapel; None när det inte finns några."""
    förra: Stapel | None = None
    """Samma stapel vid den förra uppföljningen."""
    förra_period: str = ""


class Målavvikelse(NamedTuple):
    """Ett mål som inte väntas bli uppfyllt, och vad som sägs om det."""

    nivå: str
    namn: str
    ankare: str
    omdöme: Omdöme
    förut: str
    """`↘ sämre än delår 1`, när bedömningen är en annan än i förra uppföljningen."""
    beslutad: bool
    kommentar: str


class Indikatoravvikelse(NamedTuple):
    """En indikator som inte väntas nå sitt målvärde, varför, och vad som görs åt det."""

    namn: str
    omdöme: Omdöme
    förut: str
    värde: str
    """Värdet som prövades, med vad det är: `2 700 (prognos)`."""
    målvärde: str
    varför: str
    """Uppföljningens kommentar och orsak."""
    åtgärd: str
    """Vad som görs, av vem och när: `Rehabmöten hålls. Ansvarig: HR-chefen. Klart: nov. 2020.` Tomt när inget är angivet."""
    ankare: str
    """Ankaret för målet som indikatorn hör till."""
    diagram: Väg | None
    """Värdet mot målet, när båda är tal."""


class Förändring(NamedTuple):
    """Något som är ett annat än i den förra uppföljningen: en bedömning, en status, en risk eller en prognos."""

    slag: str
    """mål, indikator, status, risk eller prognos."""
    namn: str
    från: Omdöme
    till: Omdöme
    skäl: str
    """Uppföljningens egna ord när en bedömning har fallit bort."""


class Förändringsgrupp(NamedTuple):
    """Förändringarna åt ett håll: `Sämre: 6 mål och 7 indikatorer`."""

    rubrik: str
    förändringar: tuple[Förändring, ...]
    i_korthet: str = ""
    """`2 risker`, på första sidan när det inte är bedömningar som har ändrats."""


class Förändringar(NamedTuple):
    """Vad som har ändrats sedan den förra uppföljningen."""

    rubrik: str
    """`Sedan delår 1 (30 april 2020)`."""
    mening: str
    ändrade: tuple[Förändring, ...]
    """De viktigaste, för första sidan: bortfall först, sedan försämringar som inte redan visas där, och förbättringar."""
    grupper: tuple[Förändringsgrupp, ...]
    """Alla förändringar: sämre, bättre, bortfallna och tillkomna bedömningar, sedan statusar, risker och prognoser."""


class Ekonomirad(NamedTuple):
    """Ekonomin för ett verksamhetsområde, eller summan."""

    namn: str
    årsbudget: str
    budget: str
    utfall: str
    prognos: str
    avvikelse: str
    förra: str
    """Prognosen i förra uppföljningen, eller tomt när den inte visas."""
    omdöme: Omdöme | None
    """Underskott, överskott eller i balans; None när avvikelsen inte kan räknas."""


class Ekonomi(NamedTuple):
    """Ekonomin i uppföljningen."""

    enhet: str
    period: str
    """`jan.–aug.`"""
    avvikelsen_är: str
    """Vad kolumnen avvikelse är skillnaden mellan."""
    rader: tuple[Ekonomirad, ...]
    summa: Ekonomirad | None
    kommentarer: tuple[Not, ...]
    förra: str = ""
    """Rubriken för förra uppföljningens prognos: `Prognos tertial 1`. Tom när den inte visas."""
    staplar: Budgetstaplar | None = None
    """Områdenas prognos eller utfall mot budgeten, när de är många."""
    poster: tuple[Ekonomirad, ...] = ()
    """Poster inom områdena som redovisas för sig: `Individ och familjeomsorg: Hemlöshet`."""
    har_budget: bool = True
    """Något område har en budget för perioden."""
    har_utfall: bool = True
    har_prognos: bool = True
    """Något område har en prognos: vid årets slut har inget det."""

    @property
    def enheten_i_ord(self) -> str:
        """`tkr (tusental kronor)`: förkortningen utskriven första gången."""
        ord_ = {"tkr": "tusental kronor", "mnkr": "miljoner kronor"}.get(self.enhet)
        return f"{self.enhet} ({ord_})" if ord_ else self.enhet


class Områdesrad(NamedTuple):
    """Ett område i åtgärdsplanen, eller summan: åtgärdernas lägen och den ekonomiska effekten."""

    namn: str
    ankare: str
    antal: tuple[int, ...]
    """Antal åtgärder i varje läge, i tabellens kolumnordning."""
    väntad: str
    uppnådd: str


class Åtgärdsöversikt(NamedTuple):
    """Åtgärdsplanen på första sidan."""

    mening: str
    kolumner: tuple[Omdöme, ...]
    rader: tuple[Områdesrad, ...]
    summa: Områdesrad
    kommentar: str
    """Vad beloppen är, och vad som inte är med i dem."""
    väntad_är: str
    """`per år`, eller året som följs upp när effekten växer fram."""

    @property
    def har_effekt(self) -> bool:
        """Om något område har en effekt att visa."""
        return any(r.väntad != "–" or r.uppnådd != "–" for r in self.rader)


class Uppdragsavvikelse(NamedTuple):
    """Ett uppdrag som är försenat eller avbrutet."""

    text: str
    status: Omdöme
    kommentar: str
    """Kommentaren, den ansvariga och tiden."""


class Risknotis(NamedTuple):
    """En risk som är hög eller har ändrats."""

    nummer: str
    text: str
    riskvärde: Omdöme
    förändring: str


class Uppdragsnotis(NamedTuple):
    """Uppdragen på första sidan."""

    mening: str
    avvikelser: tuple[Uppdragsavvikelse, ...]
    fler: str
    """`Ytterligare 2 uppdrag avviker`, eller tomt."""


class Risknotiser(NamedTuple):
    """Riskerna på första sidan."""

    mening: str
    risker: tuple[Risknotis, ...]
    fler: str
    """`Ytterligare 2 risker är höga eller har ändrats`, eller tomt."""


class Sammandrag(NamedTuple):
    """Första sidan: hur går det?"""

    mening: str
    egna_ord: Brödtext | None
    """Början av nämndens sammanfattning."""
    områden: tuple[Områdesruta, ...]
    räkning: Räkning
    avvikelsernas_rubrik: str
    """`12 av 40 bedömda indikatorer når inte målet`."""
    avvikande_indikatorer: tuple[Indikatoravvikelse, ...]
    """De som väger tyngst."""
    avvikande_mål: tuple[Målavvikelse, ...]
    """Målen på första sidan: bara när inga indikatorer avviker."""
    fler_avvikelser: str
    """`Ytterligare 3 mål och 6 indikatorer avviker`, eller tomt när alla ryms på första sidan."""
    övriga_mål: tuple[Målavvikelse, ...]
    """De avvikande mål som inte står på första sidan."""
    övriga_indikatorer: tuple[Indikatoravvikelse, ...]
    åtgärdsplan: Åtgärdsöversikt | None
    ekonomi: Ekonomi | None
    uppdrag: Uppdragsnotis | None
    risker: Risknotiser | None
    förändringar: Förändringar | None
