"""Fel i en mall in (Jinjas engelska undantag), ett `Mallfel` på svenska ut: fil, rad, vad som är fel och vad som menas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from planverktyg.modell.grund.svenska import menade_du, räkna_upp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment


class Mallfel(Exception):
    """En mall går inte att använda. `str()` ger fil, rad, fel och råd på en rad var."""

    def __init__(self, mall: str, rad: int | None, text: str, råd: str = "") -> None:
        plats = f"{mall}, rad {rad}" if rad else mall
        super().__init__(f"Mallen {plats}: {text}" + (f" {råd}" if råd else ""))
        self.mall = mall
        self.rad = rad
        self.text = text
        self.råd = råd


class Saknat(StrictUndefined):
    """Ett namn som mallen använder men som inte finns. All användning av det är ett fel, sagt på svenska."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        namn = str(self._undefined_name)
        if self._undefined_exception is SecurityError:
            return f"{namn} får inte användas i en mall."
        if self._undefined_obj is missing:
            return f"{namn} finns inte i underlaget."
        finns = synliga_namn(self._undefined_obj)
        menat = menade_du(namn, finns)
        råd = f"Menade du {menat}?" if menat else f"Det finns {räkna_upp(finns)}." if finns else ""
        return f"{namn} finns inte i {type(self._undefined_obj).__name__}. {råd}".rstrip()


def synliga_namn(objekt: Any) -> list[str]:
    """Namnen som en mall kan läsa i objektet."""
    if isinstance(objekt, tuple):
        return list(getattr(objekt, "_fields", ()))
    return [str(n) for n in objekt] if isinstance(objekt, dict) else []


_SYNTAX = (
    (r"Unexpected end of template\. .*innermost block that needs to be closed is '(\w+)'",
     "Filen tar slut innan {{% {0} %}} är avslutat med {{% end{0} %}}."),
    (r"(?s)Encountered unknown tag '(\w+)'.*innermost block that needs to be closed is '(\w+)'",
     "Märket {0} känns inte igen här, inuti {{% {1} %}} som inte är avslutat."),
    (r"Encountered unknown tag '(\w+)'", "Märket {0} känns inte igen."),
    (r"No filter named '([^']+)'", "Filtret {0} finns inte."),
    (r"No test named '([^']+)'", "Testet {0} finns inte."),
    (r"expected token '([^']+)', got '([^']+)'", "Här ska det stå {0} men det står {1}."),
    (r"unexpected '(.+)'", "{0} kan inte stå här."),
    (r"Missing end of comment", "Kommentaren {{# är inte avslutad med #}}."),
    (r"Missing end of raw", "Avsnittet {{% raw %}} är inte avslutat med {{% endraw %}}."),
    (r"unexpected end of template", "Ett märke som börjar med {{{{ eller {{% är inte avslutat."),
    (r"block '(\w+)' defined twice", "Blocket {0} finns två gånger."),
    (r"Expected an expression, got '(.+)'", "Här ska det stå ett namn eller ett värde, men det står {0}."),
)  # fmt: skip
"""Jinjas vanligaste felmeddelanden om syntax, på svenska."""


def syntaxtext(fel: TemplateSyntaxError) -> str:
    """Felet i mallens syntax på svenska; det som inte är översatt återges med Jinjas egna ord."""
    meddelande = fel.message or ""
    for mönster, svenska in _SYNTAX:
        if träff := re.search(mönster, meddelande):
            return svenska.format(*träff.groups())
    return f"Den går inte att läsa (Jinja: {meddelande})."


def tolka(fel: Exception, mall: str, toppnamn: Mapping[str, str], miljö: Environment) -> Mallfel:
    """Felet som `Mallfel`. `mall` är mallen som skrevs ut, om felet inte själv säger vilken fil det står i.

    `toppnamn` är de namn som kan vara menade på översta nivån, och hur de ska skrivas.
    """
    if isinstance(fel, Mallfel):
        return fel
    if isinstance(fel, TemplateSyntaxError):
        return _tolka_syntax(fel, mall, miljö)
    fil, rad = _var(fel, mall)
    if isinstance(fel, TemplateNotFound):
        råd = _menade_du(str(fel.name), {namn: namn for namn in miljö.list_templates()})
        return Mallfel(fil, rad, f"Filen {fel.name} finns inte bland mallarna.", råd)
    if isinstance(fel, SecurityError):
        return Mallfel(fil, rad, _säkerhetstext(str(fel)), "Mallar från en egen mapp får bara läsa underlaget.")
    if isinstance(fel, UndefinedError):
        saknat = re.match(r"(\S+) finns inte i underlaget", str(fel))
        return Mallfel(fil, rad, str(fel), _menade_du(saknat[1] if saknat else "", toppnamn))
    if isinstance(fel, RecursionError):
        return Mallfel(fil, rad, "Mallen anropar sig själv utan slut.")
    if isinstance(fel, (MemoryError, OverflowError)):
        return Mallfel(fil, rad, "Mallen räknar med för stora tal eller för lång text.")
    return Mallfel(fil, rad, f"Raden kan inte skrivas ut ({type(fel).__name__}: {fel}).")


def _tolka_syntax(fel: TemplateSyntaxError, mall: str, miljö: Environment) -> Mallfel:
    text = syntaxtext(fel)
    namn = re.match(r"Filtret (\S+) finns inte", text)
    råd = _menade_du(namn[1] if namn else "", {filter_: filter_ for filter_ in miljö.filters})
    return Mallfel(_filens_namn(fel.name or mall), fel.lineno, text, råd)


def _menade_du(skrivet: str, giltiga: Mapping[str, str]) -> str:
    """`Menade du rapport.rubrik?`: nycklarna är det som kan ha skrivits fel, värdena det som skulle ha stått."""
    menat = menade_du(skrivet, giltiga) if skrivet else None
    return f"Menade du {giltiga[menat]}?" if menat else ""


def _säkerhetstext(text: str) -> str:
    return text if "får inte användas" in text else "Här anropas något som en mall inte får använda."


def _filens_namn(sökväg: str) -> str:
    return re.split(r"[\\/]", sökväg)[-1]


def _var(fel: Exception, mall: str) -> tuple[str, int | None]:
    """Mallen och raden där felet uppstod: Jinja skriver om spårningens rader till mallens egna."""
    spår = fel.__traceback__
    var: tuple[str, int | None] = (mall, None)
    while spår is not None:
        globala = spår.tb_frame.f_globals
        if "__jinja_template__" in globala or spår.tb_frame.f_code.co_filename.endswith(_ÄNDELSER):
            var = (_filens_namn(spår.tb_frame.f_code.co_filename), spår.tb_lineno)
        spår = spår.tb_next
    return var


_ÄNDELSER = (".html", ".md", ".css")
