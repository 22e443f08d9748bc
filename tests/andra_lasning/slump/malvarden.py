"""Slumptal och indikatorns slag in, ett målvärde ut: varje slag av villkor, ensamt, i lista, per år och med egen tid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.andra_lasning.slump.kommunen import grad

if TYPE_CHECKING:
    from tests.andra_lasning.lage import Nod
    from tests.andra_lasning.slump.grund import Ram, Slump

RIKTNINGAR = ("ökar", "minskar", "bibehålls", "ökar inte", "minskar inte")


def målvärde(s: Slump, slag: str, ram: Ram) -> Any:
    """Målvärdet för en indikator, eller för en av dess nämnder."""
    if slag == "klart":
        år = s.randint(ram.från, ram.till)
        return {"klart": s.ett(år, f"{år}-06", f"{år}-10-15", år + 1)}
    if s.ibland(0.06):
        return s.ett({"saknas": "Nyckeltal."}, {"bedöms": "God kvalitet."}, {"redovisas": "ja"})
    if s.ibland(0.12):
        åren = s.sample(range(ram.från, ram.till + 1), s.randint(1, ram.till + 1 - ram.från))
        return {"per år": {år: _villkor(s, slag, ram) for år in sorted(åren)}}
    if s.ibland(0.15):
        return [_med_tid(s, _långt(_villkor(s, slag, ram)), ram) for _ in range(2)]
    ett = _villkor(s, slag, ram)
    return _med_tid(s, ett, ram) if isinstance(ett, dict) else ett


def _långt(villkor: Any) -> Nod:
    return villkor if isinstance(villkor, dict) else {"exakt" if villkor == "nej" else "minst": villkor}


def _med_tid(s: Slump, villkor: Nod, ram: Ram) -> Nod:
    return villkor | s.kanske(0.4, avser=lambda: måltid(s, ram))


def måltid(s: Slump, ram: Ram) -> Any:
    """Tiden då något ska vara nått."""
    år = s.randint(ram.från, ram.till)
    spann = {"från": f"{år}-{s.ett('01', '03')}", "till": f"{år}-{s.ett('06', '11')}"}
    delar = (f"kvartal {s.randint(1, 4)} {år}", f"läsåret {år - 1}/{år % 100:02}", spann)
    i_år = (år, år, f"{år}-06", f"{s.choice(ram.perioder)} {år}", s.ett(*delar))
    return s.ett(*i_år, "varje år", "varje år", "på sikt", "ej angivet", ram.till + 1, ram.från - 1)


def _villkor(s: Slump, slag: str, ram: Ram) -> Any:
    if slag == "ja/nej":
        return s.ett("ja", "ja", "nej", {"minst": "ja"}, {"exakt": "nej"}, {"exakt": "ja"})
    if slag == "steg":
        kort = s.ett("ja", "delvis", "nej", {"minst": "delvis"}, {"exakt": "delvis"}, {"högst": "delvis"})
        return s.ett(kort, kort, kort, _riktning(s, ram))
    slags = s.ett("riktning", "riktning", "band", "jämförelse", "mellan", *["gräns"] * 7)
    if slags == "riktning":
        return _riktning(s, ram)
    if slags == "band":
        return _band(s, slag, ram.skala)
    if slags == "jämförelse":
        namn = s.ett("riket", "länet", "liknande", {"namn": "Grannkommunen"})
        return {s.ett("minst", "högst", "över"): namn}
    gräns = s.ett("minst", "minst", "minst", "högst", "högst", "över", "under", "exakt")
    villkor: Nod = {gräns: s.värde(slag)}
    if slags == "mellan":
        villkor = {"mellan": sorted((s.värde(slag), s.värde(slag)), key=float)}
    return villkor | s.kanske(0.1, delvis_inom=lambda: s.ett(0, 1, 2, 20), grad=lambda: grad(s), bör=lambda: "ja")


def _riktning(s: Slump, ram: Ram) -> Nod:
    villkor: Nod = {"riktning": s.choice(RIKTNINGAR)}
    if villkor["riktning"] == "bibehålls":
        villkor |= s.kanske(0.5, tolerans=lambda: s.ett(0, 1, "5 %", "20 %"))
    mot = (
        {"namn": "Grannkommunen"},
        {"namn": "planen från 2010"},
        "föregående år",
        "föregående år",
        ram.från - 1,
        ram.från,
        f"delår 1 {ram.från - 1}",
    )
    return villkor | s.kanske(0.5, mot=lambda: s.choice(mot))


def _band(s: Slump, slag: str, skala: list[str]) -> Nod:
    """Band på kommunens skala; högt är bäst, eller lågt. De står i någon ordning."""
    gränser = sorted({s.värde(slag), s.värde(slag)} - {0}, key=float)[: len(skala) - 1] or [1]
    namn = [skala[0], *s.sample(skala[1:], len(gränser))]
    namn.sort(key=skala.index, reverse=s.ibland(0.7))
    band = [{"steg": n, "från": f} for n, f in zip(namn, [0, *gränser], strict=True)]
    s.shuffle(band)
    return {"band": band}
