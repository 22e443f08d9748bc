"""Listor av villkor och delar av en indikator: var och en för sig, den sämsta avgör, och det som saknas får sitt skäl."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planverktyg.uppfyllelse.stegvis import förklara_indikator
from tests.test_tillfallen import bedöm_mandat
from tests.test_uppfyllelse import DELÅR, HELÅR, VÄNTAS, bedöm_en, grad, läs_husregler, svar

if TYPE_CHECKING:
    from planverktyg.uppfyllelse import Indikatorbedömning

DELAR = "enhet: '%'\nper verksamhet: [x, y]\nmålvärde: "


def delarna(b: Indikatorbedömning) -> dict[str, str]:
    """Namnet på varje del eller villkor → dess steg eller skäl."""
    return {d.namn: VÄNTAS.get(d.steg.namn, d.steg.namn) if d.steg else f"– {d.skäl}" for d in b.delar}


BAND = "{band: [{steg: uppfyllt, från: 80}, {steg: delvis, från: 62}, {steg: ej uppfyllt, från: 0}]}"


@pytest.mark.parametrize(
    ("målvärde", "utfall", "svaret", "graden"),
    [
        pytest.param(BAND, "{per verksamhet: {x: 70, y: 65}}", "delvis", "", id="band i delar"),
        pytest.param(BAND, "{per verksamhet: {x: 95, y: 61}}", "ej uppfyllt", "", id="det sämsta bandet"),
        pytest.param(f"[{BAND}, {{högst: 90}}]", "{per verksamhet: {x: 70, y: 95}}", "delvis", "", id="band i lista i delar"),
        pytest.param("{minst: 90}", "{per verksamhet: {x: 89, y: 82}}", "delvis", "91,11 %", id="den sämsta delens grad"),
        pytest.param("{minst: 90}", "{per verksamhet: {x: 89, y: 10}}", "ej uppfyllt", "11,11 %", id="en del långt ifrån"),
        pytest.param("{minst: 90}", "{per verksamhet: {x: 89}}", "– kan inte prövas", "", id="en del är tyst"),
        pytest.param("{minst: 90}", "{per verksamhet: {x: 9}}", "ej uppfyllt", "10 %", id="den tysta kan inte ändra något"),
        pytest.param("{minst: 90}", "{ej mätt: I oktober.}", "– ej mätt", "", id="ingen är mätt"),
        pytest.param("{minst: 90}", "{saknas: Okänt.}", "– saknas", "", id="alla saknas"),
        pytest.param("{minst: 90}", "85", "– ej rapporterad", "", id="bara ett värde för helheten"),
        pytest.param("{saknas: Nyckeltal.}", "{per verksamhet: {x: 89}}", "– saknar målvärde", "", id="nyckeltal"),
        pytest.param("[{minst: 80}, {högst: 95}]", "{per verksamhet: {x: 90, y: 96}}", "delvis", "98,96 %", id="lista i delar"),
    ],
)  # fmt: skip
def test_varje_del_bedöms_för_sig(målvärde: str, utfall: str, svaret: str, graden: str) -> None:
    b = bedöm_en(DELAR + målvärde, utfall)
    assert (svar(b), grad(b)) == (svaret, graden)


def test_varje_del_har_sitt_eget_skäl() -> None:
    b = bedöm_en(DELAR + "{minst: 90}", "{per verksamhet: {x: 95, y: {saknas: För få svar.}}}")
    assert delarna(b) == {"x": "uppfyllt", "y": "– saknas"}
    assert (svar(b), b.förklaring) == ("– kan inte prövas", "y: saknas (För få svar)")


def test_en_nämnd_utan_målvärde_räknas_inte() -> None:
    målvärde = "per nämnd: {norr: {minst: 90}, söder: {saknas: Ny verksamhet.}}"
    b = bedöm_en(målvärde, "{per nämnd: {norr: 95, söder: 10}}")
    assert (svar(b), delarna(b)) == ("uppfyllt", {"norr": "uppfyllt", "söder": "– saknar målvärde"})


def test_ett_bör_avgör_när_ingen_annan_del_har_ett_målvärde() -> None:
    """Förr sades indikatorn sakna målvärde, för att delen utan målvärde inte är ett bör."""
    målvärde = "per nämnd: {norr: {saknas: Ny verksamhet.}, söder: {minst: 90, bör: ja}}"
    b = bedöm_en(målvärde, "{per nämnd: {norr: 10, söder: 95}}")
    assert (svar(b), b.är_bör, delarna(b)) == ("uppfyllt", True, {"norr": "– saknar målvärde", "söder": "uppfyllt"})


def test_varje_nämnd_har_sin_egen_tid() -> None:
    nämnder = "per nämnd: {norr: {minst: 90, avser: 2022}, söder: {minst: 90, avser: varje år}}"
    b = bedöm_mandat(nämnder, None)
    assert (svar(b), delarna(b)) == ("– ej rapporterad", {"norr": "– ännu inte aktuellt", "söder": "– ej rapporterad"})
    b = bedöm_mandat(nämnder, "{per nämnd: {norr: 10, söder: 95}}")
    assert (svar(b), delarna(b)) == ("uppfyllt", {"norr": "– ännu inte aktuellt", "söder": "uppfyllt"})


def test_en_nämnd_utan_målvärde_för_året_hindrar_inte_att_svaret_bärs() -> None:
    nämnder = "per nämnd: {norr: {per år: {2018: {minst: 90}}}, söder: {högst: 200, avser: 2019}}"
    b = bedöm_mandat(nämnder, None, tidigare={"2019-12-31": "{per nämnd: {norr: 10, söder: 190}}"})
    assert (svar(b), b.rapporterat) == ("uppfyllt", "helår 2019")


@pytest.mark.parametrize(
    ("målvärdet", "svaret"),
    [
        ("minskar, avser: 2019", "uppfyllt"),
        ("minskar, mot: 2018, avser: 2019", "uppfyllt"),
        ("ökar, avser: 2019", "ej uppfyllt"),
    ],
)
def test_det_som_bärs_jämförs_som_när_det_lämnades(målvärdet: str, svaret: str) -> None:
    """Norr avgjordes 2019. Att söder 2020 mäts på ett nytt sätt ändrar inte vad norr jämfördes med."""
    nämnder = f"per nämnd: {{norr: {{riktning: {målvärdet}}}, söder: {{minst: 1, avser: 2020}}}}"
    b = bedöm_mandat(
        f"{nämnder}, utgångsvärde: {{värde: 15, avser: 2017, per nämnd: {{norr: 9, söder: 9}}}}",
        "{per nämnd: {söder: 5}, ny mätmetod: Ny enkät.}",
        tidigare={"2018-12-31": "{per nämnd: {norr: 8, söder: 2}}", "2019-12-31": "{per nämnd: {norr: 7, söder: 3}}"},
    )
    assert delarna(b) == {"norr": svaret, "söder": "uppfyllt"}


@pytest.mark.parametrize("mot", ["", ", mot: 2019"])
def test_en_riktning_jämför_del_för_del(mot: str) -> None:
    bas = "utgångsvärde: {värde: 100, avser: 2019, per verksamhet: {x: 40, y: 60}}\n"
    b = bedöm_en(bas + DELAR + f"{{riktning: ökar{mot}}}", "{per verksamhet: {x: 55, y: 59}}")
    assert (svar(b), delarna(b)) == ("ej uppfyllt", {"x": "uppfyllt", "y": "ej uppfyllt"})


def test_en_del_som_växer_skrivs_fram_för_sig() -> None:
    b = bedöm_en(
        "enhet: dygn\nackumuleras: ja\nper verksamhet: [x, y]\nmålvärde: {högst: 3000}",
        "{per verksamhet: {x: 1890, y: {värde: 100, prognos: 3100}}}",
        per=DELÅR,
    )
    assert delarna(b) == {"x": "uppfyllt", "y": "delvis"}
    led = {rad.rubrik.strip(): rad.text for rad in förklara_indikator(b, b.frist, läs_husregler(""))}
    assert led["x"].replace("\u00a0", " ").startswith("2 835 dygn (1 890 ÷ 8 × 12 månader) mot högst 3 000: håller")


# --- Listor -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("målvärde", "utfall", "svaret", "graden", "villkoren"),
    [
        pytest.param(
            "[{minst: 80}, {minst: 100, avser: 2022}]", "85", "uppfyllt", "100 %",
            {"minst 80": "– ännu inte aktuellt", "minst 100": "– ännu inte aktuellt"}, id="båda senare",
        ),
        pytest.param(
            "[{minst: 80, avser: 2020}, {minst: 100, avser: 2022}]", "85", "uppfyllt", "100 %",
            {"minst 80": "uppfyllt", "minst 100": "– ännu inte aktuellt"}, id="ett senare",
        ),
        pytest.param(
            "[{minst: 90, avser: 2020}, {högst: 80, avser: 2020}]", "85", "delvis", "94,12 %",
            {"minst 90": "delvis", "högst 80": "delvis"}, id="den lägsta graden på samma steg",
        ),
        pytest.param(
            "[{minst: 90, avser: 2020}, {minst: 86, grad: från utgångsvärdet, avser: 2020}]", "85", "ej uppfyllt", "",
            {"minst 90": "delvis", "minst 86": "ej uppfyllt"}, id="var sitt sätt att räkna",
        ),
        pytest.param(
            "[{minst: 80, avser: 2020}, {bedöms: I ord., avser: 2020}]", "85", "– bedöms för hand", "",
            {"minst 80": "uppfyllt", "I ord.": "– bedöms för hand"}, id="ett bedöms för hand",
        ),
        pytest.param(
            "[{minst: 80, avser: 2020}, {minst: 90, bör: ja, avser: 2020}]", "85", "uppfyllt", "100 %",
            {"minst 80": "uppfyllt", "minst 90": "delvis"}, id="ett bör avgör inte",
        ),
    ],
)  # fmt: skip
def test_varje_villkor_i_en_lista_bedöms_för_sig(
    målvärde: str, utfall: str, svaret: str, graden: str, villkoren: dict[str, str]
) -> None:
    b = bedöm_mandat(f"utgångsvärde: 85, målvärde: {målvärde}", utfall)
    assert delarna(b) == villkoren
    if svaret != "uppfyllt" or "– ännu inte aktuellt" not in villkoren.values():
        assert (svar(b), grad(b) if svaret != "ej uppfyllt" else graden) == (svaret, graden)


def test_det_som_redan_är_nått_är_nått_också_i_en_lista() -> None:
    ensamt, lista = (
        bedöm_mandat(f"ackumuleras: 2018–2022, målvärde: {m}", "2") for m in ("{minst: 2}", "[{minst: 2}]")
    )
    assert svar(ensamt) == svar(lista) == "uppfyllt"


@pytest.mark.parametrize("ordning", [1, -1])
def test_ordningen_i_listan_ändrar_inget(ordning: int) -> None:
    villkor = ["{minst: 90}", "{högst: 95}", "{mellan: [80, 99]}"][::ordning]
    b = bedöm_en(f"målvärde: [{', '.join(villkor)}]", "85", per=HELÅR)
    assert (svar(b), grad(b)) == ("delvis", "94,44 %")
