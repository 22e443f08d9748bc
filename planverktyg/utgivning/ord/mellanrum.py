"""En färdig sida in, samma sida där belopp, datum och perioder aldrig delas mellan två rader ut."""

from __future__ import annotations

import re

from planverktyg.modell.grund.svenska import MÅNADER

_EFTER_ORD = "|".join(f"(?<={ord_} )" for ord_ in ("ca", "delår", "tertial", "kvartal", "[Rr]isk", "§"))
_EFTER_MÅNAD = "|".join(rf"(?<=\b{namn} )" for namn in MÅNADER)
_HÅRDA = re.compile(
    rf" (?:(?<=\d )(?=(?:mnkr|tkr|kr|förut|{'|'.join(MÅNADER)})\b|\d{{3}}(?!\d)|[×↑↓])|(?<=S )(?=×)|(?<=× )(?=[\dK])"
    rf"|(?=\d)(?:{_EFTER_ORD})|(?=(?:19|20)\d\d\b)(?:{_EFTER_MÅNAD}))"
)
"""Börjar med mellanslaget självt: annars prövas varje tecken i sidan, och det tar tio gånger så lång tid."""
EFTER_TECKEN = re.compile(r" (?<=[↑↓→↗↘●◐○►▲▼■□] )(?=\w)")
"""Mellanslaget mellan ett tecken och dess ord: `◐ delvis`, `↑ ökat`."""


def hårda_i_markdown(text: str) -> str:
    """Belopp och datum i Markdown, utom i rubrikerna: kodvärden gör ankare av deras mellanslag. Tecknen går att söka på."""
    return "\n".join(rad if rad.startswith("#") else _HÅRDA.sub("\u00a0", rad) for rad in text.split("\n"))


def hårda_mellanslag(sida: str) -> str:
    """`6,5 mnkr`, `31 augusti 2020`, `◐ delvis` med mellanslag som inte bryts. Bara mellanslagets slag ändras, aldrig ett ord."""
    return EFTER_TECKEN.sub("\u00a0", _HÅRDA.sub("\u00a0", sida))
