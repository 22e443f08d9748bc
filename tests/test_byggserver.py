"""byggserver/kommentera.py: skillnaden som sammanfattning vid jobbet och som en enda kommentar vid ändringen.

Skriptet körs i en utcheckad kopia av ett verkligt arkiv, mot en värd på den egna maskinen, och i en egen process där det är den
som prövas. Där texten spelar roll för provet skriver ett låtsat `plan` den; de sista proven kör verktyget självt.
"""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from tests.byggjobb import MILDARE, PLAN, Jobb, Mall, git, gör_arkiv, klona_grunt
from tests.conftest import ROT
from tests.vardserver import Låtsasvärd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MÄRKE = "<!-- planverktyg skillnad planer -->"


@pytest.fixture(scope="module")
def mall(tmp_path_factory: pytest.TempPathFactory) -> Mall:
    mapp = tmp_path_factory.mktemp("mall")
    arkiv = gör_arkiv(mapp / "arkiv", PLAN.replace("2555", "2444"), PLAN, MILDARE)
    klona_grunt(arkiv, mapp / "kopia")
    return Mall(arkiv, mapp / "kopia")


@pytest.fixture
def värd() -> Iterator[Låtsasvärd]:
    with Låtsasvärd() as värd:
        yield värd


@pytest.fixture
def jobb(mall: Mall, värd: Låtsasvärd, tmp_path: Path) -> Jobb:
    return Jobb(mall, värd, tmp_path)


@pytest.fixture(params=["github", "gitlab"])
def hos(request: pytest.FixtureRequest, jobb: Jobb) -> dict[str, str]:
    """Miljön hos var och en av värdarna."""
    miljö: dict[str, str] = getattr(jobb, request.param)
    return miljö


# --- En enda kommentar --------------------------------------------------------------------------------


