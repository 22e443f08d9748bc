"""Samma plan ger samma bedömning och samma fynd: från varje kommando, sökväg och mapp, var husreglerna än står."""

from __future__ import annotations

import os
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.akt import Arkiv, läs_planens_mapp
from planverktyg.arkiv.filer import Arbetsmapp
from planverktyg.kommandon.terminal.hjalp import KOMMANDON
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Körning

    Skriv = Callable[[str, str | bytes], Path]

KOMMUN = """\
format: 1
kommun: {id: k, namn: Kommunen K}
perioder: {delår 2: 08-31, bokslut: 12-31}
bedömning:
  skala:
    - {namn: grönt, symbol: "●", färg: grön}
    - {namn: rött, symbol: "○", färg: röd, från: 0, från utan utgångsvärde: 0}
"""
PLAN = """\
format: 1
plan: {id: p, namn: Plan P, nämnd: Nämnden, år: 2020}
mål:
  - id: m
    nivå: mål
    namn: Målet
    indikatorer: [{id: i, namn: Indikatorn, enhet: antal, målvärde: {minst: 100}}]
"""
BOKSLUT = """\
format: 1
uppföljning: {plan: p, period: bokslut, per: 2020-12-31}
utfall: {i: 100}
bedömningar: {m: {bedömning: grönt, motivering: Nämnden ser det så.}}
"""
PLATSER = [
    *(("planer/p", var) for var in (".", "planer", "planer/p")),
    *(("planer/a/b/c/d/e", var) for var in (".", "planer/a", "planer/a/b/c/d/e")),
    *(("nämnder/asn/2020", var) for var in (".", "nämnder/asn")),
]
"""Planens mapp, och mappen där husreglerna står."""


EXCEL = find_spec("openpyxl") is not None


def utan_fynd(körning: Körning) -> bool:
    return (körning.kod, körning.ut.count("inget att anmärka.")) == (0, 1)


SVAR: dict[str, tuple[list[str], Callable[[Körning], bool]]] = {
    "validera": (["{mapp}"], utan_fynd),
    "validera planer": (["validera", "{topp}"], utan_fynd),
    "validera fil": (["validera", "{mapp}/plan.yaml"], utan_fynd),
    "validera uppföljning": (["validera", "{mapp}/bokslut.yaml"], utan_fynd),
    "validera --bas": (["validera", "{topp}", "--bas", "HEAD"], utan_fynd),
    "status": (["{mapp}"], lambda k: "● grönt" in k.ut),
    "status fil": (["status", "{mapp}/plan.yaml"], lambda k: "● grönt" in k.ut),
    "status --tråd": (["status", "{topp}", "--tråd"], lambda k: "Kommunen K" in k.ut),
    "rapport": (["{mapp}"], lambda k: "● grönt" in k.ut.split("## Så läser du")[0]),
    "dokument": (["{topp}"], lambda k: "Kommunen K" in k.ut),
    "blankett": (["{mapp}", "--period", "bokslut", "--ut", "svar.xlsx"], lambda k: k.kod == 0 or not EXCEL),
    "besluta": (["{mapp}", "--period", "bokslut", "--datum", "2020-12-31", "--prova"], lambda k: k.kod == 0),
    "utfall": (["{mapp}", "i", "99", "--period", "bokslut", "--prova"], lambda k: k.kod == 0),
    "ny": (["uppföljning", "{mapp}", "--period", "bokslut"], lambda k: "har redan en uppföljning" in k.fel),
    "skillnad": (["HEAD~1", "HEAD", "{mapp}"], lambda k: "○ rött → ● grönt" in k.ut),
    "skillnad nu": (["skillnad", "HEAD~1", "{topp}"], lambda k: "○ rött → ● grönt" in k.ut),
}
"""Kommandot → ordet det börjar med (utelämnat: självt) och argumenten, och vad svaret visar när husreglerna gäller."""
UTAN_HUSREGLER = {"format", "regel", "mallar", "schema", "historik", "importera", "visa", "fyll"}
"""Kommandon som inte bedömer eller granskar någon plan som finns, och servrarna, som visar det som de andra ger."""


def kör(vad: str, planmapp: Path, topp: Path, *, mapp: Path) -> Körning:
    argument = [ord_.format(mapp=planmapp, topp=topp) for ord_ in SVAR[vad][0]]
    return kör_plan(*([vad] if vad in KOMMANDON else []), *argument, mapp=mapp)


def förråd(rot: Path, skriv: Skriv, planmapp: str, var: str) -> None:
    """Ett förråd där planen ligger i mappen och husreglerna i en annan, och den beslutade bedömningen har ändrats."""
    skriv(f"{var}/kommun.yaml", KOMMUN)
    skriv(f"{planmapp}/plan.yaml", PLAN)
    git(rot, "init", "--quiet", "--initial-branch=main")
    for bedömning, utfall in (("rött", "99"), ("grönt", "100")):
        text = BOKSLUT.replace("grönt", bedömning).replace("i: 100", f"i: {utfall}")
        skriv(f"{planmapp}/bokslut.yaml", text)
        git(rot, "add", ".")
        git(rot, "commit", "--quiet", f"--message={bedömning}")


def test_varje_kommando_som_läser_en_plan_är_med() -> None:
    assert {(ord_[0] if vad not in KOMMANDON else vad) for vad, (ord_, _) in SVAR.items()} | UTAN_HUSREGLER == set(
        KOMMANDON
    )


