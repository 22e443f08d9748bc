"""Fynd som JUnit-XML, som de flesta byggservrar visar: en svit per fil och ett testfall per regel som hittade något.

Ett fel blir `error`, en varning `failure` och det som är undantaget `skipped`. En notis fäller inget.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from planverktyg.granskning.regler import REGLER
from planverktyg.modell.grund.fynd import Allvar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.utgivning.fynd import Granskat

_UTSLAG = {Allvar.FEL: "error", Allvar.VARNING: "failure", Allvar.NOTIS: "system-out"}
_NAMN = {regel.kod: regel.namn for regel in REGLER}
_INTE_I_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Fall(NamedTuple):
    """Ett testfall: namnet, och vad det gav."""

    namn: str
    utslag: str = ""
    rubrik: str = ""
    text: str = ""


def skriv(mappar: Iterable[Granskat]) -> Iterator[str]:
    """Ett dokument med en svit per läst fil, i läsordning."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="plan validera">\n'
    for mapp in mappar:
        för_fil: dict[str, list[_Fall]] = {fil: [] for fil in mapp.filer}
        for fil, kod, fynden in _per_regel(mapp.fynd):
            för_fil.setdefault(fil, []).append(_fall(kod, fynden))
        for undantaget in mapp.undantagna:
            kod = undantaget.fynd.kod
            fall = _Fall(f"{_i_ord(kod)} (undantaget)", "skipped", undantaget.motivering)
            för_fil.setdefault(undantaget.fynd.plats.fil, []).append(fall)
        yield "".join(_svit(fil, fallen) for fil, fallen in för_fil.items())
    yield "</testsuites>\n"


def _per_regel(fynd: Sequence[Fynd]) -> Iterator[tuple[str, str, list[Fynd]]]:
    """Fynden i samma fil från samma regel."""
    ordnade = sorted(fynd, key=lambda f: (f.plats.fil, f.kod))
    for (fil, kod), gruppen in groupby(ordnade, key=lambda f: (f.plats.fil, f.kod)):
        yield fil, kod, list(gruppen)


def _fall(kod: str, fynd: list[Fynd]) -> _Fall:
    rader = [f"{f.plats} {f.text} {f.råd}".rstrip() for f in fynd]
    rubrik = fynd[0].text if len(fynd) == 1 else f"{sum(f.antal for f in fynd)} fynd. Det första: {fynd[0].text}"
    return _Fall(_i_ord(kod), _UTSLAG[fynd[0].allvar], rubrik, "\n".join(rader))


def _i_ord(kod: str) -> str:
    return f"{kod} {_NAMN[kod]}"


def _svit(fil: str, fallen: list[_Fall]) -> str:
    fallen = fallen or [_Fall("inget att anmärka")]
    antal = {slag: sum(fall.utslag == utslag for fall in fallen) for slag, utslag in _RÄKNADE.items()}
    räknat = "".join(f' {slag}="{n}"' for slag, n in antal.items())
    rader = "".join(_testfall(fil, fall) for fall in fallen)
    return f'  <testsuite name={_attribut(fil)} tests="{len(fallen)}"{räknat}>\n{rader}  </testsuite>\n'


_RÄKNADE = {"errors": "error", "failures": "failure", "skipped": "skipped"}


def _testfall(fil: str, fall: _Fall) -> str:
    början = f"    <testcase classname={_attribut(fil)} name={_attribut(fall.namn)}"
    if not fall.utslag:
        return f"{början}/>\n"
    rubrik = "" if fall.utslag == "system-out" else f" message={_attribut(fall.rubrik)}"
    return f"{början}>\n      <{fall.utslag}{rubrik}>{escape(_rensa(fall.text))}</{fall.utslag}>\n    </testcase>\n"


def _attribut(text: str) -> str:
    return quoteattr(_rensa(text))


def _rensa(text: str) -> str:
    """Texten med det som inte får stå i XML utbytt mot ett frågetecken i en ruta."""
    return _INTE_I_XML.sub("\ufffd", text)
