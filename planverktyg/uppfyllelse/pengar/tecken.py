"""Belopp så som källan skriver dem in, nettokostnader ut: en kostnad är positiv, ett överskott i verksamheten negativt.

Källan kan skriva kostnader med eller utan minus, och intäkter med det andra tecknet eller med samma. Slaget avgör: står
alla intäkter i en tabell med minus är det så källan skriver dem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.uppfyllelse.pengar.rakning import Summa, lägg_ihop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from planverktyg.modell.ekonomi import Budgetrad, Driftbudget, Ekonomiutfall, Kostnadstecken, Postutfall, Tabellrad

_SLAG_AV_NAMNET = {
    "intäkter": "intäkter", "summa intäkter": "intäkter", "verksamhetens intäkter": "intäkter",
    "kostnader": "kostnader", "summa kostnader": "kostnader", "verksamhetens kostnader": "kostnader",
    "bruttokostnader": "kostnader",
    "nettokostnad": "nettokostnad", "nettokostnader": "nettokostnad",
    "resultat": "resultat", "årets resultat": "resultat",
}  # fmt: skip
"""Namn som själva är ett slag."""


def slag_av(post: Budgetrad | Postutfall | Tabellrad) -> str | None:
    """Radens slag: det som står, annars det som namnet är."""
    return post.slag or _SLAG_AV_NAMNET.get(post.namn.casefold().strip())


def kostnadstecken(kostnader: Kostnadstecken) -> int:
    """1 när kostnader skrivs utan minus, −1 när de skrivs med."""
    return -1 if kostnader == "negativa" else 1


def beloppens_tecken(rapport: Ekonomiutfall, post: Postutfall | None = None) -> int:
    """1 när postens belopp är kostnader som de står, −1 när ett positivt belopp är en intäkt eller ett överskott."""
    slag = (slag_av(post) if post is not None else rapport.slag) or rapport.slag or "nettokostnad"
    belopp = (post or rapport).budget, (post or rapport).utfall, (post or rapport).prognos
    kända = [b for b in belopp if b]
    if slag == "resultat":
        return -1
    if slag == "intäkter":  # med minus är de redan skrivna som negativa kostnader
        return 1 if kända and all(b < 0 for b in kända) else -1
    return kostnadstecken(rapport.kostnader)


class Delar(NamedTuple):
    """En kolumn i en driftbudget, sorterad efter slag. Kostnader och intäkter är positiva."""

    kostnader: tuple[Decimal, ...]
    intäkter: tuple[Decimal, ...]
    medel: tuple[Decimal, ...]
    """Riktade medel och återsökningar, som kan räknas som intäkter eller redan vara med i dem."""
    övriga: tuple[Decimal, ...]
    """Rader utan slag, som kostnader."""
    nettokostnad: Decimal | None
    kommunbidrag: Decimal | None
    resultat: Decimal | None

    @property
    def räknat_netto(self) -> Summa | None:
        """Nettokostnaden mot kostnader minus intäkter, eller None när tabellen inte har alla tre."""
        if self.nettokostnad is None or not (self.kostnader and self.intäkter):
            return None
        möjliga = [Summa(self.nettokostnad, netto, termer) for netto, termer in self._netton()]
        return min(möjliga, key=lambda s: s.skillnad) if any(s.stämmer for s in möjliga) else möjliga[0]

    @property
    def räknat_resultat(self) -> Summa | None:
        """Resultatet mot kommunbidraget minus nettokostnaden, annars mot intäkter minus kostnader."""
        if self.resultat is None:
            return None
        if self.kommunbidrag is not None and self.nettokostnad is not None:
            termer = (self.kommunbidrag, -self.nettokostnad)
            return Summa(self.resultat, lägg_ihop(termer), termer)
        if self.nettokostnad is not None or not (self.kostnader and self.intäkter):
            return None
        bidrag = (self.kommunbidrag,) if self.kommunbidrag is not None else ()
        möjliga = [
            Summa(self.resultat, lägg_ihop(bidrag) - netto, (*bidrag, *termer)) for netto, termer in self._netton()
        ]
        return min(möjliga, key=lambda s: s.skillnad) if any(s.stämmer for s in möjliga) else möjliga[0]

    @property
    def netto(self) -> Decimal | None:
        """Nettokostnaden: den som står, annars kostnader minus intäkter, annars resultatet med omvänt tecken."""
        if self.nettokostnad is not None:
            return self.nettokostnad
        if self.kostnader or self.intäkter:
            return next(self._netton())[0]
        return -self.resultat if self.resultat is not None and self.kommunbidrag is None else None

    def _netton(self) -> Iterator[tuple[Decimal, tuple[Decimal, ...]]]:
        """Det som nettot kan vara: kostnader minus intäkter, också när en rad är summan av de andra av sitt slag."""
        for kostnader in _läsningar(self.kostnader):
            for intäkter in _läsningar(self.intäkter):
                termer = (*kostnader, *(-i for i in intäkter))
                yield lägg_ihop(termer), termer
                for till in (self.medel, self.övriga):
                    if till:
                        med = (*termer, *(-m for m in till)) if till is self.medel else (*termer, *till)
                        yield lägg_ihop(med), med


def _läsningar(belopp: tuple[Decimal, ...]) -> Iterator[tuple[Decimal, ...]]:
    """Raderna var för sig; men är en av dem summan av de andra är den ensam det hela."""
    for nr, ett in enumerate(belopp):
        andra = (*belopp[:nr], *belopp[nr + 1 :])
        if len(andra) > 1 and ett and ett == lägg_ihop(andra):
            yield (ett,)
            return
    yield belopp


def dela_upp(rader: Iterable[tuple[str | None, Decimal | None]], kostnader: Kostnadstecken) -> Delar:
    """Radernas slag och belopp i en kolumn, sorterade efter slag och med samma tecken vilken källan än är."""
    tecken = kostnadstecken(kostnader)
    per_slag: dict[str | None, list[Decimal]] = {}
    for slag, belopp in rader:
        if belopp is not None:
            per_slag.setdefault(slag, []).append(belopp)
    intäktstecken = _intäkternas_tecken(per_slag.get("intäkter", []), tecken)

    def med(slag: str | None, tecken: int) -> tuple[Decimal, ...]:
        return tuple(b * tecken for b in per_slag.get(slag, []))

    def ett(slag: str, tecken: int) -> Decimal | None:
        funna = med(slag, tecken)
        return funna[0] if len(funna) == 1 else lägg_ihop(funna) if funna else None

    return Delar(
        kostnader=med("kostnader", tecken),
        intäkter=med("intäkter", intäktstecken),
        medel=(*med("riktade medel", intäktstecken), *med("återsökning", intäktstecken)),
        övriga=med(None, tecken),
        nettokostnad=ett("nettokostnad", tecken),
        kommunbidrag=ett("kommunbidrag", intäktstecken),
        resultat=ett("resultat", 1),
    )


def _intäkternas_tecken(intäkter: Sequence[Decimal], tecken: int) -> int:
    """−1 när källan skriver kostnader utan minus och alla intäkter med."""
    return -1 if tecken == 1 and any(intäkter) and all(i <= 0 for i in intäkter) else 1


def budgetens_delar(tabell: Driftbudget, kolumn: str) -> Delar:
    """Driftbudgetens delar i kolumnen `budget` eller `föregående`. En rad som är summan av andra räknas inte om igen."""
    summerade = {id_ for rad in tabell.rader for id_ in rad.summa_av}
    rader = [(slag_av(rad), getattr(rad, kolumn)) for rad in tabell.rader if rad.id is None or rad.id not in summerade]
    return dela_upp(rader, tabell.kostnader)
