"""Planerna nu och i en revision in, mapparna där svaret kan skilja ut: de ändrade, och de vars planer hänger ihop med dem.

Filerna jämförs på innehållets id i git. En mapp är berörd när något i den är ändrat, när en plan i den nämner en ändrad plan
eller följer efter den (också genom flera led), och när en ändrad plan bidrar till mål i den. Där det inte går att säga vad en
ändring når, som när husregler ändras, prövas allt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from planverktyg.arkiv import git
from planverktyg.arkiv.akt import NÄMNER_KOMMUN
from planverktyg.arkiv.filer import Arbetsmapp
from planverktyg.arkiv.urval.lydelser import AVTRYCKETS_NYCKEL
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.samband import nämnda_planer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from planverktyg.arkiv.akt import Arkiv, Planpost
    from planverktyg.arkiv.revision import Revision

FLEST = 60
"""Är så många mappar berörda är det lika bra att pröva alla, i flera processer."""
_FÖREGÅNGARE = tuple(normalize(form, "föregångare").encode() for form in ("NFC", "NFD"))


class Berörda(NamedTuple):
    """Mapparna som måste prövas, och de planer som är ändrade."""

    mappar: frozenset[Path]
    """Mapparnas platser i förrådet."""
    planer: frozenset[str]
    """Id för planerna i de ändrade mapparna."""
    utan_avtryck: frozenset[str]
    """Id på innehåll i git som inte har något fingeravtryck: den som söker dem i historien behöver inte läsa det."""
    plats: Callable[[Path], Path]

    def bland(self, rot: Path, mappar: Iterable[tuple[Path, list[Path]]]) -> Iterator[tuple[Path, list[Path], bool]]:
        """Mapparna under roten, och om de är berörda."""
        början = self.plats(rot)
        berörda_här = {rot / mapp.relative_to(början) for mapp in self.mappar if mapp.is_relative_to(början)}
        for sökväg, filer in mappar:
            yield sökväg, filer, sökväg in berörda_här


class _Allt(Exception):
    """Ändringen når så långt att allt måste prövas."""


def berörda(f: git.Förråd, nu: Arkiv, då: Arkiv, källa: Revision, rötter: Sequence[Path]) -> Berörda | None:
    """De berörda mapparna. None när allt måste prövas."""
    if not isinstance(nu.källa, Arbetsmapp) or not all(nu.källa.är_mapp(rot) for rot in rötter):
        return None
    try:
        return _Jämförelse(f, nu, då, källa, rötter).berörda()
    except _Allt:
        return None


class _Jämförelse:
    def __init__(self, f: git.Förråd, nu: Arkiv, då: Arkiv, källa: Revision, rötter: Sequence[Path]) -> None:
        self.f, self.nu, self.då, self.källa = f, nu, då, källa
        for arkiv in (nu, då):
            arkiv.minns_poster()
        self.rötter = [nu.registrets_mapp(rot) for rot in rötter]
        """Där planerna som kan nämna varandra finns."""
        self.filer = dict(self._listade())
        """Mappens plats i förrådet → mappen så som den nämns, och filerna i den nu."""
        self.idn: dict[Path, dict[str, str]] = {}
        """Mappens plats i förrådet → filernas namn och innehållets id i revisionen."""
        self.följer: list[Path] = []
        """De andra mapparna där ordet föregångare står."""
        self.utan_avtryck: set[str] = set()
        for fil, id_ in källa.idn.items():
            self.idn.setdefault(fil.parent, {})[fil.name] = id_

    def _listade(self) -> Iterator[tuple[Path, tuple[Path, list[Path]]]]:
        for rot in self.rötter:
            början = self.källa.plats(rot)
            for mapp, filer in self.nu.källa.mappar(rot):
                yield början / mapp.relative_to(rot), (mapp, filer)

    def berörda(self) -> Berörda:
        ändrade = {mapp for mapp in self._alla_mappar() if self._är_ändrad(mapp)}
        lika = {mapp / fil.name: fil for mapp, (_, filer) in self.filer.items() if mapp not in ändrade for fil in filer}
        self.källa.är_lika(lika)
        self.då.liknar(self.nu, {plats: mapp for plats, (mapp, _) in self.filer.items() if plats not in ändrade})
        if len(ändrade) > FLEST:
            raise _Allt
        self.källa.förbered(self.f.rot / mapp / namn for mapp in ändrade for namn in self.idn.get(mapp, ()))
        if any(self._är_husregler(fil) for mapp in ändrade for fil in self._filer_i(mapp)):
            raise _Allt
        poster = {mapp: (self._poster(self.nu, mapp), self._poster(self.då, mapp)) for mapp in ändrade}
        planer = frozenset(post.id for par in poster.values() for posterna in par for post in posterna)
        nämner = set(self._som_nämner(planer, ändrade))
        if nämner and any(_huvuden(nu) != _huvuden(då) for nu, då in poster.values()):
            raise _Allt  # ett id eller en följd är ny: en rundgång kan gå genom planer långt härifrån
        mappar = ändrade | nämner | self._som_får(ändrade)
        mappar |= self._som_följer(mappar)
        if len(mappar) > FLEST or any(self._har_undantag(mapp) for mapp in mappar):
            raise _Allt
        return Berörda(frozenset(mappar), planer, frozenset(self.utan_avtryck), self.källa.plats)

    # --- Det som är ändrat ---

    def _alla_mappar(self) -> Iterator[Path]:
        yield from self.filer
        rötter = [self.källa.plats(rot) for rot in self.rötter]
        yield from (m for m in self.idn.keys() - self.filer.keys() if any(m.is_relative_to(rot) for rot in rötter))

    def _är_ändrad(self, mapp: Path) -> bool:
        """Om någon fil i mappen är en annan, ny eller borta, eller inte går att jämföra."""
        sökväg, filer = self.filer.get(mapp, (mapp, []))
        då = self.idn.get(mapp, {})
        inne = self.nu.källa.innehåll(sökväg)
        if inne is None or inne.olästa or {fil.name for fil in filer} != då.keys():
            return True
        return not all(self._är_lik(fil, då[fil.name]) for fil in filer)

    def _är_lik(self, fil: Path, id_: str) -> bool:
        """Om filen har innehållet med det id:t. En länk har det aldrig, och inte det som inte går att läsa."""
        text = self.nu.källa.vanlig(fil)
        if text is None or git.id_för(text, id_) != id_:
            return False
        if AVTRYCKETS_NYCKEL not in text and not NÄMNER_KOMMUN.search(text):
            self.utan_avtryck.add(id_)
        return True

    def _filer_i(self, mapp: Path) -> list[Path]:
        """Filerna i mappen, nu och i revisionen."""
        namn = {fil.name for fil in self.filer[mapp][1]} if mapp in self.filer else set()
        return [self.f.rot / mapp / ett for ett in namn | self.idn.get(mapp, {}).keys()]

    def _är_husregler(self, fil: Path) -> bool:
        """Om filen är husregler, eller kan vara det, nu eller i revisionen."""
        huvuden = [arkiv.huvud(fil) for arkiv in (self.nu, self.då) if arkiv.källa.är_fil(fil)]
        return any(huvud is None or huvud[0] == "kommun" for huvud in huvuden)

    def _poster(self, arkiv: Arkiv, mapp: Path) -> tuple[Planpost, ...]:
        return arkiv.poster_i(self.f.rot / mapp)

    # --- Det som hänger ihop med det ---

    def _som_nämner(self, planer: Iterable[str], utom: set[Path]) -> Iterator[Path]:
        """Mapparna där någon fil har ett av id:na någonstans i texten. Ser också vilka filer som följer efter en plan."""
        sökta = [id_.encode() for id_ in planer]
        for plats, (mapp, filer) in self.filer.items():
            texter = [self.nu.källa.vanlig(fil) or b"" for fil in filer] if plats not in utom and sökta else []
            if any(id_ in text for text in texter for id_ in sökta):
                yield plats
            if any(ord_ in text for text in texter for ord_ in _FÖREGÅNGARE):
                self.följer.append(mapp)

    def _som_får(self, ändrade: Iterable[Path]) -> set[Path]:
        """Mapparna med planer vars mål de ändrade planerna bidrar till, direkt eller genom andra planer."""
        funna: set[Path] = set()
        kö = [id_ for mapp in ändrade for arkiv in (self.nu, self.då) for id_ in self._nämnda(arkiv, mapp)]
        sedda: set[str] = set()
        for id_ in kö:
            if id_ in sedda:
                continue
            sedda.add(id_)
            if len(sedda) > FLEST:
                raise _Allt
            for fil in self._filer_med(id_):
                mapp = self.källa.plats(fil.parent)
                funna.add(mapp)
                kö += [nästa for arkiv in (self.nu, self.då) for nästa in self._nämnda(arkiv, mapp)]
        return funna

    def _nämnda(self, arkiv: Arkiv, mapp: Path) -> Iterator[str]:
        """Planerna vars mål planerna i mappen bidrar till. Att bygga på en plan påverkar den inte."""
        for post in self._poster(arkiv, mapp):
            dokument = arkiv.dokument(post.fil).dokument
            if dokument is not None and isinstance(dokument.modell, Plandokument):
                utan = dokument.modell.plan.model_copy(update={"bygger_på": ()})
                yield from nämnda_planer(dokument.modell.model_copy(update={"plan": utan}))

    def _filer_med(self, id_: str) -> list[Path]:
        for arkiv in (self.nu, self.då):
            if funna := [post.fil for rot in self.rötter for post in arkiv.planer(rot, id_) if post.id == id_]:
                return funna
        return []

    def _som_följer(self, mappar: set[Path]) -> set[Path]:
        """Mapparna med planer som följer efter någon i mapparna, hur många led det än är."""
        efter: dict[str, list[tuple[str, Path]]] = {}
        for mapp in self.följer:
            for post in self.nu.poster_i(mapp):
                efter.setdefault(post.föregångare, []).append((post.id, self.källa.plats(mapp)))
        kö = [post.id for mapp in mappar for arkiv in (self.nu, self.då) for post in self._poster(arkiv, mapp)]
        funna: set[Path] = set()
        for id_ in kö:
            for nästa, mapp in efter.pop(id_, ()):
                funna.add(mapp)
                kö.append(nästa)
        return funna

    def _har_undantag(self, mapp: Path) -> bool:
        """Om husreglerna för mappen har undantag: då avgör alla planer under dem om undantagen behövs."""
        for arkiv in (self.nu, self.då):
            gäller = arkiv.husregler(self.f.rot / mapp)
            if gäller is not None and (gäller.dokument is None or gäller.dokument.modell.undantag):
                return True
        return False


def _huvuden(poster: Iterable[Planpost]) -> list[tuple[object, ...]]:
    return sorted((p.id, p.föregångare, *p.bygger_på) for p in poster)
