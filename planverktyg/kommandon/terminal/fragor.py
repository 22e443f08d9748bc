"""Frågor i terminalen: en fråga och ett förval in, ett svar som går att använda ut. Utan terminal ställs inga frågor."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, TypeVar
from unicodedata import normalize

from planverktyg.arkiv import spar
from planverktyg.kommandon.terminal.utskrift import skriv_fel
from planverktyg.modell.grund.svenska import menade_du, räkna_upp, slugga

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


class Svarsfel(Exception):
    """Svaret går inte att använda. Texten säger varför och vad som går."""


class Frågor:
    """Ställer frågor när någon sitter vid terminalen."""

    def __init__(self) -> None:
        self.går_att_ställa = sys.stdin.isatty() and sys.stderr.isatty()

    def kräv(self, givna: Mapping[str, object]) -> None:
        """Utan terminal måste allt det här vara sagt. Reser `Svarsfel` som nämner allt som fattas."""
        fattas = [namn for namn, värde in givna.items() if värde is None]
        if fattas and not self.går_att_ställa:
            raise Svarsfel(f"Det fattas {räkna_upp(fattas)}. I en terminal frågar plan ny efter det.")

    def svar(self, fråga: str, givet: str | None, tolka: Callable[[str], T], förval: str = "") -> T:
        """Det givna svaret tolkat, annars svaret på frågan; ett svar som inte går att använda ger frågan igen."""
        if givet is not None or not self.går_att_ställa:
            return tolka(förval if givet is None else givet)
        while True:
            try:
                return tolka(self._fråga(fråga, förval) or förval)
            except Svarsfel as fel:
                skriv_fel(f"  {fel}")

    def _fråga(self, fråga: str, förval: str) -> str:
        """Raden som skrivs till svar. Ctrl-C och Ctrl-D avbryter."""
        spar.hindra()
        sys.stderr.buffer.write(f"{fråga}{f' [{förval}]' if förval else ''}: ".encode())
        sys.stderr.buffer.flush()
        rad = sys.stdin.buffer.readline()
        if not rad:
            skriv_fel("")
            raise KeyboardInterrupt
        try:
            return normalize("NFC", rad.decode()).strip()
        except UnicodeDecodeError:
            raise Svarsfel("Svaret går inte att läsa. Terminalen ska skicka UTF-8.") from None


# --- Svaren -----------------------------------------------------------------------------------------


def tolka_text(skrivet: str) -> str:
    """Text på en rad."""
    text = " ".join(skrivet.split())
    if not text:
        raise Svarsfel("Svaret är tomt.")
    return text


def tolka_id(skrivet: str) -> str:
    """Ett id, med ett förslag när det är skrivet på annat sätt."""
    if skrivet and slugga(skrivet) == skrivet:
        return skrivet
    råd = f" Menade du {slugga(skrivet)}?" if slugga(skrivet) else ""
    raise Svarsfel(f"Ett id skrivs med gemener a–z, siffror och bindestreck.{råd}")


def tolka_år(skrivet: str) -> tuple[int, int]:
    """Det första och det sista året."""
    träff = re.fullmatch(r"([12]\d{3})(?:\s*[-–]\s*([12]\d{3}))?", skrivet.strip())
    if träff is None:
        raise Svarsfel("Skriv ett år (2021), eller det första och det sista (2018-2022).")
    från, till = int(träff[1]), int(träff[2] or träff[1])
    if från > till:
        raise Svarsfel(f"Planen slutar {till}, innan den börjar {från}.")
    return från, till


def skriv_år(år: tuple[int, int]) -> str:
    """`2021`, eller `2018–2022`."""
    return str(år[0]) if år[0] == år[1] else f"{år[0]}–{år[1]}"


def tolka_en_av(perioder: Mapping[str, object]) -> Callable[[str], str]:
    """Tolken som godtar en av kommunens perioder."""

    def tolka(skrivet: str) -> str:
        if skrivet in perioder:
            return skrivet
        menat = menade_du(skrivet, perioder)
        råd = f"Menade du {menat}?" if menat else f"Det finns {räkna_upp(list(perioder))}."
        raise Svarsfel(f"Kommunen har ingen period som heter {skrivet}. {råd}")

    return tolka
