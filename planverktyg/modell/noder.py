"""Ett dokument in, dess delar som noder ut: mål, indikatorer, uppdrag, risker, tabellrader och allt annat i listor.

Noderna följer av modellen, inte av en uppräkning: en ny del i formatet blir en ny sorts nod utan att något ändras här.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from planverktyg.modell.byggsten import Del, delar_i, nyckel
from planverktyg.modell.ekonomi import Brygga, Ekonomi
from planverktyg.modell.grund.svenska import menade_du
from planverktyg.modell.plan import Plan, Vision
from planverktyg.modell.rapportering import Uppföljning
from planverktyg.modell.villkor import Villkor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from planverktyg.modell.grund.plats import Rutt

D = TypeVar("D", bound=Del)

MÅLVÄRDE = "målvärde"
"""Alla slag av målvärden är en och samma del för den som skriver."""

NAMNFÄLT = ("namn", "rubrik", "text")
"""Fälten som kan vara en dels namn. Det första som finns i delen är dess namn."""

EGNA = frozenset({Plan, Vision, Ekonomi, Brygga, Uppföljning})
"""Delar som är noder fast de inte står i en lista."""

Identitet: TypeAlias = "tuple[str, str, int]"
"""Slag, id, och vilken i ordningen när samma id felaktigt står flera gånger."""


@cache
def delnamn(klass: type[Del]) -> str:
    """Klassens namn som ord: `BeslutadBedömning` → `beslutad bedömning`."""
    if issubclass(klass, Villkor):
        return MÅLVÄRDE
    return re.sub(r"\B(?=[A-ZÅÄÖ])", " ", klass.__name__).lower()


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
    barn: list[Nod] = field(default_factory=list)

    @property
    def över(self) -> Del | None:
        """Delen som noden står i. None för dokumentet självt."""
        return self.förälder.del_ if self.förälder else None

    @property
    def fält(self) -> dict[str, Any]:
        """Delens egna fält: de som inte är noder under den."""
        i_noder = {nod.i_fält for nod in _under(self)}
        return {namn: getattr(self.del_, namn) for namn in type(self.del_).model_fields if namn not in i_noder}

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
        return next((namn for namn in NAMNFÄLT if namn in self.del_.__dict__), "")

    @property
    def namn(self) -> str:
        """Nodens namn, annars dess id, annars vad den är."""
        fält = self.namnfält
        return str((getattr(self.del_, fält) if fält else None) or self.id or self.slag)

    @property
    def rad(self) -> Nod | None:
        """Raden i uppslaget efter id som noden är eller står i: utfallet som en mätning hör till."""
        if self.uppslag:
            return self
        return self.förälder.rad if self.förälder is not None else None

    @property
    def rot(self) -> Nod:
        """Dokumentet som noden står i."""
        nod = self
        while nod.förälder is not None:
            nod = nod.förälder
        return nod

    def alla(self) -> Iterator[Nod]:
        """Noden själv och alla under den, i läsordning."""
        yield self
        for barn in self.barn:
            yield from barn.alla()

    def släpp(self) -> None:
        """Släpper allt under noden. Barnen känner sin förälder, och ett kommando har skräpsamlaren av: en cirkel blev kvar."""
        for nod in tuple(self.alla()):
            nod.barn.clear()


def vandra(dokument: Del) -> Iterator[Nod]:
    """Dokumentet och allt i det, i läsordning. Noderna känner sin förälder men inte sina barn, så minnet kan släppas."""
    kö = [Nod(dokument, ())]
    while kö:
        nod = kö.pop()
        yield nod
        kö += reversed(_under(nod))


def noder(dokument: Del) -> Nod:
    """Dokumentet som nod, med allt under sig som barn."""
    rot, *resten = vandra(dokument)
    for nod in resten:
        assert nod.förälder is not None
        nod.förälder.barn.append(nod)
    return rot


def namnen(dokument: Del) -> dict[str, str]:
    """Vad allt med ett id heter, efter id."""
    return {nod.id: nod.namn for nod in vandra(dokument) if nod.id}


def menat_id(skrivet: str, namn: Mapping[str, str]) -> str | None:
    """Det id som någon menade: det vars namn är skrivet, ett som stavas nästan så, eller det enda som har orden i sitt namn."""
    sökt = " ".join(skrivet.casefold().split())
    heter = [id_ for id_, ett in namn.items() if ett.casefold() == sökt]
    if not heter and (stavas := menade_du(skrivet, namn)) is not None:
        return stavas
    if not heter and len(sökt) >= _KORTASTE_ORD:
        heter = [id_ for id_, ett in namn.items() if sökt in ett.casefold()]
    return heter[0] if len(heter) == 1 else None


_KORTASTE_ORD = 4
"""Tecken som behövs för att söka i namnen."""


def per_klass(noder: Iterable[Nod]) -> Mapping[type[Del], list[Nod]]:
    """Delens klass → noderna som är just den klassen, i sin ordning."""
    funna: dict[type[Del], list[Nod]] = {}
    for nod in noder:
        funna.setdefault(type(nod.del_), []).append(nod)
    return funna


def delar(noder: Mapping[type[Del], list[Nod]], klass: type[D]) -> Iterator[tuple[Nod, D]]:
    """Noderna av en klass, med delen."""
    return ((nod, nod.del_) for nod in noder.get(klass, ()))  # type: ignore[misc]  # nycklarna är delarnas klasser


def _under(nod: Nod) -> list[Nod]:
    funna: list[Nod] = []
    for namn, steg in _fält_med_noder(type(nod.del_)):
        värde = getattr(nod.del_, namn)
        if not värde:
            continue
        väg = (*nod.rutt, steg)
        if isinstance(värde, tuple):
            funna += [Nod(d, (*väg, nr), nod, namn) for nr, d in enumerate(värde) if _är_nod(d.__class__)]
        elif isinstance(värde, dict):
            funna += [Nod(d, (*väg, id_), nod, namn, str(id_)) for id_, d in värde.items() if _är_nod(d.__class__)]
        elif type(värde) in EGNA:
            funna.append(Nod(värde, väg, nod, namn))
    return funna


@cache
def _är_nod(klass: type) -> bool:
    return issubclass(klass, Del) and not issubclass(klass, Villkor)


@cache
def _fält_med_noder(klass: type[Del]) -> tuple[tuple[str, str], ...]:
    """Fälten som kan ha noder i sig, enligt sina typer, och deras nycklar."""
    fält = klass.model_fields.items()
    return tuple((namn, nyckel(namn)) for namn, f in fält if any(_är_nod(k) for k in delar_i(f.annotation)))
