"""Måluppfyllelse: plan, uppföljning och husregler in, bedömningar med förklaring ut. Rena funktioner."""

from planverktyg.uppfyllelse.helhet import bedöm
from planverktyg.uppfyllelse.resultat import (
    Grund,
    Indikatorbedömning,
    Målbedömning,
    Skäl,
    Trend,
    Täckning,
    Uppfyllelse,
)

__all__ = ["Grund", "Indikatorbedömning", "Målbedömning", "Skäl", "Trend", "Täckning", "Uppfyllelse", "bedöm"]
