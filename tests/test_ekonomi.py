"""Ekonomins tabeller: tecken, procent, delar, egna kolumner och flera tal i en ruta, och hur de visas."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from planverktyg.modell.ekonomi import Ekonomitabell, skriv_kronor
from planverktyg.utgivning.plandokument.ekonomi import ekonomitabell
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from pathlib import Path

D = Decimal

PLAN = """\
format: 1
plan: {id: sn-2018, namn: Nämndplan 2018, nämnd: Socialnämnden, år: 2018}
verksamhetsområden: [{id: ifo, namn: Individ och familj}]
ekonomi:
  driftbudget:
    - id: drift
      verksamhetsområde: ifo
      jämförelse: 2017
      jämförelsen är: bokslut
      kostnader: negativa
      hörnrubrik: Resultaträkning
      rader:
        - {namn: Kommunbidrag, slag: kommunbidrag, föregående: 237947, budget: 251589}
        - namn: Nettokostnad
          slag: nettokostnad
          föregående: -237947
          budget: -251589
          förändring: -13642
          förändring procent: 5.7
          varav:
            - {namn: Statsbidrag för barn, slag: riktade medel, föregående: 1200, budget: 900}
            - {namn: från Migrationsverket, slag: återsökning, föregående: 400, budget: 300}
  investeringar:
    - id: invest
      enhet: mnkr
      rader:
        - namn: Lokaler
          belopp: {2018: 4, 2019: 2}
          varav:
            - {namn: mark och exploatering, belopp: {2018: 1.5}, varav: [{namn: marklösen, belopp: {2018: 0.4}}]}
        - {namn: Inventarier, belopp: {2018: 0.5}}
      summa: {2018: 4.5, 2019: 2}
  tabeller:
    - id: flera-ar
      rubrik: Fem år i sammandrag
      kolumner: [Bokslut 2016, Bokslut 2017, {namn: Budget 2018, avser: 2018}]
      rader:
        - {id: intakter, namn: Intäkter, värden: [90, 95, 100]}
        - {id: kostnader, namn: Kostnader, värden: [-330, -333, -352]}
        - {namn: Netto, värden: [-240, -238, -252], summa av: [intakter, kostnader]}
        - {namn: Intäktsfinansieringsgrad, enhet: procent, värden: [saknas, 37.9, 38.4]}
        - namn: Platser
          enhet: antal
          delar: [gruppboende, servicebostad, dagligt]
          värden: [[13, 36, 23], saknas, [14, 36, 24]]
"""
UPPFÖLJNING = """\
format: 1
uppföljning: {plan: sn-2018, period: delår 2, per: 2018-08-31}
sammanfattning: Läget.
ekonomi:
  ifo:
    kostnader: negativa
    budget: -167700
    utfall: -175000
    prognos: -262000
    kommentar: Hemlösheten ökar.
    poster: [{namn: Hemlöshet (75 %), prognos: -51, budget: -40, avvikelse: -11}]
