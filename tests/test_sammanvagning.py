"""Sammanvägningen: från delar till mål efter kommunens regler, med förklaring, vid delår och vid årets slut."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.modell.bedomning import Bedömning, jämför_steg
from planverktyg.modell.sammanvagning import Vägningsregel
from planverktyg.uppfyllelse.resultat import Täckning
from planverktyg.uppfyllelse.sammanvagning import Vägd, Vägning
from planverktyg.uppfyllelse.stegvis import förklara_indikator
from planverktyg.uppfyllelse.vagningsled import förklara_mål
from planverktyg.utgivning.ord.symboler import indikatorns, målets
from planverktyg.utgivning.rapport.anvisning import bygg_anvisning
from tests.test_uppfyllelse import DELÅR, HELÅR, bedöm_plan, läs_husregler

if TYPE_CHECKING:
    from planverktyg.modell.bedomning import Skala
    from planverktyg.uppfyllelse import Målbedömning, Uppfyllelse

PLAN = """\
format: 1
plan: {id: p, namn: P, nämnd: N, år: 2020}
mål:
  - id: omrade
    nivå: målområde
    namn: Området
    mål:
      - id: ekonomi
        nivå: nämndmål
        namn: Ekonomin
        slag: finansiellt
        indikatorer:
          - {id: e, namn: E, utgångsvärde: {värde: 0, avser: 2019}, grad: från utgångsvärdet, målvärde: {minst: 100}}
      - id: barn
        nivå: nämndmål
        namn: Barnen
        indikatorer:
          - {id: b1, namn: B1, utgångsvärde: {värde: 0, avser: 2019}, grad: från utgångsvärdet, målvärde: {minst: 100}}
          - {id: b2, namn: B2, utgångsvärde: {värde: 50, avser: 2019}, grad: från utgångsvärdet, målvärde: {minst: 100}}
      - id: unga
        nivå: nämndmål
        namn: De unga
        indikatorer:
          - {id: u1, namn: U1, enhet: antal, målvärde: {minst: 100}}
uppdrag:
  - id: grupp
    rubrik: Uppdrag
    källa: nämnden
    uppdrag:
      - {id: lov, text: Lovskola., bidrar till: barn}
      - {id: natt, text: Nattvandring., bidrar till: barn}
