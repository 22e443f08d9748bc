"""En källa och sökvägar i den in, dokumenten ut: en version av planerna.

Ett dokument känns igen på sitt innehåll: planens id, uppföljningens plan och period, kommunens id. En fil som har flyttats
eller bytt namn är därför ingen ändring.

En version håller bara de dokument som lästes senast. Ett annat läses om när någon frågar efter det, så minnet växer inte med
antalet ändrade planer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from planverktyg.arkiv.akt import Arkiv, Lästa
from planverktyg.arkiv.filer import Minne
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.noder import vandra
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from planverktyg.arkiv.filer import Källa
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.grund.fynd import Fynd

Kännetecken: TypeAlias = "tuple[str, ...]"
"""Det som gör ett dokument till samma dokument: `("plan", "asn-2020")`."""

_SENASTE = 10
"""Så många dokument håller en version: några planer med sina uppföljningar läses bara en gång."""


@dataclass(frozen=True, eq=False)
class Fil:
    """En fil i en version: dokumentet, eller varför det inte kan jämföras."""

    sökväg: str
    fynd: tuple[Fynd, ...]
    kännetecken: Kännetecken | None
    """None när det inte går att se vad filen är."""
    är_hel: bool
    """Om allt i filen gick att läsa. En del av en plan jämförs aldrig: det olästa skulle se borttaget ut."""
    jämförs: bool
    """Om filen ska jämföras; annars är den läst bara för att annat ska kunna förstås."""
    _läs: Callable[[], Lästa]

    @property
    def dokument(self) -> Dokument[Any] | None:
        """Dokumentet, läst igen om det inte är ett av de senaste. Den som behöver det flera gånger håller det själv."""
        return self._läs().dokument

    @property
    def modell(self) -> Any:
        """Dokumentets modell."""
        dokument = self.dokument
        assert dokument is not None
        return dokument.modell

    @cached_property
    def idn(self) -> frozenset[str]:
        """Alla id i dokumentet."""
        return idn_i(self.modell)


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


def läs_version(namn: str, texter: Mapping[str, bytes], sedan: Version | None = None) -> Version:
    """Versionen ur minnet: sökväg → byte. `sedan` som i `version_ur`."""
    filer = [Path(sökväg) for sökväg in texter]
    return version_ur(Minne(namn, texter), filer, filer, sedan)


def version_ur(källa: Källa, filer: Iterable[Path], jämförs: Iterable[Path], sedan: Version | None = None) -> Version:
    """Filerna i källan. `jämförs` är dem som jämförelsen gäller; de andra läses för att annat ska kunna förstås.

    En fil som står likadant i versionen `sedan` är samma `Fil` i båda, och läses inte igen.
    """
    arkiv = Arkiv(källa)
    valda = set(jämförs)
    läs = lru_cache(maxsize=_SENASTE)(arkiv.dokument)
    förut = {fil.sökväg: fil for fil in sedan.filer if fil.är_hel} if sedan else {}
    lästa = []
    for fil in sorted(filer):
        känd = förut.get(källa.visa(fil))
        if känd and sedan and känd.jämförs == (fil in valda) and _står_likadant(fil, arkiv, sedan.arkiv):
            lästa.append(känd)
        else:
            lästa.append(_som_fil(partial(läs, fil), arkiv, jämförs=fil in valda))
    return Version(källa.namn, tuple(lästa), arkiv)


def _står_likadant(fil: Path, *arkiven: Arkiv) -> bool:
    """Om filen har samma byte i båda, och läses med samma husregler."""
    (text, fynd), annan = (arkiv.källa.läs(fil) for arkiv in arkiven)
    if text is None or (text, fynd) != annan:
        return False
    nu, då = (arkiv.husregler(fil.parent) for arkiv in arkiven)
    return (nu and nu.dokument and nu.dokument.modell) == (då and då.dokument and då.dokument.modell)


def som_fil(läst: Lästa, arkiv: Arkiv, *, jämförs: bool = True) -> Fil:
    """En läst fil som en fil i en version. Dokumentet hålls."""
    return _som_fil(lambda: läst, arkiv, jämförs=jämförs)


def _som_fil(läs: Callable[[], Lästa], arkiv: Arkiv, *, jämförs: bool) -> Fil:
    fil, dokument, fynd = läs()
    kännetecken = _kännetecken(dokument.modell) if dokument else _ur_huvudet(arkiv, fil)
    är_hel = dokument is not None and dokument.helt and not fynd
    return Fil(arkiv.källa.visa(fil), fynd, kännetecken, är_hel, jämförs, läs)


def idn_i(modell: Any) -> frozenset[str]:
    """Alla id i ett dokument."""
    return frozenset(nod.id for nod in vandra(modell) if nod.id)


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
