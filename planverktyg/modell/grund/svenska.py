"""Svenska för skrivning och läsning: tal, datum, uppräkningar, alfabetisk ordning och "menade du".

Ingen locale antas finnas på maskinen. Talen är exakta (`Decimal`); avrundning sker bara här, vid utskrift.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from fractions import Fraction

MÅNADER = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip

FAST_MELLANSLAG = "\u00a0"
MINUS = "\u2212"


def avrunda(värde: Decimal | Fraction, decimaler: int) -> Decimal:
    """Värdet avrundat till så många decimaler, hälften bort från noll."""
    täljare, nämnare = värde.as_integer_ratio()
    heltal, rest = divmod(abs(täljare) * 10**decimaler, nämnare)
    heltal += 2 * rest >= nämnare
    # Byggs av siffrorna: Decimals egna räknesätt avrundar till 28 siffror.
    return Decimal((int(täljare < 0), Decimal(heltal).as_tuple().digits, -decimaler))


def skriv_tal(värde: Decimal | int | Fraction, *, decimaler: int | None = None, tecken: bool = False) -> str:
    """Talet på svenska: `3 650`, `12,69`, `−8 800`; `tecken` sätter plus framför positiva.

    Utan `decimaler` skrivs alla decimaler som talet har, och högst två av ett bråk. Grupper skiljs med fast mellanslag (U+00A0)
    och minus är U+2212.
    """
    if isinstance(värde, int):
        värde = Decimal(värde)
    är_bråk = not isinstance(värde, Decimal)
    if decimaler is not None or är_bråk:
        värde = avrunda(värde, 2 if decimaler is None else decimaler)
    assert isinstance(värde, Decimal)
    text = f"{värde.copy_abs():,f}".replace(",", FAST_MELLANSLAG).replace(".", ",")
    if är_bråk and decimaler is None:
        text = text.rstrip("0").removesuffix(",")
    if värde < 0:
        return MINUS + text
    return f"+{text}" if tecken and värde > 0 else text


def skriv_datum(datum: date) -> str:
    """`30 april 2020`."""
    return f"{datum.day} {MÅNADER[datum.month - 1]} {datum.year}"


def räkna_upp(delar: Sequence[str], bindeord: str = "och") -> str:
    """`a, b och c`."""
    if len(delar) < 2:
        return "".join(delar)
    return f"{', '.join(delar[:-1])} {bindeord} {delar[-1]}"


def antal(n: int, ental: str, flertal: str) -> str:
    """`1 fel`, `3 varningar`: talet med rätt böjning."""
    return f"{skriv_tal(n)} {ental if n == 1 else flertal}"


def versal(text: str) -> str:
    """Texten med stor första bokstav, resten orört."""
    return text[:1].upper() + text[1:]


_ORDNING = str.maketrans({"å": "{a", "ä": "{b", "ö": "{c", "é": "e", "ü": "y"})


def ordningsnyckel(text: str) -> str:
    """Nyckel för svensk bokstavsordning: å, ä, ö sist, utan hänsyn till versaler."""
    return text.casefold().translate(_ORDNING)


_UTAN_PRICKAR = str.maketrans("åäöéü", "aaoeu")


def slugga(text: str) -> str:
    """Texten som id: gemener a–z, siffror och bindestreck (`Trygga – hela livet` → `trygga-hela-livet`)."""
    rensad = (t if t.isascii() and t.isalnum() else " " for t in text.casefold().translate(_UTAN_PRICKAR))
    return "-".join("".join(rensad).split())


def menade_du(skrivet: str, giltiga: Iterable[str], *, likhet: float = 0.7) -> str | None:
    """Det giltiga ord som ligger närmast det skrivna, eller None.

    Tål utelämnade prickar (`basvarde`), omkastade tecken och siffror (`U33564` för `U33546`),
    understreck i stället för mellanslag och vanliga stavfel. `likhet` (0–1) är kravet på ett stavfel.
    """
    from difflib import get_close_matches  # dyr att läsa in, behövs bara när något är fel

    kandidater = {_jämförbar(ord_): ord_ for ord_ in giltiga}
    sökt = _jämförbar(skrivet)
    if sökt in kandidater:
        return kandidater[sökt]
    for form, ord_ in kandidater.items():
        if len(form) == len(sökt) and sorted(form) == sorted(sökt) and _är_omkastning(form, sökt):
            return ord_
    nära = get_close_matches(sökt, kandidater, n=1, cutoff=likhet)
    return kandidater[nära[0]] if nära else None


def _jämförbar(text: str) -> str:
    return text.casefold().translate(_UTAN_PRICKAR).replace("_", " ").replace("-", " ").strip()


def _är_omkastning(a: str, b: str) -> bool:
    skiljer = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return len(skiljer) == 2 and skiljer[1] - skiljer[0] == 1
