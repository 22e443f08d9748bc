"""En plan och besluten i git in, de beslutade dokumenten som hörde till den men inte står i någon fil ut.

En uppföljning som är borttagen, eller har fått en annan period, och en plan som har fått ett annat id: då finns inget dokument
kvar vars fingeravtryck kan saknas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.arkiv import git
from planverktyg.arkiv.revision import från_roten
from planverktyg.kommandon.granskat.beslutshistoria import ur_huvudet
from planverktyg.modell.beslutslage import skriv_när

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planverktyg.arkiv.akt import Arkiv, Planpost
    from planverktyg.kommandon.granskat.beslutshistoria import Besluten, Märke, Sett


class Mappen:
    """Dokumenten i en mapp, sedda i sina huvuden: sökväg från förrådets rot → kännetecken."""

    def __init__(self, mapp: Path, f: git.Förråd, arkiv: Arkiv) -> None:
        self._mapp, self._rot, self._arkiv = mapp, f.rot, arkiv
        self.filer: dict[str, Märke] = {}
        for fil in arkiv.källa.yaml_filer(mapp):
            plats = från_roten(f, fil)
            self.filer[plats.as_posix() if plats else fil.as_posix()] = ur_huvudet(arkiv.huvud(fil))
        self.märken = frozenset(self.filer.values())

    def är_inte(self, mapp: Path, rot: Path, arkiv: Arkiv) -> bool:
        """Om mappen är en annan, eller läst i ett annat förråd eller ur ett annat arkiv."""
        return (self._mapp, self._rot) != (mapp, rot) or self._arkiv is not arkiv

    def står_kvar(self, märke: Märke, sett: Sett, rot: Path) -> bool:
        """Om det som beslutades står där det stod. Planen i den här mappen är då en kopia."""
        fil = rot / sett.sökväg
        return self._arkiv.källa.är_fil(fil) and ur_huvudet(self._arkiv.huvud(fil)) == märke

    def har_plan(self, id_: str) -> bool:
        """Om det finns en plan med id:t bland dem som en plan i mappen kan nämna."""
        return id_ in self._arkiv.register(self._mapp).planer


def försvunna(post: Planpost, besluten: Besluten, mappen: Mappen) -> dict[Märke, bool]:
    """Kännetecknen för det beslutade som hörde till planen, eller kan ha varit den, och som inte finns längre.

    Till varje om planen dessutom måste likna det beslutade: då stod det i en annan fil.
    """
    år = post.från, post.till
    egna = {plats: nu for plats, nu in mappen.filer.items() if post.id in nu[1:2]}
    kanske = dict.fromkeys(besluten.nära.get((post.nämnd.strip(), *år), ()), True)
    for plats, nu in egna.items():
        nyckel = (plats, *år) if nu[0] == "plan" else (plats, nu[-1])
        kanske |= dict.fromkeys(besluten.nära.get(nyckel, ()), False)
    kanske = {m: likna for m, likna in kanske.items() if m[1] != post.id and m not in mappen.märken}
    kanske = {m: likna for m, likna in kanske.items() if not mappen.har_plan(m[1])}
    kanske |= dict.fromkeys(besluten.nära.get(("uppföljs", post.id), ()), False)
    return {
        m: likna for m, likna in kanske.items() if m not in mappen.märken and not _är_oläst(besluten.sedda[m], mappen)
    }


def _är_oläst(alla: Sequence[Sett], mappen: Mappen) -> bool:
    """Om filen ligger kvar, men det inte går att se vad den är: det är ett eget fel."""
    return any(len(mappen.filer.get(sett.sökväg, ("", ""))) < 2 for sett in alla)


def liknar(modell: Any, sett: Sett, f: git.Förråd) -> bool:
    """Om planen har minst hälften av sina id gemensamma med den som beslutades."""
    from planverktyg.arkiv.version import idn_i, läs_version  # nästan aldrig, och de läser in hela jämförelsen
    from planverktyg.skillnad.filpar import är_lika

    (då,) = läs_version(sett.revision, git.läs(f, {sett.sökväg: sett.id})).filer
    return då.dokument is not None and är_lika(då.idn, idn_i(modell))


def i_ord(märke: Märke, sett: Sett) -> tuple[str, str]:
    """Vad som är borta, och hur det hämtas tillbaka."""
    slag, plan, *resten = märke
    när, visar = skriv_när(sett.beslut), f"git show {sett.revision}:{sett.sökväg} visar"
    if slag == "uppföljning":
        text = f"Uppföljningen {' '.join(resten)} av {plan} beslutades{när}, men finns inte längre bredvid planen."
        return text, f"Hämta tillbaka den: {visar} den."
    text = f"Planen {plan} beslutades{när}, men finns inte längre. Den här verkar vara samma plan med ett annat id."
    råd = f"Skriv id: {plan}, och hämta tillbaka beslutet: {visar} det. Var id:t fel: plan besluta ID --rätta SKÄL efteråt."
    return text, råd
