"""Kapitlen medan de läses, med text och visningar i källans ordning in, planens disposition ut."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from planverktyg.blanketter.importera.utkast import Löptext, Post

Visning: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Kapitel:
    """Ett kapitel eller underavsnitt."""

    rubrik: str
    nivå: int
    slag: str = ""
    """Vad kapitlet handlar om, när rubriken säger det; tomt för löpande text."""
    delar: list[Löptext | Visning | Kapitel] = field(default_factory=list)

    def text(self) -> Löptext:
        """Där nästa stycke läggs."""
        if not self.delar or not isinstance(self.delar[-1], Löptext):
            self.delar.append(Löptext())
        sist = self.delar[-1]
        assert isinstance(sist, Löptext)
        return sist

    def visar(self, slag: str, id_: str) -> None:
        """Det som nämns visas här, tillsammans med det som redan visas sist i kapitlet."""
        sist = self.delar[-1] if self.delar else None
        if isinstance(sist, dict) and slag in sist:
            sist[slag].append(id_)
        else:
            self.delar.append({slag: [id_]})

    def visa_inte(self, slag: str, id_: str | None, *, är_tom: bool) -> None:
        """Tar bort det som inte finns ur det som kapitlet visar: en grupp, eller hela datablocket när det är tomt."""
        for del_ in self.delar:
            if isinstance(del_, dict) and id_ in del_.get(slag, ()):
                del_[slag].remove(id_)
        self.delar = [
            d
            for d in self.delar
            if not isinstance(d, dict) or (d.get(slag, True) and not (är_tom and d.get("block") == slag))
        ]

    def avsnitt(self) -> Post:
        """Kapitlet som ett avsnitt i planen. Det som inte ryms i ett avsnitt blir underavsnitt utan rubrik."""
        post = Post()
        if self.rubrik:
            post["rubrik"] = self.rubrik
        kvar = [d for d in self.delar if not isinstance(d, Löptext) or d]
        if kvar and isinstance(kvar[0], Löptext):
            post["text"] = kvar.pop(0)
        if kvar and isinstance(kvar[0], dict) and not any(isinstance(d, dict) for d in kvar[1:]):
            post["visar"] = _visning(kvar.pop(0))
        sist = kvar.pop() if len(kvar) > 0 and isinstance(kvar[-1], Löptext) else None
        if kvar:
            post["avsnitt"] = [_som_avsnitt(d) for d in kvar]
        if isinstance(sist, Löptext):
            post["avslutning" if "visar" in post or "avsnitt" in post or "text" in post else "text"] = sist
        return post


def _visning(del_: Any) -> Any:
    return del_.get("block", del_)


def _som_avsnitt(del_: Löptext | Visning | Kapitel) -> Post:
    if isinstance(del_, Kapitel):
        return del_.avsnitt()
    return Post(text=del_) if isinstance(del_, Löptext) else Post(visar=_visning(del_))
