"""En uppföljning in, meningen om att dess värden är påhittade ut: densamma i varje rapport, läge, blankett och formulär."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.rapportering import Uppföljningsdokument

EXEMPEL = "Exempel: värdena är påhittade"


def skriv_exempel(akt: Akt, uppföljning: Dokument[Uppföljningsdokument]) -> str:
    """Vad som är påhittat: uppföljningens värden, eller de som den jämförs med. Tomt när inget är det. Utan punkt."""
    if uppföljning.modell.uppföljning.exempel:
        return EXEMPEL
    påhittade = akt.påhittat_före(uppföljning)
    return f"Exempel: värdena för {påhittade}, som det jämförs med, är påhittade" if påhittade else ""
