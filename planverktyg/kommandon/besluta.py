"""`plan besluta`: en plan och ett beslut in, beslutet och fingeravtrycket av det som beslutades inskrivet i planen ut."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planverktyg.arkiv.urval.planer import Urvalsfel, period_ur, välj
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.skrivning import byt_innehåll
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.arkiv.urval.planer import Val
    from planverktyg.modell.beslut import Beslut, Fastställd
    from planverktyg.modell.grund.fynd import Fynd

_OM_BESLUTET = {"BES1301", "BES1302", "BES1303", "BES1304", "BES1308", "BES1309"}
"""Fynd om beslutet: om det går att besluta avgörs av `hinder`."""


class Status(StrEnum):
    """Vad beslutet gör med planen."""

    BESLUTAD = "beslutad"
    REVIDERAD = "reviderad"


def besluta(
    vad: flaggor.Vad,
    *,
    datum: Annotated[
        str | None, typer.Option("--datum", metavar="DATUM", help="Dagen för beslutet: 2019-10-15.")
    ] = None,
    paragraf: Annotated[
        int | None, typer.Option("--paragraf", metavar="NR", help="Paragrafens nummer i protokollet.")
    ] = None,
    diarienummer: Annotated[
        str | None, typer.Option("--diarienummer", metavar="NR", help='Ärendets diarienummer: "2019/ASN 0123".')
    ] = None,
    instans: Annotated[
        str | None, typer.Option("--instans", metavar="NAMN", help="Den som beslutade, när det inte är nämnden själv.")
    ] = None,
    status: Annotated[
        Status | None,
        typer.Option(
            "--status",
            metavar="STATUS",
            parser=flaggor.EttAv(Status),
            help="beslutad eller reviderad; utelämnat: det som passar.",
        ),
    ] = None,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    rätta: Annotated[
        str | None,
        typer.Option(
            "--rätta",
            "--ratta",
            metavar="SKÄL",
            help="Rätta det beslutade utan nytt beslut: vad som är rättat, och varför.",
        ),
    ] = None,
    prova: Annotated[bool, typer.Option("--prova", help="Visa vad som skulle skrivas, utan att skriva det.")] = False,
) -> int:
    """Skriv in beslutet om en plan, med ett fingeravtryck av det som beslutades.

    Först visas vad som beslutas och vad som skiljer från det förra beslutet. Efter det säger plan validera till när planen inte
    längre är den som beslutades. Beslutet som gällde förut flyttas till tidigare beslut; inget annat i filen ändras. Med --delår,
    --period eller uppföljningens fil gäller det uppföljningen i stället för planen, och dess bedömningar fastställs.

    Exempel:
        plan besluta asn-2020 --datum 2019-10-15 --paragraf 97
        plan besluta asn-2020 --delår 2 --datum 2020-09-22 --paragraf 81
    """
    try:
        avser = period_ur(delår, period)
        val = _en(välj(vad, enhet=None, period=avser, kräv_uppföljning=avser is not None).valda)
        dokument = val.uppföljning if val.är_utpekad and val.uppföljning else val.akt.plan
        _kräv_utan_fel(dokument, val)
        fält = {
            "status": status and status.value,
            "instans": instans,
            "datum": _dagen(datum) if datum is not None else None,
            "paragraf": paragraf,
            "diarienummer": diarienummer,
        }
        return _besluta(dokument, val, fält, rätta, prova=prova)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)


def _en(valda: Sequence[Val]) -> Val:
    from planverktyg.modell.grund.svenska import räkna_upp

    if len(valda) > 1:
        idn = [val.akt.plan.modell.plan.id for val in valda]
        raise Urvalsfel(f"Ett beslut gäller en plan. Ange en av {räkna_upp(idn)}.")
    return valda[0]


def _dagen(skrivet: str) -> date:
    from pydantic_core import PydanticCustomError

    from planverktyg.modell.byggsten import läs_datum

    try:
        return läs_datum(skrivet)
    except PydanticCustomError as fel:
        besked = fel.context or {}
        raise Urvalsfel(f"--datum: {besked['text']} {besked['råd']}") from None


def _kräv_utan_fel(dokument: Dokument[Any], val: Val) -> None:
    """Det som har fel får inte beslutas: fingeravtrycket skulle gälla något som måste ändras."""
    from planverktyg.modell.grund.fynd import Allvar

    fel = [
        fynd
        for fynd in _granskade(val)
        if fynd.allvar is Allvar.FEL and fynd.plats.fil == dokument.fil and fynd.kod not in _OM_BESLUTET
    ]
    if fel:
        raise Urvalsfel(f"{dokument.fil} kan inte beslutas förrän felen är rättade:", slutkod=1, fynd=fel)


def _granskade(val: Val) -> list[Fynd]:
    from planverktyg.granskning.granskare import granska_mapp

    assert val.mapp is not None
    return granska_mapp(val.mapp)


def _besluta(dokument: Dokument[Any], val: Val, fält: dict[str, Any], rätta: str | None, *, prova: bool) -> int:
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.blanketter.yaml.beslut import nytt_beslut, rättat_beslut
    from planverktyg.kommandon.beslutat.visning import visa_det_som_beslutas
    from planverktyg.modell.beslut import Rättelse
    from planverktyg.modell.fingeravtryck import gällande

    idag = datetime.now(tz=UTC).astimezone().date()
    _kräv_inga_hinder(dokument, fält, rätta, idag)
    förut = gällande(dokument.modell)
    fastställda: dict[str, Fastställd] = {}
    if rätta is not None:
        assert förut is not None
        rättelse = Rättelse.model_construct(datum=idag, skäl=rätta.strip(), fingeravtryck=förut.fingeravtryck or "")
        beslut, flyttas = rättat_beslut(dokument.modell, fält, rättelse), False
    else:
        fastställda = _fastställda(dokument, val)
        beslut, flyttas = nytt_beslut(dokument.modell, fält, fastställda)
    rader = visa_det_som_beslutas(dokument, fastställda, Arkiv())
    return _skriv_in(dokument, beslut, rader, flyttas=flyttas, prova=prova)


def _kräv_inga_hinder(dokument: Dokument[Any], fält: dict[str, Any], rätta: str | None, idag: date) -> None:
    from planverktyg.kommandon.beslutat.hinder import hinder_för_beslut, hinder_för_rättelse

    if rätta is not None and not rätta.strip():
        raise Urvalsfel("--rätta behöver ett skäl: vad som är rättat, och varför det inte behövde något beslut.")
    if rätta is None and fält["datum"] is None:
        raise Urvalsfel("Ange dagen för beslutet: --datum ÅÅÅÅ-MM-DD.")
    skäl = hinder_för_beslut(dokument, fält, idag) if rätta is None else hinder_för_rättelse(dokument, fält)
    if skäl:
        raise Urvalsfel("\n".join([f"{dokument.fil} är inte beslutad, och inget är skrivet.", *skäl]), slutkod=1)


def _fastställda(dokument: Dokument[Any], val: Val) -> dict[str, Fastställd]:
    """Uppföljningens bedömningar; för en plan ingenting."""
    from planverktyg.uppfyllelse import beräkna_akt
    from planverktyg.uppfyllelse.faststallt import fastställ

    return {} if dokument is val.akt.plan else fastställ(beräkna_akt(val.akt, dokument))


def _skriv_in(dokument: Dokument[Any], beslut: Beslut, rader: Iterable[str], *, flyttas: bool, prova: bool) -> int:
    from planverktyg.arkiv.ingrepp import Vägran
    from planverktyg.blanketter.yaml.beslut import skriv_beslut

    fil = Path(dokument.fil)
    källa = _källan(dokument)
    try:
        ny = skriv_beslut(dokument, källa, beslut, flyttas=flyttas)
    except Vägran as vägran:
        raise Urvalsfel(f"Beslutet går inte att skriva in i {fil}. {vägran}") from None
    if ny == källa:
        skriv_fel(f"Beslutet står redan i {fil}, och det som beslutades är oförändrat.")
        return 0
    skriv_ut("".join(f"{rad}\n" for rad in rader))
    skriv_ut("".join(f"{rad}\n" for rad in _ändrade_rader(källa, ny)))
    if prova:
        skriv_fel(f"Inget är skrivet i {fil}.")
        return 0
    byt_innehåll(fil, källa, ny)
    skriv_fel(f"Skrev {fil}")
    return 0


def _källan(dokument: Dokument[Any]) -> bytes:
    """Filens byte, som ska vara de som dokumentet lästes ur: annars gäller fingeravtrycket något annat."""
    from planverktyg.arkiv.syntax import läs

    källa = Path(dokument.fil).read_bytes()
    träd, _ = läs(källa, dokument.fil)
    if träd is None or träd.text != dokument.träd.text:
        raise Urvalsfel(f"{dokument.fil} ändrades av någon annan under tiden. Inget är skrivet; kör kommandot igen.")
    return källa


def _ändrade_rader(före: bytes, efter: bytes) -> Iterator[str]:
    """Raderna som är borttagna (−) och tillagda (+), med radnummer där varje ställe börjar."""
    from planverktyg.arkiv.ingrepp import jämför_rader

    for ställe in jämför_rader(före, efter):
        yield f"rad {ställe.rad}"
        yield from (f"- {rad}" for rad in ställe.förut)
        yield from (f"+ {rad}" for rad in ställe.nu)
