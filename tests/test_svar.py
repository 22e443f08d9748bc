"""Allt som en uppföljning kan säga går att skriva med `plan utfall`, på en rad, ur en tabell eller som svar på frågor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest
import yaml

from planverktyg.blanketter.svarsnycklar import INTE_SVAR, Svarsart, alla_nycklar, svarsslagen
from planverktyg.modell.byggsten import FårVänta, nyckel
from planverktyg.modell.rapportering import Uppföljningsdokument
from tests.conftest import kör_plan
from tests.test_ny import i_terminal

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
plan: {id: sn-2020, namn: Plan 2020, nämnd: Socialnämnden, år: 2020}
verksamhetsområden: [{id: vo1, namn: Stöd}]
mål:
  - id: trygga
    namn: Invånarna är trygga
    nivå: mål
    indikatorer:
      - {id: dygn, namn: Dygn, enhet: dygn, målvärde: {högst: 2555}}
      - {id: andel, namn: Andel nöjda, enhet: "%", per kön: ja, målvärde: {minst: 80}}
      - {id: per-hus, namn: Nöjda per hus, enhet: "%", per verksamhet: [Norr, Söder], målvärde: {minst: 80}}
      - {id: rutin, namn: Rutinen är beslutad, målvärde: {klart: 2020-10-01}}
uppdrag:
  - id: egna
    rubrik: Egna uppdrag
    källa: Nämnden
    uppdrag: [{id: utred, text: Utred boendet., enhet: st, målvärde: {minst: 3}}]
risker: [{id: hot, text: Risk för hot., sannolikhet: 3, konsekvens: 2}]
kontrollmoment: [{id: logg, text: Loggarna granskas., risker: hot}]
ekonomi: {kommunbidrag: [{id: bidrag, verksamhetsområde: vo1, belopp: {2020: 1000}}]}
"""
DELÅR = "format: 1\nuppföljning: {plan: sn-2020, period: delår 2, per: 2020-08-31}\n"


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "2020-08-31.yaml").write_text(DELÅR, encoding="utf-8")
    return tmp_path


def uppföljningen(mapp: Path, fil: str = "2020-08-31.yaml") -> dict[str, Any]:
    text = (mapp / fil).read_text(encoding="utf-8")
    innehåll: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - allt blir text
    return innehåll


# --- Listan -----------------------------------------------------------------------------------------


def test_varje_nyckel_i_formatet_kan_besvaras_eller_har_ett_skäl() -> None:
    """En ny nyckel i uppföljningen får en flagga, en kolumn och ett fält, eller ett skäl till varför inte."""
    slagen = svarsslagen()
    for fältnamn, fält in Uppföljningsdokument.model_fields.items():
        for märke in fält.metadata:
            if isinstance(märke, FårVänta):
                del_ = nyckel(fältnamn)
                i_formatet = {nyckel(f) for f in märke.svar.model_fields}
                undantagna = {namn for slag, namn in INTE_SVAR if slag == del_}
                assert {n.namn for n in slagen[del_].nycklar} == i_formatet - undantagna
    assert all(n.hjälp for n, _ in alla_nycklar().values())


def test_varje_nyckel_har_sin_flagga() -> None:
    hjälp = kör_plan("utfall", "--help", COLUMNS="200").ut
    for namn in alla_nycklar():
        assert f"--{namn.replace(' ', '-')}" in hjälp


def test_arterna_känns_igen() -> None:
    utfall = svarsslagen()["utfall"]
    arter = {n.namn: n.art for n in utfall.nycklar}
    assert arter["värde"] is Svarsart.VÄRDE
    assert arter["kön"] is Svarsart.UPPSLAG
    assert arter["preliminärt"] is Svarsart.JA_NEJ
    assert arter["mätningar"] is Svarsart.LISTA
    assert "klar" in next(n for n in svarsslagen()["uppdrag"].nycklar if n.namn == "status").ord


