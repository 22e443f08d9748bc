"""En revision i git in, dess filer som källa ut. Ingenting checkas ut och ingenting skrivs på disken."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from planverktyg.arkiv import git
from planverktyg.arkiv.filer import Arbetsmapp, Innehåll, Uppräknad, finns_inte, leder_ut, läses_inte
from planverktyg.arkiv.olast import FLEST, Post, börjar_som_plan, kan_menas, kan_vara_oläst, varför_oläst, är_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planverktyg.arkiv.olast import Skäl
    from planverktyg.modell.grund.fynd import Fynd


class Revision(Uppräknad):
    """YAML-filerna i en revision. Reser `Gitfel` när den inte går att läsa."""

    idn: Mapping[Path, str]
    """Filens plats (från förrådets rot) → innehållets id i git. Samma id är samma byte, i alla revisioner."""

    def __init__(self, förråd: git.Förråd, revision: str, namn: str = "") -> None:
        self._förråd = förråd
        self._platser: dict[Path, Path] = {}
        self._lika: Mapping[Path, Path] = {}
        self._arbetsmapp = Arbetsmapp()
        filer, funna_länkar = self._lista(revision)
        self._alla = {Path(sökväg): id_ for sökväg, id_ in filer.items()}
        pekar = {Path(länk): Path(länk).parent / mål for länk, mål in funna_länkar.items()}
        alla_länkar = {länk: Path(os.path.normpath(mål)) for länk, mål in pekar.items()}
        self._länkar_till_mappar = {länk for länk in alla_länkar if not är_yaml(länk.name)}
        länkar = {länk: mål for länk, mål in alla_länkar.items() if är_yaml(länk.name)}
        self._utanför = {länk for länk, mål in länkar.items() if not self._får_följas(länk, mål)}
        följs = {
            länk: self._alla[mål] for länk, mål in länkar.items() if mål in self._alla and länk not in self._utanför
        }
        self.idn = {fil: id_ for fil, id_ in self._alla.items() if är_yaml(fil.name)} | följs
        self._innehåll: dict[Path, Innehåll | None] = {}
        nästan = {fil for fil in self._alla if kan_menas(fil.name)}
        super().__init__(namn or revision, {*self.idn, *länkar, *nästan})
        mål_i = ((länk, från_roten(förråd, förråd.rot / mål)) for länk, mål in alla_länkar.items())
        self._mapplänkar = {länk: mål for länk, mål in mål_i if mål in self._mappar}
        for länk in self._mapplänkar:
            self._finns(länk.parent)  # också när den inte har något annat

    def _lista(self, revision: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Filernas och länkarnas sökvägar: → innehållets id, och vart länken pekar."""
        return git.med_länkar(self._förråd, revision)

    def _får_följas(self, länk: Path, mål: Path) -> bool:
        return self._hör_hit(self._förråd.rot / mål, self._förråd.rot / länk.parent)

    def plats(self, sökväg: Path) -> Path:
        """Sökvägen från förrådets rot. Det som ligger utanför förrådet är som det är: där finns inga filer."""
        if sökväg not in self._platser:
            mapp = self._platser.get(sökväg.parent)
            i_mappen = mapp is not None and not mapp.is_absolute() and sökväg.name not in ("", "..")
            self._platser[sökväg] = (
                mapp / sökväg.name if mapp and i_mappen else från_roten(self._förråd, sökväg) or sökväg
            )
        return self._platser[sökväg]

    def ovanför(self, mapp: Path) -> tuple[Path, ...]:
        """Mapparna till och med förrådets rot."""
        plats = self.plats(mapp)
        return () if plats.is_absolute() else tuple(self._förråd.rot / m for m in (plats, *plats.parents))

    def förråd(self, mapp: Path) -> Path | None:
        """Förrådet som revisionen hör till."""
        return None if self.plats(mapp).is_absolute() else self._förråd.rot

    @override
    def länk_till(self, rot: Path) -> Path | None:
        plats = self.plats(rot)
        länkar = (self._förråd.rot / m for m in (plats, *plats.parents) if m in self._länkar_till_mappar)
        return next(länkar, None)

    def är_lika(self, filer: Mapping[Path, Path]) -> None:
        """Tar emot filer på disken som har samma innehåll: plats i förrådet → filen. De läses där, som går fortare."""
        self._lika = filer

    def början(self, fil: Path) -> bytes | None:
        """Filens första byte, när de kan läsas från disken eller redan är lästa."""
        lik = self._lika.get(self.plats(fil))
        return self._arbetsmapp.början(lik) if lik else super().början(fil)

    def förbered(self, filer: Iterable[Path]) -> None:
        """Läser filerna ur git på en gång, så att `läs` har dem."""
        platser = [
            p for fil in filer if (p := self.plats(fil)) in self.idn and p not in self._texter and not self._skäl(p)
        ]
        lästa = git.läs(self._förråd, {p.as_posix(): self.idn[p] for p in platser})
        self._texter |= {Path(sökväg): text for sökväg, text in lästa.items()}

    def innehåll(self, mapp: Path) -> Innehåll | None:
        """Det som syns i mappen, och det som inte läses fast det ser ut som en plan."""
        plats = self.plats(mapp)
        if plats not in self._innehåll:
            self._innehåll[plats] = self._med_olästa(plats, super().innehåll(mapp))
        return self._innehåll[plats]

    def _med_olästa(self, plats: Path, inne: Innehåll | None) -> Innehåll | None:
        if inne is None:
            return None
        mappar, filer = self._mappar[plats]
        namnen = [(n, False, self._är_plan) for n in filer] + [(n, True, self._har_plan) for n in mappar if n]
        poster = [
            Post(n, partial(är_plan, plats / n), är_mapp)
            for n, är_mapp, är_plan in namnen
            if kan_vara_oläst(n, är_mapp=är_mapp, är_länk=False)
        ]
        poster += [
            Post(länk.name, partial(self._har_plan, mål), är_mapp=True, länk_ut=not mål.is_relative_to(plats))
            for länk, mål in self._mapplänkar.items()
            if länk.parent == plats
        ]
        olästa = {post.namn: skäl for post in poster if (skäl := varför_oläst(post)) is not None}
        return Innehåll(tuple(n for n in inne.mappar if n not in olästa), tuple(sorted({*inne.filer, *olästa})), olästa)

    def _skäl(self, plats: Path) -> Skäl | None:
        """Varför filen inte läses, när mappen är känd."""
        inne = self._innehåll.get(plats.parent)
        return inne.olästa.get(plats.name) if inne else None

    def _är_plan(self, plats: Path) -> bool:
        text = self._ur_git(plats)
        return text is not None and börjar_som_plan(text)

    def _har_plan(self, mapp: Path) -> bool:
        filer = [fil for fil in self.idn if fil.is_relative_to(mapp)][:FLEST]
        try:
            texter = git.läs(self._förråd, {fil.as_posix(): self.idn[fil] for fil in filer})
        except git.Gitfel:  # .github i en kopia där allt inte är hämtat
            return False
        return any(map(börjar_som_plan, texter.values()))

    def id(self, fil: Path) -> str:
        """Innehållets id för filen (från förrådets rot), också när den inte läses. Tomt när den inte finns."""
        return self.idn.get(fil) or self._alla.get(fil, "")

    def rå(self, fil: Path) -> bytes | None:
        """Filens byte, också när den inte läses."""
        plats = self.plats(fil)
        return super().rå(fil) if plats in self.idn else self._ur_git(plats)

    def _ur_git(self, plats: Path) -> bytes | None:
        if plats not in self._alla:
            return None
        try:
            return git.läs(self._förråd, {plats.as_posix(): self._alla[plats]})[plats.as_posix()]
        except git.Gitfel:  # för stor, eller inte hämtad
            return None

    def _hämta(self, plats: Path, fil: Path) -> bytes | Fynd:
        if skäl := self._skäl(plats):
            return läses_inte(self.visa(fil), skäl)
        if plats not in self.idn:
            return leder_ut(self.visa(fil)) if plats in self._utanför else finns_inte(self.visa(fil))
        if plats in self._lika:
            text, _ = self._arbetsmapp.läs(self._lika[plats])
            if text is not None and git.id_för(text, self.idn[plats]) == self.idn[plats]:
                return text
        self.förbered([fil])
        return self._texter[plats]


