"""Kroken för pre-commit: dess kommando körs som filen säger, i ett riktigt git-arkiv, innan en ändring sparas."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conftest import ROT

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = "format: 1\nplan: {id: p1, namn: Plan 2020, nämnd: Nämnden, år: 2020}\n"


@pytest.fixture
def krok() -> dict[str, Any]:
    (krok,) = yaml.safe_load((ROT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert isinstance(krok, dict)
    return krok


@pytest.fixture
def arkiv(tmp_path: Path, krok: dict[str, Any]) -> Path:
    """Ett git-arkiv där krokens kommando körs före varje commit, med programmet ur samma miljö som testet."""
    _git(tmp_path, "init", "--quiet")
    _git(tmp_path, "config", "user.name", "Test")
    _git(tmp_path, "config", "user.email", "test@example.org")
    fil = tmp_path / ".git" / "hooks" / "pre-commit"
    fil.parent.mkdir(exist_ok=True)
    miljö = f"PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH PYTHONPATH={shlex.quote(str(ROT))}"
    fil.write_text(f"#!/bin/sh\n{miljö} {krok['entry']}\n", encoding="utf-8")
    fil.chmod(0o755)
    return tmp_path


def _git(mapp: Path, *argument: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *argument], cwd=mapp, capture_output=True, text=True, check=False, env=_miljö())


def _miljö() -> dict[str, str]:
    """Miljön utan det som git själv sätter när testerna körs ur en krok."""
    return {namn: värde for namn, värde in os.environ.items() if not namn.startswith("GIT_")}


def test_kroken_gäller_hela_trädet_när_en_yaml_fil_ändras(krok: dict[str, Any]) -> None:
    assert krok["id"] == "plan-validera"
    assert (krok["pass_filenames"], krok["types"], krok["language"]) == (False, ["yaml"], "python")


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
