"""Ett förråds rot och ett underkommando in, det som programmet git svarade ut. Det enda stället som kör git.

Det som ska granskas kan vara skrivet av någon som vill illa. Därför startas git aldrig i en mapp med planer, utan i
arbetsträdets rot med förrådet utsagt, och ingen inställning får starta ett annat program eller hämta något.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from planverktyg.arkiv import spar

if TYPE_CHECKING:
    from collections.abc import Iterator

_LÅNGSAMT = 120
"""Sekunder som ett anrop får ta."""

_DELAR = ("HEAD", "objects", "refs")
_INGET = os.devnull
_INSTÄLLNINGAR = {
    "safe.bareRepository": "explicit",  # en planmapp med HEAD, objects och refs är inget förråd
    "core.fsmonitor": "false",
    "core.hooksPath": _INGET,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "core.askPass": "",
    "core.gitProxy": "",
    "core.alternateRefsCommand": "false",
    "core.attributesFile": _INGET,
    "credential.helper": "",
    "diff.external": "",
    "diff.orderFile": _INGET,
    "gpg.program": "false",
    "gpg.ssh.program": "false",
    "gpg.x509.program": "false",
    "log.mailmap": "false",  # ett förslag kan ha med en .mailmap, och filen kan vara vad som helst
    "log.showSignature": "false",
    "mailmap.file": _INGET,
    "protocol.allow": "never",
}
_MILJÖ = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class Gitfel(Exception):
    """Det som skulle läsas ur git går inte att läsa. Texten säger varför och vad som hjälper."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        spar.hindra()


class SaknarGit(Gitfel):
    """Programmet git finns inte på datorn."""


class IngetFörråd(Gitfel):
    """Mappen ligger inte i något git-förråd."""


def hitta_rot(mapp: Path) -> Path:
    """Arbetsträdets översta mapp. Reser `Gitfel` när mappen inte ligger i något förråd, eller git inte vill läsa det."""
    _programmet()  # finns det inte är det vad som ska sägas, var man än står
    spar.minns("väg", mapp)
    egen = mapp.resolve()
    rot = next((m for m in (egen, *egen.parents) if _är_förråd(m / ".git")), None)
    if rot is None:
        raise IngetFörråd("Mappen ligger inte i något git-förråd. Stå i förrådet, eller ange två filer att jämföra.")
    if _är_stängd(rot / ".git"):
        raise Gitfel("Mappen .git går inte att öppna: du saknar behörighet. Den som äger den kan ge dig det.")
    if konstig := next(filter(_är_annat_än_fil, _filerna(rot / ".git")), None):
        raise Gitfel(f"{konstig} är ingen vanlig fil, så git startas inte.")
    # Utan GIT_DIR prövar git vem som äger förrådet. GIT_CEILING_DIRECTORIES håller kvar letandet i just den här mappen.
    svar = _starta(rot, ("rev-parse", "--show-toplevel"), None, {"GIT_CEILING_DIRECTORIES": str(rot.parent)})
    if svar.returncode != 0:
        raise Gitfel(_varför(svar))
    if Path(os.fsdecode(svar.stdout.rstrip(b"\n"))).resolve() != rot:
        raise Gitfel(
            f"Förrådet i {rot.name} säger att filerna ligger någon annanstans (core.worktree), och läses inte."
        )
    return rot


def _filerna(namn: Path) -> Iterator[Path]:
    """Filerna som git läser innan det gör något: på ett rör skulle det vänta, också sedan den som startade det är borta."""
    egen = _förrådets_mapp(namn)
    delad = _förrådets_mapp(egen / "commondir")
    yield from (egen / del_ for del_ in ("HEAD", "index", "config.worktree", "commondir"))
    yield from (delad / del_ for del_ in ("config", "packed-refs", "shallow", "info/grafts", "objects/info/alternates"))


def _är_annat_än_fil(fil: Path) -> bool:
    try:
        läge = fil.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(läge)


def är_undermodul(rot: Path) -> bool:
    """Om förrådet är en undermodul i ett annat: dess `.git` är då en fil som pekar in i det andras."""
    return (rot / ".git").is_file() and "/modules/" in _text(rot / ".git").replace("\\", "/")


