"""docs/revision.md: var och en av de tjugoen anmärkningarna har regler som finns, och ingen ny regel är glömd där."""

from __future__ import annotations

import re

from planverktyg.granskning.regler import REGLER
from tests.conftest import ROT

SIDAN = (ROT / "docs" / "revision.md").read_text(encoding="utf-8")
RADER = [rad.strip("|").split("|") for rad in SIDAN.splitlines() if re.match(r"\| \d+ \|", rad)]
KODER = {regel.kod for regel in REGLER}


def koder_i(text: str) -> set[str]:
    return set(re.findall(r"\b[A-Z]{3}\d{3,4}\b", text))


def test_listan_har_alla_tjugoen() -> None:
    assert [int(rad[0]) for rad in RADER] == list(range(1, 22))


def test_varje_rad_nämner_regler_som_finns() -> None:
    assert [rad[0] for rad in RADER if not koder_i(rad[2])] == []
    assert koder_i(SIDAN) <= KODER


def test_sidan_har_alla_regler_ur_listan_och_om_språk_och_integritet() -> None:
    assert {kod for kod in KODER if kod[:3] in ("REV", "SPR", "INT")} <= koder_i(SIDAN)
