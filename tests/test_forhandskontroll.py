"""Kroken för pre-commit: dess kommando körs som filen säger, i ett riktigt git-arkiv, innan en ändring sparas."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.conftest import ROT

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = "format: 1\nplan: {id: p1, namn: Plan 2020, nämnd: Nämnden, år: 2020}\n"


KROKAR = {krok["id"]: krok for krok in yaml.safe_load((ROT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


@pytest.fixture
def arkiv(tmp_path: Path) -> Path:
    """Ett git-arkiv där krokarnas kommandon körs före varje commit, med programmet ur samma miljö som testet."""
    _git(tmp_path, "init", "--quiet")
    _git(tmp_path, "config", "user.name", "Test")
    _git(tmp_path, "config", "user.email", "test@example.org")
    fil = tmp_path / ".git" / "hooks" / "pre-commit"
    fil.parent.mkdir(exist_ok=True)
    miljö = f"export PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH PYTHONPATH={shlex.quote(str(ROT))}"
    kommandon = [krok["entry"] for krok in KROKAR.values()]
    fil.write_text("\n".join(["#!/bin/sh", "set -e", miljö, *kommandon, ""]), encoding="utf-8")
    fil.chmod(0o755)
    return tmp_path


def _git(mapp: Path, *argument: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *argument], cwd=mapp, capture_output=True, text=True, check=False, env=_miljö())


def _miljö() -> dict[str, str]:
    """Miljön utan det som git själv sätter när testerna körs ur en krok."""
    return {namn: värde for namn, värde in os.environ.items() if not namn.startswith("GIT_")}


@pytest.mark.parametrize("namn", ["plan-validera", "plan-skillnad"])
def test_kroken_körs_en_gång_och_vid_varje_commit(namn: str) -> None:
    """Också när en commit bara tar bort filer: då finns ingen fil att välja kroken efter."""
    krok = KROKAR[namn]
    assert (krok["pass_filenames"], krok["always_run"], krok["language"]) == (False, True, "python")
    assert "types" not in krok


@pytest.mark.parametrize(
    ("plan", "sparas"),
    [
        (PLAN, True),
        (PLAN.replace("nämnd:", "nämd:"), False),
        (PLAN + "mål: [{id: m1, nivå: nämdmål, namn: Ett mål}]\n", True),
    ],
    ids=["rätt", "fel", "bara en varning"],
)
def test_en_plan_med_fel_går_inte_att_spara(
    arkiv: Path, skriv: Callable[[str, str], Path], plan: str, *, sparas: bool
) -> None:
    skriv("planer/p1/plan.yaml", plan)
    _git(arkiv, "add", "planer")
    commit = _git(arkiv, "commit", "--message", "En plan")
    assert (commit.returncode == 0) is sparas, commit.stderr
    assert ("STR101" in commit.stderr) is not sparas
    assert bool(_git(arkiv, "log", "--oneline").stdout) is sparas


def test_en_sänkt_ambition_går_inte_att_spara(arkiv: Path, skriv: Callable[[str, str], Path]) -> None:
    mål = "mål: [{id: m1, nivå: nämndmål, namn: M, indikatorer: [{id: i1, namn: I, enhet: antal, målvärde: {minst: 5}}]}]\n"
    for minst, sparas in ((5, True), (6, True), (4, False)):
        skriv("planer/p1/plan.yaml", PLAN + mål.replace("minst: 5", f"minst: {minst}"))
        _git(arkiv, "add", "planer")
        commit = _git(arkiv, "commit", "--message", f"Minst {minst}")
        assert (commit.returncode == 0) is sparas, commit.stdout + commit.stderr
