"""Ekonomins siffror in, tabeller och meningar ut: prognos och avvikelse per verksamhetsområde.

Beloppen visas så som uppföljningen skriver dem, och avvikelsen så som den anges. En prognos över årsbudgeten är ett
underskott och visas med minus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.ekonomi import KRONOR, skriv_kronor
from planverktyg.modell.grund.svenska import avrunda, skriv_tal, versal
from planverktyg.utgivning.ord.celler import KORTA_MÅNADER, TOMT, svar_i_text
from planverktyg.utgivning.rapport.diagram import rita_budget
from planverktyg.utgivning.underlag.forstasidan import Ekonomi, Ekonomirad
from planverktyg.utgivning.underlag.gemensamt import Not, Omdöme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from planverktyg.modell.ekonomi import Beloppsenhet
    from planverktyg.uppfyllelse.pengar.lage import Post, Siffror


class Förra(NamedTuple):
    """Den förra uppföljningens siffror, och vad den heter."""

    period: str
    siffror: Siffror

    @property
    def rubrik(self) -> str:
        """`Prognos tertial 1`; en period som själv heter prognos upprepas inte."""
        return versal(self.period) if self.period.startswith("prognos") else f"Prognos {self.period}"


def sedan_sist(siffror: Siffror | None, förra: Förra | None) -> str:
    """`Prognosen är 962 tkr sämre, från ett överskott på 867 tkr till ett underskott på 95 tkr.`"""
    if siffror is None or förra is None:
        return ""
    då, nu = förra.siffror.summa.avvikelse, siffror.summa.avvikelse
    if då is None or nu is None:
        return ""
    vad = "Årets avvikelse" if siffror.helår else "Prognosen"
    if då == nu:
        return f"{vad} är oförändrad: {_i_ord(nu)}."
    return (
        f"{vad} är {skriv_avvikelse(nu - då)} {'sämre' if nu < då else 'bättre'}, från {_i_ord(då)} till {_i_ord(nu)}."
    )


def _i_ord(avvikelse: Decimal) -> str:
    if not avvikelse:
        return "balans"
    return f"ett {'underskott' if avvikelse < 0 else 'överskott'} på {skriv_avvikelse(avvikelse)}"


_KOLUMNER: tuple[tuple[str, Callable[[Post], Decimal | None]], ...] = (
    ("årsbudget", lambda p: p.årsbudget),
    ("budget", lambda p: p.budget),
    ("utfall", lambda p: p.utfall),
    ("prognos", lambda p: p.prognos),
    ("avvikelse", lambda p: p.avvikelse),
)


def skriv_ekonomi(siffror: Siffror, per: date, förra: Förra | None = None) -> Ekonomi:
    """Siffrorna som tabell. `förra` är den förra uppföljningens siffror, för att visa hur prognosen har ändrats."""
    då = {p.id: p for p in förra.siffror.poster} if förra and not siffror.helår else {}
    visas = any(p.prognos is not None for p in då.values())
    if visas and förra:
        då[""] = förra.siffror.summa
    poster = tuple(p._replace(namn=f"{område.namn}: {p.namn}") for område in siffror.poster for p in område.poster)
    visade = (*siffror.poster, siffror.summa) if len(siffror.poster) > 1 else siffror.poster
    ordet = "Utfall" if siffror.helår else "Prognos"
    decimaler, posternas = (_decimaler(p, siffror.enhet) for p in (visade, poster))
    rader = tuple(_rad(_märkt(post, siffror), siffror.enhet, decimaler, då.get(post.id)) for post in siffror.poster)
    return Ekonomi(
        enhet=siffror.enhet,
        period=KORTA_MÅNADER[0] if per.month == 1 else f"{KORTA_MÅNADER[0]}–{KORTA_MÅNADER[per.month - 1]}",
        avvikelsen_är=f"årsbudget minus {ordet.casefold()}" + _tvärtom((*siffror.poster, *poster)),
        rader=rader,
        staplar=rita_budget(
            siffror.poster, [f"{r.utfall if siffror.helår else r.prognos} av {r.årsbudget}" for r in rader], ordet
        ),
        summa=_rad(siffror.summa, siffror.enhet, decimaler, då.get("")) if len(siffror.poster) > 1 else None,
        förra=förra.rubrik if förra and visas else "",
        kommentarer=tuple(_kommentarer(siffror)),
        poster=tuple(_rad(p, siffror.enhet, posternas) for p in poster),
        har_budget=any(r.budget != TOMT for r in rader),
        har_utfall=any(r.utfall != TOMT for r in rader),
        har_prognos=any(r.prognos != TOMT for r in rader),
    )


def _tvärtom(poster: Iterable[Post]) -> str:
    """Att intäkter, resultat och kostnader med minus räknas åt andra hållet, när någon rad gör det."""
    return ", och tvärtom där ett högre belopp är bättre" if any(p.tecken < 0 for p in poster) else ""


def _märkt(post: Post, siffror: Siffror) -> Post:
    """Ett område som redan är med i ett annat märks ut, så att summan går att räkna efter."""
    delar_finns = len(siffror.i_summan) < len(siffror.poster)
    ingår = delar_finns and post.id not in siffror.i_summan
    return post._replace(namn=f"varav {post.namn}") if ingår else post


def _kommentarer(siffror: Siffror) -> Iterator[Not]:
    for område in siffror.poster:
        for p in (område, *område.poster):
            if text := " ".join(filter(None, [p.kommentar, svar_i_text(p.svar) if p.svar else ""])):
                yield Not(p.namn, text)
            if p.angiven is not None and p.räknad is not None and p.angiven != p.räknad:
                angiven, räknad = (
                    f"{skriv_tal(_i_enhet(b, siffror.enhet), tecken=True)}" for b in (p.angiven, p.räknad)
                )
                yield Not(p.namn, f"Avvikelsen är angiven till {angiven} {siffror.enhet}; beloppen ger {räknad}.")


def _decimaler(poster: Iterable[Post], enhet: Beloppsenhet) -> dict[str, int]:
    """Hur många decimaler varje kolumn behöver, så att talen i den står med lika många."""
    alla = list(poster)
    return {
        namn: max((_antal_decimaler(_i_enhet(b, enhet)) for p in alla if (b := kolumn(p)) is not None), default=0)
        for namn, kolumn in _KOLUMNER
    }


def _antal_decimaler(tal: Decimal) -> int:
    return max(0, -int(tal.as_tuple().exponent))


def _rad(post: Post, enhet: Beloppsenhet, decimaler: dict[str, int], då: Post | None = None) -> Ekonomirad:
    def text(namn: str, kronor: Decimal | None) -> str:
        är_avvikelse = namn == "avvikelse"
        if kronor is None or (post.blandad and not är_avvikelse):
            return TOMT
        tal = _i_enhet(kronor if är_avvikelse else kronor * post.tecken, enhet)
        return skriv_tal(tal, decimaler=decimaler[namn], tecken=är_avvikelse)

    celler = {namn: text(namn, kolumn(post)) for namn, kolumn in _KOLUMNER}
    prognos = None if då is None or då.prognos is None or då.blandad else _i_enhet(då.prognos * post.tecken, enhet)
    förra = (
        TOMT if prognos is None else skriv_tal(prognos, decimaler=max(decimaler["prognos"], _antal_decimaler(prognos)))
    )
    return Ekonomirad(namn=post.namn, **celler, förra=förra, omdöme=avvikelsens_omdöme(post.avvikelse))


def _i_enhet(kronor: Decimal, enhet: Beloppsenhet) -> Decimal:
    tal = (kronor / KRONOR[enhet]).normalize()
    return tal if int(tal.as_tuple().exponent) <= 0 else tal.quantize(type(tal)(1))


def avvikelsens_omdöme(avvikelse: Decimal | None) -> Omdöme | None:
    """Underskott, överskott eller balans. None när avvikelsen inte är känd."""
    if avvikelse is None:
        return None
    if avvikelse < 0:
        return Omdöme("▼", "underskott", "röd")
    return Omdöme("▲", "överskott", "grön") if avvikelse > 0 else Omdöme("●", "i balans", "grön")


def skriv_avvikelse(kronor: Decimal) -> str:
    """Ett belopp att läsa i en mening: `6,5 mnkr`, `222 tkr`. Det som är mindre än ett tusental avrundas inte bort."""
    belopp = abs(kronor)
    if belopp < KRONOR["tkr"]:
        return skriv_kronor(belopp)
    if belopp >= KRONOR["mnkr"]:
        return f"{skriv_tal(avrunda(belopp / KRONOR['mnkr'], 1))} mnkr"
    return f"{skriv_tal(avrunda(belopp / KRONOR['tkr'], 0))} tkr"


def i_mening(siffror: Siffror) -> str:
    """Slutet på rapportens första mening: `ekonomin väntas visa ett underskott på 6,5 mnkr`."""
    avvikelse = siffror.summa.avvikelse
    visar = "visar" if siffror.helår else "väntas visa"
    if avvikelse is None:
        return f"ekonomin kan inte summeras eftersom {_det_som_fattas(siffror)}"
    if avvikelse == 0:
        return f"ekonomin {'är' if siffror.helår else 'väntas vara'} i balans"
    return f"ekonomin {visar} ett {'underskott' if avvikelse < 0 else 'överskott'} på {skriv_avvikelse(avvikelse)}"


def _det_som_fattas(siffror: Siffror) -> str:
    """`årsbudget saknas`, `utfall saknas`: bara det som faktiskt fattas."""
    räknade = [p for p in siffror.poster if p.id in siffror.i_summan]
    delar = ["årsbudget"] if any(p.årsbudget is None for p in räknade) else []
    delar += ["utfall" if siffror.helår else "prognos"] if any(p.helår is None for p in räknade) else []
    return f"{' och '.join(delar)} saknas"
