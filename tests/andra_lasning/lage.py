"""Det som en bedömning läser ur filerna: värden som exakta tal, tiden de handlar om, svaret som gäller, och de äldre.

Ordböcker in, så som de står i YAML; tal, dagar och ord ut.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tests.andra_lasning.tid import ALDRIG, Tid, dag, hela_året, tolka

if TYPE_CHECKING:
    from collections.abc import Iterator

Nod: TypeAlias = dict[str, Any]
Värde: TypeAlias = Fraction | date | str

SKALA: list[Nod] = [
    {"namn": "uppfyllt"},
    {"namn": "delvis", "från": 50, "från utan utgångsvärde": 90},
    {"namn": "ej uppfyllt", "från": 0, "från utan utgångsvärde": 0},
]
FRÅNVARO = ("utgår", "saknas", "ej mätt")
ETT_ÅR = 360
"""Så många dagar är minst ett år eller ett läsår."""
VÄNTAR: Nod = {}
"""En rad utan svar."""


class Läge(NamedTuple):
    """Uppföljningen som bedöms, och allt omkring den."""

    kommun: Nod
    planer: dict[str, tuple[Nod, list[Nod]]]
    """Alla planer efter id, med sina uppföljningar, äldst först."""
    plan: Nod
    upp: Nod

    @property
    def per(self) -> date:
        """Dagen som läget gäller."""
        return per(self.upp)

    @property
    def tidigare(self) -> list[Nod]:
        """Planens äldre uppföljningar, äldst först."""
        return [u for u in self.planer[self.plan["plan"]["id"]][1] if per(u) < self.per]

    @property
    def årets_slut(self) -> date:
        """Årets sista dag."""
        return date(self.per.year, 12, 31)

    @property
    def helår(self) -> bool:
        """Vid årets slut räknas utfallet; vid ett delår är frågan om målet nås till dess."""
        return self.per == self.årets_slut

    @property
    def regler(self) -> Nod:
        """Husreglerna för hur en indikator bedöms."""
        return self.kommun.get("bedömning") or {}

    @property
    def skala(self) -> list[Nod]:
        """Stegen från bäst till sämst."""
        prognosskala: list[Nod] | None = None if self.helår else self.regler.get("prognosskala")
        return prognosskala or self.resultatskala

    @property
    def resultatskala(self) -> list[Nod]:
        """Stegen som husreglerna skriver sina krav med."""
        return self.regler.get("skala") or SKALA


def motsvarande(plats: int, antal: int, andra: int) -> int:
    """Platsen på en skala med ett annat antal steg: närmast lika långt ned, men bara bäst och sämst är bäst och sämst."""
    if plats in (0, antal - 1):
        return 0 if plats == 0 else andra - 1
    närmast = floor(Fraction(plats * (andra - 1), antal - 1) + Fraction(1, 2))
    return max(1, min(närmast, andra - 2))


def per(upp: Nod) -> date:
    """Uppföljningens dag."""
    return date.fromisoformat(str(upp["uppföljning"]["per"]))


# --- Värden -----------------------------------------------------------------------------------------


def läs(skrivet: Any, ind: Nod) -> Värde | None:
    """Värdet: ett exakt tal, en dag eller ett ord."""
    if skrivet is None:
        return None
    if isinstance(skrivet, dict):
        andel = Fraction(str(skrivet["antal"])) / Fraction(str(skrivet["av"]))
        return 100 * andel if ind.get("enhet") == "%" else andel
    if (dagen := dag(skrivet)) is not None:
        return dagen
    try:
        return Fraction(str(skrivet))
    except ValueError:
        return str(skrivet)


def lång(skriven: Any) -> Nod:
    """Radens långa form: `ja` är `{värde: ja}`."""
    return dict(skriven) if isinstance(skriven, dict) and "antal" not in skriven else {"värde": skriven}


def tal(värde: Värde | None, ind: Nod) -> Fraction | None:
    """Värdet som tal; ett ord är sitt steg i indikatorns skala."""
    if isinstance(värde, str):
        steg = ind.get("skala") or ({"nej": 0, "ja": 1} if ind.get("enhet") == "ja/nej" else {})
        return Fraction(str(steg[värde])) if värde in steg else None
    return värde if isinstance(värde, Fraction) else None


def delarna(skriven: Nod) -> Nod:
    """Radens värden för verksamheter eller nämnder, i lång form."""
    delar = skriven.get("per verksamhet") or skriven.get("per nämnd") or {}
    return {namn: lång(del_) for namn, del_ in delar.items()}


# --- Tider ------------------------------------------------------------------------------------------


def ackumuleras(ind: Nod) -> bool:
    """Om värdet växer, under året eller under flera år."""
    return bool(ind.get("ackumuleras", "nej") != "nej")


def växer_från(ind: Nod, år: int, läge: Läge) -> date:
    """Dagen då det som växer började räknas."""
    skrivet = ind.get("ackumuleras")
    return hela_året(år).från if skrivet in (None, "ja", "nej") else tolka(skrivet, läge.kommun).från


def utfallets_tid(skriven: Nod, ind: Nod, upp: Nod, läge: Läge) -> Tid:
    """Tiden som ett utfall handlar om: den sagda, annars uppföljningens. Det som växer räknas från årets (årens) början."""
    tid = tolka(skriven["avser"], läge.kommun) if "avser" in skriven else hittills(upp)
    return växande(tid, skriven.get("avser"), ind, läge)


def växande(tid: Tid, skrivet: Any, ind: Nod, läge: Läge) -> Tid:
    """Det som växer räknas från årets (årens) början, om inte ett eget spann säger var det börjar."""
    if not ackumuleras(ind) or isinstance(skrivet, dict):
        return tid
    return Tid(min(växer_från(ind, tid.till.year, läge), tid.från), tid.till)


def hittills(upp: Nod) -> Tid:
    """Från årets början till uppföljningens dag."""
    return Tid(date(per(upp).year, 1, 1), per(upp))


def är_helår(upp: Nod) -> bool:
    """Om uppföljningen görs vid årets slut."""
    return (per(upp).month, per(upp).day) == (12, 31)


def målets_tid(villkor: Nod, mål: Nod, läge: Läge) -> Tid:
    """Tiden då villkoret ska vara nått: villkorets, annars målets, annars planens sista år."""
    skrivet = villkor.get("avser", villkor.get("klart", mål.get("avser")))
    if skrivet in ("varje år", "ej angivet"):
        return hela_året(läge.per.year)
    if skrivet == "på sikt":
        return Tid(ALDRIG, ALDRIG)
    if skrivet is None:
        år = läge.plan["plan"]["år"]
        return hela_året(int(år["till"] if isinstance(år, dict) else år))
    return tolka(skrivet, läge.kommun)


def för_gammalt(tid: Tid, målet: Tid, ind: Nod, läge: Läge) -> bool:
    """Om värdet handlar om en tidigare tid än målet. Statistik som släpar efter har sagt hur många år."""
    antal, enhet = str(ind.get("eftersläpning", "0 år")).split()
    i_tid = tid.om_månader(int(antal) * (12 if enhet == "år" else 1))
    if målet.till > läge.per:
        return i_tid.till < min(målet.från, hela_året(läge.per.year).från)
    hela_tiden = ind.get("ackumuleras") == "ja" and (tid.till - tid.från).days >= ETT_ÅR
    if ackumuleras(ind) and not hela_tiden:
        return i_tid.till < målet.till
    return i_tid.till < målet.från


# --- Svaret som gäller ------------------------------------------------------------------------------


class Svarat(NamedTuple):
    """Det senaste svaret om en indikator, och uppföljningen som lämnade det."""

    rad: Nod | None
    upp: Nod


def svaret(ind: Nod, frist: date, läge: Läge) -> Svarat:
    """Uppföljningens svar. Är den tyst bärs det senaste svaret, om det är avgjort: gjort, utgått, eller tiden ute i fjol."""
    for upp in (läge.upp, *reversed(läge.tidigare)):
        if ind["id"] not in (upp.get("utfall") or {}):
            continue
        skriven = upp["utfall"][ind["id"]]
        nu = VÄNTAR if skriven is None else lång(skriven)
        if not nu:
            break
        gjort = isinstance(läs(nu.get("värde"), ind), date) or "utgår" in nu
        svarat = "värde" in nu or "redovisning" in nu or bool(delarna(nu))
        if upp is läge.upp or gjort or (svarat and var_ute(frist, upp, läge)):
            return Svarat(nu, upp)
        break
    return Svarat(None, läge.upp)


def var_ute(frist: date, upp: Nod, läge: Läge) -> bool:
    """Om tiden gick ut ett tidigare år, och var ute redan när den äldre uppföljningen gjordes."""
    return frist.year < läge.per.year and frist <= per(upp)


# --- Äldre värden -----------------------------------------------------------------------------------


class Äldre(NamedTuple):
    """Ett äldre utfall: tiden det handlar om, värdet, delarnas värden, och om det är årets."""

    tid: Tid | None
    värde: Värde | None
    delar: dict[str, Värde]
    årets: bool
    ålder: tuple[date, float]
    """Tidens slut, och hur nära källan står: uppföljningarna 3, historiken 2, föregångaren 1, utgångsvärdet 0."""
    nytt_sätt: bool
    period: Tid | None = None
    """Uppföljningen som sade det: från årets början till dess dag."""

    def slutar(self, dagen: date, *, helt_år: bool) -> bool:
        """Om värdet, eller uppföljningen som sade det om sitt eget år, är från just den dagen; hela år för sig."""
        if self.tid is None:
            return False
        sades = self.period is not None and self.period.till == dagen and self.tid.till.year == dagen.year
        return sades or (self.tid.till == dagen and (self.tid == hela_året(dagen.year)) is helt_år)


def de_äldre(ind: Nod, före: date, läge: Läge) -> list[Äldre]:
    """Indikatorns utfall före en dag, ur planen, dess uppföljningar och dess föregångare; bara sedan senaste mätmetod."""
    egna = [u for u in läge.tidigare if per(u) < före]
    return [ä for ä in _ur_plan(ind, läge.plan, egna, läge) if ä.värde is not None or ä.delar]


def _ur_plan(ind: Nod, plan: Nod, uppföljningar: list[Nod], läge: Läge) -> list[Äldre]:
    """Ett byte av mätmetod i planen stryker det som är äldre än bytet; i en uppföljning allt som är sagt före den."""
    serien = _ur_föregångaren(ind, plan, läge)
    for post in _planens(ind, läge):
        if post.nytt_sätt:
            serien = [ä for ä in serien if ä.tid and post.tid and ä.tid.till >= post.tid.till]
        serien.append(post)
    for upp in uppföljningar:
        skriven = (upp.get("utfall") or {}).get(ind["id"])
        if skriven is not None:
            nu = lång(skriven)
            tid = utfallets_tid(nu, ind, upp, läge)
            ett = _äldre(nu, ind, tid, årets=är_helår(upp) or tid == hela_året(tid.till.year), rang=3)
            serien = [*([] if ett.nytt_sätt else serien), ett._replace(period=hittills(upp))]
    return serien


def _planens(ind: Nod, läge: Läge) -> list[Äldre]:
    """Historiken och utgångsvärdet, äldst först. Ett utgångsvärde utan tid är nyare än historiken."""
    bas = lång(ind.get("utgångsvärde", {"saknas": ""}))
    poster = [_planens_egen(h, ind, läge, rang=2) for h in bas.get("historik", [])]
    prognoser = [h.get("prognos") == "ja" for h in bas.get("historik", [])]
    poster = [p._replace(värde=None, delar={}) if prognos else p for p, prognos in zip(poster, prognoser, strict=True)]
    sist = _planens_egen(bas, ind, läge, rang=0)
    if sist.tid is None:
        tider = [tolka(h["avser"], läge.kommun).till for h in bas.get("historik", []) if "avser" in h]
        sist = sist._replace(ålder=(max(tider, default=date.min), 2.5))
    return sorted([*poster, sist], key=lambda ä: ä.ålder[0])


def _planens_egen(post: Nod, ind: Nod, läge: Läge, *, rang: float) -> Äldre:
    """Ett värde som planen säger är årets, utom när det är sagt om början av året: till och med ett delår."""
    tid = _tiden(post, läge)
    return _äldre(post, ind, tid, årets=tid is None or not _är_på_vägen(tid), rang=rang)


def _är_på_vägen(tid: Tid) -> bool:
    hela = hela_året(tid.till.year)
    return tid.från == hela.från and tid != hela and tid.till.month > 1


def _ur_föregångaren(ind: Nod, plan: Nod, läge: Läge) -> list[Äldre]:
    före = läge.planer.get(plan["plan"].get("föregångare", ""))
    idn = {ind["id"], ind.get("tidigare id", ind["id"])}
    annan = next((i for i in indikatorer(före[0].get("mål") or []) if i["id"] in idn), None) if före else None
    if före is None or annan is None:
        return []
    serien = _ur_plan(annan, före[0], före[1], läge)
    return [ä._replace(ålder=(ä.ålder[0], 1 + ä.ålder[1] / 10)) for ä in serien]


def indikatorer(målen: list[Nod]) -> Iterator[Nod]:
    """Alla indikatorer under målen."""
    for mål in målen:
        yield from mål.get("indikatorer") or []
        yield from indikatorer(mål.get("mål") or [])


def _tiden(post: Nod, läge: Läge) -> Tid | None:
    return tolka(post["avser"], läge.kommun) if "avser" in post else None


def _äldre(post: Nod, ind: Nod, tid: Tid | None, *, årets: bool, rang: float) -> Äldre:
    delar = {namn: v for namn, del_ in delarna(post).items() if (v := läs(del_.get("värde"), ind)) is not None}
    ålder = (tid.till if tid else date.min, rang)
    return Äldre(tid, läs(post.get("värde"), ind), delar, årets, ålder, "ny mätmetod" in post)
