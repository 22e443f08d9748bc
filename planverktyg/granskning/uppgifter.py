"""Alla värden och gränser i ett dokument, var för sig: indikatorer in, uppgifter med rutt och namn ut."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.granskning.enheter import tolka_enhet
from planverktyg.modell.villkor import Målfråga

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.vandring import Mätpunkt, Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.indikator import Indikator, Mätvärde
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.modell.villkor import Villkor


class Uppgift(NamedTuple):
    """Ett värde i planen eller i en uppföljning: för vilken indikator, var det står och vad det kallas i text."""

    dokument: Dokument[Any]
    rutt: Rutt
    punkt: Mätpunkt
    namn: str
    värde: Decimal | date | str


def lägsta_villkor(villkor: Villkor | None, rutt: Rutt) -> Iterator[tuple[Rutt, Villkor]]:
    """Villkoret självt, eller vart och ett av dem som en lista eller `per år` består av, med rutten dit."""
    if villkor is None:
        return
    delar = villkor.delar()
    for del_rutt, del_ in delar:
        yield from lägsta_villkor(del_, (*rutt, *del_rutt))
    if not delar:
        yield rutt, villkor


def målvillkor(indikator: Indikator, rutt: Rutt = ()) -> Iterator[tuple[Rutt, Villkor]]:
    """Alla villkor i indikatorns målvärde, även nämndernas egna, med rutten till vart och ett."""
    yield from lägsta_villkor(indikator.målvärde, (*rutt, "målvärde"))
    for nämnd, villkor in indikator.per_nämnd.items():
        yield from lägsta_villkor(villkor, (*rutt, "per nämnd", nämnd))


def målgränser(dokument: Dokument[Any], alla: Iterable[tuple[Mätpunkt, Rutt, Villkor]]) -> Iterator[Uppgift]:
    """Gränserna i planens målvärden."""
    for punkt, rutt, villkor in alla:
        for gräns in villkor.gränser():
            yield Uppgift(dokument, (*rutt, villkor.nyckel), punkt, "målvärdet", gräns)


def utgångsvärden(dokument: Dokument[Any], punkter: Iterable[Mätpunkt]) -> Iterator[Uppgift]:
    """Utgångsvärden och äldre värden i planen."""
    for punkt in punkter:
        bas = punkt.indikator.utgångsvärde
        if bas is None:
            continue
        rutt = (*punkt.rutt, "utgångsvärde")
        yield from _värden(bas, dokument, rutt, punkt, "utgångsvärdet")
        for i, äldre in enumerate(bas.historik):
            yield from _värden(äldre, dokument, (*rutt, "historik", i), punkt, "det äldre värdet")


def utfall_och_prognoser(dokument: Dokument[Uppföljningsdokument], punkter: Iterable[Mätpunkt]) -> Iterator[Uppgift]:
    """Utfall och prognoser i en uppföljning."""
    alla = dokument.modell.utfall
    for punkt in punkter:
        utfall = alla.get(punkt.indikator.id)
        if utfall is None:
            continue
        rutt = ("utfall", punkt.indikator.id)
        yield from _värden(utfall, dokument, rutt, punkt, "utfallet")
        if utfall.prognos is not None:
            yield Uppgift(dokument, (*rutt, "prognos"), punkt, "prognosen", utfall.prognos)
        for i, mätning in enumerate(utfall.mätningar):
            yield from _värden(mätning, dokument, (*rutt, "mätningar", i), punkt, "mätningen")


def _värden(mätvärde: Mätvärde, dokument: Dokument[Any], rutt: Rutt, punkt: Mätpunkt, namn: str) -> Iterator[Uppgift]:
    if mätvärde.värde is not None:
        yield Uppgift(dokument, (*rutt, "värde"), punkt, namn, mätvärde.värde)
    if mätvärde.kön is not None:
        yield Uppgift(dokument, (*rutt, "kön", "kvinnor"), punkt, "värdet för kvinnor", mätvärde.kön.kvinnor)
        yield Uppgift(dokument, (*rutt, "kön", "män"), punkt, "värdet för män", mätvärde.kön.män)
    for nyckel, delar in (("per verksamhet", mätvärde.per_verksamhet), ("per nämnd", mätvärde.per_nämnd)):
        for del_, delvärde in delar.items():
            if delvärde.värde is not None:
                yield Uppgift(dokument, (*rutt, nyckel, del_, "värde"), punkt, f"värdet för {del_}", delvärde.värde)
            if delvärde.prognos is not None:
                väntat = delvärde.prognos
                yield Uppgift(dokument, (*rutt, nyckel, del_, "prognos"), punkt, f"prognosen för {del_}", väntat)


def mätvärden(vandring: Vandring) -> Iterator[tuple[Dokument[Any], Rutt, Mätpunkt, Mätvärde]]:
    """Planens utgångsvärden och uppföljningarnas utfall, var de står och för vilken indikator."""
    for punkt in vandring.indikatorer:
        bas = punkt.indikator.utgångsvärde
        if bas is not None:
            yield vandring.dokument, (*punkt.rutt, "utgångsvärde"), punkt, bas
        for avstämning in vandring.avstämningar:
            utfall = avstämning.modell.utfall.get(punkt.indikator.id)
            if utfall is not None:
                yield avstämning.dokument, ("utfall", punkt.indikator.id), punkt, utfall


class Art(Enum):
    """Vad värdena för en indikator ska vara."""

    STEG = auto()
    """Ett ord ur skalan."""
    TAL = auto()
    DATUM = auto()
    """Datumet då något blev klart, eller nej."""
    FRITT = auto()
    """Det går inte att säga: enheten är okänd, eller målet är satt i ord."""


def art(indikator: Indikator, husregler: Husregler) -> Art:
    """Vad indikatorns värden ska vara, enligt dess skala, målvärde och enhet."""
    if indikator.steg:
        return Art.STEG
    villkor = [v for _, v in målvillkor(indikator)]
    if indikator.enhet == "datum" or any(v.svar is Målfråga.DAG for v in villkor):
        return Art.DATUM
    if indikator.enhet is not None:
        känd = tolka_enhet(indikator.enhet, husregler.enheter) is not None
        return Art.TAL if känd and not any(v.svar is Målfråga.OMDÖME for v in villkor) else Art.FRITT
    har_tal = any(isinstance(g, Decimal) for v in villkor for g in v.gränser())
    return Art.TAL if har_tal else Art.FRITT
