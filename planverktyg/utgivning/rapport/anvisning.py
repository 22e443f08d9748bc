"""Husreglerna in, "Så läser du rapporten" ut: skalan, symbolerna och räknereglerna i ord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.modell.bedomning import Trendord
from planverktyg.modell.grad import Räknesätt
from planverktyg.modell.grund.svenska import räkna_upp, skriv_datum, skriv_tal, versal
from planverktyg.modell.stegord import slutskalan
from planverktyg.uppfyllelse import Skäl
from planverktyg.utgivning.ord.symboler import omdöme
from planverktyg.utgivning.ord.vagning import skriv_regel
from planverktyg.utgivning.underlag.gemensamt import Not
from planverktyg.utgivning.underlag.rapport import Läsanvisning, Skalsteg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from planverktyg.modell.bedomning import Bedömningssteg
    from planverktyg.modell.husregler import Husregler
    from planverktyg.uppfyllelse import Uppfyllelse


UTAN = {
    Skäl.INTE_ÄN: "målvärdet gäller en senare tid",
    Skäl.SAKNAS: "värdet finns inte",
    Skäl.EJ_MÄTT: "mäts senare",
    Skäl.EJ_MÄTT_I_ÅR: "det senaste värdet är äldre än målets tid",
    Skäl.UTGÅR: "följs inte längre, efter beslut",
    Skäl.SAKNAR_MÅLVÄRDE: "följs men bedöms inte",
    Skäl.FÖR_HAND: "målet är satt i ord, och ingen har bedömt det än",
    Skäl.EJ_RAPPORTERAD: "uppföljningen säger inget",
    Skäl.PROGNOS_SAKNAS: "värdet växer under året, och går inte att bedöma utan prognos",
    Skäl.SENARE: "bedöms i en annan av årets uppföljningar",
    Skäl.STÄMS_AV: "läget beskrivs nu, och bedöms senare",
    Skäl.KAN_INTE_PRÖVAS: "värdet går inte att ställa mot målvärdet; vid raden står varför",
    Skäl.FÖR_LÅG_TÄCKNING: "för få av målets indikatorer är bedömda",
}
"""Vad skälen till att bedömning saknas betyder. De andra säger det själva."""
_MÅLENS = (Skäl.INTE_ÄN, Skäl.FÖR_LÅG_TÄCKNING)
"""Skälen som också sägs om ett mål; annars är det utan bedömning."""


def bygg_anvisning(uppfyllelse: Uppfyllelse) -> Läsanvisning:
    """Anvisningen för en uppföljning: bara det som rapporten har."""
    husregler, per = uppfyllelse.husregler, uppfyllelse.per
    skala = husregler.skala(per)
    nått, inte_nått = ("är nått", "är inte nått") if husregler.är_helår(per) else ("väntas nås", "väntas inte nås")
    steg = [Skalsteg(omdöme(skala[0]), f"Målvärdet {nått}, utan avrundning.")]
    sätt = Räknesätt(husregler.bedömning.grad.sätt)
    steg += [Skalsteg(omdöme(s), _gränser(s, sätt, inte_nått, är_sist=s is skala[-1])) for s in skala[1:]]
    return Läsanvisning(tuple(steg), tuple(_stycken(uppfyllelse)))


def _gränser(steg: Bedömningssteg, sätt: Räknesätt, inte_nått: str, *, är_sist: bool) -> str:
    if är_sist:
        return "Lägre än så. Gäller också ett mål som inte är nått och inte kan graderas (noll, ett datum, ett ord)."
    från, utan = skriv_tal(steg.från or 0), skriv_tal(steg.från_utan_utgångsvärde or 0)
    if sätt is Räknesätt.MOT_MÅLVÄRDET:
        return f"Målvärdet {inte_nått}, men värdet är minst {utan}\u00a0% av det."
    return (
        f"Målvärdet {inte_nått}, men minst {från}\u00a0% av vägen från utgångsvärdet; "
        f"utan utgångsvärde minst {utan}\u00a0% av målvärdet."
    )


def _stycken(uppfyllelse: Uppfyllelse) -> Iterator[Not]:
    husregler, per = uppfyllelse.husregler, uppfyllelse.per
    indikatorer = list(uppfyllelse.alla_indikatorer())
    if not husregler.är_helår(per):
        yield Not(
            "Delår",
            "Vid ett delår är frågan om målvärdet nås till årets slut. Då räknas prognosen. Utan prognos räknas värdet "
            f"självt, och är målvärdet inte nått står det ”läge per {_dag(per)}, prognos saknas”.",
        )
        if not husregler.bedömning.rak_framskrivning or any(i.framskrivna for i in indikatorer):
            yield Not("Rak framskrivning", _framskrivning(husregler))
    resultatskala = husregler.bedömning.skala
    if husregler.skala(per) != resultatskala:
        ord_ = räkna_upp([steg.namn for steg in resultatskala])
        nått = slutskalan(resultatskala)[0].namn
        text = f"Stegen ovan gäller vid delår. Vid årets slut heter de {ord_}. Det som redan är nått står som ”{nått}”."
        yield Not("Prognosskalan", text)
    if utan := _utan_bedömning(uppfyllelse):
        yield Not("Utan bedömning (–)", utan)
    if egna := _egna_ord(husregler):
        yield Not("Kommunens ord", egna)
    mål = "Mål på övriga nivåer" if husregler.sammanvägning.per_nivå else "Mål"
    yield Not(mål, skriv_regel(husregler.sammanvägning, husregler, per))
    yield from _regler_per_nivå(husregler, per)
    if any(i.beslutad for i in indikatorer) or any(m.beslutad for m in uppfyllelse.alla_mål()):
        yield Not(
            "Beslutad bedömning",
            "Nämnden eller förvaltningen kan bedöma annorlunda än beräkningen. Då visas båda, med motiveringen, och den "
            "beslutade gäller.",
        )
    yield Not(
        "Täckning",
        f"Hur många av målets {husregler.indikatorord.flertal} som kunde bedömas. Utgångna och de utan målvärde räknas inte.",
    )
    yield Not("Trend", _trend(husregler))
    yield Not("Grad", "Hur stor del av vägen till målvärdet som är nådd. 100\u00a0% visas bara när målvärdet är nått.")
    if kolada := next((i.indikator.kolada for i in indikatorer if i.indikator.kolada), None):
        yield Not(
            "Kolada",
            f"Koden efter namnet ({kolada}) är nyckeltalets nummer i Kolada, kommunernas och regionernas databas.",
        )


def _utan_bedömning(uppfyllelse: Uppfyllelse) -> str:
    """`Ska nås: målvärdet gäller en senare tid. Saknas: värdet finns inte. …` för de skäl som rapporten nämner."""
    skälen = {i.skäl for i in uppfyllelse.alla_indikatorer() if i.visat is None}
    skälen |= {m.skäl for m in uppfyllelse.alla_mål() if m.visat is None and m.skäl in _MÅLENS}
    sagda = [f"{'Ska nås' if s is Skäl.INTE_ÄN else versal(s)}: {text}." for s, text in UTAN.items() if s in skälen]
    return " ".join([*sagda, "Inget av detta räknas som ett steg på skalan."]) if sagda else ""


def _dag(per: date) -> str:
    return skriv_datum(per).removesuffix(f" {per.year}")


def _framskrivning(husregler: Husregler) -> str:
    if not husregler.bedömning.rak_framskrivning:
        return "Kommunen tillåter inte framskrivning: ett värde som växer under året bedöms bara med prognos."
    return (
        "Ett värde som växer under året och saknar prognos skrivs fram som om resten av året blev som hittills. Det är "
        "verktygets egen uppskattning och märks så."
    )


def _egna_ord(husregler: Husregler) -> str:
    """`☐ mätning ej genomförd: ej mätt.` för de skäl som kommunen har egna ord för."""
    egna = [f"{omdöme(None, skäl, husregler)}: {skäl}" for skäl in husregler.bedömning.utan_bedömning]
    return f"{'; '.join(egna)}." if egna else ""


def _regler_per_nivå(husregler: Husregler, per: date) -> Iterator[Not]:
    regler = husregler.sammanvägning
    for nivå in regler.per_nivå:
        yield Not(f"Mål på nivån {nivå}", skriv_regel(regler.för_nivå(nivå), husregler, per))
    if regler.hela_planen:
        vilken = "regeln för mål på övriga nivåer" if regler.per_nivå else "samma regel"
        yield Not("Hela planen", f"Planen i sin helhet bedöms med {vilken}, av målen på översta nivån.")


def _trend(husregler: Husregler) -> str:
    ordet = husregler.bedömning.trend
    meningar = ["Pilen visar om värdet är bättre (↗), oförändrat (→) eller sämre (↘) än det senaste jämförbara."]
    if ordet.är_egna:
        meningar.append(f"Orden är {ordet.bättre}, {ordet.oförändrat} och {ordet.sämre}.")
    if ordet.stark is not None:
        gräns = skriv_tal(ordet.stark)
        meningar.append(f"Trenden är stark när värdet har ändrats minst {gräns}\u00a0% av det tidigare.")
    if ordet.kan_inte_jämföras == Trendord().kan_inte_jämföras:
        meningar.append("Ett streck betyder att inget går att jämföra med.")
    return " ".join(meningar)
