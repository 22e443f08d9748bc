"""Ett dokument som ska beslutas in, vad som beslutas och vad som skiljer från det förra beslutet ut, rad för rad."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planverktyg.modell.beslutslage import Läge, läs_läge, skriv_det_ändrade, skriv_när
from planverktyg.modell.grund.svenska import antal, räkna_upp, skriv_datum
from planverktyg.modell.plan import Plandokument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.beslut import Fastställd

_FLEST = 12
"""Så många skillnader räknas upp; resten visas av plan skillnad."""


def visa_det_som_beslutas(
    dokument: Dokument[Any], fastställda: Mapping[str, Fastställd], arkiv: Arkiv
) -> Iterator[str]:
    """Innehållet i korthet, bedömningarna som fastställs, och vad som är ändrat sedan det förra beslutet."""
    yield f"Det här beslutas: {_i_korthet(dokument.modell)}."
    if fastställda:
        stegen = Counter(ett.steg for ett in fastställda.values())
        yield f"Bedömningar som fastställs: {räkna_upp([f'{n} {steg}' for steg, n in stegen.items()])}."
    läge = läs_läge(dokument.modell)
    if läge.beslut is None or läge.läge is Läge.FÖRSLAG:
        return
    if läge.läge is Läge.ÄNDRAD:
        yield f"Ändrat sedan beslutet{skriv_när(läge.beslut)}: {skriv_det_ändrade(läge)}."
        yield from _skillnaden(dokument, läge.beslut.fingeravtryck or "", arkiv)
    elif läge.läge is Läge.OLÄST:
        yield f"Fingeravtrycket i beslutet{skriv_när(läge.beslut)} går inte att läsa, så det syns inte vad som är ändrat."
    elif läge.beslut.fingeravtryck:
        yield f"Innehållet är detsamma som i beslutet{skriv_när(läge.beslut)}."
    else:
        yield f"Beslutet{skriv_när(läge.beslut)} har inget fingeravtryck, så det syns inte vad som är ändrat sedan dess."


def _i_korthet(modell: Any) -> str:
    if isinstance(modell, Plandokument):
        delar = [
            antal(len(list(modell.alla_mål())), "mål", "mål"),
            antal(len(list(modell.alla_indikatorer())), "indikator", "indikatorer"),
            antal(len(list(modell.alla_uppdrag())), "uppdrag", "uppdrag"),
            antal(len(modell.risker), "risk", "risker"),
        ]
        innehåll = räkna_upp([text for text in delar if not text.startswith("0 ")]) or "inga mål"
        return f"{modell.plan.namn} ({modell.plan.id}), {innehåll}"
    huvud = modell.uppföljning
    return (
        f"uppföljningen {huvud.tillfälle} av {huvud.plan}, läget den {skriv_datum(huvud.per)}, "
        f"{antal(len(modell.utfall), 'utfall', 'utfall')}"
    )


def _skillnaden(dokument: Dokument[Any], avtryck: str, arkiv: Arkiv) -> Iterator[str]:
    """Ändringarna sedan revisionen där det beslutade stod, när den finns i git."""
    from planverktyg.arkiv.git import Gitfel
    from planverktyg.kommandon.granskat.beslutsskillnad import av_det_beslutade, i_korthet, sedan_beslutet

    try:
        funnen = sedan_beslutet(Path(dokument.fil), avtryck, arkiv)
    except Gitfel as fel:
        yield f"  Vad som skiljer kunde inte läsas ur git. {fel}"
        return
    if funnen is None:
        return
    ändringar = av_det_beslutade(funnen)
    yield from (f"  {i_korthet(ä)}" for ä in ändringar[:_FLEST])
    if len(ändringar) > _FLEST:
        yield f"  och {len(ändringar) - _FLEST} till: plan skillnad {funnen.gammal} {dokument.fil}"
