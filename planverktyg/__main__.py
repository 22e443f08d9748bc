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

    gc.disable()  # en kort körning utan cirklar att städa: skräpsamlaren skulle kosta en tiondel av tiden
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # letar annars igenom alla installerade paket

    from planverktyg.kommandon import cli

    return cli.kör([_i_nfc(ord_) for ord_ in sys.argv[1:]])


def _i_nfc(ord_: str) -> str:
    """Argumentet med hela tecken, utom när det är namnet på något som finns och är sparat med lösa prickar."""
    import os
    from unicodedata import is_normalized, normalize

    if is_normalized("NFC", ord_):
        return ord_
    namn = ord_.partition("=")[2] if ord_.startswith("--") else ord_
    try:
        finns = os.path.lexists(namn) and not os.path.lexists(normalize("NFC", namn))
    except ValueError:
        finns = False
    return ord_ if finns else normalize("NFC", ord_)


if __name__ == "__main__":
    kör()
