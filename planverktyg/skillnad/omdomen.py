"""En plan före och efter in, bedömningarna som blir andra ut, med orsaken: planen, uppföljningen eller husreglerna.

Ändringarna läggs på en i taget: först den nya planen, sedan den nya uppföljningen, sist de nya husreglerna. Där en
bedömning slår om syns därför vad som gjorde det.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.bedomning import jämför_steg
from planverktyg.skillnad.andringar import OmdömeÄndrat, Ställe, Tyngd
from planverktyg.uppfyllelse import bedöm
from planverktyg.uppfyllelse.ordval import skriv_omdöme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.bedomning import Bedömningssteg, Skala
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse import Skäl

UPPFÖLJNINGEN = "uppföljningen"
"""Orsaken när det är de lämnade uppgifterna som har ändrats, inte kraven."""


class Underlag(NamedTuple):
    """Det som en bedömning görs av: planen, uppföljningen med de äldre, och husreglerna."""

    plan: Plandokument
    uppföljning: Uppföljningsdokument
    tidigare: Sequence[Uppföljningsdokument]
    husregler: Husregler


class _Omdöme(NamedTuple):
    slag: str
    namn: str
    steg: Bedömningssteg | None
    skäl: Skäl | None
    skala: Skala
    husregler: Husregler

    def skriv(self) -> str:
        return skriv_omdöme(self.steg, self.skäl, self.husregler)


def jämför_omdömen(
    då: Underlag, nu: Underlag, dokument: str, ny: Dokument[Uppföljningsdokument]
) -> Iterator[OmdömeÄndrat]:
    """Bedömningarna av mål och indikatorer som blir andra i en uppföljning."""
    kedja = [
        ("", då),
        ("planen", då._replace(plan=nu.plan)),
        (UPPFÖLJNINGEN, nu._replace(husregler=då.husregler, uppföljning=_med_bedömningar(nu, då))),
        ("en beslutad bedömning", nu._replace(husregler=då.husregler)),
        ("husreglerna", nu),
    ]
    länkar = [(orsak, före, efter) for (_, före), (orsak, efter) in pairwise(kedja) if före != efter]
    for orsak, före, efter in länkar:
        gamla, nya = _omdömen(före), _omdömen(efter)
        for id_, nytt in nya.items():
            gammalt = gamla.get(id_)
            if gammalt is not None and gammalt.skriv() != nytt.skriv():
                rutt = ("utfall" if nytt.slag == "indikator" else "bedömningar", id_)
                ställe = Ställe(dokument, nytt.slag, id_, nytt.namn, rutt, ny.träd.plats(rutt))
                samma_utfall = då.uppföljning.utfall.get(id_) == nu.uppföljning.utfall.get(id_)
                yield _ändrat(gammalt, nytt, ställe, orsak, samma_utfall=samma_utfall)


def _med_bedömningar(nu: Underlag, då: Underlag) -> Uppföljningsdokument:
    """Den nya uppföljningen med de gamla beslutade bedömningarna: så syns vad uppgifterna själva gör."""
    return nu.uppföljning.model_copy(update={"bedömningar": då.uppföljning.bedömningar})


def _omdömen(u: Underlag) -> dict[str, _Omdöme]:
    uppfyllelse = bedöm(u.plan, u.uppföljning, u.husregler, u.tidigare)
    omdömen = {
        m.mål.id: _Omdöme("mål", m.mål.namn, m.steg, m.skäl, uppfyllelse.skala, u.husregler)
        for m in uppfyllelse.alla_mål()
    }
    return omdömen | {
        i.indikator.id: _Omdöme("indikator", i.indikator.namn, i.steg, i.skäl, uppfyllelse.skala, u.husregler)
        for i in uppfyllelse.alla_indikatorer()
    }


def _ändrat(gammalt: _Omdöme, nytt: _Omdöme, ställe: Ställe, orsak: str, *, samma_utfall: bool) -> OmdömeÄndrat:
    riktning = _riktning(gammalt, nytt)
    tyngd, detalj = Tyngd.ÄNDRAR, ""
    if orsak != UPPFÖLJNINGEN and riktning:
        tyngd = Tyngd.FÖRSVAGAR if riktning > 0 else Tyngd.STÄRKER
        utan = "utan att utfallet har ändrats" if samma_utfall else "oberoende av att utfallet också har ändrats"
        detalj = f"Bedömningen blir {'bättre' if riktning > 0 else 'sämre'} {utan}."
    elif orsak != UPPFÖLJNINGEN and nytt.steg is None:
        tyngd, detalj = Tyngd.FÖRSVAGAR, "Det som bedömdes förut bedöms inte längre."
    return OmdömeÄndrat(
        ställe=ställe,
        tyngd=tyngd,
        från=gammalt.skriv(),
        till=nytt.skriv(),
        detaljer=(detalj,) if detalj else (),
        orsak=orsak,
    )


def _riktning(gammalt: _Omdöme, nytt: _Omdöme) -> int:
    if gammalt.steg is None or nytt.steg is None:
        return 0
    return jämför_steg(gammalt.steg, gammalt.skala, nytt.steg, nytt.skala)


def jämför_risklägen(
    plan: Dokument[Plandokument], då: Husregler, nu: Husregler, dokument: str
) -> Iterator[OmdömeÄndrat]:
    """Riskerna som hamnar på andra sidan en tröskel när husreglerna ändras."""
    for nr, risk in enumerate(plan.modell.risker):
        värde = risk.riskvärde or 0  # en risk som inte är värderad når ingen tröskel
        före, efter = (_riskläge(värde, regler) for regler in (då, nu))
        if före != efter:
            rutt = ("risker", nr)
            yield OmdömeÄndrat(
                ställe=Ställe(dokument, "risk", risk.id, risk.text, rutt, plan.träd.plats(rutt)),
                tyngd=Tyngd.FÖRSVAGAR if efter < före else Tyngd.STÄRKER,
                från=_RISKLÄGEN[före],
                till=_RISKLÄGEN[efter],
                detaljer=(f"Riskvärdet är {risk.riskvärde}, som förut.",),
                orsak="husreglerna",
            )


_RISKLÄGEN = ("behöver inte hanteras", "ska hanteras", "hög risk, ska hanteras")


def _riskläge(värde: int, husregler: Husregler) -> int:
    return (värde >= husregler.riskmatris.tröskel) + (värde >= husregler.riskmatris.hög)
