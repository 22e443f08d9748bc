"""Ett frö in, ett påhittat fall ut: en kommun, en eller flera planer efter varandra, och deras uppföljningar.

Allt som formatet kan säga om bedömningen förekommer. Samma frö ger alltid samma fall.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from tests.andra_lasning.slump.grund import Ram, Slump, alla_mål
from tests.andra_lasning.slump.kommunen import kommunen
from tests.andra_lasning.slump.planen import lägg_till_bidrag, målet, nästa_års, uppdragen
from tests.andra_lasning.slump.uppfoljningar import uppföljningarna

if TYPE_CHECKING:
    from tests.andra_lasning.lage import Nod

SISTA_ÅRET = 2021


def hitta_på(frö: int) -> Nod:
    """Fallet för ett frö."""
    s = Slump(frö)
    kommun = kommunen(s)
    ramar = _ramarna(s, kommun)
    nummer = count()
    målen = [målet(s, "mål", nummer, ramar[0]) for _ in range(s.ett(1, 1, 2))]
    planer: list[Nod] = []
    for n, ram in enumerate(ramar):
        målen = [nästa_års(s, mål, ram) for mål in målen] if n else målen
        lägg_till_bidrag(s, målen)
        plan = _plan(f"p{n}", ram, målen) | s.kanske(0.3, uppdrag=lambda: uppdragen(s, målen))  # noqa: B023 - körs genast
        if n:
            plan["plan"]["föregångare"] = f"p{n - 1}"
        planer.append({"plan": plan, "uppföljningar": uppföljningarna(s, plan, ram)})
    if s.ibland(0.15):
        planer.append(_sidoplan(s, planer[-1]["plan"], ramar[-1]))
    return {"kommun": kommun, "planer": planer}


def _ramarna(s: Slump, kommun: Nod) -> list[Ram]:
    """En till tre planer i rad, var och en för ett till tre år; den sista slutar samma år."""
    ramar: list[Ram] = []
    till = SISTA_ÅRET
    for _ in range(s.ett(1, 1, 1, 2, 3)):
        från = till - s.ett(0, 0, 1, 2)
        ramar.insert(0, Ram(från, till, kommun))
        till = från - 1
    return ramar


def _plan(id_: str, ram: Ram, målen: list[Nod]) -> Nod:
    år = ram.från if ram.från == ram.till else {"från": ram.från, "till": ram.till}
    return {"format": 1, "plan": {"id": id_, "namn": "Plan", "nämnd": "Nämnden", "år": år}, "mål": målen}


def _sidoplan(s: Slump, plan: Nod, ram: Ram) -> Nod:
    """En annan nämnds plan för samma år, vars mål bidrar till den förstas."""
    mål = målet(s, "mål", count(50), ram)
    mål["bidrar till"] = f"{plan['plan']['id']}/{s.choice(list(alla_mål(plan['mål'])))['id']}"
    sido = _plan("sido", ram, [mål])
    return {"plan": sido, "uppföljningar": uppföljningarna(s, sido, ram)}
