"""Slumptal in, en kommun ut: skalor med två till sex steg, egna perioder, grad, tolerans, och varje sätt att väga samman."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.andra_lasning.slump.grund import NIVÅER, stegen

if TYPE_CHECKING:
    from tests.andra_lasning.lage import Nod
    from tests.andra_lasning.slump.grund import Slump

FÄRGER = ("grön", "gul", "röd", "grå", "vit", "blå")
RÄKNAR = (
    ["indikatorer", "delmål", "uppdrag"],
    ["delmål", "uppdrag"],
    ["indikatorer"],
    ["indikatorer", "delmål", "bidrag"],
    ["bidrag"],
    ["indikatorer", "direkta bidrag"],
    ["bidrag", "direkta bidrag", "delmål"],
)


def kommunen(s: Slump) -> Nod:
    """En kommun med sina husregler."""
    kommun: Nod = {"format": 1, "kommun": {"id": "k", "namn": "Kommunen"}, "nivåer": list(NIVÅER)}
    kommun |= s.kanske(
        0.2,
        perioder=lambda: {"delår 1": "03-31", "tertial 2": "08-31", "helår": "12-31"},
        övergripande_nivåer=lambda: s.ett(["mål"], ["delmål"], ["mål", "delmål"], ["arbetssätt"], list(NIVÅER)),
    )
    if bedömning := _bedömning(s):
        kommun["bedömning"] = bedömning
    if s.ibland(0.7):
        kommun["sammanvägning"] = _sammanvägning(s, stegen(kommun, helår=True))
    return kommun


def _bedömning(s: Slump) -> Nod:
    bedömning: Nod = {}
    if s.ibland(0.5):
        antal = s.ett(2, 3, 4, 5, 6)
        bedömning["skala"] = _skala(s, antal, "steg")
        bedömning |= s.kanske(0.4, prognosskala=lambda: _skala(s, s.ett(antal, 2, 3, 4, 5), "väntat"))
    bedömning |= s.kanske(0.2, rak_framskrivning=lambda: "nej", tolerans=lambda: s.ett(1, "10 %"))
    return bedömning | s.kanske(0.5, grad=lambda: grad(s))


def grad(s: Slump) -> Any:
    """Ett sätt att räkna graden, ibland med en egen gräns."""
    sätt = s.ett("mot målvärdet", "från utgångsvärdet")
    return s.ett(sätt, {"sätt": sätt, "delvis från": s.ett(30, 80, 95)})


def _skala(s: Slump, antal: int, ord_: str) -> list[Nod]:
    """Stegen: det första utan gräns, det sista från 0, och sjunkande däremellan."""

    def gränser() -> list[int]:
        return [*sorted(s.sample((20, 40, 50, 60, 75, 80, 90, 95), antal - 2), reverse=True), 0]

    steg = [
        {"namn": f"{ord_} {tecken}", "symbol": tecken, "färg": färg}
        for tecken, färg in zip("abcdef"[:antal], FÄRGER, strict=False)
    ]
    par = zip(steg[1:], gränser(), gränser(), strict=True)
    return [steg[0], *(ett | {"från": från, "från utan utgångsvärde": utan} for ett, från, utan in par)]


def _sammanvägning(s: Slump, namn: list[str]) -> Nod:
    huset = _regel(s, namn) | s.kanske(0.4, hela_planen=lambda: "ja")
    return huset | s.kanske(
        0.25, per_nivå=lambda: {nivå: _regel(s, namn) for nivå in s.ett(["delmål"], ["delmål", "arbetssätt"])}
    )


def _regel(s: Slump, namn: list[str]) -> Nod:
    slag = s.ett("krav", "krav", "krav", "sämsta", "medelgrad")
    regel: Nod = {} if slag == "krav" else {"regel": slag}
    if slag == "krav" and (krav := _kraven(s, namn)):
        regel["krav"] = krav
    if slag == "medelgrad":
        från = [*sorted(s.sample(range(5, 101, 5), len(namn) - 1), reverse=True), 0]
        regel["band"] = [{"steg": n, "från": f} for n, f in zip(namn, från, strict=True)]
        if s.ibland(0.3):
            s.shuffle(regel["band"])
    regel |= s.kanske(0.2, täckning=lambda: s.ett(50, 67, 100), bör_räknas=lambda: "ja")
    return regel | s.kanske(0.5, räknar=lambda: s.choice(RÄKNAR))


def _kraven(s: Slump, namn: list[str]) -> Nod:
    """Kraven för några av stegen utom det sämsta. Ett bättre steg är aldrig lättare att nå."""
    andelar = sorted((s.ett(34, 50, 60, 75, 80, 100) for _ in namn[:-1]), reverse=True)
    return {n: _krav(s, andel, namn[:-1]) for n, andel in zip(namn[:-1], andelar, strict=True) if s.ibland(0.6)}


def _krav(s: Slump, andel: int, steg: list[str]) -> Any:
    krav: Nod = {"andel": andel} | s.kanske(0.15, minst=lambda: s.choice(steg))
    if s.ibland(0.25):
        krav["finansiella"] = s.ett(50, 100)
        if s.ibland(0.4):
            krav = {"finansiella": krav["finansiella"]}
    krav |= s.kanske(0.2, åt_rätt_håll=lambda: s.ett(50, 100), medelgrad=lambda: s.ett(50, 80))
    return andel if list(krav) == ["andel"] and s.ibland(0.7) else krav
