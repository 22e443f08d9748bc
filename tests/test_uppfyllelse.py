"""Måluppfyllelsen, mening för mening ur formatets avsnitt 5: värdet som räknas, graden, steget, trenden och målet.

En indikator skrivs som i planen och ett utfall som i uppföljningen; svaret är steget på skalan, eller `– skälet`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.bedomning import Bedömning, förvald_skala
from planverktyg.modell.grad import Räknesätt
from planverktyg.modell.grund.svenska import skriv_tal
from planverktyg.modell.husregler import Husregler
from planverktyg.modell.period import Tidpunkt
from planverktyg.modell.stegord import FÖRVALDA, prognosskalan
from planverktyg.modell.villkor import Prövning
from planverktyg.uppfyllelse import Indikatorbedömning, Målbedömning, Uppfyllelse, bedöm
from planverktyg.uppfyllelse.provning import välj_steg
from planverktyg.uppfyllelse.stegvis import förklara_indikator, skriv_grad, skriv_prövad_grad
from planverktyg.uppfyllelse.vagningsled import förklara_mål
from planverktyg.uppfyllelse.varden import skriv_fram

PLAN = """\
format: 1
plan: {{id: p, namn: P, nämnd: N, år: 2020}}
mål:
  - id: m
    nivå: nämndmål
    namn: Målet
    indikatorer:
      - id: i
        namn: Indikatorn
{rader}
"""
HUVUD = "format: 1\nuppföljning: {{plan: p, period: {period}, per: {per}}}\n"
HELÅR, DELÅR = "2020-12-31", "2020-08-31"
VÄNTAS = dict(zip((s.namn for s in prognosskalan(förvald_skala())), FÖRVALDA, strict=True))
PERIODER = {"2020-04-30": "delår 1", DELÅR: "delår 2", HELÅR: "helår"}


def läs_modell(text: str) -> Any:
    träd, fynd = läs(text.encode(), "fil.yaml")
    assert fynd == []
    assert träd is not None
    dokument, fynd = ladda(träd)
    assert [f"{f.text} | {f.råd}" for f in fynd] == []
    assert dokument is not None
    return dokument.modell


def läs_uppföljning(innehåll: str, per: str) -> Any:
    return läs_modell(
        HUVUD.format(period=PERIODER.get(per, "helår" if per.endswith("-12-31") else "månad"), per=per) + innehåll
    )


def läs_husregler(text: str) -> Husregler:
    modell = läs_modell("format: 1\nkommun: {id: k, namn: K}\n" + text)
    assert isinstance(modell, Husregler)
    return modell


FRÅN_UTGÅNGSVÄRDET = "bedömning: {grad: från utgångsvärdet}\n"


def bedöm_plan(
    plan: str, uppföljning: str, *, per: str = HELÅR, husregler: str = "", tidigare: dict[str, str] | None = None
) -> Uppfyllelse:
    """Planen bedömd vid en uppföljning; `tidigare` är äldre uppföljningar efter datum."""
    äldre = [läs_uppföljning(text, dag) for dag, text in (tidigare or {}).items()]
    return bedöm(läs_modell(plan), läs_uppföljning(uppföljning, per), läs_husregler(husregler), äldre)


def bedöm_en(
    indikator: str,
    utfall: str | None,
    *,
    per: str = HELÅR,
    husregler: str = "",
    tidigare: dict[str, str] | None = None,
    beslut: str = "",
) -> Indikatorbedömning:
    """En ensam indikator. `indikator` är dess rader utöver id och namn, `utfall` det som står efter dess id."""
    plan = PLAN.format(rader="\n".join(f"        {rad}" for rad in indikator.splitlines()))
    uppföljning = (f"utfall: {{i: {utfall}}}\n" if utfall else "") + (
        f"bedömningar: {{i: {beslut}}}\n" if beslut else ""
    )
    äldre = {dag: f"utfall: {{i: {text}}}\n" for dag, text in (tidigare or {}).items()}
    (b,) = bedöm_plan(plan, uppföljning, per=per, husregler=husregler, tidigare=äldre).alla_indikatorer()
    return b


def svar(b: Indikatorbedömning | Målbedömning) -> str:
    """`delvis`, eller `– ej mätt`. Vid ett delår ordet på samma plats som vid årets slut."""
    return VÄNTAS.get(b.beräknat.namn, b.beräknat.namn) if b.beräknat else f"– {b.skäl}"


def grad(b: Indikatorbedömning) -> str:
    """Graden i procent med två decimaler, eller tomt när den inte kan räknas."""
    return f"{skriv_tal(b.grad * 100)} %" if b.grad is not None else ""


# --- Värdet vid årets slut: gräns, grad och steg ----------------------------------------------------


@pytest.mark.parametrize(
    ("utgångsvärde", "målvärde", "utfall", "graden", "steget"),
    [
        # Uppfyllt: målet håller, exakt
        pytest.param(None, "{högst: 700}", "632", "100 %", "uppfyllt", id="632 mot högst 700"),
        pytest.param(None, "{minst: 92}", "92", "100 %", "uppfyllt", id="precis nådd"),
        pytest.param(None, "{minst: 92}", "91.7", "99,67 %", "delvis", id="91,7 mot 92 är inte nått"),
        pytest.param(None, "{minst: 92}", "91.99999999", "100 %", "delvis", id="avrundning räcker inte"),
        # Utan utgångsvärde: andel av målet, delvis från 90 %
        pytest.param(None, "{minst: 88}", "87.1", "98,98 %", "delvis", id="87,1 mot minst 88 är 98,98 %"),
        pytest.param(None, "{minst: 100}", "90", "90 %", "delvis", id="precis 90 % är delvis"),
        pytest.param(None, "{minst: 100}", "89.99", "89,99 %", "ej uppfyllt", id="strax under 90 %"),
        pytest.param(None, "{högst: 90}", "100", "90 %", "delvis", id="högst: målet delat med värdet"),
        pytest.param(None, "{högst: 90}", "180", "50 %", "ej uppfyllt", id="högst: dubbelt så mycket"),
        # Med ett utgångsvärde som är sämre än målet: vägen därifrån, delvis från 50 %
        pytest.param("3650", "{högst: 2555}", "3100", "50,23 %", "delvis", id="HVB 3650→2555, nu 3100 är 50,2 %"),
        pytest.param("10", "{minst: 20}", "15", "50 %", "delvis", id="precis halvvägs är delvis"),
        pytest.param("10", "{minst: 20}", "14.99", "49,9 %", "ej uppfyllt", id="strax under halvvägs"),
        pytest.param("10", "{minst: 20}", "5", "0 %", "ej uppfyllt", id="sämre än utgångsvärdet är 0 %"),
        # Ett utgångsvärde som redan når målet räknas inte
        pytest.param("95", "{minst: 90}", "85", "94,44 %", "delvis", id="utgångsvärdet är bättre än målet"),
        # Ingen grad: målet är noll utan utgångsvärde, en tid, en riktning
        pytest.param(None, "{högst: 0}", "3", "", "ej uppfyllt", id="3 mot högst 0 har ingen grad"),
        pytest.param(None, "{högst: 0}", "0", "100 %", "uppfyllt", id="noll är noll"),
        pytest.param("3", "{högst: 0}", "1", "66,67 %", "delvis", id="mot noll från ett utgångsvärde"),
        pytest.param(None, "{klart: 2020-06}", "2020-07-01", "", "ej uppfyllt", id="en dag för sent"),
        pytest.param(None, "{klart: 2020-06}", "2020-06-30", "100 %", "uppfyllt", id="i tid"),
        pytest.param("50", "{riktning: ökar}", "50", "", "ej uppfyllt", id="oförändrat har inte ökat"),
        pytest.param("50", "{riktning: ökar}", "50.01", "100 %", "uppfyllt", id="ökat"),
    ],
)  # fmt: skip
def test_värdet_vid_årets_slut(utgångsvärde: str | None, målvärde: str, utfall: str, graden: str, steget: str) -> None:
    rader = f"målvärde: {målvärde}" + (
        f"\nutgångsvärde: {{värde: {utgångsvärde}, avser: 2019}}" if utgångsvärde else ""
    )
    b = bedöm_en(rader, utfall, husregler=FRÅN_UTGÅNGSVÄRDET)
    assert (grad(b), svar(b)) == (graden, steget)


@pytest.mark.parametrize("husregler", ["", "bedömning: {grad: mot målvärdet}\n"])
@pytest.mark.parametrize("utgångsvärde", ["", "{värde: 86.6, avser: 2019}", "{värde: 90}", "{saknas: Ingen uppgift.}"])
def test_att_skriva_in_förra_årets_utfall_ändrar_ingen_bedömning(utgångsvärde: str, husregler: str) -> None:
    """Förvalet räknar mot målvärdet: 87,1 av 88 är 98,98 %, vad utgångsvärdet än är."""
    rader = "målvärde: {minst: 88}" + (f"\nutgångsvärde: {utgångsvärde}" if utgångsvärde else "")
    b = bedöm_en(rader, "87.1", husregler=husregler)
    assert (grad(b), svar(b)) == ("98,98 %", "delvis")


@pytest.mark.parametrize(
    ("rader", "husregler", "utfall", "steget"),
    [
        ("målvärde: {minst: 90}", "bedömning: {grad: {sätt: mot målvärdet, delvis från: 95}}", "85", "ej uppfyllt"),
        ("målvärde: {minst: 90}", "bedömning: {grad: {sätt: mot målvärdet, delvis från: 80}}", "73", "delvis"),
        ("målvärde: {minst: 90}\ngrad: {sätt: mot målvärdet, delvis från: 50}", "", "45", "delvis"),
        ("målvärde: {minst: 90, grad: {sätt: mot målvärdet, delvis från: 99}}", "", "89", "ej uppfyllt"),
        (
            "målvärde: {minst: 90}\ngrad: från utgångsvärdet\nutgångsvärde: {värde: 80, avser: 2019}",
            "",
            "84",
            "ej uppfyllt",
        ),
        ("målvärde: {minst: 90}\ngrad: från utgångsvärdet\nutgångsvärde: {värde: 80, avser: 2019}", "", "85", "delvis"),
        ("målvärde: {minst: 90}\ndelvis inom: 2", "", "88", "delvis"),
        ("målvärde: {minst: 90}\ndelvis inom: 2", "", "87.9", "ej uppfyllt"),
        ("målvärde: {minst: 90, delvis inom: 5}\ndelvis inom: 2", "", "85", "delvis"),
    ],
)
def test_kommunens_indikatorns_och_målvärdets_eget_sätt(rader: str, husregler: str, utfall: str, steget: str) -> None:
    assert svar(bedöm_en(rader, utfall, husregler=husregler)) == steget


@pytest.mark.parametrize(
    ("rader", "utfall", "graden", "steget"),
    [
        ("enhet: ja/nej\nmålvärde: ja", "ja", "100 %", "uppfyllt"),
        ("enhet: ja/nej\nmålvärde: ja", "nej", "0 %", "ej uppfyllt"),
        (
            "skala: {nej: 0, delvis: 1, ja: 2}\nutgångsvärde: {värde: nej}\nmålvärde: ja",
            "delvis",
            "50 %",
            "delvis",
        ),
        ("skala: {nej: 0, delvis: 1, ja: 2}\nmålvärde: ja", "delvis", "50 %", "ej uppfyllt"),
        ("skala: {nej: 0, delvis: 1, ja: 2}\nmålvärde: delvis", "ja", "100 %", "uppfyllt"),
        (
            "skala: {nej: 0, delvis: 1, ja: 2}\nutgångsvärde: {värde: delvis}\nmålvärde: ja",
            "nej",
            "0 %",
            "ej uppfyllt",
        ),
    ],
)
def test_steg_räknas_med_sina_tal(rader: str, utfall: str, graden: str, steget: str) -> None:
    """Steg 1 av 0–2 mot 2 från 0 är 50 %."""
    b = bedöm_en(rader, utfall, husregler=FRÅN_UTGÅNGSVÄRDET)
    assert (grad(b), svar(b)) == (graden, steget)


def test_vid_årets_slut_räknas_utfallet_och_inte_prognosen() -> None:
    b = bedöm_en("målvärde: {minst: 25}", "{värde: 20, prognos: 30}")
    assert (svar(b), b.bedömt and b.bedömt.grund) == ("ej uppfyllt", "utfall")


def test_en_prognos_är_inget_utfall_vid_årets_slut() -> None:
    b = bedöm_en("målvärde: {minst: 25}", "{prognos: 30}")
    assert svar(b) == "– ej rapporterad"
    assert b.förklaring == "Uppföljningen har en prognos men inget utfall för helåret."


def test_redovisning() -> None:
    """Målvärdet är nått när redovisningen finns; `nej` säger att den inte gör det."""
    assert svar(bedöm_en("målvärde: {redovisas: ja}", "{redovisning: Redovisad i nämnden den 12 maj.}")) == "uppfyllt"
    assert svar(bedöm_en("målvärde: {redovisas: ja}", "ja")) == "uppfyllt"
    assert svar(bedöm_en("målvärde: {redovisas: ja}", "nej")) == "ej uppfyllt"
    assert svar(bedöm_en("målvärde: {redovisas: ja}", "{ej mätt: Redovisas i januari.}")) == "– ej mätt"


def test_jämförelse_med_ett_värde_i_uppföljningen() -> None:
    rader = "målvärde: {minst: riket}"
    assert svar(bedöm_en(rader, "{värde: 17, jämförelse: {riket: 16.9, avser: 2019}}")) == "uppfyllt"
    assert svar(bedöm_en(rader, "{värde: 16.8, jämförelse: {riket: 16.9}}")) == "delvis"
    utan = bedöm_en(rader, "16.8")
    assert svar(utan) == "– kan inte prövas"
    assert utan.förklaring == "jämförelsevärdet riket finns inte i uppföljningen"


def test_ett_bör_bedöms_men_vägs_inte_in() -> None:
    plan = (
        PLAN.format(rader="        målvärde: {minst: 80, bör: ja}")
        + "      - {id: ska, namn: Ska, målvärde: {minst: 10}}\n"
    )
    utfall = "utfall: {i: 20, ska: 10}\n"
    (mål,) = bedöm_plan(plan, utfall).mål
    assert ([svar(i) for i in mål.indikatorer], svar(mål)) == (["ej uppfyllt", "uppfyllt"], "uppfyllt")
    (räknat,) = bedöm_plan(plan, utfall, husregler="sammanvägning: {bör räknas: ja}").mål
    assert svar(räknat) == "delvis"


# --- Delår: nås målet till årets slut? ------------------------------------------------------------


VANLIG = "enhet: dygn\nmålvärde: {högst: 2555}\nutgångsvärde: {värde: 3650, avser: 2019}"
ACKUMULERAS = f"{VANLIG}\nackumuleras: ja"


@pytest.mark.parametrize(
    ("rader", "utfall", "värdet", "steget"),
    [
        pytest.param(VANLIG, "{värde: 3600, prognos: 2555}", "prognos 2 555", "uppfyllt", id="prognosen räknas"),
        pytest.param(VANLIG, "{värde: 2000, prognos: 2700}", "prognos 2 700", "delvis", id="även när den är sämre"),
        pytest.param(VANLIG, "{ej mätt: Kommer., prognos: 2555}", "prognos 2 555", "uppfyllt", id="bara en prognos"),
        pytest.param(VANLIG, "2700", "läge 2 700", "delvis (läge)", id="utan prognos: läge"),
        pytest.param(VANLIG, "2555", "läge 2 555", "uppfyllt", id="ett mål som redan är nått är inget läge"),
        pytest.param(
            ACKUMULERAS, "{värde: 9, prognos: 2700}", "prognos 2 700", "delvis", id="ackumuleras, med prognos"
        ),
        pytest.param(ACKUMULERAS, "1890", "rak framskrivning 2 835", "delvis", id="ackumuleras, utan prognos"),
    ],
)
def test_värdet_vid_ett_delår(rader: str, utfall: str, värdet: str, steget: str) -> None:
    b = bedöm_en(rader, utfall, per=DELÅR)
    assert b.bedömt is not None
    assert isinstance(b.bedömt.värde, (Decimal, Fraction))
    assert f"{b.bedömt.grund} {skriv_tal(b.bedömt.värde)}".replace("\u00a0", " ") == värdet
    assert svar(b) + " (läge)" * b.är_läge == steget


def test_framskrivningen_är_märkt_som_verktygets_egen() -> None:
    b = bedöm_en(ACKUMULERAS, "1890", per=DELÅR)
    förklaring = {led.rubrik: led.text for led in förklara_indikator(b, date(2020, 8, 31), Husregler())}
    assert förklaring["Värdet som prövas"].replace("\u00a0", " ") == (
        "2 835 dygn: verktygets egen raka framskrivning (1 890 ÷ 8 × 12 månader), eftersom prognos saknas"
    )


def test_husregler_kan_förbjuda_framskrivning() -> None:
    b = bedöm_en(ACKUMULERAS, "1890", per=DELÅR, husregler="bedömning: {rak framskrivning: nej}")
    assert svar(b) == "– prognos saknas"
    assert b.förklaring == "Värdet ackumuleras under året och prognos för helåret saknas."


@pytest.mark.parametrize(
    ("målvärde", "värde", "visas"),
    [
        pytest.param("{högst: 100}", "101", "väntas bli delvis uppfyllt", id="passerat, men kan ännu sjunka"),
        pytest.param("{högst: 100}", "200", "är inte uppfyllt", id="redan sämst"),
        pytest.param("{minst: 100}", "100", "är uppfyllt", id="nått"),
        pytest.param("{mellan: [50, 100]}", "101", "väntas bli delvis uppfyllt", id="förbi intervallet"),
        pytest.param("[{minst: 50}, {högst: 100}]", "101", "väntas bli delvis uppfyllt", id="detsamma som två villkor"),
        pytest.param("{exakt: 100}", "300", "är inte uppfyllt", id="förbi det enda värdet"),
        pytest.param("{mellan: [50, 100]}", "40", "", id="på väg till intervallet"),
    ],
)
def test_ett_antal_som_växer_är_avgjort_när_steget_inte_kan_bli_ett_annat(
    målvärde: str, värde: str, visas: str
) -> None:
    utan = "bedömning: {rak framskrivning: nej}"
    b = bedöm_en(f"enhet: antal\nackumuleras: ja\nmålvärde: {målvärde}", värde, per=DELÅR, husregler=utan)
    assert (b.visat.namn if b.visat else "") == visas
    assert (svar(b) == "– prognos saknas") is not bool(visas)


def test_vid_årets_slut_skrivs_ingenting_fram() -> None:
    b = bedöm_en(ACKUMULERAS, "2500")
    assert (svar(b), b.bedömt and b.bedömt.grund) == ("uppfyllt", "utfall")


@pytest.mark.parametrize(
    ("per", "helår", "underlag"),
    [
        ("2020-08-31", Fraction(2835), "1 890 ÷ 8 × 12 månader"),
        ("2020-04-30", Fraction(5670), "1 890 ÷ 4 × 12 månader"),
        ("2020-02-29", Fraction(11340), "1 890 ÷ 2 × 12 månader"),
        ("2021-02-28", Fraction(11340), "1 890 ÷ 2 × 12 månader"),
        ("2020-02-28", Fraction(1890 * 366, 59), "1 890 ÷ 59 × 366 dagar"),
        ("2021-08-15", Fraction(1890 * 365, 227), "1 890 ÷ 227 × 365 dagar"),
    ],
)
def test_rak_framskrivning(per: str, helår: Fraction, underlag: str) -> None:
    """Hela månader vid månadsskiften, annars dagar; skottår har 366."""
    dag = date.fromisoformat(per)
    bedömt = skriv_fram(
        Decimal(1890), Tidpunkt(dag, date(dag.year, 1, 1), ""), date(dag.year, 1, 1), date(dag.year, 12, 31)
    )
    assert (bedömt.värde, bedömt.underlag.replace("\u00a0", " ")) == (helår, underlag)


def test_ett_läge_sägs_med_datum() -> None:
    b = bedöm_en(VANLIG, "2700", per=DELÅR)
    led = {led.rubrik: led.text for led in förklara_indikator(b, date(2020, 8, 31), Husregler())}
    assert led["Värdet som prövas"].replace("\u00a0", " ") == "2 700 dygn: läge per 31 augusti 2020, prognos saknas"


@pytest.mark.parametrize(
    ("utfall", "steget"),
    [
        ("{värde: nej, prognos: 2020-11-01}", "uppfyllt"),
        ("{värde: nej, prognos: nej}", "ej uppfyllt"),
        ("nej", "– kan inte prövas"),
        ("2020-06-01", "uppfyllt"),
    ],
)
def test_en_milstolpe_vid_ett_delår(utfall: str, steget: str) -> None:
    """”Nej” hittills är inget svar om tiden inte har gått ut, men prognosen ”nej” är det."""
    assert svar(bedöm_en("målvärde: {klart: 2020}", utfall, per=DELÅR)) == steget


def test_prognosen_nej_fäller_inte_en_milstolpe_som_inte_är_i_år() -> None:
    b = bedöm_en("målvärde: {klart: 2021}", "{värde: nej, prognos: nej}", per=DELÅR)
    assert (svar(b), b.förklaring) == ("– ännu inte aktuellt", "Ska vara nått 2021.")


# --- Skälen hålls isär ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("målvärde", "utfall", "skälet", "förklaring"),
    [
        ("{minst: 25}", "{saknas: Systemet byttes.}", "saknas", "Systemet byttes."),
        ("{minst: 25}", "{ej mätt: Mäts i oktober.}", "ej mätt", "Mäts i oktober."),
        ("{minst: 25}", "{utgår: Beslut § 97.}", "utgår", "Beslut § 97."),
        ("{minst: 25}", None, "ej rapporterad", "Uppföljningen säger inget om indikatorn."),
        ("{saknas: Följs som nyckeltal.}", "14", "saknar målvärde", "Följs som nyckeltal."),
        ("{saknas: Följs som nyckeltal.}", "{saknas: Ingen uppgift.}", "saknar målvärde", "Följs som nyckeltal."),
        ("{saknas: Följs som nyckeltal.}", "{utgår: Beslut § 97.}", "utgår", "Beslut § 97."),
        ("", "14", "saknar målvärde", "Planen anger inget målvärde."),
        ("{per år: {2021: {minst: 25}}}", "14", "saknar målvärde", "Planen anger inget målvärde för 2020."),
        ("{bedöms: Enligt kvalitetsplanen.}", "14", "bedöms för hand", "bedöms för hand"),
        ("{bedöms: Enligt kvalitetsplanen.}", None, "bedöms för hand", "Enligt kvalitetsplanen."),
        ("{bedöms: Enligt kvalitetsplanen.}", "{saknas: Ingen uppgift.}", "saknas", "Ingen uppgift."),
        ("{minst: 25}", "kanske", "kan inte prövas", "utfallet är inget tal och inget steg i skalan"),
    ],
)  # fmt: skip
def test_skälet_till_att_bedömning_saknas(målvärde: str, utfall: str | None, skälet: str, förklaring: str) -> None:
    b = bedöm_en(f"målvärde: {målvärde}" if målvärde else "enhet: dygn", utfall)
    assert (svar(b), b.förklaring, b.steg) == (f"– {skälet}", förklaring, None)


def test_årets_målvärde_gäller() -> None:
    rader = "målvärde: {per år: {2019: {minst: 10}, 2020: {minst: 20}}}"
    assert svar(bedöm_en(rader, "15")) == "ej uppfyllt"
    assert svar(bedöm_en(rader, "15", per="2019-12-31")) == "uppfyllt"


# --- Stegen ---------------------------------------------------------------------------------------

FEM_STEG = """
bedömning:
  skala:
    - {namn: helt, symbol: ●, färg: grön}
    - {namn: nästan, symbol: ◕, färg: grön, från: 90, från utan utgångsvärde: 98}
    - {namn: till stor del, symbol: ◐, färg: gul, från: 60, från utan utgångsvärde: 90}
    - {namn: till liten del, symbol: ◔, färg: gul, från: 25, från utan utgångsvärde: 50}
    - {namn: inte, symbol: ○, färg: röd, från: 0, från utan utgångsvärde: 0}
