"""Trenden: ett utfall och de tidigare mätningarna in, bättre, oförändrat eller sämre ut, och värdet det jämfördes med.

Lika jämförs med lika: utfall med utfall, vid årets slut med det senaste hela året, vid ett delår med samma period förra
året, och det som växer bara över lika lång tid. En prognos jämförs bara med en prognos.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.malvarde import Delade
from planverktyg.modell.period import Tidpunkt, året_före
from planverktyg.uppfyllelse.provning import läget_för, serien_före
from planverktyg.uppfyllelse.resultat import Bedömtvärde, Grund, Skäl, Trend
from planverktyg.uppfyllelse.varden import Underlag, skriv_delarna, svarets_tid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from planverktyg.modell.indikator import Indikator, Utfall
    from planverktyg.modell.villkor import Läge, Mätt, Villkor
    from planverktyg.uppfyllelse.avgjort import Svar
    from planverktyg.uppfyllelse.resultat import Delbedömning
    from planverktyg.uppfyllelse.serier import Mätning, Mätserie
    from planverktyg.uppfyllelse.tillfalle import Krav, Tillfälle


class Trendsvar(NamedTuple):
    """Trenden, det tidigare värde som den räknas mot, och utfallet som jämfördes."""

    trend: Trend = Trend.KAN_INTE_JÄMFÖRAS
    jämfört_med: tuple[Tidpunkt | None, Mätt] | None = None
    värde: Mätt | None = None


class _Jämförelse(NamedTuple):
    """Det som en trend räknas av, utom värdena."""

    indikator: Indikator
    villkor: Villkor | None
    läge: Läge

    def riktning(self, nytt: Mätt | None, gammalt: Mätt | None, villkor: Villkor | None = None) -> Trend:
        """Bättre är närmare målvärdet; säger målvärdet inget håll är det indikatorns eget."""
        nya, gamla = (self._avstånd(v, villkor or self.villkor) for v in (nytt, gammalt))
        if nya is None or gamla is None:
            return Trend.KAN_INTE_JÄMFÖRAS
        if nya == gamla:
            return Trend.OFÖRÄNDRAT
        return Trend.BÄTTRE if nya < gamla else Trend.SÄMRE

    def _avstånd(self, värde: Mätt | None, villkor: Villkor | None) -> Fraction | None:
        tal = self.läge.tal(värde)
        if tal is None:
            return None
        if villkor is not None and (avstånd := villkor.avstånd(tal, self.läge)) is not None:
            return avstånd
        return {"högre": -tal, "lägre": tal}.get(self.indikator.bättre or "")


def räkna_trend(
    indikator: Indikator, svar: Svar, krav: Krav, underlag: Underlag, *, avgör: Delbedömning, tillfälle: Tillfälle
) -> Trendsvar:
    """Trenden för utfallet mot det senaste jämförbara."""
    utfall = svar.utfall
    if utfall is None or utfall.utgår is not None or underlag.skäl is Skäl.EJ_MÄTT_I_ÅR:
        return Trendsvar()
    tid = svarets_tid(indikator, svar, tillfälle)
    före = _tidigare_än(tid, serien_före(indikator, utfall, tillfälle))
    värde = utfall.värde if utfall.värde is not None else skriv_delarna({})
    bedömt = Underlag(Bedömtvärde(värde, Grund.UTFALL, tid=tid))
    jämförelse = _Jämförelse(indikator, krav.villkor, läget_för(indikator, utfall, bedömt, tillfälle))
    mätning = jämförbar(före, tid, indikator, helår=_är_helår(svar, tillfälle))
    if isinstance(krav.villkor, Delade):
        return _delarnas_trend(jämförelse, krav.villkor, utfall, mätning)
    if utfall.värde is None:
        return Trendsvar()
    mot = _verdiktets(avgör, underlag, tillfälle)
    if mot is None and mätning is not None and mätning.värde is not None:
        mot = mätning.tid, mätning.värde
    if mot is None:
        return Trendsvar()
    trend = jämförelse.riktning(utfall.värde, mot[1])
    return Trendsvar() if trend is Trend.KAN_INTE_JÄMFÖRAS else Trendsvar(trend, mot, utfall.värde)


def _är_helår(svar: Svar, tillfälle: Tillfälle) -> bool:
    return tillfälle.husregler.är_helår((svar.uppföljning or tillfälle.uppföljning).uppföljning.per)


def _verdiktets(avgör: Delbedömning, underlag: Underlag, tillfälle: Tillfälle) -> tuple[Tidpunkt | None, Mätt] | None:
    """Värdet som bedömningen själv jämför utfallet med (riktning mot ett år): då säger trenden detsamma."""
    villkor, prövning = avgör.villkor, avgör.prövning
    if villkor is None or prövning is None or prövning.gräns is None or villkor.jämförs_med is None:
        return None
    if underlag.bedömt is None or underlag.bedömt.grund in (Grund.PROGNOS, Grund.FRAMSKRIVNING):
        return None
    return villkor.mot_tid(tillfälle.per.year), prövning.gräns


def _tidigare_än(tid: Tidpunkt, serie: Mätserie) -> Mätserie:
    """Mätningarna av en tidigare tid: samma mätning två gånger är ingen jämförelse."""
    return [m for m in serie if m.tid is None or m.tid.till < tid.till]


def jämförbar(före: Mätserie, tid: Tidpunkt, indikator: Indikator, *, helår: bool) -> Mätning | None:
    """Mätningen som ett utfall för en tid jämförs med, bland de tidigare.

    Det som växer: den senaste över lika lång tid. Annars vid årets slut det senaste året, vid ett delår samma period
    förra året; finns ingen sådan, den senaste.
    """
    if indikator.ackumuleras:
        return _senast([m for m in före if (helår if m.tid is None else m.tid.längd == tid.längd)])
    if helår:
        samma = [m for m in före if m.gäller_året and (m.tid is None or m.tid.till.year < tid.till.year)]
    else:
        samma = [m for m in före if m.period is not None and m.period.till == året_före(tid.till)]
        samma += [m for m in före if m.tid is not None and m.tid.till == året_före(tid.till) and not m.tid.är_helt_år]
    return _senast(samma or före)


def _senast(mätningar: Sequence[Mätning]) -> Mätning | None:
    """Den som handlar om den senaste tiden; av dem som sagts om samma tid den som sagts sist."""
    return max(reversed(mätningar), key=lambda m: m.ordning, default=None)


def _delarnas_trend(jämförelse: _Jämförelse, villkor: Delade, utfall: Utfall, mätning: Mätning | None) -> Trendsvar:
    """Trenden för det som flera delar: bättre när någon är bättre och ingen sämre, och tvärtom.

    Lika jämförs med lika: varje del ska ha ett värde både nu och då.
    """
    förut = mätning.delar if mätning else {}
    nu = {namn: del_.värde for namn, del_ in utfall.delar.items() if del_.värde is not None}
    par = [(ett, nu.get(namn), förut.get(namn)) for namn, ett in villkor.delade.items()]
    trender = {jämförelse.riktning(n, d, ett) for ett, n, d in par if n is not None and d is not None}
    trender -= {Trend.OFÖRÄNDRAT} if len(trender) > 1 else set()
    alla = all(n is not None and d is not None for _, n, d in par)
    if not alla or len(trender) != 1 or Trend.KAN_INTE_JÄMFÖRAS in trender or mätning is None:
        return Trendsvar()
    return Trendsvar(trender.pop(), (mätning.tid, skriv_delarna(förut)), skriv_delarna(nu))


def prognosen_förut(indikator: Indikator, tillfälle: Tillfälle) -> tuple[str, Mätt] | None:
    """Årets senaste tidigare prognos: uppföljningens period och värdet."""
    for dokument in reversed(tillfälle.tidigare):
        utfall = dokument.utfall.get(indikator.id)
        if dokument.uppföljning.per.year == tillfälle.per.year and utfall and utfall.prognos is not None:
            return dokument.uppföljning.period, utfall.prognos
    return None
