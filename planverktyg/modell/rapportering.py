"""Uppföljningen: det som hade hänt till ett visst datum, i svar på planens indikatorer, uppdrag och risker."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from planverktyg.modell.atgardsplan import GRUNDSTATUS, Grundstatus, Åtgärdsstatus
from planverktyg.modell.beslut import Beslut
from planverktyg.modell.byggsten import Datum, Del, Formatversion, FårVänta, Heltal, Id, JaNej, Kortform, Tal, Text
from planverktyg.modell.ekonomi import Beloppsenhet, Ekonomiutfall
from planverktyg.modell.indikator import Utfall, Utfallspost, Värde
from planverktyg.modell.risk import Kontrollresultat


class Uppföljning(Del):
    """Uppföljningens huvud: vilken plan, vilken period och per vilket datum."""

    plan: Id
    """Planen som följs upp."""
    period: Text
    """Perioden, en av kommunens `perioder`: delår 1, delår 2, helår."""
    per: Datum
    """Dagen som läget gäller."""
    exempel: JaNej = False
    """Om värdena är påhittade för att visa hur en rapport ser ut. Varje rapport säger det."""
    beslut: Beslut | None = None
    """Nämndens beslut om uppföljningen."""
    tidigare_beslut: tuple[Beslut, ...] = ()
    """Besluten före det gällande, äldst först, när uppföljningen har ändrats och beslutats igen."""
    upprättad_av: Text | None = None
    """Rollen som har upprättat uppföljningen."""
    fas: Literal["inmatning", "granskning", "klar"] = "klar"
    """Hur långt arbetet med uppföljningen har kommit. Allt utom klar visas som ett utkast."""


class BeslutadBedömning(Del):
    """En bedömning som människor har gjort, vid sidan av den beräknade."""

    bedömning: Text
    """Ett steg på kommunens bedömningsskala."""
    motivering: Text
    """Varför."""
    beslutad_av: Text | None = None
    """Rollen eller organet som har bedömt."""
    beslut: Beslut | None = None
    """Beslutet om bedömningen."""


def _kort_status(värde: Any) -> Any:
    return {"status": värde} if isinstance(värde, str) else värde


_STATUS_SCHEMA = {"enum": list(GRUNDSTATUS)}


class Statusrapport(Del):
    """Hur det går med en åtgärd eller en del av ett uppdrag."""

    status: Åtgärdsstatus
    """Hur långt det har kommit, med det ord som kommunen använder."""
    kommentar: Text | None = None
    """Vad som är gjort och vad som återstår."""

    @property
    def läge(self) -> Grundstatus:
        """Det av verktygets fem lägen som statusen räknas som."""
        return GRUNDSTATUS[self.status]


Statuspost = Annotated[Statusrapport, Kortform(_kort_status, _STATUS_SCHEMA)]


class Uppdragsrapport(Statusrapport):
    """Hur det går med ett uppdrag."""

    värde: Värde | None = None
    """Utfallet, när uppdraget har ett målvärde."""
    bedömning: Text | None = None
    """Hur väl uppdraget är utfört, ett steg på kommunens bedömningsskala, där uppdrag betygsätts."""
    delar: dict[Id, Statuspost] = {}
    """Status för de delar som har ett id."""


class Effektrapport(Del):
    """Vad en punkt i åtgärdsplanen har gett i pengar hittills."""

    effekt: Tal | None = None
    """Effekten hittills. Utelämnad räknas den som antalet gånger planens styckpris."""
    prognos: Tal | None = None
    """Effekten som väntas till och med årets slut."""
    enhet: Beloppsenhet = "tkr"
    """Enheten som beloppen står i."""
    antal: Tal | None = None
    """Antalet hittills, i planens styckpris: 1.5 helårsplaceringar."""
    saknas: Text | None = None
    """Varför effekten inte kan anges."""
    kommentar: Text | None = None
    """Vad som förklarar effekten."""


class Riskrapport(Del):
    """Hur en risk bedöms nu. Det som inte sägs gäller som i planen."""

    sannolikhet: Heltal | None = None
    """Sannolikheten nu."""
    konsekvens: Heltal | None = None
    """Konsekvensen nu."""
    kommentar: Text | None = None
    """Vad som har ändrats."""


def _kort_resultat(värde: Any) -> Any:
    return {"resultat": värde} if isinstance(värde, str) else värde


class Kontrollrapport(Del):
    """Vad en kontroll visade."""

    resultat: Kontrollresultat
    """Utan avvikelse, mindre avvikelse, med avvikelse eller ej genomförd."""
    avvikelse: Text | None = None
    """Avvikelsen."""
    kommentar: Text | None = None
    """Vad som görs åt avvikelsen, eller varför kontrollen inte är genomförd."""


Kontrollpost = Annotated[
    Kontrollrapport,
    Kortform(_kort_resultat, {"enum": ["utan avvikelse", "mindre avvikelse", "med avvikelse", "ej genomförd"]}),
]


class Uppföljningsdokument(Del):
    """Filen med en uppföljning: det som hade hänt till ett visst datum."""

    format: Formatversion
    """Formatets version."""
    uppföljning: Uppföljning
    """Uppföljningens huvud."""
    sammanfattning: Text | None = None
    """Nämndens egen sammanfattning (Markdown)."""
    utfall: Annotated[dict[Id, Utfallspost], FårVänta(Utfall)] = {}
    """Utfallet för varje indikator."""
    bedömningar: Annotated[dict[Id, BeslutadBedömning], FårVänta(BeslutadBedömning)] = {}
    """Beslutade bedömningar av mål och av indikatorer som bedöms för hand."""
    uppdrag: Annotated[
        dict[Id, Annotated[Uppdragsrapport, Kortform(_kort_status, _STATUS_SCHEMA)]], FårVänta(Uppdragsrapport)
    ] = {}
    """Hur det går med uppdragen."""
    risker: Annotated[dict[Id, Riskrapport], FårVänta(Riskrapport)] = {}
    """Riskerna nu."""
    åtgärder: Annotated[dict[Id, Statuspost], FårVänta(Statusrapport)] = {}
    """Hur det går med åtgärderna."""
    åtgärdspunkter: Annotated[dict[Id, Effektrapport], FårVänta(Effektrapport)] = {}
    """Vad åtgärdsplanens punkter har gett i pengar."""
    kontrollmoment: Annotated[dict[Id, Kontrollpost], FårVänta(Kontrollrapport)] = {}
    """Vad kontrollerna visade."""
    ekonomi: Annotated[dict[Id, Ekonomiutfall], FårVänta(Ekonomiutfall)] = {}
    """Ekonomin för varje verksamhetsområde."""
