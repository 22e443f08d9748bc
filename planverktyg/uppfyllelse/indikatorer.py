"""En indikator och dess utfall in, en bedömning ut: kravet som gäller, värdet som prövas, steget och trenden.

Gränserna är data i husreglerna, och all jämförelse är exakt.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.modell.bedomning import motsvarande
from planverktyg.modell.malvarde import Klart
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.villkor import Läge
from planverktyg.uppfyllelse.avgjort import beslutet_om, svaret_på
from planverktyg.uppfyllelse.resultat import Grund, Indikatorbedömning, Skäl
from planverktyg.uppfyllelse.serier import serie_före
from planverktyg.uppfyllelse.tillfalle import Tillfälle, kravet_på
from planverktyg.uppfyllelse.trender import räkna_trend
from planverktyg.uppfyllelse.varden import Underlag, skriv_frist, välj_värde

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.indikator import Indikator, Utfall, Utgångsvärde
    from planverktyg.modell.plan import Mål
    from planverktyg.modell.villkor import Mätt, Prövning, Serie
    from planverktyg.uppfyllelse.tillfalle import Krav


def bedöm_indikator(indikator: Indikator, mål: Mål, tillfälle: Tillfälle) -> Indikatorbedömning:
    """Indikatorns bedömning vid tillfället."""
    krav = kravet_på(indikator, mål, tillfälle)
    svar = svaret_på(indikator, krav, tillfälle)
    underlag = välj_värde(indikator, svar.utfall, krav, tillfälle)
    prövning, beräknat = None, None
    skäl, förklaring = underlag.skäl, underlag.förklaring
    if underlag.bedömt is not None and krav.villkor is not None:
        prövning = krav.villkor.pröva(_läge(indikator, svar.utfall, underlag, tillfälle))
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


def hitta_steg(namn: str, skala: Sequence[Bedömningssteg]) -> Bedömningssteg | None:
    """Skalans steg med det namnet."""
    return next((steg for steg in skala if steg.namn == namn), None)


def välj_steg(prövning: Prövning, skala: Sequence[Bedömningssteg]) -> Bedömningssteg | None:
    """Steget för ett prövat villkor: det bästa bara när villkoret håller, annars efter graden.

    Utan grad (målet är noll, en tid eller ett ord) finns bara uppfyllt eller det sämsta steget. Ett band säger själv
    sitt steg; på en skala som inte har det (prognosskalan) gäller steget på samma plats.
    """
    if prövning.uppfyllt is None:
        return None
    if prövning.steg:
        plats, antal = prövning.plats
        return hitta_steg(prövning.steg, skala) or skala[motsvarande(plats, antal, len(skala))]
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


def _är_redan_nått(prövning: Prövning, krav: Krav, indikator: Indikator) -> bool:
    """Om ett mål längre fram är nått i förtid och inte kan bli onått: något är gjort, eller ett antal växer bara."""
    varaktigt = isinstance(krav.villkor, Klart) or (
        isinstance(indikator.ackumuleras, Tidpunkt) and krav.villkor is not None and bool(krav.villkor.riktning_uppåt)
    )
    return varaktigt and prövning.uppfyllt is True


def _läge(indikator: Indikator, utfall: Utfall | None, underlag: Underlag, tillfälle: Tillfälle) -> Läge:
    assert underlag.bedömt is not None
    nytt_sätt = _mätt_på_nytt_sätt(indikator, tillfälle)
    bas = None if nytt_sätt else indikator.utgångsvärde
    väntat = underlag.bedömt.grund in (Grund.PROGNOS, Grund.FRAMSKRIVNING)

    def tidigare() -> Serie:
        return serie_före(indikator, tillfälle.tidigare, tillfälle.föregångarens(indikator))

    def läge(värde: Mätt, utgångsvärde: Mätt | None) -> Läge:
        return Läge(
            värde=värde,
            per=tillfälle.årets_slut if väntat else tillfälle.per,
            utgångsvärde=utgångsvärde,
            skala=indikator.steg,
            jämförelse=utfall.jämförelse.värden if utfall and utfall.jämförelse else {},
            tidigare=(lambda: ()) if nytt_sätt else tidigare,
            är_prognos=väntat,
        )

    hela = läge(underlag.bedömt.värde, bas.värde if bas else None)
    if not underlag.delar:
        return hela
    delar = {namn: läge(värde, _delens_utgångsvärde(bas, namn)) for namn, värde in underlag.delar}
    return replace(hela, delar=delar)


def _delens_utgångsvärde(bas: Utgångsvärde | None, namn: str) -> Mätt | None:
    delar = bas.delar if bas else {}
    return delar[namn].värde if namn in delar else None


def _mätt_på_nytt_sätt(indikator: Indikator, tillfälle: Tillfälle) -> bool:
    """Om mätmetoden har bytts sedan planen, så att planens värden inte går att jämföra med."""
    utfall = [dokument.utfall.get(indikator.id) for dokument in (*tillfälle.tidigare, tillfälle.uppföljning)]
    return any(u is not None and u.ny_mätmetod for u in utfall)


def _skäl_för(prövning: Prövning) -> tuple[Skäl, str]:
    if prövning.skäl in (Skäl.FÖR_HAND, Skäl.SAKNAR_MÅLVÄRDE):
        return Skäl(prövning.skäl), prövning.skäl
    return Skäl.KAN_INTE_PRÖVAS, prövning.skäl
