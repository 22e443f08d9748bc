"""Mapparna under en rot in, det prövade ut i samma ordning och med samma fynd som i en process, men alla kärnor arbetar.

Listan delas i bitar som ligger intill varandra, var de än ligger: en kommuns alla mappar kan delas.
"""

from __future__ import annotations

import multiprocessing
import signal
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from planverktyg.arkiv import spar
from planverktyg.arkiv.akt import Arkiv
from planverktyg.granskning.granskare import Granskare
from planverktyg.kommandon.granskat.provning import pröva_en

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import ProcessPoolExecutor
    from pathlib import Path

    from planverktyg.kommandon.granskat.provning import Prövat

    Uppräknade: TypeAlias = Sequence[tuple[Path, list[Path]]]

_BITAR_PER_KÄRNA = 16
"""Fler bitar än kärnor, så att den som blir klar tidigt får mer att göra."""
_STÖRSTA_BIT = 200
"""Så många mappar väntar som mest på att skrivas ut, för minnets skull."""

_arkiv = Arkiv()
"""Arbetarens eget: det som den har läst för en bit behöver den inte läsa för nästa."""


def i_flera_processer(
    arkiv: Arkiv, rot: Path, mappar: Uppräknade, kärnor: int, flest: int | None = None
) -> Iterator[Prövat]:
    """Som `i_en_process`. Bitarna är oberoende, utom att plan-id är unika: en bit med ett id som redan är sett prövas om."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    granskade, planer = _pröva_bit(rot, mappar[:1], arkiv=arkiv, flest=flest)  # läser in det som arbetarna sedan ärver
    yield from granskade
    bitar = _dela(mappar[1:], kärnor)
    processer = ProcessPoolExecutor(min(kärnor, len(bitar)), initializer=_börja_om)
    try:
        for bit, (granskade, bitens, spår) in zip(
            bitar, processer.map(partial(_pröva_i_arbetare, rot, flest=flest), bitar), strict=True
        ):
            if spar.pågår is not None and spår is not None:
                spar.pågår.ta_emot(spår)
            dubbla = any(planer.get(id_, fil) != fil for id_, fil in bitens.items())
            yield from _pröva_bit(rot, bit, planer, arkiv, flest)[0] if dubbla else granskade
            planer = {**bitens, **planer}
    except BrokenProcessPool:
        _avbryt(processer)
        raise RuntimeError(
            "En av processerna som kontrollerar planerna avslutades utifrån, så allt är inte prövat."
        ) from None
    except BaseException:
        _avbryt(processer)
        raise
    processer.shutdown()


def _dela(mappar: Uppräknade, kärnor: int) -> list[Uppräknade]:
    antal = min(-(-len(mappar) // (kärnor * _BITAR_PER_KÄRNA)), _STÖRSTA_BIT)
    return [mappar[n : n + antal] for n in range(0, len(mappar), antal)]


def _avbryt(processer: ProcessPoolExecutor) -> None:
    """Avslutar arbetarna på en gång: det som de håller på med behövs inte."""
    for arbetare in multiprocessing.active_children():
        arbetare.kill()
    processer.shutdown(cancel_futures=True)


def _börja_om() -> None:
    """I arbetaren: ett eget arkiv, och Ctrl-C är den första processens sak."""
    global _arkiv  # noqa: PLW0603 - en arbetare har inget annat ställe för det som gäller alla dess bitar
    _arkiv = Arkiv()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _pröva_i_arbetare(
    rot: Path, mappar: Uppräknade, flest: int | None
) -> tuple[list[Prövat], dict[str, str], spar.Spår | None]:
    """Biten, och det som den läste när någon vill veta det."""
    if spar.pågår is not None:
        spar.pågår = spar.Spår()
    return *_pröva_bit(rot, mappar, flest=flest), spar.pågår


def _pröva_bit(
    rot: Path,
    mappar: Uppräknade,
    planer: Mapping[str, str] | None = None,
    arkiv: Arkiv | None = None,
    flest: int | None = None,
) -> tuple[list[Prövat], dict[str, str]]:
    """Mapparna i en bit, och planerna som är sedda därefter: id → fil."""
    läser = arkiv or _arkiv
    granskare = Granskare(planer or {}, flest=flest)
    for sökväg, _ in mappar:
        läser.källa.innehåll(sökväg)  # minns vilka filer i mappen som inte läses, och varför
    return [pröva_en(läser, granskare, mapp) for mapp in läser.mappar(rot, mappar)], granskare.planer
