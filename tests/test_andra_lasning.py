"""Två läsningar av samma regler ska svara lika, och samma sak skriven på två sätt ska få samma svar.

Planerna är påhittade efter frön, så att samma planer prövas varje gång. Fler prövas med `python bench/andra_lasning.py`.
Ett fall som skiljer sig skrivs ut krympt, med båda svaren.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.andra_lasning import omskrivningar as om
from tests.andra_lasning.prov import krymp, skillnader, skriv_filer, verktygets, visa
from tests.andra_lasning.slump import hitta_på
from tests.andra_lasning.slump.grund import Slump

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.andra_lasning.lage import Nod
    from tests.andra_lasning.prov import Svaren

FRÖN = range(300)
OMGÅNGAR = [FRÖN[n : n + 25] for n in range(0, len(FRÖN), 25)]


@pytest.mark.parametrize("frön", OMGÅNGAR, ids=str)
def test_de_två_läsningarna_svarar_lika(frön: range) -> None:
    for frö in frön:
        fall = hitta_på(frö)
        if skillnader(fall):
            pytest.fail(f"Frö {frö}, krympt:\n{visa(krymp(fall, lambda f: bool(skillnader(f))))}")


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


def skillnad_utan_trend(före: Svaren, efter: Svaren) -> list[str]:
    """Bedömningarna som inte är lika; trenderna får skilja sig."""

    def utan(svaren: Svaren) -> Svaren:
        return {vad: text.split(", trend")[0] for vad, text in svaren.items()}

    return skillnad(utan(före), utan(efter))


def försämrat(före: Svaren, efter: Svaren) -> list[str]:
    """Det som har fått ett sämre steg. Där ett svar kom till eller föll bort är planen en annan att jämföra med."""
    steg = [{vad: int(text[5]) for vad, text in svaren.items() if text.startswith("steg ")} for svaren in (före, efter)]
    if steg[0].keys() != steg[1].keys():
        return []
    return [f"{vad}: {före[vad]} → {efter[vad]}" for vad in steg[0] if steg[1][vad] > steg[0][vad]]


def test_korta_och_långa_former_betyder_detsamma() -> None:
    _pröva(om.långa_former, range(1000, 1060))


def test_ordningen_på_nycklar_och_rader_betyder_ingenting() -> None:
    _pröva(lambda fall: om.omkastad(fall, Slump(1)), range(1100, 1160))


def test_en_annan_enhet_betyder_ingenting() -> None:
    _pröva(om.i_annan_enhet, range(1200, 1260), först=om.utan_hustolerans)


def test_att_skriva_ned_historien_ändrar_bara_trender() -> None:
    _pröva(om.med_historia, range(1300, 1360), först=om.utan_rörelsekrav, olika=skillnad_utan_trend)


def test_prognoserna_i_ett_orört_delår_betyder_ingenting_vid_årets_slut() -> None:
    _pröva(om.utan_prognoser_vid_årets_slut, range(1400, 1460))


def test_bättre_värden_försämrar_aldrig_något_ovanför() -> None:
    _pröva(om.bättre_sist, range(1500, 1620), olika=försämrat)
