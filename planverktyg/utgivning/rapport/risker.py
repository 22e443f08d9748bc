"""Planens risker och uppföljningen av dem in, riskmatris och tabeller ut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from planverktyg.modell.grund.svenska import räkna_upp, versal
from planverktyg.modell.risk import Kontrollresultat
from planverktyg.utgivning.ord.celler import skriv_beslut
from planverktyg.utgivning.ord.symboler import EJ_RAPPORTERAD, STATUS, statusens
from planverktyg.utgivning.plandokument.atgardsplan import åtgärdens_tid
from planverktyg.utgivning.underlag.forstasidan import Antal
from planverktyg.utgivning.underlag.gemensamt import Not, Omdöme
from planverktyg.utgivning.underlag.rapport import Matrisrad, Riskläge, Riskrad, Riskruta, Åtgärdslista, Åtgärdsrad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.modell.husregler import Riskmatris
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Kontrollrapport, Riskrapport, Uppföljningsdokument
    from planverktyg.modell.risk import Kontrollmoment, Risk
    from planverktyg.uppfyllelse.avgjort import Statusar

_FÖRÄNDRING = {1: "↑", -1: "↓", 0: ""}


@dataclass(frozen=True, slots=True)
class _Nuläge:
    """En risk med sannolikhet och konsekvens så som de bedöms nu."""

    nummer: str
    risk: Risk
    sannolikhet: int
    konsekvens: int
    rapport: Riskrapport | None

    @property
    def riskvärde(self) -> int:
        return self.sannolikhet * self.konsekvens

    @property
    def riktning(self) -> int:
        """1 när riskvärdet har ökat sedan planen, −1 när det har minskat."""
        return (self.riskvärde > self.risk.riskvärde) - (self.riskvärde < self.risk.riskvärde)


def riskens_omdöme(riskvärde: int, matris: Riskmatris) -> Omdöme:
    """Riskvärdet med ordet och färgen för hur hög risken är enligt kommunens matris."""
    if riskvärde >= matris.hög:
        return Omdöme(str(riskvärde), "hög", "röd")
    if riskvärde >= matris.tröskel:
        return Omdöme(str(riskvärde), "medel", "gul")
    return Omdöme(str(riskvärde), "låg", "grön")


def numrera(plan: Plandokument) -> dict[str, str]:
    """Riskernas nummer i planens ordning, efter id."""
    return {risk.id: str(nummer) for nummer, risk in enumerate(plan.risker, 1)}


def bygg_risker(
    plan: Plandokument, uppföljning: Uppföljningsdokument, statusar: Statusar, matris: Riskmatris
) -> Riskläge | None:
    """Riskläget, eller None när planen varken har risker, åtgärder eller kontroller."""
    if not (plan.risker or plan.åtgärder or plan.kontrollmoment):
        return None
    nummer = numrera(plan)
    nu = [_nuläge(risk, nummer[risk.id], uppföljning.risker.get(risk.id)) for risk in plan.risker]
    return Riskläge(
        mening=_mening(nu, matris),
        konsekvenser=tuple(f"{n} {namn}" for n, namn in enumerate(matris.konsekvens, 1)),
        rader=tuple(_matrisrader(nu, matris)) if nu else (),
        förklaring=(
            "Siffran i rutan är riskvärdet (sannolikhet gånger konsekvens) och Risk är riskens nummer i tabellen under. "
            "Pil upp (↑) betyder att riskvärdet har ökat sedan planen, pil ned (↓) att det har minskat. "
            f"Från riskvärde {matris.tröskel} ska en risk hanteras, från {matris.hög} räknas den som hög."
        ),
        steg=tuple(matrisens_steg(matris)) if nu else (),
        risker=tuple(_riskrad(n, matris) for n in nu),
        åtgärder=_lista(_åtgärder(plan, statusar, nummer)),
        mätare=_mätare(plan.kontrollmoment, uppföljning.kontrollmoment),
        kontroller=_lista(_kontroller(plan.kontrollmoment, uppföljning.kontrollmoment, nummer)),
    )


def matrisens_steg(matris: Riskmatris) -> Iterator[Not]:
    """Vad varje steg i matrisen betyder, för de steg som kommunen har beskrivit."""
    for rubrik, skala in (("Sannolikhet", matris.sannolikhet), ("Konsekvens", matris.konsekvens)):
        for nummer, steg in enumerate(skala, 1):
            if steg.beskrivning:
                yield Not(f"{rubrik} {nummer} {steg.namn}", steg.beskrivning)


def _mätare(moment: Sequence[Kontrollmoment], rapporter: Mapping[str, Kontrollrapport]) -> tuple[Antal, ...]:
    """Hur många kontroller som visade vad, med alla färger så att raden också förklarar dem."""
    resultat = [rapporter[m.id].resultat if m.id in rapporter else None for m in moment]
    antal = [Antal(STATUS[r], resultat.count(r)) for r in get_args(Kontrollresultat)]
    tysta = resultat.count(None)
    return (*antal, *([Antal(EJ_RAPPORTERAD, tysta)] if tysta else []))


def _nuläge(risk: Risk, nummer: str, rapport: Riskrapport | None) -> _Nuläge:
    sannolikhet, konsekvens = risk.sannolikhet, risk.konsekvens
    if rapport is not None:
        sannolikhet = rapport.sannolikhet or sannolikhet
        konsekvens = rapport.konsekvens or konsekvens
    return _Nuläge(nummer, risk, sannolikhet, konsekvens, rapport)


def _mening(nu: list[_Nuläge], matris: Riskmatris) -> str:
    ökat = [n.nummer for n in nu if n.riktning > 0]
    minskat = [n.nummer for n in nu if n.riktning < 0]
    höga = sum(n.riskvärde >= matris.hög for n in nu)
    delar = [f"{höga} av {len(nu)} risker räknas som höga"] if nu else []
    delar += [f"riskvärdet har ökat för risk {räkna_upp(ökat)}"] if ökat else []
    delar += [f"riskvärdet har minskat för risk {räkna_upp(minskat)}"] if minskat else []
    return f"{versal('; '.join(delar))}." if delar else ""


def _matrisrader(nu: list[_Nuläge], matris: Riskmatris) -> Iterator[Matrisrad]:
    for s in range(len(matris.sannolikhet), 0, -1):
        rutor = []
        for k in range(1, len(matris.konsekvens) + 1):
            här = [n for n in nu if (n.sannolikhet, n.konsekvens) == (s, k)]
            märken = tuple(f"{n.nummer} {_FÖRÄNDRING[n.riktning]}".strip() for n in här)
            rutor.append(Riskruta(str(s * k), riskens_omdöme(s * k, matris).färg, märken))
        yield Matrisrad(f"{s} {matris.sannolikhet[s - 1]}", tuple(rutor))


def _riskrad(n: _Nuläge, matris: Riskmatris) -> Riskrad:
    ord_ = {1: "ökat", -1: "minskat", 0: "oförändrat"}[n.riktning]
    förändring = f"{_FÖRÄNDRING[n.riktning]} {ord_} från {n.risk.riskvärde}" if n.riktning else "oförändrat"
    risk = n.risk
    noter = [Not("Kommentar", n.rapport.kommentar)] if n.rapport and n.rapport.kommentar else []
    if n.rapport is None:
        noter.append(Not("Ur planen", "Uppföljningen säger inget om risken."))
    noter += [Not("Kategori", risk.kategori)] if risk.kategori else []
    noter += [Not("Process", risk.process)] if risk.process else []
    noter += [Not("Orsak", risk.orsak)] if risk.orsak else []
    noter += [Not("Möjlighet", risk.möjlighet)] if risk.möjlighet else []
    noter += [Not("Lagrum", risk.lagrum)] if risk.lagrum else []
    noter += [Not("Ansvarig", risk.ansvarig)] if risk.ansvarig else []
    noter += [Not("Accepterad", skriv_beslut(risk.accepterad))] if risk.accepterad else []
    return Riskrad(
        n.nummer,
        risk.text,
        str(n.sannolikhet),
        str(n.konsekvens),
        riskens_omdöme(n.riskvärde, matris),
        förändring,
        tuple(noter),
    )


def _lista(rader: Iterable[Åtgärdsrad]) -> Åtgärdslista:
    alla = tuple(rader)
    return Åtgärdslista(any(r.risker for r in alla), any(r.tid for r in alla), alla)


def _åtgärder(plan: Plandokument, statusar: Statusar, nummer: Mapping[str, str]) -> Iterator[Åtgärdsrad]:
    for å in plan.åtgärder:
        status = statusar.åtgärder.get(å.id)
        yield Åtgärdsrad(
            text=å.text,
            risker=_nummer(å.risker, nummer),
            tid=åtgärdens_tid(å) or å.tidsplan or "",
            ansvarig=å.ansvarig or "",
            status=statusens(status),
            kommentar=(status.rapport.kommentar or "") if status else "",
        )


def _kontroller(
    moment: tuple[Kontrollmoment, ...], rapporter: Mapping[str, Kontrollrapport], nummer: Mapping[str, str]
) -> Iterator[Åtgärdsrad]:
    for m in moment:
        rapport = rapporter.get(m.id)
        kommentar = [] if rapport is None else [rapport.avvikelse, rapport.kommentar]
        yield Åtgärdsrad(
            text=m.text,
            risker=_nummer(m.risker, nummer),
            tid=m.frekvens or "",
            ansvarig=m.ansvarig or "",
            status=STATUS[rapport.resultat] if rapport else EJ_RAPPORTERAD,
            kommentar=" ".join(filter(None, kommentar)),
        )


def _nummer(risker: tuple[str, ...], nummer: Mapping[str, str]) -> str:
    return ", ".join(nummer.get(id_, id_) for id_ in risker)
