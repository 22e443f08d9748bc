"""Verktygets mallar in, deras block ut: vad som går att byta, och en egen mall som byter det.

En egen mall bygger på verktygets och har bara det som ska vara annorlunda. Ett block använder delar som mallen överst hämtar ur
andra mallar, och de raderna följer med.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from planverktyg.utgivning.mallar.mallmotor import MALLAR, VERKTYGETS

if TYPE_CHECKING:
    from collections.abc import Sequence

_MÄRKE = re.compile(r"\{%-?\s*(block|endblock)\b\s*(\w*)\s*-?%\}")
_HÄMTAR = re.compile(r"""^\{% from "([^"]+)" import ([^%]+?) %\}$""", re.MULTILINE)
_SIDA = re.compile(r"\{%\s*extends\s")


class Mall(NamedTuple):
    """En av verktygets mallar."""

    namn: str
    text: str
    block: dict[str, str]
    """Blockets namn → blocket med sina märken, i mallens ordning. Ett block kan stå i ett annat."""


def alla_mallar() -> list[Mall]:
    """Verktygets mallar i bokstavsordning."""
    return [läs_mall(fil.name) for fil in sorted(MALLAR.iterdir()) if fil.is_file()]


def läs_mall(namn: str) -> Mall:
    """En av verktygets mallar."""
    text = (MALLAR / namn).read_text(encoding="utf-8")
    block: dict[str, str] = {}
    öppna: list[tuple[str, int]] = []
    for märke in _MÄRKE.finditer(text):
        if märke[1] == "block":
            öppna.append((märke[2], märke.start()))
            block[märke[2]] = ""  # platsen i ordningen
        else:
            öppnat, början = öppna.pop()
            block[öppnat] = text[början : märke.end()]
    return Mall(namn, text, block if _SIDA.search(text) else {})


def egen_mall(mall: Mall, valda: Sequence[str]) -> str:
    """Mallen som en kommun börjar med: de valda blocken att ändra, eller en kopia av en mall som inte har block."""
    if not mall.block:
        return mall.text
    texter = [mall.block[namn] for namn in valda]
    rader = [f'{{% extends "{VERKTYGETS}/{mall.namn}" %}}']
    rader += _hämtade(mall.text, "\n".join(texter))
    if not valda:
        rader += [
            "{# Allt är som i verktygets mall. Skriv ett block här för att byta det, eller lämna det tomt för att ta bort det:",
            f"   {', '.join(mall.block)}.",
            f"   `plan mallar kopiera {mall.namn} {next(iter(mall.block))}` visar hur ett ser ut. #}}",
        ]
    return "\n".join([*rader, *texter]) + "\n"


def _hämtade(text: str, används: str) -> list[str]:
    """Raderna som hämtar det som blocken använder, med bara det."""
    rader = []
    for hämtar in _HÄMTAR.finditer(text):
        namn = [n for n in hämtar[2].split(", ") if re.search(rf"\b{n}\(", används)]
        if namn:
            rader.append(f'{{% from "{hämtar[1]}" import {", ".join(namn)} %}}')
    return rader
