"""Åtgärdsplanen och uppföljningen av den in, läget för åtgärderna och den uppnådda effekten ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.ekonomi import i_kronor, skriv_kronor
from planverktyg.modell.grund.svenska import antal, fördela, versal
from planverktyg.uppfyllelse.effekter import Effektläge, räkna_effekter, räkna_lägen
from planverktyg.utgivning.ord.celler import TOMT
from planverktyg.utgivning.ord.symboler import EJ_RAPPORTERAD, STATUS, statusens
from planverktyg.utgivning.plandokument.atgardsplan import punktrubrik, skriv_uträkning, skriv_väntad, åtgärdens_tid
from planverktyg.utgivning.underlag.forstasidan import Områdesrad, Åtgärdsöversikt
from planverktyg.utgivning.underlag.gemensamt import Not
from planverktyg.utgivning.underlag.rapport import (
    Effektrad,
    Områdesåtgärder,
    Åtgärdslista,
    Åtgärdsplansläge,
    Åtgärdsrad,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from planverktyg.modell.atgardsplan import Grundstatus, Åtgärd
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Statusrapport, Uppföljningsdokument
    from planverktyg.uppfyllelse.avgjort import Status, Statusar
    from planverktyg.uppfyllelse.effekter import Belopp, Områdesläge, Punktläge
    from planverktyg.utgivning.ord.ankare import Register

_LÄGEN: tuple[Grundstatus, ...] = ("klar", "pågår", "försenad", "ej påbörjad", "avbruten")
_BÖJNING: Mapping[Grundstatus | None, tuple[str, str]] = {
    "klar": ("är klar", "är klara"),
    "pågår": ("pågår", "pågår"),
    "försenad": ("är försenad", "är försenade"),
    "ej påbörjad": ("är inte påbörjad", "är inte påbörjade"),
    "avbruten": ("är avbruten", "är avbrutna"),
    None: ("är inte rapporterad", "är inte rapporterade"),
}


def bygg_åtgärdsplan(
    plan: Plandokument, uppföljning: Uppföljningsdokument, statusar: Statusar, register: Register
) -> Åtgärdsplansläge | None:
    """Åtgärdsplanens läge, område för område, eller None när planen inte har någon åtgärdsplan."""
    if not plan.åtgärdsplan:
        return None
    läge = räkna_effekter(plan, uppföljning)
    områden = tuple(_område(område, statusar, register) for område in läge.områden)
    return Åtgärdsplansläge(f"{versal(i_mening(läge, statusar))}.", områden, tuple(_utanför(läge)))


def i_mening(läge: Effektläge, statusar: Statusar) -> str:
    """`av planens 12 åtgärder: 5 är klara …; effekten hittills är 3,45 mnkr av väntade ca 9 mnkr per år`."""
    lägen = räkna_lägen((p.punkt for p in läge.punkter), statusar)
    husets = _åtgärdernas_ord(läge, statusar)
    delar = [
        (n, böj(former[n > 1], s, husets.get(s, ""), n)) for s, former in _BÖJNING.items() if (n := lägen.get(s, 0))
    ]
    led = [fördela(sum(lägen.values()), "åtgärd", "åtgärder", delar)] if delar else []
    led += [_om_effekten(läge)] if läge.kan_summeras else []
    return "; ".join(led) or "åtgärdsplanen har varken åtgärder eller någon effekt som kan summeras"


def _åtgärdernas_ord(läge: Effektläge, statusar: Statusar) -> dict[Grundstatus | None, str]:
    alla = (statusar.åtgärder.get(åtgärd.id) for punkt in läge.punkter for åtgärd in punkt.punkt.åtgärder)
    return husets_ord(status.rapport for status in alla if status)


def husets_ord(rapporter: Iterable[Statusrapport]) -> dict[Grundstatus | None, str]:
    """Kommunens eget ord för varje läge, där uppföljningen har använt ett och samma."""
    ord_: dict[Grundstatus | None, set[str]] = {}
    for rapport in rapporter:
        ord_.setdefault(rapport.läge, set()).add(str(rapport.status))
    return {s: använda.pop() for s, använda in ord_.items() if len(använda) == 1}


def böj(form: str, läge: Grundstatus | None, ord_: str, n: int, *, är_ett: bool = False) -> str:
    """`är klara` (`form`); med kommunens ord: `är genomförda`, `är påbörjad` (om ett ett-ord `påbörjat`), `har status vilar`."""
    if not ord_ or ord_ == läge:
        return form
    if " " in ord_ or not ord_.endswith("d"):
        return f"har status {ord_}"
    if n > 1:
        return f"är {ord_}{'e' if ord_.endswith('ad') else 'a'}"
    return f"är {ord_[:-1]}t" if är_ett else f"är {ord_}"


def _om_effekten(läge: Effektläge) -> str:
    rapporterade = [p for p in läge.kan_summeras if p.kan_jämföras]
    if not rapporterade:
        return f"{om_väntad_effekt(läge)}, och ingen effekt är rapporterad"
    text = f"effekten hittills är {skriv_kronor(läge.uppnådd)} av väntade {_årets_väntade(läge)}{_utan_summa(läge)}"
    return text + (f"; {saknas}" if (saknas := _utan_uppnådd(läge)) else "")


def _utan_uppnådd(läge: Effektläge) -> str:
    """`2 punkter med väntad effekt har ingen uppnådd`: de är med i det väntade, men ingen har sagt vad de har gett."""
    tysta = sum(p.uppnådd.kronor is None for p in läge.kan_summeras)
    return f"{antal(tysta, 'punkt', 'punkter')} med väntad effekt har ingen uppnådd" if tysta else ""


def väntad_är(läge: Effektläge) -> str:
    """Vad det väntade beloppet gäller: `per år`, eller året som följs upp när effekten växer fram."""
    return f"{läge.år}" if läge.växer else "per år"


def _årets_väntade(läge: Effektläge) -> str:
    """`ca 9 mnkr per år`, eller `1,6 mnkr 2020 (4,8 mnkr per år från 2021)` när effekten växer fram."""
    if not läge.växer:
        return f"{skriv_väntad(läge)} per år"
    return f"{skriv_kronor(läge.årets)} {läge.år} ({skriv_väntad(läge)} per år från {läge.från})"


def om_väntad_effekt(läge: Effektläge) -> str:
    """`den väntade effekten är ca 9 mnkr per år (4 av 8 punkter kan inte summeras)`."""
    return f"den väntade effekten är {skriv_väntad(läge)} per år{_utan_summa(läge)}"


def _utan_summa(läge: Effektläge) -> str:
    utan = len(läge.kan_inte_summeras)
    return f" ({utan} av {antal(len(läge.punkter), 'punkt', 'punkter')} kan inte summeras)" if utan else ""


# --- Område för område ------------------------------------------------------------------------------


def _område(läge: Områdesläge, statusar: Statusar, register: Register) -> Områdesåtgärder:
    return Områdesåtgärder(
        id=läge.område.id,
        ankare=register.ankare(läge.område.id),
        rubrik=läge.område.rubrik,
        punkter=tuple(_punkt(p, statusar, register) for p in läge.punkter),
    )


def _punkt(p: Punktläge, statusar: Statusar, register: Register) -> Effektrad:
    rader = tuple(_åtgärdsrad(å, statusar.åtgärder.get(å.id)) for å in p.punkt.åtgärder)
    return Effektrad(
        ankare=register.ankare(p.punkt.id),
        rubrik=punktrubrik(p.punkt),
        målsättning=p.punkt.målsättning or "",
        väntad=skriv_effektbelopp(p.årets),
        väntad_är=f"{p.år}" if p.årets.kronor != p.väntad.kronor else "per år",
        uppnådd=skriv_effektbelopp(p.uppnådd),
        noter=tuple(_noter(p)),
        etikett=register.etikett(f"Åtgärder: {punktrubrik(p.punkt)}"),
        åtgärder=Åtgärdslista(har_risk=False, har_tid=any(r.tid for r in rader), rader=rader),
    )


def skriv_effektbelopp(b: Belopp) -> str:
    """Beloppet i kronor, eller streck när det inte finns."""
    return TOMT if b.kronor is None else skriv_kronor(b.kronor)


def _noter(p: Punktläge) -> Iterator[Not]:
    effekt, rapport = p.punkt.ekonomisk_effekt, p.rapport
    if p.årets.kronor != p.väntad.kronor:
        yield Not("Väntad", f"{skriv_effektbelopp(p.väntad)} per år från {p.från}")
    if p.väntad.hinder:
        yield Not("Väntad effekt kan inte räknas", f"{p.väntad.hinder}.")
    elif effekt and effekt.styckpris:
        yield Not("Väntad", skriv_uträkning(effekt))
    if p.uppnådd.hinder:
        yield Not("Uppnådd effekt saknas", p.uppnådd.hinder)
    if rapport and rapport.antal is not None and effekt and effekt.styckpris:
        räknad = rapport.effekt is None
        uträkning = skriv_uträkning(effekt.model_copy(update={"antal": rapport.antal})).replace(" per år", "")
        yield Not("Uppnådd (verktygets uträkning)" if räknad else "Uppnått antal ger", uträkning)
    if rapport and rapport.prognos is not None:
        yield Not("Prognos", skriv_kronor(i_kronor(rapport.prognos, rapport.enhet)))
    if rapport and rapport.kommentar:
        yield Not("Kommentar", rapport.kommentar)


def _åtgärdsrad(å: Åtgärd, status: Status[Statusrapport] | None) -> Åtgärdsrad:
    return Åtgärdsrad(
        text=f"{å.nummer}. {å.text}" if å.nummer else å.text,
        risker="",
        tid=å.tidsplan or åtgärdens_tid(å),
        ansvarig=å.ansvarig or "",
        status=statusens(status),
        kommentar=(status.rapport.kommentar or "") if status else "",
    )


def _utanför(läge: Effektläge) -> Iterator[Not]:
    """Punkterna som inte är med i summan, med skälet."""
    for p in läge.kan_inte_summeras:
        gett = f" Uppnådd effekt utanför summan: {skriv_kronor(p.uppnådd.kronor)}." if p.uppnådd.kronor else ""
        yield Not(p.punkt.namn, f"{p.väntad.hinder}.{gett}")


# --- Första sidan -----------------------------------------------------------------------------------


def bygg_översikt(
    plan: Plandokument, uppföljning: Uppföljningsdokument, statusar: Statusar, ankare: Mapping[str, str]
) -> Åtgärdsöversikt | None:
    """Åtgärdsplanen i en tabell: åtgärdernas lägen och effekten, område för område."""
    läge = räkna_effekter(plan, uppföljning)
    if not läge.områden:
        return None
    lägen = {o.område.id: räkna_lägen(o.område.punkter, statusar) for o in läge.områden}
    husets = _åtgärdernas_ord(läge, statusar)
    visade = [s for s in (*_LÄGEN, None) if any(områdets.get(s) for områdets in lägen.values())]
    rader = tuple(
        Områdesrad(
            o.område.rubrik,
            ankare[o.område.id],
            tuple(lägen[o.område.id].get(s, 0) for s in visade),
            *_summor(Effektläge((o,), läge.år)),
        )
        for o in läge.områden
    )
    return Åtgärdsöversikt(
        mening=f"{versal(i_mening(läge, statusar))}.",
        kolumner=tuple(STATUS[s]._replace(ord=husets.get(s, s)) if s else EJ_RAPPORTERAD for s in visade),
        rader=rader,
        summa=Områdesrad(
            "Summa", "", tuple(sum(r.antal[n] for r in rader) for n in range(len(visade))), *_summor(läge)
        ),
        kommentar=_kommentar(läge),
        väntad_är=väntad_är(läge),
    )


def _summor(läge: Effektläge) -> tuple[str, str]:
    """Väntad och uppnådd effekt i text; streck när inget av den går att räkna."""
    väntad = (skriv_kronor(läge.årets) if läge.växer else skriv_väntad(läge)) if läge.kan_summeras else TOMT
    uppnådd = skriv_kronor(läge.uppnådd) if any(p.kan_jämföras for p in läge.punkter) else TOMT
    return väntad, uppnådd


def _kommentar(läge: Effektläge) -> str:
    utan = [p.punkt.namn for p in läge.kan_inte_summeras]
    if len(utan) == len(läge.punkter):
        return "Ingen punkt har en effekt som kan summeras."
    gäller = f"{läge.år}" if läge.växer else "ett helt år"
    delar = [f"Effekten är verktygets summering, och den väntade gäller {gäller}."]
    if utan:
        delar.append(
            f"{len(utan)} av {antal(len(läge.punkter), 'punkt', 'punkter')} kan inte summeras och är inte med."
        )
    if (saknas := _utan_uppnådd(läge)) and any(p.kan_jämföras for p in läge.punkter):
        delar.append(f"{versal(saknas)}.")
    if läge.uppnådd_utöver:
        delar.append(f"De har gett {skriv_kronor(läge.uppnådd_utöver)} utöver det som står i tabellen.")
    return " ".join(delar)
