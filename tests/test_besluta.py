"""`plan besluta`: beslutet skrivs in på ett ställe, det förra sparas, och allt annat i filen står kvar."""

from __future__ import annotations

import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.akt import Arkiv
from planverktyg.modell.fingeravtryck import fingeravtryck
from tests.conftest import ROT, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Körning

HUVUD = """\
# Överst
format: 1
plan:
  id: asn-2020
  namn: Nämndplan 2020   # namnet
  nämnd: Nämnden
  år: 2020
"""
SLUT = """\
  källa: Protokollet
  # Sist i huvudet.

vision: {namn: "Här trivs nya tankar"}   # en rad
"""
PLANFILER = sorted((ROT / "planer").rglob("plan.yaml"))


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def skriv_plan(mapp: Path, beslut: str = "", *, radslut: str = "\n", först: str = "") -> Path:
    fil = mapp / "plan.yaml"
    fil.write_bytes((först + (HUVUD + beslut + SLUT).replace("\n", radslut)).encode())
    return fil


def besluta(fil: Path, *flaggor: str, datum: str = "2019-10-15") -> Körning:
    return kör_plan("besluta", fil.name, "--datum", datum, *flaggor, mapp=fil.parent)


def huvud(fil: Path) -> Any:
    _, dokument, fynd = Arkiv().dokument(fil)
    assert dokument is not None
    assert fynd == ()
    return dokument.modell.plan


def märke(fil: Path) -> str:
    dokument = Arkiv().dokument(fil).dokument
    assert dokument is not None
    return fingeravtryck(dokument.modell)


# --- Vad som skrivs ---------------------------------------------------------------------------------


def test_beslutet_skrivs_in_på_sin_plats_och_inget_annat_ändras(mapp: Path) -> None:
    fil = skriv_plan(mapp)
    körning = besluta(fil, "--paragraf", "97", "--diarienummer", "2019/ASN 0123", "--instans", "kommunstyrelsen")
    assert (körning.kod, körning.fel) == (0, "Skrev plan.yaml\n")
    assert fil.read_text() == HUVUD + (
        "  beslut:\n"
        "    instans: kommunstyrelsen\n"
        "    datum: 2019-10-15\n"
        "    paragraf: 97\n"
        "    diarienummer: 2019/ASN 0123\n"
        f"    fingeravtryck: {märke(fil)}\n"
    ) + SLUT  # fmt: skip
    assert körning.ut.splitlines()[:4] == [
        "Det här beslutas: Nämndplan 2020 (asn-2020), inga mål.", "rad 8", "+   beslut:", "+     instans: kommunstyrelsen",
    ]  # fmt: skip


GAMLA = [
    pytest.param("  beslut:\n    # kommentar\n    datum: 2019-10-15   # dagen\n    paragraf: 97\n", id="rader"),
    pytest.param("  beslut: {datum: 2019-10-15, paragraf: 97}   # sist\n", id="inom klamrar"),
    pytest.param("  beslut:   # först\n    datum: 2019-10-15\n    paragraf: 97\n", id="kommentar efter nyckeln"),
    pytest.param("  beslut: {datum: 2019-10-15,\n    paragraf: 97}\n", id="klamrar på två rader"),
    pytest.param(
        "  beslut: {datum: 2019-10-15, paragraf: 97}\n  tidigare beslut: [{datum: 2018-01-15}]\n", id="lista på en rad"
    ),
    pytest.param(
        "  tidigare beslut:   # äldre\n    - datum: 2018-01-15\n  beslut: {datum: 2019-10-15, paragraf: 97}\n",
        id="omvänt",
    ),
]


@pytest.mark.parametrize("gammalt", GAMLA)
def test_beslutet_som_gällde_flyttas_och_kommentarerna_står_kvar(mapp: Path, gammalt: str) -> None:
    fil = skriv_plan(mapp, gammalt)
    assert besluta(fil, "--diarienummer", "2020/ASN 7", datum="2020-02-11").kod == 0
    text, plan = fil.read_text(), huvud(fil)
    assert text.startswith(HUVUD)
    assert text.endswith(SLUT)
    assert text.count("#") == (HUVUD + gammalt + SLUT).count("#")
    assert (plan.tidigare_beslut[-1].datum.year, plan.tidigare_beslut[-1].paragraf) == (2019, 97)
    assert plan.tidigare_beslut[-1].status == "beslutad"
    assert (plan.beslut.status, plan.beslut.datum.year, plan.beslut.paragraf) == ("reviderad", 2020, None)
    assert (plan.beslut.diarienummer, plan.beslut.fingeravtryck) == ("2020/ASN 7", märke(fil))


