"""Uppföljningens egna ekonomiska tabeller in, stycken ut, så som planens tabeller visas i plandokumentet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.uppfyllelse.pengar.tabeller import tabellernas_påståenden
from planverktyg.utgivning.plandokument.ekonomi import ekonomitabell, skriv_omräknade
from planverktyg.utgivning.underlag.dokument import Stycke
from planverktyg.utgivning.underlag.gemensamt import Brödtext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.utgivning.ord.ankare import Register

RUBRIKNIVÅ = 3


def bygg_tabeller(uppföljning: Uppföljningsdokument, register: Register) -> Iterator[Stycke]:
    """En tabell i taget, med sin text och det som summorna blir när de inte är de angivna."""
    for tabell in uppföljning.tabeller:
        rubrik = tabell.rubrik or ""
        noter = " ".join(skriv_omräknade(tabellernas_påståenden([tabell])))
        efter = "\n\n".join(filter(None, [tabell.kommentar, noter]))
        yield Stycke(
            "tabeller",
            RUBRIKNIVÅ,
            rubrik,
            register.ankare(tabell.id) if rubrik else "",
            register.markdownankare(rubrik) if rubrik else "",
            text=Brödtext(tabell.beskrivning) if tabell.beskrivning else None,
            tabell=ekonomitabell(tabell, register.etikett(rubrik or "Ekonomi")),
            efter=Brödtext(efter) if efter else None,
        )
