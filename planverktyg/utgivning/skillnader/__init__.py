"""Skillnaden mellan två versioner in, text ut: ett format per modul. Ingenting skrivs härifrån."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from planverktyg.utgivning.format import Format

if TYPE_CHECKING:
    from planverktyg.skillnad import Skillnad


Skillnadsformat: TypeAlias = Literal[Format.TEXT, Format.MARKDOWN, Format.JSON, Format.GITHUB]
"""Formaten som en skillnad kan skrivas i."""


def skriv_skillnad(skillnad: Skillnad, format_: Skillnadsformat, *, bredd: int) -> str:
    """Skillnaden i det valda formatet. Bredden gäller bara text."""
    match format_:
        case Format.TEXT:
            from planverktyg.utgivning.skillnader import terminal

            return terminal.skriv(skillnad, bredd)
        case Format.MARKDOWN:
            from planverktyg.utgivning.skillnader import markdown

            return markdown.skriv(skillnad)
        case Format.JSON:
            from planverktyg.utgivning.skillnader import data

            return data.skriv(skillnad)
        case Format.GITHUB:
            from planverktyg.utgivning.skillnader import meddelanden

            return meddelanden.skriv(skillnad)
        case _:
            assert_never(format_)
