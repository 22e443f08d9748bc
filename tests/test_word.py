"""Word: dokumentet så som en nämndsekreterare får det, med verktygets utseende och på kommunens egen mall."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.akt import läs_planens_mapp
from planverktyg.utgivning.format import Format, ge_ut, ge_ut_byte
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from planverktyg.utgivning.sidtrad import läs_sida
from tests.conftest import ROT, hoppa_över, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

try:
    import docx
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    from planverktyg.utgivning.word import skriv_word
except ImportError as fel:
    hoppa_över(fel, "word")


def skriv(innehåll: str, mall: Path | None = None) -> Any:
    """En sida med innehållet, som Worddokument."""
    sida = f"<html><head><title>T</title></head><body><h1>Titel</h1>{innehåll}</body></html>"
    return docx.Document(io.BytesIO(skriv_word(sida, "SIDHUVUD", mall)))


def format_och_text(dokument: Any) -> list[tuple[str, str]]:
    return [(s.style.name, s.text) for s in dokument.paragraphs[1:]]


# --- Listor, länkar och text ------------------------------------------------------------------------


def test_en_numrerad_lista_börjar_om() -> None:
    """Annars fortsätter den andra listan på 3."""
    dokument = skriv(
        "<ol><li>Ett</li><li>Två</li></ol><p>Text</p><ol><li>Ett igen</li></ol><ol start=4><li>Fyra</li></ol>"
    )
    nummer = [s._p.pPr.numPr.numId.val for s in dokument.paragraphs if s.style.name == "List Number"]
    assert nummer[0] == nummer[1] != nummer[2] != nummer[3]
    xml = dokument.part.numbering_part.element.xml
    starter = dict(re.findall(r'w:numId="(\d+)">\s*<w:abs[^>]*>\s*<w:lvl[^>]*>\s*<w:startOverride w:val="(\d)"', xml))
    assert [starter[str(n)] for n in nummer] == ["1", "1", "1", "4"]


def test_ett_stycke_till_i_en_punkt_är_inte_en_ny_punkt() -> None:
    dokument = skriv(
        "<ul><li>Åtgärd<p>Ansvar: chefen</p><ul><li>Under</li></ul></li><li><p>Lös</p><p>punkt</p></li></ul>"
    )
    assert format_och_text(dokument) == [
        ("List Bullet", "Åtgärd"),
        ("List Continue", "Ansvar: chefen"),
        ("List Bullet 2", "Under"),
        ("List Bullet", "Lös"),
        ("List Continue", "punkt"),
    ]


def test_en_förklaring_till_en_punkt_står_i_linje_med_den() -> None:
    dokument = skriv('<ul><li>Uppdrag<div class="liten">Bidrar till: A</div></li></ul><div class="liten">Källa</div>')
    assert [(s.style.name, s.paragraph_format.left_indent) for s in dokument.paragraphs[1:]] == [
        ("List Bullet", None),
        ("Liten text", Pt(17)),
        ("Liten text", None),
    ]


def test_långa_ankare_förblir_olika_och_länkar_dit_de_ska() -> None:
    """Word klipper ett bokmärke vid 40 tecken: två mål med samma början fick samma."""
    lika = "mal-" + "lika-borjan-" * 5
    dokument = skriv(f'<h2 id="{lika}a">A</h2><h2 id="{lika}b">B</h2><p>Se <a href="#{lika}b">B</a></p>')
    märken = re.findall(r'w:bookmarkStart [^>]*w:name="([^"]*)"', dokument.element.xml)
    assert len(set(märken)) == 2
    assert all(re.fullmatch(r"\w{1,40}", märke) for märke in märken)
    assert re.findall(r'w:anchor="([^"]*)"', dokument.element.xml) == märken[1:]


def test_en_adress_går_att_följa_och_ett_mjukt_bindestreck_syns_inte() -> None:
    dokument = skriv('<p>Se <a href="https://example.se/plan">planen</a> för Utgångs\u00advärde</p>')
    assert "https://example.se/plan" in [r.target_ref for r in dokument.part.rels.values() if r.is_external]
    assert "\u00ad" not in dokument.element.xml
    assert "<w:softHyphen/>" in dokument.element.xml


def test_det_som_syns_sägs_inte_en_gång_till_i_ord() -> None:
    """Pilen läses upp som ”har blivit” i webbläsaren. På papper räcker den; ett ord som inte har något tecken står kvar."""
    dokument = skriv(
        '<p>ej <span aria-hidden="true">→</span><span class="dold"> har blivit</span> ja<span class="dold">, nu</span></p>'
    )
    assert dokument.paragraphs[1].text == "ej → ja, nu"


def test_logotypen_står_längst_till_vänster() -> None:
    bild = base64.b64encode(en_bild()).decode()
    dokument = skriv(f'<header> \n <img src="data:image/png;base64,{bild}" alt="Exempelby"> <p>Text</p></header>')
    assert dokument.paragraphs[1].text.rstrip() == ""
    assert dokument.paragraphs[1]._p.r_lst[0].drawing_lst


def test_ett_begrepp_och_dess_förklaring_är_ett_stycke() -> None:
    dokument = skriv("<dl><dt>Trend</dt><dd>Bättre.</dd><dt>Grad</dt><dd>Ett.</dd><dd>Två.</dd></dl>")
    assert [s.text for s in dokument.paragraphs[1:]] == ["Trend: Bättre.", "Grad: Ett.", "Två."]
    assert [bit.bold for bit in dokument.paragraphs[1].runs] == [True, True, None, None]
    assert [s.paragraph_format.keep_with_next for s in dokument.paragraphs[1:]] == [True, True, None]


# --- Tabeller och diagram ---------------------------------------------------------------------------

TABELL = """<table><caption><span class="dold">Indikatorer för nämndmål: Ett långt namn</span></caption>
<thead><tr><th>Namn</th><th class="tal">Belopp</th></tr></thead>
<tbody><tr><th>A</th><td class="tal">1</td></tr></tbody></table>"""


def test_tal_står_till_höger_och_rubriken_upprepar_inte_målets_namn() -> None:
    dokument = skriv(TABELL)
    (tabell,) = dokument.tables
    assert [[c.paragraphs[0].alignment for c in rad.cells] for rad in tabell.rows] == [[None, 2], [None, 2]]
    assert format_och_text(dokument)[0] == ("Caption", "Tabell 1. Indikatorer för nämndmål")
    assert 'tblDescription w:val="Indikatorer för nämndmål: Ett långt namn"' in tabell._tbl.xml


def test_tabeller_med_samma_rubriker_har_samma_bredder() -> None:
    längre = TABELL.replace("<th>A</th>", "<th>Ett mycket längre namn på raden, med flera ord i följd</th>")
    ena, andra = skriv(TABELL + "<p>Emellan</p>" + längre).tables
    assert [k.width for k in ena.columns] == [k.width for k in andra.columns]


def test_ett_omdöme_hålls_helt_också_när_kolumnerna_är_många() -> None:
    """Tecknet och ordet sitter ihop: ryms de inte på en rad bryts ordet mitt i (undersko-tt)."""
    omdöme = '<span class="omdöme röd"><span aria-hidden="true">▼</span> underskott</span>'
    belopp = "<td>234\u00a0133\u00a0tkr</td>" * 6
    rad = f"<tr><th>VO 3 Individ och familjeomsorgen i kommunen</th><td>{omdöme}</td>{belopp}</tr>"
    huvud = "<tr>" + "".join(f"<th>{ord_}</th>" for ord_ in ("Område", "Läge", *["Budget januari"] * 6)) + "</tr>"
    (tabell,) = skriv(f"<table><thead>{huvud}</thead><tbody>{rad}</tbody></table>").tables
    assert tabell.columns[1].width.pt >= len("▼ underskott") * 4.8 + 5


def test_riskmatrisen_har_färg_ord_och_en_rad_för_varje_risk() -> None:
    ruta = '<span class="nivå">25 hög</span> <span class="risk">Risk 4 ↑</span> <span class="förut">1 förut</span>'
    (tabell,) = skriv(f'<table><tbody><tr><th>5</th><td class="röd">{ruta}</td></tr></tbody></table>').tables
    assert tabell.rows[0].cells[1].text == "25 hög\nRisk 4 ↑\n1 förut"
    assert 'w:fill="FBDCD9"' in tabell.rows[0].cells[1]._tc.xml


def test_matrisen_delas_inte_och_summan_står_inte_ensam() -> None:
    rader = '<tr><th>A</th></tr><tr><th>B</th></tr><tr class="summa"><th>Summa</th></tr>'
    vanlig, matris = skriv(f'<table>{rader}</table><p>Text</p><table class="matris">{rader}</table>').tables
    assert [r.cells[0].paragraphs[0].paragraph_format.keep_with_next for r in vanlig.rows] == [None, True, None]
    assert [r.cells[0].paragraphs[0].paragraph_format.keep_with_next for r in matris.rows] == [True, True, None]


STAPEL = """<svg class="diagram stapel bred" aria-label="4 indikatorer: 3 uppfyllt, 1 delvis" height="26">
<g class="grön"><rect x="0%" width="75%" fill="#d9f0dc"/><text fill="#0f4d1c">3 uppfyllt</text></g>
<g class="vit"><rect x="75%" width="25%" fill="#fff"/></g></svg>
<ul class="antal"><li><b>3</b> <span class="omdöme grön"><span aria-hidden="true">●</span> uppfyllt</span> 75 %</li>
<li><b>1</b> delvis</li></ul>"""


def test_stapeln_är_en_rad_med_rutor_lika_breda_som_delarna() -> None:
    dokument = skriv(STAPEL)
    (tabell,) = dokument.tables
    ena, andra = tabell.rows[0].cells
    assert ena.width / andra.width == pytest.approx(3, rel=0.01)
    assert (ena.text, andra.text) == ("3 uppfyllt", "")
    assert 'w:fill="D9F0DC"' in ena._tc.xml
    assert 'w:fill="FFFFFF"' in andra._tc.xml
    assert 'tblDescription w:val="4 indikatorer: 3 uppfyllt, 1 delvis"' in tabell._tbl.xml
    assert format_och_text(dokument) == [("Normal", "3 ●\u00a0uppfyllt 75 %   1 delvis")]


def test_det_som_en_egen_mall_har_skrivit_på_sitt_sätt_stoppar_inget() -> None:
    stapel = '<svg class="stapel"><g><rect width="50%" fill="tomato"/><text>A</text></g><g><rect width="9px"/></g><g></g></svg>'
    dokument = skriv(f'{stapel}<ol start="a"><li>Ett</li></ol><table><tr><td colspan="x">1</td></tr></table>')
    assert [rad.cells[0].text for t in dokument.tables for rad in t.rows] == ["A", "1"]
    assert 'w:fill="EEEEEE"' in dokument.tables[0]._tbl.xml


# --- Alla planers rapporter och plandokument --------------------------------------------------------


def planernas_underlag() -> list[Any]:
    ut = []
    for fil in sorted((ROT / "planer").glob("*/*/plan.yaml")):
        akt = läs_planens_mapp(fil, fil.parent).akter[0]
        namn = f"{fil.parent.parent.name}/{fil.parent.name}"
        ut.append(pytest.param(lambda a=akt: bygg_dokument(a), id=namn))
        ut += [
            pytest.param(lambda a=akt, u=u: bygg_rapport(a, u), id=f"{namn}-{u.modell.uppföljning.per}")
            for u in akt.uppföljningar
        ]
    return ut


@pytest.mark.parametrize("bygg", planernas_underlag())
def test_varje_rapport_och_plandokument_är_byggt_som_word_vill(bygg: Any) -> None:
    """Rubriker utan hopp, huvudrader som upprepas, länkar som leder någonstans, inga tomma stycken, svenska, och alla ord med."""
    underlag = bygg()
    byte = ge_ut_byte(underlag, Format.DOCX)
    assert byte == ge_ut_byte(underlag, Format.DOCX)
    dokument = docx.Document(io.BytesIO(byte))
    stycken = dokument.paragraphs

    nivåer = [
        0 if s.style.name == "Title" else int(s.style.name[-1])
        for s in stycken
        if s.style.name.startswith(("Title", "Heading"))
    ]
    assert nivåer[0] == 0
    assert all(nästa <= nivå + 1 for nivå, nästa in pairwise(nivåer)), nivåer
    assert [s.text for s in stycken if not s.text.strip() and "w:drawing" not in s._p.xml] == []

    med_huvud = [t for t in dokument.tables if "Planstapel" not in (t.style.name or "")]
    assert all("w:tblHeader" in t.rows[0]._tr.xml for t in med_huvud)
    assert all(sum(k.width.pt for k in t.columns) <= 494 for t in dokument.tables)
    numrerade = [s.text for s in stycken if s.style.name == "Caption"]
    assert [int(text.split()[1][:-1]) for text in numrerade] == list(range(1, len(numrerade) + 1))

    xml = dokument.element.xml
    märken = re.findall(r'w:bookmarkStart [^>]*w:name="([^"]*)"', xml)
    assert len(märken) == len(set(märken))
    assert set(re.findall(r'w:anchor="([^"]*)"', xml)) <= set(märken)
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]*)"', dokument.styles.element.xml)) == {"sv-SE"}
    assert dokument.sections[0].header.paragraphs[0].text == underlag.sidhuvud
    assert xml.count("TOC \\o") == 1

    text = re.sub(r"\s", "", "".join(n.text or "" for n in dokument.element.body.iter(qn("w:t"))))
    sida = läs_sida(ge_ut(underlag, Format.HTML))
    saknas = [
        nod.text()
        for nod in sida.alla()
        if nod.namn in {"h1", "h2", "h3", "h4", "p", "li", "td", "th", "dd", "dt"}
        and not any(isinstance(b, str) or b.namn not in {"b", "i", "em", "strong", "a"} for b in nod.barn)
        and re.sub(r"[\s\u00ad]", "", nod.text()) not in text
    ]
    assert saknas == []


ORDNING = {
    "pPr": "pStyle keepNext keepLines numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl",
    "rPr": "rStyle rFonts b i color sz u shd lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblDescription",
    "tcPr": "tcW gridSpan tcBorders shd",
    "style": "name basedOn next qFormat pPr rPr tblPr tblStylePr",
    "numbering": "abstractNum num",
    "settings": "defaultTabStop autoHyphenation hyphenationZone evenAndOddHeaders characterSpacingControl compat",
}
"""Så som formatet (ECMA-376) ordnar det som verktyget skriver: Word vägrar öppna en fil där något står på fel plats."""


@pytest.mark.parametrize("på", ["verktygets", "kommunens"])
def test_delarna_står_i_den_ordning_som_word_kräver(på: str, mall: Path) -> None:
    stycken = '<p class="exempel">Exempel</p><ol><li>Ett</li></ol><p class="liten"><a class="se" href="#x">Se</a></p>'
    dokument = skriv(stycken + TABELL + STAPEL, mall if på == "kommunens" else None)
    delar = (dokument.element, dokument.styles.element, dokument.settings.element, dokument.part.numbering_part.element)
    for element in (ett for del_ in delar for ett in del_.iter() if isinstance(ett.tag, str)):
        namn = ORDNING.get(element.tag.partition("}")[2], "").split()
        platser = [namn.index(n) for barn in element if (n := barn.tag.partition("}")[2]) in namn]
        assert platser == sorted(platser), element.tag


# --- På kommunens egen mall -------------------------------------------------------------------------


def en_bild() -> bytes:
    def bit(slag: bytes, innehåll: bytes) -> bytes:
        return struct.pack(">I", len(innehåll)) + slag + innehåll + struct.pack(">I", zlib.crc32(slag + innehåll))

    huvud = bit(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + huvud + bit(b"IDAT", zlib.compress(b"\0\xb4\x1e\x3c")) + bit(b"IEND", b"")


@pytest.fixture
def mall(tmp_path: Path) -> Path:
    """Så som en kommuns mall ser ut: vapnet i sidhuvudet, adressen i sidfoten, få format, och en bilaga på tvären sist."""
    dokument = docx.Document()
    for format_ in [s for s in dokument.styles if s.name.startswith(("List", "Heading 3", "Caption", "Title", "TOC"))]:
        format_.delete()
    for relation in [r for r, del_ in dokument.part.rels.items() if del_.reltype.endswith("/numbering")]:
        del dokument.part.rels[relation]
    (del_,) = dokument.sections
    del_.page_width, del_.page_height, del_.left_margin, del_.right_margin = Mm(210), Mm(297), Mm(35), Mm(35)
    del_.different_first_page_header_footer = True
    del_.header.paragraphs[0].add_run().add_picture(io.BytesIO(en_bild()))
    del_.first_page_header.paragraphs[0].text = "Exempelby kommun"
    del_.footer.paragraphs[0].text = "123 45 Exempelby"
    dokument.add_paragraph("Mallens egen text")
    bilaga = dokument.add_section(WD_SECTION.NEW_PAGE)
    bilaga.orientation, bilaga.page_width, bilaga.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    dokument.save(str(tmp_path / "mall.docx"))
    return tmp_path / "mall.docx"


def test_vapnet_och_adressen_står_kvar_och_sidans_märke_står_under(mall: Path) -> None:
    """Ett sidhuvud med bara en bild är inte tomt: bilden togs bort. Märket måste stå på varje sida, också den första."""
    (del_,) = skriv("<p>Text</p>", mall).sections
    assert "w:drawing" in del_.header.paragraphs[0]._p.xml
    assert [s.text for s in del_.header.paragraphs] == ["", "SIDHUVUD"]
    assert [s.text for s in del_.first_page_header.paragraphs] == ["Exempelby kommun", "SIDHUVUD"]
    assert [s.text for s in del_.footer.paragraphs] == ["123 45 Exempelby", "Sida 1 av 1"]
    assert [s.text for s in del_.first_page_footer.paragraphs] == ["Sida 1 av 1"]


def test_sidan_är_mallens_första_och_tabellerna_ryms_på_den(mall: Path) -> None:
    dokument = skriv(TABELL + STAPEL, mall)
    (del_,) = dokument.sections
    assert del_.page_width < del_.page_height
    for tabell in dokument.tables:
        assert sum(k.width for k in tabell.columns) == pytest.approx(Mm(140), rel=0.01)


def test_det_som_mallen_saknar_läggs_till_och_det_den_har_står_kvar(mall: Path) -> None:
    dokument = skriv(
        "<h2>Två</h2><h3>Tre</h3><h4>Fyra</h4><ul><li>Punkt</li></ul><ol><li>Nummer</li></ol>" + TABELL, mall
    )
    assert format_och_text(dokument) == [
        ("Heading 1", "Två"),
        ("Heading 2", "Tre"),
        ("Heading 3", "Fyra"),
        ("List Bullet", "Punkt"),
        ("List Number", "Nummer"),
        ("Caption", "Tabell 1. Indikatorer för nämndmål"),
        ("Normal", ""),
    ]
    assert dokument.paragraphs[0].style.name == "Title"
    rubrik = {s.name: s.element.xml for s in dokument.styles}
    assert 'w:outlineLvl w:val="2"' in rubrik["Heading 3"]
    assert "4F81BD" in rubrik["Heading 2"], "mallens egen rubrik rörs inte"
    (punkter,) = re.findall(r'numId w:val="(\d+)"', rubrik["List Bullet"])
    assert f'w:num w:numId="{punkter}"' in re.sub(r"xmlns:\S+ ?", "", dokument.part.numbering_part.element.xml)


@pytest.mark.parametrize("slag", ["text", "mallfil", "annat paket"])
def test_en_mall_som_inte_går_att_läsa_sägs_på_en_rad(slag: str, tmp_path: Path) -> None:
    if slag == "text":
        (tmp_path / "mall.docx").write_bytes(b"inte ett paket")
    else:
        docx.Document().save(str(tmp_path / "riktig.docx"))
        with zipfile.ZipFile(tmp_path / "riktig.docx") as från, zipfile.ZipFile(tmp_path / "mall.docx", "w") as till:
            for namn in från.namelist() if slag == "mallfil" else ["docProps/app.xml"]:
                till.writestr(namn, från.read(namn).replace(b"document.main+xml", b"template.main+xml"))
        (tmp_path / "riktig.docx").unlink()
    körning = kör_plan("rapport", "asn-2020", "--delår", "2", "--mallar", tmp_path, "--ut", tmp_path / "r.docx")
    assert (körning.kod, körning.ut) == (2, "")
    assert "mall.docx går inte att läsa. Öppna den i Word och spara den som Word-dokument (.docx)." in körning.fel
    assert "Rapportera" not in körning.fel
