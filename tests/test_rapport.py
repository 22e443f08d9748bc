"""Uppföljningsrapporten: första sidan, bedömningarna, ekonomin och filerna, mot den verkliga planen och små egna."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg import __version__
from planverktyg.arkiv.akt import läs_planens_mapp
from planverktyg.kommandon.rapport import med_förlopp
from planverktyg.modell.husregler import Husregler
from planverktyg.utgivning.format import (
    RAPPORTFORMAT,
    TEXTFORMAT,
    Format,
    Formatfel,
    Rapportformat,
    Textformat,
    filen,
    ge_ut,
    välj_format,
)
from planverktyg.utgivning.lasbar import som_text
from planverktyg.utgivning.ord.exempel import EXEMPEL
from planverktyg.utgivning.rapport.ekonomi import skriv_avvikelse
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from tests.conftest import ROT, jämför_med_facit, kör_plan, kör_process

if TYPE_CHECKING:
    from collections.abc import Callable

    from planverktyg.arkiv.akt import Akt
    from planverktyg.utgivning.underlag.rapport import Indikatorrad, Rapport

TYRESÖ = ROT / "planer" / "tyreso" / "asn-2020"

PLAN = """
format: 1
plan: {id: kfn-2021, namn: Verksamhetsplan, nämnd: Kultur- och fritidsnämnden, kortnamn: KFN, år: 2021}
verksamhetsområden:
  - {id: kultur, namn: Kultur}
  - {id: fritid, namn: Fritid, nummer: VO 2}
mål:
  - id: lasning
    nivå: mål
    namn: Fler läser
    indikatorer:
      - id: lan
        namn: Antal lån
        enhet: antal
        ackumuleras: ja
        utgångsvärde: {värde: 1000, avser: 2020}
        målvärde: {minst: 1200}
      - id: nojda
        namn: Nöjda besökare
        enhet: "%"
        utgångsvärde: {värde: 70, avser: 2020}
        målvärde: {minst: 80}
      - {id: program, namn: Programpunkter, enhet: antal}
      - {id: motesplats, namn: Mötesplats, enhet: ja/nej, målvärde: ja}
  - {id: tomt, nivå: mål, namn: Ett mål utan indikatorer}
ekonomi:
  driftbudget:
    - id: b1
      verksamhetsområde: kultur
      jämförelse: 2020
      rader: [{namn: Anslag, slag: kommunbidrag, föregående: 900, budget: 1000}]
  kommunbidrag:
    - {id: k2, verksamhetsområde: fritid, enhet: mnkr, belopp: {2021: 2.5, 2022: 2.6}}
"""

UPPFÖLJNING = """
format: 1
uppföljning: {plan: kfn-2021, period: delår 2, per: 2021-08-31}
utfall:
  lan: 700
  nojda: 75
  motesplats: {utgår: Nämnden beslutade den 3 maj att lägga ned mötesplatsen.}
