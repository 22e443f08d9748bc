"""Det som testerna delar: att köra `plan` som användaren gör, och att jämföra med facit."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

# Varje process läser in samma moduler. Utan sparad bytekod kompileras de om varje gång, och det är en tredjedel av svitens tid.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from planverktyg.__main__ import kör as kör_programmet  # noqa: E402
from planverktyg.modell.grund import svenska  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROT = Path(__file__).parent.parent
FACIT = Path(__file__).parent / "facit"

# Testerna mäter aldrig tid: ett test faller inte för att maskinen är upptagen. I CI prövas dessutom samma slumpade exempel varje
# gång, så att en ändring aldrig faller på något annat än sig själv.
settings.register_profile("plan", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("plan"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "plan")


# En svit som startas i bakgrunden ärver att Ctrl-C inte hörs, och det skulle programmen som testerna startar också göra.
signal.signal(signal.SIGINT, signal.default_int_handler)


def _vänta_inte_på_disken(_: object) -> None:
    """Testets filer lever kortare än disken behöver för att lova något om dem. I `kör_process` väntar programmet."""


patch.object(os, "fsync", _vänta_inte_på_disken).start()


@dataclass(frozen=True)
class Körning:
    """Vad ett kommando skrev, och dess slutkod."""

    kod: int
    ut: str
    fel: str


def kör_plan(*argument: str | Path, mapp: Path = ROT, indata: bytes | None = None, **miljö: str) -> Körning:
    """Kör `plan` i testets egen process, med 80 kolumner och utan färg om inte miljön säger annat.

    Kommandot får det som en ny process hade fått: egna strömmar av byte, mapp, argument, miljö, och inget minne av filer.
    Det som en ny process dessutom prövar (start, rör, full disk, Ctrl-C) prövar `kör_process`.
    """
    ut, fel = BytesIO(), BytesIO()
    with ExitStack() as efteråt:
        efteråt.enter_context(_med_miljö(_FASTA | miljö))
        efteråt.enter_context(chdir(mapp))
        efteråt.enter_context(patch.object(sys, "argv", ["plan", *map(str, argument)]))
        efteråt.enter_context(patch.object(sys, "stdin", TextIOWrapper(BytesIO(indata or b""), "utf-8")))
        efteråt.enter_context(patch.object(sys, "stdout", TextIOWrapper(ut, "utf-8", write_through=True)))
        efteråt.enter_context(patch.object(sys, "stderr", TextIOWrapper(fel, "utf-8", write_through=True)))
        efteråt.callback(gc.enable)  # kommandot stänger av skräpsamlaren för sin egen korta stund
        svenska._kvar_för.cache_clear()  # taket för gissningar gäller en process
        svenska._gissa.cache_clear()
        with pytest.raises(SystemExit) as slut:
            kör_programmet()
        return Körning(läs_slutkod(slut.value), ut.getvalue().decode(), fel.getvalue().decode())


def kör_process(*argument: str | Path, mapp: Path = ROT, indata: bytes | None = None, **miljö: str) -> Körning:
    """Kör `plan` som användaren gör, i en egen process: där det är processen som prövas."""
    process = subprocess.run(
        [sys.executable, "-m", "planverktyg", *map(str, argument)],
        cwd=mapp,
        input=indata,
        capture_output=True,
        env=os.environ | _FASTA | miljö,
        check=False,
        timeout=120,
    )
    return Körning(process.returncode, process.stdout.decode(), process.stderr.decode())


_FASTA = {
    "COLUMNS": "80",
    "NO_COLOR": "1",
    "PYTHONPATH": str(ROT),
    "PLAN_CACHE": "nej",  # ett test ska pröva koden, inte svaret från förra testet
    "PLAN_STOPPA_EFTER": "0",  # en server som ingen stoppar skulle hålla testerna för alltid
}


@contextmanager
def _med_miljö(egna: dict[str, str]) -> Iterator[None]:
    """Processens miljö med några variabler till. De andra lämnas i fred: det här görs tusentals gånger."""
    förut = {namn: os.environ.get(namn) for namn in egna}
    os.environ.update(egna)
    try:
        yield
    finally:
        for namn, värde in förut.items():
            os.environ.pop(namn, None) if värde is None else os.environ.update({namn: värde})


def läs_slutkod(slut: SystemExit) -> int:
    """Slutkoden som en egen process hade fått."""
    assert isinstance(slut.code, int), f"programmet slutade med {slut.code!r}"
    return slut.code


def git(mapp: Path, *argument: str) -> None:
    """Kör git i ett av testets förråd, utan det som en krok eller byggserver kan ha satt."""
    miljö = {namn: värde for namn, värde in os.environ.items() if not namn.startswith("GIT_")}
    egna = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "init.templateDir="]
    subprocess.run(["git", *egna, *argument], cwd=mapp, check=True, capture_output=True, env=miljö)


@pytest.fixture
def skriv(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Skriver en fil i testets mapp och lämnar sökvägen; mappar skapas."""

    def _skriv(namn: str, innehåll: str | bytes) -> Path:
        fil = tmp_path / namn
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.write_bytes(innehåll.encode() if isinstance(innehåll, str) else innehåll)
        return fil

    return _skriv


def jämför_med_facit(namn: str, utskrift: str) -> None:
    """Utskriften ska vara facits, tecken för tecken. `PLAN_SKRIV_FACIT=1` skriver om facit."""
    fil = FACIT / namn
    if os.environ.get("PLAN_SKRIV_FACIT"):
        fil.parent.mkdir(exist_ok=True)
        fil.write_text(utskrift, encoding="utf-8", newline="")
    assert utskrift == fil.read_bytes().decode(), f"skiljer sig från {fil.relative_to(ROT)}"


def hoppa_över(fel: ImportError | OSError, *tillägg: str) -> NoReturn:
    """Hoppar över testerna i en modul vars tillägg inte är installerat. I CI är det ett fel."""
    if os.environ.get("CI"):
        raise fel
    slag = "tillägget" if len(tillägg) == 1 else "tilläggen"
    behövs = f"{slag} {' och '.join(tillägg)}: pip install -e '.[{','.join(tillägg)}]'"
    pytest.skip(f"kräver {behövs} ({fel})", allow_module_level=True)


# --- Webbläsaren ------------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGGOR = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def _saknas(*bibliotek: str) -> str:
    """Vad som behöver installeras för att testerna ska kunna köras, eller tomt."""
    delar = []
    for tillägg, paket in (("webbtest", ("playwright", "axe_playwright_python")), ("webb", bibliotek)):
        delar += [f'pip install "planverktyg[{tillägg}]"'] if None in map(importlib.util.find_spec, paket) else []
    delar += ["apt-get install chromium fonts-liberation"] if CHROMIUM is None else []
    return f"Webbläsartesterna behöver: {' och '.join(delar)}." if delar else ""


def webbläsaren_saknas(*bibliotek: str) -> str:
    """Varför testerna i en modul hoppas över: något fattas, utanför CI. I CI är det ett fel."""
    saknas = _saknas(*bibliotek)
    if saknas and os.environ.get("CI"):
        raise RuntimeError(saknas)
    return saknas


@pytest.fixture(scope="module")
def webbläsare() -> Iterator[Any]:
    if saknas := _saknas():
        if os.environ.get("CI"):
            pytest.fail(saknas)
        pytest.skip(saknas)
    with importlib.import_module("playwright.sync_api").sync_playwright() as p:
        öppnad = p.chromium.launch(executable_path=CHROMIUM, args=FLAGGOR)
        yield öppnad
        öppnad.close()
