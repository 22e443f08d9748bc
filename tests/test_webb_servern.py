"""Formuläret och förhandsvisningen i en riktig webbläsare: tangentbord, tillgänglighet, med och utan program på sidan."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import webbläsaren_saknas
from tests.test_svar import DELÅR, PLAN, uppföljningen

if saknas := webbläsaren_saknas("starlette", "uvicorn"):
    pytest.skip(saknas, allow_module_level=True)

from planverktyg.kommandon.servern.arbetet import Arbete
from planverktyg.kommandon.servern.ifyllning import Ifyllning
from planverktyg.kommandon.servern.visning import Visning, planerna
from planverktyg.kommandon.svaren.filen import Vad
from tests.test_webb import RIKTLINJER
from tests.webbserver import lägg_planen, servern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.webb

RULLAT = "document.querySelector('iframe').contentWindow.scrollY"
SVARAT = DELÅR + "utfall:\n  dygn: 1890 # ur systemet\n"


@pytest.fixture
def mapp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return lägg_planen(tmp_path, monkeypatch, PLAN, SVARAT)


@pytest.fixture
def adress(mapp: Path) -> Iterator[str]:
    arbete = Arbete(Vad("sn-2020", "delår 2", None))
    with servern(lambda adress, drift: Ifyllning(arbete, adress, drift).app()) as klient:
        yield klient.adress.hel


def ny_sida(webbläsare: Any, **val: Any) -> Any:
    sida = webbläsare.new_page(**val)
    sida.set_default_timeout(15_000)
    sida.on("dialog", lambda ruta: ruta.accept())
    return sida


@pytest.mark.parametrize("bredd", [320, 1280])
def test_formuläret_och_slutet_är_tillgängliga(webbläsare: Any, adress: str, bredd: int) -> None:
    """Axe på varje slags sida, smal och bred, med alla rutor framme; och ingenting behöver rullas i sidled."""
    axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()
    val = {"runOnly": {"type": "tag", "values": RIKTLINJER}, "resultTypes": ["violations"]}
    sida = ny_sida(webbläsare, viewport={"width": bredd, "height": 900})
    for sökväg in ("avsnitt/1", "slut", "")[: 3 if bredd == 320 else 2]:
        sida.goto(adress + sökväg)
        sida.eval_on_selector_all("details", "alla => alla.forEach(d => { d.open = true; })")
        sida.eval_on_selector_all("[hidden]", "alla => alla.forEach(d => { d.hidden = false; })")
        svar = axe.run(sida, options=val)
        assert svar.violations_count == 0, f"{sökväg} {bredd}: {svar.generate_report()}"
        assert sida.evaluate("document.documentElement.scrollWidth") <= bredd
    sida.close()


def test_hela_vägen_med_tangentbordet(webbläsare: Any, adress: str, mapp: Path) -> None:
    """Omdömet visas medan man skriver, orsaken frågas efter när målet missas, och Ctrl och Enter sparar och går vidare."""
    sida = ny_sida(webbläsare)
    fel: list[str] = []
    sida.on("pageerror", lambda ett: fel.append(str(ett)))
    sida.on("console", lambda ord_: fel.append(ord_.text) if ord_.type == "error" else None)
    sida.goto(f"{adress}avsnitt/1#rad-utfall-dygn")
    rad = sida.locator("#rad-utfall-dygn")
    rad.locator("[name=ny-värde]:focus").wait_for()
    assert rad.locator(".vid-avvikelse").is_hidden()
    sida.keyboard.press("Control+A")
    sida.keyboard.type("9999")
    rad.locator(".vid-avvikelse").wait_for(state="visible")
    assert uppföljningen(mapp)["utfall"] == {"dygn": "1890"}  # omdömet skriver inget
    rad.locator("[name=ny-orsak]").focus()
    rad.locator(".sparat").wait_for()
    assert uppföljningen(mapp)["utfall"] == {"dygn": "9999"}
    kvar = int(sida.locator("#räknat b").inner_text())
    sida.keyboard.type("Fler barn.")
    sida.keyboard.press("Control+Enter")
    sida.locator(".svarsrad:not(#rad-utfall-dygn) :focus").wait_for()
    assert uppföljningen(mapp)["utfall"]["dygn"] == {"värde": "9999", "orsak": "Fler barn."}
    sida.keyboard.type("12")
    sida.keyboard.press("Tab")
    sida.locator("#räknat", has_text=f"{kvar - 1} kvar").wait_for()
    sida.locator("#ångra").click()
    sida.locator(".notis").wait_for()
    assert "Ångrat" in sida.locator(".notis").inner_text()
    assert not fel
    sida.close()


def test_en_konflikt_väljs_på_sidan(webbläsare: Any, adress: str, mapp: Path) -> None:
    sida = ny_sida(webbläsare)
    sida.goto(f"{adress}avsnitt/1#rad-utfall-dygn")
    rad = sida.locator("#rad-utfall-dygn")
    fil = mapp / "2020-08-31.yaml"
    for filens, mitt, val, blir in (("1700", "1800", ".behåll", "1700"), ("1750", "1801", ".skriv-mitt", "1801")):
        fil.write_text(SVARAT.replace("1890", filens), encoding="utf-8")
        rad.locator("[name=ny-värde]").fill(mitt)
        rad.locator("[name=ny-kommentar]").focus()
        rad.locator(".konflikt").wait_for()
        assert filens in rad.locator(".konflikt").inner_text()
        rad.locator(val).click()
        rad.locator(".konflikt").wait_for(state="detached")
        assert rad.locator("[name=ny-värde]").input_value() == blir
        assert f"dygn: {blir} # ur systemet" in fil.read_text(encoding="utf-8")
    sida.close()


def test_utan_program_på_sidan_är_det_vanliga_formulär(webbläsare: Any, adress: str, mapp: Path) -> None:
    sida = ny_sida(webbläsare, java_script_enabled=False)
    sida.goto(f"{adress}avsnitt/1")
    sida.fill("#rad-utfall-dygn-varde", "9999")
    sida.locator("#rad-utfall-dygn button").first.click()
    assert "Sparat" in sida.locator("#rad-utfall-dygn .besked").inner_text()
    sida.fill("#rad-utfall-dygn-orsak", "Fler barn.")  # syns, för målet missas
    sida.locator("#rad-utfall-dygn [name=vidare]").click()
    assert "#rad-" in sida.url
    assert "rad-utfall-dygn" not in sida.url
    assert uppföljningen(mapp)["utfall"]["dygn"] == {"värde": "9999", "orsak": "Fler barn."}
    sida.locator("#ångra").click()
    assert uppföljningen(mapp)["utfall"]["dygn"] == "9999"
    sida.close()


def test_förhandsvisningen_står_kvar_på_sitt_ställe(webbläsare: Any, mapp: Path) -> None:
    visade = planerna(".", None, None, None)
    with servern(lambda adress, _: Visning(visade, adress.bas).app()) as klient:
        sida = ny_sida(webbläsare, viewport={"width": 800, "height": 500})
        sida.goto(klient.adress.hel)
        ram = sida.frames[1]
        ram.wait_for_selector("h1")
        ram.evaluate("window.scrollTo(0, 300)")
        fil = mapp / "2020-08-31.yaml"
        fil.write_text(SVARAT.replace("1890", "2111"), encoding="utf-8")
        ram.wait_for_selector("text=2 111")
        for _ in range(100):
            if sida.evaluate(RULLAT) == 300:
                break
            sida.wait_for_timeout(50)
        fil.write_text(SVARAT + "utfal:\n", encoding="utf-8")
        sida.locator(".varning", has_text="före felet").wait_for()
        assert sida.evaluate(RULLAT) == 300
        fil.write_text(SVARAT, encoding="utf-8")
        sida.locator(".varning", has_text="före felet").wait_for(state="detached")
        ram.wait_for_selector("text=1 890")
        sida.close()
