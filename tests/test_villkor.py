"""Målvärden: hur varje slag skrivs i YAML, läses, skrivs i ord och prövas; och vad den får veta som skriver fel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from inspect import isabstract
from typing import Literal

import pytest

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.bedomning import bandfel
from planverktyg.modell.grad import Gradregel, Tolerans
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.modell.indikator import JA_NEJ
from planverktyg.modell.malvarde import SLAG, Minst
from planverktyg.modell.period import tolka_tidpunkt
from planverktyg.modell.villkor import Läge, Mätt, Villkor

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
        målvärde: {målvärde}
"""


def läs_målvärde(skrivet: str) -> tuple[Villkor | None, list[str]]:
    """Målvärdet, och fynden som `rad:kolumn KOD text | råd`."""
    träd, fynd = läs(PLAN.format(målvärde=skrivet).encode(), "plan.yaml")
    assert träd is not None
    dokument, fler = ladda(träd)
    assert dokument is not None, "ett fel i ett målvärde får inte fälla hela planen"
    indikatorer = list(dokument.modell.alla_indikatorer())
    rader = [f"{f.plats.rad}:{f.plats.kolumn} {f.kod} {f.text} | {f.råd}" for f in fynd + fler]
    return (indikatorer[0].målvärde if indikatorer else None), rader


def målvärdet(skrivet: str) -> Villkor:
    """Ett rätt skrivet målvärde."""
    villkor, fynd = läs_målvärde(skrivet)
    assert fynd == []
    assert villkor is not None
    return villkor


def värde(skrivet: str | None) -> Mätt | None:
    """Ett prövat värde så som tabellerna nedan skriver det: tal, datum eller ord."""
    if skrivet is None:
        return None
    if skrivet.count("-") == 2:
        return date.fromisoformat(skrivet)
    return Decimal(skrivet) if skrivet.lstrip("-")[:1].isdigit() else skrivet


def pröva(målvärde: str, utfall: str, *, bas: str | None = None, per: str = "2020-12-31", **mer: object) -> str:
    """Svaret i ord: `uppfyllt`, `inte 50 %`, `inte` (utan grad) eller `? skälet`."""
    skala = {"nej": 0, "delvis": 1, "ja": 2} if mer.get("skala") == "egen" else JA_NEJ
    mätt = värde(utfall)
    assert mätt is not None
    prövning = målvärdet(målvärde).pröva(
        Läge(
            mätt,
            date.fromisoformat(per),
            utgångsvärde=värde(bas),
            grad=Gradregel(sätt="från utgångsvärdet") if bas else Gradregel(),
            skala=skala,
            jämförelse={"riket": Decimal("16.9"), "liknande": Decimal(15), "2016": Decimal(60)},
            vid={tolka_tidpunkt(2018): Decimal(70), tolka_tidpunkt(2019): Decimal(80)}.get,
        )
    )
    if prövning.uppfyllt is None:
        return f"? {prövning.skäl}"
    if prövning.uppfyllt:
        return "uppfyllt"
    return "inte" if prövning.grad is None else f"inte {skriv_tal(prövning.grad * 100)} %"


# --- Läsning och skrivning ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skrivet", "slag", "i_ord"),
    [
        ("{minst: 25}", "minst", "minst 25 %"),
        ("{minst: 12.69}", "minst", "minst 12,69 %"),
        ("{minst: -474}", "minst", "minst −474 %"),
        ("{högst: 2555}", "högst", "högst 2 555 %"),
        ("{exakt: 7}", "exakt", "exakt 7 %"),
        ("{mellan: [2, 4]}", "mellan", "mellan 2 och 4 %"),
        ("{mellan: [3, 3]}", "mellan", "mellan 3 och 3 %"),
        (
            "{band: [{steg: uppfyllt, från: 80}, {steg: delvis, från: 62, under: 80}, {steg: ej uppfyllt, från: 0}]}",
            "band",
            "uppfyllt från 80, delvis från 62 till under 80 och ej uppfyllt från 0 till under 62",
        ),
        ("ja", "minst", "minst ja"),
        ("{minst: ja}", "minst", "minst ja"),
        ("nej", "exakt", "exakt nej"),
        ("{över: 20}", "över", "över 20 %"),
        ("{under: 46.9}", "under", "under 46,9 %"),
        ("{riktning: bibehålls, tolerans: 5 %}", "riktning", "bibehålls (inom 5 %)"),
        ("delvis", "minst", "minst delvis"),
        ("nej, men genomfört uppföljning", "minst", "minst nej, men genomfört uppföljning"),
        ("{minst: riket}", "minst", "minst riket"),
        ("{högst: liknande}", "högst", "högst liknande"),
        ("{riktning: ökar}", "riktning", "ökar"),
        ("{riktning: minskar inte, mot: 2018}", "riktning", "minskar inte mot 2018"),
        ("{riktning: ökar, mot: {namn: planen från 2017}}", "riktning", "ökar mot planen från 2017"),
        ("{klart: 2021}", "klart", "klart senast 2021"),
        ("{klart: 2021-06}", "klart", "klart senast juni 2021"),
        ("{klart: 2021-06-15}", "klart", "klart senast 15 juni 2021"),
        ("{redovisas: ja}", "redovisas", "redovisas"),
        ("{bedöms: Enligt kvalitetsplanen.}", "bedöms", "Enligt kvalitetsplanen."),
        ("{saknas: Följs som nyckeltal.}", "saknas", "inget målvärde"),
        ("{per år: {2021: {minst: 85}, 2020: {minst: 80}}}", "per år", "2020: minst 80 %; 2021: minst 85 %"),
        ("[{minst: 2}, {högst: 4}]", "alla", "minst 2 % och högst 4 %"),
        ("[{minst: 2}, {högst: riket}, {riktning: ökar}]", "alla", "minst 2 %, högst riket och ökar"),
    ],
)
def test_målvärdet_läses_och_skrivs_i_ord(skrivet: str, slag: str, i_ord: str) -> None:
    villkor = målvärdet(skrivet)
    assert villkor.nyckel == slag
    assert villkor.skriv("%").replace("\u00a0", " ") == i_ord


