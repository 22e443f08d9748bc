"""Vägen in: sidan kom-igang.md följd rad för rad i en tom mapp, och vad kommandona säger där inget finns än."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from planverktyg import __version__
from tests.conftest import ROT, git, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

SIDAN = (ROT / "docs" / "kom-igang.md").read_text(encoding="utf-8")


def test_sidan_går_att_följa_från_en_tom_mapp(tmp_path: Path) -> None:
    """Raderna i de block som är märkta körs i ordning, som den nya användaren gör."""
    block = re.findall(r"<!-- körs -->\n```console\n(.*?)```", SIDAN, re.DOTALL)
    rader = [rad for ett in block for rad in ett.splitlines()]
    assert len(rader) >= 14
    for rad in rader:
        program, *argument = shlex.split(rad)
        if program == "git":
            git(tmp_path, *argument)
            continue
        körning = kör_plan(*argument, mapp=tmp_path)
        assert körning.kod == 0, (rad, körning.ut, körning.fel)
    assert (tmp_path / "planer/exempelby/sn-2027/plan.yaml").exists()
    assert (tmp_path / "plandokument.html").exists()


def test_sidan_nämner_den_version_som_finns() -> None:
    assert set(re.findall(r"planverktyg-(\d+\.\d+\.\d+)-py3", SIDAN)) == {__version__}
    assert set(re.findall(r"@v(\d+\.\d+\.\d+)", SIDAN)) == {__version__}


@pytest.mark.parametrize(
    "argument",
    ["validera", "status 2020", "rapport sn-2020", "dokument 2020", "utfall sn-2020 id 1", "historik id", ("besluta sn-2020 "
     "--datum 2020-01-01 --paragraf 1"), "ny uppföljning sn-2020 --delår 2", "ny plan --från sn-2020"],
)  # fmt: skip
def test_i_en_tom_mapp_sägs_var_man_börjar(argument: str, tmp_path: Path) -> None:
    körning = kör_plan(*argument.split(), mapp=tmp_path)
    assert (körning.kod, körning.ut) == (2, "")
    assert körning.fel == (
        "Här finns inga planer. Stå i mappen ovanför planer/, ange en sökväg, eller börja med plan ny kommun.\n"
    )
    assert not list(tmp_path.iterdir())