"""


def bygg_akt(mapp: Path, *dokument: str) -> Akt:
    """Akten för en plan skriven i testet, med sina uppföljningar och husregler. Allt ska gå att läsa."""
    mapp.mkdir(exist_ok=True)
    for nummer, text in enumerate(dokument):
        (mapp / f"{nummer}.yaml").write_text(text, encoding="utf-8")
    läst = läs_planens_mapp(mapp / "0.yaml")
    assert not [f for f in läst.fynd if f.allvar == "fel"], läst.fynd
    return läst.akter[0]


def rapport_av(mapp: Path, *dokument: str) -> Rapport:
    akt = bygg_akt(mapp, *dokument)
    return bygg_rapport(akt, akt.uppföljningar[-1])


def tyresös_akt() -> Akt:
    """Den verkliga planen med sina två uppföljningar och kommunens husregler."""
    (akt,) = läs_planens_mapp(TYRESÖ / "plan.yaml", TYRESÖ).akter
    assert akt.kommun is not None
    return akt


def utan_version(text: str) -> str:
    """Texten utan verktygets version, så att facit inte ändras när bara den gör det."""
    return text.replace(f"planverktyg {__version__}", "planverktyg VERSION")


@pytest.fixture(scope="module")
def tyresö() -> Rapport:
    akt = tyresös_akt()
    return bygg_rapport(akt, akt.uppföljningar[-1])


def rader(rapport: Rapport) -> dict[str, Indikatorrad]:
    def alla(mål: tuple[object, ...]) -> list[Indikatorrad]:
        return [r for m in mål for r in (*m.indikatorer, *alla(m.delmål))]  # type: ignore[attr-defined]

    return {rad.namn: rad for rad in alla(rapport.mål)}


# --- Den verkliga planen ---------------------------------------------------------------------------


@pytest.mark.parametrize("delår", [1, 2])
@pytest.mark.parametrize("format_", ["md", "html"])
def test_tyresös_rapport_är_facits(delår: int, format_: str) -> None:
    körning = kör_plan("rapport", "asn-2020", "--delår", str(delår), "--format", format_)
    assert (körning.kod, körning.fel) == (0, "")
    jämför_med_facit(f"rapport-delar-{delår}.{format_}", utan_version(körning.ut))


def test_samma_innehåll_ger_samma_byte_i_varje_process() -> None:
    för_frö = [
        kör_process("rapport", "asn-2020", "--delår", "2", "--format", format_, PYTHONHASHSEED=frö).ut
        for format_ in ("md", "html")
        for frö in ("1", "2")
    ]
    assert för_frö[0] == för_frö[1]
    assert för_frö[2] == för_frö[3]


def test_rapporten_är_densamma_varifrån_den_än_körs(tmp_path: Path) -> None:
    hemifrån = kör_plan("rapport", "asn-2020", "--delår", "2").ut
    assert kör_plan("rapport", TYRESÖ, "--delår", "2", mapp=tmp_path).ut == hemifrån
    assert str(ROT) not in hemifrån


def test_första_sidan_svarar_i_en_mening(tyresö: Rapport) -> None:
    mening = tyresö.sammandrag.mening
    assert mening.count(".") == 1
    assert mening.startswith("Av planens 6 övergripande mål: inget väntas bli uppfyllt, 5 väntas bli delvis uppfyllda")
    assert "28 av 39 bedömda indikatorer" in mening
    assert "underskott på 6,5 mnkr" in mening


def test_det_som_inte_är_bedömt_räknas_för_sig(tyresö: Rapport) -> None:
    räkning = tyresö.sammandrag.räkning
    per_ord = {a.omdöme.ord: a.antal for a in räkning.indikatorer}
    assert per_ord == {
        "är uppfyllt": 2,
        "väntas bli uppfyllt": 26,
        "väntas bli delvis uppfyllt": 6,
        "väntas inte bli uppfyllt": 5,
        "kan inte prövas": 1,
        "saknas": 1,
        "ej mätt": 5,
    }
    assert sum(per_ord.values()) == räkning.alla_indikatorer == 46
    for rad in räkning.rader:
        assert sum(rad.antal) == rad.alla


def test_beräknad_och_beslutad_bedömning_visas_båda(tyresö: Rapport) -> None:
    text = ge_ut(tyresö, Format.MARKDOWN)
    avsnitt = text.split("#### Nämndmål – Det drogpreventiva och brottsförebyggande arbetet")[1].split("\n#### ")[0]
    assert "◐ väntas bli delvis uppfyllt** (beslutad bedömning av Arbetsmarknads- och socialnämnden)" in avsnitt
    assert "Beräknad bedömning: ● väntas bli uppfyllt" in avsnitt
    assert "fältarbetet och föräldramötena" in avsnitt


def test_läge_utan_prognos_är_märkt(skriv: Callable[[str, str | bytes], Path]) -> None:
    """Ett tals läge räknas vid delåret och märks; ett nej utan prognos är inte gjort ännu, och bedöms inte."""
    inder = "{id: i, namn: I, enhet: '%', målvärde: {minst: 90}}, {id: j, namn: J, enhet: ja/nej, målvärde: ja}"
    mål = f"mål: [{{id: m, nivå: mål, namn: M, indikatorer: [{inder}]}}]\n"
    plan = skriv("p/plan.yaml", "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\n" + mål)
    huvud = "format: 1\nuppföljning: {plan: p, period: delår 2, per: 2020-08-31}\n"
    skriv("p/u.yaml", huvud + "utfall: {i: 85, j: nej}\n")
    text = kör_plan("rapport", plan.parent).ut
    assert "läge per 31\u00a0augusti, prognos saknas" in text
    assert "Inte gjort ännu" in kör_plan("status", plan.parent, "--mål", "j").ut


@pytest.mark.parametrize("på_terminal", [True, False])
def test_förloppet_visas_bara_på_en_terminal(på_terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    visat = io.StringIO()
    visat.isatty = lambda: på_terminal  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", visat)
    monkeypatch.setenv("TERM", "xterm")
    arbeten: Any = [1, 2, 3]
    assert list(med_förlopp(arbeten)) == arbeten
    assert ("Skriver" in visat.getvalue()) is på_terminal


def test_framskrivning_är_märkt() -> None:
    akt = tyresös_akt()
    delår_1 = bygg_rapport(akt, akt.uppföljningar[0])
    (framskriven,) = [r for r in rader(delår_1).values() if r.framskriven]
    assert framskriven.prognos == "7,8"
    assert "Verktygets egen framskrivning" in [n.etikett for n in framskriven.noter]
    for format_ in (Format.MARKDOWN, Format.HTML):
        text = ge_ut(delår_1, format_)
        assert "verktygets egen framskrivning" in text


def test_skälen_till_att_värden_saknas_är_uppföljningens_egna_ord(tyresö: Rapport) -> None:
    text = ge_ut(tyresö, Format.MARKDOWN)
    assert "*Ej mätt:* Medarbetarenkäten görs i oktober." in text
    assert "*Saknas:* Verksamhetssystemet byttes i juni" in text


def test_första_uppföljningen_har_inget_att_jämföra_med() -> None:
    akt = tyresös_akt()
    assert bygg_rapport(akt, akt.uppföljningar[0]).sammandrag.förändringar is None


def test_riskmatrisen_visar_var_riskerna_är_och_hur_de_rört_sig(tyresö: Rapport) -> None:
    assert tyresö.risker is not None
    matris = {r.rubrik[0]: [ruta.risker for ruta in r.rutor] for r in tyresö.risker.rader}
    assert matris["5"][4] == ("4",)
    assert matris["4"][4] == ("1 ↑",)
    assert matris["3"][4] == ("2", "3 ↓")
    assert [r.förändring for r in tyresö.risker.risker][:3] == ["↑ ökat från 15", "oförändrat", "↓ minskat från 20"]


def test_ekonomin_jämförs_med_planens_budget(tyresö: Rapport) -> None:
    e = tyresö.sammandrag.ekonomi
    assert e is not None
    assert e.summa is not None
    assert [(r.årsbudget, r.prognos, r.avvikelse) for r in (*e.rader, e.summa)] == [
        ("234\u00a0133", "240\u00a0900", "−6\u00a0767"),
        ("11\u00a0522", "11\u00a0300", "+222"),
        ("245\u00a0655", "252\u00a0200", "−6\u00a0545"),
    ]


def test_talen_är_skrivna_på_svenska(tyresö: Rapport) -> None:
    text = ge_ut(tyresö, Format.MARKDOWN).split("## Hur går det?")[1].split("\n---\n")[0]
    assert not re.search(r"\d\.\d", text)
    assert not re.search(r"(?<![\d-])\d{5,}(?![\d-])", text.replace("U", "-").replace("N0", "-"))


# --- Exempel ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", TEXTFORMAT)
def test_ett_exempel_säger_det_på_första_sidan(tyresö: Rapport, format_: Textformat) -> None:
    text = ge_ut(tyresö, format_)
    assert text.index(EXEMPEL) < text.index("Hur går det?")
    if format_ is Format.HTML:
        assert re.search(r"<title>[^<]*Exempel", text)
        assert 'content: "EXEMPEL' in text


def test_en_riktig_uppföljning_är_inget_exempel(tmp_path: Path) -> None:
    rapport = rapport_av(tmp_path, PLAN, UPPFÖLJNING)
    for format_ in TEXTFORMAT:
        assert "xempel" not in ge_ut(rapport, format_).rpartition("</style>")[2]


@pytest.mark.parametrize("är_planen_före", [False, True])
def test_riktiga_värden_som_jämförs_med_påhittade_säger_det(är_planen_före: bool, tmp_path: Path) -> None:
    """Det som jämförs med syns i rapporten (sedan förra, trender, serier), och det är påhittat."""
    plan = "format: 1\nplan: {id: p, namn: Plan, nämnd: N, år: 2021}\nmål: [{id: m, nivå: nämndmål, namn: Ett mål}]\n"
    före = "format: 1\nuppföljning: {plan: p, period: delår 1, per: 2021-04-30, exempel: ja}\n"
    filer = {"p/plan.yaml": plan, "p/1.yaml": före}
    if är_planen_före:
        filer = {"p/plan.yaml": plan.replace("år:", "föregångare: f, år:"),
                 "f/plan.yaml": plan.replace("id: p", "id: f").replace("2021", "2020"),
                 "f/1.yaml": före.replace("plan: p", "plan: f").replace("2021", "2020")}  # fmt: skip
    filer["p/2.yaml"] = "format: 1\nuppföljning: {plan: p, period: delår 2, per: 2021-08-31}\n"
    for namn, innehåll in filer.items():
        (tmp_path / "planer" / namn).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "planer" / namn).write_text(innehåll, encoding="utf-8")
    säger = f"xempel: värdena för delår 1 {2020 if är_planen_före else 2021}, som det jämförs med, är påhittade"
    for format_ in ("html", "markdown"):
        rapport = kör_plan("rapport", "p", "--delår", "2", "--format", format_, mapp=tmp_path).ut.replace("\u00a0", " ")
        assert rapport.index(säger) < rapport.index("Hur går det?")
    for flaggor in ((), ("--mål", "m")):
        status = kör_plan("status", "p", "--delår", "2", *flaggor, mapp=tmp_path)
        assert säger.upper() in " ".join(status.ut.split()).upper()


def test_exempel_står_i_filens_namn(tmp_path: Path) -> None:
    körning = kör_plan("rapport", "asn-2020", "--delår", "2", "--ut", tmp_path / "rapport.html")
    assert körning.kod == 0
    assert [f.name for f in tmp_path.iterdir()] == ["rapport-exempel.html"]
    assert "exempel: ja" in körning.fel
    assert f"Skrev {tmp_path / 'rapport-exempel.html'}" in körning.fel


def test_flera_planer_i_ett_namn_utan_ändelse_är_en_mapp(tmp_path: Path) -> None:
    """Förr blev det filer utan ändelse, som inget program öppnar."""
    körning = kör_plan("rapport", "2020", "--format", "html", "--ut", tmp_path / "rapporter", mapp=ROT)
    assert körning.kod == 0, körning.fel
    filer = sorted(f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*") if f.is_file())
    assert filer == [
        "rapporter/asn-2020-delar-2-2020-exempel.html",
        "rapporter/ekero-sn-2018-2022-helar-2020-exempel.html",
    ]


@pytest.mark.parametrize(
    ("kommando", "filen"), [("rapport", "asn-2020-delar-2-2020-exempel.md"), ("dokument", "asn-2020.md")]
)
def test_ett_snedstreck_sist_är_en_mapp(tmp_path: Path, kommando: str, filen: str) -> None:
    """Också när mappen inte finns och det bara är en plan: förr blev det en fil utan ändelse bredvid."""
    körning = kör_plan(kommando, "asn-2020", "--ut", f"{tmp_path}/ut/")
    assert körning.kod == 0, körning.fel
    assert [f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*") if f.is_file()] == [f"ut/{filen}"]


def test_ett_namn_som_redan_säger_exempel_lämnas(tmp_path: Path) -> None:
    körning = kör_plan("rapport", "asn-2020", "--delår", "2", "--ut", tmp_path / "Exempel.md")
    assert körning.kod == 0
    assert körning.fel == f"Skrev {tmp_path / 'Exempel.md'}\n"


# --- Små egna planer --------------------------------------------------------------------------------


def test_uppföljning_utan_prognos_per_indikator(tmp_path: Path) -> None:
    alla = rader(rapport_av(tmp_path, PLAN, UPPFÖLJNING))
    assert alla["Antal lån"].prognos == "1\u00a0050"
    assert alla["Antal lån"].framskriven
    assert alla["Nöjda besökare"].läge == "läge per 31 augusti, prognos saknas"
    assert alla["Programpunkter"].omdöme.ord == "saknar målvärde"
    assert alla["Mötesplats"].omdöme.ord == "utgår"
    assert alla["Mötesplats"].noter[0].text.startswith("Nämnden beslutade den 3 maj")


def test_vid_årets_slut_räknas_utfallet(tmp_path: Path) -> None:
    helår = UPPFÖLJNING.replace("delår 2, per: 2021-08-31", "helår, per: 2021-12-31")
    rapport = rapport_av(tmp_path, PLAN, helår + "ekonomi:\n  kultur: {utfall: 990}\n  fritid: {utfall: 2600}\n")
    assert rader(rapport)["Antal lån"].prognos == "–"
    assert "har nått sitt målvärde" in rapport.sammandrag.mening
    assert rapport.sammandrag.mening.startswith(
        "Av planens 2 övergripande mål: 1 är delvis uppfyllt och 1 saknar bedömning"
    )
    e = rapport.sammandrag.ekonomi
    assert e is not None
    assert [r.avvikelse for r in e.rader] == ["+10", "−100"]
    assert e.avvikelsen_är == "årsbudget minus utfall"


UTAN_MÅL = """\
format: 1
plan: {id: p, namn: Plan, nämnd: N, år: {från: 2020, till: 2021}}
mål: [{id: m, nivå: mål, namn: M, indikatorer: [
  {id: i, namn: Antal i, per verksamhet: [Norr, Söder], målvärde: {minst: 5}}, {id: j, namn: Antal j, målvärde: {minst: 5}}]}]
