"""Åtgärdsplanen i terminalen: en plan och en uppföljning in, punkternas effekt och åtgärdernas läge ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.kommandon.laget.rader import Rad, Utskrift
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse.avgjort import Statusar
    from planverktyg.uppfyllelse.effekter import Effektläge

_STIL = {"grön": "green", "gul": "yellow", "röd": "red", "grå": "dim", "blå": "cyan"}


def åtgärdsstatus(
    plan: Plandokument, uppföljning: Uppföljningsdokument | None, statusar: Statusar | None = None
) -> Iterator[Utskrift]:
    """Åtgärdsplanen punkt för punkt, och svaret på hur det går. Utan uppföljning det som planen väntar sig."""
    from planverktyg.kommandon.laget.rader import Tabell, stycke
    from planverktyg.modell.grund.svenska import versal
    from planverktyg.uppfyllelse.effekter import räkna_effekter
    from planverktyg.utgivning.rapport.atgardsplan import i_mening, om_väntad_effekt, väntad_är

    läge = räkna_effekter(plan, uppföljning)
    mening = i_mening(läge, statusar) if statusar else om_väntad_effekt(läge)
    yield stycke(f"\n{versal(mening)}.\n")
    rubriker = ("Status", "Uppnått", f"Väntat {väntad_är(läge)}", "Punkter och åtgärder")
    yield Tabell(rubriker, _rader(läge, statusar), till_höger=(1, 2))
    yield stycke("")


def _rader(läge: Effektläge, statusar: Statusar | None) -> Iterator[Rad]:

    from planverktyg.kommandon.laget.rader import Rad
    from planverktyg.utgivning.ord.symboler import statusens
    from planverktyg.utgivning.plandokument.atgardsplan import punktrubrik
    from planverktyg.utgivning.rapport.atgardsplan import skriv_effektbelopp

    tom = ("", "")
    for område in läge.områden:
        yield Rad((tom, tom, tom), [(område.område.rubrik, "bold")])
        for p in område.punkter:
            uppnådd = skriv_effektbelopp(p.uppnådd) if statusar else ""
            yield Rad((tom, (uppnådd, ""), (skriv_effektbelopp(p.årets), "")), [(punktrubrik(p.punkt), "")], 2)
            for å in p.punkt.åtgärder:
                omdöme = statusens(statusar.åtgärder.get(å.id) if statusar else None)
                märke = (str(omdöme), _STIL[omdöme.färg]) if statusar else tom
                yield Rad((märke, tom, tom), [(f"{å.id} ", "cyan"), (å.text, "")], 4, "en rad")
