"""Pydantics fel med rutten i innehållet: `loc` blandar nycklar, märken och steg som kortformer lagt till."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv.laddning.idplats import FINNS_INTE, steg_in
from planverktyg.arkiv.laddning.slag import Klasser, klasser_under

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from planverktyg.modell.byggsten import Del
    from planverktyg.modell.grund.plats import Rutt


@dataclass(frozen=True, slots=True)
class Fel:
    """Ett av Pydantics fel, med rutten i innehållet i stället för Pydantics väg genom modellerna."""

    slag: str
    rutt: Rutt
    klasser: Klasser
    """Klasserna som den omgivande delen kan vara."""
    väntade: Klasser
    """Klasserna som det som står på rutten kan vara."""
    detalj: ErrorDetails

    @property
    def tom(self) -> bool:
        """Om felet är att inget alls är skrivet efter nyckeln (ett utfall utan värde har ett eget besked)."""
        return self.detalj["input"] is None and self.slag not in {"missing", "extra_forbidden", "STR102"}

    @property
    def kod(self) -> str:
        """Fyndets kod: vår egen när felet är vårt, annars efter Pydantics slag."""
        if self.tom:
            return "STR103"
        if self.slag.startswith(("STR", "BED")):
            return self.slag
        return {"extra_forbidden": "STR101", "missing": "STR102", "literal_error": "STR106"}.get(self.slag, "STR103")


def till_fel(detalj: ErrorDetails, rot: type[Del], data: Any) -> Fel:
    """Rutten till felet. Pydantics `loc` blandar nycklar med märken; bara det som finns i innehållet räknas.

    Märken som `<minst>` säger vilken klass i en union det gäller, och kortformer (`målvärde: ja`) ger
    steg som inte finns i innehållet.
    """
    rutt: list[str | int] = []
    klasser: Klasser = (rot,)
    omgivande = klasser
    saknas = detalj["loc"][-1] if detalj["type"] == "missing" else None
    nod = data
    for steg in detalj["loc"]:
        if isinstance(steg, str) and steg.startswith("<"):
            klasser = tuple(k for k in klasser if getattr(k, "nyckel", None) == steg[1:-1])
            continue
        inre = steg_in(nod, steg)
        if inre is not FINNS_INTE or (isinstance(nod, dict) and steg == saknas):
            rutt.append(steg)
            nod = inre
        if isinstance(steg, str):
            omgivande, klasser = klasser, klasser_under(klasser, steg)
    return Fel(detalj["type"], tuple(rutt), omgivande, klasser, detalj)