uppdrag: [{id: g, rubrik: G, källa: nämnden, uppdrag: [{id: a, text: A.}, {id: b, text: B}, {id: c, text: C}, {id: d, text: D}]}]
risker: [{id: r, text: R, sannolikhet: 3, konsekvens: 3}, {id: s, text: S, sannolikhet: 1, konsekvens: 1}]
åtgärder: [{id: z, text: Z, risker: [r]}]
"""
_FÖRRA = """\
utfall: {i: {per verksamhet: {Norr: {värde: 1, prognos: 5}, Söder: {värde: 1, prognos: 6}}}, j: {värde: 1, prognos: 5}}
uppdrag: {a: pågår, b: pågår, c: klar}
åtgärder: {z: pågår}
"""
_NU = """\
utfall: {i: {per verksamhet: {Norr: {värde: 2, prognos: 4}, Söder: {värde: 2, prognos: 6}}}, j: {värde: 2, prognos: 5}}
uppdrag: {a: klar, d: pågår}
åtgärder: {z: pågår}
risker: {r: {sannolikhet: 4}}
nya risker: [{id: t, text: T, sannolikhet: 2, konsekvens: 2}]
"""


def test_också_statusar_risker_och_prognoser_jämförs_med_förra_gången(tmp_path: Path) -> None:
    """Det som är sagt och lika (åtgärden, Söders prognos, j) och det avslutade som bärs (c) har inte ändrats."""
    mapp = tmp_path / "planer" / "p"
    mapp.mkdir(parents=True)
    (mapp / "plan.yaml").write_text(UTAN_MÅL, encoding="utf-8")
    for dag, period, svar in (("04-30", "delår 1", _FÖRRA), ("08-31", "delår 2", _NU)):
        text = f"format: 1\nuppföljning: {{plan: p, period: {period}, per: 2020-{dag}}}\n{svar}"
        (mapp / f"{dag}.yaml").write_text(text, encoding="utf-8")
    text = kör_plan("rapport", "p", "--delår", "2", "--format", "md", "--trots-fel", mapp=tmp_path).ut
    avsnittet = text.partition("### Ändrad status")[2].partition("\n## ")[0]
    assert avsnittet.replace("\u00a0", " ").splitlines() == [
        ": 3 uppdrag", "",
        "- A: ► pågår → **● klar**", "- B: ► pågår → **– ej rapporterad**", "- D: – ej rapporterad → **► pågår**", "",
        "### Ändrad risk: 2 risker", "",
        "- Risk 1, R: 9 medel → **12 medel**", "- Risk 3, T: – fanns inte → **4 låg**", "",
        "### Ändrad prognos: 1 indikator", "",
        "- Antal i: prognos Norr 5 → **prognos Norr 4**",
    ]  # fmt: skip


def test_ändrad_årsbudget_går_före_planens_och_tystnad_syns(tmp_path: Path) -> None:
    text = UPPFÖLJNING + "ekonomi:\n  kultur: {årsbudget: 1100, prognos: 1100}\n"
    e = rapport_av(tmp_path, PLAN, text).sammandrag.ekonomi
    assert e is not None
    kultur, fritid = e.rader
    assert (kultur.årsbudget, kultur.avvikelse) == ("1\u00a0100", "0")
    assert kultur.omdöme is not None
    assert kultur.omdöme.ord == "i balans"
    assert (fritid.namn, fritid.årsbudget, fritid.prognos, fritid.avvikelse) == ("VO 2 Fritid", "2\u00a0500", "–", "–")
    assert e.summa is not None
    assert e.summa.avvikelse == "–"
    assert "säger inget om ekonomin" in e.kommentarer[0].text


def test_ekonomi_i_olika_enheter_skrivs_i_tkr(tmp_path: Path) -> None:
    text = UPPFÖLJNING + "ekonomi:\n  kultur: {prognos: 1005.5}\n  fritid: {enhet: mnkr, prognos: 2.4}\n"
    e = rapport_av(tmp_path, PLAN, text).sammandrag.ekonomi
    assert e is not None
    assert (e.enhet, [r.avvikelse for r in e.rader]) == ("tkr", ["−5,5", "+100,0"])


@pytest.mark.parametrize(
    ("kronor", "text"),
    [
        ("-6545000", "6,5 mnkr"),
        ("222000", "222 tkr"),
        ("999500", "1\u00a0000 tkr"),
        ("400", "400 kr"),
        ("-0.5", "0,5 kr"),
    ],
)
def test_belopp_i_mening(kronor: str, text: str) -> None:
    assert skriv_avvikelse(Decimal(kronor)) == text


def test_egen_skala_med_fler_steg_och_andra_ord(tmp_path: Path) -> None:
    kommun = """
