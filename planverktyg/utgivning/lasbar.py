"""Markdown in, samma text så som en människa läser den i terminalen ut."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.markdown import Markdown, TableElement
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from planverktyg.utgivning.ord.mellanrum import EFTER_TECKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import ConsoleOptions, RenderResult

HÅLLS_IHOP = {"\u00a0": "\ue000", " ": "\ue001"}
"""Rich bryter en rad också vid ett hårt mellanslag. Ett tecken som det inte känner står i dess ställe, och byts tillbaka."""
_DELBART = str.maketrans(dict.fromkeys(HÅLLS_IHOP.values(), " "))
UTAN_FÄRG = Theme(
    {f"markdown.{del_}": stil for del_, stil in {
        "h1": "bold", "h2": "bold underline", "h3": "bold", "h4": "bold", "h5": "bold", "h6": "bold", "link": "none",
        "link_url": "none", "table.border": "dim", "table.header": "bold", "item.bullet": "none", "block_quote": "bold",
    }.items()}
)  # fmt: skip
"""Rubriker och tabeller utan egen färg: blått och lila går inte att läsa på varje terminals bakgrund."""
MELLAN, KANTER = 2, 2
"""Luften mellan två kolumner, och tabellens båda kanter."""


def som_text(markdown: str, *, färg: bool = False) -> str:
    """Texten formaterad till terminalens bredd. Utan färg är den ren text som går att leda till en fil."""
    konsol = Console(
        width=shutil.get_terminal_size((100, 24)).columns,
        force_terminal=färg or None,
        color_system="auto" if färg else None,
        emoji=False,
        theme=UTAN_FÄRG,
    )
    with konsol.capture() as fångat:
        text = EFTER_TECKEN.sub(HÅLLS_IHOP[" "], markdown)
        konsol.print(_Läsbar(text.replace("\u00a0", HÅLLS_IHOP["\u00a0"])))
    text = fångat.get()
    for mellanslag, tecken in HÅLLS_IHOP.items():
        text = text.replace(tecken, mellanslag)
    return text if färg else "".join(f"{rad.rstrip()}\n" for rad in text.splitlines())


class _Tabell(TableElement):
    """En tabell där inget ord kortas: kolumnerna är minst så breda som sitt längsta ord, när de får plats."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for tabell in super().__rich_console__(console, options):
            assert isinstance(tabell, Table)
            texter = [[text for text in (k.header, *k.cells) if isinstance(text, Text)] for k in tabell.columns]
            plats = options.max_width - KANTER - MELLAN * (len(texter) - 1)
            if sum(map(_längsta_ordet, texter)) > plats:  # hellre ett datum på två rader än mitt i ett ord
                for text in (text for kolumn in texter for text in kolumn):
                    text.plain = text.plain.translate(_DELBART)
            for kolumn, bredd in zip(tabell.columns, _bredder(texter, plats), strict=True):
                kolumn.width, kolumn.overflow = bredd, "fold"
            yield tabell


def _längsta_ordet(celler: Sequence[Text]) -> int:
    return max((cell_len(ord_) for cell in celler for ord_ in cell.plain.split()), default=0)


def _bredder(kolumner: Sequence[Sequence[Text]], plats: int) -> list[int]:
    """Kolumnernas bredder: det längsta ordet, och det som är kvar till den smalaste som behöver mer."""
    minst = [_längsta_ordet(celler) for celler in kolumner]
    högst = [max(cell_len(rad) for cell in celler for rad in cell.plain.split("\n")) for celler in kolumner]
    if sum(högst) <= plats:
        return högst
    while sum(minst) > max(plats, len(minst)):
        minst[minst.index(max(minst))] -= 1
    for _ in range(plats - sum(minst)):
        minst[min((b, n) for n, b in enumerate(minst) if b < högst[n])[1]] += 1
    return minst


class _Läsbar(Markdown):
    elements = Markdown.elements | {"table_open": _Tabell}
