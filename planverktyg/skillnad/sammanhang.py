"""Det som en jämförelse behöver veta utöver de två dokumenten: namnet, planens slut och husreglernas trösklar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.modell.byggsten import nyckel
from planverktyg.modell.indikator import Indikator, Mätvärde, Utfall
from planverktyg.modell.plan import Uppdrag
from planverktyg.modell.risk import Risk
from planverktyg.modell.undantag import Undantag
from planverktyg.skillnad.ord import skriv, skriv_kravet, är_tyst
from planverktyg.skillnad.vikter import OVIKTIGA

if TYPE_CHECKING:
    from planverktyg.modell.byggsten import Del
    from planverktyg.modell.husregler import Riskmatris
    from planverktyg.modell.noder import Nod


class Sammanhang(NamedTuple):
    """Vad ändringarna läses mot."""

    dokument: str
    """Dokumentet i ord: Nämndplan 2020 (ASN)."""
    gammalt_slut: date = date.max
    """Planens sista dag förut."""
    nytt_slut: date = date.max
    """Planens sista dag nu."""
    riskmatris: Riskmatris | None = None
    """Trösklarna nu."""
    med_ärvda: bool = False
    """Om en ärvd tid som är en annan sägs vid det som ärver den, och inte bara där den står."""
    bortse_från: frozenset[str] = frozenset()
    """Fält som det är meningen att de ska skilja, som året när två års planer jämförs."""


def skriv_innehåll(nod: Nod) -> str:
    """Det som en tillagd eller borttagen del säger, utom namnet: målvärdet först, och det som inte visas för sig."""
    del_ = nod.del_
    if isinstance(del_, Utfall):
        return skriv_uppgift(del_)
    utom = {"id", "målvärde", "per_nämnd", "sannolikhet", "konsekvens", nod.namnfält, *OVIKTIGA}
    utom |= {"per_verksamhet"} if getattr(del_, "målvärde", None) else set()
    delar = [
        _skriv_fält(namn, värde, del_)
        for namn, värde in nod.fält.items()
        if namn not in utom and not är_tyst(del_, namn)
    ]
    delar += [f"{barn.slag}: {skriv(barn.del_)}" for barn in nod.barn if not barn.id]
    return ", ".join([*filter(None, [skriv_korthet(nod)]), *delar])


def skriv_korthet(nod: Nod) -> str:
    """Målvärdet för en indikator eller ett uppdrag, riskvärdet för en risk, värdet för ett utfall; annars tomt."""
    del_ = nod.del_
    if isinstance(del_, (Indikator, Uppdrag)) and (del_.målvärde or getattr(del_, "per_nämnd", None)):
        return f"målvärde: {skriv_kravet(del_, del_.enhet)}"
    if isinstance(del_, Indikator):
        return "utan målvärde"
    if isinstance(del_, Risk):
        return f"riskvärde {del_.riskvärde}" if del_.riskvärde is not None else "inte värderad"
    return skriv_uppgift(del_) if isinstance(del_, Utfall) else ""


def _skriv_fält(namn: str, värde: Any, del_: Del) -> str:
    """En text för sig; annars nyckeln och värdet."""
    if namn in {"text", "avsnitt"} or (isinstance(del_, Undantag) and namn == "regel"):
        return skriv(värde)
    return f"{nyckel(namn)}: {skriv(värde, getattr(del_, 'enhet', None))}"


def skriv_uppgift(mätt: Mätvärde) -> str:
    """Ett utfall i korthet: värdet, prognosen eller skälet till att värdet saknas."""
    if mätt.frånvaro is not None:
        return ": ".join(mätt.frånvaro)
    prognos = getattr(mätt, "prognos", None)
    delar = [skriv(mätt.värde)] if mätt.värde is not None else []
    delar += [f"prognos {skriv(prognos)}"] if prognos is not None and not isinstance(prognos, bool) else []
    return ", ".join(delar)
