"""Planen medan den växer fram: delar med kommentarer, löpande text, id:n, och listan över allt som har förståtts.

Listan är en: antalen i terminalen, kommentarerna i filen och det som ska kontrolleras kommer ur den.
"""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple, TypeAlias

from planverktyg.blanketter.importera.block import namnnyckel
from planverktyg.modell.grund.svenska import slugga

Textslag: TypeAlias = Literal["stycke", "punkt", "numrerad", "tabell"]


class Insikt(NamedTuple):
    """Något som har förståtts, eller gissats."""

    slag: str
    """Vad det är: mål, indikator, risk … Tomt för det som ska kontrolleras."""
    text: str
    rad: int
    fråga: str = ""
    """Vad en människa ska kontrollera, när det är en gissning."""


class Post(dict[str, Any]):
    """En del av planen, med de kommentarer som ska stå ovanför den."""

    def __init__(self, *par: Any, **fält: Any) -> None:
        super().__init__(*par, **fält)
        self.kommentarer: list[str] = []


_LISTTECKEN = re.compile(r"^(?=(?:[*+>-]|#{1,6})[ \t])(.)", re.MULTILINE)
"""Tecken som i Markdown börjar en lista eller en rubrik, men i källan är ett märke för en fotnot eller ett streck."""


class Löptext:
    """Löpande text i källans ordning, som blir Markdown."""

    def __init__(self) -> None:
        self.delar: list[tuple[Textslag, str]] = []

    def __bool__(self) -> bool:
        return bool(self.delar)

    def lägg(self, slag: Textslag, text: str) -> None:
        """Lägger till ett stycke, en punkt, en numrerad punkt (med sitt nummer) eller en tabell sist."""
        if text.strip():
            self.delar.append((slag, _LISTTECKEN.sub(r"\\\1", text) if slag == "stycke" else text))

    @property
    def markdown(self) -> str:
        """Texten: punkter i följd tätt, allt annat med en tomrad emellan."""
        ut = ""
        förra = ""
        for slag, text in self.delar:
            skrivet = f"- {text}" if slag == "punkt" else text
            ut += ("" if not ut else "\n" if slag == förra and slag in {"punkt", "numrerad"} else "\n\n") + skrivet
            förra = slag
        return ut


_SMÅORD = frozenset(
    """
    och i på av för med som att en ett den det de ska har är till om vid inom från under samt enligt eller inte sin sitt
    sina mot hos kan alla varje genom än så vad när antal antalet andel andelen
    """.split()  # noqa: SIM905 - en lista av ord läses lättare så
)
"""Ord som ett id klarar sig utan."""
_LÄNGST = 40


class Utkast:
    """Planen som byggs."""

    def __init__(self) -> None:
        self.plan = Post()
        self.listor: dict[str, list[Any]] = {}
        self.vision: Post | None = None
        self.ekonomi: dict[str, list[Post]] = {}
        self.insikter: list[Insikt] = []
        self._idn: set[str] = set()
        self._kända: dict[str, list[str]] = {}
        self._nästa: dict[str, int] = {}
        self.riskernas_id: dict[str, str] = {}
        """Riskens text, i gemener → dess id."""

    def minns(self, idn: dict[str, list[str]]) -> None:
        """Namn som redan har ett id behåller det."""
        self._kända = {namn: list(några) for namn, några in idn.items()}
        self._idn = {id_ for några in idn.values() for id_ in några}

    def id(self, text: str, reserv: str = "del", *, namn: str = "") -> str:
        """Id:t som namnet redan har (`namn` när det inte är texten), annars ett ledigt ur textens bärande ord."""
        if kända := self._kända.get(namnnyckel(namn or text)):
            return kända.pop(0)
        ord_ = [o for o in slugga(text).split("-") if o and o not in _UTAN_PRICKAR]
        kort = ""
        for ett in ord_ or slugga(text).split("-")[:4]:
            if kort and (len(kort) + len(ett) + 1 > _LÄNGST or kort.count("-") >= 4):
                break
            kort += f"-{ett}" if kort else ett[:_LÄNGST]
        kort = kort or reserv
        ledigt = kort
        while ledigt in self._idn:
            self._nästa[kort] = self._nästa.get(kort, 1) + 1
            ledigt = f"{kort}-{self._nästa[kort]}"
        self._idn.add(ledigt)
        return ledigt

    def förstod(self, slag: str, text: str, rad: int) -> None:
        """Antecknar att något har förståtts."""
        self.insikter.append(Insikt(slag, text, rad))

    def fråga(self, post: Post, text: str, rad: int) -> None:
        """Antecknar en gissning, och skriver den ovanför delen."""
        self.insikter.append(Insikt("", str(post.get("id", post.get("rubrik", ""))), rad, text))
        post.kommentarer.append(f"kontrollera: {text}")

    def lista(self, namn: str) -> list[Any]:
        """Listan i planen, som skapas när den behövs."""
        return self.listor.setdefault(namn, [])

    @property
    def frågor(self) -> list[Insikt]:
        """Det som en människa ska kontrollera."""
        return [i for i in self.insikter if i.fråga]


_UTAN_PRICKAR = frozenset(slugga(o) for o in _SMÅORD)


_FÖRKORTNING = re.compile(
    r"\b(?:[A-Za-zåäö]|ca|bl|dvs|jan|feb|aug|sep|sept|okt|nov|dec|resp|inkl|exkl|etc|nr|kap|st)\.$"
)


def meningar(text: str) -> list[str]:
    """Texten delad i meningar. Förkortningar (t.ex., bl.a., sep.) och tal delar inte."""
    bitar = re.split(r"(?:(?<=[.!?])|(?<=[.!?]\)))\s+(?=[A-ZÅÄÖ(0-9])", text.strip())
    hela: list[str] = []
    for bit in bitar:
        if hela and _FÖRKORTNING.search(hela[-1]):
            hela[-1] += f" {bit}"
        else:
            hela.append(bit)
    return [m for m in hela if m]
