"""Ett kommandos namn in, hjälpen ut, bruten efter terminalens bredd. Läser in så lite som möjligt: hjälpen ska komma genast.

Texten är färdig i `hjalptexter/`. Den görs av kommandots egna flaggor, och ett test säger till när den inte stämmer.
En rad är som den är, utom när den har en tabb: det efter den bryts, med indrag efter det som står före.
"""

from __future__ import annotations

import os
import sys
from itertools import groupby

from planverktyg import __version__

KOMMANDON = {
    "validera": "Kontrollera planer, uppföljningar och husregler.",
    "status": "Visa hur det går med målen, i terminalen.",
    "rapport": "Skriv uppföljningsrapporten: måluppfyllelse, uppdrag, risker och ekonomi.",
    "dokument": "Skriv hela plandokumentet så som nämnden beslutar det.",
    "visa": "Visa rapporten och dokumentet i webbläsaren medan du skriver.",
    "skillnad": "Visa vad en ändring av en plan betyder.",
    "ny": "Skapa en kommun, en plan eller en uppföljning att fylla i.",
    "importera": "Gör en plan av ett dokument i Word, Markdown eller text.",
    "blankett": "Gör en Excelblankett av det som ska besvaras.",
    "fyll": "Fyll i en uppföljning i webbläsaren, ett mål i taget.",
    "utfall": "Skriv in ett värde eller en status i en uppföljning.",
    "besluta": "Skriv in ett beslut i planen, så att senare ändringar av det beslutade syns.",
    "historik": "Berätta vad som har hänt med ett mål, en indikator, ett uppdrag eller en risk.",
    "format": "Visa vad som kan stå i filerna, del för del.",
    "regel": "Lista reglerna, eller förklara en av dem.",
    "mallar": "Visa vad som går att byta i utskrifterna, och kopiera det till egna mallar.",
    "schema": "Skriv JSON-scheman som hjälper texteditorn att fylla i och förklara.",
}
"""Kommandona i den ordning hjälpen visar dem. Bara det som körs läses in."""

_MAPP = os.path.join(os.path.dirname(__file__), "hjalptexter")  # noqa: PTH118, PTH120 - pathlib är tyngre än hjälpen
_SMALAST, _BREDAST = 30, 100


def översikt() -> str:
    """`plan --help`."""
    bredd = max(map(len, KOMMANDON)) + 2
    rader = "\n".join(f"  {namn:<{bredd}}{text}" for namn, text in KOMMANDON.items())
    return (
        "Användning: plan KOMMANDO [ARGUMENT]\n\n"
        "Nämndplaner som YAML i git: validering, måluppfyllelse och rapporter.\n\n"
        f"Kommandon:\n{rader}\n\n"
        "  plan KOMMANDO --help visar hur ett kommando används.\n"
        "  plan --version visar versionen.\n"
        "  plan --install-completion låter tabb fylla i kommandon, planer, perioder och indikatorer.\n"
        "  plan --utan-cache KOMMANDO räknar om allt, också det som är oförändrat sedan sist.\n"
    )


def färdig(argv: list[str]) -> str | None:
    """Hjälpen eller versionen, när det är den som argumenten ber om. None när de ber om något annat."""
    if argv == ["--version"]:
        return f"planverktyg {__version__}\n"
    if not argv or argv in (["--help"], ["-h"]):
        return översikt()
    if len(argv) == 2 and argv[0] in KOMMANDON and argv[1] in ("--help", "-h"):
        with open(os.path.join(_MAPP, f"{argv[0]}.txt"), encoding="utf-8") as fil:  # noqa: PTH118, PTH123
            return bruten(fil.read())
    return None


def bruten(text: str) -> str:
    """Hjälptexten med det som har en tabb brutet efter terminalens bredd, i en kolumn för de rader som hör ihop."""
    bredd = max(_SMALAST, min(_terminalens_bredd(), _BREDAST))
    ut: list[str] = []
    for har_tabb, rader in groupby(text.splitlines(), lambda rad: "\t" in rad):
        if not har_tabb:
            ut += rader
            continue
        par = [rad.split("\t") for rad in rader]
        indrag = max(len(namn) + 2 if namn else 0 for namn, _ in par)
        for namn, löpande in par:
            första, *fler = bryt(löpande, max(_SMALAST, bredd - indrag))
            ut += [f"{namn:<{indrag}}{första}".rstrip(), *(" " * indrag + rad for rad in fler)]
    return "".join(f"{rad}\n" for rad in ut)


def bryt(text: str, bredd: int) -> list[str]:
    """Texten i rader om högst så många tecken; ett längre ord får en egen rad."""
    rader = [""]
    for ord_ in text.split():
        if rader[-1] and len(rader[-1]) + 1 + len(ord_) > bredd:
            rader.append(ord_)
        else:
            rader[-1] = f"{rader[-1]} {ord_}" if rader[-1] else ord_
    return rader


def _terminalens_bredd() -> int:
    """Som `shutil.get_terminal_size`, som läser in flera bibliotek för packade filer."""
    try:
        if (kolumner := int(os.environ["COLUMNS"])) > 0:
            return kolumner
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80
