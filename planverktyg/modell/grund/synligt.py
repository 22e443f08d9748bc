"""Text som kan komma från någon som vill illa in, samma text ut med det osynliga skrivet som det är.

Ett styrtecken kan sudda eller lägga till rader i en terminal, och ett tecken för skrivriktning kan visa något annat än det som
står. Skrivet med koden är det ofarligt, och i JSON betyder det detsamma.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FOGAR = "\u00ad\u200d"
"""Mjukt bindestreck, och det som håller ihop en bild av flera."""
_STYR = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\U000e0000-\U000e0fff"
_RIKTNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UTAN_BREDD = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u200b\u200c\u2060\u2061\u2062\u2063\u2064\u2065\u3164\ufeff\uffa0"
    "\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8\ufff9\ufffa\ufffb\U0001bca0\U0001bca1\U0001bca2\U0001bca3"
    "\U0001d173\U0001d174\U0001d175\U0001d176\U0001d177\U0001d178\U0001d179\U0001d17a"
)
"""Det som Unicode räknar som osynligt, utom mjukt bindestreck, det som håller ihop ett tecken av flera, och valet av bild."""

SKUMT = f"[{_RIKTNING}{_UTAN_BREDD}]"
"""Tecken som inte syns och som kan få en text att se ut som en annan. Mönstret görs först när `har_skumt` har hittat något."""
_ALLA = re.compile(f"[\n\t{_FOGAR}{_STYR}{_RIKTNING}{_UTAN_BREDD}]")
"""Allt som söks här nedanför, i ett enda mönster. Att göra ett så stort tar lika lång tid som att läsa en liten plan."""

_FÄRG = re.compile(r"(\x1b\[[0-9;]*m|\x1b\]8;[^\x07\x1b]*\x1b\\\\)")


_i_text = frozenset(f"\n\t{_FOGAR}{_UTAN_BREDD}").__contains__
_på_en_rad = frozenset(_FOGAR).__contains__
_i_utdrag = frozenset(f"\t{_FOGAR}").__contains__


def i_citat(tecken: str) -> bool:
    """Om tecknet får stå osett i ett värde: radslut, fogar, och de taggar som en del flaggor är gjorda av."""
    return tecken in f"\n\t{_FOGAR}" or tecken >= "\U000e0000"


def i_mening(tecken: str) -> bool:
    """Om tecknet får stå osett när ett värde nämns i en mening."""
    return i_citat(tecken) and tecken not in "\n\t"


def _i_namn(tecken: str) -> bool:
    """En byte i ett filnamn som inte är UTF-8. Den syns i utskriften."""
    return "\ud800" <= tecken <= "\udfff"


def har_skumt(text: str) -> bool:
    """Om något sådant tecken finns i en lång text. Att leta efter ett i taget går fortare än mönstret, som väger varje tecken."""
    return any(tecken in text for tecken in _RIKTNING + _UTAN_BREDD)


def osynligt(text: str, får_stå: Callable[[str], bool]) -> str:
    """Det första tecknet som inte syns och inte får stå där, eller tomt."""
    return next((träff[0] for träff in _ALLA.finditer(text) if not får_stå(träff[0])), "") if _söks(text) else ""


def utbytt(text: str, får_stå: Callable[[str], bool], med: Callable[[str], str]) -> str:
    """Texten med tecknen som inte syns utbytta, utom de som får stå där."""
    if not _söks(text):
        return text
    return _ALLA.sub(lambda träff: träff[0] if får_stå(träff[0]) else med(träff[0]), text)


def _söks(text: str) -> bool:
    return not (text.isascii() and text.isprintable())


def synlig(text: str) -> str:
    """Texten med det osynliga utskrivet. Radslut och tabbar är kvar."""
    return utbytt(text, _i_text, _kod)


def utan_osynligt(text: str) -> str:
    """Texten utan det osynliga: för text ur andras dokument, där det är rester och inte innehåll. Radslut och tabbar är kvar."""

    def rest(tecken: str) -> str:
        return "" if tecken in _RIKTNING + _UTAN_BREDD else " "

    return utbytt(text, f"\n\t{_FOGAR}".__contains__, rest)


def synlig_i_färg(text: str) -> str:
    """Texten till en terminal: med det osynliga utskrivet, utom koderna för färg och länkar."""
    return "".join(del_ if _FÄRG.fullmatch(del_) else synlig(del_) for del_ in _FÄRG.split(text))


def synlig_rad(text: str) -> str:
    """Texten på en rad, med det osynliga utskrivet, också radslut och tabbar."""
    return utbytt(text, _på_en_rad, _kod)


def en_ruta_för_osynligt(rad: str) -> str:
    """Raden med ett synligt tecken för varje osynligt, så att kolumnerna är desamma. Tabbar är kvar."""
    return utbytt(rad, _i_utdrag, lambda _: "\N{REPLACEMENT CHARACTER}")


def osynligt_i(namn: str) -> str:
    """Det första tecknet som inte syns i ett id eller ett namn på en fil, som `U+202E`. Tomt när allt syns."""
    return _med_kod(osynligt(namn, _i_namn))


def osynligt_i_text(text: str) -> str:
    """Det första tecknet som inte syns, och inte får stå, i en text i terminalen. Tomt när det inte finns något."""
    return _med_kod(_inget(text) or osynligt(text, lambda tecken: tecken in f"\n\t{_FOGAR}" or _i_namn(tecken)))


def osynligt_i_värde(text: str) -> str:
    """Det första tecknet som gör att texten inte kan stå som ett värde i en fil. Tomt när det inte finns något."""
    return _med_kod(_inget(text) or osynligt(text, i_citat))


def _inget(text: str) -> str:
    return next((tecken for tecken in "\ufffe\uffff" if tecken in text), "")


def _med_kod(tecken: str) -> str:
    return f"U+{ord(tecken):04X}" if tecken else ""


def _kod(tecken: str) -> str:
    """Så som JSON skriver tecknet: ett utanför de första 65 536 med två koder."""
    par = tecken.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{par[plats : plats + 4]}" for plats in range(0, len(par), 4))
