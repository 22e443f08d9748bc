"""Granskade mappar in, text ut bit för bit: ett format per modul. Ingenting skrivs härifrån.

Texten lämnas allt eftersom mapparna granskas, så att minnet inte växer med antalet planer.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, assert_never

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.modell.grund.fynd import Fynd, Undantaget


class Format(StrEnum):
    """Sätten att skriva ut fynd."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    GITLAB = "gitlab"
    JUNIT = "junit"


class Granskat(NamedTuple):
    """Fynden i några lästa filer, i läsordning."""

    fynd: Sequence[Fynd]
    filer: Sequence[str]
    """De lästa filerna, även de utan fynd."""
    undantagna: Sequence[Undantaget] = ()
    """Fynd som planen eller kommunen har undantagit."""


def skriv(mappar: Iterable[Granskat], format_: Format, *, bredd: int, färg: bool) -> Iterator[str]:
    """Fynden i det valda formatet. Bredd och färg gäller bara text."""
    match format_:
        case Format.TEXT:
            from planverktyg.utgivning.fynd import terminal

            return terminal.skriv(mappar, bredd=bredd, färg=färg)
        case Format.JSON:
            from planverktyg.utgivning.fynd import json

            return json.skriv(mappar)
        case Format.GITHUB:
            from planverktyg.utgivning.fynd import github

            return github.skriv(mappar)
        case Format.SARIF:
            from planverktyg.utgivning.fynd import sarif

            return sarif.skriv(mappar)
        case Format.GITLAB:
            from planverktyg.utgivning.fynd import gitlab

            return gitlab.skriv(mappar)
        case Format.JUNIT:
            from planverktyg.utgivning.fynd import junit

            return junit.skriv(mappar)
        case _:
            assert_never(format_)
