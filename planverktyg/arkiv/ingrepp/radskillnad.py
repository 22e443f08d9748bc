"""Filen före och efter in, raderna som skiljer ut."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple

from planverktyg.arkiv.ingrepp.radtext import Radtext


class Radskillnad(NamedTuple):
    """Ett ställe där filen skiljer: första radens nummer, raderna som stod där och de som står där nu."""

    rad: int
    förut: tuple[str, ...]
    nu: tuple[str, ...]


def jämför_rader(före: bytes, efter: bytes) -> list[Radskillnad]:
    """Ställena där filerna skiljer, uppifrån och ned."""
    gamla, nya = Radtext.ur(före).skrivna, Radtext.ur(efter).skrivna
    return [
        Radskillnad(b1 + 1, gamla[a1:a2], nya[b1:b2])
        for slag, a1, a2, b1, b2 in SequenceMatcher(None, gamla, nya, autojunk=False).get_opcodes()
        if slag != "equal"
    ]
