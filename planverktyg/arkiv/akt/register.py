"""Registret över planer: en rot in, planerna under den ut, först som huvuden och sedan som akter när någon frågar.

En plan som inte hänvisar till någon annan kostar ingenting här: registret läser inget förrän det tillfrågas.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from planverktyg.modell.samband import givare_i, nämnda_planer, rundgång, upplänkar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from planverktyg.arkiv.akt.akter import Akt
    from planverktyg.arkiv.akt.arkivet import Arkiv
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.plan import Plan, Plandokument
    from planverktyg.modell.samband import Givare, Nyckel, Upplänkar

T = TypeVar("T")

HÖGST_PLANER = 4
"""Så många andra planer hålls i minnet samtidigt: kommunplanen och några till."""
HÖGST_AKTER = 12
"""Så många andra akter hålls i minnet samtidigt: planen före, och de planer som bidrar till samma mål."""
_ALLA_ÅR = (0, 9999)


class Planpost(NamedTuple):
    """En plan så som den syns i sitt huvud, utan att resten är läst."""

    sökväg: str
    """Filen som text: alla planers huvuden hålls i minnet, och en `Path` tar fyra gånger så mycket."""
    id: str
    namn: str
    kortnamn: str
    nämnd: str
    från: int
    till: int
    föregångare: str = ""
    bygger_på: tuple[str, ...] = ()

    @property
    def fil(self) -> Path:
        """Planens fil."""
        return Path(self.sökväg)


def planpost(fil: Path, huvud: dict[str, Any], visad: str) -> Planpost:
    """Planen i filen (som visas så), enligt sitt huvud."""
    år = huvud.get("år")
    från, till = (år.get("från"), år.get("till")) if isinstance(år, dict) else (år, år)
    if not isinstance(från, int) or not isinstance(till, int):
        från, till = _ALLA_ÅR
    text = {fält: _delat(huvud.get(fält) or "") for fält in ("id", "namn", "kortnamn", "nämnd", "föregångare")}
    bygger_på = huvud.get("bygger på") or ()
    planer = (bygger_på,) if isinstance(bygger_på, str) else bygger_på
    return Planpost(
        str(fil), **text | {"namn": text["namn"] or visad}, från=från, till=till, bygger_på=tuple(map(_delat, planer))
    )


def _delat(text: object) -> str:
    """Texten. Registret minns alla planers huvuden, och samma ord står i många."""
    return intern(str(text))


class Register:
    """Planerna under en rot i ett arkiv; utan arkiv inga. Huvudena läses en gång, akterna vid behov; bara de senaste sparas."""

    def __init__(self, arkiv: Arkiv | None = None, rot: Path | None = None) -> None:
        self._arkiv = arkiv
        self._rot = rot
        self._lästa: dict[str, Akt | None] = {}
        self._planer: dict[str, Dokument[Plandokument] | None] = {}
        self._upplänkar: dict[str, Upplänkar] = {}
        self.serier: dict[tuple[str, frozenset[str]], Sequence[Any]] = {}
        """Planens id och en indikators namn → mätningarna till och med den planen, när någon har räknat ut dem."""

    @cached_property
    def planer(self) -> Mapping[str, Planpost]:
        """Plan-id → planen så som den syns i sitt huvud."""
        if self._arkiv is None or self._rot is None:
            return {}
        return {post.id: post for post in reversed(list(self._arkiv.alla_planer(self._rot)))}

    def akt(self, id_: str) -> Akt | None:
        """Akten för en plan, eller None när den inte finns eller inte går att läsa."""
        return _minns(self._lästa, HÖGST_AKTER, id_, self._läs_akt)

    def _läs_akt(self, id_: str) -> Akt | None:
        post = self.planer.get(id_)
        if post is None or self._arkiv is None:
            return None
        mapp = self._arkiv.mapp(post.fil.parent, self._rot)
        return next((akt for akt in mapp.akter if akt.plan.modell.plan.id == id_), None)

    def plan(self, id_: str) -> Dokument[Plandokument] | None:
        """Bara planen, utan uppföljningar och husregler. None när den inte finns eller inte går att läsa."""
        return _minns(self._planer, HÖGST_PLANER, id_, self._läs_plan)

    def minns(self, plan: Dokument[Plandokument]) -> None:
        """Tar emot en plan som redan är läst: planer som nämner varandra ligger ofta intill varandra."""
        if self._arkiv is not None:
            _minns(self._planer, HÖGST_PLANER, plan.modell.plan.id, lambda _: plan)

    def _läs_plan(self, id_: str) -> Dokument[Plandokument] | None:
        post = self.planer.get(id_)
        return self._arkiv.dokument(post.fil).dokument if post and self._arkiv else None

    def glöm(self) -> None:
        """Släpper det lästa. Akterna håller i registret, och ett kommando har skräpsamlaren av: en cirkel blev kvar."""
        self._lästa.clear()
        self._planer.clear()
        self.serier.clear()

    def upplänkar(self, id_: str) -> Upplänkar:
        """Vägarna uppåt i en plan; tomt när planen inte går att läsa. Varje plan läses högst en gång för detta."""
        if id_ not in self._upplänkar:
            plan = self.plan(id_)
            self._upplänkar[id_] = upplänkar(plan.modell) if plan else {}
        return self._upplänkar[id_]

    @cached_property
    def bidrag(self) -> Mapping[Nyckel, tuple[Givare, ...]]:
        """Målet → det som säger att det bidrar till det, i alla planer. Varje plan läses en gång för detta."""
        funna: dict[Nyckel, tuple[Givare, ...]] = {}
        for id_ in self.planer:
            plan = self.plan(id_)
            for till, givare in givare_i(plan.modell) if plan else ():
                funna[till] = (*funna.get(till, ()), givare)
        return funna

    def föregångare(self, plan: Plan) -> Akt | None:
        """Akten för planen som `plan` följer efter. None i en rundgång, så att den som går bakåt alltid kommer fram."""
        id_ = self.id_före(plan)
        return self.akt(id_) if id_ else None

    def id_före(self, plan: Plan) -> str:
        """Planen som `plan` följer efter, utan att den är läst. Tomt när ingen nämns, och i en rundgång."""
        return plan.föregångare if plan.föregångare and not rundgång(plan.id, self.äldre) else ""

    def äldre(self, id_: str) -> tuple[str, ...]:
        """Planen som planen följer efter, enligt dess huvud."""
        post = self.planer.get(id_)
        return (post.föregångare,) if post and post.föregångare else ()

    def underlag(self, id_: str) -> tuple[str, ...]:
        """Planerna som planen bygger på, enligt dess huvud."""
        post = self.planer.get(id_)
        return post.bygger_på if post else ()


def _minns(lästa: dict[str, T], högst: int, id_: str, läs: Callable[[str], T]) -> T:
    """Det som redan är läst, annars läses det; den som lästes först glöms när de är för många."""
    if id_ not in lästa:
        while len(lästa) >= högst:
            del lästa[next(iter(lästa))]
        lästa[id_] = läs(id_)
    return lästa[id_]


def planen_och_nämnda(akt: Akt) -> Iterator[Plandokument]:
    """Aktens plan, och de planer som den nämner, direkt eller genom andra planer. Inga uppföljningar läses."""

    def läs(_: Plandokument, id_: str) -> Plandokument | None:
        nämnd = akt.register.plan(id_)
        return nämnd.modell if nämnd else None

    yield from _med_nämnda([akt.plan.modell], lambda plan: plan, läs)


def med_nämnda(akter: Iterable[Akt]) -> list[Akt]:
    """Akterna, och akterna för de planer som de nämner, direkt eller genom andra planer. Läser aldrig alla planer."""
    return list(_med_nämnda(akter, lambda akt: akt.plan.modell, lambda akt, id_: akt.register.akt(id_)))


def _med_nämnda(
    först: Iterable[T], planen: Callable[[T], Plandokument], läs: Callable[[T, str], T | None]
) -> Iterator[T]:
    """De första, sedan de som nämns i dem, led för led. `läs` lämnar den som nämns i en av dem."""
    kö = list({planen(en).plan.id: en for en in först}.values())
    sedda = {planen(en).plan.id for en in kö}
    for en in kö:
        yield en
        for id_ in nämnda_planer(planen(en)):
            if id_ not in sedda and (nämnd := läs(en, id_)) is not None:
                kö.append(nämnd)
            sedda.add(id_)
