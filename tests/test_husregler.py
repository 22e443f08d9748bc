"""Husregler: förvalen, vad en kommun kan bestämma själv, och husregler som inte går ihop."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.laddning import ladda
from planverktyg.modell.husregler import Bedömning, Bedömningssteg, Husregler
from planverktyg.syntax import läs

HUVUD = "format: 1\nkommun: {id: tyreso, namn: Tyresö kommun}\n"


def läs_husregler(text: str) -> tuple[Husregler | None, list[str]]:
    """Husreglerna, och fynden som `rad KOD text | råd`."""
    träd, fynd = läs((HUVUD + text).encode(), "kommun.yaml")
    assert träd is not None
    dokument, fler = ladda(träd)
    rader = [f"{f.plats.rad} {f.kod} {f.text} | {f.råd}" for f in fynd + fler]
    return (dokument.modell if dokument else None), rader


def test_utan_kommunens_husregler_gäller_förvalen() -> None:
    regler = Husregler()
    assert [(s.namn, s.symbol, s.från, s.från_utan_utgångsvärde) for s in regler.bedömning.skala] == [
        ("uppfyllt", "●", None, None),
        ("delvis", "◐", 50, 90),
        ("ej uppfyllt", "○", 0, 0),
    ]
    assert regler.sammanvägning.uppfyllt == 100
    assert regler.sammanvägning.delvis == 50
    assert regler.bedömning.rak_framskrivning
    assert regler.perioder == {"delår 1": (4, 30), "halvår": (6, 30), "delår 2": (8, 31), "helår": (12, 31)}


@pytest.mark.parametrize(
    ("period", "år", "dag"),
    [
        ("delår 2", 2020, date(2020, 8, 31)),
        ("helår", 2021, date(2021, 12, 31)),
        ("februari", 2020, date(2020, 2, 29)),
        ("februari", 2021, date(2021, 2, 28)),
        ("tertial 1", 2020, None),
    ],
)
def test_periodens_sista_dag(period: str, år: int, dag: date | None) -> None:
    """En period som slutar den 29 februari slutar den 28 andra år. En okänd period har ingen sista dag."""
    regler, fynd = läs_husregler("perioder: {delår 2: 08-31, helår: 12-31, februari: 02-29}")
    assert regler is not None
    assert not fynd
    assert regler.sista_dag(period, år) == dag


@pytest.mark.parametrize("dag", ["8-31", "2020-08-31", "13-01", "02-30", "31 augusti", "831"])
def test_en_period_slutar_en_dag_på_året(dag: str) -> None:
    _, fynd = läs_husregler(f"perioder: {{delår 2: {dag}}}")
    assert fynd == ["3 STR107 Här ska det stå en dag på året. | Skriv månad-dag: 08-31."]


# --- Bedömningsskalan -----------------------------------------------------------------------------


FYRA_STEG = """
bedömning:
  skala:
    - {namn: helt uppfyllt, symbol: ●, färg: grön}
    - {namn: i stort, symbol: ◕, färg: grön, från: 80, från utan utgångsvärde: 95}
    - {namn: delvis, symbol: ◐, färg: gul, från: 40, från utan utgångsvärde: 80}
    - {namn: inte, symbol: ○, färg: röd, från: 0, från utan utgångsvärde: 0}
