"""Regler för andelar skrivna som antal av antal, och för delar som ska bli helheten: antal läggs ihop, andelar vägs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.granskning.enheter import kan_vara_avrundad, räknar_antal
from planverktyg.granskning.regel import aktregel, träff
from planverktyg.modell.andel import Andel, lägg_ihop
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.villkor import skriv_med_enhet
from planverktyg.uppfyllelse.pengar.rakning import noggrannhet, summera

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.indikator import Indikator, Mätvärde, Värde


@aktregel("IND332", "en andel där enheten inte är procent", Allvar.FEL)
def andel_i_annan_enhet(vandring: Vandring) -> Iterator[Träff]:
    """Ett värde är skrivet som antal av antal, men indikatorn mäts inte i procent.

    `{antal: 8, av: 10}` räknas ut som 80 %. Är enheten en annan går värdet inte att jämföra med målvärdet.

    Fel:
        # plan.yaml
        indikatorer:
          - {id: avslut-arbete, namn: Avslutade till arbete, enhet: antal, målvärde: {minst: 8}}
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {antal: 8, av: 10}

    Rätt:
        # plan.yaml
        indikatorer:
          - {id: avslut-arbete, namn: Avslutade till arbete, enhet: "%", målvärde: {minst: 80}}
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {antal: 8, av: 10}
    """
    for uppgift in vandring.värden:
        if isinstance(uppgift.värde, Andel) and uppgift.punkt.indikator.enhet != "%":
            indikator = uppgift.punkt.indikator
            har = f"enheten är {indikator.enhet}" if indikator.enhet else "indikatorn har ingen enhet"
            text = f"{uppgift.namn.capitalize()} för {indikator.id} är en andel ({uppgift.värde.i_ord}), men {har}."
            råd = f'Skriv enhet: "%" i planen, eller bara antalet: {uppgift.värde.antal}.'
            yield träff(uppgift.dokument, uppgift.rutt, text, råd)
    for uppdrag in vandring.uppdrag:
        for avstämning in vandring.avstämningar:
            rapport = avstämning.modell.uppdrag.get(uppdrag.uppdrag.id)
            if rapport and isinstance(rapport.värde, Andel) and uppdrag.uppdrag.enhet != "%":
                text = f"Utfallet för {uppdrag.uppdrag.id} är en andel ({rapport.värde.i_ord}), men enheten är inte %."
                råd = f'Skriv enhet: "%" i planen, eller bara antalet: {rapport.värde.antal}.'
                yield träff(avstämning.dokument, ("uppdrag", uppdrag.uppdrag.id, "värde"), text, råd)


@aktregel("IND333", "delarna går inte ihop med helheten", Allvar.VARNING)
def delarna_är_inte_helheten(vandring: Vandring) -> Iterator[Träff]:
    """Ett värde för alla ska följa av värdena för delarna: verksamheterna, nämnderna, kvinnor och män.

    Är delarna andelar skrivna som antal av antal läggs antalen ihop, så att var och en väger efter hur många den gäller;
    medelvärdet av andelarna är något annat. Räknar enheten hur många (personer, elever) ska delarna bli summan.

    Fel:
        # plan.yaml
        indikatorer:
          - id: bemotande
            namn: Bra bemötande
            enhet: "%"
            per verksamhet: [hemtjänst, särskilt boende]
            målvärde: {minst: 70}
        # 2020-08-31.yaml
        utfall:
          bemotande:
            värde: 75
            per verksamhet: {hemtjänst: {antal: 45, av: 50}, särskilt boende: {antal: 120, av: 200}}

    Rätt:
        # plan.yaml
        indikatorer:
          - id: bemotande
            namn: Bra bemötande
            enhet: "%"
            per verksamhet: [hemtjänst, särskilt boende]
            målvärde: {minst: 70}
        # 2020-08-31.yaml
        utfall:
          bemotande:
            värde: {antal: 165, av: 250}
            per verksamhet: {hemtjänst: {antal: 45, av: 50}, särskilt boende: {antal: 120, av: 200}}
    """
    for dokument, rutt, punkt, mätvärde in vandring.uppdelade:
        if mätvärde.värde is None:
            continue
        for nyckel, delar in _uppdelningar(mätvärde, punkt.indikator):
            fel = _andelarnas_fel(mätvärde.värde, delar) or _antalens_fel(
                mätvärde.värde, delar, nyckel, punkt.indikator
            )
            if fel:
                råd = "Rätta det tal som är fel, eller lägg till den del som fattas."
                yield träff(dokument, (*rutt, nyckel), fel, råd)


def _uppdelningar(mätvärde: Mätvärde, indikator: Indikator) -> Iterator[tuple[str, list[Värde]]]:
    """Delarnas värden, där ingen del fattas."""
    if mätvärde.kön is not None:
        yield "kön", [mätvärde.kön.kvinnor, mätvärde.kön.män]
    for nyckel, delar, väntade in (
        ("per verksamhet", mätvärde.per_verksamhet, set(indikator.per_verksamhet)),
        ("per nämnd", mätvärde.per_nämnd, set(indikator.per_nämnd)),
    ):
        värden = [del_.värde for del_ in delar.values() if del_.värde is not None]
        if len(värden) > 1 and len(värden) == len(delar) and väntade <= delar.keys():
            yield nyckel, värden


def _andelarnas_fel(värdet: Värde, delar: list[Värde]) -> str:
    alla = lägg_ihop(delar)
    if alla is None or not isinstance(värdet, Decimal):
        return ""
    if isinstance(värdet, Andel):
        return "" if alla == värdet else f"Delarna blir {alla.i_ord}, men värdet är {värdet.i_ord}."
    if abs(Fraction(alla) - Fraction(värdet)) <= Fraction(noggrannhet([värdet])) / 2:
        return ""
    return f"Delarna blir {skriv_med_enhet(alla, '%')}, men värdet är {skriv_med_enhet(värdet, '%')}."


def _antalens_fel(värdet: Värde, delar: list[Värde], nyckel: str, indikator: Indikator) -> str:
    tal = [värde for värde in delar if isinstance(värde, Decimal)]
    läggs_ihop = nyckel != "kön" and räknar_antal(indikator.enhet, bara_säkra=True)  # könens antal prövas i IND321
    if not läggs_ihop or not isinstance(värdet, Decimal) or len(tal) < len(delar):
        return ""
    summa = summera(värdet, tal)
    if not summa.skillnad or (summa.stämmer and kan_vara_avrundad(indikator.enhet, summa.termer)):
        return ""
    enhet = indikator.enhet
    return f"Delarna blir {skriv_med_enhet(summa.beräknad, enhet)}, men värdet är {skriv_med_enhet(värdet, enhet)}."
