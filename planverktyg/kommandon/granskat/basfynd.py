"""Det prövade och en revision i git in, bara de fynd som har tillkommit sedan dess ut.

Revisionens planer prövas som de andra, lästa ur git. Ett fynd känns igen på sitt märke, som är detsamma fast raderna har
flyttat.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planverktyg.arkiv import git
from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.revision import Revision, från_roten
from planverktyg.kommandon.granskat.provning import pröva
from planverktyg.kommandon.terminal.skrivning import skriv_fel
from planverktyg.modell.grund.svenska import antal
from planverktyg.utgivning.fynd.fingeravtryck import Märkare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.kommandon.granskat.provning import Prövat


def bara_nya(prövade: Iterable[Prövat], rötter: Sequence[Path], revision: str) -> Iterator[Prövat]:
    """Det prövade under rötterna, utan de fynd som redan fanns i revisionen. Reser `Gitfel` när den inte går att läsa."""
    return _utan(prövade, _märken_i(rötter, revision), revision)


def _utan(prövade: Iterable[Prövat], gamla: frozenset[str], revision: str) -> Iterator[Prövat]:
    märkare = Märkare()
    dolda = 0
    for prövat in prövade:
        nya = [f for f in prövat.granskat.fynd if märkare.märk(f) not in gamla]
        dolda += len(prövat.granskat.fynd) - len(nya)
        yield prövat._replace(granskat=prövat.granskat._replace(fynd=nya))
    if dolda:
        skriv_fel(f"{antal(dolda, 'fynd', 'fynd')} fanns redan i {revision} och visas inte.")


def _märken_i(rötter: Sequence[Path], revision: str) -> frozenset[str]:
    f = git.förråd(Path.cwd())
    if utanför := [rot for rot in rötter if från_roten(f, rot) is None]:
        raise git.Gitfel(f"{utanför[0]} ligger utanför git-förrådet {f.rot.name}, så där finns inget att jämföra med.")
    källa = Revision(f, revision)
    finns = [rot for rot in rötter if källa.är_mapp(rot) or källa.är_fil(rot)]
    källa.förbered(fil for rot in finns if källa.är_mapp(rot) for _, filer in källa.mappar(rot) for fil in filer)
    märkare = Märkare()
    return frozenset(märkare.märk(f) for prövat in pröva(Arkiv(källa), finns) for f in prövat.granskat.fynd)
