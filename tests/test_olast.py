"""Det som inte läses sägs: en fil som ser ut som en plan men inte går att läsa får aldrig se ut som att den inte finns."""

from __future__ import annotations

import errno
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.filer import Arbetsmapp, finns_inte
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from planverktyg.modell.grund.fynd import Fynd

PLAN = """\
format: 1
plan: {{id: {0}, namn: Plan {0}, nämnd: N, år: 2020}}
mål:
  - {{id: m1, nivå: mål, namn: M, indikatorer: [{{id: i1, namn: A, enhet: antal, målvärde: {{minst: 5}}}}]}}
"""
UPPFÖLJNING = "format: 1\nuppföljning: {{plan: {0}, period: delår 2, per: 2020-08-31}}\nutfall:\n  i1: 4\n"
P2 = PLAN.format("p2")


@pytest.fixture
def projekt(tmp_path: Path) -> Path:
    """Ett projekt med en hel plan, p1. Var p2 är avgör fallet."""
    rot = tmp_path / "projekt"
    for fil, text in {
        "kommun.yaml": "format: 1\nkommun: {id: k, namn: K}\n",
        "p1/plan.yaml": PLAN.format("p1"),
        "p1/2020-08-31.yaml": UPPFÖLJNING.format("p1"),
    }.items():
        (rot / "planer/k" / fil).parent.mkdir(parents=True, exist_ok=True)
        (rot / "planer/k" / fil).write_text(text, encoding="utf-8")
    git(rot, "init", "-q")
    return rot


def lägg(fil: Path, innehåll: bytes) -> None:
    fil.parent.mkdir(parents=True, exist_ok=True)
    fil.write_bytes(innehåll)


def länkad_mapp(mapp: Path) -> None:
    lägg(mapp.parents[3] / "annat/plan.yaml", P2.encode())
    mapp.symlink_to(mapp.parents[3] / "annat")


def länkad_fil(fil: Path) -> None:
    lägg(fil.parents[3] / "annat.yaml", P2.encode())
    fil.symlink_to(fil.parents[3] / "annat.yaml")


FALL: dict[str, tuple[Callable[[Path], None], str]] = {
    "UTF-16": (lambda k: lägg(k / "p2/plan.yaml", P2.encode("utf-16")), "p2/plan.yaml"),
    "stor ändelse": (lambda k: lägg(k / "p2/plan.YAML", P2.encode()), "p2/plan.YAML"),
    "txt efter yaml": (lambda k: lägg(k / "p2/plan.yaml.txt", P2.encode()), "p2/plan.yaml.txt"),
    "txt": (lambda k: lägg(k / "p2/plan.txt", P2.encode()), "p2/plan.txt"),
    "json": (lambda k: lägg(k / "p2/plan.json", b'{"format": 1,\n "plan": {"id": "p2"}}'), "p2/plan.json"),
    "en mapp som heter som en fil": (lambda k: lägg(k / "p2/plan.yaml/plan.docx", b"PK"), "p2/plan.yaml"),
    "utan ändelse": (lambda k: lägg(k / "p2/plan", P2.encode()), "p2/plan"),
    "blanksteg efter ändelsen": (lambda k: lägg(k / "p2/plan.yaml ", P2.encode()), "p2/plan.yaml "),
    "en redigerares arbetskopia": (lambda k: lägg(k / "p2/#plan.yaml#", P2.encode()), "p2/#plan.yaml#"),
    "dold fil": (lambda k: lägg(k / "p2/.plan.yaml", P2.encode()), "p2/.plan.yaml"),
    "dold mapp": (lambda k: lägg(k / ".p2/plan.yaml", P2.encode()), ".p2"),
    "länkad mapp": (lambda k: länkad_mapp(k / "p2"), "p2"),
    "länkad fil": (lambda k: länkad_fil(k / "p2.yaml"), "p2.yaml"),
    "bruten länk": (lambda k: (k / "p2.yaml").symlink_to("finns-inte.yaml"), "p2.yaml"),
    "länk till sig själv": (lambda k: (k / "p2.yaml").symlink_to("p2.yaml"), "p2.yaml"),
    "ett rör": (lambda k: os.mkfifo(k / "p2.yaml"), "p2.yaml"),
    "felstavat huvud": (lambda k: lägg(k / "p2/plan.yaml", P2.replace("plan:", "paln:").encode()), "p2/plan.yaml"),
    "stor bokstav": (lambda k: lägg(k / "p2/plan.yaml", P2.replace("plan:", "Plan:").encode()), "p2/plan.yaml"),
    "trasig före huvudet": (lambda k: lägg(k / "p2/plan.yaml", b"format: [1\n" + P2.encode()), "p2/plan.yaml"),
    "tom": (lambda k: lägg(k / "p2/plan.yaml", b""), "p2/plan.yaml"),
    "osynligt namn": (lambda k: lägg(k / "p2/pl\u202ean.yaml", P2.encode()), r"pl\u202ean.yaml"),
    "radbrytning i namnet": (lambda k: lägg(k / "p2\n::error::x/plan.yaml", P2.encode()), r"p2\u000a"),
}  # fmt: skip