# --- På en rad --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argument", "del_", "väntat"),
    [
        (("andel", "78", "--kön", "kvinnor=80, män=75"), "andel", {"värde": "78", "kön": {"kvinnor": "80", "män": "75"}}),
        (("andel", "78", "--kon", "kvinnor=80", "--kon", "män=75"), "andel",
         {"värde": "78", "kön": {"kvinnor": "80", "män": "75"}}),
        (("per-hus", "--per-verksamhet", "Norr=80, Söder=75.5"), "per-hus", {"per verksamhet": {"Norr": "80", "Söder": "75.5"}}),
        (("dygn", "5", "--jämförelse", "riket=16.9", "--avser", "2020-06"), "dygn",
         {"värde": "5", "avser": "2020-06", "jämförelse": {"riket": "16.9"}}),
        (("andel", "75", "--underlag", "antal=3, av=4", "--preliminärt", "ja"), "andel",
         {"värde": "75", "preliminärt": "ja", "underlag": {"antal": "3", "av": "4"}}),
    ],
)  # fmt: skip
def test_utfallet_sägs_helt(mapp: Path, argument: tuple[str, ...], del_: str, väntat: dict[str, Any]) -> None:
    körning = kör_plan("utfall", "sn-2020", *argument, mapp=mapp)
    assert körning.kod == 0, körning.fel
    assert uppföljningen(mapp)["utfall"][del_] == väntat


@pytest.mark.parametrize(
    ("argument", "rutt", "väntat"),
    [
        (("utred", "pågår", "--värde", "2"), ("uppdrag", "utred"), {"status": "pågår", "värde": "2"}),
        (("trygga", "delvis", "--motivering", "Två av tre är nådda."), ("bedömningar", "trygga"),
         {"bedömning": "delvis", "motivering": "Två av tre är nådda."}),
        (("logg", "med avvikelse", "--avvikelse", "En logg saknas."), ("kontrollmoment", "logg"),
         {"resultat": "med avvikelse", "avvikelse": "En logg saknas."}),
        (("vo1", "650", "--budget", "667", "--prognos", "990", "--kommentar", "Vakanser."), ("ekonomi", "vo1"),
         {"utfall": "650", "prognos": "990", "budget": "667", "kommentar": "Vakanser."}),
        (("vo1", "650", "--budget", "667", "--prognos", "990", "--poster", "namn=Löner, budget=700, utfall=460, prognos=690"),
         ("ekonomi", "vo1", "poster"), [{"namn": "Löner", "budget": "700", "utfall": "460", "prognos": "690"}]),
        (("hot", "--sannolikhet", "4", "--kommentar", "Fler hot."), ("risker", "hot"),
         {"sannolikhet": "4", "kommentar": "Fler hot."}),
    ],
)  # fmt: skip
def test_allt_annat_sägs_också(mapp: Path, argument: tuple[str, ...], rutt: tuple[str, ...], väntat: Any) -> None:
    körning = kör_plan("utfall", "sn-2020", *argument, mapp=mapp)
    assert körning.kod == 0, körning.fel
    nod: Any = uppföljningen(mapp)
    for steg in rutt:
        nod = nod[steg]
    assert nod == väntat


def test_ett_uppslag_ändras_på_sitt_ställe(mapp: Path) -> None:
    """Bara den del som sägs ändras; kommentaren vid den andra står kvar."""
    fil = mapp / "2020-08-31.yaml"
    rader = "utfall:\n  per-hus:\n    per verksamhet:\n      Norr: 80 # enkät\n      Söder: 70\n"
    fil.write_text(DELÅR + rader, encoding="utf-8")
    assert kör_plan("utfall", "sn-2020", "per-hus", "--per-verksamhet", "Söder=75", mapp=mapp).kod == 0
    assert fil.read_text(encoding="utf-8") == (DELÅR + rader).replace("Söder: 70", "Söder: 75")


