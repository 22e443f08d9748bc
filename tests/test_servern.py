"""Servern på den egna datorn: bara den som har adressen, från sidan själv, får svar, och inget annat på disken nås."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROT, hoppa_över, kör_plan

try:
    import starlette.responses
    import uvicorn  # noqa: F401 - båda behövs
    from starlette.routing import Route
except ImportError as fel:
    hoppa_över(fel, "webb")

from planverktyg.arkiv.bevakning import BevakadMapp
from planverktyg.kommandon.servern.skydd import FORMULÄR, STÖRSTA_SVAR, Adress
from planverktyg.kommandon.servern.svar import appen
from planverktyg.kommandon.servern.visning import Visning, planerna
from planverktyg.utgivning.tillagg import BIBLIOTEK
from tests.webbserver import TID, lägg_planen, servern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.webbserver import Klient

PLAN = """\
format: 1
plan:
  id: sn-2020
  nämnd: Socialnämnden
  namn: Nämndplan 2020
  år: 2020
mål:
  - id: hemma
    nivå: nämndmål
    namn: Fler får stöd hemma
    indikatorer:
      - {id: dygn, namn: Antal dygn, enhet: dygn, målvärde: {högst: 2555}}
"""
DELÅR = """\
format: 1
uppföljning: {plan: sn-2020, period: delår 2, per: 2020-08-31}
utfall:
  dygn: 1890