@pytest.mark.parametrize("fall", FALL)
def test_det_sägs_i_varje_kommando_som_räknar_upp(fall: str, projekt: Path) -> None:
    gör, namn = FALL[fall]
    gör(projekt / "planer/k")
    for argument in (
        ["validera"], ["validera", "--format", "github"], ["rapport", "2020"], ["status", "2020"], ["dokument", "2020"],
        ["rapport", "planer"], ["historik", "i1"], ["rapport", "p2"],
    ):  # fmt: skip
        körning = kör_plan(*argument, mapp=projekt)
        assert (argument, körning.kod, namn in körning.ut + körning.fel) == (argument, 1, True), körning
        assert not any(rad.startswith("::error::x") for rad in (körning.ut + körning.fel).splitlines())


@pytest.mark.parametrize("fall", FALL)
def test_en_plan_som_pekas_ut_för_sig_går_att_använda_ändå(fall: str, projekt: Path) -> None:
    FALL[fall][0](projekt / "planer/k")
    if FALL[fall][1].startswith("p2.yaml"):
        pytest.skip("filen ligger bland husreglerna, och kan vara sådana")
    assert kör_plan("rapport", "p1", mapp=projekt).kod == 0


@pytest.mark.parametrize(
    "namn",
    ["anteckningar.txt", "LICENSE", "README.md", ".gitignore", ".github/workflows/a.yaml", "p1/plan.yaml~", "bild.png",
     ".git2/config", "p1/.plan.yaml.swp"],
)  # fmt: skip
def test_det_som_är_något_annat_nämns_inte(namn: str, projekt: Path) -> None:
    lägg(projekt / "planer/k" / namn, b"name: x\non: push\nplan: vi ses\n")
    assert kör_plan("validera", mapp=projekt).kod == 0
    assert kör_plan("rapport", "2020", mapp=projekt).kod == 0


@pytest.mark.parametrize("namn", ["stor.txt", "planer/plan.yaml.txt", "planer/k/p2.YAML"])
def test_en_oläst_plan_ovanför_är_inte_husregler(namn: str, projekt: Path) -> None:
    (projekt / "planer/k/kommun.yaml").unlink()
    lägg(projekt / namn, P2.encode())
    assert kör_plan("validera", "planer/k/p1", mapp=projekt).kod == 0
    assert kör_plan("status", "p1", mapp=projekt).kod == 0


@pytest.mark.parametrize("namn", ["kommun.yaml.txt", "planer/kommun.YAML", "planer/k/Kommun.txt"])
def test_olästa_husregler_ovanför_sägs(namn: str, projekt: Path) -> None:
    (projekt / "planer/k/kommun.yaml").rename(projekt / namn)
    körning = kör_plan("validera", "planer/k/p1", mapp=projekt)
    assert (körning.kod, namn.rpartition("/")[2] in körning.ut) == (1, True)


