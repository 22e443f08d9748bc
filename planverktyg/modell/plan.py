"""Planen: det som nämnden har beslutat. Mål i träd, uppdrag, risker, resurser, årshjul och styrdokument."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from planverktyg.modell.atgardsplan import Åtgärd, Åtgärdsområde, Åtgärdspunkt
from planverktyg.modell.beslut import Beslut
from planverktyg.modell.bidrag import Bidragslista, IngetAnsvar
from planverktyg.modell.byggsten import (
    Datum,
    Del,
    Formatversion,
    Heltal,
    Hänvisningar,
    Id,
    Idlista,
    Kortform,
    Text,
    Textlista,
    Utan,
    fel,
)
from planverktyg.modell.ekonomi import Ekonomi
from planverktyg.modell.indikator import Indikator
from planverktyg.modell.malvarde import Målvärde
from planverktyg.modell.period import Måltid, Tid, År
from planverktyg.modell.risk import Kontrollmoment, Process, Risk
from planverktyg.modell.undantag import Undantag


class Plan(Del):
    """Planens huvud: vad den heter, vem den gäller och när."""

    id: Id
    """Planens id, unikt bland alla planer."""
    namn: Text
    """Planens namn: Nämndplan 2020."""
    nämnd: Text
    """Nämnden som beslutar planen."""
    kortnamn: Text | None = None
    """Nämndens förkortning: ASN."""
    år: År
    """Året eller åren som planen gäller."""
    undertitel: Text | None = None
    """Text under namnet på första sidan."""
    devis: tuple[Text, ...] = ()
    """Fler rader på första sidan."""
    beslut: Beslut | None = None
    """Beslutet om planen."""
    tidigare_beslut: tuple[Beslut, ...] = ()
    """Besluten före det gällande, äldst först, när planen har reviderats. `plan besluta` flyttar hit det som gällde."""
    källa: Text | None = None
    """Dokumentet som planen är avskriven från."""
    bygger_på: Idlista = ()
    """Id för planer som den här bygger på eller genomför: kommunplanen, en åtgärdsplan."""
    föregångare: Id | None = None
    """Id för planen som den här följer efter, så att mätvärden kan läsas som en serie över åren."""

    @property
    def med_nämnd(self) -> str:
        """Planens namn och vems den är: `Nämndplan 2020 (ASN)`."""
        return f"{self.namn} ({self.kortnamn or self.nämnd})"


class Vision(Del):
    """Visionen som målen tar sikte på."""

    namn: Text
    """Visionens namn."""
    text: Text | None = None
    """Visionen i löpande text (Markdown)."""


class Verksamhetsområde(Del):
    """En del av nämndens verksamhet med egen budget."""

    id: Id
    """Verksamhetsområdets id."""
    namn: Text
    """Verksamhetsområdets namn."""
    nummer: Text | None = None
    """Verksamhetsområdets beteckning: VO 3."""
    ingår_i: Id | None = None
    """Verksamhetsområdet som det här är en del av, så att det inte räknas två gånger i summan."""


class Mål(Del):
    """Ett mål på någon nivå, med sina delmål och indikatorer."""

    id: Id
    """Målets id."""
    nivå: Text
    """Målets nivå, en av kommunens `nivåer`."""
    namn: Text
    """Målet i planens egna ord."""
    nummer: Text | None = None
    """Målets beteckning i planen: 1, 1A, ÖM.11.2."""
    beskrivning: Text | None = None
    """Text direkt efter målet (Markdown)."""
    viljeyttring: Text | None = None
    """Vad nämnden vill, i löpande text (Markdown), där planen har en viljeyttring före målen."""
    motivering: Text | None = None
    """Varför målet är viktigt (Markdown)."""
    mätmetod: Text | None = None
    """Hur målet mäts, när planen säger det för målet i sin helhet."""
    slag: Literal["finansiellt", "verksamhet"] | None = None
    """Om målet är ett finansiellt mål eller ett verksamhetsmål för god ekonomisk hushållning."""
    källa: Text | None = None
    """Varifrån målet kommer: kommunplanen, en politisk plattform, en överenskommelse."""
    avser: Måltid | None = None
    """Tiden då målet ska vara nått, när den är en annan än planens sista år."""
    bidrar_till: Bidragslista = ()
    """Andra mål som målet bidrar till, utöver det som det står under: i planen eller i en annan plan. Hur det bidrar kan
    sägas: `{mål: hallbar-ekonomi, hur: indirekt}`."""
    ansvarig: Text | None = None
    """Rollen som ansvarar för målet."""
    nämnder: Textlista = ()
    """Nämnderna som delar målet, med namn eller förkortning."""
    etiketter: Idlista = ()
    """Etiketter som går tvärs över målen, bland planens eller kommunens `etiketter`."""
    tidigare_id: Id | None = None
    """Målets id i planens föregångare, när det har ändrats."""
    indikatorer: tuple[Indikator, ...] = ()
    """Indikatorerna som visar om målet nås."""
    mål: "tuple[Mål, ...]" = ()
    """Målen under det här målet."""
    avslutning: Text | None = None
    """Text efter målets indikatorer och delmål (Markdown)."""

    @model_validator(mode="before")
    @classmethod
    def _målet_är_det_som_mäts(cls, skrivet: Any) -> Any:
        """Målets enda indikator får sakna namn: då mäter den målet självt och heter som det."""
        indikatorer = skrivet.get("indikatorer") if isinstance(skrivet, dict) else None
        if not isinstance(indikatorer, list) or len(indikatorer) != 1 or not isinstance(indikatorer[0], dict):
            return skrivet
        if "namn" in indikatorer[0] or not isinstance(skrivet.get("namn"), str):
            return skrivet
        return skrivet | {"indikatorer": [{"namn": skrivet["namn"]} | indikatorer[0]]}

    def alla_mål(self) -> "Iterator[Mål]":
        """Målet självt och alla mål under det, uppifrån och ned."""
        yield self
        for delmål in self.mål:
            yield from delmål.alla_mål()


UTAN_MÅLVÄRDE = "Nyckeltal."
"""Det som ett nyckeltal utanför målen säger i stället för ett målvärde."""


def _utan_målvärde(ett: Any) -> Any:
    """Nyckeltalet med sitt besked om att det saknar målvärde. Ett som har ett målvärde hör till ett mål."""
    if not isinstance(ett, dict):
        return ett
    skrivet = ett.get("målvärde")
    if "per nämnd" in ett or not (skrivet is None or (isinstance(skrivet, dict) and list(skrivet) == ["saknas"])):
        råd = "Flytta det till indikatorerna under ett mål, eller ta bort målvärdet."
        raise fel("STR108", f"Nyckeltalet {ett.get('id', '')} har ett målvärde, och bedöms då inte här.", råd)
    return ett if skrivet else ett | {"målvärde": {"saknas": UTAN_MÅLVÄRDE}}


class Nyckeltalsgrupp(Del):
    """Nyckeltal som följs för sig, utanför målen: de redovisas men har inga målvärden och bedöms inte."""

    id: Id
    """Gruppens id."""
    rubrik: Text
    """Gruppens rubrik i planens egna ord: Kvalitet."""
    beskrivning: Text | None = None
    """Text före nyckeltalen (Markdown)."""
    nyckeltal: Annotated[
        tuple[Annotated[Indikator, BeforeValidator(_utan_målvärde)], ...], Utan(frozenset({"målvärde", "per nämnd"}))
    ]
    """Nyckeltalen. De skrivs som indikatorer, utan målvärde."""

    @cached_property
    def som_mål(self) -> Mål:
        """Gruppen så som det som räknar på indikatorer vill ha den. Den är inget mål i planen."""
        return Mål.model_construct(id=self.id, nivå="nyckeltal", namn=self.rubrik, indikatorer=self.nyckeltal)


class Uppdragsdel(Del):
    """Ett steg i ett uppdrag."""

    id: Id | None = None
    """Stegets id, när det följs upp för sig."""
    text: Text
    """Steget i planens egna ord."""


def _kort_text(värde: Any) -> Any:
    return {"text": värde} if isinstance(värde, str) else värde


_TEXT_SCHEMA = {"type": "string", "pattern": r"\S"}


class Uppdrag(Del):
    """Något som nämnden ska göra."""

    id: Id
    """Uppdragets id."""
    text: Text
    """Uppdraget i planens egna ord."""
    nummer: Text | None = None
    """Uppdragets beteckning i planen."""
    bidrar_till: Hänvisningar = ()
    """Målen som uppdraget bidrar till: i planen eller i en annan plan."""
    etiketter: Idlista = ()
    """Etiketter som går tvärs över planen, bland planens eller kommunens `etiketter`."""
    tidigare_id: Id | None = None
    """Uppdragets id i planens föregångare, när det har ändrats."""
    delar: tuple[Annotated[Uppdragsdel, Kortform(_kort_text, _TEXT_SCHEMA)], ...] = ()
    """Uppdragets steg."""
    ansvarig: Text | None = None
    """Rollen som ansvarar."""
    klart: Tid | None = None
    """När uppdraget ska vara klart."""
    enhet: Text | None = None
    """Enheten för uppdragets målvärde."""
    målvärde: Målvärde | None = None
    """Antalet eller nivån som uppdraget självt nämner: minst fem ungdomar."""


class Uppdragsgrupp(Del):
    """Uppdrag som kommer från samma håll."""

    id: Id
    """Gruppens id."""
    rubrik: Text
    """Gruppens rubrik i planens egna ord."""
    källa: Text
    """Varifrån uppdragen kommer: kommunplanen, en strategi, nämnden."""
    beskrivning: Text | None = None
    """Text före uppdragen (Markdown)."""
    uppdrag: tuple[Uppdrag, ...]
    """Uppdragen."""


MÅNAD = Literal[
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
]  # fmt: skip


class Årshjulspunkt(Del):
    """Något som händer varje år."""

    text: Text
    """Vad som händer, i planens egna ord."""
    vid_valår: Text | None = None
    """Vad som gäller i stället de år då det är val, i planens egna ord. Visas inom parentes."""
    vem: Text | None = None
    """Den som gör det."""
    datum: Datum | None = None
    """Dagen, när den är bestämd."""


class Årshjulsdel(Del):
    """En eller flera månader i årshjulet."""

    månader: tuple[MÅNAD, ...]
    """Månaderna."""
    punkter: tuple[Annotated[Årshjulspunkt, Kortform(_kort_text, _TEXT_SCHEMA)], ...]
    """Vad som händer."""


class Styrdokument(Del):
    """Ett dokument som styr verksamheten."""

    namn: Text
    """Dokumentets namn."""
    antaget: Heltal | None = None
    """Året dokumentet antogs eller senast reviderades, så som källan anger det."""
    reviderat: Heltal | None = None
    """Året dokumentet reviderades, när källan anger det för sig."""
    reviderad: Heltal | None = None
    """Detsamma, för dokument som källan böjer så: policyn är reviderad."""
    revideras: Text | None = None
    """Hur ofta dokumentet revideras: årligen."""
    gäller_från: Tid | None = None
    """När dokumentet börjar gälla."""
    gäller_till: Tid | None = None
    """När dokumentet slutar gälla."""

    @model_validator(mode="after")
    def _revideringen_sägs_en_gång(self) -> Self:
        if self.reviderat is not None and self.reviderad is not None:
            raise fel("STR108", "Året för revideringen står två gånger.", "Behåll reviderat eller reviderad.")
        return self


class Styrdokumentgrupp(Del):
    """Styrdokument under samma rubrik."""

    rubrik: Text
    """Gruppens rubrik."""
    dokument: tuple[Styrdokument, ...]
    """Dokumenten."""


Datablock = Literal["vision", "mål", "inget ansvar för", "nyckeltal", "uppdrag", "åtgärdsplan", "risker", "åtgärder",
                    "kontrollmoment",
                    "kommunbidrag", "investeringar", "driftbudget", "tabeller", "årshjul", "styrdokument"]  # fmt: skip
DATABLOCK: tuple[Datablock, ...] = get_args(Datablock)
"""Delar av planen som ett avsnitt kan visa, i den ordning de visas utan disposition."""


class Visning(Del):
    """Vad ett avsnitt visar: ett helt datablock, eller de mål eller uppdragsgrupper som nämns."""

    block: Datablock | None = None
    """Ett helt datablock."""
    mål: Idlista = ()
    """Bara de här målen, med allt under dem."""
    uppdrag: Idlista = ()
    """Bara de här uppdragsgrupperna."""

    @model_validator(mode="after")
    def _visar_en_sak(self) -> Self:
        if sum(map(bool, (self.block, self.mål, self.uppdrag))) != 1:
            raise fel(
                "STR108",
                "Ett avsnitt visar en sak.",
                "Skriv till exempel risker, {mål: [trygga]} eller {uppdrag: [kommunplanen]}.",
            )
        return self


def _kort_visning(värde: Any) -> Any:
    return {"block": värde} if isinstance(värde, str) else värde


class Avsnitt(Del):
    """Ett kapitel eller underavsnitt i plandokumentet."""

    rubrik: Text | None = None
    """Avsnittets rubrik; utelämnad när det som visas har en egen."""
    text: Text | None = None
    """Löpande text (Markdown)."""
    visar: Annotated[Visning, Kortform(_kort_visning, {"enum": list(DATABLOCK)})] | None = None
    """Planens data som visas här, efter texten."""
    avsnitt: "tuple[Avsnitt, ...]" = ()
    """Underavsnitt."""
    avslutning: Text | None = None
    """Text sist i avsnittet (Markdown)."""

    def alla_avsnitt(self) -> "Iterator[Avsnitt]":
        """Avsnittet självt och alla under det, i läsordning."""
        yield self
        for avsnitt in self.avsnitt:
            yield from avsnitt.alla_avsnitt()


class Plandokument(Del):
    """Filen med en plan: det som nämnden har beslutat."""

    format: Formatversion
    """Formatets version."""
    plan: Plan
    """Planens huvud."""
    etiketter: dict[Id, Text] = {}
    """Planens egna etiketter: id och vad det står för. Kommunens gemensamma står i kommun.yaml."""
    verksamhetsområden: tuple[Verksamhetsområde, ...] = ()
    """Nämndens verksamhetsområden."""
    vision: Vision | None = None
    """Visionen."""
    disposition: tuple[Avsnitt, ...] = ()
    """Plandokumentets kapitel i ordning. Utelämnad används en vanlig ordning."""
    mål: tuple[Mål, ...] = ()
    """Målen, i träd."""
    inget_ansvar_för: tuple[IngetAnsvar, ...] = ()
    """Mål som nämnden inte har något ansvar för, och varför: i planen eller i en annan plan."""
    nyckeltal: tuple[Nyckeltalsgrupp, ...] = ()
    """Nyckeltal som redovisas för sig, utanför målen."""
    uppdrag: tuple[Uppdragsgrupp, ...] = ()
    """Uppdragen, grupperade efter varifrån de kommer."""
    åtgärdsplan: tuple[Åtgärdsområde, ...] = ()
    """Åtgärdsplanen: områden med punkter och åtgärder."""
    processer: tuple[Process, ...] = ()
    """Processerna i den interna kontrollen, i träd. Risker och kontroller visas under sin process, och tomma processer också."""
    risker: tuple[Risk, ...] = ()
    """Riskerna."""
    åtgärder: tuple[Åtgärd, ...] = ()
    """Åtgärderna mot riskerna."""
    kontrollmoment: tuple[Kontrollmoment, ...] = ()
    """Kontrollerna av riskerna."""
    ekonomi: Ekonomi = Field(default_factory=Ekonomi)
    """Planens resurser."""
    årshjul: tuple[Årshjulsdel, ...] = ()
    """Vad som händer när under året."""
    styrdokument: tuple[Styrdokumentgrupp, ...] = ()
    """Styrdokumenten, i grupper."""
    undantag: tuple[Undantag, ...] = ()
    """Fynd som nämnden har sett och godtagit."""

    def alla_mål(self) -> Iterator[Mål]:
        """Alla mål uppifrån och ned, i planens ordning."""
        for mål in self.mål:
            yield from mål.alla_mål()

    def alla_indikatorer(self) -> Iterator[Indikator]:
        """Alla indikatorer i planens ordning, och sedan nyckeltalen."""
        for mål in self.alla_mål():
            yield from mål.indikatorer
        for grupp in self.nyckeltal:
            yield from grupp.nyckeltal

    def alla_uppdrag(self) -> Iterator[Uppdrag]:
        """Alla uppdrag i planens ordning."""
        for grupp in self.uppdrag:
            yield from grupp.uppdrag

    def alla_punkter(self) -> Iterator[Åtgärdspunkt]:
        """Åtgärdsplanens punkter i planens ordning."""
        for område in self.åtgärdsplan:
            yield from område.punkter

    def alla_processer(self) -> Iterator[Process]:
        """Processerna i läsordning, var och en följd av dem under den."""
        for process in self.processer:
            yield from process.alla()

    def alla_åtgärder(self) -> Iterator[Åtgärd]:
        """Åtgärdsplanens åtgärder, och sedan åtgärderna mot riskerna."""
        for punkt in self.alla_punkter():
            yield from punkt.åtgärder
        yield from self.åtgärder
