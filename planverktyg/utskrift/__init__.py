"""Fynd in, text ut: ett format per modul. Ingenting skrivs härifrån."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from planverktyg.utskrift import github, json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.fynd import Fynd


class Format(StrEnum):
    """Sätten att skriva ut fynd."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def skriv(fynd: Sequence[Fynd], filer: int, format_: Format, *, bredd: int, färg: bool) -> str:
    """Fynden i det valda formatet. Bredd och färg gäller bara text."""
    match format_:
        case Format.TEXT:
            from planverktyg.utskrift import terminal

            return terminal.skriv(fynd, filer, bredd=bredd, färg=färg)
        case Format.JSON:
            return json.skriv(fynd, filer)
        case Format.GITHUB:
            return github.skriv(fynd)
        case _:
            assert_never(format_)
