"""Tillfället: en uppföljning av en plan, och vad av målvärdena som gäller då.

En plan för flera år följs upp varje år. Ett målvärde prövas först det år då det ska vara nått; det som skulle ha
varit nått tidigare prövas också senare.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.malvarde import Alla, Delade, PerÅr
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.stegord import visa_steg
from planverktyg.modell.villkor import Läge, Målfråga

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.indikator import Indikator
    from planverktyg.modell.period import Planår
    from planverktyg.modell.plan import Mål
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.modell.stegord import Läststeg
    from planverktyg.modell.villkor import Villkor
    from planverktyg.uppfyllelse.avgjort import Svar
    from planverktyg.uppfyllelse.forlopp import Tidigare


@dataclass(frozen=True, eq=False)
class Tillfälle:
    """Uppföljningen som bedöms, husreglerna, planens år, och det som är äldre än uppföljningen."""

    uppföljning: Uppföljningsdokument
    husregler: Husregler
    år: Planår
    tidigare: Tidigare
    """Planens äldre uppföljningar, äldst först, och det som är mätt i dem och i planerna före."""

    @cached_property
    def per(self) -> date:
        """Dagen som läget gäller."""
        return self.uppföljning.uppföljning.per

    @cached_property
    def årets_slut(self) -> date:
        """Sista dagen på uppföljningens år."""
        return date(self.per.year, 12, 31)

    @cached_property
    def planens_slut(self) -> date:
        """Sista dagen på planens sista år."""
        return date(self.år.till, 12, 31)

    @cached_property
    def stegnamn(self) -> tuple[str, ...]:
        """Orden på kommunens skala, från bäst till sämst."""
        return tuple(steg.namn for steg in self.husregler.bedömning.skala)

    @cached_property
    def skala(self) -> tuple[Bedömningssteg, ...]:
        """Bedömningsskalan som gäller vid uppföljningen."""
        return self.husregler.skala(self.per)

    def då(self, svar: Svar) -> Tillfälle:
        """Tillfället då svaret lämnades: det som bärs jämförs bakåt därifrån, också när mätmetoden har bytts sedan dess."""
        lämnat = svar.uppföljning
        if lämnat is None:
            return self
        return replace(self, uppföljning=lämnat, tidigare=self.tidigare.före(lämnat.uppföljning.per))

    def läs_steg(self, ord_: str, *, buret: bool = False) -> Läststeg | None:
        """Steget som någon har skrivit i uppföljningen, eller i en äldre som det bärs från."""
        läs = self.husregler.läs_buret_steg if buret else self.husregler.läs_steg
        return läs(ord_, self.per)

    def visa(self, steg: Bedömningssteg | None, *, slutligt: bool) -> Bedömningssteg | None:
        """Steget med det ord som visas."""
        return self._avgjorda[steg.namn] if steg and slutligt else steg

    @cached_property
    def _avgjorda(self) -> dict[str, Bedömningssteg]:
        """Stegens namn → stegen med de ord som visas när saken är avgjord."""
        resultatskala = self.husregler.bedömning.skala
        return {steg.namn: visa_steg(steg, self.skala, resultatskala, slutligt=True) for steg in self.skala}


class Krav(NamedTuple):
    """Det av ett målvärde som gäller vid tillfället, och sista dagen då det ska vara uppfyllt."""

    villkor: Villkor | None
    frist: date
    """`date.max` när målvärdet ligger längre fram än planen."""
    tid: Tidpunkt | None = None
    """Tiden som målvärdet (annars målet) är sagt för; None när det är planens sista år, varje år eller på sikt."""

    @property
    def för_hand(self) -> bool:
        """Om människor bedömer det, och inte verktyget."""
        return self.villkor is not None and self.villkor.svar is Målfråga.OMDÖME

    def kräver_mer_än(self, värde: str, skala: Mapping[str, int]) -> bool:
        """Om ett steg i skalan inte räcker."""
        läge = Läge(värde, self.frist, skala=skala)
        return self.villkor is not None and self.villkor.pröva(läge).uppfyllt is False

    def gäller(self, tillfälle: Tillfälle) -> bool:
        """Om kravet ska vara uppfyllt det år som följs upp, eller skulle ha varit det tidigare."""
        return self.frist <= tillfälle.årets_slut

    def är_avgjort(self, tillfälle: Tillfälle) -> bool:
        """Om tiden är ute, så att utfallet och inte prognosen räknas."""
        return self.frist <= tillfälle.per

    def gick_ut_före(self, tillfälle: Tillfälle) -> bool:
        """Om tiden gick ut ett tidigare år, så att svaret kan ha lämnats då."""
        return self.frist.year < tillfälle.per.year


def delarnas_krav(indikator: Indikator, mål: Mål, tillfälle: Tillfälle) -> list[tuple[str, tuple[Krav, ...]]]:
    """Kraven på var och en av dem som delar på indikatorn, ett för varje villkor; annars på hela indikatorn (utan namn)."""
    delar: Mapping[str, Villkor | None] = indikator.per_nämnd
    delar = delar or dict.fromkeys(indikator.per_verksamhet or ("",), indikator.målvärde)
    return [(namn, tuple(_kraven(villkor, mål, tillfälle))) for namn, villkor in delar.items()]


def _kraven(villkor: Villkor | None, mål: Mål, tillfälle: Tillfälle, frist: date | None = None) -> Iterator[Krav]:
    """Villkoren som målvärdet består av, vart och ett med sin egen tid; annars den tid (`frist`) som står utanför."""
    if isinstance(villkor, PerÅr):
        yield from _kraven(villkor.för_år(tillfälle.per.year), mål, tillfälle, tillfälle.årets_slut)
    elif isinstance(villkor, Alla):
        yttre = _sista_dag(villkor.tid, tillfälle) if villkor.tid else frist
        for ett in villkor.alla:
            yield from _kraven(ett, mål, tillfälle, yttre)
    elif frist is not None:
        yield Krav(villkor, _frist(villkor, tillfälle, frist), _sagd(villkor.tid if villkor else None))
    else:
        tid = _sagd(villkor.tid if villkor and villkor.tid else mål.avser)
        yield Krav(villkor, _målets_frist(villkor, mål, tillfälle), tid)


def kravet_på(indikator: Indikator, mål: Mål, tillfälle: Tillfälle) -> Krav:
    """Det av indikatorns målvärde som gäller vid tillfället."""
    if indikator.per_nämnd:
        delade = delarnas_egna(indikator, mål, tillfälle)
        villkor = {nämnd: krav.villkor for nämnd, krav in delade.items() if krav.villkor}
        med_mål = [n for n, v in villkor.items() if v.svar is not Målfråga.INGET] or list(villkor)
        frister = [delade[nämnd].frist for nämnd in med_mål] or [tillfälle.årets_slut]
        return Krav(Delade.model_construct(delade=villkor), _gemensam(frister, tillfälle))
    krav = _krav(indikator.målvärde, mål, tillfälle)
    if indikator.per_verksamhet and krav.villkor:
        samma = dict.fromkeys(indikator.per_verksamhet, krav.villkor)
        return krav._replace(villkor=Delade.model_construct(delade=samma, avser=krav.villkor.avser))
    return krav


def delarnas_egna(indikator: Indikator, mål: Mål, tillfälle: Tillfälle) -> dict[str, Krav]:
    """Det av målvärdet som gäller vid tillfället för var och en av dem som delar på indikatorn, efter namn."""
    if indikator.per_nämnd:
        return {nämnd: _krav(villkor, mål, tillfälle) for nämnd, villkor in indikator.per_nämnd.items()}
    return {namn: _krav(indikator.målvärde, mål, tillfälle) for namn in indikator.per_verksamhet}


def _krav(villkor: Villkor | None, mål: Mål, tillfälle: Tillfälle) -> Krav:
    if isinstance(villkor, PerÅr):
        årets = villkor.för_år(tillfälle.per.year)
        return Krav(årets, _frist(årets, tillfälle, tillfälle.årets_slut))
    if isinstance(villkor, Alla):
        return _lista(villkor, mål, tillfälle)
    return Krav(villkor, _målets_frist(villkor, mål, tillfälle))


def _lista(lista: Alla, mål: Mål, tillfälle: Tillfälle) -> Krav:
    """De villkor i listan som ska vara uppfyllda nu; finns inga, hela listan med den närmaste tiden."""
    frister = [(ett, _målets_frist(ett, mål, tillfälle)) for ett in lista.alla]
    nu = [(ett, frist) for ett, frist in frister if frist <= tillfälle.årets_slut]
    if not nu:
        return Krav(lista, min(frist for _, frist in frister))
    villkor = nu[0][0] if len(nu) == 1 else lista.model_copy(update={"alla": tuple(ett for ett, _ in nu)})
    return Krav(villkor, max(frist for _, frist in nu))


def _gemensam(frister: Sequence[date], tillfälle: Tillfälle) -> date:
    """Den sista tiden av dem som är ute i år; är ingen det den närmaste."""
    nu = [frist for frist in frister if frist <= tillfälle.årets_slut]
    return max(nu) if nu else min(frister)


def _målets_frist(villkor: Villkor | None, mål: Mål, tillfälle: Tillfälle) -> date:
    förval = _sista_dag(mål.avser, tillfälle) if mål.avser else tillfälle.planens_slut
    return _frist(villkor, tillfälle, förval)


def _frist(villkor: Villkor | None, tillfälle: Tillfälle, förval: date) -> date:
    return _sista_dag(villkor.tid, tillfälle) if villkor and villkor.tid else förval


def _sagd(tid: Tidpunkt | str | None) -> Tidpunkt | None:
    return tid if isinstance(tid, Tidpunkt) else None


def _sista_dag(tid: Tidpunkt | str, tillfälle: Tillfälle) -> date:
    if isinstance(tid, Tidpunkt):
        return tid.till
    return date.max if tid == "på sikt" else tillfälle.årets_slut


def gäller(mål: Mål, tillfälle: Tillfälle) -> bool:
    """Om målet ska vara nått det år som följs upp, eller skulle ha varit det tidigare."""
    return _målets_frist(None, mål, tillfälle) <= tillfälle.årets_slut
