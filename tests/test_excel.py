"""Excelblanketten: en orörd ruta ändrar ingen byte, en ändrad ruta ett ställe, och det som inte går att placera sägs."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROT, hoppa_över, kör_plan
from tests.test_svar import DELÅR, PLAN, uppföljningen

if TYPE_CHECKING:
    from pathlib import Path

try:
    import openpyxl
except ImportError as fel:
    hoppa_över(fel, "excel")

SVARAT = (
    DELÅR
    + "utfall:\n  dygn: 1890 # ur systemet\n  andel: {värde: 78.5, kön: {kvinnor: 80, män: 77}, kommentar: '=SUMMA'}\n"
)


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "2020-08-31.yaml").write_text(SVARAT, encoding="utf-8")
    return tmp_path


def blanketten(mapp: Path, *argument: str) -> Path:
    körning = kör_plan("blankett", "sn-2020", "--delår", "2", "--ut", "b.xlsx", *argument, mapp=mapp)
    assert körning.kod == 0, körning.fel
    return mapp / "b.xlsx"


def fyll(fil: Path, rutor: dict[tuple[str, str, str], Any], procent: tuple[str, ...] = ()) -> None:
    """Fyller i rutorna (blad, id, kolumn) så som någon gör i Excel."""
    bok = openpyxl.load_workbook(fil)
    for (namn, id_, kolumn), värde in rutor.items():
        blad = bok[namn]
        rubriker = {ruta.value: ruta.column for ruta in blad[1]}
        rad = next(r for r in range(2, blad.max_row + 1) if blad.cell(r, rubriker["id"]).value == id_)
        ruta = blad.cell(rad, rubriker[kolumn])
        ruta.value = värde
        if kolumn in procent:
            ruta.number_format = "0.00 %"
    bok.save(fil)


def läs_in(mapp: Path, *argument: str) -> Any:
    return kör_plan("utfall", "sn-2020", "--från", "b.xlsx", *argument, mapp=mapp)


def filen(mapp: Path) -> str:
    return (mapp / "2020-08-31.yaml").read_text(encoding="utf-8")


def test_påhittade_värden_sägs_på_varje_blad_och_i_titeln(mapp: Path) -> None:
    påhittat = SVARAT.replace("per: 2020-08-31", "per: 2020-08-31, exempel: ja", 1)
    (mapp / "2020-08-31.yaml").write_text(påhittat, encoding="utf-8")
    bok = openpyxl.load_workbook(blanketten(mapp))
    exempel = "Exempel: värdena är påhittade."
    assert exempel in bok.properties.title
    assert exempel in [ruta.value for ruta in bok["Läs mig"]["A"]]
    frågeblad = [blad for blad in bok.worksheets if blad.title not in {"Läs mig", "_minne"}]
    assert {blad["A1"].value for blad in frågeblad} == {f"Vad\n{exempel}"}
    assert {blad.print_title_rows for blad in frågeblad} == {"$1:$1"}, "rubrikraden står på varje utskriven sida"
    fyll(mapp / "b.xlsx", {("Indikatorer", "dygn", "värde"): 1900})
    assert läs_in(mapp).kod == 0
    assert filen(mapp) == påhittat.replace("1890 #", "1900 #")


def test_en_orörd_blankett_ändrar_ingen_byte(mapp: Path) -> None:
    blanketten(mapp)
    körning = läs_in(mapp)
    assert (körning.kod, körning.ut, körning.fel) == (0, "", "Inget är ändrat i b.xlsx.\n")
    assert filen(mapp) == SVARAT


def test_samma_uppföljning_ger_samma_byte(mapp: Path) -> None:
    assert blanketten(mapp).read_bytes() == blanketten(mapp).read_bytes()


@pytest.mark.parametrize(
    ("ruta", "kolumn", "värde", "blir"),
    [
        ("dygn", "värde", 1900, "dygn: 1900 # ur"),
        ("dygn", "värde", "1 900", "dygn: 1900 # ur"),
        ("dygn", "värde", "1900,5", "dygn: 1900.5 # ur"),
        ("dygn", "prognos", 2700, "dygn: {värde: 1890, prognos: 2700} # ur"),
        ("andel", "kommentar", "Bättre: nu", "kommentar: 'Bättre: nu'"),
        ("andel", "kommentar", "–", "kön: {kvinnor: 80, män: 77}}"),
        ("andel", "kön", "kvinnor=81, män=77", "kön: {kvinnor: 81, män: 77}"),
        ("rutin", "värde", datetime(2020, 8, 20), "rutin: 2020-08-20"),  # noqa: DTZ001 - så ger Excel ett datum
        ("rutin", "värde", "20 augusti 2020", "rutin: 2020-08-20"),
        ("per-hus", "per verksamhet", "Norr=80, Söder=75,5", "per verksamhet: {Norr: 80, Söder: 75.5}"),
    ],
)
def test_en_ändrad_ruta_ändrar_ett_ställe(mapp: Path, ruta: str, kolumn: str, värde: Any, blir: str) -> None:
    fyll(blanketten(mapp), {("Indikatorer", ruta, kolumn): värde})
    körning = läs_in(mapp)
    assert körning.kod == 0, körning.fel
    assert blir in filen(mapp).replace('"', "'")
    assert "# ur systemet" in filen(mapp)


DELARNA = "  per-hus: {per verksamhet: {Norr: {värde: {antal: 8, av: 10}, prognos: 90}, Söder: {saknas: Få svar.}}}\n"


@pytest.mark.parametrize(
    ("ruta", "blir"),
    [
        pytest.param("Norr=9 av 10", ("antal: 8", "antal: 9"), id="en andel"),
        pytest.param("Norr=8 av 10, Söder=75,5", ("saknas: Få svar.", "värde: 75.5"), id="det som saknades"),
        pytest.param("Norr=8 av 10", ("", ""), id="samma"),
    ],
)
def test_en_dels_ruta_visar_värdet_och_behåller_prognosen(mapp: Path, ruta: str, blir: tuple[str, str]) -> None:
    (mapp / "2020-08-31.yaml").write_text(SVARAT + DELARNA, encoding="utf-8")
    fil = blanketten(mapp)
    bladet = openpyxl.load_workbook(fil)["Indikatorer"]
    assert "Norr=8 av 10" in [r.value for rad in bladet.iter_rows() for r in rad]
    fyll(fil, {("Indikatorer", "per-hus", "per verksamhet"): ruta})
    körning = läs_in(mapp)
    assert körning.kod == 0, körning.fel
    assert filen(mapp) == SVARAT + DELARNA.replace(*blir)


POSTERNA = "namn=Löner, budget=5, utfall=6; namn=Hyra, budget=3, utfall=3"
LISTOR = (
    "  andel: {värde: 80, underlag: {antal: 8, av: 10}, "
    "mätningar: [{värde: 79, avser: 2020-03}, {avser: 2020-08, ej mätt: Sen.}]}\n"
    "ekonomi: {vo1: {utfall: 700, poster: [{namn: Löner, budget: 5, utfall: 6}, {namn: Hyra, budget: 3, utfall: 3}]}}\n"
)


@pytest.mark.parametrize(
    ("ruta", "värde", "blir"),
    [
        pytest.param(
            ("Ekonomi", "vo1", "poster"), "namn=Löner, budget=5, utfall=6,5; namn=Hyra, budget=3, utfall=3",
            ("utfall: 6}", "utfall: 6.5}"), id="en av flera poster",
        ),
        pytest.param(
            ("Ekonomi", "vo1", "poster"), f"{POSTERNA}; namn=El, budget=1, utfall=2",
            ("utfall: 3}]", "utfall: 3}, {namn: El, budget: 1, utfall: 2}]"), id="en post till",
        ),
        pytest.param(
            ("Indikatorer", "andel", "mätningar"), "värde=79, avser=2020-03; avser=2020-08, värde=81",
            ("{avser: 2020-08, ej mätt: Sen.}", "{värde: 81, avser: 2020-08}"), id="en mätning som väntade",
        ),
        pytest.param(("Indikatorer", "andel", "underlag"), "16 av 20", ("8, av: 10", "16, av: 20"), id="så som det står i rutan"),
    ],
)  # fmt: skip
def test_en_lista_i_en_ruta_ändras_post_för_post(
    mapp: Path, ruta: tuple[str, str, str], värde: str, blir: tuple[str, str]
) -> None:
    stod = DELÅR + "utfall:\n" + LISTOR
    (mapp / "2020-08-31.yaml").write_text(stod, encoding="utf-8")
    fyll(blanketten(mapp), {ruta: värde})
    körning = läs_in(mapp)
    assert körning.kod == 0, körning.fel
    assert uppföljningen(mapp) == yaml.load(stod.replace(*blir), Loader=yaml.BaseLoader)  # noqa: S506 - allt blir text


@pytest.mark.parametrize(
    ("ruta", "värde", "borta"),
    [
        (("Ekonomi", "vo1", "poster"), "namn=Löner, budget=5, utfall=6", "Hyra"),
        (("Ekonomi", "vo1", "poster"), "namn=Löner, budget=5; namn=Hyra, budget=3, utfall=3", "utfall (Löner)"),
        (("Indikatorer", "andel", "mätningar"), "värde=79, avser=2020-03", "2020-08"),
    ],
)
def test_det_som_tas_ur_en_ruta_faller_inte_bort_i_tysthet(
    mapp: Path, ruta: tuple[str, str, str], värde: str, borta: str
) -> None:
    stod = DELÅR + "utfall:\n" + LISTOR
    (mapp / "2020-08-31.yaml").write_text(stod, encoding="utf-8")
    fyll(blanketten(mapp), {ruta: värde})
    körning = läs_in(mapp)
    assert f"{borta} går inte att ta bort för sig." in körning.fel
    assert filen(mapp) == stod


def test_en_ruta_i_procentformat_är_procent(mapp: Path) -> None:
    fyll(blanketten(mapp), {("Indikatorer", "andel", "värde"): 0.8069}, procent=("värde",))
    assert läs_in(mapp).kod == 0
    assert uppföljningen(mapp)["utfall"]["andel"]["värde"] == "80.69"


def test_alla_fel_sägs_med_blad_och_ruta_och_inget_skrivs(mapp: Path) -> None:
    fil = blanketten(mapp)
    fyll(fil, {("Indikatorer", "dygn", "värde"): 5, ("Indikatorer", "rutin", "värde"): "=A1"})
    bok = openpyxl.load_workbook(fil)
    bok["Risker"].cell(9, 2).value = 3
    bok.save(fil)
    körning = läs_in(mapp)
    assert (körning.kod, körning.ut) == (1, "")
    assert "Risker!A9: raden har inget id" in körning.fel
    assert "formeln har inget sparat värde" in körning.fel
    assert filen(mapp) == SVARAT


def test_en_gammal_blankett_vägras_bara_där_filen_har_ändrats(mapp: Path) -> None:
    fyll(blanketten(mapp), {("Indikatorer", "dygn", "värde"): 1900, ("Indikatorer", "rutin", "värde"): "nej"})
    assert kör_plan("utfall", "sn-2020", "dygn", "1895", mapp=mapp).kod == 0
    körning = läs_in(mapp)
    assert körning.kod == 1
    assert "blanketten säger 1900, men filen har ändrats från 1890 till 1895." in körning.fel
    assert läs_in(mapp, "--det-som-går").kod == 1
    assert uppföljningen(mapp)["utfall"]["dygn"] == "1895"
    assert uppföljningen(mapp)["utfall"]["rutin"] == "nej"


def test_en_full_disk_för_tillfälliga_filer_är_inget_fel_i_verktyget(
    mapp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Openpyxl skriver bladen i tillfälliga filer, och lxml har ett eget fel när de inte får plats."""

    class SerialisationError(Exception):
        """Lxml:s fel."""

    def fullt(*_: Any) -> None:
        raise SerialisationError("IO_ENOSPC")

    monkeypatch.setattr("openpyxl.workbook.workbook.Workbook.save", fullt)
    körning = kör_plan("blankett", "sn-2020", "--delår", "2", "--ut", "ny.xlsx", mapp=mapp)
    assert (körning.kod, körning.fel) == (2, f"{tempfile.gettempdir()}: disken är full.\n")
    assert not (mapp / "ny.xlsx").exists()


