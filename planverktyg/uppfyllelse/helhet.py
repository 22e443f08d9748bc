"""Från indikatorernas bedömningar till målens: sammanvägning enligt husreglerna, uppifrån och ned i målträdet."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.uppfyllelse.indikatorer import Tillfälle, bedöm_indikator, hitta_steg
from planverktyg.uppfyllelse.resultat import Målbedömning, Skäl, Täckning, Uppfyllelse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.modell.husregler import Bedömningssteg, Husregler
    from planverktyg.modell.plan import Mål, Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument


def bedöm(
    plan: Plandokument,
    uppföljning: Uppföljningsdokument,
    husregler: Husregler,
    tidigare: Sequence[Uppföljningsdokument] = (),
) -> Uppfyllelse:
    """Bedömer hela planen vid en uppföljning. `tidigare` är planens äldre uppföljningar, äldst först."""
    tillfälle = Tillfälle(uppföljning, husregler, tidigare)
    return Uppfyllelse(husregler, tuple(_bedöm_mål(mål, tillfälle) for mål in plan.mål))


def _bedöm_mål(mål: Mål, tillfälle: Tillfälle) -> Målbedömning:
    indikatorer = tuple(bedöm_indikator(indikator, tillfälle) for indikator in mål.indikatorer)
    delmål = tuple(_bedöm_mål(delmål, tillfälle) for delmål in mål.mål)
    vägda = [i.steg for i in indikatorer if i.steg] + [d.steg for d in delmål if d.steg]
    skala = tillfälle.husregler.bedömning.skala
    beräknat = väg_samman(vägda, tillfälle.husregler)
    beslutad = tillfälle.uppföljning.bedömningar.get(mål.id)
    ska_bedömas = [i for i in indikatorer if i.ska_bedömas]
    täckning = Täckning(
        sum(i.steg is not None for i in ska_bedömas) + sum(d.täckning.bedömda for d in delmål),
        len(ska_bedömas) + sum(d.täckning.alla for d in delmål),
    )
    skäl = Skäl.INGET_BEDÖMT if täckning.alla else Skäl.INGA_INDIKATORER
    return Målbedömning(
        mål=mål,
        indikatorer=indikatorer,
        delmål=delmål,
        beräknat=beräknat,
        skäl=None if beräknat else skäl,
        beslutad=beslutad,
        beslutat=hitta_steg(beslutad.bedömning, tillfälle.husregler) if beslutad else None,
        täckning=täckning,
        andel_uppfyllda=_andel([steg == skala[0] for steg in vägda]),
        andel_inte_sämst=_andel([steg != skala[-1] for steg in vägda]),
    )


def _andel(träffar: Sequence[bool]) -> Fraction | None:
    return Fraction(sum(träffar), len(träffar)) if träffar else None


def väg_samman(steg: Sequence[Bedömningssteg], husregler: Husregler) -> Bedömningssteg | None:
    """Målets steg: det bästa när nog många är på det bästa, det mellersta när nog många inte är på det sämsta.

    None när ingenting kunde bedömas.
    """
    if not steg:
        return None
    skala = husregler.bedömning.skala
    regel = husregler.sammanvägning
    if 100 * sum(s == skala[0] for s in steg) >= regel.uppfyllt * len(steg):
        return skala[0]
    if 100 * sum(s != skala[-1] for s in steg) >= regel.delvis * len(steg):
        return skala[len(skala) // 2]
    return skala[-1]
