"""Små planer där konstruktioner korsas: varje kommando säger hela sanningen, och inget kommando säger emot ett annat."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
plan: {{id: p, namn: Plan, nämnd: Nämnden, år: {år}}}
mål:
  - id: m
    nivå: mål
    namn: Målet
    indikatorer:
{indikatorer}
"""
ETT, FLERA = "2021", "{från: 2020, till: 2022}"
FÖRRA, DELÅR, HELÅR = ("helår", "2020-12-31"), ("delår 2", "2021-08-31"), ("helår", "2021-12-31")
BÅDA = "enhet: '%', per verksamhet: [x, y]"


def skriv_planen(mapp: Path, år: str, indikatorer: list[str], *svaren: tuple[tuple[str, str], str]) -> Path:
    """En plan med indikatorerna i0, i1 …, och dess uppföljningar: perioden och raderna."""
    rader = [f"      - {{id: i{n}, namn: I{n}, {text}}}" for n, text in enumerate(indikatorer)]
    (mapp / "plan.yaml").write_text(PLAN.format(år=år, indikatorer="\n".join(rader)), encoding="utf-8")
    for (period, per), svar in svaren:
        huvud = f"format: 1\nuppföljning: {{plan: p, period: {period}, per: {per}}}\n"
        (mapp / f"{per}.yaml").write_text(huvud + svar + "\n", encoding="utf-8")
    return mapp


def säg(mapp: Path, kommando: str) -> str:
    """Det som kommandot skriver, på en rad och utan de mellanslag som inte bryts."""
    körning = kör_plan(*kommando.split(), mapp=mapp, COLUMNS="240")
    return re.sub(r"\s+", " ", körning.ut + körning.fel)


NÅTT_I_FÖRTID = "enhet: antal, ackumuleras: 2020–2022, målvärde: {minst: 100, avser: 2022}"


@pytest.mark.parametrize(
    ("indikator", "svar", "kommando", "sägs"),
    [
        pytest.param(
            f"{NÅTT_I_FÖRTID}, per verksamhet: [x, y]", "{per verksamhet: {x: 110, y: 40}}", "status p",
            ["– ska nås 2022 40 % i0", "1 ska nås senare. "], id="en av två delar nådd i förtid är inte båda",
        ),
        pytest.param(
            "målvärde: [{minst: 100, avser: 2022}, {minst: 200, avser: 2023}], enhet: antal, ackumuleras: 2020–2023",
            "110", "status p", ["– ska nås 2023", "1 ska nås senare. "], id="ett av två villkor nått i förtid är inte båda",
        ),
        pytest.param(
            NÅTT_I_FÖRTID, "110", "status p", ["● är uppfyllt 100 % i0", "nådda i förtid"], id="nått i förtid är avgjort"
        ),
        pytest.param(
            NÅTT_I_FÖRTID, "110", "status p --mål i0", ["110: utfallet hittills, eftersom värdet växer"],
            id="varför det är avgjort",
        ),
        pytest.param(
            "målvärde: {klart: 2022}", "2021-05-03", "status p --mål i0", ["3 maj 2021: utfallet, eftersom det redan har hänt"],
            id="tiden är inte ute",
        ),
        pytest.param(
            "målvärde: [{klart: 2022}, {klart: 2023}]", "2021-05-03", "status p --mål i0",
            ["klart senast 2022: håller → ● är uppfyllt", "klart senast 2023: håller → ● är uppfyllt"],
            id="delen säger som helheten",
        ),
        pytest.param(
            "per nämnd: {SN: {minst: 80, bör: ja, avser: varje år}, ÄN: {minst: 70, avser: på sikt}}, enhet: '%'",
            "{per nämnd: {SN: 60, ÄN: 75}}", "status p --mål i0", ["SN minst 80 % (bör) (varje år); ÄN minst 70 % (på sikt)"],
            id="varje nämnds målvärde med sin tid",
        ),
    ],
)  # fmt: skip
def test_vid_ett_delår_i_en_plan_för_flera_år(
    indikator: str, svar: str, kommando: str, sägs: list[str], tmp_path: Path
) -> None:
    text = säg(skriv_planen(tmp_path, FLERA, [indikator], (DELÅR, f"utfall: {{i0: {svar}}}")), kommando)
    for led in sägs:
        assert led in text


def test_det_som_aldrig_ska_nås_räknas_inte_bland_det_som_ska_nås(tmp_path: Path) -> None:
    utan = "målvärde: {per år: {2020: {minst: 70}, 2021: {saknas: Mäts inte.}, 2022: {minst: 90}}}, enhet: '%'"
    utgår, senare = (
        "målvärde: {minst: 80}, utgår: Enligt § 7., enhet: '%'",
        "målvärde: {minst: 80, avser: 2022}, enhet: '%'",
    )
    mapp = skriv_planen(tmp_path, FLERA, [utan, utgår, senare], (DELÅR, "utfall: {i0: 50, i2: 40}"))
    status = säg(mapp, "status p")
    assert "0 indikatorer av 3 ska vara nådda till och med 2021:" in status
    assert "utan bedömning" not in status
    assert "1 ska nås senare. 2 saknar målvärde eller har utgått." in status
    assert "inga indikatorer ska vara nådda före 2022" in säg(mapp, "rapport p")


