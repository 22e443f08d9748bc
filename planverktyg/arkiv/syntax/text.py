"""Byte in, granskad text ut: UTF-8, NFC, LF som radslut, utan konfliktmärken och osynliga tecken."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from planverktyg.arkiv import spar
from planverktyg.modell.grund.fynd import Allvar, Fynd, Samlare
from planverktyg.modell.grund.plats import Plats
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.modell.grund.synligt import SKUMT, i_mening, utbytt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STÖRSTA_FIL = spar.STÖRST - 1
"""Största fil som läses, i byte."""

_SLUTETS_BITAR = 24  # en fil har färre än 2²⁴ tecken
_SLUTET = (1 << _SLUTETS_BITAR) - 1
_ORD = frozenset([yaml.ScalarEvent, yaml.AliasEvent])

Läge: TypeAlias = tuple[int, int]
"""Rad och kolumn från 0, som i PyYAML; `Plats` räknar från 1."""

Tolk: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml när det finns. Vad libyaml vägrar att läsa, och hur det säger det, skiftar med versionen."""


def händelser(text: str, *, noggrant: bool = False) -> Callable[[], Any]:
    """Funktionen som lämnar textens händelser, en i taget. Noggrant: i Python, desamma på tio gånger så lång tid."""
    nästa: Callable[[], Any] = (yaml.SafeLoader if noggrant else Tolk)(text).get_event
    return nästa


def läge_för(händelse: Any) -> Läge:
    """Var händelsen börjar i texten."""
    return händelse.start_mark.line, händelse.start_mark.column


def spann(händelse: Any) -> int:
    """Var händelsen börjar och slutar, i ett tal. Det som inte syns som ett eget ord (lista, uppslag, tomt) är noll långt.

    Händelserna själva tar tio gånger så mycket minne, och en stor fil har miljoner.
    """
    början: int = händelse.start_mark.index
    return början << _SLUTETS_BITAR | (händelse.end_mark.index if type(händelse) in _ORD else början)


def syns(plats: int) -> bool:
    """Om något är skrivet på spannet."""
    return plats >> _SLUTETS_BITAR != plats & _SLUTET


class Stopp(Exception):
    """Filen kan inte läsas längre."""

    def __init__(self, *fynd: Fynd) -> None:
        super().__init__()
        self.fynd = list(fynd)


@dataclass(frozen=True, eq=False)
class Text:
    """Den normaliserade texten, rad för rad. Gör fynd av ställen i den."""

    fil: str
    text: str

    @cached_property
    def rader(self) -> list[str]:
        """Textens rader, utan radslut."""
        return self.text.split("\n")

    @cached_property
    def _börjar(self) -> list[int]:
        """Var varje rad börjar i texten."""
        return [0, *accumulate([len(rad) + 1 for rad in self.rader])]

    def läge(self, plats: int) -> Läge:
        """Var spannet börjar."""
        början = plats >> _SLUTETS_BITAR
        rad = bisect_right(self._börjar, början) - 1
        return rad, början - self._börjar[rad]

    def längd(self, plats: int) -> int:
        """Tecken som spannet har på sin första rad."""
        rad, kolumn = self.läge(plats)
        slut = (plats & _SLUTET) - self._börjar[rad]
        return max(len(self.rader[rad][kolumn:slut].rstrip()), 1)

    def fynd(self, läge: Läge, kod: str, text: str, råd: str = "", *, längd: int = 1) -> Fynd:
        """Ett fynd på läget, med raden som utdrag."""
        rad, kolumn = läge
        return Fynd(Plats(self.fil, rad + 1, kolumn + 1, längd), kod, Allvar.FEL, text, råd, self.rader[rad])


# --- Byte till text ---------------------------------------------------------------------------------


def _avkoda(källa: bytes, fil: str) -> str:
    """Källan som text i NFC, utan BOM och med LF som radslut."""
    if len(källa) > STÖRSTA_FIL:
        raise Stopp(_för_stor(len(källa), fil))
    if källa.startswith((b"\xff\xfe", b"\xfe\xff")) or källa.count(b"\0", 0, 100) > 10:
        raise Stopp(Fynd(Plats(fil), "STR002", Allvar.FEL, "Filen är sparad som UTF-16.", _SPARA_SOM_UTF8))
    try:
        return _normalisera(källa.decode("utf-8-sig"))
    except UnicodeDecodeError as fel:
        raise Stopp(_fel_kodning(fel, fil)) from None


