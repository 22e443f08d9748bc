"""Underlaget för diagrammen: lägen i procent av bredden, och vad diagrammet säger i ord.

Talen i ett diagram står alltid också i texten eller tabellen bredvid.
"""

from typing import NamedTuple

from planverktyg.utgivning.underlag.gemensamt import Omdöme


class Väg(NamedTuple):
    """Ett värde på väg mot sitt målvärde: utgångsläget ○, värdet nu ● och målet |."""

    beskrivning: str
    """`Från 3 650 (2019) till 2 700 (prognos). Målet är högst 2 555.`"""
    nu: float
    mål: float
    bas: float | None
    """None när utgångsläget inte är känt."""
    nådd_från: float
    """Där zonen med värden som når målet börjar."""
    nådd_bredd: float
    """Zonens bredd; 0 när den inte kan visas."""


class Segment(NamedTuple):
    """En del av en stapel."""

    omdöme: Omdöme
    antal: int
    start: float
    bredd: float
    text: str
    """Antalet, och ordet när det ryms; tomt när inte ens antalet gör det."""


class Stapel(NamedTuple):
    """Ett antal, delat efter omdöme."""

    beskrivning: str
    segment: tuple[Segment, ...]


class Budgetstapel(NamedTuple):
    """Ett verksamhetsområdes prognos eller utfall, mot budgeten."""

    namn: str
    bredd: float
    budget: float
    """Var strecket för budgeten står."""
    över: bool
    """Mer än budgeten."""
    text: str


class Budgetstaplar(NamedTuple):
    """Verksamhetsområdena, ett i taget."""

    beskrivning: str
    staplar: tuple[Budgetstapel, ...]


class Seriepunkt(NamedTuple):
    """Ett värde i en tidsserie."""

    x: float
    y: float
    tid: str
    värde: str


class Tidsserie(NamedTuple):
    """Värdena över tid, och målvärdet som en linje."""

    beskrivning: str
    punkter: tuple[Seriepunkt, ...]
    mål: float | None
