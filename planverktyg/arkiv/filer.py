"""Var texten kommer ifrån: sökvägar in, filernas byte ut, ur arbetsmappen eller ur minnet (`revision` läser ur git).

En källa är filerna så som de är under ett kommando: varje fil läses högst en gång. Den som vill se en ändring gör en ny
källa. Mappar gås igenom i ordning, dolda mappar hoppas över, och länkar som leder ut ur projektet läses inte. Ingenting skrivs.
"""

from __future__ import annotations

import errno
import os
import stat
from abc import ABC, abstractmethod
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from typing_extensions import override

from planverktyg.arkiv import spar
from planverktyg.arkiv.olast import kan_vara_oläst, på_disken, är_yaml
from planverktyg.modell.grund.fynd import Allvar, Fynd
from planverktyg.modell.grund.plats import Plats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planverktyg.arkiv.olast import Skäl

PLANMAPP = "planer"
"""Namnet på mappen som samlar alla planer."""
_MEST_I_MINNET = 16_000_000
"""Så många byte sparas. Det som läses därefter läses om när någon frågar igen."""
_MEST_FRÅN_DISKEN = 4_000_000
"""Så många byte ur arbetsmappen sparas, de senast lästa: att läsa om dem kostar nästan inget."""
_PER_FIL = 1_000
"""Så många byte räknas för en fil utöver dess text: tusentals små filer tar mest plats med sina namn."""


class Innehåll(NamedTuple):
    """Det som syns i en mapp, i bokstavsordning: namnen på undermapparna och på YAML-filerna."""

    mappar: tuple[str, ...] = ()
    filer: tuple[str, ...] = ()
    olästa: Mapping[str, Skäl] = MappingProxyType({})
    """De av filerna som inte läses fast de ser ut som planer, och varför. En mapp kan vara en sådan."""


def planmappen(ovanför: Sequence[Path]) -> Path | None:
    """Mappen som samlar alla planer, bland mapparna nedifrån och upp. Ligger en i en annan gäller den översta.

    En flytt till en mapp med samma namn får inte skilja planer åt.
    """
    return next((mapp for mapp in reversed(ovanför) if mapp.name == PLANMAPP), None)


