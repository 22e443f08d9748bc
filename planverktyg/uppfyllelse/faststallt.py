"""Bedömningarna när de beslutas in, det som fastställs ut; och det fastställda in, bedömningarna så som de beslutades ut.

Det beslutade är fruset: en rapport om en beslutad uppföljning visar det som beslutades, också när planen eller husreglerna
sedan har ändrats, och säger då vad dagens hade gett.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from planverktyg.modell.beslut import Fastställd
from planverktyg.modell.beslutslage import Läge, läs_läge
from planverktyg.uppfyllelse.provning import hitta_steg
from planverktyg.uppfyllelse.resultat import Fastställt, Indikatorbedömning, Målbedömning, Skäl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planverktyg.modell.bedomning import Skala
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse.resultat import Uppfyllelse

B = TypeVar("B", Indikatorbedömning, Målbedömning)

UTAN = "utan bedömning"
"""Skrivs när bedömningen saknas och inget skäl är känt."""


def fastställ(uppfyllelse: Uppfyllelse) -> dict[str, Fastställd]:
    """Varje måls och indikators id → steget, eller skälet till att det saknas, och målvärdet det gällde."""
    fastställda = {m.mål.id: Fastställd(steg=_ordet(m)) for m in uppfyllelse.alla_mål()}
    return fastställda | {
        i.indikator.id: Fastställd(steg=_ordet(i), målvärde=_målvärdet(i) or None)
        for i in uppfyllelse.alla_indikatorer()
    }


def som_beslutat(uppfyllelse: Uppfyllelse, uppföljning: Uppföljningsdokument) -> Uppfyllelse:
    """Bedömningarna så som de beslutades. Är de fastställda själva ändrade efter beslutet gäller de inte."""
    läge = läs_läge(uppföljning)
    gäller = läge.beslut is not None and läge.läge in (Läge.BESLUTAD, Läge.ÄNDRAD) and "fastställda" not in läge.delar
    if not gäller or läge.beslut is None or not läge.beslut.fastställda:
        return uppfyllelse
    fastställda, skala = läge.beslut.fastställda, uppfyllelse.skala
    return uppfyllelse._replace(mål=tuple(_målet(mål, fastställda, skala) for mål in uppfyllelse.mål))


def _målet(mål: Målbedömning, fastställda: Mapping[str, Fastställd], skala: Skala) -> Målbedömning:
    nytt = mål._replace(
        indikatorer=tuple(_fryst(i, fastställda.get(i.indikator.id), skala) for i in mål.indikatorer),
        delmål=tuple(_målet(delmål, fastställda, skala) for delmål in mål.delmål),
    )
    return _fryst(nytt, fastställda.get(mål.mål.id), skala)


def _fryst(bedömning: B, då: Fastställd | None, skala: Skala) -> B:
    """Bedömningen med det som beslutades, när det skiljer. Ett steg som skalan inte längre har går inte att visa."""
    if då is None:
        return bedömning
    steg = hitta_steg(då.steg, skala)
    skäl = None if steg else next((s for s in Skäl if s == då.steg), None)
    if steg is None and skäl is None and då.steg != UTAN:
        return bedömning
    målvärde = då.målvärde if då.målvärde and då.målvärde != _målvärdet(bedömning) else ""
    if då.steg == _ordet(bedömning) and not målvärde:
        return bedömning
    fastställt = Fastställt(steg, målvärde or "", bedömning.steg, bedömning.skäl)
    return bedömning._replace(fastställt=fastställt, skäl=skäl if steg is None else bedömning.skäl)


def _ordet(b: Indikatorbedömning | Målbedömning) -> str:
    return b.steg.namn if b.steg else str(b.skäl or UTAN)


def _målvärdet(b: Indikatorbedömning | Målbedömning) -> str:
    """Målvärdet som prövas, i ord utan de mellanslag som inte bryts; tomt för ett mål."""
    if isinstance(b, Målbedömning) or b.villkor is None:
        return ""
    return b.villkor.skriv(b.indikator.enhet).replace("\u00a0", " ")
