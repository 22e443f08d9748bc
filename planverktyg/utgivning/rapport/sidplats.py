"""Första sidan utan avvikelser in, hur många avvikelser som ryms på ett utskrivet A4 ut. Raderna räknas ungefär."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from planverktyg.utgivning.underlag.forstasidan import Indikatoravvikelse, Målavvikelse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planverktyg.utgivning.underlag.forstasidan import Sammandrag

SIDANS_RADER = 83
"""Textrader som ryms på ett utskrivet A4 med första sidans minsta stil."""
STOR_STIL = 0.8
"""Så stor del av det ryms när stilen är större: när inte ekonomi, uppdrag och risker ska dela sidan (utskrift.css)."""
FASTA_RADER = 26
"""Rader för sidhuvudet, rubrikerna, stapeln och avvikelsetabellens huvud."""
TRE_I_BREDD = 6
"""Upp till så många rutor står tre i bredd på sidan; fler står fyra i bredd (utskrift.css)."""
LUFT = 0.35
"""Tomrummet mellan två rader eller stycken, räknat i textrader."""
TECKEN_SVAR, TECKEN_SIDA, TECKEN_SPALT = 95, 125, 44
"""Ungefär så många tecken ryms på en rad av svaret, på hela sidans bredd, och i en av de tre spalterna."""
TECKEN_NAMN, TECKEN_VÄG, TECKEN_VARFÖR, TECKEN_ÅTGÄRD = 28, 25, 30, 27
"""Ungefär så många tecken ryms på en rad i avvikelsetabellens kolumner."""
MÄRKE = " " * 14
"""Ett omdöme framför en text."""


def som_ryms(avvikelser: Sequence[Målavvikelse | Indikatoravvikelse], sidan: Sammandrag) -> int:
    """Hur många av avvikelserna som ryms på sidan, minst en."""
    tre_spalter = (sidan.ekonomi or sidan.förändringar) and sidan.uppdrag and sidan.risker
    liten_stil = tre_spalter or len(sidan.områden) > TRE_I_BREDD
    plats, använt = SIDANS_RADER * (1 if liten_stil else STOR_STIL) - _upptaget(sidan), 0.0
    for antal_visade, avvikelse in enumerate(avvikelser):
        använt += _höjd(avvikelse)
        if använt > plats and antal_visade:
            return antal_visade
    return len(avvikelser)


def _höjd(a: Målavvikelse | Indikatoravvikelse) -> float:
    """Ungefär så många textrader som en avvikelse tar."""
    rader = [ceil(len(a.namn) / TECKEN_NAMN), 3 if a.förut else 2]
    if isinstance(a, Indikatoravvikelse):
        rader += [
            ceil(len(f"{a.värde}, mål {a.målvärde}") / TECKEN_VÄG) + (a.diagram is not None),
            ceil(len(a.varför) / TECKEN_VARFÖR),
            ceil(len(a.åtgärd) / TECKEN_ÅTGÄRD),
        ]
    else:
        rader.append(ceil(len(a.kommentar) / (2 * TECKEN_VARFÖR)))
    return max(rader) + LUFT


def _upptaget(s: Sammandrag) -> float:
    """Rader som allt utom avvikelserna tar, med den högsta av de tre spalterna."""
    svar = 1.7 * ceil(len(s.mening) / TECKEN_SVAR)
    bredd = 3 if len(s.områden) <= TRE_I_BREDD else 4
    rutor = 5.5 * ceil(len(s.områden) / bredd)
    egna = 1.1 * _rader(str(s.egna_ord).split("\n"), TECKEN_SIDA) if s.egna_ord else 0
    plan = 5 + 1.7 * (len(s.åtgärdsplan.rader) + 1) if s.åtgärdsplan else 0
    return FASTA_RADER + svar + rutor + egna + max(_vänster(s), _mitten(s), _höger(s)) + plan


def _vänster(s: Sammandrag) -> float:
    """Ekonomin och hur mycket som har ändrats. Själva ändringarna skrivs inte ut på första sidan (utskrift.css)."""
    rader = 3.5 + 2.2 * (len(s.ekonomi.rader) + 1) if s.ekonomi else 0.0
    return rader + (2 + _rader([s.förändringar.mening + MÄRKE], TECKEN_SPALT) if s.förändringar else 0)


def _mitten(s: Sammandrag) -> float:
    """Uppdragen."""
    if s.uppdrag is None:
        return 0.0
    rader = [
        s.uppdrag.mening + MÄRKE,
        *(f"{MÄRKE}{r.text} {r.kommentar}" for r in s.uppdrag.avvikelser),
        s.uppdrag.fler,
    ]
    return 2 + 1.04 * _rader(rader, TECKEN_SPALT)


def _höger(s: Sammandrag) -> float:
    """Riskerna."""
    if s.risker is None:
        return 0.0
    rader = [s.risker.mening + MÄRKE, *(f"{MÄRKE}{r.text} {r.förändring}" for r in s.risker.risker), s.risker.fler]
    return 2 + 1.04 * _rader(rader, TECKEN_SPALT)


def _rader(texter: Iterable[str], tecken: int) -> float:
    return sum(ceil(len(t) / tecken) + LUFT for t in texter)
