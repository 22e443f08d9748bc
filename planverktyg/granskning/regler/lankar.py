"""Regler för det som inte är ett träd: hänvisningar till andra planer, och länkar mellan mål tvärs över träden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planverktyg.arkiv.akt import Akt
from planverktyg.granskning.lankar import UTAN_ANSVAR, länkar
from planverktyg.granskning.regel import Träff, aktregel, föreslå, räkna_upp_några, träff
from planverktyg.granskning.vandring import Slag, Vandring
from planverktyg.modell.grund.fynd import Allvar, Anmärkning
from planverktyg.modell.grund.svenska import menade_du, räkna_upp
from planverktyg.modell.samband import rundgång

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from planverktyg.granskning.lankar import Länk
    from planverktyg.granskning.vandring import Idpost
    from planverktyg.modell.grund.plats import Rutt
    from planverktyg.modell.samband import Nyckel


@aktregel("REF212", "planen som nämns finns inte", Allvar.FEL)
def okänd_plan(vandring: Vandring) -> Iterator[Träff]:
    """Planen hänvisar till en annan plan, men ingen plan har det id:t.

    Då går det inte att följa vad målen leder till, eller att läsa värden från år till år. Planerna söks i mappen `planer`
    och allt under den. Utan en sådan mapp söks de bredvid kommunens husregler.

    Fel:
        # kommunplan/plan.yaml
        plan: {id: kommunplan-2020, namn: Kommunplan, nämnd: Kommunfullmäktige, år: 2020}
        # asn/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, bygger på: komunplan-2020}

    Rätt:
        # kommunplan/plan.yaml
        plan: {id: kommunplan-2020, namn: Kommunplan, nämnd: Kommunfullmäktige, år: 2020}
        # asn/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, bygger på: kommunplan-2020}
    """
    hemma = vandring.plan.plan.id
    for rutt, plan in _nämnda_planer(vandring):
        if plan != hemma and plan not in (kända := vandring.akt.register.planer):
            andra = sorted(kända.keys() - {hemma})
            annars = f"Här finns {räkna_upp_några(andra)}." if andra else "Här finns ingen annan plan."
            yield träff(vandring.dokument, rutt, f"Planen {plan} finns inte.", föreslå(plan, andra, annars))


def _nämnda_planer(vandring: Vandring) -> Iterator[tuple[Rutt, str]]:
    yield from _planer_i_huvudet(vandring)
    for länk in länkar(vandring):
        yield länk.rutt, länk.till[0]


def _planer_i_huvudet(vandring: Vandring) -> Iterator[tuple[Rutt, str]]:
    huvud = vandring.plan.plan
    for i, plan in enumerate(huvud.bygger_på):
        yield ("plan", "bygger på", i), plan
    if huvud.föregångare:
        yield ("plan", "föregångare"), huvud.föregångare


@aktregel("REF213", "bidrar till något som inte finns", Allvar.FEL, kräver_helhet=True)
def okänt_mål(vandring: Vandring) -> Iterator[Träff]:
    """Ett mål, ett uppdrag eller en åtgärdspunkt bidrar till något som inte finns, eller till något som inte är ett mål.

    Kopplingen försvinner då ur den röda tråden. Ett id i planen skrivs som det är; ett mål i en annan plan skrivs med
    planens id och ett snedstreck före: `kommunplan-2020/trygga`.

    Fel:
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet}
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, bidrar till: tryga}

    Rätt:
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet}
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, bidrar till: trygga}
    """
    tabeller: dict[str, Mapping[str, Idpost] | None] = {vandring.plan.plan.id: vandring.idtabell}
    for länk in länkar(vandring):
        plan, id_ = länk.till
        if plan not in tabeller:
            tabeller[plan] = _idtabell(vandring, plan)
        tabell = tabeller[plan]
        if tabell is not None and (id_ not in tabell or tabell[id_].slag not in länk.mot):
            yield _okänt(vandring, länk, tabell)


def _idtabell(vandring: Vandring, plan: str) -> Mapping[str, Idpost] | None:
    """Id:na i en annan plan, eller None när den inte kunde läsas helt: då säger det inget att ett id saknas."""
    dokument = vandring.akt.register.plan(plan)
    return Vandring(Akt(dokument)).idtabell if dokument and dokument.helt else None


def _okänt(vandring: Vandring, länk: Länk, tabell: Mapping[str, Idpost]) -> Träff:
    plan, id_ = länk.till
    hemma = plan == vandring.plan.plan.id
    var = "" if hemma else f"{plan}/"
    if post := tabell.get(id_):
        ett_av = " eller ".join(länk.mot)
        text, annars = f"{länk.skriven} är {post.slag}, inte {ett_av}.", "Nämn målet som det bidrar till."
    else:
        text = f"Id:t {id_} finns inte i {'planen' if hemma else f'planen {plan}'}."
        annars = _i_underlaget(vandring, id_) if hemma else ""
        mål = [f"{var}{post.id}" for post in tabell.values() if post.slag is Slag.MÅL]
        annars = annars or (f"Där finns målen {räkna_upp_några(mål)}." if mål else "Där finns inga mål.")
    menat = menade_du(id_, [post.id for post in tabell.values() if post.slag in länk.mot])
    return träff(vandring.dokument, länk.rutt, text, f"Menade du {var}{menat}?" if menat else annars)


def _i_underlaget(vandring: Vandring, id_: str) -> str:
    """Rådet när id:t i stället finns i en plan som den här bygger på."""
    for plan in vandring.plan.plan.bygger_på:
        dokument = vandring.akt.register.plan(plan)
        if dokument and id_ in {mål.id for mål in dokument.modell.alla_mål()}:
            return f"Målet finns i planen {plan}: skriv {plan}/{id_}."
    return ""


@aktregel("REF214", "hänvisningarna går runt", Allvar.FEL)
def går_runt(vandring: Vandring) -> Iterator[Träff]:
    """En plan eller ett mål leder tillbaka till sig självt.

    Ett mål kan inte bidra till sig självt, vare sig direkt eller på omvägar över andra mål och planer: då är det ingen
    röd tråd. En plan kan inte heller vara sin egen föregångare eller bygga på sig själv.

    Fel:
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet, bidrar till: hemmaplan-forst}
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, bidrar till: trygga}

    Rätt:
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet}
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, bidrar till: trygga}
    """
    yield from _planer_som_går_runt(vandring)
    yield from _mål_som_går_runt(vandring)


def _planer_som_går_runt(vandring: Vandring) -> Iterator[Träff]:
    hemma, register = vandring.plan.plan.id, vandring.akt.register
    följs: dict[str, tuple[Callable[[str], tuple[str, ...]], str]] = {
        "föregångare": (register.äldre, "följer efter"),
        "bygger på": (register.underlag, "bygger på"),
    }
    for rutt, plan in _planer_i_huvudet(vandring):
        följ, verb = följs[str(rutt[1])]
        if plan == hemma:
            yield träff(vandring.dokument, rutt, "Planen nämner sig själv.", "Ta bort raden, eller nämn en annan plan.")
        elif väg := rundgång(hemma, följ, (plan,)):
            kedja = f" {verb} ".join((*väg, hemma))
            yield träff(vandring.dokument, rutt, f"Planerna går runt: {kedja}.", "Ta bort den hänvisning som är fel.")


def _mål_som_går_runt(vandring: Vandring) -> Iterator[Träff]:
    hemma, egna = vandring.plan.plan.id, vandring.upplänkar

    def uppåt(mål: Nyckel) -> tuple[Nyckel, ...]:
        plan, id_ = mål
        return (egna if plan == hemma else vandring.akt.register.upplänkar(plan)).get(id_, ())

    for länk in länkar(vandring):
        if länk.slag is not Slag.MÅL:
            continue
        mål = (hemma, länk.från)
        if länk.till == mål:
            text, råd = f"Målet {länk.från} bidrar till sig självt.", "Nämn ett annat mål, eller ta bort raden."
            yield träff(vandring.dokument, länk.rutt, text, råd)
        elif väg := rundgång(mål, uppåt, (länk.till,)):
            led = [id_ if plan == hemma else f"{plan}/{id_}" for plan, id_ in (*väg, mål)]
            text = f"Målen går runt: {' → '.join(led)}."
            yield träff(vandring.dokument, länk.rutt, text, "Ta bort den hänvisning som är fel.")


@aktregel("REF215", "samma sak två gånger", Allvar.VARNING)
def två_gånger(vandring: Vandring) -> Iterator[Träff]:
    """Samma plan, mål, nämnd eller etikett nämns två gånger på samma ställe.

    Eller så bidrar ett mål till det som det redan står under, och därför redan leder till. Upprepningen gör ingen skada,
    men den är oftast ett skrivfel: något annat skulle ha stått där.

    Fel:
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet}
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, bidrar till: [trygga, trygga]}

    Rätt:
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet}
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, bidrar till: trygga}
    """
    for rutt, vad in _listade(vandring):
        sedda: set[str | Nyckel] = set()
        for i, ett in enumerate(vad):
            if ett in sedda:
                namn = ett if isinstance(ett, str) else ett[1]
                yield träff(vandring.dokument, (*rutt, i), f"{namn} står redan i listan.", "Ta bort den ena.")
            sedda.add(ett)
    yield from _redan_under(vandring)


def _listade(vandring: Vandring) -> Iterator[tuple[Rutt, tuple[str | Nyckel, ...]]]:
    yield ("plan", "bygger på"), vandring.plan.plan.bygger_på
    listor: dict[Rutt, list[str | Nyckel]] = {}
    for länk in länkar(vandring):
        lista = (UTAN_ANSVAR,) if länk.rutt[0] == UTAN_ANSVAR else länk.rutt[:-1]
        listor.setdefault(lista, []).append(länk.till)
    yield from ((rutt, tuple(till)) for rutt, till in listor.items())
    for rutt, mål in vandring.mål:
        yield (*rutt, "nämnder"), mål.nämnder
        yield (*rutt, "etiketter"), mål.etiketter
    for punkt in vandring.indikatorer:
        yield (*punkt.rutt, "etiketter"), punkt.indikator.etiketter
        yield (*punkt.rutt, "nämnder"), punkt.indikator.nämnder
    for post in vandring.uppdrag:
        yield (*post.rutt, "etiketter"), post.uppdrag.etiketter


def _redan_under(vandring: Vandring) -> Iterator[Träff]:
    hemma = vandring.plan.plan.id
    målen = dict(vandring.mål)
    for länk in länkar(vandring):
        mål_rutt = länk.rutt[:-2]
        ovanför = {målen[mål_rutt[:n]].id for n in range(2, len(mål_rutt), 2)} if länk.rutt[0] == "mål" else set()
        if länk.till[0] == hemma and länk.till[1] in ovanför:
            vad = "Målet" if länk.slag is Slag.MÅL else "Indikatorn"
            text = f"{vad} står redan under {länk.till[1]}."
            yield träff(vandring.dokument, länk.rutt, text, "Ta bort raden: det som står under ett mål leder till det.")


@aktregel("REF221", "bidrar till ett mål utan ansvar", Allvar.VARNING)
def utan_ansvar(vandring: Vandring) -> Iterator[Träff]:
    """Planen säger att nämnden inte har något ansvar för ett mål, och att något i planen bidrar till samma mål.

    Läsaren vet då inte vilket som gäller.

    Fel:
        inget ansvar för: [{mål: trygga, skäl: Målet gäller skolan.}]
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet}
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, bidrar till: trygga}

    Rätt:
        inget ansvar för: [{mål: larande, skäl: Målet gäller skolan.}]
        mål:
          - {id: trygga, nivå: mål, namn: Trygga hela livet}
          - {id: larande, nivå: mål, namn: Lärande hela livet}
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, bidrar till: trygga}
    """
    alla = list(länkar(vandring))
    utan = {länk.till for länk in alla if länk.rutt[0] == UTAN_ANSVAR}
    for länk in alla:
        if länk.rutt[0] != UTAN_ANSVAR and länk.till in utan:
            text = f"{länk.från} bidrar till {länk.skriven}, som nämnden inte har något ansvar för."
            råd = "Ta bort bidrar till, eller målet under inget ansvar för."
            yield träff(vandring.dokument, länk.rutt, text, råd)


@aktregel("REF216", "tidigare id stämmer inte", Allvar.FEL, kräver_helhet=True)
def fel_tidigare_id(vandring: Vandring) -> Iterator[Träff]:
    """Ett `tidigare id` säger vad målet, indikatorn eller uppdraget hette i planens föregångare, men där finns inget sådant.

    Då bryts serien över åren utan att det märks. Planen behöver en `föregångare`, och id:t ska stå i den planen, för
    samma slags sak, och bara på ett ställe i den här.

    Fel:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        mål: [{id: hemmaplan, nivå: nämndmål, namn: Insatser i kommunen går först}]
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        mål: [{id: hemmaplan-forst, tidigare id: hemaplan, nivå: nämndmål, namn: Insatser i kommunen går först}]

    Rätt:
        # 2019/plan.yaml
        plan: {id: asn-2019, namn: Nämndplan 2019, nämnd: Arbetsmarknads- och socialnämnden, år: 2019}
        mål: [{id: hemmaplan, nivå: nämndmål, namn: Insatser i kommunen går först}]
        # 2020/plan.yaml
        plan: {id: asn-2020, namn: Nämndplan 2020, nämnd: Arbetsmarknads- och socialnämnden, år: 2020, föregångare: asn-2019}
        mål: [{id: hemmaplan-forst, tidigare id: hemmaplan, nivå: nämndmål, namn: Insatser i kommunen går först}]
    """
    skrivna = list(_tidigare_id(vandring))
    if not skrivna:
        return
    yield from _samma_tidigare_id(vandring, skrivna)
    plan = vandring.plan.plan.föregångare
    tabell = _idtabell(vandring, plan) if plan else None
    for rutt, id_, slag in skrivna:
        if plan is None:
            råd = "Skriv planens föregångare i dess huvud, eller ta bort raden."
            yield träff(vandring.dokument, rutt, f"Planen har ingen föregångare där {id_} kan finnas.", råd)
        elif tabell is not None and (id_ not in tabell or tabell[id_].slag is not slag):
            finns = [post.id for post in tabell.values() if post.slag is slag]
            är = f"är {tabell[id_].slag} i {plan}, inte {slag}" if id_ in tabell else f"finns inte i {plan}"
            annars = f"Där finns {räkna_upp_några(finns)}." if finns else "Ta bort raden, eller rätta id:t."
            yield träff(vandring.dokument, rutt, f"Id:t {id_} {är}.", föreslå(id_, finns, annars))


def _tidigare_id(vandring: Vandring) -> Iterator[tuple[Rutt, str, Slag]]:
    alla = [(rutt, mål.tidigare_id, Slag.MÅL) for rutt, mål in vandring.mål]
    alla += [(p.rutt, p.indikator.tidigare_id, Slag.INDIKATOR) for p in vandring.indikatorer]
    alla += [(p.rutt, p.uppdrag.tidigare_id, Slag.UPPDRAG) for p in vandring.uppdrag]
    yield from (((*rutt, "tidigare id"), id_, slag) for rutt, id_, slag in alla if id_)


def _samma_tidigare_id(vandring: Vandring, skrivna: list[tuple[Rutt, str, Slag]]) -> Iterator[Träff]:
    sedda: dict[str, Rutt] = {}
    for rutt, id_, _ in skrivna:
        första = sedda.setdefault(id_, rutt)
        if första is not rutt:
            anmärkning = Anmärkning(rutt, f"Två saker har {id_} som tidigare id.", "Serien kan bara fortsätta i en.")
            yield Träff(vandring.dokument, anmärkning, se=(vandring.dokument, första))


@aktregel("REF217", "okänd etikett", Allvar.FEL, kräver_helhet=True, kräver_husregler=True)
def okänd_etikett(vandring: Vandring) -> Iterator[Träff]:
    """En etikett används som varken planen eller kommunen har förklarat.

    Etiketter samlar mål tvärs över planerna. Skrivs samma sak på två sätt delas den upp. De som är gemensamma står i
    kommun.yaml, de som bara gäller planen i planens `etiketter`.

    Fel:
        etiketter: {folkhalsa: Folkhälsa}
        mål:
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, etiketter: folkhalsan}

    Rätt:
        etiketter: {folkhalsa: Folkhälsa}
        mål:
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, etiketter: folkhalsa}
    """
    kända = vandring.plan.etiketter | vandring.husregler.etiketter
    for rutt, etikett in _använda_etiketter(vandring):
        if etikett not in kända:
            annars = f"Etiketterna är {räkna_upp(sorted(kända))}." if kända else "Förklara den under etiketter."
            yield träff(vandring.dokument, rutt, f"Etiketten {etikett} är okänd.", föreslå(etikett, kända, annars))


@aktregel("REF218", "etikett som inget har", Allvar.NOTIS, kräver_helhet=True)
def oanvänd_etikett(vandring: Vandring) -> Iterator[Träff]:
    """Planen förklarar en etikett som inget mål, ingen indikator och inget uppdrag har.

    Rapporten visar då inget om den, fast läsaren kan vänta sig det.

    Fel:
        etiketter: {folkhalsa: Folkhälsa, jamstalldhet: Jämställdhet}
        mål:
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, etiketter: folkhalsa}

    Rätt:
        etiketter: {folkhalsa: Folkhälsa}
        mål:
          - {id: hemmaplan-forst, nivå: nämndmål, namn: Insatser i kommunen går först, etiketter: folkhalsa}
    """
    använda = {etikett for _, etikett in _använda_etiketter(vandring)}
    for etikett in vandring.plan.etiketter:
        if etikett not in använda:
            text, råd = f"Etiketten {etikett} används inte.", "Sätt den på det som den gäller, eller ta bort den."
            yield träff(vandring.dokument, ("etiketter", etikett), text, råd, på_nyckeln=True)


def _använda_etiketter(vandring: Vandring) -> Iterator[tuple[Rutt, str]]:
    alla = [(rutt, mål.etiketter) for rutt, mål in vandring.mål]
    alla += [(p.rutt, p.indikator.etiketter) for p in vandring.indikatorer]
    alla += [(p.rutt, p.uppdrag.etiketter) for p in vandring.uppdrag]
    for rutt, etiketter in alla:
        yield from (((*rutt, "etiketter", i), etikett) for i, etikett in enumerate(etiketter))
