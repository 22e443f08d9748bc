"""`plan blankett`: en plan och en period in, en Excelblankett att fylla i ut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.skrivning import skapa_mapp, skriv_fel, skriv_fil
from planverktyg.kommandon.terminal.urvalsfel import skriv_saknat, skriv_urvalsfel

if TYPE_CHECKING:
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
    ut: Annotated[Path, typer.Option("--ut", metavar="FIL", help="Filen eller mappen som skrivs.")] = Path(
        "blankett.xlsx"
    ),
) -> int:
    """Gör en Excelblankett av det som uppföljningen ska svara på, för den som inte skriver YAML.

    Den ifyllda blanketten läses in med plan utfall PLAN --från FILEN: bara rutorna som har ändrats blir svar.

    Exempel:
        plan blankett asn-2020 --delår 2 --ut blankett.xlsx
        plan blankett asn-2020 --period helår --per ansvarig --ut blanketter
    """
    if per not in {None, "ansvarig"}:
        skriv_fel("--per tar bara ansvarig.")
        return 2
    from planverktyg.kommandon.svaren.filen import tolka_vad

    try:
        skrivna = _skriv(tolka_vad(plan, delår, period, år), ut, ansvarig=ansvarig, mål=mål, är_per=per is not None)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    except ImportError as fel:
        return skriv_saknat("excel", fel)
    for fil in skrivna:
        skriv_fel(f"Skrev {fil}")
    skriv_fel(f"Den ifyllda blanketten läses in med plan utfall {plan} --från FILEN")
    return 0


def _skriv(vad: Vad, ut: Path, *, ansvarig: str | None, mål: str | None, är_per: bool) -> list[Path]:
    from planverktyg.blanketter.ansvar import rollerna, välj_frågor
    from planverktyg.blanketter.excel import skriv_blankett
    from planverktyg.kommandon.svaren.filen import läs
    from planverktyg.modell.grund.svenska import slugga

    akt, fil = läs(vad)
    välj_frågor(akt.plan.modell, ansvarig, mål)  # säger till innan något skrivs

    def gör(roll: str | None) -> bytes:
        return skriv_blankett(akt, fil, välj_frågor(akt.plan.modell, roll, mål))

    if not är_per:
        skriv_fil(ut, gör(ansvarig))
        return [ut]
    skapa_mapp(ut)
    skrivna = []
    for roll in [*rollerna(akt.plan.modell), ""]:
        namn = ut / f"{akt.plan.modell.plan.id}-{slugga(roll) or 'utan-ansvarig'}.xlsx"
        skriv_fil(namn, gör(roll))
        skrivna.append(namn)
    return skrivna
