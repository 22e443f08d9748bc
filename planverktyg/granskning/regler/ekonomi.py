"""Regler för planens ekonomi: summor med avrundning, och samma belopp i två tabeller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, träff
from planverktyg.granskning.regler.budgetavvikelser import angivna_avvikelser
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.uppfyllelse.pengar.arsbudget import KOMMUNBIDRAG, budgetår
from planverktyg.uppfyllelse.pengar.rakning import kan_vara_samma, skriv_angiven
from planverktyg.uppfyllelse.pengar.tecken import slag_av

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.ekonomi import Brygga, Budgetrad, Driftbudget


@aktregel("EKO801", "summan stämmer inte", Allvar.FEL, kräver_helhet=True)
def fel_summa(vandring: Vandring) -> Iterator[Träff]:
    """En summa i budgeten är en annan än delarna blir, och skillnaden är större än avrundning kan förklara.

    Regeln räknar bryggor (ingående belopp plus alla poster), förändringar (budget minus föregående), nettokostnad
    (kostnader minus intäkter) och resultat efter radernas `slag`, investeringarnas summa, rader med `summa av`, och rader och
    kolumner med `räknas`, i planen och i uppföljningens tabeller, och effekten av en punkt i åtgärdsplanen när alla dess åtgärder
    har en. Uppföljningens poster räknas när de är områdets kostnader och intäkter. Belopp i olika enheter räknas om. Avrundning
    kan förklara en halv enhet för varje term.

    Fel:
        ekonomi:
          driftbudget:
            - id: driftbudget-vo3
              jämförelse: 2019
              rader: [{namn: Kommunbidrag, föregående: 236920, budget: 234133, förändring: -2778}]

    Rätt:
        ekonomi:
          driftbudget:
            - id: driftbudget-vo3
              jämförelse: 2019
              rader: [{namn: Kommunbidrag, föregående: 236920, budget: 234133, förändring: -2787}]
    """
    for dokument, p in vandring.påståenden:
        if not p.summa.stämmer:
            text = f"{skriv_angiven(p.namn, p.summa, p.enhet)}. Det skiljer {skriv_tal(p.summa.skillnad)}."
            yield träff(dokument, p.rutt, text, "Kontrollera beloppen mot källan.")


@aktregel("EKO802", "summan skiljer genom avrundning", Allvar.NOTIS, kräver_helhet=True)
def avrundad_summa(vandring: Vandring) -> Iterator[Träff]:
    """En summa eller en angiven avvikelse är en annan än delarna blir, men skillnaden kan bero på avrundning.

    Så är det ofta när beloppen är avrundade var för sig. Notisen säger vad delarna blir, så att ingen behöver räkna om.

    Fel:
        ekonomi:
          driftbudget:
            - id: driftbudget-vo8
              jämförelse: 2019
              rader: [{namn: Kommunbidrag, föregående: 11310, budget: 11522, förändring: 212}]
              brygga:
                ingående: {namn: Kommunbidrag 2019, belopp: 11310}
                poster: [{namn: Demografi, belopp: -12}, {namn: Priser, belopp: 203}, {namn: Övrigt, belopp: 20}]
                utgående: {namn: Kommunbidrag 2020, belopp: 11522}

    Rätt:
        ekonomi:
          driftbudget:
            - id: driftbudget-vo8
              jämförelse: 2019
              rader: [{namn: Kommunbidrag, föregående: 11310, budget: 11522, förändring: 212}]
              brygga:
                ingående: {namn: Kommunbidrag 2019, belopp: 11310}
                poster: [{namn: Demografi, belopp: -12}, {namn: Priser, belopp: 204}, {namn: Övrigt, belopp: 20}]
                utgående: {namn: Kommunbidrag 2020, belopp: 11522}
    """
    for dokument, p in vandring.påståenden:
        if p.summa.är_avrundad:
            text = f"{skriv_angiven(p.namn, p.summa, p.enhet)}. Skillnaden kan bero på avrundning."
            yield träff(dokument, p.rutt, text)
    for avstämning, rutt, namn, summa, enhet in angivna_avvikelser(vandring):
        if summa.är_avrundad:
            text = f"{skriv_angiven(f'Avvikelsen för {namn}', summa, enhet)}. Skillnaden kan bero på avrundning."
            yield träff(avstämning.dokument, rutt, text)


@aktregel("EKO803", "bryggan hör inte ihop med tabellen", Allvar.FEL, kräver_helhet=True)
def lös_brygga(vandring: Vandring) -> Iterator[Träff]:
    """Bryggan förklarar hur kommunbidraget har ändrats, men börjar eller slutar på ett annat belopp än tabellens rad.

    Raden är den som har `slag: kommunbidrag`, annars den som bryggan börjar eller slutar på, annars nettokostnaden eller
    tabellens enda rad. Stämmer bryggan med någon annan rad i tabellen är det den som avses.

    Fel:
        ekonomi:
          driftbudget:
            - id: driftbudget-vo8
              jämförelse: 2019
              rader: [{namn: Kommunbidrag, slag: kommunbidrag, föregående: 11310, budget: 11522}]
              brygga:
                ingående: {namn: Kommunbidrag 2019, belopp: 11130}
                poster: [{namn: Demografi och priser, belopp: 392}]
                utgående: {namn: Kommunbidrag 2020, belopp: 11522}

    Rätt:
        ekonomi:
          driftbudget:
            - id: driftbudget-vo8
              jämförelse: 2019
              rader: [{namn: Kommunbidrag, slag: kommunbidrag, föregående: 11310, budget: 11522}]
              brygga:
                ingående: {namn: Kommunbidrag 2019, belopp: 11310}
                poster: [{namn: Demografi och priser, belopp: 212}]
                utgående: {namn: Kommunbidrag 2020, belopp: 11522}
    """
    for i, tabell in enumerate(vandring.plan.ekonomi.driftbudget):
        rad = _bryggans_rad(tabell.brygga, tabell) if tabell.brygga is not None else None
        if tabell.brygga is None or rad is None or _förklarar_en_rad(tabell.brygga, tabell):
            continue
        for ände, post, belopp in (
            ("ingående", tabell.brygga.ingående, rad.föregående),
            ("utgående", tabell.brygga.utgående, rad.budget),
        ):
            if belopp is not None and post.belopp != belopp:
                yield träff(
                    vandring.dokument,
                    ("ekonomi", "driftbudget", i, "brygga", ände, "belopp"),
                    f"Bryggans {ände} belopp är {skriv_tal(post.belopp)} {tabell.enhet}, "
                    f"men raden {rad.namn} har {skriv_tal(belopp)} {tabell.enhet}.",
                    "Kontrollera vilket belopp som är rätt.",
                )


def _bryggans_rad(brygga: Brygga, tabell: Driftbudget) -> Budgetrad | None:
    """Raden som bryggan ska förklara: kommunbidraget, en rad som den börjar eller slutar på, nettokostnaden, eller den enda."""
    ändar = (brygga.ingående.belopp, brygga.utgående.belopp)
    möjliga = (
        [rad for rad in tabell.rader if rad.slag == "kommunbidrag"],
        [rad for rad in tabell.rader if rad.föregående == ändar[0] or rad.budget == ändar[1]],
        [rad for rad in tabell.rader if slag_av(rad) == "nettokostnad"],
    )
    rader = next(filter(None, möjliga), tabell.rader)
    return rader[0] if len(rader) == 1 else None


def _förklarar_en_rad(brygga: Brygga, tabell: Driftbudget) -> bool:
    ändar = (brygga.ingående.belopp, brygga.utgående.belopp)
    return any((rad.föregående, rad.budget) == ändar for rad in tabell.rader)


@aktregel("EKO804", "kommunbidraget är olika i två tabeller", Allvar.FEL, kräver_helhet=True)
def olika_kommunbidrag(vandring: Vandring) -> Iterator[Träff]:
    """Samma kommunbidrag står med olika belopp i kommunbidragstabellen och i driftbudgeten.

    Beloppen får skilja så mycket som den grövre enheten är avrundad: 234,1 mnkr stämmer med 234 133 tkr. Också driftbudgetens
    `föregående` jämförs, när det är en budget för ett år som kommunbidragstabellen har.

    Fel:
        verksamhetsområden: [{id: vo3, namn: Individ och familjeomsorg}]
        ekonomi:
          kommunbidrag:
            - {id: bidrag-vo3, verksamhetsområde: vo3, enhet: mnkr, belopp: {2020: 243.1}}
          driftbudget:
            - id: driftbudget-vo3
              verksamhetsområde: vo3
              jämförelse: 2019
              rader: [{namn: Kommunbidrag, slag: kommunbidrag, föregående: 236920, budget: 234133}]

    Rätt:
        verksamhetsområden: [{id: vo3, namn: Individ och familjeomsorg}]
        ekonomi:
          kommunbidrag:
            - {id: bidrag-vo3, verksamhetsområde: vo3, enhet: mnkr, belopp: {2020: 234.1}}
          driftbudget:
            - id: driftbudget-vo3
              verksamhetsområde: vo3
              jämförelse: 2019
              rader: [{namn: Kommunbidrag, slag: kommunbidrag, föregående: 236920, budget: 234133}]
    """
    for i, bidrag in enumerate(vandring.plan.ekonomi.kommunbidrag):
        for år, belopp in bidrag.belopp.items():
            for tabell, annat in _kommunbidragen(vandring, bidrag.verksamhetsområde, int(år)):
                if not kan_vara_samma(belopp, bidrag.enhet, annat, tabell.enhet):
                    yield träff(
                        vandring.dokument,
                        ("ekonomi", "kommunbidrag", i, "belopp", år),
                        f"Kommunbidraget {år} är {skriv_tal(belopp)} {bidrag.enhet} här, "
                        f"men {skriv_tal(annat)} {tabell.enhet} i driftbudgeten {tabell.id}.",
                        "Kontrollera vilket belopp som är rätt.",
                    )


def _kommunbidragen(vandring: Vandring, område: str | None, år: int) -> Iterator[tuple[Driftbudget, Decimal]]:
    """Områdets kommunbidrag för året i driftbudgetarna: årets budget, och det som den jämförs med året efter."""
    tabeller = [
        (tabell, rad)
        for tabell in vandring.plan.ekonomi.driftbudget
        if tabell.verksamhetsområde == område is not None
        for rad in tabell.rader
        if rad.slag == KOMMUNBIDRAG
    ]
    if not _stämmer_tillsammans(vandring, område, år):
        yield from ((t, rad.budget) for t, rad in tabeller if budgetår(t, vandring.plan.plan.år) == år)
    förra = [
        (t, rad.föregående)
        for t, rad in tabeller
        if t.jämförelsen_är == "budget" and t.jämförelse and t.jämförelse.år == år and rad.föregående is not None
    ]
    yield from förra if len(förra) == 1 else ()


def _stämmer_tillsammans(vandring: Vandring, område: str | None, år: int) -> bool:
    """Om områdets tabeller för året blir lika när de läggs ihop."""
    budgetar = vandring.budgetar(område, år) if område is not None else []
    return len(budgetar) > 1 and budgetar[0].kan_vara(budgetar[1])


@aktregel("EKO807", "kommunbidraget saknar planens år", Allvar.VARNING, kräver_helhet=True)
def utan_planens_år(vandring: Vandring) -> Iterator[Träff]:
    """Kommunbidraget har belopp för andra år, men inte för planens första.

    Oftast är årtalen kvar från förra planen.

    Fel:
        ekonomi:
          kommunbidrag:
            - {id: bidrag-vo3, enhet: mnkr, belopp: {2021: 241.1, 2022: 247.9}}

    Rätt:
        ekonomi:
          kommunbidrag:
            - {id: bidrag-vo3, enhet: mnkr, belopp: {2020: 234.1, 2021: 241.1, 2022: 247.9}}
    """
    år = str(vandring.plan.plan.år.från)
    for i, bidrag in enumerate(vandring.plan.ekonomi.kommunbidrag):
        if år not in bidrag.belopp:
            yield träff(
                vandring.dokument,
                ("ekonomi", "kommunbidrag", i, "belopp"),
                f"Kommunbidraget {bidrag.id} har inget belopp för {år}, planens första år.",
                f"Lägg till {år}, eller rätta årtalen.",
            )
