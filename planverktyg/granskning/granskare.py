"""Akter och mappar in, sorterade fynd ut. Kör varje regel en gång och översätter rutter till rader."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING

from planverktyg.arkiv.akt import Mapp
from planverktyg.granskning.regel import Aktregel, Mappregel, Regel, Träff
from planverktyg.granskning.regler import REGLER
from planverktyg.granskning.regler.undantag import oanvänt
from planverktyg.granskning.undantag import Granskning, Undantagare, undantagna_koder
from planverktyg.granskning.vandring import Mappvandring, Vandring
from planverktyg.modell.grund.fynd import Allvar, Anmärkning, Fynd, Samlare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.arkiv.akt import Akt

_REGLERNA = {regel.kod: regel for regel in REGLER}


def granska(akt: Akt, regler: Sequence[Regel] = REGLER) -> list[Fynd]:
    """Reglernas fynd i en akt utom de undantagna, i läsordning. Det som hittades vid läsningen är inte med."""
    mapp = Mapp(Path(akt.plan.fil).parent, (), (akt,), (), (), ())
    vandring = Mappvandring(mapp, {}, _REGLERNA, _idag())
    fynd = [f for genomgången in vandring.akter for f in _granska_akt(genomgången, _aktregler(regler))]
    fynd += [f for regel in _mappregler(regler) if regel.utan_utdrag for f in _mappregelns(regel, vandring)]
    return Undantagare(_REGLERNA, oanvänt, vandring.idag).pröva(mapp, fynd, helt=False).fynd


def granska_mapp(mapp: Mapp) -> list[Fynd]:
    """Alla fynd i en mapp, i läsordning: läsningens och reglernas."""
    return Granskare().granska_mapp(mapp)


def _idag() -> date:
    return datetime.now(tz=UTC).astimezone().date()


class Granskare:
    """Granskar mapp efter mapp. Mellan mapparna minns den bara vilken fil varje plan-id finns i.

    Med `flest` lämnas högst så många fynd av varje sort i varje fil, och ett som säger hur många fler de är. Med `regler` prövas
    bara de.
    """

    def __init__(
        self,
        planer: Mapping[str, str] | None = None,
        *,
        idag: date | None = None,
        flest: int | None = None,
        regler: Sequence[Regel] = REGLER,
    ) -> None:
        self.planer = dict(planer or {})
        """Sedda planer: id → fil."""
        self._idag = idag or _idag()
        self._flest = flest
        self._aktregler = _aktregler(regler)
        self._mappregler = _mappregler(regler)
        self._undantagare = Undantagare(_REGLERNA, oanvänt, self._idag)

    def granska_mapp(self, mapp: Mapp) -> list[Fynd]:
        """Alla fynd i mappen utom de undantagna, i läsordning, även de som beror på mapparna före den."""
        return self.pröva_mapp(mapp).fynd

    def pröva_mapp(self, mapp: Mapp) -> Granskning:
        """Mappens fynd, de som är undantagna, och undantagen själva."""
        fynd = Samlare(self._flest, per_id=undantagna_koder(mapp))
        fynd.extend(mapp.fynd)
        vandring = Mappvandring(mapp, self.planer, _REGLERNA, self._idag)
        for genomgången in vandring.akter:
            fynd.extend(_granska_akt(genomgången, self._aktregler))
        for regel in self._mappregler:
            fynd.extend(_mappregelns(regel, vandring))
        for akt in mapp.akter:
            self.planer.setdefault(intern(akt.plan.modell.plan.id), akt.plan.fil)  # registret har samma id
            akt.register.minns(akt.plan)
        helt = all(f.allvar is not Allvar.FEL for f in (*mapp.fynd, *mapp.husreglernas_fynd))
        return self._undantagare.pröva(mapp, fynd.alla(), helt=helt)


def _aktregler(regler: Sequence[Regel]) -> list[Aktregel]:
    return [regel for regel in regler if isinstance(regel, Aktregel)]


def _mappregler(regler: Sequence[Regel]) -> list[Mappregel]:
    return [regel for regel in regler if isinstance(regel, Mappregel)]


def _mappregelns(regel: Mappregel, vandring: Mappvandring) -> Iterator[Fynd]:
    """Regelns fynd i mappen, utan utdrag när raden har en personuppgift."""
    for träff in regel.kontroll(vandring):
        funnet = _till_fynd(träff, regel)
        yield funnet._replace(utdrag="") if regel.utan_utdrag else funnet


def _granska_akt(vandring: Vandring, regler: Iterable[Aktregel]) -> Iterator[Fynd]:
    """Fynden i en akt."""
    hela = vandring.bara_hela()
    for regel in regler:
        if regel.kräver_husregler and not vandring.husreglerna_hela:
            continue
        if regel.kräver_helhet and not vandring.dokument.helt:
            continue
        for träff in regel.kontroll(hela if regel.kräver_helhet else vandring):
            yield _till_fynd(träff, regel)


def _till_fynd(träff: Träff, regel: Regel) -> Fynd:
    a = träff.anmärkning
    if träff.se is None:
        return träff.dokument.fynd(a, regel.kod, regel.allvar)
    annat, rutt = träff.se
    plats = annat.fynd(Anmärkning(rutt, ""), regel.kod, regel.allvar).plats
    var = f"rad {plats.rad}" if plats.fil == träff.dokument.fil else f"{plats.fil} rad {plats.rad}"
    return träff.dokument.fynd(a._replace(text=f"{a.text} Se {var}."), regel.kod, regel.allvar)._replace(se=plats)