format: 1
kommun: {id: k, namn: Exköpings kommun}
bedömning:
  skala:
    - {namn: helt, symbol: "★", färg: grön}
    - {namn: i hög grad, symbol: "◕", färg: gul, från: 70, från utan utgångsvärde: 95}
    - {namn: i viss grad, symbol: "◔", färg: gul, från: 30, från utan utgångsvärde: 80}
    - {namn: inte alls, symbol: "○", färg: röd, från: 0, från utan utgångsvärde: 0}
"""
    rapport = rapport_av(tmp_path, PLAN, UPPFÖLJNING, kommun)
    assert rapport.överrubrik == "Exköpings kommun · Kultur- och fritidsnämnden (KFN)"
    assert [k.ord for k in rapport.sammandrag.räkning.kolumner] == [
        "helt", "i hög grad", "i viss grad", "inte alls", "utan bedömning",
    ]  # fmt: skip
    assert rader(rapport)["Nöjda besökare"].omdöme.symbol == "◔"
    assert "◕ i hög grad" in ge_ut(rapport, Format.MARKDOWN)


def test_en_plan_utan_något_går_att_följa_upp(tmp_path: Path) -> None:
    tom = "format: 1\nplan: {id: kfn-2021, namn: P, nämnd: N, år: 2021}\n"
    uppföljning = "format: 1\nuppföljning: {plan: kfn-2021, period: delår 2, per: 2021-08-31}\n"
    rapport = rapport_av(tmp_path, tom, uppföljning)
    assert rapport.sammandrag.mening == "Planen har inga mål att följa upp."
    for format_ in TEXTFORMAT:
        assert "P: uppföljning delår 2 2021" in ge_ut(rapport, format_).replace("\u00a0", " ")


def test_kontrollsumman_är_av_innehållet(tmp_path: Path) -> None:
    första = rapport_av(tmp_path / "a", PLAN, UPPFÖLJNING).ursprung
    kommenterad = rapport_av(tmp_path / "b", "# en kommentar\n" + PLAN, UPPFÖLJNING).ursprung
    ändrad = rapport_av(tmp_path / "c", PLAN, UPPFÖLJNING.replace("700", "701")).ursprung
    assert första.filer[1] == kommenterad.filer[1] != ändrad.filer[1]
    assert första.filer[0] == ändrad.filer[0]


# --- Kommandot --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format_", "ut", "väntat"),
    [
        (None, None, Format.MARKDOWN),
        (Format.HTML, None, Format.HTML),
        (None, "a.txt", Format.TEXT),
        (None, "a.html", Format.HTML),
        (None, "a.htm", Format.HTML),
        (None, "a.MD", Format.MARKDOWN),
        (Format.MARKDOWN, "a.markdown", Format.MARKDOWN),
        (Format.HTML, "rapport", Format.HTML),
        (None, "rapport", Format.MARKDOWN),
    ],
)
def test_formatet_ur_flaggan_eller_filen(format_: Textformat | None, ut: str | None, väntat: Format) -> None:
    assert välj_format((format_,) if format_ else (), ut) == (väntat,)


@pytest.mark.parametrize("format_", RAPPORTFORMAT)
def test_varje_format_har_en_ändelse_i_en_mapp(format_: Rapportformat) -> None:
    fil = filen(Path("ut"), format_, "p", None, [], i_mapp=True, är_flera=False)
    assert fil.stem == "p"
    assert välj_format((), str(fil)) == (format_,)


@pytest.mark.parametrize(
    ("format_", "ut", "sagt"),
    [
        (Format.HTML, "a.md", "--format säger html men filen heter a.md"),
        (None, "a.htlm", "Menade du .html?"),
        (None, "a.odt", "a.odt har en ändelse som inte är något format"),
    ],
)
def test_format_som_inte_går_att_avgöra(format_: Textformat | None, ut: str, sagt: str) -> None:
    with pytest.raises(Formatfel, match=re.escape(sagt)):
        välj_format((format_,) if format_ else (), ut)


def test_text_är_rapporten_utan_märken() -> None:
    märkt, text = (kör_plan("rapport", "asn-2020", "--delår", "2", "--format", f).ut for f in ("md", "text"))
    assert "## Hur går det?" in märkt
    assert "Hur går det?" in text
    assert not [
        rad
        for rad in text.splitlines()
        if len(rad) > 80 or rad != rad.rstrip() or re.search(r"^#|\*\*|\x1b|&\w+;", rad)
    ]


@pytest.mark.parametrize("bredd", [60, 80, 200])
def test_inget_ord_kortas_på_en_smal_terminal(bredd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kolumnerna är minst så breda som sitt längsta ord, och ingen rad är bredare än terminalen."""
    monkeypatch.setenv("COLUMNS", str(bredd))
    akt = tyresös_akt()
    rapport = bygg_rapport(akt, akt.uppföljningar[-1])
    text = ge_ut(rapport, Format.TEXT)
    assert max(map(len, text.splitlines())) <= bredd
    assert "verksamhetsområdets" in text
    assert not re.search(r"\w…", text)
    assert bredd < 80 or "delår\n" not in text, "den smalaste terminalen delar hellre ett datum än ett ord"


