"""Bedömningar av mål och indikatorer in, målavsnitt med indikatorrader ut."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.modell.bedomning import Trendord
from planverktyg.modell.grund.svenska import räkna_upp, skriv_datum, versal
from planverktyg.modell.husregler import Indikatorord
from planverktyg.modell.stegord import i_mening
from planverktyg.uppfyllelse import Grund, Skäl, Trend
from planverktyg.uppfyllelse.ordval import skriv_förflyttning, skriv_trend
from planverktyg.uppfyllelse.stegvis import skriv_prognosändring, skriv_prövad_grad
from planverktyg.utgivning.ord.celler import (
    TOMT,
    kort_tid,
    skriv_beslut,
    skriv_med_delar,
    skriv_tidigare,
    skriv_värde,
    svar_i_text,
    synlig_enhet,
)
from planverktyg.utgivning.ord.noter import skriv_noter
from planverktyg.utgivning.ord.symboler import PILAR, indikatorns, målets, omdöme
from planverktyg.utgivning.rapport.diagram import rita_serie, rita_väg
from planverktyg.utgivning.rapport.faststallt import skriv_fastställt
from planverktyg.utgivning.underlag.gemensamt import Not
from planverktyg.utgivning.underlag.rapport import Indikatorrad, Kolumner, Målavsnitt, Trendtext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from planverktyg.modell.husregler import Husregler
    from planverktyg.modell.indikator import Indikator, Utfall
    from planverktyg.modell.plan import Mål
    from planverktyg.modell.rapportering import BeslutadBedömning
    from planverktyg.modell.villkor import Serie, Villkor
    from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning
    from planverktyg.utgivning.ord.ankare import Register

DJUPASTE_RUBRIK = 6


class Rapportläge(NamedTuple):
    """Det som alla rader i rapporten behöver veta om uppföljningen."""

    per: date
    husregler: Husregler
    register: Register
    serie: Callable[[Indikator], Serie]
    """Indikatorns värden före uppföljningen, äldst först."""
    ändring: str = ""
    """Beslutet som har ändrat planen sedan uppföljningen beslutades: `10 oktober 2016, § 7`."""


def nivå_och_nummer(mål: Mål) -> str:
    """`Delmål 1A`, eller bara nivån när planen inte numrerar målen."""
    return versal(mål.nivå) + (f" {mål.nummer}" if mål.nummer else "")


def målrubrik(mål: Mål) -> str:
    """`Strategiskt målområde – Trygga - hela livet`, `Delmål 1A – …`."""
    return f"{nivå_och_nummer(mål)} – {mål.namn}"


def bygg_mål(b: Målbedömning, u: Rapportläge, nivå: int = 2) -> Målavsnitt:
    """Målet med sina indikatorer och delmål. `nivå` är rubriknivån."""
    mål = b.mål
    beslutad = b.beslutad
    beräknat = b.beräknat
    if beräknat and beräknat == b.vägning.steg:
        beräknat = u.husregler.visa_steg(beräknat, u.per, slutligt=b.vägning.är_slutlig)
    har_indikatorer = bool(b.täckning.alla or any(True for _ in b.alla_indikatorer()))
    ankare = u.register.ankare(mål.id)
    return Målavsnitt(
        id=mål.id,
        ankare=ankare,
        markdownankare=u.register.markdownankare(målrubrik(mål)),
        nivå=min(nivå, DJUPASTE_RUBRIK),
        rubrik=målrubrik(mål),
        slag=mål.nivå,
        namn=versal(mål.namn),
        kort=not (b.indikatorer or b.delmål or beslutad),
        omdöme=målets(b, u.husregler),
        beräknat=omdöme(beräknat),
        beslutat=omdöme(b.visat if b.beslutat else None, beslutad.bedömning) if beslutad else None,
        motivering=_motivering(beslutad) if beslutad else "",
        beslutad_av=_beslutad_av(beslutad),
        täckning=skriv_täckning(b, u.husregler.indikatorord) if har_indikatorer else "",
        sammanvägning=_vägning(b, u),
        ansvarig=mål.ansvarig or "",
        delas_av=räkna_upp(mål.nämnder),
        etikett=u.register.etikett(f"{u.husregler.indikatorord.rubriker} för {mål.nivå}: {mål.namn}")
        if b.indikatorer
        else "",
        indikatorer=tuple(bygg_rad(i, u) for i in b.indikatorer),
        delmål=tuple(bygg_mål(d, u, nivå + 1) for d in b.delmål),
    )


def skriv_täckning(b: Målbedömning, ord_: Indikatorord) -> str:
    """`6 av 7 indikatorer bedömda`."""
    if not b.täckning.alla and b.skäl is Skäl.INTE_ÄN:
        return ""  # att det ska nås senare står redan
    if not b.täckning.alla:
        return f"inga {ord_.flertal} att bedöma"
    if b.täckning.alla == 1:
        return f"{b.täckning} {ord_.ental} {'bedömd' if ord_ == Indikatorord() else 'har bedömts'}"
    return f"{b.täckning} {ord_.flertal} bedömda"


def _motivering(beslutad: BeslutadBedömning) -> str:
    """Varför, vad som görs åt det, och beslutet när bedömningen har ett eget."""
    return " ".join(filter(None, [beslutad.motivering, svar_i_text(beslutad), skriv_beslut(beslutad.beslut)]))


def _beslutad_av(beslutad: BeslutadBedömning | None) -> str:
    return (beslutad.beslutad_av or "") if beslutad else ""


def _vägning(b: Målbedömning, u: Rapportläge) -> str:
    """Hur målet vägdes samman, och hur indikatorerna har rört sig när det finns flera att jämföra."""
    meningar = [skriv_fastställt(b, u.husregler, u.ändring), skriv_sammanvägning(b)]
    if b.förflyttning.jämförbara > 1 and b.beräknat:
        meningar.append(f"{versal(skriv_förflyttning(b.förflyttning, u.husregler))}.")
    return " ".join(m for m in meningar if m)


def skriv_sammanvägning(b: Målbedömning) -> str:
    """`Sammanvägt av 3 bedömningar: 1 är uppfyllt och 2 är delvis uppfyllda`, eller tomt när bara en fanns."""
    if b.beräknat is None and b.skäl is Skäl.INTE_ÄN and not b.beslutad:
        return ""
    if b.beräknat is None:
        if b.vägning.skäl:
            return f"För låg täckning: {b.vägning.förklara()}."
        bara_bör = any(i.steg and i.är_bör for i in b.vägning.bakom)
        return "Det som är bedömt är bör, och vägs inte in." if bara_bör else "Inget under målet kunde bedömas."
    if len(b.vägda) == 1:
        return ""
    vägning = b.vägning
    vägda = Counter(map(vägning.visat, vägning.delar))
    platser = {vägning.visat(del_): (vägning.skala.index(del_.steg), not del_.slutlig) for del_ in vägning.delar}
    delar = [f"{vägda[steg]} {i_mening(steg, vägda[steg])}" for steg in sorted(platser, key=platser.__getitem__)]
    text = f"Sammanvägt av {len(b.vägda)} bedömningar: {räkna_upp(delar)}."
    egen = b.vägning.regel.regel != "krav" or b.vägning.regel.krav
    return f"{text} {versal(b.vägning.förklara())}." if egen else text


def skriv_målvärde(b: Indikatorbedömning, år: int) -> str:
    """Målvärdet i ord, med sin tid när den är en annan än uppföljningens år."""
    if b.villkor is None:
        return "saknas"
    text = skriv_villkor(b.villkor, b.indikator)
    avser = b.villkor.avser
    if avser is None or isinstance(avser, str) or (avser.är_helt_år and avser.år == år):
        return text
    return f"{text} ({kort_tid(avser)})"


def skriv_villkor(villkor: Villkor, indikator: Indikator) -> str:
    """Villkoret i ord. `minst` utelämnas framför skalans högsta steg: `ja`, inte `minst ja`."""
    return villkor.skriv_kort(indikator.enhet, indikator.steg)


def skriv_bedömt(b: Indikatorbedömning) -> str:
    """Värdet som prövades och vad det är: `2 700 (prognos)`."""
    if b.bedömt is None:
        return TOMT
    text = skriv_värde(b.bedömt.värde, b.indikator.enhet, b.prövning)
    if b.bedömt.blandat:
        return text
    match b.bedömt.grund:
        case Grund.PROGNOS:
            return f"{text} (prognos)"
        case Grund.FRAMSKRIVNING:
            return f"{text} (rak framskrivning)"
        case Grund.LÄGE | Grund.UTFALL | Grund.SÄKERT:
            return text


def bygg_rad(b: Indikatorbedömning, u: Rapportläge) -> Indikatorrad:
    """En indikators rad: värdena i ord, bedömningen och noterna."""
    i = b.indikator
    framskriven = b.bedömt is not None and b.bedömt.grund is Grund.FRAMSKRIVNING and not b.bedömt.blandat
    return Indikatorrad(
        namn=i.med_nummer,
        kolada=i.kolada or "",
        enhet=synlig_enhet(i.namn, i.enhet),
        utgångsvärde=skriv_tidigare(i.utgångsvärde, i.enhet),
        målvärde=skriv_målvärde(b, u.per.year),
        utfall=_utfall(b),
        prognos=_prognos(b),
        framskriven=framskriven,
        omdöme=indikatorns(b, u.husregler),
        läge=lägestext(b, u.per),
        beslutad=b.beslutad is not None,
        grad=(skriv_prövad_grad(b.visad_prövning) or TOMT) if b.beräknat else TOMT,
        trend=_trend(b, u.per, u.husregler),
        noter=(
            *_vid_beslutet(b, u),
            *skriv_noter(b, u.husregler, u.serie(i), skriv_prognosändring(b, u.husregler.är_helår(u.per))),
        ),
        diagram=rita_väg(b, skriv_målvärde(b, u.per.year), skriv_bedömt(b)),
        serie=rita_serie(b, u.serie(i)),
    )


def välj_kolumner(målen: Sequence[Målavsnitt]) -> Kolumner:
    """Kolumnerna som inte är tomma rakt igenom."""
    rader = list(_rader(målen))
    return Kolumner(
        utgångsvärde=any(r.utgångsvärde != TOMT for r in rader),
        prognos=any(r.prognos != TOMT for r in rader),
        trend=any(r.trend.visas for r in rader),
        noter=any(r.noter for r in rader),
    )


def _rader(målen: Sequence[Målavsnitt]) -> Iterator[Indikatorrad]:
    for mål in målen:
        yield from mål.indikatorer
        yield from _rader(mål.delmål)


def _vid_beslutet(b: Indikatorbedömning, u: Rapportläge) -> tuple[Not, ...]:
    text = skriv_fastställt(b, u.husregler, u.ändring)
    return (Not("Vid beslutet", text),) if text else ()


def lägestext(b: Indikatorbedömning, per: date) -> str:
    """`läge per 31 augusti, prognos saknas` när målvärdet inte är nått och ingen prognos finns."""
    dag = skriv_datum(per).removesuffix(f" {per.year}")
    return f"läge per {dag}, prognos saknas" if b.är_läge else ""


def _utfall(b: Indikatorbedömning) -> str:
    utfall, enhet = b.utfall, b.indikator.enhet
    if utfall is None and b.indikator.utgår is not None:
        return "utgår"
    if utfall is None:
        return TOMT if b.skäl in (Skäl.INTE_ÄN, Skäl.SENARE) or b.är_besvarad_för_hand else "ej rapporterat"
    if utfall.frånvaro is not None:
        return utfall.frånvaro[0]
    if utfall.värde is None and not utfall.delar:
        return "redovisat" if utfall.redovisning else "avstämt" if utfall.avstämning else TOMT
    tillägg = [kort_tid(utfall.avser)] if utfall.avser else []
    tillägg += ["preliminärt"] if utfall.preliminärt else []
    return skriv_med_delar(utfall, enhet, b.prövning) + (f" ({', '.join(tillägg)})" if tillägg else "")


def _delarnas_prognoser(b: Indikatorbedömning, utfall: Utfall) -> str:
    """`SN 165 (verktygets egen framskrivning), ÄN 190`."""
    enhet = b.indikator.enhet
    egna = {n: f"{skriv_värde(v.värde, enhet)} (verktygets egen framskrivning)" for n, v in b.framskrivna.items()}
    väntade = {n: skriv_värde(d.prognos, enhet) for n, d in utfall.delar.items() if d.prognos is not None}
    return ", ".join(f"{namn} {(väntade | egna)[namn]}" for namn in utfall.delar if namn in väntade | egna)


def _prognos(b: Indikatorbedömning) -> str:
    if b.bedömt is not None and b.bedömt.grund is Grund.FRAMSKRIVNING and not b.bedömt.blandat:
        return skriv_värde(b.bedömt.värde, b.indikator.enhet)
    if b.utfall is None or b.rapporterat:
        return TOMT
    if b.utfall.prognos is None:
        return _delarnas_prognoser(b, b.utfall) or TOMT
    return skriv_värde(b.utfall.prognos, b.indikator.enhet, b.prövning)


def _trend(b: Indikatorbedömning, per: date, husregler: Husregler) -> Trendtext:
    """Trenden. Det äldre värdet nämns när något har ändrats; året utelämnas när det är uppföljningens eget."""
    if b.bedömt is None and b.trendvärde is None:
        return Trendtext("", TOMT, "", visas=False)
    mot = ""
    if b.jämfört_med is not None and b.trend is not Trend.OFÖRÄNDRAT:
        tid, värde = b.jämfört_med
        när = str(tid).removesuffix(f" {per.year}") if tid else ""
        mot = skriv_värde(värde, b.indikator.enhet) + (f" ({när})" if när else "")
    pil, ordet = PILAR[b.trend], skriv_trend(b, husregler)
    return Trendtext(pil, ordet, mot, visas=bool(pil) or ordet != Trendord().kan_inte_jämföras)
