"""`plan schema`: JSON-scheman till standard ut eller till en mapp."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut
from planverktyg.modell.grund.svenska import menade_du, räkna_upp

if TYPE_CHECKING:
    from planverktyg.modell.byggsten import Del

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
    from planverktyg.arkiv.laddning import SLAG

    if slag is not None:
        if slag not in SLAG:
            menat = menade_du(slag, SLAG)
            råd = f"Menade du {menat}?" if menat else f"Det finns {räkna_upp(list(SLAG))}."
            skriv_fel(f"Dokumentslaget {slag} finns inte. {råd}")
            return 2
        skriv_ut(som_text(SLAG[slag]))
        return 0
    from planverktyg.kommandon.terminal.skrivning import skapa_mapp, skriv_fil

    if not ut.parent.is_dir():
        skriv_fel(f"Mappen {ut.parent} finns inte.")
        return 2
    skapa_mapp(ut)
    for namn, fil in FILER.items():
        skriv_fil(ut / fil, som_text(SLAG[namn]).encode())
        skriv_fel(f"Skrev {ut / fil}")
    return 0


@cache
def som_text(klass: type[Del]) -> str:
    """Schemat som JSON-text, lika från gång till gång."""
    import json

    from planverktyg.modell.schema import bygg_schema

    return json.dumps(bygg_schema(klass), ensure_ascii=False, indent=2) + "\n"
