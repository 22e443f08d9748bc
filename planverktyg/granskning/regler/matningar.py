"""Regler för värden som hänger ihop: delar och summa, andel och antal, mättillfällen, härledda värden, perioder."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.granskning.enheter import kan_vara_avrundad, räknar_antal
from planverktyg.granskning.regel import aktregel, föreslå, träff
from planverktyg.modell.andel import Andel
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp, skriv_tal
from planverktyg.modell.villkor import skriv_med_enhet
from planverktyg.uppfyllelse import Skäl
from planverktyg.uppfyllelse.pengar.rakning import noggrannhet, summera

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.indikator import Indikator, Mätvärde


@aktregel("IND321", "delarna blir inte summan", Allvar.VARNING)
def varav_är_inte_summan(vandring: Vandring) -> Iterator[Träff]:
    """Delarna i `varav` ska tillsammans bli värdet, och kvinnor och män när värdet är ett antal.

    Blir de inte det är något av talen fel, eller så fattas en del. Andelar och medelvärden läggs inte ihop.

    Fel:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700, varav: {barn: 590, unga: 1310}}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700, varav: {barn: 590, unga: 1300}}
    """
    for dokument, rutt, punkt, mätvärde in vandring.uppdelade:
        for nyckel, delar in (("varav", mätvärde.varav), ("kön", _könen(mätvärde, punkt.indikator))):
            if not delar or not isinstance(mätvärde.värde, Decimal):
                continue
            summa = summera(mätvärde.värde, list(delar.values()))
            enhet = punkt.indikator.enhet
            if summa.skillnad and not (summa.stämmer and kan_vara_avrundad(enhet, summa.termer)):
                yield träff(
                    dokument,
                    (*rutt, nyckel),
                    f"Delarna blir {skriv_med_enhet(summa.beräknad, enhet)}, "
                    f"men värdet är {skriv_med_enhet(mätvärde.värde, enhet)}.",
                    "Rätta det tal som är fel, eller lägg till den del som fattas.",
                )


def _könen(mätvärde: Mätvärde, indikator: Indikator) -> dict[str, Decimal]:
    """Könens värden när de ska läggas ihop: ett antal, men inte ett medelvärde som kan ligga mellan dem."""
    if mätvärde.kön is None:
        return {}
    kvinnor, män = mätvärde.kön.kvinnor, mätvärde.kön.män
    if not (isinstance(kvinnor, Decimal) and isinstance(män, Decimal) and isinstance(mätvärde.värde, Decimal)):
        return {}
    mellan = min(kvinnor, män) <= mätvärde.värde <= max(kvinnor, män)
    läggs_ihop = räknar_antal(indikator.enhet, bara_säkra=mellan)
    return {"kvinnor": kvinnor, "män": män} if läggs_ihop else {}


@aktregel("IND322", "indikatorn följs upp i en period som inte finns", Allvar.FEL, kräver_husregler=True)
def okänd_uppföljningsperiod(vandring: Vandring) -> Iterator[Träff]:
    """Perioderna i `följs upp` och `stäms av` är kommunens egna.

    Är namnet fel följs indikatorn aldrig upp, och ingen märker det.

    Fel:
        indikatorer:
          - {id: bostad-forst, namn: Antal lägenheter, enhet: antal, följs upp: årsvis, målvärde: {minst: 40}}

    Rätt:
        indikatorer:
          - {id: bostad-forst, namn: Antal lägenheter, enhet: antal, följs upp: helår, målvärde: {minst: 40}}
    """
    perioder = list(vandring.husregler.perioder)
    for punkt in vandring.indikatorer:
        for nyckel, namn in (("följs upp", punkt.indikator.följs_upp), ("stäms av", punkt.indikator.stäms_av)):
            for i, period in enumerate(namn):
                if period not in perioder:
                    yield träff(
                        vandring.dokument,
                        (*punkt.rutt, nyckel, i),
                        f"Perioden {period} finns inte.",
                        föreslå(period, perioder, f"Kommunens perioder är {räkna_upp(perioder)}."),
                    )


@aktregel("IND323", "värdet följer inte av det som det räknas ur", Allvar.VARNING)
def härledd_stämmer_inte(vandring: Vandring) -> Iterator[Träff]:
    """Indikatorn räknas ur en annan, men deras värden går inte ihop.

    Två tal för samma sak måste säga samma sak: 3 650 dygn är 10 helårsplaceringar. Avrundning räknas inte som ett fel.

    Fel:
        indikatorer:
          - {id: dygn, namn: Dygn på HVB-hem, enhet: dygn, målvärde: {högst: 2555}}
          - id: helarsplaceringar
            namn: Helårsplaceringar på HVB-hem
            enhet: antal
            räknas ur: {indikator: dygn, delat med: 365}
            målvärde: {högst: 8}

    Rätt:
        indikatorer:
          - {id: dygn, namn: Dygn på HVB-hem, enhet: dygn, målvärde: {högst: 2555}}
          - id: helarsplaceringar
            namn: Helårsplaceringar på HVB-hem
            enhet: antal
            räknas ur: {indikator: dygn, delat med: 365}
            målvärde: {högst: 7}
    """
    härledda = [punkt for punkt in vandring.indikatorer if punkt.indikator.räknas_ur]
    if not härledda:
        return
    talen: dict[str, dict[tuple[str, object], Decimal]] = {}
    uppgifter = [*vandring.målgränser, *vandring.värden]
    for u in uppgifter:
        if isinstance(u.värde, Decimal):
            talen.setdefault(u.punkt.indikator.id, {})[(u.namn, u.dokument.fil)] = u.värde
    for u in uppgifter:
        beräkning = u.punkt.indikator.räknas_ur
        if beräkning is None or not isinstance(u.värde, Decimal):
            continue
        källa = talen.get(beräkning.indikator, {}).get((u.namn, u.dokument.fil))
        if källa is None:
            continue
        väntat = Fraction(källa) / Fraction(beräkning.delat_med)
        if abs(väntat - Fraction(u.värde)) > Fraction(noggrannhet([u.värde])) / 2:
            yield träff(
                u.dokument,
                u.rutt,
                f"{u.namn.capitalize()} är {skriv_tal(u.värde)}, men {skriv_tal(källa)} delat med "
                f"{skriv_tal(beräkning.delat_med)} är {skriv_tal(väntat, decimaler=1)}.",
                f"Rätta det ena av de två värdena ({u.punkt.indikator.id} och {beräkning.indikator}).",
            )


@aktregel("IND324", "andelen stämmer inte med antalen", Allvar.VARNING)
def underlaget_stämmer_inte(vandring: Vandring) -> Iterator[Träff]:
    """Andelen ska följa av hur många av hur många som underlaget säger.

    Fel:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {värde: 95, underlag: {antal: 18, av: 20}}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {värde: 90, underlag: {antal: 18, av: 20}}
    """
    for dokument, rutt, punkt, mätvärde in vandring.mätvärden:
        underlag = mätvärde.underlag
        if underlag is None:
            continue
        if not 0 <= underlag.antal <= underlag.av or underlag.av == 0:
            text = f"Underlaget säger {underlag.antal} av {underlag.av}."
            yield träff(dokument, (*rutt, "underlag"), text, "Antalet kan inte vara fler än dem som mättes.")
        elif isinstance(mätvärde.värde, Decimal) and punkt.indikator.enhet == "%":
            andel = Fraction(100 * underlag.antal, underlag.av)
            tål = 0 if isinstance(mätvärde.värde, Andel) else Fraction(noggrannhet([mätvärde.värde])) / 2
            if abs(andel - Fraction(mätvärde.värde)) > tål:
                yield träff(
                    dokument,
                    (*rutt, "underlag"),
                    f"{underlag.antal} av {underlag.av} är {skriv_tal(andel, decimaler=1)} %, men värdet är "
                    f"{skriv_tal(mätvärde.värde)} %.",
                    "Rätta värdet eller underlaget.",
                )


@aktregel("IND325", "mätning saknas för ett bestämt mättillfälle", Allvar.VARNING, kräver_helhet=True)
def mättillfälle_utan_mätning(vandring: Vandring) -> Iterator[Träff]:
    """Planen säger när indikatorn ska mätas, men uppföljningen har ingen mätning för något av tillfällena.

    Värdet kan då bygga på färre mätningar än vad nämnden har beslutat.

    Fel:
        # plan.yaml
        indikatorer:
          - {id: praktik, namn: I praktik, enhet: "%", mäts: [2020-03, 2020-08], målvärde: {minst: 60}}
        # 2020-08-31.yaml
        utfall:
          praktik: {värde: 58, prognos: 61, mätningar: [{värde: 58, avser: 2020-03}]}

    Rätt:
        # plan.yaml
        indikatorer:
          - {id: praktik, namn: I praktik, enhet: "%", mäts: [2020-03, 2020-08], målvärde: {minst: 60}}
        # 2020-08-31.yaml
        utfall:
          praktik:
            värde: 62
            mätningar: [{värde: 58, avser: 2020-03}, {värde: 66, avser: 2020-08}]
    """
    for punkt in vandring.indikatorer:
        for avstämning in vandring.avstämningar:
            utfall = avstämning.modell.utfall.get(punkt.indikator.id)
            if utfall is None or utfall.värde is None:
                continue
            mätta = {m.avser for m in utfall.mätningar}
            saknas = [str(tid) for tid in punkt.indikator.mäts if tid.till <= avstämning.per and tid not in mätta]
            if saknas:
                yield träff(
                    avstämning.dokument,
                    ("utfall", punkt.indikator.id),
                    f"Mätningen för {räkna_upp(saknas)} fattas.",
                    "Lägg till den under mätningar, med avser, eller skriv där varför den saknas.",
                    på_nyckeln=True,
                )


@aktregel("IND326", "värde saknas för en del av en delad indikator", Allvar.VARNING, kräver_helhet=True)
def del_utan_värde(vandring: Vandring) -> Iterator[Träff]:
    """Målvärdet ska nås av var och en av verksamheterna eller nämnderna, men uppföljningen har inte värden för alla.

    Utan alla värden kan målet inte bedömas, och ett gemensamt värde kan dölja att någon del inte når målet.

    Fel:
        # plan.yaml
        indikatorer:
          - id: bemotande
            namn: Bra bemötande
            enhet: "%"
            per verksamhet: [hemtjänst, särskilt boende]
            målvärde: {minst: 90}
        # 2020-08-31.yaml
        utfall:
          bemotande: 92

    Rätt:
        # plan.yaml
        indikatorer:
          - id: bemotande
            namn: Bra bemötande
            enhet: "%"
            per verksamhet: [hemtjänst, särskilt boende]
            målvärde: {minst: 90}
        # 2020-08-31.yaml
        utfall:
          bemotande: {per verksamhet: {hemtjänst: 94, särskilt boende: 90}}
    """
    for avstämning in vandring.avstämningar:
        for bedömning in avstämning.indikatorer:
            utfall, indikator = bedömning.utfall, bedömning.indikator
            är_svarad = indikator.id in avstämning.modell.utfall
            inte_nu = bedömning.skäl is Skäl.STÄMS_AV or (bedömning.skäl is Skäl.INTE_ÄN and not är_svarad)
            if utfall is None or bedömning.rapporterat or utfall.frånvaro or inte_nu:
                continue
            nyckel, väntade = _delar(indikator)
            givna = utfall.per_nämnd if nyckel == "per nämnd" else utfall.per_verksamhet
            saknas = [namn for namn in väntade if namn not in givna]
            if saknas:
                vems = "" if är_svarad else f" i {indikator.id}"
                yield träff(
                    avstämning.dokument,
                    ("utfall", indikator.id),
                    f"Värdet för {räkna_upp(saknas)}{vems} fattas.",
                    f"Skriv {{{nyckel}: {{{', '.join(f'{namn}: …' for namn in väntade)}}}}}.",
                    på_nyckeln=True,
                )


def _delar(indikator: Indikator) -> tuple[str, Mapping[str, object]]:
    """Nyckeln som delarna står under, och delarna själva."""
    if indikator.per_nämnd:
        return "per nämnd", indikator.per_nämnd
    return "per verksamhet", dict.fromkeys(indikator.per_verksamhet)


@aktregel("IND327", "värdet gäller en verksamhet som indikatorn inte har", Allvar.FEL, kräver_helhet=True)
def okänd_del(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen har ett värde för en verksamhet eller nämnd som planen inte nämner för indikatorn.

    Värdet räknas inte, och den verksamhet som var menad ser ut att sakna värde.

    Fel:
        # plan.yaml
        indikatorer:
          - {id: bemotande, namn: Bra bemötande, enhet: "%", per verksamhet: [hemtjänst], målvärde: {minst: 90}}
        # 2020-08-31.yaml
        utfall:
          bemotande: {per verksamhet: {hemtjansten: 94}}

    Rätt:
        # plan.yaml
        indikatorer:
          - {id: bemotande, namn: Bra bemötande, enhet: "%", per verksamhet: [hemtjänst], målvärde: {minst: 90}}
        # 2020-08-31.yaml
        utfall:
          bemotande: {per verksamhet: {hemtjänst: 94}}
    """
    for dokument, rutt, punkt, mätvärde in vandring.uppdelade:
        for nyckel, givna, väntade in (
            ("per verksamhet", mätvärde.per_verksamhet, list(punkt.indikator.per_verksamhet)),
            ("per nämnd", mätvärde.per_nämnd, list(punkt.indikator.per_nämnd)),
        ):
            for namn in givna:
                if namn not in väntade:
                    annars = f"Planen har {räkna_upp(väntade)}." if väntade else f"Lägg till {nyckel} i planen."
                    text = f"Indikatorn {punkt.indikator.id} har inget som heter {namn} under {nyckel}."
                    yield träff(dokument, (*rutt, nyckel, namn), text, föreslå(namn, väntade, annars), på_nyckeln=True)
