"""`plan status` på Tyresös plan: målträdet och förklaringarna, som facit säger."""

from __future__ import annotations

import pytest

from tests.conftest import jämför_med_facit, kör_plan


@pytest.mark.parametrize(
    ("namn", "argument", "kolumner"),
    [
        ("status-80.txt", "status 2020 --delår 2", "80"),
        ("status-200.txt", "status asn-2020 --delår 2", "200"),
        ("status-delar-1.txt", "status planer/tyreso/asn-2020 --delar 1", "120"),
        ("status-hvb-dygn.txt", "status 2020 --delår 2 --mål hvb-dygn", "80"),
        ("status-drogprevention.txt", "status 2020 --delår 2 --mål drogprevention", "80"),
        ("status-hme-totalindex.txt", "status 2020 --delår 2 --mål hme-totalindex", "80"),
        ("status-framskrivning.txt", "status 2020 --delår 1 --mål hvb-helarsplaceringar", "80"),
    ],
)
def test_status(namn: str, argument: str, kolumner: str) -> None:
    körning = kör_plan(*argument.split(), COLUMNS=kolumner)
    assert körning.kod == 0, körning.fel
    assert max(map(len, körning.ut.splitlines())) <= int(kolumner)
    jämför_med_facit(namn, körning.ut)


def test_utan_period_visas_den_senaste_och_det_sägs() -> None:
    körning = kör_plan("status", "asn-2020")
    assert körning.fel == "asn-2020: visar delår 2 2020, den senaste uppföljningen.\n"
    assert körning.ut == kör_plan("status", "asn-2020", "--delår", "2").ut


def test_exempel_sägs_alltid() -> None:
    for argument in (["--delår", "1"], ["--delår", "2"], ["--delår", "2", "--mål", "hvb-dygn"]):
        assert "EXEMPEL: värdena i uppföljningen är påhittade." in kör_plan("status", "2020", *argument).ut
