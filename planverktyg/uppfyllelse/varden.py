"""Värdet som prövas: utfall, krav och tillfälle in, värdet och dess grund ut, eller skälet till att inget prövas.

Varje värde handlar om en tid, och svarar bara på ett mål som gäller den tiden. Vid årets slut räknas utfallet. Vid ett
delår är frågan om målet nås till årets slut: då räknas prognosen, annars värdet självt om det inte ackumuleras,
annars en rak framskrivning om husreglerna tillåter den. Det som redan är avgjort behöver ingen prognos.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.grund.svenska import räkna_upp, skriv_datum, skriv_tal
from planverktyg.modell.indikator import JA_NEJ
from planverktyg.modell.period import Tidpunkt, mellan, tolka_tidpunkt
from planverktyg.modell.villkor import Läge, Målfråga
from planverktyg.uppfyllelse.resultat import Bedömtvärde, Grund, Skäl
from planverktyg.uppfyllelse.serier import värdets_tid, växande_tid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planverktyg.modell.indikator import Indikator, Utfall
    from planverktyg.modell.villkor import Mätt, Villkor
    from planverktyg.uppfyllelse.avgjort import Svar
    from planverktyg.uppfyllelse.tillfalle import Krav, Tillfälle


class Underlag(NamedTuple):
    """Det som kan prövas, eller skälet till att inget kan det, med en förklaring."""

    bedömt: Bedömtvärde | None
    skäl: Skäl | None = None
    förklaring: str = ""


def välj_värde(indikator: Indikator, svar: Svar, krav: Krav, tillfälle: Tillfälle) -> Underlag:
    """Värdet att pröva, eller skälet till att inget värde prövas."""
    utfall = svar.utfall
    if utan := _prövas_inte(indikator, svar, krav, tillfälle):
        return utan
    if utfall is None:
        return _utan_utfall(krav, tillfälle)
    tid = svarets_tid(indikator, svar, tillfälle)
    avgjort = krav.är_avgjort(tillfälle)
    if isinstance(utfall.värde, date):
        return _dagen(utfall.värde, utfall, tillfälle)
    if not krav.gäller(tillfälle):
        return _i_förtid(utfall, tid, krav)
    if not avgjort and utfall.värde is not None and _är_säkert(utfall, tid, indikator, krav, tillfälle):
        return Underlag(Bedömtvärde(utfall.värde, Grund.SÄKERT, tid=tid))
    if not avgjort and utfall.prognos is not None:
        return Underlag(Bedömtvärde(utfall.prognos, Grund.PROGNOS))
    if utfall.värde is not None:
        if not krav.för_hand and (hinder := _handlar_om_annat(tid, indikator, krav, tillfälle)):
            return hinder._replace(förklaring=f"{hinder.förklaring} Värdet då: {_skriv(utfall.värde)}.")
        return _uppmätt(utfall, tid, indikator, krav, tillfälle)
    return _utan_värde(utfall, krav)


def _prövas_inte(indikator: Indikator, svar: Svar, krav: Krav, tillfälle: Tillfälle) -> Underlag | None:
    """Det som gör att värdet inte spelar någon roll: indikatorn utgår, saknar målvärde, eller bedöms inte nu."""
    utfall = svar.utfall
    utgår = indikator.utgår or (utfall.utgår if utfall is not None else None)
    if utgår is not None:
        return Underlag(None, Skäl.UTGÅR, utgår)
    return _utan_målvärde(indikator, krav, tillfälle) or _inte_nu(indikator, svar, tillfälle)


def svarets_tid(indikator: Indikator, svar: Svar, tillfälle: Tillfälle) -> Tidpunkt:
    """Tiden som svaret handlar om: det som utfallet säger, annars uppföljningens där det lämnades."""
    assert svar.utfall is not None
    huvud = (svar.uppföljning or tillfälle.uppföljning).uppföljning
    return värdets_tid(svar.utfall, indikator, huvud.per, huvud.period)


def _i_förtid(utfall: Utfall, tid: Tidpunkt, krav: Krav) -> Underlag:
    """Det som ska vara nått senare är inte aktuellt ännu, vad raden än säger; ett värde visar om det redan är nått."""
    if utfall.värde is None:
        return Underlag(None, Skäl.INTE_ÄN, skriv_frist(krav))
    return Underlag(Bedömtvärde(utfall.värde, Grund.LÄGE, tid=tid))


def _utan_värde(utfall: Utfall, krav: Krav) -> Underlag:
    """Ett utfall utan värde."""
    if utfall.frånvaro is not None:
        skäl, text = utfall.frånvaro
        return Underlag(None, Skäl(skäl), text)
    if utfall.redovisning is not None:
        return Underlag(Bedömtvärde("ja", Grund.UTFALL))
    if krav.för_hand and krav.villkor is not None:
        return Underlag(None, Skäl.FÖR_HAND, krav.villkor.skriv(None))
    return Underlag(None, Skäl.EJ_RAPPORTERAD, "Uppföljningen har en prognos men inget utfall för helåret.")


def _dagen(dag: date, utfall: Utfall, tillfälle: Tillfälle) -> Underlag:
    """Dagen då något blev gjort: det som har hänt går före en prognos, och det som inte har hänt är ingen dag ännu."""
    if dag <= tillfälle.per:
        return Underlag(Bedömtvärde(dag, Grund.UTFALL))
    if utfall.prognos is not None:
        return Underlag(Bedömtvärde(utfall.prognos, Grund.PROGNOS))
    text = f"{skriv_datum(dag)} ligger efter uppföljningens dag. Det som väntas skrivs som prognos."
    return Underlag(None, Skäl.KAN_INTE_PRÖVAS, text)


_ETT_ÅR = 360
"""Så många dagar är minst ett år, ett läsår eller tolv månader."""


def _handlar_om_annat(tid: Tidpunkt, indikator: Indikator, krav: Krav, tillfälle: Tillfälle) -> Underlag | None:
    """Skälet till att ett värde inte svarar på målet: det handlar om en tidigare tid, eller bara om en del av målets."""
    if not krav.gäller(tillfälle):
        return None  # det som ska nås senare är inte aktuellt ännu, vilken tid värdet än handlar om
    tidigast, frist = _målets_början(krav, tillfälle), krav.frist
    if indikator.eftersläpning is not None:
        tidigast, frist = indikator.eftersläpning.före(tidigast), indikator.eftersläpning.före(frist)
    if tid.till < tidigast:
        return Underlag(None, Skäl.EJ_MÄTT_I_ÅR, f"Senaste mätning: {tid}.")
    växer_flera_år = isinstance(indikator.ackumuleras, Tidpunkt)
    del_av_tiden = växer_flera_år or (tid.till - tid.från).days < _ETT_ÅR
    delvis = indikator.ackumuleras and del_av_tiden and tid.till < frist
    if delvis and krav.är_avgjort(tillfälle):
        return Underlag(None, Skäl.EJ_MÄTT_I_ÅR, f"Värdet växer, och gäller bara till och med {tid}.")
    return None


def _målets_början(krav: Krav, tillfälle: Tillfälle) -> date:
    """Första dagen i den tid som målet handlar om: målets egen när den är ute, annars årets."""
    början = date(min(krav.frist.year, tillfälle.per.year), 1, 1)
    if krav.tid is None:
        return början
    return krav.tid.från if krav.är_avgjort(tillfälle) else min(krav.tid.från, början)


def _utan_målvärde(indikator: Indikator, krav: Krav, tillfälle: Tillfälle) -> Underlag | None:
    if krav.villkor is not None and krav.villkor.svar is Målfråga.INGET:
        return Underlag(None, Skäl.SAKNAR_MÅLVÄRDE, krav.villkor.skäl)
    if krav.villkor is None:
        för_året = f" för {tillfälle.per.year}" if indikator.målvärde else ""
        return Underlag(None, Skäl.SAKNAR_MÅLVÄRDE, f"Planen anger inget målvärde{för_året}.")
    return None


def _inte_nu(indikator: Indikator, svar: Svar, tillfälle: Tillfälle) -> Underlag | None:
    """Indikatorer som inte bedöms vid just den här uppföljningen, för att planen säger det.

    Det som redan är avgjort (gjort, eller buret från en tidigare uppföljning) har inget läge att stämma av.
    """
    period, utfall = tillfälle.uppföljning.uppföljning.period, svar.utfall
    gjort = utfall is not None and isinstance(utfall.värde, date) and utfall.värde <= tillfälle.per
    if period in indikator.stäms_av and not (svar.ur or gjort):
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
    if krav.för_hand and krav.villkor is not None:
        return Underlag(None, Skäl.FÖR_HAND, krav.villkor.skriv(None))
    return Underlag(None, Skäl.EJ_RAPPORTERAD, "Uppföljningen säger inget om indikatorn.")


def skriv_frist(krav: Krav) -> str:
    """`Ska vara nått 2022.`"""
    if krav.frist == date.max:
        return "Ska vara nått på sikt."
    return f"Ska vara nått {krav.frist.year}."


def skriv_delarna(delar: Mapping[str, Mätt]) -> str:
    """`hemtjänst 92 och särskilt boende 88`."""
    return räkna_upp([f"{namn} {_skriv(värde)}" for namn, värde in delar.items()])


def _skriv(värde: Mätt) -> str:
    if isinstance(värde, date):
        return skriv_datum(värde)
    return skriv_tal(värde) if isinstance(värde, (Decimal, Fraction)) else värde


_ACKUMULERAS = "Värdet ackumuleras under året och prognos för helåret saknas."


def _uppmätt(utfall: Utfall, tid: Tidpunkt, indikator: Indikator, krav: Krav, tillfälle: Tillfälle) -> Underlag:
    """Hur ett uppmätt värde utan prognos räknas."""
    värde = utfall.värde
    assert värde is not None
    if krav.är_avgjort(tillfälle):
        return Underlag(Bedömtvärde(värde, Grund.UTFALL, tid=tid))
    if värde == "nej" and indikator.enhet == "ja/nej" and krav.kräver_mer_än("nej", JA_NEJ):
        text = f"Inte gjort ännu, tiden går ut {skriv_datum(krav.frist)}."
        return Underlag(None, Skäl.KAN_INTE_PRÖVAS, text)
    if not indikator.ackumuleras or tid.år < tillfälle.per.year:
        return Underlag(Bedömtvärde(värde, Grund.LÄGE, tid=tid))
    villkor = krav.villkor
    med_tal = villkor is not None and villkor.svar not in (Målfråga.REDOVISNING, Målfråga.OMDÖME)
    if med_tal and isinstance(värde, Decimal) and tillfälle.husregler.bedömning.rak_framskrivning:
        målets = växande_tid(krav.tid or tolka_tidpunkt(krav.frist.year), indikator)
        return Underlag(skriv_fram(värde, tid, målets.från, krav.frist))
    if _kan_inte_bli_annat(villkor, _läget(värde, utfall, indikator, tillfälle)):
        return Underlag(Bedömtvärde(värde, Grund.SÄKERT, tid=tid))
    return Underlag(None, Skäl.PROGNOS_SAKNAS, _ACKUMULERAS)


def _läget(värde: Mätt, utfall: Utfall, indikator: Indikator, tillfälle: Tillfälle) -> Läge:
    jämförelse = utfall.jämförelse.värden if utfall.jämförelse else {}
    return Läge(värde, tillfälle.per, skala=indikator.steg, jämförelse=jämförelse, bedömningsskala=tillfälle.stegnamn)


def _är_säkert(utfall: Utfall, tid: Tidpunkt, indikator: Indikator, krav: Krav, tillfälle: Tillfälle) -> bool:
    """Om årets värde bara växer och har nått sin gräns, eller har passerat den fast prognosen säger något lägre."""
    villkor, värde = krav.villkor, utfall.värde
    växer = bool(indikator.ackumuleras) and tid.år == tillfälle.per.year
    if not växer or villkor is None or villkor.svar is not Målfråga.NIVÅ or värde is None:
        return False
    läge = _läget(värde, utfall, indikator, tillfälle)
    if _handlar_om_annat(tid, indikator, krav, tillfälle) or not _kan_inte_bli_annat(villkor, läge):
        return False
    nu, väntat = läge.tal(värde), läge.tal(utfall.prognos)
    return villkor.pröva(läge).uppfyllt is True or (nu is not None and väntat is not None and väntat < nu)


def _kan_inte_bli_annat(villkor: Villkor | None, läge: Läge) -> bool:
    """Om svaret är detsamma hur mycket ett värde som bara växer än växer: redan nått sin gräns, eller redan för högt."""
    if villkor is None or villkor.svar in (Målfråga.REDOVISNING, Målfråga.OMDÖME):
        return True
    if villkor.svar is Målfråga.ÄNDRING:
        return False
    uppfyllt, uppåt = villkor.pröva(läge).uppfyllt, villkor.bättre_uppåt(läge.bedömningsskala)
    if uppfyllt is False and uppåt is None:
        return _är_förbi(villkor, läge)
    return uppfyllt is not None and uppåt is uppfyllt


def _är_förbi(villkor: Villkor, läge: Läge) -> bool:
    """Om värdet har passerat ett intervall, så att det bara kommer längre från det."""
    tal = läge.tal(läge.värde)
    if tal is None or villkor.egna_band:
        return False
    nu, sedan = villkor.avstånd(tal, läge), villkor.avstånd(tal + 1, läge)
    return nu is not None and sedan is not None and sedan > nu


def skriv_fram(värde: Decimal, tid: Tidpunkt, början: date, mål: date) -> Bedömtvärde:
    """Värdet för hela målets tid (från dess `början`) om resten blir som den tid som värdet handlar om.

    Räknar hela månader när värdets tid och målets slutar vid månadsskiften, annars dagar.
    """
    (hittills, enhet), (helt, hela) = tid.längd, mellan(början, mål)
    if enhet != hela:
        hittills, helt, enhet = (tid.till - tid.från).days + 1, (mål - början).days + 1, "dagar"
    underlag = f"{skriv_tal(värde)} ÷ {hittills} × {helt} {enhet}"
    return Bedömtvärde(Fraction(värde) * helt / hittills, Grund.FRAMSKRIVNING, underlag, tid, mål)
