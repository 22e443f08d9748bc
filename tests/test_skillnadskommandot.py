"""`plan skillnad` i riktiga git-förråd: vad som jämförs, vad som visas, och vad som sägs när det inte går."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from planverktyg.arkiv.version import läs_version
from planverktyg.skillnad import jämför
from planverktyg.utgivning.format import Format
from planverktyg.utgivning.skillnader import Skillnadsformat, skriv_skillnad
from planverktyg.utgivning.skillnader.markdown import LÄNGST, säker
from tests.conftest import ROT, jämför_med_facit, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

TYRESÖ = ROT / "planer" / "tyreso"

PLAN = """\
format: 1
plan: {id: sn-2020, namn: Nämndplan 2020, nämnd: Socialnämnden, år: 2020}
mål:
  - id: hemma
    nivå: nämndmål
    namn: Fler barn får stöd hemma
    indikatorer:
      - {id: dygn, namn: Antal dygn på HVB, enhet: dygn, målvärde: {högst: 2555}}
"""


@dataclass(frozen=True)
class Förråd:
    """Ett git-förråd i testets mapp."""

    mapp: Path

    def git(self, *argument: str) -> str:
        """Kör git i förrådet."""
        miljö = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        namn = ("-c", "user.name=Test", "-c", "user.email=test@example.se", "-c", "commit.gpgsign=false")
        return subprocess.run(
            ["git", *namn, *argument], cwd=self.mapp, env=miljö, check=True, capture_output=True, text=True
        ).stdout

    def skriv(self, namn: str, text: str) -> None:
        """Skriver en fil utan att spara den i git."""
        fil = self.mapp / namn
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.write_text(text, encoding="utf-8")

    def spara(self, **filer: str) -> None:
        """Skriver filerna under planer/ och sparar dem i en commit."""
        for namn, text in filer.items():
            self.skriv(f"planer/{namn}.yaml", text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "En ändring")


@pytest.fixture
def f(tmp_path: Path) -> Förråd:
    mapp = tmp_path / "förråd"
    mapp.mkdir()
    förråd = Förråd(mapp)
    förråd.git("init", "--quiet", "--initial-branch=main")
    förråd.spara(plan=PLAN)
    return förråd


def ändringar(f: Förråd, *argument: str, mapp: Path | None = None) -> list[str]:
    körning = kör_plan("skillnad", *argument, "--format", "json", mapp=mapp or f.mapp)
    assert körning.kod == 0, körning.fel
    return [f"{ä['tyngd']}: {ä['slag']} {ä['id']}" for ä in json.loads(körning.ut)["ändringar"]]


# --- Vad som jämförs ------------------------------------------------------------------------------


def test_två_revisioner(f: Förråd) -> None:
    f.spara(plan=PLAN.replace("2555", "3000"))
    assert ändringar(f, "HEAD~1", "HEAD") == ["försvagar: målvärde dygn"]
    assert ändringar(f, "HEAD~1..HEAD") == ["försvagar: målvärde dygn"]
    assert ändringar(f, "HEAD", "HEAD~1") == ["stärker: målvärde dygn"]


def test_utan_mot_jämförs_filerna_som_de_är_nu(f: Förråd) -> None:
    assert ändringar(f, "HEAD") == []
    f.skriv("planer/plan.yaml", PLAN.replace("2555", "3000"))
    assert ändringar(f, "HEAD") == ["försvagar: målvärde dygn"]


def test_tre_punkter_jämför_från_där_grenarna_skildes_åt(f: Förråd) -> None:
    f.git("checkout", "--quiet", "-b", "förslag")
    f.spara(plan=PLAN.replace("2555", "2000"))
    f.git("checkout", "--quiet", "main")
    f.spara(annan=PLAN.replace("sn-2020", "kfn-2020"))
    assert ändringar(f, "main...förslag") == ["stärker: målvärde dygn"]
    assert ändringar(f, "main", "förslag") == ["försvagar: borttagen kfn-2020", "stärker: målvärde dygn"]


def test_två_filer_jämförs_även_utan_git(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(PLAN.replace("2555", "3000").replace("sn-2020", "sn-2021"), encoding="utf-8")
    körning = kör_plan("skillnad", "a.yaml", "b.yaml", mapp=tmp_path)
    assert körning.kod == 0, körning.fel
    assert "Målvärdet är mildrat: indikator dygn" in körning.ut
    assert "sn-2020 → sn-2021" in körning.ut


def test_filer_som_heter_som_revisioner_jämförs_inte_i_tysthet(f: Förråd) -> None:
    """Den som lämnar ett förslag kan lägga dit två lika filer, så att ingenting har ändrats mellan dem."""
    f.spara(plan=PLAN.replace("2555", "3000"))
    for namn in ("main", "HEAD"):
        f.skriv(namn, PLAN)
    tvetydigt = kör_plan("skillnad", "main", "HEAD", mapp=f.mapp)
    assert (tvetydigt.kod, "main är både en revision och en sökväg" in tvetydigt.fel) == (2, True), tvetydigt
    assert "Ingenting i planerna har ändrats" in kör_plan("skillnad", "./main", "./HEAD", mapp=f.mapp).ut
    assert ändringar(f, "HEAD~1", "HEAD") == ["försvagar: målvärde dygn"]


def test_påhittade_värden_sägs_i_ändringen(tmp_path: Path) -> None:
    uppföljning = "format: 1\nuppföljning: {plan: p, period: helår, per: 2020-12-31, exempel: ja}\nutfall: {dygn: 5}\n"
    (tmp_path / "a.yaml").write_text(uppföljning, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(uppföljning.replace("5}", "6}"), encoding="utf-8")
    assert "helår 2020 (påhittat exempel) för p" in kör_plan("skillnad", "a.yaml", "b.yaml", mapp=tmp_path).ut


def test_sökvägar_begränsar_vad_som_jämförs(f: Förråd) -> None:
    f.spara(**{"a/plan": PLAN.replace("sn-2020", "a"), "b/plan": PLAN.replace("sn-2020", "b")})
    f.spara(
        **{"a/plan": PLAN.replace("sn-2020", "a").replace("2555", "1"), "b/plan": PLAN.replace("sn-2020", "b") + "\n"}
    )
    assert ändringar(f, "HEAD~1", "HEAD", "planer/a") == ["stärker: målvärde dygn"]
    assert ändringar(f, "HEAD~1", "planer/b") == []
    assert ändringar(f, "HEAD~1", "HEAD", "plan.yaml", mapp=f.mapp / "planer" / "a") == ["stärker: målvärde dygn"]


def test_en_flyttad_fil_är_ingen_ändring(f: Förråd) -> None:
    f.git("mv", "planer/plan.yaml", "planer/nytt-namn.yaml")
    f.git("commit", "--quiet", "--message", "Byt namn")
    assert ändringar(f, "HEAD~1", "HEAD") == []
    assert kör_plan("skillnad", "HEAD~1", "--format", "markdown", mapp=f.mapp).ut == ""


def test_en_ny_och_en_borttagen_plan(f: Förråd) -> None:
    f.spara(annan=PLAN.replace("sn-2020", "kfn-2020"))
    assert ändringar(f, "HEAD~1") == ["stärker: tillagd kfn-2020"]
    f.git("rm", "--quiet", "planer/annan.yaml")
    assert ändringar(f, "HEAD") == ["försvagar: borttagen kfn-2020"]


def test_husregler_ovanför_sökvägen_räknas_med_och_jämförs(f: Förråd) -> None:
    """De gäller planerna där, och en ändring i dem kan ändra varje bedömning."""
    risk = "risker:\n  - {id: r, text: Risken, sannolikhet: 2, konsekvens: 2}\n"
    kommun = "format: 1\nkommun: {id: k, namn: Kommunen}\nriskmatris: {tröskel: 4}\n"
    f.spara(kommun=kommun, **{"sn/plan": (PLAN + risk).replace("sn-2020", "sn")})
    f.skriv("planer/kommun.yaml", kommun.replace("Kommunen", "Kommunen AB"))
    f.skriv("planer/sn/plan.yaml", (PLAN + risk.replace("sannolikhet: 2", "sannolikhet: 1")).replace("sn-2020", "sn"))
    assert "gränsen är 4" in kör_plan("skillnad", "HEAD", "planer/sn", mapp=f.mapp).ut
    väntat = ["kan försvaga: risk r", "ändrar: husregel "]
    assert ändringar(f, "HEAD", "planer/sn") == väntat
    assert ändringar(f, "HEAD") == väntat


# --- Filer som inte går att läsa ------------------------------------------------------------------


def test_en_trasig_fil_sägs_och_resten_jämförs_ändå(f: Förråd) -> None:
    f.spara(annan=PLAN.replace("sn-2020", "kfn-2020"))
    f.skriv("planer/plan.yaml", PLAN + "mål: [\n")
    f.skriv("planer/annan.yaml", PLAN.replace("sn-2020", "kfn-2020").replace("2555", "3000"))
    körning = kör_plan("skillnad", "HEAD", mapp=f.mapp)
    assert körning.kod == 1
    assert "Inte jämförd: planer/plan.yaml i arbetsmappen går inte att läsa." in körning.ut
    assert "Målvärdet är mildrat: indikator dygn" in körning.ut
    assert "Borttag" not in körning.ut
    assert kör_plan("skillnad", "HEAD", "--felkod", mapp=f.mapp).kod == 1


def test_en_plan_som_bara_delvis_går_att_läsa_ser_inte_ut_att_ha_tappat_delar(f: Förråd) -> None:
    f.skriv("planer/plan.yaml", PLAN.replace("högst: 2555", "högst: 2 555"))
    körning = kör_plan("skillnad", "HEAD", mapp=f.mapp)
    assert "Inte jämförd: planer/plan.yaml" in körning.ut
    assert "1 fil kunde inte jämföras" in körning.ut
    assert "Ingenting i planerna har ändrats." not in körning.ut


# --- Slutkoder och fel ----------------------------------------------------------------------------


def test_felkod_ger_ett_bara_när_något_försvagar(f: Förråd) -> None:
    f.skriv("planer/plan.yaml", PLAN.replace("2555", "2000"))
    assert kör_plan("skillnad", "HEAD", "--felkod", mapp=f.mapp).kod == 0
    f.skriv("planer/plan.yaml", PLAN.replace("2555", "3000"))
    assert kör_plan("skillnad", "HEAD", "--felkod", mapp=f.mapp).kod == 1
    assert kör_plan("skillnad", "HEAD", mapp=f.mapp).kod == 0


@pytest.mark.parametrize(
    ("argument", "säger"),
    [
        (["finns-inte"], "finns-inte finns inte i förrådet"),
        (["HEAD", "finns-inte"], "finns-inte finns inte i förrådet"),
        (["--", "--output=/dev/null"], "--output=/dev/null finns inte i förrådet"),
        (["HEAD", "/"], "ligger utanför git-förrådet"),
        (["HEAD", "HEAD", "tomt"], "tomt innehåller inga YAML-filer"),
    ],
)
def test_fel_användning_förklaras(f: Förråd, argument: list[str], säger: str) -> None:
    körning = kör_plan("skillnad", *argument, mapp=f.mapp)
    assert körning.kod == 2
    assert säger in körning.fel


def test_en_grund_kopia_säger_vad_som_ska_hämtas(f: Förråd, tmp_path: Path) -> None:
    f.spara(plan=PLAN.replace("2555", "3000"))
    f.git("tag", "bas", "HEAD~1")
    grund = tmp_path / "grund"
    f.git("clone", "--quiet", "--depth=1", f.mapp.as_uri(), str(grund))
    körning = kör_plan("skillnad", "bas", "HEAD", mapp=grund)
    assert körning.kod == 2
    assert "bas finns inte i den här grunda kopian. Hämta den med git fetch --depth=1 origin bas" in körning.fel
    assert "git fetch --deepen=50" in kör_plan("skillnad", "HEAD~1", mapp=grund).fel  # servern känner inte HEAD~1
    Förråd(grund).git("fetch", "--quiet", "--depth=1", "origin", "tag", "bas")
    assert ändringar(Förråd(grund), "bas", "HEAD") == ["försvagar: målvärde dygn"]


def test_utan_förråd_och_utan_git_sägs_det(tmp_path: Path) -> None:
    utan = kör_plan("skillnad", "HEAD", mapp=tmp_path, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert utan.kod == 2
    assert "Mappen ligger inte i något git-förråd" in utan.fel
    assert "Programmet git finns inte" in kör_plan("skillnad", "HEAD", mapp=tmp_path, PATH=str(tmp_path)).fel


def test_ärvda_git_variabler_styr_inte_vad_som_läses(f: Förråd, tmp_path: Path) -> None:
    f.skriv("planer/plan.yaml", PLAN.replace("2555", "3000"))
    körning = kör_plan("skillnad", "HEAD", mapp=f.mapp, GIT_DIR=str(tmp_path), GIT_INDEX_FILE="/dev/null")
    assert "Målvärdet är mildrat" in körning.ut


# --- Utskriften -----------------------------------------------------------------------------------


def _tyresö_försvagad() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Nämndplanen 2020 med ett mildrat målvärde, en borttagen indikator, en höjd risk och flyttade pengar."""
    före = {fil.relative_to(ROT).as_posix(): fil.read_bytes() for fil in sorted(TYRESÖ.glob("**/*.yaml"))}
    plan = före["planer/tyreso/asn-2020/plan.yaml"].decode()
    indikator = re.search(r" +- id: samverkan-polis\n.*?målvärde: ja\n", plan, re.DOTALL)
    assert indikator
    byten = [
        ("målvärde: {högst: 2555}", "målvärde: {högst: 3000}"),
        (indikator[0], ""),
        ("sannolikhet: 3\n    konsekvens: 5", "sannolikhet: 5\n    konsekvens: 5"),
        ("2020: 234.1,", "2020: 232.1,"),
        ("2020: 11.5,", "2020: 13.5,"),
    ]
    for gammalt, nytt in byten:
        assert gammalt in plan
        plan = plan.replace(gammalt, nytt, 1)
    return före, före | {"planer/tyreso/asn-2020/plan.yaml": plan.encode()}


