"""`plan validera --bas REV`: bara det som har tillkommit sedan en revision, i riktiga git-förråd."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Skriv = Callable[[str, str | bytes], Path]

HUVUD = "format: 1\nplan: {id: sn-2020, namn: Plan, nämnd: Nämnden, år: 2020}\n"
MÅL = "mål:\n  - id: m\n    nivå: nämndmål\n    namn: Målet\n    indikatorer:\n"
DYGN = "      - {id: dygn, namn: Dygn, enhet: dygn}\n"
BESÖK = "      - {id: besok, namn: Besök, enhet: besök}\n"


@pytest.fixture
def förråd(skriv: Skriv, tmp_path: Path) -> Path:
    """Ett förråd med en plan vars indikator saknar målvärde."""
    skriv("planer/sn/plan.yaml", HUVUD + MÅL + DYGN)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=Planen")
    return tmp_path


def test_utan_ändring_visas_inget(förråd: Path) -> None:
    körning = kör_plan("validera", "--bas", "main", mapp=förråd)
    assert (körning.kod, körning.ut) == (0, "1 fil kontrollerad: inget att anmärka.\n")
    assert "fanns redan i main och visas inte" in körning.fel


def test_ett_nytt_fynd_visas_fast_raderna_har_flyttat(förråd: Path, skriv: Skriv) -> None:
    skriv("planer/sn/plan.yaml", "# En kommentar överst.\n" + HUVUD + MÅL + BESÖK + DYGN)
    ut = kör_plan("validera", "--bas", "main", mapp=förråd).ut
    assert "Indikatorn besok har inget målvärde." in ut
    assert "Indikatorn dygn har inget målvärde." not in ut


def test_ett_nytt_fel_ger_slutkod_1_och_ett_gammalt_inte(förråd: Path, skriv: Skriv) -> None:
    trasig = HUVUD + MÅL + "      - {id: dygn, namn: Dygn, enhet: dygn, målvärde: 25}\n"
    skriv("planer/sn/plan.yaml", trasig)
    assert kör_plan("validera", "--bas", "main", mapp=förråd).kod == 1
    git(förråd, "commit", "--quiet", "--all", "--message=Felet")
    assert kör_plan("validera", "--bas", "HEAD", mapp=förråd).kod == 0


def test_en_ny_plan_jämförs_med_ingenting(förråd: Path, skriv: Skriv) -> None:
    skriv("planer/bun/plan.yaml", HUVUD.replace("sn-2020", "bun-2020") + MÅL + DYGN)
    ut = kör_plan("validera", "planer/bun", "--bas", "main", mapp=förråd).ut
    assert "Indikatorn dygn har inget målvärde." in ut


@pytest.mark.parametrize(
    ("bas", "text"), [("finns-inte", "finns-inte finns inte i förrådet."), ("-x", "-x finns inte i förrådet.")]
)
def test_en_revision_som_inte_finns_är_fel_användning(förråd: Path, bas: str, text: str) -> None:
    körning = kör_plan("validera", f"--bas={bas}", mapp=förråd)
    assert (körning.kod, körning.ut) == (2, "")
    assert text in körning.fel


def test_utan_git_sägs_det(skriv: Skriv, tmp_path: Path) -> None:
    skriv("planer/sn/plan.yaml", HUVUD + MÅL + DYGN)
    körning = kör_plan("validera", "--bas", "main", mapp=tmp_path)
    assert (körning.kod, körning.ut) == (2, "")
    assert "git-förråd" in körning.fel
