"""Fynd om att en plan är ändrad efter beslutet in, samma fynd med vad som skiljer ut, när det beslutade finns i git."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planverktyg.arkiv import git
from planverktyg.arkiv.urval.lydelser import beslutad_version
from planverktyg.arkiv.version import Version, som_fil
from planverktyg.granskning.regler.beslut import OM_INNEHÅLLET, äldre_fingeravtryck, ändrad_uppföljning
from planverktyg.modell.fingeravtryck import gällande
from planverktyg.modell.grund.svenska import antal, korta
from planverktyg.skillnad import jämför
from planverktyg.skillnad.andringar import UtfallÄndrat

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.kommandon.granskat.provning import Prövat
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.skillnad import Skillnad, Ändring

_FLEST = 3
"""Så många ändringar nämns i fyndet; resten blir ett antal."""
_LÄNGST = 120
"""Så många tecken av ändringen står i fyndet."""
_ANNAT = ("beslut", "skydd", "omdöme", "husregel")
"""Slagen av ändringar som inte är en ändring av det beslutade: följder, och husregler, som inte beslutas med planen."""


def förklarat(prövat: Prövat, arkiv: Arkiv) -> Prövat:
    """Det prövade, där en plan som är ändrad efter beslutet får veta vad som skiljer."""
    fynd = [förklara(f, arkiv) if f.kod in OM_INNEHÅLLET else f for f in prövat.granskat.fynd]
    return prövat._replace(granskat=prövat.granskat._replace(fynd=fynd))


def förklara(fynd: Fynd, arkiv: Arkiv) -> Fynd:
    """Fyndet med ändringarna sedan revisionen där dokumentet var det som beslutades. Utan en sådan är fyndet som det var."""
    läst = arkiv.dokument(Path(fynd.plats.fil))
    beslut = gällande(läst.dokument.modell) if läst.dokument else None
    try:
        skillnad = sedan_beslutet(läst.fil, beslut.fingeravtryck, arkiv) if beslut and beslut.fingeravtryck else None
    except git.Gitfel as fel:
        return fynd._replace(text=f"{fynd.text} Vad som skiljer kunde inte läsas ur git. {fel}")
    ändringar = [i_korthet(ä) for ä in av_det_beslutade(skillnad)] if skillnad else []
    if not skillnad or not ändringar:
        return fynd
    fler = [antal(len(ändringar) - _FLEST, "ändring till", "ändringar till")] if len(ändringar) > _FLEST else []
    visade = "; ".join([*ändringar[:_FLEST], *fler])
    fynd = _bevisat(fynd) if any(isinstance(ä, UtfallÄndrat) and not ä.rättelse for ä in skillnad.ändringar) else fynd
    return fynd._replace(text=f"{fynd.text} Sedan revisionen {skillnad.gammal}: {visade}.")


def _bevisat(fynd: Fynd) -> Fynd:
    """Det som fingeravtrycket inte kunde visa, men git kan: ett utfall är ändrat utan rättelse."""
    regel = ändrad_uppföljning
    text = "Utfall är ändrade efter beslutet utan rättelse."
    return fynd._replace(kod=regel.kod, allvar=regel.allvar, text=text) if fynd.kod == äldre_fingeravtryck.kod else fynd


def sedan_beslutet(fil: Path, avtryck: str, arkiv: Arkiv) -> Skillnad | None:
    """Vad som skiljer filen från den senaste revisionen där den var det som fingeravtrycket togs på. None utan en sådan.

    Reser `Gitfel` när historien inte går att läsa.
    """
    läst = arkiv.dokument(fil)
    if läst.dokument is None or arkiv.källa.förråd(fil.parent) is None:
        return None
    try:
        då = beslutad_version(fil, läst.dokument.modell, avtryck)
    except git.IngetFörråd:
        return None
    return jämför(då, Version("nu", (som_fil(läst, arkiv),), arkiv)) if då else None


def av_det_beslutade(skillnad: Skillnad) -> list[Ändring]:
    """Ändringarna av det som beslutades."""
    return [ä for ä in skillnad.ändringar if ä.slag not in _ANNAT]


def i_korthet(ändring: Ändring) -> str:
    """`hvb-dygn: målvärdet är mildrat, högst 2 555 → högst 3 000`."""
    rubrik = ändring.rubrik[:1].lower() + ändring.rubrik[1:]
    vad = korta(" → ".join(filter(None, (ändring.från, ändring.till))), _LÄNGST)
    return f"{ändring.ställe.id or ändring.ställe.namn}: {rubrik}{', ' if vad else ''}{vad}"
