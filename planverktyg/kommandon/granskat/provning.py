"""Ett arkiv och rötter i det in, varje mapp prövad ut, en i taget: fynden, undantagen, och om allt gick att läsa.

Många mappar prövas i flera processer, med samma fynd i samma ordning.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.filer import Arbetsmapp
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.utgivning.fynd import Granskat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from planverktyg.arkiv.akt import Arkiv, Mapp
    from planverktyg.granskning.granskare import Granskare
    from planverktyg.granskning.undantag import Undantagspost
    from planverktyg.modell.grund.plats import Plats

LÅNGT_ARBETE = 30
"""Antal mappar från och med vilket förloppet visas (omkring en sekund)."""
MÅNGA_MAPPAR = 100
"""Antal mappar från och med vilket alla kärnor används."""


class Prövat(NamedTuple):
    """En granskad mapp: det som skrivs ut, undantagen som står i den, och vilka undantag som behövdes."""

    granskat: Granskat
    poster: Sequence[Undantagspost] = ()
    använda: Sequence[Plats] = ()
    """Var undantaget till varje undantaget fynd står."""
    helt: bool = True
    """Om allt som kan ge fynd är läst."""


def pröva(arkiv: Arkiv, rötter: Iterable[Path]) -> Iterator[Prövat]:
    """Mapparna, en i taget. En mapp vars husregler har undantag kommer sist: då är det känt om någon plan behövde dem.

    Minnet töms mapp för mapp; bara planernas id, mapparna som väntar och platserna för använda undantag finns kvar.
    """
    yield from _husregler_ovanför(arkiv, rötter)
    for rot in rötter:
        väntar: list[Prövat] = []
        använda: set[Plats] = set()
        helt = arkiv.källa.är_mapp(rot)
        for prövat in _med_förlopp(arkiv, rot):
            använda.update(prövat.använda)
            helt = helt and prövat.helt
            if any(post.i_husregler for post in prövat.poster):
                väntar.append(prövat)
            else:
                yield prövat
        yield from (_med_obehövda(prövat, använda) if helt else prövat for prövat in väntar)


def _husregler_ovanför(arkiv: Arkiv, rötter: Iterable[Path]) -> Iterator[Prövat]:
    """Felen i de husregler som gäller under rötterna fast de ligger ovanför, en gång för varje fil."""
    visade: set[Path] = set()
    for rot in rötter:
        gällande = arkiv.husregler(rot if arkiv.källa.är_mapp(rot) else rot.parent)
        fel = [f for f in gällande.fynd if f.allvar is Allvar.FEL] if gällande else []
        if gällande and fel and not arkiv.källa.under(gällande.fil, rot) and gällande.fil not in visade:
            visade.add(gällande.fil)
            yield Prövat(Granskat(fel, [arkiv.källa.visa(gällande.fil)]))


def _med_obehövda(prövat: Prövat, använda: set[Plats]) -> Prövat:
    """Med fynd för de undantag i husreglerna som ingen plan behövde."""
    from planverktyg.granskning.undantag import oanvända
    from planverktyg.modell.grund.fynd import sortera

    obehövda = oanvända([post for post in prövat.poster if post.i_husregler], använda)
    granskat = prövat.granskat._replace(fynd=sortera([*prövat.granskat.fynd, *obehövda]))
    return prövat._replace(granskat=granskat)


def _med_förlopp(arkiv: Arkiv, rot: Path) -> Iterator[Prövat]:
    """Det prövade under roten. På en terminal visas hur långt ett stort arbete har kommit."""
    antal = sum(1 for _ in arkiv.källa.mappar(rot)) if arkiv.källa.är_mapp(rot) else 1
    flera = antal >= MÅNGA_MAPPAR and (os.cpu_count() or 1) > 1 and isinstance(arkiv.källa, Arbetsmapp)
    prövade = _i_flera_processer(rot) if flera else _i_en_process(arkiv, rot)
    if antal < LÅNGT_ARBETE or not sys.stderr.isatty():
        yield from prövade
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(prövade, "Kontrollerar", antal, console=Console(stderr=True), transient=True)


def _i_en_process(arkiv: Arkiv, rot: Path) -> Iterator[Prövat]:
    from planverktyg.granskning.granskare import Granskare

    granskare = Granskare()
    if arkiv.källa.är_fil(rot):
        yield _prövat(arkiv, granskare, arkiv.mapp(rot.parent), bara=rot)
    else:
        yield from (_prövat(arkiv, granskare, mapp) for mapp in arkiv.mappar(rot))


def _prövat(arkiv: Arkiv, granskare: Granskare, mapp: Mapp, bara: Path | None = None) -> Prövat:
    filer = [arkiv.källa.visa(fil) for fil in mapp.filer if bara in (None, fil)]
    granskning = granskare.pröva_mapp(mapp)
    granskat = Granskat(
        [f for f in granskning.fynd if f.plats.fil in filer],
        filer,
        [u for u in granskning.undantagna if u.fynd.plats.fil in filer],
    )
    poster = [post for post in granskning.poster if post.plats.fil in filer]
    return Prövat(granskat, poster, [u.plats for u in granskning.undantagna], granskning.helt)


# --- Många mappar: en process per kärna, en gren under roten i taget --------------------------------


def _i_flera_processer(rot: Path) -> Iterator[Prövat]:
    """Som `_i_en_process`, med samma fynd i samma ordning. Grenarna är oberoende, utom att plan-id är unika."""
    from concurrent.futures import ProcessPoolExecutor

    grenar = sorted(mapp.name for mapp in rot.iterdir() if mapp.is_dir() and not mapp.name.startswith("."))
    rotens, planer = _granska_gren(rot, "")
    yield from rotens
    processer = ProcessPoolExecutor(initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    try:
        for gren, (granskade, grenens) in zip(grenar, processer.map(_granska_gren, repeat(rot), grenar), strict=True):
            dubbla = [id_ for id_, fil in grenens.items() if planer.get(id_, fil) != fil]
            yield from _granska_gren(rot, gren, planer)[0] if dubbla else granskade
            planer = grenens | planer
    except BaseException:  # avbrutet: det som väntar behövs inte
        processer.shutdown(wait=False, cancel_futures=True)
        raise
    processer.shutdown()


def _granska_gren(rot: Path, gren: str, planer: Mapping[str, str] | None = None) -> tuple[list[Prövat], dict[str, str]]:
    """En gren under roten ("" är rotens egna filer), och planerna som är sedda därefter: id → fil."""
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.granskning.granskare import Granskare

    arkiv, granskare = Arkiv(), Granskare(planer or {})
    granskade: list[Prövat] = []
    for mapp in arkiv.mappar(rot, gren):
        prövat = _prövat(arkiv, granskare, mapp)
        if mapp.sökväg != rot or not gren:  # rotens husregler gäller i grenen, men deras fynd hör till roten
            granskade.append(prövat)
    return granskade, granskare.planer
