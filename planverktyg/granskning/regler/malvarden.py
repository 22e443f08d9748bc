"""Regler för målvärden: det som står där ska gå att pröva, och kunna missas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, föreslå, träff
from planverktyg.granskning.uppgifter import lägsta_villkor
from planverktyg.modell.granser import Jämförelsenamn
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.indikator import JA_NEJ
from planverktyg.modell.malvarde import EXEMPEL, OKLART
from planverktyg.modell.malvardesord import KÄNDA_JÄMFÖRELSER, ORD_UR_SKALOR, menad_form, råd_om_ordet, är_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.villkor import Villkor


@aktregel("STR109", "målvärdet är inte entydigt", Allvar.FEL)
def oklart_målvärde(vandring: Vandring) -> Iterator[Träff]:
    """Målvärdet säger inte hur utfallet ska jämföras med det, säger två saker på en gång, eller kan aldrig missas.

    Ett ensamt tal räcker inte: om 25 är bra eller dåligt vet bara den som skrev det. Text tas aldrig för ett målvärde: ett
    ord är ett steg på indikatorns skala, en jämförelse som alla kommuner har (`riket`, `länet`, `liknande`), en som står
    under `jämförelser` i kommun.yaml, eller är skriven `{namn: Hela landet}`. Att nå minst skalans lägsta steg är alltid
    uppfyllt, och säger ingenting.

    Fel:
        indikatorer:
          - id: avslut-arbete
            namn: Deltagare som har börjat arbeta
            enhet: "%"
            målvärde: Minst 25 %

    Rätt:
        indikatorer:
          - id: avslut-arbete
            namn: Deltagare som har börjat arbeta
            enhet: "%"
            målvärde: {minst: 25}
    """
    kända = (*KÄNDA_JÄMFÖRELSER, *vandring.husregler.jämförelser)
    for rutt, villkor, steg in _målvärden(vandring):
        for gräns in villkor.gränser():
            if not isinstance(gräns, str) or isinstance(gräns, Jämförelsenamn):
                continue
            if gräns in steg:
                fel = _fel_steg(gräns, villkor.nyckel, steg)
            elif steg and not är_text(gräns):
                fel = None  # IND304 säger att ordet inte finns på skalan
            else:
                fel = _fel_ord(gräns, villkor.nyckel, kända, vet_allt=vandring.husreglerna_hela)
            if fel:
                yield träff(vandring.dokument, (*rutt, villkor.nyckel), *fel)


def _målvärden(vandring: Vandring) -> Iterator[tuple[Rutt, Villkor, Mapping[str, int]]]:
    """Indikatorernas och uppdragens villkor, med rutten och stegen på skalan."""
    for punkt, rutt, villkor in vandring.målvillkor:
        yield rutt, villkor, punkt.indikator.steg or {}
    for post in vandring.uppdrag:
        for rutt, villkor in lägsta_villkor(post.uppdrag.målvärde, (*post.rutt, "målvärde")):
            yield rutt, villkor, JA_NEJ if post.uppdrag.enhet in (None, "ja/nej") else {}


def _fel_steg(steget: str, nyckel: str, steg: Mapping[str, int]) -> tuple[str, str] | None:
    """Ett steg som alltid eller aldrig uppfyller målet."""
    plats, lägst, högst = steg.get(steget), min(steg.values()), max(steg.values())
    alltid = (nyckel, plats) in {("minst", lägst), ("högst", högst)}
    aldrig = (nyckel, plats) in {("över", högst), ("under", lägst)}
    if not alltid and not aldrig:
        return None
    vilket = "högsta" if plats == högst else "lägsta"
    när = "är alltid" if alltid else "kan aldrig bli"
    text = f"Målvärdet {nyckel} {steget} {när} uppfyllt: {steget} är skalans {vilket} steg."
    return text, f"Skriv {{exakt: {steget}}} om svaret ska vara just {steget}, annars ett annat steg."


def _fel_ord(ordet: str, nyckel: str, kända: tuple[str, ...], *, vet_allt: bool) -> tuple[str, str] | None:
    """Ett ord som inte är något steg, och inte en jämförelse som kommunen har."""
    if ordet in kända or ordet in ORD_UR_SKALOR:
        return None  # saknas skalan säger IND304 det
    if menat := menad_form(ordet, kända, nyckel):
        return OKLART, f"Skriv {menat}."
    if är_text(ordet):
        return OKLART, f"Skriv {EXEMPEL}. Ett mål i ord skrivs {{bedöms: …}}, och ett som fattas {{saknas: varför}}."
    if not vet_allt:
        return None
    if råd := råd_om_ordet(ordet, nyckel):
        return f"{ordet} är varken ett steg på en skala eller en jämförelse som kommunen har.", råd
    egen = f"Skriv {{{nyckel}: {{namn: {ordet}}}}}, eller lägg till {ordet} under jämförelser i kommun.yaml."
    return f"{ordet} är varken ett steg på en skala eller en jämförelse som kommunen har.", föreslå(ordet, kända, egen)


@aktregel("IND331", "bibehålls utan tolerans", Allvar.NOTIS)
def bibehålls_utan_tolerans(vandring: Vandring) -> Iterator[Träff]:
    """Det som ska bibehållas får inte ändras alls när ingen tolerans är sagd: 80,1 är inte 80, fast det är bättre.

    Menas ungefär detsamma säger målvärdet hur mycket som får skilja: `tolerans: 2` i indikatorns enhet, eller
    `tolerans: 5 %`. Kommunen kan säga ett förval (`bedömning: {tolerans: 2 %}`). Får värdet gärna bli bättre skrivs
    `minskar inte` eller `ökar inte`.

    Fel:
        indikatorer:
          - id: nojda
            namn: Nöjda brukare
            enhet: "%"
            utgångsvärde: {värde: 80, avser: 2019}
            målvärde: {riktning: bibehålls}

    Rätt:
        indikatorer:
          - id: nojda
            namn: Nöjda brukare
            enhet: "%"
            utgångsvärde: {värde: 80, avser: 2019}
            målvärde: {riktning: bibehålls, tolerans: 1}
    """
    if vandring.husregler.bedömning.tolerans is not None:
        return
    for punkt, rutt, villkor in vandring.målvillkor:
        if villkor.saknar_tolerans:
            yield träff(
                vandring.dokument,
                (*rutt, villkor.nyckel),
                f"{punkt.indikator.id} ska bibehållas, men ingen tolerans är sagd: då får värdet inte ändras alls.",
                "Lägg till tolerans: 1 (i indikatorns enhet) eller tolerans: 5 %, eller skriv minskar inte eller ökar inte.",
            )
