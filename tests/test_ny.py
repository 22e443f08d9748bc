"""`plan ny`: filerna går att använda som de är, frågorna har förval, och ingenting skrivs över eller lämnas efter."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from planverktyg.arkiv.akt import Arkiv
from planverktyg.blanketter.yaml.plan import Planhuvud, initialer, skriv_plan
from planverktyg.blanketter.yaml.yamltext import citera
from planverktyg.modell.husregler import Husregler, Kommundokument
from tests.conftest import ROT, kör_plan

TYRESÖ = ("ny", "kommun", "tyreso", "--namn", "Tyresö kommun")
ASN = ("ny", "plan", "--nämnd", "Arbetsmarknads- och socialnämnden", "--år", "2021")


@pytest.fixture
def mapp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """En tom arbetsmapp."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def skapa(mapp: Path, *argument: str) -> None:
    körning = kör_plan(*argument, mapp=mapp)
    assert körning.kod == 0, körning.fel


def avkommenterat(text: str) -> str:
    """Filen sedan användaren har tagit bort # på alla rader som inte är förklaringar."""
    return re.sub(r"(?m)^#(?=\S|  )", "", text)


# --- Kommunen ---------------------------------------------------------------------------------------


def test_en_ny_kommun_följer_förvalen(mapp: Path) -> None:
    skapa(mapp, *TYRESÖ)
    _, dokument, fynd = Arkiv().dokument(mapp / "planer/tyreso/kommun.yaml")
    assert fynd == ()
    assert dokument is not None
    assert isinstance(dokument.modell, Kommundokument)
    assert (dokument.modell.kommun.id, dokument.modell.kommun.namn) == ("tyreso", "Tyresö kommun")
    assert all(
        getattr(dokument.modell, namn) == getattr(Husregler(), namn)
        for namn in set(Husregler.model_fields) - {"kommun"}
    )


def test_de_bortkommenterade_husreglerna_är_förvalen(mapp: Path) -> None:
    """Varje regel som har ett förval visar det; de övriga visar ett exempel eller bara sin nyckel."""
    skapa(mapp, *TYRESÖ)
    fil = mapp / "planer/tyreso/kommun.yaml"
    fil.write_text(avkommenterat(fil.read_text(encoding="utf-8")), encoding="utf-8")
    _, dokument, fynd = Arkiv().dokument(fil)
    assert fynd == ()
    assert dokument is not None
    for namn in set(Husregler.model_fields) - {"kommun"}:
        förval, läst = getattr(Husregler(), namn), getattr(dokument.modell, namn)
        utan_förval = not förval or namn == "utseende"
        assert läst == förval or utan_förval, namn
    assert {"nivåer", "perioder", "bedömning", "sammanvägning", "riskmatris"} <= dokument.modell.model_fields_set


def test_varje_husregel_är_förklarad(mapp: Path) -> None:
    skapa(mapp, *TYRESÖ)
    text = (mapp / "planer/tyreso/kommun.yaml").read_text(encoding="utf-8")
    for namn in Husregler.model_fields:
        assert re.search(rf"(?m)^#?{namn.replace('_', ' ')}:|Nyckeln heter {namn.replace('_', ' ')}\.", text), namn


# --- Planen -----------------------------------------------------------------------------------------


def test_en_ny_plan_har_inget_att_anmärka_på(mapp: Path) -> None:
    skapa(mapp, *TYRESÖ)
    skapa(mapp, *ASN)
    körning = kör_plan("validera", mapp=mapp)
    assert (körning.kod, körning.ut) == (0, "2 filer kontrollerade: inget att anmärka.\n")
    text = (mapp / "planer/tyreso/asn-2021/plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../schema/plan.json\n")
    assert "  id: asn-2021\n  namn: Nämndplan 2021\n" in text


def test_exemplen_i_en_ny_plan_går_att_använda(mapp: Path) -> None:
    text = skriv_plan(Planhuvud("sn-2021", "Plan", "Socialnämnden", "SN", 2021, 2021), "nämndmål", "# schema")
    (mapp / "plan.yaml").write_text(avkommenterat(text), encoding="utf-8")
    körning = kör_plan("validera", ".", mapp=mapp)
    assert (körning.kod, körning.ut) == (0, "1 fil kontrollerad: inget att anmärka.\n")


