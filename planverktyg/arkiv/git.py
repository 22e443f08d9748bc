"""git: en revision och sökvägar in, filernas byte ut. Det enda stället som kör programmet git.

Ingenting checkas ut och ingenting skrivs: filerna läses ur gits egen lagring. Ärvda GIT_-variabler (som en krok eller en
byggserver kan ha satt) följer inte med, sökvägar skiljs med noll och står efter `--`, och inget skal används.
"""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VANLIG_FIL = ("100644", "100755")
_LÅNGSAMT = 120
"""Sekunder som ett anrop får ta."""


class Gitfel(Exception):
    """Det som skulle läsas ur git går inte att läsa. Texten säger varför och vad som hjälper."""


class Förråd(NamedTuple):
    """Ett git-förråd, och var i det som användaren står."""

    rot: Path
    """Arbetsträdets översta mapp."""


class Revision(NamedTuple):
    """En commit på huvudlinjen, och filerna som den ändrade."""

    commit: str
    datum: date
    ändrade: dict[str, str]
    """Sökväg från förrådets rot → det nya innehållets id; tomt när filen togs bort."""

    @property
    def kort(self) -> str:
        """Så mycket av namnet som behövs för att hitta den."""
        return self.commit[:8]


def förråd(mapp: Path) -> Förråd:
    """Förrådet som mappen ligger i. Reser `Gitfel` när git inte finns eller mappen inte ligger i något förråd."""
    svar = _git(mapp, "rev-parse", "--show-toplevel")
    if svar.returncode != 0:
        skäl = svar.stderr.decode("utf-8", "replace")
        if "dubious ownership" in skäl:
            raise Gitfel(
                "git läser inte mappen, för den ägs av en annan användare. Kör git config --global --add safe.directory "
                "med mappens sökväg."
            )
        raise Gitfel("Mappen ligger inte i något git-förråd. Stå i förrådet, eller ange två filer att jämföra.")
    return Förråd(Path(os.fsdecode(svar.stdout.rstrip(b"\n"))))


def är_revision(mapp: Path, ord_: str) -> bool:
    """Om ordet är en revision (gren, tagg, commit, HEAD~1) vars commit finns här."""
    return _commit(mapp, ord_) is not None


def commit(f: Förråd, revision: str) -> str:
    """Revisionens commit. Reser `Gitfel` när den inte finns, och säger hur en grund kopia får den."""
    if (funnen := _commit(f.rot, revision)) is not None:
        return funnen
    if är_grund(f):
        raise Gitfel(
            f"{revision} finns inte i den här grunda kopian. Hämta {_så_hämtas(revision)}, "
            "eller hela historien med git fetch --unshallow."
        )
    if _git(f.rot, "rev-parse", "--verify", "--quiet", "HEAD").returncode != 0:
        raise Gitfel(f"{revision} finns inte: förrådet har ännu ingen commit.")
    raise Gitfel(
        f"{revision} finns inte i förrådet. git branch --all och git log visar vad som finns; git fetch hämtar nytt."
    )


def gemensam(f: Förråd, en: str, annan: str) -> str:
    """Den senaste commit som två revisioner har gemensam."""
    svar = _git(f.rot, "merge-base", commit(f, en), commit(f, annan))
    if svar.returncode != 0:
        raise Gitfel(
            f"{en} och {annan} har ingen gemensam historia här. I en grund kopia: hämta mer med git fetch --unshallow."
        )
    return svar.stdout.decode().strip()


def filer(f: Förråd, revision: str) -> dict[str, str]:
    """Filerna i revisionen: sökväg från förrådets rot → innehållets id. Länkar och undermoduler är inte med."""
    svar = _git(f.rot, "ls-tree", "-r", "-z", "--full-tree", commit(f, revision))
    if svar.returncode != 0:
        raise Gitfel(f"Filerna i {revision} går inte att lista: {_skäl(svar)}")
    funna: dict[str, str] = {}
    for rad in svar.stdout.split(b"\0"):
        beskrivning, _, sökväg = rad.partition(b"\t")
        if beskrivning.decode().startswith(_VANLIG_FIL):
            funna[os.fsdecode(sökväg)] = beskrivning.decode().split()[2]
    return funna


