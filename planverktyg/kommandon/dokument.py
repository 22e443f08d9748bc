"""`plan dokument`: en plan in, hela plandokumentet ut som Markdown eller HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.arkiv.urval.planer import Urval, Urvalsfel, Val, välj
from planverktyg.kommandon.rapport import ge_ut_alla
from planverktyg.kommandon.terminal import flaggor
from planverktyg.kommandon.terminal.urvalsfel import skriv_urvalsfel

if TYPE_CHECKING:
    from planverktyg.utgivning.underlag.dokument import Plandokument


def dokument(
    vad: flaggor.Vad,
    enhet: flaggor.Enhet = None,
    format_: flaggor.Format = None,
    ut: flaggor.Ut = None,
    mallar: flaggor.Mallar = None,
    *,
    trots_fel: flaggor.TrotsFel = False,
) -> int:
    """Skriv hela plandokumentet så som nämnden beslutar det, i planens egen ordning.

    Sist står planens fingeravtryck, så att protokollet kan ha det. Fel i planen stoppar dokumentet; med --trots-fel görs det
    ändå, och varje sida säger det.

    Exempel:
        plan dokument asn-2020 --ut plan.html
        plan dokument 2020 --enhet ASN
    """
    try:
        urval = välj(vad, enhet=enhet, period=None, kräv_uppföljning=False)
    except Urvalsfel as fel:
        return skriv_urvalsfel(fel)
    # Vilken uppföljning som är senast rör inte planen, och planen är inget exempel för att en uppföljning är det.
    utan_uppföljning = Urval(urval.valda.som(lambda val: Val(val.akt, None, val.mapp)), ())
    return ge_ut_alla(utan_uppföljning, _bygg, format_=format_, ut=ut, mallar=mallar, trots_fel=trots_fel)


def _bygg(val: Val, fel: int) -> Plandokument:
    from planverktyg.utgivning.plandokument.dokument import bygg_dokument

    return bygg_dokument(val.akt, fel=fel)
