"""Rapportens underlag för det som går tvärs över målträdet: den röda tråden och etiketterna."""

from typing import NamedTuple

from planverktyg.utgivning.underlag.gemensamt import Omdöme


class Målnamn(NamedTuple):
    """Ett mål, en indikator eller ett uppdrag som nämns, med länk när det står i rapporten."""

    slag: str
    """`Nämndmål`, `Indikator`, `Uppdrag`."""
    namn: str
    plan: str
    """Planens namn när det är en annan plan, annars tomt."""
    ankare: str
    """Ankaret i rapporten, eller tomt."""


class Trådrad(NamedTuple):
    """Ett mål, ett uppdrag eller en åtgärdspunkt som leder till något utöver det mål som det står under."""

    vad: Målnamn
    omdöme: Omdöme | None
    under: tuple[Målnamn, ...]
    """De överordnade mål som det står under."""
    bidrar: tuple[Målnamn, ...]
    """De överordnade mål som det bidrar till på annat sätt."""


class Brist(NamedTuple):
    """Var tråden brister, med målen som det gäller."""

    mening: str
    mål: tuple[Målnamn, ...]


class Tråd(NamedTuple):
    """Den röda tråden: det i planen som leder till mer än det mål som det står under, och var tråden brister."""

    rader: tuple[Trådrad, ...]
    brister: tuple[Brist, ...]

    @property
    def har_omdöme(self) -> bool:
        """Om någon rad är bedömd; annars behövs ingen kolumn för det."""
        return any(r.omdöme for r in self.rader)

    @property
    def har_tecken(self) -> bool:
        """Om raderna leder till målen på båda sätten, så att ett tecken behöver skilja dem åt."""
        return any(r.under for r in self.rader) and any(r.bidrar for r in self.rader)

    @property
    def läsning(self) -> str:
        """Vad tabellen visar, och vad tecknen betyder när de behövs."""
        if self.har_tecken:
            return (
                "Det som leder till flera överordnade mål, eller bidrar till ett annat mål än det som det står under. ■ betyder "
                "att målet står under det överordnade målet i planen, □ att det bidrar till det på annat sätt."
            )
        if any(r.bidrar for r in self.rader):
            return "Det som bidrar till ett annat mål än det som det står under."
        return "Det som leder till flera överordnade mål."


class Märkt(NamedTuple):
    """Något som har en etikett, och hur det går."""

    vad: Målnamn
    omdöme: Omdöme


class Etikett(NamedTuple):
    """En etikett och allt i planen som har den."""

    namn: str
    tabell: str
    """Tabellens namn, unikt i rapporten."""
    kolumn: str
    """`Mål, indikator eller uppdrag`, med kommunens ord."""
    rader: tuple[Märkt, ...]
