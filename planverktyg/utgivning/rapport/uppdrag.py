"""Planens uppdrag och uppföljningens status in, uppdragen grupp för grupp ut. Tystnad om ett uppdrag syns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import fördela, versal
from planverktyg.utgivning.ord.celler import kort_tid, skriv_värde, synlig_enhet, är_tal
from planverktyg.utgivning.ord.symboler import INGET, omdöme, statusens
from planverktyg.utgivning.rapport.atgardsplan import böj, husets_ord
from planverktyg.utgivning.underlag.gemensamt import Omdöme
from planverktyg.utgivning.underlag.rapport import Uppdragsgrupp, Uppdragsläge, Uppdragsrad, Uppdragssteg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from planverktyg.modell.atgardsplan import Grundstatus
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.plan import Plandokument, Uppdrag, Uppdragsdel
    from planverktyg.modell.rapportering import Statusrapport, Uppdragsrapport
    from planverktyg.uppfyllelse.avgjort import Status, Statusar
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
    statusar: Statusar,
    register: Register,
    husregler: Husregler,
    per: date,
    *,
    förra: Statusar | None = None,
) -> Uppdragsläge | None:
    """Uppdragen i planens ordning, eller None när planen inte har några. `förra` är vad som gällde vid uppföljningen före."""
    if not plan.uppdrag:
        return None
    lästa = {ord_: husregler.läs_steg(ord_, per) for ord_ in husregler.skrivbara_steg(per)}
    stegen = {ord_: omdöme(läst.visat) for ord_, läst in lästa.items() if läst}
    grupper = tuple(
        Uppdragsgrupp(
            register.ankare(grupp.id),
            grupp.rubrik,
            register.etikett(f"Uppdrag: {grupp.rubrik}"),
            tuple(_rad(uppdrag, statusar, stegen, per) for uppdrag in grupp.uppdrag),
        )
        for grupp in plan.uppdrag
    )
    return Uppdragsläge(
        mening=_mening(plan, statusar),
        bedömda=_bedömda(plan, statusar, förra, list(stegen)),
        har_bedömning=any(rad.bedömning for grupp in grupper for rad in grupp.uppdrag),
        grupper=grupper,
    )


def _mening(plan: Plandokument, statusar: Statusar) -> str:
    """Antalen, med samma ord som raderna har."""
    gällande = [statusar.uppdrag.get(uppdrag.id) for uppdrag in plan.alla_uppdrag()]
    räknade = Counter(status.rapport.läge if status else None for status in gällande)
    husets = husets_ord(status.rapport for status in gällande if status)
    delar = [
        (n, böj(former[n > 1], s, husets.get(s, ""), n, är_ett=True))
        for s, former in _BÖJNING.items()
        if (n := räknade[s])
    ]
    return f"{versal(fördela(räknade.total(), 'uppdrag', 'uppdrag', delar))}."


def _bedömda(plan: Plandokument, statusar: Statusar, förra: Statusar | None, skala: Sequence[str]) -> str:
    """`Bedömda uppdrag: 7 helt (6), 20 i hög grad (18), 5 delvis (8).` I parentes förra uppföljningens antal."""
    nu = _räkna_bedömda(plan, statusar)
    då = _räkna_bedömda(plan, förra) if förra else Counter()
    ord_ = [*skala, *sorted(set(nu) - set(skala))]
    delar = [f"{nu[o]} {o}{f' ({då[o]})' if då else ''}" for o in ord_ if nu[o] or då[o]]
    if not nu:
        return ""
    return f"Bedömda uppdrag: {', '.join(delar)}.{' Inom parentes: förra uppföljningen.' if då else ''}"


def _räkna_bedömda(plan: Plandokument, statusar: Statusar) -> Counter[str]:
    gällande = (statusar.uppdrag.get(uppdrag.id) for uppdrag in plan.alla_uppdrag())
    return Counter(status.rapport.bedömning for status in gällande if status and status.rapport.bedömning)


def _rad(uppdrag: Uppdrag, statusar: Statusar, stegen: Mapping[str, Omdöme], per: date) -> Uppdragsrad:
    status, delarnas = statusar.uppdrag.get(uppdrag.id), statusar.delar.get(uppdrag.id, {})
    rapport = status.rapport if status else None
    sent = uppdrag.klart is not None and uppdrag.klart.till < per and not (status and status.är_avslutad)
    bedömning = rapport.bedömning if rapport else None
    return Uppdragsrad(
        text=f"{uppdrag.nummer}. {uppdrag.text}" if uppdrag.nummer else uppdrag.text,
        ansvarig=uppdrag.ansvarig or "",
        klart=kort_tid(uppdrag.klart) if uppdrag.klart else "",
        målvärde=_med_enhet(uppdrag.målvärde.skriv(uppdrag.enhet), uppdrag) if uppdrag.målvärde else "",
        utfall=_utfall(uppdrag, rapport),
        status=statusens(status),
        bedömning=stegen.get(bedömning, Omdöme(INGET, bedömning, "grå")) if bedömning else None,
        kommentar=(rapport.kommentar or "") if rapport else "",
        steg=tuple(_steg(del_, status, delarnas) for del_ in uppdrag.delar),
        avviker=sent or (rapport is not None and rapport.läge in ("försenad", "avbruten")),
        sent=f"skulle ha varit klart {kort_tid(uppdrag.klart)}" if sent and uppdrag.klart else "",
    )


def _utfall(uppdrag: Uppdrag, rapport: Uppdragsrapport | None) -> str:
    if rapport is None or rapport.värde is None:
        return ""
    text = skriv_värde(rapport.värde, uppdrag.enhet)
    return _med_enhet(text, uppdrag) if är_tal(rapport.värde) else text


def _med_enhet(text: str, uppdrag: Uppdrag) -> str:
    return f"{text} {synlig_enhet('', uppdrag.enhet)}".strip()


def _steg(
    del_: Uppdragsdel, uppdragets: Status[Uppdragsrapport] | None, delarnas: Mapping[str, Status[Statusrapport]]
) -> Uppdragssteg:
    """Stegets status. När hela uppdraget är avslutat behöver inget sägas om stegen."""
    status = delarnas.get(del_.id) if del_.id else None
    if status is None and (not del_.id or (uppdragets and uppdragets.är_avslutad)):
        return Uppdragssteg(del_.text, None, "")
    return Uppdragssteg(del_.text, statusens(status), (status.rapport.kommentar or "") if status else "")
