"""En fil i ett förråd, en gren och ett meddelande in, en commit med bara den filen ut. Ingenting skickas någonstans.

Inget annat program startas: krokarna är avstängda av `gitprogram`, och ett filter i `.gitattributes` gör att filen inte sparas.
Det som i övrigt är ändrat eller tillagt i arbetsträdet är orört.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.gitprogram import Gitfel, kör_git, skäl

if TYPE_CHECKING:
    from planverktyg.arkiv.git import Förråd

_LÄNGSTA_MEDDELANDE = 5_000
_MITT_I = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


class Sparad(NamedTuple):
    """Det som sparades: grenen, committen och förrådets fjärrförråd."""

    gren: str
    commit: str
    fjärrar: tuple[str, ...]


def grenen(f: Förråd) -> str:
    """Grenen som är utcheckad; tomt när ingen är det."""
    svar = kör_git(f.rot, "symbolic-ref", "--quiet", "--short", "HEAD")
    return svar.stdout.decode("utf-8", "replace").strip() if svar.returncode == 0 else ""


def ledig_gren(f: Förråd, namn: str) -> str:
    """Namnet, eller namnet med ett nummer när en annan gren redan heter så. Den utcheckade grenen går att fortsätta på."""
    förslag = [namn, *(f"{namn}-{nr}" for nr in range(2, 100))]
    här = grenen(f)
    return next((ett for ett in förslag if ett == här or not _finns(f, ett)), namn)


def är_osparad(f: Förråd, fil: Path) -> bool:
    """Om filen skiljer sig från den senaste committen. Reser `Gitfel` när det inte går att säga utan att starta ett filter."""
    sökväg = _sökväg(f, fil)
    _kräv_inget_filter(f, sökväg)
    svar = kör_git(f.rot, "rev-parse", "--verify", "--quiet", f"HEAD:{sökväg}")
    return svar.returncode != 0 or svar.stdout.decode("ascii").strip() != _som_blob(f, fil, sökväg, skriv=False)


def spara_fil(f: Förråd, fil: Path, gren: str, meddelande: str) -> Sparad:
    """Gör grenen där HEAD står, med en commit som bara ändrar filen, och checkar ut den. Reser `Gitfel` när det inte går."""
    sökväg, meddelande = _sökväg(f, fil), meddelande.replace("\r\n", "\n").strip()
    _kräv_rimligt(f, gren, meddelande)
    _kräv_inget_filter(f, sökväg)
    före = _måste(f, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", fel="Förrådet har ännu ingen commit.")
    blob = _som_blob(f, fil, sökväg, skriv=True)
    läge = _läge(f, sökväg)
    träd = _träd_med(f, före, (läge, blob, sökväg))
    if träd == _måste(f, "rev-parse", f"{före}^{{tree}}"):
        raise Gitfel("Det finns inget nytt att spara: filen är densamma som i den senaste committen.")
    commit = _commit(f, träd, före, meddelande)
    på_grenen = grenen(f) == gren
    noll = "0" * len(före)
    _måste(f, "update-ref", "-m", "plan fyll", f"refs/heads/{gren}", commit, före if på_grenen else noll)
    _måste(f, "update-index", "--add", "--cacheinfo", f"{läge},{blob},{sökväg}")
    if not på_grenen:
        _måste(f, "symbolic-ref", "-m", "plan fyll", "HEAD", f"refs/heads/{gren}")
    fjärrar = kör_git(f.rot, "remote").stdout.decode("utf-8", "replace").split()
    return Sparad(gren, commit, tuple(fjärrar))


def _sökväg(f: Förråd, fil: Path) -> str:
    hel = fil.resolve()
    if not hel.is_relative_to(f.rot.resolve()):
        raise Gitfel(f"{fil} ligger inte i förrådet.")
    return hel.relative_to(f.rot.resolve()).as_posix()


def _finns(f: Förråd, gren: str) -> bool:
    return kör_git(f.rot, "show-ref", "--verify", "--quiet", f"refs/heads/{gren}").returncode == 0


def _kräv_rimligt(f: Förråd, gren: str, meddelande: str) -> None:
    if not gren or kör_git(f.rot, "check-ref-format", f"refs/heads/{gren}").returncode != 0 or gren.startswith("-"):
        raise Gitfel(
            f"En gren kan inte heta {gren or 'ingenting'}. Använd bokstäver, siffror, bindestreck och snedstreck."
        )
    if grenen(f) != gren and _finns(f, gren):
        raise Gitfel(f"Det finns redan en gren som heter {gren}. Välj ett annat namn.")
    if not meddelande:
        raise Gitfel("Skriv ett meddelande om vad som är ändrat.")
    if len(meddelande) > _LÄNGSTA_MEDDELANDE or re.search(r"[\0-\x08\x0b-\x1f\x7f]", meddelande):
        raise Gitfel("Meddelandet är för långt, eller har tecken som inte är text.")
    for namn in _MITT_I:
        plats = _måste(f, "rev-parse", "--git-path", namn)
        if (f.rot / plats).exists():
            raise Gitfel("Någon är mitt i en sammanslagning i förrådet. Gör klart den först.")


def _kräv_inget_filter(f: Förråd, sökväg: str) -> None:
    """Ett filter är ett program som förrådets inställningar väljer: det startas inte."""
    svar = _måste(f, "check-attr", "-z", "filter", "--", sökväg).split("\0")
    if len(svar) > 2 and svar[2] not in {"unspecified", "unset"}:
        raise Gitfel(f"Filen går genom filtret {svar[2]} i git, som inte startas härifrån. Spara den med git commit.")


def _som_blob(f: Förråd, fil: Path, sökväg: str, *, skriv: bool) -> str:
    """Innehållets id. Radsluten blir de som förrådet har, så att en fil på Windows inte ändras på varje rad."""
    med = ["-w"] if skriv else []
    return _måste(f, "hash-object", *med, "--stdin", "--path", sökväg, indata=fil.read_bytes(), vad=_SPARA)


def _läge(f: Förråd, sökväg: str) -> str:
    rad = _måste(f, "ls-tree", "-z", "HEAD", "--", f":(literal){sökväg}")
    return rad.split(" ", 1)[0] if rad.startswith("100") else "100644"


def _träd_med(f: Förråd, commit: str, post: tuple[str, str, str]) -> str:
    """Committens träd med en fil utbytt, gjort i ett eget index."""
    with tempfile.TemporaryDirectory() as mapp:
        index = Path(mapp) / "index"
        for argument in (["read-tree", commit], ["update-index", "--add", "--cacheinfo", ",".join(post)]):
            _måste(f, *argument, index=index, vad=_SPARA)
        return _måste(f, "write-tree", index=index, vad=_SPARA)


def _commit(f: Förråd, träd: str, före: str, meddelande: str) -> str:
    svar = kör_git(f.rot, "commit-tree", träd, "-p", före, "-F", "-", indata=f"{meddelande}\n".encode())
    if svar.returncode != 0 and any(ord_ in svar.stderr for ord_ in (b"user.email", b"user.name", b"ident name")):
        råd = 'git config --global user.name "Ditt Namn" och git config --global user.email namn@kommunen.se'
        raise Gitfel(f"git vet inte vem du är. Kör en gång: {råd}")
    if svar.returncode != 0:
        raise Gitfel(f"Committen gick inte att göra: {skäl(svar)}")
    return svar.stdout.decode("ascii").strip()


_SPARA = "Filen går inte att spara i git"


def _måste(
    f: Förråd, *argument: str, fel: str = "", vad: str = "", indata: bytes | None = None, index: Path | None = None
) -> str:
    """Vad git svarade. Annars reses `Gitfel` med `fel`, eller med `vad` som inte gick och gits eget skäl."""
    svar = kör_git(f.rot, *argument, indata=indata, index=index)
    if svar.returncode != 0:
        raise Gitfel(fel or f"{vad or f'git {argument[0]} gick inte'}: {skäl(svar)}")
    return svar.stdout.decode("utf-8", "surrogateescape").strip("\n")
