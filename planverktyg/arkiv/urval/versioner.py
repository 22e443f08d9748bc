"""Vad som ska jämföras: orden på kommandoraden in, två lästa versioner ut.

Ur git läses bara mapparna där något skiljer, med husreglerna från mapparna ovanför.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv import git
from planverktyg.arkiv.filer import läs_byte, mappar, visa, yaml_filer, är_yaml
from planverktyg.arkiv.syntax import STÖRSTA_FIL
from planverktyg.arkiv.version import Version, läs_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ARBETSMAPPEN = "arbetsmappen"
"""Versionen som inte är sparad i git än."""


class Valfel(Exception):
    """Det går inte att förstå, eller hitta, vad som ska jämföras."""


class Urval(NamedTuple):
    """Två versioner att jämföra."""

    gammal: Version
    ny: Version


def välj_versioner(ord_: Sequence[str], förvald_mapp: Path) -> Urval:
    """De två versionerna. Reser `Valfel` eller `Gitfel` när de inte går att läsa."""
    if len(ord_) == 2 and all(Path(ett).is_file() for ett in ord_):
        return _två_filer(*map(Path, ord_))
    f = git.förråd(Path.cwd())
    bas, mot, sökvägar = _tolka(ord_, f)
    under = [_från_roten(Path(s), f) for s in sökvägar] or [_från_roten(förvald_mapp, f)]
    före = _i_revisionen(f, bas, under)
    efter = _i_revisionen(f, mot, under) if mot else _i_arbetsmappen(f, under, före)
    _kräv_att_något_finns(under, [*före, *efter], sökvägar or [str(förvald_mapp)])
    berörda = _berörda(före, efter, under)
    jämförs = [s for s in {*före, *efter} if _ligger_under(s, under)]
    gamla = git.läs(f, {s: före[s] for s in före if berörda(s)})
    nya = {s: efter[s] for s in efter if berörda(s)}
    texter = git.läs(f, nya) if mot else _läs_arbetsmappen(f, nya)
    namn = mot or ARBETSMAPPEN
    return Urval(_version(ord_[0].split("..")[0], gamla, jämförs, f), _version(namn, texter, jämförs, f))


def _version(namn: str, texter: Mapping[str, bytes], jämförs: Iterable[str], f: git.Förråd) -> Version:
    """Versionen, med sökvägarna så som användaren ser dem."""
    return läs_version(
        namn,
        {visa(f.rot / sökväg): text for sökväg, text in texter.items()},
        [visa(f.rot / sökväg) for sökväg in jämförs],
    )


def _två_filer(gammal: Path, ny: Path) -> Urval:
    """Två filer jämförs med varandra även när de har olika namn och id: de läses som samma fil."""
    texter = []
    for fil in (gammal, ny):
        text, fynd = läs_byte(fil, fil.parent, STÖRSTA_FIL + 1)
        if text is None:
            raise Valfel(f"{fil}: {fynd[0].text}")
        texter.append(text)
    return Urval(läs_version(str(gammal), {visa(ny): texter[0]}), läs_version(str(ny), {visa(ny): texter[1]}))


# --- Orden -----------------------------------------------------------------------------------------


def _tolka(ord_: Sequence[str], f: git.Förråd) -> tuple[str, str, list[str]]:
    """BAS, MOT (tomt för arbetsmappen) och sökvägarna. `A..B` är BAS och MOT; `A...B` jämför från där de skildes åt."""
    bas, *resten = ord_
    for skilje in ("...", ".."):
        vänster, _, höger = bas.partition(skilje)
        if skilje in bas and not bas.startswith("."):
            mot = höger or "HEAD"
            return (git.gemensam(f, vänster, mot) if skilje == "..." else git.commit(f, vänster)), mot, resten
    git.commit(f, bas)
    if resten and git.är_revision(f.rot, resten[0]):
        if Path(resten[0]).exists():
            raise Valfel(f"{resten[0]} är både en revision och en sökväg. Skriv ./{resten[0]} om du menar sökvägen.")
        return bas, resten[0], resten[1:]
    if resten and not Path(resten[0]).exists() and not _har_funnits(resten[0], bas, f):
        git.commit(f, resten[0])  # varken sökväg eller revision: felet säger vad som hjälper
    return bas, "", resten


def _har_funnits(sökväg: str, bas: str, f: git.Förråd) -> bool:
    return any(_ligger_under(s, [_från_roten(Path(sökväg), f)]) for s in git.filer(f, bas))


def _från_roten(sökväg: Path, f: git.Förråd) -> PurePosixPath:
    hel = Path(os.path.abspath(sökväg))  # noqa: PTH100 - länkar ska inte följas
    for rot in (f.rot, f.rot.resolve()):
        for väg in (hel, hel.parent.resolve() / hel.name, hel.resolve()):
            if väg.is_relative_to(rot):
                return PurePosixPath(väg.relative_to(rot).as_posix())
    raise Valfel(f"{sökväg} ligger utanför git-förrådet {f.rot.name}, så där finns inget tidigare att jämföra med.")


# --- Filerna ---------------------------------------------------------------------------------------


def _i_revisionen(f: git.Förråd, revision: str, under: Sequence[PurePosixPath]) -> dict[str, str]:
    return {s: id_ for s, id_ in git.filer(f, revision).items() if _är_med(s, under)}


def _är_med(sökväg: str, under: Sequence[PurePosixPath]) -> bool:
    """Om filen ligger under någon av sökvägarna, eller i en mapp ovanför där det kan stå husregler."""
    mapp, namn = PurePosixPath(sökväg).parent, PurePosixPath(sökväg).name
    dold = any(del_.startswith(".") for del_ in mapp.parts)
    nära = _ligger_under(sökväg, under) or any(u.is_relative_to(mapp) for u in under)
    return är_yaml(namn) and nära and not dold


def _ligger_under(sökväg: str, under: Sequence[PurePosixPath]) -> bool:
    return any(PurePosixPath(sökväg).is_relative_to(u) for u in under)


def _kräv_att_något_finns(under: Sequence[PurePosixPath], filer: Sequence[str], skrivna: Sequence[str]) -> None:
    for ett, skrivet in zip(under, skrivna, strict=True):
        if not any(_ligger_under(s, [ett]) for s in filer):
            raise Valfel(
                f"{skrivet} innehåller inga YAML-filer, varken förut eller nu. Ange en fil eller mapp med planer."
            )


class _Berörda(NamedTuple):
    """Mapparna där något skiljer. En skillnad i en mapp kan vara husregler, och rör då allt under den."""

    ändrade: frozenset[PurePosixPath]

    def __call__(self, sökväg: str) -> bool:
        """Om filen behövs: något skiljer i dess mapp eller ovanför, eller så kan den vara husregler för det."""
        mapp = PurePosixPath(sökväg).parent
        return any(mapp.is_relative_to(ä) or ä.is_relative_to(mapp) for ä in self.ändrade)


def _berörda(före: Mapping[str, str], efter: Mapping[str, str], under: Sequence[PurePosixPath]) -> _Berörda:
    skilda = [s for s in {*före, *efter} if före.get(s) != efter.get(s)]
    return _Berörda(frozenset(PurePosixPath(s).parent for s in skilda if _ligger_under(s, under)))


def _i_arbetsmappen(f: git.Förråd, under: Sequence[PurePosixPath], före: Mapping[str, str]) -> dict[str, str]:
    """Filerna som de är nu, med samma slags id som git ger dem, så att det som inte är ändrat inte behöver läsas om."""
    räkna = hashlib.sha256 if any(len(id_) == 64 for id_ in före.values()) else _sha1
    ut: dict[str, str] = {}
    for fil in _filer_nära(f.rot, under):
        text, _ = läs_byte(fil, f.rot, STÖRSTA_FIL + 1)
        if text is not None:
            ut[fil.relative_to(f.rot).as_posix()] = räkna(b"blob %d\0%s" % (len(text), text)).hexdigest()
    return ut


def _filer_nära(rot: Path, under: Sequence[PurePosixPath]) -> list[Path]:
    """Filerna under sökvägarna, och de som ligger direkt i mapparna ovanför."""
    funna = {fil for u in under if (rot / u).is_dir() for _, filer in mappar(rot / u) for fil in filer}
    ovanför = {rot / mapp for u in under for mapp in (*u.parents,)}
    funna |= {fil for mapp in ovanför if mapp.is_dir() for fil in yaml_filer(mapp)}
    return sorted(fil for fil in funna if fil.is_file())


def _sha1(text: bytes) -> hashlib._Hash:
    return hashlib.sha1(text, usedforsecurity=False)


def _läs_arbetsmappen(f: git.Förråd, sökvägar: Iterable[str]) -> dict[str, bytes]:
    lästa = ((s, läs_byte(f.rot / s, f.rot, STÖRSTA_FIL + 1)[0]) for s in sökvägar)
    return {s: text for s, text in lästa if text is not None}
