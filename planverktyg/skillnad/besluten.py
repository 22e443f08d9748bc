"""Besluten om en plan eller en uppföljning före och efter in, vad som har hänt med dem ut.

Ett beslut som har ett fingeravtryck skyddar det som beslutades. Tas fingeravtrycket, beslutet eller dess status bort, eller
byts fingeravtrycket under samma beslut, så märks nästa ändring inte: det försvagar planen, vad den än säger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.beslut import bevarat, är_samma_beslut
from planverktyg.modell.grund.svenska import skriv_datum
from planverktyg.skillnad.andringar import BeslutÄndrat, SkyddBorta, Tyngd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.modell.beslut import Beslut
    from planverktyg.modell.plan import Plan
    from planverktyg.modell.rapportering import Uppföljning
    from planverktyg.skillnad.andringar import Ställe


def skriv_beslutet(beslut: Beslut | None) -> str:
    """`beslutad 15 oktober 2019, § 97`: statusen, och det som gör att beslutet går att hitta i protokollet."""
    if beslut is None:
        return ""
    delar = [beslut.status, *([skriv_datum(beslut.datum)] if beslut.datum else [])]
    delar = [" ".join(delar), *([f"§ {beslut.paragraf}"] if beslut.paragraf is not None else [])]
    delar += [f"dnr {beslut.diarienummer}"] if beslut.diarienummer else []
    return ", ".join([*delar, *([beslut.instans] if beslut.instans else [])])


def jämför_besluten(före: Plan | Uppföljning, efter: Plan | Uppföljning, ställe: Ställe) -> Iterator[BeslutÄndrat]:
    """Vad som har hänt med beslutet som gällde, och med dem före det."""
    kvar = (*efter.tidigare_beslut, *((efter.beslut,) if efter.beslut else ()))
    for tidigare in före.tidigare_beslut:
        if not bevarat(tidigare, kvar):
            yield _borta(ställe, "Ett tidigare beslut är borttaget eller ändrat", tidigare, None)
    if före.beslut != efter.beslut:
        yield _beslutet(före.beslut, efter.beslut, efter.tidigare_beslut, ställe)
    elif före.tidigare_beslut != efter.tidigare_beslut:
        från, till = (" · ".join(map(skriv_beslutet, huvud.tidigare_beslut)) for huvud in (före, efter))
        yield BeslutÄndrat(ställe=ställe, vad="De tidigare besluten är ändrade", från=från, till=till)


def _beslutet(gammalt: Beslut | None, nytt: Beslut | None, tidigare: Sequence[Beslut], ställe: Ställe) -> BeslutÄndrat:
    if gammalt is None or gammalt.status == "förslag":
        vad = "Förslaget är borttaget" if nytt is None else "Beslutet är inskrivet"
        vad = "Ett förslag till beslut är inskrivet" if nytt and nytt.status == "förslag" else vad
        return _ändrat(ställe, vad, gammalt, nytt)
    if nytt is None:
        return _borta(ställe, "Beslutet är borttaget", gammalt, nytt)
    if bevarat(gammalt, tidigare):
        är_förslag = nytt.status == "förslag"
        if gammalt.fingeravtryck and not nytt.fingeravtryck and nytt.status in ("beslutad", "reviderad"):
            return _borta(ställe, "Det nya beslutet har inget fingeravtryck", gammalt, nytt)
        return _ändrat(ställe, "Ett förslag till ändring bereds" if är_förslag else "Nytt beslut", gammalt, nytt)
    if nytt.status == "förslag":
        return _borta(ställe, "Det som var beslutat är åter ett förslag", gammalt, nytt)
    if nytt.status == "upphävd" != gammalt.status:
        return _ändrat(ställe, "Beslutet är upphävt", gammalt, nytt, Tyngd.FÖRSVAGAR)
    if är_samma_beslut(gammalt, nytt):
        return _samma(gammalt, nytt, ställe)
    if gammalt.fingeravtryck and nytt.fingeravtryck != gammalt.fingeravtryck:
        return _borta(ställe, "Beslutet som gällde är utbytt och står inte bland de tidigare", gammalt, nytt)
    vikt = Tyngd.OKLAR if gammalt.fingeravtryck else Tyngd.ÄNDRAR
    return _ändrat(ställe, "Uppgifterna om beslutet är ändrade", gammalt, nytt, vikt)


def _samma(gammalt: Beslut, nytt: Beslut, ställe: Ställe) -> BeslutÄndrat:
    """Samma dag och paragraf på båda sidor."""
    if gammalt.fingeravtryck and not nytt.fingeravtryck:
        return _borta(ställe, "Fingeravtrycket är borttaget", gammalt, nytt)
    nya_rättelser = nytt.rättelser[len(gammalt.rättelser) :]
    if nya_rättelser and bevarat(gammalt, (nytt,)):
        detaljer = tuple(f"Rättat {skriv_datum(r.datum)}: {r.skäl}" for r in nya_rättelser)
        return BeslutÄndrat(ställe=ställe, vad="Det beslutade är rättat utan nytt beslut", tyngd=Tyngd.OKLAR,
                            från=skriv_beslutet(gammalt), till=skriv_beslutet(nytt), detaljer=detaljer)  # fmt: skip
    if gammalt.fingeravtryck != nytt.fingeravtryck:
        if gammalt.fingeravtryck is None:
            return _ändrat(ställe, "Beslutet har fått ett fingeravtryck", gammalt, nytt, Tyngd.STÄRKER)
        return _borta(ställe, "Fingeravtrycket är utbytt under samma beslut", gammalt, nytt)
    if gammalt.rättelser != nytt.rättelser or gammalt.fastställda != nytt.fastställda:
        return _borta(ställe, "Det som beslutet har fastställt är ändrat", gammalt, nytt)
    vikt = Tyngd.OKLAR if gammalt.fingeravtryck else Tyngd.ÄNDRAR
    return _ändrat(ställe, "Uppgifterna om beslutet är ändrade", gammalt, nytt, vikt)


def _ändrat(
    ställe: Ställe, vad: str, gammalt: Beslut | None, nytt: Beslut | None, tyngd: Tyngd = Tyngd.ÄNDRAR
) -> BeslutÄndrat:
    skäl = tuple(
        f"Motivering: {beslut.motivering}"
        for beslut, annat in ((nytt, gammalt),)
        if beslut and beslut.motivering and (annat is None or annat.motivering != beslut.motivering)
    )
    från, till = skriv_beslutet(gammalt), skriv_beslutet(nytt)
    return BeslutÄndrat(ställe=ställe, vad=vad, tyngd=tyngd, från=från, till=till, detaljer=skäl)


def _borta(ställe: Ställe, vad: str, gammalt: Beslut, nytt: Beslut | None) -> SkyddBorta:
    return SkyddBorta(
        ställe=ställe,
        vad=vad,
        tyngd=Tyngd.FÖRSVAGAR,
        från=skriv_beslutet(gammalt),
        till=skriv_beslutet(nytt) or "inget beslut",
        detaljer=("Efter det märks det inte om något som beslutades ändras.",) if gammalt.fingeravtryck else (),
    )
