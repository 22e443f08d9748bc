"""Husregler: förvalen, vad en kommun kan bestämma själv, och husregler som inte går ihop."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.bedomning import Band, Bedömning, Bedömningssteg, Skälord, bandfel, motsvarande
from planverktyg.modell.husregler import Husregler
from planverktyg.uppfyllelse import Skäl

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
    krav = [regler.sammanvägning.kravet_på(plats, regler.bedömning.skala).andel for plats in (0, 1)]
    assert krav == [100, 50]
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


@pytest.mark.parametrize(("ordet", "fel"), [("påbörjad: pågår", 0), ("nästan klar: pågår", 0), ("påbörjad: klar", 1)])
def test_verktygets_statusord_kan_inte_betyda_något_annat(ordet: str, fel: int) -> None:
    _, fynd = läs_husregler(f"statusord: {{{ordet}}}")
    text = "3 STR108 Ordet påbörjad betyder redan pågår, och kan inte betyda klar. | Ta bort påbörjad."
    assert fynd == [f"{text} Statusord är kommunens egna, utöver verktygets."] * fel


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


HELA_SKALOR = st.sets(st.integers(1, 99), max_size=4).map(lambda tal: [*sorted(tal, reverse=True), 0])
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


BAND = "[{steg: uppfyllt, från: 90}, {steg: delvis, från: 50, under: 90}, {steg: ej uppfyllt, från: 0}]"


@pytest.mark.parametrize(
    "regel",
    [
        "{krav: {uppfyllt: 75}}",
        "{krav: {uppfyllt: 80, delvis: 50}}",
        "{krav: {uppfyllt: 100, delvis: 100}}",
        "{krav: {delvis: {andel: 80, minst: uppfyllt}}}",
        "{krav: {uppfyllt: {andel: 75, finansiella: 100}, delvis: {åt rätt håll: 50, medelgrad: 70}}}",
        f"{{regel: medelgrad, band: {BAND}}}",
        "{regel: sämsta, täckning: 50, räknar: [indikatorer, uppdrag]}",
        f"{{per nivå: {{målområde: {{regel: medelgrad, band: {BAND}}}}}, hela planen: ja}}",
        "{}",
    ],
)
def test_sammanvägning_som_går_ihop(regel: str) -> None:
    _, fynd = läs_husregler(f"sammanvägning: {regel}")
    assert not fynd


@pytest.mark.parametrize(
    ("regel", "väntat"),
    [
        (
            "{uppfyllt: 80, delvis: 50}",
            (
                "Uppfyllt och delvis står direkt under sammanvägning. Stegens krav har fått en egen nyckel. "
                "| Skriv sammanvägning: {krav: {uppfyllt: 80, delvis: 50}}."
            ),
        ),
        (
            "{krav: {uppfylt: 80}}",
            "uppfylt är inget steg på bedömningsskalan. | Menade du uppfyllt?",
        ),
        (
            "{krav: {delvis: {andel: 80, minst: klart}}}",
            "klart är inget steg på bedömningsskalan. | Stegen är uppfyllt, delvis och ej uppfyllt.",
        ),
        (
            "{krav: {uppfyllt: 40, delvis: 60}}",
            (
                "Andelarna för uppfyllt (40) och delvis (60) går inte att använda: ett bättre steg får inte vara lättare "
                "att nå. | Skriv en andel för uppfyllt som är minst lika stor."
            ),
        ),
        (
            "{krav: {ej uppfyllt: 10}}",
            (
                "Det sämsta steget (ej uppfyllt) kan inte ha något krav: det gäller när inget annat krav håller. "
                "| Ta bort ej uppfyllt under krav."
            ),
        ),
        (
            "{per nivå: {målomrade: {regel: sämsta}}}",
            "målomrade är ingen nivå. | Menade du målområde?",
        ),
        (
            "{regel: medelgrad, band: [{steg: delvis, från: 50}, {steg: uppfyllt, från: 0}]}",
            (
                "Banden följer inte skalan: högre medelgrad ska ge ett bättre steg, och varje steg har ett band. "
                "| Ordningen uppifrån är uppfyllt, delvis och ej uppfyllt."
            ),
        ),
    ],
)
def test_sammanvägning_som_inte_går_ihop(regel: str, väntat: str) -> None:
    _, fynd = läs_husregler(f"sammanvägning: {regel}")
    assert fynd == [f"3 STR108 {väntat}"]


@pytest.mark.parametrize(
    ("regel", "början"),
    [
        ("{krav: {uppfyllt: 0}}", "STR108 Kravet 0 % (andel) går inte att använda."),
        ("{krav: {uppfyllt: {medelgrad: 101}}}", "STR108 Kravet 101 % (medelgrad) går inte att använda."),
        ("{krav: {uppfyllt: {}}}", "STR108 Kravet säger inte vad som krävs."),
        ("{krav: {delvis: {minst: uppfyllt, medelgrad: 3}}}", "STR108 Kravet säger ett steg (minst) men ingen andel."),
        ("{regel: medelgrad}", "STR108 Regeln medelgrad behöver band"),
        (f"{{band: {BAND}}}", "STR108 Band används bara när regeln är medelgrad."),
        ("{regel: sämsta, krav: {uppfyllt: 80}}", "STR108 Kraven används inte när regeln är sämsta."),
        ("{täckning: 0}", "STR108 Täckningen 0 % går inte att använda."),
        ("{räknar: []}", "STR108 Ingenting räknas"),
        ('{krav: {uppfyllt: "75 %"}}', "STR104 Talet är skrivet så att det inte kan läsas som ett tal: 75 %"),
    ],
)
def test_en_regel_som_inte_går_att_pröva(regel: str, början: str) -> None:
    _, fynd = läs_husregler(f"sammanvägning: {regel}")
    (rad,) = fynd
    assert rad.removeprefix("3 ").startswith(början)


# --- Banden ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("band", "väntat"),
    [
        (
            "{från: 90}, {från: 50, under: 90}, {från: 10, under: 50}",
            (
                "BED404 Värdena 0 upp till 10 hör inte till något band. | Skriv från: 0 på ej uppfyllt, "
                "eller lägg till ett band."
            ),
        ),
        (
            "{från: 90}, {från: 50, under: 80}, {från: 0}",
            "BED404 Värdena 80 till 90 hör inte till något band. | Skriv under: 90 på delvis, eller lägg till ett band.",
        ),
        (
            "{från: 90, till: 99}, {från: 50}, {från: 0}",
            (
                "BED404 Värdena 99 till 100 hör inte till något band. | Skriv ingen övre gräns på uppfyllt, "
                "eller lägg till ett band."
            ),
        ),
        (
            "{från: 80}, {från: 70, till: 80}, {från: 0}",
            (
                "BED405 80 hör till två band: delvis (från 70 till och med 80) och uppfyllt (från 80). "
                "| Skriv under: 80 på delvis, så att bandet slutar där uppfyllt börjar."
            ),
        ),
        (
            "{från: 70}, {från: 50, till: 69}, {från: 0}",
            (
                "BED406 69,5 hör inte till något band: delvis slutar på 69 och uppfyllt börjar på 70. "
                "Värden avrundas inte innan de prövas. | Skriv under: 70 på delvis i stället för till: 69."
            ),
        ),
    ],
)
def test_band_med_hål_eller_överlapp_är_fel(band: str, väntat: str) -> None:
    """Varje grad från 0 till 100 hör till precis ett band, också den som ingen avrundning har nått."""
    rader = band
    for steg in ("uppfyllt", "delvis", "ej uppfyllt"):
        rader = rader.replace("{från", f"{{steg: {steg}, fråN", 1)
    husregler, _ = läs_husregler(f"sammanvägning: {{regel: medelgrad, band: [{rader.replace('fråN', 'från')}]}}")
    assert husregler is not None
    (fynd,) = bandfel(husregler.sammanvägning.band, Decimal(0), Decimal(100))
    assert f"{fynd.kod} {fynd.text} | {fynd.råd}" == väntat


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 101)), min_size=1, max_size=4))
def test_godtagna_band_täcker_varje_värde_precis_en_gång(gränser: list[tuple[int, int]]) -> None:
    band = [{"steg": f"s{n}", "från": Decimal(a), "under": Decimal(b)} for n, (a, b) in enumerate(gränser) if a < b]
    tabell = tuple(Band.model_validate(b) for b in band)
    värden = [Decimal(n) / 2 for n in range(201)]
    hel = all(sum(b.från <= v < (b.under or 0) for b in tabell) == 1 for v in värden)
    if tabell:
        assert (not list(bandfel(tabell, Decimal(0), Decimal(100)))) == hel


# --- Prognosskala, ord för det som saknas, och trendens ord ----------------------------------------


PROGNOSSKALA = """
bedömning:
  prognosskala:
    - {namn: kan uppnås, symbol: +, färg: grön}
    - {namn: svårt att uppnå, symbol: −, färg: röd, från: 0, från utan utgångsvärde: 0}
