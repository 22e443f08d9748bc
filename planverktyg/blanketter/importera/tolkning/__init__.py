"""Ett läst dokument in, ett utkast till plan ut.

Varje modul känner igen sitt, och bygger på den före: `grund`, `malen`, `indikatorerna`, `listorna`, `tabellerna`, och
sist `tolk`, som prövar dem i ordning.
"""

from planverktyg.blanketter.importera.tolkning.grund import Kända
from planverktyg.blanketter.importera.tolkning.tolk import tolka

__all__ = ["Kända", "tolka"]
