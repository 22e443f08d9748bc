"""Rapporten och dokumentet i en riktig webbläsare: tillgänglighet, smal skärm, tangentbord, nät och utskrift."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from planverktyg.arkiv.akt import läs_planens_mapp
from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from tests.conftest import ROT
from tests.test_rapport import rapport_av, tyresös_akt
from tests.test_udda_planer import HUVUD, mål, utfall

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.utgivning.underlag.dokument import Plandokument
    from planverktyg.utgivning.underlag.rapport import Rapport

pytestmark = pytest.mark.webb

RIKTLINJER = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIDOR = ("rapport", "dokument")
LÄGEN = [
    (320, "light", "screen"), (768, "light", "screen"), (1280, "light", "screen"), (1280, "dark", "screen"),
    (1280, "light", "print"),
]  # fmt: skip


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


FILERNA = sorted((ROT / "planer").glob("*/*/*.yaml"))
"""Varje plan ger ett dokument, och varje uppföljning en rapport."""


def underlaget(fil: Path) -> Rapport | Plandokument:
    akt = läs_planens_mapp(fil.parent / "plan.yaml", fil.parent).akter[0]
    uppföljningar = [annan for annan in FILERNA if annan.parent == fil.parent and annan.stem != "plan"]
    return bygg_dokument(akt) if fil.stem == "plan" else bygg_rapport(akt, akt.uppföljningar[uppföljningar.index(fil)])


GRANSKA = """([taggar, papper]) => axe.run({runOnly: {type: 'tag', values: taggar}, resultTypes: ['violations'],
    rules: {'target-size': {enabled: !papper}}, preload: false, iframes: false}).then(svar =>
    svar.violations.map(v => `${v.id}: ${v.help} ${v.nodes.map(n => n.html).join(' ')}`.slice(0, 500)))"""
"""Ingen pekar på papper: där prövas inte hur stor en länk är."""


@pytest.mark.parametrize("vad", FILERNA, ids=lambda fil: f"{fil.parent.name}-{fil.stem}")
def test_tillgängligheten_har_inga_anmärkningar(webbläsare: Any, vad: Path, tmp_path: Path) -> None:
    """Axe på alla planers rapporter och dokument: smal, mellan och bred skärm, mörkt läge och utskrift.

    Ingen av dem behöver rullas i sidled. Sidan öppnas en gång med axe i, och läget byts på plats.
    """
    fil = tmp_path / "sida.html"
    fil.write_text(ge_ut(underlaget(vad), Format.HTML), encoding="utf-8")
    sida = öppna(webbläsare, fil, viewport={"width": 1280, "height": 900})
    sida.evaluate(importlib.import_module("axe_playwright_python.sync_playwright").Axe().axe_script)
    for bredd, färger, medium in LÄGEN:
        sida.set_viewport_size({"width": bredd, "height": 900})
        sida.emulate_media(color_scheme=färger, media=medium)
        assert sida.evaluate(GRANSKA, [RIKTLINJER, medium == "print"]) == [], (bredd, färger, medium)
        assert medium == "print" or sida.evaluate("document.documentElement.scrollWidth") <= bredd
    sida.close()


KODVÄRDENS_STIL = """<!doctype html><style>
body {font: 16px/1.5 "Segoe UI", Helvetica, Arial, sans-serif; margin: 0}
table {display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse}
th, td {padding: 6px 13px; border: 1px solid}</style>"""
"""Så ritar en kodvärd tabeller: de bryter raderna, och rullar först när inte ens orden får plats."""


@pytest.mark.parametrize("vad", FILERNA, ids=lambda fil: f"{fil.parent.name}-{fil.stem}")
def test_ingen_tabell_i_markdown_är_bredare_än_kodvärdens_sida(webbläsare: Any, vad: Path) -> None:
    markdown = MarkdownIt("gfm-like", {"linkify": False}).render(ge_ut(underlaget(vad), Format.MARKDOWN))
    sida = webbläsare.new_page(viewport={"width": 780, "height": 900})
    sida.set_content(KODVÄRDENS_STIL + markdown)
    rullar = "alla => alla.filter(t => t.scrollWidth > t.clientWidth).map(t => t.innerText.slice(0, 100))"
    assert sida.eval_on_selector_all("table", rullar) == []
    sida.close()


def test_alla_planer_och_uppföljningar_prövas() -> None:
    assert sum(fil.stem == "plan" for fil in FILERNA) >= 5
    assert len(FILERNA) >= 13


@pytest.mark.parametrize("namn", SIDOR)
def test_tangentbordet_stannar_bara_där_det_finns_något_att_göra(
    webbläsare: Any, filer: dict[str, Path], namn: str
) -> None:
    """Länkarna nås i ordning, och inget annat: ingen tabell behöver rullas, så ingen tabell är ett stopp."""
    sida = öppna(webbläsare, filer[namn], viewport={"width": 320, "height": 800})
    sida.keyboard.press("Tab")
    assert sida.evaluate("document.activeElement.className") == "hoppa"
    assert sida.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert sida.locator("[tabindex]").count() == 0
    rullas = """() => [...document.querySelectorAll('body *')].filter(e =>
        e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)).length"""
    assert sida.evaluate(rullas) == 0
    sida.close()


def test_värde_mål_och_bedömning_syns_på_en_smal_skärm(webbläsare: Any, filer: dict[str, Path]) -> None:
    sida = öppna(webbläsare, filer["rapport"], viewport={"width": 320, "height": 800})
    utanför = """() => [...document.querySelectorAll('table td, table th')].filter(c =>
        c.offsetWidth > 1 && c.getBoundingClientRect().right > 321).length"""
    assert sida.evaluate(utanför) == 0
    assert sida.evaluate(
        "getComputedStyle(document.querySelector('.indikatorer td'), '::before').content"
    ) == '"Bedömning"'  # fmt: skip
    sida.add_style_tag(
        content="* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
    )
    assert sida.evaluate("document.documentElement.scrollWidth") <= 320, "med läsarens egna avstånd (WCAG 1.4.12)"
    sida.close()


def test_talen_i_stapeln_syns_i_tvingade_färger(webbläsare: Any, filer: dict[str, Path]) -> None:
    sida = öppna(webbläsare, filer["rapport"], viewport={"width": 1280, "height": 800}, forced_colors="active")
    färg = "e => getComputedStyle(e).fill"
    yta = sida.eval_on_selector(".stapel rect", färg)
    assert yta != sida.eval_on_selector(".stapel text", färg)
    assert yta == sida.eval_on_selector(".stapel g:last-of-type rect", färg), "betydelsen står i text, inte i färg"
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
    """Ensam blir den ett A4, och det som följer efter den flyttar inget av den till nästa sida."""
    sida = öppna(webbläsare, filer["rapport"])
    hela = tmp_path / "hela.pdf"
    sida.pdf(path=hela, prefer_css_page_size=True)
    assert antal_sidor(hela) > 3
    with importlib.import_module("pikepdf").open(hela) as pdf:
        mål = [str(länk.Dest)[1:] for länk in pdf.pages[0].Annots]
    assert {"fler-avvikelser", "alla-forandringar", "alla-uppdrag", "risker"} <= set(mål)
    for val in ("main > :not(.första-sidan)", "footer"):
        sida.eval_on_selector_all(val, "alla => alla.forEach(e => e.remove())")
    ensam = tmp_path / "ensam.pdf"
    sida.pdf(path=ensam, prefer_css_page_size=True)
    assert antal_sidor(ensam) == 1
    sida.close()


@pytest.mark.parametrize("många", [1, 100])
def test_första_sidan_ryms_och_inget_rullar_hur_mycket_planen_än_säger(
    webbläsare: Any, många: int, tmp_path: Path
) -> None:
    """Hundra indikatorer som inte når målet; och ett enda långt ord, en lång sammanfattning och ett långt skäl."""
    plan = HUVUD + mål(1, många).replace("Målet 0", "Samhällsbyggnadsförvaltnings" * 8)
    lång = "" if många > 1 else f"sammanfattning: {'Ord ' * 500}\n"
    värden = [1] * många if många > 1 else [f"{{värde: 1, kommentar: {'ord ' * 500}}}"]
    huvud = "format: 1\nuppföljning: {plan: p-2021, period: helår, per: 2021-12-31}\n"
    rapport = rapport_av(tmp_path / "p", plan, f"{huvud}{utfall(*värden, delar=många)}{lång}")
    fil = tmp_path / "sida.html"
    fil.write_text(ge_ut(rapport, Format.HTML), encoding="utf-8")
    sida = öppna(webbläsare, fil, viewport={"width": 320, "height": 800})
    assert sida.evaluate("document.documentElement.scrollWidth") <= 320
    sida.eval_on_selector_all("main > :not(.första-sidan), footer", "alla => alla.forEach(e => e.remove())")
    sida.pdf(path=tmp_path / "ensam.pdf", prefer_css_page_size=True)
    assert antal_sidor(tmp_path / "ensam.pdf") == 1
    sida.close()


def antal_sidor(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def test_utskriften_upprepar_tabellhuvuden_och_delar_inga_rader(webbläsare: Any, filer: dict[str, Path]) -> None:
    sida = öppna(webbläsare, filer["rapport"])
    sida.emulate_media(media="print")
    assert sida.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert sida.evaluate("getComputedStyle(document.querySelector('tbody tr')).breakInside") == "avoid"
    sida.close()
