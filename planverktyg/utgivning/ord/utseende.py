"""Kommunens husregler och logotyp in, utskriftens utseende ut: färger som syns, typsnitt och bild."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from planverktyg.modell.grund.farg import SVART, VIT, ljus_yta, mörk_yta, på_dagen, på_natten, som_syns
from planverktyg.utgivning.underlag.gemensamt import Färger, Utseende

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.logotyp import Logotyp


def bygg_utseende(akt: Akt) -> Utseende | None:
    """Utseendet, eller None när kommunen inte har sagt något om det."""
    profil = akt.husregler.utseende
    färger = _färger(profil.accentfärg) if profil.accentfärg else None
    bild = _som_adress(akt.logotyp) if akt.logotyp else ""
    if not (färger or bild or profil.typsnittsfamilj):
        return None
    kommun = akt.husregler.kommun.namn if akt.husregler.kommun else ""
    return Utseende(bild, kommun, färger, profil.typsnittsfamilj or "")


def _färger(färg: str) -> Färger:
    """Accentfärgen som den syns på dagen och på natten, med sina ytor."""
    dag, natt = som_syns(färg, på_dagen, SVART), som_syns(färg, på_natten, VIT)
    return Färger(dag, ljus_yta(dag), natt, mörk_yta(natt))


def _som_adress(logotyp: Logotyp) -> str:
    """Bilden som den står i sidan."""
    if not logotyp.innehåll:
        return ""
    return f"data:image/{logotyp.slag};base64,{b64encode(logotyp.innehåll).decode('ascii')}"
