"""Svarscachen: samma byte som utan den, vad som än ändras, och aldrig ett svar ur en fil som det inte går att lita på."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.kommandon import cli
from planverktyg.kommandon.granskat import provning
from planverktyg.kommandon.svarscache import inspelning, svar
from planverktyg.kommandon.terminal import utskrift
from tests.conftest import ROT, git, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.conftest import Körning

KOMMUN = "format: 1\nkommun: {id: k, namn: Kommunen}\nnivåer: [mål]\n"
PLAN = """format: 1
plan: {id: ID, namn: Plan ID, nämnd: Nämnden, år: 2020FÖRE}
mål:
  - id: m
    nivå: mål
    namn: Trygga hela livet
    indikatorer:
      - {id: i, namn: Antal dygn, enhet: dygn, målvärde: {högst: 10}}
"""
UTFALL = "format: 1\nuppföljning: {plan: p, period: helår, per: 2020-12-31, exempel: ja}\nutfall:\n  i: 5\n"
DELÅRET = UTFALL.replace("helår", "delår 2").replace("12-31", "08-31")
FRÅGOR = [
    ("validera",),
    ("validera", "planer/k/p", "--format", "json"),
    ("validera", "planer/k/p/plan.yaml", "--kort"),
    ("status", "p"),
    ("status", "planer/k/p", "--mål", "i"),
    ("rapport", "2020"),
    ("dokument", "planer/k/p/plan.yaml", "--format", "html"),
    ("regel", "IND301"),
    ("format", "indikator"),
    ("schema", "plan"),
]


@pytest.fixture
def projekt(tmp_path: Path) -> Path:
    """En kommun med en plan, planen före den, och en uppföljning."""
    projektet = tmp_path / "projekt"
    for id_, före in (("p", ", föregångare: q"), ("q", "")):
        mapp = projektet / "planer" / "k" / id_
        mapp.mkdir(parents=True)
        år = "2019" if id_ == "q" else "2020"
        (mapp / "plan.yaml").write_text(PLAN.replace("ID", id_).replace("FÖRE", före).replace("2020", år))
    (projektet / "planer/k/p/utfall.yaml").write_text(UTFALL)
    (projektet / "planer/k/kommun.yaml").write_text(KOMMUN)
    return projektet


@pytest.fixture
def räknat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """En egen cache, och kommandona som kördes på riktigt."""
    körda: list[str] = []
    riktig = cli.kör_utan_skydd

    def räknande(argv: Sequence[str]) -> int:
        körda.append(argv[0])
        return riktig(argv)

    monkeypatch.setattr(cli, "kör_utan_skydd", räknande)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield körda
    assert not list((tmp_path / "cache").rglob(".*"))  # inga halva filer


def fråga(*argument: str, mapp: Path, **miljö: Any) -> Körning:
    """Kommandot med cachen på."""
    return kör_plan(*argument, mapp=mapp, **({"PLAN_CACHE": ""} | miljö))


@pytest.mark.parametrize("argument", FRÅGOR, ids=" ".join)
def test_svaret_är_detsamma_med_tom_cache_med_full_och_utan(
    argument: tuple[str, ...], projekt: Path, räknat: list[str]
) -> None:
    utan = kör_plan(*argument, mapp=projekt)
    svaren = [fråga(*argument, mapp=projekt) for _ in range(3)]
    assert svaren == [utan] * 3
    assert len(räknat) == 2, "utan cache och med tom cache"


def test_ett_stort_svar_packas(projekt: Path, räknat: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utskrift, "OPACKAT", 100)
    for nr in range(6):
        (projekt / f"planer/k/x{nr}").mkdir()
        (projekt / f"planer/k/x{nr}/plan.yaml").write_text("format: [")
    utan = kör_plan("validera", mapp=projekt)
    assert [fråga("validera", mapp=projekt) for _ in range(2)] == [utan] * 2
    assert len(räknat) == 2


# --- Det som ändras ---


def _byt(fil: str, från: str, till: str) -> Callable[[Path], object]:
    def ändra(projekt: Path) -> None:
        text = (projekt / fil).read_text()
        assert från in text
        (projekt / fil).write_text(text.replace(från, till))

    return ändra


def _samma_längd_och_tid(projekt: Path) -> None:
    """Filen får ett annat innehåll, men har samma storlek och samma tid."""
    fil = projekt / "planer/k/p/utfall.yaml"
    läge = fil.stat()
    fil.write_text(fil.read_text().replace("i: 5", "i: 6"))
    os.utime(fil, ns=(läge.st_atime_ns, läge.st_mtime_ns))


def _länk(projekt: Path) -> None:
    """Filen blir en länk till en likadan fil utanför projektet, och läses inte längre."""
    fil = projekt / "planer/k/p/utfall.yaml"
    fil.rename(projekt.parent / "utanför.yaml")
    fil.symlink_to(projekt.parent / "utanför.yaml")


def _rör(projekt: Path) -> None:
    (projekt / "planer/k/p/utfall.yaml").unlink()
    os.mkfifo(projekt / "planer/k/p/utfall.yaml")


def _husregler_längre_upp(projekt: Path) -> None:
    (projekt / "planer/k/kommun.yaml").unlink()
    (projekt / "kommun.yaml").write_text(KOMMUN.replace("[mål]", "[inriktning]"))


ÄNDRINGAR: dict[str, Callable[[Path], object]] = {
    "ett värde": _byt("planer/k/p/utfall.yaml", "i: 5", "i: 50"),
    "samma längd och tid": _samma_längd_och_tid,
    "exempel": _byt("planer/k/p/utfall.yaml", ", exempel: ja", ""),
    "planen före": _byt("planer/k/q/plan.yaml", "högst: 10", "högst: 3"),
    "planen före har ett annat id": _byt("planer/k/q/plan.yaml", "id: q", "id: r"),
    "en ny uppföljning": lambda p: (p / "planer/k/p/del.yaml").write_text(DELÅRET),
    "en trasig fil": lambda p: (p / "planer/k/p/ny.yaml").write_text("format: ["),
    "en fil med fel ändelse": lambda p: (p / "planer/k/p/glömd.yaml.txt").write_text(UTFALL),
    "en dold mapp": lambda p: shutil.copytree(p / "planer/k/q", p / "planer/k/.dold"),
    "en borttagen fil": lambda p: (p / "planer/k/p/utfall.yaml").unlink(),
    "en flyttad fil": lambda p: (p / "planer/k/p/utfall.yaml").rename(p / "planer/k/p/annan.yaml"),
    "en flyttad mapp": lambda p: (p / "planer/k/q").rename(p / "planer/k/r"),
    "husreglerna": _byt("planer/k/kommun.yaml", "[mål]", "[inriktning]"),
    "närmare husregler": lambda p: (p / "planer/k/p/kommun.yaml").write_text(KOMMUN.replace("[mål]", "[inriktning]")),
    "husregler längre upp": _husregler_längre_upp,
    "ett förråd": lambda p: (p / "planer/k/.git").mkdir(),
    "en länk ut": _länk,
    "ett rör": _rör,
}


@pytest.mark.parametrize("vad", ÄNDRINGAR)
@pytest.mark.parametrize(
    "argument", [("validera",), ("status", "p"), ("validera", "planer/k/p/plan.yaml")], ids=" ".join
)
def test_en_ändring_syns(argument: tuple[str, ...], vad: str, projekt: Path, räknat: list[str]) -> None:
    fråga(*argument, mapp=projekt)
    ÄNDRINGAR[vad](projekt)
    assert fråga(*argument, mapp=projekt) == kör_plan(*argument, mapp=projekt)
    assert fråga(*argument, mapp=projekt) == kör_plan(*argument, mapp=projekt)


@pytest.mark.parametrize(
    "miljö",
    [
        {"COLUMNS": "40"}, {"PLAN_DETALJER": "1"}, {"TERM": "dumb"}, {"HOME": "/"}, {"PLAN_CACHE": "nej"}, {"LC_ALL": "C"},
    ],
    ids=str,
)  # fmt: skip
def test_en_annan_miljö_är_en_annan_fråga(miljö: dict[str, Any], projekt: Path, räknat: list[str]) -> None:
    fråga("status", "p", mapp=projekt)
    assert fråga("status", "p", mapp=projekt, **miljö) == kör_plan("status", "p", mapp=projekt, **miljö)
    assert len(räknat) == 3


def test_en_annan_mapp_en_annan_dag_en_annan_kod_och_en_annan_version(
    projekt: Path, räknat: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fråga("validera", "planer", mapp=projekt)
    fråga("validera", ".", mapp=projekt / "planer")
    monkeypatch.setattr("time.strftime", lambda _: "2031-01-01")
    fråga("validera", "planer", mapp=projekt)
    monkeypatch.setattr(svar, "_ändrad", lambda _: "nyss")
    fråga("validera", "planer", mapp=projekt)
    monkeypatch.setattr(svar, "__version__", "99.0")
    fråga("validera", "planer", mapp=projekt)
    assert len(räknat) == 5
    fråga("validera", "planer", mapp=projekt)
    assert len(räknat) == 5


def test_flaggan_och_variabeln_stänger_av(projekt: Path, räknat: list[str], tmp_path: Path) -> None:
    for argument, värde in (("--utan-cache",), ""), ((), "nej"), ((), "0"):
        for _ in range(2):
            fråga(*argument, "validera", mapp=projekt, PLAN_CACHE=värde)
    assert len(räknat) == 6
    assert not (tmp_path / "cache").exists()


def test_det_som_skriver_filer_eller_läser_annat_sparas_inte(projekt: Path, räknat: list[str], tmp_path: Path) -> None:
    (projekt / "mallar").mkdir()
    frågor = (("rapport", "2020", "--ut", "r.md"), ("rapport", "2020", "--mallar", "mallar"), ("ny", "--hlp"))
    for argument in frågor:
        fråga(*argument, mapp=projekt)
    assert not (tmp_path / "cache").exists()


# --- Git ---


def test_ett_nytt_läge_i_git_är_ett_nytt_svar(projekt: Path, räknat: list[str]) -> None:
    """BES1304: ett beslut med fingeravtryck som finns i historien men inte i filen."""
    plan = projekt / "planer/k/p/plan.yaml"
    utan = plan.read_text()
    kör_plan("besluta", "p", "--datum", "2020-01-15", "--paragraf", "1", mapp=projekt)
    git(projekt, "init", "-b", "main")
    git(projekt, "add", ".")
    git(projekt, "commit", "-m", "beslut")
    plan.write_text(utan)
    svaren = [fråga("validera", mapp=projekt) for _ in range(2)]
    assert "BES1304" in svaren[0].ut, "inget beslut att sakna"
    assert svaren[0] == svaren[1]
    assert len(räknat) == 2, "besluta och den första"
    git(projekt, "checkout", "--orphan", "annan")
    git(projekt, "add", ".")
    git(projekt, "commit", "-m", "utan")
    for ändra in (("branch", "-m", "tredje"), ("pack-refs", "--all"), ("commit", "--allow-empty", "-m", "tom")):
        git(projekt, *ändra)
        assert fråga("validera", mapp=projekt) == kör_plan("validera", mapp=projekt)
    assert "BES1304" not in fråga("validera", mapp=projekt).ut


# --- En cache som det inte går att lita på ---


def _cachefilen(tmp_path: Path) -> Path:
    (fil,) = (tmp_path / "cache" / "planverktyg").iterdir()
    return fil


def _förfalska(fil: Path) -> None:
    fil.write_bytes(fil.read_bytes().replace(b"fel", b"FEL"))


@pytest.mark.parametrize(
    ("vad", "förstör"),
    [
        ("avkortad", lambda fil: fil.write_bytes(fil.read_bytes()[:-10])),
        ("avkortad i huvudet", lambda fil: fil.write_bytes(fil.read_bytes()[:30])),
        ("tom", lambda fil: fil.write_bytes(b"")),
        ("skräp", lambda fil: fil.write_bytes(b"\x80\x04\x95" * 100)),
        ("ändrad", _förfalska),
        ("annan version", lambda fil: fil.write_bytes(fil.read_bytes().replace(b"svar 1", b"svar 2", 1))),
        ("andra får skriva i filen", lambda fil: fil.chmod(0o666)),
        ("andra får skriva i mappen", lambda fil: fil.parent.chmod(0o777)),
        ("gruppen får skriva i mappen", lambda fil: fil.parent.chmod(0o770)),
        ("en länk", lambda fil: (fil.rename(fil.parent.parent / "x"), fil.symlink_to(fil.parent.parent / "x"))),
        ("mappen är en länk", lambda fil: (fil.parent.rename(fil.parent.parent / "x"), fil.parent.symlink_to("x"))),
        ("en mapp", lambda fil: (fil.unlink(), fil.mkdir())),
    ],
)
def test_en_cache_att_inte_lita_på_läses_inte(
    vad: str, förstör: Callable[[Path], object], projekt: Path, räknat: list[str], tmp_path: Path
) -> None:
    (projekt / "planer/k/p/plan.yaml").write_text("format: 1\nplan: fel\n")
    rätt = fråga("validera", mapp=projekt)
    assert fråga("validera", mapp=projekt) == rätt
    assert len(räknat) == 1
    förstör(_cachefilen(tmp_path))
    assert fråga("validera", mapp=projekt) == rätt, vad
    assert len(räknat) == 2


def test_full_disk_och_låst_mapp_ger_svaret_ändå(
    projekt: Path, räknat: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rätt = kör_plan("validera", mapp=projekt)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as då:
        då.setattr(os, "replace", full)
        assert fråga("validera", mapp=projekt) == rätt
    with monkeypatch.context() as då:
        då.setattr(tempfile, "mkstemp", full)
        assert fråga("validera", mapp=projekt) == rätt
    (tmp_path / "cache" / "planverktyg").rmdir()
    (tmp_path / "cache").rmdir()
    (tmp_path / "cache").write_text("en fil")
    assert fråga("validera", mapp=projekt) == rätt
    assert fråga("validera", mapp=projekt, XDG_CACHE_HOME="/proc/finns/inte") == rätt
    (tmp_path / "cache").unlink()
    assert len(räknat) == 5


def test_cachen_växer_inte_obegränsat(
    projekt: Path, räknat: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspelning, "FLEST", 3)
    for bredd in range(60, 68):
        fråga("regel", "IND301", mapp=projekt, COLUMNS=str(bredd))
    mapp = tmp_path / "cache" / "planverktyg"
    assert len(list(mapp.iterdir())) == 3
    assert mapp.stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr(inspelning, "STÖRSTA_SVAR", 10)
    före = set(mapp.iterdir())
    fråga("format", mapp=projekt)
    assert set(mapp.iterdir()) == före


# --- Flera processer, och allt som läses ---


@pytest.mark.parametrize("format_", ["text", "json"])
def test_antalet_processer_och_cachen_ändrar_inte_svaret(
    format_: str, projekt: Path, räknat: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nr in range(12):
        mapp = projekt / f"planer/k/x{nr:02}"
        mapp.mkdir()
        dålig = {3: "format: [", 7: PLAN.replace("ID", "p").replace("FÖRE", "")}.get(nr)
        (mapp / "plan.yaml").write_text(dålig or PLAN.replace("ID", f"x{nr}").replace("FÖRE", ", föregångare: q"))
    monkeypatch.setattr(provning, "MÅNGA_MAPPAR", 5)
    svaren = []
    for kärnor in (1, 2, 3):
        monkeypatch.setattr(os, "cpu_count", lambda n=kärnor: n)
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        svaren += [fråga("validera", "--format", format_, mapp=projekt) for _ in range(2)]
    assert len(räknat) == 3, "varje antal en gång"
    assert set(svaren) == {kör_plan("validera", "--format", format_, mapp=projekt)}
    (projekt / "planer/k/x11/plan.yaml").write_text("format: [")  # läst i en annan process
    assert fråga("validera", "--format", format_, mapp=projekt) not in svaren


def test_allt_som_öppnas_är_märkt(projekt: Path, tmp_path: Path) -> None:
    """Varje fil och mapp i projektet som Python öppnar under ett kommando står i spåret."""
    (projekt / "läs mig.txt").write_text("format: 1\n")
    (projekt / ".dold").mkdir()
    (projekt / ".dold/a.yaml").write_text("a: 1")
    kod = f"""
