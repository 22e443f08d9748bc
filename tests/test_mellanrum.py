"""Hårda mellanslag: belopp, datum och perioder delas aldrig mellan två rader, och inget annat ändras."""

from __future__ import annotations

import pytest

from planverktyg.utgivning.ord.mellanrum import hårda_i_markdown, hårda_mellanslag


@pytest.mark.parametrize(
    ("text", "fast"),
    [
        ("6,5 mnkr", "6,5_mnkr"),
        ("222 tkr och 8 kr", "222_tkr och 8_kr"),
        ("den 31 augusti 2020", "den 31_augusti_2020"),
        ("sedan 31 augusti", "sedan 31_augusti"),
        ("(delår 1)", "(delår_1)"),
        ("tertial 2 2020", "tertial_2 2020"),
        ("§ 97", "§_97"),
        ("20 hög: Risk 1 ↑, 3 förut", "20 hög: Risk_1_↑, 3_förut"),
        ("6 767 tkr, 1 234 567", "6_767_tkr, 1_234_567"),
        ("= ca 4,8 mnkr", "= ca_4,8_mnkr"),
        ("↑ ökat från 15, → ◐ delvis", "↑_ökat från 15, → ◐_delvis"),
        ("3 × 5, S × K", "3_×_5, S_×_K"),
        ("3 kronor, 4 majblommor, augusti 20", "3 kronor, 4 majblommor, augusti 20"),
    ],
)
def test_mellanslagen(text: str, fast: str) -> None:
    assert hårda_mellanslag(text) == fast.replace("_", "\u00a0")
    assert hårda_mellanslag(text).replace("\u00a0", " ") == text


def test_rubrikernas_ankare_är_desamma() -> None:
    assert hårda_i_markdown("◐ delvis ↗ bättre") == "◐ delvis ↗ bättre", "går att söka på"
    assert hårda_i_markdown("## Sedan delår 1\nSedan delår 1") == "## Sedan delår 1\nSedan delår\u00a01"
