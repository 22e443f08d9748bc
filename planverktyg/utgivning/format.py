"""Ett underlag och ett format in, den färdiga texten ut. Här står formatens ord, och här avgörs vad filen heter."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, assert_never, get_args

from planverktyg.modell.grund.svenska import menade_du, räkna_upp, slugga
from planverktyg.modell.grund.synligt import synlig

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planverktyg.modell.rapportering import Uppföljning
    from planverktyg.utgivning.underlag.dokument import Plandokument
    from planverktyg.utgivning.underlag.rapport import Rapport


class Format(StrEnum):
    """Formaten som något kan ges ut i: ett ord för varje, i alla kommandon. Vad som ges ut tar några av dem."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    GITLAB = "gitlab"
    JUNIT = "junit"


TVILLINGAR = {"txt": Format.TEXT, "md": Format.MARKDOWN, "htm": Format.HTML, "word": Format.DOCX}
"""Andra ord för formaten, som skript och filnamn använder."""

Rapportformat: TypeAlias = Literal[Format.TEXT, Format.MARKDOWN, Format.HTML, Format.PDF, Format.DOCX]
Textformat: TypeAlias = Literal[Format.TEXT, Format.MARKDOWN, Format.HTML]
"""De av dem som är text."""
RAPPORTFORMAT: tuple[Rapportformat, ...] = get_args(Rapportformat)
"""Formaten som en rapport och ett plandokument kan ges ut i."""
TEXTFORMAT: tuple[Textformat, ...] = get_args(Textformat)


class Formatfel(Exception):
    """Formatet går inte att avgöra, eller inte att skriva här. Texten säger varför, och vad som hjälper."""


def ge_ut(underlag: Rapport | Plandokument, format_: Textformat, mallmapp: Path | None = None) -> str:
    """Underlaget som text i formatet. Reser `Mallfel` när en mall inte går att använda."""
    from planverktyg.utgivning.mallar.mallmotor import skriv_ut

    match format_:
        case Format.TEXT:
            from planverktyg.utgivning.lasbar import som_text

            return som_text(ge_ut(underlag, Format.MARKDOWN, mallmapp))
        case Format.MARKDOWN:
            text = synlig(_städa(skriv_ut(f"{underlag.mall}.md", underlag, mallmapp)))
            if underlag.mall == "dokument":  # planens egen text, som går att läsa tillbaka
                return text
            from planverktyg.utgivning.ord.mellanrum import hårda_i_markdown

            return hårda_i_markdown(text)
        case Format.HTML:
            from planverktyg.utgivning.ord.mellanrum import hårda_mellanslag

            sida = skriv_ut(f"{underlag.mall}.html", underlag, mallmapp)
            if mallmapp is not None:
                from planverktyg.utgivning.mallar.mallmapp import bädda_in, utan_döda_länkar

                sida = utan_döda_länkar(bädda_in(sida, mallmapp))
            if underlag.utseende and underlag.utseende.färger:
                sida = _DIAGRAMFÄRG.sub(rf'\g<1>{underlag.utseende.färger.ljus}"', sida)
            return hårda_mellanslag(synlig(sida))
        case _:
            assert_never(format_)


_DIAGRAMFÄRG = re.compile(r'(\b(?:fill|stroke)=")#0b4f79"')
"""Diagrammens färg som attribut: stilmallens variabler når inte bilderna i PDF."""


def ge_ut_byte(
    underlag: Rapport | Plandokument,
    format_: Rapportformat,
    mallmapp: Path | None = None,
    plan: Mapping[str, Any] | None = None,
) -> bytes:
    """Underlaget som filens byte. `plan` är planens innehåll, som följer med i Word.

    Reser `Mallfel` som `ge_ut`, och `Formatfel` när ett tillägg saknas.
    """
    if format_ is Format.PDF:
        innehåll: bytes = _tillägget("pdf").skriv_pdf(ge_ut(underlag, Format.HTML, mallmapp))
    elif format_ is Format.DOCX:
        egen = mallmapp / WORDMALL if mallmapp and (mallmapp / WORDMALL).is_file() else None
        sida = ge_ut(underlag, Format.HTML, mallmapp)
        innehåll = _tillägget("word").skriv_word(sida, underlag.sidhuvud, egen, underlag.utseende, plan)
    else:
        innehåll = ge_ut(underlag, format_, mallmapp).encode()
    return innehåll


