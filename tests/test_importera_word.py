"""`plan importera` och Word: plan dokuments fil blir samma plan, det som ändras i Word gäller, och fientliga filer nekas."""

from __future__ import annotations

import io
import sys
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.akt import Arkiv
from planverktyg.arkiv.filer import Minne
from planverktyg.blanketter.importera.importen import GårInteAttImportera, Kända, Sagt, importera, läs_källtext
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from tests.conftest import ROT, hoppa_över, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.blanketter.importera.importen import Import

try:
    import docx
    from docx.oxml import parse_xml
except ImportError as fel:
    hoppa_över(fel, "word")

PLANERNA = (
    "tyreso/asn-2020",
    "tyreso/sn-2012",
    "tyreso/asn-atgardsplan-2019",
    "norrkoping/sn-2024",
    "ekero/sn-2018-2022",
)


@cache
def dokumentet(plan: str) -> bytes:
    """Plandokumentet i Word, så som `plan dokument` skriver det."""
    from planverktyg.utgivning.format import Format, ge_ut_byte

    akt = Arkiv().mapp(ROT / "planer" / plan).akter[0]
    innehåll: Any = akt.plan.träd.innehåll
    return ge_ut_byte(bygg_dokument(akt), Format.DOCX, plan=innehåll)


def importerad(källa: bytes, filnamn: str = "plan.docx") -> Import:
    kända = Kända(("strategiskt målområde", "målområde", "strategiskt mål", "mål", "nämndmål"), ("halvår", "helår"))
    return importera(läs_källtext(källa, filnamn), Sagt("kopia", filnamn), kända, "# schema")


def modellen(text: str, kommun: str = "tyreso") -> Any:
    """Planen i texten, läst med kommunens husregler."""
    husregler = (ROT / "planer" / kommun / "kommun.yaml").read_bytes()
    mapp = Arkiv(Minne("minnet", {"k/kommun.yaml": husregler, "k/p/plan.yaml": text.encode()})).mapp(Path("k/p"))
    assert not mapp.fynd, mapp.fynd
    return mapp.akter[0].plan.modell


@pytest.fixture(scope="module")
def norrköping() -> bytes:
    return dokumentet("norrkoping/sn-2024")


def ändrat(källa: bytes, ändra: Callable[[Any], None]) -> bytes:
    """Dokumentet efter en ändring i ordbehandlaren."""
    dokument = docx.Document(io.BytesIO(källa))
    ändra(dokument)
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


# --- Fram och tillbaka ---------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANERNA)
def test_ett_oändrat_plandokument_blir_samma_plan(plan: str) -> None:
    resultat = importerad(dokumentet(plan))
    assert (
        modellen(resultat.text, plan.split("/", maxsplit=1)[0])
        == Arkiv().mapp(ROT / "planer" / plan).akter[0].plan.modell
    )
    assert resultat.insikter == ()
    assert "oändrat" in resultat.upplysningar[0]


def test_ett_id_som_är_taget_byts_mot_mappens(norrköping: bytes) -> None:
    källtext = läs_källtext(norrköping, "plan.docx")
    resultat = importera(källtext, Sagt("kopia", "plan.docx"), Kända(), "#", lambda _: False)
    assert modellen(resultat.text).plan.id == "kopia"
    assert "En annan plan heter redan norrkoping-sn-2024" in resultat.upplysningar[1]


def test_ett_nytt_format_är_ingen_ändring_av_det_som_står_där(norrköping: bytes) -> None:
    def gör_fet(dokument: Any) -> None:
        dokument.paragraphs[10].runs[0].bold = True
        dokument.paragraphs[10].add_run("  ")

    assert "oändrat" in importerad(ändrat(norrköping, gör_fet)).upplysningar[0]


def test_det_som_ändras_i_word_gäller_och_namnen_behåller_sina_id(norrköping: bytes) -> None:
    def ändra(dokument: Any) -> None:
        (bit,) = (b for p in dokument.paragraphs for b in p.runs if "minska under 2024 jämfört med 2023" in b.text)
        bit.text = bit.text.replace("2023", "2022")

    resultat = importerad(ändrat(norrköping, ändra))
    plan = modellen(resultat.text, "norrkoping")
    assert "har ändrats sedan dess" in resultat.upplysningar[-1]
    assert [m.id for m in plan.alla_mål()] == ["hemmaplanslosningar", "barn-och-vald", "trygghet", "bostad-forst"]
    assert "jämfört med 2022" in " ".join(resultat.text.split())


