"""Dokumentets framsida in, planens huvud ut: namn, nämnd, år, diarienummer, och resten av raderna så som de står."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.blanketter.importera.block import GårInteAttImportera, på_en_rad
from planverktyg.blanketter.importera.regler.nivaer import FLER
from planverktyg.blanketter.importera.regler.rubriker import KAPITEL, TITELORD
from planverktyg.blanketter.importera.tal import ÅR, åren
from planverktyg.modell.grund.svenska import versal

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.block import Block, Källtext
    from planverktyg.blanketter.importera.utkast import Utkast

_NIVÅER = "|".join(sorted(FLER, key=len, reverse=True))
_FLEST_RADER = 25
"""Så många korta rader kan en framsida ha före titeln."""
_LÅNG = 150
"""Ett så långt stycke är text, och hör inte till framsidan."""
_NÄMND = re.compile(
    r"\b((?:[^\W\d_]+- (?:och|samt) )?[^\W\d_]+nämnd(?:en)?|kommunstyrelsen?|regionstyrelsen)s?\b", re.IGNORECASE
)
_DNR = re.compile(r"(?i)^(?:dnr|diarienummer|diarienr)\.?:?\s+(\S.*)$")


class Sagt(NamedTuple):
    """Det som användaren själv säger om planen."""

    id: str
    filnamn: str
    nämnd: str | None = None
    år: tuple[int, int] | None = None


def läs_huvud(utkast: Utkast, källtext: Källtext, sagt: Sagt) -> int:
    """Fyller i planens huvud. Lämnar numret på det första blocket i planens text. Reser `GårInteAttImportera`."""
    block = källtext.block
    titel, slut = _titeln(källtext)
    namn = block[titel].text.split("\n")[0] if titel is not None else sagt.filnamn
    framsida = [b for nr, b in enumerate(block[:slut]) if nr != titel]
    utkast.plan["id"] = sagt.id
    rad = block[titel].rad if titel is not None else 0
    devis = [rad for b in framsida for rad in ([b.text] if b.text else _som_rader(b))]
    är_märkt = titel is not None and block[titel].slag == "rubrik" and block[titel].nivå == 0
    namn, resten = (namn, "") if är_märkt else _kort_namn(namn)
    utkast.plan["namn"] = namn
    if titel is None:
        utkast.fråga(utkast.plan, "ingen rad ser ut som planens namn; filens namn står i stället", rad)
    elif block[titel].nivå and not _är_titel(block[titel].text):
        utkast.fråga(utkast.plan, "planens namn är en gissning bland dokumentets första rader", rad)
    allt = " ".join([namn, resten, *devis])
    _nämnd(utkast, block, allt, sagt.nämnd)
    _år(utkast, block, namn, allt, sagt)
    if resten:
        utkast.plan["undertitel"] = resten
    slut = _beslut(utkast, block, slut, allt, devis)
    if devis:
        utkast.plan["devis"] = devis
    if any(re.search(r"@|\b0\d{1,3}[- ]?\d{2,3}[\d ]{3,}", d) for d in devis):
        utkast.fråga(utkast.plan, "framsidan har kontaktuppgifter; ta bort dem om de inte ska spridas med planen", rad)
    utkast.plan["källa"] = sagt.filnamn
    utkast.förstod("huvud", namn, rad)
    return slut


def _som_rader(tabell: Block) -> list[str]:
    """En tabell på framsidan som rader."""
    return [skriven for rad in tabell.rader if (skriven := " | ".join(r for r in map(på_en_rad, rad) if r))]


def _titeln(källtext: Källtext) -> tuple[int | None, int]:
    """Titelns plats, och var framsidan slutar."""
    block = källtext.block
    före = next((nr for nr, b in enumerate(block) if b.rad > källtext.förteckningens_rad), len(block))
    if källtext.förteckningens_rad:
        slut = före
    else:
        slut = next((nr for nr, b in enumerate(block[:_FLEST_RADER]) if not _kort(b)), min(len(block), _FLEST_RADER))
    märkt = next((nr for nr, b in enumerate(block[:slut]) if b.slag == "rubrik" and b.nivå == 0), None)
    titel = märkt if märkt is not None else next((nr for nr, b in enumerate(block[:slut]) if _är_titel(b.text)), None)
    if titel is None:
        kan = [
            nr for nr, _ in takewhile(lambda par: par[1].text and _kan_vara_namn(par[1].text), enumerate(block[:slut]))
        ]
        titel = next((nr for nr in kan if re.search(ÅR, block[nr].text)), next(iter(kan), None))
    if källtext.förteckningens_rad:
        return titel, slut
    efter = (titel + 1) if titel is not None else 0
    while märkt is not None and efter < slut and block[efter].slag == "stycke":
        efter += 1
    return titel, efter


def _kort(block: Block) -> bool:
    return (
        block.slag in {"rubrik", "stycke"} and len(block.text) < _LÅNG and not block.text.rstrip().endswith((".", ":"))
    )


def _är_titel(text: str) -> bool:
    return re.search(TITELORD, text.casefold()) is not None and _kan_vara_namn(text)


def _kan_vara_namn(text: str) -> bool:
    """Om raden kan vara planens namn: inget mål, och inte rubriken på ett kapitel."""
    liten = text.casefold()
    if re.match(r"dnr|förslag till beslut", liten) or re.match(
        rf"(?:{_NIVÅER})(?:\s+\S{{1,6}})?(?:\s*:|\s+[–-])\s", liten
    ):
        return False
    return not any(re.search(mönster, liten) for _, mönster in KAPITEL) or re.search(rf"\b{ÅR}\b", liten) is not None


def _kort_namn(text: str) -> tuple[str, str]:
    """Namnet till och med året, när framsidan har flera rader i ett stycke: `Nämndplan 2020` och resten."""
    träff = re.match(rf"(.{{3,60}}?\b{ÅR}(?:\s*[-–]\s*{ÅR})?)\s+(?=[a-zåäö])(.+)$", text)
    return (träff[1], träff[2]) if träff else (text, "")


def nämnden_i(text: str) -> str | None:
    """Nämnden som texten nämner först: `Arbetsmarknads- och socialnämnden`."""
    träff = _NÄMND.search(text)
    if träff is None:
        return None
    namn = re.sub(r"nämnd$", "nämnden", träff[1])
    return versal(namn) if namn.islower() or namn[0].islower() else namn


def _nämnd(utkast: Utkast, block: list[Block], framsida: str, sagd: str | None) -> None:
    if funnen := sagd or nämnden_i(framsida):
        utkast.plan["nämnd"] = funnen
        return
    räknade = Counter(n for b in block for t in _NÄMND.finditer(b.text) if (n := nämnden_i(t[0])))
    if räknade:
        utkast.plan["nämnd"] = räknade.most_common(1)[0][0]
        utkast.fråga(utkast.plan, "nämnden är den som texten nämner oftast", 0)
    else:
        utkast.plan["nämnd"] = "Nämnden"
        utkast.fråga(utkast.plan, "källan nämner ingen nämnd; skriv vilken det är", 0)


def _år(utkast: Utkast, block: list[Block], namn: str, framsida: str, sagt: Sagt) -> None:
    if spann := sagt.år or åren(namn):
        skäl = ""
    elif spann := (åren(framsida) or åren(" ".join(re.findall(rf"\b{ÅR}(?=-\d\d-\d\d)", framsida)))):
        skäl = "året är läst ur framsidan, inte ur planens namn"
    else:
        hela = " ".join(b.text for b in block)
        räknade = Counter(re.findall(rf"(?<![\d/-]){ÅR}(?![\d/-])", hela) or re.findall(rf"\b{ÅR}(?=-\d\d-\d\d)", hela))
        ett = int(räknade.most_common(1)[0][0]) if räknade else None
        if ett is None:
            raise GårInteAttImportera(f"{sagt.filnamn} nämner inget år. Säg vilket planen gäller: --år 2024")
        spann, skäl = (ett, ett), "året är det som texten nämner oftast"
    utkast.plan["år"] = spann[0] if spann[0] == spann[1] else {"från": spann[0], "till": spann[1]}
    if skäl:
        utkast.fråga(utkast.plan, skäl, 0)


def _beslut(utkast: Utkast, block: list[Block], slut: int, framsida: str, devis: list[str]) -> int:
    """Diarienumret, och att det är ett förslag. Lämnar var framsidan slutar."""
    närmast = [framsida, *(b.text for b in block[slut : slut + 3])]
    är_förslag = any(re.search(r"(?i)\bförslag\b", t) for t in närmast)
    nummer = next((t[1] for d in devis if (t := _DNR.match(d))), None)
    if nummer is None and slut < len(block) and (träff := _DNR.match(block[slut].text)):
        nummer, slut = träff[1], slut + 1
        if not är_förslag:
            devis.append(träff[0])
    elif nummer is not None and är_förslag:
        devis[:] = [d for d in devis if not _DNR.match(d)]
    if är_förslag:
        utkast.plan["beslut"] = {"status": "förslag", **({"diarienummer": nummer} if nummer else {})}
    return slut
