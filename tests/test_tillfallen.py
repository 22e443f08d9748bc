"""Vad som gäller vid en uppföljning: mål som ska nås olika år, perioder, delade indikatorer, och svar som redan finns."""

from __future__ import annotations

from datetime import date

import pytest

from planverktyg.uppfyllelse import Indikatorbedömning, Skäl, Trend
from planverktyg.uppfyllelse.rakning import dela_på_tid
from planverktyg.uppfyllelse.stegvis import förklara_indikator, skriv_grad
from tests.test_uppfyllelse import DELÅR, HELÅR, bedöm_plan, läs_husregler, svar

MANDAT = """\
format: 1
plan: {{id: p, namn: P, nämnd: N, år: {{från: 2018, till: 2022}}}}
mål:
  - id: m
    nivå: mål
    namn: Målet
{målet}    indikatorer:
      - {{id: i, namn: Indikatorn, {indikator}}}
"""


def bedöm_mandat(
    indikator: str, utfall: str | None, *, per: str = HELÅR, målet: str = "", tidigare: dict[str, str] | None = None
) -> Indikatorbedömning:
    """Indikatorn i en plan för 2018–2022, bedömd vid en uppföljning; `tidigare` är äldre utfall efter datum."""
    plan = MANDAT.format(indikator=indikator, målet=f"    {målet}\n" if målet else "")
    äldre = {dag: f"utfall: {{i: {text}}}" for dag, text in (tidigare or {}).items()}
    uppföljning = f"utfall: {{i: {utfall}}}" if utfall else ""
    (b,) = bedöm_plan(plan, uppföljning, per=per, tidigare=äldre).alla_indikatorer()
    return b


# --- När målvärdet ska vara nått ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indikator", "utfall", "per", "svaret", "förklaring"),
    [
        pytest.param("målvärde: {minst: 90}", "95", HELÅR, "– ännu inte aktuellt", "Ska vara nått 2022.", id="planens slut"),
        pytest.param("målvärde: {minst: 90}", "85", "2022-12-31", "delvis", "", id="planens sista år"),
        pytest.param("målvärde: {minst: 90, avser: 2020}", "95", HELÅR, "uppfyllt", "", id="i år"),
        pytest.param("målvärde: {minst: 90, avser: 2019}", "70", HELÅR, "ej uppfyllt", "", id="skulle ha nåtts i fjol"),
        pytest.param(
            "målvärde: {minst: 90, avser: 2021}", None, HELÅR, "– ännu inte aktuellt", "Ska vara nått 2021.", id="utan svar"
        ),
        pytest.param("målvärde: {minst: 90, avser: varje år}", "95", HELÅR, "uppfyllt", "", id="varje år"),
        pytest.param("målvärde: {minst: 90, avser: ej angivet}", "95", HELÅR, "uppfyllt", "", id="källan säger inte"),
        pytest.param(
            "målvärde: {minst: 3, avser: på sikt}", "5", "2022-12-31", "– ännu inte aktuellt", "Ska vara nått på sikt.",
            id="på sikt",
        ),
        pytest.param("målvärde: {klart: 2020}", "2020-11-12", HELÅR, "uppfyllt", "", id="gjort i tid"),
        pytest.param("målvärde: {klart: 2019}", "2020-02-12", HELÅR, "ej uppfyllt", "", id="gjort för sent"),
        pytest.param("målvärde: {klart: 2019}", "nej", HELÅR, "ej uppfyllt", "", id="ännu inte gjort"),
        pytest.param("målvärde: {klart: 2021}", "nej", HELÅR, "– ännu inte aktuellt", "Ska vara nått 2021.", id="tid kvar"),
        pytest.param("målvärde: {klart: 2021}", "2020-05-04", HELÅR, "uppfyllt", "", id="gjort i förtid"),
        pytest.param("målvärde: {klart: 2020}", "{värde: nej, prognos: ja}", DELÅR, "uppfyllt", "", id="väntas bli klart"),
        pytest.param(
            "ackumuleras: 2018–2022, målvärde: {minst: 2, avser: 2022}", "1", HELÅR, "– ännu inte aktuellt",
            "Ska vara nått 2022.", id="växer under mandatperioden",
        ),
        pytest.param(
            "ackumuleras: 2018–2022, målvärde: {minst: 2, avser: 2022}", "2", HELÅR, "uppfyllt", "",
            id="ett antal som växer är nått i förtid",
        ),
        pytest.param(
            "ackumuleras: 2018–2022, målvärde: {högst: 2, avser: 2022}", "1", HELÅR, "– ännu inte aktuellt",
            "Ska vara nått 2022.", id="en övre gräns kan ännu överskridas",
        ),
        pytest.param(
            "målvärde: {per år: {2020: {minst: 80}, 2021: {minst: 85}}}", "82", HELÅR, "uppfyllt", "", id="årets målvärde"
        ),
        pytest.param(
            "målvärde: [{minst: 80, avser: 2020}, {högst: 90, avser: 2022}]", "95", HELÅR, "uppfyllt", "",
            id="bara de villkor i listan som gäller nu",
        ),
        pytest.param(
            "målvärde: [{minst: 80, avser: 2021}, {högst: 90, avser: 2022}]", "95", HELÅR, "– ännu inte aktuellt",
            "Ska vara nått 2021.", id="inget villkor i listan gäller nu",
        ),
    ],
)  # fmt: skip
def test_ett_målvärde_prövas_det_år_då_det_ska_vara_nått(
    indikator: str, utfall: str | None, per: str, svaret: str, förklaring: str
) -> None:
    b = bedöm_mandat(indikator, utfall, per=per)
    assert (svar(b), b.förklaring) == (svaret, förklaring)