@pytest.mark.parametrize(("planmapp", "var"), PLATSER)
def test_husreglerna_gäller_i_varje_kommando_var_de_än_står(
    planmapp: str, var: str, skriv: Skriv, tmp_path: Path
) -> None:
    """Närmaste mappen ovanför planen, planens egen och projektets rot medräknade."""
    förråd(tmp_path, skriv, planmapp, var)
    topp = Path(planmapp).parts[0]
    fel = {
        vad: k for vad, (_, rätt) in SVAR.items() if not rätt(k := kör(vad, Path(planmapp), Path(topp), mapp=tmp_path))
    }
    assert fel == {}


@pytest.mark.parametrize("stå", [".", "planer", "planer/p", "annat"])
@pytest.mark.parametrize("hel", [True, False], ids=["hel sökväg", "relativ"])
def test_husreglerna_gäller_varifrån_man_än_kör(stå: str, skriv: Skriv, tmp_path: Path, *, hel: bool) -> None:
    förråd(tmp_path, skriv, "planer/p", ".")
    (tmp_path / "annat").mkdir()
    här = tmp_path / stå
    planmapp, topp = (Path(tmp_path / m if hel else os.path.relpath(tmp_path / m, här)) for m in ("planer/p", "planer"))
    for vad, (_, rätt) in SVAR.items():
        assert rätt(k := kör(vad, planmapp, topp, mapp=här)), (vad, k)


@pytest.mark.parametrize("git_finns", [True, False], ids=["git", "utan git"])
@pytest.mark.parametrize("planmapp", ["planer/p", "planer/a/b/c/d/e"])
def test_de_närmaste_husreglerna_gäller(planmapp: str, skriv: Skriv, tmp_path: Path, *, git_finns: bool) -> None:
    """Läggs det till husregler närmare planen gäller de, steg för steg, vilken sökväg som än läses."""
    if git_finns:
        (tmp_path / ".git").mkdir()
    fil = skriv(f"{planmapp}/plan.yaml", PLAN)
    for djup, mapp in enumerate(reversed(Path(planmapp).parents)):
        skriv(f"{mapp}/kommun.yaml", KOMMUN.replace("id: k", f"id: k{djup}"))
        lästa = [
            läs_planens_mapp(fil).akter,
            *(m.akter for över in fil.parents[: djup + 1] for m in Arkiv().mappar(över)),
        ]
        assert {akt.kommun.modell.kommun.id for akter in lästa for akt in akter if akt.kommun} == {f"k{djup}"}


# --- En process som lever vidare --------------------------------------------------------------------


def test_en_ändrad_fil_syns_nästa_gång(skriv: Skriv, tmp_path: Path) -> None:
    """Förhandsvisningen och webbformuläret läser om och om igen i samma process."""
    kommun, fil = skriv("planer/kommun.yaml", KOMMUN), skriv("planer/p/plan.yaml", PLAN)

    def steget() -> str:
        return str(läs_planens_mapp(fil).akter[0].husregler.bedömning.skala[0].namn)

    assert steget() == "grönt"
    kommun.write_text(KOMMUN.replace("grönt", "uppnått"), encoding="utf-8")
    assert steget() == "uppnått"
    kommun.unlink()
    assert steget() == "uppfyllt"


# --- Varje fil läses en gång ------------------------------------------------------------------------


@pytest.fixture
def öppnade(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Hur många gånger varje fil har lästs från disken."""
    gånger: Counter[str] = Counter()
    vanlig = Arbetsmapp._hämta

    def räkna(self: Arbetsmapp, plats: Path, fil: Path) -> Any:
        gånger[plats.name] += 1
        return vanlig(self, plats, fil)

    monkeypatch.setattr(Arbetsmapp, "_hämta", räkna)
    öppna = Path.open

    def räkna_öppnade(self: Path, *argument: Any, **namngivna: Any) -> Any:
        gånger[f"öppnad {self.name}"] += self.suffix == ".yaml"
        return öppna(self, *argument, **namngivna)

    monkeypatch.setattr(Path, "open", räkna_öppnade)
    return gånger


@pytest.mark.parametrize("vad", [vad for vad in SVAR if not vad.startswith(("blankett", "besluta", "utfall"))])
def test_ett_kommando_läser_varje_fil_en_gång(vad: str, skriv: Skriv, tmp_path: Path, öppnade: Counter[str]) -> None:
    """Också när planen nämner andra planer. Det som skriver läser filen igen, för att se att ingen annan har ändrat den."""
    förråd(tmp_path, skriv, "planer/p", ".")
    skriv("planer/p/plan.yaml", PLAN.replace("år: 2020", "år: 2020, föregångare: q, bygger på: r"))
    for id_ in "qr":
        skriv(f"planer/{id_}/{id_}.yaml", PLAN.replace("id: p", f"id: {id_}"))
    öppnade.clear()
    kör(vad, Path("planer/p"), Path("planer"), mapp=tmp_path)
    bara_ur_git = vad == "skillnad"
    assert öppnade["plan.yaml"] == öppnade["öppnad plan.yaml"] == (0 if bara_ur_git else 1), öppnade
    assert max(öppnade.values(), default=0) <= 1, öppnade
