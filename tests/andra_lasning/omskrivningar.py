"""Ett fall in, ett annat fall ut som ska få samma svar: bara skrivet på ett annat sätt, eller på ett känt sätt bättre.

En omskrivning lämnar fallet orört och gör ett nytt.
"""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.andra_lasning.lage import Nod, indikatorer, läs, lång

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

FAKTOR = 10


def _planens(fall: Nod) -> Iterator[Nod]:
    for post in fall["planer"]:
        yield from indikatorer(post["plan"]["mål"])


def _uppföljningarna(fall: Nod) -> Iterator[Nod]:
    for post in fall["planer"]:
        yield from post["uppföljningar"]


# --- Skrivsättet --------------------------------------------------------------------------------------


def långa_former(fall: Nod) -> Nod:
    """Allt som har en lång form skrivet så."""
    nytt = deepcopy(fall)
    for ind in _planens(nytt):
        for nyckel in ("målvärde", "utgångsvärde"):
            if nyckel in ind:
                ind[nyckel] = _lång_form(ind[nyckel], nyckel)
        if "per nämnd" in ind:
            ind["per nämnd"] = {n: _lång_form(v, "målvärde") for n, v in ind["per nämnd"].items()}
    for upp in _uppföljningarna(nytt):
        upp["utfall"] = {i: r if r is None else _lång_rad(r) for i, r in (upp.get("utfall") or {}).items()}
        uppdrag = upp.get("uppdrag") or {}
        upp["uppdrag"] = {i: r if r is None else _med_nyckel(r, "status") for i, r in uppdrag.items()}
    krav = (nytt["kommun"].get("sammanvägning") or {}).get("krav")
    if krav:
        nytt["kommun"]["sammanvägning"]["krav"] = {n: _med_nyckel(v, "andel") for n, v in krav.items()}
    return nytt


def _lång_rad(skriven: Any) -> Nod:
    delar = ("per verksamhet", "per nämnd")
    return {n: {d: lång(v) for d, v in r.items()} if n in delar else r for n, r in lång(skriven).items()}


def _med_nyckel(skrivet: Any, nyckel: str) -> Nod:
    return skrivet if isinstance(skrivet, dict) and "antal" not in skrivet else {nyckel: skrivet}


def _lång_form(skrivet: Any, vad: str) -> Any:
    if vad == "utgångsvärde":
        return lång(skrivet)
    if isinstance(skrivet, list):
        return [_lång_form(v, vad) for v in skrivet]
    if isinstance(skrivet, dict):
        return (
            skrivet
            if "per år" not in skrivet
            else {"per år": {å: _lång_form(v, vad) for å, v in skrivet["per år"].items()}}
        )
    return {"exakt" if skrivet == "nej" else "minst": skrivet}


def omkastad(fall: Nod, slump: Random) -> Nod:
    """Nycklar, rader, mål, indikatorer, band, krav och planer i en annan ordning. Skalor och listor av villkor har en ordning."""
    return {n: _omkastat(v, slump, n) for n, v in _blandat(fall, slump).items()}


def _blandat(nod: Nod, slump: Random) -> Nod:
    nycklar = list(nod)
    slump.shuffle(nycklar)
    return {n: nod[n] for n in nycklar}


def _omkastat(nod: Any, slump: Random, namn: Any) -> Any:
    if isinstance(nod, dict):
        return {n: _omkastat(v, slump, n) for n, v in _blandat(nod, slump).items()}
    if isinstance(nod, list):
        nytt = [_omkastat(v, slump, namn) for v in nod]
        if namn in ("planer", "mål", "indikatorer", "uppdrag", "band", "historik", "bidrar till", "uppföljningar"):
            slump.shuffle(nytt)
        return nytt
    return nod


# --- Talen --------------------------------------------------------------------------------------------

TALEN = ("värde", "prognos", "minst", "högst", "över", "under", "exakt", "mellan", "delvis inom", "tolerans")


