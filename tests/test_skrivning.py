"""Skrivning av filer: hela det nya innehållet eller hela det gamla, och felet sagt på svenska."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import pytest

from planverktyg.kommandon.terminal import ensamratt
from planverktyg.kommandon.terminal.skrivning import byt_innehåll, skriv_fil, skriv_ny_fil
from planverktyg.kommandon.terminal.utskrift import KanInteSkriva
from tests.conftest import git, kör_plan, kör_process


def allt_i(mapp: Path) -> dict[str, bytes]:
    """Mappens filer, även dolda, med sitt innehåll."""
    return {fil.name: fil.read_bytes() for fil in mapp.iterdir()}


def test_en_ny_fil_skrivs_med_vanliga_rättigheter(tmp_path: Path) -> None:
    """Inte med den tillfälliga filens, som bara ägaren får läsa."""
    gammal = os.umask(0o022)
    try:
        skriv_fil(tmp_path / "rapport.md", "# Målen nåddes\n".encode())
    finally:
        os.umask(gammal)
    assert allt_i(tmp_path) == {"rapport.md": "# Målen nåddes\n".encode()}
    assert stat.S_IMODE((tmp_path / "rapport.md").stat().st_mode) == 0o644


def test_masken_är_densamma_efteråt(tmp_path: Path) -> None:
    gammal = os.umask(0o027)
    try:
        skriv_fil(tmp_path / "rapport.md", b"text")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(gammal)
    assert stat.S_IMODE((tmp_path / "rapport.md").stat().st_mode) == 0o640


def test_en_fil_som_skrivs_om_behåller_sina_rättigheter(tmp_path: Path) -> None:
    fil = tmp_path / "rapport.md"
    fil.write_bytes(b"gammalt")
    fil.chmod(0o664)
    skriv_fil(fil, b"nytt")
    assert allt_i(tmp_path) == {"rapport.md": b"nytt"}
    assert stat.S_IMODE(fil.stat().st_mode) == 0o664


def test_en_tom_fil_kan_skrivas(tmp_path: Path) -> None:
    skriv_fil(tmp_path / "tom.md", b"")
    assert allt_i(tmp_path) == {"tom.md": b""}


def vägra(nummer: int) -> Any:
    def _vägra(*argument: Any, **mer: Any) -> Any:
        raise OSError(nummer, os.strerror(nummer))

    return _vägra


class FullDisk:
    """En fil som inte får plats: `write` lyckas till bufferten, men `flush` gör det inte."""

    def __init__(self, äkta: Any) -> None:
        self.äkta = äkta
        self.name = äkta.name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *argument: object) -> None:
        self.äkta.close()

    def write(self, data: bytes) -> int:
        """Bara hälften får plats."""
        return int(self.äkta.write(data[: len(data) // 2]))

    def flush(self) -> None:
        """Här märks det att disken är full."""
        self.äkta.flush()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("fanns", [True, False], ids=["över en gammal", "en ny"])
@pytest.mark.parametrize("när", ["skrivning", "fsync", "byte"])
def test_en_full_disk_lämnar_den_gamla_filen_hel(
    när: str, fanns: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vilket steg som än misslyckas finns inget halvskrivet och ingen tillfällig fil kvar."""
    fil = tmp_path / "rapport.md"
    if fanns:
        fil.write_bytes(b"gammalt")
    före = allt_i(tmp_path)
    if när == "skrivning":
        äkta = tempfile.NamedTemporaryFile
        monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda **mer: FullDisk(äkta(**mer)))
    elif när == "fsync":
        monkeypatch.setattr(os, "fsync", vägra(errno.ENOSPC))
    else:
        monkeypatch.setattr(Path, "replace", vägra(errno.ENOSPC))
    with pytest.raises(KanInteSkriva, match="disken är full"):
        skriv_fil(fil, b"nytt" * 1000)
    assert allt_i(tmp_path) == före


