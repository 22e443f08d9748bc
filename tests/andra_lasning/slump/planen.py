"""Slumptal och ramar in, en plans mål, indikatorer och uppdrag ut; och nästa plans, med nya id:n och målvärden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.andra_lasning.slump.grund import DELAR, ENHETER, KÖN, NIVÅER, SLAG, STEGEN, alla_mål
from tests.andra_lasning.slump.kommunen import grad
from tests.andra_lasning.slump.malvarden import måltid, målvärde

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.andra_lasning.lage import Nod
    from tests.andra_lasning.slump.grund import Ram, Slump


def målet(s: Slump, nivå: str, nummer: Iterator[int], ram: Ram) -> Nod:
    """Ett mål, kanske med delmål."""
    mål: Nod = {"id": f"m{next(nummer)}", "nivå": nivå, "namn": "Målet"}
    mål |= s.kanske(0.2, slag=lambda: s.ett("finansiellt", "verksamhet"), avser=lambda: måltid(s, ram))
    djup = NIVÅER.index(nivå)
    antal = s.ett(1, 2) if nivå == NIVÅER[-1] else s.ett(0, 1, 2, 3) if not djup else s.ett(0, 1, 1, 2)
    if antal:
        mål["indikatorer"] = [indikatorn(s, f"i{next(nummer)}", ram) for _ in range(antal)]
    if nivå != NIVÅER[-1] and (s.ibland(0.4) or (djup and not antal)):
        mål["mål"] = [målet(s, NIVÅER[djup + 1], nummer, ram) for _ in range(s.ett(1, 2))]
    return mål


def nästa_års(s: Slump, mål: Nod, ram: Ram) -> Nod:
    """Målet i planen efter: några indikatorer som förut, några med nya målvärden, utgångsvärden och id:n."""
    nytt = dict(mål)
    if "indikatorer" in mål:
        nytt["indikatorer"] = [_nästa_års_indikator(s, i, ram) for i in mål["indikatorer"]]
    if "mål" in mål:
        nytt["mål"] = [nästa_års(s, delmål, ram) for delmål in mål["mål"]]
    return nytt


def _nästa_års_indikator(s: Slump, ind: Nod, ram: Ram) -> Nod:
    ny = dict(ind) if s.ibland(0.3) else indikatorn(s, ind["id"], ram, slag=ind["namn"])
    ny.pop("tidigare id", None)
    return ny | {"id": f"{ind['id']}b", "tidigare id": ind["id"]} if s.ibland(0.3) else ny


def indikatorn(s: Slump, id_: str, ram: Ram, slag: str = "") -> Nod:
    """En indikator."""
    slag = slag or s.choice(SLAG)
    ind: Nod = {"id": id_, "namn": slag} | ({"enhet": ENHETER[slag]} if slag in ENHETER else {})
    if slag == "steg":
        ind["skala"] = dict(STEGEN)
    if slag == "växer":
        ind["ackumuleras"] = f"{ram.från}–{ram.till}" if ram.från < ram.till and s.ibland(0.3) else "ja"
    ind |= s.kanske(0.1, grad=lambda: grad(s), eftersläpning=lambda: s.ett("1 år", "1 år", "6 månader", "2 år"))
    ind |= s.kanske(0.05, delvis_inom=lambda: s.ett(1, 10), följs_upp=lambda: "helår", stäms_av=lambda: ram.perioder[0])
    ind |= s.kanske(
        0.04, följs_upp_från=lambda: s.ett(ram.till, f"{ram.till}-06", f"{s.choice(ram.perioder)} {ram.till}")
    )
    ind |= s.kanske(0.1, per_kön=lambda: "ja") if slag in ("tal", "procent") else {}
    ind |= s.kanske(0.2, bättre=lambda: s.ett("högre", "lägre"))
    delad = slag != "klart" and s.ibland(0.2)
    if delad and s.ibland(0.4):
        ind["per nämnd"] = {del_: målvärde(s, slag, ram) for del_ in DELAR}
    else:
        ind |= {"per verksamhet": list(DELAR)} if delad else {}
        ind |= s.kanske(0.97, målvärde=lambda: målvärde(s, slag, ram))
    if slag != "klart":
        ind |= s.kanske(0.6, utgångsvärde=lambda: _utgångsvärde(s, slag, ram, delad=delad))
    return ind


def _utgångsvärde(s: Slump, slag: str, ram: Ram, *, delad: bool) -> Any:
    if s.ibland(0.1):
        return s.värde(slag)
    i_fjol = ram.från - 1
    bas: Nod = {"saknas": "Mäts först nu."} if s.ibland(0.1) else {"värde": s.värde(slag)}
    if "värde" in bas and slag in ("tal", "procent"):
        bas |= s.kanske(0.1, kön=lambda: {k: s.värde(slag) for k in KÖN})
    bas |= s.kanske(0.8, avser=lambda: s.ett(i_fjol, i_fjol, i_fjol - 1, f"{i_fjol}-10"))
    if "värde" in bas:
        bas |= s.kanske(0.2, prognos=lambda: "ja")
        if delad:
            bas |= s.kanske(0.8, per_verksamhet=lambda: {del_: s.värde(slag) for del_ in DELAR})
    bas |= s.kanske(0.1, ny_mätmetod=lambda: "Ny enkät.")
    return bas | s.kanske(0.3, historik=lambda: _historik(s, slag, i_fjol))


def _historik(s: Slump, slag: str, i_fjol: int) -> list[Nod]:
    åren = sorted(s.sample(range(i_fjol - 3, i_fjol + 1), s.ett(1, 2)))
    poster = [{"värde": s.värde(slag), "avser": s.ett(år, år, f"delår 1 {år}")} for år in åren]
    return [post | s.kanske(0.1, ny_mätmetod=lambda: "Ny metod.", prognos=lambda: "ja") for post in poster]


# --- Uppdrag och bidrag -------------------------------------------------------------------------------


def uppdragen(s: Slump, målen: list[Nod]) -> list[Nod]:
    """En grupp med uppdrag som bidrar till målen."""
    idn = [m["id"] for m in alla_mål(målen)]
    uppdrag = [
        {"id": f"u{n}", "text": "Uppdraget.", "bidrar till": s.sample(idn, min(len(idn), s.ett(1, 2)))}
        for n in range(s.ett(1, 2, 3))
    ]
    return [{"id": "g", "rubrik": "Uppdrag", "källa": "nämnden", "uppdrag": uppdrag}]


def lägg_till_bidrag(s: Slump, målen: list[Nod]) -> None:
    """Mål bidrar till mål som står före dem, så att inget går runt; indikatorer till vilket annat mål som helst."""
    alla = list(alla_mål(målen))
    for n, mål in enumerate(alla):
        _ge(s, mål, [m["id"] for m in alla[:n]])
        for ind in mål.get("indikatorer", []):
            _ge(s, ind, [m["id"] for m in alla if m is not mål])


def _ge(s: Slump, nod: Nod, idn: list[str]) -> None:
    nod.pop("bidrar till", None)
    if not idn or s.ibland(0.7):
        return
    valda = s.sample(idn, s.randint(1, min(2, len(idn))))
    bidrag = [{"mål": id_, "hur": s.ett("direkt", "indirekt")} if s.ibland(0.4) else id_ for id_ in valda]
    nod["bidrar till"] = bidrag[0] if len(bidrag) == 1 and s.ibland(0.7) else bidrag
