"""En dels fält före och efter in, ändringarna ut: varje fält har ett slag av ändring, och det som inte har det blir övrigt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from planverktyg.modell.atgardsplan import Åtgärd
from planverktyg.modell.beslut import Beslut
from planverktyg.modell.byggsten import nyckel
from planverktyg.modell.effekt import Effekt
from planverktyg.modell.indikator import Indikator
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.plan import Mål, Uppdrag
from planverktyg.modell.risk import Risk
from planverktyg.modell.villkor import Sammanhang as Målsammanhang
from planverktyg.skillnad.andringar import (
    BeslutÄndrat,
    EffektÄndrad,
    HusregelÄndrad,
    MålvärdeÄndrat,
    Omdöpt,
    RiskÄndrad,
    TextÄndrad,
    TidÄndrad,
    Tyngd,
    UtgångsvärdeÄndrat,
    ÖvrigtÄndrat,
)
from planverktyg.skillnad.malvarden import Åt, jämför_målvärden, jämför_tider
from planverktyg.skillnad.ord import ordskillnad, skilda_blad, skriv, skriv_målvärde, skriv_skilda, är_löptext
from planverktyg.skillnad.pengar import BELOPP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.modell.noder import Nod
    from planverktyg.modell.villkor import Villkor
    from planverktyg.skillnad.andringar import Ställe, Ändring
    from planverktyg.skillnad.sammanhang import Sammanhang

_VIKT = {Åt.SKÄRPT: Tyngd.STÄRKER, Åt.MILDRAT: Tyngd.FÖRSVAGAR, Åt.ÄNDRAT: Tyngd.ÄNDRAR, Åt.LIKA: Tyngd.NEUTRAL}
_OVIKTIGA = {"nummer", "källa", "etiketter", "undertitel", "devis", "tidigare_id", "kortnamn", "hörnrubrik", "exempel"}
"""Fält som inte ändrar vad planen lovar."""
_FRISTER = ("klart", "slut", "avser")
_SKALSTEG = ("sannolikhet", "konsekvens")


def jämför_fält(gammal: Nod, ny: Nod, ställe: Ställe, i: Sammanhang, *, i_husregler: bool = False) -> Iterator[Ändring]:
    """Ändringarna i delens egna fält."""
    skilda = [namn for namn in ny.fält if namn in gammal.fält and gammal.fält[namn] != ny.fält[namn]]
    if isinstance(gammal.del_, Risk) and isinstance(ny.del_, Risk):
        if any(namn in _SKALSTEG for namn in skilda):
            yield _risken(gammal.del_, ny.del_, ställe, i)
        skilda = [namn for namn in skilda if namn not in _SKALSTEG]
    for namn in skilda:
        if (type(ny.del_), namn) in BELOPP:
            continue
        if i_husregler:
            yield from _husregeln(namn, gammal.fält[namn], ny.fält[namn], ställe)
        else:
            yield from _fältet(namn, gammal, ny, ställe, i)


def _fältet(namn: str, gammal: Nod, ny: Nod, ställe: Ställe, i: Sammanhang) -> Iterator[Ändring]:
    före, efter = gammal.fält[namn], ny.fält[namn]
    if namn == "målvärde":
        yield _målvärdet((före, efter), (gammal, ny), ställe, i)
    elif namn == "per_nämnd" and isinstance(ny.del_, Indikator):
        for nämnd in dict.fromkeys((*före, *efter)):
            if före.get(nämnd) != efter.get(nämnd):
                yield _målvärdet((före.get(nämnd), efter.get(nämnd)), (gammal, ny), ställe, i, för=nämnd)
    elif isinstance(före, str) and isinstance(efter, str):
        yield _ord(namn, före, efter, ställe, är_namn=namn == ny.namnfält)
    else:
        yield _värdet(namn, före, efter, ny, ställe)


def _värdet(namn: str, före: Any, efter: Any, nod: Nod, ställe: Ställe) -> Ändring:
    if namn == "utgångsvärde":
        från, till = skriv_skilda(före, efter)
        return UtgångsvärdeÄndrat(ställe=ställe, från=från, till=till)
    if isinstance(före or efter, Effekt):
        return _effekten(före, efter, ställe)
    if isinstance(före or efter, Beslut):
        return _beslutet(namn, före, efter, ställe)
    if isinstance(nod.del_, (Åtgärd, Uppdrag, Mål)) and namn in _FRISTER:
        return _tiden(namn, före, efter, ställe)
    return _övrigt(namn, före, efter, ställe)


def _ord(namn: str, före: str, efter: str, ställe: Ställe, *, är_namn: bool) -> Ändring:
    if är_namn:
        return _lydelsen(före, efter, ställe)
    är_lång = är_löptext(före) or är_löptext(efter)
    return (_texten if är_lång else _övrigt)(namn, före, efter, ställe)


def _lydelsen(före: str, efter: str, ställe: Ställe) -> Omdöpt:
    tyngd = Tyngd.NEUTRAL if före.split() == efter.split() else Tyngd.ÄNDRAR
    return Omdöpt(ställe=ställe, tyngd=tyngd, från=före, till=efter, ord=ordskillnad(före, efter))


def _texten(namn: str, före: str, efter: str, ställe: Ställe) -> TextÄndrad:
    bara_brytningar = före.split() == efter.split()
    return TextÄndrad(
        ställe=ställe,
        tyngd=Tyngd.NEUTRAL if bara_brytningar or namn in _OVIKTIGA else Tyngd.ÄNDRAR,
        fält=nyckel(namn),
        från=före,
        till=efter,
        detaljer=("Orden är desamma; bara radbrytningar och blanksteg skiljer.",) if bara_brytningar else (),
        ord=ordskillnad(före, efter),
    )


def _övrigt(namn: str, före: Any, efter: Any, ställe: Ställe) -> ÖvrigtÄndrat:
    från, till = skriv_skilda(före, efter)
    detaljer: tuple[str, ...] = ()
    if isinstance(före, tuple) and isinstance(efter, tuple):
        detaljer = tuple(
            f"{vad}: {skriv(ett)}"
            for vad, här, där in (("borttaget", före, efter), ("tillagt", efter, före))
            for ett in här
            if ett not in där
        )
    tyngd = Tyngd.NEUTRAL if namn in _OVIKTIGA else Tyngd.ÄNDRAR
    return ÖvrigtÄndrat(ställe=ställe, tyngd=tyngd, fält=nyckel(namn), från=från, till=till, detaljer=detaljer)


def _husregeln(namn: str, före: Any, efter: Any, ställe: Ställe) -> Iterator[HusregelÄndrad]:
    for väg, a, b in skilda_blad(före, efter):
        fält = f"{nyckel(namn)} {väg}".rstrip()
        yield HusregelÄndrad(ställe=ställe, fält=fält, från=skriv(a), till=skriv(b))


# --- Målvärden --------------------------------------------------------------------------------------


def _målvärdet(
    målvärden: tuple[Villkor | None, Villkor | None],
    noder: tuple[Nod, Nod],
    ställe: Ställe,
    i: Sammanhang,
    *,
    för: str = "",
) -> MålvärdeÄndrat:
    (före, efter), (gammal, ny) = målvärden, noder
    då, nu = _sammanhang(gammal, i.gammalt_slut), _sammanhang(ny, i.nytt_slut)
    åt = jämför_målvärden(före, efter, då, nu)
    enheter = (getattr(gammal.del_, "enhet", None), getattr(ny.del_, "enhet", None))
    if åt is not Åt.LIKA and före and efter and (enheter[0] != enheter[1] or då.skala != nu.skala):
        åt = Åt.ÄNDRAT
    return MålvärdeÄndrat(
        ställe=ställe,
        tyngd=_VIKT[åt],
        åt=Åt.ÄNDRAT if åt is Åt.LIKA else åt,
        från=_med(för, skriv_målvärde(före, enheter[0])),
        till=_med(för, skriv_målvärde(efter, enheter[1])),
        detaljer=tuple(_samtidigt(gammal, ny, samma_krav=åt is Åt.LIKA)),
    )


def _med(för: str, text: str) -> str:
    return f"{för}: {text}" if för else text


def _samtidigt(gammal: Nod, ny: Nod, *, samma_krav: bool) -> Iterator[str]:
    """Det som gör att två målvärden inte kan jämföras rakt av."""
    if samma_krav:
        yield "Kravet är detsamma, skrivet på ett annat sätt."
    for namn in ("enhet", "skala", "utgångsvärde", "mätmetod", "ackumuleras"):
        före, efter = gammal.fält.get(namn), ny.fält.get(namn)
        if före != efter:
            från, till = skriv_skilda(före, efter)
            yield f"Samtidigt ändras {namn}: {från} → {till}"


def _sammanhang(nod: Nod, slut: date) -> Målsammanhang:
    if not isinstance(nod.del_, Indikator):
        return Målsammanhang(None, None, slut)
    bas = nod.del_.utgångsvärde
    mål = nod.förälder.del_ if nod.förälder else None
    tid = mål.avser if isinstance(mål, Mål) else None
    return Målsammanhang(nod.del_.steg, bas.värde if bas else None, tid.till if isinstance(tid, Tidpunkt) else slut)


# --- Risker, pengar, tider och beslut ---------------------------------------------------------------


def _risken(före: Risk, efter: Risk, ställe: Ställe, i: Sammanhang) -> RiskÄndrad:
    då, nu = före.riskvärde, efter.riskvärde
    return RiskÄndrad(
        ställe=ställe,
        tyngd=Tyngd.FÖRSVAGAR if nu > då else Tyngd.STÄRKER if nu < då else Tyngd.ÄNDRAR,
        från=_skriv_risk(före),
        till=_skriv_risk(efter),
        detaljer=tuple(_trösklar(då, nu, i)),
        gammalt_värde=då,
        nytt_värde=nu,
    )


def _skriv_risk(risk: Risk) -> str:
    return f"riskvärde {risk.riskvärde} ({risk.sannolikhet} × {risk.konsekvens})"


def _trösklar(då: int, nu: int, i: Sammanhang) -> Iterator[str]:
    if i.riskmatris is None:
        return
    besked = (("kräver nu en åtgärd, en kontroll eller att den accepteras", "kräver inte längre någon åtgärd"),
              ("räknas nu som hög", "räknas inte längre som hög"))  # fmt: skip
    for (över, under), gräns in zip(besked, (i.riskmatris.tröskel, i.riskmatris.hög), strict=True):
        if (då >= gräns) != (nu >= gräns):
            yield f"Risken {över if nu >= gräns else under} (gränsen är {gräns})."


def _effekten(före: Effekt | None, efter: Effekt | None, ställe: Ställe) -> EffektÄndrad:
    då, nu = (e.kronor if e else None for e in (före, efter))
    tyngd = Tyngd.ÄNDRAR
    if efter is None or (då is not None and nu is None) or (då is not None and nu is not None and nu < då):
        tyngd = Tyngd.FÖRSVAGAR
    elif nu is not None and (då is None or nu > då):
        tyngd = Tyngd.STÄRKER
    från, till = skriv_skilda(före, efter)
    return EffektÄndrad(ställe=ställe, tyngd=tyngd, från=från, till=till)


def _beslutet(namn: str, före: Beslut | None, efter: Beslut | None, ställe: Ställe) -> BeslutÄndrat:
    från, till = skriv_skilda(före, efter)
    upphävt = efter is not None and efter.status == "upphävd" and (före is None or före.status != "upphävd")
    tyngd = Tyngd.FÖRSVAGAR if upphävt else Tyngd.ÄNDRAR
    return BeslutÄndrat(ställe=ställe, tyngd=tyngd, fält=nyckel(namn), från=från, till=till)


def _tiden(namn: str, före: Any, efter: Any, ställe: Ställe) -> TidÄndrad:
    då, nu = (t.till if isinstance(t, Tidpunkt) else t for t in (före, efter))
    vad, tyngd = f"{'Tiden' if namn == 'avser' else 'Sluttiden'} är ändrad", Tyngd.ÄNDRAR
    if isinstance(då, date) and isinstance(nu, date):
        tyngd = _VIKT[jämför_tider(då, nu)]
        vad = "Senarelagt" if nu > då else "Tidigarelagt"
    elif isinstance(då, date) and efter is None:
        vad, tyngd = "Sluttiden är borttagen", Tyngd.FÖRSVAGAR
    elif före is None and isinstance(nu, date):
        vad, tyngd = "Sluttiden är satt", Tyngd.STÄRKER
    return TidÄndrad(ställe=ställe, tyngd=tyngd, vad=vad, från=skriv(före), till=skriv(efter))
