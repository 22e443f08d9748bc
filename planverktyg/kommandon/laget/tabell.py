"""Rader in, en tabell i terminalen ut: smala kolumner, och sist namnet, som får resten av bredden och bryts under sig självt.

Richs egen tabell kan mycket mer, och mäter och lägger ut varje cell flera gånger: det var en åttondel av `plan status`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rich.cells import cell_len
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rich.console import Console, ConsoleOptions, RenderResult

Cell: TypeAlias = Text | str

LUFT = "  "
"""Mellan två kolumner."""
SMALAST = 20
"""Så bred är namnets kolumn minst: i en smal terminal blir raderna längre än den, men inget namn försvinner."""


class Rad(NamedTuple):
    """De smala cellerna, och namnet med sitt indrag."""

    celler: tuple[Cell, ...]
    namn: Cell
    indrag: int = 0


class Tabell:
    """En tabell som Rich kan skriva. `till_höger` är numren på kolumnerna med tal."""

    def __init__(self, rubriker: tuple[str, ...], rader: Iterable[Rad], *, till_höger: Collection[int] = ()) -> None:
        *smala, sist = (Text(rubrik, "dim") for rubrik in rubriker)
        self._rader = [Rad(tuple(smala), sist), *rader] if any(rubriker) else list(rader)
        self._till_höger = till_höger

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Tabellen rad för rad."""
        bredder = self._bredder()
        smala = sum(bredder) + len(LUFT) * len(bredder)
        plats = max(options.max_width - smala, SMALAST)
        for celler, namn, indrag in self._rader:
            början = self._början(celler, bredder)
            for delen in _text(namn).wrap(console, plats - indrag, overflow="ellipsis"):
                rad = början.append(" " * indrag).append_text(delen)
                yield from rad.render(console, end="\n")
                början = Text(" " * smala)

    def _bredder(self) -> list[int]:
        """Varje smal kolumns bredd: dess bredaste cell."""
        fyllda = [[cell_len(str(cell)) for cell in rad.celler] for rad in self._rader if rad.celler]
        return [max(kolumn) for kolumn in zip(*fyllda, strict=True)]

    def _början(self, celler: tuple[Cell, ...], bredder: list[int]) -> Text:
        """De smala cellerna efter varandra."""
        början = Text()
        for nummer, (cell, bredd) in enumerate(zip(map(_text, celler), bredder, strict=False)):
            if nummer in self._till_höger:
                cell.pad_left(bredd - cell_len(cell.plain))
            cell.truncate(bredd, pad=True)
            början.append_text(cell).append(LUFT)
        return början


def _text(cell: Cell) -> Text:
    return cell if isinstance(cell, Text) else Text(cell)