def test_flera_tidigare_beslut_står_äldst_först(mapp: Path) -> None:
    fil = skriv_plan(mapp, "  beslut: {datum: 2019-10-15, paragraf: 97}\n")
    for datum, paragraf in (("2020-02-11", "12"), ("2020-03-17", "31")):
        assert besluta(fil, "--paragraf", paragraf, datum=datum).kod == 0
    plan = huvud(fil)
    assert [b.paragraf for b in (*plan.tidigare_beslut, plan.beslut)] == [97, 12, 31]
    assert [b.status for b in (*plan.tidigare_beslut, plan.beslut)] == ["beslutad", "reviderad", "reviderad"]
    assert fil.read_text().endswith(SLUT)


def test_ett_förslag_blir_beslutet_och_har_kvar_sitt_diarienummer_och_sina_kommentarer(mapp: Path) -> None:
    fil = skriv_plan(mapp, "  beslut: {status: förslag, diarienummer: SN19/65-509}   # inte beslutat\n")
    assert besluta(fil, "--paragraf", "97").kod == 0
    beslut = huvud(fil).beslut
    assert (beslut.status, beslut.paragraf, beslut.diarienummer) == ("beslutad", 97, "SN19/65-509")
    assert huvud(fil).tidigare_beslut == ()
    assert "  # inte beslutat\n" in fil.read_text()


def test_ett_beslut_utan_fingeravtryck_får_ett_när_samma_beslut_skrivs_igen(mapp: Path) -> None:
    fil = skriv_plan(mapp, "  beslut: {datum: 2019-10-15, paragraf: 97}\n")
    assert besluta(fil, "--paragraf", "97").kod == 0
    assert huvud(fil).beslut.fingeravtryck == märke(fil)
    assert huvud(fil).tidigare_beslut == ()
    igen = besluta(fil)
    assert (igen.kod, igen.ut) == (0, "")
    assert "står redan i plan.yaml" in igen.fel


