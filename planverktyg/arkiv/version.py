"""En källa och sökvägar i den in, dokumenten ut: en version av planerna.

Ett dokument känns igen på sitt innehåll: planens id, uppföljningens plan och period, kommunens id. En fil som har flyttats
eller bytt namn är därför ingen ändring.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from planverktyg.arkiv.akt import Arkiv, Lästa
from planverktyg.arkiv.filer import Minne
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from planverktyg.arkiv.filer import Källa
    from planverktyg.arkiv.laddning import Dokument
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
    arkiv: Arkiv

    def hela(self) -> Iterator[Fil]:
        """Filerna som gick att läsa i sin helhet."""
        return (fil for fil in self.filer if fil.är_hel)

    def husregler_för(self, sökväg: str) -> Fil | None:
        """Husreglerna som gäller för filen, eller None när det inte finns några."""
        husregler = self.arkiv.husregler(Path(sökväg).parent)
        return som_fil(husregler, self.arkiv, jämförs=False) if husregler else None


def läs_version(namn: str, texter: Mapping[str, bytes]) -> Version:
    """Versionen ur minnet: sökväg → byte."""
    filer = [Path(sökväg) for sökväg in texter]
    return version_ur(Minne(namn, texter), filer, filer)


def version_ur(källa: Källa, filer: Iterable[Path], jämförs: Iterable[Path]) -> Version:
    """Filerna i källan. `jämförs` är dem som jämförelsen gäller; de andra läses för att annat ska kunna förstås."""
    arkiv = Arkiv(källa)
    valda = set(jämförs)
    lästa = tuple(som_fil(arkiv.dokument(fil), arkiv, jämförs=fil in valda) for fil in sorted(filer))
    return Version(källa.namn, lästa, arkiv)


def som_fil(läst: Lästa, arkiv: Arkiv, *, jämförs: bool = True) -> Fil:
    """En läst fil som en fil i en version."""
    kännetecken = _kännetecken(läst.dokument.modell) if läst.dokument else _ur_huvudet(arkiv, läst.fil)
    return Fil(arkiv.källa.visa(läst.fil), läst.dokument, läst.fynd, kännetecken, jämförs)


def _kännetecken(modell: Any) -> Kännetecken | None:
    if isinstance(modell, Plandokument):
        return "plan", modell.plan.id
    if isinstance(modell, Kommundokument):
        return "kommun", modell.kommun.id
    assert isinstance(modell, Uppföljningsdokument)
    huvud = modell.uppföljning
    return "uppföljning", huvud.plan, huvud.period, str(huvud.per.year)


def _ur_huvudet(arkiv: Arkiv, fil: Path) -> Kännetecken | None:
    """Det som går att se i en fil som inte kan läsas."""
    huvud = arkiv.huvud(fil)
    if not huvud or not huvud[1]:
        return None
    slag, innehåll = huvud
    if slag == "uppföljning":
        return slag, str(innehåll.get("plan")), str(innehåll.get("period")), str(innehåll.get("per"))[:4]
    return slag, str(innehåll.get("id"))
