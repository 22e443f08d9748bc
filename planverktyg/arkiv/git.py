"""git: en revision och sökvägar in, filernas byte ut.

Ingenting checkas ut och ingenting skrivs: filerna läses ur gits egen lagring. Det som git svarar tolkas som byte, skilda
med noll, och ett namn som inte kan vara en fil i ett arbetsträd tas aldrig emot som sökväg.
"""

from __future__ import annotations

import hashlib
import os
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv import spar
from planverktyg.arkiv.gitprogram import Gitfel, IngetFörråd, SaknarGit, hitta_rot, kör_git, skäl, är_undermodul

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = [
    "Förråd",
    "Gitfel",
    "IngetFörråd",
    "Revision",
    "SaknarGit",
    "bortvalt",
    "commit",
    "filer",
    "förråd",
    "gemensam",
    "läs",
    "med_länkar",
    "revisioner",
    "är_grund",
    "är_huvudet",
    "är_revision",
    "är_undermodul",
]  # fmt: skip

_VANLIG_FIL = ("100644", "100755")
_LÄNK = ("120000",)
_STÖRST = 50_000_000
"""Byte som en fil i en revision högst får vara för att läsas. Läsaren av planer vägrar långt tidigare."""


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
    vem: str = ""
    """Den som gjorde ändringen, så som git minns det."""

    @property
    def kort(self) -> str:
        """Så mycket av namnet som behövs för att hitta den."""
        return self.commit[:8]


def förråd(mapp: Path) -> Förråd:
    """Förrådet som mappen ligger i. Reser `Gitfel` när git inte finns eller mappen inte ligger i något förråd."""
    return Förråd(hitta_rot(mapp))


def är_revision(rot: Path, ord_: str) -> bool:
    """Om ordet är en revision (gren, tagg, commit, HEAD~1) vars commit finns här."""
    return _commit(rot, ord_) is not None


def commit(f: Förråd, revision: str) -> str:
    """Revisionens commit. Reser `Gitfel` när den inte finns, och säger hur en grund kopia får den."""
    if (funnen := _commit(f.rot, revision)) is not None:
        return funnen
    if är_grund(f):
        raise Gitfel(
            f"{revision} finns inte i den här grunda kopian. Hämta {_så_hämtas(revision)}, "
            "eller hela historien med git fetch --unshallow."
        )
    if _är_tomt(f.rot):
        raise Gitfel(f"{revision} finns inte: förrådet har ännu ingen commit.")
    raise Gitfel(
        f"{revision} finns inte i förrådet. git branch --all och git log visar vad som finns; git fetch hämtar nytt."
    )


def är_huvudet(f: Förråd, commit_: str) -> bool:
    """Om commiten är den som arbetsträdet står på."""
    return _commit(f.rot, "HEAD") == commit_


def gemensam(f: Förråd, en: str, annan: str) -> str:
    """Den senaste commit som två revisioner har gemensam."""
    svar = kör_git(f.rot, "merge-base", commit(f, en), commit(f, annan))
    if svar.returncode != 0:
        raise Gitfel(
            f"{en} och {annan} har ingen gemensam historia här. I en grund kopia: hämta mer med git fetch --unshallow."
        )
    return svar.stdout.decode().strip()


def filer(f: Förråd, revision: str) -> dict[str, str]:
    """Filerna i revisionen: sökväg från förrådets rot → innehållets id. Länkar och undermoduler är inte med."""
    return _poster(f, revision)[0]


def med_länkar(f: Förråd, revision: str) -> tuple[dict[str, str], dict[str, str]]:
    """Filerna i revisionen, och länkarna: sökväg från förrådets rot → det som länken pekar på, så som det är skrivet."""
    funna, länkar = _poster(f, revision)
    return funna, _mål(f, länkar)


def _mål(f: Förråd, länkar: Mapping[str, str]) -> dict[str, str]:
    return {sökväg: os.fsdecode(mål) for sökväg, mål in läs(f, länkar).items()}


def _poster(f: Förråd, revision: str) -> tuple[dict[str, str], dict[str, str]]:
    """Filerna och länkarna: sökväg → innehållets id."""
    svar = kör_git(f.rot, "ls-tree", "-r", "-z", "--full-tree", commit(f, revision))
    if svar.returncode != 0:
        raise Gitfel(f"Filerna i {revision} går inte att lista: {skäl(svar)}")
    funna: dict[str, str] = {}
    länkar: dict[str, str] = {}
    for rad in filter(None, svar.stdout.split(b"\0")):
        beskrivning, _, namn = rad.partition(b"\t")
        läge, _, id_ = beskrivning.decode("ascii").split()
        sökväg = _sökväg(namn, revision)
        if sökväg in funna or sökväg in länkar:
            raise Gitfel(f"{sökväg!r} står två gånger i {revision}. Ingenting läses ur en sådan revision.")
        if läge in _VANLIG_FIL:
            funna[sökväg] = id_
        elif läge in _LÄNK:
            länkar[sökväg] = id_
    return funna, länkar