@pytest.mark.parametrize(
    "text", ["", "- 1\n", "x: 1\n", "[\n", "format: 1\n", "format: 1\nkomun: {id: k}\n"],
    ids=["tom", "lista", "annat", "trasig", "utan huvud", "felstavat huvud"],
)  # fmt: skip
def test_husregler_som_inte_går_att_känna_igen_blir_inte_förvalen(text: str, projekt: Path) -> None:
    (projekt / "planer/k/kommun.yaml").write_text(text, encoding="utf-8")
    for argument in (["status", "p1"], ["rapport", "p1"], ["status", "planer/k/p1"], ["validera", "planer/k/p1"]):
        körning = kör_plan(*argument, mapp=projekt)
        assert (argument, körning.kod, "kommun.yaml" in körning.ut + körning.fel) == (argument, 1, True), körning


@pytest.mark.parametrize("namn", ["plan.YAML", "plan.txt", "plan.yaml.txt", ".plan.yaml", "plan", "rör"])
def test_en_fil_som_inte_läses_är_fel_användning(namn: str, projekt: Path) -> None:
    lägg(projekt / namn, P2.encode())
    körning = kör_plan("validera", namn, mapp=projekt)
    assert (körning.kod, körning.ut, f"{namn} läses inte" in körning.fel) == (2, "", True)


def länkad_mapp_i_förrådet(mapp: Path) -> None:
    lägg(mapp.parents[2] / "annat/plan.yaml", P2.encode())
    mapp.symlink_to("../../annat")


OLÄST_I_GIT: dict[str, tuple[Callable[[Path], None], str]] = {
    fall: FALL[fall] for fall in ("stor ändelse", "txt efter yaml", "txt", "dold fil", "dold mapp", "osynligt namn")
} | {"länkad mapp": (lambda k: länkad_mapp_i_förrådet(k / "p2"), "p2")}


@pytest.mark.parametrize("fall", OLÄST_I_GIT)
def test_skillnaden_säger_varför_en_plan_som_inte_läses_är_borta(fall: str, projekt: Path) -> None:
    """Också när det står i git: en plan som har bytt namn till .txt är inte bara borttagen."""
    gör, namn = OLÄST_I_GIT[fall]
    lägg(projekt / "planer/k/p2.yaml", P2.encode())
    spara(projekt)
    (projekt / "planer/k/p2.yaml").unlink()
    gör(projekt / "planer/k")
    arbetsmappen = kör_plan("skillnad", "HEAD", mapp=projekt)
    git(projekt, "add", "--all")
    tillagt = kör_plan("skillnad", "--staged", mapp=projekt)
    spara(projekt)
    sparat = kör_plan("skillnad", "HEAD~1", "HEAD", "--format", "json", mapp=projekt)
    for körning in (arbetsmappen, tillagt, sparat):
        text = " ".join(körning.ut.split())
        skälet = "läses inte" in text
        assert (körning.kod, namn.replace("\\", "\\\\") in text or namn in text, skälet) == (1, True, True), text


@pytest.mark.parametrize("fall", ["stor ändelse", "txt", "dold fil"])
def test_en_oläst_fil_som_är_som_den_var_är_ingen_skillnad(fall: str, projekt: Path) -> None:
    FALL[fall][0](projekt / "planer/k")
    spara(projekt)
    lägg(projekt / "planer/k/p1/plan.yaml", PLAN.format("p1").replace("namn: A", "namn: B").encode())
    for argument in (["HEAD"], ["--staged"]):
        git(projekt, "add", "--all")
        körning = kör_plan("skillnad", *argument, mapp=projekt)
        assert (körning.kod, "jämföra" in körning.ut) == (0, False), körning.ut


