"""Fynd som JSON för andra program: `{"fynd": [{…}], "filer": n, "undantagna": [{…}]}`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.modell.grund.fynd import Fynd, Undantaget
    from planverktyg.utgivning.fynd import Granskat


def skriv(mappar: Iterable[Granskat]) -> Iterator[str]:
    """Fynden med kod, allvar, fil, rad, kolumn, text och råd, ett per rad, och antalet lästa filer.

    Ett fynd som står för flera har också antal. De undantagna står sist, för sig, så att den som räknar fynd inte får med dem.
    """
    filer = 0
    undantagna: list[str] = []
    skilje = ""
    yield '{"fynd": ['
    for mapp in mappar:
        filer += len(mapp.filer)
        undantagna += map(_undantaget, mapp.undantagna)
        if mapp.fynd:
            yield f"{skilje}{_rader([_skriv(_fynd(f)) for f in mapp.fynd])}"
            skilje = ","
    yield f'\n], "filer": {filer}, "undantagna": [{_rader(undantagna)}\n]}}\n'


def _rader(poster: Sequence[str]) -> str:
    return ",".join(f"\n  {post}" for post in poster)


def _fynd(f: Fynd) -> dict[str, object]:
    return {
        "kod": f.kod,
        "allvar": f.allvar.value,
        "fil": f.plats.fil,
        "rad": f.plats.rad,
        "kolumn": f.plats.kolumn,
        "text": f.text,
        "råd": f.råd,
        **({"antal": f.antal} if f.antal > 1 else {}),
    }


def _undantaget(u: Undantaget) -> str:
    stället = {"motivering": u.motivering, "fil": u.plats.fil, "rad": u.plats.rad}
    return _skriv(_fynd(u.fynd) | {"undantag": stället})


def _skriv(värde: object) -> str:
    return json.dumps(värde, ensure_ascii=False)