@pytest.mark.parametrize(
    ("nummer", "skäl"),
    [
        (errno.EACCES, "du saknar behörighet."),
        (errno.EPERM, "du saknar behörighet."),
        (errno.EROFS, "disken är skrivskyddad."),
    ],
)
def test_en_mapp_som_inte_får_skrivas_i(
    nummer: int, skäl: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulerat: root får skriva överallt."""
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", vägra(nummer))
    fil = tmp_path / "rapport.md"
    with pytest.raises(KanInteSkriva) as fel:
        skriv_fil(fil, b"text")
    assert str(fel.value) == f"{fil} kunde inte skrivas: {skäl}"
    assert allt_i(tmp_path) == {}


def test_en_mapp_som_saknas(tmp_path: Path) -> None:
    fil = tmp_path / "finns" / "inte" / "rapport.md"
    with pytest.raises(KanInteSkriva) as fel:
        skriv_fil(fil, b"text")
    assert str(fel.value) == f"{fil} kunde inte skrivas: mappen finns inte."
    assert allt_i(tmp_path) == {}


def test_en_fil_där_mappen_skulle_vara(tmp_path: Path) -> None:
    (tmp_path / "rapporter").write_bytes(b"")
    with pytest.raises(KanInteSkriva, match="mappen finns inte"):
        skriv_fil(tmp_path / "rapporter" / "rapport.md", b"text")


def test_en_mapp_där_filen_skulle_vara(tmp_path: Path) -> None:
    (tmp_path / "rapport.md").mkdir()
    with pytest.raises(KanInteSkriva, match="det är en mapp"):
        skriv_fil(tmp_path / "rapport.md", b"text")
    assert [fil.name for fil in tmp_path.iterdir()] == ["rapport.md"]
    assert list((tmp_path / "rapport.md").iterdir()) == []


@pytest.mark.parametrize(
    ("nummer", "skäl"),
    [
        (errno.EIO, "disken svarar med fel."),
        (errno.EDQUOT, "ditt utrymme på disken är slut."),
        (errno.ENOTCONN, "nätverksdisken svarar inte."),
        (errno.ENODEV, "disken är borta."),
        (errno.EMFILE, "för många filer är öppna på en gång."),
        (errno.ENOTBLK, os.strerror(errno.ENOTBLK)),
    ],
)
def test_ett_ovanligare_fel(nummer: int, skäl: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ett som ingen har tänkt på sägs med systemets ord."""
    monkeypatch.setattr(os, "fsync", vägra(nummer))
    with pytest.raises(KanInteSkriva) as fel:
        skriv_fil(tmp_path / "rapport.md", b"text")
    assert str(fel.value) == f"{tmp_path / 'rapport.md'} kunde inte skrivas: {skäl}"
    assert allt_i(tmp_path) == {}


def test_det_första_felet_är_det_som_sägs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Disken dör: den tillfälliga filen går inte heller att ta bort, och dess namn säger användaren inget."""
    monkeypatch.setattr(os, "fsync", vägra(errno.EIO))
    monkeypatch.setattr(Path, "unlink", vägra(errno.EROFS))
    with pytest.raises(KanInteSkriva, match=r"rapport\.md kunde inte skrivas: disken svarar med fel\.$"):
        skriv_fil(tmp_path / "rapport.md", b"text")


def test_ctrl_c_mitt_i_skrivningen_lämnar_ingenting_efter_sig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fil = tmp_path / "rapport.md"
    fil.write_bytes(b"gammal")

    def avbryt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", avbryt)
    with pytest.raises(KeyboardInterrupt):
        skriv_fil(fil, b"ny")
    assert [p.name for p in tmp_path.iterdir()] == ["rapport.md"]
    assert fil.read_bytes() == b"gammal"


def test_en_länk_följs_till_sin_fil(tmp_path: Path) -> None:
    (tmp_path / "mapp").mkdir()
    fil = tmp_path / "mapp" / "rapport.md"
    fil.write_bytes(b"gammal")
    länk = tmp_path / "senaste.md"
    länk.symlink_to(fil)
    skriv_fil(länk, b"ny")
    assert länk.is_symlink()
    assert fil.read_bytes() == b"ny"


def test_en_enhet_skrivs_till_och_byts_inte_ut(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--ut /dev/null` får inte göra /dev/null till en fil."""
    skriv_fil(Path(os.devnull), b"ny")
    assert Path(os.devnull).is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="enheten /dev/full finns bara på Linux")
