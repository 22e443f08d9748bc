"""En textfils rader in, raderna utan sidnummer och sidhuvuden ut: det som en PDF har på varje sida är inte text i planen."""

from __future__ import annotations

import re
from collections import Counter

_SIDNUMMER = re.compile(
    r"\d{1,4} ?\(\d{1,4}\)|(?:sida|sid\.?|s\.) ?\d{1,4}(?: ?(?:av|\(|/) ?\d{1,4}\)?)?", re.IGNORECASE
)
_MINST = 3
"""Så många gånger står det som finns på varje sida, minst."""


def utan_sidnummer(rader: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Raderna, med tomma rader i stället för det som står på varje sida, och det som stod där. Första gången står det kvar."""
    skrivna = [nr for nr, rad in enumerate(rader) if rad.strip()]
    korta = [nr for nr in skrivna if len(rader[nr]) < 30]
    nummer = [nr for nr in korta if _SIDNUMMER.fullmatch(rader[nr].strip())]
    nummer = nummer if len(nummer) >= _MINST else _i_följd([nr for nr in korta if rader[nr].strip().isdigit()], rader)
    if len(nummer) < _MINST:
        return rader, ()
    plats = {nr: i for i, nr in enumerate(skrivna)}
    grannar = [skrivna[i] for nr in nummer for i in (plats[nr] - 1, plats[nr] + 1) if 0 <= i < len(skrivna)]
    numren = set(nummer)
    texter = Counter(rader[nr].strip() for nr in grannar if nr not in numren)
    huvuden = {text for text, antal in texter.items() if antal >= _MINST and "\t" not in text}
    första = {rader[nr].strip(): nr for nr in reversed(skrivna)}
    borta = {*nummer, *(nr for nr in grannar if rader[nr].strip() in huvuden)} - {första[text] for text in huvuden}
    borttaget = (*sorted(huvuden), *(rader[nr].strip() for nr in nummer))
    return ["" if nr in borta else rad for nr, rad in enumerate(rader)], borttaget


def _i_följd(nummer: list[int], rader: list[str]) -> list[int]:
    """Raderna som är ett tal och räknar upp sidorna: 2, 3, 4 … Andra ensamma tal är något annat."""
    sidor: list[int] = []
    for nr in nummer:
        tal = int(rader[nr])
        if (not sidor and tal <= _MINST) or (sidor and tal == int(rader[sidor[-1]]) + 1):
            sidor.append(nr)
    return sidor
