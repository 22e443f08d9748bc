"""Regler för värden som inte passar indikatorns enhet eller skala, eller som är orimliga bredvid målvärdet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.enheter import PENGAR, räknar_antal, tolka_enhet
from planverktyg.granskning.regel import aktregel, föreslå, träff
from planverktyg.granskning.uppgifter import Art, art, målvillkor
from planverktyg.modell.andel import Andel
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp, skriv_datum, skriv_tal, versal
from planverktyg.modell.indikator import FRÅNVARO
from planverktyg.modell.malvardesord import ORD_UR_SKALOR
from planverktyg.modell.villkor import skriv_med_enhet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.uppgifter import Uppgift
    from planverktyg.granskning.vandring import Vandring


@aktregel("IND304", "värdet passar inte enheten", Allvar.FEL, kräver_husregler=True, kräver_helhet=True)
def fel_art(vandring: Vandring) -> Iterator[Träff]:
    """Värdet är ett ord där det ska vara ett tal, ett tal där det ska vara ett ord, eller ett ord utanför skalan.

    Ett sådant värde kan inte jämföras med målvärdet, och indikatorn blir utan bedömning. Källor skriver ofta 1 och 0
    för ja och nej; här skrivs orden, så att rapporten går att läsa.

    Fel:
        # plan.yaml
        indikatorer:
          - {id: samverkan-polis, namn: Överenskommelse med polisen, enhet: ja/nej, målvärde: ja}
        # 2020-08-31.yaml
        utfall:
          samverkan-polis: 1

    Rätt:
        # plan.yaml
        indikatorer:
          - {id: samverkan-polis, namn: Överenskommelse med polisen, enhet: ja/nej, målvärde: ja}
        # 2020-08-31.yaml
        utfall:
          samverkan-polis: ja
    """
    arter = {punkt.rutt: art(punkt.indikator, vandring.husregler) for punkt in vandring.indikatorer}
    for uppgift in vandring.värden:
        fel = _fel_art(uppgift, arter[uppgift.punkt.rutt])
        if fel:
            yield träff(uppgift.dokument, uppgift.rutt, *fel)
    for uppgift in vandring.målgränser:
        fel = _fel_gräns(uppgift, arter[uppgift.punkt.rutt])
        if fel:
            yield träff(uppgift.dokument, uppgift.rutt, *fel)


def _fel_art(uppgift: Uppgift, art_: Art) -> tuple[str, str] | None:
    värde, indikator = uppgift.värde, uppgift.punkt.indikator
    if värde in FRÅNVARO and värde not in (indikator.steg or {}):
        råd = f"Skriv {indikator.id}: {{{värde}: Varför, och när det kommer.}}"
        return f"{_vad(uppgift)}, utan att det sägs varför.", råd
    if art_ is Art.STEG:
        return _fel_steg(uppgift)
    if art_ is Art.TAL and not isinstance(värde, Decimal):
        enhet = f"enheten är {indikator.enhet}" if indikator.enhet else "målvärdet är ett tal"
        return f"{_vad(uppgift)}, men {enhet}.", "Skriv ett tal, eller ändra indikatorns enhet eller skala."
    if art_ is Art.DATUM and not isinstance(värde, date) and värde != "nej":
        råd = "Skriv datumet då det blev klart, eller nej."
        return f"{_vad(uppgift)}, men målet är att något ska bli klart.", råd
    return None


def _fel_steg(uppgift: Uppgift) -> tuple[str, str] | None:
    värde, steg = uppgift.värde, uppgift.punkt.indikator.steg or {}
    if isinstance(värde, str) and värde in steg:
        return None
    orden = sorted(steg, key=lambda ord_: steg[ord_])
    annars = f"Skriv {räkna_upp(orden, 'eller')}."
    if isinstance(värde, str):
        return f"{_vad(uppgift)}, som inte finns på skalan.", föreslå(värde, orden, annars)
    menat = next((ord_ for ord_ in orden if steg[ord_] == värde), None)
    return f"{_vad(uppgift)}, men skalan är {räkna_upp(orden)}.", f"Skriv {menat}." if menat else annars


def _fel_gräns(uppgift: Uppgift, art_: Art) -> tuple[str, str] | None:
    if art_ is Art.STEG:
        return _fel_steg(uppgift)
    if uppgift.värde not in ORD_UR_SKALOR:  # andra ord är namn på jämförelser: riket, länet
        return None
    enhet = uppgift.punkt.indikator.enhet
    har = f"enheten är {enhet}" if enhet else "indikatorn har ingen skala"
    råd = "Lägg till enhet: ja/nej, eller en egen skala: {nej: 0, delvis: 1, ja: 2}."
    return f"{_vad(uppgift)}, men {har}.", råd


def _vad(uppgift: Uppgift) -> str:
    värde, indikator = uppgift.värde, uppgift.punkt.indikator
    if isinstance(värde, Decimal):
        skrivet = skriv_med_enhet(värde, indikator.enhet)
    else:
        skrivet = skriv_datum(värde) if isinstance(värde, date) else värde
    return f"{versal(uppgift.namn)} för {indikator.id} är {skrivet}"


@aktregel("IND305", "värdet ligger utanför skalan", Allvar.FEL)
def utanför_skalan(vandring: Vandring) -> Iterator[Träff]:
    """Enheten anger skalans ändar (`index 0–100`, `betyg 1–5`), och värdet ligger utanför dem.

    Fel:
        indikatorer:
          - id: hme-totalindex
            namn: Hållbart medarbetarengagemang, totalindex
            enhet: index 0–100
            utgångsvärde: {värde: 820, avser: 2018}
            målvärde: {minst: 83}

    Rätt:
        indikatorer:
          - id: hme-totalindex
            namn: Hållbart medarbetarengagemang, totalindex
            enhet: index 0–100
            utgångsvärde: {värde: 82, avser: 2018}
            målvärde: {minst: 83}
    """
    for uppgift in (*vandring.målgränser, *vandring.värden):
        if not isinstance(uppgift.värde, Decimal):
            continue
        indikator = uppgift.punkt.indikator
        enhet = tolka_enhet(indikator.enhet, ()) if indikator.enhet else None
        if enhet and not enhet.rymmer(uppgift.värde):
            yield träff(
                uppgift.dokument,
                uppgift.rutt,
                f"{versal(uppgift.namn)} {skriv_tal(uppgift.värde)} ligger utanför skalan: {indikator.enhet}.",
                "Rätta värdet, eller enheten om skalan är en annan.",
            )


@aktregel("IND306", "andel utanför 0–100 procent", Allvar.VARNING)
def orimlig_andel(vandring: Vandring) -> Iterator[Träff]:
    """En andel av något ligger mellan 0 och 100 procent.

    Regeln gäller indikatorer med enheten % som har ordet andel i namnet. En förändring eller täckningsgrad kan vara
    större än 100.

    Fel:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {värde: 1605, prognos: 17.5}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {värde: 16.05, prognos: 17.5}
    """
    for uppgift in (*vandring.målgränser, *vandring.värden):
        if not isinstance(uppgift.värde, Decimal) or 0 <= uppgift.värde <= 100:
            continue
        indikator = uppgift.punkt.indikator
        if indikator.enhet == "%" and "andel" in indikator.namn.casefold():
            yield träff(
                uppgift.dokument,
                uppgift.rutt,
                f"{versal(uppgift.namn)} är {skriv_med_enhet(uppgift.värde, '%')}, men indikatorn är en andel.",
                "Kontrollera decimaltecknet. Är det ingen andel, ändra namn eller enhet.",
            )


@aktregel("IND307", "värdet kan vara fel med en faktor hundra", Allvar.VARNING)
def faktor_hundra(vandring: Vandring) -> Iterator[Träff]:
    """Ett procenttal som är ungefär hundra gånger mindre eller större än målvärdet är ofta skrivet som andel.

    I Tyresös nämndplan för 2020 står 0,40 % bredvid målvärdet 100 %, där 40 % kan vara menat. Ett sådant värde ger en
    felaktig bedömning och ett missvisande diagram. Ett litet värde bredvid ett litet mål (2 % mot högst 3 %) är rimligt.

    Fel:
        indikatorer:
          - id: inom-budgetram
            namn: Andel verksamheter inom budgeterad ram
            enhet: "%"
            utgångsvärde: {värde: 0.40, avser: delår 2 2019}
            målvärde: {minst: 100}

    Rätt:
        indikatorer:
          - id: inom-budgetram
            namn: Andel verksamheter inom budgeterad ram
            enhet: "%"
            utgångsvärde: {värde: 40, avser: delår 2 2019}
            målvärde: {minst: 100}
    """
    for uppgift in vandring.värden:
        värde, indikator = uppgift.värde, uppgift.punkt.indikator
        if not isinstance(värde, Decimal) or isinstance(värde, Andel) or värde <= 0 or indikator.enhet != "%":
            continue
        mål = [
            gräns
            for _, villkor in målvillkor(indikator)
            for gräns in villkor.gränser()
            if isinstance(gräns, Decimal) and gräns > 0
        ]
        if mål and all(_skiljer_hundra(värde, gräns) for gräns in mål):
            villkoret = indikator.målvärde.skriv("%") if indikator.målvärde else ""
            yield träff(
                uppgift.dokument,
                uppgift.rutt,
                f"{versal(uppgift.namn)} {skriv_med_enhet(värde, '%')} ligger långt från målvärdet {villkoret}. "
                f"{_gissa_menat(värde, mål[0])}",
                "Kontrollera mot källan. Procent skrivs i procent (40), inte som andel (0.40).",
            )


def _gissa_menat(värde: Decimal, gräns: Decimal) -> str:
    """Vilket av de två talen som ser fel ut, och vad det kan ha varit."""
    if gräns < värde and gräns <= 1:
        return f"Kan målvärdet {skriv_med_enhet((gräns * 100).normalize() + 0, '%')} vara menat?"
    menat = värde * 100 if värde < gräns else värde / 100
    return f"Kan {skriv_med_enhet(menat.normalize() + 0, '%')} vara menat?"


def _skiljer_hundra(värde: Decimal, mål: Decimal) -> bool:
    """Om det mindre talet ser ut som en andel (högst 1) bredvid procent, eller det större som procent gånger hundra."""
    mindre, större = sorted((värde, mål))
    if mindre <= 1:
        return större >= 10 and 50 * mindre <= större <= 1000 * mindre
    return mindre >= 10 and 50 * mindre <= större <= 200 * mindre


@aktregel("IND318", "totalvärdet ligger inte mellan könens värden", Allvar.VARNING)
def total_utanför_könen(vandring: Vandring) -> Iterator[Träff]:
    """Ett medelvärde eller en andel för alla ligger alltid mellan värdet för kvinnor och värdet för män.

    Gör det inte det är något av de tre värdena fel. Regeln gäller procent och index.

    Fel:
        # 2020-08-31.yaml
        utfall:
          sjukfranvaro-kort: {värde: 5.8, prognos: 4.6, kön: {kvinnor: 5.1, män: 3.7}}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          sjukfranvaro-kort: {värde: 4.8, prognos: 4.6, kön: {kvinnor: 5.1, män: 3.7}}
    """
    for avstämning in vandring.avstämningar:
        for punkt in vandring.indikatorer:
            enhet = punkt.indikator.enhet or ""
            utfall = avstämning.modell.utfall.get(punkt.indikator.id)
            if utfall is None or utfall.kön is None or not (enhet == "%" or enhet.startswith("index")):
                continue
            kvinnor, män, alla = utfall.kön.kvinnor, utfall.kön.män, utfall.värde
            if not (isinstance(kvinnor, Decimal) and isinstance(män, Decimal) and isinstance(alla, Decimal)):
                continue
            if not min(kvinnor, män) <= alla <= max(kvinnor, män):
                yield träff(
                    avstämning.dokument,
                    ("utfall", punkt.indikator.id, "värde"),
                    f"Värdet för alla är {skriv_tal(alla)}, men det ska ligga mellan kvinnornas "
                    f"{skriv_tal(kvinnor)} och männens {skriv_tal(män)}.",
                    "Kontrollera de tre värdena mot källan.",
                )


@aktregel("IND330", "ett antal under noll", Allvar.FEL)
def antal_under_noll(vandring: Vandring) -> Iterator[Träff]:
    """Ett antal kan inte vara mindre än noll. Oftast är det ett minustecken för mycket, eller en ändring i stället för ett värde.

    Fel:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: -1890, prognos: 2700}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700}
    """
    for uppgift in (*vandring.målgränser, *vandring.värden):
        if not isinstance(uppgift.värde, Decimal) or uppgift.värde >= 0:
            continue
        enhet = uppgift.punkt.indikator.enhet
        if räknar_antal(enhet, bara_säkra=False) and enhet not in PENGAR:
            yield träff(
                uppgift.dokument,
                uppgift.rutt,
                f"{_vad(uppgift)}, men ett antal kan inte vara mindre än noll.",
                f"Skriv {abs(uppgift.värde)} om minustecknet är fel.",
            )
