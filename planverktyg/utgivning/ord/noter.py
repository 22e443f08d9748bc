"""En indikators bedömning in, noterna under den ut: vem som bedömt, varför något fattas, och vad utfallet säger mer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.grund.svenska import räkna_upp, versal
from planverktyg.uppfyllelse.resultat import Skäl
from planverktyg.utgivning.ord.celler import kort_tid, mätnoter, skriv_jämförelse, skriv_värde, svarsnoter
from planverktyg.utgivning.ord.symboler import omdöme, sägs_med_tiden
from planverktyg.utgivning.underlag.gemensamt import Not

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.indikator import Utfall
    from planverktyg.modell.villkor import Serie
    from planverktyg.uppfyllelse import Indikatorbedömning
    from planverktyg.uppfyllelse.resultat import Delbedömning

MINSTA_SERIE = 2
"""Så många äldre värden behövs för att visa dem som en serie; ett enda är utgångsvärdet."""


def skriv_noter(b: Indikatorbedömning, husregler: Husregler, serie: Serie, prognosen: str = "") -> Iterator[Not]:
    """Noterna i den ordning de läses: bedömningen, planens, utfallet, och värdena över åren (`serie`, äldst först)."""
    yield from _bedömningens(b, husregler)
    yield from _planens(b)
    if b.utfall is not None:
        yield from _utfallets(b, b.utfall)
    if prognosen and prognosen != "oförändrad":
        yield Not("Prognosen", prognosen)
    if len(serie) >= MINSTA_SERIE:
        enhet = b.indikator.enhet
        delar = [f"{kort_tid(tid)}: {skriv_värde(v, enhet)}" if tid else skriv_värde(v, enhet) for tid, v in serie]
        yield Not("Tidigare värden", ", ".join(delar))


def _planens(b: Indikatorbedömning) -> Iterator[Not]:
    """Det som planen säger om indikatorn och som siffrorna inte kan läsas utan."""
    if b.villkor is not None and b.villkor.rubrik:
        yield Not("Målvärdet kallas", b.villkor.rubrik)
    if b.indikator.nämnder:
        yield Not("Gemensam för", räkna_upp(b.indikator.nämnder))
    bas = b.indikator.utgångsvärde
    for värde in (bas, *reversed(bas.historik)) if bas is not None else ():
        if värde.jämförelse:
            när = f" {kort_tid(värde.avser)}" if värde is not bas and värde.avser else ""
            yield Not(f"Jämförelse i planen{när}", skriv_jämförelse(värde.jämförelse, b.indikator.enhet))
    if b.indikator.fotnot:
        yield Not("Fotnot", b.indikator.fotnot)


def _bedömningens(b: Indikatorbedömning, husregler: Husregler) -> Iterator[Not]:
    if b.beslutad is not None:
        beräknat = f"Beräknad: {omdöme(b.beräknat, b.skäl)}. " if b.beräknat else ""
        av = f" av {b.beslutad.beslutad_av}" if b.beslutad.beslutad_av else ""
        yield Not(f"Beslutad bedömning{av}", f"{beräknat}{b.beslutad.motivering}")
        yield from svarsnoter(b.beslutad)
    if b.rapporterat:
        yield Not("Rapporterat", b.rapporterat)
    for d in b.delar:
        if d.ur:
            yield Not(f"{versal(d.namn)} rapporterat", d.ur)
    if (missar := list(_missade(b.delar))) and not b.fastställt:
        yield Not("Når inte målvärdet", räkna_upp(missar))
    for d in b.delar:
        if d.skäl is not None and b.skäl is not d.skäl and not _sägs_i_utfallet(d, b.utfall):
            yield Not(versal(_namnet(d)), _skälet(d))
    yield from _delarnas_villkor(b.delar)
    sägs = b.skäl is Skäl.FÖR_HAND and b.beslutad is not None  # målvärdet står bredvid, och bedömningen är gjord
    if b.skäl is not None and b.förklaring not in ("", b.skäl) and not sägs and not sägs_med_tiden(b.skäl, husregler):
        yield Not(versal(b.skäl), b.förklaring)
    if b.framskrivna:
        delar = [f"{namn}: {värde.underlag}" if namn else värde.underlag for namn, värde in b.framskrivna.items()]
        yield Not("Verktygets egen framskrivning", f"{'; '.join(delar)}. Prognos saknas.")


def _missade(delar: Sequence[Delbedömning]) -> Iterator[str]:
    """Delarna och villkoren som inte håller: `minst 70 % (bör)`, `söder`, `söder minst 70 % (bör)`."""
    for d in delar:
        yield from (f"{d.namn} {villkor}" for villkor in _missade(d.delar))
        if not d.delar and d.steg and d.prövning and d.prövning.uppfyllt is False:
            yield _namnet(d)


def _delarnas_villkor(delar: Sequence[Delbedömning]) -> Iterator[Not]:
    """Villkoren under delarna som inte bedöms nu, fast delen gör det: en gång när det är detsamma för alla."""
    sägs: dict[tuple[str, str], list[str]] = {}
    for d in delar:
        for villkor in d.delar:
            if villkor.skäl is not None and villkor.skäl is not d.skäl:
                sägs.setdefault((_namnet(villkor), _skälet(villkor)), []).append(d.namn)
    for (villkorets, text), namn in sägs.items():
        vems = "" if len(namn) == len(delar) else f"{räkna_upp(namn)} "
        yield Not(versal(f"{vems}{villkorets}"), text)


def _namnet(d: Delbedömning) -> str:
    """Delen eller villkoret; ett bör sägs vara det."""
    return f"{d.namn} (bör)" if d.är_bör else d.namn


def _skälet(d: Delbedömning) -> str:
    return f"{d.skäl}. {d.förklaring}" if d.förklaring else f"{d.skäl}."


def _sägs_i_utfallet(d: Delbedömning, utfall: Utfall | None) -> bool:
    """Om utfallets egen not säger varför delens värde saknas."""
    return utfall is not None and d.skäl is Skäl.SAKNAS and d.namn in utfall.delar


def _utfallets(b: Indikatorbedömning, utfall: Utfall) -> Iterator[Not]:
    enhet = b.indikator.enhet
    yield from mätnoter(utfall, enhet)
    yield from svarsnoter(utfall)
    if utfall.mätningar:
        yield Not("Mätningar", _mätningar(utfall, enhet))
    for namn, del_ in utfall.delar.items():
        if del_.kommentar:
            yield Not(versal(namn), del_.kommentar)
        if del_.saknas:
            yield Not(f"{versal(namn)} saknas", del_.saknas)
    frånvaro = utfall.frånvaro
    if frånvaro is not None and b.skäl != frånvaro[0]:
        yield Not(versal(frånvaro[0]), frånvaro[1])
    if utfall.redovisning:
        yield Not("Redovisning", utfall.redovisning)
    if utfall.rättelse:
        yield Not("Rättelse", utfall.rättelse)


def _mätningar(utfall: Utfall, enhet: str | None) -> str:
    """`mars 2012: 54 %, aug. 2012: 61 %`."""
    return ", ".join(
        (f"{kort_tid(m.avser)}: " if m.avser else "")
        + (skriv_värde(m.värde, enhet) if m.värde is not None else " ".join(m.frånvaro or ()))
        for m in utfall.mätningar
    )
