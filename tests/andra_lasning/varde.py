"""Ett villkor och det som har svarats in, svaret för just det villkoret ut: vilket värde som räknas, vid vilken tid."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.andra_lasning.lage import (
    FRÅNVARO,
    Nod,
    Värde,
    ackumuleras,
    för_gammalt,
    läs,
    målets_tid,
    tal,
    utfallets_tid,
    växande,
)
from tests.andra_lasning.provning import Fråga, Svar, gränser, pröva, uppåt
from tests.andra_lasning.tid import tolka

if TYPE_CHECKING:
    from tests.andra_lasning.tid import Tid


def bedöm_villkor(v: Nod, f: Fråga) -> Svar:
    """Ett villkor med sin egen tid."""
    tid = målets_tid(v, f.mål, f.läge)
    if f.rad is None and följs_upp_senare(f):
        return Svar(None, "följs upp senare")
    if "klart" in v:
        return bedöm_klart(v, tid, f)
    gäller, ute = tid.till <= f.läge.årets_slut, tid.till <= f.läge.per
    rad = f.rad
    if not gäller:
        return i_förtid(v, f)
    if rad is None:
        return Svar(None, "bedöms för hand" if "bedöms" in v else "ej rapporterad")
    prognos, värde = läs(rad.get("prognos"), f.ind), läs(rad.get("värde"), f.ind)
    frånvaro = next((skäl for skäl in FRÅNVARO if skäl in rad), None)
    säkert = None if ute else redan_avgjort(v, värde, prognos, tid, f)
    if säkert is not None:
        return säkert
    if prognos is not None and not ute and "bedöms" not in v:
        return pröva(v, prognos, f)
    if frånvaro:
        return Svar(None, frånvaro)
    if "bedöms" in v:
        return Svar(None, "bedöms för hand")
    if värde is None:
        return pröva(v, "ja", f) if "redovisning" in rad else Svar(None, "ej rapporterad")
    return bedöm_utfall(v, värde, tid, f)


def redan_avgjort(v: Nod, värde: Värde | None, prognos: Värde | None, målet: Tid, f: Fråga) -> Svar | None:
    """Ett antal som bara växer och har nått sin gräns, eller passerat den fast prognosen är lägre än så."""
    tal_eller_steg = any(slag in v for slag in ("minst", "över", "högst", "under", "exakt", "mellan", "band"))
    tid = f.utfallets_tid
    i_år = tid is not None and tid.till.year == f.läge.per.year
    if tid is None or värde is None or not (ackumuleras(f.ind) and i_år and tal_eller_steg):
        return None
    nu = pröva(v, värde, f, av_utfall=True)
    if för_gammalt(tid, målet, f.ind, f.läge) or not kan_inte_bli_annat(v, värde, nu, f):
        return None
    tal_nu, väntat = tal(värde, f.ind), tal(prognos, f.ind)
    lägre = tal_nu is not None and väntat is not None and väntat < tal_nu
    return nu if nu.steg == 0 or lägre else None


def kan_inte_bli_annat(v: Nod, värde: Värde, nu: Svar, f: Fråga) -> bool:
    """Om ett värde som bara växer har nått sin gräns för gott, eller har passerat den (också ett intervalls övre)."""
    if nu.steg is None:
        return False
    if nu.steg and ("mellan" in v or "exakt" in v):
        kända, talet = gränser(v, f.ind, (f.rad or {}).get("jämförelse") or {}), tal(värde, f.ind)
        return kända is not None and kända[1] is not None and talet is not None and talet > kända[1]
    return uppåt(v, f) is (nu.steg == 0)


def följs_upp_senare(f: Fråga) -> bool:
    """Om indikatorn inte följs upp vid den här perioden."""
    från, perioder = f.ind.get("följs upp från"), f.ind.get("följs upp", [])
    period = f.läge.upp["uppföljning"]["period"]
    ej_nu = bool(perioder) and period not in (perioder if isinstance(perioder, list) else [perioder])
    return ej_nu or bool(från and f.läge.per < tolka(från, f.läge.kommun).från)


def bedöm_utfall(v: Nod, värde: Värde, målet: Tid, f: Fråga) -> Svar:
    """Ett utfall utan prognos: för gammalt, årets, ett läge på vägen, eller skrivet fram till målets tid."""
    assert f.rad is not None
    tid = utfallets_tid(f.rad, f.ind, f.svarat.upp, f.läge)
    if för_gammalt(tid, målet, f.ind, f.läge):
        return Svar(None, "ej mätt i år")
    nu = pröva(v, värde, f, av_utfall=True)
    ute = målet.till <= f.läge.per
    if not ute and värde == "nej" and f.ind.get("enhet") == "ja/nej" and nu.steg != 0:
        return Svar(None, "kan inte prövas")
    sent = tid.till.year < f.läge.per.year
    if ute or sent or not ackumuleras(f.ind) or "redovisas" in v:
        return nu
    if isinstance(värde, Fraction) and f.läge.regler.get("rak framskrivning") != "nej":
        hela = växande(målet, v.get("avser", f.mål.get("avser")), f.ind, f.läge)
        return pröva(v, skriv_fram(värde, tid, hela), f)
    redan = "riktning" not in v and kan_inte_bli_annat(v, värde, nu, f)
    return nu if redan else Svar(None, "prognos saknas")


def skriv_fram(värde: Fraction, tid: Tid, målet: Tid) -> Fraction:
    """Värdet för hela målets tid om den blir som värdets: hela månader, eller dagar när någon av dem slutar mitt i en."""
    om_en_dag = date.fromordinal(tid.till.toordinal() + 1)
    målets_nästa = date.fromordinal(målet.till.toordinal() + 1)
    if om_en_dag.day == målets_nästa.day == tid.från.day == målet.från.day == 1:
        return värde * månader(*målet) / månader(*tid)
    return värde * ((målet.till - målet.från).days + 1) / ((tid.till - tid.från).days + 1)


def månader(från: date, till: date) -> int:
    """Antalet månader, den första och den sista inräknade."""
    return (till.year - från.year) * 12 + till.month - från.month + 1


def i_förtid(v: Nod, f: Fråga) -> Svar:
    """Ett mål längre fram är nått redan nu bara när det inte kan bli onått: ett antal som växer över flera år."""
    värde = läs((f.rad or {}).get("värde"), f.ind)
    flera_år = f.ind.get("ackumuleras", "nej") not in ("ja", "nej")
    if flera_år and värde is not None and uppåt(v, f):
        nu = pröva(v, värde, f, av_utfall=True)
        if nu.steg == 0:
            return nu
    return Svar(None, "ännu inte aktuellt")


def bedöm_klart(v: Nod, tid: Tid, f: Fråga) -> Svar:
    """Gjort i tid, för sent, väntas, eller inte gjort ännu. En dag som har varit går före en prognos."""
    rad = f.rad or {}
    värde, prognos = läs(rad.get("värde"), f.ind), läs(rad.get("prognos"), f.ind)
    i_tid, för_sent = Svar(0, grad=Fraction(1)), Svar(len(f.läge.skala) - 1)
    if isinstance(värde, date):
        return i_tid if värde <= tid.till else för_sent
    if tid.till > f.läge.årets_slut:
        return Svar(None, "ännu inte aktuellt")
    if f.rad is None:
        return Svar(None, "ej rapporterad")
    ute = tid.till <= f.läge.per
    if not ute and isinstance(prognos, date):
        return i_tid if prognos <= tid.till else för_sent
    if not ute and prognos is not None:
        return i_tid if prognos == "ja" else för_sent
    frånvaro = next((skäl for skäl in FRÅNVARO if skäl in rad), None)
    if frånvaro or värde is None:
        return Svar(None, frånvaro or "ej rapporterad")
    return för_sent if ute and värde == "nej" else Svar(None, "kan inte prövas")
