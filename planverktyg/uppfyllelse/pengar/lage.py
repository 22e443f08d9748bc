"""Planen och uppföljningen in, ekonomin per verksamhetsområde ut: årsbudget, utfall, prognos och avvikelse i kronor.

Rapporten, reglerna och jämförelsen med förra uppföljningen räknar med samma tal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.ekonomi import i_kronor
from planverktyg.modell.grund.svenska import versal
from planverktyg.uppfyllelse.pengar.arsbudget import områden_med_budget, planens_budgetar, årsbudgetar
from planverktyg.uppfyllelse.pengar.rakning import Summa, lägg_ihop, summera
from planverktyg.uppfyllelse.pengar.tabeller import Påstående
from planverktyg.uppfyllelse.pengar.tecken import beloppens_tecken, slag_av

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from planverktyg.modell.avvikelse import Avvikelsesvar
    from planverktyg.modell.ekonomi import Beloppsenhet, Ekonomiutfall, Postutfall
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse.pengar.arsbudget import Årsbudget


class Post(NamedTuple):
    """Ett verksamhetsområdes eller en posts ekonomi, som nettokostnader i kronor. None är inte rapporterat."""

    id: str
    namn: str
    årsbudget: Decimal | None
    budget: Decimal | None
    utfall: Decimal | None
    helår: Decimal | None
    """Det som jämförs med årsbudgeten: prognosen, eller utfallet vid årets slut."""
    prognos: Decimal | None
    tecken: int = 1
    """Gånger nettokostnaden blir beloppet så som uppföljningen skriver det."""
    angiven: Decimal | None = None
    """Avvikelsen som uppföljningen anger."""
    kommentar: str = ""
    svar: Avvikelsesvar | None = None
    """Orsaken till avvikelsen och vad som görs åt den."""
    poster: tuple[Post, ...] = ()
    """Poster inom verksamhetsområdet som redovisas för sig."""
    blandad: bool = False
    """Beloppen står med olika tecken, så att bara avvikelserna går att lägga ihop."""

    @property
    def räknad(self) -> Decimal | None:
        """Avvikelsen som beloppen ger: årsbudget minus helårets kostnad. Negativ är underskott."""
        if self.årsbudget is None or self.helår is None:
            return None
        return self.årsbudget - self.helår

    @property
    def avvikelse(self) -> Decimal | None:
        """Avvikelsen som gäller: den angivna, annars den som beloppen ger."""
        return self.räknad if self.angiven is None else self.angiven


class Siffror(NamedTuple):
    """Ekonomin i kronor, innan den skrivs i text."""

    enhet: Beloppsenhet
    helår: bool
    poster: tuple[Post, ...]
    i_summan: frozenset[str]
    """Id för områdena som summan består av: inte de som är en del av ett annat som räknas."""

    @property
    def summa(self) -> Post:
        """Områdena tillsammans; det som fattas för något av dem fattas i summan."""
        poster = [p for p in self.poster if p.id in self.i_summan]
        tecken = {p.tecken for p in poster}
        return Post(
            id="",
            namn="Summa",
            årsbudget=_summa(p.årsbudget for p in poster),
            budget=_summa(p.budget for p in poster),
            utfall=_summa(p.utfall for p in poster),
            helår=_summa(p.helår for p in poster),
            prognos=_summa(p.prognos for p in poster),
            tecken=poster[0].tecken if len(tecken) == 1 else 1,
            angiven=_summa(p.avvikelse for p in poster),
            blandad=len(tecken) > 1,
        )


def _summa(belopp: Iterable[Decimal | None]) -> Decimal | None:
    alla = list(belopp)
    kända = [b for b in alla if b is not None]
    return lägg_ihop(kända) if len(kända) == len(alla) else None


def räkna(plan: Plandokument, uppföljning: Uppföljningsdokument, *, helår: bool) -> Siffror | None:
    """Ekonomin per verksamhetsområde i planens ordning, eller None när varken plan eller uppföljning har någon."""
    år = uppföljning.uppföljning.per.year
    budgetar = {vo: planens_budgetar(plan, vo, år) for vo in sorted(områden_med_budget(plan))}
    med_budget = [vo for vo, planens in budgetar.items() if planens]
    ordning = [vo.id for vo in plan.verksamhetsområden]
    ids = [id_ for id_ in ordning if id_ in med_budget or id_ in uppföljning.ekonomi]
    ids += [id_ for id_ in (*uppföljning.ekonomi, *med_budget) if id_ not in ids]
    if not ids:
        return None
    enheter = {e.enhet for e in uppföljning.ekonomi.values()}
    enhet: Beloppsenhet = enheter.pop() if len(enheter) == 1 else "tkr"
    namn = {vo.id: f"{vo.nummer} {vo.namn}" if vo.nummer else vo.namn for vo in plan.verksamhetsområden}
    poster = tuple(
        områdets_post(id_, namn.get(id_, id_), budgetar.get(id_, []), uppföljning.ekonomi.get(id_), helår=helår)
        for id_ in dict.fromkeys(ids)
    )
    return Siffror(enhet, helår, poster, frozenset(_räknas(plan, ids, set(uppföljning.ekonomi))))


def _räknas(plan: Plandokument, visade: Sequence[str], rapporterade: set[str]) -> list[str]:
    """Områdena som summan består av. Är helheten inte rapporterad men alla dess delar är det räknas delarna."""
    ingår = {vo.id: vo.ingår_i for vo in plan.verksamhetsområden if vo.ingår_i is not None}
    delar: dict[str, list[str]] = {}
    for del_, helhet in ingår.items():
        delar.setdefault(helhet, []).append(del_)

    def ersätts(helhet: str) -> bool:
        return helhet not in rapporterade and bool(delar.get(helhet)) and rapporterade.issuperset(delar[helhet])

    def är_inräknad(id_: str) -> bool:
        sedda = {id_}
        över = ingår.get(id_)
        while över is not None and över not in sedda:
            if över in visade and not ersätts(över):
                return True
            sedda.add(över)
            över = ingår.get(över)
        return False

    return [id_ for id_ in visade if not ersätts(id_) and not är_inräknad(id_)]


def områdets_post(id_: str, namn: str, planens: list[Årsbudget], rapport: Ekonomiutfall | None, *, helår: bool) -> Post:
    """Ett verksamhetsområdes ekonomi, med det som planen säger om årets budget."""
    budgetar = årsbudgetar(planens, rapport, helår=helår)
    årsbudget = budgetar[0].kronor if budgetar else None
    if rapport is None:
        saknas = "Uppföljningen säger inget om ekonomin."
        return Post(id_, namn, årsbudget, None, None, None, None, kommentar=saknas)
    tecken = beloppens_tecken(rapport)
    utfall, prognos = (_netto(b, rapport, tecken) for b in (rapport.utfall, rapport.prognos))
    return Post(
        id_,
        namn,
        årsbudget,
        _netto(rapport.budget, rapport, tecken),
        utfall,
        utfall if helår else prognos,
        prognos,
        tecken,
        _netto(rapport.avvikelse, rapport, 1),
        rapport.kommentar or "",
        rapport,
        tuple(_underpost(u, rapport, helår=helår) for u in rapport.poster),
    )


def _underpost(u: Postutfall, rapport: Ekonomiutfall, *, helår: bool) -> Post:
    tecken = beloppens_tecken(rapport, u)
    budget, utfall, prognos = (_netto(b, rapport, tecken) for b in (u.budget, u.utfall, u.prognos))
    jämförs = utfall if helår and utfall is not None else prognos
    angiven = _netto(u.avvikelse, rapport, 1)
    return Post("", u.namn, budget, None, utfall, jämförs, prognos, tecken, angiven, u.kommentar or u.saknas or "")


def _netto(belopp: Decimal | None, rapport: Ekonomiutfall, tecken: int) -> Decimal | None:
    return None if belopp is None else i_kronor(belopp * tecken, rapport.enhet)


# --- Det som uppföljningens belopp påstår -----------------------------------------------------------


def postens_helår(u: Postutfall, *, helår: bool) -> Decimal | None:
    """Det belopp som postens avvikelse räknas på, så som det är skrivet."""
    return u.utfall if helår and u.utfall is not None else u.prognos


def områdets_belopp(rapport: Ekonomiutfall, kolumn: str, *, helår: bool) -> Decimal | None:
    """Områdets belopp i den kolumn som posterna har: en posts budget gäller helåret."""
    if kolumn == "budget":
        return rapport.budget if rapport.årsbudget is None and helår else rapport.årsbudget
    return rapport.utfall if kolumn == "utfall" else rapport.prognos


def posternas_netto(rapport: Ekonomiutfall, kolumn: str, *, helår: bool) -> Summa | None:
    """Områdets belopp mot posternas kostnader minus intäkter, eller None när posterna inte har båda eller något fattas."""
    helhet = områdets_belopp(rapport, kolumn, helår=helår)
    slagen = {slag_av(u) for u in rapport.poster}
    if helhet is None or slagen != {"kostnader", "intäkter"}:
        return None
    tecken = beloppens_tecken(rapport)
    termer = [
        b * beloppens_tecken(rapport, u) * tecken for u in rapport.poster if (b := getattr(u, kolumn)) is not None
    ]
    return summera(helhet, termer) if len(termer) == len(rapport.poster) else None


def uppföljningens_påståenden(uppföljning: Uppföljningsdokument, *, helår: bool) -> Iterator[Påstående]:
    """Det som uppföljningens poster påstår går ihop med sitt område."""
    for id_, rapport in uppföljning.ekonomi.items():
        for kolumn, fält in (("budget", "årsbudget"), ("utfall", "utfall"), ("prognos", "prognos")):
            summa = posternas_netto(rapport, kolumn, helår=helår)
            if summa is not None:
                skrivet = fält if fält != "årsbudget" or rapport.årsbudget is not None else "budget"
                yield Påstående(("ekonomi", id_, skrivet), f"{versal(kolumn)} för {id_}", summa, rapport.enhet)
