"""Underlaget för uppföljningsrapportens första sida: hur går det?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from planverktyg.utgivning.underlag.gemensamt import Not, Omdöme


class Områdesruta(NamedTuple):
    """Ett mål på översta nivån, kort."""

    nivå: str
    namn: str
    ankare: str
    omdöme: Omdöme
    förut: str
    """`↘ från ● uppfyllt`, när bedömningen är en annan än i förra uppföljningen."""
    täckning: str
    """`6 av 7 indikatorer bedömda`."""


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
    """Bedömningsskalans steg, och sist `utan bedömning`."""
    rader: tuple[Räknerad, ...]
    indikatorer: tuple[Antal, ...]
    """Ett antal per steg, och ett per skäl till att bedömning saknas. Skälen läggs aldrig ihop med ett steg."""
    alla_indikatorer: int


class Målavvikelse(NamedTuple):
    """Ett mål som inte väntas bli uppfyllt, och vad som sägs om det."""

    nivå: str
    namn: str
    ankare: str
    omdöme: Omdöme
    förut: str
    """`↘ från ● uppfyllt`, när bedömningen är en annan än i förra uppföljningen."""
    beslutad: bool
    kommentar: str


class Indikatoravvikelse(NamedTuple):
    """En indikator som inte väntas nå sitt målvärde, och vad som görs åt det."""

    namn: str
    omdöme: Omdöme
    förut: str
    värde: str
    """Värdet som prövades, med vad det är: `2 700 (prognos)`."""
    målvärde: str
    kommentar: str
    ankare: str
    """Ankaret för målet som indikatorn hör till."""


class Förändring(NamedTuple):
    """En bedömning som är en annan än i den förra uppföljningen."""

    slag: str
    """mål eller indikator."""
    namn: str
    från: Omdöme
    till: Omdöme
    skäl: str
    """Uppföljningens egna ord när en bedömning har fallit bort."""


class Förändringar(NamedTuple):
    """Vad som har ändrats sedan den förra uppföljningen."""

    rubrik: str
    """`Sedan delår 1 (30 april 2020)`."""
    mening: str
    ändrade: tuple[Förändring, ...]
    """De viktigaste: bortfall först, sedan försämringar och förbättringar.

    Försämringar som är märkta (`förut`) i avvikelserna, eller bara följer av delmålens, upprepas inte.
    """
    fler: tuple[Förändring, ...]
    """De som inte ryms på första sidan, och sist de bedömningar som har tillkommit."""


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
    poster: tuple[Ekonomirad, ...] = ()
    """Poster inom områdena som redovisas för sig: `Individ och familjeomsorg: Hemlöshet`."""


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


class Sammandrag(NamedTuple):
    """Första sidan: hur går det?"""

    mening: str
    områden: tuple[Områdesruta, ...]
    räkning: Räkning
    avvikande_mål: tuple[Målavvikelse, ...]
    avvikande_indikatorer: tuple[Indikatoravvikelse, ...]
    fler_avvikelser: str
    """`3 mål och 6 indikatorer till avviker`, eller tomt när alla ryms på första sidan."""
    övriga_mål: tuple[Målavvikelse, ...]
    """De avvikande mål som inte ryms på första sidan."""
    övriga_indikatorer: tuple[Indikatoravvikelse, ...]
    åtgärdsplan: Åtgärdsöversikt | None
    ekonomi: Ekonomi | None
    förändringar: Förändringar | None
