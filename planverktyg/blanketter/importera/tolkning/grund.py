"""Det som är öppet medan ett dokument läses in, och var text hör hemma ut: kapitlen, målen, grupperna."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.blanketter.importera.block import Block, på_en_rad
from planverktyg.blanketter.importera.delar import pengar
from planverktyg.blanketter.importera.delar.mal import Målträd, lägg_text
from planverktyg.blanketter.importera.disposition import Kapitel
from planverktyg.blanketter.importera.regler import TABELLER
from planverktyg.blanketter.importera.regler.rubriker import (
    INGA_UPPDRAG,
    KAPITEL,
)
from planverktyg.blanketter.importera.tal import ÅR
from planverktyg.blanketter.importera.utkast import Löptext, Post, Utkast

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.block import Källtext
    from planverktyg.blanketter.importera.regler.tabellregel import Tabellregel

ETIKETT = re.compile(r"\*{0,2}(?P<etikett>[A-ZÅÄÖ][^.:!?*]{1,40}?)(?::\*{0,2}|\*{1,2}:)\s+(?P<text>\S.*)", re.DOTALL)
"""En etikett med sin text: `Viljeyttring: …`."""
LÄNGST = 3_000
"""Ett så långt stycke, eller en så full ruta, är text och inget annat: då tar inget uttryck lång tid."""
PENGAR = frozenset(("kommunbidrag", "driftbudget", "investeringar"))
"""Slagen av kapitel som handlar om belopp."""


class Kända(NamedTuple):
    """Det som kommunens husregler säger om orden i planen."""

    nivåer: tuple[str, ...] = ()
    perioder: tuple[str, ...] = ()
    enheter: tuple[str, ...] = ()
    indikatorer_kallas: str = ""


class Grund:
    """Läser blocken ett i taget. Det som är öppet (kapitel, mål, grupp) avgör var nästa block hör hemma."""

    def __init__(self, källtext: Källtext, kända: Kända) -> None:
        self.block = källtext.block
        self.plats = 0
        self.år: int | None = None
        self.kända = kända
        self.utkast = Utkast()
        self.mål = Målträd(self.utkast, kända.nivåer)
        self.kapitel = [Kapitel("", 0)]
        self.mäter = False
        """Om det som kommer är det öppna målets indikatorer."""
        self.en_indikator = False
        """Om etiketten stod i ental, så att bara ett stycke hör till den."""
        self.mätrubrik = ""
        self.i_lista = False
        """Om det öppna målet står i en lista under en rubrik om mål, så att nästa punkt är nästa mål."""
        self.målnummer = 0
        self.grupp: Post | None = None
        self.område: Post | None = None
        self.punkt: Post | None = None
        self.hjuldel: Post | None = None
        self.styrgrupp: Post | None = None
        self.tabell: Post | None = None
        """Den senaste tabellen med belopp: text efter den hör till den."""
        self.tabellrubrik: Block | None = None
        self.väntar_fler: tuple[str, Post] | None = None
        """En lista i flertal som bara fick en punkt: dess nivå, och målet som den står under."""
        self.visade: set[str] = set()
        self.frågad_rubrik = ""
        self.är_platt = all(b.nivå <= 1 for b in källtext.block if b.slag == "rubrik")
        """Om källan inte skiljer på rubrikernas nivåer."""
        self.grupper: list[tuple[str, Post, Kapitel]] = []
        """Grupperna i planens listor, och kapitlen som de står i: en grupp som ingenting hamnar i blir text."""

    @property
    def här(self) -> Kapitel:
        """Kapitlet som läses just nu."""
        return self.kapitel[-1]

    def nästa(self) -> Block | None:
        """Blocket efter det som läses."""
        return self.block[self.plats] if self.plats < len(self.block) else None

    def _text(self) -> Löptext:
        """Där text läggs som inte är något annat: i det öppna målet, annars i kapitlet."""
        self.mäter = False
        if self.mål.öppna:
            return lägg_text(self.mål.öppna[-1])
        return self.här.text()

    def _som_text(self, block: Block) -> None:
        text = som_markdown(block) if block.slag == "tabell" else block.text
        self._text().lägg("tabell" if block.slag == "tabell" else "stycke", text)

    def _visa_en_gång(self, block: str) -> None:
        """Datablocket visas i det här kapitlet, om det inte redan visas någonstans."""
        if block not in self.visade:
            self.visade.add(block)
            self.här.delar.append({"block": block})

    def _nytt_kapitel(self, block: Block) -> None:
        self._stäng_allt()
        nivå = max(block.nivå, 1)
        while self.här.nivå >= nivå:
            self.kapitel.pop()
        text = block.text.casefold()
        slag = next((slag for slag, mönster in KAPITEL if re.search(mönster, text)), "")
        if slag == "uppdrag" and re.search(INGA_UPPDRAG, text):
            slag = ""
        kapitel = Kapitel(block.text, nivå, slag)
        self.här.delar.append(kapitel)
        self.kapitel.append(kapitel)
        self.utkast.förstod("kapitel", block.text, block.rad)
        pengar.verksamhetsområde(self.utkast, block.text, block.rad)
        if slag == "vision" and self.utkast.vision is None:
            self.utkast.vision = Post()
            kapitel.delar.append({"block": "vision"})
            self.utkast.förstod("vision", block.text, block.rad)

    def _stäng_allt(self) -> None:
        self.mål.stäng()
        self.mäter = self.i_lista = False
        self.grupp = self.område = self.punkt = self.hjuldel = self.styrgrupp = self.tabell = None
        self.väntar_fler = None

    def _stig_ur(self, block: Block) -> None:
        """Ett mål som är en rubrik står i kapitlet ovanför."""
        while len(self.kapitel) > 1 and self.här.nivå >= max(block.nivå, 1):
            self.kapitel.pop()
            self.mål.stäng()

    def töm_tomma_grupper(self) -> None:
        """En grupp som inget hamnade i är ingen grupp: dess rubrik står kvar som text."""
        innehåll = {"uppdrag": "uppdrag", "styrdokument": "dokument", "årshjul": "punkter"}
        tomma = [(lista, post, kapitel) for lista, post, kapitel in self.grupper if not post[innehåll[lista]]]
        borta = {id(post) for _, post, _ in tomma}
        for lista in {lista for lista, _, _ in tomma}:
            self.utkast.listor[lista] = [post for post in self.utkast.listor[lista] if id(post) not in borta]
        for lista, post, kapitel in tomma:
            kapitel.visa_inte(lista, post.get("id"), är_tom=not self.utkast.listor[lista])
            kapitel.text().lägg("stycke", post.get("rubrik") or "/".join(post["månader"]))
            beskrivning = post.get("beskrivning", "")
            kapitel.text().lägg("stycke", beskrivning.markdown if isinstance(beskrivning, Löptext) else beskrivning)


def tabellens_regel(block: Block) -> tuple[Tabellregel | None, dict[str, int]]:
    """Regeln som känner igen tabellens rubrikrad, och vad kolumnerna är."""
    if len(block.rader) < 2:
        return None, {}
    rubriker = [på_en_rad(r) for r in block.rader[0]]
    for regel in TABELLER:
        if (kolumner := regel.kolumnerna(rubriker)) is not None:
            return regel, kolumner
    return None, {}


def med_en_rubrikrad(block: Block) -> None:
    """Kolumnrubriker på två rader blir en: `Utfall | | Mål` över `2023 | 2024 | 2025` är `Utfall 2023 | Utfall 2024 | Mål 2025`.

    Bara när den undre raden är år eller kön rakt igenom: annars kan den vara tabellens första rad.
    """
    rader = [[på_en_rad(ruta) for ruta in rad] for rad in block.rader[:3]]
    start = 1 if rader and rader[0][0] and not any(rader[0][1:]) else 0
    if len(block.rader) < start + 3:
        return
    övre, undre = block.rader[start : start + 2]
    skrivna = [ruta for ruta in undre[1:] if ruta.strip()]
    if (
        len(skrivna) < 2
        or not all(_ÅRSRUBRIK.fullmatch(på_en_rad(r)) for r in skrivna)
        or (undre[0] and övre[0].strip())
    ):
        return
    ny, grupp = [övre[0] or undre[0]], ""
    for ovan, under in zip(övre[1:], undre[1:], strict=True):
        grupp = ovan if ovan.strip() or not under.strip() else grupp
        ny.append(f"{grupp} {under}".strip())
    if all(ny):
        block.rader[start : start + 2] = [ny]
        block.rad += 1


_ÅRSRUBRIK = re.compile(
    rf"(?i)(?:år |ht |vt |del[åa]r \d |tertial \d )?{ÅR}(?: ?\(?(?:prel\w*|prognos|prog)?\.?\)?)?"
    r"|kvinnor|män|flickor|pojkar|totalt?|alla|samtliga|båda könen"
)
"""Det som står på en undre rubrikrad: åren, eller könen."""


def säg_kolumnerna(poster: list[Post], block: Block) -> None:
    """Tabellens rubrikrad som kommentar vid den första raden, så att läsaren kan pröva hur kolumnerna har lästs."""
    if poster:
        poster[0].kommentarer.insert(0, f"Källans kolumner: {' | '.join(map(på_en_rad, block.rader[0]))}")


def som_markdown(block: Block) -> str:
    """Tabellen som Markdown, med källans ord."""
    rader = [[på_en_rad(r).replace("|", "\\|") for r in rad] for rad in block.rader]
    huvud, *resten = (f"| {' | '.join(rad)} |" for rad in rader)
    return "\n".join([huvud, "|" + "---|" * len(block.rader[0]), *resten])
