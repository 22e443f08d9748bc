"""Varje fält i formatet syns i plandokumentet eller rapporten, eller står här med skälet till att det inte gör det."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.akt import Akt
from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.plan import Plandokument
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from tests.faltbyte import delar_i, förråd_av, ändrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.byggsten import Del

_SKÄL: dict[str, str] = {
    "Det är namnet som andra delar, uppföljningar och länkar nämner.": """
        Plan.id Process.id Investering.id Ekonomitabell.id Tabellkolumn.id Tabellrad.id Budgetrad.id Uppföljning.plan
        Mål.tidigare_id Indikator.tidigare_id Uppdrag.tidigare_id Plan.föregångare""",
    "Det styr hur något räknas eller kontrolleras, och det som räknas visas.": """
        Verksamhetsområde.ingår_i Indikator.ackumuleras Indikator.bättre
        Ekonomitabell.kostnader Budgetrad.slag
        Budgetrad.summa_av Tabellkolumn.räknas Tabellrad.slag Tabellrad.summa_av Tabellrad.räknas Ekonomiutfall.slag
        Postutfall.slag Effekt.enhet""",
    "Det hör till beslutets gång, och visas av plan historik, plan skillnad och plan besluta.": """
        Plan.tidigare_beslut Uppföljning.tidigare_beslut Beslut.fastställda Fastställd.steg Fastställd.målvärde
        Rättelse.fingeravtryck Riskacceptans.fastställda Riskacceptans.fingeravtryck Riskacceptans.rättelser""",
    "Det är ett undantag från reglerna, och visas av plan validera.": """
        Plandokument.undantag Undantag.regel Undantag.id Undantag.motivering Undantag.till""",
    "Det visas först när något annat i planen hänvisar till det.": """
        Plandokument.etiketter Visning.mål Visning.uppdrag Mål.mål""",
    "Provet ändrar bara periodens sista dag, inte orden för den.": """
        Högst.avser Minst.avser TidigareVärde.avser Åtgärd.klart Driftbudget.avser Driftbudget.jämförelse""",
    "Det visas när värdet som det står i stället för inte finns, och det finns i provet.": """
        Utgångsvärde.saknas Utgångsvärde.ej_mätt Utgångsvärde.utgår
        TidigareVärde.saknas TidigareVärde.ej_mätt TidigareVärde.utgår
        Utfall.avstämning Effektrapport.saknas Effekt.belopp Styckpris.från Styckpris.till Risk.angivet_riskvärde
        Delvärde.prognos Delvärde.saknas Delvärde.kommentar Investering.verksamhetsområde
        Ekonomitabell.verksamhetsområde Indikator.enhet Uppdrag.enhet""",
    "Ett äldre värde visas som tal och tid; resten av det står i planen.": """
        TidigareVärde.källa TidigareVärde.hämtad TidigareVärde.kön TidigareVärde.varav TidigareVärde.underlag""",
    "Åtgärder i en åtgärdsplan har ingen risk.": "Åtgärd.risker",
    "Provet sätter det på ett nyckeltal utanför målen, som inte har något målvärde.": """
        Saknas.avser Saknas.rubrik Saknas.grad Saknas.bör Saknas.delvis_inom""",
}
SYNS_INTE = {fält: skäl for skäl, fälten in _SKÄL.items() for fält in fälten.split()}
"""Fälten som ingen utskrift visar, och varför."""

PLAN = """\
format: 1
plan: {id: p, namn: Plan, nämnd: Nämnden, kortnamn: N, år: 2020, källa: Plan 2020., beslut: {datum: 2019-10-15, paragraf: 97}}
verksamhetsområden: [{id: vo1, namn: Barn, nummer: VO 1}, {id: vo2, namn: Unga, ingår i: vo1}]
vision: {namn: Vision, text: En text.}
processer: [{id: ledning, namn: Ledning, processer: [{id: budget, namn: Budget}]}]
mål:
  - id: m
    nivå: mål
    namn: Målet
    bidrar till: m2
    indikatorer:
      - id: i
        namn: Antal dygn
        enhet: dygn
        utgångsvärde: {värde: 90, avser: 2019, historik: [{värde: 95, avser: 2018}, {värde: 97, avser: 2017}]}
        målvärde: {högst: 80}
      - {id: i2, namn: Andel, enhet: "%", målvärde: {minst: 90}}
  - {id: m2, nivå: mål, namn: Ett annat mål}
uppdrag:
  - id: g
    rubrik: Uppdrag
    källa: kommunplanen
    uppdrag: [{id: u, text: Ett uppdrag., bidrar till: m, delar: [{id: d, text: En del.}]}]
åtgärdsplan:
  - id: o
    rubrik: Placeringar
    punkter:
      - id: pt
        namn: Färre placeringar
        ekonomisk effekt: {styckpris: {belopp: 1.6, enhet: mnkr, per: plats}, antal: 3}
        åtgärder: [{id: ha, text: Hemmaplan., klart: 2020-10}]
