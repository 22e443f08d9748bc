"""Husreglerna in, "Så läser du rapporten" ut: skalan, symbolerna och räknereglerna i ord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.rapport.rapportunderlag import Läsanvisning, Skalsteg
from planverktyg.rapport.symboler import omdöme
from planverktyg.rapport.underlag import Not
from planverktyg.svenska import skriv_datum, skriv_tal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from planverktyg.modell.husregler import Bedömningssteg, Husregler


def bygg_anvisning(husregler: Husregler, per: date) -> Läsanvisning:
    """Anvisningen för en uppföljning per ett visst datum."""
    skala = husregler.bedömning.skala
    steg = [Skalsteg(omdöme(skala[0]), "Målvärdet är nått, utan avrundning.")]
    steg += [Skalsteg(omdöme(s), _gränser(s, är_sist=s is skala[-1])) for s in skala[1:]]
    return Läsanvisning(tuple(steg), tuple(_stycken(husregler, per)))


def _gränser(steg: Bedömningssteg, *, är_sist: bool) -> str:
    if är_sist:
        return "Lägre än så. Gäller också ett mål som inte är nått och inte kan graderas (noll, ett datum, ett ord)."
    från, utan = skriv_tal(steg.från or 0), skriv_tal(steg.från_utan_utgångsvärde or 0)
    return (
        f"Målvärdet är inte nått, men minst {från}\u00a0% av vägen från utgångsvärdet; "
        f"utan utgångsvärde minst {utan}\u00a0% av målvärdet."
    )


def _stycken(husregler: Husregler, per: date) -> Iterator[Not]:
    if not husregler.är_helår(per):
        yield Not(
            "Delår",
            "Vid ett delår är frågan om målvärdet nås till årets slut. Då räknas prognosen. Utan prognos räknas värdet "
            f"självt, och är målvärdet inte nått står det ”läge per {_dag(per)}, prognos saknas”.",
        )
        yield Not("Rak framskrivning", _framskrivning(husregler))
    yield Not(
        "Utan bedömning (–)",
        "Saknas: värdet finns inte. Ej mätt: mäts senare. Utgår: följs inte längre, efter beslut. Saknar målvärde: följs "
        "men bedöms inte. Ej rapporterad: uppföljningen säger inget. Inget av detta räknas som ett steg på skalan.",
    )
    yield Not("Mål", _sammanvägning(husregler))
    yield Not(
        "Beslutad bedömning",
        "Nämnden eller förvaltningen kan bedöma annorlunda än beräkningen. Då visas båda, med motiveringen, och den "
        "beslutade gäller.",
    )
    yield Not(
        "Täckning", "Hur många av målets indikatorer som kunde bedömas. Utgångna och de utan målvärde räknas inte."
    )
    yield Not("Trend", "Pilen visar om värdet är bättre (↗), oförändrat (→) eller sämre (↘) än det senaste jämförbara.")
    yield Not("Grad", "Hur stor del av vägen till målvärdet som är nådd. 100\u00a0% visas bara när målvärdet är nått.")


def _dag(per: date) -> str:
    return skriv_datum(per).removesuffix(f" {per.year}")


def _framskrivning(husregler: Husregler) -> str:
    if not husregler.bedömning.rak_framskrivning:
        return "Kommunen tillåter inte framskrivning: ett värde som växer under året bedöms bara med prognos."
    return (
        "Ett värde som växer under året och saknar prognos skrivs fram som om resten av året blev som hittills. Det är "
        "verktygets egen uppskattning och märks så."
    )


def _sammanvägning(husregler: Husregler) -> str:
    regel, skala = husregler.sammanvägning, husregler.bedömning.skala
    bäst, mitten, sämst = skala[0].namn, skala[len(skala) // 2].namn, skala[-1].namn
    if regel.uppfyllt == 100:
        första = f"alla dess bedömda indikatorer och delmål är {bäst}"
    else:
        första = f"minst {skriv_tal(regel.uppfyllt)}\u00a0% av dess bedömda indikatorer och delmål är {bäst}"
    return (
        f"Ett mål är {bäst} när {första}, {mitten} när minst {skriv_tal(regel.delvis)}\u00a0% "
        f"av dem är bättre än {sämst}, och annars {sämst}."
    )
