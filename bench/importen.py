"""Mäter importen mot planerna som är avskrivna för hand: `python bench/importen.py KÄLLOR`.

Källorna är textfiler vars namn börjar med 000–004. Var och en importeras som den är, med sin kommuns husregler, och jämförs
med sin plan i planer/. Det som skiljer räknas upp, så att det går att se om det är en miss eller ett val som en människa
gjorde utan att källan säger det (ett rättat skrivfel, ett kortare namn).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from planverktyg.modell.grund.fynd import Allvar
from tests.importmatning import PLANER, Rad, mät_källa

ROT = Path(__file__).parent.parent
SUMMOR: dict[str, list[int]] = {}


def _rad(rad: Rad) -> None:
    summa = SUMMOR.setdefault(rad.slag, [0, 0])
    summa[0] += rad.rätt
    summa[1] += rad.av
    if rad.av or rad.missar:
        andel = f"{rad.rätt / rad.av:>7.1%}" if rad.av else f"{rad.rätt:>7}"
        print(f"  {rad.slag:<30}{rad.rätt:>6} av {rad.av:>5} {andel}{f'  ({rad.extra} andra)' if rad.extra else ''}")
    for miss in rad.missar:
        print(f"      {miss}")


def main() -> None:
    """Mäter alla källor i mappen."""
    tolk = argparse.ArgumentParser(description=__doc__)
    tolk.add_argument("källor", type=Path)
    källor = tolk.parse_args().källor
    for nummer, plan in PLANER.items():
        for källfil in sorted(källor.glob(f"{nummer}*.txt")):
            mätt = mät_källa(källfil, ROT / "planer" / plan)
            fynd = [f"{mätt.fynd[allvar]} {ord_}" for allvar, ord_ in ORD_FÖR.items()]
            print(f"\n{källfil.name} mot planer/{plan}\n  fynd: {', '.join(fynd)}; {mätt.frågor} att kontrollera")
            for rad in mätt.rader:
                _rad(rad)
    print("\nSammanlagt")
    for slag, (rätt, av) in SUMMOR.items():
        print(f"  {slag:<30}{rätt:>6}" + (f" av {av:>5} {rätt / av:>7.1%}" if av else ""))


ORD_FÖR = {Allvar.FEL: "fel", Allvar.VARNING: "varningar", Allvar.NOTIS: "notiser"}


if __name__ == "__main__":
    main()