import os, sys
öppnade = set()
def se(händelse, argument):
    if händelse in ("open", "os.scandir", "os.listdir") and isinstance(argument[0], (str, os.PathLike)):
        öppnade.add(os.path.abspath(argument[0]))
sys.addaudithook(se)
from planverktyg.arkiv import spar
from planverktyg.kommandon import cli
for argv in {FRÅGOR!r}:
    spår = spar.pågår = spar.Spår()
    öppnade.clear()
    cli.kör(list(argv))
    assert not spår.hinder, argv
    märkta = {{os.path.abspath(sökväg) for slag, sökväg in spår.saker}}
    glömda = [ö for ö in öppnade if ö.startswith({str(projekt)!r}) and ö not in märkta]
    assert not glömda, (argv, glömda)
"""
    process = subprocess.run(
        [sys.executable, "-c", kod], cwd=projekt, env=os.environ | {"PYTHONPATH": str(ROT)},
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr.decode()


def test_två_på_en_gång_får_samma_svar(projekt: Path, tmp_path: Path) -> None:
    miljö = {"PLAN_CACHE": "", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    rätt = kör_plan("validera", mapp=projekt)
    båda = [
        subprocess.Popen(
            [sys.executable, "-m", "planverktyg", "validera"], cwd=projekt, stdout=subprocess.PIPE,
            env=os.environ | {"COLUMNS": "80", "PYTHONPATH": str(ROT)} | miljö,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [process.communicate(timeout=60)[0].decode() for process in båda] == [rätt.ut] * 2
