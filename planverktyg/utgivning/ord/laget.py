"""Ett dokument och antalet fel in, vad utskriften säger om beslutet och vad som måste stå på varje sida ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.beslutslage import Läge, läs_läge
from planverktyg.modell.grund.svenska import antal
from planverktyg.utgivning.ord.celler import skriv_beslut

if TYPE_CHECKING:
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument


def skriv_beslutsläge(modell: Plandokument | Uppföljningsdokument) -> str:
    """Beslutet i en mening, med rättelserna. Det som är ändrat efter beslutet kallas aldrig beslutat."""
    läge = läs_läge(modell)
    if läge.läge in (Läge.ÄNDRAD, Läge.OLÄST):
        return läge.varning
    rättelser = [text.removesuffix(".") for text in läge.rättelser]
    return ". ".join(filter(None, [skriv_beslut(läge.beslut), *rättelser]))


def varna(*dokument: tuple[str, Plandokument | Uppföljningsdokument], fel: int = 0) -> tuple[str, ...]:
    """Det som läsaren måste veta om dokumenten, vart och ett med vad det är ("" för det som utskriften är av)."""
    varningar = [f"Det här dokumentet är gjort trots {antal(fel, 'fel', 'fel')} i underlaget."] if fel else []
    for vad, modell in dokument:
        läge = läs_läge(modell)
        if läge.läge in (Läge.ÄNDRAD, Läge.OLÄST, Läge.UPPHÄVD):
            varningar.append(f"{vad}: {läge.varning[:1].lower()}{läge.varning[1:]}" if vad else läge.varning)
    return tuple(varningar)
