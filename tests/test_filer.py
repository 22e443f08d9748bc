"""Källorna: arbetsmappen, en revision i git och minnet svarar lika på vilka filer som finns och vad som står i dem."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.filer import Arbetsmapp, Minne
from planverktyg.arkiv.git import förråd
from planverktyg.arkiv.revision import Revision
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.arkiv.filer import Källa

FILER = {
    "kommun.yaml": "k",
    "planer/a/plan.yaml": "a",
    "planer/a/2020.yml": "2020",
    "planer/a/b/plan.yaml": "åäö",
    "planer/a/anteckning.txt": "syns inte",
    "planer/.dold/plan.yaml": "syns inte",
    "planer/.plan.yaml": "syns inte",
    "planer/c.yaml/plan.yaml": "en mapp med ändelse",
    "hemligt.yaml": "utanför planer",
}
LÄNKAR = {
    "planer/a/gemensam.yaml": "../c.yaml/plan.yaml",
    "planer/a/text.yaml": "anteckning.txt",
    "planer/a/bruten.yaml": "finns-inte.yaml",
    "planer/a/ut.yaml": "../../hemligt.yaml",
    "planer/a/dold.yaml": "../.dold/plan.yaml",
}


@pytest.fixture
def rot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, skriv: Callable[[str, str], Path]) -> Path:
    monkeypatch.chdir(tmp_path)
    for namn, text in FILER.items():
        skriv(namn, text)
    for namn, mål in LÄNKAR.items():
        Path(namn).symlink_to(mål)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", "--force", ".")
    git(tmp_path, "commit", "--quiet", "--message=Allt")
    return tmp_path


def lästa(källa: Källa, rot: Path) -> dict[str, bytes | str]:
    """Filerna under roten, så som de visas, med sitt innehåll eller skälet till att de inte läses."""
    ut: dict[str, bytes | str] = {}
    for _, filer in källa.mappar(rot):
        for fil in filer:
            text, fynd = källa.läs(fil)
            ut[källa.visa(fil)] = fynd[0].text if text is None else text
    return ut


@pytest.mark.parametrize("under", [".", "planer", "planer/a", "planer/a/b"])
@pytest.mark.parametrize("stå", [".", "planer", "planer/a"])
@pytest.mark.parametrize("hel", [True, False], ids=["hel sökväg", "relativ"])
def test_arbetsmappen_och_revisionen_har_samma_filer(
    under: str, stå: str, rot: Path, monkeypatch: pytest.MonkeyPatch, *, hel: bool
) -> None:
    monkeypatch.chdir(rot / stå)
    sökväg = rot / under if hel else Path(os.path.relpath(rot / under))
    nu = lästa(Arbetsmapp(), sökväg)
    assert nu
    assert list(nu.items()) == list(lästa(Revision(förråd(rot), "HEAD"), sökväg).items())


def test_länkar_följs_inom_planerna_och_aldrig_ut(rot: Path) -> None:
    for källa in (Arbetsmapp(), Revision(förråd(rot), "HEAD")):
        funna = lästa(källa, Path("planer/a"))
        assert funna["planer/a/gemensam.yaml"] == "en mapp med ändelse".encode()
        assert funna["planer/a/text.yaml"] == b"syns inte"
        assert funna["planer/a/bruten.yaml"] == "Filen finns inte (en länk kan vara bruten)."
        assert funna["planer/a/ut.yaml"] == funna["planer/a/dold.yaml"] == "Filen är en länk som leder ut ur mappen."


def test_en_länk_som_leder_till_sig_själv_är_ett_fel(tmp_path: Path) -> None:
    (tmp_path / "planer").mkdir()
    (tmp_path / "planer" / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "planer" / "b.yaml").symlink_to("a.yaml")
    körning = kör_plan("validera", mapp=tmp_path)
    assert (körning.kod, körning.ut.count("en länk som leder tillbaka till sig själv")) == (1, 2), körning


@pytest.mark.usefixtures("rot")
def test_minnet_har_samma_filer() -> None:
    for namn in LÄNKAR:
        Path(namn).unlink()
    assert lästa(Minne("", {n: t.encode() for n, t in FILER.items()}), Path()) == lästa(Arbetsmapp(), Path())


def test_revisionens_filer_läses_ur_git_på_en_gång(rot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Det som är förberett kostar inget nytt anrop."""
    källa = Revision(förråd(rot), "HEAD")
    källa.förbered(fil for _, filer in källa.mappar(Path()) for fil in filer)
    monkeypatch.setattr("planverktyg.arkiv.git.läs", lambda *_: pytest.fail("git kördes igen"))
    assert källa.läs(Path("planer/a/plan.yaml")) == (b"a", [])


def test_samma_innehåll_har_samma_id_i_alla_revisioner(rot: Path) -> None:
    (rot / "planer/a/plan.yaml").write_text("ny", encoding="utf-8")
    git(rot, "commit", "--quiet", "--all", "--message=Ändrad")
    före, efter = Revision(förråd(rot), "HEAD~1"), Revision(förråd(rot), "HEAD")
    skilda = {fil.as_posix() for fil in före.idn if före.idn[fil] != efter.idn[fil]}
    assert skilda == {"planer/a/plan.yaml"}
