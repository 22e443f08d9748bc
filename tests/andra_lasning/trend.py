"""Det senaste utfallet och de äldre in, trenden ut: lika jämförs med lika, utfall med utfall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.andra_lasning.lage import (
    Nod,
    ackumuleras,
    läs,
    målets_tid,
    tal,
    utfallets_tid,
    är_helår,
)
from tests.andra_lasning.provning import Fråga, Svar, avstånd, gränser, jämförs_med, senaste, tolerans, uppåt, villkoren
from tests.andra_lasning.tid import hela_året
from tests.andra_lasning.varde import bedöm_villkor

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

BÄTTRE, OFÖRÄNDRAT, SÄMRE, OJÄMFÖRBART = "bättre", "oförändrat", "sämre", "kan inte jämföras"


def trenden(målvärde: Any, f: Fråga) -> str:
    """Utfallet mot det senaste äldre utfall som går att jämföra med."""
    nu = tal(läs((f.rad or {}).get("värde"), f.ind), f.ind)
    if nu is None:
        return OJÄMFÖRBART
    krav = [v for v in villkoren(målvärde, f.läge) if "saknas" not in v] or [{}]
    ska = [v for v in krav if v.get("bör") != "ja"] or krav
    gäller = [v for v in ska if målets_tid(v, f.mål, f.läge).till <= f.läge.årets_slut]
    valda = gäller or ska
    själva = [v for v in valda if bedömningens_eget(v, f) is not None]
    return ihop([villkorets_trend(v, nu, f) for v in själva or valda])


def bedömningens_eget(v: Nod, f: Fråga) -> Fraction | None:
    """Det tidigare värde som bedömningen själv jämför utfallet med (en riktning): då säger trenden detsamma."""
    svar = bedöm_villkor(v, f) if v else Svar(None)
    jämförs = "riktning" in v and not _stäms_av(f) and (svar.av_utfall or svar.skäl == "ännu inte aktuellt")
    return jämförs_med(v, f, av_utfall=True) if jämförs else None


def _stäms_av(f: Fråga) -> bool:
    buret = f.svarat.upp is not f.läge.upp
    return not buret and f.läge.upp["uppföljning"]["period"] in str(f.ind.get("stäms av", ""))


def villkorets_trend(v: Nod, nu: Fraction, f: Fråga) -> str:
    """Utfallet mot det som bedömningen jämför med, annars mot det senaste jämförbara."""
    svar = bedöm_villkor(v, f) if v else Svar(None)
    if svar.skäl == "ej mätt i år" and not _stäms_av(f):
        return OJÄMFÖRBART
    eget = bedömningens_eget(v, f)
    förr = jämförbart(f) if eget is None else eget
    return OJÄMFÖRBART if förr is None else rörelsen(v, nu, förr, f)


def rörelsen(v: Nod, nu: Fraction, förr: Fraction, f: Fråga) -> str:
    """Närmare målet är bättre. Utan målvärde säger indikatorn vilket håll som är bättre."""
    mått = hur_långt_kvar(v, f)
    if mått is None:
        return OJÄMFÖRBART
    if mått(nu) == mått(förr):
        return OFÖRÄNDRAT
    return BÄTTRE if mått(nu) < mått(förr) else SÄMRE


def hur_långt_kvar(v: Nod, f: Fråga) -> Callable[[Fraction], Fraction] | None:
    """Ett mått som är mindre ju bättre värdet är."""
    if "mellan" in v or "exakt" in v:
        kända = gränser(v, f.ind, (f.rad or {}).get("jämförelse") or {})
        return (lambda x: avstånd(x, kända[0], kända[1])) if kända else None
    förr = jämförs_med(v, f, av_utfall=True) if v.get("riktning") == "bibehålls" else None
    if förr is not None:
        får_skilja = tolerans(v, förr, f.läge)
        return lambda x: avstånd(x, förr - får_skilja, förr + får_skilja)
    håll = uppåt(v, f) if v else None
    if håll is None:
        håll = {"högre": True, "lägre": False}.get(f.ind.get("bättre", ""))
    if håll is None:
        return None
    return (lambda x: -x) if håll else (lambda x: x)


def jämförbart(f: Fråga) -> Fraction | None:
    """Vid årets slut det senaste hela året före; vid ett delår samma period i fjol; annars det senaste utfallet.

    Det som växer jämförs bara med lika lång tid. Samma mätning en gång till är ingenting att jämföra med.
    """
    tid = utfallets_tid(f.rad or {}, f.ind, f.svarat.upp, f.läge)
    äldre = [ä for ä in f.äldre() if ä.tid is None or ä.tid.till < tid.till]
    helår = är_helår(f.svarat.upp)
    i_fjol = tid.om(-1).till
    if ackumuleras(f.ind):
        bäst = äldre = [ä for ä in äldre if (ä.tid.längd == tid.längd if ä.tid else helår)]
    elif helår:
        bäst = [ä for ä in äldre if ä.årets and (not ä.tid or ä.tid.till.year < tid.till.year)]
    else:
        bäst = [ä for ä in äldre if ä.slutar(i_fjol, helt_år=tid == hela_året(tid.till.year))]
    return tal(f.värde_av(senaste(bäst or äldre)), f.ind) if äldre else None


def ihop(trender: list[str]) -> str:
    """Flera delar: bättre när någon är bättre och ingen sämre, och tvärtom. Det ojämförbara säger ingenting."""
    säger = set(trender) - {OJÄMFÖRBART}
    olika = säger - {OFÖRÄNDRAT} or säger
    return olika.pop() if len(olika) == 1 else OJÄMFÖRBART
