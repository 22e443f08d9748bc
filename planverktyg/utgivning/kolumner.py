"""Hur breda en tabells kolumner ska vara i Word, som inte räknar ut det själv: efter orden, raderna och sidans bredd."""

from __future__ import annotations

import re

from planverktyg.utgivning.sidtrad import Nod

_KORTAST, _LÄNGST = (9, 16), (18, 22)
"""Så många tecken av ett ord ryms alltid på en rad, och om det finns plats; sedan i den första rutan, som är radens namn."""
_HÅRT_KORTAST, _HÅRT_LÄNGST = 17, 28
"""Detsamma för det som hålls ihop av hårda mellanslag: ett datum, ett belopp, ett omdöme med sitt tecken."""
_PER_TECKEN, _LUFT = 5.0, 7.0
"""Ett teckens bredd i tabelltexten, och rutans marginal, i punkter."""
_TILL_ORDEN = 0.88
"""Så stor del av bredden får gå åt till långa ord; resten går till den som har mest text."""
_STEG = 40
"""I så många delar fördelas den bredd som är över."""


def bredder_för(kropp: Nod, bredd: float) -> dict[int, list[float]]:
    """Varje tabells kolumner, i punkter. Tabeller med samma rubriker får samma bredder i hela dokumentet."""
    lika: dict[tuple[str, ...], list[Nod]] = {}
    for tabell in (kropp, *kropp.alla()):
        if tabell.namn == "table" and (rader := [r for r in tabell.alla() if r.namn == "tr"]):
            rubriker = tuple(ruta.text() for ruta in rutorna(rader[0]))
            lika.setdefault(rubriker, []).append(tabell)
    ut: dict[int, list[float]] = {}
    for tabeller in lika.values():
        texter = [[ruta.text() for ruta in rutorna(r)] for t in tabeller for r in t.alla() if r.namn == "tr"]
        antal = max(map(len, texter))
        bredderna = [bredd / antal] * antal if tabeller[0].har("matris") else _kolumner(texter, antal, bredd)
        ut |= {id(tabell): bredderna for tabell in tabeller}
    return ut


def _kolumner(rader: list[list[str]], antal: int, bredd: float) -> list[float]:
    """Kolumnernas bredder: det längsta ordet ryms, och resten går till den som gör raderna höga."""
    hela = [rad for rad in rader if len(rad) == antal] or [[""] * antal]
    golv, önskat = [], []
    for plats, texter in enumerate(zip(*hela, strict=True)):
        rubriken, *orden = (re.split(r"[ \n\u00ad-]", text) for text in texter)
        rubrik = min(max(map(len, rubriken)) * 1.1, 26)
        golv.append(max(rubrik, _längst(orden, _KORTAST[plats == 0], _HÅRT_KORTAST)) * _PER_TECKEN + _LUFT)
        helst = _längst(orden, _LÄNGST[plats == 0], _HÅRT_LÄNGST)
        önskat.append(max(rubrik, helst) * _PER_TECKEN + _LUFT)
    lediga = max(bredd * _TILL_ORDEN - sum(golv), 0)
    andel = min(lediga / max(sum(önskat) - sum(golv), 1), 1)
    bredder = [g + (ö - g) * andel for g, ö in zip(golv, önskat, strict=True)]
    längder = [[len(text) * _PER_TECKEN for text in rad] for rad in hela]
    kvar = bredd - sum(bredder)
    for _ in range(_STEG if kvar > 0 else 0):
        vinst = [1 / b**2 for b in bredder]
        for rad in längder:
            högst = max(range(antal), key=lambda plats: rad[plats] / bredder[plats])
            vinst[högst] += rad[högst] / bredder[högst] ** 2
        bredder[vinst.index(max(vinst))] += kvar / _STEG
    return [b * bredd / sum(bredder) for b in bredder]


def _längst(orden: list[list[str]], högst: int, hårt: int) -> int:
    return max((min(len(o), hårt if "\u00a0" in o else högst) for rutan in orden for o in rutan), default=1)


def rutorna(rad: Nod) -> list[Nod]:
    """Radens rutor."""
    return [b for b in rad.barn if isinstance(b, Nod) and b.namn in {"td", "th"}]
