"""Ett Worddokument (.docx) in, dess block ut: rubriker, listor och tabeller så som dokumentets format säger dem.

Filen är någon annans: den packas aldrig upp större än gränserna säger, inga makron eller länkar följs, och inget hämtas.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from planverktyg.blanketter.importera.block import NUMRERAD, Block, GårInteAttImportera, Källtext, på_en_rad, rensa
from planverktyg.blanketter.importera.filslag.textfil import liknar_rubrik
from planverktyg.utgivning.wordplan import läs_plan, syns, är_på

if TYPE_CHECKING:
    from collections.abc import Iterator

STÖRSTA_DEL = 60_000_000
"""Så många byte får dokumentets text uppta uppackad."""
STÖRSTA_PAKET = 300_000_000
"""Så många byte får alla delar uppta tillsammans, bilderna medräknade."""
FLEST_DELAR = 5_000
FLEST_RUTOR = 200_000
"""Så många rutor får dokumentets tabeller ha tillsammans."""
_RUBRIK = re.compile(r"(?:heading|rubrik)\s*(\d)", re.IGNORECASE)


def läs_wordfil(källa: bytes) -> Källtext:
    """Dokumentets block i ordning, och planen som det är skrivet ur. Reser `GårInteAttImportera`."""
    granska_paket(källa)
    try:
        dokument = Document(io.BytesIO(källa))
        läsare = _Läsare(dokument)
        block = list(läsare.block())
        planen, oändrat = läs_plan(dokument) or ("", False)
    except GårInteAttImportera:
        raise
    except Exception as fel:  # noqa: BLE001 - trasigt på alla sätt, och aldrig ett fel i verktyget
        slag = type(fel).__name__
        raise GårInteAttImportera(f"Dokumentet är trasigt och går inte att läsa ({slag}). {_SPARA}") from None
    block, förteckning, rad = _utan_förteckning(block)
    med_innehåll = [b for b in block if b.text or b.rader]
    upplysningar = tuple(läsare.upplysningar())
    return Källtext(med_innehåll, förteckning, rad, upplysningar, planens_innehåll=planen, är_oändrad=oändrat)


_SPARA = "Öppna det i Word, spara det på nytt som .docx och försök igen."


def granska_paket(källa: bytes) -> None:
    """Reser `GårInteAttImportera` när filen inte är ett Worddokument, eller skulle bli för stor uppackad."""
    if källa.startswith(b"\xd0\xcf\x11\xe0"):
        raise GårInteAttImportera(
            "Filen är ett äldre Worddokument (.doc) eller lösenordsskyddad. Spara den som .docx utan lösenord."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(källa)) as paket:
            delar = paket.infolist()
            krypterad = any(d.flag_bits & 1 for d in delar)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise GårInteAttImportera(f"Filen är inget Worddokument (.docx), eller så är den trasig. {_SPARA}") from None
    if krypterad:
        raise GårInteAttImportera("Filen är lösenordsskyddad. Spara den utan lösenord.")
    namn = {d.filename for d in delar}
    for början, råd in _ANDRA_PAKET.items():
        if any(ett.startswith(början) for ett in namn):
            raise GårInteAttImportera(råd)
    if "word/document.xml" not in namn and "[Content_Types].xml" not in namn:
        raise GårInteAttImportera("Filen är ett paket men inget Worddokument (.docx).")
    text = sum(d.file_size for d in delar if d.filename.endswith((".xml", ".rels")))
    if len(delar) > FLEST_DELAR or text > STÖRSTA_DEL or sum(d.file_size for d in delar) > STÖRSTA_PAKET:
        raise GårInteAttImportera("Dokumentet blir orimligt stort när det packas upp, och läses inte.")


_ANDRA_PAKET = {
    "xl/": "Filen är en Excelfil. Kopiera tabellerna till ett Worddokument, eller spara bladet i Excel som Text "
    "(tabbavgränsad), och importera det.",
    "ppt/": "Filen är en presentation. Kopiera texten och tabellerna till ett Worddokument, och importera det.",
    "content.xml": "Filen är skriven i LibreOffice. Spara den som .docx.",
}
"""Andra program packar sina filer på samma sätt: det som bara de har, och vad som hjälper."""
_BEHÅLLARE = frozenset(qn(namn) for namn in ("w:sdt", "w:sdtContent", "w:ins", "w:smartTag", "w:customXml", "w:moveTo"))


class _Läsare:
    """Gör block av dokumentets stycken och tabeller."""

    def __init__(self, dokument: Any) -> None:
        self.dokument = dokument
        self.rutor = 0
        self.formatnamn = {f.style_id: f.name or "" for f in dokument.styles if f.style_id}
        self.noter = {slag: _noter(dokument, slag) for slag in ("footnote", "endnote")}
        self.nr = 0
        self.rubriknivå = 0
        self.tabellrubrik = ""
        self.struket: list[str] = []

    def block(self) -> Iterator[Block]:
        """Alla block i dokumentets ordning."""
        yield from self._i(self.dokument.element.body)
        yield from self._tabellrubriken("")

    def upplysningar(self) -> Iterator[str]:
        """Det som stod struket i dokumentet, och därför inte är med."""
        if self.struket:
            yield f"Struken och borttagen text är inte med: {'; '.join(self.struket)[:500]}"

    def _i(self, behållare: Any) -> Iterator[Block]:
        for del_ in behållare:
            if del_.tag == qn("w:p"):
                self.nr += 1
                yield from self._ett_stycke(del_)
            elif del_.tag == qn("w:tbl"):
                self.nr += 1
                yield from self._tabellrubriken(_beskrivning(del_))
                yield self._tabell(del_)
                for stycke in del_.iter(qn("w:p")):
                    if _närmaste(stycke, _RESERV) is None:
                        yield from self._noter_och_struket(stycke)
            elif del_.tag in _BEHÅLLARE:
                yield from self._i(del_)

    def _ett_stycke(self, stycke: Any) -> Iterator[Block]:
        yield from self._stycke(stycke)
        for ruta in stycke.iter(qn("w:txbxContent")):
            if _närmaste(ruta, _RESERV) is None and _närmaste(ruta, qn("w:p")) is stycke:
                yield from self._i(ruta)
        yield from self._noter_och_struket(stycke)

    def _noter_och_struket(self, stycke: Any) -> Iterator[Block]:
        """Fotnoterna och slutnoterna som stycket hänvisar till. Det strukna antecknas."""
        for slag in ("footnote", "endnote"):
            for märke in _egna(stycke, f"w:{slag}Reference"):
                if text := self.noter[slag].get(märke.get(qn("w:id")) or ""):
                    yield Block("stycke", f"Fotnot: {text}", self.nr)
        if struket := struken_text(stycke):
            self.struket.append(struket)

    def _tabellrubriken(self, beskrivning: str) -> Iterator[Block]:
        """Texten ovanför tabellen, om den inte bara är den som verktyget självt sätter dit."""
        if self.tabellrubrik and (not beskrivning or not self.tabellrubrik.endswith(beskrivning)):
            yield Block("stycke", self.tabellrubrik, self.nr)
        self.tabellrubrik = ""

    def _stycke(self, stycke: Any) -> Iterator[Block]:
        text = rensa(synlig_text(stycke)).strip("\n ")
        format_ = self._format(stycke)
        if re.match(r"(?i)toc \d|toc\d|innehåll \d", format_) or _har_fält(stycke, "TOC"):
            for rad in text.split("\n"):
                yield Block("stycke", rad, self.nr, nivå=-1)
            return
        if not text.strip():
            return
        yield from self._tabellrubriken("")
        if re.match(r"(?i)caption|beskrivning", format_):
            self.tabellrubrik = på_en_rad(text)
        elif rubrik := _RUBRIK.match(format_):
            self.rubriknivå = int(rubrik[1])
            yield Block("rubrik", på_en_rad(text), self.nr, nivå=self.rubriknivå)
        elif re.fullmatch(r"(?i)title|rubrik|titel", format_):
            yield Block("rubrik", på_en_rad(text), self.nr, nivå=0)
        elif re.match(r"(?i)toc heading|innehållsförteckningsrubrik", format_):
            yield Block("stycke", på_en_rad(text), self.nr, nivå=-1)
        else:
            yield self._text(stycke, text, format_)

    def _text(self, stycke: Any, text: str, format_: str) -> Block:
        fet = _är_fet(stycke)
        punkt = (
            re.match(r"(?i)list|punktlista|numrerad lista", format_)
            or stycke.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
        )
        numrerad = NUMRERAD.fullmatch(text)
        if punkt or (numrerad and "\n" not in text and not fet):
            nummer = numrerad["nummer"] if numrerad else ""
            djup = re.search(r"\d", format_)
            rent = på_en_rad(numrerad["text"] if numrerad else text)
            return Block("punkt", rent, self.nr, nivå=int(djup[0]) if djup else _djup(stycke), nummer=nummer, fet=fet)
        if fet and "\n" not in text and liknar_rubrik(text):  # en rubrik som bara är fet text
            return Block("rubrik", text, self.nr, nivå=self.rubriknivå + 1)
        return Block("stycke", text, self.nr, fet=fet)

    def _format(self, stycke: Any) -> str:
        format_ = stycke.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return "" if format_ is None else self.formatnamn.get(format_.get(qn("w:val")), format_.get(qn("w:val")) or "")

    def _tabell(self, tabell: Any) -> Block:
        rader: list[list[str]] = []
        for rad in tabell.iter(qn("w:tr")):
            if _närmaste(rad, qn("w:tbl")) is not tabell:
                continue
            rutor = [text for r in rad.iter(qn("w:tc")) if _närmaste(r, qn("w:tr")) is rad for text in self._rutan(r)]
            self.rutor += len(rutor)
            if self.rutor > FLEST_RUTOR:
                raise GårInteAttImportera(
                    f"Dokumentets tabeller har över {FLEST_RUTOR} rutor tillsammans, och läses inte."
                )
            rader.append(rutor)
        return Block("tabell", rad=self.nr, rader=[r for r in rader if r])

    def _rutan(self, ruta: Any) -> list[str]:
        """Rutans text, och en tom ruta för varje kolumn till som den sträcker sig över."""
        spann = ruta.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        bredd = int(spann.get(qn("w:val")) or 1) if spann is not None else 1
        return [self._ruta(ruta), *([""] * min(bredd - 1, 60))]

    def _ruta(self, ruta: Any) -> str:
        stycken = [rensa(synlig_text(p)).strip() for p in ruta.iter(qn("w:p")) if _närmaste(p, _RESERV) is None]
        return "\n".join(på_en_rad(s) for s in stycken if s)


def _närmaste(del_: Any, namn: str) -> Any:
    return next(del_.iterancestors(namn), None)


def _egna(stycke: Any, namn: str) -> Iterator[Any]:
    """Delarna som står i stycket självt, och inte i en textruta i det: de läses med sin ruta."""
    return (del_ for del_ in stycke.iter(qn(namn)) if _närmaste(del_, qn("w:p")) is stycke)


def _har_fält(stycke: Any, kod: str) -> bool:
    return any((kodtext.text or "").strip().startswith(kod) for kodtext in stycke.iter(qn("w:instrText")))


_RESERV = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def synlig_text(stycke: Any) -> str:
    """Styckets text så som den visas, utan den som står i textrutor."""
    ut: list[str] = []
    for bit in stycke.iter(*_TECKENDELAR):
        rad = bit.getparent()
        if rad.tag != qn("w:r") or not syns(rad) or _närmaste(bit, qn("w:p")) is not stycke:
            continue
        if bit.tag == qn("w:t"):
            ut.append(_upphöjd(bit.text or "") if _är_upphöjd(rad) else bit.text or "")
        elif bit.tag == qn("w:sym"):
            ut.append(_tecknet(bit))
        elif bit.tag == qn("w:noBreakHyphen"):
            ut.append("-")
        else:
            ut.append("\t" if bit.tag == qn("w:tab") else "\n")
    return "".join(ut)


_TECKENDELAR = tuple(qn(f"w:{namn}") for namn in ("t", "tab", "br", "cr", "noBreakHyphen", "sym"))
_UPPHÖJDA = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SYMBOLER = {"FC": "✓", "FB": "✗", "FE": "☑", "FD": "☒", "A8": "☐", "6F": "☐", "A7": "▪", "E0": "→"}
"""Tecken i teckensnittet Wingdings som betyder något i en ruta."""


def _är_upphöjd(bit: Any) -> bool:
    läge = bit.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return läge is not None and läge.get(qn("w:val")) == "superscript"


def _upphöjd(text: str) -> str:
    """Ett upphöjt tal är ett märke för en fotnot, eller en exponent: det får aldrig bli siffror i talet före."""
    return text.translate(_UPPHÖJDA)


def _tecknet(symbol: Any) -> str:
    """Ett tecken ur ett symbolteckensnitt, som ett vanligt tecken. Ett okänt blir ett som syns, och inget."""
    return _SYMBOLER.get((symbol.get(qn("w:char")) or "")[-2:].upper(), "□")


def struken_text(stycke: Any) -> str:
    """Text i stycket som är genomstruken, dold eller borttagen med spårade ändringar."""
    bitar = [b for b in _egna(stycke, "w:r") if not syns(b)]
    return "".join(t.text or "" for b in bitar for t in b.iter(qn("w:t"), qn("w:delText"))).strip()


def _noter(dokument: Any, slag: str) -> dict[str, str]:
    """Fotnoternas (footnote) eller slutnoternas (endnote) text efter deras id."""
    noter: dict[str, str] = {}
    for relation in dokument.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(f"/{slag}s"):
            continue
        for fotnot in parse_xml(relation.target_part.blob).iter(qn(f"w:{slag}")):
            text = " ".join(synlig_text(p).strip() for p in fotnot.iter(qn("w:p")))
            if text.strip():
                noter[fotnot.get(qn("w:id"))] = på_en_rad(rensa(text))
    return noter


def _beskrivning(tabell: Any) -> str:
    beskrivning = tabell.find(f"{qn('w:tblPr')}/{qn('w:tblDescription')}")
    return "" if beskrivning is None else beskrivning.get(qn("w:val")) or ""


def _djup(stycke: Any) -> int:
    nivå = stycke.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    return 1 if nivå is None else int(nivå.get(qn("w:val")) or 0) + 1


def _är_fet(stycke: Any) -> bool:
    bitar = [b for b in stycke.iter(qn("w:r")) if any((t.text or "").strip() for t in b.iter(qn("w:t")))]
    return bool(bitar) and all(är_på(b, "w:b") for b in bitar)


def _utan_förteckning(block: list[Block]) -> tuple[list[Block], tuple[str, ...], int]:
    """Blocken utan innehållsförteckningen, dess rader, och var den stod."""
    rader = [b for b in block if b.nivå == -1]
    if not rader:
        return block, (), 0
    return [b for b in block if b.nivå != -1], tuple(b.text for b in rader if b.text.strip()), rader[0].rad
