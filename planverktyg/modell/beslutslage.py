"""Ett läst dokument in, hur det står sig mot sitt beslut ut: beslutat, ändrat efteråt, ett utkast, ett förslag.

Det är det enda stället som avgör om ett dokument får kallas beslutat.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.fingeravtryck import (
    gällande,
    orättade_delar,
    orättade_utfall,
    rättade_utfall,
    skiljer_rader,
    ändrade_delar,
)
from planverktyg.modell.grund.svenska import antal, räkna_upp, skriv_datum
from planverktyg.modell.plan import Plandokument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planverktyg.modell.beslut import Beslut
    from planverktyg.modell.rapportering import Uppföljningsdokument

_I_BESTÄMD_FORM = {
    "huvud": "huvudet",
    "texter": "texterna",
    "mål": "målen",
    "utfall": "utfallen",
    "bedömningar": "bedömningarna",
    "uppdrag": "uppdragen",
    "åtgärdsplan": "åtgärdsplanen",
    "risker": "riskerna",
    "ekonomi": "ekonomin",
    "fastställda": "de fastställda bedömningarna",
}


_FLEST = 8
"""Så många utfall nämns; resten blir ett antal."""
_ÄLDRE_SLAG = "Beslutets fingeravtryck är av det äldre slaget (v1) och visar inte"


class Läge(StrEnum):
    """Hur dokumentet står sig mot sitt beslut."""

    UTAN = "utan beslut"
    FÖRSLAG = "förslag"
    UTKAST = "utkast"
    BESLUTAD = "beslutad"
    ÄNDRAD = "ändrad efter beslutet"
    OLÄST = "kan inte jämföras med beslutet"
    UPPHÄVD = "upphävd"


class Beslutsläge(NamedTuple):
    """Läget, beslutet som det gäller, och vad som skiljer."""

    läge: Läge
    beslut: Beslut | None = None
    delar: tuple[str, ...] = ()
    """Delarna som inte är som när de beslutades."""
    rättade: tuple[str, ...] = ()
    """Utfallen som är rättade öppet efter beslutet."""
    orättade: tuple[str, ...] = ()
    """Utfallen som är ändrade utan rättelse. Tomt när fingeravtrycket inte skiljer dem åt."""
    skiljer_rader: bool = True
    """Falskt när utfall är ändrade och rättelser finns, men fingeravtrycket är av det äldre slaget och inte visar vilka."""

    @property
    def varning(self) -> str:
        """Det som måste stå på varje sida när dokumentet inte är det beslutade; annars tomt."""
        vilket = f" ({skriv_paragraf(self.beslut)})" if self.beslut and skriv_paragraf(self.beslut) else ""
        if self.läge is Läge.ÄNDRAD:
            return f"Ändrad efter beslutet{vilket}: {skriv_det_ändrade(self)}. Inte beslutad."
        if self.läge is Läge.OLÄST:
            return f"Det går inte att se om det här är det som beslutades{vilket}: fingeravtrycket går inte att läsa."
        if self.läge is Läge.FÖRSLAG:
            return "Förslag. Inte beslutad."
        if self.läge is Läge.UPPHÄVD:
            return f"Upphävd{vilket}."
        return ""

    @property
    def rättelser(self) -> tuple[str, ...]:
        """Det som är rättat efter beslutet, en mening för varje rättelse."""
        gjorda = self.beslut.rättelser if self.beslut else ()
        meningar = tuple(f"Rättad {skriv_datum(r.datum)} utan nytt beslut: {r.skäl}" for r in gjorda)
        if self.rättade:
            meningar += (f"{antal(len(self.rättade), 'utfall är rättat', 'utfall är rättade')} efter beslutet.",)
        if not self.skiljer_rader:
            meningar += (f"{_ÄLDRE_SLAG} om andra utfall än de rättade är ändrade efter beslutet.",)
        return meningar


def läs_läge(modell: Plandokument | Uppföljningsdokument) -> Beslutsläge:
    """Dokumentets läge. Innehållet jämförs med beslutets fingeravtryck, när det finns ett."""
    är_plan = isinstance(modell, Plandokument)
    skrivet = modell.plan.beslut if isinstance(modell, Plandokument) else modell.uppföljning.beslut
    beslut = gällande(modell)
    if beslut is None:
        utkast = not är_plan and modell.uppföljning.fas != "klar"  # type: ignore[union-attr]
        return Beslutsläge(Läge.FÖRSLAG if skrivet else Läge.UTKAST if utkast else Läge.UTAN, skrivet)
    if beslut.status == "upphävd":
        return Beslutsläge(Läge.UPPHÄVD, beslut)
    if beslut.fingeravtryck is None:
        return Beslutsläge(Läge.BESLUTAD, beslut)
    ändrade = ändrade_delar(modell, beslut.fingeravtryck)
    if ändrade is None:
        return Beslutsläge(Läge.OLÄST, beslut)
    if not ändrade:
        return Beslutsläge(Läge.BESLUTAD, beslut)
    orättade = orättade_delar(modell, beslut.fingeravtryck) or []
    rättade = () if isinstance(modell, Plandokument) else tuple(rättade_utfall(modell, beslut.fingeravtryck))
    rader = tuple(orättade_utfall(modell, beslut.fingeravtryck))
    skiljer = skiljer_rader(beslut.fingeravtryck) or set(ändrade) == set(orättade)
    return Beslutsläge(Läge.ÄNDRAD if orättade else Läge.BESLUTAD, beslut, tuple(orättade), rättade, rader, skiljer)


def skriv_det_ändrade(läge: Beslutsläge) -> str:
    """`utfallen (dygn och svar) och riskerna`: delarna, och vilka utfall när det syns."""
    delar = [_I_BESTÄMD_FORM[del_] for del_ in läge.delar]
    if "utfall" in läge.delar and läge.orättade:
        visade = list(läge.orättade[:_FLEST]) + [f"{len(läge.orättade) - _FLEST} till"] * (len(läge.orättade) > _FLEST)
        delar[läge.delar.index("utfall")] += f" ({räkna_upp(visade)})"
    return räkna_upp(delar)


def skriv_delar(delar: Sequence[str]) -> str:
    """`målen och riskerna`."""
    return räkna_upp([_I_BESTÄMD_FORM[del_] for del_ in delar])


def skriv_paragraf(beslut: Beslut) -> str:
    """`§ 97`, annars diarienumret eller dagen: så kort som beslutet kan nämnas."""
    if beslut.paragraf is not None:
        return f"§\u00a0{beslut.paragraf}"
    return beslut.diarienummer or (skriv_datum(beslut.datum) if beslut.datum else "")


def skriv_när(beslut: Beslut) -> str:
    """` den 15 oktober 2019 (§ 97)`, att sätta efter ett verb; tomt när beslutet inte säger något."""
    datum = f" den {skriv_datum(beslut.datum)}" if beslut.datum else ""
    return datum + (f" (§ {beslut.paragraf})" if beslut.paragraf is not None else "")
