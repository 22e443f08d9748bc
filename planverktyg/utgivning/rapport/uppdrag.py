"""Planens uppdrag och uppföljningens status in, uppdragen grupp för grupp ut. Tystnad om ett uppdrag syns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.utgivning.ord.celler import kort_tid, skriv_värde, synlig_enhet, är_tal
from planverktyg.utgivning.ord.symboler import EJ_RAPPORTERAD, INGET, omdöme, statusens
from planverktyg.utgivning.underlag.gemensamt import Omdöme
from planverktyg.utgivning.underlag.rapport import Uppdragsgrupp, Uppdragsläge, Uppdragsrad, Uppdragssteg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planverktyg.modell.atgardsplan import Grundstatus
    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.plan import Plandokument, Uppdrag, Uppdragsdel
    from planverktyg.modell.rapportering import Uppdragsrapport, Uppföljningsdokument
    from planverktyg.utgivning.ord.ankare import Register

_BÖJNING: dict[Grundstatus | None, tuple[str, str]] = {
    "klar": ("är klart", "är klara"),
    "pågår": ("pågår", "pågår"),
    "ej påbörjad": ("är inte påbörjat", "är inte påbörjade"),
    "försenad": ("är försenat", "är försenade"),
    "avbruten": ("är avbrutet", "är avbrutna"),
    None: ("är inte rapporterat", "är inte rapporterade"),
}


def bygg_uppdrag(
    plan: Plandokument,
    uppföljning: Uppföljningsdokument,
    register: Register,
    skala: Sequence[Bedömningssteg],
    förra: Uppföljningsdokument | None = None,
) -> Uppdragsläge | None:
    """Uppdragen i planens ordning, eller None när planen inte har några. `förra` är uppföljningen före den här."""
    if not plan.uppdrag:
        return None
    stegen = {steg.namn: omdöme(steg) for steg in skala}
    grupper = tuple(
        Uppdragsgrupp(
            register.ankare(grupp.id),
            grupp.rubrik,
            register.etikett(f"Uppdrag: {grupp.rubrik}"),
            tuple(_rad(uppdrag, uppföljning.uppdrag.get(uppdrag.id), stegen) for uppdrag in grupp.uppdrag),
        )
        for grupp in plan.uppdrag
    )
    return Uppdragsläge(
        mening=_mening(plan, uppföljning),
        bedömda=_bedömda(plan, uppföljning, förra, list(stegen)),
        har_bedömning=any(rad.bedömning for grupp in grupper for rad in grupp.uppdrag),
        grupper=grupper,
    )


def _mening(plan: Plandokument, uppföljning: Uppföljningsdokument) -> str:
    rapporter = [uppföljning.uppdrag.get(uppdrag.id) for uppdrag in plan.alla_uppdrag()]
    räknade = Counter(rapport.läge if rapport else None for rapport in rapporter)
    delar = [f"{räknade[s]} {former[räknade[s] > 1]}" for s, former in _BÖJNING.items() if räknade[s]]
    return f"Av planens {räknade.total()} uppdrag: {räkna_upp(delar)}."


def _bedömda(
    plan: Plandokument, uppföljning: Uppföljningsdokument, förra: Uppföljningsdokument | None, skala: Sequence[str]
) -> str:
    """`Bedömda uppdrag: 7 helt (6), 20 i hög grad (18), 5 delvis (8).` I parentes förra uppföljningens antal."""
    nu = _räkna_bedömda(plan, uppföljning)
    då = _räkna_bedömda(plan, förra) if förra else Counter()
    ord_ = [*skala, *sorted(set(nu) - set(skala))]
    delar = [f"{nu[o]} {o}{f' ({då[o]})' if då else ''}" for o in ord_ if nu[o] or då[o]]
    if not nu:
        return ""
    return f"Bedömda uppdrag: {', '.join(delar)}.{' Inom parentes: förra uppföljningen.' if då else ''}"


def _räkna_bedömda(plan: Plandokument, uppföljning: Uppföljningsdokument) -> Counter[str]:
    rapporter = (uppföljning.uppdrag.get(uppdrag.id) for uppdrag in plan.alla_uppdrag())
    return Counter(rapport.bedömning for rapport in rapporter if rapport and rapport.bedömning)


def _rad(uppdrag: Uppdrag, rapport: Uppdragsrapport | None, stegen: Mapping[str, Omdöme]) -> Uppdragsrad:
    bedömning = rapport.bedömning if rapport else None
    return Uppdragsrad(
        text=f"{uppdrag.nummer}. {uppdrag.text}" if uppdrag.nummer else uppdrag.text,
        ansvarig=uppdrag.ansvarig or "",
        klart=kort_tid(uppdrag.klart) if uppdrag.klart else "",
        målvärde=_med_enhet(uppdrag.målvärde.skriv(uppdrag.enhet), uppdrag) if uppdrag.målvärde else "",
        utfall=_utfall(uppdrag, rapport),
        status=statusens(rapport) if rapport else EJ_RAPPORTERAD,
        bedömning=stegen.get(bedömning, Omdöme(INGET, bedömning, "grå")) if bedömning else None,
        kommentar=(rapport.kommentar or "") if rapport else "",
        steg=tuple(_steg(del_, rapport) for del_ in uppdrag.delar),
    )


def _utfall(uppdrag: Uppdrag, rapport: Uppdragsrapport | None) -> str:
    if rapport is None or rapport.värde is None:
        return ""
    text = skriv_värde(rapport.värde, uppdrag.enhet)
    return _med_enhet(text, uppdrag) if är_tal(rapport.värde) else text


def _med_enhet(text: str, uppdrag: Uppdrag) -> str:
    return f"{text} {synlig_enhet('', uppdrag.enhet)}".strip()


def _steg(del_: Uppdragsdel, rapport: Uppdragsrapport | None) -> Uppdragssteg:
    status = rapport.delar.get(del_.id) if rapport and del_.id else None
    return Uppdragssteg(
        del_.text,
        statusens(status) if status else (EJ_RAPPORTERAD if del_.id else None),
        (status.kommentar or "") if status else "",
    )
