"""`plan schema`: JSON-scheman till standard ut eller till en mapp."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut
from planverktyg.modell.grund.svenska import menade_du, räkna_upp

FILER = {"kommun": "kommun.json", "plan": "plan.json", "uppföljning": "utfall.json"}
"""Schemats filnamn för varje dokumentslag."""


def schema(
    slag: Annotated[
        str | None, typer.Argument(metavar="SLAG", help="kommun, plan eller uppföljning; utelämnat: alla.")
    ] = None,
    ut: Annotated[
        Path, typer.Option("--ut", metavar="MAPP", help="Mappen som schemafilerna skrivs i [planer/schema].")
    ] = Path("planer/schema"),
) -> int:
    """Skriv JSON-scheman som hjälper texteditorn att fylla i nycklar och förklara dem.

    Med ett SLAG skrivs det schemat till standard ut. Utan skrivs alla till mappen, och planens första rad pekar ut sitt:
    # yaml-language-server: $schema=../../schema/plan.json

    Exempel:
        plan schema
        plan schema plan
    """
    if slag is not None:
        if slag not in FILER:
            menat = menade_du(slag, FILER)
            råd = f"Menade du {menat}?" if menat else f"Det finns {räkna_upp(list(FILER))}."
            skriv_fel(f"Dokumentslaget {slag} finns inte. {råd}")
            return 2
        skriv_ut(schemat(slag))
        return 0
    from planverktyg.kommandon.terminal.skrivning import skapa_mapp, skriv_fil

    if not ut.parent.is_dir():
        skriv_fel(f"Mappen {ut.parent} finns inte.")
        return 2
    skapa_mapp(ut)
    for namn, fil in FILER.items():
        skriv_fil(ut / fil, schemat(namn).encode())
        skriv_fel(f"Skrev {ut / fil}")
    return 0


def schemat(slag: str) -> str:
    """JSON-schemat för ett dokumentslag: det som gjordes vid installationen, när modellerna är desamma."""
    from planverktyg.arkiv.fardigt import färdigt, modellernas_märke

    if innehåll := färdigt("jsonscheman", modellernas_märke()):
        return str(innehåll["SCHEMAN"][slag])

    from planverktyg.arkiv.laddning import SLAG
    from planverktyg.modell.schema import som_text

    return som_text(SLAG[slag])
