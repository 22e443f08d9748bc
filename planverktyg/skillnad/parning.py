"""Två dokument som noder in, par av noder ut: vad som är samma sak före och efter ändringen.

Det som har ett id är samma sak så länge id:t är detsamma, var det än står. Det som saknar id (tabellrader, avsnitt, steg)
paras inom det som det står under: först efter namn, sedan efter hur lika lydelserna är.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planverktyg.modell.noder import EGNA
from planverktyg.skillnad.ord import likhet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planverktyg.modell.noder import Identitet, Nod

_LIKA_NOG = 0.5
"""Så stor del av orden måste vara lika för att en rad utan id ska vara samma rad med ny lydelse."""

_LIKA_NAMN = 0.8
"""Så stor del av orden måste vara lika för att något med ett nytt id ska vara samma sak."""

_FLEST_FÖRSLAG = 2_000
"""Fler möjliga par än så prövas inte: då är listan en annan lista."""


@dataclass(slots=True)
class Par:
    """Noderna som hör ihop, de som är borta och de som är nya; allt i läsordning."""

    till_ny: dict[int, Nod] = field(default_factory=dict)
    """Den gamla nodens identitet i minnet → den nya."""
    till_gammal: dict[int, Nod] = field(default_factory=dict)

    def lägg_till(self, gammal: Nod, ny: Nod) -> None:
        """Noderna är samma sak."""
        self.till_ny[id(gammal)] = ny
        self.till_gammal[id(ny)] = gammal

    def är_parad(self, nod: Nod) -> bool:
        """Om noden finns på båda sidor."""
        return id(nod) in self.till_ny or id(nod) in self.till_gammal


def para(gammal: Nod, ny: Nod) -> Par:
    """Vad som är samma sak i två dokument."""
    par = Par()
    par.lägg_till(gammal, ny)
    _para_efter_id(gammal, ny, par)
    for ett in list(gammal.alla()):
        if (annat := par.till_ny.get(id(ett))) is not None:
            _para_barn(ett, annat, par)
    return par


def _para_efter_id(gammal: Nod, ny: Nod, par: Par) -> None:
    nya = dict(_identiteter(ny))
    for identitet, nod in _identiteter(gammal):
        if identitet in nya:
            par.lägg_till(nod, nya[identitet])

    _para_omdöpta(gammal, ny, par)


def _para_omdöpta(gammal: Nod, ny: Nod, par: Par) -> None:
    """Det som har fått ett nytt id: det som säger sitt tidigare id, och sedan det som har samma namn eller nästan."""
    gamla = [n for n in gammal.alla() if n.id and not n.uppslag and type(n.del_) not in EGNA and not par.är_parad(n)]
    nya = [n for n in ny.alla() if n.id and not n.uppslag and type(n.del_) not in EGNA and not par.är_parad(n)]
    if not gamla or not nya or len(gamla) * len(nya) > _FLEST_FÖRSLAG:
        return
    förslag = [
        (1.0 if getattr(n.del_, "tidigare_id", None) == g.id else likhet(g.namn, n.namn) - 0.01, g, n)
        for g in gamla
        for n in nya
        if type(g.del_) is type(n.del_)
    ]
    for lika, ett, annat in sorted(förslag, key=lambda post: -post[0]):
        if lika >= _LIKA_NAMN and not par.är_parad(ett) and not par.är_parad(annat):
            par.lägg_till(ett, annat)


def _identiteter(rot: Nod) -> Iterable[tuple[Identitet, Nod]]:
    sedda: Counter[tuple[str, str]] = Counter()
    for nod in rot.alla():
        if nod.id and type(nod.del_) not in EGNA:
            var = "/".join(map(str, nod.rutt)) if nod.uppslag else nod.id
            sedda[nod.slag, var] += 1
            yield (nod.slag, var, sedda[nod.slag, var]), nod


def _para_barn(gammal: Nod, ny: Nod, par: Par) -> None:
    """Barnen utan id, fält för fält. Kallas uppifrån och ned, så att barnbarnen får sina par efter sina föräldrar."""
    for fält, gamla in _efter_fält(gammal, par).items():
        nya = _efter_fält(ny, par).get(fält, [])
        _para_efter_namn(gamla, nya, par)
        _para_efter_lydelse(gamla, nya, par)


def _efter_fält(nod: Nod, par: Par) -> dict[str, list[Nod]]:
    oparade: defaultdict[str, list[Nod]] = defaultdict(list)
    for barn in nod.barn:
        if not par.är_parad(barn):
            oparade[barn.i_fält].append(barn)
    return oparade


def _para_efter_namn(gamla: list[Nod], nya: list[Nod], par: Par) -> None:
    for gammal in gamla:
        lediga = [n for n in nya if not par.är_parad(n) and _får_paras(gammal, n)]
        ny = next((n for n in lediga if n.del_ == gammal.del_), None) or next(
            (n for n in lediga if n.namn == gammal.namn), None
        )
        if ny is not None:
            par.lägg_till(gammal, ny)


def _para_efter_lydelse(gamla: list[Nod], nya: list[Nod], par: Par) -> None:
    """Det mest lika först. Står lika många kvar på båda sidor och bara en, är det samma sak med ny lydelse."""
    kvar = [(g, n) for g in gamla for n in nya if not par.är_parad(g) and not par.är_parad(n) and _får_paras(g, n)]
    if len(kvar) > _FLEST_FÖRSLAG:
        return
    ensamma = len({id(g) for g, _ in kvar}) == len({id(n) for _, n in kvar}) == 1
    for gammal, ny in sorted(kvar, key=lambda gn: -likhet(gn[0].namn, gn[1].namn)):
        if par.är_parad(gammal) or par.är_parad(ny):
            continue
        if ensamma or likhet(gammal.namn, ny.namn) >= _LIKA_NOG:
            par.lägg_till(gammal, ny)


def _får_paras(gammal: Nod, ny: Nod) -> bool:
    """Två olika id är två olika saker. Det som bara kan stå en gång (planens huvud) är alltid samma sak."""
    return type(gammal.del_) is type(ny.del_) and (type(ny.del_) in EGNA or not (gammal.id and ny.id))
