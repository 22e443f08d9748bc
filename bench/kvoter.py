"""Mäter verktyget mot det minsta som kan göras, och skriver tabellen i docs/prestanda.md.

En sekund på en maskin säger inget om en annan; en kvot mot samma arbete gjort på ett annat sätt gör det. Alla kommandon körs om
varandra, varv efter varv, och CPU-tidens medianer jämförs. Samma frö ger samma filer. Kör det med en Python där paketet är
installerat utan --editable, som hos användaren: då är mallarna redan översatta.

    python bench/kvoter.py                            allt, omkring en timme
    python bench/kvoter.py --snabb                    samma rader på en tiondel så stora arkiv
    python bench/kvoter.py --rader start,en-plan      några av delarna
    python bench/kvoter.py --instruktioner            instruktioner i stället för tid, för de korta raderna (valgrind)
    python bench/kvoter.py --jamfor bench/resultat.json
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from korpus import skriv_kedja, skriv_korpus, skriv_små

ROT = Path(__file__).parent.parent
PLAN = str(Path(sys.executable).parent / "plan")
NAKEN_LÄSNING = """
import sys, yaml
for fil in sys.stdin.read().split():
    with open(fil, "rb") as f:
        yaml.load(f, yaml.CSafeLoader)
"""
GIT = shutil.which("git") or "git"
KALL = {"PLAN_CACHE": "nej"}
EN = {"PLAN_CACHE": "nej", "PLAN_PROCESSER": "1"}


@dataclass(frozen=True)
class Mätt:
    """En körning: sekunder CPU, sekunder på klockan, största minne i MB, eller antalet instruktioner."""

    cpu: float
    vägg: float
    minne: float

    def i(self, mått: str) -> float:
        """Värdet i måttet."""
        return float(getattr(self, mått))


@dataclass
class Sida:
    """Det som körs: ett eller flera kommandon efter varandra, var, och hur många gånger."""

    kommandon: tuple[tuple[str, ...], ...]
    mapp: Path = ROT
    miljö: dict[str, str] = field(default_factory=dict)
    indata: str = ""
    gånger: int = 15
    mätta: list[Mätt] = field(default_factory=list)


@dataclass(frozen=True)
class Rad:
    """En rad i tabellen: verktyget, det som det jämförs med, och kravet. `delas` är hur många gånger mer arbete verktyget gör."""

    namn: str
    verktyget: Sida
    mot: Sida | None
    krav: float
    mått: str = "cpu"
    delas: float = 1


def plan(*argument: str | Path, **övrigt: Any) -> Sida:
    """Verktyget, utan cache om inte miljön säger annat."""
    val: dict[str, Any] = {"miljö": KALL, **övrigt}
    return Sida(((PLAN, *map(str, argument)),), **val)


def _med_cache(mapp: Path) -> dict[str, str]:
    """Miljön med en egen cache. Den ligger utanför mappen: en ny mapp bredvid planerna är en ändring."""
    return {"PLAN_CACHE": "", "XDG_CACHE_HOME": str(mapp.parent / f"cache-{mapp.name}")}


# --- Raderna ----------------------------------------------------------------------------------------


def rader(mapp: Path, planer: int, delar: set[str]) -> list[Rad]:
    """Alla rader i de valda delarna. Arkiven skrivs i mappen."""
    alla: list[Rad] = []
    for namn, gör in DELAR.items():
        if namn in delar:
            print(f"Skriver arkiven till {namn} …", file=sys.stderr)
            alla += gör(mapp / namn, planer)
    return alla


def _start(_mapp: Path, _planer: int) -> list[Rad]:
    tom = Sida(((sys.executable, "-c", "pass"),))
    frågor = {
        "`plan --version`": ["--version"],
        "`plan --help`": ["--help"],
        "`plan validera --help`": ["validera", "--help"],
        "`plan utfall --help`": ["utfall", "--help"],
    }
    return [Rad(f"{namn} mot `python -c pass`", plan(*ord_), tom, 1.8) for namn, ord_ in frågor.items()]


_EN_PLAN = {
    "validera": (["validera", "PLAN"], 1.9),
    "status": (["status", "PLAN"], 2.2),
    "rapport": (["rapport", "PLAN"], 2.1),
    "rapport html": (["rapport", "PLAN", "--format", "html"], 2.1),
    "format": (["format", "indikator"], 2.0),
    "schema": (["schema", "plan"], 2.0),
}


def _en_plan(mapp: Path, _planer: int) -> list[Rad]:
    shutil.copytree(ROT / "planer", mapp / "planer")
    naken = Sida(((sys.executable, "-c", "import typer, pydantic, yaml, jinja2, rich"),))
    cache = _med_cache(mapp)
    funna: list[Rad] = []
    for namn, (argument, krav) in _EN_PLAN.items():
        ord_ = [ett.replace("PLAN", "planer/tyreso/asn-2020/plan.yaml") for ett in argument]
        funna.append(Rad(f"{namn}, en plan, kall, mot importerna", plan(*ord_, mapp=mapp), naken, krav))
        igen = plan(*ord_, mapp=mapp, miljö=cache)
        funna.append(Rad(f"{namn} igen, mot importerna", igen, naken, 0.15))
    return funna


def _tusen(mapp: Path, planer: int) -> list[Rad]:
    filer = skriv_korpus(mapp / "planer", planer)
    skriv_korpus(mapp / "en" / "planer", planer, per_kommun=planer)
    skriv_små(mapp / "små" / "planer", planer)
    naken = Sida(((sys.executable, "-c", NAKEN_LÄSNING),), indata=" ".join(map(str, filer)), gånger=3)
    en, alla = (
        {plats: plan("validera", mapp=mapp / plats, miljö=miljö, gånger=3) for plats in ("", "en", "små")}
        for miljö in (EN, KALL)
    )
    igen = plan("validera", mapp=mapp, miljö=_med_cache(mapp), gånger=3)
    fall = {"": "planer", "en": "planer i en enda kommun", "små": "små planer i en enda kommun"}
    return [
        Rad(f"validera, {planer} planer, en process, mot naken CSafeLoader", en[""], naken, 1.8),
        *(
            Rad(f"validera, {planer} {vad}, alla kärnor mot en process (klocka)", alla[plats], en[plats], 0.55, "vägg")
            for plats, vad in fall.items()
        ),
        Rad(f"validera, {planer} planer igen, mot första gången", igen, en[""], 0.05),
    ]


def _ändrade(mapp: Path, planer: int) -> list[Rad]:
    skriv_korpus(mapp / "planer", planer)
    _spara_i_git(mapp)
    valda = [
        mapp / "planer" / f"kommun-{nr // 10:04}" / f"plan-{nr:05}" for nr in (planer // 9, planer // 3, planer // 2)
    ]
    for plats in valda:
        fil = plats / "plan.yaml"
        text = fil.read_text(encoding="utf-8")
        fil.write_text(re.sub(r"(högst|minst): (\d)", r"\1: 1\2", text, count=2), encoding="utf-8")
    ändrade = [str(plats.relative_to(mapp)) for plats in valda]
    validera = (PLAN, "validera", *ändrade)
    bara = Sida((validera,), mapp, KALL, gånger=5)
    med_git = Sida((validera, (GIT, "diff", "--stat", "HEAD")), mapp, KALL, gånger=5)
    id_ = valda[1].name
    frågor = {
        "rapport": ["rapport", "PLAN"],
        "utfall": ["utfall", "PLAN", "hvb-dygn", "5", "--delår", "2", "--prova"],
        "historik": ["historik", "hvb-dygn", "--plan", "PLAN"],
    }
    per_id = [
        Rad(
            f"{namn} av en plan bland {planer}, id mot sökväg",
            plan(*(id_ if ord_ == "PLAN" else ord_ for ord_ in argument), mapp=mapp, gånger=5),
            plan(*(f"{ändrade[1]}/plan.yaml" if ord_ == "PLAN" else ord_ for ord_ in argument), mapp=mapp, gånger=5),
            1.2,
        )
        for namn, argument in frågor.items()
    ]
    return [
        Rad(
            f"validera --bas, 3 ändrade av {planer}, mot validera de 3",
            plan("validera", "--bas", "HEAD", mapp=mapp, gånger=5),
            bara,
            1.5,
        ),
        Rad(
            f"skillnad, 3 ändrade av {planer}, mot git diff och validera de 3",
            plan("skillnad", "HEAD", mapp=mapp, gånger=5),
            med_git,
            1.2,
        ),
        *per_id,
    ]


def _kedjor(mapp: Path, _planer: int) -> list[Rad]:
    for år, nämnder in ((5, 1), (20, 1), (5, 3), (15, 3)):
        skriv_kedja(mapp / f"{år}-{nämnder}" / "planer", år, nämnder)
    kedja = {
        nyckel: plan("validera", mapp=mapp / nyckel, miljö=EN, gånger=5) for nyckel in ("5-1", "20-1", "5-3", "15-3")
    }
    for antal in (20, 160):
        _revisioner(mapp / f"revisioner-{antal}", antal)
    historik = {
        antal: plan("historik", "i0", "--plan", "n0-2001", mapp=mapp / f"revisioner-{antal}", gånger=5)
        for antal in (20, 160)
    }
    return [
        Rad("en kedja av 20 år, per plan mot 5 år", kedja["20-1"], kedja["5-1"], 1.1, delas=4),
        Rad(
            "15 år × 3 nämnder i mappar efter år, per plan mot 5 år",
            kedja["15-3"],
            kedja["5-3"],
            1.1,
            delas=3,
        ),
        Rad("historik, 160 revisioner, per revision mot 20", historik[160], historik[20], 1.1, delas=8),
    ]


def _små_mappar(mapp: Path, planer: int) -> list[Rad]:
    for antal in (planer // 2, planer * 5):
        skriv_små(mapp / str(antal) / "planer", antal)
    få, många = mapp / str(planer // 2), mapp / str(planer * 5)
    rader_: list[Rad] = []
    for namn, miljö in (("en process", EN), ("alla kärnor", KALL)):
        fler, färre = (plan("validera", mapp=plats, miljö=miljö, gånger=3) for plats in (många, få))
        rader_.append(Rad(f"{planer * 5} små mappar, {namn}, per plan mot {planer // 2}", fler, färre, 1.1, delas=10))
    return rader_


def _minne(mapp: Path, planer: int) -> list[Rad]:
    skriv_korpus(mapp / "få" / "planer", planer // 2)
    skriv_korpus(mapp / "många" / "planer", planer * 5)
    skriv_korpus(mapp / "trettio" / "planer", 30)
    skriv_korpus(mapp / "hundra" / "planer", 100)
    _spara_i_git(mapp / "hundra")
    for fil in (mapp / "hundra").rglob("plan.yaml"):
        fil.write_text(re.sub(r"(högst|minst): (\d)", r"\1: 1\2", fil.read_text(encoding="utf-8")), encoding="utf-8")
    en = {"miljö": EN, "gånger": 1}
    få, många = (plan("validera", "--format", "json", mapp=mapp / var, **en) for var in ("få", "många"))
    return [
        Rad(f"minne, validera {planer * 5} planer mot {planer // 2}", många, få, 1.2, "minne"),
        Rad(
            "minne, rapport av 30 planer (MB)",
            plan("rapport", "2020", "--ut", "ut/", mapp=mapp / "trettio", **en),
            None,
            70,
            "minne",
        ),
        Rad(
            "minne, skillnad av 100 ändrade (MB)",
            plan("skillnad", "HEAD", mapp=mapp / "hundra", **en),
            None,
            120,
            "minne",
        ),
    ]


DELAR = {
    "start": _start,
    "en-plan": _en_plan,
    "tusen": _tusen,
    "ändrade": _ändrade,
    "kedjor": _kedjor,
    "små-mappar": _små_mappar,
    "minne": _minne,
}


def _git(mapp: Path, *argument: str) -> None:
    vem = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
    subprocess.run([GIT, *vem, *argument], cwd=mapp, check=True, capture_output=True)


def _spara_i_git(mapp: Path) -> None:
    _git(mapp, "init", "--quiet", "--initial-branch=main")
    _git(mapp, "add", ".")
    _git(mapp, "commit", "--quiet", "--message=Planerna")


def _revisioner(mapp: Path, antal: int) -> None:
    """En plan med så många revisioner, var och en med ett nytt målvärde."""
    skriv_kedja(mapp / "planer", 1)
    _spara_i_git(mapp)
    fil = mapp / "planer/k/2001/n0/plan.yaml"
    for nummer in range(antal - 1):
        text = fil.read_text(encoding="utf-8")
        fil.write_text(re.sub(r"högst: \d+", f"högst: {100 + nummer}", text, count=1), encoding="utf-8")
        _git(mapp, "commit", "--quiet", "--all", f"--message=Revision {nummer}")


# --- Mätningen --------------------------------------------------------------------------------------


def mät(alla: list[Rad], varv: int, *, instruktioner: bool) -> None:
    """Kör sidorna om varandra, varv efter varv, i slumpad ordning. En sida som flera rader har körs en gång i varvet."""
    sidor = list({id(sida): sida for rad in alla for sida in (rad.verktyget, rad.mot) if sida is not None}.values())
    if instruktioner:
        sidor = [sida for sida in sidor if sida.gånger > 5]
    slump = random.Random(2020)
    for ett in range(
        -1, varv
    ):  # det första varvet värmer diskens minne, bytekoden och cachen, och räknas inte; det är kort
        slump.shuffle(sidor)
        for sida in sidor:
            värmer = sida.gånger > 3 or sida.miljö.get("PLAN_CACHE") == ""
            if (ett >= 0 or värmer) and ett < (1 if instruktioner else sida.gånger):
                mätt = _kör(sida, instruktioner=instruktioner)
                sida.mätta += [mätt] if ett >= 0 else []
        print(f"Varv {ett + 1} av {varv}", file=sys.stderr)


def _kör(sida: Sida, *, instruktioner: bool) -> Mätt:
    miljö = {namn: värde for namn, värde in os.environ.items() if not namn.startswith(("PLAN_", "PYTHON"))} | sida.miljö
    cpu = minne = 0.0
    start = time.perf_counter()
    for kommando in sida.kommandon:
        if instruktioner:
            cpu += _instruktioner(kommando, sida, miljö | {"PYTHONHASHSEED": "0"})
            continue
        with tempfile.TemporaryFile() as indata:
            indata.write(sida.indata.encode())
            indata.seek(0)
            process = subprocess.Popen(
                kommando, cwd=sida.mapp, env=miljö, stdin=indata, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            _, status, resurser = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(kommando)} i {sida.mapp} gav slutkod {process.returncode}")
        cpu += resurser.ru_utime + resurser.ru_stime
        minne = max(minne, resurser.ru_maxrss / 1024)
    return Mätt(cpu, time.perf_counter() - start, minne)


def _instruktioner(kommando: tuple[str, ...], sida: Sida, miljö: dict[str, str]) -> float:
    """Miljarder instruktioner, räknade av valgrind. Skiljer en tusendel från gång till gång, vad maskinen än gör annars."""
    valgrind = [
        "valgrind",
        "--tool=cachegrind",
        "--cache-sim=no",
        "--trace-children=yes",
        "--cachegrind-out-file=/dev/null",
    ]
    if shutil.which(kommando[0]) is None:
        raise SystemExit(f"{kommando[0]} finns inte")
    svar = subprocess.run([*valgrind, *kommando], cwd=sida.mapp, env=miljö, capture_output=True, text=True, check=False)
    antal = re.findall(r"I\s+refs:\s+([\d,]+)", svar.stderr)
    if not antal:
        raise SystemExit(f"valgrind räknade inte {' '.join(kommando)}: {svar.stderr[-300:]}")
    return sum(int(ett.replace(",", "")) for ett in antal) / 1e9


# --- Tabellen ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Utfall:
    """En mätt rad: verktygets och jämförelsens medianer, kvoten, och mellan vilka värden hälften av varvens kvoter ligger."""

    verktyget: float
    mot: float | None
    kvot: float
    från: float
    till: float


def utfall(rad: Rad) -> Utfall | None:
    """Radens utfall. None när den inte är mätt."""
    vårt = [mätt.i(rad.mått) for mätt in rad.verktyget.mätta]
    if not vårt:
        return None
    if rad.mot is None:
        return Utfall(statistics.median(vårt), None, statistics.median(vårt), min(vårt), max(vårt))
    deras = [mätt.i(rad.mått) for mätt in rad.mot.mätta]
    kvoter = sorted(a / b / rad.delas for a, b in zip(vårt, deras, strict=False))
    fjärdedel = len(kvoter) // 4
    a, b = statistics.median(vårt), statistics.median(deras)
    return Utfall(a, b, a / b / rad.delas, kvoter[fjärdedel], kvoter[-1 - fjärdedel])


def skriv_tabell(
    alla: list[Rad], förut: dict[str, float], *, instruktioner: bool
) -> dict[str, dict[str, float | None]]:
    """Skriver tabellen i Markdown, och lämnar den som data."""
    rubrik = "| Vad | verktyget | jämförelsen | kvot | hälften mellan | krav |" + (" förut |" if förut else "")
    print(rubrik, "|---|--:|--:|--:|--:|--:|" + ("--:|" if förut else ""), sep="\n")
    data: dict[str, dict[str, float | None]] = {}
    for rad in alla:
        if (u := utfall(rad)) is None:
            continue
        data[rad.namn] = vars(u) | {"krav": rad.krav}
        märke = "" if u.kvot <= rad.krav else " ✗"
        tal = [
            _skriv(u.verktyget, rad.mått, instruktioner=instruktioner),
            _skriv(u.mot, rad.mått, instruktioner=instruktioner),
        ]
        celler = [*tal, f"{u.kvot:.2f}{märke}", f"{u.från:.2f}–{u.till:.2f}", f"{rad.krav:g}"]
        celler += [f"{förut[rad.namn]:.2f}" if rad.namn in förut else "–"] if förut else []
        print(f"| {rad.namn} | {' | '.join(celler)} |".replace(".", ","), flush=True)
    return data


def _skriv(värde: float | None, mått: str, *, instruktioner: bool) -> str:
    if värde is None:
        return "–"
    if instruktioner:
        return f"{värde:.3f} G"
    return f"{värde:.0f} MB" if mått == "minne" else f"{värde * 1000:,.0f} ms".replace(",", " ")


def main() -> None:
    """Mäter det som kommandoraden ber om."""
    tolk = argparse.ArgumentParser(description="Mäter verktyget som kvoter mot det minsta som kan göras.")
    tolk.add_argument("--rader", default=",".join(DELAR), help=f"delar med komma emellan: {', '.join(DELAR)}")
    tolk.add_argument("--planer", type=int, default=1000, help="planer i de stora arkiven")
    tolk.add_argument("--varv", type=int, default=15, help="högst så många varv")
    tolk.add_argument("--snabb", action="store_true", help="100 planer och tre varv")
    tolk.add_argument(
        "--instruktioner", action="store_true", help="räkna instruktioner med valgrind, för de korta raderna"
    )
    tolk.add_argument(
        "--spara", type=Path, default=ROT / "bench" / "resultat.json", help="filen som resultatet sparas i"
    )
    tolk.add_argument("--jamfor", type=Path, help="en tidigare fil att jämföra med")
    val = tolk.parse_args()
    if val.instruktioner and shutil.which("valgrind") is None:
        raise SystemExit("valgrind finns inte på datorn. Utan det mäts CPU-tid: kör utan --instruktioner.")
    if okända := set(val.rader.split(",")) - set(DELAR):
        raise SystemExit(f"Okänt: {', '.join(sorted(okända))}. Delarna är {', '.join(DELAR)}.")
    planer, varv = (100, 3) if val.snabb else (val.planer, val.varv)
    tidigare = json.loads(val.jamfor.read_text(encoding="utf-8"))["rader"] if val.jamfor else {}
    with tempfile.TemporaryDirectory() as tillfällig:
        alla = rader(Path(tillfällig), planer, set(val.rader.split(",")))
        mät(alla, varv, instruktioner=val.instruktioner)
        data = skriv_tabell(
            alla, {namn: rad["kvot"] for namn, rad in tidigare.items()}, instruktioner=val.instruktioner
        )
    om = {"dag": datetime.now(tz=UTC).date().isoformat(), "python": sys.version.split()[0], "kärnor": os.cpu_count()}
    resultat = {"om": om | {"planer": planer, "varv": varv, "instruktioner": val.instruktioner}, "rader": data}
    val.spara.write_text(json.dumps(resultat, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\nSparat i {val.spara}", file=sys.stderr)


if __name__ == "__main__":
    main()
