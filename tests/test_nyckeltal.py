"""Nyckeltal utanför målen: de läses, frågas, redovisas och följs, men bedöms inte och räknas inte i något mål."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
plan:
  id: mn-2016
  namn: Plan 2016
  nämnd: Miljönämnden
  år: 2016
mål:
  - {id: m, nivå: mål, namn: Målet, indikatorer: [{id: i, namn: Svar i tid, enhet: "%", målvärde: {minst: 90}}]}
nyckeltal:
  - id: kvalitet
    rubrik: Kvalitet
    beskrivning: Följs utan målvärde.
    nyckeltal:
      - id: overklaganden
        namn: Överklaganden som lett till ändring
        enhet: "%"
        bättre: lägre
        utgångsvärde:
          saknas: Mättes inte.
          avser: 2015
          historik: [{värde: 14.6, avser: 2014, jämförelse: {andra kommuner: 67}}]
"""
UPPFÖLJNING = """\
format: 1
uppföljning: {plan: mn-2016, period: helår, per: 2016-12-31}
utfall:
  i: 95
  overklaganden: {värde: 17.6, jämförelse: {andra kommuner: 60}}
"""


@pytest.fixture
def projekt(tmp_path: Path) -> Path:
    (tmp_path / "planer/p").mkdir(parents=True)
    (tmp_path / "planer/p/plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "planer/p/helar.yaml").write_text(UPPFÖLJNING, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "-qm", "x")
    return tmp_path


def kör(projekt: Path, *argument: str, kod: int = 0) -> str:
    körning = kör_plan(*argument, mapp=projekt, COLUMNS="120")
    assert körning.kod == kod, körning
    return " ".join(körning.ut.replace("\u00a0", " ").split())


def byt(projekt: Path, från: str, till: str) -> None:
    fil = projekt / "planer/p/plan.yaml"
    text = fil.read_text(encoding="utf-8")
    assert text.count(från) == 1
    fil.write_text(text.replace(från, till), encoding="utf-8")


def test_planen_har_inget_att_anmärka(projekt: Path) -> None:
    assert kör(projekt, "validera") == "2 filer kontrollerade: inget att anmärka."


def test_rapporten_redovisar_dem_för_sig(projekt: Path) -> None:
    text = kör(projekt, "rapport", "mn-2016")
    assert "1 av 1 bedömd indikator har nått sitt målvärde" in text
    assert "Planens övergripande mål är uppfyllt" in text
    assert text.count("](#nyckeltal") == 1  # en rad i innehållet
    _, _, avsnittet = text.partition("## Nyckeltal ### Kvalitet")
    assert "*Jämförelse:* andra kommuner 60 % | 17,6 % | Mättes inte. (2015); 14,6 % (2014)" in avsnittet
    assert "*Jämförelse 2014:* andra kommuner 67 % | ↘ sämre mot 14,6 % (2014) |" in avsnittet


def test_plandokumentet_visar_varje_år_för_sig(projekt: Path) -> None:
    text = kör(projekt, "dokument", "mn-2016")
    assert "### Kvalitet Följs utan målvärde. | Nyckeltal | 2014 | 2015 |" in text
    assert "| 14,6 % *Jämförelse:* andra kommuner 67 % | *Mättes inte.* |" in text


def test_en_plan_med_bara_nyckeltal_saknar_inte_bedömning(projekt: Path) -> None:
    rader = PLAN.splitlines(keepends=True)
    (projekt / "planer/p/plan.yaml").write_text("".join([*rader[:6], *rader[8:]]), encoding="utf-8")
    (projekt / "planer/p/helar.yaml").write_text(UPPFÖLJNING.replace("  i: 95\n", ""), encoding="utf-8")
    text = kör(projekt, "rapport", "mn-2016")
    assert "Planen har inga mål att följa upp." in text
    assert "saknar bedömning" not in text
    assert "17,6 %" in text


def test_status_och_förklaringen(projekt: Path) -> None:
    text = kör(projekt, "status", "mn-2016")
    assert "1 indikator: ● 1 uppfyllt" in text
    assert "Kvalitet (nyckeltal)" in text
    assert "saknar målvärde" in kör(projekt, "status", "mn-2016", "--mål", "overklaganden")


def test_ett_målvärde_hör_till_ett_mål(projekt: Path) -> None:
    byt(projekt, "bättre: lägre", "bättre: lägre\n        målvärde: {högst: 10}")
    text = kör(projekt, "validera", kod=1)
    assert "planer/p/plan.yaml:14:9 fel STR108 Nyckeltalet overklaganden har ett målvärde" in text


def test_uppföljningen_frågar_och_svaret_skrivs_in(projekt: Path) -> None:
    kör(projekt, "ny", "uppföljning", "mn-2016", "--delår", "2")
    ny = (projekt / "planer/p/2016-08-31.yaml").read_text(encoding="utf-8")
    assert "# Nyckeltal: Kvalitet" in ny
    assert "\n  overklaganden:\n" in ny
    kör(projekt, "utfall", "mn-2016", "overklaganden", "19", "--period", "delår 2")
    assert "overklaganden: 19" in (projekt / "planer/p/2016-08-31.yaml").read_text(encoding="utf-8")
    assert "IND308" in kör(projekt, "validera")  # i väntar fortfarande


def test_skillnad_historik_och_nästa_plan(projekt: Path) -> None:
    byt(projekt, "värde: 14.6", "värde: 14.7")
    assert "Utgångsvärdet är ändrat: indikator overklaganden" in kör(projekt, "skillnad", "HEAD")
    assert "Rapporterat helår 2016: 17,6" in kör(projekt, "historik", "overklaganden")
    kör(projekt, "ny", "plan", "mn-2017", "--från", "mn-2016", "--år", "2017")
    nästa = (projekt / "planer/mn-2017/plan.yaml").read_text(encoding="utf-8")
    assert "värde: 17.6" in nästa
    assert kör_plan("validera", "planer/mn-2017", mapp=projekt).kod == 0


def test_ett_borttaget_nyckeltal_sägs_och_fingeravtrycket_ser_det(projekt: Path) -> None:
    kör(projekt, "besluta", "mn-2016", "--datum", "2015-12-01", "--paragraf", "5")
    byt(projekt, "bättre: lägre", "bättre: högre")
    assert "BES1301" in kör(projekt, "validera", kod=1)
    rader = (projekt / "planer/p/plan.yaml").read_text(encoding="utf-8").partition("nyckeltal:\n")[0]
    (projekt / "planer/p/plan.yaml").write_text(rader, encoding="utf-8")
    assert "overklaganden" in kör(projekt, "skillnad", "HEAD")
