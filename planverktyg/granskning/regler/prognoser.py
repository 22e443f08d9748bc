"""Regler för prognoser och för värden som växer under året."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from planverktyg.granskning.regel import aktregel, träff
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp, skriv_datum, skriv_tal
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.villkor import skriv_med_enhet
from planverktyg.uppfyllelse import Skäl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Avstämning, Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.indikator import Indikator, Utfall
    from planverktyg.uppfyllelse import Indikatorbedömning
    from planverktyg.uppfyllelse.resultat import Bedömtvärde


@aktregel("IND309", "prognos saknas", Allvar.VARNING, kräver_helhet=True)
def utan_prognos(vandring: Vandring) -> Iterator[Träff]:
    """Målvärdet är inte nått ännu, och uppföljningen säger inte om det nås till årets slut.

    Vid ett delår vill nämnden veta om målet kommer att nås. Utan prognos blir bedömningen bara ett läge, och
    revisorerna kan inte bedöma måluppfyllelsen för året.

    Fel:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: 14.2

    Rätt:
        # 2020-08-31.yaml
        utfall:
          avslut-arbete: {värde: 14.2, prognos: 17.5}
    """
    for avstämning in vandring.avstämningar:
        for bedömning in avstämning.indikatorer:
            if bedömning.är_läge:
                text = f"{_jämför(bedömning)}, och prognos för helåret saknas."
            elif Skäl.PROGNOS_SAKNAS in (bedömning.skäl, *(d.skäl for d in bedömning.delar)):
                text = "Värdet växer under året, och prognos för helåret saknas. Därför kan indikatorn inte bedömas."
            else:
                continue
            råd = f"Lägg till prognos: det värde som väntas för hela {avstämning.per.year}."
            yield träff(avstämning.dokument, ("utfall", bedömning.indikator.id), text, råd, på_nyckeln=True)


def _jämför(bedömning: Indikatorbedömning) -> str:
    assert bedömning.villkor is not None
    assert bedömning.bedömt is not None
    enhet, värde = bedömning.indikator.enhet, bedömning.bedömt.värde
    skrivet = skriv_med_enhet(värde, enhet) if isinstance(värde, Decimal) else str(värde)
    return f"Utfallet {skrivet} når inte målvärdet {bedömning.villkor.skriv(enhet)}"


@aktregel("IND310", "verktyget har räknat fram prognosen", Allvar.NOTIS)
def framskriven(vandring: Vandring) -> Iterator[Träff]:
    """Värdet växer under året och prognos saknas, så verktyget räknar med att resten av året blir som hittills.

    Rapporten visar att talet är verktygets eget. Den som känner verksamheten vet ofta bättre. När målvärdet redan är
    nått behövs ingen prognos, och då sägs inget.

    Fel:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: 1890

    Rätt:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700}
    """
    for avstämning in vandring.avstämningar:
        for bedömning in avstämning.indikatorer:
            if bedömning.framskrivna and not _är_redan_nått(bedömning):
                värden = [f"{namn} {_skriv_fram(värde)}".strip() for namn, värde in bedömning.framskrivna.items()]
                yield träff(
                    avstämning.dokument,
                    ("utfall", bedömning.indikator.id),
                    f"Prognos saknas. Verktyget räknar med {räkna_upp(värden)}.",
                    "Lägg till prognos om något annat är att vänta.",
                    på_nyckeln=True,
                )


def _skriv_fram(bedömt: Bedömtvärde) -> str:
    assert isinstance(bedömt.värde, Fraction)
    assert bedömt.till is not None
    tal = skriv_tal(bedömt.värde, decimaler=0 if bedömt.värde.denominator == 1 else 1)
    till = "för helåret" if (bedömt.till.month, bedömt.till.day) == (12, 31) else f"till {skriv_datum(bedömt.till)}"
    return f"{tal} {till} ({bedömt.underlag})"


def _är_redan_nått(bedömning: Indikatorbedömning) -> bool:
    """Om det som redan har hänt räcker: ett värde som växer kan inte sjunka under en nedre gräns."""
    värde = bedömning.utfall.värde if bedömning.utfall else None
    villkor = bedömning.villkor
    if not isinstance(värde, Decimal) or villkor is None or villkor.bättre_uppåt() is not True:
        return False
    return all(isinstance(gräns, Decimal) and värde >= gräns for gräns in villkor.gränser())


@aktregel("IND316", "prognos i stället för utfall vid årets slut", Allvar.VARNING)
def prognos_vid_helår(vandring: Vandring) -> Iterator[Träff]:
    """Vid årets slut är det utfallet som räknas. En prognos ger ingen bedömning då.

    Fel:
        # 2020-12-31.yaml
        uppföljning: {plan: asn-2020, period: helår, per: 2020-12-31}
        utfall:
          hvb-dygn: {prognos: 2700}

    Rätt:
        # 2020-12-31.yaml
        uppföljning: {plan: asn-2020, period: helår, per: 2020-12-31}
        utfall:
          hvb-dygn: 2688
    """
    for avstämning in vandring.avstämningar:
        if not avstämning.är_helår:
            continue
        for id_, utfall in avstämning.modell.utfall.items():
            if utfall.prognos is not None and utfall.värde is None and utfall.frånvaro is None:
                yield träff(
                    avstämning.dokument,
                    ("utfall", id_, "prognos"),
                    f"Indikatorn {id_} har en prognos men inget utfall för helåret.",
                    "Skriv utfallet som värde. Är det inte klart, skriv {ej mätt: när det kommer}.",
                    på_nyckeln=True,
                )


@aktregel("IND319", "ett värde som växer har minskat", Allvar.VARNING)
def har_minskat(vandring: Vandring) -> Iterator[Träff]:
    """Ett värde som ackumuleras under året kan inte vara lägre än vid årets förra uppföljning.

    Antingen är ett av värdena fel, eller så är det ett värde som inte växer under året (`ackumuleras: nej`). Har det
    förra värdet rättats är det den äldre uppföljningen som ska ändras.

    Fel:
        # 2020-04-30.yaml
        uppföljning: {plan: asn-2020, period: delår 1, per: 2020-04-30}
        utfall:
          hvb-dygn: {värde: 940, prognos: 2820}
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 189, prognos: 2700}

    Rätt:
        # 2020-04-30.yaml
        uppföljning: {plan: asn-2020, period: delår 1, per: 2020-04-30}
        utfall:
          hvb-dygn: {värde: 940, prognos: 2820}
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700}
    """
    for indikator, avstämning, utfall in _som_växer(vandring):
        före = [
            t
            for t in avstämning.tidigare
            if indikator.id in t.utfall
            and (isinstance(indikator.ackumuleras, Tidpunkt) or t.uppföljning.per.year == avstämning.per.year)
        ]
        for namn, (värde, _) in _talen(utfall).items():
            tidigare = [(t, tal) for t in före if (tal := _talen(t.utfall[indikator.id]).get(namn, (None, None))[0])]
            t, förra = tidigare[-1] if tidigare else (None, None)
            if t is not None and förra is not None and värde is not None and värde < förra:
                vems = f" för {namn}" if namn else ""
                när = t.uppföljning.period if t.uppföljning.per.year == avstämning.per.year else t.uppföljning.när
                växer = "över åren" if isinstance(indikator.ackumuleras, Tidpunkt) else "under året"
                yield träff(
                    avstämning.dokument,
                    _rutten(indikator, namn),
                    f"Värdet{vems} växer {växer} men har minskat: {skriv_tal(förra)} vid {när}, nu {skriv_tal(värde)}.",
                    "Rätta det värde som är fel, eller skriv ny mätmetod om värdena inte kan jämföras.",
                    på_nyckeln=True,
                )


@aktregel("IND320", "prognosen är lägre än det som redan har hänt", Allvar.VARNING)
def prognos_under_utfall(vandring: Vandring) -> Iterator[Träff]:
    """Ett värde som ackumuleras under året kan inte sluta lägre än det redan är.

    Fel:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 1700}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700}
    """
    for indikator, avstämning, utfall in _som_växer(vandring):
        for namn, (värde, prognos) in _talen(utfall).items():
            if värde is not None and prognos is not None and prognos < värde:
                vems = f" för {namn}" if namn else ""
                yield träff(
                    avstämning.dokument,
                    (*_rutten(indikator, namn), "prognos"),
                    f"Prognosen {skriv_med_enhet(prognos, indikator.enhet)}{vems} är lägre än utfallet hittills, "
                    f"{skriv_med_enhet(värde, indikator.enhet)}, fast värdet växer under året.",
                    "Prognosen gäller hela året, inte det som återstår.",
                )


def _talen(utfall: Utfall) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Värdet och prognosen för hela indikatorn (utan namn) och för varje del, när de är tal."""
    alla = {"": (utfall.värde, utfall.prognos)} | {n: (d.värde, d.prognos) for n, d in utfall.delar.items()}
    return {
        namn: (värde if isinstance(värde, Decimal) else None, prognos if isinstance(prognos, Decimal) else None)
        for namn, (värde, prognos) in alla.items()
    }


def _rutten(indikator: Indikator, namn: str) -> Rutt:
    """Raden, eller delens rad under den."""
    if not namn:
        return "utfall", indikator.id
    return "utfall", indikator.id, "per nämnd" if indikator.per_nämnd else "per verksamhet", namn


def _som_växer(vandring: Vandring) -> Iterator[tuple[Indikator, Avstämning, Utfall]]:
    for punkt in vandring.indikatorer:
        if punkt.indikator.ackumuleras:
            for avstämning in vandring.avstämningar:
                utfall = avstämning.modell.utfall.get(punkt.indikator.id)
                if utfall is not None and not utfall.ny_mätmetod:
                    yield punkt.indikator, avstämning, utfall