def test_rapporten_i_terminalen_har_ingen_egen_färg() -> None:
    """Blå och lila rubriker går inte att läsa på varje bakgrund. Fetstil, understrykning och dämpad ram räcker."""
    koder = re.findall(
        r"\x1b\[([\d;]*)m", som_text("# A\n\n## B\n\n[c](#c)\n\n| d | e |\n|---|---|\n| f | g |\n", färg=True)
    )
    assert koder
    assert not [kod for kod in koder if re.search(r"3\d|4\d|9\d", kod)]


def test_filnamn() -> None:
    ut = Path("ut/rapport.html")
    namn = partial(filen, ut, Format.HTML, "asn-2020", None, i_mapp=False)
    assert namn([], är_flera=False) == ut
    assert namn([], är_flera=True) == Path("ut/rapport-asn-2020.html")
    assert namn(["exempel"], är_flera=True) == Path("ut/rapport-asn-2020-exempel.html")
    assert filen(ut, Format.PDF, "asn-2020", None, [], i_mapp=False, är_flera=False) == Path("ut/rapport.pdf")
    utan = filen(Path("ut/rapport"), Format.DOCX, "asn-2020", None, [], i_mapp=False, är_flera=False)
    assert utan == Path("ut/rapport.docx"), "utan ändelse går filen inte att öppna"


