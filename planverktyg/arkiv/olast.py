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
    from collections.abc import Callable, Iterator

ÄNDELSER = (".yaml", ".yml")
_NÄSTAN = re.compile(
    r"\.(ya?ml[\W_]{0,2}\w{0,4}\W{0,2}|yam|ymal|json|txt|text)$|^(plan|kommun|utfall|uppföljning|\d{4}-\d\d-\d\d)[\w-]*$",
    re.IGNORECASE,
)
_FORMAT = re.compile(rb"^(\xef\xbb\xbf)?[\"']?format[\"']?[ \t]*:", re.MULTILINE)
_HUVUD = re.compile("^[\"']?(plan|uppföljning|kommun)[\"']?[ \t]*:".encode(), re.MULTILINE)
_JSON = re.compile(r'\s*\{\s*"format"\s*:\s*\d[^{]*"(plan|uppföljning|kommun)"\s*:\s*\{'.encode())
"""En plan som någon har skrivit som JSON. Planens schema har också nycklarna, men inget tal efter format."""
FLEST = 1_000
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
    vanligt = är_mapp != namn.endswith(ÄNDELSER)
    return not vanligt or är_länk or namn.startswith(".") or bool(osynligt_i(namn))


class Post(NamedTuple):
    """Ett namn i en mapp, och hur det går att se vad som finns där."""

    namn: str
    är_plan: Callable[[], bool]
    """Om filen börjar som en plan, eller mappen har planer."""
    är_mapp: bool = False
    länk_ut: bool = False
    """En länk till en mapp som ligger någon annanstans."""
    är_tom: Callable[[], bool] = lambda: False
    """Om mappen inte har någon YAML-fil i eller under sig."""


def varför_oläst(post: Post) -> Skäl | None:
    """Skälet, när det ser ut som en plan eller innehåller planer men inte läses. None när det läses, eller är annat."""
    namn = post.namn
    if (tecken := osynligt_i(namn)) and (post.är_mapp or namn.lower().endswith(ÄNDELSER)):
        return Skäl(f"Namnet innehåller ett tecken som inte syns ({tecken}), så det läses inte.", "Byt namn.")
    if post.är_mapp:
        return _mappens(post)
    if är_yaml(namn) or not kan_menas(namn):
        return None
    if namn.startswith("."):
        return (
            Skäl("Filen är dold (namnet börjar med en punkt) och läses inte.", "Byt namn.") if post.är_plan() else None
        )
    if not namn.lower().endswith(ÄNDELSER) and not post.är_plan():
        return None
    stam = re.sub(r"(\.ya?ml[^.]*|\.yam|\.ymal)*(\.\w+)?$", "", namn, flags=re.IGNORECASE).strip(" #~") or "plan"
    råd = f"Byt namn till {stam}.yaml." + (
        " I Anteckningar: välj Alla filer som filformat." if namn.lower().endswith("txt") else ""
    )
    ändelse = Path(namn).suffix
    slutar = f'slutar på "{ändelse}" och inte' if ändelse else "har ingen ändelse och slutar inte"
    return Skäl(f"Filen läses inte, för namnet {slutar} på .yaml.", råd)


def kan_menas(namn: str) -> bool:
    """Om filens namn är nästan det som läses."""
    return _NÄSTAN.search(namn) is not None


def på_disken(fil: Path, *, är_mapp: bool, är_länk: bool) -> Skäl | None:
    """Varför det som ligger där inte läses."""
    if är_mapp and är_länk:
        spar.minns("väg", fil)
        spar.minns("väg", fil.parent)
    ut = är_mapp and är_länk and not fil.resolve().is_relative_to(fil.parent.resolve())
    leder_hit = är_mapp and är_länk and not ut  # läses där den är
    ser_efter = (lambda: not leder_hit and _har_plan(fil)) if är_mapp else (lambda: _är_plan(fil))
    return varför_oläst(Post(fil.name, ser_efter, är_mapp, ut, lambda: not any(_yaml_under(fil))))


def _mappens(post: Post) -> Skäl | None:
    if post.länk_ut:
        text, råd = "Mappen är en länk och läses inte, fast det finns planer i den.", "Lägg själva mappen där."
        return Skäl(text, råd) if post.är_plan() else None
    if post.namn.startswith(".") and post.namn != ".git" and post.är_plan():
        return Skäl(
            "Mappen är dold (namnet börjar med en punkt) och läses inte, fast det finns planer i den.", "Byt namn."
        )
    if är_yaml(post.namn) and post.är_tom():
        return Skäl("Det är en mapp, fast namnet är en fils, och den har inga planer i sig.", "Lägg själva filen där.")
    return None


def _har_plan(mapp: Path) -> bool:
    return any(_är_plan(fil) for fil in _yaml_under(mapp))


def _yaml_under(mapp: Path) -> Iterator[Path]:
    kvar = FLEST
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
            return börjar_som_plan(öppen.read(spar.BÖRJAN))
    except OSError:
        return True


def börjar_som_plan(text: bytes) -> bool:
    """Om texten börjar som ett av verktygets dokument, i vilken teckenkodning det än är."""
    början = text[: spar.BÖRJAN].replace(b"\0", b"")
    return bool(_JSON.match(början) or (_FORMAT.search(början) and _HUVUD.search(början)))