def kör_git(
    rot: Path, *argument: str, indata: bytes | None = None, index: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Underkommandot, kört i roten som `hitta_rot` lämnade. Reser `Gitfel` när git inte finns eller inte blir klart.

    Med `index` används den filen i stället för förrådets eget index.
    """
    eget = {"GIT_INDEX_FILE": str(index)} if index else {}
    return _starta(rot, argument, indata, {"GIT_DIR": str(rot / ".git"), "GIT_WORK_TREE": str(rot), **eget})


def skäl(svar: subprocess.CompletedProcess[bytes]) -> str:
    """Varför git inte gjorde det som det skulle."""
    return svar.stderr.decode("utf-8", "replace").strip() or f"git slutade med {svar.returncode}"


def _är_förråd(namn: Path) -> bool:
    """Om `.git` är ett förråd, om än skadat eller stängt, eller en fil som pekar ut ett.

    Git lägger aldrig in något med det namnet ur ett träd.
    """
    for del_ in ("", *_DELAR):
        spar.minns("finns", namn / del_)
    try:
        if _är_stängd(namn):
            spar.hindra()
            return True
        return any(os.path.lexists(namn / del_) for del_ in _DELAR) if namn.is_dir() else namn.is_file()
    except OSError:
        return False


def _är_stängd(namn: Path) -> bool:
    """Om det är en mapp där det inte går att se vad som finns."""
    return namn.is_dir() and not os.access(namn, os.X_OK)


def _varför(svar: subprocess.CompletedProcess[bytes]) -> str:
    if b"dubious ownership" in svar.stderr:
        return (
            "git läser inte mappen, för den ägs av en annan användare. Kör git config --global --add safe.directory "
            "med mappens sökväg."
        )
    return f"git kan inte läsa förrådet: {skäl(svar)}"


def _starta(
    rot: Path, argument: tuple[str, ...], indata: bytes | None, miljö: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    _märk(rot)
    ärvd = {namn: värde for namn, värde in os.environ.items() if not namn.upper().startswith("GIT_")}
    val = [ord_ for namn, värde in _INSTÄLLNINGAR.items() for ord_ in ("-c", f"{namn}={värde}")]
    try:
        svar = subprocess.run(  # noqa: S603 - fasta underkommandon, inget skal
            [_programmet(), "--no-pager", *val, *argument],
            cwd=rot,
            input=indata,
            capture_output=True,
            check=False,
            timeout=_LÅNGSAMT,
            env=ärvd | _MILJÖ | miljö,
        )
    except subprocess.TimeoutExpired:
        raise Gitfel(f"git svarade inte på {_LÅNGSAMT} sekunder.") from None
    except OSError as fel:
        raise Gitfel(f"Programmet git går inte att starta: {fel.strerror}.") from None
    if svar.returncode != 0:  # något saknas eller är trasigt, och kan bli helt utan att HEAD ändras
        spar.hindra()
    return svar


def _märk(rot: Path) -> None:
    """Märker det som avgör vad git svarar om HEAD: filerna som säger vilken commit det är, och inställningarna.

    Innehållet bakom en commit ändras aldrig. Den som frågar git om något annat än HEAD säger själv `spar.hindra`.
    """
    if spar.pågår is None:
        return
    spar.minns("program", _programmet())
    egen = _förrådets_mapp(rot / ".git")
    delad = _förrådets_mapp(egen / "commondir")
    huvud = _text(egen / "HEAD")
    if "refs/heads/.invalid" in huvud:  # reftable: grenarna ligger inte i filer som går att märka
        spar.hindra()
    gren = [mapp / huvud.removeprefix("ref:").strip() for mapp in (egen, delad)] if huvud.startswith("ref:") else []
    hem = Path(os.path.expanduser("~"))  # noqa: PTH111 - reser inget när hemmet saknas
    inställningar = Path(os.environ.get("XDG_CONFIG_HOME") or hem / ".config") / "git" / "config"
    delade = ("config", "packed-refs", "shallow", "info/grafts", "objects/info/alternates")
    for fil in (
        *(rot / ".git", egen / "HEAD", egen / "commondir", egen / "config.worktree", *gren),
        *(delad / namn for namn in delade),
        *(hem / ".gitconfig", inställningar, Path("/etc/gitconfig")),
    ):
        if not fil.is_dir():
            spar.minns("fil om den finns", fil)


def _förrådets_mapp(namn: Path) -> Path:
    """Mappen som en fil pekar ut, när förrådet är ett av flera arbetsträd; annars mappen själv."""
    if namn.is_file():
        return namn.parent / _text(namn).removeprefix("gitdir:").strip()
    return namn if namn.is_dir() else namn.parent


def _text(fil: Path) -> str:
    try:
        return fil.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _programmet() -> str:
    """Var git ligger. En fil i mappen som granskas är aldrig git, vad sökvägen än säger."""
    funnen = next(_på_sökvägen(), None)
    if funnen is None:
        raise SaknarGit("Programmet git finns inte på datorn. Installera det, eller ange två filer att jämföra.")
    return funnen


def _på_sökvägen() -> Iterator[str]:
    for mapp in os.environ.get("PATH", os.defpath).split(os.pathsep):
        träff = shutil.which("git", path=mapp) if Path(mapp).is_absolute() else None
        if träff and Path(träff).is_absolute():
            yield träff