def test_fel_användning_ger_slutkod_2_och_skriver_ingenting(tmp_path: Path) -> None:
    for flaggor in (
        ["--ut", tmp_path / "a.odt"],
        ["--ut", tmp_path / "a.md", "--format", "html"],
        ["--ut", tmp_path / "finns" / "inte.md"],
        ["--mallar", tmp_path / "saknas"],
        ["--period", "delår 2"],
    ):
        körning = kör_plan("rapport", "asn-2020", "--delår", "2", *flaggor)
        assert (körning.kod, körning.ut) == (2, ""), flaggor
        assert körning.fel
        assert "Traceback" not in körning.fel
    assert list(tmp_path.iterdir()) == []


def test_flera_planer_blir_en_fil_var(tmp_path: Path) -> None:
    for nummer in (1, 2):
        mapp = tmp_path / "planer" / f"p{nummer}"
        mapp.mkdir(parents=True)
        (mapp / "plan.yaml").write_text(PLAN.replace("kfn-2021", f"p{nummer}"), encoding="utf-8")
        (mapp / "u.yaml").write_text(UPPFÖLJNING.replace("kfn-2021", f"p{nummer}"), encoding="utf-8")
    (tmp_path / "ut").mkdir()
    körning = kör_plan("rapport", "2021", "--ut", "ut/rapport.md", mapp=tmp_path)
    assert körning.kod == 0, körning.fel
    assert sorted(f.name for f in (tmp_path / "ut").iterdir()) == ["rapport-p1.md", "rapport-p2.md"]
    assert "2 planer valda" in körning.fel
    assert kör_plan("rapport", "2021", mapp=tmp_path).ut.count("# Verksamhetsplan: uppföljning") == 2


