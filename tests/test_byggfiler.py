"""action.yml, GitLabmallen och sidan om dem: giltiga för värdarna, och stegen går att köra i en ren kopia av projektet."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.byggjobb import MILDARE, PLAN, git, gör_arkiv, klona_grunt, ren_miljö
from tests.conftest import ROT, kör_plan
from tests.vardserver import Låtsasvärd

if TYPE_CHECKING:
    from collections.abc import Iterator

ACTION = ROT / "action.yml"
KRAV = (ROT / "byggserver" / "krav.txt").read_text(encoding="utf-8")
MALL = ROT / "byggserver" / "plan.gitlab-ci.yml"
SIDFIL = ROT / "docs" / "granska-i-pull-request.md"
SIDAN = SIDFIL.read_text(encoding="utf-8")
SIDANS_PLAN = """\
format: 1
plan:
  id: asn-2020
  namn: Nämndplan 2020
  nämnd: Arbetsmarknads- och socialnämnden
  år: 2020
mål:
  - id: hemmaplan-forst
    nivå: nämndmål
    namn: Insatser inom kommunen prioriteras före externa placeringar
    indikatorer:
      - {id: hvb-dygn, namn: Antal dygn på HVB-hem, enhet: dygn, målvärde: {högst: 2555}}
      - {id: avslut, namn: Andel avslutade placeringar enligt plan, enhet: procent, målvärde: {minst: 80}}
risker:
  - {id: rekrytering, text: Risk att vi inte kan rekrytera socionomer, sannolikhet: 2, konsekvens: 3}
