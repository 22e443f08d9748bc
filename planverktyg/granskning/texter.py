"""Ett dokument in, varje text i det ut med rutten dit, hur djupt den än står.

Vandringen går genom modellens alla fält, så att ett nytt fält kommer med utan att någon regel ändras.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.modell.byggsten import Del, nyckel

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from planverktyg.laddning import Dokument
    from planverktyg.plats import Rutt


class Textställe(NamedTuple):
    """En text och var den står."""

    dokument: Dokument[Any]
    rutt: Rutt
    text: str


class Texter:
    """Ett dokuments texter, så lagda att ett mönster kan sökas i dem alla på en gång."""

    def __init__(self, dokument: Dokument[Any]) -> None:
        self.ställen = list(alla_texter(dokument))
        self._allt = "\n".join(ställe.text for ställe in self.ställen)
        self._början = list(accumulate((len(ställe.text) + 1 for ställe in self.ställen), initial=0))

    def med(self, mönster: re.Pattern[str]) -> Iterator[Textställe]:
        """Texterna som mönstret finns i eller börjar i, var och en högst en gång."""
        förra = -1
        for träff in mönster.finditer(self._allt):
            vilken = bisect_right(self._början, träff.start()) - 1
            if vilken != förra:
                yield self.ställen[vilken]
            förra = vilken


def alla_texter(dokument: Dokument[Any]) -> Iterator[Textställe]:
    """Dokumentets texter i den ordning som de står i modellen. Också id:n och ord ur fasta listor räknas som texter."""
    for rutt, text in _texter(dokument.modell, ()):
        yield Textställe(dokument, rutt, text)


def _texter(värde: object, rutt: Rutt) -> Iterator[tuple[Rutt, str]]:
    if isinstance(värde, str):
        yield rutt, värde
    elif isinstance(värde, Del):
        for namn in värde.model_fields_set:
            under = getattr(värde, namn)
            if under is not None and under is not True and under is not False:
                yield from _texter(under, (*rutt, nyckel(namn)))
    elif isinstance(värde, tuple):
        for i, del_ in enumerate(värde):
            yield from _texter(del_, (*rutt, i))
    elif isinstance(värde, dict):
        for namn, del_ in värde.items():
            if isinstance(namn, str):
                yield (*rutt, namn), namn
            yield from _texter(del_, (*rutt, namn))
