"""Ett dokument med fel in; det som går att läsa ut, med en anmärkning för varje fel.

Stavfel i nycklar rättas, det som inte går att läsa tas bort, och resten läses igen tills det går igenom.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from planverktyg.arkiv.laddning.fel import Fel, till_fel
from planverktyg.arkiv.laddning.felord import beskriv, är_utan_kolon
from planverktyg.arkiv.laddning.kopia import Kopia
from planverktyg.arkiv.laddning.slag import nycklar_i
from planverktyg.modell.grund.fynd import FLEST_AV_EN_SORT
from planverktyg.modell.grund.svenska import menade_du, slugga

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from planverktyg.arkiv.syntax import Träd
    from planverktyg.modell.byggsten import Del
    from planverktyg.modell.grund.fynd import Anmärkning
    from planverktyg.modell.grund.plats import Rutt


def laga(
    träd: Träd, klass: type[Del], fel: list[ErrorDetails], sammanhang: dict[str, Any]
) -> tuple[Any | None, Kopia, list[tuple[str, Anmärkning]], Counter[str]]:
    """Modellen (None när huvudet inte går att läsa), den lagade kopian, felen som kod och anmärkning, och alla felen räknade.

    Av varje kod beskrivs bara ett fel mer än vad som visas. `fel` är Pydantics, och töms: en stor fil kan ha hundratusentals.
    """
    lagning = _Lagning(träd, klass, Kopia(deepcopy(träd.innehåll)))
    modell = None
    while modell is None and lagning.gick(fel):
        try:
            modell = klass.model_validate(lagning.kopia.data, context=sammanhang)
        except ValidationError as nästa:
            fel = nästa.errors(include_url=False)
    return modell, lagning.kopia, lagning.sagt, lagning.antal


@dataclass(slots=True)
class _Lagning:
    """Ett dokument medan det lagas, och det som har sagts om det."""

    träd: Träd
    klass: type[Del]
    kopia: Kopia
    sagt: list[tuple[str, Anmärkning]] = field(default_factory=list)
    antal: Counter[str] = field(default_factory=Counter)

    def gick(self, fel: list[ErrorDetails]) -> bool:
        """Säger felen och tar bort eller rättar det de gäller. Falskt när det gäller hela dokumentet."""
        kopia = self.kopia
        fel.reverse()
        funna = [till_fel(fel.pop(), self.klass, kopia.data) for _ in range(len(fel))]
        stavfel = _para_stavfel(funna, kopia)
        self._säg(funna, stavfel)
        lagade = {*stavfel, *stavfel.values()}
        ta_bort = {f.rutt[:-1] if f.slag == "missing" else f.rutt for f in funna if f.rutt not in lagade}
        for gammal, ny in stavfel.items():
            kopia.byt_namn(gammal, str(ny[-1]))
        if () in ta_bort:
            return False
        for rutt in _yttersta(ta_bort):
            kopia.ta_bort(rutt)
        return True

    def _säg(self, funna: list[Fel], stavfel: dict[Rutt, Rutt]) -> None:
        hopskrivna = {(*f.rutt[:-1], träff[1]) for f in funna if (träff := är_utan_kolon(f, self.kopia))}
        följder = hopskrivna.union(stavfel.values())
        nya = {(f.kod, f.rutt): f for f in funna if f.rutt not in följder and not self.kopia.är_skadad(f.rutt)}
        for f in nya.values():
            self.antal[f.kod] += 1
            if self.antal[f.kod] <= FLEST_AV_EN_SORT + 1:  # resten är bara ett antal
                anmärkning = beskriv(f, self.träd, self.klass, self.kopia, stavfel.get(f.rutt))
                self.sagt.append((f.kod, anmärkning))


def _yttersta(rutter: set[Rutt]) -> list[Rutt]:
    """Rutterna utan dem som ligger inuti en annan, bakifrån så att index inte förskjuts."""
    yttre = [rutt for rutt in rutter if not any(rutt[:n] in rutter for n in range(len(rutt)))]
    return sorted(yttre, key=lambda rutt: [steg for steg in rutt if isinstance(steg, int)], reverse=True)


def _para_stavfel(funna: list[Fel], kopia: Kopia) -> dict[Rutt, Rutt]:
    """Okända nycklar som är stavfel för en nyckel som delen kan ha: fel rutt → rätt rutt."""
    par: dict[Rutt, Rutt] = {}
    tagna: defaultdict[Rutt, set[str]] = defaultdict(set)
    saknade = {f.rutt for f in funna if f.slag == "missing"}
    okända = [f for f in funna if f.slag == "extra_forbidden" and not är_utan_kolon(f, kopia)]
    sluggade = {klasser: frozenset(map(slugga, nycklar_i(klasser))) for klasser in {f.klasser for f in okända}}
    for f in sorted(okända, key=lambda f: slugga(str(f.rutt[-1])) not in sluggade[f.klasser]):
        delen = f.rutt[:-1]
        finns = kopia.hämta(delen)  # kan ha hundratusen nycklar: de gås inte igenom för varje fel
        lediga = [namn for namn in nycklar_i(f.klasser) if namn not in finns and namn not in tagna[delen]]
        fattas = [namn for namn in lediga if (*delen, namn) in saknade]
        skrivet = str(f.rutt[-1])
        if menat := menade_du(skrivet, lediga, likhet=0.66) or menade_du(skrivet, fattas, likhet=0.5):
            par[f.rutt] = (*delen, menat)
            tagna[delen].add(menat)
    return par