@pytest.mark.parametrize("plan", PLANERNA)
def test_ett_ändrat_plandokument_läses_ur_det_som_syns(plan: str) -> None:
    """Mål, indikatorer, uppdrag och risker, ur ett dokument där någon har lagt till en rad sist."""
    kommun = plan.split("/", maxsplit=1)[0]
    resultat = importerad(ändrat(dokumentet(plan), lambda dokument: dokument.add_paragraph("Ett tillägg.")))
    facit, läst = Arkiv().mapp(ROT / "planer" / plan).akter[0].plan.modell, modellen(resultat.text, kommun)
    assert [m.id for m in läst.alla_mål()] == [m.id for m in facit.alla_mål()]
    assert len(list(läst.alla_indikatorer())) == len(list(facit.alla_indikatorer()))
    assert [r.id for r in läst.risker] == [r.id for r in facit.risker]
    assert [p.id for p in läst.alla_punkter()] == [p.id for p in facit.alla_punkter()]
    assert resultat.tappat == ()
    assert "Ett tillägg." in resultat.text


def test_genomstruken_text_är_en_ändring_och_nämns(norrköping: bytes) -> None:
    def stryk(dokument: Any) -> None:
        rubriken = [p for p in dokument.paragraphs if "Bostad först ska" in p.text][
            -1
        ]  # den första är innehållsförteckningens
        for bit in rubriken.runs:
            bit.font.strike = True

    resultat = importerad(ändrat(norrköping, stryk))
    assert "har ändrats" in resultat.upplysningar[-1]
    assert any("Struken och borttagen text är inte med" in u and "Bostad först" in u for u in resultat.upplysningar)


@pytest.mark.parametrize("nytt", ["plan: [", "plan: !!python/object:os.system {}", "mål: []", "plan: {id: x}"])
def test_en_dold_plan_som_inte_går_att_läsa_finns_inte(norrköping: bytes, nytt: str) -> None:
    """Den som har ändrat den dolda delen kan inte få något skrivet som inte är en plan; då gäller det som syns."""
    with zipfile.ZipFile(io.BytesIO(norrköping)) as paket:
        delar = {namn: paket.read(namn) for namn in paket.namelist()}
    (namn,) = (n for n, del_ in delar.items() if b"urn:planverktyg:plan:1" in del_ and "Props" not in n)
    början, _, resten = delar[namn].partition(b'">')
    delar[namn] = början + b'">' + nytt.encode() + b"</plan>"
    assert resten
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w") as paket:
        for delens_namn, innehåll in delar.items():
            paket.writestr(delens_namn, innehåll)
    resultat = importerad(ut.getvalue())
    assert len(list(modellen(resultat.text, "norrkoping").alla_mål())) == 4
    assert "python" not in resultat.text


# --- Andras dokument -----------------------------------------------------------------------------------


def eget_dokument() -> Any:
    """Ett dokument som någon har skrivit i Word: rubriker, fet text som rubrik, lista, tabell, fotnot och textruta."""
    dokument = docx.Document()
    dokument.add_paragraph("Nämndplan 2026 för miljönämnden", style="Title")
    dokument.add_paragraph("Målen", style="Heading 1")
    dokument.add_paragraph().add_run("Nämndmål 1: Luften är renare").bold = True
    dokument.add_paragraph("Utsläppen kommer mest från trafiken.")
    tabell = dokument.add_table(0, 3)
    for rad in (
        ["Mätetal", "Nuläge 2025", "Mål 2026"],
        ["Kvävedioxid i gaturummet", "24", "högst 20"],
        ["Resvaneplan", "Nej", "Ja"],
    ):
        for ruta, text in zip(tabell.add_row().cells, rad, strict=True):
            ruta.text = text
    dokument.add_paragraph("Det här görs redan", style="Heading 1")
    dokument.add_paragraph("Tillsyn av vedeldning", style="List Bullet")
    return dokument


def byte(dokument: Any) -> bytes:
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


def test_ett_dokument_skrivet_i_word() -> None:
    resultat = importerad(byte(eget_dokument()))
    plan = modellen(resultat.text)
    assert (plan.plan.namn, plan.plan.nämnd) == ("Nämndplan 2026 för miljönämnden", "Miljönämnden")
    (mål,) = plan.mål
    assert (mål.nivå, mål.nummer, mål.namn) == ("nämndmål", "1", "Luften är renare")
    assert [(i.namn, str(i.utgångsvärde.värde), i.enhet) for i in mål.indikatorer] == [
        ("Kvävedioxid i gaturummet", "24", None),
        ("Resvaneplan", "nej", "ja/nej"),
    ]
    assert "- Tillsyn av vedeldning" in resultat.text
    assert resultat.tappat == ()