VÄXER = "enhet: dygn, ackumuleras: ja, per nämnd: {SN: {högst: 100}, ÄN: {högst: 200}}"
BAS = "utgångsvärde: {avser: 2020, per verksamhet: {x: 70, y: 78}}"
NÅS, NÅS_INTE = (f"enhet: antal, ackumuleras: ja, målvärde: {{{slag}: 10}}" for slag in ("minst", "högst"))
RAPPORT, STEG, VALIDERA = (HELÅR, "rapport p"), (HELÅR, "status p --mål i0"), (HELÅR, "validera .")
RAPPORT_DELÅR, STEG_DELÅR = (DELÅR, "rapport p"), (DELÅR, "status p --mål i0")


@pytest.mark.parametrize(
    ("indikator", "svar", "var", "sägs", "sägs_inte"),
    [
        pytest.param(
            VÄXER, "{per nämnd: {SN: 110, ÄN: {värde: 100, prognos: 190}}}", RAPPORT_DELÅR,
            ["SN 165 (verktygets egen framskrivning), ÄN 190 |", "**SN 165 (rak framskrivning) och ÄN 190 (prognos)**"],
            "ÄN 190 (verktygets", id="bara det framskrivna är verktygets",
        ),
        pytest.param(
            VÄXER, "{per nämnd: {SN: 110, ÄN: {värde: 100, prognos: 190}}}", STEG_DELÅR,
            ["SN 165 (rak framskrivning) och ÄN 190 (prognos): varje del för sig"], "eftersom", id="varje dels grund",
        ),
        pytest.param(
            f"{BÅDA}, utgångsvärde: {{värde: 75, avser: 2020, per verksamhet: {{x: 70}}}}, målvärde: {{riktning: ökar}}",
            "{per verksamhet: {x: 72, y: 80}}", VALIDERA, ["ska jämföras med utgångsvärdet, men det finns inte i planen för y."],
            "inget att anmärka", id="utgångsvärdet fattas för en del",
        ),
        pytest.param(
            f"{BÅDA}, {BAS}, målvärde: {{riktning: ökar, mot: 2020}}", "{per verksamhet: {x: 72, y: 80}}", VALIDERA,
            ["inget att anmärka"], "IND311", id="utgångsvärdet finns för varje del",
        ),
        pytest.param(
            f"{BÅDA}, eftersläpning: 1 år, målvärde: {{minst: 80}}", "{avser: 2020, per verksamhet: {x: 80, y: 81}}", STEG,
            ["Utfall x 80 %; y 81 % (avser 2020)", "● uppfyllt"], "ej mätt", id="delarnas tid skrivs ut",
        ),
        pytest.param(
            f"{BÅDA}, målvärde: {{minst: 80}}", "{avser: 2020, per verksamhet: {x: 80, y: 81}}", VALIDERA,
            ["x: Senaste mätning: 2020. Värdet då: 80; y: Senaste mätning: 2020. Värdet då: 81."], ". och ",
            id="varje dels senaste mätning",
        ),
        pytest.param(
            "enhet: '%', eftersläpning: 1 år, utgångsvärde: {värde: 70, avser: 2019}, "
            "målvärde: {riktning: ökar, mot: föregående år}", "{värde: 71, avser: 2020}", VALIDERA,
            ["inget att anmärka"], "IND311", id="året före det som släpar efter",
        ),
        pytest.param(
            "enhet: '%', målvärde: {riktning: ökar, mot: {namn: översiktsplanen}}",
            "{värde: 95, jämförelse: {översiktsplanen: 90}}", STEG,
            ["Trend bättre jämfört med 90 % (översiktsplanen)"], "utgångsvärdet", id="ett dokument är inget utgångsvärde",
        ),
        pytest.param(
            "enhet: '%', målvärde: [{riktning: ökar, mot: 2018}, {högst: 90}], "
            "utgångsvärde: {värde: 70, avser: 2020, historik: [{värde: 62, avser: 2018}]}", "65", STEG,
            ["ökar mot 2018 65 % mot 62 (ökar): håller", "Trend bättre jämfört med 62 % (2018)"], "kan inte jämföras",
            id="trenden säger som riktningen",
        ),
        pytest.param(
            NÅS, "12", STEG_DELÅR, ["12: utfallet hittills, eftersom värdet växer", "bedömning ● är uppfyllt"], "framskrivning",
            id="det nådda skrivs inte fram",
        ),
        pytest.param(
            NÅS, "{värde: 12, prognos: 20}", RAPPORT_DELÅR, ["| ● är uppfyllt | minst 10 | 12 | 20 |"], "| I0 | ● väntas",
            id="det nådda beror inte på prognosen",
        ),
        pytest.param(
            NÅS_INTE, "{värde: 12, prognos: 9}", RAPPORT_DELÅR, ["| ○ väntas inte bli uppfyllt"], "| I0 | ●",
            id="det som har hänt går före prognosen",
        ),
        pytest.param(
            f"{BÅDA}, {BAS}, målvärde: {{minst: 80}}", "{per verksamhet: {x: 80, y: 79}}", STEG,
            ["Utgångsvärde x 70 %; y 78 % (2020)"], "saknas", id="delarnas utgångsvärden saknas inte",
        ),
        pytest.param(
            "per verksamhet: [x, y], målvärde: {klart: 2021-10}", "{per verksamhet: {x: 2021-05-01, y: nej}}", STEG_DELÅR,
            ["x 1 maj 2021 (utfall) och y nej (läge)", "1 maj 2021 mot klart senast oktober 2021: håller → ● är"],
            "tiden för målet är ute", id="datum skrivs som datum",
        ),
        pytest.param(
            f"{BÅDA}, målvärde: {{minst: 80}}", "{värde: 85, per verksamhet: {x: 92, y: 78}}", RAPPORT,
            ["85 %; x 92 %, y 78 %"], "| 85 % |", id="delarna syns bredvid helheten",
        ),
        pytest.param(
            f"{BÅDA}, målvärde: {{minst: 80}}", "{per verksamhet: {x: 92}}", STEG,
            ["y ej rapporterad: Värdet för y fattas."], "säger inget om indikatorn", id="det är delen som fattas",
        ),
        pytest.param(
            "enhet: '%', per nämnd: {SN: {minst: 80}, ÄN: {minst: 70, bör: ja}}", "{per nämnd: {SN: 85, ÄN: 60}}", RAPPORT,
            ["SN minst 80 %; ÄN minst 70 % (bör)", "*Når inte målvärdet:* ÄN (bör)"], "ÄN minst 70 % |", id="nämndens bör",
        ),
        pytest.param(
            f"{BÅDA}, målvärde: {{minst: 80, bör: ja}}", "{per verksamhet: {x: 85, y: 60}}", RAPPORT,
            ["minst 80 % (bör) för x och y"], "minst 80 % för", id="verksamheternas bör",
        ),
        pytest.param(
            "enhet: '%', målvärde: [{minst: 80}, {minst: 90, bör: ja}]", "85", STEG,
            ["Målvärde minst 80 % och minst 90 % (bör)"], "minst 90 % minst", id="ett bör i en lista",
        ),
        pytest.param(
            "enhet: '%', målvärde: {minst: 80, delvis inom: 2}", "79", RAPPORT,
            ["minst 80 % (delvis inom 2)"], "minst 80 % |", id="toleransen hör till målvärdet",
        ),
        pytest.param(
            f"{BÅDA}, målvärde: {{minst: riket}}", "{per verksamhet: {x: 85, y: 60}}", VALIDERA,
            ["utfallet säger inte vad riket har. "], "inget att anmärka", id="jämförelsen fattas för delarna",
        ),
    ],
)  # fmt: skip
def test_vid_en_uppföljning(  # noqa: PLR0917 - tabellens kolumner
    indikator: str, svar: str, var: tuple[tuple[str, str], str], sägs: list[str], sägs_inte: str, tmp_path: Path
) -> None:
    period, kommando = var
    text = säg(skriv_planen(tmp_path, ETT, [indikator], (period, f"utfall: {{i0: {svar}}}")), kommando)
    for led in sägs:
        assert led in text
    assert sägs_inte not in text


