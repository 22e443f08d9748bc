"""Ett arkiv och rötter i det in, varje mapp prövad ut, en i taget: fynden, undantagen, och om allt gick att läsa.

Många mappar prövas i flera processer, med samma fynd i samma ordning.
"""

from __future__ import annotations

import os
import sys
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.filer import Arbetsmapp
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.utgivning.fynd import Granskat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from planverktyg.arkiv.akt import Arkiv, Mapp
    from planverktyg.granskning.granskare import Granskare
    from planverktyg.granskning.undantag import Undantagspost
    from planverktyg.kommandon.granskat.berorda import Berörda
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
    är_likt: bool = False
    """Om mappen inte prövades, för att den är lik det som den jämförs med."""


def pröva(
    arkiv: Arkiv, rötter: Iterable[Path], flest: int | None = None, *, bara: Berörda | None = None
) -> Iterator[Prövat]:
    """Mapparna, en i taget. En mapp vars husregler har undantag kommer sist: då är det känt om någon plan behövde dem.

    Med `flest` högst så många fynd av varje sort i varje fil. Med `bara` prövas de berörda, och de andra är bara uppräknade.

    Minnet töms mapp för mapp; bara planernas id, mapparna som väntar och platserna för använda undantag finns kvar.
    """
    yield from _husregler_ovanför(arkiv, rötter)
    for rot in rötter:
        väntar: list[Prövat] = []
        använda: set[Plats] = set()
        helt = arkiv.källa.är_mapp(rot)
        for prövat in _berörda(arkiv, rot, bara) if bara else _med_förlopp(arkiv, rot, flest):
            använda.update(prövat.använda)
            helt = helt and prövat.helt
            if any(post.i_husregler for post in prövat.poster):
                väntar.append(prövat)
            else:
                yield prövat
        yield from (_med_obehövda(prövat, använda) if helt else prövat for prövat in väntar)


def _berörda(arkiv: Arkiv, rot: Path, bara: Berörda) -> Iterator[Prövat]:
    from planverktyg.granskning.granskare import Granskare

    granskare = Granskare()
    for sökväg, filer, är_berörd in bara.bland(rot, arkiv.källa.mappar(rot)):
        if är_berörd or filer == [sökväg]:  # den som inte går att öppna
            yield from (pröva_en(arkiv, granskare, mapp) for mapp in arkiv.mappar(rot, [(sökväg, filer)]))
        else:
            mapp = arkiv.källa.visa(sökväg)
            yield Prövat(Granskat([], [f"{mapp}/{fil.name}" for fil in filer]), är_likt=True)


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


def _med_förlopp(arkiv: Arkiv, rot: Path, flest: int | None) -> Iterator[Prövat]:
    """Det prövade under roten. På en terminal visas hur långt ett stort arbete har kommit."""
    kärnor = _processer() if isinstance(arkiv.källa, Arbetsmapp) else 1
    visas = sys.stderr.isatty()
    räknas = (kärnor > 1 or visas) and arkiv.källa.är_mapp(rot)
    mappar = list(arkiv.källa.mappar(rot)) if räknas else []
    antal = len(mappar) or 1
    if antal >= MÅNGA_MAPPAR and kärnor > 1:
        from planverktyg.kommandon.granskat.processer import i_flera_processer

        prövade = i_flera_processer(arkiv, rot, mappar, kärnor, flest)
    else:
        mappar.clear()  # i en process räknas de upp en i taget
        prövade = i_en_process(arkiv, rot, flest)
    if antal < LÅNGT_ARBETE or not visas:
        yield from prövade
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(prövade, "Kontrollerar", antal, console=Console(stderr=True), transient=True)


def _processer() -> int:
    """Så många processer som får arbeta: datorns kärnor, om inte miljön säger annat."""
    sagt = os.environ.get("PLAN_PROCESSER", "")
    return int(sagt) if sagt.isdecimal() and int(sagt) else os.cpu_count() or 1


def i_en_process(arkiv: Arkiv, rot: Path, flest: int | None = None) -> Iterator[Prövat]:
    """Det prövade under roten, eller i filen, mapp för mapp."""
    from planverktyg.granskning.granskare import Granskare

    granskare = Granskare(flest=flest)
    if arkiv.källa.är_fil(rot):
        yield pröva_en(arkiv, granskare, arkiv.mapp(rot.parent), bara=rot)
    else:
        yield from (pröva_en(arkiv, granskare, mapp) for mapp in arkiv.mappar(rot))


def pröva_en(arkiv: Arkiv, granskare: Granskare, mapp: Mapp, bara: Path | None = None) -> Prövat:
    """En mapp, eller `bara` en fil i den."""
    filer = [arkiv.källa.visa(fil) for fil in mapp.filer if bara in (None, fil)]
    granskning = granskare.pröva_mapp(mapp)
    granskat = Granskat(
        [f for f in granskning.fynd if f.plats.fil in filer],
        filer,
        [u for u in granskning.undantagna if u.fynd.plats.fil in filer],
    )
    poster = [post for post in granskning.poster if post.plats.fil in filer]
    använda = [plats for u in granskning.undantagna for plats in repeat(u.plats, u.fynd.antal)]
    return Prövat(granskat, poster, använda, granskning.helt)