"""


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "2018-08-31.yaml").write_text(UPPFÖLJNING, encoding="utf-8")
    return tmp_path


def kör(mapp: Path, *argument: str) -> str:
    svar = kör_plan(*argument, mapp=mapp)
    assert svar.kod == 0, svar.ut + svar.fel
    return svar.ut.replace("\u00a0", " ")


def test_tabellerna_stämmer(mapp: Path) -> None:
    assert "inget att anmärka" in kör_plan("validera", ".", mapp=mapp).ut


@pytest.mark.parametrize(
    "rad",
    [
        "| Resultaträkning (tkr) | Bokslut 2017 | Budget 2018 | Förändring | Förändring, % |",
        "| Nettokostnad | −237 947 | −251 589 | −13 642 | +5,7 |",
        "| varav Statsbidrag för barn (riktade medel) | 1 200 | 900 | −300 | – |",
        "| varav mark och exploatering | 1,5 | – |",
        "| varav marklösen | 0,4 | – |",
        "| **Summa** | **4,5** | **2** |",
        "| Belopp i tkr | Bokslut 2016 | Bokslut 2017 | Budget 2018 |",
        "| Intäktsfinansieringsgrad, procent | – | 37,9 | 38,4 |",
        "| Platser, antal (gruppboende/servicebostad/dagligt) | 13/36/23 | – | 14/36/24 |",
    ],
)
def test_raden_står_i_dokumentet(mapp: Path, rad: str) -> None:
    assert rad in kör(mapp, "dokument", ".")


def test_kostnader_med_minus_ger_underskott_när_prognosen_är_dyrare(mapp: Path) -> None:
    rapport = kör(mapp, "rapport", ".")
    assert "| Individ och familj | −251 589 | −167 700 | −175 000 | −262 000 | −10 411 underskott |" in rapport
    assert "| Individ och familj: Hemlöshet (75 %) | −40 | −51 | −11 underskott |" in rapport


def tabell(**rad: Any) -> Ekonomitabell:
    return Ekonomitabell.model_validate({"id": "t", "kolumner": ["A", "B"], "rader": [{"namn": "Rad", **rad}]})


@pytest.mark.parametrize(
    ("rad", "text"),
    [
        ({"värden": [D(1)]}, "har 1 värden, men tabellen har 2 kolumner"),
        ({"värden": [[D(1), D(2)], D(3)]}, "har 2 tal i en ruta, men 1 namn"),
        ({"värden": [[D(1), D(2)], [D(3)]], "delar": ["a", "b"]}, "har 1 tal i en ruta, men 2 namn"),
    ],
)
def test_värdena_räcker_till_kolumnerna_och_namnen(rad: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        tabell(**rad)


def test_radens_enhet_upprepas_inte_när_namnet_säger_den() -> None:
    (rad,) = ekonomitabell(tabell(värden=[D(1), D(2)], enhet="procent"), "t").rader
    assert rad[0].text == "Rad, procent"
    (rad,) = ekonomitabell(tabell(värden=[D(1), D(2)], enhet="rad"), "t").rader
    assert rad[0].text == "Rad"


@pytest.mark.parametrize(
    ("kronor", "text"),
    [
        ("4800000", "4,8 mnkr"), ("-11000000", "−11 mnkr"), ("750000", "750 tkr"), ("1500", "1,5 tkr"), ("0", "0 kr"),
        ("3200000.0", "3,2 mnkr"),
    ],
)  # fmt: skip
def test_kronor_skrivs_i_den_kortaste_enheten(kronor: str, text: str) -> None:
    assert skriv_kronor(D(kronor)).replace("\u00a0", " ") == text


def test_delarnas_delar_har_ett_värde_för_varje_kolumn() -> None:
    """De prövades inte, och en ruta för lite var ett fel i verktyget."""
    delar = {"namn": "Barn", "värden": [D(8), D(9)], "varav": [{"namn": "Yngre", "värden": [D(4)]}]}
    with pytest.raises(ValidationError, match="Raden Yngre har 1 värden"):
        tabell(värden=[D(10), D(11)], varav=[delar])


def test_ett_år_som_rubrik_får_rådet_om_citattecken(tmp_path: Path) -> None:
    plan = PLAN.replace("kolumner: [Bokslut 2016,", "kolumner: [2016,")
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    assert 'Sätt citattecken om texten: "2016".' in kör_plan("validera", "plan.yaml", mapp=tmp_path).ut


def test_skillnaden_säger_kolumnens_enhet(tmp_path: Path) -> None:
    kolumner = "[Bokslut 2016, Bokslut 2017, {namn: Andel, enhet: procent}]"
    gammal = PLAN.replace("[Bokslut 2016, Bokslut 2017, {namn: Budget 2018, avser: 2018}]", kolumner)
    (tmp_path / "gammal.yaml").write_text(gammal, encoding="utf-8")
    (tmp_path / "ny.yaml").write_text(gammal.replace("[90, 95, 100]", "[91, 95, 98]"), encoding="utf-8")
    ut = kör(tmp_path, "skillnad", "gammal.yaml", "ny.yaml")
    assert "Intäkter, Bokslut 2016: 90 tkr → 91 tkr (+1)" in ut
    assert "Intäkter, Andel: 100 procent → 98 procent (−2)" in ut
