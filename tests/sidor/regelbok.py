"""Regelboken: reglerna in, deras dokumentation ut som Markdown (`docs/regler.md`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.grupper import grupper
from planverktyg.modell.grund.fynd import Allvar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.granskning.regel import Regel

_INLEDNING = """\
# Reglerna

Den här filen är gjord av reglerna själva (`planverktyg/granskning/regler`). Ändra där, inte här.
`plan regel` listar reglerna i terminalen, och `plan regel IND301` förklarar en av dem.

Ett **fel** måste rättas: planen eller uppföljningen kan inte användas som den står. En **varning** bör åtgärdas
innan nämnden behandlar dokumentet. En **notis** är bra att känna till. `plan validera` ger slutkod 1 när det
finns fel, och med `--strikt` också när det finns varningar. Ett fynd som är sett och godtaget kan undantas:
[granskning.md](granskning.md) visar hur.

Exemplen är utdrag. En rad som `# 2020-08-31.yaml` säger vilken fil raderna under hör till; utan en sådan rad hör de
till planen.
"""


def skriv_regelbok(regler: Sequence[Regel]) -> str:
    """Alla regler som ett Markdown-dokument: först en lista, sedan varje regel med exempel."""
    rader = [_INLEDNING, "| Kod | Allvar | Regel |", "|---|---|---|"]
    rader += [f"| [{r.kod}](#{r.kod.lower()}) | {r.allvar.value} | {r.namn} |" for r in regler]
    for rubrik, gruppen in grupper(regler):
        rader += ["", f"## {rubrik}"]
        for regel in gruppen:
            rader += ["", *_kapitel(regel)]
    return "\n".join(rader) + "\n"


def _kapitel(regel: Regel) -> Iterator[str]:
    yield f"### {regel.kod}"
    yield ""
    yield f"**{regel.namn[:1].upper()}{regel.namn[1:]}** ({_I_ORD[regel.allvar]})"
    yield ""
    yield regel.varför
    for rubrik, exempel in (("Fel", regel.fel), ("Rätt", regel.rätt)):
        if exempel:
            yield from ("", f"{rubrik}:", "", "```yaml", exempel, "```")


_I_ORD = {Allvar.FEL: "fel", Allvar.VARNING: "varning", Allvar.NOTIS: "notis"}
