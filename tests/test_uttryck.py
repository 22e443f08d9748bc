"""Inget reguljärt uttryck är sämre än linjärt: vart och ett prövas på 50 kB av det värsta, så som det används i koden."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import planverktyg

if TYPE_CHECKING:
    from collections.abc import Iterator

LÄNGD = 50_000
HÖGST_SEKUNDER = 0.25
"""Processortid för det värsta. Ett linjärt uttryck behöver högst 0,04 på så lång text, ett kvadratiskt tiotals sekunder."""
UPPREPAT = [
    "a", "0", " ", "@", ".", "-", "a@", "a.", "0 ", "0-", "A a", "a-", "a ", "\n", " \n", "*", "_", "`", "<", "[", "(", "|",
    "000 ", "\\", "#", "1,", "www.", "\u00a0", "å", "'", '"', ": ", "- ", "a: ", "{", "&", "](", "ansvarig ", "växel ",
]  # fmt: skip


HÖGST = {
    "planverktyg.blanketter.svarsrad._PAR": 1_000,
    "planverktyg.blanketter.importera.delar.": 20_000,  # stycken över 3 000 tecken är text och inget annat
    "planverktyg.blanketter.importera.utkast.": 20_000,
}
"""Uttryck som koden bara ger kort text: början på uttryckets namn → så lång text som det prövas på."""


def alla_uttryck() -> dict[str, tuple[re.Pattern[Any], bool]]:
    """Modulens och uttryckets namn → uttrycket, och om det letas med (annars prövas det bara från början)."""
    funna = {}
    for modul in pkgutil.walk_packages(planverktyg.__path__, "planverktyg."):
        if modul.name.endswith("__main__"):
            continue
        läst = importlib.import_module(modul.name)
        for namn, värde in vars(läst).items():
            if isinstance(värde, re.Pattern):
                letar = re.search(rf"\b{namn}\.(search|finditer|findall|sub|split)\b", inspect.getsource(läst))
                funna[f"{modul.name}.{namn}"] = (värde, bool(letar))
    return funna


UTTRYCK = alla_uttryck()


def skrivna_på_plats() -> dict[str, tuple[re.Pattern[Any], str]]:
    """Uttryck som står i anropet, `re.search(r"…", text)`: filen, raden → uttrycket, och hur det används."""
    rot = Path(planverktyg.__file__).parent
    funna = {}
    for fil in sorted(rot.rglob("*.py")):
        for nod in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
            match nod:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=hur),
                    args=[ast.Constant(value=str() | bytes() as skrivet), _, *_],
                ):
                    funna[f"{fil.relative_to(rot)}:{nod.lineno}:{nod.col_offset}"] = (re.compile(skrivet), hur)
                case _:
                    pass
    return {plats: par for plats, par in funna.items() if "importera" not in plats and par[1] != "compile"}


@contextmanager
def avbryt_efter(sekunder: float) -> Iterator[None]:
    """Mäter processens egen tid, så att en upptagen maskin inte fäller något."""

    def avbryt(*_: object) -> None:
        raise TimeoutError

    förra = signal.signal(signal.SIGPROF, avbryt)
    signal.setitimer(signal.ITIMER_PROF, sekunder)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, förra)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows kan inte avbryta")
@pytest.mark.parametrize("namn", UTTRYCK)
def test_uttrycket_är_linjärt(namn: str) -> None:
    uttryck, letar = UTTRYCK[namn]
    skrivet = uttryck.pattern if isinstance(uttryck.pattern, str) else uttryck.pattern.decode()
    egna = re.findall(r"[^\W\d_]{3,}", skrivet)[:3]
    längd = next((högst for början, högst in HÖGST.items() if namn.startswith(början)), LÄNGD)
    for bit in (*UPPREPAT, *egna, *(f"{ord_} " for ord_ in egna)):
        text: Any = (bit * (längd // len(bit))) + "!"
        if isinstance(uttryck.pattern, bytes):
            text = text.encode()
        with avbryt_efter(HÖGST_SEKUNDER):
            uttryck.match(text)
            uttryck.fullmatch(text)
            if letar:
                sum(1 for _ in uttryck.finditer(text))


def test_uttrycken_som_skrivs_på_plats_är_linjära() -> None:
    """Importens står inte här: den ger dem bara stycken på högst 3 000 tecken."""
    funna = skrivna_på_plats()
    assert len(funna) > 50
    dåliga = set()
    for plats, (uttryck, hur) in funna.items():
        for bit in UPPREPAT:
            text: Any = bit * (20_000 // len(bit)) + "!"
            if isinstance(uttryck.pattern, bytes):
                text = text.encode()
            try:
                with avbryt_efter(HÖGST_SEKUNDER):
                    if hur in {"match", "fullmatch", "search"}:
                        getattr(uttryck, hur)(text)
                    else:
                        sum(1 for _ in uttryck.finditer(text))
            except TimeoutError:
                dåliga.add(plats)
    assert dåliga == set()
