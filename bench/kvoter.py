"""Mäter verktyget mot det minsta som kan göras, som kvoter i en och samma körning.

En sekund på en maskin säger inget om en annan; en kvot mot samma arbete gjort naket gör det. Varje rad
kör de två sidorna växelvis och jämför medianerna.

    python bench/kvoter.py --planer 1000
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from korpus import skriv_korpus

ROT = Path(__file__).parent.parent
PLAN = str(Path(sys.executable).parent / "plan")
NAKNA_IMPORTER = [sys.executable, "-c", "import typer, pydantic, yaml, jinja2, rich"]
NAKEN_LÄSNING = """
import sys, yaml
for fil in sys.stdin.read().split():
    with open(fil, "rb") as f:
        yaml.load(f, yaml.CSafeLoader)
"""


@dataclass(frozen=True)
class Körning:
    """En körd process: sekunder och största minne i MB."""

    sekunder: float
    megabyte: float


def kör(kommando: list[str], indata: str = "") -> Körning:
    """Kör kommandot till slut och mäter tid och minne."""
    miljö = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    start = time.perf_counter()
    process = subprocess.Popen(
        kommando, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROT, env=miljö
    )
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(indata.encode())
    process.stdin.close()
    fel = process.stderr.read()
    _, status, resurser = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in (0, 1):
        raise SystemExit(f"{kommando[0]} gav slutkod {process.returncode}: {fel.decode()[-500:]}")
    return Körning(time.perf_counter() - start, resurser.ru_maxrss / 1024)


def kvot(
    namn: str, verktyget: list[str], jämförelsen: list[str], gånger: int, *, indata: str = "", mål: float = 0
) -> None:
    """Skriver en rad i tabellen: båda sidornas median, kvoten och målet."""
    kör(verktyget), kör(jämförelsen, indata)  # värmer diskens minne och bytekoden
    vårt: list[float] = []
    deras: list[float] = []
    for _ in range(gånger):
        vårt.append(kör(verktyget).sekunder)
        deras.append(kör(jämförelsen, indata).sekunder)
    a, b = statistics.median(vårt), statistics.median(deras)
    krav = f"≤ {mål:.1f}" if mål else ""
    print(f"| {namn} | {millisekunder(a)} | {millisekunder(b)} | {a / b:.2f} | {krav} |", flush=True)


def millisekunder(sekunder: float) -> str:
    """`4 019 ms`."""
    return f"{sekunder * 1000:,.0f} ms".replace(",", " ")


def main() -> None:
    """Mäter allt och skriver en tabell i Markdown."""
    tolk = argparse.ArgumentParser(description="Mäter verktyget som kvoter.")
    tolk.add_argument("--planer", type=int, default=1000, help="planer i den stora körningen (100 till 5 000)")
    tolk.add_argument("--ganger", type=int, default=15, help="antal körningar av de korta kommandona")
    val = tolk.parse_args()
    print("| Vad | verktyget | jämförelsen | kvot | mål |\n|---|--:|--:|--:|--:|")
    kvot(
        "`plan --version` mot `python -c pass`",
        [PLAN, "--version"],
        [sys.executable, "-c", "pass"],
        val.ganger,
        mål=1.8,
    )
    en_plan = ["planer/tyreso/asn-2020/plan.yaml"]
    kvot(
        "`plan validera` (en plan) mot nakna importer",
        [PLAN, "validera", *en_plan],
        NAKNA_IMPORTER,
        val.ganger,
        mål=1.4,
    )
    rapport = [PLAN, "rapport", "2020", "--delår", "2"]
    kvot("`plan rapport` mot nakna importer", rapport, NAKNA_IMPORTER, val.ganger, mål=1.6)
    with tempfile.TemporaryDirectory() as tillfällig:
        _stora(Path(tillfällig), val.planer)


def _stora(mapp: Path, planer: int) -> None:
    filer = skriv_korpus(mapp / "stor", planer)
    lista = " ".join(map(str, filer))
    naken = [sys.executable, "-c", NAKEN_LÄSNING]
    kvot(f"`plan validera` ({planer} planer, {len(filer)} filer) mot naken CSafeLoader",
         [PLAN, "validera", str(mapp / "stor")], naken, 3, indata=lista, mål=1.6)  # fmt: skip
    få = [str(fil) for fil in skriv_korpus(mapp / "liten", 10) if fil.name == "plan.yaml"]
    kvot("`plan validera` (10 planer) mot check-jsonschema med verktygets schema",
         [PLAN, "validera", str(mapp / "liten")],
         [sys.executable, "-m", "check_jsonschema", "--schemafile", "planer/schema/plan.json", *få], 3)  # fmt: skip
    print("\n| Planer | största minne i en process |\n|--:|--:|")
    for antal in (max(planer // 10, 1), planer):
        skriv_korpus(mapp / f"minne-{antal}", antal)
        print(
            f"| {antal} | {kör([PLAN, 'validera', '--format', 'json', str(mapp / f'minne-{antal}')]).megabyte:.0f} MB |"
        )


if __name__ == "__main__":
    main()
