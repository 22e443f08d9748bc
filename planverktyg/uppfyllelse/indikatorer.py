"""En indikator och dess utfall in, en bedömning ut: varje villkor och varje del för sig, och hur de blir en.

Hur ett villkor prövas står i `provning`, vilket värde som räknas i `varden`, hur flera blir en i `kombination`, och
trenden i `trender`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.villkor import Målfråga
from planverktyg.uppfyllelse.avgjort import beslutet_om, delens_svar, svaret_på
from planverktyg.uppfyllelse.kombination import kombinera, skriv_delarnas_värden
from planverktyg.uppfyllelse.provning import pröva, välj_steg
from planverktyg.uppfyllelse.resultat import Delbedömning, Grund, Indikatorbedömning, Skäl
from planverktyg.uppfyllelse.tillfalle import delarnas_egna, delarnas_krav, kravet_på
from planverktyg.uppfyllelse.trender import Rörelse, prognosen_förut
from planverktyg.uppfyllelse.varden import skriv_frist, välj_värde

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.plan import Mål
    from planverktyg.modell.villkor import Prövning
    from planverktyg.uppfyllelse.avgjort import Svar
    from planverktyg.uppfyllelse.resultat import Bedömtvärde
    from planverktyg.uppfyllelse.tillfalle import Krav, Tillfälle


def bedöm_indikator(indikator: Indikator, mål: Mål, tillfälle: Tillfälle) -> Indikatorbedömning:
    """Indikatorns bedömning vid tillfället."""
    krav = kravet_på(indikator, mål, tillfälle)
    svar = svaret_på(indikator, krav, delarnas_egna(indikator, mål, tillfälle), tillfälle)
    delar = [
        _bedöm_del(namn, kraven, indikator, svar, tillfälle)
        for namn, kraven in delarnas_krav(indikator, mål, tillfälle)
    ]
    helhet = kombinera("", delar, tillfälle.skala)
    beslutad = beslutet_om(indikator, krav, tillfälle)
    buret = indikator.id not in tillfälle.uppföljning.bedömningar
    beslutat = tillfälle.läs_steg(beslutad.bedömning, buret=buret) if beslutad else None
    slutlig = beslutat.slutligt if beslutat else helhet.slutlig
    visat = beslutat.visat if beslutat else None
    visat = visat if beslutad else tillfälle.visa(helhet.steg, slutligt=slutlig)
    return Indikatorbedömning(
        indikator=indikator,
        utfall=svar.utfall,
        villkor=krav.villkor,
        bedömt=_bedömt(helhet),
        prövning=helhet.prövning,
        beräknat=helhet.steg,
        skäl=helhet.skäl,
        förklaring=helhet.förklaring,
        delar=helhet.delar or tuple([d for d in delar if d.är_del]),
        rörelse=Rörelse(indikator, svar, delar, tillfälle),
        prognosen_förut=prognosen_förut(indikator, tillfälle),
        beslutad=beslutad,
        beslutat=beslutat.steg if beslutat else None,
        slutlig=slutlig,
        visat=visat,
        rapporterat=svar.ur,
        frist=helhet.frist,
    )


def _bedömt(helhet: Delbedömning) -> Bedömtvärde | None:
    """Värdet som helheten vilar på. För delar är det allas värden, med den avgörandes grund."""
    delar = [d for d in helhet.delar if d.är_del and d.bedömt]
    bedömt = helhet.bedömt or (delar[0].bedömt if delar else None)
    if bedömt is None or not delar:
        return bedömt
    blandat = len({d.bedömt.grund for d in delar if d.bedömt}) > 1
    return bedömt._replace(värde=skriv_delarnas_värden(delar, med_grund=blandat), blandat=blandat)


def _bedöm_del(
    namn: str, kraven: Sequence[Krav], indikator: Indikator, svar: Svar, tillfälle: Tillfälle
) -> Delbedömning:
    """En del (eller hela indikatorn, utan namn): vart och ett av dess villkor för sig, och sedan ihop."""
    delens = delens_svar(svar, namn) if namn else svar
    bedömda = [_bedöm_villkor(krav, indikator, delens, tillfälle, namn) for krav in kraven]
    if len(bedömda) > 1:
        bedömda = [b._replace(namn=b.villkor.skriv(indikator.enhet)) if b.villkor else b for b in bedömda]
    bedömd = kombinera(namn, bedömda, tillfälle.skala)
    bedömd = bedömd._replace(är_del=True, ur="" if delens.ur == svar.ur else delens.ur) if namn else bedömd
    if bedömd.skäl is Skäl.EJ_RAPPORTERAD and svar.utfall is not None and delens.utfall is None:
        return bedömd._replace(förklaring=f"Värdet för {namn} fattas.")
    return bedömd


def _bedöm_villkor(krav: Krav, indikator: Indikator, svar: Svar, tillfälle: Tillfälle, del_: str) -> Delbedömning:
    """Ett ensamt villkor mot sitt värde, med delens namn."""
    underlag = välj_värde(indikator, svar, krav, tillfälle)
    bedömt, prövning, steg, i_förtid = underlag.bedömt, None, None, False
    skäl, förklaring = underlag.skäl, underlag.förklaring
    if bedömt is not None and krav.villkor is not None:
        prövning = pröva(krav.villkor, indikator, svar.utfall, underlag, tillfälle.då(svar), del_=del_)
        i_förtid = not krav.gäller(tillfälle) and _är_redan_nått(prövning, krav, indikator, tillfälle)
        if i_förtid and bedömt.grund is Grund.LÄGE:
            bedömt = bedömt._replace(grund=Grund.SÄKERT)  # det växer bara
        if krav.gäller(tillfälle) or i_förtid:
            steg = välj_steg(prövning, tillfälle.skala)
            skäl, förklaring = (None, "") if steg else _skäl_för(prövning)
        else:
            skäl, förklaring = Skäl.INTE_ÄN, skriv_frist(krav)
    slutlig = bedömt is not None and steg is not None and _är_slutligt(bedömt, steg, krav, tillfälle)
    return Delbedömning(
        del_, krav.villkor, bedömt, prövning, steg, skäl, förklaring, krav.frist, slutlig=slutlig, i_förtid=i_förtid
    )


def _är_slutligt(bedömt: Bedömtvärde, steg: Bedömningssteg, krav: Krav, tillfälle: Tillfälle) -> bool:
    """Om steget inte kan bli ett annat: tiden är ute, eller något är gjort.

    Ett antal som bara växer och redan är för högt når aldrig målet, men kan ännu sjunka till ett sämre steg.
    """
    if krav.är_avgjort(tillfälle) or bedömt.grund is Grund.UTFALL:
        return True
    return bedömt.grund is Grund.SÄKERT and steg in (tillfälle.skala[0], tillfälle.skala[-1])


def _är_redan_nått(prövning: Prövning, krav: Krav, indikator: Indikator, tillfälle: Tillfälle) -> bool:
    """Om ett mål längre fram är nått i förtid och inte kan bli onått: något är gjort, eller ett antal växer bara."""
    villkor = krav.villkor
    if villkor is None or prövning.uppfyllt is not True:
        return False
    if villkor.svar is Målfråga.DAG:
        return True
    return isinstance(indikator.ackumuleras, Tidpunkt) and villkor.bättre_uppåt(tillfälle.stegnamn) is True


def _skäl_för(prövning: Prövning) -> tuple[Skäl, str]:
    if prövning.skäl in (Skäl.FÖR_HAND, Skäl.SAKNAR_MÅLVÄRDE):
        return Skäl(prövning.skäl), prövning.skäl
    return Skäl.KAN_INTE_PRÖVAS, prövning.skäl
