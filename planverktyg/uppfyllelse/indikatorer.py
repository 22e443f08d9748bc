"""En indikator och dess utfall in, en bedömning ut: kravet som gäller, värdet som prövas, steget och trenden.

Hur villkoret prövas står i `provning`, vilket värde som räknas i `varden`, och trenden i `trender`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.villkor import Svarsslag
from planverktyg.uppfyllelse.avgjort import beslutet_om, svaret_på
from planverktyg.uppfyllelse.provning import hitta_steg, pröva, välj_steg
from planverktyg.uppfyllelse.resultat import Indikatorbedömning, Skäl
from planverktyg.uppfyllelse.tillfalle import Tillfälle, kravet_på
from planverktyg.uppfyllelse.trender import räkna_trend
from planverktyg.uppfyllelse.varden import skriv_frist, välj_värde

if TYPE_CHECKING:
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.plan import Mål
    from planverktyg.modell.villkor import Prövning
    from planverktyg.uppfyllelse.tillfalle import Krav


def bedöm_indikator(indikator: Indikator, mål: Mål, tillfälle: Tillfälle) -> Indikatorbedömning:
    """Indikatorns bedömning vid tillfället."""
    krav = kravet_på(indikator, mål, tillfälle)
    svar = svaret_på(indikator, krav, tillfälle)
    underlag = välj_värde(indikator, svar.utfall, krav, tillfälle)
    prövning, beräknat = None, None
    skäl, förklaring = underlag.skäl, underlag.förklaring
    if underlag.bedömt is not None and krav.villkor is not None:
        prövning = pröva(krav.villkor, indikator, svar.utfall, underlag, tillfälle)
        if krav.gäller(tillfälle) or _är_redan_nått(prövning, krav, indikator):
            beräknat = välj_steg(prövning, tillfälle.skala)
            skäl, förklaring = (None, "") if beräknat else _skäl_för(prövning)
        else:
            skäl, förklaring = Skäl.INTE_ÄN, skriv_frist(krav)
    trend, jämfört_med = räkna_trend(indikator, svar.utfall, krav, underlag, tillfälle)
    beslutad = beslutet_om(indikator, krav, tillfälle)
    return Indikatorbedömning(
        indikator=indikator,
        utfall=svar.utfall,
        villkor=krav.villkor,
        bedömt=underlag.bedömt,
        prövning=prövning,
        beräknat=beräknat,
        skäl=skäl,
        förklaring=förklaring,
        trend=trend,
        jämfört_med=jämfört_med,
        beslutad=beslutad,
        beslutat=hitta_steg(beslutad.bedömning, tillfälle.skala) if beslutad else None,
        rapporterat=svar.ur,
        frist=krav.frist,
    )


def _är_redan_nått(prövning: Prövning, krav: Krav, indikator: Indikator) -> bool:
    """Om ett mål längre fram är nått i förtid och inte kan bli onått: något är gjort, eller ett antal växer bara."""
    villkor = krav.villkor
    varaktigt = villkor is not None and (
        villkor.svar is Svarsslag.DAG
        or (isinstance(indikator.ackumuleras, Tidpunkt) and villkor.bättre_uppåt() is True)
    )
    return varaktigt and prövning.uppfyllt is True


def _skäl_för(prövning: Prövning) -> tuple[Skäl, str]:
    if prövning.skäl in (Skäl.FÖR_HAND, Skäl.SAKNAR_MÅLVÄRDE):
        return Skäl(prövning.skäl), prövning.skäl
    return Skäl.KAN_INTE_PRÖVAS, prövning.skäl
