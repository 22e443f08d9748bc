"""En indikator och dess utfall in, en bedömning ut.

Vid årets slut räknas utfallet. Vid ett delår är frågan om målet nås till årets slut: då räknas prognosen,
annars värdet självt om det inte ackumuleras, annars en rak framskrivning om husreglerna tillåter den.
Gränserna är data i husreglerna, och all jämförelse är exakt.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.malvarde import Bedöms, PerÅr, Saknas
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.villkor import Läge, Prövning
from planverktyg.svenska import skriv_tal
from planverktyg.uppfyllelse.resultat import Bedömtvärde, Grund, Indikatorbedömning, Skäl, Trend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.modell.husregler import Bedömningssteg, Husregler
    from planverktyg.modell.indikator import Indikator, TidigareVärde, Utfall
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.modell.villkor import Mätt, Villkor


class Tillfälle(NamedTuple):
    """Uppföljningen som bedöms, husreglerna, och de tidigare uppföljningarna av samma plan (äldst först)."""

    uppföljning: Uppföljningsdokument
    husregler: Husregler
    tidigare: Sequence[Uppföljningsdokument] = ()

    @property
    def per(self) -> date:
        """Dagen som läget gäller."""
        return self.uppföljning.uppföljning.per


def bedöm_indikator(indikator: Indikator, tillfälle: Tillfälle) -> Indikatorbedömning:
    """Indikatorns bedömning vid tillfället."""
    utfall = tillfälle.uppföljning.utfall.get(indikator.id)
    villkor = _årets_villkor(indikator.målvärde, tillfälle.per.year)
    bedömt, skäl, förklaring = _välj_värde(indikator, utfall, villkor, tillfälle)
    prövning = beräknat = None
    if bedömt is not None and villkor is not None:
        prövning = villkor.pröva(_läge(indikator, utfall, bedömt, tillfälle))
        beräknat = välj_steg(prövning, tillfälle.husregler.bedömning.skala)
        if beräknat is None:
            skäl, förklaring = _skäl_för(prövning)
    trend, jämfört_med = _trend(indikator, utfall, villkor, bedömt, tillfälle)
    beslutad = tillfälle.uppföljning.bedömningar.get(indikator.id)
    return Indikatorbedömning(
        indikator, utfall, villkor, bedömt, prövning, beräknat, skäl, förklaring, trend, jämfört_med,
        beslutad, hitta_steg(beslutad.bedömning, tillfälle.husregler) if beslutad else None,
    )  # fmt: skip


def hitta_steg(namn: str, husregler: Husregler) -> Bedömningssteg | None:
    """Skalans steg med det namnet."""
    return next((steg for steg in husregler.bedömning.skala if steg.namn == namn), None)


def välj_steg(prövning: Prövning, skala: Sequence[Bedömningssteg]) -> Bedömningssteg | None:
    """Steget för ett prövat villkor: det bästa bara när villkoret håller, annars efter graden.

    Utan grad (målet är noll, en tid eller ett ord) finns bara uppfyllt eller det sämsta steget.
    """
    if prövning.uppfyllt is None:
        return None
    if prövning.uppfyllt:
        return skala[0]
    if prövning.grad is None:
        return skala[-1]
    från_utgångsvärde = prövning.räknesätt == "väg från utgångsvärdet"
    for steg in skala[1:]:
        gräns = steg.från if från_utgångsvärde else steg.från_utan_utgångsvärde
        if gräns is not None and prövning.grad * 100 >= Fraction(gräns):
            return steg
    return skala[-1]


def _årets_villkor(villkor: Villkor | None, år: int) -> Villkor | None:
    return villkor.för_år(år) if isinstance(villkor, PerÅr) else villkor


def _välj_värde(
    indikator: Indikator, utfall: Utfall | None, villkor: Villkor | None, tillfälle: Tillfälle
) -> tuple[Bedömtvärde | None, Skäl | None, str]:
    """Värdet att pröva, eller skälet till att inget värde prövas."""
    if utfall is not None and utfall.utgår is not None:
        return None, Skäl.UTGÅR, utfall.utgår
    if isinstance(villkor, Saknas):
        return None, Skäl.SAKNAR_MÅLVÄRDE, villkor.saknas
    if villkor is None:
        för_året = f" för {tillfälle.per.year}" if indikator.målvärde else ""
        return None, Skäl.SAKNAR_MÅLVÄRDE, f"Planen anger inget målvärde{för_året}."
    if utfall is None and isinstance(villkor, Bedöms):
        return None, Skäl.FÖR_HAND, villkor.bedöms
    if utfall is None:
        return None, Skäl.EJ_RAPPORTERAD, "Uppföljningen säger inget om indikatorn."
    helår = tillfälle.husregler.är_helår(tillfälle.per)
    if not helår and utfall.prognos is not None:
        return Bedömtvärde(utfall.prognos, Grund.PROGNOS), None, ""
    if utfall.frånvaro is not None:
        skäl, text = utfall.frånvaro
        return None, Skäl(skäl), text
    if utfall.värde is not None:
        return _välj_uppmätt(utfall.värde, indikator, tillfälle, helår=helår)
    if utfall.redovisning is not None:
        return Bedömtvärde("ja", Grund.UTFALL), None, ""
    return None, Skäl.EJ_RAPPORTERAD, "Uppföljningen har en prognos men inget utfall för helåret."


def _välj_uppmätt(
    värde: Mätt, indikator: Indikator, tillfälle: Tillfälle, *, helår: bool
) -> tuple[Bedömtvärde | None, Skäl | None, str]:
    """Hur ett uppmätt värde utan prognos räknas."""
    if helår:
        return Bedömtvärde(värde, Grund.UTFALL), None, ""
    if not indikator.ackumuleras:
        return Bedömtvärde(värde, Grund.LÄGE), None, ""
    if isinstance(värde, Decimal) and tillfälle.husregler.bedömning.rak_framskrivning:
        return skriv_fram(värde, tillfälle.per), None, ""
    return None, Skäl.PROGNOS_SAKNAS, "Värdet ackumuleras under året och prognos för helåret saknas."


def skriv_fram(värde: Decimal, per: date) -> Bedömtvärde:
    """Helårets värde om resten av året blir som hittills: hela månader när `per` är en månads sista dag, annars dagar."""
    if per.day == monthrange(per.year, per.month)[1]:
        hittills, helt, enhet = per.month, 12, "månader"
    else:
        hittills, helt, enhet = per.timetuple().tm_yday, 365 + isleap(per.year), "dagar"
    underlag = f"{skriv_tal(värde)} ÷ {hittills} × {helt} {enhet}"
    return Bedömtvärde(Fraction(värde) * helt / hittills, Grund.FRAMSKRIVNING, underlag)


def _läge(indikator: Indikator, utfall: Utfall | None, bedömt: Bedömtvärde, tillfälle: Tillfälle) -> Läge:
    bas = None if _mätt_på_nytt_sätt(indikator, tillfälle) else indikator.utgångsvärde
    jämförelse = utfall.jämförelse.värden if utfall and utfall.jämförelse else {}
    vid_årets_slut = bedömt.grund in (Grund.PROGNOS, Grund.FRAMSKRIVNING)
    return Läge(
        värde=bedömt.värde,
        per=date(tillfälle.per.year, 12, 31) if vid_årets_slut else tillfälle.per,
        utgångsvärde=bas.värde if bas else None,
        skala=indikator.steg,
        jämförelse=jämförelse,
        tidigare=tuple((tid, värde) for tid, värde in _tidigare_i_planen(indikator) if tid is not None) if bas else (),
    )


def _mätt_på_nytt_sätt(indikator: Indikator, tillfälle: Tillfälle) -> bool:
    """Om mätmetoden har bytts sedan planen, så att planens värden inte går att jämföra med."""
    utfall = [dokument.utfall.get(indikator.id) for dokument in (*tillfälle.tidigare, tillfälle.uppföljning)]
    return any(u is not None and u.ny_mätmetod for u in utfall)


def _skäl_för(prövning: Prövning) -> tuple[Skäl, str]:
    if prövning.skäl in (Skäl.FÖR_HAND, Skäl.SAKNAR_MÅLVÄRDE):
        return Skäl(prövning.skäl), prövning.skäl
    return Skäl.KAN_INTE_PRÖVAS, prövning.skäl


def _tidigare_i_planen(indikator: Indikator) -> list[tuple[Tidpunkt | None, Mätt]]:
    """Indikatorns tidigare värden ur planen som kan jämföras med varandra, äldst först.

    Ett byte av mätmetod bryter serien: det som är äldre än bytet räknas inte.
    """
    bas = indikator.utgångsvärde
    if bas is None:
        return []

    def ålder(v: TidigareVärde) -> date:
        return v.avser.till if v.avser else (date.max if v is bas else date.min)

    serie: list[tuple[Tidpunkt | None, Mätt]] = []
    for v in sorted((*bas.historik, bas), key=ålder):
        if v.ny_mätmetod:
            serie.clear()
        if v.värde is not None:
            serie.append((v.avser, v.värde))
    return serie


def _trend(
    indikator: Indikator,
    utfall: Utfall | None,
    villkor: Villkor | None,
    bedömt: Bedömtvärde | None,
    tillfälle: Tillfälle,
) -> tuple[Trend, tuple[Tidpunkt | None, Mätt] | None]:
    """Trenden mot det senaste jämförbara värdet: den senaste uppföljningen, annars planens tidigare värden."""
    if bedömt is None or villkor is None or (utfall and utfall.ny_mätmetod):
        return Trend.KAN_INTE_JÄMFÖRAS, None
    tidigare = _jämförbara_värden(indikator, villkor, tillfälle)
    if not tidigare:
        return Trend.KAN_INTE_JÄMFÖRAS, None
    läge = Läge(värde=bedömt.värde, per=tillfälle.per, skala=indikator.steg)
    nytt, gammalt = läge.tal(bedömt.värde), läge.tal(tidigare[-1][1])
    if nytt is None or gammalt is None:
        return Trend.KAN_INTE_JÄMFÖRAS, None
    nytt_avstånd, gammalt_avstånd = villkor.avstånd(nytt), villkor.avstånd(gammalt)
    if nytt_avstånd is None or gammalt_avstånd is None:
        return Trend.KAN_INTE_JÄMFÖRAS, None
    if nytt_avstånd == gammalt_avstånd:
        return Trend.OFÖRÄNDRAT, tidigare[-1]
    return (Trend.BÄTTRE if nytt_avstånd < gammalt_avstånd else Trend.SÄMRE), tidigare[-1]


def _jämförbara_värden(
    indikator: Indikator, villkor: Villkor, tillfälle: Tillfälle
) -> list[tuple[Tidpunkt | None, Mätt]]:
    """Planens tidigare värden och sedan uppföljningarnas, räknade på samma sätt som nu, sedan senaste byte av mätmetod."""
    värden = _tidigare_i_planen(indikator)
    for dokument in tillfälle.tidigare:
        utfall = dokument.utfall.get(indikator.id)
        if utfall is None:
            continue
        if utfall.ny_mätmetod:
            värden.clear()
        då = Tillfälle(dokument, tillfälle.husregler)
        bedömt = _välj_värde(indikator, utfall, villkor, då)[0]
        if bedömt is not None:
            namn = f"{dokument.uppföljning.period} {då.per.year}"
            värden.append((Tidpunkt(då.per, date(då.per.year, 1, 1), namn), bedömt.värde))
    return värden
