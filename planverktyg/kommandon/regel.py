"""`plan regel`: en kod in, regelns dokumentation ut. Utan kod listas alla regler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.granskning.regel import Regel

_LÄSBAR_BREDD = 100


def regel(
    kod: Annotated[
        str | None, typer.Argument(metavar="KOD", help="Regelns kod, till exempel IND301. Utelämnad listas alla.")
    ] = None,
) -> int:
    """Lista reglerna, eller förklara en av dem: varför den finns, hur det ser ut när den slår till, och rättat.

    Exempel:
        plan regel
        plan regel IND301
    """
    import shutil

    from planverktyg.granskning.regler import REGLER
    from planverktyg.modell.grund.svenska import menade_du

    bredd = min(shutil.get_terminal_size().columns, _LÄSBAR_BREDD)
    if kod is None:
        skriv_ut("".join(f"{rad}\n" for rad in _lista(REGLER, bredd)))
        return 0
    vald = next((r for r in REGLER if r.kod == kod.strip().upper()), None)
    if vald is None:
        menat = menade_du(kod, [r.kod for r in REGLER])
        råd = f"Menade du {menat}?" if menat else "plan regel utan kod listar alla."
        skriv_fel(f"Ingen regel har koden {kod}. {råd}")
        return 2
    skriv_ut("".join(f"{rad}\n" for rad in _förklara(vald, bredd)))
    return 0


def _lista(regler: Sequence[Regel], bredd: int) -> Iterator[str]:
    import textwrap

    from planverktyg.granskning.grupper import grupper

    for rubrik, gruppen in grupper(regler):
        yield rubrik
        for r in gruppen:
            yield from textwrap.wrap(
                r.namn, bredd, initial_indent=f"  {r.kod}  {r.allvar.value:<8} ", subsequent_indent=" " * 19
            )
        yield ""
    yield "plan regel KOD förklarar en regel."


def _förklara(vald: Regel, bredd: int) -> Iterator[str]:
    import textwrap

    yield from textwrap.wrap(f"{vald.kod} ({vald.allvar.value}): {vald.namn}", bredd)
    for stycke in vald.varför.split("\n\n"):
        yield ""
        yield from textwrap.wrap(stycke, bredd, break_on_hyphens=False)
    for rubrik, exempel in (("Fel:", vald.fel), ("Rätt:", vald.rätt)):
        if exempel:
            yield ""
            yield rubrik
            yield ""
            yield from (f"  {rad}".rstrip() for rad in exempel.splitlines())
