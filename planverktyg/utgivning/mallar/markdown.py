"""Text ur planen in, ofarlig Markdown eller HTML ut.

`skydda` gör vilken text som helst till text i Markdown: den kan inte bli rubrik, lista, tabellkolumn eller HTML.
`till_html` och `till_markdown` läser ett fält som är skrivet i Markdown; rå HTML blir text, bilder blir sin
beskrivning, farliga länkar blir text och rubriker hamnar under den rubrik som fältet står under.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

DJUPASTE_RUBRIK = 6

_BLANKA = re.compile("[\t-\r\x1c-\x20\x85\u2028\u2029]+")
_TECKEN = re.compile(r"[\\`*_\[\]|~$]|<(?=[A-Za-z/!?]|$)|&(?=#?\w+;)")
_RADENS_BÖRJAN = re.compile(r"(?P<tal>\d{1,9})(?P<punkt>[.)])(?=\s|$)|(?P<tecken>[#>=]|[-+](?=[\s-]|$))")
_MED_STRECK = r"\\\1"
_BYTEN = {"<": "&lt;", "&": "&amp;"}


def skydda(text: str) -> str:
    """Texten på en rad, skriven så att Markdown visar den tecken för tecken."""
    return _skydda_radens_början(_skydda_tecken(_BLANKA.sub(" ", text).strip(" ")))


def rubrik(text: str, nivå: int) -> str:
    """Vilken text som helst som rubrik i Markdown."""
    return _rubrikrad(skydda(text), nivå)


def _rubrikrad(skyddad: str, nivå: int) -> str:
    """En rubrik; nummertecken sist i texten hör till den och stänger inte rubriken."""
    return f"{'#' * nivå} {re.sub(r'(?<= )(#+)$', _MED_STRECK, skyddad)}"


def _skydda_tecken(text: str) -> str:
    return _TECKEN.sub(lambda träff: _BYTEN.get(träff[0], f"\\{träff[0]}"), text)


def _skydda_radens_början(rad: str) -> str:
    """Raden utan det som gör dess början till rubrik, lista eller citat."""
    träff = _RADENS_BÖRJAN.match(rad)
    if träff is None:
        return rad
    if träff["tecken"] == ">":
        return f"&gt;{rad[1:]}"
    return f"{träff['tal'] or ''}\\{rad[len(träff['tal'] or '') :]}"


# --- Text utan märken ------------------------------------------------------------------------------

_VANLIG_RAD = r"(?!\s|[-+#=:]|\d+[.)])[^\\`*_\[\]|~$<>&\"\t\r\n\0]+(?<!\s)"
_ETT_BLOCK = rf"(?:{_VANLIG_RAD}(?:\n{_VANLIG_RAD})*|- {_VANLIG_RAD}(?:\n- {_VANLIG_RAD})*)"
_BARA_BLOCK = re.compile(rf"{_ETT_BLOCK}(?:\n\n{_ETT_BLOCK})*")
"""Stycken och punktlistor, utan ett enda märke i texten."""


def _utan_märken(källa: str) -> list[str] | None:
    """Styckena och punktlistorna i ett fält, när det inte har något annat. None när det behöver läsas som Markdown.

    De flesta fält är sådana, och läsaren tar längre tid att läsa in än Jinja.
    """
    if not _BARA_BLOCK.fullmatch(källa):
        return None
    block = källa.split("\n\n")
    två_listor = any(ett.startswith("- ") and nästa.startswith("- ") for ett, nästa in pairwise(block))
    return None if två_listor else block  # de läses som en lista, med luft mellan punkterna


def _i_html(block: str) -> str:
    if not block.startswith("- "):
        return f"<p>{block}</p>\n"
    punkter = "".join(f"<li>{punkt}</li>\n" for punkt in block[2:].split("\n- "))
    return f"<ul>\n{punkter}</ul>\n"


# --- Markdown till HTML ----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _läsare() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def till_html(källa: str, nivå: int) -> str:
    """Fältet som HTML. `nivå` är nivån på rubriken som fältet står under."""
    if (block := _utan_märken(källa)) is not None:
        return "".join(map(_i_html, block))
    läsare = _läsare()
    delar = läsare.parse(källa)
    for del_, rubrik in zip(_rubrikdelar(delar), _nya_nivåer(delar, nivå), strict=True):
        for märke in del_:
            märke.tag = f"h{rubrik}" if rubrik <= DJUPASTE_RUBRIK else "p"
    for märke in delar:
        _gör_tabell_läsbar(märke)
        _gör_bilder_till_text(märke)
    text: str = läsare.renderer.render(delar, läsare.options, {})
    return text.replace("<table>", _TABELL_FÖRE).replace("</table>", "</table></div>")


_TABELL_FÖRE = '<div class="tabellruta" role="group" aria-label="Tabell" tabindex="0"><table>'
"""Texten kan inte själv innehålla märket: `<` i fältet är redan `&lt;`."""


def _rubrikdelar(delar: Sequence[Token]) -> list[tuple[Token, Token]]:
    öppna = [d for d in delar if d.type == "heading_open"]
    stängda = [d for d in delar if d.type == "heading_close"]
    return list(zip(öppna, stängda, strict=True))


def _nya_nivåer(delar: Sequence[Token], nivå: int) -> list[int]:
    """Rubrikernas nivåer under den omgivande rubriken, utan hopp: ett steg ned i taget."""
    nya: list[int] = []
    stapel: list[int] = []
    for del_ in delar:
        if del_.type == "heading_open":
            skriven = int(del_.tag[1:])
            while stapel and stapel[-1] >= skriven:
                stapel.pop()
            stapel.append(skriven)
            nya.append(nivå + len(stapel))
    return nya


def _gör_tabell_läsbar(märke: Token) -> None:
    if märke.type == "th_open":
        märke.attrSet("scope", "col")


def _gör_bilder_till_text(märke: Token) -> None:
    """En bild skulle hämtas från nätet när rapporten öppnas; dess beskrivning räcker."""
    for inre in märke.children or ():
        if inre.type == "image":
            inre.type, inre.tag, inre.nesting = "text", "", 0
            inre.content = _bildtext(inre.content)


def _bildtext(beskrivning: str) -> str:
    return f"[bild: {beskrivning}]" if beskrivning else "[bild]"


# --- Markdown till ofarlig Markdown ----------------------------------------------------------------


def till_markdown(källa: str, nivå: int) -> str:
    """Fältet som ny Markdown med samma innehåll. `nivå` är nivån på rubriken som fältet står under."""
    if _utan_märken(källa) is not None:
        return källa
    from markdown_it.tree import SyntaxTreeNode

    delar = _läsare().parse(källa)
    rubriker = iter(_nya_nivåer(delar, nivå))
    rot = SyntaxTreeNode(delar)
    for nod in rot.walk():
        nod.parent = None  # annars är trädet en cirkel, och den håller texten tills kommandot är slut
    return "\n".join(_block(rot.children, rubriker))


def _block(noder: Sequence[SyntaxTreeNode], rubriker: Iterator[int]) -> list[str]:
    """Noderna som rader, med en tomrad mellan blocken."""
    rader: list[str] = []
    for nod in noder:
        rader += ["", *_ett_block(nod, rubriker)] if rader else _ett_block(nod, rubriker)
    return rader


def _ett_block(nod: SyntaxTreeNode, rubriker: Iterator[int]) -> list[str]:
    if nod.type == "heading":
        nivå, text = next(rubriker), _på_en_rad(nod)
        return [_rubrikrad(text, nivå) if nivå <= DJUPASTE_RUBRIK else f"**{text}**"]
    if nod.type in {"bullet_list", "ordered_list"}:
        return _lista(nod, rubriker)
    if nod.type == "blockquote":
        return [f"> {rad}".rstrip() for rad in _block(nod.children, rubriker)]
    if nod.type in {"fence", "code_block"}:
        staket = "`" * max(3, 1 + max(map(len, re.findall("`+", nod.content)), default=0))
        return [staket, *nod.content.rstrip("\n").split("\n"), staket]
    if nod.type == "table":
        return _tabell(nod)
    if nod.type == "hr":
        return ["* * *"]
    return _rader_i(nod)


def _lista(nod: SyntaxTreeNode, rubriker: Iterator[int]) -> list[str]:
    rader: list[str] = []
    start = int(nod.attrs.get("start", 1))
    tät = all(barn.hidden for post in nod.children for barn in post.children if barn.type == "paragraph")
    for nummer, post in enumerate(nod.children, start):
        märke = f"{nummer}. " if nod.type == "ordered_list" else "- "
        första, *resten = _punkt(post, rubriker, tät=tät) or [""]
        rader += [""] if rader and not tät else []
        rader += [f"{märke}{första}", *(f"{' ' * len(märke)}{rad}".rstrip() for rad in resten)]
    return rader


def _punkt(post: SyntaxTreeNode, rubriker: Iterator[int], *, tät: bool) -> list[str]:
    if not tät:
        return _block(post.children, rubriker)
    return [rad for barn in post.children for rad in _ett_block(barn, rubriker)]


def _tabell(nod: SyntaxTreeNode) -> list[str]:
    rader = [[_på_en_rad(cell) for cell in rad.children] for del_ in nod.children for rad in del_.children]
    ut = [f"| {' | '.join(rad)} |" for rad in rader]
    return [ut[0], f"|{'---|' * len(rader[0])}", *ut[1:]]


def _rader_i(nod: SyntaxTreeNode) -> list[str]:
    rader = [_skydda_radens_början(rad.strip(" ")) for rad in _inre_text(nod).split("\n")]
    return [rad.replace(_HÅRD_RADBRYTNING, "\\") for rad in rader]


def _på_en_rad(nod: SyntaxTreeNode) -> str:
    """Texten i en rubrik eller en cell, där en radbrytning är ett mellanslag."""
    rader = _inre_text(nod).replace(_HÅRD_RADBRYTNING, "").split("\n")
    return _skydda_radens_början(" ".join(rad.strip(" ") for rad in rader).strip(" "))


def _inre_text(nod: SyntaxTreeNode) -> str:
    return _följd([barn for inre in nod.children for barn in (inre.children or [inre])])


_HÅRD_RADBRYTNING = "\x00"
"""Märket före en radbrytning som ska synas. Tecknet kan inte stå i ett fält: läsaren byter ut det."""


def _följd(noder: Sequence[SyntaxTreeNode], öppna: frozenset[str] = frozenset()) -> str:
    """Noderna efter varandra.

    En betoning som redan är öppen, eller som följer tätt på en annan, skrivs inte ut: märkena skulle läsas ihop.
    """
    text = ""
    for nod in noder:
        märke = {"strong": "**", "em": "*"}.get(nod.type, "")
        if märke in öppna or (märke and text.endswith("*")):
            märke = ""
        text += _löpande(nod, märke, öppna | {märke} if märke else öppna)
    return text


def _löpande(nod: SyntaxTreeNode, märke: str, öppna: frozenset[str]) -> str:
    """Text inne i ett stycke."""
    if nod.type == "text":
        return _skydda_tecken(nod.content)
    if nod.type == "softbreak":
        return "\n"
    if nod.type == "hardbreak":
        return f"{_HÅRD_RADBRYTNING}\n"
    if nod.type == "image":
        return _skydda_tecken(_bildtext(nod.content))
    if nod.type == "code_inline":
        return _kod(nod.content)
    inre = _följd(nod.children, öppna)
    if nod.type == "link":
        return f"[{inre}](<{_adress(nod.attrs)}>)"
    return f"{märke}{inre}{märke}" if inre else ""


def _kod(text: str) -> str:
    if "`" in text or "|" in text:
        return _skydda_tecken(text.strip())
    return f"`{text}`"


def _adress(attribut: dict[str, Any]) -> str:
    return re.sub(r"[<>\s\\|]", "", str(attribut.get("href", "")))
