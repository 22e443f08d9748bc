"""Ett underlag och ett format in, den färdiga texten ut. Här står formatens ord, och här avgörs vad filen heter."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never, get_args

from planverktyg.modell.grund.svenska import menade_du, räkna_upp
from planverktyg.modell.grund.synligt import synlig

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.utgivning.underlag.dokument import Plandokument
    from planverktyg.utgivning.underlag.rapport import Rapport


class Format(StrEnum):
    """Formaten som något kan ges ut i: ett ord för varje, i alla kommandon. Vad som ges ut tar några av dem."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    GITLAB = "gitlab"
    JUNIT = "junit"


TVILLINGAR = {"txt": Format.TEXT, "md": Format.MARKDOWN, "htm": Format.HTML}
"""Andra ord för formaten, som skript och filnamn använder."""

Rapportformat: TypeAlias = Literal[Format.TEXT, Format.MARKDOWN, Format.HTML]
RAPPORTFORMAT: tuple[Rapportformat, ...] = get_args(Rapportformat)
"""Formaten som en rapport och ett plandokument kan ges ut i."""


class Formatfel(Exception):
    """Formatet går inte att avgöra. Texten säger varför."""


def ge_ut(underlag: Rapport | Plandokument, format_: Rapportformat, mallmapp: Path | None = None) -> str:
    """Underlaget som text i formatet. Reser `Mallfel` när en mall inte går att använda."""
    from planverktyg.utgivning.mallar.mallmotor import skriv_ut

    match format_:
        case Format.TEXT:
            from planverktyg.utgivning.lasbar import som_text

            return som_text(ge_ut(underlag, Format.MARKDOWN, mallmapp))
        case Format.MARKDOWN:
            return synlig(_städa(skriv_ut(f"{underlag.mall}.md", underlag, mallmapp)))
        case Format.HTML:
            return synlig(skriv_ut(f"{underlag.mall}.html", underlag, mallmapp))
        case _:
            assert_never(format_)


def _städa(text: str) -> str:
    """Markdown utan blanksteg sist på raderna och med en tomrad i taget."""
    rader: list[str] = []
    for rad in text.split("\n"):
        ren = rad.rstrip(" ")
        if ren or (rader and rader[-1]):
            rader.append(ren)
    return "\n".join(rader).rstrip("\n") + "\n"


def välj_format(valt: Rapportformat | None, ut: Path | None) -> Rapportformat:
    """Formatet ur flaggan eller ur filens ändelse; båda måste säga detsamma."""
    if ut is None or not ut.suffix:
        return valt or Format.MARKDOWN
    ur_filen = _ur_ändelsen(ut)
    if valt is not None and valt is not ur_filen:
        raise Formatfel(f"--format säger {valt} men filen heter {ut.name}. Ändra det ena.")
    return ur_filen


_ÄNDELSER: dict[str, Rapportformat] = {
    "txt": Format.TEXT,
    "text": Format.TEXT,
    "md": Format.MARKDOWN,
    "markdown": Format.MARKDOWN,
    "html": Format.HTML,
    "htm": Format.HTML,
}


def _ur_ändelsen(ut: Path) -> Rapportformat:
    ändelse = ut.suffix.lower().lstrip(".")
    if ändelse in _ÄNDELSER:
        return _ÄNDELSER[ändelse]
    menat = menade_du(ändelse, _ÄNDELSER)
    råd = f"Menade du .{menat}?" if menat else f"Det finns {räkna_upp(['.md', '.html', '.txt'])}."
    raise Formatfel(f"Filen {ut.name} har en ändelse som inte är något format. {råd}")


def filnamn(ut: Path, plan_id: str, *, flera: bool, exempel: bool, utkast: bool = False) -> Path:
    """Filen som en plan skrivs i: med planens id när flera skrivs, `exempel` när värdena är påhittade, och `utkast`."""
    namn = ut.stem + (f"-{plan_id}" if flera else "")
    for märke, gäller in (("exempel", exempel), ("utkast", utkast)):
        if gäller and märke not in namn.casefold():
            namn += f"-{märke}"
    return ut.with_name(f"{namn}{ut.suffix}")
