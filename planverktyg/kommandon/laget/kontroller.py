"""Den interna kontrollen i terminalen: en plan och en uppföljning in, vad varje kontroll visade ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument

_STIL = {"grön": "green", "gul": "yellow", "röd": "red", "grå": "dim"}


def kontrollstatus(plan: Plandokument, uppföljning: Uppföljningsdokument) -> Iterator[RenderableType]:
    """En mening om kontrollerna, och en rad för varje."""
    from rich.padding import Padding
    from rich.text import Text

    from planverktyg.kommandon.laget.tabell import Rad, Tabell
    from planverktyg.uppfyllelse.risklage import räkna_kontroller
    from planverktyg.utgivning.ord.symboler import EJ_RAPPORTERAD, STATUS

    yield Padding(Text(räkna_kontroller(plan.kontrollmoment, uppföljning.kontrollmoment).mening), (1, 0))
    rader: list[Rad] = []
    for moment in plan.kontrollmoment:
        rapport = uppföljning.kontrollmoment.get(moment.id)
        omdöme = STATUS[rapport.resultat] if rapport else EJ_RAPPORTERAD
        text = Text(no_wrap=True, overflow="ellipsis").append(f"{moment.id} ", style="cyan").append(moment.text)
        rader.append(Rad((Text(str(omdöme), style=_STIL[omdöme.färg]),), text))
    yield Tabell(("Resultat", "Kontroller"), rader)
    yield Text("")
