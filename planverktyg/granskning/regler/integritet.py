"""Regler för integriteten: uppgifter om enskilda personer som inte hör hemma i en plan eller en uppföljning.

En plan är en offentlig handling som publiceras, kopieras och sparas i all framtid. Texten i ett fynd upprepar aldrig
uppgiften, och raden där den står visas inte.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from planverktyg.granskning import personuppgifter
from planverktyg.granskning.regel import aktregel, mappregel, träff
from planverktyg.modell.andel import Andel
from planverktyg.modell.grund.fynd import Allvar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Avstämning, Mappvandring, Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.indikator import Indikator, Mätvärde


def _med(
    vandring: Mappvandring, grovt: re.Pattern[str], finns: Callable[[str], bool], text: str, råd: str
) -> Iterator[Träff]:
    for texter in vandring.texter:
        for rutt, skriven in texter.med(grovt):
            if finns(skriven):
                yield träff(texter.dokument, rutt, text, råd)


@mappregel("INT1201", "personnummer", Allvar.FEL, utan_utdrag=True)
def personnummer(vandring: Mappvandring) -> Iterator[Träff]:
    """En text innehåller ett personnummer eller ett samordningsnummer.

    En plan är en offentlig handling. Ett personnummer får bara användas när det är klart motiverat, och i en plan är det
    aldrig det. Regeln känner igen numret på att datumet finns och att kontrollsiffran stämmer. Fyndet visar inte raden.
    Har filen redan sparats i git finns numret kvar i historiken: kontakta kommunens dataskyddsombud.

    Fel:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700, kommentar: Placeringen av 121212-1212 avslutas i oktober.}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700, kommentar: En placering avslutas i oktober.}
    """
    text = "Texten har ett personnummer eller samordningsnummer."
    råd = "Ta bort det. Är filen redan sparad i git finns det kvar i historiken: tala med dataskyddsombudet."
    yield from _med(vandring, personuppgifter.GROVT_NUMMER, personuppgifter.har_personnummer, text, råd)


@mappregel("INT1202", "telefonnummer", Allvar.VARNING, utan_utdrag=True)
def telefonnummer(vandring: Mappvandring) -> Iterator[Träff]:
    """En text innehåller ett telefonnummer.

    Det är oftast en persons nummer, och det är gammalt långt före planen. Skriv rollen, eller kommunens växel: ett nummer
    direkt efter ett ord som växel, kontaktcenter eller jour ger inget fynd.

    Fel:
        disposition:
          - {rubrik: Kontakt, text: "Frågor om planen: 070-174 06 05"}

    Rätt:
        disposition:
          - {rubrik: Kontakt, text: "Frågor om planen: utvecklingsledaren, genom växeln 08-465 004 00"}
    """
    text = "Texten har ett telefonnummer."
    råd = "Skriv rollen eller kommunens växel i stället."
    yield from _med(vandring, personuppgifter.GROVT_NUMMER, personuppgifter.har_telefonnummer, text, råd)


@mappregel("INT1203", "e-postadress till en person", Allvar.VARNING, utan_utdrag=True)
def epostadress(vandring: Mappvandring) -> Iterator[Träff]:
    """En text innehåller en e-postadress som ser ut att vara en persons.

    Adressen är en personuppgift, och den slutar gälla när personen slutar. Nämndens eller kommunens gemensamma adress
    kan stå kvar.

    Fel:
        disposition:
          - {rubrik: Kontakt, text: anna.svensson@example.se}

    Rätt:
        disposition:
          - {rubrik: Kontakt, text: socialnamnden@example.se}
    """
    text = "Texten har en e-postadress som ser ut att vara en persons."
    råd = "Skriv rollen, eller nämndens gemensamma adress."
    yield from _med(vandring, personuppgifter.GROV_EPOST, personuppgifter.har_epostadress, text, råd)


_ROLLFÄLT = frozenset({"ansvarig", "upprättad av", "beslutad av", "vem"})


@mappregel("INT1204", "namn i stället för roll", Allvar.VARNING, utan_utdrag=True)
def personnamn(vandring: Mappvandring) -> Iterator[Träff]:
    """Den som ansvarar är nämnd med namn, inte med sin roll.

    En plan gäller i åratal och människor byter arbete. Då är det rollen som ansvarar. Namnet är dessutom en
    personuppgift i en handling som publiceras.

    Fel:
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet, ansvarig: Anna Svensson}

    Rätt:
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet, ansvarig: socialchefen}
    """
    text, råd = (
        "Den som ansvarar ser ut att vara nämnd med namn.",
        "Skriv rollen: enhetschefen, ekonomen, socialchefen.",
    )
    for texter in vandring.texter:
        for rutt, skriven in texter.ställen:
            if rutt[-1] in _ROLLFÄLT and personuppgifter.har_personnamn(skriven):
                yield träff(texter.dokument, rutt, text, råd)
    yield from _med(vandring, personuppgifter.GROVT_ANSVAR, personuppgifter.nämner_ansvarig_person, text, råd)


_PERSONER = (
    r"(?i)\b(?:personer|barn|ung(?:a|domar)|elever|brukare|klienter|deltagare|kunder|medarbetare|anställda|föräldrar|familjer|"
    r"hushåll|placerade|nyanlända|flickor|pojkar|kvinnor|män)\b"
)
_FÅ = 5


@aktregel("INT1205", "färre än fem personer", Allvar.VARNING)
def få_personer(vandring: Vandring) -> Iterator[Träff]:
    """Ett utfall handlar om en till fyra personer, så att någon kan känna igen vem det gäller.

    I en liten kommun räcker det att veta att två barn har placerats eller att en kvinna har fått ett visst stöd. Den som
    redovisar statistik från socialtjänst och skola döljer därför tal under fem. Regeln prövar värden med en enhet som
    räknar personer, också uppdelade på kön, verksamhet och underlag, och andelar skrivna som antal av antal:
    i 18 av 20 syns de två som inte är med. Noll ger inget fynd. Är uppgiften harmlös kan fyndet
    undantas.

    Fel:
        # plan.yaml
        indikatorer:
          - {id: placerade, namn: Antal placerade barn, enhet: barn, ackumuleras: ja, målvärde: {högst: 12}}
        # 2020-08-31.yaml
        utfall:
          placerade: {värde: 3, prognos: 6}

    Rätt:
        # plan.yaml
        indikatorer:
          - {id: placerade, namn: Antal placerade barn, enhet: barn, ackumuleras: ja, målvärde: {högst: 12}}
        # 2020-08-31.yaml
        utfall:
          placerade: {ej mätt: Färre än fem. Talet redovisas vid årets slut.}
    """
    räknar = {punkt.indikator.id: punkt.indikator for punkt in vandring.indikatorer}
    for avstämning in vandring.avstämningar:
        for id_, utfall in avstämning.modell.utfall.items():
            if id_ in räknar:
                yield from _få(avstämning, ("utfall", id_), _små_tal(räknar[id_], utfall))
        for uppdrag in vandring.uppdrag:
            rapport = avstämning.modell.uppdrag.get(uppdrag.uppdrag.id)
            if rapport and _räknar_personer(uppdrag.uppdrag.enhet) and _är_få(rapport.värde):
                yield from _få(avstämning, ("uppdrag", uppdrag.uppdrag.id), [("värde",)])


def _få(avstämning: Avstämning, under: Rutt, ställen: list[Rutt]) -> Iterator[Träff]:
    if ställen:
        text = "Värdet gäller färre än fem personer. Då kan någon kännas igen."
        råd = "Skriv färre än fem i ord (ej mätt eller kommentar), eller slå ihop grupperna."
        yield träff(avstämning.dokument, (*under, *ställen[0]), text, råd)


def _små_tal(indikator: Indikator, utfall: Mätvärde) -> list[Rutt]:
    """Rutterna till utfallets tal som är få personer, de delade sist."""
    tal: list[tuple[Rutt, object]] = []
    if _räknar_personer(indikator.enhet):
        tal.append((("värde",), utfall.värde))
        if utfall.kön:
            tal += [(("kön", "kvinnor"), utfall.kön.kvinnor), (("kön", "män"), utfall.kön.män)]
        tal += [(("varav", namn), värde) for namn, värde in utfall.varav.items()]
        tal += [(("per verksamhet", namn), del_.värde) for namn, del_ in utfall.per_verksamhet.items()]
        tal += [(("per nämnd", namn), del_.värde) for namn, del_ in utfall.per_nämnd.items()]
    elif indikator.enhet == "%" and re.search(_PERSONER, indikator.namn):
        for rutt, antal, av in _andelar(utfall):
            tal += [(rutt, Decimal(personer)) for personer in (antal, av, av - antal)]  # också de som inte gjorde det
    return [rutt for rutt, värde in tal if _är_få(värde)]


def _andelar(utfall: Mätvärde) -> Iterator[tuple[Rutt, int, int]]:
    """Hur många av hur många, överallt där utfallet säger det."""
    if utfall.underlag:
        yield ("underlag",), utfall.underlag.antal, utfall.underlag.av
    värden: list[tuple[Rutt, object]] = [(("värde",), utfall.värde)]
    if utfall.kön:
        värden += [(("kön", "kvinnor"), utfall.kön.kvinnor), (("kön", "män"), utfall.kön.män)]
    värden += [(("per verksamhet", namn), del_.värde) for namn, del_ in utfall.per_verksamhet.items()]
    värden += [(("per nämnd", namn), del_.värde) for namn, del_ in utfall.per_nämnd.items()]
    yield from ((rutt, v.antal, v.av) for rutt, v in värden if isinstance(v, Andel))


@lru_cache(maxsize=256)  # frågas om för varje utfall, och enheterna är få
def _räknar_personer(enhet: str | None) -> bool:
    return enhet is not None and re.search(_PERSONER, enhet) is not None


def _är_få(värde: object) -> bool:
    return isinstance(värde, Decimal) and 0 < värde < _FÅ and värde == värde.to_integral_value()
