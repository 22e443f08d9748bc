"""Markdown in, samma text så som en människa läser den i terminalen ut."""

from __future__ import annotations

import shutil

from rich.console import Console
from rich.markdown import Markdown


def som_text(markdown: str, *, färg: bool = False) -> str:
    """Texten formaterad till terminalens bredd. Utan färg är den ren text som går att leda till en fil."""
    konsol = Console(
        width=shutil.get_terminal_size((100, 24)).columns,
        force_terminal=färg or None,
        color_system="auto" if färg else None,
        emoji=False,
    )
    with konsol.capture() as fångat:
        konsol.print(Markdown(markdown))
    text = fångat.get()
    return text if färg else "".join(f"{rad.rstrip()}\n" for rad in text.splitlines())
