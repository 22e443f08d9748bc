"""`plan utfall`: en plan, ett id och ett svar in, svaret inskrivet på sin rad i uppföljningen ut."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.svarsnycklar import Svarsart, alla_nycklar
from planverktyg.blanketter.svarsrad import flagga
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_fel
from planverktyg.modell.grund.svenska import slugga

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt import Akt, Arkiv
    from planverktyg.blanketter.inskrivning import Uppföljningsfil
    from planverktyg.blanketter.tabell import Tabell
    from planverktyg.kommandon.svaren.filen import Vad


def utfall(
    plan: flaggor.Plan,
    id_: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="Id för det som svaret gäller; utelämnat frågar kommandot efter allt som väntar."
        ),
    ] = None,
    värde: Annotated[
        str | None,
        typer.Argument(
            metavar="VÄRDE", help='1890, 12.5, ja, "8 av 10", 2020-08-31; för ett uppdrag status: pågår, klar.'
        ),
    ] = None,
    *,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    år: flaggor.År = None,
    från: Annotated[
        Path | None,
        typer.Option(
            "--från",
            "--fran",
            metavar="FIL",
            help="Läs svaren ur en ifylld blankett (.xlsx), eller en CSV-fil: id;svar;prognos",
        ),
    ] = None,
    det_som_går: Annotated[
        bool,
        typer.Option("--det-som-går", "--det-som-gar", help="Skriv svaren som är rätt, fast andra i filen är fel."),
    ] = False,
    prova: Annotated[bool, typer.Option("--prova", help="Visa vad som skulle skrivas, utan att skriva det.")] = False,
    **svar: list[str] | None,
) -> int:
    """Skriv in ett värde eller en status i uppföljningen: en rad ändras, och allt annat i filen står kvar.

    Utan period skrivs det i den senaste uppföljningen. Finns ingen för perioden skapas den. Ett värde som inte passar
    indikatorn skrivs inte, och kommandot säger varför. Ett tankstreck (–) tar bort det som står.

    Exempel:
        plan utfall asn-2020 hvb-dygn 1890 --delår 2 --prognos 2700
        plan utfall asn-2020 sjukfranvaro-kort --delår 2 --ej-mätt "Mäts i oktober."
    """
    from planverktyg.arkiv.ingrepp import Vägran
    from planverktyg.kommandon.svaren.filen import tolka_vad

    givna = {nyckel: svar[_pythonnamn(nyckel)] or [] for nyckel in alla_nycklar() if svar.get(_pythonnamn(nyckel))}
    try:
        vad = tolka_vad(plan, delår, period, år)
        if från is not None:
            return _ur_tabell(vad, från, det_som_går=det_som_går, prova=prova)
        return _ett_svar(vad, id_, värde, givna, prova=prova)
    except Vägran as fel:
        skriv_fel(str(fel))
        return 1
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)


# --- Flaggorna --------------------------------------------------------------------------------------


def _flaggorna() -> Iterator[inspect.Parameter]:
    """En flagga för varje nyckel som kan besvaras, så att en ny nyckel i formatet får sin."""
    for namn, (nyckel, slagen) in alla_nycklar().items():
        långa = dict.fromkeys((flagga(namn), f"--{slugga(namn)}"))
        hör = "" if "utfall" in {slag.nyckel for slag in slagen} else f" ({', '.join(slag.namn for slag in slagen)})"
        val = typer.Option(*långa, metavar=_METAVAR.get(nyckel.art, "TEXT"), help=f"{nyckel.hjälp}{hör}")
        yield inspect.Parameter(
            _pythonnamn(namn), inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[list[str] | None, val]
        )


_METAVAR = {
    Svarsart.TAL: "TAL",
    Svarsart.HELTAL: "NR",
    Svarsart.VÄRDE: "VÄRDE",
    Svarsart.DATUM: "DATUM",
    Svarsart.TID: "TID",
    Svarsart.JA_NEJ: "JA/NEJ",
    Svarsart.ORD: "ORD",
    Svarsart.UPPSLAG: "NAMN=VÄRDE",
    Svarsart.LISTA: "NAMN=VÄRDE,…",
}


def _pythonnamn(nyckel: str) -> str:
    return f"svar_{nyckel.replace(' ', '_')}"


def _med_flaggor(kommando: Any) -> None:
    egna = inspect.signature(kommando, eval_str=True).parameters.values()
    utan_svar = [p for p in egna if p.kind is not inspect.Parameter.VAR_KEYWORD]
    kommando.__signature__ = inspect.Signature([*utan_svar, *_flaggorna()])


_med_flaggor(utfall)


# --- Svaren -----------------------------------------------------------------------------------------


def _ett_svar(vad: Vad, id_: str | None, värde: str | None, givna: dict[str, list[str]], *, prova: bool) -> int:
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.blanketter.inskrivning import Svar
    from planverktyg.blanketter.svarsrad import hitta_rad, tolka_svar
    from planverktyg.kommandon.svaren.filen import en_akt, uppföljningens_fil
    from planverktyg.kommandon.svaren.fragestund import fråga_ut, väntande
    from planverktyg.kommandon.svaren.inskrift import skriv_svaren
    from planverktyg.kommandon.terminal.fragor import Frågor

    frågor = Frågor()
    if värde is None and not givna and frågor.går_att_ställa and not prova:
        return fråga_ut(frågor, vad, id_)
    arkiv = Arkiv()
    akt = en_akt(vad.plan, arkiv)
    if id_ is None:
        väntar = [ett.rad.id for ett in väntande(akt, uppföljningens_fil(akt, vad.period, vad.år, arkiv))]
        vilka = f" De här väntar på svar: {', '.join(väntar)}." if väntar else ""
        raise Urvalsfel(f"Säg vad svaret gäller, med dess id. I en terminal frågar kommandot.{vilka}")
    rad = hitta_rad(akt.plan.modell, id_, list(givna))
    svar = Svar(rad, tolka_svar(rad, värde, givna))
    return skriv_svaren(akt, uppföljningens_fil(akt, vad.period, vad.år, arkiv), [svar], prova=prova)


def _ur_tabell(vad: Vad, från: Path, *, det_som_går: bool, prova: bool) -> int:
    """Svaren ur en fil. Är något fel skrivs inget, om inte `--det-som-går` är sagt."""
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.blanketter.inskrivning import kräv_rättelse
    from planverktyg.kommandon.svaren.filen import en_akt
    from planverktyg.kommandon.svaren.inskrift import dela_efter_fel, skriv_svaren
    from planverktyg.kommandon.terminal.infil import läs_infil

    arkiv = Arkiv()
    källa = läs_infil(arkiv, från)
    akt = en_akt(vad.plan, arkiv)
    fil, tabell = _läst(vad, akt, arkiv, källa, är_excel=från.suffix.lower() == ".xlsx" or källa.startswith(b"PK"))
    kräv_rättelse(fil, tabell.svar)
    svar, felen = dela_efter_fel(akt, fil, tabell)
    fel_ = (*tabell.fel, *felen)
    for text in fel_:
        skriv_fel(text)
    if fel_ and not det_som_går:
        raise Urvalsfel("Inget är skrivet. Rätta raderna, eller skriv resten med --det-som-går.", slutkod=1)
    if not svar:
        if från.suffix.lower() == ".xlsx" and not fel_:
            skriv_fel(f"Inget är ändrat i {från}.")
            return 0
        raise Urvalsfel(f"Det finns inga svar att skriva i {från}.", slutkod=1 if fel_ else 2)
    kod = skriv_svaren(akt, fil, svar, prova=prova)
    return 1 if fel_ else kod


def _läst(vad: Vad, akt: Akt, arkiv: Arkiv, källa: bytes, *, är_excel: bool) -> tuple[Uppföljningsfil, Tabell]:
    """Uppföljningen som svaren hör till, och svaren. Blanketten säger själv vilken den är för."""
    from planverktyg.blanketter.tabell import läs_csv
    from planverktyg.kommandon.svaren.filen import uppföljningens_fil

    if not är_excel:
        return uppföljningens_fil(akt, vad.period, vad.år, arkiv), läs_csv(källa, akt.plan.modell)
    try:
        from planverktyg.blanketter.excel import läs_blankett, öppna_blankett
    except ImportError as fel:
        from planverktyg.utgivning.tillagg import säg_saknat

        raise Urvalsfel(säg_saknat("excel", fel)) from None
    ifylld = öppna_blankett(källa)
    if ifylld.plan != akt.plan.modell.plan.id:
        raise Urvalsfel(f"Blanketten gäller {ifylld.plan}, inte {akt.plan.modell.plan.id}.")
    fil = uppföljningens_fil(akt, ifylld.period, ifylld.per.year, arkiv)
    if vad.period is not None and uppföljningens_fil(akt, vad.period, vad.år, arkiv).sökväg != fil.sökväg:
        raise Urvalsfel(f"Blanketten gäller {ifylld.period} {ifylld.per.year}, inte {vad.period}.")
    return fil, läs_blankett(ifylld, akt, fil)