@pytest.mark.parametrize("namn", ["anteckningar.txt", ".github/workflows/a.yaml", ".gömd/a.yaml"])
def test_skillnaden_nämner_inte_det_som_är_något_annat(namn: str, projekt: Path) -> None:
    spara(projekt)
    lägg(projekt / "planer/k" / namn, b"name: x\non: push\n")
    git(projekt, "add", "--all")
    assert kör_plan("skillnad", "--staged", mapp=projekt).kod == 0


def spara(projekt: Path) -> None:
    git(projekt, "add", "--all")
    git(projekt, "commit", "-qm", "x")


@pytest.mark.parametrize("fall", ["länkad mapp", "dold mapp"])
def test_det_som_inte_är_läst_i_någon_version_är_inte_oförändrat(fall: str, projekt: Path) -> None:
    """Det som finns i mappen är ändrat, men mappen heter likadant i båda versionerna."""
    gör, namn = OLÄST_I_GIT[fall]
    gör(projekt / "planer/k")
    spara(projekt)
    for fil in (projekt / "annat/plan.yaml", projekt / "planer/k/.p2/plan.yaml"):
        if fil.exists():
            lägg(fil, P2.replace("minst: 5", "minst: 1").encode())
    spara(projekt)
    for argument in (["HEAD~1", "HEAD"], ["HEAD~1"], ["HEAD~1", "HEAD", "planer/k"]):
        körning = kör_plan("skillnad", *argument, mapp=projekt)
        assert (körning.kod, "Ingenting har ändrats" in körning.ut) == (1, False), körning
        assert f"Inte jämförd: planer/k/{namn} i HEAD~1 går inte att läsa." in " ".join(körning.ut.split())


def test_en_mapp_med_bara_en_länk_finns_också_i_git(projekt: Path) -> None:
    länkad_mapp_i_förrådet(projekt / "planer/k/p2")
    git(projekt, "rm", "-rq", "--cached", "--ignore-unmatch", "planer/k/p1")
    shutil.rmtree(projekt / "planer/k/p1")
    (projekt / "planer/k/kommun.yaml").unlink()
    spara(projekt)
    lägg(projekt / "annat/plan.yaml", P2.replace("minst: 5", "minst: 1").encode())
    spara(projekt)
    körning = kör_plan("skillnad", "HEAD~1", "HEAD", mapp=projekt)
    assert (körning.kod, "Inte jämförd: planer/k/p2 i HEAD går inte att läsa." in körning.ut) == (1, True), körning


# --- Mappen med planer är själv en länk -------------------------------------------------------------


def gör_till_länk(mapp: Path, mål: Path) -> None:
    mapp.rename(mål)
    mapp.symlink_to(os.path.relpath(mål, mapp.parent))


@pytest.fixture(params=["i förrådet", "utanför förrådet"])
def bakom_länk(request: pytest.FixtureRequest, projekt: Path) -> Path:
    """Planerna är flyttade, och en länk står i deras ställe. I nästa commit är en plan ändrad."""
    spara(projekt)
    mål = projekt / "data" if request.param == "i förrådet" else projekt.parent / "data"
    gör_till_länk(projekt / "planer", mål)
    spara(projekt)
    lägg(mål / "k/p1/plan.yaml", PLAN.format("p1").replace("minst: 5", "minst: 1").encode())
    git(projekt, "add", "--all")
    git(projekt, "commit", "--allow-empty", "-qm", "x")
    return projekt


@pytest.mark.parametrize("argument", [
    ["validera"], ["validera", "planer"], ["validera", "planer/k"],
    ["validera", "--bas", "HEAD"], ["validera", "--bas", "HEAD~2"],
    ["skillnad", "HEAD~2", "HEAD"], ["skillnad", "HEAD~1", "HEAD"], ["skillnad", "HEAD~1", "HEAD", "planer/k"],
    ["skillnad", "HEAD~2"], ["skillnad", "HEAD~1"], ["skillnad", "--staged"],
    ["status", "2020"], ["rapport", "p1"], ["historik", "i1"],
])  # fmt: skip
def test_planer_bakom_en_länk_sägs_vara_olästa(argument: list[str], bakom_länk: Path) -> None:
    """Git följer inte länken: det som händer bakom den syns inte i skillnaden, och vaktas inte."""
    körning = kör_plan(*argument, mapp=bakom_länk)
    text = " ".join((körning.ut + körning.fel).split())
    assert (körning.kod, "planer är en länk till en mapp. Git följer den inte" in text) == (1, True), körning
    assert "Borttagen" not in text


