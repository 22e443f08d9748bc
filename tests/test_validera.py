"""`plan validera`: formaten, sökvägarna och svår indata. Inget ger en traceback, och ingen fil ändras."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import Arkiv
from planverktyg.kommandon.granskat import provning
from planverktyg.modell.grund.fynd import Allvar, Fynd, Undantaget
from planverktyg.modell.grund.plats import Plats
from planverktyg.utgivning.format import Format
from planverktyg.utgivning.fynd import Fyndformat, Granskat
from planverktyg.utgivning.fynd import skriv as skriv_fynd
from tests.conftest import ROT, jämför_med_facit, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = """\
format: 1
plan:
  id: p1
  namn: Plan 2020
  nämnd: Nämnden
  år: 2020
mål:
  - id: m1
    nivå: nämndmål
    namn: Målet
    indikatorer:
      - id: i1
        namn: Indikatorn
        enhet: antal
        målvärde: {minst: 25}
"""
FYND = [
    Fynd(Plats("planer/a.yaml", 14, 20, 4), "STR104", Allvar.FEL, "Talet är skrivet så att det inte kan läsas.",
         "Skriv 25.", "        målvärde: {minst: 25 %}"),
    Fynd(Plats("planer/b, c.yaml", 3, 1, 1), "IND301", Allvar.VARNING, "100 % saknas:\nrad två", "", ""),
    Fynd(Plats("planer/b, c.yaml", 9, 150, 5), "EKO802", Allvar.NOTIS, "Bryggan ger 234 132.", "Räkna om.",
         "x" * 149 + "12345" + "y" * 60),
]  # fmt: skip
UNDANTAGET = Undantaget(
    Fynd(Plats("planer/a.yaml", 20, 9, 4), "IND307", Allvar.VARNING, "Värdet 0,40 % ligger långt från målet.",
         "Kontrollera mot källan.", "  värde: 0.40", "inom-ram"),
    "Källan skriver 0,40 %.",
    Plats("planer/a.yaml", 40, 5),
)  # fmt: skip
GRANSKAT = Granskat(FYND, ["planer/a.yaml", "planer/b, c.yaml"], [UNDANTAGET])


def _utskrift(format_: Fyndformat, bredd: int = 80, *, färg: bool = False) -> str:
    return "".join(skriv_fynd([GRANSKAT], format_, bredd=bredd, färg=färg))


@pytest.mark.parametrize(
    ("namn", "format_", "bredd"),
    [
        ("fynd-80.txt", Format.TEXT, 80),
        ("fynd-200.txt", Format.TEXT, 200),
        ("fynd.json", Format.JSON, 80),
        ("fynd-github.txt", Format.GITHUB, 80),
        ("fynd.sarif", Format.SARIF, 80),
        ("fynd-gitlab.json", Format.GITLAB, 80),
        ("fynd-junit.xml", Format.JUNIT, 80),
    ],
)
def test_format(namn: str, format_: Fyndformat, bredd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planverktyg.utgivning.fynd.sarif.__version__", "1.2.3")
    jämför_med_facit(namn, _utskrift(format_, bredd))


def test_text_är_aldrig_bredare_än_terminalen() -> None:
    assert max(map(len, _utskrift(Format.TEXT, 80).splitlines())) <= 80


def test_färg_ändrar_inte_texten() -> None:
    import re

    färgad = _utskrift(Format.TEXT, färg=True)
    assert "\x1b[" in färgad
    assert re.sub(r"\x1b\[[0-9;]*m", "", färgad) == _utskrift(Format.TEXT)


def test_json_har_fynden_och_antalet_filer() -> None:
    data = json.loads(_utskrift(Format.JSON))
    assert data["filer"] == 2
    assert [set(f) for f in data["fynd"]] == [{"kod", "allvar", "fil", "rad", "kolumn", "text", "råd"}] * 3


def test_json_har_de_undantagna_för_sig_med_skälet() -> None:
    (undantagen,) = json.loads(_utskrift(Format.JSON))["undantagna"]
    assert undantagen["kod"] == "IND307"
    assert undantagen["undantag"] == {"motivering": "Källan skriver 0,40 %.", "fil": "planer/a.yaml", "rad": 40}


def test_tom_json_är_giltig() -> None:
    assert json.loads("".join(skriv_fynd([Granskat([], ["a.yaml"])], Format.JSON, bredd=80, färg=False))) == {
        "fynd": [],
        "filer": 1,
        "undantagna": [],
    }


def test_alla_fel_i_alla_filer_på_en_gång(skriv: Callable[[str, str], Path], tmp_path: Path) -> None:
    skriv("a/plan.yaml", PLAN.replace("nämnd:", "nämd:").replace("minst: 25", 'minst: "25 %"'))
    skriv("b/plan.yaml", PLAN.replace("id: p1", "id: P 1").replace("år: 2020", "år: tjugo"))
    körning = kör_plan("validera", "--format", "json", ".", mapp=tmp_path)
    assert körning.kod == 1
    assert [(f["kod"], f["fil"], f["rad"]) for f in json.loads(körning.ut)["fynd"]] == [
        ("STR101", "a/plan.yaml", 5),
        ("STR104", "a/plan.yaml", 15),
        ("STR105", "b/plan.yaml", 3),
        ("STR107", "b/plan.yaml", 6),
    ]


def test_en_namngiven_fil_visar_bara_sina_egna_fynd(skriv: Callable[[str, str], Path], tmp_path: Path) -> None:
    skriv("plan.yaml", PLAN.replace("nämnd:", "nämd:"))
    uppföljning = skriv(
        "u.yaml", "format: 1\nuppföljning: {plan: p1, period: delår 2, per: 2020-08-31}\nutfall: {i2: 3}\n"
    )
    körning = kör_plan("validera", "--format", "json", uppföljning.name, mapp=tmp_path)
    data = json.loads(körning.ut)
    assert data["filer"] == 1
    assert {f["fil"] for f in data["fynd"]} == {"u.yaml"}
    assert "i1" in next(f["råd"] + f["text"] for f in data["fynd"] if f["kod"].startswith("REF"))


@pytest.mark.parametrize(
    ("sökvägar", "filer"),
    [
        (["planer", "planer/p"], 2),
        (["planer/p/plan.yaml", "./planer"], 2),
        (["planer/p", "planer/../planer/p"], 2),
        (["planer/p/plan.yaml", "planer/p/plan.yaml"], 1),
        (["planer/p/plan.yaml", "planer/p/2020-12-31.yaml"], 2),
    ],
)
def test_en_fil_som_nås_av_två_sökvägar_räknas_en_gång(
    sökvägar: list[str], filer: int, skriv: Callable[[str, str], Path], tmp_path: Path
) -> None:
    skriv("planer/p/plan.yaml", PLAN.replace("25", "25 %"))
    skriv("planer/p/2020-12-31.yaml", "format: 1\nuppföljning: {plan: p1, period: helår, per: 2020-12-31}\n")
    svar = json.loads(kör_plan("validera", "--format", "json", *sökvägar, mapp=tmp_path).ut)
    assert ([f["kod"] for f in svar["fynd"]], svar["filer"]) == (["STR104"], filer)


def test_en_dold_mapp_läses_när_den_nämns(skriv: Callable[[str, str], Path], tmp_path: Path) -> None:
    skriv("planer/p/plan.yaml", PLAN)
    skriv("planer/.dold/plan.yaml", PLAN.replace("25", "25 %"))
    assert "STR104" in kör_plan("validera", "planer", "planer/.dold", mapp=tmp_path).ut


def test_strikt_låter_varningar_fälla(skriv: Callable[[str, str], Path], tmp_path: Path) -> None:
    skriv("plan.yaml", PLAN.replace("        målvärde: {minst: 25}\n", ""))
    assert kör_plan("validera", ".", mapp=tmp_path).kod == 0
    assert kör_plan("validera", ".", "--strikt", mapp=tmp_path).kod == 1


def test_en_ensam_plan_är_ett_helt_projekt(skriv: Callable[[str, str], Path], tmp_path: Path) -> None:
    skriv("planer/plan.yaml", PLAN)
    körning = kör_plan("validera", mapp=tmp_path)
    assert körning.kod == 0, körning.ut
    assert kör_plan("dokument", "2020", mapp=tmp_path).kod == 0


def test_utan_planer_sägs_det(tmp_path: Path) -> None:
    assert kör_plan("validera", mapp=tmp_path).kod == 2
    assert "Här finns inga planer. " in kör_plan("validera", mapp=tmp_path).fel
    assert "inga YAML-filer" in kör_plan("validera", ".", mapp=tmp_path).fel


BOMB = "format: 1\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n" + "".join(
    f"x{n + 1}: &x{n + 1} [{', '.join([f'*x{n}'] * 10)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("indata", "väntat"),
    [
        (b"", {"STR001"}),
        (b"# bara en kommentar\n", {"STR001"}),
        (b"\xef\xbb\xbf" + PLAN.encode(), set()),
        (PLAN.replace("\n", "\r\n").encode(), set()),
        (PLAN.replace("  id: p1", "\tid: p1").encode(), {"STR004"}),
        (unicodedata.normalize("NFD", PLAN).encode(), set()),
        (PLAN.encode("latin-1"), {"STR002"}),
        (PLAN.encode("utf-16"), {"STR002"}),
        (PLAN.replace("  namn: Plan 2020", "  namn: Plan 2020\n  namn: Plan 2021").encode(), {"STR005"}),
        (PLAN.replace("  år: 2020", "<<<<<<< HEAD\n  år: 2020\n=======\n  år: 2021\n>>>>>>> gren").encode(), {"STR003"}),
        (b"x" * 100_000_000, {"STR007"}),
        (BOMB.encode(), {"STR006"}),
        (b"[" * 100_000, {"STR006"}),
        (PLAN.replace("namn: Målet", "namn: !!python/object/apply:os.system ls").encode(), {"STR006"}),
        (b"\x00\x01\x02", {"STR004"}),
        (b"bara text", {"STR110"}),
        (b"- en\n- lista\n", {"STR110"}),
        (b"format: 1\nplanen: {id: x}\n", {"STR110"}),
        ((PLAN + "---\n" + PLAN).encode(), {"STR008"}),
        (PLAN.replace("Målet", "{{ 7*7 }} <script>alert(1)</script>").encode(), {"STR006"}),
        (PLAN.replace("Målet", '"<script>alert(1)</script> {{ 7*7 }} {% raw %}"').encode(), set()),
    ],
    ids=[
        "tom", "bara-kommentar", "bom", "crlf", "tabb", "nfd", "latin-1", "utf-16", "dubbel-nyckel", "konflikt",
        "100-mb", "ankarbomb", "djup", "tagg", "nul", "text", "lista", "okänt-slag", "två-dokument", "mallkod-utan-citat",
        "mallkod",
    ],
)  # fmt: skip
def test_svår_indata(indata: bytes, väntat: set[str], skriv: Callable[[str, bytes], Path], tmp_path: Path) -> None:
    fil = skriv("plan.yaml", indata)
    körning = kör_plan("validera", "--format", "json", ".", mapp=tmp_path)
    assert körning.kod == (1 if väntat else 0), körning
    assert körning.fel == ""
    fynd = json.loads(körning.ut)["fynd"]
    assert {f["kod"] for f in fynd if f["allvar"] == "fel"} == väntat
    assert all(f["text"] and f["rad"] >= 1 and f["kolumn"] >= 1 for f in fynd)
    assert fil.read_bytes() == indata


def test_en_länk_ut_ur_mappen_läses_inte(skriv: Callable[[str, str], Path], tmp_path: Path) -> None:
    skriv("hemligt/plan.yaml", PLAN)
    (tmp_path / "planer").mkdir()
    (tmp_path / "planer" / "plan.yaml").symlink_to(tmp_path / "hemligt" / "plan.yaml")
    körning = kör_plan("validera", mapp=tmp_path)
    assert körning.kod == 1
    assert "STR009" in körning.ut
    assert "leder ut ur mappen" in körning.ut


def test_utan_git_och_utan_hemkatalog(skriv: Callable[[str, str], Path], tmp_path: Path) -> None:
    skriv("planer/plan.yaml", PLAN)
    assert kör_plan("validera", mapp=tmp_path, PATH="", HOME="/finns/inte").kod == 0


def test_tyresös_plan_ger_de_fynd_som_facit_säger() -> None:
    jämför_med_facit("validera-tyreso.txt", kör_plan("validera", "planer/tyreso", mapp=ROT).ut)


def test_många_mappar_granskas_i_flera_processer_med_samma_fynd(
    skriv: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fler mappar än gränsen, trasiga husregler i roten, och samma plan-id i två grenar: samma fynd, samma ordning."""
    skriv("planer/kommun.yaml", "format: 1\nkommun: {id: k, namn: Kommunen}\nnivåer: [nämndmål, 3]\n")
    for nummer in range(provning.MÅNGA_MAPPAR + 20):
        id_ = "p7" if nummer == 100 else f"p{nummer}"
        skriv(f"planer/gren-{nummer % 7}/p{nummer:03}/plan.yaml", PLAN.replace("id: p1", f"id: {id_}"))
    skriv("planer/gren-3/kommun.yaml", "format: 1\nkommun: {id: g, namn: Grenen}\nnivåer: [mål]\n")
    monkeypatch.chdir(tmp_path)
    i_en = list(provning.i_en_process(Arkiv(), Path("planer")))
    körning = kör_plan("validera", "--format", "json", mapp=tmp_path)
    fynd = json.loads(körning.ut)["fynd"]
    assert json.loads(körning.ut)["filer"] == sum(len(p.granskat.filer) for p in i_en) == provning.MÅNGA_MAPPAR + 22
    assert [(f["fil"], f["rad"], f["kod"]) for f in fynd] == [
        (f.plats.fil, f.plats.rad, f.kod) for p in i_en for f in p.granskat.fynd
    ]
    assert [(f["fil"], f["rad"]) for f in fynd if f["kod"] == "REF205"] == [("planer/gren-2/p100/plan.yaml", 3)]
    assert {f["kod"] for f in fynd if f["fil"].startswith("planer/gren-3")} == {"REF206"}
