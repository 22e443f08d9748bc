"""En plan, en roll och ett mål in, vilka frågor som hör dit ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.modell.grund.svenska import räkna_upp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planverktyg.modell.plan import Mål, Plandokument


def rollerna(plan: Plandokument) -> list[str]:
    """Rollerna som ansvarar för något i planen, i bokstavsordning."""
    return sorted({roll for roll in _ansvariga(plan).values() if roll})


def välj_frågor(plan: Plandokument, ansvarig: str | None, mål: str | None) -> Callable[[str], bool]:
    """Om en fråga, efter sitt id, hör till rollen och målet. En tom roll är det som ingen ansvarar för.

    Reser `Urvalsfel` när planen inte har rollen eller målet.
    """
    ansvariga = _ansvariga(plan)
    i_målet = _under(plan, mål) if mål else None
    if mål and not i_målet:
        raise Urvalsfel(f"{plan.plan.id} har inget mål som heter {mål}.")
    if ansvarig and ansvarig not in ansvariga.values():
        roller = rollerna(plan)
        finns = f"Det finns {räkna_upp(roller)}." if roller else "Planen nämner ingen ansvarig."
        raise Urvalsfel(f"Ingen i planen heter {ansvarig}. {finns}")
    return lambda id_: (ansvarig is None or ansvariga.get(id_, "") == ansvarig) and (i_målet is None or id_ in i_målet)


def _ansvariga(plan: Plandokument) -> dict[str, str]:
    """Rollen som ansvarar för varje id: den som står där, annars den som ansvarar för målet ovanför."""
    ansvariga: dict[str, str] = {}

    def gå(målen: tuple[Mål, ...], ovanför: str) -> None:
        for ett in målen:
            roll = ett.ansvarig or ovanför
            ansvariga[ett.id] = roll
            ansvariga.update({i.id: i.ansvarig or roll for i in ett.indikatorer})
            gå(ett.mål, roll)

    gå(plan.mål, "")
    ansvariga |= {i.id: i.ansvarig or "" for grupp in plan.nyckeltal for i in grupp.nyckeltal}
    ansvariga |= {uppdrag.id: uppdrag.ansvarig or "" for uppdrag in plan.alla_uppdrag()}
    ansvariga |= {åtgärd.id: åtgärd.ansvarig or "" for åtgärd in plan.alla_åtgärder()}
    ansvariga |= {risk.id: risk.ansvarig or "" for risk in plan.risker}
    return ansvariga | {kontroll.id: kontroll.ansvarig or "" for kontroll in plan.kontrollmoment}


def _under(plan: Plandokument, id_: str) -> Mapping[str, None]:
    """Målet, målen under det och deras indikatorer."""

    def alla(ett: Mål) -> dict[str, None]:
        idn = dict.fromkeys((ett.id, *(i.id for i in ett.indikatorer)))
        for under in ett.mål:
            idn |= alla(under)
        return idn

    return next((alla(ett) for ett in plan.alla_mål() if ett.id == id_), {})
