"""En indikator vid en uppföljning: plan, uppföljningar och husregler in, steg eller skäl, grad och trend ut."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.andra_lasning.lage import (
    Läge,
    Nod,
    Svarat,
    läs,
    lång,
    motsvarande,
    målets_tid,
    svaret,
    var_ute,
)
from tests.andra_lasning.provning import Fråga, Svar, villkoren
from tests.andra_lasning.trend import OJÄMFÖRBART, ihop, trenden
from tests.andra_lasning.varde import bedöm_villkor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

EJ_I_TÄCKNINGEN = ("utgår", "saknar målvärde", "ännu inte aktuellt", "följs upp senare", "stäms av")


class Indikatorsvar(NamedTuple):
    """Allt som sägs om en indikator."""

    id: str
    beräknat: int | None
    steg: int | None
    """Det beslutade där det finns, annars det beräknade."""
    skäl: str | None
    grad: Fraction | None
    trend: str
    beslutad: bool
    bör: bool
    """Om målvärdet bara är något att sikta mot."""

    @property
    def i_täckningen(self) -> bool:
        """Om indikatorn skulle ha bedömts."""
        return self.skäl not in EJ_I_TÄCKNINGEN or self.beslutad


def väg_ihop(alla: list[tuple[bool, Svar]], sist: int, *, delar: bool) -> Svar:
    """Det sämsta avgör. Det som inte kunde bedömas gör helheten oprövad, om det hade kunnat ändra den.

    Ett bör (sant) bredvid ett ska räknas inte, och inte det som ska nås senare, saknar målvärde eller har utgått.
    """
    if len(alla) == 1:
        return alla[0][1]
    ska = [svar for bör, svar in alla if not bör and svar.skäl != "saknar målvärde"] or [svar for _, svar in alla]
    nu = [svar for svar in ska if svar.skäl not in EJ_I_TÄCKNINGEN]
    senare = Svar(None, "ännu inte aktuellt")
    if nu and senare in ska and all(svar.i_förtid for svar in nu):
        return senare  # något är nått i förtid, men inte allt som ska nås då
    if not nu:
        return max(ska, key=lambda svar: (svar.skäl == "ännu inte aktuellt", svar.skäl != "saknar målvärde"))
    bedömda = [svar for svar in nu if svar.steg is not None]
    skälen = {svar.skäl for svar in nu if svar.steg is None}
    steg = max((svar.steg for svar in bedömda if svar.steg is not None), default=None)
    if skälen and steg != sist:
        return Svar(None, "kan inte prövas" if len(skälen) > 1 or (delar and bedömda) else skälen.pop())
    grader = [svar.grad for svar in bedömda if svar.steg == steg]
    kända = [grad for grad in grader if grad is not None]
    grad = min(kända) if len(kända) == len(grader) else None
    return Svar(steg, grad=grad, i_förtid=all(svar.i_förtid for svar in bedömda))


def bedöm_målvärde(målvärde: Any, f: Fråga) -> Svar:
    """Ett målvärde: ett villkor eller en lista, för indikatorn eller för en av dess delar."""
    krav = villkoren(målvärde, f.läge)
    if not krav or "saknas" in krav[0]:
        return Svar(None, "saknar målvärde")
    return väg_ihop([(v.get("bör") == "ja", _bedöm(v, f)) for v in krav], len(f.läge.skala) - 1, delar=False)


def _bedöm(v: Nod, f: Fråga) -> Svar:
    svar = bedöm_villkor(v, f)
    senare = målets_tid(v, f.mål, f.läge).till > f.läge.årets_slut
    return svar._replace(i_förtid=True) if senare and svar.steg is not None else svar


def delens_svarat(ind: Nod, del_: str | None, svarat: Svarat, frist: date, läge: Läge) -> Svarat:
    """Det som är svarat om en del: är uppföljningen tyst om den bärs det senaste svaret, om det är avgjort."""
    skrivet = (läge.upp.get("utfall") or {}).get(ind["id"], {})
    tyst = skrivet is not None and Fråga(ind, {}, svarat, del_, läge).rad is None
    for upp in reversed(läge.tidigare) if tyst and del_ is not None else ():
        if ind["id"] not in (upp.get("utfall") or {}):
            continue
        skriven = upp["utfall"][ind["id"]]
        då = Svarat(None if skriven is None else lång(skriven), upp)
        rad = Fråga(ind, {}, då, del_, läge).rad
        if skriven is None or rad is not None:
            värde = läs((rad or {}).get("värde"), ind)
            return då if isinstance(värde, date) or (värde is not None and var_ute(frist, upp, läge)) else svarat
    return svarat


def målvärden(ind: Nod) -> dict[str | None, Any]:
    """Målvärdet för varje del; för indikatorn själv när den inte har några delar."""
    if ind.get("per nämnd"):
        return dict(ind["per nämnd"])
    return dict.fromkeys(ind.get("per verksamhet") or [None], ind.get("målvärde"))


def fristen(ind: Nod, mål: Nod, läge: Läge) -> date:
    """Sista dagen då något som gäller i år ska vara nått; annars den närmaste dagen längre fram."""
    return _fristen(målvärden(ind).values(), ind, mål, läge)


def delens_frist(målvärde: Any, ind: Nod, mål: Nod, läge: Läge) -> date:
    """Detsamma för en av delarna, som har sin egen tid."""
    return _fristen([målvärde], ind, mål, läge)


def _fristen(målvärdena: Iterable[Any], ind: Nod, mål: Nod, läge: Läge) -> date:
    alla = [v for mv in målvärdena for v in villkoren(mv, läge)]
    med_mål = [v for v in alla if "saknas" not in v] or alla
    tider = [målets_tid(v, mål, läge).till for v in med_mål]
    nu = [tid for tid in tider if tid <= läge.årets_slut]
    utan_mål = läge.årets_slut if "per nämnd" in ind or "per år" in (ind.get("målvärde") or {}) else None
    return max(nu) if nu else min(tider, default=utan_mål or målets_tid({}, mål, läge).till)


def bedöm_indikator(ind: Nod, mål: Nod, läge: Läge) -> Indikatorsvar:
    """Allt om indikatorn: det beräknade, det beslutade, skälet, graden och trenden."""
    frist = fristen(ind, mål, läge)
    svarat = svaret(ind, frist, läge)
    frågor = [
        (mv, Fråga(ind, mål, delens_svarat(ind, del_, svarat, delens_frist(mv, ind, mål, läge), läge), del_, läge))
        for del_, mv in målvärden(ind).items()
    ]
    svar = _utan_prövning(ind, svarat, [f for _, f in frågor], läge) or väg_ihop(
        [(är_bör([mv], läge), bedöm_målvärde(mv, f)) for mv, f in frågor], len(läge.skala) - 1, delar=True
    )
    beslut = beslutet(ind["id"], läge)
    if beslut is None:
        beslutade = [u for u in läge.tidigare if ind["id"] in (u.get("bedömningar") or {})]
        if beslutade and var_ute(frist, beslutade[-1], läge):
            beslut = platsen(beslutade[-1]["bedömningar"][ind["id"]]["bedömning"], läge)
    trender = [trenden(mv, f) for mv, f in frågor]
    trend = OJÄMFÖRBART if svar.skäl == "utgår" or OJÄMFÖRBART in trender else ihop(trender)
    return Indikatorsvar(
        ind["id"],
        svar.steg,
        svar.steg if beslut is None else beslut,
        svar.skäl,
        svar.grad,
        trend,
        beslut is not None,
        är_bör(målvärden(ind).values(), läge),
    )


def är_bör(målvärden_: Iterable[Any], läge: Läge) -> bool:
    """Om allt i målvärdena bara är något att sikta mot."""
    alla = [v for målvärde in målvärden_ for v in villkoren(målvärde, läge) if "saknas" not in v]
    return bool(alla) and all(v.get("bör") == "ja" for v in alla)


def _utan_prövning(ind: Nod, svarat: Svarat, frågor: list[Fråga], läge: Läge) -> Svar | None:
    """Det som inte bedöms vid just den här uppföljningen."""
    period = läge.upp["uppföljning"]["period"]
    if svarat.rad is not None and "utgår" in svarat.rad:
        return Svar(None, "utgår")
    if all(s.skäl == "saknar målvärde" for s in (_målvärdet_saknas(mv, läge) for mv in målvärden(ind).values())):
        return Svar(None, "saknar målvärde")
    if period in _lista(ind.get("stäms av")) and not all(map(_är_avgjord, frågor)):
        return Svar(None, "stäms av")
    return None


def _är_avgjord(f: Fråga) -> bool:
    """Om svaret bärs från en tidigare uppföljning, eller är dagen då det blev gjort."""
    if f.svarat.upp is not f.läge.upp:
        return True
    värde = läs((f.rad or {}).get("värde"), f.ind)
    return isinstance(värde, date) and värde <= f.läge.per


def _målvärdet_saknas(målvärde: Any, läge: Läge) -> Svar:
    krav = villkoren(målvärde, läge)
    return Svar(None, "saknar målvärde" if not krav or "saknas" in krav[0] else None)


def _lista(skrivet: Any) -> list[Any]:
    return skrivet if isinstance(skrivet, list) else [skrivet]


def beslutet(id_: str, läge: Läge) -> int | None:
    """Det beslutade stegets plats."""
    beslut = (läge.upp.get("bedömningar") or {}).get(id_)
    return None if beslut is None else platsen(beslut["bedömning"], läge)


def platsen(steg: str, läge: Läge) -> int:
    """Stegets plats på skalan som gäller; ordet kan stå på den andra skalan, och har då den plats som motsvarar det."""
    skalor = [läge.skala, läge.resultatskala, läge.regler.get("prognosskala") or []]
    namnen = [[s["namn"] for s in skala] for skala in skalor]
    namn = next(namn for namn in namnen if steg in namn)
    return motsvarande(namn.index(steg), len(namn), len(läge.skala)) if namn != namnen[0] else namn.index(steg)
