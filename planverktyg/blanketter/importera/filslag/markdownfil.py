"""En Markdownfil in, dess block ut: rubriker, stycken, punkter och tabeller så som Markdown säger dem."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit

from planverktyg.blanketter.importera.block import NUMRERAD, Block, Källtext, på_en_rad, rensa, utan_märkning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_LÄNK = re.compile(r"\[(?P<text>[^\[\]]{0,300})\]\(#[^()]{0,300}\)")
_FLYKT = re.compile(r"\\([!-/:-@\[-`{-~])")
_HUVUD = re.compile(r"\A---\n(?P<huvud>.*?)\n---\n", re.DOTALL)


def läs_markdownfil(text: str) -> Källtext:
    """Filens block i ordning. En innehållsförteckning med länkar till rubrikerna är inte text."""
    rensad = rensa(text.replace("\r\n", "\n").replace("\r", "\n"))
    läsare = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    block = _Läsare(läsare.parse(rensad), rensad.split("\n")).block()
    block, förteckning, rad = _utan_förteckning(block)
    return Källtext(_med_titel(block), förteckning, rad)


class _Läsare:
    """Gör block av Markdowns delar."""

    def __init__(self, delar: Sequence[Token], rader: list[str]) -> None:
        self.delar = delar
        self.rader = rader
        self.klara: list[Block] = []
        self.djup = 0

    def block(self) -> list[Block]:
        """Alla block."""
        nr = 0
        while nr < len(self.delar):
            nr = self._en(nr)
        return self.klara

    def _en(self, nr: int) -> int:
        del_ = self.delar[nr]
        rad = (del_.map[0] if del_.map else 0) + 1
        if del_.type in {"bullet_list_open", "ordered_list_open"}:
            self.djup += 1
        elif del_.type in {"bullet_list_close", "ordered_list_close"}:
            self.djup -= 1
        elif del_.type == "heading_open":
            text = _ren(self.delar[nr + 1].content)
            self.klara.append(Block("rubrik", text, rad, nivå=int(del_.tag[1])))
            return nr + 3
        elif del_.type == "paragraph_open":
            self._stycke(self.delar[nr + 1].content, rad, nr)
            return nr + 3
        elif del_.type == "table_open":
            return self._tabell(nr, rad)
        elif del_.type in {"fence", "code_block", "html_block"}:
            self.klara.append(Block("stycke", del_.content.strip(), rad))
        return nr + 1

    def _stycke(self, innehåll: str, rad: int, nr: int) -> None:
        text, fet = utan_märkning(_ren(innehåll))
        if not self.djup:
            self.klara.append(Block("stycke", text, rad, fet=fet))
            return
        först = self.delar[nr - 1].type == "list_item_open"
        nummer = self.delar[nr - 1].info if först and self.delar[nr - 1].markup in {".", ")"} else ""
        if not nummer and (inre := NUMRERAD.fullmatch(text)):
            nummer, text = inre["nummer"], inre["text"]
        if först:
            self.klara.append(Block("punkt", på_en_rad(text), rad, nivå=self.djup, nummer=nummer, fet=fet))
        else:
            self.klara.append(Block("stycke", text, rad, fet=fet))

    def _tabell(self, nr: int, rad: int) -> int:
        rader: list[list[str]] = []
        while self.delar[nr].type != "table_close":
            del_ = self.delar[nr]
            if del_.type == "tr_open":
                rader.append([])
            elif del_.type == "inline" and rader:
                text, _ = utan_märkning(_ren(re.sub(r"<br ?/?>", "\n", del_.content)))
                rader[-1].append("\n".join(map(på_en_rad, text.split("\n"))))
            elif del_.type == "tr_close" and len(rader) > 1:
                rader[-1] += self._utanför(rad + len(rader), len(rader[0]))
            nr += 1
        self.klara.append(Block("tabell", rad=rad, rader=rader))
        return nr + 1

    def _utanför(self, rad: int, kolumner: int) -> list[str]:
        """Rutorna på raden som är fler än rubrikerna: Markdown visar dem inte, men de är skrivna."""
        källa = self.rader[rad - 1].lstrip("> ").rstrip()
        rutor = escapedSplit(källa.removeprefix("|").removesuffix("|"))
        return [på_en_rad(_ren(ruta)) for ruta in rutor[kolumner:]]


def _ren(text: str) -> str:
    return _FLYKT.sub(r"\1", _LÄNK.sub(r"\g<text>", text)).strip()


def _utan_förteckning(block: list[Block]) -> tuple[list[Block], tuple[str, ...], int]:
    början = next(
        (
            nr
            for nr, b in enumerate(block)
            if b.slag == "rubrik" and re.fullmatch(r"(?i)inneh[åa]ll(sförteckning)?", b.text)
        ),
        None,
    )
    if början is None:
        return block, (), 0
    slut = next((nr for nr in range(början + 1, len(block)) if block[nr].slag != "punkt"), len(block))
    rader = tuple(b.text for b in block[början:slut])
    return block[:början] + block[slut:], rader, block[början].rad


def _med_titel(block: list[Block]) -> list[Block]:
    """Är den första rubriken ensam på nivå 1 är den dokumentets titel, och de andra kapitel från nivå 1."""
    nivåer = [b.nivå for b in block if b.slag == "rubrik"]
    if nivåer.count(1) == 1 and nivåer[0] == 1:
        for b in block:
            if b.slag == "rubrik":
                b.nivå -= 1
    return block
