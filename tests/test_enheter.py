"""Enheter som verktyget känner: de vanliga, de sammansatta, och de som säger vilka värden som är möjliga."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planverktyg.granskning.enheter import rätt_skrivsätt, tolka_enhet
from planverktyg.utgivning.ord.celler import synlig_enhet


@pytest.mark.parametrize(
    "enhet",
    ["%", "dygn", "ja/nej", "procentenheter", "kr/dygn", "timmar per vecka", "NKI", "medelvärde", "skala ej angiven",
     "medelvärde, skala ej angiven", "index, skala ej angiven", "ej angiven"],
)  # fmt: skip
def test_enheten_är_känd(enhet: str) -> None:
    assert tolka_enhet(enhet, egna=()) is not None


@pytest.mark.parametrize("enhet", ["dagr", "skala", "dagr, skala ej angiven", "nki", "index 0-", "dagr/vecka"])
def test_enheten_är_okänd_om_kommunen_inte_har_den(enhet: str) -> None:
    assert tolka_enhet(enhet, egna=()) is None
    assert tolka_enhet(enhet, egna=[enhet]) is not None


@pytest.mark.parametrize(
    ("enhet", "ryms", "ryms_inte"),
    [
        ("index 0–100", ["0", "82.5", "100"], ["-0.1", "100.1"]),
        ("skala 1-6", ["1", "6"], ["0.9", "6.1"]),
        ("medelvärde 1–10", ["6.4"], ["0", "11"]),
        ("medelvärde, skala 1–10", ["6.4"], ["0", "11"]),
        ("NKI", ["0", "75", "100"], ["-1", "101"]),
        ("medelvärde, skala ej angiven", ["-5", "1000"], []),
    ],
)
def test_enheten_säger_vilka_värden_som_är_möjliga(enhet: str, ryms: list[str], ryms_inte: list[str]) -> None:
    känd = tolka_enhet(enhet, egna=())
    assert känd is not None
    assert [tal for tal in ryms + ryms_inte if känd.rymmer(Decimal(tal))] == ryms


@pytest.mark.parametrize(
    ("skrivet", "rätt"), [("procent", "%"), ("Mkr", "mnkr"), ("stycken", "st"), ("nki", "NKI"), ("dygn", None)]
)
def test_en_vanlig_avvikelse_får_sitt_rätta_skrivsätt(skrivet: str, rätt: str | None) -> None:
    assert rätt_skrivsätt(skrivet) == rätt


@pytest.mark.parametrize(
    ("namn", "enhet", "syns"),
    [
        ("Nöjda brukare", "%", ""),
        ("Antal dygn på HVB-hem", "dygn", ""),
        ("Handläggningstid", "dagar", "dagar"),
        ("Jag trivs i skolan", "medelvärde, skala ej angiven", "medelvärde, skala ej angiven"),
        ("Elevernas välbefinnande", "ej angiven", "enhet ej angiven"),
    ],
)
def test_enheten_visas_när_den_inte_framgår(namn: str, enhet: str, syns: str) -> None:
    assert synlig_enhet(namn, enhet) == syns
