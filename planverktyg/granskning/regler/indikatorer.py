"""Regler för planens indikatorer: målvärde, enhet och det som behövs för att kunna bedöma dem senare."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.enheter import VANLIGA, rätt_skrivsätt, tolka_enhet
from planverktyg.granskning.regel import aktregel, föreslå, träff
from planverktyg.granskning.uppgifter import målvillkor
from planverktyg.modell.granser import Jämförelsenamn
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.period import Tidpunkt, tolka_tidpunkt
from planverktyg.modell.villkor import Läge, Målfråga
from planverktyg.uppfyllelse.serier import föregångarens, mätningen_för, planens_mätningar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.villkor import Villkor


@aktregel("IND301", "indikator utan målvärde", Allvar.VARNING, kräver_helhet=True)
def utan_målvärde(vandring: Vandring) -> Iterator[Träff]:
    """Utan målvärde går det inte att säga om målet är nått.

    Det är revisorernas vanligaste anmärkning mot nämndernas planer. Ska indikatorn bara följas säger planen det,
    så att läsaren vet att målvärdet inte är glömt.

    Fel:
        indikatorer:
          - id: hvb-dygn
            namn: Antal dygn på HVB-hem för barn och unga
            enhet: dygn

    Rätt:
        indikatorer:
          - id: hvb-dygn
            namn: Antal dygn på HVB-hem för barn och unga
            enhet: dygn
            målvärde: {högst: 2555}
          - id: orosanmalningar
            namn: Antal orosanmälningar
            enhet: antal
            målvärde: {saknas: Följs som nyckeltal och påverkas inte av nämnden.}
    """
    for punkt in vandring.indikatorer:
        if punkt.indikator.målvärde is None and not punkt.indikator.per_nämnd:
            yield träff(
                vandring.dokument,
                (*punkt.rutt, "id"),
                f"Indikatorn {punkt.indikator.id} har inget målvärde.",
                "Lägg till målvärde: {minst: …} eller {högst: …}. Ska den bara följas: {saknas: varför}.",
            )


@aktregel("IND302", "okänd enhet", Allvar.VARNING, kräver_husregler=True)
def okänd_enhet(vandring: Vandring) -> Iterator[Träff]:
    """Enheten är varken en vanlig enhet eller en av kommunens egna.

    Samma enhet skriven på flera sätt ("%", "procent", "andel") gör att värden inte kan jämföras, och en felstavad
    enhet stänger av kontrollen av värdena. En egen enhet läggs till en gång, under `enheter` i kommun.yaml.

    Fel:
        indikatorer:
          - id: avslut-arbete
            namn: Deltagare som har börjat arbeta
            enhet: procent
            målvärde: {minst: 25}

    Rätt:
        indikatorer:
          - id: avslut-arbete
            namn: Deltagare som har börjat arbeta
            enhet: "%"
            målvärde: {minst: 25}
    """
    för_uppdrag = [(punkt.rutt, punkt.uppdrag.enhet) for punkt in vandring.uppdrag]
    för_indikatorer = [(punkt.rutt, punkt.indikator.enhet) for punkt in vandring.indikatorer]
    egna = vandring.husregler.enheter
    for rutt, enhet in (*för_indikatorer, *för_uppdrag):
        if enhet is not None and tolka_enhet(enhet, egna) is None:
            yield träff(vandring.dokument, (*rutt, "enhet"), f"Enheten {enhet} är okänd.", _råd_om_enhet(enhet, egna))


def _råd_om_enhet(enhet: str, egna: Sequence[str]) -> str:
    rätt = rätt_skrivsätt(enhet)
    if rätt:
        return 'Skriv enhet: "%".' if rätt == "%" else f"Skriv enhet: {rätt}."
    ny = f"Är det en egen enhet, lägg till {enhet} under enheter i kommun.yaml."
    return f"{föreslå(enhet, (*VANLIGA, *egna), '')} {ny}".strip()


@aktregel("IND303", "indikator utan enhet", Allvar.VARNING, kräver_helhet=True)
def utan_enhet(vandring: Vandring) -> Iterator[Träff]:
    """Ett tal utan enhet säger inget: 60 kan vara procent, personer eller poäng.

    Den som läser rapporten ska inte behöva gissa, och utan enhet kan värdena inte kontrolleras.

    Fel:
        indikatorer:
          - id: delaktighet
            namn: Brukarnas delaktighet
            målvärde: {minst: 60}

    Rätt:
        indikatorer:
          - id: delaktighet
            namn: Brukarnas delaktighet
            enhet: index 0–100
            målvärde: {minst: 60}
    """
    for punkt in vandring.indikatorer:
        indikator = punkt.indikator
        if indikator.enhet is not None or indikator.skala is not None:
            continue
        villkor = [v for _, v in målvillkor(indikator)]
        if any(isinstance(gräns, Decimal) for v in villkor for gräns in v.gränser()):
            yield träff(
                vandring.dokument,
                (*punkt.rutt, "id"),
                f"Indikatorn {indikator.id} har ett tal som målvärde men ingen enhet.",
                'Lägg till enhet, till exempel enhet: "%", antal, dygn eller index 0–100.',
            )


@aktregel("IND311", "riktning utan tidigare värde", Allvar.VARNING, kräver_helhet=True)
def riktning_utan_tidigare(vandring: Vandring) -> Iterator[Träff]:
    """Målet är att värdet ska öka, minska eller bibehållas, men det finns inget att jämföra med.

    Då går målet inte att bedöma när året är slut. Jämförelsen är utgångsvärdet, eller det år som `mot` nämner:
    det ska finnas i planen, i den plan som den följer efter (`föregångare`) eller i uppföljningens `jämförelse`.

    Fel:
        indikatorer:
          - id: insatser
            namn: Antal inledda insatser
            enhet: antal
            målvärde: {riktning: ökar, mot: 2018}
            utgångsvärde: {värde: 41, avser: 2019}

    Rätt:
        indikatorer:
          - id: insatser
            namn: Antal inledda insatser
            enhet: antal
            målvärde: {riktning: ökar, mot: 2019}
            utgångsvärde: {värde: 41, avser: 2019}
    """
    for punkt, rutt, villkor in vandring.målvillkor:
        mot = villkor.jämförs_med
        if mot is not None and (fattas := _fattas(mot, rutt, punkt.indikator, vandring)):
            är_bas = mot == "utgångsvärdet"
            vad = mot if är_bas else f"värdet för {mot}"
            ställe = "utgångsvärde" if är_bas else "historik eller utgångsvärde, eller i utfallets jämförelse"
            för = f" för {räkna_upp(fattas)}" if any(fattas) else ""
            yield träff(
                vandring.dokument,
                rutt,
                f"Värdet för {punkt.indikator.id} ska jämföras med {vad}, men det finns inte i planen{för}.",
                f"Lägg till det under {ställe}, eller ändra vad målvärdet jämförs med.",
            )


def _fattas(mot: Tidpunkt | str, rutt: Rutt, indikator: Indikator, vandring: Vandring) -> list[str]:
    """Delarna (den tomma för hela indikatorn) utan ett värde att jämföra med i planen, dess föregångare eller uppföljningar."""
    delar = [n for n in indikator.per_nämnd if n in rutt] or list(indikator.per_verksamhet) or [""]
    if _lämnas_med_utfallet(str(mot), indikator, vandring):
        return []
    if mot == "utgångsvärdet" or isinstance(mot, Jämförelsenamn):
        bas = indikator.utgångsvärde
        if bas is None:
            return [""]
        finns = {"": bas.värde is not None or bool(bas.delar)} | {n: d.värde is not None for n, d in bas.delar.items()}
        saknas = [namn for namn in delar if not finns.get(namn)]
    else:
        if not isinstance(mot, Tidpunkt):
            år = int(rutt[-1]) if "per år" in rutt else vandring.plan.plan.år.från
            sent = indikator.eftersläpning  # värdet, och det som det jämförs med, är då äldre
            mot = tolka_tidpunkt((sent.före(date(år, 1, 1)).year if sent else år) - 1)
        if mot.år >= vandring.plan.plan.år.från:
            return []
        serie = planens_mätningar(indikator, föregångarens(vandring.akt)(indikator))
        växer = bool(indikator.ackumuleras)
        saknas = [
            n for n in delar if mätningen_för([m for m in serie if m.för(n) is not None], mot, växer=växer) is None
        ]
    return saknas if len(saknas) < len(delar) else [""]


def _lämnas_med_utfallet(mot: str, indikator: Indikator, vandring: Vandring) -> bool:
    utfall = [uppföljning.modell.utfall.get(indikator.id) for uppföljning in vandring.akt.uppföljningar]
    return any(u.jämförelse and mot in u.jämförelse.värden for u in utfall if u)


@aktregel("IND313", "utgångsvärdet når redan målet", Allvar.NOTIS)
def redan_nått(vandring: Vandring) -> Iterator[Träff]:
    """Målvärdet är nått redan när planen beslutas, fast ett högre ställt mål vore möjligt.

    Det kan vara meningen, men ofta har gränsen eller riktningen (minst, högst) blivit fel. Mål som inte kan ställas
    högre (ja, 100 %, högst 0) ger ingen notis.

    Fel:
        indikatorer:
          - id: vantetid
            namn: Väntetid till beslut
            enhet: dagar
            utgångsvärde: {värde: 12, avser: 2019}
            målvärde: {minst: 10}

    Rätt:
        indikatorer:
          - id: vantetid
            namn: Väntetid till beslut
            enhet: dagar
            utgångsvärde: {värde: 12, avser: 2019}
            målvärde: {högst: 10}
    """
    slut = date(vandring.plan.plan.år.till, 12, 31)
    for punkt in vandring.indikatorer:
        indikator, villkor = punkt.indikator, punkt.indikator.målvärde
        bas = indikator.utgångsvärde
        if bas is None or bas.värde is None or villkor is None:
            continue
        if villkor.svar is not Målfråga.NIVÅ or villkor.bättre_uppåt() is None:
            continue
        if _kan_inte_ställas_högre(villkor, indikator, vandring.husregler):
            continue
        if villkor.pröva(Läge(bas.värde, slut, skala=indikator.steg)).uppfyllt:
            yield träff(
                vandring.dokument,
                (*punkt.rutt, "målvärde"),
                f"Utgångsvärdet för {indikator.id} når redan målvärdet {villkor.skriv(indikator.enhet)}.",
                "Är det meningen behöver inget göras. Kontrollera annars gränsen, och om det ska stå minst eller högst.",
            )


def _kan_inte_ställas_högre(villkor: Villkor, indikator: Indikator, husregler: Husregler) -> bool:
    gräns = villkor.gränser()[0]
    steg = indikator.steg
    if isinstance(gräns, str):
        return steg is not None and steg.get(gräns) == max(steg.values())
    if not villkor.bättre_uppåt():
        return gräns <= 0
    enhet = tolka_enhet(indikator.enhet or "", husregler.enheter)
    return (indikator.enhet == "%" and gräns >= 100) or (enhet is not None and gräns == enhet.högst)


@aktregel("IND317", "målvärde saknas för ett av planens år", Allvar.VARNING, kräver_helhet=True)
def år_utan_målvärde(vandring: Vandring) -> Iterator[Träff]:
    """Målvärdet är satt per år, men inte för alla år som planen gäller.

    När det året följs upp kan indikatorn inte bedömas.

    Fel:
        plan: {id: asn-2020, namn: Plan 2020–2022, nämnd: Socialnämnden, år: {från: 2020, till: 2022}}
        indikatorer:
          - id: hvb-dygn
            namn: Antal dygn på HVB-hem
            enhet: dygn
            målvärde: {per år: {2020: {högst: 2555}, 2022: {högst: 2000}}}

    Rätt:
        plan: {id: asn-2020, namn: Plan 2020–2022, nämnd: Socialnämnden, år: {från: 2020, till: 2022}}
        indikatorer:
          - id: hvb-dygn
            namn: Antal dygn på HVB-hem
            enhet: dygn
            målvärde: {per år: {2020: {högst: 2555}, 2021: {högst: 2300}, 2022: {högst: 2000}}}
    """
    planår = vandring.plan.plan.år
    for punkt in vandring.indikatorer:
        villkor = punkt.indikator.målvärde
        saknade = [str(år) for år in villkor.utan_år(planår.från, planår.till)] if villkor else []
        if saknade:
            yield träff(
                vandring.dokument,
                (*punkt.rutt, "målvärde"),
                f"Indikatorn {punkt.indikator.id} har inget målvärde för {räkna_upp(saknade)}.",
                "Lägg till året. Ska indikatorn inte bedömas då, skriv {saknas: varför} för det året.",
            )


@aktregel("IND328", "samma nyckeltal två gånger", Allvar.VARNING)
def samma_nyckeltal(vandring: Vandring) -> Iterator[Träff]:
    """Två indikatorer i planen har samma id i Kolada.

    Antingen är ett id fel, eller så räknas samma sak två gånger när målen vägs samman. Gäller det olika grupper har
    Kolada ett eget id för varje.

    Fel:
        indikatorer:
          - {id: polis, namn: Samverkan med polisen, enhet: ja/nej, kolada: U33546, målvärde: ja}
          - {id: missbruk, namn: Rutin vid missbruk, enhet: ja/nej, kolada: U33546, målvärde: ja}

    Rätt:
        indikatorer:
          - {id: polis, namn: Samverkan med polisen, enhet: ja/nej, kolada: U33546, målvärde: ja}
          - {id: missbruk, namn: Rutin vid missbruk, enhet: ja/nej, kolada: U33529, målvärde: ja}
    """
    sedda: dict[str, str] = {}
    for rutt, indikator, _ in vandring.indikatorer:
        if indikator.kolada is None:
            continue
        första = sedda.setdefault(indikator.kolada, indikator.id)
        if första != indikator.id:
            text = f"Nyckeltalet {indikator.kolada} finns redan vid indikatorn {första}."
            yield träff(
                vandring.dokument, (*rutt, "kolada"), text, "Kontrollera numret, eller ta bort den ena indikatorn."
            )