"""


def läget(värden: str, husregler: str = "", *, per: str = HELÅR, övrigt: str = "") -> Uppfyllelse:
    """Planen bedömd; `värden` är e, b1, b2 och u1 med mellanslag emellan, `-` för det som inte är mätt."""
    rader = zip(("e", "b1", "b2", "u1"), värden.split(), strict=True)
    utfall = [f"  {id_}: {'{ej mätt: Kommer.}' if v == '-' else f'{{värde: {v}}}'}\n" for id_, v in rader]
    return bedöm_plan(PLAN, f"utfall:\n{''.join(utfall)}{övrigt}", per=per, husregler=husregler)


def målet(uppfyllelse: Uppfyllelse, id_: str) -> Målbedömning:
    return next(m for m in uppfyllelse.alla_mål() if m.mål.id == id_)


def svar(m: Målbedömning) -> str:
    return m.steg.namn if m.steg else f"– {m.skäl}"


def regel(text: str) -> str:
    return f"sammanvägning: {text}"


BAND = "[{steg: uppfyllt, från: 90}, {steg: delvis, från: 50, under: 90}, {steg: ej uppfyllt, från: 0}]"


@pytest.mark.parametrize(
    ("mål", "värden", "husregel", "väntat"),
    [
        # 80-procentsregeln: delvis kräver att 80 % är uppfyllda
        ("barn", "100 100 60 100", "{krav: {delvis: {andel: 80, minst: uppfyllt}}}", "ej uppfyllt"),
        ("barn", "100 100 60 100", "{krav: {delvis: {andel: 50, minst: uppfyllt}}}", "delvis"),
        # Alla finansiella mål och hälften av de övriga
        ("omrade", "100 100 100 0", "{krav: {uppfyllt: {finansiella: 100, andel: 50}}}", "uppfyllt"),
        ("omrade", "60 100 100 100", "{krav: {uppfyllt: {finansiella: 100, andel: 50}}}", "delvis"),
        # Finns inga finansiella mål faller kravet bort; är inget annat sagt gäller förvalet
        ("barn", "0 0 50 0", "{krav: {uppfyllt: {finansiella: 100}}}", "ej uppfyllt"),
        ("barn", "0 100 100 0", "{krav: {uppfyllt: {finansiella: 100}}}", "uppfyllt"),
        (
            "barn",
            "0 100 60 0",
            "{krav: {uppfyllt: {finansiella: 100}, delvis: {finansiella: 50, medelgrad: 40}}}",
            "delvis",
        ),
        # Finns de men kan inte bedömas håller inget krav på dem: en tom mängd uppfyller ingenting
        ("omrade", "- 100 100 100", "{krav: {uppfyllt: {finansiella: 100, andel: 50}}}", "delvis"),
        ("omrade", "- 100 100 100", "{krav: {uppfyllt: {finansiella: 100}, delvis: {finansiella: 50}}}", "ej uppfyllt"),
        # Är alla mål finansiella finns inga övriga att pröva
        ("ekonomi", "100 0 0 0", "{krav: {uppfyllt: {finansiella: 100, andel: 100}}}", "uppfyllt"),
        # Ett mål utan finansiella delar prövas bara på de övriga
        ("barn", "0 100 100 0", "{krav: {uppfyllt: {finansiella: 100, andel: 100}}}", "uppfyllt"),
        # Minst hälften åt rätt håll: b1 är bättre än 2019, b2 sämre
        ("barn", "0 10 10 0", "{krav: {delvis: {åt rätt håll: 50}}}", "delvis"),
        ("barn", "0 10 10 0", "{krav: {delvis: {åt rätt håll: 51}}}", "ej uppfyllt"),
        # Kan ingen jämföras är inget visat
        ("unga", "0 0 0 10", "{krav: {delvis: {åt rätt håll: 1}}}", "ej uppfyllt"),
        # Medelgraden: b1 är 100, b2 är (70 − 50) / (100 − 50) = 40
        ("barn", "0 100 70 0", "{krav: {uppfyllt: {medelgrad: 70}}}", "uppfyllt"),
        ("barn", "0 100 70 0", "{krav: {uppfyllt: {medelgrad: 70.1}}}", "delvis"),
        ("barn", "0 100 70 0", f"{{regel: medelgrad, band: {BAND}}}", "delvis"),
        ("barn", "0 100 95 0", f"{{regel: medelgrad, band: {BAND}}}", "uppfyllt"),
        # Det sämsta avgör
        ("barn", "0 100 60 0", "{regel: sämsta}", "ej uppfyllt"),
        ("omrade", "100 100 75 100", "{regel: sämsta}", "delvis"),
        # Egen regel för en nivå
        ("omrade", "100 100 75 0", "{per nivå: {målområde: {regel: sämsta}}}", "ej uppfyllt"),
        ("barn", "100 100 75 0", "{per nivå: {målområde: {regel: sämsta}}}", "delvis"),
        ("omrade", "100 100 100 0", "{krav: {uppfyllt: 60}, per nivå: {nämndmål: {regel: sämsta}}}", "uppfyllt"),
        # Täckningen: en av två räcker för 50 %, inte för 51 %
        ("barn", "0 100 - 0", "{täckning: 50}", "uppfyllt"),
        ("barn", "0 100 - 0", "{täckning: 51}", "– för låg täckning"),
        ("barn", "0 - - 0", "{täckning: 51}", "– inget bedömt"),
        # Bara delmål räknas
        ("barn", "0 100 100 0", "{räknar: [delmål]}", "– inget bedömt"),
    ],
)
def test_husets_regel_ger_steget(mål: str, värden: str, husregel: str, väntat: str) -> None:
    assert svar(målet(läget(värden, regel(husregel)), mål)) == väntat


@pytest.mark.parametrize(
    ("uppdrag", "väntat"),
    [
        ("{lov: klar, natt: klar}", "uppfyllt"),
        ("{lov: klar, natt: pågår}", "delvis"),
        ("{lov: försenad, natt: avbruten}", "delvis"),
        ("{lov: {status: pågår, bedömning: uppfyllt}}", "uppfyllt"),
        ("{lov: {status: klar, bedömning: ej uppfyllt}}", "delvis"),
        ("{}", "uppfyllt"),
    ],
)
def test_uppdrag_som_bidrar_till_målet_räknas_när_huset_säger_det(uppdrag: str, väntat: str) -> None:
    """Bedömningen går före statusen. Ett uppdrag som ingen har rapporterat räknas inte."""
    räknar = regel("{räknar: [indikatorer, uppdrag]}")
    övrigt = f"uppdrag: {uppdrag}\n"
    assert svar(målet(läget("0 100 100 0", räknar, övrigt=övrigt), "barn")) == väntat
    assert svar(målet(läget("0 100 100 0", övrigt=övrigt), "barn")) == "uppfyllt"


def test_hela_planen_vägs_av_de_översta_målen() -> None:
    assert läget("100 100 100 100").helhet is None
    helhet = läget("100 100 100 0", regel("{hela planen: ja}")).helhet
    assert helhet is not None
    assert helhet.steg is not None
    assert helhet.steg.namn == "delvis"


@pytest.mark.parametrize(
    ("husregel", "förklaring"),
    [
        ("{}", "1 av 2 är uppfyllt (krav för uppfyllt: 100 %); 1 av 2 är minst delvis (krav för delvis: 50 %)"),
        (
            "{krav: {uppfyllt: {andel: 75, åt rätt håll: 50}}}",
            (
                "1 av 2 är uppfyllt, 2 av 2 jämförbara indikatorer går åt rätt håll (krav för uppfyllt: 75 % och 50 %); "
                "1 av 2 är minst delvis (krav för delvis: 50 %)"
            ),
        ),
        ("{regel: sämsta}", "den sämsta av 2 avgör: b2"),
        (
            f"{{regel: medelgrad, band: {BAND}}}",
            (
                "medelgraden av 2 är 70 % "
                "(band: uppfyllt från 90, delvis från 50 till under 90 och ej uppfyllt från 0 till under 50)"
            ),
        ),
    ],
)
def test_varje_regel_förklarar_sig(husregel: str, förklaring: str) -> None:
    uppfyllelse = läget("0 100 70 0", regel(husregel))
    led = {ett.rubrik: ett.text for ett in förklara_mål(målet(uppfyllelse, "barn"), uppfyllelse.husregler)}
    assert led["Sammanvägning"] == förklaring
    assert led["Förflyttning"] == "av 2 jämförbara indikatorer är 2 bättre, 0 oförändrade och 0 sämre"


def test_för_låg_täckning_förklarar_sig() -> None:
    uppfyllelse = läget("0 100 - 0", regel("{täckning: 60}"))
    barn = målet(uppfyllelse, "barn")
    led = {ett.rubrik: ett.text for ett in förklara_mål(barn, uppfyllelse.husregler)}
    assert led["Ingen beräknad bedömning"] == "för låg täckning"
    assert led["Sammanvägning"] == "1 av 2 indikatorer kunde bedömas (krav för en bedömning: 60 %)"
    assert målets(barn, uppfyllelse.husregler).ord == "för låg täckning"


@pytest.mark.parametrize(
    ("husregel", "mening"),
    [
        (
            "{}",
            (
                "Ett mål är uppfyllt när alla dess bedömda indikatorer och delmål är uppfyllda, "
                "delvis när minst 50\u00a0% av dem är bättre än ej uppfyllt, och annars ej uppfyllt."
            ),
        ),
        (
            "{krav: {delvis: {andel: 80, minst: uppfyllt}}, täckning: 50}",
            (
                "Ett mål är uppfyllt när alla dess bedömda indikatorer och delmål är uppfyllda, "
                "delvis när minst 80\u00a0% av dem är uppfyllda, och annars ej uppfyllt. "
                "Under 50\u00a0% täckning görs ingen bedömning."
            ),
        ),
        ("{regel: sämsta, räknar: [indikatorer]}", "Ett mål bedöms som den sämsta av dess bedömda indikatorer."),
        (
            f"{{regel: medelgrad, band: {BAND}}}",
            (
                "Ett mål bedöms efter medelgraden (%) av dess bedömda indikatorer och delmål: uppfyllt från 90, "
                "delvis från 50 till under 90 och ej uppfyllt från 0 till under 50. Det som är nått räknas som 100."
            ),
        ),
    ],
)
def test_rapporten_säger_regeln_i_en_mening(husregel: str, mening: str) -> None:
    uppfyllelse = läget("0 0 0 0", regel(husregel))
    noter = {not_.etikett: not_.text for not_ in bygg_anvisning(uppfyllelse).stycken}
    assert noter["Mål"] == mening


# --- Prognosskalan ----------------------------------------------------------------------------------

PROGNOS = """\
bedömning:
  prognosskala:
    - {namn: kan uppnås, symbol: "+", färg: grön}
    - {namn: kan delvis uppnås, symbol: ±, färg: gul, från: 50, från utan utgångsvärde: 90}
    - {namn: svårt att uppnå, symbol: −, färg: röd, från: 0, från utan utgångsvärde: 0}
