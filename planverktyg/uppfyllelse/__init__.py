"""Måluppfyllelse: plan, uppföljning och husregler in, bedömningar med förklaring ut. Rena funktioner."""

from planverktyg.uppfyllelse.helhet import bedöm, bedöm_akt
from planverktyg.uppfyllelse.resultat import (
    Grund,
    Indikatorbedömning,
    Målbedömning,
    Skäl,
    Trend,
    Täckning,
    Uppfyllelse,
)

__all__ = [
    "Grund",
    "Indikatorbedömning",
    "Målbedömning",
    "Skäl",
    "Trend",
    "Täckning",
    "Uppfyllelse",
    "bedöm",
    "bedöm_akt",
]
