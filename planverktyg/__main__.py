"""Ingången: `plan` i terminalen. `--version` besvaras innan något annat läses in."""

from __future__ import annotations

import gc
import os
import sys
from unicodedata import normalize

from planverktyg import __version__


def kör() -> None:
    """Kör kommandot i `sys.argv` och avslutar med dess slutkod."""
    argv = [normalize("NFC", ord_) for ord_ in sys.argv[1:]]
    if argv == ["--version"]:
        sys.stdout.write(f"planverktyg {__version__}\n")
        sys.exit(0)
    gc.disable()  # en kort körning utan cirklar att städa: skräpsamlaren skulle kosta en tiondel av tiden
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # letar annars igenom alla installerade paket

    from planverktyg import cli

    sys.exit(cli.kör(argv))


if __name__ == "__main__":
    kör()
