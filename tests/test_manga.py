"""Arbetet växer som antalet planer och uppföljningar i en mapp, inte som kvadraten. Räknat i anrop, inte i tid."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.filer import _allt
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from pathlib import Path

_INDIKATOR = "{{id: i{nr}, namn: A, enhet: antal, utgångsvärde: {{värde: 1, avser: 2019}}, målvärde: {{minst: 5}}}}"


def _skriv(mapp: Path, filer: dict[str, str]) -> Path:
    (mapp / "planer/k").mkdir(parents=True)
    for namn, text in ({"kommun": "kommun: {id: k, namn: K}\n"} | filer).items():
        (mapp / f"planer/k/{namn}.yaml").write_text(f"format: 1\n{text}", encoding="utf-8")
    return mapp


def _plan(nr: int, år: str, indikatorer: int) -> str:
    rader = "".join(f"      - {_INDIKATOR.format(nr=i)}\n" for i in range(indikatorer))
    huvud = f"plan: {{id: p{nr}, namn: Plan {nr}, nämnd: N, år: {år}}}\n"
    return f"{huvud}mål:\n  - id: m1\n    nivå: mål\n    namn: M\n    indikatorer:\n{rader}"


def _uppföljning(plan: int, per: str, värden: dict[int, str]) -> str:
    rader = "".join(f"  i{i}: {värde}\n" for i, värde in värden.items())
    period = "helår" if per.endswith("12-31") else "delår 2"
    return f"uppföljning: {{plan: p{plan}, period: {period}, per: {per}}}\nutfall:\n{rader}"


def många_planer(mapp: Path, antal: int) -> Path:
    """Så många planer i en mapp, var och en med en uppföljning."""
    planer = {f"plan{nr}": _plan(nr, "2020", 1) for nr in range(antal)}
    svar = {f"u{nr}": _uppföljning(nr, "2020-08-31", {0: "{värde: 5, prognos: 6}"}) for nr in range(antal)}
    return _skriv(mapp, planer | svar)


def många_uppföljningar(mapp: Path, antal: int) -> Path:
    """Så många uppföljningar av en plan, en för varje år."""
    år = range(1500, 1500 + antal)
    svar = {str(ett): _uppföljning(0, f"{ett}-12-31", {i: str((ett + i) % 7) for i in range(4)}) for ett in år}
    return _skriv(mapp, {"plan": _plan(0, "{från: 1500, till: 2900}", 6)} | svar)


RISKER_OCH_UPPDRAG = """\
risker:
  - {id: r, text: R, sannolikhet: 2, konsekvens: 3}
uppdrag:
  - {id: g, rubrik: G, källa: K, uppdrag: [{id: u1, text: U, delar: [{id: u1a, text: D}]}]}
"""
SVAR = """\
risker:
  r: {sannolikhet: 3, konsekvens: 3}
uppdrag:
  u1: {status: pågår, delar: {u1a: {status: klar}}}
nya risker:
  - {id: ny, text: Ny, sannolikhet: 2, konsekvens: 2}
"""


def många_på_ett_år(mapp: Path, antal: int) -> Path:
    """Så många uppföljningar på ett år, var och en med prognos, risker och uppdrag."""
    dagar = [f"2020-{1 + nr // 28:02}-{1 + nr % 28:02}" for nr in range(antal)]
    svar = {dag: _uppföljning(0, dag, {0: "{värde: 5, prognos: 6}", 1: "4"}) + SVAR for dag in dagar}
    return _skriv(mapp, {"plan": _plan(0, "2020", 6) + RISKER_OCH_UPPDRAG} | svar)


def _anrop(*argument: str, mapp: Path) -> int:
    """Antalet anrop som kommandot gör."""
    antal = 0

    def räkna(_ram: Any, händelse: str, _vad: Any) -> None:
        nonlocal antal
        antal += händelse in {"call", "c_call"}

    förut = sys.getprofile()
    sys.setprofile(räkna)
    try:
        körning = kör_plan(*argument, mapp=mapp)
    finally:
        sys.setprofile(förut)
    assert körning.kod in (0, 1), körning.fel
    return antal


@pytest.mark.parametrize(
    ("projekt", "argument"),
    [
        (många_planer, ["validera"]),
        (många_planer, ["rapport", "2020"]),
        (många_planer, ["dokument", "2020"]),
        (många_planer, ["status", "2020"]),
        (många_uppföljningar, ["validera"]),
        (många_på_ett_år, ["validera"]),
        (många_uppföljningar, ["utfall", "p0", "i1", "3", "--prova", "--år", "1501"]),
    ],
)
def test_dubbelt_så_många_är_dubbelt_så_mycket_arbete(projekt: Any, argument: list[str], tmp_path: Path) -> None:
    mapparna = [projekt(tmp_path / str(antal), antal) for antal in (10, 40, 70)]
    kör_plan(*argument, mapp=mapparna[0])  # det som läses in en gång räknas inte
    få, fler, flest = (_anrop(*argument, mapp=mapp) for mapp in mapparna)
    assert flest - fler < 1.2 * (fler - få)


@pytest.mark.parametrize("storlek", [0, 3, 5, 9])
def test_en_fil_läses_hel_utan_ett_block_för_den_största(storlek: int) -> None:
    """Filen kan ha växt sedan den mättes. Stämmer storleken begärs inte mer än en byte över den."""

    class Ström(io.BytesIO):
        begärt = 0

        def read(self, antal: int | None = -1, /) -> bytes:
            self.begärt += antal or 0
            return super().read(antal)

    ström = Ström(b"abcde")
    assert _allt(ström, storlek) == b"abcde"
    assert storlek < len(b"abcde") or ström.begärt == storlek + 1
