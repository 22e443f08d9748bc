"""Ett mål och hela planen vid en uppföljning: delarnas svar och husets regel in, steg och täckning ut."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tests.andra_lasning.indikator import Indikatorsvar, bedöm_indikator, beslutet, platsen
from tests.andra_lasning.lage import Läge, Nod, motsvarande, målets_tid, per
from tests.andra_lasning.trend import BÄTTRE, OJÄMFÖRBART

if TYPE_CHECKING:
    from collections.abc import Iterator


class Vägd(NamedTuple):
    """En del som vägs in: stegets plats, graden, och om det är ett finansiellt mål."""

    steg: int
    grad: Fraction
    finansiell: bool = False


class Målsvar(NamedTuple):
    """Allt som sägs om ett mål."""

    id: str
    beräknat: int | None
    steg: int | None
    """Det beslutade där det finns, annars det beräknade."""
    bakom: dict[tuple[str, str], Indikatorsvar]
    """Indikatorerna som målet vilar på, var och en en gång."""
    grad: Fraction | None
    """Medelgraden av det som vägdes in."""

    @property
    def täckning(self) -> tuple[int, int]:
        """Hur många indikatorer som kunde bedömas, av dem som skulle."""
        return täckningen(self.bakom)


class Plansvar(NamedTuple):
    """Allt som sägs om planen."""

    indikatorer: dict[str, Indikatorsvar]
    mål: dict[str, Målsvar]
    helhet: int | None
    """Hela planens steg, när huset ber om det."""


Nyckel: TypeAlias = tuple[str, str]
"""Planens id och målets eller indikatorns."""


def bedöm_planen(läge: Läge) -> Plansvar:
    """Alla indikatorer, alla mål, och planen i sin helhet."""
    dagen = Dagen(läge)
    hemma = läge.plan["plan"]["id"]
    målen = list(alla_mål(läge.plan.get("mål") or []))
    mål = {m["id"]: dagen.målet(hemma, m) for m in målen}
    inder = {i["id"]: dagen.indikatorn(hemma, m, i) for m in målen for i in m.get("indikatorer") or []}
    regel = läge.kommun.get("sammanvägning") or {}
    if regel.get("hela planen") != "ja":
        return Plansvar(inder, mål, None)
    delar = [v for m in övergripande(målen, läge.kommun) if (v := _vägt_mål(m, mål[m["id"]], läge))]
    bakom = dict(par for s in mål.values() for par in s.bakom.items())
    oprövade = sum(_är_oprövat_finansiellt(m, mål[m["id"]], läge) for m in övergripande(målen, läge.kommun))
    return Plansvar(inder, mål, väg(delar, regel, bakom, läge, oprövade))


def alla_mål(målen: list[Nod]) -> Iterator[Nod]:
    """Målen och alla under dem."""
    for mål in målen:
        yield mål
        yield from alla_mål(mål.get("mål") or [])


def övergripande(målen: list[Nod], kommun: Nod) -> list[Nod]:
    """Målen på de nivåer som huset kallar övergripande, annars på den högsta nivå som planen har."""
    sagda = [m for m in målen if m["nivå"] in (kommun.get("övergripande nivåer") or [])]
    nivåer = {m["nivå"] for m in målen}
    högst = next((nivå for nivå in kommun.get("nivåer") or ["mål", "delmål"] if nivå in nivåer), None)
    return sagda or [m for m in målen if m["nivå"] == högst]


class Dagen:
    """Alla planer per samma dag. Ett bidrag kan komma från en plan som har en uppföljning då."""

    def __init__(self, läge: Läge) -> None:
        self.läge = läge
        self._svar: dict[Nyckel, Målsvar] = {}
        self._indikatorer: dict[Nyckel, Indikatorsvar] = {}

    def läget(self, plan: str) -> Läge | None:
        """Planens läge den dagen."""
        if plan == self.läge.plan["plan"]["id"]:
            return self.läge
        upp = next((u for u in self.läge.planer[plan][1] if per(u) == self.läge.per), None)
        return None if upp is None else self.läge._replace(plan=self.läge.planer[plan][0], upp=upp)

    def indikatorn(self, plan: str, mål: Nod, ind: Nod) -> Indikatorsvar:
        """Indikatorns svar."""
        if (plan, ind["id"]) not in self._indikatorer:
            läge = self.läget(plan)
            assert läge is not None
            self._indikatorer[plan, ind["id"]] = bedöm_indikator(ind, mål, läge)
        return self._indikatorer[plan, ind["id"]]

    def målet(self, plan: str, mål: Nod) -> Målsvar:
        """Målets svar."""
        if (plan, mål["id"]) not in self._svar:
            self._svar[plan, mål["id"]] = self._bedöm(plan, mål)
        return self._svar[plan, mål["id"]]

    def _bedöm(self, plan: str, mål: Nod) -> Målsvar:
        läge = self.läget(plan)
        assert läge is not None
        regel = _regeln(mål, läge)
        egna = [self.indikatorn(plan, mål, i) for i in mål.get("indikatorer") or []]
        delmål = [(d, self.målet(plan, d)) for d in mål.get("mål") or []]
        bakom: dict[Nyckel, Indikatorsvar] = {(plan, i.id): i for i in egna}
        for _, svar in delmål:
            bakom |= svar.bakom
        delar = {
            "indikatorer": [v for i in egna if (v := _vägd_indikator(i, regel, läge))],
            "delmål": [v for d, svar in delmål if (v := _vägt_mål(d, svar, läge))],
            "uppdrag": _uppdragen(mål["id"], läge),
        }
        räknar = regel.get("räknar") or ["indikatorer", "delmål"]
        oprövade = sum(_är_oprövat_finansiellt(d, svar, läge) for d, svar in delmål) if "delmål" in räknar else 0
        if slag := [r for r in räknar if r in ("bidrag", "direkta bidrag")]:
            delar["bidrag"], fler = self._bidragen(plan, mål, regel, bakom, alla="bidrag" in slag)
            oprövade += fler
        vägda = [v for slag in dict.fromkeys(r.removeprefix("direkta ") for r in räknar) for v in delar[slag]]
        beräknat = väg(vägda, regel, bakom, läge, oprövade)
        beslut = beslutet(mål["id"], läge)
        medel = sum((v.grad for v in vägda), Fraction(0)) / len(vägda) if vägda else None
        return Målsvar(mål["id"], beräknat, beräknat if beslut is None else beslut, bakom, medel)

    def _bidragen(
        self, plan: str, mål: Nod, regel: Nod, bakom: dict[Nyckel, Indikatorsvar], *, alla: bool
    ) -> tuple[list[Vägd], int]:
        """Målen och indikatorerna som säger att de bidrar till målet, i vilken plan som helst.

        Också antalet finansiella mål bland dem som skulle ha bedömts men inte kunde.
        """
        vägda, oprövade = [], 0
        for givare, m, ind in self._givare(plan, mål, alla=alla):
            läge = self.läget(givare)
            if läge is None:
                continue
            if ind is None:
                svar = self.målet(givare, m)
                bakom |= svar.bakom
                vägda.append(_vägt_mål(m, svar, läge))
                oprövade += _är_oprövat_finansiellt(m, svar, läge)
            else:
                i = self.indikatorn(givare, m, ind)
                bakom[givare, i.id] = i
                vägda.append(_vägd_indikator(i, regel, läge))
        return [v for v in vägda if v], oprövade

    def _givare(self, plan: str, mål: Nod, *, alla: bool) -> Iterator[tuple[str, Nod, Nod | None]]:
        """Planen, målet och kanske indikatorn. Det som redan står under målet vägs in en gång, som det."""
        under = [d["id"] for d in mål.get("mål") or []]
        for id_, (annan, _) in self.läge.planer.items():
            for m in alla_mål(annan.get("mål") or []):
                hemma = id_ == plan
                if _bidrar(m, id_, (plan, mål["id"]), alla=alla) and not (hemma and m["id"] in under):
                    yield id_, m, None
                for i in m.get("indikatorer") or []:
                    if _bidrar(i, id_, (plan, mål["id"]), alla=alla) and not (hemma and m["id"] == mål["id"]):
                        yield id_, m, i


def _bidrar(nod: Nod, hemma: str, till: Nyckel, *, alla: bool) -> bool:
    skrivet = nod.get("bidrar till") or []
    for b in skrivet if isinstance(skrivet, list) else [skrivet]:
        mål, hur = (b["mål"], b.get("hur", "direkt")) if isinstance(b, dict) else (b, "direkt")
        nyckel = tuple(mål.split("/")) if "/" in mål else (hemma, mål)
        if nyckel == till and (alla or hur == "direkt"):
            return True
    return False


def _vägd_indikator(i: Indikatorsvar, regel: Nod, läge: Läge) -> Vägd | None:
    """Det som planen bara siktar mot (bör) vägs in när huset säger det."""
    if i.steg is None or (i.bör and regel.get("bör räknas") != "ja"):
        return None
    return _vägd(i.steg, None if i.beslutad else i.grad, läge)


def _regeln(mål: Nod, läge: Läge) -> Nod:
    """Husets regel, med det som nivån säger i stället. Byter nivån regel följer den andras krav och band inte med."""
    huset = dict(läge.kommun.get("sammanvägning") or {})
    nivån = (huset.get("per nivå") or {}).get(mål["nivå"]) or {}
    if nivån.get("regel", huset.get("regel", "krav")) != huset.get("regel", "krav"):
        huset = {n: v for n, v in huset.items() if n not in ("krav", "band")}
    return huset | nivån


def _vägd(steg: int, grad: Fraction | None, läge: Läge, *, finansiell: bool = False) -> Vägd:
    """Det nådda har graden 1; det utan uppmätt grad har sin plats på skalan."""
    if steg == 0:
        return Vägd(steg, Fraction(1), finansiell)
    return Vägd(steg, 1 - Fraction(steg, len(läge.skala) - 1) if grad is None else grad, finansiell)


def _vägt_mål(mål: Nod, s: Målsvar, läge: Läge) -> Vägd | None:
    if s.steg is None:
        return None
    beslutat = beslutet(mål["id"], läge) is not None
    return _vägd(s.steg, None if beslutat else s.grad, läge, finansiell=mål.get("slag") == "finansiellt")


def _är_oprövat_finansiellt(mål: Nod, s: Målsvar, läge: Läge) -> bool:
    """Om ett finansiellt mål skulle ha bedömts men inte kunde: det ska inte nås senare, och följs inte bara."""
    if mål.get("slag") != "finansiellt" or s.steg is not None:
        return False
    if s.bakom and all(i.skäl == "saknar målvärde" for i in s.bakom.values()):
        return False
    egna = [i for (_, id_), i in s.bakom.items() if id_ in [e["id"] for e in mål.get("indikatorer") or []]]
    senare = any(i.skäl in ("ännu inte aktuellt", "stäms av", "följs upp senare") for i in egna)
    gäller = målets_tid({}, mål, läge).till <= läge.årets_slut
    följs = bool(egna) and all(i.skäl == "saknar målvärde" for i in egna)
    return s.täckning[1] > 0 or (not senare and (gäller or följs))


# --- Uppdrag ------------------------------------------------------------------------------------------

LÄGEN = {"klar": 0, "pågår": 1}


def _uppdragen(id_: str, läge: Läge) -> list[Vägd]:
    alla = [u for grupp in läge.plan.get("uppdrag") or [] for u in grupp["uppdrag"]]
    svaren = [_uppdragets_steg(u["id"], läge) for u in alla if id_ in _lista(u.get("bidrar till"))]
    return [_vägd(steg, None, läge) for steg in svaren if steg is not None]


def _uppdragets_steg(id_: str, läge: Läge) -> int | None:
    """Det senaste svaret: klart är bäst, pågående näst sämst (aldrig bäst), annat sämst. Bara det avgjorda bärs."""
    sist = len(läge.skala) - 1
    for upp in (läge.upp, *reversed(läge.tidigare)):
        if id_ not in (upp.get("uppdrag") or {}):
            continue
        skriven = upp["uppdrag"][id_]
        rapport = {"status": skriven} if isinstance(skriven, str) else skriven
        if rapport is None or (upp is not läge.upp and rapport["status"] not in ("klar", "avbruten", "utgår")):
            return None
        if "bedömning" in rapport:
            return platsen(rapport["bedömning"], läge)
        return {"klar": 0, "pågår": max(sist - 1, 1)}.get(rapport["status"], sist)
    return None


def _lista(skrivet: Any) -> list[Any]:
    return skrivet if isinstance(skrivet, list) else [] if skrivet is None else [skrivet]


# --- Husets regel -------------------------------------------------------------------------------------


def täckningen(bakom: dict[Nyckel, Indikatorsvar]) -> tuple[int, int]:
    """Hur många indikatorer som kunde bedömas, av dem som skulle."""
    ska = [i for i in bakom.values() if i.i_täckningen]
    return sum(i.steg is not None for i in ska), len(ska)


def väg(delar: list[Vägd], regel: Nod, bakom: dict[Nyckel, Indikatorsvar], läge: Läge, oprövade: int = 0) -> int | None:
    """Målets steg, eller None när inget kunde bedömas eller för lite. `oprövade` finansiella mål fattas bland delarna."""
    bedömda, alla = täckningen(bakom)
    if not delar or 100 * bedömda < Fraction(str(regel.get("täckning", 0))) * alla:
        return None
    sist = len(läge.skala) - 1
    if regel.get("regel") == "sämsta":
        return max(d.steg for d in delar)
    if regel.get("regel") == "medelgrad":
        grad = 100 * sum((d.grad for d in delar), Fraction(0)) / len(delar)
        bandet = max(
            (b for b in regel["band"] if grad >= Fraction(str(b["från"]))), key=lambda b: Fraction(str(b["från"]))
        )
        plats = [s["namn"] for s in läge.resultatskala].index(bandet["steg"])
        return motsvarande(plats, len(läge.resultatskala), len(läge.skala))
    fråga = _Fråga(delar, regel, list(bakom.values()), oprövade)
    return next((n for n in range(sist) if _håller(n, fråga, läge)), sist)


class _Fråga(NamedTuple):
    delar: list[Vägd]
    regel: Nod
    indikatorer: list[Indikatorsvar]
    oprövade: int


def _håller(n: int, fråga: _Fråga, läge: Läge) -> bool:
    delar, regel, indikatorer, oprövade = fråga
    namn = [s["namn"] for s in läge.resultatskala]
    här = motsvarande(n, len(läge.skala), len(namn))
    krav = _kravet(här, regel.get("krav") or {}, namn) if här < len(namn) - 1 else {"andel": 50}
    finansiella = [d for d in delar if d.finansiell]
    if not finansiella and not oprövade:
        krav.pop("finansiella", None)
    if not krav:
        krav = {"andel": 50 if n else 100}
    når = motsvarande(namn.index(krav["minst"]), len(namn), len(läge.skala)) if "minst" in krav else n
    prov = []
    if "finansiella" in krav:
        prov.append(bool(finansiella) and _andel([d.steg <= n for d in finansiella], krav["finansiella"]))
    if "andel" in krav:
        räknas = [d for d in delar if not d.finansiell] if "finansiella" in krav else delar
        prov.append(not räknas or _andel([d.steg <= når for d in räknas], krav["andel"]))
    if "åt rätt håll" in krav:
        trender = [i.trend for i in indikatorer if i.steg is not None and i.trend != OJÄMFÖRBART]
        prov.append(bool(trender) and _andel([t == BÄTTRE for t in trender], krav["åt rätt håll"]))
    if "medelgrad" in krav:
        grad = sum((d.grad for d in delar), Fraction(0)) / len(delar)
        prov.append(100 * grad >= Fraction(str(krav["medelgrad"])))
    return all(prov)


def _andel(nådda: list[bool], gräns: Any) -> bool:
    return 100 * sum(nådda) >= Fraction(str(gräns)) * len(nådda)


def _kravet(n: int, krav: Nod, namn: list[str]) -> Nod:
    """Stegets krav. Utelämnat: alla för det bästa, annars hälften, men aldrig mer än ett bättre steg kräver."""
    skrivet = krav.get(namn[n])
    if skrivet is not None:
        return dict(skrivet) if isinstance(skrivet, dict) else {"andel": skrivet}
    if n == 0:
        return {"andel": 100}
    bättre = [lång_krav(krav[steg]) for steg in namn[:n] if steg in krav]
    return {
        "andel": min([Fraction(50), *(Fraction(str(k["andel"])) for k in bättre if "andel" in k and "minst" not in k)])
    }


def lång_krav(skrivet: Any) -> Nod:
    """`75` är `{andel: 75}`."""
    return skrivet if isinstance(skrivet, dict) else {"andel": skrivet}
