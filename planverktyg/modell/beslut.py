"""Beslut: när, av vem och under vilken paragraf något har bestämts."""

from __future__ import annotations

from typing import Literal

from planverktyg.modell.byggsten import Datum, Del, Heltal, Text


class Beslut(Del):
    """Ett beslut i nämnd, styrelse eller fullmäktige."""

    status: Literal["förslag", "beslutad", "reviderad", "upphävd"] = "beslutad"
    """Var i beslutsgången planen är."""
    instans: Text | None = None
    """Den som beslutade, när det inte är nämnden själv."""
    datum: Datum | None = None
    """Dagen för beslutet."""
    paragraf: Heltal | None = None
    """Paragrafens nummer i protokollet."""
    diarienummer: Text | None = None
    """Ärendets diarienummer."""
    motivering: Text | None = None
    """Skälen för beslutet."""
    fingeravtryck: Text | None = None
    """Märket för det som beslutades. `plan besluta` skriver det, och `plan validera` säger till när innehållet
    inte längre är det som beslutades. Skriv det aldrig för hand."""
