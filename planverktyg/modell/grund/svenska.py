"""Svenska för skrivning och läsning: tal, datum, uppräkningar, alfabetisk ordning och "menade du".

Ingen locale antas finnas på maskinen. Talen är exakta (`Decimal`); avrundning sker bara här, vid utskrift.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from textwrap import shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

MÅNADER = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip

FLEST_DECIMALER = 12
"""Så många decimaler skrivs som mest för att skilja två tal åt."""

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
    if isinstance(värde, Fraction) and värde.denominator == 1:
        värde = värde.numerator
    if isinstance(värde, int):
        värde = Decimal(värde)
    är_bråk = type(värde) is not Decimal  # en andel är också ett bråk, fast den är ett Decimal
    if decimaler is not None or är_bråk:
        värde = avrunda(värde, 2 if decimaler is None else decimaler)
    assert isinstance(värde, Decimal)
    text = f"{värde.copy_abs():,f}".replace(",", FAST_MELLANSLAG).replace(".", ",")
    if är_bråk and decimaler is None:
        text = text.rstrip("0").removesuffix(",")
    if värde < 0:
        return MINUS + text
    return f"+{text}" if tecken and värde > 0 else text


def skriv_under(värde: Decimal | Fraction, når_inte: Iterable[Decimal | Fraction | int], *, minst: int = 1) -> str:
    """Talet med så många decimaler (minst en, när det inte är ett heltal) att det inte avrundas till något det inte når.

    49,98 mot gränsen 50 är `49,98`, aldrig `50,0`.
    """
    if värde.as_integer_ratio()[1] == 1:
        return skriv_tal(värde, decimaler=0)
    andra = [Fraction(tal) for tal in når_inte if Fraction(tal) != Fraction(värde)]
    decimaler = minst
    while decimaler < FLEST_DECIMALER and any(Fraction(avrunda(värde, decimaler)) == tal for tal in andra):
        decimaler += 1
    return skriv_tal(värde, decimaler=decimaler)


def skriv_datum(datum: date) -> str:
    """`30 april 2020`; bara månaden när dagen inte är känd."""
    if getattr(datum, "är_månad", False):
        return f"{MÅNADER[datum.month - 1]} {datum.year}"
    return f"{datum.day} {MÅNADER[datum.month - 1]} {datum.year}"


def räkna_upp(delar: Sequence[str], bindeord: str = "och") -> str:
    """`a, b och c`."""
    if len(delar) < 2:
        return "".join(delar)
    return f"{', '.join(delar[:-1])} {bindeord} {delar[-1]}"


def antal(n: int, ental: str, flertal: str) -> str:
    """`1 fel`, `3 varningar`: talet med rätt böjning."""
    return f"{skriv_tal(n)} {ental if n == 1 else flertal}"


def fördela(alla: int, ental: str, flertal: str, delar: Sequence[tuple[int, str]]) -> str:
    """`av planens 12 åtgärder: 5 är klara och 7 pågår`.

    Är alla lika blir det `planens 4 uppdrag är försenade`, och finns det bara en `planens åtgärd är klar`.
    """
    lika = [text for n, text in delar if n == alla]
    if lika:
        return f"planens {ental if alla == 1 else f'{alla} {flertal}'} {lika[0]}"
    uppräknat = räkna_upp([f"{n or 'inget'} {text}" for n, text in delar])
    return f"av planens {alla} {flertal}: {uppräknat}"


LÄNGSTA_TAL = 100
"""Tecken i ett tal. Python läser inte heltal med tusentals siffror, och ingen plan har dem."""


def korta(text: str, längst: int) -> str:
    """Texten på en rad, högst så lång: `hela ord och …`. Hårda mellanslag är kvar, och bara ett ensamt långt ord delas."""
    kort = shorten(text.replace(FAST_MELLANSLAG, "\0"), längst, placeholder=" …").replace("\0", FAST_MELLANSLAG)
    return kort if kort != "…" else f"{text.strip()[: längst - 1]}…"


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


_NEKAR = frozenset(["ej", "inte", "icke", "ingen", "inget", "inga", "aldrig", "utan"])
_VÄGER = frozenset(
    [
        "delvis",
        "helt",
        "nästan",
        "med",
        "mer",
        "mindre",
        "större",
        "fler",
        "färre",
        "minst",
        "högst",
        "över",
        "under",
        "före",
        "efter",
    ]
)
"""Ord som bär ett svars innebörd: utan dem säger svaret något annat."""


def menade_du(skrivet: str, giltiga: Iterable[str], *, likhet: float = 0.7) -> str | None:
    """Det giltiga ord som ligger närmast det skrivna, eller None.

    Tål utelämnade prickar (`basvarde`), omkastade tecken och siffror (`U33564` för `U33546`), understreck i stället för
    mellanslag och vanliga stavfel. `likhet` (0–1) är kravet på ett stavfel. Ett förslag vänder aldrig på det skrivna:
    `ej klar` blir inte `klar`, och `delvis uppfyllt` inte `ej uppfyllt`.
    """
    return _gissa(skrivet, tuple(giltiga), likhet)


MEST_JÄMFÖRT = 40_000
"""Så många par av ord jämförs för samma giltiga ord (omkring en halv sekund). Sedan ges inga fler förslag."""


@lru_cache(maxsize=64)
def _kvar_för(giltiga: tuple[str, ...]) -> list[int]:  # noqa: ARG001 - de är nyckeln
    """Hur många par som är kvar att jämföra."""
    return [MEST_JÄMFÖRT]


@lru_cache(maxsize=1024)
def _gissa(skrivet: str, giltiga: tuple[str, ...], likhet: float) -> str | None:
    from difflib import SequenceMatcher, get_close_matches  # dyrt att läsa in, behövs bara när något är fel

    kvar = _kvar_för(giltiga)
    if len(skrivet) > _LÄNGST_GISSAT or kvar[0] < 0:
        return None
    kvar[0] -= len(giltiga)
    former: dict[str, list[str]] = {}
    for ord_ in giltiga:
        if len(ord_) <= _LÄNGST_GISSAT:
            former.setdefault(_jämförbar(ord_), []).append(ord_)
    sökt = _jämförbar(skrivet)
    bland = [form for form in former if not _vänder(sökt, form)]
    funnen = next((form for form in bland if _är_samma(sökt, form)), None)
    funnen = funnen or next((form for form in bland if _är_omkastning(form, sökt)), None)
    nära = [funnen] if funnen is not None else get_close_matches(sökt, bland, n=1, cutoff=likhet)
    if not nära:
        return None
    return max(former[nära[0]], key=lambda ord_: SequenceMatcher(None, skrivet, ord_).ratio())


_LÄNGST_GISSAT = 200
"""Tecken i ett ord som det går att gissa på."""


@lru_cache(maxsize=4096)
def _jämförbar(text: str) -> str:
    ord_ = text.casefold().replace("_", " ").replace("-", " ").split()
    return " ".join("ej" if ett in _NEKAR else ett for ett in ord_).translate(_UTAN_PRICKAR)


def _är_samma(sökt: str, form: str) -> bool:
    """Samma ord, eller ett svar med fler ord omkring: `delvis uppfyllt` är `delvis`."""
    skrivna, ord_ = sökt.split(), form.split()
    return sökt.replace(" ", "") == form.replace(" ", "") or (set(ord_) < set(skrivna) and set(ord_) <= _VÄGER_RENA)


_VÄGER_RENA = frozenset(ord_.translate(_UTAN_PRICKAR) for ord_ in _VÄGER)


def _vänder(sökt: str, form: str) -> bool:
    """Om formen säger något annat än det sökta: en nekning eller ett vägande ord som bara står i den ena."""
    if sökt.replace(" ", "") == form.replace(" ", ""):
        return False
    if form in {"ja", "nej"} and sökt[:1] != form[:1]:  # `nja` är varken ja eller nej
        return True
    skrivna, ord_ = set(sökt.split()), set(form.split())
    if ("ej" in skrivna) != ("ej" in ord_) or any(f"o{a}" == b or a == f"o{b}" for a in skrivna for b in ord_):
        return True
    tappade, tillagda = skrivna & _VÄGER_RENA - ord_, ord_ & _VÄGER_RENA - skrivna
    return bool(tappade) or (bool(tillagda) and len(ord_) > len(skrivna))


def _är_omkastning(a: str, b: str) -> bool:
    """Om två tecken bredvid varandra har bytt plats."""
    skiljer = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y] if sorted(a) == sorted(b) else []
    return len(skiljer) == 2 and skiljer[1] - skiljer[0] == 1
