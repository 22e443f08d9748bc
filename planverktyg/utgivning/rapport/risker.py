"""Planens risker och uppföljningen av dem in, riskmatris och tabeller ut."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args

from planverktyg.modell.grund.svenska import antal, räkna_upp, skriv_datum, versal
from planverktyg.modell.risk import Kontrollresultat
from planverktyg.uppfyllelse.risklage import Riskläge as Riskläget
from planverktyg.uppfyllelse.risklage import nya_åtgärder, processlägen, risklägen, räkna_kontroller
from planverktyg.utgivning.ord.celler import TOMT, skriv_beslut, svar_i_text
from planverktyg.utgivning.ord.symboler import EJ_RAPPORTERAD, STATUS, statusens
from planverktyg.utgivning.plandokument.atgardsplan import åtgärdens_tid
from planverktyg.utgivning.underlag.forstasidan import Antal
from planverktyg.utgivning.underlag.gemensamt import Not, Omdöme
from planverktyg.utgivning.underlag.rapport import (
    Matrisrad,
    Processrad,
    Riskläge,
    Riskrad,
    Riskruta,
    Åtgärdslista,
    Åtgärdsrad,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.modell.atgardsplan import Åtgärd
    from planverktyg.modell.husregler import Riskmatris
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Kontrollrapport, Uppföljningsdokument
    from planverktyg.modell.risk import Kontrollmoment, Risk
    from planverktyg.uppfyllelse.avgjort import Statusar

EJ_VÄRDERAD = Omdöme("–", "inte värderad", "grå")
_FÖRÄNDRING = {1: "↑", -1: "↓", 0: ""}


class _Numrerad(NamedTuple):
    """En risk så som den bedöms nu, med sitt nummer i rapporten."""

    nummer: str
    läge: Riskläget


_PILARNA = (
    "Pil upp (↑) betyder att riskvärdet har ökat sedan planen, pil ned (↓) att det har minskat; förut visar var risken stod "
    "i planen. "
)


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
    plan: Plandokument,
    uppföljning: Uppföljningsdokument,
    statusar: Statusar,
    matris: Riskmatris,
    tidigare: Sequence[Uppföljningsdokument] = (),
) -> Riskläge | None:
    """Riskläget, eller None när varken planen eller uppföljningen har risker, åtgärder eller kontroller."""
    lägen, nya = risklägen(plan, uppföljning, tidigare), nya_åtgärder(uppföljning, tidigare)
    if not (lägen or plan.åtgärder or nya or plan.kontrollmoment or plan.processer):
        return None
    nu = [_Numrerad(str(nr), läge) for nr, läge in enumerate(lägen, 1)]
    nummer = {n.läge.risk.id: n.nummer for n in nu}
    värderade = [n for n in nu if n.läge.sannolikhet is not None and n.läge.konsekvens is not None]
    kontroller = räkna_kontroller(plan.kontrollmoment, uppföljning.kontrollmoment)
    pilarna = _PILARNA if any(n.läge.förändring for n in nu) else ""
    return Riskläge(
        mening=" ".join(filter(None, [_mening(nu, matris), kontroller.mening])),
        konsekvenser=tuple(f"{n} {namn}" for n, namn in enumerate(matris.konsekvens, 1)),
        rader=tuple(_matrisrader(värderade, matris)) if värderade else (),
        förklaring=(
            "Siffran i rutan är riskvärdet (sannolikhet gånger konsekvens) och Risk är riskens nummer i tabellen under. "
            f"{pilarna}Från riskvärde {matris.tröskel} ska en risk hanteras, från {matris.hög} räknas den som hög."
        )
        if värderade
        else "",
        steg=tuple(matrisens_steg(matris)) if värderade else (),
        risker=tuple(_riskrad(n, matris) for n in nu),
        åtgärder=_lista([*_åtgärder(plan.åtgärder, statusar, nummer), *_nya(nya, statusar, nummer)]),
        mätare=_mätare(plan.kontrollmoment, uppföljning.kontrollmoment),
        kontroller=_lista(_kontroller(plan.kontrollmoment, uppföljning.kontrollmoment, nummer)),
        processer=tuple(_processer(plan, uppföljning, [läge.risk for läge in lägen if läge.ny], nummer)),
    )


def _processer(
    plan: Plandokument, uppföljning: Uppföljningsdokument, nya: Sequence[Risk], nummer: Mapping[str, str]
) -> Iterator[Processrad]:
    """Processerna som ett träd, med riskernas nummer och vad kontrollerna visade; tomma processer också."""
    for läge in processlägen(plan, nya):
        räknade = räkna_kontroller(läge.kontroller, uppföljning.kontrollmoment)
        yield Processrad(
            läge.process.namn,
            läge.djup,
            ", ".join(nummer[id_] for id_ in läge.risker),
            räknade.alla,
            räknade.med,
            räknade.ej_genomförda + räknade.tysta,
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


def _mening(nu: list[_Numrerad], matris: Riskmatris) -> str:
    värderade = [n for n in nu if n.läge.riskvärde is not None]
    ökat = [n.nummer for n in nu if n.läge.förändring > 0]
    minskat = [n.nummer for n in nu if n.läge.förändring < 0]
    nya = [n.nummer for n in nu if n.läge.är_ny]
    höga = sum((n.läge.riskvärde or 0) >= matris.hög for n in värderade)
    som = "hög" if 1 in (höga, len(värderade)) else "höga"
    delar = [f"{höga} av {antal(len(värderade), 'risk', 'risker')} räknas som {som}"] if värderade else []
    rörelser = [
        f"{ord_} för risk {räkna_upp(vilka)}" for ord_, vilka in (("ökat", ökat), ("minskat", minskat)) if vilka
    ]
    delar += [f"riskvärdet har {räkna_upp(rörelser)}"] if rörelser else []
    delar += [f"ny under året är risk {räkna_upp(nya)}"] if nya else []
    utan = len(nu) - len(värderade)
    delar += [f"{antal(utan, 'risk', 'risker')} är inte {'värderad' if utan == 1 else 'värderade'}"] if utan else []
    return f"{versal('; '.join(delar))}." if delar else ""


def _matrisrader(nu: list[_Numrerad], matris: Riskmatris) -> Iterator[Matrisrad]:
    for s in range(len(matris.sannolikhet), 0, -1):
        rutor = []
        for k in range(1, len(matris.konsekvens) + 1):
            här = [n for n in nu if (n.läge.sannolikhet, n.läge.konsekvens) == (s, k)]
            märken = tuple(f"{n.nummer} {_FÖRÄNDRING[n.läge.förändring]}".strip() for n in här)
            nivå = riskens_omdöme(s * k, matris)
            förut = tuple(n.nummer for n in nu if n not in här and _platsen_i_planen(n) == (s, k))
            rutor.append(Riskruta(str(s * k), nivå.ord, nivå.färg, märken, förut))
        yield Matrisrad(f"{s} {matris.sannolikhet[s - 1]}", tuple(rutor))


def _platsen_i_planen(n: _Numrerad) -> tuple[int | None, int | None]:
    return n.läge.risk.sannolikhet, n.läge.risk.konsekvens


def _riskrad(n: _Numrerad, matris: Riskmatris) -> Riskrad:
    läge = n.läge
    värde = läge.riskvärde
    return Riskrad(
        n.nummer,
        läge.risk.text,
        TOMT if läge.sannolikhet is None else str(läge.sannolikhet),
        TOMT if läge.konsekvens is None else str(läge.konsekvens),
        EJ_VÄRDERAD if värde is None else riskens_omdöme(värde, matris),
        _skriv_förändring(läge),
        bool(läge.förändring or läge.är_ny),
        tuple(_risknoter(läge)),
    )


def _skriv_förändring(läge: Riskläget) -> str:
    """`↑ ökat från 9`, `oförändrat`, `ny (delår 1 2020)`."""
    då = läge.risk.riskvärde
    sedan = f" (sedan {läge.ur})" if läge.ur else ""
    if läge.förändring:
        ord_ = "ökat" if läge.förändring > 0 else "minskat"
        return f"{_FÖRÄNDRING[läge.förändring]} {ord_} från {då}{sedan}"
    if läge.ny:
        return f"ny ({läge.ny})"
    if då is None:
        return (f"värderad{sedan}" if sedan else "värderad under året") if läge.riskvärde is not None else "oförändrat"
    return "oförändrat"


def _risknoter(läge: Riskläget) -> Iterator[Not]:
    risk = läge.risk
    if läge.rapport and läge.rapport.kommentar:
        yield Not("Kommentar", läge.rapport.kommentar)
    if läge.rapport is None and not läge.är_ny:
        yield Not(
            f"Senast sagt {läge.ur or läge.ny}" if läge.ur or läge.ny else "Ur planen",
            "Uppföljningen säger inget om risken.",
        )
    if läge.riskvärde is None and risk.värdering:
        yield Not("Inte värderad", risk.värdering.saknas)
    if läge.sannolikhet is None and läge.riskvärde is not None:
        yield Not("Riskvärde", "angivet av källan, utan sannolikhet och konsekvens")
    egna = {"Kategori": risk.kategori, "Process": risk.process, "Orsak": risk.orsak, "Möjlighet": risk.möjlighet,
            "Lagrum": risk.lagrum, "Ansvarig": risk.ansvarig}  # fmt: skip
    yield from (Not(etikett, text) for etikett, text in egna.items() if text)
    if risk.accepterad:
        gräns = risk.accepterad_till
        till = f", upp till riskvärde {gräns}" if gräns is not None else ""
        yield Not("Accepterad" if läge.är_accepterad else "Var accepterad", f"{skriv_beslut(risk.accepterad)}{till}")


def _lista(rader: Iterable[Åtgärdsrad]) -> Åtgärdslista:
    alla = tuple(rader)
    return Åtgärdslista(any(r.risker for r in alla), any(r.tid for r in alla), alla)


def _åtgärder(åtgärder: Iterable[Åtgärd], statusar: Statusar, nummer: Mapping[str, str]) -> Iterator[Åtgärdsrad]:
    for å in åtgärder:
        status = statusar.åtgärder.get(å.id)
        yield Åtgärdsrad(
            text=å.text,
            risker=_nummer(å.risker, nummer),
            tid=åtgärdens_tid(å) or å.tidsplan or "",
            ansvarig=å.ansvarig or "",
            status=statusens(status),
            kommentar=(status.rapport.kommentar or "") if status else "",
        )


def _nya(nya: Iterable[tuple[Åtgärd, str]], statusar: Statusar, nummer: Mapping[str, str]) -> Iterator[Åtgärdsrad]:
    """Åtgärderna som har kommit till under året, märkta med när."""
    for åtgärd, när in nya:
        for rad in _åtgärder([åtgärd], statusar, nummer):
            yield rad._replace(text=f"{rad.text} (ny {när})")


def _kontroller(
    moment: tuple[Kontrollmoment, ...], rapporter: Mapping[str, Kontrollrapport], nummer: Mapping[str, str]
) -> Iterator[Åtgärdsrad]:
    for m in moment:
        rapport = rapporter.get(m.id)
        yield Åtgärdsrad(
            text=f"{m.text} Metod: {m.metod}." if m.metod else m.text,
            risker=_nummer(m.risker, nummer),
            tid=m.frekvens or "",
            ansvarig=m.ansvarig or "",
            status=STATUS[rapport.resultat] if rapport else EJ_RAPPORTERAD,
            kommentar=_visade(rapport) if rapport else "",
        )


def _visade(rapport: Kontrollrapport) -> str:
    """`2 av 20 avvek (12 maj 2021). Två saknar nummer. Åtgärd: …`"""
    dag = f" ({skriv_datum(rapport.datum)})" if rapport.datum else ""
    delar = []
    if rapport.urval is not None or rapport.avvikelser is not None:
        antalet = "" if rapport.avvikelser is None else str(rapport.avvikelser)
        delar.append(
            f"{antalet} av {rapport.urval} avvek{dag}." if rapport.urval is not None else f"{antalet} avvek{dag}."
        )
        if rapport.avvikelser is None:
            delar[-1] = f"{rapport.urval} kontrollerade{dag}."
    elif dag:
        delar.append(f"Kontrollerat {skriv_datum(rapport.datum)}." if rapport.datum else "")
    delar += [rapport.avvikelse or "", rapport.kommentar or "", svar_i_text(rapport)]
    return " ".join(filter(None, delar))


def _nummer(risker: tuple[str, ...], nummer: Mapping[str, str]) -> str:
    return ", ".join(nummer.get(id_, id_) for id_ in risker)