RUTAN = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent><mc:Choice Requires="wps">'
    "<w:txbxContent>{innehåll}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{innehåll}</w:txbxContent></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
"""En textruta så som Word sparar den: en gång för nya program, och en gång till i reserv för gamla."""
STRUKET = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Struket i rutan.</w:t></w:r></w:p>"


def med_ruta(stycke: Any, innehåll: str) -> None:
    stycke._p.append(parse_xml(RUTAN.format(innehåll=innehåll)))


def test_textrutor_i_varandra_läses_en_gång() -> None:
    innehåll = "<w:p><w:r><w:t>Innerst.</w:t></w:r></w:p>"
    for _ in range(7):
        innehåll = f"<w:p>{RUTAN.format(innehåll=innehåll)}</w:p>"
    dokument = docx.Document()
    med_ruta(dokument.add_paragraph("Ytterst."), innehåll)
    assert [b.text for b in läs_källtext(byte(dokument), "plan.docx").block] == ["Ytterst.", "Innerst."]


def test_en_textruta_i_en_tabell_och_det_strukna_i_den_läses_en_gång() -> None:
    dokument = docx.Document()
    med_ruta(dokument.add_paragraph("Stycket."), STRUKET)
    tabell = dokument.add_table(1, 1)
    med_ruta(tabell.cell(0, 0).paragraphs[0], "<w:p><w:r><w:t>I rutan.</w:t></w:r></w:p>")
    läst = läs_källtext(byte(dokument), "plan.docx")
    assert [b.rader for b in läst.block if b.rader] == [[["I rutan."]]]
    assert läst.upplysningar == ("Struken och borttagen text är inte med: Struket i rutan.",)


def test_sammanslagna_rutor_flyttar_inga_kolumner() -> None:
    dokument = eget_dokument()
    tabell = dokument.add_table(3, 3)
    for rad, texter in zip(tabell.rows, (["Nämndmål 2: Tystare", "", ""], ["Mätetal", "Nuläge 2025", "Mål 2026"],
                                         ["Bullerklagomål", "40", "30"]), strict=True):  # fmt: skip
        for ruta, text in zip(rad.cells, texter, strict=True):
            ruta.text = text
    tabell.rows[0].cells[0].merge(tabell.rows[0].cells[2])
    plan = modellen(importerad(byte(dokument)).text)
    (mål,) = (m for m in plan.alla_mål() if m.nummer == "2")
    assert [(i.namn, str(i.utgångsvärde.värde)) for i in mål.indikatorer] == [("Bullerklagomål", "40")]


def test_spårade_ändringar_läses_som_godkända() -> None:
    dokument = eget_dokument()
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    stycke = dokument.add_paragraph("Nytt: ")
    for namn, text_i, text in (("w:ins", "w:t", "tillagt"), ("w:del", "w:delText", "borttaget")):
        ändring, bit, innehåll = OxmlElement(namn), OxmlElement("w:r"), OxmlElement(text_i)
        innehåll.text = text
        bit.append(innehåll)
        ändring.append(bit)
        stycke._p.append(ändring)
    assert qn("w:ins")
    resultat = importerad(byte(dokument))
    assert "Nytt: tillagt" in resultat.text
    assert any("borttaget" in u for u in resultat.upplysningar)


def ord_xml(namn: str, innehåll: str = "", **egenskaper: str) -> Any:
    """En del av dokumentet: `ord_xml("r", …)` är `<w:r>…</w:r>`."""
    rymd = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    sagt = "".join(f' w:{n}="{v}"' for n, v in egenskaper.items())
    return parse_xml(f'<w:{namn} xmlns:w="{rymd}"{sagt}>{innehåll}</w:{namn}>')


def test_ett_upphöjt_fotnotsmärke_blir_aldrig_siffror_i_talet() -> None:
    dokument = eget_dokument()
    tabell = dokument.add_table(2, 3)
    for rad, texter in zip(
        tabell.rows, (["Mätetal", "Nuläge 2025", "Mål 2026"], ["Dygn", "3650", "2555"]), strict=True
    ):
        for ruta, text in zip(rad.cells, texter, strict=True):
            ruta.text = text
    for kolumn, märke in ((1, "3"), (2, "4")):
        tabell.cell(1, kolumn).paragraphs[0].add_run(märke).font.superscript = True
    text = importerad(byte(dokument)).text
    assert "värde: 3650, avser: 2025, kommentar: 3650³" in text
    assert "{högst: 2555}" in text


