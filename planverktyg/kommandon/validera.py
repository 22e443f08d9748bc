"""`plan validera`: sökvägar in, alla fynd ut, sorterade efter plats."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.arkiv import mappar, visa
from planverktyg.kommandon.skrivning import skriv_fel, skriv_ut
from planverktyg.kommandon.urval import PLANMAPP
from planverktyg.svenska import räkna_upp
from planverktyg.utskrift import Format, Granskat, skriv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.akt import Mapp

LÅNGT_ARBETE = 30
"""Antal mappar från och med vilket förloppet visas (omkring en sekund)."""


def validera(
    sökvägar: Annotated[
        list[Path] | None, typer.Argument(metavar="SÖKVÄG …", help="Filer eller mappar att kontrollera [planer/].")
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", metavar="FORMAT", help="text (för människor), json eller github.")
    ] = Format.TEXT,
    strikt: Annotated[bool, typer.Option("--strikt", help="Låt även varningar ge slutkod 1.")] = False,
) -> int:
    """Kontrollera planer, uppföljningar och husregler: struktur, hänvisningar, målvärden, tider, risker och summor.

    Alla fynd i alla filer visas på en gång, med fil, rad, kolumn och hur man rättar. Slutkoden är 1 när det finns fel.
    """
    rötter = sökvägar or [PLANMAPP]
    for rot in rötter:
        if not rot.exists():
            skriv_fel(f"{rot} finns inte. Stå i mappen ovanför planer/, eller ange en annan sökväg.")
            return 2
    räknat: Counter[str] = Counter()
    granskat = _granska(rötter, räknat)
    första = next(granskat, None)
    if första is None:
        skriv_fel(f"Det finns inga YAML-filer att kontrollera i {räkna_upp([str(rot) for rot in rötter])}.")
        return 2
    for bit in skriv(chain([första], granskat), format_, bredd=shutil.get_terminal_size().columns, färg=_färg()):
        skriv_ut(bit)
    return int(räknat["fel"] > 0 or (strikt and räknat["varning"] > 0))


def _färg() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _granska(rötter: list[Path], räknat: Counter[str]) -> Iterator[Granskat]:
    """Mapparna, en i taget. Minnet töms mapp för mapp; bara planernas id och antalet fynd finns kvar."""
    from planverktyg.granskning.granskare import Granskare

    granskare = Granskare()
    for rot in rötter:
        for mapp in _med_förlopp(rot):
            filer = {visa(fil) for fil in mapp.filer if rot.is_dir() or fil == rot}
            fynd = [f for f in granskare.granska_mapp(mapp) if f.plats.fil in filer]
            räknat.update(f.allvar.value for f in fynd)
            yield Granskat(fynd, len(filer))


def _med_förlopp(rot: Path) -> Iterator[Mapp]:
    """Mapparna under roten, eller mappen som filen ligger i. På en terminal visas hur långt arbetet har kommit."""
    from planverktyg.akt import läs_mappar, läs_planens_mapp

    if rot.is_file():
        yield läs_planens_mapp(rot, rot.parent)
    elif not sys.stderr.isatty():
        yield from läs_mappar(rot)
    else:
        from rich.console import Console
        from rich.progress import track

        antal = sum(1 for _ in mappar(rot))
        konsol = Console(stderr=True)
        yield from track(
            läs_mappar(rot), "Kontrollerar", antal, console=konsol, transient=True, disable=antal < LÅNGT_ARBETE
        )
