"""Från en plan till de andra planerna: var de söks, vad som läses, och att en rundgång aldrig blir oändlig."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import Akt, Arkiv, läs_mappar, med_nämnda, planen_och_nämnda

if TYPE_CHECKING:
    from collections.abc import Callable

    Skriv = Callable[[str, str | bytes], Path]


def plan(id_: str, huvud: str = "") -> str:
    return f"format: 1\nplan: {{id: {id_}, namn: Plan {id_}, nämnd: Nämnden, år: 2020{huvud}}}\n"


@pytest.fixture
def akt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Akt]:
    """Akten för en plan under testets mapp, läst från en mapp i den."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    def _akt(id_: str, rot: str = ".") -> Akt:
        akter = (akt for mapp in läs_mappar(Path(rot)) for akt in mapp.akter)
        return next(akt for akt in akter if akt.plan.modell.plan.id == id_)

    return _akt


def kedja(akt: Akt) -> list[str]:
    """Planens föregångare, närmast först."""
    bakåt = []
    while (förut := akt.föregångare) is not None:
        bakåt.append(str(förut.plan.modell.plan.id))
        akt = förut
    return bakåt


@pytest.mark.parametrize(
    ("bygger_på", "nämnda"),
    [
        pytest.param({"a": []}, ["a"], id="ingen nämns"),
        pytest.param({"a": ["b"], "b": ["c"], "c": []}, ["a", "b", "c"], id="genom en annan"),
        pytest.param({"a": ["b", "c"], "b": ["d"], "c": [], "d": []}, ["a", "b", "c", "d"], id="de närmaste först"),
        pytest.param({"a": ["x", "b"], "b": []}, ["a", "b"], id="en som inte finns"),
        pytest.param({"a": ["b"], "b": ["a", "b"]}, ["a", "b"], id="en rundgång"),
    ],
)
def test_planen_och_nämnda(
    skriv: Skriv, akt: Callable[..., Akt], bygger_på: dict[str, list[str]], nämnda: list[str]
) -> None:
    for id_, andra in bygger_på.items():
        skriv(f"planer/{id_}/plan.yaml", plan(id_, f", bygger på: [{', '.join(andra)}]"))
    assert [en.plan.id for en in planen_och_nämnda(akt("a"))] == nämnda
    assert [en.plan.modell.plan.id for en in med_nämnda([akt("a")])] == nämnda


@pytest.mark.parametrize(
    ("huvuden", "bakåt"),
    [
        pytest.param({"a": ""}, [], id="ingen nämns"),
        pytest.param({"a": "b", "b": "c", "c": ""}, ["b", "c"], id="en kedja"),
        pytest.param({"a": "finns-inte"}, [], id="den som nämns finns inte"),
        pytest.param({"a": "a"}, [], id="sig själv"),
        pytest.param({"a": "b", "b": "a"}, [], id="en rundgång"),
        pytest.param({"a": "b", "b": "c", "c": "b"}, ["b"], id="in i en rundgång"),
    ],
)
def test_föregångare(skriv: Skriv, akt: Callable[..., Akt], huvuden: dict[str, str], bakåt: list[str]) -> None:
    for id_, förut in huvuden.items():
        skriv(f"planer/{id_}/plan.yaml", plan(id_, f", föregångare: {förut}" if förut else ""))
    assert kedja(akt("a")) == bakåt


def test_en_föregångare_som_inte_går_att_läsa_är_ingen(skriv: Skriv, akt: Callable[..., Akt]) -> None:
    skriv("planer/a/plan.yaml", plan("a", ", föregångare: b"))
    skriv("planer/b/plan.yaml", plan("b") + "mål: [\n")
    assert akt("a").föregångare is None


@pytest.mark.parametrize(
    ("andra", "rot", "hittas"),
    [
        pytest.param("planer/tyreso/b", "planer/tyreso/a", True, id="under planer, fast bara en mapp läses"),
        pytest.param("planer/nacka/b", "planer/tyreso/a", True, id="en annan kommun under planer"),
        pytest.param("utkast/b", "planer/tyreso/a", False, id="utanför planer"),
        pytest.param("kommunen/b", "kommunen/a", True, id="utan planer: mappen med husreglerna"),
        pytest.param("utkast/b", "utkast", True, id="utan husregler: hela förrådet"),
        pytest.param("utkast/b", "utkast/a", True, id="utan husregler: hela förrådet, fast bara en mapp läses"),
    ],
)
def test_var_andra_planer_söks(skriv: Skriv, akt: Callable[..., Akt], andra: str, rot: str, *, hittas: bool) -> None:
    hem = rot if rot.endswith("/a") else f"{rot}/a"
    skriv(f"{hem}/plan.yaml", plan("a", ", föregångare: b"))
    skriv(f"{andra}/plan.yaml", plan("b"))
    skriv("kommunen/kommun.yaml", "format: 1\nkommun: {id: tyreso, namn: Tyresö kommun}\n")
    assert (akt("a", rot).föregångare is not None) == hittas


def test_registret_läser_inget_förrän_någon_frågar(
    skriv: Skriv, akt: Callable[..., Akt], monkeypatch: pytest.MonkeyPatch
) -> None:
    skriv("planer/a/plan.yaml", plan("a"))
    ensam = akt("a")
    monkeypatch.setattr(Arkiv, "planer", lambda *_: pytest.fail("registret lästes"))
    assert ensam.föregångare is None


def test_ovanför_husreglerna_söks_inga_planer(skriv: Skriv, akt: Callable[..., Akt]) -> None:
    for mapp in ("", "kommunen/"):
        skriv(f"{mapp}kommun.yaml", "format: 1\nkommun: {id: tyreso, namn: Tyresö kommun}\n")
    skriv("kommunen/a/plan.yaml", plan("a", ", föregångare: b"))
    skriv("b/plan.yaml", plan("b"))
    assert akt("a", "kommunen").föregångare is None
