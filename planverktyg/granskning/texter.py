"""Ett dokument in, varje text i det ut med rutten dit, hur djupt den än står.

Vandringen går genom modellens alla fält, så att ett nytt fält kommer med utan att någon regel ändras.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.modell.byggsten import Del, nyckel

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.grund.plats import Rutt


class Textställe(NamedTuple):
    """En text och var den står."""

    dokument: Dokument[Any]
    rutt: Rutt
    text: str


class Texter:
    """Ett dokuments texter, så lagda att ett mönster kan sökas i dem alla på en gång."""

    def __init__(self, dokument: Dokument[Any]) -> None:
        self.ställen = alla_texter(dokument)
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


def alla_texter(dokument: Dokument[Any]) -> list[Textställe]:
    """Dokumentets texter i den ordning som modellen har dem. Också id:n och ord ur fasta listor räknas som texter."""
    funna: list[Textställe] = []
    _samla(dokument.modell, (), dokument, funna)
    return funna


_nyckel = cache(nyckel)


_MASKINTEXT = ("fingeravtryck",)
"""Skrivet av verktyget, och inga ord: en rad siffror i det är ingens personnummer."""


def _samla(värde: object, rutt: Rutt, dokument: Dokument[Any], funna: list[Textställe]) -> None:
    är_uppslag = isinstance(värde, dict)
    for steg, under in _under(värde):
        if är_uppslag and isinstance(steg, str):
            funna.append(Textställe(dokument, (*rutt, steg), steg))
        if isinstance(under, str):
            funna.append(Textställe(dokument, (*rutt, steg), under))
        elif _är_samling(under.__class__):
            _samla(under, (*rutt, steg), dokument, funna)


@cache  # de flesta värden är tal och tider, och Pydantics isinstance är långsam
def _är_samling(klass: type) -> bool:
    return issubclass(klass, (Del, tuple, dict))


def _under(värde: object) -> Iterable[tuple[Any, Any]]:
    if isinstance(värde, tuple):
        return enumerate(värde)
    if isinstance(värde, dict):
        return värde.items()
    if isinstance(värde, Del):
        skrivna = värde.model_fields_set
        fält = värde.__dict__ | värde.__pydantic_extra__ if värde.__pydantic_extra__ else värde.__dict__
        return [
            (_nyckel(namn), ett) for namn, ett in fält.items() if ett and namn in skrivna and namn not in _MASKINTEXT
        ]
    return ()
