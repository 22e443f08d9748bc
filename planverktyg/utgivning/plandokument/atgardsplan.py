"""Åtgärdsplanens punkter in, noter, listor och den summerade effekten ut, så som plandokumentet visar dem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.ekonomi import skriv_kronor
from planverktyg.modell.grund.svenska import antal, skriv_tal
from planverktyg.utgivning.ord.celler import TOMT, kort_tid, skriv_tidsspann
from planverktyg.utgivning.underlag.dokument import Cell, Kolumn, Punkt, Tabell
from planverktyg.utgivning.underlag.gemensamt import Not

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planverktyg.modell.atgardsplan import Åtgärd, Åtgärdspunkt
    from planverktyg.modell.effekt import Effekt, Styckpris
    from planverktyg.uppfyllelse.effekter import Effektläge

UTRÄKNAT = "Verktygets uträkning"
"""Etiketten för belopp som verktyget har räknat fram och som inte står i planen."""


def punktrubrik(punkt: Åtgärdspunkt) -> str:
    """`1. Minska antalet vårddygn i HVB`."""
    return f"{punkt.nummer}. {punkt.namn}" if punkt.nummer else punkt.namn


def punktnoter(punkt: Åtgärdspunkt, slå_upp: Callable[[str], str]) -> Iterator[Not]:
    """Målsättning, effekt med uträkning, och det som punkten bidrar till (id → namn genom `slå_upp`)."""
    if punkt.målsättning:
        yield Not("Målsättning", punkt.målsättning)
    if effekt := punkt.ekonomisk_effekt:
        yield Not("Ekonomisk effekt", skriv_effekt(effekt))
        if effekt.text and (uträkning := skriv_uträkning(effekt)):
            yield Not(UTRÄKNAT, uträkning)
    if punkt.bidrar_till:
        yield Not("Bidrar till", "; ".join(map(slå_upp, punkt.bidrar_till)))


def åtgärdslista(punkt: Åtgärdspunkt) -> Iterator[Punkt]:
    """Punktens åtgärder: `Åtgärd 1: …`, var och en med ansvar och tidsplan."""
    for å in punkt.åtgärder:
        etikett = f"Åtgärd {å.nummer}" if å.nummer else "Åtgärd"
        yield Punkt(å.text, etikett=etikett, noter=tuple(_åtgärdsnoter(å)))


def _åtgärdsnoter(å: Åtgärd) -> Iterator[Not]:
    if å.ansvarig:
        yield Not("Ansvar", å.ansvarig)
    if å.tidsplan:
        yield Not("Tidsplan", å.tidsplan)
    elif tid := åtgärdens_tid(å):
        yield Not("Tid", tid)
    if å.ekonomisk_effekt:
        yield Not("Ekonomisk effekt", skriv_effekt(å.ekonomisk_effekt))


def åtgärdens_tid(å: Åtgärd) -> str:
    """Första och sista dag, eller när åtgärden ska vara klar. Tomt när planen inte säger någon tid."""
    if å.slut is None and å.klart is not None:
        return ", ".join(filter(None, [skriv_tidsspann(å.start, None), f"klart {kort_tid(å.klart)}"]))
    return skriv_tidsspann(å.start, å.slut)


# --- Effekten i text --------------------------------------------------------------------------------


def skriv_effekt(effekt: Effekt) -> str:
    """Planens egna ord, annars effekten i siffror."""
    if effekt.text:
        return effekt.text
    if effekt.oförändrad:
        return "Oförändrade kostnader"
    if effekt.återkommer:
        return "Återkommer"
    return skriv_uträkning(effekt)


def skriv_uträkning(effekt: Effekt) -> str:
    """`3 × 1,6 mnkr per helårsplacering = 4,8 mnkr per år`, eller varför det inte går att räkna."""
    if effekt.styckpris is None:
        delar = [f"{skriv_tal(b)} {effekt.enhet} år {år}" for år, b in sorted(effekt.per_år.items())]
        if delar:
            return ", ".join(delar)
        return f"{skriv_tal(effekt.belopp)} {effekt.enhet} per år" if effekt.belopp is not None else ""
    pris = skriv_styckpris(effekt.styckpris)
    cirka = "ca " if effekt.styckpris.ungefär else ""
    if effekt.antal is None or effekt.kronor is None:
        return f"{cirka}{pris}; {effekt.hinder}"
    return f"{skriv_tal(effekt.antal)} × {pris} = {cirka}{skriv_kronor(effekt.kronor)} per år"


def skriv_styckpris(pris: Styckpris) -> str:
    """`1,6 mnkr per helårsplacering`, `(2 000 − 1 000) kr per dygn`."""
    if pris.från is not None and pris.till is not None:
        return f"({skriv_tal(pris.från)} − {skriv_tal(pris.till)}) {pris.enhet} per {pris.per}"
    return f"{skriv_tal(pris.skillnad)} {pris.enhet} per {pris.per}"


# --- Summan -----------------------------------------------------------------------------------------


def effekttabell(läge: Effektläge, etikett: str) -> Tabell:
    """Den väntade effekten punkt för punkt, med områdenas summor och planens."""
    år = list(läge.per_år)
    kolumner = (
        Kolumn("Punkt"), Kolumn("Uträkning"), *(Kolumn(å, tal=True) for å in år), Kolumn("Effekt per år", tal=True)
    )  # fmt: skip
    rader: list[tuple[Cell, ...]] = []
    for område in läge.områden:
        for p in område.punkter:
            effekt = p.punkt.ekonomisk_effekt
            uträkning = p.väntad.hinder or (skriv_uträkning(effekt) if effekt else "") or "oförändrad"
            fördelat = [effekt.kronor_under(å) if effekt else None for å in år]
            belopp = TOMT if p.väntad.kronor is None else skriv_kronor(p.väntad.kronor)
            rader.append((
                Cell(f"{område.område.rubrik}: {punktrubrik(p.punkt)}"),
                Cell(uträkning, kursiv=bool(p.väntad.hinder)),
                *(Cell(TOMT if b is None else skriv_kronor(b)) for b in fördelat),
                Cell(belopp),
            ))  # fmt: skip
    summor = (Cell(skriv_kronor(b)) for b in läge.per_år.values())
    slut = (
        Cell("Summa"), Cell(f"{len(läge.kan_summeras)} av {antal(len(läge.punkter), 'punkt', 'punkter')}"), *summor,
        Cell(skriv_väntad(läge)),
    )  # fmt: skip
    return Tabell(etikett, kolumner, tuple(rader), slut)


def skriv_väntad(läge: Effektläge) -> str:
    """Den väntade effekten: `ca 9 mnkr` när något styckpris är ungefärligt."""
    return f"{'ca ' if läge.är_ungefärlig else ''}{skriv_kronor(läge.väntad)}"


def summans_mening(läge: Effektläge) -> str:
    """Vad summan är, och vad som inte är med i den."""
    utan = len(läge.kan_inte_summeras)
    saknas = (
        f" {utan} av {antal(len(läge.punkter), 'punkt', 'punkter')} kan inte summeras; skälet står i tabellen."
        if utan
        else ""
    )
    return (
        "Tabellen är verktygets beräkning ur planens styckpriser och antal, och står inte i planen. "
        f"Den väntade effekten är {skriv_väntad(läge)} per år.{saknas}"
    )
