"""Tabeller in, det som deras slag säger ut; den som ingen regel känner igen blir en tabell i texten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.blanketter.importera.block import Block, på_en_rad
from planverktyg.blanketter.importera.delar import indikatorer, listor, pengar, risker
from planverktyg.blanketter.importera.delar.mal import Målrad
from planverktyg.blanketter.importera.tolkning.grund import (
    som_markdown,
    säg_kolumnerna,
    tabellens_regel,
)
from planverktyg.blanketter.importera.tolkning.listorna import Listläsare
from planverktyg.blanketter.importera.tolkning.maltabellen import dela_efter_mål
from planverktyg.blanketter.importera.utkast import Löptext, Post

if TYPE_CHECKING:
    from planverktyg.blanketter.importera.regler.tabellregel import Tabellregel

LÄSARE = {
    "risker": risker.läs_risker,
    "åtgärder": risker.läs_åtgärder,
    "kontrollmoment": risker.läs_kontrollmoment,
}
"""Tabellens slag, som är listans namn i planen → det som läser dess rader."""


class Tabelläsare(Listläsare):
    """Känner igen tabeller, och texten som hör till dem."""

    def _tabell(self, block: Block) -> None:
        if self._månadstabell(block) or self._tabell_med_mål(block):
            return
        regel, kolumner = tabellens_regel(block)
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
        self._text().lägg("tabell", som_markdown(block))
        self.utkast.förstod("tabell som text", " | ".join(map(på_en_rad, block.rader[0])), block.rad)

    def _tabell_med_mål(self, block: Block) -> bool:
        """`Nämndmål | Indikator | Utfall | Målvärde`: målen står i tabellen."""
        grupper = dela_efter_mål(block, self.mål) if len(block.rader) > 1 else None
        if grupper is None:
            return False
        ovanför = self.mål.aktuellt
        for grupp in grupper:
            for nivå, namn in grupp.mål:
                post = self._öppna(Målrad(nivå, namn, ""), block.rad)
                if ovanför is not None and ovanför not in self.mål.öppna and self.mål.öppna[0] is post:
                    vad = f"{ovanför['nivå']} {ovanför['namn']}"
                    self.utkast.fråga(post, f"tabellen står under {vad}: är målet en del av det?", block.rad)
            regel, kolumner = tabellens_regel(grupp.tabell)
            if self.mål.öppna and regel is not None:
                self._känd_tabell(grupp.tabell, regel, kolumner)
            else:
                self._text().lägg("tabell", som_markdown(grupp.tabell))
        return True

    def _känd_tabell(self, block: Block, regel: Tabellregel, kolumner: dict[str, int]) -> bool:
        if regel.slag == "indikatorer":
            mål = self.mål.aktuellt or self._kapitlet_som_mål(block)
            if mål is None:
                return False
            poster = indikatorer.läs_tabell(self.utkast, block, kolumner, self.kända.enheter)
            mål.setdefault("indikatorer", []).extend(poster)
            säg_kolumnerna(poster, block)
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
            säg_kolumnerna(self.grupp["uppdrag"][redan:], block)
            return True
        self.mål.stäng()
        redan = len(self.utkast.lista(regel.slag))
        LÄSARE[regel.slag](self.utkast, block, kolumner)
        säg_kolumnerna(self.utkast.lista(regel.slag)[redan:], block)
        for slag in LÄSARE:
            if self.utkast.lista(slag):
                self._visa_en_gång(slag)
        return True

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

    def _töm_tabellrubrik(self, block: Block) -> None:
        """En underrubrik bland beloppen som ingen tabell eller text kom efter blir ett eget avsnitt."""
        rubrik, self.tabellrubrik = self.tabellrubrik, None
        if rubrik is None:
            return
        if block.slag == "tabell" or (block.slag in {"stycke", "punkt"} and self.här.slag == "investeringar"):
            self.tabellrubrik = rubrik
        else:
            self._nytt_kapitel(rubrik)
