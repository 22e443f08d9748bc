"""En plan in, målens vägar uppåt ut: vad varje mål står under och bidrar till, så smått att det går att minnas."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planverktyg.modell.plan import Mål, Plandokument

Nyckel: TypeAlias = "tuple[str, str]"
"""Planens id och id:t i den."""
Upplänkar: TypeAlias = "Mapping[str, tuple[Nyckel, ...]]"
"""Målets id → det som målet står under och bidrar till. Mål utan väg uppåt är inte med."""


def nyckel_för(hänvisning: str, hemma: str) -> Nyckel:
    """`kommunplan-2020/trygga` är den planens mål; `trygga` är ett mål i planen där hänvisningen står."""
    plan, _, id_ = hänvisning.rpartition("/")
    return plan or hemma, id_


def upplänkar(plan: Plandokument) -> Upplänkar:
    """Vägen uppåt från varje mål i planen som har någon."""
    return {id_: väg for id_, väg in _vägar(plan.mål, plan.plan.id, ()) if väg}


def nämnda_planer(plan: Plandokument) -> tuple[str, ...]:
    """De andra planer som planen bygger på eller bidrar till, i den ordning som de nämns."""
    bidrag = [tuple(b.mål for b in mål.bidrar_till) for mål in plan.alla_mål()]
    bidrag += [tuple(b.mål for b in indikator.bidrar_till) for indikator in plan.alla_indikatorer()]
    bidrag.append(tuple(m.mål for m in plan.inget_ansvar_för))
    bidrag += [uppdrag.bidrar_till for uppdrag in plan.alla_uppdrag()]
    bidrag += [punkt.bidrar_till for punkt in plan.alla_punkter()]
    länkade = (nyckel_för(hänvisning, plan.plan.id)[0] for hänvisningar in bidrag for hänvisning in hänvisningar)
    return tuple(id_ for id_ in dict.fromkeys((*plan.plan.bygger_på, *länkade)) if id_ != plan.plan.id)


def _vägar(målen: tuple[Mål, ...], hemma: str, över: tuple[Nyckel, ...]) -> Iterator[tuple[str, tuple[Nyckel, ...]]]:
    for mål in målen:
        yield mål.id, (*över, *(nyckel_för(b.mål, hemma) for b in mål.bidrar_till))
        yield from _vägar(mål.mål, hemma, ((hemma, mål.id),))