@pytest.mark.parametrize(
    ("indikator", "svaren", "bedömning", "uppgiften"),
    [
        pytest.param(
            "per verksamhet: [x, y], målvärde: {klart: 2021}",
            ("i0: {per verksamhet: {x: 2020-05-01, y: nej}}", "i0: {per verksamhet: {y: 2021-06-01}}"),
            "● uppfyllt", "x 1 maj 2020, y 1 juni 2021 |", id="en del är gjord",
        ),
        pytest.param(
            "per nämnd: {SN: {klart: 2021}, ÄN: {klart: 2022}}", ("i0: {per nämnd: {SN: 2020-05-01, ÄN: 2020-06-01}}", ""),
            "● uppfyllt", "*Rapporterat:* helår 2020", id="alla delar är gjorda",
        ),
        pytest.param(
            f"{BÅDA}, målvärde: {{minst: 80, avser: 2020}}",
            ("i0: {per verksamhet: {x: 82}}", "i0: {per verksamhet: {y: 85}}"),
            "● uppfyllt", "*X rapporterat:* helår 2020", id="tiden var ute för en del",
        ),
        pytest.param(
            "per verksamhet: [x, y], målvärde: {klart: 2021}", ("i0: {per verksamhet: {x: 2020-05-01, y: nej}}", ""),
            "– kan inte prövas", "*Y:* ej rapporterad. Värdet för y fattas.", id="det som inte är gjort bärs inte",
        ),
        pytest.param(
            f"{BÅDA}, målvärde: {{minst: 80, avser: varje år}}",
            ("i0: {per verksamhet: {x: 82, y: 85}}", "i0: {per verksamhet: {y: 85}}"),
            "– kan inte prövas", "Värdet för x fattas", id="årets värde bärs inte",
        ),
    ],
)  # fmt: skip
def test_en_del_som_är_avgjord_bärs_vidare(
    indikator: str, svaren: tuple[str, str], bedömning: str, uppgiften: str, tmp_path: Path
) -> None:
    förra, nu = (f"utfall: {{{svar}}}" for svar in svaren)
    mapp = skriv_planen(tmp_path, FLERA, [indikator], (FÖRRA, förra), (HELÅR, nu))
    rapport = säg(mapp, "rapport p")
    assert f"| I0 | {bedömning}" in rapport
    assert uppgiften in rapport
    assert f"{bedömning} " in säg(mapp, "status p")
    assert ("Värdet för x fattas" in säg(mapp, "validera .")) == (uppgiften == "Värdet för x fattas")


