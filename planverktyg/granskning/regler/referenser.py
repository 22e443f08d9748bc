"""Regler för id och hänvisningar: inom planen, från uppföljning till plan, till husreglerna och mellan filer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.granskning.regel import Träff, aktregel, föreslå, räkna_upp_några, träff
from planverktyg.granskning.vandring import Slag
from planverktyg.modell.grund.fynd import Allvar, Anmärkning
from planverktyg.modell.grund.svenska import räkna_upp
from planverktyg.modell.rapportering import HELA_PLANEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.vandring import Avstämning, Vandring
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.rapportering import Uppföljningsdokument

UPPFÖLJNINGENS_DELAR = {
    "utfall": (Slag.INDIKATOR,),
    "bedömningar": (Slag.MÅL, Slag.INDIKATOR),
    "uppdrag": (Slag.UPPDRAG,),
    "risker": (Slag.RISK,),
    "åtgärder": (Slag.ÅTGÄRD,),
    "åtgärdspunkter": (Slag.ÅTGÄRDSPUNKT,),
    "kontrollmoment": (Slag.KONTROLLMOMENT,),
    "ekonomi": (Slag.VERKSAMHETSOMRÅDE,),
}
"""Uppföljningens nycklar, och vad i planen som id:na under dem är namn på."""


@aktregel("REF201", "samma id två gånger", Allvar.FEL)
def dubbla_id(vandring: Vandring) -> Iterator[Träff]:
    """Ett id får bara finnas en gång i planen.

    Uppföljningar, rapporter och jämförelser mellan år hänvisar till id. Är det tvetydigt hamnar värden på fel ställe.

    Fel:
        indikatorer:
          - {id: sjukfranvaro, namn: Sjukfrånvaro kort, enhet: "%", målvärde: {högst: 4}}
          - {id: sjukfranvaro, namn: Sjukfrånvaro lång, enhet: "%", målvärde: {högst: 3}}

    Rätt:
        indikatorer:
          - {id: sjukfranvaro-kort, namn: Sjukfrånvaro kort, enhet: "%", målvärde: {högst: 4}}
          - {id: sjukfranvaro-lang, namn: Sjukfrånvaro lång, enhet: "%", målvärde: {högst: 3}}
    """
    yield from _tagna_id(vandring)
    if len(vandring.idtabell) == len(vandring.idposter):
        return
    for post in vandring.idposter:
        första = vandring.idtabell[post.id]
        if post is not första:
            text = f"Id:t {post.id} är redan namn på {första.slag}."
            anmärkning = Anmärkning(post.rutt, text, "Ge det ena ett eget id.")
            yield Träff(vandring.dokument, anmärkning, se=(vandring.dokument, första.rutt))


def _tagna_id(vandring: Vandring) -> Iterator[Träff]:
    """Nya risker och åtgärder som har ett id som planen eller en tidigare uppföljning redan använder."""
    tagna = set(vandring.idtabell)
    for avstämning in vandring.avstämningar:
        egna = avstämning.modell
        nya = [(("nya risker", i, "id"), risk.id) for i, risk in enumerate(egna.nya_risker)]
        nya += [(("nya åtgärder", i, "id"), å.id) for i, å in enumerate(egna.nya_åtgärder)]
        for rutt, id_ in nya:
            if id_ in tagna:
                råd = "Ge det nya ett eget id. Svaret på något som redan finns skrivs under risker eller åtgärder."
                yield träff(avstämning.dokument, rutt, f"Id:t {id_} är redan taget.", råd)
            tagna.add(id_)


@aktregel("REF202", "uppföljningen nämner något som inte finns i planen", Allvar.FEL, kräver_helhet=True)
def okänt_i_uppföljning(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen svarar på något som planen inte har.

    Värdet kommer inte med i rapporten, och det som skulle ha följts upp ser ut att sakna svar. Oftast är id:t felstavat
    eller står under fel nyckel.

    Fel:
        # 2020-08-31.yaml
        utfall:
          hbv-dygn: {värde: 1890, prognos: 2700}

    Rätt:
        # 2020-08-31.yaml
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2700}
    """
    for avstämning in vandring.avstämningar:
        for nyckel, slag in UPPFÖLJNINGENS_DELAR.items():
            for id_ in getattr(avstämning.modell, nyckel):
                post = vandring.idtabell.get(id_)
                if nyckel == "bedömningar" and id_ in {HELA_PLANEN, vandring.plan.plan.id}:
                    continue
                if avstämning.nya_id.get(id_) in slag:
                    continue
                if post is None or post.slag not in slag:
                    yield _okänt(vandring, avstämning, (nyckel, id_), slag)
        yield from _okända_delar(vandring, avstämning)
    for avstämning, rutt, id_ in _nya_hänvisningar(vandring):
        finns = vandring.id_av(Slag.RISK)
        text = f"Varken planen eller uppföljningen har någon risk med id {id_}."
        yield träff(avstämning.dokument, rutt, text, föreslå(id_, finns, f"I planen finns {räkna_upp_några(finns)}."))


