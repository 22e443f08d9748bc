"""En rutt i ett dokument in, nycklarna som kan stå där ut, i formatets ordning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.laddning.slag import SLAG, klasser_under, nycklar_i

if TYPE_CHECKING:
    from planverktyg.arkiv.laddning.slag import Klasser
    from planverktyg.modell.grund.plats import Rutt

_DIREKT_EFTER = {"prognos": "värde"}
"""Nycklar som läses bäst bredvid en annan, fast de kommer senare i formatet."""


def formatets_ordning(innehåll: Any, rutt: Rutt) -> list[str]:
    """Nycklarna på rutten, i ordning. Tomt när formatet inte säger någon."""
    slag = next((SLAG[nyckel] for nyckel in SLAG if nyckel in innehåll), None) if isinstance(innehåll, dict) else None
    if slag is None:
        return []
    klasser: Klasser = (slag,)
    for steg in rutt:
        if isinstance(steg, str):
            klasser = klasser_under(klasser, steg)
    nycklar = nycklar_i(klasser)
    for nyckel, granne in _DIREKT_EFTER.items():
        if nyckel in nycklar and granne in nycklar:
            nycklar.remove(nyckel)
            nycklar.insert(nycklar.index(granne) + 1, nyckel)
    return nycklar
