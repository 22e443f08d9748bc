"""Värden, tider, enheter och beslut in, text för tabellceller ut."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.modell.andel import Andel, lägg_ihop
from planverktyg.modell.grund.svenska import MÅNADER, skriv_datum, skriv_tal, versal
from planverktyg.modell.villkor import skriv_med_enhet
from planverktyg.uppfyllelse.stegvis import skriv_värde as skriv_prövat_värde
from planverktyg.utgivning.underlag.gemensamt import Not

if TYPE_CHECKING:
    from planverktyg.modell.avvikelse import Avvikelsesvar
    from planverktyg.modell.beslut import Beslut
    from planverktyg.modell.indikator import Jämförelse, Mätvärde, TidigareVärde
    from planverktyg.modell.period import Tidpunkt
    from planverktyg.modell.villkor import Mätt, Prövning

TOMT = "–"
"""Skrivs i en cell som inte har något värde."""

KORTA_MÅNADER = ("jan.", "feb.", "mars", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")
_ORD_I_NAMNET = {"%", "ja/nej", "antal"}
"""Enheter som syns på värdet självt eller alltid framgår av indikatorns namn."""


def skriv_värde(värde: Mätt, enhet: str | None, mot: Prövning | None = None) -> str:
    """Värdet utan enhet, utom procenttecknet: `2 700`, `12,69 %`, `80 % (8 av 10)`, `ja`, `30 april 2020`.

    En andel som prövas `mot` en gräns skrivs med så många decimaler att den inte ser ut att nå den.
    """
    if isinstance(värde, Andel) and mot is not None:
        return skriv_prövat_värde(värde, enhet, mot=mot)
    if isinstance(värde, str):
        return värde
    if isinstance(värde, date):
        return skriv_datum(värde)
    decimaler = None
    if isinstance(värde, Fraction):
        decimaler = 0 if värde.denominator == 1 else 1
    return skriv_med_enhet(värde, enhet, decimaler=decimaler)


def kort_tid(tid: Tidpunkt) -> str:
    """Tidpunkten så kort som den får plats i en cell: `sep. 2019`, `delårsrapport 2 2019`."""
    text = str(tid)
    for månad, kort in zip(MÅNADER, KORTA_MÅNADER, strict=True):
        if text == f"{månad} {tid.år}":
            return f"{kort} {tid.år}"
    return lång_tid(tid)


def lång_tid(tid: Tidpunkt) -> str:
    """Tidpunkten i en rubrik: `2019`, `september 2019`, `delårsrapport 2 2019`."""
    text = str(tid)
    return text.replace("delår ", "delårsrapport ", 1) if text.startswith("delår ") else text


def synlig_enhet(namn: str, enhet: str | None) -> str:
    """Enheten när den inte redan framgår av indikatorns namn eller av värdet, annars tomt."""
    if enhet == "ej angiven":
        return "enhet ej angiven"
    if enhet is None or enhet in _ORD_I_NAMNET or nämner_ordet(namn, enhet.split()[0]):
        return ""
    return enhet


_ORDGRÄNS = re.compile(r"[^\w²³%°]+")
_KORT_ORD = 4
"""Kortare ord (kr, st, dag) är sällan slutet på ett annat."""
_BÖJNING = ("", "er", "ar", "or", "n", "r", "en", "et", "na", "erna", "arna", "orna", "s")


def nämner_ordet(namn: str, ordet: str) -> bool:
    """Om namnet har ordet som ett eget ord, också böjt (`insats` i `antal insatser`), inte som en del av ett annat.

    Efter `per` är ordet det som något delas med, och säger inte vad värdet har för enhet.
    """
    orden = [o for o in _ORDGRÄNS.split(namn.casefold()) if o]
    egna = {o for före, o in zip(["", *orden], orden, strict=False) if före != "per"}
    sökta = [ordet.casefold() + slut for slut in _BÖJNING]
    if len(ordet) < _KORT_ORD:
        return not egna.isdisjoint(sökta)
    return any(o.endswith(sökt) for o in egna for sökt in sökta)  # totalindex är ett index


def skriv_frånvaro(frånvaro: tuple[str, str]) -> str:
    """Varför ett värde inte finns: `Mättes inte.`, `Ej mätt: enkäten ställdes in`."""
    skäl, text = frånvaro
    return text if skäl == "saknas" else f"{versal(skäl)}: {text}"


def skriv_tidigare(v: TidigareVärde | None, enhet: str | None) -> str:
    """Ett tidigare värde med sin tid: `3 650 (prognos 2019)`."""
    if v is None:
        return TOMT
    if v.värde is None and not v.delar:
        return (v.frånvaro or ("saknas", ""))[0]
    tillägg = " ".join([*(["prognos"] if v.prognos else []), *([kort_tid(v.avser)] if v.avser else [])])
    return skriv_med_delar(v, enhet) + (f" ({tillägg})" if tillägg else "")


def mätnoter(m: Mätvärde, enhet: str | None) -> list[Not]:
    """Det som ett värde säger utöver sig självt: kommentar, kön, jämförelse, mätmetod och källa."""
    noter: list[Not] = []
    if m.kommentar:
        noter.append(Not("Kommentar", m.kommentar))
    if m.kön:
        kvinnor, män = skriv_värde(m.kön.kvinnor, enhet), skriv_värde(m.kön.män, enhet)
        noter.append(Not("Kön", f"kvinnor {kvinnor}, män {män}"))
    if m.varav:
        delar = ", ".join(f"{namn} {skriv_med_enhet(tal, enhet)}" for namn, tal in m.varav.items())
        noter.append(Not("Varav", delar))
    if m.underlag:
        noter.append(Not("Underlag", f"{m.underlag.antal} av {m.underlag.av}"))
    if m.jämförelse:
        noter.append(Not("Jämförelse", skriv_jämförelse(m.jämförelse, enhet)))
    if m.ny_mätmetod:
        noter.append(Not("Ny mätmetod", m.ny_mätmetod))
    if m.källa or m.hämtad:
        hämtad = f"hämtad {skriv_datum(m.hämtad)}" if m.hämtad else ""
        noter.append(Not("Källa", ", ".join(filter(None, [m.källa, hämtad]))))
    return noter


def skriv_jämförelse(jämförelse: Jämförelse, enhet: str | None) -> str:
    """`riket 16,9, liknande 15 (2017)`; tider som skiljer sig åt står vid sitt värde."""
    tider = {namn: jämförelse.tid(namn) for namn in jämförelse.värden}
    gemensam = next(iter(tider.values())) if len(set(tider.values())) == 1 else None
    delar = []
    for namn, tal in jämförelse.värden.items():
        tid = tider[namn]
        egen = f" ({kort_tid(tid)})" if tid and not gemensam else ""
        egen_enhet = jämförelse.enhet(namn)
        värde = f"{skriv_tal(tal)} ({egen_enhet})" if egen_enhet else skriv_med_enhet(tal, enhet)
        delar.append(f"{namn} {värde}{egen}")
    return ", ".join(delar) + (f" ({kort_tid(gemensam)})" if gemensam else "")


def svarsnoter(svar: Avvikelsesvar) -> list[Not]:
    """Orsaken till en avvikelse och vad som görs åt den, av vem och när."""
    noter = [Not("Orsak", svar.orsak)] if svar.orsak else []
    ansvar = [f"Ansvarig: {svar.ansvarig}"] if svar.ansvarig else []
    ansvar += [f"Klart: {kort_tid(svar.klart)}"] if svar.klart else []
    if svar.åtgärd or ansvar:
        noter.append(Not("Åtgärd", " ".join(filter(None, [svar.åtgärd, *(f"{a.rstrip('.')}." for a in ansvar)]))))
    return noter


def svar_i_text(svar: Avvikelsesvar) -> str:
    """`Orsak: … Åtgärd: … Ansvarig: … Klart: okt. 2020.`"""
    return " ".join(f"{n.etikett}: {n.text}" for n in svarsnoter(svar))


def skriv_med_delar(m: Mätvärde, enhet: str | None, mot: Prövning | None = None) -> str:
    """Värdet, och värdena för verksamheter eller nämnder: `85 %; x 92 %, y 78 %`. Det som inte finns utelämnas."""
    helheten = [skriv_värde(m.värde, enhet, mot)] if m.värde is not None else []
    return "; ".join([*helheten, *filter(None, [_delarna(m, enhet)])])


def _delarna(m: Mätvärde, enhet: str | None) -> str:
    """`hemtjänst 92 %, särskilt boende 88 %`. Andelar utan en helhet visas också sammanlagda."""
    delar = [
        f"{namn} {skriv_värde(del_.värde, enhet) if del_.värde is not None else TOMT}" for namn, del_ in m.delar.items()
    ]
    alla = lägg_ihop(del_.värde for del_ in m.delar.values())
    if alla is not None and len(delar) > 1 and m.värde is None:
        delar.append(f"sammanlagt {skriv_värde(alla, enhet)}")
    return ", ".join(delar)


def skriv_beslut(beslut: Beslut | None) -> str:
    """Beslutet i en mening: `Beslutad 15 oktober 2019, § 97, dnr 2019/ASN 0123`."""
    if beslut is None:
        return ""
    av = f" av {beslut.instans}" if beslut.instans else ""
    delar = [f"{versal(beslut.status)}{av}{f' {skriv_datum(beslut.datum)}' if beslut.datum else ''}"]
    delar += [f"§\u00a0{beslut.paragraf}"] if beslut.paragraf is not None else []
    delar += [f"dnr {beslut.diarienummer}"] if beslut.diarienummer else []
    text = ", ".join(delar)
    return f"{text}. {beslut.motivering}" if beslut.motivering else text


def skriv_tidsspann(start: date | None, slut: date | None) -> str:
    """`1 januari–31 december 2020`, eller den ena dagen när bara den finns."""
    if start and slut:
        första = skriv_datum(start)
        if start.year == slut.year:
            första = första.removesuffix(f" {start.year}")
        return f"{första}–{skriv_datum(slut)}"
    if start:
        return f"från {skriv_datum(start)}"
    return f"till {skriv_datum(slut)}" if slut else ""


def är_tal(värde: object) -> bool:
    """Om värdet är ett tal och inte ett ord eller ett datum."""
    return isinstance(värde, (Decimal, Fraction))
