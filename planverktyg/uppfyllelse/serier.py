"""En indikators mätningar över tid: planer och uppföljningar in, en serie ut, och mätningen för en viss tid ur den.

Serien byggs av föregångarens planer, planens utgångsvärde och historik, och de tidigare uppföljningarna, genom
indikatorns id. Ett byte av mätmetod bryter den, vid vilken uppföljning det än sades: det som är äldre räknas inte.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from planverktyg.modell.period import Tidpunkt, tolka_tidpunkt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.indikator import Indikator, Mätvärde, TidigareVärde, Utfall
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.modell.villkor import Mätt, Serie

Namn: TypeAlias = frozenset[str]
"""Id:na som en och samma indikator har haft."""


class Mätning(NamedTuple):
    """Ett uppmätt värde: vad det blev, vilken tid det handlar om, och var det är sagt."""

    tid: Tidpunkt | None
    """Tiden som värdet handlar om; None när källan inte säger någon."""
    värde: Mätt | None
    delar: Mapping[str, Mätt]
    """Värdet för var och en av verksamheterna eller nämnderna."""
    ordning: date
    """Sista dagen i tiden, eller den plats i ordningen som ett värde utan tid har."""
    period: Tidpunkt | None = None
    """Uppföljningen som säger värdet: från årets början till dess dag. None när planen säger det."""
    även: Tidpunkt | None = None
    """Uppföljningen som också säger ett värde om tiden, när det är planens som gäller."""
    är_prognos: bool = False
    """Planens utgångsvärde är en prognos."""
    bara_visas: bool = False
    """En äldre prognos: den visas i serien, men ett utfall jämförs inte med den."""

    def för(self, del_: str) -> Mätt | None:
        """Värdet för en del, eller för helheten när `del_` är tom."""
        return self.delar.get(del_) if del_ else self.värde

    @property
    def säger_något(self) -> bool:
        """Om något är mätt, för helheten eller en del: en rad med bara skäl eller prognoser är ingen mätning."""
        return self.värde is not None or bool(self.delar)

    @property
    def gäller_året(self) -> bool:
        """Om värdet är årets: planens eget, sagt vid årets slut, eller om ett helt år; inte ett värde på vägen (delår 2)."""
        if self.period is None:
            return self.tid is None or not self.tid.är_på_vägen
        if (self.period.till.month, self.period.till.day) == (12, 31):
            return True
        return self.tid is not None and self.tid.är_helt_år

    def slutar(self, dagen: date, *, helt_år: bool) -> bool:
        """Om tiden som värdet handlar om slutar den dagen; hela år jämförs för sig."""
        return self.tid is not None and self.tid.till == dagen and self.tid.är_helt_år is helt_år

    def sades(self, dagen: date) -> bool:
        """Om en uppföljning den dagen sade värdet om sitt eget år."""
        if self.period is None or self.tid is None:
            return False
        return self.period.till == dagen and self.tid.till.year == dagen.year


Mätserie: TypeAlias = "Sequence[Mätning]"


def värdets_tid(mätvärde: Mätvärde, indikator: Indikator, per: date, period: str) -> Tidpunkt:
    """Tiden som ett utfall handlar om: det som sägs (`avser`), annars uppföljningens.

    Det som växer räknas från årets början (eller från den början som `ackumuleras` eller ett eget spann säger).
    """
    return växande_tid(mätvärde.avser or uppföljningens_tid(per, period), indikator)


def växande_tid(avser: Tidpunkt, indikator: Indikator) -> Tidpunkt:
    """Tiden som ett värde eller ett målvärde handlar om när det växer: från årets början, eller så som ett eget spann säger."""
    if not indikator.ackumuleras or avser.är_spann:
        return avser
    start = date(avser.till.year, 1, 1)
    if isinstance(indikator.ackumuleras, Tidpunkt):
        start = indikator.ackumuleras.från
    return Tidpunkt(avser.till, min(start, avser.från), avser.text)


@lru_cache(maxsize=64)  # frågas om för varje indikator i uppföljningen
def uppföljningens_tid(per: date, period: str) -> Tidpunkt:
    """Från årets början till uppföljningens dag: `2019`, `delår 2 2019`."""
    if (per.month, per.day) == (12, 31):
        return tolka_tidpunkt(per.year)
    return Tidpunkt(per, date(per.year, 1, 1), f"{period} {per.year}")


def mätserie(indikator: Indikator, tidigare: Iterable[Uppföljningsdokument], före: Mätserie) -> Mätserie:
    """Indikatorns mätningar före en uppföljning: föregångarens (`före`), planens, och de tidigare uppföljningarnas."""
    serie = list(planens_mätningar(indikator, före))
    for dokument in tidigare:
        utfall = dokument.utfall.get(indikator.id)
        if utfall is None:
            continue
        if utfall.ny_mätmetod:
            serie = []
        if (mätning := uppföljningens_mätning(utfall, indikator, dokument)).säger_något:
            serie.append(mätning)
    return serie


def uppföljningens_mätning(utfall: Utfall, indikator: Indikator, dokument: Uppföljningsdokument) -> Mätning:
    """Ett utfall som mätning."""
    huvud = dokument.uppföljning
    tid = värdets_tid(utfall, indikator, huvud.per, huvud.period)
    return Mätning(tid, utfall.värde, _delarna(utfall), tid.till, uppföljningens_tid(huvud.per, huvud.period))


def _delarna(mätvärde: Mätvärde) -> Mapping[str, Mätt]:
    return {namn: del_.värde for namn, del_ in mätvärde.delar.items() if del_.värde is not None}


def planens_mätningar(indikator: Indikator, före: Mätserie = ()) -> Mätserie:
    """Planens historik och utgångsvärde, äldst först, fogade till föregångarens mätningar (`före`).

    Sägs flera värden om samma tid gäller i första hand historikens, sedan föregångarens, sist utgångsvärdet.
    """
    bas = indikator.utgångsvärde
    if bas is None:
        return före
    senast = max((v.avser.till for v in bas.historik if v.avser), default=date.min)

    def ålder(v: TidigareVärde) -> date:
        return v.avser.till if v.avser else (senast if v is bas else date.min)

    serie = list(före)
    for v in sorted((*bas.historik, bas), key=ålder):
        if v.ny_mätmetod:
            serie = [m for m in serie if v.avser is not None and m.ordning >= ålder(v)]
        if (mätning := _planens(v, ålder(v), är_bas=v is bas)).säger_något:
            serie = _med(serie, mätning, sist=v is bas)
    return sorted(serie, key=lambda m: m.ordning)


def _planens(v: TidigareVärde, ordning: date, *, är_bas: bool) -> Mätning:
    tid = Tidpunkt(v.avser.till, v.avser.från, f"prognos {v.avser}") if v.avser and v.prognos else v.avser
    return Mätning(
        tid, v.värde, _delarna(v), ordning, är_prognos=är_bas and v.prognos, bara_visas=v.prognos and not är_bas
    )


def _med(serie: Sequence[Mätning], ny: Mätning, *, sist: bool) -> list[Mätning]:
    """Serien med en mätning till. Finns tiden redan fyller den i det som den andra saknar; `sist` säger bara det för sig."""
    samma = [m for m in serie if ny.tid is not None and m.tid == ny.tid]
    if ny.bara_visas:
        return list(serie) if samma else [*serie, ny]
    riktiga = [m for m in samma if not m.bara_visas]
    if not riktiga:
        andra = [m for m in serie if m not in samma]
        return [ny, *andra] if sist and ny.tid is not None else [*andra, ny]
    if sist:
        saknat = _utan_det_kända(ny, riktiga)
        return [saknat, *serie] if saknat.säger_något else list(serie)
    return [*(m for m in serie if m is not riktiga[-1]), _fyll_i(ny, riktiga[-1])]


def _utan_det_kända(ny: Mätning, riktiga: Sequence[Mätning]) -> Mätning:
    """Det av mätningen som ingen av de andra om samma tid säger."""
    delar = {namn: värde for namn, värde in ny.delar.items() if not any(namn in m.delar for m in riktiga)}
    return ny._replace(värde=None if any(m.värde is not None for m in riktiga) else ny.värde, delar=delar)


def _fyll_i(en: Mätning, annan: Mätning) -> Mätning:
    """Mätningen, med det som den saknar hämtat ur en annan om samma tid."""
    värde = annan.värde if en.värde is None else en.värde
    även = None if en.period else annan.period or annan.även
    return en._replace(värde=värde, delar={**annan.delar, **en.delar}, även=även)


def mätningen_för(serie: Mätserie, tid: Tidpunkt, *, växer: bool = False) -> Mätning | None:
    """Mätningen som handlar om tiden: precis den, den som uppföljningen då sade, eller årets när tiden är ett år.

    Årets mätning kan vara gjord en del av året (en enkät i november), men inte för det som växer under året.
    """
    serie = [m for m in serie if not m.bara_visas]
    precis = [m for m in serie if m.tid == tid] or [m for m in serie if tid in (m.period, m.även)]
    if not precis and tid.är_helt_år and not växer:
        precis = [m for m in serie if m.gäller_året and _ligger_i(m.tid, tid)]
    return precis[-1] if precis else None


def _ligger_i(inre: Tidpunkt | None, yttre: Tidpunkt) -> bool:
    return inre is not None and yttre.från <= inre.från and inre.till <= yttre.till


# --- Serien så som den visas ------------------------------------------------------------------------


def hela_serien(akt: Akt, uppföljning: Dokument[Uppföljningsdokument]) -> Callable[[Indikator], Serie]:
    """Funktionen som lämnar en indikators värden före en uppföljning, över planer och år: ett för varje år."""
    år = uppföljning.modell.uppföljning.per.year
    tidigare = [u.modell for u in akt.före(uppföljning) if u.modell.uppföljning.per.year < år]
    äldre = föregångarens(akt)
    return lambda indikator: som_serie(mätserie(indikator, tidigare, äldre(indikator)))


def som_serie(serie: Mätserie) -> Serie:
    """Mätningarna som tid och värde; av flera uppföljningar under ett år bara den sista."""
    sista = {m.period.till.year: m for m in serie if m.period and m.värde is not None}
    return [
        (m.tid, m.värde) for m in serie if m.värde is not None and (m.period is None or sista[m.period.till.year] is m)
    ]


# --- Föregångarens planer ---------------------------------------------------------------------------


class _Led(NamedTuple):
    """En plan i kedjan bakåt: det av den som serierna behöver."""

    id: str
    äldre: str
    """Planen som den i sin tur följer efter; tomt när det inte finns någon."""
    indikatorer: Mapping[Namn, Indikator | None]
    """Namnen som indikatorn söks med → indikatorn i planen."""
    uppföljningar: Sequence[Uppföljningsdokument]


def föregångarens(akt: Akt) -> Callable[[Indikator], Mätserie]:
    """Funktionen som lämnar en indikators mätningar i de planer som aktens plan följer efter.

    Första frågan svarar för planens alla indikatorer, så att varje äldre plan läses en gång. Registret minns svaren: nästa
    års plan behöver då bara läsa planen närmast före.
    """
    id_ = akt.register.id_före(akt.plan.modell.plan)
    minns = akt.register.serier

    def serie(indikator: Indikator) -> Mätserie:
        if id_ and (id_, _namnen(indikator)) not in minns:
            _räkna_bakåt(akt, id_, {_namnen(i) for i in akt.plan.modell.alla_indikatorer()} | {_namnen(indikator)})
        return minns.get((id_, _namnen(indikator)), ())

    return serie


def _namnen(indikator: Indikator, senare: Namn = frozenset()) -> Namn:
    """Id:na som indikatorn kan ha i planen före: sitt eget, det tidigare, och dem som den har fått senare."""
    return senare | {indikator.id, indikator.tidigare_id or indikator.id}


def _räkna_bakåt(akt: Akt, id_: str, namn: AbstractSet[Namn]) -> None:
    """Räknar ut och minns serierna i planen och dem före den, så långt bakåt som de inte redan är kända."""
    minns = akt.register.serier
    kedja: list[_Led] = []
    while id_ and (namn := {n for n in namn if (id_, n) not in minns}):
        före = akt.register.akt(id_)
        led = _led(id_, före, akt.register.id_före(före.plan.modell.plan) if före else "", namn)
        kedja.append(led)
        id_, namn = led.äldre, {_namnen(i, n) for n, i in led.indikatorer.items() if i}
    for led in reversed(kedja):
        for n, indikator in led.indikatorer.items():
            äldre = minns.get((led.äldre, _namnen(indikator, n)), ()) if indikator else ()
            minns[led.id, n] = mätserie(indikator, led.uppföljningar, äldre) if indikator else ()


def _led(id_: str, akt: Akt | None, äldre: str, namn: Iterable[Namn]) -> _Led:
    if akt is None:
        return _Led(id_, "", dict.fromkeys(namn), ())
    alla = list(akt.plan.modell.alla_indikatorer())
    funna = {n: next((i for i in alla if i.id in n), None) for n in namn}
    return _Led(id_, äldre, funna, [u.modell for u in akt.uppföljningar])
