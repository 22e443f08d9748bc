"""En plans noder in, hur den hänger ihop med sig själv och andra planer ut: hänvisningar, vägar uppåt, rundgångar.

Det som hänvisar känns igen på nyckeln `bidrar till`, så en ny del som har den kommer med utan att något ändras här.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from planverktyg.modell.bidrag import Bidrag
from planverktyg.modell.indikator import Indikator
from planverktyg.modell.noder import vandra
from planverktyg.modell.plan import Mål

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from planverktyg.modell.noder import Nod
    from planverktyg.modell.plan import Plandokument

T = TypeVar("T")

Nyckel: TypeAlias = "tuple[str, str]"
"""Planens id och id:t i den."""
Upplänkar: TypeAlias = "Mapping[str, tuple[Nyckel, ...]]"
"""Målets id → det som målet står under och bidrar till. Mål utan väg uppåt är inte med."""


def nyckel_för(hänvisning: str, hemma: str) -> Nyckel:
    """`kommunplan-2020/trygga` är den planens mål; `trygga` är ett mål i planen där hänvisningen står."""
    plan, _, id_ = hänvisning.rpartition("/")
    return plan or hemma, id_


class Givare(NamedTuple):
    """Ett mål eller en indikator som bidrar till ett annat mål."""

    nyckel: Nyckel
    är_indikator: bool
    hur: str
    """direkt eller indirekt."""


def bidragande(noder: Iterable[Nod]) -> Iterator[tuple[Nod, tuple[str, ...]]]:
    """Noderna som kan bidra till ett mål, och hänvisningarna så som de står."""
    for nod in noder:
        if "bidrar_till" in (fält := nod.del_.__dict__):  # hasattr är långsamt på en modell
            yield nod, tuple(getattr(bidrag, "mål", bidrag) for bidrag in fält["bidrar_till"])


def givare_i(plan: Plandokument, noder: Iterable[Nod] | None = None) -> Iterator[tuple[Nyckel, Givare]]:
    """Målet som något bidrar till, och det som bidrar, i planens ordning. Den som redan har planens `noder` lämnar dem.

    Det som redan står direkt under målet, eller nämns två gånger, är med en gång eller inte alls.
    """
    hemma = plan.plan.id
    sedda: set[tuple[Nyckel, Nyckel]] = set()
    for nod in vandra(plan) if noder is None else noder:
        if not isinstance(nod.del_, Bidrag) or nod.förälder is None:
            continue
        till, från = nyckel_för(nod.del_.mål, hemma), (hemma, nod.förälder.id)
        if till not in (från, *_över(nod.förälder, hemma)) and (till, från) not in sedda:
            sedda.add((till, från))
            yield till, Givare(från, isinstance(nod.förälder.del_, Indikator), nod.del_.hur)


def upplänkar(plan: Plandokument, noder: Iterable[Nod] | None = None) -> Upplänkar:
    """Vägen uppåt från varje mål i planen som har någon. Den som redan har planens `noder` lämnar dem."""
    hemma = plan.plan.id
    bidrar = bidragande(vandra(plan) if noder is None else noder)
    vägar = ((nod, (*_över(nod, hemma), *(nyckel_för(h, hemma) for h in b))) for nod, b in bidrar)
    return {nod.id: väg for nod, väg in vägar if väg and isinstance(nod.del_, Mål)}


def _över(nod: Nod, hemma: str) -> tuple[Nyckel, ...]:
    return ((hemma, nod.över.id),) if isinstance(nod.över, Mål) else ()


def nämnda_planer(plan: Plandokument) -> tuple[str, ...]:
    """De andra planer som planen bygger på eller bidrar till, i den ordning som de nämns."""
    hemma = plan.plan.id
    alla = [h for _, hänvisningar in bidragande(vandra(plan)) for h in hänvisningar]
    alla += [utan.mål for utan in plan.inget_ansvar_för]
    länkade = (nyckel_för(h, hemma)[0] for h in alla)
    return tuple(id_ for id_ in dict.fromkeys((*plan.plan.bygger_på, *länkade)) if id_ != hemma)


def rundgång(början: T, följ: Callable[[T], Iterable[T]], första: Iterable[T] | None = None) -> tuple[T, ...]:
    """Den kortaste vägen från början tillbaka till början (som står först), eller tomt när ingen väg leder tillbaka.

    `första` är de steg som får tas från början; utelämnat alla.
    """
    kommer_från: dict[T, T] = {}
    kö = [början]
    for här in kö:
        for nästa in följ(här) if första is None or här != början else första:
            if nästa == början:
                return _vägen(här, kommer_från)
            if nästa not in kommer_från:
                kommer_från[nästa] = här
                kö.append(nästa)
    return ()


def _vägen(till: T, kommer_från: Mapping[T, T]) -> tuple[T, ...]:
    väg = [till]
    while väg[-1] in kommer_från:
        väg.append(kommer_från[väg[-1]])
    return tuple(reversed(väg))
