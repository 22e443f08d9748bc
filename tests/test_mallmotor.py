"""Mallmotorn: text blir aldrig kod, egna mallar går före, och varje fel i en mall sägs på svenska med fil och rad."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from planverktyg.arkiv import fardigt
from planverktyg.utgivning.format import TEXTFORMAT, Format, ge_ut
from planverktyg.utgivning.mallar import mallmotor, markdown, oversatt
from planverktyg.utgivning.mallar.mallmotor import MALLAR, Mallfel, skriv_ut
from planverktyg.utgivning.mallar.markdown import rubrik, skydda, till_html, till_markdown
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from planverktyg.utgivning.underlag.gemensamt import Brödtext, Omdöme
from tests.conftest import ROT, kör_plan
from tests.test_dokument import DELAR, HUVUD
from tests.test_rapport import PLAN, UPPFÖLJNING, bygg_akt, rapport_av

if TYPE_CHECKING:
    from pathlib import Path

LÄSARE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""Så som en kodvärd läser Markdown: med rå HTML påslagen."""


class Underlag(NamedTuple):
    """Ett litet underlag för testets mallar."""

    namn: str = "Namnet"
    målvärde: str = "högst 3"
    rader: tuple[str, ...] = ("a", "b")
    omdöme: Omdöme = Omdöme("●", "uppfyllt", "grön")
    text: Brödtext = Brödtext("**fet**")


def skriv(mapp: Path, källa: str, underlag: Any = None, namn: str = "prov.html") -> str:
    """Skriver ut en mall ur en egen mapp."""
    (mapp / namn).write_text(källa, encoding="utf-8")
    return skriv_ut(namn, underlag or Underlag(), mapp)


# --- Text blir aldrig kod ---------------------------------------------------------------------------

ELAKA = (
    "{{ 7*7 }}",
    "{% for x in y %}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "| a | b |",
    "# rubrik",
    "- punkt",
    "1. punkt",
    "> citat",
    "`kod` *fet* _kursiv_ [länk](javascript:alert(1)) ![bild](http://x/y.png)",
    "slut\\",
    "&lt;b&gt; &amp;",
    "</style></title>",
    "--- | ---",
    "=== rubrik",
    "~~struken~~ $x$",
)


@pytest.mark.parametrize("elak", ELAKA)
def test_elak_text_i_planens_fält_blir_text(tmp_path: Path, elak: str) -> None:
    citerad = '"' + elak.replace("\\", "\\\\").replace('"', '\\"') + '"'
    plan = PLAN.replace("namn: Antal lån", f"namn: {citerad}").replace("namn: Fler läser", f"namn: {citerad}")
    plan = plan.replace("namn: Verksamhetsplan", f"namn: {citerad}")
    uppföljning = UPPFÖLJNING.replace("nojda: 75", f"nojda: {{värde: 75, kommentar: {citerad}}}")
    rapport = rapport_av(tmp_path, plan, uppföljning)
    html = ge_ut(rapport, Format.HTML)
    kropp = html.partition("</style>")[2]
    assert "<script" not in html
    assert "<img" not in html
    assert "49" not in re.sub(r"[0-9a-f]{12}", "", kropp)
    md = ge_ut(rapport, Format.MARKDOWN)
    visad = LÄSARE.render(md)
    assert "<script" not in visad
    assert "<img" not in visad
    assert _synlig_text(visad).count(_utan_blanka(elak)) >= 3
    assert _synlig_text(kropp).count(_utan_blanka(elak)) >= 3
    for tabell in re.findall(r"<table>.*?</table>", visad, re.DOTALL):
        assert len({len(re.findall(r"<t[hd]", rad)) for rad in re.findall(r"<tr>.*?</tr>", tabell, re.DOTALL)}) == 1


def _synlig_text(html: str) -> str:
    import html as html_

    return _utan_blanka(html_.unescape(re.sub(r"<[^>]+>", "", html)))


