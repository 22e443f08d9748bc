"""En färdig sida in, samma sida där belopp, datum och perioder aldrig delas mellan två rader ut."""

from __future__ import annotations

import re

from planverktyg.modell.grund.svenska import MÅNADER

_FÖRE_TAL = ("ca", "delår", "tertial", "kvartal", "[Rr]isk", "§")
_HÅRDA = re.compile(
    rf"(?<=\d) (?=(?:mnkr|tkr|kr|förut|{'|'.join(MÅNADER)})\b|\d{{3}}(?!\d)|[×↑↓])|(?<=S) (?=×)|(?<=×) (?=[\dK])"
    rf"|(?:{'|'.join(f'(?<={ord_})' for ord_ in _FÖRE_TAL)}) (?=\d)"
)
_ÅR = re.compile(rf"\b({'|'.join(MÅNADER)}) (?=(?:19|20)\d\d\b)")
EFTER_TECKEN = re.compile(r"(?<=[↑↓→↗↘●◐○►▲▼■□]) (?=\w)")
"""Mellanslaget mellan ett tecken och dess ord: `◐ delvis`, `↑ ökat`."""


def hårda_i_markdown(text: str) -> str:
    """Belopp och datum i Markdown, utom i rubrikerna: kodvärden gör ankare av deras mellanslag. Tecknen går att söka på."""
    return "\n".join(rad if rad.startswith("#") else _belopp_och_datum(rad) for rad in text.split("\n"))


def hårda_mellanslag(sida: str) -> str:
    """`6,5 mnkr`, `31 augusti 2020`, `◐ delvis` med mellanslag som inte bryts. Bara mellanslagets slag ändras, aldrig ett ord."""
    return EFTER_TECKEN.sub("\u00a0", _belopp_och_datum(sida))


def _belopp_och_datum(text: str) -> str:
    return _ÅR.sub("\\1\u00a0", _HÅRDA.sub("\u00a0", text))
