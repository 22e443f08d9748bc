"""Måluppfyllelse: plan, uppföljning och husregler in, bedömningar med förklaring ut. Rena funktioner."""

from planverktyg.uppfyllelse.helhet import bedöm, bedöm_akt, beräkna_akt
from planverktyg.uppfyllelse.resultat import (
    EJ_I_TÄCKNINGEN,
    Fastställt,
    Grund,
    Indikatorbedömning,
    Målbedömning,
    Skäl,
    Trend,
    Täckning,
    Uppfyllelse,
)

__all__ = [
    "EJ_I_TÄCKNINGEN",
    "Fastställt",
    "Grund",
    "Indikatorbedömning",
    "Målbedömning",
    "Skäl",
    "Trend",
    "Täckning",
    "Uppfyllelse",
    "bedöm",
    "bedöm_akt",
    "beräkna_akt",
]
