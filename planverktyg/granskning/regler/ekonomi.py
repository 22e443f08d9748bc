"""Regler för planens ekonomi: summor med avrundning, och samma belopp i två tabeller."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.granskning.avrundning import kan_vara_samma, noggrannhet
from planverktyg.granskning.regel import aktregel, träff
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.ekonomi import Brygga, Budgetrad, Driftbudget
    from planverktyg.modell.grund.plats import Rutt


class _Summa(NamedTuple):
    """En summa som planen anger, och det som delarna blir."""

    rutt: Rutt
    namn: str
    angiven: Decimal
    beräknad: Decimal
    termer: tuple[Decimal, ...]
    enhet: str

    @property
    def skillnad(self) -> Decimal:
        return abs(self.angiven - self.beräknad)

    @property
    def tål(self) -> Decimal:
        """Så mycket som avrundning kan förklara: en halv enhet för varje term."""
        return noggrannhet((*self.termer, self.angiven)) * len(self.termer) / 2

    @property
    def text(self) -> str:
        return (
            f"{self.namn} är angiven till {skriv_tal(self.angiven)} {self.enhet}, "
            f"men delarna blir {skriv_tal(self.beräknad)} {self.enhet}"
        )


def _summor(vandring: Vandring) -> Iterator[_Summa]:
    for i, tabell in enumerate(vandring.plan.ekonomi.driftbudget):
        rutt = ("ekonomi", "driftbudget", i)
        for radrutt, rad in budgetrader(tabell.rader, (*rutt, "rader")):
            if rad.förändring is not None:
                termer = (rad.budget, rad.föregående)
                yield _Summa(
                    (*radrutt, "förändring"),
                    f"Förändringen av {rad.namn}",
                    rad.förändring,
                    rad.budget - rad.föregående,
                    termer,
                    tabell.enhet,
                )
        if tabell.brygga is not None:
            brygga = tabell.brygga
            yield _Summa(
                (*rutt, "brygga", "utgående", "belopp"),
                f"Summan {brygga.utgående.namn}",
                brygga.utgående.belopp,
                brygga.beräknat,
                (brygga.ingående.belopp, *(post.belopp for post in brygga.poster)),
                tabell.enhet,
            )

    yield from _investeringssummor(vandring)
    yield from _tabellsummor(vandring)


def budgetrader(rader: tuple[Budgetrad, ...], under: Rutt) -> Iterator[tuple[Rutt, Budgetrad]]:
    """Driftbudgetens rader och deras delar, med rutten till var och en."""
    for i, rad in enumerate(rader):
        yield (*under, i), rad
        yield from budgetrader(rad.varav, (*under, i, "varav"))


def _investeringssummor(vandring: Vandring) -> Iterator[_Summa]:
    for i, tabell in enumerate(vandring.plan.ekonomi.investeringar):
        for år, angiven in tabell.summa.items():
            termer = tuple(rad.belopp[år] for rad in tabell.rader if år in rad.belopp)
            if termer:
                rutt = ("ekonomi", "investeringar", i, "summa", år)
                yield _Summa(rutt, f"Summan {år} i {tabell.id}", angiven, sum(termer, Decimal(0)), termer, tabell.enhet)


def _tabellsummor(vandring: Vandring) -> Iterator[_Summa]:
    for i, tabell in enumerate(vandring.plan.ekonomi.tabeller):
        rader = {rad.id: rad for rad in tabell.alla_rader() if rad.id}
        for j, rad in enumerate(tabell.rader):
            delar = [rader[id_] for id_ in rad.summa_av if id_ in rader]
            for k, (cell, kolumn) in enumerate(zip(rad.värden, tabell.kolumner, strict=True)):
                termer = [del_.värden[k] for del_ in delar]
                kända = [t[0] for t in termer if t]
                if not cell or not kända or len(kända) < len(termer):
                    continue
                rutt = ("ekonomi", "tabeller", i, "rader", j, "värden", k)
                namn, enhet = f"{rad.namn}, {kolumn.namn},", rad.enhet or tabell.enhet
                yield _Summa(rutt, namn, cell[0], sum(kända, Decimal(0)), tuple(kända), enhet)


@aktregel("EKO801", "summan stämmer inte", Allvar.FEL, kräver_helhet=True)
def fel_summa(vandring: Vandring) -> Iterator[Träff]:
    """En summa i budgeten är en annan än delarna blir, och skillnaden är större än avrundning kan förklara.

    Regeln räknar bryggor (ingående belopp plus alla poster), förändringar (budget minus föregående), investeringarnas
    summa och rader med `summa av`. Avrundning kan förklara en halv enhet för varje term.

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
    for summa in _summor(vandring):
        if summa.skillnad > summa.tål:
            text = f"{summa.text}. Det skiljer {skriv_tal(summa.skillnad)}."
            yield träff(vandring.dokument, summa.rutt, text, "Kontrollera beloppen mot källan.")


