"""Det som redan är avgjort: en uppföljning och de äldre in, svaret som gäller ut, med perioden då det lämnades.

Det senaste svaret räknas, också när det är nej. Är det avgjort (något är gjort, ett uppdrag är klart eller avbrutet,
en indikator har utgått, eller tiden gick ut ett tidigare år) bärs det vidare till de uppföljningar som inget säger.
Ett värde på vägen och en prognos bärs aldrig.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from planverktyg.modell.indikator import Delvärde, Utfall
from planverktyg.modell.rapportering import Statusrapport

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planverktyg.modell.atgardsplan import Grundstatus
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.rapportering import BeslutadBedömning, Uppdragsrapport, Uppföljningsdokument
    from planverktyg.uppfyllelse.tillfalle import Krav, Tillfälle

R = TypeVar("R", bound=Statusrapport)

K = TypeVar("K")

AVSLUTAT: tuple[Grundstatus, ...] = ("klar", "avbruten")
"""Lägena som inte ändras av att ingen säger något mer."""


# --- Indikatorer --------------------------------------------------------------------------------------


class Svar(NamedTuple):
    """Det utfall som gäller för en indikator, och vilken tidigare uppföljning det kommer ur."""

    utfall: Utfall | None
    ur: str = ""
    """`helår 2019`, när svaret lämnades då; annars tomt."""
    uppföljning: Uppföljningsdokument | None = None
    """Den tidigare uppföljningen, när svaret lämnades då."""
    burna: Mapping[str, Svar] = {}
    """Delarna (verksamheter, nämnder) som avgjordes tidigare och inte sägs igen → svaret då."""


def svaret_på(indikator: Indikator, krav: Krav, delarnas: Mapping[str, Krav], tillfälle: Tillfälle) -> Svar:
    """Uppföljningens utfall, annars det senaste tidigare om det är avgjort: hela indikatorns, eller en dels."""
    nu = tillfälle.uppföljning.utfall.get(indikator.id)
    if nu is not None:
        return _med_burna_delar(Svar(nu), indikator, delarnas, tillfälle)
    if tillfälle.uppföljning.väntar("utfall", indikator.id):
        return Svar(None)
    senast = tillfälle.tidigare.senaste_svar(indikator.id)
    utfall = senast.utfall.get(indikator.id) if senast else None
    buret = Svar(None)
    if senast is not None and utfall is not None and _är_avgjort(utfall, senast, krav, tillfälle):
        buret = Svar(utfall, senast.uppföljning.när, senast)
    return _med_burna_delar(buret, indikator, delarnas, tillfälle)


def _med_burna_delar(svar: Svar, indikator: Indikator, delarnas: Mapping[str, Krav], tillfälle: Tillfälle) -> Svar:
    """Svaret med de delar som det inte säger något om, men som en tidigare uppföljning har avgjort, var och en i sin tid."""
    tysta = [namn for namn in delarnas if delens_utfall(svar.utfall, namn) is None]
    burna = {n: buret for n in tysta if (buret := _delen_förut(n, indikator, delarnas[n], tillfälle))}
    if not burna:
        return svar
    nu = svar.utfall if svar.utfall is not None else Utfall.model_construct()
    värden = {n: Delvärde.model_construct(värde=b.utfall.värde) for n, b in burna.items() if b.utfall} | nu.delar
    fält = "per_nämnd" if indikator.per_nämnd else "per_verksamhet"
    utfall = nu.model_copy(update={fält: {n: värden[n] for n in delarnas if n in värden}})
    perioder = {b.ur for b in burna.values()}
    ur = perioder.pop() if len(burna) == len(delarnas) and len(perioder) == 1 else svar.ur
    return svar._replace(utfall=utfall, ur=ur, burna=burna)


def _delen_förut(namn: str, indikator: Indikator, krav: Krav, tillfälle: Tillfälle) -> Svar | None:
    """Det senaste som är sagt om en del, om det är avgjort."""
    for dokument in tillfälle.tidigare.svar_bakåt(indikator.id):
        utfall = dokument.utfall.get(indikator.id)
        delens = delens_utfall(utfall, namn)
        if utfall is None:
            return None  # en rad som väntar på svar
        if delens is not None:
            avgjort = delens.värde is not None and _är_avgjort(delens, dokument, krav, tillfälle)
            return Svar(delens, dokument.uppföljning.när, dokument) if avgjort else None
    return None


def delens_svar(svar: Svar, namn: str) -> Svar:
    """Det som svaret säger om en del, och den tidigare uppföljning som det kommer ur."""
    return svar.burna.get(namn) or svar._replace(utfall=delens_utfall(svar.utfall, namn))


def delens_utfall(utfall: Utfall | None, namn: str) -> Utfall | None:
    """Det som utfallet säger om en del: delens eget värde, annars skälet som gäller alla; None när det inte säger något."""
    if utfall is None:
        return None
    tomt: dict[str, Any] = {"per_verksamhet": {}, "per_nämnd": {}}
    tomt |= dict.fromkeys(("värde", "prognos", "saknas", "ej_mätt", "underlag", "kön"))
    del_ = utfall.delar.get(namn)
    if del_ is not None:
        return utfall.model_copy(update=tomt | {n: getattr(del_, n) for n in ("värde", "prognos", "saknas")})
    besked = (utfall.frånvaro, utfall.redovisning, utfall.avstämning)
    if any(b is not None for b in besked):
        return utfall.model_copy(update=tomt | {"saknas": utfall.saknas, "ej_mätt": utfall.ej_mätt})
    return None


def _är_avgjort(utfall: Utfall, dokument: Uppföljningsdokument, krav: Krav, tillfälle: Tillfälle) -> bool:
    if isinstance(utfall.värde, date) or utfall.utgår is not None:
        return True
    har_svar = utfall.värde is not None or utfall.redovisning is not None or bool(utfall.delar)
    return har_svar and _var_ute(krav, dokument, tillfälle)


def _var_ute(krav: Krav, dokument: Uppföljningsdokument, tillfälle: Tillfälle) -> bool:
    """Om tiden gick ut ett tidigare år, och var ute redan när uppföljningen gjordes."""
    return krav.gick_ut_före(tillfälle) and krav.frist <= dokument.uppföljning.per


def beslutet_om(indikator: Indikator, krav: Krav, tillfälle: Tillfälle) -> BeslutadBedömning | None:
    """Den beslutade bedömningen av indikatorn; när tiden är ute räcker den senaste som lämnades sedan dess."""
    nu = tillfälle.uppföljning.bedömningar.get(indikator.id)
    if nu is not None:
        return nu
    senast = tillfälle.tidigare.senaste_bedömning(indikator.id)
    if senast is None or not _var_ute(krav, senast, tillfälle):
        return None
    return senast.bedömningar[indikator.id]


# --- Uppdrag och åtgärder -----------------------------------------------------------------------------


class Status(NamedTuple, Generic[R]):
    """Hur det går med ett uppdrag, en del av ett uppdrag eller en åtgärd."""

    rapport: R
    ur: str = ""
    """`delår 2 2020`, när det sades då och inte behövde sägas igen; annars tomt."""

    @property
    def är_avslutad(self) -> bool:
        """Om det är klart eller avbrutet."""
        return self.rapport.läge in AVSLUTAT


class Statusar(NamedTuple):
    """Det som gäller vid en uppföljning om planens uppdrag och åtgärder, efter id. Det som ingen har svarat på saknas."""

    uppdrag: Mapping[str, Status[Uppdragsrapport]]
    åtgärder: Mapping[str, Status[Statusrapport]]
    delar: Mapping[str, Mapping[str, Status[Statusrapport]]] = {}
    """Uppdragets id → delens id → delens status, också när ingen har sagt något om uppdraget självt."""


def gällande_statusar(uppföljning: Uppföljningsdokument, tidigare: Iterable[Uppföljningsdokument]) -> Statusar:
    """Uppföljningens statusar, och de tidigare som är avslutade. `tidigare` är äldst först."""
    alla = [*((d, d.uppföljning.när) for d in tidigare), (uppföljning, "")]
    uppdrag = _gällande((id_, Status(r, ur)) for d, ur in alla for id_, r in d.uppdrag.items())
    åtgärder = _gällande((id_, Status(r, ur)) for d, ur in alla for id_, r in d.åtgärder.items())
    dokument = [d for d, _ in alla]
    return Statusar(
        {id_: s for id_, s in uppdrag.items() if not _öppnad_igen(dokument, "uppdrag", id_)},
        {id_: s for id_, s in åtgärder.items() if not _öppnad_igen(dokument, "åtgärder", id_)},
        _delarna(alla),
    )


def _öppnad_igen(alla: Sequence[Uppföljningsdokument], nyckel: str, id_: str) -> bool:
    """Om det senaste som nämner id:t är en rad som väntar på svar."""
    for dokument in reversed(alla):
        if id_ in getattr(dokument, nyckel):
            return False
        if dokument.väntar(nyckel, id_):
            return True
    return False


def _delarna(alla: Iterable[tuple[Uppföljningsdokument, str]]) -> dict[str, dict[str, Status[Statusrapport]]]:
    """Uppdragets id → delens id → delens status."""
    sagt = (
        ((id_, del_id), Status(del_, ur))
        for dokument, ur in alla
        for id_, rapport in dokument.uppdrag.items()
        for del_id, del_ in rapport.delar.items()
    )
    delar: dict[str, dict[str, Status[Statusrapport]]] = {}
    for (id_, del_id), status in _gällande(sagt).items():
        delar.setdefault(id_, {})[del_id] = status
    return delar


def _gällande(sagt: Iterable[tuple[K, Status[R]]]) -> dict[K, Status[R]]:
    """Det senaste som är sagt om var och en (`sagt` är äldst först), om det sades nu eller är avslutat."""
    return {id_: status for id_, status in dict(sagt).items() if not status.ur or status.är_avslutad}
