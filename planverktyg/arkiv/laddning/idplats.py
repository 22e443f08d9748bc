"""Vad ett ställe handlar om: ett innehåll och en rutt in, det närmaste id:t uppåt ut.

Regler nämner bara rutter. Undantag och utskrifter behöver också veta vilken indikator, vilket mål eller vilken risk det är.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from planverktyg.arkiv.laddning.slag import klasser_under
from planverktyg.modell.byggsten import Id

if TYPE_CHECKING:
    from planverktyg.arkiv.laddning.slag import Klasser
    from planverktyg.modell.byggsten import Del
    from planverktyg.modell.grund.plats import Rutt


FINNS_INTE = object()


def steg_in(nod: Any, steg: str | int) -> Any:
    """Det som står på nyckeln eller listplatsen, eller `FINNS_INTE`."""
    if isinstance(nod, dict) and steg in nod:
        return nod[steg]
    if isinstance(nod, list) and isinstance(steg, int) and steg < len(nod):
        return nod[steg]
    return FINNS_INTE


def närmaste_id(rot: type[Del], innehåll: Any, rutt: Rutt) -> str:
    """Id:t för den innersta del på rutten som har ett: ett `id:` i delen, eller nyckeln i en uppslagning efter id.

    Tomt när ingen del på rutten har ett id.
    """
    funnet = ""
    klasser: Klasser = (rot,)
    nod, efter_id = innehåll, False
    for steg in rutt:
        if efter_id and isinstance(steg, str):
            funnet, efter_id = steg, False
        elif isinstance(steg, str):
            efter_id = steg in _uppslagningar(klasser)
            klasser = klasser_under(klasser, steg)
        nod = steg_in(nod, steg)
        if nod is FINNS_INTE:
            break
        if isinstance(nod, dict) and isinstance(eget := nod.get("id"), str):
            funnet = eget
    return funnet


@cache
def _uppslagningar(klasser: Klasser) -> frozenset[str]:
    """Nycklarna vars rader var och en börjar med ett id. Formatet är detsamma för varje fil."""
    return frozenset(
        str(fält.alias)
        for klass in klasser
        for fält in klass.model_fields.values()
        if get_origin(fält.annotation) is dict and get_args(fält.annotation)[0] == Id
    )
