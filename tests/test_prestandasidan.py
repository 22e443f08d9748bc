"""Sidan om prestanda: arbetsflödet som delar arbetet efter kommun ger samma fynd som en enda körning."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import yaml

from tests.conftest import ROT, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

SIDAN = (ROT / "docs" / "prestanda.md").read_text(encoding="utf-8")


def arbetsflödet() -> Any:
    träff = re.search(r"<!-- delat arbetsflöde -->\n```yaml\n(.*?)```", SIDAN, re.DOTALL)
    assert träff
    return yaml.safe_load(träff[1])


def test_två_delar_ger_samma_fynd_som_en_körning(tmp_path: Path) -> None:
    for nummer in range(4):
        mapp = tmp_path / "planer" / f"kommun {nummer}"
        (mapp / "plan").mkdir(parents=True)
        (mapp / "kommun.yaml").write_text(f"format: 1\nkommun: {{id: k{nummer}, namn: K}}\n", encoding="utf-8")
        fel = "" if nummer % 2 else "okänd: 1\n"
        plan = f"format: 1\nplan: {{id: p{nummer}, namn: P, nämnd: N, år: 2020}}\n{fel}"
        (mapp / "plan" / "plan.yaml").write_text(plan, encoding="utf-8")
    (tmp_path / "planer" / "schema").mkdir()
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "plan"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m planverktyg "$@"\n')
    program.chmod(0o755)
    steg = arbetsflödet()["jobs"]["validera"]["steps"][-1]["run"]
    miljö = os.environ | {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROT),
        "PLAN_CACHE": "nej",
    }
    delar = [
        subprocess.run(
            ["bash", "-o", "pipefail", "-c", steg],
            cwd=tmp_path,
            env=miljö | {"DEL": str(n), "DELAR": "2"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        for n in range(2)
    ]
    allt = kör_plan("validera", "--kort", mapp=tmp_path)
    assert [del_.returncode != 0 for del_ in delar].count(True) == 1, [del_.stderr for del_ in delar]
    assert allt.kod == 1
    assert sorted(rad for del_ in delar for rad in del_.stdout.splitlines() if rad.startswith("planer")) == sorted(
        rad for rad in allt.ut.splitlines() if rad.startswith("planer")
    )


def test_tabellen_på_sidan_är_den_sparade() -> None:
    """Raderna på sidan är de i bench/resultat.json, med samma kvoter."""
    import json

    rader = json.loads((ROT / "bench" / "resultat.json").read_text(encoding="utf-8"))["rader"]
    for namn, rad in rader.items():
        visad = next((r for r in SIDAN.splitlines() if r.startswith(f"| {namn} |".replace(".", ","))), "")
        assert f"{rad['kvot']:.2f}".replace(".", ",") in visad, namn
