"""Ett id:s liv: lydelser, beslut och planer före och efter in, vad som hände ut, det äldsta först."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planverktyg.beslutat import fingeravtryck
from planverktyg.historik import Lydelse, idn, skriv_liv
from planverktyg.laddning import ladda
from planverktyg.syntax import läs
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.modell.plan import Plandokument

PLAN = """\
format: 1
plan:
  id: p-2020
  namn: Plan 2020
  nämnd: Nämnden
  år: 2020
  beslut:
    datum: 2019-10-15
    paragraf: 97
    fingeravtryck: MÄRKE
mål:
  - id: m
    nivå: nämndmål
    namn: Fler får stöd hemma
    indikatorer:
      - {id: dygn, namn: Antal dygn, enhet: dygn, målvärde: {högst: 2555}}
      - {id: andel, namn: Andel, enhet: "%", målvärde: {minst: 25}}
risker:
  - {id: hot, text: Hot mot personal., sannolikhet: 2, konsekvens: 4}
"""
NÄSTA = (
    PLAN.replace("id: p-2020", "id: p-2021\n  föregångare: p-2020")
    .replace("namn: Plan 2020", "namn: Plan 2021")
    .replace("år: 2020", "år: 2021")
    .replace("  beslut:\n    datum: 2019-10-15\n    paragraf: 97\n    fingeravtryck: MÄRKE\n", "")
    .replace("{id: dygn,", "{id: hvb-dygn, tidigare id: dygn,")
    .replace("2555", "2000")
)


def plan(text: str, *byten: tuple[str, str]) -> Plandokument:
    """Planen med några byten. Ordet MÄRKE blir dess eget fingeravtryck."""
    for gammalt, nytt in byten:
        assert text.count(gammalt) == 1, gammalt
        text = text.replace(gammalt, nytt)
    modell = _läst(text)
    return _läst(text.replace("MÄRKE", fingeravtryck(modell)))


def _läst(text: str) -> Plandokument:
    träd, fynd = läs(text.encode(), "plan.yaml")
    assert träd is not None, fynd
    dokument, fynd = ladda(träd)
    assert dokument is not None
    assert fynd == []
    modell: Plandokument = dokument.modell
    return modell


def händelser(id_: str, *planer: list[Lydelse]) -> list[tuple[str, ...]]:
    """Dagen, vad som hände, från, till och beslutet."""
    liv = skriv_liv(id_, planer)
    assert liv is not None
    return [
        tuple(
            text.replace("\u00a0", " ")
            for text in (str(h.datum or ""), h.rubrik, h.från, h.till, h.beslut.partition(",")[0])
        )
        for h in liv.händelser
    ]


MILDRAT = ("{högst: 2555}", "{högst: 3000}")
OMBESLUTAT = (
    "  beslut:\n    datum: 2019-10-15\n    paragraf: 97\n",
    """\
  tidigare beslut: [{datum: 2019-10-15, paragraf: 97}]
  beslut:
    status: reviderad
    datum: 2020-02-11
    paragraf: 12