@pytest.mark.parametrize(
    ("indikator", "sägs"),
    [
        ("enhet: '%', per nämnd: {SN: {minst: 70}, ÄN: {minst: 80, avser: på sikt}}", "SN minst 70 %{} ÄN minst 80 % (på sikt)"),
        ("enhet: '%', per nämnd: {SN: {per år: {2021: {minst: 70, bör: ja}}}, ÄN: {minst: 80}}",
         "SN (2021: minst 70 % (bör)){} ÄN minst 80 %"),
    ],
)  # fmt: skip
def test_plandokumentet_och_status_visar_varje_nämnds_målvärde(indikator: str, sägs: str, tmp_path: Path) -> None:
    mapp = skriv_planen(tmp_path, FLERA, [indikator])
    assert sägs.format(",") in säg(mapp, "dokument p")
    assert sägs.format(";") in säg(mapp, "status p")


def test_plandokumentet_visar_delarnas_utgångsvärden_och_hur_graden_räknas(tmp_path: Path) -> None:
    bas = "{värde: 75, avser: 2020, per verksamhet: {x: 70, y: 81}, historik: [{avser: 2019, per verksamhet: {x: 69, y: 80}}]}"
    räknas = "delvis inom: 2.5, grad: {sätt: från utgångsvärdet, delvis från: 60}, eftersläpning: 6 månader"
    mapp = skriv_planen(tmp_path, ETT, [f"{BÅDA}, {räknas}, målvärde: {{minst: 80}}, utgångsvärde: {bas}"])
    dokument = säg(mapp, "dokument p")
    for led in (
        "75 %; x 70 %, y 81 % x 69 %, y 80 % (2019)", "*Delvis uppfyllt:* inom 2,5 från målvärdet",
        "*Graden räknas:* från utgångsvärdet, delvis från 60 %", "*Statistiken kommer:* 6 månader sent",
    ):  # fmt: skip
        assert led in dokument


@pytest.mark.parametrize(
    ("före", "efter", "sägs"),
    [
        ("per nämnd: {SN: {minst: 80}, ÄN: {minst: 70}}", "per nämnd: {SN: {minst: 80, bör: ja}, ÄN: {minst: 70}}",
         "SN: minst 80 %; ÄN: minst 70 % → SN: minst 80 % (bör); ÄN: minst 70 %"),
        ("målvärde: {minst: 80}", "målvärde: {minst: 80, bör: ja}", "minst 80 % → minst 80 % (bör)"),
        ("målvärde: {minst: 80, delvis inom: 2}", "målvärde: {minst: 80, delvis inom: 3}",
         "minst 80 % (delvis inom 2) → minst 80 % (delvis inom 3)"),
        ("målvärde: {minst: 80}", "målvärde: {minst: 80, grad: från utgångsvärdet}",
         "minst 80 % → minst 80 % (grad från utgångsvärdet)"),
        ("målvärde: {per år: {2021: {minst: 80}}}", "målvärde: {per år: {2021: {minst: 80, avser: på sikt}}}",
         "2021: minst 80 % → 2021: minst 80 % (på sikt)"),
    ],
)  # fmt: skip
def test_ändringen_av_ett_målvärde_syns_i_orden(före: str, efter: str, sägs: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for text in (före, efter):
        skriv_planen(tmp_path, ETT, [f"enhet: '%', {text}"])
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", "Planen")
    assert sägs in säg(tmp_path, "skillnad HEAD~1 HEAD")
    historik = säg(tmp_path, "historik i0")
    assert sägs in historik
    assert f"Finns i planen: målvärde: {sägs.partition(' → ')[0]}" in historik


def test_det_beslutade_blandas_inte_med_dagens_krav(tmp_path: Path) -> None:
    """Graden och läget räknas mot dagens målvärde, och står inte bredvid bedömningen som beslutades mot ett annat."""
    indikatorer = ["enhet: '%', målvärde: {minst: 70}", "enhet: '%', målvärde: {minst: 70}"]
    delår = (DELÅR, "utfall: {i0: 71, i1: {värde: 60, prognos: 75}}")
    mapp = skriv_planen(tmp_path, ETT, indikatorer, delår, (HELÅR, "utfall: {i0: 71, i1: 72}"))
    assert kör_plan("besluta", "p", "--delår", "2", "--datum", "2021-09-15", "--paragraf", "10", mapp=mapp).kod == 0
    plan = mapp / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("70", "74"), encoding="utf-8")
    rapport = säg(mapp, "rapport p --delår 2")
    assert "| I0 | ● väntas bli uppfyllt | minst 74 % | 71 % |" in rapport
    assert "Målvärdet var då minst 70 %. Med dagens plan och husregler: ◐ väntas bli delvis uppfyllt." in rapport
    assert "Målet | ● väntas bli uppfyllt | 2 av 2 väntas nå målet" in rapport
    assert "I1 | ◐ delvis ↘ sämre än delår 2, målvärdet ändrades: minst 70 % → minst 74 %" in säg(mapp, "rapport p")


