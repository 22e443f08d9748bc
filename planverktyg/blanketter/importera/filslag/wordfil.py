"""Ett Worddokument (.docx) in, dess block ut: rubriker, listor och tabeller så som dokumentets format säger dem.

Filen är någon annans: den packas aldrig upp större än gränserna säger, inga makron eller länkar följs, och inget hämtas.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from docx import Document
from docx.oxml.ns import qn

from planverktyg.blanketter.importera.block import Block, Källtext, på_en_rad, rensa

if TYPE_CHECKING:
    from collections.abc import Iterator

STÖRSTA_DEL = 60_000_000
"""Så många byte får dokumentets text uppta uppackad."""
STÖRSTA_PAKET = 300_000_000
"""Så många byte får alla delar uppta tillsammans, bilderna medräknade."""
FLEST_DELAR = 5_000
FLEST_RUTOR = 200_000
"""Så många rutor får dokumentets tabeller ha tillsammans."""
_NUMRERAD = re.compile(r"(?P<nummer>\d{1,2}(?:\.\d{1,2})*|[A-ZÅÄÖ])[.)]\s+(?P<text>\S.*)", re.DOTALL)
_RUBRIK = re.compile(r"(?:heading|rubrik)\s*(\d)", re.IGNORECASE)


class OläsbartDokument(Exception):
    """Varför dokumentet inte går att läsa, på svenska."""


class Worddokument(NamedTuple):
    """Ett öppnat dokument: dess block, och paketet för den som vill se andra delar."""

    källtext: Källtext
    paket: zipfile.ZipFile


def läs_wordfil(källa: bytes) -> Källtext:
    """Dokumentets block i ordning. Reser `OläsbartDokument`."""
    granska_paket(källa)
    try:
        dokument = Document(io.BytesIO(källa))
        block = list(_Läsare(dokument).block())
    except OläsbartDokument:
        raise
    except Exception as fel:  # noqa: BLE001 - trasigt på alla sätt, och aldrig ett fel i verktyget
        slag = type(fel).__name__
        raise OläsbartDokument(f"Dokumentet är trasigt och går inte att läsa ({slag}). {_SPARA}") from None
    block, förteckning, rad = _utan_förteckning(block)
    return Källtext([b for b in block if b.text or b.rader], förteckning, rad)


_SPARA = "Öppna det i Word, spara det på nytt som .docx och försök igen."


def granska_paket(källa: bytes) -> None:
    """Reser `OläsbartDokument` när filen inte är ett Worddokument, eller skulle bli för stor uppackad."""
    if källa.startswith(b"\xd0\xcf\x11\xe0"):
        raise OläsbartDokument(
            "Filen är ett äldre Worddokument (.doc) eller lösenordsskyddad. Spara den som .docx utan lösenord."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(källa)) as paket:
            delar = paket.infolist()
            krypterad = any(d.flag_bits & 1 for d in delar)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise OläsbartDokument(f"Filen är inget Worddokument (.docx), eller så är den trasig. {_SPARA}") from None
    if krypterad:
        raise OläsbartDokument("Filen är lösenordsskyddad. Spara den utan lösenord.")
    namn = {d.filename for d in delar}
    if "word/document.xml" not in namn and "[Content_Types].xml" not in namn:
        raise OläsbartDokument("Filen är ett paket men inget Worddokument (.docx).")
    text = sum(d.file_size for d in delar if d.filename.endswith((".xml", ".rels")))
    if len(delar) > FLEST_DELAR or text > STÖRSTA_DEL or sum(d.file_size for d in delar) > STÖRSTA_PAKET:
        raise OläsbartDokument("Dokumentet blir orimligt stort när det packas upp, och läses inte.")


class _Läsare:
    """Gör block av dokumentets stycken och tabeller."""

    def __init__(self, dokument: Any) -> None:
        self.dokument = dokument
        self.rutor = 0
        self.formatnamn = {f.style_id: f.name or "" for f in dokument.styles if f.style_id}
        self.nr = 0

    def block(self) -> Iterator[Block]:
        """Alla block i dokumentets ordning."""
        yield from self._i(self.dokument.element.body)

    def _i(self, behållare: Any) -> Iterator[Block]:
        for del_ in behållare:
            if del_.tag == qn("w:p"):
                self.nr += 1
                yield from self._stycke(del_)
            elif del_.tag == qn("w:tbl"):
                self.nr += 1
                yield self._tabell(del_)
            elif del_.tag == qn("w:sdt"):
                innehåll = del_.find(qn("w:sdtContent"))
                if innehåll is not None:
                    yield from self._i(innehåll)
            elif del_.tag in {qn("w:ins"), qn("w:smartTag"), qn("w:customXml")}:
                yield from self._i(del_)

    def _stycke(self, stycke: Any) -> Iterator[Block]:
        text = rensa(synlig_text(stycke)).strip("\n ")
        format_ = self._format(stycke)
        if re.match(r"(?i)toc \d|toc\d|innehåll \d", format_) or _har_fält(stycke, "TOC"):
            for rad in text.split("\n"):
                yield Block("stycke", rad, self.nr, nivå=-1)
            return
        if not text.strip() or re.match(r"(?i)caption|beskrivning", format_):
            return
        if rubrik := _RUBRIK.match(format_):
            yield Block("rubrik", på_en_rad(text), self.nr, nivå=int(rubrik[1]))
        elif re.fullmatch(r"(?i)title|rubrik|titel", format_):
            yield Block("rubrik", på_en_rad(text), self.nr, nivå=0)
        elif re.match(r"(?i)toc heading|innehållsförteckningsrubrik", format_):
            yield Block("stycke", på_en_rad(text), self.nr, nivå=-1)
        else:
            yield from self._text(stycke, text, format_)

    def _text(self, stycke: Any, text: str, format_: str) -> Iterator[Block]:
        fet = _är_fet(stycke)
        punkt = (
            re.match(r"(?i)list|punktlista|numrerad lista", format_)
            or stycke.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
        )
        numrerad = _NUMRERAD.fullmatch(text)
        if punkt or (numrerad and "\n" not in text):
            nummer = numrerad["nummer"] if numrerad else ""
            djup = re.search(r"\d", format_)
            rent = på_en_rad(numrerad["text"] if numrerad else text)
            yield Block("punkt", rent, self.nr, nivå=int(djup[0]) if djup else 1, nummer=nummer, fet=fet)
            return
        yield Block("stycke", text, self.nr, fet=fet)

    def _format(self, stycke: Any) -> str:
        format_ = stycke.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return "" if format_ is None else self.formatnamn.get(format_.get(qn("w:val")), format_.get(qn("w:val")) or "")

    def _tabell(self, tabell: Any) -> Block:
        rader: list[list[str]] = []
        for rad in tabell.iter(qn("w:tr")):
            if _närmaste(rad, "w:tbl") is not tabell:
                continue
            rutor = [self._ruta(r) for r in rad.iter(qn("w:tc")) if _närmaste(r, "w:tr") is rad]
            self.rutor += len(rutor)
            if self.rutor > FLEST_RUTOR:
                raise OläsbartDokument(
                    f"Dokumentets tabeller har över {FLEST_RUTOR} rutor tillsammans, och läses inte."
                )
            rader.append(rutor)
        return Block("tabell", rad=self.nr, rader=[r for r in rader if r])

    def _ruta(self, ruta: Any) -> str:
        stycken = [rensa(synlig_text(p)).strip() for p in ruta.iter(qn("w:p"))]
        return "\n".join(på_en_rad(s) for s in stycken if s)


def _närmaste(del_: Any, namn: str) -> Any:
    märke = qn(namn)
    ovanför = del_.getparent()
    while ovanför is not None and ovanför.tag != märke:
        ovanför = ovanför.getparent()
    return ovanför


def _har_fält(stycke: Any, kod: str) -> bool:
    return any((kodtext.text or "").strip().startswith(kod) for kodtext in stycke.iter(qn("w:instrText")))


def _är_fet(stycke: Any) -> bool:
    bitar = [b for b in stycke.iter(qn("w:r")) if any((t.text or "").strip() for t in b.iter(qn("w:t")))]
    return bool(bitar) and all(_på(b, "w:b") for b in bitar)


def _på(bit: Any, namn: str) -> bool:
    märke = bit.find(f"{qn('w:rPr')}/{qn(namn)}")
    return märke is not None and märke.get(qn("w:val")) not in {"0", "false", "off"}


def synlig_text(stycke: Any) -> str:
    """Styckets text så som den visas: utan fältkoder, borttaget och genomstruket."""
    ut: list[str] = []
    for bit in stycke.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        rad = bit.getparent()
        if rad.tag != qn("w:r") or _närmaste(rad, "w:del") is not None or _på(rad, "w:vanish"):
            continue
        if bit.tag == qn("w:t"):
            ut.append(bit.text or "")
        elif bit.tag == qn("w:noBreakHyphen"):
            ut.append("-")
        else:
            ut.append("\t" if bit.tag == qn("w:tab") else "\n")
    return "".join(ut)


def _utan_förteckning(block: list[Block]) -> tuple[list[Block], tuple[str, ...], int]:
    """Blocken utan innehållsförteckningen, dess rader, och var den stod."""
    rader = [b for b in block if b.nivå == -1]
    if not rader:
        return block, (), 0
    return [b for b in block if b.nivå != -1], tuple(b.text for b in rader if b.text.strip()), rader[0].rad
