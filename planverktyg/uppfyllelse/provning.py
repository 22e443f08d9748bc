"""Ett villkor prövas: indikatorn, värdet och tillfället in, prövningen och steget på skalan ut.

Det här är det enda stället som prövar ett villkor mot ett utfall och som väljer ett steg på bedömningsskalan.
Gränserna är data i husreglerna, och all jämförelse är exakt.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.modell.bedomning import motsvarande
from planverktyg.modell.malvarde import FÖREGÅENDE_ÅR
from planverktyg.modell.villkor import Läge
from planverktyg.uppfyllelse.resultat import Grund
from planverktyg.uppfyllelse.serier import mätningen_för

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.indikator import Indikator, Utfall, Utgångsvärde
    from planverktyg.modell.period import Tidpunkt
    from planverktyg.modell.villkor import Mätt, Prövning, Villkor
    from planverktyg.uppfyllelse.serier import Mätserie
    from planverktyg.uppfyllelse.tillfalle import Tillfälle
    from planverktyg.uppfyllelse.varden import Underlag


def pröva(
    villkor: Villkor,
    indikator: Indikator,
    utfall: Utfall | None,
    underlag: Underlag,
    tillfälle: Tillfälle,
    *,
    del_: str = "",
) -> Prövning:
    """Villkoret prövat mot det valda värdet: hela indikatorns, eller en dels."""
    return villkor.pröva(läget_för(indikator, utfall, underlag, tillfälle, del_=del_))


def läget_för(
    indikator: Indikator, utfall: Utfall | None, underlag: Underlag, tillfälle: Tillfälle, *, del_: str = ""
) -> Läge:
    """Allt som ett villkor prövas mot: värdet, utgångsvärdet, serien, jämförelserna och kommunens sätt att räkna."""
    assert underlag.bedömt is not None
    bas = None if mätt_på_nytt_sätt(indikator, tillfälle) else indikator.utgångsvärde
    väntat = underlag.bedömt.grund in (Grund.PROGNOS, Grund.FRAMSKRIVNING)
    tid = None if väntat else underlag.bedömt.tid
    bedömning = tillfälle.husregler.bedömning

    return Läge(
        värde=underlag.bedömt.värde,
        per=tillfälle.årets_slut if väntat else min(tillfälle.per, tid.till if tid else tillfälle.per),
        utgångsvärde=_utgångsvärdet(bas, del_),
        skala=indikator.steg,
        jämförelse=_jämförelserna(utfall, del_),
        vid=lambda mot: _tidigare_värde(
            indikator, tidigare_än(tid, serien_före(indikator, utfall, tillfälle)), mot, del_
        ),
        är_prognos=väntat,
        grad=indikator.grad or bedömning.grad,
        delvis_inom=indikator.delvis_inom,
        tolerans=bedömning.tolerans,
        bedömningsskala=tillfälle.stegnamn,
    )


def serien_före(indikator: Indikator, utfall: Utfall | None, tillfälle: Tillfälle) -> Mätserie:
    """Mätningarna som utfallet kan jämföras med; inga när det är mätt på ett nytt sätt."""
    if utfall is not None and utfall.ny_mätmetod:
        return ()
    return tillfälle.tidigare.mätserie(indikator)


def tidigare_än(tid: Tidpunkt | None, serie: Mätserie) -> Mätserie:
    """Mätningarna av en tidigare tid: samma mätning två gånger är ingen jämförelse."""
    if tid is None:
        return serie
    return [m for m in serie if m.tid is None or m.tid.till < tid.till]


def _tidigare_värde(indikator: Indikator, serie: Mätserie, tid: Tidpunkt, del_: str) -> Mätt | None:
    """Det tidigare värdet som handlar om en tid, för helheten eller för en del."""
    serie = [m for m in serie if m.för(del_) is not None]
    funnen = mätningen_för(serie, tid, växer=bool(indikator.ackumuleras))
    return funnen.för(del_) if funnen else None


def _utgångsvärdet(bas: Utgångsvärde | None, del_: str) -> Mätt | None:
    """Helhetens utgångsvärde, eller delens eget."""
    if bas is None or not del_:
        return bas.värde if bas else None
    return bas.delar[del_].värde if del_ in bas.delar else None


def _jämförelserna(utfall: Utfall | None, del_: str) -> Mapping[str, Decimal]:
    """Jämförelserna i utfallet. En del jämförs aldrig med helhetens värde från en annan tid."""
    värden = utfall.jämförelse.värden if utfall and utfall.jämförelse else {}
    return {namn: värde for namn, värde in värden.items() if not (del_ and _är_en_tid(namn))}


def _är_en_tid(namn: str) -> bool:
    return namn == FÖREGÅENDE_ÅR or namn[-4:].isdigit() or namn[:4].isdigit()


def mätt_på_nytt_sätt(indikator: Indikator, tillfälle: Tillfälle) -> bool:
    """Om mätmetoden har bytts sedan planen, så att planens värden inte går att jämföra med."""
    nu = tillfälle.uppföljning.utfall.get(indikator.id)
    return (nu is not None and bool(nu.ny_mätmetod)) or tillfälle.tidigare.har_ny_mätmetod(indikator)


def hitta_steg(namn: str, skala: Sequence[Bedömningssteg]) -> Bedömningssteg | None:
    """Skalans steg med det namnet."""
    return next((steg for steg in skala if steg.namn == namn), None)


def välj_steg(prövning: Prövning, skala: Sequence[Bedömningssteg]) -> Bedömningssteg | None:
    """Steget för ett prövat villkor: det bästa bara när villkoret håller, annars efter toleransen eller graden.

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
    if prövning.inom is not None:
        return skala[1] if prövning.inom else skala[-1]
    if prövning.grad is None:
        return skala[-1]
    nådda = (steg for steg, gräns in gränser(prövning, skala) if prövning.grad * 100 >= Fraction(gräns))
    return next(nådda, skala[-1])


def gränser(prövning: Prövning, skala: Sequence[Bedömningssteg]) -> list[tuple[Bedömningssteg, Decimal]]:
    """Stegen efter det bästa, och lägsta graden (%) för vart och ett när graden räknas som i prövningen."""
    if prövning.räknesätt is None:
        return []
    par = [(steg, steg.gräns(prövning.räknesätt)) for steg in skala[1:]]
    if prövning.delvis_från is not None and len(skala) > 2:
        par[0] = (skala[1], prövning.delvis_från)
    return [(steg, gräns) for steg, gräns in par if gräns is not None]
