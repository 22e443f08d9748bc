"""Regler in, reglerna gruppvis ut: kodens bokstäver och vad gruppen handlar om."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.granskning.regel import Regel

GRUPPER = {
    "STR": "Struktur: filen och formatet",
    "REF": "Referenser: id, hänvisningar och husregler",
    "IND": "Indikatorer: målvärden, enheter och utfall",
    "BED": "Bedömningar",
    "UPP": "Uppdrag, åtgärder och kontroller i uppföljningen",
    "TID": "Tid: perioder, datum och år",
    "RIS": "Risker och intern kontroll",
    "EKO": "Ekonomi: summor och prognoser",
    "ATG": "Åtgärdsplaner: effekt, tid och ansvar",
    "BES": "Beslut: det som är ändrat efter beslutet",
    "REV": "Revisorernas lista: det som nämnder brukar få kritik för",
    "SPR": "Klarspråk",
    "INT": "Integritet: uppgifter om enskilda personer",
    "UTS": "Utseende: utskrifternas logotyp och färg",
    "UND": "Undantag från reglerna",
}
"""Kodens tre bokstäver → gruppens rubrik."""


def grupper(regler: Sequence[Regel]) -> Iterator[tuple[str, list[Regel]]]:
    """Reglerna gruppvis efter kodens bokstäver: gruppens rubrik och dess regler."""
    for bokstäver, gruppen in groupby(regler, key=lambda regel: regel.kod[:3]):
        yield GRUPPER[bokstäver], list(gruppen)
