"""Det prövade och en revision i git in, bara de fynd som har tillkommit sedan dess ut.

Revisionens planer prövas som de andra, lästa ur git, utom dem som är lika och inte hänger ihop med en ändrad. Ett fynd känns
igen på sitt märke, som är detsamma fast raderna har flyttat.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from planverktyg.arkiv import git
from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.revision import Revision, från_roten
from planverktyg.granskning.regler.beslut import OM_HISTORIEN, OM_INNEHÅLLET
from planverktyg.kommandon.granskat.berorda import berörda
from planverktyg.kommandon.granskat.beslutsskydd import Beslutsskydd
from planverktyg.kommandon.granskat.provning import pröva
from planverktyg.kommandon.terminal.utskrift import skriv_fel
from planverktyg.modell.fingeravtryck import fingeravtryck
from planverktyg.modell.grund.svenska import antal
from planverktyg.utgivning.fynd.marke import Märkare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.kommandon.granskat.berorda import Berörda
    from planverktyg.kommandon.granskat.provning import Prövat
    from planverktyg.modell.grund.fynd import Fynd

    Märke: TypeAlias = tuple[str, str]


def bara_nya(arkiv: Arkiv, rötter: Sequence[Path], revision: str) -> Iterator[Prövat]:
    """Det prövade under rötterna, utan de fynd som redan fanns i revisionen. Reser `Gitfel` när den inte går att läsa.

    Mappar som inte kan ha fått något nytt är bara uppräknade.
    """
    f = git.förråd(Path.cwd())
    if utanför := [rot for rot in rötter if från_roten(f, rot) is None]:
        raise git.Gitfel(f"{utanför[0]} ligger utanför git-förrådet {f.rot.name}, så där finns inget att jämföra med.")
    källa = Revision(f, revision)
    då, commit = Arkiv(källa), git.commit(f, revision)
    bara = berörda(f, arkiv, då, källa, rötter)
    utan = bara.utan_avtryck if bara else frozenset()
    skydd = Beslutsskydd(utan=utan)
    skydd_då = Beslutsskydd(commit, skydd if git.är_huvudet(f, commit) else None, utan)
    if bara and not skydd.skiljer_bara(bara.planer, skydd_då, f.rot):
        bara = None
    gamla = _märken_i(källa, då, rötter, skydd_då, bara)
    return _utan((skydd.med_fynd(prövat, arkiv) for prövat in pröva(arkiv, rötter, bara=bara)), gamla, revision)


def _utan(prövade: Iterable[Prövat], gamla: frozenset[Märke], revision: str) -> Iterator[Prövat]:
    märkare, arkiv = Märkare(), Arkiv()
    dolda = lika = 0
    for prövat in prövade:
        nya = [f for f in prövat.granskat.fynd if _märk(f, märkare, arkiv) not in gamla]
        dolda += sum(f.antal for f in prövat.granskat.fynd) - sum(f.antal for f in nya)
        lika += prövat.är_likt
        yield prövat._replace(granskat=prövat.granskat._replace(fynd=nya))
    if lika:
        mappar = "En mapp är lik" if lika == 1 else f"{antal(lika, 'mapp', 'mappar')} är lika"
        skriv_fel(f"{mappar} i {revision}: deras fynd fanns redan i {revision} och visas inte.")
    if dolda:
        skriv_fel(f"{antal(dolda, 'fynd', 'fynd')} fanns redan i {revision} och visas inte.")


def _märk(f: Fynd, märkare: Märkare, arkiv: Arkiv) -> Märke:
    """Fyndets märke. Det som är ändrat efter ett beslut är ett nytt fynd när det är ändrat en gång till."""
    dokument = arkiv.dokument(Path(f.plats.fil)).dokument if f.kod in OM_INNEHÅLLET else None
    return märkare.märk(f), fingeravtryck(dokument.modell) if dokument else ""


def _märken_i(
    källa: Revision, arkiv: Arkiv, rötter: Sequence[Path], skydd: Beslutsskydd, bara: Berörda | None
) -> frozenset[Märke]:
    finns = [rot for rot in rötter if källa.är_mapp(rot) or källa.är_fil(rot)]
    if bara is None:
        källa.förbered(fil for rot in finns if källa.är_mapp(rot) for _, filer in källa.mappar(rot) for fil in filer)
    märkare = Märkare()
    prövade = (skydd.med_fynd(prövat, arkiv) for prövat in pröva(arkiv, finns, bara=bara))
    return frozenset(
        _märk(fynd, märkare, arkiv)
        for prövat in prövade
        for fynd in prövat.granskat.fynd
        if fynd.kod not in OM_HISTORIEN
    )
