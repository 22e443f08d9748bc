"""Planer in, den röda tråden ut: varje överordnat mål med det som tjänar det, över plangränserna. Rena funktioner.

Ett mål tjänar det som det står under, och det som det bidrar till. Uppdrag och åtgärdspunkter tjänar det som de bidrar
till. Ingen bedömning görs här: den som visar tråden har bedömningarna.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.indikator import Indikator
from planverktyg.modell.noder import vandra
from planverktyg.modell.plan import Mål
from planverktyg.modell.samband import bidragande, nyckel_för, rundgång

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planverktyg.modell.noder import Nod as Plannod
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.samband import Nyckel


class Sort(StrEnum):
    """Vad en nod i tråden är."""

    MÅL = "mål"
    INDIKATOR = "indikator"
    UPPDRAG = "uppdrag"
    PUNKT = "åtgärdspunkt"


class Nod(NamedTuple):
    """Ett mål, ett uppdrag, en åtgärdspunkt eller en indikator som bidrar till ett annat mål, i en av planerna."""

    nyckel: Nyckel
    sort: Sort
    nivå: str
    """Målets nivå, eller vad det är när det inte är ett mål."""
    namn: str
    nämnder: tuple[str, ...]
    """Nämnderna som delar målet; tomt när det bara är planens egen."""
    mäts: bool
    """Om målet har egna indikatorer."""
    över: Nyckel | None
    """Målet som det står under."""
    bidrar_till: tuple[Nyckel, ...]
    """Mål som det bidrar till, i planen eller i en annan plan."""


class Gren(NamedTuple):
    """En nod i trådens träd."""

    nod: Nod
    bidrar: bool
    """Om noden hänger här för att den bidrar till målet ovanför, och inte för att den står under det."""
    visad: bool
    """Om det som tjänar noden redan är visat på ett annat ställe i trådarna."""
    grenar: tuple[Gren, ...]


class Samband:
    """Planernas mål, uppdrag och åtgärdspunkter, och hur de hänger ihop."""

    def __init__(self, planer: Iterable[Plandokument], noder: Iterable[Plannod] | None = None) -> None:
        """Den som redan har den enda planens `noder` lämnar dem."""
        self.planer: dict[str, Plandokument] = {plan.plan.id: plan for plan in planer}
        self.noder: dict[Nyckel, Nod] = {}
        self._mäter: dict[Nyckel, Nyckel] = {}
        for plan in self.planer.values():
            self._ta_med(plan, vandra(plan) if noder is None else noder)

    def _ta_med(self, plan: Plandokument, noder: Iterable[Plannod]) -> None:
        hemma = plan.plan.id
        for nod, bidrar in bidragande(noder):
            if not bidrar and isinstance(nod.del_, Indikator):
                continue  # en indikator är med bara när den bidrar till ett annat mål än det som den står under
            self.noder[hemma, nod.id] = _trådnod(nod, hemma, tuple(nyckel_för(h, hemma) for h in bidrar))
        for mål in plan.alla_mål():
            self._mäter |= {(hemma, indikator.id): (hemma, mål.id) for indikator in mål.indikatorer}

    @cached_property
    def mål(self) -> tuple[Nod, ...]:
        """Målen, plan för plan i planens ordning."""
        return tuple(nod for nod in self.noder.values() if nod.sort is Sort.MÅL)

    def bidrar(self, nod: Nod) -> tuple[Nyckel, ...]:
        """Målen som noden bidrar till och som finns bland planerna; en indikator står för målet som den mäter."""
        målen = (self._mäter.get(till, till) for till in nod.bidrar_till)
        return tuple(dict.fromkeys(mål for mål in målen if mål in self.noder and mål != nod.nyckel))

    def uppåt(self, nyckel: Nyckel) -> tuple[Nyckel, ...]:
        """Allt som noden tjänar direkt."""
        nod = self.noder[nyckel]
        return (*((nod.över,) if nod.över else ()), *self.bidrar(nod))

    def står_under(self, nod: Nod) -> set[Nyckel]:
        """Målen som noden står under i planens träd. Ett id som två mål har delat på leder inte runt."""
        målen: set[Nyckel] = set()
        över = nod.över
        while över is not None and över not in målen:
            målen.add(över)
            över = self.noder[över].över
        return målen

    @cached_property
    def stöd(self) -> Mapping[Nyckel, tuple[Nod, ...]]:
        """Målets nyckel → det som tjänar det: delmålen först, sedan det som bidrar, i planernas ordning."""
        under: dict[Nyckel, list[Nod]] = {}
        for nod in self.noder.values():
            if nod.över:
                under.setdefault(nod.över, []).append(nod)
        for nod in self.noder.values():
            for mål in self.bidrar(nod):
                if mål != nod.över:
                    under.setdefault(mål, []).append(nod)
        return {nyckel: tuple(noder) for nyckel, noder in under.items()}

    # --- Tråden ---

    @cached_property
    def överordnade(self) -> tuple[Nod, ...]:
        """Målen som inte tjänar något annat mål men som något tjänar: där trådarna börjar.

        Mål som går runt har ingen början. Då får det första av dem vara den.
        """
        början = [m for m in self.mål if not self.uppåt(m.nyckel) and m.nyckel in self.stöd]
        nådda = {nyckel for mål in början for nyckel in self._under(mål.nyckel)}
        for mål in self.mål:
            if mål.nyckel not in nådda and rundgång(mål.nyckel, self.uppåt):
                början.append(mål)
                nådda |= self._under(mål.nyckel)
        return tuple(början)

    def _under(self, nyckel: Nyckel) -> set[Nyckel]:
        nådda = {nyckel}
        kö = [nyckel]
        for här in kö:
            nya = [nod.nyckel for nod in self.stöd.get(här, ()) if nod.nyckel not in nådda]
            nådda.update(nya)
            kö += nya
        return nådda

    def trådar(self) -> tuple[Gren, ...]:
        """Varje överordnat mål med det som tjänar det. Det som tjänar flera mål står under vart och ett av dem."""
        visade: set[Nyckel] = set()
        return tuple(self._gren(mål, bidrar=False, visade=visade) for mål in self.överordnade)

    def _gren(self, nod: Nod, *, bidrar: bool, visade: set[Nyckel]) -> Gren:
        stöd = self.stöd.get(nod.nyckel, ())
        if nod.nyckel in visade:
            return Gren(nod, bidrar, visad=bool(stöd), grenar=())
        visade.add(nod.nyckel)
        grenar = [self._gren(under, bidrar=under.över != nod.nyckel, visade=visade) for under in stöd]
        return Gren(nod, bidrar, visad=False, grenar=tuple(grenar))

    # --- Var tråden brister ---

    def utan_stöd(self) -> tuple[Nod, ...]:
        """Överordnade mål som inget leder till.

        Det är mål på en nivå där målen i andra planer tjänar något av dem, och mål utan egna indikatorer på en nivå där
        de flesta mål har mål under sig. En nivå vars mål själva bidrar till en annan plan är inte överordnad.
        """
        egna, utifrån = self._tjänade_nivåer()
        return tuple(
            mål
            for mål in self.mål
            if mål.nyckel not in self.stöd
            and (_nivå(mål) in utifrån or (_nivå(mål) in egna and not mål.mäts and not mål.bidrar_till))
        )

    def _tjänade_nivåer(self) -> tuple[set[Nyckel], set[Nyckel]]:
        """Nivåerna där minst hälften av målen tjänas av något, och de överordnade som mål i andra planer tjänar."""
        antal = Counter(map(_nivå, self.mål))
        tjänade = Counter(_nivå(mål) for mål in self.mål if mål.nyckel in self.stöd)
        under = {_nivå(self.noder[mål.över]) for mål in self.mål if mål.över}
        egna = {nivå for nivå in under if 2 * tjänade[nivå] >= antal[nivå]}
        länkade = [(nod, mål) for nod in self.mål for mål in nod.bidrar_till if mål[0] != nod.nyckel[0]]
        utifrån = {_nivå(self.noder[mål]) for _, mål in länkade if mål in self.noder}
        return egna, utifrån - {_nivå(nod) for nod, _ in länkade}

    def utan_riktning(self) -> tuple[Nod, ...]:
        """Mål som inte leder till något mål, fast andra mål på samma nivå i planen eller i en annan plan gör det.

        Ett mål som mål på samma nivå leder till är överordnat, och detsamma är en nivå som andra planer bidrar till.
        """
        riktade = [mål for mål in self.mål if mål.över or mål.bidrar_till]
        syskon: dict[Nyckel, list[Nod]] = {}
        for mål in riktade:
            syskon.setdefault(_nivå(mål), []).append(mål)
        nivåer = {mål.nivå for mål in riktade} - {nivå for _, nivå in self._tjänade_nivåer()[1]}
        return tuple(
            mål
            for mål in self.mål
            if not (mål.över or mål.bidrar_till)
            and (mål.nivå in nivåer or _nivå(mål) in syskon)
            and not any(mål.nyckel in self.ovanför(annat.nyckel) for annat in syskon.get(_nivå(mål), ()))
        )

    def utan_länkar(self) -> tuple[str, ...]:
        """Planer som har mål, men vars mål varken tjänar eller tjänas av något. Id:n, i planernas ordning."""
        hänger_ihop = {nyckel[0] for mål, stöd in self.stöd.items() for nyckel in (mål, *(nod.nyckel for nod in stöd))}
        return tuple(id_ for id_, plan in self.planer.items() if plan.mål and id_ not in hänger_ihop)

    def ovanför(self, nyckel: Nyckel) -> list[Nyckel]:
        """Allt som noden tjänar, direkt eller genom andra mål."""
        nådda = [nyckel]
        for här in nådda:
            nådda += [över for över in self.uppåt(här) if över not in nådda]
        return nådda[1:]


def _nivå(mål: Nod) -> Nyckel:
    return mål.nyckel[0], mål.nivå


def _trådnod(nod: Plannod, hemma: str, bidrar: tuple[Nyckel, ...]) -> Nod:
    del_, sort = nod.del_, Sort(nod.slag)
    nämnder = del_.nämnder if isinstance(del_, (Mål, Indikator)) else ()
    över = (hemma, nod.över.id) if sort is Sort.MÅL and isinstance(nod.över, Mål) else None
    mäts = sort is Sort.INDIKATOR or (isinstance(del_, Mål) and bool(del_.indikatorer))
    nivå = del_.nivå if isinstance(del_, Mål) else sort.value
    return Nod((hemma, nod.id), sort, nivå, nod.namn, nämnder, mäts, över, bidrar)
