"""Bedömningsskalor och band. Banden kontrolleras redan när husreglerna läses; här står vad koderna betyder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import Regel, aktregel, föreslå, träff
from planverktyg.granskning.uppgifter import målvillkor
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.malvarde import IBand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring

_RÄTT = """
Rätt:
    # kommun.yaml
    sammanvägning:
      regel: medelgrad
      band:
        - {steg: uppfyllt, från: 90}
        - {steg: delvis, från: 50, under: 90}
        - {steg: ej uppfyllt, från: 0, under: 50}
"""

REGLER_FÖR_BAND = (
    Regel(
        "BED404",
        "hål mellan två band",
        Allvar.FEL,
        """\
Ett värde hör inte till något band, och får då ingen bedömning. Banden ska tillsammans täcka allt från 0 till 100.
`från` hör till bandet, `under` hör inte till det, och ett band utan övre gräns går fram till nästa.

Fel:
    # kommun.yaml
    sammanvägning:
      regel: medelgrad
      band:
        - {steg: uppfyllt, från: 90}
        - {steg: delvis, från: 50, under: 80}
        - {steg: ej uppfyllt, från: 0, under: 50}
"""
        + _RÄTT,
    ),
    Regel(
        "BED405",
        "två band överlappar varandra",
        Allvar.FEL,
        """\
Är 80 högt eller mycket högt? Ett värde som hör till två band får den bedömning som läsaren råkar välja.

Fel:
    # kommun.yaml
    sammanvägning:
      regel: medelgrad
      band:
        - {steg: uppfyllt, från: 90}
        - {steg: delvis, från: 50, till: 90}
        - {steg: ej uppfyllt, från: 0, under: 50}
"""
        + _RÄTT,
    ),
    Regel(
        "BED406",
        "band som bara avrundade värden når",
        Allvar.FEL,
        """\
Banden går ihop i hela tal men inte däremellan: slutar det ena på 49 och börjar det andra på 50 hör 49,5 inte till något.
Verktyget räknar exakt och avrundar aldrig före prövningen. Skriv `under` i stället för `till`.

Fel:
    # kommun.yaml
    sammanvägning:
      regel: medelgrad
      band:
        - {steg: uppfyllt, från: 90}
        - {steg: delvis, från: 50, under: 90}
        - {steg: ej uppfyllt, från: 0, till: 49}
"""
        + _RÄTT,
    ),
)


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
        steg = [s.namn for s in vandring.husregler.skala(avstämning.modell.uppföljning.per)]
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
    for punkt in vandring.indikatorer:
        for rutt, villkor in målvillkor(punkt.indikator, punkt.rutt):
            if not isinstance(villkor, IBand):
                continue
            for i, band in enumerate(villkor.band):
                if band.steg not in steg:
                    yield träff(
                        vandring.dokument,
                        (*rutt, "band", i, "steg"),
                        f"{band.steg} finns inte på kommunens bedömningsskala.",
                        föreslå(band.steg, steg, f"Skriv {räkna_upp(steg, 'eller')}."),
                    )
