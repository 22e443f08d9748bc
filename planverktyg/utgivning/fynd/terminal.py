"""Fynd för människor: plats, text, raden med stället markerat, och rådet. Färg bara på en terminal.

Inom en mapp står det värsta först, och det som sägs på flera ställen i en fil sägs en gång med alla ställena. Sist står
hur många fynd varje fil har, den värsta filen först.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import antal, räkna_upp
from planverktyg.utgivning.bitar import målare
from planverktyg.utgivning.fynd import räknade

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.utgivning.bitar import Bit
    from planverktyg.utgivning.fynd import Granskat

_STIL = {Allvar.FEL: "bold red", Allvar.VARNING: "bold yellow", Allvar.NOTIS: "bold cyan"}
_ALLVAR = tuple(Allvar)
"""Det värsta först."""
Antal = tuple[int, ...]
"""Hur många fynd det är av varje allvar, det värsta först. Varje fils antal finns kvar till slutet: de som är lika är samma."""
_INGA: Antal = (0,) * len(_ALLVAR)
FÅ_FYND = 10
"""Färre fynd än så syns på en gång, och behöver ingen tabell över filerna."""
FLEST_FILER = 20
"""Så många filer står i tabellen."""
_LÄSBAR_BREDD = 100
"""Längre rader än så bryts, hur bred terminalen än är."""


def skriv(mappar: Iterable[Granskat], *, bredd: int, färg: bool, kort: bool = False, minst: Allvar) -> Iterator[str]:
    """Fynden som är minst så allvarliga, och en sammanfattning av alla. Utan färg används inte Rich alls.

    Med `kort` är varje fynd en rad: plats, allvar, kod och text.
    """
    måla = målare(bredd=bredd, färg=färg)
    visas = _ALLVAR[: _ALLVAR.index(minst) + 1]
    per_fil: dict[str, Antal] = {}
    lika: dict[Antal, Antal] = {}
    filer = undantagna = 0
    for mapp in mappar:
        filer += len(mapp.filer)
        undantagna += sum(u.fynd.antal for u in mapp.undantagna)
        for fil, räknat in _räkna(mapp.fynd).items():
            antalet = tuple(förr + räknat[a] for a, förr in zip(_ALLVAR, per_fil.get(fil, _INGA), strict=True))
            per_fil[fil] = lika.setdefault(antalet, antalet)
        synliga = [f for allvar in visas for f in mapp.fynd if f.allvar is allvar]
        if kort:
            yield måla([_på_en_rad(f) for f in synliga])
        else:
            yield måla([rad for grupp in _samla(synliga) for rad in (*_grupp(grupp, bredd), [])])
    per_allvar = Counter(dict(zip(_ALLVAR, map(sum, zip(*per_fil.values(), strict=True)), strict=False)))
    yield måla(_per_fil(per_fil))
    yield måla([[(sammanfatta(per_allvar, filer), "bold")]])
    yield måla([[(text, "dim")] for text in _det_som_inte_visas(per_allvar, visas, undantagna)])


def _räkna(fynd: Iterable[Fynd]) -> Mapping[str, Counter[Allvar]]:
    """Fil → hur många fynd den har av varje allvar."""
    per_fil: dict[str, Counter[Allvar]] = {}
    for f in fynd:
        per_fil.setdefault(f.plats.fil, Counter())[f.allvar] += f.antal
    return per_fil


def _det_som_inte_visas(per_allvar: Counter[Allvar], visas: Sequence[Allvar], undantagna: int) -> Iterator[str]:
    dolda = [allvar for allvar in _ALLVAR if allvar not in visas and per_allvar[allvar]]
    if dolda:
        delar = räknade({allvar: per_allvar[allvar] for allvar in dolda})
        yield f"{delar} visas inte; --allvar {dolda[-1]} visar också dem."
    if undantagna:
        sist = "är undantaget" if undantagna == 1 else "är undantagna"
        yield f"{antal(undantagna, 'fynd', 'fynd')} {sist}; plan validera --undantag visar varför."


def _per_fil(per_fil: Mapping[str, Antal]) -> list[list[Bit]]:
    """Tabellen över hur många fynd varje fil har, när de är fler än att de syns på en gång."""
    if len(per_fil) < 2 or sum(map(sum, per_fil.values())) < FÅ_FYND:
        return []
    ordnade = sorted(per_fil.items(), key=lambda par: ([-ett for ett in par[1]], par[0]))
    rader: list[list[Bit]] = [[("   fel  varning  notis", "dim")]]
    for fil, räknat in ordnade[:FLEST_FILER]:
        rader.append(
            [
                *(
                    (f"{ett or '–':>{bredd}}", _STIL[allvar] if ett else "dim")
                    for allvar, ett, bredd in zip(_ALLVAR, räknat, (6, 9, 7), strict=True)
                ),
                (f"  {fil}", ""),
            ]
        )
    if len(ordnade) > FLEST_FILER:
        rader.append([(f"{'':>24}och {antal(len(ordnade) - FLEST_FILER, 'fil', 'filer')} till med fynd", "dim")])
    return [*rader, []]


def sammanfatta(per_allvar: Mapping[Allvar, int], filer: int) -> str:
    """`3 filer kontrollerade: 1 fel, 2 varningar och 1 notis.`"""
    return f"{antal(filer, 'fil kontrollerad', 'filer kontrollerade')}: {räknade(per_allvar) or 'inget att anmärka'}."


def _samla(fynd: Iterable[Fynd]) -> list[list[Fynd]]:
    """Fynden i sin ordning, med dem som har samma kod och samma råd i samma fil tillsammans."""
    grupper: dict[tuple[str, str, str], list[Fynd]] = {}
    for f in fynd:
        grupper.setdefault((f.plats.fil, f.kod, f.råd), []).append(f)
    return list(grupper.values())


def _grupp(grupp: Sequence[Fynd], bredd: int) -> Iterator[list[Bit]]:
    """Det första fyndet, och de andra ställena där samma sak gäller."""
    yield from _fynd(grupp[0], bredd)
    radbredd = min(bredd, _LÄSBAR_BREDD)
    per_text: dict[str, list[str]] = {}
    for f in grupp[1:]:
        vad = f" ({f.gäller})" if f.gäller and f.gäller not in f.text else ""
        per_text.setdefault(f.text, []).append(f"{f.plats.rad}{vad}")
    for text, rader in per_text.items():
        också = f"Också på rad {räkna_upp(rader)}" + ("." if text == grupp[0].text else f": {text}")
        for nummer, rad in enumerate(_bryt(också, radbredd - 7)):
            yield [("  " if nummer == 0 else "       ", ""), (rad, "")]


def _på_en_rad(f: Fynd) -> list[Bit]:
    return [
        (str(f.plats), "bold"),
        (": ", ""),
        (f.allvar.value, _STIL[f.allvar]),
        (f" {f.kod}", "dim"),
        (f" {f.text}", ""),
    ]


def _fynd(f: Fynd, bredd: int) -> Iterator[list[Bit]]:
    yield [(str(f.plats), "bold"), (" ", ""), (f.allvar.value, _STIL[f.allvar]), (f" {f.kod}", "dim")]
    radbredd = min(bredd, _LÄSBAR_BREDD)
    for rad in _bryt(f.text, radbredd - 2):
        yield [(f"  {rad}", "")]
    if f.utdrag.strip():
        yield from _utdrag(f, bredd)
    for nummer, rad in enumerate(_bryt(f.råd, radbredd - 7)):
        yield [("  Råd: " if nummer == 0 else "       ", "green"), (rad, "")]


@lru_cache(maxsize=512)  # samma råd ges på många ställen
def _bryt(text: str, bredd: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, max(bredd, 30), break_long_words=False, break_on_hyphens=False))


def _utdrag(f: Fynd, bredd: int) -> Iterator[list[Bit]]:
    nummer = f" {f.plats.rad:>5} │ "
    text, start = _klipp(f.utdrag.replace("\t", "→"), f.plats.kolumn - 1, bredd - len(nummer))
    längd = max(1, min(f.plats.längd, len(text) - start))
    yield [(nummer, "dim"), (text, "")]
    yield [(f"{'│':>{len(nummer) - 1}} {' ' * start}", "dim"), ("^" * längd, _STIL[f.allvar])]


def _klipp(rad: str, kolumn: int, bredd: int) -> tuple[str, int]:
    """Raden klippt till bredden med stället synligt, och ställets kolumn (från 0) i det klippta."""
    if len(rad) <= bredd:
        return rad, min(kolumn, len(rad))
    början = max(0, min(kolumn - bredd // 3, len(rad) - bredd + 1))
    före, efter = ("…" if början else ""), ("…" if början + bredd < len(rad) else "")
    return f"{före}{rad[början + len(före) : början + bredd - len(efter)]}{efter}", kolumn - början