def test_alla_fel_sägs_på_en_gång_med_blad_och_ruta(mapp: Path) -> None:
    """Ett okänt ord dolde förr de fel som bara syns när filen går att läsa, och svaret uteslöts utan ett ord."""
    fyll(blanketten(mapp), {
        ("Indikatorer", "dygn", "värde"): "många", ("Indikatorer", "andel", "kön"): "kvinnor 80",
        ("Indikatorer", "andel", "avser"): "sent", ("Uppdrag", "utred", "status"): "klarr",
        ("Risker", "hot", "sannolikhet"): 9, ("Risker", "hot", "kommentar"): "Fler hot.",
    })  # fmt: skip
    körning = läs_in(mapp)
    assert (körning.kod, körning.ut, filen(mapp)) == (1, "", SVARAT)
    assert [rad.split(".")[0] for rad in körning.fel.splitlines()] == [
        "Indikatorer!P3 (andel): kön skrivs som namn och värde: kvinnor=…, män=…",
        "Indikatorer!B2 (dygn): Utfallet för dygn är många, men enheten är dygn",
        "Indikatorer!L3 (andel): Tidpunkten går inte att läsa: sent",
        "Uppdrag!B2 (utred): Okänt ord: klarr",
        "Risker!B2 (hot): Sannolikheten 9 finns inte på kommunens skala, som går från 1 till 5",
        "Inget är skrivet",
    ]
    fyll(mapp / "b.xlsx", {("Indikatorer", "dygn", "värde"): 1900})
    körning = läs_in(mapp, "--det-som-går")
    assert (körning.kod, filen(mapp)) == (1, SVARAT.replace("1890 #", "1900 #"))
    assert len(körning.fel.splitlines()) == 5, "fyra fel, och att filen är skriven"