def _nya_hänvisningar(vandring: Vandring) -> Iterator[tuple[Avstämning, Rutt, str]]:
    """Riskerna som nya åtgärder nämner, och som varken planen eller någon uppföljning har."""
    for avstämning in vandring.avstämningar:
        risker = {*vandring.id_av(Slag.RISK), *(id_ for id_, slag in avstämning.nya_id.items() if slag is Slag.RISK)}
        for i, åtgärd in enumerate(avstämning.modell.nya_åtgärder):
            for k, id_ in enumerate(åtgärd.risker):
                if id_ not in risker:
                    yield avstämning, ("nya åtgärder", i, "risker", k), id_


def _okända_delar(vandring: Vandring, avstämning: Avstämning) -> Iterator[Träff]:
    delar = {punkt.uppdrag.id: [str(del_.id) for del_ in punkt.delar] for punkt in vandring.uppdrag}
    for id_, rapport in avstämning.modell.uppdrag.items():
        for del_ in rapport.delar:
            if id_ in delar and del_ not in delar[id_]:
                finns = f"Uppdragets delar är {räkna_upp_några(delar[id_])}."
                yield träff(
                    avstämning.dokument,
                    ("uppdrag", id_, "delar", del_),
                    f"Uppdraget {id_} har ingen del med id {del_}.",
                    föreslå(del_, delar[id_], finns if delar[id_] else "Ge delen ett id i planen."),
                    på_nyckeln=True,
                )


def _okänt(vandring: Vandring, avstämning: Avstämning, rutt: tuple[str, str], slag: tuple[Slag, ...]) -> Träff:
    nyckel, id_ = rutt
    post = vandring.idtabell.get(id_)
    rätt_nyckel = next((n for n, s in UPPFÖLJNINGENS_DELAR.items() if post and post.slag in s), None)
    if post and rätt_nyckel:
        text, råd = f"{id_} är {post.slag}.", f"Skriv det under {rätt_nyckel}."
    elif post and post.slag is Slag.BUDGETPOST and nyckel == "ekonomi":
        text = f"{id_} är {post.slag}. Ekonomin följs upp per verksamhetsområde."
        områden = vandring.id_av(Slag.VERKSAMHETSOMRÅDE)
        egna = (
            f"Områdena är {räkna_upp_några(områden)}."
            if områden
            else "Lägg till ett under verksamhetsområden i planen."
        )
        råd = f"Skriv verksamhetsområdets id i stället, och verksamhetsområde: i budgettabellen {id_}. {egna}"
    elif post:
        text, råd = f"{id_} är {post.slag} och följs inte upp under {nyckel}.", "Ta bort raden, eller rätta id:t."
    else:
        sort = " eller ".join(s.removeprefix("en ").removeprefix("ett ") for s in slag)
        text = f"Planen har {'ingen' if slag[0].startswith('en ') else 'inget'} {sort} med id {id_}."
        finns = vandring.id_av(*slag)
        råd = föreslå(id_, finns, f"I planen finns {räkna_upp_några(finns)}." if finns else "Ta bort raden.")
    return träff(avstämning.dokument, rutt, text, råd, på_nyckeln=True)


@aktregel("REF203", "planen hänvisar till något som inte finns", Allvar.FEL, kräver_helhet=True)
def okänt_i_planen(vandring: Vandring) -> Iterator[Träff]:
    """En åtgärd, en kontroll, en budgettabell eller ett avsnitt nämner ett id som planen inte har.

    Kopplingen försvinner då tyst ur rapporten.

    Fel:
        risker:
          - {id: hot-mot-personal, text: Risk för hot mot personal., sannolikhet: 2, konsekvens: 4}
        åtgärder:
          - {id: rutiner, text: Alla ska kunna säkerhetsrutinerna., risker: hot-mot-personalen}

    Rätt:
        risker:
          - {id: hot-mot-personal, text: Risk för hot mot personal., sannolikhet: 2, konsekvens: 4}
        åtgärder:
          - {id: rutiner, text: Alla ska kunna säkerhetsrutinerna., risker: hot-mot-personal}
    """
    for rutt, id_, slag in _hänvisningar(vandring):
        post = vandring.idtabell.get(id_)
        if post is not None and post.slag is slag:
            continue
        if post is not None:
            text, annars = f"{id_} är {post.slag}, inte {slag}.", "Rätta id:t."
        else:
            finns = vandring.id_av(slag)
            text = f"Id:t {id_} finns inte i planen."
            annars = f"Här ska stå {slag}: {räkna_upp_några(finns)}." if finns else f"Här ska stå id:t för {slag}."
        yield träff(vandring.dokument, rutt, text, föreslå(id_, vandring.id_av(slag), annars))


