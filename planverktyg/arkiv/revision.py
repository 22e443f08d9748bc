"""En revision i git in, dess filer som källa ut. Ingenting checkas ut och ingenting skrivs på disken."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from planverktyg.arkiv import git
from planverktyg.arkiv.filer import Uppräknad, finns_inte, leder_ut
from planverktyg.arkiv.olast import är_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planverktyg.modell.grund.fynd import Fynd


class Revision(Uppräknad):
    """YAML-filerna i en revision. Reser `Gitfel` när den inte går att läsa."""

    idn: Mapping[Path, str]
    """Filens plats (från förrådets rot) → innehållets id i git. Samma id är samma byte, i alla revisioner."""

    def __init__(self, förråd: git.Förråd, revision: str, namn: str = "") -> None:
        self._förråd = förråd
        self._platser: dict[Path, Path] = {}
        filer, funna_länkar = self._lista(revision)
        alla = {Path(sökväg): id_ for sökväg, id_ in filer.items()}
        pekar = {Path(länk): Path(länk).parent / mål for länk, mål in funna_länkar.items()}
        länkar = {länk: Path(os.path.normpath(mål)) for länk, mål in pekar.items()}
        self._utanför = {länk for länk, mål in länkar.items() if not self._får_följas(länk, mål)}
        följs = {länk: alla[mål] for länk, mål in länkar.items() if mål in alla and länk not in self._utanför}
        self.idn = {fil: id_ for fil, id_ in alla.items() if är_yaml(fil.name)} | följs
        super().__init__(namn or revision, {*self.idn, *länkar})

    def _lista(self, revision: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Filernas och länkarnas sökvägar: → innehållets id, och vart länken pekar."""
        return git.filer(self._förråd, revision), git.länkar(self._förråd, revision)

    def _får_följas(self, länk: Path, mål: Path) -> bool:
        return self._hör_hit(self._förråd.rot / mål, self._förråd.rot / länk.parent)

    def plats(self, sökväg: Path) -> Path:
        """Sökvägen från förrådets rot. Det som ligger utanför förrådet är som det är: där finns inga filer."""
        if sökväg not in self._platser:
            self._platser[sökväg] = från_roten(self._förråd, sökväg) or sökväg
        return self._platser[sökväg]

    def ovanför(self, mapp: Path) -> tuple[Path, ...]:
        """Mapparna till och med förrådets rot."""
        plats = self.plats(mapp)
        return () if plats.is_absolute() else tuple(self._förråd.rot / m for m in (plats, *plats.parents))

    def förråd(self, mapp: Path) -> Path | None:
        """Förrådet som revisionen hör till."""
        return None if self.plats(mapp).is_absolute() else self._förråd.rot

    def förbered(self, filer: Iterable[Path]) -> None:
        """Läser filerna ur git på en gång, så att `läs` har dem."""
        platser = [p for fil in filer if (p := self.plats(fil)) in self.idn and p not in self._texter]
        lästa = git.läs(self._förråd, {p.as_posix(): self.idn[p] for p in platser})
        self._texter |= {Path(sökväg): text for sökväg, text in lästa.items()}

    def _hämta(self, plats: Path, fil: Path) -> bytes | Fynd:
        if plats not in self.idn:
            return leder_ut(self.visa(fil)) if plats in self._utanför else finns_inte(self.visa(fil))
        self.förbered([fil])
        return self._texter[plats]


class Index(Revision):
    """YAML-filerna så som de är tillagda med `git add`: det som nästa commit får."""

    def __init__(self, förråd: git.Förråd) -> None:
        super().__init__(förråd, "", "det som är tillagt med git add")

    def _lista(self, revision: str) -> tuple[Mapping[str, str], Mapping[str, str]]:  # noqa: ARG002 - indexet är ett
        return git.indexet(self._förråd), {}


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
