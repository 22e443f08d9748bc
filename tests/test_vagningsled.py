"""Målets förklaring: vad som räknas av delarna, vad som inte räknas och varför, och hela planens."""

from __future__ import annotations

from datetime import date

import pytest

from planverktyg.modell.beslut import Fastställd
from planverktyg.uppfyllelse.faststallt import _målet
from planverktyg.uppfyllelse.stegvis import förklara_indikator
from planverktyg.uppfyllelse.vagningsled import förklara_helheten, förklara_mål
from tests.conftest import kör_plan
from tests.test_sammanvagning import BAND, läget, målet, regel
from tests.test_uppfyllelse import DELÅR, bedöm_en

BÖR = "{räknar: [delmål, uppdrag]}"


@pytest.mark.parametrize(
    ("husregel", "övrigt", "rad", "väntat"),
    [
        ("{}", "", "Regel", "det bästa steget vars krav håller, annars ej uppfyllt; räknar indikatorer och delmål"),
        ("{regel: sämsta, täckning: 50, bör räknas: ja}", "", "Regel",
         "den sämsta delen avgör; räknar indikatorer och delmål, också bör; kräver 50 % täckning"),
        (BÖR, "uppdrag: {lov: klar}\n", "  b1", "● uppfyllt (räknas inte enligt regeln)"),
        (BÖR, "uppdrag: {lov: avbruten}\n", "  lov", "○ ej uppfyllt (uppdrag: avbruten)"),
        (BÖR, "uppdrag: {lov: {status: pågår, bedömning: uppfyllt}}\n", "  lov", "● uppfyllt (uppdrag: bedömt som uppfyllt)"),
        (f"{{regel: medelgrad, band: {BAND}}}", "", "  b2", "○ ej uppfyllt (grad 40 %)"),
        ("{krav: {uppfyllt: {medelgrad: 70}}}", "", "  b1", "● uppfyllt (grad 100 %)"),
        ("{}", "bedömningar: {b2: {bedömning: delvis, motivering: M.}}\n", "  b2", "◐ delvis (beslutad bedömning)"),
        ("{}", "bedömningar: {b2: {bedömning: toppen, motivering: M.}}\n", "  b2", "– ”toppen” finns inte på skalan"),
    ],
)  # fmt: skip
def test_varje_del_står_med_det_som_räknas(husregel: str, övrigt: str, rad: str, väntat: str) -> None:
    u = läget("0 100 70 0", regel(husregel), övrigt=övrigt)
    assert {ett.rubrik: ett.text for ett in förklara_mål(målet(u, "barn"), u.husregler)}[rad].replace(
        "\u00a0", " "
    ) == väntat


def test_ett_finansiellt_mål_märks_när_regeln_frågar_efter_det() -> None:
    u = läget("100 100 70 0", regel("{krav: {uppfyllt: {finansiella: 100}}}"))
    led = {ett.rubrik: ett.text for ett in förklara_mål(målet(u, "omrade"), u.husregler)}
    assert led["  ekonomi"] == "● uppfyllt (finansiellt)"
    assert led["  barn"] == "◐ delvis"


@pytest.mark.parametrize(
    ("b2", "medelgrad"),
    [("99.999", "99,999 % (band: uppfyllt från 99,999"), ("99.9989", "99,9989 % (band: uppfyllt från 99,999")],
)
def test_medelgraden_skrivs_aldrig_som_en_gräns_den_inte_når(b2: str, medelgrad: str) -> None:
    """Med två decimaler hade båda varit 100, eller 99,999."""
    band = BAND.replace("90", "99.999")
    u = läget(f"0 0 {b2} {b2}", regel(f"{{regel: medelgrad, band: {band}}}"))
    led = {ett.rubrik: ett.text for ett in förklara_mål(målet(u, "unga"), u.husregler)}
    assert led["Sammanvägning"].startswith(f"medelgraden av 1 är {medelgrad}")


def test_ett_avgjort_steg_på_en_annan_skala_säger_vad_det_räknas_som() -> None:
    prognos = """\
bedömning:
  prognosskala:
    - {namn: kan nås, symbol: "+", färg: grön}
    - {namn: svårt, symbol: −, färg: röd, från: 0, från utan utgångsvärde: 0}
"""
    u = läget(
        "0 100 70 0", prognos, per=DELÅR, övrigt="bedömningar: {b2: {bedömning: är delvis uppfyllt, motivering: M.}}\n"
    )
    led = {ett.rubrik: ett.text for ett in förklara_mål(målet(u, "barn"), u.husregler)}
    assert led["  b2"] == "◐ är delvis uppfyllt (beslutad bedömning; räknas som ”svårt”)"


def test_det_som_beslutades_då_står_skilt_från_dagens_steg() -> None:
    """Vägen är dagens; det som gäller är det som beslutades med uppföljningen."""
    u = läget("0 100 70 0")
    då = {"barn": Fastställd(steg="uppfyllt"), "b2": Fastställd(steg="uppfyllt", målvärde="minst 70")}
    fryst = _målet(målet(u, "barn"), då, lambda ord_: u.husregler.läs_steg(ord_, u.per))
    led = {ett.rubrik: ett.text for ett in förklara_mål(fryst, u.husregler)}
    assert led["  b2"] == "○ ej uppfyllt (beslutades med uppföljningen som ● uppfyllt)"
    assert led["Beräknad bedömning"] == "◐ delvis"
    assert led["Gäller"] == "● uppfyllt: så beslutades det med uppföljningen. Stegen ovan är dagens."
    b2 = {ett.rubrik: ett.text for ett in förklara_indikator(fryst.indikatorer[1], u.per, u.husregler)}
    assert b2["Beräknad bedömning"] == "○ ej uppfyllt"
    assert "Målvärdet var då minst 70." in b2["Gäller"]


def test_hela_planens_väg_är_de_övergripande_målens() -> None:
    led = förklara_helheten(läget("100 100 70 0", regel("{hela planen: ja}")))
    assert led is not None
    assert [f"{ett.rubrik}: {ett.text}" for ett in led][2:] == [
        "Regel: det bästa steget vars krav håller, annars ej uppfyllt; räknar de övergripande målen",
        "  omrade: ◐ delvis",
        "Sammanvägning: 0 av 1 är uppfyllda (krav för uppfyllt: 100 %); 1 av 1 är minst delvis (krav för delvis: 50 %)",
        "Förflyttning: av 3 jämförbara indikatorer är 3 bättre, 0 oförändrade och 0 sämre",
        "Beräknad bedömning: ◐ delvis",
    ]
    assert förklara_helheten(läget("100 100 70 0")) is None


def test_hela_planen_går_bara_att_förklara_när_kommunen_väger_den() -> None:
    utan = kör_plan("status", "asn-2020", "--delår", "2", "--mål", "planen")
    assert (utan.kod, utan.fel) == (
        2,
        "Hela planen vägs inte samman. Skriv sammanvägning: {hela planen: ja} i kommun.yaml.\n",
    )


def test_toleransen_står_också_när_graden_inte_går_att_räkna() -> None:
    b = bedöm_en("enhet: ja/nej\nmålvärde: nej\ndelvis inom: 10", "ja")
    led = [f"{ett.rubrik}: {ett.text}" for ett in förklara_indikator(b, date(2020, 12, 31), läget("0 0 0 0").husregler)]
    assert "Tolerans: delvis, värdet är inom 10 från målvärdet" in led
