"""Planens avsnitt, mål, uppdrag och datablock in, stycken med rubriker på rätt nivå ut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planverktyg.rapport import planblock, planpengar
from planverktyg.rapport.celltext import kort_tid
from planverktyg.rapport.indikatorrader import målrubrik
from planverktyg.rapport.indikatortabell import bygg_tabell
from planverktyg.rapport.planunderlag import Punkt, Stycke
from planverktyg.rapport.underlag import Brödtext, Not
from planverktyg.svenska import räkna_upp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.modell.ekonomi import Driftbudget, Investering, Kommunbidrag
    from planverktyg.modell.plan import Avsnitt, Mål, Plandokument, Uppdrag, Uppdragsgrupp, Visning
    from planverktyg.rapport.ankare import Register

DJUPASTE_RUBRIK = 6


def _brödtext(text: str | None) -> Brödtext | None:
    return Brödtext(text) if text else None


class Styckebyggare:
    """Bygger plandokumentets stycken och minns vad som är visat, så att inget blir borta."""

    def __init__(self, plan: Plandokument, register: Register) -> None:
        self._plan = plan
        self._register = register
        self._mål = {mål.id: mål for mål in plan.alla_mål()}
        self._visade_mål: set[str] = set()
        self._visade_grupper: set[str] = set()
        self._visade_block: set[str] = set()

    # --- Avsnitten ---

    def avsnitt(self, avsnitt: Avsnitt, nivå: int) -> Stycke:
        """Avsnittet med det som det visar och sina underavsnitt. Utan rubrik får det som visas nivån."""
        stycke = self._rubricerat("kapitel", avsnitt.rubrik or "", nivå)
        under = nivå + 1 if avsnitt.rubrik else nivå
        delar = list(self._visning(avsnitt.visar, avsnitt.rubrik or "", under)) if avsnitt.visar else []
        delar += [self.avsnitt(inre, under) for inre in avsnitt.avsnitt]
        return stycke._replace(text=_brödtext(avsnitt.text), stycken=tuple(delar), efter=_brödtext(avsnitt.avslutning))

    def resten_av(self, block: str, rubrik: str, nivå: int) -> Stycke | None:
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
        källa = self._plan.ekonomi if block in {"kommunbidrag", "investeringar", "driftbudget"} else self._plan
        return bool(getattr(källa, block))

    def _visning(self, visar: Visning, rubrik: str, nivå: int) -> Iterator[Stycke]:
        if visar.block:
            yield from self._block(visar.block, nivå)
        mål = [self._mål[id_] for id_ in visar.mål if id_ in self._mål]
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

    def _block(self, block: str, nivå: int) -> Iterator[Stycke]:
        self._visade_block.add(block)
        match block:
            case "vision":
                yield from self._vision(nivå)
            case "mål":
                kvar = [mål for mål in self._plan.mål if mål.id not in self._visade_mål]
                yield from [self._mål_stycke(mål, nivå) for mål in kvar]
            case "uppdrag":
                grupper = [grupp for grupp in self._plan.uppdrag if grupp.id not in self._visade_grupper]
                yield from [self._uppdragsgrupp(grupp, nivå) for grupp in grupper]
            case "risker" | "åtgärder" | "kontrollmoment":
                yield from self._riskblock(block, nivå)
            case "kommunbidrag":
                yield from [self._bidrag(b, nivå) for b in self._plan.ekonomi.kommunbidrag]
            case "investeringar":
                yield from [self._investering(i, nivå) for i in self._plan.ekonomi.investeringar]
            case "driftbudget":
                yield from [self._driftbudget(d, nivå) for d in self._plan.ekonomi.driftbudget]
            case "årshjul":
                yield from self._årshjul(nivå)
            case _:
                yield from self._styrdokument(nivå)

    def _vision(self, nivå: int) -> Iterator[Stycke]:
        if vision := self._plan.vision:
            yield Stycke("vision", nivå - 1, ingress=vision.namn, text=_brödtext(vision.text))

    def _riskblock(self, block: str, nivå: int) -> Iterator[Stycke]:
        plan, nummer = self._plan, planblock.risknummer(self._plan)
        if block == "risker" and plan.risker:
            tabell = planblock.risktabell(plan.risker, self._register.etikett("Risker"), numrerade=bool(nummer))
        elif block == "åtgärder" and plan.åtgärder:
            tabell = planblock.åtgärdstabell(plan.åtgärder, nummer, self._register.etikett("Åtgärder mot riskerna"))
        elif block == "kontrollmoment" and plan.kontrollmoment:
            etikett = self._register.etikett("Kontroller av riskerna")
            tabell = planblock.kontrolltabell(plan.kontrollmoment, plan.risker, etikett)
        else:
            return
        yield Stycke(block, nivå - 1, tabell=tabell)

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
        som_lista = bool(kvar) and all(map(_är_bara_namn, kvar))
        self._visade_mål.update(delmål.id for delmål in kvar if som_lista)
        etikett = f"Indikatorer för {mål.nivå}: {mål.namn}"
        return stycke._replace(
            fakta=tuple(self._målfakta(mål)),
            text=_brödtext(mål.beskrivning),
            tabell=bygg_tabell(mål.indikatorer, self._plan.plan.år, self._register.etikett(etikett))
            if mål.indikatorer
            else None,
            punkter=tuple(_målpunkter(mål, kvar)) if som_lista else (),
            stycken=() if som_lista else tuple(self._mål_stycke(d, under) for d in kvar),
            efter=_brödtext(mål.avslutning),
        )

    def _målfakta(self, mål: Mål) -> Iterator[Not]:
        if mål.ansvarig:
            yield Not("Ansvarig", mål.ansvarig)
        if mål.bidrar_till:
            yield Not("Bidrar till", räkna_upp([self._mål[i].namn if i in self._mål else i for i in mål.bidrar_till]))

    # --- Uppdragen ---

    def _uppdragsgrupp(self, grupp: Uppdragsgrupp, nivå: int, *, egen_rubrik: bool = True) -> Stycke:
        self._visade_grupper.add(grupp.id)
        stycke = self._rubricerat("uppdrag", grupp.rubrik if egen_rubrik else "", nivå, grupp.id)
        känd_källa = _sägs_i(re.sub("(en|et|n|t)$", "", grupp.källa), grupp.rubrik)
        return stycke._replace(
            fakta=() if känd_källa else (Not("Källa", grupp.källa),),
            text=_brödtext(grupp.beskrivning),
            punkter=tuple(map(_uppdragspunkt, grupp.uppdrag)),
        )

    # --- Resurserna ---

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

    def _tabellrubrik(self, slag: str, tabell: Kommunbidrag | Investering | Driftbudget, nivå: int) -> Stycke:
        """Tabellens egen rubrik, annars verksamhetsområdets namn."""
        områden = {vo.id: f"{vo.nummer or ''} {vo.namn}".strip() for vo in self._plan.verksamhetsområden}
        rubrik = tabell.rubrik or områden.get(tabell.verksamhetsområde or "", "")
        return self._rubricerat(slag, rubrik, nivå, tabell.id)


def _sägs_i(namn: str, rubrik: str) -> bool:
    """Om avsnittets rubrik redan innehåller namnet, så att det inte ska upprepas."""
    return namn.casefold() in rubrik.casefold()


def _är_bara_namn(mål: Mål) -> bool:
    """Om målet inte har mer att visa än sitt namn, så att en punkt i en lista räcker."""
    return not (mål.indikatorer or mål.mål or mål.beskrivning or mål.avslutning or mål.ansvarig or mål.bidrar_till)


def _målpunkter(mål: Mål, delmålen: list[Mål]) -> Iterator[Punkt]:
    """Delmålen som punkter. Nivån nämns när texten före listan inte redan gör det."""
    for delmål in delmålen:
        nämnd = not delmål.nummer and delmål.nivå.casefold() in (mål.beskrivning or "").casefold()
        yield Punkt(delmål.namn if nämnd else målrubrik(delmål))


def _uppdragspunkt(uppdrag: Uppdrag) -> Punkt:
    """Uppdraget med ansvarig, tid och steg. Målvärdet står redan i uppdragets egen text."""
    fakta = [Not("Ansvarig", uppdrag.ansvarig)] if uppdrag.ansvarig else []
    fakta += [Not("Klart", kort_tid(uppdrag.klart))] if uppdrag.klart else []
    return Punkt(uppdrag.text, tuple(fakta), tuple(Punkt(del_.text) for del_ in uppdrag.delar))
