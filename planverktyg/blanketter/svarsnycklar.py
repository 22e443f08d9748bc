"""Det som kan sägas i en uppföljning, ur modellerna: för varje del nycklarna, vad för slags svar de tar och vad de betyder.

Terminalens flaggor, Excelblanketten och webbläsarens formulär görs av den här listan. En ny nyckel i formatet kommer med av
sig själv; det som inte kan besvaras så räknas upp med skälet i `INTE_SVAR`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from planverktyg.modell.byggsten import Datum, Del, FårVänta, Heltal, JaNej, Kortform, Tal, Text, nyckel
from planverktyg.modell.indikator import Värde
from planverktyg.modell.period import Tid
from planverktyg.modell.rapportering import Uppföljningsdokument
from planverktyg.modell.schema import fältens_docstrings

DELNAMN = {
    "uppdrag": "Uppdrag",
    "åtgärder": "Åtgärder",
    "åtgärdspunkter": "Åtgärdsplan",
    "risker": "Risker",
    "kontrollmoment": "Kontroller",
    "ekonomi": "Ekonomi",
}
"""Uppföljningens delar utom indikatorer och mål: vad de heter i blanketten och formuläret, i ordning."""


class Svarsart(StrEnum):
    """Vad för slags svar en nyckel tar."""

    TEXT = "text"
    TAL = "tal"
    HELTAL = "heltal"
    VÄRDE = "värde"
    DATUM = "datum"
    TID = "tid"
    JA_NEJ = "ja eller nej"
    ORD = "ord"
    UPPSLAG = "uppslag"
    """Namn med värden: `kvinnor=40, män=38`."""
    LISTA = "lista"
    """Flera uppslag: `namn=Löner, budget=5`."""


class Svarsnyckel(NamedTuple):
    """En nyckel som kan besvaras."""

    namn: str
    art: Svarsart
    hjälp: str
    ord: tuple[str, ...] = ()
    """Orden som kan stå, eller uppslagets nycklar när de är givna."""


class Svarsslag(NamedTuple):
    """Vad för slags post i planen som en rad svarar på."""

    nyckel: str
    """Delen av uppföljningen: utfall, uppdrag."""
    namn: str
    """I bestämd form: indikatorn."""
    huvudnyckel: str | None
    """Nyckeln för det som svaras med ett ensamt värde."""
    nycklar: tuple[Svarsnyckel, ...]
    har_kortform: bool
    """Om värdet får stå ensamt efter id:t."""

    def finns(self, namn: str) -> Svarsnyckel | None:
        """Nyckeln med det namnet."""
        return next((n for n in self.nycklar if n.namn == namn), None)


_NAMN = {
    "utfall": ("indikatorn", "värde"),
    "bedömningar": ("bedömningen av", "bedömning"),
    "uppdrag": ("uppdraget", "status"),
    "delar": ("delen", "status"),
    "åtgärder": ("åtgärden", "status"),
    "åtgärdspunkter": ("punkten", "effekt"),
    "risker": ("risken", None),
    "kontrollmoment": ("kontrollen", "resultat"),
    "ekonomi": ("verksamhetsområdet", "utfall"),
}
"""Uppföljningens delar i bestämd form, och nyckeln för det som svaras med ett ensamt värde."""

INTE_SVAR = {
    ("bedömningar", "beslut"): "beslutet skrivs in med plan besluta",
    ("uppdrag", "delar"): "varje del har en egen rad",
}
"""Nycklar som inte är svar, och varför."""

_ARTER: tuple[tuple[Any, Svarsart], ...] = (
    (Värde, Svarsart.VÄRDE),
    (Tal, Svarsart.TAL),
    (Heltal, Svarsart.HELTAL),
    (JaNej, Svarsart.JA_NEJ),
    (Datum, Svarsart.DATUM),
    (Tid, Svarsart.TID),
    (Text, Svarsart.TEXT),
)


@cache
def svarsslagen() -> dict[str, Svarsslag]:
    """Uppföljningens delar som kan besvaras, efter nyckel. Uppdragens delar heter `delar`."""
    slag: dict[str, Svarsslag] = {}
    for fältnamn, fält in Uppföljningsdokument.model_fields.items():
        väntar = next((märke for märke in fält.metadata if isinstance(märke, FårVänta)), None)
        if väntar is not None:
            slag[nyckel(fältnamn)] = _slag(nyckel(fältnamn), väntar.svar, kort=_har_kortform(fält.annotation))
    slag["delar"] = slag["åtgärder"]._replace(nyckel="delar", namn=_NAMN["delar"][0])
    return slag


def _slag(namn: str, klass: type[Del], *, kort: bool) -> Svarsslag:
    hjälp = fältens_docstrings(klass)
    nycklar = tuple(
        _nyckel(nyckel(fältnamn), fält.annotation, fält.metadata, hjälp[nyckel(fältnamn)])
        for fältnamn, fält in klass.model_fields.items()
        if (namn, nyckel(fältnamn)) not in INTE_SVAR
    )
    return Svarsslag(namn, *_NAMN[namn], tuple(sorted(nycklar, key=_plats_i_frågan)), kort)


_FÖRST = (
    *("status", "enhet", "budget", "utfall", "årsbudget", "värde", "effekt", "bedömning", "motivering", "resultat"),
    *("sannolikhet", "konsekvens", "prognos", "avvikelse", "kommentar", "ej mätt", "saknas", "utgår"),
    *("orsak", "åtgärd", "ansvarig", "klart"),
)
"""Det som de flesta svarar på, i den ordning som det frågas. Sedan kommer resten, i modellens ordning."""


def _plats_i_frågan(nyckel: Svarsnyckel) -> int:
    return _FÖRST.index(nyckel.namn) if nyckel.namn in _FÖRST else len(_FÖRST)


def _har_kortform(annotering: Any) -> bool:
    return any(isinstance(m, Kortform) for typ in get_args(annotering) for m in getattr(typ, "__metadata__", ()))


def _nyckel(namn: str, typ: Any, metadata: list[Any], hjälp: str) -> Svarsnyckel:
    """Nyckeln med sin art. Reser `TypeError` för en typ utan art, så att en ny nyckel aldrig tyst faller bort."""
    inre = [t for t in get_args(typ) if t is not type(None)] if type(None) in get_args(typ) else [typ]
    for känd, art in _ARTER:
        if känd in inre or (get_args(känd)[:1] == (inre[0],) and list(getattr(känd, "__metadata__", ())) == metadata):
            return Svarsnyckel(namn, art, hjälp)
    (enda,) = inre[:1]
    if get_origin(enda) is Literal:
        return Svarsnyckel(namn, Svarsart.ORD, hjälp, tuple(map(str, get_args(enda))))
    if get_origin(enda) is dict:
        return Svarsnyckel(namn, Svarsart.UPPSLAG, hjälp)
    if isinstance(enda, type) and issubclass(enda, Del):
        fasta = () if enda.model_config.get("extra") == "allow" else tuple(nyckel(f) for f in enda.model_fields)
        return Svarsnyckel(namn, Svarsart.UPPSLAG, hjälp, fasta)
    if get_origin(enda) is tuple:
        klass = get_args(enda)[0]
        return Svarsnyckel(namn, Svarsart.LISTA, hjälp, tuple(nyckel(f) for f in klass.model_fields))
    raise TypeError(f"Nyckeln {namn} har en typ som inte går att svara på: {typ}")


def alla_nycklar() -> dict[str, tuple[Svarsnyckel, tuple[Svarsslag, ...]]]:
    """Varje nyckel, en gång, med slagen som har den, i den ordning de kommer i formatet."""
    funna: dict[str, tuple[Svarsnyckel, tuple[Svarsslag, ...]]] = {}
    for slag in svarsslagen().values():
        for n in slag.nycklar:
            först, har = funna.get(n.namn, (n, ()))
            funna[n.namn] = (först, (*har, slag))
    return funna
