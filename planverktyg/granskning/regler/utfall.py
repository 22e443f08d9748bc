"""Regler för uppföljningens utfall: det som fattas, och värden som gäller fel tid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, nämn, träff, träffar_på_väntande
from planverktyg.granskning.uppgifter import lägsta_villkor
from planverktyg.modell.granser import är_otolkad
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import menade_du, skriv_datum
from planverktyg.uppfyllelse import Skäl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.indikator import Utfall
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse import Indikatorbedömning


@aktregel("IND308", "utfall saknas", Allvar.VARNING, kräver_helhet=True)
def utan_utfall(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen säger inget om en indikator som nämnden har beslutat.

    Att utfall saknas utan förklaring är den näst vanligaste anmärkningen från revisorerna. Finns inget värde säger
    uppföljningen varför: `ej mätt`, `saknas` eller `utgår`.
    Det som en tidigare uppföljning har avgjort (det är gjort, har utgått eller skulle ha nåtts ett tidigare år)
    behöver inte nämnas igen, och inte heller det som ska nås först ett senare år. En rad utan något efter kolonet
    (`hvb-dygn:`) väntar på svar, och pekas ut var för sig.

    Fel:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700}
          samverkan-polis: {ej mätt: Överenskommelsen ses över i oktober.}
          avslut-arbete: {saknas: Verksamhetssystemet byttes i juni.}
          sjukfranvaro-kort: {utgår: Ersätts av måttet i kommunplanen enligt § 12.}
    """
    for avstämning in vandring.avstämningar:
        tysta = [b.indikator.id for b in avstämning.indikatorer if _är_tyst(b, avstämning.modell)]
        väntar, saknas = avstämning.väntar("utfall", tysta)
        råd = "Skriv värdet efter kolonet, eller skälet: {ej mätt: …}, {saknas: …} eller {utgår: …}."
        yield from träffar_på_väntande(avstämning, "utfall", väntar, "Indikatorn", råd)
        för_hand, saknas = avstämning.väntar("bedömningar", saknas)
        yield from träffar_på_väntande(
            avstämning, "bedömningar", för_hand, "Indikatorn", "Skriv bedömning och motivering."
        )
        if not saknas:
            continue
        alla = len(saknas) == len(vandring.indikatorer) > 1
        vilka = "någon av planens indikatorer" if alla else nämn(saknas, "indikatorn", "indikatorer")
        yield träff(
            avstämning.dokument,
            avstämning.del_av("utfall"),
            f"Uppföljningen säger inget om {vilka}.",
            "Lägg till värdet under utfall, eller skälet: {ej mätt: …}, {saknas: …} eller {utgår: …}.",
            på_nyckeln=True,
        )


def _är_tyst(bedömning: Indikatorbedömning, uppföljning: Uppföljningsdokument) -> bool:
    if bedömning.utfall is None and uppföljning.väntar("utfall", bedömning.indikator.id):
        return True  # raden är skriven, vad den än frågar efter
    if bedömning.utfall is not None or bedömning.beslutad is not None or bedömning.indikator.utgår is not None:
        return False
    return bedömning.skäl not in (Skäl.INTE_ÄN, Skäl.SENARE)


@aktregel("IND312", "jämförelsevärde saknas", Allvar.VARNING)
def utan_jämförelse(vandring: Vandring) -> Iterator[Träff]:
    """Målvärdet jämför med andra (riket, länet, liknande kommuner), men utfallet säger inte vad de har.

    Utan jämförelsevärdet kan indikatorn inte bedömas.

    Fel:
        # plan.yaml
        indikatorer:
          - {id: ungdomar-i-arbete, namn: Unga i arbete eller studier, enhet: "%", målvärde: {minst: riket}}
        # 2020-08-31.yaml
        utfall:
          ungdomar-i-arbete: {värde: 91.2, prognos: 91.5}

    Rätt:
        # plan.yaml
        indikatorer:
          - {id: ungdomar-i-arbete, namn: Unga i arbete eller studier, enhet: "%", målvärde: {minst: riket}}
        # 2020-08-31.yaml
        utfall:
          ungdomar-i-arbete: {värde: 91.2, prognos: 91.5, jämförelse: {riket: 90.8, avser: 2019}}
    """
    for avstämning in vandring.avstämningar:
        for bedömning in avstämning.indikatorer:
            utfall = bedömning.utfall
            inget_värde = utfall is None or (utfall.värde is None and utfall.prognos is None and not utfall.delar)
            if utfall is None or inget_värde or bedömning.indikator.steg:
                continue
            finns = utfall.jämförelse.värden if utfall.jämförelse else {}
            skrivet = bedömning.villkor.skriv(bedömning.indikator.enhet) if bedömning.villkor else ""
            for _, villkor in lägsta_villkor(bedömning.villkor, ()):
                for namn in villkor.gränser():
                    if isinstance(namn, str) and namn not in finns and not är_otolkad(namn):
                        yield träff(
                            avstämning.dokument,
                            ("utfall", bedömning.indikator.id),
                            f"Målvärdet är {skrivet}, men utfallet säger inte vad {namn} har.",
                            f"Ändra {menat} till {namn} i jämförelsen."
                            if (menat := menade_du(namn, finns))
                            else f"Lägg till jämförelse: {{{namn}: …}} vid utfallet.",
                            på_nyckeln=True,
                        )


