"""En plan och en period in, uppföljningens fil ut: den som finns, eller en ny med bara ett huvud."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from planverktyg.arkiv.akt import Akt, Arkiv
from planverktyg.arkiv.urval.perioder import dela_period
from planverktyg.arkiv.urval.planer import Urvalsfel, period_ur, välj, är_år
from planverktyg.blanketter.inskrivning import Uppföljningsfil
from planverktyg.modell.grund.svenska import räkna_upp


class Vad(NamedTuple):
    """Det som sades på kommandoraden: planen, perioden och året."""

    plan: str
    period: str | None
    år: int | None


class Läst(NamedTuple):
    """Akten och uppföljningens fil, ur samma läsning."""

    akt: Akt
    fil: Uppföljningsfil


def tolka_vad(plan: str, delår: int | None, period: str | None, år: int | None) -> Vad:
    """Flaggorna som de är sagda. Är planen ett år gäller det också uppföljningen. Reser `Urvalsfel`."""
    return Vad(plan, period_ur(delår, period), int(plan) if är_år(plan) else år)


def läs(vad: Vad, arkiv: Arkiv | None = None) -> Läst:
    """Planen och uppföljningens fil så som de är nu. Reser `Urvalsfel` när de inte går att välja eller läsa."""
    arkiv = arkiv or Arkiv()
    akt = en_akt(vad.plan, arkiv)
    return Läst(akt, uppföljningens_fil(akt, vad.period, vad.år, arkiv))


def en_akt(vad: str, arkiv: Arkiv) -> Akt:
    """Den enda plan som `vad` pekar ut. Reser `Urvalsfel` när det är flera eller ingen."""
    valda = välj(vad, enhet=None, period=None, kräv_uppföljning=False, arkiv=arkiv).valda
    if len(valda) > 1:
        raise Urvalsfel(f"Flera planer passar. Ange en av {räkna_upp([v.akt.plan.modell.plan.id for v in valda])}.")
    return valda[0].akt


def uppföljningens_fil(akt: Akt, period: str | None, år: int | None, arkiv: Arkiv) -> Uppföljningsfil:
    """Uppföljningen som svaren hör till; utan period den senaste. Finns den inte, en ny med bara ett huvud.

    Filens byte är de som akten lästes ur, när den lästes ur arkivet.
    """
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
        källa = arkiv.källa.läs(fil)[0] or fil.read_bytes()
        huvud = passar[-1].modell.uppföljning
        return Uppföljningsfil(fil, källa, passar[-1], huvud.period, huvud.per)
    if period is None:
        när = f" för {år}" if år else ""
        raise Urvalsfel(f"{plan.id} har ingen uppföljning{när} ännu. Säg vilken med --delår eller --period.")
    assert år is not None
    return _ny_fil(akt, period, år)


def _ny_fil(akt: Akt, period: str, år: int) -> Uppföljningsfil:
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
    return Uppföljningsfil(fil, text.encode(), None, period, per)
