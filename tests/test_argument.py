"""Inget argument och inget filnamn är ett fel i verktyget: en tabell av ord prövas på platserna i varje kommando.

`PLAN_ALLA_ORD=1 python -m pytest -o timeout=0 tests/test_argument.py` prövar varje ord på varje plats.
"""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from planverktyg.kommandon.terminal.hjalp import KOMMANDON
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
plan: {id: p1, namn: Plan, nämnd: N, kortnamn: N, år: 2020}
mål:
  - {id: m1, nivå: mål, namn: M, indikatorer: [{id: i1, namn: A, enhet: antal, målvärde: {minst: 5}}]}
"""
UPPFÖLJNING = "format: 1\nuppföljning: {plan: p1, period: delår 2, per: 2020-08-31}\nutfall:\n  i1: 4\n"

ORD = [
    "", " ", ".", "./", "-", "--", "---", "-1", "-x", "--x", "--x=1", "=", "*", "~", "$HOME", "`id`", "%s", "{0}",
    "{{x}}", "²²²²", "٢٠٢٠", "0000", "9999", "10000", "1e9", "inf", "nan", "1" * 5000, "-" + "1" * 5000, "0x10",
    "1_000", "½", "Ⅳ", "x" * 300, "å" * 300, "x/" * 3000, "x" * 100_000, "\x1b[31m", "\x1b]0;titel\x07", "a\nb",
    "a\r\nb", "a\tb", "a\0b", "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe", os.fsdecode(b"\xff"),
    os.fsdecode(b"a\xe5.yaml"), "\ud83d\ude00", "😀", normalize("NFD", "åäö"), "İ", "ß", "ﬁ", "p1", "2020", "i1",
    "m1", "planer", "planer/k", "planer/k/p1/plan.yaml", "planer/k/p1/2020-08-31.yaml", "slinga.yaml", "rör", "tom",
    "nfd", normalize("NFD", "mapp-å"), "planer/../planer", "./planer", "planer//k", "/dev/null", "/dev/full",
    "/dev/zero", "/dev/stdin", "/proc/self/mem", "/etc/shadow", "HEAD", "HEAD~1", "HEAD..HEAD", "...", "HEAD...",
    "@{-1}", ":/x", "HEAD:planer", "HEAD^{tree}", "refs/heads/*", "-n1", "a..b..c", "^HEAD", "true", "null", "ja", "[",
    "{", "&a", "*a", "!x", "# x", ": x", "- x", "? x", "| x", "> x", "'", '"', "%YAML 1.2",
]  # fmt: skip
"""Ord som ingen menar, som är namn på något annat, eller som betyder något i ett skal, i YAML, i git eller i en mall."""

KOMMANDORADER = {
    "validera": [["ORD"], ["--format", "ORD"], ["--bas", "ORD"], ["planer", "--bas", "HEAD", "ORD"], ["ORD", "--undantag"]],
    "status": [["ORD"], ["p1", "--enhet", "ORD"], ["p1", "--period", "ORD"], ["p1", "--delår", "ORD"], ["ORD", "--tråd"]],
    "rapport": [["ORD"], ["p1", "--ut", "ORD"], ["p1", "--format", "ORD"], ["p1", "--mallar", "ORD"], ["p1", "--enhet", "ORD"]],
    "dokument": [["ORD"], ["p1", "--ut", "ORD"], ["p1", "--format", "ORD"], ["p1", "--mallar", "ORD"]],
    "visa": [["ORD"], ["p1", "--period", "ORD"], ["p1", "--enhet", "ORD"], ["p1", "--mallar", "ORD"]],
    "skillnad": [["ORD"], ["HEAD", "ORD"], ["HEAD", "HEAD", "ORD"], ["ORD", "ORD"], ["HEAD", "--format", "ORD"]],
    "ny": [["ORD"], ["kommun", "--namn", "ORD"], ["kommun", "ORD", "--namn", "K"], ["kommun", "x", "--namn", "K", "--ut", "ORD"],
           ["plan", "ORD", "--nämnd", "N", "--år", "2021"], ["plan", "p2", "--nämnd", "ORD", "--år", "2021"],
           ["plan", "p2", "--nämnd", "N", "--år", "ORD"], ["plan", "p2", "--nämnd", "N", "--år", "2021", "--kommun", "ORD"],
           ["plan", "p2", "--från", "ORD", "--år", "2021"], ["uppföljning", "ORD", "--delår", "1"],
           ["uppföljning", "p1", "--period", "ORD"], ["uppföljning", "p1", "--delår", "1", "--år", "ORD"]],
    "importera": [["ORD", "--ut", "planer/k/p2"], ["underlag.txt", "--ut", "ORD"],
                  ["underlag.txt", "--ut", "planer/k/p2", "--år", "ORD"],
                  ["underlag.txt", "--ut", "planer/k/p2", "--nämnd", "ORD"]],
    "blankett": [["ORD"], ["p1", "--period", "ORD"], ["p1", "--år", "ORD"], ["p1", "--ansvarig", "ORD"], ["p1", "--mål", "ORD"],
                 ["p1", "--per", "ORD"], ["p1", "--ut", "ORD"]],
    "fyll": [["ORD"], ["p1", "--period", "ORD"], ["p1", "--år", "ORD"]],
    "utfall": [["ORD", "i1", "3"], ["p1", "ORD", "3"], ["p1", "i1", "ORD"], ["p1", "i1", "3", "--kommentar", "ORD"],
               ["p1", "i1", "3", "--prognos", "ORD"], ["p1", "i1", "3", "--avser", "ORD"], ["p1", "i1", "3", "--år", "ORD"],
               ["p1", "i1", "3", "--period", "ORD"], ["p1", "i1", "--saknas", "ORD"], ["p1", "--från", "ORD"]],
    "besluta": [["ORD", "--datum", "2019-10-10"], ["p1", "--datum", "ORD"],
                ["p1", "--datum", "2019-10-10", "--diarienummer", "ORD"],
                ["p1", "--datum", "2019-10-10", "--instans", "ORD"], ["p1", "--datum", "2019-10-10", "--paragraf", "ORD"]],
    "historik": [["ORD"], ["i1", "--plan", "ORD"], ["i1", "--format", "ORD"]],
    "format": [["ORD"], ["indikator", "ORD"]],
    "regel": [["ORD"]],
    "mallar": [["ORD"], ["kopiera", "ORD"], ["kopiera", "rapport.html", "ORD"], ["kopiera", "palett.css", "--ut", "ORD"]],
    "schema": [["ORD"], ["--ut", "ORD"]],
}  # fmt: skip
"""Varje kommando, med ORD på de platser där ett ord betyder mest. Flaggorna som inte står här kommer ur kommandot självt."""

BAS = {
    "validera": ["planer"], "status": ["p1"], "rapport": ["p1"], "dokument": ["p1"], "skillnad": ["HEAD"],
    "ny": ["plan", "p2", "--nämnd", "N", "--år", "2021"], "blankett": ["p1"], "utfall": ["p1", "i1"],
    "besluta": ["p1", "--datum", "2019-10-10"], "historik": ["i1"],
}  # fmt: skip
"""Det som står före en flagga. Visa och fyll startar en server och prövas bara med sina rader ovan."""


def övriga_flaggor(kommando: str) -> list[list[str]]:
    """En rad för varje flagga med värde som tabellen inte har."""
    from planverktyg.kommandon import cli

    parametrar = [p for p in cli._kommando(kommando).params if p.param_type_name == "option"]
    med_värde = [p.opts[0] for p in parametrar if not getattr(p, "is_flag", False)]
    i_tabellen = {ord_ for rad in KOMMANDORADER[kommando] for ord_ in rad}
    return [[*BAS[kommando], flagga, "ORD"] for flagga in med_värde if flagga not in i_tabellen]


@pytest.fixture(scope="module")
def mall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ett projekt i git, med sådant bredvid planerna som inte är planer."""
    rot = tmp_path_factory.mktemp("mall")
    (rot / "planer/k/p1").mkdir(parents=True)
    (rot / "planer/k/kommun.yaml").write_text("format: 1\nkommun: {id: k, namn: K}\n", encoding="utf-8")
    (rot / "planer/k/p1/plan.yaml").write_text(PLAN, encoding="utf-8")
    (rot / "planer/k/p1/2020-08-31.yaml").write_text(UPPFÖLJNING, encoding="utf-8")
    (rot / "underlag.txt").write_text("Nämndplan 2021\n\nNämndmål - Fler barn får stöd hemma\n", encoding="utf-8")
    git(rot, "init", "-q", "-b", "main")
    git(rot, "add", "-A")
    git(rot, "commit", "-qm", "a")
    git(rot, "commit", "-qm", "b", "--allow-empty")
    (rot / "tom").mkdir()
    (rot / "slinga.yaml").symlink_to("slinga.yaml")
    for namn in (normalize("NFD", "mapp-å"), os.fsdecode(b"mapp-\xe5"), "x" * 200):
        (rot / namn).mkdir()
        (rot / namn / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return rot


def kopiera(mall: Path, projekt: Path) -> None:
    """Projektet, med ett rör som ingen skriver i och en sockel som ingen lyssnar på: den som väntar på dem väntar för evigt."""
    shutil.copytree(mall, projekt, symlinks=True)
    os.mkfifo(projekt / "rör")
    os.mknod(projekt / "sockel", stat.S_IFSOCK | 0o600)


def test_tabellen_har_alla_kommandon() -> None:
    assert list(KOMMANDORADER) == list(KOMMANDON)


@pytest.mark.parametrize("kommando", BAS)
def test_ingen_flagga_glöms(kommando: str, mall: Path, tmp_path: Path) -> None:
    """Några ord för varje flagga, andra ord för nästa: tillsammans alla. `PLAN_ALLA_ORD=1` prövar alla för var och en."""
    projekt = tmp_path / "projekt"
    steg = 1 if os.environ.get("PLAN_ALLA_ORD") else 60
    fel = []
    for nummer, rad in enumerate(övriga_flaggor(kommando)):
        for ord_ in ORD[nummer % steg :: steg]:
            if not projekt.exists():
                kopiera(mall, projekt)
            körning = kör_plan(kommando, *(ord_ if del_ == "ORD" else del_ for del_ in rad), mapp=projekt)
            if körning.kod not in (0, 1, 2) or "Traceback" in körning.fel:
                fel.append((rad[-2], ord_[:40], körning.kod, körning.fel[-300:]))
            if kommando in {"ny", "utfall", "besluta"} and körning.kod == 0:
                shutil.rmtree(projekt)
    assert fel == []


def _orden(kommando: str, nummer: int, rad: list[str]) -> list[str]:
    """Alla ord på kommandots första plats, vart tredje på de andra; där git frågas vart femte. Förskjutet för varje plats."""
    if os.environ.get("PLAN_ALLA_ORD"):
        return ORD
    if kommando == "skillnad" or "--bas" in rad:
        return ORD[nummer % 5 :: 5]
    return ORD[nummer % 3 :: 3] if nummer else ORD


@pytest.mark.parametrize("kommando", KOMMANDORADER)
def test_inget_ord_är_ett_fel_i_verktyget(kommando: str, mall: Path, tmp_path: Path) -> None:
    projekt = tmp_path / "projekt"
    fel = []
    for nummer, rad in enumerate(KOMMANDORADER[kommando]):
        for ord_ in _orden(kommando, nummer, rad):
            if not projekt.exists():
                kopiera(mall, projekt)
            argument = [ord_ if del_ == "ORD" else del_ for del_ in rad]
            körning = kör_plan(kommando, *argument, mapp=projekt)
            if körning.kod not in (0, 1, 2) or "Traceback" in körning.fel:
                fel.append((nummer, ord_[:40], körning.kod, körning.fel[-300:]))
            if (
                kommando in {"ny", "importera", "utfall", "besluta", "schema", "rapport", "dokument"}
                and körning.kod == 0
            ):
                shutil.rmtree(projekt)
    assert fel == []
