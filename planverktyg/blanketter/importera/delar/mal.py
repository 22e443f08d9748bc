"""Mål med sina nivåer: rader och rubriker in, målträdet ut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.blanketter.importera.block import namnnyckel
from planverktyg.blanketter.importera.delar import indikatorer, indikatormeningar
from planverktyg.blanketter.importera.delar.malvarden import ur_mening
from planverktyg.blanketter.importera.regler import nivaer
from planverktyg.blanketter.importera.utkast import Löptext, Post, meningar

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.utkast import Utkast


class Målrad(NamedTuple):
    """Ett mål som en rad själv säger nivån på: `Nämndmål 2 - Stödet utvecklas`."""

    nivå: str
    namn: str
    nummer: str


_LÄNGSTA_RAD = 200
"""Så lång kan en rad vara och ändå vara ett mål när bara ett nummer skiljer nivån från namnet."""


_SYSKON = 100
"""Så många av de närmaste målen ovanför kan visa vilken nivå som brukar stå under."""


class Målträd:
    """Målen som hittills har lästs, och de som är öppna: det översta först."""

    def __init__(self, utkast: Utkast, nivåer: tuple[str, ...]) -> None:
        self.utkast = utkast
        self.egna = nivåer
        self.nivåer = tuple(dict.fromkeys([*sorted((*nivåer, *nivaer.FLER), key=len, reverse=True)]))
        self.öppna: list[Post] = []
        ord_ = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in self.nivåer)
        nummer = r"(?P<nummer>[A-ZÅÄÖ]?\d{1,3}(?:\.\d+)*[A-Z]?\.?)"
        self._rad = re.compile(
            rf"(?P<nivå>{ord_})(?:\s+{nummer})?(?:\s*[:—–]|\s+-(?=\s))\s*(?P<namn>\S.*)",
            re.IGNORECASE | re.DOTALL,
        )
        self._efter_nummer = re.compile(rf"(?i:(?P<nivå>{ord_}))\s+{nummer}\s+(?P<namn>[A-ZÅÄÖ].*)")
        self._utan_streck = re.compile(rf"(?P<nivå>{ord_})\s+(?P<namn>\S.*)", re.IGNORECASE)
        self._bara_nummer = re.compile(
            rf"(?P<nivå>{ord_})\s+(?P<nummer>[A-ZÅÄÖ]?\d{{1,3}}(?:\.\d+)*[A-Z]?)[.:]?", re.IGNORECASE
        )
        self._flertal = re.compile(rf"(?P<nivå>{ord_})(?:ar|er|en|n)?\s+för\s+(?P<namn>\S.*)", re.IGNORECASE)

    # --- Att känna igen ---

    def målrad(self, text: str, *, är_rubrik: bool) -> Målrad | None:
        """Målet på raden, om raden börjar med en nivå. Utan tankstreck bara i en rubrik."""
        numrerad = re.match(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+", text) if är_rubrik else None
        text = text[numrerad.end() :] if numrerad else text
        träff = self._rad.fullmatch(text)
        if träff:
            nummer = (träff["nummer"] or "").rstrip(".") or (numrerad[1] if numrerad else "")
            return Målrad(self.nivån(träff["nivå"]), träff["namn"].strip(), nummer)
        träff = self._efter_nummer.fullmatch(text) if är_rubrik or len(text) < _LÄNGSTA_RAD else None
        if träff is not None:
            return Målrad(self.nivån(träff["nivå"]), träff["namn"].strip(), träff["nummer"].rstrip("."))
        träff = self._utan_streck.fullmatch(text) if är_rubrik else None
        if träff is None or träff["nivå"].casefold() in {"mål", "krav"}:
            return None
        if re.match(nivaer.INTE_NAMN, träff["namn"].casefold()):
            return None
        return Målrad(self.nivån(träff["nivå"]), träff["namn"].strip(), numrerad[1] if numrerad else "")

    def bara_nummer(self, text: str) -> Målrad | None:
        """`Mål 1`: namnet står i stycket under."""
        träff = self._bara_nummer.fullmatch(text)
        return Målrad(self.nivån(träff["nivå"]), "", träff["nummer"]) if träff else None

    def flertal_för(self, text: str) -> Målrad | None:
        """`Grundförutsättningar för attraktiv arbetsgivare`: att rubriken ovanför är ett mål på nivån."""
        träff = self._flertal.fullmatch(text)
        return Målrad(self.nivån(träff["nivå"]), träff["namn"], "") if träff else None

    def nivån(self, ordet: str) -> str:
        """Nivån så som kommunen skriver den."""
        rent = namnnyckel(ordet)
        rent = nivaer.SAMMA.get(rent, rent) if rent not in map(str.casefold, self.egna) else rent
        return next((n for n in self.egna if n.casefold() == rent), rent)

    def rubrikens_nivå(self, rubrik: str) -> str | None:
        """Nivån för målen i listan under en rubrik som nämner mål. None när rubriken inte gör det."""
        ord_ = re.findall(r"\w+", rubrik.casefold())
        for nivå in sorted((n for n in self.egna if " " in n), key=len, reverse=True):
            if set(nivå.casefold().split()) <= set(ord_):
                return nivå
        if träff := re.search(r"\bmål\b.*\benligt (\w+)", rubrik.casefold()):
            return f"mål enligt {träff[1]}"
        if re.search(r"nämnd(en)?s? mål(en)?\b|\bnämnd(s)?mål(en)?\b", rubrik.casefold()):
            return self.nivån("nämndmål")
        enstaka = [n for n in self.nivåer if re.search(rf"\b{re.escape(n.casefold())}(en|et)?\b", rubrik.casefold())]
        return self.nivån(enstaka[0]) if enstaka and re.search(r"mål|krav", rubrik.casefold()) else None

    def inledningens_nivå(self, text: str) -> tuple[str, bool] | None:
        """Nivån i en inledning till en lista (`De krav som … är:`), och om den är i flertal."""
        if not text.rstrip().endswith(":"):
            return None
        ord_ = "|".join(re.escape(n) for n in self.nivåer if " " not in n)
        träff = re.match(
            rf"(?i)(?P<före>(?:det|de|dessa|följande|våra|nämndens|kommunens)\s+)?(?P<nivå>{ord_})(?P<ändelse>en|et)?\b",
            text,
        )
        if träff is None:
            return None
        flertal = (träff["före"] or "").strip().casefold() not in {"det", ""} or träff["ändelse"] == "en"
        return self.nivån(träff["nivå"]), flertal

    # --- Att bygga ---

    @property
    def aktuellt(self) -> Post | None:
        """Målet som läses just nu."""
        return self.öppna[-1] if self.öppna else None

    @property
    def rotnivå(self) -> str:
        """Nivån på det öppna trädets översta mål."""
        return self.öppna[0]["nivå"] if self.öppna else ""

    def stäng(self) -> None:
        """Nästa mål står överst."""
        self.öppna.clear()

    def öppna_mål(self, rad: Målrad, var: int) -> tuple[Post, bool]:
        """Ett nytt mål på sin plats i trädet, och om det står överst."""
        while self.öppna and not self.hör_under(rad.nivå, self.öppna[-1]["nivå"]):
            self.öppna.pop()
        post = Post(id=self.utkast.id(rad.namn, "mal"), nivå=rad.nivå)
        if rad.nummer:
            post["nummer"] = rad.nummer
        post["namn"] = rad.namn
        överst = not self.öppna
        (self.utkast.lista("mål") if överst else self.öppna[-1].setdefault("mål", [])).append(post)
        self.öppna.append(post)
        self.utkast.förstod("mål", rad.namn or f"{rad.nivå} {rad.nummer}", var)
        return post, överst

    def hör_under(self, nivå: str, ovanför: str) -> bool:
        """Om ett mål på nivån står under ett på den andra."""
        if nivå == ovanför or nivå in nivaer.ÖVERST:
            return False
        if ovanför in nivaer.ÖVERST or nivaer.UNDER.get(ovanför) == nivå:
            return True
        ordning = [n.casefold() for n in (*self.egna, *(n for n in nivaer.FLER if n not in self.egna))]
        return (
            ordning.index(ovanför.casefold()) < ordning.index(nivå.casefold())
            if {nivå.casefold(), ovanför.casefold()} <= set(ordning)
            else False
        )

    def nivå_under(self) -> str:
        """Nivån på målen närmast under det öppna trädets rot, så som trädet redan har den eller som den brukar vara."""
        if not self.öppna:
            return self.nivån("mål")
        under = self.öppna[0].get("mål")
        if under:
            return str(under[0]["nivå"])
        rotnivå = self.öppna[0]["nivå"]
        tidigare = reversed(self.utkast.lista("mål")[-_SYSKON:])
        if syskon := next((m for m in tidigare if m["nivå"] == rotnivå and m.get("mål")), None):
            return str(syskon["mål"][0]["nivå"])
        return self.nivån(nivaer.UNDER.get(rotnivå, "mål"))


def namnge_indikatorer(målen: list[Post]) -> None:
    """En indikator utan eget namn är målets enda. Har målet fått fler heter den som målet."""
    for mål in målen:
        poster: list[Post] = mål.get("indikatorer", [])
        for nr, post in enumerate(poster):
            if len(poster) > 1 and "namn" not in post:
                post["namn"] = mål["namn"]
            poster[nr] = indikatorer.i_ordning(post)
        namnge_indikatorer(mål.get("mål", []))


def lägg_text(mål: Post) -> Löptext:
    """Där text om målet läggs: före dess indikatorer och delmål, eller efter dem."""
    fält = "avslutning" if mål.get("indikatorer") or mål.get("mål") else "beskrivning"
    text: Löptext = mål.setdefault(fält, Löptext())
    return text


def mål_ur_punkt(utkast: Utkast, mål: Post, text: str, rad: int, perioder: tuple[str, ...]) -> None:
    """Delar målets text: målet självt, det som mäts, och hur det mäts."""
    mäts, mått = indikatormeningar.dela_mätningen(meningar(text))
    mätbar = next((nr for nr, m in enumerate(mått) if _är_mätbar(m)), None)
    if mätbar is None:
        mål["namn"] = " ".join(mått) or text
        if mäts:
            mål["mätmetod"] = " ".join(mäts)
        return
    mål["namn"] = " ".join(mått[:mätbar]) or mått[mätbar]
    post = indikatormeningar.ur_meningar(
        utkast, " ".join([mått[mätbar], *(m.strip("()") for m in mäts)]), rad, perioder=perioder
    )
    if not mätbar:
        del post["namn"]
    mål["indikatorer"] = [post]
    if mått[mätbar + 1 :]:
        lägg_text(mål).lägg("stycke", " ".join(mått[mätbar + 1 :]))


def _är_mätbar(mening: str) -> bool:
    värde: Any = ur_mening(mening).värde
    return isinstance(värde, dict) and bool(värde.keys() & {"minst", "högst", "över", "under", "riktning", "mellan"})
