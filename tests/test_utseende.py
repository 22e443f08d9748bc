"""Kommunens utseende: färgen syns alltid, logotypen bäddas in, och inget utanför husreglernas mapp kommer med."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from planverktyg.modell.grund.farg import MINST, SVART, VIT, kontrast, på_dagen, på_natten, som_syns
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = "format: 1\nplan: {id: n-2020, namn: Nämndplan 2020, nämnd: Nämnden, år: 2020}\n"
KOMMUN = "format: 1\nkommun: {id: exempelby, namn: Exempelby kommun}\n"


def png() -> bytes:
    """En bildpunkt."""

    def del_(slag: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + slag + data + struct.pack(">I", zlib.crc32(slag + data))

    huvud = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    bild = del_(b"IDAT", zlib.compress(b"\0\x0b\x4f\x79"))
    return b"\x89PNG\r\n\x1a\n" + del_(b"IHDR", huvud) + bild + del_(b"IEND", b"")


def kommun(mapp: Path, utseende: str) -> Path:
    """En mapp med en plan och husregler med utseendet."""
    plats = mapp / "planer" / "exempelby"
    plats.mkdir(parents=True)
    (plats / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (plats / "kommun.yaml").write_text(f"{KOMMUN}utseende: {utseende}\n", encoding="utf-8")
    return plats


def sidan(mapp: Path) -> str:
    körning = kör_plan("dokument", "n-2020", "--format", "html", mapp=mapp)
    assert körning.kod == 0, körning.fel
    return körning.ut


# --- Färgen -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("färg", ["#0b4f79", "#fc0", "#ffffff", "#000000", "#e2001a", "#7fb800", "#14181d"])
def test_färgen_som_används_syns_både_dag_och_natt(färg: str) -> None:
    dag, natt = som_syns(färg, på_dagen, SVART), som_syns(färg, på_natten, VIT)
    assert min(kontrast(dag, b) for b in på_dagen(dag)) >= MINST
    assert min(kontrast(natt, b) for b in på_natten(natt)) >= MINST


def test_kontrasten_är_den_som_wcag_räknar() -> None:
    assert kontrast("#000", "#ffffff") == pytest.approx(21)
    assert kontrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)  # WCAG:s eget exempel på nästan
    assert som_syns("#0b4f79", på_dagen, SVART) == "#0b4f79", "en färg som syns ändras inte"


def test_färgen_och_typsnittet_står_i_sidan(tmp_path: Path) -> None:
    kommun(tmp_path, '{accentfärg: "#7A1A55", typsnittsfamilj: "Open Sans, Verdana"}')
    sida = sidan(tmp_path)
    assert re.search(r":root { --accent: #7a1a55;", sida)
    assert re.search(r"prefers-color-scheme: dark\) { :root { --accent: #[0-9a-f]{6};", sida)
    assert 'font-family: Open Sans, Verdana, "Segoe UI"' in sida


def test_en_färg_som_inte_syns_byts_mot_den_som_rådet_säger(tmp_path: Path) -> None:
    kommun(tmp_path, '{accentfärg: "#fc0"}')
    fynd = kör_plan("validera", "planer", "--format", "json", mapp=tmp_path)
    (råd,) = re.findall(r'Skriv accentfärg: \\"(#[0-9a-f]{6})\\"', fynd.ut)
    assert f":root {{ --accent: {råd};" in sidan(tmp_path)


@pytest.mark.parametrize(
    "utseende",
    [
        "{accentfärg: röd}", '{accentfärg: "#12"}', '{accentfärg: "#0b4f79; } body { display: none"}',
        '{typsnittsfamilj: "Arial; color: red"}', '{typsnittsfamilj: "</style><script>"}', '{logotyp: "../hemlig.png"}',
        "{logotyp: /etc/passwd}", '{logotyp: "http://x/y.png"}', '{logotyp: "a/../../b.png"}', "{logotyp: .dold.png}",
    ],
)  # fmt: skip
def test_det_som_inte_är_en_färg_ett_typsnitt_eller_en_fil_är_ett_fel(utseende: str, tmp_path: Path) -> None:
    kommun(tmp_path, utseende)
    körning = kör_plan("validera", "planer", mapp=tmp_path)
    assert körning.kod == 1
    assert "planer/exempelby/kommun.yaml:3:" in körning.ut
    assert "STR107" in körning.ut


# --- Logotypen --------------------------------------------------------------------------------------


def test_logotypen_bäddas_in_med_kommunens_namn(tmp_path: Path) -> None:
    (kommun(tmp_path, "{logotyp: logotyp.png}") / "logotyp.png").write_bytes(png())
    assert re.search(
        r'<img class="logotyp" src="data:image/png;base64,[A-Za-z0-9+/=]+" alt="Exempelby kommun">', sidan(tmp_path)
    )
    pytest.importorskip("docx")
    assert kör_plan("dokument", "n-2020", "--ut", "d.docx", mapp=tmp_path).kod == 0
    with zipfile.ZipFile(tmp_path / "d.docx") as paket:
        assert png() in [paket.read(namn) for namn in paket.namelist() if namn.startswith("word/media/")]
        assert 'descr="Exempelby kommun"' in paket.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("innehåll", "sagt"),
    [
        (None, "går inte att läsa"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "är varken PNG eller JPEG"),
        (png() + b"\0" * 500_000, "är 500 kB, och följer med i varje utskrift"),
    ],
)
def test_en_logotyp_som_inte_går_att_använda_sägs_och_utelämnas(
    innehåll: bytes | None, sagt: str, tmp_path: Path
) -> None:
    plats = kommun(tmp_path, "{logotyp: logotyp.png}")
    if innehåll is not None:
        (plats / "logotyp.png").write_bytes(innehåll)
    körning = kör_plan("validera", "planer", mapp=tmp_path)
    assert "kommun.yaml:3:21 varning UTS102" in körning.ut
    assert sagt in " ".join(körning.ut.split())
    dokument = kör_plan("dokument", "n-2020", "--format", "html", mapp=tmp_path)
    assert "<img" not in dokument.ut
    assert sagt in dokument.fel
    assert "Utskriften görs utan den." in dokument.fel


@pytest.mark.parametrize("länkat", ["fil", "mapp"])
def test_en_länk_ut_ur_projektet_läses_inte(länkat: str, tmp_path: Path) -> None:
    (tmp_path / "hemligt").mkdir()
    (tmp_path / "hemligt" / "logotyp.png").write_bytes(png())
    plats = kommun(tmp_path / "projekt", "{logotyp: bilder/logotyp.png}")
    if länkat == "mapp":
        (plats / "bilder").symlink_to(tmp_path / "hemligt")
    else:
        (plats / "bilder").mkdir()
        (plats / "bilder" / "logotyp.png").symlink_to(tmp_path / "hemligt" / "logotyp.png")
    assert "UTS102" in kör_plan("validera", "planer", mapp=tmp_path / "projekt").ut
    assert "<img" not in sidan(tmp_path / "projekt")


# --- Skillnaden -------------------------------------------------------------------------------------


def test_ett_nytt_utseende_försvagar_ingen_plan(tmp_path: Path) -> None:
    för, efter = tmp_path / "före.yaml", tmp_path / "efter.yaml"
    för.write_text(f'{KOMMUN}utseende: {{accentfärg: "#0b4f79", logotyp: a.png}}\n', encoding="utf-8")
    efter.write_text(f'{KOMMUN}utseende: {{accentfärg: "#7a1a55"}}\n', encoding="utf-8")
    körning = kör_plan("skillnad", för.name, efter.name, "--felkod", mapp=tmp_path)
    assert (körning.kod, körning.fel) == (0, "")
    assert "Ingenting försvagar planen." in körning.ut
    assert "#7a1a55" in körning.ut