@pytest.mark.parametrize(
    ("nämnd", "förkortning"),
    [
        ("Socialnämnden", "SN"),
        ("Arbetsmarknads- och socialnämnden", "ASN"),
        ("Kommunstyrelsen", "KS"),
        ("Barn- och utbildningsnämnden", "BUN"),
        ("Nämnden för kultur och fritid", "NKF"),
        ("Överförmyndaren", "Ö"),
    ],
)
def test_förkortningen_föreslås(nämnd: str, förkortning: str) -> None:
    assert initialer(nämnd) == förkortning


@pytest.mark.parametrize(
    ("text", "skrivet"),
    [
        ("Nämndplan 2021", "Nämndplan 2021"),
        ("Mål 1: trygghet", "'Mål 1: trygghet'"),
        ("2021", "'2021'"),
        ("#nukör", "'#nukör'"),
        ("två\nrader", "två rader"),
    ],
)
def test_text_sätts_inom_citattecken_när_det_behövs(text: str, skrivet: str) -> None:
    assert citera(text) == skrivet


def test_nivån_är_en_av_kommunens(mapp: Path) -> None:
    skapa(mapp, *TYRESÖ)
    fil = mapp / "planer/tyreso/kommun.yaml"
    fil.write_text(fil.read_text(encoding="utf-8") + "nivåer: [inriktning, åtagande]\n", encoding="utf-8")
    skapa(mapp, *ASN)
    assert kör_plan("validera", mapp=mapp).ut.endswith("inget att anmärka.\n")


# --- Nästa plan -------------------------------------------------------------------------------------


def tyresö(mapp: Path) -> Path:
    """En kopia av Tyresös kommun och plan."""
    shutil.copytree(ROT / "planer/tyreso/asn-2020", mapp / "planer/tyreso/asn-2020")
    shutil.copy(ROT / "planer/tyreso/kommun.yaml", mapp / "planer/tyreso")
    return mapp / "planer/tyreso/asn-2020"


def test_nästa_plan_behåller_text_och_kommentarer(mapp: Path) -> None:
    """Det som inte är huvud, utgångsvärde, budget eller avslutat står kvar tecken för tecken, i samma ordning."""
    gamla = (tyresö(mapp) / "plan.yaml").read_text(encoding="utf-8").splitlines()
    skapa(mapp, "ny", "plan", "--från", "asn-2020")
    nya = (mapp / "planer/tyreso/asn-2021/plan.yaml").read_text(encoding="utf-8").splitlines()
    skiljer = SequenceMatcher(None, gamla, nya, autojunk=False).get_opcodes()
    till = [rad.strip() for slag, _, _, b1, b2 in skiljer if slag != "equal" for rad in nya[b1:b2]]
    kända = r"(id|föregångare|namn|år|utgångsvärde|värde|avser|prognos|källa|jämförelse|jämförelsen är|föregående|budget): .*"
    assert [rad for rad in till if not re.fullmatch(kända, rad)] == []
    assert till[:4] == ["id: asn-2021", "föregångare: asn-2020", "namn: Nämndplan 2021", "år: 2021"]
    assert [rad for rad in gamla if rad.strip().startswith("#")] == [rad for rad in nya if rad.strip().startswith("#")]


HUVUD = """\
# Överst.
format: 1
plan:
  # Id ändras aldrig.
  id: sn-2018
  namn: >-
    Plan för
    2018–2019
  nämnd: Socialnämnden
  beslut:
    datum: 2017-12-13

    paragraf: 97
  # Åren.
  år: {från: 2018, till: 2019}   # två år

# Sist.
mål: [{id: m, nivå: mål, namn: Ett mål}]
"""


def test_beslutet_försvinner_och_kommentarerna_står_kvar(mapp: Path) -> None:
    (mapp / "planer/k/sn-2018").mkdir(parents=True)
    (mapp / "planer/k/sn-2018/plan.yaml").write_text(HUVUD, encoding="utf-8")
    skapa(mapp, "ny", "plan", "sn-2020", "--från", "sn-2018")
    assert (
        (mapp / "planer/k/sn-2020/plan.yaml").read_text(encoding="utf-8")
        == """\
# Överst.
format: 1
plan:
  # Id ändras aldrig.
  id: sn-2020
  föregångare: sn-2018
  namn: Plan för 2020–2021
  nämnd: Socialnämnden
  # Åren.
  år: {från: 2020, till: 2021}   # två år

# Sist.
mål: [{id: m, nivå: mål, namn: Ett mål}]
"""
    )


