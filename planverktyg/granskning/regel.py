"""Vad en regel är: kod, namn, allvar, dokumentation och en funktion som lämnar träffar.

En regel ser aldrig radnummer. Den pekar ut en rutt i ett dokument, och granskaren översätter den till rad
och kolumn. Regelns docstring är dess dokumentation, i tre delar: varför, `Fel:` och `Rätt:`.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from planverktyg.modell.grund.fynd import Anmärkning
from planverktyg.modell.grund.svenska import menade_du, räkna_upp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.vandring import Avstämning, Mappvandring, Vandring
    from planverktyg.modell.grund.fynd import Allvar
    from planverktyg.modell.grund.plats import Rutt


class Träff(NamedTuple):
    """Ett ställe där en regel inte är uppfylld."""

    dokument: Dokument[Any]
    anmärkning: Anmärkning
    se: tuple[Dokument[Any], Rutt] | None = None
    """Ett annat ställe som förklarar träffen, till exempel där samma id står första gången."""


def träff(dokument: Dokument[Any], rutt: Rutt, text: str, råd: str = "", *, på_nyckeln: bool = False) -> Träff:
    """En träff utan hänvisning till något annat ställe."""
    return Träff(dokument, Anmärkning(rutt, text, råd, på_nyckeln))


def träffar_på_väntande(avstämning: Avstämning, nyckel: str, idn: Iterable[str], vad: str, råd: str) -> Iterator[Träff]:
    """En träff på varje rad i uppföljningen som väntar på svar: `hvb-dygn:` utan något efter kolonet."""
    for id_ in idn:
        yield träff(avstämning.dokument, (nyckel, id_), f"{vad} {id_} väntar på svar.", råd, på_nyckeln=True)


def föreslå(skrivet: str, giltiga: Iterable[str], annars: str) -> str:
    """`Menade du hvb-dygn?` när något giltigt ligger nära det skrivna, annars det andra rådet."""
    menat = menade_du(skrivet, giltiga)
    return f"Menade du {menat}?" if menat else annars


_HÖGST_I_TEXT = 12


def räkna_upp_några(delar: Sequence[str]) -> str:
    """`a, b och c`; de sista blir ett antal när de är många."""
    if len(delar) <= _HÖGST_I_TEXT:
        return räkna_upp(delar)
    return f"{', '.join(delar[:_HÖGST_I_TEXT])} och {len(delar) - _HÖGST_I_TEXT} till"


def nämn(idn: Sequence[str], ental: str, flertal: str) -> str:
    """`uppdraget sommarjobb`, `3 uppdrag: a, b och c`: ett med bestämd form, flera räknade och uppräknade."""
    return f"{ental} {idn[0]}" if len(idn) == 1 else f"{len(idn)} {flertal}: {räkna_upp_några(idn)}"


Aktkontroll: TypeAlias = "Callable[[Vandring], Iterator[Träff]]"
Mappkontroll: TypeAlias = "Callable[[Mappvandring], Iterator[Träff]]"


@dataclass(frozen=True, slots=True, eq=False)
class Regel:
    """En regel. Utan egen kontroll (`Aktregel`, `Mappregel`) hittas den redan när filen läses."""

    kod: str
    namn: str
    """Regeln med några ord: `indikator utan målvärde`."""
    allvar: Allvar
    dokumentation: str

    @property
    def varför(self) -> str:
        """Vad regeln hittar och vem den hjälper."""
        return self._dela()[0]

    @property
    def fel(self) -> str:
        """Ett utdrag ur en plan där regeln slår till."""
        return self._dela()[1]

    @property
    def rätt(self) -> str:
        """Samma utdrag, rättat."""
        return self._dela()[2]

    def _dela(self) -> tuple[str, str, str]:
        varför, _, exempel = inspect.cleandoc(self.dokumentation).partition("\nFel:\n")
        fel, _, rätt = exempel.partition("\nRätt:\n")
        return varför.strip(), inspect.cleandoc("\n" + fel), inspect.cleandoc("\n" + rätt)


@dataclass(frozen=True, slots=True, eq=False)
class Aktregel(Regel):
    """En regel för en plan med dess uppföljningar."""

    kontroll: Aktkontroll
    kräver_helhet: bool = False
    """Regeln bygger på att något inte finns. Ett dokument som lästes med delar utelämnade prövas då inte."""
    kräver_husregler: bool = False
    """Regeln jämför med kommunens husregler, och prövas inte när de lästes med delar utelämnade."""


@dataclass(frozen=True, slots=True, eq=False)
class Mappregel(Regel):
    """En regel för en hel mapp: husregler, uppföljningar utan plan, och det som jämförs mellan mappar."""

    kontroll: Mappkontroll
    utan_utdrag: bool = False
    """Raden visas inte i fyndet, därför att den har uppgifter som inte ska spridas."""


def aktregel(
    kod: str, namn: str, allvar: Allvar, *, kräver_helhet: bool = False, kräver_husregler: bool = False
) -> Callable[[Aktkontroll], Aktregel]:
    """Gör en funktion till en regel för akter; funktionens docstring blir regelns dokumentation."""

    def gör(kontroll: Aktkontroll) -> Aktregel:
        return Aktregel(kod, namn, allvar, kontroll.__doc__ or "", kontroll, kräver_helhet, kräver_husregler)

    return gör


def mappregel(kod: str, namn: str, allvar: Allvar, *, utan_utdrag: bool = False) -> Callable[[Mappkontroll], Mappregel]:
    """Gör en funktion till en regel för mappar; funktionens docstring blir regelns dokumentation."""

    def gör(kontroll: Mappkontroll) -> Mappregel:
        return Mappregel(kod, namn, allvar, kontroll.__doc__ or "", kontroll, utan_utdrag)

    return gör
