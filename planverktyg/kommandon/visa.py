"""`plan visa`: planer in, en sida på den egna datorn ut som visar rapporten och dokumentet så som de är sparade."""

from __future__ import annotations

from typing import Annotated

import typer

from planverktyg.arkiv.urval.planer import Urvalsfel, period_ur, planernas_mapp
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.urvalsfel import skriv_saknat, skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_fel


def visa(
    vad: Annotated[
        str | None, typer.Argument(metavar="VAD", help="År, plan-id eller sökväg; utelämnat: alla planer.")
    ] = None,
    *,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    enhet: flaggor.Enhet = None,
    mallar: flaggor.Mallar = None,
    stoppa_efter: flaggor.StoppaEfter = 480,
    utan_webbläsare: flaggor.UtanWebbläsare = False,
) -> int:
    """Visa rapporten och plandokumentet i webbläsaren, och visa om dem varje gång en fil sparas.

    Fynden står överst på sidan. Går det sparade inte att läsa står felen där, och sidan kommer tillbaka när de är rättade. Sidan
    når bara den som sitter vid datorn, och bara det som visas: inget annat på disken. Ctrl-C stoppar (slutkod 130).

    Exempel:
        plan visa asn-2020
        plan visa asn-2020 --delår 2 --utan-webbläsare
    """
    if mallar is not None and not mallar.is_dir():
        skriv_fel(f"Mappen {mallar} finns inte.")
        return 2
    try:
        from planverktyg.kommandon.servern.drift import kör_server
        from planverktyg.kommandon.servern.visning import Visning, planerna

        visade = planerna(vad or str(planernas_mapp()), enhet, period_ur(delår, period), mallar)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    except ImportError as fel:
        return skriv_saknat("webb", fel)
    return kör_server(
        lambda adress, _: Visning(visade, adress.bas).app(), minuter=stoppa_efter, öppna=not utan_webbläsare
    )
