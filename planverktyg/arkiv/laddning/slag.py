"""Dokumentslagen och vad som kan stå var i dem: vägen från en nyckel till klasserna som kan stå under den."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from planverktyg.modell.byggsten import Del, delar_i
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    return _under_nyckeln(klasser).get(nyckel, klasser)


@cache
def _under_nyckeln(klasser: Klasser) -> Mapping[str, Klasser]:
    """Varje fält i klasserna, och klasserna som kan stå under det. Formatet är detsamma för varje fil."""
    alla: dict[str, list[type[Del]]] = {}
    for klass in klasser:
        for fält in klass.model_fields.values():
            alla.setdefault(str(fält.alias), []).extend(delar_i(fält.annotation))
    return {nyckel: tuple(dict.fromkeys(delar)) for nyckel, delar in alla.items()}


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
