"""Husreglernas fil och logotypens namn in, bilden ut, eller varför den inte går att använda.

Bilden läses genom samma källa som planerna: den ligger i husreglernas mapp eller under den, och en länk ut därifrån läses inte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.arkiv.filer import Källa

STÖRST = 500_000
"""Så många byte får logotypen vara: den står i varje utskrift."""
_SLAG = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
"""Hur filen börjar → vad den är."""


class Logotyp(NamedTuple):
    """Logotypen, eller varför den inte går att använda."""

    innehåll: bytes = b""
    slag: str = ""
    """png eller jpeg."""
    fel: str = ""
    råd: str = ""


def läs_logotyp(källa: Källa, mapp: Path, namn: str) -> Logotyp:
    """Logotypen ur husreglernas mapp."""
    if not källa.under(mapp / namn, mapp):  # en länkad mapp
        return Logotyp(fel=f"Logotypen {namn} ligger utanför husreglernas mapp.", råd=_RÅD)
    innehåll, fynd = källa.läs(mapp / namn)
    if innehåll is None:
        return Logotyp(fel=f"Logotypen {namn} går inte att läsa. {fynd[0].text if fynd else ''}".strip(), råd=_RÅD)
    slag = next((slag for början, slag in _SLAG.items() if innehåll.startswith(början)), "")
    if not slag:
        return Logotyp(fel=f"Logotypen {namn} är varken PNG eller JPEG.", råd=_SPARA_OM)
    if len(innehåll) > STÖRST:
        storlek = f"{len(innehåll) // 1000} kB" if len(innehåll) < 10_000_000 else "mer än 10 MB"
        return Logotyp(fel=f"Logotypen {namn} är {storlek}, och följer med i varje utskrift.", råd=_MINSKA)
    return Logotyp(innehåll, slag)


_RÅD = "Lägg filen i samma mapp som husreglerna, eller i en mapp under den."
_SPARA_OM = "Spara bilden som PNG. SVG tas inte emot, eftersom en sådan fil kan innehålla program."
_MINSKA = f"Spara den i den storlek som den visas i, högst {STÖRST // 1000} kB: 600 bildpunkter på bredden räcker."
