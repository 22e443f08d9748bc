"""Regler ur revisorernas lista om planen: mål utan aktivitet, ansvarig, pengar eller risker, och mått som inte styr."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, nämn, räkna_upp_några, träff
from planverktyg.granskning.uppgifter import målvillkor
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.villkor import Målfråga

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.plan import Mål

MINST_FÖR_HELHET = 3
"""Så många mål eller uppdrag behövs för att en regel ska säga något om planen i dess helhet."""


@aktregel("REV1003", "mål utan aktivitet", Allvar.NOTIS, kräver_helhet=True)
def utan_aktivitet(vandring: Vandring) -> Iterator[Träff]:
    """Planen har mål som inget i den arbetar för: inget uppdrag, ingen åtgärd och inget som ska bli klart.

    Revisorerna frågar vad nämnden gör för att nå målen. Ett uppdrag eller en punkt i en åtgärdsplan säger vilket mål det
    gäller med `bidrar till`; målet kan vara det överordnade. En indikator som säger vad som ska vara klart, eller som
    bedöms i ord, räknas som en aktivitet. Planer med färre än tre mål prövas inte.

    Fel:
        mål:
          - {id: trygga, nivå: nämndmål, namn: Barn växer upp tryggt}
          - {id: delaktiga, nivå: nämndmål, namn: Brukarna deltar i besluten}
          - {id: egen-forsorjning, nivå: nämndmål, namn: Fler försörjer sig själva}
        uppdrag:
          - id: namnduppdrag
            rubrik: Nämnduppdrag
            källa: nämnden
            uppdrag: [{id: sommarjobb, text: Minst fem ungdomar får sommarjobb., bidrar till: egen-forsorjning}]

    Rätt:
        mål:
          - {id: trygga, nivå: nämndmål, namn: Barn växer upp tryggt}
          - {id: delaktiga, nivå: nämndmål, namn: Brukarna deltar i besluten}
          - {id: egen-forsorjning, nivå: nämndmål, namn: Fler försörjer sig själva}
        uppdrag:
          - id: namnduppdrag
            rubrik: Nämnduppdrag
            källa: nämnden
            uppdrag:
              - {id: sommarjobb, text: Minst fem ungdomar får sommarjobb., bidrar till: egen-forsorjning}
              - {id: brukarrad, text: Inrätta brukarråd., bidrar till: delaktiga}
              - {id: hemmaplan, text: Bygga ut öppenvården., bidrar till: trygga}
    """
    if len(vandring.slutmål) < MINST_FÖR_HELHET:
        return
    plan = vandring.plan
    bidrag = [u.bidrar_till for u in plan.alla_uppdrag()] + [p.bidrar_till for p in plan.alla_punkter()]
    stödda = {hänvisning.removeprefix(f"{plan.plan.id}/") for del_ in bidrag for hänvisning in del_}
    utan = [m for _, m in vandring.slutmål if not _är_aktivt(m) and stödda.isdisjoint(_med_sina(m, vandring))]
    if not utan:
        return
    gör = len(list(plan.alla_uppdrag())) + len(list(plan.alla_punkter()))
    if gör and not any(bidrag):
        text = f"Inget av planens {gör} uppdrag och åtgärdspunkter säger vilket mål det bidrar till."
        råd = "Skriv bidrar till: målets id, vid uppdraget."
    else:
        text = f"Planen säger inte vad som görs för {nämn([m.id for m in utan], 'målet', 'mål')}."
        råd = "Lägg till ett uppdrag eller en åtgärd som bidrar till målet."
    yield träff(vandring.dokument, ("mål",), text, råd, på_nyckeln=True)


def _är_aktivt(mål: Mål) -> bool:
    """Om en indikator säger vad som ska vara gjort: ett datum, eller ett arbete som bedöms i ord."""
    return any(
        v.svar in (Målfråga.DAG, Målfråga.OMDÖME) for indikator in mål.indikatorer for _, v in målvillkor(indikator)
    )


def _med_sina(mål: Mål, vandring: Vandring) -> set[str]:
    """Målets id och allt som ett bidrag också kan nämna: dess indikatorer och målen ovanför."""
    return {mål.id, *(i.id for i in mål.indikatorer), *vandring.ovanför(mål)}


@aktregel("REV1004", "mål utan ansvarig", Allvar.NOTIS, kräver_helhet=True)
def utan_ansvarig(vandring: Vandring) -> Iterator[Träff]:
    """Ingen roll ansvarar för målet: varken för målet självt, ett mål ovanför, en indikator eller ett uppdrag.

    Det som ingen ansvarar för blir ingens. Revisorerna vill se en roll, aldrig ett namn. Planer med färre än tre mål
    prövas inte.

    Fel:
        mål:
          - {id: trygga, nivå: nämndmål, namn: Barn växer upp tryggt}
          - {id: delaktiga, nivå: nämndmål, namn: Brukarna deltar i besluten, ansvarig: enhetschefen}
          - {id: egen-forsorjning, nivå: nämndmål, namn: Fler försörjer sig själva, ansvarig: socialchefen}

    Rätt:
        mål:
          - {id: trygga, nivå: nämndmål, namn: Barn växer upp tryggt, ansvarig: socialchefen}
          - {id: delaktiga, nivå: nämndmål, namn: Brukarna deltar i besluten, ansvarig: enhetschefen}
          - {id: egen-forsorjning, nivå: nämndmål, namn: Fler försörjer sig själva, ansvarig: socialchefen}
    """
    if len(vandring.slutmål) < MINST_FÖR_HELHET:
        return
    ansvar = {m.id for _, m in vandring.mål if m.ansvarig or any(i.ansvarig for i in m.indikatorer)}
    ansvar |= {h for uppdrag in vandring.plan.alla_uppdrag() if uppdrag.ansvarig for h in uppdrag.bidrar_till}
    utan = [m.id for _, m in vandring.slutmål if ansvar.isdisjoint(_med_sina(m, vandring))]
    if not utan:
        return
    alla = len(utan) == len(vandring.slutmål)
    text = f"Inget av planens {len(utan)} mål har någon ansvarig." if alla else ""
    text = text or f"Ingen ansvarar för {nämn(utan, 'målet', f'av planens {len(vandring.slutmål)} mål')}."
    yield träff(
        vandring.dokument, ("mål",), text, "Skriv ansvarig: rollen, till exempel socialchefen.", på_nyckeln=True
    )


_HÖGST_MÅL = 15
_HÖGST_PER_MÅL = 10


@aktregel("REV1005", "många mål eller indikatorer", Allvar.NOTIS)
def för_många(vandring: Vandring) -> Iterator[Träff]:
    """Planen har fler än femton mål att följa upp, eller ett mål fler än tio indikatorer.

    Är allt viktigt är inget viktigt. Revisorerna anmärker på mål som är så många att ingen kan styra efter dem, och
    uppföljningen blir därefter. Mål som bara samlar andra mål räknas inte.

    Fel:
        mål:
          - {id: m1, nivå: mål, namn: Bad}
          - {id: m2, nivå: mål, namn: Bibliotek}
          - {id: m3, nivå: mål, namn: Bygglov}
          - {id: m4, nivå: mål, namn: Cykelvägar}
          - {id: m5, nivå: mål, namn: Förskola}
          - {id: m6, nivå: mål, namn: Grundskola}
          - {id: m7, nivå: mål, namn: Gymnasium}
          - {id: m8, nivå: mål, namn: Hemtjänst}
          - {id: m9, nivå: mål, namn: Idrott}
          - {id: m10, nivå: mål, namn: Klimat}
          - {id: m11, nivå: mål, namn: Kultur}
          - {id: m12, nivå: mål, namn: Lekplatser}
          - {id: m13, nivå: mål, namn: Musikskola}
          - {id: m14, nivå: mål, namn: Näringsliv}
          - {id: m15, nivå: mål, namn: Parker}
          - {id: m16, nivå: mål, namn: Vatten}

    Rätt:
        mål:
          - {id: trygghet, nivå: mål, namn: Fler känner sig trygga utomhus}
          - {id: skola, nivå: mål, namn: Alla elever når gymnasiet}
          - {id: klimat, nivå: mål, namn: Utsläppen halveras}
    """
    antal, indikatorer = len(vandring.slutmål), len(vandring.indikatorer)
    if antal > _HÖGST_MÅL:
        text = f"Planen har {antal} mål att följa upp, med {indikatorer} indikatorer."
        råd = "Välj det som nämnden vill ändra i år. Det andra kan följas som nyckeltal."
        yield träff(vandring.dokument, ("mål",), text, råd, på_nyckeln=True)
    for rutt, mål in vandring.mål:
        if len(mål.indikatorer) > _HÖGST_PER_MÅL:
            text = f"Målet {mål.id} har {len(mål.indikatorer)} indikatorer."
            råd = "Välj de som visar om målet nås, eller väg ihop dem till en."
            yield träff(vandring.dokument, (*rutt, "indikatorer"), text, råd, på_nyckeln=True)


@aktregel("REV1006", "finansiellt mål utan belopp", Allvar.VARNING, kräver_helhet=True)
def utan_belopp(vandring: Vandring) -> Iterator[Träff]:
    """Ett finansiellt mål har ingen indikator med ett tal, så det kan inte stämmas av mot ekonomin.

    Kommunallagen kräver finansiella mål för god ekonomisk hushållning, och revisorerna bedömer dem i delårsrapporten och
    årsredovisningen. Ett finansiellt mål säger hur mycket: resultat, soliditet, andel av skatteintäkterna.

    Fel:
        mål:
          - {id: balans, nivå: mål, slag: finansiellt, namn: Ekonomin är i balans}

    Rätt:
        mål:
          - id: balans
            nivå: mål
            slag: finansiellt
            namn: Ekonomin är i balans
            indikatorer:
              - {id: resultat, namn: Resultat av skatter och bidrag, enhet: "%", målvärde: {minst: 2}}
    """
    for rutt, mål in vandring.mål:
        if mål.slag != "finansiellt":
            continue
        villkor = [v for m in mål.alla_mål() for indikator in m.indikatorer for _, v in målvillkor(indikator)]
        if not any(isinstance(gräns, Decimal) for v in villkor for gräns in v.gränser()):
            text = f"Det finansiella målet {mål.id} har inget belopp och ingen andel att nå."
            råd = "Lägg till en indikator med ett tal som målvärde, i kronor eller procent."
            yield träff(vandring.dokument, (*rutt, "id"), text, råd)


@aktregel("REV1009", "planen har inga risker", Allvar.NOTIS, kräver_helhet=True)
def utan_risker(vandring: Vandring) -> Iterator[Träff]:
    """Planen har mål men nämner ingen risk som kan hindra dem, och ingen kontroll.

    Nämnden ansvarar för sin interna kontroll. Revisorerna anmärker på att riskanalysen saknas eller lever sitt eget liv.
    Står den i ett annat dokument kan fyndet undantas med det som skäl. Planer med färre än tre mål prövas inte.

    Fel:
        mål:
          - {id: trygga, nivå: nämndmål, namn: Barn växer upp tryggt}
          - {id: delaktiga, nivå: nämndmål, namn: Brukarna deltar i besluten}
          - {id: egen-forsorjning, nivå: nämndmål, namn: Fler försörjer sig själva}

    Rätt:
        mål:
          - {id: trygga, nivå: nämndmål, namn: Barn växer upp tryggt}
          - {id: delaktiga, nivå: nämndmål, namn: Brukarna deltar i besluten}
          - {id: egen-forsorjning, nivå: nämndmål, namn: Fler försörjer sig själva}
        risker:
          - {id: familjehem, text: Risk att familjehem inte kan rekryteras., sannolikhet: 2, konsekvens: 4}
    """
    plan = vandring.plan
    if len(vandring.slutmål) >= MINST_FÖR_HELHET and not plan.risker and not plan.kontrollmoment:
        text = f"Planen har {len(vandring.slutmål)} mål att följa upp men inga risker och inga kontroller."
        råd = "Lägg till risker, eller undanta fyndet och säg i vilket dokument de står."
        yield träff(vandring.dokument, ("plan", "id"), text, råd)


@aktregel("REV1011", "uppdrag utan tid", Allvar.NOTIS, kräver_helhet=True)
def utan_tid(vandring: Vandring) -> Iterator[Träff]:
    """Uppdragen säger inte när de ska vara klara, så de kan aldrig bli försenade.

    Revisorerna vill att ett uppdrag säger vem som gav det, när det ska vara klart och hur det besvaras. Varifrån det
    kommer måste alltid stå (`källa`), och UPP501 frågar efter svaret. Planer med färre än tre uppdrag prövas inte.

    Fel:
        uppdrag:
          - id: namnduppdrag
            rubrik: Nämnduppdrag
            källa: nämnden
            uppdrag:
              - {id: genomlysning, text: Genomföra en genomlysning., klart: 2020-06}
              - {id: brukarrad, text: Inrätta ett brukarråd., klart: 2020}
              - {id: rutin, text: Ta fram en rutin för samverkan.}

    Rätt:
        uppdrag:
          - id: namnduppdrag
            rubrik: Nämnduppdrag
            källa: nämnden
            uppdrag:
              - {id: genomlysning, text: Genomföra en genomlysning., klart: 2020-06}
              - {id: brukarrad, text: Inrätta ett brukarråd., klart: 2020}
              - {id: rutin, text: Ta fram en rutin för samverkan., klart: 2020-10-31}
    """
    alla = len(vandring.uppdrag)
    utan = [p.uppdrag.id for p in vandring.uppdrag if p.uppdrag.klart is None]
    if alla >= MINST_FÖR_HELHET and utan:
        text = f"Inget av planens {alla} uppdrag säger när det ska vara klart." if len(utan) == alla else ""
        text = text or f"Planen säger inte när {_skrivna(utan)} ska vara klart."
        yield träff(
            vandring.dokument, ("uppdrag",), text, "Lägg till klart: 2020-06, en dag eller ett år.", på_nyckeln=True
        )


def _skrivna(idn: Iterable[str]) -> str:
    return räkna_upp_några(list(idn))


_BESKRIVER = (
    r"(?i)^(?:redovisning|redovisa|beskrivning|sammanställning|genomgång) (?:av|över)\b|"
    r"^antal(?:et)? (?:genomförda |anordnade |hållna |påbörjade )(?:aktiviteter|möten|projekt|träffar|insatser|satsningar)"
)


@aktregel("REV1015", "indikatorn beskriver men styr inte", Allvar.NOTIS)
def beskriver(vandring: Vandring) -> Iterator[Träff]:
    """Indikatorn säger att något ska redovisas, eller räknar det som nämnden själv gör.

    En redovisning är alltid uppfylld när den är skriven, och ett antal aktiviteter säger inget om vad de ledde till.
    Revisorerna efterlyser mått som visar resultatet för dem som verksamheten är till för. Ett sådant mått kan finnas
    bredvid; det här säger bara att det inte är detta.

    Fel:
        indikatorer:
          - {id: oppenvard, namn: Redovisning av antalet vårddygn i öppenvård, enhet: dygn, målvärde: {redovisas: ja}}

    Rätt:
        indikatorer:
          - {id: oppenvard, namn: Antal vårddygn i extern öppenvård, enhet: dygn, målvärde: {högst: 9000}}
    """
    for rutt, indikator, _ in vandring.indikatorer:
        redovisas = any(villkor.svar is Målfråga.REDOVISNING for _, villkor in målvillkor(indikator))
        if redovisas or re.search(_BESKRIVER, indikator.namn):
            vad = "är en redovisning" if redovisas else "räknar det som görs"
            text = f"Indikatorn {indikator.id} {vad} och visar inte vad det ledde till."
            råd = "Lägg till ett mått på resultatet, eller en nivå att nå."
            yield träff(vandring.dokument, (*rutt, "namn"), text, råd)
