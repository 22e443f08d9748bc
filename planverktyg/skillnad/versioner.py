"""Två versioner av planerna in, allt som skiljer ut: ändringarna, det tyngsta först, och det som inte gick att jämföra."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from planverktyg.arkiv.akt import förvalda_husregler
from planverktyg.arkiv.laddning import Dokument
from planverktyg.arkiv.version import idn_i
from planverktyg.modell.grund.svenska import antal, räkna_upp
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument
from planverktyg.skillnad.andringar import Borttagen, Flyttad, Ställe, Tillagd, Tyngd
from planverktyg.skillnad.filpar import para_filer, är_lika
from planverktyg.skillnad.jamforelse import jämför_dokument
from planverktyg.skillnad.omdomen import Underlag, jämför_omdömen, jämför_risklägen
from planverktyg.skillnad.sammanhang import Sammanhang

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planverktyg.arkiv.version import Fil, Version
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.husregler import Husregler
    from planverktyg.skillnad.andringar import Ändring
    from planverktyg.skillnad.filpar import Filpar

_TYNGDER = tuple(Tyngd)


class Oläst(NamedTuple):
    """En fil som inte kunde jämföras, i vilken version, och det första felet i den."""

    version: str
    sökväg: str
    fynd: Fynd

    @property
    def var(self) -> str:
        """Vilken fil det är: `planer/p/plan.yaml i HEAD`. Av två filer är versionen själv filen."""
        return self.version if self.version.endswith((".yaml", ".yml")) else f"{self.sökväg} i {self.version}"


class Skillnad(NamedTuple):
    """Allt som skiljer två versioner."""

    gammal: str
    ny: str
    ändringar: tuple[Ändring, ...]
    """Det som försvagar först; därefter i dokumentens ordning. Bedömningar som blir andra är med."""
    olästa: tuple[Oläst, ...]
    """Det som inte kunde jämföras. Är den inte tom går det inte att säga att något är oförändrat."""
    parning: tuple[str, ...] = ()
    """Hur filer som inte heter eller ligger som förut har hittats igen."""
    kommando: str = ""
    """Kommandot som visar hela skillnaden."""

    def av_tyngd(self, tyngd: Tyngd) -> tuple[Ändring, ...]:
        """Ändringarna som väger så."""
        return tuple(ä for ä in self.ändringar if ä.tyngd is tyngd)

    @property
    def kan_försvaga(self) -> bool:
        """Om något försvagar, kan försvaga eller inte kunde jämföras: det som `--felkod` svarar på."""
        return bool(self.olästa) or any(ä.tyngd in (Tyngd.FÖRSVAGAR, Tyngd.OKLAR) for ä in self.ändringar)


def jämför(gammal: Version, ny: Version) -> Skillnad:
    """Vad ändringen från den gamla versionen till den nya betyder."""
    parning = para_filer(gammal, ny)
    omdömen = _Omdömen(gammal, ny)
    ändringar: list[Ändring] = []
    for p in parning.par:  # en plan i taget, medan den och dess uppföljningar är lästa
        ändringar += _jämför_par(p, gammal, ny)
        omdömen.av_planen(p.ny)
    ändringar += _andra_husregler(parning.par, gammal, ny)
    ändringar += omdömen.alla()
    ändringar.sort(key=lambda ä: _TYNGDER.index(ä.tyngd))
    olästa = tuple(
        Oläst(version.namn, fil.sökväg, fil.fynd[0])
        for version, annan in ((gammal, ny), (ny, gammal))
        for fil in version.filer
        if not fil.är_hel and fil.jämförs and not _är_oförändrad(fil, version, annan)
    )
    return Skillnad(gammal.namn, ny.namn, tuple(ändringar), olästa, tuple(parning.besked))


def _är_oförändrad(fil: Fil, version: Version, annan: Version) -> bool:
    """Om filen har samma byte i båda: då har ingenting ändrats i den, fast den inte går att läsa."""
    if version.arkiv.källa is annan.arkiv.källa:  # två filer på olika plats
        return False
    egen, andra = (v.arkiv.källa.rå(Path(fil.sökväg)) for v in (version, annan))
    return egen is not None and egen == andra


def _jämför_par(par: Filpar, gammal: Version, ny: Version) -> Iterator[Ändring]:
    if par.gammal is None:
        assert par.ny is not None
        yield Tillagd(ställe=_helt(par.ny), tyngd=_vikt(par.ny, ny), till=_innehåll(par.ny))
        yield from _mot_föregångaren(par.ny, gammal, ny)
    elif par.ny is None:
        yield Borttagen(ställe=_helt(par.gammal), tyngd=Tyngd.FÖRSVAGAR, från=_innehåll(par.gammal))
    elif par.gammal is not par.ny:  # annars står det likadant
        då, nu = par.gammal.dokument, par.ny.dokument
        assert då is not None
        assert nu is not None
        yield from jämför_dokument(då, nu, _sammanhang(par.gammal, par.ny, ny))
    if (
        par.gammal is not None
        and par.ny is not None
        and _ligger_rätt(par.gammal, gammal)
        and not _ligger_rätt(par.ny, ny)
    ):
        skäl = "Uppföljningen ligger inte längre i samma mapp som planen, och då läses den inte med den."
        från, till = (Path(fil.sökväg).parent.as_posix() for fil in (par.gammal, par.ny))
        från, till = (från, till) if från != till else ("", "")  # då är det planen som är flyttad
        yield Flyttad(ställe=_helt(par.ny), tyngd=Tyngd.FÖRSVAGAR, från=från, till=till, detaljer=(skäl,))


def _ligger_rätt(fil: Fil, version: Version) -> bool:
    """Om uppföljningen ligger i samma mapp som sin plan. Allt annat får ligga var som helst."""
    if not fil.kännetecken or fil.kännetecken[0] != "uppföljning":
        return True
    plan = ("plan", fil.kännetecken[1])
    return any(f.kännetecken == plan and Path(f.sökväg).parent == Path(fil.sökväg).parent for f in version.filer)


def _mot_föregångaren(fil: Fil, gammal: Version, ny: Version) -> Iterator[Ändring]:
    """Vad en ny plan gör med det som stod i planen före. Åren, utgångsvärdena och huvudet ska vara andra."""
    if not isinstance(fil.modell, Plandokument) or (före := _föregångaren(fil, gammal, ny)) is None:
        return
    assert fil.dokument is not None
    slut, regler = _slut(fil.modell), _husregler(ny, fil.sökväg)
    namn = f"{skriv_dokument(fil.modell)}, jämförd med {före.modell.plan.namn}"
    i = Sammanhang(namn, slut, slut, regler.riskmatris if regler else None, bortse_från=_MELLAN_PLANER)
    for ä in jämför_dokument(före, fil.dokument, i):
        if ä.ställe.slag not in ("plan", "dokument", "undantag") and ä.tyngd is not Tyngd.NEUTRAL:
            yield ä


def _föregångaren(fil: Fil, gammal: Version, ny: Version) -> Dokument[Plandokument] | None:
    """Planen som den nya säger sig följa efter; säger den ingen, nämndens plan för åren före, när de liknar varandra."""
    plan: Plandokument = fil.modell
    register = [v.arkiv.register(Path(fil.sökväg).parent) for v in (gammal, ny)]
    if plan.plan.föregångare is not None:
        idn = [plan.plan.föregångare]
    else:
        poster = [
            p for r in register for p in r.planer.values() if p.nämnd == plan.plan.nämnd and p.till < plan.plan.år.från
        ]
        idn = list(dict.fromkeys(p.id for p in sorted(poster, key=lambda p: -p.till)))[:1]
    for id_ in idn:
        for r in register:
            före = r.plan(id_)
            if före is not None and före.helt and (plan.plan.föregångare or är_lika(idn_i(före.modell), fil.idn)):
                return före
    return None


_MELLAN_PLANER = frozenset({"utgångsvärde", "id", "tidigare_id"})
"""Fält som det är meningen att nästa plan ska ha andra värden i."""


def _andra_husregler(paren: Sequence[Filpar], gammal: Version, ny: Version) -> Iterator[Ändring]:
    """Reglerna som gäller för en plan, när de kommer ur en annan fil än förut: en ny fil närmare planen, en flyttad."""
    sedda = {(p.gammal.sökväg, p.ny.sökväg) for p in paren if p.gammal and p.ny}
    for före, efter in _planpar(gammal, ny):
        filer = gammal.husregler_för(före.sökväg), ny.husregler_för(efter.sökväg)
        platser = tuple(f.sökväg if f else "" for f in filer)
        dokumenten = [f.dokument for f in filer if f and f.är_hel]
        if platser in sedda or not dokumenten or any(f and not f.är_hel for f in filer):
            continue
        sedda.add(platser)  # type: ignore[arg-type]
        då, nu = (_eller_förval(f, dokumenten[-1]) for f in filer)
        if då.modell != nu.modell:
            namn = f"husreglerna som gäller för {skriv_dokument(efter.modell)}"
            yield from (ä for ä in jämför_dokument(då, nu, Sammanhang(namn)) if not _om_kommunen(ä))


def _eller_förval(fil: Fil | None, mall: Dokument[Any] | None) -> Dokument[Any]:
    """Husreglerna, eller förvalen när det inte finns några: med platsen för dem som finns."""
    if fil is not None and fil.dokument is not None:
        return fil.dokument
    assert mall is not None
    return Dokument(mall.träd, Kommundokument(format=1, kommun=mall.modell.kommun))


def _om_kommunen(ä: Ändring) -> bool:
    return getattr(ä, "fält", "").startswith("kommun")


def _planpar(gammal: Version, ny: Version) -> Iterator[tuple[Fil, Fil]]:
    gamla = _planer(gammal)
    return ((gamla[id_], plan) for id_, plan in _planer(ny).items() if id_ in gamla and plan.jämförs)


def _sammanhang(gammal: Fil, ny: Fil, version: Version) -> Sammanhang:
    regler = _husregler(version, ny.sökväg)
    matris = regler.riskmatris if regler else None
    return Sammanhang(skriv_dokument(ny.modell), _slut(gammal.modell), _slut(ny.modell), matris)


def _slut(modell: Any) -> date:
    return date(modell.plan.år.till, 12, 31) if isinstance(modell, Plandokument) else date.max


def skriv_dokument(modell: Any) -> str:
    """Dokumentet i ord: `Nämndplan 2020 (ASN)`, `helår 2020 för asn-2020`, `husreglerna för Tyresö kommun`."""
    if isinstance(modell, Plandokument):
        return modell.plan.med_nämnd
    if isinstance(modell, Uppföljningsdokument):
        huvud = modell.uppföljning
        return f"{huvud.tillfälle} för {huvud.plan}"
    return f"husreglerna för {modell.kommun.namn}"


def _helt(fil: Fil) -> Ställe:
    """Ett helt dokument som ställe."""
    assert fil.dokument is not None
    assert fil.kännetecken is not None
    slag = {"kommun": "husregler"}.get(fil.kännetecken[0], fil.kännetecken[0])
    namn = skriv_dokument(fil.modell)
    return Ställe(namn, slag, fil.kännetecken[1], namn, (), fil.dokument.träd.plats(()))


def _vikt(fil: Fil, ny: Version) -> Tyngd:
    """En ny plan stärker; en kopia av något som finns kan tas för det, och nya husregler kan göra vad som helst."""
    if isinstance(fil.modell, Kommundokument):
        return Tyngd.ÄNDRAR
    if sum(f.kännetecken == fil.kännetecken for f in ny.filer) > 1 or _finns_i_en_annan_mapp(fil, ny):
        return Tyngd.OKLAR
    return Tyngd.STÄRKER if isinstance(fil.modell, Plandokument) else Tyngd.NEUTRAL


def _finns_i_en_annan_mapp(fil: Fil, ny: Version) -> bool:
    """Om en plan med samma id står i en mapp där inget är ändrat, och som därför inte är läst."""
    if not isinstance(fil.modell, Plandokument):
        return False
    id_, under = fil.modell.plan.id, ny.arkiv.registrets_mapp(Path(fil.sökväg).parent)
    return sum(post.id == id_ for post in ny.arkiv.planer(under, id_)) > 1


def _innehåll(fil: Fil) -> str:
    """Hur mycket dokumentet innehåller, i ord."""
    m = fil.modell
    if isinstance(m, Plandokument):
        räknat = [
            antal(len(list(m.alla_mål())), "mål", "mål"),
            antal(len(list(m.alla_indikatorer())), "indikator", "indikatorer"),
            antal(len(list(m.alla_uppdrag())), "uppdrag", "uppdrag"),
            antal(len(m.risker), "risk", "risker"),
        ]
        return räkna_upp([text for text in räknat if not text.startswith("0 ")])
    return antal(len(m.utfall), "utfall", "utfall") if isinstance(m, Uppföljningsdokument) else ""


# --- Bedömningarna ----------------------------------------------------------------------------------


class _Omdömen:
    """Bedömningarna som blir andra, räknade för en plan i taget i vilken ordning som helst."""

    def __init__(self, gammal: Version, ny: Version) -> None:
        self._gammal, self._ny = gammal, ny
        self._gamla, self._nya = _planer(gammal), _planer(ny)
        self._räknade: dict[str, list[Ändring]] = {}

    def av_planen(self, fil: Fil | None) -> None:
        """Räknar nu, när filen är en plan."""
        if fil is not None and fil.kännetecken is not None and self._nya.get(id_ := fil.kännetecken[1]) is fil:
            self._räknade[id_] = list(self._ändrade(id_))

    def alla(self) -> Iterator[Ändring]:
        """Alla, i planernas ordning."""
        for id_ in self._nya:
            yield from self._räknade[id_] if id_ in self._räknade else self._ändrade(id_)

    def _ändrade(self, id_: str) -> Iterator[Ändring]:
        före, efter = self._gamla.get(id_), self._nya[id_]
        då, nu = (_husregler(v, f.sökväg) if f else None for v, f in ((self._gammal, före), (self._ny, efter)))
        if före is None or då is None or nu is None or not efter.jämförs:
            return
        filer = [_uppföljningar(v, id_) for v in (self._gammal, self._ny)]
        if före is efter and filer[0] == filer[1]:  # allt står likadant, och husreglerna är lika
            return
        gammal, plan = före.modell, efter.dokument
        assert plan is not None
        namn = skriv_dokument(plan.modell)
        yield from jämför_risklägen(plan, då, nu, namn)
        gamla, nya = map(_äldst_först, filer)
        for kännetecken, u in nya.items():
            if kännetecken in gamla:
                dåvarande = Underlag(gammal, gamla[kännetecken].modell, _äldre(gamla, kännetecken), då)
                nuvarande = Underlag(plan.modell, u.modell, _äldre(nya, kännetecken), nu)
                när = u.modell.uppföljning.tillfälle
                yield from jämför_omdömen(dåvarande, nuvarande, f"{namn}, {när}", u)


def _planer(version: Version) -> dict[str, Fil]:
    return {f.kännetecken[1]: f for f in version.hela() if f.kännetecken and f.kännetecken[0] == "plan"}


_Uppföljningar: TypeAlias = "dict[tuple[str, ...], Dokument[Uppföljningsdokument]]"


def _uppföljningar(version: Version, plan: str) -> list[Fil]:
    return [f for f in version.hela() if f.kännetecken and f.kännetecken[:2] == ("uppföljning", plan)]


def _äldst_först(filer: Iterable[Fil]) -> _Uppföljningar:
    """Uppföljningarnas dokument, lästa en gång."""
    lästa = [(f.kännetecken or (), d) for f in filer if (d := f.dokument) is not None]
    return dict(sorted(lästa, key=lambda par: par[1].modell.uppföljning.per))


def _äldre(uppföljningar: _Uppföljningar, kännetecken: tuple[str, ...]) -> list[Uppföljningsdokument]:
    per = uppföljningar[kännetecken].modell.uppföljning.per
    return [u.modell for u in uppföljningar.values() if u.modell.uppföljning.per < per]


def _husregler(version: Version, sökväg: str) -> Husregler | None:
    """Husreglerna som gäller för filen; None när de inte går att läsa."""
    fil = version.husregler_för(sökväg)
    if fil is None:
        return förvalda_husregler()
    return fil.modell if fil.är_hel else None