"""


def test_vid_delår_bedöms_allt_på_prognosskalan() -> None:
    """Kraven är skrivna med resultatskalans ord, och gäller steget på samma plats."""
    husregler = PROGNOS + regel("{krav: {delvis: {andel: 80, minst: uppfyllt}}}")
    uppfyllelse = läget("100 100 75 40", husregler, per=DELÅR)
    assert {m.mål.id: svar(m) for m in uppfyllelse.alla_mål()} == {
        "omrade": "svårt att uppnå",
        "ekonomi": "kan uppnås",
        "barn": "svårt att uppnå",
        "unga": "svårt att uppnå",
    }
    assert [str(indikatorns(i, uppfyllelse.husregler)) for i in uppfyllelse.alla_indikatorer()] == [
        "+ kan uppnås", "+ kan uppnås", "± kan delvis uppnås", "− svårt att uppnå",
    ]  # fmt: skip


def test_prognosskalans_ord_citeras_i_förklaring_och_regel() -> None:
    """Ett mål ”är kan uppnås” vore ingen svenska."""
    uppfyllelse = läget("0 100 75 0", PROGNOS, per=DELÅR)
    led = {ett.rubrik: ett.text for ett in förklara_mål(målet(uppfyllelse, "barn"), uppfyllelse.husregler)}
    assert led["Sammanvägning"] == (
        "1 av 2 bedöms som ”kan uppnås” (krav för ”kan uppnås”: 100 %); "
        "2 av 2 bedöms som minst ”kan delvis uppnås” (krav för ”kan delvis uppnås”: 50 %)"
    )
    noter = {not_.etikett: not_.text for not_ in bygg_anvisning(uppfyllelse).stycken}
    assert noter["Mål"] == (
        "Ett mål bedöms som ”kan uppnås” när alla dess bedömda indikatorer och delmål bedöms som ”kan uppnås”, "
        "”kan delvis uppnås” när minst 50\u00a0% av dem bedöms som minst ”kan delvis uppnås”, "
        "och annars ”svårt att uppnå”."
    )
    assert "Vid årets slut heter de uppfyllt, delvis och ej uppfyllt." in noter["Prognosskalan"]


def test_vid_årets_slut_gäller_resultatskalan() -> None:
    assert svar(målet(läget("100 100 75 40", PROGNOS), "barn")) == "delvis"


def skala(antal: int) -> Skala:
    gränser = [None, *(100 - 15 * n for n in range(1, antal - 1)), 0]
    steg = [
        {"namn": f"s{n}", "symbol": "○", "färg": "grå", **({"från": g, "från utan utgångsvärde": g} if n else {})}
        for n, g in enumerate(gränser)
    ]
    return Bedömning.model_validate({"skala": tuple(steg)}).skala


@pytest.mark.parametrize(
    ("då", "nu", "riktning"),
    [
        ((0, 3), (0, 4), 0),
        ((1, 3), (1, 4), 0),
        ((1, 3), (2, 4), 0),
        ((2, 3), (3, 4), 0),
        ((2, 3), (2, 4), 1),
        ((1, 3), (3, 4), -1),
        ((1, 2), (2, 5), 0),
        ((0, 2), (1, 5), -1),
    ],
)
def test_skalor_av_olika_längd_jämförs_på_den_kortare(då: tuple[int, int], nu: tuple[int, int], riktning: int) -> None:
    """En pil visas bara när den kortare skalan kan se skillnaden."""
    före, efter = skala(då[1]), skala(nu[1])
    assert jämför_steg(före[då[0]], före, efter[nu[0]], efter) == riktning


# --- Kommunens egna ord -----------------------------------------------------------------------------

EGNA_ORD = """\
bedömning:
  utan bedömning:
    ej mätt: {ord: mätning ej genomförd, symbol: ☐, färg: vit}
    inget bedömt: kunde inte bedömas
  trend: {bättre: Upp, sämre: Ned, oförändrat: Ingen, stark: 10}
