"""PDF och Word: samma innehåll som sidan, med den struktur som en skärmläsare och en ordbehandlare behöver."""

from __future__ import annotations

import builtins
import io
import re
import sys
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.akt import läs_planens_mapp
from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from planverktyg.utgivning.sidtrad import läs_sida
from planverktyg.utgivning.tillagg import BIBLIOTEK
from tests.conftest import ROT, hoppa_över, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

try:
    import docx
    import pikepdf
    from weasyprint import HTML

    from planverktyg.utgivning.pdf import _med_delade_ord, skriv_pdf
    from planverktyg.utgivning.word import skriv_word
except (ImportError, OSError) as fel:
    hoppa_över(fel, "pdf", "word")

SIDA = """<!doctype html><html lang="sv"><head><title>Titeln – Exempel</title>
<style>@page {{ @top-left {{ content: "SIDHUVUD" }} }}</style></head><body>
<a class="hoppa" href="#innehall">Hoppa till innehållet</a>
<h1>Rapporten</h1><p class="exempel">Exempel: värdena är påhittade</p>
<nav class="innehåll förteckning"><h2>Innehåll</h2><ul><li><a href="#mal">Målen</a></li></ul></nav>
<main id="innehall"><h2 id="mal">Målen</h2>
<p>Löpande <b>fet</b> text med <a href="#mal">länk</a>.</p>
<ul><li>Ett<ul><li>Under ett</li></ul></li><li>Två</li></ul>
<table><caption><span class="dold">Indikatorer</span></caption>
<thead><tr><th scope="col">Namn</th><th scope="col">Bedömning</th></tr></thead>
<tbody>{rader}</tbody></table></main></body></html>"""
RAD = (
    '<tr><th scope="row">Dygn <span class="not"><b>Kommentar:</b> Två nya.</span></th>'
    '<td><span class="omdöme gul"><span aria-hidden="true">◐</span> delvis</span></td></tr>'
)
KORT = SIDA.format(rader=RAD)


# --- Sidans träd ------------------------------------------------------------------------------------


def test_texten_läses_som_webbläsaren_visar_den() -> None:
    sida = läs_sida("<p>\n  Ett  <b>två</b>\n tre<br>fyra &amp; fem </p><p>sex</p>")
    assert [nod.text() for nod in sida.alla() if nod.namn == "p"] == ["Ett två tre fyra & fem", "sex"]


# --- PDF --------------------------------------------------------------------------------------------


def element(pdf: Any) -> Iterator[Any]:
    """Taggarna i dokumentets ordning."""
    kvar = [pdf.Root.StructTreeRoot]
    while kvar:
        ett = kvar.pop()
        if "/S" in ett:
            yield ett
        barn = ett.get("/K", ())
        kvar += reversed(
            [b for b in (barn if isinstance(barn, pikepdf.Array) else (barn,)) if isinstance(b, pikepdf.Dictionary)]
        )


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(skriv_pdf(SIDA.format(rader=RAD * 80)))) as öppen:
        yield öppen


