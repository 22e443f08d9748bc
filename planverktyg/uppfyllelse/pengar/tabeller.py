"""Ekonomins tabeller in, det som de påstår ut: varje summa, förändring, netto och räknad kolumn med sin rutt.

Samma påståenden för planens tabeller och för uppföljningens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.ekonomi import ANDELAR, med_delar, räkna_om
from planverktyg.uppfyllelse.pengar.rakning import Summa, hitta, lägg_ihop, läs_räkning, summera
from planverktyg.uppfyllelse.pengar.tecken import budgetens_delar, kostnadstecken, slag_av

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from planverktyg.modell.ekonomi import Budgetrad, Driftbudget, Ekonomi, Ekonomitabell, Investering, Tabellrad
    from planverktyg.modell.grund.plats import Rutt


class Påstående(NamedTuple):
    """Ett tal som ska gå ihop med andra."""

    rutt: Rutt
    namn: str
    summa: Summa
    enhet: str


class Helhet(NamedTuple):
    """En rad med delar under `varav`: delarna är inte mer än helheten."""

    rutt: Rutt
    namn: str
    belopp: Decimal
    delar: tuple[Decimal, ...]


class Okänd(NamedTuple):
    """Ett led i en räkning som tabellen inte har, eller som är den egna raden."""

    rutt: Rutt
    namn: str
    vad: str
    """rad eller kolumn."""
    finns: tuple[str, ...]
    tabell: str


def påståenden(ekonomi: Ekonomi) -> Iterator[Påstående]:
    """Det som planens ekonomi påstår går ihop."""
    for i, drift in enumerate(ekonomi.driftbudget):
        yield from _driftbudgetens(drift, ("ekonomi", "driftbudget", i))
    for i, investering in enumerate(ekonomi.investeringar):
        yield from _investeringens(investering, ("ekonomi", "investeringar", i))
    yield from tabellernas_påståenden(ekonomi.tabeller)


I_PLANEN: Rutt = ("ekonomi", "tabeller")
"""Var planens tabeller står."""


def tabellernas_påståenden(tabeller: Sequence[Ekonomitabell], under: Rutt = I_PLANEN) -> Iterator[Påstående]:
    """Det som tabeller med egna kolumner påstår går ihop: rader, kolumner och delar."""
    for i, tabell in enumerate(tabeller):
        rutt = (*under, i)
        yield from _radernas(tabell, rutt)
        yield from _kolumnernas(tabell, rutt)


def helheter(ekonomi: Ekonomi) -> Iterator[Helhet]:
    """Raderna med delar i planens ekonomi."""
    for i, drift in enumerate(ekonomi.driftbudget):
        for rutt, rad in med_delar(drift.rader, ("ekonomi", "driftbudget", i, "rader")):
            for kolumn in ("föregående", "budget"):
                helhet, delar = getattr(rad, kolumn), [getattr(d, kolumn) for d in rad.varav]
                if helhet is not None:
                    yield Helhet(rutt, f"{rad.namn}, {kolumn},", helhet, tuple(d for d in delar if d is not None))
    for i, investering in enumerate(ekonomi.investeringar):
        for rutt, post in med_delar(investering.rader, ("ekonomi", "investeringar", i, "rader")):
            for år, belopp in post.belopp.items():
                delarna = tuple(d.belopp[år] for d in post.varav if år in d.belopp)
                yield Helhet(rutt, f"{post.namn} {år}", belopp, delarna)
    yield from tabellernas_helheter(ekonomi.tabeller)


def tabellernas_helheter(tabeller: Sequence[Ekonomitabell], under: Rutt = I_PLANEN) -> Iterator[Helhet]:
    """Raderna med delar i tabeller med egna kolumner."""
    for i, tabell in enumerate(tabeller):
        for rutt, rad in med_delar(tabell.rader, (*under, i, "rader")):
            for k, (cell, kolumn) in enumerate(zip(rad.värden, tabell.kolumner, strict=True)):
                enhet = tabell.cellens_enhet(rad, kolumn)
                if len(cell) == 1 and enhet not in ANDELAR:
                    kända = [(d.värden[k][0], tabell.cellens_enhet(d, kolumn)) for d in rad.varav if d.värden[k]]
                    delar = tuple(räkna_om(tal, delens, enhet) for tal, delens in kända)
                    yield Helhet(rutt, f"{rad.namn}, {kolumn.namn},", cell[0], delar)


# --- Driftbudget och investeringar ------------------------------------------------------------------


def _driftbudgetens(tabell: Driftbudget, rutt: Rutt) -> Iterator[Påstående]:
    rader = list(med_delar(tabell.rader, (*rutt, "rader")))
    for radrutt, rad in rader:
        if rad.förändring is not None and rad.föregående is not None:
            summa = Summa(rad.förändring, rad.budget - rad.föregående, (rad.budget, rad.föregående))
            yield Påstående((*radrutt, "förändring"), f"Förändringen av {rad.namn}", summa, tabell.enhet)
    for kolumn in ("föregående", "budget"):
        yield from _summerade_rader(rader, kolumn, tabell.enhet)
        yield from _netton(tabell, rutt, kolumn)
    if tabell.brygga is not None:
        brygga = tabell.brygga
        termer = (brygga.ingående.belopp, *(post.belopp for post in brygga.poster))
        summa = Summa(brygga.utgående.belopp, brygga.beräknat, termer)
        yield Påstående((*rutt, "brygga", "utgående", "belopp"), f"Summan {brygga.utgående.namn}", summa, tabell.enhet)


def _summerade_rader(rader: Sequence[tuple[Rutt, Budgetrad]], kolumn: str, enhet: str) -> Iterator[Påstående]:
    efter_id = {rad.id: rad for _, rad in rader if rad.id}
    for rutt, rad in rader:
        termer = [getattr(efter_id[id_], kolumn) for id_ in rad.summa_av if id_ in efter_id]
        angiven = getattr(rad, kolumn)
        if angiven is not None and termer and len(termer) == len(rad.summa_av) and None not in termer:
            yield Påstående((*rutt, kolumn), f"{rad.namn}, {kolumn},", summera(angiven, termer), enhet)


def _netton(tabell: Driftbudget, rutt: Rutt, kolumn: str) -> Iterator[Påstående]:
    """Nettokostnaden mot kostnader minus intäkter, och resultatet mot det som blir över."""
    delar = budgetens_delar(tabell, kolumn)
    för = (
        ("nettokostnad", delar.räknat_netto, kostnadstecken(tabell.kostnader)),
        ("resultat", delar.räknat_resultat, 1),
    )
    for slag, summa, tecken in för:
        rader = [(nr, rad) for nr, rad in enumerate(tabell.rader) if slag_av(rad) == slag]
        if summa is not None and len(rader) == 1:
            nr, rad = rader[0]
            skriven = Summa(summa.angiven * tecken, summa.beräknad * tecken, summa.termer)
            yield Påstående((*rutt, "rader", nr, kolumn), f"{rad.namn}, {kolumn},", skriven, tabell.enhet)


def _investeringens(tabell: Investering, rutt: Rutt) -> Iterator[Påstående]:
    for år, angiven in tabell.summa.items():
        termer = [rad.belopp[år] for rad in tabell.rader if år in rad.belopp]
        if tabell.rader:
            namn = f"Summan {år} i {tabell.id}"
            yield Påstående((*rutt, "summa", år), namn, summera(angiven, termer), tabell.enhet)


# --- Tabeller med egna kolumner ---------------------------------------------------------------------


def radnummer(tabell: Ekonomitabell) -> tuple[list[Tabellrad], dict[str, int]]:
    """Tabellens rader i följd, och numret på var och en efter id och namn."""
    rader = tabell.alla_rader()
    return rader, _nummer([(rad.id, rad.namn) for rad in rader])


def kolumnnummer(tabell: Ekonomitabell) -> dict[str, int]:
    """Numret på varje kolumn, efter id och namn."""
    return _nummer([(kolumn.id, kolumn.namn) for kolumn in tabell.kolumner])


def _nummer(poster: Sequence[tuple[str | None, str]]) -> dict[str, int]:
    efter_namn = {namn: nr for nr, (_, namn) in reversed(list(enumerate(poster)))}
    return efter_namn | {id_: nr for nr, (id_, _) in enumerate(poster) if id_}


def _radernas(tabell: Ekonomitabell, rutt: Rutt) -> Iterator[Påstående]:
    rader, nummer = radnummer(tabell)
    for radrutt, rad in med_delar(tabell.rader, (*rutt, "rader")):
        led = [(1, nummer.get(id_)) for id_ in rad.summa_av]
        if rad.räknas is not None:
            led = [(ett.tecken, hitta(ett.namn, nummer)) for ett in läs_räkning(rad.räknas)]
        delar = [(tecken, rader[nr]) for tecken, nr in led if nr is not None]
        if len(delar) < len(led):
            continue
        for k, kolumn in enumerate(tabell.kolumner):
            if kolumn.enhet in ANDELAR:
                continue
            enhet = tabell.cellens_enhet(rad, kolumn)
            tal = [(tecken, _i_enhet(d.värden[k], tabell.cellens_enhet(d, kolumn), enhet)) for tecken, d in delar]
            for del_, summa in _cell(rad, tal, k):
                namn = ", ".join(filter(None, (rad.namn, del_, kolumn.namn))) + ","
                yield Påstående((*radrutt, "värden", k), namn, summa, enhet)


def _kolumnernas(tabell: Ekonomitabell, rutt: Rutt) -> Iterator[Påstående]:
    nummer = kolumnnummer(tabell)
    for k, kolumn in enumerate(tabell.kolumner):
        if kolumn.räknas is None:
            continue
        led = [(ett.tecken, hitta(ett.namn, nummer)) for ett in läs_räkning(kolumn.räknas)]
        kända = [(tecken, nr) for tecken, nr in led if nr is not None]
        if len(kända) < len(led):
            continue
        for radrutt, rad in med_delar(tabell.rader, (*rutt, "rader")):
            enhet = tabell.cellens_enhet(rad, kolumn)
            tal = [
                (tecken, _i_enhet(rad.värden[nr], tabell.cellens_enhet(rad, tabell.kolumner[nr]), enhet))
                for tecken, nr in kända
            ]
            for del_, summa in _cell(rad, tal, k):
                namn = ", ".join(filter(None, (rad.namn, del_, kolumn.namn))) + ","
                yield Påstående((*radrutt, "värden", k), namn, _åt_radens_håll(rad, summa), enhet)


def _i_enhet(talen: tuple[Decimal, ...], från: str, till: str) -> tuple[Decimal, ...]:
    return tuple(räkna_om(tal, från, till) for tal in talen)


def _åt_radens_håll(rad: Tabellrad, summa: Summa) -> Summa:
    """En avvikelse från budget har omvänt tecken för intäkter och resultat, när källan skriver dem utan minus."""
    är_skillnad = len(summa.termer) == 2 and slag_av(rad) in ("intäkter", "resultat")
    omvänd = Summa(summa.angiven, -summa.beräknad, tuple(-t for t in summa.termer))
    return omvänd if är_skillnad and not summa.stämmer and omvänd.stämmer else summa


def _cell(rad: Tabellrad, led: Sequence[tuple[int, tuple[Decimal, ...]]], kolumn: int) -> Iterator[tuple[str, Summa]]:
    """Varje tal i rutan mot det som leden blir; inget när något led saknar sitt tal."""
    angivna = rad.värden[kolumn]
    if not led or any(len(tal) != len(angivna) for _, tal in led):
        return
    for nr, angiven in enumerate(angivna):
        termer = tuple(tecken * tal[nr] for tecken, tal in led)
        yield (rad.delar[nr] if rad.delar else ""), Summa(angiven, lägg_ihop(termer), termer)


def okända_led(tabeller: Sequence[Ekonomitabell], under: Rutt = I_PLANEN) -> Iterator[Okänd]:
    """Led i `summa av` och `räknas` som tabellen inte har."""
    for i, tabell in enumerate(tabeller):
        rutt = (*under, i)
        rader, radnr = radnummer(tabell)
        idn, namn = tuple(rad.id for rad in rader if rad.id), tuple(rad.id or rad.namn for rad in rader)
        for radrutt, rad in med_delar(tabell.rader, (*rutt, "rader")):
            yield from _okända_i_summan(rad, radrutt, idn, tabell.id)
            for led in _okända(rad.räknas, radnr):
                yield Okänd((*radrutt, "räknas"), led, "rad", namn, tabell.id)
        kolumnnr = kolumnnummer(tabell)
        namn = tuple(kolumn.id or kolumn.namn for kolumn in tabell.kolumner)
        for k, kolumn in enumerate(tabell.kolumner):
            for led in _okända(kolumn.räknas, kolumnnr):
                yield Okänd((*rutt, "kolumner", k, "räknas"), led, "kolumn", namn, tabell.id)


def driftbudgetens_okända(tabeller: Sequence[Driftbudget]) -> Iterator[Okänd]:
    """Led i driftbudgetens `summa av` som tabellen inte har."""
    for i, tabell in enumerate(tabeller):
        rader = list(med_delar(tabell.rader, ("ekonomi", "driftbudget", i, "rader")))
        idn = tuple(rad.id for _, rad in rader if rad.id)
        for rutt, rad in rader:
            yield from _okända_i_summan(rad, rutt, idn, tabell.id)


def _okända_i_summan(rad: Budgetrad | Tabellrad, rutt: Rutt, idn: tuple[str, ...], tabell: str) -> Iterator[Okänd]:
    for k, id_ in enumerate(rad.summa_av):
        if id_ not in idn or id_ == rad.id:
            yield Okänd((*rutt, "summa av", k), id_, "rad", idn, tabell)


def _okända(räknas: str | None, nummer: Mapping[str, int]) -> list[str]:
    return [led.namn for led in läs_räkning(räknas or "") if räknas and hitta(led.namn, nummer) is None]
