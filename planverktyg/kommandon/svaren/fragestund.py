"""Frågorna som väntar, en i taget i terminalen: varje svar skrivs genast, så att inget går förlorat om man avbryter.

Det som frågas efter är formulärets rutor, så att den som svarar i terminalen kan svara på detsamma som den i webbläsaren.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.ingrepp import Vägran
from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.formular.formular import SKÄL, bygg_formulär
from planverktyg.blanketter.inskrivning import Svar
from planverktyg.blanketter.svarsrad import hitta_rad, svarsrader, tolka_svar
from planverktyg.kommandon.svaren.filen import läs
from planverktyg.kommandon.svaren.inskrift import skriv_svaren
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel
from planverktyg.kommandon.terminal.utskrift import skriv_fel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt import Akt
    from planverktyg.blanketter.formular.underlag import Rad, Ruta
    from planverktyg.blanketter.inskrivning import Uppföljningsfil
    from planverktyg.blanketter.svarsrad import Svarsrad
    from planverktyg.kommandon.svaren.filen import Vad
    from planverktyg.kommandon.terminal.fragor import Frågor

_SÅ = (
    "Skriv svaret och tryck på Enter. Enter ensamt hoppar över, Ctrl-C slutar: det som är svarat är skrivet. Saknas svaret "
    'skriver du varför, till exempel "ej mätt: Enkäten görs i oktober."'
)
_FLEST_ORD = 6
"""Så många ord att välja bland visas i frågan."""


class Väntande(NamedTuple):
    """En rad som väntar på svar, och målet den hör till."""

    rad: Rad
    mål: str


def väntande(akt: Akt, fil: Uppföljningsfil) -> Iterator[Väntande]:
    """Raderna som uppföljningen inte har svarat på."""
    for avsnitt in bygg_formulär(akt, fil).avsnitt:
        mål = f"{avsnitt.ovanför}: {avsnitt.rubrik}: " if avsnitt.ovanför else ""
        yield from (Väntande(rad, mål) for rad in avsnitt.rader if rad.väntar)


def fråga_ut(frågor: Frågor, vad: Vad, id_: str | None) -> int:
    """Ställer frågorna som väntar, eller bara den om id:t, och skriver in svaren."""
    akt, fil = läs(vad)
    valda = [ett for ett in väntande(akt, fil) if id_ in {None, ett.rad.id}]
    if id_ is not None and not valda:
        tolka_svar(hitta_rad(akt.plan.modell, id_), None, {})  # säger vad som kan svaras
    if not valda:
        skriv_fel(f"Inget väntar på svar i {fil.sökväg}.")
        return 0
    skriv_fel(f"{_SÅ}\n")
    svarsraderna = {en.vilken: en for en in svarsrader(akt.plan.modell)}
    for nummer, (rad, mål) in enumerate(valda, 1):
        skriv_fel(f"({nummer} av {len(valda)}) {mål}{' · '.join((rad.namn, *rad.fakta))}")
        _fråga_en(frågor, vad, rad, svarsraderna[rad.vilken])
    return 0


def _fråga_en(frågor: Frågor, vad: Vad, rad: Rad, svarsrad: Svarsrad) -> None:
    """Frågar tills svaret går att skriva, eller hoppas över."""
    while True:
        rutor = _rutorna(frågor, rad, svarsrad)
        if not rutor:
            return
        try:
            svar = tolka_svar(svarsrad, None, {nyckel: [text] for nyckel, text in rutor.items()})
            akt, fil = läs(vad, Arkiv())
            skriv_svaren(akt, fil, [Svar(svarsrad, svar)])
        except Urvalsfel as fel:
            skriv_urvalsfel(fel)
        except Vägran as fel:
            skriv_fel(str(fel))
        else:
            return


def _rutorna(frågor: Frågor, rad: Rad, svarsrad: Svarsrad) -> dict[str, str]:
    """Det som svaras i rutorna som formuläret visar först. Hoppas det ensamma svaret över hoppas raden över."""
    rutor: dict[str, str] = {}
    for nr, ruta in enumerate(rad.först):
        ensamt = ruta.nyckel == svarsrad.slag.huvudnyckel and nr == 0
        if rutor.keys() & set(SKÄL) and ruta.nyckel != "kommentar":
            continue
        skrivet = frågor.svar(f"{rad.id if ensamt else f'  {ruta.nyckel}'}{_hur(ruta)}", None, str.strip)
        if skrivet:
            rutor |= _delat(ruta.nyckel, skrivet)
        elif ensamt:
            return {}
    return rutor


def _hur(ruta: Ruta) -> str:
    """Vad som kan svaras, när det är några ord eller namn med värden: ` (ja, nej)`, ` (kvinnor=…, män=…)`."""
    ord_ = tuple(f"{del_.namn}=…" for del_ in ruta.delar) or ruta.ord
    return f" ({', '.join(ord_)})" if 0 < len(ord_) <= _FLEST_ORD else ""


def _delat(nyckel: str, skrivet: str) -> dict[str, str]:
    """`ej mätt: Varför` är ett annat svar än värdet."""
    träff = re.fullmatch(r"(ej mätt|saknas|utgår|avstämning|redovisning|prognos)\s*:\s*(.+)", skrivet)
    return {träff[1]: träff[2]} if träff else {nyckel: skrivet}
