"""Delar med kommentarer in, rader YAML ut: en ny plan som någon ska läsa igenom."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.ingrepp.skrivsatt import par, skriv_nyckel, skriv_punkt
from planverktyg.blanketter.yaml.yamltext import BREDD, kommentera

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEG = 2


def skriv_delar(uppslag: dict[str, Any], kolumn: int = 0) -> Iterator[str]:
    """Uppslagets rader. En post som har kommentarer får dem ovanför sig; löpande text bryts vid orden."""
    for namn, värde in uppslag.items():
        if isinstance(värde, dict) and _har_poster(värde):
            yield f"{' ' * kolumn}{skriv_nyckel(namn)}:"
            yield from _kommentarer(värde, kolumn + _STEG)
            yield from skriv_delar(värde, kolumn + _STEG)
        elif isinstance(värde, list) and any(isinstance(ett, dict) or len(str(ett)) > BREDD - kolumn for ett in värde):
            yield f"{' ' * kolumn}{skriv_nyckel(namn)}:"
            for nr, ett in enumerate(värde):
                if nr and kolumn <= _STEG * 3:
                    yield ""
                yield from _punkt(ett, kolumn + _STEG)
        elif isinstance(värde, str) and "\n" in värde:
            yield from par(namn, _bruten(värde, BREDD - kolumn - _STEG), kolumn, _STEG)
        else:
            yield from par(namn, värde, kolumn, _STEG)


def _har_poster(värde: Any) -> bool:
    return hasattr(värde, "kommentarer") or (isinstance(värde, list) and any(map(_har_poster, värde)))


def _kommentarer(värde: Any, kolumn: int) -> Iterator[str]:
    for kommentar in getattr(värde, "kommentarer", ()):
        yield from kommentera(kommentar, " " * kolumn)


def _punkt(värde: Any, kolumn: int) -> Iterator[str]:
    if not isinstance(värde, dict):
        yield from _enkel(värde, kolumn)
        return
    yield from _kommentarer(värde, kolumn)
    if not _har_poster(värde) and not any(_har_poster(v) for v in värde.values()):
        yield f"{' ' * kolumn}- {skriv_punkt(värde)}"
        return
    första, *resten = skriv_delar(värde, kolumn + _STEG)
    yield f"{' ' * kolumn}- {första.lstrip()}"
    yield from resten


def _enkel(värde: Any, kolumn: int) -> Iterator[str]:
    första, *resten = par("x", värde, kolumn, _STEG)
    yield första.replace("x: ", "- ", 1)
    yield from resten


_BLIR_MÄRKNING = re.compile(r"(?:[-+*>]|#{1,6}|\d{1,9}[.)])(?:\s|$)|[=-]+$|\|")


def _bruten(text: str, bredd: int) -> str:
    """Texten med långa rader brutna, utan att något hamnar först på en rad och blir en lista eller rubrik."""
    return "\n".join(ny for rad in text.split("\n") for ny in _raden(rad, bredd))


def _raden(rad: str, bredd: int) -> list[str]:
    if len(rad) <= bredd or rad.startswith(("|", "#", "    ")):
        return [rad]
    indrag = "  " if rad.startswith("- ") else ""
    brutna = textwrap.wrap(
        rad, bredd, subsequent_indent=indrag, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
    hela = brutna[:1]
    for ny in brutna[1:]:
        if _BLIR_MÄRKNING.match(ny.strip()):
            hela[-1] += f" {ny.strip()}"
        else:
            hela.append(ny)
    return hela
