"""En webbsida in, samma innehåll som Worddokument ut: rubriker, tabeller och listor som Word förstår dem.

Sidan är den som mallarna skriver, så att det som står i Word är det som står i HTML och PDF. Samma sida ger samma byte.
"""

from __future__ import annotations

import io
import re
from base64 import b64decode
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from planverktyg.utgivning.paket import med_fasta_tider
from planverktyg.utgivning.sidtrad import Nod, läs_sida
from planverktyg.utgivning.wordplan import lägg_plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docx.document import Document as Worddokument
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

    from planverktyg.utgivning.underlag.gemensamt import Utseende

_FAST_TID = datetime(2020, 1, 1)  # noqa: DTZ001 - Word vill ha tiden utan zon; samma sida ska ge samma byte
_FÄRGER = {"grön": "D9F0DC", "gul": "FFF1C7", "röd": "FBDCD9", "grå": "EEEEEE", "blå": "DCEBF5"}
"""Omdömenas bakgrund. Betydelsen bärs av symbolen och ordet."""
_FET = frozenset(("b", "strong", "dt"))
_KURSIV = frozenset(("i", "em"))
_HOPPAS_ÖVER = frozenset(("style", "script", "head", "svg"))


def skriv_word(
    sida: str,
    sidhuvud: str,
    mall: Path | None = None,
    utseende: Utseende | None = None,
    plan: Mapping[str, Any] | None = None,
) -> bytes:
    """Sidan som .docx. `mall` är kommunens egen .docx: dess format, sidhuvud och sidfot används, före `utseende`.

    `plan` är planens innehåll, som följer med så att `plan importera` kan läsa tillbaka det.
    """
    rot = läs_sida(sida)
    dokument: Worddokument = Document(str(mall) if mall else None)
    _töm(dokument)
    titel = (rot.första("title") or rot).text()
    egenskaper = dokument.core_properties
    egenskaper.title, egenskaper.language, egenskaper.author = titel, "sv-SE", "planverktyg"
    egenskaper.created = egenskaper.modified = _FAST_TID
    egenskaper.last_modified_by, egenskaper.comments = "planverktyg", ""
    _språk(dokument)
    _avstavning(dokument)
    if mall is None:
        _utseende(dokument, utseende)
    _sidhuvud(dokument, sidhuvud)
    kropp = rot.första("body")
    assert kropp is not None
    _Skrivare(dokument).block(kropp)
    if plan is not None:
        lägg_plan(dokument, plan)
    ut = io.BytesIO()
    dokument.save(ut)
    return med_fasta_tider(ut.getvalue())


# --- Dokumentet -------------------------------------------------------------------------------------


def _töm(dokument: Worddokument) -> None:
    """Tar bort det som står i mallen, men inte sidans mått, sidhuvud och sidfot."""
    kropp = dokument.element.body
    for del_ in list(kropp):
        if del_.tag != qn("w:sectPr"):
            kropp.remove(del_)


def _språk(dokument: Worddokument) -> None:
    egenskaper = dokument.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if egenskaper is not None:
        språk = egenskaper.find(qn("w:lang"))
        if språk is None:
            språk = OxmlElement("w:lang")
            egenskaper.append(språk)
        språk.set(qn("w:val"), "sv-SE")


_EFTER_AVSTAVNING = ("w:hyphenationZone", "w:defaultTabStop", "w:characterSpacingControl", "w:compat")
"""Inställningar som enligt formatet står efter den om avstavning; den första som finns."""


def _avstavning(dokument: Worddokument) -> None:
    """Word avstavar själv: annars bryts långa ord mitt i en stavelse i smala kolumner."""
    val = OxmlElement("w:autoHyphenation")
    val.set(qn("w:val"), "true")
    inställningar = dokument.settings.element
    efter = (inställningar.find(qn(namn)) for namn in _EFTER_AVSTAVNING)
    före = next((ett for ett in efter if ett is not None), None)
    if inställningar.find(qn("w:autoHyphenation")) is None:
        före.addprevious(val) if före is not None else inställningar.append(val)


