"""Värdet som prövas: utfall, krav och tillfälle in, värdet och dess grund ut, eller skälet till att inget prövas.

Vid årets slut räknas utfallet. Vid ett delår är frågan om målet nås till årets slut: då räknas prognosen,
annars värdet självt om det inte ackumuleras, annars en rak framskrivning om husreglerna tillåter den.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.grund.svenska import räkna_upp, skriv_tal
from planverktyg.modell.malvarde import Bedöms, Delade, Saknas
from planverktyg.modell.period import Tidpunkt
from planverktyg.uppfyllelse.resultat import Bedömtvärde, Grund, Skäl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planverktyg.modell.indikator import Delvärde, Indikator, Utfall
    from planverktyg.modell.villkor import Mätt
    from planverktyg.uppfyllelse.tillfalle import Krav, Tillfälle


class Underlag(NamedTuple):
    """Det som kan prövas, eller skälet till att inget kan det, med en förklaring."""

    bedömt: Bedömtvärde | None
    skäl: Skäl | None = None
    förklaring: str = ""
    delar: tuple[tuple[str, Mätt], ...] = ()
    """Värdena för verksamheter eller nämnder, när indikatorn delas av flera."""


def välj_värde(indikator: Indikator, utfall: Utfall | None, krav: Krav, tillfälle: Tillfälle) -> Underlag:
    """Värdet att pröva, eller skälet till att inget värde prövas."""
    if utfall is not None and utfall.utgår is not None:
        return Underlag(None, Skäl.UTGÅR, utfall.utgår)
    if utan := _utan_målvärde(indikator, krav, tillfälle):
        return utan
    if utan := _inte_nu(indikator, utfall, tillfälle):
        return utan
    if utfall is None:
        return _utan_utfall(krav, tillfälle)
    avgjort = krav.är_avgjort(tillfälle)
    if isinstance(krav.villkor, Delade):
        return _välj_delar(krav.villkor, utfall, indikator, avgjort=avgjort)
    if not avgjort and utfall.prognos is not None and krav.gäller(tillfälle):
        return Underlag(Bedömtvärde(utfall.prognos, Grund.PROGNOS))
    if utfall.frånvaro is not None:
        skäl, text = utfall.frånvaro
        return Underlag(None, Skäl(skäl), text)
    if utfall.värde is not None:
        return _uppmätt(utfall.värde, indikator, krav, tillfälle)
    if utfall.redovisning is not None:
        return Underlag(Bedömtvärde("ja", Grund.UTFALL))
    return Underlag(None, Skäl.EJ_RAPPORTERAD, "Uppföljningen har en prognos men inget utfall för helåret.")


def _utan_målvärde(indikator: Indikator, krav: Krav, tillfälle: Tillfälle) -> Underlag | None:
    if isinstance(krav.villkor, Saknas):
        return Underlag(None, Skäl.SAKNAR_MÅLVÄRDE, krav.villkor.saknas)
    if krav.villkor is None:
        för_året = f" för {tillfälle.per.year}" if indikator.målvärde else ""
        return Underlag(None, Skäl.SAKNAR_MÅLVÄRDE, f"Planen anger inget målvärde{för_året}.")
    return None


def _inte_nu(indikator: Indikator, utfall: Utfall | None, tillfälle: Tillfälle) -> Underlag | None:
    """Indikatorer som inte bedöms vid just den här uppföljningen, för att planen säger det."""
    period = tillfälle.uppföljning.uppföljning.period
    if period in indikator.stäms_av:
        return Underlag(None, Skäl.STÄMS_AV, (utfall.avstämning if utfall else None) or "")
    if utfall is not None:
        return None
    if indikator.följs_upp_från is not None and tillfälle.per < indikator.följs_upp_från.från:
        return Underlag(None, Skäl.SENARE, f"Följs upp första gången {indikator.följs_upp_från}.")
    if indikator.följs_upp and period not in indikator.följs_upp:
        return Underlag(None, Skäl.SENARE, f"Följs upp vid {räkna_upp(indikator.följs_upp)}.")
    return None


def _utan_utfall(krav: Krav, tillfälle: Tillfälle) -> Underlag:
    if not krav.gäller(tillfälle):
        return Underlag(None, Skäl.INTE_ÄN, skriv_frist(krav))
    if isinstance(krav.villkor, Bedöms):
        return Underlag(None, Skäl.FÖR_HAND, krav.villkor.bedöms)
    return Underlag(None, Skäl.EJ_RAPPORTERAD, "Uppföljningen säger inget om indikatorn.")


def skriv_frist(krav: Krav) -> str:
    """`Ska vara nått 2022.`"""
    if krav.frist == date.max:
        return "Ska vara nått på sikt."
    return f"Ska vara nått {krav.frist.year}."


def _välj_delar(villkor: Delade, utfall: Utfall, indikator: Indikator, *, avgjort: bool) -> Underlag:
    """Värdet för var och en av dem som delar indikatorn."""
    valda = [(namn, del_, _delens_värde(del_, avgjort=avgjort)) for namn, del_ in utfall.delar.items()]
    delar = tuple((namn, värde) for namn, _, värde in valda if namn in villkor.delade and värde is not None)
    if not delar:
        return Underlag(None, Skäl.KAN_INTE_PRÖVAS, f"Värden fattas för {räkna_upp(list(villkor.delade))}.")
    alla_prognoser = all(del_.prognos is not None for _, del_, _ in valda)
    if not avgjort and indikator.ackumuleras and not alla_prognoser:
        return Underlag(None, Skäl.PROGNOS_SAKNAS, _ACKUMULERAS)
    grund = Grund.UTFALL if avgjort else Grund.PROGNOS if alla_prognoser else Grund.LÄGE
    return Underlag(Bedömtvärde(skriv_delarna(dict(delar)), grund), delar=delar)


def skriv_delarna(delar: Mapping[str, Mätt]) -> str:
    """`hemtjänst 92 och särskilt boende 88`."""
    return räkna_upp(
        [f"{namn} {skriv_tal(v) if isinstance(v, (Decimal, Fraction)) else v}" for namn, v in delar.items()]
    )


def _delens_värde(del_: Delvärde, *, avgjort: bool) -> Mätt | None:
    return del_.värde if avgjort or del_.prognos is None else del_.prognos


_ACKUMULERAS = "Värdet ackumuleras under året och prognos för helåret saknas."


def _uppmätt(värde: Mätt, indikator: Indikator, krav: Krav, tillfälle: Tillfälle) -> Underlag:
    """Hur ett uppmätt värde utan prognos räknas."""
    if krav.är_avgjort(tillfälle):
        return Underlag(Bedömtvärde(värde, Grund.UTFALL))
    if not indikator.ackumuleras or not krav.gäller(tillfälle):
        return Underlag(Bedömtvärde(värde, Grund.LÄGE))
    if isinstance(värde, Decimal) and tillfälle.husregler.bedömning.rak_framskrivning:
        från = indikator.ackumuleras.från if isinstance(indikator.ackumuleras, Tidpunkt) else None
        return Underlag(skriv_fram(värde, tillfälle.per, från))
    return Underlag(None, Skäl.PROGNOS_SAKNAS, _ACKUMULERAS)


def skriv_fram(värde: Decimal, per: date, från: date | None = None) -> Bedömtvärde:
    """Värdet vid årets slut om resten av tiden blir som hittills, räknat från årets början eller från `från`.

    Räknar hela månader när `per` är en månads sista dag, annars dagar.
    """
    start, slut = från or date(per.year, 1, 1), date(per.year, 12, 31)
    if per.day == monthrange(per.year, per.month)[1]:
        hittills, enhet = _månader(start, per), "månader"
        helt = _månader(start, slut)
    else:
        hittills, enhet = (per - start + timedelta(days=1)).days, "dagar"
        helt = (slut - start + timedelta(days=1)).days
    underlag = f"{skriv_tal(värde)} ÷ {hittills} × {helt} {enhet}"
    return Bedömtvärde(Fraction(värde) * helt / hittills, Grund.FRAMSKRIVNING, underlag)


def _månader(start: date, slut: date) -> int:
    return (slut.year - start.year) * 12 + slut.month - start.month + 1
