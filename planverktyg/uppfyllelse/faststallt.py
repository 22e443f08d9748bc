"""Bedömningarna när de beslutas in, det som fastställs ut; och det fastställda in, bedömningarna så som de beslutades ut.

Det beslutade är fruset: en rapport om en beslutad uppföljning visar det som beslutades, också när planen eller husreglerna
sedan har ändrats, och säger då vad dagens hade gett.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from planverktyg.modell.beslut import Fastställd
from planverktyg.modell.beslutslage import Läge, läs_läge
from planverktyg.modell.rapportering import HELA_PLANEN
from planverktyg.uppfyllelse.resultat import Fastställt, Indikatorbedömning, Målbedömning, Skäl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.modell.stegord import Läststeg
    from planverktyg.uppfyllelse.resultat import Uppfyllelse

Läsare: TypeAlias = "Callable[[str], Läststeg | None]"
B = TypeVar("B", Indikatorbedömning, Målbedömning)

UTAN = "utan bedömning"
"""Skrivs när bedömningen saknas och inget skäl är känt."""


def fastställ(uppfyllelse: Uppfyllelse) -> dict[str, Fastställd]:
    """Varje måls och indikators id → steget, eller skälet till att det saknas, och målvärdet det gällde.

    Bedömer kommunen hela planen står den först, under `planen`, om inget i planen heter så.
    """
    helheten = {HELA_PLANEN: Fastställd(steg=uppfyllelse.helhetens_ord)} if uppfyllelse.helhet is not None else {}
    fastställda = helheten | {m.mål.id: Fastställd(steg=_ordet(m)) for m in uppfyllelse.alla_mål()}
    return fastställda | {
        i.indikator.id: Fastställd(steg=_ordet(i), målvärde=_målvärdet(i) or None)
        for i in uppfyllelse.alla_indikatorer()
    }


def som_beslutat(uppfyllelse: Uppfyllelse, uppföljning: Uppföljningsdokument) -> Uppfyllelse:
    """Bedömningarna så som de beslutades. Är de fastställda själva ändrade efter beslutet gäller de inte."""
    fastställda = _som_gäller(uppföljning)
    if not fastställda:
        return uppfyllelse
    läs = _läsare(uppfyllelse.husregler, uppfyllelse.per)
    egna = {m.mål.id for m in uppfyllelse.alla_mål()} | {i.indikator.id for i in uppfyllelse.alla_indikatorer()}
    helheten = None if HELA_PLANEN in egna else fastställda.get(HELA_PLANEN)
    return uppfyllelse._replace(
        mål=tuple(_målet(mål, fastställda, läs) for mål in uppfyllelse.mål),
        helheten_då=helheten.steg if helheten and helheten.steg != uppfyllelse.helhetens_ord else "",
        bara_då=tuple((id_, då) for id_, då in fastställda.items() if id_ not in egna and då is not helheten),
    )


def som_beslutad(b: B, id_: str, uppföljning: Uppföljningsdokument, husregler: Husregler) -> B:
    """Ett mål eller en indikator så som den beslutades, för den plan som den bidrar till."""
    return _fryst(b, _som_gäller(uppföljning).get(id_), _läsare(husregler, uppföljning.uppföljning.per))


def _som_gäller(uppföljning: Uppföljningsdokument) -> Mapping[str, Fastställd]:
    """Det som fastställdes med beslutet; inget när det inte finns, eller självt är ändrat sedan dess."""
    läge = läs_läge(uppföljning)
    gäller = läge.läge in (Läge.BESLUTAD, Läge.ÄNDRAD) and "fastställda" not in läge.delar
    return läge.beslut.fastställda if gäller and läge.beslut is not None else {}


def _läsare(husregler: Husregler, per: date) -> Läsare:
    return lambda ord_: husregler.läs_steg(ord_, per)


def _målet(mål: Målbedömning, fastställda: Mapping[str, Fastställd], läs: Läsare) -> Målbedömning:
    nytt = mål._replace(
        indikatorer=tuple(_fryst(i, fastställda.get(i.indikator.id), läs) for i in mål.indikatorer),
        delmål=tuple(_målet(delmål, fastställda, läs) for delmål in mål.delmål),
    )
    return _fryst(nytt, fastställda.get(mål.mål.id), läs)


def _fryst(bedömning: B, då: Fastställd | None, läs: Läsare) -> B:
    """Bedömningen med det som beslutades, när det skiljer. Ett steg som skalan inte längre har går inte att visa."""
    if då is None:
        return bedömning
    läst = läs(då.steg)
    steg = läst.steg if läst else None
    skäl = None if steg else next((s for s in Skäl if s == då.steg), None)
    if steg is None and skäl is None and då.steg != UTAN:
        return bedömning
    målvärde = då.målvärde if då.målvärde and då.målvärde != _målvärdet(bedömning) else ""
    if då.steg == _ordet(bedömning) and not målvärde:
        return bedömning
    fastställt = Fastställt(steg, målvärde or "", bedömning.steg, bedömning.skäl)
    visat = läst.visat if läst else None
    return bedömning._replace(fastställt=fastställt, visat=visat, skäl=bedömning.skäl if läst else skäl)


def _ordet(b: Indikatorbedömning | Målbedömning) -> str:
    return b.visat.namn if b.visat else str(b.skäl or UTAN)


def _målvärdet(b: Indikatorbedömning | Målbedömning) -> str:
    """Målvärdet som prövas, i ord utan de mellanslag som inte bryts; tomt för ett mål."""
    if isinstance(b, Målbedömning) or b.villkor is None:
        return ""
    return b.villkor.skriv_helt(b.indikator.enhet).replace("\u00a0", " ")
