"""`plan fyll`: en plan och en period in, ett formulär i webbläsaren ut, där varje svar skrivs i uppföljningen genast."""

from __future__ import annotations

from typing import Annotated

import typer

from planverktyg.arkiv.urval.planer import Urvalsfel, period_ur, är_år
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.skrivning import skriv_fel
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel


def fyll(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Plan-id, sökväg, eller år om bara en plan gäller då.")],
    *,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    år: Annotated[
        int | None, typer.Option("--år", "--ar", metavar="ÅR", help="Uppföljningens år, när planen gäller flera.")
    ] = None,
    ansvarig: flaggor.Ansvarig = None,
    mål: flaggor.Mål = None,
    stoppa_efter: flaggor.StoppaEfter = 480,
    utan_webbläsare: flaggor.UtanWebbläsare = False,
) -> int:
    """Fyll i uppföljningen i webbläsaren: ett mål i taget, med bedömningen medan du skriver.

    Varje svar skrivs genast på sin rad i filen; allt annat i den står kvar. Utan period gäller det den senaste uppföljningen;
    finns ingen för perioden skapas den med det första svaret. Sidan når bara den som sitter vid datorn. Sist står vad som är
    ändrat och vad som fattas, och i ett git-förråd en knapp som gör en gren och en commit. Ingenting skickas iväg.

    Exempel:
        plan fyll asn-2020 --delår 2
        plan fyll asn-2020 --period helår --utan-webbläsare
    """
    try:
        from planverktyg.kommandon.servern.arbetet import Arbete
        from planverktyg.kommandon.servern.drift import kör_server
        from planverktyg.kommandon.servern.ifyllning import Ifyllning
        from planverktyg.kommandon.svaren.fragestund import Vad

        arbete = Arbete(
            Vad(plan, period_ur(delår, period), int(plan) if är_år(plan) else år), ansvarig=ansvarig, mål=mål
        )
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    except ImportError as fel:
        from planverktyg.utgivning.tillagg import säg_saknat

        skriv_fel(säg_saknat("webb", fel))
        return 2
    return kör_server(
        lambda adress, drift: Ifyllning(arbete, adress, drift).app(), minuter=stoppa_efter, öppna=not utan_webbläsare
    )
