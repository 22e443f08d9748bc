"""Svenska för skrivning: tal, datum, uppräkningar, bokstavsordning, id av text, och "menade du"."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal, get_group_symbol, get_minus_sign_symbol
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.modell.grund.svenska import (
    FAST_MELLANSLAG,
    MINUS,
    antal,
    avrunda,
    korta,
    menade_du,
    ordningsnyckel,
    räkna_upp,
    skriv_datum,
    skriv_tal,
    slugga,
    versal,
)


def synligt(text: str) -> str:
    """Texten med fast mellanslag utskrivet som understreck, så att det syns i tabellerna nedan."""
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("värde", "text"),
    [
        (0, "0"),
        (7, "7"),
        (999, "999"),
        (3650, "3_650"),
        (234133, "234_133"),
        (1234567, "1_234_567"),
        (-8800, "−8_800"),
        (-474, "−474"),
        (Decimal("12.69"), "12,69"),
        (Decimal("0.40"), "0,40"),
        (Decimal("3.0"), "3,0"),
        (Decimal("-0.5"), "−0,5"),
        (Decimal("1234.5"), "1_234,5"),
        (Fraction(2835), "2_835"),
        (Fraction(5, 2), "2,5"),
        (Fraction(1, 3), "0,33"),
        (Fraction(2, 3), "0,67"),
        (Fraction(100), "100"),
        (Fraction(-1, 1000), "0"),
    ],
    ids=str,
)
def test_tal_skrivs_på_svenska(värde: Decimal | int | Fraction, text: str) -> None:
    """Komma, fast mellanslag mellan tusental och riktigt minustecken. Alla decimaler som källan har står kvar."""
    assert synligt(skriv_tal(värde)) == text


@pytest.mark.parametrize(
    ("värde", "decimaler", "text"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "−3"),
        ("0.05", 1, "0,1"),
        ("0.049999", 1, "0,0"),
        ("2.675", 2, "2,68"),
        ("91.75", 1, "91,8"),
        ("-0.4", 0, "0"),
        ("-0.04", 1, "0,0"),
        ("12", 2, "12,00"),
        ("999.995", 2, "1_000,00"),
        ("123456789012345678901234567890.125", 2, "123_456_789_012_345_678_901_234_567_890,13"),
    ],
)
def test_hälften_avrundas_bort_från_noll(värde: str, decimaler: int, text: str) -> None:
    """Som i skolan och i Excel, inte till närmaste jämna. Ett avrundat noll har inget minustecken."""
    assert synligt(skriv_tal(Decimal(värde), decimaler=decimaler)) == text
    assert synligt(skriv_tal(Fraction(värde), decimaler=decimaler)) == text


@pytest.mark.parametrize(
    ("värde", "text"), [(Decimal(4109), "+4_109"), (Decimal(-8800), "−8_800"), (Decimal(0), "0"), (Decimal("0.4"), "0")]
)
def test_förändringar_skrivs_med_tecken(värde: Decimal, text: str) -> None:
    """Ett tal som avrundas till noll är ingen ökning."""
    assert synligt(skriv_tal(värde, tecken=True, decimaler=0)) == text


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3), st.integers(0, 3))
def test_tal_skrivs_som_babel_skriver_dem(värde: Decimal, decimaler: int) -> None:
    """Babel (CLDR) är facit för svenska tal; verktyget självt klarar sig utan det."""
    avrundat = avrunda(värde, decimaler)
    mönster = "#,##0" + ("." + "0" * decimaler if decimaler else "")
    facit = format_decimal(avrundat + 0, mönster, locale="sv_SE").replace("-", MINUS)
    assert skriv_tal(värde, decimaler=decimaler) == facit


def test_tecknen_är_babels() -> None:
    """Babel skriver bindestreck i sina tal men känner till språkets eget minustecken."""
    assert get_minus_sign_symbol("sv_SE") == MINUS
    assert get_group_symbol("sv_SE") == FAST_MELLANSLAG


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.integers(0, 4))
def test_avrundningen_är_aldrig_längre_bort_än_ett_halvt_steg(värde: Fraction, decimaler: int) -> None:
    avrundat = avrunda(värde, decimaler)
    assert abs(Fraction(avrundat) - värde) <= Fraction(1, 2 * 10**decimaler)
    assert avrundat.as_tuple().exponent == -decimaler


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_datum_skrivs_som_babel_skriver_dem(dag: date) -> None:
    assert skriv_datum(dag) == format_date(dag, "d MMMM y", locale="sv_SE")


@pytest.mark.parametrize(
    ("delar", "bindeord", "text"),
    [
        ([], "och", ""),
        (["kvinnor"], "och", "kvinnor"),
        (["kvinnor", "män"], "och", "kvinnor och män"),
        (["minst", "högst", "exakt"], "eller", "minst, högst eller exakt"),
    ],
)
def test_uppräkning(delar: list[str], bindeord: str, text: str) -> None:
    assert räkna_upp(delar, bindeord) == text


@pytest.mark.parametrize(("n", "text"), [(0, "0 mål"), (1, "1 indikator"), (2, "2 mål"), (1200, "1_200 mål")])
def test_antal_böjs(n: int, text: str) -> None:
    assert synligt(antal(n, "indikator", "mål")) == text


@pytest.mark.parametrize(
    ("text", "kort"),
    [
        ("fem  ord\nräcker", "fem ord räcker"),
        ("väntetiden var lång i maj", "väntetiden var …"),
        ("väntetiden 25_000 kr", "väntetiden …"),
        ("kostar 25_000 kr i år", "kostar 25_000 kr …"),
        ("https://example.se/lång", "https://example.s…"),
        ("", ""),
    ],
)
def test_en_lång_text_kortas(text: str, kort: str) -> None:
    assert korta(text.replace("_", FAST_MELLANSLAG), 18) == kort.replace("_", FAST_MELLANSLAG)


@pytest.mark.parametrize(
    ("text", "med_versal"), [("nämndmål", "Nämndmål"), ("åtgärd", "Åtgärd"), ("", ""), ("hME", "HME")]
)
def test_versal_rör_bara_första_bokstaven(text: str, med_versal: str) -> None:
    assert versal(text) == med_versal


ORDNADE = ["Arbete", "armé", "armén", "Budget", "idé", "Müller", "Mäklare", "zon"]
ORDNADE += ["Åldrande", "ånga", "Ärende", "äta", "Öppna"]


@given(st.permutations(ORDNADE))
def test_bokstavsordningen_är_svensk(blandade: list[str]) -> None:
    """Å, ä, ö sist och i den ordningen; é som e, ü som y; versaler spelar ingen roll."""
    assert sorted(blandade, key=ordningsnyckel) == ORDNADE


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Trygga – hela livet", "trygga-hela-livet"),
        ("Öka andelen äldre på gården", "oka-andelen-aldre-pa-garden"),
        ("  HVB-dygn, 13–20 år ", "hvb-dygn-13-20-ar"),
        ("Café & idé", "cafe-ide"),
        ("№ 5", "5"),
        ("²", ""),
        ("!?", ""),
    ],
)
def test_slugga(text: str, id_: str) -> None:
    assert slugga(text) == id_


@given(st.text())
def test_slugga_ger_ett_giltigt_id_eller_inget(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slugga(text))


KOLADA = ["U33546", "U28507", "N00401"]
NYCKLAR = ["basvärde", "målvärde", "utgångsvärde", "ej mätt", "per år", "namn", "nämnd", "kortnamn", "källa"]


@pytest.mark.parametrize(
    ("skrivet", "menat"),
    [
        ("basvarde", "basvärde"),
        ("Målvärde", "målvärde"),
        ("malvarde", "målvärde"),
        ("målväerde", "målvärde"),
        ("ej_mätt", "ej mätt"),
        ("ej-matt", "ej mätt"),
        ("per_ar", "per år"),
        ("namm", "namn"),
        ("nanm", "namn"),
        ("nämd", "nämnd"),
        ("kallla", "källa"),
        ("utgångvärde", "utgångsvärde"),
        ("xyz", None),
        ("", None),
    ],
)
def test_menade_du_nyckeln(skrivet: str, menat: str | None) -> None:
    """Utan prickar, understreck för mellanslag och vanliga stavfel. Ett helt annat ord ger ingen gissning."""
    assert menade_du(skrivet, NYCKLAR) == menat


@pytest.mark.parametrize(
    ("skrivet", "menat"),
    [("U33564", "U33546"), ("U28570", "U28507"), ("N00041", "N00401"), ("X99999", None), ("u33546", "U33546")],
)
def test_menade_du_med_omkastade_siffror(skrivet: str, menat: str | None) -> None:
    """Två siffror bredvid varandra som bytt plats är det vanligaste felet när koder skrivs av."""
    assert menade_du(skrivet, KOLADA) == menat


def test_ett_kort_id_med_en_annan_siffra_är_ingen_felskrivning() -> None:
    """Verksamhetsområdet vo8 är inte ett stavfel för vo3."""
    assert menade_du("vo8", ["vo3"]) is None


def test_menade_du_tar_omkastningen_före_det_som_bara_liknar() -> None:
    assert menade_du("U33564", ["U33563", "U33565", "U33546"]) == "U33546"


STATUS = ["ej påbörjad", "pågår", "klar", "genomförd", "försenad", "avbruten", "utgår"]
STEG = ["uppfyllt", "delvis", "ej uppfyllt"]
RESULTAT = ["utan avvikelse", "mindre avvikelse", "med avvikelse"]


@pytest.mark.parametrize(
    ("skrivet", "giltiga", "menat"),
    [
        ("ej klar", STATUS, None),
        ("inte genomförd", STATUS, None),
        ("ogenomförd", STATUS, None),
        ("delvis genomförd", STATUS, None),
        ("påbörjad", STATUS, None),
        ("inte påbörjad", STATUS, "ej påbörjad"),
        ("ej paborjad", STATUS, "ej påbörjad"),
        ("delvis uppfyllt", STEG, "delvis"),
        ("ouppfyllt", STEG, None),
        ("inte uppfyllt", STEG, "ej uppfyllt"),
        ("uppfylt", STEG, "uppfyllt"),
        ("nja", ["nej", "ja"], None),
        ("jaa", ["nej", "ja"], "ja"),
        ("Ja", ["nej", "ja"], "ja"),
        ("ingen avvikelse", RESULTAT, "utan avvikelse"),
        ("avvikelse", RESULTAT, None),
        ("större avvikelse", RESULTAT, None),
        ("mindr avvikelse", RESULTAT, "mindre avvikelse"),
        ("ejmätt", ["ej mätt", "saknas"], "ej mätt"),
        ("inte mätt", ["ej mätt", "saknas"], "ej mätt"),
        ("mätt", ["ej mätt", "saknas"], None),
        ("oförändrad", ["förändrad"], None),
    ],
)
def test_ett_förslag_vänder_aldrig_på_svaret(skrivet: str, giltiga: list[str], menat: str | None) -> None:
    """Den som följer rådet ska inte rapportera motsatsen: hellre inget förslag än ett som ändrar innebörden."""
    assert menade_du(skrivet, giltiga) == menat


def test_av_två_skrivsätt_föreslås_det_som_är_mest_likt_det_skrivna() -> None:
    """`--delår` och dess tvilling utan prickar är samma flagga."""
    assert menade_du("--dellår", ["--delår", "--delar", "--år"]) == "--delår"
    assert menade_du("--dellar", ["--delår", "--delar", "--år"]) == "--delar"
