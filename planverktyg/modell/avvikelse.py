"""Vad som görs åt en avvikelse: orsaken, åtgärden, vem som ansvarar och när det ska vara klart.

Samma fyra nycklar bredvid `kommentar` på ett utfall, en bedömning, ett verksamhetsområdes ekonomi och en kontroll.
"""

from planverktyg.modell.byggsten import Del, Text
from planverktyg.modell.period import Tid


class Avvikelsesvar(Del):
    """Varför något avviker och vad som görs åt det."""

    orsak: Text | None = None
    """Varför det avviker."""
    åtgärd: Text | None = None
    """Vad som görs åt avvikelsen."""
    ansvarig: Text | None = None
    """Rollen som ansvarar för åtgärden."""
    klart: Tid | None = None
    """När åtgärden ska vara klar: 2020-10, 2020-10-31."""
