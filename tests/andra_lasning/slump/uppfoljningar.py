"""En plan in, några uppföljningar av den ut: utfall, prognoser, skäl, tider, beslutade bedömningar och uppdrag."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tests.andra_lasning.slump.grund import DELAR, KÖN, alla_mål, stegen
from tests.andra_lasning.tid import periodens_slut

if TYPE_CHECKING:
    from tests.andra_lasning.lage import Nod
    from tests.andra_lasning.slump.grund import Ram, Slump

FLEST = 5
STATUSAR = ("klar", "klar", "pågår", "pågår", "försenad", "ej påbörjad", "avbruten")


def uppföljningarna(s: Slump, plan: Nod, ram: Ram) -> list[Nod]:
    """Planens uppföljningar, äldst först."""
    åren = range(ram.från, ram.till + 1)
    tider = [(år, p) for år in åren for p in ram.perioder if s.ibland(0.7 if p == "helår" else 0.4)]
    return [_uppföljning(s, plan, år, period, ram) for år, period in tider[-FLEST:]]


def _uppföljning(s: Slump, plan: Nod, år: int, period: str, ram: Ram) -> Nod:
    dagen = periodens_slut(period, år, ram.kommun)
    huvud = {"plan": plan["plan"]["id"], "period": period, "per": str(dagen)}
    målen = list(alla_mål(plan["mål"]))
    inder = [i for m in målen for i in m.get("indikatorer", [])]
    skala = stegen(ram.kommun, helår=period == "helår")
    uppdrag = [u["id"] for grupp in plan.get("uppdrag", []) for u in grupp["uppdrag"]]
    delar = {
        "utfall": {i["id"]: _utfall(s, i, dagen) for i in inder if s.ibland(0.85)},
        "bedömningar": {x["id"]: _beslut(s, skala) for x in (*målen, *inder) if s.ibland(0.05)},
        "uppdrag": {id_: _uppdragssvar(s, skala) for id_ in uppdrag if s.ibland(0.7)},
    }
    return {"format": 1, "uppföljning": huvud} | {namn: del_ for namn, del_ in delar.items() if del_}


def _beslut(s: Slump, skala: list[str]) -> Nod:
    return {"bedömning": s.choice(skala), "motivering": "Nämndens."}


def _uppdragssvar(s: Slump, skala: list[str]) -> Any:
    status = s.choice(STATUSAR)
    if s.ibland(0.1):
        return {"status": status, "bedömning": s.choice(skala)}
    return None if s.ibland(0.05) else s.ett(status, {"status": status})


# --- Utfall -------------------------------------------------------------------------------------------


def _utfall(s: Slump, ind: Nod, dagen: date) -> Any:
    slag = ind["namn"]
    if s.ibland(0.1):
        return s.ett(None, {"ej mätt": "Görs i höst."}, {"saknas": "För få svar."}, {"utgår": "Beslut."})
    if slag == "klart":
        return _klart(s, dagen)
    rad = _värden(s, ind, slag) | s.kanske(0.15, avser=lambda: _avser(s, slag, dagen))
    if slag in ("tal", "procent", "växer"):
        rad |= s.kanske(0.5, jämförelse=lambda: _jämförelse(s, slag, dagen.year))
    rad |= s.kanske(0.05, ny_mätmetod=lambda: "Ny enkät.")
    return rad["värde"] if list(rad) == ["värde"] and s.ibland(0.6) else rad


def _värden(s: Slump, ind: Nod, slag: str) -> Nod:
    delar = next((d for d in ("per verksamhet", "per nämnd") if d in ind), None)
    if delar and s.ibland(0.95):
        return {delar: {del_: _del(s, slag) for del_ in s.sample(DELAR, s.ett(1, 2, 2, 2))}}
    if s.ibland(0.05):
        return {"prognos": s.värde(slag)}
    kön = s.kanske(0.8, kön=lambda: {k: s.värde(slag) for k in KÖN}) if "per kön" in ind else {}
    return {"värde": s.utfall(slag)} | s.kanske(0.2, prognos=lambda: s.värde(slag)) | kön


def _del(s: Slump, slag: str) -> Any:
    if s.ibland(0.1):
        return {"saknas": "För få svar."}
    rad = {"värde": s.utfall(slag)} | s.kanske(0.2, prognos=lambda: s.värde(slag))
    return rad["värde"] if list(rad) == ["värde"] and s.ibland(0.6) else rad


def _jämförelse(s: Slump, slag: str, år: int) -> Nod:
    namn = [n for n in ("länet", "liknande", "Grannkommunen") if s.ibland(0.8)]
    tider = [s.ett("föregående år", str(år - 1))] if s.ibland(0.3) else []
    return {n: s.värde(slag) for n in ("riket", *namn, *tider)}


def _avser(s: Slump, slag: str, dagen: date) -> Any:
    """En tid som är slut vid uppföljningens dag."""
    år, månad = dagen.year, dagen.month
    val: list[Any] = [år - 1, f"{år}-{månad:02}", f"{år}-{max(månad - 1, 1):02}", f"{år - 1}-11"]
    val += [år] if månad == 12 else []
    slut = år if månad >= 6 else år - 1
    val += [
        f"läsåret {slut - 1}/{slut % 100:02}",
        f"kvartal {månad // 3} {år}",
        {"från": f"{år}-02", "till": f"{år}-03"},
    ]
    return s.choice(val)


def _klart(s: Slump, dagen: date) -> Any:
    gjort = str(date(s.ett(dagen.year, dagen.year, dagen.year - 1), s.randint(1, dagen.month), s.randint(1, 28)))
    väntat = str(date(dagen.year, 12, 1) if dagen.month < 12 else dagen)
    return s.ett(
        gjort,
        gjort,
        "nej",
        {"värde": "nej", "prognos": väntat},
        {"värde": "nej", "prognos": s.ett("ja", "nej")},
        {"värde": gjort, "prognos": väntat},
        {"prognos": väntat},
    )
