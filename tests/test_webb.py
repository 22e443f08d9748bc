"""Rapporten och dokumentet i en riktig webbläsare: tillgänglighet, smal skärm, tangentbord, nät och utskrift."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from tests.test_rapport import tyresös_akt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planverktyg.utgivning.underlag.dokument import Plandokument
    from planverktyg.utgivning.underlag.rapport import Rapport

pytestmark = pytest.mark.webb

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGGOR = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
RIKTLINJER = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
SIDOR = ("rapport", "dokument")


def _saknas() -> str:
    """Vad som behöver installeras för att testerna ska kunna köras, eller tomt."""
    paket = [p for p in ("playwright", "axe_playwright_python") if importlib.util.find_spec(p) is None]
    delar = ['pip install "planverktyg[webb]"'] if paket else []
    delar += ["apt-get install chromium fonts-liberation"] if CHROMIUM is None else []
    return f"Webbläsartesterna behöver: {' och '.join(delar)}." if delar else ""


@pytest.fixture(scope="module")
def webbläsare() -> Iterator[Any]:
    if saknas := _saknas():
        if os.environ.get("CI"):
            pytest.fail(saknas)
        pytest.skip(saknas)
    with importlib.import_module("playwright.sync_api").sync_playwright() as p:
        öppnad = p.chromium.launch(executable_path=CHROMIUM, args=FLAGGOR)
        yield öppnad
        öppnad.close()


@pytest.fixture(scope="module")
def filer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    mapp, akt = tmp_path_factory.mktemp("webb"), tyresös_akt()
    underlag: dict[str, Rapport | Plandokument] = {
        "rapport": bygg_rapport(akt, akt.uppföljningar[-1]),
        "dokument": bygg_dokument(akt),
    }
    for namn, ett in underlag.items():
        (mapp / f"{namn}.html").write_text(ge_ut(ett, Format.HTML), encoding="utf-8")
    return {namn: mapp / f"{namn}.html" for namn in underlag}


def öppna(webbläsare: Any, fil: Path, **val: Any) -> Any:
    sida = webbläsare.new_page(**val)
    sida.goto(fil.as_uri())
    return sida


@pytest.mark.parametrize(("bredd", "färger"), [(1280, "light"), (1280, "dark"), (320, "light")])
@pytest.mark.parametrize("namn", SIDOR)
def test_tillgängligheten_har_inga_anmärkningar(
    webbläsare: Any, filer: dict[str, Path], namn: str, bredd: int, färger: str
) -> None:
    sida = öppna(webbläsare, filer[namn], color_scheme=färger, viewport={"width": bredd, "height": 900})
    axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()
    svar = axe.run(sida, options={"runOnly": {"type": "tag", "values": RIKTLINJER}, "resultTypes": ["violations"]})
    assert svar.violations_count == 0, svar.generate_report()
    sida.close()


@pytest.mark.parametrize("bredd", [320, 768, 1280])
@pytest.mark.parametrize("namn", SIDOR)
def test_sidan_rullas_aldrig_i_sidled(webbläsare: Any, filer: dict[str, Path], namn: str, bredd: int) -> None:
    sida = öppna(webbläsare, filer[namn], viewport={"width": bredd, "height": 800})
    assert sida.evaluate("document.documentElement.scrollWidth") <= bredd
    sida.close()


@pytest.mark.parametrize("namn", SIDOR)
def test_breda_tabeller_nås_med_tangentbordet(webbläsare: Any, filer: dict[str, Path], namn: str) -> None:
    sida = öppna(webbläsare, filer[namn], viewport={"width": 320, "height": 800})
    sida.keyboard.press("Tab")
    assert sida.evaluate("document.activeElement.className") == "hoppa"
    assert sida.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    nådda, antal = set(), sida.locator("a[href], [tabindex='0']").count()
    for _ in range(antal):
        sida.keyboard.press("Tab")
        nådda.add(sida.evaluate("document.activeElement.getAttribute('aria-label') || ''"))
    etiketter = set(sida.eval_on_selector_all(".tabellruta", "alla => alla.map(r => r.getAttribute('aria-label'))"))
    assert etiketter
    assert etiketter <= nådda
    bred = sida.evaluate("""() => {
        const ruta = [...document.querySelectorAll('.tabellruta')].find(r => r.scrollWidth > r.clientWidth);
        ruta.focus(); return ruta.getAttribute('aria-label') }""")
    sida.keyboard.press("ArrowRight")
    sida.wait_for_timeout(300)
    assert sida.evaluate("document.activeElement.scrollLeft") > 0, bred
    sida.close()


@pytest.mark.parametrize("namn", SIDOR)
def test_ingenting_hämtas_från_nätet(webbläsare: Any, filer: dict[str, Path], namn: str) -> None:
    sida = webbläsare.new_page()
    hämtat: list[str] = []
    sida.on("request", lambda fråga: hämtat.append(fråga.url))
    sida.goto(filer[namn].as_uri())
    sida.wait_for_timeout(200)
    assert [url for url in hämtat if not url.startswith("data:")] == [filer[namn].as_uri()]
    assert sida.locator("script").count() == 0
    sida.close()


@pytest.mark.parametrize("namn", SIDOR)
def test_sidans_stomme(webbläsare: Any, filer: dict[str, Path], namn: str) -> None:
    sida = öppna(webbläsare, filer[namn])
    assert sida.locator("html").get_attribute("lang") == "sv"
    assert sida.locator("h1").count() == 1
    assert sida.locator("main").count() == 1
    assert sida.locator("table:not(:has(caption))").count() == 0
    assert sida.locator("th:not([scope])").count() == 0
    assert sida.locator("[rowspan], [colspan]").count() == 0
    ids = sida.eval_on_selector_all("[id]", "alla => alla.map(e => e.id)")
    assert len(ids) == len(set(ids))
    länkar = sida.eval_on_selector_all("a[href^='#']", "alla => alla.map(e => decodeURIComponent(e.hash.slice(1)))")
    assert set(länkar) <= set(ids)
    sida.close()


def test_första_sidan_ryms_på_ett_a4(webbläsare: Any, filer: dict[str, Path], tmp_path: Path) -> None:
    """Utskriften delas sida för sida, och texten efter första sidan börjar på sida två."""
    sida = öppna(webbläsare, filer["rapport"])
    hela = tmp_path / "hela.pdf"
    sida.pdf(path=hela, prefer_css_page_size=True)
    assert antal_sidor(hela) > 3
    for val in ("main > section:not(.första-sidan)", "footer"):
        sida.eval_on_selector_all(val, "alla => alla.forEach(e => e.remove())")
    ensam = tmp_path / "ensam.pdf"
    sida.pdf(path=ensam, prefer_css_page_size=True)
    assert antal_sidor(ensam) == 1
    sida.close()


def antal_sidor(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def test_utskriften_upprepar_tabellhuvuden_och_delar_inga_rader(webbläsare: Any, filer: dict[str, Path]) -> None:
    sida = öppna(webbläsare, filer["rapport"])
    sida.emulate_media(media="print")
    assert sida.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert sida.evaluate("getComputedStyle(document.querySelector('tbody tr')).breakInside") == "avoid"
    sida.close()