def test_på_en_terminal_visas_markdown_formaterad() -> None:
    ledare, följare = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "planverktyg", "rapport", "2020", "--delår", "2"],
        cwd=ROT, stdout=följare, stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROT), "COLUMNS": "100", "NO_COLOR": "1", "TERM": "xterm"},
    )  # fmt: skip
    os.close(följare)
    delar = []
    while True:
        try:
            del_ = os.read(ledare, 65536)
        except OSError:
            break
        if not del_:
            break
        delar.append(del_)
    os.close(ledare)
    text = b"".join(delar).decode()
    assert process.wait(timeout=60) == 0
    assert "## Hur går det?" not in text
    assert "Hur går det?" in text
    assert not re.search(r"\x1b\[[34]\d", text)  # NO_COLOR: fetstil men inga färger


def test_rapporten_läser_inte_in_rich_när_den_leds_vidare() -> None:
    kod = (
        "import sys; from planverktyg.__main__ import kör; sys.argv = ['plan', 'rapport', '2020', '--delår', '2']\n"
        "try: kör()\nfinally: print([m for m in sys.modules if m.split('.')[0] == 'rich'], file=sys.stderr)"
    )
    process = subprocess.run(
        [sys.executable, "-c", kod], cwd=ROT, capture_output=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROT)},
    )  # fmt: skip
    assert process.stderr.decode().splitlines()[-1] == "[]"


