"""Regler för det som är beslutat: att planen och de rapporterade uppföljningarna fortfarande säger det som beslutades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planverktyg.granskning.regel import Regel, aktregel, träff
from planverktyg.modell.beslutslage import Läge, läs_läge, skriv_delar, skriv_det_ändrade, skriv_när
from planverktyg.modell.fingeravtryck import gällande, läs_fingeravtryck
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.grund.svenska import versal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.arkiv.laddning import Dokument
    from planverktyg.granskning.regel import Träff
    from planverktyg.granskning.vandring import Vandring
    from planverktyg.modell.beslut import Beslut


@aktregel("BES1301", "planen är ändrad efter beslutet", Allvar.FEL, kräver_helhet=True)
def ändrad_plan(vandring: Vandring) -> Iterator[Träff]:
    """Planen säger att den är beslutad, men innehållet är inte det som beslutades.

    Beslutet har ett fingeravtryck av målen, uppdragen, riskerna, pengarna och texterna. Stämmer det inte har någon ändrat
    planen efteråt, och den som läser den tror att nämnden har beslutat något som den aldrig har sett.

    Det finns två vägar: ett nytt beslut (`plan besluta` skriver det och flyttar det gamla till `tidigare beslut`), eller
    att ta tillbaka ändringen. Medan en ändring bereds får beslutet ha `status: förslag`. Kommentarer, ordning mellan
    nycklar och radbrytningar får ändras utan beslut.

    Fel:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut:
            datum: 2019-10-15
            paragraf: 97
            fingeravtryck: v1 huvud=08a43f746985b403 mål=e4bbefab0f827bfe
        indikatorer:
          - {id: hvb-dygn, namn: Antal dygn på HVB-hem, enhet: dygn, målvärde: {högst: 3000}}

    Rätt:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut:
            datum: 2019-10-15
            paragraf: 97
            fingeravtryck: v1 huvud=08a43f746985b403 mål=e4bbefab0f827bfe
        indikatorer:
          - {id: hvb-dygn, namn: Antal dygn på HVB-hem, enhet: dygn, målvärde: {högst: 2555}}
    """
    läge = läs_läge(vandring.plan)
    if läge.läge is Läge.ÄNDRAD and läge.beslut:
        id_ = vandring.plan.plan.id
        yield träff(
            vandring.dokument,
            ("plan", "beslut", "fingeravtryck"),
            f"{versal(skriv_delar(läge.delar))} är inte längre som när planen beslutades{skriv_när(läge.beslut)}.",
            f"Är ändringen beslutad: plan besluta {id_} --datum ÅÅÅÅ-MM-DD --paragraf NR. Är det ett rättat skrivfel: "
            f'plan besluta {id_} --rätta "skäl". Ta annars tillbaka den.',
        )


@aktregel("BES1302", "fingeravtrycket går inte att läsa", Allvar.VARNING)
def oläsligt_fingeravtryck(vandring: Vandring) -> Iterator[Träff]:
    """Beslutets fingeravtryck är avhugget eller skrivet för hand, så det går inte att se om planen är ändrad.

    Fingeravtrycket skrivs av `plan besluta`. Det kan också vara gjort av en nyare version av verktyget än den som körs.

    Fel:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut: {datum: 2019-10-15, paragraf: 97, fingeravtryck: enligt protokollet}

    Rätt:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut:
            datum: 2019-10-15
            paragraf: 97
            fingeravtryck: v1 huvud=08a43f746985b403
    """
    dokumenten: list[tuple[Dokument[Any], str]] = [(vandring.dokument, "plan")]
    dokumenten += [(a.dokument, "uppföljning") for a in vandring.avstämningar]
    for dokument, huvud in dokumenten:
        beslut = getattr(dokument.modell, huvud).beslut
        if beslut and beslut.fingeravtryck and läs_fingeravtryck(beslut.fingeravtryck) is None:
            yield träff(
                dokument,
                (huvud, "beslut", "fingeravtryck"),
                "Fingeravtrycket går inte att läsa, så det syns inte om något är ändrat efter beslutet.",
                "Återställ raden så som plan besluta skrev den, eller uppdatera verktyget om det är gammalt.",
            )


skyddet_borta = Regel(
    "BES1304",
    "beslutets skydd är borttaget eller utbytt",
    Allvar.FEL,
    """\
I git finns ett beslut med ett fingeravtryck som inte längre står i filen: fingeravtrycket är borttaget eller utbytt, hela
beslutet är borta, det har fått en annan paragraf, eller det som var beslutat är åter ett förslag. Detsamma gäller en beslutad
uppföljning som inte finns kvar bredvid sin plan, en beslutad plan som har fått ett annat id, och ett beslut som en
sammanslagning valde bort.

