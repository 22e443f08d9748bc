"""Regler för den röda tråden: mål som inte leder någonstans, och överordnade mål som inget leder till."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.lankar import länkar
from planverktyg.granskning.regel import aktregel, träff
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.uppfyllelse.samband import Nod


@aktregel("REF219", "målet leder inte till något överordnat mål", Allvar.NOTIS, kräver_helhet=True)
def utan_riktning(vandring: Vandring) -> Iterator[Träff]:
    """Ett mål tjänar inget överordnat mål, fast planen har mål på samma nivå som gör det, eller bygger på en plan med mål.

    En revisor frågar hur nämndens mål leder till fullmäktiges. Målet kan stå under ett annat mål, eller bidra till ett
    mål i planen eller i en plan som den bygger på. Ett mål som nämnden har för egen del kan stå som det är.

    Fel:
        mål:
          - id: trygga
            nivå: mål
            namn: Trygga hela livet
            mål: [{id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först}]
          - {id: god-vard, nivå: nämndmål, namn: Vården är god}

    Rätt:
        mål:
          - id: trygga
            nivå: mål
            namn: Trygga hela livet
            mål: [{id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först}]
          - {id: god-vard, nivå: nämndmål, namn: Vården är god, bidrar till: trygga}
    """
    råd = "Ställ det under ett mål, eller skriv bidrar till."
    ensamma = vandring.samband.utan_riktning()
    for mål, rutt in _med_rutt(vandring, ensamma):
        text = f"Målet {mål.nyckel[1]} leder inte till något överordnat mål, som andra mål på nivån {mål.nivå} gör."
        yield träff(vandring.dokument, (*rutt, "id"), text, råd)
    if över := _underlag_utan_länkar(vandring):
        text = f"Planen bygger på {räkna_upp(över)}, men inget i den bidrar till något mål där."
        råd = f"Skriv vad målen leder till: bidrar till: {över[0]}/målets-id."
        yield träff(vandring.dokument, ("plan", "bygger på"), text, råd)


def _underlag_utan_länkar(vandring: Vandring) -> list[str]:
    """Planer med mål som planen bygger på, när inget i planen bidrar till någon av dem."""
    över = vandring.plan.plan.bygger_på
    if not över or not vandring.mål or any(länk.till[0] in över for länk in länkar(vandring)):
        return []
    planer = [(id_, vandring.akt.register.plan(id_)) for id_ in över if id_ != vandring.plan.plan.id]
    return [id_ for id_, plan in planer if plan and plan.modell.mål]


def _med_rutt(vandring: Vandring, noder: tuple[Nod, ...]) -> Iterator[tuple[Nod, Rutt]]:
    rutter = {mål.id: rutt for rutt, mål in vandring.mål}
    return ((nod, rutter[nod.nyckel[1]]) for nod in noder)


@aktregel("REF220", "inget leder till målet", Allvar.NOTIS, kräver_helhet=True)
def utan_stöd(vandring: Vandring) -> Iterator[Träff]:
    """Ett mål har varken delmål, indikatorer eller något som bidrar till det, fast de flesta mål på nivån har det.

    Då finns inget i planen som visar om målet nås, och det får ingen bedömning. Mål som andra planer arbetar för
    visas av `plan status ÅR --tråd`, som läser alla planer.

    Fel:
        mål:
          - id: trygga
            nivå: mål
            namn: Trygga hela livet
            mål: [{id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först}]
          - {id: delaktiga, nivå: mål, namn: Delaktiga invånare}

    Rätt:
        mål:
          - id: trygga
            nivå: mål
            namn: Trygga hela livet
            mål: [{id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, bidrar till: delaktiga}]
          - {id: delaktiga, nivå: mål, namn: Delaktiga invånare}
    """
    for mål, rutt in _med_rutt(vandring, vandring.samband.utan_stöd()):
        id_ = mål.nyckel[1]
        text = f"Inget leder till målet {id_}: det har varken delmål, indikatorer eller något som bidrar till det."
        yield träff(vandring.dokument, (*rutt, "id"), text, "Skriv vad som görs för målet, eller hur det mäts.")