def test_varje_slag_av_målvärde_har_en_rad_i_tabellen_ovan() -> None:
    """Den som lägger till ett slag skriver också in det där."""
    (tabellen,) = test_målvärdet_läses_och_skrivs_i_ord.pytestmark  # type: ignore[attr-defined]
    assert {rad[1] for rad in tabellen.args[1]} == {slag.nyckel for slag in SLAG}


@pytest.mark.parametrize(("enhet", "i_ord"), [("ja/nej", "ja"), (None, "minst ja")])
def test_ja_skrivs_utan_minst_när_enheten_är_ja_nej(enhet: str | None, i_ord: str) -> None:
    assert målvärdet("ja").skriv(enhet) == i_ord


@pytest.mark.parametrize(
    ("skrivet", "avser"), [("2023", "2023"), ("ej angivet", "ej angivet"), ("helår 2022", "helår 2022")]
)
def test_målvärdet_kan_avse_en_annan_tid(skrivet: str, avser: str) -> None:
    assert str(målvärdet(f"{{minst: 25, avser: {skrivet}}}").avser) == avser


def test_ett_färdigt_villkor_kan_läsas_igen() -> None:
    """Ett program som bygger en indikator ger villkoret som det är."""
    from planverktyg.modell.indikator import Indikator

    minst = Minst.model_validate({"minst": 25})
    assert Indikator.model_validate({"id": "i", "namn": "I", "målvärde": minst}).målvärde is minst


