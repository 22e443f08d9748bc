"""Planer och uppföljningar i ett arkiv in, fynd om de beslut med fingeravtryck som finns i git men inte i filerna ut.

Går besluten i git inte att läsa, eller bara en del av dem, sägs det en gång för varje förråd. Bara
revisioner där ett fingeravtryck läggs till eller tas bort läses, och det görs en gång för varje förråd.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.arkiv import git
from planverktyg.granskning.regler.beslut import delvis_jämfört, inte_jämfört, skyddet_borta, utan_git
from planverktyg.modell.beslut import bevarat, är_samma_beslut
from planverktyg.modell.beslutslage import skriv_när
from planverktyg.modell.grund.fynd import Anmärkning, Fynd, sortera
from planverktyg.modell.grund.plats import Plats
from planverktyg.modell.plan import Plandokument

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.regel import Regel
    from planverktyg.kommandon.granskat.provning import Prövat
    from planverktyg.modell.beslut import Beslut


class _Sett(NamedTuple):
    """Ett beslut med fingeravtryck, och den senaste revisionen där det fanns."""

    beslut: Beslut
    revision: str


class _Lästa(NamedTuple):
    """Besluten i ett förråd, och vad som inte är jämfört med dem."""

    sedda: Mapping[tuple[str, ...], Sequence[_Sett]]
    """Dokumentets kännetecken → besluten med fingeravtryck som har gällt det."""
    brist: tuple[Regel, str] | None = None


class Beslutsskydd:
    """Besluten i git, lästa en gång för varje förråd. `till` är den sista revisionen som räknas."""

    def __init__(self, till: str = "HEAD", som: Beslutsskydd | None = None, utan: frozenset[str] = frozenset()) -> None:
        """Med `som` har någon redan läst samma historia. `utan` är id på innehåll i git som inte har något fingeravtryck."""
        self._till, self._utan = till, utan
        self.förråd: dict[Path, _Lästa] = som.förråd if som else {}
        """Det lästa, för varje förråd."""
        self._sagda: set[Path] = set()
        """Förråden vars brist redan är ett fynd."""

    def med_fynd(self, prövat: Prövat, arkiv: Arkiv) -> Prövat:
        """Det prövade, med fynd för de beslut i dess filer som är borta eller utbytta."""
        if prövat.är_likt:
            return prövat
        nya = [f for namn in prövat.granskat.filer for f in self._fynd_i(Path(namn), arkiv)]
        if not nya:
            return prövat
        return prövat._replace(granskat=prövat.granskat._replace(fynd=sortera([*prövat.granskat.fynd, *nya])))

    def skiljer_bara(self, planer: Collection[str], annat: Beslutsskydd, rot: Path) -> bool:
        """Om historien säger detsamma om alla andra planer än de här, och är läst i sin helhet."""
        här, där = self._i_förrådet(rot), annat._i_förrådet(rot)
        if här.brist or där.brist:
            return False
        return all(
            märke[1] in planer or här.sedda.get(märke) == där.sedda.get(märke) for märke in {**här.sedda, **där.sedda}
        )

    def _fynd_i(self, fil: Path, arkiv: Arkiv) -> Iterator[Fynd]:
        rot = arkiv.källa.förråd(fil.parent)
        if rot is None:
            return
        lästa = self._i_förrådet(rot)
        yield from self._bristen(rot, lästa, fil, arkiv)
        märke = _ur_huvudet(arkiv.huvud(fil)) if lästa.sedda else ()
        dokument = arkiv.dokument(fil).dokument if märke in lästa.sedda else None
        if dokument is None or kännetecken(dokument.modell) != märke:
            return
        huvud = _huvud(dokument.modell)
        gäller = (huvud.beslut,) if huvud.beslut and huvud.beslut.status != "förslag" else ()
        kvar = (*huvud.tidigare_beslut, *gäller)
        for sett in lästa.sedda[märke]:
            if not bevarat(sett.beslut, kvar):
                yield _fynd(dokument, sett, huvud.beslut)

    def _bristen(self, rot: Path, lästa: _Lästa, fil: Path, arkiv: Arkiv) -> Iterator[Fynd]:
        """Det som inte är jämfört, sagt vid det första dokumentet i förrådet som kan vara beslutat."""
        if lästa.brist is None or rot in self._sagda or _ur_huvudet(arkiv.huvud(fil))[0] not in ("plan", "uppföljning"):
            return
        regel, text = lästa.brist
        self._sagda.add(rot)
        yield Fynd(Plats(arkiv.källa.visa(fil)), regel.kod, regel.allvar, text, _RÅD[regel.kod])

    def _i_förrådet(self, rot: Path) -> _Lästa:
        if rot not in self.förråd:
            self.förråd[rot] = _läs(rot, self._till, self._utan)
        return self.förråd[rot]


_RÅD = {
    inte_jämfört.kod: "Rätta felet i git och kör igen. git fsck visar vad som är skadat, och en ny klon är ofta enklast.",
    utan_git.kod: "Installera git, och låt det ligga på sökvägen (PATH).",
    delvis_jämfört.kod: "git fetch --unshallow hämtar hela historien. I CI: fetch-depth: 0, på GitLab GIT_DEPTH: 0.",
}


def _läs(rot: Path, till: str, utan: frozenset[str]) -> _Lästa:
    from planverktyg.arkiv.urval.lydelser import läs_med_fingeravtryck  # utanför git finns inget att läsa

    sedda: dict[tuple[str, ...], dict[tuple[Any, ...], _Sett]] = {}
    try:
        f = git.förråd(rot)
        for revision, modell in läs_med_fingeravtryck(f, till, utan):
            beslut = _huvud(modell).beslut
            if beslut is not None and beslut.fingeravtryck and beslut.status != "förslag":
                nyckel = (*beslut.kännetecken, beslut.fingeravtryck)
                sedda.setdefault(kännetecken(modell), {})[nyckel] = _Sett(beslut, revision)
        är_grund = git.är_grund(f)
    except git.IngetFörråd:
        return _Lästa({})
    except git.SaknarGit:
        return _Lästa({}, (utan_git, "Besluten är inte jämförda med dem i git: programmet git finns inte på datorn."))
    except git.Gitfel as fel:
        return _Lästa({}, (inte_jämfört, f"Besluten kunde inte jämföras med dem i git. {fel}"))
    grund = "Kopian är grund, så besluten är bara jämförda med den del av historien som finns här."
    alla = {märke: list(besluten.values()) for märke, besluten in sedda.items()}
    return _Lästa(alla, (delvis_jämfört, grund) if är_grund else None)


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
