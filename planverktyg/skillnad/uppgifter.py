"""En lämnad uppgift i en uppföljning före och efter in, ändringen ut: rättad öppet, eller ändrad i efterhand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.skillnad.andringar import Tyngd, UtfallÄndrat
from planverktyg.skillnad.falten import är_samma_värde
from planverktyg.skillnad.ord import skilda_blad, skriv

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.modell.noder import Nod
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.skillnad.andringar import Ställe

_BARA_ORD = {"kommentar", "källa", "hämtad", "rättelse"}
"""Nycklar som förklarar en uppgift utan att ändra den."""


_BARA_KÄLLAN = {"källa", "hämtad", "värde"}


def jämför_uppgift(
    gammal: Nod, ny: Nod, ställe: Ställe, raden: Nod, uppföljning: Uppföljningsdokument
) -> Iterator[UtfallÄndrat]:
    """Uppgiften om en indikator, ett uppdrag eller en risk, när den är en annan än förut. `raden` har rättelsen."""
    blad = [
        (f"{namn} {väg}".strip(), a, b)
        for namn, före, efter in _skilda_fält(gammal, ny)
        for väg, a, b in skilda_blad(före, efter)
    ]
    if not blad:
        return
    rättelse = getattr(raden.del_, "rättelse", None) or ""
    då = getattr(gammal.rad.del_, "rättelse", None) if gammal.rad else None
    ny_rättelse = rättelse if rättelse != då else ""
    rapporterat = uppföljning.uppföljning.fas == "klar"
    sakligt = any(namn.split()[0] not in _BARA_ORD and not är_samma_värde(a, b) for namn, a, b in blad)
    yield UtfallÄndrat(
        ställe=ställe,
        tyngd=_tyngd(blad, rapporterat=rapporterat, rättat=bool(ny_rättelse), sakligt=sakligt),
        från=", ".join(_skriv(namn, a) for namn, a, _ in blad),
        till=", ".join(_skriv(namn, b) for namn, _, b in blad),
        detaljer=(f"Rättelse: {ny_rättelse}",) if ny_rättelse else (),
        rättelse=ny_rättelse,
        rapporterat=rapporterat,
    )


def _skilda_fält(gammal: Nod, ny: Nod) -> Iterator[tuple[str, object, object]]:
    for namn, efter in ny.fält.items():
        före = gammal.fält.get(namn, efter)  # det som är noder på ena sidan visas som tillagt eller borttaget
        if före != efter:
            yield namn.replace("_", " "), före, efter


def _skriv(namn: str, värde: object) -> str:
    return skriv(värde) if namn == "värde" else f"{namn} {skriv(värde)}"


def _tyngd(blad: Sequence[tuple[str, object, object]], *, rapporterat: bool, rättat: bool, sakligt: bool) -> Tyngd:
    """En rapporterad förklaring som byts eller tas bort säger något annat; en ny gör det inte."""
    if not rapporterat:
        return Tyngd.NEUTRAL
    if not sakligt:
        bytta = [namn for namn, före, _ in blad if namn.split()[0] not in _BARA_KÄLLAN and före is not None]
        return Tyngd.ÄNDRAR if bytta and not rättat else Tyngd.NEUTRAL
    return Tyngd.ÄNDRAR if rättat else Tyngd.FÖRSVAGAR
