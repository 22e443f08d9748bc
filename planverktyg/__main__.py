"""Ingången: `plan` i terminalen. `--version` besvaras innan något annat läses in."""

import sys


def kör() -> None:
    """Kör kommandot i `sys.argv` och avslutar med dess slutkod."""
    if sys.argv[1:] == ["--version"]:
        from planverktyg import __version__

        sys.stdout.write(f"planverktyg {__version__}\n")
        sys.exit(0)

    try:
        sys.exit(_kör_kommando())
    except KeyboardInterrupt:  # Ctrl-C medan programmet läses in
        sys.stderr.write("Avbrutet.\n")
        sys.exit(130)


def _kör_kommando() -> int:
    import gc
    import os
    from unicodedata import normalize

    gc.disable()  # en kort körning utan cirklar att städa: skräpsamlaren skulle kosta en tiondel av tiden
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # letar annars igenom alla installerade paket

    from planverktyg.kommandon import cli

    return cli.kör([normalize("NFC", ord_) for ord_ in sys.argv[1:]])


if __name__ == "__main__":
    kör()
