"""Tabeller med åtgärder mot risker: `Åtgärder | Startdatum | Slutdatum`."""

from __future__ import annotations

from planverktyg.blanketter.importera.regler.tabellregel import Tabellregel

REGEL = Tabellregel(
    "åtgärder",
    {
        "text": r"^(åtgärd(er)?|insats(er)?)\b",
        "start": r"^(start|påbörjas|från)",
        "slut": r"^(slut|sista dag|till|klart?|färdig|senast|när|tidpunkt)",
        "ansvarig": r"^(ansvar|ägare|vem)",
        "risk": r"^risk",
        "nr": r"^(nr|nummer|id|#)$",
        "status": r"^status",
    },
    kräver=(("text", "start"), ("text", "slut"), ("text", "ansvarig"), ("text", "status"), ("text", "risk")),
)
