"""Ett namn i en mapp in, varför det inte läses fast det ser ut som en plan ut: ändelsen, en dold mapp, en länk.

Det som inte läses får aldrig se ut som att det inte finns. Det som uppenbart är något annat nämns inte.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv import spar
from planverktyg.modell.grund.synligt import osynligt_i

if TYPE_CHECKING:
    from collections.abc import Iterator

ÄNDELSER = (".yaml", ".yml")
_NÄSTAN = re.compile(r"\.(ya?ml[._~-]?\w{0,4}|yam|ymal|yaml~|txt|text)$", re.IGNORECASE)
_FORMAT = re.compile(rb"^(\xef\xbb\xbf)?[\"']?format[\"']?[ \t]*:", re.MULTILINE)
_HUVUD = re.compile("^[\"']?(plan|uppföljning|kommun)[\"']?[ \t]*:".encode(), re.MULTILINE)
_BÖRJAN = 65_536
"""Byte som räcker för att se vad en fil är."""
_FLEST = 1_000
"""Så många namn söks igenom i en dold eller länkad mapp."""


class Skäl(NamedTuple):
    """Varför det inte läses, och vad som hjälper."""

    text: str
    råd: str


def är_yaml(namn: str) -> bool:
    """Om filen är en YAML-fil som syns: inte dold."""
    return namn.endswith(ÄNDELSER) and not namn.startswith(".")


def kan_vara_oläst(namn: str, *, är_mapp: bool, är_länk: bool) -> bool:
    """Om namnet är sådant att `varför_oläst` behöver se efter. Nästan aldrig: en vanlig mapp eller YAML-fil läses."""
    vanligt = namn.isascii() and namn.isprintable()
    return not vanligt or är_länk or namn.startswith(".") or not (är_mapp or namn.endswith(ÄNDELSER))


def varför_oläst(fil: Path, *, är_mapp: bool, är_länk: bool) -> Skäl | None:
    """Skälet, när det ser ut som en plan eller innehåller planer men inte läses. None när det läses, eller är annat."""
    namn = fil.name
    if (tecken := osynligt_i(namn)) and (är_mapp or namn.lower().endswith(ÄNDELSER)):
        return Skäl(f"Namnet innehåller ett tecken som inte syns ({tecken}), så det läses inte.", "Byt namn.")
    if är_mapp:
        return _mappens(fil, är_länk=är_länk)
    if är_yaml(namn) or not _NÄSTAN.search(namn):
        return None
    if namn.startswith("."):
        return (
            Skäl("Filen är dold (namnet börjar med en punkt) och läses inte.", "Byt namn.") if _är_plan(fil) else None
        )
    if not namn.lower().endswith(ÄNDELSER) and not _är_plan(fil):
        return None
    stam = re.sub(r"(\.ya?ml[^.]*|\.yam|\.ymal)*(\.\w+)?$", "", namn, flags=re.IGNORECASE) or "plan"
    råd = f"Byt namn till {stam}.yaml." + (
        " I Anteckningar: välj Alla filer som filformat." if namn.lower().endswith("txt") else ""
    )
    return Skäl(f"Filen läses inte, för namnet slutar på {fil.suffix} och inte på .yaml.", råd)


def _mappens(mapp: Path, *, är_länk: bool) -> Skäl | None:
    if är_länk:
        spar.minns("väg", mapp)
        spar.minns("väg", mapp.parent)
        utanför = not mapp.resolve().is_relative_to(mapp.parent.resolve())
        if utanför and _har_plan(mapp):
            return Skäl("Mappen är en länk och läses inte, fast det finns planer i den.", "Lägg själva mappen där.")
        return None
    if mapp.name.startswith(".") and mapp.name != ".git" and _har_plan(mapp):
        return Skäl(
            "Mappen är dold (namnet börjar med en punkt) och läses inte, fast det finns planer i den.", "Byt namn."
        )
    return None


def _har_plan(mapp: Path) -> bool:
    return any(_är_plan(fil) for fil in _yaml_under(mapp))


def _yaml_under(mapp: Path) -> Iterator[Path]:
    kvar = _FLEST
    spar.minns("mapp i ordning", mapp)
    for här, mappar, filer in os.walk(mapp):
        mappar[:] = [namn for namn in mappar if namn != ".git"]
        for namn in mappar:
            spar.minns("mapp i ordning", Path(här, namn))
        yield from (Path(här, namn) for namn in filer[:kvar] if namn.lower().endswith(ÄNDELSER))
        kvar -= len(filer) + len(mappar)
        if kvar <= 0:
            return


def _är_plan(fil: Path) -> bool:
    """Om filen börjar som ett av verktygets dokument. En fil som inte går att öppna kan vara det."""
    spar.minns("början", fil)
    try:
        if not fil.is_file():
            return False
        with fil.open("rb") as öppen:
            början = öppen.read(_BÖRJAN).replace(b"\0", b"")
    except OSError:
        return True
    return bool(_FORMAT.search(början) and _HUVUD.search(början))
