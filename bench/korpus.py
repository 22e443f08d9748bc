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


def skriv_korpus(mapp: Path, planer: int, frö: int = 2020) -> list[Path]:
    """Skriver planerna och lämnar alla YAML-filer, i den ordning som de skrevs."""
    slump = random.Random(frö)  # frö: samma korpus varje gång
    filer: list[Path] = []
    namn = ""
    for nummer in range(planer):
        kommun = f"kommun-{nummer // 10:04}"
        if nummer % 10 == 0:
            namn = slump.choice(FÖRLED) + slump.choice(EFTERLED)
            text = (MALL / "kommun.yaml").read_text(encoding="utf-8")
            filer.append(_skriv(mapp / kommun / "kommun.yaml", text.replace("id: tyreso", f"id: {kommun}"), namn))
        for källa in sorted((MALL / "asn-2020").glob("*.yaml")):
            text = källa.read_text(encoding="utf-8").replace("asn-2020", f"plan-{nummer:05}")
            bygger_på = f"bygger på: plan-{nummer - 1:05}" if nummer % 10 else ""  # den före i samma kommun
            text = text.replace("bygger på: asn-atgardsplan-2019", bygger_på)
            filer.append(_skriv(mapp / kommun / f"plan-{nummer:05}" / källa.name, _andra_värden(text, slump), namn))
    return filer


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
