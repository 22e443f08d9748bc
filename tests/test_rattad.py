"""Rådet vid ett fel är en rad att skriva: den som skriver den får en fil som går att läsa."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.malvardesord import menad_form, råd_om_ordet
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLAN = """\
format: 1
plan: {{id: p, namn: N, nämnd: S, år: 2020}}
mål:
  - id: m
    nivå: mål
    namn: M
    indikatorer:
      - id: i
        namn: I
{rad}
      - id: j
        namn: J
"""
UPPFÖLJNING = """\
format: 1
uppföljning: {{plan: p, period: delår 2, per: 2020-08-31}}
utfall:
  annan: 7
{rad}
  sist: 8
"""


def fynden(mall: str, rad: str) -> list[tuple[str, str]]:
    träd, fynd = läs(mall.format(rad=rad).encode(), "fil.yaml")
    if träd is not None:
        fynd = [*fynd, *ladda(träd)[1]]
    return [(f.text, f.råd) for f in fynd]


@pytest.mark.parametrize(
    ("mall", "rad", "rättad", "vad"),
    [
        (UPPFÖLJNING, "  i: {värde: 255 prognos: 370}", "  i: {värde: 255, prognos: 370}", "Före prognos saknas"),
        (UPPFÖLJNING, "  i: {värde: 2 kommentar: Två nya källa: X}", "  i: {värde: 2, kommentar: Två nya, källa: X}", "Före"),
        (UPPFÖLJNING, "  i: {ej mätt: Görs senare kommentar: X}", "  i: {ej mätt: Görs senare, kommentar: X}", "Före kommentar"),
        (UPPFÖLJNING, '  i: {värde: 2 kommentar: "a: b"}', '  i: {värde: 2, kommentar: "a: b"}', "Före kommentar"),
        (UPPFÖLJNING, "  i: {värde: 2; prognos: 3; källa: X}", "  i: {värde: 2, prognos: 3, källa: X}", "semikolon"),
        (UPPFÖLJNING, "  i: {värde:255, prognos: 3}", "  i: {värde: 255, prognos: 3}", "kolonet saknas"),
        (UPPFÖLJNING, "  i: {värde 255}", "  i: {värde: 255}", "Efter värde saknas ett kolon"),
        (UPPFÖLJNING, "  i: {värde: 2, prognos 3}", "  i: {värde: 2, prognos: 3}", "Efter prognos saknas ett kolon"),
        (PLAN, "        målvärde: {minst:90}", "        målvärde: {minst: 90}", "kolonet saknas"),
        (PLAN, "        målvärde: {minst 90}", "        målvärde: {minst: 90}", "Efter minst saknas ett kolon"),
        (PLAN, "        målvärde: >= 90", "        målvärde: {minst: 90}", "skrivs med ord"),
        (PLAN, "      - {id: k, namn: K, målvärde: >= 90}", "      - {id: k, namn: K, målvärde: {minst: 90}}", "skrivs med ord"),
        (PLAN, "      - {id: k, målvärde: >=7.5, namn: K}", "      - {id: k, målvärde: {minst: 7.5}, namn: K}", "skrivs med ord"),
        (PLAN, "        utgångsvärde: {värde: 412; avser: 2019}", "        utgångsvärde: {värde: 412, avser: 2019}", "semikolon"),
        (PLAN, "      – id: k\n        namn: K", "      - id: k\n        namn: K", "inte med –"),
        (PLAN, "      id: k\n        namn: K", "      - id: k\n        namn: K", "inget streck"),
        (PLAN, "        id: k\n        namn: K", "      - id: k\n        namn: K", "finns redan"),
        (PLAN, "        målvärde: {mellan: 80-85}", "        målvärde: {mellan: [80, 85]}", "intervall är två tal"),
        (PLAN, "        målvärde: {mellan: 80 och 85 %}", "        målvärde: {mellan: [80, 85]}", "intervall är två tal"),
        (UPPFÖLJNING, "  i: 8 av 10", "  i: {antal: 8, av: 10}", "andel skrivs inte med ord"),
    ],
)  # fmt: skip
def test_den_som_skriver_raden_i_rådet_får_en_fil_utan_fel(mall: str, rad: str, rättad: str, vad: str) -> None:
    fynd = fynden(mall, rad)
    text, råd = fynd[0]
    assert vad in text, fynd
    skriv = re.search(r"Skriv(?: raden så:)? (.*)", råd)
    assert skriv, råd
    assert rättad.split("\n", maxsplit=1)[0].strip().endswith(skriv[1].rstrip(".")), råd
    assert fynden(mall, rättad) == []


@pytest.mark.parametrize(
    ("mall", "skrivet", "rättat", "råd"),
    [
        # Efter ett tankstreck på den första punkten märks felet på raden under.
        (
            "{}",
            "mål:\n  – id: m\n    nivå: mål\n    namn: M\n",
            "mål:\n  - id: m\n    nivå: mål\n    namn: M\n",
            "Skriv raden så: - id: m",
        ),
        (
            "{}",
            "mål:\n    id: m\n    nivå: mål\n    namn: M\n",
            "mål:\n  - id: m\n    nivå: mål\n    namn: M\n",
            "ett streck och ett mellanslag: - id:",
        ),
        ("mål: [{{id: m, nivå: mål, namn: M, bidrar till: {}}}]\n", "x och y", "[x, y]", "Skriv [x, y]."),
        ("mål: [{{id: m, nivå: mål, namn: M, bidrar till: {}}}]\n", "'x, y'", "[x, y]", "Skriv [x, y]."),
    ],
)
def test_rådet_om_en_hel_punkt_ger_en_plan_som_går_att_läsa(mall: str, skrivet: str, rättat: str, råd: str) -> None:
    huvud = "format: 1\nplan: {{id: p, namn: N, nämnd: S, år: 2020}}\n"
    [(_, givet)] = fynden(huvud + "{rad}", mall.format(skrivet))
    assert råd in givet
    assert fynden(huvud + "{rad}", mall.format(rättat)) == []


@pytest.mark.parametrize(
    ("rad", "råd", "rättad"),
    [
        ("  i: -", "ta bort strecket: i:", "  i:"),
        (
            "  i: {värde: 80, kön: kvinnor 82, män 78}",
            "Skriv kön: {kvinnor: 82, män: 78}",
            "  i: {värde: 80, kön: {kvinnor: 82, män: 78}}",
        ),
    ],
)
def test_rådet_om_ett_svar_ger_en_uppföljning_som_går_att_läsa(rad: str, råd: str, rättad: str) -> None:
    råden = [ett for _, ett in fynden(UPPFÖLJNING, rad)]
    assert any(råd in ett for ett in råden)
    assert not any("citattecken" in ett for ett in råden)
    assert fynden(UPPFÖLJNING, rättad) == []


def test_ett_tal_med_ett_annat_tal_bredvid_är_inte_bara_det_första() -> None:
    """`78 % (2026)` är inte 78: den som skrev det menade också året."""
    assert "Skriv 78" not in str(fynden(PLAN, "        utgångsvärde: 78 % (2026)"))
    assert "Skriv 250 " in str(fynden(UPPFÖLJNING, "  i: 250 kg CO2"))


@pytest.mark.parametrize(
    "rad",
    [
        "  i: {värde: 2, kommentar: ett: två}",  # en text med kolon behöver citattecken, inget komma
        "  i: {värde: 2, kommentar: resultat: bra",
        "  i: {kommentar: Skäl: barn kvar}",
    ],
)
def test_en_rad_som_kan_ha_varit_menad_på_flera_sätt_får_inget_förslag_på_komma(rad: str) -> None:
    assert all("kommatecken" not in text for text, _ in fynden(UPPFÖLJNING, rad) if "väntades" not in text)


@pytest.mark.parametrize(
    ("rad", "råd", "rättad"),
    [
        ("  i: ej mätt", "Skriv i: {ej mätt: Varför", "  i: {ej mätt: Enkäten görs i oktober.}"),
        ("  i: saknas", "Skriv i: {saknas: Varför", "  i: {saknas: Underlag fattas.}"),
        ("  i: ”90”", "Skriv 90", "  i: 90"),
        ("  i: “12,5”", "Skriv 12.5", "  i: 12.5"),
        ("  klarnar: 15/6 2020", "Skriv 2020-06-15", "  klarnar: 2020-06-15"),
        ("  klarnar: 15 juni 2020", "Skriv 2020-06-15", "  klarnar: 2020-06-15"),
        ("  klarnar: den 1 feb 2020", "Skriv 2020-02-01", "  klarnar: 2020-02-01"),
        ("  klarnar: 2020-6-1", "Skriv 2020-06-01", "  klarnar: 2020-06-01"),
        ("  klarnar: 1.6.2020", "Skriv 2020-06-01", "  klarnar: 2020-06-01"),
        ("  klarnar: {värde: 15/6 2020}", "Skriv 2020-06-15", "  klarnar: 2020-06-15"),
    ],
)
def test_utfall_skrivna_på_svenska_får_raden_som_rättar_dem(
    rad: str, råd: str, rättad: str, skriv: Callable[[str, str], Path], tmp_path: Path
) -> None:
    skriv("planer/plan.yaml", PLAN_MED_TVÅ)
    for skrivet, väntat in ((rad, råd), (rättad, "")):
        skriv("planer/u.yaml", UPPFÖLJNING.replace("  annan: 7\n", "").replace("  sist: 8\n", "").format(rad=skrivet))
        fynd = json.loads(kör_plan("validera", "--format", "json", mapp=tmp_path).ut)["fynd"]
        råden = [f["råd"] for f in fynd if f["allvar"] == "fel"]
        assert len(råden) == bool(väntat), fynd
        assert not väntat or väntat in råden[0]


def test_en_enhet_inom_typografiska_citattecken_får_raka(skriv: Callable[[str, str], Path], tmp_path: Path) -> None:
    skriv("planer/plan.yaml", PLAN_MED_TVÅ.replace('"%"', "”%”"))
    assert 'Skriv enhet: "%".' in kör_plan("validera", mapp=tmp_path).ut


PLAN_MED_TVÅ = """\
format: 1
plan: {id: p, namn: N, nämnd: S, år: 2020}
mål:
  - id: m
    nivå: mål
    namn: M
    indikatorer:
      - {id: i, namn: I, enhet: "%", målvärde: {minst: 85}}
      - {id: klarnar, namn: K, målvärde: {klart: 2020-12}}
