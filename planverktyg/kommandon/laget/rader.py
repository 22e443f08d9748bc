"""Stycken och tabeller in, raderna som de blir i terminalen ut. Utan färg används Rich bara för att mäta hur bred en text är.

Richs egen text och tabell kan mycket mer, och mäter och lägger ut varje cell flera gånger: det var en sjättedel av `plan status`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, Protocol, TypeAlias

from rich.cells import cell_len, chop_cells, set_cell_size

from planverktyg.utgivning.bitar import Bit, målare

Långt: TypeAlias = Literal["delas", "kortas", "en rad"]
"""Vad som görs med det som inte får plats: ett långt ord delas eller kortas, eller hela texten kortas till en rad."""

LUFT = "  "
"""Mellan två kolumner."""
SMALAST = 20
"""Så bred är namnets kolumn minst: i en smal terminal blir raderna längre än den, men inget namn försvinner."""
_ORD = re.compile(r"\s*\S+\s*")


class Utskrift(Protocol):
    """Något som skrivs i terminalen."""

    def rader(self, bredd: int) -> Iterator[list[Bit]]:
        """Raderna, när terminalen är så bred."""
        ...


class Stycke(NamedTuple):
    """Löpande text."""

    bitar: Sequence[Bit]

    def rader(self, bredd: int) -> Iterator[list[Bit]]:
        """Texten bruten mellan orden."""
        return bryt(self.bitar, bredd, "delas")


def stycke(text: str, stil: str = "") -> Stycke:
    """Text med en enda stil."""
    return Stycke([(text, stil)])


class Rad(NamedTuple):
    """De smala cellerna i en tabell, och namnet med sitt indrag."""

    celler: Sequence[Bit]
    namn: Sequence[Bit]
    indrag: int = 0
    långt: Långt = "kortas"


class Tabell:
    """Smala kolumner, och sist namnet, som får resten av bredden och bryts under sig självt.

    `till_höger` är numren på kolumnerna med tal.
    """

    def __init__(self, rubriker: Sequence[str], rader: Iterable[Rad], *, till_höger: Sequence[int] = ()) -> None:
        *smala, sist = ((rubrik, "dim") for rubrik in rubriker)
        self._rader = [Rad(smala, [sist]), *rader] if any(rubriker) else list(rader)
        self._till_höger = till_höger

    def rader(self, bredd: int) -> Iterator[list[Bit]]:
        """Tabellen rad för rad."""
        fyllda = [[cell_len(text) for text, _ in rad.celler] for rad in self._rader if rad.celler]
        bredder = [max(kolumn) for kolumn in zip(*fyllda, strict=True)]
        smala = sum(bredder) + len(LUFT) * len(bredder)
        plats = max(bredd - smala, SMALAST)
        for rad in self._rader:
            början = self._celler(rad.celler, bredder)
            for delen in bryt(rad.namn, plats - rad.indrag, rad.långt):
                yield [*början, (" " * rad.indrag, ""), *delen]
                början = [(" " * smala, "")]

    def _celler(self, celler: Sequence[Bit], bredder: Sequence[int]) -> list[Bit]:
        bitar: list[Bit] = []
        for nummer, ((text, stil), bredd) in enumerate(zip(celler, bredder, strict=False)):
            fyllning = " " * (bredd - cell_len(text))
            bitar += [(fyllning + text if nummer in self._till_höger else text + fyllning, stil), (LUFT, "")]
        return bitar


def bryt(bitar: Sequence[Bit], bredd: int, långt: Långt) -> Iterator[list[Bit]]:
    """Bitarna på rader som inte är bredare än bredden."""
    plats = 0
    for rad in "".join(text for text, _ in bitar).split("\n"):
        början = [0] if långt == "en rad" else _radernas_början(rad, bredd, delas=långt == "delas")
        for från, till in zip(början, [*början[1:], len(rad)], strict=True):
            visas = rad[från:till].rstrip()
            if cell_len(visas) > bredd:
                visas = f"{set_cell_size(visas, bredd - 1)}…"
            yield list(_med_stil(visas, bitar, plats + från))
        plats += len(rad) + 1


def _radernas_början(text: str, bredd: int, *, delas: bool) -> list[int]:
    """Platserna i texten där en rad börjar. Ett ord som är bredare än bredden står på egna rader."""
    platser, fyllt = [0], 0
    for ord_ in _ORD.finditer(text):
        längd, start = cell_len(ord_[0].rstrip()), ord_.start()
        if längd <= bredd - fyllt:
            fyllt += cell_len(ord_[0])
            continue
        delar = chop_cells(ord_[0], bredd) if delas and längd > bredd else [ord_[0]]
        for del_ in delar:
            platser += [start] if start else []
            start += len(del_)
        fyllt = cell_len(delar[-1])
    return platser


def _med_stil(text: str, bitar: Sequence[Bit], början: int) -> Iterator[Bit]:
    """Texten med den stil som bitarna har från och med platsen."""
    plats = -början
    for bit, stil in bitar:
        if del_ := text[max(plats, 0) : max(plats + len(bit), 0)]:
            yield del_, stil
        plats += len(bit)


def som_text(delar: Iterable[Utskrift], *, bredd: int, färg: bool) -> str:
    """Det som skrivs."""
    return målare(bredd=bredd, färg=färg)(rad for del_ in delar for rad in del_.rader(bredd))
