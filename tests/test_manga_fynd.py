"""Många fynd av samma slag: de första visas, resten sägs med sitt antal, och alla räknas."""

from __future__ import annotations

import gc
import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import yaml

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.laddning.kopia import Kopia
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.grund.fynd import FLEST_AV_EN_SORT
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAN = """\
format: 1
plan: {id: p, namn: P, nämnd: N, år: 2020}
mål:
  - {id: m, nivå: mål, namn: M, indikatorer: [{id: i, namn: A, enhet: antal, målvärde: {minst: 5}}]}
"""
UPPFÖLJNING = "format: 1\nuppföljning: {plan: p, period: delår 2, per: 2020-08-31}\nutfall:\n  i: 4\n"
NOG = FLEST_AV_EN_SORT + 50

RADER = {
    "okänd hänvisning": ("REF202", "  x{0}: {0}\n"),
    "okänd nyckel": ("STR101", "  x{0}: {{värde: 1, hojd: {0}}}\n"),
    "fel slags värde": ("STR103", "  x{0}: {{värde: [{0}]}}\n"),
    "nyckel två gånger": ("STR005", "  x{0}: 1\n  x{0}: 2\n"),
    "ankare": ("STR006", "  x{0}: &a{0} 1\n"),
    "e-postadress": ("INT1203", "  x{0}: {{värde: 1, kommentar: Fråga anna{0}@kommun.se}}\n"),
}
"""Ett slags fel per rad: koden och raden."""


@pytest.fixture
def projekt(tmp_path: Path) -> Path:
    (tmp_path / "planer/p").mkdir(parents=True)
    (tmp_path / "planer/p/plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def skriv(projekt: Path, rad: str, antal: int) -> None:
    text = UPPFÖLJNING + "".join(rad.format(n) for n in range(antal))
    (projekt / "planer/p/u.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("slag", RADER)
def test_resten_är_ett_fynd_och_alla_räknas(slag: str, projekt: Path) -> None:
    kod, rad = RADER[slag]
    skriv(projekt, rad, NOG)
    fynden = json.loads(kör_plan("validera", "--format", "json", mapp=projekt).ut)["fynd"]
    av_slaget = [f for f in fynden if f["kod"] == kod]
    assert len(av_slaget) == FLEST_AV_EN_SORT + 1
    assert sum(f.get("antal", 1) for f in av_slaget) == NOG
    räknade = Counter[str]()
    for f in fynden:
        räknade[f["allvar"]] += f.get("antal", 1)
    slutet = kör_plan("validera", mapp=projekt).ut.replace("\u00a0", "").splitlines()[-1]
    assert all(f"{antal} {allvar}" in slutet for allvar, antal in räknade.items() if antal > 1 and allvar == "fel")
    assert any(f["text"].startswith(f"{NOG - FLEST_AV_EN_SORT} ") for f in av_slaget)


@pytest.mark.parametrize("slag", RADER)
def test_ett_mer_än_som_visas_är_sig_självt(slag: str, projekt: Path) -> None:
    kod, rad = RADER[slag]
    skriv(projekt, rad, FLEST_AV_EN_SORT)
    fynden = json.loads(kör_plan("validera", "--format", "json", mapp=projekt).ut)["fynd"]
    assert [f.get("antal", 1) for f in fynden if f["kod"] == kod] == [1] * FLEST_AV_EN_SORT


def test_status_visar_inte_hundratusen(projekt: Path) -> None:
    skriv(projekt, RADER["okänd hänvisning"][1], NOG)
    ut = kör_plan("status", "p", mapp=projekt, COLUMNS="200").ut
    assert ut.count("(REF202)") == FLEST_AV_EN_SORT + 1
    assert f"{NOG - FLEST_AV_EN_SORT} fynd till av samma slag" in ut


class RäknandeNycklar(dict[str, int]):
    """En del av ett dokument, som minns hur ofta alla dess nycklar gås igenom."""

    genomgångar = 0

    def __iter__(self) -> Iterator[str]:
        RäknandeNycklar.genomgångar += 1
        return super().__iter__()


def test_okända_nycklar_gås_inte_igenom_för_varje_fel(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PLAN + "".join(f"okänd{nummer}: 1\n" for nummer in range(10 * NOG))
    träd, _ = läs(text.encode(), "plan.yaml")
    assert träd is not None
    äkta = Kopia.hämta
    monkeypatch.setattr(
        Kopia, "hämta", lambda kopia, rutt: RäknandeNycklar(äkta(kopia, rutt)) if not rutt else äkta(kopia, rutt)
    )
    ladda(träd, None)
    assert RäknandeNycklar.genomgångar <= NOG


def test_undantag_för_ett_id_tar_bara_det(projekt: Path) -> None:
    rader = "".join(
        f"      - {{id: i{n}, namn: I{n}, enhet: antal, målvärde: {{minst: 5}}, utgångsvärde: {{värde: 9, avser: 2019}}}}\n"
        for n in range(NOG)
    )
    text = PLAN.splitlines(keepends=True)
    plan = "".join(text[:3]) + "  - id: m\n    nivå: mål\n    namn: M\n    indikatorer:\n" + rader
    undantag = "undantag:\n  - {regel: IND313, id: i120, motivering: Ska hållas.}\n"
    (projekt / "planer/p/plan.yaml").write_text(plan + undantag, encoding="utf-8")
    svar = json.loads(kör_plan("validera", "--format", "json", mapp=projekt).ut)
    assert sum(f.get("antal", 1) for f in svar["fynd"] if f["kod"] == "IND313") == NOG - 1
    assert [u["kod"] for u in svar["undantagna"]] == ["IND313"]
    assert not [f for f in svar["fynd"] if f["kod"].startswith("UND")]


def test_ett_nytt_fynd_syns_bland_många_gamla(projekt: Path) -> None:
    skriv(projekt, RADER["okänd hänvisning"][1], NOG)
    git(projekt, "init", "-q")
    git(projekt, "add", "--all")
    git(projekt, "commit", "-qm", "x")
    skriv(projekt, RADER["okänd hänvisning"][1], NOG + 1)
    körning = kör_plan("validera", "--bas", "HEAD", "--format", "json", mapp=projekt)
    assert [f["text"] for f in json.loads(körning.ut)["fynd"] if f["kod"] == "REF202"] != []
    assert körning.kod == 1
    assert f"x{NOG}" in körning.ut


class RäknandeLista(list[int]):
    """En lista som minns hur ofta någon frågar hur lång den är."""

    frågor = 0

    def __len__(self) -> int:
        self.frågor += 1
        return super().__len__()


def test_punkter_tas_bort_utan_att_listan_gås_igenom_varje_gång() -> None:
    lista = RäknandeLista(range(50))
    kopia = Kopia({"mål": lista})
    for nummer in range(48, 0, -1):
        kopia.ta_bort(("mål", nummer))
    assert lista.frågor == 1
    assert kopia.källrutt(("mål", 1)) == ("mål", 49)
    assert kopia.är_skadad(("mål",))
    assert not kopia.är_skadad(("mål", 0))


def test_trädet_minns_platser_men_inga_händelser() -> None:
    träd, _ = läs(PLAN.encode(), "plan.yaml")
    assert träd is not None
    assert not [
        ett for ett in gc.get_objects() if isinstance(ett, yaml.Event) and getattr(ett, "value", "") == "indikatorer"
    ]
    assert (
        träd.plats(("mål", 0, "indikatorer"), på_nyckeln=True).kolumn == PLAN.splitlines()[3].index("indikatorer") + 1
    )
