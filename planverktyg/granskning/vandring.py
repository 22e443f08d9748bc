"""En vandring genom akten: en läst akt in, ut listor av allt i den med rutten till var och en.

Reglerna delar på vandringen, så att varje dokument gås igenom en gång hur många regler som än finns.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from planverktyg.granskning.texter import Texter
from planverktyg.granskning.uppgifter import mätvärden, målgränser, målvillkor, utfall_och_prognoser, utgångsvärden
from planverktyg.modell.atgardsplan import Åtgärd, Åtgärdsområde, Åtgärdspunkt
from planverktyg.modell.ekonomi import Budgetrad, Budgettabell
from planverktyg.modell.indikator import Indikator
from planverktyg.modell.noder import delar, per_klass, vandra
from planverktyg.modell.plan import (
    Avsnitt,
    Mål,
    Nyckeltalsgrupp,
    Uppdrag,
    Uppdragsdel,
    Uppdragsgrupp,
    Verksamhetsområde,
)
from planverktyg.modell.risk import Kontrollmoment, Process, Risk
from planverktyg.modell.samband import bidragande, upplänkar
from planverktyg.uppfyllelse import bedöm_akt
from planverktyg.uppfyllelse.effekter import effekternas_påståenden
from planverktyg.uppfyllelse.forlopp import aktens_förlopp
from planverktyg.uppfyllelse.pengar.arsbudget import planens_budgetar
from planverktyg.uppfyllelse.pengar.lage import räkna, uppföljningens_påståenden
from planverktyg.uppfyllelse.pengar.tabeller import påståenden, tabellernas_påståenden
from planverktyg.uppfyllelse.risklage import risklägen
from planverktyg.uppfyllelse.samband import Samband

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from planverktyg.arkiv.akt import Akt, Mapp
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.regel import Regel
    from planverktyg.granskning.uppgifter import Uppgift
    from planverktyg.modell.byggsten import Del
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.indikator import Mätvärde
    from planverktyg.modell.noder import Nod
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.modell.samband import Upplänkar
    from planverktyg.modell.villkor import Villkor
    from planverktyg.uppfyllelse import Indikatorbedömning, Uppfyllelse
    from planverktyg.uppfyllelse.avgjort import Statusar
    from planverktyg.uppfyllelse.forlopp import Förlopp, Tidigare
    from planverktyg.uppfyllelse.pengar.arsbudget import Årsbudget
    from planverktyg.uppfyllelse.pengar.lage import Siffror
    from planverktyg.uppfyllelse.pengar.tabeller import Påstående
    from planverktyg.uppfyllelse.risklage import Riskläge


class Slag(StrEnum):
    """Vad ett id i planen kan vara namnet på, med den artikel som texterna behöver."""

    MÅL = "ett mål"
    INDIKATOR = "en indikator"
    NYCKELTALSGRUPP = "en grupp nyckeltal"
    UPPDRAG = "ett uppdrag"
    UPPDRAGSGRUPP = "en uppdragsgrupp"
    UPPDRAGSDEL = "en del av ett uppdrag"
    RISK = "en risk"
    ÅTGÄRDSOMRÅDE = "ett åtgärdsområde"
    ÅTGÄRDSPUNKT = "en åtgärdspunkt"
    ÅTGÄRD = "en åtgärd"
    KONTROLLMOMENT = "ett kontrollmoment"
    PROCESS = "en process"
    VERKSAMHETSOMRÅDE = "ett verksamhetsområde"
    BUDGETPOST = "en budgetpost"


SLAG: dict[type[Del], Slag] = {
    Mål: Slag.MÅL,
    Indikator: Slag.INDIKATOR,
    Nyckeltalsgrupp: Slag.NYCKELTALSGRUPP,
    Uppdrag: Slag.UPPDRAG,
    Uppdragsgrupp: Slag.UPPDRAGSGRUPP,
    Uppdragsdel: Slag.UPPDRAGSDEL,
    Risk: Slag.RISK,
    Åtgärdsområde: Slag.ÅTGÄRDSOMRÅDE,
    Åtgärdspunkt: Slag.ÅTGÄRDSPUNKT,
    Åtgärd: Slag.ÅTGÄRD,
    Kontrollmoment: Slag.KONTROLLMOMENT,
    Process: Slag.PROCESS,
    Verksamhetsområde: Slag.VERKSAMHETSOMRÅDE,
    Budgetrad: Slag.BUDGETPOST,
    **dict.fromkeys(get_args(Budgettabell), Slag.BUDGETPOST),
}
"""Delarna vars id är unika i planen. Tabellers rader och kolumner har id som bara gäller i tabellen."""


class Mätpunkt(NamedTuple):
    """En indikator, var den står och vilket mål den hör till."""

    rutt: Rutt
    indikator: Indikator
    mål: Mål


class Uppdragspunkt(NamedTuple):
    """Ett uppdrag, var det står och vilken grupp det hör till."""

    rutt: Rutt
    uppdrag: Uppdrag
    grupp: Uppdragsgrupp

    @property
    def delar(self) -> tuple[Uppdragsdel, ...]:
        """Uppdragets delar som följs upp för sig."""
        return tuple(del_ for del_ in self.uppdrag.delar if del_.id)


class Idpost(NamedTuple):
    """Ett id i planen: vad det är namnet på och var det står."""

    id: str
    slag: Slag
    rutt: Rutt


class Avstämning:
    """En uppföljning under vandringen, med planens bedömningar vid den (räknas fram först när en regel frågar)."""

    def __init__(
        self, akt: Akt, dokument: Dokument[Uppföljningsdokument], punkter: Sequence[Mätpunkt], förlopp: Förlopp
    ) -> None:
        self._akt = akt
        self._förlopp = förlopp
        self._punkter = punkter
        self.dokument = dokument
        self.modell = dokument.modell
        self.huvud = dokument.modell.uppföljning
        self.per: date = self.huvud.per

    @property
    def är_helår(self) -> bool:
        """Om uppföljningen görs vid årets slut."""
        return self._akt.husregler.är_helår(self.per)

    @property
    def namn(self) -> str:
        """Uppföljningen i ord: `delår 2 2020`."""
        return self.huvud.när

    @cached_property
    def tidigare(self) -> Tidigare:
        """Planens äldre uppföljningar, äldst först."""
        return self._förlopp.före(self.per)

    @property
    def statusar(self) -> Statusar:
        """Det som gäller om uppdragen och åtgärderna vid uppföljningen."""
        return self.uppfyllelse.statusar

    @cached_property
    def uppfyllelse(self) -> Uppfyllelse:
        """Måluppfyllelsen vid uppföljningen."""
        return bedöm_akt(self._akt, self.dokument, self._förlopp)

    @cached_property
    def risklägen(self) -> tuple[Riskläge, ...]:
        """Planens risker och de nya, så som de bedöms vid uppföljningen."""
        return tuple(risklägen(self._akt.plan.modell, self.modell, self.tidigare.med_risker()))

    @cached_property
    def nya_id(self) -> dict[str, Slag]:
        """Id för det som har kommit till under året, i den här uppföljningen eller en tidigare."""
        alla = (*self.tidigare.med_nya(), self.modell)
        risker = {risk.id: Slag.RISK for u in alla for risk in u.nya_risker}
        return risker | {å.id: Slag.ÅTGÄRD for u in alla for å in u.nya_åtgärder}

    @cached_property
    def indikatorer(self) -> tuple[Indikatorbedömning, ...]:
        """Indikatorernas bedömningar, i planens ordning."""
        return tuple(self.uppfyllelse.alla_mätta())

    @cached_property
    def siffror(self) -> Siffror | None:
        """Ekonomin per verksamhetsområde, när planen eller uppföljningen har någon."""
        return räkna(self._akt.plan.modell, self.modell, helår=self.är_helår)

    @cached_property
    def värden(self) -> tuple[Uppgift, ...]:
        """Uppföljningens utfall och prognoser, var för sig."""
        return tuple(utfall_och_prognoser(self.dokument, self._punkter))

    @property
    def tabellrutt(self) -> Rutt:
        """Var uppföljningens tabeller står: för sig, eller under ekonomin."""
        return ("ekonomi", "tabeller") if "tabeller" in self._skrivet("ekonomi") else ("tabeller",)

    def del_av(self, nyckel: str) -> Rutt:
        """Rutten till en del av uppföljningen, eller till huvudet när delen inte finns."""
        return (nyckel,) if self._skrivet(nyckel) else ("uppföljning",)

    def väntar(self, nyckel: str, idn: Iterable[str]) -> tuple[list[str], list[str]]:
        """De av id:na som har en rad i uppföljningen som väntar på svar (`hvb-dygn:`), och de övriga."""
        obesvarade = self._skrivet(nyckel).keys() - getattr(self.modell, nyckel).keys()
        alla = list(idn)
        return [id_ for id_ in alla if id_ in obesvarade], [id_ for id_ in alla if id_ not in obesvarade]

    def _skrivet(self, nyckel: str) -> dict[str, Any]:
        innehåll = self.dokument.träd.innehåll
        skrivet = innehåll.get(nyckel) if isinstance(innehåll, dict) else None
        return skrivet if isinstance(skrivet, dict) else {}


class Vandring:
    """Akten uppdelad i listor. Listorna står i planens egen ordning."""

    def __init__(self, akt: Akt) -> None:
        self.akt = akt
        self.dokument: Dokument[Plandokument] = akt.plan
        self.plan: Plandokument = akt.plan.modell
        self.husregler = akt.husregler
        self.husreglerna_hela = akt.husreglerna_lästa and (akt.kommun is None or akt.kommun.helt)
        self.noder = tuple(vandra(self.plan))
        """Planen och allt i den, i läsordning."""
        self._per_klass = per_klass(self.noder)
        self.mål = [(nod.rutt, mål) for nod, mål in delar(self._per_klass, Mål)]
        self.indikatorer = [
            Mätpunkt(nod.rutt, indikator, över.som_mål if isinstance(över, Nyckeltalsgrupp) else över)
            for nod, indikator in delar(self._per_klass, Indikator)
            if isinstance(över := nod.över, (Mål, Nyckeltalsgrupp))
        ]
        self.uppdrag = [
            Uppdragspunkt(nod.rutt, uppdrag, över)
            for nod, uppdrag in delar(self._per_klass, Uppdrag)
            if isinstance(över := nod.över, Uppdragsgrupp)
        ]
        self.punkter = [(nod.rutt, punkt) for nod, punkt in delar(self._per_klass, Åtgärdspunkt)]
        self.åtgärder = [(nod.rutt, åtgärd) for nod, åtgärd in delar(self._per_klass, Åtgärd)]
        self._budgetar: dict[tuple[str, int], list[Årsbudget]] = {}
        förlopp = aktens_förlopp(akt)
        self.avstämningar = tuple(Avstämning(akt, u, self.indikatorer, förlopp) for u in akt.uppföljningar)

    def bara_hela(self) -> Vandring:
        """Samma vandring utan de uppföljningar som lästes med delar utelämnade."""
        if all(a.dokument.helt for a in self.avstämningar):
            return self
        hel = copy(self)
        hel.avstämningar = tuple(a for a in self.avstämningar if a.dokument.helt)
        return hel

    @cached_property
    def målgränser(self) -> tuple[Uppgift, ...]:
        """Gränserna i planens målvärden."""
        return tuple(målgränser(self.dokument, self.målvillkor))

    @cached_property
    def målvillkor(self) -> list[tuple[Mätpunkt, Rutt, Villkor]]:
        """Alla villkor i indikatorernas målvärden, vart och ett för sig, med rutten dit."""
        return [(p, rutt, villkor) for p in self.indikatorer for rutt, villkor in målvillkor(p.indikator, p.rutt)]

    @cached_property
    def mätvärden(self) -> list[tuple[Dokument[Any], Rutt, Mätpunkt, Mätvärde]]:
        """Planens utgångsvärden och uppföljningarnas utfall, var de står och för vilken indikator."""
        return list(mätvärden(self))

    @cached_property
    def uppdelade(self) -> list[tuple[Dokument[Any], Rutt, Mätpunkt, Mätvärde]]:
        """De av mätvärdena som också säger något om delar: kön, verksamheter, nämnder eller annat."""
        return [
            ett for ett in self.mätvärden if ett[3].kön or ett[3].varav or ett[3].per_verksamhet or ett[3].per_nämnd
        ]

    @cached_property
    def påståenden(self) -> list[tuple[Dokument[Any], Påstående]]:
        """Allt som planen och uppföljningarna påstår om att belopp går ihop."""
        alla: list[tuple[Dokument[Any], Påstående]] = [(self.dokument, p) for p in påståenden(self.plan.ekonomi)]
        alla += [(self.dokument, p) for rutt, punkt in self.punkter for p in effekternas_påståenden(punkt, rutt)]
        for avstämning in self.avstämningar:
            tabellernas = tabellernas_påståenden(avstämning.modell.tabeller, avstämning.tabellrutt)
            egna = uppföljningens_påståenden(avstämning.modell, helår=avstämning.är_helår)
            alla += [(avstämning.dokument, p) for p in (*tabellernas, *egna)]
        return alla

    @cached_property
    def utgångsvärden(self) -> tuple[Uppgift, ...]:
        """Planens utgångsvärden och äldre värden."""
        return tuple(utgångsvärden(self.dokument, self.indikatorer))

    @property
    def värden(self) -> Iterator[Uppgift]:
        """Alla värden: planens, och sedan varje uppföljnings."""
        yield from self.utgångsvärden
        for avstämning in self.avstämningar:
            yield from avstämning.värden

    @cached_property
    def slutmål(self) -> list[tuple[Rutt, Mål]]:
        """Målen som följs upp: de som varken har delmål eller samlar andra mål i planen genom `bidrar till`."""
        samlar = {id_ for över in self._över.values() for id_ in över}
        return [(rutt, mål) for rutt, mål in self.mål if mål.id not in samlar]

    def ovanför(self, mål: Mål) -> set[str]:
        """Id för målen i planen som målet står under eller bidrar till, direkt eller genom andra."""
        return self._ovanför.get(mål.id, set())

    @cached_property
    def _ovanför(self) -> Mapping[str, set[str]]:
        alla: dict[str, set[str]] = {}
        for id_ in self._över:
            funna = alla[id_] = set()
            kö = [id_]
            for här in kö:
                nya = self._över.get(här, set()) - funna
                funna |= nya
                kö += nya
        return alla

    @cached_property
    def hänvisande(self) -> list[tuple[Nod, tuple[str, ...]]]:
        """Noderna som bidrar till ett mål, med hänvisningarna så som de står."""
        return [(nod, skrivna) for nod, skrivna in bidragande(self.noder) if skrivna]

    @cached_property
    def upplänkar(self) -> Upplänkar:
        """Vägen uppåt från varje mål i planen som har någon."""
        return upplänkar(self.plan, self.noder)

    @cached_property
    def _över(self) -> Mapping[str, set[str]]:
        hemma = self.plan.plan.id
        egna = {id_: {till for plan, till in väg if plan == hemma} for id_, väg in self.upplänkar.items()}
        return {id_: över - {id_} for id_, över in egna.items()}

    @cached_property
    def samband(self) -> Samband:
        """Hur planens mål hänger ihop."""
        return Samband([self.plan], self.noder)

    def budgetar(self, område: str, år: int) -> list[Årsbudget]:
        """Områdets budget för året så som planen säger den. Flera regler frågar om samma."""
        if (område, år) not in self._budgetar:
            self._budgetar[område, år] = planens_budgetar(self.plan, område, år)
        return self._budgetar[område, år]

    @cached_property
    def avsnitt(self) -> list[tuple[Rutt, Avsnitt]]:
        """Dispositionens avsnitt i läsordning."""
        return [(nod.rutt, avsnitt) for nod, avsnitt in delar(self._per_klass, Avsnitt)]

    @cached_property
    def budgettabeller(self) -> list[tuple[Rutt, Budgettabell]]:
        """Ekonomins tabeller."""
        slag: tuple[type[Budgettabell], ...] = get_args(Budgettabell)
        return [(nod.rutt, tabell) for ett in slag for nod, tabell in delar(self._per_klass, ett)]

    @cached_property
    def idposter(self) -> list[Idpost]:
        """Alla id i planen."""
        return [
            Idpost(nod.id, SLAG[type(nod.del_)], (*nod.rutt, "id"))
            for nod in self.noder
            if type(nod.del_) in SLAG and nod.id
        ]

    @cached_property
    def idtabell(self) -> Mapping[str, Idpost]:
        """Id → den första posten med det id:t."""
        return {post.id: post for post in reversed(self.idposter)}

    def id_av(self, *slag: Slag) -> list[str]:
        """Alla id av de slagen, i planens ordning."""
        return list(dict.fromkeys(post.id for post in self.idposter if post.slag in slag))


@dataclass(frozen=True, eq=False)
class Mappvandring:
    """En mapp, och de planer som har setts i mapparna före den."""

    mapp: Mapp
    kända_planer: Mapping[str, str]
    """Plan-id → filen där planen finns."""
    regler: Mapping[str, Regel]
    """Kod → regel, för alla regler."""
    idag: date
    """Dagen då granskningen görs."""

    @cached_property
    def akter(self) -> list[Vandring]:
        """Mappens akter, var och en genomgången en gång för alla regler."""
        return [Vandring(akt) for akt in self.mapp.akter]

    @cached_property
    def texter(self) -> list[Texter]:
        """Texterna i mappens planer, uppföljningar och husregler, dokument för dokument."""
        mapp = self.mapp
        dokument: list[Dokument[Any]] = [*mapp.kommuner, *mapp.lösa]
        for akt in mapp.akter:
            dokument += [akt.plan, *akt.uppföljningar]
        return [Texter(ett) for ett in dokument]

    @property
    def allt_är_läst(self) -> bool:
        """Om varje fil i mappen blev ett dokument. Annars kan det som tycks saknas finnas i en fil med fel."""
        mapp = self.mapp
        uppföljningar = {u.fil for akt in mapp.akter for u in akt.uppföljningar} | {u.fil for u in mapp.lösa}
        return len(uppföljningar) + len(mapp.akter) + len(mapp.kommuner) == len(mapp.filer)
