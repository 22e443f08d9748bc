"""Argument och flaggor som flera kommandon har, sagda en gång så att de betyder detsamma överallt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeAlias, get_args

import typer

from planverktyg.modell.grund.svenska import menade_du, räkna_upp
from planverktyg.utgivning.format import TVILLINGAR, Rapportformat


class Felval(typer.BadParameter):
    """Flaggan fick ett ord som den inte tar. Texten säger vilket som menades, eller vilka som finns."""


class EttAv:
    """Tolken av ett värde som är ett av orden i en uppräkning, eller i en `Literal` av några ur den."""

    def __init__(self, slag: Any) -> None:
        finns = {str(ord_): ord_ for ord_ in get_args(slag) or slag}
        self.ord = list(finns)
        self._finns = finns | {tvilling: ord_ for tvilling, ord_ in TVILLINGAR.items() if str(ord_) in finns}

    def __call__(self, skrivet: str) -> Any:
        """Det som ordet betyder. Reser `Felval` när det inte finns."""
        if (valt := self._finns.get(str(skrivet).casefold())) is not None:
            return valt
        menat = menade_du(skrivet, self._finns)
        raise Felval(f"Menade du {self._finns[menat]}?" if menat else f"Välj {räkna_upp(self.ord, 'eller')}.")


Vad: TypeAlias = Annotated[str, typer.Argument(metavar="VAD", help="År, plan-id eller sökväg: 2020, asn-2020.")]
Plan: TypeAlias = Annotated[
    str, typer.Argument(metavar="PLAN", help="Plan-id, sökväg, eller år om bara en plan gäller då.")
]
År: TypeAlias = Annotated[
    int | None, typer.Option("--år", "--ar", metavar="ÅR", help="Uppföljningens år, när planen gäller flera.")
]
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


class _Formaten(EttAv):
    """Tolken av ett eller flera format."""

    def __call__(self, skrivet: str) -> Formatval:
        """Formaten, vart och ett en gång."""
        return Formatval(
            tuple(dict.fromkeys(super(_Formaten, self).__call__(ett.strip()) for ett in skrivet.split(",")))
        )


Format: TypeAlias = Annotated[
    Formatval | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        parser=_Formaten(Rapportformat),
        help="text, markdown, html, pdf eller docx, eller flera med komma; utelämnat: filens ändelse, annars markdown.",
    ),
]
Ut: TypeAlias = Annotated[
    str | None, typer.Option("--ut", metavar="FIL", help="Filen eller mappen som skrivs; utelämnat: standard ut.")
]
Mallar: TypeAlias = Annotated[
    Path | None, typer.Option("--mallar", metavar="MAPP", help="Mapp med egna mallar, som går före verktygets.")
]
TrotsFel: TypeAlias = Annotated[
    bool,
    typer.Option("--trots-fel", help="Skriv ut fast det finns fel i underlaget; varje sida säger hur många de är."),
]
Ansvarig: TypeAlias = Annotated[
    str | None, typer.Option("--ansvarig", metavar="ROLL", help="Bara det som rollen ansvarar för.")
]
Mål: TypeAlias = Annotated[
    str | None, typer.Option("--mål", "--mal", metavar="ID", help="Bara det som hör till målet.")
]
StoppaEfter: TypeAlias = Annotated[
    float,
    typer.Option(
        "--stoppa-efter",
        metavar="MINUTER",
        min=0,
        envvar="PLAN_STOPPA_EFTER",
        show_envvar=False,
        help="Stoppa när ingen har använt sidan på så länge; 0 prövar att den går att visa, och stoppar genast.",
    ),
]
UtanWebbläsare: TypeAlias = Annotated[
    bool, typer.Option("--utan-webbläsare", "--utan-webblasare", help="Skriv bara adressen.")
]
