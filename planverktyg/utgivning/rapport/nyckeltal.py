"""Nyckeltalen utanför målen vid en uppföljning in, ett stycke med en tabell för varje grupp ut. De bedöms inte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.utgivning.ord.celler import TOMT, mätnoter
from planverktyg.utgivning.plandokument.nyckeltal import NAMN, skriv, skriv_namn, äldre_värden
from planverktyg.utgivning.rapport.mal import bygg_rad
from planverktyg.utgivning.underlag.dokument import Cell, Kolumn, Stycke, Tabell
from planverktyg.utgivning.underlag.gemensamt import Brödtext, Not

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.modell.indikator import Indikator
    from planverktyg.uppfyllelse.resultat import Indikatorbedömning, Nyckeltal
    from planverktyg.utgivning.rapport.mal import Rapportläge

RUBRIKNIVÅ = 3


def bygg_nyckeltal(grupper: Sequence[Nyckeltal], u: Rapportläge) -> Iterator[Stycke]:
    """En tabell för varje grupp: utfallet, planens värden och rörelsen."""
    for ett in grupper:
        grupp = ett.grupp
        rader = tuple(_rad(b, u) for b in ett.indikatorer)
        kolumner = (Kolumn(NAMN), Kolumn("Utfall"), Kolumn("Tidigare"), Kolumn("Trend"))
        yield Stycke(
            "nyckeltal",
            RUBRIKNIVÅ,
            grupp.rubrik,
            u.register.ankare(grupp.id),
            u.register.markdownankare(grupp.rubrik),
            text=Brödtext(grupp.beskrivning) if grupp.beskrivning else None,
            tabell=Tabell(u.register.etikett(f"Nyckeltal: {grupp.rubrik}"), kolumner, rader),
        )


def _rad(b: Indikatorbedömning, u: Rapportläge) -> tuple[Cell, ...]:
    i, rad = b.indikator, bygg_rad(b, u)
    noter = tuple(
        n for n in rad.noter if n.etikett != "Saknar målvärde" and not n.etikett.startswith("Jämförelse i planen")
    )
    trend = " ".join(filter(None, [rad.trend.pil, rad.trend.ord])) if rad.trend.visas else TOMT
    mot = f" mot {rad.trend.mot}" if rad.trend.mot else ""
    return (
        Cell(skriv_namn(i), noter=noter),
        Cell(rad.utfall),
        Cell(_tidigare(i), noter=_jämförelser(i)),
        Cell(trend + mot),
    )


def _tidigare(i: Indikator) -> str:
    return "; ".join(skriv(v, i.enhet, med_tid=True) for v in reversed(list(äldre_värden(i)))) or TOMT


def _jämförelser(i: Indikator) -> tuple[Not, ...]:
    """Det som planens värden jämförs med, ett besked för varje värde."""
    alla = ((v, mätnoter(v, i.enhet)) for v in reversed(list(äldre_värden(i))))
    return tuple(Not(f"{n.etikett} {v.avser}" if v.avser else n.etikett, n.text) for v, noter in alla for n in noter)
