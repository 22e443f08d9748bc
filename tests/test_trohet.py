"""Planerna säger vad källan säger: källans ord i följd jämförs med det återgivna plandokumentet.

Källorna ligger utanför projektet. Finns de inte hoppas testet över. Andelen och varje ställe
som skiljer sig står i facit (`tests/facit/trohet-asn-2020.txt`).
"""

from __future__ import annotations

import os
import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.conftest import ROT, jämför_med_facit, kör_plan

KÄLLOR = Path(os.environ.get("PLAN_KALLOR", ROT.parent / "shared" / "seeds"))


def ord_i(text: str) -> list[str]:
    """Orden i följd: utan skiljetecken, märkning och versaler, med tal skrivna på ett sätt."""
    text = unicodedata.normalize("NFC", text).replace("\u2212", "-").replace("\u00a0", " ").replace("\u00ad", "")
    text = re.sub(r"<[^>]+>|\(#[^)]*\)", " ", text)  # märkning i källan, länkmål i Markdown
    text = re.sub(r"(?<=\w)- ?\n(?=[a-zåäö])", "", text.replace("\\", ""))  # avstavning
    text = re.sub(r"(?<=\d)[ ](?=\d{3}\b)", "", text)  # 3 650
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)  # 12,69
    return re.findall(r"\d+(?:\.\d+)*|[^\W\d_]+", text.casefold())


def med_ja_och_nej(text: str) -> str:
    """Källans tabellrader med `(Ja=1, Nej=0)`: förklaringen bort, och 1 och 0 som ja och nej, så som planen skriver dem."""

    def rad(träff: re.Match[str]) -> str:
        värden = re.sub(r"\t0(?=\t|$)", "\tnej", re.sub(r"\t1(?=\t|$)", "\tja", träff[3]))
        return f"{träff[1]}{värden}"

    return re.sub(r"(?mi)^(.*?),?\s*\((ja ?[=:] ?1,? nej ?[=:] ?0|1 ?= ?ja, 0 ?= ?nej)\)\.?(.*)$", rad, text)


def utan_innehållsförteckning(text: str, första: str, sista: str) -> str:
    """Texten utan raderna från `första` till och med raden som börjar med `sista`."""
    före, resten = text.split(första, 1)
    return före + resten.split(sista, 1)[1].split("\n", 1)[1]


def skillnader(källa: list[str], återgivet: list[str]) -> tuple[float, list[str]]:
    """Andelen av källans ord som återges i samma följd, och det som fattas, med några ord före."""
    block = SequenceMatcher(None, källa, återgivet, autojunk=False).get_matching_blocks()
    fattas: list[str] = []
    slut = 0
    for b in block:
        if b.a > slut:
            fattas.append(f"… {' '.join(källa[max(0, slut - 4) : slut])} [{' '.join(källa[slut : b.a])}]")
        slut = b.a + b.size
    return sum(b.size for b in block) / len(källa), fattas


@pytest.mark.skipif(not KÄLLOR.is_dir(), reason="källorna finns inte på den här maskinen")
def test_tyresös_plan_är_hela_källan(tmp_path: Path) -> None:
    (fil,) = KÄLLOR.glob("001_*.txt")
    källa = utan_innehållsförteckning(
        fil.read_text(encoding="utf-8"), "Innehållsförteckning", "Styrdokument individ- och familjeomsorg"
    )
    dokument = kör_plan("dokument", "asn-2020", "--ut", tmp_path / "plan.md")
    assert dokument.kod == 0, dokument.fel
    återgivet = (tmp_path / "plan.md").read_text(encoding="utf-8")
    ordagrant, _ = skillnader(ord_i(källa), ord_i(återgivet))
    andel, fattas = skillnader(ord_i(med_ja_och_nej(källa)), ord_i(återgivet))
    rapport = (
        f"Andel av källans ord i samma följd: {ordagrant:.2%}\n"
        f"med 1 och 0 lästa som ja och nej:    {andel:.2%}\n\n" + "\n".join(fattas) + "\n"
    )
    jämför_med_facit("trohet-asn-2020.txt", rapport)
    assert andel > 0.99
