"""Ett fynd in, ett märke ut som är detsamma nästa gång: så känner en värd igen ett fynd fast raderna har flyttat.

Märket bygger på regeln, filen, id:t och texten, aldrig på raden. Saknas id används raden så som den är skriven.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planverktyg.modell.grund.fynd import Fynd

_RADNUMMER = re.compile(r"\brad \d+")


class Märkare:
    """Ger varje fynd i en rapport ett eget märke. Lika fynd skiljs åt av ordningen mellan dem."""

    def __init__(self) -> None:
        self._sedda: Counter[bytes] = Counter()

    def märk(self, f: Fynd) -> str:
        """Märket: 32 hexadecimala siffror."""
        delar = (f.kod, f.plats.fil, f.gäller or f.utdrag.strip(), _RADNUMMER.sub("rad", f.text))
        grund = _summa("\0".join(delar).encode("utf-8", "surrogatepass"))
        self._sedda[grund] += 1
        nummer = self._sedda[grund]
        return (grund if nummer == 1 else _summa(grund + str(nummer).encode())).hex()


def _summa(källa: bytes) -> bytes:
    return sha256(källa).digest()[:16]
