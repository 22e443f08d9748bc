"""Uppföljningen: det som hade hänt till ett visst datum, i svar på planens indikatorer, uppdrag och risker."""

from typing import Annotated, Any, Literal, Self

from pydantic import ModelWrapValidatorHandler, PrivateAttr, model_validator

from planverktyg.modell.atgardsplan import GRUNDSTATUS, EgetOrd, Grundstatus, Åtgärd, Åtgärdsstatus
from planverktyg.modell.avvikelse import Avvikelsesvar
from planverktyg.modell.beslut import Beslut
from planverktyg.modell.byggsten import (
    Datum,
    Del,
    Formatversion,
    FårVänta,
    Heltal,
    Id,
    JaNej,
    Kortform,
    Tal,
    Text,
    fel,
)
from planverktyg.modell.ekonomi import Beloppsenhet, Ekonomitabell, Ekonomiutfall
from planverktyg.modell.indikator import Utfall, Utfallspost, Värde
from planverktyg.modell.risk import Kontrollresultat, Risk


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

    @property
    def när(self) -> str:
        """Perioden med sitt år: `delår 2 2020`."""
        return f"{self.period} {self.per.year}"

    @property
    def tillfälle(self) -> str:
        """Perioden med sitt år, och om värdena är påhittade: `delår 2 2020`, `delår 2 2020 (påhittat exempel)`."""
        return f"{self.när}{' (påhittat exempel)' if self.exempel else ''}"


class BeslutadBedömning(Avvikelsesvar):
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
        return self.status.läge if isinstance(self.status, EgetOrd) else GRUNDSTATUS[self.status]


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
    """Hur en risk bedöms nu. Det som inte sägs gäller som i planen, eller som det senast sades under året."""

    sannolikhet: Heltal | None = None
    """Sannolikheten nu."""
    konsekvens: Heltal | None = None
    """Konsekvensen nu."""
    kommentar: Text | None = None
    """Vad som har ändrats."""

    @model_validator(mode="before")
    @classmethod
    def _en_ny_risk_står_för_sig(cls, skrivet: Any) -> Any:
        if isinstance(skrivet, dict) and "text" in skrivet:
            raise fel(
                "STR101",
                "En risks text står i planen. En risk som har upptäckts under året är ny, och står för sig.",
                "Skriv den nya risken under nya risker, med id och text: "
                "nya risker: [{id: pandemi, text: …, sannolikhet: 4, konsekvens: 4}].",
            )
        return skrivet


def _kort_resultat(värde: Any) -> Any:
    return {"resultat": värde} if isinstance(värde, str) else värde


class Kontrollrapport(Avvikelsesvar):
    """Vad en kontroll visade."""

    resultat: Kontrollresultat
    """Utan avvikelse, mindre avvikelse, med avvikelse eller ej genomförd."""
    datum: Datum | None = None
    """Dagen då kontrollen gjordes."""
    urval: Heltal | None = None
    """Hur många som kontrollerades: 20 beslut."""
    avvikelser: Heltal | None = None
    """Hur många av dem som avvek."""
    avvikelse: Text | None = None
    """Avvikelsen."""
    kommentar: Text | None = None
    """Vad som görs åt avvikelsen, eller varför kontrollen inte är genomförd."""

    @model_validator(mode="after")
    def _avvikelserna_går_ihop(self) -> Self:
        if self.avvikelser and self.resultat in ("utan avvikelse", "ej genomförd"):
            text = f"Kontrollen har {self.avvikelser} avvikelser men resultatet {self.resultat}."
            raise fel("STR108", text, "Skriv med avvikelse eller mindre avvikelse, eller rätta antalet.")
        if self.urval is not None and self.avvikelser is not None and not 0 <= self.avvikelser <= self.urval:
            text = f"{self.avvikelser} avvikelser av {self.urval} kontrollerade går inte ihop."
            raise fel("STR108", text, "Skriv urval: antalet som kontrollerades, och avvikelser: hur många som avvek.")
        return self


Kontrollpost = Annotated[
    Kontrollrapport,
    Kortform(_kort_resultat, {"enum": ["utan avvikelse", "mindre avvikelse", "med avvikelse", "ej genomförd"]}),
]


