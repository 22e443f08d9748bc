"""`plan validera`: sökvägar in, alla fynd ut, sorterade efter plats."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections import Counter
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.arkiv import mappar, visa
from planverktyg.kommandon.skrivning import skriv_fel, skriv_ut
from planverktyg.kommandon.urval import PLANMAPP
from planverktyg.svenska import räkna_upp
from planverktyg.utskrift import Format, Granskat, skriv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planverktyg.akt import Mapp
    from planverktyg.granskning.granskare import Granskare

LÅNGT_ARBETE = 30
"""Antal mappar från och med vilket förloppet visas (omkring en sekund)."""
MÅNGA_MAPPAR = 100
"""Antal mappar från och med vilket alla kärnor används."""


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
    for rot in rötter:
        for granskat in _med_förlopp(rot):
            räknat.update(f.allvar.value for f in granskat.fynd)
            yield granskat


def _med_förlopp(rot: Path) -> Iterator[Granskat]:
    """Det granskade under roten. På en terminal visas hur långt ett stort arbete har kommit."""
    antal = sum(1 for _ in mappar(rot)) if rot.is_dir() else 1
    granskade = _i_flera_processer(rot) if antal >= MÅNGA_MAPPAR and (os.cpu_count() or 1) > 1 else _i_en_process(rot)
    if antal < LÅNGT_ARBETE or not sys.stderr.isatty():
        yield from granskade
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(granskade, "Kontrollerar", antal, console=Console(stderr=True), transient=True)


def _i_en_process(rot: Path) -> Iterator[Granskat]:
    from planverktyg.akt import läs_mappar, läs_planens_mapp
    from planverktyg.granskning.granskare import Granskare

    granskare = Granskare()
    if rot.is_file():
        yield _granskat(granskare, läs_planens_mapp(rot, rot.parent), bara=rot)
    else:
        yield from (_granskat(granskare, mapp) for mapp in läs_mappar(rot))


def _granskat(granskare: Granskare, mapp: Mapp, bara: Path | None = None) -> Granskat:
    filer = {visa(fil) for fil in mapp.filer if bara in (None, fil)}
    return Granskat([f for f in granskare.granska_mapp(mapp) if f.plats.fil in filer], len(filer))


# --- Många mappar: en process per kärna, en gren under roten i taget --------------------------------


def _i_flera_processer(rot: Path) -> Iterator[Granskat]:
    """Som `_i_en_process`, med samma fynd i samma ordning. Grenarna är oberoende, utom att plan-id är unika."""
    from concurrent.futures import ProcessPoolExecutor

    grenar = sorted(mapp.name for mapp in rot.iterdir() if mapp.is_dir() and not mapp.name.startswith("."))
    rotens, planer = _granska_gren(rot, "")
    yield from rotens
    processer = ProcessPoolExecutor(initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    try:
        for gren, (granskade, grenens) in zip(grenar, processer.map(_granska_gren, repeat(rot), grenar), strict=True):
            dubbla = [id_ for id_, fil in grenens.items() if planer.get(id_, fil) != fil]
            yield from _granska_gren(rot, gren, planer)[0] if dubbla else granskade
            planer = grenens | planer
    finally:
        processer.shutdown(wait=False, cancel_futures=True)


def _granska_gren(
    rot: Path, gren: str, planer: Mapping[str, str] | None = None
) -> tuple[list[Granskat], dict[str, str]]:
    """En gren under roten ("" är rotens egna filer), och planerna som är sedda därefter: id → fil."""
    from planverktyg.akt import läs_mappar
    from planverktyg.granskning.granskare import Granskare

    granskare = Granskare(planer or {})
    granskade: list[Granskat] = []
    for mapp in läs_mappar(rot, gren):
        granskat = _granskat(granskare, mapp)
        if mapp.sökväg != rot or not gren:  # rotens husregler gäller i grenen, men deras fynd hör till roten
            granskade.append(granskat)
    return granskade, granskare.planer
