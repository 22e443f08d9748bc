"""En tid och ett besked in, processen avslutad med slutkod 1 ut om den inte är klar då, vad den än håller på med.

En signal når bara fram mellan två steg i Python. Ett enda långt anrop (en jämförelse, ett filter) släpper aldrig in den. Då säger
en annan process varför, och en tråd utanför Python avslutar.
"""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_VÄKTARE = """
import os, sys, threading
def tiden_ute():
    sys.stderr.buffer.write(sys.argv[2].encode("utf-8", "replace") + b"\\n")
    sys.stderr.flush()
    os._exit(0)
threading.Timer(float(sys.argv[1]), tiden_ute).start()
sys.stdin.read()
os._exit(0)
"""


@contextmanager
def avsluta_efter(sekunder: float, besked: str) -> Iterator[None]:
    """Avslutar hela processen om det inte är klart efter så lång tid."""
    with Path(os.devnull).open("w", encoding="utf-8") as ingenstans:
        väktare = subprocess.Popen(  # noqa: S603 - den egna tolken och en fast text
            [sys.executable, "-I", "-S", "-c", _VÄKTARE, str(sekunder), besked], stdin=subprocess.PIPE
        )
        faulthandler.dump_traceback_later(sekunder + 0.5, exit=True, file=ingenstans)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            väktare.communicate()