class Källa(ABC):
    """Filer att läsa. Alla sökvägar in och ut är så som användaren skrev dem, vilken källa det än är."""

    namn: str
    """Källans namn för en människa: arbetsmappen, HEAD~1."""

    def __init__(self, namn: str) -> None:
        self.namn = namn
        self._texter: dict[Path, bytes] = {}
        self._byte = 0
        self._länkade: dict[Path, Path] = {}
        """Platserna för de rötter som inte läses, och länken på vägen dit."""

    @abstractmethod
    def plats(self, sökväg: Path) -> Path:
        """Samma sökväg för samma fil, hur den än är skriven."""

    @abstractmethod
    def innehåll(self, mapp: Path) -> Innehåll | None:
        """Det som syns i mappen. None när den inte finns eller inte går att öppna."""

    @abstractmethod
    def är_fil(self, sökväg: Path) -> bool:
        """Om det finns en fil där."""

    @abstractmethod
    def ovanför(self, mapp: Path) -> tuple[Path, ...]:
        """Mappen och mapparna ovanför den till och med projektets rot, den närmaste först."""

    def förråd(self, mapp: Path) -> Path | None:  # noqa: ARG002 - en källa utan förråd behöver inte veta
        """Roten på git-förrådet som mappen ligger i. None när den inte ligger i något."""
        return None

    def _hör_hit(self, mål: Path, mapp: Path) -> bool:
        """Om det som en länk i mappen pekar på ligger i samma samling planer, eller i samma förråd, och inte är dolt."""
        ovanför = self.ovanför(mapp)
        gräns = planmappen(ovanför) or self.förråd(mapp) or mapp
        return mål.is_relative_to(gräns) and not any(del_.startswith(".") for del_ in mål.relative_to(gräns).parts)

    @abstractmethod
    def _hämta(self, plats: Path, fil: Path) -> bytes | Fynd: ...

    def läs(self, fil: Path) -> tuple[bytes | None, list[Fynd]]:
        """Filens innehåll, dock inte mer än det som räcker för att se att den är för stor. Det oläsliga blir ett fynd."""
        plats = self.plats(fil)
        if plats not in self._texter:
            länk = self._länkade.get(plats)
            hämtat = bakom_länk(self.visa(fil), self.visa(länk)) if länk else self._hämta(plats, fil)
            if isinstance(hämtat, Fynd):
                return None, [hämtat]
            storlek = len(hämtat) + _PER_FIL
            if not self._får_plats(storlek):
                return hämtat, []
            self._byte += storlek
            self._texter[plats] = hämtat
        return self._texter[plats], []

    def _får_plats(self, antal: int) -> bool:
        """Om så många byte till kan sparas."""
        return self._byte + antal <= _MEST_I_MINNET

    def början(self, fil: Path) -> bytes | None:
        """Filens första byte, utan att resten är läst. None när det är enklare eller säkrare att läsa allt."""
        hel = self._texter.get(self.plats(fil))
        return hel[: spar.FÖRSTA] if hel is not None else None

    def glöm(self, mapp: Path) -> None:  # noqa: B027 - en källa som har allt i minnet har inget att släppa
        """Släpper det som är känt om en mapp. Det går att ta reda på igen."""

    def vanlig(self, fil: Path) -> bytes | None:
        """Byten i en vanlig fil, för den som går igenom alla och inte behöver dem igen. På disken är en länk ingen."""
        return self.läs(fil)[0]

    def rå(self, fil: Path) -> bytes | None:
        """Filens byte, också när den inte läses. None när de inte går att få."""
        return self.läs(fil)[0]

    def visa(self, fil: Path) -> str:
        """Sökvägen så som användaren ser den: från arbetsmappen när filen ligger där, alltid med snedstreck."""
        hel, här = os.path.abspath(fil), os.path.join(os.getcwd(), "")  # noqa: PTH100, PTH109, PTH118 - frågas om varje fil
        if hel.startswith(här):
            return hel[len(här) :].replace(os.sep, "/")
        return os.path.relpath(fil).replace(os.sep, "/") if _under_arbetsmappen(fil) else fil.as_posix()

    def under(self, sökväg: Path, mapp: Path) -> bool:
        """Om sökvägen är mappen, eller ligger i eller under den."""
        return self.plats(sökväg).is_relative_to(self.plats(mapp))

    def är_mapp(self, sökväg: Path) -> bool:
        """Om det finns en mapp där, som går att öppna."""
        return self.innehåll(sökväg) is not None

    def länk_till(self, rot: Path) -> Path | None:  # noqa: ARG002 - i minnet finns inga länkar
        """Länken till en mapp på vägen till roten, i ett git-förråd: git följer den inte, så bakom den finns ingen historia."""
        return None

    def är_stängd(self, mapp: Path) -> bool:  # noqa: ARG002 - bara på disken kan något finnas utan att gå att öppna
        """Om mappen hör till planerna men inte går att öppna."""
        return False

    def yaml_filer(self, mapp: Path) -> list[Path]:
        """YAML-filerna direkt i mappen."""
        return [mapp / namn for namn in (self.innehåll(mapp) or Innehåll()).filer]

    def mappar(self, rot: Path) -> Iterator[tuple[Path, list[Path]]]:
        """Varje mapp under roten med sina YAML-filer, uppifrån och ned i bokstavsordning.

        En mapp som inte går att öppna kommer sist, som sin egen enda fil, och så gör en rot bakom en länk: `läs` säger varför.
        """
        if länk := self.länk_till(rot):
            self._länkade[self.plats(rot)] = länk
            yield rot, [rot]
            return
        stängda: list[Path] = []
        stapel = [iter([rot])]  # bara namnen väntar, inte sökvägarna
        while stapel:
            mapp = next(stapel[-1], None)
            if mapp is None:
                stapel.pop()
                continue
            inne = self.innehåll(mapp)
            if inne is None:
                stängda.append(mapp)
                continue
            if inne.filer:
                yield mapp, [mapp / namn for namn in inne.filer]
            stapel.append(map(mapp.joinpath, inne.mappar))
        for stängd in stängda:
            yield stängd, [stängd]


