"""`plan dokument`: en plan in, hela plandokumentet ut som Markdown eller HTML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planverktyg.kommandon.rapport import ge_ut_alla
from planverktyg.kommandon.urval import Urval, Urvalsfel, Val, skriv_urvalsfel, välj

if TYPE_CHECKING:
    from planverktyg.rapport.planunderlag import Plandokument


def dokument(
    vad: Annotated[str, typer.Argument(metavar="VAD", help="År, plan-id eller sökväg: 2020, asn-2020.")],
    enhet: Annotated[str | None, typer.Option("--enhet", metavar="NAMN", help="Nämndens kortnamn: ASN.")] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="md eller html; utelämnat: filens ändelse, annars md."),
    ] = None,
    ut: Annotated[
        Path | None, typer.Option("--ut", metavar="FIL", help="Filen som skrivs; utelämnat: standard ut.")
    ] = None,
    mallar: Annotated[
        Path | None, typer.Option("--mallar", metavar="MAPP", help="Mapp med egna mallar, som går före verktygets.")
    ] = None,
) -> int:
    """Skriv hela plandokumentet så som nämnden beslutar det, i planens egen ordning."""
    try:
        urval = välj(vad, enhet=enhet, period=None, kräv_uppföljning=False)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    # Vilken uppföljning som är senast rör inte planen, och planen är inget exempel för att en uppföljning är det.
    utan_uppföljning = Urval(tuple(Val(val.akt, None) for val in urval.valda), ())
    return ge_ut_alla(utan_uppföljning, _bygg, format_=format_, ut=ut, mallar=mallar)


def _bygg(val: Val) -> Plandokument:
    from planverktyg.rapport.dokumentbygge import bygg_dokument

    return bygg_dokument(val.akt)