def test_ett_huvud_på_en_rad_går_inte_att_ändra(mapp: Path) -> None:
    (mapp / "planer/k").mkdir(parents=True)
    plan = "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\n"
    (mapp / "planer/k/plan.yaml").write_text(plan, encoding="utf-8")
    körning = kör_plan("ny", "plan", "--från", "p", mapp=mapp)
    assert körning.kod == 2
    assert "går inte att ändra rad för rad" in körning.fel


# --- Uppföljningen ----------------------------------------------------------------------------------


def test_en_ny_uppföljning_väntar_på_svar_på_sina_rader(mapp: Path) -> None:
    planmapp = tyresö(mapp)
    skapa(mapp, "ny", "uppföljning", "asn-2020", "--period", "helår")
    fil = planmapp / "2020-12-31.yaml"
    körning = kör_plan("validera", "planer/tyreso/asn-2020/2020-12-31.yaml", "--format", "github", mapp=mapp)
    assert körning.kod == 0, körning.ut
    rader = fil.read_text(encoding="utf-8").splitlines()
    for nummer in re.findall(r"line=(\d+).*väntar på svar", körning.ut):
        assert re.fullmatch(r"  [a-z0-9-]+:", rader[int(nummer) - 1]), rader[int(nummer) - 1]
    assert "säger inget om" not in körning.ut, "allt som saknas har en egen rad"


def test_raden_har_mål_utgångsvärde_och_tidigare_svar(mapp: Path) -> None:
    planmapp = tyresö(mapp)
    (planmapp / "2020-08-31.yaml").unlink()
    skapa(mapp, "ny", "uppfoljning", "asn-2020", "--delar", "2")
    text = (planmapp / "2020-08-31.yaml").read_text(encoding="utf-8")
    kommentar = " ".join(rad.strip(" #") for rad in text.split("  hvb-dygn:")[0].split("\n\n")[-1].splitlines())
    assert kommentar.replace("\u00a0", " ") == (
        "Antal dygn på HVB-hem för barn och unga 13-20 år för året (dygn) · Mål: högst 2 555 · "
        "Utgångsvärde: 3 650 (prognos 2019) · delår 1 2020 (påhittat exempel): 940, prognos 2 820"
    )
    assert "uppföljning:\n  plan: asn-2020\n  period: delår 2\n  per: 2020-08-31\n" in text


PLANER = sorted((ROT / "planer").glob("*/*/plan.yaml"))


@pytest.mark.parametrize("plan", PLANER, ids=lambda fil: fil.parent.name)
def test_projektets_planer_får_en_rad_för_allt_som_saknas(plan: Path, mapp: Path) -> None:
    """Den sista uppföljningen tas bort och skrivs på nytt: inget fel, och inget som saknas utan att ha en rad."""
    shutil.copytree(ROT / "planer", mapp / "planer")
    planmapp = mapp / plan.parent.relative_to(ROT)
    sista = max(fil for fil in planmapp.glob("*.yaml") if fil.name != "plan.yaml")
    dokument = Arkiv().dokument(sista).dokument
    assert dokument is not None
    huvud = dokument.modell.uppföljning
    sista.unlink()
    skapa(mapp, "ny", "uppföljning", huvud.plan, "--period", huvud.period, "--år", str(huvud.per.year))
    körning = kör_plan("validera", sista.relative_to(mapp), mapp=mapp)
    assert körning.kod == 0, körning.ut
    assert "väntar på svar" in körning.ut
    assert "säger inget om" not in körning.ut


