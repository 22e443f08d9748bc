"""Skillnaden som kommentar vid en ändring, för den som aldrig har sett YAML.

En mening om vad ändringen betyder, en tabell över det som försvagar planen, och resten utfällbart. Texter ur planen kan
inte bli rubriker, länkar, HTML eller omnämnanden. Långa texter fälls ihop men klipps aldrig. Kommentaren är alltid kortare än
vad GitHub tar emot; det som då inte ryms räknas, och kommandot som visar det nämns.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.filer import Arbetsmapp
from planverktyg.modell.grund.svenska import antal, räkna_upp, skriv_tal, versal
from planverktyg.skillnad import Tyngd
from planverktyg.skillnad.andringar import OmdömeÄndrat
from planverktyg.utgivning.skillnader.sammandrag import RUBRIKER, sammanfatta, vad
from planverktyg.utgivning.skillnader.terminal import korta

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planverktyg.skillnad import Oläst, Skillnad, Ändring
    from planverktyg.skillnad.ord import Ordbit

LÄNGST = 60_000
"""Tecken. GitHub tar emot 65 536 i en kommentar; det som fattas är för den som lägger till något själv."""
_RESERV = 1_200
_LÄNGSTA_NAMN = 140
_LÄNGSTA_CELL = 400
"""Längre texter än så står hela, utfällbara under tabellen."""

_TECKEN = re.compile(r"[\\`*_\[\]|~$!]")
_OSYNLIGT = "\u2060"
_VÄGER = (Tyngd.FÖRSVAGAR, Tyngd.OKLAR)
"""Det som aldrig fälls ihop."""


def skriv(skillnad: Skillnad) -> str:
    """Kommentaren. Tom när ingenting skiljer och allt gick att läsa."""
    if not skillnad.ändringar and not skillnad.olästa:
        return ""
    sida = _Sida()
    sida.lägg_till(f"### Vad ändringen betyder\n\n{säker(sammanfatta(skillnad))}\n")
    for o in skillnad.olästa:
        sida.lägg_till(_oläst(o))
    for rad in skillnad.parning:
        sida.lägg_till(f"\n> {säker(rad)}\n")
    for tyngd in Tyngd:
        ändringar = skillnad.av_tyngd(tyngd)
        gjorda = [ä for ä in ändringar if not isinstance(ä, OmdömeÄndrat)]
        följder = [ä for ä in ändringar if isinstance(ä, OmdömeÄndrat)]
        _avdelning(sida, RUBRIKER[tyngd], gjorda, _rad, fälls=tyngd not in _VÄGER)
        rubrik = (
            "Bedömningar som ändras utan att utfallet har ändrats" if tyngd in _VÄGER else "Bedömningar som blir andra"
        )
        _avdelning(sida, rubrik, följder, _omdömesrad, fälls=tyngd not in _VÄGER)
    return sida.text + _det_som_fattas(sida.utelämnade, skillnad)


class _Sida:
    """Texten så långt den ryms, och ändringarna som inte fick plats."""

    def __init__(self) -> None:
        self.text = ""
        self.utelämnade: list[Ändring] = []

    def ryms(self, *bitar: str) -> bool:
        """Om bitarna får plats tillsammans."""
        return len(self.text) + sum(map(len, bitar)) <= LÄNGST - _RESERV

    def lägg_till(self, text: str) -> None:
        """Lägger till det som ryms; annars ingenting."""
        self.text += text if self.ryms(text) else ""


def _det_som_fattas(utelämnade: Sequence[Ändring], skillnad: Skillnad) -> str:
    if not utelämnade:
        return ""
    tyngder = Counter(ä.tyngd for ä in utelämnade)
    väger = [f"{skriv_tal(tyngder[t])} som {t.value} planen" for t in _VÄGER if tyngder[t]]
    varav = f", varav {räkna_upp(väger)}," if väger else ""
    antalet = antal(len(utelämnade), "ändring", "ändringar")
    return (
        f"\n**Allt ryms inte här.** {versal(antalet)}{varav} är utelämnade. Hela skillnaden visas med "
        f"`{kommando(skillnad).replace('`', '')}`.\n"
    )


def kommando(skillnad: Skillnad) -> str:
    """Kommandot som visar hela skillnaden, så att det går att skriva in."""
    if skillnad.kommando:
        return skillnad.kommando
    mot = "" if skillnad.ny == Arbetsmapp().namn else f" {skillnad.ny}"
    return f"plan skillnad {skillnad.gammal}{mot}"


def _oläst(o: Oläst) -> str:
    f = o.fynd
    return (
        f"\n> **Inte jämförd:** {säker(o.var)} går inte att läsa. Rad {f.plats.rad}: {säker(f.text)} {säker(f.råd)}\n"
    )


def _avdelning(
    sida: _Sida, rubrik: str, ändringar: Sequence[Any], rad: Callable[[Any], tuple[str, str]], *, fälls: bool
) -> None:
    """Ändringarna under en rubrik, en tabell för varje dokument. Det som inte ryms räknas."""
    if not ändringar:
        return
    början = (
        f"\n<details><summary>{html.escape(rubrik)} ({len(ändringar)})</summary>\n" if fälls else f"\n#### {rubrik}\n"
    )
    slut = "</details>\n" if fälls else ""
    text = ""
    for huvud, grupp in groupby(ändringar, key=_tabellhuvud):
        rader, långa, längd = [], [], len(huvud)
        for ä in grupp:
            cell, lång = rad(ä)
            if sida.ryms(början, text, slut, cell, lång, " " * (längd + 1)):
                rader.append(cell)
                långa += [lång] if lång else []
                längd += len(cell) + len(lång)
            else:
                sida.utelämnade.append(ä)
        if rader:
            text += "".join((huvud, *rader, "\n", *långa))
    if text:
        sida.text += början + text + slut


def _tabellhuvud(ä: Ändring) -> str:
    """Dokumentet, filen och tabellens rubriker."""
    fil = f" ({säker(ä.ställe.plats.fil)})" if ä.ställe.plats.fil else ""
    kolumner = ("Förut", "Blir", "Varför") if isinstance(ä, OmdömeÄndrat) else ("Ändring", "Förut", "Nu")
    return f"\n**{säker(versal(ä.ställe.dokument))}**{fil}\n\n| Vad | {' | '.join(kolumner)} |\n|---|---|---|---|\n"


def _rad(ä: Ändring) -> tuple[str, str]:
    """Raden i tabellen, och texterna som är för långa för den."""
    ändring = "<br>".join(map(säker, (ä.rubrik, *ä.detaljer)))
    if ä.ord:
        skillnad = _ordskillnad(ä.ord)
        if len(skillnad) <= 3 * _LÄNGSTA_CELL:
            return f"| {_vad(ä)} | {ändring}<br>{skillnad} | | |\n", ""
        return f"| {_vad(ä)} | {ändring} | hela texten står under tabellen | |\n", _utfälld(vad(ä), skillnad)
    celler, långa = [], ""
    for namn, text in (("förut", ä.från), ("nu", ä.till)):
        if len(text) > _LÄNGSTA_CELL:
            långa += _utfälld(f"{vad(ä)} ({namn})", säker(text))
            celler.append(f"{säker(_klipp(text, _LÄNGSTA_CELL // 2))} (hela texten står under tabellen)")
        else:
            celler.append(säker(text))
    return f"| {_vad(ä)} | {ändring} | {' | '.join(celler)} |\n", långa


def _utfälld(rubrik: str, text: str) -> str:
    return f"<details><summary>{html.escape(_klipp(rubrik, _LÄNGSTA_NAMN))}</summary>\n\n{text}\n\n</details>\n"


def _vad(ä: Ändring) -> str:
    return säker(_klipp(vad(ä), _LÄNGSTA_NAMN))


def _ordskillnad(bitar: Sequence[Ordbit]) -> str:
    """Texten med borttagna ord överstrukna och tillagda understrukna; oförändrade stycken förkortade."""
    märken = {"lika": ("", ""), "bort": ("<del>", "</del>"), "till": ("<ins>", "</ins>")}
    skrivna = []
    for bit in bitar:
        före, efter = märken[bit.slag]
        skrivna.append(f"{före}{säker(korta(bit.text) if bit.slag == 'lika' else bit.text)}{efter}")
    return " ".join(skrivna)


def _omdömesrad(ä: OmdömeÄndrat) -> tuple[str, str]:
    varför = " ".join((f"{versal(ä.orsak)} har ändrats.", *ä.detaljer))
    return f"| {_vad(ä)} | {säker(ä.från)} | {säker(ä.till)} | {säker(varför)} |\n", ""


def säker(text: str) -> str:
    """Vilken text som helst på en rad, skriven så att den bara är text: ingen HTML, Markdown, länk eller omnämning."""
    skyddad = _TECKEN.sub(r"\\\g<0>", html.escape(" ".join(text.split()), quote=False))
    skyddad = re.sub(r"@(?=\w)", f"@{_OSYNLIGT}", skyddad)
    skyddad = re.sub(r"#(?=\w)", f"#{_OSYNLIGT}", skyddad)
    skyddad = re.sub(r"(www)(?=\.)", rf"\1{_OSYNLIGT}", skyddad, flags=re.IGNORECASE)  # GitHub länkar det utan schema
    return re.sub(r"(?<=\w)://", f":{_OSYNLIGT}//", skyddad)


def _klipp(text: str, längst: int) -> str:
    return text if len(text) <= längst else f"{text[: längst - 1].rstrip()}…"
