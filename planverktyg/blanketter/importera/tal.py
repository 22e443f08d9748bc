"""Text ur en ruta eller en mening in, tal, tider och enheter ut. Inget hittas på: det som inte går att läsa blir None."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from planverktyg.modell.byggsten import föreslå_tal
from planverktyg.modell.grund.svenska import MÅNADER

RÄKNEORD = {
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
    "elva": 11, "tolv": 12,
}  # fmt: skip
TAL = r"[-−+]?\d{1,3}(?:[ \u00a0]\d{3}){1,4}(?:[.,]\d+)?|[-−+]?\d+(?:[.,]\d+)?"
ÅR = r"(?:19|20)\d\d"


_FOTNOTSMÄRKE = re.compile(r"(?:[*†‡]{1,3}|(?<!m)[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?: ?[,)] ?[⁰¹²³⁴⁵⁶⁷⁸⁹]{0,3}){0,5})$")
"""Märket för en fotnot efter ett tal: `3 650³`, `14 dagar²)`, `215 500 *`. Efter m är det en exponent: `120 m²`."""


class Mätt(NamedTuple):
    """Ett tal ur en ruta, med det som stod bredvid."""

    tal: Decimal
    enhet: str = ""
    inom_parentes: str = ""


def är_tom(ruta: str) -> bool:
    """Om rutan är tom, eller bara har streck: så skriver många att det inte finns något."""
    return re.fullmatch(r"[-–—]*", ruta.strip()) is not None


def utan_fotnotsmärke(ruta: str) -> str:
    """Rutan utan märket för en fotnot sist, om det som står före märket är ett tal med sin enhet."""
    ren = _FOTNOTSMÄRKE.sub("", ruta.strip()).rstrip()
    return ren if ren[-1:] == "%" or re.search(r"\d", ren) else ruta


def som_tal(text: str) -> Decimal | None:
    """Talet, om texten bara är ett tal: `3 650`, `−8 800`, `234,1`."""
    ren = text.strip().replace("−", "-").replace("–", "-") if re.match(r"\s*[–−]\s*\d", text) else text.strip()
    if not re.fullmatch(rf"(?:{TAL})", ren.replace("- ", "-").replace("+ ", "+")):
        return None
    skrivet = föreslå_tal(ren.replace("- ", "-").replace("+ ", "+"))
    return Decimal(skrivet) if skrivet is not None else None


def läs_mätt(text: str) -> Mätt | None:
    """Talet i en ruta med sin enhet och det som står inom parentes: `3 (sep. 2019)`, `12.69 %`, `17 pers`."""
    träff = re.fullmatch(rf"(?P<tal>{TAL})\s*(?P<enhet>%|[^\W\d_][^()\d]*)?\s*(?:\((?P<p>[^()]*)\))?", text.strip())
    if träff is None:
        return None
    tal = som_tal(träff["tal"])
    return None if tal is None else Mätt(tal, _enhet(träff["enhet"] or ""), (träff["p"] or "").strip())


def _enhet(text: str) -> str:
    ren = text.strip().casefold().rstrip(".")
    return "%" if ren in {"%", "procent"} else ren


def läs_tid(text: str) -> str | int | None:
    """Tiden: `2019`, `sep. 2019`, `2019-09-12`, `delår 2 2019`. None när texten inte är en tid."""
    ren = re.sub(r"(\w)- (?=[a-zåäö])", r"\1", " ".join(text.split()).casefold()).strip(" .:()")
    if re.fullmatch(ÅR, ren):
        return int(ren)
    if re.fullmatch(rf"{ÅR}-\d\d(?:-\d\d)?", ren):
        return ren
    if träff := re.fullmatch(rf"(?:den )?(?:(\d{{1,2}})(?:[:.]?[ae])? )?([^\W\d_]{{3,9}})\.? ({ÅR})", ren):
        månad = next((nr for nr, namn in enumerate(MÅNADER, 1) if namn.startswith(träff[2])), None)
        if månad is None:
            return None
        return f"{träff[3]}-{månad:02}" + (f"-{int(träff[1]):02}" if träff[1] else "")
    if träff := re.fullmatch(rf"del[åa]r(?:srapport)?(?:en)? ?(\d) ?({ÅR})", ren):
        return f"delår {träff[1]} {träff[2]}"
    if träff := re.fullmatch(rf"(?:tertial|t) ?(\d) ({ÅR})", ren):
        return f"tertial {träff[1]} {träff[2]}"
    return None


def tal_i_ord(ord_: str) -> Decimal | None:
    """`två` → 2, `12` → 12."""
    ren = ord_.casefold().strip()
    return Decimal(RÄKNEORD[ren]) if ren in RÄKNEORD else som_tal(ren)


def åren(text: str) -> tuple[int, int] | None:
    """Åren som texten nämner som ett spann (`2018-2022`) eller ett ensamt år."""
    if spann := re.search(rf"\b({ÅR})\s*[-–]\s*({ÅR})\b", text):
        första, sista = int(spann[1]), int(spann[2])
        return (första, sista) if första <= sista else None
    alla = re.findall(rf"(?<![\d/-])({ÅR})(?![\d/-])", text)
    return (int(alla[0]), int(alla[0])) if alla else None
