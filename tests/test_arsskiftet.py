"""Ett år i en kommun med tre nämnder: plan, delår 1, delår 2, helår och nästa års plan, med ett kommando för varje steg.

Det som är avgjort ska förbli avgjort genom hela året, och inget värde får följa med till fel år utan att det sägs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from planverktyg.blanketter.yaml.nasta import _hitta
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

NÄMNDER = ("sn", "bun", "kfn")

PLAN = """\
format: 1
plan:
  id: {id}-2027
  namn: Nämndplan 2027
  nämnd: Nämnden {id}
  år: 2027 # ett år i taget
  källa: Nämndens protokoll
verksamhetsområden: [{{id: vo1, namn: Stöd}}]
mål:
  - id: trygga
    nivå: nämndmål
    namn: Invånarna är trygga
    indikatorer:
      # Räknas upp under året.
      - id: dygn
        namn: Antal dygn i institutionsvård
        enhet: dygn
        ackumuleras: ja
        utgångsvärde: {{värde: 400, avser: 2026}}
        målvärde: {{högst: 300}}
      - id: nojda
        namn: Andel nöjda brukare
        enhet: "%"
        utgångsvärde:
          värde: 70 # enkäten 2026
          avser: 2026
          kommentar: Ny enkät
        målvärde: {{minst: 80}}
      - {{id: plan-antagen, namn: Planen är antagen, målvärde: {{klart: 2027-06}}}}
      - {{id: ko, namn: Personer i kö, enhet: personer, målvärde: {{högst: 5}}}}
uppdrag:
  - id: egna
    rubrik: Egna uppdrag
    källa: nämnden
    uppdrag:
      - {{id: utred, text: Utred lokalerna., klart: 2027-05}}
      - {{id: samverka, text: Samverka med skolan., klart: 2027-12}}
risker: [{{id: vakanser, text: Tjänster står obesatta., sannolikhet: 3, konsekvens: 4}}]
åtgärder:
  - {{id: rekrytera, text: Rekrytera., risker: vakanser, slut: 2027-12-31}}
  - {{id: introduktion, text: Gemensam introduktion., risker: vakanser, slut: 2027-08-31}}
ekonomi:
  kommunbidrag: [{{id: bidrag, verksamhetsområde: vo1, belopp: {{2027: 1000, 2028: 1050}}}}]
  driftbudget:
    - id: drift
      verksamhetsområde: vo1
      jämförelse: 2026
      rader:
        - {{namn: Kommunbidrag, slag: kommunbidrag, föregående: 950, budget: 1000, förändring: 50}}
