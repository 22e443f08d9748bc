"""Allt som skrivs är rent: styrtecken, skrivriktning och radslut i text och filnamn visas som det de är, i alla format."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, get_args

import pytest

from planverktyg.arkiv.syntax import läs
from planverktyg.modell.grund.fynd import Allvar, Fynd
from planverktyg.modell.grund.plats import Plats
from planverktyg.modell.grund.synligt import osynligt_i, synlig, synlig_rad
from planverktyg.utgivning.format import Format
from planverktyg.utgivning.fynd import Fyndformat, Granskat, skriv
from tests.conftest import kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SKUMMA = [
    "\x1b[2J",
    "\x1b]0;x\x07",
    "\x08",
    "\x9b2J",
    "\u202e",
    "\u2066",
    "\u200f",
    "\x7f",
    "\x00",
    "\udcff",
    "\u2028",
    "\U000e0041",
]
"""Följder som en terminal lyder, eller som vänder på texten."""


@pytest.mark.parametrize("skumt", SKUMMA, ids=ascii)
@pytest.mark.parametrize("format_", get_args(Fyndformat))
@pytest.mark.parametrize("färg", [False, True])
def test_ett_fynd_kan_inte_styra_det_som_läser_det(färg: bool, format_: Fyndformat, skumt: str) -> None:
    """I filens namn, i texten, i rådet och i raden som visas."""
    fynd = Fynd(Plats(f"a{skumt}\n::error::b.yaml"), "STR004", Allvar.FEL, f"t{skumt}", f"r{skumt}", f"u{skumt}")
    ut = "".join(skriv([Granskat([fynd], [fynd.plats.fil])], format_, bredd=80, färg=färg))
    utan_färg = ut.replace("\x1b[", "", ut.count("m")) if färg and format_ is Format.TEXT else ut
    assert not set(skumt) & set(utan_färg) & set("\x1b\x07\x08\x9b\u202e\u2066\u200f\x7f\x00\udcff\u2028\U000e0041")
    assert not any(rad.startswith("::error::b") for rad in ut.splitlines())
    if format_ in (Format.JSON, Format.SARIF, Format.GITLAB):
        json.loads(ut)


def test_vanlig_text_är_som_den_är() -> None:
    text = "Målen nåddes – 25\u00a0% 👩\u200d💻\n\tsaxat\u00ad"
    assert synlig(text) == text


def test_det_osynliga_skrivs_så_att_json_betyder_detsamma() -> None:
    assert synlig("a\x1b\u202eb") == r"a\u001b\u202eb"
    assert json.loads(synlig('"a\x9b\u202e\n"'.replace("\n", ""))) == "a\x9b\u202e"
    assert json.loads(f'"{synlig(chr(0xE0041))}"') == "\U000e0041"
    assert synlig_rad("a\nb") == r"a\u000ab"


@pytest.mark.parametrize(
    "tecken", ["\u202e", "\u200b", "\u200d", "\ufeff", "\n", "\x1b", "\u00ad", "\u3164", "\U000e0100"], ids=ascii
)
def test_ett_osynligt_tecken_i_ett_namn_nämns(tecken: str) -> None:
    assert osynligt_i(f"plan{tecken}.yaml") == f"U+{ord(tecken):04X}"
    assert osynligt_i("åäö plan.yaml") == ""


@pytest.mark.parametrize(
    "tecken", ["\u202e", "\u2066", "\u200f", "\u200b", "\u2060", "\u061c", "\u034f", "\u3164", "\U0001d173"], ids=ascii
)
@pytest.mark.parametrize(
    "rad", ["namn: Målet{}", "# en kommentar{}", "id: a{}b", "{}namn: x", 'namn: "a{}"', "namn: |\n  a{}"]
)
def test_skrivriktning_och_tecken_utan_bredd_är_fynd(rad: str, tecken: str) -> None:
    _, fynd = läs(f"a: 1\n{rad.format(tecken)}\n".encode(), "a.yaml")
    assert [(f.kod, f.allvar, f"U+{ord(tecken):04X}" in f.text) for f in fynd] == [("STR004", Allvar.FEL, True)]


@pytest.mark.parametrize("kod", [r"\e", r"\u202e", r"\u200b", r"\x9b", r"\0", r"\u2028", r"\x85"])
def test_koder_för_dem_är_också_fynd_och_följer_inte_med_i_värdet(kod: str) -> None:
    träd, fynd = läs(f'namn: "a{kod}b"\n'.encode(), "a.yaml")
    assert träd is not None
    assert träd.innehåll == {"namn": "ab"}
    assert [f.kod for f in fynd] == ["STR004"]


@pytest.mark.parametrize("skrivet", ["{}", '"{}"', "'{}'", "|\n  {}"])
def test_en_flagga_av_taggar_och_en_fogad_bild_är_vanlig_text(skrivet: str) -> None:
    """Taggarna syns inte, men är en del av bilden. När texten visas i en terminal står de utskrivna."""
    text = "Wales \U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f 👩\u200d💻"
    träd, fynd = läs(f"namn: {skrivet.format(text)}\n".encode(), "a.yaml")
    assert träd is not None
    assert (str(träd.innehåll["namn"]).strip(), fynd) == (text, [])  # type: ignore[call-overload,index]
    assert "\U000e0067" not in synlig(text)


def test_felkanalen_är_ren(skriv: Callable[[str, str], Path], tmp_path: Path) -> None:
    skriv("planer/a.yaml", "format: 1\n")
    for ord_ in ("\u202eevil", "a\u2028b"):
        körning = kör_plan("rapport", ord_, mapp=tmp_path)
        assert (körning.kod, ord_ in körning.fel) == (2, False)


@pytest.mark.skipif(os.name == "nt", reason="Windows har inga sådana namn")
def test_ett_filnamn_som_inte_är_utf8_visas_med_koden(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"mapp-\xe5")).mkdir()
    (tmp_path / os.fsdecode(b"mapp-\xe5") / "a.yaml").write_text("fel: 1\n", encoding="utf-8")
    assert r"mapp-\udce5/a.yaml" in kör_plan("validera", ".", mapp=tmp_path).ut
