"""Skillnaden som kommentar vid en ändring, för den som aldrig har sett YAML.

En mening om vad ändringen betyder, en tabell över det som försvagar planen, och resten utfällbart. Texter ur planen kan
inte bli rubriker, länkar, HTML eller omnämnanden. Kommentaren är alltid kortare än vad GitHub tar emot.
"""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import versal
from planverktyg.skillnad import Tyngd
from planverktyg.utgivning.skillnader.sammandrag import RUBRIKER, omdömen, sammanfatta, utan_omdömen, vad
from planverktyg.utgivning.skillnader.terminal import korta

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.skillnad import Skillnad, Ändring
    from planverktyg.skillnad.andringar import OmdömeÄndrat
    from planverktyg.skillnad.ord import Ordbit

LÄNGST = 60_000
"""Tecken. GitHub tar emot 65 536 i en kommentar; det som fattas är för den som lägger till något själv."""
_RESERV = 800
_LÄNGSTA_NAMN = 140
_LÄNGSTA_CELL = 400
_LÄNGSTA_TEXT = 1_500

_TECKEN = re.compile(r"[\\`*_\[\]|~$!]")
_OSYNLIGT = "\u2060"


def skriv(skillnad: Skillnad) -> str:
    """Kommentaren. Tom när ingenting skiljer och allt gick att läsa."""
    if not skillnad.ändringar and not skillnad.olästa:
        return ""
    text, utelämnade = "", 0
    for stycke in _stycken(skillnad):
        if len(text) + len(stycke) > LÄNGST - _RESERV:
            utelämnade += 1
        elif not utelämnade or stycke.startswith("</details>"):
            text += stycke
    if utelämnade:
        kommando = f"plan skillnad {skillnad.gammal} {skillnad.ny}"
        text += f"\n**Allt ryms inte här.** Hela skillnaden visas med `{kommando.replace('`', '')}`.\n"
    return text


def _stycken(skillnad: Skillnad) -> Iterator[str]:
    """Kommentaren i bitar som var och en kan utelämnas utan att resten går sönder."""
    yield f"### Vad ändringen betyder\n\n{säker(sammanfatta(skillnad))}\n"
    for o in skillnad.olästa:
        f = o.fynd
        yield (
            f"\n> **Inte jämförd:** {säker(o.sökväg)} går inte att läsa i {säker(o.version)}. "
            f"Rad {f.plats.rad}: {säker(f.text)} {säker(f.råd)}\n"
        )
    for tyngd in Tyngd:
        ändringar = utan_omdömen(skillnad.av_tyngd(tyngd))
        if ändringar and tyngd is Tyngd.FÖRSVAGAR:
            yield f"\n#### {RUBRIKER[tyngd]}\n"
            yield from _tabeller(ändringar)
        elif ändringar:
            yield from _utfällbart(f"{RUBRIKER[tyngd]} ({len(ändringar)})", _tabeller(ändringar))
        if tyngd is Tyngd.FÖRSVAGAR and (blir_andra := omdömen(skillnad)):
            yield from _utfällbart(f"Bedömningar som blir andra ({len(blir_andra)})", _omdömestabell(blir_andra))


def _utfällbart(rubrik: str, stycken: Iterable[str]) -> Iterator[str]:
    yield f"\n<details><summary>{html.escape(rubrik)}</summary>\n"
    yield from stycken
    yield "</details>\n"


def _tabeller(ändringar: Sequence[Ändring]) -> Iterator[str]:
    """En tabell för varje dokument."""
    for dokument, grupp in groupby(ändringar, key=lambda ä: ä.ställe.dokument):
        huvud = f"\n**{säker(versal(dokument))}**\n\n| Vad | Ändring | Förut | Nu |\n|---|---|---|---|\n"
        for rad in map(_rad, grupp):
            yield huvud + rad
            huvud = ""
    yield "\n"


def _rad(ä: Ändring) -> str:
    detaljer = "".join(f"<br>{säker(detalj)}" for detalj in ä.detaljer)
    ändring = f"{säker(ä.rubrik)}{detaljer}"
    if ä.ord:
        return f"| {_vad(ä)} | {ändring}<br>{_ordskillnad(ä.ord)} | | |\n"
    return (
        f"| {_vad(ä)} | {ändring} | {säker(_klipp(ä.från, _LÄNGSTA_CELL))} | {säker(_klipp(ä.till, _LÄNGSTA_CELL))} |\n"
    )


def _vad(ä: Ändring) -> str:
    return säker(_klipp(vad(ä), _LÄNGSTA_NAMN))


def _ordskillnad(bitar: Sequence[Ordbit]) -> str:
    """Texten med borttagna ord överstrukna och tillagda understrukna, dock inte hur lång som helst."""
    märken = {"lika": ("", ""), "bort": ("<del>", "</del>"), "till": ("<ins>", "</ins>")}
    skrivna, längd = [], 0
    for bit in bitar:
        text = korta(bit.text) if bit.slag == "lika" else bit.text
        if längd + len(text) > _LÄNGSTA_TEXT:
            skrivna.append("…")
            break
        före, efter = märken[bit.slag]
        skrivna.append(f"{före}{säker(text)}{efter}")
        längd += len(text)
    return " ".join(skrivna)


def _omdömestabell(ändringar: Sequence[OmdömeÄndrat]) -> Iterator[str]:
    for dokument, grupp in groupby(ändringar, key=lambda ä: ä.ställe.dokument):
        huvud = f"\n**{säker(versal(dokument))}**\n\n| Vad | Förut | Blir | Varför |\n|---|---|---|---|\n"
        for ä in grupp:
            varför = " ".join((f"{versal(ä.orsak)} har ändrats.", *ä.detaljer))
            yield huvud + f"| {_vad(ä)} | {säker(ä.från)} | {säker(ä.till)} | {säker(varför)} |\n"
            huvud = ""
    yield "\n"


def säker(text: str) -> str:
    """Vilken text som helst på en rad, skriven så att den bara är text: ingen HTML, Markdown, länk eller omnämning."""
    skyddad = _TECKEN.sub(r"\\\g<0>", html.escape(" ".join(text.split()), quote=False))
    skyddad = re.sub(r"@(?=\w)", f"@{_OSYNLIGT}", skyddad)
    skyddad = re.sub(r"#(?=\w)", f"#{_OSYNLIGT}", skyddad)
    return re.sub(r"(?<=\w)://", f":{_OSYNLIGT}//", skyddad)


def _klipp(text: str, längst: int) -> str:
    return text if len(text) <= längst else f"{text[: längst - 1].rstrip()}…"
