"""Det som bidrar till ett mål vägs in när kommunen räknar bidrag: många till många, över plangränserna, aldrig i rundgång."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import kör_plan
from tests.test_uppfyllelse import bedöm_plan, svar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from planverktyg.uppfyllelse import Uppfyllelse

PLAN = """\
format: 1
plan: {{id: p, namn: Planen, nämnd: Fullmäktige, år: 2020}}
mål:
  - {{id: o1, nivå: strategiskt mål, namn: Ett}}
  - {{id: o2, nivå: strategiskt mål, namn: Två}}
  - id: n1
    nivå: nämndmål
    namn: Nämndens första
    bidrar till: {n1}
    indikatorer: [{{id: i1, namn: Första, enhet: "%", målvärde: {{minst: 80}}}}]
  - id: n2
    nivå: nämndmål
    namn: Nämndens andra
    bidrar till: {n2}
    indikatorer:
      - {{id: i2, namn: Andra, enhet: "%", målvärde: {{minst: 80}}{i2}}}
"""
BIDRAG = "sammanvägning: {räknar: [indikatorer, delmål, bidrag]}\n"
DIREKTA = "sammanvägning: {räknar: [indikatorer, delmål, direkta bidrag]}\n"


def målen(uppfyllelse: Uppfyllelse, idn: Iterable[str] = ("o1", "o2")) -> list[str]:
    """Svar och täckning för målen."""
    efter_id = {m.mål.id: m for m in uppfyllelse.alla_mål()}
    return [f"{svar(efter_id[id_])}, {efter_id[id_].täckning}" for id_ in idn]


@pytest.mark.parametrize(
    ("n1", "n2", "i2", "husregler", "väntat"),
    [
        pytest.param("[o1, o2]", "o2", "", BIDRAG, ["uppfyllt, 1 av 1", "delvis, 2 av 2"], id="många till många"),
        pytest.param("[o1, o2]", "o2", "", "", ["– inga indikatorer, 0 av 0"] * 2, id="inte utan husregel"),
        pytest.param("o1", "o1", ", bidrar till: o2", BIDRAG, ["delvis, 2 av 2", "ej uppfyllt, 1 av 1"], id="en indikator"),
        pytest.param(
            "{mål: o1, hur: indirekt}", "[{mål: o1}, o2]", "", DIREKTA, ["ej uppfyllt, 1 av 1"] * 2, id="bara direkta"
        ),
        pytest.param(
            "{mål: o1, hur: indirekt}", "[{mål: o1}, o2]", "", BIDRAG, ["delvis, 2 av 2", "ej uppfyllt, 1 av 1"],
            id="båda sorterna",
        ),
        pytest.param("[o1, p/o1, o1]", "o2", "", BIDRAG, ["uppfyllt, 1 av 1", "ej uppfyllt, 1 av 1"], id="nämnt flera gånger"),
        pytest.param(
            "o1", "o2", ", bidrar till: n2", BIDRAG, ["uppfyllt, 1 av 1", "ej uppfyllt, 1 av 1"], id="till sitt eget mål"
        ),
    ],
)  # fmt: skip
def test_det_som_bidrar_vägs_in(n1: str, n2: str, i2: str, husregler: str, väntat: list[str]) -> None:
    plan = PLAN.format(n1=n1, n2=n2, i2=i2)
    assert målen(bedöm_plan(plan, "utfall: {i1: 85, i2: 50}", husregler=husregler)) == väntat


def test_det_som_ingen_kunde_bedöma_räknas_i_täckningen_men_vägs_inte() -> None:
    plan = PLAN.format(n1="o1", n2="o1", i2="")
    uppfyllelse = bedöm_plan(plan, "utfall: {i1: 85, i2: {ej mätt: Kommer.}}", husregler=BIDRAG)
    assert målen(uppfyllelse, ["o1"]) == ["uppfyllt, 1 av 2"]
    (o1,) = [m for m in uppfyllelse.alla_mål() if m.mål.id == "o1"]
    assert [(b.id, b.hur, str(b.skäl or "")) for b in o1.bidrag] == [
        ("n1", "direkt", ""),
        ("n2", "direkt", "inget bedömt"),
    ]


@pytest.mark.parametrize("ordning", [1, -1])
def test_bidrag_som_går_runt_räknas_inte_vilken_väg_man_än_börjar(ordning: int) -> None:
    mål = [
        "  - {id: a, nivå: mål, namn: A, bidrar till: b, indikatorer: [{id: ia, namn: IA, målvärde: {minst: 80}}]}\n",
        "  - {id: b, nivå: mål, namn: B, bidrar till: [a, c], indikatorer: [{id: ib, namn: IB, målvärde: {minst: 80}}]}\n",
        "  - {id: c, nivå: mål, namn: C}\n",
    ]
    plan = "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\nmål:\n" + "".join(mål[::ordning])
    uppfyllelse = bedöm_plan(plan, "utfall: {ia: 85, ib: 50}", husregler=BIDRAG)
    assert målen(uppfyllelse, "abc") == ["uppfyllt, 1 av 1", "ej uppfyllt, 1 av 1", "ej uppfyllt, 1 av 1"]


def test_en_indikator_räknas_en_gång_i_hela_planens_täckning() -> None:
    plan = PLAN.format(n1="[o1, o2]", n2="o2", i2="")
    husregler = "sammanvägning: {räknar: [indikatorer, delmål, bidrag], hela planen: ja}\n"
    helhet = bedöm_plan(plan, "utfall: {i1: 85, i2: 50}", husregler=husregler).helhet
    assert helhet is not None
    assert ([d.id for d in helhet.delar], str(helhet.täckning)) == (["o1", "o2"], "2 av 2")


# --- Övergripande mål -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("husregler", "väntat"),
    [
        pytest.param("", ["o1", "o2"], id="den högsta nivån som planen har"),
        pytest.param("övergripande nivåer: nämndmål\n", ["n1", "n2"], id="den nivå som kommunen säger"),
        pytest.param("övergripande nivåer: [strategiskt mål, nämndmål]\n", ["o1", "o2", "n1", "n2"], id="flera nivåer"),
        pytest.param("övergripande nivåer: krav\n", ["o1", "o2"], id="planen har inte den nivån"),
        pytest.param("nivåer: [nämndmål, strategiskt mål]\n", ["n1", "n2"], id="kommunens ordning"),
        pytest.param("nivåer: [mål]\n", ["o1", "o2", "n1", "n2"], id="nivåerna är okända"),
    ],
)
def test_de_övergripande_målen_är_en_nivå(husregler: str, väntat: list[str]) -> None:
    uppfyllelse = bedöm_plan(PLAN.format(n1="o1", n2="o2", i2=""), "utfall: {i1: 85}", husregler=husregler)
    assert [m.mål.id for m in uppfyllelse.övergripande] == väntat


# --- Flera planer ---------------------------------------------------------------------------------------

KOMMUN = "format: 1\nkommun: {id: k, namn: Kommunen}\nnivåer: [strategiskt mål, nämndmål]\n" + BIDRAG


def lägg_ut(mapp: Path, plan: str, mål: str, uppföljningar: dict[str, str], år: str = "2020") -> None:
    (mapp / plan).mkdir()
    huvud = f"format: 1\nplan: {{id: {plan}, namn: Plan {plan}, nämnd: Nämnden, år: {år}}}\n"
    (mapp / plan / "plan.yaml").write_text(huvud + mål, encoding="utf-8")
    for per, rader in uppföljningar.items():
        period = "helår" if per.endswith("12-31") else "delår 2"
        text = f"format: 1\nuppföljning: {{plan: {plan}, period: {period}, per: {per}}}\n{rader}\n"
        (mapp / plan / f"{per}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    """En kommunplan och två nämndplaner; den ena nämnden har inte följt upp året."""
    planer = tmp_path / "planer"
    planer.mkdir()
    (planer / "kommun.yaml").write_text(KOMMUN, encoding="utf-8")
    överst = "mål: [{id: trygga, nivå: strategiskt mål, namn: Trygga, bidrar till: sn/b2}]\n"
    lägg_ut(planer, "kp", överst, {"2020-08-31": "", "2020-12-31": ""})
    for plan, per in (("bun", "2020-12-31"), ("sn", "2020-08-31")):
        under = (
            f"mål:\n  - {{id: b, nivå: nämndmål, namn: B, bidrar till: kp/trygga, indikatorer: "
            f'[{{id: i, namn: Andelen i {plan}, enhet: "%", målvärde: {{minst: 80}}}}]}}\n'
            "  - {id: b2, nivå: nämndmål, namn: B2}\n"
        )
        lägg_ut(planer, plan, under, {per: "utfall: {i: 85}"})
    lägg_ut(planer, "bun-2019", "mål: [{id: b, nivå: nämndmål, namn: B, bidrar till: kp/trygga}]\n", {}, år="2019")
    return tmp_path


def test_mål_i_andra_planer_vägs_in_när_de_har_följts_upp_samma_dag(mapp: Path) -> None:
    ut = kör_plan("status", "kp", "--mål", "trygga", mapp=mapp).ut
    assert "bun/b (bidrar direkt)  ● uppfyllt" in ut
    assert "sn/b (bidrar direkt)   – ej rapporterad (räknas inte" in ut
    assert "bun-2019" not in ut
    assert "1 av 1 är uppfyllt" in ut
    assert "sn/b (bidrar direkt)" in kör_plan("status", "kp", "--delår", "2", "--mål", "trygga", mapp=mapp).ut


def test_det_som_nämnden_beslutade_är_det_som_bidrar(mapp: Path) -> None:
    """Nämndens rapport visar det beslutade; planen som den bidrar till räknar detsamma, fast målvärdet sedan har skärpts."""
    beslut = ("--period", "helår", "--datum", "2021-02-01", "--paragraf", "4")
    assert kör_plan("besluta", "bun", *beslut, mapp=mapp).kod == 0
    plan = mapp / "planer/bun/plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("minst: 80", "minst: 99"), encoding="utf-8")
    assert "1 indikator:  ● 1 uppfyllt" in kör_plan("status", "bun", mapp=mapp).ut
    assert "bun/b (bidrar direkt)  ● uppfyllt" in kör_plan("status", "kp", "--mål", "trygga", mapp=mapp).ut


def test_planer_som_bidrar_till_varandra_fastnar_inte(mapp: Path) -> None:
    ut = kör_plan("status", "sn", "--mål", "b2", mapp=mapp).ut
    assert "kp/trygga (bidrar direkt)" in ut


def test_granskningen_säger_hur_bidragen_räknas_när_kommunen_inte_räknar_dem(tmp_path: Path) -> None:
    lägg_ut(tmp_path, "p", PLAN.format(n1="o1", n2="o1", i2="").partition("\n")[2].partition("\n")[2], {})
    huvud = "format: 1\nuppföljning: {plan: p, period: helår, per: 2020-12-31}\nutfall: {i1: 85, i2: 82}\n"
    (tmp_path / "p/u.yaml").write_text(huvud, encoding="utf-8")
    ut = " ".join(kör_plan("validera", ".", mapp=tmp_path).ut.split())
    assert "låt det som bidrar räknas i kommun.yaml: sammanvägning: {räknar: [indikatorer, delmål, bidrag]}" in ut
    (tmp_path / "kommun.yaml").write_text(KOMMUN, encoding="utf-8")
    assert "låt det som bidrar" not in kör_plan("validera", ".", mapp=tmp_path).ut


def test_en_mapp_planer_i_mappen_planer_skiljer_inga_planer_åt(tmp_path: Path) -> None:
    """En flytt dit hade tystat det som andra planer bidrar med, utan att någon fil är ändrad."""
    filer = {
        "kommun": f"format: 1\nkommun: {{id: k, namn: K}}\n{BIDRAG}",
        "kp/plan": "format: 1\nplan: {id: kp, namn: Kommunplan, nämnd: KS, år: 2020}\nmål: [{id: o, nivå: mål, namn: Trygg}]\n",
        "kp/helar": "format: 1\nuppföljning: {plan: kp, period: helår, per: 2020-12-31}\n",
        "q/plan": "format: 1\nplan: {id: q, namn: Nämndplan, nämnd: SN, år: 2020}\n"
        "mål: [{id: n, nivå: mål, namn: Fler, bidrar till: kp/o, "
        "indikatorer: [{id: i, namn: Antal, enhet: antal, målvärde: {minst: 5}}]}]\n",
        "q/helar": "format: 1\nuppföljning: {plan: q, period: helår, per: 2020-12-31}\nutfall: {i: 1}\n",
    }
    for namn, text in filer.items():
        fil = tmp_path / "planer" / f"{namn}.yaml"
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.write_text(text, encoding="utf-8")
    före = kör_plan("status", "kp", mapp=tmp_path).ut
    assert "ej uppfyllt" in före
    (tmp_path / "planer/kp").rename(tmp_path / "planer/x")
    (tmp_path / "planer/kp").mkdir()
    (tmp_path / "planer/x").rename(tmp_path / "planer/kp/planer")
    assert kör_plan("status", "kp", mapp=tmp_path).ut == före
