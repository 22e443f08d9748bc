"""Från indikatorernas bedömningar till målens: sammanvägning enligt husreglerna, uppifrån och ned i målträdet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.uppfyllelse.avgjort import gällande_statusar
from planverktyg.uppfyllelse.indikatorer import bedöm_indikator
from planverktyg.uppfyllelse.provning import hitta_steg
from planverktyg.uppfyllelse.resultat import Målbedömning, Skäl, Täckning, Uppfyllelse, räkna_förflyttning
from planverktyg.uppfyllelse.sammanvagning import Vägd, Vägning, delens_grad
from planverktyg.uppfyllelse.serier import föregångarens
from planverktyg.uppfyllelse.tillfalle import Tillfälle, gäller, ingen_serie

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.bedomning import Bedömningssteg, Skala
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.plan import Mål, Plandokument, Uppdrag
    from planverktyg.modell.rapportering import Uppdragsrapport, Uppföljningsdokument
    from planverktyg.modell.villkor import Serie
    from planverktyg.uppfyllelse.avgjort import Status
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
    statusar = gällande_statusar(uppföljning, tidigare)
    uppdrag = tuple((u, statusar.uppdrag[u.id]) for u in plan.alla_uppdrag() if u.id in statusar.uppdrag)
    bedömda = tuple(_bedöm_mål(mål, tillfälle, uppdrag) for mål in plan.mål)
    helhet = _väg_helheten(bedömda, tillfälle) if husregler.sammanvägning.hela_planen else None
    return Uppfyllelse(husregler, bedömda, tillfälle.per, helhet, statusar)


def bedöm_akt(akt: Akt, uppföljning: Dokument[Uppföljningsdokument]) -> Uppfyllelse:
    """Bedömer aktens plan vid en av dess uppföljningar, med kommunens husregler och de äldre uppföljningarna."""
    tidigare = [u.modell for u in akt.före(uppföljning)]
    return bedöm(akt.plan.modell, uppföljning.modell, akt.husregler, tidigare, föregångarens(akt))


def _bedöm_mål(
    mål: Mål, tillfälle: Tillfälle, uppdrag: Sequence[tuple[Uppdrag, Status[Uppdragsrapport]]]
) -> Målbedömning:
    indikatorer = tuple(bedöm_indikator(indikator, mål, tillfälle) for indikator in mål.indikatorer)
    delmål = tuple(_bedöm_mål(delmål, tillfälle, uppdrag) for delmål in mål.mål)
    beslutad = tillfälle.uppföljning.bedömningar.get(mål.id)
    ska_bedömas = [i for i in indikatorer if i.ska_bedömas]
    täckning = Täckning(
        sum(i.steg is not None for i in ska_bedömas) + sum(d.täckning.bedömda for d in delmål),
        len(ska_bedömas) + sum(d.täckning.alla for d in delmål),
    )
    regel = tillfälle.husregler.sammanvägning.för_nivå(mål.nivå)
    delar = {
        "indikatorer": _vägda_indikatorer([i for i in indikatorer if regel.bör_räknas or not i.är_bör], tillfälle),
        "delmål": _vägda_mål(delmål, tillfälle),
        "uppdrag": _vägda_uppdrag([par for par in uppdrag if mål.id in par[0].bidrar_till], tillfälle),
    }
    rörelse = [*indikatorer, *(i for d in delmål for i in d.alla_indikatorer())]
    vägning = Vägning(
        tuple(del_ for slag in dict.fromkeys(regel.räknar) for del_ in delar[slag]),
        regel,
        tillfälle.skala,
        tillfälle.husregler.bedömning.skala,
        täckning,
        räkna_förflyttning(rörelse),
    )
    beräknat = vägning.steg
    return Målbedömning(
        mål=mål,
        indikatorer=indikatorer,
        delmål=delmål,
        beräknat=beräknat,
        skäl=None if beräknat else vägning.skäl or _skäl(mål, indikatorer, täckning, tillfälle),
        beslutad=beslutad,
        beslutat=hitta_steg(beslutad.bedömning, tillfälle.skala) if beslutad else None,
        täckning=täckning,
        vägning=vägning,
    )


def _skäl(mål: Mål, indikatorer: Sequence[Indikatorbedömning], täckning: Täckning, tillfälle: Tillfälle) -> Skäl:
    """Varför målet inte har något beräknat steg."""
    if täckning.alla:
        return Skäl.INGET_BEDÖMT
    if not gäller(mål, tillfälle):
        return Skäl.INTE_ÄN
    senare = [i.skäl for i in indikatorer if i.skäl in (Skäl.INTE_ÄN, Skäl.STÄMS_AV, Skäl.SENARE)]
    return senare[0] if senare and senare[0] else Skäl.INGA_INDIKATORER


def _vägda_indikatorer(indikatorer: Sequence[Indikatorbedömning], tillfälle: Tillfälle) -> tuple[Vägd, ...]:
    """De bedömda indikatorerna. Ett beslutat steg räknas med sin plats på skalan, inte med den uppmätta graden."""
    return tuple(
        Vägd(i.indikator.id, i.steg, delens_grad(i.steg, None if i.beslutat else i.grad, tillfälle.skala))
        for i in indikatorer
        if i.steg
    )


def _vägda_mål(delmål: Sequence[Målbedömning], tillfälle: Tillfälle) -> tuple[Vägd, ...]:
    return tuple(
        Vägd(
            d.mål.id,
            d.steg,
            delens_grad(d.steg, None if d.beslutat else d.vägning.medelgrad, tillfälle.skala),
            finansiell=d.mål.slag == "finansiellt",
        )
        for d in delmål
        if d.steg
    )


def _vägda_uppdrag(
    uppdrag: Sequence[tuple[Uppdrag, Status[Uppdragsrapport]]], tillfälle: Tillfälle
) -> tuple[Vägd, ...]:
    """Uppdragen som det finns en status för: bedömningen när den finns, annars statusen."""
    skala = tillfälle.skala
    steg = [(u.id, uppdragets_steg(status.rapport, skala)) for u, status in uppdrag]
    return tuple(Vägd(id_, s, delens_grad(s, None, skala)) for id_, s in steg)


def uppdragets_steg(rapport: Uppdragsrapport, skala: Skala) -> Bedömningssteg:
    """Ett klart uppdrag räknas som det bästa steget, ett som pågår som det näst sämsta, alla andra som det sämsta.

    På en skala med två steg finns inget däremellan: det som pågår har inte nått det bästa.
    """
    bedömt = hitta_steg(rapport.bedömning, skala) if rapport.bedömning else None
    if bedömt is not None:
        return bedömt
    return {"klar": skala[0], "pågår": skala[max(len(skala) - 2, 1)]}.get(rapport.läge, skala[-1])


def _väg_helheten(mål: Sequence[Målbedömning], tillfälle: Tillfälle) -> Vägning:
    """Hela planen, vägd av målen på översta nivån."""
    return Vägning(
        _vägda_mål(mål, tillfälle),
        tillfälle.husregler.sammanvägning,
        tillfälle.skala,
        tillfälle.husregler.bedömning.skala,
        Täckning(sum(m.täckning.bedömda for m in mål), sum(m.täckning.alla for m in mål)),
        räkna_förflyttning([i for m in mål for i in m.alla_indikatorer()]),
    )
