"""Regler för bedömningsskalor och band: varje värde hör till precis ett band, och banden ger steg som finns."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planverktyg.granskning.regel import aktregel, föreslå, mappregel, träff
from planverktyg.modell.bedomning import bandfel
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.sammanvagning import HELA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Mappvandring, Vandring
    from planverktyg.modell.bedomning import Bandfel
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.sammanvagning import Sammanvägning, Vägningsregel


def _bandfel(vandring: Mappvandring, kod: str) -> Iterator[Träff]:
    """Felen med en kod i husreglernas band (som ska täcka 0–100) och i målvärdenas."""
    for kommun in vandring.mapp.kommuner:
        regler: Sammanvägning = kommun.modell.sammanvägning
        alla: list[tuple[Rutt, Vägningsregel]] = [(("sammanvägning",), regler)]
        alla += [(("sammanvägning", "per nivå", nivå), regel) for nivå, regel in regler.per_nivå.items()]
        for rutt, regel in alla:
            yield from _träffar(kommun, (*rutt, "band"), bandfel(regel.band, Decimal(0), HELA), kod)
    for akt in vandring.akter:
        for _, rutt, villkor in akt.målvillkor:
            if band := villkor.egna_band:
                yield from _träffar(akt.dokument, (*rutt, "band"), bandfel(band), kod)


def _träffar(dokument: Dokument[Any], rutt: Rutt, fel: Iterator[Bandfel], kod: str) -> Iterator[Träff]:
    for f in fel:
        if f.kod == kod:
            yield träff(dokument, (*rutt, f.plats, f.nyckel), f.text, f.råd)


@mappregel("BED404", "hål mellan två band", Allvar.FEL)
def hål_mellan_band(vandring: Mappvandring) -> Iterator[Träff]:
    """Ett värde hör inte till något band, och får då ingen bedömning.

    Banden under `sammanvägning` ska tillsammans täcka allt från 0 till 100, och banden i ett målvärde får inte ha några
    hål. `från` hör till bandet, `under` hör inte till det, och ett band utan övre gräns går fram till nästa.

    Fel:
        # kommun.yaml
        sammanvägning:
          regel: medelgrad
          band:
            - {steg: uppfyllt, från: 90}
            - {steg: delvis, från: 50, under: 80}
            - {steg: ej uppfyllt, från: 0, under: 50}

    Rätt:
        # kommun.yaml
        sammanvägning:
          regel: medelgrad
          band:
            - {steg: uppfyllt, från: 90}
            - {steg: delvis, från: 50, under: 90}
            - {steg: ej uppfyllt, från: 0, under: 50}
    """
    yield from _bandfel(vandring, "BED404")


@mappregel("BED405", "två band överlappar varandra", Allvar.FEL)
def band_överlappar(vandring: Mappvandring) -> Iterator[Träff]:
    """Är 80 högt eller mycket högt? Ett värde som hör till två band får den bedömning som läsaren råkar välja.

    Fel:
        # kommun.yaml
        sammanvägning:
          regel: medelgrad
          band:
            - {steg: uppfyllt, från: 90}
            - {steg: delvis, från: 50, till: 90}
            - {steg: ej uppfyllt, från: 0, under: 50}

    Rätt:
        # kommun.yaml
        sammanvägning:
          regel: medelgrad
          band:
            - {steg: uppfyllt, från: 90}
            - {steg: delvis, från: 50, under: 90}
            - {steg: ej uppfyllt, från: 0, under: 50}
    """
    yield from _bandfel(vandring, "BED405")


@mappregel("BED406", "band som bara avrundade värden når", Allvar.FEL)
def avrundade_band(vandring: Mappvandring) -> Iterator[Träff]:
    """Banden går ihop i hela tal men inte däremellan: 49,5 hör inte till något när det ena slutar på 49 och nästa börjar på 50.

    Verktyget räknar exakt och avrundar aldrig före prövningen. Skriv `under` i stället för `till`.

    Fel:
        # kommun.yaml
        sammanvägning:
          regel: medelgrad
          band:
            - {steg: uppfyllt, från: 90}
            - {steg: delvis, från: 50, under: 90}
            - {steg: ej uppfyllt, från: 0, till: 49}

    Rätt:
        # kommun.yaml
        sammanvägning:
          regel: medelgrad
          band:
            - {steg: uppfyllt, från: 90}
            - {steg: delvis, från: 50, under: 90}
            - {steg: ej uppfyllt, från: 0, under: 50}
    """
    yield from _bandfel(vandring, "BED406")


@aktregel("BED407", "uppdragets bedömning är inget steg på skalan", Allvar.FEL, kräver_husregler=True)
def okänt_steg_för_uppdrag(vandring: Vandring) -> Iterator[Träff]:
    """Uppdraget är bedömt med ett ord som inte finns på kommunens skala.

    Då räknas uppdraget efter sin status i stället, och det som nämnden har bedömt syns inte i målet.

    Fel:
        # 2020-08-31.yaml
        uppdrag:
          sommarjobb: {status: pågår, värde: 4, bedömning: i hög grad}

    Rätt:
        # 2020-08-31.yaml
        uppdrag:
          sommarjobb: {status: pågår, värde: 4, bedömning: delvis}
    """
    for avstämning in vandring.avstämningar:
        steg = vandring.husregler.skrivbara_steg(avstämning.per)
        for id_, rapport in avstämning.modell.uppdrag.items():
            if rapport.bedömning is not None and rapport.bedömning not in steg:
                yield träff(
                    avstämning.dokument,
                    ("uppdrag", id_, "bedömning"),
                    f"{rapport.bedömning} finns inte på kommunens bedömningsskala.",
                    föreslå(rapport.bedömning, steg, f"Skriv {räkna_upp(steg, 'eller')}."),
                )


@aktregel("BED408", "bandet ger ett steg som inte finns på skalan", Allvar.FEL, kräver_husregler=True)
def okänt_steg_i_band(vandring: Vandring) -> Iterator[Träff]:
    """Ett målvärde med band säger vilket steg ett värde ger, med ett ord som inte finns på kommunens skala.

    Fel:
        indikatorer:
          - id: nki
            namn: Nöjda kunder
            enhet: NKI
            målvärde: {band: [{steg: uppfylt, från: 80}, {steg: delvis, från: 62}, {steg: ej uppfyllt, från: 0}]}

    Rätt:
        indikatorer:
          - id: nki
            namn: Nöjda kunder
            enhet: NKI
            målvärde: {band: [{steg: uppfyllt, från: 80}, {steg: delvis, från: 62}, {steg: ej uppfyllt, från: 0}]}
    """
    steg = [s.namn for s in vandring.husregler.bedömning.skala]
    for _, rutt, villkor in vandring.målvillkor:
        for i, band in enumerate(villkor.egna_band):
            if band.steg not in steg:
                yield träff(
                    vandring.dokument,
                    (*rutt, "band", i, "steg"),
                    f"{band.steg} finns inte på kommunens bedömningsskala.",
                    föreslå(band.steg, steg, f"Skriv {räkna_upp(steg, 'eller')}."),
                )
