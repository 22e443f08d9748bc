"""Det som bidrar till ett mål, i planen och i kommunens andra planer: en plans bedömare in, bidragens bedömningar ut.

En annan plan räknas när den har en uppföljning per samma dag. Bidrag som går runt räknas inte åt något håll, så att
svaret aldrig beror på var man börjar.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.bedomning import motsvarande
from planverktyg.modell.samband import givare_i, rundgång, upplänkar
from planverktyg.uppfyllelse.resultat import Skäl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from fractions import Fraction

    from planverktyg.arkiv.akt import Register
    from planverktyg.modell.bedomning import Bedömningssteg, Skala
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.samband import Givare, Nyckel
    from planverktyg.uppfyllelse.planbedomning import Planbedömare
    from planverktyg.uppfyllelse.resultat import Indikatorbedömning


class Bidragsbedömning(NamedTuple):
    """Hur det går med något som bidrar till ett mål."""

    id: str
    """Dess id, med planens id och ett snedstreck före när det står i en annan plan."""
    namn: str
    hur: str
    steg: Bedömningssteg | None
    """Steget på skalan som gäller för målet."""
    skäl: Skäl | None
    grad: Fraction | None
    finansiell: bool
    slutlig: bool
    """Om bedömningen är avgjord och inte bara väntas."""
    är_bör: bool
    """Om det är en indikator vars målvärde är något planen siktar mot och inte kräver."""
    indikatorer: Mapping[Nyckel, Indikatorbedömning]
    """Indikatorerna som bidraget vilar på."""
    har_uppföljning: bool = True
    """Om dess plan har en uppföljning per samma dag, så att det finns något att väga in."""


class Omgivning:
    """Planerna som bidrar till varandra vid en dag. Utan register är det bara den egna."""

    def __init__(
        self, plan: Plandokument, per: date, register: Register | None, hämta: Callable[..., Planbedömare | None]
    ) -> None:
        self._plan = plan
        self._per = per
        self.register = register
        """Planerna som kan bidra; None när det bara är den egna."""
        self._hämta = hämta
        self._bedömare: dict[str, Planbedömare | None] = {}

    def minns(self, bedömare: Planbedömare) -> None:
        """Tar emot den egna planens bedömare."""
        self._bedömare[self._plan.plan.id] = bedömare

    def glöm(self) -> None:
        """Släpper bedömarna, som också håller i omgivningen: ett kommando har skräpsamlaren av, så en cirkel blev kvar."""
        self._bedömare.clear()

    def bidragen(self, till: Nyckel, skala: Skala, *, bara_direkta: bool) -> tuple[Bidragsbedömning, ...]:
        """Bidragen till ett mål, den egna planens först."""
        givare = [g for g in self._givare(till) if g.hur == "direkt" or not bara_direkta]
        return tuple(self._bedöm(g, till[0], skala) for g in givare if not self._går_runt(g, till))

    def _givare(self, till: Nyckel) -> list[Givare]:
        hemma = self._plan.plan.id
        andra = self.register.bidrag.get(till, ()) if self.register else ()
        return [*self._egna.get(till, ()), *(g for g in andra if g.nyckel[0] != hemma and self._gäller(g.nyckel[0]))]

    @cached_property
    def _egna(self) -> dict[Nyckel, list[Givare]]:
        egna: dict[Nyckel, list[Givare]] = {}
        for till, givare in givare_i(self._plan):
            egna.setdefault(till, []).append(givare)
        return egna

    def _gäller(self, plan: str) -> bool:
        assert self.register is not None
        post = self.register.planer.get(plan)
        return post is not None and post.från <= self._per.year <= post.till

    @cached_property
    def _egna_upplänkar(self) -> Mapping[str, tuple[Nyckel, ...]]:
        return upplänkar(self._plan)

    def _uppåt(self, mål: Nyckel) -> tuple[Nyckel, ...]:
        plan, id_ = mål
        if plan == self._plan.plan.id:
            return self._egna_upplänkar.get(id_, ())
        return self.register.upplänkar(plan).get(id_, ()) if self.register else ()

    def _går_runt(self, givare: Givare, till: Nyckel) -> bool:
        return not givare.är_indikator and bool(rundgång(givare.nyckel, self._uppåt, (till,)))

    def _bedöm(self, givare: Givare, hemma: str, skala: Skala) -> Bidragsbedömning:
        plan, id_ = givare.nyckel
        bedömare = self._planen(plan)
        namn = id_ if plan == hemma else f"{plan}/{id_}"
        if bedömare is None:
            return Bidragsbedömning(
                namn, namn, givare.hur, None, Skäl.EJ_RAPPORTERAD, None,
                finansiell=False, slutlig=False, är_bör=False, indikatorer={}, har_uppföljning=False,
            )  # fmt: skip
        if givare.är_indikator:
            i = bedömare.indikatorn(id_)
            i = i if plan == hemma else bedömare.bidrar_som(i, id_)
            steg, grad = i.steg, None if i.beslutat or i.fastställt else i.grad
            return Bidragsbedömning(
                namn, i.indikator.namn, givare.hur, _på(skala, steg, bedömare.skala), i.skäl, grad,
                finansiell=False, är_bör=i.är_bör, slutlig=i.slutlig,
                indikatorer={givare.nyckel: i},
            )  # fmt: skip
        b = bedömare.målet(id_)
        b = b if plan == hemma else bedömare.bidrar_som(b, id_)
        return Bidragsbedömning(
            namn, b.mål.namn, givare.hur, _på(skala, b.steg, bedömare.skala), b.skäl,
            None if b.beslutat or b.fastställt else b.vägning.medelgrad,
            finansiell=b.mål.slag == "finansiellt", är_bör=False, slutlig=b.slutlig,
            indikatorer=bedömare.indikatorer_bakom(id_),
        )  # fmt: skip

    def _planen(self, id_: str) -> Planbedömare | None:
        if id_ not in self._bedömare:
            self._bedömare[id_] = self._hämta(id_, self._per, self)
        return self._bedömare[id_]


def _på(skala: Skala, steg: Bedömningssteg | None, egen: Skala) -> Bedömningssteg | None:
    """Steget på samma plats på en annan skala."""
    if steg is None or egen == skala:
        return steg
    return skala[motsvarande(egen.index(steg), len(egen), len(skala))]