def _utseende(dokument: Worddokument, utseende: Utseende | None) -> None:
    """Verktygets eget utseende, med kommunens färg och typsnitt, när kommunen inte har någon mall."""
    normal = dokument.styles["Normal"]
    typsnittet = utseende.typsnitt.partition(",")[0] if utseende and utseende.typsnitt else "Arial"
    färgen = utseende.färger.ljus[1:].upper() if utseende and utseende.färger else "0B3A5C"
    normal.font.name, normal.font.size = typsnittet, Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    for namn in ("Title", *(f"Heading {n}" for n in range(1, 7))):
        format_ = dokument.styles[namn]
        format_.font.name, format_.font.color.rgb = typsnittet, RGBColor.from_string(färgen)
        egenskaper = format_.element.get_or_add_rPr()
        typsnitt = egenskaper.find(qn("w:rFonts"))
        for namn_på in [n for n in (typsnitt.attrib if typsnitt is not None else ()) if "Theme" in n]:
            del typsnitt.attrib[namn_på]
    text = dokument.styles.add_style(TABELLTEXT, WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = normal, Pt(8.5)
    text.paragraph_format.space_after = Pt(1)
    dokument.styles["Caption"].font.color.rgb = RGBColor(0x33, 0x33, 0x33)
    for del_ in dokument.sections:
        del_.page_width, del_.page_height = Pt(595.3), Pt(841.9)
        del_.left_margin = del_.right_margin = Pt(56)
        del_.top_margin = del_.bottom_margin = Pt(62)


def _sidhuvud(dokument: Worddokument, text: str) -> None:
    """Sidhuvudet och sidans nummer, om mallen inte redan har något där."""
    for del_ in dokument.sections:
        överst, nederst = del_.header.paragraphs[0], del_.footer.paragraphs[0]
        if not överst.text.strip():
            överst.text = text
        if not nederst.text.strip():
            for bit, fält in (("Sida ", "PAGE"), (" av ", "NUMPAGES")):
                nederst.add_run(bit)
                _fält(nederst, fält, "1")


def _fält(stycke: Paragraph, kod: str, visas: str, *, inaktuellt: bool = False) -> None:
    """Ett fält som Word räknar ut: sidnummer, tabellnummer, innehållsförteckning."""
    for slag in ("begin", "separate", "end"):
        bit = stycke.add_run()
        tecken = OxmlElement("w:fldChar")
        tecken.set(qn("w:fldCharType"), slag)
        if inaktuellt and slag == "begin":
            tecken.set(qn("w:dirty"), "true")
        bit._r.append(tecken)
        if slag == "begin":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {kod} "
            stycke.add_run()._r.append(text)
        elif slag == "separate":
            stycke.add_run(visas)


# --- Innehållet -------------------------------------------------------------------------------------


class _Skrivare:
    """Skriver sidans block i dokumentet, i sidans ordning."""

    def __init__(self, dokument: Worddokument) -> None:
        self.dokument = dokument
        self.format = {ett.name: ett.style_id for ett in dokument.styles}
        """Formatens namn → deras id: biblioteket letar annars igenom alla för varje stycke."""
        self.tabeller = 0
        self.märken = 0

    def block(self, nod: Nod, ruta: _Cell | None = None, djup: int = 0) -> None:
        """Nodens innehåll som stycken, listor och tabeller; i en ruta när en sådan är given."""
        löpande: list[Nod | str] = []
        for barn in nod.barn:
            if isinstance(barn, Nod) and barn.är_block:
                self._töm_löpande(löpande, ruta)
                self._ett_block(barn, ruta, djup)
            else:
                löpande.append(barn)
        self._töm_löpande(löpande, ruta)

    def _töm_löpande(self, löpande: list[Nod | str], ruta: _Cell | None) -> None:
        synliga = [b for b in löpande if not (isinstance(b, Nod) and b.har("hoppa"))]
        if any(b.text() or b.namn == "img" if isinstance(b, Nod) else b.strip() for b in synliga):
            self._skriv(self._stycke(ruta, TABELLTEXT if ruta else None), Nod("p", {}, synliga))
        löpande.clear()

    def _ett_block(self, nod: Nod, ruta: _Cell | None, djup: int) -> None:
        if nod.namn in _HOPPAS_ÖVER or nod.har("hoppa", "skärm", "stapel"):
            return
        if nod.namn == "nav":
            self._förteckning(nod)
        elif nod.namn in _RUBRIKER:
            self._rubrik(nod)
        elif nod.namn == "table":
            self._tabell(nod, ruta)
        elif nod.namn in {"ul", "ol"}:
            self._lista(nod, ruta, djup)
        elif nod.namn == "hr":
            return
        elif nod.namn in {"p", "summary", "dt", "dd", "figcaption", "pre"}:
            stycke = self._stycke(ruta, TABELLTEXT if ruta else None)
            stycke.paragraph_format.keep_with_next = nod.namn == "dt" or None
            if nod.har("exempel"):
                _fyll(stycke, "F3D9F0")
            self._skriv(stycke, nod, fet=nod.namn in _FET or nod.har("exempel", "svar"))
        else:
            self.block(nod, ruta, djup)

    def _stycke(self, ruta: _Cell | None, format_: str | None = None) -> Paragraph:
        behållare: Any = ruta or self.dokument
        tomt = ruta is not None and len(ruta.paragraphs) == 1 and not ruta.paragraphs[0].runs and not ruta.tables
        stycke: Paragraph = ruta.paragraphs[0] if tomt and ruta is not None else behållare.add_paragraph()
        if format_ in self.format:
            stycke._p.style = self.format[format_]
        return stycke

    def _rubrik(self, nod: Nod) -> None:
        nivå = int(nod.namn[1])
        stycke = self._stycke(None, "Title" if nivå == 1 else f"Heading {nivå - 1}")
        stycke.paragraph_format.keep_with_next = True
        if "id" in nod.attribut:
            self._märke(stycke, nod.attribut["id"])
        self._skriv(stycke, nod)

    def _märke(self, stycke: Paragraph, namn: str) -> None:
        """Ett bokmärke som länkar kan leda till."""
        self.märken += 1
        for slag in ("w:bookmarkStart", "w:bookmarkEnd"):
            märke = OxmlElement(slag)
            märke.set(qn("w:id"), str(self.märken))
            if slag == "w:bookmarkStart":
                märke.set(qn("w:name"), namn[:40])
            stycke._p.append(märke)

    def _förteckning(self, nod: Nod) -> None:
        """Innehållsförteckningen som ett fält, så att Word sätter sidnumren."""
        rubrik = next((r for r in nod.alla() if r.namn in _RUBRIKER), None)
        if rubrik is not None:
            self._skriv(self._stycke(None, "TOC Heading"), rubrik, fet=True)
        rader = [länk.text() for länk in nod.alla() if länk.namn == "a"]
        stycke = self._stycke(None)
        _fält(stycke, 'TOC \\o "1-2" \\h \\z \\u', "\n".join(rader), inaktuellt=True)
        self._stycke(None).add_run().add_break(WD_BREAK.PAGE)

    def _lista(self, nod: Nod, ruta: _Cell | None, djup: int) -> None:
        namn = "List Bullet" if nod.namn == "ul" else "List Number"
        format_ = namn if djup == 0 else f"{namn} {min(djup + 1, 3)}"
        for punkt in (b for b in nod.barn if isinstance(b, Nod) and b.namn == "li"):
            löpande = [b for b in punkt.barn if not (isinstance(b, Nod) and b.är_block)]
            if any((b.text() if isinstance(b, Nod) else b).strip() for b in löpande):
                self._skriv(self._stycke(ruta, format_), Nod("p", {}, löpande))
            for under in (b for b in punkt.barn if isinstance(b, Nod) and b.är_block):
                if under.namn == "p":
                    self._skriv(self._stycke(ruta, format_), under)
                else:
                    self._ett_block(under, ruta, djup + 1)

    # --- Tabeller ---

    def _tabell(self, nod: Nod, ruta: _Cell | None) -> None:
        rader = [r for r in nod.alla() if r.namn == "tr"]
        bredd = max((len(_rutor(r)) for r in rader), default=0)
        if not bredd:
            return
        rubrik = nod.första("caption")
        if rubrik is not None and ruta is None:
            self.tabeller += 1
            stycke = self._stycke(None, "Caption")
            stycke.paragraph_format.keep_with_next = True
            stycke.add_run("Tabell ")
            _fält(stycke, "SEQ Tabell \\* ARABIC", str(self.tabeller))
            stycke.add_run(f". {rubrik.text()}")
        tabell: Table = self.dokument.add_table(0, bredd) if ruta is None else ruta.add_table(0, bredd)
        if "Table Grid" in self.dokument.styles:
            tabell.style = self.dokument.styles["Table Grid"]
        huvud = nod.första("thead")
        huvudrader = [r for r in huvud.alla() if r.namn == "tr"] if huvud else []
        for rad in rader:
            self._rad(tabell, rad, är_huvud=rad in huvudrader)
        _sätt_bredder(tabell, _bredder([_rutor(rad) for rad in rader], bredd))
        if rubrik is not None:
            _beskriv(tabell, rubrik.text())
        if ruta is None:
            self._stycke(None).paragraph_format.space_after = Pt(4)

    def _rad(self, tabell: Table, nod: Nod, *, är_huvud: bool) -> None:
        rad = tabell.add_row()
        egenskaper = rad._tr.get_or_add_trPr()
        for namn in ("w:cantSplit", *(("w:tblHeader",) if är_huvud else ())):
            egenskaper.append(OxmlElement(namn))
        plats = 0
        for ruta in _rutor(nod):
            cell = rad.cells[plats]
            spänner = min(int(ruta.attribut.get("colspan", "1") or 1), len(rad.cells) - plats)
            if spänner > 1:
                cell = cell.merge(rad.cells[plats + spänner - 1])
            if är_huvud:
                _fyll_ruta(cell, "E6EEF4")
            self._fet = är_huvud or nod.har("summa")
            self.block(ruta, cell)
            plats += spänner
        self._fet = False

    _fet = False

    # --- Text ---

    def _skriv(self, stycke: Paragraph, nod: Nod, *, fet: bool = False, kursiv: bool = False, färg: str = "") -> None:
        for barn in nod.barn:
            if isinstance(barn, str):
                if barn:
                    bit = stycke.add_run(barn)
                    bit.bold, bit.italic = (fet or self._fet) or None, kursiv or None
                    if färg:
                        _skugga(bit, färg)
                continue
            if barn.namn in _HOPPAS_ÖVER:  # ett diagrams tal står bredvid det
                continue
            if barn.namn in {"br", "img"}:
                stycke.add_run().add_break() if barn.namn == "br" else _bild(stycke, barn)
                continue
            egen = next((_FÄRGER[f] for f in barn.klasser if f in _FÄRGER and "omdöme" in barn.klasser), färg)
            if barn.har("not", "märke"):
                if stycke.text.strip():
                    stycke.add_run().add_break()
                rubrikens, self._fet = self._fet, False
                self._skriv(stycke, barn, fet=barn.namn in _FET, kursiv=kursiv)
                self._fet = rubrikens
                continue
            if barn.namn == "a" and barn.attribut.get("href", "").startswith("#"):
                self._länk(stycke, barn)
                continue
            self._skriv(
                stycke,
                barn,
                fet=fet or barn.namn in _FET or barn.har("namn", "fet"),
                kursiv=kursiv or barn.namn in _KURSIV,
                färg=egen,
            )

    def _länk(self, stycke: Paragraph, nod: Nod) -> None:
        """En länk till en rubrik i dokumentet."""
        länk = OxmlElement("w:hyperlink")
        länk.set(qn("w:anchor"), nod.attribut["href"][1:41])
        bit = stycke.add_run(nod.text())
        länk.append(bit._r)
        stycke._p.append(länk)


_INBÄDDAD = re.compile(r"data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=]+)")
_BILDHÖJD = Pt(48)


def _bild(stycke: Paragraph, nod: Nod) -> None:
    """En bild som står i sidan, med sin text för den som inte ser den."""
    if inbäddad := _INBÄDDAD.fullmatch(nod.attribut.get("src", "")):
        bild = stycke.add_run().add_picture(io.BytesIO(b64decode(inbäddad[1])), height=_BILDHÖJD)
        bild._inline.docPr.set("descr", nod.attribut.get("alt", ""))


_RUBRIKER = frozenset(f"h{n}" for n in range(1, 7))
TABELLTEXT = "Tabelltext"
"""Formatet för text i tabeller. Finns det i kommunens mall används mallens."""
_TEXTBREDD = 483
"""Textens bredd på en A4, i punkter."""


LÄNGST_ODELAT = (13, 18)
"""Ord med fler tecken får avstavas i en ruta, och i den första, som är radens namn. Rubriken överst hålls hel."""


def _bredder(rader: list[list[Nod]], antal: int) -> list[float]:
    """Kolumnernas andelar av bredden: så att det längsta ordet ryms, och resten efter hur mycket text de har."""
    minst, text = [40.0] * antal, [1.0] * antal
    for plats in range(antal):
        texter = [rad[plats].text() for rad in rader if len(rad) == antal]
        if texter:
            längsta_ord = [max(map(len, re.split(r"[ \n\u00ad-]", t))) for t in texter]
            minst[plats] = max(min(längsta_ord[0], 26), min(max(längsta_ord), LÄNGST_ODELAT[plats == 0])) * 5.3 + 13
            medel, längst = sum(map(len, texter)) / len(texter), max(map(len, texter))
            text[plats] = min(medel + längst / 3, 200)  # en enda lång kommentar behöver också plats
    kvar = max(_TEXTBREDD - sum(minst), 0)
    bredder = [m + kvar * t / sum(text) for m, t in zip(minst, text, strict=True)]
    return [bredd / sum(bredder) for bredd in bredder]


def _sätt_bredder(tabell: Table, andelar: list[float]) -> None:
    tabell.autofit = False
    for kolumn, andel in zip(tabell.columns, andelar, strict=True):
        kolumn.width = Pt(_TEXTBREDD * andel)
    for rad in tabell.rows:
        for cell, andel in zip(rad.cells, andelar, strict=False):
            cell.width = Pt(_TEXTBREDD * andel)


def _rutor(rad: Nod) -> list[Nod]:
    return [b for b in rad.barn if isinstance(b, Nod) and b.namn in {"td", "th"}]


def _beskriv(tabell: Table, text: str) -> None:
    """Tabellens text för den som inte ser den."""
    beskrivning = OxmlElement("w:tblDescription")
    beskrivning.set(qn("w:val"), text)
    tabell._tbl.tblPr.append(beskrivning)


def _fyllning(färg: str) -> Any:
    fyllning = OxmlElement("w:shd")
    fyllning.set(qn("w:val"), "clear")
    fyllning.set(qn("w:fill"), färg)
    return fyllning


def _fyll(stycke: Paragraph, färg: str) -> None:
    stycke._p.get_or_add_pPr().append(_fyllning(färg))


def _fyll_ruta(ruta: _Cell, färg: str) -> None:
    ruta._tc.get_or_add_tcPr().append(_fyllning(färg))


def _skugga(bit: Any, färg: str) -> None:
    bit._r.get_or_add_rPr().append(_fyllning(färg))