class Index(Revision):
    """YAML-filerna så som de är tillagda med `git add`: det som nästa commit får."""

    def __init__(self, förråd: git.Förråd) -> None:
        super().__init__(förråd, "", "det som är tillagt med git add")

    def _lista(self, revision: str) -> tuple[Mapping[str, str], Mapping[str, str]]:  # noqa: ARG002 - indexet är ett
        return git.indexet(self._förråd)


class FöreFörsta(Revision):
    """Förrådet innan något är sparat: där finns inga filer, så allt som är tillagt är nytt."""

    def __init__(self, förråd: git.Förråd) -> None:
        super().__init__(förråd, "", "förrådet före den första commiten")

    def _lista(self, revision: str) -> tuple[Mapping[str, str], Mapping[str, str]]:  # noqa: ARG002 - inget är sparat
        return {}, {}


def från_roten(förråd: git.Förråd, sökväg: Path) -> Path | None:
    """Sökvägen från förrådets rot, hur den än är skriven. None när den ligger utanför förrådet."""
    hel = Path(os.path.abspath(sökväg))  # noqa: PTH100 - en länk är sig själv, inte det som den pekar på
    for rot in (förråd.rot, förråd.rot.resolve()):
        for väg in (hel, hel.parent.resolve() / hel.name, hel.resolve()):
            if väg.is_relative_to(rot):
                return väg.relative_to(rot)
    return None
