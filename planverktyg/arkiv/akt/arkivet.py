"""En källa in, det lästa ut: dokument, mappar med akter, planernas huvuden, och de husregler som gäller för en plan.

Husreglerna för en plan är de i den närmaste mappen ovanför, planens egen och projektets rot medräknade. De söks bara här, så
svaret är detsamma från varje kommando och varje sökväg. Ett arkiv lever under ett kommando: det minns det som det har läst.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.arkiv import spar
from planverktyg.arkiv.akt.akter import Akt, Mapp
from planverktyg.arkiv.akt.register import Register, planpost
from planverktyg.arkiv.filer import Arbetsmapp, planmappen
from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.logotyp import läs_logotyp
from planverktyg.arkiv.olast import är_yaml
from planverktyg.arkiv.syntax import läs, läs_huvud
from planverktyg.modell.husregler import Kommundokument
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from planverktyg.arkiv.akt.register import Planpost
    from planverktyg.arkiv.filer import Källa
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.arkiv.logotyp import Logotyp
    from planverktyg.arkiv.syntax import Träd
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.husregler import Husregler

_RADEN = {
    slag: re.compile(rb"^(\xef\xbb\xbf)?[\"']?%b[\"']?[ \t]*:" % slag.encode(), re.MULTILINE)
    for slag in ("plan", "kommun")
}
"""Känner igen ett dokument även när filen är så trasig att huvudet inte går att läsa."""


_HELT_HUVUD = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:plan|uppf\xc3\xb6ljning|kommun):"
    rb"(?:[ \t]*\{[^{}\"'#]*\}[ \t]*\r?\n|[ \t]*\r?\n(?:[ \t](?:[^\n\"']|\"[^\n\"]*\"|'[^\n']*')*\n|\r?\n)+)[^\s#]",
    re.MULTILINE,
)
"""Ett dokuments huvud i sin helhet, skrivet så enkelt att ett id i det står som det är."""


NÄMNER_KOMMUN = re.compile(rb"kommun[\"']?\s*(?:#[^\n]*\n\s*)*:")
"""Nyckeln som husregler har, hur den än är skriven och vad som än står före den."""


_HÖGST_HUSREGLER = 40
"""Så många mappars husregler hålls i minnet samtidigt."""
_HÖGST_REGISTER = 2
"""Så många register minns ett arkiv: en kommuns planer gås igenom för sig."""


class Lästa(NamedTuple):
    """En fil som dokument, eller varför den inte blev det."""

    fil: Path
    dokument: Dokument[Any] | None
    fynd: tuple[Fynd, ...]


class Arkiv:
    """Det som kan läsas ur en källa. Utelämnad: arbetsmappen som den är nu."""

    def __init__(self, källa: Källa | None = None) -> None:
        self.källa = källa or Arbetsmapp()
        self._husregler: dict[Path, Lästa | None] = {}
        self._register: dict[Path, Register] = {}
        self._poster: dict[str, tuple[Planpost, ...]] | None = None
        self._logotyper: dict[Path, Logotyp] = {}
        self._likt: tuple[Arkiv, Mapping[Path, Path]] | None = None
        self._senaste: tuple[tuple[Path, Path | None], Mapp] | None = None

    def liknar(self, annat: Arkiv, mappar: Mapping[Path, Path]) -> None:
        """Tar emot vilka mappar som är lika i ett annat arkiv: platsen här → mappen där. Huvudena läses bara i det ena."""
        self._likt = annat, mappar

    def minns_poster(self) -> None:
        """Säger att planernas huvuden kommer att frågas efter igen, mapp för mapp. Registret minns dem annars själv."""
        self._poster = {}

    # --- Dokument ---

    def dokument(self, fil: Path) -> Lästa:
        """Filen som dokument, med alla fynd från läsningen."""
        text, fynd = self.källa.läs(fil)
        träd, fel = läs(text, self.källa.visa(fil)) if text is not None else (None, [])
        dokument, fler = ladda(träd, self._kommunens(träd, fil)) if träd is not None else (None, [])
        return Lästa(fil, dokument, (*fynd, *fel, *fler))

    def _kommunens(self, träd: Träd, fil: Path) -> Husregler | None:
        """Husreglerna som en plan eller en uppföljning läses med."""
        if not isinstance(träd.innehåll, dict) or "kommun" in träd.innehåll:
            return None
        if _heter_husregler(fil) and not {"plan", "uppföljning"} & träd.innehåll.keys():
            return None
        gäller = self.husregler(fil.parent)
        return gäller.dokument.modell if gäller and gäller.dokument else None

    def huvud(self, fil: Path) -> tuple[str, dict[str, Any]] | None:
        """Vad dokumentet är och det som står i dess huvud, utan att resten är läst. Tomt när bara slaget går att se."""
        text, _ = self.källa.läs(fil)
        if text is None:
            return None
        if huvud := läs_huvud(text):
            return huvud
        utan_nollor = text.replace(b"\0", b"")  # en fil i UTF-16
        return next(((slag, {}) for slag, raden in _RADEN.items() if raden.search(utan_nollor)), None)

    def _huvud_i_början(self, fil: Path) -> tuple[str, dict[str, Any]] | None:
        början = self.källa.början(fil)
        helt = _HELT_HUVUD.search(början) if början is not None and b"\\" not in början else None
        läst = läs_huvud(helt.string[: helt.end() - 1]) if helt else None
        return läst or self.huvud(fil)

    # --- Husregler ---

    def husregler(self, mapp: Path) -> Lästa | None:
        """Husreglerna som gäller för planerna i mappen. None när det inte finns några: då gäller förvalen.

        Ett dokument som är None betyder att de finns men inte gick att läsa. De får aldrig tyst bli förvalen.
        """
        return next((funna for m in self.källa.ovanför(mapp) if (funna := self._husregler_i(m))), None)

    def _husregler_i(self, mapp: Path) -> Lästa | None:
        plats = self.källa.plats(mapp)
        if plats not in self._husregler:
            stängd = self.källa.är_stängd(mapp)  # vad som finns i den går inte att veta
            filer = [mapp] if stängd else filter(self._kan_vara_husregler, self.källa.yaml_filer(mapp))
            self._minns_husregler(plats, _första_husregler(map(self.dokument, filer)))
        return self._husregler[plats]

    def _minns_husregler(self, plats: Path, läst: Lästa | None) -> None:
        """De äldsta ger plats: den som går igenom en nation är klar med en kommun när den nästa börjar."""
        while len(self._husregler) >= _HÖGST_HUSREGLER:
            self._husregler.pop(next(iter(self._husregler)))
        self._husregler[plats] = läst

    def _kan_vara_husregler(self, fil: Path) -> bool:
        text, _ = self.källa.läs(fil)
        if text is None:  # plan.yaml.txt är en oläst plan och inga husregler, men kommun.yaml.txt kan vara det
            return är_yaml(fil.name) or _heter_husregler(fil)
        heter_så = _heter_husregler(fil)
        if not heter_så and not NÄMNER_KOMMUN.search(text.replace(b"\0", b"")):  # de flesta är planer, några är stora
            return False
        huvud = self.huvud(fil)
        return huvud[0] == "kommun" if huvud else heter_så

    # --- Mappar ---

    def mappar(self, rot: Path, bland: Iterable[tuple[Path, list[Path]]] | None = None) -> Iterator[Mapp]:
        """Mapparna under roten, en i taget, så att minnet inte växer med antalet planer.

        Med `bland` bara de av dem som står där, så som källan räknar upp dem.
        """
        for sökväg, filer in self.källa.mappar(rot) if bland is None else bland:
            yield self._mapp(sökväg, filer, rot)
            self._glöm(sökväg)

    def _glöm(self, mapp: Path) -> None:
        """Släpper det som bara mappen själv behövde: många små rester låser mer minne än de tar."""
        inne, plats = self.källa.innehåll(mapp), self.källa.plats(mapp)
        if inne and not inne.mappar and self._husregler.get(plats) is None:
            self._husregler.pop(plats, None)
            self.källa.glöm(mapp)

    def mapp(self, sökväg: Path, rot: Path | None = None) -> Mapp:
        """En mapp för sig. `rot` är mappen som läsningen började i, när det är en annan."""
        nyckel = (self.källa.plats(sökväg), rot)
        if self._senaste is None or self._senaste[0] != nyckel:  # många planer i en mapp: den läses en gång
            self._senaste = (nyckel, self._mapp(sökväg, self.källa.yaml_filer(sökväg), rot or sökväg))
        return self._senaste[1]

    def _mapp(self, sökväg: Path, filer: Iterable[Path], rot: Path) -> Mapp:
        lästa = [self.dokument(fil) for fil in filer]
        dokument = [ett.dokument for ett in lästa if ett.dokument is not None]
        planer = [d for d in dokument if isinstance(d.modell, Plandokument)]
        uppföljningar = [d for d in dokument if isinstance(d.modell, Uppföljningsdokument)]
        uppföljningar.sort(key=lambda d: d.modell.uppföljning.per)
        per_plan: dict[str, list[Dokument[Uppföljningsdokument]]] = {}
        for u in uppföljningar:
            per_plan.setdefault(u.modell.uppföljning.plan, []).append(u)
        plats = self.källa.plats(sökväg)
        if plats not in self._husregler:
            egna = (
                ett
                for ett in lästa
                if _är_husregler(ett.dokument) or (ett.dokument is None and self._kan_vara_husregler(ett.fil))
            )
            self._minns_husregler(plats, _första_husregler(egna))
        husregler = self.husregler(sökväg)
        kommun = husregler.dokument if husregler else None
        register = self._register_för(sökväg, rot, husregler)
        logotyp = self._logotyp(husregler)
        akter = tuple(
            Akt(
                plan,
                tuple(per_plan.get(plan.modell.plan.id, ())),
                kommun,
                register,
                husreglerna_lästa=husregler is None or kommun is not None,
                logotyp=logotyp,
            )
            for plan in planer
        )
        idn = {plan.modell.plan.id for plan in planer}
        return Mapp(
            sökväg,
            tuple(ett.fil for ett in lästa),
            akter,
            tuple(u for u in uppföljningar if u.modell.uppföljning.plan not in idn),
            tuple(d for d in dokument if _är_husregler(d)),
            tuple(f for ett in lästa for f in ett.fynd),
            () if husregler is None or husregler is self._husregler[plats] else husregler.fynd,
            logotyp if husregler is self._husregler[plats] else None,
        )

    def _logotyp(self, husregler: Lästa | None) -> Logotyp | None:
        namn = husregler.dokument.modell.utseende.logotyp if husregler and husregler.dokument else None
        if not (husregler and namn):
            return None
        if husregler.fil not in self._logotyper:
            self._logotyper[husregler.fil] = läs_logotyp(self.källa, husregler.fil.parent, namn)
        return self._logotyper[husregler.fil]

    # --- Planer ---

    def planer(self, rot: Path, id_: str = "") -> Iterator[Planpost]:
        """Planerna under roten, lästa bara i sina huvuden. Med `id_` bara de som kan ha det id:t.

        En plan vars år inte går att läsa kan gälla vilket år som helst: den står i listan för alla år, så att den
        som väljer den får veta vad som är fel i stället för att den tyst fattas.
        """
        for _, filer in self.källa.mappar(rot):
            yield from self.planer_bland(fil for fil in filer if not id_ or self._kan_ha(fil, id_))

    def _kan_ha(self, fil: Path, id_: str) -> bool:
        """Om planen i filen kan ha id:t. Falskt när det syns i filens första byte att den inte har det."""
        början = self.källa.början(fil)
        if början is None or id_.encode() in början or b"\\" in början:
            return True
        return len(början) == spar.FÖRSTA and not _HELT_HUVUD.search(början)

    def har_plan(self, mapp: Path) -> bool:
        """Om någon av filerna direkt i mappen är en plan."""
        return any(True for _ in self.planer_bland(self.källa.yaml_filer(mapp)))

    def alla_planer(self, rot: Path) -> Iterator[Planpost]:
        """Planerna under roten så som de syns i början av filerna: för den som vill veta vilka som finns."""
        for mapp, _ in self.källa.mappar(rot):
            yield from self.poster_i(mapp)
            self._glöm(mapp)

    def planer_bland(self, filer: Iterable[Path]) -> Iterator[Planpost]:
        """De av filerna som är planer, lästa bara i sina huvuden."""
        yield from filter(None, (self._planpost(fil, self.huvud(fil)) for fil in filer))

    def poster_i(self, mapp: Path) -> tuple[Planpost, ...]:
        """Planerna direkt i mappen, ur filernas första byte när huvudet står helt där. Ett fel längre ned syns inte."""
        plats = self.källa.plats(mapp)
        if self._likt is not None and (lik := self._likt[1].get(plats)):
            return tuple(post._replace(sökväg=str(mapp / post.fil.name)) for post in self._likt[0].poster_i(lik))
        nyckel = str(plats)
        if self._poster is not None and nyckel in self._poster:
            return self._poster[nyckel]
        lästa = (self._planpost(fil, self._huvud_i_början(fil)) for fil in self.källa.yaml_filer(mapp))
        poster = tuple(filter(None, lästa))
        if self._poster is not None:
            self._poster[nyckel] = poster
        return poster

    def _planpost(self, fil: Path, huvud: tuple[str, dict[str, Any]] | None) -> Planpost | None:
        return planpost(fil, huvud[1], self.källa.visa(fil)) if huvud and huvud[0] == "plan" else None

    def register(self, mapp: Path, rot: Path | None = None) -> Register:
        """Planerna som en plan i mappen kan nämna."""
        return self._register_för(mapp, rot or mapp, self.husregler(mapp))

    def registrets_mapp(self, mapp: Path, rot: Path | None = None) -> Path:
        """Mappen där planerna som en plan i mappen kan nämna finns."""
        return self._registrets_mapp(mapp, rot or mapp, self.husregler(mapp))

    def _registrets_mapp(self, mapp: Path, rot: Path, husregler: Lästa | None) -> Path:
        """Mappen `planer`, den översta; annars husreglernas mapp; annars hela förrådet; annars roten."""
        planmapp = planmappen(self.källa.ovanför(mapp))
        return planmapp or (husregler.fil.parent if husregler else self.källa.förråd(mapp) or rot)

    def _register_för(self, mapp: Path, rot: Path, husregler: Lästa | None) -> Register:
        under = self._registrets_mapp(mapp, rot, husregler)
        plats = self.källa.plats(under)
        if plats not in self._register:
            while len(self._register) >= _HÖGST_REGISTER:
                self._register.pop(next(iter(self._register))).glöm()
            self._register[plats] = Register(self, under)
        return self._register[plats]


def läs_mappar(rot: Path) -> Iterator[Mapp]:
    """Mapparna under roten som de är nu, en i taget."""
    return Arkiv().mappar(rot)


def läs_planens_mapp(planfil: Path, rot: Path | None = None) -> Mapp:
    """Mappen som planen ligger i, som den är nu."""
    return Arkiv().mapp(planfil.parent, rot)


def _heter_husregler(fil: Path) -> bool:
    """Om filen är tänkt som husregler, också när den är tom, trasig eller felstavad i huvudet."""
    return fil.name.lower().startswith("kommun")


def _är_husregler(dokument: Dokument[Any] | None) -> bool:
    return dokument is not None and isinstance(dokument.modell, Kommundokument)


def _första_husregler(lästa: Iterable[Lästa]) -> Lästa | None:
    """Av filerna i en mapp som är husregler, eller kan vara det: den första som går att läsa, annars den första."""
    alla = [ett for ett in lästa if ett.dokument is None or _är_husregler(ett.dokument)]
    return next((ett for ett in alla if ett.dokument is not None), alla[0] if alla else None)