@pytest.mark.parametrize(
    ("indikator", "utfall", "sägs"),
    [
        pytest.param(
            f"{BÅDA}, målvärde: [{{minst: 50, avser: 2021}}, {{minst: 70}}]", "{per verksamhet: {x: 60, y: 55}}",
            ["*Minst 70 %:* ännu inte aktuellt. Ska vara nått 2022."], id="ett villkor som ska nås senare",
        ),
        pytest.param(
            f"{BÅDA}, målvärde: [{{minst: 50, avser: 2021}}, {{minst: 70, bör: ja, avser: 2021}}]",
            "{per verksamhet: {x: 60, y: 75}}", ["*Når inte målvärdet:* x minst 70 % (bör)"], id="ett bör som en del inte når",
        ),
        pytest.param(
            "enhet: '%', per nämnd: {SN: [{minst: 50, avser: 2021}, {minst: 70}], ÄN: {minst: 20, avser: 2021}}",
            "{per nämnd: {SN: 60, ÄN: 55}}", ["*SN minst 70 %:* ännu inte aktuellt. Ska vara nått 2022."],
            id="bara den ena nämnden",
        ),
        pytest.param(
            f"{BÅDA}, målvärde: {{minst: 50, avser: 2021}}", "{per verksamhet: {x: 60, y: {saknas: Få svar.}}}",
            ["- **I0** *Kan inte prövas:* y: saknas (Få svar). *Y saknas:* Få svar."], id="skälet sägs inte tre gånger",
        ),
    ],
)  # fmt: skip
def test_rapporten_säger_varje_dels_villkor(indikator: str, utfall: str, sägs: list[str], tmp_path: Path) -> None:
    mapp = skriv_planen(tmp_path, FLERA, [indikator], (HELÅR, f"utfall: {{i0: {utfall}}}"))
    rapport = säg(mapp, "rapport p")
    assert [text for text in sägs if text not in rapport] == []


@pytest.mark.parametrize("ändring", ["plan.yaml", "kommun.yaml"])
def test_planen_i_sin_helhet_är_den_som_beslutades(ändring: str, tmp_path: Path) -> None:
    kommun = "format: 1\nkommun: {id: k, namn: K}\nsammanvägning: {hela planen: ja, krav: {uppfyllt: 50}}\n"
    (tmp_path / "kommun.yaml").write_text(kommun, encoding="utf-8")
    indikatorer = ["enhet: '%', målvärde: {minst: 70}"] * 2
    mapp = skriv_planen(tmp_path, ETT, indikatorer, (HELÅR, "utfall: {i0: 71, i1: 20}"))
    flaggor = ("--period", "helår", "--datum", "2022-02-15", "--paragraf", "10")
    beslut = kör_plan("besluta", "p", *flaggor, mapp=mapp)
    assert "fastställda: {planen: uppfyllt, m: uppfyllt," in beslut.ut
    assert "**Planen i sin helhet är uppfylld. Planens övergripande mål är uppfyllt;" in säg(mapp, "rapport p")
    fil = mapp / ändring
    fil.write_text(fil.read_text(encoding="utf-8").replace("70", "80").replace("50", "100"), encoding="utf-8")
    dagens = "ej uppfyllt" if ändring == "plan.yaml" else "delvis"
    mening = "**Planen i sin helhet är uppfylld. Så beslutades det med uppföljningen. Med dagens plan och husregler: "
    assert f"{mening}{dagens}. Planens övergripande mål är uppfyllt;" in säg(mapp, "rapport p")
    status = säg(mapp, "status p")
    assert (
        "Planen i sin helhet: uppfyllt. Så beslutades det med uppföljningen. Med dagens plan och husregler: " in status
    )
    assert "Gäller uppfyllt: så beslutades det med uppföljningen." in säg(mapp, "status p --mål planen")


def test_det_som_är_borttaget_ur_planen_sägs_där_det_beslutades(tmp_path: Path) -> None:
    """En indikator som nämnden har fått en bedömning av försvinner inte ur den rapporten när planen revideras."""
    indikatorer = ["enhet: '%', målvärde: {minst: 70}"] * 2
    mapp = skriv_planen(tmp_path, ETT, indikatorer, (DELÅR, "utfall: {i0: 71}"), (HELÅR, "utfall: {i0: 72}"))
    assert kör_plan("besluta", "p", "--delår", "2", "--datum", "2021-09-15", "--paragraf", "10", mapp=mapp).kod == 0
    assert "finns inte längre" not in säg(mapp, "rapport p --delår 2") + säg(mapp, "status p --delår 2")
    plan = mapp / "plan.yaml"
    rader = plan.read_text(encoding="utf-8").splitlines(keepends=True)
    plan.write_text("".join(rad for rad in rader if "id: i1," not in rad), encoding="utf-8")
    assert kör_plan("besluta", "p", "--datum", "2021-10-10", "--paragraf", "12", mapp=mapp).kod == 0
    sägs = (
        "finns inte längre bland planens mål och indikatorer (planen reviderades 10 oktober 2021, § 12): "
        "i1 (ej rapporterad, målvärdet var minst 70 %)."
    )
    for argument in ("rapport p --delår 2", "status p --delår 2", "rapport p --delår 2 --format html"):
        assert f"Beslutades med uppföljningen, men {sägs}" in säg(mapp, argument), argument
    assert f"Beslutades med delår 2, men {sägs}" in säg(mapp, "rapport p")


