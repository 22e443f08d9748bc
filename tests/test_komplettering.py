"""Tabb i terminalen: det som kan stå härnäst, ur projektets egna planer."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from planverktyg.kommandon.terminal.komplettering import SKRIPT
from tests.conftest import ROT, kör_plan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("skrivet", "föreslås"),
    [
        ([""], ["validera", "status", "rapport"]),
        (["rap"], ["rapport"]),
        (["rapport", "asn"], ["asn-2020", "asn-atgardsplan-2019"]),
        (["rapport", "202"], ["2020", "2021", "2022", "2024"]),
        (["rapport", "asn-2020", "--del"], ["--delår"]),
        (["rapport", "asn-2020", "--delår", ""], ["1", "2"]),
        (["status", "asn-2020", "--period", "delår 2"], ["delår 2", "delår 2 2020"]),
        (["status", "2020", "--enhet", "A"], ["ASN"]),
        (["status", "asn-2020", "--mål", "hvb"], ["hvb-dygn", "hvb-helarsplaceringar"]),
        (["utfall", "asn-2020", "--delår", "2", "hvb"], ["hvb-dygn", "hvb-helarsplaceringar"]),
        (["historik", "hvb-d"], ["hvb-dygn"]),
        (["validera", "--allvar", ""], ["fel", "varning", "notis"]),
        (["rapport", "2020", "--format", ""], ["text", "markdown", "html", "pdf", "docx"]),
        (["besluta", "asn-2020", "--status", "r"], ["reviderad"]),
        (["blankett", "asn-2020", "--per", ""], ["ansvarig"]),
        (["regel", "IND30"], ["IND301", "IND302", "IND303"]),
        (["format", "indik"], ["indikator"]),
        (["ny", ""], ["kommun", "plan", "uppföljning"]),
        (["ny", "plan", "--kommun", "t"], ["tyreso"]),
        (["validera", "pla"], []),
        (["finns-inte", "x"], []),
        (["rapport", "finns-inte", "--delår", ""], []),
        (["status", "2020", "för", "många", ""], []),
    ],
)
def test_det_som_kan_stå_härnäst(skrivet: list[str], föreslås: list[str]) -> None:
    körning = kör_plan("--komplettera", *skrivet)
    assert (körning.kod, körning.fel) == (0, "")
    assert körning.ut.splitlines()[: len(föreslås)] == föreslås
    assert föreslås or körning.ut == ""


@pytest.mark.parametrize("skal", ["bash", "zsh", "fish"])
def test_skriptet_läggs_där_skalet_letar(skal: str, tmp_path: Path) -> None:
    körningar = [  # också när det redan finns
        kör_plan("--install-completion", HOME=str(tmp_path), SHELL=f"/usr/bin/{skal}") for _ in range(2)
    ]
    assert [körning.kod for körning in körningar] == [0, 0], körningar
    (fil,) = (f for f in tmp_path.rglob("*") if f.is_file())
    assert fil.read_text(encoding="utf-8") == SKRIPT[skal]
    assert str(fil) in körningar[-1].fel


def test_ett_okänt_skal_får_veta_vilka_som_finns(tmp_path: Path) -> None:
    körning = kör_plan("--install-completion", HOME=str(tmp_path), SHELL="/bin/csh")
    assert (körning.kod, körning.ut) == (2, "")
    assert "bash, zsh, fish eller powershell" in körning.fel
    assert kör_plan("--install-completion", "powershell").ut == SKRIPT["powershell"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash finns inte på maskinen")
def test_bash_fyller_i_och_citerar(tmp_path: Path) -> None:
    """Skriptet körs i ett riktigt skal, med orden som bash ger det när någon trycker på tabb."""
    program = tmp_path / "plan"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROT}" exec "{sys.executable}" -m planverktyg "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    tryck = 'COMP_WORDS=(plan status asn-2020 --period del); COMP_CWORD=4; _plan; printf "%s\\n" "${COMPREPLY[@]}"'
    process = subprocess.run(
        ["bash", "-c", f"PATH={tmp_path}:$PATH\n{SKRIPT['bash']}\n{tryck}"],
        cwd=ROT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout.splitlines()[0].startswith(("delår\\ 1", "$'del"))
    assert len(process.stdout.splitlines()) >= 2
