"""Uppdragen, åtgärderna, riskerna och prognoserna nu och i den förra uppföljningen in, det av dem som är ett annat ut."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.grund.svenska import antal, räkna_upp
from planverktyg.uppfyllelse.risklage import nya_åtgärder, risklägen
from planverktyg.utgivning.ord.celler import skriv_värde, synlig_enhet
from planverktyg.utgivning.ord.symboler import INGET, statusens
from planverktyg.utgivning.rapport.risker import EJ_VÄRDERAD, riskens_omdöme
from planverktyg.utgivning.underlag.forstasidan import Förändring, Förändringsgrupp
from planverktyg.utgivning.underlag.gemensamt import Omdöme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.modell.husregler import Riskmatris
    from planverktyg.modell.indikator import Utfall
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.modell.villkor import Mätt
    from planverktyg.uppfyllelse import Uppfyllelse
    from planverktyg.uppfyllelse.avgjort import R, Status

_FANNS_INTE = Omdöme(INGET, "fanns inte", "grå")


class Gången(NamedTuple):
    """En uppföljning, de före den, och det som bedömdes då."""

    uppföljning: Uppföljningsdokument
    tidigare: Sequence[Uppföljningsdokument]
    uppfyllelse: Uppfyllelse


def övriga_förändringar(plan: Plandokument, då: Gången, nu: Gången) -> tuple[Förändringsgrupp, ...]:
    """Det som inte är en bedömning men är ett annat än förra gången: statusar, riskvärden och prognoser."""
    uppdrag = tuple(_statusar(_uppdragen(plan), då.uppfyllelse.statusar.uppdrag, nu.uppfyllelse.statusar.uppdrag))
    åtgärder = tuple(
        _statusar(_åtgärderna(plan, nu), då.uppfyllelse.statusar.åtgärder, nu.uppfyllelse.statusar.åtgärder)
    )
    risker = tuple(_riskerna(plan, då, nu, nu.uppfyllelse.husregler.riskmatris))
    prognoser = tuple(_prognoserna(då, nu))
    statusar = [f"{len(uppdrag)} uppdrag"] if uppdrag else []
    statusar += [antal(len(åtgärder), "åtgärd", "åtgärder")] if åtgärder else []
    riskerna, indikatorerna = antal(len(risker), "risk", "risker"), nu.uppfyllelse.husregler.indikatorord
    grupper = (
        Förändringsgrupp(
            f"Ändrad status: {räkna_upp(statusar)}",
            (*uppdrag, *åtgärder),
            antal(len(uppdrag) + len(åtgärder), "status", "statusar"),
        ),
        Förändringsgrupp(f"Ändrad risk: {riskerna}", risker, riskerna),
        Förändringsgrupp(
            f"Ändrad prognos: {indikatorerna.antal(len(prognoser))}",
            prognoser,
            antal(len(prognoser), "prognos", "prognoser"),
        ),
    )
    return tuple(grupp for grupp in grupper if grupp.förändringar)


def _uppdragen(plan: Plandokument) -> Iterator[tuple[str, str]]:
    yield from ((u.id, f"{u.nummer}. {u.text}" if u.nummer else u.text) for u in plan.alla_uppdrag())


def _åtgärderna(plan: Plandokument, nu: Gången) -> Iterator[tuple[str, str]]:
    nya = (å for å, _ in nya_åtgärder(nu.uppföljning, nu.tidigare))
    yield from ((å.id, å.text) for å in (*plan.alla_åtgärder(), *nya))


def _statusar(
    alla: Iterable[tuple[str, str]], då: Mapping[str, Status[R]], nu: Mapping[str, Status[R]]
) -> Iterator[Förändring]:
    """Det som har fått en annan status, eller inte längre är besvarat."""
    for id_, text in alla:
        förra, nya = då.get(id_), nu.get(id_)
        if (förra.rapport.status if förra else None) != (nya.rapport.status if nya else None):
            yield Förändring("status", text.rstrip("."), statusens(förra), statusens(nya), "")


def _riskerna(plan: Plandokument, då: Gången, nu: Gången, matris: Riskmatris) -> Iterator[Förändring]:
    """Riskerna som har fått ett annat riskvärde, och de nya."""
    förra = {läge.risk.id: läge.riskvärde for läge in risklägen(plan, då.uppföljning, då.tidigare)}

    def omdömet(värde: int | None) -> Omdöme:
        return EJ_VÄRDERAD if värde is None else riskens_omdöme(värde, matris)

    for nummer, läge in enumerate(risklägen(plan, nu.uppföljning, nu.tidigare), 1):
        fanns = läge.risk.id in förra
        if not fanns or förra[läge.risk.id] != läge.riskvärde:
            var = omdömet(förra[läge.risk.id]) if fanns else _FANNS_INTE
            namn = f"Risk {nummer}, {läge.risk.text.rstrip('.')}"
            yield Förändring("risk", namn, var, omdömet(läge.riskvärde), "")


def _prognoserna(då: Gången, nu: Gången) -> Iterator[Förändring]:
    """Prognoserna för årets slut som är andra än förra gången under året."""
    if då.uppföljning.uppföljning.per.year != nu.uppföljning.uppföljning.per.year:
        return
    for b in nu.uppfyllelse.alla_mätta():
        i = b.indikator
        förra, nya = (_prognosen(g.uppföljning.utfall.get(i.id)) for g in (då, nu))
        delar = [namn for namn in nya if namn in förra and nya[namn] != förra[namn]]
        if delar:
            enhet = synlig_enhet(i.namn, i.enhet)
            var, är = (", ".join(_skriv(g[namn], namn, i.enhet) for namn in delar) for g in (förra, nya))
            yield Förändring("prognos", i.med_nummer.rstrip("."), _omdöme(var, enhet), _omdöme(är, enhet), "")


def _prognosen(utfall: Utfall | None) -> dict[str, Mätt]:
    """Prognosen för helheten (utan namn) och för var och en av delarna."""
    if utfall is None:
        return {}
    alla = {"": utfall.prognos, **{namn: del_.prognos for namn, del_ in utfall.delar.items()}}
    return {namn: värde for namn, värde in alla.items() if värde is not None}


def _skriv(värde: Mätt, del_: str, enhet: str | None) -> str:
    return f"{del_} {skriv_värde(värde, enhet)}".strip()


def _omdöme(text: str, enhet: str) -> Omdöme:
    return Omdöme("prognos", f"{text} {enhet}".strip(), "grå")
