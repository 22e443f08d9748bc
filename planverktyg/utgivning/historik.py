"""Ett id:s liv in, text för terminalen, Markdown eller JSON ut."""

from __future__ import annotations

import json
import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Any

from planverktyg.modell.grund.svenska import korta, versal
from planverktyg.utgivning.mallar.markdown import rubrik, skydda

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.skillnad.historik import Händelse, Liv

_LÄNGST = 200
"""Längre lydelser än så kortas i terminalen; i Markdown och JSON står de hela."""


def som_text(liv: Liv, besked: Sequence[str], bredd: int) -> Iterator[str]:
    """En rad för varje händelse, plan för plan: dagen, revisionen och vad som hände."""
    yield from textwrap.wrap(f"{versal(liv.slag)} {liv.id}: {liv.namn}", bredd, break_on_hyphens=False)
    kolumn = max((len(h.revision) for h in liv.händelser), default=0) + 2
    for plan, händelser in _plan_för_plan(liv):
        yield ""
        yield plan
        for h in händelser:
            dag = h.datum.isoformat() if h.datum else ""
            början = f"  {dag:<10}  {h.revision:<{kolumn}}"
            text = _i_ord(h, _kort) + (f" ({_beslutad(h)})" if h.beslut else "") + (f", {h.vem}" if h.vem else "")
            yield from textwrap.wrap(
                text, bredd, initial_indent=början, subsequent_indent=" " * len(början), break_on_hyphens=False
            )
    for ett in besked:
        yield ""
        yield from textwrap.wrap(ett, bredd, break_on_hyphens=False, break_long_words=False)


def som_markdown(liv: Liv, besked: Sequence[str]) -> Iterator[str]:
    """En rubrik, och en tabell för varje plan."""
    yield rubrik(f"{versal(liv.slag)}: {liv.namn}", 1)
    yield ""
    yield f"Id: `{liv.id}`"
    med_vem = any(h.vem for h in liv.händelser)
    for plan, händelser in _plan_för_plan(liv):
        yield from (
            "",
            rubrik(plan, 2),
            "",
            f"| Dag | Beslut | Vad som hände | Från | Till | Revision |{' Vem |' if med_vem else ''}",
            f"|---|---|---|---|---|---|{'---|' if med_vem else ''}",
        )
        for h in händelser:
            hände = f"{h.rubrik}. {h.detaljer}" if h.detaljer else h.rubrik
            celler = [h.datum.isoformat() if h.datum else "–", h.beslut or "–", hände, h.från or "–", h.till or "–"]
            vem = [skydda(h.vem or "–")] if med_vem else []
            yield f"| {' | '.join([*map(skydda, celler), f'`{h.revision}`' if h.revision else '–', *vem])} |"
    for ett in besked:
        yield from ("", skydda(ett))


def som_json(liv: Liv, besked: Sequence[str]) -> str:
    """Allt som är känt, med samma nycklar från gång till gång."""
    händelser: list[dict[str, Any]] = [
        {
            "plan": h.plan,
            "planens namn": h.planens_namn,
            "datum": h.datum.isoformat() if h.datum else None,
            "händelse": h.rubrik,
            "från": h.från or None,
            "till": h.till or None,
            "beslut": h.beslut or None,
            "revision": h.revision or None,
            "vem": h.vem or None,
            "detaljer": h.detaljer or None,
        }
        for h in liv.händelser
    ]
    innehåll = {"id": liv.id, "slag": liv.slag, "namn": liv.namn, "händelser": händelser, "besked": list(besked)}
    return json.dumps(innehåll, ensure_ascii=False, indent=2) + "\n"


def _plan_för_plan(liv: Liv) -> Iterator[tuple[str, list[Händelse]]]:
    for (id_, namn), händelser in groupby(liv.händelser, key=lambda h: (h.plan, h.planens_namn)):
        yield f"{namn} ({id_})", list(händelser)


def _beslutad(h: Händelse) -> str:
    return h.beslut if h.rubrik.startswith("Planen ") else f"beslutat {h.beslut}"


def _i_ord(h: Händelse, skriv: Any) -> str:
    """`Målvärdet är mildrat: högst 2 555 → högst 3 000`."""
    mer = f". {skriv(h.detaljer)}" if h.detaljer else ""
    if h.från and h.till:
        return f"{h.rubrik}: {skriv(h.från)} → {skriv(h.till)}{mer}"
    if h.från:
        return f"{h.rubrik}; var {skriv(h.från)}"
    return f"{h.rubrik}: {skriv(h.till)}" if h.till else h.rubrik


def _kort(text: str) -> str:
    return korta(text, _LÄNGST)
