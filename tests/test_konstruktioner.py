"""Konstruktionerna i verkliga planer, en i taget: ryms den i modellen, och vad svarar verktyget?

Tabellen står i `tests/konstruktioner`. Den är också `docs/konstruktioner.md`, för den som undrar om verktyget rymmer
det som den egna planen säger.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROT
from tests.fall.utdrag import skriv_fynd
from tests.konstruktioner.bok import skriv_bok
from tests.konstruktioner.tabell import MAPP, SEKTIONER, Konstruktion, läs_tabell, ren, utför

if TYPE_CHECKING:
    from pathlib import Path

TABELL = {bokstav: läs_tabell(bokstav) for bokstav in SEKTIONER}
RADER = [pytest.param(rad, id=rad.id) for rader in TABELL.values() for rad in rader if rad.ryms]
IDN = (MAPP / "idn.txt").read_text(encoding="utf-8").split()


@pytest.mark.parametrize("bokstav", list(SEKTIONER))
def test_sektionen_har_varje_konstruktion_en_gång_i_ordning(bokstav: str) -> None:
    assert [rad.id for rad in TABELL[bokstav]] == [id_ for id_ in IDN if id_.startswith(bokstav)]


@pytest.mark.parametrize("rad", RADER)
def test_konstruktionen_läses_granskas_bedöms_och_återges(
    rad: Konstruktion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    svar = utför(rad.filer(), tmp_path)
    assert svar.läsfel == []
    utan_åtgärd = [kod for kod in svar.koder if kod != "BED409"]  # exemplen är korta: det röda har ingen åtgärd i dem
    assert utan_åtgärd == sorted(rad.fynd), skriv_fynd(svar.fynd)
    assert {id_: svar.bedömning.get(id_) for id_ in rad.bedömning} == rad.bedömning
    assert [text for text in rad.dokument if ren(text) not in svar.dokument] == [], svar.dokument
    assert [text for text in rad.rapport if ren(text) not in svar.rapport] == [], svar.rapport


def test_det_som_inte_ryms_har_ett_skäl_och_inget_exempel_som_ingen_prövar() -> None:
    ryms_inte = [rad for rader in TABELL.values() for rad in rader if not rad.ryms]
    assert [rad.id for rad in ryms_inte] == ["P12"]
    assert [rad for rad in ryms_inte if rad.filer() != Konstruktion(rad.id, "", "").filer()] == []


@pytest.mark.parametrize("rad", RADER)
def test_raden_prövar_något_som_exemplet_säger(rad: Konstruktion) -> None:
    """Det som ska återges finns inte i en tom plan och rapport, och varje rad prövar något."""
    assert rad.dokument or rad.rapport
    assert rad.bedömning or not {"mål", "indikatorer"} & set(re.findall(r"^(\w+):", rad.plan, re.MULTILINE))


def test_det_som_ska_återges_står_inte_i_en_tom_rapport(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tom = Konstruktion("T00", "en tom plan", "", plan="mål: []\n")
    svar = utför(tom.filer(), tmp_path)
    assert svar.fynd == []
    sagda = [(rad.id, text) for rader in TABELL.values() for rad in rader for text in (*rad.dokument, *rad.rapport)]
    assert [(id_, text) for id_, text in sagda if ren(text) in svar.dokument + svar.rapport] == []


def test_boken_är_den_som_tabellen_ger() -> None:
    """`PLAN_SKRIV_FACIT=1` skriver om docs/konstruktioner.md."""
    bok = ROT / "docs" / "konstruktioner.md"
    if os.environ.get("PLAN_SKRIV_FACIT"):
        bok.write_text(skriv_bok(TABELL), encoding="utf-8", newline="")
    assert bok.read_text(encoding="utf-8") == skriv_bok(TABELL)
