"""Ingången: `plan` i terminalen. Versionen, hjälpen och ett svar som redan finns skrivs innan något annat läses in."""

import os
import sys


def program() -> None:
    """`plan` i terminalen: kör kommandot och avslutar på en gång. Att riva ned allt som lästs in är en trettiondel av tiden."""
    try:
        kör()
    except SystemExit as slut:
        trådar = sys.modules.get("threading")
        if not isinstance(slut.code, int) or (trådar and trådar.active_count() > 1):  # något arbetar ännu
            raise
        try:
            for ström in filter(None, (sys.stdout, sys.stderr)):
                ström.flush()
        except OSError:
            raise slut from None
        os._exit(slut.code)


def kör() -> None:
    """Kör kommandot i `sys.argv` och reser `SystemExit` med dess slutkod."""
    try:
        sys.exit(_kör_kommando())
    except KeyboardInterrupt:  # Ctrl-C medan programmet läses in
        sys.stderr.write("Avbrutet.\n")
        sys.exit(130)


def _kör_kommando() -> int:
    import gc

    gc.disable()  # en kort körning utan cirklar att städa: skräpsamlaren skulle kosta en tiondel av tiden
    if not _strömmar():
        return 2
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # letar annars igenom alla installerade paket

    from planverktyg.kommandon.terminal.slutkod import slutkod

    argv = [_i_nfc(ord_) for ord_ in sys.argv[1:]]
    return slutkod(lambda: _svara(argv))


def _svara(argv: list[str]) -> int:
    """Versionen, hjälpen och ett svar som redan finns skrivs genast. Annars körs kommandot."""
    from planverktyg.kommandon.terminal import hjalp, utskrift

    if (text := hjalp.färdig(argv)) is not None:
        utskrift.skriv_byte(text.encode())
        return 0

    if not _mappen_finns():
        utskrift.skriv_fel("Mappen som du står i finns inte längre. Gå till en annan mapp med cd och kör igen.")
        return 2

    from planverktyg.kommandon.svarscache import svar

    nyckeln = svar.nyckel(argv)
    if nyckeln is not None and (sparat := svar.sparat(nyckeln)) is not None:
        slutkod, bitar = sparat
        utskrift.skriv_igen(bitar)
        return slutkod

    from planverktyg.kommandon import cli

    if nyckeln is None:
        return cli.kör_utan_skydd(argv)

    from planverktyg.kommandon.svarscache.inspelning import spela_in

    return spela_in(argv, nyckeln, cli.kör_utan_skydd)


def _mappen_finns() -> bool:
    try:
        return bool(os.getcwd())  # noqa: PTH109 - inget annat behöver pathlib så här tidigt
    except FileNotFoundError:
        return False


def _strömmar() -> bool:
    """Skriver UTF-8, vad terminalens språk än är. Falskt när standard ut är stängd (`>&-`): då finns inget att göra."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - hela processens liv
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    for ström in (sys.stdout, sys.stderr):
        if hasattr(ström, "reconfigure"):
            ström.reconfigure(encoding="utf-8", errors="replace")
    if sys.stdout is None:
        sys.stderr.write("Standard ut är stängd, så det finns ingenstans att skriva.\n")
    return sys.stdout is not None


def _i_nfc(ord_: str) -> str:
    """Argumentet med hela tecken, utom när det är namnet på något som finns och är sparat med lösa prickar."""
    if ord_.isascii():
        return ord_

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
    program()
