"""Planens risker, åtgärder, kontroller, årshjul och styrdokument in, stycken med tabeller och listor ut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import skriv_datum, versal
from planverktyg.uppfyllelse.risklage import processlägen
from planverktyg.utgivning.ord.celler import TOMT, kort_tid, skriv_beslut
from planverktyg.utgivning.plandokument.atgardsplan import skriv_effekt
from planverktyg.utgivning.rapport.risker import matrisens_steg
from planverktyg.utgivning.underlag.dokument import Cell, Kolumn, Punkt, Tabell
from planverktyg.utgivning.underlag.gemensamt import Not

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.modell.atgardsplan import Åtgärd
    from planverktyg.modell.husregler import Riskmatris
    from planverktyg.modell.plan import Plandokument, Styrdokument, Årshjulsdel, Årshjulspunkt
    from planverktyg.modell.risk import Kontrollmoment, Risk


def fyllda(rubriker: Sequence[Kolumn], rader: Sequence[Sequence[str]]) -> tuple[list[Kolumn], list[tuple[Cell, ...]]]:
    """Kolumnerna som någon rad har text i, och raderna med just dem."""
    valda = [n for n in range(len(rubriker)) if n == 0 or any(rad[n] for rad in rader)]
    return [rubriker[n] for n in valda], [tuple(Cell(rad[n] or TOMT) for n in valda) for rad in rader]


def risktabellens_läsning(matris: Riskmatris) -> tuple[str, ...]:
    """Hur riskvärdet räknas, och vad stegen betyder när kommunen har beskrivit dem."""
    steg = (f"{n.etikett}: {n.text}." for n in matrisens_steg(matris))
    return ("Riskvärdet är sannolikheten gånger konsekvensen.", *steg)


def risktabell(risker: Sequence[Risk], etikett: str) -> Tabell:
    """Riskerna med riskvärde, sannolikhet och konsekvens, och det mer som planen säger om dem."""
    kolumner = [Kolumn("Risk"), Kolumn("Riskvärde", tal=True), Kolumn("Sannolikhet", tal=True),
                Kolumn("Konsekvens", tal=True), Kolumn("Inte värderad"), Kolumn("Kategori"), Kolumn("Process"), Kolumn("Orsak"),
                Kolumn("Möjlighet"), Kolumn("Lagrum"), Kolumn("Ansvarig"), Kolumn("Accepterad")]  # fmt: skip
    rader = [
        [
            _numrerad(risker, nummer, r),
            _skriv(r.riskvärde), _skriv(r.sannolikhet), _skriv(r.konsekvens), r.värdering.saknas if r.värdering else "",
            r.kategori or "", r.process or "", r.orsak or "", r.möjlighet or "", r.lagrum or "", r.ansvarig or "",
            _acceptansen(r),
        ]
        for nummer, r in enumerate(risker, 1)
    ]  # fmt: skip
    behållna, celler = fyllda(kolumner, rader)
    return Tabell(etikett, tuple(behållna), tuple(celler))


def _numrerad(risker: Sequence[Risk], nummer: int, risk: Risk) -> str:
    """`2. Risk för brand`; en ensam risk behöver inget nummer."""
    return f"{nummer}. {risk.text}" if len(risker) > 1 else risk.text


def _skriv(steg: int | None) -> str:
    return "" if steg is None else str(steg)


def _acceptansen(risk: Risk) -> str:
    """Beslutet, och det riskvärde som det gäller till när beslutet säger ett."""
    if risk.accepterad is None:
        return ""
    gräns = risk.accepterad.upp_till
    return skriv_beslut(risk.accepterad) + (f", upp till riskvärde {gräns}" if gräns is not None else "")


def processtabell(plan: Plandokument, etikett: str) -> Tabell:
    """Processerna som ett träd, med sina risker och kontroller; tomma processer också."""
    texter = {r.id: r.text for r in plan.risker}
    rader = []
    for läge in processlägen(plan):
        namn = "– " * läge.djup + läge.process.namn
        risker = "; ".join(texter[id_] for id_ in läge.risker) or TOMT
        kontroller = "; ".join(m.text for m in läge.kontroller) or TOMT
        rader.append((Cell(namn), Cell(risker), Cell(kontroller)))
    return Tabell(etikett, (Kolumn("Process"), Kolumn("Risker"), Kolumn("Kontroller")), tuple(rader))


def åtgärdstabell(åtgärder: Sequence[Åtgärd], risker: Sequence[Risk], etikett: str) -> Tabell:
    """Åtgärderna med start och slut, och numren på riskerna de hör till när planen säger det. En ensam risk har inget."""
    nummer = {r.id: str(n) if len(risker) > 1 else "" for n, r in enumerate(risker, 1)}
    kolumner = [Kolumn("Åtgärder"), Kolumn("Startdatum"), Kolumn("Slutdatum"), Kolumn("Risk"), Kolumn("Ansvarig"),
                Kolumn("Ekonomisk effekt")]  # fmt: skip
    rader = [
        [
            å.text,
            å.start.isoformat() if å.start else "",
            (å.slut.isoformat() if å.slut else "") or (f"klart {kort_tid(å.klart)}" if å.klart else å.tidsplan or ""),
            ", ".join(nummer.get(id_, id_) for id_ in å.risker),
            å.ansvarig or "",
            skriv_effekt(å.ekonomisk_effekt) if å.ekonomisk_effekt else "",
        ]
        for å in åtgärder
    ]
    behållna, celler = fyllda(kolumner, rader)
    return Tabell(etikett, tuple(behållna), tuple(celler))


def kontrolltabell(moment: Sequence[Kontrollmoment], risker: Sequence[Risk], etikett: str) -> Tabell:
    """Kontrollerna, grupperade efter risk i riskernas ordning; de som inte hör till någon risk sist."""
    texter = {r.id: _numrerad(risker, nummer, r) for nummer, r in enumerate(risker, 1)}
    ordning = {r.id: n for n, r in enumerate(risker)}
    sorterade = sorted(moment, key=lambda m: min((ordning.get(id_, len(ordning)) for id_ in m.risker), default=10**6))
    kolumner = [
        Kolumn("Risk"),
        Kolumn("Kontrollmoment"),
        Kolumn("Process"),
        Kolumn("Metod"),
        Kolumn("Frekvens"),
        Kolumn("Ansvarig"),
    ]
    rader = [
        [
            " ".join(texter.get(id_, id_) for id_ in m.risker) or TOMT,
            m.text, m.process or "", m.metod or "", m.frekvens or "", m.ansvarig or "",
        ]
        for m in sorterade
    ]  # fmt: skip
    behållna, celler = fyllda(kolumner, rader)
    return Tabell(etikett, tuple(behållna), tuple(celler))


# --- Årshjul och styrdokument -----------------------------------------------------------------------


def månadsrubrik(del_: Årshjulsdel) -> str:
    """`Januari/februari`."""
    return versal("/".join(del_.månader))


def månadspunkter(del_: Årshjulsdel) -> Iterator[Punkt]:
    """Det som händer under månaderna."""
    for p in del_.punkter:
        fakta = [Not("Vem", p.vem)] if p.vem else []
        fakta += [Not("Datum", skriv_datum(p.datum))] if p.datum else []
        yield Punkt(_med_valår(p), tuple(fakta))


def _med_valår(p: Årshjulspunkt) -> str:
    """`Fullmäktige antar planen (vid valår ska nya fullmäktige göra det).`: tillägget före punkten."""
    if p.vid_valår is None:
        return p.text
    mening = p.text.removesuffix(".")
    return f"{mening} (vid valår {p.vid_valår}){'.' if mening != p.text else ''}"


def dokumentpunkt(d: Styrdokument) -> Punkt:
    """`Riktlinjer … (2015, reviderat 2017)`."""
    delar = [str(d.antaget)] if d.antaget else []
    delar += [f"reviderat {d.reviderat}"] if d.reviderat else []
    delar += [f"reviderad {d.reviderad}"] if d.reviderad else []
    if d.revideras:
        delar.append(f"{d.revideras} revideringar" if d.revideras.endswith("a") else f"revideras {d.revideras}")
    delar += [f"gäller fr.o.m. {kort_tid(d.gäller_från)}"] if d.gäller_från else []
    delar += [f"gäller t.o.m. {kort_tid(d.gäller_till)}"] if d.gäller_till else []
    return Punkt(f"{d.namn} ({', '.join(delar)})" if delar else d.namn)