def i_annan_enhet(fall: Nod) -> Nod:
    """Alla tal i indikatorerna tio gånger så stora: dygn i stället för tiotal dygn. Steg och andelar är inga tal."""
    nytt = deepcopy(fall)
    idn = {i["id"] for i in _planens(nytt) if i["namn"] in ("tal", "växer")}
    for ind in _planens(nytt):
        if ind["id"] in idn:
            for nyckel in ("målvärde", "utgångsvärde", "per nämnd"):
                if nyckel in ind:
                    ind[nyckel] = _skala_om(ind[nyckel])
            if "delvis inom" in ind:
                ind["delvis inom"] = _skala_om(ind["delvis inom"], "delvis inom")
    for upp in _uppföljningarna(nytt):
        upp["utfall"] = {i: _skala_om(r) if i in idn else r for i, r in (upp.get("utfall") or {}).items()}
    return nytt


def _skala_om(nod: Any, nyckel: str = "värde") -> Any:
    """Talen gånger faktorn; tider, årtal, andelar och annat är som förut."""
    if isinstance(nod, dict):
        namngivna = nyckel in ("jämförelse", "per verksamhet", "per nämnd")
        return {n: _skala_om(v, n if isinstance(v, (dict, list)) or not namngivna else "värde") for n, v in nod.items()}
    if isinstance(nod, list):
        return (
            [{n: _skala_om(v, "värde" if n == "från" else n) for n, v in band.items()} for band in nod]
            if nyckel == "band"
            else [_skala_om(v, nyckel) for v in nod]
        )
    tal = läs(nod, {})
    if nyckel not in TALEN or not isinstance(tal, Fraction):
        return nod
    return str(float(tal * FAKTOR)) if (tal * FAKTOR).denominator > 1 else int(tal * FAKTOR)


def utan_hustolerans(fall: Nod) -> Nod:
    """Fallet utan den tolerans som huset ger i varje indikators egen enhet."""
    nytt = deepcopy(fall)
    (nytt["kommun"].get("bedömning") or {}).pop("tolerans", None)
    return nytt


# --- Historien ----------------------------------------------------------------------------------------


def utan_rörelsekrav(fall: Nod) -> Nod:
    """Fallet utan husregler som räknar trender."""
    nytt = deepcopy(fall)
    regel = nytt["kommun"].get("sammanvägning") or {}
    for del_ in (regel, *(regel.get("per nivå") or {}).values()):
        krav = {n: v for n, v in (del_.get("krav") or {}).items() if not (isinstance(v, dict) and "åt rätt håll" in v)}
        if "krav" in del_:
            del_["krav"] = krav
    return nytt


def med_historia(fall: Nod) -> Nod:
    """Förra årets utfall och ett äldre inskrivna, i alla indikatorer vars bedömning inte själv jämför bakåt."""
    nytt = deepcopy(fall)
    jämför = {_stam(i) for i in _planens(nytt) if "riktning" in str(i)}
    från_bas = "från utgångsvärdet" in str(nytt["kommun"])
    for post in nytt["planer"]:
        år = post["plan"]["plan"]["år"]
        första = int(år["från"] if isinstance(år, dict) else år)
        for ind in indikatorer(post["plan"]["mål"]):
            if _stam(ind) in jämför or ind["namn"] == "klart":
                continue
            if "utgångsvärde" not in ind and not från_bas and "från utgångsvärdet" not in str(ind):
                ind["utgångsvärde"] = {"värde": _exempel(ind), "avser": första - 1}
            if isinstance(ind.get("utgångsvärde"), dict):
                ind["utgångsvärde"].setdefault("historik", []).append({"värde": _exempel(ind), "avser": första - 5})
    return nytt


def _stam(ind: Nod) -> str:
    """Id:t utan det som nästa plan har lagt till."""
    return str(ind["id"]).rstrip("b")


def _exempel(ind: Nod) -> Any:
    return "ja" if ind["namn"] in ("ja/nej", "steg") else 7


# --- Delåret, orört -----------------------------------------------------------------------------------


