"""Regler för det som finns i samma mapp, och för plan-id i olika mappar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import Träff, föreslå, mappregel, träff
from planverktyg.modell.grund.fynd import Allvar, Anmärkning
from planverktyg.modell.grund.svenska import räkna_upp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.vandring import Mappvandring


@mappregel("REF204", "uppföljningens plan finns inte", Allvar.FEL)
def utan_plan(vandring: Mappvandring) -> Iterator[Träff]:
    """Uppföljningen hör till en plan som inte finns i samma mapp.

    En uppföljning ligger bredvid sin plan. Kan en fil i mappen inte läsas prövas regeln inte.

    Fel:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2002, period: delår 2, per: 2020-08-31}

    Rätt:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}
    """
    if not vandring.allt_är_läst:
        return
    planer = [akt.plan.modell.plan.id for akt in vandring.mapp.akter]
    for uppföljning in vandring.mapp.lösa:
        id_ = uppföljning.modell.uppföljning.plan
        finns = f"Mappen har {räkna_upp(planer)}." if planer else "Lägg uppföljningen i samma mapp som planen."
        text = f"Planen {id_} finns inte i samma mapp som uppföljningen."
        yield träff(uppföljning, ("uppföljning", "plan"), text, föreslå(id_, planer, finns))


@mappregel("REF205", "samma plan-id i två filer", Allvar.FEL)
def dubbla_planer(vandring: Mappvandring) -> Iterator[Träff]:
    """Två filer säger sig vara samma plan.

    Ett plan-id är unikt bland alla planer, annars går det inte att veta vilken plan en uppföljning eller ett kommando
    gäller. Det händer när förra årets mapp kopieras: byt id i den nya planen.

    Fel:
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Socialnämnden, år: 2020}
        # 2021/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2021, nämnd: Socialnämnden, år: 2021}

    Rätt:
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Socialnämnden, år: 2020}
        # 2021/plan.yaml
        plan: {id: asn-2021, namn: Nämndplan 2021, nämnd: Socialnämnden, år: 2021}
    """
    sedda = dict(vandring.kända_planer)
    for akt in vandring.mapp.akter:
        id_, fil = akt.plan.modell.plan.id, akt.plan.fil
        första = sedda.setdefault(id_, fil)
        if första != fil:
            text = f"Planen {id_} finns redan i {första}."
            yield träff(akt.plan, ("plan", "id"), text, "Ge den ena planen ett eget id, till exempel med året.")


@mappregel("REF211", "två husregler i samma mapp", Allvar.FEL)
def dubbla_husregler(vandring: Mappvandring) -> Iterator[Träff]:
    """Mappen har två dokument av slaget `kommun:`. Bara det första används, utan att det syns vilket.

    Fel:
        # kommun.yaml
        kommun: {id: tyreso, namn: Tyresö kommun}
        # kommun-kopia.yaml
        kommun: {id: tyreso, namn: Tyresö kommun}

    Rätt:
        # kommun.yaml
        kommun: {id: tyreso, namn: Tyresö kommun}
    """
    for kommun in vandring.mapp.kommuner[1:]:
        första = vandring.mapp.kommuner[0]
        text = "Mappen har redan husregler, och bara de första används."
        anmärkning = Anmärkning(("kommun",), text, "Behåll en av filerna.", på_nyckeln=True)
        yield Träff(kommun, anmärkning, se=(första, ("kommun",)))
