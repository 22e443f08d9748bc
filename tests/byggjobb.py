"""Ett jobb hos en värd, för testerna av byggserver/: ett verkligt arkiv, en grund kopia av det, och miljön som värden ger."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
from contextlib import ExitStack, chdir
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

import pytest

from tests.conftest import ROT, Körning, läs_slutkod

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vardserver import Låtsasvärd

SKRIPT = ROT / "byggserver" / "kommentera.py"
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
"""
MILDARE = PLAN.replace("högst: 2555", "högst: 3000")
LÅTSASPLAN = """\
import os, pathlib, sys
if os.environ.get("LATSASPLAN_FEL"):
    sys.stderr.write(os.environ["LATSASPLAN_FEL"])
    sys.exit(2)
assert not {"PLAN_NYCKEL", "PLAN_GITLAB_TOKEN"} & set(os.environ), "verktyget fick nyckeln"
sys.stdout.write(pathlib.Path(os.environ["LATSASPLAN"]).read_text(encoding="utf-8"))
pathlib.Path(os.environ["LATSASPLAN"] + ".argv").write_text(" ".join(sys.argv[1:]))
"""


class Arkiv(NamedTuple):
    """Ett arkiv hos värden, och commiterna före och efter ändringen."""

    mapp: Path
    bas: str
    ändring: str


def ren_miljö() -> dict[str, str]:
    """Maskinens miljö, utan det som hör till en värd eller en annan körning av git."""
    return {n: v for n, v in os.environ.items() if not n.startswith(("GITHUB_", "GITLAB_", "CI", "GIT_", "PLAN_"))}


def git(mapp: Path, *argument: str) -> str:
    """Kör git för testet, oberoende av maskinens inställningar."""
    inställningar = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "init.defaultBranch=main"]
    inställningar += ["-c", "init.templateDir="]
    process = subprocess.run(
        ["git", *inställningar, *argument], cwd=mapp, env=ren_miljö(), capture_output=True, text=True, check=True
    )
    return process.stdout.strip()


def gör_arkiv(mapp: Path, *planer: str) -> Arkiv:
    """Ett arkiv med en commit för varje lydelse av planen. Ändringen är den sista, och basen den före."""
    fil = mapp / "planer" / "sn-2021" / "plan.yaml"
    fil.parent.mkdir(parents=True)
    git(mapp, "init", "--quiet")
    commiter: list[str] = []
    for text in planer:
        fil.write_text(text, encoding="utf-8")
        git(mapp, "add", ".")
        git(mapp, "commit", "--quiet", "--allow-empty", "--message", "plan")
        commiter.append(git(mapp, "rev-parse", "HEAD"))
    return Arkiv(mapp, bas=commiter[-2], ändring=commiter[-1])


def klona_grunt(arkiv: Arkiv, kopia: Path) -> None:
    """En kopia med bara den senaste commiten, som värden gör den."""
    git(arkiv.mapp, "clone", "--quiet", "--depth=1", f"file://{arkiv.mapp}", str(kopia))


class Mall(NamedTuple):
    """Ett arkiv och en grund kopia av det, att göra flera jobb av: att kopiera mappar är billigare än att köra git."""

    arkiv: Arkiv
    kopia: Path

    def kopiera(self, mapp: Path) -> tuple[Arkiv, Path]:
        """Ett eget arkiv och en egen kopia av det."""
        arkiv = self.arkiv._replace(mapp=shutil.copytree(self.arkiv.mapp, mapp / "arkiv"))
        kopia = shutil.copytree(self.kopia, mapp / "kopia")
        inställningar = kopia / ".git" / "config"
        text = inställningar.read_text(encoding="utf-8")
        assert str(self.arkiv.mapp) in text
        inställningar.write_text(text.replace(str(self.arkiv.mapp), str(arkiv.mapp)), encoding="utf-8")
        return arkiv, kopia


