"""Kommunens egna ord: steg, skäl, trender och förflyttning in, texten som kommunen har bestämt ut."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.modell.husregler import Indikatorord
from planverktyg.uppfyllelse.resultat import Trend

if TYPE_CHECKING:
    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.husregler import Husregler
    from planverktyg.uppfyllelse.resultat import Förflyttning, Indikatorbedömning, Skäl

INGET = "–"
"""Symbolen för det som inte är bedömt, när kommunen inte har någon egen."""


def skriv_omdöme(steg: Bedömningssteg | None, skäl: Skäl | None, husregler: Husregler) -> str:
    """`● uppfyllt`, eller `– ej mätt` med kommunens symbol och ord för skälet."""
    if steg is not None:
        return f"{steg.symbol} {steg.namn}"
    utseende = husregler.bedömning.utseendet(skäl)
    if utseende is None:
        return f"{INGET} {skäl or ''}"
    return f"{utseende.symbol or INGET} {utseende.ord or skäl}"


def är_stark(b: Indikatorbedömning, husregler: Husregler) -> bool:
    """Om värdet har ändrats så mycket, räknat mot det tidigare, att husreglerna kallar trenden stark."""
    gräns = husregler.bedömning.trend.stark
    if gräns is None or b.trendvärde is None or b.jämfört_med is None:
        return False
    nytt, gammalt = b.trendvärde, b.jämfört_med[1]
    if not isinstance(nytt, (Decimal, Fraction)) or not isinstance(gammalt, (Decimal, Fraction)) or gammalt == 0:
        return False
    return 100 * abs(Fraction(nytt) - Fraction(gammalt)) >= Fraction(gräns) * abs(Fraction(gammalt))


def skriv_trend(b: Indikatorbedömning, husregler: Husregler) -> str:
    """`bättre`, `Upp`, `bättre (stark trend)`."""
    ordet = husregler.bedömning.trend.ordet(b.trend)
    har_riktning = b.trend in (Trend.BÄTTRE, Trend.SÄMRE)
    return f"{ordet} (stark trend)" if har_riktning and är_stark(b, husregler) else ordet


def skriv_förflyttning(f: Förflyttning, husregler: Husregler) -> str:
    """`av 5 jämförbara indikatorer är 3 bättre, 1 oförändrad och 1 sämre`; kommunens egna ord böjs inte."""
    trend, ord_ = husregler.bedömning.trend, husregler.indikatorord
    av = f"av {f.jämförbara} jämförbara {ord_.flertal}"
    if trend.är_egna:
        return f"{av}: {f.bättre} {trend.bättre}, {f.oförändrat} {trend.oförändrat} och {f.sämre} {trend.sämre}"
    oförändrad = "oförändrade" if f.oförändrat != 1 else "oförändrad" if ord_ == Indikatorord() else "oförändrat"
    return f"{av} är {f.bättre} bättre, {f.oförändrat} {oförändrad} och {f.sämre} sämre"
