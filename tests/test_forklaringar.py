"""Förklaringen som `plan status --mål` skriver ut räcker för att räkna om bedömningen, för varje indikator i `planer/`.

Testet läser bara det som står i stegen: villkoret och om det håller, graden med sin uträkning, och kommunens gränser.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import läs_mappar
from planverktyg.uppfyllelse import bedöm_akt
from planverktyg.uppfyllelse.stegvis import förklara_indikator
from tests.conftest import ROT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt import Akt

_TAL = r"[\u22120-9][0-9 \u00a0]*(?:,[0-9]+)?"


def tal(skrivet: str) -> Fraction:
    """Talet så som det står på svenska i en förklaring."""
    return Fraction(re.sub(r"[ \u00a0%]", "", skrivet).replace("\u2212", "-").replace(",", "."))


def räkna(uttryck: str) -> Fraction:
    """`(7,8 − 10) / (7 − 10)` eller `80 / 95`, inom 0–1."""
    if träff := re.fullmatch(rf"\(({_TAL}) − ({_TAL})\) / \(({_TAL}) − ({_TAL})\)", uttryck):
        värde, från, mål, _ = map(tal, träff.groups())
        graden = (värde - från) / (mål - från)
    else:
        täljare, nämnare = map(tal, uttryck.split(" / "))
        graden = täljare / nämnare
    return min(max(graden, Fraction(0)), Fraction(1))


def steget_ur(led: dict[str, str], stegen: list[str]) -> str | None:
    """Bedömningen som stegen leder till; None när de inte säger att något prövades mot en gräns."""
    villkor = led.get("Villkor")
    if villkor is None or ("Husregel" not in led and "Grad" not in led and not villkor.endswith(": håller")):
        return None
    if villkor.endswith(": håller"):
        return stegen[0]
    if led["Grad"].startswith("kan inte räknas"):
        return stegen[-1]
    uttryck = re.search(r": (.+)\)$", led["Grad"])
    assert uttryck is not None, led["Grad"]
    graden = räkna(uttryck[1])
    gränser = re.findall(rf"([^,]+?) från ({_TAL}) %", led["Husregel"].replace(" och ", ", "))
    nådda = [namn.strip() for namn, gräns in gränser if 100 * graden >= tal(gräns)]
    return nådda[0] if nådda else stegen[-1]


def akterna() -> Iterator[tuple[str, Akt, int]]:
    """Varje uppföljning av varje plan i `planer/`."""
    for mapp in läs_mappar(ROT / "planer"):
        for akt in mapp.akter:
            for nummer, uppföljning in enumerate(akt.uppföljningar):
                yield f"{akt.plan.modell.plan.id} {uppföljning.modell.uppföljning.per}", akt, nummer


@pytest.mark.parametrize(("akt", "nummer"), [pytest.param(akt, n, id=id_) for id_, akt, n in akterna()])
def test_bedömningen_går_att_räkna_om_ur_stegen(akt: Akt, nummer: int) -> None:
    uppföljning = akt.uppföljningar[nummer]
    uppfyllelse = bedöm_akt(akt, uppföljning)
    stegen = [steg.namn for steg in uppfyllelse.skala]
    for b in uppfyllelse.alla_indikatorer():
        led = {ett.rubrik.strip(): ett.text for ett in förklara_indikator(b, uppfyllelse.per, akt.husregler)}
        if b.beräknat is None:
            assert "Ingen beräknad bedömning" in led, b.indikator.id
            continue
        assert led["Beräknad bedömning"] == f"{b.beräknat.symbol} {b.beräknat.namn}"
        if b.delar or (b.prövning and b.prövning.steg):
            continue  # listor och delar förklaras del för del, och ett band säger själv sitt steg
        assert steget_ur(led, stegen) == b.beräknat.namn, (b.indikator.id, led)
