"""Planen och uppföljningen in, årets budget för varje verksamhetsområde ut, och var den står.

Ordningen: det som uppföljningen säger är ändrat (`årsbudget`), driftbudgeten för året, kommunbidraget för året, och vid
årets slut uppföljningens egen budget. Flera tabeller av samma slag för ett område läggs ihop, om inte en av dem ensam är
kommunbidraget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.ekonomi import i_kronor, räkna_om
from planverktyg.uppfyllelse.pengar.rakning import lägg_ihop, noggrannhet
from planverktyg.uppfyllelse.pengar.tecken import beloppens_tecken, budgetens_delar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from planverktyg.modell.ekonomi import Beloppsenhet, Driftbudget, Ekonomiutfall
    from planverktyg.modell.period import Planår
    from planverktyg.modell.plan import Plandokument

DRIFTBUDGET, KOMMUNBIDRAG, UPPFÖLJNINGEN, PERIODEN = "driftbudget", "kommunbidrag", "årsbudget", "budget"
"""Var en årsbudget kan stå."""


class Årsbudget(NamedTuple):
    """Ett områdes budget för ett år."""

    kronor: Decimal
    """Nettokostnad i kronor."""
    belopp: Decimal
    """Beloppet i den enhet som det står i, som nettokostnad."""
    enhet: Beloppsenhet
    källa: str
    tabeller: tuple[str, ...] = ()
    """Id för tabellerna som beloppet står i."""

    @property
    def var(self) -> str:
        """`driftbudgeten drift-vo3`, `kommunbidraget b3`."""
        namn = {DRIFTBUDGET: "driftbudgeten", KOMMUNBIDRAG: "kommunbidraget"}.get(self.källa, self.källa)
        return " ".join([namn, " och ".join(self.tabeller)]).strip()

    def i(self, enhet: Beloppsenhet) -> Decimal:
        """Beloppet i en annan enhet, lika noga skrivet."""
        return räkna_om(self.kronor, "kr", enhet)

    def kan_vara(self, annan: Årsbudget) -> bool:
        """Om de två är samma belopp, avrundade var för sig."""
        grövst = max(i_kronor(noggrannhet([b.belopp]), b.enhet) * max(1, len(b.tabeller)) for b in (self, annan))
        return abs(self.kronor - annan.kronor) <= grövst / 2


def budgetår(tabell: Driftbudget, år: Planår) -> int:
    """Året som driftbudgetens kolumn `budget` gäller."""
    if tabell.avser is not None:
        return tabell.avser.år
    return år.från if år.från == år.till or tabell.jämförelse is None else tabell.jämförelse.år + 1


def planens_budgetar(plan: Plandokument, område: str, år: int) -> list[Årsbudget]:
    """Områdets budget för året så som planen säger den, i den ordning som gäller: driftbudgeten före kommunbidraget."""
    drift, bidrag = list(_ur_driftbudget(plan, område, år)), list(_ur_kommunbidrag(plan, område, år))
    funna = [_lägg_ihop(källa, poster) for källa, poster in ((DRIFTBUDGET, drift), (KOMMUNBIDRAG, bidrag)) if poster]
    if len(drift) > 1 and len(funna) > 1 and not funna[0].kan_vara(funna[1]):
        ensamma = (_lägg_ihop(DRIFTBUDGET, [post]) for post in drift)
        funna[0] = next((ensam for ensam in ensamma if ensam.kan_vara(funna[1])), funna[0])
    return funna


def _ur_driftbudget(plan: Plandokument, område: str, år: int) -> Iterator[tuple[str, Decimal, Beloppsenhet]]:
    for tabell in plan.ekonomi.driftbudget:
        if tabell.verksamhetsområde == område and budgetår(tabell, plan.plan.år) == år:
            delar = budgetens_delar(tabell, "budget")
            belopp = delar.kommunbidrag if delar.kommunbidrag is not None else delar.netto
            if belopp is not None:
                yield tabell.id, belopp, tabell.enhet


def _ur_kommunbidrag(plan: Plandokument, område: str, år: int) -> Iterator[tuple[str, Decimal, Beloppsenhet]]:
    for bidrag in plan.ekonomi.kommunbidrag:
        if bidrag.verksamhetsområde == område and str(år) in bidrag.belopp:
            yield bidrag.id, bidrag.belopp[str(år)], bidrag.enhet


def _lägg_ihop(källa: str, poster: Sequence[tuple[str, Decimal, Beloppsenhet]]) -> Årsbudget:
    enheter = {enhet for _, _, enhet in poster}
    enhet: Beloppsenhet = enheter.pop() if len(enheter) == 1 else "kr"
    belopp = [b if len(poster) == 1 or e == enhet else i_kronor(b, e) for _, b, e in poster]
    summa = lägg_ihop(belopp)
    return Årsbudget(i_kronor(summa, enhet), summa, enhet, källa, tuple(id_ for id_, _, _ in poster))


def årsbudgetar(planens: list[Årsbudget], rapport: Ekonomiutfall | None, *, helår: bool) -> list[Årsbudget]:
    """Alla ställen där ett områdes årsbudget står, i den ordning som gäller. Det första är årsbudgeten.

    `planens` är `planens_budgetar` för området och året.
    """
    if rapport is None:
        return planens
    tecken = beloppens_tecken(rapport)

    def ur(källa: str, belopp: Decimal | None) -> list[Årsbudget]:
        if belopp is None:
            return []
        netto = belopp * tecken
        return [Årsbudget(i_kronor(netto, rapport.enhet), netto, rapport.enhet, källa)]

    periodens = ur(PERIODEN, rapport.budget) if helår else []
    return [*ur(UPPFÖLJNINGEN, rapport.årsbudget), *planens, *periodens]


def områden_med_budget(plan: Plandokument) -> set[str]:
    """Verksamhetsområdena som planen har en budget för."""
    tabeller = (*plan.ekonomi.kommunbidrag, *plan.ekonomi.driftbudget)
    return {t.verksamhetsområde for t in tabeller if t.verksamhetsområde is not None}
