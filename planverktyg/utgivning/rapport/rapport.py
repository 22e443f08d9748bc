"""Akten och den valda uppföljningen in, rapportens underlag ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import skriv_datum
from planverktyg.uppfyllelse import bedöm_akt
from planverktyg.uppfyllelse.pengar.lage import räkna
from planverktyg.uppfyllelse.risklage import räkna_kontroller
from planverktyg.uppfyllelse.serier import hela_serien
from planverktyg.utgivning.ord.ankare import Register
from planverktyg.utgivning.ord.exempel import skriv_exempel
from planverktyg.utgivning.ord.laget import skriv_beslutsläge, varna
from planverktyg.utgivning.ord.malnamn import målnamn
from planverktyg.utgivning.ord.utseende import bygg_utseende
from planverktyg.utgivning.rapport import trad as sambandsbygge
from planverktyg.utgivning.rapport.anvisning import bygg_anvisning
from planverktyg.utgivning.rapport.atgardsplan import bygg_åtgärdsplan, bygg_översikt
from planverktyg.utgivning.rapport.ekonomi import Förra
from planverktyg.utgivning.rapport.faststallt import skriv_ändringen
from planverktyg.utgivning.rapport.forstasidan import bygg_sammandrag, hela_sammanfattningen
from planverktyg.utgivning.rapport.innehall import bygg_innehåll
from planverktyg.utgivning.rapport.mal import Rapportläge, bygg_mål, välj_kolumner
from planverktyg.utgivning.rapport.nyckeltal import bygg_nyckeltal
from planverktyg.utgivning.rapport.risker import bygg_risker
from planverktyg.utgivning.rapport.sedansist import jämför
from planverktyg.utgivning.rapport.tabeller import bygg_tabeller
from planverktyg.utgivning.rapport.uppdrag import bygg_uppdrag
from planverktyg.utgivning.rapport.ursprung import bygg_ursprung
from planverktyg.utgivning.underlag.gemensamt import Not
from planverktyg.utgivning.underlag.rapport import Rapport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.utgivning.underlag.rapport import Målavsnitt

UTKAST = {"inmatning": "Utkast: inmatning pågår", "granskning": "Utkast: granskning pågår", "klar": ""}
"""Det som rapporten säger om uppföljningens fas."""


def bygg_rapport(akt: Akt, uppföljning: Dokument[Uppföljningsdokument], *, fel: int = 0) -> Rapport:
    """Rapporten för en uppföljning. `fel` är antalet fel i underlaget, när rapporten görs trots dem."""
    plan, dokument, husregler = akt.plan.modell, uppföljning.modell, akt.husregler
    huvud = dokument.uppföljning
    uppfyllelse = bedöm_akt(akt, uppföljning)
    register = Register()
    läge = Rapportläge(huvud.per, husregler, register, hela_serien(akt, uppföljning), skriv_ändringen(plan, dokument))
    mål = tuple(bygg_mål(m, läge) for m in uppfyllelse.mål)
    ankare = {m.id: m.ankare for översta in mål for m in _alla(översta)}
    åtgärdsplan = bygg_åtgärdsplan(plan, dokument, uppfyllelse.statusar, register)
    ankare |= {o.id: o.ankare for o in åtgärdsplan.områden} if åtgärdsplan else {}
    före = akt.före(uppföljning)
    jämförelse = jämför(akt, uppföljning, uppfyllelse)
    förra = jämförelse.förra.statusar if jämförelse else None
    tvärs = sambandsbygge.Läge(plan, uppfyllelse, ankare)
    siffror = räkna(plan, dokument, helår=husregler.är_helår(huvud.per))
    namn_på = målnamn(akt)
    rubrik = f"{plan.plan.namn}: uppföljning {huvud.när}"
    exempel, utkast = skriv_exempel(akt, uppföljning), UTKAST[huvud.fas]
    varningar = varna(("", dokument), ("Planen", plan), fel=fel)
    uppdrag = bygg_uppdrag(plan, uppfyllelse.statusar, register, husregler, huvud.per, förra=förra)
    risker = bygg_risker(plan, dokument, uppfyllelse.statusar, husregler.riskmatris, [u.modell for u in före])
    rapport = Rapport(
        titel=" – ".join(filter(None, [rubrik, plan.plan.nämnd, utkast, exempel])),
        rubrik=rubrik,
        överrubrik=överrubrik(akt),
        läge=f"Läget den {skriv_datum(huvud.per)}",
        beslut=skriv_beslutsläge(dokument),
        upprättad_av=huvud.upprättad_av or "",
        exempel=exempel,
        utkast=utkast,
        varningar=varningar,
        sidhuvud=" · ".join(filter(None, [*varningar, utkast.upper(), exempel.upper(), rubrik, plan.plan.kortnamn])),
        utseende=bygg_utseende(akt),
        indikatorord=husregler.indikatorord,
        innehåll=(),
        sammandrag=bygg_sammandrag(
            uppfyllelse,
            huvud.per,
            siffror,
            jämförelse,
            ankare,
            åtgärder=bygg_översikt(plan, dokument, uppfyllelse.statusar, ankare),
            kontroller=räkna_kontroller(plan.kontrollmoment, dokument.kontrollmoment).mening,
            förra=_förra_ekonomin(plan, före[-1].modell if före else None, husregler, huvud.per.year),
            sammanfattning=dokument.sammanfattning or "",
            uppdrag=uppdrag,
            risker=risker,
            ändring=läge.ändring,
        ),
        sammanfattning=hela_sammanfattningen(dokument.sammanfattning or ""),
        mål=mål,
        kolumner=välj_kolumner(mål)._replace(namn=husregler.indikatorord.rubrik),
        utan_ansvar=tuple(Not(namn_på(utan.mål), utan.skäl) for utan in plan.inget_ansvar_för),
        åtgärdsplan=åtgärdsplan,
        tråd=sambandsbygge.bygg_tråd(akt, tvärs),
        etiketter=sambandsbygge.bygg_etiketter(akt, tvärs, register),
        uppdrag=uppdrag,
        risker=risker,
        nyckeltal=tuple(bygg_nyckeltal(uppfyllelse.nyckeltal, läge)),
        tabeller=tuple(bygg_tabeller(dokument, register)),
        läsanvisning=bygg_anvisning(uppfyllelse) if mål or (uppdrag and uppdrag.har_bedömning) else None,
        ursprung=bygg_ursprung(akt, uppföljning),
    )
    return rapport._replace(innehåll=bygg_innehåll(rapport, register))


def _förra_ekonomin(
    plan: Plandokument, förra: Uppföljningsdokument | None, husregler: Husregler, år: int
) -> Förra | None:
    """Årets förra siffror. Ett annat års utfall eller prognos säger inget om hur årets prognos har ändrats."""
    if förra is None or förra.uppföljning.per.year != år:
        return None
    siffror = räkna(plan, förra, helår=husregler.är_helår(förra.uppföljning.per))
    return Förra(förra.uppföljning.period, siffror) if siffror else None


def överrubrik(akt: Akt) -> str:
    """`Tyresö kommun · Arbetsmarknads- och socialnämnden (ASN)`."""
    plan = akt.plan.modell.plan
    kommun = akt.husregler.kommun.namn if akt.husregler.kommun else ""
    nämnd = f"{plan.nämnd} ({plan.kortnamn})" if plan.kortnamn else plan.nämnd
    return " · ".join(filter(None, [kommun, nämnd]))


def _alla(avsnitt: Målavsnitt) -> Iterator[Målavsnitt]:
    yield avsnitt
    for delmål in avsnitt.delmål:
        yield from _alla(delmål)