"""


@pytest.mark.parametrize(
    ("utfall", "steget"),
    [
        ("20", "helt"),
        ("19.999", "nästan"),
        ("19", "nästan"),
        ("16", "till stor del"),
        ("12.5", "till liten del"),
        ("12", "inte"),
    ],
)
def test_fler_steg_än_tre(utfall: str, steget: str) -> None:
    """Från 10 mot minst 20, med egna gränser. Bara den som når målet får det första steget."""
    rader = "målvärde: {minst: 20}\nutgångsvärde: {värde: 10, avser: 2019}\ngrad: från utgångsvärdet"
    assert svar(bedöm_en(rader, utfall, husregler=FEM_STEG)) == steget


@given(st.fractions(min_value=0, max_value=1).filter(lambda grad: grad < 1), st.booleans(), st.data())
def test_varje_grad_hör_till_precis_ett_steg(grad: Fraction, med_utgångsvärde: bool, data: st.DataObject) -> None:
    """Vilka gränser kommunen än valt: steget är det översta vars gräns graden når, och det finns alltid ett."""
    gränser = [*sorted(data.draw(st.sets(st.integers(1, 99), max_size=4)), reverse=True), 0]
    skala = Bedömning.model_validate({
        "skala": ({"namn": "bäst", "symbol": "●", "färg": "grön"}, *(
            {"namn": str(g), "symbol": "○", "färg": "grå", "från": g, "från utan utgångsvärde": g} for g in gränser
        ))
    }).skala  # fmt: skip
    räknesätt = Räknesätt.FRÅN_UTGÅNGSVÄRDET if med_utgångsvärde else Räknesätt.MOT_MÅLVÄRDET
    steg = välj_steg(Prövning(False, grad, räknesätt=räknesätt), skala)
    träffar = [str(nedre) for övre, nedre in pairwise([100, *gränser]) if nedre <= grad * 100 < övre]
    assert steg is not None
    assert [steg.namn] == träffar


TAL = st.decimals(min_value=-1000, max_value=1000, places=2)


@given(st.sampled_from(["minst", "högst"]), TAL, st.none() | TAL, TAL, TAL)
def test_ett_bättre_värde_får_aldrig_ett_sämre_steg(
    slag: str, gräns: Decimal, bas: Decimal | None, a: Decimal, b: Decimal
) -> None:
    """Med och utan utgångsvärde. Graden hålls inom 0–100 %, och uppfyllt är precis detsamma som att gränsen håller."""
    sämre, bättre = (min(a, b), max(a, b)) if slag == "minst" else (max(a, b), min(a, b))
    rader = f"målvärde: {{{slag}: {gräns}}}" + (f"\nutgångsvärde: {{värde: {bas}}}" if bas is not None else "")
    nivåer = []
    for värde in (sämre, bättre):
        bedömning = bedöm_en(rader, f"{{värde: {värde}}}")
        håller = värde >= gräns if slag == "minst" else värde <= gräns
        assert (svar(bedömning) == "uppfyllt") == håller
        assert bedömning.grad is None or 0 <= bedömning.grad <= 1
        nivåer.append(["ej uppfyllt", "delvis", "uppfyllt"].index(svar(bedömning)))
    assert nivåer == sorted(nivåer)


@given(st.sampled_from(["minst", "högst"]), st.integers(1, 999), st.integers(3, 30))
def test_ett_värde_som_bara_avrundas_till_målet_når_det_inte(slag: str, gräns: int, decimaler: int) -> None:
    nära = f"{gräns - 1}.{'9' * decimaler}" if slag == "minst" else f"{gräns}.{'0' * decimaler}1"
    b = bedöm_en(f"målvärde: {{{slag}: {gräns}}}", nära)
    assert svar(b) == "delvis"
    assert skriv_grad(b.grad).replace("\u00a0", " ") != "100 %"


@pytest.mark.parametrize(
    ("graden", "text"),
    [
        (Fraction(1), "100 %"),
        (Fraction(99999, 100000), "99,999 %"),
        (Fraction(9995, 10000), "99,95 %"),
        (Fraction(4998, 10000), "49,98 %"),
        (Fraction(998, 1000), "99,8 %"),
        (Fraction(1, 2), "50 %"),
        (Fraction(550, 1095), "50,2 %"),
        (Fraction(0), "0 %"),
        (None, ""),
    ],
)
def test_graden_avrundas_aldrig_upp_till_hundra(graden: Fraction | None, text: str) -> None:
    assert skriv_grad(graden).replace("\u00a0", " ") == text


# --- Trenden --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("målvärde", "tidigare", "utfall", "trenden"),
    [
        ("{minst: 25}", "10", "12", "bättre"),
        ("{minst: 25}", "10", "10.0", "oförändrat"),
        ("{minst: 25}", "10", "9", "sämre"),
        ("{högst: 25}", "30", "28", "bättre"),
        ("{högst: 25}", "30", "31", "sämre"),
        ("{mellan: [2, 4]}", "7", "5", "bättre"),
        ("{mellan: [2, 4]}", "2", "4", "oförändrat"),
        ("{exakt: 5}", "7", "4", "bättre"),
        ("{riktning: minskar}", "7", "6", "bättre"),
        ("{riktning: bibehålls}", "7", "6", "sämre"),
        ("{riktning: bibehålls}", "7", "7", "oförändrat"),
        ("{klart: 2020}", "nej", "2020-06-01", "kan inte jämföras"),
    ],
)
def test_trenden_mot_utgångsvärdet(målvärde: str, tidigare: str, utfall: str, trenden: str) -> None:
    b = bedöm_en(f"målvärde: {målvärde}\nutgångsvärde: {{värde: {tidigare}, avser: 2019}}", utfall)
    assert b.trend == trenden


MED_HISTORIK = (
    "målvärde: {minst: 25}\n"
    "utgångsvärde: {värde: 10, avser: 2019, historik: [{värde: 30, avser: 2018}, {värde: 20, avser: 2017}]}"
)


@pytest.mark.parametrize(
    ("rader", "tidigare", "utfall", "trenden", "mot"),
    [
        pytest.param("målvärde: {minst: 25}", {}, "15", "kan inte jämföras", None, id="inget tidigare värde"),
        pytest.param(MED_HISTORIK, {}, "15", "bättre", "2019: 10", id="utgångsvärdet före historiken"),
        pytest.param(
            MED_HISTORIK.replace("avser: 2019, ", ""), {}, "15", "bättre", "None: 10", id="utgångsvärdet är nyast även utan år"
        ),
        pytest.param(
            MED_HISTORIK.replace("värde: 10, avser: 2019", "saknas: Ingen uppgift."), {}, "15", "sämre", "2018: 30",
            id="saknas utgångsvärdet tas det senaste ur historiken",
        ),
        pytest.param(MED_HISTORIK, {"2020-04-30": "18"}, "15", "bättre", "2019: 10", id="vid årets slut förra året"),
        pytest.param(
            "målvärde: {minst: 25}", {"2020-04-30": "18"}, "15", "sämre", "delår 1 2020: 18",
            id="finns inget förra år, det senaste utfallet",
        ),
        pytest.param(
            MED_HISTORIK, {"2020-04-30": "{värde: 3, prognos: 14}"}, "15", "bättre", "2019: 10",
            id="aldrig ett utfall mot en prognos",
        ),
        pytest.param(
            "målvärde: {minst: 25}", {"2020-04-30": "12", "2020-08-31": "{ej mätt: Mäts i oktober.}"}, "15", "bättre",
            "delår 1 2020: 12", id="en uppföljning utan värde hoppas över",
        ),
        pytest.param(
            MED_HISTORIK, {}, "{värde: 15, ny mätmetod: Ny enkät.}", "kan inte jämföras", None, id="ny mätmetod nu"
        ),
        pytest.param(
            MED_HISTORIK, {"2020-04-30": "{ej mätt: Ny enkät i höst., ny mätmetod: Ny enkät.}"}, "15",
            "kan inte jämföras", None, id="ny mätmetod sedan planen",
        ),
        pytest.param(
            MED_HISTORIK, {"2020-04-30": "{värde: 18, ny mätmetod: Ny enkät.}"}, "15", "sämre", "delår 1 2020: 18",
            id="efter bytet börjar en ny serie",
        ),
        pytest.param(
            MED_HISTORIK.replace("värde: 10, avser: 2019", "saknas: Ny enkät., avser: 2019, ny mätmetod: Ny enkät."), {},
            "15", "kan inte jämföras", None, id="planens historik är mätt på det gamla sättet",
        ),
    ],
)  # fmt: skip
def test_trenden_mot_det_senaste_jämförbara(
    rader: str, tidigare: dict[str, str], utfall: str, trenden: str, mot: str | None
) -> None:
    b = bedöm_en(rader, utfall, tidigare=tidigare)
    jämfört = f"{b.jämfört_med[0]}: {b.jämfört_med[1]}" if b.jämfört_med else None
    assert (b.trend, jämfört) == (trenden, mot)


def test_utan_värde_finns_ingen_trend() -> None:
    assert bedöm_en(MED_HISTORIK, "{saknas: Ingen uppgift.}").trend == "kan inte jämföras"


@pytest.mark.parametrize("målvärde", ["{riktning: ökar}", "{riktning: ökar, mot: 2018}"])
def test_ny_mätmetod_bryter_också_en_riktning(målvärde: str) -> None:
    """Att värdet har ökat kan inte sägas när det mäts på ett nytt sätt."""
    rader = MED_HISTORIK.replace("{minst: 25}", målvärde)
    assert svar(bedöm_en(rader, "35")) == "uppfyllt"
    assert svar(bedöm_en(rader, "{värde: 35, ny mätmetod: Ny enkät.}")) == "– kan inte prövas"


def test_efter_ny_mätmetod_räknas_graden_inte_från_utgångsvärdet() -> None:
    """Från 10 mot minst 25 är 20 två tredjedelar av vägen, men är 10 mätt på ett annat sätt återstår andelen av målet."""
    rader = f"{MED_HISTORIK}\ngrad: från utgångsvärdet"
    assert grad(bedöm_en(rader, "20")) == "66,67 %"
    assert grad(bedöm_en(rader, "{värde: 20, ny mätmetod: Ny enkät.}")) == "80 %"


# --- Målet ----------------------------------------------------------------------------------------


def plan_med(antal: int) -> str:
    rader = "".join(
        f"      - {{id: i{n}, namn: Indikator {n}, enhet: ja/nej, utgångsvärde: {{saknas: Ny.}}, målvärde: ja}}\n"
        for n in range(antal)
    )
    return "\n".join(PLAN.format(rader="").splitlines()[:-3]) + "\n" + rader


def mål_av(utfall: str, husregler: str = "") -> Målbedömning:
    """Ett mål med en indikator per tecken: `u` uppfyllt, `d` delvis, `e` ej uppfyllt, `-` ej mätt."""
    skrivet = {"u": "ja", "e": "nej", "d": "ja", "-": "{ej mätt: Mäts i oktober.}"}
    beslut = "{bedömning: delvis, motivering: Exempel.}"
    text = "utfall:\n" + "".join(f"  i{n}: {skrivet[tecken]}\n" for n, tecken in enumerate(utfall))
    if "d" in utfall:
        text += "bedömningar:\n" + "".join(f"  i{n}: {beslut}\n" for n, tecken in enumerate(utfall) if tecken == "d")
    (mål,) = bedöm_plan(plan_med(len(utfall)), text, husregler=husregler).mål
    return mål


@pytest.mark.parametrize(
    ("utfall", "steget", "täckning"),
    [
        ("u", "uppfyllt", "1 av 1"),
        ("uuu", "uppfyllt", "3 av 3"),
        ("uu-", "uppfyllt", "2 av 3"),
        ("uud", "delvis", "3 av 3"),
        ("uue", "delvis", "3 av 3"),
        ("ue", "delvis", "2 av 2"),
        ("de", "delvis", "2 av 2"),
        ("dee", "ej uppfyllt", "3 av 3"),
        ("uee", "ej uppfyllt", "3 av 3"),
        ("ue-----", "delvis", "2 av 7"),
        ("eee", "ej uppfyllt", "3 av 3"),
        ("--", "– inget bedömt", "0 av 2"),
    ],
)
def test_målets_bedömning(utfall: str, steget: str, täckning: str) -> None:
    """Uppfyllt när alla som kunde bedömas är det, delvis när minst hälften är minst delvis, annars ej uppfyllt."""
    mål = mål_av(utfall)
    assert (svar(mål), str(mål.täckning)) == (steget, täckning)


@pytest.mark.parametrize(
    ("regel", "utfall", "steget"),
    [
        ("{krav: {uppfyllt: 75}}", "uuue", "uppfyllt"),
        ("{krav: {uppfyllt: 75}}", "uuee", "delvis"),
        ("{krav: {uppfyllt: 80}}", "uuue", "delvis"),
        ("{krav: {uppfyllt: 80}}", "uuuue", "uppfyllt"),
        ("{krav: {uppfyllt: 66.7}}", "uue", "delvis"),
        ("{krav: {uppfyllt: 66.6}}", "uue", "uppfyllt"),
        # Det sämsta avgör: ett enda ”ej uppfyllt” fäller målet
        ("{krav: {uppfyllt: 100, delvis: 100}}", "uuud", "delvis"),
        ("{krav: {uppfyllt: 100, delvis: 100}}", "uuue", "ej uppfyllt"),
    ],
)
def test_sammanvägningen_är_en_husregel(regel: str, utfall: str, steget: str) -> None:
    """Andelarna jämförs exakt: två av tre är inte 66,7 %."""
    assert svar(mål_av(utfall, f"sammanvägning: {regel}")) == steget


TRÄD = """\
format: 1
plan: {id: p, namn: P, nämnd: N, år: 2020}
mål:
  - id: omrade
    nivå: strategiskt målområde
    namn: Området
    mål:
      - id: a
        nivå: nämndmål
        namn: A
        indikatorer:
          - {id: a1, namn: A1, enhet: ja/nej, målvärde: ja}
          - {id: a2, namn: A2, enhet: ja/nej, målvärde: ja}
          - {id: nyckeltal, namn: Nyckeltal, målvärde: {saknas: Följs bara.}}
      - id: b
        nivå: nämndmål
        namn: B
        indikatorer:
          - {id: b1, namn: B1, enhet: ja/nej, målvärde: ja}
