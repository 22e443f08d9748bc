"""Regler för det som hänger ihop i en budgettabell: procent och belopp, delar och helhet, och rader som summeras."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from planverktyg.granskning.avrundning import noggrannhet
from planverktyg.granskning.regel import aktregel, föreslå, räkna_upp_några, träff
from planverktyg.granskning.regler.ekonomi import budgetrader
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.ekonomi import Ekonomitabell, Tabellrad
    from planverktyg.modell.grund.plats import Rutt

    _Helhet: TypeAlias = tuple[Rutt, str, Decimal, list[Decimal]]


@aktregel("EKO809", "förändringen i procent stämmer inte", Allvar.FEL, kräver_helhet=True)
def fel_procent(vandring: Vandring) -> Iterator[Träff]:
    """Förändringen i procent är en annan än beloppen ger, och skillnaden är större än avrundning kan förklara.

    Procenten räknas på det föregående beloppet, så att en kostnad som ökar ökar vare sig den skrivs med minus eller inte.

    Fel:
        ekonomi:
          driftbudget:
            - id: driftbudget-vo3
              jämförelse: 2019
              kostnader: negativa
              rader: [{namn: Nettokostnad, föregående: -237947, budget: -251589, förändring: -13642, förändring procent: 7.5}]

    Rätt:
        ekonomi:
          driftbudget:
            - id: driftbudget-vo3
              jämförelse: 2019
              kostnader: negativa
              rader: [{namn: Nettokostnad, föregående: -237947, budget: -251589, förändring: -13642, förändring procent: 5.7}]
    """
    for i, tabell in enumerate(vandring.plan.ekonomi.driftbudget):
        for rutt, rad in budgetrader(tabell.rader, ("ekonomi", "driftbudget", i, "rader")):
            angiven = rad.förändring_procent
            if angiven is None or not rad.föregående:
                continue
            räknad = Fraction(rad.budget - rad.föregående) / Fraction(rad.föregående) * 100
            beloppens = Fraction(noggrannhet((rad.budget, rad.föregående))) / abs(Fraction(rad.föregående)) * 100
            if abs(Fraction(angiven) - räknad) > Fraction(noggrannhet([angiven])) / 2 + beloppens:
                yield träff(
                    vandring.dokument,
                    (*rutt, "förändring procent"),
                    f"Förändringen av {rad.namn} är angiven till {skriv_tal(angiven)}\u00a0%, "
                    f"men beloppen ger {skriv_tal(räknad, decimaler=1)}\u00a0%.",
                    "Kontrollera procenten och beloppen mot källan.",
                )


@aktregel("EKO810", "delarna är större än helheten", Allvar.FEL, kräver_helhet=True)
def för_stora_delar(vandring: Vandring) -> Iterator[Träff]:
    """Raderna under `varav` är tillsammans större än raden som de är delar av.

    Delarna behöver inte vara allt, men de kan inte vara mer än allt när de har samma tecken som helheten.

    Fel:
        ekonomi:
          investeringar:
            - id: investeringar
              rader:
                - namn: Gator och vägar
                  belopp: {2020: 1200}
                  varav: [{namn: mark och exploatering, belopp: {2020: 1300}}]

    Rätt:
        ekonomi:
          investeringar:
            - id: investeringar
              rader:
                - namn: Gator och vägar
                  belopp: {2020: 1200}
                  varav: [{namn: mark och exploatering, belopp: {2020: 300}}]
    """
    for rutt, namn, helhet, delar in _helheter(vandring):
        samma_tecken = all(d * helhet >= 0 for d in delar)
        tål = noggrannhet((helhet, *delar)) * (len(delar) + 1) / 2
        if samma_tecken and abs(sum(delar, Decimal(0))) > abs(helhet) + tål:
            yield träff(
                vandring.dokument,
                (*rutt, "varav"),
                f"Delarna av {namn} är tillsammans {skriv_tal(sum(delar, Decimal(0)))}, men helheten {skriv_tal(helhet)}.",
                "Kontrollera beloppen mot källan.",
                på_nyckeln=True,
            )


def _helheter(vandring: Vandring) -> Iterator[_Helhet]:
    """Raderna med delar: var de står, vad de heter, beloppet och delarnas belopp."""
    ekonomi = vandring.plan.ekonomi
    for i, drift in enumerate(ekonomi.driftbudget):
        for rutt, rad in budgetrader(drift.rader, ("ekonomi", "driftbudget", i, "rader")):
            yield rutt, f"{rad.namn}, föregående,", rad.föregående, [d.föregående for d in rad.varav]
            yield rutt, f"{rad.namn}, budget,", rad.budget, [d.budget for d in rad.varav]
    for i, investering in enumerate(ekonomi.investeringar):
        for j, post in enumerate(investering.rader):
            for år, belopp in post.belopp.items():
                delar = [d.belopp[år] for d in post.varav if år in d.belopp]
                yield ("ekonomi", "investeringar", i, "rader", j), f"{post.namn} {år}", belopp, delar
    for i, tabell in enumerate(ekonomi.tabeller):
        for j, tabellrad in enumerate(tabell.rader):
            rutt = ("ekonomi", "tabeller", i, "rader", j)
            yield from ((rutt, *rest) for rest in _tabellradens(tabellrad, tabell))


def _tabellradens(rad: Tabellrad, tabell: Ekonomitabell) -> Iterator[tuple[str, Decimal, list[Decimal]]]:
    for k, (cell, kolumn) in enumerate(zip(rad.värden, tabell.kolumner, strict=True)):
        if len(cell) == 1:
            delarnas = [del_.värden[k] for del_ in rad.varav]
            yield f"{rad.namn}, {kolumn.namn},", cell[0], [c[0] for c in delarnas if c]


@aktregel("EKO811", "summan räknar med en okänd rad", Allvar.FEL, kräver_helhet=True)
def okänd_rad(vandring: Vandring) -> Iterator[Träff]:
    """En rad är summan av andra rader, men tabellen har ingen rad med det id:t. Då kontrolleras inte summan.

    Fel:
        ekonomi:
          tabeller:
            - id: resultat
              kolumner: [Budget 2020]
              rader:
                - {id: intakter, namn: Intäkter, värden: [120]}
                - {namn: Resultat, värden: [120], summa av: [inkomster]}

    Rätt:
        ekonomi:
          tabeller:
            - id: resultat
              kolumner: [Budget 2020]
              rader:
                - {id: intakter, namn: Intäkter, värden: [120]}
                - {namn: Resultat, värden: [120], summa av: [intakter]}
    """
    for i, tabell in enumerate(vandring.plan.ekonomi.tabeller):
        finns = [str(rad.id) for rad in tabell.alla_rader() if rad.id]
        for j, rad in enumerate(tabell.rader):
            for k, id_ in enumerate(rad.summa_av):
                if id_ not in finns:
                    yield träff(
                        vandring.dokument,
                        ("ekonomi", "tabeller", i, "rader", j, "summa av", k),
                        f"Tabellen {tabell.id} har ingen rad med id {id_}.",
                        föreslå(
                            id_, finns, f"Rader med id är {räkna_upp_några(finns)}." if finns else "Ge raden ett id."
                        ),
                    )
