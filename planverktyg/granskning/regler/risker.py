"""Regler för risker och intern kontroll: riskmatrisens skala, och kopplingen mellan risk, åtgärd och kontroll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.granskning.regel import aktregel, föreslå, mappregel, nämn, räkna_upp_några, träff
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import räkna_upp, versal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Mappvandring, Vandring
    from planverktyg.modell.atgardsplan import Åtgärd
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.risk import Kontrollmoment, Risk


@aktregel("RIS701", "sannolikhet eller konsekvens utanför skalan", Allvar.FEL, kräver_husregler=True)
def utanför_skalan(vandring: Vandring) -> Iterator[Träff]:
    """Sannolikheten eller konsekvensen är inget steg i kommunens riskmatris.

    Då får risken ett riskvärde som inte kan jämföras med de andra, och den hamnar utanför matrisen i rapporten.

    Fel:
        risker:
          - {id: hot-mot-personal, text: Risk för hot mot personal., sannolikhet: 6, konsekvens: 4}

    Rätt:
        risker:
          - {id: hot-mot-personal, text: Risk för hot mot personal., sannolikhet: 3, konsekvens: 4}
    """
    matris = vandring.husregler.riskmatris
    for dokument, rutt, värde in _steg(vandring):
        skala = matris.sannolikhet if rutt[-1] == "sannolikhet" else matris.konsekvens
        if värde is not None and skala and not 1 <= värde <= len(skala):
            yield träff(
                dokument,
                rutt,
                f"{str(rutt[-1]).capitalize()}en {värde} finns inte på kommunens skala, som går från 1 till {len(skala)}.",
                f"Skriv ett heltal från 1 ({skala[0]}) till {len(skala)} ({skala[-1]}).",
            )


def _steg(vandring: Vandring) -> Iterator[tuple[Dokument[Any], Rutt, int | None]]:
    for i, risk in enumerate(vandring.plan.risker):
        yield vandring.dokument, ("risker", i, "sannolikhet"), risk.sannolikhet
        yield vandring.dokument, ("risker", i, "konsekvens"), risk.konsekvens
    for avstämning in vandring.avstämningar:
        for i, risk in enumerate(avstämning.modell.nya_risker):
            yield avstämning.dokument, ("nya risker", i, "sannolikhet"), risk.sannolikhet
            yield avstämning.dokument, ("nya risker", i, "konsekvens"), risk.konsekvens
        for id_, nu in avstämning.modell.risker.items():
            yield avstämning.dokument, ("risker", id_, "sannolikhet"), nu.sannolikhet
            yield avstämning.dokument, ("risker", id_, "konsekvens"), nu.konsekvens


@aktregel("RIS702", "hög risk utan åtgärd", Allvar.VARNING, kräver_helhet=True, kräver_husregler=True)
def ohanterad(vandring: Vandring) -> Iterator[Träff]:
    """Risken når kommunens tröskel, men har varken åtgärd, kontroll eller beslut om att den accepteras.

    Revisorerna anmärker på svag koppling mellan risker och åtgärder. Tröskeln står i kommun.yaml. En risk som når
    tröskeln eller upptäcks först i en uppföljning räknas också. En åtgärd som har kommit till under året räknas.

    Fel:
        risker:
          - {id: it-stopp, text: Risk för längre stopp i verksamhetssystemet., sannolikhet: 3, konsekvens: 5}

    Rätt:
        risker:
          - {id: it-stopp, text: Risk för längre stopp i verksamhetssystemet., sannolikhet: 3, konsekvens: 5}
        åtgärder:
          - {id: reservrutin, text: Öva reservrutinen två gånger om året., risker: it-stopp}
    """
    tröskel = vandring.husregler.riskmatris.tröskel
    plan = vandring.plan
    hanterade = {id_ for å in plan.alla_åtgärder() for id_ in å.risker} | {
        id_ for k in plan.kontrollmoment for id_ in k.risker
    }
    for i, risk in enumerate(plan.risker):
        värde = risk.riskvärde or 0
        if risk.id not in hanterade and not risk.accepterad and värde >= tröskel:
            yield _ohanterad(vandring.dokument, ("risker", i, "id"), risk, värde, tröskel)
    for avstämning in vandring.avstämningar:
        hanterade |= {id_ for å in avstämning.modell.nya_åtgärder for id_ in å.risker}
        for läge in avstämning.risklägen:
            risk, värde = läge.risk, läge.riskvärde or 0
            redan_sagt = not läge.ny and (risk.riskvärde or 0) >= tröskel
            if risk.id in hanterade or risk.accepterad or redan_sagt or värde < tröskel:
                continue
            if läge.rapport is not None:
                yield _ohanterad(avstämning.dokument, ("risker", risk.id), risk, värde, tröskel, på_nyckeln=True)
            elif läge.ny == avstämning.namn:
                nr = avstämning.modell.nya_risker.index(risk)
                yield _ohanterad(avstämning.dokument, ("nya risker", nr, "id"), risk, värde, tröskel)


def _ohanterad(
    dokument: Dokument[Any], rutt: Rutt, risk: Risk, värde: int, tröskel: int, *, på_nyckeln: bool = False
) -> Träff:
    return träff(
        dokument,
        rutt,
        f"Risken {risk.id} har riskvärde {värde} (tröskeln är {tröskel}) men ingen åtgärd eller kontroll.",
        f"Lägg till en åtgärd eller ett kontrollmoment med risker: {risk.id}, eller accepterad: med beslutet.",
        på_nyckeln=på_nyckeln,
    )


@aktregel("RIS703", "åtgärd utan risk", Allvar.VARNING, kräver_helhet=True)
def åtgärd_utan_risk(vandring: Vandring) -> Iterator[Träff]:
    """Åtgärden säger inte vilken risk den ska minska.

    Då kan läsaren inte se om de stora riskerna hanteras, och ingen kan bedöma om åtgärden hjälpte.

    Fel:
        åtgärder:
          - {id: sakerhetsrutiner, text: Alla ska kunna rutinerna.}

    Rätt:
        åtgärder:
          - {id: sakerhetsrutiner, text: Alla ska kunna rutinerna., risker: hot-mot-personal}
    """
    yield from _utan_risk(vandring, "åtgärder", ("åtgärden", "den"), vandring.plan.åtgärder)


@aktregel("RIS704", "kontrollmoment utan risk", Allvar.VARNING, kräver_helhet=True)
def kontroll_utan_risk(vandring: Vandring) -> Iterator[Träff]:
    """Kontrollmomentet säger inte vilken risk det kontrollerar.

    Då kan läsaren inte se om kontrollen behövs, eller om någon risk saknar kontroll.

    Fel:
        kontrollmoment:
          - {id: kontroll-hot, text: Uppföljning på arbetsplatsträffar.}

    Rätt:
        kontrollmoment:
          - {id: kontroll-hot, text: Uppföljning på arbetsplatsträffar., risker: hot-mot-personal}
    """
    ord_ = ("kontrollmomentet", "det")
    yield from _utan_risk(vandring, "kontrollmoment", ord_, vandring.plan.kontrollmoment)


def _utan_risk(
    vandring: Vandring, nyckel: str, ord_: tuple[str, str], delar: Sequence[Åtgärd | Kontrollmoment]
) -> Iterator[Träff]:
    utan = [del_.id for del_ in delar if not del_.risker]
    ental, pronomen = ord_
    if utan:
        yield träff(
            vandring.dokument,
            (nyckel,),
            f"{versal(ental)} {utan[0]} säger inte vilken risk {pronomen} gäller."
            if len(utan) == 1
            else f"{len(utan)} {nyckel} säger inte vilken risk de gäller: {räkna_upp_några(utan)}.",
            "Lägg till risker: med riskens id.",
            på_nyckeln=True,
        )


@mappregel("RIS705", "riskmatrisens tröskel kan aldrig nås", Allvar.VARNING)
def onåbar_tröskel(vandring: Mappvandring) -> Iterator[Träff]:
    """Tröskeln är högre än det högsta riskvärde som skalan ger, eller lägre än det lägsta.

    Då prövas ingen risk mot tröskeln, eller alla. Högsta riskvärdet är antalet steg för sannolikhet gånger antalet steg
    för konsekvens.

    Fel:
        # kommun.yaml
        riskmatris: {sannolikhet: [låg, medel, hög], konsekvens: [liten, medel, stor], tröskel: 12}

    Rätt:
        # kommun.yaml
        riskmatris: {sannolikhet: [låg, medel, hög], konsekvens: [liten, medel, stor], tröskel: 6}
    """
    for kommun in vandring.mapp.kommuner:
        matris = kommun.modell.riskmatris
        högst = len(matris.sannolikhet) * len(matris.konsekvens)
        if kommun.helt and högst > 1 and not 1 < matris.tröskel <= högst:
            yield träff(
                kommun,
                ("riskmatris", "tröskel"),
                f"Tröskeln är {matris.tröskel}, men riskvärdet går från 1 till {högst}.",
                f"Skriv en tröskel från 2 till {högst}.",
            )


@aktregel("RIS706", "okänd riskkategori", Allvar.FEL, kräver_husregler=True)
def okänd_kategori(vandring: Vandring) -> Iterator[Träff]:
    """Riskens kategori är ingen av kommunens. Då räknas den inte med när risker av samma slag jämförs.

    Regeln prövas när kommun.yaml har `kategorier` i riskmatrisen.

    Fel:
        # kommun.yaml
        riskmatris: {kategorier: [omvärldsrisk, legal risk, IT-risk]}
        # plan.yaml
        risker:
          - {id: it-stopp, text: Risk för stopp., sannolikhet: 2, konsekvens: 4, kategori: IT-risker}

    Rätt:
        # kommun.yaml
        riskmatris: {kategorier: [omvärldsrisk, legal risk, IT-risk]}
        # plan.yaml
        risker:
          - {id: it-stopp, text: Risk för stopp., sannolikhet: 2, konsekvens: 4, kategori: IT-risk}
    """
    kategorier = vandring.husregler.riskmatris.kategorier
    for i, risk in enumerate(vandring.plan.risker):
        if kategorier and risk.kategori is not None and risk.kategori not in kategorier:
            yield träff(
                vandring.dokument,
                ("risker", i, "kategori"),
                f"{risk.kategori} är ingen av kommunens riskkategorier.",
                föreslå(risk.kategori, kategorier, f"Skriv {räkna_upp(kategorier, 'eller')}."),
            )


@aktregel("RIS707", "angivet riskvärde stämmer inte", Allvar.FEL)
def fel_riskvärde(vandring: Vandring) -> Iterator[Träff]:
    """Riskvärdet som källan anger är inte sannolikhet gånger konsekvens.

    Något av de tre talen är fel, och då kan risken ha hamnat på fel sida om tröskeln.

    Fel:
        risker:
          - {id: it-stopp, text: Risk för stopp., sannolikhet: 3, konsekvens: 2, angivet riskvärde: 8}

    Rätt:
        risker:
          - {id: it-stopp, text: Risk för stopp., sannolikhet: 3, konsekvens: 2, angivet riskvärde: 6}
    """
    for i, risk in enumerate(vandring.plan.risker):
        if risk.sannolikhet is not None and risk.angivet_riskvärde not in {None, risk.riskvärde}:
            yield träff(
                vandring.dokument,
                ("risker", i, "angivet riskvärde"),
                f"Riskvärdet är angivet till {risk.angivet_riskvärde}, men {risk.sannolikhet} × {risk.konsekvens} "
                f"är {risk.riskvärde}.",
                "Kontrollera de tre talen mot källan.",
            )


@aktregel("RIS708", "risk utan kategori", Allvar.VARNING, kräver_helhet=True, kräver_husregler=True)
def utan_kategori(vandring: Vandring) -> Iterator[Träff]:
    """Kommunen delar in riskerna i kategorier, och risken har ingen.

    Fel:
        # kommun.yaml
        riskmatris: {kategorier: [omvärldsrisk, legal risk, IT-risk]}
        # plan.yaml
        risker:
          - {id: it-stopp, text: Risk för stopp., sannolikhet: 2, konsekvens: 4}

    Rätt:
        # kommun.yaml
        riskmatris: {kategorier: [omvärldsrisk, legal risk, IT-risk]}
        # plan.yaml
        risker:
          - {id: it-stopp, text: Risk för stopp., sannolikhet: 2, konsekvens: 4, kategori: IT-risk}
    """
    kategorier = vandring.husregler.riskmatris.kategorier
    utan = [risk.id for risk in vandring.plan.risker if risk.kategori is None]
    if kategorier and utan:
        yield träff(
            vandring.dokument,
            ("risker",),
            f"Kategori saknas för {nämn(utan, 'risken', 'risker')}.",
            f"Skriv kategori: {räkna_upp(kategorier, 'eller')}.",
            på_nyckeln=True,
        )


@aktregel("RIS709", "accepterad risk har stigit", Allvar.VARNING, kräver_helhet=True)
def stigit_över_acceptansen(vandring: Vandring) -> Iterator[Träff]:
    """Risken är accepterad vid ett riskvärde, och är nu högre.

    Beslutet gäller upp till det riskvärde som det gavs för: planens, eller det som står i `upp till`. Stiger risken behövs
    en åtgärd eller ett nytt beslut.

    Fel:
        # plan.yaml
        risker:
          - {id: hot, text: Risk för hot., sannolikhet: 3, konsekvens: 3, accepterad: {datum: 2019-10-15, paragraf: 97}}
        åtgärder: []
        kontrollmoment: []
        # 2020-08-31.yaml
        åtgärder: {}
        kontrollmoment: {}
        risker: {hot: {sannolikhet: 5, konsekvens: 5, kommentar: Två händelser i juni.}}

    Rätt:
        # plan.yaml
        risker:
          - id: hot
            text: Risk för hot.
            sannolikhet: 3
            konsekvens: 3
            accepterad: {datum: 2020-06-15, paragraf: 97, upp till: 25}
        åtgärder: []
        kontrollmoment: []
        # 2020-08-31.yaml
        åtgärder: {}
        kontrollmoment: {}
        risker: {hot: {sannolikhet: 5, konsekvens: 5, kommentar: Två händelser i juni.}}
    """
    råd = "Lägg till en åtgärd, eller ett nytt beslut: accepterad med upp till."
    for i, risk in enumerate(vandring.plan.risker):
        gräns = risk.accepterad_till
        if gräns is not None and (risk.riskvärde or 0) > gräns:
            text = f"Risken {risk.id} är accepterad upp till {gräns}, men riskvärdet är {risk.riskvärde}."
            yield träff(vandring.dokument, ("risker", i, "accepterad"), text, råd)
    for avstämning in vandring.avstämningar:
        for läge in avstämning.risklägen:
            if läge.rapport is not None and läge.risk.accepterad and not läge.är_accepterad:
                gräns = läge.risk.accepterad_till
                text = f"Risken {läge.risk.id} är accepterad upp till {gräns}, men riskvärdet är nu {läge.riskvärde}."
                yield träff(avstämning.dokument, ("risker", läge.risk.id), text, råd, på_nyckeln=True)


@aktregel("RIS710", "okänd process", Allvar.FEL, kräver_helhet=True)
def okänd_process(vandring: Vandring) -> Iterator[Träff]:
    """Risken eller kontrollen nämner en process som inte finns bland planens `processer`.

    Då hamnar den utanför registret, och processen ser tom ut. Regeln prövas när planen har processer.

    Fel:
        processer: [{id: ledning, namn: Ledning, processer: [{id: budget, namn: Budget}]}]
        risker:
          - {id: hot-mot-personal, text: Risk för fel., process: Budgett, sannolikhet: 3, konsekvens: 2}

    Rätt:
        processer: [{id: ledning, namn: Ledning, processer: [{id: budget, namn: Budget}]}]
        risker:
          - {id: hot-mot-personal, text: Risk för fel., process: Budget, sannolikhet: 3, konsekvens: 2}
    """
    kända = [ord_ for process in vandring.plan.alla_processer() for ord_ in (process.id, process.namn)]
    for dokument, rutt, process in _processerna(vandring) if kända else ():
        if process is not None and process not in kända:
            finns = [p.namn for p in vandring.plan.alla_processer()]
            text = f"{process} är ingen av planens processer."
            yield träff(dokument, rutt, text, föreslå(process, kända, f"Processerna är {räkna_upp_några(finns)}."))


def _processerna(vandring: Vandring) -> Iterator[tuple[Dokument[Any], Rutt, str | None]]:
    for i, risk in enumerate(vandring.plan.risker):
        yield vandring.dokument, ("risker", i, "process"), risk.process
    for i, moment in enumerate(vandring.plan.kontrollmoment):
        yield vandring.dokument, ("kontrollmoment", i, "process"), moment.process
    for avstämning in vandring.avstämningar:
        for i, risk in enumerate(avstämning.modell.nya_risker):
            yield avstämning.dokument, ("nya risker", i, "process"), risk.process
