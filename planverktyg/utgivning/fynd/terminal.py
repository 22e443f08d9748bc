"""Fynd för människor: plats, text, raden med stället markerat, och rådet. Färg bara på en terminal."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import antal, räkna_upp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.utgivning.fynd import Granskat

_STIL = {Allvar.FEL: "bold red", Allvar.VARNING: "bold yellow", Allvar.NOTIS: "bold cyan"}
_LÄSBAR_BREDD = 100
"""Längre rader än så bryts, hur bred terminalen än är."""

Bit = tuple[str, str]
"""Text och Rich-stil."""


def skriv(mappar: Iterable[Granskat], *, bredd: int, färg: bool) -> Iterator[str]:
    """Alla fynd och en sammanfattning. Utan färg används inte Rich alls."""
    måla = _färgläggare(bredd) if färg else _utan_färg
    per_allvar: Counter[Allvar] = Counter()
    filer = undantagna = 0
    for mapp in mappar:
        filer += len(mapp.filer)
        undantagna += len(mapp.undantagna)
        per_allvar.update(f.allvar for f in mapp.fynd)
        yield måla([rad for f in mapp.fynd for rad in (*_fynd(f, bredd), [])])
    yield måla([[(sammanfatta(per_allvar, filer), "bold")]])
    if undantagna:
        sist = "är undantaget" if undantagna == 1 else "är undantagna"
        yield måla([[(f"{antal(undantagna, 'fynd', 'fynd')} {sist}; plan validera --undantag visar varför.", "dim")]])


def sammanfatta(per_allvar: Mapping[Allvar, int], filer: int) -> str:
    """`3 filer kontrollerade: 1 fel, 2 varningar och 1 notis.`"""
    former = {Allvar.FEL: ("fel", "fel"), Allvar.VARNING: ("varning", "varningar"), Allvar.NOTIS: ("notis", "notiser")}
    delar = [antal(per_allvar[allvar], *form) for allvar, form in former.items() if per_allvar[allvar]]
    lästa = antal(filer, "fil kontrollerad", "filer kontrollerade")
    return f"{lästa}: {räkna_upp(delar)}." if delar else f"{lästa}: inget att anmärka."


def _fynd(f: Fynd, bredd: int) -> Iterator[list[Bit]]:
    yield [(str(f.plats), "bold"), (" ", ""), (f.allvar.value, _STIL[f.allvar]), (f" {f.kod}", "dim")]
    radbredd = min(bredd, _LÄSBAR_BREDD)
    for rad in _bryt(f.text, radbredd - 2):
        yield [(f"  {rad}", "")]
    if f.utdrag.strip():
        yield from _utdrag(f, bredd)
    for nummer, rad in enumerate(_bryt(f.råd, radbredd - 7)):
        yield [("  Råd: " if nummer == 0 else "       ", "green"), (rad, "")]


def _bryt(text: str, bredd: int) -> list[str]:
    return textwrap.wrap(text, max(bredd, 30), break_long_words=False, break_on_hyphens=False)


def _utdrag(f: Fynd, bredd: int) -> Iterator[list[Bit]]:
    nummer = f" {f.plats.rad:>5} │ "
    text, start = _klipp(f.utdrag.replace("\t", "→"), f.plats.kolumn - 1, bredd - len(nummer))
    längd = max(1, min(f.plats.längd, len(text) - start))
    yield [(nummer, "dim"), (text, "")]
    yield [(f"{'│':>{len(nummer) - 1}} {' ' * start}", "dim"), ("^" * längd, _STIL[f.allvar])]


def _klipp(rad: str, kolumn: int, bredd: int) -> tuple[str, int]:
    """Raden klippt till bredden med stället synligt, och ställets kolumn (från 0) i det klippta."""
    if len(rad) <= bredd:
        return rad, min(kolumn, len(rad))
    början = max(0, min(kolumn - bredd // 3, len(rad) - bredd + 1))
    före, efter = ("…" if början else ""), ("…" if början + bredd < len(rad) else "")
    return f"{före}{rad[början + len(före) : början + bredd - len(efter)]}{efter}", kolumn - början


def _utan_färg(rader: Iterable[list[Bit]]) -> str:
    return "".join("".join(text for text, _ in rad).rstrip() + "\n" for rad in rader)


def _färgläggare(bredd: int) -> Callable[[Iterable[list[Bit]]], str]:
    from rich.console import Console
    from rich.text import Text

    konsol = Console(width=bredd, force_terminal=True, highlight=False, soft_wrap=True)

    def måla(rader: Iterable[list[Bit]]) -> str:
        with konsol.capture() as fångat:
            for rad in rader:
                konsol.print(Text.assemble(*rad))
        return fångat.get()

    return måla
