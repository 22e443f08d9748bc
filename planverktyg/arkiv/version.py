"""Filernas byte i en version in, dokumenten ut.

Ett dokument känns igen på sitt innehåll: planens id, uppföljningens plan och period, kommunens id. En fil som har flyttats
eller bytt namn är därför ingen ändring.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from planverktyg.arkiv.laddning import Dokument, ladda
from planverktyg.arkiv.syntax import läs, läs_huvud
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from planverktyg.modell.grund.fynd import Fynd

Kännetecken: TypeAlias = "tuple[str, ...]"
"""Det som gör ett dokument till samma dokument: `("plan", "asn-2020")`."""


@dataclass(frozen=True, slots=True)
class Fil:
    """En fil i en version: dokumentet, eller varför det inte kan jämföras."""

    sökväg: str
    dokument: Dokument[Any] | None
    fynd: tuple[Fynd, ...]
    kännetecken: Kännetecken | None
    """None när det inte går att se vad filen är."""
    jämförs: bool = True
    """Om filen ska jämföras; annars är den läst bara för att annat ska kunna förstås."""

    @property
    def är_hel(self) -> bool:
        """Om allt i filen gick att läsa. En del av en plan jämförs aldrig: det olästa skulle se borttaget ut."""
        return self.dokument is not None and self.dokument.helt and not self.fynd

    @property
    def modell(self) -> Any:
        """Dokumentets modell."""
        assert self.dokument is not None
        return self.dokument.modell


class Version(NamedTuple):
    """Filerna så som de är i en version, i bokstavsordning efter sökväg."""

    namn: str
    """Versionens namn för en människa: HEAD~1, arbetsmappen."""
    filer: tuple[Fil, ...]

    def hela(self) -> Iterator[Fil]:
        """Filerna som gick att läsa i sin helhet."""
        return (fil for fil in self.filer if fil.är_hel)

    def husregler_för(self, sökväg: str) -> Fil | None:
        """Husreglerna i närmaste mapp ovanför filen, eller None när det inte finns några."""
        kommuner = [fil for fil in self.filer if fil.kännetecken and fil.kännetecken[0] == "kommun"]
        ovanför = [fil for fil in kommuner if PurePosixPath(fil.sökväg).parent in PurePosixPath(sökväg).parents]
        return max(ovanför, key=lambda fil: len(PurePosixPath(fil.sökväg).parts), default=None)


def läs_version(namn: str, texter: Mapping[str, bytes], jämförs: Iterable[str] | None = None) -> Version:
    """Versionens filer. `jämförs` är sökvägarna som jämförelsen gäller; utelämnat alla."""
    valda = set(texter if jämförs is None else jämförs)
    return Version(namn, tuple(_läs(sökväg, texter[sökväg], jämförs=sökväg in valda) for sökväg in sorted(texter)))


def _läs(sökväg: str, källa: bytes, *, jämförs: bool) -> Fil:
    träd, fynd = läs(källa, sökväg)
    dokument, fler = ladda(träd) if träd is not None else (None, [])
    kännetecken = _kännetecken(dokument.modell) if dokument else _ur_huvudet(källa)
    return Fil(sökväg, dokument, (*fynd, *fler), kännetecken, jämförs)


def _kännetecken(modell: Any) -> Kännetecken | None:
    if isinstance(modell, Plandokument):
        return "plan", modell.plan.id
    if isinstance(modell, Kommundokument):
        return "kommun", modell.kommun.id
    assert isinstance(modell, Uppföljningsdokument)
    huvud = modell.uppföljning
    return "uppföljning", huvud.plan, huvud.period, str(huvud.per.year)


def _ur_huvudet(källa: bytes) -> Kännetecken | None:
    """Det som går att se i en fil som inte kan läsas."""
    huvud = läs_huvud(källa)
    if huvud is None:
        return None
    slag, innehåll = huvud
    if slag == "uppföljning":
        return slag, str(innehåll.get("plan")), str(innehåll.get("period")), str(innehåll.get("per"))[:4]
    return slag, str(innehåll.get("id"))
