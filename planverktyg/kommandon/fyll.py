"""`plan fyll`: en plan och en period in, ett formulär i webbläsaren ut, där varje svar skrivs i uppföljningen genast."""

from __future__ import annotations

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.urvalsfel import skriv_saknat, skriv_urvalsfel


def fyll(
    plan: flaggor.Plan,
    *,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    år: flaggor.År = None,
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
        from planverktyg.kommandon.svaren.filen import tolka_vad

        arbete = Arbete(tolka_vad(plan, delår, period, år), ansvarig=ansvarig, mål=mål)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    except ImportError as fel:
        return skriv_saknat("webb", fel)
    return kör_server(
        lambda adress, drift: Ifyllning(arbete, adress, drift).app(), minuter=stoppa_efter, öppna=not utan_webbläsare
    )
