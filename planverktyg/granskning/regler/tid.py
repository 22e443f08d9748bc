"""Regler för tid: uppföljningens period och dag, planens år, och datum som inte kan stämma."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from planverktyg.granskning.regel import aktregel, föreslå, mappregel, träff
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp, skriv_datum, versal
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.villkor import Svarsslag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Mappvandring, Vandring
    from planverktyg.modell.beslut import Beslut
    from planverktyg.modell.grund.plats import Rutt


@aktregel("TID601", "okänd period", Allvar.FEL, kräver_husregler=True)
def okänd_period(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningens period är ingen av kommunens perioder.

    Då hittar `plan rapport --period` den inte. Perioderna står i kommun.yaml; utan husregler är de delår 1, halvår,
    delår 2 och helår.

    Fel:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delar 2, per: 2020-08-31}

    Rätt:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}
    """
    perioder = vandring.husregler.perioder
    for avstämning in vandring.avstämningar:
        period = avstämning.huvud.period
        if period not in perioder:
            yield träff(
                avstämning.dokument,
                ("uppföljning", "period"),
                f"Perioden {period} är okänd.",
                föreslå(period, perioder, f"Kommunens perioder är {räkna_upp(list(perioder))}."),
            )


@aktregel("TID602", "fel dag för perioden", Allvar.FEL, kräver_husregler=True)
def fel_dag(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen gäller en annan dag än periodens sista.

    Dagen avgör hur värdena räknas: bara en uppföljning per den 31 december är ett helår, och ett värde som växer skrivs
    fram efter hur stor del av året som har gått.

    Fel:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-30}

    Rätt:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}
    """
    for avstämning in vandring.avstämningar:
        period, per = avstämning.huvud.period, avstämning.per
        sista = vandring.husregler.sista_dag(period, per.year)
        if sista is not None and sista != per:
            yield träff(
                avstämning.dokument,
                ("uppföljning", "per"),
                f"{versal(period)} slutar {skriv_datum(sista)}, men uppföljningen är per {skriv_datum(per)}.",
                f"Skriv per: {sista.isoformat()}, eller en annan period.",
            )


@aktregel("TID603", "uppföljning utanför planens år", Allvar.FEL)
def utanför_planen(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen gäller ett år som planen inte omfattar.

    Oftast är årtalet i `per` fel, eller så följer den upp en annan plan.

    Fel:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2021-08-31}

    Rätt:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}
    """
    år = vandring.plan.plan.år
    for avstämning in vandring.avstämningar:
        if avstämning.per.year not in år:
            yield träff(
                avstämning.dokument,
                ("uppföljning", "per"),
                f"Uppföljningen är per {skriv_datum(avstämning.per)}, men planen gäller {år}.",
                "Rätta per, eller plan om uppföljningen hör till en annan plan.",
            )


@aktregel("TID604", "åtgärden slutar innan den börjar", Allvar.FEL)
def slut_före_start(vandring: Vandring) -> Iterator[Träff]:
    """Åtgärdens sista dag ligger före den första. Då visas den fel i tidsplanen och räknas som försenad från början.

    Fel:
        åtgärder:
          - {id: sakerhetsrutiner, text: Gå igenom rutinerna., start: 2020-09-01, slut: 2020-01-31}

    Rätt:
        åtgärder:
          - {id: sakerhetsrutiner, text: Gå igenom rutinerna., start: 2020-09-01, slut: 2021-01-31}
    """
    for rutt, åtgärd in vandring.åtgärder:
        sista = åtgärd.sista_dag
        if åtgärd.start and sista and sista < åtgärd.start:
            yield träff(
                vandring.dokument,
                (*rutt, "slut" if åtgärd.slut else "klart"),
                f"Åtgärden {åtgärd.id} slutar {skriv_datum(sista)}, innan den börjar {skriv_datum(åtgärd.start)}.",
                f"Rätta start eller {'slut' if åtgärd.slut else 'klart'}.",
            )


