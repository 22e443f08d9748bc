"""Namnet på en modul in, det som räknades ut när verktyget installerades ut.

Modulerna skrivs av `hatch_build.py` i ett eget paket bredvid verktyget, också när installationen pekar på källkoden. Märket säger
vad en modul är gjord av. Är det något annat nu, eller finns modulen inte, räknas allt ut på nytt.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from planverktyg import modell
from planverktyg.arkiv.spar import märke as märke_av

PAKET = "planverktyg_fardigt"


def färdigt(modul: str, märke: str) -> dict[str, Any] | None:
    """Det som modulen innehåller, när den är gjord av det som märket säger."""
    try:
        innehåll = vars(import_module(f"{PAKET}.{modul}"))
    except ModuleNotFoundError:
        return None
    return innehåll if innehåll["MÄRKE"] == märke else None


def modellernas_märke() -> str:
    """Märket för det som är gjort av modellklasserna: deras kod, och Pydantic."""
    from pydantic import VERSION

    version = VERSION.rpartition(".")[0]  # ett schema betyder detsamma i 2.14.4 som i 2.14.5
    mappar = os.walk(modell.__path__[0])  # varje kommando gör det här, och Path.rglob är långsammare än allt det övriga
    filer = sorted(f"{mapp}/{fil}" for mapp, _, filer in mappar for fil in filer if fil.endswith(".py"))
    return märke_av(b"\0".join((version.encode(), *(Path(fil).read_bytes() for fil in filer))))


def som_modul(kod: str, märke: str) -> str:
    """Python-koden som en fil i paketet, med sitt märke."""
    return f"{kod}\nMÄRKE = {märke!r}\n"
