"""Planerna som ska förhandsvisas in, en app ut som visar dem så som de är sparade nu: rapporten, dokumentet och fynden."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.bevakning import BevakadMapp
from planverktyg.arkiv.urval.perioder import välj_uppföljning
from planverktyg.arkiv.urval.planer import Urvalsfel, Val, välj, är_år
from planverktyg.kommandon.granskat.underlag import Underlagsgranskning, antal_fel
from planverktyg.kommandon.servern.skydd import RAPPORTENS_CSP
from planverktyg.kommandon.servern.svar import Fyndrad, appen, finns_inte, fyndrader, sida, vidare
from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.fynd import räkna_fynd
from planverktyg.utgivning.mallar.mallfel import Mallfel
from planverktyg.utgivning.mallar.mallmotor import skriv_ut

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request

    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.utgivning.underlag.dokument import Plandokument
    from planverktyg.utgivning.underlag.rapport import Rapport

SLAG = {"rapport": "Rapport", "dokument": "Plandokument"}
"""Det som kan visas, och vad det heter på sidan."""
Läs: TypeAlias = Callable[[Arkiv], Val]


class Länk(NamedTuple):
    """En länk på sidan."""

    text: str
    adress: str
    är_vald: bool


class Visningssida(NamedTuple):
    """Det som mallen till förhandsvisningen får se."""

    bas: str
    titel: str
    visas: str
    länkar: tuple[Länk, ...]
    planer: tuple[Länk, ...]
    läge_adress: str
    ram: str
    version: str
    status: str
    fel: str
    """Varför sidan inte visar det som är sparat; tomt när den gör det."""
    fynd: tuple[Fyndrad, ...]
    fyndmening: str


class Visad:
    """En plan som visas. Läses om först när någon fil som den är gjord av har ändrats."""

    def __init__(self, namn: str, läs: Läs, mallar: Path | None) -> None:
        self.namn = namn
        self.har_uppföljning = True
        self._läs = läs
        self._mallar = mallar
        self._källa: BevakadMapp | None = None
        self._val: Val | None = None
        self._fynd: tuple[Fynd, ...] = ()
        self._fel = ""
        self._omgång = 0
        self._sidor: dict[str, tuple[int, str]] = {}
        self.status = ""

    def uppdatera(self, slag: str) -> str:
        """Läser om och gör om sidan om något är ändrat. Lämnar versionen: läsningen, och den då sidan senast gick att göra."""
        if self._källa is None or self._källa.är_ändrad():
            self._omgång += 1
            self._läs_om()
        if self._val is not None and self._sidor.get(slag, (0, ""))[0] != self._omgång and not self._fel:
            self._gör_om(self._val, slag)
        return f"{self._omgång}-{self._sidor.get(slag, (0, ''))[0]}"

    def html(self, slag: str) -> str:
        """Sidan så som den senast gick att göra; tomt när den aldrig har gjort det."""
        return self._sidor.get(slag, (0, ""))[1]

    def _läs_om(self) -> None:
        self._källa = BevakadMapp()
        for fil in (self._mallar, *self._mallar.rglob("*")) if self._mallar else ():
            self._källa.bevaka(fil)
        self._val, self._fel = None, ""
        try:
            self._val = self._läs(Arkiv(self._källa))
            self._fynd = tuple(Underlagsgranskning().fynd(self._val))
            self.har_uppföljning = self._val.uppföljning is not None
        except Urvalsfel as fel:
            self._fynd, self._fel = fel.fynd, fel.text

    def _gör_om(self, val: Val, slag: str) -> None:
        try:
            html = ge_ut(_bygg(val, slag, antal_fel(self._fynd)), Format.HTML, self._mallar)
        except Mallfel as fel:
            self._fel = str(fel)
            return
        self._sidor[slag] = self._omgång, html
        self.status = f"Visar det som var sparat {datetime.now():%H:%M:%S}."  # noqa: DTZ005 - datorns klocka

    def läget(self) -> tuple[str, tuple[Fynd, ...]]:
        """Varför sidan inte kunde göras om, i ord, och fynden."""
        if not self._fel:
            return "", self._fynd
        nedanför = " Sidan nedanför är från före felet." if any(html for _, html in self._sidor.values()) else ""
        fel = f"{self._fel[:-1]}." if self._fel.endswith(":") else self._fel  # felen står i en egen lista på sidan
        return f"{fel}{nedanför}", self._fynd


def _bygg(val: Val, slag: str, fel: int) -> Rapport | Plandokument:
    if slag == "dokument":
        from planverktyg.utgivning.plandokument.dokument import bygg_dokument

        return bygg_dokument(val.akt, fel=fel)
    from planverktyg.utgivning.rapport.rapport import bygg_rapport

    if val.uppföljning is None:
        raise Mallfel("rapport.html", None, "Planen har ingen uppföljning ännu.")
    return bygg_rapport(val.akt, val.uppföljning, fel=fel)


def planerna(vad: str, enhet: str | None, period: str | None, mallar: Path | None) -> dict[str, Visad]:
    """Planerna som ska visas, efter id. Reser `Urvalsfel` när inget går att visa."""
    valda = välj(vad, enhet=enhet, period=period, kräv_uppföljning=False).valda
    år = int(vad) if är_år(vad) else None
    visade = {}
    for val in valda:
        plan = val.akt.plan
        plats = vad if Path(vad).is_file() else plan.fil
        namn = plan.modell.plan.med_nämnd
        visade[plan.modell.plan.id] = Visad(namn, _läsare(plats, period, år), mallar)
        visade[plan.modell.plan.id].har_uppföljning = val.uppföljning is not None
    return visade


def den_som_fylls_i(plan: str, namn: str, fil: Path) -> dict[str, Visad]:
    """Planen med den uppföljning som fylls i. Finns filen inte ännu sägs det på sidan."""

    def läs(arkiv: Arkiv) -> Val:
        if not fil.exists():
            raise Urvalsfel("Inget är skrivet ännu. Rapporten visas när det första svaret är sparat.")
        return välj(str(fil), enhet=None, period=None, kräv_uppföljning=True, arkiv=arkiv).valda[0]

    return {plan: Visad(namn, läs, None)}


def _läsare(plats: str, period: str | None, år: int | None) -> Läs:
    def läs(arkiv: Arkiv) -> Val:
        val = välj(plats, enhet=None, period=period, kräv_uppföljning=False, arkiv=arkiv).valda[0]
        return val._replace(uppföljning=välj_uppföljning(val.akt, None, år)[0]) if år and period is None else val

    return läs


# --- Sidorna ----------------------------------------------------------------------------------------


class Visning:
    """Appen: en sida för varje plan och slag, ramen i den, och frågan om något har ändrats."""

    def __init__(self, visade: dict[str, Visad], bas: str) -> None:
        self._visade = visade
        self._bas = bas

    def app(self) -> Starlette:
        """Appen, att köra bakom skyddet."""
        return appen([Route("/", self._första), *self.rutter()])

    def rutter(self) -> list[Route]:
        """Sidorna, för den app som också visar annat."""
        return [
            Route("/visa/{plan}/{slag}", self._sidan),
            Route("/ram/{plan}/{slag}", self._ramen),
            Route("/lage/{plan}/{slag}", self._läget),
        ]

    async def _första(self, _: Request) -> Response:
        id_, visad = next(iter(self._visade.items()))
        return vidare(self._adress("visa", id_, "rapport" if visad.har_uppföljning else "dokument"))

    async def _sidan(self, fråga: Request) -> Response:
        if (valt := self._valt(fråga)) is None:
            return finns_inte()
        return sida("visning.html", self._underlag(*valt))

    async def _ramen(self, fråga: Request) -> Response:
        if (valt := self._valt(fråga)) is None:
            return finns_inte()
        id_, slag = valt
        visad = self._visade[id_]
        visad.uppdatera(slag)
        html = visad.html(slag) or "<!doctype html><html lang=sv><title>Tomt</title><p>Det finns inget att visa.</html>"
        return HTMLResponse(html, headers={"content-security-policy": RAPPORTENS_CSP})

    async def _läget(self, fråga: Request) -> Response:
        if (valt := self._valt(fråga)) is None:
            return finns_inte()
        version = self._visade[valt[0]].uppdatera(valt[1])
        if version == fråga.query_params.get("version"):
            return Response(status_code=int(HTTPStatus.NO_CONTENT))
        läget = skriv_ut("visningslage.html", self._underlag(*valt), namn="visning")
        return Response(json.dumps({"version": version, "läget": läget}), media_type="application/json")

    def _valt(self, fråga: Request) -> tuple[str, str] | None:
        id_, slag = fråga.path_params["plan"], fråga.path_params["slag"]
        return (id_, slag) if id_ in self._visade and slag in SLAG else None

    def _adress(self, sida_: str, id_: str, slag: str) -> str:
        return f"{self._bas}/{sida_}/{quote(id_, safe='')}/{slag}"

    def _underlag(self, id_: str, slag: str) -> Visningssida:
        visad = self._visade[id_]
        version = visad.uppdatera(slag)
        fel, fynd = visad.läget()
        return Visningssida(
            bas=self._bas,
            titel=visad.namn,
            visas=SLAG[slag],
            länkar=tuple(Länk(namn, self._adress("visa", id_, s), s == slag) for s, namn in SLAG.items()
                         if s != "rapport" or visad.har_uppföljning),
            planer=tuple(Länk(v.namn, self._adress("visa", i, slag if v.har_uppföljning else "dokument"), i == id_)
                         for i, v in self._visade.items()) if len(self._visade) > 1 else (),
            läge_adress=self._adress("lage", id_, slag),
            ram=self._adress("ram", id_, slag),
            version=version,
            status=visad.status or "Inget är visat ännu.",
            fel=fel,
            fynd=fyndrader(fynd),
            fyndmening=räkna_fynd(fynd),
        )  # fmt: skip
