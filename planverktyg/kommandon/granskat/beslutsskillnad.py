"""Fynd om att en plan är ändrad efter beslutet in, samma fynd med vad som skiljer ut, när det beslutade finns i git."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from planverktyg.arkiv.urval.lydelser import beslutad_text
from planverktyg.arkiv.version import Version, läs_version, som_fil
from planverktyg.modell.fingeravtryck import gällande
from planverktyg.modell.grund.svenska import antal
from planverktyg.skillnad import jämför

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.kommandon.granskat.provning import Prövat
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.skillnad import Ändring

_FLEST = 3
"""Så många ändringar nämns i fyndet; resten blir ett antal."""
_LÄNGST = 120


def förklarat(prövat: Prövat, arkiv: Arkiv) -> Prövat:
    """Det prövade, där en plan som är ändrad efter beslutet får veta vad som skiljer."""
    fynd = [förklara(f, arkiv) if f.kod == "BES1301" else f for f in prövat.granskat.fynd]
    return prövat._replace(granskat=prövat.granskat._replace(fynd=fynd))


def förklara(fynd: Fynd, arkiv: Arkiv) -> Fynd:
    """Fyndet med ändringarna sedan revisionen där planen var den som beslutades. Utan en sådan är fyndet som det var."""
    fil = Path(fynd.plats.fil)
    läst = arkiv.dokument(fil)
    if läst.dokument is None:
        return fynd
    plan = läst.dokument.modell
    beslut = gällande(plan)
    funnen = beslutad_text(fil, plan.plan.id, beslut.fingeravtryck) if beslut and beslut.fingeravtryck else None
    if funnen is None:
        return fynd
    revision, text = funnen
    nu = Version("nu", (som_fil(läst, arkiv),), arkiv)
    skillnad = jämför(läs_version(revision, {fynd.plats.fil: text}), nu)
    ändringar = [_i_korthet(ä) for ä in skillnad.ändringar if ä.slag != "beslut"]
    if not ändringar:
        return fynd
    fler = [antal(len(ändringar) - _FLEST, "ändring till", "ändringar till")] if len(ändringar) > _FLEST else []
    return fynd._replace(text=f"{fynd.text} Sedan revisionen {revision}: {'; '.join([*ändringar[:_FLEST], *fler])}.")


def _i_korthet(ändring: Ändring) -> str:
    """`hvb-dygn: målvärdet är mildrat, högst 2 555 → högst 3 000`."""
    rubrik = ändring.rubrik[:1].lower() + ändring.rubrik[1:]
    vad = " → ".join(filter(None, (ändring.från, ändring.till))).replace("\u00a0", "\0")
    vad = textwrap.shorten(vad, _LÄNGST, placeholder=" …").replace("\0", "\u00a0")
    return f"{ändring.ställe.id or ändring.ställe.namn}: {rubrik}{', ' if vad else ''}{vad}"
