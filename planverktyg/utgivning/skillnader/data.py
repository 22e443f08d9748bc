"""Skillnaden som JSON för andra program. Nycklarna byter aldrig betydelse; nya kan tillkomma."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planverktyg.skillnad import Tyngd
from planverktyg.utgivning.skillnader.sammandrag import sammanfatta

if TYPE_CHECKING:
    from planverktyg.skillnad import Skillnad, Ändring


def skriv(skillnad: Skillnad) -> str:
    """`{"gammal", "ny", "slutsats", "kan försvaga", "antal": {tyngd: n}, "parning": […], "ändringar": […], "olästa": […]}`."""
    innehåll = {
        "gammal": skillnad.gammal,
        "ny": skillnad.ny,
        "slutsats": sammanfatta(skillnad),
        "kan försvaga": skillnad.kan_försvaga,
        "antal": {tyngd.value: len(skillnad.av_tyngd(tyngd)) for tyngd in Tyngd},
        "parning": list(skillnad.parning),
        "ändringar": [_ändring(ä) for ä in skillnad.ändringar],
        "olästa": [
            {"version": o.version, "fil": o.sökväg, "rad": o.fynd.plats.rad, "text": o.fynd.text, "råd": o.fynd.råd}
            for o in skillnad.olästa
        ],
    }
    return json.dumps(innehåll, ensure_ascii=False, indent=2) + "\n"


def _ändring(ä: Ändring) -> dict[str, Any]:
    s = ä.ställe
    return {
        "tyngd": ä.tyngd.value,
        "slag": ä.slag,
        "rubrik": ä.rubrik,
        "dokument": s.dokument,
        "del": s.slag,
        "id": s.id,
        "namn": s.namn,
        "rutt": list(s.rutt),
        "fil": s.plats.fil,
        "rad": s.plats.rad,
        "kolumn": s.plats.kolumn,
        "från": ä.från,
        "till": ä.till,
        "detaljer": list(ä.detaljer),
        "ord": [{"slag": bit.slag, "text": bit.text} for bit in ä.ord],
    }
