"""Text som kan komma från någon som vill illa in, samma text ut med det osynliga skrivet som det är.

Ett styrtecken kan sudda eller lägga till rader i en terminal, och ett tecken för skrivriktning kan visa något annat än det som
står. Skrivet med koden är det ofarligt, och i JSON betyder det detsamma.
"""

from __future__ import annotations

import re

_STYR = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\U000e0000-\U000e0fff"
_RIKTNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UTAN_BREDD = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u200b\u200c\u2060\u2061\u2062\u2063\u2064\u2065\u3164\ufeff\uffa0"
    "\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8\ufff9\ufffa\ufffb\U0001bca0\U0001bca1\U0001bca2\U0001bca3"
    "\U0001d173\U0001d174\U0001d175\U0001d176\U0001d177\U0001d178\U0001d179\U0001d17a"
)
"""Det som Unicode räknar som osynligt, utom mjukt bindestreck, det som håller ihop ett tecken av flera, och valet av bild."""

SKUMT = re.compile(f"[{_RIKTNING}{_UTAN_BREDD}]")
"""Tecken som inte syns och som kan få en text att se ut som en annan."""
_OSYNLIGT = re.compile(f"[{_STYR}{_RIKTNING}]")
_PÅ_EN_RAD = re.compile(f"[\n\t{_STYR}{_RIKTNING}{_UTAN_BREDD}]")
_I_UTDRAG = re.compile(f"[\n{_STYR}{_RIKTNING}{_UTAN_BREDD}]")
_FÄRG = re.compile(r"(\x1b\[[0-9;]*m|\x1b\]8;[^\x07\x1b]*\x1b\\\\)")
_I_NAMN = re.compile(f"[\x00-\x1f\x7f-\x9f\u00ad\u200d\u2028\u2029\U000e0000-\U000e0fff{_RIKTNING}{_UTAN_BREDD}]")


def har_skumt(text: str) -> bool:
    """Om något sådant tecken finns i en lång text. Att leta efter ett i taget går fortare än mönstret, som väger varje tecken."""
    return any(tecken in text for tecken in _RIKTNING + _UTAN_BREDD)


def synlig(text: str) -> str:
    """Texten med det osynliga utskrivet. Radslut och tabbar är kvar."""
    return text if text.isascii() and text.isprintable() else _OSYNLIGT.sub(_kod, text)


def utan_osynligt(text: str) -> str:
    """Texten utan det osynliga: för text ur andras dokument, där det är rester och inte innehåll. Radslut och tabbar är kvar."""
    return text if text.isascii() and text.isprintable() else _OSYNLIGT.sub(" ", SKUMT.sub("", text))


def synlig_i_färg(text: str) -> str:
    """Texten till en terminal: med det osynliga utskrivet, utom koderna för färg och länkar."""
    return "".join(del_ if _FÄRG.fullmatch(del_) else synlig(del_) for del_ in _FÄRG.split(text))


def synlig_rad(text: str) -> str:
    """Texten på en rad, med det osynliga utskrivet, också radslut och tabbar."""
    return text if text.isascii() and text.isprintable() else _PÅ_EN_RAD.sub(_kod, text)


def en_ruta_för_osynligt(rad: str) -> str:
    """Raden med ett synligt tecken för varje osynligt, så att kolumnerna är desamma. Tabbar är kvar."""
    return rad if rad.isascii() and rad.isprintable() else _I_UTDRAG.sub("\N{REPLACEMENT CHARACTER}", rad)


def osynligt_i(namn: str) -> str:
    """Det första tecknet som inte syns i ett id eller ett namn på en fil, som `U+202E`. Tomt när allt syns."""
    träff = None if namn.isascii() and namn.isprintable() else _I_NAMN.search(namn)
    return f"U+{ord(träff[0]):04X}" if träff else ""


def _kod(träff: re.Match[str]) -> str:
    """Så som JSON skriver tecknet: ett utanför de första 65 536 med två koder."""
    par = träff[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{par[plats : plats + 4]}" for plats in range(0, len(par), 4))
