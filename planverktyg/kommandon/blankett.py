"""`plan blankett`: en plan och en period in, en Excelblankett att fylla i ut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.arkiv.urval.planer import Urvalsfel, period_ur, är_år
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.skrivning import skapa_mapp, skriv_fel, skriv_fil
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planverktyg.modell.plan import Mål, Plandokument


def blankett(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Plan-id, sökväg, eller år om bara en plan gäller då.")],
    *,
    delår: flaggor.Delår = None,
    period: flaggor.Period = None,
    år: Annotated[
        int | None, typer.Option("--år", "--ar", metavar="ÅR", help="Uppföljningens år, när planen gäller flera.")
    ] = None,
    ansvarig: Annotated[
        str | None, typer.Option("--ansvarig", metavar="ROLL", help="Bara det som rollen ansvarar för.")
    ] = None,
    mål: Annotated[
        str | None, typer.Option("--mål", "--mal", metavar="ID", help="Bara det som hör till målet.")
    ] = None,
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
    try:
        skrivna = _skriv(plan, period_ur(delår, period), år, ut, ansvarig=ansvarig, mål=mål, är_per=per is not None)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    except ImportError as fel:
        from planverktyg.utgivning.tillagg import säg_saknat

        skriv_fel(säg_saknat("excel", fel))
        return 2
    for fil in skrivna:
        skriv_fel(f"Skrev {fil}")
    skriv_fel(f"Den ifyllda blanketten läses in med plan utfall {plan} --från FILEN")
    return 0


def _skriv(
    plan: str, period: str | None, år: int | None, ut: Path, *, ansvarig: str | None, mål: str | None, är_per: bool
) -> list[Path]:
    from planverktyg.arkiv.urval.perioder import dela_period
    from planverktyg.blanketter.excel import skriv_blankett
    from planverktyg.kommandon.svaren.filen import en_akt, uppföljningens_fil
    from planverktyg.modell.grund.svenska import räkna_upp, slugga

    akt = en_akt(plan)
    fil = uppföljningens_fil(akt, period, int(plan) if är_år(plan) else år)
    periodens = fil.dokument.modell.uppföljning.period if fil.dokument else dela_period(akt, period, år)[0] or ""
    ansvariga = _ansvariga(akt.plan.modell)
    i_målet = _under(akt.plan.modell, mål) if mål else None
    if mål and not i_målet:
        raise Urvalsfel(f"{akt.plan.modell.plan.id} har inget mål som heter {mål}.")
    roller = sorted({roll for roll in ansvariga.values() if roll})
    if ansvarig is not None and ansvarig not in roller:
        finns = f"Det finns {räkna_upp(roller)}." if roller else "Planen nämner ingen ansvarig."
        raise Urvalsfel(f"Ingen i planen heter {ansvarig}. {finns}")

    def gör(roll: str | None) -> bytes:
        return skriv_blankett(
            akt,
            fil,
            periodens,
            lambda id_: (roll is None or ansvariga.get(id_, "") == roll) and (i_målet is None or id_ in i_målet),
        )

    if not är_per:
        skriv_fil(ut, gör(ansvarig))
        return [ut]
    skapa_mapp(ut)
    skrivna = []
    for roll in [*roller, ""]:
        namn = ut / f"{akt.plan.modell.plan.id}-{slugga(roll) or 'utan-ansvarig'}.xlsx"
        skriv_fil(namn, gör(roll))
        skrivna.append(namn)
    return skrivna


def _ansvariga(plan: Plandokument) -> dict[str, str]:
    """Rollen som ansvarar för varje id: den som står där, annars den som ansvarar för målet ovanför."""
    ansvariga: dict[str, str] = {}

    def gå(målen: tuple[Mål, ...], ovanför: str) -> None:
        for ett in målen:
            roll = ett.ansvarig or ovanför
            ansvariga[ett.id] = roll
            ansvariga.update({i.id: i.ansvarig or roll for i in ett.indikatorer})
            gå(ett.mål, roll)

    gå(plan.mål, "")
    ansvariga |= {uppdrag.id: uppdrag.ansvarig or "" for uppdrag in plan.alla_uppdrag()}
    ansvariga |= {åtgärd.id: åtgärd.ansvarig or "" for åtgärd in plan.alla_åtgärder()}
    ansvariga |= {risk.id: risk.ansvarig or "" for risk in plan.risker}
    return ansvariga | {kontroll.id: kontroll.ansvarig or "" for kontroll in plan.kontrollmoment}


def _under(plan: Plandokument, id_: str) -> Mapping[str, None]:
    """Målet, målen under det och deras indikatorer."""

    def alla(ett: Mål) -> dict[str, None]:
        idn = dict.fromkeys((ett.id, *(i.id for i in ett.indikatorer)))
        for under in ett.mål:
            idn |= alla(under)
        return idn

    return next((alla(ett) for ett in plan.alla_mål() if ett.id == id_), {})