WORDMALL = "mall.docx"
"""Kommunens egen mall för Word, bland de egna mallarna."""


def _tillägget(tillägg: Literal["pdf", "word"]) -> Any:
    """Modulen som skriver formatet. Reser `Formatfel`, med vad som ska installeras, när något den behöver saknas."""
    try:
        return import_module(f"planverktyg.utgivning.{tillägg}")
    except ImportError as fel:
        from planverktyg.utgivning.tillagg import säg_saknat

        raise Formatfel(säg_saknat(tillägg, fel)) from None
    except OSError:  # WeasyPrint hittar inte Pango
        råd = "På Debian och Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        raise Formatfel(f"PDF kräver programbiblioteket Pango, som saknas på datorn. {råd}") from None


def _städa(text: str) -> str:
    """Markdown utan blanksteg sist på raderna och med en tomrad i taget."""
    rader: list[str] = []
    for rad in text.split("\n"):
        ren = rad.rstrip(" ")
        if ren or (rader and rader[-1]):
            rader.append(ren)
    return "\n".join(rader).rstrip("\n") + "\n"


def välj_format(valda: tuple[Rapportformat, ...], ut: str | None) -> tuple[Rapportformat, ...]:
    """Formaten ur flaggan eller ur filens ändelse; båda måste säga detsamma. `ut` är som den är skriven."""
    if ut is None or är_mapp(ut, valda):
        if ut is None and len(valda) > 1:
            raise Formatfel("Flera format skrivs i filer. Ange mappen: --ut rapporter/")
        return valda or (Format.MARKDOWN,)
    fil = Path(ut)
    if not fil.suffix:
        return valda or (Format.MARKDOWN,)
    ur_filen = _ur_ändelsen(fil)
    if valda and ur_filen not in valda:
        raise Formatfel(f"--format säger {räkna_upp(list(valda))} men filen heter {fil.name}. Ändra det ena.")
    return valda or (ur_filen,)


def är_mapp(ut: str, formaten: Sequence[Rapportformat]) -> bool:
    """Om `--ut` är en mapp: den skrivs som en (`rapporter/`), den finns, eller flera format ska till ett namn utan ändelse."""
    return ut.endswith(("/", os.sep)) or Path(ut).is_dir() or (not Path(ut).suffix and len(formaten) > 1)


_ÄNDELSER: dict[str, Rapportformat] = {
    "txt": Format.TEXT,
    "text": Format.TEXT,
    "md": Format.MARKDOWN,
    "markdown": Format.MARKDOWN,
    "html": Format.HTML,
    "htm": Format.HTML,
    "pdf": Format.PDF,
    "docx": Format.DOCX,
}
"""Filens ändelse → formatet."""
_ÄNDELSE = {format_: f".{ändelse}" for ändelse, format_ in reversed(_ÄNDELSER.items())}
"""Formatet → ändelsen som filen får: den första ovan."""


def _ur_ändelsen(ut: Path) -> Rapportformat:
    ändelse = ut.suffix.lower().lstrip(".")
    if ändelse in _ÄNDELSER:
        return _ÄNDELSER[ändelse]
    menat = menade_du(ändelse, _ÄNDELSER)
    råd = f"Menade du .{menat}?" if menat else f"Det finns {räkna_upp(list(_ÄNDELSE.values()))}."
    raise Formatfel(f"Filen {ut.name} har en ändelse som inte är något format. {råd}")


def filen(
    ut: Path,
    format_: Rapportformat,
    plan_id: str,
    huvud: Uppföljning | None,
    märken: Sequence[str],
    *,
    i_mapp: bool,
    är_flera: bool,
) -> Path:
    """Filen som en plan skrivs i: `--ut`, eller i den mappen efter planen och perioden, med `exempel` och `utkast`.

    Ett namn utan ändelse får formatets, så att filen går att öppna.
    """
    if i_mapp:
        namn = plan_id + (f"-{slugga(huvud.period)}-{huvud.per.year}" if huvud else "")
        mapp, ändelse = ut, ""
    else:
        namn, mapp, ändelse = ut.stem + (f"-{plan_id}" if är_flera else ""), ut.parent, ut.suffix
    for märke in märken:
        if märke not in namn.casefold():
            namn += f"-{märke}"
    passar = ändelse and _ÄNDELSER.get(ändelse.lower().lstrip(".")) is format_
    return mapp / f"{namn}{ändelse if passar else _ÄNDELSE[format_]}"