"""


def test_skälen_visas_med_kommunens_ord_symbol_och_färg() -> None:
    uppfyllelse = läget("100 - - 100", EGNA_ORD)
    barn = målet(uppfyllelse, "barn")
    assert indikatorns(barn.indikatorer[0], uppfyllelse.husregler) == ("☐", "mätning ej genomförd", "vit")
    assert målets(barn, uppfyllelse.husregler) == ("–", "kunde inte bedömas", "grå")
    led = {ett.rubrik: ett.text for ett in förklara_mål(barn, uppfyllelse.husregler)}
    assert led["  b1"] == "☐ mätning ej genomförd"


@pytest.mark.parametrize(
    ("värde", "trend"),
    [
        ("55", "Upp (stark trend)"),
        ("54.9", "Upp"),
        ("45", "Ned (stark trend)"),
        ("50", "Ingen"),
    ],
)
def test_trenden_är_stark_från_husets_gräns(värde: str, trend: str) -> None:
    """Gränsen är tio procent av det tidigare värdet, 50."""
    uppfyllelse = läget(f"0 0 {värde} 0", EGNA_ORD)
    b2 = målet(uppfyllelse, "barn").indikatorer[1]
    led = {ett.rubrik: ett.text for ett in förklara_indikator(b2, uppfyllelse.per, uppfyllelse.husregler)}
    assert led["Trend"] == f"{trend} jämfört med 50 (2019)"


def test_läsanvisningen_säger_kommunens_ord() -> None:
    noter = {not_.etikett: not_.text for not_ in bygg_anvisning(läget("0 0 0 0", EGNA_ORD)).stycken}
    assert noter["Kommunens ord"] == "☐ mätning ej genomförd: ej mätt; – kunde inte bedömas: inget bedömt."
    assert noter["Trend"] == (
        "Pilen visar om värdet är bättre (↗), oförändrat (→) eller sämre (↘) än det senaste jämförbara. "
        "Orden är Upp, Ingen och Ned. Trenden är stark när värdet har ändrats minst 10\u00a0% av det tidigare. "
        "Ett streck betyder att inget går att jämföra med."
    )


def test_en_ändring_från_noll_har_ingen_styrka() -> None:
    uppfyllelse = läget("0 40 0 0", EGNA_ORD)
    b1 = målet(uppfyllelse, "barn").indikatorer[0]
    led = {ett.rubrik: ett.text for ett in förklara_indikator(b1, uppfyllelse.per, uppfyllelse.husregler)}
    assert led["Trend"].startswith("Upp jämfört med 0")


# --- En bättre del ger aldrig ett sämre mål ---------------------------------------------------------

HELA_PROCENT = st.integers(1, 100)


@st.composite
def regler(draw: st.DrawFn, steg: int) -> Vägningsregel:
    """En slumpad regel av något av de tre slagen för en skala med så många steg."""
    slag = draw(st.sampled_from(["krav", "sämsta", "medelgrad"]))
    if slag == "sämsta":
        return Vägningsregel.model_validate({"regel": slag})
    if slag == "medelgrad":
        gränser = draw(st.sets(HELA_PROCENT, min_size=steg - 1, max_size=steg - 1))
        band = [{"steg": f"s{n}", "från": g} for n, g in enumerate([*sorted(gränser, reverse=True), 0])]
        return Vägningsregel.model_validate({"regel": slag, "band": tuple(band)})
    krav = {
        f"s{n}": draw(
            HELA_PROCENT
            | st.fixed_dictionaries({"andel": HELA_PROCENT, "minst": st.just(f"s{draw(st.integers(0, steg - 2))}")})
            | st.fixed_dictionaries({"medelgrad": HELA_PROCENT})
        )
        for n in range(steg - 1)
        if draw(st.booleans())
    }
    return Vägningsregel.model_validate({"krav": krav})


@given(st.integers(2, 6), st.integers(2, 6), st.data())
def test_ett_bättre_delresultat_ger_aldrig_ett_sämre_mål(resultat: int, antal: int, data: st.DataObject) -> None:
    """Vilken skala och regel kommunen än har, också vid ett delår med en prognosskala av annan längd."""
    resultatskala, gällande = skala(resultat), skala(antal)
    regeln = data.draw(regler(resultat))
    platser = data.draw(st.lists(st.integers(0, antal - 1), min_size=1, max_size=8))
    bättre = data.draw(st.integers(0, len(platser) - 1))

    def väg(platser: list[int]) -> int:
        delar = tuple(Vägd(str(n), gällande[p], 1 - Fraction(p, antal - 1)) for n, p in enumerate(platser))
        täckning = Täckning(len(delar), len(delar))
        steg = Vägning(delar, regeln, gällande, resultatskala, täckning, ()).steg
        assert steg is not None
        return gällande.index(steg)

    lyft = [max(0, p - (n == bättre)) for n, p in enumerate(platser)]
    assert väg(lyft) <= väg(platser)


def test_alla_på_samma_steg_ger_det_steget_med_förvalen() -> None:
    for antal in range(2, 7):
        gällande = skala(antal)
        for steg in gällande:
            delar = (Vägd("a", steg, Fraction(0)), Vägd("b", steg, Fraction(0)))
            v = Vägning(delar, Vägningsregel(), gällande, gällande, Täckning(2, 2), ())
            assert v.steg == steg


def test_husregler_läses_med_prognosskala_och_egna_ord() -> None:
    bedömning = läs_husregler(PROGNOS + EGNA_ORD.removeprefix("bedömning:\n")).bedömning
    assert bedömning.prognosskala is not None
    assert bedömning.trend.bättre == "Upp"


def test_kravet_på_finansiella_mål_som_inte_finns_sägs_i_förklaringen() -> None:
    uppfyllelse = läget("0 0 50 0", regel("{krav: {uppfyllt: {finansiella: 100}}}"))
    text = målet(uppfyllelse, "barn").vägning.förklara()
    assert text == (
        "0 av 2 är uppfyllda (krav för uppfyllt: 100 %); 0 av 2 är minst delvis (krav för delvis: 50 %); "
        "kravet på finansiella mål prövas inte, för det finns inga"
    )


def test_finansiella_mål_som_inte_kunde_bedömas_sägs_i_förklaringen() -> None:
    uppfyllelse = läget("- 100 100 100", regel("{krav: {uppfyllt: {finansiella: 100, andel: 75}}}"))
    text = målet(uppfyllelse, "omrade").vägning.förklara()
    assert text.startswith("inget finansiellt mål kunde bedömas, 2 av 2 övriga är uppfyllda")
    assert "finns inga" not in text


def test_en_skala_med_två_steg_har_inget_för_det_som_pågår() -> None:
    steg = "{namn: ja, symbol: +, färg: grön}", "{namn: nej, symbol: x, färg: röd, från: 0, från utan utgångsvärde: 0}"
    skala = f"bedömning: {{skala: [{', '.join(steg)}]}}\n"
    husregler = skala + regel("{räknar: [uppdrag]}")
    assert svar(målet(läget("0 0 0 0", husregler, övrigt="uppdrag: {lov: pågår}\n"), "barn")) == "nej"
    assert svar(målet(läget("0 0 0 0", husregler, övrigt="uppdrag: {lov: klar}\n"), "barn")) == "ja"
