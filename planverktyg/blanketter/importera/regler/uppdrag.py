"""Tabeller med uppdrag: en enda kolumn som heter uppdrag, eller uppdraget med ansvarig och tid."""

from __future__ import annotations

from planverktyg.blanketter.importera.regler.tabellregel import Tabellregel

REGEL = Tabellregel(
    "uppdrag",
    {
        "nummer": r"^(nr|nummer|id)\b",
        "text": r"^\w*(uppdrag(et)?|aktiviteter?)\b",
        "ansvarig": r"^(ansvar|ägare|vem)",
        "klart": r"^(klart?|slut|senast|när|tidpunkt|tidplan|tidsplan)",
        "status": r"^status",
    },
    kräver=(("text",),),
)