@pytest.mark.parametrize(
    ("format_", "bredd", "facit"),
    [
        (Format.MARKDOWN, 80, "skillnad.md"),
        (Format.TEXT, 80, "skillnad-80.txt"),
        (Format.TEXT, 200, "skillnad-200.txt"),
        (Format.JSON, 80, "skillnad.json"),
        (Format.GITHUB, 80, "skillnad-github.txt"),
    ],
    ids=str,
)
def test_en_försvagad_nämndplan_visas_så_här(format_: Skillnadsformat, bredd: int, facit: str) -> None:
    före, efter = _tyresö_försvagad()
    text = skriv_skillnad(jämför(läs_version("main", före), läs_version("HEAD", efter)), format_, bredd=bredd)
    jämför_med_facit(facit, text)
    if format_ is Format.TEXT:
        assert max(map(len, text.splitlines())) <= bredd


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "a | b",
        "# rubrik",
        "[länk](https://elak.se)",
        "*fet* `kod`",
        "<!-- a -->",
        "&lt;",
        "~~a~~",
        "![b](c)",
    ],
)
def test_text_ur_planen_blir_aldrig_något_annat_än_text(text: str) -> None:
    visat = MarkdownIt("commonmark").enable("table").render(f"| a |\n|---|\n| x {säker(text)} |\n")
    i_cellen = re.search(r"<td>x (.*)</td>", visat)
    assert i_cellen, visat
    assert "<" not in i_cellen[1]
    assert unescape(i_cellen[1]).replace("\u2060", "") == text


