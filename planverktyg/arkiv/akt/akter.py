"""Akten och mappen: en plan med sina uppföljningar och husregler, och det som lästes ur en mapp."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.akt.register import Register
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.husregler import Husregler

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.arkiv.logotyp import Logotyp
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.husregler import Kommundokument
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument


@lru_cache(maxsize=1)
def förvalda_husregler() -> Husregler:
    """Reglerna som gäller när kommunen inte har några egna."""
    return Husregler()


class Akt(NamedTuple):
    """En plan, dess uppföljningar (äldst först) och kommunens husregler."""

    plan: Dokument[Plandokument]
    uppföljningar: tuple[Dokument[Uppföljningsdokument], ...] = ()
    kommun: Dokument[Kommundokument] | None = None
    register: Register = Register()
    """De andra planerna som planen kan hänvisa till. Läses först när någon frågar."""
    husreglerna_lästa: bool = True
    """Falskt när det finns husregler för planen som inte gick att läsa: då säger förvalen ingenting om den."""
    logotyp: Logotyp | None = None
    """Kommunens logotyp, när husreglerna nämner någon."""

    @property
    def husregler(self) -> Husregler:
        """Kommunens husregler, eller förvalen när kommunen inte har några."""
        return self.kommun.modell if self.kommun else förvalda_husregler()

    @property
    def föregångare(self) -> Akt | None:
        """Akten för planen som den här följer efter. None när ingen nämns, den inte går att läsa, eller i en rundgång."""
        return self.register.föregångare(self.plan.modell.plan) if self.plan.modell.plan.föregångare else None

    def före(self, uppföljning: Dokument[Uppföljningsdokument]) -> tuple[Dokument[Uppföljningsdokument], ...]:
        """Planens uppföljningar före den givna, äldst först."""
        per = uppföljning.modell.uppföljning.per
        return tuple(u for u in self.uppföljningar if u.modell.uppföljning.per < per)

    def påhittat_före(self, uppföljning: Dokument[Uppföljningsdokument]) -> str:
        """De påhittade (`exempel: ja`) som uppföljningen jämförs med, i ord; är de många sägs antalet."""
        förra = self.föregångare
        alla = [*(förra.uppföljningar if förra else ()), *self.före(uppföljning)]
        huvuden = (u.modell.uppföljning for u in alla)
        påhittade = [huvud.när for huvud in huvuden if huvud.exempel]
        return räkna_upp(påhittade) if len(påhittade) < 3 else f"{len(påhittade)} tidigare uppföljningar"


class Mapp(NamedTuple):
    """Det som en mapp innehåller: akter, dokument utan plan, och fynd från läsningen."""

    sökväg: Path
    filer: tuple[Path, ...]
    akter: tuple[Akt, ...]
    lösa: tuple[Dokument[Uppföljningsdokument], ...]
    """Uppföljningar vars plan inte finns i mappen."""
    kommuner: tuple[Dokument[Kommundokument], ...]
    """Mappens egna husregler."""
    fynd: tuple[Fynd, ...]
    """Fynden i mappens egna filer."""
    husreglernas_fynd: tuple[Fynd, ...] = ()
    """Fynden i husreglerna som gäller här, när de står i en mapp ovanför."""
    logotyp: Logotyp | None = None
    """Logotypen som mappens egna husregler nämner."""
