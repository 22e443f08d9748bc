"""Ett inskickat formulär in, svaren som är nya ut, och rutorna som någon annan har ändrat i filen under tiden.

Varje ruta skickar med vad som stod i filen när sidan visades. Bara en ruta som är ändrad är ett svar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.arkiv.urval.planer import Urvalsfel
from planverktyg.blanketter.formular.underlag import DEL, FÖRSLAG, NY, SOM_FÖRUT, STOD, Konflikt
from planverktyg.blanketter.inskrivning import Svar
from planverktyg.blanketter.rutor import det_som_står, står, är_lika
from planverktyg.blanketter.svarsnycklar import Svarsart
from planverktyg.blanketter.svarsrad import BORT, det_som_försvinner, svarsrader, tolka_svar
from planverktyg.modell.grund.svenska import versal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planverktyg.blanketter.inskrivning import Uppföljningsfil
    from planverktyg.blanketter.svarsrad import Svarsrad
    from planverktyg.modell.plan import Plandokument


class Inskickat(NamedTuple):
    """En rad som skickats in."""

    rad: Svarsrad
    ny: Mapping[str, str]
    stod: Mapping[str, str]


class Tolkat(NamedTuple):
    """Det nya i det som skickats in. `svar` är None när inget är nytt."""

    svar: Svar | None
    konflikter: tuple[Konflikt, ...]


def läs_inskickat(plan: Plandokument, fält: Iterable[tuple[str, str]]) -> Inskickat:
    """Raden och rutorna. Reser `Urvalsfel` när raden inte finns i planen."""
    par = [(namn, värde.replace("\r\n", "\n").strip()) for namn, värde in fält]
    vilken = next((värde for namn, värde in par if namn == "rad"), "")
    rad = next((r for r in svarsrader(plan) if r.vilken == vilken), None)
    if rad is None:
        raise Urvalsfel("Raden finns inte i planen längre. Läs om sidan.")
    ny, stod = (
        {namn.removeprefix(början): värde for namn, värde in par if namn.startswith(början)} for början in (NY, STOD)
    )
    if any(namn == SOM_FÖRUT for namn, _ in par):
        ny |= {n.removeprefix(FÖRSLAG): värde for n, värde in par if n.startswith(FÖRSLAG)}
    return Inskickat(rad, _hopsatta(ny), stod)


def _hopsatta(ny: Mapping[str, str]) -> dict[str, str]:
    """Rutorna med ett uppslags delar som en text: `kvinnor=80, män=77`."""
    hela: dict[str, str] = {}
    for namn, text in ny.items():
        nyckel, är_del, delens_namn = namn.partition(DEL)
        if är_del:
            hela[nyckel] = ", ".join(filter(None, (hela.get(nyckel, ""), f"{delens_namn}={text}" if text else "")))
        else:
            hela[nyckel] = text
    return hela


def tolka(inskickat: Inskickat, fil: Uppföljningsfil) -> Tolkat:
    """Svaren i rutorna som är ändrade. Reser `Urvalsfel` när något av dem inte går att skriva."""
    rad, svarat = inskickat.rad, det_som_står(fil)
    svar: dict[str, list[str]] = {}
    konflikter = []
    for namn, text in inskickat.ny.items():
        stod, nu = inskickat.stod.get(namn, ""), står(svarat, rad.slag, rad.rutt, namn, skilje="\n")
        if är_lika(text, stod) or är_lika(text, nu):
            continue
        if är_lika(nu, stod):
            _kräv_hela_uppslaget(rad, namn, text, nu)
            svar[namn] = _texterna(rad, namn, text)
        else:
            konflikter.append(Konflikt(versal(namn), nu or "tomt", text or "tomt"))
    if konflikter or not svar:
        return Tolkat(None, tuple(konflikter))
    return Tolkat(Svar(rad, tolka_svar(rad, None, svar)), ())


def _kräv_hela_uppslaget(rad: Svarsrad, namn: str, text: str, nu: str) -> None:
    """Ett av namnen i ett uppslag, eller en post i en lista, går inte att ta bort för sig: det skulle tyst stå kvar."""
    nyckel = rad.slag.finns(namn)
    if nyckel is not None and text and (borta := det_som_försvinner(nyckel, text, nu)):
        raise Urvalsfel(f"{borta} går inte att ta bort för sig. Töm hela {namn}, spara, och skriv det som ska stå.")


def _texterna(rad: Svarsrad, namn: str, text: str) -> list[str]:
    """Rutans text som svar: en tom ruta tar bort det som stod, och i en lista är varje rad en post."""
    nyckel = rad.slag.finns(namn)
    if nyckel is not None and nyckel.art is Svarsart.LISTA:
        return text.split("\n") if text else [BORT]
    return (
        [" ".join(text.split("\n")) if nyckel is None or nyckel.art is not Svarsart.TEXT else text] if text else [BORT]
    )
