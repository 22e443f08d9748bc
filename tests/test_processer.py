"""Många mappar i flera processer: samma svar hur många de än är, och inga processer kvar när något avbryts."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import Arkiv
from planverktyg.kommandon.granskat import processer, provning
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Mapp
    from planverktyg.granskning.granskare import Granskare
    from planverktyg.kommandon.granskat.provning import Prövat

PLAN = """format: 1
plan: {{id: {id}, namn: Plan {id}, nämnd: Nämnden, år: {år}{före}}}
mål:
  - id: m
    nivå: mål
    namn: Trygga hela livet
    indikatorer:
      - {{id: i, namn: Antal dygn, enhet: dygn, utgångsvärde: {{värde: 5, avser: 2000}}, målvärde: {{högst: 10}}}}
"""
UPPFÖLJNING = "format: 1\nuppföljning: {{plan: {id}, period: helår, per: {år}-12-31}}\nutfall:\n  i: {värde}\n"
DÅLIGA = {
    3: "format: 1\nplan: {id: p3, namn: [}\n",
    8: PLAN.format(id="p2", år=2020, före=""),
    11: "format: 1\nplan: {id: p11, namn: P, nämnd: N, år: i fjol, okänd: 1}\n",
    15: "\x00\x01",
}
"""Mappens nummer → en plan som är trasig, eller har ett id som redan är taget."""


@pytest.fixture
def en_kommun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Tjugo mappar i en kommun, med en kedja av föregångare, en dold mapp, en stängd fil, och fel av flera slag."""
    kommun = tmp_path / "planer" / "k"
    for nummer in range(20):
        mapp = kommun / f"p{nummer:02}"
        mapp.mkdir(parents=True)
        före = f", föregångare: p{nummer - 1}" if nummer else ""
        plan = DÅLIGA.get(nummer) or PLAN.format(id=f"p{nummer}", år=2001 + nummer, före=före)
        (mapp / "plan.yaml").write_text(plan)
        (mapp / "utfall.yaml").write_text(UPPFÖLJNING.format(id=f"p{nummer}", år=2001 + nummer, värde=nummer))
    (kommun / "kommun.yaml").write_text("format: 1\nkommun: {id: k, namn: Kommunen}\nnivåer: [mål]\n")
    (kommun / "p05" / "länk.yaml").symlink_to("finns-inte.yaml")
    (kommun / ".dold").mkdir()
    (kommun / ".dold" / "plan.yaml").write_text("trasig: [")
    monkeypatch.chdir(tmp_path)
    return Path("planer")


def i_flera(rot: Path, kärnor: int) -> list[Prövat]:
    """Det prövade, med så många processer."""
    arkiv = Arkiv()
    return list(processer.i_flera_processer(arkiv, rot, list(arkiv.källa.mappar(rot)), kärnor))


@pytest.mark.parametrize("kärnor", [2, 3, 7])
def test_svaret_är_detsamma_hur_många_processerna_än_är(en_kommun: Path, kärnor: int) -> None:
    i_en = list(provning.i_en_process(Arkiv(), en_kommun))
    assert len(i_en) == 21
    assert {f.kod[:3] for p in i_en for f in p.granskat.fynd} >= {"REF", "STR"}
    assert i_flera(en_kommun, kärnor) == i_en


@pytest.mark.parametrize("format_", ["text", "json", "junit"])
def test_utskriften_är_densamma_byte_för_byte(en_kommun: Path, monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    monkeypatch.setattr(provning, "MÅNGA_MAPPAR", 10)
    svar = set()
    for kärnor in (1, 2, 3):
        monkeypatch.setattr(os, "cpu_count", lambda n=kärnor: n)
        svar.add(kör_plan("validera", "--format", format_, mapp=en_kommun.parent))
    assert len(svar) == 1
    assert svar.pop().kod == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="finns inte på Windows")
def test_en_process_som_dödas_utifrån_sägs_och_ger_slutkod_3(en_kommun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    första, riktig = os.getpid(), provning.pröva_en

    def dödas(arkiv: Arkiv, granskare: Granskare, mapp: Mapp) -> Prövat:
        if os.getpid() != första:
            os.kill(os.getpid(), signal.SIGKILL)
        return riktig(arkiv, granskare, mapp)

    monkeypatch.setattr(processer, "pröva_en", dödas)
    monkeypatch.setattr(provning, "MÅNGA_MAPPAR", 10)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    körning = kör_plan("validera", mapp=en_kommun.parent)
    assert körning.kod == 3
    assert "avslutades utifrån" in körning.fel
    assert multiprocessing.active_children() == []


def test_inga_processer_finns_kvar_när_det_avbryts(en_kommun: Path) -> None:
    arkiv = Arkiv()
    prövade = processer.i_flera_processer(arkiv, en_kommun, list(arkiv.källa.mappar(en_kommun)), 2)
    assert len([next(prövade) for _ in range(3)]) == 3
    prövade.close()  # type: ignore[attr-defined]  # så avbryter Ctrl-C eller ett stängt rör
    assert multiprocessing.active_children() == []
