"""En plan in, det som säger att det bidrar till ett mål ut: målet, och vad som bidrar, så smått att det går att minnas."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.akt.upplankar import nyckel_för

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt.upplankar import Nyckel
    from planverktyg.modell.bidrag import Bidrag
    from planverktyg.modell.plan import Mål, Plandokument


class Givare(NamedTuple):
    """Ett mål eller en indikator som bidrar till ett annat mål."""

    nyckel: Nyckel
    är_indikator: bool
    hur: str
    """direkt eller indirekt."""


def givare_i(plan: Plandokument) -> Iterator[tuple[Nyckel, Givare]]:
    """Målet som något bidrar till, och det som bidrar, i planens ordning.

    Det som redan står direkt under målet, eller nämns två gånger, är med en gång eller inte alls.
    """
    hemma = plan.plan.id
    sedda: set[tuple[Nyckel, Nyckel]] = set()
    for över, id_, är_indikator, bidrag in _bidragen(plan.mål, ""):
        for b in bidrag:
            till, från = nyckel_för(b.mål, hemma), (hemma, id_)
            if till not in (från, (hemma, över)) and (till, från) not in sedda:
                sedda.add((till, från))
                yield till, Givare(från, är_indikator, b.hur)


def _bidragen(målen: tuple[Mål, ...], över: str) -> Iterator[tuple[str, str, bool, tuple[Bidrag, ...]]]:
    for mål in målen:
        yield över, mål.id, False, mål.bidrar_till
        yield from ((mål.id, i.id, True, i.bidrar_till) for i in mål.indikatorer)
        yield from _bidragen(mål.mål, mål.id)