"""
SIDANS_ÄNDRING = re.sub(r"(?m)^.*id: avslut.*\n", "", SIDANS_PLAN).replace("sannolikhet: 2", "sannolikhet: 4")
SIDANS_ÄNDRING = SIDANS_ÄNDRING.replace("2555", "3000").replace("HVB-hem", "HVB-hem per år")
FELAKTIG = f"{MILDARE}risker:\n  - {{id: hot, text: Risk för hot., sannolikhet: 9, konsekvens: 1}}\n"


def läs(fil: Path) -> Any:
    return yaml.safe_load(fil.read_text(encoding="utf-8"))


def block(märke: str) -> str:
    """Exemplet på sidan efter märket, utan indrag."""
    träff = re.search(rf"<!-- {märke} -->\n( *)```\w+\n(.*?)```", SIDAN, re.DOTALL)
    assert träff, märke
    return re.sub(rf"^{träff[1]}", "", träff[2], flags=re.MULTILINE)


STEG: list[dict[str, Any]] = läs(ACTION)["runs"]["steps"]
EGNA_STEG = [steg for steg in STEG if "run" in steg]
JOBB: dict[str, dict[str, Any]] = {namn: jobb for namn, jobb in läs(MALL).items() if namn.startswith("plan-")}


# --- Filerna är giltiga ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "fil"),
    [("vendor.github-actions", ACTION), ("vendor.gitlab-ci", MALL)],
    ids=["action.yml", "plan.gitlab-ci.yml"],
)
def test_filen_följer_värdens_schema(schema: str, fil: Path) -> None:
    följer_schemat(schema, fil)


@pytest.mark.parametrize(
    ("schema", "märke"),
    [("vendor.github-workflows", "arbetsflöde"), ("vendor.gitlab-ci", "inkludera")],
)
def test_exemplen_på_sidan_följer_värdens_schema(schema: str, märke: str, tmp_path: Path) -> None:
    exempel = tmp_path / "exempel.yml"
    exempel.write_text(block(märke), encoding="utf-8")
    följer_schemat(schema, exempel)


def följer_schemat(schema: str, fil: Path) -> None:
    kommando = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(fil)]
    process = subprocess.run(kommando, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout + process.stderr


def test_varje_eget_steg_har_namn_och_skal() -> None:
    assert EGNA_STEG
    assert all(steg["name"] and steg["shell"] == "bash" for steg in EGNA_STEG)


def test_inget_utifrån_skrivs_in_i_skalet() -> None:
    """En inställning som skrivs in i skriptet blir en del av skriptet. Den ska komma som miljövariabel, inom citattecken."""
    skript = [steg["run"] for steg in EGNA_STEG] + [rad for jobb in JOBB.values() for rad in gitlabrader(jobb)]
    for text in skript:
        assert "${{" not in text
        assert re.findall(r'(?<!["\w./-])\$[A-Z_]+(?!["\w])', re.sub(r'"[^"]*"', "", text)) == []


def test_varje_inställning_finns_används_och_står_på_sidan() -> None:
    inställningar = läs(ACTION)["inputs"]
    använda = set(re.findall(r"inputs\.([\w-]+)", ACTION.read_text(encoding="utf-8")))
    assert använda == set(inställningar)
    rader = re.findall(r"^\| `([\w-]+)` \| (?:`([^`]+)`|tom) \|", SIDAN, re.MULTILINE)
    assert rader == [(namn, fält["default"]) for namn, fält in inställningar.items()]


def test_skriptets_miljövariabler_är_de_som_filerna_sätter() -> None:
    kod = "".join(fil.read_text(encoding="utf-8") for fil in (ROT / "byggserver").glob("*.py"))
    lästa = set(re.findall(r'"(PLAN_[A-Z_]+)"', kod)) - {"PLAN_VANTETID"}
    github = {namn for steg in EGNA_STEG for namn in steg.get("env", {}) if namn.startswith("PLAN_")}
    gitlab = {*läs(MALL)["variables"], *JOBB["plan-skillnad"]["variables"]}
    gitlab -= {"PLAN_VERKTYG", "PLAN_VERSION", "PLAN_AVBILDNING"}  # avgör var och med vad jobbet körs
    assert lästa == github | gitlab | {"PLAN_GITLAB_TOKEN"}


def test_varje_sökväg_finns() -> None:
    texter = ACTION.read_text(encoding="utf-8") + MALL.read_text(encoding="utf-8") + SIDAN
    nämnda = set(re.findall(r"\b(?:byggserver|docs)/[\w.-]+\.(?:py|yml|md)", texter))
    assert len(nämnda) == 3
    assert [fil for fil in nämnda if not (ROT / fil).is_file()] == []


def test_python_räcker_till_för_verktyget() -> None:
    projekt = tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    minst = tuple(map(int, projekt["requires-python"].removeprefix(">=").split(".")))
    for version in (läs(ACTION)["inputs"]["python-version"]["default"], läs(MALL)["variables"]["PLAN_AVBILDNING"][7:]):
        assert tuple(map(int, version.split("."))) >= minst


def test_arbetsflödet_får_bara_det_som_behövs() -> None:
    flöde = yaml.safe_load(block("arbetsflöde"))
    assert flöde["permissions"] == {}
    assert flöde["jobs"]["planer"]["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert list(flöde[True]) == ["pull_request"]  # YAML 1.1 läser nyckeln on som ett sanningsvärde
    assert set(flöde["jobs"]["planer"]["steps"][1]["with"]) <= set(läs(ACTION)["inputs"])


def test_zizmor_har_inget_att_säga(tmp_path: Path) -> None:
    """Strängaste läget: steg låsta till en commit, minsta behörighet, inga kvarlämnade nycklar, inget utifrån i skalet."""
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/planer.yml").write_text(block("arbetsflöde"), encoding="utf-8")
    shutil.copytree(ROT / ".github", tmp_path / ".github", dirs_exist_ok=True)
    shutil.copy(ACTION, tmp_path)
    program = shutil.which("zizmor", path=Path(sys.executable).parent)
    assert program
    kommando = [program, "--offline", "--pedantic", "--no-progress", "."]
    process = subprocess.run(kommando, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout + process.stderr
    assert "No findings to report" in process.stdout + process.stderr
    assert process.stderr.count("completed") == 3


def test_biblioteken_är_låsta_till_version_och_innehåll() -> None:
    """krav.txt har varje bibliotek som verktyget behöver, i versionerna som testerna kör, och inget utan kontrollsumma."""
    poster = re.findall(
        r"^(\S+)==(\S+?)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", KRAV, re.MULTILINE
    )
    assert len(poster) == len(re.findall(r"^[^\s#]", KRAV, re.MULTILINE))
    låsta = {namn: version for namn, version, _ in poster}
    i_testerna = dict(
        re.findall(r"^(\S+)==(\S+)$", (ROT / "constraints.txt").read_text(encoding="utf-8").lower(), re.MULTILINE)
    )
    i_testerna = {namn.replace("_", "-"): version for namn, version in i_testerna.items()}
    assert {namn: i_testerna.get(namn) for namn in låsta if namn != "colorama"} == {
        n: v for n, v in låsta.items() if n != "colorama"
    }
    projekt = tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {re.split(r"[<>=]", krav)[0] for krav in projekt["dependencies"]} <= set(låsta)


def test_inget_byggs_ur_arkivet_som_hämtas() -> None:
    for text in (ACTION.read_text(encoding="utf-8"), MALL.read_text(encoding="utf-8")):
        assert "--require-hashes" in text
        assert re.findall(r"pip install(?:(?!krav\.txt).)*?(?:$|\n\n)", text) == []


def test_gitlab_godtar_länkens_namn() -> None:
    """GitLab tillåter bara bokstäver utan prickar, siffror, bindestreck, understreck och mellanslag, och inga jokertecken."""
    artefakter = JOBB["plan-skillnad"]["artifacts"]
    assert re.fullmatch(r"\w[-\w ]{0,99}", artefakter["expose_as"], re.ASCII)
    assert not any("*" in sökväg for sökväg in artefakter["paths"])


def test_loggens_rader_på_sidan_är_de_som_skriptet_skriver() -> None:
    kod = " ".join(fil.read_text(encoding="utf-8") for fil in (*(ROT / "byggserver").glob("*.py"), MALL))
    rader = re.findall(r"^\| `([^`|]+)` \| [^|]+\|$", SIDAN.split("## När något inte fungerar")[1], re.MULTILINE)
    assert len(rader) == 8
    for rad in rader:
        delar = [del_ for del_ in re.split(r": svaret var 403", rad) if del_]
        assert all(del_ in kod for del_ in delar), rad


def test_kommentaren_på_sidan_är_den_som_verktyget_skriver(tmp_path: Path) -> None:
    """`PLAN_SKRIV_FACIT=1` skriver om exemplet på sidan."""
    kopia, _, _ = ändring(tmp_path, SIDANS_PLAN, SIDANS_PLAN)
    (kopia / "planer" / "sn-2021" / "plan.yaml").write_text(SIDANS_ÄNDRING, encoding="utf-8")
    början, slut = "<!-- exempel -->\n", "<!-- slut på exemplet -->"
    skrivet = kör_plan("skillnad", "HEAD", "planer/", "--format", "markdown", mapp=kopia).ut
    före, _, resten = SIDAN.partition(början)
    visat, _, efter = resten.partition(slut)
    if os.environ.get("PLAN_SKRIV_FACIT"):
        SIDFIL.write_text(före + början + skrivet + slut + efter, encoding="utf-8")
        visat = skrivet
    assert skrivet.startswith("### ")
    assert visat == skrivet


@pytest.mark.parametrize(
    ("fil", "ägare"),
    [
        ("planer/tyreso/asn-2020/plan.yaml", "@kommunen/namndsekreterare @kommunen/ekonomi"),
        ("planer/asn-2020/plan.yaml", "@kommunen/namndsekreterare @kommunen/ekonomi"),
        ("planer/tyreso/asn-2020/2020-08-31.yaml", "@kommunen/forvaltning"),
        ("planer/tyreso/kommun.yaml", "@kommunen/ekonomi"),
        (".github/CODEOWNERS", "@kommunen/it"),
        (".github/workflows/planer.yml", "@kommunen/it"),
    ],
)
def test_ägarna_på_sidan_är_de_som_avses(fil: str, ägare: str, tmp_path: Path) -> None:
    """Mönstren är desamma som i .gitignore, så git får säga vilken rad som gäller."""
    rader = [rad.split(maxsplit=1) for rad in block("codeowners").splitlines() if rad and not rad.startswith("#")]
    git(tmp_path, "init", "--quiet")
    for nummer in range(len(rader), 0, -1):
        (tmp_path / ".gitignore").write_text(rader[nummer - 1][0] + "\n", encoding="utf-8")
        utfall = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", fil], cwd=tmp_path, check=False)
        if utfall.returncode == 0:
            assert rader[nummer - 1][1] == ägare
            return
    pytest.fail(f"ingen äger {fil}")


# --- Stegen går att köra --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def verktyg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """En ren kopia av projektet, med bara det som finns i git, som värden hämtar den."""
    kopia = tmp_path_factory.mktemp("verktyg")
    filer = subprocess.run(["git", "ls-files", "-z"], cwd=ROT, capture_output=True, check=True).stdout.decode()
    for namn in filter(None, filer.split("\0")):
        if (ROT / namn).is_file():
            (kopia / namn).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROT / namn, kopia / namn)
    git(kopia, "init", "--quiet")
    git(kopia, "add", ".")
    git(kopia, "commit", "--quiet", "--message", "kopia")
    git(kopia, "tag", "v1")
    return kopia


@pytest.fixture
def värd() -> Iterator[Låtsasvärd]:
    with Låtsasvärd() as värd:
        yield värd


def ändring(mapp: Path, före: str, efter: str) -> tuple[Path, str, str]:
    """En grund kopia av ett arkiv där planen har ändrats, och commiterna före och efter."""
    arkiv, kopia = gör_arkiv(mapp / "arkiv", före, efter), mapp / "kopia"
    klona_grunt(arkiv, kopia)
    return kopia, arkiv.bas, arkiv.ändring


def miljö(**värdens: str) -> dict[str, str]:
    """Miljön för ett steg: maskinens, utan det som hör till en annan värd, och med en Python som heter python.

    Verktyget byggs och installeras som hos värden, med de bibliotek som testerna redan har: README:s kommandon prövar att de
    går att hämta.
    """
    sökväg = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    biblioteken = {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PYTHONPATH": sysconfig.get_path("purelib")}
    return ren_miljö() | {"PATH": sökväg, "no_proxy": "127.0.0.1"} | biblioteken | värdens


def kör_steg(skript: str, mapp: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Kör ett steg som värden gör: bash som stannar vid första felet."""
    kommando = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", skript]
    return subprocess.run(kommando, cwd=mapp, env=env, capture_output=True, text=True, check=False, timeout=300)


