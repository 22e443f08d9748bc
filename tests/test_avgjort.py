"""Det som redan är avgjort bärs vidare med perioden då det sades, likadant i bedömning, rapport, granskning och blankett."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planverktyg.uppfyllelse.avgjort import gällande_statusar
from tests.conftest import kör_plan
from tests.test_tillfallen import bedöm_mandat
from tests.test_uppfyllelse import läs_uppföljning, svar

if TYPE_CHECKING:
    from pathlib import Path

PERIODER = {"2020-04-30": "delår 1", "2020-08-31": "delår 2", "2020-12-31": "helår"}
PLAN = """\
format: 1
plan: {id: p, namn: Planen, nämnd: Nämnden, år: 2020}
mål: [{id: m, nivå: nämndmål, namn: Eleverna lyckas}]
uppdrag:
  - id: kf
    rubrik: Från fullmäktige
    källa: kommunplanen
    uppdrag:
      - {id: skola, text: Anordna sommarskola., bidrar till: m, delar: [{id: lokal, text: Hyra lokal.}]}
      - {id: hjalp, text: Införa läxhjälp., bidrar till: m}
åtgärdsplan:
  - id: o
    rubrik: Ett område
    punkter: [{id: en, namn: En punkt, åtgärder: [{id: ta-hem, text: Ta hem placerade., ansvarig: chefen}]}]
