"""Planens risker och uppföljningarna in, hur varje risk bedöms nu ut, och vad kontrollerna visade.

Det senaste som är sagt gäller, vilket år det än sades; annars gäller planen. En risk som har upptäckts sedan planen står
efter planens.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.grund.svenska import räkna_upp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.modell.atgardsplan import Åtgärd
    from planverktyg.modell.plan import Plandokument
    from planverktyg.modell.rapportering import Kontrollrapport, Riskrapport, Uppföljningsdokument
    from planverktyg.modell.risk import Kontrollmoment, Process, Risk


class Riskläge(NamedTuple):
    """En risk så som den bedöms vid en uppföljning."""

    risk: Risk
    ny: str
    """Uppföljningen där risken kom till (`delår 1 2020`); tomt för planens risker."""
    sannolikhet: int | None
    konsekvens: int | None
    rapport: Riskrapport | None
    """Det som den här uppföljningen säger om risken."""
    ur: str = ""
    """`delår 1 2020`, när värdena sades då och inte har ändrats sedan dess; annars tomt."""
    är_ny: bool = False
    """Om risken kom till under uppföljningens år."""

    @property
    def riskvärde(self) -> int | None:
        """Riskvärdet nu, eller None när risken inte är värderad."""
        if self.sannolikhet is None or self.konsekvens is None:
            return self.risk.riskvärde
        return self.sannolikhet * self.konsekvens

    @property
    def förändring(self) -> int:
        """1 när riskvärdet har ökat sedan planen, −1 när det har minskat, 0 när det är lika eller inte går att jämföra."""
        nu, då = self.riskvärde, self.risk.riskvärde
        return 0 if nu is None or då is None else (nu > då) - (nu < då)

    @property
    def är_accepterad(self) -> bool:
        """Om det finns ett beslut om att acceptera risken, och riskvärdet inte har stigit över det som beslutet gäller."""
        gräns = self.risk.accepterad_till
        return self.risk.accepterad is not None and (gräns is None or self.riskvärde is None or self.riskvärde <= gräns)


def risklägen(
    plan: Plandokument, uppföljning: Uppföljningsdokument, tidigare: Iterable[Uppföljningsdokument] = ()
) -> list[Riskläge]:
    """Planens risker och de nya, så som de bedöms vid uppföljningen. `tidigare` är de äldre, äldst först."""
    alla = [*tidigare, uppföljning]
    risker: list[tuple[Risk, Uppföljningsdokument | None]] = [(risk, None) for risk in plan.risker]
    risker += [(risk, u) for u in alla for risk in u.nya_risker]
    sagt: dict[str, list[Uppföljningsdokument]] = {}
    for u in alla:
        for id_ in u.risker:
            sagt.setdefault(id_, []).append(u)
    return [_läget(risk, ny, sagt.get(risk.id, ()), uppföljning) for risk, ny in risker]


def _läget(
    risk: Risk, ny: Uppföljningsdokument | None, sagt_i: Sequence[Uppföljningsdokument], nu: Uppföljningsdokument
) -> Riskläge:
    sannolikhet, konsekvens, ur = risk.sannolikhet, risk.konsekvens, ""
    for u in sagt_i:
        sagt = u.risker[risk.id]
        if sagt.sannolikhet is not None or sagt.konsekvens is not None:
            ur = u.uppföljning.när if u is not nu else ""
        sannolikhet = sagt.sannolikhet if sagt.sannolikhet is not None else sannolikhet
        konsekvens = sagt.konsekvens if sagt.konsekvens is not None else konsekvens
    i_år = ny is not None and ny.uppföljning.per.year == nu.uppföljning.per.year
    när = ny.uppföljning.när if ny else ""
    return Riskläge(risk, när, sannolikhet, konsekvens, nu.risker.get(risk.id), ur, i_år)


def nya_åtgärder(
    uppföljning: Uppföljningsdokument, tidigare: Iterable[Uppföljningsdokument] = ()
) -> list[tuple[Åtgärd, str]]:
    """Åtgärderna som har kommit till sedan planen, och uppföljningen där de kom till."""
    return [(å, u.uppföljning.när) for u in (*tidigare, uppföljning) for å in u.nya_åtgärder]


# --- Kontroller -------------------------------------------------------------------------------------


class Kontrollräkning(NamedTuple):
    """Hur många kontroller som visade vad."""

    alla: int
    utan: int
    med: int
    """Med avvikelse, stor eller liten."""
    ej_genomförda: int
    tysta: int

    @property
    def mening(self) -> str:
        """`Av 2 kontroller visade 1 avvikelse och 1 genomfördes inte.`, eller `Kontrollen visade ingen avvikelse.`"""
        if self.alla == 1:
            visade = "visade en avvikelse" if self.med else "visade ingen avvikelse" if self.utan else ""
            return f"Kontrollen {visade or ('genomfördes inte' if self.ej_genomförda else 'är inte rapporterad')}."
        led = [
            ("visade {} avvikelse", "{} visade avvikelse", self.med),
            ("visade {} ingen avvikelse", "{} ingen avvikelse", self.utan),
            ("genomfördes {} inte", "{} genomfördes inte", self.ej_genomförda),
            ("är {} inte rapporterad", "{} är inte rapporterad", self.tysta)
            if self.tysta == 1
            else ("är {} inte rapporterade", "{} är inte rapporterade", self.tysta),
        ]
        finns = [(först, sedan, n) for först, sedan, n in led if n]
        if not finns:
            return ""
        delar = [finns[0][0].format(finns[0][2]), *(sedan.format(n) for _, sedan, n in finns[1:])]
        return f"Av {self.alla} kontroller {räkna_upp(delar)}."


def räkna_kontroller(moment: Sequence[Kontrollmoment], rapporter: Mapping[str, Kontrollrapport]) -> Kontrollräkning:
    """Kontrollerna efter vad de visade."""
    visade = Counter(rapporter[m.id].resultat if m.id in rapporter else None for m in moment)
    return Kontrollräkning(
        len(moment),
        visade["utan avvikelse"],
        visade["med avvikelse"] + visade["mindre avvikelse"],
        visade["ej genomförd"],
        visade[None],
    )


# --- Processer --------------------------------------------------------------------------------------


class Processläge(NamedTuple):
    """En process i trädet, med det som hör till just den."""

    process: Process
    djup: int
    risker: tuple[str, ...]
    """Id för riskerna i processen."""
    kontroller: tuple[Kontrollmoment, ...]


def processlägen(plan: Plandokument, nya: Sequence[Risk] = ()) -> list[Processläge]:
    """Planens processer i läsordning, också de tomma. En kontroll hör till sin process, annars till sin första risks."""
    risker = [*plan.risker, *nya]
    riskens = {r.id: r.process for r in risker}

    def kontrollens(m: Kontrollmoment) -> str | None:
        return m.process or next((p for id_ in m.risker if (p := riskens.get(id_))), None)

    lägen: list[Processläge] = []
    for process, djup in _alla_processer(plan.processer):
        namn = (process.id, process.namn)
        egna = tuple(r.id for r in risker if r.process in namn)
        lägen.append(Processläge(process, djup, egna, tuple(m for m in plan.kontrollmoment if kontrollens(m) in namn)))
    return lägen


def _alla_processer(processer: Iterable[Process], djup: int = 0) -> Iterator[tuple[Process, int]]:
    for process in processer:
        yield process, djup
        yield from _alla_processer(process.processer, djup + 1)
