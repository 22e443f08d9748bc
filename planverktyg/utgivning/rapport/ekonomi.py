"""Ekonomin i planen och i uppföljningen in, prognos och avvikelse per verksamhetsområde ut.

Beloppen är nettokostnader: en prognos över årsbudgeten är ett underskott och visas med minus.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from planverktyg.modell.ekonomi import KRONOR, Ekonomiutfall, i_kronor
from planverktyg.modell.grund.svenska import avrunda, skriv_tal
from planverktyg.utgivning.ord.celler import KORTA_MÅNADER, TOMT
from planverktyg.utgivning.underlag.forstasidan import Ekonomi, Ekonomirad
from planverktyg.utgivning.underlag.gemensamt import Not, Omdöme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from planverktyg.modell.ekonomi import Beloppsenhet, Postutfall
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument


@dataclass(frozen=True, slots=True)
class Post:
    """Ett verksamhetsområdes ekonomi i kronor. None är inte rapporterat."""

    namn: str
    årsbudget: Decimal | None
    budget: Decimal | None
    utfall: Decimal | None
    helår: Decimal | None
    """Det som jämförs med årsbudgeten: prognosen, eller utfallet vid årets slut."""
    prognos: Decimal | None
    kommentar: str = ""
    poster: tuple[Post, ...] = ()
    """Poster inom verksamhetsområdet som redovisas för sig."""

    @property
    def avvikelse(self) -> Decimal | None:
        """Årsbudget minus helårets kostnad: negativ är underskott."""
        if self.årsbudget is None or self.helår is None:
            return None
        return self.årsbudget - self.helår


@dataclass(frozen=True, slots=True)
class Siffror:
    """Ekonomin i kronor, innan den skrivs i text."""

    enhet: Beloppsenhet
    helår: bool
    poster: tuple[Post, ...]

    @property
    def summa(self) -> Post:
        """Alla verksamhetsområden tillsammans; det som fattas för något av dem fattas i summan."""
        return Post(
            namn="Summa",
            årsbudget=_summa([p.årsbudget for p in self.poster]),
            budget=_summa([p.budget for p in self.poster]),
            utfall=_summa([p.utfall for p in self.poster]),
            helår=_summa([p.helår for p in self.poster]),
            prognos=_summa([p.prognos for p in self.poster]),
        )


def _summa(belopp: list[Decimal | None]) -> Decimal | None:
    kända = [b for b in belopp if b is not None]
    return sum(kända, Decimal(0)) if len(kända) == len(belopp) else None


def räkna(plan: Plandokument, uppföljning: Uppföljningsdokument, *, helår: bool) -> Siffror | None:
    """Ekonomin per verksamhetsområde i planens ordning, eller None när varken plan eller uppföljning har någon."""
    budgetar = dict(_årsbudgetar(plan, uppföljning.uppföljning.per.year))
    ordning = [vo.id for vo in plan.verksamhetsområden]
    ids = [id_ for id_ in ordning if id_ in budgetar or id_ in uppföljning.ekonomi]
    ids += [id_ for id_ in (*uppföljning.ekonomi, *budgetar) if id_ not in ids]
    if not ids:
        return None
    enheter = {e.enhet for e in uppföljning.ekonomi.values()}
    enhet: Beloppsenhet = enheter.pop() if len(enheter) == 1 else "tkr"
    namn = {vo.id: f"{vo.nummer} {vo.namn}" if vo.nummer else vo.namn for vo in plan.verksamhetsområden}
    poster = (
        _post(namn.get(i, i), budgetar.get(i), uppföljning.ekonomi.get(i), helår=helår) for i in dict.fromkeys(ids)
    )
    return Siffror(enhet, helår, tuple(poster))


def _årsbudgetar(plan: Plandokument, år: int) -> Iterator[tuple[str, Decimal]]:
    """Årets anslag per verksamhetsområde, i kronor: driftbudgetens kommunbidrag, annars kommunbidragets tabell."""
    for bidrag in plan.ekonomi.kommunbidrag:
        if bidrag.verksamhetsområde and str(år) in bidrag.belopp:
            yield bidrag.verksamhetsområde, i_kronor(bidrag.belopp[str(år)], bidrag.enhet)
    for tabell in plan.ekonomi.driftbudget:
        for rad in tabell.rader:
            if tabell.verksamhetsområde and rad.slag == "kommunbidrag":
                yield tabell.verksamhetsområde, abs(i_kronor(rad.budget, tabell.enhet))


def _post(namn: str, årsbudget: Decimal | None, rapport: Ekonomiutfall | None, *, helår: bool) -> Post:
    if rapport is None:
        return Post(namn, årsbudget, None, None, None, None, "Uppföljningen säger inget om ekonomin.")

    def kr(belopp: Decimal | None) -> Decimal | None:
        tecken = -1 if rapport.kostnader == "negativa" else 1
        return None if belopp is None else i_kronor(belopp * tecken, rapport.enhet)

    utfall, prognos = kr(rapport.utfall), kr(rapport.prognos)
    jämförs = utfall if helår else prognos
    return Post(
        namn,
        kr(rapport.årsbudget) if rapport.årsbudget is not None else årsbudget,
        kr(rapport.budget),
        utfall,
        jämförs,
        prognos,
        rapport.kommentar or "",
        tuple(_underpost(u, kr, helår=helår) for u in rapport.poster),
    )


def _underpost(u: Postutfall, kr: Callable[[Decimal | None], Decimal | None], *, helår: bool) -> Post:
    utfall, prognos = kr(u.utfall), kr(u.prognos)
    jämförs = utfall if helår and utfall is not None else prognos
    return Post(u.namn, kr(u.budget), None, utfall, jämförs, prognos, u.kommentar or "")


# --- Siffrorna i text -------------------------------------------------------------------------------


def skriv_ekonomi(siffror: Siffror, per: date) -> Ekonomi:
    """Siffrorna som tabell."""
    return Ekonomi(
        enhet=siffror.enhet,
        period=KORTA_MÅNADER[0] if per.month == 1 else f"{KORTA_MÅNADER[0]}–{KORTA_MÅNADER[per.month - 1]}",
        avvikelsen_är="årsbudget minus utfall" if siffror.helår else "årsbudget minus prognos",
        rader=tuple(_rad(post, siffror.enhet) for post in siffror.poster),
        summa=_rad(siffror.summa, siffror.enhet) if len(siffror.poster) > 1 else None,
        kommentarer=tuple(
            Not(p.namn, p.kommentar) for område in siffror.poster for p in (område, *område.poster) if p.kommentar
        ),
        poster=tuple(
            _rad(replace(p, namn=f"{område.namn}: {p.namn}"), siffror.enhet)
            for område in siffror.poster
            for p in område.poster
        ),
    )


def _rad(post: Post, enhet: Beloppsenhet) -> Ekonomirad:
    def text(kronor: Decimal | None, *, tecken: bool = False) -> str:
        return TOMT if kronor is None else skriv_tal(_i_enhet(kronor, enhet), tecken=tecken)

    return Ekonomirad(
        namn=post.namn,
        årsbudget=text(post.årsbudget),
        budget=text(post.budget),
        utfall=text(post.utfall),
        prognos=text(post.prognos),
        avvikelse=text(post.avvikelse, tecken=True),
        omdöme=_omdöme(post.avvikelse),
    )


def _i_enhet(kronor: Decimal, enhet: Beloppsenhet) -> Decimal:
    tal = (kronor / KRONOR[enhet]).normalize()
    return tal if cast("int", tal.as_tuple().exponent) <= 0 else tal.quantize(Decimal(1))


def _omdöme(avvikelse: Decimal | None) -> Omdöme | None:
    if avvikelse is None:
        return None
    if avvikelse < 0:
        return Omdöme("▼", "underskott", "röd")
    return Omdöme("▲", "överskott", "grön") if avvikelse > 0 else Omdöme("●", "i balans", "grön")


def skriv_avvikelse(kronor: Decimal) -> str:
    """Ett belopp att läsa i en mening: `6,5 mnkr`, `222 tkr`."""
    belopp = abs(kronor)
    if belopp >= KRONOR["mnkr"]:
        return f"{skriv_tal(avrunda(belopp / KRONOR['mnkr'], 1))} mnkr"
    return f"{skriv_tal(avrunda(belopp / KRONOR['tkr'], 0))} tkr"


def i_mening(siffror: Siffror) -> str:
    """Slutet på rapportens första mening: `ekonomin väntas visa ett underskott på 6,5 mnkr`."""
    avvikelse = siffror.summa.avvikelse
    visar = "visar" if siffror.helår else "väntas visa"
    if avvikelse is None:
        saknas = "utfall" if siffror.helår else "prognos"
        return f"ekonomin kan inte summeras eftersom {saknas} eller årsbudget saknas"
    if avvikelse == 0:
        return f"ekonomin {'är' if siffror.helår else 'väntas vara'} i balans"
    return f"ekonomin {visar} ett {'underskott' if avvikelse < 0 else 'överskott'} på {skriv_avvikelse(avvikelse)}"