def test_en_okänd_kolumn_sägs_en_gång_och_dess_svar_faller_aldrig_bort_tyst(mapp: Path) -> None:
    fil = blanketten(mapp)
    bok = openpyxl.load_workbook(fil)
    blad = bok["Indikatorer"]
    blad["B1"], blad["B2"], blad["C1"] = "Utfall", 1900, "prognoss"
    blad["AB1"] = "Mina anteckningar"
    bok.save(fil)
    körning = läs_in(mapp)
    assert (körning.kod, filen(mapp)) == (1, SVARAT)
    assert körning.fel.splitlines() == [
        (
            "Indikatorer!B1: kolumnen Utfall finns inte i blanketten. Byt tillbaka rubriken till värde eller "
            "prognos, eller töm kolumnen."
        ),
        "Inget är skrivet. Rätta raderna, eller skriv resten med --det-som-går.",
    ]


def test_två_rader_om_samma_sak_är_ett_fel(mapp: Path) -> None:
    fil = blanketten(mapp)
    fyll(fil, {("Indikatorer", "dygn", "värde"): 5})
    fyll(fil, {("Indikatorer", "andel", "kön"): None, ("Indikatorer", "andel", "id"): "dygn"})
    körning = läs_in(mapp)
    assert (körning.kod, "Indikatorer!B3 (dygn): värde har ett annat svar här: Indikatorer!B2." in körning.fel) == (
        1,
        True,
    )
    assert filen(mapp) == SVARAT


