"""Namnet på en modul in, det som räknades ut när verktyget installerades ut.

Modulerna skrivs av `hatch_build.py` i ett eget paket bredvid verktyget, också när installationen pekar på källkoden. Märket säger
vad en modul är gjord av. Är det något annat nu, eller finns modulen inte, räknas allt ut på nytt.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

PAKET = "planverktyg_fardigt"


def färdigt(modul: str, märke: str) -> dict[str, Any] | None:
    """Det som modulen innehåller, när den är gjord av det som märket säger."""
    try:
        innehåll = vars(import_module(f"{PAKET}.{modul}"))
    except ModuleNotFoundError:
        return None
    return innehåll if innehåll["MÄRKE"] == märke else None


def som_modul(kod: str, märke: str) -> str:
    """Python-koden som en fil i paketet, med sitt märke."""
    return f"{kod}\nMÄRKE = {märke!r}\n"
