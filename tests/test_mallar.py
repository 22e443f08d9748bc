"""`plan mallar` och sidan mallar.md: ett block går att kopiera och byta, och sidan säger det som mallarna och underlaget har."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from planverktyg.utgivning.format import Format, ge_ut
from planverktyg.utgivning.mallar.block import alla_mallar, egen_mall
from planverktyg.utgivning.mallar.falt import skriv_fälten, underlagets_klasser
from planverktyg.utgivning.mallar.mallmapp import granska_mallmapp
from planverktyg.utgivning.plandokument.dokument import bygg_dokument
from planverktyg.utgivning.rapport.rapport import bygg_rapport
from tests.conftest import ROT, kör_plan
from tests.test_mallmapp import PIXEL
from tests.test_rapport import tyresös_akt

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.utgivning.mallar.block import Mall

SIDAN = ROT / "docs" / "mallar.md"
MED_BLOCK = [mall for mall in alla_mallar() if mall.block]


def test_varje_sida_har_block_att_byta() -> None:
    assert [mall.namn for mall in MED_BLOCK] == ["dokument.html", "rapport.html"]


@pytest.mark.parametrize("mall", MED_BLOCK, ids=lambda mall: mall.namn)
def test_ett_kopierat_block_ger_samma_sida(mall: Mall, tmp_path: Path) -> None:
    """Alla block för sig, i samma egna mall: den som inte ändrar något får verktygets sida, tecken för tecken."""
    akt = tyresös_akt()
    valda = [b for b in mall.block if b not in ("sida", "första_sidan")]  # de har de andra i sig
    (tmp_path / mall.namn).write_text(egen_mall(mall, valda), encoding="utf-8")
    underlag = bygg_rapport(akt, akt.uppföljningar[-1]) if "rapport" in mall.namn else bygg_dokument(akt)
    assert ge_ut(underlag, Format.HTML, tmp_path) == ge_ut(underlag, Format.HTML)
    assert not list(granska_mallmapp(tmp_path))


def test_ett_block_skrivs_i_mappen_och_aldrig_över(tmp_path: Path) -> None:
    argument = ("mallar", "kopiera", "rapport.html", "ekonomi", "--ut", tmp_path / "egna")
    assert kör_plan(*argument).kod == 0
    fil = tmp_path / "egna" / "rapport.html"
    assert fil.read_text(encoding="utf-8").startswith(
        '{% extends "verktygets/rapport.html" %}\n{% from "rapportdelar.html" import'
    )
    assert kör_plan("rapport", "asn-2020", "--delår", "2", "--mallar", tmp_path / "egna").kod == 0
    fil.write_text("mitt", encoding="utf-8")
    igen = kör_plan(*argument)
    assert (igen.kod, fil.read_text(encoding="utf-8")) == (2, "mitt")
    assert "finns redan" in igen.fel


def test_en_mall_utan_block_kopieras_hel(tmp_path: Path) -> None:
    körning = kör_plan("mallar", "kopiera", "palett.css", "--ut", tmp_path)
    assert "Filen är en kopia" in körning.fel
    assert (tmp_path / "palett.css").read_bytes() == (ROT / "mallar" / "palett.css").read_bytes()


@pytest.mark.parametrize(
    ("argument", "sagt"),
    [
        ("kopira rapport.html", "kopira går inte att göra. Menade du kopiera?"),
        ("kopiera", "Säg vilken mall: plan mallar kopiera"),
        ("kopiera rappport.html", "Menade du rapport.html?"),
        ("kopiera rapport.html ekonmi", "ekonmi är inget block i rapport.html. Menade du ekonomi?"),
        ("kopiera ../hemlig", "../hemlig finns inte bland mallarna."),
    ],
)
def test_det_som_inte_finns_sägs(argument: str, sagt: str) -> None:
    körning = kör_plan("mallar", *argument.split())
    assert (körning.kod, körning.ut) == (2, "")
    assert sagt in körning.fel


# --- Sidan ------------------------------------------------------------------------------------------


def test_sidan_har_blocken_och_fälten() -> None:
    """`PLAN_SKRIV_FACIT=1` skriver om dem i docs/mallar.md."""
    rader = "".join(f"- `{m.namn}`: {', '.join(f'`{b}`' for b in m.block)}\n" for m in MED_BLOCK)
    ny = SIDAN.read_text(encoding="utf-8")
    for märke, text in (("block", rader), ("fält", skriv_fälten(underlagets_klasser(), länka=True))):
        slut = f"<!-- slut på {märke} -->\n"
        före, _, rest = ny.partition(f"<!-- {märke} -->\n")
        ny = f"{före}<!-- {märke} -->\n\n{text}\n{slut}{rest.partition(slut)[2]}"
    if os.environ.get("PLAN_SKRIV_FACIT"):
        SIDAN.write_text(ny, encoding="utf-8", newline="")
    assert SIDAN.read_text(encoding="utf-8") == ny


def test_fälten_är_dem_som_underlaget_har() -> None:
    klasser = {k.namn: [f.namn for f in k.fält] for k in underlagets_klasser()}
    akt = tyresös_akt()
    kvar: list[object] = [bygg_rapport(akt, akt.uppföljningar[-1]), bygg_dokument(akt)]
    sedda = 0
    for del_ in kvar:  # växer medan den läses
        kvar += [v for v in del_ if isinstance(v, tuple)] if isinstance(del_, tuple) else []
        if (fälten := getattr(type(del_), "_fields", None)) and type(del_).__name__ in klasser:
            assert list(fälten) == klasser[type(del_).__name__]
            sedda += 1
    assert sedda > 100


def test_exemplet_på_sidan_går_att_använda(tmp_path: Path) -> None:
    (exempel,) = re.findall(r"(?s)```jinja\n(.*?)```", SIDAN.read_text(encoding="utf-8"))
    (tmp_path / "rapport.html").write_text(exempel, encoding="utf-8")
    (tmp_path / "vapen.png").write_bytes(PIXEL)
    akt = tyresös_akt()
    rapport = bygg_rapport(akt, akt.uppföljningar[-1])
    sida = ge_ut(rapport, Format.HTML, tmp_path)
    assert 'alt="Kommunens vapen"' in sida
    assert "data:image/png;base64," in sida
    assert "alla-uppdrag" in ge_ut(rapport, Format.HTML)
    assert "alla-uppdrag" not in sida, "det som är borta har inga länkar"
    assert not list(granska_mallmapp(tmp_path))
