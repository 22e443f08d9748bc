"""Referensens poster: varje del av formatet med sina nycklar i klartext. De görs av modellerna i `referensbygge`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Nyckelpost(NamedTuple):
    """En nyckel: vad den heter, vad som kan stå efter den, och vad den betyder."""

    namn: str
    typ: str
    krävs: bool
    förval: str
    text: str


class Delpost(NamedTuple):
    """En del av ett dokument, till exempel `indikator`, med sina nycklar i modellens ordning."""

    namn: str
    text: str
    nycklar: tuple[Nyckelpost, ...]
    exempel: str
    kortform: str = ""
    """Vad som kan stå i stället för delen när bara det viktigaste behövs; tomt när inget kan det."""
    står_under: tuple[str, ...] = ()
    """Var delen kan stå: `indikatorer i mål`."""


def hitta(referens: Iterable[Delpost], namn: str) -> list[tuple[Delpost, Nyckelpost | None]]:
    """Delen som heter så, annars nycklarna som heter så med delen som de står i."""
    poster = list(referens)
    delar: list[tuple[Delpost, Nyckelpost | None]] = [(post, None) for post in poster if post.namn == namn]
    return delar or [(post, n) for post in poster for n in post.nycklar if n.namn == namn]
