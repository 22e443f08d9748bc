"""Ett urvalsfel eller ett tillägg som saknas in, beskedet på felkanalen och slutkoden ut."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from planverktyg.kommandon.terminal.utskrift import skriv_fel

if TYPE_CHECKING:
    from planverktyg.arkiv.urval.planer import Urvalsfel


def skriv_urvalsfel(fel: Urvalsfel) -> int:
    """Säger varför inget kunde väljas, med fynden i den valda planen, och lämnar slutkoden."""
    skriv_fel(fel.text)
    if fel.fynd:
        from planverktyg.utgivning.format import Format
        from planverktyg.utgivning.fynd import Granskat, skriv

        granskat = [Granskat(fel.fynd, sorted({f.plats.fil for f in fel.fynd}))]
        skriv_fel("".join(skriv(granskat, Format.TEXT, bredd=shutil.get_terminal_size().columns, färg=False)))
    return fel.slutkod


def skriv_saknat(tillägg: str, fel: ImportError) -> int:
    """Säger vad som ska installeras, och lämnar slutkoden."""
    from planverktyg.utgivning.tillagg import säg_saknat

    skriv_fel(säg_saknat(tillägg, fel))
    return 2
