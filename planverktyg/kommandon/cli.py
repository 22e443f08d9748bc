"""Typer-appen: argument in, slutkod ut. Väljer kommando, skriver hjälp på svenska och fångar alla fel.

Slutkoder: 0 inget att anmärka, 1 fynd, 2 fel användning, 3 fel i verktyget, 130 avbrutet, 141 läsaren stängde röret.
"""

from __future__ import annotations

import os
import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
import typer.core

from planverktyg.kommandon.svarscache.svar import UTAN
from planverktyg.kommandon.terminal.hjalp import KOMMANDON, bruten, översikt
from planverktyg.kommandon.terminal.slutkod import slutkod
from planverktyg.kommandon.terminal.utskrift import skriv_fel, skriv_ut
from planverktyg.modell.grund.svenska import menade_du, räkna_upp
from planverktyg.modell.grund.synligt import osynligt_i_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Användningsfel = typer.BadParameter.__mro__[1]
"""Typers bas för fel användning (UsageError), som inte har något eget publikt namn."""


def kör(argv: Sequence[str]) -> int:
    """Kör kommandot och lämnar slutkoden. Reser aldrig fel."""
    return slutkod(lambda: kör_utan_skydd(argv))


def kör_utan_skydd(argv: Sequence[str]) -> int:
    """Kör kommandot. Felen som det reser är för `slutkod`."""
    argv = [ord_ for ord_ in argv if ord_ != UTAN]
    if fel := next(filter(None, map(_oläsligt, argv)), None):
        skriv_fel(fel)
        return 2
    if argv[:1] == ["--komplettera"]:
        from planverktyg.kommandon.terminal.komplettering import förslag

        skriv_ut("".join(f"{ord_}\n" for ord_ in förslag(argv[1:], KOMMANDON, _kommando)))
        return 0
    if argv[:1] == ["--install-completion"]:
        from planverktyg.kommandon.terminal.komplettering import installera

        return installera(argv[1] if argv[1:] else os.environ.get("SHELL", ""))
    valt = next((ord_ for ord_ in argv if not ord_.startswith("-")), None)
    if valt is None:
        if set(argv) <= {"--help", "-h"}:
            skriv_ut(översikt())
            return 0
        skriv_fel(f"Okänd flagga: {argv[0]}\n\n{översikt()}")
        return 2
    if valt not in KOMMANDON:
        menat = menade_du(valt, KOMMANDON)
        råd = f"Menade du plan {menat}?" if menat else f"Det finns {räkna_upp(list(KOMMANDON))}."
        skriv_fel(f"Kommandot {valt} finns inte. {råd}")
        return 2
    plats = list(argv).index(valt)
    return _kör_kommando(valt, [*argv[:plats], *argv[plats + 1 :]])


def _oläsligt(ord_: str) -> str:
    """Varför argumentet inte kan vara text, eller tomt. Namnet på något som finns får vara skrivet hur som helst."""
    if ord_.isprintable() or ("\0" not in ord_ and os.path.lexists(ord_.partition("=")[2] or ord_)):
        return ""
    if any("\ud800" <= tecken <= "\udfff" for tecken in ord_):
        return f"Argumentet {ord_!a} är inte UTF-8. Ställ in terminalen på UTF-8 och skriv det igen."
    if osynligt_i_text(ord_):
        return f"Argumentet {ord_!a} innehåller ett styrtecken eller något annat som inte syns. Skriv det utan."
    return ""


def _kör_kommando(namn: str, argument: list[str]) -> int:
    try:
        utfall = _kommando(namn)(args=argument, prog_name=f"plan {namn}", standalone_mode=False)
    except _Användningsfel as fel:  # type: ignore[misc]  # klassen hämtas ur Typers egen hierarki
        skriv_fel(f"{_på_svenska(fel)}\nplan {namn} --help visar hur kommandot används.")
        return 2
    if utfall == 130:  # så säger Typer att Ctrl-C trycktes
        raise KeyboardInterrupt
    return utfall if isinstance(utfall, int) else 0


def _kommando(namn: str) -> Any:
    """Kommandot, läst ur sin fil."""
    return _byggt(namn, getattr(import_module(f"planverktyg.kommandon.{namn}"), namn))


@cache  # testerna kör tusentals kommandon i samma process
def _byggt(namn: str, funktion: Callable[..., int]) -> Any:
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command(name=namn, cls=_Kommando, context_settings={"help_option_names": ["--help", "-h"]})(funktion)
    kommando = typer.main.get_command(app)
    for parameter in kommando.params:
        if hasattr(parameter.type, "readable"):
            parameter.type.readable = False  # den som läser filen säger varför det inte går
    return kommando