def test_målets_tid_gäller_för_indikatorer_som_inte_säger_någon() -> None:
    assert svar(bedöm_mandat("målvärde: {minst: 90}", "95", målet="avser: 2020")) == "uppfyllt"
    assert svar(bedöm_mandat("målvärde: {minst: 90, avser: 2021}", "95", målet="avser: 2020")) == "– ännu inte aktuellt"


def test_ett_mål_längre_fram_räknas_inte_i_täckningen() -> None:
    plan = MANDAT.format(indikator="målvärde: {minst: 90}", målet="")
    (mål,) = bedöm_plan(plan, "utfall: {i: 85}").mål
    assert (str(mål.skäl), str(mål.täckning)) == ("ännu inte aktuellt", "0 av 0")


def test_ett_antal_som_växer_under_flera_år_skrivs_fram_från_periodens_början() -> None:
    b = bedöm_mandat("enhet: antal, ackumuleras: 2018–2022, målvärde: {minst: 60, avser: 2022}", "56", per="2022-08-31")
    assert b.bedömt is not None
    assert (b.bedömt.underlag, svar(b)) == ("56 ÷ 56 × 60 månader", "uppfyllt")


# --- Svar som redan finns -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indikator", "tidigare", "svaret", "rapporterat"),
    [
        pytest.param("målvärde: {klart: 2019}", {"2019-12-31": "2019-11-04"}, "uppfyllt", "helår 2019", id="gjort"),
        pytest.param("målvärde: {klart: 2021}", {"2019-12-31": "2019-11-04"}, "uppfyllt", "helår 2019", id="i förtid"),
        pytest.param("målvärde: {minst: 90, avser: 2019}", {"2019-12-31": "91"}, "uppfyllt", "helår 2019", id="tiden ute"),
        pytest.param("målvärde: {minst: 90, avser: 2020}", {"2019-12-31": "91"}, "– ej rapporterad", "", id="årets mål"),
        pytest.param("målvärde: {klart: 2019}", {"2019-12-31": "nej"}, "ej uppfyllt", "helår 2019", id="inte gjort"),
        pytest.param(
            "målvärde: {klart: 2019}", {"2019-12-31": "{saknas: Okänt.}"}, "– ej rapporterad", "", id="saknas är inget svar"
        ),
        pytest.param(
            "målvärde: {minst: 90}", {"2019-12-31": "{utgår: Beslut § 12.}"}, "– utgår", "helår 2019", id="har utgått"
        ),
    ],
)  # fmt: skip
def test_det_som_är_avgjort_behöver_inte_rapporteras_igen(
    indikator: str, tidigare: dict[str, str], svaret: str, rapporterat: str
) -> None:
    b = bedöm_mandat(indikator, None, tidigare=tidigare)
    assert (svar(b), b.rapporterat) == (svaret, rapporterat)


