"""Händelser in, värden ut, och var varje värde står: ett svep genom texten."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    YAMLError,
)

from planverktyg.arkiv.syntax.text import Stopp, händelser, kort, läge_för, otillåtet_tecken, spann
from planverktyg.modell.grund.fynd import FLEST_AV_EN_SORT, Samlare
from planverktyg.modell.grund.svenska import LÄNGSTA_TAL, skriv_tal
from planverktyg.modell.grund.synligt import i_citat, osynligt, utbytt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planverktyg.arkiv.syntax.text import Läge, Text

Värde: TypeAlias = "dict[str, Värde] | list[Värde] | str | int | Decimal | bool | None"

Ställen: TypeAlias = "dict[int, dict[str, tuple[int, int]] | list[int]]"
"""För varje uppslag och lista (efter `id`): spannen för varje nyckel och värde, eller för varje punkt."""

DJUPAST = 100
"""Så många nivåer innehållet får ha."""
MEST_UPPREPAT = 200_000
"""Så många värden som hänvisningarna (`*namn`) sammanlagt får upprepa."""

MEST_UPPREPAD_TEXT = 5_000_000
"""Så många tecken som hänvisningarna sammanlagt får upprepa: en enda lång text kan annars bli hur mycket som helst."""


LÄNGST_OMLÄST = 1_000_000
"""Så många tecken in i filen får ett fel stå för att filen ska läsas om utan libyaml (omkring tre sekunder)."""

_ORD: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}
_HELTAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMALTAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_TALSTART = frozenset("+-0123456789")
_PÅGÅR: Any = object()  # ett namngivet värde som inte är färdigläst


def _tolka(text: str) -> str | int | Decimal | bool | None:
    """Värdet av en text utan citattecken."""
    if text[:1] in _TALSTART and len(text) <= LÄNGSTA_TAL:
        if _HELTAL.fullmatch(text):
            return int(text)
        return Decimal(text) if _DECIMALTAL.fullmatch(text) else text
    return _ORD.get(text, text)


class Byggare:
    """Läser händelser och bygger värden. Hänvisningar (`*namn`) blir kopior, så att värdet alltid är ett träd."""

    def __init__(self, text: Text, *, noggrant: bool = False) -> None:
        self.fynd = Samlare()
        self.rot = 0
        self.ställen: Ställen = {}
        self._text = text
        self._noggrant = noggrant
        self._namngivna: dict[str, Värde] = {}
        self._oanvända: dict[str, Any] = {}
        self._bortvalda: list[Värde] = []  # hålls kvar så att deras id inte används igen
        self._kvar = MEST_UPPREPAT
        self._tecken_kvar = MEST_UPPREPAD_TEXT
        self._dubbletter = 0
        self._sista_dubblett: int | None = None
        try:
            self._nästa: Callable[[], Any] = händelser(text.text, noggrant=noggrant)
        except YAMLError:  # SafeLoader granskar tecknen redan här
            raise Stopp(otillåtet_tecken(text)) from None

    def dokument(self) -> Värde:
        """Hela filen, som ska vara ett enda dokument."""
        try:
            första = self._första()
            värde = None if första is None else self._värde(första, 0)
            self._nästa()  # dokumentets slut
            efter = self._nästa()
        except YAMLError as fel:
            raise self._oläsligt(fel) from None
        if isinstance(efter, DocumentStartEvent):
            råd = "Ta bort raden --- och det som inte hör till dokumentet, eller lägg det i en egen fil."
            raise self._stopp(efter, "STR008", "Filen innehåller fler än ett dokument.", råd)
        if första is None or är_tom(första):
            råd = "Är det rätt fil? Kommandot plan ny skapar en plan att utgå från."
            raise Stopp(self._text.fynd((0, 0), "STR001", "Filen är tom.", råd))
        self.rot = spann(första)
        for händelse in self._oanvända.values():
            self._anmärk_på_start(händelse)
        if self._sista_dubblett is not None:
            vad = f"{skriv_tal(self._dubbletter - FLEST_AV_EN_SORT)} nycklar till i filen finns redan. Den sista står här."
            fler = self._text.fynd(self._text.läge(self._sista_dubblett), "STR005", vad, "Är det rätt fil?")
            self.fynd.append(fler._replace(antal=self._dubbletter - FLEST_AV_EN_SORT))
        return värde

    def _oläsligt(self, fel: YAMLError) -> Stopp:
        """Vad som är fel, läst en gång till utan libyaml, så att fyndet är detsamma med varje libyaml och utan."""
        from planverktyg.arkiv.syntax.felord import beskriv_fel  # läses in först när något är fel

        märke = getattr(fel, "problem_mark", None)
        if not self._noggrant and (märke is None or märke.index <= LÄNGST_OMLÄST):
            try:
                Byggare(self._text, noggrant=True).dokument()
            except Stopp as stopp:
                return stopp
        return Stopp(*self.fynd.alla(), beskriv_fel(self._text, fel))

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
            return _tolka(händelse.value) if händelse.implicit[0] else self._citerat(händelse)
        if isinstance(händelse, AliasEvent):
            return self._hänvisat(händelse, djup)
        if händelse.tag is not None or händelse.anchor is not None:
            return self._märkt(händelse, djup)
        if djup == DJUPAST:
            raise self._för_djupt(händelse)
        return self._uppslag(djup + 1) if isinstance(händelse, MappingStartEvent) else self._lista(djup + 1)

    def _uppslag(self, djup: int) -> dict[str, Värde]:
        uppslag: dict[str, Värde] = {}
        ställen: dict[str, tuple[int, int]] = {}
        self.ställen[id(uppslag)] = ställen
        nästa = self._nästa
        while not isinstance(händelse := nästa(), MappingEndEvent):
            nyckel = self._nyckel(händelse)
            värdets = nästa()
            värde = self._värde(värdets, djup)
            if nyckel in uppslag:
                self._anmärk_på_dubblett(nyckel, ställen[nyckel][0], spann(händelse))
                self._bortvalda.append(värde)
            else:
                uppslag[nyckel] = värde
                ställen[nyckel] = (spann(händelse), spann(värdets))
        return uppslag

    def _lista(self, djup: int) -> list[Värde]:
        lista: list[Värde] = []
        ställen: list[int] = []
        self.ställen[id(lista)] = ställen
        nästa = self._nästa
        while not isinstance(händelse := nästa(), SequenceEndEvent):
            lista.append(self._värde(händelse, djup))
            ställen.append(spann(händelse))
        return lista

    def _nyckel(self, händelse: Any) -> str:
        if isinstance(händelse, ScalarEvent) and händelse.tag is None and händelse.anchor is None:
            if händelse.value != "<<" or not händelse.implicit[0]:
                return str(händelse.value) if händelse.style != '"' else self._citerat(händelse)
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
            raise self._stopp(händelse, "STR004", *self._börjar_med(läge_för(händelse)))
        if self._namngivna[namn] is _PÅGÅR:
            text = f"Hänvisningen *{kort(namn)} står inuti det som den hänvisar till."
            raise self._stopp(händelse, "STR006", text, "Skriv ut texten där den behövs.")
        return self._kopia(self._namngivna[namn], händelse, djup)

    def _kopia(self, värde: Värde, händelse: Any, djup: int) -> Värde:
        self._kvar -= 1
        if self._kvar < 0:
            text = f"Hänvisningarna (*) upprepar fler än {skriv_tal(MEST_UPPREPAT)} värden."
            raise self._stopp(händelse, "STR006", text, "Skriv ut texten där den behövs i stället för att hänvisa.")
        if isinstance(värde, dict | list) and djup == DJUPAST:
            raise self._för_djupt(händelse)
        if isinstance(värde, str):
            self._tecken_kvar -= len(värde)
            if self._tecken_kvar < 0:
                text = f"Hänvisningarna (*) upprepar mer än {skriv_tal(MEST_UPPREPAD_TEXT)} tecken."
                raise self._stopp(händelse, "STR006", text, "Skriv texten en gång, där den hör hemma.")
        if isinstance(värde, dict):
            return {nyckel: self._kopia(v, händelse, djup + 1) for nyckel, v in värde.items()}
        if isinstance(värde, list):
            return [self._kopia(v, händelse, djup + 1) for v in värde]
        return värde

    def _citerat(self, händelse: Any) -> str:
        """Text inom citattecken eller efter | och >. En kod för ett styrtecken kan ställa till det i en terminal."""
        text = str(händelse.value)
        if händelse.style == '"' and osynligt(text, i_citat):
            if "\\" in "".join(self._text.rader[händelse.start_mark.line : händelse.end_mark.line + 1]):
                vad = "Texten har en kod för ett styrtecken, som inte syns och inte kan visas."
                råd = "Skriv texten utan koden, eller två omvända snedstreck (\\\\) om snedstrecket ska synas."
                läge = läge_för(händelse)
                self.fynd.append(self._text.fynd(läge, "STR004", vad, råd, längd=self._text.längd(spann(händelse))))
            return utbytt(text, i_citat, lambda _: "")
        return text or self._tom_text(händelse)

    def _tom_text(self, händelse: Any) -> str:
        """Tom text. `målvärde: >5` är tyvärr rätt YAML: en tom text med indraget fem."""
        rad, kolumn = läge_för(händelse)
        if re.match(r"[|>][-+]?[0-9]", self._text.rader[rad][kolumn:]):
            self._anmärk_på_start(händelse, "STR004")
        return ""

    def _anmärk_på_dubblett(self, nyckel: str, första: int, andra: int) -> None:
        self._dubbletter += 1
        if self._dubbletter > FLEST_AV_EN_SORT:  # en fil kan ha en miljon: resten räknas
            self._sista_dubblett = andra
            return
        (rad, kolumn), (här, börjar) = self._text.läge(första), self._text.läge(andra)
        vad, råd = f"Nyckeln {kort(nyckel)} finns redan på rad {rad + 1}.", "Behåll en av dem."
        if self._text.rader[rad][:kolumn].strip() == "-":  # nyckeln som punkterna i listan börjar med
            streck, resten = self._text.rader[rad].index("-") + 1, kort(self._text.rader[här][börjar:], 200)
            råd = f"{råd} Börjar en ny punkt här: skriv - i kolumn {streck}. Skriv raden så: - {resten}"
        längd = self._text.längd(andra)
        self.fynd.append(self._text.fynd((här, börjar), "STR005", vad, råd, längd=längd))

    def _anmärk_på_start(self, händelse: Any, kod: str = "STR006") -> None:
        läge = läge_för(händelse)
        self.fynd.append(self._text.fynd(läge, kod, *self._börjar_med(läge)))

    def _börjar_med(self, läge: Läge) -> tuple[str, str]:
        from planverktyg.arkiv.syntax.felord import börjar_med

        return börjar_med(self._text.rader, läge)

    def _för_djupt(self, händelse: Any) -> Stopp:
        råd = "Är en klammer eller ett streck upprepat av misstag?"
        return self._stopp(händelse, "STR006", f"Innehållet har fler än {DJUPAST} nivåer.", råd)

    def _stopp(self, händelse: Any, kod: str, text: str, råd: str) -> Stopp:
        return Stopp(*self.fynd.alla(), self._text.fynd(läge_för(händelse), kod, text, råd))


def är_tom(händelse: Any) -> bool:
    """Om händelsen är ett värde som inte är skrivet alls."""
    början, slut = händelse.start_mark, händelse.end_mark
    return isinstance(händelse, ScalarEvent) and bool(början.index == slut.index)
