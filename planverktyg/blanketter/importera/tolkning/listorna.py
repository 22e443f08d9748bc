"""Block i kapitel som är listor in, planens listor ut: vision, uppdrag, åtgärdsplan, årshjul och styrdokument."""

from __future__ import annotations

import re

from planverktyg.blanketter.importera.block import Block, på_en_rad
from planverktyg.blanketter.importera.delar import atgardsplan, listor
from planverktyg.blanketter.importera.regler.rubriker import (
    PUNKTENS_ETIKETTER,
)
from planverktyg.blanketter.importera.regler.tabellregel import normalrubrik
from planverktyg.blanketter.importera.tolkning.grund import (
    ETIKETT,
)
from planverktyg.blanketter.importera.tolkning.indikatorerna import Indikatorläsare
from planverktyg.blanketter.importera.utkast import Löptext, Post


class Listläsare(Indikatorläsare):
    """Känner igen det som står i ett kapitels lista."""

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

    def _gruppens_källa(self, träff: re.Match[str]) -> bool:
        """`Källa: kommunplanen` i en grupp av uppdrag."""
        if self.grupp is None or self.grupp["uppdrag"] or normalrubrik(träff["etikett"]) != "källa":
            return False
        self.grupp["källa"] = träff["text"].strip()
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
        if self.här.slag != "årshjul":
            return False
        rader = [[på_en_rad(ruta) for ruta in rad] for rad in block.rader]
        rader = rader if listor.månaderna(rader[0][0]) else rader[1:]
        if not rader or any(len(r) != 2 or not listor.månaderna(r[0]) for r in rader):
            return False
        for nr, rad in enumerate(block.rader):
            månader = listor.månaderna(på_en_rad(rad[0]))
            if månader is not None:
                del_ = listor.årshjulsdel(self.utkast, månader, block.rad + nr)
                del_["punkter"] = [listor.årshjulspunkt(på_en_rad(p)) for p in rad[1].split("\n") if p.strip()]
        self._visa_en_gång("årshjul")
        return True

    def _åtgärdspunkt(self, block: Block) -> bool:
        """En numrerad rad som följs av `Målsättning:` eller `Åtgärd:`: en punkt i en åtgärdsplan."""
        nästa = self.nästa()
        etikett = ETIKETT.match(nästa.text) if nästa is not None else None
        if not block.nummer or etikett is None or not re.search(PUNKTENS_ETIKETTER, normalrubrik(etikett["etikett"])):
            return False
        if self.område is None:
            self._nytt_område(block)
        assert self.område is not None
        self.punkt = atgardsplan.punkt(self.utkast, self.område, block.text, block.nummer, block.rad)
        return True

    def _numrerad_åtgärdspunkt(self, block: Block) -> bool:
        """`1. Minska antalet …` som rubrik i en åtgärdsplan."""
        träff = re.match(r"(\d{1,2})[.)]\s+(?=\S)", block.text)
        if träff is None:
            return False
        punkt = Block("punkt", block.text[träff.end() :], block.rad, nummer=träff[1])
        return self._åtgärdspunkt(punkt)

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
        if len(self.utkast.lista("åtgärdsplan")) == 1:
            self.här.delar.append({"block": "åtgärdsplan"})