@pytest.mark.parametrize(
    ("stod", "delen", "blir"),
    [
        pytest.param("{Norr: 80, Söder: 70}", "Söder=9 av 10", "{Norr: 80, Söder: {antal: 9, av: 10}}", id="en andel"),
        pytest.param(
            "{Norr: {antal: 8, av: 10}, Söder: 70}", "Norr=9 av 10", "{Norr: {antal: 9, av: 10}, Söder: 70}", id="en annan andel"
        ),
        pytest.param("{Norr: 80, Söder: 70}", "Söder=75,5 %, Norr=81", "{Norr: 81, Söder: 75.5}", id="så som människor skriver"),
        pytest.param(
            "{Norr: {värde: 80, prognos: 90, kommentar: K}}", "Norr=82", "{Norr: {värde: 82, prognos: 90, kommentar: K}}",
            id="delens prognos och kommentar står kvar",
        ),
        pytest.param(
            "{Norr: {värde: {antal: 8, av: 10}, prognos: 90}}", "Norr=9 av 10",
            "{Norr: {värde: {antal: 9, av: 10}, prognos: 90}}", id="en andel med prognos",
        ),
        pytest.param("{Norr: {saknas: Få svar.}, Söder: 70}", "Norr=80", "{Norr: {värde: 80}, Söder: 70}", id="saknades"),
        pytest.param(
            "{Norr: {saknas: Få svar., kommentar: K}}", "Norr=8 av 10",
            "{Norr: {kommentar: K, värde: {antal: 8, av: 10}}}", id="saknades, med kommentar",
        ),
    ],
)  # fmt: skip
def test_en_del_besvaras_som_ett_ensamt_värde_och_behåller_det_andra(
    mapp: Path, stod: str, delen: str, blir: str
) -> None:
    fil = mapp / "2020-08-31.yaml"
    fil.write_text(f"{DELÅR}utfall:\n  per-hus: {{per verksamhet: {stod}}} # enkät\n", encoding="utf-8")
    körning = kör_plan("utfall", "sn-2020", "per-hus", "--per-verksamhet", delen, mapp=mapp)
    assert körning.kod == 0, körning.fel
    väntat = yaml.safe_load(blir)
    assert yaml.safe_load(fil.read_text(encoding="utf-8"))["utfall"]["per-hus"] == {"per verksamhet": väntat}
    assert "# enkät" in fil.read_text(encoding="utf-8")


def test_en_jämförelse_behåller_sin_enhet(mapp: Path) -> None:
    fil = mapp / "2020-08-31.yaml"
    rad = "utfall:\n  andel: {värde: 80, jämförelse: {SCB: {värde: 6.4, enhet: poäng}}}\n"
    fil.write_text(DELÅR + rad, encoding="utf-8")
    assert kör_plan("utfall", "sn-2020", "andel", "--jämförelse", "SCB=6,5", mapp=mapp).kod == 0
    assert fil.read_text(encoding="utf-8") == (DELÅR + rad).replace("6.4", "6.5")


