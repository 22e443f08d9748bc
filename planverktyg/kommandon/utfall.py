"""`plan utfall`: en plan, ett id och ett värde in, värdet inskrivet på sin rad i uppföljningen ut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from planverktyg.arkiv.urval.planer import Urvalsfel, period_ur, välj, är_år
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.skrivning import byt_innehåll, skriv_fel, skriv_ny_fil, skriv_ut
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.ingrepp import Nytt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.blanketter.svarsrad import Svarsrad
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.rapportering import Uppföljningsdokument


def utfall(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Plan-id, sökväg, eller år om bara en plan gäller då.")],
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="Indikatorns, uppdragets, åtgärdens, kontrollens eller riskens id.")
    ],
    värde: Annotated[
        str | None,
        typer.Argument(metavar="VÄRDE", help="1890, 12.5, ja, 2020-08-31; för ett uppdrag status: pågår, klar."),
    ] = None,
    *,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    år: Annotated[
        int | None, typer.Option("--år", "--ar", metavar="ÅR", help="Uppföljningens år, när planen gäller flera.")
    ] = None,
    prognos: Annotated[str | None, typer.Option("--prognos", metavar="VÄRDE", help="Väntat värde för helåret.")] = None,
    kommentar: Annotated[
        str | None, typer.Option("--kommentar", metavar="TEXT", help="Förklaring som visas bredvid värdet.")
    ] = None,
    källa: Annotated[
        str | None, typer.Option("--källa", "--kalla", metavar="TEXT", help="Varifrån värdet kommer.")
    ] = None,
    avser: Annotated[
        str | None, typer.Option("--avser", metavar="TID", help='Tiden som värdet handlar om: "kvartal 2 2020".')
    ] = None,
    saknas: Annotated[str | None, typer.Option("--saknas", metavar="TEXT", help="Varför värdet inte finns.")] = None,
    ej_mätt: Annotated[
        str | None, typer.Option("--ej-mätt", "--ej-matt", metavar="TEXT", help="Varför det inte är mätt, och när.")
    ] = None,
    utgår: Annotated[
        str | None, typer.Option("--utgår", "--utgar", metavar="TEXT", help="Beslutet om att den inte följs längre.")
    ] = None,
    avstämning: Annotated[
        str | None,
        typer.Option("--avstämning", "--avstamning", metavar="TEXT", help="Hur arbetet går, när det bara stäms av."),
    ] = None,
    redovisning: Annotated[
        str | None, typer.Option("--redovisning", metavar="TEXT", help="Det som redovisas, när målet är det.")
    ] = None,
    avvikelse: Annotated[
        str | None, typer.Option("--avvikelse", metavar="TEXT", help="Vad som avvek vid en kontroll.")
    ] = None,
    sannolikhet: Annotated[
        str | None, typer.Option("--sannolikhet", metavar="NR", help="Riskens sannolikhet nu.")
    ] = None,
    konsekvens: Annotated[str | None, typer.Option("--konsekvens", metavar="NR", help="Riskens konsekvens nu.")] = None,
    rättelse: Annotated[
        str | None,
        typer.Option(
            "--rättelse", "--rattelse", metavar="TEXT", help="Vad som rättas och varför, i en beslutad uppföljning."
        ),
    ] = None,
    prova: Annotated[bool, typer.Option("--prova", help="Visa vad som skulle skrivas, utan att skriva det.")] = False,
) -> int:
    """Skriv in ett värde eller en status i uppföljningen: en rad ändras, och allt annat i filen står kvar.

    Utan period skrivs det i den senaste uppföljningen. Finns ingen för perioden skapas den. Ett värde som inte passar
    indikatorn skrivs inte, och kommandot säger varför.

    Exempel:
        plan utfall asn-2020 hvb-dygn 1890 --delår 2 --prognos 2700
        plan utfall asn-2020 sjukfranvaro-kort --delår 2 --ej-mätt "Mäts i oktober."
    """
    from planverktyg.arkiv.ingrepp import Vägran
    from planverktyg.blanketter.svarsrad import hitta_rad, tolka_svar

    givna = {
        "prognos": prognos, "avser": avser, "källa": källa, "kommentar": kommentar, "saknas": saknas, "ej mätt": ej_mätt,
        "utgår": utgår, "avstämning": avstämning, "redovisning": redovisning, "avvikelse": avvikelse,
        "sannolikhet": sannolikhet, "konsekvens": konsekvens, "rättelse": rättelse,
    }  # fmt: skip
    try:
        akt = _en_akt(plan)
        rad = hitta_rad(akt.plan.modell, id_)
        svar = tolka_svar(rad, värde, {nyckel: text for nyckel, text in givna.items() if text is not None})
        uppföljning = _uppföljning(akt, period_ur(delår, period), int(plan) if är_år(plan) else år)
        return _skriv_in(akt, uppföljning, rad, svar, prova=prova)
    except Vägran as fel:
        skriv_fel(str(fel))
        return 1
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)


class _Fil(NamedTuple):
    """Uppföljningens fil: vad som står i den, och dokumentet om den redan finns."""

    sökväg: Path
    källa: bytes
    dokument: Dokument[Uppföljningsdokument] | None


def _en_akt(vad: str) -> Akt:
    from planverktyg.modell.grund.svenska import räkna_upp

    valda = välj(vad, enhet=None, period=None, kräv_uppföljning=False).valda
    if len(valda) > 1:
        raise Urvalsfel(f"Flera planer passar. Ange en av {räkna_upp([v.akt.plan.modell.plan.id for v in valda])}.")
    return valda[0].akt


# --- Uppföljningen ----------------------------------------------------------------------------------


def _uppföljning(akt: Akt, period: str | None, år: int | None) -> _Fil:
    """Uppföljningen som värdet hör till; finns den inte, en ny med bara ett huvud."""
    from planverktyg.arkiv.urval.uppfoljningar import dela_period

    plan = akt.plan.modell.plan
    period, år = dela_period(akt, period, år)
    if period is not None and år is None:
        if plan.år.från != plan.år.till:
            raise Urvalsfel(f"{plan.id} gäller {plan.år}. Säg vilket år med --år.")
        år = plan.år.från
    if år is not None and år not in plan.år:
        raise Urvalsfel(f"{plan.id} gäller {plan.år}, inte {år}.")
    huvuden = [(u, u.modell.uppföljning) for u in akt.uppföljningar]
    passar = [u for u, h in huvuden if period in {None, h.period} and år in {None, h.per.year}]
    if passar:
        fil = Path(passar[-1].fil)
        return _Fil(fil, fil.read_bytes(), passar[-1])
    if period is None:
        när = f" för {år}" if år else ""
        raise Urvalsfel(f"{plan.id} har ingen uppföljning{när} ännu. Säg vilken med --delår eller --period.")
    assert år is not None
    return _ny_uppföljning(akt, period, år)


def _ny_uppföljning(akt: Akt, period: str, år: int) -> _Fil:
    from planverktyg.blanketter.fragor import Tillfället
    from planverktyg.blanketter.yaml.uppfoljning import skriv_tom_uppföljning
    from planverktyg.kommandon.ny import schemarad
    from planverktyg.kommandon.terminal.fragor import Svarsfel, tolka_en_av

    try:
        per = akt.husregler.sista_dag(tolka_en_av(akt.husregler.perioder)(period), år)
    except Svarsfel as fel:
        raise Urvalsfel(str(fel)) from None
    assert per is not None
    fil = Path(akt.plan.fil).parent / f"{per.isoformat()}.yaml"
    text = skriv_tom_uppföljning(akt.plan.modell.plan, Tillfället(period, per), schemarad(fil, "uppföljning"))
    return _Fil(fil, text.encode(), None)


def _kräv_rättelse(dokument: Dokument[Uppföljningsdokument], rad: Svarsrad, svar: dict[str, Nytt]) -> None:
    """I en beslutad uppföljning rättas ett värde öppet. Annat ändras med ett nytt beslut."""
    from planverktyg.modell.fingeravtryck import gällande
    from planverktyg.modell.grund.svenska import skriv_datum

    beslut = gällande(dokument.modell)
    if beslut is None:
        return
    när = f" den {skriv_datum(beslut.datum)}" if beslut.datum else ""
    if "rättelse" not in rad.slag.övriga:
        råd = "Ett svar om annat än en indikator ändras i filen, med ett nytt beslut: plan besluta."
        raise Urvalsfel(f"{dokument.fil} är beslutad{när}. {råd}")
    if "rättelse" not in svar:
        råd = "Säg vad som rättas och varför med --rättelse; det visas i rapporten."
        raise Urvalsfel(f"{dokument.fil} är beslutad{när}. {råd}")
    skriv_fel(f"{dokument.fil} är beslutad{när}. Ändringen skrivs som en rättelse.")


# --- Skrivningen ------------------------------------------------------------------------------------


def _skriv_in(akt: Akt, uppföljning: _Fil, rad: Svarsrad, svar: dict[str, Nytt], *, prova: bool) -> int:
    from planverktyg.arkiv.filer import Arbetsmapp
    from planverktyg.arkiv.ingrepp import Ingrepp
    from planverktyg.blanketter.svarsrad import skriv_svar

    fil, källa, dokument = uppföljning
    if dokument is not None:
        _kräv_rättelse(dokument, rad, svar)
    ingrepp = Ingrepp(källa, Arbetsmapp().visa(fil))
    skriv_svar(ingrepp, rad, svar)
    nya = ingrepp.klart()
    if dokument is not None and nya == källa:
        skriv_fel(f"Det står redan så i {fil}.")
        return 0
    varningar = _pröva(akt, uppföljning, nya, rad.id)
    skriv_ut(_visa_ändringen(fil, källa if dokument is not None else b"", nya))
    if varningar:
        skriv_fel(_i_ord(varningar))
    if prova:
        skriv_fel(f"Inget är skrivet i {fil}.")
        return 0
    if dokument is None:
        skriv_ny_fil(fil, nya)
    else:
        byt_innehåll(fil, källa, nya)
    skriv_fel(f"Skrev {fil}")
    return 0


def _visa_ändringen(fil: Path, före: bytes, efter: bytes) -> str:
    """Raderna som är borttagna (-) och tillagda (+), med radnummer där varje ställe börjar."""
    from planverktyg.arkiv.ingrepp import jämför_rader

    if not före:
        return "".join(
            f"{rad}\n" for rad in [f"{fil} (ny fil)", *(f"+ {r}".rstrip() for r in efter.decode().splitlines())]
        )
    rader: list[str] = []
    for ställe in jämför_rader(före, efter):
        rader += [f"{fil} rad {ställe.rad}", *(f"- {r}" for r in ställe.förut), *(f"+ {r}".rstrip() for r in ställe.nu)]
    return "".join(f"{rad}\n" for rad in rader)


def _pröva(akt: Akt, uppföljning: _Fil, nya: bytes, id_: str) -> list[Fynd]:
    """Det nya som plan validera säger om raden. Är något av det ett fel skrivs inget: då reses `Urvalsfel`."""
    from planverktyg.modell.grund.fynd import Allvar

    fil = uppföljning.sökväg
    förut = {f._replace(plats=f.plats._replace(rad=1, kolumn=1), utdrag="") for f in _fynd(akt, fil, uppföljning.källa)}
    tillkomna = [
        f for f in _fynd(akt, fil, nya) if f._replace(plats=f.plats._replace(rad=1, kolumn=1), utdrag="") not in förut
    ]
    fel = [f for f in tillkomna if f.allvar is Allvar.FEL]
    if fel:
        raise Urvalsfel(f"Inget är skrivet i {fil}:", slutkod=1, fynd=fel)
    return [f for f in tillkomna if f.gäller == id_]


def _fynd(akt: Akt, fil: Path, innehåll: bytes) -> list[Fynd]:
    """Fynden i uppföljningen om den hade det innehållet."""
    from planverktyg.arkiv.filer import Arbetsmapp
    from planverktyg.arkiv.laddning import ladda
    from planverktyg.arkiv.syntax import läs
    from planverktyg.granskning.granskare import granska

    namn = Arbetsmapp().visa(fil)
    träd, fynd = läs(innehåll, namn)
    dokument, fler = ladda(träd) if träd else (None, [])
    övriga = [u for u in akt.uppföljningar if u.fil != namn]
    alla = sorted([*övriga, *([dokument] if dokument else [])], key=lambda u: u.modell.uppföljning.per)
    granskat = granska(akt._replace(uppföljningar=tuple(alla)))
    return [f for f in (*fynd, *fler, *granskat) if f.plats.fil == namn]


def _i_ord(fynd: Sequence[Fynd]) -> str:
    from planverktyg.utgivning.fynd import Format, Granskat, skriv

    granskat = [Granskat(fynd, sorted({f.plats.fil for f in fynd}))]
    return "".join(skriv(granskat, Format.TEXT, bredd=80, färg=False)).rstrip()
