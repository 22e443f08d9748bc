"""Sammanvägningens regel in, regeln i en mening ut, med orden på den skala som gäller vid uppföljningen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.bedomning import skriv_band
from planverktyg.modell.grund.svenska import räkna_upp, skriv_tal
from planverktyg.modell.sammanvagning import HELA
from planverktyg.modell.stegord import FÖRVALDA, i_mening, är_väntan
from planverktyg.uppfyllelse.sammanvagning import citera, med_skalans_ord, är_på

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from planverktyg.modell.bedomning import Skala
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.sammanvagning import Stegkrav, Vägningsregel


FLERA = 2
"""Regeln talar om delarna i flertal."""


def skriv_regel(regel: Vägningsregel, husregler: Husregler, per: date) -> str:
    """`Ett mål är uppfyllt när alla dess bedömda indikatorer och delmål är uppfyllda, …, och annars ej uppfyllt.`"""
    skala, resultatskala = husregler.skala(per), husregler.bedömning.skala
    täckning = regel.täckning
    gräns = f" Under {skriv_tal(täckning)}\u00a0% täckning görs ingen bedömning." if täckning is not None else ""
    return _utan_täckning(regel, skala, resultatskala, husregler.indikatorord.flertal) + gräns


def _utan_täckning(regel: Vägningsregel, skala: Skala, resultatskala: Skala, indikatorerna: str) -> str:
    delar = räkna_upp([indikatorerna if del_ == "indikatorer" else del_ for del_ in regel.räknar])
    match regel.regel:
        case "sämsta":
            return f"Ett mål bedöms som den sämsta av dess bedömda {delar}."
        case "medelgrad":
            band = skriv_band(med_skalans_ord(regel.band, skala, resultatskala))
            return (
                f"Ett mål bedöms efter medelgraden (%) av dess bedömda {delar}: {band}. Det som är nått räknas som 100."
            )
        case "krav":
            led = ", ".join(_led(regel, skala, resultatskala, (delar, indikatorerna)))
            return f"Ett mål {led}, och annars {citera(skala[-1])}."


def _led(regel: Vägningsregel, skala: Skala, resultatskala: Skala, ord_: tuple[str, str]) -> Iterator[str]:
    """`är uppfyllt när alla dess bedömda indikatorer är uppfyllda`, ett led för varje steg utom det sämsta."""
    delar, indikatorerna = ord_
    for plats, steg in enumerate(skala[:-1]):
        krav, minst = regel.kravet_på_steg(plats, skala, resultatskala)
        vilka = "dem" if plats else f"dess bedömda {delar}"
        villkor = " och ".join(_villkor(krav, (plats, minst), skala, (vilka, indikatorerna)))
        början = citera(steg) if plats and not är_väntan(steg) else i_mening(steg)
        yield f"{början} när {villkor}"


def _villkor(krav: Stegkrav, platser: tuple[int, int], skala: Skala, ord_: tuple[str, str]) -> Iterator[str]:
    """Kravets villkor i ord. Platserna är stegets egen och den som andelen ska nå."""
    (plats, minst), (vilka, indikatorerna) = platser, ord_
    if krav.finansiella is not None:
        yield f"{_andel(krav.finansiella)} de finansiella målen {är_på(plats, skala, FLERA)}"
        vilka = "de övriga"
    if krav.andel is not None:
        yield f"{_andel(krav.andel)} {vilka} {_når(minst, skala)}"
    if krav.åt_rätt_håll is not None:
        yield f"minst {skriv_tal(krav.åt_rätt_håll)}\u00a0% av jämförbara {indikatorerna} går åt rätt håll"
    if krav.medelgrad is not None:
        yield f"medelgraden är minst {skriv_tal(krav.medelgrad)}\u00a0%"


def _andel(andel: Decimal) -> str:
    return "alla" if andel == HELA else f"minst {skriv_tal(andel)}\u00a0% av"


def _når(plats: int, skala: Skala) -> str:
    """`är uppfyllda`, `är bättre än ej uppfyllt` för det näst sämsta steget."""
    if plats and plats == len(skala) - 2 and skala[-1].namn in FÖRVALDA:
        return f"är bättre än {skala[-1].namn}"
    return är_på(plats, skala, FLERA)
