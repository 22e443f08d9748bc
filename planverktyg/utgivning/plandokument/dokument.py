"""Akten in, plandokumentets underlag ut: kapitlen i dispositionens ordning, med planens data på sina platser.

Dispositionen ordnar, den väljer inte bort: det som inget avsnitt visar kommer sist, under en egen rubrik.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.arkiv.akt import planen_och_nämnda
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.plan import DATABLOCK
from planverktyg.utgivning.ord.ankare import Register
from planverktyg.utgivning.ord.laget import skriv_beslutsläge, varna
from planverktyg.utgivning.ord.malnamn import andras_namn
from planverktyg.utgivning.ord.utseende import bygg_utseende
from planverktyg.utgivning.plandokument.ekonomi import räknade_om
from planverktyg.utgivning.plandokument.stycken import Styckebyggare
from planverktyg.utgivning.rapport.rapport import överrubrik
from planverktyg.utgivning.rapport.ursprung import bygg_ursprung
from planverktyg.utgivning.underlag.dokument import Plandokument
from planverktyg.utgivning.underlag.gemensamt import Innehållsrad, Not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from planverktyg.arkiv.akt import Akt
    from planverktyg.modell import plan as modell
    from planverktyg.utgivning.underlag.dokument import Stycke

FÖRVALDA_RUBRIKER = {
    "vision": "Vision",
    "mål": "Mål",
    "inget ansvar för": "Mål som nämnden inte har något ansvar för",
    "nyckeltal": "Nyckeltal",
    "uppdrag": "Uppdrag",
    "åtgärdsplan": "Åtgärdsplan",
    "risker": "Risker",
    "åtgärder": "Åtgärder kopplade till risk",
    "kontrollmoment": "Kontroller kopplade till risk",
    "kommunbidrag": "Kommunbidrag",
    "investeringar": "Investeringar",
    "driftbudget": "Driftbudget",
    "tabeller": "Ekonomiska tabeller",
    "årshjul": "Årshjul",
    "styrdokument": "Styrdokument",
}
"""Kapitlens rubriker när planen saknar disposition, och för det som dispositionen inte nämner."""


UTAN_BESLUT = "inget beslut är angivet i planen"
"""Det som omslaget säger om beslutet när planen inte har något."""

I_FÖRTECKNINGEN = ("kapitel", "mål", "nyckeltal", "uppdrag", "åtgärdsområde")
"""Slagen av stycken vars rubriker står i innehållsförteckningen."""


def bygg_dokument(akt: Akt, *, fel: int = 0) -> Plandokument:
    """Plandokumentet för akten. `fel` är antalet fel i planen, när dokumentet görs trots dem."""
    dokument = akt.plan.modell
    plan = dokument.plan
    _, *andra = planen_och_nämnda(akt)
    byggare = Styckebyggare(dokument, Register(), akt.husregler, andras_namn(andra))
    stycken = tuple(_kapitel(dokument, byggare))
    namn = " ".join(filter(None, [plan.namn, plan.kortnamn]))
    varningar = varna(("", dokument), fel=fel)
    return Plandokument(
        titel=f"{plan.namn} – {plan.nämnd}",
        rubrik=plan.namn,
        överrubrik=överrubrik(akt),
        undertitel=plan.undertitel or "",
        devis=plan.devis,
        fakta=tuple(_omslagets_fakta(dokument, {annan.plan.id: annan.plan.namn for annan in andra})),
        varningar=varningar,
        sidhuvud=" · ".join([*varningar, namn]),
        utseende=bygg_utseende(akt),
        innehåll=tuple(_innehåll(stycken, djup=2)),
        stycken=stycken,
        anmärkningar=tuple(_anmärkningar(dokument)),
        ursprung=bygg_ursprung(akt),
    )


def _kapitel(dokument: modell.Plandokument, byggare: Styckebyggare) -> Iterator[Stycke]:
    for avsnitt in dokument.disposition:
        yield byggare.avsnitt(avsnitt, 2)
    for block in DATABLOCK:
        if stycke := byggare.resten_av(block, FÖRVALDA_RUBRIKER[block], 2):
            yield stycke


def _omslagets_fakta(dokument: modell.Plandokument, andras_namn: Mapping[str, str]) -> Iterator[Not]:
    plan = dokument.plan
    if str(plan.år) not in plan.namn:
        yield Not("Gäller", str(plan.år))
    yield Not("Beslut", skriv_beslutsläge(dokument) or UTAN_BESLUT)
    if plan.bygger_på:
        yield Not("Bygger på", räkna_upp([andras_namn.get(id_, id_) for id_ in plan.bygger_på]))
    områden = [f"{vo.nummer} {vo.namn}" if vo.nummer else vo.namn for vo in dokument.verksamhetsområden]
    if områden:
        yield Not("Verksamhetsområden" if len(områden) > 1 else "Verksamhetsområde", räkna_upp(områden))


def _innehåll(stycken: Iterable[Stycke], djup: int) -> Iterator[Innehållsrad]:
    """Innehållsförteckningen: rubrikerna på de två översta nivåerna."""
    for stycke in stycken:
        if stycke.rubrik and stycke.slag in I_FÖRTECKNINGEN:
            under = tuple(_innehåll(stycke.stycken, djup - 1)) if djup > 1 else ()
            yield Innehållsrad(stycke.rubrik, stycke.ankare, stycke.markdownankare, under)
        elif not stycke.rubrik:
            yield from _innehåll(stycke.stycken, djup)


def _anmärkningar(dokument: modell.Plandokument) -> Iterator[str]:
    yield from räknade_om(dokument.ekonomi)
    if dokument.plan.källa:
        yield f"Källa: {dokument.plan.källa}."
