"""En källa, en rutt och ett värde in, källan med värdet på sitt ställe ut. `Ingrepp` läser sedan resultatet igen."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import yaml

from planverktyg.arkiv.ingrepp.noder import början, efter_kolon, hitta, värdets_slut, är_block, är_tomt
from planverktyg.arkiv.ingrepp.radtext import Vägran
from planverktyg.arkiv.ingrepp.skrivsatt import Skrivet, par, post, skriv_block, skriv_flöde, skriv_nyckel, skriv_punkt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.arkiv.ingrepp.noder import Ställe
    from planverktyg.arkiv.ingrepp.radtext import Radtext
    from planverktyg.arkiv.ingrepp.skrivsatt import Nytt
    from planverktyg.arkiv.syntax.text import Läge
    from planverktyg.modell.grund.plats import Rutt


def skriv_in(källa: Radtext, rutt: Rutt, värde: Nytt, ordning: Sequence[str]) -> Radtext:
    """Källan med värdet på rutten. Allt utom ruttens sista steg måste finnas."""
    ställen = hitta(källa.text, rutt)
    mål = ställen[-1]
    if len(ställen) == len(rutt) + 1:
        return _ersätt(källa, mål, värde, överst=len(rutt) == 1)
    if len(ställen) < len(rutt):
        raise Vägran("Raden står som en hänvisning (*namn) till något annat ställe i filen.")
    if isinstance(mål.värde, yaml.SequenceNode):
        return _lägg_sist_i_listan(källa, mål.värde, värde)
    nyckel = str(rutt[-1])
    if not isinstance(mål.värde, yaml.MappingNode):
        raise Vägran(f"{nyckel} går inte att skriva där, för där står redan ett ensamt värde.")
    lägg = _i_klammern if mål.värde.flow_style else _på_ny_rad
    return lägg(källa, mål.värde, nyckel, värde, ordning)


def byt_nyckel(källa: Radtext, rutt: Rutt, ny: str) -> Radtext:
    """Källan med en annan nyckel sist på rutten."""
    nyckel = _måste_finnas(källa, rutt).nyckel
    if nyckel is None:
        raise Vägran("En punkt i en lista har ingen nyckel.")
    return källa.ersätt(början(nyckel), (nyckel.end_mark.line, nyckel.end_mark.column), skriv_nyckel(ny))


def ta_bort(källa: Radtext, rutt: Rutt) -> Radtext:
    """Källan utan det som står på rutten."""
    ställe = _måste_finnas(källa, rutt)
    från, till = _i_flödet(källa, ställe) if ställe.samling.flow_style else _hela_rader(källa, ställe)
    return källa.ersätt(från, till, "")


def _måste_finnas(källa: Radtext, rutt: Rutt) -> Ställe:
    ställen = hitta(källa.text, rutt)
    if len(ställen) <= len(rutt):
        raise Vägran(f"{rutt[-1]} finns inte på det stället.")
    return ställen[-1]


def _i_flödet(källa: Radtext, ställe: Ställe) -> tuple[Läge, Läge]:
    """Där en post inom klamrar börjar och slutar, med ett av kommatecknen."""
    poster: list[tuple[Any, Any]] = [p if isinstance(p, tuple) else (None, p) for p in ställe.samling.value]
    plats = next(n for n, (_, värde) in enumerate(poster) if värde is ställe.värde)
    if plats + 1 < len(poster):
        nyckel, värde = poster[plats + 1]
        return början(ställe.nyckel or ställe.värde), början(nyckel or värde)
    från = _slut_för(poster[plats - 1], källa) if plats else början(ställe.nyckel or ställe.värde)
    return från, värdets_slut(ställe.nyckel, ställe.värde, källa.rader)


def _slut_för(post: tuple[Any, Any], källa: Radtext) -> Läge:
    """Läget efter värdets sista tecken, för en nyckel med sitt värde."""
    nyckel, värde = post
    return värdets_slut(nyckel, värde, källa.rader)


def _hela_rader(källa: Radtext, ställe: Ställe) -> tuple[Läge, Läge]:
    """Slutet på raden ovanför, och slutet på den sista raden."""
    rad, kolumn = början(ställe.nyckel or ställe.värde)
    if rad == 0 or källa.rader[rad][:kolumn].strip(" " if ställe.nyckel else " -"):
        raise Vägran("Raden har också något annat, så den går inte att ta bort för sig.")
    sista = värdets_slut(ställe.nyckel, ställe.värde, källa.rader)[0]
    return källa.radens_slut(rad - 1), källa.radens_slut(sista)


# --- Ett värde som redan finns ----------------------------------------------------------------------


def _ersätt(källa: Radtext, ställe: Ställe, värde: Nytt, *, överst: bool) -> Radtext:
    """Byter ett ensamt värde, eller fyller i ett som är tomt."""
    gammalt, nyckel = ställe.värde, ställe.nyckel
    if isinstance(gammalt, yaml.CollectionNode) and gammalt.value:
        raise Vägran("Där står flera uppgifter, som inte kan bytas mot en.")
    tomt = är_tomt(gammalt)
    från = efter_kolon(nyckel, källa.rader) if tomt and nyckel is not None else början(gammalt)
    slut = värdets_slut(nyckel, gammalt, källa.rader)
    if ställe.i_klammer or nyckel is None:
        skrivet = Skrivet(skriv_flöde(värde) if ställe.i_klammer else skriv_punkt(värde))
    else:
        kolon = efter_kolon(nyckel, källa.rader)[1]
        kolumn = nyckel.start_mark.column
        skrivet = skriv_block(värde, kolumn, _steg(källa.rader), nyckelns_slut=kolon, helst_rader=överst)
    if skrivet.under or är_block(gammalt):
        return _byt_rader(källa, ställe, skrivet, slut)
    return källa.ersätt(från, slut, (" " if tomt else "") + skrivet.på_raden)


def _byt_rader(källa: Radtext, ställe: Ställe, skrivet: Skrivet, slut: Läge) -> Radtext:
    """Byter värdet på nyckelns rad och raderna under, och låter kommentaren på nyckelns rad stå kvar."""
    if ställe.nyckel is None:
        raise Vägran("Värdet står på flera rader i en lista. Skriv det på en rad först.")
    efter = efter_kolon(ställe.nyckel, källa.rader)
    rad = källa.rader[efter[0]]
    if är_block(ställe.värde):
        kommentar = re.search(r"(?<![ \t])[ \t]+#.*", rad[ställe.värde.start_mark.column :])
        rest = kommentar[0] if kommentar else ""
    elif slut[0] == efter[0]:
        rest = rad[slut[1] :]
    else:
        raise Vägran("Värdet står på flera rader. Skriv det på en rad först.")
    på_raden = f" {skrivet.på_raden}" if skrivet.på_raden else ""
    return källa.ersätt(efter, källa.radens_slut(slut[0]), "\n".join([på_raden + rest.rstrip(), *skrivet.under]))


# --- En ny nyckel -----------------------------------------------------------------------------------


def _på_ny_rad(källa: Radtext, samling: Any, nyckel: str, värde: Nytt, ordning: Sequence[str]) -> Radtext:
    """Lägger nyckeln på en egen rad efter den som kommer före i ordningen, annars före den som kommer efter."""
    kolumn = samling.value[0][0].start_mark.column
    överst = kolumn == 0
    nya = list(par(nyckel, värde, kolumn, _steg(källa.rader), helst_rader=överst))
    luft = [""] if överst and _luft_överst(källa.rader, samling) else []
    före, efter = _grannar(samling, nyckel, ordning)
    if före is None and efter is not None and not källa.rader[början(efter[0])[0]][:kolumn].strip():
        rad = _med_kommentarerna(källa.rader, början(efter[0])[0])
        return _lägg_rader(källa, rad, [*nya, *luft])
    return _lägg_rader(källa, _slut_för(före or samling.value[-1], källa)[0] + 1, [*luft, *nya])


def _lägg_rader(källa: Radtext, rad: int, nya: Sequence[str]) -> Radtext:
    """Skjuter in raderna så att den första får radnumret."""
    if rad == 0:
        return källa.ersätt((0, 0), (0, 0), "".join(f"{ny}\n" for ny in nya))
    läge = källa.radens_slut(rad - 1)
    return källa.ersätt(läge, läge, "".join(f"\n{ny}" for ny in nya))


def _grannar(samling: Any, nyckel: str, ordning: Sequence[str]) -> tuple[Any, Any]:
    """Paret som närmast föregår nyckeln i ordningen och det som närmast följer, bland dem som finns."""
    finns = {n.value: (n, v) for n, v in samling.value}
    if nyckel not in ordning:
        return None, None
    plats = list(ordning).index(nyckel)
    före = next((finns[n] for n in reversed(ordning[:plats]) if n in finns), None)
    return före, next((finns[n] for n in ordning[plats + 1 :] if n in finns), None)


def _med_kommentarerna(rader: Sequence[str], rad: int) -> int:
    """Raden där kommentarerna direkt ovanför börjar: de hör till raden under."""
    while rad and rader[rad - 1].lstrip().startswith("#"):
        rad -= 1
    return rad


def _luft_överst(rader: Sequence[str], samling: Any) -> bool:
    """Om filen har tomma rader mellan sina delar."""
    börjar = [_med_kommentarerna(rader, nyckel.start_mark.line) for nyckel, _ in samling.value[1:]]
    return not börjar or any(not rader[rad - 1].strip() for rad in börjar)


def _i_klammern(källa: Radtext, samling: Any, nyckel: str, värde: Nytt, ordning: Sequence[str]) -> Radtext:
    """Lägger nyckeln inom klamrarna: `{värde: 1890, prognos: 2700}`."""
    skrivet = f"{skriv_nyckel(nyckel)}: {skriv_flöde(värde)}"
    if not samling.value:
        läge = (samling.start_mark.line, samling.start_mark.column + 1)
        return källa.ersätt(läge, läge, skrivet)
    före, efter = _grannar(samling, nyckel, ordning)
    if före is None and efter is not None:
        läge = början(efter[0])
        return källa.ersätt(läge, läge, f"{skrivet}, ")
    läge = _slut_för(före or samling.value[-1], källa)
    return källa.ersätt(läge, läge, f", {skrivet}")


def _lägg_sist_i_listan(källa: Radtext, lista: Any, värde: Nytt) -> Radtext:
    """Lägger värdet sist i en lista."""
    if not lista.flow_style:
        nya = list(post(värde, lista.start_mark.column, _steg(källa.rader)))
        return _lägg_rader(källa, värdets_slut(None, lista, källa.rader)[0] + 1, nya)
    if lista.value:
        läge = värdets_slut(None, lista.value[-1], källa.rader)
        return källa.ersätt(läge, läge, f", {skriv_flöde(värde)}")
    läge = (lista.start_mark.line, lista.start_mark.column + 1)
    return källa.ersätt(läge, läge, skriv_flöde(värde))


def _steg(rader: Sequence[str]) -> int:
    """Hur mycket filen drar in: det första indraget under en nyckel, annars två."""
    for över, under in pairwise(rader):
        indrag = len(under) - len(under.lstrip(" "))
        if re.match(r"[^\s#-][^#]*:\s*$", över) and indrag and under.strip()[:1] not in {"", "#", "-"}:
            return indrag
    return 2
