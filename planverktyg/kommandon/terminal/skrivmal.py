"""Filen som någon vill skriva in, filen som skrivs ut: en länk följs, men aldrig ut ur mappen som den ligger i."""

from __future__ import annotations

import errno
import os
from pathlib import Path


class KanInteSkriva(Exception):
    """Filen kunde inte skrivas. Texten säger varför; den gamla filen är orörd."""


def skrivmål(fil: Path) -> Path:
    """Filen som det skrivs i. Reser `KanInteSkriva` när en länk leder ut ur projektet eller in i `.git`, och `OSError`.

    Den som själv anger en sökväg någon annanstans får skriva där. En länk i projektet kan däremot vara lagd av någon annan.
    """
    hel = Path(os.path.abspath(fil))  # noqa: PTH100 - länkar ska inte följas
    try:
        mål = hel.resolve()
    except RuntimeError:  # så säger Python 3.11 om en länk som leder till sig själv
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
    rot = _projektet(hel)
    if rot is None:
        return mål
    egen = rot.resolve()
    inne = mål.is_relative_to(egen)
    if hel != mål and not inne:
        raise KanInteSkriva(f"{fil} kunde inte skrivas: en länk leder ut ur {rot.name or rot}. Ta bort länken.")
    if inne and any(del_.casefold() == ".git" for del_ in mål.relative_to(egen).parts):
        raise KanInteSkriva(f"{fil} kunde inte skrivas: den ligger i mappen .git, som bara git skriver i.")
    return mål


def _projektet(hel: Path) -> Path | None:
    """Förrådet som sökvägen ligger i, annars arbetsmappen om den ligger där, annars ingenting."""
    förråd = next((mapp for mapp in hel.parents if os.path.lexists(mapp / ".git")), None)
    här = Path.cwd()
    return förråd or (här if hel.is_relative_to(här) else None)
