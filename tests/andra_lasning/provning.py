"""Ett villkor och ett värde in, om villkoret håller ut: steget, graden, eller varför det inte kan prövas."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from tests.andra_lasning.lage import (
    FRÅNVARO,
    Läge,
    Nod,
    Svarat,
    Värde,
    Äldre,
    ackumuleras,
    de_äldre,
    delarna,
    läs,
    lång,
    motsvarande,
    per,
    tal,
    utfallets_tid,
)
from tests.andra_lasning.tid import Tid, hela_året, tolka


class Svar(NamedTuple):
    """Stegets plats från det bästa, eller skälet till att det inte finns något; graden; delarna när de är flera."""

    steg: int | None
    skäl: str | None = None
    grad: Fraction | None = None
    av_utfall: bool = False
    """Om det var utfallet som prövades, och inte en prognos eller en framskrivning."""
    i_förtid: bool = False
    """Om det är nått fast det ska nås ett senare år."""


class Fråga(NamedTuple):
    """Det som ett villkor prövas med: indikatorn eller en av dess delar."""

    ind: Nod
    mål: Nod
    svarat: Svarat
    del_: str | None
    läge: Läge

    @property
    def rad(self) -> Nod | None:
        """Raden, eller delens rad. En del utan rad delar radens skäl till att värdet inte finns."""
        hela: Nod | None = self.svarat.rad
        if hela is None or self.del_ is None:
            return hela
        gemensamt = {n: v for n, v in hela.items() if n in ("avser", "jämförelse", "ny mätmetod", *FRÅNVARO)}
        egen = delarna(hela).get(self.del_)
        if egen is None:
            return gemensamt if any(n in gemensamt for n in FRÅNVARO) else None
        hel: Nod = gemensamt | egen
        return hel

    @property
    def utfallets_tid(self) -> Tid | None:
        """Tiden som utfallet handlar om."""
        rad = self.rad
        return None if rad is None else utfallets_tid(rad, self.ind, self.svarat.upp, self.läge)

    @property
    def bas(self) -> Fraction | None:
        """Utgångsvärdet, så länge det är mätt på samma sätt."""
        if self.bruten or "utgångsvärde" not in self.ind:
            return None
        bas = lång(self.ind["utgångsvärde"])
        rad = bas if self.del_ is None else delarna(bas).get(self.del_, {})
        return tal(läs(rad.get("värde"), self.ind), self.ind)

    @property
    def bruten(self) -> bool:
        """Om mätmetoden hade bytts sedan planen skrevs, när svaret lämnades."""
        alla = [u for u in (*self.läge.tidigare, self.läge.upp) if per(u) <= per(self.svarat.upp)]
        rader = [(u.get("utfall") or {}).get(self.ind["id"]) for u in alla]
        return any(r is not None and "ny mätmetod" in lång(r) for r in rader)

    def värde_av(self, ä: Äldre) -> Värde | None:
        """Det äldre värdet, eller delens."""
        return ä.värde if self.del_ is None else ä.delar.get(self.del_)

    def äldre(self) -> list[Äldre]:
        """De äldre utfallen; inga alls när mätmetoden byts just nu."""
        if self.svarat.rad and "ny mätmetod" in self.svarat.rad:
            return []
        return [ä for ä in de_äldre(self.ind, per(self.svarat.upp), self.läge) if self.värde_av(ä) is not None]


# --- Villkoren ------------------------------------------------------------------------------------------


def villkoren(målvärde: Any, läge: Läge) -> list[Nod]:
    """Årets villkor i lång form; tom lista när inget målvärde finns."""
    if målvärde is None:
        return []
    if isinstance(målvärde, list):
        return [v for ett in målvärde for v in villkoren(ett, läge)]
    if not isinstance(målvärde, dict):
        return [{"exakt" if målvärde == "nej" else "minst": målvärde}]
    if "per år" in målvärde:
        årets = {str(år): v for år, v in målvärde["per år"].items()}.get(str(läge.per.year))
        return [{"avser": "varje år", **v} for v in villkoren(årets, läge)]
    return [målvärde]


# --- Gränser ----------------------------------------------------------------------------------------


def gränser(v: Nod, ind: Nod, jämförelse: Nod) -> tuple[Fraction | None, Fraction | None, bool] | None:
    """Lägst och högst som håller, och om gränsen själv faller utanför. None när gränsen inte är känd."""

    def gräns(skriven: Any) -> Fraction | None:
        namn = skriven["namn"] if isinstance(skriven, dict) else str(skriven)
        känd = tal(läs(skriven, ind), ind) if not isinstance(skriven, dict) else None
        given = jämförelse.get(namn)
        return känd if känd is not None or given is None else Fraction(str(lång(given)["värde"]))

    if "mellan" in v:
        return Fraction(str(v["mellan"][0])), Fraction(str(v["mellan"][1])), False
    slag = next(s for s in ("minst", "över", "högst", "under", "exakt") if s in v)
    g = gräns(v[slag])
    if g is None:
        return None
    return (
        (g if slag in ("minst", "över", "exakt") else None),
        (g if slag in ("högst", "under", "exakt") else None),
        slag in ("över", "under"),
    )


def avstånd(tal_: Fraction, lägst: Fraction | None, högst: Fraction | None) -> Fraction:
    """Hur långt utanför gränserna talet ligger."""
    under = lägst - tal_ if lägst is not None else Fraction(0)
    över = tal_ - högst if högst is not None else Fraction(0)
    return max(under, över, Fraction(0))


def pröva_gräns(v: Nod, x: Fraction, f: Fråga) -> Svar:
    """Uppfyllt när talet ligger innanför, annars steget som graden ger."""
    kända = gränser(v, f.ind, (f.rad or {}).get("jämförelse") or {})
    if kända is None:
        return Svar(None, "kan inte prövas")
    lägst, högst, utan_gränsen = kända
    borta = avstånd(x, lägst, högst)
    if borta == 0 and not (utan_gränsen and x in (lägst, högst)):
        return Svar(0, grad=Fraction(1))
    g = lägst if lägst is not None and x <= lägst else högst
    assert g is not None
    sätt, egen_gräns = räknesätt(v, f)
    bas_borta = Fraction(0) if f.bas is None else avstånd(f.bas, lägst, högst)
    if sätt == "från utgångsvärdet" and bas_borta > 0:
        grad, gräns = inom_0_1(1 - borta / bas_borta), "från"
    elif g > 0:
        grad, gräns = inom_0_1(x / g if x <= g else g / x), "från utan utgångsvärde"
        egen_gräns = None if sätt == "från utgångsvärdet" else egen_gräns
    else:
        grad, gräns = None, ""
    nära = v.get("delvis inom", f.ind.get("delvis inom"))
    sist = len(f.läge.skala) - 1
    if nära is not None:
        return Svar(1 if borta <= Fraction(str(nära)) else sist, grad=grad)
    return Svar(sist) if grad is None else Svar(steg_för(grad, gräns, egen_gräns, f.läge), grad=grad)


def räknesätt(v: Nod, f: Fråga) -> tuple[str, Any]:
    """Hur graden räknas, och en egen gräns för det näst bästa steget: som målvärdet säger, annars indikatorn, annars huset."""
    skrivet = v.get("grad") or f.ind.get("grad") or f.läge.regler.get("grad") or "mot målvärdet"
    return (
        (skrivet.get("sätt", "mot målvärdet"), skrivet.get("delvis från"))
        if isinstance(skrivet, dict)
        else (skrivet, None)
    )


def inom_0_1(grad: Fraction) -> Fraction:
    """Graden, aldrig under 0 och aldrig över 1."""
    return min(max(grad, Fraction(0)), Fraction(1))


def steg_för(grad: Fraction, gräns: str, egen_gräns: Any, läge: Läge) -> int:
    """Det bästa steget under det första vars gräns graden når."""
    gränser = [str(steg[gräns]) for steg in läge.skala[1:]]
    if egen_gräns is not None and len(gränser) > 1:
        gränser[0] = str(egen_gräns)
    return next(n for n, lägst in enumerate(gränser, 1) if 100 * grad >= Fraction(lägst))


def pröva_band(v: Nod, x: Fraction, läge: Läge) -> Svar:
    """Steget som bandet nämner."""
    nådda = [band for band in v["band"] if x >= Fraction(str(band["från"]))]
    if not nådda:
        return Svar(None, "kan inte prövas")
    bandet = max(nådda, key=lambda b: Fraction(str(b["från"])))
    här = [s["namn"] for s in läge.resultatskala].index(bandet["steg"])
    plats = motsvarande(här, len(läge.resultatskala), len(läge.skala))
    return Svar(plats, grad=Fraction(1) if plats == 0 else None)


def pröva_riktning(v: Nod, x: Fraction, f: Fråga, *, av_utfall: bool) -> Svar:
    """Om ändringen mot det tidigare värdet har rätt tecken. Någon grad finns inte."""
    förr = jämförs_med(v, f, av_utfall=av_utfall)
    if förr is None:
        return Svar(None, "kan inte prövas")
    skillnad = x - förr
    håller = {
        "ökar": skillnad > 0,
        "minskar": skillnad < 0,
        "ökar inte": skillnad <= 0,
        "minskar inte": skillnad >= 0,
        "bibehålls": abs(skillnad) <= tolerans(v, förr, f.läge),
    }[v["riktning"]]
    return Svar(0, grad=Fraction(1)) if håller else Svar(len(f.läge.skala) - 1)


def tolerans(v: Nod, förr: Fraction, läge: Läge) -> Fraction:
    """Hur mycket det som ska bibehållas får ändras: ett tal, eller procent av det tidigare."""
    skriven = str(v.get("tolerans", läge.regler.get("tolerans", 0)))
    if skriven.endswith("%"):
        return abs(förr) * Fraction(skriven[:-1].strip()) / 100
    return Fraction(skriven)


def jämförs_med(v: Nod, f: Fråga, *, av_utfall: bool) -> Fraction | None:
    """Värdet som en riktning räknas från: utgångsvärdet, eller det som `mot` nämner.

    Föregående år är året före utfallets eget, eller före uppföljningens när det är en prognos; aldrig samma mätning.
    """
    if "mot" not in v:
        return f.bas
    skrivet = v["mot"]
    if isinstance(skrivet, dict):  # ett namngivet värde: det som uppföljningen säger, annars planens utgångsvärde
        sagt = ((f.rad or {}).get("jämförelse") or {}).get(skrivet["namn"])
        return f.bas if sagt is None else Fraction(str(lång(sagt)["värde"]))
    egen = f.utfallets_tid if av_utfall else None
    år = egen.till.year if egen else f.läge.per.year
    tid = hela_året(år - 1) if skrivet == "föregående år" else tolka(skrivet, f.läge.kommun)
    alla = [ä for ä in f.äldre() if ä.tid and (egen is None or ä.tid.till < egen.till)]
    samma = [ä for ä in alla if ä.tid == tid]
    if not samma and (sagda := [ä for ä in alla if ä.period == tid]):  # det som uppföljningen då sade
        sagd = senaste(sagda).tid
        samma = [ä for ä in alla if ä.tid == sagd]
    if not samma and tid == hela_året(tid.till.year) and not ackumuleras(f.ind):
        samma = [ä for ä in alla if ä.tid and ä.årets and tid.från <= ä.tid.från and ä.tid.till <= tid.till]
    if samma:
        return tal(f.värde_av(senaste(samma)), f.ind)
    given = None if f.del_ else ((f.rad or {}).get("jämförelse") or {}).get(str(skrivet))
    return None if given is None else Fraction(str(lång(given)["värde"]))


def senaste(äldre: list[Äldre]) -> Äldre:
    """Det senaste; av flera om samma tid det som står närmast, och sedan det som sagts sist."""
    return max(reversed(äldre), key=lambda ä: ä.ålder)


def pröva(v: Nod, värde: Värde, f: Fråga, *, av_utfall: bool = False) -> Svar:
    """Villkoret prövat mot utfallet, eller mot ett väntat värde."""
    if "redovisas" in v:
        svar = Svar(len(f.läge.skala) - 1) if värde == "nej" else Svar(0, grad=Fraction(1))
        return svar._replace(av_utfall=av_utfall)
    x = tal(värde, f.ind)
    if x is None:
        return Svar(None, "kan inte prövas")
    if "riktning" in v:
        return pröva_riktning(v, x, f, av_utfall=av_utfall)._replace(av_utfall=av_utfall)
    return (pröva_band(v, x, f.läge) if "band" in v else pröva_gräns(v, x, f))._replace(av_utfall=av_utfall)


def uppåt(v: Nod, f: Fråga) -> bool | None:
    """Om högre är bättre (sant) eller lägre, när målvärdet säger det."""
    if "band" in v:
        namn = [s["namn"] for s in f.läge.resultatskala]
        bäst = min(v["band"], key=lambda b: namn.index(b["steg"]))
        return Fraction(str(bäst["från"])) == max(Fraction(str(b["från"])) for b in v["band"])
    if "riktning" in v:
        return {"ökar": True, "minskar inte": True, "minskar": False, "ökar inte": False}.get(v["riktning"])
    return True if {"minst", "över"} & set(v) else False if {"högst", "under"} & set(v) else None
