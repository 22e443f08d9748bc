"""Planens resurser in (kommunbidrag, investeringar, driftbudget och bryggor), tabeller ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.rapport.celltext import TOMT, lång_tid
from planverktyg.rapport.planunderlag import Cell, Kolumn, Tabell
from planverktyg.svenska import skriv_tal, versal

if TYPE_CHECKING:
    from decimal import Decimal

    from planverktyg.modell.ekonomi import Brygga, Driftbudget, Investering, Kommunbidrag
    from planverktyg.modell.period import Planår


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
    budgetår = år.från if år.från == år.till else budget.jämförelse.år + 1
    kolumner = (
        Kolumn(f"Belopp i {budget.enhet}"),
        Kolumn(f"{versal(budget.jämförelsen_är)} {lång_tid(budget.jämförelse)}", tal=True),
        Kolumn(f"Budget {budgetår}", tal=True),
        Kolumn("Förändring", tal=True),
    )
    rader = tuple(
        (
            Cell(rad.namn),
            Cell(skriv_tal(rad.föregående)),
            Cell(skriv_tal(rad.budget)),
            Cell(_med_tecken(rad.budget - rad.föregående if rad.förändring is None else rad.förändring)),
        )
        for rad in budget.rader
    )
    return Tabell(etikett, kolumner, rader)


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
    år = sorted({å for rad in investering.rader for å in rad.belopp})
    kolumner = (Kolumn(f"Belopp i {investering.enhet}"), *(Kolumn(å, tal=True) for å in år))
    rader = tuple(
        (Cell(rad.namn), *(Cell(skriv_tal(rad.belopp[å]) if å in rad.belopp else TOMT) for å in år))
        for rad in investering.rader
    )
    return Tabell(etikett, kolumner, rader)


def _med_tecken(belopp: Decimal) -> str:
    return skriv_tal(belopp, tecken=True)