def test_symboler_och_noter_i_tabeller_följer_med_och_det_strukna_nämns() -> None:
    dokument = docx.Document()
    tabell = dokument.add_table(2, 2)
    stycke = tabell.cell(0, 0).paragraphs[0]
    stycke._p.append(ord_xml("r", '<w:sym w:font="Wingdings" w:char="F0FC"/><w:t> klart</w:t>'))
    tabell.cell(0, 1).paragraphs[0]._p.append(ord_xml("r", '<w:endnoteReference w:id="1"/>'))
    tabell.cell(1, 0).paragraphs[0]._p.append(ord_xml("del", "<w:r><w:delText>Strukna raden</w:delText></w:r>"))
    från = docx.opc.part.Part(
        docx.opc.packuri.PackURI("/word/endnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml",
        b'<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:endnote w:id="1"><w:p><w:r><w:t>Utan sommarveckorna.</w:t></w:r></w:p></w:endnote></w:endnotes>',
        dokument.part.package,
    )
    dokument.part.relate_to(från, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes")
    läst = läs_källtext(byte(dokument), "plan.docx")
    assert [b.rader or b.text for b in läst.block] == [[["✓ klart", ""], ["", ""]], "Fotnot: Utan sommarveckorna."]
    assert läst.upplysningar == ("Struken och borttagen text är inte med: Strukna raden",)


# --- Filer att neka ------------------------------------------------------------------------------------


def paket(**delar: bytes) -> bytes:
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as skrivs:
        for namn, innehåll in delar.items():
            skrivs.writestr({"dokument": "word/document.xml", "slag": "[Content_Types].xml"}.get(namn, namn), innehåll)
    return ut.getvalue()


BOMB = b"<w:document>" + b" " * 61_000_000
ENHETER = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'


@pytest.mark.parametrize(
    ("källa", "besked"),
    [
        (b"PK\x03\x04 trasigt", "inget Worddokument"),
        (b"", "inget Worddokument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "äldre Worddokument"),
        (paket(x=b"1"), "inget Worddokument"),
        (paket(**{"slag": b"<x/>", "xl/workbook.xml": b"<x/>"}), "en Excelfil"),
        (paket(**{"slag": b"<x/>", "ppt/presentation.xml": b"<x/>"}), "en presentation"),
        (paket(**{"content.xml": b"<x/>"}), "Spara den som .docx"),
        (paket(slag=b"<x/>"), "trasigt"),
        (paket(slag=b"<x/>", dokument=ENHETER), "trasigt"),
        (paket(slag=b"<x/>", dokument=BOMB), "orimligt stort"),
    ],
    ids=[
        "trasig zip",
        "tom",
        "doc",
        "annat paket",
        "excel",
        "presentation",
        "odt",
        "utan dokument",
        "enheter",
        "zipbomb",
    ],
)
def test_ett_dokument_som_inte_går_att_läsa_sägs_på_svenska(källa: bytes, besked: str) -> None:
    with pytest.raises(GårInteAttImportera, match=besked):
        läs_källtext(källa, "plan.docx")


@pytest.mark.parametrize("andel", [0.3, 0.7, 0.95])
def test_ett_avhugget_dokument_är_ett_fel_och_ingen_krasch(norrköping: bytes, andel: float) -> None:
    with pytest.raises(GårInteAttImportera):
        läs_källtext(norrköping[: int(len(norrköping) * andel)], "plan.docx")


def test_ett_dokument_med_ändrade_byte_blir_ett_besked_eller_text(norrköping: bytes) -> None:
    for plats in range(200, len(norrköping), len(norrköping) // 12):
        skadat = norrköping[:plats] + bytes([norrköping[plats] ^ 0x55]) + norrköping[plats + 1 :]
        with suppress(GårInteAttImportera):
            läs_källtext(skadat, "plan.docx")


def test_för_många_rutor_läses_inte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planverktyg.blanketter.importera.filslag.wordfil.FLEST_RUTOR", 5)
    with pytest.raises(GårInteAttImportera, match="över 5 rutor"):
        läs_källtext(byte(eget_dokument()), "plan.docx")


def test_utan_tillägget_sägs_vad_som_ska_installeras(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, skriv: Callable[[str, bytes], Path]
) -> None:
    skriv("plan.docx", byte(eget_dokument()))
    for namn in [
        n for n in sys.modules if n == "docx" or n.startswith(("docx.", "planverktyg.blanketter.importera.filslag"))
    ]:
        monkeypatch.delitem(sys.modules, namn)
    monkeypatch.setitem(sys.modules, "docx", None)
    körning = kör_plan("importera", "plan.docx", "--ut", "planer/k/p", mapp=tmp_path)
    assert (körning.kod, körning.fel.count("\n")) == (2, 1)
    assert "pip install python-docx" in körning.fel
