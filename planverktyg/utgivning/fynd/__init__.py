"""Granskade mappar in, text ut bit för bit: ett format per modul. Ingenting skrivs härifrån.

Texten lämnas allt eftersom mapparna granskas, så att minnet inte växer med antalet planer.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, assert_never

from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import antal, räkna_upp
from planverktyg.modell.grund.synligt import en_ruta_för_osynligt, synlig, synlig_rad
from planverktyg.utgivning.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.modell.grund.fynd import Fynd, Undantaget


Fyndformat: TypeAlias = Literal[Format.TEXT, Format.JSON, Format.GITHUB, Format.SARIF, Format.GITLAB, Format.JUNIT]
"""Formaten som fynd kan skrivas i."""


class Granskat(NamedTuple):
    """Fynden i några lästa filer, i läsordning."""

    fynd: Sequence[Fynd]
    filer: Sequence[str]
    """De lästa filerna, även de utan fynd."""
    undantagna: Sequence[Undantaget] = ()
    """Fynd som planen eller kommunen har undantagit."""


_ORD = {Allvar.FEL: ("fel", "fel"), Allvar.VARNING: ("varning", "varningar"), Allvar.NOTIS: ("notis", "notiser")}


def räknade(per_allvar: Mapping[Allvar, int]) -> str:
    """`1 fel, 2 varningar och 1 notis`, det värsta först. Tomt när inget är funnet."""
    return räkna_upp([antal(per_allvar[allvar], *ord_) for allvar, ord_ in _ORD.items() if per_allvar.get(allvar)])


def räkna_fynd(fynd: Iterable[Fynd]) -> str:
    """Fynden räknade. Ett fynd kan stå för flera."""
    per_allvar: Counter[Allvar] = Counter()
    for f in fynd:
        per_allvar[f.allvar] += f.antal
    return räknade(per_allvar)


def skriv(
    mappar: Iterable[Granskat],
    format_: Fyndformat,
    *,
    bredd: int,
    färg: bool,
    kort: bool = False,
    minst: Allvar = Allvar.NOTIS,
) -> Iterator[str]:
    """Fynden som är minst så allvarliga i det valda formatet. Bredd, färg och kort gäller bara text."""
    mappar = map(_utan_osynligt, mappar)
    if format_ is not Format.TEXT and minst is not Allvar.NOTIS:
        mappar = _minst_så_allvarliga(mappar, minst)
    match format_:
        case Format.TEXT:
            from planverktyg.utgivning.fynd import terminal

            return terminal.skriv(mappar, bredd=bredd, färg=färg, kort=kort, minst=minst)
        case Format.JSON:
            from planverktyg.utgivning.fynd import json

            return json.skriv(mappar)
        case Format.GITHUB:
            from planverktyg.utgivning.fynd import github

            return github.skriv(mappar)
        case Format.SARIF:
            from planverktyg.utgivning.fynd import sarif

            return sarif.skriv(mappar)
        case Format.GITLAB:
            from planverktyg.utgivning.fynd import gitlab

            return gitlab.skriv(mappar)
        case Format.JUNIT:
            from planverktyg.utgivning.fynd import junit

            return junit.skriv(mappar)
        case _:
            assert_never(format_)


def _utan_osynligt(mapp: Granskat) -> Granskat:
    """Texterna ur filerna, och filernas namn, på en rad var och med styrtecken utskrivna."""
    return mapp._replace(fynd=[_utskrivet(f) for f in mapp.fynd], filer=[synlig_rad(fil) for fil in mapp.filer])


def _utskrivet(f: Fynd) -> Fynd:
    return f._replace(
        plats=f.plats._replace(fil=synlig_rad(f.plats.fil)),
        text=synlig(f.text),
        råd=synlig(f.råd),
        utdrag=en_ruta_för_osynligt(f.utdrag),
    )


def _minst_så_allvarliga(mappar: Iterable[Granskat], minst: Allvar) -> Iterator[Granskat]:
    visas = tuple(Allvar)[: tuple(Allvar).index(minst) + 1]
    return (mapp._replace(fynd=[f for f in mapp.fynd if f.allvar in visas]) for mapp in mappar)
