"""Gränserna räknar rätt sak: tecken och tid, inte bara antal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.syntax import läs
from planverktyg.arkiv.syntax.byggare import MEST_UPPREPAD_TEXT
from planverktyg.granskning.personuppgifter import har_epostadress, har_telefonnummer
from planverktyg.modell.grund import svenska
from planverktyg.modell.grund.svenska import menade_du

if TYPE_CHECKING:
    from collections.abc import Callable


def test_hänvisningar_får_inte_upprepa_hur_mycket_text_som_helst() -> None:
    """Tre megabyte text och tusen hänvisningar var sex gigabyte."""
    lång = "x" * 1_000_000
    källa = f'a: &t "{lång}"\nb: [{", ".join(["*t"] * 10)}]\n'
    träd, fynd = läs(källa.encode(), "a.yaml")
    assert (träd, [f.kod for f in fynd]) == (None, ["STR006"])
    assert läs(källa.replace("*t, " * 6, "").encode(), "a.yaml")[1] == []
    assert MEST_UPPREPAD_TEXT == 5_000_000


def test_gissningarna_har_ett_tak() -> None:
    """Tusen felstavade ord mot tusen rätta jämförs inte alla med alla; de första får förslag."""
    rätta = [f"indikator-nummer-{nummer}-a" for nummer in range(1_000)]
    svar = [menade_du(f"indikatr-nummer-{nummer}-a", rätta) for nummer in range(1_000)]
    assert svar[0] == "indikator-nummer-0-a"
    assert sum(ett is not None for ett in svar) == svenska.MEST_JÄMFÖRT // 1_000 + 1


def test_ett_ord_utan_rimlig_längd_gissas_inte() -> None:
    assert menade_du("x" * 100_000, ["x" * 99_999]) is None


@pytest.mark.parametrize("pröva", [har_epostadress, har_telefonnummer])
@pytest.mark.parametrize("bit", ["ord ", "a.b", "0", "08-123 45 67 växel ", "växel 08-123 45 67, "])
def test_personuppgifter_letas_i_lång_text(pröva: Callable[[str], bool], bit: str) -> None:
    """Kvadratisk tid hade tagit minuter."""
    pröva(bit * (400_000 // len(bit)) + "@")


def test_en_vanlig_adress_hittas_ändå() -> None:
    assert har_epostadress("Skriv till anna.berg@tyreso.se i dag")
    assert not har_epostadress("Skriv till socialnamnden@tyreso.se")
    assert har_telefonnummer("Ring 08-123 45 67")
    assert not har_telefonnummer("Ring växeln 08-123 45 67")


def test_en_miljon_dubbletter_blir_hundra_fynd_och_ett_antal() -> None:
    """Ett fynd för varje tog fem gigabyte. Hela raden visas för dem som är kvar."""
    källa = "{" + ", ".join(["a: 1"] * 20_000) + "}\n"
    _, fynd = läs(källa.encode(), "a.yaml")
    assert [f.kod for f in fynd] == ["STR005"] * 101
    assert fynd[-1].text == "19\u00a0899 nycklar till i filen finns redan. Den sista står här."
    assert fynd[-1].plats.kolumn == källa.rindex("a: 1") + 1
