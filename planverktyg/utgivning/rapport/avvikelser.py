"""Bedömningarna in, målen och indikatorerna som inte når målet ut, det som väger tyngst först.

Tyngst väger finansiella mål. Sedan kommer det som mäts med tal före det som är ja eller nej, mål högre upp i planen före dem
längre ned, det som är längst från målet, och sist det som har blivit sämre före det som stått still.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.modell.ekonomi import KRONOR
from planverktyg.modell.grund.svenska import antal, korta, räkna_upp, versal
from planverktyg.utgivning.ord.celler import svar_i_text, svarsnoter, är_tal
from planverktyg.utgivning.ord.symboler import indikatorns, målets
from planverktyg.utgivning.rapport.diagram import rita_väg
from planverktyg.utgivning.rapport.mal import skriv_bedömt, skriv_målvärde, skriv_sammanvägning
from planverktyg.utgivning.underlag.forstasidan import Indikatoravvikelse, Målavvikelse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from planverktyg.modell.husregler import Husregler, Indikatorord
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning, Uppfyllelse
    from planverktyg.utgivning.rapport.sedansist import Jämförelse

LÄNGSTA_SKÄL = 300
"""Så många tecken av varför, och av vad som görs, står i en lista över avvikelser. Hela texten står vid målet."""
_OM_PENGAR = re.compile(r"\b(ekonomin?|god ekonomisk hushållning|finansiell\w*|budget\w*)\b", re.IGNORECASE)
"""Ett mål som heter så är finansiellt också när planen inte säger `slag: finansiellt`."""


def avvikande_mål(
    uppfyllelse: Uppfyllelse, jämförelse: Jämförelse | None, ankare: Mapping[str, str]
) -> list[tuple[str, Målavvikelse]]:
    """Målen som inte är på skalans bästa steg med sina id, sämst först.

    Ett mål som bara sammanfattar sina delmål upprepas inte: det syns i rutorna överst.
    """
    skala = uppfyllelse.skala
    avviker = [m for m in uppfyllelse.alla_mål() if m.steg not in (None, skala[0]) and (m.indikatorer or m.beslutad)]
    avviker.sort(key=lambda m: -skala.index(m.steg) if m.steg else 0)
    return [(m.mål.id, _målavvikelse(m, uppfyllelse.husregler, uppfyllelse.per, jämförelse, ankare)) for m in avviker]


def _målavvikelse(
    b: Målbedömning, husregler: Husregler, per: date, jämförelse: Jämförelse | None, ankare: Mapping[str, str]
) -> Målavvikelse:
    return Målavvikelse(
        nivå=versal(b.mål.nivå),
        namn=versal(b.mål.namn),
        ankare=ankare[b.mål.id],
        omdöme=målets(b, husregler),
        förut=jämförelse.förut(b.mål.id) if jämförelse else "",
        beslutad=b.beslutad is not None,
        kommentar=korta(f"{b.beslutad.motivering} {svar_i_text(b.beslutad)}", LÄNGSTA_SKÄL)
        if b.beslutad
        else _beräknad_kommentar(b, husregler, per),
    )


def _beräknad_kommentar(b: Målbedömning, husregler: Husregler, per: date) -> str:
    """Hur många indikatorer som drar ned ett mål som ingen har kommenterat, annars vad det vägdes samman av."""
    bäst = husregler.skala(per)[0]
    bedömda = [i for i in b.indikatorer if i.steg]
    sämre = sum(i.steg != bäst for i in bedömda)
    return f"{_når_inte(sämre, bedömda, husregler, per)}." if sämre else skriv_sammanvägning(b)


def _når_inte(antalet: int, bedömda: Sequence[Indikatorbedömning], husregler: Husregler, per: date) -> str:
    """`12 av 40 bedömda indikatorer väntas inte nå målet`."""
    ord_, väntas = husregler.indikatorord, not husregler.är_helår(per)
    vilka = f"{antalet} av {antal(len(bedömda), ord_.bedömd, f'bedömda {ord_.flertal}')}"
    return f"{vilka} {'väntas inte nå' if väntas else 'når inte'} målet"


def avvikande_indikatorer(
    uppfyllelse: Uppfyllelse, jämförelse: Jämförelse | None, ankare: Mapping[str, str]
) -> list[tuple[str, Indikatoravvikelse]]:
    """Indikatorerna som inte är på skalans bästa steg med sina id, det som väger tyngst först."""
    bäst = uppfyllelse.skala[0]
    avviker = [
        (_tyngd(i, djup, jämförelse, finansiellt=pengar), m.mål.id, i)
        for m, djup, pengar in _alla_mål(uppfyllelse.mål)
        for i in m.indikatorer
        if i.steg not in (None, bäst)
    ]
    avviker.sort(key=lambda en: en[0])
    return [(i.indikator.id, _avvikelse(i, uppfyllelse, jämförelse, ankare[mål])) for _, mål, i in avviker]


def _alla_mål(
    målen: tuple[Målbedömning, ...], djup: int = 0, *, finansiellt: bool = False
) -> Iterator[tuple[Målbedömning, int, bool]]:
    """Varje mål med hur djupt det står, och om det eller något mål över det är finansiellt."""
    for m in målen:
        pengar = finansiellt or m.mål.slag == "finansiellt" or bool(_OM_PENGAR.search(m.mål.namn))
        yield m, djup, pengar
        yield from _alla_mål(m.delmål, djup + 1, finansiellt=pengar)


def _tyngd(
    b: Indikatorbedömning, djup: int, jämförelse: Jämförelse | None, *, finansiellt: bool
) -> tuple[bool, bool, int, Fraction, int]:
    tal = b.bedömt is not None and är_tal(b.bedömt.värde)
    pengar = finansiellt or b.indikator.enhet in KRONOR
    riktning = jämförelse.riktning(b.indikator.id) if jämförelse else 0
    return not pengar, not tal, djup, -_avstånd(b), riktning


def _avstånd(b: Indikatorbedömning) -> Fraction:
    """Hur långt från målet värdet är, som andel av målet; annars det som fattas av graden."""
    gräns = b.prövning.gräns if b.prövning else None
    if gräns and b.bedömt is not None and är_tal(b.bedömt.värde):
        return abs(Fraction(b.bedömt.värde) - gräns) / abs(gräns)  # type: ignore[arg-type]
    return 1 - (b.grad or Fraction(0))


def _avvikelse(
    b: Indikatorbedömning, uppfyllelse: Uppfyllelse, jämförelse: Jämförelse | None, ankare: str
) -> Indikatoravvikelse:
    svar = [s for s in (b.utfall, b.beslutad) if s is not None]
    kommentar = (b.utfall.kommentar if b.utfall else None) or (b.beslutad.motivering if b.beslutad else "")
    noter = [n for s in svar for n in svarsnoter(s)]
    läge = " (läge)" if b.är_läge and b.bedömt and not b.bedömt.blandat else ""
    värde, målvärde = skriv_bedömt(b) + läge, skriv_målvärde(b, uppfyllelse.per.year)
    return Indikatoravvikelse(
        namn=b.indikator.med_nummer,
        omdöme=indikatorns(b, uppfyllelse.husregler),
        förut=jämförelse.förut(b.indikator.id) if jämförelse else "",
        värde=värde,
        målvärde=målvärde,
        varför=korta(
            " ".join(filter(None, [kommentar, *(n.text for n in noter if n.etikett == "Orsak")])), LÄNGSTA_SKÄL
        ),
        åtgärd=korta(" ".join(n.text for n in noter if n.etikett == "Åtgärd"), LÄNGSTA_SKÄL),
        ankare=ankare,
        diagram=rita_väg(b, målvärde, värde),
    )


def skriv_rubrik(avviker: int, uppfyllelse: Uppfyllelse) -> str:
    """`12 av 40 bedömda indikatorer väntas inte nå målet`, eller tomt när alla når det."""
    bedömda = [i for i in uppfyllelse.alla_indikatorer() if i.steg is not None]
    return _når_inte(avviker, bedömda, uppfyllelse.husregler, uppfyllelse.per) if avviker else ""


def skriv_fler(mål: int, indikatorer: int, ord_: Indikatorord) -> str:
    """`Ytterligare 3 mål och 6 indikatorer avviker`."""
    delar = [f"{mål} mål"] if mål else []
    delar += [ord_.antal(indikatorer)] if indikatorer else []
    return f"Ytterligare {räkna_upp(delar)} avviker" if delar else ""
