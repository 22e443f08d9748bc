"""Kraven före och efter in, ändringen ut: målvärdet med den tid som gäller, sluttiderna och planens år.

Tiden ärvs: planens sista år gäller för målet som inte säger något annat, målets för indikatorn, indikatorns för villkoret.
Det som jämförs är det som gäller, inte det som är skrivet.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planverktyg.modell.atgardsplan import Åtgärd
from planverktyg.modell.grund.svenska import antal, skriv_datum
from planverktyg.modell.indikator import Indikator
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.plan import Mål, Uppdrag
from planverktyg.modell.villkor import Sammanhang
from planverktyg.skillnad.andringar import MålvärdeÄndrat, TidÄndrad, Tyngd
from planverktyg.skillnad.malvarden import Kravet, Åt, jämför_krav
from planverktyg.skillnad.ord import skriv, skriv_kravet, skriv_skilda
from planverktyg.skillnad.vikter import väg_tider

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.modell.noder import Nod
    from planverktyg.modell.plan import Plan
    from planverktyg.skillnad.andringar import Ställe
    from planverktyg.skillnad.sammanhang import Sammanhang as Jämförelsen

VIKT = {Åt.SKÄRPT: Tyngd.STÄRKER, Åt.MILDRAT: Tyngd.FÖRSVAGAR, Åt.ÄNDRAT: Tyngd.OKLAR, Åt.LIKA: Tyngd.NEUTRAL}
"""Åt vilket håll ett krav har gått → vad det betyder för planen."""
FRISTER = ("klart", "slut", "avser")
"""Uppgifterna som säger när något ska vara klart."""
MÅLET = ("målvärde", "per_nämnd")
"""Uppgifterna som säger vad som ska nås."""


def jämför_målet(gammal: Nod, ny: Nod, ställe: Ställe, i: Jämförelsen) -> MålvärdeÄndrat | TidÄndrad | None:
    """Kravet så som det gäller: målvärdet med sin tid, för varje del som ska nå det. None när inget är sagt eller ändrat."""
    då, nu = _villkoret(gammal, i.gammalt_slut), _villkoret(ny, i.nytt_slut)
    skrivet_om = any(getattr(gammal.del_, namn, None) != getattr(ny.del_, namn, None) for namn in MÅLET)
    if not i.med_ärvda and not skrivet_om:
        då = då.med_slut(nu.i.slut)
    åt = jämför_krav(då, nu)
    if åt is Åt.LIKA and not skrivet_om:
        return None
    enheter = (getattr(gammal.del_, "enhet", None), getattr(ny.del_, "enhet", None))
    if åt is not Åt.LIKA and skrivet_om and (enheter[0] != enheter[1] or då.i.skala != nu.i.skala):
        åt = Åt.ÄNDRAT
    if not skrivet_om and då.i.skala != nu.i.skala:
        return None  # skalan visas för sig
    if not skrivet_om and jämför_krav(då.med_slut(nu.i.slut), nu) is Åt.LIKA:
        vad = "Målvärdet ska nås senare" if nu.i.slut > då.i.slut else "Målvärdet ska nås tidigare"
        från, till = skriv_slut(då.i.slut), skriv_slut(nu.i.slut)
        return TidÄndrad(ställe=ställe, tyngd=VIKT[åt], vad=vad, från=från, till=till)
    från, till = skriv_kravet(gammal.del_, enheter[0]), skriv_kravet(ny.del_, enheter[1])
    detaljer = tuple(_samtidigt(gammal, ny, samma_krav=åt is Åt.LIKA))
    if då.i.slut != nu.i.slut and not _har_egen_tid(ny):
        detaljer = (f"Ska nås {skriv_slut(då.i.slut)} → {skriv_slut(nu.i.slut)}.", *detaljer)
    return MålvärdeÄndrat(
        ställe=ställe, tyngd=VIKT[åt], åt=Åt.ÄNDRAT if åt is Åt.LIKA else åt, från=från, till=till, detaljer=detaljer
    )


def _har_egen_tid(nod: Nod) -> bool:
    villkor = getattr(nod.del_, "målvärde", None)
    return villkor is not None and villkor.tid is not None


def _samtidigt(gammal: Nod, ny: Nod, *, samma_krav: bool) -> Iterator[str]:
    """Det som gör att två målvärden inte kan jämföras rakt av."""
    if samma_krav:
        yield "Kravet är detsamma, skrivet på ett annat sätt."
    for namn in ("enhet", "skala", "utgångsvärde", "mätmetod", "ackumuleras"):
        före, efter = getattr(gammal.del_, namn, None), getattr(ny.del_, namn, None)
        if före != efter:
            från, till = skriv_skilda(före, efter)
            yield f"Samtidigt ändras {namn}: {från} → {till}"


def _villkoret(nod: Nod, slut: date) -> Kravet:
    """Kravet på en indikator eller ett uppdrag, med det som är ärvt från målet och planen."""
    villkor = getattr(nod.del_, "målvärde", None)
    if not isinstance(nod.del_, Indikator):
        return Kravet(villkor, Sammanhang(None, None, slut))
    bas, mål = nod.del_.utgångsvärde, nod.förälder.del_ if nod.förälder else None
    sist = sista_dag(mål.avser, slut) if isinstance(mål, Mål) else slut
    i = Sammanhang(nod.del_.steg, bas.värde if bas else None, sist)
    return Kravet(villkor, i, nod.del_.per_verksamhet, nod.del_.per_nämnd)


def sista_dag(avser: Tidpunkt | str | None, slut: date) -> date:
    """Målets sista dag: den sagda, annars planens."""
    if isinstance(avser, Tidpunkt):
        return avser.till
    return date.max if avser == "på sikt" else slut


def skriv_slut(dag: date) -> str:
    """`2020` för årets sista dag, annars dagen."""
    if dag == date.max:
        return "på sikt"
    return str(dag.year) if (dag.month, dag.day) == (12, 31) else skriv_datum(dag)


# --- Sluttider --------------------------------------------------------------------------------------


def jämför_sluttiden(gammal: Nod, ny: Nod, ställe: Ställe, i: Jämförelsen) -> TidÄndrad | None:
    """Sista dagen för ett mål, ett uppdrag eller en åtgärd. Den som inget säger ska vara klar när planen slutar."""
    fält = [namn for namn in FRISTER if getattr(gammal.del_, namn, None) != getattr(ny.del_, namn, None)]
    if not fält:
        return None
    före, efter = (
        next((getattr(n.del_, f) for f in FRISTER if getattr(n.del_, f, None) is not None), None) for n in (gammal, ny)
    )
    då, nu = _frist(gammal, i.gammalt_slut), _frist(ny, i.nytt_slut)
    tyngd = väg_tider(då, nu)
    if isinstance(ny.del_, Åtgärd) and None in (före, efter):  # den kan få sträcka sig längre än planen
        tyngd = Tyngd.FÖRSVAGAR if efter is None else Tyngd.STÄRKER
    if "varje år" in (före, efter) and tyngd is Tyngd.NEUTRAL and före != efter:
        tyngd = Tyngd.OKLAR
    vad = {Tyngd.FÖRSVAGAR: "Senarelagt", Tyngd.STÄRKER: "Tidigarelagt"}.get(tyngd, "Tiden är ändrad")
    if efter is None:
        vad = "Sluttiden är borttagen"
    elif före is None:
        vad = "Sluttiden är satt"
    ärver = sum(1 for barn in ny.barn if isinstance(barn.del_, Indikator) and not _har_egen_tid(barn))
    gäller = (f"Gäller också {antal(ärver, 'indikator', 'indikatorer')} utan egen tid.",) if ärver else ()
    if före is None or efter is None:
        gäller = (*gäller, *_planens_slut(då if före is None else nu))
    return TidÄndrad(ställe=ställe, tyngd=tyngd, vad=vad, från=skriv(före), till=skriv(efter), detaljer=gäller)


def _planens_slut(slut: date) -> Iterator[str]:
    if slut < date.max:
        yield f"Utan egen tid gäller planens sista år ({slut.year})."


def _frist(nod: Nod, slut: date) -> date:
    del_ = nod.del_
    if isinstance(del_, Åtgärd):
        return del_.sista_dag or slut
    if isinstance(del_, Uppdrag):
        return del_.klart.till if del_.klart else slut
    return sista_dag(getattr(del_, "avser", None), slut)


def jämför_åren(före: Plan, efter: Plan, ställe: Ställe, noder: Iterable[Nod]) -> TidÄndrad:
    """Planens år är den tid som gäller för allt som inte har någon egen."""
    då, nu = (date(plan.år.till, 12, 31) for plan in (före, efter))
    ärver = sum(1 for nod in noder if isinstance(nod.del_, Indikator) and _ärver_planens_tid(nod))
    tyngd = Tyngd.FÖRSVAGAR if nu > då else Tyngd.OKLAR
    detaljer: tuple[str, ...] = ()
    if ärver and då != nu:
        detaljer = (f"{antal(ärver, 'indikator', 'indikatorer')} utan egen tid ska nås {då.year} → {nu.year}.",)
    return TidÄndrad(ställe=ställe, tyngd=tyngd, vad="Planens år är ändrade", från=str(före.år), till=str(efter.år),
                     detaljer=detaljer)  # fmt: skip


def _ärver_planens_tid(nod: Nod) -> bool:
    mål = nod.förälder.del_ if nod.förälder else None
    return not _har_egen_tid(nod) and not (isinstance(mål, Mål) and mål.avser)
