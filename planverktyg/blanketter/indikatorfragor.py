"""En indikator som väntar på svar in, kommentaren ovanför den ut: namn, mål, utgångsvärde och tidigare svar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.villkor import Målfråga
from planverktyg.uppfyllelse import Skäl
from planverktyg.utgivning.ord.celler import skriv_med_delar, skriv_tidigare, skriv_värde

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.modell.indikator import Indikator, Utfall
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse import Indikatorbedömning

_FLEST_TIDIGARE = 4
"""Så många av de senaste svaren visas."""


def beskriv_indikator(bedömning: Indikatorbedömning, tidigare: Sequence[Uppföljningsdokument]) -> str:
    """Allt som behövs för att svara, i en mening: `Antal dygn (dygn) · Mål: högst 2 555 · delår 1 2020: 940`."""
    return " · ".join(filter(None, _delar(bedömning, tidigare)))


def _delar(bedömning: Indikatorbedömning, tidigare: Sequence[Uppföljningsdokument]) -> Iterator[str]:
    i = bedömning.indikator
    namn = i.med_nummer
    yield f"{namn} ({i.enhet})" if i.enhet and f"({i.enhet})" not in namn else namn
    if bedömning.villkor and bedömning.skäl is not Skäl.SAKNAR_MÅLVÄRDE:
        yield f"Mål: {bedömning.villkor.skriv_helt(i.enhet)}"
    if i.utgångsvärde:
        yield f"Utgångsvärde: {skriv_tidigare(i.utgångsvärde, i.enhet)}"
    svar = [(u, u.utfall[i.id]) for u in tidigare if i.id in u.utfall]
    for uppföljning, utfall in svar[-_FLEST_TIDIGARE:]:
        yield f"{uppföljning.uppföljning.tillfälle}: {_skriv_svar(utfall, i)}"
    yield f"Så svarar du: {så}" if (så := _så(bedömning)) else ""


def _skriv_svar(utfall: Utfall, i: Indikator) -> str:
    delar = [skriv_med_delar(utfall, i.enhet)] if utfall.värde is not None or utfall.delar else []
    if utfall.frånvaro:
        delar.append(utfall.frånvaro[0])
    if utfall.prognos is not None:
        delar.append(f"prognos {skriv_värde(utfall.prognos, i.enhet)}")
    return ", ".join(delar) or utfall.avstämning or utfall.redovisning or "svarat"


def _så(bedömning: Indikatorbedömning) -> str:
    """Hur svaret skrivs, när ett ensamt värde inte räcker."""
    i, villkor = bedömning.indikator, bedömning.villkor
    if bedömning.skäl is Skäl.STÄMS_AV:
        return "skriv hur arbetet går; indikatorn bedöms senare"
    for ord_, namn in (("per nämnd", list(i.per_nämnd)), ("per verksamhet", list(i.per_verksamhet))):
        if namn:
            return f"{{{ord_}: {{{', '.join(f'{n}: …' for n in namn)}}}}}"
    svar = villkor.svar if villkor else None
    if svar is Målfråga.DAG:
        return "datumet då det blev klart (2020-08-31), eller nej"
    if svar is Målfråga.REDOVISNING:
        return "{redovisning: …}"
    jämförs = [g for g in (villkor.gränser() if villkor else ()) if isinstance(g, str) and g not in (i.steg or ())]
    if villkor and isinstance(villkor.jämförs_med, Tidpunkt) and i.utgångsvärde is None:
        jämförs.append(str(villkor.jämförs_med))
    if jämförs:
        return f"{{värde: …, jämförelse: {{{', '.join(f'{namn}: …' for namn in dict.fromkeys(jämförs))}}}}}"
    if i.per_kön:
        return "{värde: …, kön: {kvinnor: …, män: …}}"
    return räkna_upp(list(i.skala), "eller") if i.skala else ""


def skriv_så(väntande: Sequence[Indikatorbedömning]) -> tuple[str, ...]:
    """Exempel på svar för de slag av indikatorer som väntar."""
    if not väntande:
        return ()
    svar = ["1890", "{värde: 1890, prognos: 2700, kommentar: Vad som förklarar värdet.}"]
    if any(b.indikator.steg for b in väntande):
        svar.append("ja")
    svar += ["{ej mätt: Varför och när det mäts.}", "{saknas: Varför värdet inte finns.}"]
    if any(b.skäl is Skäl.STÄMS_AV for b in väntande):
        svar.append("{avstämning: Hur arbetet går.}")
    return tuple(f"id-{nummer}: {ett}" for nummer, ett in enumerate(svar, 1))
