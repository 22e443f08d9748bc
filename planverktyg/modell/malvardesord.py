"""Text där ett målvärde ska stå: det som någon skrev in, formen som menades ut.

`Minst 88 %`, `> 20`, `ska öka` och `”90”` är lätta att förstå för en människa, men verktyget gissar aldrig: det säger hur
målvärdet ska skrivas.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from planverktyg.modell.byggsten import föreslå_tal

if TYPE_CHECKING:
    from collections.abc import Collection

KÄNDA_JÄMFÖRELSER = ("riket", "länet", "liknande", "liknande kommuner")
"""Jämförelser som alla kommuner har; egna namn står i `jämförelser` i kommun.yaml."""

ORD_UR_SKALOR = frozenset(["ja", "nej", "delvis"])
"""Ord som hör till en skala, och aldrig är något annat."""

_OPERATORER = (
    (r">=|=>|≥|minst|lägst|som lägst|(?:inte|ej) (?:under|mindre än|färre än|lägre än)", "minst"),
    (r"<=|=<|≤|högst|max(?:imalt|imum)?|som mest|(?:inte|ej) (?:över|mer än|fler än|högre än)|upp till", "högst"),
    (r"(?:öka\w*|höj\w*|stig\w*) till(?: minst)?", "minst"),
    (r"(?:minska\w*|sänk\w*|sjunk\w*) till(?: högst)?", "högst"),
    (r">|över|mer än|fler än|högre än|större än", "över"),
    (r"<|under|mindre än|färre än|lägre än", "under"),
    (r"=|exakt|precis|lika med", "exakt"),
)
_RIKTNINGAR = (
    (r"(?:inte|ej) (?:öka|stiga|höjas)\w*|ökar inte", "ökar inte"),
    (r"(?:inte|ej) (?:minska|sjunka|sänkas)\w*|minskar inte", "minskar inte"),
    (r"öka\w*|ökning|höj\w*|stig\w*|förbättra\w*|fler|högre", "ökar"),
    (r"minsk\w*|sänk\w*|sjunk\w*|färre|lägre", "minskar"),
    (r"bibehåll\w*|behåll\w*|oförändra\w*|samma nivå", "bibehålls"),
)
_CITAT = "\"'”“„«»`’"


def menad_form(text: str, kända: Collection[str] = KÄNDA_JÄMFÖRELSER, nyckel: str = "minst") -> str | None:
    """Formen som texten troligen menar: `{minst: 90}` för `minst 90`, `{riktning: ökar}` för `ska öka`."""
    t = " ".join(text.strip(_CITAT + " .").casefold().split())
    t = re.sub(r"^(?:målet är |ska (?:vara |bli )?|bör (?:vara |bli )?|skall )", "", t)
    if tal := föreslå_tal(t):
        return f"{{{nyckel}: {tal}}}"
    for mönster, ord_ in _OPERATORER:
        if (träff := re.fullmatch(rf"(?:{mönster})\s*(.+)", t)) and (mot := _gräns(träff[1], kända)):
            return f"{{{ord_}: {mot}}}"
    if träff := re.fullmatch(r"mellan (.+?) (?:och|till) (.+)", t):
        lägst, högst = föreslå_tal(träff[1]), föreslå_tal(träff[2])
        return f"{{mellan: [{lägst}, {högst}]}}" if lägst and högst else None
    if träff := re.fullmatch(r"(?:klart?|färdigt?|senast|klart senast) ([12]\d{3}(?:-\d{2}){0,2})", t):
        return f"{{klart: {träff[1]}}}"
    return next((f"{{riktning: {ord_}}}" for mönster, ord_ in _RIKTNINGAR if re.fullmatch(mönster, t)), None)


_ALLA_ELLER_INGA = dict.fromkeys(("inga", "ingen", "inget", "noll"), "{exakt: 0}") | dict.fromkeys(
    ("alla", "samtliga", "alltid"), "{minst: 100}"
)


def råd_om_ordet(ordet: str, nyckel: str) -> str | None:
    """Rådet om ett ord som inte är någon känd jämförelse, när det troligen inte är namnet på någon; annars None."""
    t = " ".join(ordet.casefold().split())
    if t in ORD_UR_SKALOR:
        return f"Skriv {t}."
    if t in _ALLA_ELLER_INGA:
        return f"Skriv talet: {_ALLA_ELLER_INGA[t]}."
    if re.search(r"\d", t):
        return f"Skriv talet för sig: {{{nyckel}: 25}}. Ett mål i ord skrivs {{bedöms: …}}."
    for mönster, ord_ in _OPERATORER:
        if träff := re.fullmatch(rf"(?:{mönster}) (.+)", t):
            return f"Skriv talet: {{{ord_}: 25}}, eller {{{ord_}: {{namn: {träff[1]}}}}} om det är en jämförelse."
    return None


def _gräns(text: str, kända: Collection[str]) -> str | None:
    """Talet eller jämförelsen efter ordet."""
    namn = {ett.casefold(): ett for ett in kända}
    return föreslå_tal(text) or namn.get(text)


@lru_cache(maxsize=256)  # målvärdena har samma få ord, och frågan ställs om vart och ett vid varje prövning
def är_text(ordet: str) -> bool:
    """Om ordet är en text, och varken ett ord ur en skala eller kan vara namnet på en jämförelse."""
    if ordet in ORD_UR_SKALOR:
        return False
    return menad_form(ordet) is not None or not re.fullmatch(r"[^\W\d_](?:[\w .&/-]*[\w.])?", ordet.strip())
