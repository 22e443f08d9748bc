"""Uppföljningen nu och den förra in, det som har ändrats ut: bedömningarna först, sedan statusar, risker och prognoser."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.bedomning import jämför_steg
from planverktyg.modell.grund.svenska import räkna_upp, skriv_datum, versal
from planverktyg.uppfyllelse import bedöm_akt
from planverktyg.utgivning.ord.symboler import indikatorns, målets
from planverktyg.utgivning.rapport.faststallt import skriv_bara_då, skriv_skälet, skriv_ändringen
from planverktyg.utgivning.rapport.ovrigt_andrat import Gången, övriga_förändringar
from planverktyg.utgivning.underlag.forstasidan import Förändring, Förändringar, Förändringsgrupp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from planverktyg.arkiv.akt import Akt
    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.modell.bedomning import Bedömningssteg, Skala
    from planverktyg.modell.rapportering import Uppföljningsdokument
    from planverktyg.uppfyllelse import Uppfyllelse
    from planverktyg.utgivning.underlag.gemensamt import Omdöme


class _Ställning(NamedTuple):
    """Hur ett mål eller en indikator stod sig vid en uppföljning."""

    slag: str
    namn: str
    steg: Bedömningssteg | None
    omdöme: Omdöme
    förklaring: str
    av_planen: str
    """Varför dagens plan eller husregler hade gett en annan bedömning: målvärdet skärptes. Annars tomt."""


class Jämförelse(NamedTuple):
    """Två uppföljningar av samma plan, mål för mål och indikator för indikator."""

    period: str
    per: date
    dåvarande: Skala
    nuvarande: Skala
    då: Mapping[str, _Ställning]
    nu: Mapping[str, _Ställning]
    förra: Uppfyllelse
    """Hela den förra uppföljningens bedömningar, med dagens plan."""
    övrigt: tuple[Förändringsgrupp, ...]
    """Det som är ett annat och inte är en bedömning: statusarna, riskerna, prognoserna."""
    bara_då: str
    """Vad som beslutades då om det som planen inte längre har."""

    def riktning(self, id_: str) -> int:
        """1 när bedömningen är bättre än förut, −1 när den är sämre, 0 när den är lika eller saknas någondera gången."""
        då, nu = self.då.get(id_), self.nu[id_]
        if då is None or då.steg is None or nu.steg is None:
            return 0
        return jämför_steg(då.steg, self.dåvarande, nu.steg, self.nuvarande)

    def förut(self, id_: str) -> str:
        """`↘ sämre än delår 1`, eller tomt när inget har ändrats."""
        ord_ = {1: "↗ bättre", -1: "↘ sämre", 0: ""}[self.riktning(id_)]
        skäl = f", {self.då[id_].av_planen}" if ord_ and self.då[id_].av_planen else ""
        return f"{ord_} än {self.period}{skäl}" if ord_ else ""


def jämför(akt: Akt, uppföljning: Dokument[Uppföljningsdokument], nu: Uppfyllelse) -> Jämförelse | None:
    """Bedömningarna nu bredvid den närmast föregående uppföljningens, eller None när det inte finns någon."""
    före = akt.före(uppföljning)
    if not före:
        return None
    då = bedöm_akt(akt, före[-1])
    huvud = före[-1].modell.uppföljning
    ändring = skriv_ändringen(akt.plan.modell, före[-1].modell)
    ställningar = dict(_ställningar(då, ändring)), dict(_ställningar(nu, ""))
    år = huvud.per.year
    samma_år = år == uppföljning.modell.uppföljning.per.year or str(år) in huvud.period
    period = huvud.period if samma_år else f"{huvud.period} {år}"
    modeller = [u.modell for u in före]
    gångerna = Gången(modeller[-1], modeller[:-1], då), Gången(uppföljning.modell, modeller, nu)
    övrigt = övriga_förändringar(akt.plan.modell, *gångerna)
    bara_då = skriv_bara_då(då, ändring, med=period)
    return Jämförelse(period, huvud.per, då.skala, nu.skala, *ställningar, då, övrigt, bara_då)


def _ställningar(uppfyllelse: Uppfyllelse, ändring: str) -> Iterator[tuple[str, _Ställning]]:
    regler, skala = uppfyllelse.husregler, uppfyllelse.skala
    for mål in uppfyllelse.alla_mål():
        yield (
            mål.mål.id,
            _Ställning("mål", versal(mål.mål.namn).removesuffix("."), mål.steg, målets(mål, regler), "", ""),
        )
        for i in mål.indikatorer:
            nu = i.villkor.skriv_helt(i.indikator.enhet) if i.villkor else "inget målvärde"
            skäl = skriv_skälet(i.fastställt, skala, nu, ändring)
            yield (
                i.indikator.id,
                _Ställning(
                    "indikator",
                    i.indikator.med_nummer.removesuffix("."),
                    i.steg,
                    indikatorns(i, regler),
                    i.förklaring,
                    skäl,
                ),
            )


def skriv_förändringar(j: Jämförelse, redan_visade: Collection[str], högst: int) -> Förändringar:
    """Förändringarna i text: alla, och de `högst` så många viktigaste för sig.

    `redan_visade` är id:n vars försämring redan står på första sidan.
    """
    riktningar = {id_: j.riktning(id_) for id_ in j.nu}
    sämre = [id_ for id_, r in riktningar.items() if r < 0]
    bättre = [id_ for id_, r in riktningar.items() if r > 0]
    bortfall = [id_ for id_, s in j.nu.items() if s.steg is None and id_ in j.då and j.då[id_].steg is not None]
    nya = [id_ for id_, s in j.nu.items() if s.steg is not None and id_ in j.då and j.då[id_].steg is None]

    def text(ids: Sequence[str]) -> tuple[Förändring, ...]:
        return tuple(_ändring(j.då[id_], j.nu[id_]) for id_ in ids)

    alla = (("Sämre", sämre), ("Bättre", bättre), ("Bedömning saknas nu", bortfall), ("Har fått en bedömning", nya))
    bedömningar = tuple(Förändringsgrupp(f"{ord_}: {_antal(j, ids)}", text(ids)) for ord_, ids in alla if ids)
    grupper = (*bedömningar, *j.övrigt)
    mening = " ".join(f"{g.rubrik}." for g in bedömningar) or _inga_bedömningar(j)
    viktigast = [*bortfall, *(id_ for id_ in sämre if id_ not in redan_visade), *bättre]
    return Förändringar(
        rubrik=f"Sedan {j.period} ({skriv_datum(j.per)})",
        mening=" ".join(filter(None, [mening, *_av_planen(j, [*sämre, *bättre]), j.bara_då])),
        ändrade=text(viktigast[:högst]),
        grupper=grupper,
    )


def _inga_bedömningar(j: Jämförelse) -> str:
    """Det som är ett annat när ingen bedömning är det. Annars står det i listan: första sidan säger det i sina egna avsnitt."""
    meningar = ["Inga bedömningar har ändrats."] if j.nu else []
    övriga = räkna_upp([g.i_korthet for g in j.övrigt]) or ("" if j.nu else "Inga statusar och inga risker")
    return " ".join([*meningar, f"{övriga} har ändrats." if övriga else ""]).strip()


def _antal(j: Jämförelse, ids: Sequence[str]) -> str:
    """`6 mål och 7 indikatorer`: mål och indikatorer läggs aldrig ihop."""
    mål = sum(j.nu[id_].slag == "mål" for id_ in ids)
    indikatorer = len(ids) - mål
    delar = [f"{mål} mål"] if mål else []
    delar += [j.förra.husregler.indikatorord.antal(indikatorer)] if indikatorer else []
    return räkna_upp(delar)


def _ändring(då: _Ställning, nu: _Ställning) -> Förändring:
    skäl = nu.förklaring if nu.steg is None else då.av_planen
    return Förändring(nu.slag, nu.namn, då.omdöme, nu.omdöme, versal(skäl) if nu.steg else skäl)


def _av_planen(j: Jämförelse, ids: Sequence[str]) -> list[str]:
    """En mening om de bedömningar som ändras för att planen eller husreglerna har gjort det."""
    funna = [f"{j.nu[id_].namn}, {j.då[id_].av_planen}" for id_ in ids if j.då[id_].av_planen]
    return [f"Kraven är ändrade sedan dess: {'; '.join(funna)}."] if funna else []
