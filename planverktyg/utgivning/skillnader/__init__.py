"""Skillnaden mellan två versioner in, text ut: ett format per modul. Ingenting skrivs härifrån."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from planverktyg.skillnad import Skillnad


class Skillnadsformat(StrEnum):
    """Sätten att skriva ut en skillnad."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    GITHUB = "github"


def skriv_skillnad(skillnad: Skillnad, format_: Skillnadsformat, *, bredd: int) -> str:
    """Skillnaden i det valda formatet. Bredden gäller bara text."""
    match format_:
        case Skillnadsformat.TEXT:
            from planverktyg.utgivning.skillnader import terminal

            return terminal.skriv(skillnad, bredd)
        case Skillnadsformat.MARKDOWN:
            from planverktyg.utgivning.skillnader import markdown

            return markdown.skriv(skillnad)
        case Skillnadsformat.JSON:
            from planverktyg.utgivning.skillnader import data

            return data.skriv(skillnad)
        case Skillnadsformat.GITHUB:
            from planverktyg.utgivning.skillnader import meddelanden

            return meddelanden.skriv(skillnad)
        case _:
            assert_never(format_)
