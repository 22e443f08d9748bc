"""Registret över planer: en rot in, planerna under den ut, först som huvuden och sedan som akter när någon frågar.

En plan som inte hänvisar till någon annan kostar ingenting här: registret läser inget förrän det tillfrågas.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from planverktyg.arkiv import filer as arkiv
from planverktyg.arkiv.akt.lasning import kommun_i, läs_dokument, läs_planens_mapp, mappar_ovanför
from planverktyg.arkiv.akt.rundgang import rundgång
from planverktyg.arkiv.akt.upplankar import nämnda_planer, upplänkar
from planverktyg.arkiv.syntax import STÖRSTA_FIL, läs_huvud

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from planverktyg.arkiv.akt.akter import Akt
    from planverktyg.arkiv.akt.upplankar import Upplänkar
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.plan import Plan, Plandokument

T = TypeVar("T")

PLANMAPP = "planer"
"""Namnet på mappen som samlar alla planer."""
HÖGST_PLANER = 4
"""Så många andra planer hålls i minnet samtidigt: kommunplanen och några till."""
HÖGST_AKTER = 12
"""Så många andra akter hålls i minnet samtidigt: en kedja av föregångare ska rymmas, annars läses den om för varje plan."""


class Planpost(NamedTuple):
    """En plan så som den syns i sitt huvud, utan att resten är läst."""

    fil: Path
    id: str
    namn: str
    kortnamn: str
    nämnd: str
    från: int
    till: int
    föregångare: str = ""
    bygger_på: tuple[str, ...] = ()


def lista_planer(rot: Path) -> Iterator[Planpost]:
    """Planerna under roten, lästa bara i sina huvuden.

    En plan vars år inte går att läsa kan gälla vilket år som helst: den står i listan för alla år, så att den
    som väljer den får veta vad som är fel i stället för att den tyst fattas.
    """
    for _, filer in arkiv.mappar(rot):
        yield from _planer_i(filer, rot)


def har_plan(mapp: Path) -> bool:
    """Om någon av filerna direkt i mappen är en plan."""
    return any(True for _ in _planer_i(arkiv.yaml_filer(mapp), mapp))


def _planer_i(filer: Iterable[Path], rot: Path) -> Iterator[Planpost]:
    for fil in filer:
        källa, _ = arkiv.läs_byte(fil, rot, STÖRSTA_FIL)
        huvud = läs_huvud(källa) if källa else None
        if huvud and huvud[0] == "plan":
            yield _planpost(fil, huvud[1])
        elif huvud is None and källa and _PLANRAD.search(källa):
            yield _planpost(fil, {})


_PLANRAD = re.compile(rb"^plan[ \t]*:", re.MULTILINE)
_ALLA_ÅR = (0, 9999)


def _planpost(fil: Path, huvud: dict[str, Any]) -> Planpost:
    år = huvud.get("år")
    från, till = (år.get("från"), år.get("till")) if isinstance(år, dict) else (år, år)
    if not isinstance(från, int) or not isinstance(till, int):
        från, till = _ALLA_ÅR
    text = {fält: str(huvud.get(fält) or "") for fält in ("id", "namn", "kortnamn", "nämnd", "föregångare")}
    bygger_på = huvud.get("bygger på") or ()
    planer = (bygger_på,) if isinstance(bygger_på, str) else tuple(map(str, bygger_på))
    return Planpost(fil, **text | {"namn": text["namn"] or arkiv.visa(fil)}, från=från, till=till, bygger_på=planer)


class Register:
    """Planerna under en rot. Deras huvuden läses en gång, deras akter när de behövs, och bara de senaste sparas."""

    def __init__(self, rot: Path | None) -> None:
        self._rot = rot
        self._lästa: dict[str, Akt | None] = {}
        self._planer: dict[str, Dokument[Plandokument] | None] = {}
        self._upplänkar: dict[str, Upplänkar] = {}

    @cached_property
    def planer(self) -> Mapping[str, Planpost]:
        """Plan-id → planen så som den syns i sitt huvud."""
        if self._rot is None:
            return {}
        poster = list(lista_planer(_gemensam_rot(self._rot)))
        return {post.id: post for post in reversed(poster)}

    def akt(self, id_: str) -> Akt | None:
        """Akten för en plan, eller None när den inte finns eller inte går att läsa."""
        return _minns(self._lästa, HÖGST_AKTER, id_, self._läs_akt)

    def _läs_akt(self, id_: str) -> Akt | None:
        post = self.planer.get(id_)
        if post is None or self._rot is None:
            return None
        mapp = läs_planens_mapp(post.fil, self._rot)
        return next((akt for akt in mapp.akter if akt.plan.modell.plan.id == id_), None)

    def plan(self, id_: str) -> Dokument[Plandokument] | None:
        """Bara planen, utan uppföljningar och husregler. None när den inte finns eller inte går att läsa."""
        return _minns(self._planer, HÖGST_PLANER, id_, self._läs_plan)

    def minns(self, plan: Dokument[Plandokument]) -> None:
        """Tar emot en plan som redan är läst: planer som nämner varandra ligger ofta intill varandra."""
        _minns(self._planer, HÖGST_PLANER, plan.modell.plan.id, lambda _: plan)

    def _läs_plan(self, id_: str) -> Dokument[Plandokument] | None:
        post = self.planer.get(id_)
        return läs_dokument(post.fil, post.fil.parent)[0] if post else None

    def upplänkar(self, id_: str) -> Upplänkar:
        """Vägarna uppåt i en plan; tomt när planen inte går att läsa. Varje plan läses högst en gång för detta."""
        if id_ not in self._upplänkar:
            plan = self.plan(id_)
            self._upplänkar[id_] = upplänkar(plan.modell) if plan else {}
        return self._upplänkar[id_]

    def föregångare(self, plan: Plan) -> Akt | None:
        """Akten för planen som `plan` följer efter. None i en rundgång, så att den som går bakåt alltid kommer fram."""
        if plan.föregångare is None or rundgång(plan.id, self.äldre):
            return None
        return self.akt(plan.föregångare)

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


def med_nämnda(akter: Iterable[Akt]) -> list[Akt]:
    """Akterna, och akterna för de planer som de nämner, direkt eller genom andra planer. Läser aldrig alla planer."""
    funna = {akt.plan.modell.plan.id: akt for akt in akter}
    kö = list(funna.values())
    for akt in kö:
        for id_ in nämnda_planer(akt.plan.modell):
            if id_ not in funna and (nämnd := akt.register.akt(id_)) is not None:
                funna[id_] = nämnd
                kö.append(nämnd)
    return kö


def register_vid(rot: Path | None) -> Register:
    """Registret för planerna som hör ihop med dem som läses från roten."""
    return _register(rot and rot.absolute())


@lru_cache(maxsize=4)
def _register(rot: Path | None) -> Register:
    return Register(rot)


def _gemensam_rot(rot: Path) -> Path:
    """Mappen `planer` vid roten eller ovanför den, annars mappen med kommunens husregler, annars roten själv."""
    egen = rot.resolve()
    projekt = next((p for p in (egen, *egen.parents) if (p / ".git").exists()), Path(egen.anchor))
    ovanför = (p for p in (egen, *egen.parents) if p.is_relative_to(projekt))
    if planmapp := next((p for p in ovanför if p.name == PLANMAPP), None):
        return planmapp
    kommunmapp = next((p for p in (egen, *mappar_ovanför(egen)) if kommun_i(p, projekt)), None)
    return kommunmapp or rot