def _hänvisningar(vandring: Vandring) -> Iterator[tuple[Rutt, str, Slag]]:
    plan = vandring.plan
    for rutt, åtgärd in vandring.åtgärder:
        yield from _lista((*rutt, "risker"), åtgärd.risker, Slag.RISK)
    for i, kontroll in enumerate(plan.kontrollmoment):
        yield from _lista(("kontrollmoment", i, "risker"), kontroll.risker, Slag.RISK)
    for i, område in enumerate(plan.verksamhetsområden):
        if område.ingår_i is not None:
            yield ("verksamhetsområden", i, "ingår i"), område.ingår_i, Slag.VERKSAMHETSOMRÅDE
    for rutt, tabell in vandring.budgettabeller:
        if tabell.verksamhetsområde is not None:
            yield (*rutt, "verksamhetsområde"), tabell.verksamhetsområde, Slag.VERKSAMHETSOMRÅDE
    for rutt, avsnitt in vandring.avsnitt:
        if avsnitt.visar is not None:
            yield from _lista((*rutt, "visar", "mål"), avsnitt.visar.mål, Slag.MÅL)
            yield from _lista((*rutt, "visar", "uppdrag"), avsnitt.visar.uppdrag, Slag.UPPDRAGSGRUPP)


def _lista(rutt: Rutt, idn: tuple[str, ...], slag: Slag) -> Iterator[tuple[Rutt, str, Slag]]:
    for i, id_ in enumerate(idn):
        yield (*rutt, i), id_, slag


@aktregel("REF206", "okänd nivå", Allvar.VARNING, kräver_husregler=True)
def okänd_nivå(vandring: Vandring) -> Iterator[Träff]:
    """Målets nivå är ingen av kommunens nivåer.

    Skrivs samma nivå på flera sätt delas målen upp i rapporten. Kommunens nivåer står i kommun.yaml.

    Fel:
        mål:
          - {id: hemmaplan-forst, nivå: nämdmål, namn: Insatser inom kommunen prioriteras}

    Rätt:
        mål:
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser inom kommunen prioriteras}
    """
    nivåer = vandring.husregler.nivåer
    for rutt, mål in vandring.mål:
        if mål.nivå not in nivåer:
            yield träff(
                vandring.dokument,
                (*rutt, "nivå"),
                f"Nivån {mål.nivå} är okänd.",
                f"{föreslå(mål.nivå, nivåer, '')} Kommunens nivåer är {räkna_upp(nivåer)}. Välj en av dem, eller lägg till "
                "den i nivåer i kommun.yaml.".strip(),
            )


@aktregel("REF207", "bedömningen är inget steg på skalan", Allvar.FEL, kräver_husregler=True)
def okänt_steg(vandring: Vandring) -> Iterator[Träff]:
    """Den beslutade bedömningen är ett ord som inte finns på kommunens bedömningsskala.

    Då visas den beräknade bedömningen i stället för nämndens egen.

    Fel:
        # 2020-08-31.yaml
        bedömningar:
          hemmaplan-forst: {bedömning: delvis uppfyllt, motivering: Dygnen minskar men målet nås inte.}

    Rätt:
        # 2020-08-31.yaml
        bedömningar:
          hemmaplan-forst: {bedömning: delvis, motivering: Dygnen minskar men målet nås inte.}
    """
    for avstämning in vandring.avstämningar:
        steg = vandring.husregler.skrivbara_steg(avstämning.per)
        for id_, beslutad in avstämning.modell.bedömningar.items():
            if beslutad.bedömning not in steg:
                yield träff(
                    avstämning.dokument,
                    ("bedömningar", id_, "bedömning"),
                    f"{beslutad.bedömning} finns inte på kommunens bedömningsskala.",
                    föreslå(beslutad.bedömning, steg, f"Skriv {räkna_upp(steg, 'eller')}."),
                )


@aktregel("REF208", "två uppföljningar för samma period", Allvar.FEL)
def dubbla_uppföljningar(vandring: Vandring) -> Iterator[Träff]:
    """Planen har två uppföljningar för samma period och år.

    Då är det slumpen som avgör vilken rapporten visar. En rättelse görs i den uppföljning som redan finns.

    Fel:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}
        # ny.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}

    Rätt:
        # 2020-08-31.yaml
        uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-31}
        # ny.yaml
        uppföljning: {plan: asn-2020, period: helår, per: 2020-12-31}
    """
    sedda: dict[str, Dokument[Uppföljningsdokument]] = {}
    for avstämning in vandring.avstämningar:
        första = sedda.setdefault(avstämning.namn, avstämning.dokument)
        if första is not avstämning.dokument:
            text = f"Planen har redan en uppföljning för {avstämning.namn}."
            anmärkning = Anmärkning(
                ("uppföljning", "period"), text, "Behåll en av filerna, eller rätta period och per."
            )
            yield Träff(avstämning.dokument, anmärkning, se=(första, ("uppföljning", "period")))
