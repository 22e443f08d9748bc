"""Personuppgifter i text: det som känns igen och det som liknar men är något annat; varje text i varje dokument prövas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.granskning.personuppgifter import (
    GROV_EPOST,
    GROVT_ANSVAR,
    GROVT_NUMMER,
    har_epostadress,
    har_personnamn,
    har_personnummer,
    har_telefonnummer,
    nämner_ansvarig_person,
)
from planverktyg.granskning.texter import Texter, alla_texter
from tests.conftest import ROT
from tests.fall.utdrag import fyll_ut, granska_filer

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "svar"),
    [
        ("121212-1212", True),
        ("19121212-1212", True),
        ("191212121212", True),
        ("Fallet 121212+1212, född 1912.", True),
        ("701063-2391", True),  # samordningsnummer: dagen och sextio
        ("000229-0005", True),  # skottdag år 2000
        ("121212-1213", False),  # fel kontrollsiffra
        ("121312-1210", False),  # månad 13
        ("212000-0092", False),  # organisationsnummer
        ("2020-08-31 1234", False),
        ("1121212-12125", False),
        ("SN19/65-509", False),
    ],
)
def test_personnummer(text: str, *, svar: bool) -> None:
    assert har_personnummer(text) is svar
    assert GROVT_NUMMER.search(text) or not svar


@given(st.dates(), st.integers(0, 999), st.booleans(), st.sampled_from(["-", "+", ""]), st.booleans())
def test_ett_giltigt_nummer_känns_igen_hur_det_än_skrivs(
    född: Any, löpnummer: int, samordning: bool, skilje: str, sekel: bool
) -> None:
    född = född.replace(year=1900 + född.year % 120) if (född.month, född.day) != (2, 29) else född.replace(year=2000)
    siffror = f"{född:%y%m}{född.day + 60 * samordning:02}{löpnummer:03}"
    dubblade = "".join(str(int(s) * (2 - i % 2)) for i, s in enumerate(siffror))
    sista = -sum(map(int, dubblade)) % 10
    text = f"{född.year // 100 if sekel else ''}{siffror[:6]}{skilje}{siffror[6:]}{sista}"
    assert har_personnummer(f"Ärendet gäller {text}.")
    assert not har_personnummer(f"{text[:-1]}{(sista + 1) % 10}") or (sekel and not skilje)


@pytest.mark.parametrize(
    ("text", "svar"),
    [
        ("070-174 06 05", True),
        ("0701740605", True),
        ("08-465 004 00", True),
        ("+46 (0)70 174 06 05", True),
        ("0176 – 123 45", True),
        ("Växel 08-465 004 00", False),
        ("Kommunens kontaktcenter: 08-465 004 00", False),
        ("2020-08-31", False),
        ("10 050 000 000 kr", False),
        ("0,701740605", False),
        ("2019/0123456789", False),
        ("080", False),
    ],
)
def test_telefonnummer(text: str, *, svar: bool) -> None:
    assert har_telefonnummer(text) is svar
    assert GROVT_NUMMER.search(text) or not svar


@pytest.mark.parametrize(
    ("text", "svar"),
    [
        ("anna.svensson@example.se", True),
        ("Fråga <karin@sub.example.se>.", True),
        ("socialnamnden@example.se", False),
        ("registrator@example.se", False),
        ("@example", False),
    ],
)
def test_epostadress(text: str, *, svar: bool) -> None:
    assert har_epostadress(text) is svar
    assert GROV_EPOST.search(text) or not svar


@pytest.mark.parametrize(
    ("text", "svar"),
    [
        ("Anna Svensson", True),
        ("Karl-Erik Öberg", True),
        ("Enhetschef Anna Svensson", True),
        ("socialchefen", False),
        ("Förvaltningschefen", False),
        ("Enhetschef Familjevård och familjerätt ansvarar för att genomföra nödvändiga förändringar.", False),
        ("Enhetschef Försörjningsstödsenheten och Enhetschef Arbetsmarknadsenheten", False),
        ("Samordningsförbundet Östra Södertörn", False),
        ("Region Stockholm", False),
        ("Tyresö Bostäder", False),
        ("Södra Tyresö", False),
    ],
)
def test_personnamn_där_en_roll_ska_stå(text: str, *, svar: bool) -> None:
    assert har_personnamn(text) is svar


@pytest.mark.parametrize(
    ("text", "svar"),
    [
        ("Ansvarig: Anna Svensson.", True),
        ("Ansvarig för planen är Anna Svensson.", True),
        ("Ansvarig är enhetschefen i Södra Tyresö.", False),
        ("Kommunen är ansvarig. Anna Svensson är en känd författare.", False),
    ],
)
def test_namn_efter_ansvarig_i_löpande_text(text: str, *, svar: bool) -> None:
    assert nämner_ansvarig_person(text) is svar
    assert GROVT_ANSVAR.search(text) or not svar


@pytest.mark.parametrize(
    "fil", [pytest.param(f, id=f.parent.name + "/" + f.stem) for f in ROT.glob("planer/*/**/*.yaml")]
)
def test_varje_skriven_text_i_planerna_nås_med_rutten_dit(fil: Path) -> None:
    träd, _ = läs(fil.read_bytes(), str(fil))
    assert träd is not None
    dokument, _ = ladda(träd)
    assert dokument is not None
    nådda = {" ".join(text.split()) for _, text in alla_texter(dokument.modell)}
    långa = {" ".join(text.split()) for text in _skrivna(träd.innehåll) if " " in text.strip()}
    långa = {text for text in långa if not re.fullmatch(r"(?:delår|kvartal) \d \d{4}", text)}  # tider är inga texter
    assert långa - nådda == set()


def _skrivna(innehåll: object) -> list[str]:
    if isinstance(innehåll, str):
        return [innehåll]
    delar = innehåll.values() if isinstance(innehåll, dict) else innehåll if isinstance(innehåll, (list, tuple)) else ()
    return [text for del_ in delar for text in _skrivna(del_)]


def test_ett_mönster_hittar_texterna_som_det_finns_i() -> None:
    källa = "format: 1\nkommun: {id: a, namn: ett två två}\netiketter: {b: två, c: tre, d: ettvå}\n"
    träd, _ = läs(källa.encode(), "")
    assert träd is not None
    dokument, _ = ladda(träd)
    assert dokument is not None
    assert sorted(Texter(dokument).med(re.compile("två"))) == [
        (("etiketter", "b"), "två"),
        (("etiketter", "d"), "ettvå"),
        (("kommun", "namn"), "ett två två"),
    ]


def test_fyndet_upprepar_inte_uppgiften(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plan = "mål: [{id: a, nivå: mål, namn: A, beskrivning: Det gällde 121212-1212., ansvarig: Anna Svensson}]"
    fynd = [f for f in granska_filer(fyll_ut({"plan.yaml": plan}), tmp_path) if f.kod.startswith("INT")]
    assert [f.kod for f in fynd] == ["INT1201", "INT1204"]
    assert [f for f in fynd if "1212" in str(f) or "Svensson" in str(f)] == []
