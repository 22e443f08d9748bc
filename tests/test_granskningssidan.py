"""docs/granskning.md: utskriften är verktygets, undantaget tar undan fyndet, och alla format och kroken finns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import pytest
import yaml

from planverktyg.utgivning.fynd import Fyndformat
from tests.conftest import ROT, git, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIDAN = (ROT / "docs" / "granskning.md").read_text(encoding="utf-8")
YAMLBLOCK = re.findall(r"```yaml\n(.*?)```", SIDAN, re.DOTALL)
PLAN = """\
format: 1
plan:
  id: sn-2021
  namn: Nämndplan 2021
  nämnd: Socialnämnden
  år: 2021
mål:
  - id: trygga
    nivå: nämndmål
    namn: Trygga hela livet
    indikatorer:
      - {id: hvb-dygn, namn: Antal dygn på HVB-hem, enhet: dygn, målvärde: {högst: 2555}}
risker:
  - id: hot
    text: Risk för hot mot personal.
    sannolikhet: 4
    konsekvens: 4
"""


@pytest.fixture
def plan(skriv: Callable[[str, str], Path]) -> Path:
    return skriv("planer/sn-2021/plan.yaml", PLAN)


def test_utskriften_på_sidan_är_den_som_verktyget_skriver(plan: Path, tmp_path: Path) -> None:
    (visat,) = re.findall(r"```text\n(.*?)```", SIDAN, re.DOTALL)
    assert visat in kör_plan("validera", mapp=tmp_path).ut


def test_undantaget_på_sidan_tar_undan_fyndet(plan: Path, tmp_path: Path) -> None:
    (undantag,) = re.findall(r"<!-- undantag -->\n```yaml\n(.*?)```", SIDAN, re.DOTALL)
    plan.write_text(PLAN + undantag.replace("2021-03-31", "2999-12-31"), encoding="utf-8")
    assert "1 fynd är undantaget" in kör_plan("validera", "--strikt", mapp=tmp_path).ut
    plan.write_text(PLAN + undantag, encoding="utf-8")
    assert {"RIS702", "UND904"} <= set(kör_plan("validera", mapp=tmp_path).ut.split())


def test_tabellen_har_varje_format() -> None:
    assert re.findall(r"^\| `(\w+)` \|", SIDAN, re.MULTILINE) == [format_.value for format_ in get_args(Fyndformat)]


def test_kroken_på_sidan_finns(plan: Path, tmp_path: Path) -> None:
    (val,) = [block["repos"][0]["hooks"] for text in YAMLBLOCK if "repos" in (block := yaml.safe_load(text))]
    krokar = yaml.safe_load((ROT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [k["id"] for k in val] == [krok["id"] for krok in krokar]
    assert all(krok["always_run"] for krok in krokar)  # också när en commit bara tar bort en plan
    assert "`args: [--strikt]`" in SIDAN
    assert kör_plan(*krokar[0]["entry"].split()[1:], "--strikt", mapp=tmp_path).kod == 1
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=Planen")
    git(tmp_path, "rm", "--quiet", "-r", ".")
    assert kör_plan(*krokar[1]["entry"].split()[1:], ".", mapp=tmp_path).kod == 1


def test_kommandona_på_sidan_går_att_köra(plan: Path, tmp_path: Path) -> None:
    kommandon = {rad.split(" > ")[0] for rad in re.findall(r"plan (validera --[^\n`]+)", SIDAN)}
    assert len(kommandon) >= 4
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=Planen")
    for kommando in kommandon:
        assert kör_plan(*kommando.split(), mapp=tmp_path).kod == 0, kommando