def test_en_full_enhet_sägs_på_svenska() -> None:
    with pytest.raises(KanInteSkriva, match="disken är full"):
        skriv_fil(Path("/dev/full"), b"ny")


def test_ett_rör_som_ingen_läser_i_väntas_det_inte_på(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rör")
    with pytest.raises(KanInteSkriva, match="ingen läser där"):
        skriv_fil(tmp_path / "rör", b"ny")
    läsare = os.open(tmp_path / "rör", os.O_RDONLY | os.O_NONBLOCK)
    skriv_fil(tmp_path / "rör", b"ny")
    assert os.read(läsare, 9) == b"ny"
    os.close(läsare)


# --- Den gamla filens egenskaper ---------------------------------------------------------------------


@pytest.mark.parametrize("läge", [0o444, 0o400, 0o555])
def test_en_skrivskyddad_fil_skrivs_inte_över(läge: int, tmp_path: Path) -> None:
    """Att byta ut den går när mappen får skrivas i, men det är inte meningen."""
    fil = tmp_path / "plan.yaml"
    fil.write_bytes(b"gammal")
    fil.chmod(läge)
    with pytest.raises(KanInteSkriva, match="den är skrivskyddad"):
        skriv_fil(fil, b"ny")
    with pytest.raises(KanInteSkriva, match="den är skrivskyddad"):
        byt_innehåll(fil, b"gammal", b"ny")
    assert allt_i(tmp_path) == {"plan.yaml": b"gammal"}


def test_en_hårt_länkad_fil_bryts_inte_loss(tmp_path: Path) -> None:
    fil = tmp_path / "plan.yaml"
    fil.write_bytes(b"gammal")
    (tmp_path / "samma.yaml").hardlink_to(fil)
    with pytest.raises(KanInteSkriva, match="hårt länkad"):
        skriv_fil(fil, b"ny")
    assert allt_i(tmp_path) == {"plan.yaml": b"gammal", "samma.yaml": b"gammal"}


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="bara root kan ge bort en fil")
def test_ägare_och_grupp_behålls(tmp_path: Path) -> None:
    fil = tmp_path / "plan.yaml"
    fil.write_bytes(b"gammal")
    os.chown(fil, 12345, 54321)
    fil.chmod(0o640)
    skriv_fil(fil, b"ny")
    läge = fil.stat()
    assert (läge.st_uid, läge.st_gid, stat.S_IMODE(läge.st_mode)) == (12345, 54321, 0o640)


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="bara root kan ge bort en fil")
def test_en_fil_som_skulle_byta_ägare_skrivs_inte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fil = tmp_path / "plan.yaml"
    fil.write_bytes(b"gammal")
    os.chown(fil, 12345, 54321)
    monkeypatch.setattr(os, "chown", vägra(errno.EPERM))
    with pytest.raises(KanInteSkriva, match="byta ägare eller grupp"):
        skriv_fil(fil, b"ny")
    assert allt_i(tmp_path) == {"plan.yaml": b"gammal"}


def test_det_som_en_dödad_körning_lämnade_städas_bort(tmp_path: Path) -> None:
    gammal, färsk, annat = (tmp_path / namn for namn in (".plan-skriver-abc", ".plan-skriver-def", ".plan-annat"))
    for fil in (gammal, färsk, annat):
        fil.write_bytes(b"halv")
    for fil in (gammal, annat):
        os.utime(fil, (1, 1))
    skriv_fil(tmp_path / "plan.yaml", b"ny")
    assert sorted(allt_i(tmp_path)) == [".plan-annat", ".plan-skriver-def", "plan.yaml"]


def test_en_ny_fil_vars_skrivare_dödades_går_att_skriva_i(tmp_path: Path) -> None:
    """Den dödades när filen hade fått sitt namn men den tillfälliga inte var borttagen: de är hårt länkade till varandra."""
    (tmp_path / ".plan-skriver-abc").write_bytes(b"ny")
    (tmp_path / "plan.yaml").hardlink_to(tmp_path / ".plan-skriver-abc")
    skriv_fil(tmp_path / "plan.yaml", b"nyare")
    assert allt_i(tmp_path) == {"plan.yaml": b"nyare"}


# --- Två på en gång ----------------------------------------------------------------------------------


