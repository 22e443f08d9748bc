"""Undantagen och en mapps alla fynd in; de fynd som står kvar, de som är undantagna, och hur undantagen används ut.

Det är det enda stället där ett fynd tas undan. Reglerna vet ingenting om undantag.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.granskning.regel import föreslå
from planverktyg.modell.grund.fynd import Allvar, Anmärkning, Fynd, Undantaget, sortera

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from planverktyg.arkiv.akt import Akt, Mapp
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.regel import Regel
    from planverktyg.modell.grund.plats import Plats, Rutt
    from planverktyg.modell.undantag import Undantag


class Läge(StrEnum):
    """Om ett undantag kan ta undan fynd."""

    GÄLLER = "gäller"
    UTGÅNGET = "har gått ut"
    OGILTIGT = "kan inte undantas"


class Undantagspost(NamedTuple):
    """Ett skrivet undantag, var det står och om det gäller."""

    undantag: Undantag
    läge: Läge
    oanvänt: Fynd
    """Fyndet som undantaget självt blir när ingenting behöver det. Det står där undantaget står."""
    i_husregler: bool = False

    @property
    def plats(self) -> Plats:
        """Var undantaget står."""
        return self.oanvänt.plats

    def tar(self, fynd: Fynd) -> bool:
        """Om undantaget tar undan fyndet."""
        rätt_id = self.undantag.id in (None, fynd.gäller)
        return self.läge is Läge.GÄLLER and self.undantag.kod == fynd.kod and rätt_id


class Granskning(NamedTuple):
    """Vad granskningen av en mapp gav."""

    fynd: list[Fynd]
    undantagna: list[Undantaget] = []
    poster: tuple[Undantagspost, ...] = ()
    """Undantagen som står i mappens egna filer."""
    helt: bool = True
    """Om allt som kan ge fynd är läst. Annars säger det inget att ett undantag inte används."""


def får_undantas(regel: Regel) -> bool:
    """Om regelns fynd kan undantas.

    Det som inte går att läsa eller hänvisa till måste rättas. Det som vaktar det beslutade (BES) får inte stängas av i den fil
    som det vaktar.
    """
    grupp = regel.kod[:3]
    return grupp not in {"STR", "UND", "BES"} and not (grupp == "REF" and regel.allvar is Allvar.FEL)


def skrivna_undantag(mapp: Mapp) -> Iterator[tuple[Dokument[Any], Rutt, Undantag]]:
    """Undantagen i mappens husregler och planer, med dokument och rutt."""
    for kommun in mapp.kommuner:
        yield from _undantag_i(kommun)
    for akt in mapp.akter:
        yield from _undantag_i(akt.plan)


def undantagna_koder(mapp: Mapp) -> set[str]:
    """Koderna som något undantag som gäller i mappen nämner."""
    kommunens = (akt.kommun for akt in mapp.akter if akt.kommun)
    ovanför = {undantag.kod for kommun in kommunens for undantag in kommun.modell.undantag}
    return ovanför | {undantag.kod for _, _, undantag in skrivna_undantag(mapp)}


def _undantag_i(dokument: Dokument[Any]) -> Iterator[tuple[Dokument[Any], Rutt, Undantag]]:
    for i, undantag in enumerate(dokument.modell.undantag):
        yield dokument, ("undantag", i), undantag


class Undantagare:
    """Prövar fynd mot undantag. Vet vilka regler som finns och vilken dag det är."""

    def __init__(self, regler: Mapping[str, Regel], oanvänt: Regel, idag: date) -> None:
        self._regler = regler
        self._oanvänt = oanvänt
        self._idag = idag

    def pröva(self, mapp: Mapp, fynd: Sequence[Fynd], *, helt: bool) -> Granskning:
        """Mappens fynd delade i dem som står kvar och dem som är undantagna, och undantagen i mappen.

        `helt`: allt som kan ge fynd är läst, så ett undantag som inte används behövs inte.
        """
        per_fil = {akt.plan.fil: self._poster(akt.plan) for akt in mapp.akter}
        husreglernas = {kommun.fil: self._poster(kommun, i_husregler=True) for kommun in mapp.kommuner}
        gällande = husreglernas | self._gällande(mapp.akter, per_fil)
        fynd = sortera(list(fynd))
        undantagna = [u for f in fynd if (u := _undanta(f, gällande.get(f.plats.fil, ())))]
        borta = {u.fynd for u in undantagna}
        kvar = [f for f in fynd if f not in borta]
        egna = [post for poster in per_fil.values() for post in poster]
        if helt:
            kvar += oanvända(egna, {u.plats for u in undantagna}, fynd)
        return Granskning(sortera(kvar), undantagna, (*(p for ps in husreglernas.values() for p in ps), *egna), helt)

    def _gällande(
        self, akter: Iterable[Akt], planernas: Mapping[str, Sequence[Undantagspost]]
    ) -> dict[str, tuple[Undantagspost, ...]]:
        """Filerna i varje akt → undantagen som gäller där: planens egna före kommunens."""
        gällande: dict[str, tuple[Undantagspost, ...]] = {}
        for akt in akter:
            kommunens = self._poster(akt.kommun, i_husregler=True) if akt.kommun else ()
            filer = (akt.plan.fil, *(uppföljning.fil for uppföljning in akt.uppföljningar))
            gällande |= dict.fromkeys(filer, (*planernas[akt.plan.fil], *kommunens))
        return gällande

    def _poster(self, dokument: Dokument[Any], *, i_husregler: bool = False) -> tuple[Undantagspost, ...]:
        regel = self._oanvänt
        return tuple(
            Undantagspost(
                undantag,
                self._läge(undantag),
                dokument.fynd(Anmärkning(rutt, *_behövs_inte(undantag)), regel.kod, regel.allvar),
                i_husregler,
            )
            for dokument, rutt, undantag in _undantag_i(dokument)
        )

    def _läge(self, undantag: Undantag) -> Läge:
        regel = self._regler.get(undantag.kod)
        if regel is None or not får_undantas(regel):
            return Läge.OGILTIGT
        return Läge.UTGÅNGET if undantag.har_gått_ut(self._idag) else Läge.GÄLLER


def _undanta(fynd: Fynd, poster: Iterable[Undantagspost]) -> Undantaget | None:
    post = next((post for post in poster if post.tar(fynd)), None)
    return Undantaget(fynd, post.undantag.motivering, post.plats) if post else None


def _behövs_inte(undantag: Undantag) -> tuple[str, str]:
    var = f" för {undantag.id}" if undantag.id else ""
    return f"{undantag.kod} hittar inget{var} som behöver undantaget.", "Ta bort undantaget."


def oanvända(poster: Iterable[Undantagspost], använda: Container[Plats], fynd: Iterable[Fynd] = ()) -> list[Fynd]:
    """Ett fynd för varje gällande undantag som ingenting behövde: deras platser finns inte bland de använda.

    Bland `fynd` söks det id som kan ha varit menat.
    """
    lediga = [post for post in poster if post.läge is Läge.GÄLLER and post.plats not in använda]
    alla = list(fynd)
    return [_med_förslag(post, {f.gäller for f in alla if f.kod == post.undantag.kod and f.gäller}) for post in lediga]


def _med_förslag(post: Undantagspost, funna_id: set[str]) -> Fynd:
    skrivet = post.undantag.id
    if skrivet is None or skrivet in funna_id:
        return post.oanvänt
    return post.oanvänt._replace(råd=föreslå(skrivet, sorted(funna_id), post.oanvänt.råd))
