"""Valda planer in, fynden i filerna som varje utskrift görs av ut. En mapp med många planer granskas en gång."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.grund.fynd import FLEST_AV_EN_SORT, Allvar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planverktyg.arkiv.akt import Mapp
    from planverktyg.arkiv.urval.planer import Val
    from planverktyg.granskning.regel import Regel
    from planverktyg.modell.grund.fynd import Fynd


class Underlagsgranskning:
    """Minns den mapp som granskades sist: planerna i en mapp delar på dess fynd."""

    def __init__(self) -> None:
        self._senaste: tuple[Mapp, bool, dict[str, list[Fynd]]] | None = None

    def fel(self, val: Val) -> list[Fynd]:
        """Felen som stoppar utskriften. Bara reglerna som kan göra det prövas."""
        return [f for f in self._filernas(val, bara_fel=True) if stoppar(f)]

    def fynd(self, val: Val) -> list[Fynd]:
        """Fynden i filerna som utskriften görs av; av många av samma slag de första, och hur många fler de är."""
        return self._filernas(val, bara_fel=False)

    def _filernas(self, val: Val, *, bara_fel: bool) -> list[Fynd]:
        filer = {val.akt.plan.fil, *((val.akt.kommun.fil,) if val.akt.kommun else ())}
        if val.uppföljning is not None:
            filer |= {u.fil for u in (val.uppföljning, *val.akt.före(val.uppföljning))}
        per_fil = self._per_fil(val, bara_fel=bara_fel)
        return [f for fil in sorted(filer) for f in per_fil.get(fil, ())]

    def _per_fil(self, val: Val, *, bara_fel: bool) -> dict[str, list[Fynd]]:
        from planverktyg.granskning.granskare import Granskare, granska
        from planverktyg.granskning.regler import REGLER

        regler = [regel for regel in REGLER if stoppar(regel)] if bara_fel else REGLER
        if val.mapp is None:
            return _per_fil(granska(val.akt, regler))
        if self._senaste is None or self._senaste[0] is not val.mapp or self._senaste[1] is not bara_fel:
            granskare = Granskare(flest=FLEST_AV_EN_SORT, regler=regler)
            self._senaste = (val.mapp, bara_fel, _per_fil(granskare.granska_mapp(val.mapp)))
        return self._senaste[2]


def _per_fil(fynd: Iterable[Fynd]) -> dict[str, list[Fynd]]:
    per_fil: dict[str, list[Fynd]] = {}
    for f in fynd:
        per_fil.setdefault(f.plats.fil, []).append(f)
    return per_fil


def stoppar(vad: Fynd | Regel) -> bool:
    """Om fyndet, eller regelns, stoppar en utskrift. Att något är ändrat efter beslutet står på varje sida, och stoppar inte."""
    return vad.allvar is Allvar.FEL and not vad.kod.startswith("BES")


def antal_fel(fynd: Iterable[Fynd]) -> int:
    """Hur många fel som stoppar utskriften. Ett fynd kan stå för flera."""
    return sum(f.antal for f in fynd if stoppar(f))
