"""Underlaget för plandokumentet: allt som mallarna `dokument.*` får se, med texterna färdiga på svenska.

Ett dokument är stycken i stycken: kapitel, mål, uppdragsgrupper och tabeller har alla samma form.
"""

from typing import NamedTuple

from planverktyg.utgivning.underlag.gemensamt import Brödtext, Innehållsrad, Not, Ursprung, Utseende


class Kolumn(NamedTuple):
    """En kolumn i en tabell."""

    rubrik: str
    tal: bool = False
    """Kolumnen innehåller tal och ställs till höger."""


class Cell(NamedTuple):
    """En cell i en tabell."""

    text: str
    kursiv: bool = False
    """Texten är ett besked om att värdet inte finns."""
    noter: tuple[Not, ...] = ()


class Tabell(NamedTuple):
    """En tabell. Första cellen i varje rad är radens rubrik."""

    etikett: str
    """Tabellens namn, unikt i dokumentet."""
    kolumner: tuple[Kolumn, ...]
    rader: tuple[tuple[Cell, ...], ...]
    slutrad: tuple[Cell, ...] = ()
    """Summan eller det utgående beloppet."""


class Punkt(NamedTuple):
    """En punkt i en lista."""

    text: str
    fakta: tuple[Not, ...] = ()
    punkter: "tuple[Punkt, ...]" = ()
    etikett: str = ""
    """Står före texten: `Åtgärd 1`."""
    noter: tuple[Not, ...] = ()
    """Det som står på egna rader under texten: ansvar, tidsplan."""


class Stycke(NamedTuple):
    """Ett kapitel, ett mål, en grupp eller en tabell med sin text. Delarna skrivs ut i fältens ordning."""

    slag: str
    """kapitel, eller det datablock som stycket kommer ur: mål, uppdrag, risker …"""
    nivå: int
    """Rubriknivå, 2–6. Gäller även ett stycke utan rubrik: nivån som det står under."""
    rubrik: str = ""
    ankare: str = ""
    markdownankare: str = ""
    """Ankaret som kodvärden ger rubriken i Markdown."""
    ingress: str = ""
    fakta: tuple[Not, ...] = ()
    noter: tuple[Not, ...] = ()
    """Det som står på egna rader: målsättning, ekonomisk effekt."""
    text: Brödtext | None = None
    läsning: tuple[str, ...] = ()
    """Hur tabellen eller listan läses: sagt första gången det behövs."""
    tabell: Tabell | None = None
    punkter: tuple[Punkt, ...] = ()
    stycken: "tuple[Stycke, ...]" = ()
    efter: Brödtext | None = None


class Plandokument(NamedTuple):
    """Hela plandokumentet."""

    titel: str
    rubrik: str
    överrubrik: str
    """Kommunen och nämnden."""
    undertitel: str
    devis: tuple[str, ...]
    fakta: tuple[Not, ...]
    """Beslut, giltighet och verksamhetsområden."""
    varningar: tuple[str, ...]
    """Det som måste stå överst och på varje sida: ändrad efter beslutet, eller gjord trots fel."""
    sidhuvud: str
    """Texten överst på varje utskriven sida."""
    utseende: Utseende | None
    """Kommunens logotyp, färg och typsnitt. Inget när husreglerna inte säger något."""
    innehåll: tuple[Innehållsrad, ...]
    stycken: tuple[Stycke, ...]
    anmärkningar: tuple[str, ...]
    """Summor som verktyget har räknat om, och vilket dokument planen är avskriven från."""
    ursprung: Ursprung

    @property
    def mall(self) -> str:
        """Mallens namn, utan ändelse."""
        return "dokument"
