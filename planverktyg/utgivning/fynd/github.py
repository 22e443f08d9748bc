"""Fynd som arbetsflödesmeddelanden, som GitHub visar vid raden i en pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.grund.fynd import Allvar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.utgivning.fynd import Granskat

_SLAG = {Allvar.FEL: "error", Allvar.VARNING: "warning", Allvar.NOTIS: "notice"}


def skriv(mappar: Iterable[Granskat]) -> Iterator[str]:
    """En rad per fynd: `::error file=…,line=…,col=…,title=IND301::text`."""
    return ("".join(f"{_rad(f)}\n" for f in mapp.fynd) for mapp in mappar)


def _rad(f: Fynd) -> str:
    plats = f.plats
    egenskaper = {
        "file": plats.fil,
        "line": str(plats.rad),
        "col": str(plats.kolumn),
        "endColumn": str(plats.kolumn + plats.längd),
        "title": f.kod,
    }
    skrivna = ",".join(f"{namn}={egenskap(värde)}" for namn, värde in egenskaper.items())
    return f"::{_SLAG[f.allvar]} {skrivna}::{meddelande(f'{f.text} {f.råd}'.strip())}"


def meddelande(text: str) -> str:
    """Texten så att den ryms på en rad i loggen."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def egenskap(text: str) -> str:
    """Texten som värde på en egenskap i meddelandet."""
    return meddelande(text).replace(":", "%3A").replace(",", "%2C")
