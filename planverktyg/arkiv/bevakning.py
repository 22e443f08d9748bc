"""Arbetsmappen in, arbetsmappen ut med en minnesanteckning om vad som har lästs: är något av det ändrat sedan dess?

En fil känns igen på tid, storlek och nummer på disken, en mapp på namnen som syns i den, tagna innan de lästes. Det som aldrig
lästes bevakas inte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from planverktyg.arkiv.filer import Arbetsmapp

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.modell.grund.fynd import Fynd

Märke: TypeAlias = "tuple[int, int, int] | None"
"""Det som en fil känns igen på. None när den inte finns."""


class BevakadMapp(Arbetsmapp):
    """En arbetsmapp som minns vad som har lästs ur den."""

    def __init__(self) -> None:
        super().__init__()
        self._märken: dict[Path, Märke] = {}

    def bevaka(self, fil: Path) -> None:
        """Minns hur filen är nu."""
        if fil not in self._märken:
            self._märken[fil] = _märk(fil)

    def är_ändrad(self) -> bool:
        """Om något av det som har lästs är ett annat nu."""
        nu = Arbetsmapp()
        return any(_märk(fil) != märke for fil, märke in self._märken.items()) or any(
            nu.innehåll(mapp) != innehåll for mapp, innehåll in self._innehåll.items()
        )

    def början(self, fil: Path) -> bytes | None:
        """Början av en vanlig fil."""
        self.bevaka(fil)
        return super().början(fil)

    def _hämta(self, plats: Path, fil: Path) -> bytes | Fynd:
        self.bevaka(fil)
        return super()._hämta(plats, fil)


def _märk(fil: Path) -> Märke:
    try:
        läge = fil.stat()
    except (OSError, RuntimeError):
        return None
    return läge.st_mtime_ns, läge.st_size, läge.st_ino
