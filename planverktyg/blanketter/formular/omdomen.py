"""En akt och en uppföljning in, omdömet om varje rad ut, så som rapporten skulle säga det."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.blanketter.formular.underlag import Radläge
from planverktyg.uppfyllelse import Skäl, bedöm_akt
from planverktyg.uppfyllelse.pengar.lage import räkna
from planverktyg.uppfyllelse.risklage import risklägen
from planverktyg.utgivning.ord.symboler import EJ_RAPPORTERAD, STATUS, indikatorns, målets, statusens
from planverktyg.utgivning.rapport.ekonomi import avvikelsens_omdöme, skriv_avvikelse
from planverktyg.utgivning.rapport.mal import skriv_bedömt, skriv_målvärde
from planverktyg.utgivning.rapport.risker import riskens_omdöme

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning

INGET = Radläge(None, "", avviker=False)
"""En rad som inget omdöme finns för."""
_AVVIKER = ("mindre avvikelse", "med avvikelse")


class Omdömen:
    """Omdömena i en uppföljning, uträknade en gång."""

    def __init__(self, akt: Akt, dokument: Dokument[Uppföljningsdokument]) -> None:
        self._akt, self._dokument = akt, dokument
        self._uppfyllelse = bedöm_akt(akt, dokument)
        self._mål = {m.mål.id: m for m in self._uppfyllelse.alla_mål()}
        self._indikatorer = {i.indikator.id: i for i in self._uppfyllelse.alla_mätta()}
        tidigare = [u.modell for u in akt.före(dokument)]
        self._risker = {läge.risk.id: läge for läge in risklägen(akt.plan.modell, dokument.modell, tidigare)}
        helår = akt.husregler.är_helår(self._uppfyllelse.per)
        siffror = räkna(akt.plan.modell, dokument.modell, helår=helår)
        self._ekonomi = {post.id: post for post in siffror.poster} if siffror else {}

    def målet(self, id_: str) -> Radläge:
        """Omdömet om målet."""
        return self._målets(self._mål[id_]) if id_ in self._mål else INGET

    def raden(self, del_: str, id_: str) -> Radläge:
        """Omdömet om det som står på raden."""
        match del_:
            case "utfall":
                return self._indikatorns(self._indikatorer[id_])
            case "bedömningar":
                return self.målet(id_) if id_ in self._mål else self._indikatorns(self._indikatorer[id_])
            case "uppdrag" | "åtgärder" | "delar":
                return self._statusens(del_, id_)
            case "risker":
                return self._riskens(id_)
            case "kontrollmoment":
                return self._kontrollens(id_)
            case "ekonomi":
                return self._ekonomins(id_)
        return INGET

    def riskens_steg(self, id_: str, nyckel: str) -> str:
        """Riskens sannolikhet eller konsekvens så som den bedömdes senast; tomt för andra nycklar."""
        läge = self._risker.get(id_)
        steg = {"sannolikhet": läge.sannolikhet, "konsekvens": läge.konsekvens}.get(nyckel) if läge else None
        return "" if steg is None else str(steg)

    def _målets(self, b: Målbedömning) -> Radläge:
        avviker = b.steg is not None and b.steg != self._uppfyllelse.skala[0]
        return Radläge(målets(b, self._akt.husregler), "", avviker)

    def _indikatorns(self, b: Indikatorbedömning) -> Radläge:
        omdöme = indikatorns(b, self._akt.husregler)
        if b.steg is None:
            text = "" if b.förklaring == omdöme.ord or b.skäl is Skäl.EJ_RAPPORTERAD else b.förklaring
            return Radläge(omdöme, text, avviker=False)
        text = f"{skriv_bedömt(b)}, målet är {skriv_målvärde(b, self._uppfyllelse.per.year)}" if b.bedömt else ""
        return Radläge(omdöme, text, b.steg != self._uppfyllelse.skala[0])

    def _statusens(self, del_: str, id_: str) -> Radläge:
        statusar = self._uppfyllelse.statusar
        if del_ == "delar":
            omdöme = statusens(next((delar[id_] for delar in statusar.delar.values() if id_ in delar), None))
        elif del_ == "åtgärder":
            omdöme = statusens(statusar.åtgärder.get(id_))
        else:
            omdöme = statusens(statusar.uppdrag.get(id_))
        return Radläge(omdöme, "", avviker=False)

    def _riskens(self, id_: str) -> Radläge:
        läge = self._risker.get(id_)
        if läge is None or läge.riskvärde is None:
            return INGET
        förut = läge.risk.riskvärde
        text = f"Riskvärde {läge.riskvärde}" + (f", i planen {förut}" if förut not in {None, läge.riskvärde} else "")
        return Radläge(riskens_omdöme(läge.riskvärde, self._akt.husregler.riskmatris), text, avviker=False)

    def _kontrollens(self, id_: str) -> Radläge:
        rapport = self._dokument.modell.kontrollmoment.get(id_)
        if rapport is None:
            return Radläge(EJ_RAPPORTERAD, "", avviker=False)
        return Radläge(STATUS[rapport.resultat], "", rapport.resultat in _AVVIKER)

    def _ekonomins(self, id_: str) -> Radläge:
        post = self._ekonomi.get(id_)
        if post is None or post.avvikelse is None or id_ not in self._dokument.modell.ekonomi:
            return INGET
        text = f"Avvikelse mot årets budget: {skriv_avvikelse(post.avvikelse)}" if post.avvikelse else ""
        return Radläge(avvikelsens_omdöme(post.avvikelse), text, post.avvikelse < 0)