PLAN = """\
format: 1
plan: {id: p, namn: Plan, nämnd: N, år: {från: 2020, till: 2021}}
verksamhetsområden: [{id: vo1, namn: Område}]
mål:
  - id: m
    nivå: nämndmål
    namn: Ett mål
    indikatorer:
      - {id: alltid, namn: Alltid, enhet: antal, målvärde: {minst: 3, avser: varje år}}
      - {id: vid-helar, namn: Vid helår, enhet: antal, följs upp: helår, målvärde: {minst: 3, avser: varje år}}
      - {id: stams-av, namn: Stäms av, enhet: antal, följs upp: helår, stäms av: delår 2, målvärde: {minst: 3}}
      - {id: senare, namn: Senare, enhet: antal, följs upp från: 2021, målvärde: {minst: 3}}
      - {id: for-hand, namn: För hand, målvärde: {bedöms: Enligt avtalet., avser: varje år}}
      - {id: mot-riket, namn: Mot riket, enhet: "%", målvärde: {minst: riket, avser: varje år}}
      - {id: delad, namn: Delad, enhet: "%", per verksamhet: [A, B], målvärde: {minst: 3, avser: varje år}}
  - {id: utan, nivå: nämndmål, namn: Utan indikator, avser: varje år}
  - {id: langre-fram, nivå: nämndmål, namn: Ska vara nått 2021}
uppdrag:
  - {id: g, rubrik: R, källa: k, uppdrag: [{id: u1, text: Ett.}, {id: u2, text: Två.}]}
risker: [{id: r, text: Risk., sannolikhet: 2, konsekvens: 2}]
åtgärder: [{id: a, text: Åtgärd., risker: r, slut: 2021-06-30}]
kontrollmoment: [{id: k, text: Kontroll., risker: r}]
ekonomi: {kommunbidrag: [{id: b, verksamhetsområde: vo1, belopp: {2020: 100}}]}
"""


def väntande_rader(text: str) -> dict[str, list[str]]:
    """Delarna i filen med id:na som väntar."""
    delar: dict[str, list[str]] = {}
    for rad in text.split("\nutfall:")[1].splitlines():
        if träff := re.fullmatch(r"([a-zåäö]+):", rad):
            delar[träff[1]] = []
        elif träff := re.fullmatch(r"  ([a-z0-9-]+):", rad):
            delar.setdefault("utfall", []).append(träff[1]) if not delar else delar[list(delar)[-1]].append(träff[1])
    return delar


def test_bara_det_som_ska_besvaras_vid_perioden_står_med(mapp: Path) -> None:
    (mapp / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (mapp / "2020-04-30.yaml").write_text(
        "format: 1\nuppföljning: {plan: p, period: delår 1, per: 2020-04-30}\nuppdrag: {u1: klar, u2: pågår}\n",
        encoding="utf-8",
    )
    skapa(mapp, "ny", "uppföljning", "plan.yaml", "--delår", "2", "--år", "2020")
    text = (mapp / "2020-08-31.yaml").read_text(encoding="utf-8")
    assert väntande_rader(text) == {
        "utfall": ["alltid", "stams-av", "mot-riket", "delad"],
        "bedömningar": ["utan", "for-hand"],
        "uppdrag": ["u2"],
        "åtgärder": ["a"],
        "risker": ["r"],
        "kontrollmoment": ["k"],
        "ekonomi": ["vo1"],
    }
    assert "  stams-av:\n    avstämning:\n" in text
    assert "{värde: …, jämförelse: {riket: …}}" in text
    assert "{per verksamhet: {A: …, B: …}}" in text
    assert "  # Två. · delår 1 2020: pågår\n  u2:\n" in text
    assert kör_plan("validera", ".", mapp=mapp).kod == 0
    assert kör_plan("status", "plan.yaml", "--delår", "2", mapp=mapp).kod == 0, "en obesvarad uppföljning går att visa"


def test_exemplen_på_svar_går_att_använda(mapp: Path) -> None:
    """Den som skriver av exemplen ovanför raderna får inga fel."""
    planmapp = tyresö(mapp)
    skapa(mapp, "ny", "uppföljning", "asn-2020", "--period", "helår")
    text = (planmapp / "2020-12-31.yaml").read_text(encoding="utf-8")
    delar: dict[str, list[str]] = {}
    exempel: list[str] = []
    for rad in text.splitlines():
        if re.match(r"#   [a-z]+-\d: ", rad):
            exempel.append(rad.removeprefix("#"))
        elif rad.endswith(":") and rad[:1].isalpha():
            delar[rad], exempel = exempel, []
    assert {"utfall:", "uppdrag:", "åtgärder:", "risker:", "kontrollmoment:"} <= {del_ for del_ in delar if delar[del_]}
    huvud = "format: 1\nuppföljning: {plan: asn-2020, period: helår, per: 2020-12-31}\n"
    ifyllt = "\n".join(rad for nyckel, rader in delar.items() if rader for rad in (nyckel, *rader))
    (planmapp / "2020-12-31.yaml").write_text(huvud + ifyllt + "\n", encoding="utf-8")
    fynd = Arkiv().dokument(planmapp / "2020-12-31.yaml").fynd
    assert [f.text for f in fynd] == []


# --- Flaggor som inte går ihop ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        ("ny", "VAD saknas."),
        ("ny plann", "plann går inte att skapa. Menade du plan?"),
        ("ny riktlinje", "riktlinje går inte att skapa. Välj kommun, plan eller uppföljning."),
        ("ny kommun", "Det fattas --namn."),
        ("ny plan", "Det fattas --nämnd och --år."),
        ("ny uppföljning", "Det fattas planens ID och --delår eller --period."),
        ("ny kommun Ekerö --namn E", "Ett id skrivs med gemener a–z, siffror och bindestreck. Menade du ekero?"),
        ("ny plan --nämnd N --år 20", "Skriv ett år (2021), eller det första och det sista (2018-2022)."),
        ("ny plan --nämnd N --år 2022-2018", "Planen slutar 2018, innan den börjar 2022."),
        ("ny plan --nämnd N --år 2021 --kommun tyres", "Menade du tyreso?"),
        ("ny plan asn-2020 --nämnd N --år 2021", "Planen asn-2020 finns redan: planer/tyreso/asn-2020/plan.yaml."),
        ("ny plan --från asn-2021", "Menade du asn-2020?"),
        ("ny plan --från asn-2020 --nämnd N", "--nämnd hör inte till plan ny plan --från."),
        ("ny uppföljning asn-2020 --namn N --delår 1", "--namn hör inte till plan ny uppföljning."),
        ("ny uppföljning asn-2020 --delår 1", "asn-2020 har redan en uppföljning för delår 1 2020"),
        ("ny uppföljning asn-2020 --period halår", "Menade du helår?"),
        ("ny uppföljning asn-2020 --period helår --år 2021", "Planen gäller 2020, inte 2021."),
        ("ny uppföljning asn-2020 --period helår --delår 1", "Ange --delår eller --period, inte båda."),
        ("ny uppföljning asn-2021 --period helår", "Menade du asn-2020?"),
    ],
)
def test_det_som_inte_går_förklaras(mapp: Path, argument: str, text: str) -> None:
    tyresö(mapp)
    före = sorted(mapp.rglob("*"))
    körning = kör_plan(*argument.split(), mapp=mapp)
    assert (körning.kod, körning.ut) == (2, "")
    assert text in " ".join(körning.fel.split())
    assert sorted(mapp.rglob("*")) == före


