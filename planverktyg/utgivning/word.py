"""En webbsida in, samma innehåll som Worddokument ut: rubriker, tabeller och listor som Word förstår dem.

Sidan är den som mallarna skriver, så att det som står i Word är det som står i HTML och PDF. Samma sida ger samma byte.
"""

from __future__ import annotations

import hashlib
import io
import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import Table, _Cell

from planverktyg.utgivning.kolumner import bredder_för, rutorna
from planverktyg.utgivning.paket import med_fasta_tider
from planverktyg.utgivning.sidtrad import Nod, läs_sida
from planverktyg.utgivning.wordmall import (
    LITEN,
    STAPEL,
    TABELL,
    TABELLTEXT,
    Wordmall,
    börja_fält,
    fält,
    ny_lista,
    sluta_fält,
    öppna,
)
from planverktyg.utgivning.wordplan import lägg_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from planverktyg.utgivning.underlag.gemensamt import Utseende

_FÄRGER = {"grön": "D9F0DC", "gul": "FFF1C7", "röd": "FBDCD9", "grå": "EEEEEE", "blå": "DCEBF5"}
"""Omdömenas bakgrund. Betydelsen bärs av symbolen och ordet."""
_FET = frozenset(("b", "strong", "dt"))
_KURSIV = frozenset(("i", "em"))
_HOPPAS_ÖVER = frozenset(("style", "script", "head", "svg", "hr"))
_RUBRIKER = frozenset(f"h{n}" for n in range(1, 7))
_STYCKEN = frozenset(("p", "summary", "dt", "dd", "figcaption", "pre"))
_EGEN_RAD = ("not", "märke", "risk", "förut")
"""Klasser på det som står på en egen rad i sin ruta."""
_UTAN_PUNKT = ("leder", "notiser", "indikatorer")
"""Listor utan tecken framför punkterna."""


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
    kropp = rot.första("body")
    assert kropp is not None
    for nod in kropp.alla():
        if nod.har("omdöme") or (nod.har("hel") and nod.barn and isinstance(nod.barn[0], str)):
            nod.barn = _ihop_med_tecknet(nod.barn)
    mallen = öppna(mall, (rot.första("title") or rot).text(), sidhuvud, utseende)
    skrivare = _Skrivare(mallen, kropp)
    skrivare.block(kropp)
    skrivare.avsluta()
    if plan is not None:
        lägg_plan(mallen.dokument, plan)
    ut = io.BytesIO()
    mallen.dokument.save(ut)
    return med_fasta_tider(ut.getvalue())