def läs(f: Förråd, innehåll: Mapping[str, str]) -> dict[str, bytes]:
    """Filernas byte. `innehåll` är sökväg → id, så som `filer` lämnar dem. Alla läses i ett enda anrop."""
    if not innehåll:
        return {}
    svar = _git(f.rot, "cat-file", "--batch", indata="".join(f"{id_}\n" for id_ in innehåll.values()).encode())
    if svar.returncode != 0:
        raise Gitfel(f"Filerna går inte att läsa ur git: {_skäl(svar)}")
    return dict(zip(innehåll, _ur_batch(svar.stdout, innehåll), strict=True))


def revisioner(f: Förråd, mapp: str) -> list[Revision]:
    """Huvudlinjens revisioner, äldst först, som ändrar någon fil i mappen (från förrådets rot). Tomt när inget är sparat.

    En sammanslagning är en händelse, med den dag då ändringen kom in på huvudlinjen.
    """
    svar = _git(
        f.rot, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "-z", "--reverse",
        "--format=%x01%H %cs", "HEAD", "--", f":(literal){mapp}",
    )  # fmt: skip
    funna: list[Revision] = []
    bitar = iter(svar.stdout.split(b"\0") if svar.returncode == 0 else ())
    for bit in bitar:
        if bit.startswith(b"\x01"):
            namn, datum = bit[1:].decode().split()
            funna.append(Revision(namn, date.fromisoformat(datum), {}))
        elif bit.strip():
            _, läge, _, id_, slag = bit.decode().split()
            finns = slag != "D" and läge in _VANLIG_FIL
            funna[-1].ändrade[os.fsdecode(next(bitar))] = id_ if finns else ""
    return funna


def är_grund(f: Förråd) -> bool:
    """Om kopian bara har den senaste delen av historien."""
    return _git(f.rot, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _ur_batch(svar: bytes, sökvägar: Iterable[str]) -> list[bytes]:
    """`<id> blob <längd>`, radslut, innehållet, radslut; eller `<id> missing`."""
    ut: list[bytes] = []
    plats = 0
    for sökväg in sökvägar:
        slut = svar.index(b"\n", plats)
        huvud = svar[plats:slut].split()
        if len(huvud) != 3:
            raise Gitfel(
                f"Innehållet i {sökväg} finns inte i den här ofullständiga kopian. Hämta det med git fetch, eller klona allt."
            )
        längd = int(huvud[2])
        ut.append(svar[slut + 1 : slut + 1 + längd])
        plats = slut + 1 + längd + 1
    return ut


def _commit(mapp: Path, revision: str) -> str | None:
    if not revision or revision.startswith("-") or "\0" in revision:
        return None
    svar = _git(mapp, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return svar.stdout.decode().strip() or None if svar.returncode == 0 else None


def _så_hämtas(revision: str) -> str:
    """Kommandot som hämtar revisionen. Servern känner `origin/main` som `main`, och inte ord som `HEAD~3`."""
    if any(tecken in revision for tecken in "~^@") or revision == "HEAD":
        return "mer av historien med git fetch --deepen=50"
    return f"den med git fetch --depth=1 origin {revision.removeprefix('refs/remotes/').removeprefix('origin/')}"


def _skäl(svar: subprocess.CompletedProcess[bytes]) -> str:
    return svar.stderr.decode("utf-8", "replace").strip() or f"git slutade med {svar.returncode}"


def _git(mapp: Path, *argument: str, indata: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    miljö = {namn: värde for namn, värde in os.environ.items() if not namn.startswith("GIT_")}
    try:
        return subprocess.run(  # noqa: S603 - fasta underkommandon, inget skal
            ["git", "--no-pager", "-C", str(mapp), *argument],  # noqa: S607 - git hittas på användarens sökväg
            input=indata,
            capture_output=True,
            check=False,
            timeout=_LÅNGSAMT,
            env=miljö | {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise Gitfel("Programmet git finns inte på datorn. Installera det, eller ange två filer att jämföra.") from None
    except subprocess.TimeoutExpired:
        raise Gitfel(f"git svarade inte på {_LÅNGSAMT} sekunder.") from None
