"""En webbsida som mallarna har skrivit in, ett träd av noder ut, med mellanrummen så som en webbläsare visar dem."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = frozenset(
    (
        *(
            "html",
            "head",
            "body",
            "title",
            "style",
            "script",
            "main",
            "header",
            "footer",
            "section",
            "article",
            "aside",
        ),
        *("nav", "div", "figure", "figcaption", "p", "pre", "blockquote", "details", "summary", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
_UTAN_INNEHÅLL = frozenset(["br", "hr", "img", "meta", "link", "input", "col", "wbr"])


@dataclass
class Nod:
    """Ett element i sidan."""

    namn: str
    attribut: dict[str, str]
    barn: list[Nod | str] = field(default_factory=list)

    @property
    def klasser(self) -> list[str]:
        """Elementets klasser."""
        return self.attribut.get("class", "").split()

    @property
    def är_block(self) -> bool:
        """Om elementet står för sig, och inte är en del av en rad text."""
        return self.namn in _BLOCK

    def har(self, *klasser: str) -> bool:
        """Om elementet har någon av klasserna."""
        return not set(klasser).isdisjoint(self.klasser)

    def alla(self) -> Iterator[Nod]:
        """Elementen under det här, i ordning."""
        for barn in self.barn:
            if isinstance(barn, Nod):
                yield barn
                yield from barn.alla()

    def första(self, namn: str) -> Nod | None:
        """Det första elementet med namnet."""
        return next((nod for nod in self.alla() if nod.namn == namn), None)

    def text(self) -> str:
        """All text, med ett mellanslag mellan orden."""
        return re.sub(r"[ \n\t]+", " ", self.råtext()).strip()

    def råtext(self) -> str:
        """All text, med mellanslag runt det som står för sig."""
        return "".join(barn if isinstance(barn, str) else barn.omgiven() for barn in self.barn)

    def omgiven(self) -> str:
        """Texten så som den står bland annan text."""
        return f" {self.råtext()} " if self.är_block or self.namn == "br" else self.råtext()


class _Läsare(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rot = Nod("", {})
        self.öppna = [self.rot]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        nod = Nod(tag, {namn: värde or "" for namn, värde in attrs})
        self.öppna[-1].barn.append(nod)
        if tag not in _UTAN_INNEHÅLL:
            self.öppna.append(nod)

    def handle_endtag(self, tag: str) -> None:
        djup = next((n for n in range(len(self.öppna) - 1, 0, -1) if self.öppna[n].namn == tag), None)
        if djup is not None:
            del self.öppna[djup:]

    def handle_data(self, data: str) -> None:
        text = data if any(nod.namn == "pre" for nod in self.öppna) else re.sub(r"[ \n\t\r]+", " ", data)
        if text and not (text == " " and self.öppna[-1].namn in {"table", "tr", "thead", "tbody", "ul", "ol"}):
            self.öppna[-1].barn.append(text)


def läs_sida(sida: str) -> Nod:
    """Sidans träd."""
    läsare = _Läsare()
    läsare.feed(sida)
    läsare.close()
    _trimma(läsare.rot)
    return läsare.rot


def _trimma(nod: Nod) -> None:
    """Tar bort mellanslag först och sist i ett block, där webbläsaren inte visar dem."""
    for barn in nod.barn:
        if isinstance(barn, Nod):
            _trimma(barn)
    if nod.är_block:
        rena: list[Nod | str] = []
        for nr, barn in enumerate(nod.barn):
            förra, nästa = nod.barn[nr - 1] if nr else None, nod.barn[nr + 1] if nr + 1 < len(nod.barn) else None
            if isinstance(barn, str):
                text = barn.lstrip(" ") if förra is None or (isinstance(förra, Nod) and förra.är_block) else barn
                text = text.rstrip(" ") if nästa is None or (isinstance(nästa, Nod) and nästa.är_block) else text
                rena += [text] if text else []
            else:
                rena.append(barn)
        nod.barn = rena
