"""Namnet som någon vill skriva till in, filen som det skrivs i ut: en länk följs, men aldrig ut ur sin egen mapp."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from planverktyg.kommandon.terminal.utskrift import KanInteSkriva


def skrivmål(fil: Path) -> Path:
    """Filen som det skrivs i. Reser `KanInteSkriva` när en länk leder ut ur sin mapp eller in i `.git`, och `OSError`.

    Den som själv anger en sökväg någon annanstans får skriva där. En länk i projektet kan däremot vara lagd av någon annan.
    """
    hel = Path(os.path.abspath(fil))  # noqa: PTH100 - länkar ska inte följas
    try:
        mål = hel.resolve()
    except RuntimeError:  # så säger Python 3.11 och 3.12 om en länk som leder till sig själv
        mål = hel
    if mål.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    rot = _projektet(hel)
    if rot is None:
        return mål
    for länk in (väg for väg in (hel, *hel.parents) if väg.is_relative_to(rot) and väg != rot and väg.is_symlink()):
        if not länk.resolve().is_relative_to(länk.parent.resolve()):
            raise KanInteSkriva(f"{fil} kunde inte skrivas: länken {länk.name} leder ut ur sin mapp. Ta bort den.")
    egen = rot.resolve()
    if mål.is_relative_to(egen) and any(del_.casefold() == ".git" for del_ in mål.relative_to(egen).parts):
        raise KanInteSkriva(f"{fil} kunde inte skrivas: den ligger i mappen .git, som bara git skriver i.")
    return mål


def _projektet(hel: Path) -> Path | None:
    """Förrådet som sökvägen ligger i, annars arbetsmappen om den ligger där, annars ingenting."""
    förråd = next((mapp for mapp in hel.parents if os.path.lexists(mapp / ".git")), None)
    här = Path.cwd()
    return förråd or (här if hel.is_relative_to(här) else None)
