"""Lokaliserat träd in, typat dokument och fynd ut. Det enda stället som läser Pydantics fel.

Ett fel i ett värde ska inte dölja resten: stavfel i nycklar rättas, och det som inte går att läsa tas bort
ur en kopia, som läses igen tills den går igenom. Dokumentet minns var varje del stod i originalet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import ValidationError

from planverktyg.arkiv.laddning import scheman
from planverktyg.arkiv.laddning.idplats import närmaste_id
from planverktyg.arkiv.laddning.slag import SLAG
from planverktyg.modell.byggsten import Del
from planverktyg.modell.grund.fynd import FLEST_AV_EN_SORT, Allvar, Anmärkning, Fynd, säg_antalet
from planverktyg.modell.grund.svenska import menade_du, räkna_upp

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from planverktyg.arkiv.laddning.kopia import Kopia
    from planverktyg.arkiv.syntax import Träd
    from planverktyg.modell.grund.plats import Plats, Rutt
    from planverktyg.modell.husregler import Husregler

__all__ = ["SLAG", "Dokument", "ladda"]

M = TypeVar("M", bound=Del)

scheman.använd_färdiga()


@dataclass(frozen=True, slots=True, eq=False)
class Dokument(Generic[M]):
    """Ett läst dokument: modellen, trädet som den kom ur, och om hela dokumentet kunde läsas.

    Är `helt` falskt har delar med fel lämnats utanför modellen; då säger det inget att något saknas i den.
    """

    träd: Träd
    modell: M
    helt: bool = True
    _flyttat: Kopia | None = field(default=None, repr=False)

    @property
    def fil(self) -> str:
        """Filens namn så som användaren ser det."""
        return self.träd.fil

    def plats(self, rutt: Rutt) -> Plats:
        """Var det som står på rutten i modellen börjar i filen."""
        return self.träd.plats(self._flyttat.källrutt(rutt) if self._flyttat else rutt)

    def fynd(self, anmärkning: Anmärkning, kod: str, allvar: Allvar) -> Fynd:
        """Anmärkningen som fynd, med plats och utdrag ur filen."""
        if self._flyttat:
            anmärkning = anmärkning._replace(rutt=self._flyttat.källrutt(anmärkning.rutt))
        gäller = närmaste_id(type(self.modell), self.träd.innehåll, anmärkning.rutt)
        return _fynd(self.träd, anmärkning, kod, allvar, gäller)


def ladda(träd: Träd, husregler: Husregler | None = None) -> tuple[Dokument[Any] | None, list[Fynd]]:
    """Trädet som dokument. None när dokumentslaget är okänt eller när huvudet inte går att läsa.

    Med `husregler` är kommunens egna perioder tider; utan dem gäller förvalen.
    """
    klass, anmärkning = _välj_klass(träd.innehåll)
    if klass is None:
        assert anmärkning is not None
        return None, [_fynd(träd, anmärkning, "STR110", Allvar.FEL)]
    sammanhang = husregler.läsning if husregler else {}
    try:
        return Dokument(träd, klass.model_validate(träd.innehåll, context=sammanhang)), []
    except ValidationError as undantag:
        fel = undantag.errors(include_url=False)
    if okänt := _okänt_format(träd.innehåll):
        return None, [_fynd(träd, okänt, "STR106", Allvar.FEL)]
    return _ladda_med_fel(träd, klass, fel, sammanhang)


def _ladda_med_fel(
    träd: Träd, klass: type[Del], fel: list[ErrorDetails], sammanhang: dict[str, Any]
) -> tuple[Dokument[Any] | None, list[Fynd]]:
    from planverktyg.arkiv.laddning.lagning import laga  # behövs bara när något är fel

    modell, kopia, anmärkningar, antal = laga(träd, klass, fel, sammanhang)
    fynd = [_fynd(träd, anmärkning, kod, Allvar.FEL) for kod, anmärkning in anmärkningar]
    dokument = Dokument(träd, modell, kopia.är_hel, kopia) if modell else None
    olika = list(dict.fromkeys(fynd))  # två fel kan ha samma förklaring
    sista = {f.kod: nr for nr, f in enumerate(olika)}
    for kod, alla in antal.items():
        if (fler := alla - FLEST_AV_EN_SORT) > 1:
            olika[sista[kod]] = säg_antalet(olika[sista[kod]]._replace(antal=fler))
    return dokument, olika


def _fynd(träd: Träd, anmärkning: Anmärkning, kod: str, allvar: Allvar, gäller: str = "") -> Fynd:
    plats = träd.plats(anmärkning.rutt, på_nyckeln=anmärkning.på_nyckeln)
    return Fynd(plats, kod, allvar, anmärkning.text, anmärkning.råd, träd.utdrag(plats), gäller)


def _välj_klass(innehåll: Any) -> tuple[type[Del] | None, Anmärkning | None]:
    råd = f"Ett dokument har format: 1 överst och sedan en av nycklarna {räkna_upp(list(SLAG), 'eller')}."
    if not isinstance(innehåll, dict):
        return None, Anmärkning((), "Filen innehåller inga nycklar, så det går inte att se vad den är.", råd)
    slag = [nyckel for nyckel in SLAG if nyckel in innehåll]
    if len(slag) == 1:
        return SLAG[slag[0]], None
    if slag:
        return None, Anmärkning((slag[1],), f"Filen är två dokument i ett: {räkna_upp(slag)}.", råd, på_nyckeln=True)
    for nyckel in innehåll:
        if menat := menade_du(nyckel, SLAG):
            return None, Anmärkning((nyckel,), f"Okänd nyckel: {nyckel}", f"Menade du {menat}?", på_nyckeln=True)
    return None, Anmärkning((), "Det går inte att se vad för slags dokument filen är.", råd)


def _okänt_format(innehåll: Any) -> Anmärkning | None:
    """Ett nyare format läses inte alls: allt annat som ser fel ut i det vore brus."""
    format_ = innehåll.get("format")
    if type(format_) is not int or format_ == 1:
        return None
    return Anmärkning(("format",), f"Formatet {format_} känner verktyget inte till.", "Uppdatera verktyget.")
