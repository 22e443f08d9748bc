"""En indikators värden över tid: planer och uppföljningar in, en serie som går att jämföra ut.

Serien byggs av föregångarens planer, planens utgångsvärde och historik, och de tidigare uppföljningarna, genom
indikatorns id. Ett byte av mätmetod bryter den: det som är äldre än bytet räknas inte.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planverktyg.modell.period import Tidpunkt, tolka_tidpunkt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.indikator import Indikator, TidigareVärde
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.modell.villkor import Mätt, Serie

LÄNGSTA_KEDJA = 20
"""Så många planer bakåt läses som mest."""


def planens_serie(indikator: Indikator, före: Serie = ()) -> Serie:
    """Indikatorns tidigare värden ur planen, äldst först, fogade till föregångarens (`före`).

    För en tid som båda har gäller planens värde, utom när det bara var en prognos.
    """
    bas = indikator.utgångsvärde
    if bas is None:
        return före

    def ålder(v: TidigareVärde) -> date:
        return v.avser.till if v.avser else (date.max if v is bas else date.min)

    serie = [(date.min if tid is None else tid.till, (tid, värde)) for tid, värde in före]
    for v in sorted((*bas.historik, bas), key=ålder):
        if v.ny_mätmetod:
            serie = []
        samma = [par for _, par in serie if v.avser is not None and par[0] == v.avser]
        if v.värde is None or (v.prognos and samma):
            continue
        serie = [(när, par) for när, par in serie if par not in samma]
        serie.append((ålder(v), (v.avser, v.värde)))
    return [par for _, par in sorted(serie, key=lambda post: post[0])]


def serie_före(indikator: Indikator, tidigare: Iterable[Uppföljningsdokument], före: Serie) -> Serie:
    """Indikatorns alla värden före en uppföljning: föregångarens (`före`), planens, och de tidigare årens utfall."""
    return _med_utfall(list(planens_serie(indikator, före)), indikator.id, tidigare)


def delens_serie(indikator: Indikator, tidigare: Iterable[Uppföljningsdokument], del_: str) -> Serie:
    """Värdena för en av dem som delar på indikatorn, före en uppföljning: planens, och de tidigare årens utfall."""
    bas = indikator.utgångsvärde
    äldre = [(v.avser, v.delar.get(del_)) for v in (*bas.historik, bas)] if bas else []
    serie = [(avser, post.värde) for avser, post in äldre if post and post.värde is not None]
    for dokument in {u.uppföljning.per.year: u for u in tidigare}.values():
        utfall = dokument.utfall.get(indikator.id)
        delar = utfall.delar if utfall else {}
        if utfall and del_ in delar and (värde := delar[del_].värde) is not None:
            serie.append((utfall.avser or _tiden_för(dokument), värde))
    return serie


def _med_utfall(
    serie: list[tuple[Tidpunkt | None, Mätt]], id_: str, uppföljningar: Iterable[Uppföljningsdokument]
) -> Serie:
    """Serien följd av uppföljningarnas utfall, ett för varje år: ett delår är bara ett värde på vägen."""
    for dokument in {u.uppföljning.per.year: u for u in uppföljningar}.values():
        utfall = dokument.utfall.get(id_)
        if utfall is None:
            continue
        if utfall.ny_mätmetod:
            serie = []
        if utfall.värde is not None:
            serie.append((utfall.avser or _tiden_för(dokument), utfall.värde))
    return serie


def hela_serien(akt: Akt, uppföljning: Dokument[Uppföljningsdokument]) -> Callable[[Indikator], Serie]:
    """Funktionen som lämnar en indikators värden före en uppföljning, över planer och år."""
    år = uppföljning.modell.uppföljning.per.year
    tidigare = [u.modell for u in akt.före(uppföljning) if u.modell.uppföljning.per.year < år]
    äldre = föregångarens(akt)
    return lambda indikator: serie_före(indikator, tidigare, äldre(indikator))


def föregångarens(akt: Akt) -> Callable[[Indikator], Serie]:
    """Funktionen som lämnar en indikators värden i de planer som aktens plan följer efter."""

    def serie(indikator: Indikator) -> Serie:
        return _i_föregångaren(akt, {indikator.id, indikator.tidigare_id or indikator.id}, LÄNGSTA_KEDJA)

    return serie


def _i_föregångaren(akt: Akt, idn: set[str], kvar: int) -> Serie:
    före = akt.föregångare if kvar else None
    if före is None:
        return ()
    indikator = next((i for i in före.plan.modell.alla_indikatorer() if i.id in idn), None)
    if indikator is None:
        return ()
    äldre = idn | {indikator.tidigare_id or indikator.id}
    return serie_före(indikator, [u.modell for u in före.uppföljningar], _i_föregångaren(före, äldre, kvar - 1))


def _tiden_för(dokument: Uppföljningsdokument) -> Tidpunkt:
    per = dokument.uppföljning.per
    if (per.month, per.day) == (12, 31):
        return tolka_tidpunkt(per.year)
    return Tidpunkt(per, date(per.year, 1, 1), f"{dokument.uppföljning.period} {per.year}")