class Arbetsmapp(Källa):
    """Filerna så som de ligger på disken."""

    def __init__(self) -> None:
        super().__init__("arbetsmappen")
        self._mappar: dict[Path, Path] = {}
        self._innehåll: dict[Path, Innehåll | None] = {}
        self._ovanför: dict[Path, tuple[Path, ...]] = {}

    def plats(self, sökväg: Path) -> Path:
        """Sökvägen från datorns rot, med mapparnas länkar följda men inte filens egen."""
        return self._följd(sökväg.parent) / sökväg.name if sökväg.name not in ("", "..") else _följd(sökväg)

    def _följd(self, mapp: Path) -> Path:
        if mapp not in self._mappar:
            self._mappar[mapp] = _följd(mapp)
        return self._mappar[mapp]

    def innehåll(self, mapp: Path) -> Innehåll | None:
        """Det som syns i mappen. Länkar till mappar är inte med: de kan leda tillbaka."""
        if mapp not in self._innehåll:
            self._innehåll[mapp] = _på_disken(mapp)
        return self._innehåll[mapp]

    @override
    def länk_till(self, rot: Path) -> Path | None:
        hel = Path(os.path.abspath(rot))  # noqa: PTH100 - det är länkarna som söks
        if self._följd(hel) == hel:
            return None
        for mapp in (hel, *hel.parents):
            if mapp != hel and _har_git(mapp):
                return None
            if mapp.is_symlink() and not är_yaml(mapp.name) and self.förråd(mapp.parent):
                return mapp
        return None

    @override
    def är_stängd(self, mapp: Path) -> bool:
        """Om mappen går att se men inte att öppna. Ovanför planmappen och förrådet är det vanligt: /home brukar vara så."""
        if self.innehåll(mapp) is not None or not mapp.is_dir():
            return False
        return PLANMAPP in _följd(mapp).parts or self.förråd(mapp) is not None

    @override
    def glöm(self, mapp: Path) -> None:
        plats = self.plats(mapp)
        for känt in (self._mappar, self._innehåll, self._ovanför):
            känt.pop(mapp, None)
            känt.pop(plats, None)

    def är_fil(self, sökväg: Path) -> bool:
        """Om det finns något annat än en mapp där. I en mapp som är stängd kan det göra det: `läs` säger varför det inte syns."""
        spar.minns("finns", sökväg)
        try:
            return sökväg.exists() and not sökväg.is_dir()
        except PermissionError:
            spar.hindra()
            return True

    def ovanför(self, mapp: Path) -> tuple[Path, ...]:
        """Mapparna till och med den som har `.git`; utan git till och med den som `planer` ligger i, annars alla."""
        if mapp not in self._ovanför:
            self._ovanför[mapp] = self._till_roten(self._följd(mapp))
        return self._ovanför[mapp]

    def _till_roten(self, mapp: Path) -> tuple[Path, ...]:
        """Mappen och det som är ovanför mappen den ligger i: tusentals mappar ligger i samma."""
        if mapp.name in ("", PLANMAPP) or _har_git(mapp):
            return _till_roten(mapp)
        if mapp.parent not in self._ovanför:
            self._ovanför[mapp.parent] = _till_roten(mapp.parent)
        return mapp, *self._ovanför[mapp.parent]

    def förråd(self, mapp: Path) -> Path | None:
        """Mappen med `.git`."""
        överst = self.ovanför(mapp)[-1]
        return överst if _har_git(överst) else None

    def början(self, fil: Path) -> bytes | None:
        """Början av en vanlig fil. En länk, ett rör och det som inte går att läsa prövas när allt läses."""
        text = _vanlig(fil, spar.FÖRSTA)
        return None if text is None else spar.läst_början(fil, text)

    @override
    def vanlig(self, fil: Path) -> bytes | None:
        text = _vanlig(fil, spar.STÖRST)
        return None if text is None else spar.läst(fil, text, är_länk=False)

    def rå(self, fil: Path) -> bytes | None:
        """Filens byte, när det är en vanlig fil."""
        text, _ = self.läs(fil)
        if text is not None:
            return text
        try:
            return fil.read_bytes() if not fil.is_symlink() and stat.S_ISREG(fil.stat().st_mode) else None
        except (OSError, ValueError):
            return None

    def _får_plats(self, antal: int) -> bool:
        """De äldsta ger plats."""
        while self._texter and self._byte + antal > _MEST_FRÅN_DISKEN:
            self._byte -= len(self._texter.pop(next(iter(self._texter)))) + _PER_FIL
        return antal <= _MEST_FRÅN_DISKEN

    def _hämta(self, plats: Path, fil: Path) -> bytes | Fynd:
        hämtat = self._läs_från_disken(plats, fil)
        if isinstance(hämtat, Fynd):
            spar.hindra()
        return hämtat

    def _läs_från_disken(self, plats: Path, fil: Path) -> bytes | Fynd:
        känd = self._innehåll.get(fil.parent)
        if känd and fil.name in känd.olästa:
            return läses_inte(self.visa(fil), känd.olästa[fil.name])
        try:
            är_länk = fil.is_symlink()
            if är_länk and not self._hör_hit(fil.resolve(), plats.parent):
                return leder_ut(self.visa(fil))
            om = fil.stat()
            if stat.S_ISDIR(om.st_mode):
                return _oläslig(self.visa(fil), "Mappen går inte att öppna.", "Kontrollera mappens rättigheter.")
            if not stat.S_ISREG(om.st_mode):  # ett rör skulle vänta för evigt
                return _oläslig(
                    self.visa(fil), "Det är ingen vanlig fil.", "Lägg en textfil där, eller byt namn på den."
                )
            with fil.open("rb") as öppen:
                return spar.läst(fil, _allt(öppen, om.st_size), är_länk=är_länk)
        except FileNotFoundError:
            return finns_inte(self.visa(fil))
        except (OSError, RuntimeError) as fel:
            if isinstance(fel, RuntimeError) or fel.errno == errno.ELOOP:  # före och från Python 3.13
                return _oläslig(
                    self.visa(fil), "Filen är en länk som leder tillbaka till sig själv.", "Ta bort länken."
                )
            nekad = isinstance(fel, PermissionError)
            skäl = "Du saknar behörighet att läsa filen." if nekad else "Filen kunde inte läsas från disken."
            return _oläslig(self.visa(fil), skäl, _LIGGER_KVAR)