def test_den_första_körningen_skriver_en_kommentar(jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    körning = jobb.kör_process(hos)
    assert körning.kod == 0, körning.ut + körning.fel
    (kommentar,) = värd.kommentarer
    assert kommentar["body"].splitlines()[:2] == [MÄRKE, "## Ändringen försvagar planen"]
    assert f"Jämfört: {jobb.arkiv.bas[:10]} → {jobb.arkiv.ändring[:10]}." in kommentar["body"]
    assert "En kommentar är skriven i" in körning.ut


def test_nästa_körning_skriver_om_samma_kommentar(jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    jobb.kör(hos)
    jobb.låtsa("## Ändringen skärper planen\n")
    körning = jobb.kör(hos)
    (kommentar,) = värd.kommentarer
    assert "skärper" in kommentar["body"]
    assert "försvagar" not in kommentar["body"]
    assert "omskriven" in körning.ut


def test_när_ändringen_tas_tillbaka_säger_kommentaren_det(jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    jobb.kör(hos)
    jobb.låtsa("")
    jobb.kör(hos)
    (kommentar,) = värd.kommentarer
    assert "Ändringen ändrar inget i planerna" in kommentar["body"]
    assert "försvagar" not in kommentar["body"]


def test_utan_ändring_skrivs_ingen_kommentar(jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    jobb.låtsa("")
    körning = jobb.kör(hos)
    assert (körning.kod, värd.skrivningar) == (0, [])
    assert "Ändringen ändrar inget i planerna. Ingen kommentar skrivs." in körning.ut
    assert jobb.sammanfattat == "Ändringen ändrar inget i planerna.\n"


def test_en_dubblett_tas_bort(jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    värd.lägg_till(f"{MÄRKE}\nförst")
    värd.lägg_till(f"{MÄRKE}\nsedan")
    jobb.kör(hos)
    assert [k["id"] for k in värd.kommentarer] == [101]


def test_kommentaren_hittas_på_en_senare_sida(jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    värd.sidlängd = 3
    for nummer in range(7):
        värd.lägg_till(f"Fråga {nummer}", skribent="handläggare")
    värd.lägg_till(f"{MÄRKE}\ngammal")
    jobb.kör(hos)
    assert "försvagar" in värd.kommentarer[7]["body"]
    assert len(värd.kommentarer) == 8
    assert sum("page=" in rad for rad in värd.anrop) == 3


@pytest.mark.parametrize(
    ("text", "skribent"),
    [
        (f"{MÄRKE}\nDet här skrev jag själv.", "handläggare"),
        (f"{MÄRKE}\nEn annan robots text.", "dependabot[bot]"),
        (f"Så här stod det:\n{MÄRKE}\n", "robot"),
        ("<!-- planverktyg skillnad planer/norr -->\nEn annan mapp", "robot"),
    ],
    ids=["någon annans", "en annan robots", "ett citat", "en annan mapp"],
)
def test_andras_kommentarer_rörs_inte(
    jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str], text: str, skribent: str
) -> None:
    värd.lägg_till(text, skribent)
    jobb.kör(hos)
    assert värd.kommentarer[0]["body"] == text
    assert len(värd.kommentarer) == 2


def test_en_annan_robots_kommentar_raderas_aldrig(jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    värd.lägg_till(f"{MÄRKE}\nmin")
    värd.lägg_till(f"{MÄRKE}\nen annans", "annan-app[bot]")
    jobb.kör(hos)
    assert "försvagar" in värd.kommentarer[0]["body"]
    assert värd.kommentarer[1]["body"] == f"{MÄRKE}\nen annans"


# --- En värd som svarar konstigt -----------------------------------------------------------------------

EGEN = {"user": {"type": "Bot", "login": "github-actions[bot]"}, "author": {"id": 5}}


@pytest.mark.parametrize(
    "svar",
    [
        b"", b"null", b"{}", b'"text"', b"1e999", b"[" * 100_000, b"{" * 100_000, b"[null, 1, [], {}]", b"\xff\xfe", b"<html>",
        json.dumps([{"id": 1, "user": None, "author": None, "body": None}]).encode(),
        json.dumps([{"id": 1, "user": "x", "author": [], "body": MÄRKE}]).encode(),
        json.dumps([EGEN | {"body": MÄRKE}]).encode(),
        json.dumps([EGEN | {"id": "../../merge", "body": MÄRKE}]).encode(),
        json.dumps([EGEN | {"id": True, "body": MÄRKE}]).encode(),
        b'[{"id": ' + b"9" * 5000 + b"}]",
    ],
    ids=lambda svar: repr(svar[:30]),
)  # fmt: skip
def test_konstig_json_skriver_inte_om_något(jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str], svar: bytes) -> None:
    """Värdens svar har alltid en sida till: också det tar slut."""
    värd.råsvar = svar
    körning = jobb.kör(hos, PLAN_VANTETID="2")
    assert (körning.kod, "Traceback" in körning.fel) == (0, False), körning.fel
    assert set(värd.skrivningar) <= {"POST"}
    assert len(värd.anrop) < 200


def test_en_värd_som_skickar_ett_tecken_i_taget_väntas_inte_in(jobb: Jobb, värd: Låtsasvärd) -> None:
    """Varje läsning går inom väntetiden, men hela svaret skulle ta 100 sekunder."""
    värd.råsvar, värd.droppar = b" " * 2_000, 0.05
    började = time.monotonic()
    körning = jobb.kör_process(PLAN_VANTETID="0.5")
    assert time.monotonic() - började < 20
    assert (körning.kod, "Kommentaren skrevs inte" in körning.ut, värd.skrivningar) == (0, True, [])


def test_ett_svar_utan_slut_läses_inte_klart(jobb: Jobb, värd: Låtsasvärd) -> None:
    värd.råsvar = b"[" + b" " * 21_000_000 + b"]"
    körning = jobb.kör_process(PLAN_VANTETID="5")
    assert (körning.kod, "större än 20 MB" in körning.ut, värd.skrivningar) == (0, True, [])


def test_varje_mapp_har_sin_kommentar(jobb: Jobb, värd: Låtsasvärd) -> None:
    for mapp in ("planer/", "planer", "./planer", "planer/sn--2021"):
        jobb.kör(PLAN_MAPP=mapp)
    assert [k["body"].splitlines()[0] for k in värd.kommentarer] == [
        MÄRKE,
        "<!-- planverktyg skillnad planer/sn%2D%2D2021 -->",
    ]


def test_kommentarer_kan_stängas_av(jobb: Jobb, värd: Låtsasvärd) -> None:
    assert jobb.kör(PLAN_KOMMENTERA="nej").kod == 0
    assert (värd.anrop, "försvagar" in jobb.sammanfattat) == ([], True)


# --- När kommentaren inte går att skriva fälls inget ----------------------------------------------------


@pytest.mark.parametrize("status", [401, 403, 404, 422])
def test_en_nyckel_som_inte_får_skriva_ger_en_varning(
    jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str], status: int
) -> None:
    värd.felsvar = {"POST": [status] * 9}
    körning = jobb.kör(hos)
    assert körning.kod == 0
    assert f"Kommentaren skrevs inte: svaret var {status}" in körning.ut
    assert "Skillnaden står i" in körning.ut
    assert "försvagar" in jobb.sammanfattat
    assert värd.skrivningar == ["POST"]


def test_på_github_sägs_att_en_kopia_bara_får_läsa(jobb: Jobb, värd: Låtsasvärd) -> None:
    värd.felsvar = {"POST": [403]}
    assert "(fork): då får jobbet bara läsa" in jobb.kör().ut


@pytest.mark.parametrize("metod", ["GET", "POST"])
def test_ett_övergående_fel_försöks_om(jobb: Jobb, värd: Låtsasvärd, metod: str) -> None:
    värd.felsvar = {metod: [500, 429]}
    körning = jobb.kör(PLAN_VANTETID="0.5")
    assert körning.ut.count("Försöker igen") == 2
    assert len(värd.kommentarer) == 1


def test_ett_fel_som_består_ger_en_varning(jobb: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    värd.felsvar = {"GET": [500, 502, 503]}
    körning = jobb.kör(hos, PLAN_VANTETID="0.5")
    assert körning.kod == 0
    assert "svaret var 503 Service Unavailable" in körning.ut
    assert "\x1b" not in körning.ut
    assert "Kör om jobbet om en stund" in körning.ut


def test_ett_svar_som_försvinner_ger_ändå_bara_en_kommentar(jobb: Jobb, värd: Låtsasvärd) -> None:
    värd.tystnad = {"POST": 3}
    körning = jobb.kör_process(PLAN_VANTETID="1")
    assert "inget svar" in körning.ut
    assert len(värd.kommentarer) == 1
    assert värd.skrivningar == ["POST", "PATCH"]


def test_en_värd_som_inte_finns_ger_en_varning(jobb: Jobb) -> None:
    körning = jobb.kör(GITHUB_API_URL="http://127.0.0.1:1", PLAN_VANTETID="0.5")
    assert körning.kod == 0
    assert "::warning::Kommentaren skrevs inte: inget svar" in körning.ut


def test_nyckeln_följer_inte_med_till_en_annan_adress(jobb: Jobb, värd: Låtsasvärd) -> None:
    with Låtsasvärd() as annan:
        värd.vidare = annan.adress
        körning = jobb.kör_process()
        assert (körning.kod, annan.anrop) == (0, [])
    assert "svaret var 302" in körning.ut


@pytest.mark.parametrize("nyckel", ["PLAN_NYCKEL", "PLAN_GITLAB_TOKEN"])
def test_utan_nyckel_står_skillnaden_i_sammanfattningen(jobb: Jobb, värd: Låtsasvärd, nyckel: str) -> None:
    körning = jobb.kör((jobb.github if nyckel == "PLAN_NYCKEL" else jobb.gitlab) | {nyckel: ""})
    assert (körning.kod, värd.anrop) == (0, [])
    assert "jobbet har ingen nyckel" in körning.ut
    assert "försvagar" in jobb.sammanfattat


# --- Texten -------------------------------------------------------------------------------------------


def test_planens_text_är_inga_snabbkommandon_på_gitlab(jobb: Jobb, värd: Låtsasvärd) -> None:
    jobb.låtsa("Ny text:\n/merge\n  /approve\nkr/elev\n")
    jobb.kör(jobb.gitlab)
    assert "\n\\/merge\n  \\/approve\nkr/elev\n" in värd.kommentarer[0]["body"]


# --- Vad som jämförs ------------------------------------------------------------------------------------


def jämfört(jobb: Jobb) -> str:
    """Revisionen som verktyget ombads att jämföra med."""
    flaggor, _, resten = (jobb.text.parent / f"{jobb.text.name}.argv").read_text().partition(" -- ")
    assert flaggor == "skillnad --felkod --format markdown"
    bas, mot, mapp = resten.split()
    assert (mot, mapp) == ("HEAD", "planer/")
    return bas


def test_i_en_grund_kopia_hämtas_den_commit_som_behövs(jobb: Jobb, hos: dict[str, str]) -> None:
    assert git(jobb.kopia, "rev-list", "--count", "HEAD") == "1"
    jobb.kör(hos)
    assert jämfört(jobb) == jobb.arkiv.bas
    assert git(jobb.kopia, "rev-list", "--count", "HEAD", jobb.arkiv.bas) == "2"


def test_värdens_sammanslagning_jämförs_med_det_den_slogs_ihop_med(jobb: Jobb) -> None:
    """GitHub checkar ut ändringen hopslagen med målet. Det som andra har ändrat under tiden hör inte till ändringen."""
    arkiv = jobb.arkiv.mapp
    git(arkiv, "switch", "--quiet", "--detach", jobb.arkiv.bas)
    git(arkiv, "commit", "--quiet", "--allow-empty", "--message", "annat")
    senare = git(arkiv, "rev-parse", "HEAD")
    git(arkiv, "merge", "--quiet", "--no-ff", "--message", "prov", jobb.arkiv.ändring)
    git(arkiv, "update-ref", "refs/pull/7/merge", "HEAD")
    git(jobb.kopia, "fetch", "--quiet", "--depth=1", "origin", "refs/pull/7/merge")
    git(jobb.kopia, "checkout", "--quiet", "FETCH_HEAD")
    assert jobb.kör().kod == 0
    assert jämfört(jobb) == senare


def test_i_en_hel_kopia_jämförs_med_där_grenen_började(jobb: Jobb) -> None:
    arkiv = jobb.arkiv.mapp
    git(arkiv, "switch", "--quiet", "--detach", jobb.arkiv.bas)
    git(arkiv, "commit", "--quiet", "--allow-empty", "--message", "annat")
    senare = git(arkiv, "rev-parse", "HEAD")
    git(arkiv, "update-ref", "refs/heads/senare", senare)
    git(jobb.kopia, "fetch", "--quiet", "--unshallow", "origin", jobb.arkiv.ändring, "senare")
    git(jobb.kopia, "checkout", "--quiet", jobb.arkiv.ändring)
    jobb.händelse.write_text(
        json.dumps({"pull_request": {"number": 7, "base": {"sha": senare}, "head": {"sha": jobb.arkiv.ändring}}})
    )
    assert jobb.kör().kod == 0
    assert jämfört(jobb) == jobb.arkiv.bas


def test_basen_kan_vara_en_gren_som_inte_är_hämtad(jobb: Jobb) -> None:
    git(jobb.arkiv.mapp, "branch", "beslutad", jobb.arkiv.bas)
    assert jobb.kör(PLAN_BAS="beslutad").kod == 0
    assert jämfört(jobb) == jobb.arkiv.bas


@pytest.mark.parametrize(
    ("bas", "text"),
    [
        ("finns-inte", "Revisionen finns-inte finns inte i den här kopian och gick inte att hämta"),
        ("--upload-pack=touch intrång", "är ingen revision"),
    ],
)
def test_en_bas_som_inte_finns_är_ett_fel_med_råd(jobb: Jobb, värd: Låtsasvärd, bas: str, text: str) -> None:
    körning = jobb.kör(PLAN_BAS=bas)
    assert körning.kod == 1
    assert text in körning.ut
    assert körning.ut.startswith("::error::Det går inte att visa vad ändringen betyder.")
    assert not (jobb.kopia / "intrång").exists()
    assert värd.anrop == []


@pytest.mark.parametrize(
    ("händelse", "bas"),
    [({"before": "BAS"}, "BAS"), ({"merge_group": {"base_sha": "BAS"}}, "BAS"), ({"before": "0" * 40}, ""), ({}, "")],
    ids=["push", "kö", "ny gren", "tidtabell"],
)
def test_utanför_en_ändring_skrivs_bara_sammanfattningen(
    jobb: Jobb, värd: Låtsasvärd, händelse: dict[str, object], bas: str
) -> None:
    jobb.händelse.write_text(json.dumps(händelse).replace("BAS", jobb.arkiv.bas), encoding="utf-8")
    körning = jobb.kör()
    assert (körning.kod, värd.anrop) == (0, [])
    assert jobb.sammanfattning.exists() == bool(bas)
    assert ("inget tidigare att jämföra med" in körning.ut) == (not bas)


def test_verktygets_fel_visas_och_fäller(jobb: Jobb, hos: dict[str, str]) -> None:
    körning = jobb.kör(hos, LATSASPLAN_FEL="planer/ finns inte.\nStå i mappen ovanför.")
    assert körning.kod == 1
    assert "planer/ finns inte. Står i" not in körning.ut
    assert "planer/ finns inte. Stå i mappen ovanför." in körning.ut + körning.fel


def test_utanför_ett_arkiv_sägs_vad_jobbet_behöver(jobb: Jobb, tmp_path: Path) -> None:
    jobb.kopia = tmp_path / "tom"
    jobb.kopia.mkdir()
    körning = jobb.kör(GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert körning.kod == 1
    assert "Jobbet behöver checka ut arkivet" in körning.ut


@pytest.mark.parametrize(("val", "kod"), [("", 0), ("försvagning", 1), ("alltid", 1)])
def test_en_försvagning_fäller_jobbet_bara_när_det_är_valt(riktigt: Jobb, val: str, kod: int) -> None:
    körning = riktigt.kör(PLAN_MISSLYCKAS_VID=val)
    assert körning.kod == kod, körning
    assert ("Ändringen försvagar en plan" in körning.ut) is (val == "försvagning")


def test_kommentera_är_ja_eller_nej(jobb: Jobb) -> None:
    körning = jobb.kör(PLAN_KOMMENTERA="true")
    assert (körning.kod, "ska vara ja eller nej" in körning.ut) == (1, True)


def test_moduler_i_den_granskade_mappen_körs_aldrig(jobb: Jobb) -> None:
    for namn in ("planverktyg.py", "api.py", "json.py"):
        (jobb.kopia / namn).write_text("raise SystemExit('intrång')\n", encoding="utf-8")
    assert jobb.kör_process().kod == 0


def test_på_en_annan_byggserver_skrivs_skillnaden_ut(jobb: Jobb, värd: Låtsasvärd) -> None:
    körning = jobb.kör({}, PLAN_BAS=jobb.arkiv.bas)
    assert (körning.kod, värd.anrop) == (0, [])
    assert "## Ändringen försvagar planen" in körning.ut


@pytest.mark.parametrize("slag", ["fil", "länk", "rör", "länk ut"])
def test_ändringen_kan_inte_skriva_sammanfattningen_själv(jobb: Jobb, slag: str) -> None:
    """En fil med samma namn hamnade först i det som visas, och en länk lät ändringen välja vilken fil som skrevs."""
    fil = jobb.kopia / "plan-skillnad.md"
    mål = jobb.kopia / ".git/config" if slag == "länk" else jobb.kopia.parent / "utanför"
    if slag == "fil":
        fil.write_text("Ingenting försvagar planen.\n<!--\n", encoding="utf-8")
    elif slag == "rör":
        os.mkfifo(fil)
    else:
        fil.symlink_to(mål)
    före = mål.read_bytes() if mål.exists() else None
    assert jobb.kör(jobb.gitlab, PLAN_SAMMANFATTNING="plan-skillnad.md").kod == 0
    assert not fil.is_symlink()
    assert fil.read_text(encoding="utf-8") == "## Ändringen försvagar planen\n"
    assert (mål.read_bytes() if mål.exists() else None) == före


def test_en_fil_som_ändringen_har_med_visas_inte_när_jobbet_fälls(jobb: Jobb) -> None:
    fil = jobb.kopia / "plan-skillnad.md"
    fil.write_text("Ingenting försvagar planen.\n", encoding="utf-8")
    körning = jobb.kör(jobb.gitlab, PLAN_SAMMANFATTNING="plan-skillnad.md", LATSASPLAN_FEL="fel")
    assert (körning.kod, fil.exists()) == (1, False)


@pytest.mark.parametrize("namn", ["mapp/x.md", "plan-skillnad.md"])
def test_en_sammanfattning_som_inte_går_att_skriva_fäller(jobb: Jobb, namn: str) -> None:
    if "/" in namn:
        (jobb.kopia / "mapp").symlink_to(jobb.kopia.parent)
    else:
        (jobb.kopia / namn / "x").mkdir(parents=True)
    körning = jobb.kör(jobb.gitlab, PLAN_SAMMANFATTNING=namn)
    assert körning.kod == 1
    assert not (jobb.kopia.parent / "x.md").exists()


# --- Med verktyget självt -------------------------------------------------------------------------------


@pytest.fixture
def riktigt(jobb: Jobb) -> Jobb:
    """Jobbet, med verktyget i stället för det låtsade."""
    jobb.pythonväg = ROT
    return jobb


def spara(jobb: Jobb, plan: str) -> None:
    """En ny commit i jobbets kopia, som om ändringen hade fått den."""
    (jobb.kopia / "planer" / "sn-2021" / "plan.yaml").write_text(plan, encoding="utf-8")
    git(jobb.kopia, "commit", "--quiet", "--all", "--message", "nytt")


def test_kommentaren_säger_vad_ändringen_betyder(riktigt: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    körning = riktigt.kör(hos)
    assert körning.kod == 0, körning.ut + körning.fel
    (kommentar,) = värd.kommentarer
    for text in (kommentar["body"], riktigt.sammanfattat):
        assert "Försvagar planen" in text
        assert "högst 2 555" in text.replace("\u00a0", " ")
        assert "högst 3 000" in text.replace("\u00a0", " ")


def test_kommentaren_skrivs_om_när_ändringen_tas_tillbaka(riktigt: Jobb, värd: Låtsasvärd) -> None:
    riktigt.kör()
    spara(riktigt, f"# Bara en kommentar i filen\n{PLAN}")
    riktigt.kör()
    (kommentar,) = värd.kommentarer
    assert "Det som stod här har tagits tillbaka" in kommentar["body"]


def test_en_stor_ändring_ryms_i_en_kommentar(riktigt: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    indikator = "      - {id: matt-%d, namn: Mått nummer %d om hur det går för barn och unga, målvärde: {minst: %d}}\n"
    spara(riktigt, PLAN + "".join(indikator % (n, n, n) for n in range(2000)))
    körning = riktigt.kör(hos)
    assert "Kommentaren skrevs inte" not in körning.ut
    (kommentar,) = värd.kommentarer
    assert len(kommentar["body"]) > 50_000
    assert kommentar["body"].count("<details>") == kommentar["body"].count("</details>")
    assert "<sub>Jämfört:" in kommentar["body"]


def test_planens_text_kan_inte_bli_något_annat_än_text(riktigt: Jobb, värd: Låtsasvärd, hos: dict[str, str]) -> None:
    onda = ["/merge", "@kommunen/ekonomi", "<!-- planverktyg skillnad planer -->", "![x](https://example.invalid/x)"]
    spara(riktigt, MILDARE.replace("namn: Trygga hela livet", "namn: '" + " ".join(onda) + "'"))
    riktigt.kör(hos)
    (kommentar,) = värd.kommentarer
    text = kommentar["body"].partition("\n")[2]
    assert "kommunen/ekonomi" in text
    assert [ont for ont in onda[1:] if ont in text] == []
    assert not any(rad.lstrip().startswith("/") for rad in text.splitlines())


def test_filer_som_heter_som_revisionerna_tystar_inte_kommentaren(
    riktigt: Jobb, värd: Låtsasvärd, hos: dict[str, str]
) -> None:
    for namn in ("HEAD", riktigt.arkiv.bas, riktigt.arkiv.ändring):
        (riktigt.kopia / namn).write_text(PLAN, encoding="utf-8")
    assert riktigt.kör(hos).kod == 0
    assert "högst 3 000" in värd.kommentarer[0]["body"].replace("\u00a0", " ")


def test_en_mapp_utan_planer_är_ett_fel_med_råd(riktigt: Jobb) -> None:
    körning = riktigt.kör(PLAN_MAPP="planerna/")
    assert körning.kod == 1
    assert "planerna/ innehåller inga YAML-filer" in körning.ut
