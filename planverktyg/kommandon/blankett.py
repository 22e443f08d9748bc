"""`plan blankett`: en plan och en period in, en Excelblankett att fylla i ut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.skrivning import skapa_mapp, skriv_fil
from planverktyg.kommandon.terminal.urvalsfel import skriv_saknat, skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_fel
from planverktyg.utgivning.format import är_mapp

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Akt
    from planverktyg.kommandon.svaren.filen import Vad


def blankett(
    plan: flaggor.Plan,
    *,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    år: flaggor.År = None,
    ansvarig: flaggor.Ansvarig = None,
    mål: flaggor.Mål = None,
    per: Annotated[
        str | None, typer.Option("--per", metavar="VAD", help="ansvarig: en blankett för varje roll, i mappen --ut.")
    ] = None,
    ut: Annotated[
        str | None,
        typer.Option("--ut", metavar="FIL", help="Filen, utelämnat blankett.xlsx; med --per mappen, blanketter."),
    ] = None,
) -> int:
    """Gör en Excelblankett av det som uppföljningen ska svara på, för den som inte skriver YAML.

    Den ifyllda blanketten läses in med plan utfall PLAN --från FILEN: bara rutorna som har ändrats blir svar. En blankett
    med svar som inte är inlästa skrivs inte över.

    Exempel:
        plan blankett asn-2020 --delår 2 --ut blankett.xlsx
        plan blankett asn-2020 --period helår --per ansvarig --ut blanketter
    """
    if per not in {None, "ansvarig"}:
        skriv_fel("--per tar bara ansvarig.")
        return 2
    from planverktyg.kommandon.svaren.filen import tolka_vad

    try:
        vad, mål_ut = tolka_vad(plan, delår, period, år), ut or ("blanketter/" if per else _FÖRVALD)
        blanketter = _gör(vad, mål_ut, ansvarig=ansvarig, mål=mål, är_per=per is not None)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    except ImportError as fel:
        return skriv_saknat("excel", fel)
    for fil, innehåll in blanketter.items():
        if (per is not None or är_mapp(mål_ut, ())) and not fil.parent.exists():
            skapa_mapp(fil.parent)
        skriv_fil(fil, innehåll)
        skriv_fel(f"Skrev {fil}")
    vilken = next(iter(blanketter)) if len(blanketter) == 1 else "FILEN"
    skriv_fel(f"Den ifyllda blanketten läses in med plan utfall {plan} --från {vilken}")
    return 0


_FÖRVALD = "blankett.xlsx"


def _gör(vad: Vad, ut: str, *, ansvarig: str | None, mål: str | None, är_per: bool) -> dict[Path, bytes]:
    """Blanketterna och var de ska ligga: alla är gjorda innan någon skrivs."""
    from planverktyg.blanketter.ansvar import rollerna, välj_frågor
    from planverktyg.blanketter.excel import skriv_blankett
    from planverktyg.kommandon.svaren.filen import läs
    from planverktyg.modell.grund.svenska import slugga

    akt, fil = läs(vad)
    välj_frågor(akt.plan.modell, ansvarig, mål)  # säger till innan något görs

    def gör(roll: str | None) -> bytes:
        return skriv_blankett(akt, fil, välj_frågor(akt.plan.modell, roll, mål))

    if not är_per:
        fil_ = _excelfil(ut)
        _kräv_inlästa(fil_, akt)
        return {fil_: gör(ansvarig)}
    blanketter: dict[Path, bytes] = {}
    for roll in [*rollerna(akt.plan.modell), ""]:
        stam = f"{akt.plan.modell.plan.id}-{slugga(roll)[:80] or ('roll' if roll else 'utan-ansvarig')}"
        namn = (Path(ut) / f"{stam}{nr}.xlsx" for nr in ("", *(f"-{nr}" for nr in range(2, 1000))))
        blanketter[next(fil for fil in namn if fil not in blanketter)] = gör(roll)  # Chefen och CHEFEN är två roller
    for fil_ in blanketter:
        _kräv_inlästa(fil_, akt)
    return blanketter


def _excelfil(ut: str) -> Path:
    """Filen med Excels ändelse, i mappen när `--ut` är en. Reser `Urvalsfel` när den har en annan ändelse."""
    fil = Path(ut)
    if är_mapp(ut, ()):
        return fil / _FÖRVALD
    if not fil.suffix and (fil.is_file() or not fil.exists()):  # /dev/null kan inte heta något annat
        return fil.with_name(f"{fil.name}.xlsx")
    if fil.suffix and fil.suffix.lower() != ".xlsx":
        raise Urvalsfel(f"Blanketten är en Excelfil. Skriv --ut {fil.with_suffix('.xlsx')}")
    return fil


def _kräv_inlästa(ut: Path, akt: Akt) -> None:
    """Reser `Urvalsfel` när filen redan finns och har svar som skulle försvinna, eller inte är en blankett för planen."""
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.blanketter.excel import läs_blankett, öppna_blankett
    from planverktyg.kommandon.svaren.filen import uppföljningens_fil
    from planverktyg.kommandon.terminal.infil import läs_infil

    if not ut.is_file():
        return
    arkiv, råd = Arkiv(), "Flytta den, eller välj ett annat namn med --ut."
    try:
        ifylld = öppna_blankett(läs_infil(arkiv, ut))
    except Urvalsfel as fel:
        raise Urvalsfel(f"{ut} finns redan, och skrivs inte över. {fel.text} {råd}") from None
    if ifylld.plan != akt.plan.modell.plan.id:
        raise Urvalsfel(f"{ut} finns redan, och är en blankett för {ifylld.plan}. {råd}")
    tabell = läs_blankett(ifylld, akt, uppföljningens_fil(akt, ifylld.period, ifylld.per.year, arkiv))
    if tabell.svar or tabell.fel:
        raise Urvalsfel(
            f"{ut} finns redan, med svar som inte är inlästa. Läs in dem med plan utfall {ifylld.plan} --från {ut}. {råd}"
        )