"""


def test_prognosskalan_gäller_vid_delår_och_resultatskalan_vid_årets_slut() -> None:
    regler, fynd = läs_husregler(PROGNOSSKALA)
    assert regler is not None
    assert not fynd
    assert [s.namn for s in regler.skala(date(2020, 8, 31))] == ["kan uppnås", "svårt att uppnå"]
    assert regler.skala(date(2020, 12, 31)) == regler.bedömning.skala


def test_prognosskalan_ska_också_vara_hel() -> None:
    _, fynd = läs_husregler(PROGNOSSKALA.replace("från: 0", "från: 5", 1))
    assert fynd == [
        (
            f"4 STR108 Prognosskalan har ett hål: varje steg efter det första behöver från, "
            f"och det sista steget börjar på 0. | {EXEMPEL}"
        )
    ]


def test_en_skala_har_högst_sex_steg() -> None:
    steg = bygg_skala([None, 90, 80, 70, 60, 50, 0])
    with pytest.raises(ValueError, match="Bedömningsskalan har 7 steg och får ha högst 6"):
        Bedömning.model_validate({"skala": tuple(steg)})


def test_varje_skäl_kan_få_eget_ord() -> None:
    """Husreglerna känner precis de skäl som bedömningen kan ge."""
    assert set(get_args(Skälord)) == {str(skäl) for skäl in Skäl}


def test_ett_okänt_skäl_är_ett_fel() -> None:
    _, fynd = läs_husregler("bedömning: {utan bedömning: {ej matt: mätning ej genomförd}}")
    (rad,) = fynd
    assert "ej matt" in rad


@pytest.mark.parametrize(
    ("plats", "steg", "andra", "väntat"),
    [(0, 3, 5, 0), (2, 3, 5, 4), (1, 3, 5, 2), (1, 3, 2, 1), (1, 4, 3, 1), (2, 4, 3, 1), (3, 4, 3, 2), (1, 2, 4, 3)],
)
def test_steg_på_skalor_av_olika_längd_svarar_mot_varandra(plats: int, steg: int, andra: int, väntat: int) -> None:
    assert motsvarande(plats, steg, andra) == väntat


@given(st.integers(2, 6), st.integers(2, 6))
def test_ett_bättre_steg_svarar_aldrig_mot_ett_sämre(steg: int, andra: int) -> None:
    platser = [motsvarande(n, steg, andra) for n in range(steg)]
    assert platser == sorted(platser)
    assert (platser[0], platser[-1]) == (0, andra - 1)


def test_en_gräns_kan_ha_decimaler() -> None:
    steg = Bedömningssteg.model_validate({"namn": "nära", "symbol": "◐", "färg": "gul", "från": Decimal("99.5")})
    assert steg.från == Decimal("99.5")


def test_en_felskriven_färg_är_ett_fel() -> None:
    _, fynd = läs_husregler(FYRA_STEG.replace("färg: gul", "färg: gull"))
    assert fynd == ["8 STR106 Okänt ord: gull | Menade du gul?"]


# --- Riskmatrisen ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matris", "väntat"),
    [
        (
            "{sannolikhet: [låg]}",
            (
                "Skalan för sannolikhet måste ha minst två steg. "
                "| Räkna upp stegen från 1 och uppåt: sannolikhet: [låg, medelhög, hög]."
            ),
        ),
        (
            "{tröskel: 12, hög: 8}",
            (
                "En risk räknas som hög från 8 men måste hanteras först från 12 (tröskel). "
                "| Skriv hög: 12 eller mer, eller sänk tröskeln."
            ),
        ),
    ],
)
def test_en_riskmatris_som_inte_går_ihop(matris: str, väntat: str) -> None:
    _, fynd = läs_husregler(f"riskmatris: {matris}")
    assert fynd == [f"3 STR108 {väntat}"]
