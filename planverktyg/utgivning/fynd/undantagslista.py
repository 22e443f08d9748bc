"""Undantagen in, en lista för människor ut: var, vilken regel, varför, hur länge, och om det behövs."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from planverktyg.granskning.undantag import Läge
from planverktyg.modell.grund.svenska import antal, skriv_datum

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planverktyg.granskning.undantag import Undantagspost
    from planverktyg.modell.grund.plats import Plats


def skriv_lista(poster: Sequence[Undantagspost], använda: Mapping[Plats, int], bredd: int) -> str:
    """Undantagen i den ordning de lästes. `använda`: hur många fynd varje undantag har tagit undan."""
    if not poster:
        return "Det finns inga undantag.\n"
    rader = [rad for post in poster for rad in _post(post, använda.get(post.plats, 0), bredd)]
    slut = f"{antal(len(poster), 'undantag', 'undantag')} för {antal(sum(använda.values()), 'fynd', 'fynd')}."
    return "\n".join([*rader, slut]) + "\n"


def _post(post: Undantagspost, fynd: int, bredd: int) -> Iterator[str]:
    u = post.undantag
    yield f"{post.plats} {u.kod}{f' för {u.id}' if u.id else ''}"
    yield from textwrap.wrap(
        u.motivering, max(bredd, 30), initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    yield f"  {_läge(post, fynd)}"
    yield ""


def _läge(post: Undantagspost, fynd: int) -> str:
    till = skriv_datum(post.undantag.till) if post.undantag.till else ""
    if post.läge is Läge.UTGÅNGET:
        return f"Har gått ut: gällde till och med {till}."
    if post.läge is Läge.OGILTIGT:
        return "Gör ingenting: regeln finns inte eller kan inte undantas."
    behövs = f"Behövs för {antal(fynd, 'fynd', 'fynd')}" if fynd else "Behövs inte"
    return f"{behövs}; gäller {f'till och med {till}' if till else 'tills vidare'}."
