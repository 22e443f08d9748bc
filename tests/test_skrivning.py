"""Skrivning av filer: hela det nya innehållet eller hela det gamla, och felet sagt på svenska."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import Any, Self

import pytest

from planverktyg.kommandon.terminal.skrivning import KanInteSkriva, skriv_fil


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


def test_ett_okänt_fel_sägs_med_systemets_ord(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", vägra(errno.EIO))
    with pytest.raises(KanInteSkriva, match=os.strerror(errno.EIO)):
        skriv_fil(tmp_path / "rapport.md", b"text")
    assert allt_i(tmp_path) == {}


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
