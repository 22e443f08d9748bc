"""Trenden: ett utfall och de tidigare mätningarna in, bättre, oförändrat eller sämre ut, och värdet det jämfördes med.

Lika jämförs med lika: utfall med utfall, vid årets slut med det senaste hela året, vid ett delår med samma period förra
året, och det som växer bara över lika lång tid. En prognos jämförs bara med en prognos.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.period import Tidpunkt, året_före
from planverktyg.uppfyllelse.provning import läget_för, serien_före, tidigare_än
from planverktyg.uppfyllelse.resultat import Bedömtvärde, Grund, Skäl, Trend, Trendsvar
from planverktyg.uppfyllelse.varden import Underlag, skriv_delarna, svarets_tid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from planverktyg.modell.indikator import Indikator, Utfall
    from planverktyg.modell.villkor import Läge, Mätt, Villkor
    from planverktyg.uppfyllelse.avgjort import Svar
    from planverktyg.uppfyllelse.resultat import Delbedömning
    from planverktyg.uppfyllelse.serier import Mätning, Mätserie
    from planverktyg.uppfyllelse.tillfalle import Tillfälle


class _Steg(NamedTuple):
    """Ett villkor och det som det jämför: utfallet nu, och mätningen förut."""

    del_: str
    """Delen som villkoret gäller; tom för hela indikatorn."""
    nu: Mätt
    förut: tuple[Tidpunkt | None, Mätt]
    trend: Trend


@dataclass(slots=True, eq=False)
class Rörelse:
    """Ett utfalls trend, som räknas första gången någon frågar: de flesta frågar inte."""

    indikator: Indikator
    svar: Svar
    delar: Sequence[Delbedömning]
    tillfälle: Tillfälle
    _räknad: Trendsvar | None = None

    def __call__(self) -> Trendsvar:
        """Trenden och det som den räknas mot."""
        if self._räknad is None:
            self._räknad = räkna_trend(self.indikator, self.svar, self.delar, self.tillfälle)
        return self._räknad


def räkna_trend(indikator: Indikator, svar: Svar, delar: Sequence[Delbedömning], tillfälle: Tillfälle) -> Trendsvar:
    """Trenden för utfallet mot det senaste jämförbara: varje del och villkor för sig, och sedan ihop.

    Varje del ska ha ett värde både nu och då; av en dels villkor räknas de som går att jämföra.
    """
    utfall = svar.utfall
    if utfall is None or utfall.utgår is not None:
        return Trendsvar()
    hela = _bakåt(indikator, svar, tillfälle)

    def steg(del_: str, ett: Delbedömning) -> _Steg | None:
        delens = svar.burna.get(del_, svar)
        tid, före, helår = hela if delens is svar else _bakåt(indikator, delens, tillfälle)
        nu = _utfallet(utfall, del_)
        mätning = jämförbar(
            [m for m in före if (m.för(del_) if del_ else m.värde) is not None], tid, indikator, helår=helår
        )
        förut = _verdiktets(ett, tillfälle) or _mätningens(mätning, del_)
        if nu is None or förut is None or ett.skäl is Skäl.EJ_MÄTT_I_ÅR:
            return None
        underlag = Underlag(Bedömtvärde(nu, Grund.UTFALL, tid=tid))
        läge = läget_för(indikator, utfall, underlag, tillfälle.då(delens), del_=del_)
        trend = _riktning(ett.villkor, indikator, läge, förut[1])
        return None if trend is Trend.KAN_INTE_JÄMFÖRAS else _Steg(del_, nu, förut, trend)

    grupper = [[s for ett in villkor if (s := steg(del_, ett))] for del_, villkor in _villkoren(delar, tillfälle)]
    return _ihop([s for grupp in grupper for s in grupp]) if all(grupper) else Trendsvar()


def _bakåt(indikator: Indikator, svar: Svar, tillfälle: Tillfälle) -> tuple[Tidpunkt, Mätserie, bool]:
    """Tiden som ett svar handlar om, mätningarna före den, och om svaret är årets."""
    tid = svarets_tid(indikator, svar, tillfälle)
    serien = serien_före(indikator, svar.utfall, tillfälle.då(svar))
    före = [m for m in tidigare_än(tid, serien) if not m.bara_visas]
    return tid, före, _är_helår(svar, tillfälle)


def _villkoren(delar: Sequence[Delbedömning], tillfälle: Tillfälle) -> Iterator[tuple[str, Sequence[Delbedömning]]]:
    """Varje del och villkoren som gäller nu (de som ska nås senare när inget gör det), utom ett bör bredvid ett ska.

    Jämför något av dem självt bakåt är det de som gäller: trenden säger detsamma som bedömningen.
    """
    for del_ in delar:
        alla = del_.delar or (del_,)
        ska = [d for d in alla if not d.är_bör] or alla
        nu = [d for d in ska if d.frist <= tillfälle.årets_slut] or ska
        yield del_.namn if del_.är_del else "", [d for d in nu if _verdiktets(d, tillfälle)] or nu


def _utfallet(utfall: Utfall, del_: str) -> Mätt | None:
    if not del_:
        return utfall.värde
    return utfall.delar[del_].värde if del_ in utfall.delar else None


def _riktning(villkor: Villkor | None, indikator: Indikator, läge: Läge, förut: Mätt) -> Trend:
    """Bättre är närmare målvärdet; säger målvärdet inget håll är det indikatorns eget."""

    def avstånd(värde: Mätt) -> Fraction | None:
        tal = läge.tal(värde)
        if tal is None:
            return None
        if villkor is not None and (borta := villkor.avstånd(tal, läge)) is not None:
            return borta
        return {"högre": -tal, "lägre": tal}.get(indikator.bättre or "")

    nya, gamla = avstånd(läge.värde), avstånd(förut)
    if nya is None or gamla is None:
        return Trend.KAN_INTE_JÄMFÖRAS
    if nya == gamla:
        return Trend.OFÖRÄNDRAT
    return Trend.BÄTTRE if nya < gamla else Trend.SÄMRE


def _ihop(stegen: Sequence[_Steg]) -> Trendsvar:
    """Bättre när något är bättre och inget sämre, och tvärtom."""
    trender = {s.trend for s in stegen}
    if len(trender) > 1:
        trender.discard(Trend.OFÖRÄNDRAT)
    if len(trender) != 1:
        return Trendsvar()
    första = stegen[0]
    if not första.del_:
        return Trendsvar(trender.pop(), första.förut, första.nu)
    nu, förut = {s.del_: s.nu for s in stegen}, {s.del_: s.förut[1] for s in stegen}
    return Trendsvar(trender.pop(), (första.förut[0], skriv_delarna(förut)), skriv_delarna(nu))


def _är_helår(svar: Svar, tillfälle: Tillfälle) -> bool:
    return tillfälle.husregler.är_helår((svar.uppföljning or tillfälle.uppföljning).uppföljning.per)


def _verdiktets(ett: Delbedömning, tillfälle: Tillfälle) -> tuple[Tidpunkt | None, Mätt] | None:
    """Värdet som bedömningen själv jämför utfallet med (riktning mot ett år): då säger trenden detsamma."""
    if not _jämför_själv(ett) or ett.villkor is None or ett.prövning is None or ett.prövning.gräns is None:
        return None
    år = ett.bedömt.tid.till.year if ett.bedömt and ett.bedömt.tid else tillfälle.per.year
    return ett.villkor.mot_tid(år), ett.prövning.gräns


def _jämför_själv(ett: Delbedömning) -> bool:
    """Om bedömningen jämför utfallet (och inte en prognos) med ett tidigare värde."""
    if ett.villkor is None or ett.villkor.jämförs_med is None or ett.bedömt is None:
        return False
    return ett.bedömt.grund not in (Grund.PROGNOS, Grund.FRAMSKRIVNING)


def _mätningens(mätning: Mätning | None, del_: str) -> tuple[Tidpunkt | None, Mätt] | None:
    värde = mätning.för(del_) if mätning else None
    return (mätning.tid, värde) if mätning and värde is not None else None


def jämförbar(före: Mätserie, tid: Tidpunkt, indikator: Indikator, *, helår: bool) -> Mätning | None:
    """Mätningen som ett utfall för en tid jämförs med, bland de tidigare.

    Det som växer: den senaste över lika lång tid. Annars vid årets slut det senaste året, vid ett delår samma period
    förra året; finns ingen sådan, den senaste.
    """
    nyast = _nyast_först(före)
    if indikator.ackumuleras:
        return next((m for m in nyast if (helår if m.tid is None else m.tid.längd == tid.längd)), None)
    if helår:
        samma = (m for m in nyast if m.gäller_året and (m.tid is None or m.tid.till.year < tid.till.year))
        return next(samma, None) or next(iter(nyast), None)
    förra = året_före(tid.till)
    delår = (m for m in nyast if m.sades(förra) or m.slutar(förra, helt_år=tid.är_helt_år))
    return next(delår, None) or next(iter(nyast), None)


def _nyast_först(mätningar: Mätserie) -> list[Mätning]:
    """Den som handlar om den senaste tiden först; av dem som sagts om samma tid den som sagts sist."""
    return sorted(mätningar, key=attrgetter("ordning"))[::-1]


def prognosen_förut(indikator: Indikator, tillfälle: Tillfälle) -> tuple[str, Utfall] | None:
    """Årets senaste tidigare prognos: uppföljningens period och utfallet som har den."""
    senaste = tillfälle.tidigare.senaste_prognos(indikator.id)
    if senaste is None or senaste.uppföljning.per.year != tillfälle.per.year:
        return None
    return senaste.uppföljning.period, senaste.utfall[indikator.id]
