"""Filens byte in, ett lokaliserat träd ut: strikt YAML, med en förklaring på svenska när filen inte går att läsa.

Värdena är YAML 1.2:s och strängare: `nej`, `0125`, `12:30` och `1_000` är text, tal är exakta. Händelserna
från libyaml blir värden i ett svep, som också minns var varje värde står.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from yaml import YAMLError

from planverktyg.arkiv.syntax.byggare import DJUPAST, MEST_UPPREPAT, Byggare, Ställen, Värde
from planverktyg.arkiv.syntax.text import STÖRSTA_FIL, Stopp, Text, granskad_text, skumma_tecken, syns
from planverktyg.modell.grund.plats import Plats
from planverktyg.modell.grund.synligt import har_skumt

if TYPE_CHECKING:
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.grund.plats import Rutt

__all__ = ["DJUPAST", "HUVUDEN", "MEST_UPPREPAT", "STÖRSTA_FIL", "Träd", "Värde", "läs", "läs_huvud"]

HUVUDEN = ("plan", "uppföljning", "kommun")
"""Nycklarna på översta nivån som säger vad ett dokument är."""


@dataclass(slots=True, eq=False)
class Träd:
    """Ett läst dokument: innehållet som vanliga värden, och vägen tillbaka till texten."""

    innehåll: Värde
    _text: Text = field(repr=False)
    _rot: int = field(repr=False)
    """Spannet som innehållet börjar med."""
    _ställen: Ställen = field(repr=False)

    @property
    def fil(self) -> str:
        """Sökvägen så som användaren ser den."""
        return self._text.fil

    @property
    def text(self) -> str:
        """Texten i NFC, utan BOM och med LF som radslut. Alla platser räknas i den."""
        return self._text.text

    def plats(self, rutt: Rutt, *, på_nyckeln: bool = False) -> Plats:
        """Var värdet på rutten står. En lista, ett uppslag eller ett tomt värde märks på sin nyckel.

        En rutt som inte finns ger nyckeln till det närmaste som finns ovanför den.
        """
        nyckel: int | None = None
        värde = self._rot
        samling: Any = self.innehåll
        for steg in rutt:
            ställen = self._ställen.get(id(samling))
            try:
                här: Any = ställen[steg]  # type: ignore[index]  # fel slags steg finns inte heller
                samling = samling[steg]
            except (KeyError, IndexError, TypeError):
                på_nyckeln = True
                break
            nyckel, värde = här if isinstance(här, tuple) else (None, här)
        return self._plats(nyckel, värde, på_nyckeln=på_nyckeln)

    def _plats(self, nyckel: int | None, värde: int, *, på_nyckeln: bool) -> Plats:
        """Nyckelns plats eller värdets. En samling eller ett tomt värde märks på nyckeln, om det finns någon."""
        märkt = nyckel if nyckel is not None and (på_nyckeln or not syns(värde)) else värde
        rad, kolumn = self._text.läge(märkt)
        if märkt is not nyckel and not syns(värde):
            return Plats(self.fil, rad + 1, kolumn + 1)
        return Plats(self.fil, rad + 1, kolumn + 1, self._text.längd(märkt))

    def utdrag(self, plats: Plats) -> str:
        """Raden som platsen står på, utan radslut."""
        rader = self._text.rader
        return rader[plats.rad - 1] if plats.rad <= len(rader) else ""


def läs(källa: bytes, fil: str) -> tuple[Träd | None, list[Fynd]]:
    """Filens innehåll som träd. None när det inte går att läsa; fynden säger då varför och var."""
    try:
        text = granskad_text(källa, fil)
        byggare = Byggare(text)
        innehåll = byggare.dokument()
    except Stopp as stopp:
        return None, stopp.fynd
    if har_skumt(text.text):
        byggare.fynd.extend(skumma_tecken(text))
    if "\u00a0" in text.text:
        from planverktyg.arkiv.syntax.felord import fasta_mellanslag

        byggare.fynd.extend(fasta_mellanslag(text))
    return Träd(innehåll, text, byggare.rot, byggare.ställen), byggare.fynd.alla()


def läs_huvud(källa: bytes) -> tuple[str, dict[str, Any]] | None:
    """Vad dokumentet är (`plan`, `uppföljning`, `kommun`) och det som står under den nyckeln.

    Resten av filen läses inte. None när ingen sådan nyckel finns eller när filen är trasig före den.
    """
    try:
        for nyckel, värde in Byggare(granskad_text(källa, "")).översta():
            if nyckel in HUVUDEN:
                return (nyckel, värde) if isinstance(värde, dict) else None
    except (Stopp, YAMLError):
        pass  # `läs` säger vad som är fel
    return None