def indexet(f: Förråd) -> tuple[dict[str, str], dict[str, str]]:
    """Det som är tillagt med git add: filernas sökvägar → innehållets id, och länkarnas → det som de pekar på."""
    spar.hindra()
    svar = kör_git(f.rot, "ls-files", "--stage", "-z")
    if svar.returncode != 0:
        raise Gitfel(f"Det som är tillagt med git add går inte att lista: {skäl(svar)}")
    funna: dict[str, str] = {}
    länkar: dict[str, str] = {}
    for rad in filter(None, svar.stdout.split(b"\0")):
        beskrivning, _, namn = rad.partition(b"\t")
        läge, id_, _ = beskrivning.decode("ascii").split()
        sökväg = _sökväg(namn, "indexet")
        if läge in _VANLIG_FIL:
            funna[sökväg] = id_
        elif läge in _LÄNK:
            länkar[sökväg] = id_
    return funna, _mål(f, länkar)


def id_för(text: bytes, likt: str) -> str:
    """Innehållets id, räknat som gits andra id:n i förrådet."""
    summa = hashlib.sha256 if len(likt) == 64 else hashlib.sha1
    return summa(b"blob %d\0%b" % (len(text), text), usedforsecurity=False).hexdigest()


def läs(f: Förråd, innehåll: Mapping[str, str]) -> dict[str, bytes]:
    """Filernas byte. `innehåll` är sökväg → id, så som `filer` lämnar dem. Alla läses i ett enda anrop."""
    if not innehåll:
        return {}
    frågan = "".join(f"{id_}\n" for id_ in innehåll.values()).encode()
    _kräv_rimliga(kör_git(f.rot, "cat-file", "--batch-check", indata=frågan).stdout, innehåll)
    svar = kör_git(f.rot, "cat-file", "--batch", indata=frågan)
    if svar.returncode != 0:
        raise Gitfel(f"Filerna går inte att läsa ur git: {skäl(svar)}")
    return dict(zip(innehåll, _ur_batch(svar.stdout, innehåll), strict=True))


def revisioner(
    f: Förråd, mapp: str, *, till: str = "HEAD", bara_yaml: bool = False, också: Iterable[str] = ()
) -> list[Revision]:
    """Huvudlinjens revisioner, äldst först, som ändrar någon fil i mappen (från förrådets rot). Tomt när inget är sparat.

    En sammanslagning är en händelse, med den dag då ändringen kom in på huvudlinjen. `till` är den sista revisionen. Med
    `bara_yaml` bara YAML-filer. `också` är fler filer, som mönster från förrådets rot där * är ett namn. Git får aldrig jämföra
    innehåll: en fil `.gitattributes` i trädet kan säga att en plan inte är text, och då ser git ingen ändring i den.
    """
    var = ":(glob)" + ("" if mapp == "." else f"{mapp}/") + "**/*.y*ml" if bara_yaml else f":(literal){mapp}"
    svar = kör_git(
        f.rot, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "-z", "--reverse",
        "--format=%x01%H %cs%x02%an", "--end-of-options", till, "--", var, *(f":(glob){ett}" for ett in också),
    )  # fmt: skip
    if svar.returncode != 0:
        if till == "HEAD" and _är_tomt(f.rot):
            return []
        raise Gitfel(f"Historien går inte att läsa: {skäl(svar)}")
    funna: list[Revision] = []
    bitar = iter(svar.stdout.split(b"\0"))
    for bit in bitar:
        if bit.startswith(b"\x01"):
            huvud, _, vem = bit[1:].decode("utf-8", "replace").partition("\x02")
            namn, datum = huvud.split()
            funna.append(Revision(namn, _dag(datum), {}, vem))
        elif bit.strip():
            _, läge, _, id_, slag = bit.decode("ascii").split()
            finns = slag != "D" and läge in _VANLIG_FIL
            funna[-1].ändrade[_sökväg(next(bitar), funna[-1].kort)] = id_ if finns else ""
    return funna