Utan fingeravtrycket märks det inte när det beslutade ändras. Ett nytt beslut skrivs in med `plan besluta`, som flyttar det gamla
till `tidigare beslut`. Ett skrivfel rättas med `plan besluta --rätta`, som antecknar rättelsen. Medan en ändring bereds står det
gällande beslutet under `tidigare beslut`, och förslaget under `beslut`. Regeln prövas bara när filen ligger i git.
""",
)
"""Hittas av `plan validera`, som kan läsa git, och inte av en egen kontroll. Detsamma gäller de tre som följer."""

inte_jämfört = Regel(
    "BES1305",
    "besluten kunde inte jämföras med git",
    Allvar.FEL,
    """\
Filerna ligger i ett git-förråd som inte går att läsa: det är skadat, ofullständigt eller ägs av någon annan. Då går det inte att
se om ett beslut eller dess fingeravtryck är borttaget (BES1304), och ingenting får se ut som att det är prövat.

Fyndet säger vad git svarade. Det står en gång för varje förråd, vid den första planen, och gäller allt i förrådet.
""",
)

utan_git = Regel(
    "BES1306",
    "besluten är inte jämförda med git",
    Allvar.VARNING,
    """\
Filerna ligger i ett git-förråd, men programmet git finns inte på datorn. Då går det inte att se om ett beslut eller dess
fingeravtryck är borttaget (BES1304). Allt annat är prövat.
""",
)

delvis_jämfört = Regel(
    "BES1307",
    "besluten är jämförda med en del av historien",
    Allvar.VARNING,
    """\
Git-kopian är grund: bara den senaste delen av historien är hämtad. Ett beslut eller ett fingeravtryck som togs bort tidigare än
så syns inte (BES1304). Allt annat är prövat. `git fetch --unshallow` hämtar resten; i CI är det `fetch-depth: 0` (GitHub) eller
`GIT_DEPTH: 0` (GitLab).

