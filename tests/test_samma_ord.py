"""Plandokumentet säger detsamma i samma följd på webbsidan, i Word och för den som lyssnar på PDF:en."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.akt import läs_planens_mapp
from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from planverktyg.utgivning.sidtrad import läs_sida
from tests.conftest import ROT, hoppa_över
from tests.test_trohet import ord_i

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.utgivning.sidtrad import Nod

try:
    import docx
    import pikepdf

    from planverktyg.utgivning.pdf import skriv_pdf
    from planverktyg.utgivning.word import skriv_word
except (ImportError, OSError) as fel:
    hoppa_över(fel, "pdf", "word")

PLANER = sorted(fil.parent.relative_to(ROT / "planer").as_posix() for fil in (ROT / "planer").glob("*/*/plan.yaml"))


@pytest.fixture(scope="module", params=PLANER)
def sidan(request: pytest.FixtureRequest) -> str:
    """Plandokumentet som webbsida."""
    mapp = ROT / "planer" / request.param
    return ge_ut(bygg_dokument(läs_planens_mapp(mapp / "plan.yaml", mapp).akter[0]), Format.HTML)


def webbsidans_ord(sida: str, *, utan: tuple[str, ...]) -> list[str]:
    """Orden i dokumentets följd, utan innehållsförteckningen."""
    (kropp,) = [n for n in läs_sida(sida).alla() if n.namn == "body"]

    def text(nod: Nod) -> str:
        if nod.namn in utan or nod.har("hoppa", "förteckning"):
            return " "
        delar = "".join(b if isinstance(b, str) else text(b) for b in nod.barn)
        return f" {delar} " if nod.är_block or nod.har("not", "faktum") else delar

    return ord_i(text(kropp))


def test_orden_i_word_är_webbsidans(sidan: str) -> None:
    dokument = docx.Document(io.BytesIO(skriv_word(sidan, "SIDHUVUD")))
    stycken = dokument.element.body.iter(docx.oxml.ns.qn("w:p"))
    i_word = [docx.text.paragraph.Paragraph(s, dokument) for s in stycken]
    text = "\n".join(s.text for s in i_word if not s.style.name.startswith(("Caption", "toc", "TOC")))
    assert ord_i(text) == webbsidans_ord(sidan, utan=("caption",))


def test_orden_i_pdf_läses_upp_i_webbsidans_följd(sidan: str) -> None:
    """Ett tabellhuvud kommer en gång till på nästa sida; i övrigt är det inga andra ord och ingen annan följd."""
    with pikepdf.open(io.BytesIO(skriv_pdf(sidan))) as pdf:
        upplästa = iter(ord_i(uppläst(pdf)))
    saknas = [ett for ett in webbsidans_ord(sidan, utan=()) if ett not in upplästa]
    assert saknas == []


# --- PDF:ens text, så som en skärmläsare får den ----------------------------------------------------


def uppläst(pdf: Any) -> str:
    """Texten i taggarnas följd. En rad som slutar med ett bindestreck för avstavning hör ihop med nästa."""
    bitar: dict[tuple[int, int], list[str]] = {}
    for nr, blad in enumerate(pdf.pages):
        for märke, text in märkta(blad):
            bitar.setdefault((nr, märke), []).append(text)
    sidor = {blad.objgen: nr for nr, blad in enumerate(pdf.pages)}
    return "\t".join("\t".join(bitar.get(plats, ())) for plats in i_följd(pdf, sidor)).replace("\u2010\t", "")


def i_följd(pdf: Any, sidor: dict[Any, int]) -> Iterator[tuple[int, int]]:
    """Sidan och märket för varje del av innehållet."""
    kvar = [(pdf.Root.StructTreeRoot, 0)]
    while kvar:
        ett, sida = kvar.pop()
        if isinstance(ett, int):
            yield sida, ett
            continue
        sida = sidor.get(ett.Pg.objgen, sida) if "/Pg" in ett else sida
        barn = ett.get("/MCID", ett.get("/K", ()))
        kvar += [
            (b if isinstance(b, pikepdf.Dictionary) else int(b), sida)
            for b in reversed(list(barn) if isinstance(barn, pikepdf.Array) else [barn] if barn != () else [])
        ]


def märkta(blad: Any) -> Iterator[tuple[int, str]]:
    """Det som ritas som text, med märket det står under."""
    typsnitt = {str(namn): bokstäver(ett) for namn, ett in blad.Resources.get("/Font", {}).items()}
    märke, tecken = -1, {}
    for rad in pikepdf.parse_content_stream(blad):
        match str(rad.operator):
            case "BDC":
                märke = int(rad.operands[1].get("/MCID", -1))
            case "EMC":
                märke = -1
            case "Tf":
                tecken = typsnitt[str(rad.operands[0])]
            case "TJ" | "Tj":
                delar = rad.operands[0] if str(rad.operator) == "TJ" else rad.operands
                koder = b"".join(bytes(d) for d in delar if isinstance(d, pikepdf.String))
                yield märke, "".join(tecken[koder[n : n + 2]] for n in range(0, len(koder), 2))


def bokstäver(typsnitt: Any) -> dict[bytes, str]:
    """Typsnittets koder → bokstäver."""
    par = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", typsnitt.ToUnicode.read_bytes().partition(b"beginbfchar")[2])
    return {bytes.fromhex(kod.decode()): bytes.fromhex(till.decode()).decode("utf-16-be") for kod, till in par}