def test_av_många_som_ändrar_samma_fil_går_inget_förlorat(tmp_path: Path) -> None:
    """Åtta trådar räknar upp ett tal 25 gånger var, och gör om när någon annan hann före."""
    fil = tmp_path / "tal.txt"
    fil.write_bytes(b"0")

    def räkna_upp(_: int) -> None:
        klara = 0
        while klara < 25:
            förut = fil.read_bytes()
            with suppress(KanInteSkriva):
                byt_innehåll(fil, förut, str(int(förut) + 1).encode())
                klara += 1

    with ThreadPoolExecutor(8) as trådar:
        list(trådar.map(räkna_upp, range(8)))
    assert allt_i(tmp_path) == {"tal.txt": b"200"}


def test_en_mapp_som_någon_annan_håller_i(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensamratt, "LÄNGST", 0.05)
    with ensamratt.ensam_i(tmp_path), pytest.raises(KanInteSkriva, match="någon annan skriver i mappen just nu"):
        skriv_fil(tmp_path / "plan.yaml", b"ny")
    assert allt_i(tmp_path) == {}
    skriv_fil(tmp_path / "plan.yaml", b"ny")


PLAN = """\
format: 1
plan: {id: p1, namn: Plan, nämnd: N, år: 2020}
mål:
  - {id: m1, nivå: mål, namn: M, indikatorer: [
      {id: i1, namn: A, enhet: antal, målvärde: {minst: 5}},
      {id: i2, namn: B, enhet: antal, målvärde: {minst: 5}}]}
"""
UPPFÖLJNING = "format: 1\nuppföljning: {plan: p1, period: delår 2, per: 2020-08-31}\nutfall:\n  i1: 1\n  i2: 1\n"


@pytest.fixture
def projekt(tmp_path: Path) -> Path:
    """Ett förråd med en plan och en uppföljning."""
    rot = tmp_path / "projekt"
    (rot / "planer/k/p1").mkdir(parents=True)
    (rot / "planer/k/kommun.yaml").write_text("format: 1\nkommun: {id: k, namn: K}\n", encoding="utf-8")
    (rot / "planer/k/p1/plan.yaml").write_text(PLAN, encoding="utf-8")
    (rot / "planer/k/p1/2020-08-31.yaml").write_text(UPPFÖLJNING, encoding="utf-8")
    git(rot, "init", "-q")
    return rot


def test_par_av_plan_utfall_förlorar_inget(projekt: Path) -> None:
    """Två processer skriver var sin rad i samma fil. Den som säger att den skrev har skrivit.

    Fler par: `PLAN_PAR=200 python -m pytest -o timeout=0 tests/test_skrivning.py`.
    """
    fil = projekt / "planer/k/p1/2020-08-31.yaml"
    for nummer in range(int(os.environ.get("PLAN_PAR", "3"))):
        värden = {"i1": str(100 + nummer), "i2": str(5000 + nummer)}
        with ThreadPoolExecutor(2) as trådar:
            koder = list(trådar.map(lambda par: kör_process("utfall", "p1", *par, mapp=projekt).kod, värden.items()))
        text = fil.read_text(encoding="utf-8")
        skrivna = [f"{id_}: {värde}\n" in text for id_, värde in värden.items()]
        assert koder in ([0, 0], [0, 2], [2, 0])
        assert [kod == 0 for kod in koder] == skrivna


