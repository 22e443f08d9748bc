"""Två versioner in, de par av dokument som är samma sak ut.

Ett dokument känns igen på sitt innehåll: planens id, uppföljningens plan och period, kommunens id. En fil som har flyttats
eller bytt namn är därför ingen ändring.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from planverktyg.arkiv.version import Fil, Version


class Filpar(NamedTuple):
    """Samma dokument i två versioner; None där det inte finns."""

    gammal: Fil | None
    ny: Fil | None


def para_filer(gammal: Version, ny: Version) -> list[Filpar]:
    """Dokumenten som hör ihop, i den nya versionens ordning; de borttagna sist.

    Den som inte kan läsas i den ena versionen är inte med alls: den är varken ändrad, borttagen eller tillagd.
    """
    gamla, nya = _märkta(gammal), _märkta(ny)
    par = {märke: Filpar(gamla[märke], nya[märke]) for märke in nya if märke in gamla}
    gamla_kvar = {f.sökväg: f for märke, f in gamla.items() if märke not in par}
    for märke, fil in nya.items():
        if märke not in par:
            samma_plats = gamla_kvar.get(fil.sökväg)
            hör_ihop = samma_plats is not None and _kan_vara_samma(samma_plats, fil)
            par[märke] = Filpar(gamla_kvar.pop(fil.sökväg) if hör_ihop else None, fil)
    i_ordning = [par[märke] for märke in nya] + [Filpar(fil, None) for fil in gamla_kvar.values()]
    ensamma = {f.sökväg for p in i_ordning for f in p if f and None in p}
    trasiga = [f for v in (gammal, ny) for f in v.filer if not f.är_hel]
    dolda = {f.kännetecken for f in trasiga} | {f.sökväg for f in trasiga if f.sökväg in ensamma}
    return [p for p in i_ordning if all(_kan_jämföras(f, ensam=None in p, dolda=dolda) for f in p if f)]


def _kan_jämföras(fil: Fil, *, ensam: bool, dolda: set[Any]) -> bool:
    return fil.är_hel and fil.jämförs and not (ensam and (fil.kännetecken in dolda or fil.sökväg in dolda))


def _kan_vara_samma(gammal: Fil, ny: Fil) -> bool:
    """Filen på samma plats, av samma slag, är samma dokument även om dess id har ändrats."""
    return bool(gammal.kännetecken and ny.kännetecken) and gammal.kännetecken[:1] == ny.kännetecken[:1]  # type: ignore[index]


def _märkta(version: Version) -> dict[tuple[Any, int], Fil]:
    """Filerna efter kännetecken; den som felaktigt har samma som en annan får ett eget nummer."""
    sedda: Counter[Any] = Counter()
    märkta: dict[tuple[Any, int], Fil] = {}
    for fil in version.filer:
        känns_igen = fil.kännetecken or ("okänd", fil.sökväg)
        märkta[känns_igen, sedda[känns_igen]] = fil
        sedda[känns_igen] += 1
    return märkta
