"""Filernas byte i en version in, dokumenten ut; och två versioner in, de par av dokument som är samma sak ut.

Ett dokument känns igen på sitt innehåll: planens id, uppföljningens plan och period, kommunens id. En fil som har flyttats
eller bytt namn är därför ingen ändring.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from planverktyg.laddning import Dokument, ladda
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument
from planverktyg.syntax import läs, läs_huvud

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from planverktyg.fynd import Fynd

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


# --- Par --------------------------------------------------------------------------------------------


class Filpar(NamedTuple):
    """Samma dokument i två versioner; None där det inte finns."""

    gammal: Fil | None
    ny: Fil | None


def para_filer(gammal: Version, ny: Version) -> list[Filpar]:
    """Dokumenten som hör ihop, i den nya versionens ordning; de borttagna sist.

    Den som inte kan läsas i den ena versionen är inte med alls: den är varken ändrad, borttagen eller tillagd.
    """
    gamla, nya = _märkta(gammal), _märkta(ny)
    par = {märke: Filpar(gamla[märke], nya[märke]) for märke in nya if märke in gamla}
    gamla_kvar = {f.sökväg: f for märke, f in gamla.items() if märke not in par}
    for märke, fil in nya.items():
        if märke not in par:
            samma_plats = gamla_kvar.get(fil.sökväg)
            hör_ihop = samma_plats is not None and _kan_vara_samma(samma_plats, fil)
            par[märke] = Filpar(gamla_kvar.pop(fil.sökväg) if hör_ihop else None, fil)
    i_ordning = [par[märke] for märke in nya] + [Filpar(fil, None) for fil in gamla_kvar.values()]
    ensamma = {f.sökväg for p in i_ordning for f in p if f and None in p}
    trasiga = [f for v in (gammal, ny) for f in v.filer if not f.är_hel]
    dolda = {f.kännetecken for f in trasiga} | {f.sökväg for f in trasiga if f.sökväg in ensamma}
    return [p for p in i_ordning if all(_kan_jämföras(f, ensam=None in p, dolda=dolda) for f in p if f)]


def _kan_jämföras(fil: Fil, *, ensam: bool, dolda: set[Any]) -> bool:
    return fil.är_hel and fil.jämförs and not (ensam and (fil.kännetecken in dolda or fil.sökväg in dolda))


def _kan_vara_samma(gammal: Fil, ny: Fil) -> bool:
    """Filen på samma plats, av samma slag, är samma dokument även om dess id har ändrats."""
    return bool(gammal.kännetecken and ny.kännetecken) and gammal.kännetecken[:1] == ny.kännetecken[:1]  # type: ignore[index]


def _märkta(version: Version) -> dict[tuple[Any, int], Fil]:
    """Filerna efter kännetecken; den som felaktigt har samma som en annan får ett eget nummer."""
    sedda: Counter[Any] = Counter()
    märkta: dict[tuple[Any, int], Fil] = {}
    for fil in version.filer:
        känns_igen = fil.kännetecken or ("okänd", fil.sökväg)
        märkta[känns_igen, sedda[känns_igen]] = fil
        sedda[känns_igen] += 1
    return märkta
