"""Två versioner in, de par av dokument som är samma sak ut.

Ett dokument känns igen på sitt innehåll: planens id, uppföljningens plan och period, kommunens id. En fil som har flyttats
eller bytt namn är därför ingen ändring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planverktyg.arkiv.version import Fil, Version


class Filpar(NamedTuple):
    """Samma dokument i två versioner; None där det inte finns."""

    gammal: Fil | None
    ny: Fil | None


class Parning(NamedTuple):
    """Paren, och en mening om varje fil som inte heter eller ligger som förut."""

    par: list[Filpar]
    besked: list[str]


def para_filer(gammal: Version, ny: Version) -> Parning:
    """Dokumenten som hör ihop, i den nya versionens ordning; de borttagna sist.

    Först paras det som har samma id på samma plats, sedan samma id, samma plats, och sist det som är mest likt. Den som inte kan
    läsas i den ena versionen är inte med alls, och inte det som låg i en mapp som inte går att öppna: det är varken ändrat,
    borttaget eller tillagt.
    """
    funna: dict[str, Fil] = {}
    besked: list[str] = []
    kvar = {f.sökväg: f for f in gammal.filer}
    for hör_ihop in (_samma, _samma_id, _samma_plats, _lika):
        for fil in ny.filer:
            if fil.sökväg in funna:
                continue
            if (träff := next((f for f in kvar.values() if hör_ihop(f, fil)), None)) is not None:
                funna[fil.sökväg] = kvar.pop(träff.sökväg)
                besked += _hur(träff, fil, hör_ihop)
    besked += _kopior(ny, funna)
    par = [Filpar(funna.get(fil.sökväg), fil) for fil in ny.filer] + [Filpar(fil, None) for fil in kvar.values()]
    trasiga = [f for v in (gammal, ny) for f in v.filer if not f.är_hel]
    ensamma = {f.sökväg for p in par for f in p if f and None in p}
    dolda = {f.kännetecken for f in trasiga} | {f.sökväg for f in trasiga if f.sökväg in ensamma}
    stängda = tuple(f"{f.sökväg}/" for f in trasiga)
    par = [p for p in par if None not in p or not any(f and f.sökväg.startswith(stängda) for f in p)]
    return Parning([p for p in par if all(_kan_jämföras(f, ensam=None in p, dolda=dolda) for f in p if f)], besked)


def _samma(gammal: Fil, ny: Fil) -> bool:
    return gammal.sökväg == ny.sökväg and gammal.kännetecken == ny.kännetecken


def _samma_id(gammal: Fil, ny: Fil) -> bool:
    return gammal.kännetecken is not None and gammal.kännetecken == ny.kännetecken


def _samma_plats(gammal: Fil, ny: Fil) -> bool:
    """Filen på samma plats, av samma slag, är samma dokument även om dess id har ändrats."""
    return gammal.sökväg == ny.sökväg and _slag(gammal) == _slag(ny) != ""


def _lika(gammal: Fil, ny: Fil) -> bool:
    """Två planer som har minst hälften av sina id gemensamma."""
    if not (gammal.är_hel and ny.är_hel and _slag(gammal) == _slag(ny) == "plan"):
        return False
    return är_lika(gammal.idn, ny.idn)


def är_lika(då: frozenset[str], nu: frozenset[str]) -> bool:
    """Om två planer med de id:na har minst hälften av dem gemensamma."""
    return 2 * len(då & nu) >= max(len(då), len(nu)) > 1


def _slag(fil: Fil) -> str:
    return fil.kännetecken[0] if fil.kännetecken else ""


def _hur(gammal: Fil, ny: Fil, hör_ihop: Callable[[Fil, Fil], bool]) -> list[str]:
    if hör_ihop is _samma_id:
        return [f"{gammal.sökväg} har flyttats till {ny.sökväg}; samma id."]
    if hör_ihop is _samma_plats and gammal.är_hel and ny.är_hel:
        return [f"{ny.sökväg} har bytt id ({_id(gammal)} → {_id(ny)}); samma plats."]
    if hör_ihop is _lika:
        return [f"{gammal.sökväg} ({_id(gammal)}) jämförs med {ny.sökväg} ({_id(ny)}): innehållet är mest likt."]
    return []


def _id(fil: Fil) -> str:
    return " ".join(fil.kännetecken[1:]) if fil.kännetecken else ""


def _kopior(ny: Version, funna: Mapping[str, Fil]) -> list[str]:
    """Nya filer som säger sig vara samma dokument som en annan."""
    paren = {f.kännetecken: f.sökväg for f in ny.filer if f.sökväg in funna and f.kännetecken}
    return [
        f"{f.sökväg} är en ny fil med samma id som {paren[f.kännetecken]}."
        for f in ny.filer
        if f.sökväg not in funna and f.kännetecken in paren
    ]


def _kan_jämföras(fil: Fil, *, ensam: bool, dolda: set[Any]) -> bool:
    return fil.är_hel and fil.jämförs and not (ensam and (fil.kännetecken in dolda or fil.sökväg in dolda))
