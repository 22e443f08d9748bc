"""`plan skillnad`: två versioner av planerna in, vad ändringen betyder ut."""

from __future__ import annotations

import shlex
import shutil
from typing import Annotated

import typer

from planverktyg.arkiv.urval.planer import planernas_mapp
from planverktyg.kommandon.terminal.flaggor import EttAv
from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut
from planverktyg.utgivning.format import Format
from planverktyg.utgivning.skillnader import Skillnadsformat, skriv_skillnad


def skillnad(
    vad: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="BAS [MOT] [SÖKVÄG …]",
            help="Revisionen att jämföra med, revisionen att jämföra (utelämnad: filerna som de är nu), och filer eller mappar "
            "att hålla sig till [planer/]. Eller två filer.",
        ),
    ] = None,
    *,
    format_: Annotated[
        Skillnadsformat,
        typer.Option(
            "--format",
            metavar="FORMAT",
            parser=EttAv(Skillnadsformat),
            help="text, markdown (för en pull request), json eller github.",
        ),
    ] = Format.TEXT,
    tillagt: Annotated[
        bool, typer.Option("--staged", help="Jämför den senaste commiten med det som är tillagt med git add.")
    ] = False,
    felkod: Annotated[
        bool, typer.Option("--felkod", help="Slutkod 1 när något försvagar planen eller kan försvaga den.")
    ] = False,
) -> int:
    """Visa vad en ändring betyder: mål, indikatorer, uppdrag, risker och pengar som är tillagda, borttagna eller ändrade.

    Det som försvagar en plan står först. Ingenting checkas ut. Slutkoden är 0 också när något skiljer, om inte --felkod anges,
    men 1 när en fil inte kunde jämföras.

    Exempel:
        plan skillnad main
        plan skillnad HEAD~1 HEAD --format markdown
    """
    from planverktyg.arkiv.git import Gitfel
    from planverktyg.arkiv.urval.versioner import Valfel, välj_versioner
    from planverktyg.skillnad import jämför

    try:
        urval = välj_versioner(vad or [], planernas_mapp(), tillagt=tillagt)
    except (Valfel, Gitfel) as fel:
        skriv_fel(str(fel))
        return 2
    funnet = jämför(urval.gammal, urval.ny)
    kommando = shlex.join(["plan", "skillnad", *(["--staged"] if tillagt else []), *(vad or [])])
    funnet = funnet._replace(kommando=kommando, parning=(*urval.besked, *funnet.parning))
    skriv_ut(skriv_skillnad(funnet, format_, bredd=shutil.get_terminal_size().columns))
    return int(bool(funnet.olästa) or (felkod and funnet.kan_försvaga))
