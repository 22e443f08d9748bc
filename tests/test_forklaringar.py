"""Förklaringen som `plan status --mål` skriver ut räcker för att räkna om varje bedömning, också i påhittade planer.

Testet läser bara det som står i stegen: villkoret och om det håller, graden med sin uträkning, och kommunens gränser; för ett
mål regeln, delarna och vägningen (`tests/malomrakning.py`).
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from planverktyg.arkiv.akt import Arkiv, läs_mappar
from planverktyg.arkiv.filer import Minne
from planverktyg.uppfyllelse import bedöm_akt
from planverktyg.uppfyllelse.stegvis import förklara_indikator
from tests.andra_lasning.lage import motsvarande
from tests.andra_lasning.prov import skriv_fall
from tests.andra_lasning.slump import hitta_på
from tests.conftest import ROT
from tests.malomrakning import TAL, räkna_om_målen, tal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.akt import Akt
    from planverktyg.uppfyllelse import Uppfyllelse
    from planverktyg.uppfyllelse.stegvis import Led


def räkna(uttryck: str) -> Fraction:
    """`(7,8 − 10) / (7 − 10)` eller `80 / 95`, inom 0–1."""
    if träff := re.fullmatch(rf"\(({TAL}) − ({TAL})\) / \(({TAL}) − ({TAL})\)", uttryck):
        värde, från, mål, _ = map(tal, träff.groups())
        graden = (värde - från) / (mål - från)
    else:
        täljare, nämnare = map(tal, uttryck.removeprefix("1 − ").split(" / "))
        graden = 1 - täljare / nämnare if uttryck.startswith("1 − ") else täljare / nämnare
    return min(max(graden, Fraction(0)), Fraction(1))


def räkna_om(led: dict[str, str], delar: list[Rad], stegen: list[str], resultatskalan: list[str]) -> str | None:
    """Bedömningen ur stegen: delarna vägda ihop, bandet, toleransen, eller graden mot husregelns gränser."""
    if delar:
        return väg_ihop(delar, stegen)
    if träff := re.search(r" ligger i bandet .*: (.+)$", led.get("Villkor", "")):
        return stegen[motsvarande(resultatskalan.index(träff[1]), len(resultatskalan), len(stegen))]
    if "Tolerans" in led:
        return stegen[1] if led["Tolerans"].startswith(f"{stegen[1]}, ") else stegen[-1]
    return steget_ur(led, stegen)


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
    gränser = re.findall(rf"([^,]+?) från ({TAL}) %", led["Husregel"].replace(" och ", ", "))
    nådda = [namn.strip() for namn, gräns in gränser if 100 * graden >= tal(gräns)]
    return nådda[0] if nådda else stegen[-1]


def delens_steg(text: str, stegen: list[str]) -> str | None:
    """Steget som en dels rad leder till; None när raden inte säger att något prövades mot en gräns eller ett band."""
    prövat = re.match(r".* (?:mot|ligger i bandet) .*?: (håller inte|håller|.+?)(?: \((.+)\))?(?: → .*)?$", text)
    if prövat is None:
        return None
    utslag, grunden = prövat.groups()
    if utslag == "håller":
        return stegen[0]
    if utslag != "håller inte":
        return None  # ett band: steget står sist på raden
    if grunden is None:
        return stegen[-1]
    if "toleransen" in grunden:
        return stegen[1] if "inom toleransen" in grunden else stegen[-1]
    if "grad" not in grunden:
        return None
    graden = Fraction(100) if "under 100" in grunden else tal(re.search(rf"grad ({TAL})", grunden)[1])  # type: ignore[index]
    return första_nådda(graden, grunden.partition("; ")[2]) or stegen[-1]


def första_nådda(graden: Fraction, gränserna: str) -> str | None:
    """Det bästa steget vars gräns graden (i procent) når, ur `delvis från 90 % och ej uppfyllt från 0 %`."""
    gränser = re.findall(rf"([^,]+?) från ({TAL}) %", gränserna.replace(" och ", ", "))
    return next((namn.strip() for namn, gräns in gränser if graden >= tal(gräns)), None)


class Rad(NamedTuple):
    """En rad om en del: hur djupt den står, vad den heter och vad den säger."""

    djup: int
    namn: str
    text: str
    under: list[Rad]


def träd(led: list[Led]) -> list[Rad]:
    """De indragna raderna som ett träd."""
    rötter: list[Rad] = []
    stig: list[Rad] = []
    for ett in led:
        djup = (len(ett.rubrik) - len(ett.rubrik.lstrip())) // 2
        if not djup:
            continue
        rad = Rad(djup, ett.rubrik.strip(), ett.text, [])
        stig = [r for r in stig if r.djup < djup]
        (stig[-1].under if stig else rötter).append(rad)
        stig.append(rad)
    return rötter


UTANFÖR = ("utgår", "saknar målvärde", "ännu inte aktuellt", "följs upp senare", "stäms av")


def väg_ihop(rader: list[Rad], stegen: list[str]) -> str | None:
    """Det sämsta av delarna. En del utan bedömning som hade kunnat ändra svaret gör att det inte finns något."""
    ska = [r for r in rader if not r.namn.endswith("(bör)")] or rader
    sagt = [(r, radens_steg(r, stegen)) for r in ska]
    räknas = [(r, steg) for r, steg in sagt if steg is not None or not skälet(r).startswith(UTANFÖR)]
    platser = [stegen.index(steg) for _, steg in räknas if steg is not None]
    if not platser or (len(platser) < len(räknas) and max(platser) != len(stegen) - 1):
        return None
    return stegen[max(platser)]


def radens_steg(rad: Rad, stegen: list[str]) -> str | None:
    """Steget på raden: vägt ur raderna under den, annars det som raden själv leder till eller säger."""
    if rad.under:
        return väg_ihop(rad.under, stegen)
    if skälet(rad).startswith(UTANFÖR):
        return None
    sist = skälet(rad).partition(" ")[2]
    return delens_steg(rad.text, stegen) or (sist if sist in stegen else None)


def skälet(rad: Rad) -> str:
    return rad.text.rpartition(" → ")[2]


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
    pröva_om(akt, uppfyllelse)


@pytest.mark.parametrize("frön", [range(n, n + 20) for n in range(2000, 2040, 20)], ids=str)
def test_detsamma_gäller_påhittade_planer(frön: range) -> None:
    """Listor, delar, band och prognosskalor, så som slumpen skriver dem."""
    for frö in frön:
        filer = {f"planer/{namn}": text.encode() for namn, text in skriv_fall(hitta_på(frö)).items()}
        for mapp in Arkiv(Minne("", filer)).mappar(Path("planer")):
            for akt in mapp.akter:
                for uppföljning in akt.uppföljningar:
                    pröva_om(akt, bedöm_akt(akt, uppföljning))


def pröva_om(akt: Akt, uppfyllelse: Uppfyllelse) -> None:
    """Varje indikators och varje måls bedömning räknas om ur sina steg."""
    räkna_om_målen(akt, uppfyllelse)
    stegen = [steg.namn for steg in uppfyllelse.skala]
    resultatskalan = [steg.namn for steg in akt.husregler.bedömning.skala]
    for b in uppfyllelse.alla_indikatorer():
        allt = förklara_indikator(b, uppfyllelse.per, akt.husregler)
        led, delar = {ett.rubrik.strip(): ett.text for ett in allt}, träd(allt)
        if b.beräknat is None:
            assert "Ingen beräknad bedömning" in led, b.indikator.id
            continue
        visat = b.beräknat if b.beslutad else b.visat
        assert visat is not None
        assert led["Beräknad bedömning"] == f"{visat.symbol} {visat.namn}"
        assert räkna_om(led, delar, stegen, resultatskalan) == b.beräknat.namn, (b.indikator.id, led)
