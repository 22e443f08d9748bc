"""Två texter in, orden som har tagits bort och lagts till ut; och värden ur modellen skrivna med ord."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from planverktyg.modell.andel import Andel
from planverktyg.modell.byggsten import Del, nyckel
from planverktyg.modell.grund.svenska import räkna_upp, skriv_datum, skriv_tal
from planverktyg.modell.villkor import Villkor, skriv_med_enhet

if TYPE_CHECKING:
    from collections.abc import Iterator

SAKNAS = "–"
"""Skrivs för det som inte fanns, eller inte finns längre."""

_MÅNGA_ORD = 3_000
"""Texter längre än så jämförs grövre, så att jämförelsen inte tar längre tid än läsningen."""


class Ordbit(NamedTuple):
    """Några ord i följd: lika, borttagna eller tillagda."""

    slag: Literal["lika", "bort", "till"]
    text: str


def ordskillnad(gammal: str, ny: str) -> tuple[Ordbit, ...]:
    """Den nya texten med det borttagna på sin plats. Radbrytningar och upprepade blanksteg räknas inte som skillnader."""
    före, efter = gammal.split(), ny.split()
    jämförare = SequenceMatcher(None, före, efter, autojunk=len(före) + len(efter) > _MÅNGA_ORD)
    bitar: list[Ordbit] = []
    for slag, i, j, k, m in jämförare.get_opcodes():
        if slag == "equal":
            bitar.append(Ordbit("lika", " ".join(före[i:j])))
            continue
        bitar += [Ordbit("bort", " ".join(före[i:j]))] if j > i else []
        bitar += [Ordbit("till", " ".join(efter[k:m]))] if m > k else []
    return tuple(bitar)


def likhet(gammal: str, ny: str) -> float:
    """Hur stor del av orden som är lika, 0–1."""
    return SequenceMatcher(None, gammal.split(), ny.split(), autojunk=False).ratio()


def skriv(värde: Any, enhet: str | None = None) -> str:
    """Värdet i ord, så kort som det kan sägas utan att något utelämnas."""
    if värde is None or värde in ((), {}):
        return SAKNAS
    if isinstance(värde, bool):
        return "ja" if värde else "nej"
    if isinstance(värde, int):
        return str(värde) if 1000 <= värde <= 2999 else skriv_tal(värde)  # ett årtal grupperas inte
    if isinstance(värde, Decimal):
        return skriv_med_enhet(värde, "%" if isinstance(värde, Andel) else None)
    if isinstance(värde, date):
        return skriv_datum(värde)
    if isinstance(värde, Villkor):
        return skriv_målvärde(värde, enhet)
    if isinstance(värde, (Del, Mapping)):
        return ", ".join(f"{namn} {skriv(inre, enhet)}" for namn, inre in _besked(värde))
    if isinstance(värde, tuple) and all(type(inre) is int for inre in värde):
        return "-".join(f"{inre:02}" for inre in värde)  # månad och dag
    if isinstance(värde, tuple):
        return ", ".join(skriv(inre, enhet) for inre in värde)
    return str(värde)


def skriv_målvärde(villkor: Villkor | None, enhet: str | None) -> str:
    """Målvärdet med sin tid: `minst 80 %, ska nås 2024`."""
    if villkor is None:
        return "inget målvärde"
    tid = f", ska nås {villkor.avser}" if villkor.avser not in (None, "ej angivet") else ""
    rubrik = f" ({villkor.rubrik})" if villkor.rubrik else ""
    orsak = f": {text}" if (text := getattr(villkor, "saknas", "")) else ""
    mått = f" {enhet}" if _med_enhet(villkor, enhet) else ""
    return f"{villkor.skriv(enhet)}{mått}{villkor.tillägg}{orsak}{tid}{rubrik}"


def skriv_kravet(del_: Del, enhet: str | None) -> str:
    """Målvärdet i ord, med nämnderna eller verksamheterna som ska nå det."""
    per_nämnd: Mapping[str, Villkor] = getattr(del_, "per_nämnd", None) or {}
    if per_nämnd:
        return "; ".join(f"{nämnd}: {skriv_målvärde(villkor, enhet)}" for nämnd, villkor in per_nämnd.items())
    delar = getattr(del_, "per_verksamhet", ())
    text = skriv_målvärde(getattr(del_, "målvärde", None), enhet)
    return f"{text} för {räkna_upp(list(delar))}" if delar else text


def _med_enhet(villkor: Villkor, enhet: str | None) -> bool:
    """Om enheten behövs för att förstå gränsen: `högst 2 555 dygn`. Procent står redan vid talet."""
    gräns = getattr(villkor, villkor.nyckel, None)
    är_tal = isinstance(gräns, Decimal) or (isinstance(gräns, tuple) and all(isinstance(g, Decimal) for g in gräns))
    return är_tal and enhet not in (None, "%", "ja/nej", "antal", "ej angiven")


def skilda_blad(gammalt: Any, nytt: Any) -> Iterator[tuple[str, Any, Any]]:
    """De minsta delarna som skiljer: vägen dit i ord, det gamla och det nya."""
    if type(gammalt) is type(nytt) and isinstance(gammalt, (Del, Mapping)) and not isinstance(gammalt, Villkor):
        före, efter = _innehåll(gammalt), _innehåll(nytt)
        for namn in dict.fromkeys((*före, *efter)):
            if före.get(namn) != efter.get(namn):
                for väg, a, b in skilda_blad(före.get(namn), efter.get(namn)):
                    yield f"{namn} {väg}".rstrip(), a, b
    elif _är_lika_många_delar(gammalt, nytt):
        for före_, efter_ in zip(gammalt, nytt, strict=True):
            namn = getattr(efter_, "namn", None) or getattr(efter_, "steg", None) or ""
            yield from ((f"{namn} {väg}".strip(), a, b) for väg, a, b in skilda_blad(före_, efter_))
    elif gammalt != nytt:
        yield "", gammalt, nytt


def _är_lika_många_delar(gammalt: Any, nytt: Any) -> bool:
    """Om båda är listor av delar, lika långa: då är det delarna som skiljer."""
    listor = isinstance(gammalt, tuple) and isinstance(nytt, tuple) and len(gammalt) == len(nytt)
    return listor and all(isinstance(ett, Del) and not isinstance(ett, Villkor) for ett in (*gammalt, *nytt))


def skriv_skilda(gammalt: Any, nytt: Any, enhet: str | None = None) -> tuple[str, str]:
    """Det gamla och det nya i ord: bara det som skiljer när båda finns, annars allt."""
    if isinstance(gammalt, tuple) and isinstance(nytt, tuple):
        return skriv(gammalt, enhet), skriv(nytt, enhet)
    blad = list(skilda_blad(gammalt, nytt))

    def sida(nr: int) -> str:
        return ", ".join(f"{b[0]} {skriv(b[nr], enhet)}".strip() for b in blad)

    return sida(1), sida(2)


def _innehåll(värde: Del | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(värde, Del):
        fält = {nyckel(n): getattr(värde, n) for n in type(värde).model_fields if n != "fingeravtryck"}
        return fält | (värde.model_extra or {})  # ett fingeravtryck är inga ord
    return dict(värde)


def _besked(värde: Del | Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Det som är sagt: nycklarna som inte har kvar sitt förval."""
    tysta = (
        {nyckel(namn) for namn in type(värde).model_fields if är_tyst(värde, namn)} if isinstance(värde, Del) else ()
    )
    return ((namn, inre) for namn, inre in _innehåll(värde).items() if namn not in tysta)


def är_tyst(del_: Del, namn: str) -> bool:
    """Om uppgiften har kvar sitt förval, så att den inte behöver sägas."""
    fält = type(del_).model_fields[namn]
    return not fält.is_required() and getattr(del_, namn) in (fält.default, None, (), {})


def är_löptext(text: str) -> bool:
    """Om texten är så lång att skillnaden visas ord för ord."""
    return len(re.findall(r"\s+", text)) >= 4