def test_mappen_som_länken_leder_till_går_att_läsa(projekt: Path) -> None:
    gör_till_länk(projekt / "planer", projekt / "data")
    assert kör_plan("validera", "data", mapp=projekt).kod == 0


def test_utan_git_får_planerna_ligga_bakom_en_länk(projekt: Path) -> None:
    shutil.rmtree(projekt / ".git")
    gör_till_länk(projekt / "planer", projekt / "data")
    assert kör_plan("validera", mapp=projekt).kod == 0


# --- En mapp som inte går att öppna -----------------------------------------------------------------


@pytest.fixture
def stäng(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Gör att en mapp inte går att öppna, för vem det än är: root får öppna allt."""
    äkta, stängda = os.scandir, set[str]()

    def scandir(mapp: str | Path = ".") -> Iterator[os.DirEntry[str]]:
        if os.path.realpath(mapp) in stängda:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(mapp))
        return äkta(mapp)

    monkeypatch.setattr(os, "scandir", scandir)
    return lambda mapp: stängda.add(str(mapp.resolve()))


@pytest.mark.parametrize(
    "argument",
    [["validera"], ["validera", "planer/k/p1/plan.yaml"], ["status", "p1"], ["rapport", "p1"], ["historik", "i1"]],
)
def test_husregler_i_en_stängd_mapp_är_inte_förvalen(
    argument: list[str], projekt: Path, stäng: Callable[[Path], None]
) -> None:
    stäng(projekt / "planer/k")
    körning = kör_plan(*argument, mapp=projekt)
    assert körning.kod == 1
    assert "planer/k:1:1 fel STR009" in körning.ut + körning.fel


@pytest.mark.parametrize("stängd", ["planer", "planer/k", "planer/k/p1"])
def test_det_som_låg_i_en_stängd_mapp_är_inte_borttaget(
    stängd: str, projekt: Path, stäng: Callable[[Path], None]
) -> None:
    git(projekt, "add", "-A")
    git(projekt, "commit", "-qm", "a")
    stäng(projekt / stängd)
    körning = kör_plan("skillnad", "HEAD", mapp=projekt)
    assert (körning.kod, "Borttagen" in körning.ut) == (1, False)
    assert f"Inte jämförd: {stängd} i arbetsmappen går inte att läsa." in körning.ut


def test_en_stängd_mapp_ovanför_allt_är_inget_konstigt(tmp_path: Path, stäng: Callable[[Path], None]) -> None:
    """/home går sällan att lista. En plan som ligger för sig, utan git, bedöms ändå."""
    lägg(tmp_path / "hem/jag/plan.yaml", P2.encode())
    stäng(tmp_path / "hem")
    assert kör_plan("validera", "plan.yaml", mapp=tmp_path / "hem/jag").kod == 0


def test_en_plan_som_inte_gick_att_läsa_första_gången_blir_inte_husregler(
    projekt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ett läsfel kan gå över. Vad filen är frågas det om innan den läses."""
    äkta, trasiga = Arbetsmapp._läs_från_disken, ["plan.yaml"]

    def läs(källa: Arbetsmapp, plats: Path, fil: Path) -> bytes | Fynd:
        if fil.name in trasiga:
            trasiga.remove(fil.name)
            return finns_inte(fil.as_posix())
        return äkta(källa, plats, fil)

    monkeypatch.setattr(Arbetsmapp, "_läs_från_disken", läs)
    assert kör_plan("validera", mapp=projekt).kod == 0
