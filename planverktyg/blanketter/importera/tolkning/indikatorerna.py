"""Stycken och punkter under `Indikatorer:` in, målets indikatorer ut."""

from __future__ import annotations

import re

from planverktyg.blanketter.importera.block import Block, på_en_rad
from planverktyg.blanketter.importera.delar import indikatormeningar
from planverktyg.blanketter.importera.delar.mal import lägg_text
from planverktyg.blanketter.importera.tal import ÅR
from planverktyg.blanketter.importera.tolkning.malen import Målläsare
from planverktyg.blanketter.importera.utkast import Post

_TIDSGRÄNS = re.compile(rf"\(({ÅR})\)")


class Indikatorläsare(Målläsare):
    """Känner igen indikatorer i löpande text."""

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
        post = indikatormeningar.ur_meningar(
            self.utkast, på_en_rad(text), block.rad, nummer=nummer, klart=klart, perioder=self.kända.perioder
        )
        if self.mätrubrik:
            post.kommentarer.append(f"Källans rubrik: {self.mätrubrik}")
            self.mätrubrik = ""
        aktuellt.setdefault("indikatorer", []).append(post)
        return True

    def _indikatorns_etiketter(self, mål: Post, etiketter: dict[str, str], rad: int) -> bool:
        """Det som står efter en indikator, eller efter ett mål som mäter sig självt."""
        if not mål.get("indikatorer"):
            mål["indikatorer"] = [Post(id=self.utkast.id(mål["namn"], "indikator"))]
            self.utkast.förstod("indikator", mål["namn"], rad)
        poster: list[Post] = mål["indikatorer"]
        poster[-1] = indikatormeningar.lägg_etiketter(self.utkast, poster[-1], etiketter, rad, self.kända.perioder)
        return True
