"""Regler för en plan som är gjord av förra årets: det som följde med fast det gäller ett annat år."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, träff
from planverktyg.modell.grund.fynd import Allvar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring


@aktregel("TID620", "budgeten jämförs med fel år", Allvar.VARNING)
def budget_mot_fel_år(vandring: Vandring) -> Iterator[Träff]:
    """Driftbudgeten jämför med ett år som inte är året före det som den gäller.

    När nästa års plan görs av årets följer beloppen ofta med: då står förra årets budget under det nya året.

    Fel:
        plan: {id: sn-2021, namn: Nämndplan 2021, nämnd: Socialnämnden, år: 2021}
        verksamhetsområden: [{id: vo1, namn: Stöd}]
        ekonomi:
          driftbudget:
            - id: budget
              verksamhetsområde: vo1
              jämförelse: 2019
              rader: [{namn: Nettokostnad, föregående: 90, budget: 95}]

    Rätt:
        plan: {id: sn-2021, namn: Nämndplan 2021, nämnd: Socialnämnden, år: 2021}
        verksamhetsområden: [{id: vo1, namn: Stöd}]
        ekonomi:
          driftbudget:
            - id: budget
              verksamhetsområde: vo1
              jämförelse: 2020
              rader: [{namn: Nettokostnad, föregående: 95, budget: 98}]
    """
    år = vandring.plan.plan.år
    for nr, budget in enumerate(vandring.plan.ekonomi.driftbudget):
        gäller = budget.avser.år if budget.avser else år.från if år.från == år.till else None
        if gäller is None or budget.jämförelse is None or budget.jämförelse.år >= gäller - 1:
            continue
        yield träff(
            vandring.dokument,
            ("ekonomi", "driftbudget", nr, "jämförelse"),
            f"Driftbudgeten för {gäller} jämför med {budget.jämförelse}.",
            f"Kontrollera om beloppen är {gäller} års, och jämför med {gäller - 1}.",
        )


@aktregel("TID621", "utgångsvärdet är äldre än förra planens utfall", Allvar.VARNING, kräver_helhet=True)
def gammalt_utgångsvärde(vandring: Vandring) -> Iterator[Träff]:
    """Förra planens uppföljning har ett nyare värde än det som planen utgår från.

    Målet bedöms då mot ett läge som inte längre gäller. `plan ny plan --från` flyttar det senaste utfallet till
    utgångsvärdet.

    Fel:
        # 2020/plan.yaml
        plan: {id: sn-2020, namn: Nämndplan 2020, nämnd: Socialnämnden, år: 2020}
        mål: [{id: m, nivå: mål, namn: M, indikatorer: [{id: dygn, namn: Dygn, enhet: dygn, målvärde: {högst: 30}}]}]
        # 2020/2020-12-31.yaml
        uppföljning: {plan: sn-2020, period: helår, per: 2020-12-31}
        utfall: {dygn: 35}
        # 2021/plan.yaml
        plan: {id: sn-2021, namn: Nämndplan 2021, nämnd: Socialnämnden, år: 2021, föregångare: sn-2020}
        mål:
          - id: m
            nivå: mål
            namn: M
            indikatorer:
              - {id: dygn, namn: Dygn, enhet: dygn, utgångsvärde: {värde: 50, avser: 2019}, målvärde: {högst: 30}}

    Rätt:
        # 2020/plan.yaml
        plan: {id: sn-2020, namn: Nämndplan 2020, nämnd: Socialnämnden, år: 2020}
        mål: [{id: m, nivå: mål, namn: M, indikatorer: [{id: dygn, namn: Dygn, enhet: dygn, målvärde: {högst: 30}}]}]
        # 2020/2020-12-31.yaml
        uppföljning: {plan: sn-2020, period: helår, per: 2020-12-31}
        utfall: {dygn: 35}
        # 2021/plan.yaml
        plan: {id: sn-2021, namn: Nämndplan 2021, nämnd: Socialnämnden, år: 2021, föregångare: sn-2020}
        mål:
          - id: m
            nivå: mål
            namn: M
            indikatorer:
              - {id: dygn, namn: Dygn, enhet: dygn, utgångsvärde: {värde: 35, avser: 2020}, målvärde: {högst: 30}}
    """
    före = vandring.akt.föregångare
    if före is None:
        return
    helår = [
        u.modell
        for u in före.uppföljningar
        if (u.modell.uppföljning.per.month, u.modell.uppföljning.per.day) == (12, 31)
    ]
    for punkt in vandring.indikatorer:
        bas = punkt.indikator.utgångsvärde
        if bas is None or bas.avser is None or bas.värde is None or bas.kommentar:
            continue
        id_ = punkt.indikator.tidigare_id or punkt.indikator.id
        senast = next((u for u in reversed(helår) if id_ in u.utfall and u.utfall[id_].värde is not None), None)
        if senast is None or bas.avser.till >= senast.uppföljning.per:
            continue
        yield träff(
            vandring.dokument,
            (*punkt.rutt, "utgångsvärde"),
            f"Utgångsvärdet för {punkt.indikator.id} gäller {bas.avser}, men {före.plan.modell.plan.id} har ett utfall för "
            f"{senast.uppföljning.per.year}.",
            "Utgå från det senaste utfallet, eller säg i kommentar varför planen utgår från ett äldre värde.",
        )