def test_en_bedömning_för_hand_gäller_också_året_efter() -> None:
    plan = MANDAT.format(indikator="målvärde: {bedöms: Tydliga krav., avser: 2019}", målet="")
    i_fjol = {"2019-12-31": "bedömningar: {i: {bedömning: delvis, motivering: Riktlinjerna är antagna.}}"}
    (b,) = bedöm_plan(plan, "", tidigare=i_fjol).alla_indikatorer()
    assert b.steg is not None
    assert b.steg.namn == "delvis"


# --- Perioder -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indikator", "utfall", "per", "svaret", "förklaring"),
    [
        ("följs upp: helår", None, DELÅR, "– följs upp senare", "Följs upp vid helår."),
        ("följs upp: helår", "95", DELÅR, "uppfyllt", ""),
        ("följs upp: helår", "95", HELÅR, "uppfyllt", ""),
        ("följs upp: helår, stäms av: delår 2", "{avstämning: Arbetet pågår.}", DELÅR, "– stäms av", "Arbetet pågår."),
        ("följs upp: helår, stäms av: delår 2", None, DELÅR, "– stäms av", ""),
        ("följs upp från: 2021", None, HELÅR, "– följs upp senare", "Följs upp första gången 2021."),
        ("följs upp från: 2020-08", "95", DELÅR, "uppfyllt", ""),
    ],
)
def test_en_indikator_följs_upp_i_sina_perioder(
    indikator: str, utfall: str | None, per: str, svaret: str, förklaring: str
) -> None:
    b = bedöm_mandat(f"{indikator}, målvärde: {{minst: 90, avser: varje år}}", utfall, per=per)
    assert (svar(b), b.förklaring, b.ska_bedömas) == (svaret, förklaring, not svaret.startswith("–"))


@pytest.mark.parametrize(
    ("utfall", "i_fjol", "svaret"),
    [
        pytest.param(None, "2019-11-02", "uppfyllt", id="gjort i fjol"),
        pytest.param("2020-05-04", None, "uppfyllt", id="gjort i år"),
        pytest.param("{avstämning: Lokalen byggs.}", None, "– stäms av", id="inte gjort"),
        pytest.param(None, "nej", "– stäms av", id="inte gjort i fjol"),
    ],
)
def test_det_som_är_gjort_stäms_inte_av(utfall: str | None, i_fjol: str | None, svaret: str) -> None:
    tidigare = {"2019-12-31": i_fjol} if i_fjol else {}
    b = bedöm_mandat("stäms av: delår 2, målvärde: {klart: 2020}", utfall, per=DELÅR, tidigare=tidigare)
    assert svar(b) == svaret


@pytest.mark.parametrize(
    ("nu", "svaret"), [("{}", "– stäms av"), ("{per verksamhet: {särskilt boende: 2020-05-04}}", "uppfyllt")]
)
def test_har_bara_en_av_delarna_gjort_det_stäms_de_andra_av(nu: str, svaret: str) -> None:
    delad = "per verksamhet: [hemtjänst, särskilt boende], stäms av: delår 2, målvärde: {klart: 2020}"
    tidigare = {"2019-12-31": "{per verksamhet: {hemtjänst: 2019-11-02}}"}
    b = bedöm_mandat(delad, nu if nu != "{}" else "{avstämning: Pågår.}", per=DELÅR, tidigare=tidigare)
    assert svar(b) == svaret


# --- Indikatorer som delas ------------------------------------------------------------------------------