def bortvalt(f: Förråd, till: str = "HEAD") -> Iterator[tuple[str, str, str]]:
    """YAML-filer som en sammanslagning på huvudlinjen inte tog med från den andra sidan: grenen, sökväg och innehållets id.

    Grenen är den commit som slogs in. Där filen finns kvar är den en annan.
    """
    svar = kör_git(f.rot, "rev-list", "--first-parent", "--merges", "--parents", "--end-of-options", till, "--")
    if svar.returncode != 0:
        if till == "HEAD" and _är_tomt(f.rot):
            return
        raise Gitfel(f"Historien går inte att läsa: {skäl(svar)}")
    # En rad med två commits jämför den första med den andra, som om den vore den enda föräldern.
    par = [(rad[0], gren) for rad in map(str.split, svar.stdout.decode("ascii").splitlines()) for gren in rad[2:]]
    if not par:
        return
    svar = kör_git(
        f.rot, "diff-tree", "--stdin", "-r", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=DM", "-z",
        "--", ":(glob)**/*.y*ml", indata="".join(f"{commit} {gren}\n" for commit, gren in par).encode(),
    )  # fmt: skip
    if svar.returncode != 0:
        raise Gitfel(f"Historien går inte att läsa: {skäl(svar)}")
    grenar = iter(par)
    gren = ""
    bitar = iter(svar.stdout.split(b"\0"))
    for bit in bitar:
        if not bit.startswith(b":"):  # vilken commit det följande gäller; en som är lik sägs inte
            namn = bit.decode("ascii").strip()
            gren = next((g for commit, g in grenar if commit == namn), "")
            continue
        läge, _, id_, _, _ = bit[1:].decode("ascii").split()
        sökväg = _sökväg(next(bitar), gren[:8])
        if läge in _VANLIG_FIL:
            yield gren, sökväg, id_


def är_grund(f: Förråd) -> bool:
    """Om kopian bara har den senaste delen av historien."""
    return kör_git(f.rot, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _sökväg(namn: bytes, revision: str) -> str:
    """Sökvägen ur git. Ett namn som leder ut ur arbetsträdet finns bara i ett träd som någon har gjort för hand."""
    sökväg = os.fsdecode(namn)
    delar = sökväg.replace("\\", "/").split("/") if os.sep == "\\" else sökväg.split("/")
    farlig = any(del_ in {"", ".", ".."} or del_.casefold() == ".git" for del_ in delar)
    enhet = os.sep == "\\" and ":" in sökväg
    if farlig or enhet:
        raise Gitfel(f"{revision} innehåller ett filnamn som inte går att lita på: {sökväg!r}. Ingenting läses ur den.")
    return sökväg


def _dag(skrivet: str) -> date:
    """Dagen. Den som gör en revision väljer den själv: en som inte går att läsa får inte stänga historien."""
    try:
        return date.fromisoformat(skrivet)
    except ValueError:
        return date.max


def _kräv_rimliga(svar: bytes, sökvägar: Iterable[str]) -> None:
    """Reser `Gitfel` för en fil som inte ryms i minnet. Att innehållet saknas sägs när det läses."""
    for rad, sökväg in zip(svar.splitlines(), sökvägar, strict=False):
        huvud = rad.split()
        if len(huvud) == 3 and int(huvud[2]) > _STÖRST:
            raise Gitfel(f"{sökväg} är större än {_STÖRST // 1_000_000} MB och läses inte.")


def _ur_batch(svar: bytes, sökvägar: Iterable[str]) -> Iterator[bytes]:
    """`<id> blob <längd>`, radslut, innehållet, radslut; eller `<id> missing`."""
    plats = 0
    for sökväg in sökvägar:
        slut = svar.find(b"\n", plats)
        huvud = svar[plats : max(slut, plats)].split()
        if len(huvud) != 3 or huvud[1] != b"blob":
            raise Gitfel(
                f"Innehållet i {sökväg} finns inte i den här ofullständiga kopian. Hämta det med git fetch, eller klona allt."
            )
        plats = slut + 1 + int(huvud[2]) + 1
        yield svar[slut + 1 : plats - 1]


def _commit(rot: Path, revision: str) -> str | None:
    if not revision or revision.startswith("-") or any(ord(tecken) < 32 for tecken in revision):
        return None
    if revision != "HEAD":  # vad ett annat namn betyder kan ändras utan att HEAD gör det
        spar.hindra()
    svar = kör_git(rot, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return svar.stdout.decode("ascii").strip() or None if svar.returncode == 0 else None


def _är_tomt(rot: Path) -> bool:
    """Om förrådet ännu inte har någon commit. Ett skadat förråd är inte tomt: där pekar grenen på något, eller klagar git."""
    gren = kör_git(rot, "symbolic-ref", "--quiet", "HEAD")
    if gren.returncode != 0:
        return False
    finns = kör_git(rot, "for-each-ref", "--", gren.stdout.decode("utf-8", "replace").strip())
    return finns.returncode == 0 and not finns.stdout and not finns.stderr


def _så_hämtas(revision: str) -> str:
    """Kommandot som hämtar revisionen. Servern känner `origin/main` som `main`, och inte ord som `HEAD~3`."""
    if any(tecken in revision for tecken in "~^@") or revision == "HEAD":
        return "mer av historien med git fetch --deepen=50"
    return f"den med git fetch --depth=1 origin {revision.removeprefix('refs/remotes/').removeprefix('origin/')}"
