"""Risker och intern kontroll: risker och kontrollmoment. Åtgärderna mot riskerna står i `atgardsplan`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from planverktyg.modell.beslut import Beslut
from planverktyg.modell.byggsten import Del, Heltal, Id, Idlista, Kortform, Text


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


class Risk(Del):
    """En risk med sannolikhet och konsekvens på kommunens skala. Riskvärdet är deras produkt."""

    id: Id
    """Riskens id."""
    text: Text
    """Risken i planens egna ord."""
    sannolikhet: Heltal
    """Hur sannolik risken är, ett steg på kommunens skala."""
    konsekvens: Heltal
    """Hur allvarlig följden blir, ett steg på kommunens skala."""
    angivet_riskvärde: Heltal | None = None
    """Riskvärdet som källan anger; kontrolleras mot sannolikhet gånger konsekvens."""
    kategori: Text | None = None
    """Slag av risk, en av kommunens `kategorier` om den har några: omvärldsrisk, legal risk, IT-risk …"""
    process: Text | None = None
    """Processen som risken finns i."""
    orsak: Text | None = None
    """Vad risken kan bero på."""
    möjlighet: Text | None = None
    """Det positiva som kan hända i stället."""
    lagrum: Text | None = None
    """Lagen som risken gäller: Lag (2017:612)."""
    ansvarig: Text | None = None
    """Rollen som äger risken."""
    accepterad: Beslut | None = None
    """Beslutet om att risken accepteras utan åtgärd."""

    @property
    def riskvärde(self) -> int:
        """Sannolikhet gånger konsekvens."""
        return self.sannolikhet * self.konsekvens


class Kontrollmoment(Del):
    """En kontroll av att en risk hanteras."""

    id: Id
    """Kontrollmomentets id."""
    text: Text
    """Kontrollen i planens egna ord."""
    risker: Idlista = ()
    """Riskerna som kontrolleras."""
    metod: Text | None = None
    """Hur kontrollen görs."""
    frekvens: Text | None = None
    """Hur ofta: varje månad, minst var tredje vecka …"""
    ansvarig: Text | None = None
    """Rollen som kontrollerar."""


Kontrollresultat = Literal["utan avvikelse", "mindre avvikelse", "med avvikelse", "ej genomförd"]
"""Vad en kontroll visade: grönt, gult eller rött, eller att den inte blev av."""
