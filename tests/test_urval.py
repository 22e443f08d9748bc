"""Vilken uppföljning ett år, ett plan-id och en period väljer, vad som då sägs, och vilka planer en enhet har."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import Arkiv
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Skriv = Callable[[str, str | bytes], Path]

PLAN = """\
format: 1
plan: {id: sn, namn: Mandatplan, nämnd: Socialnämnden, kortnamn: SN, år: {från: 2018, till: 2022}}
mål: [{id: trygga, nivå: mål, namn: Trygga, indikatorer: [{id: dygn, namn: Dygn, enhet: dygn, målvärde: {högst: 9}}]}]
"""


@pytest.fixture
def mandatplan(skriv: Skriv, tmp_path: Path) -> Path:
    """En plan för 2018–2022 med uppföljningar för 2018, 2020 (två) och 2021."""
    skriv("planer/sn/plan.yaml", PLAN)
    for period, per in [
        ("helår", "2018-12-31"),
        ("delår 2", "2020-08-31"),
        ("helår", "2020-12-31"),
        ("helår", "2021-12-31"),
    ]:
        huvud = f"uppföljning: {{plan: sn, period: {period}, per: {per}}}"
        skriv(f"planer/sn/{per}.yaml", f"format: 1\n{huvud}\nutfall: {{dygn: {per[:4]}}}\n")
    return tmp_path


@pytest.mark.parametrize("kopia", ["planer/sn/kopia.yaml", "planer/sn2/plan.yaml"])
def test_två_planer_med_samma_id_väljs_aldrig_i_tysthet(mandatplan: Path, skriv: Skriv, kopia: str) -> None:
    """Rapporten om den ena skrevs över av den andras, eller så visades samma plan två gånger."""
    skriv(kopia, PLAN.replace("högst: 9", "högst: 99"))
    for argument in (
        "rapport 2020 --ut ut",
        "status sn",
        "dokument planer",
        "utfall sn dygn 3",
        "blankett sn --ut b.xlsx",
    ):
        körning = kör_plan(*argument.split(), mapp=mandatplan)
        assert (körning.kod, "Planen sn står i flera filer: planer/sn" in körning.fel) == (1, True), (argument, körning)
    ensam = kör_plan("dokument", kopia, "--trots-fel", mapp=mandatplan)
    assert (ensam.kod, "högst 99" in ensam.ut) == (0, True), ensam


@pytest.mark.parametrize(
    ("argument", "visas", "sägs"),
    [
        ("2020", "Helår 2020", "sn: visar helår 2020, den senaste uppföljningen för 2020."),
        ("2021", "Helår 2021", "sn: visar helår 2021, den senaste uppföljningen."),
        ("2022", "Helår 2021", "sn: visar helår 2021, eftersom 2022 inte har någon uppföljning ännu."),
        ("2019", "Helår 2018", "sn: visar helår 2018, eftersom 2019 inte har någon uppföljning ännu."),
        ("sn", "Helår 2021", "sn: visar helår 2021, den senaste uppföljningen."),
        ("planer/sn", "Helår 2021", "sn: visar helår 2021, den senaste uppföljningen."),
        ("2020 --delår 2", "Delår 2 2020", ""),
        ("2018 --period helår", "Helår 2018", ""),
        ("sn --period helår", "Helår 2021", ""),
    ],
)
def test_året_väljer_aldrig_en_senare_uppföljning(mandatplan: Path, argument: str, visas: str, sägs: str) -> None:
    for kommando, rubrik in (("status", visas), ("rapport", f"uppföljning {visas[0].lower()}{visas[1:]}")):
        körning = kör_plan(kommando, *argument.split(), mapp=mandatplan)
        assert (körning.kod, körning.fel.strip()) == (0, sägs)
        assert rubrik in körning.ut


@pytest.mark.parametrize(
    ("argument", "sägs"),
    [
        ("rapport 2021 --delår 2", "sn har ingen uppföljning för delår 2 2021. Den finns för 2020."),
        ("rapport 2020 --period helårs", "sn har ingen uppföljning för helårs. Menade du helår?"),
    ],
)
def test_en_period_gäller_bara_sitt_år(mandatplan: Path, argument: str, sägs: str) -> None:
    körning = kör_plan(*argument.split(), mapp=mandatplan)
    assert (körning.kod, körning.fel.strip()) == (2, sägs)


@pytest.mark.parametrize(
    ("argument", "visas"),
    [
        (("sn", "--period", "helår 2018"), "Helår 2018"),
        (("sn", "--period", "delår 2 2020"), "Delår 2 2020"),
        (("planer/sn", "--period", "helår 2020"), "Helår 2020"),
        (("planer/sn/2018-12-31.yaml",), "Helår 2018"),
        (("./planer/sn/2020-08-31.yaml",), "Delår 2 2020"),
    ],
)
def test_en_äldre_uppföljning_går_att_välja(mandatplan: Path, argument: tuple[str, ...], visas: str) -> None:
    for kommando, rubrik in (("status", visas), ("rapport", f"uppföljning {visas[0].lower()}{visas[1:]}")):
        körning = kör_plan(kommando, *argument, mapp=mandatplan)
        assert (körning.kod, körning.fel) == (0, "")
        assert rubrik in körning.ut


@pytest.mark.parametrize(
    ("argument", "sägs"),
    [
        (
            ("sn", "--period", "helår 2019"),
            "sn har ingen uppföljning för helår 2019. Den finns för 2018, 2020 och 2021.",
        ),
        (("sn", "--period", "vår"), "Det finns helår 2018, delår 2 2020, helår 2020 och helår 2021."),
        (("planer/sn/2018-12-31.yaml", "--delår", "2"), "Ange filen eller perioden, inte båda."),
        (("planer/kommun.yaml",), "I planer/kommun.yaml finns ingen plan och ingen uppföljning."),
    ],
)
def test_en_uppföljning_som_inte_finns_sägs_med_dem_som_finns(
    mandatplan: Path, skriv: Skriv, argument: tuple[str, ...], sägs: str
) -> None:
    skriv("planer/kommun.yaml", "format: 1\nkommun: {id: k, namn: Kommunen}\n")
    körning = kör_plan("rapport", *argument, mapp=mandatplan)
    assert (körning.kod, körning.ut) == (2, "")
    assert sägs in körning.fel


def test_ett_värde_skrivs_i_den_period_som_sägs_med_år(mandatplan: Path) -> None:
    körning = kör_plan("utfall", "sn", "dygn", "7", "--period", "helår 2018", mapp=mandatplan)
    assert körning.kod == 0, körning.fel
    assert "dygn: 7" in (mandatplan / "planer/sn/2018-12-31.yaml").read_text(encoding="utf-8")


def test_ett_år_före_den_första_uppföljningen_visar_planen(mandatplan: Path) -> None:
    (mandatplan / "planer/sn/2018-12-31.yaml").unlink()
    körning = kör_plan("status", "2019", mapp=mandatplan)
    assert körning.fel == "sn har ingen uppföljning för 2019. Den första är delår 2 2020.\n"
    assert "Ingen uppföljning" in körning.ut


def nämndplan(id_: str, kortnamn: str, nämnder: str = "") -> str:
    delat = f", nämnder: [{nämnder}]" if nämnder else ""
    return (
        f"format: 1\nplan: {{id: {id_}, namn: Plan, nämnd: Nämnden {kortnamn}, kortnamn: {kortnamn}, år: 2020}}\n"
        f"mål: [{{id: trygga, nivå: mål, namn: Trygga{delat}}}]\n"
    )


@pytest.mark.parametrize(
    ("enhet", "planer", "sägs"),
    [
        pytest.param("BMN", ["BMN"], "", id="egen plan"),
        pytest.param("ks", ["KS"], "ks delar också mål i bmn-2020.", id="egen plan och delade mål"),
        pytest.param("FN", ["BMN"], "FN har ingen egen plan för 2020, men delar mål i bmn-2020.", id="bara delade mål"),
    ],
)
def test_en_enhet_har_sina_egna_planer_annars_dem_där_den_delar_mål(
    skriv: Skriv, tmp_path: Path, enhet: str, planer: list[str], sägs: str
) -> None:
    skriv("planer/bmn/plan.yaml", nämndplan("bmn-2020", "BMN", "KS, BMN, FN"))
    skriv("planer/ks/plan.yaml", nämndplan("ks-2020", "KS"))
    körning = kör_plan("status", "2020", "--enhet", enhet, mapp=tmp_path)
    assert [rad.split(" · ")[0] for rad in körning.ut.splitlines() if " · Plan" in rad] == planer
    assert körning.fel.splitlines()[: bool(sägs)] == ([sägs] if sägs else [])


@pytest.mark.parametrize("kommando", [("validera",), ("status", "2020"), ("rapport", "sn-2020"), ("dokument", "2020")])
def test_en_ensam_plan_i_mappen_räcker(skriv: Callable[[str, str], Path], kommando: tuple[str, ...]) -> None:
    """Utan `planer/` och utan `kommun.yaml` är filen där man står ett helt projekt."""
    fil = skriv("plan.yaml", "format: 1\nplan: {id: sn-2020, namn: Plan, nämnd: Nämnden, år: 2020}\n")
    skriv("2020-12-31.yaml", "format: 1\nuppföljning: {plan: sn-2020, period: helår, per: 2020-12-31}\n")
    körning = kör_plan(*kommando, mapp=fil.parent)
    assert körning.kod == 0, körning.fel


@pytest.mark.parametrize(
    ("huvud", "läses_helt"),
    [
        ("plan:\n  id: en\n  namn: En\n", False),
        ("plan: {id: en, namn: En, nämnd: N, år: 2020}\n", False),
        ("plan:\n  id: pp-1\n  namn: P\n", True),
        ('plan:\n  id: "\\x70p-1"\n  namn: P\n', True),
        ("plan:\n  namn: " + "lång " * 1000 + "\n  id: pp-1\n", True),
        ("# " + "kommentar " * 500 + "\nplan:\n  id: pp-1\n", True),
        ('plan:\n  namn: "Första\nmål: andra"\n' + "# \n" * 2000 + "  id: pp-1\n", True),
        ("plan: {namn: Lång,\nmål: x,\n" + "# \n" * 2000 + "id: pp-1}\n", True),
    ],
)
def test_bara_en_plan_som_kan_ha_id_t_läses_helt(huvud: str, läses_helt: bool, tmp_path: Path) -> None:
    fil = tmp_path / "plan.yaml"
    fil.write_text(f"format: 1\n{huvud}mål: []\n" + "# fyllnad\n" * 1000, encoding="utf-8")
    assert bool(list(Arkiv().planer(tmp_path, "pp-1"))) is läses_helt
