"""Gör en korpus av planer som liknar riktiga: kopior av Tyresös plan med andra id:n, namn och värden.

Samma frö ger samma filer. Tio planer delar en kommun, som tio nämnder gör.

    python bench/korpus.py MAPP --planer 1000
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

MALL = Path(__file__).parent.parent / "planer" / "tyreso"
FÖRLED = (
    "Sund",
    "Berg",
    "Lund",
    "Norr",
    "Söder",
    "Väster",
    "Öster",
    "Ny",
    "Strand",
    "Skogs",
    "Ås",
    "Ek",
    "Al",
    "Björk",
)
EFTERLED = ("köping", "hult", "torp", "vik", "näs", "sala", "fors", "by", "ryd", "lösa", "änge", "holm", "stad", "åker")


def skriv_korpus(mapp: Path, planer: int, frö: int = 2020, *, per_kommun: int = 10) -> list[Path]:
    """Skriver planerna och lämnar alla YAML-filer, i den ordning som de skrevs. Tio planer i följd bygger på varandra."""
    slump = random.Random(frö)  # frö: samma korpus varje gång
    filer: list[Path] = []
    namn = ""
    for nummer in range(planer):
        kommun = f"kommun-{nummer // per_kommun:04}"
        if nummer % per_kommun == 0:
            namn = slump.choice(FÖRLED) + slump.choice(EFTERLED)
            text = (MALL / "kommun.yaml").read_text(encoding="utf-8")
            filer.append(_skriv(mapp / kommun / "kommun.yaml", text.replace("id: tyreso", f"id: {kommun}"), namn))
        for källa in sorted((MALL / "asn-2020").glob("*.yaml")):
            text = källa.read_text(encoding="utf-8").replace("asn-2020", f"plan-{nummer:05}")
            bygger_på = f"bygger på: plan-{nummer - 1:05}" if nummer % 10 else ""  # den före
            text = text.replace("bygger på: asn-atgardsplan-2019", bygger_på)
            filer.append(_skriv(mapp / kommun / f"plan-{nummer:05}" / källa.name, _andra_värden(text, slump), namn))
    return filer


def skriv_små(mapp: Path, planer: int) -> None:
    """Små planer med en uppföljning var, i en enda kommun: det som kostar är mapparna."""
    for nummer in range(planer):
        id_ = f"plan-{nummer:05}"
        huvud = f"plan: {{id: {id_}, namn: Plan {nummer}, nämnd: Nämnden, år: 2020}}"
        svar = f"uppföljning: {{plan: {id_}, period: helår, per: 2020-12-31}}\nutfall:\n  i0: {nummer}"
        _skriv(mapp / "k" / id_ / "plan.yaml", f"format: 1\n{huvud}\n{_mål(1)}", "")
        _skriv(mapp / "k" / id_ / "2020-12-31.yaml", f"format: 1\n{svar}\n", "")
    _skriv(mapp / "k" / "kommun.yaml", "format: 1\nkommun: {id: k, namn: Kommunen}\n", "")


def skriv_kedja(mapp: Path, år: int, nämnder: int = 1) -> None:
    """Planer som följer efter varandra, år för år och i mappar efter år, med tre uppföljningar var."""
    for ett in range(2001, 2001 + år):
        for nämnd in range(nämnder):
            id_, före = f"n{nämnd}-{ett}", f", föregångare: n{nämnd}-{ett - 1}" if ett > 2001 else ""
            huvud = f"plan: {{id: {id_}, namn: Plan {id_}, nämnd: Nämnd {nämnd}, år: {ett}{före}}}"
            plats = mapp / "k" / str(ett) / f"n{nämnd}"
            _skriv(plats / "plan.yaml", f"format: 1\n{huvud}\n{_mål(46)}", "")
            for period, dag in (("delår 1", "04-30"), ("delår 2", "08-31"), ("helår", "12-31")):
                svar = "".join(f"  i{i}: {{värde: {40 + i + ett % 7}, kommentar: Som väntat.}}\n" for i in range(46))
                per = f"uppföljning: {{plan: {id_}, period: {period}, per: {ett}-{dag}}}"
                _skriv(plats / f"{dag}.yaml", f"format: 1\n{per}\nutfall:\n{svar}", "")
    text = "format: 1\nkommun: {id: k, namn: Kommunen}\nperioder: {delår 1: 04-30, delår 2: 08-31, helår: 12-31}\n"
    _skriv(mapp / "k" / "kommun.yaml", text, "")


def _mål(indikatorer: int) -> str:
    rader = "".join(
        f"      - {{id: i{i}, namn: Antal dygn {i}, enhet: dygn, utgångsvärde: {{värde: {50 + i}, avser: 2000}}, "
        f"målvärde: {{högst: {45 + i}}}}}\n"
        for i in range(indikatorer)
    )
    return f"mål:\n  - id: m\n    nivå: mål\n    namn: Trygga hela livet\n    indikatorer:\n{rader}"


def _skriv(fil: Path, text: str, kommun: str) -> Path:
    fil.parent.mkdir(parents=True, exist_ok=True)
    fil.write_text(text.replace("Tyresö", kommun), encoding="utf-8")
    return fil


def _andra_värden(text: str, slump: random.Random) -> str:
    """Varje tal efter `värde:` blir ett annat i samma storleksordning."""

    def annat(träff: re.Match[str]) -> str:
        tal = träff[2]
        return träff[1] + "".join(slump.choice("123456789") if t.isdigit() and t != "0" else t for t in tal)

    return re.sub(r"(värde: )(\d+(?:\.\d+)?)", annat, text)


def main() -> None:
    """Skriver korpusen som kommandoraden ber om."""
    tolk = argparse.ArgumentParser(description="Gör en korpus av planer för mätningar.")
    tolk.add_argument("mapp", type=Path)
    tolk.add_argument("--planer", type=int, default=1000, help="antal planer (100 till 5 000)")
    tolk.add_argument("--fro", type=int, default=2020, help="slumpfrö")
    val = tolk.parse_args()
    filer = skriv_korpus(val.mapp, val.planer, val.fro)
    byte = sum(fil.stat().st_size for fil in filer)
    print(f"{val.planer} planer, {len(filer)} filer, {byte / 1e6:.1f} MB i {val.mapp}")


if __name__ == "__main__":
    main()
