"""Två tabeller i ekonomin in, en ändring ut: varje belopp som är ett annat, och vad det gör med summan.

Beloppen jämförs i kronor, så att en tabell som skrivs om från tkr till mnkr inte får några ändrade belopp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from planverktyg.modell.ekonomi import (
    KRONOR,
    Bryggpost,
    Budgetrad,
    Driftbudget,
    Ekonomitabell,
    Investering,
    Investeringsrad,
    Kommunbidrag,
    Tabellrad,
    i_kronor,
    skriv_kronor,
)
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.skillnad.andringar import BudgetÄndrad, Tyngd
from planverktyg.skillnad.ord import SAKNAS
from planverktyg.uppfyllelse.pengar.arsbudget import budgetår
from planverktyg.uppfyllelse.pengar.rakning import lägg_ihop
from planverktyg.uppfyllelse.pengar.tecken import budgetens_delar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from planverktyg.modell.byggsten import Del
    from planverktyg.modell.noder import Nod
    from planverktyg.modell.plan import Plandokument
    from planverktyg.skillnad.andringar import Ställe
    from planverktyg.skillnad.parning import Par

Tabell: TypeAlias = Kommunbidrag | Driftbudget | Investering | Ekonomitabell
TABELLER = (Kommunbidrag, Driftbudget, Investering, Ekonomitabell)

BELOPP: frozenset[tuple[type[Del], str]] = frozenset(
    {
        (Kommunbidrag, "belopp"), (Investering, "summa"), (Investeringsrad, "belopp"), (Bryggpost, "belopp"),
        (Budgetrad, "föregående"), (Budgetrad, "budget"), (Budgetrad, "förändring"), (Tabellrad, "värden"),
    }
)  # fmt: skip
"""Fälten som jämförs här, som belopp, och därför inte ett och ett."""

_NAMN = {Kommunbidrag: "Kommunbidraget", Driftbudget: "Budgeten", Investering: "Investeringarna"}
_ALLA = {Kommunbidrag: "Alla kommunbidrag", Driftbudget: "Alla driftbudgetar", Investering: "Alla investeringar"}
_FLEST_RADER = 12
"""Så många ändrade belopp räknas upp; resten räknas bara."""


class Cell(NamedTuple):
    """Ett belopp i en tabell: raden, kolumnen, talet och dess enhet."""

    rad: str
    kolumn: str
    tal: Decimal
    enhet: str

    @property
    def jämförbart(self) -> Decimal:
        """Beloppet i kronor, eller talet självt när enheten inte är pengar."""
        return self.tal * KRONOR.get(self.enhet, 1)


def jämför_tabeller(gammal: Nod, ny: Nod, ställe: Ställe, par: Par, planer: tuple[Any, Any]) -> Iterator[BudgetÄndrad]:
    """De ändrade beloppen i en tabell, med summan före och efter. `planer` är hela planerna, för den samlade summan."""
    före, efter = gammal.del_, ny.del_
    assert isinstance(före, TABELLER)
    assert isinstance(efter, TABELLER)
    rader = list(_ändrade_rader(gammal, ny, par))
    if not rader:
        return
    år = _ändrade_år(före, efter)
    då, nu = summa(före, år), summa(efter, år)
    med_tecken = isinstance(efter, Driftbudget) and any(b is not None and b < 0 for b in (då, nu))
    if len(år) == len(rader) == 1 and isinstance(efter, Kommunbidrag):
        rader = []  # beloppet står redan i från och till
    if len(rader) > _FLEST_RADER:
        rader = [*rader[:_FLEST_RADER], f"och {len(rader) - _FLEST_RADER} belopp till"]
    yield BudgetÄndrad(
        ställe=ställe,
        tyngd=_tyngd(då, nu),
        från=_skriv_netto(då, med_tecken=med_tecken) if då is not None else "",
        till=_skriv_netto(nu, med_tecken=med_tecken) if nu is not None else "",
        detaljer=(*rader, *_samlat(efter, planer, år)),
        vad=_NAMN.get(type(efter), "Beloppen"),
        skillnad=_skriv_skillnad(då, nu, år) if då is not None and nu is not None else "",
    )


def beskriv_tabell(tabell: Tabell) -> str:
    """Tabellens summa i korthet, eller tomt när den inte har någon."""
    kronor = summa(tabell)
    return skriv_kronor(kronor) if kronor is not None else ""


def summa(tabell: Tabell, år: Collection[str] = ()) -> Decimal | None:
    """Tabellens summa i kronor, för de åren eller för alla. En tabell med egna kolumner har ingen."""
    if isinstance(tabell, Ekonomitabell):
        return None
    if isinstance(tabell, Kommunbidrag):
        tal = _över_år([tabell.belopp], år)
    elif isinstance(tabell, Investering):
        tal = _över_år([rad.belopp for rad in tabell.rader], år)
    else:
        tal = _budget(tabell)
    return i_kronor(tal, tabell.enhet)


def _över_år(belopp: Iterable[Mapping[str, Decimal]], år: Collection[str]) -> Decimal:
    return lägg_ihop(tal for rad in belopp for ett, tal in rad.items() if not år or ett in år)


def _budget(tabell: Driftbudget) -> Decimal:
    """Nettokostnaden: den som står i tabellen eller följer av kostnader och intäkter, annars kommunbidraget eller raderna."""
    delar = budgetens_delar(tabell, "budget")
    netto = delar.netto if delar.netto is not None else delar.kommunbidrag
    return netto if netto is not None else lägg_ihop(delar.övriga)


def _tyngd(då: Decimal | None, nu: Decimal | None) -> Tyngd:
    """En större budget stärker planen. För en verksamhet som ska ge överskott är det ett mindre överskott som försvagar den."""
    if då is None or nu is None or då == nu:
        return Tyngd.ÄNDRAR
    är_bättre = nu < då if min(då, nu) < 0 else nu > då
    return Tyngd.STÄRKER if är_bättre else Tyngd.FÖRSVAGAR


def _skriv_netto(kronor: Decimal, *, med_tecken: bool) -> str:
    """`1 mnkr`; en verksamhet som ska ge överskott har en nettointäkt."""
    if not med_tecken:
        return skriv_kronor(kronor)
    return f"{'nettointäkt' if kronor < 0 else 'nettokostnad'} {skriv_kronor(abs(kronor))}"


def _skriv_skillnad(då: Decimal, nu: Decimal, år: Sequence[str]) -> str:
    if då == nu:
        return "har ändrats, men inte summan"
    vilka = f" {år[0]}" if len(år) == 1 else f" sammanlagt {år[0]}–{år[-1]}" if år else ""
    if min(då, nu) < 0:
        return f"är {skriv_kronor(abs(nu - då))} {'sämre' if nu > då else 'bättre'}{vilka}"
    return f"{'minskar' if nu < då else 'ökar'} med {skriv_kronor(abs(nu - då))}{vilka}"


def _ändrade_år(före: Tabell, efter: Tabell) -> list[str]:
    """Åren vars summa är en annan, för en tabell med ett belopp för varje år."""
    alla = sorted({*_år(före), *_år(efter)})
    return [år for år in alla if summa(före, [år]) != summa(efter, [år])]


def _år(tabell: Tabell) -> Iterable[str]:
    if isinstance(tabell, Kommunbidrag):
        return tabell.belopp
    return [år for rad in tabell.rader for år in rad.belopp] if isinstance(tabell, Investering) else []


def _samlat(tabell: Tabell, planer: tuple[Plandokument, Plandokument], år: Sequence[str]) -> Iterator[str]:
    """Summan av alla tabeller av samma slag, när det finns flera. Driftbudgetar för olika år läggs inte ihop."""
    slag = type(tabell)
    if slag not in _ALLA or len(_av_slag(planer[1], slag)) < 2:
        return
    budgetens = _budgetens_år(tabell, planer[1])
    med = [[t for t in _av_slag(plan, slag) if _budgetens_år(t, plan) == budgetens] for plan in planer]
    if len(med[1]) < 2:
        return
    if len(med[1]) < len(_av_slag(planer[1], slag)):
        år = [str(budgetens)]
    då, nu = (_summera(tabeller, år) for tabeller in med)
    vilka = f" {år[0]}" if len(år) == 1 else f" {år[0]}–{år[-1]}" if år else ""
    ändring = f"{skriv_kronor(nu)} (oförändrat)" if då == nu else f"{skriv_kronor(då)} → {skriv_kronor(nu)}"
    yield f"{_ALLA[slag]}{vilka} tillsammans: {ändring}"


def _budgetens_år(tabell: Tabell, plan: Plandokument) -> int | None:
    """Året som en driftbudget gäller. En tabell med ett belopp för varje år gäller dem alla."""
    return budgetår(tabell, plan.plan.år) if isinstance(tabell, Driftbudget) else None


def _av_slag(plan: Plandokument, slag: type[Tabell]) -> list[Tabell]:
    e = plan.ekonomi
    return [t for t in (*e.kommunbidrag, *e.driftbudget, *e.investeringar) if isinstance(t, slag)]


def _summera(tabeller: Iterable[Tabell], år: Sequence[str]) -> Decimal:
    return lägg_ihop(s for t in tabeller if (s := summa(t, år)) is not None)


# --- Belopp för belopp ------------------------------------------------------------------------------


def _ändrade_rader(gammal: Nod, ny: Nod, par: Par) -> Iterator[str]:
    for nod in ny.alla():
        före = par.till_gammal.get(id(nod))
        yield from _ändrade_celler(_celler(före, gammal.del_) if före else {}, _celler(nod, ny.del_))
    for nod in gammal.alla():
        if not par.är_parad(nod):
            yield from _ändrade_celler(_celler(nod, gammal.del_), {})


def _ändrade_celler(före: dict[str, Cell], efter: dict[str, Cell]) -> Iterator[str]:
    for nyckel in dict.fromkeys((*före, *efter)):
        gammal, ny = före.get(nyckel), efter.get(nyckel)
        if gammal is None or ny is None or gammal.jämförbart != ny.jämförbart:
            visad = ny or gammal
            assert visad is not None
            vad = ", ".join(del_ for del_ in (visad.rad, visad.kolumn) if del_)
            yield f"{vad}: {_skriv(gammal)} → {_skriv(ny)}{_mellanskillnad(gammal, ny)}"


def _skriv(cell: Cell | None) -> str:
    return f"{skriv_tal(cell.tal)} {cell.enhet}".rstrip() if cell else SAKNAS


def _mellanskillnad(gammal: Cell | None, ny: Cell | None) -> str:
    if gammal is None or ny is None or gammal.enhet != ny.enhet:
        return ""
    return f" ({skriv_tal(ny.tal - gammal.tal, tecken=True)})"


def _celler(nod: Nod, tabell: Del) -> dict[str, Cell]:
    """Radens belopp, efter kolumn."""
    del_, enhet = nod.del_, getattr(tabell, "enhet", "")
    if isinstance(del_, Kommunbidrag):
        return {år: Cell("", år, tal, enhet) for år, tal in del_.belopp.items()}
    if isinstance(del_, Investering):
        return {år: Cell("Summa", år, tal, enhet) for år, tal in del_.summa.items()}
    if isinstance(del_, Investeringsrad):
        return {år: Cell(del_.namn, år, tal, enhet) for år, tal in del_.belopp.items()}
    if isinstance(del_, Bryggpost):
        return {"belopp": Cell(del_.namn, "", del_.belopp, enhet)}
    if isinstance(del_, Budgetrad):
        skrivna = {"budget": del_.budget, "föregående": del_.föregående, "förändring": del_.förändring}
        return {k: Cell(del_.namn, k, tal, enhet) for k, tal in skrivna.items() if tal is not None}
    if isinstance(del_, Tabellrad) and isinstance(tabell, Ekonomitabell):
        return _tabellceller(del_, tabell)
    return {}


def _tabellceller(rad: Tabellrad, tabell: Ekonomitabell) -> dict[str, Cell]:
    delar = rad.delar or ("",)
    return {
        f"{nr} {del_}": Cell(
            ", ".join(filter(None, (rad.namn, del_))), kolumn.namn, tal, tabell.cellens_enhet(rad, kolumn)
        )
        for nr, (kolumn, talen) in enumerate(zip(tabell.kolumner, rad.värden, strict=False))
        for del_, tal in zip(delar, talen, strict=False)
    }