"""


@pytest.fixture
def kommunen(tmp_path: Path) -> Path:
    """Kommunen vid årets början: tre beslutade planer i git."""
    assert kör_plan("ny", "kommun", "--namn", "Exempelby kommun", mapp=tmp_path).kod == 0
    for nämnd in NÄMNDER:
        mapp = tmp_path / "planer" / "exempelby" / f"{nämnd}-2027"
        mapp.mkdir()
        (mapp / "plan.yaml").write_text(PLAN.format(id=nämnd), encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=Planerna för 2027")
    return tmp_path


def plan(mapp: Path, *argument: str) -> str:
    """Kör ett kommando som ska lyckas, och lämnar det som skrevs."""
    körning = kör_plan(*argument, mapp=mapp)
    assert körning.kod == 0, (argument, körning.ut, körning.fel)
    return körning.ut + körning.fel


def rapportera(mapp: Path, nämnd: str, period: tuple[str, str], svar: dict[str, tuple[str, ...]]) -> None:
    for id_, ord_ in svar.items():
        plan(mapp, "utfall", f"{nämnd}-2027", id_, *ord_, *period)


def test_året_går_runt(kommunen: Path) -> None:
    delår1, delår2, helår = ("--delår", "1"), ("--delår", "2"), ("--period", "helår")
    for nämnd in NÄMNDER:
        plan(kommunen, "ny", "uppföljning", f"{nämnd}-2027", *delår1)
        rapportera(kommunen, nämnd, delår1, {
            "dygn": ("90", "--prognos", "290"),
            "nojda": ("--ej-mätt", "Enkäten görs i oktober."),
            "plan-antagen": ("2027-03-15",),
            "ko": ("7", "--prognos", "4"),
            "utred": ("klar",),
            "samverka": ("pågår",),
            "rekrytera": ("pågår",),
            "introduktion": ("klar",),
        })  # fmt: skip
        skelett = plan(kommunen, "ny", "uppföljning", f"{nämnd}-2027", *delår2)
        fil = (kommunen / f"planer/exempelby/{nämnd}-2027/2027-08-31.yaml").read_text(encoding="utf-8")
        besvaras = {rad.split(":")[0].strip() for rad in fil.splitlines() if rad.startswith("  ") and rad.endswith(":")}
        assert {"utred", "introduktion", "plan-antagen"}.isdisjoint(besvaras), (skelett, fil)
        assert {"dygn", "nojda", "ko", "samverka", "rekrytera"} <= besvaras
        rapportera(kommunen, nämnd, delår2, {"dygn": ("200", "--prognos", "295"), "samverka": ("pågår",)})
        status = plan(kommunen, "status", f"{nämnd}-2027", *delår2)
        assert "utred" not in status or "ej rapporterad" not in status.split("utred")[1].split("\n")[0]
        plan(kommunen, "ny", "uppföljning", f"{nämnd}-2027", *helår)
        rapportera(kommunen, nämnd, helår, {
            "dygn": ("310",),
            "nojda": ("82",),
            "ko": ("--utgår", "Nämnden beslutade den 5 oktober att kön inte längre mäts."),
            "samverka": ("pågår",),
            "rekrytera": ("pågår",),
        })  # fmt: skip
        plan(kommunen, "rapport", f"{nämnd}-2027", *helår, "--ut", f"{nämnd}.html")

    for nämnd in NÄMNDER:
        sagt = plan(kommunen, "ny", "plan", "--från", f"{nämnd}-2027")
        assert "uppdrag utred" in sagt
        assert "åtgärder introduktion" in sagt
        assert "indikatorer ko" in sagt
        assert "Skriv budgeten för 2028 i driftbudgeten drift" in sagt
        assert "Tiden har gått ut: samverka och rekrytera." in sagt
        nya = (kommunen / f"planer/exempelby/{nämnd}-2028/plan.yaml").read_text(encoding="utf-8")
        innehåll: Any = yaml.safe_load(nya)
        assert innehåll["plan"]["föregångare"] == f"{nämnd}-2027"
        (mål,) = innehåll["mål"]
        baser = {i["id"]: i.get("utgångsvärde") for i in mål["indikatorer"]}
        assert baser["dygn"] == {"värde": 310, "avser": 2027}
        assert baser["nojda"] == {"värde": 82, "avser": 2027}
        assert "ko" not in baser
        assert _hitta(innehåll, "utred") is None
        rader = innehåll["ekonomi"]["driftbudget"][0]["rader"]
        assert rader == [{"namn": "Kommunbidrag", "slag": "kommunbidrag", "föregående": 1000, "budget": 1050}]
        assert "# ett år i taget" in nya
        assert "# Räknas upp under året." in nya
    fynd = kör_plan("validera", "--allvar", "fel", mapp=kommunen)
    assert fynd.kod == 0, fynd.ut


def test_det_som_nämns_på_annat_håll_lämnas_åt_en_människa(kommunen: Path) -> None:
    """Ett avslutat uppdrag som dispositionen visar tas inte bort: då skulle planen hänvisa till något som inte finns."""
    fil = kommunen / "planer/exempelby/sn-2027/plan.yaml"
    fil.write_text(
        fil.read_text(encoding="utf-8") + "disposition: [{rubrik: Uppdrag, avsnitt: [{visar: {uppdrag: [egna]}}]}]\n",
        encoding="utf-8",
    )
    for id_ in ("utred", "samverka"):
        plan(kommunen, "utfall", "sn-2027", id_, "klar", "--period", "helår")
    sagt = plan(kommunen, "ny", "plan", "--från", "sn-2027")
    assert "samverka är avslutat men nämns under disposition." in sagt
    assert kör_plan("validera", "planer/exempelby/sn-2028", "--allvar", "fel", mapp=kommunen).kod == 0


def test_utan_uppföljning_är_utgångsvärdena_de_gamla_och_det_sägs(kommunen: Path) -> None:
    sagt = plan(kommunen, "ny", "plan", "--från", "sn-2027")
    assert "Utgångsvärdet är det gamla, för utfall saknas: dygn och nojda." in sagt


@pytest.mark.parametrize(
    ("svar", "väntat"),
    [
        (("--delår", "2", "--prognos", "295", "200"), {"värde": 295, "avser": 2027, "prognos": "ja"}),
        (("--delår", "2", "200"), {"värde": 400, "avser": 2026}),
        (("--period", "helår", "310"), {"värde": 310, "avser": 2027}),
    ],
    ids=["prognos vid delår", "värde på vägen", "årets utfall"],
)
def test_utgångsvärdet_är_årets_utfall_annars_prognosen(
    kommunen: Path, svar: tuple[str, ...], väntat: dict[str, Any]
) -> None:
    """Ett värde på vägen är inget att utgå från: 200 dygn till augusti säger inte vad året blev."""
    plan(kommunen, "utfall", "sn-2027", "dygn", *svar)
    plan(kommunen, "ny", "plan", "--från", "sn-2027")
    innehåll: Any = yaml.safe_load((kommunen / "planer/exempelby/sn-2028/plan.yaml").read_text(encoding="utf-8"))
    assert innehåll["mål"][0]["indikatorer"][0]["utgångsvärde"] == väntat