"""


async def eko(läge: Any, _: Any, ge: Any) -> None:
    """En app som svarar med det som den fick."""
    svar = starlette.responses.PlainTextResponse(f"{läge['method']} {läge['path']} {läge['fält']}")
    await svar(läge, _, ge)


@pytest.fixture(scope="module")
def klient() -> Iterator[Klient]:
    with servern(lambda *_: eko) as ett:
        yield ett


# --- Skyddet ----------------------------------------------------------------------------------------


def test_den_som_har_adressen_får_svar(klient: Klient) -> None:
    svar = klient.hämta("/sida?a=1", Sec_Fetch_Site="same-origin")
    assert (svar.status, svar.text) == (200, "GET /sida []")
    assert klient.skicka("/svar", {"namn": "å&ä=ö\n1"}).text == "POST /svar [('namn', 'å&ä=ö\\n1')]"


@pytest.mark.parametrize(
    ("huvuden", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "localhost"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
    ],
)
@pytest.mark.parametrize("metod", ["GET", "POST"])
def test_en_fråga_från_en_annan_sida_besvaras_inte(
    klient: Klient, metod: str, huvuden: dict[str, str | None], status: int
) -> None:
    svar = klient.hämta("/", **huvuden) if metod == "GET" else klient.skicka("/", {}, **huvuden)
    assert svar.status == status
    assert "[]" not in svar.text


def test_en_fråga_utan_värd_besvaras_inte(klient: Klient) -> None:
    assert klient.hämta("/", Host=None).status == 400


@pytest.mark.parametrize("sökväg", ["/", "/fel", "/fel/", "//", "/../../etc/passwd", "*", "/%2e%2e/"])
def test_utan_hemligheten_finns_ingen_sida(klient: Klient, sökväg: str) -> None:
    svar = klient.fråga("GET", sökväg)
    assert svar.status == 404
    assert klient.adress.hemlighet not in svar.text + str(svar.huvuden)


@pytest.mark.parametrize(
    ("ändring", "status"),
    [
        ({"Origin": None}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content_Length": str(STÖRSTA_SVAR + 1)}, 413),
    ],
)
def test_bara_sidans_egna_formulär_tas_emot(klient: Klient, ändring: dict[str, str | None], status: int) -> None:
    assert klient.skicka("/", {"a": "1"}, **ändring).status == status


@pytest.mark.parametrize(
    ("kropp", "status"),
    [(b"", 403), (b"a=1", 403), (b"sidans-m%C3%A4rke=fel", 403), (b"a=%FF", 400), ("å=1".encode(), 400), (b"a", 400)],
)
def test_ett_formulär_utan_rätt_märke_tas_inte_emot(klient: Klient, kropp: bytes, status: int) -> None:
    egen = f"http://{klient.adress.värd}"
    svar = klient.fråga("POST", f"{klient.adress.bas}/", kropp, Content_Type=FORMULÄR, Origin=egen)
    assert svar.status == status


def test_för_många_fält_tas_inte_emot(klient: Klient) -> None:
    assert klient.skicka("/", {f"f{nr}": "" for nr in range(600)}).status == 400


def test_ett_formulär_utan_längd_stoppas_när_det_blir_för_stort(klient: Klient) -> None:
    """I bitar, utan att säga hur stort det är: servern läser inte mer än gränsen."""
    with socket.create_connection(klient.plats, timeout=TID) as uttag:
        huvud = f"POST {klient.adress.bas}/ HTTP/1.1\r\nHost: {klient.adress.värd}\r\n"
        huvud += (
            f"Origin: http://{klient.adress.värd}\r\nContent-Type: {FORMULÄR}\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        uttag.sendall(huvud.encode())
        bit = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        with contextlib.suppress(OSError):  # servern har redan svarat och stängt
            for _ in range(2 * STÖRSTA_SVAR // 0x10000):
                uttag.sendall(bit)
        with contextlib.suppress(ConnectionResetError):
            assert uttag.recv(100).split()[1] == b"413"


@pytest.mark.parametrize("metod", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_andra_metoder_besvaras_inte(klient: Klient, metod: str) -> None:
    assert klient.fråga(metod, f"{klient.adress.bas}/").status == 405


@pytest.mark.parametrize("sökväg", ["", "/fel"])
def test_varje_svar_har_skyddande_huvuden(klient: Klient, sökväg: str) -> None:
    """Inget sparas, adressen följer inte med till andra sidor, och inget program utifrån körs."""
    huvuden = klient.fråga("GET", sökväg or f"{klient.adress.bas}/").huvuden
    assert huvuden["cache-control"] == "no-store"
    assert huvuden["referrer-policy"] == "same-origin"
    assert huvuden["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in huvuden["content-security-policy"]
    assert "unsafe" not in huvuden["content-security-policy"]
    assert "access-control-allow-origin" not in huvuden
    assert "server" not in huvuden


def test_startadressen_gäller_en_gång(klient: Klient) -> None:
    """Webbläsarens argument kan andra användare på datorn se: den adressen är förbrukad när sidan är öppnad."""
    start = f"/{klient.adress.start}"
    svar = klient.fråga("GET", start)
    assert (svar.status, svar.huvuden["location"]) == (303, f"{klient.adress.bas}/")
    assert klient.fråga("GET", start).status == 404
    assert klient.fråga("GET", "/").status == 404  # en förbrukad start öppnar inget annat


def test_hemligheterna_är_nya_varje_gång() -> None:
    ena, andra = Adress("127.0.0.1:1"), Adress("127.0.0.1:1")
    assert len({ena.hemlighet, ena.märke, ena.start, andra.hemlighet, andra.märke, andra.start}) == 6
    assert len(ena.hemlighet) >= 32


def test_servern_nås_bara_från_den_egna_datorn(klient: Klient) -> None:
    värd, port = klient.plats
    assert värd == "127.0.0.1"
    andra = {str(i[4][0]) for i in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for egen in andra:
        with pytest.raises(OSError, match=r".*"):
            socket.create_connection((egen, port), timeout=1)


def test_ett_fel_i_verktyget_sägs_på_svenska_och_servern_går_vidare(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    async def trasig(_: Any) -> Any:
        raise ZeroDivisionError("noll")

    with servern(lambda *_: appen([Route("/trasig", trasig)])) as klient:
        for _ in range(2):
            svar = klient.hämta("/trasig")
            assert svar.status == 500
            assert "Ett fel i planverktyg" in svar.text
            assert "ZeroDivisionError: noll" in svar.text
            assert svar.huvuden["cache-control"] == "no-store"
        assert klient.hämta("/annat").text == "Sidan finns inte."
        assert klient.skicka("/trasig", {}).text == "Sidan finns inte."
    skrivet = capfdbinary.readouterr().err.decode()
    assert skrivet.count("Ett fel i planverktyg") == 2
    assert "Traceback" not in skrivet


# --- plan visa --------------------------------------------------------------------------------------


@pytest.fixture
def mapp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return lägg_planen(tmp_path, monkeypatch, PLAN, DELÅR)


@pytest.fixture
def visning(mapp: Path) -> Iterator[Klient]:
    visade = planerna(".", None, None, None)
    with servern(lambda adress, _: Visning(visade, adress.bas).app()) as ett:
        yield ett


def test_rapporten_visas_om_när_en_fil_sparas(visning: Klient, mapp: Path) -> None:
    första = visning.hämta("/")
    assert (första.status, första.huvuden["location"]) == (303, f"{visning.adress.bas}/visa/sn-2020/rapport")
    assert "<iframe" in visning.hämta("/visa/sn-2020/rapport").text
    assert "1\u00a0890" in (före := visning.hämta("/ram/sn-2020/rapport")).text
    assert "script-src" not in före.huvuden["content-security-policy"]
    assert visning.hämta("/lage/sn-2020/rapport?version=1-1").status == 204
    fil = mapp / "2020-08-31.yaml"
    fil.write_text(fil.read_text(encoding="utf-8").replace("1890", "2111"), encoding="utf-8")
    läget = visning.hämta("/lage/sn-2020/rapport?version=1-1")
    assert '"version": "2-2"' in läget.text
    assert "2\u00a0111" in visning.hämta("/ram/sn-2020/rapport").text


@pytest.mark.parametrize("läsning", ["läs", "början", "innehåll"])
def test_det_som_är_läst_bevakas_hur_det_än_lästes(mapp: Path, läsning: str) -> None:
    källa = BevakadMapp()
    getattr(källa, läsning)(mapp if läsning == "innehåll" else mapp / "plan.yaml")
    assert not källa.är_ändrad()
    (mapp / ("ny.yaml" if läsning == "innehåll" else "plan.yaml")).write_text("format: 1\n", encoding="utf-8")
    assert källa.är_ändrad()


def test_en_trasig_fil_visar_felen_och_sidan_kommer_tillbaka(visning: Klient, mapp: Path) -> None:
    """Sidan från före felet står kvar, så att den som skriver inte tappar sitt ställe."""
    fil = mapp / "2020-08-31.yaml"
    hel = fil.read_text(encoding="utf-8")
    visning.hämta("/ram/sn-2020/rapport")
    fil.write_text(hel + "utfal:\n", encoding="utf-8")
    sida = visning.hämta("/visa/sn-2020/rapport").text
    assert "Okänd nyckel: utfal" in sida
    assert "2020-08-31.yaml rad 5" in sida
    assert "kan inte användas förrän felen är rättade. Sidan nedanför är från före felet." in sida
    assert 'data-version="2-1"' in sida
    assert "1\u00a0890" in visning.hämta("/ram/sn-2020/rapport").text
    fil.write_bytes(b"\xff\xfe")
    assert "UTF-8" in visning.hämta("/visa/sn-2020/rapport").text
    fil.unlink()
    assert visning.hämta("/visa/sn-2020/rapport").status == 200
    fil.write_text(hel.replace("1890", "2111"), encoding="utf-8")
    assert "före felet" not in visning.hämta("/visa/sn-2020/rapport").text
    assert "2\u00a0111" in visning.hämta("/ram/sn-2020/rapport").text


@pytest.mark.parametrize(
    "sökväg",
    [
        "/visa/../plan.yaml", "/visa/sn-2020/plan.yaml", "/visa/annan/rapport", "/ram/sn-2020/..%2f..%2fplan.yaml",
        "/statiskt/../visning.html", "/statiskt/visning.html", "/statiskt/..%2Fvisning.html", "/plan.yaml", "/statiskt/",
    ],
)  # fmt: skip
def test_inget_annat_på_disken_nås(visning: Klient, sökväg: str) -> None:
    assert visning.hämta(sökväg).status == 404


def test_text_i_planen_blir_aldrig_märken(mapp: Path) -> None:
    plan = mapp / "plan.yaml"
    plan.write_text(PLAN.replace("Nämndplan 2020", "'<script>alert(1)</script>'"), encoding="utf-8")
    visade = planerna(".", None, None, None)
    with servern(lambda adress, _: Visning(visade, adress.bas).app()) as klient:
        sida = klient.hämta("/visa/sn-2020/rapport").text
    assert "<script>alert" not in sida
    assert "&lt;script&gt;alert" in sida


def test_egna_mallar_läses_om_när_de_sparas(mapp: Path) -> None:
    mallar = mapp / "mallar"
    mallar.mkdir()
    mall = mallar / "dokument.html"
    mall.write_text("<p>ett {{ dokument.rubrik }}</p>", encoding="utf-8")
    visade = planerna(".", None, None, mallar)
    with servern(lambda adress, _: Visning(visade, adress.bas).app()) as klient:
        assert klient.hämta("/ram/sn-2020/dokument").text.startswith("<p>ett")
        time.sleep(0.02)  # filsystemets klocka
        mall.write_text("<p>två {{ dokument.rubrk }}</p>", encoding="utf-8")
        assert "Menade du rubrik?" in klient.hämta("/visa/sn-2020/dokument").text
        mall.write_text("<p>tre {{ dokument.rubrik }}</p>", encoding="utf-8")
        assert klient.hämta("/ram/sn-2020/dokument").text.startswith("<p>tre")


def test_flera_planer_har_en_lista(mapp: Path) -> None:
    (mapp / "b").mkdir()
    (mapp / "b" / "plan.yaml").write_text(PLAN.replace("sn-2020", "bn-2020"), encoding="utf-8")
    visade = planerna(".", None, None, None)
    with servern(lambda adress, _: Visning(visade, adress.bas).app()) as klient:
        sida = klient.hämta("/visa/bn-2020/dokument").text
        assert "Alla planer (2)" in sida
        assert "/visa/sn-2020/dokument" in sida
        assert ">Rapport<" not in sida  # planen har ingen uppföljning


def test_noll_minuter_prövar_och_stoppar(mapp: Path) -> None:
    körning = kör_plan("visa", "sn-2020", mapp=mapp)
    assert (körning.kod, körning.ut) == (0, "")
    assert kör_plan("visa", "sn-2021", mapp=mapp).kod == 2


@pytest.mark.parametrize("kommando", ["visa", "fyll"])
def test_ett_tillägg_som_saknas_sägs_på_en_rad(mapp: Path, kommando: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for modul in [m for m in sys.modules if m.startswith("planverktyg.kommandon.servern.")]:
        monkeypatch.delitem(sys.modules, modul)
    monkeypatch.setitem(sys.modules, "starlette.responses", None)
    monkeypatch.setitem(sys.modules, "starlette.applications", None)
    körning = kör_plan(kommando, "sn-2020", mapp=mapp)
    assert (körning.kod, körning.ut, len(körning.fel.splitlines())) == (2, "", 1)
    assert "Tillägget webb är inte installerat" in körning.fel
    assert f"pip install {BIBLIOTEK['webb']}" in körning.fel


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT skickas inte så på Windows")
def test_ctrl_c_stoppar_utan_att_lämna_något_efter(mapp: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "planverktyg", "visa", "sn-2020", "--stoppa-efter", "1"],
        cwd=mapp,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROT)},
    )
    väckare = threading.Timer(TID, process.kill)
    väckare.start()
    try:
        assert process.stdout is not None
        adress = process.stdout.readline().decode().strip()
        port = int(adress.split(":")[2].partition("/")[0])
        with socket.create_connection(("127.0.0.1", port), timeout=TID) as uttag:  # en sida som är öppen hindrar inte
            uttag.sendall(b"GET / HTTP/1.1\r\n")
            process.send_signal(signal.SIGINT)
            _, skrivet = process.communicate(timeout=TID)
    finally:
        väckare.cancel()
        process.kill()
        process.wait(TID)
    assert process.returncode == 130
    assert skrivet.decode().splitlines()[-1] == "Avbrutet."
    with pytest.raises(OSError, match=r".*"):
        socket.create_connection(("127.0.0.1", port), timeout=1)
