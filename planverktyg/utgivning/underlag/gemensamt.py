"""Det som underlagen för rapporter och dokument har gemensamt: brödtext, omdömen, noter och ursprung.

Ett underlag är allt som en mall får se, med texterna färdiga på svenska. Det räknar ingenting och vet inget om
format. Det som ska tolkas som Markdown är en `Brödtext`; all annan text är text, vad den än innehåller.

Underlagen är `NamedTuple`: oföränderliga som en frusen dataclass, men åtta gånger snabbare att läsa in (mätt:
0,07 mot 0,55 ms per klass, och klasserna är många).
"""

from typing import NamedTuple


class Brödtext(NamedTuple):
    """Löpande text i Markdown ur planen eller uppföljningen. Skrivs i mallen med filtret `brödtext(nivå)`."""

    källa: str

    def __str__(self) -> str:
        return self.källa


class Omdöme(NamedTuple):
    """En bedömning eller status så som den visas: symbol, ord och färg. Betydelsen bärs av symbolen och ordet."""

    symbol: str
    ord: str
    färg: str
    """grön, gul, röd, grå eller blå."""

    def __str__(self) -> str:
        return f"{self.symbol} {self.ord}"


class Not(NamedTuple):
    """En förklaring till en rad, med sin etikett: `Kommentar`, `Ej mätt`, `Källa`."""

    etikett: str
    text: str


class Färger(NamedTuple):
    """Kommunens accentfärg och dess ytor, i ljust och i mörkt läge: `#0b4f79`."""

    ljus: str
    ljus_yta: str
    mörk: str
    mörk_yta: str


class Utseende(NamedTuple):
    """Kommunens utseende: det som är tomt är verktygets eget."""

    logotyp: str
    """Bilden, inbäddad: adressen till `src`."""
    logotyptext: str
    """Kommunens namn, som läses upp i stället för bilden."""
    färger: Färger | None
    typsnitt: str
    """Typsnittets namn, eller flera med komma."""


class Innehållsrad(NamedTuple):
    """En rad i innehållsförteckningen."""

    rubrik: str
    ankare: str
    markdownankare: str
    rader: "tuple[Innehållsrad, ...]"


class Filuppgift(NamedTuple):
    """En fil som utskriften är gjord av, och kontrollsumman av dess innehåll."""

    roll: str
    namn: str
    kontrollsumma: str


class Ursprung(NamedTuple):
    """Vad rapporten är gjord av. Inget klockslag: samma innehåll ger samma rapport."""

    plan: str
    """Planens id."""
    fingeravtryck: str
    """Planens fingeravtryck, så som ett beslut om den har det. Tomt i en rapport, som har kontrollsummor."""
    filer: tuple[Filuppgift, ...]
    version: str
    """Verktygets version."""
