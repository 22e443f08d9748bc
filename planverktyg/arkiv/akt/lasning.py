"""Sökvägar in, en mapp i taget ut, så att minnet inte växer med antalet planer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv import filer as arkiv
from planverktyg.arkiv.akt.akter import Akt, Mapp
from planverktyg.arkiv.laddning import Dokument, ladda
from planverktyg.arkiv.syntax import STÖRSTA_FIL, läs, läs_huvud
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from planverktyg.modell.grund.fynd import Fynd


def läs_mappar(rot: Path, gren: str | None = None) -> Iterator[Mapp]:
    """Mapparna under roten, en i taget, med husregler från mapparna ovanför.

    Med `gren` läses bara roten själv och den undermappen ("" är ingen).
    """
    kommun, fynd = _ärvd_kommun(rot)
    ärvda = {rot: kommun}
    for sökväg, filer in arkiv.mappar(rot, gren):
        närmast = next(p for p in (sökväg, *sökväg.parents) if p in ärvda)
        mapp = läs_mapp(sökväg, filer, rot, ärvda[närmast], fynd)
        if mapp.kommuner:
            ärvda[sökväg] = mapp.kommuner[0]
        yield mapp
        fynd = []


def läs_mapp(
    sökväg: Path,
    filer: Sequence[Path],
    rot: Path,
    ärvd: Dokument[Kommundokument] | None,
    ärvda_fynd: Sequence[Fynd] = (),
) -> Mapp:
    """En mapps dokument, hopfogade till akter. `ärvd` är husreglerna från mappen ovanför, med fynden i dem."""
    fynd = list(ärvda_fynd)
    dokument: list[Dokument[Any]] = []
    for fil in filer:
        läst, funna = läs_dokument(fil, rot)
        fynd += funna
        if läst is not None:
            dokument.append(läst)
    planer = [d for d in dokument if isinstance(d.modell, Plandokument)]
    kommuner = tuple(d for d in dokument if isinstance(d.modell, Kommundokument))
    uppföljningar = [d for d in dokument if isinstance(d.modell, Uppföljningsdokument)]
    uppföljningar.sort(key=lambda d: d.modell.uppföljning.per)
    kommun = kommuner[0] if kommuner else ärvd
    akter = tuple(
        Akt(plan, tuple(u for u in uppföljningar if u.modell.uppföljning.plan == plan.modell.plan.id), kommun, rot)
        for plan in planer
    )
    funna_id = {plan.modell.plan.id for plan in planer}
    lösa = tuple(u for u in uppföljningar if u.modell.uppföljning.plan not in funna_id)
    return Mapp(sökväg, tuple(filer), akter, lösa, kommuner, tuple(fynd))


def läs_planens_mapp(planfil: Path, rot: Path) -> Mapp:
    """Mappen som planen ligger i, med husreglerna från mapparna ovanför."""
    mapp = planfil.parent
    return läs_mapp(mapp, arkiv.yaml_filer(mapp), rot, *_ärvd_kommun(mapp))


def läs_dokument(fil: Path, rot: Path) -> tuple[Dokument[Any] | None, list[Fynd]]:
    """Filen som dokument, med alla fynd från läsningen."""
    källa, fynd = arkiv.läs_byte(fil, rot, STÖRSTA_FIL + 1)
    if källa is None:
        return None, fynd
    träd, fynd = läs(källa, arkiv.visa(fil))
    if träd is None:
        return None, fynd
    dokument, fler = ladda(träd)
    return dokument, fynd + fler


def _ärvd_kommun(mapp: Path) -> tuple[Dokument[Kommundokument] | None, list[Fynd]]:
    """Husreglerna i närmaste mapp ovanför, högst tre steg upp och inte ovanför projektets rot (mappen med `.git`).

    Fynden i dem följer med: husregler som inte går att läsa får inte tyst bli förvalen.
    """
    ovanför = mappar_ovanför(mapp.resolve())
    for ovan in ovanför:
        if (funnen := kommun_i(ovan, ovanför[-1])) is not None:
            return funnen
    return None, []


def mappar_ovanför(mapp: Path) -> list[Path]:
    """De närmaste mapparna ovanför, högst tre och inte ovanför projektets rot."""
    funna: list[Path] = []
    while not (mapp / ".git").exists() and mapp != mapp.parent and len(funna) < 3:
        mapp = mapp.parent
        funna.append(mapp)
    return funna


@lru_cache(maxsize=64)
def kommun_i(mapp: Path, rot: Path) -> tuple[Dokument[Kommundokument] | None, list[Fynd]] | None:
    """Husreglerna direkt i mappen, med fynden i dem. None när mappen inte har några."""
    for fil in arkiv.yaml_filer(mapp):
        källa, fynd = arkiv.läs_byte(fil, rot, STÖRSTA_FIL)
        if källa is None:
            return None, fynd  # filen kan vara husreglerna
        if _är_husregler(källa):
            return läs_dokument(fil, rot)
    return None


def _är_husregler(källa: bytes) -> bool:
    huvud = läs_huvud(källa)
    return huvud[0] == "kommun" if huvud else _KOMMUNRAD.search(källa) is not None


_KOMMUNRAD = re.compile(rb"^kommun[ \t]*:", re.MULTILINE)
"""Känner igen husregler även när filen är så trasig att huvudet inte går att läsa."""