@pytest.mark.parametrize("huvudet", ["på en rad", "på flera"])
def test_en_rättelse_gör_inte_om_det_som_fastställdes(huvudet: str, tmp_path: Path) -> None:
    """Planen har skärpts sedan beslutet, och sedan rättas ett skrivfel i uppföljningen."""
    svar = (HELÅR, "utfall: {i0: {värde: 71, kommentar: Stafvel.}}")
    mapp = skriv_planen(tmp_path, ETT, ["enhet: '%', målvärde: {minst: 70}"], svar)
    fil, plan = mapp / "2021-12-31.yaml", mapp / "plan.yaml"
    if huvudet == "på flera":
        block = "uppföljning:\n  plan: p\n  period: helår\n  per: 2021-12-31\n"
        fil.write_text(f"format: 1\n{block}utfall: {{i0: {{värde: 71, kommentar: Stafvel.}}}}\n", encoding="utf-8")
    vilken = ("besluta", "p", "--period", "helår")
    assert kör_plan(*vilken, "--datum", "2022-02-15", "--paragraf", "10", mapp=mapp).kod == 0
    plan.write_text(plan.read_text(encoding="utf-8").replace("70", "80"), encoding="utf-8")
    fil.write_text(fil.read_text(encoding="utf-8").replace("Stafvel", "Stavfel"), encoding="utf-8")
    körning = kör_plan(*vilken, "--rätta", "Ett stavfel.", mapp=mapp)
    assert (körning.kod, "BES13" in kör_plan("validera", mapp=mapp).ut) == (0, False), körning.fel
    assert "i0: {steg: uppfyllt, målvärde: minst 70 %}" in " ".join(fil.read_text(encoding="utf-8").split())
    fil.write_text(fil.read_text(encoding="utf-8").replace("m: uppfyllt", "m: delvis"), encoding="utf-8")
    körning = kör_plan(*vilken, "--rätta", "Bättre så.", mapp=mapp)
    assert (körning.kod, "De fastställda bedömningarna är inte längre de som beslutades" in körning.fel) == (1, True)


def test_det_beräknade_står_bredvid_det_beslutade(tmp_path: Path) -> None:
    svar = "utfall: {i0: 20, i1: 85}\nbedömningar: {i0: {bedömning: uppfyllt, motivering: Mätfel.}}"
    mapp = skriv_planen(tmp_path, ETT, ["enhet: '%', målvärde: {minst: 80}"] * 2, (HELÅR, svar))
    assert "i0 I0 (beslutad bedömning; beräknad: ej uppfyllt)" in säg(mapp, "status p")
    mening = "2 av 2 bedömda indikatorer har nått sitt målvärde (1 av dem enligt beslutad bedömning)."
    assert mening in säg(mapp, "rapport p")


UPPDRAG = """\
mål: [{id: m, nivå: mål, namn: Målet}]
uppdrag: [{id: g, rubrik: Egna, källa: nämnden, uppdrag: [{id: a, text: A, bidrar till: m}, {id: b, text: B, bidrar till: m}]}]
"""


def test_ett_mål_som_vilar_på_uppdrag_säger_hur_många_av_dem_som_räcker(tmp_path: Path) -> None:
    (tmp_path / "kommun.yaml").write_text(
        "format: 1\nkommun: {id: k, namn: K}\nsammanvägning: {räknar: [indikatorer, uppdrag]}\n", encoding="utf-8"
    )
    mapp = skriv_planen(tmp_path, ETT, [], (HELÅR, "uppdrag: {a: klar, b: {status: avbruten, kommentar: Nej.}}"))
    plan = PLAN.partition("mål:")[0].format(år=ETT) + UPPDRAG
    (mapp / "plan.yaml").write_text(plan, encoding="utf-8")
    assert "Mål: Målet | ◐ delvis | 1 av 2 uppdrag är uppfyllt |" in säg(mapp, "rapport p")


def test_ett_mål_är_inte_uppfyllt_så_länge_något_under_det_återstår(tmp_path: Path) -> None:
    """Det som redan är nått är avgjort, men inte målet när en annan indikator ska bedömas senare."""
    indikatorer = ["målvärde: {klart: 2021}", "enhet: '%', målvärde: {minst: 80}, följs upp: helår"]
    mapp = skriv_planen(tmp_path, ETT, indikatorer, (DELÅR, "utfall: {i0: 2021-05-03}"))
    status = säg(mapp, "status p")
    assert "● väntas bli uppfyllt 1 av 1 Målet" in status
    assert "● är uppfyllt 100 % i0" in status
    assert "Planens övergripande mål väntas bli uppfyllt" in säg(mapp, "rapport p")


EKONOMI = """\
verksamhetsområden: [{id: a, namn: A}, {id: b, namn: B}]
ekonomi:
  tabeller:
    - id: t
      kolumner: [Budget 2020, Budget 2021, {namn: Förändring, enhet: "%"}]
      rader:
        - {id: r, namn: R, värden: [100, 110, 10]}
        - {id: s, namn: S, värden: [50, 60, 20], varav: [{namn: V, värden: [20, 20, 0]}, {namn: W, värden: [30, 40, 33.3]}]}
        - {namn: Summa, summa av: [r, s], värden: [150, 170, 13.3]}
"""


def test_procent_läggs_inte_ihop_och_avvikelsens_håll_sägs(tmp_path: Path) -> None:
    svar = "ekonomi: {a: {budget: 100, utfall: 90}, b: {slag: intäkter, budget: 10, utfall: 12}}"
    mapp = skriv_planen(tmp_path, ETT, [], (HELÅR, svar))
    (mapp / "plan.yaml").write_text(PLAN.partition("mål:")[0].format(år=ETT) + EKONOMI, encoding="utf-8")
    validera = säg(mapp, "validera .")
    assert "EKO801" not in validera
    assert "EKO810" not in validera
    rapport = säg(mapp, "rapport p")
    assert "Avvikelse är årsbudget minus utfall, och tvärtom där ett högre belopp är bättre." in rapport
    assert "| B | 10 | 10 | 12 | +2 överskott |" in rapport


