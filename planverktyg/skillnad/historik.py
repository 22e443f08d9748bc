"""Lydelserna av en plan och av planerna före och efter den in, ett id:s liv ut: när, vilket beslut, från och till.

Ingenting här vet varifrån lydelserna kommer. Samma sak följs genom planerna med `föregångare` och `tidigare id`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.fingeravtryck import fingeravtryck, gällande
from planverktyg.modell.grund.plats import Plats
from planverktyg.modell.grund.svenska import skriv_datum, versal
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.noder import noder
from planverktyg.skillnad import Ställe
from planverktyg.skillnad.falten import jämför_fält
from planverktyg.skillnad.ord import skriv
from planverktyg.skillnad.sammanhang import Sammanhang, skriv_korthet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.arkiv.urval.lydelser import Lydelse, Rapportlydelse, Regellydelse
    from planverktyg.modell.beslut import Beslut
    from planverktyg.modell.noder import Nod
    from planverktyg.modell.plan import Plan, Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument


class Händelse(NamedTuple):
    """Något som hände med det som följs, eller ett beslut om planen som det står i."""

    plan: str
    """Planens id."""
    planens_namn: str
    datum: date | None
    """Beslutets dag, eller revisionens. None när filerna inte säger någon dag."""
    rubrik: str
    från: str = ""
    till: str = ""
    beslut: str = ""
    """Beslutet som händelsen är, eller som ändringen fick: `§ 97, 15 oktober 2019`."""
    revision: str = ""
    vem: str = ""
    """Den som gjorde revisionen."""
    detaljer: str = ""
    """Mer om det som hände: rättelsens skäl."""


class Liv(NamedTuple):
    """Vad som har hänt med ett mål, en indikator, ett uppdrag eller en risk, det äldsta först."""

    id: str
    slag: str
    namn: str
    händelser: tuple[Händelse, ...]

    def utan_namn(self) -> Liv:
        """Samma liv, utan vem som gjorde ändringarna."""
        return self._replace(händelser=tuple(h._replace(vem="") for h in self.händelser))


class _Steg(NamedTuple):
    """Det som följs, i en lydelse: noden, eller None när den inte finns där."""

    lydelse: Lydelse
    nod: Nod | None
    är_planens_första: bool


def idn(plan: Plandokument) -> dict[str, str]:
    """Alla id i planen som går att följa, med vad de heter."""
    return {nod.id: nod.namn for nod in _med_id(plan)}


def skriv_liv(
    id_: str,
    planer: Sequence[Sequence[Lydelse]],
    rapporter: Sequence[Sequence[Rapportlydelse]] = (),
    husregler: Sequence[Sequence[Regellydelse]] = (),
) -> Liv | None:
    """Livet för ett id genom planerna, äldst plan först, var och en med minst en lydelse, äldst först.

    Id:t kan vara det som gäller nu eller ett som gällde förut. `rapporter` är varje plans uppföljningar och
    `husregler` de regler som gällde för den. None när id:t inte finns i någon av lydelserna.
    """
    idn_ = _idn_i_planerna(id_, planer)
    per_plan = [
        [_Steg(lydelse, _hitta(lydelse.plan, eget), nr == 0) for nr, lydelse in enumerate(lydelser)]
        for eget, lydelser in zip(idn_, planer, strict=True)
    ]
    funna = [s.nod for steg in per_plan for s in steg if s.nod is not None]
    if not funna:
        return None
    händelser: list[Händelse] = []
    före: _Steg | None = None
    for nr, steg in enumerate(per_plan):
        uppgifter = skriv_uppgifter(idn_[nr], rapporter[nr]) if nr < len(rapporter) else []
        huvud = steg[-1].lydelse.plan.plan
        if nr < len(husregler):
            nästa = planer[nr + 1][0].datum if nr + 1 < len(planer) else None
            uppgifter += _reglerna(husregler[nr], funna[-1].slag, steg[0].lydelse.datum, nästa)
        egna = [h._replace(plan=huvud.id, planens_namn=huvud.namn) for h in uppgifter]
        # Det som inte har någon dag är så som filen står nu, och kommer efter besluten.
        händelser += sorted([*_i_planen(steg, före), *egna], key=lambda h: h.datum or date.max)
        före = steg[-1]
    senast = funna[-1]
    return Liv(senast.id, senast.slag, senast.namn, tuple(händelser))


# --- Samma sak genom planerna -----------------------------------------------------------------------


def _med_id(plan: Plandokument) -> Iterator[Nod]:
    return (nod for nod in noder(plan).alla() if nod.id and nod.förälder is not None and nod.slag != "plan")


def _hitta(plan: Plandokument, id_: str | None) -> Nod | None:
    return next((nod for nod in _med_id(plan) if nod.id == id_), None)


def _idn_i_planerna(id_: str, planer: Sequence[Sequence[Lydelse]]) -> list[str]:
    """Vad det som följs heter i varje plan: bakåt genom `tidigare id`, framåt genom den som har id:t som sitt tidigare."""
    har = [nr for nr, lydelser in enumerate(planer) if any(_hitta(lydelse.plan, id_) for lydelse in lydelser)]
    namn = [id_] * len(planer)
    if not har:
        return namn
    for nr in range(har[-1], 0, -1):
        namn[nr - 1] = _förut(namn[nr], planer[nr])
    for nr in range(har[-1] + 1, len(planer)):
        namn[nr] = _sedan(namn[nr - 1], planer[nr])
    return namn


def _förut(id_: str, lydelser: Iterable[Lydelse]) -> str:
    funna = [nod for lydelse in lydelser if (nod := _hitta(lydelse.plan, id_))]
    return next((t for nod in reversed(funna) if (t := getattr(nod.del_, "tidigare_id", None))), id_)


def _sedan(id_: str, lydelser: Iterable[Lydelse]) -> str:
    noderna = (nod for lydelse in lydelser for nod in _med_id(lydelse.plan))
    return next((nod.id for nod in noderna if getattr(nod.del_, "tidigare_id", None) == id_), id_)


# --- Händelserna ------------------------------------------------------------------------------------


def _i_planen(steg: Sequence[_Steg], före: _Steg | None) -> list[Händelse]:
    """En plans händelser: ändringarna mellan dess lydelser, och besluten om den."""
    ändringar: list[Händelse] = []
    bevis = bevisade_beslut([s.lydelse.plan for s in steg])
    for nr, här in enumerate(steg):
        for rubrik, från, till in _mellan(steg[nr - 1] if nr else före, här):
            ändringar.append(_händelse(här, rubrik, från, till, bevis[nr]))
    följs = any(s.nod for s in steg) or bool(ändringar)
    return [*ändringar, *(_besluten(steg[-1].lydelse.plan.plan) if följs else ())]


def _händelse(steg: _Steg, rubrik: str, från: str, till: str, beslut: str) -> Händelse:
    huvud, lydelse = steg.lydelse.plan.plan, steg.lydelse
    return Händelse(huvud.id, huvud.namn, lydelse.datum, rubrik, från, till, beslut, lydelse.revision, lydelse.vem)


def _besluten(huvud: Plan) -> Iterator[Händelse]:
    for beslut in (*huvud.tidigare_beslut, *((huvud.beslut,) if huvud.beslut else ())):
        if beslut.status != "förslag":
            rubrik = {"reviderad": "Planen reviderades", "upphävd": "Planen upphävdes"}.get(
                beslut.status, "Planen beslutades"
            )
            yield Händelse(huvud.id, huvud.namn, beslut.datum, rubrik, beslut=skriv_paragraf(beslut))


def skriv_paragraf(beslut: Beslut) -> str:
    """Beslutet så att det går att hitta i protokollet: `§ 97, 15 oktober 2019`."""
    delar = [f"§ {beslut.paragraf}"] if beslut.paragraf is not None else []
    delar += [skriv_datum(beslut.datum)] if beslut.datum else []
    return ", ".join([*delar, *((f"dnr {beslut.diarienummer}",) if beslut.diarienummer and not delar else ())])


def bevisade_beslut(lydelser: Sequence[Plandokument | Uppföljningsdokument]) -> list[str]:
    """För varje lydelse beslutet vars fingeravtryck är av just det innehållet, annars tomt.

    Ett besluts första fingeravtryck gäller. Görs det om under samma beslut, utan rättelse, bevisar det nya ingenting, och inte
    heller ett som sätts på ett annat innehåll än beslutet hade när det stod utan.
    """
    avtryck = [fingeravtryck(modell) for modell in lydelser]
    sedda: dict[tuple[object, ...], set[str]] = {}
    bevis: dict[str, str] = {}
    for modell, innehåll in zip(lydelser, avtryck, strict=True):
        beslut = gällande(modell)
        if beslut is None:
            continue
        märken = sedda.setdefault(beslut.kännetecken, set())
        märke = beslut.fingeravtryck or innehåll
        rättat = [f"rättat {skriv_datum(r.datum)}: {r.skäl}" for r in beslut.rättelser if r.fingeravtryck in märken]
        if beslut.fingeravtryck and (not märken or märke in märken or rättat):
            rättelse = rättat[-1:] if märke not in märken else []
            bevis.setdefault(märke, ", ".join([skriv_paragraf(beslut), *rättelse]).rstrip("."))
        if not märken or rättat:
            märken.add(märke)
    return [bevis.get(ett, "") for ett in avtryck]


def skriv_uppgifter(id_: str, rapporter: Sequence[Rapportlydelse]) -> list[Händelse]:
    """Det som uppföljningarna har sagt om id:t, i den ordning som det sades, med rättelserna."""
    händelser: list[Händelse] = []
    perioder: dict[str, list[Rapportlydelse]] = {}
    for rapport in rapporter:
        huvud = rapport.uppföljning.uppföljning
        perioder.setdefault(huvud.när, []).append(rapport)
    for lydelser in perioder.values():
        bevis = bevisade_beslut([rapport.uppföljning for rapport in lydelser])
        förut: Nod | None = None
        for nr, rapport in enumerate(lydelser):
            nu = _raden(rapport.uppföljning, id_)
            if hände := _med_uppgiften(rapport.uppföljning.uppföljning.tillfälle, förut, nu):
                rubrik, från, till, mer = hände
                händelser.append(
                    Händelse("", "", rapport.datum, rubrik, från, till, bevis[nr], rapport.revision, rapport.vem, mer)
                )
            förut = nu
    return händelser


_RÖR = {"risk": ("riskmatris",), "åtgärd": ("riskmatris",), "kontrollmoment": ("riskmatris",)}
_RÖR_MÅLEN = ("bedömning", "sammanvägning", "perioder", "övergripande nivåer")
"""Husreglerna som avgör bedömningen av mål, indikatorer och uppdrag."""


def _reglerna(lydelser: Sequence[Regellydelse], slag: str, från: date | None, till: date | None) -> Iterator[Händelse]:
    """De husregler som avgör bedömningen, när de ändras medan planen är den senaste."""
    from planverktyg.skillnad.jamforelse import jämför_dokument

    rör = _RÖR.get(slag, _RÖR_MÅLEN)
    for då, nu in pairwise(lydelser):
        if nu.datum and ((från and nu.datum < från) or (till and nu.datum >= till)):
            continue
        par = _med_förval(då.dokument, nu.dokument)
        for ändring in jämför_dokument(*par, Sammanhang("husreglerna")) if par else ():
            if getattr(ändring, "fält", "").startswith(rör):
                yield Händelse("", "", nu.datum, ändring.rubrik, ändring.från, ändring.till, "", nu.revision, nu.vem)


def _med_förval(
    då: Dokument[Kommundokument] | None, nu: Dokument[Kommundokument] | None
) -> tuple[Dokument[Kommundokument], Dokument[Kommundokument]] | None:
    """De två reglerna; förvalen där det inte fanns några."""
    mall = nu or då
    if mall is None:
        return None
    förval = replace(mall, modell=Kommundokument(format=1, kommun=mall.modell.kommun))
    return då or förval, nu or förval


def _raden(uppföljning: Uppföljningsdokument, id_: str) -> Nod | None:
    """Raden om id:t: ett utfall, en status, en riskrapport eller en beslutad bedömning."""
    return next((nod for nod in noder(uppföljning).barn if nod.uppslag == id_), None)


def _med_uppgiften(period: str, förut: Nod | None, nu: Nod | None) -> tuple[str, str, str, str] | None:
    if nu is None:
        return (f"Uppgiften för {period} är borttagen", _i_rapporten(förut), "", "") if förut else None
    if förut is None:
        return f"Rapporterat {period}", "", _i_rapporten(nu), ""
    if förut.del_ == nu.del_:
        return None
    rättelse = getattr(nu.del_, "rättelse", None) or ""
    ny = rättelse if rättelse != getattr(förut.del_, "rättelse", None) else ""
    rubrik = f"Uppgiften för {period} är {'rättad' if ny else 'ändrad utan rättelse'}"
    return rubrik, _i_rapporten(förut), _i_rapporten(nu), ny


def _i_rapporten(nod: Nod) -> str:
    return skriv_korthet(nod) or skriv(nod.del_)


def _mellan(före: _Steg | None, här: _Steg) -> Iterator[tuple[str, str, str]]:
    """Vad som hände mellan två lydelser: rubrik, från och till."""
    förut = före.nod if före else None
    i = _sammanhang(före, här)
    if här.nod is None:
        if förut is not None:
            yield ("Finns inte i planen" if här.är_planens_första else "Borttaget"), skriv_korthet(förut), ""
        return
    if förut is None:
        yield ("Finns i planen" if här.är_planens_första and före is None else "Tillkom"), "", skriv_korthet(här.nod)
        return
    ändringar = list(_ändringar(förut, här.nod, i))
    if här.är_planens_första and not ändringar:
        yield "Följer med oförändrat", "", skriv_korthet(här.nod)
    yield from ändringar


def _ändringar(förut: Nod, nu: Nod, i: Sammanhang) -> Iterator[tuple[str, str, str]]:
    ställe = Ställe(i.dokument, nu.slag, nu.id, nu.namn, nu.rutt, Plats(""))
    if förut.id != nu.id:
        yield "Nytt id", förut.id, nu.id
    for ändring in jämför_fält(förut, nu, ställe, i):
        if getattr(ändring, "fält", "") not in ("id", "tidigare id"):
            yield ändring.rubrik, ändring.från, ändring.till
    if _över(förut) != _över(nu):
        yield "Flyttat", _under(förut), _under(nu)
    yield from _delarna(förut, nu)


def _över(nod: Nod) -> str:
    """Id:t för det som noden står under, så att ett nytt namn på det inte ser ut som en flytt."""
    return nod.förälder.id if nod.förälder is not None and nod.förälder.förälder is not None else ""


def _under(nod: Nod) -> str:
    return nod.förälder.namn if nod.förälder is not None and _över(nod) else ""


def _delarna(förut: Nod, nu: Nod) -> Iterator[tuple[str, str, str]]:
    """Det som står under och som har kommit till eller försvunnit: målets indikatorer, uppdragets steg."""
    gamla, nya = ({barn.id: barn for barn in nod.barn if barn.id} for nod in (förut, nu))
    tidigare = {getattr(barn.del_, "tidigare_id", None) for barn in nya.values()}
    for id_, barn in gamla.items():
        if id_ not in nya and id_ not in tidigare:
            yield f"{versal(barn.slag)} borttagen", barn.namn, ""
    for id_, barn in nya.items():
        if id_ not in gamla and getattr(barn.del_, "tidigare_id", None) not in gamla:
            yield f"{versal(barn.slag)} tillagd", "", barn.namn


def _sammanhang(före: _Steg | None, här: _Steg) -> Sammanhang:
    """Det som ändringen läses mot. Mellan två planer är det meningen att åren och utgångsvärdena ska vara andra."""
    huvud = här.lydelse.plan.plan
    slut = date(huvud.år.till, 12, 31)
    ny_plan = här.är_planens_första or före is None
    då = slut if ny_plan or före is None else date(före.lydelse.plan.plan.år.till, 12, 31)
    bortse = frozenset({"utgångsvärde"}) if ny_plan else frozenset[str]()
    return Sammanhang(huvud.namn, då, slut, med_ärvda=True, bortse_från=bortse)
