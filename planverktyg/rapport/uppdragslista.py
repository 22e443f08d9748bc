"""Planens uppdrag och uppföljningens status in, uppdragen grupp för grupp ut. Tystnad om ett uppdrag syns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planverktyg.rapport.celltext import kort_tid, skriv_värde, synlig_enhet, är_tal
from planverktyg.rapport.rapportunderlag import Uppdragsgrupp, Uppdragsläge, Uppdragsrad, Uppdragssteg
from planverktyg.rapport.symboler import EJ_RAPPORTERAD, statusens
from planverktyg.svenska import räkna_upp

if TYPE_CHECKING:
    from planverktyg.modell.plan import Plandokument, Uppdrag, Uppdragsdel
    from planverktyg.modell.rapportering import Uppdragsrapport, Uppföljningsdokument
    from planverktyg.rapport.ankare import Register

_BÖJNING = {
    "klar": ("är klart", "är klara"),
    "pågår": ("pågår", "pågår"),
    "ej påbörjad": ("är inte påbörjat", "är inte påbörjade"),
    "försenad": ("är försenat", "är försenade"),
    "avbruten": ("är avbrutet", "är avbrutna"),
    EJ_RAPPORTERAD.ord: ("är inte rapporterat", "är inte rapporterade"),
}


def bygg_uppdrag(plan: Plandokument, uppföljning: Uppföljningsdokument, register: Register) -> Uppdragsläge | None:
    """Uppdragen i planens ordning, eller None när planen inte har några."""
    if not plan.uppdrag:
        return None
    grupper = tuple(
        Uppdragsgrupp(
            register.ankare(grupp.id),
            grupp.rubrik,
            register.etikett(f"Uppdrag: {grupp.rubrik}"),
            tuple(_rad(uppdrag, uppföljning.uppdrag.get(uppdrag.id)) for uppdrag in grupp.uppdrag),
        )
        for grupp in plan.uppdrag
    )
    return Uppdragsläge(_mening(grupper), grupper)


def _mening(grupper: tuple[Uppdragsgrupp, ...]) -> str:
    räknade = Counter(rad.status.ord for grupp in grupper for rad in grupp.uppdrag)
    delar = [f"{räknade[s]} {former[räknade[s] > 1]}" for s, former in _BÖJNING.items() if räknade[s]]
    return f"Av planens {räknade.total()} uppdrag: {räkna_upp(delar)}."


def _rad(uppdrag: Uppdrag, rapport: Uppdragsrapport | None) -> Uppdragsrad:
    return Uppdragsrad(
        text=uppdrag.text,
        ansvarig=uppdrag.ansvarig or "",
        klart=kort_tid(uppdrag.klart) if uppdrag.klart else "",
        målvärde=_med_enhet(uppdrag.målvärde.skriv(uppdrag.enhet), uppdrag) if uppdrag.målvärde else "",
        utfall=_utfall(uppdrag, rapport),
        status=statusens(rapport) if rapport else EJ_RAPPORTERAD,
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
