"""Hur verktyget läser ur git: bara i ett riktigt förråds rot, utan att något annat program startas."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv import git as läsaren
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = (
    "format: 1\n"
    "plan: {id: p1, namn: Plan, nämnd: N, år: 2020,\n"
    "  beslut: {datum: 2019-10-15, fingeravtryck: v1 huvud=196552f329f375b0 mål=09955ea516eee9c3}}\n"
    "mål: [{id: m1, nivå: mål, namn: Målet, indikatorer: [\n"
    "  {id: i1, namn: Antal, enhet: antal, utgångsvärde: {värde: 1, avser: 2019}, målvärde: {minst: 5}}]}]\n"
)


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    """Ett förråd med en plan som är ändrad efter beslutet, så att plan validera läser historien."""
    rot = tmp_path / "arkiv"
    skriv(rot / "planer/k/p1/plan.yaml", PLAN)
    skriv(rot / "planer/k/kommun.yaml", "format: 1\nkommun: {id: k, namn: K}\n")
    git(rot, "init", "-q", "-b", "main")
    git(rot, "add", "-A")
    git(rot, "commit", "-qm", "planen")
    return rot


def skriv(fil: Path, text: str) -> None:
    fil.parent.mkdir(parents=True, exist_ok=True)
    fil.write_text(text, encoding="utf-8")


def objekt(rot: Path, slag: str, innehåll: bytes) -> str:
    """Lägger in ett objekt i förrådet utan att git prövar det, och lämnar dess id."""
    return subprocess.run(
        ["git", "hash-object", "-t", slag, "-w", "--stdin", "--literally"],
        cwd=rot, input=innehåll, capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip


def revision_med(rot: Path, namn: bytes, text: str = "format: 1\n", *, dag: int = 1) -> str:
    """En commit med en enda fil, vars namn git annars inte hade tagit emot."""
    rad = b"100644 " + namn + b"\0" + bytes.fromhex(objekt(rot, "blob", text.encode()))
    träd = objekt(rot, "tree", rad)
    vem = f"a <a@example.org> {dag} +0000"
    return objekt(rot, "commit", f"tree {träd}\nauthor {vem}\ncommitter {vem}\n\nm\n".encode())


def läs_allt(mapp: Path) -> None:
    """Allt som verktyget kan fråga git om; vad det svarar prövas inte här."""
    with contextlib.suppress(läsaren.Gitfel):
        f = läsaren.förråd(mapp)
        läsaren.är_grund(f)
        läsaren.är_revision(f.rot, "HEAD")
        läsaren.revisioner(f, "planer")
        läsaren.gemensam(f, "HEAD", "main")
        läsaren.läs(f, läsaren.filer(f, "HEAD") | {"saknas": "2" * 40})


# --- Inget ur planerna körs -------------------------------------------------------------------------


def test_en_planmapp_som_ser_ut_som_ett_förråd_är_inget(mapp: Path) -> None:
    """Fyra textfiler i en pull request, och en inställning som startar ett program."""
    märke = mapp.parent / "kört"
    nästlat = mapp / "planer/k/p1"
    skriv(nästlat / "HEAD", "0" * 40 + "\n")
    skriv(nästlat / "objects/x", "")
    skriv(nästlat / "refs/x", "")
    skriv(
        nästlat / "config",
        f'[core]\n\tbare = false\n\tworktree = .\n\tsshCommand = "touch {märke}; false"\n\tfsmonitor = touch {märke}\n'
        "[extensions]\n\tpartialClone = o\n"
        '[remote "o"]\n\turl = ssh://h/x\n\tpromisor = true\n\tpartialclonefilter = blob:none\n',
    )
    assert läsaren.förråd(nästlat).rot == mapp.resolve()
    läs_allt(nästlat)
    kör_plan("validera", mapp=nästlat)
    assert not märke.exists()


@pytest.mark.parametrize("inställning", ["mailmap.file", "diff.orderFile"])
def test_inga_inställningar_läser_något_utan_slut(
    mapp: Path, inställning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planverktyg.arkiv.gitprogram._LÅNGSAMT", 2)
    os.mkfifo(mapp.parent / "rör")
    git(mapp, "config", inställning, str(mapp.parent / "rör"))
    assert läsaren.revisioner(läsaren.förråd(mapp), ".")


@pytest.mark.parametrize("fil", ["config", "HEAD", "packed-refs", "shallow", "objects/info/alternates"])
def test_git_startas_inte_på_ett_rör(mapp: Path, fil: str) -> None:
    """Det skulle vänta där också sedan plan är borta."""
    (mapp / ".git" / fil).unlink(missing_ok=True)
    os.mkfifo(mapp / ".git" / fil)
    with pytest.raises(läsaren.Gitfel, match="är ingen vanlig fil, så git startas inte"):
        läsaren.förråd(mapp)
    assert "BES1305" in kör_plan("validera", mapp=mapp).ut


@pytest.mark.parametrize(
    "inställning",
    [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.hooksPath",
        "diff.external",
        "gpg.program",
        "core.askPass",
    ],
)
def test_inga_inställningar_startar_ett_program(mapp: Path, inställning: str) -> None:
    märke = mapp.parent / "kört"
    program = mapp.parent / "program"
    skriv(program, f"#!/bin/sh\ntouch {märke}\n")
    program.chmod(0o755)
    git(mapp, "config", inställning, str(program))
    git(mapp, "config", "log.showSignature", "true")
    git(mapp, "config", "extensions.partialClone", "o")
    git(mapp, "config", "remote.o.url", "ext::" + str(program))
    git(mapp, "config", "remote.o.promisor", "true")
    git(mapp, "config", "protocol.ext.allow", "always")
    signerad = objekt(
        mapp, "commit",
        f"tree {'1' * 40}\nparent {läsaren.commit(läsaren.förråd(mapp), 'HEAD')}\nauthor a <a@b> 1 +0000\n"
        "committer a <a@b> 1 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\nm\n".encode(),
    )  # fmt: skip
    git(mapp, "update-ref", "HEAD", signerad)
    läs_allt(mapp)
    assert not märke.exists()


def test_git_i_mappen_som_granskas_är_inte_git(mapp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    märke = mapp.parent / "kört"
    skriv(mapp / "git", f"#!/bin/sh\ntouch {märke}\n")
    (mapp / "git").chmod(0o755)
    monkeypatch.chdir(mapp)
    for sökvägen in ("", ".", f".{os.pathsep}{os.environ['PATH']}", f"{os.pathsep}{os.environ['PATH']}"):
        monkeypatch.setenv("PATH", sökvägen)
        läs_allt(mapp)
    assert not märke.exists()


def test_ett_förråd_som_pekar_ut_en_annan_mapp_läses_inte(mapp: Path, tmp_path: Path) -> None:
    (tmp_path / "annan").mkdir()
    git(mapp, "config", "core.worktree", str(tmp_path / "annan"))
    with pytest.raises(läsaren.Gitfel, match=r"core\.worktree"):
        läsaren.förråd(mapp)


# --- Var förrådet finns -----------------------------------------------------------------------------


def test_en_tom_git_mapp_är_inget_förråd(mapp: Path) -> None:
    (mapp / "planer/.git").mkdir()
    assert läsaren.förråd(mapp / "planer/k").rot == mapp.resolve()


def test_ett_extra_arbetsträd_läses_från_sin_egen_rot(mapp: Path, tmp_path: Path) -> None:
    git(mapp, "worktree", "add", "-q", str(tmp_path / "gren"), "-b", "gren")
    f = läsaren.förråd(tmp_path / "gren/planer/k")
    assert f.rot == (tmp_path / "gren").resolve()
    assert "planer/k/p1/plan.yaml" in läsaren.filer(f, "gren")
    assert kör_plan("skillnad", "HEAD", mapp=tmp_path / "gren").kod == 0


def test_ett_förråd_med_sha256(tmp_path: Path) -> None:
    rot = tmp_path / "arkiv"
    skriv(rot / "planer/p1/plan.yaml", PLAN)
    git(rot, "init", "-q", "--object-format=sha256")
    git(rot, "add", "-A")
    git(rot, "commit", "-qm", "planen")
    f = läsaren.förråd(rot)
    assert läsaren.läs(f, läsaren.filer(f, "HEAD")) == {"planer/p1/plan.yaml": PLAN.encode()}


# --- Namnen ur git ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "namn",
    [b"/tmp/UTANFOR.yaml", b"../UTANFOR.yaml", b"a/../../UTANFOR.yaml", b".git/config", b"a//b.yaml", b"./b.yaml",
     b"../\x1b[2J\n.yaml"],
)  # fmt: skip
def test_ett_namn_som_leder_ut_vägras(mapp: Path, namn: bytes) -> None:
    """Git tar annars inte emot sådana, men ett träd kan vara gjort för hand."""
    git(mapp, "branch", "ond", revision_med(mapp, namn))
    före = sorted(mapp.parent.rglob("*"))
    with pytest.raises(läsaren.Gitfel, match="inte går att lita på") as fel:
        läsaren.filer(läsaren.förråd(mapp), "ond")
    assert "\x1b" not in str(fel.value)
    for argument in (["validera", "--bas", "ond"], ["skillnad", "ond"]):
        assert kör_plan(*argument, mapp=mapp).kod == 2
    assert sorted(mapp.parent.rglob("*")) == före


@pytest.mark.parametrize("namn", ["rad\nbrytning.yaml", "\x1b[2J::error::.yaml", "en\nmapp/plan.yaml"])
def test_ett_namn_som_inte_syns_är_ett_fynd_så_länge_det_finns(mapp: Path, namn: str) -> None:
    """Git tar emot det, så det får inte stänga historien för alltid: rådet är att byta namn, och då ska felet vara borta."""
    skriv(mapp / "planer" / namn, PLAN)
    git(mapp, "add", "-A")
    git(mapp, "commit", "-qm", "med")
    med = kör_plan("validera", mapp=mapp)
    assert (med.kod, "STR009" in med.ut, "BES1305" in med.ut) == (1, True, False), med
    tillagt = kör_plan("skillnad", "HEAD~1", mapp=mapp)
    assert (tillagt.kod, "1 fil kunde inte jämföras" in tillagt.ut, "\x1b" in tillagt.ut) == (1, True, False), tillagt
    git(mapp, "mv", f"planer/{namn}", "planer/p9.yaml")
    shutil.rmtree(mapp / "planer/en\nmapp", ignore_errors=True)
    git(mapp, "commit", "-qam", "utan")
    utan = kör_plan("validera", mapp=mapp)
    assert "STR009" not in utan.ut
    assert "BES1305" not in utan.ut
    assert kör_plan("skillnad", "HEAD~1", mapp=mapp).kod == 1
    assert "kunde inte läsas" not in kör_plan("historik", "p9", mapp=mapp).ut


def test_ett_namn_som_inte_är_utf8_läses_ändå(mapp: Path) -> None:
    git(mapp, "branch", "latin", revision_med(mapp, b"\xe5.yaml"))
    assert list(läsaren.filer(läsaren.förråd(mapp), "latin")) == [os.fsdecode(b"\xe5.yaml")]


def test_en_revision_från_år_10000_stänger_inte_historien(mapp: Path) -> None:
    """Dagen väljer den som gör revisionen, och den står kvar i historien för alltid."""
    git(mapp, "update-ref", "HEAD", revision_med(mapp, b"plan.yaml", PLAN, dag=253402300800))
    assert [rev.datum.year for rev in läsaren.revisioner(läsaren.förråd(mapp), ".")] == [9999]
