"""En genomgången akt in, planens hänvisningar uppåt ut: var de står, vad som hänvisar och vad de får peka på."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.akt import nyckel_för
from planverktyg.granskning.vandring import Slag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt import Nyckel
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.grund.plats import Rutt


UTAN_ANSVAR = "inget ansvar för"
"""Nyckeln för målen som nämnden inte har något ansvar för."""


class Länk(NamedTuple):
    """En hänvisning under `bidrar till`."""

    rutt: Rutt
    från: str
    """Id:t för det som bidrar."""
    slag: Slag
    """Vad det är som bidrar."""
    skriven: str
    """Hänvisningen så som den står i planen."""
    till: Nyckel
    mot: tuple[Slag, ...]
    """Vad hänvisningen får peka på."""


def länkar(vandring: Vandring) -> Iterator[Länk]:
    """Planens hänvisningar uppåt, i planens ordning."""
    hemma = vandring.plan.plan.id
    for rutt, från, slag, skrivna, mot in _källor(vandring):
        for i, skriven in enumerate(skrivna):
            yield Länk((*rutt, "bidrar till", i), från, slag, skriven, nyckel_för(skriven, hemma), mot)
    for i, utan in enumerate(vandring.plan.inget_ansvar_för):
        rutt = (UTAN_ANSVAR, i, "mål")
        yield Länk(rutt, hemma, Slag.MÅL, utan.mål, nyckel_för(utan.mål, hemma), (Slag.MÅL,))


def _källor(vandring: Vandring) -> Iterator[tuple[Rutt, str, Slag, tuple[str, ...], tuple[Slag, ...]]]:
    for rutt, mål in vandring.mål:
        yield rutt, mål.id, Slag.MÅL, tuple(b.mål for b in mål.bidrar_till), (Slag.MÅL,)
    for punkten in vandring.indikatorer:
        bidrag = tuple(b.mål for b in punkten.indikator.bidrar_till)
        yield punkten.rutt, punkten.indikator.id, Slag.INDIKATOR, bidrag, (Slag.MÅL,)
    for post in vandring.uppdrag:
        yield post.rutt, post.uppdrag.id, Slag.UPPDRAG, post.uppdrag.bidrar_till, (Slag.MÅL, Slag.INDIKATOR)
    for rutt, punkt in vandring.punkter:
        yield rutt, punkt.id, Slag.ÅTGÄRDSPUNKT, punkt.bidrar_till, (Slag.MÅL, Slag.INDIKATOR)
