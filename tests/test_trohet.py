"""Planerna säger vad källorna säger: källans ord i följd jämförs med det återgivna plandokumentet.

Källorna ligger utanför projektet. Finns de inte hoppas testet över. Andelen och varje ställe som skiljer sig står i
facit (`tests/facit/trohet-PLAN.txt`). Det som med avsikt inte återges (personers namn och kontaktuppgifter) räknas
som att det fattas i den första andelen.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROT, jämför_med_facit, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable

KÄLLOR = Path(os.environ.get("PLAN_KALLOR", ROT.parent / "shared" / "seeds"))
PERSONUPPGIFT = "personuppgift"
"""Står i stället för varje ord i ett namn, ett telefonnummer och en e-postadress, så att inga namn hamnar i facit."""


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


def utan_innehållsförteckning(text: str) -> str:
    """Källan till Tyresös plan 2020 utan sin innehållsförteckning."""
    före, resten = text.split("Innehållsförteckning", 1)
    return före + resten.split("Styrdokument individ- och familjeomsorg", 1)[1].split("\n", 1)[1]


def oförändrad(text: str) -> str:
    """Källan som den är."""
    return text


def utan_personuppgifter(text: str) -> str:
    """Källan med namn, telefonnummer och e-postadresser utbytta: raden före en roll, och namnet efter en roll."""

    def dold(träff: re.Match[str]) -> str:
        return träff[0].replace(träff[1], " ".join([PERSONUPPGIFT] * max(1, len(träff[1].split()))))

    for mönster in (
        r"(?m)^(.+)\n(?:Utredare|Utvecklingsledare|Socialchef|Stabschef)$",
        r"avdelningschef ([A-ZÅÄÖ]\w+ [A-ZÅÄÖ]\w+)",
        r"(?m)^(08-[\d ]+)$",
        r"(?m)^(\S+@\S+)$",
        r"1 \(8\)\n\n(.+)\n",
    ):
        text = re.sub(mönster, dold, text)
    return text


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


@dataclass(frozen=True)
class Trohet:
    """En plan, numret på dess källa, och hur källan läses."""

    plan: str
    källa: str
    minst: float
    """Andelen av källans ord som ska återges, personuppgifter oräknade."""
    städad: Callable[[str], str] = oförändrad
    """Tar bort det i källan som inte är dess text."""
    läst: Callable[[str], str] = oförändrad
    """Skriver källans text så som planen skriver den, för den andra andelen."""
    läst_som: str = "utan personuppgifter"


PLANER = (
    Trohet("sn-2012", "000", 0.98, utan_personuppgifter),
    Trohet("asn-2020", "001", 0.99, utan_innehållsförteckning, med_ja_och_nej, "med 1 och 0 lästa som ja och nej"),
    Trohet("norrkoping-sn-2024", "002", 0.98),
    Trohet("asn-atgardsplan-2019", "003", 0.99, utan_personuppgifter),
    Trohet("ekero-sn-2018-2022", "004", 0.98, utan_personuppgifter),
)


@pytest.mark.skipif(not KÄLLOR.is_dir(), reason="källorna finns inte på den här maskinen")
@pytest.mark.parametrize("fall", PLANER, ids=lambda fall: fall.plan)
def test_planen_är_hela_källan(fall: Trohet) -> None:
    (fil,) = KÄLLOR.glob(f"{fall.källa}_*.txt")
    källa = fall.städad(fil.read_text(encoding="utf-8"))
    dokument = kör_plan("dokument", fall.plan, "--format", "md")
    assert dokument.kod == 0, dokument.fel
    återgivet = ord_i(dokument.ut)
    ordagrant, _ = skillnader(ord_i(källa), återgivet)
    _, fattas = skillnader(ord_i(fall.läst(källa)), återgivet)
    andel, _ = skillnader([o for o in ord_i(fall.läst(källa)) if o != PERSONUPPGIFT], återgivet)
    rapport = (
        f"Andel av källans ord i samma följd: {ordagrant:.2%}\n"
        f"{fall.läst_som + ':':<35} {andel:.2%}\n\n" + "\n".join(fattas) + "\n"
    )
    jämför_med_facit(f"trohet-{fall.plan}.txt", rapport)
    assert andel > fall.minst
