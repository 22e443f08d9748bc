"""Minnet när planerna är många: bara de senast lästa dokumenten hålls, och det som står likadant läses en gång."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from planverktyg.arkiv import filer
from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.akt.register import HÖGST_AKTER, HÖGST_PLANER
from planverktyg.arkiv.filer import Minne
from planverktyg.arkiv.version import läs_version, version_ur
from planverktyg.kommandon.granskat.provning import pröva
from planverktyg.modell.noder import Nod
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument
from planverktyg.skillnad import jämför
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt import Lästa
    from planverktyg.arkiv.version import Version

ANTAL = 40
PLAN = """\
format: 1
plan: {{id: p{nr}, namn: Plan {nr}, nämnd: Nämnden, år: 2020}}
mål: [{{id: m, namn: Mål, nivå: nämndmål, indikatorer: [{{id: i, namn: I, enhet: dagar, målvärde: {{{krav}}}}}]}}]
"""
SVAR = "format: 1\nuppföljning: {{plan: p{nr}, period: helår, per: 2020-12-31}}\nutfall: {{i: 4}}\n"


def texter(krav: str) -> dict[str, bytes]:
    planer = {f"{nr:02}/plan.yaml": PLAN.format(nr=nr, krav=krav).encode() for nr in range(ANTAL)}
    return planer | {f"{nr:02}/helar.yaml": SVAR.format(nr=nr).encode() for nr in range(ANTAL)}


@pytest.fixture
def utan_skräpsamlare() -> Iterator[None]:
    """Så som ett kommando körs: en cirkel som blir kvar hålls till slutet."""
    gc.collect()
    gc.disable()
    with patch.object(gc, "enable"):
        yield
    gc.enable()


def levande() -> Counter[type]:
    return Counter(type(o) for o in gc.get_objects() if type(o) in (Plandokument, Uppföljningsdokument, Nod))


@pytest.mark.usefixtures("utan_skräpsamlare")
def test_många_ändrade_planer_hålls_inte_i_minnet_på_en_gång() -> None:
    före = levande()
    gammal, ny = (läs_version(namn, texter(krav)) for namn, krav in (("förut", "minst: 5"), ("nu", "minst: 3")))
    skillnad = jämför(gammal, ny)
    kvar = levande() - före
    assert [ä.slag for ä in skillnad.ändringar].count("målvärde") == ANTAL
    assert [ä.slag for ä in skillnad.ändringar].count("omdöme") == 2 * ANTAL  # målets och indikatorns
    assert kvar[Plandokument] + kvar[Uppföljningsdokument] <= ANTAL / 2
    assert not kvar[Nod]


def version(texter: dict[str, bytes], sedan: Version | None = None) -> Version:
    filer = [Path(fil) for fil in texter]
    return version_ur(Minne("", texter), filer, filer, sedan)


def test_det_som_står_likadant_är_samma_fil_och_läses_en_gång(monkeypatch: pytest.MonkeyPatch) -> None:
    lästa: Counter[Path] = Counter()
    riktig = Arkiv.dokument

    def räknad(arkiv: Arkiv, fil: Path) -> Lästa:
        lästa[fil] += 1
        return riktig(arkiv, fil)

    monkeypatch.setattr(Arkiv, "dokument", räknad)
    gamla = {fil: text for fil, text in texter("minst: 5").items() if fil < "04"}
    nya = gamla | {"00/plan.yaml": PLAN.format(nr=0, krav="minst: 3").encode()}
    gammal = version(gamla)
    skillnad = jämför(gammal, version(nya, sedan=gammal))
    assert skillnad == jämför(version(gamla), version(nya))
    assert {ä.ställe.plats.fil for ä in skillnad.ändringar} == {"00/plan.yaml", "00/helar.yaml"}
    lästa.clear()
    gammal = version(gamla)
    jämför(gammal, version(nya, sedan=gammal))
    assert {str(fil): n for fil, n in lästa.items()} == dict.fromkeys(gamla, 1) | {"00/plan.yaml": 2}


def test_en_fil_som_läses_med_andra_husregler_är_inte_samma_fil() -> None:
    kommun = "format: 1\nkommun: {id: k, namn: K}\n"
    gamla = {"plan.yaml": PLAN.format(nr=0, krav="minst: 5").encode(), "kommun.yaml": kommun.encode()}
    nya = gamla | {"kommun.yaml": f"{kommun}perioder: {{helår: 12-31}}\n".encode()}
    gammal = version(gamla)
    assert [f in gammal.filer for f in version(gamla, sedan=gammal).filer] == [True, True]
    assert [f in gammal.filer for f in version(nya, sedan=gammal).filer] == [False, False]


@pytest.mark.usefixtures("utan_skräpsamlare")
@pytest.mark.parametrize(
    "kommando",
    [
        ["validera"],
        ["status", "2020"],
        ["rapport", "2020", "--ut", "ut/"],
        ["rapport", "2020", "--format", "html", "--ut", "ut/"],
        ["dokument", "2020", "--ut", "ut/"],
    ],
    ids=" ".join,
)
def test_en_plan_släpps_när_den_är_klar(kommando: list[str], tmp_path: Path) -> None:
    """Till exempel en funktion som anropar sig själv inuti en annan är en cirkel, och håller det som den nämner."""
    risker = b"risker: [{id: r, text: Risk, sannolikhet: 2, konsekvens: 2}]\nprocesser: [{id: p, namn: Process}]\n"
    for sökväg, text in texter("minst: 5").items():
        (tmp_path / "planer" / sökväg).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "planer" / sökväg).write_bytes(text + (risker if sökväg.endswith("plan.yaml") else b""))
    före = levande()
    assert kör_plan(*kommando, mapp=tmp_path).kod == 0
    assert (levande() - före)[Plandokument] < HÖGST_AKTER + HÖGST_PLANER


@pytest.mark.usefixtures("utan_skräpsamlare")
def test_det_som_är_känt_om_en_mapp_släpps_också_när_alla_planer_är_uppräknade(tmp_path: Path) -> None:
    """Varje plan nämner en annan, så att registret läses: av varje mapp ligger bara planens huvud kvar, och inga sökvägar."""
    for nr in range(ANTAL):
        (mapp := tmp_path / f"planer/{nr:02}").mkdir(parents=True)
        text = PLAN.format(nr=nr, krav="minst: 5").replace("år: 2020", f"år: 2020, bygger på: p{nr - 1}")
        (mapp / "plan.yaml").write_text(text, encoding="utf-8")
    arkiv = Arkiv()
    före = sum(type(o) is type(tmp_path) for o in gc.get_objects())
    with patch.object(filer, "_MEST_FRÅN_DISKEN", 0):
        assert sum(1 for _ in pröva(arkiv, [tmp_path / "planer"])) == ANTAL
    assert len(arkiv.register(tmp_path / "planer").planer) == ANTAL
    kvar = sum(type(o) is type(tmp_path) for o in gc.get_objects()) - före
    assert kvar < ANTAL // 2
