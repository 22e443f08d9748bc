"""Regler för åtgärdsplaner i planen: effekt, tid och ansvar. Uppföljningens effekt har sina i `atgardseffekter`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, räkna_upp_några, träff
from planverktyg.modell.ekonomi import KRONOR
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.atgardsplan import Åtgärd
    from planverktyg.modell.effekt import Effekt
    from planverktyg.modell.grund.plats import Rutt


def _planens_åtgärder(vandring: Vandring) -> Iterator[tuple[Rutt, Åtgärd]]:
    """Åtgärdsplanens åtgärder; de som bara är till för en risk har egna regler."""
    return ((rutt, å) for rutt, å in vandring.åtgärder if rutt[0] == "åtgärdsplan")


@aktregel("ATG901", "punkt utan ekonomisk effekt", Allvar.VARNING, kräver_helhet=True)
def utan_effekt(vandring: Vandring) -> Iterator[Träff]:
    """En punkt i åtgärdsplanen säger inte vad den väntas ge i pengar.

    Revisorerna anmärker på åtgärdsplaner utan belopp: nämnden kan då inte se om åtgärderna räcker. Är effekten inte känd
    ännu skrivs `återkommer: ja`, och blir kostnaden densamma skrivs `oförändrad: ja`.

    Fel:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-06}]

    Rätt:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {styckpris: {belopp: 1.6, enhet: mnkr, per: helårsplacering}, antal: 3}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-06}]
    """
    for rutt, punkt in vandring.punkter:
        if punkt.ekonomisk_effekt is None and not any(å.ekonomisk_effekt for å in punkt.åtgärder):
            yield träff(
                vandring.dokument,
                (*rutt, "id"),
                f"Punkten {punkt.id} säger inte vad den väntas ge i pengar.",
                "Lägg till ekonomisk effekt med styckpris och antal, belopp, oförändrad eller återkommer.",
            )


@aktregel("ATG902", "effekten kan inte summeras", Allvar.NOTIS, kräver_helhet=True)
def utan_summa(vandring: Vandring) -> Iterator[Träff]:
    """Punktens effekt går inte att räkna i kronor, så den är inte med i åtgärdsplanens summa.

    Notisen säger varför: antalet saknas, effekten är inte känd ännu, eller den är bara beskriven i ord.

    Fel:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: jourhem
                namn: Rekrytera egna jourhem
                ekonomisk effekt: {styckpris: {från: 2000, till: 1000, enhet: kr, per: dygn}}
                åtgärder: [{id: rekrytera, text: Rekrytera jourhem., ansvarig: enhetschefen, klart: 2020-06}]

    Rätt:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: jourhem
                namn: Rekrytera egna jourhem
                ekonomisk effekt: {styckpris: {från: 2000, till: 1000, enhet: kr, per: dygn}, antal: 730}
                åtgärder: [{id: rekrytera, text: Rekrytera jourhem., ansvarig: enhetschefen, klart: 2020-06}]
    """
    for rutt, punkt in vandring.punkter:
        effekter = [((*rutt, "ekonomisk effekt"), punkt.ekonomisk_effekt)]
        if punkt.ekonomisk_effekt is None:
            effekter = [
                ((*rutt, "åtgärder", i, "ekonomisk effekt"), å.ekonomisk_effekt) for i, å in enumerate(punkt.åtgärder)
            ]
        hinder = next(((plats, e.hinder) for plats, e in effekter if e and e.hinder), None)
        if hinder is not None:
            yield träff(
                vandring.dokument,
                hinder[0],
                f"Effekten av {punkt.id} är inte med i summan: {hinder[1]}.",
                på_nyckeln=True,
            )


@aktregel("ATG903", "åtgärd utan tid", Allvar.VARNING, kräver_helhet=True)
def utan_tid(vandring: Vandring) -> Iterator[Träff]:
    """En åtgärd i åtgärdsplanen säger inte när den ska göras, varken med datum eller i ord.

    Då kan ingen säga att den är försenad.

    Fel:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen}]

    Rätt:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-06}]
    """
    for rutt, åtgärd in _planens_åtgärder(vandring):
        if not (åtgärd.start or åtgärd.sista_dag or åtgärd.tidsplan):
            text = f"Åtgärden {åtgärd.id} säger inte när den ska göras."
            yield träff(vandring.dokument, (*rutt, "id"), text, "Lägg till klart, slut eller tidsplan.")


@aktregel("ATG904", "åtgärdens tid står bara i ord", Allvar.NOTIS, kräver_helhet=True)
def tid_i_ord(vandring: Vandring) -> Iterator[Träff]:
    """Åtgärdens tidsplan är bara text ("kommer att starta omgående"), utan dag då den ska vara klar.

    Verktyget kan då inte säga till när tiden har gått ut.

    Fel:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, tidsplan: Omgående.}]

    Rätt:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder:
                  - {id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, tidsplan: Omgående., klart: 2020-06}
    """
    i_ord = [å.id for _, å in _planens_åtgärder(vandring) if å.tidsplan and not å.sista_dag]
    if i_ord:
        yield träff(
            vandring.dokument,
            ("åtgärdsplan",),
            f"Åtgärden {i_ord[0]} har ingen dag då den ska vara klar."
            if len(i_ord) == 1
            else f"{len(i_ord)} åtgärder har ingen dag då de ska vara klara: {räkna_upp_några(i_ord)}.",
            "Lägg till klart: 2020-06 bredvid tidsplanen, om nämnden har bestämt en tid.",
            på_nyckeln=True,
        )


@aktregel("ATG905", "åtgärd utan ansvarig", Allvar.VARNING, kräver_helhet=True)
def utan_ansvarig(vandring: Vandring) -> Iterator[Träff]:
    """En åtgärd i åtgärdsplanen säger inte vem som ansvarar. Det som ingen äger blir sällan gjort.

    Fel:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., klart: 2020-06}]

    Rätt:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt: {belopp: 4800, enhet: tkr}
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-06}]
    """
    for rutt, åtgärd in _planens_åtgärder(vandring):
        if åtgärd.ansvarig is None:
            text = f"Åtgärden {åtgärd.id} säger inte vem som ansvarar."
            yield träff(vandring.dokument, (*rutt, "id"), text, "Lägg till ansvarig: rollen, inte en persons namn.")


# --- Texten och siffrorna ---------------------------------------------------------------------------

_BELOPP = (
    r"(?i)(?<!\d)(\d{1,15}(?:[ \u00a0]\d{3}){0,5}(?:[.,]\d{1,9})?)\s{0,3}"
    r"(mkr|mnkr|miljoner kronor|tkr|tusen kronor|kr|kronor)\b"
)
_TAL = r"\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?"
_ENHET = {"mkr": "mnkr", "miljoner kronor": "mnkr", "tusen kronor": "tkr", "kronor": "kr"}


@aktregel("ATG906", "effektens text och siffror säger olika", Allvar.FEL)
def olika_effekt(vandring: Vandring) -> Iterator[Träff]:
    """Effekten i planens egna ord nämner andra belopp eller ett annat antal än siffrorna som verktyget räknar med.

    Ett av dem är felskrivet, och summan blir fel utan att det syns.

    Fel:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt:
                  text: En helårsplacering kostar ca 1,6 Mkr. Målet är 3 färre.
                  styckpris: {belopp: 1.8, enhet: mnkr, per: helårsplacering}
                  antal: 3
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-06}]

    Rätt:
        åtgärdsplan:
          - id: barn
            rubrik: Barn och unga
            punkter:
              - id: hvb
                namn: Minska antalet placeringar
                ekonomisk effekt:
                  text: En helårsplacering kostar ca 1,6 Mkr. Målet är 3 färre.
                  styckpris: {belopp: 1.6, enhet: mnkr, per: helårsplacering}
                  antal: 3
                åtgärder: [{id: hemtagning, text: Ta hem placerade., ansvarig: enhetschefen, klart: 2020-06}]
    """
    for rutt, effekt in _effekter(vandring):
        sagda = {
            _tal(tal) * KRONOR[_ENHET.get(ord_.lower(), ord_.lower())]
            for tal, ord_ in re.findall(_BELOPP, effekt.text or "")
        }
        for plats, belopp, enhet in _skrivna(effekt):
            if sagda and abs(belopp * KRONOR[enhet]) not in sagda:
                yield träff(
                    vandring.dokument,
                    (*rutt, *plats),
                    f"Beloppet {skriv_tal(belopp)} {enhet} står inte i effektens text.",
                    "Rätta beloppet, eller texten.",
                )
        antalen = {_tal(tal) for tal in re.findall(_TAL, re.sub(_BELOPP, "", effekt.text or ""))}
        if effekt.antal is not None and antalen and effekt.antal not in antalen:
            text = f"Antalet {skriv_tal(effekt.antal)} står inte i effektens text."
            yield träff(vandring.dokument, (*rutt, "antal"), text, "Rätta antalet, eller texten.")


def _effekter(vandring: Vandring) -> Iterator[tuple[Rutt, Effekt]]:
    delar = [(rutt, punkt.ekonomisk_effekt) for rutt, punkt in vandring.punkter]
    delar += [(rutt, åtgärd.ekonomisk_effekt) for rutt, åtgärd in vandring.åtgärder]
    return (((*rutt, "ekonomisk effekt"), effekt) for rutt, effekt in delar if effekt is not None)


def _skrivna(effekt: Effekt) -> Iterator[tuple[Rutt, Decimal, str]]:
    if effekt.belopp is not None:
        yield ("belopp",), effekt.belopp, effekt.enhet
    if pris := effekt.styckpris:
        for namn, belopp in (("belopp", pris.belopp), ("från", pris.från), ("till", pris.till)):
            if belopp is not None:
                yield ("styckpris", namn), belopp, pris.enhet


def _tal(skrivet: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", skrivet).replace(",", "."))
