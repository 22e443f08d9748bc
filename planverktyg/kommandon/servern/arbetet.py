"""Uppföljningen som fylls i: läst så som den är nu, ett svar i taget inskrivet, och det senaste ångrat.

Varje svar skrivs genast, med samma ingrepp och samma andra jämförelse som `plan utfall`. Dör servern är det som har fått svaret
"sparat" skrivet.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.bevakning import BevakadMapp
from planverktyg.arkiv.filer import Arbetsmapp
from planverktyg.arkiv.ingrepp import Ingrepp, Vägran
from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.arkiv.version import läs_version
from planverktyg.blanketter.ansvar import välj_frågor
from planverktyg.blanketter.formular.formular import bygg_formulär, namnen
from planverktyg.blanketter.formular.omdomen import INGET, Omdömen
from planverktyg.blanketter.formular.tolkning import läs_inskickat, tolka
from planverktyg.blanketter.formular.underlag import Besked
from planverktyg.blanketter.inskrivning import fynden, kräv_rättelse, lägg_in, läs_som, skriv_in, tillkomna
from planverktyg.kommandon.svaren.filen import läs
from planverktyg.kommandon.svaren.inskrift import spara
from planverktyg.kommandon.terminal.utskrift import KanInteSkriva
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.skillnad import jämför

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.blanketter.formular.underlag import Formulär, Radläge
    from planverktyg.blanketter.inskrivning import Uppföljningsfil
    from planverktyg.kommandon.svaren.filen import Läst, Vad
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.skillnad import Skillnad

Fält = list[tuple[str, str]]
_FLEST_ATT_ÅNGRA = 500


class _Steg(NamedTuple):
    """En skrivning som går att ångra."""

    före: bytes
    efter: bytes
    vad: str
    vilken: str


class Arbete:
    """En uppföljning som fylls i."""

    def __init__(self, vad: Vad, *, ansvarig: str | None = None, mål: str | None = None) -> None:
        self._vad = vad
        self._ansvarig, self._mål = ansvarig, mål
        self._källa: BevakadMapp | None = None
        self._läst: Läst | None = None
        self._steg: list[_Steg] = []
        läst = self.läs()
        välj_frågor(läst.akt.plan.modell, ansvarig, mål)
        if läst.fil.dokument:  # uppföljningen är den som valdes från början, också när någon skapar en senare
            huvud = läst.fil.dokument.modell.uppföljning
            self._vad = vad._replace(period=huvud.period, år=huvud.per.year)
        self.plan = läst.akt.plan.modell.plan
        """Planens huvud, så som det var när formuläret öppnades."""
        self.sökväg = läst.fil.sökväg
        """Uppföljningens fil."""
        self._från_början = läst.fil.källa

    def läs(self) -> Läst:
        """Det som står i filerna nu. Reser `Urvalsfel` när de inte går att läsa."""
        if self._läst is None or self._källa is None or self._källa.är_ändrad():
            self._läst, self._källa = None, BevakadMapp()
            self._läst = läs(self._vad, Arkiv(self._källa))
        return self._läst

    def formulär(self) -> Formulär:
        """Formuläret så som filen är nu."""
        akt, fil = self.läs()
        är_med = välj_frågor(akt.plan.modell, self._ansvarig, self._mål)
        delar = [f"{self._ansvarig} ansvarar för"] if self._ansvarig else []
        delar += [f"hör till {namnen(akt.plan.modell)[self._mål]}"] if self._mål else []
        formulär = bygg_formulär(akt, fil, är_med)
        visas = (f"Bara det som {räkna_upp(delar)}.",) if delar else ()
        return formulär._replace(märken=(*formulär.märken, *visas))

    # --- Svaren ---

    def besvara(self, fält: Fält) -> Besked:
        """Skriver in det som är nytt på en rad. Ändras filen just då läses den om, en gång."""
        try:
            return self._besvara(fält)
        except KanInteSkriva:
            self._läst = None
            try:
                return self._besvara(fält)
            except KanInteSkriva as fel:
                return Besked(är_sparat=False, texter=(str(fel),))

    def _besvara(self, fält: Fält) -> Besked:
        akt, fil = self.läs()
        try:
            inskickat = läs_inskickat(akt.plan.modell, fält)
            tolkat = tolka(inskickat, fil)
            if tolkat.konflikter:
                return Besked(är_sparat=False, texter=(), konflikter=tolkat.konflikter)
            if tolkat.svar is None:
                return Besked(är_sparat=True, texter=())
            kräv_rättelse(fil, [tolkat.svar])
            inskrivet = skriv_in(akt, fil, [tolkat.svar])
        except (Urvalsfel, Vägran) as fel:
            return Besked(är_sparat=False, texter=(str(fel),))
        if inskrivet.fel:
            return Besked(är_sparat=False, texter=tuple(_i_ord(f) for f in inskrivet.fel))
        rad = inskickat.rad
        self._skriv(fil, inskrivet.nya, namnen(akt.plan.modell).get(rad.id, rad.id), rad.vilken)
        varningar = [f.text for f in inskrivet.fynd if f.gäller == rad.id]
        return Besked(är_sparat=True, texter=(*(t.partition(": ")[2] for t in inskrivet.borttaget), *varningar))

    def _skriv(self, fil: Uppföljningsfil, nya: bytes, vad: str, vilken: str) -> None:
        if nya == fil.källa and fil.dokument is not None:
            return
        spara(fil, nya)
        self._läst = None
        self._steg = [*self._steg[-_FLEST_ATT_ÅNGRA:], _Steg(fil.källa, nya, vad, vilken)]

    def pröva(self, fält: Fält) -> tuple[Radläge, str]:
        """Omdömet om raden hade de svaren, eller varför det inte går att säga. Ingenting skrivs."""
        akt, fil = self.läs()
        try:
            inskickat = läs_inskickat(akt.plan.modell, fält)
            tolkat = tolka(inskickat, fil)
            nya = lägg_in(akt, fil, [tolkat.svar])[0] if tolkat.svar else fil.källa
        except (Urvalsfel, Vägran) as fel:
            return INGET, str(fel)
        med, dokument, lästa = läs_som(akt, fil.sökväg, nya)
        if dokument is None or not dokument.helt:
            return INGET, " ".join(_i_ord(f) for f in lästa[:1])
        return Omdömen(med, dokument).raden(inskickat.rad.slag.nyckel, inskickat.rad.id), ""

    def ångra(self) -> tuple[bool, str, str]:
        """Tar tillbaka den senaste skrivningen, byte för byte. Lämnar om det gick, vad som hände i ord, och raden."""
        if not self._steg:
            return False, "Det finns inget att ångra.", ""
        steg = self._steg[-1]
        fil = self.läs().fil
        if fil.källa != steg.efter or fil.dokument is None:
            return False, "Filen har ändrats någon annanstans sedan dess. Ändra svaret i stället.", steg.vilken
        try:
            spara(fil, steg.före)
        except KanInteSkriva as fel:
            return False, str(fel), steg.vilken
        self._steg.pop()
        self._läst = None
        return True, f"Ångrat: {steg.vad}", steg.vilken

    @property
    def går_att_ångra(self) -> str:
        """Vad som skulle ångras; tomt när inget går att ångra."""
        return self._steg[-1].vad if self._steg else ""

    # --- Slutet ---

    @property
    def sammanfattning(self) -> str:
        """Nämndens egna ord, så som de står i filen."""
        fil = self.läs().fil
        return (fil.dokument.modell.sammanfattning or "").strip() if fil.dokument else ""

    def sammanfatta(self, text: str, stod: str) -> str:
        """Skriver nämndens egna ord. Lämnar varför det inte gick, eller tomt."""
        text, stod = (t.replace("\r\n", "\n").strip() for t in (text, stod))
        nu = self.sammanfattning
        if text in (stod, nu):
            return ""
        if nu != stod:
            return f"Sammanfattningen har ändrats i filen medan du skrev. Inget är skrivet. Du skrev: {text}"
        return self._ändra("sammanfattningen", ("sammanfattning",), text)

    def markera_klar(self) -> str:
        """Sätter fasen till klar. Lämnar varför det inte gick, eller tomt."""
        return self._ändra("fasen", ("uppföljning", "fas"), "klar")

    def _ändra(self, vad: str, rutt: Rutt, text: str) -> str:
        """Skriver texten på rutten, eller tar bort det som står där när den är tom."""
        akt, fil = self.läs()
        try:
            ingrepp = Ingrepp(fil.källa, Arbetsmapp().visa(fil.sökväg))
            if text:
                ingrepp.sätt(rutt, text)
            else:
                ingrepp.ta_bort(rutt)
            nya = ingrepp.klart()
            if fel := [f for f in tillkomna(akt, fil, nya) if f.allvar is Allvar.FEL]:
                return _i_ord(fel[0])
            self._skriv(fil, nya, vad, "")
        except (Vägran, KanInteSkriva) as fel:
            return str(fel)
        return ""

    def fynden(self) -> Sequence[Fynd]:
        """Fynden i uppföljningen."""
        akt, fil = self.läs()
        return fynden(akt, fil.sökväg, fil.källa)

    def ändrat(self) -> Skillnad:
        """Vad som har ändrats sedan formuläret öppnades."""
        akt, fil = self.läs()
        visad = Arbetsmapp().visa(fil.sökväg)
        källa = Arbetsmapp()
        andra = [akt.plan.fil, *(u.fil for u in akt.uppföljningar if u.fil != visad)]
        andra += [akt.kommun.fil] if akt.kommun else []
        texter = {namn: text for namn in andra if (text := källa.läs(Path(namn))[0]) is not None}
        då, nu = (texter | {visad: text} for text in (self._från_början, fil.källa))
        förut = läs_version("när formuläret öppnades", då)
        return jämför(förut, läs_version("nu", nu, förut))


def _i_ord(fynd: Fynd) -> str:
    """Felet och rådet som två meningar."""
    slut = "" if fynd.text.endswith((".", "!", "?")) else "."
    return f"{fynd.text}{slut} {fynd.råd}".strip()
