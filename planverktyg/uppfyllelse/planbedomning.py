"""En plan vid ett tillfälle in, målens bedömningar ut, var och en när någon frågar: av indikatorer, delmål och bidrag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.samband import nyckel_för
from planverktyg.uppfyllelse.faststallt import B, som_beslutad
from planverktyg.uppfyllelse.indikatorer import bedöm_indikator
from planverktyg.uppfyllelse.resultat import EJ_I_TÄCKNINGEN, Målbedömning, Skäl, Täckning, följs_bara
from planverktyg.uppfyllelse.sammanvagning import Vägd, Vägning
from planverktyg.uppfyllelse.tillfalle import gäller

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planverktyg.modell.bedomning import Bedömningssteg, Skala
    from planverktyg.modell.plan import Mål, Plandokument
    from planverktyg.modell.rapportering import Uppdragsrapport
    from planverktyg.modell.samband import Nyckel
    from planverktyg.modell.sammanvagning import Vägningsregel
    from planverktyg.uppfyllelse.avgjort import Status, Statusar
    from planverktyg.uppfyllelse.omgivning import Bidragsbedömning, Omgivning
    from planverktyg.uppfyllelse.resultat import Indikatorbedömning
    from planverktyg.uppfyllelse.tillfalle import Tillfälle


class Planbedömare:
    """En plans bedömningar. Varje mål och indikator bedöms en gång, först när någon frågar."""

    def __init__(self, plan: Plandokument, tillfälle: Tillfälle, statusar: Statusar, omgivning: Omgivning) -> None:
        self._hemma = plan.plan.id
        self._tillfälle = tillfälle
        self._omgivning = omgivning
        self._resultatskala = tillfälle.husregler.bedömning.skala
        self._indikatorerna = tillfälle.husregler.indikatorord.flertal
        målen = tuple(plan.alla_mål())
        self._mål = {mål.id: mål for mål in målen}
        över = (*målen, *(grupp.som_mål for grupp in plan.nyckeltal))
        # av två med samma id i ett mål gäller den första
        self._under = {i.id: (i, mål) for mål in över for i in reversed(mål.indikatorer)}
        self._uppdrag = self._vägda_uppdrag(plan, statusar)
        self._bedömda: dict[str, Målbedömning] = {}
        self._indikatorer: dict[str, Indikatorbedömning] = {}
        self._bakom: dict[str, dict[Nyckel, Indikatorbedömning]] = {}

    @property
    def skala(self) -> Skala:
        """Skalan som gäller vid tillfället."""
        return self._tillfälle.skala

    def målet(self, id_: str) -> Målbedömning:
        """Målets bedömning."""
        if id_ not in self._bedömda:
            self._bedömda[id_] = self._bedöm(self._mål[id_])
        return self._bedömda[id_]

    def indikatorn(self, id_: str) -> Indikatorbedömning:
        """Indikatorns bedömning."""
        if id_ not in self._indikatorer:
            self._indikatorer[id_] = bedöm_indikator(*self._under[id_], self._tillfälle)
        return self._indikatorer[id_]

    def bidrar_som(self, b: B, id_: str) -> B:
        """Målet eller indikatorn när den bidrar till en annan plan: så som den beslutades, om den är beslutad."""
        return som_beslutad(b, id_, self._tillfälle.uppföljning, self._tillfälle.husregler)

    def indikatorer_bakom(self, id_: str) -> dict[Nyckel, Indikatorbedömning]:
        """Indikatorerna som målets bedömning vilar på: egna, delmålens och bidragens, var och en en gång."""
        self.målet(id_)
        return self._bakom[id_]

    def _bedöm(self, mål: Mål) -> Målbedömning:
        regel = self._tillfälle.husregler.sammanvägning.för_nivå(mål.nivå)
        indikatorer = tuple(self.indikatorn(i.id) for i in mål.indikatorer)
        delmål = tuple(self.målet(d.id) for d in mål.mål)
        bidrag = self._bidragen(mål, regel)
        bakom = {(self._hemma, i.indikator.id): i for i in indikatorer}
        for del_ in (*(self._bakom[d.id] for d in mål.mål), *(b.indikatorer for b in bidrag)):
            bakom |= del_
        self._bakom[mål.id] = bakom
        delar = {
            "indikatorer": self._vägda_indikatorer([i for i in indikatorer if regel.bör_räknas or not i.är_bör]),
            "delmål": self.vägda_mål(delmål),
            "uppdrag": self._uppdrag.get(mål.id, []),
            "bidrag": self._vägda_bidrag([b for b in bidrag if regel.bör_räknas or not b.är_bör]),
        }
        slag = dict.fromkeys("bidrag" if s == "direkta bidrag" else s for s in regel.räknar)
        oprövade = {
            "delmål": oprövade_finansiella(delmål),
            "bidrag": sum(b.finansiell and _är_oprövat(b, b.indikatorer.values()) for b in bidrag),
        }
        vägning = self.väg(
            [del_ for ett in slag for del_ in delar[ett]],
            regel,
            bakom.values(),
            oprövade_finansiella=sum(oprövade.get(ett, 0) for ett in slag),
        )
        beslutad = self._tillfälle.uppföljning.bedömningar.get(mål.id)
        beslutat = self._tillfälle.läs_steg(beslutad.bedömning) if beslutad else None
        steg = vägning.steg
        slutlig = beslutat.slutligt if beslutat else vägning.är_slutlig
        visat = beslutat.visat if beslutat else None
        visat = visat if beslutad else self._tillfälle.visa(steg, slutligt=slutlig)
        return Målbedömning(
            mål=mål,
            indikatorer=indikatorer,
            delmål=delmål,
            bidrag=bidrag,
            beräknat=steg,
            skäl=None if steg else vägning.skäl or self._skäl(mål, indikatorer, vägning.täckning),
            beslutad=beslutad,
            beslutat=beslutat.steg if beslutat else None,
            slutlig=slutlig,
            visat=visat,
            täckning=vägning.täckning,
            vägning=vägning,
        )

    def _bidragen(self, mål: Mål, regel: Vägningsregel) -> tuple[Bidragsbedömning, ...]:
        if not regel.räknar_bidrag:
            return ()
        bara_direkta = "bidrag" not in regel.räknar
        return self._omgivning.bidragen((self._hemma, mål.id), self.skala, bara_direkta=bara_direkta)

    def väg(
        self,
        delar: Sequence[Vägd],
        regel: Vägningsregel,
        indikatorer: Iterable[Indikatorbedömning],
        *,
        oprövade_finansiella: int,
    ) -> Vägning:
        """Delarna vägda med en regel; `indikatorer` är de som täckningen och förflyttningen räknas på."""
        bakom = list(indikatorer)
        ska_bedömas = [i for i in bakom if i.ska_bedömas]
        täckning = Täckning(sum(i.steg is not None for i in ska_bedömas), len(ska_bedömas))
        skalor = self.skala, self._resultatskala
        return Vägning(tuple(delar), regel, *skalor, täckning, bakom, self._indikatorerna, oprövade_finansiella)

    def _skäl(self, mål: Mål, indikatorer: Sequence[Indikatorbedömning], täckning: Täckning) -> Skäl:
        """Varför målet inte har något beräknat steg."""
        if täckning.alla:
            return Skäl.INGET_BEDÖMT
        senare = [i.skäl for i in indikatorer if i.skäl in (Skäl.INTE_ÄN, Skäl.STÄMS_AV, Skäl.SENARE)]
        if senare and senare[0]:
            return senare[0]
        return Skäl.INGA_INDIKATORER if följs_bara(indikatorer) or gäller(mål, self._tillfälle) else Skäl.INTE_ÄN

    def _vägda_indikatorer(self, indikatorer: Sequence[Indikatorbedömning]) -> list[Vägd]:
        """De bedömda indikatorerna. Ett beslutat steg räknas med sin plats på skalan, inte med den uppmätta graden."""
        return [
            Vägd(i.indikator.id, i.steg, None if i.beslutat else i.grad, slutlig=i.slutlig, visat=i.visat)
            for i in indikatorer
            if i.steg
        ]

    def _vägda_uppdrag(self, plan: Plandokument, statusar: Statusar) -> dict[str, list[Vägd]]:
        """Målets id → uppdragen som bidrar till det och som det finns en status för."""
        vägda: dict[str, list[Vägd]] = {}
        for uppdrag in plan.alla_uppdrag():
            status = statusar.uppdrag.get(uppdrag.id)
            if status is None:
                continue
            steg = uppdragets_steg(status.rapport, self._tillfälle, buret=bool(status.ur))
            vägt = Vägd(uppdrag.id, steg, slutlig=status.är_avslutad, grund=skriv_uppdragets_svar(status))
            for hemma, mål in dict.fromkeys(nyckel_för(h, self._hemma) for h in uppdrag.bidrar_till):
                if hemma == self._hemma:
                    vägda.setdefault(mål, []).append(vägt)
        return vägda

    def vägda_mål(self, målen: Sequence[Målbedömning]) -> list[Vägd]:
        """De bedömda målen."""
        return [
            Vägd(
                b.mål.id,
                b.steg,
                None if b.beslutat else b.vägning,
                finansiell=b.mål.slag == "finansiellt",
                slutlig=b.slutlig,
                visat=b.visat,
            )
            for b in målen
            if b.steg
        ]

    def _vägda_bidrag(self, bidrag: Sequence[Bidragsbedömning]) -> list[Vägd]:
        return [Vägd(b.id, b.steg, b.grad, b.finansiell, b.slutlig) for b in bidrag if b.steg]


def oprövade_finansiella(målen: Iterable[Målbedömning]) -> int:
    """Hur många av målen som är finansiella och skulle ha bedömts, men inte kunde."""
    return sum(b.mål.slag == "finansiellt" and _är_oprövat(b, b.alla_indikatorer()) for b in målen)


def _är_oprövat(b: Målbedömning | Bidragsbedömning, indikatorer: Iterable[Indikatorbedömning]) -> bool:
    """Om ett mål skulle ha bedömts men inte kunde: det ska inte nås senare, och följs inte bara."""
    return b.steg is None and b.skäl not in EJ_I_TÄCKNINGEN and not följs_bara(list(indikatorer))


def skriv_uppdragets_svar(status: Status[Uppdragsrapport]) -> str:
    """`uppdrag: avbruten, helår 2019`; bedömningen, när uppdraget betygsätts."""
    bedömt = status.rapport.bedömning
    svaret = f"bedömt som {bedömt}" if bedömt else str(status.rapport.status)
    return f"uppdrag: {svaret}" + (f", {status.ur}" if status.ur else "")


def uppdragets_steg(rapport: Uppdragsrapport, tillfälle: Tillfälle, *, buret: bool = False) -> Bedömningssteg:
    """Ett klart uppdrag räknas som det bästa steget, ett som pågår som det näst sämsta, alla andra som det sämsta.

    På en skala med två steg finns inget däremellan: det som pågår har inte nått det bästa.
    """
    bedömt = tillfälle.läs_steg(rapport.bedömning, buret=buret) if rapport.bedömning else None
    skala = tillfälle.skala
    if bedömt is not None:
        return bedömt.steg
    return {"klar": skala[0], "pågår": skala[max(len(skala) - 2, 1)]}.get(rapport.läge, skala[-1])
