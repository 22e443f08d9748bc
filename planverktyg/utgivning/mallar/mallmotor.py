"""Den enda Jinjamiljön: en mall och ett underlag in, färdig text ut. Allt fel i en mall blir ett `Mallfel`.

Mallar letas först i användarens mapp, fil för fil, sedan bland verktygets. I HTML skyddas all text mot att bli
märken, i Markdown mot att bli tabeller, listor, rubriker eller HTML. Mallar från en egen mapp körs i Jinjas
sandlåda, med gräns för storlek, tid och minne.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path
from markupsafe import Markup
from typing_extensions import override

from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.utgivning.mallar.avslut import avsluta_efter
from planverktyg.utgivning.mallar.mallfel import Mallfel, Saknat, synliga_namn, tolka
from planverktyg.utgivning.mallar.markdown import rubrik, skydda, till_html, till_markdown
from planverktyg.utgivning.mallar.oversatt import modul

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping

    from jinja2 import Template

    from planverktyg.utgivning.underlag.gemensamt import Brödtext

STÖRSTA_TEXT = 50_000_000
"""Tecken som en egen mall högst får skriva ut."""
LÄNGSTA_TID = 30
"""Sekunder som en egen mall högst får ta."""
NÅD = 3.0
"""Sekunder till innan processen avslutas, när ett enda långt anrop inte går att avbryta."""
STÖRSTA_MINNE = 1_000_000_000
"""Byte som en egen mall högst får ta i minnet."""
STÖRSTA_MALL = 5_000_000
"""Byte som en mallfil högst får vara."""
MALLAR = next(
    (mapp for mapp in (Path(__file__).parents[2] / "mallar", Path(__file__).parents[3] / "mallar") if mapp.is_dir()),
    Path("mallar"),
)
"""Verktygets egna mallar: i det installerade paketet, eller bredvid det i ett utcheckat projekt."""
SIDOR = Path(__file__).parents[1] / "sidor"
"""Mallarna till sidorna som verktygets egen server visar. De är inga rapporter, och byts inte av en egen mallmapp."""
VERKTYGETS = "verktygets"
"""Står först i namnet på en mall som alltid ska vara verktygets: `{% extends "verktygets/rapport.html" %}`."""


def skriv_ut(mall: str, underlag: Any, mallmapp: Path | None = None, *, namn: str = "") -> str:
    """Mallen ifylld med underlaget. I mallen heter underlaget som mallen: `rapport` i `rapport.html`, om inget namn är sagt."""
    namn, ändelse = namn or mall.partition(".")[0], mall.partition(".")[2]
    miljö = _miljö(mallmapp, ändelse)
    try:
        if mallmapp is None:
            return miljö.get_template(mall).render({namn: underlag})
        with _tidsgräns(LÄNGSTA_TID, mall), _minnesgräns():
            return _samla(miljö.get_template(mall).generate({namn: underlag}), mall)
    except Exception as fel:
        toppnamn = {fält: f"{namn}.{fält}" for fält in synliga_namn(underlag)} | {namn: namn}
        raise tolka(fel, mall, toppnamn, miljö) from fel


def _samla(delar: Iterator[str], mall: str) -> str:
    text: list[str] = []
    längd = 0
    for del_ in delar:
        längd += len(del_)
        if längd > STÖRSTA_TEXT:
            raise Mallfel(mall, None, f"Texten blir längre än {STÖRSTA_TEXT // 1_000_000} miljoner tecken.")
        text.append(del_)
    return "".join(text)


@contextmanager
def _tidsgräns(sekunder: float, mall: str) -> Iterator[None]:
    """Avbryter en mall som aldrig blir klar, där operativsystemet kan avbryta."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def avbryt(*_: object) -> None:
        raise Mallfel(mall, None, f"Mallen blev inte klar på {skriv_tal(Decimal(str(sekunder)))} sekunder.")

    förra = signal.signal(signal.SIGALRM, avbryt)
    signal.setitimer(signal.ITIMER_REAL, sekunder)
    try:
        with avsluta_efter(
            sekunder + NÅD, f"Mallen {mall} blev inte klar på {skriv_tal(Decimal(str(sekunder)))} sekunder."
        ):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, förra)


@contextmanager
def _minnesgräns() -> Iterator[None]:
    """Låter en mall ta en gigabyte minne till, i Linux. Mer blir `MemoryError`."""
    storlek = Path("/proc/self/statm")
    if not storlek.exists():
        yield
        return
    import resource

    mjuk, hård = resource.getrlimit(resource.RLIMIT_AS)
    använt = int(storlek.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    tak = använt + STÖRSTA_MINNE
    if mjuk == resource.RLIM_INFINITY or mjuk > tak:
        resource.setrlimit(resource.RLIMIT_AS, (tak, hård))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (mjuk, hård))


# --- Miljön -----------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _miljö(mallmapp: Path | None, ändelse: str) -> Environment:
    klass: Callable[..., Environment] = Environment
    if mallmapp is not None:
        from planverktyg.utgivning.mallar.skyddad import Skyddadmiljö

        klass = Skyddadmiljö
    språk = _SPRÅK.get(ändelse, _VANLIG_TEXT)
    miljö = klass(
        loader=_Hämtare(
            (mallmapp, MALLAR) if mallmapp is not None else (MALLAR, SIDOR), får_vara_översatta=mallmapp is None
        ),
        autoescape=True,
        undefined=Saknat,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # mallarna har inget att räkna ut i förväg, och letandet kostar
        finalize=språk.värde,
    )
    miljö.filters["brödtext"] = språk.brödtext
    miljö.filters["rubrik"] = _rubrik
    miljö.filters["i_css"] = _i_css
    return miljö


