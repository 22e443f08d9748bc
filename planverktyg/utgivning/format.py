"""Ett underlag och ett format in, den färdiga texten ut. Här avgörs också vad filen heter."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from planverktyg.modell.grund.svenska import menade_du, räkna_upp

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.utgivning.underlag.dokument import Plandokument
    from planverktyg.utgivning.underlag.rapport import Rapport


class Format(StrEnum):
    """Formaten som en rapport kan ges ut i."""

    MD = "md"
    HTML = "html"


class Formatfel(Exception):
    """Formatet går inte att avgöra. Texten säger varför."""


def ge_ut(underlag: Rapport | Plandokument, format_: Format, mallmapp: Path | None = None) -> str:
    """Underlaget som text i formatet. Reser `Mallfel` när en mall inte går att använda."""
    from planverktyg.utgivning.mallar.mallmotor import skriv_ut

    match format_:
        case Format.MD:
            return _städa(skriv_ut(f"{underlag.mall}.md", underlag, mallmapp))
        case Format.HTML:
            return skriv_ut(f"{underlag.mall}.html", underlag, mallmapp)
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


def välj_format(format_: str | None, ut: Path | None) -> Format:
    """Formatet ur flaggan eller ur filens ändelse; båda måste säga detsamma."""
    valt = _läs_format(format_.lower(), "--format") if format_ is not None else None
    if ut is None or not ut.suffix:
        return valt or Format.MD
    ur_filen = _läs_format(ut.suffix.lower().lstrip("."), f"Filen {ut.name}")
    if valt is not None and valt is not ur_filen:
        raise Formatfel(f"--format säger {valt} men filen heter {ut.name}. Ändra det ena.")
    return ur_filen


def _läs_format(skrivet: str, var: str) -> Format:
    kända = {"md": Format.MD, "markdown": Format.MD, "html": Format.HTML, "htm": Format.HTML}
    if skrivet in kända:
        return kända[skrivet]
    menat = menade_du(skrivet, kända)
    råd = f"Menade du {kända[menat]}?" if menat else f"Det finns {räkna_upp(list(Format))}."
    if var == "--format":
        raise Formatfel(f"Formatet {skrivet} finns inte. {råd}")
    raise Formatfel(f"{var} har en ändelse som inte är något format. {råd}")


def filnamn(ut: Path, plan_id: str, *, flera: bool, exempel: bool, utkast: bool = False) -> Path:
    """Filen som en plan skrivs i: med planens id när flera skrivs, `exempel` när värdena är påhittade, och `utkast`."""
    namn = ut.stem + (f"-{plan_id}" if flera else "")
    for märke, gäller in (("exempel", exempel), ("utkast", utkast)):
        if gäller and märke not in namn.casefold():
            namn += f"-{märke}"
    return ut.with_name(f"{namn}{ut.suffix}")