# --- Prövning -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("målvärde", "utfall", "bas", "svar"),
    [
        # Gränser jämförs exakt, aldrig efter avrundning
        ("{minst: 88}", "88", None, "uppfyllt"),
        ("{minst: 88}", "87.1", None, "inte 98,98 %"),
        ("{minst: 92}", "91.7", None, "inte 99,67 %"),
        ("{minst: 92}", "91.99999999999999999999999999999999999999", None, "inte 100 %"),
        ("{högst: 700}", "632", None, "uppfyllt"),
        ("{högst: 2555}", "3100", "3650", "inte 50,23 %"),
        ("{högst: 2555}", "3650", "3650", "inte 0 %"),
        ("{högst: 2555}", "4000", "3650", "inte 0 %"),
        ("{högst: 0}", "3", None, "inte"),
        ("{högst: 0}", "1", "4", "inte 75 %"),
        ("{minst: 0}", "-1", None, "inte"),
        ("{minst: -10}", "-12", "-20", "inte 80 %"),
        ("{minst: 25}", "-3", None, "inte 0 %"),
        ("{exakt: 7}", "7.0", None, "uppfyllt"),
        ("{exakt: 8}", "6", None, "inte 75 %"),
        ("{exakt: 8}", "10", None, "inte 80 %"),
        ("{exakt: 8}", "10", "12", "inte 50 %"),
        ("{exakt: 8}", "15", "12", "inte 0 %"),
        # Ett utgångsvärde som inte är sämre än målet räknas inte: då är graden andelen av målet
        ("{minst: 80}", "60", "90", "inte 75 %"),
        ("{minst: 80}", "60", "80", "inte 75 %"),
        # Intervall, ändarna inräknade
        ("{mellan: [2, 4]}", "2", None, "uppfyllt"),
        ("{mellan: [2, 4]}", "4", None, "uppfyllt"),
        ("{mellan: [2, 4]}", "1", None, "inte 50 %"),
        ("{mellan: [2, 4]}", "5", None, "inte 80 %"),
        ("{mellan: [2, 4]}", "6", "8", "inte 50 %"),
        ("{mellan: [2, 4]}", "1", "0", "inte 50 %"),
        # Ja, nej och jämförelser
        ("ja", "ja", None, "uppfyllt"),
        ("ja", "nej", None, "inte 0 %"),
        ("nej", "ja", None, "inte"),
        ("nej", "nej", None, "uppfyllt"),
        ("{minst: riket}", "16.9", None, "uppfyllt"),
        ("{minst: riket}", "16.8999999", None, "inte 100 %"),
        ("{högst: liknande}", "20", None, "inte 75 %"),
        # Riktningar
        ("{riktning: ökar}", "81", "80", "uppfyllt"),
        ("{riktning: ökar}", "80", "80", "inte"),
        ("{riktning: minskar}", "79", "80", "uppfyllt"),
        ("{riktning: minskar}", "80", "80", "inte"),
        ("{riktning: bibehålls}", "80.0", "80", "uppfyllt"),
        ("{riktning: bibehålls}", "80.1", "80", "inte"),
        ("{riktning: ökar inte}", "80", "80", "uppfyllt"),
        ("{riktning: ökar inte}", "81", "80", "inte"),
        ("{riktning: minskar inte}", "80", "80", "uppfyllt"),
        ("{riktning: minskar inte}", "79", "80", "inte"),
        ("{riktning: ökar, mot: 2018}", "75", "80", "uppfyllt"),
        ("{riktning: ökar, mot: helår 2018}", "70", "80", "inte"),
        ("{riktning: ökar, mot: 2016}", "61", "80", "uppfyllt"),  # lämnat med utfallet
        ("{riktning: ökar, mot: 2016}", "60", "80", "inte"),
        ("{riktning: ökar, mot: {namn: riket}}", "17", "80", "uppfyllt"),  # jämförelsen går före utgångsvärdet
        ("{riktning: ökar, mot: {namn: planen från 2017}}", "81", "80", "uppfyllt"),  # utgångsvärdet
        ("{riktning: ökar, mot: {namn: planen från 2017}}", "80", "80", "inte"),
        # Milstolpar
        ("{klart: 2020}", "2020-12-31", None, "uppfyllt"),
        ("{klart: 2020}", "2021-01-01", None, "inte"),
        ("{klart: 2020-06}", "2020-06-30", None, "uppfyllt"),
        ("{klart: 2020-06-15}", "2020-06-16", None, "inte"),
        ("{klart: 2020}", "nej", None, "inte"),
        # Redovisning
        ("{redovisas: ja}", "ja", None, "uppfyllt"),
        ("{redovisas: ja}", "14", None, "uppfyllt"),
        ("{redovisas: ja}", "nej", None, "inte"),
        # Ett år i taget
        ("{per år: {2020: {minst: 85}, 2021: {minst: 90}}}", "85", None, "uppfyllt"),
        ("{per år: {2020: {minst: 85}, 2021: {minst: 90}}}", "84", None, "inte 98,82 %"),
        # Flera villkor: alla ska hålla, och den lägsta graden gäller
        ("[{minst: 2}, {högst: 4}]", "3", None, "uppfyllt"),
        ("[{minst: 10}, {minst: 20}]", "8", None, "inte 40 %"),
        ("[{minst: 10}, {minst: 0}, {högst: 0}]", "5", None, "inte"),
    ],
)  # fmt: skip
def test_pröva(målvärde: str, utfall: str, bas: str | None, svar: str) -> None:
    assert pröva(målvärde, utfall, bas=bas) == svar


@pytest.mark.parametrize(
    ("målvärde", "utfall", "bas", "svar"),
    [
        ("ja", "ja", None, "uppfyllt"),
        ("ja", "delvis", "nej", "inte 50 %"),
        ("ja", "delvis", None, "inte 50 %"),
        ("delvis", "ja", None, "uppfyllt"),
        ("delvis", "nej", None, "inte 0 %"),
        ("{högst: delvis}", "nej", None, "uppfyllt"),
        ("{exakt: delvis}", "ja", None, "inte 50 %"),
        ("{riktning: ökar}", "delvis", "nej", "uppfyllt"),
        ("{mellan: [1, 2]}", "delvis", None, "uppfyllt"),
    ],
)
def test_egen_skala_räknas_med_sina_tal(målvärde: str, utfall: str, bas: str | None, svar: str) -> None:
    """Skalan `{nej: 0, delvis: 1, ja: 2}`."""
    assert pröva(målvärde, utfall, bas=bas, skala="egen") == svar


