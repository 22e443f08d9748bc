"""Två dokument av samma slag in, ändringarna ut, i dokumentets ordning. Vet ingenting om git eller filer.

Två dokument som inte är lika ger alltid minst en ändring: en nyckel som inget eget slag av ändring känner till blir
`ÖvrigtÄndrat` med sitt namn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planverktyg.modell.byggsten import nyckel
from planverktyg.modell.husregler import Husregler
from planverktyg.modell.indikator import Utfall
from planverktyg.modell.noder import noder
from planverktyg.modell.plan import Plan
from planverktyg.modell.rapportering import BeslutadBedömning, Uppföljning, Uppföljningsdokument
from planverktyg.modell.undantag import Undantag
from planverktyg.skillnad.andringar import Borttagen, Flyttad, Omordnad, Ställe, Tillagd, Tyngd
from planverktyg.skillnad.besluten import jämför_besluten
from planverktyg.skillnad.falten import jämför_fält
from planverktyg.skillnad.parning import para
from planverktyg.skillnad.pengar import TABELLER, beskriv_tabell, jämför_tabeller
from planverktyg.skillnad.sammanhang import skriv_innehåll
from planverktyg.skillnad.uppgifter import jämför_uppgift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.noder import Nod
    from planverktyg.skillnad.andringar import Ändring
    from planverktyg.skillnad.parning import Par
    from planverktyg.skillnad.sammanhang import Sammanhang

_SVAGARE_UTAN = {
    "mål", "indikator", "uppdrag", "uppdragsdel", "uppdragsgrupp", "risk", "åtgärd", "åtgärdspunkt", "åtgärdsområde",
    "kontrollmoment", "utfall", "uppdragsrapport", "riskrapport", "kontrollrapport", "effektrapport", "ekonomiutfall",
    "statusrapport",
}  # fmt: skip
"""Det som en plan eller en uppföljning lovar eller svarar på: utan det är den svagare."""
_STARKARE_MED = _SVAGARE_UTAN - {"risk"}
"""En ny risk är en ny kunskap; den gör varken planen starkare eller svagare."""
_SVARAR = {namn for namn in _SVAGARE_UTAN if namn == "utfall" or namn.endswith(("rapport", "ekonomiutfall"))}
_LÖFTEN = _SVAGARE_UTAN | {"undantag"}
"""Det som visas för sig också när det kommer eller försvinner med något annat."""


@dataclass(frozen=True, slots=True)
class _Jämförare:
    """Två dokument, deras par, och vad som behövs för att beskriva ett ställe."""

    gammalt: Dokument[Any]
    nytt: Dokument[Any]
    par: Par
    i: Sammanhang

    def ställe(self, nod: Nod) -> Ställe:
        """Var noden står; en borttagen nod beskrivs med den gamla rutten och platsen för det den stod under."""
        synlig: Nod | None = nod
        while synlig is not None and not self._finns_nu(synlig):
            synlig = self.par.till_ny.get(id(synlig)) or synlig.förälder
        plats = self.nytt.träd.plats(synlig.rutt if synlig else ())
        if nod.förälder is None:  # dokumentet självt
            return Ställe(self.i.dokument, "dokument", "", self.i.dokument, (), plats)
        return Ställe(self.i.dokument, nod.slag, nod.id, nod.namn, nod.rutt, plats)

    def _finns_nu(self, nod: Nod) -> bool:
        rot = nod
        while rot.förälder is not None:
            rot = rot.förälder
        return rot.del_ is self.nytt.modell


def jämför_dokument(gammalt: Dokument[Any], nytt: Dokument[Any], i: Sammanhang) -> Iterator[Ändring]:
    """Ändringarna mellan två dokument av samma slag."""
    if gammalt.modell == nytt.modell:
        return
    gammal_rot, ny_rot = noder(gammalt.modell), noder(nytt.modell)
    j = _Jämförare(gammalt, nytt, para(gammal_rot, ny_rot), i)
    for nod in ny_rot.alla():
        gammal = j.par.till_gammal.get(id(nod))
        if gammal is not None:
            yield from _ändrat(gammal, nod, j)
        elif _visas(nod, j):
            yield _tillagd(nod, j)
    yield from (_borttagen(nod, j) for nod in gammal_rot.alla() if not j.par.är_parad(nod) and _visas(nod, j))
    gammal_rot.släpp()
    ny_rot.släpp()


def _visas(nod: Nod, j: _Jämförare) -> bool:
    """Det som försvinner eller kommer med något annat visas för sig bara när det är ett löfte i planen."""
    assert nod.förälder is not None
    if _hör_till_beslut(nod):
        return False  # besluten jämförs tillsammans
    return j.par.är_parad(nod.förälder) or (nod.slag in _LÖFTEN and bool(nod.id))


def _hör_till_beslut(nod: Nod) -> bool:
    if nod.förälder is None:
        return False
    return nod.i_fält == "tidigare_beslut" or _hör_till_beslut(nod.förälder)


def _ändrat(gammal: Nod, ny: Nod, j: _Jämförare) -> Iterator[Ändring]:
    ställe = j.ställe(ny)
    if _hör_till_beslut(ny):
        return
    if isinstance(gammal.del_, (Plan, Uppföljning)):
        assert isinstance(ny.del_, (Plan, Uppföljning))
        yield from jämför_besluten(gammal.del_, ny.del_, ställe)
    if isinstance(j.nytt.modell, Uppföljningsdokument) and (raden := ny.rad) is not None:
        yield from jämför_uppgift(gammal, ny, ställe, raden, j.gammalt.modell)
    else:
        yield from jämför_fält(gammal, ny, ställe, j.i, i_husregler=isinstance(j.nytt.modell, Husregler))
    if isinstance(ny.del_, TABELLER):
        yield from jämför_tabeller(gammal, ny, ställe, j.par, (j.gammalt.modell, j.nytt.modell))
    if ny.förälder is not None:
        yield from _flyttad(gammal, ny, ställe, j)
    yield from _omordnade(gammal, ny, ställe, j)


def _flyttad(gammal: Nod, ny: Nod, ställe: Ställe, j: _Jämförare) -> Iterator[Flyttad]:
    assert gammal.förälder is not None
    assert ny.förälder is not None
    if j.par.till_ny.get(id(gammal.förälder)) is not ny.förälder or gammal.i_fält != ny.i_fält:
        yield Flyttad(ställe=ställe, från=_under(gammal), till=_under(ny))


def _under(nod: Nod) -> str:
    assert nod.förälder is not None
    return nod.förälder.namn if nod.förälder.förälder is not None else nyckel(nod.i_fält)


def _omordnade(gammal: Nod, ny: Nod, ställe: Ställe, j: _Jämförare) -> Iterator[Omordnad]:
    for fält in dict.fromkeys(barn.i_fält for barn in ny.barn if not barn.uppslag):
        före = [j.par.till_ny.get(id(b)) for b in gammal.barn if b.i_fält == fält]
        efter = [b for b in ny.barn if b.i_fält == fält]
        kvar = [b for b in före if b is not None and b.förälder is ny and b.i_fält == fält]
        i_ordning = [b for b in efter if any(b is k for k in kvar)]
        if [id(b) for b in kvar] != [id(b) for b in i_ordning]:
            namn = "; ".join(b.namn for b in i_ordning if b.namn)
            yield Omordnad(ställe=ställe, tyngd=Tyngd.NEUTRAL, från=nyckel(fält), till=namn)


def _tillagd(nod: Nod, j: _Jämförare) -> Tillagd:
    return Tillagd(ställe=j.ställe(nod), tyngd=_vikt_av_ny(nod, j), till=_i_korthet(nod), detaljer=_under_rad(nod))


def _vikt_av_ny(nod: Nod, j: _Jämförare) -> Tyngd:
    if isinstance(nod.del_, Undantag):
        return Tyngd.FÖRSVAGAR  # det som undantas märks inte längre
    if isinstance(nod.del_, BeslutadBedömning) or (isinstance(nod.del_, Utfall) and nod.del_.utgår):
        return Tyngd.OKLAR
    if nod.slag in _SVARAR:
        klar = isinstance(j.gammalt.modell, Uppföljningsdokument) and j.gammalt.modell.uppföljning.fas == "klar"
        return Tyngd.ÄNDRAR if klar else Tyngd.NEUTRAL
    return Tyngd.STÄRKER if nod.slag in _STARKARE_MED else Tyngd.ÄNDRAR


def _borttagen(nod: Nod, j: _Jämförare) -> Borttagen:
    tyngd = Tyngd.FÖRSVAGAR if nod.slag in _SVAGARE_UTAN or isinstance(nod.del_, TABELLER) else Tyngd.OKLAR
    if isinstance(nod.del_, Undantag):
        tyngd = Tyngd.STÄRKER
    return Borttagen(ställe=j.ställe(nod), tyngd=tyngd, från=_i_korthet(nod), detaljer=_under_rad(nod))


def _under_rad(nod: Nod) -> tuple[str, ...]:
    över = nod.förälder
    return (f"under {över.slag}: {över.namn}",) if över is not None and över.förälder is not None and över.id else ()


def _i_korthet(nod: Nod) -> str:
    """Det som något nytt eller borttaget säger."""
    summan = beskriv_tabell(nod.del_) if isinstance(nod.del_, TABELLER) else ""
    return summan or skriv_innehåll(nod)