def test_utan_kommun_går_det_inte_att_skapa_en_plan(mapp: Path) -> None:
    assert "Börja med plan ny kommun" in kör_plan(*ASN, mapp=mapp).fel


def test_inuti_mappen_planer_skapas_ingen_ny(mapp: Path) -> None:
    tyresö(mapp)
    körning = kör_plan("ny", "kommun", "--namn", "Ekerö kommun", mapp=mapp / "planer")
    assert körning.kod == 2
    assert "Stå i mappen ovanför den" in körning.fel
    assert not (mapp / "planer/planer").exists()


# --- Filen som skrivs -------------------------------------------------------------------------------


def test_en_fil_som_finns_skrivs_aldrig_över(mapp: Path) -> None:
    (mapp / "finns.yaml").write_text("mitt", encoding="utf-8")
    körning = kör_plan(*TYRESÖ, "--ut", "finns.yaml", mapp=mapp)
    assert körning.kod == 2
    assert "den finns redan, och skrivs aldrig över" in körning.fel
    assert (mapp / "finns.yaml").read_text(encoding="utf-8") == "mitt"
    assert [fil.name for fil in mapp.iterdir()] == ["finns.yaml"]


def test_går_filen_inte_att_skriva_lämnas_inga_mappar_efter(mapp: Path) -> None:
    (mapp / "planer").write_text("en fil", encoding="utf-8")
    körning = kör_plan(*TYRESÖ, mapp=mapp)
    assert körning.kod == 2
    assert "kunde inte skrivas: mappen finns inte." in körning.fel
    assert [fil.name for fil in mapp.iterdir()] == ["planer"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root får skriva överallt")
def test_en_skrivskyddad_mapp(mapp: Path) -> None:
    mapp.chmod(0o500)
    körning = kör_plan(*TYRESÖ, mapp=mapp)
    mapp.chmod(0o700)
    assert "du saknar behörighet" in körning.fel
    assert list(mapp.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="enheten /dev/full finns bara på Linux")
def test_en_full_disk(mapp: Path) -> None:
    körning = kör_plan(*TYRESÖ, "--ut", "/dev/full", mapp=mapp)
    assert (körning.kod, körning.fel) == (2, "/dev/full kunde inte skrivas: disken är full.\n")


def test_nfd_blir_nfc(mapp: Path) -> None:
    skapa(mapp, *(unicodedata.normalize("NFD", ord_) for ord_ in TYRESÖ))
    assert "namn: Tyresö kommun\n" in (mapp / "planer/tyreso/kommun.yaml").read_text(encoding="utf-8")


# --- Frågorna i en terminal -------------------------------------------------------------------------


def i_terminal(mapp: Path, *argument: str, svar: bytes | None) -> tuple[int, str]:
    """Kör kommandot med en terminal och skriver svaren; utan svar trycks Ctrl-C vid den första frågan."""
    värd, terminal = os.openpty()
    miljö = os.environ | {"COLUMNS": "80", "PYTHONPATH": str(ROT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "planverktyg", *argument],
        cwd=mapp, stdin=terminal, stdout=terminal, stderr=terminal, env=miljö, start_new_session=True,
    )  # fmt: skip
    os.close(terminal)
    skrivet = b""
    while b": " not in skrivet:
        skrivet += os.read(värd, 4096)
    if svar is None:
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
    else:
        os.write(värd, svar)
    while True:
        try:
            läst = os.read(värd, 4096)
        except OSError:
            break
        if not läst:
            break
        skrivet += läst
    os.close(värd)
    return process.wait(timeout=30), skrivet.decode().replace("\r\n", "\n")


def test_frågorna_har_förval(mapp: Path) -> None:
    """Tomma svar tar förvalen; ett svar som inte går att använda ger frågan igen."""
    skapa(mapp, *TYRESÖ)
    kod, skrivet = i_terminal(mapp, "ny", "plan", svar="Socialnämnden\n\n20\n2021\n\n\n".encode())
    assert kod == 0, skrivet
    assert "Nämndens förkortning [SN]: " in skrivet
    assert "  Skriv ett år (2021), eller det första och det sista (2018-2022).\n" in skrivet
    assert "Planens namn [Nämndplan 2021]: " in skrivet
    assert "Planens id [sn-2021]: " in skrivet
    assert (mapp / "planer/tyreso/sn-2021/plan.yaml").exists()


def test_nästa_period_föreslås(mapp: Path) -> None:
    tyresö(mapp)
    kod, skrivet = i_terminal(mapp, "ny", "uppföljning", "asn-2020", svar=b"\n\n")
    assert kod == 0, skrivet
    assert "Perioden (delår 1, delår 2 eller helår) [helår]: " in skrivet
    assert (mapp / "planer/tyreso/asn-2020/2020-12-31.yaml").exists()


def test_svar_i_nfd_blir_nfc(mapp: Path) -> None:
    svar = unicodedata.normalize("NFD", "Tyresö kommun\n\n").encode()
    kod, skrivet = i_terminal(mapp, "ny", "kommun", svar=svar)
    assert kod == 0, skrivet
    assert "namn: Tyresö kommun\n" in (mapp / "planer/tyreso/kommun.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("svar", [None, b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_avbrutet_lämnar_ingenting_efter(mapp: Path, svar: bytes | None) -> None:
    kod, skrivet = i_terminal(mapp, "ny", "kommun", svar=svar)
    assert kod == 130
    assert skrivet.endswith("Avbrutet.\n")
    assert list(mapp.iterdir()) == []


@pytest.mark.parametrize("namn", ["Kommunen med det långa namnet " * 6, "x" * 300])
def test_ett_långt_namn_står_på_sin_rad(mapp: Path, namn: str) -> None:
    """Förr bröts det på en rad som inte var indragen, och filen gick inte att läsa."""
    namn = namn.strip()
    assert kör_plan("ny", "kommun", "lang", "--namn", namn, mapp=mapp).kod == 0
    assert f"  namn: {namn}\n" in (mapp / "planer" / "lang" / "kommun.yaml").read_text(encoding="utf-8")
    plan = ["--nämnd", namn, "--namn", namn, "--kortnamn", "N", "--år", "2021", "--kommun", "lang"]
    assert kör_plan("ny", "plan", "n-2021", *plan, mapp=mapp).kod == 0
    assert kör_plan("ny", "plan", "n-2022", "--från", "n-2021", mapp=mapp).kod == 0
    assert "STR" not in kör_plan("validera", "planer", mapp=mapp).ut
