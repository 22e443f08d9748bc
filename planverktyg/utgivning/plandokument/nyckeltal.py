"""En grupp nyckeltal in, tabellen i plandokumentet ut: värdena år för år, med det som de jämförs med."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import versal
from planverktyg.modell.plan import UTAN_MÅLVÄRDE
from planverktyg.utgivning.ord.celler import (
    TOMT,
    kort_tid,
    lång_tid,
    mätnoter,
    skriv_frånvaro,
    skriv_med_delar,
    synlig_enhet,
)
from planverktyg.utgivning.ord.fakta import indikatorfakta
from planverktyg.utgivning.underlag.dokument import Cell, Kolumn, Tabell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.modell.indikator import Indikator, TidigareVärde
    from planverktyg.modell.plan import Nyckeltalsgrupp
    from planverktyg.utgivning.ord.fakta import Namn

NAMN = "Nyckeltal"


def planens_nyckeltal(grupp: Nyckeltalsgrupp, etikett: str, namn: Namn) -> Tabell:
    """En rad för varje nyckeltal, och en kolumn för varje tid som något har ett värde för, äldst först."""
    tider = sorted({v.avser for i in grupp.nyckeltal for v in äldre_värden(i) if v.avser is not None})
    utan_tid = any(v.avser is None for i in grupp.nyckeltal for v in äldre_värden(i))
    kolumner = [Kolumn(NAMN), *(Kolumn(versal(lång_tid(tid))) for tid in tider)]
    kolumner += [Kolumn("Tidigare")] if utan_tid else []
    rader = []
    for i in grupp.nyckeltal:
        värden = {v.avser: v for v in äldre_värden(i)}
        celler = [_cell(värden.get(tid), i.enhet) for tid in (*tider, *((None,) if utan_tid else ()))]
        rader.append(
            (Cell(skriv_namn(i), noter=tuple(f for f in indikatorfakta(i, namn) if f.text != UTAN_MÅLVÄRDE)), *celler)
        )
    return Tabell(etikett, tuple(kolumner), tuple(rader))


def skriv_namn(i: Indikator) -> str:
    """Nyckeltalet med sin enhet, när den inte syns i namnet."""
    enhet = synlig_enhet(i.namn, i.enhet)
    return i.med_nummer + (f" ({enhet})" if enhet else "")


def äldre_värden(i: Indikator) -> Iterator[TidigareVärde]:
    """Planens värden, äldst först: historiken och sedan utgångsvärdet."""
    if i.utgångsvärde is not None:
        yield from i.utgångsvärde.historik
        yield i.utgångsvärde


def _cell(v: TidigareVärde | None, enhet: str | None) -> Cell:
    return (
        Cell(TOMT)
        if v is None
        else Cell(skriv(v, enhet), kursiv=v.frånvaro is not None, noter=tuple(mätnoter(v, enhet)))
    )


def skriv(v: TidigareVärde, enhet: str | None, *, med_tid: bool = False) -> str:
    """Värdet, eller varför det inte finns: `14,6 %`, `Mättes inte.`"""
    finns = v.frånvaro is None or v.värde is not None
    skrivet = skriv_med_delar(v, enhet) if finns else skriv_frånvaro(v.frånvaro or ("", ""))
    tillägg = [kort_tid(v.avser)] if med_tid and v.avser else []
    tillägg += [ord_ for ord_, gäller in (("prognos", v.prognos), ("preliminärt", v.preliminärt)) if gäller]
    return skrivet + (f" ({', '.join(tillägg)})" if tillägg else "")
