"""Var något börjar och vart det leder in, rundgången ut: vägen som kommer tillbaka till början."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

T = TypeVar("T")


def rundgång(början: T, följ: Callable[[T], Iterable[T]], första: Iterable[T] | None = None) -> tuple[T, ...]:
    """Den kortaste vägen från början tillbaka till början (som står först), eller tomt när ingen väg leder tillbaka.

    `första` är de steg som får tas från början; utelämnat alla.
    """
    kommer_från: dict[T, T] = {}
    kö = [början]
    for här in kö:
        for nästa in följ(här) if första is None or här != början else första:
            if nästa == början:
                return _vägen(här, kommer_från)
            if nästa not in kommer_från:
                kommer_från[nästa] = här
                kö.append(nästa)
    return ()


def _vägen(till: T, kommer_från: Mapping[T, T]) -> tuple[T, ...]:
    väg = [till]
    while väg[-1] in kommer_från:
        väg.append(kommer_från[väg[-1]])
    return tuple(reversed(väg))
