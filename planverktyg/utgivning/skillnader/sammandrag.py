"""Ändringarna in, en mening om dem ut: `2 ändringar försvagar planen: 1 mildrat målvärde och 1 borttagen indikator.`"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import räkna_upp, versal
from planverktyg.skillnad import Tyngd
from planverktyg.skillnad.andringar import (
    Borttagen,
    BudgetÄndrad,
    MålvärdeÄndrat,
    OmdömeÄndrat,
    RiskÄndrad,
    TidÄndrad,
    UtfallÄndrat,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.skillnad import Skillnad, Ändring

RUBRIKER = {
    Tyngd.FÖRSVAGAR: "Försvagar planen",
    Tyngd.ÄNDRAR: "Ändrar planen",
    Tyngd.STÄRKER: "Stärker planen",
    Tyngd.NEUTRAL: "Saknar betydelse för det som planen lovar",
}
"""Rubriken över ändringarna som väger så."""

_NÄMNS = {
    MålvärdeÄndrat: ("mildrat målvärde", "mildrade målvärden"),
    RiskÄndrad: ("höjd risk", "höjda risker"),
    BudgetÄndrad: ("minskad budget", "minskade budgetar"),
    TidÄndrad: ("senarelagd tid", "senarelagda tider"),
    UtfallÄndrat: ("utfall ändrat i efterhand", "utfall ändrade i efterhand"),
}
_BORTTAGET = {
    "mål": ("borttaget mål", "borttagna mål"),
    "indikator": ("borttagen indikator", "borttagna indikatorer"),
    "uppdrag": ("borttaget uppdrag", "borttagna uppdrag"),
    "risk": ("borttagen risk", "borttagna risker"),
    "åtgärd": ("borttagen åtgärd", "borttagna åtgärder"),
    "kontrollmoment": ("borttaget kontrollmoment", "borttagna kontrollmoment"),
    "plan": ("borttagen plan", "borttagna planer"),
}
_ANNAT = ("annan försvagning", "andra försvagningar")


def vad(ä: Ändring) -> str:
    """Vad ändringen gäller: `Indikator: Antal dygn på HVB-hem`, eller bara namnet när det redan säger vad det är."""
    s = ä.ställe
    if s.namn == s.dokument:
        return versal(s.slag)
    return s.namn if s.namn.casefold().startswith(s.slag) else f"{versal(s.slag)}: {s.namn}"


def utan_omdömen(ändringar: Iterable[Ändring]) -> list[Ändring]:
    """Det som någon har ändrat; bedömningar som blir andra är följder och visas för sig."""
    return [ä for ä in ändringar if not isinstance(ä, OmdömeÄndrat)]


def omdömen(skillnad: Skillnad) -> list[OmdömeÄndrat]:
    """Bedömningarna som blir andra."""
    return [ä for ä in skillnad.ändringar if isinstance(ä, OmdömeÄndrat)]


def sammanfatta(skillnad: Skillnad) -> str:
    """Vad ändringen betyder, i en eller två meningar."""
    gjorda = utan_omdömen(skillnad.ändringar)
    if not gjorda:
        return "Ingenting i planerna har ändrats."
    svagare = [ä for ä in gjorda if ä.tyngd is Tyngd.FÖRSVAGAR]
    if svagare:
        slag = Counter(_nämn(ä) for ä in svagare)
        uppräknat = räkna_upp([f"{n} {ord_[n > 1]}" for ord_, n in slag.items()])
        första = f"{len(svagare)} {'ändring' if len(svagare) == 1 else 'ändringar'} försvagar planen: {uppräknat}."
    else:
        första = "Ingenting försvagar planen."
    return " ".join((första, *_resten(gjorda, omdömen(skillnad))))


def _nämn(ä: Ändring) -> tuple[str, str]:
    if isinstance(ä, Borttagen):
        return _BORTTAGET.get(ä.ställe.slag, ("borttagen del", "borttagna delar"))
    return _NÄMNS.get(type(ä), _ANNAT)


def _resten(gjorda: list[Ändring], bedömningar: list[OmdömeÄndrat]) -> Iterator[str]:
    antal = Counter(ä.tyngd for ä in gjorda)
    ord_ = {
        Tyngd.ÄNDRAR: "som ändrar",
        Tyngd.STÄRKER: "som stärker",
        Tyngd.NEUTRAL: "utan betydelse för det som planen lovar",
    }
    delar = [f"{antal[tyngd]} {text}" for tyngd, text in ord_.items() if antal[tyngd]]
    if delar:
        yield f"Övriga ändringar: {räkna_upp(delar)}."
    if bedömningar:
        yield f"{len(bedömningar)} {'bedömning blir en annan' if len(bedömningar) == 1 else 'bedömningar blir andra'}."
