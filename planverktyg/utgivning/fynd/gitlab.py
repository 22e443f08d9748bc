"""Fynd som GitLabs rapport om kodkvalitet, som visas i en merge request: det som tillkommer och det som försvinner."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from planverktyg.modell.grund.fynd import Allvar
from planverktyg.utgivning.fynd.marke import Märkare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.utgivning.fynd import Granskat

_SVÅRIGHET = {Allvar.FEL: "critical", Allvar.VARNING: "major", Allvar.NOTIS: "info"}


def skriv(mappar: Iterable[Granskat]) -> Iterator[str]:
    """En lista med ett fynd per rad. De undantagna är inte med."""
    märkare = Märkare()
    skilje = "\n"
    yield "["
    for mapp in mappar:
        for f in mapp.fynd:
            yield f"{skilje}  {json.dumps(_fynd(f, märkare))}"
            skilje = ",\n"
    yield "\n]\n"


def _fynd(f: Fynd, märkare: Märkare) -> dict[str, object]:
    return {
        "description": f"{f.text} {f.råd}".strip(),
        "check_name": f.kod,
        "fingerprint": märkare.märk(f),
        "severity": _SVÅRIGHET[f.allvar],
        "location": {"path": f.plats.fil.removeprefix("./"), "lines": {"begin": f.plats.rad}},
    }