@aktregel("EKO802", "summan skiljer genom avrundning", Allvar.NOTIS, kräver_helhet=True)
def avrundad_summa(vandring: Vandring) -> Iterator[Träff]:
    """En summa i budgeten är en annan än delarna blir, men skillnaden kan bero på avrundning.

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
    for summa in _summor(vandring):
        if 0 < summa.skillnad <= summa.tål:
            yield träff(vandring.dokument, summa.rutt, f"{summa.text}. Skillnaden kan bero på avrundning.")


@aktregel("EKO803", "bryggan hör inte ihop med tabellen", Allvar.FEL, kräver_helhet=True)
def lös_brygga(vandring: Vandring) -> Iterator[Träff]:
    """Bryggan förklarar hur kommunbidraget har ändrats, men börjar eller slutar på ett annat belopp än tabellens rad.

    Raden är den som har `slag: kommunbidrag`. Stämmer bryggan med någon annan rad i tabellen är det den som avses.

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
        bidrag = [rad for rad in tabell.rader if rad.slag == "kommunbidrag"]
        if tabell.brygga is None or len(bidrag) != 1 or _förklarar_en_rad(tabell.brygga, tabell):
            continue
        rad = bidrag[0]
        for ände, post, belopp in (
            ("ingående", tabell.brygga.ingående, rad.föregående),
            ("utgående", tabell.brygga.utgående, rad.budget),
        ):
            if post.belopp != belopp:
                yield träff(
                    vandring.dokument,
                    ("ekonomi", "driftbudget", i, "brygga", ände, "belopp"),
                    f"Bryggans {ände} belopp är {skriv_tal(post.belopp)} {tabell.enhet}, "
                    f"men raden {rad.namn} har {skriv_tal(belopp)} {tabell.enhet}.",
                    "Kontrollera vilket belopp som är rätt.",
                )


def _förklarar_en_rad(brygga: Brygga, tabell: Driftbudget) -> bool:
    ändar = (brygga.ingående.belopp, brygga.utgående.belopp)
    return any((rad.föregående, rad.budget) == ändar for rad in tabell.rader)


@aktregel("EKO804", "kommunbidraget är olika i två tabeller", Allvar.FEL, kräver_helhet=True)
def olika_kommunbidrag(vandring: Vandring) -> Iterator[Träff]:
    """Samma kommunbidrag står med olika belopp i kommunbidragstabellen och i driftbudgeten.

    Beloppen får skilja så mycket som den grövre enheten är avrundad: 234,1 mnkr stämmer med 234 133 tkr.

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
    ekonomi, år = vandring.plan.ekonomi, str(vandring.plan.plan.år.från)
    for i, bidrag in enumerate(ekonomi.kommunbidrag):
        if bidrag.verksamhetsområde is None or år not in bidrag.belopp:
            continue
        belopp = bidrag.belopp[år]
        for tabell in ekonomi.driftbudget:
            if tabell.verksamhetsområde != bidrag.verksamhetsområde:
                continue
            for rad in tabell.rader:
                if rad.slag == "kommunbidrag" and not kan_vara_samma(belopp, bidrag.enhet, rad.budget, tabell.enhet):
                    yield träff(
                        vandring.dokument,
                        ("ekonomi", "kommunbidrag", i, "belopp", år),
                        f"Kommunbidraget {år} är {skriv_tal(belopp)} {bidrag.enhet} här, "
                        f"men {skriv_tal(rad.budget)} {tabell.enhet} i driftbudgeten {tabell.id}.",
                        "Kontrollera vilket belopp som är rätt.",
                    )


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
