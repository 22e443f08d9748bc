"""Sammanvägningen: delarnas steg och husets regel in, målets steg ut, med en förklaring i ord.

All räkning är exakt: två av tre är inte 66,7 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.bedomning import bandet_för, motsvarande, skriv_band
from planverktyg.modell.grad import ALLT
from planverktyg.modell.grund.svenska import räkna_upp, skriv_tal, skriv_under
from planverktyg.modell.stegord import FÖRVALDA, i_mening, minst_i_mening, visa_steg
from planverktyg.uppfyllelse.resultat import Skäl, räkna_förflyttning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from planverktyg.modell.bedomning import Bandtabell, Bedömningssteg, Skala
    from planverktyg.modell.sammanvagning import Stegkrav, Vägningsregel
    from planverktyg.uppfyllelse.resultat import Förflyttning, Indikatorbedömning, Täckning


class Vägd(NamedTuple):
    """En del som vägs in: en indikator, ett delmål eller ett uppdrag."""

    id: str
    steg: Bedömningssteg
    uppmätt: Fraction | Vägning | None = None
    """Den uppmätta graden 0–1; ett delmåls är medelgraden i dess vägning. None när bara steget är känt."""
    finansiell: bool = False
    """Om delen är ett finansiellt mål."""
    slutlig: bool = False
    """Om delens bedömning är avgjord och inte bara väntas."""
    grund: str = ""
    """Det som steget läses ur, när det inte är en bedömning: `uppdrag: klar (helår 2019)`."""
    visat: Bedömningssteg | None = None
    """Steget med det ord som visas, när det inte följer av steget och av om det är avgjort."""


class _Prövat(NamedTuple):
    """Ett villkor i ett krav, prövat."""

    håller: bool
    gräns: Decimal
    """Kravet i procent."""
    text: Callable[[], str]
    """`2 av 3 är uppfyllt`."""

    @property
    def krav(self) -> str:
        """`75 %`."""
        return f"{skriv_tal(self.gräns)} %"


@dataclass(frozen=True, eq=False)
class Vägning:
    """Delarna som vägs samman, med regeln och skalorna som gäller."""

    delar: tuple[Vägd, ...]
    regel: Vägningsregel
    skala: Skala
    resultatskala: Skala
    """Skalan som regelns ord hör till; en annan än `skala` vid ett delår med prognosskala."""
    täckning: Täckning
    bakom: Sequence[Indikatorbedömning]
    """Indikatorerna som delarna vilar på."""
    indikatorerna: str = "indikatorer"
    """Vad kommunen kallar indikatorerna."""
    oprövade_finansiella: int = 0
    """Hur många finansiella mål som skulle ha vägts men inte kunde bedömas."""

    @property
    def har_täckning(self) -> bool:
        """Om nog många indikatorer kunde bedömas."""
        gräns = self.regel.täckning
        return gräns is None or 100 * self.täckning.bedömda >= gräns * self.täckning.alla

    @cached_property
    def steg(self) -> Bedömningssteg | None:
        """Steget som regeln ger; None när ingenting kunde bedömas eller täckningen är för låg."""
        if not self.delar or not self.har_täckning:
            return None
        match self.regel.regel:
            case "sämsta":
                return max((del_.steg for del_ in self.delar), key=self.skala.index)
            case "medelgrad":
                return self._bandets_steg()
            case "krav":
                höll = (s for n, s in enumerate(self.skala[:-1]) if all(p.håller for p in self._pröva(n)))
                return next(höll, self.skala[-1])

    @property
    def är_slutlig(self) -> bool:
        """Om allt som vägs är avgjort, och inget återstår att bedöma: nu eller senare."""
        allt_bedömt = self.täckning.bedömda == self.täckning.alla and all(
            i.steg is not None or i.skäl in (Skäl.UTGÅR, Skäl.SAKNAR_MÅLVÄRDE) for i in self.bakom
        )
        return allt_bedömt and all(del_.slutlig for del_ in self.delar) and self.steg is not None

    def visat(self, del_: Vägd) -> Bedömningssteg:
        """Delens steg med det ord som visas."""
        return del_.visat or visa_steg(del_.steg, self.skala, self.resultatskala, slutligt=del_.slutlig)

    @property
    def förflyttning(self) -> Förflyttning:
        """De bedömda indikatorerna bakom delarna, efter trend."""
        return räkna_förflyttning(self.bakom)

    @property
    def skäl(self) -> Skäl | None:
        """Skälet till att steg saknas, när det är sammanvägningens eget."""
        return Skäl.FÖR_LÅG_TÄCKNING if self.delar and not self.har_täckning else None

    @cached_property
    def medelgrad(self) -> Fraction | None:
        """Delarnas medelgrad 0–1."""
        return sum(map(self.grad, self.delar), Fraction(0)) / len(self.delar) if self.delar else None

    def grad(self, del_: Vägd) -> Fraction:
        """Graden som delen räknas med: 1 för det bästa steget, annars den uppmätta, annars stegets plats på skalan."""
        if del_.steg == self.skala[0]:
            return ALLT
        uppmätt = del_.uppmätt.medelgrad if isinstance(del_.uppmätt, Vägning) else del_.uppmätt
        sämst = len(self.skala) - 1
        return Fraction(sämst - self.skala.index(del_.steg), sämst) if uppmätt is None else uppmätt

    @property
    def räknar_grad(self) -> bool:
        """Om delarnas grader räknas, och inte bara deras steg."""
        return bool(self.regel.band) or any(krav.medelgrad is not None for krav in self.regel.krav.values())

    @property
    def räknar_finansiella(self) -> bool:
        """Om regeln ställer ett eget krav på de finansiella målen."""
        return any(krav.finansiella is not None for krav in self.regel.krav.values())

    def _bandets_steg(self) -> Bedömningssteg:
        assert self.medelgrad is not None
        band = bandet_för(self.regel.band, 100 * self.medelgrad)
        namn = [steg.namn for steg in self.resultatskala]
        plats = namn.index(band.steg) if band else len(namn) - 1
        return self.skala[motsvarande(plats, len(namn), len(self.skala))]

    @property
    def har_finansiella(self) -> bool:
        """Om det finns finansiella mål, bedömda eller inte."""
        return self.oprövade_finansiella > 0 or any(d.finansiell for d in self.delar)

    def _pröva(self, plats: int) -> list[_Prövat]:
        """Villkoren för steget på en plats. Kan inget av de finansiella målen bedömas håller inget krav på dem."""
        finansiella = [d for d in self.delar if d.finansiell]
        krav, minst = self.regel.kravet_på_steg(plats, self.skala, self.resultatskala, finansiella=self.har_finansiella)
        prövade: list[_Prövat] = []
        övriga, vilka = list(self.delar), ""
        if krav.finansiella is not None:
            prövade.append(
                self._andel(finansiella, plats, krav.finansiella, " finansiella mål")
                if finansiella
                else _Prövat(håller=False, gräns=krav.finansiella, text=lambda: "inget finansiellt mål kunde bedömas")
            )
            övriga, vilka = [d for d in self.delar if not d.finansiell], " övriga"
        if krav.andel is not None and övriga:
            prövade.append(self._andel(övriga, minst, krav.andel, vilka))
        return prövade + self._pröva_rörelse(krav)

    def _andel(self, delar: Sequence[Vägd], plats: int, gräns: Decimal, vilka: str) -> _Prövat:
        """Andelen av delarna som är på steget eller ett bättre."""
        nådda = sum(self.skala.index(del_.steg) <= plats for del_ in delar)
        return _Prövat(
            100 * nådda >= gräns * len(delar),
            gräns,
            lambda: f"{nådda} av {len(delar)}{vilka} {är_på(plats, self.skala, nådda)}",
        )

    def _pröva_rörelse(self, krav: Stegkrav) -> list[_Prövat]:
        """Villkoren om trend och medelgrad. Kan ingen indikator jämföras håller villkoret om trend inte."""
        prövade: list[_Prövat] = []
        if krav.åt_rätt_håll is not None:
            f, gräns = self.förflyttning, krav.åt_rätt_håll
            håller = f.jämförbara > 0 and 100 * f.bättre >= gräns * f.jämförbara
            går = f"{f.bättre} av {f.jämförbara} jämförbara {self.indikatorerna} går åt rätt håll"
            ingen = f"inga {self.indikatorerna} kan jämföras bakåt"
            prövade.append(_Prövat(håller, gräns, lambda: går if f.jämförbara else ingen))
        if (lägst := krav.medelgrad) is not None and (grad := self.medelgrad) is not None:
            håller = 100 * grad >= Fraction(lägst)
            prövade.append(_Prövat(håller, lägst, lambda: f"medelgraden är {_skriv_medelgrad(grad, [lägst])} %"))
        return prövade

    def förklara(self) -> str:
        """Vägen från delarna till steget, i ord och siffror."""
        if not self.har_täckning:
            krav = skriv_tal(self.regel.täckning or 0)
            return f"{self.täckning} {self.indikatorerna} kunde bedömas (krav för en bedömning: {krav} %)"
        match self.regel.regel:
            case "sämsta":
                avgör = [del_.id for del_ in self.delar if del_.steg == self.steg]
                return f"den sämsta av {len(self.delar)} avgör: {räkna_upp(avgör)}"
            case "medelgrad":
                grad = _skriv_medelgrad(self.medelgrad or Fraction(0), [band.från for band in self.regel.band])
                band = skriv_band(med_skalans_ord(self.regel.band, self.skala, self.resultatskala))
                return f"medelgraden av {len(self.delar)} är {grad} % (band: {band})"
            case "krav":
                krav = "; ".join(self._förklara_krav(n) for n in range(len(self.skala) - 1))
                return krav + self._utan_finansiella()

    def _utan_finansiella(self) -> str:
        """Att kravet på de finansiella målen inte prövas, när det inte finns några."""
        prövas = not self.räknar_finansiella or self.har_finansiella
        return "" if prövas else "; kravet på finansiella mål prövas inte, för det finns inga"

    def _förklara_krav(self, plats: int) -> str:
        prövade = self._pröva(plats)
        krav = f"krav för {citera(self.skala[plats])}: {räkna_upp([p.krav for p in prövade])}"
        return f"{', '.join(p.text() for p in prövade)} ({krav})"


def är_på(plats: int, skala: Skala, antal: int) -> str:
    """`är uppfyllt`, `är minst delvis`, `är uppfyllda`; egna ord citeras: `bedöms som minst ”kan delvis uppnås”`."""
    böjs_som = 1 if antal == 1 else 2
    return minst_i_mening(skala[plats], böjs_som) if plats else i_mening(skala[plats], böjs_som)


def citera(steg: Bedömningssteg) -> str:
    """Steget nämnt som ett ord: verktygets egna som de är, andra inom citattecken."""
    return steg.namn if steg.namn in FÖRVALDA else f"”{steg.namn}”"


def med_skalans_ord(band: Bandtabell, skala: Skala, resultatskala: Skala) -> Bandtabell:
    """Banden, som är skrivna med resultatskalans ord, med orden på den skala som gäller."""
    namn = [steg.namn for steg in resultatskala]
    platser = [motsvarande(namn.index(b.steg), len(namn), len(skala)) for b in band]
    return tuple(b.model_copy(update={"steg": skala[n].namn}) for b, n in zip(band, platser, strict=True))


def _skriv_medelgrad(grad: Fraction, gränser: Sequence[Decimal]) -> str:
    """Medelgraden i procent, med så många decimaler att det syns på vilken sida om varje gräns den ligger."""
    procent = 100 * grad
    decimaler = max([2, *(-int(g.normalize().as_tuple().exponent) for g in gränser)])
    text = skriv_under(procent, [g for g in gränser if g > procent], minst=decimaler)
    return text.rstrip("0").rstrip(",") if "," in text else text