def test_sorterade_rader_och_ett_nytt_bladnamn_hittar_hem(mapp: Path) -> None:
    (mapp / "2020-08-31.yaml").write_text(SVARAT.replace("'=SUMMA'", "Bra"), encoding="utf-8")
    fil = blanketten(mapp)
    bok = openpyxl.load_workbook(fil)
    blad = bok["Indikatorer"]
    rader = [[ruta.value for ruta in rad] for rad in blad.iter_rows(min_row=2)]
    for nummer, rad in enumerate(reversed(rader), 2):
        for kolumn, värde in enumerate(rad, 1):
            blad.cell(nummer, kolumn).value = värde
    blad.title = "Mina siffror"
    bok.save(fil)
    assert läs_in(mapp).fel == "Inget är ändrat i b.xlsx.\n"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    svar=st.fixed_dictionaries(
        {},
        optional={
            "dygn": st.decimals(0, 9999, places=2).map(lambda d: d.normalize()),
            "ko": st.just(0),
        },
    ),
    kommentar=st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f"), max_size=30),
)
def test_slumpade_svar_kommer_fram(mapp: Path, svar: dict[str, Any], kommentar: str) -> None:
    """Det som skrivs i blanketten är det som står i filen, vilken text det än är."""
    (mapp / "2020-08-31.yaml").write_text(SVARAT, encoding="utf-8")
    (mapp / "b.xlsx").unlink(missing_ok=True)
    rutor: dict[tuple[str, str, str], Any] = {}
    if "dygn" in svar:
        rutor["Indikatorer", "dygn", "värde"] = float(svar["dygn"])
    ren = " ".join(kommentar.split())
    if ren and not ren.startswith("=") and ren not in {"–", "-"} and kommentar.strip().isprintable():
        rutor["Indikatorer", "dygn", "kommentar"] = ren
    fil = blanketten(mapp)
    fyll(fil, rutor)
    körning = läs_in(mapp)
    assert körning.kod == 0, körning.fel
    dygn = uppföljningen(mapp)["utfall"]["dygn"]
    lång = dygn if isinstance(dygn, dict) else {"värde": dygn}
    if "dygn" in svar:
        assert float(lång["värde"]) == float(svar["dygn"])
    if ("Indikatorer", "dygn", "kommentar") in rutor:
        assert " ".join(lång["kommentar"].split()) == ren


