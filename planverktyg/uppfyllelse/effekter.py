"""Åtgärdsplanens ekonomiska effekt: plan och uppföljning in, väntad och uppnådd effekt med det som inte kan räknas ut.

Beloppen är kronor. Ett belopp som inte är känt räknas aldrig som noll: det fattas i summan, och skälet följer med.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.ekonomi import i_kronor, räkna_om
from planverktyg.uppfyllelse.pengar.rakning import summera
from planverktyg.uppfyllelse.pengar.tabeller import Påstående

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planverktyg.modell.atgardsplan import Grundstatus, Åtgärdsområde, Åtgärdspunkt
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Effektrapport, Uppföljningsdokument
    from planverktyg.uppfyllelse.avgjort import Statusar


class Belopp(NamedTuple):
    """Ett belopp i kronor, eller skälet till att det inte finns."""

    kronor: Decimal | None
    hinder: str = ""


def väntad_effekt(punkt: Åtgärdspunkt) -> Belopp:
    """Punktens effekt ett helt år: dess egen, annars åtgärdernas tillsammans."""
    if punkt.ekonomisk_effekt is not None:
        return Belopp(punkt.ekonomisk_effekt.kronor, punkt.ekonomisk_effekt.hinder)
    effekter = [å.ekonomisk_effekt for å in punkt.åtgärder if å.ekonomisk_effekt is not None]
    if not effekter:
        return Belopp(None, "planen säger ingen ekonomisk effekt")
    hinder = next((e.hinder for e in effekter if e.hinder), "")
    return Belopp(None, hinder) if hinder else Belopp(_summa(e.kronor for e in effekter))


def väntad_under(punkt: Åtgärdspunkt, år: int) -> Belopp:
    """Det som planen väntar sig det året: den fördelade effekten när planen fördelar den på år, annars helårets."""
    egen = punkt.ekonomisk_effekt
    effekter = [egen] if egen is not None else [e for å in punkt.åtgärder if (e := å.ekonomisk_effekt) is not None]
    helårets = väntad_effekt(punkt)
    if helårets.kronor is None or not any(e.per_år for e in effekter):
        return helårets
    return Belopp(_summa(e.väntat_under(år) for e in effekter))


def effekternas_påståenden(punkt: Åtgärdspunkt, rutt: Rutt) -> Iterator[Påstående]:
    """Punktens egen effekt mot åtgärdernas, när alla åtgärderna har en: helårets, eller år för år."""
    egen, åtgärdernas = punkt.ekonomisk_effekt, [å.ekonomisk_effekt for å in punkt.åtgärder]
    effekter = [e for e in åtgärdernas if e is not None and e.kronor is not None]
    if egen is None or egen.kronor is None or not effekter or len(effekter) < len(åtgärdernas):
        return
    enhet = egen.styckpris.enhet if egen.styckpris is not None else egen.enhet
    namn, rutt = f"Effekten av {punkt.id}", (*rutt, "ekonomisk effekt")
    if not egen.per_år:
        termer = [räkna_om(e.kronor, "kr", enhet) for e in effekter if e.kronor is not None]
        yield Påstående(rutt, namn, summera(räkna_om(egen.kronor, "kr", enhet), termer), enhet)
    for år, belopp in egen.per_år.items():
        årets = [räkna_om(e, "kr", enhet) for e in (e.väntat_under(int(år)) for e in effekter) if e is not None]
        yield Påstående((*rutt, "per år", år), f"{namn} {år}", summera(belopp, årets), enhet)


def uppnådd_effekt(punkt: Åtgärdspunkt, rapport: Effektrapport | None) -> Belopp:
    """Effekten hittills: den rapporterade, annars det rapporterade antalet gånger planens styckpris."""
    if rapport is None:
        return Belopp(None, "uppföljningen säger inget om effekten")
    if rapport.effekt is not None:
        return Belopp(i_kronor(rapport.effekt, rapport.enhet))
    effekt = punkt.ekonomisk_effekt
    räknad = effekt.för_antal(rapport.antal) if effekt else None
    return Belopp(räknad, "" if räknad is not None else rapport.saknas or "uppföljningen säger ingen effekt i kronor")


class Punktläge(NamedTuple):
    """En punkt i åtgärdsplanen, med väntad och uppnådd effekt."""

    punkt: Åtgärdspunkt
    rapport: Effektrapport | None
    väntad: Belopp
    """Effekten ett helt år."""
    årets: Belopp
    """Effekten som väntas det år som följs upp."""
    uppnådd: Belopp
    år: int | None = None
    """Året som följs upp, eller None för planen i sig."""

    @property
    def från(self) -> str:
        """Året från vilket helårets effekt väntas, när planen fördelar effekten på år."""
        effekter = [self.punkt.ekonomisk_effekt, *(å.ekonomisk_effekt for å in self.punkt.åtgärder)]
        return max((max(e.per_år) for e in effekter if e is not None and e.per_år), default="")

    @property
    def kan_jämföras(self) -> bool:
        """Om både väntad och uppnådd effekt finns i kronor."""
        return self.väntad.kronor is not None and self.uppnådd.kronor is not None


class Områdesläge(NamedTuple):
    """Ett område i åtgärdsplanen med sina punkter."""

    område: Åtgärdsområde
    punkter: tuple[Punktläge, ...]


@dataclass(frozen=True, eq=False)
class Effektläge:
    """Hela åtgärdsplanen: åtgärdernas lägen och den ekonomiska effekten."""

    områden: tuple[Områdesläge, ...]
    år: int | None = None
    """Året som följs upp, eller None för planen i sig."""

    @cached_property
    def punkter(self) -> tuple[Punktläge, ...]:
        """Alla punkter i planens ordning."""
        return tuple(p for område in self.områden for p in område.punkter)

    @property
    def kan_summeras(self) -> tuple[Punktläge, ...]:
        """Punkterna vars väntade effekt finns i kronor."""
        return tuple(p for p in self.punkter if p.väntad.kronor is not None)

    @property
    def kan_inte_summeras(self) -> tuple[Punktläge, ...]:
        """Punkterna vars väntade effekt inte kan räknas."""
        return tuple(p for p in self.punkter if p.väntad.kronor is None)

    @property
    def väntad(self) -> Decimal:
        """Den väntade effekten ett helt år, för de punkter som kan summeras."""
        return _summa(p.väntad.kronor for p in self.punkter)

    @property
    def årets(self) -> Decimal:
        """Den väntade effekten det år som följs upp, för de punkter som kan summeras."""
        return _summa(p.årets.kronor for p in self.punkter)

    @property
    def växer(self) -> bool:
        """Om det som väntas det året är ett annat belopp än effekten ett helt år."""
        return self.år is not None and self.årets != self.väntad

    @property
    def från(self) -> str:
        """Året från vilket helårets effekt väntas, när planen fördelar den på år."""
        return max((p.från for p in self.punkter), default="")

    @property
    def är_ungefärlig(self) -> bool:
        """Om något av det som summeras bygger på ett ungefärligt styckpris."""
        effekter = (p.punkt.ekonomisk_effekt for p in self.kan_summeras)
        return any(e is not None and e.styckpris is not None and e.styckpris.ungefär for e in effekter)

    @property
    def uppnådd(self) -> Decimal:
        """Den uppnådda effekten, för de punkter som också har en väntad effekt."""
        return _summa(p.uppnådd.kronor for p in self.punkter if p.kan_jämföras)

    @property
    def uppnådd_utöver(self) -> Decimal:
        """Den uppnådda effekten för de punkter vars väntade effekt inte kan räknas."""
        return _summa(p.uppnådd.kronor for p in self.kan_inte_summeras)

    @property
    def per_år(self) -> dict[str, Decimal]:
        """Effekten år för år, för de punkter som planen fördelar på år."""
        effekter = [p.punkt.ekonomisk_effekt for p in self.punkter if p.punkt.ekonomisk_effekt]
        år = sorted({å for effekt in effekter for å in effekt.per_år})
        return {å: _summa(effekt.kronor_under(å) for effekt in effekter) for å in år}


def räkna_effekter(plan: Plandokument, uppföljning: Uppföljningsdokument | None = None) -> Effektläge:
    """Åtgärdsplanens effekt, väntad och (med en uppföljning) uppnådd."""
    rapporter = uppföljning.åtgärdspunkter if uppföljning else {}
    år = uppföljning.uppföljning.per.year if uppföljning else None

    def läge(punkt: Åtgärdspunkt) -> Punktläge:
        rapport = rapporter.get(punkt.id)
        väntad = väntad_effekt(punkt)
        årets = väntad if år is None else väntad_under(punkt, år)
        return Punktläge(punkt, rapport, väntad, årets, uppnådd_effekt(punkt, rapport), år)

    return Effektläge(
        tuple(Områdesläge(område, tuple(map(läge, område.punkter))) for område in plan.åtgärdsplan),
        år,
    )


def räkna_lägen(punkter: Iterable[Åtgärdspunkt], statusar: Statusar) -> dict[Grundstatus | None, int]:
    """Hur många av punkternas åtgärder som är klara, pågår och så vidare; None är de som inte är rapporterade."""
    antal: dict[Grundstatus | None, int] = {}
    for punkt in punkter:
        for åtgärd in punkt.åtgärder:
            status = statusar.åtgärder.get(åtgärd.id)
            läge = status.rapport.läge if status else None
            antal[läge] = antal.get(läge, 0) + 1
    return antal


def _summa(belopp: Iterable[Decimal | None]) -> Decimal:
    return sum((b for b in belopp if b is not None), Decimal(0))
