"""Regler för årets budget: sagd olika på två ställen, ändrad sedan planen, omöjlig att följa upp, eller inte sagd alls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, nämn, räkna_upp_några, träff
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.uppfyllelse.pengar.arsbudget import (
    KOMMUNBIDRAG,
    PERIODEN,
    UPPFÖLJNINGEN,
    områden_med_budget,
    årsbudgetar,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.uppfyllelse.pengar.arsbudget import Årsbudget


@aktregel("EKO814", "årsbudgeten är olika på två ställen", Allvar.VARNING, kräver_helhet=True)
def olika_årsbudget(vandring: Vandring) -> Iterator[Träff]:
    """Ett områdes budget för året är ett belopp på ett ställe och ett annat på ett annat, och inget säger att den ändrats.

    Avvikelsen räknas på det första av dem: driftbudgeten för året, sedan kommunbidraget, och vid årets slut uppföljningens
    budget. Är budgeten ändrad under året skrivs den nya som `årsbudget` i uppföljningen.

    Fel:
        # 2020-12-31.yaml
        uppföljning: {plan: asn-2020, period: helår, per: 2020-12-31}
        ekonomi: {vo3: {budget: 240000, utfall: 247300, kommentar: Fler placeringar.}}

    Rätt:
        # 2020-12-31.yaml
        uppföljning: {plan: asn-2020, period: helår, per: 2020-12-31}
        ekonomi: {vo3: {årsbudget: 240000, budget: 240000, utfall: 247300, kommentar: Fler placeringar.}}
    """
    yield from _olika_i_planen(vandring)
    for avstämning in vandring.avstämningar:
        for id_, rapport in avstämning.modell.ekonomi.items():
            planens = vandring.budgetar(id_, avstämning.per.year)
            alla = årsbudgetar(planens, rapport, helår=avstämning.är_helår)
            perioden = alla[-1] if alla and alla[-1].källa == PERIODEN else None
            if perioden is not None and not alla[0].kan_vara(perioden):
                gäller = alla[0]
                text = f"Årets budget är {_skriv(perioden)} här, men {_skriv(gäller)} i {gäller.var}."
                råd = f"Kontrollera beloppen. Är budgeten ändrad under året: skriv årsbudget: {rapport.budget}."
                yield träff(avstämning.dokument, ("ekonomi", id_, "budget"), text, råd)


def _olika_i_planen(vandring: Vandring) -> Iterator[Träff]:
    """Driftbudgetens nettokostnad mot kommunbidraget. Står kommunbidraget på båda ställena gäller EKO804."""
    plan = vandring.plan
    med_bidrag = {t.verksamhetsområde for t in plan.ekonomi.driftbudget if any(r.slag == KOMMUNBIDRAG for r in t.rader)}
    for i, bidrag in enumerate(plan.ekonomi.kommunbidrag):
        område = bidrag.verksamhetsområde
        for år in bidrag.belopp if område is not None and område not in med_bidrag else ():
            budgetar = vandring.budgetar(str(område), int(år))
            if len(budgetar) > 1 and not budgetar[0].kan_vara(budgetar[1]):
                text = f"Budgeten {år} för {område} är {_skriv(budgetar[1])} här, men {_skriv(budgetar[0])} i {budgetar[0].var}."
                råd = "Kontrollera vilket belopp som är rätt. Skiljer de med mening: skriv raden kommunbidrag i driftbudgeten."
                yield träff(vandring.dokument, ("ekonomi", "kommunbidrag", i, "belopp", år), text, råd)


def _skriv(budget: Årsbudget) -> str:
    return f"{skriv_tal(budget.belopp)} {budget.enhet}"


@aktregel("EKO815", "årsbudgeten är en annan än planens", Allvar.NOTIS, kräver_helhet=True)
def ändrad_årsbudget(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningens `årsbudget` är en annan än planens budget för året.

    Så är det när budgeten har ändrats under året. Notisen visar skillnaden, så att läsaren vet vad avvikelsen räknas på.

    Fel:
        # 2020-08-31.yaml
        ekonomi: {vo3: {årsbudget: 236133, budget: 156089, utfall: 161240, prognos: 240900}}

    Rätt:
        # 2020-08-31.yaml
        ekonomi: {vo3: {årsbudget: 234133, budget: 156089, utfall: 161240, prognos: 240900}}
    """
    for avstämning in vandring.avstämningar:
        for id_, rapport in avstämning.modell.ekonomi.items():
            alla = årsbudgetar(vandring.budgetar(id_, avstämning.per.year), rapport, helår=False)
            if len(alla) > 1 and alla[0].källa == UPPFÖLJNINGEN and not alla[0].kan_vara(alla[1]):
                text = f"Årsbudgeten är {_skriv(alla[0])}, men {_skriv(alla[1])} i {alla[1].var}."
                yield träff(avstämning.dokument, ("ekonomi", id_, "årsbudget"), text)


