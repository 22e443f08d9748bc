"""Rapportens avsnitt in, innehållsförteckningen ut: en rad för varje avsnitt som rapporten har, i rapportens ordning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.utgivning.underlag.gemensamt import Innehållsrad

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.utgivning.ord.ankare import Register
    from planverktyg.utgivning.underlag.rapport import Rapport


def bygg_innehåll(rapport: Rapport, register: Register) -> tuple[Innehållsrad, ...]:
    """Avsnitten efter första sidan. Målens ankare finns redan; de andra avsnittens är fasta."""
    s = rapport.sammandrag
    före = (
        ("Fler avvikelser", "fler-avvikelser", s.fler_avvikelser),
        ("Alla förändringar", "alla-forandringar", s.förändringar and s.förändringar.grupper),
        ("Nämndens sammanfattning", "sammanfattning", rapport.sammanfattning),
        ("Mål per nivå", "mal-per-niva", s.räkning.rader),
    )
    efter = (
        ("Mål som nämnden inte har något ansvar för", "utan-ansvar", rapport.utan_ansvar),
        ("Nyckeltal", "nyckeltal", rapport.nyckeltal),
        ("Röda tråden", "roda-traden", rapport.tråd),
        ("Etiketter", "etiketter", rapport.etiketter),
        ("Åtgärdsplan", "atgardsplan", rapport.åtgärdsplan),
        ("Uppdrag", "alla-uppdrag", rapport.uppdrag),
        ("Risker och intern kontroll", "risker", rapport.risker),
        ("Ekonomi", "ekonomi", s.ekonomi or rapport.tabeller),
        ("Så läser du rapporten", "sa-laser-du", rapport.läsanvisning),
    )
    return (
        *_fasta(före, register),
        *(Innehållsrad(m.rubrik, m.ankare, m.markdownankare, ()) for m in rapport.mål),
        *_fasta(efter, register),
    )


def _fasta(avsnitt: tuple[tuple[str, str, object], ...], register: Register) -> Iterator[Innehållsrad]:
    for rubrik, ankare, finns in avsnitt:
        if finns:
            yield Innehållsrad(rubrik, ankare, register.markdownankare(rubrik), ())