@pytest.mark.parametrize(
    ("band", "utfall", "steg"),
    [
        ("[{steg: högt, från: 80}, {steg: godkänt, från: 62}, {steg: lågt, från: 0}]", "80", "högt"),
        ("[{steg: högt, från: 80}, {steg: godkänt, från: 62}, {steg: lågt, från: 0}]", "79.99", "godkänt"),
        ("[{steg: högt, från: 80}, {steg: godkänt, från: 62}, {steg: lågt, från: 0}]", "61", "lågt"),
        ("[{steg: kort, från: 0, under: 10}, {steg: lång, från: 10}]", "9.9", "kort"),
        ("[{steg: kort, från: 0, under: 10}, {steg: lång, från: 10}]", "10", "lång"),
    ],
)
def test_ett_band_ger_sitt_steg(band: str, utfall: str, steg: str) -> None:
    mätt = värde(utfall)
    assert mätt is not None
    prövning = målvärdet(f"{{band: {band}}}").pröva(Läge(mätt, date(2020, 12, 31)))
    assert (prövning.steg, prövning.uppfyllt) == (steg, steg in ("högt", "kort"))


@pytest.mark.parametrize(
    ("band", "funna"),
    [
        ("[{steg: högt, från: 80}, {steg: lågt, från: 0, under: 70}]", ["1 under BED404"]),
        ("[{steg: lågt, från: 0, under: 70}, {steg: högt, från: 80}]", ["0 under BED404"]),
        (
            "[{steg: högt, från: 80}, {steg: godkänt, från: 70, till: 80}, {steg: lågt, från: 0, till: 69}]",
            ["2 till BED406", "1 till BED405"],
        ),
        ("[{steg: högt, från: 70}, {steg: lågt, från: 0}]", []),
    ],
)
def test_band_som_inte_går_ihop(band: str, funna: list[str]) -> None:
    """Varje glapp för sig, på bandet som slutar fel; ordningen i tabellen spelar ingen roll."""
    assert [f"{f.plats} {f.nyckel} {f.kod}" for f in bandfel(målvärdet(f"{{band: {band}}}").egna_band)] == funna


def test_ett_enda_band_skiljer_ingenting_åt() -> None:
    _, fynd = läs_målvärde("{band: [{steg: högt, från: 70}]}")
    assert [rad.split()[1] for rad in fynd] == ["STR109"]


SKALAN = ("uppfyllt", "delvis", "ej uppfyllt")


@pytest.mark.parametrize(
    ("band", "utfall", "svaret"),
    [
        ("{steg: uppfyllt, från: 80}, {steg: delvis, från: 62}, {steg: ej uppfyllt, från: 0}", "85", "uppfyllt ja ↑"),
        ("{steg: ej uppfyllt, från: 0}, {steg: uppfyllt, från: 80}, {steg: delvis, från: 62}", "85", "uppfyllt ja ↑"),
        (
            "{steg: ej uppfyllt, från: 0}, {steg: delvis, från: 62}, {steg: uppfyllt, från: 80}",
            "55",
            "ej uppfyllt nej ↑",
        ),
        ("{steg: uppfyllt, från: 0}, {steg: ej uppfyllt, från: 10}", "12", "ej uppfyllt nej ↓"),
        ("{steg: delvis, från: 50}, {steg: ej uppfyllt, från: 0}", "60", "delvis nej ↑"),
        ("{steg: ej uppfyllt, från: 0}, {steg: uppfyllt, från: 2}, {steg: delvis, från: 4}", "3", "uppfyllt ja ?"),
    ],
)
def test_bandens_ordning_betyder_ingenting(band: str, utfall: str, svaret: str) -> None:
    """Vilket steg som är bäst säger kommunens skala, inte ordningen som banden är skrivna i."""
    villkor = målvärdet(f"{{band: [{band}]}}")
    prövning = villkor.pröva(Läge(Decimal(utfall), date(2020, 12, 31), bedömningsskala=SKALAN))
    håll = {True: "↑", False: "↓", None: "?"}[villkor.bättre_uppåt(SKALAN)]
    assert f"{prövning.steg} {'ja' if prövning.uppfyllt else 'nej'} {håll}" == svaret