risker: [{id: r, text: Risk., sannolikhet: 3, konsekvens: 4, process: budget}]
åtgärder: [{id: a, text: En åtgärd., risker: r, slut: 2020-12-31}]
kontrollmoment: [{id: k, text: En kontroll., risker: r, frekvens: varje år}]
ekonomi:
  kommunbidrag: [{id: b, verksamhetsområde: vo1, belopp: {2020: 1000}}]
  driftbudget:
    - id: db
      verksamhetsområde: vo1
      jämförelse: 2019
      rader: [{namn: Kostnader, föregående: 900, budget: 1000, varav: [{namn: Lön, föregående: 90, budget: 100}]}]
      brygga: {ingående: {namn: In, belopp: 900}, poster: [{namn: Ökning, belopp: 100}], utgående: {namn: Ut, belopp: 1000}}
  investeringar: [{id: inv, rader: [{namn: Möbler, belopp: {2020: 10}}], summa: {2020: 10}}]
  tabeller:
    - {id: t, kolumner: [{namn: Utfall}], rader: [{namn: Rad, värden: [10], varav: [{namn: Del, värden: [5]}]}]}
årshjul: [{månader: [mars], punkter: [{text: Bokslut.}]}]
styrdokument: [{rubrik: Egna, dokument: [{namn: Riktlinjer, antaget: 2019}]}]
"""
UPPFÖLJNING = """\
format: 1
uppföljning: {plan: p, period: helår, per: 2020-12-31}
sammanfattning: Läget.
utfall: {i: {värde: 85, kön: {kvinnor: 40, män: 45}, kommentar: Fler.}, i2: {värde: 70}}
bedömningar: {m: {bedömning: delvis, motivering: Vi bedömer så.}}
uppdrag: {u: {status: pågår, delar: {d: {status: klar}}}}
risker: {r: {sannolikhet: 4, kommentar: Högre.}}
nya risker: [{id: ny, text: Ny risk., sannolikhet: 2, konsekvens: 2}]
åtgärder: {a: {status: pågår}, ha: {status: klar}}
nya åtgärder: [{id: nya, text: Ny åtgärd., risker: ny}]
åtgärdspunkter: {pt: {effekt: 1600}}
kontrollmoment: {k: {resultat: med avvikelse, avvikelse: Två.}}
ekonomi: {vo1: {budget: 1000, utfall: 1100, poster: [{namn: Post, budget: 10, utfall: 12}]}, vo2: {budget: 100, utfall: 90}}
tabeller: [{id: ut, kolumner: [Utfall], rader: [{namn: Resultat, värden: [3]}]}]
"""


def _läst(text: str, fil: str) -> Dokument[Any]:
    träd, fel = läs(text.encode(), fil)
    assert träd is not None, fel
    dokument, fynd = ladda(träd)
    assert dokument is not None
    assert not fynd, fynd
    return dokument


def _synligt(plan: Dokument[Any], uppföljning: Dokument[Any]) -> tuple[Any, ...]:
    """Allt som mallarna för plandokumentet och rapporten får se."""
    akt = Akt(plan, (uppföljning,))
    dokument, rapport = bygg_dokument(akt), bygg_rapport(akt, uppföljning)
    return (*(dokument._asdict() | {"ursprung": ""}).values(), *(rapport._asdict() | {"ursprung": ""}).values())


def _osynliga() -> Iterator[tuple[type[Del], str]]:
    """Fälten vars ändring inte syns i någon utskrift."""
    plan, uppföljning = _läst(PLAN, "plan.yaml"), _läst(UPPFÖLJNING, "2020-12-31.yaml")
    förråd = förråd_av([plan, uppföljning])
    sedda: set[Any] = set()
    par = [(plan, uppföljning)]
    täckta = {type(d) for dokument in (plan, uppföljning) for d in delar_i(dokument.modell)}
    for p, u in par:  # listan växer: det som sätts in har egna fält
        före = _synligt(p, u)
        for dokument in (p, u):
            for (klass, namn), modell in ändrade(dokument, förråd, sedda):
                ändrat = replace(dokument, modell=modell)
                nytt = (ändrat, u) if isinstance(modell, Plandokument) else (p, ändrat)
                syns = True
                with suppress(Exception):  # en ändring som gör planen omöjlig att visa säger inget
                    syns = _synligt(*nytt) != före
                if not syns:
                    yield klass, namn
                nya = {type(d) for d in delar_i(modell)} - {type(d) for d in delar_i(dokument.modell)}
                if nya - täckta:
                    täckta |= nya
                    par.append(nytt)


def test_varje_fält_syns_i_en_utskrift_eller_har_ett_skäl() -> None:
    osynliga = {f"{klass.__name__}.{namn}" for klass, namn in _osynliga()}
    assert osynliga - SYNS_INTE.keys() == set()
    assert SYNS_INTE.keys() - osynliga == set(), "syns, och behöver inget skäl"
