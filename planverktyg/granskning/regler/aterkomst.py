"""Regler ur revisorernas lista om åren: det som förra planen eller förra uppföljningen sa, och vad det blev av det."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, nämn, träff
from planverktyg.granskning.uppgifter import målvillkor
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.uppfyllelse.serier import föregångarens, planens_mätningar, som_serie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt import Akt
    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.plan import Mål

_TÅL = Decimal("0.1")
"""Så stor del får en prognos för ett mätvärde slå fel."""


@aktregel("REV1008", "utgångsvärdet var en prognos som slog fel", Allvar.NOTIS)
def gammal_prognos(vandring: Vandring) -> Iterator[Träff]:
    """Planens utgångsvärde är en prognos, och förra planens uppföljning visar nu ett annat värde.

    Planen skrivs innan året är slut, så utgångsvärdet är ofta en prognos. Slår den fel med mer än en tiondel är målvärdet
    satt från fel utgångspunkt. Revisorerna jämför prognos och utfall mellan åren. Mål med riktning prövas mot det
    verkliga värdet först när det står här.

    Fel:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        indikatorer:
          - {id: hvb-dygn, namn: Antal dygn på HVB-hem, enhet: dygn, målvärde: {högst: 3000}}
        # 2019/2019-12-31.yaml
        uppföljning: {plan: asn-2019, period: helår, per: 2019-12-31}
        utfall: {hvb-dygn: 4210}
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        indikatorer:
          - id: hvb-dygn
            namn: Antal dygn på HVB-hem
            enhet: dygn
            målvärde: {högst: 2555}
            utgångsvärde: {värde: 3650, avser: 2019, prognos: ja}

    Rätt:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        indikatorer:
          - {id: hvb-dygn, namn: Antal dygn på HVB-hem, enhet: dygn, målvärde: {högst: 3000}}
        # 2019/2019-12-31.yaml
        uppföljning: {plan: asn-2019, period: helår, per: 2019-12-31}
        utfall: {hvb-dygn: 4210}
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        indikatorer:
          - id: hvb-dygn
            namn: Antal dygn på HVB-hem
            enhet: dygn
            målvärde: {högst: 2555}
            utgångsvärde: {värde: 4210, avser: 2019}
    """
    tidigare = föregångarens(vandring.akt)
    for rutt, indikator, _ in vandring.indikatorer:
        bas = indikator.utgångsvärde
        if bas is None or not bas.prognos or not isinstance(bas.värde, Decimal) or bas.avser is None:
            continue
        blev = next((m.värde for m in tidigare(indikator) if m.tid == bas.avser), None)
        if isinstance(blev, Decimal) and slog_fel(bas.värde, blev, _TÅL):
            yield träff(
                vandring.dokument,
                (*rutt, "utgångsvärde"),
                f"Utgångsvärdet {skriv_tal(bas.värde)} var en prognos. Värdet för {bas.avser} blev {skriv_tal(blev)}.",
                "Se efter om målvärdet fortfarande är rätt ställt, och rätta utgångsvärdet nästa gång planen beslutas.",
            )


def slog_fel(prognos: Decimal, blev: Decimal, tål: Decimal) -> bool:
    """Om det som blev avviker mer från prognosen än den andel som tåls."""
    return prognos != 0 and abs(blev - prognos) > abs(prognos) * tål


@aktregel("REV1010", "avvikelse utan fortsättning", Allvar.VARNING, kräver_helhet=True)
def utan_fortsättning(vandring: Vandring) -> Iterator[Träff]:
    """En kontroll visade en avvikelse i den förra planens sista uppföljning, och planen gör inget av det.

    Revisorerna anmärker på att förra årets resultat av den interna kontrollen inte används. Kontrollen finns kvar i
    planen, eller någon av dess risker har en åtgärd eller ett kontrollmoment där: annars kommer fyndet.

    Fel:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        risker: [{id: hot, text: Hot mot personal., sannolikhet: 2, konsekvens: 4}]
        kontrollmoment: [{id: kontroll-larm, text: Larmen provas varje månad., risker: hot}]
        # 2019/2019-12-31.yaml
        uppföljning: {plan: asn-2019, period: helår, per: 2019-12-31}
        kontrollmoment:
          kontroll-larm: {resultat: med avvikelse, avvikelse: Två larm fungerade inte.}
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        risker: [{id: hot, text: Hot mot personal., sannolikhet: 2, konsekvens: 4}]

    Rätt:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        risker: [{id: hot, text: Hot mot personal., sannolikhet: 2, konsekvens: 4}]
        kontrollmoment: [{id: kontroll-larm, text: Larmen provas varje månad., risker: hot}]
        # 2019/2019-12-31.yaml
        uppföljning: {plan: asn-2019, period: helår, per: 2019-12-31}
        kontrollmoment:
          kontroll-larm: {resultat: med avvikelse, avvikelse: Två larm fungerade inte.}
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        risker: [{id: hot, text: Hot mot personal., sannolikhet: 2, konsekvens: 4}]
        åtgärder: [{id: nya-larm, text: Alla larm byts., risker: hot}]
    """
    före = vandring.akt.föregångare
    if före is None or not före.uppföljningar:
        return
    resultat = före.uppföljningar[-1].modell.kontrollmoment
    avvek = {id_ for id_, rapport in resultat.items() if rapport.resultat in ("mindre avvikelse", "med avvikelse")}
    plan = vandring.plan
    hanterade = {risk for åtgärd in plan.alla_åtgärder() for risk in åtgärd.risker}
    hanterade |= {risk for kontroll in plan.kontrollmoment for risk in kontroll.risker}
    kvar = {kontroll.id for kontroll in plan.kontrollmoment}
    glömda = [
        k.id
        for k in före.plan.modell.kontrollmoment
        if k.id in avvek and k.id not in kvar and hanterade.isdisjoint(k.risker)
    ]
    if glömda:
        vad = nämn(glömda, "kontrollen", "kontroller")
        text = f"Förra planens uppföljning visade en avvikelse i {vad}, och planen följer inte upp det."
        råd = "Ha kvar kontrollen, eller lägg till en åtgärd eller en kontroll för risken."
        yield träff(vandring.dokument, ("plan", "föregångare"), text, råd)


_MINST_I_SERIEN = 3
_MINST_INDIKATORER = 6


@aktregel("REV1012", "tidsserie saknas", Allvar.NOTIS, kräver_helhet=True)
def utan_serie(vandring: Vandring) -> Iterator[Träff]:
    """Sex indikatorer eller fler har färre än tre tidigare värden, så att läsaren inte ser åt vilket håll det går.

    Ett enda utgångsvärde säger inte om målvärdet är en ändring eller bara fortsättningen på en trend. Äldre värden skrivs
    i `historik`, eller följer med från den plan som `föregångare` nämner. Bara indikatorer med ett tal eller en riktning
    som mål räknas.

    Fel:
        indikatorer:
          - {id: a, namn: Nöjda brukare, enhet: "%", målvärde: {minst: 80}, utgångsvärde: 78}
          - {id: b, namn: Nöjda anhöriga, enhet: "%", målvärde: {minst: 80}, utgångsvärde: 71}
          - {id: c, namn: Sjukfrånvaro, enhet: "%", målvärde: {högst: 5}, utgångsvärde: 7.1}
          - {id: d, namn: Väntetid, enhet: dagar, målvärde: {högst: 10}, utgångsvärde: 14}
          - {id: f, namn: Utredningstid, enhet: dagar, målvärde: {högst: 90}, utgångsvärde: 101}
          - {id: e, namn: Personer i arbete, enhet: personer, målvärde: {minst: 50}, utgångsvärde: 41}

    Rätt:
        indikatorer:
          - {id: a, namn: Nöjda brukare, enhet: "%", målvärde: {minst: 80}, utgångsvärde: 78}
          - {id: b, namn: Nöjda anhöriga, enhet: "%", målvärde: {minst: 80}, utgångsvärde: 71}
          - {id: c, namn: Sjukfrånvaro, enhet: "%", målvärde: {högst: 5}, utgångsvärde: 7.1}
          - {id: d, namn: Väntetid, enhet: dagar, målvärde: {högst: 10}, utgångsvärde: 14}
          - {id: f, namn: Utredningstid, enhet: dagar, målvärde: {högst: 90}, utgångsvärde: 101}
          - id: e
            namn: Personer i arbete
            enhet: personer
            målvärde: {minst: 50}
            utgångsvärde:
              värde: 41
              avser: 2019
              historik: [{värde: 38, avser: 2018}, {värde: 44, avser: 2017}]
    """
    mätta = [punkt.indikator for punkt in vandring.indikatorer if _har_tal(punkt.indikator)]
    if len(mätta) < _MINST_INDIKATORER:
        return
    tidigare = föregångarens(vandring.akt)
    korta = [i.id for i in mätta if len(som_serie(planens_mätningar(i, tidigare(i)))) < _MINST_I_SERIEN]
    if len(korta) >= _MINST_INDIKATORER:
        vilka = f"Ingen av planens {len(mätta)}" if len(korta) == len(mätta) else ""
        text = (
            f"{vilka} indikatorer med tal har tre tidigare värden." if vilka else
            f"{len(korta)} av planens {len(mätta)} indikatorer med tal har färre än tre tidigare värden."
        )  # fmt: skip
        råd = "Lägg till äldre värden i utgångsvärdets historik, eller nämn förra planen som föregångare."
        yield träff(vandring.dokument, ("mål",), text, råd, på_nyckeln=True)


def _har_tal(indikator: Indikator) -> bool:
    villkor = [v for _, v in målvillkor(indikator)]
    return any(v.jämförs_med or any(isinstance(g, Decimal) for g in v.gränser()) for v in villkor)


@aktregel("REV1013", "indikator har försvunnit", Allvar.VARNING, kräver_helhet=True)
def försvunna(vandring: Vandring) -> Iterator[Träff]:
    """Förra planen hade en indikator som inte finns i den här, och ingen uppföljning har sagt att den utgår.

    Revisorerna anmärker på indikatorer som försvinner när de går dåligt. Har nämnden slutat följa den säger förra planens
    sista uppföljning det: `utgår`, med beslutet. Har den fått ett nytt id säger planen det: `tidigare id`.

    Fel:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        indikatorer:
          - {id: vantetid, namn: Väntetid, enhet: dagar, målvärde: {högst: 10}}
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        indikatorer:
          - {id: utredningstid, namn: Utredningstid, enhet: dagar, målvärde: {högst: 90}}

    Rätt:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        indikatorer:
          - {id: vantetid, namn: Väntetid, enhet: dagar, målvärde: {högst: 10}}
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        indikatorer:
          - {id: vantetid-beslut, namn: Väntetid, enhet: dagar, målvärde: {högst: 10}, tidigare id: vantetid}
    """
    före = vandring.akt.föregångare
    if före is None:
        return
    kända = {id_ for punkt in vandring.indikatorer for id_ in (punkt.indikator.id, punkt.indikator.tidigare_id)}
    utgångna = {id_ for u in före.uppföljningar for id_, utfall in u.modell.utfall.items() if utfall.utgår}
    borta = [i.id for i in före.plan.modell.alla_indikatorer() if i.id not in kända | utgångna]
    if borta:
        text = f"{före.plan.modell.plan.namn} hade {nämn(borta, 'indikatorn', 'indikatorer')} som inte finns i planen."
        råd = "Ta med den, skriv tidigare id vid den som ersätter den, eller låt uppföljningen säga utgår och beslutet."
        yield träff(vandring.dokument, ("plan", "föregångare"), text, råd)


@aktregel("REV1014", "omformulerad under samma id", Allvar.NOTIS)
def omformulerad(vandring: Vandring) -> Iterator[Träff]:
    """Ett mål eller en indikator heter något annat än i förra planen, eller mäts i en annan enhet, men har samma id.

    Då ser serien ut att mäta samma sak över åren. Är det en annan sak ska den ha ett eget id; är det ett nytt sätt att
    mäta skrivs det i `ny mätmetod`. Är det samma sak med bättre ord behöver inget göras. Årtal i namnet räknas inte.

    Fel:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        indikatorer:
          - {id: vantetid, namn: Väntetid till beslut, enhet: dagar, målvärde: {högst: 10}}
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        indikatorer:
          - {id: vantetid, namn: Väntetid till första besök, enhet: dagar, målvärde: {högst: 10}}

    Rätt:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        indikatorer:
          - {id: vantetid, namn: Väntetid till beslut, enhet: dagar, målvärde: {högst: 10}}
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        indikatorer:
          - {id: vantetid, namn: Väntetid till beslut, enhet: dagar, målvärde: {högst: 8}}
    """
    före = vandring.akt.föregångare
    if före is None:
        return
    gamla = _namn_och_enhet(före)
    råd = "Är det något annat som mäts, ge det ett eget id. Är det samma sak behöver inget göras."
    nya: list[tuple[str, Mål | Indikator]] = [("Målet", mål) for _, mål in vandring.mål]
    nya += [("Indikatorn", punkt.indikator) for punkt in vandring.indikatorer]
    rutter = {mål.id: rutt for rutt, mål in vandring.mål} | {p.indikator.id: p.rutt for p in vandring.indikatorer}
    for vad, ny in nya:
        namn, enhet = gamla.get((vad, ny.id), ("", None))
        ny_enhet = getattr(ny, "enhet", None)
        if namn and _jämförbart(namn) != _jämförbart(ny.namn):
            text = f"{vad} {ny.id} hette {namn} i {före.plan.modell.plan.namn}."
        elif enhet and ny_enhet and enhet != ny_enhet and not _bryter_serien(ny):
            text = f"{vad} {ny.id} mättes i {enhet} i {före.plan.modell.plan.namn}, och mäts nu i {ny_enhet}."
        else:
            continue
        yield träff(vandring.dokument, (*rutter[ny.id], "namn"), text, råd)


def _namn_och_enhet(akt: Akt) -> dict[tuple[str, str], tuple[str, str | None]]:
    plan = akt.plan.modell
    mål = {("Målet", m.id): (m.namn, None) for m in plan.alla_mål()}
    return mål | {("Indikatorn", i.id): (i.namn, i.enhet) for i in plan.alla_indikatorer()}


def _bryter_serien(ny: Mål | Indikator) -> bool:
    bas = getattr(ny, "utgångsvärde", None)
    return bas is not None and bas.ny_mätmetod is not None


def _jämförbart(namn: str) -> str:
    """Namnet utan årtal, skiljetecken och stora bokstäver, så att bara en ny formulering skiljer."""
    return " ".join(re.findall(r"[^\W\d_]+", re.sub(r"\b(?:19|20)\d\d\b", "", namn.casefold())))
