"""Referensen som Markdown: delarna in, ett kapitel för var och en ut (sista delen av `docs/format.md`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planverktyg.modell.noder import MÅLVÄRDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.modell.referens import Delpost, Nyckelpost


def skriv_referensbok(referens: Sequence[Delpost]) -> str:
    """Varje del med sina nycklar, ett exempel och länkar till delarna som den nämner."""
    namn = {post.namn for post in referens}
    return "\n".join(rad for post in referens for rad in _kapitel(post, namn))


def _kapitel(post: Delpost, namn: set[str]) -> Iterator[str]:
    yield from (f"### {post.namn}", "", post.text)
    if post.står_under:
        yield from ("", f"Står under {', '.join(_länkad_plats(plats, namn) for plats in post.står_under)}.")
    if post.kortform:
        yield from ("", f"Kort form: {_länkad(post.kortform, namn)}.")
    yield from ("", "| Nyckel | Vad som kan stå | Förklaring |", "|---|---|---|")
    yield from (_rad(nyckel, namn) for nyckel in post.nycklar)
    if post.exempel:
        yield from ("", "```yaml", post.exempel, "```")
    yield ""


def _rad(nyckel: Nyckelpost, namn: set[str]) -> str:
    ord_ = f"**{nyckel.namn}** (måste finnas)" if nyckel.krävs else nyckel.namn
    förval = f" Förval: {nyckel.förval}." if nyckel.förval else ""
    return f"| {ord_} | {_länkad(nyckel.typ, namn)} | {nyckel.text}{förval} |".replace("\n", " ")


def _länkad(text: str, namn: set[str]) -> str:
    """Delarna som nämns i en typ blir länkar till sina kapitel."""
    text = re.sub(
        r"nycklarna i ([^,]+?)(?=,|$| eller )",
        lambda träff: f"nycklarna i {_länk(träff[1])}" if träff[1] in namn else träff[0],
        text,
    )
    return text.replace(f"ett {MÅLVÄRDE}", f"ett {_länk(MÅLVÄRDE)}")


def _länkad_plats(plats: str, namn: set[str]) -> str:
    nyckel, _, del_ = plats.rpartition(" i ")
    return f"`{nyckel}` i {_länk(del_)}" if del_ in namn else plats


def _länk(namn: str) -> str:
    return f"[{namn}](#{namn.replace(' ', '-')})"
