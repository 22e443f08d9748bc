"""Dokumentet som en sida skrivs i som Word: kommunens egen .docx eller verktygets, med de format som sidan behöver.

I kommunens mall ändras inget som finns: det som den saknar (Rubrik 3, punktlistor, innehåll) läggs till, så att en rubrik alltid
är en rubrik och en punkt en punkt. Utan mall är formaten verktygets, och går att ändra på ett ställe i Word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.parts.numbering import NumberingPart
from docx.shared import Pt

from planverktyg.utgivning.format import Formatfel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docx.document import Document as Worddokument
    from docx.text.paragraph import Paragraph

    from planverktyg.utgivning.underlag.gemensamt import Utseende

_LÄNGSTA_TITEL = 255
"""Så många tecken får filens titel ha i Word."""

TABELL = "Plantabell"
"""Tabellernas format."""
STAPEL = "Planstapel"
"""Formatet för stapeln av omdömen."""
TABELLTEXT = "Tabelltext"
"""Formatet för text i tabeller."""
LITEN = "Liten text"
"""Formatet för det som förklarar: noter, ursprung."""


class Wordmall(NamedTuple):
    """Dokumentet, och det som den som skriver i det behöver veta."""

    dokument: Worddokument
    format: dict[str, str]
    """Formatens namn, med små bokstäver → deras id."""
    siffror: int
    """Grunden för numrerade listor."""
    bredd: float
    """Textens bredd på sidan, i punkter."""


class _Format(NamedTuple):
    namn: str
    stycke: str = ""
    tecken: str = ""
    slag: str = "paragraph"

    def xml(self, nytt_id: str, normal: str) -> str:
        """Formatet som Word skriver det. Måtten fylls i efteråt."""
        stycke = f'<w:basedOn w:val="{normal}"/><w:next w:val="{normal}"/><w:qFormat/><w:pPr>{self.stycke}</w:pPr>'
        return (
            f'<w:style {nsdecls("w")} w:type="{self.slag}" w:styleId="{nytt_id}"><w:name w:val="{self.namn}"/>'
            f"{stycke if self.slag == 'paragraph' else ''}<w:rPr>{self.tecken}</w:rPr></w:style>"
        )


def _rubrik(nivå: int, storlek: int, före: int, tecken: str = "") -> _Format:
    linje = '<w:pBdr><w:top w:val="single" w:sz="12" w:space="4" w:color="{färg}"/></w:pBdr>' if nivå == 1 else ""
    stycke = f'<w:keepNext/><w:keepLines/>{linje}<w:spacing w:before="{före}" w:after="60"/><w:outlineLvl w:val="{nivå - 1}"/>'
    return _Format(f"heading {nivå}", stycke, f'<w:b/>{tecken}<w:sz w:val="{storlek}"/>')


def _punkter(namn: str, nummer: str, djup: int) -> _Format:
    lista = f'<w:numPr><w:ilvl w:val="{djup}"/><w:numId w:val="{{{nummer}}}"/></w:numPr><w:contextualSpacing/>'
    return _Format(namn if djup == 0 else f"{namn} {djup + 1}", lista)


_ACCENT, _GRÅ = '<w:color w:val="{färg}"/>', '<w:color w:val="3D4550"/>'
_PRICKAR = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{bredd}"/></w:tabs><w:spacing w:after="20"/>'
_FORMATEN = (
    _Format("Title", '<w:keepNext/><w:spacing w:before="40" w:after="40"/>', '<w:b/><w:sz w:val="40"/>'),
    _rubrik(1, 30, 320),
    _rubrik(2, 25, 200, _ACCENT),
    _rubrik(3, 22, 180),
    *(_rubrik(nivå, 21, 160) for nivå in (4, 5, 6)),
    _Format("TOC Heading", '<w:keepNext/><w:spacing w:before="240" w:after="80"/>', '<w:b/><w:sz w:val="28"/>'),
    _Format("toc 1", _PRICKAR),
    _Format("toc 2", _PRICKAR + '<w:ind w:left="240"/>'),
    _Format("caption", '<w:keepNext/><w:spacing w:before="80" w:after="40"/>', f'<w:b/>{_GRÅ}<w:sz w:val="17"/>'),
    _Format("header", "", f'{_GRÅ}<w:sz w:val="16"/>'),
    _Format("footer", '<w:jc w:val="right"/>', f'{_GRÅ}<w:sz w:val="16"/>'),
    *(_punkter("List Bullet", "punkter", djup) for djup in range(3)),
    *(_punkter("List Number", "siffror", djup) for djup in range(3)),
    *(
        _Format(f"List Continue{f' {n}' if n > 1 else ''}", f'<w:spacing w:after="60"/><w:ind w:left="{340 * n}"/>')
        for n in (1, 2, 3)
    ),
    _Format(TABELLTEXT, '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="17"/>'),
    _Format(LITEN, '<w:spacing w:after="60"/>', f'{_GRÅ}<w:sz w:val="17"/>'),
    _Format("Hyperlink", "", f'{_ACCENT}<w:u w:val="single"/>', "character"),
)
_LINJE = 'w:val="single" w:sz="4" w:space="0"'
_HUVUDLINJE = '<w:bottom w:val="single" w:sz="12" w:space="0" w:color="{färg}"/>'
_TABELLER = {
    TABELL: (
        '<w:bottom {linje} w:color="B6BFC8"/><w:insideH {linje} w:color="B6BFC8"/>',
        (45, 0, 45, 100),
        "<w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>{huvudlinje}</w:tcBorders></w:tcPr>",
    ),
    STAPEL: (
        "".join(f'<w:{sida} {{linje}} w:color="3D4550"/>' for sida in ("top", "left", "bottom", "right", "insideV")),
        (30, 50, 0, 0),
        "",
    ),
}
"""Tabellformaten: linjer, marginaler (uppe, vänster, nere, höger, i tjugondels punkter) och den första raden."""


def öppna(mall: Path | None, titel: str, sidhuvud: str, utseende: Utseende | None) -> Wordmall:
    """Ett tomt dokument att skriva i. Reser `Formatfel` när mallen inte går att läsa."""
    dokument = _läs(mall)
    egenskaper = dokument.core_properties
    egenskaper.title = titel if len(titel) <= _LÄNGSTA_TITEL else f"{titel[: _LÄNGSTA_TITEL - 1]}…"
    egenskaper.language, egenskaper.author = "sv-SE", "planverktyg"
    egenskaper.last_modified_by, egenskaper.comments = "planverktyg", ""
    _töm(dokument)
    if mall is None:
        _mått_och_typsnitt(dokument, utseende)
    accent = utseende.färger.ljus[1:].upper() if utseende and utseende.färger else "0B3A5C" if mall is None else "auto"
    bredd, (punkter, siffror) = _textbredd(dokument), _listor(dokument)
    val = {"färg": accent, "bredd": round(bredd * 20)}
    val |= {"punkter": ny_lista(dokument, punkter), "siffror": ny_lista(dokument, siffror)}
    formaten = _lägg_format(dokument, val, byt=mall is None)
    _språk(dokument)
    _avstavning(dokument)
    _sidhuvud(dokument, sidhuvud, formaten)
    return Wordmall(dokument, formaten, siffror, bredd)


def _läs(mall: Path | None) -> Worddokument:
    try:
        dokument: Worddokument = Document(str(mall) if mall else None)
        if dokument.element.body is not None:
            return dokument
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError):
        pass
    raise Formatfel(
        f"Wordmallen {mall} går inte att läsa. Öppna den i Word och spara den som Word-dokument (.docx)."
    ) from None


def _textbredd(dokument: Worddokument) -> float:
    """Textens bredd på sidan, i punkter."""
    del_ = dokument.sections[0]
    mått = (del_.page_width, del_.left_margin, del_.right_margin, del_.gutter)
    sida, vänster, höger, rygg = (m.pt if m is not None else 0.0 for m in mått)
    return max(sida - vänster - höger - rygg, 200.0)


def _töm(dokument: Worddokument) -> None:
    """Tar bort det som står i mallen. Det första avsnittets mått, sidhuvud och sidfot är kvar: ett senare är ofta en bilaga."""
    kropp = dokument.element.body
    avsnitt = next(kropp.iter(qn("w:sectPr")), None)
    for del_ in list(kropp):
        kropp.remove(del_)
    if avsnitt is not None:
        kropp.append(avsnitt)


def _mått_och_typsnitt(dokument: Worddokument, utseende: Utseende | None) -> None:
    normal = dokument.styles["Normal"]
    normal.font.name = utseende.typsnitt.partition(",")[0] if utseende and utseende.typsnitt else "Arial"
    normal.font.size = Pt(10)
    normal.paragraph_format.space_after = Pt(5)
    normal.paragraph_format.line_spacing = 1.15
    (del_,) = dokument.sections
    del_.page_width, del_.page_height = Pt(595.3), Pt(841.9)
    del_.left_margin = del_.right_margin = Pt(51)
    del_.top_margin, del_.bottom_margin = Pt(58), Pt(51)
    del_.header_distance = del_.footer_distance = Pt(28)


# --- Formaten ---------------------------------------------------------------------------------------


def _lägg_format(dokument: Worddokument, val: dict[str, Any], *, byt: bool) -> dict[str, str]:
    """Lägger till de format som saknas; med `byt` ersätts de som finns."""
    alla = dokument.styles.element
    finns = {ett.name.lower(): ett for ett in dokument.styles if ett.name}
    formaten = {namn: ett.style_id for namn, ett in finns.items()}
    normal = formaten.get("normal", "Normal")
    for ett in _FORMATEN:
        namn = ett.namn.lower()
        if namn in finns and not byt:
            continue
        if namn in finns:
            alla.remove(finns[namn].element)
        nytt = formaten.setdefault(namn, ett.namn.title().replace(" ", ""))
        alla.append(parse_xml(ett.xml(nytt, normal).format(**val)))
    for tabell, (linjer, marginaler, huvud) in _TABELLER.items():
        if tabell.lower() not in formaten:
            formaten[tabell.lower()] = tabell
            sidor = zip(("top", "left", "bottom", "right"), marginaler, strict=True)
            luft = "".join(f'<w:{sida} w:w="{mått}" w:type="dxa"/>' for sida, mått in sidor)
            xml = (
                f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{tabell}">'
                f'<w:name w:val="{tabell}"/><w:tblPr><w:tblInd w:w="{marginaler[1]}" w:type="dxa"/>'
                f"<w:tblBorders>{linjer}</w:tblBorders><w:tblCellMar>{luft}</w:tblCellMar></w:tblPr>"
                f'<w:tblStylePr w:type="firstRow">{huvud}</w:tblStylePr></w:style>'
            )
            alla.append(parse_xml(xml.format(linje=_LINJE, huvudlinje=_HUVUDLINJE.format(**val))))
    return formaten


def _numrering(dokument: Worddokument) -> Any:
    try:
        return dokument.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        tom = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        del_ = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, tom, dokument.part.package)
        dokument.part.relate_to(del_, RELATIONSHIP_TYPE.NUMBERING)
        return tom


def _listor(dokument: Worddokument) -> tuple[int, int]:
    """Grunderna för verktygets punktlista och numrerade lista, i tre steg."""
    rot = _numrering(dokument)
    första = rot.find(qn("w:num"))
    nummer = []
    for slag, tecken in (("bullet", "••–"), ("decimal", "")):
        nytt = _nästa(rot, "w:abstractNum", "w:abstractNumId")
        steg = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{slag}"/>'
            f'<w:lvlText w:val="{tecken[n] if tecken else f"%{n + 1}."}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{340 * (n + 1)}" w:hanging="340"/></w:pPr></w:lvl>'
            for n in range(3)
        )
        lista = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{nytt}"><w:multiLevelType w:val="hybridMultilevel"/>'
            f"{steg}</w:abstractNum>"
        )
        första.addprevious(lista) if första is not None else rot.append(lista)
        nummer.append(nytt)
    return nummer[0], nummer[1]


def ny_lista(dokument: Worddokument, grund: int, steg: int = 0, start: int | None = None) -> int:
    """En lista till av samma slag; med `start` börjar steget om därifrån."""
    rot = _numrering(dokument)
    nytt = _nästa(rot, "w:num", "w:numId")
    om = (
        f'<w:lvlOverride w:ilvl="{steg}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        if start is not None
        else ""
    )
    rot.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{nytt}"><w:abstractNumId w:val="{grund}"/>{om}</w:num>'))
    return nytt


def _nästa(rot: Any, element: str, nummer: str) -> int:
    return max((int(ett.get(qn(nummer))) for ett in rot.iter(qn(element)) if ett.get(qn(nummer))), default=0) + 1


# --- Språk, avstavning, sidhuvud --------------------------------------------------------------------


def _språk(dokument: Worddokument) -> None:
    """Svenska överallt: annars läses texten upp, avstavas och rättas som engelska."""
    rot = dokument.styles.element
    förval = rot.find(qn("w:docDefaults"))
    if förval is None:
        förval = OxmlElement("w:docDefaults")
        rot.insert(0, förval)
    for namn in ("w:rPrDefault", "w:rPr", "w:lang"):
        del_ = förval.find(qn(namn))
        if del_ is None:
            del_ = OxmlElement(namn)
            förval.insert(0, del_) if namn == "w:rPrDefault" else förval.append(del_)
        förval = del_
    for språk in rot.iter(qn("w:lang")):
        språk.set(qn("w:val"), "sv-SE")


_EFTER_AVSTAVNING = ("w:hyphenationZone", "w:evenAndOddHeaders", "w:characterSpacingControl", "w:compat")
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


_NÅGOT = ("w:t", "w:drawing", "w:pict", "w:object", "w:tbl", "w:instrText", "w:fldSimple")
"""Det som syns i ett sidhuvud: text, bilder, tabeller och fält."""


def _sidhuvud(dokument: Worddokument, text: str, formaten: dict[str, str]) -> None:
    """Sidhuvudets text på varje sida, under det som mallen har där, och sidans nummer när mallen saknar det."""
    har_nummer = any("PAGE" in ett._element.xml for ett in _bruk(dokument, "header", "footer"))
    for huvud in _bruk(dokument, "header"):
        _rad_i(huvud, formaten["header"]).add_run(text)
    for fot in _bruk(dokument, "footer") if not har_nummer else ():
        rad = _rad_i(fot, formaten["footer"])
        for bit, kod in (("Sida ", "PAGE"), (" av ", "NUMPAGES")):
            rad.add_run(bit)
            fält(rad, kod, "1")


def _bruk(dokument: Worddokument, *slag: str) -> Iterator[Any]:
    """Sidhuvudena och sidfötterna som används: också första sidans och de jämna sidornas, när mallen har egna sådana."""
    (del_,) = dokument.sections
    for ett in slag:
        yield getattr(del_, ett)
        if del_.different_first_page_header_footer:
            yield getattr(del_, f"first_page_{ett}")
        if dokument.settings.odd_and_even_pages_header_footer:
            yield getattr(del_, f"even_page_{ett}")


def _rad_i(huvud: Any, format_: str) -> Paragraph:
    """En tom rad: den som finns, eller en ny under det som står där."""
    rader = huvud.paragraphs
    rot = huvud._element
    tomt = not any(True for _ in rot.iter(*(qn(namn) for namn in _NÅGOT)))
    rad: Paragraph = rader[0] if rader and tomt else huvud.add_paragraph()
    rad._p.style = format_
    return rad


def fält(stycke: Paragraph, kod: str, visas: str, *, inaktuellt: bool = False) -> None:
    """Ett fält som Word räknar ut: sidnummer, tabellnummer."""
    börja_fält(stycke, kod, inaktuellt=inaktuellt)
    stycke.add_run(visas)
    sluta_fält(stycke)


def börja_fält(stycke: Paragraph, kod: str, *, inaktuellt: bool = False) -> None:
    """Fältets kod; det som skrivs därefter är vad som visas tills Word räknar ut det."""
    tecken = _fälttecken(stycke, "begin")
    if inaktuellt:
        tecken.set(qn("w:dirty"), "true")
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {kod} "
    stycke.add_run()._r.append(text)
    _fälttecken(stycke, "separate")


def sluta_fält(stycke: Paragraph) -> None:
    """Avslutar fältet som senast började."""
    _fälttecken(stycke, "end")


def _fälttecken(stycke: Paragraph, slag: str) -> Any:
    tecken = OxmlElement("w:fldChar")
    tecken.set(qn("w:fldCharType"), slag)
    stycke.add_run()._r.append(tecken)
    return tecken