def test_delens_prognos_tas_bort_när_året_är_slut_och_det_sägs(mapp: Path) -> None:
    huvud = DELÅR.replace("delår 2", "helår").replace("08-31", "12-31")
    fil = mapp / "2020-12-31.yaml"
    fil.write_text(
        f"{huvud}utfall:\n  per-hus: {{per verksamhet: {{Norr: {{värde: 80, prognos: 90}}}}}}\n", encoding="utf-8"
    )
    körning = kör_plan("utfall", "sn-2020", "per-hus", "--per-verksamhet", "Norr=82", "--period", "helår", mapp=mapp)
    assert "Norr: prognos är borttaget: det har hänt, och behöver ingen prognos." in körning.fel
    assert "per-hus: {per verksamhet: {Norr: {värde: 82}}}" in fil.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("stod", "argument", "blir", "sägs"),
    [
        ("andel: {värde: 70, kön: {kvinnor: 72, män: 68}}", ("andel", "--ej-mätt", "Mäts i oktober."),
         "andel: {ej mätt: Mäts i oktober.}", "andel: kön är borttaget: det hörde till det förra värdet."),
        ("andel: {värde: 70, kön: {kvinnor: 72, män: 68}, kommentar: K}", ("andel", "75"),
         "andel: {värde: 75, kommentar: K}", "kön är borttaget"),
        ("andel: {värde: 70, kön: {kvinnor: 72, män: 68}}", ("andel", "70"),
         "andel: {värde: 70, kön: {kvinnor: 72, män: 68}}", ""),
        ("rutin: {värde: nej, prognos: 2020-09-30}", ("rutin", "2020-08-20"),
         "rutin: {värde: 2020-08-20}", "prognos är borttaget"),
        ("dygn: {värde: 5, kommentar: Fel.}", ("dygn", "--kommentar", "–"), "dygn: {värde: 5}", ""),
    ],
)  # fmt: skip
def test_det_som_inte_längre_hör_till_raden_tas_bort_och_sägs(
    mapp: Path, stod: str, argument: tuple[str, ...], blir: str, sägs: str
) -> None:
    fil = mapp / "2020-08-31.yaml"
    fil.write_text(f"{DELÅR}utfall:\n  {stod}\n", encoding="utf-8")
    körning = kör_plan("utfall", "sn-2020", *argument, mapp=mapp)
    assert körning.kod == 0, körning.fel
    assert fil.read_text(encoding="utf-8") == f"{DELÅR}utfall:\n  {blir}\n"
    assert sägs in körning.fel
    assert sägs or "borttaget" not in körning.fel


@pytest.mark.parametrize(
    ("argument", "sägs"),
    [
        (("andel", "78", "--kön", "kvinnor 80"), "kön skrivs som namn och värde: kvinnor=…, män=…. Du skrev kvinnor 80."),
        (("andel", "78", "--kön", "kvinor=80"), "kön har inget som heter kvinor. Menade du kvinnor?"),
        (("dygn", "5", "--status", "klar"), "--status hör inte till indikatorn dygn."),
        ((), "Säg vad svaret gäller, med dess id. I en terminal frågar kommandot. De här väntar på svar: dygn, andel"),
    ],
)  # fmt: skip
def test_ett_svar_i_fel_form_får_rätt_form_i_rådet(mapp: Path, argument: tuple[str, ...], sägs: str) -> None:
    körning = kör_plan("utfall", "sn-2020", *argument, mapp=mapp)
    assert (körning.kod, körning.ut) == (2, "")
    assert sägs in körning.fel
    assert (mapp / "2020-08-31.yaml").read_text(encoding="utf-8") == DELÅR


def test_ett_personnummer_skrivs_aldrig_in(mapp: Path) -> None:
    """Varken svaret, raden eller felet visar numret, och ett telefonnummer sägs."""
    körning = kör_plan("utfall", "sn-2020", "dygn", "5", "--kommentar", "Ring 19811218-9876.", mapp=mapp)
    assert (körning.kod, körning.ut) == (1, "")
    assert "INT1201" in körning.fel
    assert "9876" not in körning.fel
    assert (mapp / "2020-08-31.yaml").read_text(encoding="utf-8") == DELÅR
    varnad = kör_plan("utfall", "sn-2020", "dygn", "5", "--kommentar", "Ring 070-123 45 67.", mapp=mapp)
    assert (varnad.kod, "INT1202" in varnad.fel) == (0, True)