def test_pdf_säger_sitt_språk_och_sin_titel(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "sv"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(pdf.Root.MarkInfo.Marked)
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Titeln – Exempel"
        assert metadata["pdfuaid:part"] == "1"


def test_pdf_har_rubriker_och_bokmärken(pdf: pikepdf.Pdf) -> None:
    assert [str(e.S) for e in element(pdf) if str(e.S) in {"/H1", "/H2"}][:2] == ["/H1", "/H2"]
    with pdf.open_outline() as bokmärken:
        assert [b.title for b in bokmärken.root] == ["Rapporten"]


def test_varje_rubrikcell_säger_vad_den_gäller(pdf: pikepdf.Pdf) -> None:
    celler = [e for e in element(pdf) if e.S == "/TH"]
    assert len(pdf.pages) > 1
    assert {str(cell.A.Scope) for cell in celler} == {"/Column", "/Row"}


def test_sidhuvudet_är_utsmyckning_på_varje_sida(pdf: pikepdf.Pdf) -> None:
    """Annars läser en skärmläsare upp det mitt i texten på varje ny sida."""
    for blad in pdf.pages:
        märken = [str(rad.operands[0]) for rad in pikepdf.parse_content_stream(blad) if str(rad.operator) == "BDC"]
        assert märken.count("/Artifact") >= 1


def test_inget_i_innehållet_är_otaggat_och_allt_otaggat_är_utsmyckning(pdf: pikepdf.Pdf) -> None:
    """Matterhorn 01: text och bild målas bara innanför ett märke, och märket är antingen innehåll eller utsmyckning."""
    for blad in pdf.pages:
        djup = 0
        for rad in pikepdf.parse_content_stream(blad):
            operator = str(rad.operator)
            djup += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
            assert djup or operator not in {"Tj", "TJ", "'", '"', "Do", "sh"}, "otaggat innehåll"
        assert djup == 0


@pytest.fixture(scope="module")
def rapporten() -> Iterator[pikepdf.Pdf]:
    """Den rapport som har allt: diagram, riskmatris, ekonomi, uppdrag, länkar, och tabeller över flera sidor."""
    with pikepdf.open(io.BytesIO(skriv_pdf(rapportsida("tyreso/asn-2020")))) as öppen:
        yield öppen


@pytest.fixture(scope="module")
def plandokumentet() -> Iterator[pikepdf.Pdf]:
    """Det längsta plandokumentet: omslag, innehåll i två nivåer, djupa rubriker, listor i listor, tabeller med summor."""
    akt = läs_planens_mapp(ROT / "planer/tyreso/asn-2020/plan.yaml", ROT / "planer/tyreso/asn-2020").akter[0]
    with pikepdf.open(io.BytesIO(skriv_pdf(ge_ut(bygg_dokument(akt), Format.HTML)))) as öppen:
        yield öppen


@pytest.fixture(params=["rapporten", "plandokumentet"])
def alla_slag(request: pytest.FixtureRequest) -> pikepdf.Pdf:
    """En rapport och ett plandokument: mallarna är två, och de här har alla delar. Att ställa alla tretton tar en minut."""
    öppen: pikepdf.Pdf = request.getfixturevalue(request.param)
    return öppen


def test_varje_diagram_har_sin_mening(rapporten: pikepdf.Pdf) -> None:
    """Matterhorn 13: det som ritas sägs också i ord."""
    bilder = [e for e in element(rapporten) if e.S == "/Figure"]
    assert len(bilder) >= 4
    assert all(str(bild.get("/Alt", "")).strip() for bild in bilder)
    assert any("uppfyllt" in str(bild.Alt) for bild in bilder)


def test_svaret_ryms_på_ett_a4(rapporten: pikepdf.Pdf) -> None:
    """Allt från ”Hur går det?” till nästa rubrik på samma nivå står på den första sidan."""
    assert sidan_för("fler-avvikelser", rapporten) == 2
    i_ordning = list(element(rapporten))
    börjar, slutar, *_ = (nr for nr, ett in enumerate(i_ordning) if ett.S == "/H2")
    assert slutar - börjar > 100
    ritade = [e for e in i_ordning[börjar:slutar] if "/Pg" in e and any(isinstance(del_, int) for del_ in e.K)]
    assert {e.Pg.objgen for e in ritade} == {rapporten.pages[0].objgen}


def test_varje_länk_heter_som_sin_text_och_hör_till_sin_tagg(alla_slag: pikepdf.Pdf) -> None:
    """Matterhorn 28: en länk har en beskrivning som inte är ett ankare, och sidan går igenom i taggarnas ordning."""
    länkade = {
        del_.Obj.objgen
        for e in element(alla_slag)
        if e.S == "/Link"
        for del_ in e.K
        if not isinstance(del_, int) and "/Obj" in del_
    }
    länkar = [länk for blad in alla_slag.pages for länk in blad.get("/Annots", ())]
    assert länkar
    for länk in länkar:
        assert länk.objgen in länkade
        assert " " in str(länk.Contents) or str(länk.Contents)[:1].isupper(), str(länk.Contents)
        assert länk.F & 4
        assert länk.Rect[0] != länk.Rect[2], "en länk utan yta har ingen text"
    assert all(blad.Tabs == "/S" for blad in alla_slag.pages if "/Annots" in blad)


def test_rubrikerna_hoppar_inte_över_en_nivå(alla_slag: pikepdf.Pdf) -> None:
    """Matterhorn 14: den första är H1, och nästa är högst ett steg djupare."""
    nivåer = [int(str(e.S)[2]) for e in element(alla_slag) if str(e.S)[:2] == "/H"]
    assert nivåer[0] == 1
    assert all(nästa <= nivå + 1 for nivå, nästa in pairwise(nivåer))


def test_listor_och_tabeller_har_rätt_delar(alla_slag: pikepdf.Pdf) -> None:
    """Matterhorn 09 och 15: en rad står i en tabell, en cell i en rad, en punkt i en lista."""
    i = {"/TR": {"/Table", "/THead", "/TBody", "/TFoot"}, "/TH": {"/TR"}, "/TD": {"/TR"}, "/LI": {"/L"}}
    sedda = set()
    for ett in element(alla_slag):
        if föräldrar := i.get(str(ett.S)):
            sedda.add(str(ett.S))
            assert str(ett.P.S) in föräldrar, f"{ett.S} i {ett.P.S}"
    assert sedda == set(i)
    assert all(str(e.A.Scope) in {"/Column", "/Row"} for e in element(alla_slag) if e.S == "/TH")


def test_typsnitten_är_inbäddade_och_går_att_läsa_som_text(alla_slag: pikepdf.Pdf) -> None:
    """Matterhorn 31: varje typsnitt finns i filen, och varje tecken går tillbaka till sin bokstav."""
    typsnitt = {t.objgen: t for b in alla_slag.pages for t in b.Resources.get("/Font", pikepdf.Dictionary()).values()}
    assert typsnitt
    for ett in typsnitt.values():
        assert "/ToUnicode" in ett
        (barn,) = ett.DescendantFonts
        assert set(barn.FontDescriptor.keys()) & {"/FontFile", "/FontFile2", "/FontFile3"}


# --- Det tryckta: inget hackas sönder, inget lämnas ensamt --------------------------------------------


def rapportsida(mapp: str, nr: int = -1) -> str:
    """En av planens rapporter som webbsida."""
    akt = läs_planens_mapp(ROT / "planer" / mapp / "plan.yaml", ROT / "planer" / mapp).akter[0]
    return ge_ut(bygg_rapport(akt, akt.uppföljningar[nr]), Format.HTML)


def tryckta_rader(sida: str) -> list[list[str]]:
    """Textens bitar så som de bryts på papper, sida för sida. En bit slutar där raden eller utseendet byts."""
    blad = HTML(string=sida).render().pages
    return [[b.text for b in ett._page_box.descendants() if hasattr(b, "text")] for ett in blad]


def bara_tabellerna(sida: str, *texter: str) -> str:
    """Sidans huvud med stilen, och den första tabellen med varje text: fort att ställa."""
    tabeller = re.findall(r"<table.*?</table>", sida, re.DOTALL)
    return sida.partition("<body>")[0] + "<body>" + "".join(next(t for t in tabeller if text in t) for text in texter)


def test_ord_och_datum_hålls_hela_i_smala_kolumner() -> None:
    bitar, *_ = tryckta_rader(bara_tabellerna(rapportsida("tyreso/asn-2020"), "oförändrat", "1\xa0januari–31"))
    assert "oförändrat" in [bit.strip() for bit in bitar], "inte oförändra + t"
    assert "1\xa0januari–31\xa0december\xa02020" in bitar
    korta = [bit for bit in bitar if bit.endswith("\u2010") and len(bit.split()[-1]) < 5]
    assert korta == [], "ett kort ord avstavas inte: da-gar, på-går"


@pytest.fixture(scope="module")
def ekerö() -> list[list[str]]:
    """Rapporten med mål som bara har en beslutad bedömning, och därför ingen tabell."""
    return tryckta_rader(rapportsida("ekero/sn-2018-2022"))


def test_ett_mål_utan_tabell_drar_inte_med_sig_resten_av_rapporten() -> None:
    """Annars hänger alla mål ihop till en enda bit, och sidan före blir halvtom."""
    mål = [
        f'<section><h2>Mål {n}</h2><div class="bedömning"><p>uppfyllt</p><p>Därför.</p></div></section>'
        for n in range(9)
    ]
    sida = rapportsida("ekero/sn-2018-2022").partition("<body>")[0]
    första, andra = tryckta_rader(f'{sida}<body><div style="height: 150mm"></div>{"".join(mål)}')
    assert "Mål 0" in första
    assert "Mål 8" in andra


def test_läsanvisningen_står_samlad_på_en_sida(ekerö: list[list[str]]) -> None:
    sidan = next(s for s in ekerö if "Så läser du rapporten" in s and "Betyder" in s)
    assert {"ej uppfyllt", "Grad", "Mål"} <= {bit.strip() for bit in sidan}


def test_ett_långt_ord_trycker_inte_ut_nästa_ruta_ur_sidan() -> None:
    mål = "<li class='ruta'><a href='#x'>Arbetsmarknadsintegrationssamordningsverksamhetsutvecklingsprojektledare</a></li>"
    sida = rapportsida("norrkoping/sn-2024").partition("<body>")[0] + f"<body><ul class='rutor'>{mål * 3}</ul>"
    (blad,) = HTML(string=sida).render().pages
    slut = [b.position_x + b.width for b in blad._page_box.descendants() if hasattr(b, "text")]
    assert max(slut) <= blad.width - 14 / 25.4 * 96


def test_första_sidan_har_full_storlek_när_texten_ryms() -> None:
    """8 punkter är för litet för många: så litet blir det bara när ekonomi, uppdrag och risker ska rymmas på samma A4."""
    storlek = {}
    for mapp in ("norrkoping/sn-2024", "tyreso/asn-2020"):
        sida = re.sub(r"(?s)<nav .*?</nav>|</section>.*(?=</main>)", "", rapportsida(mapp))
        bitar = [
            b for ett in HTML(string=sida).render().pages for b in ett._page_box.descendants() if hasattr(b, "text")
        ]
        (åtgärd,) = {float(b.style["font_size"]) * 0.75 for b in bitar if b.text == "åtgärd ej angiven"}
        storlek[mapp] = åtgärd
    assert storlek == {"norrkoping/sn-2024": pytest.approx(8.5), "tyreso/asn-2020": pytest.approx(8)}


def test_samma_sida_ger_samma_byte() -> None:
    assert skriv_pdf(KORT) == skriv_pdf(KORT)
    assert skriv_word(KORT, "SIDHUVUD") == skriv_word(KORT, "SIDHUVUD")


def test_ett_ord_på_tusentals_tecken_får_brytas_i_pdf() -> None:
    ord_ = "x" * 130
    sida = f'<style>a{{b:{ord_}}}</style><p class="{ord_}">{ord_} vanligt &lt;{ord_}</p>'
    delat = _med_delade_ord(sida)
    assert delat.replace("&#8203;", "") == sida
    assert delat.count("&#8203;") == 6
    assert delat.startswith(sida[: sida.index(">", 150) + 1])


def test_pdf_hämtar_inget_utifrån(caplog: pytest.LogCaptureFixture) -> None:
    """En bild på en annan adress, eller en fil på datorn, kommer inte med."""
    sida = KORT.replace(
        "<p>Löp", '<img src="file:///etc/hostname" alt="x"><img src="http://127.0.0.1:9/x.png" alt="y"><p>Löp'
    )
    utan = len(skriv_pdf(KORT))
    assert abs(len(skriv_pdf(sida)) - utan) < 3000
    assert "Failed to load image" in caplog.text


def test_innehållet_får_sidnummer(caplog: pytest.LogCaptureFixture) -> None:
    """Länkarna i innehållet pekar på sidor, och programmet som ställer sidorna förstår regeln som skriver deras nummer."""
    akt = läs_planens_mapp(ROT / "planer/norrkoping/sn-2024/plan.yaml", ROT / "planer/norrkoping/sn-2024").akter[0]
    skriv_pdf(ge_ut(bygg_dokument(akt), Format.HTML))
    okända = [
        r.getMessage() for r in caplog.records if "target-counter" in r.getMessage() or "anchor" in r.getMessage()
    ]
    assert okända == []


# --- Word -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def word() -> Any:
    return docx.Document(io.BytesIO(skriv_word(KORT, "SIDHUVUD")))


def test_word_har_riktiga_rubriker_och_listor(word: Any) -> None:
    stycken = [(s.style.name, s.text) for s in word.paragraphs if s.text.strip()]
    assert ("Title", "Rapporten") in stycken
    assert ("Heading 1", "Målen") in stycken
    assert ("List Bullet", "Ett") in stycken
    assert ("List Bullet 2", "Under ett") in stycken
    assert all("Hoppa till" not in text for _, text in stycken)


def test_word_har_tabellrubrik_och_upprepad_huvudrad(word: Any) -> None:
    (tabell,) = word.tables
    xml = tabell._tbl.xml
    assert "w:tblHeader" in tabell.rows[0]._tr.xml
    assert "w:tblHeader" not in tabell.rows[1]._tr.xml
    assert xml.count("w:cantSplit") == len(tabell.rows)
    assert 'w:tblDescription w:val="Indikatorer"' in xml
    assert [s.text for s in word.paragraphs if s.style.name == "Caption"] == ["Tabell 1. Indikatorer"]
    assert tabell.rows[1].cells[0].text == "Dygn\nKommentar: Två nya."
    assert tabell.rows[1].cells[1].text == "◐\xa0delvis"
    assert tabell.rows[0].cells[0].paragraphs[0].runs[0].bold, "huvudet är fett, radernas namn är det inte"
    assert not tabell.rows[1].cells[0].paragraphs[0].runs[0].bold


def test_word_har_språk_titel_sidhuvud_och_innehåll(word: Any) -> None:
    assert word.core_properties.title == "Titeln – Exempel"
    assert word.core_properties.language == "sv-SE"
    assert 'w:lang w:val="sv-SE"' in word.styles.element.xml.replace('w:eastAsia="en-US" ', "").replace(
        " w:bidi", " w:bidi"
    )
    assert word.sections[0].header.paragraphs[0].text == "SIDHUVUD"
    assert "NUMPAGES" in word.sections[0].footer._element.xml
    assert "TOC \\o" in word.element.xml
    assert 'w:anchor="mal"' in word.element.xml
    assert 'w:name="mal"' in word.element.xml


def test_en_titel_som_är_för_lång_för_word_kortas() -> None:
    lång = docx.Document(io.BytesIO(skriv_word(KORT.replace("Titeln", "Titeln " * 100), "SIDHUVUD")))
    assert (len(lång.core_properties.title), lång.core_properties.title[-1]) == (255, "…")


def test_kommunens_egen_mall_används(tmp_path: Path) -> None:
    mall = docx.Document()
    mall.sections[0].header.paragraphs[0].text = "Exempelby kommun"
    mall.styles["Normal"].font.name = "Georgia"
    mall.add_paragraph("Text i mallen")
    mall.save(str(tmp_path / "mall.docx"))
    egen = docx.Document(io.BytesIO(skriv_word(KORT, "SIDHUVUD", tmp_path / "mall.docx")))
    assert egen.sections[0].header.paragraphs[0].text == "Exempelby kommun"
    assert egen.styles["Normal"].font.name == "Georgia"
    assert "Text i mallen" not in [s.text for s in egen.paragraphs]


# --- Kommandot --------------------------------------------------------------------------------------


def test_flera_format_skrivs_i_en_mapp(tmp_path: Path) -> None:
    körning = kör_plan(
        "rapport", "asn-2020", "--delår", "2", "--format", "html,docx,md", "--ut", tmp_path / "rapporter"
    )
    assert körning.kod == 0, körning.fel
    namn = "asn-2020-delar-2-2020-exempel"
    assert sorted(f.name for f in (tmp_path / "rapporter").iterdir()) == [f"{namn}.docx", f"{namn}.html", f"{namn}.md"]


@pytest.mark.parametrize("kommando", [("rapport", "norrkoping-sn-2024"), ("dokument", "norrkoping-sn-2024")])
@pytest.mark.parametrize("ändelse", ["pdf", "docx"])
def test_filens_ändelse_väljer_formatet(kommando: tuple[str, ...], ändelse: str, tmp_path: Path) -> None:
    körning = kör_plan(*kommando, "--ut", tmp_path / f"ut.{ändelse}")
    assert körning.kod == 0, körning.fel
    (fil,) = tmp_path.iterdir()
    assert fil.read_bytes().startswith(b"%PDF-1.7" if ändelse == "pdf" else b"PK")


def sidan_för(ankare: str, pdf: pikepdf.Pdf) -> int:
    """Sidan som en länk till ankaret leder till."""
    namn = list(pdf.Root.Names.Dests.Names)
    (mål,) = (mål for ett, mål in zip(namn[::2], namn[1::2], strict=True) if str(ett) == ankare)
    return [blad.objgen for blad in pdf.pages].index(mål[0].objgen) + 1


def test_exempel_och_fingeravtryck_står_i_varje_format(tmp_path: Path) -> None:
    for format_ in ("docx", "md", "html"):
        assert kör_plan("rapport", "asn-2020", "--delår", "2", "--ut", tmp_path / f"r.{format_}").kod == 0
    with zipfile.ZipFile(tmp_path / "r-exempel.docx") as paket:
        word = paket.read("word/document.xml").decode() + paket.read("word/header1.xml").decode()
    markdown = (tmp_path / "r-exempel.md").read_text(encoding="utf-8")
    fingeravtryck = markdown.rpartition("ur planen plan.yaml (")[2][:12]
    for text in (word, markdown, (tmp_path / "r-exempel.html").read_text(encoding="utf-8")):
        assert "Exempel: värdena är påhittade" in text
        assert fingeravtryck in text
        assert "Tyresö kommun" in text
    assert "EXEMPEL: VÄRDENA ÄR PÅHITTADE" in word


@pytest.mark.parametrize(("ändelse", "modul", "tillägg"), [("pdf", "weasyprint", "pdf"), ("docx", "docx", "word")])
def test_ett_tillägg_som_saknas_sägs_på_en_rad(
    ändelse: str, modul: str, tillägg: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    riktig: Callable[..., Any] = builtins.__import__

    def utan(namn: str, *argument: Any, **övrigt: Any) -> Any:
        if namn.partition(".")[0] == modul:
            raise ImportError(name=modul)
        return riktig(namn, *argument, **övrigt)

    monkeypatch.setattr(builtins, "__import__", utan)
    monkeypatch.delitem(sys.modules, f"planverktyg.utgivning.{'word' if tillägg == 'word' else 'pdf'}", raising=False)
    körning = kör_plan("rapport", "asn-2020", "--delår", "2", "--ut", tmp_path / f"r.{ändelse}")
    assert (körning.kod, körning.ut) == (2, "")
    assert f"Tillägget {tillägg} är inte installerat ({modul} saknas)." in körning.fel
    assert f"{sys.executable} -m pip install {BIBLIOTEK[tillägg]}" in körning.fel, (
        "ett annat pip installerar någon annanstans"
    )
    assert not list(tmp_path.iterdir())
