"""Vad som ska jämföras: orden på kommandoraden in, två lästa versioner ut.

Bara mapparna där något skiljer läses, med husreglerna från mapparna ovanför: samma id i git är samma byte.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv import git
from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.filer import Arbetsmapp
from planverktyg.arkiv.revision import FöreFörsta, Index, Revision, från_roten
from planverktyg.arkiv.urval.lydelser import läs_i_revisionen
from planverktyg.arkiv.version import Version, läs_version, version_ur

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from planverktyg.arkiv.filer import Källa
    from planverktyg.arkiv.version import Fil


class Valfel(Exception):
    """Det går inte att förstå, eller hitta, vad som ska jämföras."""


class Urval(NamedTuple):
    """Två versioner att jämföra."""

    gammal: Version
    ny: Version
    besked: tuple[str, ...] = ()
    """Vad läsaren behöver veta om hur de valdes."""


def välj_versioner(ord_: Sequence[str], förvald_mapp: Path, *, tillagt: bool = False) -> Urval:
    """De två versionerna. Med `tillagt` den senaste commiten och det som är tillagt med git add.

    Reser `Valfel` eller `Gitfel` när de inte går att läsa.
    """
    if not tillagt and len(ord_) == 2 and all(Path(ett).is_file() for ett in ord_):
        _kräv_inga_revisioner(ord_)
        return _två_filer(*map(Path, ord_))
    f = git.förråd(Path.cwd())
    if not tillagt and not ord_:
        raise Valfel("Ange revisionen att jämföra med: main, HEAD~1. Eller två filer, eller --staged.")
    bas, mot, sökvägar = ("HEAD", "", list(ord_)) if tillagt else _tolka(ord_, f)
    under = [_från_roten(Path(s), f) for s in sökvägar] or [_från_roten(förvald_mapp, f)]
    gammal = _senaste(f) if tillagt else Revision(f, bas, ord_[0].split("..")[0])
    ny: Källa = Index(f) if tillagt else Revision(f, mot) if mot else Arbetsmapp()
    före, efter = (_filer_nära(k, f, under) for k in (gammal, ny))
    _kräv_att_något_finns(under, {*före, *efter}, sökvägar or [str(förvald_mapp)])
    gäller = {fil for fil in {*före, *efter} if _ligger_under(fil, under)}
    gäller |= {fil for k, filer in ((gammal, före), (ny, efter)) for fil in _husregler_ovanför(k, filer - gäller, f)}
    lika = _känner_lika(gammal, ny, f)
    berörda = _Berörda(frozenset(fil.parent for fil in gäller if not (fil in före and fil in efter and lika(fil))))
    då = _version(gammal, [fil for fil in före if berörda(fil)], gäller, f)
    nu = _version(ny, [fil for fil in efter if berörda(fil)], gäller, f, sedan=då)
    return _med_läsbara(Urval(då, nu), f, bas)


def _senaste(f: git.Förråd) -> Revision:
    """Den senaste commiten; den allra första commiten jämförs med ingenting."""
    return Revision(f, "HEAD") if git.är_revision(f.rot, "HEAD") else FöreFörsta(f)


# --- Det som var trasigt förut ----------------------------------------------------------------------


def _med_läsbara(urval: Urval, f: git.Förråd, bas: str) -> Urval:
    """Filer som inte går att läsa i basen, men nu, jämförs med den senaste revision där de gick att läsa."""
    hela = {fil.sökväg for fil in urval.ny.hela()}
    trasiga = [fil for fil in urval.gammal.filer if fil.jämförs and not fil.är_hel and fil.sökväg in hela]
    bytta: dict[str, Fil] = {}
    besked = []
    for fil in trasiga:
        if (läsbar := _senast_läsbar(fil, f, bas)) is not None:
            revision, bytta[fil.sökväg] = läsbar
            besked.append(
                f"{fil.sökväg} går inte att läsa i {urval.gammal.namn}, så den jämförs med revisionen {revision}."
            )
    filer = tuple(bytta.get(fil.sökväg, fil) for fil in urval.gammal.filer)
    return urval._replace(gammal=urval.gammal._replace(filer=filer), besked=tuple(besked))


def _senast_läsbar(fil: Fil, f: git.Förråd, bas: str) -> tuple[str, Fil] | None:
    plats = från_roten(f, Path(fil.sökväg))
    if plats is None:
        return None
    for rev in reversed(git.revisioner(f, plats.as_posix(), till=git.commit(f, bas))):
        if rev.ändrade.get(plats.as_posix()):
            (läst,) = läs_i_revisionen(f, rev, plats.as_posix()).filer
            if läst.är_hel:
                return rev.kort, läst
    return None


def _version(
    källa: Källa, filer: Iterable[Path], jämförs: Iterable[Path], f: git.Förråd, sedan: Version | None = None
) -> Version:
    hela = [f.rot / fil for fil in filer]
    if isinstance(källa, Revision):
        källa.förbered(hela)
    return version_ur(källa, hela, (f.rot / fil for fil in jämförs), sedan)


def _två_filer(gammal: Path, ny: Path) -> Urval:
    """Två filer jämförs med varandra även när de har olika namn och id: de läses som samma fil, med dess husregler."""
    källa = Arbetsmapp()
    versioner = []
    for fil in (gammal, ny):
        text, fynd = källa.läs(fil)
        if text is None:
            raise Valfel(f"{fil}: {fynd[0].text}")
        versioner.append(läs_version(str(fil), {källa.visa(ny): text})._replace(arkiv=Arkiv(källa)))
    return Urval(versioner[0], versioner[1])


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
        if Path(resten[0]).exists() and not _är_alltid_revision(resten[0]):
            raise _tvetydigt(resten[0])
        return bas, resten[0], resten[1:]
    if resten and not Path(resten[0]).exists() and not _har_funnits(resten[0], bas, f):
        git.commit(f, resten[0])  # varken sökväg eller revision: felet säger vad som hjälper
    return bas, "", resten


def _är_alltid_revision(ord_: str) -> bool:
    """Om ordet betyder en revision också när en fil heter så: den som lämnar ett förslag väljer vad filerna heter."""
    return ord_ == "HEAD" or re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", ord_) is not None


def _kräv_inga_revisioner(ord_: Iterable[str]) -> None:
    """Två filer jämförs bara när det är dem som menas: en fil kan heta main, och säga något annat än grenen."""
    try:
        rot = git.förråd(Path.cwd()).rot
    except git.Gitfel:  # utan git finns bara filer
        return
    for ett in ord_:
        if git.är_revision(rot, ett):
            raise _tvetydigt(ett)


def _tvetydigt(ord_: str) -> Valfel:
    return Valfel(f"{ord_} är både en revision och en sökväg. Skriv ./{ord_} om du menar sökvägen.")


def _har_funnits(sökväg: str, bas: str, f: git.Förråd) -> bool:
    return any(_ligger_under(Path(s), [_från_roten(Path(sökväg), f)]) for s in git.filer(f, bas))


def _från_roten(sökväg: Path, f: git.Förråd) -> Path:
    if (från := från_roten(f, sökväg)) is None:
        raise Valfel(f"{sökväg} ligger utanför git-förrådet {f.rot.name}, så där finns inget tidigare att jämföra med.")
    return från


# --- Filerna, med sökvägar från förrådets rot ------------------------------------------------------


def _filer_nära(källa: Källa, f: git.Förråd, under: Sequence[Path]) -> set[Path]:
    """Filerna under sökvägarna, och de som ligger direkt i mapparna ovanför: där kan det stå husregler."""
    hela = [f.rot / u for u in under]
    rötter = [u for u in hela if källa.är_mapp(u) or källa.är_stängd(u) or källa.länk_till(u)]
    funna = {fil for u in rötter for _, filer in källa.mappar(u) for fil in filer}
    funna |= {fil for mapp in {f.rot / m for u in under for m in u.parents} for fil in källa.yaml_filer(mapp)}
    return {fil.relative_to(f.rot) for fil in funna}


def _ligger_under(fil: Path, under: Sequence[Path]) -> bool:
    return any(fil.is_relative_to(u) for u in under)


def _husregler_ovanför(källa: Källa, filer: Iterable[Path], f: git.Förråd) -> list[Path]:
    """De av filerna som är husregler. En ändring i dem ändrar bedömningen av det som ligger under."""
    arkiv = Arkiv(källa)
    return [fil for fil in filer if (huvud := arkiv.huvud(f.rot / fil)) and huvud[0] == "kommun"]


def _kräv_att_något_finns(under: Sequence[Path], filer: Collection[Path], skrivna: Sequence[str]) -> None:
    for ett, skrivet in zip(under, skrivna, strict=True):
        if not any(_ligger_under(fil, [ett]) for fil in filer):
            raise Valfel(
                f"{skrivet} innehåller inga YAML-filer, varken förut eller nu. Ange en fil eller mapp med planer."
            )


class _Berörda(NamedTuple):
    """Mapparna där något skiljer. En skillnad i en mapp kan vara husregler, och rör då allt under den."""

    ändrade: frozenset[Path]

    def __call__(self, fil: Path) -> bool:
        """Om filen behövs: något skiljer i dess mapp eller ovanför, eller så kan den vara husregler för det."""
        return any(fil.parent.is_relative_to(ä) or ä.is_relative_to(fil.parent) for ä in self.ändrade)


def _känner_lika(gammal: Revision, ny: Källa, f: git.Förråd) -> Callable[[Path], bool]:
    """Frågan om en fil är densamma i båda, ställd på innehållets id, så att det som inte är ändrat inte behöver tolkas.

    En länk till en mapp har inget id: vad som finns i den är inte läst, så den är aldrig densamma.
    """

    def lika(fil: Path) -> bool:
        id_ = gammal.id(fil)
        return bool(id_) and id_ == (ny.id(fil) if isinstance(ny, Revision) else _id_nu(ny, f.rot / fil, id_))

    return lika


def _id_nu(källa: Källa, fil: Path, som: str) -> str:
    """Filens innehåll med samma slags id som git har gett det gamla."""
    text = källa.rå(fil)
    return "" if text is None else git.id_för(text, som)
