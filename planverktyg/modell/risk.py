"""Risker och intern kontroll: risker och kontrollmoment. Åtgärderna mot riskerna står i `atgardsplan`."""

from __future__ import annotations

from typing import Literal

from planverktyg.modell.beslut import Beslut
from planverktyg.modell.byggsten import Del, Heltal, Id, Idlista, Text


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
    kategori: Text | None = None
    """Slag av risk: omvärld, verksamhet, juridik, it, rapportering …"""
    process: Text | None = None
    """Processen som risken finns i."""
    orsak: Text | None = None
    """Vad risken kan bero på."""
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


Kontrollresultat = Literal["utan avvikelse", "med avvikelse", "ej genomförd"]
"""Vad en kontroll visade."""
