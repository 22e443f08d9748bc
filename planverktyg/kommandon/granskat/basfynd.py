"""En revision i git in, bara de fynd som har tillkommit sedan dess ut.

Revisionens planer läggs i en tillfällig mapp och prövas som de andra. Ett fynd känns igen på sitt märke, som är
detsamma fast raderna har flyttat.
"""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from planverktyg.arkiv import git
from planverktyg.arkiv.filer import är_yaml
from planverktyg.kommandon.granskat.provning import pröva
from planverktyg.kommandon.terminal.skrivning import skriv_fel
from planverktyg.modell.grund.svenska import antal
from planverktyg.utgivning.fynd.fingeravtryck import Märkare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.kommandon.granskat.provning import Prövat


def bara_nya(rötter: Sequence[Path], revision: str) -> Iterator[Prövat]:
    """Det prövade under rötterna, utan de fynd som redan fanns i revisionen. Reser `Gitfel` när den inte går att läsa."""
    return _utan(rötter, _märken_i(rötter, revision), revision)


def _utan(rötter: Sequence[Path], gamla: frozenset[str], revision: str) -> Iterator[Prövat]:
    märkare = Märkare()
    dolda = 0
    for prövat in pröva(rötter):
        nya = [f for f in prövat.granskat.fynd if märkare.märk(f) not in gamla]
        dolda += len(prövat.granskat.fynd) - len(nya)
        yield prövat._replace(granskat=prövat.granskat._replace(fynd=nya))
    if dolda:
        skriv_fel(f"{antal(dolda, 'fynd', 'fynd')} fanns redan i {revision} och visas inte.")


def _märken_i(rötter: Sequence[Path], revision: str) -> frozenset[str]:
    här = Path.cwd().resolve()
    f = git.förråd(här)
    rot = f.rot.resolve()
    if utanför := [r for r in rötter if not r.resolve().is_relative_to(rot)]:
        raise git.Gitfel(f"{utanför[0]} ligger utanför git-förrådet {f.rot.name}, så där finns inget att jämföra med.")
    filer = {s: id_ for s, id_ in git.filer(f, revision).items() if är_yaml(Path(s).name)}
    märkare = Märkare()
    with TemporaryDirectory(prefix="plan-bas-") as tillfällig:
        topp = Path(tillfällig).resolve()
        (topp / ".git").mkdir()  # husregler söks inte ovanför förrådets rot
        for sökväg, innehåll in git.läs(f, filer).items():
            (topp / sökväg).parent.mkdir(parents=True, exist_ok=True)
            (topp / sökväg).write_bytes(innehåll)
        stå_här = topp / här.relative_to(rot)
        stå_här.mkdir(parents=True, exist_ok=True)
        with chdir(stå_här):
            funna = [r if not r.is_absolute() else topp / r.resolve().relative_to(rot) for r in rötter]
            finns = [r for r in funna if r.exists()]
            return frozenset(märkare.märk(f) for prövat in pröva(finns) for f in prövat.granskat.fynd)
