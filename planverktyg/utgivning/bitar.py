"""Rader av text med stil in, det som skrivs i terminalen ut. Utan färg används inte Rich alls."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Bit: TypeAlias = tuple[str, str]
"""Text och Rich-stil."""


def målare(*, bredd: int, färg: bool) -> Callable[[Iterable[list[Bit]]], str]:
    """Funktionen som gör raderna till text. Utan färg också utan mellanslag sist på raderna."""
    if not färg:
        return _utan_färg

    from rich.console import Console
    from rich.text import Text

    konsol = Console(width=bredd, force_terminal=True, highlight=False, soft_wrap=True)

    def måla(rader: Iterable[list[Bit]]) -> str:
        with konsol.capture() as fångat:
            for rad in rader:
                konsol.print(Text.assemble(*rad))
        return fångat.get()

    return måla


def _utan_färg(rader: Iterable[list[Bit]]) -> str:
    return "".join(["".join([text for text, _ in rad]).rstrip() + "\n" for rad in rader])