@pytest.mark.parametrize(
    ("målvärde", "utfall", "per", "svar"),
    [
        ("{minst: 25}", "kanske", "2020-12-31", "? utfallet är inget tal och inget steg i skalan"),
        ("{minst: 25}", "2020-05-01", "2020-12-31", "? utfallet är inget tal och inget steg i skalan"),
        ("{mellan: [2, 4]}", "kanske", "2020-12-31", "? utfallet är inget tal och inget steg i skalan"),
        ("{minst: länet}", "3", "2020-12-31", "? länet är inget steg i skalan och inget jämförelsevärde i uppföljningen"),
        ("{riktning: ökar}", "3", "2020-12-31", "? det tidigare värdet att jämföra med saknas (utgångsvärdet)"),
        ("{riktning: ökar, mot: 2017}", "3", "2020-12-31", "? det tidigare värdet att jämföra med saknas (2017)"),
        ("{riktning: ökar}", "kanske", "2020-12-31", "? utfallet är inget tal och inget steg i skalan"),
        ("{klart: 2021}", "nej", "2020-12-31", "? inte gjort ännu, tiden går ut 2021"),
        ("{klart: 2020-09}", "nej", "2020-08-31", "? inte gjort ännu, tiden går ut september 2020"),
        ("{klart: 2020}", "ja", "2020-12-31", "? utfallet ska vara datumet då det blev klart, eller nej"),
        ("{klart: 2020}", "3", "2020-12-31", "? utfallet ska vara datumet då det blev klart, eller nej"),
        ("{bedöms: God kvalitet.}", "3", "2020-12-31", "? bedöms för hand"),
        ("{saknas: Nyckeltal.}", "3", "2020-12-31", "? saknar målvärde"),
        ("{per år: {2021: ja}}", "ja", "2020-12-31", "? saknar målvärde för 2020"),
        ("[{minst: 2}, {bedöms: God kvalitet.}]", "3", "2020-12-31", "? bedöms för hand"),
        ("[{minst: 2}, {bedöms: God kvalitet.}]", "1", "2020-12-31", "inte 50 %"),
    ],
)  # fmt: skip
def test_det_som_inte_kan_prövas_har_ett_skäl(målvärde: str, utfall: str, per: str, svar: str) -> None:
    """Sista raden: ett villkor som inte håller fäller målvärdet även om ett annat bedöms för hand."""
    assert pröva(målvärde, utfall, per=per) == svar


@pytest.mark.parametrize(
    ("målvärde", "utfall", "jämfört_med", "räknesätt"),
    [
        ("{minst: 88}", "87.1", "minst 88", "mot målvärdet"),
        ("{högst: 2555}", "3100", "högst 2 555", "från utgångsvärdet"),
        ("{minst: riket}", "3", "minst riket (16,9)", "mot målvärdet"),
        ("{riktning: ökar}", "3650", "3 650 (ökar)", None),
        ("{mellan: [2, 4]}", "5", "mellan 2 och 4", "från utgångsvärdet"),
        ("[{minst: 5000}, {högst: 6000}]", "4000", "minst 5 000 och högst 6 000", "från utgångsvärdet"),
    ],
)
def test_prövningen_säger_vad_som_jämfördes(
    målvärde: str, utfall: str, jämfört_med: str, räknesätt: str | None
) -> None:
    mätt = värde(utfall)
    assert mätt is not None
    bas = None if "88" in målvärde else Decimal(3650)
    prövning = målvärdet(målvärde).pröva(
        Läge(
            mätt,
            date(2020, 12, 31),
            utgångsvärde=bas,
            grad=Gradregel(sätt="från utgångsvärdet"),
            jämförelse={"riket": Decimal("16.9")},
        )
    )
    assert prövning.jämfört_med.replace("\u00a0", " ") == jämfört_med
    assert prövning.räknesätt == räknesätt


@pytest.mark.parametrize(
    ("målvärde", "bättre", "sämre"),
    [
        ("{minst: 5}", 4, 3),
        ("{högst: 5}", 6, 7),
        ("{exakt: 5}", 4, 7),
        ("{mellan: [4, 6]}", 5, 7),
        ("{riktning: ökar}", 4, 3),
        ("{riktning: minskar}", 3, 4),
    ],
)
def test_avståndet_är_mindre_för_det_bättre(målvärde: str, bättre: int, sämre: int) -> None:
    """Trenden räknas på avståndet."""
    villkor, läge = målvärdet(målvärde), Läge(Decimal(0), date(2020, 12, 31), utgångsvärde=Decimal(5))
    nära, långt = villkor.avstånd(Fraction(bättre), läge), villkor.avstånd(Fraction(sämre), läge)
    assert nära is not None
    assert långt is not None
    assert nära < långt


@pytest.mark.parametrize("målvärde", ["{klart: 2021}", "{bedöms: text}", "{riktning: bibehålls}", "{exakt: riket}"])
def test_utan_något_att_jämföra_med_finns_inget_avstånd(målvärde: str) -> None:
    assert målvärdet(målvärde).avstånd(Fraction(3), Läge(Decimal(3), date(2020, 12, 31))) is None


