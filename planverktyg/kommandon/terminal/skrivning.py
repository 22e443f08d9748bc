"""Det enda stället som skriver filer: allt eller inget, med felet sagt på svenska. Standard ut skrivs i `utskrift`."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

from planverktyg.arkiv import spar
from planverktyg.kommandon.terminal.ensamratt import Upptagen, ensam_i
from planverktyg.kommandon.terminal.skrivmal import skrivmål
from planverktyg.kommandon.terminal.utskrift import KanInteSkriva, skäl

_TILLFÄLLIG = ".plan-skriver-"
_GAMMALT = 3600
"""Sekunder efter vilka en tillfällig fil är övergiven."""


def skriv_fil(fil: Path, innehåll: bytes, *, ny: bool = False, gammalt: bytes | None = None) -> None:
    """Skriver filen i ett steg: antingen står hela det nya innehållet där, eller det gamla.

    En länk följs till sin fil, om den ligger kvar i mappen. Med `ny` skrivs aldrig en fil över som redan finns, och med
    `gammalt` aldrig en som innehåller något annat. Filens rättigheter, ägare och grupp är desamma efteråt.
    Reser `KanInteSkriva` när disken är full, mappen saknas, rättigheter fattas, filen är skrivskyddad eller en länk leder ut.
    """
    spar.hindra()
    tillfällig: Path | None = None
    try:
        mål = skrivmål(fil)
        if mål.exists() and not mål.is_file() and not mål.is_dir():  # /dev/null, ett rör: går inte att byta ut
            _skriv_till_enhet(mål, innehåll)
            return
        with tempfile.NamedTemporaryFile(dir=mål.parent, prefix=_TILLFÄLLIG, delete=False) as öppen:
            tillfällig = Path(öppen.name)
            öppen.write(innehåll)
            öppen.flush()
            os.fsync(öppen.fileno())
        with ensam_i(mål.parent):
            _städa(mål.parent)
            tillfällig.chmod(0o666 & ~_umask())
            if not ny:
                _ge_samma_egenskaper(tillfällig, mål, fil)
            if gammalt is not None:
                _kräv_oförändrad(mål, gammalt, fil)
            if ny:
                _flytta_till_ledig_plats(tillfällig, mål)
            else:
                tillfällig.replace(mål)
    except BaseException as fel:  # även Ctrl-C: ingen halv fil får ligga kvar
        if tillfällig is not None:
            with contextlib.suppress(OSError):  # det första felet är det som ska sägas
                tillfällig.unlink(missing_ok=True)
        if isinstance(fel, Upptagen):
            raise KanInteSkriva(
                f"{fil} kunde inte skrivas: någon annan skriver i mappen just nu. Kör kommandot igen."
            ) from None
        if isinstance(fel, OSError | ValueError):
            raise KanInteSkriva(f"{fil} kunde inte skrivas: {skäl(fel)}") from fel
        raise


def _skriv_till_enhet(mål: Path, innehåll: bytes) -> None:
    """Skriver till en enhet, eller till ett rör som någon läser i: på en läsare väntas inte."""
    utan_väntan = getattr(os, "O_NONBLOCK", 0)
    with open(os.open(mål, os.O_WRONLY | utan_väntan), "wb") as öppen:  # noqa: PTH123 - filen är redan öppen
        if utan_väntan:
            os.set_blocking(öppen.fileno(), True)
        öppen.write(innehåll)


def _ge_samma_egenskaper(tillfällig: Path, mål: Path, fil: Path) -> None:
    """Ger den nya filen den gamlas rättigheter, ägare och grupp. Reser `KanInteSkriva` när något skulle gå förlorat."""
    if not mål.exists():
        return
    förut, nu = mål.stat(), tillfällig.stat()
    if not stat.S_ISREG(förut.st_mode):
        return  # en mapp: bytet säger vad som är fel
    if not (förut.st_mode & 0o222 and os.access(mål, os.W_OK)):
        raise KanInteSkriva(f"{fil} kunde inte skrivas: den är skrivskyddad.")
    if förut.st_nlink > 1:
        raise KanInteSkriva(
            f"{fil} kunde inte skrivas: den är hårt länkad till en fil till, som inte skulle följa med."
        )
    shutil.copystat(mål, tillfällig)
    os.utime(tillfällig)
    if (förut.st_uid, förut.st_gid) != (nu.st_uid, nu.st_gid) and sys.platform != "win32":
        try:
            os.chown(tillfällig, förut.st_uid, förut.st_gid)
        except PermissionError:
            råd = "Den som äger filen får skriva i den, eller så kopierar du den och lägger tillbaka kopian."
            raise KanInteSkriva(f"{fil} kunde inte skrivas: den skulle byta ägare eller grupp. {råd}") from None
        tillfällig.chmod(stat.S_IMODE(förut.st_mode))  # chown tar bort en del


def _kräv_oförändrad(mål: Path, gammalt: bytes, fil: Path) -> None:
    try:
        oförändrad = mål.read_bytes() == gammalt
    except OSError as fel:
        raise KanInteSkriva(f"{fil} kunde inte läsas: {skäl(fel)}") from fel
    if not oförändrad:
        raise KanInteSkriva(f"{fil} ändrades av någon annan under tiden. Inget är skrivet; kör kommandot igen.")


def _städa(mapp: Path) -> None:
    """Tar bort det som en körning som dödades lämnade efter sig.

    En hård länk är gjord under ensamrätten, som nu är vår: den filen är skriven, och den som skrev den finns inte längre.
    """
    gräns = time.time() - _GAMMALT
    with contextlib.suppress(OSError):
        for kvar in mapp.glob(f"{_TILLFÄLLIG}*"):
            läge = kvar.lstat()
            if stat.S_ISREG(läge.st_mode) and (läge.st_mtime < gräns or läge.st_nlink > 1):
                kvar.unlink(missing_ok=True)


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
    with contextlib.suppress(OSError):  # filen är skriven
        tillfällig.unlink(missing_ok=True)


def skapa_mapp(mapp: Path) -> None:
    """Skapar mappen om den inte finns. Reser `KanInteSkriva`, också när en länk leder ut ur projektet."""
    spar.hindra()
    try:
        skrivmål(mapp).mkdir(exist_ok=True)
    except (OSError, ValueError) as fel:
        raise KanInteSkriva(f"Mappen {mapp} kunde inte skapas: {skäl(fel)}") from fel


def skriv_ny_fil(fil: Path, innehåll: bytes) -> None:
    """Skriver en fil som inte finns, med mapparna som den behöver. Går det inte lämnas ingenting efter.

    Reser `KanInteSkriva`, också när filen redan finns: då är den orörd.
    """
    skapade: list[Path] = []
    try:
        skrivmål(fil)
        for mapp in reversed([mapp for mapp in fil.absolute().parents if not mapp.exists()]):
            mapp.mkdir()
            skapade.append(mapp)
        skriv_fil(fil, innehåll, ny=True)
    except BaseException as fel:
        for mapp in reversed(skapade):
            with contextlib.suppress(OSError):
                mapp.rmdir()
        if isinstance(fel, OSError | ValueError):
            raise KanInteSkriva(f"{fil} kunde inte skrivas: {skäl(fel)}") from fel
        raise


def byt_innehåll(fil: Path, gammalt: bytes, nytt: bytes) -> None:
    """Skriver en fil som har lästs och ändrats. Har någon annan ändrat den sedan dess skrivs inget.

    Reser `KanInteSkriva`, också när filen är skrivskyddad: att byta ut den går ändå, men det är inte meningen.
    """
    skriv_fil(fil, nytt, gammalt=gammalt)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
