"""Det beslutade vaktas: vad som inte går att besluta, vad som rättas öppet, och vad som syns när skyddet tas bort."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import Arkiv
from planverktyg.modell import fingeravtryck
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.modell.rapportering import Uppföljningsdokument

PLAN = """\
format: 1
plan:
  id: p
  namn: Nämndplan 2020
  nämnd: Nämnden
  år: 2020
mål:
  - id: m
    nivå: nämndmål
    namn: Fler får stöd
    indikatorer:
      - {id: dygn, namn: Antal dygn på HVB, enhet: dygn, målvärde: {högst: 350}}
      - {id: svar, namn: Svar i tid, enhet: "%", målvärde: {minst: 90}}
"""
UPPFÖLJNING = """\
format: 1
uppföljning:
  plan: p
  period: helår
  per: 2020-12-31
utfall:
  dygn: 380
  svar: 95
"""


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    """Ett förråd där planen är beslutad, § 97."""
    for namn, text in (("plan", PLAN), ("helar", UPPFÖLJNING)):
        (tmp_path / "planer").mkdir(exist_ok=True)
        (tmp_path / "planer" / f"{namn}.yaml").write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    besluta(tmp_path, "--datum", "2019-10-15", "--paragraf", "97")
    spara(tmp_path)
    return tmp_path


def besluta(mapp: Path, *argument: str, kod: int = 0) -> str:
    körning = kör_plan("besluta", "p", *argument, mapp=mapp)
    assert körning.kod == kod, körning
    return körning.ut + körning.fel


def spara(mapp: Path) -> None:
    git(mapp, "add", "--all")
    git(mapp, "commit", "--quiet", "--message", "x")


def byt(mapp: Path, från: str, till: str, fil: str = "plan") -> None:
    väg = mapp / "planer" / f"{fil}.yaml"
    text = väg.read_text(encoding="utf-8")
    assert text.count(från) == 1, från
    väg.write_text(text.replace(från, till), encoding="utf-8")


def fynden(mapp: Path, *flaggor: str) -> str:
    return " ".join(kör_plan("validera", *flaggor, mapp=mapp).ut.split())


# --- Det som inte går att besluta ---------------------------------------------------------------------


def test_ett_fingeravtryck_skrivs_aldrig_om_över_annat_innehåll(mapp: Path) -> None:
    byt(mapp, "högst: 350", "högst: 400")
    före = (mapp / "planer/plan.yaml").read_bytes()
    text = besluta(mapp, "--datum", "2019-10-15", "--paragraf", "97", kod=1)
    assert "har redan ett fingeravtryck, och målen är inte längre som när det togs" in text
    assert "Ange det nya beslutets --paragraf" in besluta(mapp, "--datum", "2020-02-11", kod=1)
    assert "daterat före det som gäller" in besluta(mapp, "--datum", "2019-09-01", "--paragraf", "90", kod=1)
    assert (mapp / "planer/plan.yaml").read_bytes() == före
    text = besluta(mapp, "--datum", "2020-02-11", "--paragraf", "12").replace("\u00a0", " ")
    assert "Ändrat sedan beslutet den 15 oktober 2019 (§ 97): målen." in text
    assert "dygn: målvärdet är mildrat, högst 350 dygn → högst 400 dygn" in text
    assert "BES13" not in fynden(mapp)


@pytest.mark.parametrize(
    ("från", "till", "datum", "säger"),
    [
        ("per: 2020-12-31", "per: 2020-12-31\n  fas: granskning", "2021-02-15", "är ett utkast (fas: granskning)"),
        ("svar: 95", "svar:", "2021-02-15", "1 rad väntar på svar: svar"),
        ("svar: 95", "svar: 95.0", "2020-12-01", "det som inte har hänt kan inte beslutas"),
        ("svar: 95", "svar: 95.0", "2999-01-01", "som inte har varit ännu"),
    ],
)
def test_det_som_inte_är_färdigt_kan_inte_beslutas(mapp: Path, från: str, till: str, datum: str, säger: str) -> None:
    byt(mapp, från, till, "helar")
    assert säger in besluta(mapp, "--period", "helår", "--datum", datum, kod=1)


# --- Rättelser ----------------------------------------------------------------------------------------


def test_en_rättelse_antecknas_och_visas(mapp: Path) -> None:
    assert "finns inget att rätta" in besluta(mapp, "--rätta", "Inget.", kod=1)
    byt(mapp, "högst: 350", "högst: 355")
    besluta(mapp, "--rätta", "Siffran var fel i underlaget.")
    assert "BES13" not in fynden(mapp)
    skäl = "Siffran var fel i underlaget"
    assert skäl in kör_plan("dokument", "p", mapp=mapp).ut
    assert skäl in kör_plan("skillnad", "HEAD", mapp=mapp).ut
    spara(mapp)
    historiken = " ".join(kör_plan("historik", "dygn", mapp=mapp).ut.split())
    assert re.search(rf", rättat \d+ \w+ \d{{4}}: {skäl}\)", historiken), historiken


def test_en_rättelse_öppnar_bara_sin_egen_rad(mapp: Path) -> None:
    besluta(mapp, "--period", "helår", "--datum", "2021-02-15", "--paragraf", "9")
    byt(mapp, "dygn: 380", "dygn: {värde: 300, rättelse: Värdet var 380.}", "helar")
    assert "BES1303" not in fynden(mapp)
    byt(mapp, "svar: 95", "svar: 96", "helar")
    assert "BES1303" in fynden(mapp)


def test_en_gammal_rättelse_öppnar_inte_raden_igen(mapp: Path) -> None:
    byt(mapp, "dygn: 380", "dygn: {värde: 380, rättelse: Värdet var 38.}", "helar")
    besluta(mapp, "--period", "helår", "--datum", "2021-02-15", "--paragraf", "9")
    byt(mapp, "värde: 380", "värde: 300", "helar")
    assert "BES1303" in fynden(mapp)


# --- Skyddet ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("från", "till", "säger"),
    [
        ("fingeravtryck: v1", "motivering: v1", "har inte längre något fingeravtryck"),
        ("beslut: {", "beslut: {status: förslag, ", "men står varken"),
        ("paragraf: 97", "paragraf: 12", "men står varken"),
    ],
)
def test_ett_skydd_som_tas_bort_är_ett_fel_också_i_nästa_commit(mapp: Path, från: str, till: str, säger: str) -> None:
    byt(mapp, från, till)
    assert "BES1304" in fynden(mapp)
    spara(mapp)
    byt(mapp, "högst: 350", "högst: 9000")
    text = fynden(mapp)
    assert "BES1304" in text
    assert säger in text


@pytest.mark.parametrize("attribut", ["-diff", "binary", "-text", "diff=x", "filter=x", "export-ignore -diff"])
@pytest.mark.parametrize("fil", [".gitattributes", "planer/.gitattributes", ".git/info/attributes"])
def test_gits_attribut_döljer_inget_borttaget_skydd(mapp: Path, fil: str, attribut: str) -> None:
    """En fil bredvid planen kan säga att planen inte är text. Git jämför då inte dess rader."""
    (mapp / fil).parent.mkdir(exist_ok=True)
    (mapp / fil).write_text(f"*.yaml {attribut}\n", encoding="utf-8")
    byt(mapp, "fingeravtryck: v1", "motivering: v1")
    spara(mapp)
    assert "BES1304" in fynden(mapp)


@pytest.mark.parametrize(("från", "till"), [
    pytest.param("period: helår", 'period: "helår "', id="blanksteg"),
    pytest.param("period: helår", "period: >\n    helår", id="på raden under"),
])  # fmt: skip
def test_ett_annat_skrivsätt_i_huvudet_döljer_inget_borttaget_skydd(mapp: Path, från: str, till: str) -> None:
    besluta(mapp, "--period", "helår", "--datum", "2021-02-15", "--paragraf", "9")
    spara(mapp)
    byt(mapp, från, till, "helar")
    utan_avtryck(mapp, "helar")
    assert "BES1304" in fynden(mapp)


def test_besluten_läses_med_kommunens_egna_husregler(mapp: Path) -> None:
    """Kommunens perioder och statusord avgör om planen i git går att läsa, och vad den betyder."""
    (mapp / "planer/kommun.yaml").write_text(KOMMUN, encoding="utf-8")
    byt(mapp, "{högst: 350}", "{högst: 350, avser: tertial 2 2020}")
    besluta(mapp, "--datum", "2020-01-10", "--paragraf", "3")
    spara(mapp)
    assert kör_plan("validera", mapp=mapp).ut == "3 filer kontrollerade: inget att anmärka.\n"
    byt(mapp, "högst: 350", "högst: 400")
    assert "dygn: målvärdet är mildrat, högst 350 dygn" in fynden(mapp)
    besked = " ".join(besluta(mapp, "--rätta", "Skrivfel.", "--prova").split())
    assert "dygn: målvärdet är mildrat" in besked
    assert "husregel" not in besked
    assert "fel i planen" not in kör_plan("historik", "dygn", mapp=mapp).ut
    utan_avtryck(mapp, "plan")
    assert "har inte längre något fingeravtryck" in fynden(mapp)


KOMMUN = """\
format: 1
kommun: {id: k, namn: K kommun}
perioder: {tertial 1: 04-30, tertial 2: 08-31, helår: 12-31}
sammanvägning: {krav: {uppfyllt: 90, delvis: 40}}
"""


def utan_avtryck(mapp: Path, fil: str) -> None:
    väg = mapp / "planer" / f"{fil}.yaml"
    text = re.sub(r" *fingeravtryck: >-\n( +[^ ].*=.*\n)+|, fingeravtryck: v1[^}]*| *fingeravtryck: v1.*\n", "",
                  väg.read_text(encoding="utf-8"))  # fmt: skip
    assert "fingeravtryck" not in text
    väg.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("byten", [
    pytest.param({"plan": [("id: p\n", "id: q\n")], "helar": [("plan: p\n", "plan: q\n")]}, id="planens id"),
    pytest.param({"helar": [("helår", "delår 2"), ("12-31", "08-31")]}, id="uppföljningens period"),
])  # fmt: skip
@pytest.mark.parametrize("flyttat", [False, True])
def test_ett_annat_id_döljer_inte_att_beslutet_är_borta(
    mapp: Path, byten: dict[str, list[tuple[str, str]]], *, flyttat: bool
) -> None:
    """Då finns inget dokument kvar som kunde ha haft beslutet: också i nästa commit."""
    besluta(mapp, "--period", "helår", "--datum", "2021-02-15", "--paragraf", "9")
    spara(mapp)
    for fil, alla in byten.items():
        utan_beslut(mapp, fil)
        for från, till in alla:
            byt(mapp, från, till, fil)
    if flyttat:
        for fil in ("plan", "helar"):
            (mapp / "planer/ny").mkdir(exist_ok=True)
            (mapp / f"planer/{fil}.yaml").rename(mapp / f"planer/ny/{fil}.yaml")
    spara(mapp)
    text = fynden(mapp)
    vad = (
        "Planen p beslutades den 15 oktober 2019 (§ 97)"
        if "plan" in byten
        else "Uppföljningen helår 2020 av p beslutades"
    )
    assert f"{vad}" in text
    assert text.count("BES1304") <= 2


def utan_beslut(mapp: Path, fil: str) -> None:
    väg = mapp / "planer" / f"{fil}.yaml"
    text = re.sub(r"  beslut:(?: \{.*\}\n|\n(?:    .*\n)+)", "", väg.read_text(encoding="utf-8"))
    assert "beslut" not in text
    väg.write_text(text, encoding="utf-8")


def test_rådet_om_ett_bytt_id_går_att_följa(mapp: Path) -> None:
    byt(mapp, "id: p\n", "id: q\n")
    byt(mapp, "plan: p\n", "plan: q\n", "helar")
    spara(mapp)
    assert "BES1301" in fynden(mapp)
    assert kör_plan("besluta", "q", "--rätta", "Id:t var fel.", mapp=mapp).kod == 0
    assert fynden(mapp) == "2 filer kontrollerade: inget att anmärka."


def test_en_beslutad_uppföljning_som_tas_bort_är_ett_fel_vid_planen(mapp: Path) -> None:
    besluta(mapp, "--period", "helår", "--datum", "2021-02-15", "--paragraf", "9")
    spara(mapp)
    git(mapp, "rm", "--quiet", "planer/helar.yaml")
    spara(mapp)
    text = fynden(mapp)
    assert (
        "Uppföljningen helår 2020 av p beslutades den 15 februari 2021 (§ 9), men finns inte längre bredvid planen."
        in text
    )
    råd = re.search(r"git (show \w+:\S+) visar den", text)
    assert råd
    git(mapp, "checkout", *råd[1].removeprefix("show ").split(":"))
    assert fynden(mapp) == "2 filer kontrollerade: inget att anmärka."


def test_nästa_års_plan_i_samma_fil_är_en_annan_plan(mapp: Path) -> None:
    utan_beslut(mapp, "plan")
    byt(mapp, "id: p\n", "id: p-2021\n")
    byt(mapp, "år: 2020", "år: 2021")
    git(mapp, "rm", "--quiet", "planer/helar.yaml")
    spara(mapp)
    assert fynden(mapp) == "1 fil kontrollerad: inget att anmärka."


def test_en_sammanslagning_kan_inte_välja_bort_beslutet(mapp: Path) -> None:
    """Den som slår in huvudlinjen i sin gren, och skickar grenen som ny huvudlinje, har beslutet bara på den andra sidan."""
    git(mapp, "checkout", "--quiet", "--orphan", "gren")
    utan_beslut(mapp, "plan")
    byt(mapp, "högst: 350", "högst: 900")
    spara(mapp)
    git(mapp, "merge", "--quiet", "--strategy=ours", "--allow-unrelated-histories", "--message", "x", "main")
    assert "Beslutet den 15 oktober 2019 (§ 97) fanns med sitt fingeravtryck i revisionen" in fynden(mapp)
    git(mapp, "checkout", "main", "planer/plan.yaml")
    assert fynden(mapp) == "2 filer kontrollerade: inget att anmärka."


def test_en_undermodul_i_planens_ställe_döljer_inget_borttaget_skydd(
    mapp: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    inre = tmp_path_factory.mktemp("inre")
    shutil.copytree(mapp / "planer", inre, dirs_exist_ok=True)
    git(inre, "init", "--quiet", "--initial-branch=main")
    git(inre, "add", "--all")
    git(inre, "commit", "--quiet", "--message", "x")
    git(mapp, "rm", "-r", "--quiet", "planer")
    git(mapp, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inre), "planer")
    spara(mapp)
    assert "BES1304" not in fynden(mapp)
    utan_avtryck(mapp, "plan")
    git(mapp / "planer", "checkout", "--quiet", "--orphan", "ny")
    spara(mapp / "planer")
    assert "har inte längre något fingeravtryck" in fynden(mapp)


def test_ett_förslag_bredvid_det_gällande_beslutet_är_inget_fel(mapp: Path) -> None:
    byt(mapp, "  beslut: {", "  beslut: {status: förslag}\n  tidigare beslut:\n    - {")
    assert "BES13" not in fynden(mapp)


@pytest.mark.parametrize(
    ("fil", "gör"),
    [
        (".git/objects", "töm"),
        (".git/HEAD", "ta bort"),
        (".git/HEAD", "skräp"),
        (".git/refs/heads/main", "skräp"),
        (".git/refs/heads/main", ""),
    ],
)
def test_ett_förråd_som_inte_går_att_läsa_är_ett_fel_en_gång(mapp: Path, fil: str, gör: str) -> None:
    """Ett skydd som är borttaget syns inte då, och det får aldrig se ut som att inget är borttaget."""
    byt(mapp, "fingeravtryck: v1", "motivering: v1")
    plats = mapp / fil
    if gör == "töm":
        shutil.rmtree(plats)
        plats.mkdir()
    elif gör == "ta bort":
        plats.unlink()
    else:
        plats.write_text(gör, encoding="utf-8")
    körning = kör_plan("validera", mapp=mapp)
    assert körning.kod == 1
    assert körning.ut.count("BES1305") == 1
    assert "Besluten kunde inte jämföras med dem i git." in " ".join(körning.ut.split())


def test_en_stängd_git_mapp_är_ett_fel(mapp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Där kan finnas beslut. Root får öppna allt, så det är svaret på frågan som byts."""
    får = os.access
    monkeypatch.setattr("os.access", lambda väg, hur: str(väg) != str(mapp / ".git") and får(väg, hur))
    assert "BES1305 Besluten kunde inte jämföras med dem i git. Mappen .git går inte att öppna" in fynden(mapp)


