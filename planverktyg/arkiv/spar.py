"""Det som ett kommando läser in, ett märke för varje sak ut: är märkena desamma nästa gång blir svaret detsamma.

En fils märke tas på de byte som lästes, aldrig på filen en gång till. Det som inte är läst ännu märks innan det läses, så att en
ändring emellan syns. Kan något inte märkas sätts `hinder`: då går det inte att veta om svaret skulle bli detsamma.
"""

from __future__ import annotations

import os
import stat

try:
    from _blake2 import blake2b  # hashlib läser in OpenSSL, som tar längre tid än allt det här
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

STÖRST = 10_000_001
"""Så många byte av en fil läses och märks."""
FÖRSTA = 4_096
"""Byte av en fil som nästan alltid räcker för att se vad den är."""
BÖRJAN = 65_536
"""Byte som alltid räcker för att se vad den är."""
SAKNAS = "-"


class Spår:
    """Sakerna som är lästa: slag och sökväg → märke."""

    def __init__(self) -> None:
        self.saker: dict[tuple[str, str], str] = {}
        self.hinder = False

    def ta_emot(self, annat: Spår) -> None:
        """Lägger till det som en annan process har läst."""
        for sak, då in annat.saker.items():
            self.lägg_till(sak, då)
        self.hinder = self.hinder or annat.hinder

    def lägg_till(self, sak: tuple[str, str], nu: str) -> None:
        """Två olika märken på samma sak betyder att den ändrades medan kommandot arbetade."""
        if self.saker.setdefault(sak, nu) != nu or "\n" in sak[1]:
            self.hinder = True


pågår: Spår | None = None
"""Spåret av kommandot som körs, när någon vill ha ett."""


def hindra() -> None:
    """Säger att svaret beror på något som inte går att märka."""
    if pågår is not None:
        pågår.hinder = True


def läst(fil: Path, innehåll: bytes, *, är_länk: bool) -> bytes:
    """Innehållet i en fil, läst till slutet eller så långt som den läses."""
    if pågår is not None:
        pågår.lägg_till(("länkad fil" if är_länk else "fil", str(fil)), märke(innehåll))
        if är_länk:
            minns("väg", fil)
    return innehåll


def läst_början(fil: Path, innehåll: bytes) -> bytes:
    """Det som lästes i början av en vanlig fil."""
    if pågår is not None:
        pågår.lägg_till(("de första byten", str(fil)), märke(innehåll))
    return innehåll


def listad(mapp: Path, poster: Iterable[tuple[str, bool, bool]]) -> None:
    """En mapp: namn, om det är en mapp och om det är en länk, i bokstavsordning."""
    if pågår is not None:
        pågår.lägg_till(("mapp", str(mapp)), _av_poster(poster))


def minns(slag: str, sökväg: Path | str) -> None:
    """En sak som strax ska läsas, märkt så som den är nu."""
    if pågår is not None:
        sak = (slag, str(sökväg))
        if sak not in pågår.saker:
            try:
                pågår.lägg_till(sak, MÄRKEN[slag](sak[1]))
            except (OSError, ValueError):
                pågår.hinder = True


def är_som_förut(slag: str, sökväg: str, då: str) -> bool:
    """Om saken har samma märke nu."""
    try:
        return MÄRKEN[slag](sökväg) == då
    except (OSError, ValueError, KeyError):
        return False


def märke(innehåll: bytes) -> str:
    """Det som byten känns igen på."""
    return blake2b(innehåll, digest_size=16).hexdigest()


def _av_poster(poster: Iterable[tuple[str, bool, bool]]) -> str:
    text = "/".join(f"{namn}\0{är_mapp:d}{är_länk:d}" for namn, är_mapp, är_länk in poster)
    return märke(text.encode("utf-8", "surrogateescape"))


def _fil(sökväg: str, *, följ: bool = False, högst: int = STÖRST) -> str:
    nummer = os.open(sökväg, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | (0 if följ else getattr(os, "O_NOFOLLOW", 0)))
    try:
        storlek = os.fstat(nummer)
        if not stat.S_ISREG(storlek.st_mode):
            return SAKNAS
        bitar, kvar = [], högst
        while kvar > 0 and (bit := os.read(nummer, min(kvar, storlek.st_size + 1))):
            bitar.append(bit)
            kvar -= len(bit)
    finally:
        os.close(nummer)
    return märke(b"".join(bitar))


def _om_den_finns(sökväg: str) -> str:
    try:
        return _fil(sökväg, följ=True)
    except (FileNotFoundError, NotADirectoryError):
        return SAKNAS


def _början(sökväg: str) -> str:
    return _fil(sökväg, följ=True, högst=BÖRJAN) if os.path.isfile(sökväg) else SAKNAS  # noqa: PTH113


def _poster(sökväg: str) -> list[tuple[str, bool, bool]]:
    with os.scandir(sökväg) as alla:
        return [(post.name, post.is_dir(), post.is_symlink()) for post in alla]


def _finns(sökväg: str) -> str:
    try:
        return f"{stat.S_IFMT(os.stat(sökväg).st_mode):o}"  # noqa: PTH116
    except (OSError, ValueError):
        return SAKNAS


def _program(sökväg: str) -> str:
    läge = os.stat(sökväg)  # noqa: PTH116
    return f"{läge.st_size} {läge.st_mtime_ns}"


MÄRKEN: dict[str, Callable[[str], str]] = {
    "fil": _fil,
    "länkad fil": lambda sökväg: _fil(sökväg, följ=True),
    "fil om den finns": _om_den_finns,
    "de första byten": lambda sökväg: _fil(sökväg, högst=FÖRSTA),
    "början": _början,
    "mapp": lambda sökväg: _av_poster(sorted(_poster(sökväg))),
    "mapp i ordning": lambda sökväg: _av_poster(_poster(sökväg)),
    "väg": lambda sökväg: märke(os.fsencode(os.path.realpath(sökväg))),
    "finns": _finns,
    "program": _program,
}
"""Slag av sak → hur den märks. Där ordningen i en mapp avgör vad som läses märks också den."""
