"""Serier över åren: föregångarens planer och uppföljningar, planens egna värden, och brott i mätmetoden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import Akt, läs_planens_mapp
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.uppfyllelse import bedöm_akt
from planverktyg.uppfyllelse.serier import hela_serien

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planverktyg.modell.villkor import Serie

PLAN = """\
format: 1
plan: {{id: {id}, namn: Plan, nämnd: N, år: {år}{huvud}}}
mål:
  - id: m
    nivå: nämndmål
    namn: Målet
    indikatorer:
      - {{{indikator}}}
"""
UPPFÖLJNING = """\
format: 1
uppföljning: {{plan: {plan}, period: {period}, per: {per}}}
utfall: {{{utfall}}}
"""


@pytest.fixture
def akt(tmp_path: Path, skriv: Callable[[str, str], Path]) -> Callable[..., Akt]:
    """Skriver en plan med uppföljningar i en egen mapp och läser den som akt."""

    def bygg(id_: str, indikator: str, huvud: str = "", **utfall: str) -> Akt:
        år = id_[-4:]
        mapp = f"planer/{id_}"
        fil = skriv(f"{mapp}/plan.yaml", PLAN.format(id=id_, år=år, huvud=huvud, indikator=indikator))
        for period, text in utfall.items():
            dag = {"delår": f"{år}-08-31", "helår": f"{år}-12-31"}[period]
            namn = "delår 2" if period == "delår" else period
            skriv(f"{mapp}/{dag}.yaml", UPPFÖLJNING.format(plan=id_, period=namn, per=dag, utfall=text))
        return läs_planens_mapp(fil, tmp_path / "planer").akter[0]

    return bygg


@pytest.mark.parametrize("historik", ["", ", historik: [{värde: 10, avser: 2019}]"])
def test_ett_äldre_värde_i_planen_tar_inte_bort_uppföljningen_som_jämförs(
    akt: Callable[..., Akt], historik: str
) -> None:
    """Föregångarens delår sade ett värde om 2019. Säger planen också ett om 2019 är det samma mätning, från samma delår."""
    akt("p-2020", "id: i, namn: I", delår="i: {värde: 6, avser: 2019}")
    mot = f"målvärde: {{riktning: minskar inte, mot: delår 2 2020}}, utgångsvärde: {{värde: 2{historik}}}"
    nu = akt("p-2021", f"id: i, namn: I, {mot}", ", föregångare: p-2020", helår="i: {värde: 8}")
    (b,) = bedöm_akt(nu, nu.uppföljningar[-1]).alla_indikatorer()
    assert (b.beräknat and b.beräknat.namn, b.skäl) == ("ej uppfyllt" if historik else "uppfyllt", None)


def skriv_serie(serie: Serie) -> str:
    return ", ".join(f"{tid}: {skriv_tal(v) if not isinstance(v, str) else v}" for tid, v in serie)  # type: ignore[arg-type]


def serien(akt: Akt) -> str:
    (indikator,) = akt.plan.modell.alla_indikatorer()
    return skriv_serie(hela_serien(akt, akt.uppföljningar[-1])(indikator))


NÖJDA = "id: nojda, namn: Nöjda, enhet: '%', målvärde: {minst: 90}"


def test_serien_går_bakåt_genom_planerna(akt: Callable[..., Akt]) -> None:
    akt("sn-2018", f"{NÖJDA}, utgångsvärde: {{värde: 70, avser: 2017}}", helår="nojda: 75")
    akt("sn-2019", NÖJDA, ", föregångare: sn-2018", delår="nojda: 77", helår="nojda: 80")
    nu = akt("sn-2020", NÖJDA, ", föregångare: sn-2019", helår="nojda: 85")
    assert serien(nu) == "2017: 70, 2018: 75, 2019: 80"


def test_ett_delår_är_årets_värde_när_helåret_inte_finns(akt: Callable[..., Akt]) -> None:
    akt("sn-2019", NÖJDA, delår="nojda: 77")
    assert serien(akt("sn-2020", NÖJDA, ", föregångare: sn-2019", helår="nojda: 85")) == "delår 2 2019: 77"


def test_utfallet_går_före_planens_prognos_för_samma_år(akt: Callable[..., Akt]) -> None:
    akt("sn-2019", NÖJDA, helår="nojda: 80")
    nu = akt(
        "sn-2020", f"{NÖJDA}, utgångsvärde: {{värde: 82, avser: 2019, prognos: ja}}", ", föregångare: sn-2019",
        helår="nojda: 85",
    )  # fmt: skip
    assert serien(nu) == "2019: 80"


@pytest.mark.parametrize(
    ("utgångsvärde", "väntad"),
    [
        pytest.param("{värde: 81, avser: 2019}", "2019: 80", id="uppföljningens utfall före utgångsvärdet"),
        pytest.param(
            "{saknas: Nej., historik: [{värde: 82, avser: 2019}]}", "2019: 82", id="historiken före föregångarens"
        ),
        pytest.param(
            "{värde: 81, avser: 2019, historik: [{värde: 82, avser: 2019}]}", "2019: 82", id="historiken före allt"
        ),
        pytest.param(
            "{värde: 81, avser: 2018, historik: [{värde: 60, avser: 2017, ny mätmetod: Ny enkät.}]}",
            "2017: 60, 2018: 81, 2019: 80",
            id="ett äldre byte av mätmetod stryker inte det som är nyare",
        ),
    ],
)
def test_ordningen_när_samma_tid_sägs_flera_gånger(akt: Callable[..., Akt], utgångsvärde: str, väntad: str) -> None:
    """Uppföljningarna, historiken, föregångaren, och sist utgångsvärdet."""
    akt("sn-2019", NÖJDA, helår="nojda: 80")
    nu = akt("sn-2020", f"{NÖJDA}, utgångsvärde: {utgångsvärde}", ", föregångare: sn-2019", helår="nojda: 85")
    assert serien(nu) == väntad


def test_ett_utfall_bara_för_delarna_döljer_inte_föregångarens_värde(akt: Callable[..., Akt]) -> None:
    """Föregångaren säger helheten 2019, och senare delarna. Planens utgångsvärde fyller inte i det som redan är sagt."""
    delad = "id: nojda, namn: Nöjda, enhet: '%', per verksamhet: [a, b], utgångsvärde: {värde: 62, avser: 2019}"
    akt("sn-2020", delad, helår="nojda: {per verksamhet: {a: 66, b: 67}, avser: 2019}")
    nu = akt(
        "sn-2021", f"{NÖJDA}, utgångsvärde: {{värde: 85, avser: 2019}}", ", föregångare: sn-2020", helår="nojda: 75"
    )
    (b,) = bedöm_akt(nu, nu.uppföljningar[-1]).alla_indikatorer()
    assert (str(b.trend), str(b.jämfört_med and b.jämfört_med[1])) == ("bättre", "62")
    assert serien(nu) == "2019: 62"


@pytest.mark.parametrize("delen", ["{saknas: För få svar.}", "66"])
def test_planens_utgångsvärde_blir_inte_delårets(akt: Callable[..., Akt], delen: str) -> None:
    """Delåret sade bara en del för 2019, eller varför den fattas. Planens utgångsvärde för helheten är då inte delårets."""
    delad = "id: nojda, namn: Nöjda, enhet: '%', per verksamhet: [a]"
    akt("sn-2020", delad, delår=f"nojda: {{per verksamhet: {{a: {delen}}}, avser: 2019}}")
    mot = "målvärde: {riktning: bibehålls, mot: delår 2 2020}, utgångsvärde: {värde: 80, avser: 2019}"
    nu = akt("sn-2021", f"id: nojda, namn: Nöjda, enhet: '%', {mot}", ", föregångare: sn-2020", helår="nojda: 80")
    (b,) = bedöm_akt(nu, nu.uppföljningar[-1]).alla_indikatorer()
    assert (b.beräknat, b.skäl) == (None, "kan inte prövas")


def test_tidigare_id_följer_en_indikator_som_bytt_id(akt: Callable[..., Akt]) -> None:
    akt("sn-2019", NÖJDA, helår="nojda: 80")
    bytt = "id: nojda-brukare, tidigare id: nojda, namn: Nöjda brukare, enhet: '%', målvärde: {minst: 90}"
    assert serien(akt("sn-2020", bytt, ", föregångare: sn-2019", helår="nojda-brukare: 85")) == "2019: 80"


def test_en_ny_mätmetod_bryter_serien(akt: Callable[..., Akt]) -> None:
    akt("sn-2018", f"{NÖJDA}, utgångsvärde: {{värde: 70, avser: 2017}}", helår="nojda: 75")
    akt("sn-2019", NÖJDA, ", föregångare: sn-2018", helår="nojda: {värde: 60, ny mätmetod: Ny enkät.}")
    assert serien(akt("sn-2020", NÖJDA, ", föregångare: sn-2019", helår="nojda: 85")) == "2019: 60"


def test_planer_som_följer_varandra_i_ring_har_ingen_serie(akt: Callable[..., Akt]) -> None:
    akt("sn-2019", NÖJDA, ", föregångare: sn-2020", helår="nojda: 80")
    nu = akt("sn-2020", NÖJDA, ", föregångare: sn-2019", helår="nojda: 85")
    assert serien(nu) == ""


@pytest.mark.parametrize(("utfall", "trend"), [("85", "bättre"), ("80", "oförändrat"), ("75", "sämre")])
def test_trenden_räknas_mot_föregångarens_utfall(akt: Callable[..., Akt], utfall: str, trend: str) -> None:
    akt("sn-2019", NÖJDA, helår="nojda: 80")
    nu = akt("sn-2020", NÖJDA, ", föregångare: sn-2019", helår=f"nojda: {utfall}")
    (b,) = bedöm_akt(nu, nu.uppföljningar[-1]).alla_indikatorer()
    assert (str(b.trend), str(b.jämfört_med and b.jämfört_med[0])) == (trend, "2019")


def test_en_riktning_mot_ett_år_i_föregångaren_kan_prövas(akt: Callable[..., Akt]) -> None:
    akt("sn-2019", NÖJDA, helår="nojda: 80")
    riktning = "id: nojda, namn: Nöjda, enhet: '%', målvärde: {riktning: ökar, mot: 2019}"
    nu = akt("sn-2020", riktning, ", föregångare: sn-2019", helår="nojda: 81")
    (b,) = bedöm_akt(nu, nu.uppföljningar[-1]).alla_indikatorer()
    assert b.prövning is not None
    assert b.prövning.uppfyllt is True


@pytest.mark.parametrize(
    ("avser", "jämfört_med"),
    [
        pytest.param("delår 2 2019", "80 (2018)", id="ett delår är inte årets värde"),
        pytest.param("kvartal 1 2019", "80 (2018)", id="inte heller ett kvartal"),
        pytest.param("2019-10", "95 (oktober 2019)", id="en mätning i en månad är årets"),
        pytest.param("2019", "95 (2019)", id="hela året"),
    ],
)
def test_vid_årets_slut_jämförs_med_ett_helt_år_också_i_planens_historik(
    akt: Callable[..., Akt], avser: str, jämfört_med: str
) -> None:
    historik = f"[{{värde: 80, avser: 2018}}, {{värde: 95, avser: {avser}}}]"
    bas = f"utgångsvärde: {{saknas: Mäts om., historik: {historik}}}"
    a = akt("p-2020", f"id: i, namn: I, enhet: antal, målvärde: {{minst: 100}}, {bas}", helår="i: 90")
    (b,) = bedöm_akt(a, a.uppföljningar[-1]).alla_indikatorer()
    assert b.jämfört_med is not None
    tid, värde = b.jämfört_med
    assert f"{värde} ({tid})" == jämfört_med


def test_utgångsvärdet_fyller_inte_i_det_som_föregångaren_säger(akt: Callable[..., Akt]) -> None:
    """Föregångaren säger 5 för helheten och 12 för en del, om samma år; planens eget 2 för helheten gäller sist."""
    delad = "id: i, namn: I, enhet: antal, per verksamhet: [x], utgångsvärde: {värde: 5, avser: 2019}"
    akt("p-2020", f"{delad}, målvärde: {{högst: 7}}", delår="i: {per verksamhet: {x: 12}, avser: 2019}")
    bas = "utgångsvärde: {värde: 2, avser: 2019}"
    a = akt(
        "p-2021", f"id: i, namn: I, enhet: antal, målvärde: {{högst: 7}}, {bas}", ", föregångare: p-2020", helår="i: 5"
    )
    (b,) = bedöm_akt(a, a.uppföljningar[-1]).alla_indikatorer()
    assert str(b.trend) == "oförändrat"
