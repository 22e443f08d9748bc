"""Planer och uppföljningar i ett arkiv in, fynd om de beslut med fingeravtryck som finns i git men inte i filerna ut.

Bara revisioner där ett fingeravtryck läggs till eller tas bort läses, och det görs en gång för varje förråd.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.arkiv import git
from planverktyg.arkiv.urval.lydelser import läs_med_fingeravtryck
from planverktyg.granskning.regler.beslut import skyddet_borta
from planverktyg.modell.beslut import bevarat, är_samma_beslut
from planverktyg.modell.beslutslage import skriv_när
from planverktyg.modell.grund.fynd import Anmärkning, sortera
from planverktyg.modell.plan import Plandokument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.kommandon.granskat.provning import Prövat
    from planverktyg.modell.beslut import Beslut
    from planverktyg.modell.grund.fynd import Fynd


class _Sett(NamedTuple):
    """Ett beslut med fingeravtryck, och den senaste revisionen där det fanns."""

    beslut: Beslut
    revision: str


class Beslutsskydd:
    """Besluten i git, lästa en gång för varje förråd. `till` är den sista revisionen som räknas."""

    def __init__(self, till: str = "HEAD") -> None:
        self._till = till
        self._förråd: dict[Path, Mapping[tuple[str, ...], Sequence[_Sett]]] = {}

    def med_fynd(self, prövat: Prövat, arkiv: Arkiv) -> Prövat:
        """Det prövade, med fynd för de beslut i dess filer som är borta eller utbytta."""
        nya = [f for namn in prövat.granskat.filer for f in self._fynd_i(Path(namn), arkiv)]
        if not nya:
            return prövat
        return prövat._replace(granskat=prövat.granskat._replace(fynd=sortera([*prövat.granskat.fynd, *nya])))

    def _fynd_i(self, fil: Path, arkiv: Arkiv) -> Iterator[Fynd]:
        rot = arkiv.källa.förråd(fil.parent)
        if rot is None or not (sedda := self._i_förrådet(rot)):
            return
        märke = _ur_huvudet(arkiv.huvud(fil))
        dokument = arkiv.dokument(fil).dokument if märke in sedda else None
        if dokument is None or kännetecken(dokument.modell) != märke:
            return
        huvud = _huvud(dokument.modell)
        gäller = (huvud.beslut,) if huvud.beslut and huvud.beslut.status != "förslag" else ()
        kvar = (*huvud.tidigare_beslut, *gäller)
        for sett in sedda[märke]:
            if not bevarat(sett.beslut, kvar):
                yield _fynd(dokument, sett, huvud.beslut)

    def _i_förrådet(self, rot: Path) -> Mapping[tuple[str, ...], Sequence[_Sett]]:
        if rot not in self._förråd:
            self._förråd[rot] = _läs(rot, self._till)
        return self._förråd[rot]


def _läs(rot: Path, till: str) -> Mapping[tuple[str, ...], Sequence[_Sett]]:
    """Dokumentets kännetecken → besluten med fingeravtryck som har gällt det."""
    sedda: dict[tuple[str, ...], dict[tuple[Any, ...], _Sett]] = {}
    try:
        for revision, modell in läs_med_fingeravtryck(git.förråd(rot), till):
            beslut = _huvud(modell).beslut
            if beslut is not None and beslut.fingeravtryck and beslut.status != "förslag":
                nyckel = (*beslut.kännetecken, beslut.fingeravtryck)
                sedda.setdefault(kännetecken(modell), {})[nyckel] = _Sett(beslut, revision)
    except git.Gitfel:
        return {}
    return {märke: list(besluten.values()) for märke, besluten in sedda.items()}


def kännetecken(modell: Any) -> tuple[str, ...]:
    """Det som gör dokumentet till samma dokument; tomt för husregler."""
    if isinstance(modell, Plandokument):
        return "plan", modell.plan.id
    huvud = getattr(modell, "uppföljning", None)
    return ("uppföljning", huvud.plan, huvud.period, str(huvud.per.year)) if huvud else ()


def _ur_huvudet(huvud: tuple[str, dict[str, Any]] | None) -> tuple[str, ...]:
    """Kännetecknet, utan att resten av filen är läst."""
    slag, uppgifter = huvud or ("", {})
    if slag == "plan":
        return slag, str(uppgifter.get("id"))
    return slag, str(uppgifter.get("plan")), str(uppgifter.get("period")), str(uppgifter.get("per"))[:4]


def _huvud(modell: Any) -> Any:
    return modell.plan if isinstance(modell, Plandokument) else modell.uppföljning


def _fynd(dokument: Dokument[Any], sett: _Sett, nu: Beslut | None) -> Fynd:
    nyckeln = "plan" if isinstance(dokument.modell, Plandokument) else "uppföljning"
    text, råd = _i_ord(sett, nu)
    rutt = (nyckeln, "beslut") if nu is not None else (nyckeln,)
    return dokument.fynd(Anmärkning(rutt, text, råd), skyddet_borta.kod, skyddet_borta.allvar)


def _i_ord(sett: _Sett, nu: Beslut | None) -> tuple[str, str]:
    """Vad som är borta, och hur det hämtas tillbaka."""
    vilket, då = f"Beslutet{skriv_när(sett.beslut)}", f"i revisionen {sett.revision}"
    råd = f"Hämta tillbaka raderna: git show {sett.revision} visar dem."
    rättas = "Det som är ändrat behöver ett nytt beslut, eller plan besluta --rätta."
    if nu is None or nu.status == "förslag" or not är_samma_beslut(sett.beslut, nu):
        text = f"{vilket} fanns med sitt fingeravtryck {då}, men står varken under beslut eller under tidigare beslut."
        return text, f"{råd} Ett nytt beslut skrivs in med plan besluta, som flyttar det gamla."
    if nu.fingeravtryck is None:
        return f"{vilket} har inte längre något fingeravtryck. Det hade ett {då}.", f"{råd} {rättas}"
    return f"{vilket} har ett annat fingeravtryck än {då}, utan någon rättelse.", f"{råd} {rättas}"
