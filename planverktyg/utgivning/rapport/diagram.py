"""Bedömningar och antal in, diagrammens lägen i procent och deras budskap i ord ut.

Ett diagram görs bara där det säger något: ett tal mot ett tal, minst fyra områden, minst fyra jämförbara värden.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import antal, räkna_upp
from planverktyg.utgivning.ord.celler import kort_tid, skriv_tidigare, skriv_värde, är_tal
from planverktyg.utgivning.underlag.diagram import (
    Budgetstapel,
    Budgetstaplar,
    Segment,
    Seriepunkt,
    Stapel,
    Tidsserie,
    Väg,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from planverktyg.modell.villkor import Mätt, Serie
    from planverktyg.uppfyllelse import Indikatorbedömning
    from planverktyg.uppfyllelse.pengar.lage import Post
    from planverktyg.utgivning.underlag.forstasidan import Antal

KANT = 4
"""Luften i diagrammets kanter, i procent av bredden."""
RYMMER_ORDET, RYMMER_TALET = 30, 4
"""Så stor andel av bredden ett segment behöver för att ordet eller antalet ska få plats på en smal skärm."""
MINSTA_SERIE = 4
"""Så många jämförbara värden behövs för en tidsserie."""
MINSTA_STAPLAR = 4
"""Så många verksamhetsområden behövs för budgetstaplar."""


def rita_väg(b: Indikatorbedömning, målvärde: str, bedömt: str) -> Väg | None:
    """Vägen från utgångsläget till värdet, mot målet. None när något av dem inte är ett tal, eller alla är lika."""
    gräns = b.prövning.gräns if b.prövning else None
    if b.bedömt is None or b.villkor is None or gräns is None or b.indikator.steg or not är_tal(b.bedömt.värde):
        return None
    nu, mål = Fraction(b.bedömt.värde), Fraction(gräns)  # type: ignore[arg-type]
    bas = _utgångsläget(b)
    tal = [nu, mål, *([] if bas is None else [bas])]
    lägst, högst = min(tal), max(tal)
    if lägst == högst:
        return None

    def plats(t: Fraction) -> float:
        return _procent((t - lägst) / (högst - lägst))

    uppåt = b.villkor.bättre_uppåt()
    från = plats(mål) if uppåt else 0.0
    bredd = 0.0 if uppåt is None else 100 - från if uppåt else plats(mål)
    utgång = "" if bas is None else f"Från {skriv_tidigare(b.indikator.utgångsvärde, b.indikator.enhet)} till "
    return Väg(
        f"{utgång}{bedömt}. Målvärdet är {målvärde}.",
        plats(nu),
        plats(mål),
        None if bas is None else plats(bas),
        round(från, 1),
        round(bredd, 1),
    )


def _utgångsläget(b: Indikatorbedömning) -> Fraction | None:
    v = b.indikator.utgångsvärde
    return Fraction(v.värde) if v is not None and är_tal(v.värde) else None  # type: ignore[arg-type]


def _procent(andel: Fraction) -> float:
    return round(float(KANT + (100 - 2 * KANT) * andel), 1)


def rita_stapel(antalen: Sequence[Antal], vad: tuple[str, str], när: str = "") -> Stapel | None:
    """Stapeln för antalen. `vad` är ordet för en och för flera, `när` den tidigare perioden."""
    alla = sum(a.antal for a in antalen)
    if not alla:
        return None
    segment, start = [], 0.0
    for a in antalen:
        if not a.antal:
            continue
        bredd = 100 * a.antal / alla
        text = f"{a.antal} {a.omdöme.ord}" if bredd >= RYMMER_ORDET else str(a.antal) if bredd >= RYMMER_TALET else ""
        segment.append(Segment(a.omdöme, a.antal, round(start, 2), round(bredd, 2), text))
        start += bredd
    delar = räkna_upp([f"{s.antal} {s.omdöme.ord}" for s in segment])
    början = f"{när}, " if när else ""
    return Stapel(f"{början}{antal(alla, *vad)}: {delar}.", tuple(segment))


def rita_budget(poster: Sequence[Post], skriv: Sequence[str], ordet: str) -> Budgetstaplar | None:
    """Områdenas prognos (eller utfall) mot budgeten. `skriv` är varje områdes rad i ord."""
    par = [(p, *tal) for p in poster if (tal := _mot_budget(p)) is not None]
    if len(par) < MINSTA_STAPLAR or len(par) < len(poster):
        return None
    störst = max(max(nu, budget) for _, nu, budget in par)
    if störst <= 0:
        return None
    staplar = tuple(
        Budgetstapel(
            p.namn,
            round(96 * float(nu / störst), 1),
            round(96 * float(budget / störst), 1),
            nu > budget,
            text,
        )
        for (p, nu, budget), text in zip(par, skriv, strict=True)
    )
    över = [s.namn for s in staplar if s.över]
    vilka = f"Över budgeten: {räkna_upp(över)}." if över else "Inget område är över budgeten."
    return Budgetstaplar(f"{ordet} mot årsbudget för {len(par)} områden. {vilka}", staplar)


def _mot_budget(p: Post) -> tuple[Decimal, Decimal] | None:
    nu = p.helår
    if nu is None or p.årsbudget is None or p.blandad:
        return None
    return abs(nu), abs(p.årsbudget)


def rita_serie(b: Indikatorbedömning, serie: Serie) -> Tidsserie | None:
    """Värdena över tid när minst fyra går att jämföra: de tidigare, och det senaste utfallet."""
    enhet = b.indikator.enhet
    värden = [(kort_tid(tid), v) for tid, v in serie if tid is not None and är_tal(v)]
    if b.trendvärde is not None and är_tal(b.trendvärde):
        värden.append(("nu", b.trendvärde))
    if len(värden) < MINSTA_SERIE or b.indikator.steg:
        return None
    gräns = b.prövning.gräns if b.prövning else None
    tal = [_tal(v) for _, v in värden]
    alla = [*tal, *([] if gräns is None else [Fraction(gräns)])]
    lägst, högst = min(alla), max(alla)

    def höjd(t: Fraction) -> float:
        return 50.0 if lägst == högst else round(float(92 - 84 * (t - lägst) / (högst - lägst)), 1)

    steg = Fraction(1, len(värden) - 1)
    punkter = tuple(
        Seriepunkt(_procent(n * steg), höjd(t), tid, skriv_värde(v, enhet))
        for n, ((tid, v), t) in enumerate(zip(värden, tal, strict=True))
    )
    orden = räkna_upp([f"{p.värde} ({p.tid})" for p in punkter])
    return Tidsserie(f"Värdet över tid: {orden}.", punkter, None if gräns is None else höjd(Fraction(gräns)))


def _tal(värde: Mätt) -> Fraction:
    assert är_tal(värde)
    return Fraction(värde)  # type: ignore[arg-type]