"""


def test_en_skala_kan_ha_fler_steg_än_tre() -> None:
    regler, fynd = läs_husregler(FYRA_STEG)
    assert regler is not None
    assert not fynd
    assert [steg.namn for steg in regler.bedömning.skala] == ["helt uppfyllt", "i stort", "delvis", "inte"]


EXEMPEL = "Med tre steg: uppfyllt utan gräns, delvis från 50, ej uppfyllt från 0."


@pytest.mark.parametrize(
    ("gränser", "väntat"),
    [
        pytest.param(
            [None],
            f"Bedömningsskalan måste ha minst två steg. | {EXEMPEL}",
            id="ett steg",
        ),
        pytest.param(
            [None, 50, 10],
            "Bedömningsskalan har ett hål: varje steg efter det första behöver från, och det sista steget börjar på 0. "
            f"| {EXEMPEL}",
            id="hål längst ned",
        ),
        pytest.param(
            [None, None, 0],
            "Bedömningsskalan har ett hål: varje steg efter det första behöver från, och det sista steget börjar på 0. "
            f"| {EXEMPEL}",
            id="steg utan gräns",
        ),
        pytest.param(
            [None, 50, 50, 0],
            f"Bedömningsskalans gränser (från) måste sjunka från bäst till sämst och vara under 100. | {EXEMPEL}",
            id="överlapp",
        ),
        pytest.param(
            [None, 40, 80, 0],
            f"Bedömningsskalans gränser (från) måste sjunka från bäst till sämst och vara under 100. | {EXEMPEL}",
            id="fel ordning",
        ),
        pytest.param(
            [None, 100, 0],
            f"Bedömningsskalans gränser (från) måste sjunka från bäst till sämst och vara under 100. | {EXEMPEL}",
            id="100 når bara det första steget",
        ),
        pytest.param(
            [95, 50, 0],
            "Bedömningsskalans första steg (steg 0) gäller bara när målvärdet är nått, och kan inte ha någon gräns. "
            "| Ta bort från på det första steget, eller lägg till ett steg under det.",
            id="gräns på det första steget",
        ),
    ],
)
def test_en_skala_med_hål_eller_överlapp_är_ett_fel(gränser: list[int | None], väntat: str) -> None:
    """Graderna 0–100 ska täckas utan hål och utan överlapp, och det första steget nås bara av att målet är nått."""
    steg = [
        f"    - {{namn: steg {n}, symbol: ○, färg: grå"
        + (f", från: {gräns}, från utan utgångsvärde: {gräns}" if gräns is not None else "")
        + "}"
        for n, gräns in enumerate(gränser)
    ]
    _, fynd = läs_husregler("\n".join(["bedömning:", "  skala:", *steg]))
    assert fynd == [f"3 STR108 {väntat}"]


def test_två_steg_kan_inte_heta_likadant() -> None:
    """En beslutad bedömning pekar ut steget med dess namn."""
    _, fynd = läs_husregler(FYRA_STEG.replace("i stort", "delvis"))
    assert fynd == ["4 STR108 Två steg på bedömningsskalan heter delvis. | Ge varje steg ett eget namn."]


def test_gränserna_utan_utgångsvärde_prövas_för_sig() -> None:
    _, fynd = läs_husregler(FYRA_STEG.replace("från utan utgångsvärde: 95", "från utan utgångsvärde: 70"))
    text = "Bedömningsskalans gränser (från utan utgångsvärde) måste sjunka från bäst till sämst och vara under 100."
    assert fynd == [f"4 STR108 {text} | {EXEMPEL}"]


def bygg_skala(gränser: list[int | None]) -> list[dict[str, object]]:
    return [
        {"namn": f"steg {n}", "symbol": "○", "färg": "grå", "från": g, "från utan utgångsvärde": g}
        if g is not None
        else {"namn": f"steg {n}", "symbol": "○", "färg": "grå"}
        for n, g in enumerate(gränser)
    ]


HELA_SKALOR = st.sets(st.integers(1, 99), max_size=5).map(lambda tal: [*sorted(tal, reverse=True), 0])
SLUMPADE_SKALOR = st.lists(st.integers(-10, 120), min_size=1, max_size=4)


@given(HELA_SKALOR | SLUMPADE_SKALOR)
def test_en_skala_godtas_precis_när_den_täcker_allt(gränser: list[int]) -> None:
    täcker = gränser[-1] == 0 and gränser[0] < 100 and all(a > b for a, b in pairwise(gränser))
    try:
        Bedömning.model_validate({"skala": tuple(bygg_skala([None, *gränser]))})
    except ValueError as fel:
        godtas, text = False, str(fel)
    else:
        godtas, text = True, "Bedömningsskalan"
    assert godtas == täcker
    assert "Bedömningsskalan" in text


# --- Sammanvägningen ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "regel", ["{uppfyllt: 75}", "{uppfyllt: 80, delvis: 50}", "{uppfyllt: 100, delvis: 100}", "{}"]
)
def test_sammanvägning_som_går_ihop(regel: str) -> None:
    _, fynd = läs_husregler(f"sammanvägning: {regel}")
    assert not fynd


@pytest.mark.parametrize(
    ("regel", "andelar"),
    [
        ("{uppfyllt: 0}", "uppfyllt (0) och delvis (50)"),
        ("{uppfyllt: 101}", "uppfyllt (101) och delvis (50)"),
        ("{delvis: -5}", "uppfyllt (100) och delvis (-5)"),
        ("{uppfyllt: 40, delvis: 60}", "uppfyllt (40) och delvis (60)"),
    ],
)
def test_sammanvägning_som_inte_går_ihop(regel: str, andelar: str) -> None:
    """En andel på noll ger alltid samma svar, och ”uppfyllt” får inte vara lättare att nå än ”delvis”."""
    _, fynd = läs_husregler(f"sammanvägning: {regel}")
    råd = "Skriv andelar över 0 och högst 100, där den för uppfyllt är minst lika stor: {uppfyllt: 80, delvis: 50}."
    assert fynd == [f"3 STR108 Andelarna för {andelar} går inte att använda. | {råd}"]


def test_en_andel_skrivs_utan_procenttecken() -> None:
    _, fynd = läs_husregler('sammanvägning: {uppfyllt: "75 %"}')
    assert [rad.split(" (")[0] for rad in fynd] == [
        "3 STR104 Talet är skrivet så att det inte kan läsas som ett tal: 75 % | Skriv 75"
    ]


def test_en_gräns_kan_ha_decimaler() -> None:
    steg = Bedömningssteg.model_validate({"namn": "nära", "symbol": "◐", "färg": "gul", "från": Decimal("99.5")})
    assert steg.från == Decimal("99.5")


def test_färgen_är_en_av_fyra() -> None:
    _, fynd = läs_husregler(FYRA_STEG.replace("färg: gul", "färg: gull"))
    assert fynd == ["8 STR106 Okänt ord: gull | Menade du gul?"]