_HALVA_ÅRET, _TVÅ_TREDJEDELAR = (6, 30), (8, 31)


@mappregel("TID605", "ingen period för den lagstadgade delårsrapporten", Allvar.VARNING)
def utan_lagstadgat_delår(vandring: Mappvandring) -> Iterator[Träff]:
    """Kommunens perioder saknar den delårsrapport som lagen kräver.

    Lagen om kommunal bokföring och redovisning kräver minst en delårsrapport som omfattar minst hälften och högst två
    tredjedelar av året, alltså till en dag mellan 30 juni och 31 augusti. En rapport per 30 april är kommunens egen.

    Fel:
        # kommun.yaml
        perioder: {tertial 1: 04-30, tertial 3: 12-31}

    Rätt:
        # kommun.yaml
        perioder: {tertial 1: 04-30, tertial 2: 08-31, tertial 3: 12-31}
    """
    for kommun in vandring.mapp.kommuner:
        if kommun.helt and not any(_HALVA_ÅRET <= dag <= _TVÅ_TREDJEDELAR for dag in kommun.modell.perioder.values()):
            yield träff(
                kommun,
                ("perioder",),
                "Ingen period slutar mellan 30 juni och 31 augusti, så den lagstadgade delårsrapporten saknas.",
                "Lägg till en period, till exempel delår 2: 08-31.",
                på_nyckeln=True,
            )


@aktregel("TID606", "tiden gick ut före planen", Allvar.VARNING)
def tid_före_planen(vandring: Vandring) -> Iterator[Träff]:
    """Något ska vara klart till en tid som redan hade passerat när planen började gälla eller beslutades.

    Fel:
        indikatorer:
          - id: strategi
            namn: Strategin är fastställd av nämnden
            målvärde: {klart: 2018}

    Rätt:
        indikatorer:
          - id: strategi
            namn: Strategin är fastställd av nämnden
            målvärde: {klart: 2020}
    """
    huvud = vandring.plan.plan
    börjar = date(huvud.år.från, 1, 1)
    beslutad = huvud.beslut.datum if huvud.beslut else None
    for rutt, vad, senast in _tidsgränser(vandring):
        if senast.till < börjar:
            efter = f"planen börjar gälla {huvud.år.från}"
        elif beslutad is not None and senast.till < beslutad:
            efter = f"planen beslutades {skriv_datum(beslutad)}"
        else:
            continue
        yield träff(
            vandring.dokument,
            rutt,
            f"{versal(vad)} skulle vara {'klar' if vad.startswith('åtgärden') else 'klart'} {senast}, men {efter}.",
            "Rätta tiden. Är det redan gjort, ta bort det ur planen eller skriv vad som återstår.",
        )


def _tidsgränser(vandring: Vandring) -> Iterator[tuple[Rutt, str, Tidpunkt]]:
    for punkt, rutt, villkor in vandring.målvillkor:
        if villkor.svar is Svarsslag.DAG and isinstance(villkor.tid, Tidpunkt):
            yield (*rutt, villkor.nyckel), f"målet för {punkt.indikator.id}", villkor.tid
    for post in vandring.uppdrag:
        if post.uppdrag.klart is not None:
            yield (*post.rutt, "klart"), f"uppdraget {post.uppdrag.id}", post.uppdrag.klart
    for rutt, åtgärd in vandring.åtgärder:
        if åtgärd.slut is not None:
            yield (*rutt, "slut"), f"åtgärden {åtgärd.id}", Tidpunkt(åtgärd.slut, åtgärd.slut, skriv_datum(åtgärd.slut))
        elif åtgärd.klart is not None:
            yield (*rutt, "klart"), f"åtgärden {åtgärd.id}", åtgärd.klart


