"""Regler ur revisorernas lista om uppföljningen: går den att överblicka, tar den upp åtagandena, träffade prognoserna?"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, nämn, träff
from planverktyg.granskning.regler.aterkomst import slog_fel
from planverktyg.granskning.regler.utslag import översta_utan
from planverktyg.granskning.texter import alla_texter
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Avstämning, Vandring
    from planverktyg.modell.grund.plats import Rutt

_MÅNGA_SVAR = 10
_EN_SIDA = 500
_HÖGST_ORD = 6000


@aktregel("REV1001", "uppföljningen går inte att överblicka", Allvar.NOTIS, kräver_helhet=True)
def svår_att_överblicka(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen svarar på tio frågor eller fler utan att sammanfatta, eller är för lång för att läsas inför ett möte.

    Nämnden och revisorerna behöver det viktigaste på en sida: vad som går bra, vad som inte gör det och vad nämnden
    behöver ta ställning till. Sammanfattningen ryms på en sida när den har högst 500 ord. Hela uppföljningens texter är
    högst 6 000 ord, ungefär tjugo sidor.

    Fel:
        # 2020-08-31.yaml
        uppdrag: {u1: klar, u2: klar, u3: pågår, u4: pågår, u5: klar, u6: klar, u7: pågår, u8: klar, u9: klar, u10: klar}

    Rätt:
        # 2020-08-31.yaml
        sammanfattning: Sju av tio uppdrag är klara. Nämnden behöver ta ställning till tiden för u3.
        uppdrag: {u1: klar, u2: klar, u3: pågår, u4: pågår, u5: klar, u6: klar, u7: pågår, u8: klar, u9: klar, u10: klar}
    """
    for avstämning in vandring.avstämningar:
        modell = avstämning.modell
        svar = len(modell.utfall) + len(modell.uppdrag) + len(modell.åtgärder) + len(modell.kontrollmoment)
        ord_ = len((modell.sammanfattning or "").split())
        alla = _antal_ord(avstämning)
        if modell.sammanfattning is None and svar >= _MÅNGA_SVAR:
            text = f"Uppföljningen har {svar} svar men ingen sammanfattning."
            yield träff(avstämning.dokument, ("uppföljning",), text, "Skriv sammanfattning: det viktigaste på en sida.")
        elif ord_ > _EN_SIDA:
            text = f"Sammanfattningen är {ord_} ord, mer än en sida."
            yield träff(avstämning.dokument, ("sammanfattning",), text, "Behåll det som nämnden ska ta ställning till.")
        if alla > _HÖGST_ORD:
            text = f"Uppföljningens texter är {skriv_tal(alla)} ord."
            råd = "Korta kommentarerna, och låt det som går enligt plan stå utan text."
            yield träff(avstämning.dokument, ("uppföljning",), text, råd)


def _antal_ord(avstämning: Avstämning) -> int:
    """Orden i uppföljningens alla texter; noll när hela filen är så kort att de inte kan vara för många."""
    if len(avstämning.dokument.träd.text) < 2 * _HÖGST_ORD:  # ett ord är ett tecken och ett mellanslag, eller mer
        return 0
    return sum(len(text.split()) for _, text in alla_texter(avstämning.modell))


_ÅTAGANDE = re.compile(r"åtagande|garanti|kvalitetsmål|servicemål|tjänstedeklaration", re.IGNORECASE)


@aktregel("REV1002", "åtagande följs aldrig upp", Allvar.VARNING, kräver_helhet=True)
def utan_uppföljning(vandring: Vandring) -> Iterator[Träff]:
    """Planen har ett serviceåtagande, en garanti eller ett kvalitetsmål som ingen uppföljning säger något om.

    Ett åtagande är ett löfte till invånarna. Revisorerna anmärker på löften som beslutas och sedan aldrig redovisas.
    Regeln prövar mål vars nivå är ett åtagande, en garanti, ett servicemål eller ett kvalitetsmål: någon av planens
    uppföljningar ska ha ett utfall eller en bedömning för det. En bedömning av målet ovanför räcker inte. Saknas den
    också, är det BED401 som säger till.

    Fel:
        # plan.yaml
        mål:
          - id: service
            nivå: mål
            namn: God service
            mål: [{id: svar-i-tid, nivå: serviceåtagande, namn: Du får svar inom två dagar}]
        # 2020-08-31.yaml
        bedömningar:
          service: {bedömning: uppfyllt, motivering: Det går bra.}

    Rätt:
        # plan.yaml
        mål:
          - id: service
            nivå: mål
            namn: God service
            mål: [{id: svar-i-tid, nivå: serviceåtagande, namn: Du får svar inom två dagar}]
        # 2020-08-31.yaml
        bedömningar:
          service: {bedömning: uppfyllt, motivering: Det går bra.}
          svar-i-tid: {bedömning: uppfyllt, motivering: 96 procent fick svar inom två dagar.}
    """
    åtaganden = [mål for _, mål in vandring.mål if _ÅTAGANDE.search(mål.nivå)]
    if not åtaganden or not vandring.avstämningar:
        return
    sista = vandring.avstämningar[-1]
    nämnda = {id_ for a in vandring.avstämningar for id_ in (*a.modell.utfall, *a.modell.bedömningar)}
    nämnda |= {obedömt.mål.id for mål in sista.uppfyllelse.mål for obedömt in översta_utan(mål)}
    tysta = [
        m.id for m in åtaganden if nämnda.isdisjoint({d.id for d in m.alla_mål()} | _indikatorer_i(m.id, vandring))
    ]
    if tysta:
        text = f"Ingen av planens uppföljningar säger något om {nämn(tysta, 'åtagandet', 'åtaganden')}."
        råd = "Skriv ett utfall, eller en bedömning med motivering för vart och ett."
        yield träff(sista.dokument, sista.del_av("bedömningar"), text, råd, på_nyckeln=True)


