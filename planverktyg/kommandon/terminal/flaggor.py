"""Argument och flaggor som flera kommandon har, sagda en gång så att de betyder detsamma överallt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Vad: TypeAlias = Annotated[str, typer.Argument(metavar="VAD", help="År, plan-id eller sökväg: 2020, asn-2020.")]
Delår: TypeAlias = Annotated[
    int | None, typer.Option("--delår", "--delar", metavar="NR", help="Delårets nummer; utelämnat: den senaste.")
]
Period: TypeAlias = Annotated[
    str | None, typer.Option("--period", metavar="NAMN", help='Periodens namn: helår, "delår 2".')
]
Enhet: TypeAlias = Annotated[str | None, typer.Option("--enhet", metavar="NAMN", help="Nämndens kortnamn: ASN.")]
Format: TypeAlias = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help="md eller html; utelämnat: filens ändelse, annars md."),
]
Ut: TypeAlias = Annotated[
    Path | None, typer.Option("--ut", metavar="FIL", help="Filen som skrivs; utelämnat: standard ut.")
]
Mallar: TypeAlias = Annotated[
    Path | None, typer.Option("--mallar", metavar="MAPP", help="Mapp med egna mallar, som går före verktygets.")
]
