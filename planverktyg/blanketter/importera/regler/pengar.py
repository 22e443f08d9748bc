"""Tabeller med belopp: kommunbidrag år för år, driftbudget mot ett tidigare år, och bryggan däremellan."""

from __future__ import annotations

KOMMUNBIDRAG = r"\b(kommunbidrag|anslag|budgetram|ram|skattemedel|nämndsbidrag)\b"
"""Tabellens rubrik eller radens namn, när kolumnerna är år."""
OM_PENGAR = (
    r"kostnad|intäkt|budget|bokslut|resultat\b|resultaträkning|kommunbidrag|anslag|investering|skatt|avskrivning"
)
"""Ord i en tabell med tal som visar att talen är pengar, när ingen enhet står där."""
ÅRSKOLUMN = r"^(?:(?:budget|plan|prognos|ram|anslag|vp|mål och budget|utfall|bokslut)\s*)?(?P<år>(?:19|20)\d\d)$"
"""En kolumn som är ett år: `Budget 2020`, `Plan 2021`, `2022`."""
JÄMFÖRELSE = r"^(?P<slag>prognos|budget|bokslut|utfall)\w*\s*(?P<år>(?:19|20)\d\d)$"
"""Kolumnen som driftbudgeten jämförs med: `Prognos 2019`."""
BUDGET = r"^(?:budget|internbudget|driftbudget)\w*\s*(?P<år>(?:19|20)\d\d)$"
FÖRÄNDRING = r"^(förändring|skillnad|differens|ändring|diff)\b(?!.*%)"
FÖRÄNDRING_PROCENT = r"^(förändring|skillnad|ändring|diff).*(%|procent)|^%$"
JÄMFÖRELSEN_ÄR = {"prognos": "prognos", "budget": "budget", "bokslut": "bokslut", "utfall": "bokslut"}
RADSLAG = (
    ("kommunbidrag", r"^(kommunbidrag|anslag)"),
    ("nettokostnad", r"^netto(kostnad)?"),
    ("intäkter", r"^(summa )?intäkter$"),
    ("kostnader", r"^(summa )?kostnader$"),
    ("resultat", r"^(årets )?resultat$"),
)
"""Vad en rad i driftbudgeten är."""
ENHETER = (
    ("mnkr", r"\b(mnkr|mkr|milj(?:oner)?\.? kr(?:onor)?|msek|mn kr)\b"),
    ("tkr", r"\b(tkr|kkr|tusen(?:tals)? kr(?:onor)?|tsek|ksek)\b"),
    ("kr", r"\b(kr|kronor|sek)\b"),
)
"""Beloppens enhet, så som den står i en rubrik eller bredvid ett belopp."""
VERKSAMHETSOMRÅDE = r"^(?:verksamhetsområde|vo)\s*0*(?P<nr>\d{1,2})\s*[-–—:]?\s*(?P<namn>\S.*)$"
"""`VO 3 - Individ och familjeomsorg`, `Verksamhetsområde 8 – Arbete och integration`."""
