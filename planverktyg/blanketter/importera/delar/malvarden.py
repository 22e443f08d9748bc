"""En ruta eller en mening om vad som ska nås in, ett målvärde ut, med frågan till en människa när något är gissat."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from planverktyg.blanketter.importera.tal import RÄKNEORD, TAL, läs_mätt, läs_tid, som_tal, tal_i_ord, utan_fotnotsmärke

_GRÄNSER = (
    ("minst", r"minst|lägst|>=|≥|≥=|tidigast|min\.?"),
    ("högst", r"högst|max(?:imalt|\.)?|<=|≤|inte mer än|inte fler än|senast"),
    ("över", r"mer än|över|fler än|högre än|>"),
    ("under", r"mindre än|under|färre än|lägre än|<"),
)
_GRÄNSORD = "|".join(mönster for _, mönster in _GRÄNSER)
_RIKTNINGAR = (
    ("minskar inte", r"(?:ska |skall |får )?(?:inte|ej) minska\w*|(?:ska )?inte bli färre"),
    ("ökar inte", r"(?:ska |skall |får )?(?:inte|ej) öka\w*|(?:ska )?inte bli fler"),
    ("bibehålls", r"(?:ska |skall )?(?:bibehåll\w*|behåll\w*|vara oförändra\w*|oförändra\w*|ligga kvar)"),
    ("ökar", r"(?:ska |skall |har )?(?:öka[rst]?|ökat|bli fler|bli högre|högre än föregående år)"),
    ("minskar", r"(?:ska |skall |har )?(?:minska[rst]?|minskat|bli färre|bli lägre|kortas|lägre än föregående år)"),
)
LÄGRE_ÄR_BÄTTRE = (
    r"frånvaro|kostnad|avvikelse|(?:vänte|handläggnings|svars|kö|led|utrednings|behandlings)tid|arbetslös|hemlös|placering"
    r"|vårddygn|antal dygn|klagomål|olyck|skador|brott|återinsjukn|återaktualiser|vräkning|utsläpp|avhopp|personalomsättning"
    r"|försörjningsstöd"
)
"""Ord i en indikators namn som säger att lägre är bättre, när inget annat visar hållet."""


class Målvärde(NamedTuple):
    """Målvärdet så som det skrivs i planen."""

    värde: Any
    enhet: str = ""
    fråga: str = ""


def ur_ruta(text: str, *, namn: str, före: Decimal | None, steg: dict[str, int] | None) -> Målvärde | None:
    """Målvärdet i en tabellruta. `före` är utgångsvärdet och `steg` indikatorns skala. None när rutan är tom."""
    ren = " ".join(text.split()).strip()
    if not ren or re.fullmatch(r"[-–—.]+|saknas", ren.casefold()):
        return None
    if (utan := utan_fotnotsmärke(ren)) != ren:
        mål = ur_ruta(utan, namn=namn, före=före, steg=steg)
        märke = f"källans {ren} har ett märke för en fotnot, som inte står i målvärdet"
        return mål and mål._replace(fråga=f"{mål.fråga}; {märke}" if mål.fråga else märke)
    if ordet := _steget(ren, steg):
        return Målvärde(ordet)
    if re.fullmatch(r"(?i)ja|nej", ren):
        return Målvärde(ren.casefold(), "ja/nej")
    for läsare in (_intervall, _gräns, _riktning, _tid):
        if funnet := läsare(ren):
            return funnet
    if mätt := läs_mätt(ren):
        nyckel, skäl = _hållet(mätt.tal, namn, före)
        fråga = f"källan säger bara {ren}; {nyckel} är en gissning ({skäl})"
        return Målvärde({nyckel: mätt.tal}, mätt.enhet, fråga)
    if re.match(r"(?i)redovisa", ren):
        return Målvärde({"redovisas": "ja"})
    return Målvärde({"bedöms": ren}, fråga="målvärdet är i ord och bedöms för hand")


def _steget(text: str, steg: dict[str, int] | None) -> str | None:
    if steg is None:
        return None
    tal = som_tal(text)
    if tal is not None:
        return next((ord_ for ord_, nr in steg.items() if nr == tal), None)
    return next((ord_ for ord_ in steg if ord_ == text.casefold()), None)


def _intervall(text: str) -> Målvärde | None:
    träff = re.fullmatch(
        rf"(?:mellan )?(\d[\d ,.]*?)\s*(?:[-–]| och | till )\s*({TAL})\s*(%|procent|[^\W\d_]+)?", text, re.IGNORECASE
    )
    if träff is None:
        return None
    lägst, högst = som_tal(träff[1]), som_tal(träff[2])
    if lägst is None or högst is None or lägst >= högst or (lägst > 1900 and högst < 2100):
        return None
    return Målvärde({"mellan": [lägst, högst]}, _enheten(träff[3]))


def _gräns(text: str) -> Målvärde | None:
    träff = re.fullmatch(
        rf"(?P<ord>{_GRÄNSORD})\s*(?P<index>NKI|NMI|index)?\s*(?P<tal>{TAL})\s*(?P<enhet>%|[^\W\d_][^()]*)?(?:\s*\([^)]*\))?",
        text,
        re.IGNORECASE,
    )
    tal = som_tal(träff["tal"]) if träff else None
    if träff is None or tal is None:
        return None
    return Målvärde({gränsen(träff["ord"]): tal}, _enheten(träff["index"] or träff["enhet"]))


def gränsen(ord_: str) -> str:
    """`max` → högst."""
    return next(nyckel for nyckel, mönster in _GRÄNSER if re.fullmatch(mönster, ord_.strip(), re.IGNORECASE))


def _riktning(text: str) -> Målvärde | None:
    for riktning, mönster in _RIKTNINGAR:
        if re.fullmatch(mönster, text, re.IGNORECASE):
            return Målvärde({"riktning": riktning})
    return None


def _tid(text: str) -> Målvärde | None:
    träff = re.fullmatch(
        r"(?i)(?:klart?|klara|färdig\w*|senast|genomförd\w*|antagen|antaget)?\s*(?:senast )?(\S.*)", text
    )
    tid = läs_tid(träff[1]) if träff and (träff[1] != text or "-" in text) else None
    return Målvärde({"klart": tid}) if tid is not None else None


def _enheten(text: str | None) -> str:
    ren = (text or "").strip().casefold().rstrip(".")
    return "%" if ren.startswith(("%", "procent")) else (text or "").strip() if ren in {"nki", "nmi"} else ren


def _hållet(tal: Decimal, namn: str, före: Decimal | None) -> tuple[str, str]:
    """Om målet är en undre eller övre gräns, och varför: hållet från utgångsvärdet, nollan, eller vad som mäts."""
    if före is not None and före != tal:
        return ("högst" if tal < före else "minst"), f"utgångsvärdet är {'högre' if tal < före else 'lägre'}"
    if tal == 0:
        return "högst", "målet är noll"
    if re.search(LÄGRE_ÄR_BÄTTRE, namn.casefold()):
        return "högst", "lägre brukar vara bättre för det som mäts"
    return "minst", "inget visar att lägre är bättre"


# --- Meningar ------------------------------------------------------------------------------------------

_TALORD = "|".join(RÄKNEORD)
_GRÄNS_I_MENING = re.compile(
    rf"(?P<ord>\b(?:minst|lägst|högst|maximalt|max|mer än|fler än|mindre än|färre än)\b)\s+(?:en gräns på )?"
    rf"(?P<tal>(?:{TAL})|(?:{_TALORD})\b)\s*(?P<procent>%|procent\b)?\s*(?P<sak>[^\W\d_]+)?",
    re.IGNORECASE,
)
_BÖRJAR_MED_TAL = re.compile(rf"(?P<tal>{TAL})\s*(?P<procent>%|procent\b)", re.IGNORECASE)
_ÖVERSTIGER = re.compile(r"(?:ska|får|skall) (?:inte|ej) (?P<ord>över|under)stiga\s+(?P<vad>[^.]+)", re.IGNORECASE)
_I_MENING = (
    ("minskar inte", r"\b(?:ska|får|skall) (?:inte|ej) minska"),
    ("ökar inte", r"\b(?:ska|får|skall) (?:inte|ej) öka"),
    ("bibehålls", r"\b(?:ska|skall) (?:bibehållas|behållas|vara oförändra\w+)"),
    ("ökar", r"\b(?:ska|skall) (?:öka|bli fler|bli högre)\b"),
    ("minskar", r"\b(?:ska|skall) (?:minska|bli färre|bli lägre|kortas)\b"),
)
_UTVECKLAS = r"utveckl|förbättr|stärk|främja|fördjupa|verka för|bidra|arbeta med|arbeta för"


def ur_mening(text: str, *, klart: Any = None) -> Målvärde:
    """Målvärdet i en mening som säger vad som ska nås. `klart` är tidsgränsen som står vid den."""
    avser = {} if klart is None else {"avser": klart}
    for läsare in (_överstiger, _riktning_i, _gräns_i, _börjar_med_tal, _redovisas, _alla_eller_inga):
        if (funnet := läsare(text)) is not None:
            return funnet._replace(värde={**funnet.värde, **avser})
    if klart is not None:
        return Målvärde({"klart": klart}, fråga=f"läst som något som ska vara gjort senast {klart}")
    if re.search(_UTVECKLAS, text, re.IGNORECASE) or not re.search(r"(?i)\b(ska|skall|finns|är|har)\b", text):
        return Målvärde({"bedöms": _det_som_ska(text)}, fråga="källan säger ingen nivå, så målet bedöms för hand")
    return Målvärde("ja", "ja/nej", "läst som något som görs eller inte görs")


def _överstiger(text: str) -> Målvärde | None:
    träff = _ÖVERSTIGER.search(text)
    if träff is None:
        return None
    mätt = läs_mätt(träff["vad"].strip())
    gräns: Any = mätt.tal if mätt else {"namn": träff["vad"].strip()}
    return Målvärde({"högst" if träff["ord"].casefold() == "över" else "minst": gräns}, mätt.enhet if mätt else "")


def _riktning_i(text: str) -> Målvärde | None:
    riktning = next((r for r, mönster in _I_MENING if re.search(mönster, text, re.IGNORECASE)), None)
    return _mot(riktning, text) if riktning else None


def _gräns_i(text: str) -> Målvärde | None:
    träff = _GRÄNS_I_MENING.search(text)
    tal = tal_i_ord(träff["tal"]) if träff else None
    if träff is None or tal is None:
        return None
    return Målvärde({gränsen(träff["ord"]): tal}, "%" if träff["procent"] else "antal")


def _börjar_med_tal(text: str) -> Målvärde | None:
    träff = _BÖRJAR_MED_TAL.match(text)
    tal = som_tal(träff["tal"]) if träff else None
    if träff is None or tal is None:
        return None
    return Målvärde({"minst": tal}, "%", f"källan säger bara {träff[0]}; minst är en gissning")


def _redovisas(text: str) -> Målvärde | None:
    return Målvärde({"redovisas": "ja"}) if re.match(r"(?i)(redovisning av|redovisa )", text) else None


def _alla_eller_inga(text: str) -> Målvärde | None:
    if träff := re.search(r"(?i)^(alla|samtliga)\b|\balltid\b", text):
        return Målvärde({"minst": Decimal(100)}, "%", f"{träff[0].casefold()} är läst som 100 procent")
    if re.match(r"(?i)(inga|ingen|inget)\b", text):
        return Målvärde({"högst": Decimal(0)}, "antal", "inga är läst som högst 0")
    return None


def _mot(riktning: str, text: str) -> Målvärde:
    år = re.search(r"(?i)jämfört med (?:år(?:et)? )?((?:19|20)\d\d)|mot ((?:19|20)\d\d)", text)
    enhet = "%" if re.search(r"(?i)\bandel", text) else "antal" if re.search(r"(?i)\bantal", text) else ""
    if år:
        return Målvärde({"riktning": riktning, "mot": int(år[1] or år[2])}, enhet)
    fråga = "källan säger inte vad det jämförs med; föregående år är en gissning"
    return Målvärde({"riktning": riktning, "mot": "föregående år"}, enhet, fråga)


def _det_som_ska(text: str) -> str:
    träff = re.search(r"(?i)\bska\b[^.]*", text)
    return träff[0].strip() if träff else text.strip().rstrip(".")
