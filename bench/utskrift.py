"""Mäter varje plans rapport och plandokument i varje format mot den nakna motorn, och skriver en tabell.

Kvoten är processortid mot det minsta som ger en sådan fil: Jinja med samma mallar för HTML och Markdown, WeasyPrint på samma sida
för PDF, och python-docx med lika många stycken och rutor för Word. Varje fil görs två gånger och ska få samma byte.

    python bench/utskrift.py                    alla planer, tre varv
    python bench/utskrift.py asn-2020 --varv 1  några av dem
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from docx import Document
from weasyprint import HTML

from planverktyg.arkiv.akt import läs_planens_mapp
from planverktyg.utgivning.format import Format, Rapportformat, ge_ut, ge_ut_byte
from planverktyg.utgivning.mallar.mallmotor import skriv_ut
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from planverktyg.utgivning.sidtrad import Nod, läs_sida

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROT = Path(__file__).parent.parent
FORMATEN: tuple[Rapportformat, ...] = (Format.HTML, Format.MARKDOWN, Format.PDF, Format.DOCX)


def tid(arbete: Callable[[], Any], varv: int) -> float:
    """Medianen av processortiden, i sekunder."""
    tider = []
    for _ in range(varv):
        före = time.process_time()
        arbete()
        tider.append(time.process_time() - före)
    return statistics.median(tider)


def naken(underlag: Any, format_: Rapportformat) -> Callable[[], Any]:
    """Det minsta som ger en fil i formatet av samma innehåll."""
    if format_ in {Format.HTML, Format.MARKDOWN}:
        ändelse = "html" if format_ is Format.HTML else "md"
        return partial(skriv_ut, f"{underlag.mall}.{ändelse}", underlag)
    sida = ge_ut(underlag, Format.HTML)
    if format_ is Format.PDF:
        return lambda: HTML(string=sida).write_pdf(pdf_variant="pdf/ua-1")
    return lambda: _naken_word(läs_sida(sida))


def _naken_word(rot: Nod) -> bytes:
    dokument = Document()
    for nod in rot.alla():
        if nod.namn in {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd"}:
            dokument.add_paragraph(nod.text())
        elif nod.namn == "tr":
            rutor = [b for b in nod.barn if isinstance(b, Nod) and b.namn in {"td", "th"}]
            for cell, ruta in zip(dokument.add_table(1, len(rutor)).rows[0].cells, rutor, strict=True):
                cell.text = ruta.text()
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


def underlagen(planer: list[str]) -> Iterator[tuple[str, Any]]:
    """Varje plans senaste rapport, och dess plandokument."""
    for fil in sorted((ROT / "planer").glob("*/*/plan.yaml")):
        akt = läs_planens_mapp(fil, fil.parent).akter[0]
        if not planer or akt.plan.modell.plan.id in planer:
            yield f"{fil.parent.name}, rapport", bygg_rapport(akt, akt.uppföljningar[-1])
            yield f"{fil.parent.name}, dokument", bygg_dokument(akt)


def main() -> int:
    """Tabellen till standard ut. Slutkod 1 när en fil inte blev densamma två gånger."""
    läst = argparse.ArgumentParser()
    läst.add_argument("planer", nargs="*")
    läst.add_argument("--varv", type=int, default=3)
    val = läst.parse_args()
    lika = True
    print("| Utskrift | " + " | ".join(f"{f} kB | {f} s | kvot" for f in FORMATEN) + " |")
    print("|---|" + "--:|--:|--:|" * len(FORMATEN))
    for namn, underlag in underlagen(val.planer):
        rutor = []
        for format_ in FORMATEN:
            första = ge_ut_byte(underlag, format_)
            lika &= ge_ut_byte(underlag, format_) == första
            verktyget = tid(partial(ge_ut_byte, underlag, format_), val.varv)
            motorn = tid(naken(underlag, format_), val.varv)
            rutor.append(f"{len(första) / 1000:.0f} | {verktyget:.2f} | {verktyget / motorn:.2f}")
        print(f"| {namn} | " + " | ".join(rutor) + " |", flush=True)
    print("\nSamma byte båda gångerna." if lika else "\nNågon fil blev inte densamma två gånger.")
    return 0 if lika else 1


if __name__ == "__main__":
    sys.exit(main())