@pytest.mark.parametrize(
    "text", ["www.ond.se", "se WWW.ond.se/a", "(www.ond.se)", "http://www.ond.se", "a\nwww.ond.se"]
)
def test_en_adress_i_planen_blir_ingen_länk(text: str) -> None:
    """GitHub gör en länk av www. också utan schema."""
    assert not re.search(r"www\.|://", säker(text), re.IGNORECASE)


def test_ingen_omnämns_och_inget_ärende_länkas_av_text_ur_planen() -> None:
    assert re.search(r"@\w|#\w|://", säker("@nämnden #12 https://elak.se")) is None


def test_en_mycket_stor_ändring_ryms_ändå_och_säger_vad_som_fattas() -> None:
    mål = "".join(
        f"  - {{id: m{n}, nivå: nämndmål, namn: Ett mål med <b>lång</b> text | nummer {n}}}\n" for n in range(2000)
    )
    tom = "format: 1\nplan: {id: p, namn: Plan, nämnd: N, år: 2020}\nmål:\n  - {id: m, nivå: nämndmål, namn: Målet}\n"
    skillnad = jämför(
        läs_version("main", {"p.yaml": (tom + mål).encode()}), läs_version("HEAD", {"p.yaml": tom.encode()})
    )
    text = skriv_skillnad(skillnad, Format.MARKDOWN, bredd=80)
    assert LÄNGST - 2_000 < len(text) <= LÄNGST
    fattas = re.search(r"inte här\.\*\* ([\d\s]+) ändringar, varav \1 som försvagar planen, är utelämnade", text)
    assert fattas, text[-400:]
    assert text.count("| Borttaget |") + int("".join(fattas[1].split())) == 2000
    assert "Hela skillnaden visas med `plan skillnad main HEAD`." in text
    assert text.count("<details>") == text.count("</details>")


def test_av_två_filer_sägs_vilken_som_inte_gick_att_läsa(tmp_path: Path) -> None:
    hel = "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\n"
    for namn, text in {"gammal.yaml": f"{hel}okänd: 1\n", "ny.yaml": hel}.items():
        (tmp_path / namn).write_text(text, encoding="utf-8")
    assert (
        "Inte jämförd: gammal.yaml går inte att läsa."
        in kör_plan("skillnad", "gammal.yaml", "ny.yaml", mapp=tmp_path).ut
    )
    assert (
        "Inte jämförd: gammal.yaml går inte att läsa."
        in kör_plan("skillnad", "ny.yaml", "gammal.yaml", mapp=tmp_path).ut
    )
