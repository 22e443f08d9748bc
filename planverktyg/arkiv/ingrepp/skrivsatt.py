"""Ett värde in, texten som den skrivs i YAML ut: utan citattecken när det går, på en rad när den får plats."""

from __future__ import annotations

import json
import re
import textwrap
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from unicodedata import normalize

from planverktyg.arkiv.syntax import läs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.arkiv.syntax import Värde

BREDD = 110
"""Så lång får en rad bli innan den delas, när den går att dela."""

Nytt: TypeAlias = "dict[str, Nytt] | list[Nytt] | str | int | Decimal | date"
"""Ett värde att skriva in."""

_BÖRJAR_OSÄKERT = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=~<]|\.\.\.")
_RYMS_I_KLAMMER = re.compile(r"[^,\[\]{}?]*")  # ett frågetecken inom klamrar läser inte alla YAML-läsare lika


class Skrivet(NamedTuple):
    """Det som skrivs efter nyckelns kolon på samma rad, och raderna under."""

    på_raden: str
    under: tuple[str, ...] = ()


def i_nfc(värde: Nytt) -> Nytt:
    """Värdet med all text i NFC, så som läsaren ger den."""
    if isinstance(värde, dict):
        return {normalize("NFC", namn): i_nfc(v) for namn, v in värde.items()}
    if isinstance(värde, list):
        return [i_nfc(v) for v in värde]
    return normalize("NFC", värde) if isinstance(värde, str) else värde


def som_läst(värde: Nytt) -> Värde:
    """Värdet så som läsaren ger det tillbaka."""
    if isinstance(värde, dict):
        return {namn: som_läst(v) for namn, v in värde.items()}
    if isinstance(värde, list):
        return [som_läst(v) for v in värde]
    if isinstance(värde, Decimal):
        return värde if värde.as_tuple().exponent else int(värde)
    return värde.isoformat() if isinstance(värde, date) else värde


def skriv_enkelt(värde: str | int | Decimal | date, *, i_klammer: bool) -> str:
    """Ett ensamt värde på en rad, med citattecken bara när det behövs."""
    if not isinstance(värde, str):
        return f"{värde:f}" if isinstance(värde, Decimal) else str(värde)
    former = [] if _BÖRJAR_OSÄKERT.match(värde) or (i_klammer and not _RYMS_I_KLAMMER.fullmatch(värde)) else [värde]
    former += [f'"{värde}"'] if "\\" not in värde and '"' not in värde else []
    former += ["'" + värde.replace("'", "''") + "'", json.dumps(värde, ensure_ascii=False)]
    omgivning = "x: {{y: {}, z: 1}}" if i_klammer else "x: {}"
    väntat: Värde = {"y": värde, "z": 1} if i_klammer else värde
    return next(form for form in former if _läses_som(omgivning.format(form), väntat) or form is former[-1])


def _läses_som(rad: str, värde: Värde) -> bool:
    träd, fynd = läs(rad.encode("utf-8", "surrogatepass"), "")
    return träd is not None and not fynd and träd.innehåll == {"x": värde}


def skriv_flöde(värde: Nytt) -> str:
    """Värdet inom klamrar på en rad: `{värde: 1890, prognos: 2700}`."""
    if isinstance(värde, dict):
        return f"{{{', '.join(f'{skriv_nyckel(n)}: {skriv_flöde(v)}' for n, v in värde.items())}}}"
    if isinstance(värde, list):
        return f"[{', '.join(map(skriv_flöde, värde))}]"
    return skriv_enkelt(värde, i_klammer=True)


def skriv_nyckel(namn: str) -> str:
    """Nyckeln, med citattecken när den annars skulle läsas som något annat."""
    return namn if re.fullmatch(r"[^\W_][\w \-–./]*", namn) else json.dumps(namn, ensure_ascii=False)


def skriv_block(värde: Nytt, kolumn: int, steg: int, *, nyckelns_slut: int, helst_rader: bool = False) -> Skrivet:
    """Värdet efter en nyckel i kolumnen: på nyckelns rad när det får plats, annars på rader under, `steg` längre in.

    Med `helst_rader` får ett uppslag alltid egna rader.
    """
    indrag = " " * (kolumn + steg)
    if isinstance(värde, str):
        return _text(värde, indrag, nyckelns_slut)
    if not isinstance(värde, dict | list):
        return Skrivet(skriv_enkelt(värde, i_klammer=False))
    på_rad = "" if "\n" in str(värde) else skriv_flöde(värde)
    if på_rad and nyckelns_slut + len(på_rad) + 1 <= BREDD and not (helst_rader and värde):
        return Skrivet(på_rad)
    return Skrivet("", tuple(_rader(värde, kolumn + steg, steg)))


def _rader(värde: dict[str, Nytt] | list[Nytt], kolumn: int, steg: int) -> Iterator[str]:
    """Uppslagets eller listans rader, som börjar i kolumnen."""
    if isinstance(värde, list):
        for ett in värde:
            yield from post(ett, kolumn, steg)
        return
    for namn, ett in värde.items():
        yield from par(namn, ett, kolumn, steg)


def par(namn: str, värde: Nytt, kolumn: int, steg: int, *, helst_rader: bool = False) -> Iterator[str]:
    """Nyckeln med sitt värde, på en eller flera rader."""
    nyckel = f"{' ' * kolumn}{skriv_nyckel(namn)}:"
    skrivet = skriv_block(värde, kolumn, steg, nyckelns_slut=len(nyckel), helst_rader=helst_rader)
    yield f"{nyckel} {skrivet.på_raden}".rstrip()
    yield from skrivet.under


def post(värde: Nytt, kolumn: int, steg: int) -> Iterator[str]:
    """En punkt i en lista, med strecket i kolumnen."""
    indrag = " " * kolumn
    if isinstance(värde, dict) and värde and kolumn + len(skriv_flöde(värde)) + 2 > BREDD:
        första, *resten = _rader(värde, kolumn + 2, steg)
        yield f"{indrag}- {första.lstrip()}"
        yield from resten
    else:
        yield f"{indrag}- {skriv_punkt(värde)}"


def skriv_punkt(värde: Nytt) -> str:
    """Värdet efter strecket i en lista, på en rad."""
    return skriv_flöde(värde) if isinstance(värde, dict | list) else skriv_enkelt(värde, i_klammer=False)


def _text(text: str, indrag: str, nyckelns_slut: int) -> Skrivet:
    """Text på nyckelns rad när den ryms; annars under ett > eller | så att den går att läsa."""
    på_rad = skriv_enkelt(text, i_klammer=False)
    if "\n" not in text and nyckelns_slut + len(på_rad) + 1 <= BREDD:
        return Skrivet(på_rad)
    former: list[tuple[str, Iterable[str]]] = [("|-", text.split("\n"))] if "\n" in text else []
    former.append((">-", textwrap.wrap(text, BREDD - len(indrag), break_long_words=False, break_on_hyphens=False)))
    for märke, rader in former:
        under = tuple(f"{indrag}{rad}" if rad.strip() else "" for rad in rader)
        if _läses_som("\n".join([f"x: {märke}", *(f" {rad[len(indrag) :]}" for rad in under)]), text):
            return Skrivet(märke, under)
    return Skrivet(på_rad)
