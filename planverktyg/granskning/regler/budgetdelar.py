"""Regler för det som hänger ihop i en budgettabell: procent och belopp, delar och helhet, och rader som summeras."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from planverktyg.granskning.regel import aktregel, föreslå, räkna_upp_några, träff
from planverktyg.modell.ekonomi import med_delar
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal, versal
from planverktyg.uppfyllelse.pengar.rakning import noggrannhet, summera
from planverktyg.uppfyllelse.pengar.tabeller import (
    driftbudgetens_okända,
    helheter,
    okända_led,
    tabellernas_helheter,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.uppfyllelse.pengar.tabeller import Helhet, Okänd


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
        for rutt, rad in med_delar(tabell.rader, ("ekonomi", "driftbudget", i, "rader")):
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
    for dokument, h in _helheter(vandring):
        samma_tecken = all(d * h.belopp >= 0 for d in h.delar)
        summa = summera(h.belopp, h.delar)
        tål = noggrannhet((h.belopp, *h.delar)) * (len(h.delar) + 1) / 2
        if samma_tecken and abs(summa.beräknad) > abs(h.belopp) + tål:
            yield träff(
                dokument,
                (*h.rutt, "varav"),
                f"Delarna av {h.namn} är tillsammans {skriv_tal(summa.beräknad)}, men helheten {skriv_tal(h.belopp)}.",
                "Kontrollera beloppen mot källan.",
                på_nyckeln=True,
            )


def _helheter(vandring: Vandring) -> Iterator[tuple[Dokument[Any], Helhet]]:
    yield from ((vandring.dokument, h) for h in helheter(vandring.plan.ekonomi))
    for a in vandring.avstämningar:
        yield from ((a.dokument, h) for h in tabellernas_helheter(a.modell.tabeller, a.tabellrutt))


@aktregel("EKO811", "summan räknar med något okänt", Allvar.FEL, kräver_helhet=True)
def okänd_rad(vandring: Vandring) -> Iterator[Träff]:
    """En rad eller kolumn räknas av andra, men tabellen har ingen som heter så. Då kontrolleras inte summan.

    `summa av` nämner radernas id. `räknas` nämner id eller namn, med plus eller minus mellan.

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
    for dokument, o in _okända(vandring):
        annars = f"{versal(o.vad)}er som finns är {räkna_upp_några(o.finns)}." if o.finns else f"Ge {o.vad}en ett id."
        med = "med id" if o.rutt[-2] == "summa av" else "som heter"
        text = f"Tabellen {o.tabell} har ingen {o.vad} {med} {o.namn}."
        råd = föreslå(o.namn, o.finns, annars)
        if o.namn in o.finns:
            text, råd = (
                f"Summan i tabellen {o.tabell} räknar med sin egen rad, {o.namn}.",
                "Nämn raderna som den består av.",
            )
        yield träff(dokument, o.rutt, text, råd)


def _okända(vandring: Vandring) -> Iterator[tuple[Dokument[Any], Okänd]]:
    ekonomi = vandring.plan.ekonomi
    planens = (*driftbudgetens_okända(ekonomi.driftbudget), *okända_led(ekonomi.tabeller))
    yield from ((vandring.dokument, o) for o in planens)
    for a in vandring.avstämningar:
        yield from ((a.dokument, o) for o in okända_led(a.modell.tabeller, a.tabellrutt))
