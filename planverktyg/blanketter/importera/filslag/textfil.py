"""En textfil (som ur en PDF: tabbar mellan tabellens rutor) in, dess block ut.

Rubriker känns igen på sin form: en ensam kort rad utan punkt sist. Har filen en innehållsförteckning säger den vilka
rubrikerna är och vilka som är kapitel.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from planverktyg.blanketter.importera.block import NUMRERAD, Block, Källtext, på_en_rad, rensa, utan_märkning
from planverktyg.blanketter.importera.filslag.sidor import utan_sidnummer

if TYPE_CHECKING:
    from collections.abc import Iterator

_PUNKT = re.compile(r"\s*(?P<märke>[-–•·▪◦●○■□➤►▶➢❖✓o*\uf0b7\uf0a7])\s+(?P<text>\S.*)")
_ETIKETT = re.compile(r"(?:\*\*)?[A-ZÅÄÖ][^.:!?\t]{1,40}:(?:\*\*)?\s+\S")
_TAGG = re.compile(r"</?(?:i|b|u|em|strong|span|sub|sup)\b[^>]*>", re.IGNORECASE)
_STYCKE = re.compile(r"</p> ?<p>|<br ?/?>", re.IGNORECASE)
_P = re.compile(r"</?p\b[^>]*>", re.IGNORECASE)
_FÖRTECKNING = re.compile(r"inneh[åa]ll(sförteckning)?", re.IGNORECASE)
_SLUTAR = tuple(".:;,!?…")
_KORT = 60
LÄNGSTA_RUBRIK = 120
"""Så många tecken kan en rubrik ha när bara formen visar att det är en."""


def läs_textfil(text: str) -> Källtext:
    """Textfilens block i ordning."""
    text = _utan_citat(text.replace("\r\n", "\n").replace("\r", "\n"))
    rader = [rensa(rad.replace("\f", "")).rstrip(" ") for rad in text.split("\n")]
    rader, på_varje_sida = utan_sidnummer(rader)
    rubriker, förteckning, (början, slut) = _innehållsförteckning(rader)
    block: list[Block] = []
    for nr, grupp in _grupper(rader, början, slut):
        block += _gruppens(nr, grupp, rubriker)
    block = _med_nivåer(_hela_tabeller([b for b in block if b.text.strip() or b.rader]), rubriker)
    return Källtext(block, förteckning, max(början + 1, 0), på_varje_sida=på_varje_sida)


_CITERAD = re.compile(r'(?:(?<=\t)|^)"(?P<ruta>(?:[^"]|""){0,3000})"(?=\t|$)', re.MULTILINE)


def _utan_citat(text: str) -> str:
    """Ett kalkylprogram sätter citattecken runt en ruta med komma, citattecken eller flera rader. En rad utan tabb är text."""

    def ruta(träff: re.Match[str]) -> str:
        i_tabell = "\t" in (text[max(träff.start() - 1, 0) : träff.start()], text[träff.end() : träff.end() + 1])
        return träff["ruta"].replace('""', '"').replace("\n", "<br>") if i_tabell else träff[0]

    return _CITERAD.sub(ruta, text) if "\t" in text else text


# --- Innehållsförteckningen --------------------------------------------------------------------------


def _innehållsförteckning(rader: list[str]) -> tuple[dict[str, int], tuple[str, ...], tuple[int, int]]:
    """Rubrikerna med sin nivå, förteckningens rader, och var den börjar och slutar."""
    början = next((nr for nr, rad in enumerate(rader) if _FÖRTECKNING.fullmatch(rad.strip(" #*"))), None)
    if början is None:
        return {}, (), (-1, -1)
    slut, poster = början + 1, []
    for nr in range(början + 1, len(rader)):
        rad = rader[nr]
        if post := _förteckningspost(rad):
            poster.append(post)
            slut = nr + 1
        elif rad.strip():
            break
    if not poster:
        return {}, (), (-1, -1)
    märkta = any(_TAGG.search(p) for p in poster)
    rubriker: dict[str, int] = {}
    for post in poster:
        text = _TAGG.sub("", post).strip(" .…\t")
        numrerad = re.match(r"(\d+(?:\.\d+)*)\.?\s+(.*)", text)
        djup = numrerad[1].count(".") + 1 if numrerad else 1
        nivå = (1 if _TAGG.search(post) else 2) if märkta else djup
        rubriker[rubriknyckel(text)] = nivå
        if numrerad:
            rubriker.setdefault(rubriknyckel(numrerad[2]), nivå)
    return rubriker, tuple(på_en_rad(_TAGG.sub("", rad)) for rad in rader[början:slut] if rad.strip()), (början, slut)


def _förteckningspost(rad: str) -> str:
    """Rubriken på en rad som slutar med ett sidnummer efter en tabb, punkter eller flera mellanslag; annars tomt."""
    utan_nummer = rad.strip().rstrip("0123456789")
    text = utan_nummer.rstrip(" .…\t")
    mellan = utan_nummer[len(text) :]
    har_nummer = 1 <= len(rad.strip()) - len(utan_nummer) <= 4
    return text if har_nummer and text and ("\t" in mellan or "…" in mellan or ".." in mellan or "  " in mellan) else ""


def rubriknyckel(text: str) -> str:
    """Rubriken så som den jämförs: utan skiljetecken och versaler."""
    return " ".join(re.findall(r"\w+", text.casefold()))


# --- Rader → block ------------------------------------------------------------------------------------


def _grupper(rader: list[str], början: int, slut: int) -> Iterator[tuple[int, list[str]]]:
    """Raderna i grupper med tomrad emellan, med numret på gruppens första rad. Innehållsförteckningen är inte med."""
    numrerade = [(nr, rad) for nr, rad in enumerate(rader) if not början <= nr < slut]
    for finns, grupp in groupby(numrerade, key=lambda par: bool(par[1].strip())):
        if finns:
            par = list(grupp)
            yield par[0][0] + 1, [rad for _, rad in par]


def _gruppens(nr: int, rader: list[str], rubriker: dict[str, int]) -> list[Block]:
    """Blocken i en grupp av rader."""
    if _är_tabell(rader):
        return [Block("tabell", rad=nr, rader=[_rutor(rad) for rad in rader])]
    grupp = _Grupp(rubriker, len(rader))
    for plats, rad in enumerate(rader):
        if _är_rubrik_utan_tomrad(rader, plats):
            grupp.töm()
            grupp.block.append(_stycke([rad.strip()], nr + plats, rubriker, ensamt=True))
        else:
            grupp.läs(rad, nr + plats)
    grupp.töm()
    return grupp.block


def _är_rubrik_utan_tomrad(rader: list[str], plats: int) -> bool:
    """En kort rad mellan ett avslutat stycke och en lång rad: en rubrik som källan inte har någon tomrad efter."""
    rad = rader[plats].strip()
    if (
        plats + 1 == len(rader)
        or len(rad) > _KORT
        or not liknar_rubrik(rad)
        or _PUNKT.match(rad)
        or NUMRERAD.match(rad)
    ):
        return False
    före, efter = rader[plats - 1].strip() if plats else ".", rader[plats + 1].strip()
    return (
        före.endswith((".", "!", "?", ")")) and len(efter) >= _KORT and efter[:1].isupper() and "\t" not in rad + efter
    )


class _Grupp:
    """Rader utan tomrad emellan, medan de blir stycken, punkter och tabeller."""

    def __init__(self, rubriker: dict[str, int], längd: int) -> None:
        self.rubriker, self.längd = rubriker, längd
        self.block: list[Block] = []
        self.stycke: list[str] = []
        self.tabell: list[list[str]] = []
        self.börjar = 0

    def läs(self, rad: str, nr: int) -> None:
        """En rad till."""
        if "\t" in rad.strip() or (self.tabell and rad.endswith("\t")):
            self._börja(self.tabell, nr)
            self.tabell.append(_rutor(rad))
            return
        text = _TAGG.sub("", _P.sub("", _STYCKE.sub("\n", rad))).strip()
        if punkt := (_PUNKT.fullmatch(text) or NUMRERAD.fullmatch(text)):
            self.töm()
            self.block.append(_punkt(punkt, nr, len(rad) - len(rad.lstrip())))
            return
        if not self.stycke and not self.tabell and self._fortsätter_punkten(text):
            self.block[-1].text += f" {text}"
            return
        if self.stycke and not _hör_ihop(self.stycke[-1], text):
            self.töm()
        self._börja(self.stycke, nr)
        self.stycke.append(text)

    def _fortsätter_punkten(self, text: str) -> bool:
        """Om raden är resten av en punkt som är bruten."""
        return bool(self.block) and self.block[-1].slag == "punkt" and _hör_ihop(self.block[-1].text[-200:], text)

    def _börja(self, vad: list[Any], nr: int) -> None:
        if not vad:
            self.töm()
            self.börjar = nr

    def töm(self) -> None:
        """Det som har samlats är ett block."""
        if self.stycke:
            ensamt = len(self.stycke) == self.längd
            self.block.append(_stycke(self.stycke, self.börjar, self.rubriker, ensamt=ensamt))
        if self.tabell:
            self.block.append(Block("tabell", rad=self.börjar, rader=self.tabell))
        self.stycke, self.tabell = [], []


def _är_tabell(rader: list[str]) -> bool:
    """En rad med rutor, eller en rubrik följd av rader som källan har märkt som stycken i rutor."""
    if len(rader) > 1 and all(_P.match(rad.strip()) for rad in rader[1:]) and "\t" not in "".join(rader):
        return True
    return "\t" in rader[0].strip() and len(rader) > 1 and all("\t" in rad for rad in rader)


def _rutor(rad: str) -> list[str]:
    return [
        "\n".join(på_en_rad(_TAGG.sub("", _P.sub("", del_))) for del_ in _STYCKE.split(ruta))
        for ruta in rad.split("\t")
    ]


def _punkt(träff: re.Match[str], rad: int, indrag: int) -> Block:
    text, fet = utan_märkning(träff["text"])
    nummer = träff.groupdict().get("nummer") or ""
    if not nummer and (inre := NUMRERAD.fullmatch(text)):  # • A. Texten
        nummer, text = inre["nummer"], inre["text"]
    return Block("punkt", på_en_rad(text), rad, nivå=1 + (indrag >= 6), nummer=nummer, fet=fet)


_ÖPPEN = re.compile(r"[,\w)”\"-]$")


def _hör_ihop(förra: str, text: str) -> bool:
    """Om raden fortsätter stycket: den förra är bruten mitt i en mening, eller båda hör till en kursiv text."""
    if förra.startswith("*") and not förra.endswith("*"):
        return True
    return (len(förra) > 60 and bool(_ÖPPEN.search(förra))) or text[:1].islower()


def _stycke(rader: list[str], nr: int, rubriker: dict[str, int], *, ensamt: bool) -> Block:
    hela = "\n".join(rader) if rader[0].startswith("*") else " ".join(rader)
    text, fet = utan_märkning(hela)
    text = text if "\n" in text else på_en_rad(text)
    if "\n" not in text and (inre := NUMRERAD.fullmatch(text)) and text != hela.strip():
        return Block("punkt", inre["text"], nr, nivå=1, nummer=inre["nummer"], fet=fet)
    if nivå := rubriker.get(rubriknyckel(text), 0):
        return Block("rubrik", text, nr, nivå=nivå)
    if ensamt and "\n" not in text and hela.strip() == text and liknar_rubrik(text):
        return Block("rubrik", text, nr)
    if fet and liknar_rubrik(text):
        return Block("rubrik", text, nr)
    return Block("stycke", text, nr, fet=fet)


def liknar_rubrik(text: str) -> bool:
    """En kort rad som börjar med versal eller siffra och inte slutar som en mening."""
    if not text or text.endswith(_SLUTAR) or _ETIKETT.match(text) or re.search(r"https?:|@", text):
        return False
    if text.startswith("(") or re.search(r"\([^()]*\b(?:19|20)\d\d\b[^()]*\)$", text):  # Anhörigpolicy (2013)
        return False
    if text.isupper():
        return len(text.split()) <= 14
    börjar = text.lstrip('*(”"')[:1]
    return len(text) <= LÄNGSTA_RUBRIK and len(text.split()) <= 14 and (börjar.isupper() or börjar.isdigit())


def _hela_tabeller(block: list[Block]) -> list[Block]:
    """Tabeller som en sidbrytning har delat blir en: samma antal rutor, och det andra stycket börjar inte med en rubrikrad."""
    hela: list[Block] = []
    for ett in block:
        förra = hela[-1] if hela else None
        if (
            förra is not None
            and förra.slag == ett.slag == "tabell"
            and max(map(len, förra.rader)) == max(map(len, ett.rader))
            and not _är_rubrikrad(ett.rader[0])
        ):
            förra.rader += ett.rader
        else:
            hela.append(ett)
    return hela


def _är_rubrikrad(rutor: list[str]) -> bool:
    skrivna = [ruta for ruta in rutor if ruta]
    return bool(skrivna) and (
        all(ruta.isupper() for ruta in skrivna)
        or (len(rutor) > 1 and len(skrivna) == len(rutor) and all(_är_kolumnrubrik(ruta) for ruta in rutor[1:]))
    )


def _är_kolumnrubrik(ruta: str) -> bool:
    return ruta[0].isalpha() and (re.search(r"\b(?:19|20)\d\d\b", ruta) is not None or not any(map(str.isdigit, ruta)))


def _med_nivåer(block: list[Block], rubriker: dict[str, int]) -> list[Block]:
    """Rubriker som inte står i innehållsförteckningen hör till den närmast före som gör det."""
    senaste = 0
    for ett in block:
        if ett.slag != "rubrik":
            continue
        if ett.nivå:
            senaste = ett.nivå
        else:
            ett.nivå = senaste + 1 if rubriker else 1
    return block
