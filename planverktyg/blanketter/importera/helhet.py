"""Källans block och planens text in, det som inte har kommit med ut: så att inget försvinner tyst."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.grund.svenska import MÅNADER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.blanketter.importera.block import Block

_LÄNGD = 3
"""Så många ord i följd räcker för att en textbit ska vara densamma."""
_FORMORD = frozenset(
    """
    indikator indikatorer måluppfyllelse dnr diarienummer diarienr ansvar tidsplan tidplan åtgärd åtgärder ekonomisk effekt
    vid valår viljeyttring målsättning resultat utfall anslag gäller fr o m från revidering revideringar reviderad
    ska öka ökar minska minskar bibehålls procent minst lägst högst max över under mellan inga ingen ja nej delvis perspektiv
    jan feb mar apr jun jul aug sep sept okt nov dec
    """.split()  # noqa: SIM905 - en lista av ord läses lättare så
) | {*MÅNADER}
"""Ord som bara säger vad något är, och som planen säger med en nyckel eller ett annat ord."""


class Tappat(NamedTuple):
    """Ord ur källan som inte står i planen."""

    rad: int
    text: str


def ord_i(text: str) -> list[str]:
    """Orden i följd, utan skiljetecken och versaler, med tal skrivna på ett sätt."""
    text = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", "", text.casefold())
    return re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+", re.sub(r"(?<=\d),(?=\d)", ".", text))


def tappat(block: Iterable[Block], planens_text: str) -> Iterator[Tappat]:
    """Det i källans löpande text som inte finns i samma följd i planen. I tabeller räknas orden vart för sig."""
    planens = ord_i(planens_text)
    följder = {tuple(planens[nr : nr + _LÄNGD]) for nr in range(len(planens))}
    alla = set(planens) | _FORMORD
    for ett in block:
        if ett.slag == "tabell":
            saknas = [
                o for rad in ett.rader[1:] for ruta in rad for o in ord_i(ruta) if o not in alla and not _är_tal(o)
            ]
        else:
            saknas = list(_saknas(ord_i(ett.text), följder, alla))
        if saknas:
            yield Tappat(ett.rad, " ".join(saknas))


def _är_tal(ord_: str) -> bool:
    return ord_[0].isdigit()


def _saknas(ord_: list[str], följder: set[tuple[str, ...]], alla: set[str]) -> Iterator[str]:
    täckt = [False] * len(ord_)
    for nr in range(len(ord_) - _LÄNGD + 1):
        if tuple(ord_[nr : nr + _LÄNGD]) in följder:
            täckt[nr : nr + _LÄNGD] = [True] * _LÄNGD
    for nr, ett in enumerate(ord_):
        if not täckt[nr] and ett not in alla:
            yield ett