class Jobb:
    """Ett jobb hos värden: en grund kopia av arkivet, och miljön som värden ger."""

    def __init__(self, mall: Mall, värd: Låtsasvärd, mapp: Path) -> None:
        self.arkiv, self.kopia = mall.kopiera(mapp)
        arkiv = self.arkiv
        self.text = mapp / "text.md"
        self.låtsa("## Ändringen försvagar planen\n")
        (mapp / "latsas" / "planverktyg").mkdir(parents=True)
        (mapp / "latsas" / "planverktyg" / "__init__.py").touch()
        (mapp / "latsas" / "planverktyg" / "__main__.py").write_text(LÅTSASPLAN, encoding="utf-8")
        händelse = {"pull_request": {"number": 7, "base": {"sha": arkiv.bas}, "head": {"sha": arkiv.ändring}}}
        self.händelse = mapp / "handelse.json"
        self.händelse.write_text(json.dumps(händelse), encoding="utf-8")
        self.sammanfattning = mapp / "sammanfattning.md"
        self.github = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": värd.adress,
            "GITHUB_REPOSITORY": "kommunen/planer",
            "GITHUB_EVENT_PATH": str(self.händelse),
            "GITHUB_STEP_SUMMARY": str(self.sammanfattning),
            "PLAN_NYCKEL": "hemlig",
        }
        self.gitlab = {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": värd.adress,
            "CI_MERGE_REQUEST_PROJECT_ID": "11",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": arkiv.bas,
            "CI_COMMIT_SHA": arkiv.ändring,
            "PLAN_SAMMANFATTNING": str(self.sammanfattning),
            "PLAN_GITLAB_TOKEN": "hemlig",
        }
        self.pythonväg = mapp / "latsas"

    def låtsa(self, text: str) -> None:
        """Det som det låtsade verktyget skriver."""
        self.text.write_text(text, encoding="utf-8", newline="")

    def _miljö(self, värdens: dict[str, str] | None, egna: dict[str, str]) -> dict[str, str]:
        fasta = {"PYTHONPATH": str(self.pythonväg), "LATSASPLAN": str(self.text), "no_proxy": "127.0.0.1"}
        return ren_miljö() | fasta | {"PLAN_VANTETID": "5"} | (self.github if värdens is None else värdens) | egna

    def kör(self, värdens: dict[str, str] | None = None, **miljö: str) -> Körning:
        """Kör skriptet i testets process. Verktyget startar det som hos värden, i en egen."""
        ut, fel = BytesIO(), BytesIO()
        with ExitStack() as efteråt:
            efteråt.enter_context(patch.dict(os.environ, self._miljö(värdens, miljö), clear=True))
            efteråt.enter_context(chdir(self.kopia))
            efteråt.enter_context(patch.object(sys, "argv", [str(SKRIPT)]))
            efteråt.enter_context(patch.object(sys, "path", [str(SKRIPT.parent), *sys.path]))
            efteråt.enter_context(patch.object(sys, "stdout", TextIOWrapper(ut, "utf-8", write_through=True)))
            efteråt.enter_context(patch.object(sys, "stderr", TextIOWrapper(fel, "utf-8", write_through=True)))
            with pytest.raises(SystemExit) as slut:
                runpy.run_path(str(SKRIPT), run_name="__main__")
            return Körning(läs_slutkod(slut.value), ut.getvalue().decode(), fel.getvalue().decode())

    def kör_process(self, värdens: dict[str, str] | None = None, **miljö: str) -> Körning:
        """Kör skriptet som värden gör, i en egen process: där svaret kan dröja, och där det är processen som prövas."""
        process = subprocess.run(
            [sys.executable, SKRIPT],
            cwd=self.kopia,
            env=self._miljö(värdens, miljö),
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Körning(process.returncode, process.stdout.decode(), process.stderr.decode())

    @property
    def sammanfattat(self) -> str:
        """Det som står i sammanfattningen."""
        return self.sammanfattning.read_text(encoding="utf-8")
