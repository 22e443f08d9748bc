"""Det som en jämförelse behöver veta utöver de två dokumenten: namnet, planens slut och husreglernas trösklar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.indikator import Indikator, Mätvärde, Utfall
from planverktyg.modell.risk import Risk
from planverktyg.skillnad.ord import skriv, skriv_målvärde

if TYPE_CHECKING:
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

    def i_korthet(self, nod: Nod) -> str:
        """Målvärdet för en indikator, riskvärdet för en risk, värdet för ett utfall; annars tomt."""
        del_ = nod.del_
        if isinstance(del_, Indikator):
            return f"målvärde: {skriv_målvärde(del_.målvärde, del_.enhet)}" if del_.målvärde else "utan målvärde"
        if isinstance(del_, Risk):
            return f"riskvärde {del_.riskvärde}"
        return skriv_uppgift(del_) if isinstance(del_, Utfall) else ""


def skriv_uppgift(mätt: Mätvärde) -> str:
    """Ett utfall i korthet: värdet, prognosen eller skälet till att värdet saknas."""
    if mätt.frånvaro is not None:
        return ": ".join(mätt.frånvaro)
    prognos = getattr(mätt, "prognos", None)
    delar = [skriv(mätt.värde)] if mätt.värde is not None else []
    delar += [f"prognos {skriv(prognos)}"] if prognos is not None and not isinstance(prognos, bool) else []
    return ", ".join(delar)
