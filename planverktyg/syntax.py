"""Filens byte in, ett lokaliserat träd ut: strikt YAML, med en förklaring på svenska när filen inte går att läsa.

Värdena är YAML 1.2:s och strängare: `nej`, `0125`, `12:30` och `1_000` är text, tal är exakta. Händelserna
från libyaml blir värden i ett svep; var ett värde står räknas ut först när någon frågar.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)

from planverktyg.fynd import Allvar, Fynd
from planverktyg.plats import Plats
from planverktyg.svenska import skriv_tal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planverktyg.plats import Rutt

Värde: TypeAlias = "dict[str, Värde] | list[Värde] | str | int | Decimal | bool | None"

STÖRSTA_FIL = 10_000_000
"""Största fil som läses, i byte."""
HUVUDEN = ("plan", "uppföljning", "kommun")
"""Nycklarna på översta nivån som säger vad ett dokument är."""
DJUPAST = 100
"""Så många nivåer innehållet får ha."""
MEST_UPPREPAT = 200_000
"""Så många värden som hänvisningarna (`*namn`) sammanlagt får upprepa."""

_Läge: TypeAlias = tuple[int, int]  # rad och kolumn från 0, som i PyYAML; `Plats` räknar från 1
# Utan libyaml blir händelserna desamma, men det tar ungefär tio gånger så lång tid.
_Tolk: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True, eq=False)
class Träd:
    """Ett läst dokument: innehållet som vanliga värden, och vägen tillbaka till texten."""

    innehåll: Värde
    _text: _Text = field(repr=False)
    _rot: _Nod | None = field(default=None, repr=False)

    @property
    def fil(self) -> str:
        """Sökvägen så som användaren ser den."""
        return self._text.fil

    @property
    def text(self) -> str:
        """Texten i NFC, utan BOM och med LF som radslut. Alla platser räknas i den."""
        return self._text.text

    def plats(self, rutt: Rutt, *, på_nyckeln: bool = False) -> Plats:
        """Var värdet på rutten står. En lista, ett uppslag eller ett tomt värde märks på sin nyckel.

        En rutt som inte finns ger nyckeln till det närmaste som finns ovanför den.
        """
        if self._rot is None:
            self._rot, _ = _läs_noder(self.text)
        nod = self._rot
        for steg in rutt:
            barn = nod.barn.get(steg)
            if barn is None:
                på_nyckeln = True
                break
            nod = barn
        return nod.plats(self._text, på_nyckeln=på_nyckeln)

    def utdrag(self, plats: Plats) -> str:
        """Raden som platsen står på, utan radslut."""
        rader = self._text.rader
        return rader[plats.rad - 1] if plats.rad <= len(rader) else ""


def läs(källa: bytes, fil: str) -> tuple[Träd | None, list[Fynd]]:
    """Filens innehåll som träd. None när det inte går att läsa; fynden säger då varför och var."""
    try:
        text = _granskad_text(källa, fil)
        byggare = _Byggare(text)
        innehåll = byggare.dokument()
    except _Stopp as stopp:
        return None, stopp.fynd
    fynd = byggare.fynd
    if byggare.har_dubbletter:
        fynd += _dubbletter(text)
    if "\u00a0" in text.text:
        fynd += _fasta_mellanslag(text)
    return Träd(innehåll, text), fynd


def läs_huvud(källa: bytes) -> tuple[str, dict[str, Any]] | None:
    """Vad dokumentet är (`plan`, `uppföljning`, `kommun`) och det som står under den nyckeln.

    Resten av filen läses inte. None när ingen sådan nyckel finns eller när filen är trasig före den.
    """
    try:
        for nyckel, värde in _Byggare(_granskad_text(källa, "")).översta():
            if nyckel in HUVUDEN:
                return (nyckel, värde) if isinstance(värde, dict) else None
    except (_Stopp, YAMLError):
        pass  # `läs` säger vad som är fel
    return None


class _Stopp(Exception):  # noqa: N818 - inget fel i programmet: läsningen är slut, och här är fynden
    """Filen kan inte läsas längre."""

    def __init__(self, *fynd: Fynd) -> None:
        super().__init__()
        self.fynd = list(fynd)


@dataclass(frozen=True)
class _Text:
    """Den normaliserade texten, rad för rad. Gör fynd av ställen i den."""

    fil: str
    text: str

    @cached_property
    def rader(self) -> list[str]:
        return self.text.split("\n")

    def fynd(self, läge: _Läge, kod: str, text: str, råd: str = "", *, längd: int = 1) -> Fynd:
        rad, kolumn = läge
        return Fynd(Plats(self.fil, rad + 1, kolumn + 1, längd), kod, Allvar.FEL, text, råd, self.rader[rad])


# --- Byte till text ---------------------------------------------------------------------------------


def _avkoda(källa: bytes, fil: str) -> str:
    """Källan som text i NFC, utan BOM och med LF som radslut."""
    if len(källa) > STÖRSTA_FIL:
        raise _Stopp(_för_stor(len(källa), fil))
    if källa.startswith((b"\xff\xfe", b"\xfe\xff")) or källa.count(b"\0", 0, 100) > 10:
        raise _Stopp(Fynd(Plats(fil), "STR002", Allvar.FEL, "Filen är sparad som UTF-16.", _SPARA_SOM_UTF8))
    try:
        return _normalisera(källa.decode("utf-8-sig"))
    except UnicodeDecodeError as fel:
        raise _Stopp(_fel_kodning(fel, fil)) from None


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
_OTILLÅTET = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_RADBRYTARE = "\x85\u2028\u2029"  # radslut i YAML 1.1 men inte i 1.2, och osynliga i de flesta program
_BOM = "\ufeff"  # osynligt, och bryter indraget om det står först på en rad


def _granskad_text(källa: bytes, fil: str) -> _Text:
    text = _Text(fil, _avkoda(källa, fil))
    if any(märke in text.text for märke in _KONFLIKT) and (fynd := list(_konflikter(text))):
        raise _Stopp(*fynd)
    if any(tecken in text.text for tecken in (*_RADBRYTARE, _BOM)):
        raise _Stopp(_otillåtet_tecken(text))
    return text


def _konflikter(text: _Text) -> Iterator[Fynd]:
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


def _otillåtet_tecken(text: _Text) -> Fynd:
    """Första tecknet som inte får stå i YAML."""
    träff = _OTILLÅTET.search(text.text)
    assert träff is not None
    före = text.text[: träff.start()]
    vad = "en osynlig radbrytning" if träff[0] in _RADBRYTARE else "ett osynligt tecken"
    return text.fynd(
        (före.count("\n"), len(före) - före.rfind("\n") - 1),
        "STR004",
        f"Här står {vad} (U+{ord(träff[0]):04X}). Sådana följer ofta med när text klistras in.",
        "Ta bort tecknet. Behövs ett mellanslag eller ett radslut där, så skriv ett vanligt.",
    )


# --- Händelser till värden --------------------------------------------------------------------------

_ORD: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}
_HELTAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMALTAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_TALSTART = frozenset("+-0123456789")
_LÄNGSTA_TAL = 100  # Python läser inte heltal med tusentals siffror, och ingen plan har dem
_PÅGÅR: Any = object()  # ett namngivet värde som inte är färdigläst


def _tolka(text: str) -> str | int | Decimal | bool | None:
    """Värdet av en text utan citattecken."""
    if text[:1] in _TALSTART and len(text) <= _LÄNGSTA_TAL:
        if _HELTAL.fullmatch(text):
            return int(text)
        return Decimal(text) if _DECIMALTAL.fullmatch(text) else text
    return _ORD.get(text, text)


class _Byggare:
    """Läser händelser och bygger värden. Hänvisningar (`*namn`) blir kopior, så att värdet alltid är ett träd."""

    def __init__(self, text: _Text) -> None:
        self.fynd: list[Fynd] = []
        self.har_dubbletter = False
        self._text = text
        self._namngivna: dict[str, Värde] = {}
        self._oanvända: dict[str, Any] = {}
        self._kvar = MEST_UPPREPAT
        try:
            self._nästa: Callable[[], Any] = _Tolk(text.text).get_event
        except YAMLError:  # SafeLoader granskar tecknen redan här
            raise _Stopp(_otillåtet_tecken(text)) from None

    def dokument(self) -> Värde:
        """Hela filen, som ska vara ett enda dokument."""
        try:
            första = self._första()
            värde = None if första is None else self._värde(första, 0)
            self._nästa()  # dokumentets slut
            efter = self._nästa()
        except YAMLError as fel:
            raise _Stopp(*self.fynd, _beskriv_fel(self._text, fel)) from None
        if isinstance(efter, DocumentStartEvent):
            råd = "Ta bort raden --- och det som inte hör till dokumentet, eller lägg det i en egen fil."
            raise self._stopp(efter, "STR008", "Filen innehåller fler än ett dokument.", råd)
        if första is None or _är_tom(första):
            råd = "Är det rätt fil? Kommandot plan ny skapar en plan att utgå från."
            raise _Stopp(self._text.fynd((0, 0), "STR001", "Filen är tom.", råd))
        for händelse in self._oanvända.values():
            self._anmärk_på_start(händelse)
        return värde

    def översta(self) -> Iterator[tuple[str, Värde]]:
        """Nycklarna på översta nivån med sina värden, lästa en i taget."""
        if isinstance(self._första(), MappingStartEvent):
            while not isinstance(händelse := self._nästa(), MappingEndEvent):
                yield self._nyckel(händelse), self._värde(self._nästa(), 1)

    def _första(self) -> Any:
        """Händelsen som innehållet börjar med. None när filen inte har något dokument."""
        self._nästa()  # filens början
        return self._nästa() if isinstance(self._nästa(), DocumentStartEvent) else None

    def _värde(self, händelse: Any, djup: int) -> Värde:
        """Värdet som börjar med händelsen."""
        if isinstance(händelse, ScalarEvent) and händelse.tag is None and händelse.anchor is None:
            return _tolka(händelse.value) if händelse.implicit[0] else händelse.value or self._tom_text(händelse)
        if isinstance(händelse, AliasEvent):
            return self._hänvisat(händelse, djup)
        if händelse.tag is not None or händelse.anchor is not None:
            return self._märkt(händelse, djup)
        if djup == DJUPAST:
            raise self._för_djupt(händelse)
        return self._uppslag(djup + 1) if isinstance(händelse, MappingStartEvent) else self._lista(djup + 1)

    def _uppslag(self, djup: int) -> dict[str, Värde]:
        uppslag: dict[str, Värde] = {}
        nästa = self._nästa
        while not isinstance(händelse := nästa(), MappingEndEvent):
            nyckel = self._nyckel(händelse)
            värde = self._värde(nästa(), djup)
            if nyckel in uppslag:
                self.har_dubbletter = True
            else:
                uppslag[nyckel] = värde
        return uppslag

    def _lista(self, djup: int) -> list[Värde]:
        lista = []
        nästa = self._nästa
        while not isinstance(händelse := nästa(), SequenceEndEvent):
            lista.append(self._värde(händelse, djup))
        return lista

    def _nyckel(self, händelse: Any) -> str:
        if isinstance(händelse, ScalarEvent) and händelse.tag is None and händelse.anchor is None:
            if händelse.value != "<<" or not händelse.implicit[0]:
                return str(händelse.value)
            text, råd = "Nyckeln << (sammanslagning) får inte användas.", "Skriv ut nycklarna där de behövs."
        else:
            text = "Nyckeln är inte en text utan en lista, ett uppslag, en hänvisning eller en datatyp."
            råd = "En nyckel är ett eller några ord före ett kolon. Sätt citattecken om den ifall den börjar med [ { * & !"
        raise self._stopp(händelse, "STR006", text, råd)

    def _märkt(self, händelse: Any, djup: int) -> Värde:
        """Värdet efter en datatyp (`!typ`) eller ett namn (`&namn`)."""
        if händelse.tag is not None:
            self._anmärk_på_start(händelse)
        namn = händelse.anchor
        händelse.tag = händelse.anchor = None
        if namn is None:
            return self._värde(händelse, djup)
        self._namngivna[namn] = _PÅGÅR
        värde = self._namngivna[namn] = self._värde(händelse, djup)
        if isinstance(händelse, ScalarEvent):
            self._oanvända[namn] = händelse  # `&co Text`: den som skrev ville nog inte ge texten ett namn
        return värde

    def _hänvisat(self, händelse: Any, djup: int) -> Värde:
        namn = händelse.anchor
        self._oanvända.pop(namn, None)
        if namn not in self._namngivna:
            raise self._stopp(händelse, "STR004", *_börjar_med(self._text.rader, _läge(händelse)))
        if self._namngivna[namn] is _PÅGÅR:
            text = f"Hänvisningen *{_kort(namn)} står inuti det som den hänvisar till."
            raise self._stopp(händelse, "STR006", text, "Skriv ut texten där den behövs.")
        return self._kopia(self._namngivna[namn], händelse, djup)

    def _kopia(self, värde: Värde, händelse: Any, djup: int) -> Värde:
        self._kvar -= 1
        if self._kvar < 0:
            text = f"Hänvisningarna (*) upprepar fler än {skriv_tal(MEST_UPPREPAT)} värden."
            raise self._stopp(händelse, "STR006", text, "Skriv ut texten där den behövs i stället för att hänvisa.")
        if isinstance(värde, dict | list) and djup == DJUPAST:
            raise self._för_djupt(händelse)
        if isinstance(värde, dict):
            return {nyckel: self._kopia(v, händelse, djup + 1) for nyckel, v in värde.items()}
        if isinstance(värde, list):
            return [self._kopia(v, händelse, djup + 1) for v in värde]
        return värde

    def _tom_text(self, händelse: Any) -> str:
        """Tom text. `målvärde: >5` är tyvärr rätt YAML: en tom text med indraget fem."""
        rad, kolumn = _läge(händelse)
        if re.match(r"[|>][-+]?[0-9]", self._text.rader[rad][kolumn:]):
            self._anmärk_på_start(händelse, "STR004")
        return ""

    def _anmärk_på_start(self, händelse: Any, kod: str = "STR006") -> None:
        läge = _läge(händelse)
        self.fynd.append(self._text.fynd(läge, kod, *_börjar_med(self._text.rader, läge)))

    def _för_djupt(self, händelse: Any) -> _Stopp:
        råd = "Är en klammer eller ett streck upprepat av misstag?"
        return self._stopp(händelse, "STR006", f"Innehållet har fler än {DJUPAST} nivåer.", råd)

    def _stopp(self, händelse: Any, kod: str, text: str, råd: str) -> _Stopp:
        return _Stopp(*self.fynd, self._text.fynd(_läge(händelse), kod, text, råd))


def _läge(händelse: Any) -> _Läge:
    return händelse.start_mark.line, händelse.start_mark.column


def _är_tom(händelse: Any) -> bool:
    """Om händelsen är ett värde som inte är skrivet alls."""
    början, slut = händelse.start_mark, händelse.end_mark
    return isinstance(händelse, ScalarEvent) and bool(början.index == slut.index)


# --- Var värdena står -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Nod:
    """Ett värde i texten: nyckelns händelse, värdets händelse och det som ligger under."""

    nyckel: Any
    värde: Any
    barn: dict[str | int, _Nod] = field(default_factory=dict)

    def plats(self, text: _Text, *, på_nyckeln: bool) -> Plats:
        """Nyckelns plats eller värdets. En samling eller ett tomt värde märks på nyckeln, om det finns någon."""
        syns = isinstance(self.värde, ScalarEvent | AliasEvent) and not _är_tom(self.värde)
        märkt = self.nyckel if self.nyckel is not None and (på_nyckeln or not syns) else self.värde
        rad, kolumn = _läge(märkt)
        if märkt is self.värde and not syns:
            return Plats(text.fil, rad + 1, kolumn + 1)
        slut = märkt.end_mark.column if märkt.end_mark.line == rad else None
        return Plats(text.fil, rad + 1, kolumn + 1, max(len(text.rader[rad][kolumn:slut].rstrip()), 1))


def _läs_noder(text: str) -> tuple[_Nod, list[tuple[_Nod, _Nod]]]:
    """Texten, som går att läsa, som noder; och varje upprepad nyckel tillsammans med den första."""
    nästa: Callable[[], Any] = _Tolk(text).get_event
    dubbletter: list[tuple[_Nod, _Nod]] = []

    def läs_nod(nyckel: Any, värde: Any) -> _Nod:
        nod = _Nod(nyckel, värde)
        if isinstance(värde, SequenceStartEvent):
            while not isinstance(punkt := nästa(), SequenceEndEvent):
                nod.barn[len(nod.barn)] = läs_nod(None, punkt)
        elif isinstance(värde, MappingStartEvent):
            while not isinstance(barnets := nästa(), MappingEndEvent):
                barn = läs_nod(barnets, nästa())
                första = nod.barn.setdefault(barnets.value, barn)
                if första is not barn:
                    dubbletter.append((första, barn))
        return nod

    nästa(), nästa()  # filens och dokumentets början
    return läs_nod(None, nästa()), dubbletter


def _dubbletter(text: _Text) -> Iterator[Fynd]:
    for första, andra in _läs_noder(text.text)[1]:
        vad = f"Nyckeln {_kort(andra.nyckel.value)} finns redan på rad {_läge(första.nyckel)[0] + 1}."
        längd = andra.plats(text, på_nyckeln=True).längd
        yield text.fynd(_läge(andra.nyckel), "STR005", vad, "Behåll en av dem.", längd=längd)


def _fasta_mellanslag(text: _Text) -> Iterator[Fynd]:
    """Fasta mellanslag som ser ut som indrag men blir en del av ordet. Inuti löpande text är de rätt."""
    rader = ((nummer, rad) for nummer, rad in enumerate(text.rader) if "\u00a0" in rad)
    inledda = {(nummer, m.start(1)) for nummer, rad in rader if (m := _FAST_INDRAG.match(rad))}
    nästa: Callable[[], Any] = _Tolk(text.text).get_event
    while inledda and not isinstance(händelse := nästa(), StreamEndEvent):
        if isinstance(händelse, ScalarEvent) and händelse.implicit[0] and _läge(händelse) in inledda:
            yield text.fynd(_läge(händelse), "STR004", *_FAST_MELLANSLAG)


# --- Syntaxfel i ord --------------------------------------------------------------------------------

_NYCKEL = re.compile(r" *(?:- +)*+[^\s#:\"'\[{][^:]*:(?: +|$)")  # indrag, streck, nyckel, kolon och mellanslag
_INDRAG_OCH_STRECK = re.compile(r" *(?:- +)*+")
_INGET_MELLANSLAG = re.compile(r" *(?:- +)*+[^\W\d][\w ]*:(?=[^\s/:])")
_STRECK_UTAN_MELLANSLAG = re.compile(r" *(?:- +)*+-(?=[^\W\d])")
_BLANKA = "\u00a0\u2000-\u200b\u202f\u3000"
_FAST_INDRAG = re.compile(rf"[ \t]*(?:- +)*+(-?[{_BLANKA}])")
_FAST_EFTER_KOLON = re.compile(rf"[^:]*:([{_BLANKA}])(?!.*: )")
_FAST_MELLANSLAG = (
    "Här står ett fast mellanslag, som ser ut som ett vanligt men inte räknas som indrag.",
    "Ta bort det och skriv ett vanligt mellanslag. Fasta mellanslag följer ofta med när text klistras in.",
)
_KOLON_I_TEXT = "Ett kolon följt av mellanslag får bara stå efter en nyckel, inte inne i en text."
_BETYDELSE = {
    "*": "hänvisar till ett annat ställe i filen",
    "&": "är ett märke som andra ställen kan hänvisa till",
    "!": "är en datatyp, och datatyper får inte anges",
    "|": "betyder att texten står på raderna under",
    ">": "betyder att texten står på raderna under",
    "[": "börjar en lista",
    "{": "börjar ett uppslag med nycklar och värden",
    "%": "är en anvisning till program",
    "-": "är en punkt i en lista",
    "?": "är en nyckel",
}

_Förklaring: TypeAlias = tuple[_Läge, str, str]  # var, vad som är fel, hur man rättar


@dataclass(frozen=True)
class _Vilse:
    """Var YAML-läsaren gick vilse, och vad den höll på med."""

    text: _Text
    rad: int
    kolumn: int
    början: _Läge
    """Där det som läsaren höll på med började."""
    problem: str

    @property
    def här(self) -> _Läge:
        return self.rad, self.kolumn

    @property
    def raden(self) -> str:
        return self.text.rader[self.rad]

    @property
    def tecken(self) -> str:
        """Tecknet där det tog stopp; tomt vid radens slut."""
        return self.raden[self.kolumn : self.kolumn + 1]

    @property
    def är_först_på_raden(self) -> bool:
        return self.kolumn == _indrag(self.raden)

    def ovanför(self, mindre_än: int = STÖRSTA_FIL) -> int | None:
        """Närmaste rad ovanför med innehåll och med mindre indrag än så."""
        for nummer in range(self.rad - 1, -1, -1):
            rad = self.text.rader[nummer]
            if rad.strip() and not rad.lstrip().startswith("#") and _indrag(rad) < mindre_än:
                return nummer
        return None


def _beskriv_fel(text: _Text, fel: YAMLError) -> Fynd:
    """PyYAML:s fel så som den som skrev filen ser det: var det blev fel, varför, och hur man rättar."""
    if not isinstance(fel, MarkedYAMLError) or fel.problem_mark is None:
        return _otillåtet_tecken(text)
    rad, kolumn = _inom(text, fel.problem_mark)
    vilse = _Vilse(
        text, rad, kolumn, _inom(text, fel.context_mark or fel.problem_mark), f"{fel.context}: {fel.problem}"
    )
    for mönster, förklara in _FÖRKLARINGAR:
        if re.search(mönster, vilse.problem) and (förklaring := förklara(vilse)):
            läge, vad, råd = förklaring
            return text.fynd(läge, "STR004", vad, råd)
    råd = "Jämför indrag, kolon och citattecken med raderna ovanför."
    return text.fynd(vilse.här, "STR004", "Raden går inte att läsa som YAML.", råd)


def _inom(text: _Text, märke: Any) -> _Läge:
    """Läget, som vid filens slut kan ligga på raden efter den sista."""
    if märke.line < len(text.rader):
        return märke.line, märke.column
    return len(text.rader) - 1, len(text.rader[-1])


def _indrag(rad: str) -> int:
    return len(rad) - len(rad.lstrip(" "))


def _kort(text: str) -> str:
    """Text ur filen så som den kan visas i en mening: utan styrtecken och inte för lång."""
    text = re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text)
    return text if len(text) <= 60 else text[:59] + "…"


def _citera(text: str) -> str:
    """Texten inom de citattecken som klarar den."""
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'


def _råd_citera(rad: str, kolumn: int) -> str:
    """Rådet att sätta citattecken om texten från kolumnen, med den rättade raden när den är kort nog att visa."""
    före, text = rad[:kolumn].lstrip(), rad[kolumn:].partition(" #")[0].strip().strip("”“„")
    if len(rad) > 100 or not text or "[" in före or "{" in före:
        return "Sätt citattecken före och efter texten."
    return f"Sätt citattecken om texten: {före}{_citera(text)}"


def _börjar_med(rader: list[str], läge: _Läge) -> tuple[str, str]:
    """Text och råd om ett tecken som inte får börja en text."""
    rad, kolumn = rader[läge[0]], läge[1]
    tecken, nästa = rad[kolumn : kolumn + 1], rad[kolumn + 1 : kolumn + 2]
    if tecken == "*" and nästa == " " and not rad[:kolumn].strip():
        return "En punkt i en lista börjar med streck (-), inte med stjärna.", f"Skriv -{_kort(rad[kolumn + 1 :])}"
    text = f"Texten börjar med {tecken}, som i YAML {_BETYDELSE.get(tecken, 'har en egen betydelse')}."
    råd = _råd_citera(rad, kolumn)
    return text, f"{råd} (Ska det vara en lista börjar den på raden under.)" if tecken == "-" else råd


def _tabb(v: _Vilse) -> _Förklaring | None:
    if v.tecken != "\t":
        return None
    råd = "Ta bort tabben och skriv mellanslag, två för varje steg."
    return v.här, "Här står en tabb. Indrag i YAML görs bara med mellanslag.", råd


def _fast_mellanslag(v: _Vilse) -> _Förklaring | None:
    """Felet märks ofta först långt under raden med det fasta mellanslaget."""
    sökta = [(nummer, _FAST_INDRAG) for nummer in range(v.rad, -1, -1)]
    if re.search("simple key|mapping values", v.problem):
        sökta += [(nummer, _FAST_EFTER_KOLON) for nummer in (v.rad, v.ovanför() or 0, v.början[0])]
    for nummer, mönster in sökta:
        if m := mönster.match(v.text.rader[nummer]):
            return (nummer, m.end(1) - 1), *_FAST_MELLANSLAG
    return None


def _oavslutat_citat(v: _Vilse) -> _Förklaring:
    rad, kolumn = v.början
    råd = f"Skriv ett likadant citattecken ({v.text.rader[rad][kolumn]}) där texten slutar."
    return v.början, "Citattecknet som börjar texten här har inget citattecken som avslutar den.", råd


def _okänd_kod(v: _Vilse) -> _Förklaring:
    text = "Omvänt snedstreck (\\) inom dubbla citattecken börjar en kod, och den här koden finns inte."
    snedstreck = v.raden.rfind("\\", 0, v.kolumn + 1)
    return (
        (v.rad, max(snedstreck, 0)),
        text,
        "Skriv två omvända snedstreck (\\\\), eller byt till enkla citattecken (') om texten.",
    )


def _avslutat_citat(v: _Vilse) -> _Förklaring | None:
    """Ett citattecken som glömts avslutas av nästa, ofta på en annan rad, och där blir det fel."""
    sista: Any = None
    try:
        nästa: Callable[[], Any] = _Tolk(v.text.text).get_event
        while (händelse := nästa()) is not None:
            sista = händelse if isinstance(händelse, ScalarEvent) else sista
    except YAMLError:
        pass
    if sista is None or sista.style not in {'"', "'"} or not _läge(sista)[0] < sista.end_mark.line == v.rad:
        return None
    text = f"Citattecknet som börjar texten här avslutas först på rad {v.rad + 1}, och där fortsätter raden."
    return _läge(sista), text, f"Skriv ett likadant citattecken ({sista.style}) där texten slutar."


def _klammer_för_mycket(v: _Vilse) -> _Förklaring | None:
    if v.tecken not in {"}", "]"}:
        return None
    return v.här, f"Här avslutar {v.tecken} något som inte har börjat.", "Ta bort klammern, eller skriv den som saknas."


def _mer_efter_slutet(v: _Vilse) -> _Förklaring | None:
    """`"Trygga" hela livet`, `[preliminär] budget`: texten fortsätter efter det som såg ut att avsluta den."""
    inledning = _NYCKEL.match(v.raden) or _INDRAG_OCH_STRECK.match(v.raden)
    kolumn = inledning.end() if inledning else 0
    if kolumn >= v.kolumn:
        return None
    if v.raden[kolumn] in "\"'":
        return v.här, "Texten fortsätter efter citattecknet som avslutar den.", _råd_citera(v.raden, kolumn)
    läge = (v.rad, kolumn)
    return (läge, *_börjar_med(v.text.rader, läge)) if v.raden[kolumn] in "[{*&!" else None


def _kolon(v: _Vilse) -> _Förklaring:
    """Ett kolon där inget väntades: inuti en text, eller på en rad som blev en fortsättning på raden ovanför."""
    rader = v.text.rader
    nyckel = _NYCKEL.match(v.raden)
    över, förälder = v.ovanför(), v.ovanför(_indrag(v.raden))
    if över is None or (nyckel and nyckel.end() <= v.kolumn):
        return v.här, _KOLON_I_TEXT, _råd_citera(v.raden, nyckel.end() if nyckel else _indrag(v.raden))
    if _INGET_MELLANSLAG.match(rader[över]) or _STRECK_UTAN_MELLANSLAG.match(rader[över]):
        return _saknat_kolon(v.text, över)
    förälderns = _NYCKEL.match(rader[förälder]) if förälder is not None else None
    if förälder is None or förälderns is None or förälderns.end() == len(rader[förälder]):
        return _saknat_kolon(v.text, över)
    if över != förälder:
        return v.här, _KOLON_I_TEXT, "Skriv texten på raderna under >-, eller sätt citattecken före och efter den."
    kolumn = len(rader[över]) - len(rader[över].lstrip(" -"))
    nyckelord = _kort(rader[över][kolumn:].partition(":")[0])
    text = f"Raden är indragen under rad {över + 1}, som redan har ett värde."
    råd = f"Börja raden i kolumn {kolumn + 1}, rakt under {nyckelord} på rad {över + 1}."
    return (v.rad, _indrag(v.raden)), text, råd


def _saknat_kolon(text: _Text, nummer: int) -> _Förklaring:
    """Raden saknar kolon, eller mellanslaget efter kolonet eller strecket."""
    rad = text.rader[nummer]
    if m := _STRECK_UTAN_MELLANSLAG.match(rad):
        return (nummer, m.end() - 1), "Efter strecket saknas ett mellanslag.", f"Skriv - {_kort(rad[m.end() :])}"
    if m := _INGET_MELLANSLAG.match(rad):
        råd = f"Skriv {_kort(f'{m[0].lstrip()} {rad[m.end() :]}')}"
        return (nummer, m.end() - 1), "Efter kolonet saknas ett mellanslag.", råd
    ord_ = _kort(rad.partition(" #")[0].strip())
    vad = "Raden har inget kolon, så det syns inte vad som är nyckel och vad som är värde."
    råd = f"Skriv {ord_}: om det är en nyckel. Hör raden till texten ovanför ska den dras in under den."
    return (nummer, _indrag(rad)), vad, råd


def _ensam_rad(v: _Vilse) -> _Förklaring:
    return _saknat_kolon(v.text, v.början[0])


def _saknat_värde(v: _Vilse) -> _Förklaring:
    text = f"Före {v.tecken} saknas ett värde." if v.tecken else "Filen slutar mitt i en lista eller ett uppslag."
    return v.här, text, "Skriv värdet, eller ta bort kommatecknet eller klammern."


def _klammer(v: _Vilse) -> _Förklaring:
    början = v.text.rader[v.början[0]][v.början[1]]
    slut = "}" if början == "{" else "]"
    if v.rad != v.början[0] or not v.tecken:
        text = f"{början} avslutas inte av {slut}, eller så saknas ett kommatecken mellan värdena."
        return v.början, text, f"Skriv {slut} efter det sista värdet och kommatecken mellan värdena."
    if v.tecken == ":":
        return v.här, _KOLON_I_TEXT, "Sätt citattecken före och efter texten."
    råd = f"Skriv kommatecken mellan värdena och {slut} sist. Sätt citattecken om en text med , [ ] {{ eller }}"
    return v.här, f"Här väntades ett kommatecken eller {slut}", råd


def _särskilt_tecken(v: _Vilse) -> _Förklaring:
    """`@kommunen`, `> 90 %`, `**fet**`: en text som börjar med ett tecken som YAML använder till annat."""
    return v.början, *_börjar_med(v.text.rader, v.början)


def _streck(v: _Vilse) -> _Förklaring | None:
    """Streck och rader utan streck om vartannat."""
    rader = v.text.rader
    if not v.är_först_på_raden:
        return None
    if _STRECK_UTAN_MELLANSLAG.match(v.raden):
        return _saknat_kolon(v.text, v.rad)
    if "collection" in v.problem:
        text = "Raden står bland punkterna i en lista men börjar inte med streck."
        kolumn = v.början[1] + 3
        return (
            v.här,
            text,
            f"Börja raden i kolumn {kolumn} om den hör till punkten ovanför, eller med - om den är en ny.",
        )
    if v.tecken != "-":
        return None
    if v.kolumn == v.början[1]:
        text = "Raden är en punkt i en lista (-), men raderna ovanför är nycklar med värden."
        return v.här, text, "Skriv en nyckel ovanför listan, till exempel mål:, och dra in listan under den."
    förälder = v.ovanför(v.kolumn)
    första = next(n for n in range(v.rad if förälder is None else förälder + 1, v.rad + 1) if rader[n].strip())
    if re.match(r" *[-#]", rader[första]) or re.search(r"[|>][-+]?$", rader[första - 1]):
        return None
    text = f"Raden börjar inte med streck, men rad {v.rad + 1} är en punkt (-) i samma lista."
    return (första, _indrag(rader[första])), text, f"Skriv - före {_kort(rader[första].strip())}"


def _fel_indrag(v: _Vilse) -> _Förklaring | None:
    över = v.ovanför()
    if v.tecken == ":":
        return v.här, "Före kolonet saknas en nyckel.", "Skriv nyckelns namn före kolonet."
    if not v.är_först_på_raden or över is None:
        return None
    indrag = _indrag(v.text.rader[över])
    if "document start" in v.problem and indrag <= v.kolumn:
        råd = "Ta bort raden, eller raden med tre punkter ovanför om det finns en sådan."
        return v.här, "Raden hör inte ihop med det som står ovanför, och som redan är slut.", råd
    text = f"Raden börjar i kolumn {v.kolumn + 1}, och ingen rad ovanför som den kan höra ihop med börjar där."
    råd = f"Rader som hör ihop ska börja i samma kolumn. Rad {över + 1} börjar i kolumn {indrag + 1}."
    return v.här, text, råd


_NÅGOT_ANNAT_VÄNTADES = "expected key|block end|'-' indicator|document start"
_FÖRKLARINGAR: tuple[tuple[str, Callable[[_Vilse], _Förklaring | None]], ...] = (
    ("", _tabb),
    ("", _fast_mellanslag),
    ("quoted scalar: .*(end of stream|document)", _oavslutat_citat),
    ("quoted scalar", _okänd_kod),
    (f"{_NÅGOT_ANNAT_VÄNTADES}|mapping values|start any token", _avslutat_citat),
    (_NÅGOT_ANNAT_VÄNTADES, _klammer_för_mycket),
    (f"{_NÅGOT_ANNAT_VÄNTADES}|mapping values", _mer_efter_slutet),
    ("mapping values", _kolon),
    ("simple key", _ensam_rad),
    ("flow node", _saknat_värde),
    ("parsing a flow", _klammer),
    ("alias|anchor|tag|block scalar|directive|YAML document", _särskilt_tecken),
    ("start any token|not allowed|block node", _särskilt_tecken),
    (_NÅGOT_ANNAT_VÄNTADES, _streck),
    (_NÅGOT_ANNAT_VÄNTADES, _fel_indrag),
)
"""Vad PyYAML säger (med och utan libyaml) och vad det brukar bero på, det tydligaste först."""