class _Skrivare:
    """Skriver sidans block i dokumentet, i sidans ordning."""

    def __init__(self, mall: Wordmall, kropp: Nod) -> None:
        self.mall, self.dokument = mall, mall.dokument
        self.bredder = bredder_för(kropp, mall.bredd)
        self.tabeller = 0
        self.märken = 0
        self.håll = False
        """Om stycket ska stå på samma sida som nästa."""
        self.fet = False
        self.liten = False
        self.indrag = 0
        """Hur många punkter djupt stycket står."""
        self.efter_tabell = False
        self.begrepp: Paragraph | None = None
        """Stycket med det senaste begreppet, tills dess förklaring står där."""

    def avsluta(self) -> None:
        """Ett dokument slutar med ett stycke."""
        if self.efter_tabell:
            self._stycke(None)

    # --- Block ---

    def block(self, nod: Nod, ruta: _Cell | None = None, djup: int = 0) -> None:
        """Nodens innehåll som stycken, listor och tabeller; i en ruta när en sådan är given."""
        löpande: list[Nod | str] = []
        blocken = [b for b in nod.barn if isinstance(b, Nod) and (b.är_block or b.har("stapel"))]
        grannar = {
            id(b): (förra, nästa)
            for förra, b, nästa in zip([None, *blocken], blocken, [*blocken[1:], None], strict=False)
        }
        for barn in nod.barn:
            if isinstance(barn, Nod) and id(barn) in grannar:
                self._töm_löpande(löpande, ruta)
                hölls, self.håll = self.håll, self.håll or _hör_till_nästa(barn, *grannar[id(barn)])
                self._ett_block(barn, ruta, djup)
                self.håll = hölls
            else:
                löpande.append(barn)
        self._töm_löpande(löpande, ruta)

    def _töm_löpande(self, löpande: list[Nod | str], ruta: _Cell | None) -> None:
        synliga = [b for b in löpande if not (isinstance(b, Nod) and (b.har("hoppa") or b.namn in _HOPPAS_ÖVER))]
        if any(b.text() or b.namn == "img" if isinstance(b, Nod) else b.strip() for b in synliga):
            första = next(nr for nr, b in enumerate(synliga) if isinstance(b, Nod) or b.strip())
            self._skriv(self._stycke(ruta), synliga[första:])
        löpande.clear()

    def _ett_block(self, nod: Nod, ruta: _Cell | None, djup: int) -> None:
        if nod.har("stapel"):
            self._stapel(nod)
        elif nod.namn in _HOPPAS_ÖVER or nod.har("hoppa", "skärm", "budgetstaplar"):
            return
        elif nod.namn == "nav":
            self._förteckning(nod)
        elif nod.namn in _RUBRIKER:
            self._rubrik(nod)
        elif nod.namn == "table":
            self._tabell(nod, ruta)
        elif nod.har("rutor"):
            self._tabell(_rutor_som_tabell(nod), ruta)
        elif nod.har("antal"):
            self._på_en_rad(nod, ruta)
        elif nod.namn in {"ul", "ol"}:
            self._lista(nod, ruta, djup)
        elif nod.namn in _STYCKEN:
            self._ett_stycke(nod, ruta)
        else:
            var, self.liten = self.liten, self.liten or nod.namn == "footer" or nod.har("liten", "anmärkningar")
            self.block(nod, ruta, djup)
            self.liten = var

    def _ett_stycke(self, nod: Nod, ruta: _Cell | None) -> None:
        if nod.namn == "dd" and self.begrepp is not None:  # begreppet och dess förklaring är ett stycke
            self._skriv(self.begrepp, [" ", *nod.barn])
            self.begrepp = None
            return
        stycke = self._stycke(ruta, LITEN if nod.har("liten") and ruta is None else None)
        if nod.har("exempel"):
            _fyll(stycke._p.get_or_add_pPr(), "F3D9F0")
            stycke.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._märke(stycke, nod)
        if nod.namn == "dt":
            self.begrepp = stycke
            stycke.paragraph_format.space_after = Pt(2)
            self._skriv(stycke, [*nod.barn, ":"], fet=True)
        else:
            self._skriv(stycke, nod.barn, fet=nod.har("exempel", "svar", "ingress"))

    def _stycke(self, ruta: _Cell | None, format_: str | None = None) -> Paragraph:
        if ruta is None:
            format_ = format_ or (LITEN if self.liten else None)
            stycke: Paragraph = self.dokument.add_paragraph()
            if self.efter_tabell and format_ in {None, LITEN, "caption"}:
                stycke.paragraph_format.space_before = Pt(9)
            if self.indrag and format_ in {None, LITEN}:
                stycke.paragraph_format.left_indent = Pt(17 * self.indrag)
            self.efter_tabell = False
        else:
            tomt = len(ruta.paragraphs) == 1 and not ruta.paragraphs[0].runs and not ruta.tables
            stycke = ruta.paragraphs[0] if tomt else ruta.add_paragraph()
            format_ = format_ or TABELLTEXT
        if format_ is not None:
            stycke._p.style = self.mall.format[format_.lower()]
        if self.håll:
            stycke.paragraph_format.keep_with_next = True
        return stycke

    def _rubrik(self, nod: Nod) -> None:
        nivå = int(nod.namn[1])
        stycke = self._stycke(None, "Title" if nivå == 1 else f"heading {nivå - 1}")
        stycke.paragraph_format.keep_with_next = True
        self._märke(stycke, nod)
        self._skriv(stycke, nod.barn)

    def _märke(self, stycke: Paragraph, nod: Nod) -> None:
        """Ett bokmärke som länkar kan leda till."""
        if "id" not in nod.attribut:
            return
        self.märken += 1
        for slag in ("w:bookmarkStart", "w:bookmarkEnd"):
            märke = OxmlElement(slag)
            märke.set(qn("w:id"), str(self.märken))
            if slag == "w:bookmarkStart":
                märke.set(qn("w:name"), _märkesnamn(nod.attribut["id"]))
            stycke._p.append(märke)

    def _förteckning(self, nod: Nod) -> None:
        """Innehållsförteckningen som ett fält, så att Word sätter sidnumren; raderna är länkar redan innan."""
        rubrik = next((r for r in nod.alla() if r.namn in _RUBRIKER), None)
        rader = list(_rader(nod, 1))
        if not rader:
            return
        if rubrik is not None:
            self._skriv(self._stycke(None, "TOC Heading"), rubrik.barn)
        djup = max(djup for djup, _ in rader)
        stycken = [self._stycke(None, f"toc {min(steg, 2)}") for steg, _ in rader]
        börja_fält(stycken[0], f'TOC \\o "1-{djup}" \\h \\z \\u', inaktuellt=True)
        for stycke, (_, länk) in zip(stycken, rader, strict=True):
            self._länk(stycke, länk)
        sluta_fält(stycken[-1])
        stycken[-1].paragraph_format.space_after = Pt(12)

    # --- Listor ---

    def _lista(self, nod: Nod, ruta: _Cell | None, djup: int) -> None:
        namn, steg = "List Bullet" if nod.namn == "ul" else "List Number", min(djup, 2)
        format_ = None if nod.har(*_UTAN_PUNKT) else namn if steg == 0 else f"{namn} {steg + 1}"
        nummer = None
        if nod.namn == "ol":
            nummer = ny_lista(self.dokument, self.mall.siffror, steg, _tal(nod.attribut.get("start", "")))
        fortsättning = format_ and format_.replace(namn, "List Continue")
        for punkt in (b for b in nod.barn if isinstance(b, Nod) and b.namn == "li"):
            löpande = [b for b in punkt.barn if not (isinstance(b, Nod) and b.är_block)]
            börjad = any((b.text() if isinstance(b, Nod) else b).strip() for b in löpande)
            if börjad:
                self._punkt(löpande, ruta, format_, nummer, steg)
            for under in (b for b in punkt.barn if isinstance(b, Nod) and b.är_block):
                if under.namn == "p" and not börjad:
                    self._punkt(under.barn, ruta, format_, nummer, steg)
                    börjad = True
                elif under.namn == "p":
                    self._skriv(self._stycke(ruta, fortsättning), under.barn)
                else:
                    stod, self.indrag = self.indrag, 0 if format_ is None else steg + 1
                    self._ett_block(under, ruta, djup + 1)
                    self.indrag = stod

    def _punkt(
        self, barn: list[Nod | str], ruta: _Cell | None, format_: str | None, nummer: int | None, steg: int
    ) -> None:
        stycke = self._stycke(ruta, format_)
        if nummer is not None:
            egenskaper = stycke._p.get_or_add_pPr().get_or_add_numPr()
            egenskaper.get_or_add_ilvl().val, egenskaper.get_or_add_numId().val = steg, nummer
        self._skriv(stycke, barn)

    def _på_en_rad(self, nod: Nod, ruta: _Cell | None) -> None:
        stycke = self._stycke(ruta)
        for nr, punkt in enumerate(b for b in nod.barn if isinstance(b, Nod)):
            if nr:
                stycke.add_run("   ")
            self._skriv(stycke, punkt.barn)

    # --- Tabeller ---

    def _tabell(self, nod: Nod, ruta: _Cell | None) -> None:
        rader = [r for r in nod.alla() if r.namn == "tr"]
        bredder = self.bredder.get(id(nod)) or bredder_för(nod, self.mall.bredd).get(id(nod), [])
        if not bredder:
            return
        rubrik = nod.första("caption")
        if rubrik is not None and ruta is None:
            self._tabellrubrik(rubrik)
        tabell = self._ny_tabell(ruta, bredder)
        tabell._tbl.tblStyle_val = self.mall.format[TABELL.lower()]
        huvud = nod.första("thead")
        huvudrader = {id(r) for r in huvud.alla()} if huvud else set()
        for rad, nästa in zip(rader, [*rader[1:], None], strict=True):
            är_huvud = id(rad) in huvudrader
            hör_till_nästa = nod.har("skala") or (nästa is not None and (nod.har("matris") or nästa.har("summa")))
            self._rad(tabell, rad, bredder, är_huvud=är_huvud, håll=är_huvud or hör_till_nästa)
        if rubrik is not None:
            _beskriv(tabell, rubrik.text())

    def _ny_tabell(self, ruta: _Cell | None, bredder: list[float]) -> Table:
        if ruta is None:
            if self.efter_tabell:  # två tabeller i rad blir annars en enda
                self.dokument.add_paragraph()
            self.efter_tabell = True
        tabell: Table = (ruta or self.dokument).add_table(0, len(bredder))
        tabell.autofit = False
        for kolumn, bredd in zip(tabell.columns, bredder, strict=True):
            kolumn.width = Pt(bredd)
        return tabell

    def _tabellrubrik(self, rubrik: Nod) -> None:
        """`Tabell 3. Uppdrag`. Är texten bara för den som lyssnar står det efter kolon redan i rubriken ovanför."""
        self.tabeller += 1
        dold = next((b for b in rubrik.barn if isinstance(b, Nod) and b.har("dold")), None)
        text = rubrik.text() if dold is None else rubrik.text().partition(": ")[0]
        stycke = self._stycke(None, "caption")
        stycke.paragraph_format.keep_with_next = True
        stycke.add_run("Tabell ")
        fält(stycke, "SEQ Tabell \\* ARABIC", str(self.tabeller))
        stycke.add_run(f". {text}")

    def _rad(self, tabell: Table, nod: Nod, bredder: list[float], *, är_huvud: bool, håll: bool) -> None:
        rad = tabell._tbl.add_tr()
        egenskaper = rad.get_or_add_trPr()
        for namn in ("w:cantSplit", *(("w:tblHeader",) if är_huvud else ())):
            egenskaper.append(OxmlElement(namn))
        plats, höll = 0, self.håll
        self.håll, self.fet = håll, är_huvud or nod.har("summa")
        for ruta in rutorna(nod):
            spänner = max(min(_tal(ruta.attribut.get("colspan", "")), len(bredder) - plats), 1)
            cell = _Cell(rad.add_tc(), tabell)
            cell.width = Pt(sum(bredder[plats : plats + spänner]))
            if spänner > 1:
                cell._tc.grid_span = spänner
            if färg := next((_FÄRGER[f] for f in ruta.klasser if f in _FÄRGER), None):
                _fyll(cell._tc.get_or_add_tcPr(), färg)
            self.block(ruta, cell)
            if ruta.har("tal"):
                for stycke in cell.paragraphs:
                    stycke.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            plats += spänner
        for bredd in bredder[plats:]:
            _Cell(rad.add_tc(), tabell).width = Pt(bredd)
        self.håll, self.fet = höll, False

    def _stapel(self, nod: Nod) -> None:
        """Stapeln av omdömen som en rad med färgade rutor, lika breda som delarna. Talen står också under den."""
        delar = [
            (float(mått[1]), ruta.attribut.get("fill", ""), grupp.första("text"))
            for grupp in nod.alla()
            if grupp.namn == "g" and (ruta := grupp.första("rect")) is not None
            if (mått := re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)%", ruta.attribut.get("width", "")))
        ]
        if not delar:
            return
        bredder = [self.mall.bredd * bredd / 100 for bredd, _, _ in delar]
        tabell = self._ny_tabell(None, bredder)
        tabell._tbl.tblStyle_val = self.mall.format[STAPEL.lower()]
        _beskriv(tabell, nod.attribut.get("aria-label", ""))
        rad = tabell.add_row()
        rad.height = Pt(11 if nod.har("tunn") else 19)
        rad._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, bredd, (_, färg, text) in zip(rad.cells, bredder, delar, strict=True):
            cell.width = Pt(bredd)
            _fyll(cell._tc.get_or_add_tcPr(), _sexsiffrig(färg))
            stycke = self._stycke(cell)
            if text is not None:
                textfärg = _sexsiffrig(text.attribut.get("fill", ""), "1B1F24")
                stycke.add_run(text.text()).font.color.rgb = RGBColor.from_string(textfärg)

    # --- Text ---

    def _skriv(
        self, stycke: Paragraph, barn: Iterable[Nod | str], *, fet: bool = False, kursiv: bool = False, färg: str = ""
    ) -> None:
        for ett in _synliga(barn):
            if isinstance(ett, str):
                self._text(stycke, ett, fet=fet or self.fet, kursiv=kursiv, färg=färg)
            elif ett.namn == "br":
                stycke.add_run().add_break()
            elif ett.namn == "img":
                _bild(stycke, ett)
            elif ett.har(*_EGEN_RAD):
                if stycke.text.strip():
                    _utan_mellanslag_sist(stycke)
                    stycke.add_run().add_break()
                rubrikens, self.fet = self.fet, False
                self._skriv(stycke, ett.barn, fet=ett.har("risk"), kursiv=kursiv)
                self.fet = rubrikens
            elif ett.namn == "a" and ett.attribut.get("href", "").startswith(("#", "http://", "https://")):
                self._länk(stycke, ett, fet=fet or self.fet, kursiv=kursiv)
            else:
                egen = next((_FÄRGER[f] for f in ett.klasser if f in _FÄRGER and "omdöme" in ett.klasser), färg)
                self._skriv(
                    stycke,
                    ett.barn,
                    fet=fet or ett.namn in _FET or ett.har("namn", "fet"),
                    kursiv=kursiv or ett.namn in _KURSIV,
                    färg=egen,
                )
                if ett.har("faktum"):
                    stycke.add_run("  ")

    def _text(self, stycke: Paragraph, text: str, *, fet: bool = False, kursiv: bool = False, färg: str = "") -> Run:
        """Texten, med mjuka bindestreck som Word förstår: annars syns de."""
        bit = stycke.add_run()
        for nr, del_ in enumerate(text.split("\u00ad")):
            if nr:
                bit._r.append(OxmlElement("w:softHyphen"))
            bit.add_text(del_)
        bit.bold, bit.italic = fet or None, kursiv or None
        if färg:
            _fyll(bit._r.get_or_add_rPr(), färg)
        return bit

    def _länk(self, stycke: Paragraph, nod: Nod, *, fet: bool = False, kursiv: bool = False) -> None:
        """En länk till en rubrik i dokumentet, eller till en adress. En hänvisning ser ut som en länk, också på papper."""
        länk, mål = OxmlElement("w:hyperlink"), nod.attribut["href"]
        if mål.startswith("#"):
            länk.set(qn("w:anchor"), _märkesnamn(mål[1:]))
        else:
            länk.set(qn("r:id"), self.dokument.part.relate_to(mål, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        bit = self._text(stycke, nod.text(), fet=fet, kursiv=kursiv)
        if nod.har("se") or not mål.startswith("#"):
            bit._r.style = self.mall.format["hyperlink"]
        länk.append(bit._r)
        stycke._p.append(länk)


# --- Sidans delar -----------------------------------------------------------------------------------


def _hör_till_nästa(nod: Nod, förra: Nod | None, nästa: Nod | None) -> bool:
    """Om stycket står på samma sida som nästa: en inledning med sin tabell, ett begrepp med nästa, det sista med ursprunget."""
    if nästa is not None and nästa.namn in {"table", "ul", "ol"} and nod.namn != "table":
        return True
    efter, före = (granne.namn if granne is not None else "" for granne in (förra, nästa))
    under_rubriken = nod.namn == "p" and (efter in {"h3", "h4"} or (efter == "h2" and före == "h3"))
    som_rubrik = nod.namn == "p" and len(nod.barn) == 1 and isinstance(nod.barn[0], Nod) and nod.barn[0].namn in _FET
    return under_rubriken or som_rubrik or nod.namn == "dt" or nod.har("ingress", "läsning", "bedömning")


def _rader(nod: Nod, djup: int) -> Iterable[tuple[int, Nod]]:
    """Förteckningens länkar, med sitt djup."""
    for barn in nod.barn:
        if isinstance(barn, Nod) and barn.namn == "a":
            yield djup, barn
        elif isinstance(barn, Nod):
            yield from _rader(barn, djup + (barn.namn == "ul" and nod.namn == "li"))


def _synliga(barn: Iterable[Nod | str]) -> Iterable[Nod | str]:
    """Det som syns: inte diagrammen, vars tal står bredvid dem, och inte orden för ett tecken som redan står där."""
    förra: Nod | str = ""
    for ett in barn:
        efter = förra if isinstance(förra, Nod) else None
        if isinstance(ett, str):
            hoppas_över = not ett.strip(" ") and efter is not None and efter.har(*_EGEN_RAD)
        else:
            uttalat = ett.har("dold") and efter is not None and "aria-hidden" in efter.attribut
            hoppas_över = ett.namn in _HOPPAS_ÖVER or uttalat
        if not hoppas_över:
            förra = ett
            yield ett


def _rutor_som_tabell(nod: Nod) -> Nod:
    """Första sidans rutor: ett mål på varje rad, med sitt omdöme och hur många indikatorer som når målet."""
    rader = []
    for ruta in (b for b in nod.barn if isinstance(b, Nod)):
        bitar = [b for b in ruta.barn if isinstance(b, Nod)]
        slut = [b for b in bitar[-1].barn if isinstance(b, Nod)] if bitar else []
        namn: list[Nod | str] = [bit for b in bitar[:-1] for bit in (b if b.namn != "a" else Nod("b", {}, [b]), " ")]
        celler = [Nod("th", {}, namn), Nod("td", {}, list(slut[:1])), Nod("td", {}, list(slut[1:]))]
        rader.append(celler)
    antal = 3 if any(celler[2].text() for celler in rader) else 2
    huvud = Nod("tr", {}, [Nod("th", {}, [ord_]) for ord_ in ("Mål", "Bedömning", "Når målet")[:antal]])
    return Nod("table", {}, [Nod("thead", {}, [huvud]), *(Nod("tr", {}, [*celler[:antal]]) for celler in rader)])


def _ihop_med_tecknet(barn: list[Nod | str]) -> list[Nod | str]:
    """`● uppfyllt` med ett mellanslag som inte bryts: tecknet lämnas aldrig ensamt sist på en rad."""
    return [re.sub(r"^(\S?) ", "\\1\u00a0", b) if isinstance(b, str) else b for b in barn]


_INBÄDDAD = re.compile(r"data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=]+)")
_BILDHÖJD = Pt(48)


def _bild(stycke: Paragraph, nod: Nod) -> None:
    """En bild som står i sidan, med sin text för den som inte ser den."""
    if inbäddad := _INBÄDDAD.fullmatch(nod.attribut.get("src", "")):
        bild = stycke.add_run().add_picture(io.BytesIO(b64decode(inbäddad[1])), height=_BILDHÖJD)
        bild._inline.docPr.set("descr", nod.attribut.get("alt", ""))


def _utan_mellanslag_sist(stycke: Paragraph) -> None:
    """Ett mellanslag före en radbrytning blir en tom rad när raden är full."""
    for bit in reversed(stycke.runs):
        text = bit.text
        if text.endswith(" "):
            bit.text = text.rstrip(" ")
        if text.strip(" "):
            return


def _märkesnamn(ankare: str) -> str:
    """Ett bokmärkes namn: högst 40 bokstäver och siffror. Ett långt behåller sitt slut som ett märke, så att det är ensamt."""
    namn = re.sub(r"\W", "_", ankare)
    namn = namn if namn[:1].isalpha() else f"m{namn}"
    return namn if len(namn) <= 40 else f"{namn[:31]}_{hashlib.sha256(ankare.encode()).hexdigest()[:8]}"


def _tal(text: str) -> int:
    """Talet i ett attribut, eller 1."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 1


# --- XML --------------------------------------------------------------------------------------------


def _beskriv(tabell: Table, text: str) -> None:
    """Tabellens text för den som inte ser den."""
    beskrivning = OxmlElement("w:tblDescription")
    beskrivning.set(qn("w:val"), text)
    tabell._tbl.tblPr.append(beskrivning)


def _fyll(egenskaper: Any, färg: str) -> None:
    """Bakgrunden bakom ett stycke, en ruta eller en bit text."""
    fyllning = OxmlElement("w:shd")
    fyllning.set(qn("w:val"), "clear")
    fyllning.set(qn("w:fill"), färg)
    egenskaper.append(fyllning)


def _sexsiffrig(färg: str, annars: str = "EEEEEE") -> str:
    """`#eee` → `EEEEEE`, som Word skriver färger. Ett namn eller en variabel i en egen mall blir färgen `annars`."""
    if not re.fullmatch(r"#([0-9a-fA-F]{3}){1,2}", färg):
        return annars
    siffror = färg[1:].upper()
    return siffror if len(siffror) == 6 else "".join(s * 2 for s in siffror)
