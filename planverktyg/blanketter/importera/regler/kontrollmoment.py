"""Tabeller med kontrollmoment, där risken står i en egen kolumn eller på en egen rad ovanför sina kontroller."""

from __future__ import annotations

from planverktyg.blanketter.importera.regler.tabellregel import Tabellregel

REGEL = Tabellregel(
    "kontrollmoment",
    {
        "text": r"^(kontroll(moment|er|insats(er)?|aktivitet(er)?)?|granskningsmoment)\b",
        "risk": r"^risk",
        "metod": r"^(metod|hur|kontrollmetod)",
        "frekvens": r"^(frekvens|hur ofta|när|tidpunkt)",
        "ansvarig": r"^(ansvar|vem|kontrollansvarig)",
        "process": r"^process",
        "nr": r"^(nr|nummer|id|#)$",
        "status": r"^(status|resultat)",
    },
    kräver=(("text", "risk"), ("text", "frekvens"), ("text", "status"), ("text", "metod"), ("text", "ansvarig")),
)
