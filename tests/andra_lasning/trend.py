"""Det senaste utfallet och de äldre in, trenden ut: lika jämförs med lika, utfall med utfall."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.andra_lasning.lage import (
    Nod,
    ackumuleras,
    läs,
    per,
    tal,
    utfallets_tid,
)
from tests.andra_lasning.provning import Fråga, avstånd, gränser, jämförs_med, senaste, villkoren

if TYPE_CHECKING:
    from collections.abc import Callable

BÄTTRE, OFÖRÄNDRAT, SÄMRE, OJÄMFÖRBART = "bättre", "oförändrat", "sämre", "kan inte jämföras"


def trenden(målvärde: Any, f: Fråga) -> str:
    """Utfallet mot det senaste äldre utfall som går att jämföra med."""
    nu = tal(läs((f.rad or {}).get("värde"), f.ind), f.ind)
    if nu is None:
        return OJÄMFÖRBART
    krav = [v for v in villkoren(målvärde, f.läge) if "saknas" not in v]
    svaren = []
    for v in krav or [{}]:
        förr = jämförs_med(v, f) if "riktning" in v else jämförbart(f)
        svaren.append(OJÄMFÖRBART if förr is None else rörelsen(v, nu, förr, f))
    return ihop(svaren)


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
    uppåt: bool | None = {"högre": True, "lägre": False}.get(f.ind.get("bättre", ""))
    if "minst" in v or "över" in v:
        uppåt = True
    elif "högst" in v or "under" in v:
        uppåt = False
    elif "riktning" in v:
        uppåt = {"ökar": True, "minskar inte": True, "minskar": False, "ökar inte": False}.get(v["riktning"])
    elif "band" in v:
        namn = [s["namn"] for s in f.läge.resultatskala]
        bäst = min(v["band"], key=lambda b: namn.index(b["steg"]))
        uppåt = Fraction(str(bäst["från"])) == max(Fraction(str(b["från"])) for b in v["band"])
    if uppåt is None:
        return None
    return (lambda x: -x) if uppåt else (lambda x: x)


def jämförbart(f: Fråga) -> Fraction | None:
    """Vid årets slut det senaste hela året före; vid ett delår samma period i fjol; annars det senaste utfallet.

    Det som växer jämförs bara med lika lång tid. Samma mätning en gång till är ingenting att jämföra med.
    """
    rad = f.rad or {}
    tid = utfallets_tid(rad, f.ind, f.svarat.upp, f.läge)
    äldre = [ä for ä in f.äldre() if ä.tid is None or ä.tid.till < tid.till]
    helår = (per(f.svarat.upp).month, per(f.svarat.upp).day) == (12, 31)
    if ackumuleras(f.ind):
        lika = [
            ä for ä in äldre if (ä.tid and ä.tid.om(tid.till.year - ä.tid.till.year) == tid) or (not ä.tid and helår)
        ]
        return tal(f.värde_av(senaste(lika)), f.ind) if lika else None
    if helår:
        bäst = [ä for ä in äldre if ä.årets and (not ä.tid or ä.tid.till.year < tid.till.year)]
    else:
        bäst = [ä for ä in äldre if ä.tid and ä.tid.om(1).till == tid.till]
    val = bäst or äldre
    return tal(f.värde_av(senaste(val)), f.ind) if val else None


def ihop(trender: list[str]) -> str:
    """Flera delar: bättre när någon är bättre och ingen sämre, och tvärtom."""
    olika = set(trender) - {OFÖRÄNDRAT}
    if not olika:
        return OFÖRÄNDRAT
    return olika.pop() if len(olika) == 1 else OJÄMFÖRBART
