"""En genomgången akt in, planens hänvisningar uppåt ut: var de står, vad som hänvisar och vad de får peka på."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.granskning.vandring import SLAG, Slag
from planverktyg.modell.samband import nyckel_för

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.samband import Nyckel


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
    for nod, skrivna in vandring.hänvisande:
        slag = SLAG[type(nod.del_)]
        mot = (Slag.MÅL,) if slag in (Slag.MÅL, Slag.INDIKATOR) else (Slag.MÅL, Slag.INDIKATOR)
        for i, skriven in enumerate(skrivna):
            yield Länk((*nod.rutt, "bidrar till", i), nod.id, slag, skriven, nyckel_för(skriven, hemma), mot)
    for i, utan in enumerate(vandring.plan.inget_ansvar_för):
        rutt = (UTAN_ANSVAR, i, "mål")
        yield Länk(rutt, hemma, Slag.MÅL, utan.mål, nyckel_för(utan.mål, hemma), (Slag.MÅL,))