def _utan_blanka(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("elak", ELAKA)
def test_elak_text_i_dokumentet_blir_text(tmp_path: Path, elak: str) -> None:
    citerad = '"' + elak.replace("\\", "\\\\").replace('"', '\\"') + '"'
    from planverktyg.utgivning.plandokument.dokument import bygg_dokument

    text = DELAR.replace("text: Risken", f"text: {citerad}").replace("namn: Policy", f"namn: {citerad}")
    dokument = bygg_dokument(bygg_akt(tmp_path, HUVUD.replace("namn: Nämndplan 2020", f"namn: {citerad}") + text))
    for visad in (
        LÄSARE.render(ge_ut(dokument, Format.MARKDOWN)),
        ge_ut(dokument, Format.HTML).partition("</style>")[2],
    ):
        assert "<script" not in visad
        assert "<img" not in visad
        assert _synlig_text(visad).count(_utan_blanka(elak)) >= 3


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_vilken_text_som_helst_behåller_tabellens_kolumner(texter: list[str]) -> None:
    celler = [skydda(t) for t in texter]
    huvud, slut = " | ".join("k" for _ in texter), " | ".join("x" for _ in texter)
    tabell = f"| {huvud} |\n|{'---|' * len(texter)}\n| {' | '.join(celler)} |\n| {slut} |"
    märken = LÄSARE.parse(tabell)
    assert [m.type for m in märken].count("table_open") == 1
    rader = [märken[n + 1].content for n, m in enumerate(märken) if m.type in {"th_open", "td_open"}]
    assert len(rader) == 3 * len(texter)
    assert not any(b.type in {"html_inline", "link_open", "image", "em_open", "strong_open", "s_open", "code_inline"}
                   for m in märken for b in m.children or ())  # fmt: skip


@given(st.text(max_size=60))
def test_vilken_text_som_helst_blir_ett_stycke_med_samma_tecken(text: str) -> None:
    skyddad = skydda(text)
    märken = LÄSARE.parse(skyddad)
    väntat = re.sub("[\t-\r\x1c-\x20\x85\u2028\u2029]+", " ", text).strip(" ").replace("\x00", "\ufffd")
    if not väntat.strip():
        return
    assert [m.type for m in märken] == ["paragraph_open", "inline", "paragraph_close"], skyddad
    assert "".join(b.content for b in märken[1].children or ()).strip() == väntat.strip()


@given(st.text(alphabet="#-*_`[]()<>!|\\ab1. ", max_size=30))
def test_vilken_text_som_helst_blir_en_hel_rubrik(text: str) -> None:
    if väntat := " ".join(text.split()):
        märken = LÄSARE.parse(rubrik(text, 3))
        assert [m.type for m in märken] == ["heading_open", "inline", "heading_close"]
        assert "".join(b.content for b in märken[1].children or ()) == väntat


@given(st.text(alphabet="#-*_`[]()<>!|\\ \n\tab1.>~=&;:", max_size=80))
def test_vilket_markdownfält_som_helst_kan_skrivas_om_utan_html(text: str) -> None:
    omskriven = till_markdown(text, 2)
    for märke in LÄSARE.parse(omskriven):
        assert märke.type != "html_block"
        assert not any(b.type in {"html_inline", "image"} for b in märke.children or ()), omskriven
        if märke.type == "heading_open":
            assert int(märke.tag[1]) > 2
    assert "<script" not in till_html(text, 2)


@given(
    st.lists(
        st.sampled_from(
            [
                "En rad",
                "å",
                "1",
                ".",
                "(x)",
                "!",
                ":",
                "\n",
                "\n\n",
                "\n- ",
                "- ",
                " ",
                "-",
                "#",
                "=",
                "&",
                "\u00a0",
                "\x0b",
                "\t",
            ]
        ),
        max_size=9,
    ).map("".join)
)
def test_text_utan_märken_blir_det_som_läsaren_skulle_ha_gjort(text: str) -> None:
    utan_läsare = till_html(text, 2), till_markdown(text, 2)
    with pytest.MonkeyPatch.context() as byte:
        byte.setattr(markdown, "_utan_märken", lambda _: None)
        assert (till_html(text, 2), till_markdown(text, 2)) == utan_läsare


@pytest.mark.parametrize(
    ("källa", "html", "md"),
    [
        ("# A\n\n### B", "<h3>A</h3>\n<h4>B</h4>\n", "### A\n\n#### B"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n", "&lt;b>x&lt;/b>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n", "\\[x\\](javascript:alert(1))"),
        ("[x](https://x.se)", '<p><a href="https://x.se">x</a></p>\n', "[x](<https://x.se>)"),
        ("![karta](http://x/y.png)", "<p>[bild: karta]</p>\n", "\\[bild: karta\\]"),
        ("- a\n  - b\n\n2. c", '<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n<ol start="2">\n<li>c</li>\n</ol>\n',
         "- a\n  - b\n\n2. c"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n", "```\n<b>\n```"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n", "*a* **b** `c`"),
        ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n", "> a\n> b"),
        ("a  \nb\n\n***", "<p>a<br />\nb</p>\n<hr />\n", "a\\\nb\n\n* * *"),
        ("{{ 7*7 }}", "<p>{{ 7*7 }}</p>\n", "{{ 7\\*7 }}"),
    ],
)  # fmt: skip
def test_markdownfält(källa: str, html: str, md: str) -> None:
    assert till_html(källa, 2) == html
    assert till_markdown(källa, 2) == md


def test_tabell_i_ett_markdownfält_går_att_nå_och_läsa() -> None:
    html = till_html("| a | b |\n|---|---|\n| 1 \\| 2 | <x> |", 2)
    assert 'role="group" aria-label="Tabell" tabindex="0"' in html
    assert '<th scope="col">a</th>' in html
    assert till_markdown("| a | b |\n|---|---|\n| 1 \\| 2 | <x> |", 2) == "| a | b |\n|---|---|\n| 1 \\| 2 | &lt;x> |"


# --- Egna mallar ------------------------------------------------------------------------------------


def test_en_egen_mall_går_före_fil_för_fil(tmp_path: Path) -> None:
    (tmp_path / "palett.css").write_text(":root { --accent: #123456; }", encoding="utf-8")
    rapport = rapport_av(tmp_path / "plan", PLAN, UPPFÖLJNING)
    html = ge_ut(rapport, Format.HTML, tmp_path)
    assert "#123456" in html
    assert "Hur går det?" in html
    (tmp_path / "rapport.md").write_text("{{ rapport.rubrik | rubrik(1) }}\n{{ rapport.läge }}\n", encoding="utf-8")
    assert (
        ge_ut(rapport, Format.MARKDOWN, tmp_path)
        == "# Verksamhetsplan: uppföljning delår 2 2021\nLäget den 31\u00a0augusti\u00a02021\n"
    )


def test_verktygets_mallar_ger_samma_text_i_sandlådan(tmp_path: Path) -> None:
    rapport = rapport_av(tmp_path / "plan", PLAN, UPPFÖLJNING)
    (tmp_path / "tom").mkdir()
    for format_ in TEXTFORMAT:
        assert ge_ut(rapport, format_, tmp_path / "tom") == ge_ut(rapport, format_)


def test_en_mall_i_nfd_hittar_namn_med_prickar(tmp_path: Path) -> None:
    assert skriv(tmp_path, unicodedata.normalize("NFD", "{{ prov.målvärde }}")) == "högst 3"


def test_en_mall_med_byteordningsmärke(tmp_path: Path) -> None:
    assert skriv(tmp_path, "\ufeff{{ prov.namn }}") == "Namnet"


def test_det_som_mallen_själv_skriver_är_märkning_men_värdena_är_text(tmp_path: Path) -> None:
    elakt = Underlag(namn="<b> | *", text=Brödtext("**fet** <i>"))
    källa = "{% macro m(x) %}<u>{{ x }}</u>{% endmacro %}{{ m(prov.namn) }} {{ prov.text | brödtext(2) }}"
    assert skriv(tmp_path, källa, elakt) == "<u>&lt;b&gt; | *</u> <p><strong>fet</strong> &lt;i&gt;</p>\n"
    källa = "{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m(prov.namn) }} {{ prov.text | brödtext(2) }}"
    assert skriv(tmp_path, källa, elakt, "prov.md") == "**&lt;b> \\| \\*** **fet** &lt;i>"


def test_en_mall_i_ett_format_utan_märkspråk_får_texten_tecken_för_tecken(tmp_path: Path) -> None:
    """Så att ett nytt format bara behöver en mall: `rapport.txt` är vanlig text."""
    (tmp_path / "rapport.txt").write_text("{{ rapport.text }}|{{ rapport.fält | brödtext(2) }}|", encoding="utf-8")
    underlag = {"text": "<b> & *stjärna* | `kod`", "fält": "Ett stycke.\n\n- <i>en</i> & två\n"}
    assert skriv_ut("rapport.txt", underlag, tmp_path) == f"{underlag['text']}|{underlag['fält'].strip()}|"


def test_css_strängen_kan_inte_brytas(tmp_path: Path) -> None:
    ut = skriv(tmp_path, 'a { content: "{{ prov.namn | i_css }}" }', Underlag(namn='"}</style><script>å'))
    assert "</style>" not in ut
    assert "å" in ut


# --- Fel i mallar -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("källa", "rad", "sagt"),
    [
        ("rad\n{{ prov.målvarde }}", 2, "målvarde finns inte i Underlag. Menade du målvärde?"),
        ("{{ prov.omdöme.symbål }}", 1, "symbål finns inte i Omdöme. Menade du symbol?"),
        ("{{ prov.omdöme.xyz }}", 1, "Det finns symbol, ord och färg."),
        ("\n\n{{ namn }}", 3, "namn finns inte i underlaget. Menade du prov.namn?"),
        ("{{ prv.namn }}", 1, "prv finns inte i underlaget. Menade du prov?"),
        ("{% if prov.finnsej %}x{% endif %}", 1, "finnsej finns inte i Underlag."),
        ("{% for r in prov.rader %}", 1, "innan {% for %} är avslutat med {% endfor %}."),
        ("\n{% endfor %}", 2, "Märket endfor känns inte igen."),
        ("{% if x %}{% endfor %}", 1, "inuti {% if %} som inte är avslutat"),
        ("{% fr x in y %}", 1, "Märket fr känns inte igen."),
        ("{{ prov.namn | brodtext(2) }}", 1, "Filtret brodtext finns inte. Menade du brödtext?"),
        ("{{ prov.namn", 1, "Ett märke som börjar med {{ eller {% är inte avslutat."),
        ("{{ prov.namn ) }}", 1, "kan inte stå här"),
        ("{# kommentar", 1, "Kommentaren {# är inte avslutad med #}."),
        ('{% include "delar.htm" %}', 1, "Filen delar.htm finns inte bland mallarna. Menade du delar.html?"),
        ('{% include "../../etc/passwd" %}', 1, "finns inte bland mallarna"),
        ('{% include "/etc/passwd" %}', 1, "finns inte bland mallarna"),
        ("{{ 1 / 0 }}", 1, "kan inte skrivas ut"),
        ("{{ prov.namn + 1 }}", 1, "kan inte skrivas ut"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "anropar sig själv utan slut"),
        ('{% include "prov.html" %}', 1, "anropar sig själv utan slut"),
        ("{{ prov.__class__.__mro__ }}", 1, "__class__ får inte användas i en mall."),
        ("{{ prov._asdict() }}", 1, "_asdict får inte användas i en mall."),
        ("{{ ''.__class__.__base__.__subclasses__() }}", 1, "får inte användas"),
        ("{{ prov.rader.__add__ }}", 1, "får inte användas"),
        ("{{ 'a' * 1000000000 }}", 1, "* får inte användas på text"),
        ("{{ 9 ** 9 ** 9 }}", 1, "** får inte användas"),
        ("{{ '%1000000000d' % 1 }}", 1, "% på text får inte användas"),
        ("{{ '{:1000000000}'.format(1) }}", 1, "format får inte användas"),
        ("{{ 'a'.ljust(10000000000) }}", 1, "Så stora tal får inte användas"),
        ("{{ 'a' | center(1000000000) }}", 1, "Filtret center finns inte."),
        ("{% for i in range(1000000) %}{% endfor %}", 1, "för stora tal eller för lång text"),
        ("{% macro m(s) %}{{ m(s ~ s) }}{% endmacro %}{{ m('aaaaaaaa') }}", 1, "för stora tal eller för lång text"),
        ("{{ prov.rader.append(1) }}", 1, "append finns inte"),
        ("{{ lipsum(n=100000) }}", 1, "lipsum finns inte i underlaget."),
    ],
)
def test_fel_i_en_mall_sägs_på_svenska(tmp_path: Path, källa: str, rad: int, sagt: str) -> None:
    with pytest.raises(Mallfel) as fel:
        skriv(tmp_path, källa)
    assert sagt in str(fel.value)
    assert str(fel.value).startswith(f"Mallen prov.html, rad {rad}: ")
    assert str(tmp_path) not in str(fel.value)
    assert "\n" not in str(fel.value)


def test_felet_pekar_ut_filen_det_står_i(tmp_path: Path) -> None:
    (tmp_path / "inre.html").write_text("a\nb\n{{ prov.nam }}", encoding="utf-8")
    with pytest.raises(Mallfel, match=r"^Mallen inre\.html, rad 3: nam finns inte i Underlag\. Menade du namn\?"):
        skriv(tmp_path, '{% include "inre.html" %}')


def test_en_mall_som_inte_är_utf8(tmp_path: Path) -> None:
    (tmp_path / "prov.html").write_bytes("rad\nmålvärde".encode("latin-1"))
    with pytest.raises(Mallfel, match=r"prov\.html, rad 2: Tecknen är inte UTF-8"):
        skriv_ut("prov.html", Underlag(), tmp_path)


def test_en_länk_ut_ur_mallmappen_följs_inte(tmp_path: Path) -> None:
    (tmp_path / "hemlig.txt").write_text("hemligt", encoding="utf-8")
    mapp = tmp_path / "mallar"
    mapp.mkdir()
    (mapp / "inre.html").symlink_to(tmp_path / "hemlig.txt")
    with pytest.raises(Mallfel, match="finns inte bland mallarna"):
        skriv(mapp, '{% include "inre.html" %}')


def test_för_lång_text_avbryts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mallmotor, "STÖRSTA_TEXT", 10_000)
    with pytest.raises(Mallfel, match="Texten blir längre än"):
        skriv(tmp_path, "{% for i in range(99999) %}{{ prov.namn }}{% endfor %}")