def test_ett_beslut_som_hinner_före_en_ändring_gäller_inget_annat(
    projekt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planen byts ut mellan att den läses och att beslutet skrivs in."""
    from planverktyg.kommandon import besluta

    fil = projekt / "planer/k/p1/plan.yaml"
    äkta = besluta._kräv_utan_fel

    def byt(*argument: Any) -> None:
        äkta(*argument)
        fil.write_text(PLAN.replace("minst: 5", "minst: 1"), encoding="utf-8")

    monkeypatch.setattr(besluta, "_kräv_utan_fel", byt)
    körning = kör_plan("besluta", "p1", "--datum", "2019-10-10", mapp=projekt)
    assert (körning.kod, "ändrades av någon annan" in körning.fel) == (2, True)
    assert "beslut" not in fil.read_text(encoding="utf-8")


# --- Länkar ut ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("länk", "argument"),
    [
        ("planer/schema/plan.json", ["schema"]),
        ("planer/schema", ["schema"]),
        ("rapport.md", ["rapport", "p1", "--ut", "rapport.md"]),
        ("ut", ["rapport", "p1", "--ut", "ut/rapport.md"]),
        ("planer/ny", ["ny", "kommun", "ny", "--namn", "Ny kommun"]),
        ("planer/k/p2", ["ny", "plan", "p2", "--kommun", "k", "--nämnd", "Nämnden", "--kortnamn", "N", "--år", "2021"]),
    ],
)
@pytest.mark.parametrize("förråd", [True, False], ids=["i git", "utan git"])
def test_en_länk_ut_ur_projektet_följs_inte(
    förråd: bool, länk: str, argument: list[str], projekt: Path, tmp_path: Path
) -> None:
    if not förråd:
        shutil.rmtree(projekt / ".git")
    utanför = tmp_path / "utanför"
    utanför.mkdir()
    (utanför / "offer").write_bytes(b"mitt")
    (projekt / länk).parent.mkdir(parents=True, exist_ok=True)
    (projekt / länk).symlink_to(utanför / "offer" if Path(länk).suffix else utanför)
    körning = kör_plan(*argument, mapp=projekt)
    assert (körning.kod, "leder ut ur sin mapp" in körning.fel) == (2, True), körning
    assert allt_i(utanför) == {"offer": b"mitt"}


def test_en_länk_ut_ur_planmappen_men_kvar_i_projektet_följs_inte(projekt: Path) -> None:
    (projekt / "README.md").write_bytes(b"mitt")
    (projekt / "planer/schema").mkdir()
    (projekt / "planer/schema/plan.json").symlink_to("../../README.md")
    assert kör_plan("schema", mapp=projekt).kod == 2
    assert (projekt / "README.md").read_bytes() == b"mitt"


@pytest.mark.parametrize("mål", [".git/config", ".git/hooks/pre-commit"])
def test_det_går_inte_att_skriva_in_i_git(mål: str, projekt: Path) -> None:
    (projekt / "rapport.md").symlink_to(mål)
    for ut in ("rapport.md", mål):
        assert "som bara git skriver i" in kör_plan("rapport", "p1", "--ut", ut, mapp=projekt).fel


def test_den_som_själv_anger_en_annan_mapp_får_skriva_där(projekt: Path, tmp_path: Path) -> None:
    assert kör_plan("rapport", "p1", "--ut", tmp_path / "rapport.md", mapp=projekt).kod == 0
    assert (tmp_path / "rapport.md").exists()


@pytest.mark.parametrize(
    ("ut", "säger"),
    [("å" * 200 + ".md", "för långt"), ("a\0b", "styrtecken"),
     ("slinga.md", "leder tillbaka"), ("finns/inte/a.md", "mappen finns inte"),
     ("planer/k/kommun.yaml/a.md", "mappen finns inte")],
)  # fmt: skip
def test_en_fil_som_inte_går_att_skriva_är_fel_användning(ut: str, säger: str, projekt: Path) -> None:
    (projekt / "slinga.md").symlink_to("slinga.md")
    for argument in (["rapport", "p1", "--ut", ut], ["dokument", "p1", "--ut", ut]):
        körning = kör_plan(*argument, mapp=projekt)
        assert (körning.kod, säger in körning.fel) == (2, True), körning


@pytest.mark.parametrize("ut", [".", "", "planer"])
def test_i_en_mapp_heter_filen_efter_planen(ut: str, projekt: Path) -> None:
    före = set((projekt / ut).iterdir())
    assert kör_plan("dokument", "p1", "--ut", ut, mapp=projekt).kod == 0
    assert [fil.name for fil in set((projekt / ut).iterdir()) - före] == ["p1.md"]


def test_en_ny_fil_skrivs_aldrig_över(tmp_path: Path) -> None:
    fil = tmp_path / "plan.yaml"
    fil.write_bytes(b"min")
    fil.chmod(0o444)
    with pytest.raises(KanInteSkriva, match="den finns redan"):
        skriv_ny_fil(fil, b"din")
    assert allt_i(tmp_path) == {"plan.yaml": b"min"}