# --- Ur en tabell -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argument", "skrivet"),
    [
        (["andel", "78,5"], {"andel": "78.5"}),
        (["andel", "78,5 %"], {"andel": "78.5"}),
        (["andel", "80", "--kön", "kvinnor=80,5, män=77"], {"andel": {"värde": "80", "kön": {"kvinnor": "80.5", "män": "77"}}}),
        (["dygn", "1 890", "--prognos", "2 700,5"], {"dygn": {"värde": "1890", "prognos": "2700.5"}}),
        (["dygn", "20191231"], {"dygn": "20191231"}),  # ett tal, inget datum
        (["andel", "8 av 10"], {"andel": {"antal": "8", "av": "10"}}),
        (["rutin", "20 augusti 2020"], {"rutin": "2020-08-20"}),
    ],
)  # fmt: skip
def test_ett_svar_får_skrivas_som_människor_skriver_det(mapp: Path, argument: list[str], skrivet: object) -> None:
    """Samma svar på kommandoraden, i en tabell och på en fråga ger samma rad i filen."""
    körning = kör_plan("utfall", "sn-2020", *argument, mapp=mapp)
    assert körning.kod == 0, körning.fel
    på_raden = (mapp / "2020-08-31.yaml").read_text(encoding="utf-8")
    assert uppföljningen(mapp)["utfall"] == skrivet

    (mapp / "2020-08-31.yaml").write_text(DELÅR, encoding="utf-8")
    namn = ["id", "svar", *(flagga.removeprefix("--") for flagga in argument[2::2])]
    rutor = [argument[0], argument[1], *argument[3::2]]
    (mapp / "svar.csv").write_text(f"{';'.join(namn)}\n{';'.join(rutor)}\n", encoding="utf-8")
    assert kör_plan("utfall", "sn-2020", "--från", "svar.csv", mapp=mapp).kod == 0
    assert (mapp / "2020-08-31.yaml").read_text(encoding="utf-8") == på_raden


