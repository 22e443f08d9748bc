"""Verktygets mallar som Python: en mallfil in, modulen som Jinja gör av den ut. Att göra dem är en femtedel av en kall rapport.

Modulerna skrivs när verktyget installeras (`hatch_build.py`). De används bara när mallen, Jinja och koden i den här mappen är de
som de gjordes av. Egna mallar översätts alltid på nytt.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from planverktyg.arkiv import fardigt
from planverktyg.arkiv.spar import märke

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment


def modul(mall: str, källa: str) -> dict[str, Any] | None:
    """Det som mallens modul innehåller. None när den inte finns, eller är gjord av något annat."""
    return fardigt.färdigt(_modulnamn(mall), _märke(källa))


def moduler(miljö: Environment, mallar: list[str]) -> Iterator[tuple[str, str]]:
    """Mallarna som moduler: namnet och innehållet."""
    for mall in mallar:
        assert miljö.loader is not None
        källa = miljö.loader.get_source(miljö, mall)[0]
        kod = miljö.compile(källa, mall, None, raw=True, defer_init=True)
        yield _modulnamn(mall), fardigt.som_modul(kod, _märke(källa))


def _modulnamn(mall: str) -> str:
    return f"mall_{mall.replace('.', '_')}"


def _märke(källa: str) -> str:
    return märke(f"{jinja2.__version__}\0{_koden()}\0{källa}".encode())


@cache
def _koden() -> str:
    """Märket för koden som säger hur mallar översätts: miljöns inställningar, filtren och hur text skyddas."""
    return märke(b"\0".join(fil.read_bytes() for fil in sorted(Path(__file__).parent.glob("*.py"))))