TVÅ = 'enhet: "%", per verksamhet: [hemtjänst, särskilt boende], målvärde: {minst: 90, avser: 2020}'
NÄMNDER = "enhet: procentenheter, per nämnd: {KS: {minst: 0.2, avser: 2020}, FN: {minst: 0.4, avser: 2020}}"


@pytest.mark.parametrize(
    ("indikator", "utfall", "svaret"),
    [
        (TVÅ, "{per verksamhet: {hemtjänst: 92, särskilt boende: 90}}", "uppfyllt"),
        (TVÅ, "{per verksamhet: {hemtjänst: 98, särskilt boende: 89}}", "delvis 98,9 %"),
        (TVÅ, "{per verksamhet: {hemtjänst: 60, särskilt boende: 89}}", "ej uppfyllt 66,7 %"),
        (TVÅ, "{per verksamhet: {hemtjänst: 92}}", "– kan inte prövas"),
        (TVÅ, "{per verksamhet: {hemtjänst: 50}}", "ej uppfyllt 55,6 %"),
        (TVÅ, "92", "– ej rapporterad"),
        (NÄMNDER, "{per nämnd: {KS: 0.2, FN: 0.4}}", "uppfyllt"),
        (NÄMNDER, "{per nämnd: {KS: 0.4, FN: 0.2}}", "ej uppfyllt 50 %"),
    ],
)
def test_var_och_en_ska_nå_sitt_målvärde(indikator: str, utfall: str, svaret: str) -> None:
    b = bedöm_mandat(indikator, utfall)
    grad = f" {skriv_grad(b.grad)}" if b.grad is not None and b.grad < 1 else ""
    assert f"{svar(b)}{grad}".replace("\u00a0", " ") == svaret


def test_vid_ett_delår_räknas_delarnas_prognoser() -> None:
    utfall = "{per verksamhet: {hemtjänst: {värde: 85, prognos: 91}, särskilt boende: {värde: 88, prognos: 92}}}"
    b = bedöm_mandat(TVÅ, utfall, per=DELÅR)
    assert b.bedömt is not None
    assert (svar(b), str(b.bedömt.grund)) == ("uppfyllt", "prognos")


def test_förklaringen_visar_varje_del() -> None:
    b = bedöm_mandat(TVÅ, "{per verksamhet: {hemtjänst: 92, särskilt boende: 88}}")
    led = {ett.rubrik.strip(): ett.text for ett in förklara_indikator(b, date.fromisoformat(HELÅR), läs_husregler(""))}
    assert led["Målvärde"].replace("\u00a0", " ") == "minst 90 % för hemtjänst och särskilt boende (avser 2020)"
    assert led["hemtjänst"].replace("\u00a0", " ") == "92 % mot minst 90: håller → ● uppfyllt"
    väntat = "88 % mot minst 90: håller inte (grad 97,8 %; delvis från 90 % och ej uppfyllt från 0 %) → ◐ delvis"
    assert led["särskilt boende"].replace("\u00a0", " ") == väntat


# --- Riktning över åren ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("utfall", "svaret"),
    [("41", "uppfyllt"), ("40", "ej uppfyllt"), ("{värde: 50, ny mätmetod: Ny.}", "– kan inte prövas")],
)
def test_öka_varje_år_jämförs_med_året_före(utfall: str, svaret: str) -> None:
    rader = "enhet: antal, målvärde: {riktning: ökar, mot: föregående år, avser: varje år}"
    assert svar(bedöm_mandat(rader, utfall, tidigare={"2018-12-31": "60", "2019-12-31": "40"})) == svaret


def test_trenden_jämför_med_förra_årets_utfall() -> None:
    b = bedöm_mandat("enhet: antal, målvärde: {minst: 60, avser: varje år}", "41", tidigare={"2019-12-31": "40"})
    assert (b.trend, str(b.jämfört_med and b.jämfört_med[0])) == (Trend.BÄTTRE, "2019")


