"""En tabell där målen står i egna kolumner bredvid sina indikatorer in, målet för varje rad ut."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.blanketter.importera.block import Block, på_en_rad
from planverktyg.blanketter.importera.regler.indikatorer import REGEL
from planverktyg.blanketter.importera.regler.tabellregel import normalrubrik

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.blanketter.importera.delar.mal import Målträd


class Målgrupp(NamedTuple):
    """Rader under samma mål: målen som börjar där, och deras indikatorer som en egen tabell."""

    mål: tuple[tuple[str, str], ...]
    """Nivå och namn, det översta först."""
    tabell: Block


def dela_efter_mål(block: Block, mål: Målträd) -> list[Målgrupp] | None:
    """Tabellen delad efter sina mål. None när inga kolumner är mål, eller resten inte är indikatorer."""
    rubriker = [normalrubrik(på_en_rad(r)) for r in block.rader[0]]
    nivåer = {nr: mål.nivån(r) for nr, r in enumerate(rubriker) if r in mål.nivåer and _är_namn(block, nr)}
    övriga = [nr for nr in range(len(rubriker)) if nr not in nivåer]
    if not nivåer or REGEL.kolumnerna([block.rader[0][nr] for nr in övriga]) is None:
        return None
    return list(_grupperna(block, nivåer, övriga))


def _är_namn(block: Block, nr: int) -> bool:
    """Om kolumnen har meningar och inte målvärden."""
    skrivna = [på_en_rad(rad[nr]) for rad in block.rader[1:] if rad[nr].strip()]
    return (
        bool(skrivna)
        and not any(ruta[:1].isdigit() for ruta in skrivna)
        and sum(map(len, skrivna)) >= 12 * len(skrivna)
    )


def _grupperna(block: Block, nivåer: dict[int, str], övriga: list[int]) -> Iterator[Målgrupp]:
    huvud = [block.rader[0][nr] for nr in övriga]
    senast: dict[int, str] = {}
    nya: tuple[tuple[str, str], ...] = ()
    rader: list[list[str]] = []
    for rad in block.rader[1:]:
        skrivna = {nr: på_en_rad(rad[nr]) for nr in nivåer if rad[nr].strip()}
        börjar = [nr for nr, namn in skrivna.items() if senast.get(nr) != namn]
        if börjar:
            if rader:
                yield Målgrupp(nya, Block("tabell", rad=block.rad, rader=[huvud, *rader]))
            nya = tuple((nivåer[nr], skrivna[nr]) for nr in sorted(skrivna) if nr >= min(börjar))
            senast, rader = senast | skrivna, []
        rader.append([rad[nr] for nr in övriga])
    yield Målgrupp(nya, Block("tabell", rad=block.rad, rader=[huvud, *rader]))
