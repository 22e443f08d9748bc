"""Från indikatorernas bedömningar till målens: sammanvägning enligt husreglerna, uppifrån och ned i målträdet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.uppfyllelse.indikatorer import bedöm_indikator, hitta_steg
from planverktyg.uppfyllelse.resultat import Målbedömning, Skäl, Täckning, Uppfyllelse
from planverktyg.uppfyllelse.serier import föregångarens
from planverktyg.uppfyllelse.tillfalle import Tillfälle, gäller, ingen_serie

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planverktyg.akt import Akt
    from planverktyg.laddning import Dokument
    from planverktyg.modell.husregler import Bedömningssteg, Husregler
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.plan import Mål, Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.modell.villkor import Serie
    from planverktyg.uppfyllelse.resultat import Indikatorbedömning


def bedöm(
    plan: Plandokument,
    uppföljning: Uppföljningsdokument,
    husregler: Husregler,
    tidigare: Sequence[Uppföljningsdokument] = (),
    äldre: Callable[[Indikator], Serie] = ingen_serie,
) -> Uppfyllelse:
    """Bedömer hela planen vid en uppföljning. `tidigare` är planens äldre uppföljningar, äldst först.

    `äldre` lämnar en indikators värden i de planer som planen följer efter.
    """
    tillfälle = Tillfälle(uppföljning, husregler, plan.plan.år, tidigare, äldre)
    return Uppfyllelse(husregler, tuple(_bedöm_mål(mål, tillfälle) for mål in plan.mål))


def bedöm_akt(akt: Akt, uppföljning: Dokument[Uppföljningsdokument]) -> Uppfyllelse:
    """Bedömer aktens plan vid en av dess uppföljningar, med kommunens husregler och de äldre uppföljningarna."""
    tidigare = [u.modell for u in akt.före(uppföljning)]
    return bedöm(akt.plan.modell, uppföljning.modell, akt.husregler, tidigare, föregångarens(akt))


def _bedöm_mål(mål: Mål, tillfälle: Tillfälle) -> Målbedömning:
    indikatorer = tuple(bedöm_indikator(indikator, mål, tillfälle) for indikator in mål.indikatorer)
    delmål = tuple(_bedöm_mål(delmål, tillfälle) for delmål in mål.mål)
    vägda = [i.steg for i in indikatorer if i.steg] + [d.steg for d in delmål if d.steg]
    beräknat = väg_samman(vägda, tillfälle.husregler)
    beslutad = tillfälle.uppföljning.bedömningar.get(mål.id)
    ska_bedömas = [i for i in indikatorer if i.ska_bedömas]
    täckning = Täckning(
        sum(i.steg is not None for i in ska_bedömas) + sum(d.täckning.bedömda for d in delmål),
        len(ska_bedömas) + sum(d.täckning.alla for d in delmål),
    )
    return Målbedömning(
        mål=mål,
        indikatorer=indikatorer,
        delmål=delmål,
        beräknat=beräknat,
        skäl=None if beräknat else _skäl(mål, indikatorer, täckning, tillfälle),
        beslutad=beslutad,
        beslutat=hitta_steg(beslutad.bedömning, tillfälle.skala) if beslutad else None,
        täckning=täckning,
    )


def _skäl(mål: Mål, indikatorer: Sequence[Indikatorbedömning], täckning: Täckning, tillfälle: Tillfälle) -> Skäl:
    """Varför målet inte har något beräknat steg."""
    if täckning.alla:
        return Skäl.INGET_BEDÖMT
    if not gäller(mål, tillfälle):
        return Skäl.INTE_ÄN
    senare = [i.skäl for i in indikatorer if i.skäl in (Skäl.INTE_ÄN, Skäl.STÄMS_AV, Skäl.SENARE)]
    return senare[0] if senare and senare[0] else Skäl.INGA_INDIKATORER


def väg_samman(steg: Sequence[Bedömningssteg], husregler: Husregler) -> Bedömningssteg | None:
    """Målets steg: det bästa när nog många är på det bästa, det mellersta när nog många inte är på det sämsta.

    None när ingenting kunde bedömas.
    """
    if not steg:
        return None
    namn = [s.namn for s in steg]
    skala = husregler.bedömning.skala
    regel = husregler.sammanvägning
    if 100 * namn.count(skala[0].namn) >= regel.uppfyllt * len(namn):
        return skala[0]
    if 100 * (len(namn) - namn.count(skala[-1].namn)) >= regel.delvis * len(namn):
        return skala[len(skala) // 2]
    return skala[-1]
