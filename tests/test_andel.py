"""En andel skriven som antal av antal: läst, räknad exakt, visad med sina antal, och lika mycket som samma tal i procent."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from pickle import dumps, loads
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.modell.andel import Andel, lägg_ihop
from planverktyg.modell.fingeravtryck import fingeravtryck
from planverktyg.modell.rapportering import Uppföljningsdokument
from planverktyg.modell.villkor import skriv_med_enhet
from tests.conftest import kör_plan
from tests.test_indikator import UPPFÖLJNING, läs_indikator, läs_text, läs_utfall
from tests.test_uppfyllelse import bedöm_en, grad, svar

if TYPE_CHECKING:
    from pathlib import Path

ANDELAR = st.integers(1, 400).flatmap(lambda av: st.builds(Andel, st.integers(0, av), st.just(av)))


@pytest.mark.parametrize(
    "skrivet", ["{antal: 8, av: 10}", "{värde: {antal: 8, av: 10}}", "{värde: {av: 10, antal: 8}}"]
)
def test_den_korta_och_den_långa_formen_är_samma(skrivet: str) -> None:
    utfall, fynd = läs_utfall(skrivet)
    assert (utfall and utfall.värde, fynd) == (Andel(8, 10), [])


def test_en_andel_får_stå_överallt_där_ett_värde_står() -> None:
    andel = "{antal: 1, av: 3}"
    delar = f"{{x: {andel}, y: {{värde: {andel}, prognos: {andel}}}}}"
    utfall, fynd = läs_utfall(f"{{prognos: {andel}, kön: {{kvinnor: {andel}, män: {andel}}}, per verksamhet: {delar}}}")
    assert not fynd
    assert utfall is not None
    assert utfall.kön is not None
    värden = [utfall.prognos, utfall.kön.kvinnor, *(d.värde for d in utfall.delar.values())]
    assert värden == [Andel(1, 3)] * 4
    indikator, fynd = läs_indikator(
        f"utgångsvärde: {{värde: {andel}, avser: 2019, historik: [{{värde: {andel}, avser: 2018}}]}}"
    )
    assert not fynd
    assert indikator is not None
    assert indikator.utgångsvärde is not None
    assert [indikator.utgångsvärde.värde, indikator.utgångsvärde.historik[0].värde] == [Andel(1, 3)] * 2


@pytest.mark.parametrize(
    ("skrivet", "fyndet"),
    [
        ("{antal: 11, av: 10}", "STR108 11 av 10 är ingen andel. | Antalet kan inte vara fler än dem som mättes."),
        ("{antal: -1, av: 10}", "STR108 -1 av 10 är ingen andel. | Ett antal kan inte vara mindre än noll."),
        ("{antal: 0, av: 0}", "STR108 0 av 0 är ingen andel. | Ingen mättes, och då finns ingen andel: skriv saknas"),
        ("{antal: 8}", "STR102 Andelen saknar av. | Skriv hur många av hur många: {antal: 8, av: 10}."),
        ("{antal: 8.5, av: 10}", "STR103 En andels antal är heltal. | Skriv hur många av hur många"),
        ("{värde: {antal: 8, av: 10, tal: 1}}", "STR101 Nyckeln tal finns inte i ett värde."),
        ("{antal: 8, av: 10, avser: 2019}", "STR101 Antal och av hör till värdet, bredvid det andra"),
    ],
)
def test_det_som_inte_är_en_andel_är_ett_fel(skrivet: str, fyndet: str) -> None:
    utfall, fynd = läs_utfall(skrivet)
    assert utfall is None
    assert [f.partition(" ")[2][: len(fyndet)] for f in fynd] == [fyndet]


@pytest.mark.parametrize(
    ("målvärde", "utfall", "svaret", "graden"),
    [
        ("{minst: 80}", "{antal: 8, av: 10}", "uppfyllt", "100 %"),
        ("{minst: 66.67}", "{antal: 2, av: 3}", "delvis", "100 %"),
        ("{minst: 66.66}", "{antal: 2, av: 3}", "uppfyllt", "100 %"),
        ("{över: 80}", "{antal: 8, av: 10}", "delvis", "100 %"),
        ("{exakt: 80}", "{antal: 4, av: 5}", "uppfyllt", "100 %"),
        ("{högst: 33.3}", "{antal: 1, av: 3}", "delvis", "99,9 %"),
    ],
)
def test_andelen_prövas_utan_avrundning(målvärde: str, utfall: str, svaret: str, graden: str) -> None:
    b = bedöm_en(f"enhet: '%'\nmålvärde: {målvärde}", utfall)
    assert (svar(b), grad(b)) == (svaret, graden)


@given(ANDELAR)
def test_andelen_är_exakt_och_går_att_kopiera(andel: Andel) -> None:
    assert Fraction(andel) == Fraction(100 * andel.antal, andel.av)
    assert andel == deepcopy(andel) == loads(dumps(andel))  # noqa: S301 - det som just skrevs
    assert skriv_med_enhet(andel, "%").endswith(f"\u00a0% ({andel.antal} av {andel.av})")


@given(st.lists(ANDELAR, min_size=1))
def test_andelar_läggs_ihop_efter_hur_många_de_gäller(delar: list[Andel]) -> None:
    alla = lägg_ihop(delar)
    assert alla is not None
    assert Fraction(alla) == sum(Fraction(d) * d.av for d in delar) / sum(d.av for d in delar)


def test_ett_tal_bland_andelarna_går_inte_att_väga() -> None:
    assert lägg_ihop([Andel(1, 2), 50]) is None
    assert lägg_ihop([]) is None


def test_andelen_och_dess_tal_är_olika_uppgifter() -> None:
    """Den som byter 80 mot 8 av 10, eller 8 av 10 mot 80 av 100, har ändrat det beslutade."""
    olika = [_avtryck(skrivet) for skrivet in ("80", "{antal: 8, av: 10}", "{antal: 80, av: 100}")]
    assert len(set(olika)) == 3
    assert _avtryck("{värde: {antal: 8, av: 10}}") == olika[1]


def _avtryck(skrivet: str) -> str:
    modell, _ = läs_text(UPPFÖLJNING.format(utfall=skrivet))
    assert isinstance(modell, Uppföljningsdokument)
    return fingeravtryck(modell)


# --- I kommandona -----------------------------------------------------------------------------------

PLAN = """\
format: 1
plan:
  id: sn-2020
  namn: Plan 2020
  nämnd: Socialnämnden
  år: 2020
