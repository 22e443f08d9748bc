"""Enheter för indikatorer: det som står i `enhet` in, vad för slags värden den har ut (eller None om den är okänd)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.byggsten import CITATTECKEN

if TYPE_CHECKING:
    from collections.abc import Iterable

VANLIGA = (
    "%", "procentenheter", "promille", "antal", "st", "personer", "barn", "elever", "brukare", "kunder",
    "ärenden", "besök", "platser", "placeringar", "årsarbetare", "tjänster", "lägenheter", "bostäder", "företag",
    "dygn", "dagar", "arbetsdagar", "veckor", "månader", "år", "timmar", "minuter", "sekunder",
    "kr", "tkr", "mnkr", "mdkr", "index", "poäng", "placering", "meritvärde", "kvot",
    "kWh", "MWh", "GWh", "kg", "ton", "l", "m", "km", "m²", "m³", "ha", "°C", "ja/nej", "datum",
    "medelvärde", "skala ej angiven", "ej angiven",
)  # fmt: skip
"""Enheter som varje kommun kan använda utan att räkna upp dem i husreglerna."""

_HELA = {
    "personer", "barn", "elever", "brukare", "kunder", "ärenden", "besök", "platser", "placeringar", "årsarbetare",
    "tjänster", "lägenheter", "bostäder", "företag",
}  # fmt: skip
"""Enheter som alltid räknar hur många: delarna läggs ihop."""
_OFTAST_ANTAL = {
    "antal",
    "st",
    "dygn",
    "dagar",
    "arbetsdagar",
    "veckor",
    "månader",
    "timmar",
    "minuter",
    "kr",
    "tkr",
    "mnkr",
}
"""Enheter som oftast räknar hur många, men också kan vara ett medelvärde."""

_SKRIVS = {
    "procent": "%", "andel": "%", "pct": "%", "%-enheter": "procentenheter", "stycken": "st", "stycke": "st", "kronor": "kr",
    "tusen kronor": "tkr", "kkr": "tkr", "miljoner kronor": "mnkr", "mkr": "mnkr", "mn kr": "mnkr", "msek": "mnkr",
    "ja eller nej": "ja/nej", "ja / nej": "ja/nej", "ja-nej": "ja/nej", "j/n": "ja/nej", "rang": "placering",
    "kvm": "m²", "m2": "m²", "m3": "m³", "grader": "°C",
    "nki": "NKI", "nmi": "NMI", "nri": "NRI", "nii": "NII",
}  # fmt: skip
"""Andra sätt att skriva en vanlig enhet, och hur den skrivs här."""

_NÖJDINDEX = ("NKI", "NMI", "NRI", "NII")
"""Index över hur nöjda kunder, medarbetare, boende eller invånare är. De går alltid från 0 till 100."""

_OMFÅNG = re.compile(
    r"(?:index|skala|betyg|poäng|medelvärde(?:, skala)?) (-?\d+(?:\.\d+)?)\s?[\u2013-]\s?(-?\d+(?:\.\d+)?)"
)
_UTAN_SKALA = re.compile("(.+), skala ej angiven")
_KVOT = re.compile(r"(.+?)\s?(?:/| per )\s?(\S.*)")


class Enhet(NamedTuple):
    """En känd enhet, och de gränser som värdena håller sig inom när enheten anger dem."""

    lägst: Decimal | None = None
    högst: Decimal | None = None

    def rymmer(self, värde: Decimal) -> bool:
        """Om värdet ligger inom enhetens gränser."""
        return (self.lägst is None or värde >= self.lägst) and (self.högst is None or värde <= self.högst)


def tolka_enhet(enhet: str, egna: Iterable[str]) -> Enhet | None:
    """Enheten, eller None när den varken är vanlig, sammansatt av vanliga eller en av kommunens `egna`."""
    return Enhet() if enhet in egna else _vanlig(enhet)


@lru_cache(maxsize=1024)
def _vanlig(enhet: str) -> Enhet | None:
    if enhet in VANLIGA:
        return Enhet()
    if omfång := _OMFÅNG.fullmatch(enhet):
        return Enhet(Decimal(omfång[1]), Decimal(omfång[2]))
    if enhet in _NÖJDINDEX:
        return Enhet(Decimal(0), Decimal(100))
    sammansatt = _UTAN_SKALA.fullmatch(enhet) or _KVOT.fullmatch(enhet)
    return Enhet() if sammansatt and sammansatt[1] in VANLIGA else None


PENGAR = ("kr", "tkr", "mnkr", "mdkr")
"""Enheter för belopp. De läggs ihop som antal, men kan vara mindre än noll: ett underskott, en avvikelse."""


def räknar_antal(enhet: str | None, *, bara_säkra: bool) -> bool:
    """Om värden i enheten läggs ihop. `bara_säkra`: bara enheter som aldrig är ett medelvärde."""
    return enhet in _HELA or (enhet in _OFTAST_ANTAL and not bara_säkra)


def kan_vara_avrundad(enhet: str | None, värden: Iterable[Decimal]) -> bool:
    """Om värden i enheten kan vara avrundade var för sig: pengar, och allt som har decimaler. Ett antal är exakt."""
    return enhet in PENGAR or any(värde % 1 for värde in värden)


def rätt_skrivsätt(enhet: str) -> str | None:
    """Hur enheten brukar skrivas, för de vanligaste avvikelserna (`procent` → `%`, `”%”` → `%`)."""
    ren = enhet.strip(CITATTECKEN)
    return _SKRIVS.get(ren.casefold(), ren if ren != enhet and _vanlig(ren) else None)
