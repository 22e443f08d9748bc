"""Åtgärdsplanen i terminalen: en plan och en uppföljning in, punkternas effekt och åtgärdernas läge ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.text import Text

    from planverktyg.kommandon.laget.tabell import Rad
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse.avgjort import Statusar
    from planverktyg.uppfyllelse.effekter import Effektläge
    from planverktyg.utgivning.underlag.gemensamt import Omdöme

_STIL = {"grön": "green", "gul": "yellow", "röd": "red", "grå": "dim", "blå": "cyan"}


def åtgärdsstatus(
    plan: Plandokument, uppföljning: Uppföljningsdokument | None, statusar: Statusar | None = None
) -> Iterator[RenderableType]:
    """Åtgärdsplanen punkt för punkt, och svaret på hur det går. Utan uppföljning det som planen väntar sig."""
    from rich.padding import Padding
    from rich.text import Text

    from planverktyg.kommandon.laget.tabell import Tabell
    from planverktyg.modell.grund.svenska import versal
    from planverktyg.uppfyllelse.effekter import räkna_effekter
    from planverktyg.utgivning.rapport.atgardsplan import i_mening, om_väntad_effekt, väntad_är

    läge = räkna_effekter(plan, uppföljning)
    mening = i_mening(läge, statusar) if statusar else om_väntad_effekt(läge)
    yield Padding(Text(f"{versal(mening)}."), (1, 0))
    rubriker = ("Läge", "Uppnått", f"Väntat {väntad_är(läge)}", "Punkter och åtgärder")
    yield Tabell(rubriker, _rader(läge, statusar), till_höger=(1, 2))
    yield Text("")


def _rader(läge: Effektläge, statusar: Statusar | None) -> Iterator[Rad]:
    from rich.text import Text

    from planverktyg.kommandon.laget.tabell import Rad
    from planverktyg.utgivning.ord.symboler import statusens
    from planverktyg.utgivning.plandokument.atgardsplan import punktrubrik
    from planverktyg.utgivning.rapport.atgardsplan import skriv_effektbelopp

    for område in läge.områden:
        yield Rad(("", "", ""), Text(område.område.rubrik, style="bold"))
        for p in område.punkter:
            uppnådd = skriv_effektbelopp(p.uppnådd) if statusar else ""
            yield Rad(("", uppnådd, skriv_effektbelopp(p.årets)), punktrubrik(p.punkt), 2)
            for å in p.punkt.åtgärder:
                omdöme = statusens(statusar.åtgärder.get(å.id) if statusar else None)
                text = Text(no_wrap=True, overflow="ellipsis").append(f"{å.id} ", style="cyan").append(å.text)
                yield Rad((_märke(omdöme) if statusar else "", "", ""), text, 4)


def _märke(omdöme: Omdöme) -> Text:
    from rich.text import Text

    return Text(str(omdöme), style=_STIL[omdöme.färg])