HELA_PLANEN = "planen"
"""Nyckeln i `bedömningar` för planen i sin helhet."""


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
    """Beslutade bedömningar av mål och av indikatorer som bedöms för hand. `planen` är bedömningen av planen i sin helhet."""
    uppdrag: Annotated[
        dict[Id, Annotated[Uppdragsrapport, Kortform(_kort_status, _STATUS_SCHEMA)]], FårVänta(Uppdragsrapport)
    ] = {}
    """Hur det går med uppdragen."""
    risker: Annotated[dict[Id, Riskrapport], FårVänta(Riskrapport, får_vara_tom=True)] = {}
    """Riskerna nu."""
    nya_risker: tuple[Risk, ...] = ()
    """Risker som har upptäckts under året och inte finns i planen. Senare uppföljningar kan svara på dem under `risker`."""
    åtgärder: Annotated[dict[Id, Statuspost], FårVänta(Statusrapport)] = {}
    """Hur det går med åtgärderna."""
    nya_åtgärder: tuple[Åtgärd, ...] = ()
    """Åtgärder som har kommit till under året och inte finns i planen."""
    åtgärdspunkter: Annotated[dict[Id, Effektrapport], FårVänta(Effektrapport)] = {}
    """Vad åtgärdsplanens punkter har gett i pengar."""
    kontrollmoment: Annotated[dict[Id, Kontrollpost], FårVänta(Kontrollrapport)] = {}
    """Vad kontrollerna visade."""
    ekonomi: Annotated[dict[Id, Ekonomiutfall], FårVänta(Ekonomiutfall, utom="tabeller")] = {}
    """Ekonomin för varje verksamhetsområde."""
    tabeller: tuple[Ekonomitabell, ...] = ()
    """Ekonomiska tabeller i rapporten: resultaträkning, balansräkning, prognoser. De får också stå under `ekonomi`."""

    @model_validator(mode="before")
    @classmethod
    def _tabellerna_får_stå_i_ekonomin(cls, skrivet: Any) -> Any:
        """`ekonomi: {tabeller: …}` är detsamma som `tabeller: …`, så som i planen."""
        ekonomi = skrivet.get("ekonomi") if isinstance(skrivet, dict) else None
        if not isinstance(ekonomi, dict) or "tabeller" not in ekonomi or "tabeller" in skrivet:
            return skrivet
        utan = {nyckel: värde for nyckel, värde in ekonomi.items() if nyckel != "tabeller"}
        return skrivet | {"ekonomi": utan, "tabeller": ekonomi["tabeller"]}

    def alla_bedömningar(self) -> dict[str, BeslutadBedömning]:
        """Bedömningarna efter id, utom den av hela planen."""
        return {id_: b for id_, b in self.bedömningar.items() if id_ != HELA_PLANEN}

    _väntar: dict[str, frozenset[str]] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _minns_det_som_väntar(cls, skrivet: Any, läs: "ModelWrapValidatorHandler[Uppföljningsdokument]") -> Any:
        """En rad utan svar läses som om den inte fanns, men säger att frågan är öppen igen."""
        läst = läs(skrivet)
        if isinstance(skrivet, dict) and isinstance(läst, Uppföljningsdokument):
            utan_svar = {n: frozenset(skrivet.get(n, ())).difference(getattr(läst, n)) for n in _FRÅGOR}
            läst._väntar = utan_svar  # noqa: SLF001 - modellens eget fält, satt en gång
        return läst

    def väntar(self, nyckel: str, id_: str) -> bool:
        """Om raden finns men väntar på svar (`hvb-dygn:`), under utfall, uppdrag eller åtgärder."""
        return id_ in self._väntar.get(nyckel, ())

    def nämnda(self, nyckel: str) -> list[str]:
        """Id:na som uppföljningen har ett svar om, eller en rad som väntar på ett."""
        return list(dict.fromkeys((*getattr(self, nyckel), *self._väntar.get(nyckel, ()))))


_FRÅGOR = ("utfall", "uppdrag", "åtgärder")
"""Nycklarna vars rader får vänta på svar."""
