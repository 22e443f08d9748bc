"""Fynd som JSON för andra program: `{"fynd": [{…}], "filer": n}`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.fynd import Fynd


def skriv(fynd: Sequence[Fynd], filer: int) -> str:
    """Fynden med kod, allvar, fil, rad, kolumn, text och råd, och antalet lästa filer."""
    rader = [
        {
            "kod": f.kod,
            "allvar": f.allvar.value,
            "fil": f.plats.fil,
            "rad": f.plats.rad,
            "kolumn": f.plats.kolumn,
            "text": f.text,
            "råd": f.råd,
        }
        for f in fynd
    ]
    return json.dumps({"fynd": rader, "filer": filer}, ensure_ascii=False, indent=2) + "\n"