# --- Sättet att räkna graden ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("målvärde", "utfall", "bas", "mot_målet", "från_bas"),
    [
        ("{minst: 90}", "89", "89", "98,89 %", "0 %"),
        ("{minst: 92}", "91.7", "91", "99,67 %", "70 %"),
        ("{högst: 2555}", "3100", "3650", "82,42 %", "50,23 %"),
        ("{över: 20}", "20", "10", "100 %", "100 %"),
        ("{under: 46.9}", "50", "60", "93,8 %", "76,34 %"),
        ("{exakt: 8}", "7", "10", "87,5 %", "50 %"),
        ("{mellan: [8, 8]}", "7", "10", "87,5 %", "50 %"),
        ("{mellan: [2, 4]}", "5", "1", "80 %", "0 %"),
        ("{minst: 90}", "80", "95", "88,89 %", "88,89 %"),
    ],
)
def test_graden_räknas_som_det_är_sagt_och_inte_efter_vad_som_är_skrivet(
    målvärde: str, utfall: str, bas: str, mot_målet: str, från_bas: str
) -> None:
    """Ett utgångsvärde som redan når målet går inte att räkna från: då räknas mot målvärdet."""

    def grad(sätt: Literal["mot målvärdet", "från utgångsvärdet"], utgångsvärde: str | None) -> str:
        läge = Läge(Decimal(utfall), date(2020, 12, 31), utgångsvärde=värde(utgångsvärde), grad=Gradregel(sätt=sätt))
        graden = målvärdet(målvärde).pröva(läge).grad
        return f"{skriv_tal(graden * 100)} %" if graden is not None else ""

    assert grad("mot målvärdet", bas) == grad("mot målvärdet", None) == mot_målet
    assert grad("från utgångsvärdet", bas) == från_bas


def test_målvärdets_eget_sätt_går_före() -> None:
    läge = Läge(Decimal(89), date(2020, 12, 31), utgångsvärde=Decimal(80))
    prövning = målvärdet("{minst: 90, grad: {sätt: från utgångsvärdet, delvis från: 95}}").pröva(läge)
    assert (prövning.grad, prövning.räknesätt, prövning.delvis_från) == (
        Fraction(9, 10), "från utgångsvärdet", Decimal(95),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("utfall", "inom"), [("78", True), ("77.99", False), ("90", True), ("94", True), ("94.01", False)]
)
def test_delvis_inom_räknas_i_indikatorns_enhet(utfall: str, inom: bool) -> None:
    """Målet är mellan 80 och 92; värdet får skilja 2."""
    prövning = målvärdet("{mellan: [80, 92], delvis inom: 2}").pröva(Läge(Decimal(utfall), date(2020, 12, 31)))
    assert prövning.inom is (None if prövning.uppfyllt else inom)


@pytest.mark.parametrize(
    ("målvärde", "kommunens", "utfall", "håller"),
    [
        ("{riktning: bibehålls}", None, "80", True),
        ("{riktning: bibehålls}", None, "80.1", False),
        ("{riktning: bibehålls, tolerans: 2}", None, "82", True),
        ("{riktning: bibehålls, tolerans: 2}", None, "77.9", False),
        ("{riktning: bibehålls, tolerans: 5 %}", None, "76", True),
        ("{riktning: bibehålls, tolerans: 5 %}", None, "84.1", False),
        ("{riktning: bibehålls}", Tolerans(Decimal(1)), "81", True),
        ("{riktning: bibehålls, tolerans: 0}", Tolerans(Decimal(1)), "81", False),
        ("{riktning: ökar}", Tolerans(Decimal(1)), "80.5", True),
    ],
)
def test_bibehålls_inom_en_tolerans(målvärde: str, kommunens: Tolerans | None, utfall: str, håller: bool) -> None:
    läge = Läge(Decimal(utfall), date(2020, 12, 31), utgångsvärde=Decimal(80), tolerans=kommunens)
    assert målvärdet(målvärde).pröva(läge).uppfyllt is håller


# --- Strikta gränser --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("målvärde", "utfall", "svaret"),
    [
        ("{under: 46.9}", "46.9", "inte 100 %"),
        ("{under: 46.9}", "46.8999", "uppfyllt"),
        ("{över: 20}", "20", "inte 100 %"),
        ("{över: 20}", "20.0001", "uppfyllt"),
        ("{över: riket}", "16.9", "inte 100 %"),
        ("{minst: {namn: riket}}", "16.9", "uppfyllt"),
    ],
)
def test_strikta_gränser_räknas_inte_själva_in(målvärde: str, utfall: str, svaret: str) -> None:
    assert pröva(målvärde, utfall) == svaret


@pytest.mark.parametrize("slag", SLAG)
def test_varje_slag_svarar_på_alla_frågor(slag: type[Villkor]) -> None:
    """Typkontrollen kräver detsamma, genom `_hela`; här prövas det som körs."""
    assert not isabstract(slag)


# --- Fel -----------------------------------------------------------------------------------------