@aktregel("TID607", "utgångsvärdet gäller en tid efter planen", Allvar.VARNING)
def utgångsvärde_efter_planen(vandring: Vandring) -> Iterator[Träff]:
    """Ett utgångsvärde är något som planen utgår från, och kan inte gälla en tid efter planens sista år.

    Fel:
        indikatorer:
          - id: hvb-dygn
            namn: Antal dygn på HVB-hem
            enhet: dygn
            utgångsvärde: {värde: 3650, avser: 2091}
            målvärde: {högst: 2555}

    Rätt:
        indikatorer:
          - id: hvb-dygn
            namn: Antal dygn på HVB-hem
            enhet: dygn
            utgångsvärde: {värde: 3650, avser: 2019}
            målvärde: {högst: 2555}
    """
    år = vandring.plan.plan.år
    for punkt in vandring.indikatorer:
        bas = punkt.indikator.utgångsvärde
        if bas is None:
            continue
        rutt = (*punkt.rutt, "utgångsvärde")
        for ställe, värde in ((rutt, bas), *(((*rutt, "historik", i), v) for i, v in enumerate(bas.historik))):
            if värde.avser is not None and värde.avser.från.year > år.till:
                yield träff(
                    vandring.dokument,
                    (*ställe, "avser"),
                    f"Värdet som planen utgår från avser {värde.avser}, men planen gäller {år}.",
                    "Rätta avser.",
                )


@aktregel("TID608", "planen beslutades efter sitt sista år", Allvar.VARNING)
def beslut_efter_planen(vandring: Vandring) -> Iterator[Träff]:
    """Beslutsdatumet ligger efter planens sista dag. Oftast är årtalet fel.

    Fel:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut: {datum: 2091-10-15, paragraf: 97}

    Rätt:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut: {datum: 2019-10-15, paragraf: 97}
    """
    huvud = vandring.plan.plan
    datum = huvud.beslut.datum if huvud.beslut else None
    if datum is not None and datum.year > huvud.år.till:
        yield träff(
            vandring.dokument,
            ("plan", "beslut", "datum"),
            f"Planen gäller {huvud.år} men beslutades {skriv_datum(datum)}.",
            "Rätta beslutets datum eller planens år.",
        )


@aktregel("TID609", "uppföljningen beslutades före sin egen dag", Allvar.VARNING)
def beslut_före_uppföljningen(vandring: Vandring) -> Iterator[Träff]:
    """Nämnden kan inte ha behandlat en uppföljning innan perioden var slut.

    Fel:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31, beslut: {datum: 2020-06-15}}

    Rätt:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31, beslut: {datum: 2020-09-22}}
    """
    for avstämning in vandring.avstämningar:
        datum = avstämning.huvud.beslut.datum if avstämning.huvud.beslut else None
        if datum is not None and datum < avstämning.per:
            yield träff(
                avstämning.dokument,
                ("uppföljning", "beslut", "datum"),
                f"Uppföljningen gäller läget {skriv_datum(avstämning.per)} men beslutades {skriv_datum(datum)}.",
                "Rätta beslutets datum, eller per.",
            )


@aktregel("TID611", "beslutet saknar paragraf och nummer", Allvar.NOTIS, kräver_helhet=True)
def beslut_utan_nummer(vandring: Vandring) -> Iterator[Träff]:
    """Beslutet har varken paragraf eller diarienummer, så läsaren kan inte hitta det i protokollet.

    Ett förslag är ännu inte beslutat och behöver inget nummer.

    Fel:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut: {datum: 2019-10-15}

    Rätt:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut: {datum: 2019-10-15, paragraf: 97}
    """
    besluten: list[tuple[Dokument[Any], Rutt, Beslut | None]] = [
        (vandring.dokument, ("plan", "beslut"), vandring.plan.plan.beslut)
    ]
    besluten += [(a.dokument, ("uppföljning", "beslut"), a.huvud.beslut) for a in vandring.avstämningar]
    for dokument, rutt, beslut in besluten:
        if beslut and beslut.status != "förslag" and beslut.paragraf is None and beslut.diarienummer is None:
            text = "Beslutet har varken paragraf eller diarienummer."
            yield träff(dokument, rutt, text, "Lägg till paragraf: 97, eller diarienummer.", på_nyckeln=True)
