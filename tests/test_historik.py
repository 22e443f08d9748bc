"""Ett id:s liv: lydelser, beslut och planer före och efter in, vad som hände ut, det äldsta först."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.arkiv.urval.lydelser import Lydelse
from planverktyg.modell.fingeravtryck import fingeravtryck
from planverktyg.skillnad.historik import idn, skriv_liv
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
      - {id: dygn, namn: Antal nätter, enhet: dygn, målvärde: {högst: 2555}}
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


def bara_talen(text: str) -> str:
    """Texten med vanliga mellanslag, och målvärdena utan ledtext och enhet: hur de skrivs är skillnadens sak."""
    return re.sub(r"(?<=\d) (dygn|%)", "", text.replace("\u00a0", " ").replace("målvärde: ", ""))


def händelser(id_: str, *planer: list[Lydelse]) -> list[tuple[str, ...]]:
    """Dagen, vad som hände, från, till och beslutet."""
    liv = skriv_liv(id_, planer)
    assert liv is not None
    return [
        tuple(bara_talen(text) for text in (str(h.datum or ""), h.rubrik, h.från, h.till, h.beslut.partition(",")[0]))
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
    assert händelser("andel", gammal, ny)[-1] == ("", "Följer med oförändrat", "", "minst 25", "")


@pytest.mark.parametrize(
    ("id_", "byten", "väntat"),
    [
        pytest.param(
            "dygn", [("      - {id: dygn, namn: Antal nätter, enhet: dygn, målvärde: {högst: 2555}}\n", "")],
            [("Borttaget", "högst 2 555", "")], id="indikatorn tas bort",
        ),
        pytest.param(
            "m", [("      - {id: dygn, namn: Antal nätter, enhet: dygn, målvärde: {högst: 2555}}\n", "")],
            [("Indikator borttagen", "Antal nätter", "")], id="målet mister en indikator",
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
             ("      - {id: dygn, namn: Antal nätter, enhet: dygn, målvärde: {högst: 2555}}\n", ""),
             ("INDIKATOR", "{id: dygn, namn: Antal nätter, enhet: dygn, målvärde: {högst: 2555}}")],
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
    assert list(idn(plan(PLAN))) == ["m", "dygn", "andel", "hot"]


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
    assert bara_talen(körning.ut) == (
        "Indikator hvb-dygn: Antal nätter\n\n"
        "Plan 2020 (p-2020)\n"
        "  2019-10-15    Planen beslutades (§ 97, 15 oktober 2019)\n"
        "                Finns i planen: högst 2 555 (beslutat § 97, 15 oktober 2019)\n\n"
        "Plan 2021 (p-2021)\n"
        "                Nytt id: dygn → hvb-dygn\n"
        "                Målvärdet är skärpt: högst 2 555 → högst 2 000\n\n"
        "Inget av det här är läst ur git, så bara det som filerna säger syns: besluten och planerna före. Med\n"
        "git syns också varje ändring däremellan, med dag och revision.\n"
    )


def test_som_json_och_markdown(mapp: Path) -> None:
    json_ = json.loads(kör_plan("historik", "dygn", "--plan", "p-2020", "--format", "json", mapp=mapp).ut)
    assert (json_["id"], json_["slag"]) == ("hvb-dygn", "indikator")
    assert [h["händelse"] for h in json_["händelser"]] == [
        "Planen beslutades", "Finns i planen", "Nytt id", "Målvärdet är skärpt",
    ]  # fmt: skip
    assert set(json_["händelser"][0]) == {
        "plan", "planens namn", "vem", "detaljer", "datum", "händelse", "från", "till", "beslut", "revision",
    }  # fmt: skip
    markdown = kör_plan("historik", "dygn", "--format", "markdown", mapp=mapp).ut
    assert "| – | – | Målvärdet är skärpt | högst 2 555 | högst 2 000 | – |\n" in bara_talen(markdown)


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        (["hvb-dyng"], "Menade du hvb-dygn?"),
        (["fler får stöd"], "Menade du m?"),
        (["p-2020"], "p-2020 är en plan. Ange något i den"),
        (["p-2020", "--plan", "p-2020"], "p-2020 är en plan. Ange något i den"),
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


# --- Kommandot i ett verkligt förråd ----------------------------------------------------------------


def git(mapp: Path, *argument: str, dag: str = "2019-10-20") -> str:
    när = f"{dag}T12:00:00+0100"
    egen = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_DATE": när, "GIT_COMMITTER_DATE": när}
    utan = {namn: värde for namn, värde in os.environ.items() if not namn.startswith("GIT_")}
    svar = subprocess.run(
        ["git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main", *argument],
        cwd=mapp, env=utan | egen, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return svar.stdout.strip()


def spara(mapp: Path, dag: str) -> str:
    """Sparar allt i git den dagen och lämnar revisionens korta namn."""
    git(mapp, "add", "--all")
    git(mapp, "commit", "--quiet", "--message", "Ändring", dag=dag)
    return git(mapp, "rev-parse", "HEAD")[:8]


@pytest.fixture
def förråd(tmp_path: Path) -> tuple[Path, list[str]]:
    """En plan som beslutas, mildras på en gren, flyttas, går sönder, lagas och beslutas om. Revisionerna, äldst först."""
    mapp = tmp_path / "förråd"
    fil = mapp / "planer" / "p-2020" / "plan.yaml"
    fil.parent.mkdir(parents=True)
    git(mapp, "init", "--quiet")
    fil.write_text(PLAN.replace("MÄRKE", fingeravtryck(_läst(PLAN))))
    revisioner = [spara(mapp, "2019-10-20")]
    git(mapp, "switch", "--quiet", "--create", "gren")
    hel = fil.read_text().replace(*MILDRAT)
    fil.write_text(hel)
    spara(mapp, "2019-12-01")
    git(mapp, "switch", "--quiet", "main")
    git(mapp, "merge", "--quiet", "--no-ff", "--message", "In", "gren", dag="2020-01-15")
    revisioner.append(git(mapp, "rev-parse", "HEAD")[:8])
    flyttad = mapp / "planer" / "nämnd" / "2020.yaml"
    flyttad.parent.mkdir()
    fil.rename(flyttad)
    revisioner.append(spara(mapp, "2020-01-20"))
    flyttad.write_text(hel.replace("mål:\n", "mål\n"))
    revisioner.append(spara(mapp, "2020-01-25"))
    flyttad.write_text(hel)
    revisioner.append(spara(mapp, "2020-01-26"))
    beslutat = kör_plan("besluta", "p-2020", "--datum", "2020-02-11", "--paragraf", "12", mapp=mapp)
    assert beslutat.kod == 0, beslutat.fel
    revisioner.append(spara(mapp, "2020-02-12"))
    return mapp, revisioner


def test_livet_i_git(förråd: tuple[Path, list[str]]) -> None:
    """Flytten är ingen händelse, och ändringen på grenen räknas när den kom in på huvudlinjen."""
    mapp, revisioner = förråd
    körning = kör_plan("historik", "dygn", mapp=mapp, COLUMNS="120")
    assert (körning.kod, körning.fel) == (0, "")
    assert bara_talen(körning.ut) == (
        "Indikator dygn: Antal nätter\n\n"
        "Plan 2020 (p-2020)\n"
        "  2019-10-15            Planen beslutades (§ 97, 15 oktober 2019)\n"
        f"  2019-10-20  {revisioner[0]}  Finns i planen: högst 2 555 (beslutat § 97, 15 oktober 2019)\n"
        f"  2020-01-15  {revisioner[1]}  Målvärdet är mildrat: högst 2 555 → högst 3 000 (beslutat § 12, 11 februari 2020)\n"
        "  2020-02-11            Planen reviderades (§ 12, 11 februari 2020)\n\n"
        f"1 revision har fel i planen och är inte med: {revisioner[3]}.\n"
    )


def test_en_uppföljning_som_inte_gick_att_läsa_sägs(förråd: tuple[Path, list[str]]) -> None:
    """Både den som är trasig under huvudet och den som inte gick att läsa alls, men var en uppföljning förut."""
    mapp, _ = förråd
    fil = mapp / "planer" / "nämnd" / "2020-08-31.yaml"
    hel = "format: 1\nuppföljning: {plan: p-2020, period: delår 2, per: 2020-08-31}\nutfall:\n  dygn: 2000\n"
    olästa = []
    for dag, text in enumerate((hel.encode(), hel.encode().replace(b"2000", b"[hej]"), hel.encode("utf-16"))):
        fil.write_bytes(text)
        olästa.append(spara(mapp, f"2020-09-0{dag + 1}"))
    fil.unlink()
    spara(mapp, "2020-09-05")
    besked = kör_plan("historik", "dygn", mapp=mapp).ut
    assert f"2 revisioner har fel i en uppföljning och är inte med: {olästa[1]} och {olästa[2]}." in " ".join(
        besked.split()
    )


def test_det_som_inte_är_sparat_står_sist(förråd: tuple[Path, list[str]]) -> None:
    mapp, _ = förråd
    fil = mapp / "planer" / "nämnd" / "2020.yaml"
    fil.write_text(fil.read_text().replace("högst: 3000", "högst: 2800"))
    sist = json.loads(kör_plan("historik", "dygn", "--format", "json", mapp=mapp).ut)["händelser"][-1]
    assert (sist["händelse"], sist["datum"], sist["revision"], sist["beslut"]) == (
        "Målvärdet är skärpt", None, None, None,
    )  # fmt: skip


def test_ett_borttaget_id_finns_kvar_i_historien(förråd: tuple[Path, list[str]]) -> None:
    mapp, _ = förråd
    fil = mapp / "planer" / "nämnd" / "2020.yaml"
    fil.write_text("".join(rad for rad in fil.read_text().splitlines(keepends=True) if "id: andel" not in rad))
    revision = spara(mapp, "2020-03-01")
    assert "Är det borttaget, ange planen där det fanns med --plan." in kör_plan("historik", "andel", mapp=mapp).fel
    körning = kör_plan("historik", "andel", "--plan", "p-2020", mapp=mapp, COLUMNS="100")
    assert f"  2020-03-01  {revision}  Borttaget; var minst 25" in bara_talen(körning.ut)


def test_en_grund_kopia_säger_att_historien_är_avhuggen(förråd: tuple[Path, list[str]], tmp_path: Path) -> None:
    mapp, revisioner = förråd
    grund = tmp_path / "grund"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{mapp}", str(grund))
    körning = kör_plan("historik", "dygn", mapp=grund, COLUMNS="100")
    assert f"{revisioner[-1]}  Finns i planen" in körning.ut
    assert "git fetch --unshallow" in körning.ut


def test_utan_programmet_git(förråd: tuple[Path, list[str]], tmp_path: Path) -> None:
    mapp, _ = förråd
    körning = kör_plan("historik", "dygn", mapp=mapp, PATH=str(tmp_path))
    assert körning.kod == 1
    assert "Historien i git kunde inte läsas. Programmet git finns inte på datorn." in körning.ut
    assert "Inget av det här är läst ur git" in " ".join(körning.ut.split())
    assert "Planen reviderades" in körning.ut


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_ett_skadat_förråd_är_inte_en_tom_historia(förråd: tuple[Path, list[str]], format_: str) -> None:
    mapp, _ = förråd
    skada(mapp)
    körning = kör_plan("historik", "dygn", "--format", format_, mapp=mapp)
    assert körning.kod == 1
    assert "Historien i git kunde inte läsas." in " ".join(körning.ut.split())
    borta = kör_plan("historik", "aldrig", "--plan", "p-2020", mapp=mapp)
    assert borta.kod == 1
    assert "finns i det som kunde läsas" in borta.fel
    assert "har aldrig haft" not in borta.fel


def test_utan_förråd_är_det_inget_fel(förråd: tuple[Path, list[str]]) -> None:
    mapp, _ = förråd
    shutil.rmtree(mapp / ".git")
    körning = kör_plan("historik", "dygn", mapp=mapp)
    assert (körning.kod, körning.fel) == (0, "")


def skada(mapp: Path) -> None:
    """Tar bort innehållet ur förrådet, som en trasig disk."""
    shutil.rmtree(mapp / ".git" / "objects")
    (mapp / ".git" / "objects").mkdir()


def test_plan_validera_säger_vad_som_är_ändrat_sedan_beslutet(förråd: tuple[Path, list[str]]) -> None:
    mapp, revisioner = förråd
    fil = mapp / "planer" / "nämnd" / "2020.yaml"
    fil.write_text(fil.read_text().replace("högst: 3000", "högst: 3100").replace("sannolikhet: 2", "sannolikhet: 4"))
    text = bara_talen(" ".join(kör_plan("validera", "planer", mapp=mapp).ut.split()))
    assert (
        "Målen och riskerna är inte längre som när planen beslutades den 11 februari 2020 (§ 12). Sedan revisionen "
        f"{revisioner[-1]}: dygn: målvärdet är mildrat, högst 3 000 → högst 3 100; "
        "hot: risken är höjd, riskvärde 8 (2 × 4) → riskvärde 16 (4 × 4)."
    ) in text


def test_kommunens_husregler_är_ingen_ändring_av_det_beslutade(förråd: tuple[Path, list[str]]) -> None:
    """Det beslutade lästes utan husreglerna, som då såg ändrade ut."""
    mapp, _ = förråd
    fil = mapp / "planer" / "nämnd" / "2020.yaml"
    kommun = "format: 1\nkommun: {id: k, namn: K}\nperioder: {tertial 1: 04-30, helår: 12-31}\n"
    (mapp / "planer" / "kommun.yaml").write_text(kommun, encoding="utf-8")
    fil.write_text(fil.read_text().replace("högst: 3000", "högst: 3100"))
    text = bara_talen(" ".join(kör_plan("validera", "planer", mapp=mapp).ut.split()))
    assert "dygn: målvärdet är mildrat, högst 3 000 → högst 3 100. " in text
    assert "husreg" not in text.split("BES1301")[1].split("Råd:")[0]


# --- Husreglerna --------------------------------------------------------------------------------------


@pytest.mark.parametrize("plats", ["planer/nämnd/kommun.yaml", "planer/kommun.yaml", "kommun.yaml"])
def test_husregler_som_avgör_bedömningen_är_en_del_av_livet(förråd: tuple[Path, list[str]], plats: str) -> None:
    """Ett mildrat krav för delvis mildrar målet lika mycket som ett mildrat målvärde."""
    mapp, _ = förråd
    fil = mapp / plats
    fil.write_text("format: 1\nkommun: {id: k, namn: K}\n", encoding="utf-8")
    spara(mapp, "2020-03-01")
    fil.write_text(
        "format: 1\nkommun: {id: k, namn: Kommunen}\nbedömning: {tolerans: 2}\nriskmatris: {tröskel: 12}\n",
        encoding="utf-8",
    )
    revision = spara(mapp, "2020-04-01")
    text = bara_talen(kör_plan("historik", "dygn", mapp=mapp, COLUMNS="120").ut)
    assert f"2020-04-01  {revision}  Husregeln är ändrad: bedömning tolerans: – → 2" in text
    assert "tröskel" not in text
    assert "Kommunen" not in text
    assert "Husregeln är ändrad: riskmatris tröskel: 9 → 12" in bara_talen(kör_plan("historik", "hot", mapp=mapp).ut)
    fil.unlink()
    assert "Husregeln är ändrad: bedömning tolerans: 2 → –" in bara_talen(kör_plan("historik", "dygn", mapp=mapp).ut)
    borta = spara(mapp, "2020-05-01")
    text = bara_talen(kör_plan("historik", "dygn", mapp=mapp, COLUMNS="120").ut)
    assert f"2020-05-01  {borta}  Husregeln är ändrad: bedömning tolerans: 2 → –" in text


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_påhittade_värden_sägs_vid_varje_händelse(format_: str) -> None:
    ut = kör_plan("historik", "hvb-dygn", "--plan", "asn-2020", "--format", format_).ut
    assert "Rapporterat delår 2 2020 (påhittat exempel)" in ut