OKLART = "STR109 Målvärdet säger inte hur utfallet ska jämföras med det."
FORMERNA = "Skriv {minst: 25}, {högst: 2.2}, {mellan: [2, 4]}, ja, {riktning: ökar} eller {klart: 2021}."


@pytest.mark.parametrize(
    ("skrivet", "väntat"),
    [
        # Ett ensamt tal säger inte åt vilket håll
        ("25", f"10:19 {OKLART} | Skriv {{minst: 25}}, {{högst: 25}} eller {{exakt: 25}}."),
        ("-474", f"10:19 {OKLART} | Skriv {{minst: -474}}, {{högst: -474}} eller {{exakt: -474}}."),
        ("25 %", f"10:19 {OKLART} | Skriv {{minst: 25}}, {{högst: 25}} eller {{exakt: 25}}."),
        ("25%", f"10:19 {OKLART} | Skriv {{minst: 25}}, {{högst: 25}} eller {{exakt: 25}}."),
        ('"12,5"', f"10:19 {OKLART} | Skriv {{minst: 12.5}}, {{högst: 12.5}} eller {{exakt: 12.5}}."),
        ("3 650 dygn", f"10:19 {OKLART} | Skriv {{minst: 3650}}, {{högst: 3650}} eller {{exakt: 3650}}."),
        ("[2, 4]", f"10:9 {OKLART} | Skriv {{mellan: [2, 4]}} för ett intervall."),
        ("[4, 2]", f"10:9 {OKLART} | Skriv {{mellan: [2, 4]}} för ett intervall."),
        ("2021-12-31", f"10:19 {OKLART} | Skriv {{klart: 2021-12-31}}."),
        # Det som liknar ett tal men inte är det får inget påhittat förslag
        ("12:30", f"10:19 {OKLART} | {FORMERNA}"),
        ("1e3", f"10:19 {OKLART} | {FORMERNA}"),
        ("1.000,50", f"10:19 {OKLART} | {FORMERNA}"),
        # Fel nycklar
        ("{mist: 3}", "10:20 STR101 Okänd nyckel: mist | Menade du minst?"),
        ("{hogst: 3}", "10:20 STR101 Okänd nyckel: hogst | Menade du högst?"),
        ("{per_år: {2020: ja}}", "10:20 STR101 Okänd nyckel: per_år | Menade du per år?"),
        ("{minst: 3, avsr: 2020}", "10:30 STR101 Okänd nyckel: avsr | Menade du avser?"),
        (
            "{minst: 3, kommentar: x}",
            "10:30 STR101 Okänd nyckel: kommentar | Här kan det stå avser, rubrik, bör, grad eller delvis inom.",
        ),
        ("{foo: 3}", f"10:9 {OKLART} | {FORMERNA}"),
        ("{}", f"10:9 {OKLART} | {FORMERNA}"),
        (
            "{minst: 2, högst: 4}",
            (
                "10:9 STR109 Målvärdet säger två saker: minst och högst. | Skriv {mellan: [lägst, högst]} för ett "
                "intervall, eller en lista när flera villkor ska hålla."
            ),
        ),
        # Sanningsvärden och tomt
        ("true", "10:19 STR106 Sanningsvärden skrivs på svenska. | Skriv ja."),
        ("false", "10:19 STR106 Sanningsvärden skrivs på svenska. | Skriv nej."),
        ("{minst: true}", "10:27 STR106 Sanningsvärden skrivs på svenska. | Skriv ja."),
        ("", "10:9 STR103 Nyckeln är tom. | Fyll i ett värde, eller ta bort raden."),
        ("null", "10:9 STR103 Nyckeln är tom. | Fyll i ett värde, eller ta bort raden."),
        ("{minst: }", "10:20 STR103 Nyckeln är tom. | Fyll i ett värde, eller ta bort raden."),
        ("[]", f"10:9 STR109 Listan med villkor är tom. | {FORMERNA}"),
        ("[[ja]]", "10:9 STR109 En lista med villkor kan inte stå inuti en annan. | Skriv alla villkor i samma lista."),
        # Gränser
        (
            "{minst: 12,69}",
            "10:27 STR101 Kommat delar talet 12,69 i två delar. | Skriv 12.69 (punkt som decimaltecken).",
        ),
        (
            "{högst: 0,40, avser: 2020}",
            "10:27 STR101 Kommat delar talet 0,40 i två delar. | Skriv 0.40 (punkt som decimaltecken).",
        ),
        (
            '{minst: "12,69"}',
            (
                "10:27 STR104 Talet är skrivet så att det inte kan läsas som ett tal: 12,69 | Skriv 12.69 (punkt som "
                "decimaltecken, inga mellanslag, ingen enhet och inga citattecken)."
            ),
        ),
        (
            "{minst: 25 %}",
            (
                "10:27 STR104 Talet är skrivet så att det inte kan läsas som ett tal: 25 % | Skriv 25 (punkt som "
                "decimaltecken, inga mellanslag, ingen enhet och inga citattecken)."
            ),
        ),
        ('{minst: "25"}', "10:27 STR104 Talet 25 står inom citattecken och är därför text. | Skriv 25."),
        (
            "{minst: [3]}",
            (
                "10:20 STR103 Här ska det stå ett tal, ett steg i skalan eller namnet på en jämförelse. "
                "| Skriv till exempel 25, ja, riket eller {namn: Hela landet}."
            ),
        ),
        # Intervall
        ("{mellan: [4, 2]}", "10:9 STR108 Intervallet börjar på 4 och slutar på 2. | Skriv [2, 4]."),
        (
            "{mellan: [4]}",
            "10:20 STR103 Ett intervall är två tal i en lista. | Skriv det lägsta och det högsta: [2.5, 4].",
        ),
        (
            "{mellan: [1, 2, 3]}",
            "10:20 STR103 Ett intervall är två tal i en lista. | Skriv det lägsta och det högsta: [2.5, 4].",
        ),
        (
            "{mellan: 2–4}",
            "10:28 STR103 Ett intervall är två tal i en lista. | Skriv {mellan: [2, 4]}.",
        ),
        (
            "{mellan: tvåan och fyran}",
            "10:28 STR103 Ett intervall är två tal i en lista. | Skriv det lägsta och det högsta: [2.5, 4].",
        ),
        # Övriga slag
        (
            "{riktning: upp}",
            "10:30 STR106 Okänt ord: upp | Skriv ökar, minskar, bibehålls, ökar inte eller minskar inte.",
        ),
        ("{riktning: öka}", "10:30 STR106 Okänt ord: öka | Menade du ökar?"),
        (
            "{klart: 2021-02-30}",
            "10:27 STR107 Datumet 2021-02-30 finns inte i kalendern. | Kontrollera månad och dag.",
        ),
        (
            "{minst: 25, avser: {år: 2020}}",
            ("10:31 STR107 Här ska det stå en tidpunkt. | Skriv till exempel 2019, 2019-09 eller delår 2 2019."),
        ),
        (
            "{redovisas: nej}",
            "10:9 STR106 redovisas kan bara vara ja. | Ta bort målvärdet, eller skriv {saknas: varför}.",
        ),
        ("{saknas: 3}", '10:28 STR103 Här ska det stå text. | Sätt citattecken om texten: "3".'),
        ('{saknas: ""}', "10:28 STR103 Här ska det stå text. | Fyll i texten."),
        # Per år
        ("{per år: {}}", "10:9 STR109 Inget år har något målvärde. | Skriv ett målvärde per år: {2018: {minst: 80}}."),
        ("{per år: {18: ja}}", "10:29 STR107 18 är inget årtal. | Skriv året med fyra siffror: 2020."),
        (
            "{per år: {2020: 25}}",
            f"10:35 {OKLART} | Skriv {{minst: 25}}, {{högst: 25}} eller {{exakt: 25}}.",
        ),
        ("{per år: {2020: {mist: 25}}}", "10:36 STR101 Okänd nyckel: mist | Menade du minst?"),
        (
            "{per år: {2020: {per år: {2021: ja}}}}",
            "10:9 STR109 Ett år kan inte i sin tur delas upp per år. | Skriv alla år bredvid varandra.",
        ),
        (
            "{per år: ja}",
            (
                "10:28 STR103 Här ska det stå flera rader med ett namn och ett värde. "
                "| Skriv dem indragna under: namn, kolon, värde."
            ),
        ),
        # I en lista
        ("[{minst: 2}, {högt: 4}]", "10:33 STR101 Okänd nyckel: högt | Menade du högst?"),
    ],
)
def test_fel_målvärde(skrivet: str, väntat: str) -> None:
    """Precis ett fynd, på det ställe som är fel, med ett råd som går att skriva av."""
    _, fynd = läs_målvärde(skrivet)
    assert fynd == [väntat]


def test_flera_fel_i_samma_målvärde_visas_på_en_gång() -> None:
    _, fynd = läs_målvärde("[25, {mist: 3}, {riktning: upp}]")
    assert [rad.split(" ")[0] for rad in fynd] == ["10:20", "10:25", "10:46"]


@pytest.mark.parametrize("skrivet", ["{mist: 25}", "[{mist: 25}]", "{per_år: {2020: {mist: 25}}}"])
def test_ett_stavfel_döljer_inte_målvärdet(skrivet: str) -> None:
    """Stavfelet rättas i läsningen, så att resten av planen kan granskas med målvärdet på plats."""
    villkor, fynd = läs_målvärde(skrivet)
    assert fynd
    assert villkor is not None
    assert "minst 25" in villkor.skriv(None)