def test_en_mall_som_aldrig_blir_klar_avbryts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mallmotor, "LÄNGSTA_TID", 0.3)
    with pytest.raises(Mallfel, match="blev inte klar på 0,3 sekunder"):
        skriv(tmp_path, "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}")


def test_mallfel_i_kommandot_ger_en_rad_och_inget_utskrivet(tmp_path: Path) -> None:
    (tmp_path / "rapport.html").write_text("{{ rapport.rubrk }}", encoding="utf-8")
    ut = tmp_path / "ut.html"
    körning = kör_plan("rapport", "asn-2020", "--delår", "2", "--mallar", tmp_path, "--ut", ut)
    assert körning.kod == 1
    assert körning.fel == "Mallen rapport.html, rad 1: rubrk finns inte i Rapport. Menade du rubrik?\n"
    assert [f.name for f in tmp_path.iterdir()] == ["rapport.html"]


# --- Verktygets egna mallar ---------------------------------------------------------------------------


def test_mallarna_har_ascii_namn_och_nfc() -> None:
    for fil in MALLAR.iterdir():
        assert fil.name.isascii()
        assert unicodedata.is_normalized("NFC", fil.read_text(encoding="utf-8")), fil.name


def test_varje_mall_kompileras_en_gång(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rapport = bygg_rapport(akt := bygg_akt(tmp_path, PLAN, UPPFÖLJNING), akt.uppföljningar[0])
    mallmotor._miljö.cache_clear()
    lästa: list[str] = []
    äkta = mallmotor._läs

    def läs(fil: Path, namn: str) -> str:
        lästa.append(namn)
        return äkta(fil, namn)

    monkeypatch.setattr(mallmotor, "_läs", läs)
    for _ in range(2):
        ge_ut(rapport, Format.HTML)
    assert len(lästa) == len(set(lästa))


@pytest.mark.parametrize(
    ("källa", "jinja", "kod", "används"),
    [
        ("{{ 1 }}", jinja2.__version__, "", True),
        ("{{ 2 }}", jinja2.__version__, "", False),
        ("{{ 1 }}", "3.0.0", "", False),
        ("{{ 1 }}", jinja2.__version__, "trim_blocks=False", False),
    ],
    ids=["samma", "ändrad mall", "annan Jinja", "ändrad kod"],
)
def test_en_översatt_mall_används_bara_när_den_är_gjord_av_samma_text_jinja_och_kod(
    källa: str, jinja: str, kod: str, *, används: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "moduler").mkdir()
    miljö = jinja2.Environment(autoescape=True, loader=jinja2.DictLoader({"en.html": "{{ 1 }}"}))
    for namn, innehåll in oversatt.moduler(miljö, ["en.html"]):
        (tmp_path / "moduler" / f"{namn}.py").write_text(innehåll, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(fardigt, "PAKET", "moduler")
    monkeypatch.setattr(jinja2, "__version__", jinja)
    koden = oversatt._koden() + kod
    monkeypatch.setattr(oversatt, "_koden", lambda: koden)
    assert (oversatt.modul("en.html", källa) is not None) is används
    assert oversatt.modul("finns-inte.html", källa) is None


def test_en_mall_som_fastnar_i_ett_enda_anrop_avslutas(tmp_path: Path) -> None:
    """Två djupt delade listor jämförs i 2^50 steg, utanför Python, dit ingen signal når."""
    (tmp_path / "rapport.md").write_text(
        "{% set n = namespace(x=[1], y=[1]) %}{% for a in range(50) %}{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}"
        "{% endfor %}{{ n.x == n.y }}",
        encoding="utf-8",
    )
    program = (
        "import sys; from planverktyg.utgivning.mallar import mallmotor as m; m.LÄNGSTA_TID = 0.5; m.NÅD = 0.5; "
        "from planverktyg.kommandon.cli import kör; sys.exit(kör(sys.argv[1:]))"
    )
    kommando = [sys.executable, "-c", program, "rapport", "asn-2020", "--mallar", str(tmp_path)]
    process = subprocess.run(
        kommando,
        cwd=ROT,
        env=os.environ | {"PYTHONPATH": str(ROT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (process.returncode, "Mallen rapport.md blev inte klar på 0,5 sekunder." in process.stderr) == (1, True)
