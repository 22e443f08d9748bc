"""En rad som YAML inte kan läsa in, raden så som den måste ha varit menad ut, eller None.

Ett förslag lämnas bara när filen läses längre med den raden än utan: den som följer rådet möter aldrig samma fel igen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

from planverktyg.arkiv.laddning.slag import SLAG, alla_klasser, nycklar_i
from planverktyg.arkiv.syntax.text import händelser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.syntax.text import Text

LÄNGSTA_RAD = 1000
"""Längre rader än så får inget förslag."""


class Rättad(NamedTuple):
    """Vad som är fel på raden, var på den, och raden som den ska vara (utan indrag)."""

    kolumn: int
    text: str
    rad: str


def rättad_rad(text: Text, nummer: int) -> Rättad | None:
    """Den första rättelsen som gör att felet på raden försvinner."""
    rad = text.rader[nummer]
    if len(rad) > LÄNGSTA_RAD or rad.lstrip().startswith("#"):
        return None
    stopp = _stopp(text.text)
    for kolumn, vad, ny in _förslag(rad, text.rader[:nummer]):
        nytt_stopp = _stopp("\n".join([*text.rader[:nummer], ny, *text.rader[nummer + 1 :]]))
        if nytt_stopp > max(nummer, stopp):
            return Rättad(kolumn, vad, ny.strip())
    return None


def _stopp(text: str) -> float:
    """Raden där läsaren ger upp; oändligt när allt går att läsa."""
    nästa = händelser(text)
    try:
        while not isinstance(nästa(), yaml.StreamEndEvent):
            pass
    except yaml.MarkedYAMLError as fel:
        return fel.problem_mark.line if fel.problem_mark else 0
    except yaml.YAMLError:
        return 0
    return float("inf")


# --- Förslagen ---------------------------------------------------------------------------------------

_TANKSTRECK = re.compile(r"( *(?:- +)*+)([–—−•‑])( *)(?=\S)")
_JÄMFÖRELSE = re.compile(r"( *(?:- +)*+[^\W\d_][\w ]*: +)(>=|=>|≥|<=|=<|≤|>|<)\s*(-?\d[\d.]*)(?=\s*(?:#|$))")
_JÄMFÖRELSER = {">=": "minst", "=>": "minst", "≥": "minst", "<=": "högst", "=<": "högst", "≤": "högst"}
_NYCKEL = re.compile(r"(?<![\w/-])[^\W\d_][\w/-]*(?: [^\W\d_][\w/-]*)?(?=:(?: |$))")
_JÄMFÖRELSE_INUTI = re.compile(r"(?<=målvärde: )([<>≤≥]=?) ?(-?[0-9]+(?:\.[0-9]+)?)(?= *[,}])")
_SEMIKOLON = re.compile(r";(?= *[^\W\d_][\w ]*:(?: |$))")
_CITAT = re.compile(r'"(?:[^"\\]|\\.)*+"|\'[^\']*+\'')
_UTAN_STRECK = re.compile(r"( *)(?! )(?=[^\s#-][^:]*:(?: |$))")


def _förslag(rad: str, ovanför: list[str]) -> Iterator[tuple[int, str, str]]:
    """Kolumnen, vad som är fel, och den rättade raden."""
    if m := _TANKSTRECK.match(rad):
        yield (
            m.start(2),
            f"En punkt i en lista börjar med bindestreck (-), inte med {m[2]}.",
            f"{m[1]}- {rad[m.end() :]}",
        )
    if (m := _JÄMFÖRELSE.match(rad)) and (nyckel := _JÄMFÖRELSER.get(m[2])):
        vad = f"Målvärdet skrivs med ord, inte med {m[2]}."
        yield m.start(2), vad, f"{m[1]}{{{nyckel}: {m[3]}}}{rad[m.end() :]}"
    yield from _i_klamrar(rad)
    yield from _nytt_streck(rad, ovanför)


def _i_klamrar(rad: str) -> Iterator[tuple[int, str, str]]:
    """Kommatecken som fattas, eller är semikolon, mellan nycklarna i ett uppslag på en rad."""
    if "{" not in rad or "}" not in rad:
        return
    fri = _CITAT.sub(lambda m: "\0" * len(m[0]), rad)  # det som står inom citattecken är text
    if (m := _JÄMFÖRELSE_INUTI.search(fri)) and (nyckel := _JÄMFÖRELSER.get(m[1])):
        vad = f"Målvärdet skrivs med ord, inte med {m[1]}."
        yield m.start(1), vad, f"{rad[: m.start(1)]}{{{nyckel}: {m[2]}}}{rad[m.end() :]}"
    if semikolon := [m.start() for m in _SEMIKOLON.finditer(fri)]:
        ny = "".join("," if plats in semikolon else tecken for plats, tecken in enumerate(rad))
        yield semikolon[0], "Värdena skiljs åt med kommatecken, inte med semikolon.", ny
    if fattas := list(_utan_komma(fri)):
        ny = rad
        for plats, _ in reversed(fattas):
            ny = f"{ny[:plats].rstrip()}, {ny[plats:]}"
        yield fattas[0][0], f"Före {fattas[0][1]} saknas ett kommatecken.", ny


def _utan_komma(fri: str) -> Iterator[tuple[int, str]]:
    """Formatets nycklar som står efter ett värde utan kommatecken emellan, och var de börjar."""
    kända = {nyckel for slag in SLAG.values() for nyckel in nycklar_i(tuple(alla_klasser(slag)))}
    for m in _NYCKEL.finditer(fri, fri.index("{") + 1):
        nyckel = next((form for form in (m[0], m[0].rpartition(" ")[2]) if form in kända), None)
        if nyckel and not re.search(r"[{,;]\s*$", fri[: m.end() - len(nyckel)]):
            yield m.end() - len(nyckel), nyckel


def _nytt_streck(rad: str, ovanför: list[str]) -> Iterator[tuple[int, str, str]]:
    """Strecket som fattas på den första raden i en ny punkt: där nyckeln är den som punkterna ovanför börjar med."""
    m = _UTAN_STRECK.match(rad)
    if m is None:
        return
    nyckel = rad[m.end() :].partition(":")[0]
    for över in reversed(ovanför):
        streck = re.match(r"( *)- +([^:]*):", över)
        if streck and streck[2] == nyckel and len(streck[1]) <= len(m[1]) <= len(streck[1]) + 2:
            vad = f"Raden börjar en ny punkt i listan, men har inget streck (-) före {nyckel}."
            yield len(m[1]), vad, f"{streck[1]}- {rad[m.end() :]}"
            return
        if över.strip() and len(över) - len(över.lstrip()) < len(m[1]) - 2:
            return