class Uppräknad(Källa):
    """En källa vars alla filer är kända från början: deras platser → det som de känns igen på."""

    def __init__(self, namn: str, filer: Iterable[Path]) -> None:
        super().__init__(namn)
        self._mappar: dict[Path, tuple[set[str], set[str]]] = {}
        self._filer = frozenset(filer)
        for fil in self._filer:
            self._finns(fil.parent)[1].add(fil.name)

    def _finns(self, mapp: Path) -> tuple[set[str], set[str]]:
        """Namnen på mapparna och filerna i en mapp, som därmed finns."""
        if mapp not in self._mappar:
            for m in (mapp, *mapp.parents):
                self._mappar.setdefault(m.parent, (set(), set()))[0].add(m.name)
            self._mappar.setdefault(mapp, (set(), set()))
        return self._mappar[mapp]

    def innehåll(self, mapp: Path) -> Innehåll | None:
        """Det som syns i mappen."""
        funnet = self._mappar.get(self.plats(mapp))
        if funnet is None:
            return None
        return Innehåll(
            tuple(sorted(namn for namn in funnet[0] if namn and not namn.startswith("."))),
            tuple(sorted(namn for namn in funnet[1] if är_yaml(namn))),
        )

    def är_fil(self, sökväg: Path) -> bool:
        """Om det finns en fil där."""
        return self.plats(sökväg) in self._filer


class Minne(Uppräknad):
    """Filer som finns bara i minnet: sökväg → byte."""

    def __init__(self, namn: str, texter: Mapping[str, bytes]) -> None:
        self._minne = {Path(fil): text for fil, text in texter.items()}
        super().__init__(namn, self._minne)

    def plats(self, sökväg: Path) -> Path:
        """Sökvägen som den är."""
        return sökväg

    def visa(self, fil: Path) -> str:
        """Sökvägen som den är, med snedstreck."""
        return fil.as_posix()

    def ovanför(self, mapp: Path) -> tuple[Path, ...]:
        """Mappen och alla ovanför."""
        return mapp, *mapp.parents

    def _hämta(self, plats: Path, fil: Path) -> bytes | Fynd:
        return self._minne[plats] if plats in self._minne else finns_inte(fil.as_posix())


