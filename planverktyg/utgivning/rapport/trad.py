"""Planen, planerna som den nämner och bedömningarna in, den röda tråden och etiketterna ut."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.akt import planen_och_nämnda
from planverktyg.modell.grund.svenska import versal
from planverktyg.uppfyllelse.samband import Samband, Sort
from planverktyg.utgivning.ord.symboler import indikatorns, målets, statusens
from planverktyg.utgivning.underlag.samband import Brist, Etikett, Märkt, Målnamn, Tråd, Trådrad

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planverktyg.arkiv.akt import Akt
    from planverktyg.modell.plan import Plandokument
    from planverktyg.uppfyllelse import Uppfyllelse
    from planverktyg.uppfyllelse.samband import Nod
    from planverktyg.utgivning.ord.ankare import Register
    from planverktyg.utgivning.underlag.gemensamt import Omdöme


class Läge(NamedTuple):
    """Det som avsnitten behöver veta om rapporten."""

    plan: Plandokument
    uppfyllelse: Uppfyllelse
    ankare: Mapping[str, str]
    """Målets id → dess ankare i rapporten."""

    def målens_omdömen(self) -> dict[str, Omdöme]:
        """Målets eller indikatorns id → hur det går."""
        husregler = self.uppfyllelse.husregler
        omdömen = {i.indikator.id: indikatorns(i, husregler) for i in self.uppfyllelse.alla_indikatorer()}
        return omdömen | {b.mål.id: målets(b, husregler) for b in self.uppfyllelse.alla_mål()}

    def uppdragets(self, id_: str) -> Omdöme:
        """Uppdragets status, eller att den inte är rapporterad."""
        return statusens(self.uppfyllelse.statusar.uppdrag.get(id_))


# --- Röda tråden ------------------------------------------------------------------------------------


def bygg_tråd(akt: Akt, läge: Läge) -> Tråd | None:
    """Det som leder till flera mål eller bidrar till ett annat, och bristerna. None när trädet självt säger allt."""
    samband = Samband(planen_och_nämnda(akt))
    hemma = läge.plan.plan.id
    egna = [nod for nod in samband.noder.values() if nod.nyckel[0] == hemma]
    kolumner = _kolumner(samband, egna)
    omdömen = läge.målens_omdömen()
    rader = tuple(rad for nod in egna if (rad := _rad(samband, nod, kolumner, läge, omdömen)))
    brister = tuple(_brister(samband, läge)) if kolumner else ()
    return Tråd(rader, brister) if rader or brister else None


def _rad(samband: Samband, nod: Nod, kolumner: list[Nod], läge: Läge, omdömen: Mapping[str, Omdöme]) -> Trådrad | None:
    """Raden, eller None när noden bara leder till det mål som den står under."""
    nådda, grenen = samband.ovanför(nod.nyckel), samband.står_under(nod)
    målen = [mål for mål in kolumner if mål.nyckel in nådda]
    under = tuple(_namn(mål, läge, samband) for mål in målen if mål.nyckel in grenen)
    bidrar = tuple(_namn(mål, läge, samband) for mål in målen if mål.nyckel not in grenen)
    if not bidrar and len(under) < 2:
        return None
    return Trådrad(_namn(nod, läge), _omdöme(nod, läge, omdömen), under, bidrar)


def _kolumner(samband: Samband, egna: list[Nod]) -> list[Nod]:
    """Målen där planens egna trådar börjar, och målen som planen bidrar till: i andra planer, och från egna mål."""
    hemma = egna[0].nyckel[0] if egna else ""
    mål = {nod.nyckel for nod in samband.överordnade if nod.nyckel[0] == hemma}
    for nod in egna:
        mål |= {m for m in samband.bidrar(nod) if m[0] != hemma or nod.sort is Sort.MÅL}
    return [nod for nod in samband.mål if nod.nyckel in mål]


def _omdöme(nod: Nod, läge: Läge, omdömen: Mapping[str, Omdöme]) -> Omdöme | None:
    if nod.sort is Sort.UPPDRAG:
        return läge.uppdragets(nod.nyckel[1])
    return omdömen.get(nod.nyckel[1]) if nod.sort in (Sort.MÅL, Sort.INDIKATOR) else None


def _namn(nod: Nod, läge: Läge, samband: Samband | None = None) -> Målnamn:
    plan, id_ = nod.nyckel
    egen = plan == läge.plan.plan.id
    annan = "" if egen or samband is None else samband.planer[plan].plan.namn
    return Målnamn(versal(nod.nivå), nod.namn, annan, läge.ankare.get(id_, "") if egen else "")


def _brister(samband: Samband, läge: Läge) -> Iterator[Brist]:
    hemma = läge.plan.plan.id
    for mening, noder in (
        ("Inget leder till dessa överordnade mål:", samband.utan_stöd()),
        ("Dessa mål leder inte till något överordnat mål:", samband.utan_riktning()),
    ):
        egna = tuple(_namn(nod, läge) for nod in noder if nod.nyckel[0] == hemma)
        if egna:
            yield Brist(mening, egna)


# --- Etiketter --------------------------------------------------------------------------------------


def bygg_etiketter(akt: Akt, läge: Läge, register: Register) -> tuple[Etikett, ...]:
    """De etiketter som något i planen har: planens egna först, sedan kommunens."""
    märkta: dict[str, list[Märkt]] = {}
    for etiketter, märkt in _märkta(läge):
        for etikett in dict.fromkeys(etiketter):
            märkta.setdefault(etikett, []).append(märkt)
    namn = läge.plan.etiketter | {e: t for e, t in akt.husregler.etiketter.items() if e not in läge.plan.etiketter}
    ordning = [e for e in namn if e in märkta] + [e for e in märkta if e not in namn]
    kolumn = f"Mål, {läge.uppfyllelse.husregler.indikatorord.ental} eller uppdrag"
    return tuple(
        Etikett(namn.get(e, e), register.etikett(f"Etikett: {namn.get(e, e)}"), kolumn, tuple(märkta[e]))
        for e in ordning
    )


def _märkta(läge: Läge) -> Iterator[tuple[tuple[str, ...], Märkt]]:
    omdömen, ord_ = läge.målens_omdömen(), läge.uppfyllelse.husregler.indikatorord
    for b in läge.uppfyllelse.alla_mål():
        ankare = läge.ankare.get(b.mål.id, "")
        yield b.mål.etiketter, Märkt(Målnamn(versal(b.mål.nivå), b.mål.namn, "", ankare), omdömen[b.mål.id])
        for i in b.indikatorer:
            yield (
                i.indikator.etiketter,
                Märkt(Målnamn(ord_.rubrik, i.indikator.namn, "", ankare), indikatorns(i, läge.uppfyllelse.husregler)),
            )
    for uppdrag in läge.plan.alla_uppdrag():
        vad = Målnamn("Uppdrag", uppdrag.text, "", "")
        yield uppdrag.etiketter, Märkt(vad, läge.uppdragets(uppdrag.id))
