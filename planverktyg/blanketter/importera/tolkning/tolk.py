"""Ett läst dokument in, ett utkast till plan ut: varje block känns igen, eller står kvar som text i sitt kapitel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planverktyg.blanketter.importera.block import Block, på_en_rad
from planverktyg.blanketter.importera.delar import atgardsplan, indikatormeningar, listor
from planverktyg.blanketter.importera.delar.huvud import Sagt, läs_huvud
from planverktyg.blanketter.importera.delar.mal import namnge_indikatorer
from planverktyg.blanketter.importera.regler.pengar import VERKSAMHETSOMRÅDE
from planverktyg.blanketter.importera.regler.tabellregel import normalrubrik
from planverktyg.blanketter.importera.tolkning.grund import (
    ETIKETT,
    LÄNGST,
    PENGAR,
    Kända,
    med_en_rubrikrad,
)
from planverktyg.blanketter.importera.tolkning.tabellerna import Tabelläsare

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.blanketter.importera.block import Källtext
    from planverktyg.blanketter.importera.disposition import Kapitel
    from planverktyg.blanketter.importera.utkast import Utkast


class Tolk(Tabelläsare):
    """Läser varje block på sin plats, i den ordning som reglerna prövas."""

    def läs(self, block: Block) -> None:
        """Ett block på sin plats."""
        if block.slag == "tabell":
            bredd = max(map(len, block.rader), default=0)
            block.rader = [[*rad, *([""] * (bredd - len(rad)))] for rad in block.rader]
            med_en_rubrikrad(block)
            if (delar := self._delad(block)) is not None:
                for del_ in delar:
                    self.läs(del_)
                return
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

    def _delad(self, block: Block) -> list[Block] | None:
        """Tabellen delad vid rader som sträcker sig över hela bredden: en rubrik överst, eller ett mål mitt i."""
        ensamma = [
            nr
            for nr, rad in enumerate(block.rader)
            if len(rad) > 1 and rad[0].strip() and not any(r.strip() for r in rad[1:])
        ]
        rubrik = ensamma[:1] == [0] and len(block.rader) > 2 and 1 not in ensamma
        brytningar = [
            nr
            for nr in ensamma
            if self.mål.målrad(på_en_rad(block.rader[nr][0]), är_rubrik=False) or (rubrik and nr == 0)
        ]
        if not brytningar:
            return None
        delar: list[Block] = []
        huvud = next((rad for nr, rad in enumerate(block.rader) if nr not in ensamma), [])
        for nr, slut in zip([-1, *brytningar], [*brytningar, len(block.rader)], strict=True):
            if nr >= 0:
                delar.append(Block("stycke", på_en_rad(block.rader[nr][0]), block.rad + nr))
            rader = block.rader[nr + 1 : slut]
            if rader and rader[0] is not huvud and delar:
                rader = [huvud, *rader]
            if rader:
                delar.append(Block("tabell", rad=block.rad + nr + 1, rader=rader))
        return delar

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

    def _rubrik_i_kapitlet(self, block: Block) -> bool:
        """En underrubrik som hör till det som kapitlet handlar om."""
        kapitel = self.här
        platt = kapitel.nivå == block.nivå == 1 and self.är_platt
        if block.nivå <= kapitel.nivå and not platt:
            return False
        if platt and kapitel.slag in PENGAR and re.match(VERKSAMHETSOMRÅDE, block.text, re.IGNORECASE):
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
        if kapitel.slag in PENGAR:
            self._töm_tabellrubrik(block)
            self.tabellrubrik, self.tabell = block, None
            return True
        return False

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
            and indikatormeningar.dela_mätningen([ren])[0]
        ):
            mål["mätmetod"] = ren
            return
        self._text().lägg("stycke", block.text)

    def _med_etikett(self, block: Block) -> bool:
        """`Viljeyttring: …` i ett mål, `Ansvar: …` i en åtgärdspunkt."""
        träff = ETIKETT.fullmatch(block.text)
        if träff is None:
            return False
        if self.punkt is not None:
            etikett, text = normalrubrik(träff["etikett"]), träff["text"].strip()
            return atgardsplan.lägg_etikett(self.utkast, self.punkt, etikett, text, block.rad, år=self.år)
        mål = self.mål.aktuellt
        if mål is None:
            return self._gruppens_källa(träff)
        etiketter = indikatormeningar.etiketterna(block.text)
        if etiketter and (mål.get("indikatorer") or etiketter.keys() & {"målvärde", "bedöms för hand"}):
            return self._indikatorns_etiketter(mål, etiketter, block.rad)
        return not mål.get("indikatorer") and self._målets_etikett(mål, träff)


def tolka(
    källtext: Källtext, sagt: Sagt, kända: Kända, idn: dict[str, list[str]] | None = None
) -> tuple[Utkast, Kapitel]:
    """Utkastet, och kapitlen som det står i. `idn` är id:n som namnen redan har."""
    tolk = Tolk(källtext, kända)
    tolk.utkast.minns(idn or {})
    tolk.plats = läs_huvud(tolk.utkast, källtext, sagt)
    år = tolk.utkast.plan["år"]
    tolk.år = år if isinstance(år, int) else None
    while tolk.plats < len(tolk.block):
        ett = tolk.block[tolk.plats]
        tolk.plats += 1
        tolk.läs(ett)
    tolk.töm_tomma_grupper()
    namnge_indikatorer(tolk.utkast.lista("mål"))
    return tolk.utkast, tolk.kapitel[0]