""",
)


def lydelse(modell: Plandokument, revision: str, dag: tuple[int, int, int]) -> Lydelse:
    return Lydelse(modell, revision, date(*dag))


def test_ett_målvärde_som_mildras_och_beslutas() -> None:
    """Ändringen står vid sin egen dag, med beslutet som den sedan fick."""
    beslutad = plan(PLAN)
    märke = fingeravtryck(beslutad)
    mildrad = _läst(PLAN.replace(*MILDRAT).replace("MÄRKE", märke))
    lydelser = [
        lydelse(beslutad, "a1", (2019, 10, 20)),
        lydelse(mildrad, "b2", (2020, 1, 15)),
        lydelse(plan(PLAN, MILDRAT, OMBESLUTAT), "c3", (2020, 2, 12)),
    ]
    assert händelser("dygn", lydelser) == [
        ("2019-10-15", "Planen beslutades", "", "", "§ 97"),
        ("2019-10-20", "Finns i planen", "", "högst 2 555", "§ 97"),
        ("2020-01-15", "Målvärdet är mildrat", "högst 2 555", "högst 3 000", "§ 12"),
        ("2020-02-11", "Planen reviderades", "", "", "§ 12"),
    ]
    assert händelser("dygn", lydelser[:2])[-1][-1] == ""  # ändrad, men ännu inte beslutad


def test_genom_åren_med_nytt_id() -> None:
    gammal, ny = [Lydelse(plan(PLAN))], [Lydelse(plan(NÄSTA))]
    väntat = [
        ("2019-10-15", "Planen beslutades", "", "", "§ 97"),
        ("", "Finns i planen", "", "högst 2 555", "§ 97"),
        ("", "Nytt id", "dygn", "hvb-dygn", ""),
        ("", "Målvärdet är skärpt", "högst 2 555", "högst 2 000", ""),
    ]
    assert händelser("hvb-dygn", gammal, ny) == väntat
    assert händelser("dygn", gammal, ny) == väntat  # det gamla id:t leder till samma liv
    assert händelser("andel", gammal, ny)[-1] == ("", "Följer med oförändrat", "", "minst 25 %", "")


@pytest.mark.parametrize(
    ("id_", "byten", "väntat"),
    [
        pytest.param(
            "dygn", [("      - {id: dygn, namn: Antal dygn, enhet: dygn, målvärde: {högst: 2555}}\n", "")],
            [("Borttaget", "högst 2 555", "")], id="indikatorn tas bort",
        ),
        pytest.param(
            "m", [("      - {id: dygn, namn: Antal dygn, enhet: dygn, målvärde: {högst: 2555}}\n", "")],
            [("Indikator borttagen", "Antal dygn", "")], id="målet mister en indikator",
        ),
        pytest.param(
            "m", [("namn: Fler får stöd hemma", "namn: Alla får stöd hemma")],
            [("Ny lydelse", "Fler får stöd hemma", "Alla får stöd hemma")], id="målets lydelse",
        ),
        pytest.param(
            "hot", [("sannolikhet: 2", "sannolikhet: 3")],
            [("Risken är höjd", "riskvärde 8 (2 × 4)", "riskvärde 12 (3 × 4)")],
            id="risken höjs",
        ),
        pytest.param("hot", [MILDRAT], [], id="något annat ändras"),
        pytest.param(
            "dygn",
            [("risker:", "  - {id: n, nivå: nämndmål, namn: Nytt, indikatorer: [INDIKATOR]}\nrisker:"),
             ("      - {id: dygn, namn: Antal dygn, enhet: dygn, målvärde: {högst: 2555}}\n", ""),
             ("INDIKATOR", "{id: dygn, namn: Antal dygn, enhet: dygn, målvärde: {högst: 2555}}")],
            [("Flyttat", "Fler får stöd hemma", "Nytt")], id="indikatorn flyttas",
        ),
    ],
)  # fmt: skip
def test_det_som_hände_mellan_två_revisioner(
    id_: str, byten: list[tuple[str, str]], väntat: list[tuple[str, str, str]]
) -> None:
    lydelser = [lydelse(plan(PLAN), "a1", (2019, 10, 20)), lydelse(plan(PLAN, *byten), "b2", (2020, 1, 15))]
    assert [h[1:4] for h in händelser(id_, lydelser) if h[0] == "2020-01-15"] == väntat


def test_ett_id_som_aldrig_har_funnits() -> None:
    assert skriv_liv("finns-inte", [[Lydelse(plan(PLAN))]]) is None
    assert idn(plan(PLAN)) == ["m", "dygn", "andel", "hot"]


# --- Kommandot --------------------------------------------------------------------------------------


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    for namn, text in (("p-2020", PLAN), ("p-2021", NÄSTA)):
        fil = tmp_path / "planer" / namn / "plan.yaml"
        fil.parent.mkdir(parents=True)
        fil.write_text(text.replace("MÄRKE", fingeravtryck(_läst(text))))
    return tmp_path


def test_utan_git_berättas_det_som_filerna_säger(mapp: Path) -> None:
    körning = kör_plan("historik", "hvb-dygn", mapp=mapp, COLUMNS="100")
    assert (körning.kod, körning.fel) == (0, "")
    assert körning.ut.replace("\u00a0", " ") == (
        "Indikator hvb-dygn: Antal dygn\n\n"
        "Plan 2020 (p-2020)\n"
        "  2019-10-15    Planen beslutades (§ 97, 15 oktober 2019)\n"
        "                Finns i planen: högst 2 555 (beslutat § 97, 15 oktober 2019)\n\n"
        "Plan 2021 (p-2021)\n"
        "                Nytt id: dygn → hvb-dygn\n"
        "                Målvärdet är skärpt: högst 2 555 → högst 2 000\n\n"
        "Planerna ligger inte i git, så här syns bara det som filerna säger: besluten och planerna före. Med\n"
        "git syns också varje ändring däremellan, med dag och revision.\n"
    )


def test_som_json_och_markdown(mapp: Path) -> None:
    json_ = json.loads(kör_plan("historik", "dygn", "--plan", "p-2020", "--format", "json", mapp=mapp).ut)
    assert (json_["id"], json_["slag"]) == ("hvb-dygn", "indikator")
    assert [h["händelse"] for h in json_["händelser"]] == [
        "Planen beslutades", "Finns i planen", "Nytt id", "Målvärdet är skärpt",
    ]  # fmt: skip
    assert set(json_["händelser"][0]) == {
        "plan", "planens namn", "datum", "händelse", "från", "till", "beslut", "revision",
    }  # fmt: skip
    markdown = kör_plan("historik", "dygn", "--format", "markdown", mapp=mapp).ut.replace("\u00a0", " ")
    assert "| – | – | Målvärdet är skärpt | högst 2 555 | högst 2 000 | – |\n" in markdown


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        (["hvb-dyng"], "Menade du hvb-dygn?"),
        (["hvb-dyng", "--plan", "p-2020"], "Planen har aldrig haft något med id hvb-dyng."),
        (["dygn", "--plan", "p-2019"], "Ingen plan heter p-2019"),
        (["m", "--format", "html"], "Välj text, markdown eller json."),
    ],
)
def test_det_som_inte_finns(mapp: Path, argument: list[str], text: str) -> None:
    körning = kör_plan("historik", *argument, mapp=mapp)
    assert (körning.kod, körning.ut) == (2, "")
    assert text in körning.fel


def test_samma_id_i_planer_som_inte_hör_ihop(mapp: Path) -> None:
    annan = mapp / "planer" / "sn" / "plan.yaml"
    annan.parent.mkdir()
    annan.write_text(PLAN.replace("id: p-2020", "id: sn-2020").replace("    fingeravtryck: MÄRKE\n", ""))
    körning = kör_plan("historik", "andel", mapp=mapp)
    assert körning.kod == 2
    assert "andel finns i flera planer: p-2020, p-2021 och sn-2020. Välj en med --plan." in körning.fel
    assert kör_plan("historik", "andel", "--plan", "sn-2020", mapp=mapp).kod == 0