def test_varje_dels_prognos_jämförs_med_den_förra(tmp_path: Path) -> None:
    def svar(x: int, y: int) -> str:
        return f"utfall: {{i0: {{per verksamhet: {{x: {{värde: 75, prognos: {x}}}, y: {{värde: 76, prognos: {y}}}}}}}}}"

    tidigare = ("delår 1", "2021-04-30")
    mapp = skriv_planen(
        tmp_path, ETT, [f"{BÅDA}, målvärde: {{minst: 80}}"], (tidigare, svar(85, 82)), (DELÅR, svar(80, 82))
    )
    assert "Prognosen x sänkt från 85 % (delår 1) till 80 %; y oförändrad" in säg(mapp, "status p --mål i0")
    assert "*Prognosen:* x sänkt från 85 % (delår 1) till 80 %; y oförändrad" in säg(mapp, "rapport p")


def test_ett_år_utan_målvärde_gör_inte_indikatorn_till_ett_bör(tmp_path: Path) -> None:
    """En indikator vars nämnder inte har något målvärde i år vägs in när människor har bedömt den."""
    utan = "enhet: '%', per nämnd: {SN: {per år: {2020: {minst: 80}}}}"
    svar = "bedömningar: {i0: {bedömning: delvis, motivering: Nämnden bedömer så.}}"
    mapp = skriv_planen(tmp_path, FLERA, [utan], (HELÅR, svar))
    assert "◐ delvis 1 av 1 Målet" in säg(mapp, "status p")


def test_en_rad_som_väntar_pekas_ut_också_när_målet_ska_nås_senare(tmp_path: Path) -> None:
    mapp = skriv_planen(tmp_path, FLERA, ["enhet: '%', målvärde: {minst: 80}"], (HELÅR, "utfall: {i0: }"))
    assert "Indikatorn i0 väntar på svar. " in säg(mapp, "validera .")
    mapp = skriv_planen(tmp_path, FLERA, ["enhet: '%', målvärde: {minst: 80}"], (HELÅR, "sammanfattning: Inget nytt."))
    assert "IND308" not in säg(mapp, "validera .")


EFFEKTER = """\
åtgärdsplan:
  - id: o
    rubrik: O
    punkter:
      - {id: a, namn: A, ekonomisk effekt: {belopp: 1600}}
      - {id: b, namn: B, ekonomisk effekt: {belopp: 600}}
"""


def test_en_väntad_effekt_som_ingen_har_följt_upp_sägs(tmp_path: Path) -> None:
    mapp = skriv_planen(tmp_path, ETT, [], (HELÅR, "åtgärdspunkter: {a: {saknas: Ej uppföljt.}, b: {effekt: 400}}"))
    (mapp / "plan.yaml").write_text(PLAN.partition("mål:")[0].format(år=ETT) + EFFEKTER, encoding="utf-8")
    mening = "Effekten hittills är 400 tkr av väntade 2,2 mnkr per år; 1 punkt med väntad effekt har ingen uppnådd."
    assert mening in säg(mapp, "rapport p")
    assert mening.rstrip(".") in säg(mapp, "status p")


SKALOR = """\
format: 1
kommun: {id: k, namn: K}
bedömning:
  skala:
    - {namn: helt, symbol: H, färg: grön}
    - {namn: i hög grad, symbol: G, färg: grön, från: 80, från utan utgångsvärde: 95}
    - {namn: till viss del, symbol: V, färg: gul, från: 40, från utan utgångsvärde: 80}
    - {namn: inte, symbol: I, färg: röd, från: 0, från utan utgångsvärde: 0}
  prognosskala:
    - {namn: kan nås, symbol: N, färg: grön}
    - {namn: kan delvis nås, symbol: D, färg: gul, från: 50, från utan utgångsvärde: 90}
    - {namn: svårt att nå, symbol: S, färg: röd, från: 0, från utan utgångsvärde: 0}
"""


@pytest.mark.parametrize(
    "ordet", ["helt", "i hög grad", "till viss del", "inte", "kan nås", "kan delvis nås", "svårt att nå"]
)
def test_varje_bedömning_räknas_vilket_ord_den_än_har(ordet: str, tmp_path: Path) -> None:
    """Resultatskalan har fler steg än prognosskalan, och människor får säga ord ur båda vid ett delår."""
    (tmp_path / "kommun.yaml").write_text(SKALOR, encoding="utf-8")
    utfall = "utfall: {i0: {värde: 70, prognos: 77}, i1: 2021-05-03}\n"
    svar = f"{utfall}bedömningar: {{i0: {{bedömning: {ordet}, motivering: Så.}}}}"
    mapp = skriv_planen(tmp_path, ETT, ["enhet: '%', målvärde: {minst: 80}", "målvärde: {klart: 2021}"], (DELÅR, svar))
    status, rapport = säg(mapp, "status p"), säg(mapp, "rapport p")
    räknade = re.findall(r" [HGVINDS] (\d) ", status.partition("2 indikatorer:")[2].partition("Bedömning")[0])
    assert sum(map(int, räknade)) == 2
    assert "### 2 indikatorer" in rapport
    assert f" {ordet} (" in rapport.partition("### 2 indikatorer")[2].partition("Andelarna")[0]
    assert f"bedöms som ”{ordet}”" in rapport.partition("Sammanvägt av 2 bedömningar:")[2]


