"""En beslutad bedömning som dagens plan hade gjort till en annan in, meningarna om det ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.bedomning import jämför_steg
from planverktyg.modell.beslutslage import skriv_paragraf
from planverktyg.modell.grund.svenska import räkna_upp, skriv_datum
from planverktyg.uppfyllelse.ordval import skriv_omdöme

if TYPE_CHECKING:
    from planverktyg.modell.bedomning import Skala
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse import Fastställt, Indikatorbedömning, Målbedömning, Uppfyllelse


def skriv_ändringen(plan: Plandokument, uppföljning: Uppföljningsdokument) -> str:
    """`10 oktober 2016, § 7`: beslutet som har ändrat planen sedan uppföljningen beslutades. Tomt när inget har det."""
    nu, då = plan.plan.beslut, uppföljning.uppföljning.beslut
    if not nu or not då or not nu.datum or not då.datum or nu.datum <= då.datum or nu.status == "förslag":
        return ""
    return ", ".join(dict.fromkeys((skriv_datum(nu.datum), skriv_paragraf(nu))))


def skriv_fastställt(b: Indikatorbedömning | Målbedömning, husregler: Husregler, ändring: str) -> str:
    """Vad som beslutades, och vad dagens plan och husregler hade gett. Tomt när det är detsamma."""
    f = b.fastställt
    if f is None:
        return ""
    efter = f" (planen reviderades {ändring})" if ändring else ""
    delar = [f"Bedömningen är den som beslutades med uppföljningen. Målvärdet var då {f.målvärde}{efter}." if f.målvärde
             else f"Bedömningen är den som beslutades med uppföljningen{efter}."]  # fmt: skip
    if f.dagens != f.steg:
        delar.append(f"Med dagens plan och husregler: {skriv_omdöme(f.dagens, f.dagens_skäl, husregler)}.")
    return " ".join(delar)


def skriv_bara_då(uppfyllelse: Uppfyllelse, ändring: str, med: str = "uppföljningen") -> str:
    """Vad som beslutades om det som planen inte längre har. Namnen är borta med det, så det nämns med sina id. Annars tomt."""
    if not uppfyllelse.bara_då:
        return ""
    efter = f" (planen reviderades {ändring})" if ändring else ""
    vad = räkna_upp([
        f"{id_} ({då.steg}{f', målvärdet var {då.målvärde}' if då.målvärde else ''})" for id_, då in uppfyllelse.bara_då
    ])  # fmt: skip
    return f"Beslutades med {med}, men finns inte längre bland planens mål och indikatorer{efter}: {vad}."


def skriv_skälet(f: Fastställt | None, skala: Skala, målvärdet_nu: str, ändring: str) -> str:
    """Varför bedömningen ändras sedan sist: målvärdet skärptes. Tomt när planen inte har ändrat kravet eller bedömningen."""
    if f is None or (f.steg == f.dagens and not f.målvärde):
        return ""
    när = f" {ändring}" if ändring else ""
    if not f.målvärde:
        return f"planen eller husreglerna ändrades{när}"
    riktning = jämför_steg(f.steg, skala, f.dagens, skala) if f.steg and f.dagens else 0
    vad = {1: "mildrades", -1: "skärptes"}.get(riktning, "ändrades")
    return f"målvärdet {vad}{när}: {f.målvärde} → {målvärdet_nu}"
