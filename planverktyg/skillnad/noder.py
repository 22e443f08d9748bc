"""Ett dokument in, dess delar som noder ut: mål, indikatorer, uppdrag, risker, tabellrader och allt annat i listor.

Noderna följer av modellen, inte av en uppräkning: en ny del i formatet blir en ny sorts nod utan att något ändras här.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from planverktyg.modell.byggsten import Del, nyckel
from planverktyg.modell.ekonomi import Brygga, Ekonomi
from planverktyg.modell.plan import Plan, Vision
from planverktyg.modell.rapportering import Uppföljning
from planverktyg.modell.typord import delnamn
from planverktyg.modell.villkor import Villkor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.modell.grund.plats import Rutt

NAMNFÄLT = ("namn", "rubrik", "text")
"""Fälten som kan vara en dels namn. Det första som finns i delen är dess namn."""

EGNA: tuple[type[Del], ...] = (Plan, Vision, Ekonomi, Brygga, Uppföljning)
"""Delar som är noder fast de inte står i en lista."""

Identitet: TypeAlias = "tuple[str, str, int]"
"""Slag, id, och vilken i ordningen när samma id felaktigt står flera gånger."""


@dataclass(slots=True, eq=False)
class Nod:
    """En del av dokumentet: dess egna fält, och noderna under den."""

    del_: Del
    rutt: Rutt
    förälder: Nod | None = None
    i_fält: str = ""
    """Fältet i föräldern som noden står i."""
    uppslag: str = ""
    """Nyckeln, när noden står i en uppslagning efter id."""
    fält: dict[str, Any] = field(default_factory=dict)
    barn: list[Nod] = field(default_factory=list)

    @property
    def slag(self) -> str:
        """Vad noden är, i ord: åtgärdspunkt."""
        return delnamn(type(self.del_))

    @property
    def id(self) -> str:
        """Nodens id, eller tomt."""
        return self.uppslag or getattr(self.del_, "id", None) or ""

    @property
    def namnfält(self) -> str:
        """Fältet som är nodens namn, eller tomt."""
        return next((namn for namn in NAMNFÄLT if namn in type(self.del_).model_fields), "")

    @property
    def namn(self) -> str:
        """Nodens namn, annars dess id, annars vad den är."""
        fält = self.namnfält
        return str((getattr(self.del_, fält) if fält else None) or self.id or self.slag)

    def alla(self) -> Iterator[Nod]:
        """Noden själv och alla under den, i läsordning."""
        yield self
        for barn in self.barn:
            yield from barn.alla()


def noder(dokument: Del) -> Nod:
    """Dokumentet som nod, med allt under sig."""
    return _nod(Nod(dokument, ()))


def _nod(nod: Nod) -> Nod:
    for namn in type(nod.del_).model_fields:
        värde, väg = getattr(nod.del_, namn), (*nod.rutt, nyckel(namn))
        barn = list(_barn(värde, väg))
        if barn:
            nod.barn += [_nod(Nod(del_, rutt, nod, namn, uppslag)) for del_, rutt, uppslag in barn]
        else:
            nod.fält[namn] = värde
    return nod


def _barn(värde: Any, väg: Rutt) -> Iterator[tuple[Del, Rutt, str]]:
    if isinstance(värde, EGNA):
        yield värde, väg, ""
    elif isinstance(värde, tuple):
        yield from ((del_, (*väg, nr), "") for nr, del_ in enumerate(värde) if _är_del(del_))
    elif isinstance(värde, dict):
        yield from ((del_, (*väg, id_), str(id_)) for id_, del_ in värde.items() if _är_del(del_))


def _är_del(värde: Any) -> bool:
    return isinstance(värde, Del) and not isinstance(värde, Villkor)
