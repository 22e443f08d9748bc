"""Ett måls indikatorer in, en lista i plandokumentet ut, för indikatorer som är hela meningar.

En mening som själv säger vad som ska vara uppnått läses bättre i en lista än i en tabell med tomma kolumner.
Tiden då den ska vara nådd står inom parentes efter meningen: `Strategi för åtgärder är fastställd. (2021)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.period import Tidpunkt, tolka_tidpunkt
from planverktyg.modell.villkor import Målfråga, Villkor
from planverktyg.utgivning.ord.celler import lång_tid, skriv_tidigare, skriv_värde
from planverktyg.utgivning.ord.fakta import indikatorfakta, målets_tid
from planverktyg.utgivning.plandokument.indikatortabell import nämner, skriv_nämndernas
from planverktyg.utgivning.rapport.mal import skriv_villkor
from planverktyg.utgivning.underlag.dokument import Punkt
from planverktyg.utgivning.underlag.gemensamt import Not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.modell.indikator import Indikator, Utgångsvärde
    from planverktyg.modell.period import Planår
    from planverktyg.utgivning.ord.fakta import Namn

TID_INOM_PARENTES = "Tiden inom parentes efter en indikator är den då målvärdet ska vara nått."
_I_ORD = (Målfråga.DAG, Målfråga.REDOVISNING, Målfråga.OMDÖME, Målfråga.ÄNDRING)
"""Slagen av målvärden som sägs i ord, så att en kolumn med dem inte skulle säga mer än indikatorns namn."""


def är_meningar(indikatorer: Sequence[Indikator]) -> bool:
    """Om indikatorerna läses bättre i en lista: hela meningar, eller bara ord och inga utgångsvärden att visa."""
    return all(i.namn.endswith((".", "!")) for i in indikatorer) or all(
        i.utgångsvärde is None and i.målvärde is not None and i.målvärde.svar in _I_ORD for i in indikatorer
    )


def kriterier(indikatorer: Iterable[Indikator], år: Planår, namn: Namn) -> tuple[Punkt, ...]:
    """Indikatorerna som punkter, var och en med sin tid och det mer som planen säger om den."""
    punkter = []
    for i in indikatorer:
        tid = måltid(i.målvärde, år)
        text = f"{i.med_nummer} ({tid})" if tid else i.med_nummer
        punkter.append(Punkt(text, tuple(kriteriefakta(i, år, namn))))
    return tuple(punkter)


def kriteriefakta(i: Indikator, år: Planår, namn: Namn) -> Iterator[Not]:
    """Hur indikatorn följs upp, målvärdet och utgångsvärdet."""
    yield from indikatorfakta(i, namn)
    if målvärde := _målvärde(i, har_tid=bool(måltid(i.målvärde, år))):
        yield målvärde
    if i.utgångsvärde:
        yield Not("Utgångsvärde", _utgångsvärde(i.utgångsvärde, i.enhet))


def måltid(villkor: Villkor | None, år: Planår) -> str:
    """Tiden då målvärdet ska vara nått, när den inte är planens enda år; annars tomt."""
    if villkor is None or villkor.svar is Målfråga.INGET or villkor.åren:
        return ""
    tid = villkor.tid or målets_tid(villkor, år)
    if isinstance(tid, Tidpunkt):
        return "" if år.från == år.till and tid == tolka_tidpunkt(år.till) else lång_tid(tid)
    return "" if tid == "ej angivet" else tid


def _målvärde(i: Indikator, *, har_tid: bool) -> Not | None:
    if i.per_nämnd:
        return Not("Målvärde", skriv_nämndernas(i))
    match i.målvärde:
        case None:
            return Not("Målvärde", "saknas")
        case Villkor(svar=Målfråga.INGET):
            return None
        case Villkor(svar=Målfråga.DAG) if har_tid:
            return None
        case Villkor(svar=Målfråga.OMDÖME) as villkor:
            return Not("Bedöms för hand", villkor.skriv(i.enhet))
        case villkor:
            text = skriv_villkor(villkor, i)
            delat = f" för {räkna_upp(i.per_verksamhet)}" if i.per_verksamhet else ""
            return Not(villkor.rubrik or "Målvärde", text + delat)


def _utgångsvärde(v: Utgångsvärde, enhet: str | None) -> str:
    """Värdet med sin tid; en kommentar som själv nämner värdet räcker."""
    if v.kommentar and v.värde is not None and nämner(v.kommentar, skriv_värde(v.värde, None)):
        return v.kommentar
    text = skriv_tidigare(v, enhet)
    return f"{text}. {v.kommentar}" if v.kommentar else text
