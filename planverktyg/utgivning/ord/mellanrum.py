"""En färdig sida in, samma sida där belopp, datum och perioder aldrig delas mellan två rader ut."""

from __future__ import annotations

import re

from planverktyg.modell.grund.svenska import MÅNADER

_HÅRDA = re.compile(
    rf"(?<=\d) (?=(?:mnkr|tkr|kr|{'|'.join(MÅNADER)})\b)"
    r"|(?<=\bca) (?=\d)|(?<=[↑↓→↗↘]) (?=\w)|(?<=\bdelår) (?=\d)|(?<=\btertial) (?=\d)|(?<=\bkvartal) (?=\d)|(?<=§) (?=\d)"
)
_ÅR = re.compile(rf"\b({'|'.join(MÅNADER)}) (?=(?:19|20)\d\d\b)")


def hårda_i_markdown(text: str) -> str:
    """Detsamma i Markdown, utom i rubrikerna: kodvärden gör ankare av deras mellanslag."""
    return "\n".join(rad if rad.startswith("#") else hårda_mellanslag(rad) for rad in text.split("\n"))


def hårda_mellanslag(sida: str) -> str:
    """`6,5 mnkr`, `31 augusti 2020`, `delår 1` med mellanslag som inte bryts. Bara mellanslagets slag ändras, aldrig ett ord."""
    return _ÅR.sub("\\1\u00a0", _HÅRDA.sub("\u00a0", sida))
