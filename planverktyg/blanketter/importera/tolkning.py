"""Ett läst dokument in, ett utkast till plan ut: varje block känns igen, eller står kvar som text i sitt kapitel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from planverktyg.blanketter.importera.block import Block, på_en_rad
from planverktyg.blanketter.importera.delar import atgardsplan, indikatorer, listor, pengar, risker
from planverktyg.blanketter.importera.delar.huvud import Sagt, läs_huvud
from planverktyg.blanketter.importera.delar.mal import Målrad, Målträd, lägg_text, mål_ur_punkt
from planverktyg.blanketter.importera.disposition import Kapitel
from planverktyg.blanketter.importera.regler import TABELLER
from planverktyg.blanketter.importera.regler.pengar import VERKSAMHETSOMRÅDE
from planverktyg.blanketter.importera.regler.rubriker import (
    BARA_EN_TABELL,
    INDIKATORER,
    INGA_UPPDRAG,
    KAPITEL,
    MÅLETS_ETIKETTER,
    PUNKTENS_ETIKETTER,
)
from planverktyg.blanketter.importera.regler.tabellregel import normalrubrik
from planverktyg.blanketter.importera.tal import ÅR
from planverktyg.blanketter.importera.utkast import Löptext, Post, Utkast, meningar

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.blanketter.importera.block import Källtext
    from planverktyg.blanketter.importera.regler.tabellregel import Tabellregel

_ETIKETT = re.compile(r"\*{0,2}(?P<etikett>[A-ZÅÄÖ][^.:!?*]{1,40}?)(?::\*{0,2}|\*{1,2}:)\s+(?P<text>\S.*)", re.DOTALL)
_TIDSGRÄNS = re.compile(rf"\(({ÅR})\)")
LÄNGST = 3_000
"""Ett så långt stycke, eller en så full ruta, är text och inget annat: då tar inget uttryck lång tid."""
_PENGAR = frozenset(("kommunbidrag", "driftbudget", "investeringar"))


class Kända(NamedTuple):
    """Det som kommunens husregler säger om orden i planen."""

    nivåer: tuple[str, ...] = ()
    perioder: tuple[str, ...] = ()
    enheter: tuple[str, ...] = ()
    indikatorer_kallas: str = ""


def tolka(
    källtext: Källtext, sagt: Sagt, kända: Kända, idn: dict[str, list[str]] | None = None
) -> tuple[Utkast, Kapitel]:
    """Utkastet, och kapitlen som det står i. `idn` är id:n som namnen redan har."""
    tolk = _Tolk(källtext, kända)
    tolk.utkast.minns(idn or {})
    tolk.plats = läs_huvud(tolk.utkast, källtext, sagt)
    år = tolk.utkast.plan["år"]
    tolk.år = år if isinstance(år, int) else None
    while tolk.plats < len(tolk.block):
        ett = tolk.block[tolk.plats]
        tolk.plats += 1
        tolk.läs(ett)
    tolk.töm_tomma_grupper()
    return tolk.utkast, tolk.kapitel[0]


class _Tolk:
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
        return self.kapitel[-1]

    def nästa(self) -> Block | None:
        return self.block[self.plats] if self.plats < len(self.block) else None

    def läs(self, block: Block) -> None:
        """Ett block på sin plats."""
        if block.slag == "tabell":
            bredd = max(map(len, block.rader), default=0)
            block.rader = [[*rad, *([""] * (bredd - len(rad)))] for rad in block.rader]
        if len(block.text) > LÄNGST or any(len(ruta) > LÄNGST for rad in block.rader for ruta in rad):
            self._som_text(block)
            return
        if block.slag != "rubrik" or block.nivå <= self.här.nivå:
            self._töm_tabellrubrik(block)
        läsare: dict[str, Callable[[Block], None]] = {
            "rubrik": self._rubrik,
            "tabell": self._tabell,
            "punkt": self._punkt,
            "stycke": self._stycke,
        }
        läsare[block.slag](block)

    def töm_tomma_grupper(self) -> None:
        """En grupp som inget hamnade i är ingen grupp: dess rubrik står kvar som text."""
        innehåll = {"uppdrag": "uppdrag", "styrdokument": "dokument", "årshjul": "punkter"}
        for lista, post, kapitel in self.grupper:
            if post[innehåll[lista]]:
                continue
            self.utkast.listor[lista] = [p for p in self.utkast.listor[lista] if p is not post]
            kapitel.visa_inte(lista, post.get("id"), är_tom=not self.utkast.listor[lista])
            kapitel.text().lägg("stycke", post.get("rubrik") or "/".join(post["månader"]))
            beskrivning = post.get("beskrivning", "")
            kapitel.text().lägg("stycke", beskrivning.markdown if isinstance(beskrivning, Löptext) else beskrivning)

    def _som_text(self, block: Block) -> None:
        text = _som_markdown(block) if block.slag == "tabell" else block.text
        self._text().lägg("tabell" if block.slag == "tabell" else "stycke", text)

    # --- Rubriker -------------------------------------------------------------------------------------

    def _rubrik(self, block: Block) -> None:
        if self._är_indikatorernas(block.text) and self.mål.öppna:
            self._börja_mäta(block.text, en=False)
            return
        if self._rubrik_på_fält(block) or self._numrerad_åtgärdspunkt(block):
            return
        if self._målrad(block, är_rubrik=True) or self._rubrik_i_kapitlet(block):
            return
        if (flertal := self.mål.flertal_för(block.text)) and self._är_kapitlets_mål(flertal, block):
            return
        self._nytt_kapitel(block)

    def _rubrik_på_fält(self, block: Block) -> bool:
        """Rubriken `Viljeyttring` i ett mål: stycket under är målets viljeyttring."""
        fält, mål, nästa = MÅLETS_ETIKETTER.get(normalrubrik(block.text)), self.mål.aktuellt, self.nästa()
        if fält is None or mål is None or fält in mål or nästa is None or nästa.slag != "stycke":
            return False
        mål[fält] = nästa.text
        self.plats += 1
        return True

    def _numrerad_åtgärdspunkt(self, block: Block) -> bool:
        """`1. Minska antalet …` som rubrik i en åtgärdsplan."""
        träff = re.match(r"(\d{1,2})[.)]\s+(?=\S)", block.text)
        if träff is None:
            return False
        punkt = Block("punkt", block.text[träff.end() :], block.rad, nummer=träff[1])
        return self._åtgärdspunkt(punkt)

    def _börja_mäta(self, rubrik: str, *, en: bool) -> None:
        """Det som kommer är indikatorer. Rubriken står som kommentar vid den första."""
        self.mäter, self.en_indikator, self.mätrubrik = True, en, rubrik

    def _är_indikatorernas(self, text: str) -> bool:
        ren = normalrubrik(text)
        return re.search(INDIKATORER, ren) is not None or (
            bool(self.kända.indikatorer_kallas) and ren == self.kända.indikatorer_kallas.casefold()
        )

    def _är_kapitlets_mål(self, flertal: Målrad, block: Block) -> bool:
        """`Grundförutsättningar för X` direkt under rubriken X: då är X ett mål på den nivån."""
        kapitel = self.här
        if flertal.namn.casefold() != kapitel.rubrik.casefold() or len(self.kapitel) < 2:
            return False
        redan = [text for del_ in kapitel.delar if isinstance(del_, Löptext) for _, text in del_.delar]
        etiketter = [träff for text in redan if (träff := _ETIKETT.fullmatch(text))]
        if len(etiketter) < len(redan) or any(not isinstance(del_, Löptext) for del_ in kapitel.delar):
            return False
        self.kapitel.pop()
        self.här.delar.remove(kapitel)
        post = self._öppna(flertal._replace(namn=kapitel.rubrik), block.rad)
        for träff in etiketter:
            if not self._målets_etikett(post, träff):
                lägg_text(post).lägg("stycke", träff[0])
        lägg_text(post).lägg("stycke", block.text)
        self.utkast.fråga(post, f"nivån {flertal.nivå} är läst ur raden under rubriken", block.rad)
        return True

    def _rubrik_i_kapitlet(self, block: Block) -> bool:
        """En underrubrik som hör till det som kapitlet handlar om."""
        kapitel = self.här
        platt = kapitel.nivå == block.nivå == 1 and self.är_platt
        if block.nivå <= kapitel.nivå and not platt:
            return False
        if platt and kapitel.slag in _PENGAR and re.match(VERKSAMHETSOMRÅDE, block.text, re.IGNORECASE):
            self.tabellrubrik, self.tabell = block, None
            return True
        if kapitel.slag == "vision" and self.utkast.vision is not None and "namn" not in self.utkast.vision:
            self.utkast.vision["namn"] = block.text
            return True
        if kapitel.slag == "årshjul" and (månader := listor.månaderna(block.text)):
            self._ny_hjuldel(månader, block)
            return True
        if block.nivå <= kapitel.nivå:
            return False
        if kapitel.slag == "styrdokument":
            if len(block.text) <= 60 or not self._styrdokument(block):
                self._styrgrupp(block.text)
            return True
        if kapitel.slag == "uppdrag":
            self._uppdragsgrupp(block)
            return True
        if kapitel.slag in _PENGAR:
            self._töm_tabellrubrik(block)
            self.tabellrubrik, self.tabell = block, None
            return True
        return False

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

    def _töm_tabellrubrik(self, block: Block) -> None:
        """En underrubrik bland beloppen som ingen tabell eller text kom efter blir ett eget avsnitt."""
        rubrik, self.tabellrubrik = self.tabellrubrik, None
        if rubrik is None:
            return
        if block.slag == "tabell" or (block.slag in {"stycke", "punkt"} and self.här.slag == "investeringar"):
            self.tabellrubrik = rubrik
        else:
            self._nytt_kapitel(rubrik)

    # --- Mål ------------------------------------------------------------------------------------------

    def _målrad(self, block: Block, *, är_rubrik: bool) -> bool:
        """Ett mål vars rad själv säger nivån."""
        rad = self.mål.målrad(block.text, är_rubrik=är_rubrik)
        if rad is None and är_rubrik and (rad := self.mål.bara_nummer(block.text)):
            nästa = self.nästa()
            if nästa is None or nästa.slag != "stycke":
                return False
            self._stig_ur(block)
            self.plats += 1
            första, *resten = meningar(nästa.text)
            post = self._öppna(rad._replace(namn=första), block.rad)
            if resten:
                lägg_text(post).lägg("stycke", " ".join(resten))
                self.utkast.fråga(post, "målets namn är styckets första mening", nästa.rad)
            return True
        if rad is None or (rad.nivå in {"mål", "krav"} and len(rad.namn) > 400):
            return False
        if är_rubrik:
            self._stig_ur(block)
        self._öppna(rad, block.rad)
        return True

    def _stig_ur(self, block: Block) -> None:
        """Ett mål som är en rubrik står i kapitlet ovanför."""
        while len(self.kapitel) > 1 and self.här.nivå >= max(block.nivå, 1):
            self.kapitel.pop()
            self.mål.stäng()

    def _öppna(self, rad: Målrad, var: int) -> Post:
        self.mäter = False
        self.grupp = self.punkt = self.tabell = None
        post, överst = self.mål.öppna_mål(rad, var)
        if överst:
            self.här.visar("mål", post["id"])
            self.väntar_fler = None
        return post

    def _numrerat_mål(self, block: Block) -> bool:
        """`7. Säkerställa valfrihet …` under ett målområde: numren löper genom planen."""
        if not (block.nummer.isdigit() and self.mål.öppna) or self.mål.rotnivå not in _OMRÅDEN:
            return False
        nästa = self.nästa()
        har_indikatorer = nästa is not None and self._är_indikatorernas(nästa.text)
        väntat = int(block.nummer) == self.målnummer + 1
        if not väntat or (self.mäter and not har_indikatorer and self._väntat_indikatornummer() == block.nummer):
            return False
        self.målnummer += 1
        nivå = self.mål.nivå_under() if self.mål.öppna[0].get("mål") else self.mål.nivån("mål")
        while len(self.mål.öppna) > 1:
            self.mål.öppna.pop()
        self._öppna(Målrad(nivå, block.text, block.nummer), block.rad)
        return True

    def _väntat_indikatornummer(self) -> str:
        aktuellt = self.mål.aktuellt
        redan = aktuellt.get("indikatorer", []) if aktuellt else []
        return str(len(redan) + 1) if not redan or "nummer" in redan[-1] else ""

    def _mål_i_lista(self, block: Block) -> bool:
        """Punkter som är mål: under en rubrik om mål, efter en inledning, eller följda av sin tabell med indikatorer."""
        nästa = self.nästa()
        if nästa is not None and nästa.slag == "tabell" and (self.mål.öppna or self._kapitlets_nivå()):
            regel, _ = _tabellregel(nästa)
            if regel is not None and regel.slag == "indikatorer":
                nivå = self._kapitlets_nivå() or self.mål.nivå_under()
                while len(self.mål.öppna) > 1:
                    self.mål.öppna.pop()
                self._öppna(Målrad(nivå, block.text, block.nummer), block.rad)
                return True
        if nivå_ := (None if self.mål.öppna and not self.i_lista else self._kapitlets_nivå()):
            self.mål.stäng()
            post = self._öppna(Målrad(nivå_, block.text, block.nummer), block.rad)
            self.i_lista = True
            mål_ur_punkt(self.utkast, post, block.text, block.rad, self.kända.perioder)
            self._om_rubriken(post, block.rad)
            return True
        return False

    def _kapitlets_nivå(self) -> str | None:
        if self.här.slag or any(isinstance(d, Löptext) and d for d in self.här.delar):
            return None
        return self.mål.rubrikens_nivå(self.här.rubrik)

    def _om_rubriken(self, post: Post, rad: int) -> None:
        """Det som rubriken säger om målen under den: tiden och varifrån de kommer."""
        rubrik = self.här.rubrik
        träff = re.search(rf"(?i)\b(?:fram till|till och med|senast) ({ÅR})\b", rubrik)
        if träff and int(träff[1]) != self.år:
            post["avser"] = int(träff[1])
        if träff := re.search(r"(?i)\benligt (\w+)", rubrik):
            post["källa"] = träff[1]
        if self.frågad_rubrik != rubrik:
            self.frågad_rubrik = rubrik
            self.utkast.fråga(post, f"nivån {post['nivå']} för målen under rubriken är läst ur den: {rubrik}", rad)

    def _inledd_lista(self, block: Block) -> bool:
        """`De krav som ska uppnås är:` följt av punkter."""
        nästa = self.nästa()
        funnen = self.mål.inledningens_nivå(block.text) if nästa is not None and nästa.slag == "punkt" else None
        if funnen is None:
            return False
        nivå, flertal = funnen
        punkter: list[Block] = []
        while (ett := self.nästa()) is not None and ett.slag == "punkt":
            punkter.append(ett)
            self.plats += 1
        if self.mål.öppna:
            lägg_text(self.mål.öppna[-1]).lägg("stycke", block.text)
        else:
            self.här.text().lägg("stycke", block.text)
        brytning = self._förlorad_nivå(block.text, punkter)
        for nr, ett in enumerate(punkter):
            if brytning is not None and nr >= brytning and self.väntar_fler is not None:
                yttre, förälder = self.väntar_fler
                self.mål.öppna[:] = [förälder]
                post = self._öppna_yttre(yttre, ett)
                if nr == brytning:
                    fråga = f"listan har två nivåer som källans form inte visar; härifrån är det {yttre}"
                    self.utkast.fråga(post, fråga, ett.rad)
            else:
                self._öppna(Målrad(nivå, ett.text, ett.nummer), ett.rad)
        if len(punkter) == 1 and flertal and len(self.mål.öppna) > 1:
            self.väntar_fler = (nivå, self.mål.öppna[0])
        elif brytning is not None:
            self.väntar_fler = None
        return True

    def _öppna_yttre(self, nivå: str, block: Block) -> Post:
        väntar = self.väntar_fler
        post = self._öppna(Målrad(nivå, block.text, block.nummer), block.rad)
        self.väntar_fler = väntar
        return post

    def _förlorad_nivå(self, inledning: str, punkter: list[Block]) -> int | None:
        """Var en lista går över i den yttre listan, när en sidbrytning har tagit bort indragen.

        Två tecken krävs: den yttre listan inleddes i flertal men fick bara en punkt, och listans första punkter nämner det
        som dess inledning nämner medan de sista inte gör det.
        """
        if self.väntar_fler is None:
            return None
        gäller = [o[:11] for o in re.findall(r"\w{8,}", inledning.casefold().split("för", 1)[-1])]
        nämner = [any(o in p.text.casefold() for o in gäller) for p in punkter]
        brytning = nämner.index(False) if False in nämner else len(nämner)
        return brytning if 0 < brytning < len(nämner) and not any(nämner[brytning:]) else None

    # --- Indikatorer i löpande text -------------------------------------------------------------------

    def _indikator(self, block: Block) -> bool:
        aktuellt = self.mål.aktuellt
        if not self.mäter or aktuellt is None:
            return False
        redan = aktuellt.get("indikatorer", [])
        nästa = self.nästa()
        inleder = nästa is not None and nästa.slag == "punkt" and nästa.nummer in {"", "1", "A"}
        if block.slag == "stycke" and not redan and inleder:
            lägg_text(aktuellt).lägg("stycke", block.text)  # en inledning till punkterna
            return True
        if block.slag == "stycke" and not block.nummer and (self.en_indikator or redan):
            numrerad = re.match(r"(\d{1,2}|[A-ZÅÄÖ])[.)]\s+", block.text)
            if not numrerad and redan:
                self.mäter = False
                return False
        text, klart = block.text, None
        if träff := re.fullmatch(rf"(?P<text>.*?)\s*\(({ÅR})\)", text, re.DOTALL):
            text, klart = träff["text"], int(träff[2])
        if not text.strip():
            return False
        nummer = block.nummer
        if not nummer and (numrerad := re.match(r"(\d{1,2}|[A-ZÅÄÖ])[.)]\s+(?=\S)", text)):
            nummer, text = numrerad[1], text[numrerad.end() :]
        if klart is None and nästa is not None and (träff := _TIDSGRÄNS.fullmatch(nästa.text.strip())):
            klart = int(träff[1])
            self.plats += 1
        post = indikatorer.ur_meningar(
            self.utkast, på_en_rad(text), block.rad, nummer=nummer, klart=klart, perioder=self.kända.perioder
        )
        if self.mätrubrik:
            post.kommentarer.append(f"Källans rubrik: {self.mätrubrik}")
            self.mätrubrik = ""
        aktuellt.setdefault("indikatorer", []).append(post)
        return True

    # --- Punkter och stycken ---------------------------------------------------------------------------

    def _punkt(self, block: Block) -> None:
        if self._målrad(block, är_rubrik=False):
            return
        if self._numrerat_mål(block) or self._åtgärdspunkt(block) or self._med_etikett(block):
            return
        if self._indikator(block) or self._i_kapitlets_lista(block):
            return
        if self._mål_i_lista(block):
            return
        text = f"{block.nummer}. {block.text}" if block.nummer else block.text
        self._text().lägg("numrerad" if block.nummer else "punkt", text)

    def _stycke(self, block: Block) -> None:
        ren = block.text.strip()
        if self.mål.öppna and self._är_indikatorernas(ren):
            self._börja_mäta(ren, en=not re.search(r"(er|or)$|tal$", normalrubrik(ren)))
            return
        if self._målrad(block, är_rubrik=False) or self._inledd_lista(block):
            return
        if (flertal := self.mål.flertal_för(ren)) and self._är_kapitlets_mål(flertal, block):
            return
        if self._numrerat_mål(block) or self._med_etikett(block) or self._indikator(block):
            return
        if self._i_kapitlets_lista(block) or self._till_tabellen(block):
            return
        if self.mål.öppna and self._nästa_är_överst():
            self.mål.stäng()
            self.mäter = False
        if (
            (mål := self.mål.aktuellt)
            and mål.get("indikatorer")
            and "mätmetod" not in mål
            and indikatorer.dela_mätningen([ren])[0]
        ):
            mål["mätmetod"] = ren
            return
        self._text().lägg("stycke", block.text)

    def _nästa_är_överst(self) -> bool:
        nästa = self.nästa()
        rad = (
            self.mål.målrad(nästa.text, är_rubrik=nästa.slag == "rubrik")
            if nästa is not None and nästa.slag != "tabell"
            else None
        )
        return rad is not None and not self.mål.hör_under(rad.nivå, self.mål.rotnivå)

    def _med_etikett(self, block: Block) -> bool:
        """`Viljeyttring: …` i ett mål, `Ansvar: …` i en åtgärdspunkt."""
        träff = _ETIKETT.fullmatch(block.text)
        if träff is None:
            return False
        if self.punkt is not None:
            etikett, text = normalrubrik(träff["etikett"]), träff["text"].strip()
            return atgardsplan.lägg_etikett(self.utkast, self.punkt, etikett, text, block.rad, år=self.år)
        mål = self.mål.aktuellt
        if mål is None:
            return self._gruppens_källa(träff)
        etiketter = indikatorer.etiketterna(block.text)
        if etiketter and (mål.get("indikatorer") or etiketter.keys() & {"målvärde", "bedöms för hand"}):
            return self._indikatorns_etiketter(mål, etiketter, block.rad)
        return not mål.get("indikatorer") and self._målets_etikett(mål, träff)

    def _indikatorns_etiketter(self, mål: Post, etiketter: dict[str, str], rad: int) -> bool:
        """Det som står efter en indikator, eller efter ett mål som mäter sig självt."""
        if not mål.get("indikatorer"):
            mål["indikatorer"] = [Post(id=self.utkast.id(mål["namn"], "indikator"))]
            self.utkast.förstod("indikator", mål["namn"], rad)
        poster: list[Post] = mål["indikatorer"]
        poster[-1] = indikatorer.lägg_etiketter(self.utkast, poster[-1], etiketter, rad, self.kända.perioder)
        return True

    def _gruppens_källa(self, träff: re.Match[str]) -> bool:
        """`Källa: kommunplanen` i en grupp av uppdrag."""
        if self.grupp is None or self.grupp["uppdrag"] or normalrubrik(träff["etikett"]) != "källa":
            return False
        self.grupp["källa"] = träff["text"].strip()
        return True

    def _målets_etikett(self, mål: Post, träff: re.Match[str]) -> bool:
        fält = MÅLETS_ETIKETTER.get(normalrubrik(träff["etikett"]))
        if fält is None or fält in mål:
            return False
        mål[fält] = träff["text"].strip()
        return True

    def _åtgärdspunkt(self, block: Block) -> bool:
        """En numrerad rad som följs av `Målsättning:` eller `Åtgärd:`: en punkt i en åtgärdsplan."""
        nästa = self.nästa()
        etikett = _ETIKETT.match(nästa.text) if nästa is not None else None
        if not block.nummer or etikett is None or not re.search(PUNKTENS_ETIKETTER, normalrubrik(etikett["etikett"])):
            return False
        if self.område is None:
            self._nytt_område(block)
        assert self.område is not None
        self.punkt = atgardsplan.punkt(self.utkast, self.område, block.text, block.nummer, block.rad)
        return True

    def _nytt_område(self, block: Block) -> None:
        """Kapitlet är ett område i åtgärdsplanen, och planen visas där det första står."""
        kapitel = self.här
        rubrik = kapitel.rubrik or block.text
        if len(self.kapitel) > 1:
            self.kapitel.pop()
            self.här.delar.remove(kapitel)
        self.område = atgardsplan.område(self.utkast, rubrik, block.rad)
        if kapitel.delar:
            text = Löptext()
            for del_ in kapitel.delar:
                if isinstance(del_, Löptext):
                    text.delar += del_.delar
            self.område["beskrivning"] = text
        self.område["punkter"] = self.område.pop("punkter")
        if len(self.utkast.lista("åtgärdsplan")) == 1:
            self.här.delar.append({"block": "åtgärdsplan"})

    def _i_kapitlets_lista(self, block: Block) -> bool:
        slag = self.här.slag
        if slag == "vision" and self.utkast.vision is not None:
            if "namn" not in self.utkast.vision:
                self.utkast.vision["namn"] = block.text
            else:
                text: Löptext = self.utkast.vision.setdefault("text", Löptext())
                text.lägg("punkt" if block.slag == "punkt" else "stycke", block.text)
            return True
        if slag == "årshjul" and self.hjuldel is not None and block.slag == "punkt":
            self._visa_en_gång("årshjul")
            self.hjuldel["punkter"].append(listor.årshjulspunkt(block.text))
            return True
        if slag == "årshjul" and self._månadens(block):
            return True
        if slag == "styrdokument":
            return self._styrdokument(block)
        if slag == "uppdrag":
            return self._uppdrag(block)
        return False

    def _ny_hjuldel(self, månader: list[str], block: Block) -> None:
        self.hjuldel = listor.årshjulsdel(self.utkast, månader, block.rad)
        self.grupper.append(("årshjul", self.hjuldel, self.här))

    def _månadens(self, block: Block) -> bool:
        """En rad som är månader (`Mars`), eller månader med det som händer då (`Mars: Bokslut`)."""
        när, _, vad = block.text.partition(":")
        månader = listor.månaderna(när)
        if månader is None:
            return False
        self._ny_hjuldel(månader, block)
        assert self.hjuldel is not None
        if vad.strip():
            self._visa_en_gång("årshjul")
            self.hjuldel["punkter"].append(listor.årshjulspunkt(vad.strip()))
        return True

    def _månadstabell(self, block: Block) -> bool:
        """Årshjulet som tabell: månaden först, och sedan det som händer."""
        rader = [[på_en_rad(ruta) for ruta in rad] for rad in block.rader]
        rader = rader if listor.månaderna(rader[0][0]) else rader[1:]
        if self.här.slag != "årshjul" or not rader or any(len(r) != 2 or not listor.månaderna(r[0]) for r in rader):
            return False
        for nr, rad in enumerate(block.rader):
            månader = listor.månaderna(på_en_rad(rad[0]))
            if månader is not None:
                del_ = listor.årshjulsdel(self.utkast, månader, block.rad + nr)
                del_["punkter"] = [listor.årshjulspunkt(på_en_rad(p)) for p in rad[1].split("\n") if p.strip()]
        self._visa_en_gång("årshjul")
        return True

    def _visa_en_gång(self, block: str) -> None:
        """Datablocket visas i det här kapitlet, om det inte redan visas någonstans."""
        if block not in self.visade:
            self.visade.add(block)
            self.här.delar.append({"block": block})

    # --- Uppdrag och styrdokument ----------------------------------------------------------------------

    def _uppdragsgrupp(self, block: Block) -> None:
        self.grupp = listor.uppdragsgrupp(self.utkast, block.text, block.rad)
        self.grupper.append(("uppdrag", self.grupp, self.här))
        self.här.visar("uppdrag", self.grupp["id"])

    def _uppdrag(self, block: Block) -> bool:
        nästa = self.nästa()
        if block.slag == "stycke" and block.text.isupper():
            self._uppdragsgrupp(block)
            return True
        if self.grupp is None:
            self._uppdragsgrupp(Block("rubrik", self.här.rubrik, block.rad))
        assert self.grupp is not None
        if block.slag == "punkt" and block.nivå > 1 and self.grupp["uppdrag"]:
            self.grupp["uppdrag"][-1].setdefault("delar", []).append(block.text)
            return True
        inleder = block.slag == "stycke" and nästa is not None and nästa.slag in {"punkt", "tabell"}
        if inleder or block.text.rstrip().endswith(":"):
            if self.grupp["uppdrag"]:
                return False
            beskrivning = self.grupp.get("beskrivning")
            if not isinstance(beskrivning, Löptext):
                redan, beskrivning = beskrivning, Löptext()
                beskrivning.lägg("stycke", redan or "")
                self.grupp["beskrivning"] = beskrivning
            beskrivning.lägg("stycke", block.text)
            return True
        listor.lägg_uppdrag(self.utkast, self.grupp, block.text, block.rad, nummer=block.nummer)
        return True

    def _styrgrupp(self, rubrik: str) -> None:
        self.styrgrupp = Post(rubrik=rubrik, dokument=[])
        self.grupper.append(("styrdokument", self.styrgrupp, self.här))
        self.utkast.lista("styrdokument").append(self.styrgrupp)
        self._visa_en_gång("styrdokument")

    def _styrdokument(self, block: Block) -> bool:
        text = block.text
        if re.match(r"\(.*\)$", text) or (block.slag == "stycke" and len(text) > 250):
            return False
        nästa = self.nästa()
        if not listor.liknar_styrdokument(text):
            fortsätter = nästa is not None and listor.liknar_styrdokument(f"{text} {nästa.text}")
            if fortsätter and len(text) > 60 and nästa is not None:
                text, self.plats = f"{text} {nästa.text}", self.plats + 1
            elif block.slag != "punkt":
                return False
        if self.styrgrupp is None:
            self._styrgrupp(self.här.rubrik)
        assert self.styrgrupp is not None
        self.styrgrupp["dokument"].append(listor.styrdokument(self.utkast, text, block.rad))
        return True

    # --- Tabeller -------------------------------------------------------------------------------------

    def _tabell(self, block: Block) -> None:
        if self._månadstabell(block):
            return
        regel, kolumner = _tabellregel(block)
        if regel is not None and self._känd_tabell(block, regel, kolumner):
            self.tabell = None
            return
        rubrik, self.tabellrubrik = self.tabellrubrik, None
        slag = None
        if regel is None:
            slag = pengar.läs_pengar(self.utkast, block, rubrik.text if rubrik else "", self.här.slag)
        if slag is not None:
            self.tabell = self.utkast.ekonomi[slag][-1]
            self._visa_en_gång(slag)
            return
        if rubrik is not None:
            self._nytt_kapitel(rubrik)
        self._text().lägg("tabell", _som_markdown(block))
        self.utkast.förstod("tabell som text", " | ".join(map(på_en_rad, block.rader[0])), block.rad)

    def _känd_tabell(self, block: Block, regel: Tabellregel, kolumner: dict[str, int]) -> bool:
        if regel.slag == "indikatorer":
            mål = self.mål.aktuellt or self._kapitlet_som_mål(block)
            if mål is None:
                return False
            poster = indikatorer.läs_tabell(self.utkast, block, kolumner, self.kända.enheter)
            mål.setdefault("indikatorer", []).extend(poster)
            _säg_kolumnerna(poster, block)
            return True
        if regel.slag == "uppdrag":
            if self.här.slag != "uppdrag" and len(block.rader[0]) == 1:
                return False
            if self.grupp is None:
                self._uppdragsgrupp(
                    Block("rubrik", self.här.rubrik or på_en_rad(block.rader[0][kolumner["text"]]), block.rad)
                )
            assert self.grupp is not None
            redan = len(self.grupp["uppdrag"])
            listor.läs_uppdragstabell(self.utkast, block, kolumner, self.grupp)
            _säg_kolumnerna(self.grupp["uppdrag"][redan:], block)
            return True
        self.mål.stäng()
        läsare = {
            "risker": risker.läs_risker,
            "åtgärder": risker.läs_åtgärder,
            "kontrollmoment": risker.läs_kontrollmoment,
        }
        redan = len(self.utkast.lista(regel.slag))
        läsare[regel.slag](self.utkast, block, kolumner)
        _säg_kolumnerna(self.utkast.lista(regel.slag)[redan:], block)
        for slag in ("risker", "åtgärder", "kontrollmoment"):
            if self.utkast.lista(slag):
                self._visa_en_gång(slag)
        return True

    def _kapitlet_som_mål(self, block: Block) -> Post | None:
        """En rubrik med en tabell med indikatorer direkt under är ett mål, om rubriken inte bara säger vad tabellen är."""
        kapitel = self.här
        tomt = not kapitel.rubrik or any(not isinstance(del_, Löptext) for del_ in kapitel.delar)
        if tomt or kapitel.slag or len(self.kapitel) < 2 or re.search(BARA_EN_TABELL, kapitel.rubrik.casefold()):
            return None
        self.kapitel.pop()
        self.här.delar.remove(kapitel)
        post = self._öppna(Målrad(self.mål.nivån("mål"), kapitel.rubrik, ""), block.rad)
        for del_ in kapitel.delar:
            assert isinstance(del_, Löptext)
            lägg_text(post).delar += del_.delar
        self.utkast.fråga(
            post, "rubriken är läst som ett mål, eftersom tabellen med indikatorer står under den", block.rad
        )
        return post

    def _till_tabellen(self, block: Block) -> bool:
        """Text efter en tabell med belopp, och text om investeringar."""
        if self.här.slag == "investeringar":
            return self._investering(block)
        if self.tabell is None:
            return False
        if "brygga" in self.tabell:
            plats: Any = self.tabell["brygga"]
        else:
            plats = self.tabell
        text: Löptext = plats.setdefault("kommentar", Löptext())
        text.lägg("stycke", block.text)
        return True

    def _investering(self, block: Block) -> bool:
        rubrik, self.tabellrubrik = self.tabellrubrik, None
        if rubrik is not None:
            område = pengar.verksamhetsområde(self.utkast, rubrik.text, rubrik.rad, nytt=False)
            post = Post(id=self.utkast.id(f"investeringar {område or rubrik.text}", "investering"))
            if område:
                post["verksamhetsområde"] = område
            post["rubrik"] = rubrik.text
            post["beskrivning"] = Löptext()
            self.utkast.ekonomi.setdefault("investeringar", []).append(post)
            self._visa_en_gång("investeringar")
            self.utkast.förstod("investering", rubrik.text, rubrik.rad)
            self.tabell = post
        if self.tabell is None:
            return False
        fält = "kommentar" if "rader" in self.tabell else "beskrivning"
        text: Löptext = self.tabell.setdefault(fält, Löptext())
        text.lägg("stycke", block.text)
        return True

    # --- Text -----------------------------------------------------------------------------------------

    def _text(self) -> Löptext:
        """Där text läggs som inte är något annat: i det öppna målet, annars i kapitlet."""
        self.mäter = False
        if self.mål.öppna:
            return lägg_text(self.mål.öppna[-1])
        return self.här.text()


_OMRÅDEN = frozenset(("målområde", "strategiskt målområde", "fokusområde", "utvecklingsområde", "perspektiv"))


def _tabellregel(block: Block) -> tuple[Tabellregel | None, dict[str, int]]:
    """Regeln som känner igen tabellens rubrikrad, och vad kolumnerna är."""
    if len(block.rader) < 2:
        return None, {}
    rubriker = [på_en_rad(r) for r in block.rader[0]]
    for regel in TABELLER:
        if (kolumner := regel.kolumnerna(rubriker)) is not None:
            return regel, kolumner
    return None, {}


def _säg_kolumnerna(poster: list[Post], block: Block) -> None:
    """Tabellens rubrikrad som kommentar vid den första raden, så att läsaren kan pröva hur kolumnerna har lästs."""
    if poster:
        poster[0].kommentarer.insert(0, f"Källans kolumner: {' | '.join(map(på_en_rad, block.rader[0]))}")


def _som_markdown(block: Block) -> str:
    """Tabellen som Markdown, med källans ord."""
    bredd = max(map(len, block.rader))
    rader = [[på_en_rad(r).replace("|", "\\|") for r in rad] + [""] * (bredd - len(rad)) for rad in block.rader]
    huvud, *resten = (f"| {' | '.join(rad)} |" for rad in rader)
    return "\n".join([huvud, "|" + "---|" * bredd, *resten])