def test_en_del_är_ett_läge_en_gång(tmp_path: Path) -> None:
    svar = "utfall: {i0: {per verksamhet: {x: {värde: 70, prognos: 85}, y: 71}}}"
    rapport = säg(skriv_planen(tmp_path, ETT, [f"{BÅDA}, målvärde: {{minst: 80}}"], (DELÅR, svar)), "rapport p")
    assert "**x 85 (prognos) och y 71 (läge)**" in rapport


PENGAR = """\
verksamhetsområden: [{id: a, namn: A}, {id: b, namn: B}]
ekonomi:
  kommunbidrag:
    - {id: ka, verksamhetsområde: a, belopp: {2020: 100, 2021: 110}}
    - {id: kb, verksamhetsområde: b, belopp: {2021: 50}}
"""


def test_ett_annat_års_ekonomi_blandas_inte_in(tmp_path: Path) -> None:
    """Fjolårets utfall är ingen tidigare prognos, och ett område vars budget börjar senare har inget utfall."""
    nu = "ekonomi: {a: {utfall: 70, prognos: 115}, b: {utfall: 30, prognos: 50}}"
    mapp = skriv_planen(tmp_path, FLERA, [], (FÖRRA, "ekonomi: {a: {utfall: 101}}"), (DELÅR, nu))
    (mapp / "plan.yaml").write_text(PLAN.partition("mål:")[0].format(år=FLERA) + PENGAR, encoding="utf-8")
    assert "EKO805" not in säg(mapp, "validera .")
    rapport = säg(mapp, "rapport p")
    assert "underskott på 5 tkr" in rapport
    assert "Prognosen är" not in rapport


def test_ett_bidrag_som_inte_räknas_säger_varför(tmp_path: Path) -> None:
    """Förklaringen visar allt som bidrar, också planen utan uppföljning per samma dag, och ett bör som inte vägs."""
    regler = "format: 1\nkommun: {id: k, namn: K}\nsammanvägning: {räknar: [indikatorer, bidrag]}\n"
    (tmp_path / "kommun.yaml").write_text(regler, encoding="utf-8")
    mapp = tmp_path / "p"
    mapp.mkdir()
    skriv_planen(mapp, ETT, ["enhet: '%', målvärde: {minst: 80, bör: ja}"], (HELÅR, "utfall: {i0: 90}"))
    (tmp_path / "b").mkdir()
    huvud = "format: 1\nplan: {id: b, namn: B, nämnd: Nämnd B, år: 2021, bygger på: p}\n"
    mål = "mål: [{id: n, nivå: nämndmål, namn: N, bidrar till: p/m}]\n"
    (tmp_path / "b" / "plan.yaml").write_text(huvud + mål, encoding="utf-8")
    led = säg(tmp_path, "status p --mål m")
    assert "b/n (bidrar direkt) – ej rapporterad (räknas inte, för planen har ingen uppföljning per samma dag)" in led
    assert "i0 (bör) ● uppfyllt (räknas inte, för det är ett bör)" in led
    assert "Det som är bedömt är bör, och vägs inte in." in säg(tmp_path, "rapport p")


def test_en_del_som_växer_kan_inte_minska(tmp_path: Path) -> None:
    växer = "enhet: dygn, ackumuleras: ja, per verksamhet: [x, y], målvärde: {högst: 100}"
    tidigare, nu = ("{x: 50, y: 10}", "{x: 40, y: {värde: 20, prognos: 15}}")
    svaren = [
        (p, f"utfall: {{i0: {{per verksamhet: {s}}}}}") for p, s in ((("delår 1", "2021-04-30"), tidigare), (DELÅR, nu))
    ]
    validera = säg(skriv_planen(tmp_path, ETT, [växer], *svaren), "validera .")
    assert "Värdet för x växer under året men har minskat: 50 vid delår 1, nu 40." in validera
    assert "Prognosen 15 för y är lägre än utfallet hittills, 20," in validera
    flera = "enhet: antal, ackumuleras: 2020–2022, målvärde: {minst: 100}"
    mapp = skriv_planen(tmp_path, FLERA, [flera], (FÖRRA, "utfall: {i0: 50}"), (HELÅR, "utfall: {i0: 40}"))
    assert "Värdet växer över åren men har minskat: 50 vid helår 2020, nu 40." in säg(mapp, "validera 2021-12-31.yaml")


def test_blanketten_frågar_efter_delarna_som_fattas(tmp_path: Path) -> None:
    delar = "per verksamhet: [x, y], målvärde: {klart: 2021}"
    förra = (
        "utfall: {i0: {per verksamhet: {x: 2020-05-01, y: nej}}, i1: {per verksamhet: {x: 2020-05-01, y: 2020-06-01}}}"
    )
    mapp = skriv_planen(tmp_path, FLERA, [delar, delar], (FÖRRA, förra))
    assert kör_plan("ny", "uppföljning", "p", "--period", "helår", "--år", "2021", mapp=mapp).kod == 0
    blankett = (mapp / "2021-12-31.yaml").read_text(encoding="utf-8")
    assert "\n  i0:" in blankett
    assert "\n  i1:" not in blankett


def test_det_beräknade_är_avgjort_när_allt_under_målet_är_det(tmp_path: Path) -> None:
    svar = "utfall: {i0: 2021-05-03}\nbedömningar: {m: {bedömning: är uppfyllt, motivering: Antagen i maj.}}"
    rapport = säg(skriv_planen(tmp_path, ETT, ["målvärde: {klart: 2021-10}"], (DELÅR, svar)), "rapport p")
    assert "Beräknad bedömning: ● är uppfyllt." in rapport