@aktregel("EKO816", "budgeten kan inte följas upp", Allvar.VARNING, kräver_helhet=True)
def går_inte_att_följa_upp(vandring: Vandring) -> Iterator[Träff]:
    """Planen har en budget, men ingen tabell säger vilket verksamhetsområde den gäller.

    Ekonomin följs upp per verksamhetsområde. Utan ett har uppföljningen inget att svara på, och rapporten ingen ekonomi. Är
    nämnden ett enda område är det ändå ett: nämnden totalt.

    Fel:
        verksamhetsområden: []
        ekonomi:
          driftbudget:
            - id: drift
              jämförelse: 2019
              rader: [{namn: Nettokostnad, slag: nettokostnad, föregående: 463600, budget: 475600}]

    Rätt:
        verksamhetsområden: [{id: namnden, namn: Nämnden totalt}]
        ekonomi:
          driftbudget:
            - id: drift
              verksamhetsområde: namnden
              jämförelse: 2019
              rader: [{namn: Nettokostnad, slag: nettokostnad, föregående: 463600, budget: 475600}]
    """
    ekonomi = vandring.plan.ekonomi
    tabeller = (*ekonomi.kommunbidrag, *ekonomi.driftbudget)
    if not tabeller or områden_med_budget(vandring.plan):
        return
    nyckel = "driftbudget" if ekonomi.driftbudget else "kommunbidrag"
    områden = [vo.id for vo in vandring.plan.verksamhetsområden]
    finns = f" Områdena är {räkna_upp_några(områden)}." if områden else ""
    först = "" if områden else "Lägg till verksamhetsområden: [{id: namnden, namn: Nämnden totalt}] och skriv "
    råd = f"{först or 'Skriv '}verksamhetsområde: {områden[0] if områden else 'namnden'} i tabellen.{finns}"
    vilka = nämn([t.id for t in tabeller], "tabellen", "tabeller")
    text = f"Budgeten går inte att följa upp, för den säger inget verksamhetsområde ({vilka})."
    yield träff(vandring.dokument, ("ekonomi", nyckel, 0, "id"), text, råd)


@aktregel("EKO817", "årsbudget saknas", Allvar.VARNING, kräver_helhet=True)
def utan_årsbudget(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen har belopp för ett verksamhetsområde, men varken planen eller uppföljningen säger årets budget.

    Då finns inget att jämföra prognosen med, och rapporten kan inte säga om ekonomin håller.

    Fel:
        # plan.yaml
        verksamhetsområden: [{id: vo3, namn: Individ och familjeomsorg}, {id: vo8, namn: Arbete}]
        # 2020-08-31.yaml
        ekonomi: {vo8: {budget: 7600, utfall: 7390, prognos: 11300}}

    Rätt:
        # plan.yaml
        verksamhetsområden: [{id: vo3, namn: Individ och familjeomsorg}, {id: vo8, namn: Arbete}]
        # 2020-08-31.yaml
        ekonomi: {vo8: {årsbudget: 11522, budget: 7600, utfall: 7390, prognos: 11300}}
    """
    områden = {vo.id for vo in vandring.plan.verksamhetsområden}
    for avstämning in vandring.avstämningar:
        for id_, rapport in avstämning.modell.ekonomi.items():
            har_belopp = rapport.utfall is not None or rapport.prognos is not None
            planens = vandring.budgetar(id_, avstämning.per.year)
            if id_ in områden and har_belopp and not årsbudgetar(planens, rapport, helår=avstämning.är_helår):
                text = f"Årets budget för {id_} står varken i planen eller här."
                råd = f"Lägg till årsbudget: under {id_}, eller en budget för {avstämning.per.year} i planen."
                yield träff(avstämning.dokument, ("ekonomi", id_), text, råd, på_nyckeln=True)