risker: [{id: r, text: Lärare saknas., sannolikhet: 1, konsekvens: 1}]
åtgärder: [{id: utbilda, text: Utbilda., risker: r}]
"""
KOMMUN = "format: 1\nkommun: {id: k, namn: Kommunen}\nsammanvägning: {räknar: [indikatorer, delmål, uppdrag]}\n"


def status(*svaren: str) -> tuple[str, str]:
    """Vad som gäller om ett uppdrag efter uppföljningarna, en för varje period; det sista är den som bedöms."""
    dokument = [
        läs_uppföljning(f"uppdrag:\n  u: {s}\n" if s and s != "null" else "uppdrag:\n  u:\n" if s else "", dag)
        for s, dag in zip(svaren, list(PERIODER)[-len(svaren) :], strict=True)
    ]
    gällande = gällande_statusar(dokument[-1], dokument[:-1]).uppdrag.get("u")
    return (gällande.rapport.status, gällande.ur) if gällande else ("", "")


@pytest.mark.parametrize(
    ("svaren", "gäller", "ur"),
    [
        pytest.param(["klar", ""], "klar", "delår 2 2020", id="klart sedan förra gången"),
        pytest.param(["avförd", "", ""], "avförd", "delår 1 2020", id="avbrutet, med källans eget ord"),
        pytest.param(["pågår", ""], "", "", id="det som pågår måste sägas igen"),
        pytest.param(["klar", "pågår", ""], "", "", id="det senaste svaret räknas"),
        pytest.param(["pågår", "klar", ""], "klar", "delår 2 2020", id="också åt andra hållet"),
        pytest.param(["klar", "pågår"], "pågår", "", id="det som sägs nu går före"),
        pytest.param([""], "", "", id="ingen har sagt något"),
        pytest.param(["klar", "null", ""], "", "", id="en rad som väntar öppnar frågan igen"),
        pytest.param(["klar", "null"], "", "", id="också nu"),
        pytest.param(["klar", "null", "klar"], "klar", "", id="tills någon svarar"),
    ],
)
def test_ett_avslutat_uppdrag_behöver_inte_sägas_igen(svaren: list[str], gäller: str, ur: str) -> None:
    assert status(*svaren) == (gäller, ur)


def test_en_del_av_ett_uppdrag_bärs_för_sig() -> None:
    tidigare = [läs_uppföljning("uppdrag: {u: {status: pågår, delar: {a: klar, b: pågår}}}", "2020-08-31")]
    nu = läs_uppföljning("uppdrag: {u: {status: pågår, delar: {c: pågår}}}", "2020-12-31")
    delar = gällande_statusar(nu, tidigare).delar["u"]
    assert {id_: (d.rapport.status, d.ur) for id_, d in delar.items()} == {
        "a": ("klar", "delår 2 2020"),
        "c": ("pågår", ""),
    }
    tyst = läs_uppföljning("", "2020-12-31")
    statusar = gällande_statusar(tyst, tidigare)
    assert statusar.uppdrag == {}
    assert {id_: d.ur for id_, d in statusar.delar["u"].items()} == {"a": "delår 2 2020"}


# --- Indikatorer --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("målvärde", "tidigare", "svaret"),
    [
        pytest.param(
            "{klart: 2020}", {"2020-04-30": "2020-04-15", "2020-08-31": "nej"}, "– ej rapporterad", id="inte gjort ändå"
        ),
        pytest.param("{klart: 2020}", {"2020-04-30": "nej", "2020-08-31": "2020-08-01"}, "uppfyllt", id="gjort till slut"),
        pytest.param(
            "{klart: 2020}", {"2020-04-30": "2020-04-15", "2020-08-31": "{ej mätt: Beslutet är överklagat.}"},
            "– ej rapporterad", id="väntar igen",
        ),
        pytest.param(
            "{minst: 80, avser: 2020}", {"2020-04-30": "{utgår: Beslut § 5.}", "2020-08-31": "70"}, "– ej rapporterad",
            id="utgår togs tillbaka",
        ),
        pytest.param("{minst: 80, avser: 2019}", {"2019-08-31": "85"}, "– ej rapporterad", id="ett delårsvärde är inte årets"),
        pytest.param(
            "{minst: 80, avser: 2019}", {"2019-08-31": "{värde: 70, prognos: 85}"}, "– ej rapporterad", id="en prognos bärs inte"
        ),
        pytest.param("{minst: 80, avser: 2019}", {"2018-12-31": "85"}, "– ej rapporterad", id="inte heller fjolårets"),
        pytest.param(
            "{minst: 80, avser: 2019}", {"2019-08-31": "85", "2019-12-31": "75"}, "delvis", id="årets slut räknas"
        ),
        pytest.param("{klart: 2020}", {"2020-04-30": "2020-04-15", "2020-08-31": ""}, "– ej rapporterad", id="en rad som väntar"),
        pytest.param("{redovisas: ja, avser: 2019}", {"2019-12-31": "{redovisning: I bokslutet.}"}, "uppfyllt", id="redovisat"),
    ],
)  # fmt: skip
def test_det_senaste_svaret_bärs_bara_när_det_avgjorde_saken(
    målvärde: str, tidigare: dict[str, str], svaret: str
) -> None:
    assert svar(bedöm_mandat(f"målvärde: {målvärde}", None, tidigare=tidigare)) == svaret


@pytest.mark.parametrize(
    ("nu", "svaret"),
    [
        pytest.param("{per nämnd: {FN: 95}}", {"KS": "helår 2020", "FN": ""}, id="den andra svarar nu"),
        pytest.param(None, {"KS": "helår 2020", "FN": "helår 2021"}, id="uppföljningen är tyst"),
    ],
)
def test_var_och_en_av_delarna_bärs_när_dess_egen_tid_är_ute(nu: str | None, svaret: dict[str, str]) -> None:
    """KS skulle nå sitt mål 2020 och svarade då; att FN:s tid är en annan ändrar inte det."""
    år = {"{per nämnd: {FN: 95}}": 2022, None: 2021}[nu]
    delad = f"per nämnd: {{KS: {{minst: 90, avser: 2020}}, FN: {{minst: 90, avser: {år}}}}}"
    tidigare = {"2020-12-31": "{per nämnd: {KS: 95, FN: 20}}", "2021-12-31": "{per nämnd: {FN: 91}}"}
    b = bedöm_mandat(delad, nu, per="2022-12-31", tidigare=tidigare)
    assert svar(b) == "uppfyllt"
    assert {d.namn: d.ur or b.rapporterat for d in b.delar} == svaret


# --- Hela vägen ---------------------------------------------------------------------------------------


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    (tmp_path / "kommun.yaml").write_text(KOMMUN, encoding="utf-8")
    (tmp_path / "p").mkdir()
    (tmp_path / "p/plan.yaml").write_text(PLAN, encoding="utf-8")
    rader = {
        "2020-08-31": "uppdrag: {skola: {status: avbruten, kommentar: Inga pengar.}, hjalp: pågår}\n"
        "åtgärder: {ta-hem: klar, utbilda: genomförd}\nrisker: {r: {kommentar: Som förut.}}\n",
        "2020-12-31": "uppdrag: {hjalp: klar}\nrisker: {r: {kommentar: Som förut.}}\n",
    }
    for dag, text in rader.items():
        huvud = f"format: 1\nuppföljning: {{plan: p, period: {PERIODER[dag]}, per: {dag}}}\n"
        (tmp_path / f"p/{dag}.yaml").write_text(huvud + text, encoding="utf-8")
    return tmp_path


def test_rapport_granskning_och_status_säger_detsamma(mapp: Path) -> None:
    granskat = kör_plan("validera", ".", mapp=mapp)
    assert (granskat.kod, "säger inget om" in granskat.ut) == (0, False)
    rapport = kör_plan("rapport", "p", mapp=mapp).ut.replace("\u00a0", " ")
    assert "– ej rapporterad" not in rapport
    assert "Av planens 2 uppdrag: 1 är klart och 1 är avbrutet." in rapport
    assert "× avbruten (delår 2 2020)" in rapport
    assert "● klar (delår 2 2020)" in rapport  # åtgärdsplanens
    assert "● genomförd (delår 2 2020)" in rapport  # åtgärden mot risken
    assert "Planens åtgärd är klar." in rapport
    assert "● klar (delår 2 2020)" in kör_plan("status", "p", mapp=mapp).ut


def test_en_klar_del_är_klar_också_när_uppdraget_inte_nämns(mapp: Path) -> None:
    fil = mapp / "p/2020-08-31.yaml"
    text = fil.read_text(encoding="utf-8")
    gammalt = "skola: {status: avbruten, kommentar: Inga pengar.}"
    fil.write_text(text.replace(gammalt, "skola: {status: pågår, delar: {lokal: klar}}"), encoding="utf-8")
    rapport = " ".join(kör_plan("rapport", "p", mapp=mapp).ut.split())
    assert "*Steg:* Hyra lokal. ● klar (delår 2 2020). | – ej rapporterad" in rapport
    (mapp / "p/2020-12-31.yaml").unlink()
    assert kör_plan("ny", "uppföljning", "p", "--period", "helår", "--år", "2020", mapp=mapp).kod == 0
    assert "delar: {" not in (mapp / "p/2020-12-31.yaml").read_text(encoding="utf-8")


def test_riskerna_står_kvar_över_årsskiftet_i_en_plan_för_flera_år(tmp_path: Path) -> None:
    """Det senaste som är sagt gäller, och en risk som har upptäckts försvinner inte med året."""
    plan = "format: 1\nplan: {id: p, namn: Planen, nämnd: N, år: {från: 2020, till: 2021}}\n"
    (tmp_path / "plan.yaml").write_text(
        plan + "risker: [{id: r, text: Lärare saknas., sannolikhet: 3, konsekvens: 3}]\n", encoding="utf-8"
    )
    rader = {
        2020: "risker: {r: {sannolikhet: 1}}\nnya risker: [{id: n, text: Ny risk., sannolikhet: 4, konsekvens: 4}]\n"
        "nya åtgärder: [{id: a, text: Utbilda alla., risker: n}]\n",
        2021: "risker: {n: {sannolikhet: 2}}\nåtgärder: {a: klar}\n",
    }
    for år, text in rader.items():
        huvud = f"format: 1\nuppföljning: {{plan: p, period: helår, per: {år}-12-31}}\n"
        (tmp_path / f"{år}-12-31.yaml").write_text(huvud + text, encoding="utf-8")
    rapport = " ".join(kör_plan("rapport", "p", mapp=tmp_path).ut.split())
    assert "| 1. Lärare saknas. | 3 låg | 1 × 3 | ↓ minskat från 9 (sedan helår 2020) |" in rapport
    assert "| 2. Ny risk. | 8 låg | 2 × 4 | ↓ minskat från 16 |" in rapport
    assert "| Utbilda alla. (ny helår 2020) | ● klar | 2 |" in rapport
    assert "ny under året" not in rapport


def test_ett_avbrutet_uppdrag_lyfter_inte_målet_när_ingen_nämner_det(mapp: Path) -> None:
    assert "◐ delvis" in kör_plan("status", "p", "--mål", "m", mapp=mapp).ut


def test_blanketten_frågar_inte_efter_det_som_är_avslutat(mapp: Path) -> None:
    (mapp / "p/2020-12-31.yaml").unlink()
    kör_plan("ny", "uppföljning", "p", "--period", "helår", "--år", "2020", "--ut", "ny.yaml", mapp=mapp)
    ut = (mapp / "ny.yaml").read_text(encoding="utf-8")
    assert "\n  hjalp:" in ut
    assert not any(f"\n  {id_}:" in ut for id_ in ("skola", "ta-hem", "utbilda"))
