"""PyYAML:s fel in, en förklaring på svenska ut: var det blev fel, varför, och hur man rättar.

Läses in först när en fil inte går att läsa.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from yaml import MarkedYAMLError, ScalarEvent, StreamEndEvent, YAMLError

from planverktyg.arkiv.syntax.rattad import rättad_rad
from planverktyg.arkiv.syntax.text import STÖRSTA_FIL, Läge, händelser, kort, läge_för, otillåtet_tecken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planverktyg.arkiv.syntax.text import Text
    from planverktyg.modell.grund.fynd import Fynd

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

_Förklaring: TypeAlias = tuple[Läge, str, str]  # var, vad som är fel, hur man rättar


@dataclass(frozen=True)
class _Vilse:
    """Var YAML-läsaren gick vilse, och vad den höll på med."""

    text: Text
    rad: int
    kolumn: int
    början: Läge
    """Där det som läsaren höll på med började."""
    problem: str

    @property
    def här(self) -> Läge:
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


def beskriv_fel(text: Text, fel: YAMLError) -> Fynd:
    """PyYAML:s fel så som den som skrev filen ser det: var det blev fel, varför, och hur man rättar."""
    if not isinstance(fel, MarkedYAMLError) or fel.problem_mark is None:
        return otillåtet_tecken(text)
    rad, kolumn = _inom(text, fel.problem_mark)
    vilse = _Vilse(
        text, rad, kolumn, _inom(text, fel.context_mark or fel.problem_mark), f"{fel.context}: {fel.problem}"
    )
    över = vilse.ovanför()  # efter ett tankstreck märks felet först på raden under
    for nummer in dict.fromkeys((rad, vilse.början[0], rad if över is None else över)):
        if rättad := rättad_rad(text, nummer):
            return text.fynd((nummer, rättad.kolumn), "STR004", rättad.text, f"Skriv raden så: {kort(rättad.rad, 200)}")
    for mönster, förklara in _FÖRKLARINGAR:
        if re.search(mönster, vilse.problem) and (förklaring := förklara(vilse)):
            läge, vad, råd = förklaring
            return text.fynd(läge, "STR004", vad, råd)
    råd = "Jämför indrag, kolon och citattecken med raderna ovanför."
    return text.fynd(vilse.här, "STR004", "Raden går inte att läsa som YAML.", råd)


def _inom(text: Text, märke: Any) -> Läge:
    """Läget, som vid filens slut kan ligga på raden efter den sista."""
    if märke.line < len(text.rader):
        return märke.line, märke.column
    return len(text.rader) - 1, len(text.rader[-1])


def _indrag(rad: str) -> int:
    return len(rad) - len(rad.lstrip(" "))


def _citera(text: str) -> str:
    """Texten inom de citattecken som klarar den."""
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'


def _råd_citera(rad: str, kolumn: int) -> str:
    """Rådet att sätta citattecken om texten från kolumnen, med den rättade raden när den är kort nog att visa."""
    före, text = rad[:kolumn].lstrip(), rad[kolumn:].partition(" #")[0].strip().strip("”“„")
    if len(rad) > 100 or not text or "[" in före or "{" in före:
        return "Sätt citattecken före och efter texten."
    return f"Sätt citattecken om texten: {före}{_citera(text)}"


def börjar_med(rader: list[str], läge: Läge) -> tuple[str, str]:
    """Text och råd om ett tecken som inte får börja en text."""
    rad, kolumn = rader[läge[0]], läge[1]
    tecken, nästa = rad[kolumn : kolumn + 1], rad[kolumn + 1 : kolumn + 2]
    if tecken == "*" and nästa == " " and not rad[:kolumn].strip():
        return "En punkt i en lista börjar med streck (-), inte med stjärna.", f"Skriv -{kort(rad[kolumn + 1 :])}"
    if tecken == "-" and not rad[kolumn:].partition(" #")[0].strip(" -") and rad[:kolumn].strip(" -"):
        return "Ett ensamt streck är inget svar.", f"Skriv svaret, eller ta bort strecket: {rad[:kolumn].strip()}"
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
        nästa = händelser(v.text.text)
        while (händelse := nästa()) is not None:
            sista = händelse if isinstance(händelse, ScalarEvent) else sista
    except YAMLError:
        pass
    if sista is None or sista.style not in {'"', "'"} or not läge_för(sista)[0] < sista.end_mark.line == v.rad:
        return None
    text = f"Citattecknet som börjar texten här avslutas först på rad {v.rad + 1}, och där fortsätter raden."
    return läge_för(sista), text, f"Skriv ett likadant citattecken ({sista.style}) där texten slutar."


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
    return (läge, *börjar_med(v.text.rader, läge)) if v.raden[kolumn] in "[{*&!" else None


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
    nyckelord = kort(rader[över][kolumn:].partition(":")[0])
    text = f"Raden är indragen under rad {över + 1}, som redan har ett värde."
    råd = f"Börja raden i kolumn {kolumn + 1}, rakt under {nyckelord} på rad {över + 1}."
    return (v.rad, _indrag(v.raden)), text, råd


def _saknat_kolon(text: Text, nummer: int) -> _Förklaring:
    """Raden saknar kolon, eller mellanslaget efter kolonet eller strecket."""
    rad = text.rader[nummer]
    if m := _STRECK_UTAN_MELLANSLAG.match(rad):
        return (nummer, m.end() - 1), "Efter strecket saknas ett mellanslag.", f"Skriv - {kort(rad[m.end() :])}"
    if m := _INGET_MELLANSLAG.match(rad):
        råd = f"Skriv {kort(f'{m[0].lstrip()} {rad[m.end() :]}')}"
        return (nummer, m.end() - 1), "Efter kolonet saknas ett mellanslag.", råd
    ord_ = kort(rad.partition(" #")[0].strip())
    vad = "Raden har inget kolon, så det syns inte vad som är nyckel och vad som är värde."
    råd = "Hör raden till texten ovanför ska den dras in under den."
    if " " in ord_ and (över := _tom_nyckel_över(text, nummer)) is not None:
        råd = f"Är det texten till {kort(text.rader[över].strip())} skrivs | efter kolonet på rad {över + 1}, och texten dras in."
    return (nummer, _indrag(rad)), vad, f"Skriv {ord_}: om det är en nyckel. {råd}"


def _tom_nyckel_över(text: Text, nummer: int) -> int | None:
    """Raden med nyckeln som texten på raden kan vara värdet till, när det inte står något efter kolonet."""
    indrag = _indrag(text.rader[nummer])
    for över in range(nummer - 1, -1, -1):
        rad = text.rader[över]
        if not rad.strip() or rad.lstrip().startswith("#") or (_indrag(rad) == indrag and not _NYCKEL.match(rad)):
            continue
        nyckel = _NYCKEL.match(rad)
        return över if nyckel and nyckel.end() == len(rad) and _indrag(rad) <= indrag else None
    return None


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
    return v.början, *börjar_med(v.text.rader, v.början)


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
    return (första, _indrag(rader[första])), text, f"Skriv - före {kort(rader[första].strip())}"


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


def fasta_mellanslag(text: Text) -> Iterator[Fynd]:
    """Fasta mellanslag som ser ut som indrag men blir en del av ordet. Inuti löpande text är de rätt."""
    rader = ((nummer, rad) for nummer, rad in enumerate(text.rader) if "\u00a0" in rad)
    inledda = {(nummer, m.start(1)) for nummer, rad in rader if (m := _FAST_INDRAG.match(rad))}
    nästa = händelser(text.text)
    while inledda and not isinstance(händelse := nästa(), StreamEndEvent):
        if isinstance(händelse, ScalarEvent) and händelse.implicit[0] and läge_för(händelse) in inledda:
            yield text.fynd(läge_för(händelse), "STR004", *_FAST_MELLANSLAG)