def _normalisera(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _för_stor(storlek: int, fil: str) -> Fynd:
    # `arkiv` läser högst en byte över gränsen. Då är storleken inte känd.
    känd = storlek > STÖRSTA_FIL + 1
    är = f"{skriv_tal(Decimal(storlek) / 1_000_000, decimaler=1)} MB" if känd else "för stor"
    text = f"Filen är {är}. Filer över {STÖRSTA_FIL // 1_000_000} MB läses inte."
    return Fynd(Plats(fil), "STR007", Allvar.FEL, text, "Är det rätt fil? Dela den annars i flera.")


_SPARA_SOM_UTF8 = (
    "Spara om filen som UTF-8. I Anteckningar: välj Arkiv, Spara som, och Kodning: UTF-8. "
    "I VS Code: klicka på kodningen längst ned till höger och välj Save with Encoding, UTF-8."
)


def _fel_kodning(fel: UnicodeDecodeError, fil: str) -> Fynd:
    före = _normalisera(fel.object[: fel.start].decode())
    på_raden = före[före.rfind("\n") + 1 :]
    rest = re.split(rb"[\r\n]", fel.object[fel.start : fel.start + 1000], maxsplit=1)[0].decode("cp1252", "replace")
    text = "Filen är inte sparad som UTF-8: tecknet här går inte att läsa."
    if före.isascii() and rest[0] in "åäöÅÄÖéÉèàüÜ–—”“’…§°½²•":
        text = f"Filen är sparad som Windows-1252 (kallas även Latin-1 och ANSI), inte som UTF-8: tecknet är {rest[0]}."
    plats = Plats(fil, före.count("\n") + 1, len(på_raden) + 1)
    return Fynd(plats, "STR002", Allvar.FEL, text, _SPARA_SOM_UTF8, på_raden + rest)


# --- Text som inte ska nå YAML-läsaren --------------------------------------------------------------

_KONFLIKT = ("<<<<<<<", "|||||||", ">>>>>>>")
_OTILLÅTET = r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_RADBRYTARE = "\x85\u2028\u2029"  # radslut i YAML 1.1 men inte i 1.2, och osynliga i de flesta program
_BOM = "\ufeff"  # osynligt, och bryter indraget om det står först på en rad


def granskad_text(källa: bytes, fil: str) -> Text:
    """Källan som text. Reser `Stopp` när den inte är UTF-8, är för stor eller har konfliktmärken eller osynliga tecken."""
    text = Text(fil, _avkoda(källa, fil))
    if any(märke in text.text for märke in _KONFLIKT):
        konflikter = Samlare()
        konflikter.extend(_konflikter(text))
        if funna := konflikter.alla():
            raise Stopp(*funna)
    if any(tecken in text.text for tecken in (*_RADBRYTARE, _BOM)):
        raise Stopp(otillåtet_tecken(text))
    return text


def _konflikter(text: Text) -> Iterator[Fynd]:
    """Ett fynd för varje ställe som git inte kunde slå ihop. En ensam rad `=======` är ingen konflikt."""
    öppen = False
    for nummer, rad in enumerate(text.rader):
        if not rad.startswith(_KONFLIKT) or rad[7:8].strip():
            continue
        if rad[0] == "<" or not öppen:
            råd = "Välj vilka rader som ska gälla och ta bort raderna med <<<<<<<, ======= och >>>>>>>."
            vad = "Här börjar en konflikt som git lämnat olöst."
            yield text.fynd((nummer, 0), "STR003", vad, råd, längd=len(rad))
        öppen = rad[0] != ">"


def otillåtet_tecken(text: Text) -> Fynd:
    """Första tecknet som inte får stå i YAML."""
    träff = re.search(_OTILLÅTET, text.text)
    assert träff is not None
    före = text.text[: träff.start()]
    vad = "en osynlig radbrytning" if träff[0] in _RADBRYTARE else "ett osynligt tecken"
    return text.fynd(
        (före.count("\n"), len(före) - före.rfind("\n") - 1),
        "STR004",
        f"Här står {vad} (U+{ord(träff[0]):04X}). Sådana följer ofta med när text klistras in.",
        "Ta bort tecknet. Behövs ett mellanslag eller ett radslut där, så skriv ett vanligt.",
    )


def skumma_tecken(text: Text) -> Iterator[Fynd]:
    """Tecken som kan få texten att se ut som en annan: för skrivriktning och utan bredd. Ett fynd för varje rad."""
    for nummer, rad in enumerate(text.rader):
        if träff := re.search(SKUMT, rad):
            yield text.fynd(
                (nummer, träff.start()),
                "STR004",
                f"Här står ett tecken som inte syns (U+{ord(träff[0]):04X}), så att raden kan läsas som något annat.",
                "Ta bort tecknet.",
            )


def kort(text: str, högst: int = 60) -> str:
    """Text ur filen så som den kan visas i en mening: utan styrtecken och inte längre än så många tecken."""
    text = utbytt(text, i_mening, lambda _: " ")
    return text if len(text) <= högst else text[: högst - 1] + "…"
