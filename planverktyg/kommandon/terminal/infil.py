"""Ett dokument eller en blankett som användaren pekar ut in, dess byte ut: aldrig ett rör, aldrig hur mycket som helst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.arkiv.urval.planer import Urvalsfel

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.arkiv.akt import Arkiv

_STÖRSTA_PAKET = 60_000_000
"""Byte som ett dokument i Word eller Excel får vara; det mesta är bilder."""


def läs_infil(arkiv: Arkiv, fil: Path) -> bytes:
    """Filens byte. Reser `Urvalsfel` när de inte går att läsa, eller är orimligt många."""
    from planverktyg.arkiv.syntax import STÖRSTA_FIL

    if fil.is_dir():
        raise Urvalsfel(f"{fil} är en mapp. Ange en fil i den.")
    källa, fynd = arkiv.källa.läs(fil)
    if källa is None:
        raise Urvalsfel("\n".join(f"{fil}: {ett.text} {ett.råd}".strip() for ett in fynd))
    if len(källa) <= STÖRSTA_FIL:
        return källa
    if not källa.startswith(b"PK"):
        raise Urvalsfel(f"{fil} är över {STÖRSTA_FIL // 1_000_000} MB, och läses inte.")
    with fil.open("rb") as öppen:
        källa = öppen.read(_STÖRSTA_PAKET + 1)
    if len(källa) > _STÖRSTA_PAKET:
        raise Urvalsfel(f"{fil} är över {_STÖRSTA_PAKET // 1_000_000} MB. Spara en kopia utan bilder.")
    return källa
