"""Argument och flaggor som flera kommandon har, sagda en gång så att de betyder detsamma överallt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeAlias, get_args

import typer

from planverktyg.modell.grund.svenska import menade_du, räkna_upp
from planverktyg.utgivning.format import TVILLINGAR, Rapportformat

if TYPE_CHECKING:
    from collections.abc import Callable


class Felval(typer.BadParameter):
    """Flaggan fick ett ord som den inte tar. Texten säger vilket som menades, eller vilka som finns."""


def ett_av(slag: Any) -> Callable[[str], Any]:
    """Tolken av ett värde som är ett av orden i en uppräkning, eller i en `Literal` av några ur den."""
    finns = {str(ord_): ord_ for ord_ in get_args(slag) or slag}
    finns |= {tvilling: ord_ for tvilling, ord_ in TVILLINGAR.items() if str(ord_) in finns}

    def tolka(skrivet: str) -> Any:
        if (valt := finns.get(str(skrivet).casefold())) is not None:
            return valt
        menat = menade_du(skrivet, finns)
        alla = list(dict.fromkeys(map(str, finns.values())))
        raise Felval(f"Menade du {finns[menat]}?" if menat else f"Välj {räkna_upp(alla, 'eller')}.")

    return tolka


Vad: TypeAlias = Annotated[str, typer.Argument(metavar="VAD", help="År, plan-id eller sökväg: 2020, asn-2020.")]
Delår: TypeAlias = Annotated[
    int | None, typer.Option("--delår", "--delar", metavar="NR", help="Delårets nummer; utelämnat: den senaste.")
]
Period: TypeAlias = Annotated[
    str | None, typer.Option("--period", metavar="NAMN", help='Periodens namn: helår, "delår 2".')
]
Enhet: TypeAlias = Annotated[str | None, typer.Option("--enhet", metavar="NAMN", help="Nämndens kortnamn: ASN.")]


class Formatval(NamedTuple):
    """Ett eller flera format: `html,pdf,docx`."""

    alla: tuple[Rapportformat, ...]


def _formaten(skrivet: str) -> Formatval:
    tolka = ett_av(Rapportformat)
    return Formatval(tuple(dict.fromkeys(tolka(ett.strip()) for ett in skrivet.split(","))))


Format: TypeAlias = Annotated[
    Formatval | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        parser=_formaten,
        help="text, markdown, html, pdf eller docx, eller flera med komma; utelämnat: filens ändelse, annars markdown.",
    ),
]
Ut: TypeAlias = Annotated[
    Path | None, typer.Option("--ut", metavar="FIL", help="Filen eller mappen som skrivs; utelämnat: standard ut.")
]
Mallar: TypeAlias = Annotated[
    Path | None, typer.Option("--mallar", metavar="MAPP", help="Mapp med egna mallar, som går före verktygets.")
]
TrotsFel: TypeAlias = Annotated[
    bool,
    typer.Option("--trots-fel", help="Skriv ut fast det finns fel i underlaget; varje sida säger hur många de är."),
]
