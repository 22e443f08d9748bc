"""Regler för uppdrag, åtgärder och kontroller i uppföljningen: det som är tyst, oförklarat eller försenat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, nämn, träff, träffar_på_väntande
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_datum, versal
from planverktyg.modell.villkor import Läge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Avstämning, Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.rapportering import Statusrapport


@aktregel("UPP501", "uppföljningen är tyst om ett uppdrag", Allvar.VARNING, kräver_helhet=True)
def tyst_om_uppdrag(vandring: Vandring) -> Iterator[Träff]:
    """Nämnden har beslutat ett uppdrag, och uppföljningen säger inte hur det går.

    Revisorerna anmärker på uppdrag utan återrapportering. Ett uppdrag som en tidigare uppföljning har sagt är klart
    eller avbrutet behöver inte nämnas igen. Delar av uppdrag räknas när de har ett eget id.

    Fel:
        # 2020-08-31.yaml
        uppdrag:
          sommarjobb: {status: klar, värde: 6}

    Rätt:
        # 2020-08-31.yaml
        uppdrag:
          sommarjobb: {status: klar, värde: 6}
          genomlysning:
            status: pågår
            delar: {genomlysning-jamforelse: klar}
    """
    for avstämning in vandring.avstämningar:
        tysta = list(_tysta_uppdrag(vandring, avstämning))
        yield from _om_tystnaden(avstämning, "uppdrag", ("uppdraget", "uppdrag"), tysta)


def _tysta_uppdrag(vandring: Vandring, avstämning: Avstämning) -> Iterator[str]:
    for punkt in vandring.uppdrag:
        status = avstämning.statusar.uppdrag.get(punkt.uppdrag.id)
        if status is None:
            yield punkt.uppdrag.id
        elif not status.är_avslutad:
            delarnas = avstämning.statusar.delar.get(punkt.uppdrag.id, {})
            yield from (str(d.id) for d in punkt.delar if d.id not in delarnas)


def _om_tystnaden(avstämning: Avstämning, nyckel: str, ord_: tuple[str, str], tysta: list[str]) -> Iterator[Träff]:
    väntar, saknas = avstämning.väntar(nyckel, tysta)
    råd = "Skriv efter kolonet hur det går, också när inget har hänt."
    yield from träffar_på_väntande(avstämning, nyckel, väntar, versal(ord_[0]), råd)
    if saknas:
        yield träff(
            avstämning.dokument,
            avstämning.del_av(nyckel),
            f"Uppföljningen säger inget om {nämn(saknas, *ord_)}.",
            f"Säg hur det går under {nyckel}, också när inget har hänt.",
            på_nyckeln=True,
        )


@aktregel("UPP502", "uppföljningen är tyst om en åtgärd", Allvar.VARNING, kräver_helhet=True)
def tyst_om_åtgärd(vandring: Vandring) -> Iterator[Träff]:
    """Planen har en åtgärd, och uppföljningen säger inte hur det går med den.

    En åtgärd som en tidigare uppföljning har sagt är klar eller avbruten behöver inte nämnas igen.

    Fel:
        # 2020-08-31.yaml
        åtgärder: {}

    Rätt:
        # 2020-08-31.yaml
        åtgärder:
          sakerhetsrutiner: pågår
    """
    for avstämning in vandring.avstämningar:
        alla = [å.id for _, å in vandring.åtgärder]
        yield from _om_tysta(avstämning, "åtgärder", ("åtgärden", "åtgärder"), alla, avstämning.statusar.åtgärder)


@aktregel("UPP503", "uppföljningen är tyst om en kontroll", Allvar.VARNING, kräver_helhet=True)
def tyst_om_kontroll(vandring: Vandring) -> Iterator[Träff]:
    """Planen har ett kontrollmoment, och uppföljningen säger inte vad kontrollen visade.

    En kontroll som inte blev av skrivs som `ej genomförd` med skälet. Intern kontroll som ingen redovisar är ingen
    kontroll, säger revisorerna.

    Fel:
        # 2020-08-31.yaml
        kontrollmoment: {}

    Rätt:
        # 2020-08-31.yaml
        kontrollmoment:
          kontroll-hot: utan avvikelse
    """
    for avstämning in vandring.avstämningar:
        alla = [k.id for k in vandring.plan.kontrollmoment]
        ord_ = ("kontrollmomentet", "kontrollmoment")
        yield from _om_tysta(avstämning, "kontrollmoment", ord_, alla, avstämning.modell.kontrollmoment)


def _om_tysta(
    avstämning: Avstämning, nyckel: str, ord_: tuple[str, str], väntade: list[str], svar: Collection[str]
) -> Iterator[Träff]:
    yield from _om_tystnaden(avstämning, nyckel, ord_, [id_ for id_ in väntade if id_ not in svar])


@aktregel("UPP504", "uppdrag klart utan värde", Allvar.VARNING, kräver_helhet=True)
def klart_utan_värde(vandring: Vandring) -> Iterator[Träff]:
    """Uppdraget har ett målvärde (minst fem ungdomar) och är klart, men uppföljningen säger inte hur många det blev.

    Fel:
        # 2020-08-31.yaml
        uppdrag:
          sommarjobb: klar

    Rätt:
        # 2020-08-31.yaml
        uppdrag:
          sommarjobb: {status: klar, värde: 6}
    """
    for avstämning in vandring.avstämningar:
        for punkt in vandring.uppdrag:
            rapport = avstämning.modell.uppdrag.get(punkt.uppdrag.id)
            villkor = punkt.uppdrag.målvärde
            if rapport and villkor and rapport.läge == "klar" and rapport.värde is None:
                yield träff(
                    avstämning.dokument,
                    ("uppdrag", punkt.uppdrag.id),
                    f"Uppdraget är klart, men utfallet mot målvärdet {villkor.skriv(punkt.uppdrag.enhet)} saknas.",
                    "Lägg till värde: det som blev.",
                    på_nyckeln=True,
                )


@aktregel("UPP505", "försenat eller avbrutet utan kommentar", Allvar.VARNING)
def oförklarat(vandring: Vandring) -> Iterator[Träff]:
    """Ett uppdrag eller en åtgärd är försenad eller avbruten, och uppföljningen säger inte varför.

    Nämnden behöver veta orsaken och vad som händer nu för att kunna ta ställning.

    Fel:
        # 2020-08-31.yaml
        uppdrag:
          genomlysning: försenad

    Rätt:
        # 2020-08-31.yaml
        uppdrag:
          genomlysning: {status: försenad, kommentar: Upphandlingen överklagades. Klart i mars 2021.}
    """
    for avstämning in vandring.avstämningar:
        for rutt, vad, rapport in _statusar(avstämning):
            if rapport.läge in ("försenad", "avbruten") and rapport.kommentar is None:
                yield träff(
                    avstämning.dokument,
                    rutt,
                    f"{vad} {rutt[-1]} står som {rapport.status}, och kommentar saknas.",
                    "Skriv i kommentar varför, och vad som händer nu.",
                    på_nyckeln=True,
                )


def _statusar(avstämning: Avstämning) -> Iterator[tuple[Rutt, str, Statusrapport]]:
    for id_, uppdrag in avstämning.modell.uppdrag.items():
        yield ("uppdrag", id_), "Uppdraget", uppdrag
        for del_id, del_ in uppdrag.delar.items():
            yield ("uppdrag", id_, "delar", del_id), "Delen", del_
    for id_, åtgärd in avstämning.modell.åtgärder.items():
        yield ("åtgärder", id_), "Åtgärden", åtgärd


@aktregel("UPP506", "kontroll med avvikelse utan förklaring", Allvar.VARNING)
def oförklarad_kontroll(vandring: Vandring) -> Iterator[Träff]:
    """Kontrollen visade en avvikelse, eller blev inte av, och uppföljningen säger inte mer.

    En avvikelse som inte är beskriven kan ingen åtgärda.

    Fel:
        # 2020-08-31.yaml
        kontrollmoment:
          kontroll-hot: med avvikelse

    Rätt:
        # 2020-08-31.yaml
        kontrollmoment:
          kontroll-hot: {resultat: med avvikelse, avvikelse: Två av fem enheter saknar rutin för ensamarbete.}
    """
    for avstämning in vandring.avstämningar:
        for id_, rapport in avstämning.modell.kontrollmoment.items():
            if rapport.resultat == "utan avvikelse" or rapport.avvikelse or rapport.kommentar:
                continue
            genomförd = rapport.resultat != "ej genomförd"
            yield träff(
                avstämning.dokument,
                ("kontrollmoment", id_),
                f"Kontrollen {id_} visade en avvikelse som inte är beskriven."
                if genomförd
                else f"Kontrollen {id_} är inte genomförd, och skälet saknas.",
                "Beskriv den under avvikelse." if genomförd else "Skriv varför i kommentar.",
                på_nyckeln=True,
            )


@aktregel("UPP507", "tiden har gått ut", Allvar.VARNING)
def tiden_ute(vandring: Vandring) -> Iterator[Träff]:
    """Uppdraget eller åtgärden skulle ha varit klar vid uppföljningen, men står som pågående eller ej påbörjad.

    Är något försenat ska det stå så, med skälet, så att nämnden ser det.

    Fel:
        # plan.yaml
        uppdrag:
          - id: namnduppdrag
            rubrik: Nämnduppdrag
            källa: nämnden
            uppdrag: [{id: genomlysning, text: Genomföra en genomlysning., klart: 2020-06}]
        # 2020-08-31.yaml
        uppdrag:
          genomlysning: pågår

    Rätt:
        # plan.yaml
        uppdrag:
          - id: namnduppdrag
            rubrik: Nämnduppdrag
            källa: nämnden
            uppdrag: [{id: genomlysning, text: Genomföra en genomlysning., klart: 2020-06}]
        # 2020-08-31.yaml
        uppdrag:
          genomlysning: {status: försenad, kommentar: Underlaget från regionen dröjer till oktober.}
    """
    tider = [("Uppdraget", "uppdrag", p.uppdrag.id, p.uppdrag.klart.till) for p in vandring.uppdrag if p.uppdrag.klart]
    tider += [("Åtgärden", "åtgärder", å.id, å.sista_dag) for _, å in vandring.åtgärder if å.sista_dag]
    for avstämning in vandring.avstämningar:
        for vad, nyckel, id_, sista in tider:
            rapport: Statusrapport | None = getattr(avstämning.modell, nyckel).get(id_)
            if rapport and rapport.läge in ("pågår", "ej påbörjad") and sista < avstämning.per:
                yield träff(
                    avstämning.dokument,
                    (nyckel, id_),
                    f"{vad} {id_} hade sista dag {skriv_datum(sista)} men står som {rapport.status}.",
                    "Skriv status: klar, eller försenad med en kommentar.",
                    på_nyckeln=True,
                )


@aktregel("UPP508", "uppdrag klart fast målvärdet inte är nått", Allvar.VARNING)
def klart_under_målvärdet(vandring: Vandring) -> Iterator[Träff]:
    """Uppdraget står som klart, men värdet når inte det som uppdraget nämner.

    Antingen är uppdraget inte klart, eller så behöver läsaren veta varför det ändå räknas som klart: då skrivs det i
    kommentar.

    Fel:
        # 2020-08-31.yaml
        uppdrag:
          sommarjobb: {status: klar, värde: 3}

    Rätt:
        # 2020-08-31.yaml
        uppdrag:
          sommarjobb: {status: klar, värde: 3, kommentar: Bara tre sökte. Fler erbjuds plats nästa år.}
    """
    for avstämning in vandring.avstämningar:
        for punkt in vandring.uppdrag:
            uppdrag, rapport = punkt.uppdrag, avstämning.modell.uppdrag.get(punkt.uppdrag.id)
            if rapport is None or rapport.läge != "klar" or rapport.värde is None or rapport.kommentar:
                continue
            if uppdrag.målvärde and uppdrag.målvärde.pröva(Läge(rapport.värde, avstämning.per)).uppfyllt is False:
                yield träff(
                    avstämning.dokument,
                    ("uppdrag", uppdrag.id, "värde"),
                    f"Uppdraget är klart, men målvärdet {uppdrag.målvärde.skriv(uppdrag.enhet)} är inte nått.",
                    "Rätta värdet eller status, eller förklara i kommentar.",
                )


@aktregel("UPP509", "uppföljningen är tyst om en risk", Allvar.NOTIS, kräver_helhet=True)
def tyst_om_risk(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen svarar på några av riskerna men inte på alla. De andra visas som oförändrade.

    Har någon gått igenom risken och funnit den oförändrad är det rätt; annars är det bra att veta att ingen har svarat. En
    uppföljning som inte nämner någon risk säger att alla är oförändrade.

    Fel:
        # plan.yaml
        risker:
          - {id: hot, text: Risk för hot., sannolikhet: 2, konsekvens: 2}
          - {id: vakanser, text: Risk för vakanser., sannolikhet: 2, konsekvens: 2}
        # 2020-08-31.yaml
        risker: {hot: {kommentar: Oförändrad.}}

    Rätt:
        # plan.yaml
        risker:
          - {id: hot, text: Risk för hot., sannolikhet: 2, konsekvens: 2}
          - {id: vakanser, text: Risk för vakanser., sannolikhet: 2, konsekvens: 2}
        # 2020-08-31.yaml
        risker: {hot: {kommentar: Oförändrad.}, vakanser: {kommentar: Oförändrad.}}
    """
    for avstämning in vandring.avstämningar:
        tysta = [läge.risk.id for läge in avstämning.risklägen if läge.rapport is None and läge.ny != avstämning.namn]
        väntar, saknas = avstämning.väntar("risker", tysta)
        yield from träffar_på_väntande(
            avstämning, "risker", väntar, "Risken", "Skriv vad som har ändrats, eller ta bort raden."
        )
        if saknas and avstämning.modell.risker:
            yield träff(
                avstämning.dokument,
                avstämning.del_av("risker"),
                f"Uppföljningen säger inget om {nämn(saknas, 'risken', 'risker')}. Då visas det senaste som är sagt.",
                på_nyckeln=True,
            )


@aktregel("UPP510", "kontrollen är gjord efter uppföljningen", Allvar.FEL)
def kontroll_i_framtiden(vandring: Vandring) -> Iterator[Träff]:
    """Kontrollens datum är senare än den dag som uppföljningen gäller. Det som inte har hänt kan inte ha visat något.

    Fel:
        # 2020-08-31.yaml
        kontrollmoment: {kontroll-hot: {resultat: utan avvikelse, datum: 2020-10-12}}

    Rätt:
        # 2020-08-31.yaml
        kontrollmoment: {kontroll-hot: {resultat: utan avvikelse, datum: 2020-06-12}}
    """
    for avstämning in vandring.avstämningar:
        for id_, rapport in avstämning.modell.kontrollmoment.items():
            if rapport.datum is not None and rapport.datum > avstämning.per:
                dag, läget = skriv_datum(rapport.datum), skriv_datum(avstämning.per)
                text = f"Kontrollen {id_} är daterad {dag}, men läget gäller {läget}."
                yield träff(avstämning.dokument, ("kontrollmoment", id_, "datum"), text, "Rätta datumet.")
