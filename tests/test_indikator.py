"""Indikatorn och dess värden: kortform, skälen till att ett värde saknas, tal som är skrivna fel, Kolada och skalor."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.byggsten import CITATTECKEN, föreslå_tal, liknar_tal
from planverktyg.modell.grund.svenska import skriv_tal

if TYPE_CHECKING:
    from planverktyg.modell.indikator import Indikator, Utfall

UPPFÖLJNING = """\
format: 1
uppföljning: {{plan: p, period: delår 2, per: 2020-08-31}}
utfall:
  i: {utfall}
"""
PLAN = """\
format: 1
plan: {{id: p, namn: P, nämnd: N, år: 2020}}
mål:
  - id: m
    nivå: mål
    namn: M
    indikatorer:
      - id: i
        namn: I
        {rad}
"""


def läs_text(text: str) -> tuple[object, list[str]]:
    """Dokumentets modell, och fynden som `rad:kolumn KOD text | råd`."""
    träd, fynd = läs(text.encode(), "f.yaml")
    assert träd is not None
    dokument, fler = ladda(träd)
    assert dokument is not None
    return dokument.modell, [f"{f.plats.rad}:{f.plats.kolumn} {f.kod} {f.text} | {f.råd}" for f in fynd + fler]


def läs_utfall(skrivet: str) -> tuple[Utfall | None, list[str]]:
    modell, fynd = läs_text(UPPFÖLJNING.format(utfall=skrivet))
    return modell.utfall.get("i"), fynd  # type: ignore[attr-defined]


def läs_indikator(rad: str) -> tuple[Indikator | None, list[str]]:
    modell, fynd = läs_text(PLAN.format(rad=rad))
    return next(modell.alla_indikatorer(), None), fynd  # type: ignore[attr-defined]


# --- Värden ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skrivet", "värde"),
    [
        ("1890", Decimal(1890)),
        ("12.69", Decimal("12.69")),
        ("0.40", Decimal("0.40")),
        ("-474", Decimal(-474)),
        ("ja", "ja"),
        ('"nej, men påbörjat"', "nej, men påbörjat"),
        ("2020-08-31", date(2020, 8, 31)),
        ("no", "no"),
    ],
)
def test_kortform_är_bara_värdet(skrivet: str, värde: object) -> None:
    """`hvb-dygn: 1890` är detsamma som `hvb-dygn: {värde: 1890}`."""
    kort, fynd = läs_utfall(skrivet)
    lång, fler = läs_utfall(f"{{värde: {skrivet}}}")
    assert fynd == fler == []
    assert kort is not None
    assert kort == lång
    assert kort.värde == värde
    assert type(kort.värde) is type(värde)


def test_decimalerna_står_kvar_som_källan_skrev_dem() -> None:
    utfall, _ = läs_utfall("0.40")
    assert utfall is not None
    assert str(utfall.värde) == "0.40"


@pytest.mark.parametrize("skäl", ["saknas", "ej mätt", "utgår"])
def test_skälen_till_frånvaro_hålls_isär(skäl: str) -> None:
    utfall, fynd = läs_utfall(f"{{{skäl}: Systemet byttes i juni.}}")
    assert fynd == []
    assert utfall is not None
    assert utfall.värde is None
    assert utfall.frånvaro == (skäl, "Systemet byttes i juni.")


def test_med_ett_värde_finns_ingen_frånvaro() -> None:
    utfall, _ = läs_utfall("{värde: 3, ny mätmetod: Ny enkät.}")
    assert utfall is not None
    assert utfall.frånvaro is None


@pytest.mark.parametrize(
    "skrivet",
    ["{prognos: 100}", "{prognos: ja, ej mätt: Mäts i oktober.}", "{redovisning: Redovisad i nämnden i maj.}"],
)
def test_prognos_eller_redovisning_räcker(skrivet: str) -> None:
    assert läs_utfall(skrivet)[1] == []


FATTAS = (
    "4:3 STR102 Värdet fattas, och inget skäl är angivet. "
    "| Skriv värde, eller säg varför det inte finns: saknas, ej mätt eller utgår."
)


@pytest.mark.parametrize(
    ("skrivet", "väntat"),
    [
        ("{}", FATTAS),
        ("{kommentar: Kommer.}", FATTAS),
        ("{ny mätmetod: Ny enkät.}", FATTAS),
        ("{värde: 3, saknas: x}", "4:3 STR108 Både värde och saknas är ifyllda. | Låt bara det ena stå kvar."),
        ("{värde: ja, ej mätt: x}", "4:3 STR108 Både värde och ej mätt är ifyllda. | Låt bara det ena stå kvar."),
        ("{saknas: x, utgår: y}", "4:3 STR108 Både saknas och utgår är ifyllda. | Låt bara det ena stå kvar."),
        ("{värde: 3, kommentar: }", "4:17 STR103 Nyckeln är tom. | Fyll i ett värde, eller ta bort raden."),
        ("{ej_mätt: Mäts i oktober.}", "4:7 STR101 Okänd nyckel: ej_mätt | Menade du ej mätt?"),
        ("{ej matt: Mäts i oktober.}", "4:7 STR101 Okänd nyckel: ej matt | Menade du ej mätt?"),
        ("true", "4:6 STR106 Sanningsvärden skrivs på svenska. | Skriv ja."),
        (
            "[1, 2]",
            (
                "4:3 STR103 Här ska det stå ett tal, ett datum, eller ett ord ur indikatorns skala. "
                "| Skriv till exempel 12.5, 2020-08-31 eller ja."
            ),
        ),
        ("2020-02-30", "4:6 STR107 Datumet 2020-02-30 finns inte i kalendern. | Kontrollera månad och dag."),
        ("2020-08", "4:6 STR107 Här ska det stå ett datum. | Skriv år-månad-dag: 2020-08-31."),
        (
            "{värde: 3, kön: {kvinnor: 4}}",
            "4:17 STR102 Nyckeln män saknas under kön. | Lägg till män: med sitt värde.",
        ),
        (
            "{värde: 3, kön: {kvinnor: 4, man: 2}}",
            "4:35 STR101 Okänd nyckel: man | Menade du män?",
        ),
    ],
)
def test_fel_utfall(skrivet: str, väntat: str) -> None:
    """Precis ett fynd."""
    assert läs_utfall(skrivet)[1] == [väntat]


@pytest.mark.parametrize("skrivet", ["", "null", "{värde: }", "{saknas: }", "{värde: , prognos: , kommentar: }"])
def test_ett_utfall_där_inget_är_ifyllt_väntar_på_svar(skrivet: str) -> None:
    """Raden läses som om den inte fanns; att den väntar sägs av reglerna."""
    assert läs_utfall(skrivet) == (None, [])


# --- Tal ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skrivet", "rätt"),
    [
        ("12,69", "12.69"),
        ("3 650", "3650"),
        ("3\u00a0650", "3650"),
        ("3\u202f650", "3650"),
        ("1 234 567,50", "1234567.50"),
        ("1_000", "1000"),
        ("25 %", "25"),
        ("25%", "25"),
        ("2,2 %", "2.2"),
        ("−474", "-474"),
        ("-8 800", "-8800"),
        ("+177", "177"),
        ("3 650 dygn", "3650"),
        ("12,5 mnkr", "12.5"),
        ("12kr", "12"),
        ("0125", "125"),
        ("0,40", "0.40"),
    ],
)
def test_ett_tal_skrivet_på_svenska_får_rätt_skrivsätt(skrivet: str, rätt: str) -> None:
    _, fynd = läs_utfall(f'"{skrivet}"')
    råd = f"Skriv {rätt} (punkt som decimaltecken, inga mellanslag, ingen enhet och inga citattecken)."
    råd += " Beloppets enhet sägs av nyckeln enhet." if "mnkr" in skrivet else ""
    assert fynd == [f"4:6 STR104 Talet är skrivet så att det inte kan läsas som ett tal: {skrivet} | {råd}"]


def test_ett_tal_inom_citattecken_är_text() -> None:
    assert läs_utfall('"3650"')[1] == ["4:6 STR104 Talet 3650 står inom citattecken och är därför text. | Skriv 3650."]


def test_ett_decimalkomma_inom_klamrar_delar_talet() -> None:
    """`{värde: 12,69}` är i YAML två nycklar, `värde` och `69`."""
    assert läs_utfall("{värde: 12,69, avser: 2019}")[1] == [
        "4:14 STR101 Kommat delar talet 12,69 i två delar. | Skriv 12.69 (punkt som decimaltecken)."
    ]


@pytest.mark.parametrize(
    ("skrivet", "kolumn", "värde", "nyckel"),
    [
        ("{värde: nej, men påbörjat}", 14, "nej", "värde"),
        ("{värde: 3, kommentar: Ökade 1,5 procent, mest i juni, avser: 2020}", 28, "Ökade 1", "kommentar"),
    ],
)
def test_ett_komma_i_en_text_inom_klamrar(skrivet: str, kolumn: int, värde: str, nyckel: str) -> None:
    """Ett enda fynd hur många komman texten än har, och det pekar på texten."""
    text = f"Kommat efter {värde} avslutar värdet, så att resten blir en egen nyckel."
    råd = f"Sätt citattecken om hela texten efter {nyckel}."
    assert läs_utfall(skrivet)[1] == [f"4:{kolumn} STR101 {text} | {råd}"]


@pytest.mark.parametrize(
    "skrivet", ["12:30", "1e3", "0x1F", "1.000,50", "1,2,3", "5/7", "2–4", "2020-13", "12 34", "8 av 10", "78 % (2026)"]
)
def test_det_som_inte_säkert_är_ett_tal_får_inget_påhittat_förslag(skrivet: str) -> None:
    assert liknar_tal(skrivet)
    assert föreslå_tal(skrivet) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_förslaget_är_samma_tal(tal: Decimal) -> None:
    """Rådet får aldrig ändra värdet."""
    förslag = föreslå_tal(skriv_tal(tal))
    assert förslag is not None
    assert Decimal(förslag) == tal


@given(st.text())
def test_bara_det_som_liknar_ett_tal_får_ett_förslag(text: str) -> None:
    förslag = föreslå_tal(text)
    assert förslag is None or liknar_tal(text.strip().strip(CITATTECKEN))  # ett tal kan ha fått citattecken runt sig


# --- Indikatorn -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kod", ["U33546", "N00401"])
def test_kolada(kod: str) -> None:
    indikator, fynd = läs_indikator(f"kolada: {kod}")
    assert fynd == []
    assert indikator is not None
    assert indikator.kolada == kod


@pytest.mark.parametrize("kod", ["u33546", "U3354", "X33546", "33546", "[U33546]"])
def test_fel_kolada(kod: str) -> None:
    _, fynd = läs_indikator(f"kolada: {kod}")
    assert [rad.split(" ", 1)[1] for rad in fynd] == [
        "STR106 Ett nyckeltal i Kolada har N eller U och fem siffror. | Skriv till exempel U33546."
    ]


@pytest.mark.parametrize(
    ("rad", "steg"),
    [
        ("enhet: ja/nej", {"nej": 0, "ja": 1}),
        ("skala: {nej: 0, delvis: 1, ja: 2}", {"nej": 0, "delvis": 1, "ja": 2}),
        ("skala: {röd: -1, gul: 0, grön: 1}", {"röd": -1, "gul": 0, "grön": 1}),
        ("enhet: dygn", None),
    ],
)
def test_skalan(rad: str, steg: dict[str, int] | None) -> None:
    """Enheten ja/nej har en egen skala; andra skalor skrivs med sina tal."""
    indikator, fynd = läs_indikator(rad)
    assert fynd == []
    assert indikator is not None
    assert indikator.steg == steg


SAMMA_TAL = "STR108 Skalans steg måste vara minst två och ha olika tal. | Skriv {nej: 0, delvis: 1, ja: 2}."


@pytest.mark.parametrize(
    ("skala", "väntat"),
    [
        ("{ja: 1}", f"8:9 {SAMMA_TAL}"),
        ("{}", f"8:9 {SAMMA_TAL}"),
        ("{nej: 0, delvis: 1, ja: 1}", f"8:9 {SAMMA_TAL}"),
        (
            "{nej: 0, ja: hög}",
            "10:29 STR103 Här ska det stå ett heltal. | Skriv bara siffror, utan decimaler: 12.",
        ),
        (
            "{nej: 0, ja: 1.5}",
            "10:29 STR103 Här ska det stå ett heltal. | Skriv bara siffror, utan decimaler: 12.",
        ),
        (
            "{0: nej, 1: ja}",
            "10:17 STR108 Ett steg i skalan är ett ord. | Skriv ordet först och sedan dess tal: {nej: 0, ja: 1}.",
        ),
        (
            "[nej, ja]",
            (
                "10:9 STR103 Här ska det stå flera rader med ett namn och ett värde. "
                "| Skriv dem indragna under: namn, kolon, värde."
            ),
        ),
    ],
)
def test_fel_skala(skala: str, väntat: str) -> None:
    _, fynd = läs_indikator(f"skala: {skala}")
    assert fynd[0] == väntat


def test_utgångsvärde_med_historik() -> None:
    indikator, fynd = läs_indikator(
        "utgångsvärde: {värde: 3650, avser: 2019, prognos: ja, historik: [{värde: 3900, avser: 2018}]}"
    )
    assert fynd == []
    assert indikator is not None
    assert indikator.utgångsvärde is not None
    assert indikator.utgångsvärde.prognos
    assert [str(v.avser) for v in indikator.utgångsvärde.historik] == ["2018"]


def test_i_utgångsvärdet_är_prognos_ja_eller_nej() -> None:
    """I en uppföljning är `prognos` ett värde, men i planen säger det vad värdet är."""
    _, fynd = läs_indikator("utgångsvärde: {värde: 3650, prognos: 3700}")
    assert fynd == ["10:46 STR106 Här ska det stå ja eller nej. | Skriv ja eller nej med små bokstäver."]


def test_jämförelser_har_egna_namn() -> None:
    utfall, fynd = läs_utfall("{värde: 14, jämförelse: {riket: 16.9, liknande kommuner: 15, avser: 2017}}")
    assert fynd == []
    assert utfall is not None
    assert utfall.jämförelse is not None
    assert utfall.jämförelse.värden == {"riket": Decimal("16.9"), "liknande kommuner": Decimal(15)}
    assert str(utfall.jämförelse.avser) == "2017"
