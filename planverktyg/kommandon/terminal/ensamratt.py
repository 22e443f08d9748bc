"""En mapp in, ensamrätt att byta filer i den ut, mellan alla som skriver med verktyget.

Rätten är operativsystemets lås och släpps när processen slutar, hur den än slutar: det finns inget gammalt lås att ta bort.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LÄNGST = 10.0
"""Sekunder som den väntar som inte får rätten. En skrivning tar några tusendels sekund."""


class Upptagen(Exception):
    """Någon annan har haft ensamrätten hela tiden."""


@contextmanager
def ensam_i(mapp: Path) -> Iterator[None]:
    """Håller andra skrivare borta från mappen. Reser `Upptagen` när det dröjer.

    Ett filsystem som inte kan låsa (vissa nätverksdiskar) ger ingen ensamrätt; jämförelsen före bytet finns kvar.
    """
    nummer = _öppna(mapp)
    if nummer is None:
        yield
        return
    try:
        _vänta_in(nummer)
        yield
    finally:
        with suppress(OSError):  # rätten är släppt ändå
            os.close(nummer)


def _vänta_in(nummer: int) -> None:
    slut = time.monotonic() + LÄNGST
    while not _försök_låsa(nummer):
        if time.monotonic() > slut:
            raise Upptagen
        time.sleep(0.01)


if sys.platform == "win32":  # mappar går inte att låsa: en tom fil bland de tillfälliga står för mappen
    import msvcrt

    def _öppna(mapp: Path) -> int | None:
        märke = hashlib.sha256(os.fsencode(mapp.resolve())).hexdigest()[:24]
        try:
            return os.open(Path(tempfile.gettempdir(), f"planverktyg-{märke}.las"), os.O_RDWR | os.O_CREAT)
        except OSError:
            return None

    def _försök_låsa(nummer: int) -> bool:
        try:
            msvcrt.locking(nummer, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _öppna(mapp: Path) -> int | None:
        try:
            return os.open(mapp, os.O_RDONLY)
        except OSError:
            return None

    def _försök_låsa(nummer: int) -> bool:
        try:
            fcntl.flock(nummer, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # filsystemet kan inte låsa
            return True
        return True
