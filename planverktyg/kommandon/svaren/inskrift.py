"""Svar in, uppföljningens fil skriven ut: ändringen visas rad för rad, och ett svar med fel skrivs inte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.arkiv.ingrepp import jämför_rader
from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.inskrivning import Svar, kräv_rättelse, skriv_in
from planverktyg.kommandon.terminal.skrivning import byt_innehåll, skriv_ny_fil
from planverktyg.kommandon.terminal.utskrift import KanInteSkriva, skriv_fel, skriv_ut
from planverktyg.utgivning.format import Format
from planverktyg.utgivning.fynd import Granskat, skriv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from planverktyg.arkiv.akt import Akt
    from planverktyg.blanketter.inskrivning import Uppföljningsfil
    from planverktyg.blanketter.tabell import Tabell
    from planverktyg.modell.grund.fynd import Fynd


def skriv_svaren(akt: Akt, fil: Uppföljningsfil, svaren: Sequence[Svar], *, prova: bool = False) -> int:
    """Skriver svaren och lämnar slutkoden. Reser `Urvalsfel` när något av dem är fel: då är inget skrivet."""
    if rättelse := kräv_rättelse(fil, svaren):
        skriv_fel(rättelse)
    inskrivet = skriv_in(akt, fil, svaren)
    if fil.dokument is not None and inskrivet.nya == fil.källa:
        skriv_fel(f"Det står redan så i {fil.sökväg}.")
        return 0
    if inskrivet.fel:
        raise Urvalsfel(f"Inget är skrivet i {fil.sökväg}:", slutkod=1, fynd=inskrivet.fel)
    skriv_ut(_visa_ändringen(fil.sökväg, fil.källa if fil.dokument is not None else b"", inskrivet.nya))
    for text in inskrivet.borttaget:
        skriv_fel(text)
    rörda = {rad.id for rad, _ in svaren}
    if varningar := [f for f in inskrivet.fynd if f.gäller in rörda]:
        skriv_fel(_i_ord(varningar))
    if prova:
        skriv_fel(f"Inget är skrivet i {fil.sökväg}.")
        return 0
    spara(fil, inskrivet.nya)
    skriv_fel(f"Skrev {fil.sökväg}")
    return 0


def spara(fil: Uppföljningsfil, nya: bytes) -> None:
    """Skriver filen, om den fortfarande är den som lästes. Reser annars `KanInteSkriva`."""
    if fil.dokument is not None:
        byt_innehåll(fil.sökväg, fil.källa, nya)
        return
    try:
        skriv_ny_fil(fil.sökväg, nya)
    except KanInteSkriva as fel:
        if not isinstance(fel.__cause__, FileExistsError):
            raise
        skäl = "skapades av någon annan under tiden. Inget är skrivet; kör kommandot igen."
        raise KanInteSkriva(f"{fil.sökväg} {skäl}") from fel


def _visa_ändringen(fil: Path, före: bytes, efter: bytes) -> str:
    """Raderna som är borttagna (-) och tillagda (+), med radnummer där varje ställe börjar."""
    if not före:
        return "".join(
            f"{rad}\n" for rad in [f"{fil} (ny fil)", *(f"+ {r}".rstrip() for r in efter.decode().splitlines())]
        )
    rader: list[str] = []
    for ställe in jämför_rader(före, efter):
        rader += [f"{fil} rad {ställe.rad}", *(f"- {r}" for r in ställe.förut), *(f"+ {r}".rstrip() for r in ställe.nu)]
    return "".join(f"{rad}\n" for rad in rader)


def _i_ord(fynd: Sequence[Fynd]) -> str:
    granskat = [Granskat(fynd, sorted({f.plats.fil for f in fynd}))]
    return "".join(skriv(granskat, Format.TEXT, bredd=80, färg=False)).rstrip()


def dela_efter_fel(akt: Akt, fil: Uppföljningsfil, tabell: Tabell) -> tuple[tuple[Svar, ...], tuple[str, ...]]:
    """Svaren i en tabell som går att skriva, och felen i de andra med rad eller ruta. Ett fel döljer inget annat."""
    kvar = [*tabell.svar, *tabell.halva]
    felen: list[tuple[str, str]] = []
    while kvar and (fel := skriv_in(akt, fil, kvar).fel):
        felaktiga = {f.gäller for f in fel}
        onda = [svar for svar in kvar if svar.rad.id in felaktiga]
        if not felaktiga <= {svar.rad.id for svar in onda}:  # ett okänt ord säger inte vilken rad det gäller
            onda += [svar for svar in kvar if svar not in onda and skriv_in(akt, fil, [svar]).fel]
        if not onda:  # ett fel som inte hör till någon rad: då går inget att skriva
            return (), (*(text for _, text in felen), _i_ord(fel))
        for svar in onda:
            felen += _felen_i(akt, fil, svar, tabell.var) or [
                _säg(svar, f, tabell.var) for f in fel if f.gäller == svar.rad.id
            ]
        kvar = [svar for svar in kvar if svar not in onda]
    ordning = {plats: nr for nr, plats in enumerate(tabell.var.values())}
    felen.sort(key=lambda ett: ordning[ett[0]])
    return tuple(svar for svar in kvar if svar in tabell.svar), tuple(dict.fromkeys(text for _, text in felen))


def _felen_i(akt: Akt, fil: Uppföljningsfil, svar: Svar, var: Mapping[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Felen i ett svar, med platsen: nyckel för nyckel, och annars i dem tillsammans."""
    delar = [Svar(svar.rad, {nyckel: värde}) for nyckel, värde in svar.svar.items()]
    funna = [(del_, f) for del_ in delar for f in skriv_in(akt, fil, [del_]).fel]
    funna = funna if funna or len(delar) == 1 else [(svar, f) for f in skriv_in(akt, fil, [svar]).fel]
    return [_säg(del_, f, var) for del_, f in funna]


def _säg(svar: Svar, fynd: Fynd, var: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    """Platsen, och felet i ord."""
    plats = var[svar.rad.vilken, next(iter(svar.svar))]
    text = fynd.text if fynd.text.endswith((".", "!", "?")) else f"{fynd.text}."
    return plats, f"{plats} ({svar.rad.id}): {text} {fynd.råd} ({fynd.kod})"