@pytest.mark.parametrize(
    ("källa", "sägs"),
    [
        (b"inte en zip", "Filen är ingen Excelfil"),
        (b"PK\x03\x04trasig", "Filen är ingen Excelfil"),
        ("tom", "Filen går inte att läsa som Excel"),
        ("bomb", "för stor uppackad"),
        ("makron", "Filen har makron"),
        ("annan", "Filen är ingen blankett från verktyget"),
    ],
)
def test_en_trasig_eller_fientlig_fil_sägs(mapp: Path, källa: bytes | str, sägs: str) -> None:
    (mapp / "b.xlsx").write_bytes(källa if isinstance(källa, bytes) else _paket(källa))
    körning = läs_in(mapp)
    assert (körning.kod, körning.ut) == (2, "")
    assert sägs in körning.fel
    assert filen(mapp) == SVARAT


def _paket(slag: str) -> bytes:
    ut = io.BytesIO()
    if slag == "annan":
        openpyxl.Workbook().save(ut)
        return ut.getvalue()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as paket:
        paket.writestr(
            "xl/vbaProject.bin" if slag == "makron" else "a.txt", b"0" * (60_000_000 if slag == "bomb" else 1)
        )
    return ut.getvalue()


def test_en_blankett_för_varje_ansvarig(tmp_path: Path) -> None:
    körning = kör_plan("blankett", "asn-2020", "--delår", "2", "--per", "ansvarig", "--ut", tmp_path / "b", mapp=ROT)
    assert körning.kod == 0, körning.fel
    namn = sorted(f.name for f in (tmp_path / "b").iterdir())
    assert "asn-2020-utan-ansvarig.xlsx" in namn
    assert len(namn) > 1
    rader = 0
    for fil in (tmp_path / "b").iterdir():
        bok = openpyxl.load_workbook(fil)
        rader += bok["Indikatorer"].max_row - 1 if "Indikatorer" in bok.sheetnames else 0
    assert rader == 46


def test_två_roller_som_blir_samma_filnamn_får_var_sin_blankett(tmp_path: Path) -> None:
    roller = ["Chefen", "CHEFEN", "Ω", "chef " * 1000]
    mål = "".join(f"  - {{id: m{nr}, nivå: mål, namn: M, ansvarig: {roll}}}\n" for nr, roll in enumerate(roller))
    plan = f"format: 1\nplan: {{id: p, namn: P, nämnd: N, år: 2020}}\nmål:\n{mål}"
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    körning = kör_plan("blankett", "p", "--period", "helår", "--per", "ansvarig", "--ut", "b", mapp=tmp_path)
    assert körning.kod == 0, körning.fel
    namn = [f.name for f in (tmp_path / "b").iterdir()]
    stammar = ["p-chefen", "p-chefen-2", "p-roll", "p-utan-ansvarig", "p-" + ("chef-" * 16)]
    assert sorted(namn) == sorted(f"{stam}.xlsx" for stam in stammar)


def test_blanketten_är_tillgänglig(mapp: Path) -> None:
    bok = openpyxl.load_workbook(blanketten(mapp))
    assert bok["Läs mig"]["A1"].value == "Så fyller du i blanketten"
    for blad in bok.worksheets[1:-1]:
        assert blad["A1"].value == "Vad"
        assert blad.freeze_panes == "B2"
        assert not blad.merged_cells.ranges
        assert blad.protection.sheet
        assert not blad.protection.password
    assert bok["_minne"].sheet_state == "hidden"


