"""Argumenten in, svaret från förra gången ut, när allt som svaret beror på är som då: filerna, verktyget, miljön och dagen.

Modulen läser in så lite som möjligt, för den går före allt annat. Filen i cachen är text: märken och det som skrevs ut. Inget i
den körs. Går den inte att lita på (en annans mapp, avkortad, en annan version) är det som om den inte fanns.
"""

from __future__ import annotations

import os
import stat
import sys
import time

from planverktyg import __version__
from planverktyg.arkiv import spar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO, TypeAlias

    Svar: TypeAlias = tuple[int, list[tuple[str, bytes]]]
    """Slutkoden, och det som skrevs: vart och vilka byte."""

KOMMANDON = frozenset({"validera", "status", "rapport", "dokument", "format", "regel", "schema"})
"""Kommandona som bara läser och svarar."""
UTAN = "--utan-cache"
BÖRJAN = b"planverktyg svar 1"
_MILJÖ = (
    "COLUMNS", "LINES", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "TZ", "LANG", "LANGUAGE", "HOME", "PATH", "CI",
)  # fmt: skip
_MILJÖNS_BÖRJAN = (
    "LC_",
    "PLAN_",
    "PYTHON",
    "XDG_",
    "TTY_",
    "JUPYTER_",
    "DATABRICKS_",
    "GITHUB_",
    "UNICODE_",
    "PYDANTIC_",
)


def nyckel(argv: Sequence[str]) -> bytes | None:
    """Allt som svaret beror på utom filerna, som en text. None när cachen inte ska användas."""
    kommando = next((ord_ for ord_ in argv if not ord_.startswith("-")), None)
    if kommando not in KOMMANDON or UTAN in argv or os.environ.get("PLAN_CACHE", "").lower() in ("nej", "0", "av"):
        return None
    miljö = sorted(par for par in os.environ.items() if par[0] in _MILJÖ or par[0].startswith(_MILJÖNS_BÖRJAN))
    delar = (
        __version__, sys.version, *_kod(), os.getcwd(), time.strftime("%Y-%m-%d"),  # noqa: PTH109
        *(f"{namn}={värde}" for namn, värde in miljö), *map(_ström, (sys.stdin, sys.stdout, sys.stderr)), "", *argv,
    )  # fmt: skip
    return "\0".join(delar).encode("utf-8", "surrogateescape")


def _ström(ström: TextIO) -> str:
    """Om det är en terminal, och hur bred."""
    try:
        return str(os.get_terminal_size(ström.fileno()).columns)
    except (AttributeError, ValueError, OSError):
        return ""


def _kod() -> Iterator[str]:
    """Verktygets och bibliotekens kod. Ett installerat paket känns igen på sin förteckning, en arbetskopia på varje fil."""
    paket = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120
    förteckning = f"{paket}-{__version__}.dist-info/RECORD"
    for plats in (paket, *sys.path, förteckning):
        yield f"{plats} {_ändrad(plats)}"
    if not os.path.isfile(förteckning):  # noqa: PTH113
        yield from sorted(_varje_fil(paket))
        yield from sorted(_varje_fil(os.path.join(os.path.dirname(paket), "mallar")))  # noqa: PTH118, PTH120


def _varje_fil(mapp: str) -> Iterator[str]:
    for här, mappar, filer in os.walk(mapp):
        mappar[:] = [namn for namn in mappar if namn != "__pycache__"]
        for namn in filer:
            fil = os.path.join(här, namn)  # noqa: PTH118
            yield f"{fil} {_ändrad(fil)}"


def _ändrad(sökväg: str) -> str:
    try:
        läge = os.stat(sökväg)  # noqa: PTH116
    except OSError:
        return spar.SAKNAS
    return f"{läge.st_mtime_ns} {läge.st_size}"


def cachens_mapp() -> str | None:
    """Var cachen ligger. None när det inte går att säga."""
    rot = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(rot):  # noqa: PTH117 - en relativ sökväg ska inte användas, säger standarden
        rot = os.path.expanduser("~/.cache")  # noqa: PTH111
    return os.path.join(rot, "planverktyg") if os.path.isabs(rot) else None  # noqa: PTH117, PTH118


def är_bara_min(läge: os.stat_result) -> bool:
    """Om ingen annan användare kan skriva där."""
    jag = getattr(os, "geteuid", None)
    return jag is None or (läge.st_uid == jag() and not läge.st_mode & 0o022)


def filen(mapp: str, nyckeln: bytes) -> str:
    """Filen med svaret på frågan."""
    return os.path.join(mapp, f"{spar.märke(nyckeln)}.svar")  # noqa: PTH118


def sparat(nyckeln: bytes) -> Svar | None:
    """Det sparade svaret på frågan, när allt som lästes då är likadant nu."""
    try:
        return _läs(nyckeln)
    except (OSError, ValueError, IndexError):
        return None


def _läs(nyckeln: bytes) -> Svar | None:
    mapp = cachens_mapp()
    if mapp is None:
        return None
    läge = os.lstat(mapp)
    if not stat.S_ISDIR(läge.st_mode) or not är_bara_min(läge):
        return None
    nummer = os.open(filen(mapp, nyckeln), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(nummer, "rb") as öppen:  # noqa: PTH123 - filen är redan öppen
        läge = os.fstat(nummer)
        if not stat.S_ISREG(läge.st_mode) or not är_bara_min(läge):
            return None
        allt = öppen.read()
    början, _, resten = allt.partition(b"\n")
    märke, _, resten = resten.partition(b"\n")
    if början != BÖRJAN or märke.decode() != spar.märke(resten):
        return None
    frågan, saker, slutkod, *bitar = _delar(resten)
    if frågan[1] != nyckeln or not all(map(_är_som_förut, saker[1].decode("utf-8", "surrogateescape").split("\n"))):
        return None
    return int(slutkod[1]), bitar


def _delar(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Det som `inspelning` skrev, del för del."""
    plats = 0
    while plats < len(text):
        slut = text.index(b"\n", plats)
        namn, längd = text[plats:slut].decode().split()
        plats = slut + 1 + int(längd)
        yield namn, text[slut + 1 : plats]


def _är_som_förut(rad: str) -> bool:
    slag, märke, sökväg = rad.split("\t", 2)
    return spar.är_som_förut(slag, sökväg, märke)