@pytest.mark.parametrize(("radslut", "först"), [("\r\n", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")])
def test_radslut_och_bom_är_kvar(mapp: Path, radslut: str, först: str) -> None:
    fil = skriv_plan(mapp, "  beslut: {datum: 2019-10-15, paragraf: 97}\n", radslut=radslut, först=först)
    assert besluta(fil, "--paragraf", "12", datum="2020-02-11").kod == 0
    text = fil.read_bytes().decode()
    assert text.startswith(f"{först}# Överst{radslut}")
    assert text.count("\n") == text.count(radslut)
    assert huvud(fil).tidigare_beslut[0].paragraf == 97


@pytest.mark.parametrize("planfil", [pytest.param(fil, id=fil.parent.name) for fil in PLANFILER])
def test_varje_plan_i_projektet_går_att_besluta_och_besluta_om(planfil: Path, mapp: Path) -> None:
    shutil.copytree(ROT / "planer", mapp / "planer")
    fil = mapp / planfil.relative_to(ROT)
    före = fil.read_text().splitlines()
    id_ = huvud(fil).id
    for datum, paragraf in (("2011-01-10", "3"), ("2011-02-10", "4")):
        körning = kör_plan("besluta", id_, "--datum", datum, "--paragraf", paragraf, mapp=mapp)
        assert körning.kod == 0, körning.fel
    borta = Counter(före) - Counter(fil.read_text().splitlines())
    assert [rad for rad in borta if "beslut: {status: förslag" not in rad] == []
    assert [b.paragraf for b in (*huvud(fil).tidigare_beslut, huvud(fil).beslut)] == [3, 4]
    assert "BES13" not in kör_plan("validera", "planer", mapp=mapp).ut


def test_en_uppföljning_beslutas_med_sin_period(mapp: Path) -> None:
    shutil.copytree(ROT / "planer", mapp / "planer")
    fil = mapp / "planer" / "tyreso" / "asn-2020" / "2020-08-31.yaml"
    körning = kör_plan("besluta", "asn-2020", "--delår", "2", "--datum", "2020-09-22", mapp=mapp)
    assert körning.kod == 0
    assert "uppföljningen delår 2 2020 (påhittat exempel) av asn-2020" in körning.ut
    assert "BES1303" not in kör_plan("validera", "planer", mapp=mapp).ut
    beslutad = fil.read_text()
    fil.write_text(beslutad.replace("värde: 1890\n", "värde: 1980\n", 1))
    assert "Utfallen (hvb-dygn) är inte längre" in " ".join(kör_plan("validera", "planer", mapp=mapp).ut.split())
    fil.write_text(beslutad.replace("värde: 1890\n", "värde: 1980\n    rättelse: Värdet var 1890.\n", 1))
    assert "BES1303" not in kör_plan("validera", "planer", mapp=mapp).ut


def test_en_uppföljnings_fil_är_det_som_beslutas_och_inte_planen(mapp: Path) -> None:
    shutil.copytree(ROT / "planer", mapp / "planer")
    fil = mapp / "planer" / "tyreso" / "asn-2020" / "2020-08-31.yaml"
    planen = (fil.parent / "plan.yaml").read_bytes()
    flaggor = ("--datum", "2020-09-22", "--paragraf", "81")
    körning = kör_plan("besluta", "planer/tyreso/asn-2020/2020-08-31.yaml", *flaggor, mapp=mapp)
    assert körning.kod == 0
    assert "uppföljningen delår 2 2020 (påhittat exempel) av asn-2020" in körning.ut
    assert (fil.parent / "plan.yaml").read_bytes() == planen
    assert "paragraf: 81" in fil.read_text(encoding="utf-8")


# --- När det inte går -------------------------------------------------------------------------------


def test_prova_visar_utan_att_skriva(mapp: Path) -> None:
    fil = skriv_plan(mapp)
    före = fil.read_bytes()
    körning = besluta(fil, "--paragraf", "97", "--prova")
    assert (körning.kod, fil.read_bytes()) == (0, före)
    assert körning.ut.partition("\n")[2].startswith(
        "rad 8\n+   beslut: {datum: 2019-10-15, paragraf: 97, fingeravtryck: "
    )
    assert körning.fel == "Inget är skrivet i plan.yaml.\n"


@pytest.mark.parametrize(
    ("beslut", "flaggor", "kod", "text"),
    [
        pytest.param("", ("--datum", "2019-02-30"), 2, "finns inte i kalendern", id="dagen finns inte"),
        pytest.param("", ("--datum", "15 oktober"), 2, "Skriv år-månad-dag", id="fel skrivet datum"),
        pytest.param("", ("--status", "förslag"), 2, "Välj beslutad eller reviderad", id="okänd status"),
        pytest.param("  bygger på: finns-inte\n", (), 1, "förrän felen är rättade", id="planen har fel"),
        pytest.param("  beslt: {datum: 2019-10-15}\n", (), 1, "förrän felen är rättade", id="planen går inte att läsa"),
        pytest.param("", ("--delår", "1"), 2, "ingen uppföljning", id="uppföljningen finns inte"),
    ],
)  # fmt: skip
def test_vägrar_och_lämnar_filen_orörd(mapp: Path, beslut: str, flaggor: tuple[str, ...], kod: int, text: str) -> None:
    fil = skriv_plan(mapp, beslut)
    före = fil.read_bytes()
    körning = besluta(fil, *flaggor)
    assert (körning.kod, fil.read_bytes()) == (kod, före), körning
    assert text in körning.fel


def test_ett_huvud_på_en_rad(mapp: Path) -> None:
    fil = mapp / "plan.yaml"
    fil.write_text("format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\n")
    assert besluta(fil).kod == 0
    beslut = f"beslut: {{datum: 2019-10-15, fingeravtryck: {märke(fil)}}}"
    assert fil.read_text() == f"format: 1\nplan: {{id: p, namn: P, nämnd: N, år: 2020, {beslut}}}\n"


def test_det_som_inte_går_att_skriva_in_utan_att_annat_ändras_lämnas_orört(mapp: Path) -> None:
    """Det nya beslutet har ingen paragraf, och kommentaren vid den gamla har då ingenstans att stå."""
    fil = skriv_plan(mapp, "  beslut:\n    datum: 2019-01-15\n    paragraf: 97   # rättad i protokollet\n")
    före = fil.read_bytes()
    körning = besluta(fil)
    assert (körning.kod, fil.read_bytes()) == (2, före), körning
    assert "Beslutet går inte att skriva in i plan.yaml." in körning.fel
    assert "skulle ta bort en kommentar" in körning.fel


def test_en_plan_som_är_ändrad_efter_beslutet_kan_beslutas_igen(mapp: Path) -> None:
    """Att innehållet inte stämmer med beslutet är inget hinder: det är skälet till att besluta."""
    fil = skriv_plan(mapp)
    besluta(fil, "--paragraf", "97")
    fil.write_text(fil.read_text().replace("Här trivs", "Där trivs"))
    assert "BES1301" in kör_plan("validera", ".", mapp=mapp).ut
    assert besluta(fil, "--paragraf", "12", datum="2020-02-11").kod == 0
    assert "BES1301" not in kör_plan("validera", ".", mapp=mapp).ut