def test_en_blankett_med_svar_skrivs_inte_över(mapp: Path) -> None:
    """Samma kommando en gång till raderade förr det som chefen hade fyllt i."""
    fil = blanketten(mapp)
    orörd = fil.read_bytes()
    assert blanketten(mapp).read_bytes() == orörd
    fyll(fil, {("Indikatorer", "dygn", "värde"): 1900})
    ifylld = fil.read_bytes()
    körning = kör_plan("blankett", "sn-2020", "--delår", "2", "--ut", "b.xlsx", mapp=mapp)
    assert (körning.kod, fil.read_bytes()) == (2, ifylld)
    assert (
        "b.xlsx finns redan, med svar som inte är inlästa. Läs in dem med plan utfall sn-2020 --från b.xlsx."
        in körning.fel
    )
    assert läs_in(mapp).kod == 0
    assert blanketten(mapp).read_bytes() != ifylld, "när svaren är inlästa behövs den gamla inte"
    (mapp / "eget.xlsx").write_bytes(b"egna siffror")
    körning = kör_plan("blankett", "sn-2020", "--delår", "2", "--ut", "eget.xlsx", mapp=mapp)
    assert (körning.kod, (mapp / "eget.xlsx").read_bytes()) == (2, b"egna siffror")


def test_blanketten_heter_som_excel_öppnar(mapp: Path) -> None:
    delår = ("blankett", "sn-2020", "--delår", "2")
    assert "Skrev svar.xlsx\n" in kör_plan(*delår, "--ut", "svar", mapp=mapp).fel
    körning = kör_plan(*delår, "--ut", "svar.docx", mapp=mapp)
    assert (körning.kod, körning.fel) == (2, "Blanketten är en Excelfil. Skriv --ut svar.xlsx\n")
    assert "Skrev ny/blankett.xlsx\n" in kör_plan(*delår, "--ut", "ny/", mapp=mapp).fel
    assert "blanketter/sn-2020-utan-ansvarig.xlsx" in kör_plan(*delår, "--per", "ansvarig", mapp=mapp).fel
    assert (mapp / "blanketter").is_dir()


def test_det_som_oftast_besvaras_står_först_och_ord_går_att_välja(mapp: Path) -> None:
    """Värdet stod i kolumn F och prognosen i V, efter det som bara den behöver som avviker."""
    (mapp / "plan.yaml").write_text(PLAN.replace('enhet: "%"', "enhet: ja/nej"), encoding="utf-8")
    (mapp / "2020-08-31.yaml").write_text(DELÅR, encoding="utf-8")
    bok = openpyxl.load_workbook(blanketten(mapp))
    rubriker = [ruta.value for ruta in bok["Indikatorer"][1]]
    assert rubriker[1:7] == ["värde", "prognos", "kommentar", "ej mätt", "saknas", "utgår"]
    val = {v.promptTitle: v for v in bok["Uppdrag"].data_validations.dataValidation}
    assert val["status"].formula1.startswith('"ej påbörjad,pågår,klar,')
    assert val["status"].formula1.endswith(',–"'), "ett tankstreck tar bort svaret, och ska gå att skriva"
    assert val["status"].error.startswith("Välj ej påbörjad")
    val_i_indikatorer = bok["Indikatorer"].data_validations.dataValidation
    assert [str(v.sqref) for v in val_i_indikatorer if v.formula1 == '"nej,ja,–"'] == ["B3 B4", "C3 C4"]


@pytest.mark.skipif(shutil.which("localc") is None, reason="LibreOffice Calc finns inte på maskinen")
def test_libreoffice_ändrar_inget(mapp: Path) -> None:
    blanketten(mapp)
    (mapp / "ut").mkdir()
    hem = f"-env:UserInstallation=file://{mapp}/profil"
    subprocess.run(
        ["soffice", hem, "--headless", "--convert-to", "xlsx", "--outdir", mapp / "ut", mapp / "b.xlsx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    shutil.copy(mapp / "ut" / "b.xlsx", mapp / "b.xlsx")
    assert läs_in(mapp).fel == "Inget är ändrat i b.xlsx.\n"
    assert filen(mapp) == SVARAT
