"""Regler för bedömningarna i en uppföljning: mål och indikatorer som blir utan, och bedömningar utan underlag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, nämn, träff, träffar_på_väntande
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import antal, versal
from planverktyg.modell.samband import givare_i
from planverktyg.uppfyllelse import EJ_I_TÄCKNINGEN, Skäl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.avvikelse import Avvikelsesvar
    from planverktyg.uppfyllelse import Målbedömning


@aktregel("BED401", "mål utan bedömning", Allvar.VARNING, kräver_helhet=True)
def utan_bedömning(vandring: Vandring) -> Iterator[Träff]:
    """Målet kan varken bedömas av sina indikatorer eller har en beslutad bedömning.

    Revisorerna anmärker på uppföljningar som bara redovisar indikatorer och aldrig säger hur det går med målet. Ett mål
    vars indikatorer alla har ett angivet skäl (ej mätt, saknas, utgår) är förklarat, och ett mål under ett som har en
    beslutad bedömning räknas som bedömt.

    Fel:
        # plan.yaml
        mål:
          - {id: hallbar-kvalitet, nivå: grundförutsättning, namn: Hållbar kvalitetsutveckling}
        # 2020-08-31.yaml
        bedömningar: {}

    Rätt:
        # plan.yaml
        mål:
          - {id: hallbar-kvalitet, nivå: grundförutsättning, namn: Hållbar kvalitetsutveckling}
        # 2020-08-31.yaml
        bedömningar:
          hallbar-kvalitet:
            bedömning: delvis
            motivering: Utredningstiderna hålls. Avtalsuppföljningen är till hälften gjord.
    """
    for avstämning in vandring.avstämningar:
        obedömda = [b.mål.id for mål in avstämning.uppfyllelse.mål for b in översta_utan(mål)]
        väntar, utan = avstämning.väntar("bedömningar", obedömda)
        yield from träffar_på_väntande(avstämning, "bedömningar", väntar, "Målet", "Skriv bedömning och motivering.")
        if utan:
            yield träff(
                avstämning.dokument,
                avstämning.del_av("bedömningar"),
                f"Varken indikatorer eller beslut ger någon bedömning av {nämn(utan, 'målet', 'mål')}.",
                f"Skriv en bedömning med motivering under bedömningar{_eller_bidrag(vandring, utan)}.",
                på_nyckeln=True,
            )


def _eller_bidrag(vandring: Vandring, utan: list[str]) -> str:
    """Att det som bidrar till målen kan vägas in, när något gör det och kommunen inte räknar det."""
    hemma = vandring.plan.plan.id
    tjänade = {till for (plan, till), _ in givare_i(vandring.plan, vandring.noder) if plan == hemma}
    if vandring.husregler.sammanvägning.räknar_bidrag or tjänade.isdisjoint(utan):
        return ""
    return ", eller låt det som bidrar räknas i kommun.yaml: sammanvägning: {räknar: [indikatorer, delmål, bidrag]}"


def översta_utan(bedömning: Målbedömning) -> list[Målbedömning]:
    """Målen som saknar både bedömning och förklaring, men inte de som ligger under ett sådant."""
    if bedömning.beslutad is not None or _är_förklarat(bedömning):
        return []
    if bedömning.steg is None:
        return [bedömning]
    return [utan for delmål in bedömning.delmål for utan in översta_utan(delmål)]


def _är_förklarat(bedömning: Målbedömning) -> bool:
    if bedömning.steg is not None:
        return False
    indikatorer = list(bedömning.alla_indikatorer())
    förklaringar = (Skäl.EJ_MÄTT, Skäl.SAKNAS, *EJ_I_TÄCKNINGEN)
    return bedömning.skäl is Skäl.INTE_ÄN or (bool(indikatorer) and all(i.skäl in förklaringar for i in indikatorer))


@aktregel("BED402", "indikator som bedöms för hand utan bedömning", Allvar.VARNING, kräver_helhet=True)
def för_hand_utan_bedömning(vandring: Vandring) -> Iterator[Träff]:
    """Nivån är satt i ord, så verktyget kan inte räkna. Då behövs en beslutad bedömning.

    Fel:
        # plan.yaml
        indikatorer:
          - id: utskrivning
            namn: Väntetid vid utskrivning
            enhet: dagar
            målvärde: {bedöms: Inte längre än vad som är överenskommet med regionen om LUS.}
        # 2020-08-31.yaml
        utfall: {utskrivning: 2.4}

    Rätt:
        # plan.yaml
        indikatorer:
          - id: utskrivning
            namn: Väntetid vid utskrivning
            enhet: dagar
            målvärde: {bedöms: Inte längre än vad som är överenskommet med regionen om LUS.}
        # 2020-08-31.yaml
        utfall: {utskrivning: 2.4}
        bedömningar:
          utskrivning: {bedömning: uppfyllt, motivering: Överenskommelsen säger högst tre dagar.}
    """
    for avstämning in vandring.avstämningar:
        for bedömning in avstämning.indikatorer:
            if bedömning.skäl is Skäl.FÖR_HAND and bedömning.beslutad is None and bedömning.utfall is not None:
                id_ = bedömning.indikator.id
                yield träff(
                    avstämning.dokument,
                    ("utfall", id_),
                    f"Indikatorn {id_} bedöms för hand, men ingen har bedömt den.",
                    f"Lägg till {id_} under bedömningar, med bedömning och motivering.",
                    på_nyckeln=True,
                )


@aktregel("BED403", "bedömning utan mätt indikator", Allvar.NOTIS, kräver_helhet=True)
def utan_underlag(vandring: Vandring) -> Iterator[Träff]:
    """Målet har indikatorer, men ingen av dem kunde bedömas. Då vilar den beslutade bedömningen på annat.

    Revisorerna anmärker på att få indikatorer mäts vid delår och att bedömningen då vilar på uppdrag och aktiviteter.
    Motiveringen bör säga vad bedömningen bygger på.

    Fel:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {ej mätt: Statistiken kommer i oktober.}
          samverkan-polis: {ej mätt: Ses över i oktober.}
          avslut-arbete: {saknas: Systemet byttes i juni.}
          sjukfranvaro-kort: {ej mätt: Kommer i oktober.}
        bedömningar:
          hemmaplan-forst: {bedömning: delvis, motivering: Arbetet går framåt.}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700}
          samverkan-polis: {ej mätt: Ses över i oktober.}
          avslut-arbete: {saknas: Systemet byttes i juni.}
          sjukfranvaro-kort: {ej mätt: Kommer i oktober.}
        bedömningar:
          hemmaplan-forst: {bedömning: delvis, motivering: Dygnen minskar men målet nås inte.}
    """
    for avstämning in vandring.avstämningar:
        for bedömning in avstämning.uppfyllelse.alla_mål():
            täckning = bedömning.täckning
            if bedömning.beslutad is not None and täckning.alla and not täckning.bedömda:
                yield träff(
                    avstämning.dokument,
                    ("bedömningar", bedömning.mål.id),
                    f"Målet {bedömning.mål.id} är bedömt, men ingen av dess "
                    f"{antal(täckning.alla, 'indikator', 'indikatorer')} kunde bedömas.",
                    "Låt motiveringen säga vad bedömningen bygger på.",
                    på_nyckeln=True,
                )


@aktregel("BED409", "rött utan åtgärd", Allvar.NOTIS, kräver_helhet=True, kräver_husregler=True)
def rött_utan_åtgärd(vandring: Vandring) -> Iterator[Träff]:
    """En indikator har fått ett rött omdöme, eller en kontroll avvikelser, och uppföljningen säger inte vad som görs åt det.

    Nämnden ska kunna se vad som görs, av vem och till när. Det skrivs bredvid kommentaren: `åtgärd`, `ansvarig` och `klart`.
    En punkt i åtgärdsplanen eller en ny åtgärd räknas inte, för den står inte vid det som är rött.

    Fel:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 3890, prognos: 5700}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 3890, prognos: 5700, åtgärd: Två familjehem rekryteras., ansvarig: enhetschefen, klart: 2020-11}
    """
    for avstämning in vandring.avstämningar:
        utan = [
            i.indikator.id
            for i in avstämning.indikatorer
            if i.steg is not None and i.steg.färg == "röd" and not _har_åtgärd(i.utfall, i.beslutad)
        ]
        if utan:
            text = (
                f"{versal(nämn(utan, 'indikatorn', 'indikatorer'))} är röd{'a' if len(utan) > 1 else ''}, utan åtgärd."
            )
            råd = "Lägg till åtgärd, ansvarig och klart vid utfallet eller bedömningen."
            yield träff(avstämning.dokument, avstämning.del_av("utfall"), text, råd, på_nyckeln=True)
        for id_, rapport in avstämning.modell.kontrollmoment.items():
            if rapport.resultat == "med avvikelse" and not (rapport.åtgärd or rapport.kommentar):
                text = f"Kontrollen {id_} visade en avvikelse, utan åtgärd."
                råd = "Lägg till åtgärd, ansvarig och klart."
                yield träff(avstämning.dokument, ("kontrollmoment", id_), text, råd, på_nyckeln=True)


def _har_åtgärd(*svar: Avvikelsesvar | None) -> bool:
    return any(s is not None and s.åtgärd for s in svar)
