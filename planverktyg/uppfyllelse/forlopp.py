"""En plans uppföljningar in, det som är sagt före ett tillfälle ut: det senaste om ett id, och en indikators mätningar.

Varje uppföljning gås igenom en gång, hur många tillfällen som än bedöms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, overload

from planverktyg.uppfyllelse.serier import föregångarens, planens_mätningar, uppföljningens_mätning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from planverktyg.arkiv.akt import Akt
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse.serier import Mätning, Mätserie


class _Serie(NamedTuple):
    """En indikators mätningar i alla uppföljningar, och numret på uppföljningen som säger var och en."""

    indikator: Indikator
    planens: Mätserie
    mätningar: list[Mätning]
    nummer: list[int]
    byten: list[int]
    """Uppföljningarna där mätmetoden byts: det som är äldre räknas inte."""


class Förlopp:
    """Planens uppföljningar, äldst först. `äldre` lämnar en indikators mätningar i planerna som planen följer efter."""

    def __init__(self, uppföljningar: Iterable[Uppföljningsdokument], äldre: Callable[[Indikator], Mätserie]) -> None:
        self.uppföljningar = tuple(uppföljningar)
        self._dagar = [u.uppföljning.per for u in self.uppföljningar]
        self._äldre = äldre
        self._serier: dict[int, _Serie] = {}

    def före(self, per: date) -> Tidigare:
        """Uppföljningarna före dagen."""
        return Tidigare(self, bisect_left(self._dagar, per))

    @property
    def alla(self) -> Tidigare:
        """Alla uppföljningarna."""
        return Tidigare(self, len(self.uppföljningar))

    @cached_property
    def svar(self) -> Mapping[str, list[int]]:
        """Id → uppföljningarna som har ett utfall, eller en rad som väntar på ett."""
        return _platser(u.nämnda("utfall") for u in self.uppföljningar)

    @cached_property
    def bedömningar(self) -> Mapping[str, list[int]]:
        """Id → uppföljningarna som har en beslutad bedömning."""
        return _platser(u.bedömningar for u in self.uppföljningar)

    @cached_property
    def med_statusar(self) -> list[int]:
        """Uppföljningarna som nämner något uppdrag eller någon åtgärd."""
        nycklar = ("uppdrag", "åtgärder")
        return [nr for nr, u in enumerate(self.uppföljningar) if any(u.nämnda(nyckel) for nyckel in nycklar)]

    def serien(self, indikator: Indikator) -> _Serie:
        """Indikatorns alla mätningar."""
        if id(indikator) not in self._serier:
            self._serier[id(indikator)] = self._läs_serien(indikator)
        return self._serier[id(indikator)]

    def _läs_serien(self, indikator: Indikator) -> _Serie:
        serie = _Serie(indikator, planens_mätningar(indikator, self._äldre(indikator)), [], [], [])
        for nummer in self.svar.get(indikator.id, ()):
            dokument = self.uppföljningar[nummer]
            utfall = dokument.utfall.get(indikator.id)
            if utfall is not None and utfall.ny_mätmetod:
                serie.byten.append(nummer)
            if utfall is not None and (utfall.värde is not None or utfall.delar):
                serie.mätningar.append(uppföljningens_mätning(utfall, indikator, dokument))
                serie.nummer.append(nummer)
        return serie


class Tidigare(Sequence["Uppföljningsdokument"]):
    """De första av planens uppföljningar, äldst först: de som är äldre än ett tillfälle."""

    def __init__(self, förlopp: Förlopp, antal: int) -> None:
        self._förlopp = förlopp
        self._antal = antal

    def __len__(self) -> int:
        return self._antal

    @overload
    def __getitem__(self, plats: int) -> Uppföljningsdokument: ...
    @overload
    def __getitem__(self, plats: slice) -> Sequence[Uppföljningsdokument]: ...
    def __getitem__(self, plats: int | slice) -> Uppföljningsdokument | Sequence[Uppföljningsdokument]:
        return self._förlopp.uppföljningar[: self._antal][plats]

    def __iter__(self) -> Iterator[Uppföljningsdokument]:
        return islice(self._förlopp.uppföljningar, self._antal)

    def __reversed__(self) -> Iterator[Uppföljningsdokument]:
        return (self._förlopp.uppföljningar[nummer] for nummer in range(self._antal - 1, -1, -1))

    def med_statusar(self) -> list[Uppföljningsdokument]:
        """De av dem som nämner något uppdrag eller någon åtgärd."""
        platser = self._förlopp.med_statusar
        return [self._förlopp.uppföljningar[nr] for nr in platser[: bisect_left(platser, self._antal)]]

    def senaste_svar(self, id_: str) -> Uppföljningsdokument | None:
        """Den senaste som har ett utfall för id:t, eller en rad som väntar på ett."""
        return self._senaste(self._förlopp.svar.get(id_, ()))

    def senaste_bedömning(self, id_: str) -> Uppföljningsdokument | None:
        """Den senaste som har en beslutad bedömning av id:t."""
        return self._senaste(self._förlopp.bedömningar.get(id_, ()))

    def _senaste(self, platser: Sequence[int]) -> Uppföljningsdokument | None:
        antal = bisect_left(platser, self._antal)
        return self._förlopp.uppföljningar[platser[antal - 1]] if antal else None

    def har_ny_mätmetod(self, indikator: Indikator) -> bool:
        """Om någon av dem säger att indikatorn mäts på ett nytt sätt."""
        byten = self._förlopp.serien(indikator).byten
        return bool(byten) and byten[0] < self._antal

    def mätserie(self, indikator: Indikator) -> Mätserie:
        """Indikatorns mätningar före tillfället: föregångarens, planens, och de tidigare uppföljningarnas."""
        _, planens, mätningar, nummer, byten = self._förlopp.serien(indikator)
        slut = bisect_left(nummer, self._antal)
        if antal_byten := bisect_left(byten, self._antal):
            return mätningar[bisect_left(nummer, byten[antal_byten - 1]) : slut]
        return [*planens, *mätningar[:slut]]


def _platser(nämnda: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    platser: dict[str, list[int]] = {}
    for nummer, idn in enumerate(nämnda):
        for id_ in idn:
            platser.setdefault(id_, []).append(nummer)
    return platser


def aktens_förlopp(akt: Akt) -> Förlopp:
    """Aktens uppföljningar."""
    return Förlopp((u.modell for u in akt.uppföljningar), föregångarens(akt))