def _på_svenska(fel: Any) -> str:
    """Typers fel om användningen, i klartext på svenska."""
    parameter = getattr(fel, "param", None)
    namn = _namn_på(parameter)
    så = f" {hjälp[0].upper()}{hjälp[1:]}" if (hjälp := getattr(parameter, "help", None)) else ""
    slag = type(fel).__name__
    if slag == "MissingParameter":
        return f"{namn} saknas.{så}"
    if slag == "NoSuchOption":
        menat = menade_du(fel.option_name, _flaggor(fel.ctx))
        return f"Flaggan {fel.option_name} finns inte." + (f" Menade du {menat}?" if menat else "")
    if slag == "BadOptionUsage":
        return f"Flaggan {fel.option_name} behöver ett värde, eller har fått ett som den inte tar."
    if slag == "BadParameter":
        return f"{namn} har ett värde som inte går att använda.{så}"
    if slag == "Felval":
        return f"{namn} har ett värde som inte går att använda. {fel.message}"
    return "Det är för många ord efter kommandot. Det som innehåller mellanslag skrivs inom citattecken."


def _namn_på(parameter: Any) -> str:
    if parameter is None:
        return "Ett argument"
    return str(parameter.opts[0]) if parameter.param_type_name == "option" else _visat(parameter)


def _visat(parameter: Any) -> str:
    """Argumentets namn i hjälpen, till exempel VAD eller FIL."""
    return str(parameter.metavar or parameter.name.upper())


def _flaggor(sammanhang: Any) -> list[str]:
    return [flagga for p in sammanhang.command.params for flagga in p.opts] if sammanhang else []


_NEGATIVT = re.compile(r"-\d[\d.,]*")

# --- Hjälpen --------------------------------------------------------------------------------------


class _Kommando(typer.core.TyperCommand):
    """Ett kommando som skriver sin hjälp på svenska."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Ett negativt tal bland argumenten (`plan utfall asn-2020 resultat -5`) är ett värde och ingen flagga."""
        med_värde = {flagga for p in self.params if not getattr(p, "is_flag", True) for flagga in p.opts}
        tal = [n for n, arg in enumerate(args) if _NEGATIVT.fullmatch(arg) and (not n or args[n - 1] not in med_värde)]
        if tal and "--" not in args:
            args = [*(arg for n, arg in enumerate(args) if n not in tal), "--", *(args[n] for n in tal)]
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:  # noqa: ARG002 - allt som visas finns i kommandot
        """Hjälpen, bruten efter terminalens bredd."""
        return bruten(hjälptext(self)).removesuffix("\n")


def hjälptext(kommando: Any) -> str:
    """Kommandots hjälp så som den sparas: användning, vad det gör, exempel, argument och flaggor."""
    argument = [p for p in kommando.params if p.param_type_name == "argument"]
    flaggor = [p for p in kommando.params if p.param_type_name == "option"]
    former = [_visat(p) if p.required else f"[{_visat(p)}]" for p in argument]
    text, _, exempel = str(kommando.help).partition("\n\nExempel:\n")
    rader = [f"Användning: {' '.join(['plan', str(kommando.name), *former, '[FLAGGOR]'])}", "", *_stycken(text)]
    rader += ["", "Exempel:", *(f"  {rad.strip()}" for rad in exempel.splitlines())]
    if argument:
        rader += ["", "Argument:", *(f"  {_visat(p)}\t{p.help or ''}" for p in argument)]
    rader += ["", "Flaggor:", *(f"  {_flaggform(p)}\t{p.help or ''}" for p in flaggor)]
    return "\n".join([*rader, "  --help, -h\tVisa den här hjälpen.", ""])


def _flaggform(parameter: Any) -> str:
    värde = "" if parameter.is_flag else f" {parameter.metavar or 'TEXT'}"
    return ", ".join(parameter.opts) + värde


def _stycken(text: str) -> list[str]:
    """Styckena på var sin rad; en rad som är indragen eller en kommentar i en fil står kvar som den är."""
    rader: list[str] = []
    for stycke in text.split("\n\n"):
        löpande, *fasta = re.split(r"\n(?=[# ])", stycke)
        rader += ["", "\t" + " ".join(löpande.split()), *fasta]
    return rader[1:]
