"""`plan status` på Tyresös plan: målträdet och förklaringarna, som facit säger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from planverktyg.kommandon.laget.rader import Rad, Tabell, bryt, som_text, stycke
from tests.conftest import jämför_med_facit, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.kommandon.laget.rader import Långt, Utskrift


@pytest.mark.parametrize(
    ("namn", "argument", "kolumner"),
    [
        ("status-80.txt", "status 2020 --delår 2", "80"),
        ("status-200.txt", "status asn-2020 --delår 2", "200"),
        ("status-delar-1.txt", "status planer/tyreso/asn-2020 --delar 1", "120"),
        ("status-hvb-dygn.txt", "status 2020 --delår 2 --mål hvb-dygn", "80"),
        ("status-drogprevention.txt", "status 2020 --delår 2 --mål drogprevention", "80"),
        ("status-hme-totalindex.txt", "status 2020 --delår 2 --mål hme-totalindex", "80"),
        ("status-framskrivning.txt", "status 2020 --delår 1 --mål hvb-helarsplaceringar", "80"),
    ],
)
def test_status(namn: str, argument: str, kolumner: str) -> None:
    körning = kör_plan(*argument.split(), COLUMNS=kolumner)
    assert körning.kod == 0, körning.fel
    assert max(map(len, körning.ut.splitlines())) <= int(kolumner)
    jämför_med_facit(namn, körning.ut)


def test_utan_period_visas_den_senaste_och_det_sägs() -> None:
    körning = kör_plan("status", "asn-2020")
    assert körning.fel == "asn-2020: visar delår 2 2020, den senaste uppföljningen.\n"
    assert körning.ut == kör_plan("status", "asn-2020", "--delår", "2").ut


def test_i_en_smal_terminal_försvinner_inget_namn() -> None:
    ut = kör_plan("status", "asn-2020", COLUMNS="40").ut
    assert "Trygga - hela livet" in ut
    assert "hvb-dygn " in ut


@given(
    st.lists(
        st.sampled_from(["ord", "längre-ord", "x" * 25, "◐", "e\u0301", "\n", "två ord"]), min_size=1, max_size=12
    ),
    st.integers(1, 40),
    st.sampled_from([("delas", "fold", False), ("kortas", "ellipsis", False), ("en rad", "ellipsis", True)]),
)
def test_raderna_bryts_som_rich_bryter_dem(
    orden: list[str], bredd: int, hur: tuple[Långt, Literal["fold", "ellipsis"], bool]
) -> None:
    text = re.sub(" *\n *", "\n", " ".join(orden))
    långt, overflow, no_wrap = hur
    vårt = ["".join(bit for bit, _ in rad) for rad in bryt([(text, "")], bredd, långt)]
    konsol = Console(width=500)
    assert vårt == [rad.plain.rstrip() for rad in Text(text).wrap(konsol, bredd, overflow=overflow, no_wrap=no_wrap)]


def test_färgen_ändrar_inte_texten() -> None:
    delar: list[Utskrift] = [
        stycke("Ett stycke\ni två rader.", "bold"),
        Tabell(("A", "B"), [Rad([("1", "green")], [("ett " * 20, "")], 2)]),
    ]
    målat = som_text(delar, bredd=40, färg=True)
    omålat = "".join(f"{rad.rstrip()}\n" for rad in re.sub(r"\x1b\[[\d;]*m", "", målat).splitlines())
    assert omålat == som_text(delar, bredd=40, färg=False)
    assert "\x1b[32m1" in målat


def test_exempel_sägs_alltid() -> None:
    for argument in (["--delår", "1"], ["--delår", "2"], ["--delår", "2", "--mål", "hvb-dygn"]):
        assert "Exempel: värdena är påhittade." in kör_plan("status", "2020", *argument).ut


BUDGET = """\
ekonomi:
  driftbudget:
    - {id: drift, verksamhetsområde: v, jämförelse: 2019, rader: [
        {namn: Kostnader, slag: kostnader, föregående: 12, budget: 12},
        {namn: Intäkter, slag: intäkter, föregående: 2, budget: 2},
        {namn: Netto, slag: nettokostnad, föregående: 10, budget: %s}]}