def på_github(steg: dict[str, Any], inställningar: dict[str, str], program: str) -> dict[str, str]:
    """Stegets egna miljövariabler, med värdens uttryck utbytta."""
    värden = {f"inputs.{namn}": värde for namn, värde in inställningar.items()}
    värden |= {"github.token": "hemlig", "steps.installera.outputs.program": program}
    return {namn: värden[str(uttryck)[3:-2].strip()] for namn, uttryck in steg.get("env", {}).items()}


def gitlabrader(jobb: dict[str, Any]) -> list[str]:
    """Alla rader som jobbet kör."""
    return [*läs(MALL)[jobb["extends"]]["before_script"], *jobb["script"]]


def test_stegen_i_action_yml_går_att_köra(verktyg: Path, värd: Låtsasvärd, tmp_path: Path) -> None:
    """Planen har ett fel: det visas vid raden, jobbet fälls, och skillnaden kommenteras ändå."""
    kopia, bas, källa = ändring(tmp_path, PLAN, FELAKTIG)
    händelse = tmp_path / "handelse.json"
    händelse.write_text(json.dumps({"pull_request": {"number": 7, "base": {"sha": bas}, "head": {"sha": källa}}}))
    utdata, sammanfattning = tmp_path / "ut.txt", tmp_path / "sammanfattning.md"
    värdens = miljö(
        GITHUB_ACTIONS="true",
        GITHUB_ACTION_PATH=str(verktyg),
        GITHUB_API_URL=värd.adress,
        GITHUB_EVENT_PATH=str(händelse),
        GITHUB_OUTPUT=str(utdata),
        GITHUB_REPOSITORY="kommunen/planer",
        GITHUB_STEP_SUMMARY=str(sammanfattning),
        RUNNER_TEMP=str(tmp_path),
    )
    inställningar = {namn: fält["default"] for namn, fält in läs(ACTION)["inputs"].items()}
    program, svar = "", []
    for steg in EGNA_STEG:
        svar.append(kör_steg(steg["run"], kopia, värdens | på_github(steg, inställningar, program)))
        program = utdata.read_text(encoding="utf-8").strip().removeprefix("program=")
    installera, kontrollera, visa = svar
    assert installera.returncode == 0, installera.stdout + installera.stderr
    assert kontrollera.returncode == 1, kontrollera.stdout + kontrollera.stderr
    assert "::error file=planer/sn-2021/plan.yaml,line=14," in kontrollera.stdout
    assert visa.returncode == 0, visa.stdout + visa.stderr
    (kommentar,) = värd.kommentarer
    for text in (kommentar["body"], sammanfattning.read_text(encoding="utf-8")):
        assert {"2 555", "3 000"} <= set(re.findall(r"\d \d{3}", text.replace("\u00a0", " ")))


