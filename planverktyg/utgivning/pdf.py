"""En webbsida in, samma sida som taggad PDF (PDF/UA-1) ut. Inget hämtas utifrån, och samma sida ger samma byte.

WeasyPrint ställer sidorna. Det som PDF/UA kräver därutöver läggs till: diagrammens text för den som inte ser dem, vad varje
rubrikcell gäller, att sidhuvud och sidfot är utsmyckning, vad en länk heter, och att länkar följer med i utskrift.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from planverktyg.utgivning.sidtrad import läs_sida

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKRIVS_UT = 4
"""Flaggan som säger att en länk är med också på papper."""


def skriv_pdf(sida: str) -> bytes:
    """Sidan som PDF. Det som inte står i sidan själv hämtas aldrig."""
    bara_inbäddat = URLFetcher(allowed_protocols=("data",))
    rå = HTML(string=_med_delade_ord(_med_diagramtext(sida)), url_fetcher=bara_inbäddat).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=b"planverktyg"
    )
    with pikepdf.open(io.BytesIO(rå)) as pdf:
        _märk_rubrikceller(pdf.Root.StructTreeRoot)
        _märk_sidhuvuden(pdf)
        _märk_länkar(pdf, sida)
        ut = io.BytesIO()
        pdf.save(ut, deterministic_id=True)
    return ut.getvalue()


_DIAGRAM = re.compile(r'<svg\b[^>]*\saria-label="([^"]+)"[^>]*>(?!\s*<title>)')


def _med_diagramtext(sida: str) -> str:
    """Webbläsaren läser upp diagrammets `aria-label`; PDF:en får sin text ur dess `title`."""
    return _DIAGRAM.sub(lambda diagram: f"{diagram[0]}<title>{diagram[1]}</title>", sida)


_MÄRKEN = re.compile(r"(<style\b.*?</style>|<[^<>]*>)", re.DOTALL)
_LÅNGT_ORD = re.compile(r"(?:[^\s<&]|&#?\w+;){120,}")
_ORDDEL = re.compile(r"(?:[^\s<&]|&#?\w+;){40}")


def _med_delade_ord(sida: str) -> str:
    """Ett ord på tusentals tecken får brytas var fyrtionde: WeasyPrints tid växer annars med kvadraten på dess längd."""
    bitar = _MÄRKEN.split(sida)
    bitar[::2] = (_LÅNGT_ORD.sub(lambda ord_: _ORDDEL.sub(r"\g<0>&#8203;", ord_[0]), text) for text in bitar[::2])
    return "".join(bitar)


# --- Taggarna ---------------------------------------------------------------------------------------


def _barn(element: Any) -> list[Any]:
    barn = element.get("/K", ())
    return [b for b in (barn if isinstance(barn, pikepdf.Array) else (barn,)) if isinstance(b, pikepdf.Dictionary)]


def _alla(element: Any) -> Iterator[Any]:
    """Elementet och allt under det, utan rekursion: ett träd kan vara djupt."""
    kvar = [element]
    while kvar:
        ett = kvar.pop()
        yield ett
        kvar += reversed(_barn(ett))


def _märk_rubrikceller(rot: Any) -> None:
    """En rubrikcell i tabellhuvudet gäller sin kolumn, en i en rad sin rad."""
    for element in _alla(rot):
        riktning = {"/THead": "/Column", "/TBody": "/Row", "/TFoot": "/Row"}.get(str(element.get("/S", "")), "")
        for cell in (cell for rad in _barn(element) for cell in _barn(rad)) if riktning else ():
            if cell.get("/S") == "/TH":
                cell.A = cell.get("/A", pikepdf.Dictionary(O=pikepdf.Name("/Table")))
                cell.A.Scope = pikepdf.Name(riktning)


def _märk_länkar(pdf: pikepdf.Pdf, sida: str) -> None:
    """En länk heter som sin text, inte som sitt ankare, och följer med på papper."""
    namn: dict[str, str] = {}
    for nod in läs_sida(sida).alla():
        if nod.namn == "a" and nod.text():
            namn.setdefault(nod.attribut.get("href", "").removeprefix("#"), nod.text())
    for länk in (länk for blad in pdf.pages for länk in blad.get("/Annots", ())):
        länk.F = int(länk.get("/F", 0)) | _SKRIVS_UT
        länk.Contents = pikepdf.String(namn.get(str(länk.get("/Dest", "")), str(länk.get("/Contents", ""))))


def _märk_sidhuvuden(pdf: pikepdf.Pdf) -> None:
    """Det som inte hör till något i innehållet (sidhuvud och sidfot) märks som utsmyckning."""
    hör_hit = {element.objgen for element in _alla(pdf.Root.StructTreeRoot)}
    nummer = pdf.Root.StructTreeRoot.ParentTree.Nums
    element_på = {int(nummer[n]): nummer[n + 1] for n in range(0, len(nummer), 2)}
    for blad in pdf.pages:
        elementen = element_på.get(int(blad.get("/StructParents", -1)), ())
        utanför = {n for n, element in enumerate(elementen) if element.objgen not in hör_hit}
        if not utanför:
            continue
        rader = [_utsmyckat(rad) if _mcid(rad) in utanför else rad for rad in pikepdf.parse_content_stream(blad)]
        blad.Contents = pdf.make_stream(pikepdf.unparse_content_stream(rader))


def _mcid(rad: Any) -> int | None:
    if str(rad.operator) != "BDC" or not isinstance(rad.operands[1], pikepdf.Dictionary):
        return None
    return int(rad.operands[1].get("/MCID", -1))


def _utsmyckat(rad: Any) -> Any:  # noqa: ARG001 - hela raden byts
    return pikepdf.ContentStreamInstruction(
        [pikepdf.Name("/Artifact"), pikepdf.Dictionary(Type=pikepdf.Name("/Pagination"))], pikepdf.Operator("BDC")
    )
