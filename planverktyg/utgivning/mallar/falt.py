"""Underlagets klasser in, vad en mall får se ut: varje fält med sitt slag och sin förklaring, i den ordning det läses."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

_UNDERLAG = Path(__file__).parents[1] / "underlag"
TOPPEN = ("Rapport", "Plandokument")
"""Underlagen som mallarna får: `rapport` och `dokument`."""
_ENKLA = {"str": "text", "int": "heltal", "float": "tal", "bool": "sant eller falskt", "Brödtext": "brödtext"}
_UTOM = {"Brödtext"}
"""Det som skrivs med ett filter och inte har fält att visa."""


class Fält(NamedTuple):
    """Ett fält i en del av underlaget."""

    namn: str
    slag: str
    """`text`, `lista av Risk`, `Omdöme eller inget`."""
    förklaring: str


class Klass(NamedTuple):
    """En del av underlaget."""

    namn: str
    förklaring: str
    fält: tuple[Fält, ...]


def underlagets_klasser() -> list[Klass]:
    """Delarna som går att nå från rapporten och dokumentet, var och en efter den som först nämner den."""
    alla = {klass.name: klass for fil in sorted(_UNDERLAG.glob("*.py")) for klass in _klasser(fil)}
    kö, klasser = list(TOPPEN), []
    for namn in kö:  # växer medan den läses
        klasser.append(_beskriv(alla[namn], alla))
        nämnda = (n for rad in _rader(alla[namn]) for n in re.findall(r"\w+", _typ(rad)))
        kö += dict.fromkeys(n for n in nämnda if n in alla and n not in kö and n not in _UTOM)
    return klasser


def _klasser(fil: Path) -> Iterator[ast.ClassDef]:
    träd = ast.parse(fil.read_text(encoding="utf-8"))
    yield from (nod for nod in träd.body if isinstance(nod, ast.ClassDef))


def _rader(klass: ast.ClassDef) -> Iterator[ast.AnnAssign]:
    yield from (nod for nod in klass.body if isinstance(nod, ast.AnnAssign))


def _beskriv(klass: ast.ClassDef, kända: Container[str]) -> Klass:
    fält = []
    for rad, nästa in zip(klass.body, [*klass.body[1:], None], strict=True):
        if isinstance(rad, ast.AnnAssign):
            fält.append(Fält(ast.unparse(rad.target), _slag(_typ(rad), kända), _text(nästa)))
    return Klass(klass.name, " ".join((ast.get_docstring(klass) or "").split()), tuple(fält))


def _typ(rad: ast.AnnAssign) -> str:
    """Typen som den är skriven, utan de citattecken som behövs innan klassen finns."""
    return ast.unparse(rad.annotation).strip("'")


def _text(nod: ast.stmt | None) -> str:
    """Förklaringen på raden under fältet."""
    finns = isinstance(nod, ast.Expr) and isinstance(nod.value, ast.Constant) and isinstance(nod.value.value, str)
    return " ".join(nod.value.value.split()) if finns else ""  # type: ignore[union-attr]


def _slag(typ: str, kända: Container[str]) -> str:
    if typ.endswith(" | None"):
        return f"{_slag(typ.removesuffix(' | None'), kända)} eller inget"
    if lista := re.fullmatch(r"tuple\[(.+), \.\.\.\]", typ):
        return f"lista av {_slag(lista[1], kända)}"
    return _ENKLA.get(typ, typ if typ in kända else "text")


def skriv_fälten(klasser: Iterable[Klass], *, länka: bool) -> str:
    """Delarna som Markdown: en tabell var."""
    rader: list[str] = []
    for klass in klasser:
        rader += [f"### {klass.namn}", "", klass.förklaring, "", "| Fält | Slag | Förklaring |", "|---|---|---|"]
        rader += [f"| `{f.namn}` | {_länkat(f.slag) if länka else f.slag} | {f.förklaring} |" for f in klass.fält]
        rader.append("")
    return "\n".join(rader)


def _länkat(slag: str) -> str:
    return re.sub(r"\b([A-ZÅÄÖ]\w+)", lambda t: f"[{t[1]}](#{t[1].lower()})", slag)
