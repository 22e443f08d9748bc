"""Akten in, en funktion ut som säger vad målet eller indikatorn bakom en hänvisning heter, i planen eller i en annan plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.arkiv.akt import planen_och_nämnda

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planverktyg.arkiv.akt import Akt
    from planverktyg.modell.plan import Plandokument


def målnamn(akt: Akt) -> Callable[[str], str]:
    """Namnet bakom en hänvisning; hänvisningen själv när den inte leder någonstans."""
    egen, *andra = planen_och_nämnda(akt)
    namn = _heter(egen) | andras_namn(andra)
    return lambda hänvisning: namn.get(hänvisning, hänvisning)


def andras_namn(andra: Iterable[Plandokument]) -> dict[str, str]:
    """Hänvisning till en annan plan → vad målet eller indikatorn heter där, och vilken plan det är."""
    namn: dict[str, str] = {}
    for plan in andra:
        namn |= {f"{plan.plan.id}/{id_}": f"{text} ({plan.plan.namn})" for id_, text in _heter(plan).items()}
    return namn


def _heter(plan: Plandokument) -> dict[str, str]:
    return {mål.id: mål.namn for mål in plan.alla_mål()} | {i.id: i.namn for i in plan.alla_indikatorer()}
