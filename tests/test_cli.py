"""Ingången: slutkoder, hjälp och fel användning på svenska, och att inget läses in i onödan."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

from planverktyg.kommandon.terminal.hjalp import KOMMANDON
from tests.conftest import ROT, git, kör_plan, kör_process

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("argument", "kod", "text"),
    [
        ("", 0, "Användning: plan KOMMANDO"),
        ("--help", 0, "Användning: plan KOMMANDO"),
        ("--hlp", 2, "Okänd flagga: --hlp"),
        ("vlidera", 2, "Kommandot vlidera finns inte. Menade du plan validera?"),
        ("xyz", 2, "Kommandot xyz finns inte. Det finns validera, status"),
        ("validera --frmat json", 2, "Flaggan --frmat finns inte. Menade du --format?"),
        ("validera --format xml", 2, "--format har ett värde som inte går att använda. Välj text, json, github, sarif"),
        ("validera --format", 2, "Flaggan --format behöver ett värde"),
        ("validera planen/", 2, "planen finns inte."),
        ("status", 2, "VAD saknas. År, plan-id eller sökväg: 2020, asn-2020."),
        ("besluta asn-2020 --paragraf x", 2, "inte går att använda. Paragrafens nummer i protokollet."),
        ("status ''", 2, "VAD är tomt. Ange ett år, ett plan-id eller en sökväg"),
        ("status 2020 2021", 2, "för många ord efter kommandot"),
        ("status 2020 --delår två", 2, "--delår har ett värde som inte går att använda."),
        ("status 2020 --delår 2 --period helår", 2, "Ange --delår eller --period, inte båda."),
        ("status 1999", 2, "Ingen plan gäller 1999. Det finns planer för 2012, 2018–2022"),
        ("status asn-2021", 2, "Ingen plan heter asn-2021, och det är varken ett år eller en sökväg. Menade du asn-2020?"),
        ("status 2020 --enhet ans", 2, "Ingen plan för 2020 hör till enheten ans. Menade du ASN?"),
        ("status 2020 --delår 3", 2, "asn-2020 har ingen uppföljning för delår 3."),
        ("status 2020 --mål helårsplaceringar", 2, "heter helårsplaceringar. Menade du hvb-helarsplaceringar?"),
        ("status asn-2020 --mål vo3", 2, "vo3 är varken ett mål eller en indikator, och bedöms inte. plan historik vo3"),
        ("status 2020 --mål hvb-dyng", 2, "Inget mål och ingen indikator heter hvb-dyng. Menade du hvb-dygn?"),
        ("schema pln", 2, "Dokumentslaget pln finns inte. Menade du plan?"),
        ("rapport 2020 --ut finns/inte/rapport.md", 2, "mappen finns inte"),
    ],
)  # fmt: skip
def test_slutkod_och_klartext(argument: str, kod: int, text: str) -> None:
    körning = kör_plan(*shlex.split(argument))
    assert körning.kod == kod, körning
    assert text in " ".join((körning.ut + körning.fel).split())
    assert "Traceback" not in körning.fel
    assert not any(engelska in körning.fel for engelska in ("Error", "Usage", "Invalid", "Missing", "No such"))


@pytest.mark.skipif(os.name == "nt", reason="en mapp som någon står i går inte att ta bort i Windows")
def test_en_mapp_som_är_borttagen_sägs_vara_det(tmp_path: Path) -> None:
    """Förr sades ”Filen: mappen finns inte.”, eller att det inte finns några planer."""
    kommando = f'mkdir m; cd m; rmdir ../m; "{sys.executable}" -m planverktyg "$@"'
    for argument in (["validera"], ["utfall", "p", "i", "3"], ["rapport", str(ROT / "planer")]):
        körning = subprocess.run(
            ["sh", "-c", kommando, "sh", *argument],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROT)},
            capture_output=True,
            check=False,
        )
        assert körning.returncode == 2
        assert körning.stderr.decode() == (
            "Mappen som du står i finns inte längre. Gå till en annan mapp med cd och kör igen.\n"
        )


@pytest.mark.parametrize(
    ("argument", "kod", "text"),
    [
        ("validera slinga.yaml", 2, "slinga.yaml är en länk som inte leder till någon fil eller mapp."),
        ("validera bruten.yaml", 2, "bruten.yaml är en länk som inte leder till någon fil eller mapp."),
        ("importera mappen", 2, "mappen är en mapp. Ange en fil i den."),
        ("validera lång.yaml", 1, "Talet har 5000 tecken, och är för långt för att läsas."),
    ],
)
def test_det_som_pekas_ut_men_inte_går_att_läsa_sägs_för_vad_det_är(
    argument: str, kod: int, text: str, tmp_path: Path
) -> None:
    (tmp_path / "mappen").mkdir()
    (tmp_path / "slinga.yaml").symlink_to("slinga.yaml")
    (tmp_path / "bruten.yaml").symlink_to("finns-inte.yaml")
    (tmp_path / "lång.yaml").write_text(
        f"format: 1\nkommun: {{id: k, namn: K}}\nriskmatris: {{tröskel: {'9' * 5000}}}\n"
    )
    körning = kör_plan(*argument.split(), mapp=tmp_path)
    assert körning.kod == kod, körning
    assert text in körning.ut + körning.fel


EN_AV_VARJE = [
    "validera", "status asn-2020 --delår 2", "rapport asn-2020 --delår 2", "dokument asn-2020", "visa asn-2020",
    "skillnad HEAD",
    "ny uppföljning asn-2020 --period helår", "importera underlag.txt --ut planer/tyreso/sn-2021",
    "blankett asn-2020 --delår 2", "fyll asn-2020 --delår 2", "utfall asn-2020 hvb-dygn 1500 --delår 2",
    "besluta asn-2020 --datum 2019-10-15 --paragraf 97", "historik hvb-dygn", "format indikator", "regel IND301",
    "mallar fält", "schema plan",
]  # fmt: skip
"""Varje kommando med det som det vanligen får."""


def test_listan_har_varje_kommando() -> None:
    assert [argument.split()[0] for argument in EN_AV_VARJE] == list(KOMMANDON)


@pytest.mark.parametrize("argument", EN_AV_VARJE)
def test_en_egen_process_gör_detsamma_som_testernas(argument: str, tmp_path: Path) -> None:
    """De flesta tester kör kommandot i testets process (`kör_plan`). Här prövas att det är samma sak."""
    ena, andra = tmp_path / "ena", tmp_path / "andra"
    shutil.copytree(ROT / "planer" / "tyreso", ena / "planer" / "tyreso")
    (ena / "underlag.txt").write_text("Nämndplan 2021\n\nNämndmål - Fler barn får stöd hemma\n", encoding="utf-8")
    git(ena, "init", "--quiet", "--initial-branch", "main")
    git(ena, "add", "--all")
    git(ena, "commit", "--quiet", "--message", "Planerna")
    shutil.copytree(ena, andra)
    process = kör_process(*argument.split(), mapp=ena)
    assert process.kod == 0, process
    assert kör_plan(*argument.split(), mapp=andra) == process
    assert _filer(andra) == _filer(ena)


def _filer(mapp: Path) -> dict[str, bytes]:
    return {str(fil.relative_to(mapp)): fil.read_bytes() for fil in mapp.rglob("*.yaml")}


@pytest.mark.parametrize("kommando", ["rapport asn-2020", "dokument asn-2020", "skillnad HEAD", "historik hvb-dygn"])
def test_ett_format_heter_detsamma_i_alla_kommandon(kommando: str) -> None:
    ett, tvilling, versalt = (kör_plan(*kommando.split(), "--format", ord_) for ord_ in ("markdown", "md", "MARKDOWN"))
    assert ett.kod == 0
    assert ett == tvilling == versalt
    assert kör_plan(*kommando.split(), "--format", "text").kod == 0
    fel = kör_plan(*kommando.split(), "--format", "markdwon")
    assert (fel.kod, fel.fel.partition("\n")[0]) == (
        2,
        "--format har ett värde som inte går att använda. Menade du markdown?",
    )


@pytest.mark.parametrize(
    ("argument", "råd"),
    [
        ("validera --format jsn", "Menade du json?"),
        ("validera --allvar varningar", "Menade du varning?"),
        ("validera --allvar x", "Välj fel, varning eller notis."),
        ("besluta asn-2020 --status revideard", "Menade du reviderad?"),
        ("rapport 2020 --format odt", "Välj text, markdown, html, pdf eller docx."),
    ],
)
def test_ett_felskrivet_val_ger_ett_förslag(argument: str, råd: str) -> None:
    assert kör_plan(*argument.split()).fel.partition("\n")[0].endswith(råd)


@pytest.mark.parametrize("kommando", KOMMANDON)
def test_varje_kommando_har_hjälp_på_svenska(kommando: str) -> None:
    körning = kör_plan(kommando, "--help")
    assert körning.kod == 0
    assert körning.ut.startswith(f"Användning: plan {kommando}")
    assert "Visa den här hjälpen." in körning.ut
    assert not any(ord_ in körning.ut for ord_ in ("Options", "Arguments", "Show this", "INTEGER", "default"))


@pytest.mark.parametrize("kommando", KOMMANDON)
def test_den_färdiga_hjälpen_är_kommandots(kommando: str) -> None:
    from planverktyg.kommandon import cli

    fil = ROT / "planverktyg/kommandon/terminal/hjalptexter" / f"{kommando}.txt"
    text = cli.hjälptext(cli._kommando(kommando))
    if os.environ.get("PLAN_SKRIV_FACIT"):
        fil.write_text(text, encoding="utf-8", newline="")
    assert text == fil.read_text(encoding="utf-8")


@pytest.mark.parametrize("bredd", ["20", "47", "80", "300", "fel"])
def test_den_färdiga_hjälpen_bryts_som_den_som_görs_på_nytt(bredd: str) -> None:
    färdig = kör_plan("rapport", "--help", COLUMNS=bredd)
    assert färdig == kör_plan("--help", "rapport", COLUMNS=bredd)
    assert max(map(len, färdig.ut.splitlines())) <= 100


def test_version() -> None:
    from planverktyg import __version__

    assert kör_plan("--version").ut == f"planverktyg {__version__}\n"


def test_argument_i_nfd_läses_som_nfc() -> None:
    körning = kör_plan("status", "2020", unicodedata.normalize("NFD", "--delår"), "2")
    assert körning.kod == 0, körning.fel
    assert körning.ut == kör_plan("status", "2020", "--delar", "2").ut


SKRIVER_FILER = "planverktyg.kommandon.terminal.skrivning"


@pytest.mark.parametrize(
    ("argument", "får_inte_läsas"),
    [
        (["--version"], {"typer", "pydantic", "yaml", "jinja2", "rich"}),
        (["--help"], {"typer", "pydantic", "yaml", "jinja2", "rich", "pathlib"}),
        *(([namn, "--help"], {"typer", "pydantic", "yaml", "jinja2", "rich"}) for namn in KOMMANDON),
        (["regel", "IND301"], {"jinja2", "rich", SKRIVER_FILER}),
        (["format", "indikator"], {"jinja2", "rich", "yaml", SKRIVER_FILER}),
        (["schema", "plan"], {"jinja2", "rich", "yaml", SKRIVER_FILER}),
        (["validera", "planer/"], {"jinja2", "rich", "markdown_it", SKRIVER_FILER}),
        (["status", "asn-2020"], {"jinja2", "markdown_it", "rich.console", SKRIVER_FILER}),
        (["rapport", "2020", "--delår", "2"], {"rich", "markdown_it", SKRIVER_FILER}),
        (["rapport", "asn-2020", "--format", "html"], {"rich", "markdown_it", SKRIVER_FILER}),
    ],
    ids=lambda värde: " ".join(sorted(värde) if isinstance(värde, set) else värde),
)
def test_kommandot_läser_bara_in_det_som_det_använder(argument: list[str], får_inte_läsas: set[str]) -> None:
    kod = (
        "import sys; from planverktyg.__main__ import kör\n"
        f"sys.argv = ['plan', *{argument!r}]\n"
        f"try: kör()\nfinally: print(sorted({får_inte_läsas!r} & set(sys.modules)), file=sys.stderr)\n"
    )
    process = subprocess.run([sys.executable, "-c", kod], cwd=ROT, capture_output=True, text=True, check=False)
    assert process.stderr.splitlines()[-1] == "[]"


def test_ett_fel_i_verktyget_ger_slutkod_3_utan_traceback(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from planverktyg.kommandon import cli

    monkeypatch.setattr(cli, "_kör_kommando", lambda *_: 1 / 0)
    monkeypatch.delenv("PLAN_DETALJER", raising=False)
    assert cli.kör(["validera"]) == 3
    skrivet = capfdbinary.readouterr().err.decode()
    assert "Ett fel i planverktyg" in skrivet
    assert "Rapportera gärna felet" in skrivet
    assert "Traceback" not in skrivet


def test_ctrl_c_medan_programmet_läses_in() -> None:
    kod = (
        "import sys\n"
        "class Avbryt:\n"
        "    def find_spec(self, namn, väg=None, mål=None):\n"
        "        if namn == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Avbryt())\n"
        "sys.argv = ['plan', 'regel']\n"
        "from planverktyg.__main__ import kör\n"
        "kör()\n"
    )
    process = subprocess.run([sys.executable, "-c", kod], cwd=ROT, capture_output=True, text=True, check=False)
    assert (process.returncode, process.stderr) == (130, "Avbrutet.\n")


def test_programmet_väntar_på_det_som_ännu_arbetar() -> None:
    """Annars avslutas det på en gång, utan att riva ned allt som lästs in."""
    kod = (
        "import sys, threading; from planverktyg.__main__ import program\n"
        "threading.Timer(0.2, lambda: print('Klart.')).start()\n"
        "sys.argv = ['plan', '--version']; program()\n"
    )
    process = subprocess.run([sys.executable, "-c", kod], cwd=ROT, capture_output=True, text=True, check=False)
    assert (process.returncode, process.stdout.splitlines()[1:]) == (0, ["Klart."])


def test_ctrl_c_ger_slutkod_130(tmp_path: Path) -> None:
    """Avbrottet kommer mitt i granskningen, hur fort datorn än är."""
    plan = ROT / "planer" / "tyreso" / "asn-2020" / "plan.yaml"
    (tmp_path / "plan.yaml").write_bytes(plan.read_bytes())
    kod = (
        "import os, signal\n"
        "from planverktyg.granskning.granskare import Granskare\n"
        "Granskare.pröva_mapp = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
        "from planverktyg.__main__ import kör\n"
        "kör()\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", kod, "validera", tmp_path], cwd=ROT, capture_output=True, text=True, check=False
    )
    assert (process.returncode, process.stdout, process.stderr) == (130, "", "Avbrutet.\n")


def test_ett_rör_som_stängs_ger_ingen_traceback() -> None:
    kommando = f"{sys.executable} -m planverktyg dokument 2020 | head -1; echo ${{PIPESTATUS[0]}}"
    process = subprocess.run(["bash", "-c", kommando], cwd=ROT, capture_output=True, text=True, check=False)
    assert process.stdout.splitlines()[-1] in {"0", "141"}
    assert process.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="enheten /dev/full finns bara på Linux")  # noqa: PTH110
@pytest.mark.parametrize("kommando", ["--version", "validera planer/ --format json", "rapport 2020", "regel"])
def test_en_full_disk_vid_utskrift_sägs_på_svenska(kommando: str) -> None:
    process = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m planverktyg {kommando} > /dev/full"],
        cwd=ROT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.returncode == 2
    assert process.stderr.splitlines()[-1] == "Utskriften kunde inte skrivas: disken är full."


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="enheten /dev/full finns bara på Linux")  # noqa: PTH110
@pytest.mark.parametrize(("kommando", "kod"), [("finns-inte", 2), ("status finns-inte", 2), ("rapport 2020", 0)])
def test_när_felet_inte_går_att_skriva_talar_slutkoden(kommando: str, kod: int) -> None:
    """Förr blev det slutkod 1, som betyder fynd: felet om standard fel gick heller inte att skriva."""
    process = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m planverktyg {kommando} 2> /dev/full"],
        cwd=ROT,
        capture_output=True,
        check=False,
    )
    assert process.returncode == kod


def test_en_rapport_till_dev_null_byter_inte_namn() -> None:
    körning = kör_plan("rapport", "2020", "--format", "md", "--ut", os.devnull)
    assert körning.kod == 0
    assert körning.fel.splitlines()[-1] == f"Skrev {os.devnull}"


@pytest.mark.parametrize("kommando", KOMMANDON)
def test_exemplen_i_hjälpen_går_att_köra(kommando: str, tmp_path: Path) -> None:
    """Den som kopierar ett exempel ur hjälpen får det utfört: här i en kopia av projektets planer, i git."""
    shutil.copytree(ROT / "planer", tmp_path / "planer")
    for namn in ("namndplan.md", "verksamhetsplan.txt"):
        (tmp_path / namn).write_text("Nämndplan 2025\n\nNämndmål - Fler barn får stöd hemma\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    for nummer in range(2):
        (tmp_path / "planer" / "README").write_text(str(nummer), encoding="utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "--message=Planerna")
    hjälp = kör_plan(kommando, "--help").ut
    exempel = [rad for rad in hjälp.split("Exempel:\n")[1].split("\n\n")[0].splitlines() if rad]
    assert len(exempel) >= 2
    for rad in exempel:
        program, *argument = shlex.split(rad)
        assert (program, argument[0]) == ("plan", kommando)
        körning = kör_plan(*argument, mapp=tmp_path)
        assert körning.kod == 0, (rad, körning.fel)
