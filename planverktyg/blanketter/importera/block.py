"""Ett dokuments delar i läsordning: rubriker, stycken, punkter och tabeller, med raden som de stod på."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from unicodedata import normalize

from planverktyg.modell.grund.synligt import utan_osynligt

Blockslag = Literal["rubrik", "stycke", "punkt", "tabell"]


@dataclass(slots=True)
class Block:
    """En del av dokumentet, med källans ord."""

    slag: Blockslag
    text: str = ""
    rad: int = 0
    """Raden i källan, eller numret på stycket när källan inte har rader."""
    nivå: int = 0
    """Rubrikens nivå (1 är kapitel, 0 dokumentets titel) eller punktens djup."""
    nummer: str = ""
    """Punktens beteckning: 1, A, 2.1."""
    rader: list[list[str]] = field(default_factory=list)
    """Tabellens rutor. Stycken i en ruta skiljs av radbrytningar."""
    fet: bool = False
    """Om hela stycket är fet text."""


class Källtext(NamedTuple):
    """Ett läst dokument."""

    block: list[Block]
    innehållsförteckning: tuple[str, ...] = ()
    """Förteckningens rader, som inte är text i planen: plan dokument skriver en ny."""
    förteckningens_rad: int = 0
    """Raden där förteckningen börjar. Det som står ovanför hör till dokumentets framsida."""
    upplysningar: tuple[str, ...] = ()
    """Det som läsaren vill säga om filen."""
    på_varje_sida: tuple[str, ...] = ()
    """Sidhuvuden och sidnummer, som inte är text i planen."""
    planens_innehåll: str = ""
    """Planen som dokumentet skrevs ur, som YAML, när `plan dokument` har skrivit det."""
    är_oändrad: bool = False
    """Om den synliga texten är densamma som när planens innehåll lades dit."""


class GårInteAttImportera(Exception):
    """Varför filen inte kan bli en plan, på svenska."""


NUMRERAD = re.compile(r"\s*(?P<nummer>\d{1,2}(?:\.\d{1,2})*|[A-ZÅÄÖ])[.)]\s+(?P<text>\S.*)", re.DOTALL)
"""En punkt med beteckning: `1. Texten`, `2.1) Texten`, `A. Texten`."""
_BLANKA = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2007\u2009\u3000", " ") | {"\u00ad": "", "\ufffe": "", "\uffff": ""}
)


def rensa(text: str) -> str:
    """Texten i NFC, utan tecken som inte syns och med vanliga blanksteg. Orden är desamma."""
    return utan_osynligt(normalize("NFC", text).translate(_BLANKA))


def på_en_rad(text: str) -> str:
    """Texten med ett blanksteg mellan orden."""
    return " ".join(text.split())


def namnnyckel(namn: str) -> str:
    """Namnet så som det jämförs: orden, utan versaler."""
    return på_en_rad(namn.casefold())


_MÄRKT = re.compile(r"(\*\*|__)(?P<fet>.+)\1|(?<!\*)\*(?P<kursiv>[^*]+)\*", re.DOTALL)


def utan_märkning(text: str) -> tuple[str, bool]:
    """Texten utan stjärnor runt alltihop, och om den var fet."""
    träff = _MÄRKT.fullmatch(text.strip())
    if träff is None:
        return text, False
    return (träff["fet"] or träff["kursiv"]).strip(), träff["fet"] is not None
