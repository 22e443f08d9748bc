"""Undantag: ett fynd som är sett och godtaget tas undan på ett enda ställe, och undantaget självt prövas."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import läs_mappar
from planverktyg.arkiv.laddning.idplats import närmaste_id
from planverktyg.granskning.granskare import Granskare, granska
from planverktyg.granskning.regler import REGLER
from planverktyg.granskning.undantag import Granskning, får_undantas
from planverktyg.kommandon.granskat import provning
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.modell.byggsten import Del
    from planverktyg.modell.grund.plats import Rutt
    from tests.conftest import Körning

    Skriv = Callable[[str, str], Path]

IDAG = date(2021, 6, 15)
PLAN = """\
format: 1
plan: {id: p1, namn: Plan 2020, nämnd: Nämnden, år: 2020}
risker:
  - {id: hot, text: Risk för hot., sannolikhet: 4, konsekvens: 4}
  - {id: brist, text: Risk för personalbrist., sannolikhet: 4, konsekvens: 4}
"""
KOMMUN = "format: 1\nkommun: {id: k, namn: Kommunen}\n"
UPPFÖLJNING = "format: 1\nuppföljning: {plan: p1, period: delår 2, per: 2020-08-31}\n"


@pytest.fixture(autouse=True)
def i_egen_mapp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()  # husregler söks inte ovanför projektets rot
    monkeypatch.chdir(tmp_path)


def _med(text: str, *undantag: str) -> str:
    return text + "undantag:\n" + "".join(f"  - {{motivering: Vi vet., {u}}}\n" for u in undantag)


def _pröva() -> Granskning:
    (granskning,) = [Granskare(idag=IDAG).pröva_mapp(mapp) for mapp in läs_mappar(Path())]
    return granskning


def _kvar(granskning: Granskning) -> list[tuple[str, str]]:
    return [(f.kod, f.gäller) for f in granskning.fynd]


# --- Vad ett undantag tar undan -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("undantag", "kvar"),
    [
        ("regel: RIS702, id: hot", [("RIS702", "brist")]),
        ("regel: ris702, id: hot", [("RIS702", "brist")]),
        ("regel: RIS702", []),
        ("regel: RIS702, till: 2021-06-15", []),
        ("regel: RIS702, till: 2021-06-14", [("RIS702", "hot"), ("RIS702", "brist"), ("UND904", "")]),
        ("regel: RIS703, id: hot", [("RIS702", "hot"), ("RIS702", "brist"), ("UND903", "hot")]),
    ],
    ids=["ett id", "gemener", "hela regeln", "sista dagen", "dagen efter", "en annan regel"],
)
def test_undantaget_tar_undan_sin_regels_fynd(undantag: str, kvar: list[tuple[str, str]], skriv: Skriv) -> None:
    skriv("plan.yaml", _med(PLAN, undantag))
    granskning = _pröva()
    assert _kvar(granskning) == kvar
    assert len(granskning.undantagna) == 2 - sum(kod == "RIS702" for kod, _ in kvar)
    assert {u.motivering for u in granskning.undantagna} <= {"Vi vet."}


def test_planens_undantag_gäller_dess_uppföljningar_men_inte_en_annan_plan(skriv: Skriv) -> None:
    skriv("plan.yaml", _med(PLAN, "regel: RIS702", "regel: TID602"))
    skriv("annan.yaml", PLAN.replace("p1", "p2"))
    skriv("u1.yaml", UPPFÖLJNING.replace("08-31", "08-30"))
    granskning = _pröva()
    assert {(f.plats.fil, f.kod) for f in granskning.fynd if f.kod in {"RIS702", "TID602"}} == {
        ("annan.yaml", "RIS702")
    }
    assert {u.fynd.plats.fil for u in granskning.undantagna} == {"plan.yaml", "u1.yaml"}


def test_kommunens_undantag_gäller_alla_planer_och_planens_eget_går_före(skriv: Skriv) -> None:
    skriv("kommun.yaml", _med(KOMMUN, "regel: RIS702"))
    skriv("plan.yaml", _med(PLAN, "regel: RIS702, id: hot"))
    granskning = _pröva()
    assert _kvar(granskning) == []
    assert {u.fynd.gäller: u.plats.fil for u in granskning.undantagna} == {"hot": "plan.yaml", "brist": "kommun.yaml"}


def test_husreglerna_kan_undanta_det_som_reglerna_hittar_i_dem_själva(skriv: Skriv) -> None:
    trösklar = KOMMUN + "riskmatris: {sannolikhet: [låg, hög], konsekvens: [lindrig, allvarlig], tröskel: 9}\n"
    skriv("kommun.yaml", _med(trösklar, "regel: RIS705"))
    granskning = _pröva()
    assert _kvar(granskning) == []
    assert [u.fynd.kod for u in granskning.undantagna] == ["RIS705"]


def test_status_och_rapporter_ser_inte_heller_det_undantagna(skriv: Skriv) -> None:
    skriv("plan.yaml", _med(PLAN, "regel: RIS702, id: hot"))
    (akt,) = [akt for mapp in läs_mappar(Path()) for akt in mapp.akter]
    assert [(f.kod, f.gäller) for f in granska(akt)] == [("RIS702", "brist")]


def test_det_som_gör_filen_oanvändbar_kan_inte_undantas() -> None:
    """Läsning, struktur, hänvisningar som inte leder någonstans, och undantagen själva."""
    grupper = {regel.kod[:3] for regel in REGLER if not får_undantas(regel)}
    assert grupper == {"BES", "REF", "STR", "UND"}
    assert {r.allvar for r in REGLER if r.kod[:3] == "REF" and not får_undantas(r)} == {Allvar.FEL}
    assert all(får_undantas(r) for r in REGLER if r.kod[:3] == "REF" and r.allvar is not Allvar.FEL)


@pytest.mark.parametrize("regel", ["STR101", "REF201", "UND903"])
def test_ett_undantag_som_inte_får_finnas_tar_inte_undan_något(regel: str, skriv: Skriv) -> None:
    fel = "okänd: 3\n" if regel == "STR101" else ""
    skriv("plan.yaml", _med(PLAN.replace("id: brist", "id: hot") + fel, f"regel: {regel}"))
    granskning = _pröva()
    assert granskning.undantagna == []
    assert {"UND902", "REF201"} <= {f.kod for f in granskning.fynd}


# --- Oanvända undantag ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trasig",
    [
        {"plan.yaml": _med(PLAN, "regel: RIS703") + "okänd: 3\n"},
        {"plan.yaml": _med(PLAN, "regel: RIS703"), "u.yaml": UPPFÖLJNING + "utfall: {i1: {värde: 3 st}}\n"},
        {"plan.yaml": _med(PLAN, "regel: RIS703"), "kommun.yaml": KOMMUN + "nivåer: 3\n"},
        {"plan.yaml": _med(PLAN, "regel: RIS703"), "kommun.yaml": "kommun: ["},
    ],
    ids=["planen", "uppföljningen", "husreglerna", "oläsliga husregler"],
)
def test_det_sägs_inte_att_ett_undantag_är_oanvänt_när_något_inte_kunde_läsas(
    trasig: dict[str, str], skriv: Skriv
) -> None:
    for namn, text in trasig.items():
        skriv(namn, text)
    assert "UND903" not in {f.kod for f in _pröva().fynd}


def test_rådet_föreslår_id_där_regeln_slår_till(skriv: Skriv) -> None:
    skriv("plan.yaml", _med(PLAN, "regel: RIS702, id: brits"))
    assert [f.råd for f in _pröva().fynd if f.kod == "UND903"] == ["Menade du brist?"]


def _koder(körning: Körning) -> list[tuple[str, str]]:
    return [(f["fil"], f["kod"]) for f in json.loads(körning.ut)["fynd"]]


def test_husreglernas_undantag_är_oanvända_först_när_ingen_plan_behöver_dem(skriv: Skriv) -> None:
    skriv("planer/kommun.yaml", _med(KOMMUN, "regel: RIS702", "regel: RIS703"))
    skriv("planer/a/plan.yaml", PLAN)
    skriv("planer/b/plan.yaml", PLAN.replace("p1", "p2").replace("konsekvens: 4", "konsekvens: 1"))
    assert _koder(kör_plan("validera", "--format", "json", mapp=Path())) == [("planer/kommun.yaml", "UND903")]
    bara_b = kör_plan("validera", "--format", "json", "planer/b", mapp=Path())
    assert _koder(bara_b) == [], "de andra planerna är inte prövade"
    bara_filen = kör_plan("validera", "--format", "json", "planer/kommun.yaml", mapp=Path())
    assert _koder(bara_filen) == []


def test_många_mappar_ger_samma_svar_i_flera_processer(skriv: Skriv) -> None:
    skriv("planer/kommun.yaml", _med(KOMMUN, "regel: RIS702, id: hot", "regel: RIS703"))
    for nummer in range(provning.MÅNGA_MAPPAR + 1):
        skriv(f"planer/gren-{nummer % 3}/p{nummer}/plan.yaml", PLAN.replace("p1", f"p{nummer}"))
    data = json.loads(kör_plan("validera", "--format", "json", mapp=Path()).ut)
    assert [f["fil"] for f in data["fynd"] if f["kod"] == "UND903"] == ["planer/kommun.yaml"]
    assert len(data["undantagna"]) == provning.MÅNGA_MAPPAR + 1
    assert {f["kod"] for f in data["fynd"]} == {"RIS702", "UND903"}


# --- Vad fyndet gäller ----------------------------------------------------------------------------

PLANENS = {
    "plan": {"id": "p1", "år": 2020},
    "mål": [{"id": "m1", "mål": [{"id": "m2", "indikatorer": [{"id": "i1", "målvärde": {"minst": 3}}, {"id": 7}]}]}],
    "etiketter": {"agenda-2030": "Agenda 2030"},
    "risker": [],
}
UPPFÖLJNINGENS = {
    "uppföljning": {"plan": "p1"},
    "utfall": {"i1": {"värde": 3}},
    "uppdrag": {"u1": {"status": "klar", "delar": {"d1": "klar"}}},
}


@pytest.mark.parametrize(
    ("rot", "innehåll", "rutt", "id_"),
    [
        (Plandokument, PLANENS, ("plan", "år"), "p1"),
        (Plandokument, PLANENS, ("mål", 0, "mål", 0, "nivå"), "m2"),
        (Plandokument, PLANENS, ("mål", 0, "mål", 0, "indikatorer", 0, "målvärde", "minst"), "i1"),
        (Plandokument, PLANENS, ("mål", 0, "mål", 0, "indikatorer", 1), "m2"),
        (Plandokument, PLANENS, ("etiketter", "agenda-2030"), "agenda-2030"),
        (Plandokument, PLANENS, ("risker",), ""),
        (Uppföljningsdokument, UPPFÖLJNINGENS, ("utfall", "i1", "värde"), "i1"),
        (Uppföljningsdokument, UPPFÖLJNINGENS, ("utfall", "i2"), "i2"),
        (Uppföljningsdokument, UPPFÖLJNINGENS, ("utfall",), ""),
        (Uppföljningsdokument, UPPFÖLJNINGENS, ("uppdrag", "u1", "status"), "u1"),
        (Uppföljningsdokument, UPPFÖLJNINGENS, ("uppdrag", "u1", "delar", "d1"), "d1"),
        (Uppföljningsdokument, UPPFÖLJNINGENS, ("uppföljning", "plan"), ""),
        (Kommundokument, {"perioder": {"delår 1": "04-30"}}, ("perioder", "delår 1"), ""),
    ],
)
def test_fyndet_gäller_det_närmaste_id_uppåt(rot: type[Del], innehåll: object, rutt: Rutt, id_: str) -> None:
    assert närmaste_id(rot, innehåll, rutt) == id_


# --- Det som användaren ser -----------------------------------------------------------------------


def test_text_säger_hur_många_som_är_undantagna(skriv: Skriv) -> None:
    skriv("planer/plan.yaml", _med(PLAN, "regel: RIS702"))
    assert kör_plan("validera", mapp=Path()).ut == (
        "1 fil kontrollerad: inget att anmärka.\n2 fynd är undantagna; plan validera --undantag visar varför.\n"
    )


def test_listan_säger_var_varför_och_om_undantaget_behövs(skriv: Skriv) -> None:
    undantag = ("regel: RIS702, id: hot", "regel: RIS702, till: 2021-03-31", "regel: RIS7", "regel: RIS703")
    skriv("planer/plan.yaml", _med(PLAN, *undantag, "regel: RIS702, id: brist, till: 2999-12-31"))
    körning = kör_plan("validera", "--undantag", mapp=Path())
    assert (körning.kod, körning.fel) == (0, "")
    assert [rad.strip() for rad in körning.ut.splitlines() if rad and "Vi vet." not in rad] == [
        "planer/plan.yaml:7:5 RIS702 för hot",
        "Behövs för 1 fynd; gäller tills vidare.",
        "planer/plan.yaml:8:5 RIS702",
        "Har gått ut: gällde till och med 31 mars 2021.",
        "planer/plan.yaml:9:5 RIS7",
        "Gör ingenting: regeln finns inte eller kan inte undantas.",
        "planer/plan.yaml:10:5 RIS703",
        "Behövs inte; gäller tills vidare.",
        "planer/plan.yaml:11:5 RIS702 för brist",
        "Behövs för 1 fynd; gäller till och med 31 december 2999.",
        "5 undantag för 2 fynd.",
    ]


def test_utan_undantag_säger_listan_det(skriv: Skriv) -> None:
    skriv("planer/plan.yaml", PLAN)
    assert kör_plan("validera", "--undantag", mapp=Path()).ut == "Det finns inga undantag.\n"


def test_listan_finns_bara_som_text(skriv: Skriv) -> None:
    skriv("planer/plan.yaml", PLAN)
    körning = kör_plan("validera", "--undantag", "--format", "json", mapp=Path())
    assert (körning.kod, körning.ut) == (2, "")
    assert "inte båda" in körning.fel