def _indikatorer_i(mål: str, vandring: Vandring) -> set[str]:
    return {p.indikator.id for p in vandring.indikatorer if p.mål.id == mål or mål in vandring.ovanför(p.mål)}


_TÅL_MÄTVÄRDE = Decimal("0.1")
_TÅL_PENGAR = Decimal("0.02")


@aktregel("REV1007", "prognosen slog fel", Allvar.NOTIS)
def prognosen_slog_fel(vandring: Vandring) -> Iterator[Träff]:
    """Helårets utfall, eller en ny prognos, ligger långt från den prognos som nämnden fick vid förra uppföljningen.

    Prognosen är det som nämnden styr på under året. Revisorerna jämför den med utfallet, och vill att uppföljningen säger
    varför den slog fel. Regeln tål två procent för ekonomin och tio procent för en indikator, och säger inget när det
    nya värdet har en kommentar.

    Fel:
        # 2020-08-31.yaml
        ekonomi: {vo3: {budget: 156089, utfall: 157000, prognos: 235000}}
        # 2020-12-31.yaml
        uppföljning: {plan: asn-2020, period: helår, per: 2020-12-31}
        utfall: {hvb-dygn: 2688}
        ekonomi: {vo3: {budget: 234133, utfall: 247300}}

    Rätt:
        # 2020-08-31.yaml
        ekonomi: {vo3: {budget: 156089, utfall: 157000, prognos: 235000}}
        # 2020-12-31.yaml
        uppföljning: {plan: asn-2020, period: helår, per: 2020-12-31}
        utfall: {hvb-dygn: 2688}
        ekonomi: {vo3: {budget: 234133, utfall: 247300, kommentar: Placeringarna ökade i oktober. Prognosen missade det.}}
    """
    for förra, nu in zip(vandring.avstämningar, vandring.avstämningar[1:], strict=False):
        if förra.per.year != nu.per.year:
            continue
        fält = "utfall" if nu.är_helår else "prognos"
        for rutt, prognos, blev, tål in (*_mätvärden(förra, nu), *_belopp(förra, nu, fält)):
            if slog_fel(prognos, blev, tål):
                vad = "Helårets värde" if nu.är_helår else "Prognosen"
                text = f"{vad} för {rutt[1]} är {skriv_tal(blev)}. Prognosen vid {förra.namn} var {skriv_tal(prognos)}."
                yield träff(nu.dokument, rutt, text, "Förklara skillnaden i kommentar.", på_nyckeln=True)


def _mätvärden(förra: Avstämning, nu: Avstämning) -> Iterator[tuple[Rutt, Decimal, Decimal, Decimal]]:
    for id_, utfall in nu.modell.utfall.items():
        tidigare = förra.modell.utfall.get(id_)
        blev = utfall.värde if nu.är_helår else utfall.prognos
        if tidigare is None or utfall.kommentar or utfall.ny_mätmetod:
            continue
        if isinstance(tidigare.prognos, Decimal) and isinstance(blev, Decimal):
            yield ("utfall", id_), tidigare.prognos, blev, _TÅL_MÄTVÄRDE


def _belopp(förra: Avstämning, nu: Avstämning, fält: str) -> Iterator[tuple[Rutt, Decimal, Decimal, Decimal]]:
    for id_, ekonomi in nu.modell.ekonomi.items():
        tidigare = förra.modell.ekonomi.get(id_)
        blev: Decimal | None = getattr(ekonomi, fält)
        if tidigare is None or tidigare.prognos is None or blev is None or ekonomi.kommentar:
            continue
        if tidigare.enhet == ekonomi.enhet and tidigare.kostnader == ekonomi.kostnader:
            yield ("ekonomi", id_), tidigare.prognos, blev, _TÅL_PENGAR
