"""Den interna kontrollen i terminalen: en plan och en uppföljning in, vad varje kontroll visade ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.kommandon.laget.rader import Utskrift
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument

_STIL = {"grön": "green", "gul": "yellow", "röd": "red", "grå": "dim"}


def kontrollstatus(plan: Plandokument, uppföljning: Uppföljningsdokument) -> Iterator[Utskrift]:
    """En mening om kontrollerna, och en rad för varje."""
    from planverktyg.kommandon.laget.rader import Rad, Tabell, stycke
    from planverktyg.uppfyllelse.risklage import räkna_kontroller
    from planverktyg.utgivning.ord.symboler import EJ_RAPPORTERAD, STATUS

    yield stycke(f"\n{räkna_kontroller(plan.kontrollmoment, uppföljning.kontrollmoment).mening}\n")
    rader: list[Rad] = []
    for moment in plan.kontrollmoment:
        rapport = uppföljning.kontrollmoment.get(moment.id)
        omdöme = STATUS[rapport.resultat] if rapport else EJ_RAPPORTERAD
        namn = [(f"{moment.id} ", "cyan"), (moment.text, "")]
        rader.append(Rad([(str(omdöme), _STIL[omdöme.färg])], namn, långt="en rad"))
    yield Tabell(("Resultat", "Kontroller"), rader)
    yield stycke("")
