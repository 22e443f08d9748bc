"""Huset självt: format, lint, typer, lager, planerna i projektet, README och det byggda paketet."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.byggjobb import ren_miljö
from tests.conftest import ROT, kör_plan, kör_process

PROGRAM = Path(sys.executable).parent
ARBETSFLÖDE = ROT / ".github" / "workflows" / "kontroller.yml"


@pytest.mark.parametrize(
    "kommando",
    [
        ["ruff", "format", "--check", "."],
        ["ruff", "check", "."],
        ["mypy"],
        ["lint-imports"],
    ],
    ids=["format", "lint", "typer", "lager"],
)
def test_kontrollen_är_ren(kommando: list[str]) -> None:
    process = subprocess.run(
        [PROGRAM / kommando[0], *kommando[1:]], cwd=ROT, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stdout + process.stderr


def test_projektets_egna_planer_har_inga_fel() -> None:
    körning = kör_plan("validera", "planer/")
    assert körning.kod == 0, körning.ut + körning.fel


def test_hjälpen_i_readme_är_den_som_kommandot_skriver() -> None:
    readme = (ROT / "README.md").read_text(encoding="utf-8")
    visad = re.search(r"<!-- hjälp -->\n```text\n(.*?)```", readme, re.DOTALL)
    assert visad
    assert visad[1] == kör_plan("--help").ut


def test_kommandona_i_hjälpen_har_varsin_fil() -> None:
    from planverktyg.kommandon.terminal.hjalp import KOMMANDON

    filer = {fil.stem for fil in (ROT / "planverktyg" / "kommandon").glob("*.py")} - {"__init__", "cli"}
    assert filer == set(KOMMANDON)


def test_readme_nämner_bara_filer_som_finns() -> None:
    for dokument in (ROT / "README.md", *(ROT / "docs").glob("*.md")):
        for länk in re.findall(r"\]\((?!https?://|#)([^)#]+)", dokument.read_text(encoding="utf-8")):
            assert (dokument.parent / länk).exists(), f"{dokument.name} länkar till {länk}"


def test_bidra_visar_varje_modul() -> None:
    text = (ROT / "docs" / "bidra.md").read_text(encoding="utf-8")
    moduler = {p.name for p in (ROT / "planverktyg").iterdir() if p.suffix == ".py" and p.stem != "__init__"}
    paket = {f"{p.name}/" for p in (ROT / "planverktyg").iterdir() if (p / "__init__.py").exists()}
    visade = {rad.split()[0] for rad in text.split("```text\n")[1].split("```")[0].splitlines()}
    assert visade == moduler | paket


def test_bidra_nämner_varje_våning_och_bara_det_som_finns() -> None:
    nämnda = set(re.findall(r"`([^`\n]+)`", (ROT / "docs" / "bidra.md").read_text(encoding="utf-8")))
    våningar = {f"{fil.parent.name}/" for fil in (ROT / "planverktyg").glob("*/*/**/__init__.py")}
    assert {våning for våning in våningar if not any(namn.endswith(våning) for namn in nämnda)} == set()
    filer = [f"/{fil}" for fil in subprocess.check_output(["git", "ls-files"], cwd=ROT, text=True).splitlines()]
    sökvägar = {namn for namn in nämnda if re.fullmatch(r"[\w./]+(/|\.py)", namn)} - {"dist/", "kommandon/NAMN.py"}
    assert [
        n for n in sökvägar if not any(f"/{n}" in fil if n[-1] == "/" else fil.endswith(f"/{n}") for fil in filer)
    ] == []
    kod = "".join((ROT / fil[1:]).read_text(encoding="utf-8") for fil in filer if fil.endswith(".py"))
    ord_ = {namn.removesuffix("(...)").rpartition("=")[2] for namn in nämnda}
    namn_i_kod = {namn for namn in ord_ if re.fullmatch(r"_?[A-ZÅÄÖ]\w+|\w+_\w+", namn)}
    assert len(namn_i_kod) > 25
    assert [namn for namn in namn_i_kod if not re.search(rf"\b{namn}\b", kod)] == []


def test_filnamn_är_ascii() -> None:
    filer = subprocess.run(["git", "ls-files", "-z"], cwd=ROT, capture_output=True, check=True).stdout.decode()
    namn = [n for n in filer.split("\0") if n]
    assert namn
    assert [n for n in namn if not n.isascii()] == []


def test_all_text_är_nfc() -> None:
    for fil in [*ROT.glob("planverktyg/**/*.py"), *ROT.glob("planer/**/*.yaml"), *ROT.glob("docs/*.md")]:
        assert unicodedata.is_normalized("NFC", fil.read_text(encoding="utf-8")), fil


def test_versionen_är_den_i_nyheter() -> None:
    from planverktyg import __version__

    först, *släppta = re.findall(r"^## (.*)", (ROT / "NYHETER.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert först == "Ej släppt"
    assert [rad for rad in släppta if not re.fullmatch(r"\d+\.\d+\.\d+ – \d{4}-\d\d-\d\d", rad)] == []
    assert släppta[0].split()[0] == __version__


# --- Två kommandon som stämmer också i morgon -----------------------------------------------------------

PROJEKT = tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LÅSTA = [rad for rad in (ROT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not rad.startswith("#")]


@pytest.mark.parametrize("märke", ["huvudkommando", "testkommando"])
def test_readmes_kommandon_installerar_de_låsta_versionerna(märke: str) -> None:
    kommando = (ROT / "README.md").read_text(encoding="utf-8").split(f"<!-- {märke} -->")[1].split("```")[1]
    assert "--constraint constraints.txt" in kommando


def test_låset_nämner_bara_namn_och_version() -> None:
    """Ingen adress och ingen sökväg: låset gäller på varje maskin."""
    assert [rad for rad in LÅSTA if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._]+", rad)] == []


def test_låset_har_varje_bibliotek_som_pyproject_nämner() -> None:
    """`.ci/las` förnyar låset när ett bibliotek har kommit till eller en gräns har ändrats."""
    låsta = {canonicalize_name(namn): version for namn, _, version in (rad.partition("==") for rad in LÅSTA)}
    krav = [Requirement(k) for k in [*PROJEKT["dependencies"], *chain(*PROJEKT["optional-dependencies"].values())]]
    assert len(krav) > 15
    utanför = [str(k) for k in krav if not k.specifier.contains(låsta.get(canonicalize_name(k.name), "0"))]
    assert utanför == []


def test_ci_kör_readmes_testkommando_och_det_äldsta_och_nyaste() -> None:
    skript = (ROT / ".ci" / "run").read_text(encoding="utf-8")
    assert "<!-- testkommando -->" in skript
    assert "pytest" in (ROT / "README.md").read_text(encoding="utf-8").split("<!-- testkommando -->")[1].split("```")[1]
    delar = [steg["del"] for steg in _arbetsflödet()["jobs"]["kontroller"]["strategy"]["matrix"]["include"]]
    val = re.search(r'^ *([a-z |]+)\) "\$del"', skript, re.MULTILINE)
    assert val
    assert delar == val[1].split(" | ")


def test_arbetsflödet_får_bara_läsa_och_hämtar_bara_fasta_versioner() -> None:
    text = ARBETSFLÖDE.read_text(encoding="utf-8")
    steg = _arbetsflödet()["jobs"]["kontroller"]["steps"]
    assert _arbetsflödet()["permissions"] == {"contents": "read"}
    assert re.findall(r"uses: (\S+)", text) == re.findall(r"uses: (actions/[\w-]+@[0-9a-f]{40}) # v\d", text)
    assert steg[0]["with"] == {"persist-credentials": False}
    assert [s["run"] for s in steg if "run" in s] == ['.ci/run "$DEL"']


def test_arbetsflödet_följer_värdens_schema() -> None:
    kommando = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        str(ARBETSFLÖDE),
    ]
    process = subprocess.run(kommando, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout + process.stderr


def _arbetsflödet() -> Any:
    return yaml.safe_load(ARBETSFLÖDE.read_text(encoding="utf-8"))


# --- Paketet --------------------------------------------------------------------------------------------


def _installerat(slag: str, mapp: Path) -> Path:
    """Hjulet byggt och installerat i en egen mapp: `standard`, eller `editable`, som pekar på källkoden."""
    bygg = [sys.executable, "-m", "hatchling", "build", "--target", f"wheel:{slag}", "--directory", str(mapp)]
    subprocess.run(bygg, cwd=ROT, check=True, capture_output=True)
    (hjul,) = mapp.glob("*.whl")
    bibliotek = mapp / "bibliotek"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", bibliotek, hjul], check=True
    )
    return bibliotek


SVAREN = [
    ["rapport", "planer/tyreso/asn-2020", "--delår", "2", "--format", "html"],
    ["rapport", "planer/tyreso/asn-2020", "--delår", "2", "--format", "markdown"],
    ["schema", "plan"],
    ["format", "indikator"],
    ["format"],
]


def _svaren(pythonväg: str) -> list[str]:
    """Svaren utan att en mall får översättas eller ett schema göras av en klass."""
    utan_översättning = (
        "import jinja2; jinja2.Environment.compile = None; "
        "from pydantic._internal._generate_schema import GenerateSchema; GenerateSchema.clean_schema = None; "
        "import sys; sys.modules['planverktyg.modell.referensbygge'] = None; "
        "from planverktyg.__main__ import kör; kör()"
    )
    return [
        subprocess.run(
            [sys.executable, "-P", "-c", utan_översättning, *kommando],
            cwd=ROT, env=ren_miljö() | {"PYTHONPATH": pythonväg}, capture_output=True, check=True, encoding="utf-8",
        ).stdout
        for kommando in SVAREN
    ]  # fmt: skip


def test_det_byggda_paketet_fungerar_utan_projektet(tmp_path: Path) -> None:
    """Mallarna och py.typed måste följa med. Svaren görs av det som räknades ut vid installationen, och är desamma."""
    bibliotek = _installerat("standard", tmp_path)
    assert (bibliotek / "planverktyg" / "py.typed").exists()
    körning = kör_process("dokument", ROT / "planer" / "tyreso" / "asn-2020", mapp=tmp_path, PYTHONPATH=str(bibliotek))
    assert körning.kod == 0, körning.fel
    assert "Nämndplan 2020" in körning.ut
    assert _svaren(str(bibliotek)) == [kör_plan(*kommando, mapp=ROT).ut for kommando in SVAREN]


def test_en_installation_som_pekar_på_källkoden_har_också_det_färdiga(tmp_path: Path) -> None:
    bibliotek = _installerat("editable", tmp_path)
    assert sorted(p.name for p in bibliotek.glob("planverktyg*[!o]")) == ["planverktyg_fardigt"]
    svaren = _svaren(os.pathsep.join((str(bibliotek), str(ROT))))
    assert svaren == [kör_plan(*kommando, mapp=ROT).ut for kommando in SVAREN]


def test_licensen_är_eupl() -> None:
    projekt = tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert projekt["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROT / "LICENSE").read_text(encoding="utf-8")


def test_tilläggens_bibliotek_är_de_i_pyproject() -> None:
    from planverktyg.utgivning.tillagg import BIBLIOTEK

    tillägg = tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for namn, bibliotek in BIBLIOTEK.items():
        assert [re.split("[<>=]", krav)[0] for krav in tillägg[namn]] == bibliotek.split()
