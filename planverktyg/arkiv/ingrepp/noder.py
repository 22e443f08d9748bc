"""Texten in, var varje nyckel och värde börjar och slutar ut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from planverktyg.arkiv.ingrepp.radtext import Vägran
from planverktyg.arkiv.syntax.text import Tolk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.arkiv.syntax.text import Läge
    from planverktyg.modell.grund.plats import Rutt

_BLOCKHUVUD = re.compile(r"[|>][-+0-9]*")
_KOLON = re.compile(r"[ \t]*:")
_HÄNVISNING = re.compile(r"[ \t]*\*[^\s,\[\]{}]+")


class Ställe(NamedTuple):
    """Ett värde i texten: samlingen som det står i, nyckeln (None i en lista) och värdet självt."""

    samling: Any
    nyckel: Any
    värde: Any
    i_klammer: bool
    """Om det står inom { } eller [ ]."""


def hitta(text: str, rutt: Rutt) -> list[Ställe]:
    """Ställena längs rutten, så långt den finns. Det första är hela dokumentet."""
    nod = yaml.compose(text, Loader=Tolk)
    ställen = [Ställe(None, None, nod, i_klammer=False)]
    for steg in rutt:
        samling = ställen[-1].värde
        funnet = next((par for namn, par in _poster(samling) if namn == steg), None)
        if funnet is None:
            break
        i_klammer = ställen[-1].i_klammer or bool(samling.flow_style)
        ställen.append(Ställe(samling, *funnet, i_klammer))
    return ställen


def _poster(nod: Any) -> Iterator[tuple[str | int, tuple[Any, Any]]]:
    """Samlingens nycklar (eller index) med nyckelns och värdets nod."""
    if isinstance(nod, yaml.MappingNode):
        yield from ((nyckel.value, (nyckel, värde)) for nyckel, värde in nod.value)
    elif isinstance(nod, yaml.SequenceNode):
        yield from ((nummer, (None, värde)) for nummer, värde in enumerate(nod.value))


def är_tomt(nod: Any) -> bool:
    """Om inget alls är skrivet."""
    return isinstance(nod, yaml.ScalarNode) and not nod.value and not nod.style


def är_block(nod: Any) -> bool:
    """Om värdet är text under | eller >."""
    return isinstance(nod, yaml.ScalarNode) and nod.style in {"|", ">"}


def början(nod: Any) -> Läge:
    """Var noden börjar."""
    return nod.start_mark.line, nod.start_mark.column


def efter_kolon(nyckel: Any, rader: Sequence[str]) -> Läge:
    """Läget direkt efter nyckelns kolon."""
    rad, kolumn = nyckel.end_mark.line, nyckel.end_mark.column
    kolon = _KOLON.match(rader[rad], kolumn)
    if kolon is None:
        raise Vägran(f"Nyckeln {nyckel.value} är inte skriven som en nyckel med kolon direkt efter.")
    return rad, kolon.end()


def värdets_slut(nyckel: Any, värde: Any, rader: Sequence[str]) -> Läge:
    """Läget direkt efter värdets sista tecken. En hänvisning (*namn) slutar där den står, och noden där värdet står."""
    if nyckel is not None and början(värde) < början(nyckel):
        rad, kolumn = efter_kolon(nyckel, rader)
        hänvisning = _HÄNVISNING.match(rader[rad], kolumn)
        return (rad, hänvisning.end()) if hänvisning else (rad, kolumn)
    if är_tomt(värde) and nyckel is not None:
        return efter_kolon(nyckel, rader)
    if är_block(värde):
        return _blockets_slut(värde, rader)
    if isinstance(värde, yaml.CollectionNode) and not värde.flow_style and värde.value:
        sista = list(_poster(värde))[-1][1]
        return värdets_slut(*sista, rader)
    return värde.end_mark.line, värde.end_mark.column


def _blockets_slut(nod: Any, rader: Sequence[str]) -> Läge:
    """Slutet på den sista raden med text under | eller >. Med |+ hör också de tomma raderna efter dit."""
    första, slut = nod.start_mark.line, nod.end_mark
    märke = blockmärke(nod, rader)
    sista = slut.line if rader[slut.line][: slut.column].strip() else slut.line - 1
    while "+" not in märke and sista > första and not rader[sista].strip():
        sista -= 1
    sista = max(sista, första)
    return (sista, len(rader[sista])) if sista > första else (första, nod.start_mark.column + len(märke))


def blockmärke(nod: Any, rader: Sequence[str]) -> str:
    """Märket som texten börjar med: `>-`."""
    träff = _BLOCKHUVUD.match(rader[nod.start_mark.line], nod.start_mark.column)
    if träff is None:  # ett namn (&namn) står före
        raise Vägran("Texten har ett namn (&namn) eller en datatyp (!typ) framför sig.")
    return träff[0]


def kommentarer(text: str) -> list[str]:
    """Kommentarerna i textens ordning."""
    rader = text.split("\n")
    dolt: list[list[tuple[int, int]]] = [[] for _ in rader]
    for händelse in yaml.parse(text, Loader=Tolk):
        if isinstance(händelse, yaml.ScalarEvent):
            _dölj(händelse, dolt, rader)
    funna = (_kommentar_på(rad, dolda) for rad, dolda in zip(rader, dolt, strict=True))
    return [kommentar for kommentar in funna if kommentar is not None]


def _dölj(händelse: Any, dolt: list[list[tuple[int, int]]], rader: Sequence[str]) -> None:
    """Märker tecknen som hör till ett värde: ett # där är ingen kommentar."""
    (rad, kolumn), slut = början(händelse), händelse.end_mark
    if händelse.style in {"|", ">"}:
        rad, kolumn = rad + 1, 0
    for nummer in range(rad, min(slut.line + 1, len(rader))):
        dolt[nummer].append(
            (kolumn if nummer == rad else 0, slut.column if nummer == slut.line else len(rader[nummer]))
        )


def _kommentar_på(rad: str, dolda: Sequence[tuple[int, int]]) -> str | None:
    for träff in re.finditer(r"(?:^|(?<=[ \t]))#", rad):
        if not any(från <= träff.start() < till for från, till in dolda):
            return rad[träff.start() :].rstrip()
    return None
