"""En mapp med egna mallar in, det som användaren bör veta om den ut. Och en sida in, samma sida med mappens bilder i sig ut."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import menade_du, räkna_upp
from planverktyg.utgivning.mallar.mallfel import Mallfel
from planverktyg.utgivning.mallar.mallmotor import MALLAR, STÖRSTA_MALL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BILDER = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml",
    ".webp": "image/webp", ".woff2": "font/woff2", ".woff": "font/woff",
}  # fmt: skip
"""Filer som bäddas in i sidan, så att den klarar sig utan dem."""
_ANDRA = {"mall.docx"}
"""Filer i mappen som inte är mallar i Jinja: kommunens Wordmall."""
_AVSNITT = re.compile(r"\{%-?\s*(?:block|macro)\s+(\w+)|\b(?:rapport|dokument|sammandrag)\.(?!py\b|html\b|md\b)(\w+)")
_BLOCK = re.compile(r"\{%-?\s*(block|endblock)\b\s*(\w*)")
_FLEST = 5
"""Så många av de saknade avsnitten nämns."""
_BYGGER_PÅ = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']verktygets/""")
_ÄRVER = re.compile(r"""\{%-?\s*extends\s+["']verktygets/""")
_FIL = re.compile(r"""(src="|url\(["']?)([^"'()]+)(["']?\)|")""")


def granska_mallmapp(mapp: Path) -> Iterator[str]:
    """Vad som inte används, vad som fattas i en äldre kopia, och bilder som inte kan bäddas in. En mening för varje."""
    egna = sorted(f for f in mapp.rglob("*") if f.is_file() and not f.name.startswith("."))
    if not egna:
        yield f"Mappen {mapp} är tom. Verktygets egna mallar används."
    for fil in egna:
        namn = fil.relative_to(mapp).as_posix()
        if namn in _ANDRA or fil.suffix.lower() in BILDER:
            continue
        if not _går_att_läsa(fil, mapp):
            yield f"Mallen {namn} används inte: filen går inte att läsa, eller är en länk ut ur mappen."
        elif (MALLAR / namn).is_file():
            yield from _äldre(fil, namn)
            yield from _okända_block(fil, namn)
        elif not _nämns(namn, egna):
            menat = menade_du(namn, [f.name for f in MALLAR.iterdir()])
            yield f"Mallen {namn} används inte: verktyget har ingen med det namnet." + (
                f" Menade du {menat}?" if menat else ""
            )
    for fil in egna:
        yield from _utanför(fil, mapp)


def _går_att_läsa(fil: Path, mapp: Path) -> bool:
    try:
        with fil.open("rb") as öppen:
            öppen.read(1)
    except OSError:
        return False
    return fil.resolve().is_relative_to(mapp.resolve())


def _nämns(namn: str, egna: list[Path]) -> bool:
    """Om någon av de egna mallarna läser in filen."""
    return any(f'"{namn}"' in _text(f) or f"'{namn}'" in _text(f) for f in egna)


def _äldre(fil: Path, namn: str) -> Iterator[str]:
    """Det som verktygets mall har men kopian saknar. En mall som bygger på verktygets får det nya av sig själv."""
    text = _text(fil)
    if fil.suffix not in (".html", ".md") or _BYGGER_PÅ.search(text):
        return
    saknas = [n for n in _avsnitt(_text(MALLAR / namn)) if n not in _avsnitt(text) and n not in text]
    if saknas:
        fler = [f"{len(saknas) - _FLEST} till"] if len(saknas) > _FLEST else []
        yield (
            f"Mallen {namn} saknar det som verktygets har: {räkna_upp([*saknas[:_FLEST], *fler])}. Är den en äldre kopia? "
            f'Bygg hellre på verktygets mall: {{% extends "verktygets/{namn}" %}}.'
        )


def _okända_block(fil: Path, namn: str) -> Iterator[str]:
    """Block i en mall som bygger på verktygets, men som verktygets inte har: Jinja säger inget om dem."""
    text = _text(fil)
    if not _ÄRVER.search(text):
        return
    kända = [märke[1] for mall in (namn, "grund.html") for märke in _BLOCK.findall(_text(MALLAR / mall)) if märke[1]]
    djup = 0
    for ord_, block in _BLOCK.findall(text):
        if ord_ == "block" and djup == 0 and block not in kända:
            menat = menade_du(block, kända)
            yield f"Mallen {namn} byter blocket {block}, som verktygets mall inte har. Det används inte." + (
                f" Menade du {menat}?" if menat else ""
            )
        djup += 1 if ord_ == "block" else -1


def _avsnitt(text: str) -> list[str]:
    return list(dict.fromkeys(a or b for a, b in _AVSNITT.findall(text)))


def _utanför(fil: Path, mapp: Path) -> Iterator[str]:
    if fil.suffix not in (".html", ".css"):
        return
    for _, adress, _ in _FIL.findall(_text(fil)):
        if adress.startswith(("data:", "#", "{")):
            continue
        if "://" in adress:
            yield f"Mallen {fil.name} hämtar {adress} från nätet: sidan klarar sig inte själv. Lägg filen i {mapp.name}/."
        elif _bilden(adress, mapp) is None:
            yield f"Mallen {fil.name} nämner {adress}, som inte är en bild eller ett typsnitt i {mapp.name}/."


def _text(fil: Path) -> str:
    if fil.suffix not in (".html", ".md", ".css") or fil.stat().st_size > STÖRSTA_MALL:
        return ""
    try:
        return fil.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:  # sägs för sig
        return ""


def bädda_in(sida: str, mapp: Path) -> str:
    """Sidan där mappens bilder och typsnitt står i sidan själv, som data. Reser `Mallfel` när en bild inte går att läsa."""

    def byt(träff: re.Match[str]) -> str:
        fil = _bilden(träff[2], mapp)
        if fil is None:
            return träff[0]
        try:
            data = b64encode(fil.read_bytes()).decode("ascii")
        except OSError as fel:
            raise Mallfel(
                träff[2], None, "Bilden kunde inte läsas.", "Kontrollera filen och disken den ligger på."
            ) from fel
        return f"{träff[1]}data:{BILDER[fil.suffix.lower()]};base64,{data}{träff[3]}"

    return _FIL.sub(byt, sida)


_LÄNK = re.compile(r'(<li>)?<a (class="se" )?href="#([^"]+)">([^<]*)</a>(</li>\n?)?')


def utan_döda_länkar(sida: str) -> str:
    """Sidan utan länkar till det som en egen mall har tagit bort: ur innehållet försvinner raden, i en text blir orden kvar."""
    finns = set(re.findall(r'\bid="([^"]+)"', sida))

    def byt(länk: re.Match[str]) -> str:
        if länk[3] in finns:
            return länk[0]
        hel_rad = länk[1] and länk[5]
        return "" if hel_rad or länk[2] else f"{länk[1] or ''}{länk[4]}{länk[5] or ''}"

    return _LÄNK.sub(byt, sida)


def _bilden(adress: str, mapp: Path) -> Path | None:
    """Filen i mappen, eller None när den inte finns där, inte är en bild eller leder ut ur mappen."""
    if "\0" in adress or len(adress) > 200:
        return None
    fil = (mapp / adress).resolve()
    finns = fil.suffix.lower() in BILDER and fil.is_relative_to(mapp.resolve()) and fil.is_file()
    return fil if finns and fil.stat().st_size <= STÖRSTA_MALL else None
