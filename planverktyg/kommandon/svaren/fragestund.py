"""Frågorna som väntar, en i taget i terminalen: varje svar skrivs genast, så att inget går förlorat om man avbryter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.ingrepp import Vägran
from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.fragor import Tillfället, frågorna
from planverktyg.blanketter.inskrivning import Svar
from planverktyg.blanketter.svarsrad import hitta_rad, tolka_svar
from planverktyg.blanketter.tabell import tolka_rutor
from planverktyg.kommandon.svaren.filen import en_akt, läs, uppföljningens_fil
from planverktyg.kommandon.svaren.inskrift import skriv_svaren
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_fel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planverktyg.arkiv.akt import Akt
    from planverktyg.blanketter.fragor import Fråga
    from planverktyg.blanketter.inskrivning import Uppföljningsfil
    from planverktyg.kommandon.svaren.filen import Vad
    from planverktyg.kommandon.terminal.fragor import Frågor

_SÅ = (
    "Skriv svaret och tryck på Enter. Enter ensamt hoppar över, Ctrl-C slutar: det som är svarat är skrivet. Saknas svaret "
    'skriver du varför, till exempel "ej mätt: Enkäten görs i oktober."'
)


def väntande(akt: Akt, fil: Uppföljningsfil) -> Iterator[tuple[str, Fråga]]:
    """Frågorna som uppföljningen inte har svarat på, med delen de hör till."""
    modell = fil.dokument.modell if fil.dokument else None
    for del_ in frågorna(akt, Tillfället(fil.period, fil.per)):
        svarat: Mapping[str, object] = getattr(modell, del_.nyckel, {}) if modell else {}
        for fråga in del_.frågor:
            if fråga.id not in svarat:
                yield del_.nyckel, fråga


def fråga_ut(frågor: Frågor, vad: Vad, id_: str | None) -> int:
    """Ställer frågorna som väntar, eller bara den om id:t, och skriver in svaren."""
    akt, fil = läs(vad)
    alla = list(väntande(akt, fil))
    valda = [par for par in alla if id_ in {None, par[1].id}]
    if id_ is not None and not valda:
        rad = hitta_rad(akt.plan.modell, id_)
        tolka_svar(rad, None, {})  # säger vad som kan svaras
    if not valda:
        skriv_fel(f"Inget väntar på svar i {fil.sökväg}.")
        return 0
    skriv_fel(f"{_SÅ}\n")
    for nummer, (_, fråga) in enumerate(valda, 1):
        skriv_fel(f"({nummer} av {len(valda)}) {fråga.mål + ': ' if fråga.mål else ''}{fråga.text}")
        _fråga_en(frågor, vad, fråga)
    return 0


def _fråga_en(frågor: Frågor, vad: Vad, fråga: Fråga) -> None:
    """Frågar tills svaret går att skriva, eller hoppas över."""
    while True:
        rutor = _rutorna(frågor, fråga)
        if not rutor:
            return
        arkiv = Arkiv()
        akt = en_akt(vad.plan, arkiv)
        try:
            svar: Svar = tolka_rutor(akt.plan.modell, fråga.id, rutor)
            skriv_svaren(akt, uppföljningens_fil(akt, vad.period, vad.år, arkiv), [svar])
        except Urvalsfel as fel:
            skriv_urvalsfel(fel)
        except Vägran as fel:
            skriv_fel(str(fel))
        else:
            return


def _rutorna(frågor: Frågor, fråga: Fråga) -> dict[str, str]:
    rutor: dict[str, str] = {}
    for nyckel in fråga.nycklar or ("svar",):
        skrivet = frågor.svar(f"{fråga.id}{'' if nyckel == 'svar' else f', {nyckel}'}", None, str.strip)
        if skrivet:
            rutor |= _delat(nyckel, skrivet)
    if rutor and "svar" in rutor and (kommentar := frågor.svar("  kommentar", None, str.strip)):
        rutor["kommentar"] = kommentar
    return rutor


def _delat(nyckel: str, skrivet: str) -> dict[str, str]:
    """`ej mätt: Varför` är ett annat svar än värdet."""
    träff = re.fullmatch(r"(ej mätt|saknas|utgår|avstämning|redovisning|prognos)\s*:\s*(.+)", skrivet)
    return {träff[1]: träff[2]} if träff else {nyckel: skrivet}