mål:
  - id: m
    namn: Ett mål
    nivå: mål
    indikatorer:
      - id: a
        namn: Andel ärenden i tid
        enhet: "%"
        utgångsvärde: {värde: {antal: 50, av: 100}, avser: 2019}
        målvärde: {minst: 80}
      - {id: b, namn: Trygghet, enhet: "%", per verksamhet: [öst, väst], målvärde: {minst: 50}}
      - {id: c, namn: I arbete, enhet: "%", målvärde: {minst: 66.67}}
"""
HELÅR = """\
format: 1
uppföljning: {plan: sn-2020, period: helår, per: 2020-12-31}
utfall:
  a:
  b: {per verksamhet: {öst: {antal: 45, av: 50}, väst: {antal: 120, av: 200}}}
  c: {antal: 20, av: 30}
"""


@pytest.fixture
def projekt(tmp_path: Path) -> Path:
    mapp = tmp_path / "planer" / "sn-2020"
    mapp.mkdir(parents=True)
    (mapp / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (mapp / "2020-12-31.yaml").write_text(HELÅR, encoding="utf-8")
    return tmp_path


def test_plan_utfall_tar_8_av_10(projekt: Path) -> None:
    körning = kör_plan("utfall", "sn-2020", "a", "80 av 100", mapp=projekt)
    assert körning.kod == 0, körning.fel
    fil = projekt / "planer/sn-2020/2020-12-31.yaml"
    assert "  a: {antal: 80, av: 100}\n" in fil.read_text(encoding="utf-8")
    assert kör_plan("utfall", "sn-2020", "a", "81 av 100", mapp=projekt).kod == 0
    assert "  a: {antal: 81, av: 100}\n" in fil.read_text(encoding="utf-8")
    assert kör_plan("utfall", "sn-2020", "a", "--kommentar", "Klart.", mapp=projekt).kod == 0
    assert "  a: {värde: {antal: 81, av: 100}, kommentar: Klart.}\n" in fil.read_text(encoding="utf-8")
    assert kör_plan("utfall", "sn-2020", "a", "79", mapp=projekt).kod == 0
    assert "  a: {värde: 79, kommentar: Klart.}\n" in fil.read_text(encoding="utf-8")


def test_plan_utfall_vägrar_det_som_inte_är_en_andel(projekt: Path) -> None:
    körning = kör_plan("utfall", "sn-2020", "a", "11 av 10", mapp=projekt)
    assert körning.kod != 0
    assert "11 av 10 är ingen andel" in " ".join((körning.ut + körning.fel).split())


def test_andelen_syns_med_sina_antal(projekt: Path) -> None:
    kör_plan("utfall", "sn-2020", "a", "80 av 100", mapp=projekt)
    rapport = kör_plan("rapport", "sn-2020", mapp=projekt).ut.replace("\u00a0", " ")
    assert "| minst 80 % | 80 % (80 av 100) |" in rapport
    assert "50 % (50 av 100)" in rapport
    assert "öst 90 % (45 av 50), väst 60 % (120 av 200), sammanlagt 66 % (165 av 250)" in rapport
    assert "| minst 66,67 % | 66,667 % (20 av 30) |" in rapport  # aldrig det som målet är, när det inte är nått
    assert "50 % (50 av 100)" in kör_plan("dokument", "sn-2020", mapp=projekt).ut.replace("\u00a0", " ")
    förklaring = kör_plan("status", "sn-2020", "--mål", "a", mapp=projekt).ut.replace("\u00a0", " ")
    assert "80 % (80 av 100)" in förklaring


def test_nästa_års_plan_tar_med_andelen(projekt: Path) -> None:
    kör_plan("utfall", "sn-2020", "a", "80 av 100", mapp=projekt)
    körning = kör_plan("ny", "plan", "--från", "sn-2020", mapp=projekt)
    assert körning.kod == 0, körning.fel
    ny = (projekt / "planer/sn-2021/plan.yaml").read_text(encoding="utf-8")
    assert "{värde: {antal: 80, av: 100}, avser: 2020" in ny
