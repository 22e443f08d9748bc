"""Ett arbete in, en app ut: formuläret sida för sida, svaren som tas emot, och slutet där det lämnas.

Allt går att göra utan program i webbläsaren, med vanliga formulär. Programmet på sidan frågar efter omdömet medan man skriver,
och skickar ett svar när man lämnar rutan.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from planverktyg.arkiv.git import Förråd, Gitfel, IngetFörråd, förråd
from planverktyg.arkiv.gitskrivning import ledig_gren, spara_fil, är_osparad
from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.formular.formular import namnen
from planverktyg.blanketter.formular.underlag import DEL, NY, STOD, Besked
from planverktyg.kommandon.servern.skydd import MÄRKE
from planverktyg.kommandon.servern.svar import Fyndrad, appen, finns_inte, fyndrader, sida, vidare
from planverktyg.kommandon.servern.visning import Visning, den_som_fylls_i
from planverktyg.modell.grund.svenska import antal, slugga, versal
from planverktyg.skillnad.andringar import OmdömeÄndrat
from planverktyg.utgivning.fynd import räkna_fynd
from planverktyg.utgivning.mallar.mallmotor import skriv_ut
from planverktyg.utgivning.skillnader.sammandrag import vad

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from starlette.applications import Starlette
    from starlette.requests import Request

    from planverktyg.arkiv.gitskrivning import Sparad
    from planverktyg.blanketter.formular.underlag import Avsnitt, Formulär, Rad, Ruta
    from planverktyg.kommandon.servern.arbetet import Arbete
    from planverktyg.kommandon.servern.drift import Drift
    from planverktyg.kommandon.servern.skydd import Adress
    from planverktyg.skillnad import Ändring

    Svara = Callable[["Ifyllning", Request], Awaitable[Response]]


class Ram(NamedTuple):
    """Det som alla formulärets sidor visar runt sitt innehåll."""

    bas: str
    märkesfält: str
    märke: str
    formulär: Formulär
    ångra: str
    """Vad som skulle ångras."""
    notis: str
    """Vad som just hände."""
    rapporten: str
    """Adressen till rapporten, som visas om medan man svarar."""


class Avsnittssida(NamedTuple):
    """Ett avsnitt att fylla i."""

    ram: Ram
    avsnitt: Avsnitt
    förra: Avsnitt | None
    nästa: Avsnitt | None


class Ändringsrad(NamedTuple):
    """Något som har ändrats, i ord."""

    vad: str
    från: str
    till: str
    detaljer: tuple[str, ...]


class Gitläge(NamedTuple):
    """Om det går att spara i git härifrån, och vad som föreslås."""

    går: bool
    text: str
    gren: str = ""
    meddelande: str = ""


class Slutsida(NamedTuple):
    """Det sista: vad som är ändrat, vad som fattas, och hur det lämnas."""

    ram: Ram
    fil: str
    kvar: tuple[tuple[int, Rad], ...]
    fynd: tuple[Fyndrad, ...]
    fyndmening: str
    ändringar: tuple[Ändringsrad, ...]
    är_klar: bool
    git: Gitläge
    sparad: Sparad | None
    fel: str
    sammanfattning: str
    """Nämndens egna ord."""
    är_skriven: bool
    """Om något är skrivet, så att filen finns."""


class Felsida(NamedTuple):
    """När filen inte går att läsa just nu."""

    bas: str
    text: str
    fynd: tuple[Fyndrad, ...]


class Ifyllning:
    """Appen för ett arbete."""

    def __init__(self, arbete: Arbete, adress: Adress, drift: Drift) -> None:
        self._arbete = arbete
        self._adress = adress
        self._drift = drift
        self._besked: dict[str, tuple[Besked, dict[str, str]]] = {}
        """Beskedet om en rad, och det som skickades in, till nästa gång sidan visas."""
        self._notis = ""
        plan = arbete.plan
        visade = den_som_fylls_i(plan.id, plan.med_nämnd, arbete.sökväg)
        self._rapporten = Visning(visade, adress.bas)
        self._rapportens_adress = f"{adress.bas}/visa/{quote(plan.id, safe='')}/rapport"

    def app(self) -> Starlette:
        """Appen, att köra bakom skyddet."""
        rutter = [
            ("/", "GET", Ifyllning._översikten),
            ("/avsnitt/{nummer:int}", "GET", Ifyllning._avsnittet),
            ("/nasta", "GET", Ifyllning._nästa),
            ("/svar", "POST", Ifyllning._svar),
            ("/prova", "POST", Ifyllning._prova),
            ("/angra", "POST", Ifyllning._ångra),
            ("/slut", "GET", Ifyllning._slutet),
            ("/ord", "POST", Ifyllning._egna_ord),
            ("/klar", "POST", Ifyllning._klar),
            ("/spara", "POST", Ifyllning._spara),
            ("/sluta", "POST", Ifyllning._sluta),
        ]
        egna = [Route(sökväg, self._svarare(svara), methods=[metod]) for sökväg, metod, svara in rutter]
        return appen([*egna, *self._rapporten.rutter()])

    def _svarare(self, svara: Svara) -> Callable[[Request], Awaitable[Response]]:
        async def svar(fråga: Request) -> Response:
            try:
                return await svara(self, fråga)
            except Urvalsfel as fel:
                if _vill_ha_data(fråga):
                    texter = (fel.text, *(f"{f.plats.fil} rad {f.plats.rad}: {f.text}" for f in fel.fynd))
                    return _json({"sparat": False, "fel": fel.text, "besked": _besked_utan_rad(texter)})
                underlag = Felsida(self._adress.bas, fel.text, fyndrader(fel.fynd))
                return sida("felsida.html", underlag, HTTPStatus.CONFLICT)

        return svar

    def _ram(self, formulär: Formulär) -> Ram:
        notis, self._notis = self._notis, ""
        return Ram(
            self._adress.bas,
            MÄRKE,
            self._adress.märke,
            formulär,
            self._arbete.går_att_ångra,
            notis,
            self._rapportens_adress,
        )

    # --- Sidorna ---

    async def _översikten(self, _: Request) -> Response:
        return sida("oversikt.html", self._ram(self._arbete.formulär()))

    async def _avsnittet(self, fråga: Request) -> Response:
        return self._visa_avsnitt(fråga.path_params["nummer"])

    def _visa_avsnitt(self, nummer: int, status: HTTPStatus = HTTPStatus.OK) -> Response:
        formulär = self._arbete.formulär()
        if not 1 <= nummer <= len(formulär.avsnitt):
            return finns_inte()
        avsnitt = self._med_besked(formulär.avsnitt[nummer - 1])
        self._besked.clear()
        runt = (None, *formulär.avsnitt, None)
        return sida(
            "formular.html", Avsnittssida(self._ram(formulär), avsnitt, runt[nummer - 1], runt[nummer + 1]), status
        )

    def _med_besked(self, avsnitt: Avsnitt) -> Avsnitt:
        """Avsnittet med det som hände med raderna senast."""

        def med(rad: Rad) -> Rad:
            besked, skrivet = self._besked.get(rad.vilken, (None, {}))

            def fyllda(rutor: tuple[Ruta, ...]) -> tuple[Ruta, ...]:
                return tuple(_fylld(ruta, skrivet) for ruta in rutor)

            return rad._replace(
                besked=besked,
                först=fyllda(rad.först),
                skäl=fyllda(rad.skäl),
                vid_avvikelse=fyllda(rad.vid_avvikelse),
                fler=fyllda(rad.fler),
            )

        return avsnitt._replace(rader=tuple(map(med, avsnitt.rader)), valfria=tuple(map(med, avsnitt.valfria)))

    async def _nästa(self, fråga: Request) -> Response:
        """Till nästa rad som väntar på svar, efter den som nämns; efter den sista börjar det om."""
        formulär = self._arbete.formulär()
        efter = fråga.query_params.get("efter", "")
        alla = [(a.nummer, rad) for a in formulär.avsnitt for rad in a.rader]
        start = next((nr + 1 for nr, (_, rad) in enumerate(alla) if rad.vilken == efter), 0)
        for nummer, rad in (*alla[start:], *alla[:start]):
            if rad.väntar:
                return vidare(f"{self._adress.bas}/avsnitt/{nummer}#{rad.märke}")
        self._notis = "Allt är besvarat."
        return vidare(f"{self._adress.bas}/slut")

    # --- Svaren ---

    async def _svar(self, fråga: Request) -> Response:
        fält: list[tuple[str, str]] = fråga.scope["fält"]
        besked = self._arbete.besvara(fält)
        if _vill_ha_data(fråga):
            return self._som_data(fält, besked)
        funnen = self._arbete.formulär().hitta(dict(fält).get("rad", ""))
        if funnen is None:
            self._notis = " ".join(besked.texter)
            return vidare(f"{self._adress.bas}/")
        avsnitt, rad = funnen
        skrivet = {} if besked.är_sparat else {n.removeprefix(NY): v for n, v in fält if n.startswith(NY)}
        self._besked[rad.vilken] = besked, skrivet
        if "vidare" in dict(fält) and besked.är_sparat:
            return vidare(f"{self._adress.bas}/nasta?efter={rad.vilken}")
        return vidare(f"{self._adress.bas}/avsnitt/{avsnitt.nummer}#{rad.märke}")

    async def _prova(self, fråga: Request) -> Response:
        läge, fel = self._arbete.pröva(fråga.scope["fält"])
        return _json({"läge": skriv_ut("radlage.html", läge, namn="läge"), "avviker": läge.avviker, "fel": fel})

    def _som_data(self, fält: Sequence[tuple[str, str]], besked: Besked) -> Response:
        """Svaret till programmet på sidan: det som är nytt på raden."""
        formulär = self._arbete.formulär()
        funnen = formulär.hitta(dict(fält).get("rad", ""))
        if funnen is None:
            return _json({"sparat": False, "besked": _besked_utan_rad(besked.texter)})
        avsnitt, rad = funnen
        visad = rad._replace(besked=besked)
        return _json(
            {
                "sparat": besked.är_sparat,
                "besked": skriv_ut("radbesked.html", visad, namn="rad"),
                "läge": skriv_ut("radlage.html", rad.läge, namn="läge"),
                "målets": skriv_ut("radlage.html", avsnitt.läge, namn="läge"),
                "avviker": rad.läge.avviker,
                "besvarad": rad.är_besvarad,
                "stod": {ruta.nyckel: ruta.stod for ruta in rad.rutor},
                "rutor": {namn: text for ruta in rad.rutor for namn, text in ruta.fält.items()},
                "räknat": skriv_ut("rakning.html", formulär, namn="formulär"),
                "ångra": self._arbete.går_att_ångra,
            }
        )

    async def _ångra(self, _: Request) -> Response:
        _, self._notis, vilken = self._arbete.ångra()
        if (funnen := self._arbete.formulär().hitta(vilken)) is None:
            return vidare(f"{self._adress.bas}/")
        avsnitt, rad = funnen
        return vidare(f"{self._adress.bas}/avsnitt/{avsnitt.nummer}#{rad.märke}")

    # --- Slutet ---

    async def _slutet(self, _: Request) -> Response:
        return self._visa_slutet()

    def _visa_slutet(self, fel: str = "", sparad: Sparad | None = None, skrivet: Gitläge | None = None) -> Response:
        formulär = self._arbete.formulär()
        fil = self._arbete.läs().fil
        kvar = tuple((a.nummer, rad) for a in formulär.avsnitt for rad in a.rader if rad.väntar)
        fynd = self._arbete.fynden() if fil.dokument else ()
        alla = sorted(
            self._arbete.ändrat().ändringar, key=lambda ä: isinstance(ä, OmdömeÄndrat)
        )  # svaren före följderna
        namn = namnen(self._arbete.läs().akt.plan.modell)
        ändringar = tuple(Ändringsrad(_vad(ä, namn), ä.från, ä.till, tuple(ä.detaljer)) for ä in alla)
        underlag = Slutsida(
            self._ram(formulär),
            str(fil.sökväg),
            kvar,
            fyndrader(fynd),
            räkna_fynd(fynd),
            ändringar,
            fil.dokument is not None and fil.dokument.modell.uppföljning.fas == "klar",
            skrivet or self._gitläge(formulär),
            sparad,
            fel,
            self._arbete.sammanfattning,
            fil.dokument is not None,
        )
        return sida("slut.html", underlag, HTTPStatus.CONFLICT if fel else HTTPStatus.OK)

    def _gitläge(self, formulär: Formulär) -> Gitläge:
        """Om filen kan sparas i git härifrån."""
        akt, fil = self._arbete.läs()
        if fil.dokument is None:
            return Gitläge(går=False, text="Inget är skrivet ännu.")
        try:
            f: Förråd = förråd(fil.sökväg.resolve().parent)
            if not är_osparad(f, fil.sökväg):
                return Gitläge(går=False, text="Allt som är skrivet är redan sparat i git.")
            plan = akt.plan.modell.plan.id
            gren = ledig_gren(f, f"uppfoljning/{plan}-{slugga(formulär.titel)}")
        except IngetFörråd:
            return Gitläge(går=False, text="Mappen ligger inte i något git-förråd, så det finns inget att spara i git.")
        except Gitfel as fel:
            return Gitläge(går=False, text=str(fel))
        besvarat = f"{formulär.besvarade} av {antal(formulär.alla, 'fråga', 'frågor')} är besvarade."
        return Gitläge(går=True, text="", gren=gren, meddelande=f"{formulär.titel} för {plan}\n\n{besvarat}")

    async def _egna_ord(self, fråga: Request) -> Response:
        fält = dict(fråga.scope["fält"])
        if fel := self._arbete.sammanfatta(fält.get("sammanfattning", ""), fält.get(f"{STOD}sammanfattning", "")):
            return self._visa_slutet(fel)
        self._notis = "Sammanfattningen är sparad."
        return vidare(f"{self._adress.bas}/slut")

    async def _klar(self, _: Request) -> Response:
        if fel := self._arbete.markera_klar():
            return self._visa_slutet(fel)
        self._notis = "Uppföljningen är markerad som klar."
        return vidare(f"{self._adress.bas}/slut")

    async def _spara(self, fråga: Request) -> Response:
        fält = dict(fråga.scope["fält"])
        gren, meddelande = fält.get("gren", "").strip(), fält.get("meddelande", "").strip()
        try:
            fil = self._arbete.läs().fil
            sparad = spara_fil(förråd(fil.sökväg.resolve().parent), fil.sökväg, gren, meddelande)
        except (Gitfel, OSError) as fel:
            return self._visa_slutet(str(fel), skrivet=Gitläge(går=True, text="", gren=gren, meddelande=meddelande))
        return self._visa_slutet(sparad=sparad)

    async def _sluta(self, _: Request) -> Response:
        self._drift.ska_sluta = True
        return sida("hejda.html", Felsida(self._adress.bas, str(self._arbete.sökväg), ()))


def _vad(ä: Ändring, namn: Mapping[str, str]) -> str:
    """`Utfall: Antal dygn – tillagt`: med namnet ur planen, inte id:t."""
    s = ä.ställe
    text = f"{versal(s.slag)}: {namn[s.id]}" if s.namn == s.id and s.id in namn else vad(ä)
    return f"{text} – {ä.rubrik[:1].lower()}{ä.rubrik[1:]}"


def _fylld(ruta: Ruta, skrivet: Mapping[str, str]) -> Ruta:
    """Rutan med det som skickades in, när det inte kunde sparas."""
    delar = tuple(d._replace(skrivet=skrivet.get(f"{ruta.nyckel}{DEL}{d.namn}", d.skrivet)) for d in ruta.delar)
    return ruta._replace(skrivet=skrivet.get(ruta.nyckel, ruta.stod), delar=delar)


class _Radlös(NamedTuple):
    """Ett besked om en rad som inte finns längre."""

    besked: Besked
    märke: str = ""


def _besked_utan_rad(texter: tuple[str, ...]) -> str:
    return skriv_ut("radbesked.html", _Radlös(Besked(är_sparat=False, texter=texter)), namn="rad")


def _vill_ha_data(fråga: Request) -> bool:
    """Om det är programmet på sidan som frågar."""
    return "application/json" in fråga.headers.get("accept", "")


def _json(innehåll: dict[str, Any]) -> Response:
    return Response(json.dumps(innehåll, ensure_ascii=False), media_type="application/json")
