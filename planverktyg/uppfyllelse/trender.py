"""Trenden: ett bedömt värde och de äldre in, bättre, oförändrat eller sämre ut, och värdet det jämfördes med.

Bättre är närmare målvärdet. Värden jämförs bara när de är räknade på samma sätt och mätta med samma metod.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from planverktyg.modell.malvarde import Delade
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.villkor import Läge
from planverktyg.uppfyllelse.avgjort import skriv_uppföljning
from planverktyg.uppfyllelse.resultat import Grund, Trend
from planverktyg.uppfyllelse.serier import planens_serie
from planverktyg.uppfyllelse.varden import skriv_delarna, välj_värde

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planverktyg.modell.indikator import Indikator, Utfall
    from planverktyg.modell.villkor import Mätt, Serie, Villkor
    from planverktyg.uppfyllelse.tillfalle import Krav, Tillfälle
    from planverktyg.uppfyllelse.varden import Underlag

Trendsvar: TypeAlias = tuple[Trend, tuple[Tidpunkt | None, "Mätt"] | None]
"""Trenden och det tidigare värde som den räknas mot."""


def räkna_trend(
    indikator: Indikator, utfall: Utfall | None, krav: Krav, underlag: Underlag, tillfälle: Tillfälle
) -> Trendsvar:
    """Trenden mot det senaste jämförbara värdet: den senaste uppföljningen, annars planens tidigare värden."""
    if underlag.bedömt is None or krav.villkor is None or (utfall and utfall.ny_mätmetod):
        return Trend.KAN_INTE_JÄMFÖRAS, None
    if isinstance(krav.villkor, Delade):
        return _delarnas_trend(indikator, krav, underlag, tillfälle)
    tidigare = _jämförbara_värden(indikator, krav, tillfälle, underlag.bedömt.grund)
    if not tidigare:
        return Trend.KAN_INTE_JÄMFÖRAS, None
    trend = _riktning(krav.villkor, underlag.bedömt.värde, tidigare[-1][1], indikator)
    return trend, None if trend is Trend.KAN_INTE_JÄMFÖRAS else tidigare[-1]


def _riktning(villkor: Villkor, nytt: Mätt, gammalt: Mätt, indikator: Indikator) -> Trend:
    läge = Läge(värde=nytt, per=date.max, skala=indikator.steg)
    nytt_tal, gammalt_tal = läge.tal(nytt), läge.tal(gammalt)
    if nytt_tal is None or gammalt_tal is None:
        return Trend.KAN_INTE_JÄMFÖRAS
    nytt_avstånd, gammalt_avstånd = villkor.avstånd(nytt_tal, läge), villkor.avstånd(gammalt_tal, läge)
    if nytt_avstånd is None or gammalt_avstånd is None:
        return Trend.KAN_INTE_JÄMFÖRAS
    if nytt_avstånd == gammalt_avstånd:
        return Trend.OFÖRÄNDRAT
    return Trend.BÄTTRE if nytt_avstånd < gammalt_avstånd else Trend.SÄMRE


def _jämförbara_värden(indikator: Indikator, krav: Krav, tillfälle: Tillfälle, grund: Grund) -> Serie:
    """Planens tidigare värden och sedan uppföljningarnas, räknade på samma sätt som nu, sedan senaste byte av mätmetod.

    Föregångarens värden hämtas bara när varken planen eller uppföljningarna har något att jämföra med. Jämförs ett
    utfall (`grund`) med en prognos sägs det.
    """
    värden = list(planens_serie(indikator))
    bruten = False
    for dokument, utfall in _tidigare_utfall(indikator, tillfälle):
        if utfall.ny_mätmetod:
            värden.clear()
            bruten = True
        bedömt = välj_värde(indikator, utfall, krav, dokument).bedömt
        if bedömt is not None:
            är_prognos = bedömt.grund is Grund.PROGNOS and grund is Grund.UTFALL
            värden.append((_när(dokument, "prognos " if är_prognos else ""), bedömt.värde))
    return värden or (() if bruten else tillfälle.föregångarens(indikator))


def _delarnas_trend(indikator: Indikator, krav: Krav, underlag: Underlag, tillfälle: Tillfälle) -> Trendsvar:
    """Trenden för det som flera delar: bättre när någon del är bättre och ingen sämre, och tvärtom."""
    assert isinstance(krav.villkor, Delade)
    tid, förut = _delarna_förut(indikator, krav, tillfälle)
    par = [(villkor, dict(underlag.delar).get(namn), förut.get(namn)) for namn, villkor in krav.villkor.delade.items()]
    trender = {_riktning(v, nu, då, indikator) for v, nu, då in par if nu is not None and då is not None}
    trender -= {Trend.OFÖRÄNDRAT} if len(trender) > 1 else set()
    if len(trender) != 1 or Trend.KAN_INTE_JÄMFÖRAS in trender:
        return Trend.KAN_INTE_JÄMFÖRAS, None
    return trender.pop(), (tid, skriv_delarna(förut))


def _delarna_förut(
    indikator: Indikator, krav: Krav, tillfälle: Tillfälle
) -> tuple[Tidpunkt | None, Mapping[str, Mätt]]:
    """Delarnas senaste värden före uppföljningen, och tiden de avser."""
    bas = indikator.utgångsvärde
    förut: tuple[Tidpunkt | None, Mapping[str, Mätt]] = (None, {})
    if bas is not None:
        förut = bas.avser, {namn: del_.värde for namn, del_ in bas.delar.items() if del_.värde is not None}
    for dokument, utfall in _tidigare_utfall(indikator, tillfälle):
        delar = dict(välj_värde(indikator, utfall, krav, dokument).delar)
        if delar or utfall.ny_mätmetod:
            förut = _när(dokument), delar
    return förut


def _tidigare_utfall(indikator: Indikator, tillfälle: Tillfälle) -> Iterator[tuple[Tillfälle, Utfall]]:
    """De äldre uppföljningarna som säger något om indikatorn, som tillfällen, äldst först."""
    for dokument in tillfälle.tidigare:
        utfall = dokument.utfall.get(indikator.id)
        if utfall is not None:
            yield tillfälle._replace(uppföljning=dokument, tidigare=()), utfall


def _när(då: Tillfälle, slag: str = "") -> Tidpunkt:
    return Tidpunkt(då.per, date(då.per.year, 1, 1), f"{slag}{skriv_uppföljning(då.uppföljning)}")
