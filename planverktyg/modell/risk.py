"""Risker och intern kontroll: risker och kontrollmoment. Åtgärderna mot riskerna står i `atgardsplan`."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import model_validator

from planverktyg.modell.beslut import Beslut
from planverktyg.modell.byggsten import Del, Heltal, Id, Idlista, Kortform, Text, fel

if TYPE_CHECKING:
    from collections.abc import Iterator


class Risksteg(Del):
    """Ett steg för sannolikhet eller konsekvens."""

    namn: Text
    """Stegets namn: mycket hög."""
    beskrivning: Text | None = None
    """När steget gäller: mer än en gång per år, över 5 % av budget."""

    def __str__(self) -> str:
        return self.namn


def _kort_steg(värde: Any) -> Any:
    return {"namn": värde} if isinstance(värde, str) else värde


Riskstegpost: TypeAlias = Annotated[Risksteg, Kortform(_kort_steg, {"type": "string", "pattern": r"\S"})]
"""Ett steg, eller bara dess namn."""


def steg(*namn: str) -> tuple[Risksteg, ...]:
    """Steg med bara namn, från 1 och uppåt."""
    return tuple(Risksteg.model_validate({"namn": ett}) for ett in namn)


class Riskvärdering(Del):
    """Beskedet att risken inte är värderad."""

    saknas: Text
    """Varför risken inte har någon sannolikhet och konsekvens: källan visar ingen siffra, värderas i mars."""


class Riskacceptans(Beslut):
    """Beslutet om att en risk accepteras utan åtgärd."""

    upp_till: Heltal | None = None
    """Riskvärdet som beslutet gäller till och med. Utelämnat är det riskvärdet i planen: stiger risken gäller det inte."""


class Process(Del):
    """En process i den interna kontrollen, med sina delprocesser."""

    id: Id
    """Processens id."""
    namn: Text
    """Processens namn."""
    processer: "tuple[Process, ...]" = ()
    """Processerna under den."""

    def alla(self) -> "Iterator[Process]":
        """Processen och alla under den, i läsordning."""
        yield self
        for under in self.processer:
            yield from under.alla()


class Risk(Del):
    """En risk med sannolikhet och konsekvens på kommunens skala. Riskvärdet är deras produkt."""

    id: Id
    """Riskens id."""
    text: Text
    """Risken i planens egna ord."""
    sannolikhet: Heltal | None = None
    """Hur sannolik risken är, ett steg på kommunens skala."""
    konsekvens: Heltal | None = None
    """Hur allvarlig följden blir, ett steg på kommunens skala."""
    angivet_riskvärde: Heltal | None = None
    """Riskvärdet som källan anger; kontrolleras mot sannolikhet gånger konsekvens. Ensamt när källan bara visar produkten."""
    värdering: Riskvärdering | None = None
    """Att risken inte är värderad, och varför: {saknas: källan visar ingen siffra}."""
    kategori: Text | None = None
    """Slag av risk, en av kommunens `kategorier` om den har några: omvärldsrisk, legal risk, IT-risk …"""
    process: Text | None = None
    """Processen som risken finns i: en av planens `processer` (id eller namn) om den har några."""
    orsak: Text | None = None
    """Vad risken kan bero på."""
    möjlighet: Text | None = None
    """Det positiva som kan hända i stället."""
    lagrum: Text | None = None
    """Lagen som risken gäller: Lag (2017:612)."""
    ansvarig: Text | None = None
    """Rollen som äger risken."""
    accepterad: Riskacceptans | None = None
    """Beslutet om att risken accepteras utan åtgärd, upp till det riskvärde som det gavs för."""

    @property
    def riskvärde(self) -> int | None:
        """Sannolikhet gånger konsekvens, annars det som källan anger. None när risken inte är värderad."""
        if self.sannolikhet is None or self.konsekvens is None:
            return self.angivet_riskvärde
        return self.sannolikhet * self.konsekvens

    @property
    def accepterad_till(self) -> int | None:
        """Riskvärdet som risken är accepterad till och med, eller None när den inte är accepterad."""
        if self.accepterad is None:
            return None
        return self.accepterad.upp_till if self.accepterad.upp_till is not None else self.riskvärde

    @model_validator(mode="after")
    def _är_värderad_eller_säger_varför(self) -> Self:
        steg = [namn for namn in ("sannolikhet", "konsekvens") if getattr(self, namn) is None]
        if self.värdering is not None and (len(steg) < 2 or self.angivet_riskvärde is not None):
            text = "Risken är både värderad och sägs sakna värdering."
            raise fel("STR108", text, "Behåll sannolikhet och konsekvens, eller värdering: {saknas: …}.")
        hel = not steg or (len(steg) == 2 and (self.värdering is not None or self.angivet_riskvärde is not None))
        if not hel:
            raise fel(
                "STR102",
                f"Risken saknar {' och '.join(steg)}.",
                "Skriv sannolikhet och konsekvens, bara angivet riskvärde, eller varför det inte finns: "
                "värdering: {saknas: …}.",
            )
        return self


class Kontrollmoment(Del):
    """En kontroll av att en risk hanteras."""

    id: Id
    """Kontrollmomentets id."""
    text: Text
    """Kontrollen i planens egna ord."""
    risker: Idlista = ()
    """Riskerna som kontrolleras."""
    process: Text | None = None
    """Processen som kontrolleras, när det inte är riskens: en av planens `processer` om den har några."""
    metod: Text | None = None
    """Hur kontrollen görs."""
    frekvens: Text | None = None
    """Hur ofta: varje månad, minst var tredje vecka …"""
    ansvarig: Text | None = None
    """Rollen som kontrollerar."""


Kontrollresultat = Literal["utan avvikelse", "mindre avvikelse", "med avvikelse", "ej genomförd"]
"""Vad en kontroll visade: grönt, gult eller rött, eller att den inte blev av."""
