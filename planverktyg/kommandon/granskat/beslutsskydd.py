"""Planer och uppföljningar i ett arkiv in, fynd om de beslut med fingeravtryck som finns i git men inte i filerna ut.

Går besluten i git inte att läsa, eller bara en del av dem, sägs det en gång för varje förråd.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from planverktyg.arkiv import git
from planverktyg.granskning.regler.beslut import delvis_jämfört, inte_jämfört, skyddet_borta, utan_git
from planverktyg.kommandon.granskat.beslutshistoria import besluten_i, huvudet, kännetecken, läs_besluten, ur_huvudet
from planverktyg.modell.beslut import bevarat, är_samma_beslut
from planverktyg.modell.beslutslage import skriv_när
from planverktyg.modell.grund.fynd import Anmärkning, Fynd, sortera
from planverktyg.modell.grund.plats import Plats
from planverktyg.modell.plan import Plandokument

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from planverktyg.arkiv.akt import Arkiv
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.kommandon.granskat.beslutshistoria import Besluten, Märke, Sett
    from planverktyg.kommandon.granskat.forsvunna import Mappen
    from planverktyg.kommandon.granskat.provning import Prövat
    from planverktyg.modell.beslut import Beslut


class Beslutsskydd:
    """Besluten i git, lästa en gång för varje förråd. `till` är den sista revisionen som räknas."""

    def __init__(self, till: str = "HEAD", som: Beslutsskydd | None = None, utan: frozenset[str] = frozenset()) -> None:
        """Med `som` har någon redan läst samma historia. `utan` är id på innehåll i git som inte har något fingeravtryck."""
        self._till, self._utan = till, utan
        self.förråd: dict[Path, Besluten] = som.förråd if som else {}
        """Det lästa, för varje förråd."""
        self._sagda: set[Path] = set()
        """Förråden vars brist redan är ett fynd."""
        self._mapp: Mappen | None = None

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
        while rot is not None:
            yield from self._fynd_ur(rot, fil, arkiv)
            rot = arkiv.källa.förråd(rot.parent) if git.är_undermodul(rot) else None  # planen kan ha stått utanför den

    def _fynd_ur(self, rot: Path, fil: Path, arkiv: Arkiv) -> Iterator[Fynd]:
        besluten = self._i_förrådet(rot)
        yield from self._bristen(rot, besluten, fil, arkiv)
        if not besluten.sedda:
            return

        from planverktyg.kommandon.granskat.forsvunna import i_ord, liknar  # de flesta arkiv har inga sådana beslut

        märke = ur_huvudet(arkiv.huvud(fil))
        saknas = self._försvunna(fil, rot, besluten, arkiv) if märke[:1] == ("plan",) else {}
        dokument = arkiv.dokument(fil).dokument if saknas or märke in besluten.sedda else None
        if dokument is None or kännetecken(dokument.modell) != märke:
            return
        beslut, kvar = huvudet(dokument.modell).beslut, besluten_i(dokument.modell)
        for sett in besluten.sedda.get(märke, ()):
            if not bevarat(sett.beslut, kvar):
                yield _fynd(dokument, *_i_ord(sett, beslut))
        for borta, måste_likna in saknas.items():
            if self._mapp and self._mapp.står_kvar(borta, besluten.sedda[borta][-1], rot):
                continue
            har = kvar if borta[0] == "plan" else self._uppföljningarnas(fil.parent, arkiv)
            sett = besluten.sedda[borta][-1]
            if not bevarat(sett.beslut, har) and not (
                måste_likna and not liknar(dokument.modell, sett, git.Förråd(rot))
            ):
                yield _fynd(dokument, *i_ord(borta, sett))

    def _försvunna(self, fil: Path, rot: Path, besluten: Besluten, arkiv: Arkiv) -> Mapping[Märke, bool]:
        """Det beslutade som planen i filen hade, eller var, och som inte står i någon fil."""
        from planverktyg.kommandon.granskat.forsvunna import Mappen, försvunna

        if self._mapp is None or self._mapp.är_inte(fil.parent, rot, arkiv):
            self._mapp = Mappen(fil.parent, git.Förråd(rot), arkiv)  # många planer i en mapp: den läses en gång
        return försvunna(next(arkiv.planer_bland([fil])), besluten, self._mapp)

    def _uppföljningarnas(self, mapp: Path, arkiv: Arkiv) -> list[Beslut]:
        """Besluten om alla uppföljningar i mappen."""
        lästa = [arkiv.dokument(fil).dokument for fil in arkiv.källa.yaml_filer(mapp)]
        modeller = [d.modell for d in lästa if d is not None and kännetecken(d.modell)[:1] == ("uppföljning",)]
        return [beslut for modell in modeller for beslut in besluten_i(modell)]

    def _bristen(self, rot: Path, besluten: Besluten, fil: Path, arkiv: Arkiv) -> Iterator[Fynd]:
        """Det som inte är jämfört, sagt vid det första dokumentet i förrådet som kan vara beslutat."""
        if (
            besluten.brist is None
            or rot in self._sagda
            or ur_huvudet(arkiv.huvud(fil))[0] not in ("plan", "uppföljning")
        ):
            return
        regel, text = besluten.brist
        self._sagda.add(rot)
        yield Fynd(Plats(arkiv.källa.visa(fil)), regel.kod, regel.allvar, text, _RÅD[regel.kod])

    def _i_förrådet(self, rot: Path) -> Besluten:
        if rot not in self.förråd:
            self.förråd[rot] = läs_besluten(rot, self._till, self._utan)
        return self.förråd[rot]


_RÅD = {
    inte_jämfört.kod: "Rätta felet i git och kör igen. git fsck visar vad som är skadat, och en ny klon är ofta enklast.",
    utan_git.kod: "Installera git, och låt det ligga på sökvägen (PATH).",
    delvis_jämfört.kod: "git fetch --unshallow hämtar hela historien. I CI: fetch-depth: 0, på GitLab GIT_DEPTH: 0.",
}


def _fynd(dokument: Dokument[Any], text: str, råd: str) -> Fynd:
    nyckeln = "plan" if isinstance(dokument.modell, Plandokument) else "uppföljning"
    rutt = (nyckeln, "beslut") if huvudet(dokument.modell).beslut is not None else (nyckeln,)
    return dokument.fynd(Anmärkning(rutt, text, råd), skyddet_borta.kod, skyddet_borta.allvar)


def _i_ord(sett: Sett, nu: Beslut | None) -> tuple[str, str]:
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
