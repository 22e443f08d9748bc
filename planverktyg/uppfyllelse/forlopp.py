"""En plans uppföljningar in, det som är sagt före ett tillfälle ut: det senaste om ett id, och en indikators mätningar.

Varje uppföljning gås igenom en gång, hur många tillfällen som än bedöms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar, overload

from planverktyg.uppfyllelse.serier import föregångarens, planens_mätningar, uppföljningens_mätning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from planverktyg.arkiv.akt import Akt
    from planverktyg.modell.indikator import Indikator, Utfall
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse.serier import Mätning, Mätserie


K = TypeVar("K", str, tuple[str, ...])


class _Serie(NamedTuple):
    """En indikators mätningar i alla uppföljningar, och numret på uppföljningen som säger var och en."""

    indikator: Indikator
    planens: Mätserie
    mätningar: list[Mätning]
    nummer: list[int]


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
    def prognoser(self) -> Mapping[str, list[int]]:
        """Id → uppföljningarna som har en prognos."""
        return _platser([id_ for id_, u in ett.utfall.items() if _har_prognos(u)] for ett in self.uppföljningar)

    @cached_property
    def byten(self) -> Mapping[str, list[int]]:
        """Id → uppföljningarna där mätmetoden byts: det som är äldre räknas inte."""
        return _platser([id_ for id_, u in ett.utfall.items() if u.ny_mätmetod] for ett in self.uppföljningar)

    @cached_property
    def risker(self) -> Mapping[tuple[str, ...], list[int]]:
        """Risken och vad som sägs om den (sannolikhet, konsekvens) → uppföljningarna som säger det."""
        return _platser(map(_risker_i, self.uppföljningar))

    @cached_property
    def med_nya(self) -> list[int]:
        """Uppföljningarna med risker eller åtgärder som inte finns i planen."""
        return [nr for nr, u in enumerate(self.uppföljningar) if u.nya_risker or u.nya_åtgärder]

    @cached_property
    def statusar(self) -> Mapping[tuple[str, ...], list[int]]:
        """Uppdraget, åtgärden eller delen av uppdraget → uppföljningarna som nämner den."""
        return _platser(map(_statusar_i, self.uppföljningar))

    def serien(self, indikator: Indikator) -> _Serie:
        """Indikatorns alla mätningar."""
        if id(indikator) not in self._serier:
            self._serier[id(indikator)] = self._läs_serien(indikator)
        return self._serier[id(indikator)]

    def _läs_serien(self, indikator: Indikator) -> _Serie:
        serie = _Serie(indikator, planens_mätningar(indikator, self._äldre(indikator)), [], [])
        for nummer in self.svar.get(indikator.id, ()):
            dokument = self.uppföljningar[nummer]
            utfall = dokument.utfall.get(indikator.id)
            mätning = uppföljningens_mätning(utfall, indikator, dokument) if utfall is not None else None
            if mätning is not None and mätning.säger_något:
                serie.mätningar.append(mätning)
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

    def före(self, per: date) -> Tidigare:
        """De av dem som är äldre än dagen."""
        return self._förlopp.före(per)

    def med_statusar(self) -> list[Uppföljningsdokument]:
        """De av dem som säger det senaste om något uppdrag, en del av det eller någon åtgärd."""
        return self._de_senaste(self._förlopp.statusar)

    def med_risker(self) -> list[Uppföljningsdokument]:
        """De av dem som säger det senaste om någon risk, eller har en ny."""
        return self._de_senaste(self._förlopp.risker, self._med_nya)

    def med_nya(self) -> list[Uppföljningsdokument]:
        """De av dem som har risker eller åtgärder som inte finns i planen."""
        return [self._förlopp.uppföljningar[nr] for nr in self._med_nya]

    @property
    def _med_nya(self) -> list[int]:
        nya = self._förlopp.med_nya
        return nya[: bisect_left(nya, self._antal)]

    def _de_senaste(
        self, om: Mapping[tuple[str, ...], list[int]], också: Iterable[int] = ()
    ) -> list[Uppföljningsdokument]:
        senast = {platser[antal - 1] for platser in om.values() if (antal := bisect_left(platser, self._antal))}
        return [self._förlopp.uppföljningar[nr] for nr in sorted(senast.union(också))]

    def senaste_svar(self, id_: str) -> Uppföljningsdokument | None:
        """Den senaste som har ett utfall för id:t, eller en rad som väntar på ett."""
        return self._senaste(self._förlopp.svar.get(id_, ()))

    def svar_bakåt(self, id_: str) -> Iterator[Uppföljningsdokument]:
        """De som har ett utfall för id:t, eller en rad som väntar på ett, nyast först."""
        platser = self._förlopp.svar.get(id_, ())
        return (self._förlopp.uppföljningar[nr] for nr in reversed(platser[: bisect_left(platser, self._antal)]))

    def senaste_prognos(self, id_: str) -> Uppföljningsdokument | None:
        """Den senaste som har en prognos för id:t."""
        return self._senaste(self._förlopp.prognoser.get(id_, ()))

    def senaste_bedömning(self, id_: str) -> Uppföljningsdokument | None:
        """Den senaste som har en beslutad bedömning av id:t."""
        return self._senaste(self._förlopp.bedömningar.get(id_, ()))

    def _senaste(self, platser: Sequence[int]) -> Uppföljningsdokument | None:
        antal = bisect_left(platser, self._antal)
        return self._förlopp.uppföljningar[platser[antal - 1]] if antal else None

    def har_ny_mätmetod(self, indikator: Indikator) -> bool:
        """Om någon av dem säger att indikatorn mäts på ett nytt sätt."""
        byten = self._förlopp.byten.get(indikator.id)
        return byten is not None and byten[0] < self._antal

    def mätserie(self, indikator: Indikator) -> Mätserie:
        """Indikatorns mätningar före tillfället: föregångarens, planens, och de tidigare uppföljningarnas."""
        _, planens, mätningar, nummer = self._förlopp.serien(indikator)
        slut = bisect_left(nummer, self._antal)
        byten = self._förlopp.byten.get(indikator.id, ())
        if antal_byten := bisect_left(byten, self._antal):
            return mätningar[bisect_left(nummer, byten[antal_byten - 1]) : slut]
        return [*planens, *mätningar[:slut]]


def _har_prognos(utfall: Utfall) -> bool:
    return utfall.prognos is not None or any(del_.prognos is not None for del_ in utfall.delar.values())


def _statusar_i(uppföljning: Uppföljningsdokument) -> Iterator[tuple[str, ...]]:
    for nyckel in ("uppdrag", "åtgärder"):
        yield from ((nyckel, id_) for id_ in uppföljning.nämnda(nyckel))
    for id_, rapport in uppföljning.uppdrag.items():
        yield from (("uppdrag", id_, del_) for del_ in rapport.delar)


def _risker_i(uppföljning: Uppföljningsdokument) -> Iterator[tuple[str, ...]]:
    for id_, sagt in uppföljning.risker.items():
        if sagt.sannolikhet is not None:
            yield id_, "sannolikhet"
        if sagt.konsekvens is not None:
            yield id_, "konsekvens"


def _platser(nämnda: Iterable[Iterable[K]]) -> dict[K, list[int]]:
    platser: dict[K, list[int]] = {}
    for nummer, idn in enumerate(nämnda):
        for id_ in idn:
            platser.setdefault(id_, []).append(nummer)
    return platser


def aktens_förlopp(akt: Akt) -> Förlopp:
    """Aktens uppföljningar."""
    return Förlopp((u.modell for u in akt.uppföljningar), föregångarens(akt))
