"""Kommunens utseende i utskrifterna: logotyp, accentfärg och typsnitt."""

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from planverktyg.modell.byggsten import Del, Text, fel

_FÄRG = r"^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"
_TYPSNITT = r"^[^\W\d][\w-]*( [^\W\d][\w-]*)*(, ?[^\W\d][\w-]*( [^\W\d][\w-]*)*)*$"
_FIL = r"^[^\\/:]+(/[^\\/:]+)*$"


def _kräv_färg(skriven: str) -> str:
    if not re.fullmatch(_FÄRG[1:-1], skriven):
        raise fel("STR107", "Här ska det stå en färg.", 'Skriv den med sex siffror i hexadecimal form: "#0b4f79".')
    return skriven.lower()


def _kräv_typsnitt(skrivet: str) -> str:
    if not re.fullmatch(_TYPSNITT[1:-1], skrivet):
        råd = "Skriv namnet, eller flera med komma i den ordning de prövas: Open Sans, Verdana."
        raise fel("STR107", "Här ska det stå namnet på ett typsnitt.", råd)
    return skrivet


def _kräv_fil(skriven: str) -> str:
    if not re.fullmatch(_FIL[1:-1], skriven) or any(del_.startswith(".") for del_ in skriven.split("/")):
        råd = "Skriv namnet från husreglernas mapp: logotyp.png eller bilder/logotyp.png."
        raise fel("STR107", "Logotypen ska ligga i samma mapp som husreglerna, eller i en mapp under den.", råd)
    return skriven


Färgkod: TypeAlias = Annotated[Text, AfterValidator(_kräv_färg), WithJsonSchema({"type": "string", "pattern": _FÄRG})]
Typsnitt: TypeAlias = Annotated[
    Text, AfterValidator(_kräv_typsnitt), WithJsonSchema({"type": "string", "pattern": "^[^;<>]+$"})
]
Bildfil: TypeAlias = Annotated[Text, AfterValidator(_kräv_fil), WithJsonSchema({"type": "string", "pattern": _FIL})]


class Profil(Del):
    """Kommunens utseende i rapporter och plandokument. Det som utelämnas är verktygets eget."""

    logotyp: Bildfil | None = None
    """Bilden överst på första sidan: en PNG eller JPEG i husreglernas mapp, högst 500 kB. Den bäddas in i utskriften."""
    accentfärg: Färgkod | None = None
    """Färgen på rubriker, linjer och länkar: "#0b4f79". Den ska ha kontrasten 4,5 mot vitt; mörkt läge får en ljusare."""
    typsnittsfamilj: Typsnitt | None = None
    """Typsnittet, eller flera i den ordning de prövas: Open Sans, Verdana. Det ska finnas hos läsaren; sist prövas verktygets."""
