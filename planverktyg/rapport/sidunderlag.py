"""Underlaget för uppföljningsrapportens första sida: hur går det?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planverktyg.rapport.underlag import Not, Omdöme


@dataclass(frozen=True, slots=True)
class Områdesruta:
    """Ett mål på översta nivån, kort."""

    nivå: str
    namn: str
    ankare: str
    omdöme: Omdöme
    förut: str
    """`↘ från ● uppfyllt`, när bedömningen är en annan än i förra uppföljningen."""
    täckning: str
    """`6 av 7 indikatorer bedömda`."""


@dataclass(frozen=True, slots=True)
class Räknerad:
    """Bedömningarna för mål på en nivå, i tabellens kolumnordning."""

    namn: str
    antal: tuple[int, ...]
    alla: int


@dataclass(frozen=True, slots=True)
class Antal:
    """Hur många som har ett omdöme."""

    omdöme: Omdöme
    antal: int


@dataclass(frozen=True, slots=True)
class Räkning:
    """Antal per bedömning: målen nivå för nivå, och indikatorerna för sig."""

    kolumner: tuple[Omdöme, ...]
    """Bedömningsskalans steg, och sist `utan bedömning`."""
    rader: tuple[Räknerad, ...]
    indikatorer: tuple[Antal, ...]
    """Ett antal per steg, och ett per skäl till att bedömning saknas. Skälen läggs aldrig ihop med ett steg."""
    alla_indikatorer: int


@dataclass(frozen=True, slots=True)
class Målavvikelse:
    """Ett mål som inte väntas bli uppfyllt, och vad som sägs om det."""

    nivå: str
    namn: str
    ankare: str
    omdöme: Omdöme
    förut: str
    """`↘ från ● uppfyllt`, när bedömningen är en annan än i förra uppföljningen."""
    beslutad: bool
    kommentar: str


@dataclass(frozen=True, slots=True)
class Indikatoravvikelse:
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


@dataclass(frozen=True, slots=True)
class Förändring:
    """En bedömning som är en annan än i den förra uppföljningen."""

    slag: str
    """mål eller indikator."""
    namn: str
    från: Omdöme
    till: Omdöme
    skäl: str
    """Uppföljningens egna ord när en bedömning har fallit bort."""


@dataclass(frozen=True, slots=True)
class Förändringar:
    """Vad som har ändrats sedan den förra uppföljningen."""

    rubrik: str
    """`Sedan delår 1 (30 april 2020)`."""
    mening: str
    sämre: tuple[Förändring, ...]
    """De försämringar som inte redan är märkta (`förut`) i avvikelserna eller bara följer av delmålens."""
    bortfall: tuple[Förändring, ...]
    bättre: tuple[Förändring, ...]
    nya: tuple[Förändring, ...]


@dataclass(frozen=True, slots=True)
class Ekonomirad:
    """Ekonomin för ett verksamhetsområde, eller summan."""

    namn: str
    årsbudget: str
    budget: str
    utfall: str
    prognos: str
    avvikelse: str
    omdöme: Omdöme | None
    """Underskott, överskott eller i balans; None när avvikelsen inte kan räknas."""


@dataclass(frozen=True, slots=True)
class Ekonomi:
    """Ekonomin i uppföljningen."""

    enhet: str
    period: str
    """`jan.–aug.`"""
    avvikelsen_är: str
    """Vad kolumnen avvikelse är skillnaden mellan."""
    rader: tuple[Ekonomirad, ...]
    summa: Ekonomirad | None
    kommentarer: tuple[Not, ...]


@dataclass(frozen=True, slots=True)
class Sammandrag:
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
    ekonomi: Ekonomi | None
    förändringar: Förändringar | None
