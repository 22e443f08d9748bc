"""Skillnaden för den som sitter vid en terminal: det tyngsta först, med fil och rad."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

from planverktyg.skillnad import Tyngd
from planverktyg.utgivning.skillnader.sammandrag import RUBRIKER, sammanfatta

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.skillnad import Skillnad, Ändring
    from planverktyg.skillnad.ord import Ordbit

_LÄSBAR_BREDD = 120
_FLEST_LIKA_ORD = 8
"""Så många oförändrade ord visas runt det som är ändrat i en text."""


def skriv(skillnad: Skillnad, bredd: int) -> str:
    """Hela skillnaden som text."""
    return "".join(f"{rad}\n" for rad in _rader(skillnad, max(40, min(bredd, _LÄSBAR_BREDD))))


def _rader(skillnad: Skillnad, bredd: int) -> Iterator[str]:
    yield from _bryt(f"{skillnad.gammal} → {skillnad.ny}: {sammanfatta(skillnad)}", "", bredd)
    for oläst in skillnad.olästa:
        yield ""
        f = oläst.fynd
        yield from _bryt(f"Inte jämförd: {oläst.var} går inte att läsa.", "", bredd)
        yield from _bryt(f"rad {f.plats.rad}: {f.text} {f.råd}".rstrip(), "  ", bredd)
    for rad in skillnad.parning:
        yield ""
        yield from _bryt(rad, "", bredd)
    for tyngd in Tyngd:
        if ändringar := skillnad.av_tyngd(tyngd):
            yield from ("", f"{RUBRIKER[tyngd].upper()} ({len(ändringar)})")
            yield from _avsnitt(ändringar, bredd)


def _avsnitt(ändringar: Iterable[Ändring], bredd: int) -> Iterator[str]:
    for dokument, grupp in groupby(ändringar, key=lambda ä: ä.ställe.dokument):
        yield from _bryt(dokument, "  ", bredd)
        for ä in grupp:
            yield from _ändring(ä, bredd)


def _ändring(ä: Ändring, bredd: int) -> Iterator[str]:
    s = ä.ställe
    yield from _bryt(f"{ä.rubrik}: {s.slag} {s.id}".rstrip(), "    ", bredd)
    if s.namn not in (s.dokument, s.id) and not (ä.ord and s.namn == ä.till):
        yield from _bryt(s.namn, "      ", bredd)
    if ä.ord:
        yield from _bryt(ordrad(ä.ord), "      ", bredd)
    elif ä.från or ä.till:
        yield from _bryt(f"{ä.från} → {ä.till}" if ä.från and ä.till else ä.från or ä.till, "      ", bredd)
    for detalj in ä.detaljer:
        yield from _bryt(detalj, "      ", bredd)
    yield f"      {s.plats.fil}:{s.plats.rad}"


def ordrad(bitar: Iterable[Ordbit]) -> str:
    """`få stödet [-nära-] {+intill+} sin familj`: så som git visar ändrade ord."""
    former = {"lika": "{}", "bort": "[-{}-]", "till": "{{+{}+}}"}
    return " ".join(former[bit.slag].format(korta(bit.text) if bit.slag == "lika" else bit.text) for bit in bitar)


def korta(text: str) -> str:
    """De närmaste orden runt en ändring, och hur många oförändrade som inte visas."""
    orden = text.split()
    lika = len(orden) - 2 * _FLEST_LIKA_ORD
    if lika <= _FLEST_LIKA_ORD // 2:
        return text
    return " ".join((*orden[:_FLEST_LIKA_ORD], f"… ({lika} ord lika) …", *orden[-_FLEST_LIKA_ORD:]))


def _bryt(text: str, indrag: str, bredd: int) -> list[str]:
    return textwrap.wrap(
        text,
        bredd,
        initial_indent=indrag,
        subsequent_indent=f"{indrag}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
