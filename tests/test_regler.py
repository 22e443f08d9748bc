"""Reglerna själva: koder, dokumentation och exempel, och ett fall med facit för varje regel."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from planverktyg.arkiv.akt import läs_mappar
from planverktyg.granskning.granskare import Granskare
from planverktyg.granskning.grupper import GRUPPER
from planverktyg.granskning.regel import Aktregel, Mappregel, Regel
from planverktyg.granskning.regler import REGLER
from planverktyg.kommandon.granskat.underlag import stoppar
from planverktyg.modell.grund.fynd import Allvar, sortera
from tests.conftest import ROT
from tests.fall.utdrag import dela, fyll_ut, granska_filer, skriv_fynd
from tests.sidor.regelbok import skriv_regelbok

FALL = Path(__file__).parent / "fall"
UTAN_EXEMPEL = {"BES1304", "BES1305", "BES1306", "BES1307", "STR002", "STR007", "STR009"}
"""Det som inte går att visa som text: teckenkodning, storlek, rättigheter och det som jämförs med git. Prövas för sig."""

MED_EXEMPEL = [pytest.param(regel, id=regel.kod) for regel in REGLER if regel.kod not in UTAN_EXEMPEL]


@pytest.fixture(autouse=True)
def i_egen_mapp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_koderna_är_unika_och_i_ordning() -> None:
    koder = [regel.kod for regel in REGLER]
    assert len(set(koder)) == len(koder)
    assert koder == sorted(koder, key=lambda kod: (list(GRUPPER).index(kod[:3]), kod))
    assert all(re.fullmatch("[A-Z]{3}[0-9]{3,4}", kod) for kod in koder)


def test_namnen_är_unika_och_korta() -> None:
    namn = [regel.namn for regel in REGLER]
    assert len(set(namn)) == len(namn)
    assert [n for n in namn if len(n) > 60 or n.endswith(".") or n[0].isupper()] == []


@pytest.mark.parametrize("regel", [pytest.param(regel, id=regel.kod) for regel in REGLER])
def test_dokumentationen_säger_varför(regel: Regel) -> None:
    assert len(regel.varför) > 60
    assert regel.varför.endswith((".", "`."))
    assert bool(regel.fel) is bool(regel.rätt) is (regel.kod not in UTAN_EXEMPEL)


@pytest.mark.parametrize("regel", MED_EXEMPEL)
def test_exemplet_på_fel_ger_fyndet(regel: Regel, tmp_path: Path) -> None:
    fynd = granska_filer(fyll_ut(dela(regel.fel)), tmp_path)
    träffar = [f for f in fynd if f.kod == regel.kod]
    assert träffar, skriv_fynd(fynd)
    assert {f.allvar for f in träffar} == {regel.allvar}


@pytest.mark.parametrize("regel", MED_EXEMPEL)
def test_exemplet_på_rätt_ger_inget(regel: Regel, tmp_path: Path) -> None:
    fynd = granska_filer(fyll_ut(dela(regel.rätt)), tmp_path)
    assert [f for f in fynd if f.kod == regel.kod or f.kod.startswith("STR")] == []


def test_planen_som_fyller_ut_utdragen_ger_inga_fynd(tmp_path: Path) -> None:
    fynd = granska_filer(fyll_ut({"2020-08-31.yaml": "utfall: {}"}) | {"2020-08-31.yaml": _hel_uppföljning()}, tmp_path)
    assert skriv_fynd([f for f in fynd if f.allvar is not Allvar.NOTIS]) == ""


def _hel_uppföljning() -> str:
    return fyll_ut({"2020-08-31.yaml": "sammanfattning: Allt går enligt planen."})["2020-08-31.yaml"]


@pytest.mark.parametrize("fil", [pytest.param(fil, id=fil.stem) for fil in sorted(FALL.glob("*.yaml"))])
def test_fallet_ger_fynden_i_facit(fil: Path, tmp_path: Path) -> None:
    """`PLAN_SKRIV_FACIT=1` skriver om facit."""
    fynd = granska_filer(fyll_ut(dela(fil.read_text(encoding="utf-8"))), tmp_path)
    facit = fil.with_suffix(".txt")
    if os.environ.get("PLAN_SKRIV_FACIT"):
        facit.write_text(skriv_fynd(fynd), encoding="utf-8", newline="")
    assert skriv_fynd(fynd) == facit.read_text(encoding="utf-8")
    assert any(f.kod == fil.stem for f in fynd)


@pytest.mark.parametrize("fil", [pytest.param(fil, id=fil.stem) for fil in sorted(FALL.glob("*.yaml"))])
def test_felen_som_stoppar_en_utskrift_är_desamma_utan_de_andra_reglerna(fil: Path, tmp_path: Path) -> None:
    fynd = granska_filer(fyll_ut(dela(fil.read_text(encoding="utf-8"))), tmp_path)
    granskare = Granskare(regler=[regel for regel in REGLER if stoppar(regel)])
    felen = sortera([f for mapp in läs_mappar(Path()) for f in granskare.granska_mapp(mapp)])
    assert [f for f in felen if stoppar(f)] == [f for f in fynd if stoppar(f)]


def test_varje_regel_har_ett_fall() -> None:
    assert {fil.stem for fil in FALL.glob("*.yaml")} == {regel.kod for regel in REGLER} - UTAN_EXEMPEL


def test_varje_kod_i_programmet_har_en_regel() -> None:
    källor = [fil.read_text(encoding="utf-8") for fil in (ROT / "planverktyg").rglob("*.py")]
    koder = {kod for källa in källor for kod in re.findall(rf"\b(?:{'|'.join(GRUPPER)})[0-9]{{3,4}}\b", källa)}
    assert koder == {regel.kod for regel in REGLER}


def test_regler_med_kontroll_är_alla_utom_läsningens_och_den_om_oanvända_undantag() -> None:
    """Ett undantag är oanvänt först när alla andra regler är prövade, och besluten prövas mot git."""
    utan = {regel.kod for regel in REGLER if not isinstance(regel, (Aktregel, Mappregel))}
    assert {kod for kod in utan if not kod.startswith("STR")} == {"UND903", "BES1304", "BES1305", "BES1306", "BES1307"}


def test_varje_regel_i_modulerna_står_i_tupeln() -> None:
    from importlib import import_module
    from pkgutil import iter_modules

    from planverktyg.granskning import regler

    moduler = [import_module(f"{regler.__name__}.{m.name}") for m in iter_modules(regler.__path__)]
    funna = {v.kod for modul in moduler for v in vars(modul).values() if isinstance(v, Regel)}
    assert funna <= {regel.kod for regel in REGLER}


def test_regelboken_är_den_som_reglerna_ger() -> None:
    """`PLAN_SKRIV_FACIT=1` skriver om docs/regler.md."""
    bok = ROT / "docs" / "regler.md"
    if os.environ.get("PLAN_SKRIV_FACIT"):
        bok.write_text(skriv_regelbok(REGLER), encoding="utf-8", newline="")
    assert bok.read_text(encoding="utf-8") == skriv_regelbok(REGLER)