def utan_prognoser_vid_årets_slut(fall: Nod) -> Nod:
    """Prognoserna som står kvar vid årets slut borttagna, där det också finns ett utfall."""
    nytt = deepcopy(fall)
    for upp in _uppföljningarna(nytt):
        if str(upp["uppföljning"]["per"]).endswith("12-31"):
            for rad in (upp.get("utfall") or {}).values():
                _ta_bort_prognos(rad)
    return nytt


def _ta_bort_prognos(rad: Any) -> None:
    if isinstance(rad, dict):
        if "värde" in rad:
            rad.pop("prognos", None)
        for delar in ("per verksamhet", "per nämnd"):
            for del_ in (rad.get(delar) or {}).values():
                _ta_bort_prognos(del_)


# --- Bättre värden ------------------------------------------------------------------------------------


def bättre_sist(fall: Nod) -> Nod:
    """Den sista planens sista uppföljning med bättre värden, där målvärdet säger vilket håll som är bättre."""
    nytt = deepcopy(fall)
    post = nytt["planer"][-1]
    if not post["uppföljningar"]:
        return nytt
    sist = max(post["uppföljningar"], key=lambda u: str(u["uppföljning"]["per"]))
    for ind in indikatorer(post["plan"]["mål"]):
        rad = (sist.get("utfall") or {}).get(ind["id"])
        steg = _bättre_håll(ind)
        if rad is not None and steg:
            sist["utfall"][ind["id"]] = _höjd(rad, steg, ind["namn"])
    for id_, rapport in (sist.get("uppdrag") or {}).items():
        if rapport and "bedömning" not in rapport:
            sist["uppdrag"][id_] = "klar"
    return nytt


def _bättre_håll(ind: Nod) -> int:
    """1 när högre är bättre i alla målvärdets villkor, −1 när lägre är det, annars 0."""
    målvärden = ind["per nämnd"].values() if "per nämnd" in ind else [ind.get("målvärde")]
    håll = {_villkorets_håll(v) for mv in målvärden for v in _alla_villkor(mv)}
    return håll.pop() if len(håll) == 1 else 0


def _alla_villkor(målvärde: Any) -> Iterator[Any]:
    if isinstance(målvärde, list):
        for ett in målvärde:
            yield from _alla_villkor(ett)
    elif isinstance(målvärde, dict) and "per år" in målvärde:
        for ett in målvärde["per år"].values():
            yield from _alla_villkor(ett)
    else:
        yield målvärde


def _villkorets_håll(villkor: Any) -> int:
    if isinstance(villkor, str):
        return 0 if villkor == "nej" else 1
    villkor = villkor or {}
    if {"minst", "över"} & set(villkor) or villkor.get("riktning") in ("ökar", "minskar inte"):
        return 1
    return -1 if {"högst", "under"} & set(villkor) or villkor.get("riktning") in ("minskar", "ökar inte") else 0


def _höjd(rad: Any, steg: int, slag: str) -> Any:
    if isinstance(rad, dict):
        ändras = ("värde", "prognos", "per verksamhet", "per nämnd")
        return {n: _höjda_delar(v, steg, slag) if n in ändras else v for n, v in rad.items()}
    return _höjt_värde(rad, steg, slag)


def _höjda_delar(nod: Any, steg: int, slag: str) -> Any:
    if isinstance(nod, dict) and "antal" not in nod:
        return {n: v if n == "saknas" else _höjda_delar(v, steg, slag) for n, v in nod.items()}
    return _höjt_värde(nod, steg, slag)


def _höjt_värde(skrivet: Any, steg: int, slag: str) -> Any:
    if slag in ("ja/nej", "steg"):
        return "ja" if steg > 0 else "nej"
    if isinstance(skrivet, dict):
        return skrivet | {"antal": max(0, min(skrivet["av"], skrivet["antal"] + steg))}
    tal = läs(skrivet, {})
    return str(float(max(tal + steg, Fraction(0)))) if isinstance(tal, Fraction) else skrivet
