"""Ett kommando som ska köras in, dess slutkod ut; svaret sparas när allt som det läste går att känna igen.

Går det inte att spara (full disk, en mapp som någon annan kan skriva i) är svaret detsamma, bara inte sparat.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from planverktyg.arkiv import spar
from planverktyg.kommandon.svarscache.svar import BÖRJAN, cachens_mapp, filen, nyckel, är_bara_min
from planverktyg.kommandon.terminal import utskrift
from planverktyg.kommandon.terminal.utskrift import Avskrift

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STÖRSTA_SVAR = 8_000_000
"""Byte som ett svar högst får vara för att sparas: det hålls i minnet tills kommandot är klart."""
MEST = 64_000_000
"""Byte som cachen högst får ta på disken."""
FLEST = 500
"""Så många svar sparas."""


def spela_in(argv: Sequence[str], nyckeln: bytes, kör: Callable[[Sequence[str]], int]) -> int:
    """Kör kommandot. Svaret sparas när det blev ett, och inget hindrar att det känns igen."""
    spår = spar.pågår = spar.Spår()
    avskrift = utskrift.avskrift = Avskrift(STÖRSTA_SVAR)
    try:
        for ord_ in (*argv, *(ord_.partition("=")[2] for ord_ in argv), "planer"):
            spar.minns("finns", ord_)  # kommandot frågar själv om det som pekas ut finns
            spar.minns("väg", ord_)
        slutkod = kör(argv)
    finally:
        spar.pågår = utskrift.avskrift = None
    if slutkod in (0, 1) and not spår.hinder and not avskrift.för_stor and nyckeln == nyckel(argv):
        with contextlib.suppress(OSError):
            _spara(nyckeln, _som_text(nyckeln, spår, slutkod, avskrift.bitar))
    return slutkod


def _som_text(nyckeln: bytes, spår: spar.Spår, slutkod: int, bitar: Sequence[tuple[str, bytes]]) -> bytes:
    saker = "\n".join(f"{slag}\t{märke}\t{sökväg}" for (slag, sökväg), märke in spår.saker.items())
    delar = (
        ("nyckel", nyckeln),
        ("läst", saker.encode("utf-8", "surrogateescape")),
        ("slutkod", str(slutkod).encode()),
        *bitar,
    )
    innehåll = b"".join(b"%b %d\n%b" % (namn.encode(), len(text), text) for namn, text in delar)
    return b"%b\n%b\n%b" % (BÖRJAN, spar.märke(innehåll).encode(), innehåll)


def _spara(nyckeln: bytes, svar: bytes) -> None:
    """Skriver svaret i ett steg. Reser `OSError` när det inte går."""
    namn = cachens_mapp()
    if namn is None:
        return
    mapp = Path(namn)
    mapp.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mapp.mkdir(mode=0o700, exist_ok=True)
    if mapp.is_symlink() or not är_bara_min(mapp.lstat()):
        return
    nummer, tillfällig = tempfile.mkstemp(dir=mapp, prefix=".")
    try:
        with open(nummer, "wb") as öppen:  # noqa: PTH123 - filen är redan öppen
            öppen.write(svar)
        os.replace(tillfällig, filen(namn, nyckeln))  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            Path(tillfällig).unlink()
        raise
    _gallra(mapp)


def _gallra(mapp: Path) -> None:
    """Tar bort de äldsta svaren när de är för många eller tar för stor plats, och halva filer som blev kvar."""
    filer = sorted(((fil.lstat(), fil) for fil in mapp.iterdir()), key=lambda par: par[0].st_mtime, reverse=True)
    plats = 0
    for nummer, (läge, fil) in enumerate(filer):
        plats += läge.st_size
        if nummer >= FLEST or plats > MEST:
            fil.unlink(missing_ok=True)