@pytest.mark.parametrize("kodning", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("skilje", [";", ",", "\t"])
def test_svaren_i_en_csv_fil_skrivs_på_en_gång(mapp: Path, kodning: str, skilje: str) -> None:
    """Tal, procent och datum får stå så som människor skriver dem i ett kalkylprogram."""
    rader = [
        ("id", "vad", "svar", "prognos", "kommentar", "kön"),
        ("dygn", "Dygn på HVB", "1 890", "2700", "Två nya.", ""),
        ("andel", "Andel nöjda", '"78,5 %"', "", "", '"kvinnor=80, män=77"'),
        ("rutin", "", "20 augusti 2020", "", "", ""),
        ("utred", "", "pågår", "", "", ""),
        ("hot", "", "", "", "", ""),
    ]
    (mapp / "svar.csv").write_bytes("\r\n".join(skilje.join(rad) for rad in rader).encode(kodning))
    körning = kör_plan("utfall", "sn-2020", "--från", "svar.csv", mapp=mapp)
    assert körning.kod == 0, körning.fel
    assert uppföljningen(mapp)["utfall"] == {
        "dygn": {"värde": "1890", "prognos": "2700", "kommentar": "Två nya."},
        "andel": {"värde": "78.5", "kön": {"kvinnor": "80", "män": "77"}},
        "rutin": "2020-08-20",
    }
    assert uppföljningen(mapp)["uppdrag"] == {"utred": "pågår"}
    assert "risker" not in uppföljningen(mapp)


@pytest.mark.parametrize(
    ("csv", "skrivet"),
    [
        ("id;svar\rdygn;5\r", "5"),  # radslut från en äldre Mac
        ('id;svar;kommentar\r\ndygn;5;"Rad ett\r\nrad två"\r\n', {"värde": "5", "kommentar": "Rad ett\nrad två"}),
        ("sep=;\nid;svar\ndygn;5\n", "5"),  # Excels egen första rad
        ("\n;\nid;svar\n\ndygn;5;;\n", "5"),
        (normalize("NFD", "id;ej mätt\ndygn;På väg.\n"), {"ej mätt": "På väg."}),
    ],
)  # fmt: skip
def test_en_csv_fil_får_se_ut_som_programmen_skriver_den(mapp: Path, csv: str, skrivet: object) -> None:
    (mapp / "svar.csv").write_bytes(csv.encode())
    körning = kör_plan("utfall", "sn-2020", "--från", "svar.csv", mapp=mapp)
    assert körning.kod == 0, körning.fel
    assert uppföljningen(mapp)["utfall"] == {"dygn": skrivet}


@pytest.mark.parametrize(
    ("csv", "kod", "text"),
    [
        ("id,svar\ndygn,1890,5\n", 1, "Rad 2: 5 står i en ruta utan kolumn. Sätt citattecken om en ruta med komma i."),
        ('id;svar;kommentar\ndygn;5;"Två nya.\nandel;80;\n', 2, "Citattecknen går inte ihop på raden som börjar på rad 2."),
        ('id;svar;kommentar\ndygn;5;"Hej" sade hon\n', 2, "Citattecknen går inte ihop på raden som börjar på rad 2."),
        ("id;svar;svar\ndygn;5;6\n", 2, "Kolumnen svar finns två gånger. Ta bort den ena."),
        ('id;kommentar\nandel;"a\nb"\nx;Hej\n', 1, "Rad 4 (x): sn-2020 har inget att följa upp som heter x."),
    ],
)  # fmt: skip
def test_en_csv_fil_som_kan_läsas_fel_läses_inte(mapp: Path, csv: str, kod: int, text: str) -> None:
    """Ett decimalkomma i en fil med komma blev ett annat tal, och ett glömt citattecken tog med sig nästa rad."""
    (mapp / "svar.csv").write_text(csv, encoding="utf-8")
    körning = kör_plan("utfall", "sn-2020", "--från", "svar.csv", mapp=mapp)
    assert (körning.kod, (mapp / "2020-08-31.yaml").read_text(encoding="utf-8")) == (kod, DELÅR)
    assert text in körning.fel


def test_alla_fel_i_tabellen_sägs_och_inget_skrivs(mapp: Path) -> None:
    (mapp / "svar.csv").write_text(
        "id;svar;sannolikhet\ndygn;1890;\ndygnn;5;\n;7;\nutred;klar;4\nhot;;4\n", encoding="utf-8"
    )
    körning = kör_plan("utfall", "sn-2020", "--från", "svar.csv", mapp=mapp)
    assert (körning.kod, körning.ut) == (1, "")
    assert "Rad 3 (dygnn): sn-2020 har inget att följa upp som heter dygnn. Menade du dygn?" in körning.fel
    assert "Rad 4: id saknas" in körning.fel
    assert "Rad 5 (utred): --sannolikhet hör inte till uppdraget utred." in körning.fel
    assert (mapp / "2020-08-31.yaml").read_text(encoding="utf-8") == DELÅR

    körning = kör_plan("utfall", "sn-2020", "--från", "svar.csv", "--det-som-går", mapp=mapp)
    assert körning.kod == 1
    assert uppföljningen(mapp)["utfall"] == {"dygn": "1890"}
    assert uppföljningen(mapp)["risker"] == {"hot": {"sannolikhet": "4"}}


def test_två_olika_svar_på_samma_fråga_är_ett_fel(mapp: Path) -> None:
    """Vilket som gäller går inte att veta, så inget av dem skrivs. Samma svar två gånger är inget fel."""
    (mapp / "svar.csv").write_text("id;svar\ndygn;5\nandel;80\ndygn;7\nandel;80\n", encoding="utf-8")
    körning = kör_plan("utfall", "sn-2020", "--från", "svar.csv", mapp=mapp)
    assert "Rad 4 (dygn): värde har ett annat svar här: Rad 2. Ta bort det ena." in körning.fel
    assert (mapp / "2020-08-31.yaml").read_text(encoding="utf-8") == DELÅR
    assert kör_plan("utfall", "sn-2020", "--från", "svar.csv", "--det-som-går", mapp=mapp).kod == 1
    assert uppföljningen(mapp)["utfall"] == {"andel": "80"}


def test_ett_svar_som_inte_passar_indikatorn_stoppar_alla_utom_med_det_som_går(mapp: Path) -> None:
    (mapp / "svar.csv").write_text("id;svar\ndygn;ja\nandel;80\n", encoding="utf-8")
    körning = kör_plan("utfall", "sn-2020", "--från", "svar.csv", mapp=mapp)
    assert (körning.kod, körning.ut) == (1, "")
    assert "IND304" in körning.fel
    assert (mapp / "2020-08-31.yaml").read_text(encoding="utf-8") == DELÅR
    assert kör_plan("utfall", "sn-2020", "--från", "svar.csv", "--det-som-går", mapp=mapp).kod == 1
    assert uppföljningen(mapp)["utfall"] == {"andel": "80"}


def test_ett_okänt_ord_stoppar_bara_sin_egen_rad(mapp: Path) -> None:
    (mapp / "svar.csv").write_text("id;svar\nandel;8 av 10\nutred;delvis\n", encoding="utf-8")
    körning = kör_plan("utfall", "sn-2020", "--från", "svar.csv", "--det-som-går", mapp=mapp)
    assert (körning.kod, "Okänt ord: delvis" in körning.fel) == (1, True)
    assert uppföljningen(mapp)["utfall"] == {"andel": {"antal": "8", "av": "10"}}
    assert "utred" not in (uppföljningen(mapp).get("uppdrag") or {})


@pytest.mark.parametrize(
    ("källa", "sägs"),
    [
        (b"", "Filen är tom."),
        (b"svar;prognos\n1;2\n", "Kolumnen id saknas."),
        (b"id;prognoss\n", "Kolumnen prognoss är okänd. Menade du prognos?"),
        (b"id;svar\0\0\n", "Filen är ingen CSV-fil."),
        (b"id;svar\n", "Det finns inga svar att skriva i svar.csv."),
    ],
)
def test_en_fil_som_inte_går_att_läsa_sägs(mapp: Path, källa: bytes, sägs: str) -> None:
    (mapp / "svar.csv").write_bytes(källa)
    körning = kör_plan("utfall", "sn-2020", "--från", "svar.csv", mapp=mapp)
    assert (körning.kod, körning.ut) == (2, "")
    assert sägs in körning.fel


# --- Frågor i terminalen ----------------------------------------------------------------------------


def test_utan_svar_frågar_terminalen_efter_det_som_väntar(mapp: Path) -> None:
    """Enter hoppar över, ett fel svar ger frågan igen, och varje svar skrivs genast."""
    svar = b"1890\n\nTv\xc3\xa5 nya.\nej m\xc3\xa4tt: I oktober.\n\n" + b"\n" * 30
    kod, skrivet = i_terminal(mapp, "utfall", "sn-2020", svar=svar)
    assert kod == 0, skrivet
    utfall = uppföljningen(mapp)["utfall"]
    assert utfall["dygn"] == {"värde": "1890", "kommentar": "Två nya."}
    assert utfall["andel"] == {"ej mätt": "I oktober."}
    assert "rutin" not in utfall


def test_ett_id_utan_svar_ger_en_fråga(mapp: Path) -> None:
    kod, skrivet = i_terminal(mapp, "utfall", "sn-2020", "dygn", svar=b"ja\n\n\n7\n\n\n")
    assert kod == 0, skrivet
    assert "IND304" in skrivet
    assert uppföljningen(mapp)["utfall"] == {"dygn": "7"}


def test_det_som_har_flera_svar_frågas_ut_ruta_för_ruta(mapp: Path) -> None:
    """Terminalen bad om ett ensamt svar om risken, och svarade sedan med flaggor som inte går att skriva där."""
    kod, skrivet = i_terminal(mapp, "utfall", "sn-2020", "hot", svar=b"4\n\nFler hot.\n")
    assert kod == 0, skrivet
    assert all(f"  {ruta}: " in skrivet for ruta in ("sannolikhet", "konsekvens", "kommentar")), skrivet
    assert uppföljningen(mapp)["risker"] == {"hot": {"sannolikhet": "4", "kommentar": "Fler hot."}}
    kod, skrivet = i_terminal(mapp, "utfall", "sn-2020", "andel", svar=b"82\nkvinnor=85, m\xc3\xa4n=79\n84\n\n")
    assert kod == 0, skrivet
    assert "  kön (kvinnor=…, män=…): " in skrivet
    assert "Så svarar du" not in skrivet
    assert uppföljningen(mapp)["utfall"]["andel"] == {
        "värde": "82", "prognos": "84", "kön": {"kvinnor": "85", "män": "79"},
    }  # fmt: skip


def test_det_som_redovisas_och_jämförs_frågas_efter(mapp: Path) -> None:
    """Redovisningen och jämförelsen stod bara bland fler uppgifter, fast målvärdet inte går att pröva utan dem."""
    plan = PLAN.replace("målvärde: {högst: 2555}", "målvärde: {redovisas: ja}").replace(
        "{minst: 80}", "{minst: riket}", 1
    )
    (mapp / "plan.yaml").write_text(plan, encoding="utf-8")
    kod, skrivet = i_terminal(mapp, "utfall", "sn-2020", "dygn", svar="Färre dygn än i fjol.\n1890\n\n".encode())
    assert kod == 0, skrivet
    kod, skrivet = i_terminal(mapp, "utfall", "sn-2020", "andel", svar=b"82\n\nriket=80\n\n\n")
    assert kod == 0, skrivet
    assert uppföljningen(mapp)["utfall"] == {
        "dygn": {"värde": "1890", "redovisning": "Färre dygn än i fjol."},
        "andel": {"värde": "82", "jämförelse": {"riket": "80"}},
    }


def test_ctrl_c_förlorar_inget(mapp: Path) -> None:
    kod, skrivet = i_terminal(mapp, "utfall", "sn-2020", svar=None)
    assert kod == 130, skrivet
    assert (mapp / "2020-08-31.yaml").read_text(encoding="utf-8") == DELÅR


@pytest.mark.parametrize(
    ("id_", "svar", "besked"),
    [
        ("dygn", "5 %", "dygn räknas i dygn, och svaret säger %. Skriv bara talet, i radens enhet."),
        (
            "vo1",
            "6,5 mnkr",
            "Skriv bara talet, i radens enhet, eller svara mnkr också på enhet.",
        ),
        ("vo1", "650 tkr", ""),
        ("dygn", "17 dygn", ""),
        ("andel", "85 procent", ""),
    ],
)
def test_en_annan_enhet_än_radens_skrivs_inte(mapp: Path, id_: str, svar: str, besked: str) -> None:
    före = uppföljningen(mapp)
    körning = kör_plan("utfall", "sn-2020", id_, svar, "--delår", "2", mapp=mapp)
    assert besked in körning.fel
    assert (körning.kod, uppföljningen(mapp) == före) == ((2, True) if besked else (0, False)), körning


def test_ett_tal_med_andra_siffror_får_inget_förslag_med_dem(mapp: Path) -> None:
    körning = kör_plan("utfall", "sn-2020", "dygn", "١٢", "--delår", "2", mapp=mapp)
    assert körning.kod == 1
    assert "Skriv bara siffror" in körning.fel
    assert uppföljningen(mapp) == yaml.load(DELÅR, Loader=yaml.BaseLoader)  # noqa: S506 - allt blir text


def test_utan_id_och_utan_fil_sägs_vad_som_väntar(mapp: Path) -> None:
    """Perioden har ingen fil ännu, och ingen terminal att fråga i."""
    (mapp / "2020-08-31.yaml").unlink()
    körning = kör_plan("utfall", "sn-2020", "--delår", "2", mapp=mapp)
    assert körning.kod == 2, körning.fel
    assert "I en terminal frågar kommandot. De här väntar på svar: dygn, andel, per-hus, rutin" in körning.fel
    assert not (mapp / "2020-08-31.yaml").exists()