Ett arbetsflöde på GitHub eller GitLab som inte säger något annat arbetar i en grund kopia. Fyndet visas också med `--bas`.
""",
)


@aktregel("BES1303", "rapporterad uppföljning är ändrad utan rättelse", Allvar.FEL, kräver_helhet=True)
def ändrad_uppföljning(vandring: Vandring) -> Iterator[Träff]:
    """Nämnden har behandlat uppföljningen, och efteråt är den ändrad utan att det syns.

    Den som läser protokollet ser då ett annat värde än den som läser filen. Ett värde får rättas: skriv `rättelse` vid
    utfallet med vad som är ändrat och varför, så syns det i rapporten. Rättelsen gäller bara sin egen rad. Annat som är ändrat
    behöver ett nytt beslut.

    Fel:
        # 2020-08-31.yaml
        uppföljning:
          plan: asn-2020
          period: delår 2
          per: 2020-08-31
          beslut:
            datum: 2020-09-22
            paragraf: 61
            fingeravtryck: >-
              v2 huvud=61df283118702bbd utfall/hvb-dygn=81e6ec1f72d24aa9 uppdrag=1f7ba08db0abe12a
              risker=1b5c0e87d66ad864 ekonomi=ea418996406e79a5
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2500}

    Rätt:
        # 2020-08-31.yaml
        uppföljning:
          plan: asn-2020
          period: delår 2
          per: 2020-08-31
          beslut:
            datum: 2020-09-22
            paragraf: 61
            fingeravtryck: >-
              v2 huvud=61df283118702bbd utfall/hvb-dygn=81e6ec1f72d24aa9 uppdrag=1f7ba08db0abe12a
              risker=1b5c0e87d66ad864 ekonomi=ea418996406e79a5
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2500, rättelse: Prognosen var 2700. Två placeringar räknades dubbelt.}
    """
    for avstämning in vandring.avstämningar:
        läge = läs_läge(avstämning.modell)
        if läge.läge is Läge.ÄNDRAD and läge.beslut:
            råd = "Skriv rättelse: vad som är ändrat och varför, vid varje utfall som är ändrat. " * (
                "utfall" in läge.delar
            )
            yield träff(
                avstämning.dokument,
                ("uppföljning", "beslut", "fingeravtryck"),
                f"{versal(skriv_det_ändrade(läge))} är inte längre som när uppföljningen beslutades{skriv_när(läge.beslut)}.",
                f'{råd}Är ändringen beslutad: plan besluta {vandring.plan.plan.id} --period "{avstämning.huvud.period}" '
                "--datum ÅÅÅÅ-MM-DD --paragraf NR. Ta annars tillbaka den.",
            )


@aktregel("BES1308", "fingeravtrycket skiljer inte utfallen åt", Allvar.VARNING, kräver_helhet=True)
def äldre_fingeravtryck(vandring: Vandring) -> Iterator[Träff]:
    """Uppföljningen beslutades med ett äldre slags fingeravtryck (v1), som har ett enda märke för alla utfall.

    Något utfall är ändrat efter beslutet, och minst ett säger vad som är rättat. Om andra utfall också är ändrade syns inte, och
    det får inte se ut som att de inte är det. Finns det beslutade i git säger fyndet vad som skiljer.

    Rätta öppet med `plan besluta --rätta`, eller skriv in nästa beslut: fingeravtrycket blir då av det nya slaget, med ett märke
    för varje utfall.

    Fel:
        # 2020-08-31.yaml
        uppföljning:
          plan: asn-2020
          period: delår 2
          per: 2020-08-31
          beslut:
            datum: 2020-09-22
            paragraf: 61
            fingeravtryck: >-
              v1 huvud=61df283118702bbd utfall=9a26a9c3fc58391d uppdrag=1f7ba08db0abe12a
              risker=1b5c0e87d66ad864 ekonomi=ea418996406e79a5
        utfall:
          hvb-dygn: {värde: 1890, prognos: 2500, rättelse: Prognosen var 2700.}

    Rätt:
        # 2020-08-31.yaml
        uppföljning:
          plan: asn-2020
          period: delår 2
          per: 2020-08-31
          beslut:
            datum: 2020-09-22
            paragraf: 61
            fingeravtryck: >-
              v1 huvud=61df283118702bbd utfall=9a26a9c3fc58391d uppdrag=1f7ba08db0abe12a
              risker=1b5c0e87d66ad864 ekonomi=ea418996406e79a5
    """
    for avstämning in vandring.avstämningar:
        läge = läs_läge(avstämning.modell)
        if not läge.skiljer_rader and läge.beslut:
            id_ = vandring.plan.plan.id
            yield träff(
                avstämning.dokument,
                ("uppföljning", "beslut", "fingeravtryck"),
                "Utfall är ändrade efter beslutet, och fingeravtrycket (v1) visar inte om det bara är de rättade.",
                f'plan besluta {id_} --period "{avstämning.huvud.period}" --rätta "skäl" ger ett fingeravtryck som visar det.',
            )


@aktregel("BES1309", "det nya beslutet har inget fingeravtryck", Allvar.FEL)
def nytt_utan_fingeravtryck(vandring: Vandring) -> Iterator[Träff]:
    """Ett tidigare beslut har ett fingeravtryck, men inte det som gäller nu.

    Då märks det inte när det beslutade ändras: den som skriver ett nytt beslut för hand tar bort skyddet från hela planen. Samma
    kommando som skriver in ett beslut ger det ett fingeravtryck.

    Fel:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut: {status: reviderad, datum: 2020-02-11, paragraf: 12}
          tidigare beslut:
            - datum: 2019-10-15
              paragraf: 97
              fingeravtryck: v1 huvud=08a43f746985b403

    Rätt:
        plan:
          id: asn-2020
          namn: Nämndplan 2020
          nämnd: Arbetsmarknads- och socialnämnden
          år: 2020
          beslut: {status: reviderad, datum: 2020-02-11, paragraf: 12, fingeravtryck: v1 huvud=08a43f746985b403}
          tidigare beslut:
            - datum: 2019-10-15
              paragraf: 97
              fingeravtryck: v1 huvud=08a43f746985b403
    """
    id_ = vandring.plan.plan.id
    dokumenten: list[tuple[Dokument[Any], str, str]] = [(vandring.dokument, "plan", id_)]
    dokumenten += [(a.dokument, "uppföljning", f'{id_} --period "{a.huvud.period}"') for a in vandring.avstämningar]
    for dokument, huvud, vad in dokumenten:
        skrivet = getattr(dokument.modell, huvud)
        beslut = gällande(dokument.modell)
        if beslut is None or beslut.fingeravtryck or beslut.status == "upphävd":
            continue
        if any(tidigare.fingeravtryck for tidigare in skrivet.tidigare_beslut):
            yield träff(
                dokument,
                (huvud, "beslut"),
                f"Beslutet{skriv_när(beslut)} har inget fingeravtryck, fast ett tidigare har det: ändringar syns inte längre.",
                f"plan besluta {vad}{_med(beslut)} ger det ett. Är det inte beslutat ännu: skriv status: förslag.",
            )


def _med(beslut: Beslut) -> str:
    """Flaggorna som pekar ut beslutet."""
    datum = f" --datum {beslut.datum.isoformat()}" if beslut.datum else " --datum ÅÅÅÅ-MM-DD"
    return datum + (f" --paragraf {beslut.paragraf}" if beslut.paragraf is not None else "")


OM_INNEHÅLLET = frozenset(regel.kod for regel in (ändrad_plan, ändrad_uppföljning, äldre_fingeravtryck))
"""Koderna för fynd om att det beslutade är ändrat: git kan säga vad som skiljer."""
OM_HISTORIEN = frozenset({inte_jämfört.kod, utan_git.kod, delvis_jämfört.kod})
"""Fynd om vad som inte är jämfört. De gäller körningen, inte planen: att det var likadant förut gör inget jämfört nu."""
