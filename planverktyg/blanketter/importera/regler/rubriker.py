"""Vad ett kapitel handlar om, läst ur rubriken, och orden som börjar en del av ett mål."""

from __future__ import annotations

KAPITEL = (
    ("vision", r"^(\d[\d.]*\s+)?(\w+s\s+)?vision(en)?$"),
    ("årshjul", r"\b(årshjul\w*|årscykel\w*|kalendarium)\b"),
    ("styrdokument", r"\b(styrdokument\w*|styrande dokument)\b"),
    ("investeringar", r"\binvestering\w*\b"),
    ("driftbudget", r"\b(drift|intern)budget\w*\b"),
    ("kommunbidrag", r"^(\d[\d.]*\s+)?kommunbidrag\w*$"),
    ("uppdrag", (r"^(\d[\d.]*\s+)?(särskilda |nya |övriga |prioriterade )?(\w*uppdrag)\b(?!\s+(och|,))"
                r"|\bmål och aktiviteter$|^(prioriterade |planerade |viktiga |årets )?aktiviteter$")),
)  # fmt: skip
"""Kapitlets slag och mönstret för dess rubrik, i gemener. Andra kapitel är löpande text."""
INGA_UPPDRAG = r"(verksamhet|nämnd|förvaltning|kontor|enhet|styrelse)\w*s\s+uppdrag$|^uppdraget$"
"""Rubriker där uppdraget är det som verksamheten är till för."""
INDIKATORER = (
    r"^(indikator(er)?|måluppfyllelse|mätetal|styrtal|mått|nyckeltal|resultatmått|så mäter vi( målet)?|mäts genom)$"
)
"""Ordet (en rubrik, eller följt av kolon) som börjar ett måls indikatorer."""
BARA_EN_TABELL = r"indikator|nyckeltal|mätetal|styrtal|uppföljning|resultat|statistik|bilaga|volym|mål\b|målen\b"
"""Ord i en rubrik som säger vad tabellen under är, och inte vad som ska nås."""
MÅLETS_ETIKETTER = {
    "viljeyttring": "viljeyttring",
    "motivering": "motivering",
    "motiv": "motivering",
    "beskrivning": "beskrivning",
    "ansvarig": "ansvarig",
    "ansvar": "ansvarig",
    "mätmetod": "mätmetod",
    "källa": "källa",
}
"""Etiketter som står för ett av målets fält: `Viljeyttring: …`."""
INDIKATORNS_ETIKETTER = (
    "målvärde", "mål", "utgångsvärde", "mätmetod", "följs upp", "stäms av", "bedöms för hand", "enhet", "källa", "ansvarig",
    "ansvar", "bidrar till",
)  # fmt: skip
"""Etiketter efter en indikator, eller efter ett mål som mäter sig självt: `Målvärde: minst 90 %`."""
PUNKTENS_ETIKETTER = r"^(målsättning|ekonomisk effekt|åtgärd(er)?)( \d+)?$"
"""Etiketter som visar att en numrerad rad är en punkt i en åtgärdsplan."""
TITELORD = r"\b\w*(plan|planen|mål|målstrategi\w*|strategi\w*|budget|program\w*|inriktning\w*)\b"
"""Ord som en plans namn har."""
