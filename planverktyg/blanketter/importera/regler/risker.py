"""Tabeller med risker: `Risk | Riskvärde | Sannolikhet | Konsekvens`."""

from __future__ import annotations

from planverktyg.blanketter.importera.regler.tabellregel import Tabellregel

REGEL = Tabellregel(
    "risker",
    {
        "riskvärde": r"^(riskvärde|risktal|riskpoäng|värde|s ?[x*×] ?k|produkt|summa)",
        "sannolikhet": r"^(sannolik|s$|s\b)",
        "konsekvens": r"^(konsekvens?|k$|k\b|allvar|påverkan)",
        "text": r"^(risk(er|beskrivning)?\b|beskrivning av risk|händelse)",
        "kategori": r"kategori|^slag|typ av risk",
        "process": r"^process|^rutin|^område",
        "orsak": r"^orsak|kan bero på",
        "ansvarig": r"^(ansvar|riskägare|ägare)",
        "metod": r"^(kontroll)?metod|^hur (det )?(kontrolleras|granskas)",
        "frekvens": r"^(kontroll)?frekvens|^hur ofta|^intervall",
        "kontroll": r"^kontroll",
        "åtgärd": r"^(åtgärd|hantering)",
        "nr": r"^(nr|nummer|id|#)$",
    },
    kräver=(("text", "sannolikhet", "konsekvens"), ("text", "riskvärde")),
)