"""


def bedöm_träd(uppföljning: str) -> dict[str, str]:
    """Alla mål: det beräknade, det beslutade och täckningen."""
    return {
        m.mål.id: " / ".join([svar(m), m.beslutat.namn if m.beslutat else "–", str(m.täckning)])
        for m in bedöm_plan(TRÄD, uppföljning).alla_mål()
    }


def test_målträdet_vägs_samman_nedifrån() -> None:
    """Delmålen väger lika, hur många indikatorer de än har. Nyckeltal räknas inte i täckningen."""
    assert bedöm_träd("utfall: {a1: ja, a2: nej, b1: nej, nyckeltal: 14}\n") == {
        "omrade": "delvis / – / 3 av 3",
        "a": "delvis / – / 2 av 2",
        "b": "ej uppfyllt / – / 1 av 1",
    }


def test_det_som_utgår_räknas_inte_i_täckningen() -> None:
    assert bedöm_träd("utfall: {a1: ja, a2: {utgår: Beslut § 97.}, b1: {ej mätt: Kommer.}}\n") == {
        "omrade": "uppfyllt / – / 1 av 2",
        "a": "uppfyllt / – / 1 av 1",
        "b": "– inget bedömt / – / 0 av 1",
    }


def test_en_beslutad_bedömning_döljer_aldrig_den_beräknade() -> None:
    """Målet ovanför vägs samman av den som gäller: den beslutade."""
    uppföljning = (
        "utfall: {a1: ja, a2: ja, b1: ja}\n"
        "bedömningar: {b: {bedömning: ej uppfyllt, motivering: Samarbetet har upphört., beslutad av: Nämnden}}\n"
    )
    assert bedöm_träd(uppföljning) == {
        "omrade": "delvis / – / 3 av 3",
        "a": "uppfyllt / – / 2 av 2",
        "b": "uppfyllt / ej uppfyllt / 1 av 1",
    }
    b = next(m for m in bedöm_plan(TRÄD, uppföljning).alla_mål() if m.mål.id == "b")
    assert [f"{led.rubrik}: {led.text}" for led in förklara_mål(b, Husregler())][-2:] == [
        "Beräknad bedömning: ● uppfyllt",
        "Beslutad bedömning: ej uppfyllt, av Nämnden. Motivering: Samarbetet har upphört.",
    ]


def test_ett_beslutat_ord_utanför_skalan_ersätts_inte_av_det_beräknade() -> None:
    """Ordet visas som oläst; `plan validera` säger till om det. Den som beslutade tillskrivs aldrig något annat."""
    uppföljning = "utfall: {b1: ja}\nbedömningar: {b: {bedömning: jättebra, motivering: Exempel.}}\n"
    b = next(m for m in bedöm_plan(TRÄD, uppföljning).alla_mål() if m.mål.id == "b")
    assert (b.beslutat, b.steg, b.beslutad and b.beslutad.bedömning) == (None, None, "jättebra")
    assert b.beräknat is not None


def test_en_indikator_som_bedöms_för_hand_räknas_när_den_är_bedömd() -> None:
    rader = "målvärde: {bedöms: God kvalitet enligt kvalitetsplanen.}"
    utan = bedöm_en(rader, None)
    assert (svar(utan), utan.steg, utan.ska_bedömas) == ("– bedöms för hand", None, True)
    med = bedöm_en(rader, None, beslut="{bedömning: delvis, motivering: Tre av fyra krav är uppfyllda.}")
    assert med.beräknat is None
    assert med.steg is not None
    assert med.steg.namn == "delvis"
    assert med.beslutad is not None
    assert med.beslutad.motivering == "Tre av fyra krav är uppfyllda."
    utfallen = [
        next(led.text for led in förklara_indikator(b, date(2020, 12, 31), Husregler()) if led.rubrik == "Utfall")
        for b in (utan, med)
    ]
    assert utfallen == ["ej rapporterat", "bedöms för hand"]


# --- Varje bedömning förklarar sig ------------------------------------------------------------------


def test_bedömningen_förklarar_sig_hela_vägen() -> None:
    """Värde, målvärde, utgångsvärde, villkor, grad, husregel, trend, och vem som bestämt annat."""
    b = bedöm_en(
        ACKUMULERAS,
        "{värde: 1890, prognos: 3100, kommentar: Två nya placeringar., källa: Verksamhetssystemet}",
        per=DELÅR,
        husregler=FRÅN_UTGÅNGSVÄRDET,
        beslut="{bedömning: ej uppfyllt, motivering: Trenden är vikande., beslutad av: Nämnden}",
    )
    led = [f"{led.rubrik}: {led.text}" for led in förklara_indikator(b, date(2020, 8, 31), Husregler())]
    assert [rad.replace("\u00a0", " ") for rad in led] == [
        "Indikator: Indikatorn",
        (
            "Utfall: 1 890 dygn (per 31 augusti 2020); prognos för helåret 3 100 dygn; källa: Verksamhetssystemet. "
            "Två nya placeringar."
        ),
        "Värdet som prövas: 3 100 dygn: prognosen, eftersom frågan vid ett delår är om målet nås till årets slut",
        "Målvärde: högst 2 555",
        "Utgångsvärde: 3 650 dygn (2019)",
        "Villkor: 3 100 mot högst 2 555: håller inte",
        "Grad: 50,2 % (från utgångsvärdet: (3 100 − 3 650) / (2 555 − 3 650))",
        (
            "Husregel: väntas bli delvis uppfyllt från 50 % och väntas inte bli uppfyllt från 0 % när graden räknas "
            "från utgångsvärdet"
        ),
        "Trend: kan inte jämföras",
        "Beräknad bedömning: ◐ väntas bli delvis uppfyllt",
        "Beslutad bedömning: ej uppfyllt, av Nämnden. Motivering: Trenden är vikande.",
    ]


def test_det_som_saknas_förklarar_sig_också() -> None:
    b = bedöm_en("målvärde: {minst: 83}\nenhet: index 0–100", "{ej mätt: Medarbetarenkäten görs i oktober.}", per=DELÅR)
    assert [f"{led.rubrik}: {led.text}" for led in förklara_indikator(b, date(2020, 8, 31), Husregler())] == [
        "Indikator: Indikatorn",
        "Utfall: ej mätt: Medarbetarenkäten görs i oktober.",
        "Målvärde: minst 83",
        "Ingen beräknad bedömning: ej mätt: Medarbetarenkäten görs i oktober.",
    ]


def test_sammanvägningen_förklaras_med_antal_och_krav() -> None:
    led = {led.rubrik: led.text for led in förklara_mål(mål_av("uud-"), Husregler())}
    assert led["Täckning"] == "3 av 4 indikatorer kunde bedömas"
    assert led["Sammanvägning"] == (
        "2 av 3 är uppfyllda (krav för uppfyllt: 100 %); 3 av 3 är minst delvis (krav för delvis: 50 %)"
    )
    assert led["  i3"] == "– ej mätt"


def test_precis_på_en_gräns_som_inte_räcker_är_inte_hundra_procent() -> None:
    """46,9 når inte `under 46,9`, och graden får inte påstå det."""
    assert skriv_prövad_grad(Prövning(False, Fraction(1))) == "under 100\u00a0%"
    assert skriv_prövad_grad(Prövning(True, Fraction(1))) == "100\u00a0%"


@pytest.mark.parametrize(
    ("målvärde", "utgångsvärde", "värde", "uträkning"),
    [
        ("{exakt: 8}", 4, "9", "1 − 1 / 4"),
        ("{exakt: 8}", 4, "6", "(6 − 4) / (8 − 4)"),
        ("{mellan: [2, 4]}", 0, "5", "1 − 1 / 2"),
        ("{mellan: [2, 4]}", 9, "5", "(5 − 9) / (4 − 9)"),
    ],
)
def test_uträkningen_är_den_som_gav_graden(målvärde: str, utgångsvärde: int, värde: str, uträkning: str) -> None:
    """Också när värdet har hamnat på andra sidan målet."""
    bas = f"utgångsvärde: {{värde: {utgångsvärde}, avser: 2019}}"
    b = bedöm_en(f"enhet: antal\ngrad: från utgångsvärdet\n{bas}\nmålvärde: {målvärde}", värde)
    led = {led.rubrik: led.text for led in förklara_indikator(b, date(2020, 12, 31), Husregler())}
    assert f": {uträkning})" in led["Grad"].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("enhet", "text"),
    [("antal", "140"), ("ej angiven", "140"), ("index 0–100", "140"), ("%", "140\u00a0%"), ("dygn", "140 dygn"), (None, "140")],
)  # fmt: skip
def test_enheten_skrivs_bara_när_den_läses_efter_talet(enhet: str | None, text: str) -> None:
    from planverktyg.uppfyllelse.stegvis import skriv_värde

    assert skriv_värde(Decimal(140), enhet) == text
