"""Fynd som JSON för andra program: `{"fynd": [{…}], "filer": n}`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.fynd import Fynd
    from planverktyg.utskrift import Granskat


def skriv(mappar: Iterable[Granskat]) -> Iterator[str]:
    """Fynden med kod, allvar, fil, rad, kolumn, text och råd, ett per rad, och antalet lästa filer."""
    filer = 0
    skilje = ""
    yield '{"fynd": ['
    for mapp in mappar:
        filer += mapp.filer
        if mapp.fynd:
            yield f"{skilje}\n  " + ",\n  ".join(map(_fynd, mapp.fynd))
            skilje = ","
    yield f'\n], "filer": {filer}}}\n'


def _fynd(f: Fynd) -> str:
    fält = {
        "kod": f.kod,
        "allvar": f.allvar.value,
        "fil": f.plats.fil,
        "rad": f.plats.rad,
        "kolumn": f.plats.kolumn,
        "text": f.text,
        "råd": f.råd,
    }
    return json.dumps(fält, ensure_ascii=False)
