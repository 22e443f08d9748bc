"""`plan mallar`: en mall och ett block in, en egen mall att ändra ut; eller vad som går att byta, och vad en mall får se."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.kommandon.terminal.skrivning import skriv_ny_fil
from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut
from planverktyg.modell.grund.svenska import menade_du, räkna_upp, slugga

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planverktyg.utgivning.mallar.block import Mall

VAD = ("kopiera", "fält")


def mallar(
    vad: Annotated[
        str | None, typer.Argument(metavar="[kopiera|fält]", help="Utelämnat: mallarna och deras block.")
    ] = None,
    mall: Annotated[str | None, typer.Argument(metavar="MALL", help="Mallen: rapport.html, palett.css.")] = None,
    block: Annotated[
        list[str] | None, typer.Argument(metavar="BLOCK", help="Avsnitten i mallen som ska bytas: ekonomi, tråd.")
    ] = None,
    ut: Annotated[
        Path | None,
        typer.Option("--ut", metavar="MAPP", help="Mappen med egna mallar; utelämnat: standard ut."),
    ] = None,
) -> int:
    """Visa vad som går att byta i utskrifterna, och kopiera det till kommunens egen mapp.

    Den egna mallen bygger på verktygets och har bara det som ska vara annorlunda. En fil som redan finns skrivs aldrig över.
    Mappen används med --mallar.

    Exempel:
        plan mallar kopiera rapport.html ekonomi --ut kommunens-mallar/
        plan mallar fält
    """
    from planverktyg.utgivning.mallar.block import alla_mallar

    if vad is None:
        skriv_ut("".join(f"{rad}\n" for rad in _översikt(alla_mallar())))
        return 0
    valt = next((ett for ett in VAD if slugga(ett) == slugga(vad)), None)
    if valt is None:
        return _okänt(vad, VAD, "går inte att göra")
    if valt == "fält":
        return _visa_fälten()
    finns = {ett.namn: ett for ett in alla_mallar()}
    if mall is None:
        skriv_fel("Säg vilken mall: plan mallar kopiera rapport.html ekonomi --ut kommunens-mallar/")
        return 2
    if mall not in finns:
        return _okänt(mall, finns, "finns inte bland mallarna")
    return _kopiera(finns[mall], block or [], ut)


def _översikt(alla: Iterable[Mall]) -> Iterable[str]:
    for mall in alla:
        yield f"{mall.namn}{': ' + ', '.join(mall.block) if mall.block else ''}"


def _okänt(skrivet: str, giltiga: Iterable[str], hur: str) -> int:
    menat = menade_du(skrivet, giltiga)
    råd = f"Menade du {menat}?" if menat else f"Välj {räkna_upp(list(giltiga), 'eller')}."
    skriv_fel(f"{skrivet} {hur}. {råd}")
    return 2


def _visa_fälten() -> int:
    from planverktyg.utgivning.mallar.falt import skriv_fälten, underlagets_klasser

    skriv_ut(skriv_fälten(underlagets_klasser(), länka=False))
    return 0


def _kopiera(mall: Mall, block: Sequence[str], ut: Path | None) -> int:
    from planverktyg.utgivning.mallar.block import egen_mall

    for ett in block:
        if ett not in mall.block:
            return _okänt(ett, mall.block, f"är inget block i {mall.namn}")
    text = egen_mall(mall, block)
    if ut is None:
        skriv_ut(text)
        return 0
    fil = ut / mall.namn
    skriv_ny_fil(fil, text.encode())
    skriv_fel(f"Skrev {fil}")
    if not mall.block:
        skriv_fel("Filen är en kopia: det nya i nästa version av verktyget kommer inte med av sig själv.")
    skriv_fel(f"Använd den med --mallar {ut}")
    return 0
