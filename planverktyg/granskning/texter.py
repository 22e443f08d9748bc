"""Ett dokument in, varje text i det ut med rutten dit, hur djupt den än står.

Vandringen går genom modellens alla fält, så att ett nytt fält kommer med utan att någon regel ändras.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

from planverktyg.modell.byggsten import Del, nyckel

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.grund.plats import Rutt


Textställe: TypeAlias = "tuple[Rutt, str]"
"""Var en text står i sitt dokument, och texten."""


class Texter:
    """Ett dokuments texter, så lagda att ett mönster kan sökas i dem alla på en gång."""

    def __init__(self, dokument: Dokument[Any]) -> None:
        self.dokument = dokument
        self.ställen = alla_texter(dokument.modell)
        self._allt = "\n".join([text for _, text in self.ställen])
        self._början = list(accumulate([len(text) + 1 for _, text in self.ställen], initial=0))
        self._funna: dict[re.Pattern[str], list[Textställe]] = {}

    def med(self, mönster: re.Pattern[str]) -> list[Textställe]:
        """Texterna som mönstret finns i eller börjar i, var och en en gång. Samma mönster söks bara en gång."""
        if mönster not in self._funna:
            vilka = (bisect_right(self._början, träff.start()) - 1 for träff in mönster.finditer(self._allt))
            self._funna[mönster] = [self.ställen[vilken] for vilken in dict.fromkeys(vilka)]
        return self._funna[mönster]


def alla_texter(modell: Del) -> list[Textställe]:
    """Dokumentets texter i den ordning som modellen har dem. Också id:n och ord ur fasta listor räknas som texter."""
    funna: list[Textställe] = []
    _samla(modell, (), funna)
    return funna


_nyckel = cache(nyckel)


_MASKINTEXT = ("fingeravtryck",)
"""Skrivet av verktyget, och inga ord: en rad siffror i det är ingens personnummer."""


def _samla(samling: Any, rutt: Rutt, funna: list[Textställe]) -> None:
    for steg, värde in _skrivet_i(samling):
        if isinstance(värde, str):
            funna.append(((*rutt, steg), värde))
        elif _är_samling(värde.__class__):
            _samla(värde, (*rutt, steg), funna)


@cache  # de flesta värden är tal och tider, och Pydantics isinstance är långsam
def _är_samling(klass: type) -> bool:
    return issubclass(klass, (Del, tuple, dict))


def _skrivet_i(samling: Any) -> Iterable[tuple[Any, Any]]:
    """Det som står i en del, en lista eller ett uppslag. Ett uppslags nycklar är också texter."""
    if isinstance(samling, tuple):
        return enumerate(samling)
    if isinstance(samling, dict):
        return [(nyckel, skrivet) for nyckel, värde in samling.items() for skrivet in (nyckel, värde)]
    fält = samling.__dict__ | samling.__pydantic_extra__ if samling.__pydantic_extra__ else samling.__dict__
    skrivna = samling.model_fields_set
    return [(_nyckel(namn), ett) for namn, ett in fält.items() if ett and namn in skrivna and namn not in _MASKINTEXT]
