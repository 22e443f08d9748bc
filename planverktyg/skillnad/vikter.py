"""En ändrad uppgift in, hur tungt ändringen väger ut. Det som rör hur planen prövas, och inte går att väga, är oklart.

Ett enda ställe säger vilka uppgifter som saknar betydelse för vad planen lovar. Allt som inte nämns här ändrar planen.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planverktyg.modell.atgardsplan import Åtgärd
from planverktyg.modell.indikator import Indikator, Mätvärde
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.plan import Mål, Plan, Uppdrag
from planverktyg.modell.rapportering import BeslutadBedömning, Uppföljning
from planverktyg.modell.risk import Kontrollmoment, Risk
from planverktyg.modell.undantag import Undantag
from planverktyg.skillnad.andringar import Tyngd

if TYPE_CHECKING:
    from planverktyg.modell.byggsten import Del

OVIKTIGA = frozenset({"nummer", "etiketter", "undertitel", "devis", "tidigare_id", "kortnamn", "hörnrubrik"})
"""Uppgifter som inte ändrar vad planen lovar, var de än står."""
_OVIKTIGA_I: frozenset[tuple[type[Del], str]] = frozenset({(Plan, "källa"), (Plan, "föregångare"), (Mål, "källa")})

_PRÖVNINGEN: dict[type[Del], frozenset[str]] = {
    Indikator: frozenset(
        {
            "enhet", "skala", "ackumuleras", "mätmetod", "räknas_ur", "kolada", "källa", "stäms_av", "utgångsvärde",
            "per_kön", "följs_upp", "följs_upp_från", "mäts", "beskrivning", "per_verksamhet", "grad", "delvis_inom",
            "bättre", "bidrar_till",
        }
    ),
    Mål: frozenset({"nivå", "slag", "mätmetod", "bidrar_till", "nämnder"}),
    Uppdrag: frozenset({"enhet", "bidrar_till"}),
    Åtgärd: frozenset({"tidsplan", "risker"}),
    Risk: frozenset({"accepterad", "angivet_riskvärde"}),
    Kontrollmoment: frozenset({"risker", "metod", "frekvens"}),
    Undantag: frozenset({"regel", "id", "till"}),
    Plan: frozenset({"id", "år", "nämnd", "bygger_på"}),
    Uppföljning: frozenset({"plan", "period", "per", "exempel", "fas"}),
    BeslutadBedömning: frozenset({"bedömning", "beslut", "beslutad_av"}),
}  # fmt: skip
"""Det som avgör om, när och hur något prövas. En ändring kan försvaga planen fast det inte går att räkna ut."""
_EN_DAG = date(2020, 12, 31)
"""En dag att räkna eftersläpning från, så att månader och år går att jämföra."""
_BARA_OM_MÄTNINGEN = frozenset({"kommentar", "källa", "hämtad"})
"""Det som förklarar ett värde utan att ändra det."""


def väg(del_: Del, namn: str, före: Any, efter: Any) -> Tyngd:
    """Hur tungt det väger att en uppgift i en del är en annan."""
    if är_oviktig(del_, namn):
        return Tyngd.NEUTRAL
    riktning = _riktning(del_, namn, före, efter)
    if riktning is not None:
        return riktning
    if any(isinstance(del_, klass) and namn in fälten for klass, fälten in _PRÖVNINGEN.items()):
        return Tyngd.OKLAR
    return Tyngd.OKLAR if _något_är_borta(före, efter) else Tyngd.ÄNDRAR


def är_oviktig(del_: Del, namn: str) -> bool:
    """Om uppgiften saknar betydelse för vad planen lovar."""
    if isinstance(del_, Mätvärde) and namn in _BARA_OM_MÄTNINGEN:
        return True
    return namn in OVIKTIGA or any(isinstance(del_, klass) and namn == fält for klass, fält in _OVIKTIGA_I)


def _riktning(del_: Del, namn: str, före: Any, efter: Any) -> Tyngd | None:
    """Åt vilket håll ändringen går, när det kan sägas."""
    if isinstance(del_, Indikator):
        return _indikatorns(namn, före, efter)
    if isinstance(del_, (Åtgärd, Kontrollmoment)) and namn == "risker":
        return _färre(före, efter)
    if isinstance(del_, Uppföljning) and namn == "exempel":
        return Tyngd.FÖRSVAGAR if före else Tyngd.ÄNDRAR
    if isinstance(del_, Åtgärd) and namn == "start" and före and efter:
        return väg_tider(före, efter)
    if isinstance(del_, Undantag) and namn == "till":
        return väg_tider(före or date.max, efter or date.max)
    if isinstance(del_, Undantag) and namn == "id" and efter is None:
        return Tyngd.FÖRSVAGAR
    return None


def _indikatorns(namn: str, före: Any, efter: Any) -> Tyngd | None:
    if namn in {"följs_upp", "per_verksamhet", "mäts"}:
        return _färre(före, efter, tomt_är_allt=namn == "följs_upp")
    if namn == "följs_upp_från":
        return väg_tider(_dag(före) or date.min, _dag(efter) or date.min)
    if namn == "eftersläpning":  # en längre låter äldre värden svara
        då, nu = (ett.före(_EN_DAG) if ett else _EN_DAG for ett in (före, efter))
        return Tyngd.FÖRSVAGAR if nu < då else Tyngd.STÄRKER if nu > då else Tyngd.NEUTRAL
    if namn == "per_kön":
        return Tyngd.FÖRSVAGAR if före else Tyngd.STÄRKER
    if namn == "utgår" and None in (före, efter):  # den som utgår behöver inte nås
        return Tyngd.FÖRSVAGAR if efter else Tyngd.STÄRKER
    if namn == "delvis_inom" and None not in (före, efter):
        return Tyngd.FÖRSVAGAR if efter > före else Tyngd.STÄRKER
    return None


def _färre(före: Any, efter: Any, *, tomt_är_allt: bool = False) -> Tyngd | None:
    """Färre tillfällen, risker eller delar är svagare. Med `tomt_är_allt` är en tom lista alla som finns."""
    if tomt_är_allt and not (före and efter):
        return Tyngd.FÖRSVAGAR if efter else Tyngd.STÄRKER
    då, nu = set(före), set(efter)
    if då == nu:
        return Tyngd.NEUTRAL
    return Tyngd.FÖRSVAGAR if nu < då else Tyngd.STÄRKER if då < nu else None


def _något_är_borta(före: Any, efter: Any) -> bool:
    if isinstance(före, tuple) and isinstance(efter, tuple):
        return any(ett not in efter for ett in före)
    if isinstance(före, dict) and isinstance(efter, dict):
        return bool(före.keys() - efter.keys())
    return före not in (None, "", False) and efter is None


def väg_tider(då: date, nu: date) -> Tyngd:
    """En senare tid är ett mildare krav."""
    return Tyngd.NEUTRAL if då == nu else Tyngd.FÖRSVAGAR if nu > då else Tyngd.STÄRKER


def _dag(tid: Any) -> date | None:
    return tid.till if isinstance(tid, Tidpunkt) else tid


# --- Husregler --------------------------------------------------------------------------------------

_HÖGRE_ÄR_SVAGARE = ("tröskel", "hög")
_LÄGRE_ÄR_SVAGARE = ("andel", "medelgrad", "finansiella", "åt rätt håll", "täckning", "från", "från utan utgångsvärde")
_BARA_UTSEENDE = ("symbol", "färg")
_AVGÖR_BEDÖMNINGEN = ("bedömning", "sammanvägning", "riskmatris", "nivåer", "övergripande", "perioder", "jämförelser")


def väg_husregel(väg_: str, före: Any, efter: Any) -> Tyngd:
    """Hur tungt det väger att en husregel är en annan. `väg_` är nycklarna från dokumentets översta nivå.

    Ett tal som inte stod där ersätter nästan alltid ett förval eller ett annat krav, och går då inte att väga. Bara
    utan täckning finns inget krav alls.
    """
    ordning = väg_.split(" ")
    if väg_.endswith(_BARA_UTSEENDE) or ordning[0] in ("etiketter", "indikatorer", "kommun", "utseende"):
        return Tyngd.NEUTRAL if ordning[0] != "kommun" else Tyngd.ÄNDRAR
    sist = next((ett for ett in (*_HÖGRE_ÄR_SVAGARE, *_LÄGRE_ÄR_SVAGARE) if väg_.endswith(f" {ett}")), "")
    if sist and isinstance(före, (int, Decimal)) and isinstance(efter, (int, Decimal)):
        return Tyngd.FÖRSVAGAR if (efter > före) is (sist in _HÖGRE_ÄR_SVAGARE) else Tyngd.STÄRKER
    if väg_ == "sammanvägning täckning":
        return Tyngd.FÖRSVAGAR if efter is None else Tyngd.STÄRKER
    if ordning[0] in _AVGÖR_BEDÖMNINGEN:
        return Tyngd.FÖRSVAGAR if ordning[0] == "perioder" and efter is None else Tyngd.OKLAR
    if ordning[0] == "statusord" and före is not None:  # svaren som redan är lämnade betyder något annat
        return Tyngd.OKLAR
    return Tyngd.OKLAR if _något_är_borta(före, efter) else Tyngd.ÄNDRAR
