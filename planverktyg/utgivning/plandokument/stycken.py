"""Planens avsnitt, mål, uppdrag och datablock in, stycken med rubriker på rätt nivå ut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.uppfyllelse.effekter import räkna_effekter
from planverktyg.utgivning.ord.celler import kort_tid
from planverktyg.utgivning.ord.fakta import Namn
from planverktyg.utgivning.plandokument import atgardsplan as atgardsblock
from planverktyg.utgivning.plandokument import ekonomi as planpengar
from planverktyg.utgivning.plandokument import risker as planblock
from planverktyg.utgivning.plandokument.indikatorlista import TID_INOM_PARENTES, måltid
from planverktyg.utgivning.plandokument.indikatortabell import BART_MÅLVÄRDE, har_bart_målvärde
from planverktyg.utgivning.plandokument.mal import (
    Indikatorvisning,
    målfakta,
    målpunkter,
    målslut,
    måltext,
    utan_ansvar,
    är_bara_namn,
)
from planverktyg.utgivning.plandokument.nyckeltal import planens_nyckeltal
from planverktyg.utgivning.rapport.mal import målrubrik
from planverktyg.utgivning.underlag.dokument import Punkt, Stycke
from planverktyg.utgivning.underlag.gemensamt import Brödtext, Not

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planverktyg.modell.atgardsplan import Åtgärdspunkt
    from planverktyg.modell.ekonomi import Budgettabell, Driftbudget, Ekonomitabell, Investering, Kommunbidrag
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.plan import (
        Avsnitt,
        Datablock,
        Mål,
        Nyckeltalsgrupp,
        Plandokument,
        Uppdrag,
        Uppdragsgrupp,
        Visning,
    )
    from planverktyg.utgivning.ord.ankare import Register

DJUPASTE_RUBRIK = 6


def _brödtext(text: str | None) -> Brödtext | None:
    return Brödtext(text) if text else None


class Styckebyggare:
    """Bygger plandokumentets stycken och minns vad som är visat, så att inget blir borta."""

    def __init__(self, plan: Plandokument, register: Register, husregler: Husregler, andras: Mapping[str, str]) -> None:
        """`andras` är vad hänvisningar till andra planer heter."""
        self._plan = plan
        self._register = register
        målens = {**andras, **{mål.id: mål.namn for mål in plan.alla_mål()}}
        self._namn = Namn(
            {i.id: i.namn for i in plan.alla_indikatorer()},
            husregler.etiketter | plan.etiketter,
            lambda hänvisning: målens.get(hänvisning, hänvisning),
        )
        self._indikatorer = Indikatorvisning(plan.plan.år, self._namn, husregler.indikatorer_kallas, register)
        self._mål = {mål.id: mål for mål in plan.alla_mål()}
        self._visade_mål: set[str] = set()
        self._visade_grupper: set[str] = set()
        self._visade_block: set[str] = set()
        self._husregler = husregler
        self._sagda: set[str] = set()

    # --- Avsnitten ---

    def avsnitt(self, avsnitt: Avsnitt, nivå: int) -> Stycke:
        """Avsnittet med det som det visar och sina underavsnitt. Utan rubrik får det som visas nivån."""
        stycke = self._rubricerat("kapitel", avsnitt.rubrik or "", nivå)
        under = nivå + 1 if avsnitt.rubrik else nivå
        delar = list(self._visning(avsnitt.visar, avsnitt.rubrik or "", under)) if avsnitt.visar else []
        delar += [self.avsnitt(inre, under) for inre in avsnitt.avsnitt]
        return stycke._replace(text=_brödtext(avsnitt.text), stycken=tuple(delar), efter=_brödtext(avsnitt.avslutning))

    def resten_av(self, block: Datablock, rubrik: str, nivå: int) -> Stycke | None:
        """Det av ett datablock som inget avsnitt har visat, under en egen rubrik. None när inget är kvar."""
        if block in self._visade_block:
            return None
        if not self._finns(block):
            return None
        stycke = self._rubricerat("kapitel", rubrik, nivå)
        return stycke._replace(stycken=tuple(self._block(block, nivå + 1)))

    def _finns(self, block: str) -> bool:
        if block == "mål":
            return any(mål.id not in self._visade_mål for mål in self._plan.mål)
        if block == "uppdrag":
            return any(grupp.id not in self._visade_grupper for grupp in self._plan.uppdrag)
        källa = (
            self._plan.ekonomi if block in {"kommunbidrag", "investeringar", "driftbudget", "tabeller"} else self._plan
        )
        return bool(getattr(källa, block.replace(" ", "_"))) or (block == "risker" and bool(self._plan.processer))

    def _visning(self, visar: Visning, rubrik: str, nivå: int) -> Iterator[Stycke]:
        if visar.block:
            yield from self._block(visar.block, nivå)
        mål = [self._mål[id_] for id_ in visar.mål if id_ in self._mål]
        if len(mål) > 1 and all(map(är_bara_namn, mål)):
            yield self._mållista(mål, rubrik, nivå)
            return
        for ett in mål:
            yield self._mål_stycke(ett, nivå, egen_rubrik=not (len(mål) == 1 and _sägs_i(ett.namn, rubrik)))
        grupper = [g for id_ in visar.uppdrag for g in self._plan.uppdrag if g.id == id_]
        for grupp in grupper:
            yield self._uppdragsgrupp(grupp, nivå, egen_rubrik=not _sägs_i(grupp.rubrik, rubrik))

    def _rubricerat(self, slag: str, rubrik: str, nivå: int, id_: str = "") -> Stycke:
        """Ett tomt stycke med sin rubrik, registrerad i läsordning."""
        if not rubrik:
            return Stycke(slag, min(nivå - 1, DJUPASTE_RUBRIK))
        ankare = self._register.ankare(id_ or rubrik)
        return Stycke(slag, min(nivå, DJUPASTE_RUBRIK), rubrik, ankare, self._register.markdownankare(rubrik))

    # --- Datablocken ---

    def _block(self, block: Datablock, nivå: int) -> Iterator[Stycke]:  # noqa: C901 - en gren för varje datablock
        self._visade_block.add(block)
        match block:
            case "vision":
                yield from self._vision(nivå)
            case "mål":
                kvar = [mål for mål in self._plan.mål if mål.id not in self._visade_mål]
                yield from [self._mål_stycke(mål, nivå) for mål in kvar]
            case "inget ansvar för":
                yield Stycke("mål", nivå - 1, punkter=tuple(utan_ansvar(self._plan, self._namn.målet)))
            case "nyckeltal":
                yield from [self._nyckeltal(grupp, nivå) for grupp in self._plan.nyckeltal]
            case "uppdrag":
                grupper = [grupp for grupp in self._plan.uppdrag if grupp.id not in self._visade_grupper]
                yield from [self._uppdragsgrupp(grupp, nivå) for grupp in grupper]
            case "åtgärdsplan":
                yield from self._åtgärdsplan(nivå)
            case "risker" | "åtgärder" | "kontrollmoment":
                yield from self._riskblock(block, nivå)
            case "kommunbidrag" | "investeringar" | "driftbudget" | "tabeller":
                yield from self._ekonomi(block, nivå)
            case "årshjul":
                yield from self._årshjul(nivå)
            case "styrdokument":
                yield from self._styrdokument(nivå)
            case _:
                assert_never(block)

    def _vision(self, nivå: int) -> Iterator[Stycke]:
        if vision := self._plan.vision:
            yield Stycke("vision", nivå - 1, ingress=vision.namn, text=_brödtext(vision.text))

    def _riskblock(self, block: str, nivå: int) -> Iterator[Stycke]:
        plan = self._plan
        if block == "risker" and plan.processer:
            yield Stycke(
                "processer", nivå - 1, tabell=planblock.processtabell(plan, self._register.etikett("Processer"))
            )
        läsning: tuple[str, ...] = ()
        if block == "risker" and plan.risker:
            tabell = planblock.risktabell(plan.risker, self._register.etikett("Risker"))
            läsning = planblock.risktabellens_läsning(self._husregler.riskmatris)
        elif block == "åtgärder" and plan.åtgärder:
            tabell = planblock.åtgärdstabell(
                plan.åtgärder, plan.risker, self._register.etikett("Åtgärder mot riskerna")
            )
        elif block == "kontrollmoment" and plan.kontrollmoment:
            etikett = self._register.etikett("Kontroller av riskerna")
            tabell = planblock.kontrolltabell(plan.kontrollmoment, plan.risker, etikett)
        else:
            return
        yield Stycke(block, nivå - 1, läsning=läsning, tabell=tabell)

    def _årshjul(self, nivå: int) -> Iterator[Stycke]:
        for del_ in self._plan.årshjul:
            stycke = self._rubricerat("årshjul", planblock.månadsrubrik(del_), nivå)
            yield stycke._replace(punkter=tuple(planblock.månadspunkter(del_)))

    def _styrdokument(self, nivå: int) -> Iterator[Stycke]:
        for grupp in self._plan.styrdokument:
            stycke = self._rubricerat("styrdokument", grupp.rubrik, nivå)
            yield stycke._replace(punkter=tuple(map(planblock.dokumentpunkt, grupp.dokument)))

    # --- Målen ---

    def _mål_stycke(self, mål: Mål, nivå: int, *, egen_rubrik: bool = True) -> Stycke:
        self._visade_mål.add(mål.id)
        rubrik = målrubrik(mål) if egen_rubrik else ""
        stycke = self._rubricerat("mål", rubrik, nivå, mål.id)
        under = nivå + 1 if egen_rubrik else nivå
        kvar = [delmål for delmål in mål.mål if delmål.id not in self._visade_mål]
        som_lista = bool(kvar) and all(map(är_bara_namn, kvar))
        ovanför = mål.beskrivning or ""
        tabell, lista = self._indikatorer.tabell(mål), self._indikatorer.lista(mål, under - 1)
        läsning = self._en_gång(BART_MÅLVÄRDE) if tabell and har_bart_målvärde(mål.indikatorer) else ()
        if lista and any(måltid(i.målvärde, self._plan.plan.år) for i in mål.indikatorer):
            lista = lista._replace(läsning=self._en_gång(TID_INOM_PARENTES))
        delmål = [self._mållista(kvar, ovanför, under)] if som_lista else [self._mål_stycke(d, under) for d in kvar]
        return stycke._replace(
            fakta=(*målfakta(mål, self._namn, self._namn.målet), *self._indikatorer.fakta(mål)),
            text=måltext(mål),
            läsning=läsning,
            tabell=tabell,
            stycken=(*([lista] if lista else []), *delmål),
            efter=målslut(mål),
        )

    def _en_gång(self, mening: str) -> tuple[str, ...]:
        """Meningen första gången, sedan inget."""
        ny = mening not in self._sagda
        self._sagda.add(mening)
        return (mening,) if ny else ()

    def _mållista(self, mål: list[Mål], ovanför: str, nivå: int) -> Stycke:
        """Mål som bara är sitt namn, som punkter."""
        self._visade_mål.update(ett.id for ett in mål)
        return Stycke("mål", nivå - 1, punkter=tuple(målpunkter(mål, ovanför, self._namn)))

    def _nyckeltal(self, grupp: Nyckeltalsgrupp, nivå: int) -> Stycke:
        stycke = self._rubricerat("nyckeltal", grupp.rubrik, nivå, grupp.id)
        tabell = planens_nyckeltal(grupp, self._register.etikett(f"Nyckeltal: {grupp.rubrik}"), self._namn)
        return stycke._replace(text=_brödtext(grupp.beskrivning), tabell=tabell)

    # --- Uppdragen ---

    def _uppdragsgrupp(self, grupp: Uppdragsgrupp, nivå: int, *, egen_rubrik: bool = True) -> Stycke:
        self._visade_grupper.add(grupp.id)
        stycke = self._rubricerat("uppdrag", grupp.rubrik if egen_rubrik else "", nivå, grupp.id)
        känd_källa = _sägs_i(re.sub("(en|et|n|t)$", "", grupp.källa), grupp.rubrik)
        return stycke._replace(
            fakta=() if känd_källa else (Not("Källa", grupp.källa),),
            text=_brödtext(grupp.beskrivning),
            punkter=tuple(self._uppdragspunkt(uppdrag) for uppdrag in grupp.uppdrag),
        )

    def _uppdragspunkt(self, uppdrag: Uppdrag) -> Punkt:
        """Uppdraget med ansvarig, tid, mål och steg. Målvärdet står redan i uppdragets egen text."""
        fakta = [Not("Ansvarig", uppdrag.ansvarig)] if uppdrag.ansvarig else []
        fakta += [Not("Klart", kort_tid(uppdrag.klart))] if uppdrag.klart else []
        if uppdrag.bidrar_till:
            fakta.append(Not("Bidrar till", räkna_upp([self._namn.målet(id_) for id_ in uppdrag.bidrar_till])))
        if uppdrag.etiketter:
            fakta.append(Not("Etiketter", self._namn.skriv_etiketter(uppdrag.etiketter)))
        text = f"{uppdrag.nummer.rstrip('.')}. {uppdrag.text}" if uppdrag.nummer else uppdrag.text
        return Punkt(text, tuple(fakta), tuple(Punkt(del_.text) for del_ in uppdrag.delar))

    # --- Åtgärdsplanen ---

    def _åtgärdsplan(self, nivå: int) -> Iterator[Stycke]:
        for område in self._plan.åtgärdsplan:
            stycke = self._rubricerat("åtgärdsområde", område.rubrik, nivå, område.id)
            punkter = tuple(self._åtgärdspunkt(punkt, nivå + 1) for punkt in område.punkter)
            yield stycke._replace(text=_brödtext(område.beskrivning), stycken=punkter)
        läge = räkna_effekter(self._plan)
        if läge.kan_summeras:
            stycke = self._rubricerat("effekt", "Summerad ekonomisk effekt (verktygets beräkning)", nivå)
            tabell = atgardsblock.effekttabell(läge, self._register.etikett("Summerad ekonomisk effekt"))
            yield stycke._replace(text=Brödtext(atgardsblock.summans_mening(läge)), tabell=tabell)

    def _åtgärdspunkt(self, punkt: Åtgärdspunkt, nivå: int) -> Stycke:
        stycke = self._rubricerat("åtgärdspunkt", atgardsblock.punktrubrik(punkt), nivå, punkt.id)
        return stycke._replace(
            text=_brödtext(punkt.beskrivning),
            noter=tuple(atgardsblock.punktnoter(punkt, self._namn.målet)),
            punkter=tuple(atgardsblock.åtgärdslista(punkt)),
        )

    # --- Resurserna ---

    def _ekonomi(self, block: str, nivå: int) -> Iterator[Stycke]:
        ekonomi = self._plan.ekonomi
        if block == "kommunbidrag":
            yield from [self._bidrag(b, nivå) for b in ekonomi.kommunbidrag]
        elif block == "investeringar":
            yield from [self._investering(i, nivå) for i in ekonomi.investeringar]
        elif block == "driftbudget":
            yield from [self._driftbudget(d, nivå) for d in ekonomi.driftbudget]
        else:
            yield from [self._ekonomitabell(t, nivå) for t in ekonomi.tabeller]

    def _bidrag(self, bidrag: Kommunbidrag, nivå: int) -> Stycke:
        stycke = self._tabellrubrik("kommunbidrag", bidrag, nivå)
        tabell = planpengar.bidragstabell(bidrag, self._register.etikett(stycke.rubrik or "Kommunbidrag"))
        return stycke._replace(text=_brödtext(bidrag.beskrivning), tabell=tabell, efter=_brödtext(bidrag.kommentar))

    def _investering(self, investering: Investering, nivå: int) -> Stycke:
        stycke = self._tabellrubrik("investeringar", investering, nivå)
        etikett = self._register.etikett(f"Investeringar: {stycke.rubrik}" if stycke.rubrik else "Investeringar")
        return stycke._replace(
            text=_brödtext(investering.beskrivning),
            tabell=planpengar.investeringstabell(investering, etikett),
            efter=_brödtext(investering.kommentar),
        )

    def _driftbudget(self, budget: Driftbudget, nivå: int) -> Stycke:
        stycke = self._tabellrubrik("driftbudget", budget, nivå)
        namn = f"Driftbudget: {stycke.rubrik}" if stycke.rubrik else "Driftbudget"
        tabell = planpengar.driftbudgettabell(budget, self._plan.plan.år, self._register.etikett(namn))
        brygga: tuple[Stycke, ...] = ()
        if b := budget.brygga:
            post = planpengar.bryggtabell(b, budget.enhet, self._register.etikett(f"{namn}, förändring"))
            brygga = (
                Stycke("brygga", stycke.nivå, text=_brödtext(b.beskrivning), tabell=post, efter=_brödtext(b.kommentar)),
            )
        return stycke._replace(
            text=_brödtext(budget.beskrivning),
            tabell=tabell,
            stycken=brygga,
            efter=_brödtext(budget.kommentar),
        )

    def _ekonomitabell(self, tabell: Ekonomitabell, nivå: int) -> Stycke:
        stycke = self._tabellrubrik("tabeller", tabell, nivå)
        etikett = self._register.etikett(stycke.rubrik or "Ekonomi")
        return stycke._replace(
            text=_brödtext(tabell.beskrivning),
            tabell=planpengar.ekonomitabell(tabell, etikett),
            efter=_brödtext(tabell.kommentar),
        )

    def _tabellrubrik(self, slag: str, tabell: Budgettabell, nivå: int) -> Stycke:
        """Tabellens egen rubrik, annars verksamhetsområdets namn."""
        områden = {vo.id: f"{vo.nummer or ''} {vo.namn}".strip() for vo in self._plan.verksamhetsområden}
        rubrik = tabell.rubrik or områden.get(tabell.verksamhetsområde or "", "")
        return self._rubricerat(slag, rubrik, nivå, tabell.id)


def _sägs_i(namn: str, rubrik: str) -> bool:
    """Om avsnittets rubrik redan innehåller namnet, så att det inte ska upprepas."""
    return namn.casefold() in rubrik.casefold()