def test_utan_programmet_git_sägs_att_besluten_inte_är_jämförda(
    mapp: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    körning = kör_plan("validera", mapp=mapp, PATH=str(tmp_path_factory.mktemp("tom")))
    assert "BES1306" in körning.ut
    assert "BES1305" not in körning.ut


@pytest.mark.parametrize("bas", [(), ("--bas", "HEAD"), ("--allvar", "varning")])
def test_en_grund_kopia_säger_vad_som_inte_är_jämfört(
    mapp: Path, bas: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Beslutet är borttaget före den historia som är hämtad. Med --bas fanns bristen också förut, och sägs ändå."""
    utan_beslut(mapp, "plan")
    spara(mapp)
    grund = tmp_path_factory.mktemp("grund") / "k"
    git(mapp, "clone", "--quiet", "--depth=1", f"file://{mapp}", str(grund))
    text = fynden(grund, *bas)
    assert "varning BES1307 Kopian är grund: historien före den del som är hämtad är inte läst." in text
    assert "Råd: git fetch --unshallow hämtar hela historien. I CI: fetch-depth: 0, på GitLab GIT_DEPTH: 0." in text
    git(grund, "fetch", "--quiet", "--unshallow")
    assert "BES1304" in fynden(grund)
    assert "BES1307" not in fynden(grund)


def test_en_ändrad_plan_i_ett_skadat_förråd_säger_att_skillnaden_inte_kunde_läsas(mapp: Path) -> None:
    byt(mapp, "högst: 350", "högst: 9000")
    shutil.rmtree(mapp / ".git" / "objects")
    (mapp / ".git" / "objects").mkdir()
    assert "Vad som skiljer kunde inte läsas ur git." in fynden(mapp)


# --- Det beslutade är fruset --------------------------------------------------------------------------


def test_en_beslutad_uppföljning_visas_som_den_beslutades(mapp: Path) -> None:
    besluta(mapp, "--period", "helår", "--datum", "2021-02-15", "--paragraf", "9")
    byt(mapp, "högst: 350", "högst: 400")
    besluta(mapp, "--datum", "2021-03-20", "--paragraf", "31")
    text = kör_plan("rapport", "p", mapp=mapp).ut.replace("\u00a0", " ")
    assert "Bedömningen är den som beslutades med uppföljningen. Målvärdet var då högst 350" in text
    assert "planen reviderades 20 mars 2021, § 31" in text
    assert "Med dagens plan och husregler: ● uppfyllt." in text


def test_fel_stoppar_en_utskrift_och_trots_fel_märker_den(mapp: Path) -> None:
    byt(mapp, "svar: 95", "svar: 95\nbedömningar: {m: {bedömning: bra, motivering: x}}", "helar")
    körning = kör_plan("rapport", "p", mapp=mapp)
    assert (körning.kod, körning.ut) == (1, "")
    assert "REF207" in körning.fel
    trots = kör_plan("rapport", "p", "--trots-fel", mapp=mapp)
    assert trots.kod == 0
    assert "Det här dokumentet är gjort trots 1 fel i underlaget." in trots.ut
    assert "oläst beslut: bra" in trots.ut


# --- Vilka rader som är ändrade -----------------------------------------------------------------------


def test_de_ändrade_utfallen_nämns_utan_git(mapp: Path) -> None:
    besluta(mapp, "--period", "helår", "--datum", "2021-02-15", "--paragraf", "9")
    shutil.rmtree(mapp / ".git")
    byt(mapp, "dygn: 380", "dygn: 300", "helar")
    byt(mapp, "svar: 95", "svar: {värde: 96, rättelse: Stavfel.}", "helar")
    assert "Utfallen (dygn) är inte längre som när uppföljningen beslutades" in fynden(mapp)
    rapport = " ".join(kör_plan("rapport", "p", mapp=mapp).ut.replace("\u00a0", " ").split())
    assert "Ändrad efter beslutet (§ 9): utfallen (dygn). Inte beslutad." in rapport


@pytest.mark.parametrize("i_git", [True, False])
def test_ett_äldre_fingeravtryck_säger_att_det_inte_skiljer_raderna_åt(mapp: Path, *, i_git: bool) -> None:
    """v1 hade ett märke för alla utfall: en rättelse får inte tysta de andra ändringarna."""
    modell = läs_uppföljning(mapp)
    märken = " ".join(f"{del_}={märke}" for del_, märke in fingeravtryck._märken(modell, "v1").items())
    beslut = f"beslut: {{datum: 2021-02-15, paragraf: 9, fingeravtryck: v1 {märken}}}"
    byt(mapp, "per: 2020-12-31\n", f"per: 2020-12-31\n  {beslut}\n", "helar")
    spara(mapp)
    assert "BES13" not in fynden(mapp)
    if not i_git:
        shutil.rmtree(mapp / ".git")
    byt(mapp, "dygn: 380", "dygn: {värde: 300}", "helar")
    byt(mapp, "svar: 95", "svar: {värde: 95, rättelse: Stavfel.}", "helar")
    text = fynden(mapp)
    assert ("BES1303" if i_git else "BES1308") in text
    assert ("dygn: uppgiften är ändrad i efterhand, utan rättelse" in text) is i_git, text
    rapport = " ".join(kör_plan("rapport", "p", mapp=mapp).ut.split())
    assert "visar inte om andra utfall än de rättade är ändrade" in rapport


def läs_uppföljning(mapp: Path) -> Uppföljningsdokument:
    dokument = Arkiv().dokument(mapp / "planer/helar.yaml").dokument
    assert dokument is not None
    modell: Uppföljningsdokument = dokument.modell
    return modell
