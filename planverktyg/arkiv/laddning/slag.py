"""Dokumentslagen och vad som kan stå var i dem: vägen från en nyckel till klasserna som kan stå under den."""

from __future__ import annotations

from typing import TypeAlias

from planverktyg.modell.byggsten import Del, delar_i
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument

Klasser: TypeAlias = tuple[type[Del], ...]

SLAG: dict[str, type[Del]] = {
    "kommun": Kommundokument,
    "plan": Plandokument,
    "uppföljning": Uppföljningsdokument,
}
"""Dokumentslagen efter sin nyckel på översta nivån."""

I_VAD = {"kommun": "kommunens husregler", "plan": "en plan", "uppföljning": "en uppföljning"}
"""Dokumentslagen så som de nämns i en mening."""


def klasser_under(klasser: Klasser, nyckel: str) -> Klasser:
    """Klasserna som kan stå under nyckeln. En nyckel som inte är ett fält är ett id i en uppslagning."""
    fält = [f for klass in klasser for f in klass.model_fields.values() if f.alias == nyckel]
    return tuple(dict.fromkeys(k for f in fält for k in delar_i(f.annotation))) if fält else klasser


def nycklar_i(klasser: Klasser) -> list[str]:
    """Nycklarna som delar av klasserna kan ha."""
    return [str(f.alias) for klass in klasser for f in klass.model_fields.values()]


def alla_klasser(rot: type[Del]) -> set[type[Del]]:
    """Klassen och alla som kan stå under den."""
    klasser: set[type[Del]] = set()
    kvar = [rot]
    while kvar:
        klass = kvar.pop()
        if klass not in klasser:
            klasser.add(klass)
            kvar.extend(k for f in klass.model_fields.values() for k in delar_i(f.annotation))
    return klasser


def bygg_färdigt(rot: type[Del]) -> None:
    """Fält som väntar på en klass längre ned i sin modul (PerÅr, Alla) får sina namn och typer."""
    for klass in alla_klasser(rot):
        if any(fält.alias is None for fält in klass.model_fields.values()):
            klass.model_rebuild()