LÅST = "python:3.12@sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("avbildning", "version", "säger"),
    [
        ("python:3.12", "a" * 40, "PLAN_AVBILDNING: python:3.12@sha256:… med den"),
        ("", "a" * 40, "är inte låst"),
        (LÅST, "v1", "PLAN_VERSION är inte en commit"),
        (LÅST, "", "PLAN_VERSION är inte en commit"),
        (LÅST, "a" * 39, "PLAN_VERSION är inte en commit"),
        (LÅST, "a" * 39 + "/", "PLAN_VERSION är inte en commit"),
    ],
)
def test_gitlabjobbet_kör_bara_det_som_är_låst(avbildning: str, version: str, säger: str, tmp_path: Path) -> None:
    variabler = {"PLAN_AVBILDNING": avbildning, "PLAN_VERSION": version, "PLAN_VERKTYG": "https://example.invalid/x"}
    svar = kör_steg("\n".join(läs(MALL)[".planverktyg"]["before_script"]), tmp_path, miljö() | variabler)
    assert svar.returncode == 1
    assert säger in svar.stdout
    assert svar.stderr == ""


def test_jobben_i_gitlabmallen_går_att_köra(verktyg: Path, värd: Låtsasvärd, tmp_path: Path) -> None:
    """Båda jobben efter varandra, med en installation: de börjar med samma rader."""
    kopia, bas, källa = ändring(tmp_path, PLAN, MILDARE)
    commit = git(verktyg, "rev-parse", "v1^{commit}").strip()
    variabler = läs(MALL)["variables"] | {
        "PLAN_VERKTYG": f"file://{verktyg}",
        "PLAN_VERSION": commit,
        "PLAN_AVBILDNING": LÅST,
    }
    variabler |= JOBB["plan-skillnad"]["variables"] | {"PLAN_GITLAB_TOKEN": "hemlig"}
    värdens = miljö(
        GITLAB_CI="true",
        CI_API_V4_URL=värd.adress,
        CI_COMMIT_SHA=källa,
        CI_MERGE_REQUEST_DIFF_BASE_SHA=bas,
        CI_MERGE_REQUEST_IID="7",
        CI_MERGE_REQUEST_PROJECT_ID="11",
    )
    assert {jobb["extends"] for jobb in JOBB.values()} == {".planverktyg"}
    rader = [*läs(MALL)[".planverktyg"]["before_script"], *(rad for jobb in JOBB.values() for rad in jobb["script"])]
    svar = kör_steg("\n".join(rader), kopia, värdens | variabler)
    assert svar.returncode == 0, svar.stdout + svar.stderr
    for artefakter in (jobb["artifacts"] for jobb in JOBB.values()):
        for fil in [*artefakter.get("reports", {}).values(), *artefakter.get("paths", [])]:
            assert (kopia / fil).stat().st_size, fil
    assert len(värd.kommentarer) == 1
