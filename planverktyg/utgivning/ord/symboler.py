"""Steg, skäl och statusar in, omdömen ut: symbolen, ordet och färgen som rapporten visar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planverktyg.modell.period import Tidpunkt
from planverktyg.uppfyllelse import Skäl
from planverktyg.utgivning.underlag.gemensamt import Omdöme

if TYPE_CHECKING:
    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.husregler import Husregler
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning
    from planverktyg.uppfyllelse.avgjort import R, Status

INGET = "–"
"""Symbolen för det som inte är bedömt."""

PILAR = {"bättre": "↗", "oförändrat": "→", "sämre": "↘", "kan inte jämföras": ""}
"""Pilen visar om det har blivit bättre eller sämre, inte om talet har ökat eller minskat."""

UTAN_BEDÖMNING = Omdöme(INGET, "utan bedömning", "grå")
SENARE = Omdöme(INGET, "ska nås senare", "grå")

STATUS = {
    "klar": Omdöme("●", "klar", "grön"),
    "pågår": Omdöme("►", "pågår", "blå"),
    "ej påbörjad": Omdöme("○", "ej påbörjad", "grå"),
    "försenad": Omdöme("▲", "försenad", "gul"),
    "avbruten": Omdöme("×", "avbruten", "röd"),
    "utan avvikelse": Omdöme("●", "utan avvikelse", "grön"),
    "mindre avvikelse": Omdöme("◐", "mindre avvikelse", "gul"),
    "med avvikelse": Omdöme("▲", "med avvikelse", "röd"),
    "ej genomförd": Omdöme("○", "ej genomförd", "grå"),
}
"""Status för uppdrag och åtgärder, och resultat av kontroller."""

EJ_RAPPORTERAD = Omdöme(INGET, "ej rapporterad", "grå")


def statusens(status: Status[R] | None) -> Omdöme:
    """Statusen med det ord som uppföljningen har, och symbolen för läget som det räknas som.

    Sades det i en tidigare uppföljning står perioden med: `klar (delår 2 2020)`.
    """
    if status is None:
        return EJ_RAPPORTERAD
    ord_ = status.rapport.status
    return STATUS[status.rapport.läge]._replace(ord=f"{ord_} ({status.ur})" if status.ur else ord_)


def omdöme(steg: Bedömningssteg | None, skäl: str | None = None, husregler: Husregler | None = None) -> Omdöme:
    """Steget på bedömningsskalan, eller skälet till att inget steg finns, så som kommunen vill visa det."""
    if steg is not None:
        return Omdöme(steg.symbol, steg.namn, steg.färg)
    eget = Omdöme(INGET, str(skäl or UTAN_BEDÖMNING.ord), "grå")
    utseende = husregler.bedömning.utseendet(skäl) if husregler else None
    if utseende is None:
        return eget
    return Omdöme(utseende.symbol or INGET, utseende.ord or eget.ord, utseende.färg)


def indikatorns(b: Indikatorbedömning, husregler: Husregler) -> Omdöme:
    """Indikatorns omdöme: det beslutade om det finns. Det som inte ska vara nått än säger när det ska nås."""
    oläst = oläst_beslut(b)
    if oläst is None and b.visat is None and sägs_med_tiden(b.skäl, husregler):
        return Omdöme(INGET, f"ska nås {b.frist.year if b.frist.year < date.max.year else 'på sikt'}", "grå")
    return oläst or omdöme(b.visat, b.skäl, husregler)


def sägs_med_tiden(skäl: str | None, husregler: Husregler) -> bool:
    """Om skälet visas som tiden då något ska nås: kommunen har inget eget ord för att det inte är aktuellt än."""
    return skäl == Skäl.INTE_ÄN and husregler.bedömning.utseendet(skäl) is None


def skälets(skäl: str, husregler: Husregler) -> Omdöme:
    """Skälet till att flera indikatorer saknar bedömning, när de räknas ihop."""
    return SENARE if sägs_med_tiden(skäl, husregler) else omdöme(None, skäl, husregler)


def målets(b: Målbedömning, husregler: Husregler) -> Omdöme:
    """Målets omdöme: det beslutade om det finns. Skälet nämns när kommunen har ett ord för det, eller själv är orsaken."""
    if oläst := oläst_beslut(b):
        return oläst
    if b.visat is None and b.skäl is Skäl.INTE_ÄN:
        return Omdöme(INGET, ska_nås(b), "grå")
    eget_skäl = b.skäl is Skäl.FÖR_LÅG_TÄCKNING or husregler.bedömning.utseendet(b.skäl) is not None
    return omdöme(b.visat, b.skäl if eget_skäl else UTAN_BEDÖMNING.ord, husregler)


def ska_nås(b: Målbedömning) -> str:
    """`ska nås 2014`: när ett mål som inte bedöms än ska vara nått."""
    if isinstance(b.mål.avser, Tidpunkt):
        return f"ska nås {b.mål.avser}"
    år = {i.frist.year for i in b.alla_indikatorer() if i.frist.year < date.max.year}
    return f"ska nås {år.pop()}" if len(år) == 1 else "ska nås senare"


def oläst_beslut(b: Indikatorbedömning | Målbedömning) -> Omdöme | None:
    """Den beslutade bedömningen i dess egna ord, när de inte finns på skalan. Den ersätts aldrig av någon annan."""
    if b.beslutad is None or not b.är_oläst_beslut:
        return None
    return Omdöme(INGET, f"oläst beslut: {b.beslutad.bedömning}", "grå")
