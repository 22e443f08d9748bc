"""Samma sak skriven på två sätt ska få samma svar. Planerna är påhittade efter frön, så att samma planer prövas varje gång."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.andra_lasning import omskrivningar as om
from tests.andra_lasning.prov import krymp, skriv_filer, verktygets
from tests.andra_lasning.slump import hitta_på

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.andra_lasning.lage import Nod
    from tests.andra_lasning.prov import Svaren

# --- Samma sak, skriven på två sätt -------------------------------------------------------------------


def skillnad(före: Svaren, efter: Svaren) -> list[str]:
    """Svaren som inte är lika."""
    return [f"{vad}: {före.get(vad)} → {efter.get(vad)}" for vad in före | efter if före.get(vad) != efter.get(vad)]


def _pröva(
    skriv_om: Callable[[Nod], Nod], frön: range, *, först: Callable[[Nod], Nod] = lambda fall: fall,
    olika: Callable[[Svaren, Svaren], list[str]] = skillnad,
) -> None:  # fmt: skip
    """Fallen före och efter omskrivningen ska få svar som inte är `olika`; annars visas det första, krympt."""
    ändrade = 0
    for frö in frön:
        fall = först(hitta_på(frö))
        ändrade += skriv_om(fall) != fall
        if olika(verktygets(fall), verktygets(skriv_om(fall))):
            krympt = krymp(fall, lambda f: bool(olika(verktygets(f), verktygets(skriv_om(f)))))
            rader = "\n".join(olika(verktygets(krympt), verktygets(skriv_om(krympt))))
            pytest.fail(
                f"Frö {frö}, krympt:\n{skriv_filer(krympt)}\nomskrivet:\n{skriv_filer(skriv_om(krympt))}\n{rader}"
            )
    assert ändrade > len(frön) / 4, "omskrivningen gjorde nästan ingenting"


def test_korta_och_långa_former_betyder_detsamma() -> None:
    _pröva(om.långa_former, range(1000, 1060))