@pytest.mark.parametrize(
    ("förut", "nu", "trend"),
    [
        ("{hemtjänst: 86, särskilt boende: 81}", "{hemtjänst: 88, särskilt boende: 83}", "bättre"),
        ("{hemtjänst: 86, särskilt boende: 81}", "{hemtjänst: 86, särskilt boende: 83}", "bättre"),
        ("{hemtjänst: 86, särskilt boende: 81}", "{hemtjänst: 86, särskilt boende: 81}", "oförändrat"),
        ("{hemtjänst: 86, särskilt boende: 81}", "{hemtjänst: 80, särskilt boende: 81}", "sämre"),
        ("{hemtjänst: 86, särskilt boende: 81}", "{hemtjänst: 88, särskilt boende: 80}", "kan inte jämföras"),
        ("{hemtjänst: 86}", "{hemtjänst: 88, särskilt boende: 80}", "kan inte jämföras"),
    ],
)
def test_trenden_för_det_som_delas_är_bättre_bara_när_ingen_är_sämre(förut: str, nu: str, trend: str) -> None:
    b = bedöm_mandat(TVÅ, f"{{per verksamhet: {nu}}}", tidigare={"2019-12-31": f"{{per verksamhet: {förut}}}"})
    assert str(b.trend) == trend


def test_trenden_för_det_som_delas_räknas_från_utgångsvärdet() -> None:
    bas = f"{TVÅ}, utgångsvärde: {{avser: 2018, per verksamhet: {{hemtjänst: 80, särskilt boende: 81}}}}"
    b = bedöm_mandat(bas, "{per verksamhet: {hemtjänst: 88, särskilt boende: 83}}")
    assert (b.trend, b.jämfört_med and b.jämfört_med[1]) == (Trend.BÄTTRE, "hemtjänst 80 och särskilt boende 81")


# --- Det som med avsikt saknar målvärde ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("målvärde", "nu", "senare"),
    [
        pytest.param("{saknas: Följs bara.}", 1, 0, id="nyckeltal"),
        pytest.param("{minst: 90}", 0, 1, id="ska nås vid planens slut"),
        pytest.param("{minst: 90, avser: på sikt}", 0, 1, id="på sikt"),
        pytest.param("{minst: 90, avser: 2019}", 1, 0, id="skulle ha nåtts"),
    ],
)
def test_ett_nyckeltal_ska_aldrig_nås_senare(målvärde: str, nu: int, senare: int) -> None:
    uppfyllelse = bedöm_plan(MANDAT.format(indikator=f"målvärde: {målvärde}", målet=""), "utfall: {i: 59}")
    räkning = dela_på_tid(uppfyllelse.alla_indikatorer(), uppfyllelse.per)
    assert (len(räkning.nu), len(räkning.senare)) == (nu, senare)
    assert (uppfyllelse.mål[0].skäl is Skäl.INTE_ÄN) == bool(senare)


@pytest.mark.parametrize(
    ("indikator", "utfall", "räknas"),
    [
        pytest.param(
            "per nämnd: {KS: {minst: 50, avser: 2020}, FN: {saknas: Följs.}}", "{per nämnd: {KS: 60, FN: 1}}", "nu",
            id="en nämnd utan målvärde",
        ),
        pytest.param("målvärde: [{minst: 50, avser: 2020}, {minst: 90, bör: ja}]", "60", "nu", id="bör nås senare"),
        pytest.param("målvärde: [{minst: 90}, {minst: 50, bör: ja, avser: 2020}]", "60", "senare", id="bör nås nu"),
    ],
)  # fmt: skip
def test_det_som_inte_räknas_flyttar_inte_tiden_då_indikatorn_ska_vara_nådd(
    indikator: str, utfall: str, räknas: str
) -> None:
    """Ett bör bredvid ett ska, och en nämnd utan målvärde, avgör inte om indikatorn är årets eller ska nås senare."""
    uppfyllelse = bedöm_plan(MANDAT.format(indikator=indikator, målet=""), f"utfall: {{i: {utfall}}}")
    räkning = dela_på_tid(uppfyllelse.alla_indikatorer(), uppfyllelse.per)
    assert {"nu": len(räkning.nu), "senare": len(räkning.senare)} == {"nu": 0, "senare": 0} | {räknas: 1}
