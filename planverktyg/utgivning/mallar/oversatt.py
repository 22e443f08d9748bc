"""Verktygets mallar som Python: en mallfil in, modulen som Jinja gör av den ut. Att göra den är en femtedel av en kall rapport.

Modulerna skrivs när paketet byggs (`hatch_build.py`) och ligger bredvid mallarna i det installerade paketet. De används bara när
mallen och Jinja är de som de gjordes av. I ett utcheckat projekt finns de inte, och egna mallar översätts alltid på nytt.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from typing import TYPE_CHECKING, Any

import jinja2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment

PAKET = f"{__package__}.moduler"
"""Paketet med modulerna, när det finns."""


def modul(mall: str, läs: Callable[[], str]) -> dict[str, Any] | None:
    """Det som mallens modul innehåller. None när den inte finns, eller är gjord av en annan text eller en annan Jinja."""
    try:
        funnen = vars(import_module(f"{PAKET}.{_modulnamn(mall)}"))
    except ModuleNotFoundError:
        return None
    return funnen if funnen["MÄRKE"] == _märke(läs()) else None


def moduler(miljö: Environment, mallar: list[str]) -> Iterator[tuple[str, str]]:
    """Mallarna som moduler: filens namn och dess innehåll."""
    yield "__init__.py", ""
    for mall in mallar:
        assert miljö.loader is not None
        källa = miljö.loader.get_source(miljö, mall)[0]
        kod = miljö.compile(källa, mall, None, raw=True, defer_init=True)
        yield f"{_modulnamn(mall)}.py", f"{kod}\nMÄRKE = {_märke(källa)!r}\n"


def _modulnamn(mall: str) -> str:
    return mall.replace(".", "_")


def _märke(källa: str) -> str:
    return f"{jinja2.__version__} {hashlib.sha256(källa.encode()).hexdigest()}"
