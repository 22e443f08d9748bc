"""Var texten kommer ifrån: sökvägar in, filernas byte ut. Arbetsträdet läses, ingenting skrivs.

Mappar gås igenom i ordning, dolda mappar hoppas över och länkar som leder ut ur mappen läses inte.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from planverktyg.modell.grund.fynd import Allvar, Fynd
from planverktyg.modell.grund.plats import Plats

if TYPE_CHECKING:
    from collections.abc import Iterator

ÄNDELSER = (".yaml", ".yml")


def mappar(rot: Path, gren: str | None = None) -> Iterator[tuple[Path, list[Path]]]:
    """Varje mapp under roten med sina YAML-filer, uppifrån och ned i bokstavsordning.

    Med `gren` bara roten själv och den undermappen ("" är ingen).

    En mapp som inte går att öppna kommer sist, som sin egen enda fil: `läs_byte` säger varför.
    """
    stängda: list[Path] = []
    for mapp, undermappar, filer in os.walk(rot, onerror=lambda fel: stängda.append(Path(fel.filename))):
        undermappar[:] = sorted(
            namn
            for namn in undermappar
            if not namn.startswith(".") and (gren is None or namn == gren or Path(mapp) != rot)
        )
        funna = [Path(mapp, namn) for namn in sorted(filer) if är_yaml(namn)]
        if funna:
            yield Path(mapp), funna
    for stängd in stängda:
        yield stängd, [stängd]


def yaml_filer(mapp: Path) -> list[Path]:
    """YAML-filerna direkt i mappen."""
    return sorted(fil for fil in mapp.iterdir() if är_yaml(fil.name) and not fil.is_dir())


def är_yaml(namn: str) -> bool:
    """Om filen är en YAML-fil som syns: inte dold."""
    return namn.endswith(ÄNDELSER) and not namn.startswith(".")


def läs_byte(fil: Path, rot: Path, högst: int) -> tuple[bytes | None, list[Fynd]]:
    """Filens innehåll, dock inte mer än `högst` byte. En fil som inte kan läsas blir ett fynd."""
    if fil.is_symlink() and not fil.resolve().is_relative_to(rot.resolve()):
        return None, [_oläslig(fil, "Filen är en länk som leder ut ur mappen.", "Lägg själva filen i mappen.")]
    try:
        läge = fil.stat().st_mode
        if stat.S_ISDIR(läge):
            return None, [_oläslig(fil, "Mappen går inte att öppna.", "Kontrollera mappens rättigheter.")]
        if not stat.S_ISREG(läge):  # ett rör skulle vänta för evigt
            return None, [_oläslig(fil, "Det är ingen vanlig fil.", "Lägg en textfil där, eller byt namn på den.")]
        with fil.open("rb") as öppen:
            return öppen.read(högst), []
    except OSError as fel:
        skäl = {
            "PermissionError": "Du saknar behörighet att läsa filen.",
            "FileNotFoundError": "Filen finns inte (en länk kan vara bruten).",
        }.get(type(fel).__name__, "Filen kunde inte läsas från disken.")
        return None, [_oläslig(fil, skäl, "Kontrollera filens rättigheter och att den ligger kvar.")]


def _oläslig(fil: Path, text: str, råd: str) -> Fynd:
    return Fynd(Plats(visa(fil)), "STR009", Allvar.FEL, text, råd)


def visa(fil: Path) -> str:
    """Sökvägen så som användaren ser den: från arbetsmappen när filen ligger där, alltid med snedstreck."""
    return os.path.relpath(fil).replace(os.sep, "/") if _under_arbetsmappen(fil) else fil.as_posix()


def _under_arbetsmappen(fil: Path) -> bool:
    return Path(os.path.abspath(fil)).is_relative_to(Path.cwd())  # noqa: PTH100 - länkar ska inte följas