def _följd(mapp: Path) -> Path:
    """Mappen med länkarna följda."""
    spar.minns("väg", mapp)
    return mapp.resolve()


def _allt(öppen: BinaryIO, storlek: int) -> bytes:
    """Filens byte, dock inte fler än `STÖRST`. Den som ber om så många får ett minnesblock som aldrig blir litet igen."""
    text = öppen.read(min(storlek + 1, spar.STÖRST))
    return text if len(text) <= storlek else text + öppen.read(spar.STÖRST - len(text))


def _vanlig(fil: Path, högst: int) -> bytes | None:
    """De första byten i en vanlig fil. None när den inte är det, eller inte går att läsa."""
    try:
        nummer = os.open(fil, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        om = os.fstat(nummer)
        return os.read(nummer, min(om.st_size + 1, högst)) if stat.S_ISREG(om.st_mode) else None
    except OSError:
        return None
    finally:
        os.close(nummer)


def _har_git(mapp: Path) -> bool:
    spar.minns("finns", mapp / ".git")
    return os.path.exists(mapp / ".git")  # noqa: PTH110 - i en stängd mapp är svaret nej, och inget fel


def _till_roten(mapp: Path) -> tuple[Path, ...]:
    alla = (mapp, *mapp.parents)
    rot = next((nr for nr, m in enumerate(alla) if _har_git(m)), None)
    if rot is None:
        planmapp = planmappen(alla)
        rot = alla.index(planmapp) + 1 if planmapp else len(alla)
    return alla[: rot + 1]


def _på_disken(mapp: Path) -> Innehåll | None:
    spar.minns("finns", mapp)
    try:
        with os.scandir(mapp) as poster:
            alla = sorted((post.name, _är_mapp(post), post.is_symlink()) for post in poster)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        spar.hindra()
        return None
    spar.listad(mapp, alla)
    olästa = {
        namn: skäl
        for namn, är_mapp, är_länk in alla
        if kan_vara_oläst(namn, är_mapp=är_mapp, är_länk=är_länk)
        and (skäl := på_disken(mapp / namn, är_mapp=är_mapp, är_länk=är_länk)) is not None
    }
    return Innehåll(
        tuple(n for n, är_mapp, är_länk in alla if är_mapp and not är_länk and n[0] != "." and n not in olästa),
        tuple(n for n, är_mapp, _ in alla if n in olästa or (not är_mapp and är_yaml(n))),
        olästa,
    )


def _är_mapp(post: os.DirEntry[str]) -> bool:
    try:
        return post.is_dir()
    except OSError:  # en länk som går runt
        return False


_LIGGER_KVAR = "Kontrollera filens rättigheter och att den ligger kvar."


def finns_inte(fil: str) -> Fynd:
    """Fyndet om en fil som inte finns."""
    return _oläslig(fil, "Filen finns inte (en länk kan vara bruten).", _LIGGER_KVAR)


def läses_inte(fil: str, skäl: Skäl) -> Fynd:
    """Fyndet om något som ser ut som en plan."""
    return _oläslig(fil, skäl.text, skäl.råd)


def leder_ut(fil: str) -> Fynd:
    """Fyndet om en länk som inte följs."""
    return _oläslig(fil, "Filen är en länk som leder ut ur mappen.", "Lägg själva filen i mappen.")


def bakom_länk(fil: str, länk: str) -> Fynd:
    """Fyndet om en rot som inte läses."""
    text = (
        f"{länk} är en länk till en mapp. Git följer den inte, så planerna i den har ingen historia här och läses inte."
    )
    return _oläslig(fil, text, "Lägg själva mappen där, eller ange mappen som länken leder till.")


def _oläslig(fil: str, text: str, råd: str) -> Fynd:
    return Fynd(Plats(fil), "STR009", Allvar.FEL, text, råd)


def _under_arbetsmappen(fil: Path) -> bool:
    return Path(os.path.abspath(fil)).is_relative_to(Path.cwd())  # noqa: PTH100 - länkar ska inte följas
