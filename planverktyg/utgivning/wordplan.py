"""En plans innehåll in, en dold del av plandokumentet i Word ut, och tillbaka igen så länge den synliga texten är densamma.

Det som syns i ett plandokument är inte allt som står i planen: id:n, hänvisningar och hur något räknas syns inte. De följer
med i en egen del av filen (custom XML), utan kommentarer, tillsammans med ett märke som är gjort av den synliga texten. Den
som har ändrat ett ord i Word har ändrat texten, och då gäller det som syns och inte den dolda delen.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from planverktyg.arkiv.ingrepp.skrivsatt import par

if TYPE_CHECKING:
    from collections.abc import Mapping

_RYMD = "urn:planverktyg:plan:1"
_EGENSKAPER = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"


def lägg_plan(dokument: Any, innehåll: Mapping[str, Any]) -> None:
    """Lägger planens innehåll i Worddokumentet, med märket av det som nu syns i det."""
    text = "".join(f"{rad}\n" for namn, värde in innehåll.items() for rad in par(namn, värde, 0, 2, helst_rader=True))
    rot = f'<plan xmlns="{_RYMD}" visad="{märke(dokument.element.body)}">{escape(text)}</plan>'
    paket = dokument.part.package
    namn = paket.next_partname("/customXml/item%d.xml")
    del_ = Part(PackURI(namn), "application/xml", _XML + rot.encode(), paket)
    dokument.part.relate_to(del_, RELATIONSHIP_TYPE.CUSTOM_XML)
    egenskaper = (
        f'<ds:datastoreItem xmlns:ds="{_EGENSKAPER}" ds:itemID="{{8E1B6A52-7C1F-4D7B-9C56-0A5E6C1F20A1}}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{_RYMD}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    slag = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    egna = Part(PackURI(namn.replace("item", "itemProps", 1)), slag, _XML + egenskaper.encode(), paket)
    del_.relate_to(egna, _RELATION)


_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def läs_plan(dokument: Any) -> tuple[str, bool] | None:
    """Planens innehåll som YAML, och om den synliga texten är densamma som när det lades dit. None när det inte finns något."""
    for relation in dokument.part.rels.values():
        if relation.is_external or relation.reltype != RELATIONSHIP_TYPE.CUSTOM_XML:
            continue
        blob = relation.target_part.blob
        if _RYMD.encode() not in blob:
            continue
        rot = parse_xml(blob)
        if rot.tag == f"{{{_RYMD}}}plan" and rot.text:
            return str(rot.text), rot.get("visad") == märke(dokument.element.body)
    return None


def märke(kropp: Any) -> str:
    """Ett märke av det som syns: alla tecken utom blanksteg, i ordning. Fält som Word räknar om är inte med."""
    return hashlib.sha256("".join(normalize("NFC", visad_text(kropp)).split()).encode()).hexdigest()


def visad_text(kropp: Any) -> str:
    """All text i dokumentet så som den visas: utan fält, borttaget, dolt och genomstruket."""
    ut: list[str] = []
    djup = 0
    for del_ in kropp.iter(qn("w:t"), qn("w:fldChar")):
        if del_.tag == qn("w:fldChar"):
            djup += {"begin": 1, "end": -1}.get(del_.get(qn("w:fldCharType")), 0)
        elif djup <= 0 and syns(del_.getparent()) and not _räknas_om(del_):
            ut.append(del_.text or "")
    return "".join(ut)


def syns(bit: Any) -> bool:
    """Om en textbit visas som gällande text."""
    borttagen = next(bit.iterancestors(qn("w:del"), qn("w:moveFrom")), None) is not None
    return not borttagen and not any(är_på(bit, namn) for namn in ("w:vanish", "w:strike", "w:dstrike"))


def _räknas_om(text: Any) -> bool:
    for del_ in text.iterancestors(qn("w:fldSimple"), qn("w:sdt")):
        if del_.tag == qn("w:fldSimple"):
            return True
        galleri = del_.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
        if galleri is not None and "Contents" in (galleri.get(qn("w:val")) or ""):
            return True
    return False


def är_på(bit: Any, namn: str) -> bool:
    """Om textbiten har egenskapen: fet, genomstruken …"""
    märkning = bit.find(f"{qn('w:rPr')}/{qn(namn)}")
    return märkning is not None and märkning.get(qn("w:val")) not in {"0", "false", "off"}
