"""Det som ska göras in, slutkoden ut; fångar alla fel och säger dem på svenska.

0 inget att anmärka, 1 fynd, 2 fel användning, 3 fel i verktyget, 130 avbrutet, 141 läsaren stängde röret.
"""

from __future__ import annotations

import os
import sys

from planverktyg import __version__
from planverktyg.kommandon.terminal.utskrift import KanInteSkriva, StängtRör, skriv_fel, skäl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_RAPPORTERA = "Rapportera gärna felet med kommandot och texten ovan. PLAN_DETALJER=1 visar var i programmet det hände."


def slutkod(arbete: Callable[[], int]) -> int:
    """Gör arbetet och lämnar slutkoden. Reser aldrig fel."""
    try:
        return arbete()
    except KeyboardInterrupt:
        skriv_fel("Avbrutet.")
        return 130
    except (StängtRör, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # så att Python inte klagar när det avslutar
        return 141
    except KanInteSkriva as fel:
        skriv_fel(str(fel))
        return 2
    except Exception as fel:  # yttersta gränsen: användaren ska aldrig se en traceback
        if isinstance(fel, OSError) or str(fel).startswith("Symlink loop"):  # disken eller namnet, inte verktyget
            skriv_fel(f"{getattr(fel, 'filename', None) or 'Filen'}: {skäl(fel)}")
            return 2
        if os.environ.get("PLAN_DETALJER"):
            raise
        skriv_fel(f"Ett fel i planverktyg {__version__}: {type(fel).__name__}: {fel}\n{_RAPPORTERA}")
        return 3