@aktregel("IND314", "könsuppdelning saknas", Allvar.VARNING)
def utan_kön(vandring: Vandring) -> Iterator[Träff]:
    """Planen säger att indikatorn redovisas för kvinnor och män, men uppföljningen har bara ett totalvärde.

    Fel:
        # 2020-08-31.yaml
        utfall:
          sjukfranvaro-kort: {värde: 4.8, prognos: 4.6}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          sjukfranvaro-kort: {värde: 4.8, prognos: 4.6, kön: {kvinnor: 5.1, män: 3.7}}
    """
    for avstämning in vandring.avstämningar:
        for punkt in vandring.indikatorer:
            utfall = avstämning.modell.utfall.get(punkt.indikator.id)
            if punkt.indikator.per_kön and utfall and utfall.värde is not None and utfall.kön is None:
                yield träff(
                    avstämning.dokument,
                    ("utfall", punkt.indikator.id),
                    f"Indikatorn {punkt.indikator.id} ska redovisas för kvinnor och män, men kön saknas.",
                    "Lägg till kön: {kvinnor: …, män: …}.",
                    på_nyckeln=True,
                )


@aktregel("IND315", "värdet gäller en tid efter uppföljningen", Allvar.FEL)
def avser_framtiden(vandring: Vandring) -> Iterator[Träff]:
    """Ett uppmätt värde kan inte gälla en tid som ännu inte hade börjat när uppföljningen gjordes.

    Detsamma gäller dagen då något blev klart: det som inte har hänt är en prognos. Oftast är årtalet fel. Ett väntat
    värde skrivs som `prognos`.

    Fel:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {värde: 16.05, prognos: 17.5, avser: kvartal 2 2021}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {värde: 16.05, prognos: 17.5, avser: kvartal 2 2020}
    """
    for avstämning in vandring.avstämningar:
        for id_, utfall in avstämning.modell.utfall.items():
            if utfall.värde is not None and utfall.avser is not None and utfall.avser.från > avstämning.per:
                yield träff(
                    avstämning.dokument,
                    ("utfall", id_, "avser"),
                    f"Värdet avser {utfall.avser}, men uppföljningen gäller läget {skriv_datum(avstämning.per)}.",
                    "Rätta avser, eller skriv värdet som prognos.",
                )
            for rutt, dag in _dagar(utfall):
                if dag > avstämning.per:
                    yield träff(
                        avstämning.dokument,
                        ("utfall", id_, *rutt),
                        f"Utfallet är {skriv_datum(dag)}, men uppföljningen gäller läget {skriv_datum(avstämning.per)}.",
                        f"Rätta dagen, eller skriv den som prognos: {{värde: nej, prognos: {dag}}}.",
                    )


def _dagar(utfall: Utfall) -> Iterator[tuple[Rutt, date]]:
    """Dagarna då något sägs ha blivit klart, för helheten och för varje del."""
    if isinstance(utfall.värde, date):
        yield ("värde",), utfall.värde
    for nyckel, delar in (("per verksamhet", utfall.per_verksamhet), ("per nämnd", utfall.per_nämnd)):
        for namn, del_ in delar.items():
            if isinstance(del_.värde, date):
                yield (nyckel, namn, "värde"), del_.värde


@aktregel("IND329", "värdet gäller en tid före målets", Allvar.VARNING)
def äldre_värde(vandring: Vandring) -> Iterator[Träff]:
    """Utfallet handlar om en tid före den som målvärdet gäller, och bedöms därför inte: ej mätt i år.

    Ett värde svarar bara på ett mål som gäller samma tid. Kommer statistiken alltid sent säger planen det:
    `eftersläpning: 1 år`. Då bedöms värdet, och rapporten visar vilken tid det gäller.

    Fel:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {värde: 16.05, avser: 2018}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {värde: 16.05, prognos: 17.5, avser: kvartal 2 2020}
    """
    for avstämning in vandring.avstämningar:
        for bedömning in avstämning.indikatorer:
            if bedömning.skäl is Skäl.EJ_MÄTT_I_ÅR and not bedömning.rapporterat:
                när = "" if bedömning.frist.year > 9000 else f" {min(bedömning.frist.year, avstämning.per.year)}"
                yield träff(
                    avstämning.dokument,
                    ("utfall", bedömning.indikator.id),
                    f"Värdet bedöms inte: målet gäller{när}. {bedömning.förklaring}",
                    "Skriv årets värde, eller {ej mätt: när det kommer}. Kommer statistiken alltid sent, skriv "
                    "eftersläpning: 1 år vid indikatorn i planen.",
                    på_nyckeln=True,
                )
