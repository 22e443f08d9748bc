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


def _samla(värde: Any, rutt: Rutt, funna: list[Textställe]) -> None:
    """Lägger till texterna i värdet, som står på rutten och kan ha någon. Ett uppslags nycklar är också texter."""
    if isinstance(värde, str):
        funna.append((rutt, värde))
    elif isinstance(värde, tuple):
        for plats, ett in enumerate(värde):
            if _kan_ha_text(ett.__class__):
                _samla(ett, (*rutt, plats), funna)
    elif isinstance(värde, dict):
        for steg, ett in värde.items():
            funna.append(((*rutt, steg), steg))
            if _kan_ha_text(ett.__class__):
                _samla(ett, (*rutt, steg), funna)
    else:
        _samla_ur_fälten(värde, rutt, funna)


def _samla_ur_fälten(del_: Del, rutt: Rutt, funna: list[Textställe]) -> None:
    skrivna = del_.model_fields_set
    fält = del_.__dict__ | del_.__pydantic_extra__ if del_.__pydantic_extra__ else del_.__dict__
    for namn, värde in fält.items():
        if not värde or namn not in skrivna or namn in _MASKINTEXT:
            continue
        if värde.__class__ is str:  # de flesta
            funna.append(((*rutt, _nyckel(namn)), värde))
        elif _kan_ha_text(värde.__class__):
            _samla(värde, (*rutt, _nyckel(namn)), funna)


@cache  # de flesta värden är tal och tider, och Pydantics isinstance är långsam
def _kan_ha_text(klass: type) -> bool:
    return issubclass(klass, (str, tuple, dict, Del))