def test_andra_kommandon_läser_inte_in_jinja() -> None:
    kod = (
        "import sys; import planverktyg.kommandon.rapport, planverktyg.kommandon.dokument, planverktyg.utgivning.format\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('jinja2', 'markdown_it', 'rich')])"
    )
    process = subprocess.run([sys.executable, "-c", kod], cwd=ROT, capture_output=True, check=True)
    assert process.stdout.decode().strip() == "[]"


# --- Kommunens ord för indikatorerna -----------------------------------------------------------------

ORD_PLAN = """\
format: 1
plan: {id: p, namn: P, nämnd: N, år: 2020}
mål:
  - id: m
    nivå: mål
    namn: M
    etiketter: e
    indikatorer:
      - {id: a, namn: A, enhet: "%", målvärde: {högst: 4}, etiketter: e}
      - {id: b, namn: B, enhet: "%", målvärde: {högst: 4}}
"""


@pytest.mark.parametrize(
    ("kallas", "ental", "flertal"),
    [("Mätetal", "mätetal", "mätetal"), ("Mätpunkter", "mätpunkt", "mätpunkter"), ("SKR-mått", "SKR-mått", "SKR-mått")],
)
@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_rapporten_säger_kommunens_ord_överallt(
    tmp_path: Path, kallas: str, ental: str, flertal: str, format_: str
) -> None:
    mapp = tmp_path / "planer"
    (mapp / "p").mkdir(parents=True)
    husregler = f"format: 1\nkommun: {{id: k, namn: K}}\nindikatorer kallas: {kallas}\netiketter: {{e: Etikett}}\n"
    regler = "sammanvägning: {täckning: 50, krav: {uppfyllt: {åt rätt håll: 50}}}\n"
    (mapp / "kommun.yaml").write_text(husregler + regler, encoding="utf-8")
    (mapp / "p/plan.yaml").write_text(ORD_PLAN, encoding="utf-8")
    uppföljning = "format: 1\nuppföljning: {plan: p, period: helår, per: 2020-12-31}\nutfall: {a: 3, b: 5}\n"
    (mapp / "p/2020-12-31.yaml").write_text(uppföljning, encoding="utf-8")
    körning = kör_plan("rapport", "p", "--format", format_, mapp=tmp_path)
    assert körning.kod == 0, körning.fel
    text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", körning.ut, flags=re.DOTALL)
    assert "indikator" not in text.casefold()
    assert f"2 {flertal}" in text
    assert f"Mål, {ental} eller uppdrag" in text


def test_ett_ord_som_inte_går_att_räkna_är_bara_en_rubrik() -> None:
    assert Husregler.model_validate({"indikatorer kallas": "Måluppfyllelse"}).indikatorord.antal(2) == "2 indikatorer"
    assert Husregler.model_validate({"indikatorer kallas": "Styrtal"}).indikatorord.antal(1) == "1 styrtal"
