"""En fils byte in, planens fil som text ut, med allt som har förståtts och allt som ska kontrolleras."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.blanketter.importera.block import GårInteAttImportera
from planverktyg.blanketter.importera.delar.huvud import Sagt, läs_huvud
from planverktyg.blanketter.importera.helhet import Tappat, tappat
from planverktyg.blanketter.importera.tolkning import Kända, tolka
from planverktyg.blanketter.importera.ursprunget import kända_idn, läs_innehåll, planen, räkna_delar, skriv_tillbaka
from planverktyg.blanketter.importera.utkast import Utkast
from planverktyg.blanketter.importera.utskrift import räkna, skriv_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.arkiv.syntax import Träd
    from planverktyg.blanketter.importera.block import Källtext
    from planverktyg.blanketter.importera.utkast import Insikt
    from planverktyg.modell.plan import Plandokument

__all__ = ["FILSLAG", "GårInteAttImportera", "Import", "Kända", "Sagt", "importera", "läs_källtext"]

FILSLAG = (".docx", ".md", ".markdown", ".txt")
"""Filer som går att importera, efter ändelsen."""


class Import(NamedTuple):
    """Planens text, och vad som är att säga om den."""

    text: str
    förstått: tuple[str, ...]
    """Hur mycket av varje slag: `31 mål`."""
    insikter: tuple[Insikt, ...] = ()
    tappat: tuple[Tappat, ...] = ()
    upplysningar: tuple[str, ...] = ()


def importera(
    källtext: Källtext, sagt: Sagt, kända: Kända, schema: str, är_ledigt: Callable[[str], bool] = lambda _: True
) -> Import:
    """Planen ur ett läst dokument. `är_ledigt` säger om ingen annan plan har ett id. Reser `GårInteAttImportera`."""
    if not källtext.block:
        raise GårInteAttImportera(f"{sagt.filnamn} har ingen text att importera.")
    träd = läs_innehåll(källtext.planens_innehåll)
    if träd is not None and källtext.är_oändrad and (plan := planen(träd)) is not None:
        return _återställd(träd, plan, sagt, schema, är_ledigt)
    utkast, rot = tolka(källtext, sagt, kända, kända_idn(träd))
    text = skriv_plan(utkast, rot, källtext, schema)
    borta = tuple(tappat(källtext.block, text))
    if borta:
        text += "\n# Ord ur källan som inte har fått någon plats i planen:\n"
        text += "".join(f"#   rad {ett.rad}: {ett.text}\n" for ett in borta)
    upplysningar = [*källtext.upplysningar, *([_ÄNDRAT] if träd is not None else [])]
    return Import(text, tuple(räkna(utkast.insikter)), tuple(utkast.insikter), borta, tuple(upplysningar))


def nämnd_och_år(källtext: Källtext, sagt: Sagt) -> tuple[str, str]:
    """Nämnden och året (`2024`, `2018-2022`) som dokumentets framsida säger. Reser `GårInteAttImportera`."""
    utkast = Utkast()
    läs_huvud(utkast, källtext, sagt)
    år = utkast.plan["år"]
    return utkast.plan["nämnd"], str(år) if isinstance(år, int) else f"{år['från']}-{år['till']}"


_ÄNDRAT = (
    "Dokumentet är skrivet av plan dokument och har ändrats sedan dess. Planen är läst ur det som syns; det som heter likadant "
    "har kvar sitt id."
)


def _återställd(träd: Träd, plan: Plandokument, sagt: Sagt, schema: str, är_ledigt: Callable[[str], bool]) -> Import:
    """Planen som dokumentet skrevs ur. Den behåller sitt id om ingen annan plan har det."""
    id_ = plan.plan.id if är_ledigt(plan.plan.id) else sagt.id
    upplysningar = ["Dokumentet är skrivet av plan dokument och är oändrat: planen är återställd ur det."]
    if id_ != plan.plan.id:
        upplysningar.append(f"En annan plan heter redan {plan.plan.id}, så den här heter {id_}.")
    text = skriv_tillbaka(träd, id_, schema, sagt.filnamn)
    return Import(text, tuple(räkna_delar(plan)), upplysningar=tuple(upplysningar))


def läs_källtext(källa: bytes, filnamn: str) -> Källtext:
    """Filens block, efter vad den heter och börjar med. Reser `GårInteAttImportera`, och `ImportError` utan tillägget word."""
    ändelse = Path(filnamn).suffix.casefold()
    if ändelse == ".docx" or källa.startswith(b"PK\x03\x04"):
        from planverktyg.blanketter.importera.filslag.wordfil import läs_wordfil

        return läs_wordfil(källa)
    if ändelse not in FILSLAG:
        raise GårInteAttImportera(f"{filnamn} har en ändelse som inte går att importera. {_råd(ändelse, källa)}")
    text, upplysningar = _avkoda(källa, filnamn)
    if ändelse == ".txt":
        from planverktyg.blanketter.importera.filslag.textfil import läs_textfil as läsare
    else:
        from planverktyg.blanketter.importera.filslag.markdownfil import läs_markdownfil as läsare
    källtext = läsare(text)
    return källtext._replace(upplysningar=(*upplysningar, *källtext.upplysningar))


def _råd(ändelse: str, källa: bytes) -> str:
    if ändelse == ".pdf" or källa.startswith(b"%PDF"):
        return "Spara PDF:ens text som .txt (i Acrobat: Exportera till, Text), eller utgå från Wordfilen."
    if ändelse in {".doc", ".rtf", ".odt"}:
        return "Spara den som .docx i Word eller LibreOffice."
    return "Det går att importera .docx, .md och .txt."


def _avkoda(källa: bytes, filnamn: str) -> tuple[str, tuple[str, ...]]:
    if källa.startswith((b"\xff\xfe", b"\xfe\xff")):
        return källa.decode("utf-16", "replace"), ()
    if b"\0" in källa:
        raise GårInteAttImportera(f"{filnamn} är ingen textfil. Det går att importera .docx, .md och .txt.")
    try:
        return källa.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return källa.decode("cp1252", "replace"), (
            f"{filnamn} är inte UTF-8 och är läst som Windows-1252. Kontrollera att å, ä och ö är rätt.",
        )