def _som_markdown(värde: Any) -> Any:
    """Det som en mall skriver ut i Markdown: text skyddas, det som redan är färdig Markdown lämnas."""
    return värde if hasattr(värde, "__html__") or isinstance(värde, Saknat) else _färdig(skydda(str(värde)))


def _färdig(text: str) -> Markup:
    """Text som redan är skyddad för sitt format och inte ska skyddas en gång till."""
    return Markup(text)  # noqa: S704 - anropas bara med text som markdown.py eller _i_css har skyddat


def _brödtext_i_html(text: Brödtext | str, nivå: int) -> Markup:
    return _färdig(till_html(str(text), nivå))


def _brödtext_i_markdown(text: Brödtext | str, nivå: int) -> Markup:
    return _färdig(till_markdown(str(text), nivå))


def _som_text(värde: Any) -> Any:
    return värde if hasattr(värde, "__html__") or isinstance(värde, Saknat) else _färdig(str(värde))


def _brödtext_i_text(text: Brödtext | str, nivå: int) -> Markup:  # noqa: ARG001 - samma form som de andra
    return _färdig(str(text).strip())


class _Språk(NamedTuple):
    """Hur en mall i ett märkspråk skriver det som den får."""

    värde: Callable[[Any], Any] | None
    """Ett värde mellan {{ och }}. None: Jinja skyddar det som i HTML."""
    brödtext: Callable[[Brödtext | str, int], Markup]
    """Ett fält som är skrivet i Markdown, under en rubrik på den nivån."""


_SPRÅK = {"html": _Språk(None, _brödtext_i_html), "md": _Språk(_som_markdown, _brödtext_i_markdown)}
"""Märkspråken, efter mallens ändelse. Ett nytt märkspråk skyddas här."""
_VANLIG_TEXT = _Språk(_som_text, _brödtext_i_text)
"""En mall med en annan ändelse skriver texten tecken för tecken."""


def _rubrik(text: str, nivå: int) -> Markup:
    """Rubriken i Markdown med rätt antal nummertecken."""
    return _färdig(rubrik(str(text), nivå))


def _i_css(text: str) -> Markup:
    """Texten som innehåll i en sträng i CSS: allt utom bokstäver, siffror och mellanslag skrivs som kod."""
    return _färdig("".join(t if t.isalnum() or t == " " else f"\\{ord(t):x} " for t in str(text)))


def bara_verktygets(ändelse: str) -> Environment:
    """Miljön för verktygets mallar i ett språk, när ingen mall är användarens egen."""
    return _miljö(None, ändelse)


class _Hämtare(BaseLoader):
    """Hämtar mallar ur mappar i ordning. Namn som leder ut ur mapparna finns inte."""

    def __init__(self, mappar: tuple[Path, ...], *, får_vara_översatta: bool) -> None:
        self._mappar = mappar
        self._får_vara_översatta = får_vara_översatta

    @override
    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Mallen, som den modul den redan är när det finns en."""
        källa, fil, oförändrad = self.get_source(environment, name)
        färdig = modul(name, källa) if self._får_vara_översatta else None
        if färdig is not None:
            return environment.template_class.from_module_dict(environment, färdig, globals or {})
        kod = environment.compile(källa, name, fil)
        return environment.template_class.from_code(environment, kod, globals or {}, oförändrad)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        """Mallens text, NFC-normaliserad så att namn med å, ä, ö stämmer var de än är skrivna."""
        delar = split_template_path(template)  # reser TemplateNotFound för `..`
        mappar = self._mappar
        if delar[:1] == [VERKTYGETS]:
            delar, mappar = delar[1:], (MALLAR,)
        for mapp in mappar:
            fil = mapp.joinpath(*delar)
            if fil.is_file() and fil.resolve().is_relative_to(mapp.resolve()):
                oförändrad = partial(_är_från, fil, _tid(fil))
                return normalize("NFC", _läs(fil, template)), str(fil), oförändrad
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """Alla mallar, med användarens egna."""
        return sorted({f.relative_to(m).as_posix() for m in self._mappar for f in m.rglob("*") if f.is_file()})


def _är_från(fil: Path, tid: int) -> bool:
    return _tid(fil) == tid


def _tid(fil: Path) -> int:
    """När filen skrevs senast; den som förhandsvisar sina mallar ändrar dem medan de är inlästa."""
    try:
        return fil.stat().st_mtime_ns
    except OSError:
        return 0


def _läs(fil: Path, namn: str) -> str:
    try:
        källa = fil.read_bytes()
    except OSError as fel:
        raise Mallfel(namn, None, "Filen kunde inte läsas.", "Kontrollera att du har behörighet.") from fel
    if len(källa) > STÖRSTA_MALL:
        raise Mallfel(namn, None, f"Filen är större än {STÖRSTA_MALL // 1_000_000} MB.")
    try:
        return källa.decode("utf-8-sig")
    except UnicodeDecodeError as fel:
        rad = källa[: fel.start].count(b"\n") + 1
        raise Mallfel(namn, rad, "Tecknen är inte UTF-8.", "Spara filen som UTF-8.") from fel


__all__ = ["LÄNGSTA_TID", "MALLAR", "STÖRSTA_TEXT", "Mallfel", "skriv_ut"]