"""


@pytest.mark.parametrize(
    ("skrivet", "form"),
    [
        ("öka till 85 %", "{minst: 85}"),
        ("Ska minska till 12,5", "{högst: 12.5}"),
        ("ska öka", "{riktning: ökar}"),
        ("öka till 85 % (2027)", None),
        ("ej över 5", "{högst: 5}"),
        ("inte mer än riket", "{högst: riket}"),
        ("ej färre än 3", "{minst: 3}"),
    ],
)
def test_ett_mål_i_ord_får_formen_som_menas(skrivet: str, form: str | None) -> None:
    assert menad_form(skrivet) == form


@pytest.mark.parametrize(
    ("ordet", "råd"),
    [
        ("Ja", "Skriv ja."),
        ("inga", "Skriv talet: {exakt: 0}."),
        ("samtliga", "Skriv talet: {minst: 100}."),
        ("från 10 till 25", "Skriv talet för sig: {minst: 25}. Ett mål i ord skrivs {bedöms: …}."),
        (
            "ej över rikssnittet",
            "Skriv talet: {högst: 25}, eller {högst: {namn: rikssnittet}} om det är en jämförelse.",
        ),
        ("kommungruppen", None),
    ],
)
def test_rådet_gör_inte_en_mening_till_namnet_på_en_jämförelse(ordet: str, råd: str | None) -> None:
    """`{minst: {namn: ej över 5}}` går att läsa, och betyder något helt annat."""
    assert råd_om_ordet(ordet, "minst") == råd
