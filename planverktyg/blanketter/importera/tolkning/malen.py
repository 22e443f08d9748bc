"""Block som är mål in, målträdet ut: nivån ur raden, rubriken, inledningen eller numret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planverktyg.blanketter.importera.delar.mal import Målrad, lägg_text, mål_ur_punkt
from planverktyg.blanketter.importera.regler.rubriker import (
    BARA_EN_TABELL,
    INDIKATORER,
    MÅLETS_ETIKETTER,
)
from planverktyg.blanketter.importera.regler.tabellregel import normalrubrik
from planverktyg.blanketter.importera.tal import ÅR
from planverktyg.blanketter.importera.tolkning.grund import (
    ETIKETT,
    Grund,
    tabellens_regel,
)
from planverktyg.blanketter.importera.utkast import Löptext, Post, meningar

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.block import Block

_OMRÅDEN = frozenset(("målområde", "strategiskt målområde", "fokusområde", "utvecklingsområde", "perspektiv"))


class Målläsare(Grund):
    """Känner igen mål."""

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
            regel, _ = tabellens_regel(nästa)
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

    def _är_kapitlets_mål(self, flertal: Målrad, block: Block) -> bool:
        """`Grundförutsättningar för X` direkt under rubriken X: då är X ett mål på den nivån."""
        kapitel = self.här
        if flertal.namn.casefold() != kapitel.rubrik.casefold() or len(self.kapitel) < 2:
            return False
        redan = [text for del_ in kapitel.delar if isinstance(del_, Löptext) for _, text in del_.delar]
        etiketter = [träff for text in redan if (träff := ETIKETT.fullmatch(text))]
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

    def _nästa_är_överst(self) -> bool:
        nästa = self.nästa()
        rad = (
            self.mål.målrad(nästa.text, är_rubrik=nästa.slag == "rubrik")
            if nästa is not None and nästa.slag != "tabell"
            else None
        )
        return rad is not None and not self.mål.hör_under(rad.nivå, self.mål.rotnivå)

    def _målets_etikett(self, mål: Post, träff: re.Match[str]) -> bool:
        fält = MÅLETS_ETIKETTER.get(normalrubrik(träff["etikett"]))
        if fält is None or fält in mål:
            return False
        mål[fält] = träff["text"].strip()
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

    def _rubrik_på_fält(self, block: Block) -> bool:
        """Rubriken `Viljeyttring` i ett mål: stycket under är målets viljeyttring."""
        fält, mål, nästa = MÅLETS_ETIKETTER.get(normalrubrik(block.text)), self.mål.aktuellt, self.nästa()
        if fält is None or mål is None or fält in mål or nästa is None or nästa.slag != "stycke":
            return False
        mål[fält] = nästa.text
        self.plats += 1
        return True

    def _är_indikatorernas(self, text: str) -> bool:
        ren = normalrubrik(text)
        return re.search(INDIKATORER, ren) is not None or (
            bool(self.kända.indikatorer_kallas) and ren == self.kända.indikatorer_kallas.casefold()
        )

    def _börja_mäta(self, rubrik: str, *, en: bool) -> None:
        """Det som kommer är indikatorer. Rubriken står som kommentar vid den första."""
        self.mäter, self.en_indikator, self.mätrubrik = True, en, rubrik
