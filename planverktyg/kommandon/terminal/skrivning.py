"""Det enda stället som skriver filer och standardutdata: allt eller inget, med felet sagt på svenska."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from pathlib import Path


class KanInteSkriva(Exception):
    """Filen kunde inte skrivas. Texten säger varför; den gamla filen är orörd."""


def skriv_fil(fil: Path, innehåll: bytes, *, ny: bool = False) -> None:
    """Skriver filen i ett steg: antingen står hela det nya innehållet där, eller det gamla.

    En länk följs till sin fil. Med `ny` skrivs aldrig en fil över som redan finns.
    Reser `KanInteSkriva` när disken är full, mappen saknas eller rättigheter fattas.
    """
    mål = fil.resolve()
    tillfällig: Path | None = None
    try:
        if mål.exists() and not mål.is_file() and not mål.is_dir():  # /dev/null, ett rör: går inte att byta ut
            mål.write_bytes(innehåll)
            return
        with tempfile.NamedTemporaryFile(dir=mål.parent, prefix=f".{mål.name}.", delete=False) as öppen:
            tillfällig = Path(öppen.name)
            öppen.write(innehåll)
            öppen.flush()
            os.fsync(öppen.fileno())
        tillfällig.chmod(mål.stat().st_mode & 0o777 if mål.exists() else 0o666 & ~_umask())
        if ny:
            _flytta_till_ledig_plats(tillfällig, mål)
        else:
            tillfällig.replace(mål)
    except BaseException as fel:  # även Ctrl-C: ingen halv fil får ligga kvar
        if tillfällig is not None:
            tillfällig.unlink(missing_ok=True)
        if isinstance(fel, OSError):
            raise KanInteSkriva(f"{fil} kunde inte skrivas: {_skäl(fel)}") from fel
        raise


def _flytta_till_ledig_plats(tillfällig: Path, mål: Path) -> None:
    """Byter namn på filen, men aldrig till ett namn som är taget."""
    try:
        mål.hardlink_to(tillfällig)
    except FileExistsError:
        raise
    except OSError:  # filsystemet har inga hårda länkar
        if mål.exists():
            raise FileExistsError(errno.EEXIST, "") from None
        tillfällig.replace(mål)
    tillfällig.unlink(missing_ok=True)


def skriv_ny_fil(fil: Path, innehåll: bytes) -> None:
    """Skriver en fil som inte finns, med mapparna som den behöver. Går det inte lämnas ingenting efter.

    Reser `KanInteSkriva`, också när filen redan finns: då är den orörd.
    """
    skapade: list[Path] = []
    try:
        for mapp in reversed([mapp for mapp in fil.absolute().parents if not mapp.exists()]):
            mapp.mkdir()
            skapade.append(mapp)
        skriv_fil(fil, innehåll, ny=True)
    except BaseException as fel:
        for mapp in reversed(skapade):
            with contextlib.suppress(OSError):
                mapp.rmdir()
        if isinstance(fel, OSError):
            raise KanInteSkriva(f"{fil} kunde inte skrivas: {_skäl(fel)}") from fel
        raise


def byt_innehåll(fil: Path, gammalt: bytes, nytt: bytes) -> None:
    """Skriver en fil som har lästs och ändrats. Har någon annan ändrat den sedan dess skrivs inget.

    Reser `KanInteSkriva`, också när filen är skrivskyddad: att byta ut den går ändå, men det är inte meningen.
    """
    try:
        skrivbar = fil.stat().st_mode & 0o222 and os.access(fil, os.W_OK)
        oförändrad = fil.read_bytes() == gammalt
    except OSError as fel:
        raise KanInteSkriva(f"{fil} kunde inte läsas: {_skäl(fel)}") from fel
    if not skrivbar:
        raise KanInteSkriva(f"{fil} kunde inte skrivas: den är skrivskyddad.")
    if not oförändrad:
        raise KanInteSkriva(f"{fil} ändrades av någon annan under tiden. Inget är skrivet; kör kommandot igen.")
    skriv_fil(fil, nytt)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _skäl(fel: OSError) -> str:
    return {
        errno.ENOENT: "mappen finns inte.",
        errno.ENOTDIR: "mappen finns inte.",
        errno.EACCES: "du saknar behörighet.",
        errno.EPERM: "du saknar behörighet.",
        errno.EROFS: "disken är skrivskyddad.",
        errno.ENOSPC: "disken är full.",
        errno.EISDIR: "det är en mapp.",
        errno.EEXIST: "den finns redan, och skrivs aldrig över. Välj en annan fil med --ut.",
    }.get(fel.errno or 0, fel.strerror or "okänt fel.")


def skriv_ut(text: str) -> None:
    """Skriver texten till standard ut som UTF-8, vad terminalens språk än är.

    Reser `KanInteSkriva` när disken som utskriften leds till är full.
    """
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # läsaren har läst färdigt: cli avslutar tyst
    except OSError as fel:
        with contextlib.suppress(OSError):  # det som ligger kvar i bufferten ska inte skrivas en gång till
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise KanInteSkriva(f"Utskriften kunde inte skrivas: {_skäl(fel)}") from fel


def skriv_fel(text: str) -> None:
    """Skriver en rad till standard fel som UTF-8."""
    sys.stderr.buffer.write(f"{text}\n".encode("utf-8", "surrogateescape"))
    sys.stderr.buffer.flush()
