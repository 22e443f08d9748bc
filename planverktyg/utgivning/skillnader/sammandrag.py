"""Skillnaden in, några meningar om den ut: `2 ändringar försvagar planen: 1 mildrat målvärde och 1 borttagen indikator.`"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import antal, räkna_upp, versal
from planverktyg.skillnad import Tyngd
from planverktyg.skillnad.andringar import (
    BeslutÄndrat,
    Borttagen,
    BudgetÄndrad,
    EffektÄndrad,
    Flyttad,
    HusregelÄndrad,
    MålvärdeÄndrat,
    OmdömeÄndrat,
    Omdöpt,
    Omordnad,
    RiskÄndrad,
    SkyddBorta,
    TextÄndrad,
    TidÄndrad,
    Tillagd,
    UtfallÄndrat,
    UtgångsvärdeÄndrat,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.skillnad import Skillnad, Ändring

RUBRIKER = {
    Tyngd.FÖRSVAGAR: "Försvagar planen",
    Tyngd.OKLAR: "Kan försvaga planen",
    Tyngd.ÄNDRAR: "Ändrar planen",
    Tyngd.STÄRKER: "Stärker planen",
    Tyngd.NEUTRAL: "Saknar betydelse för det som planen lovar",
}
"""Rubriken över ändringarna som väger så."""

_NÄMNS: dict[type, tuple[str, str]] = {
    MålvärdeÄndrat: ("ändrat målvärde", "ändrade målvärden"),
    UtgångsvärdeÄndrat: ("ändrat utgångsvärde", "ändrade utgångsvärden"),
    RiskÄndrad: ("annorlunda bedömd risk", "annorlunda bedömda risker"),
    BudgetÄndrad: ("ändrad budget", "ändrade budgetar"),
    EffektÄndrad: ("ändrad ekonomisk effekt", "ändrade ekonomiska effekter"),
    TidÄndrad: ("ändrad tid", "ändrade tider"),
    UtfallÄndrat: ("ändrad uppgift i en uppföljning", "ändrade uppgifter i uppföljningar"),
    Omdöpt: ("ny lydelse", "nya lydelser"),
    TextÄndrad: ("omskriven text", "omskrivna texter"),
    Flyttad: ("flyttad del", "flyttade delar"),
    Omordnad: ("ny ordning", "nya ordningar"),
    Tillagd: ("tillagd del", "tillagda delar"),
    Borttagen: ("borttagen del", "borttagna delar"),
    SkyddBorta: ("borttaget skydd för det beslutade", "borttagna skydd för det beslutade"),
    BeslutÄndrat: ("ändrat beslut", "ändrade beslut"),
    HusregelÄndrad: ("ändrad husregel", "ändrade husregler"),
    OmdömeÄndrat: ("bedömning som blir en annan", "bedömningar som blir andra"),
}
_SOM_FÖRSVAGAR: dict[type, tuple[str, str]] = {
    MålvärdeÄndrat: ("mildrat målvärde", "mildrade målvärden"),
    BudgetÄndrad: ("minskad budget", "minskade budgetar"),
    EffektÄndrad: ("minskad ekonomisk effekt", "minskade ekonomiska effekter"),
    TidÄndrad: ("senarelagd tid", "senarelagda tider"),
    UtfallÄndrat: ("uppgift ändrad i efterhand", "uppgifter ändrade i efterhand"),
    HusregelÄndrad: ("mildrad husregel", "mildrade husregler"),
    OmdömeÄndrat: (
        "bedömning som ändras utan att utfallet har ändrats",
        "bedömningar som ändras utan att utfallet har ändrats",
    ),
}
_SLAG = {
    "borttagen": {
        "mål": ("borttaget mål", "borttagna mål"),
        "indikator": ("borttagen indikator", "borttagna indikatorer"),
        "uppdrag": ("borttaget uppdrag", "borttagna uppdrag"),
        "risk": ("borttagen risk", "borttagna risker"),
        "åtgärd": ("borttagen åtgärd", "borttagna åtgärder"),
        "kontrollmoment": ("borttaget kontrollmoment", "borttagna kontrollmoment"),
        "plan": ("borttagen plan", "borttagna planer"),
        "uppföljning": ("borttagen uppföljning", "borttagna uppföljningar"),
        "avsnitt": ("borttaget avsnitt", "borttagna avsnitt"),
        "husregler": ("borttagen fil med husregler", "borttagna filer med husregler"),
    },
    "tillagd": {
        "undantag": ("nytt undantag från kontrollerna", "nya undantag från kontrollerna"),
        "avsnitt": ("nytt avsnitt", "nya avsnitt"),
        "risk": ("ny risk", "nya risker"),
        "beslutad bedömning": ("ny beslutad bedömning", "nya beslutade bedömningar"),
    },
}


def vad(ä: Ändring) -> str:
    """Vad ändringen gäller: `Indikator: Antal dygn på HVB-hem`, eller bara namnet när det redan säger vad det är."""
    s = ä.ställe
    if s.namn == s.dokument:
        return versal(s.slag)
    return s.namn if s.namn.casefold().startswith(s.slag) else f"{versal(s.slag)}: {s.namn}"


def sammanfatta(skillnad: Skillnad) -> str:
    """Vad ändringen betyder, i några meningar. Slutsatsen bygger på samma lista som allt annat i utskriften."""
    meningar = list(_slutsatsen(skillnad))
    if skillnad.olästa:
        antalet = antal(len({o.sökväg for o in skillnad.olästa}), "fil", "filer")
        meningar.insert(0, f"{antalet} kunde inte jämföras, så skillnaden är inte hel.")
    return " ".join(meningar)


def _slutsatsen(skillnad: Skillnad) -> Iterator[str]:
    svagare, oklara, ändrar = map(skillnad.av_tyngd, (Tyngd.FÖRSVAGAR, Tyngd.OKLAR, Tyngd.ÄNDRAR))
    if svagare:
        yield f"{antal(len(svagare), 'ändring', 'ändringar')} försvagar planen: {_räkna(svagare)}."
    if oklara:
        vad_de = f"{'Ytterligare ' if svagare else ''}{antal(len(oklara), 'ändring', 'ändringar')}"
        yield f"{vad_de} kan försvaga planen, men det går inte att räkna ut: {_räkna(oklara)}."
    if not skillnad.ändringar:
        yield (
            "I det som kunde jämföras har ingenting ändrats."
            if skillnad.olästa
            else "Ingenting i planerna har ändrats."
        )
    elif ändrar:
        vad_den = "ändringar säger" if len(ändrar) > 1 else "ändring säger"
        resten = f"{len(ändrar)} {vad_den} något annat än förut: {_räkna(ändrar)}."
        yield resten if svagare or oklara else f"{resten} Läs {'dem' if len(ändrar) > 1 else 'den'}."
    elif not (svagare or oklara or skillnad.olästa):
        yield "Ingenting försvagar planen."
    yield from _övriga(skillnad)


def _räkna(ändringar: Iterable[Ändring]) -> str:
    slag = Counter(_nämn(ä) for ä in ändringar)
    return räkna_upp([f"{n} {ord_[n > 1]}" for ord_, n in slag.items()])


def _nämn(ä: Ändring) -> tuple[str, str]:
    if (eget := _SLAG.get(ä.slag, {}).get(ä.ställe.slag)) is not None:
        return eget
    if isinstance(ä, RiskÄndrad) and ä.nytt_värde > ä.gammalt_värde:
        return "höjd risk", "höjda risker"
    försvagar = _SOM_FÖRSVAGAR.get(type(ä)) if ä.tyngd is Tyngd.FÖRSVAGAR else None
    return försvagar or _NÄMNS.get(type(ä), ("annan ändring", "andra ändringar"))


def _övriga(skillnad: Skillnad) -> Iterator[str]:
    ord_ = {Tyngd.STÄRKER: "som stärker planen", Tyngd.NEUTRAL: "utan betydelse för det som planen lovar"}
    delar = [f"{n} {text}" for tyngd, text in ord_.items() if (n := len(skillnad.av_tyngd(tyngd)))]
    if delar:
        yield f"Övriga ändringar: {räkna_upp(delar)}."
