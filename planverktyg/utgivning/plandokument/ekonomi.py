"""Planens resurser in (kommunbidrag, investeringar, driftbudget och bryggor), tabeller ut."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, TypeVar

from planverktyg.modell.ekonomi import med_delar
from planverktyg.modell.grund.svenska import skriv_tal, versal
from planverktyg.uppfyllelse.pengar.arsbudget import budgetår
from planverktyg.uppfyllelse.pengar.rakning import skriv_angiven
from planverktyg.uppfyllelse.pengar.tabeller import påståenden
from planverktyg.utgivning.ord.celler import TOMT, lång_tid, nämner_ordet
from planverktyg.utgivning.underlag.dokument import Cell, Kolumn, Tabell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from planverktyg.modell.ekonomi import (
        Brygga,
        Budgetrad,
        Driftbudget,
        Ekonomi,
        Ekonomitabell,
        Investering,
        Investeringsrad,
        Kommunbidrag,
        Tabellkolumn,
        Tabellrad,
    )
    from planverktyg.modell.period import Planår
    from planverktyg.uppfyllelse.pengar.tabeller import Påstående

    _Rad = TypeVar("_Rad", Budgetrad, Investeringsrad, Tabellrad)


def bidragstabell(bidrag: Kommunbidrag, etikett: str) -> Tabell:
    """Anslaget år för år: budget för det första året, plan för de följande."""
    första, *följande = sorted(bidrag.belopp)
    kolumner = [
        Kolumn("Post"),
        Kolumn(f"Budget {första}", tal=True),
        *(Kolumn(f"Plan {å}", tal=True) for å in följande),
    ]
    rad = [Cell(f"Anslag – {bidrag.enhet}"), *(Cell(skriv_tal(bidrag.belopp[å])) for å in sorted(bidrag.belopp))]
    return Tabell(etikett, tuple(kolumner), (tuple(rad),))


def driftbudgettabell(budget: Driftbudget, år: Planår, etikett: str) -> Tabell:
    """Driftbudgetens rader: jämförelseåret, budgeten och förändringen."""
    rader = list(_namngivna(budget.rader))
    med_jämförelse = any(rad.föregående is not None for _, rad in rader)
    med_förändring = med_jämförelse or any(rad.förändring is not None for _, rad in rader)
    med_procent = any(rad.förändring_procent is not None for _, rad in rader)
    tid = lång_tid(budget.jämförelse) if budget.jämförelse else ""
    valda = (True, med_jämförelse, True, med_förändring, med_procent)
    kolumner = (
        _hörn(budget.hörnrubrik, budget.enhet),
        Kolumn(f"{versal(budget.jämförelsen_är)} {tid}".strip(), tal=True),
        Kolumn(f"Budget {budgetår(budget, år)}", tal=True),
        Kolumn("Förändring", tal=True),
        Kolumn("Förändring, %", tal=True),
    )
    celler = (_budgetrad(rad, _med_slag(namn, rad)) for namn, rad in rader)
    return Tabell(etikett, tuple(compress(kolumner, valda)), tuple(tuple(compress(rad, valda)) for rad in celler))


def _budgetrad(rad: Budgetrad, namn: str) -> tuple[Cell, ...]:
    förändring = rad.förändring
    if förändring is None and rad.föregående is not None:
        förändring = rad.budget - rad.föregående
    return (
        Cell(namn),
        Cell(TOMT if rad.föregående is None else skriv_tal(rad.föregående)),
        Cell(skriv_tal(rad.budget)),
        Cell(TOMT if förändring is None else _med_tecken(förändring)),
        Cell(TOMT if rad.förändring_procent is None else _med_tecken(rad.förändring_procent)),
    )


def _med_slag(namn: str, rad: Budgetrad) -> str:
    """`varav statsbidrag för förskolan (riktade medel)`: medel som inte är fria att använda märks ut."""
    märks = rad.slag in ("riktade medel", "återsökning") and rad.slag not in namn.casefold()
    return f"{namn} ({rad.slag})" if märks else namn


def _hörn(hörnrubrik: str | None, enhet: str) -> Kolumn:
    """Tabellens övre vänstra ruta: planens egen text med enheten, annars bara enheten."""
    return Kolumn(f"{hörnrubrik} ({enhet})" if hörnrubrik else f"Belopp i {enhet}")


def _namngivna(rader: tuple[_Rad, ...]) -> Iterator[tuple[str, _Rad]]:
    """Raderna i ordning, var och en följd av sina delar: `varav mark och exploatering`."""
    for rutt, rad in med_delar(rader, ()):
        är_helhet = len(rutt) == 1 or rad.namn.casefold().startswith("varav")
        yield (rad.namn if är_helhet else f"varav {rad.namn}"), rad


def ekonomitabell(tabell: Ekonomitabell, etikett: str) -> Tabell:
    """En tabell med planens egna kolumner. En rad med egen enhet säger den i sitt namn."""
    kolumner = (_hörn(tabell.hörnrubrik, tabell.enhet), *(Kolumn(_kolumnnamn(k), tal=True) for k in tabell.kolumner))
    rader = tuple((Cell(_radnamn(namn, rad)), *map(_tabellcell, rad.värden)) for namn, rad in _namngivna(tabell.rader))
    return Tabell(etikett, kolumner, rader)


def _kolumnnamn(kolumn: Tabellkolumn) -> str:
    """`Bokslut 2018`: tiden och en egen enhet läggs till när de inte redan står i namnet."""
    tid = lång_tid(kolumn.avser) if kolumn.avser else ""
    namn = kolumn.namn if tid in kolumn.namn else f"{kolumn.namn} {tid}"
    return namn if kolumn.enhet is None or nämner_ordet(namn, kolumn.enhet) else f"{namn}, {kolumn.enhet}"


def _radnamn(namn: str, rad: Tabellrad) -> str:
    """`Platser, antal (förskola/grundskola/gymnasium)`."""
    enhet = f", {rad.enhet}" if rad.enhet and not nämner_ordet(namn, rad.enhet) else ""
    delar = f" ({'/'.join(rad.delar)})" if rad.delar else ""
    return f"{namn}{enhet}{delar}"


def _tabellcell(tal: tuple[Decimal, ...]) -> Cell:
    return Cell("/".join(map(skriv_tal, tal)) or TOMT)


def bryggtabell(brygga: Brygga, enhet: str, etikett: str) -> Tabell:
    """Från det ingående beloppet, post för post med tecken, till det utgående."""
    ingående, utgående = brygga.ingående, brygga.utgående
    return Tabell(
        etikett,
        (Kolumn("Post"), Kolumn(f"Belopp i {enhet}", tal=True)),
        (
            (Cell(ingående.namn), Cell(skriv_tal(ingående.belopp))),
            *((Cell(post.namn), Cell(_med_tecken(post.belopp))) for post in brygga.poster),
        ),
        (Cell(utgående.namn), Cell(skriv_tal(utgående.belopp))),
    )


def investeringstabell(investering: Investering, etikett: str) -> Tabell | None:
    """Investeringarna år för år, eller None när planen bara har text om dem."""
    if not investering.rader:
        return None
    år = sorted({å for rad in investering.rader for å in rad.belopp} | set(investering.summa))
    kolumner = (Kolumn(f"Belopp i {investering.enhet}"), *(Kolumn(å, tal=True) for å in år))
    rader = tuple((Cell(namn), *_per_år(rad.belopp, år)) for namn, rad in _namngivna(investering.rader))
    summa = (Cell("Summa"), *_per_år(investering.summa, år)) if investering.summa else ()
    return Tabell(etikett, kolumner, rader, summa)


def räknade_om(ekonomi: Ekonomi) -> Iterator[str]:
    """Summorna som källan anger på ett annat sätt än delarna blir, med det räknade bredvid."""
    yield from skriv_omräknade(påståenden(ekonomi))


def skriv_omräknade(alla: Iterable[Påstående]) -> Iterator[str]:
    """De av påståendena där det angivna inte är det räknade, i ord."""
    for p in alla:
        if p.summa.skillnad:
            slut = ", vilket kan bero på avrundning" if p.summa.är_avrundad else ""
            yield f"{skriv_angiven(p.namn, p.summa, p.enhet)}{slut}."


def _per_år(belopp: Mapping[str, Decimal], år: Sequence[str]) -> Iterator[Cell]:
    return (Cell(skriv_tal(belopp[å]) if å in belopp else TOMT) for å in år)


def _med_tecken(belopp: Decimal) -> str:
    return skriv_tal(belopp, tecken=True)
