"""`plan ny`: svar ur flaggor eller frågor in, en ny fil ut: en kommun, en plan eller en uppföljning att fylla i."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from planverktyg.arkiv.urval.planer import PLANMAPP, Urvalsfel, period_ur, välj
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.fragor import (
    Frågor,
    Svarsfel,
    skriv_år,
    tolka_en_av,
    tolka_id,
    tolka_text,
    tolka_år,
)
from planverktyg.kommandon.terminal.skrivning import skriv_ny_fil
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_fel
from planverktyg.modell.grund.svenska import menade_du, räkna_upp, slugga

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.arkiv.akt import Akt, Planpost
    from planverktyg.modell.period import Planår

SLAG = ("kommun", "plan", "uppföljning")
"""Det som kan skapas."""

_FLAGGORNA: dict[str, tuple[str, ...]] = {
    "kommun": ("--namn", "--ut"),
    "plan": ("--namn", "--nämnd", "--kortnamn", "--år", "--kommun", "--ut"),
    "plan --från": ("--namn", "--år", "--från", "--ut"),
    "uppföljning": ("--delår", "--period", "--år", "--ut"),
}
"""Flaggorna som hör till vart och ett."""


def ny(
    vad: Annotated[str, typer.Argument(metavar="VAD", help="kommun, plan eller uppföljning.")],
    id_: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Id för det nya: tyreso, asn-2021. För en uppföljning planens id: asn-2020."),
    ] = None,
    *,
    namn: Annotated[str | None, typer.Option("--namn", metavar="TEXT", help="Kommunens eller planens namn.")] = None,
    nämnd: Annotated[
        str | None, typer.Option("--nämnd", "--namnd", metavar="TEXT", help="Nämnden som beslutar planen.")
    ] = None,
    kortnamn: Annotated[
        str | None, typer.Option("--kortnamn", metavar="TEXT", help="Nämndens förkortning: ASN.")
    ] = None,
    år: Annotated[
        str | None,
        typer.Option("--år", "--ar", metavar="ÅR", help="Planens år (2021, 2018-2022), eller uppföljningens."),
    ] = None,
    kommun: Annotated[
        str | None, typer.Option("--kommun", metavar="ID", help="Kommunen som planen hör till: mappen i planer/.")
    ] = None,
    från: Annotated[
        str | None,
        typer.Option(
            "--från",
            "--fran",
            metavar="PLAN",
            help="Gör nästa plan av en annan: åren flyttas, det avslutade lämnas.",
        ),
    ] = None,
    delår: Annotated[
        int | None, typer.Option("--delår", "--delar", metavar="NR", help="Delåret som ska följas upp: 2.")
    ] = None,
    period: flaggor.Period = None,
    ut: Annotated[
        Path | None, typer.Option("--ut", metavar="FIL", help="Filen som skrivs; utelämnat: på sin plats i planer/.")
    ] = None,
) -> int:
    """Skapa en kommun, en plan eller en uppföljning: en fil med förklaringar, att fylla i.

    I en terminal frågar kommandot efter det som inte sägs. En fil som redan finns skrivs aldrig över.

    Exempel:
        plan ny plan --nämnd Socialnämnden --år 2021 --kommun tyreso
        plan ny uppföljning asn-2020 --period helår
    """
    slag = next((s for s in SLAG if slugga(s) == slugga(vad)), None)
    if slag is None:
        menat = menade_du(vad, SLAG)
        skriv_fel(
            f"{vad} går inte att skapa. " + (f"Menade du {menat}?" if menat else f"Välj {räkna_upp(SLAG, 'eller')}.")
        )
        return 2
    givna = {"--namn": namn, "--nämnd": nämnd, "--kortnamn": kortnamn, "--år": år, "--kommun": kommun, "--från": från,
             "--delår": delår, "--period": period, "--ut": ut}  # fmt: skip
    form = "plan --från" if slag == "plan" and från is not None else slag
    främmande = [flagga for flagga, värde in givna.items() if värde is not None and flagga not in _FLAGGORNA[form]]
    if främmande:
        skriv_fel(f"{räkna_upp(främmande)} hör inte till plan ny {form}. Där finns {räkna_upp(_FLAGGORNA[form])}.")
        return 2
    svar = _Svar(Frågor(), id_, namn, nämnd, kortnamn, år, kommun, ut)
    try:
        if från is not None:
            return _nästa_plan(svar, från)
        if slag == "uppföljning":
            return _ny_uppföljning(svar, period_ur(delår, period))
        return _ny_kommun(svar) if slag == "kommun" else _ny_plan(svar)
    except Svarsfel as fel:
        skriv_fel(str(fel))
        return 2
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)


class _Svar(NamedTuple):
    """Det som är sagt på kommandoraden; None är sådant som kan frågas efter."""

    frågor: Frågor
    id: str | None
    namn: str | None
    nämnd: str | None
    kortnamn: str | None
    år: str | None
    kommun: str | None
    ut: Path | None


# --- Kommun -----------------------------------------------------------------------------------------


def _ny_kommun(svar: _Svar) -> int:
    from planverktyg.blanketter.yaml.kommun import skriv_kommun

    _kräv_rätt_mapp(svar)
    frågor = svar.frågor
    frågor.kräv({"--namn": svar.namn})
    namn = frågor.svar("Kommunens namn (till exempel Tyresö kommun)", svar.namn, tolka_text)
    förslag = slugga(namn).removesuffix("-kommun").removesuffix("-stad")
    id_ = frågor.svar("Kommunens id, som också blir mappens namn", svar.id, tolka_id, förslag)
    fil = svar.ut or PLANMAPP / id_ / "kommun.yaml"
    return _skriv(
        fil, skriv_kommun(id_, namn, schemarad(fil, "kommun")).encode(), f"Nästa steg: plan ny plan --kommun {id_}"
    )


# --- Plan -------------------------------------------------------------------------------------------


def _ny_plan(svar: _Svar) -> int:
    from planverktyg.blanketter.yaml.plan import Planhuvud, initialer, skriv_plan

    frågor = svar.frågor
    mapp = None if svar.ut else _kommunens_mapp(svar)
    frågor.kräv({"--nämnd": svar.nämnd, "--år": svar.år})
    nämnd = frågor.svar("Nämndens namn (till exempel Socialnämnden)", svar.nämnd, tolka_text)
    kortnamn = frågor.svar("Nämndens förkortning", svar.kortnamn, tolka_text, initialer(nämnd))
    år = frågor.svar("Planens år (2021, eller 2018-2022)", svar.år, tolka_år)
    namn = frågor.svar("Planens namn", svar.namn, tolka_text, f"Nämndplan {skriv_år(år)}")
    id_ = frågor.svar("Planens id", svar.id, ledigt_id, f"{slugga(kortnamn)}-{slugga(skriv_år(år))}")
    fil = svar.ut or (mapp or PLANMAPP) / id_ / "plan.yaml"
    text = skriv_plan(Planhuvud(id_, namn, nämnd, kortnamn, *år), _nivå(mapp), schemarad(fil, "plan"))
    return _skriv(fil, text.encode(), f"Nästa steg: skriv målen i filen, och kör plan validera {fil}")


def _kommunens_mapp(svar: _Svar) -> Path:
    """Mappen som planens egen mapp läggs i. Finns bara en kommun behöver den inte nämnas."""
    _kräv_rätt_mapp(svar)
    finns = (
        sorted(m.name for m in PLANMAPP.glob("[!.]*") if m.is_dir() and m.name != "schema") if PLANMAPP.is_dir() else []
    )
    if not finns:
        raise Svarsfel('Det finns ingen kommun i planer/. Börja med plan ny kommun --namn "Tyresö kommun".')
    if len(finns) == 1 and svar.kommun is None:
        return PLANMAPP / finns[0]

    def tolka(skrivet: str) -> Path:
        if skrivet in finns:
            return PLANMAPP / skrivet
        menat = menade_du(skrivet, finns)
        råd = f"Menade du {menat}?" if menat else f"Det finns {räkna_upp(finns)}; plan ny kommun skapar fler."
        raise Svarsfel(f"Kommunen {skrivet} finns inte i planer/. {råd}")

    svar.frågor.kräv({"--kommun": svar.kommun})
    return svar.frågor.svar(f"Kommunen ({räkna_upp(finns, 'eller')})", svar.kommun, tolka)


def _nivå(mapp: Path | None) -> str:
    """En nivå som kommunen har: nämndmål om den finns."""
    from planverktyg.arkiv.akt import Arkiv, förvalda_husregler

    gällande = Arkiv().husregler(mapp) if mapp else None
    dokument = gällande.dokument if gällande else None
    nivåer: tuple[str, ...] = (dokument.modell if dokument else förvalda_husregler()).nivåer
    return next((n for n in ("nämndmål", "mål") if n in nivåer), nivåer[0])


def _nästa_plan(svar: _Svar, från: str) -> int:
    from planverktyg.blanketter.yaml.nasta import skriv_nästa
    from planverktyg.blanketter.yaml.plan import Planhuvud
    from planverktyg.blanketter.yaml.stycken import HuvudetGårInteAttÄndra

    akt = _en_akt(från)
    gammal = akt.plan.modell.plan
    längd = gammal.år.till - gammal.år.från
    första = gammal.år.till + 1
    år = svar.frågor.svar("Planens år", svar.år, tolka_år, f"{första}-{första + längd}" if längd else str(första))
    namn = svar.frågor.svar(
        "Planens namn", svar.namn, tolka_text, _med_nytt_år(gammal.namn, str(gammal.år), skriv_år(år))
    )
    id_ = svar.frågor.svar("Planens id", svar.id, ledigt_id, _nytt_id(gammal.id, gammal.år.från, år[0]))
    fil = svar.ut or Path(akt.plan.fil).parent.parent / id_ / "plan.yaml"
    huvud = Planhuvud(id_, namn, gammal.nämnd, gammal.kortnamn or "", *år)
    try:
        nästa = skriv_nästa(akt, huvud)
    except HuvudetGårInteAttÄndra:
        råd = "Skriv varje nyckel under plan: på en egen rad först."
        raise Svarsfel(f"Huvudet i {akt.plan.fil} går inte att ändra rad för rad. {råd}") from None
    rader = ["Huvudet har nytt id, namn och år, och säger vilken plan som kom före. Beslutet är borta.", *nästa.ändrat]
    rader += ["", "Det här återstår att bestämma:", *(f"- {rad}" for rad in nästa.återstår)] if nästa.återstår else []
    rader += ["", f"Nästa steg: gå igenom källan, målvärdena och listan ovan, och kör plan validera {fil}"]
    return _skriv(fil, nästa.text, "\n".join(rader))


def _nytt_id(gammalt: str, från: int, till: int) -> str:
    return gammalt.replace(str(från), str(till)) if str(från) in gammalt else f"{gammalt}-{till}"


def _med_nytt_år(namn: str, gammalt: str, nytt: str) -> str:
    return namn.replace(gammalt, nytt) if gammalt in namn else f"{namn} {nytt}"


# --- Uppföljning ------------------------------------------------------------------------------------


def _ny_uppföljning(svar: _Svar, period: str | None) -> int:
    from planverktyg.blanketter.fragor import Tillfället
    from planverktyg.blanketter.yaml.uppfoljning import skriv_uppföljning

    svar.frågor.kräv({"planens ID": svar.id, "--delår eller --period": period})
    akt = svar.frågor.svar("Planens id (till exempel asn-2020)", svar.id, _en_akt)
    planår = akt.plan.modell.plan.år
    if planår.från != planår.till:
        svar.frågor.kräv({"--år": svar.år})
    perioder = akt.husregler.perioder
    nästa, nästa_år = _nästa_period(akt)
    period = svar.frågor.svar(f"Perioden ({räkna_upp(list(perioder), 'eller')})", period, tolka_en_av(perioder), nästa)
    år = svar.frågor.svar("Uppföljningens år", svar.år, _år_i(planår), str(nästa_år))
    per = akt.husregler.sista_dag(period, år)
    assert per is not None
    fil = svar.ut or Path(akt.plan.fil).parent / f"{per.isoformat()}.yaml"
    for u in akt.uppföljningar:
        if (u.modell.uppföljning.period, u.modell.uppföljning.per.year) == (period, år):
            raise Svarsfel(f"{akt.plan.modell.plan.id} har redan en uppföljning för {period} {år}: {u.fil}")
    text = skriv_uppföljning(akt, Tillfället(period, per), schemarad(fil, "uppföljning"))
    return _skriv(fil, text.encode(), f"Nästa steg: fyll i svaren. plan validera {fil} visar vad som återstår.")


def _nästa_period(akt: Akt) -> tuple[str, int]:
    """Perioden efter den senaste uppföljningen, som förslag."""
    perioder = sorted(akt.husregler.perioder, key=lambda namn: akt.husregler.perioder[namn])
    planår = akt.plan.modell.plan.år
    if not akt.uppföljningar:
        return perioder[0], planår.från
    senaste = akt.uppföljningar[-1].modell.uppföljning
    plats = perioder.index(senaste.period) + 1 if senaste.period in perioder else 0
    år = senaste.per.year + (plats == len(perioder))
    return perioder[plats % len(perioder)], min(år, planår.till)


def _år_i(planår: Planår) -> Callable[[str], int]:
    def tolka(skrivet: str) -> int:
        if re.fullmatch(r"\d{4}", skrivet) and int(skrivet) in planår:
            return int(skrivet)
        raise Svarsfel(f"Planen gäller {planår}, inte {skrivet or 'ett tomt år'}.")

    return tolka


def _en_akt(vad: str) -> Akt:
    valda = välj(vad, enhet=None, period=None, kräv_uppföljning=False).valda
    if len(valda) > 1:
        raise Svarsfel(f"Flera planer passar: {räkna_upp([v.akt.plan.modell.plan.id for v in valda])}. Ange en av dem.")
    return valda[0].akt


# --- Gemensamt --------------------------------------------------------------------------------------


def _kräv_rätt_mapp(svar: _Svar) -> None:
    if svar.ut is None and not PLANMAPP.is_dir() and PLANMAPP.name in Path.cwd().parts:
        raise Svarsfel("Du står inuti en mapp som heter planer. Stå i mappen ovanför den, eller ange --ut.")


def _skriv(fil: Path, text: bytes, nästa: str) -> int:
    skriv_ny_fil(fil, text)
    skriv_fel(f"Skrev {fil}\n{nästa}")
    return 0


def schemarad(fil: Path, slag: str) -> str:
    """Raden som visar texteditorn var schemat finns."""
    from planverktyg.kommandon.schema import FILER

    mapp = fil.parent.absolute()
    i_planer = mapp.is_relative_to(PLANMAPP.absolute())
    upp = os.path.relpath(PLANMAPP.absolute(), mapp).replace(os.sep, "/") if i_planer else "../.."
    return f"# yaml-language-server: $schema={upp}/schema/{FILER[slag]}"


def ledigt_id(skrivet: str, *, utom: Path | None = None) -> str:
    """Id:t, om ingen plan har det. Planen i filen `utom` räknas inte. Reser `Svarsfel`."""
    id_ = tolka_id(skrivet)
    if taget := _planen_som_har(id_, utom):
        raise Svarsfel(f"Planen {id_} finns redan: {taget.fil}. Ett id är unikt bland alla planer.")
    return id_


def är_ledigt(id_: str, *, utom: Path | None = None) -> bool:
    """Om ingen plan har id:t, filen `utom` oräknad."""
    return _planen_som_har(id_, utom) is None


def _planen_som_har(id_: str, utom: Path | None) -> Planpost | None:
    from planverktyg.arkiv.akt import Arkiv

    planer = Arkiv().planer(PLANMAPP) if PLANMAPP.is_dir() else ()
    return next((p for p in planer if p.id == id_ and (utom is None or Path(p.fil).resolve() != utom.resolve())), None)