"""


@pytest.mark.parametrize(
    ("netto", "sägs"),
    [("10", "Inget fattas: rapporten kan skrivas."), ("99", "Innan rapporten skrivs (1 sak i plan.yaml):")],
)
def test_rapporten_kan_skrivas_sägs_bara_när_den_kan_det(netto: str, sägs: str, tmp_path: Path) -> None:
    plan = "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\nverksamhetsområden: [{id: v, namn: V}]\n"
    mål = "mål: [{id: m, nivå: mål, namn: M, indikatorer: [{id: i, namn: I, enhet: antal, målvärde: {minst: 1}}]}]\n"
    (tmp_path / "plan.yaml").write_text(plan + mål + BUDGET % netto, encoding="utf-8")
    uppföljning = "format: 1\nuppföljning: {plan: p, period: helår, per: 2020-12-31}\nutfall: {i: 1}\n"
    (tmp_path / "u.yaml").write_text(uppföljning + "ekonomi: {v: {budget: 10, utfall: 10}}\n", encoding="utf-8")
    assert sägs in kör_plan("status", "p", mapp=tmp_path).ut
    assert (kör_plan("rapport", "p", mapp=tmp_path).kod == 0) is (netto == "10")


def test_en_plan_med_fel_säger_det_också_utan_uppföljning(tmp_path: Path) -> None:
    plan = "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\nmål:\n  - {id: m, nivå: mål, namn: M, indikatorer: [%s]}\n"
    i = '{id: i, namn: I, enhet: "%%", målvärde: %s}'
    (tmp_path / "plan.yaml").write_text(plan % (i % "minst 90"), encoding="utf-8")
    ut = kör_plan("status", "p", mapp=tmp_path).ut
    assert "”minst 90” (går inte att läsa)" in ut
    assert "Innan planen kan användas (1 sak i plan.yaml):\n  rad 4: Målvärdet säger inte" in ut
    (tmp_path / "plan.yaml").write_text(plan % (i % "{minst: 90}"), encoding="utf-8")
    assert "Innan" not in kör_plan("status", "p", mapp=tmp_path).ut


def test_ett_beslutat_ord_utanför_skalan_är_oläst_och_felet_står_där(tmp_path: Path) -> None:
    """Ett beslut tillskrivs aldrig den som har beslutat något annat."""
    (tmp_path / "plan.yaml").write_text(
        "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\n"
        "mål:\n  - {id: m, nivå: mål, namn: M, indikatorer: [{id: i, namn: I, enhet: antal, målvärde: {minst: 5}}]}\n"
    )
    (tmp_path / "u.yaml").write_text(
        "format: 1\nuppföljning: {plan: p, period: helår, per: 2020-12-31}\nutfall: {i: 9}\n"
        "bedömningar: {m: {bedömning: på god väg, motivering: Vi tror det.}}\n"
    )
    text = kör_plan("status", "p", "--mål", "m", mapp=tmp_path).ut
    assert "på god väg (oläst: ordet finns inte på bedömningsskalan). Motivering: Vi tror det." in " ".join(
        text.split()
    )
    assert "Beräknad bedömning  ● uppfyllt" in text
    assert "Fel i u.yaml rad 4: på god väg finns inte på kommunens bedömningsskala. (REF207)" in " ".join(text.split())


def test_ett_mål_som_ska_nås_senare_heter_som_i_rapporten() -> None:
    status = kör_plan("status", "ekero-sn-2018-2022").ut
    assert re.search(r"– ska nås 2022 +7 Säkerställa", status)
    assert "ännu inte aktuellt" not in status
