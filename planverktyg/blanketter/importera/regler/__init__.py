"""Reglerna för hur något känns igen, som data: en fil för varje slags tabell.

En ny tabell är en fil med en `Tabellregel` här, en rad i `TABELLER`, och en modul i `delar` som gör rader till delar.
"""

from __future__ import annotations

from planverktyg.blanketter.importera.regler import atgarder, indikatorer, kontrollmoment, risker, uppdrag

TABELLER = (indikatorer.REGEL, risker.REGEL, kontrollmoment.REGEL, atgarder.REGEL, uppdrag.REGEL)
"""Slagen i den ordning de prövas."""
