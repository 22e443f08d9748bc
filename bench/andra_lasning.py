"""Frön in, varje skillnad mellan verktyget och den andra läsningen av reglerna ut: `python bench/andra_lasning.py --planer 5000`.

Fallen är påhittade efter frön, och så många som man vill prövas.
Slutkoden är 1 när något skiljer sig.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.andra_lasning.prov import andra_läsningens, krymp, skillnader, visa
from tests.andra_lasning.slump import hitta_på


def kör(frön: range, högst: int) -> int:
    """Skriver de första skillnaderna krympta, och hur mycket som jämfördes. Lämnar antalet fall som skiljer sig."""
    början, svar, uppföljningar, planer = time.perf_counter(), 0, 0, 0
    skiljer: list[int] = []
    for frö in frön:
        fall = hitta_på(frö)
        planer += len(fall["planer"])
        uppföljningar += sum(len(post["uppföljningar"]) for post in fall["planer"])
        svar += len(andra_läsningens(fall))
        if skillnader(fall):
            skiljer.append(frö)
            if len(skiljer) <= högst:
                print(f"Frö {frö}, krympt:\n{visa(krymp(fall, lambda f: bool(skillnader(f))))}\n")
    tid = time.perf_counter() - början
    print(f"{len(frön)} fall, {planer} planer, {uppföljningar} uppföljningar, {svar} svar på {tid:.0f} s.")
    print(f"{len(skiljer)} fall skiljer sig: {skiljer[:20]}" if skiljer else "Inga skillnader.")
    return len(skiljer)


if __name__ == "__main__":
    tolk = argparse.ArgumentParser(description=__doc__)
    tolk.add_argument("--planer", type=int, default=1000, help="hur många fall som hittas på")
    tolk.add_argument("--från", type=int, default=0, help="det första fröet")
    tolk.add_argument("--visa", type=int, default=3, help="hur många skillnader som visas")
    val = tolk.parse_args()
    sys.exit(1 if kör(range(val.från, val.från + val.planer), val.visa) else 0)
