"""De färdiga schemana säger detsamma som Pydantic om varje dokument, helt eller trasigt, och används bara när de stämmer."""

from __future__ import annotations

import copy
import random
from functools import cache
from typing import TYPE_CHECKING, Any

import pydantic
import pytest
from pydantic import ValidationError
from pydantic_core import SchemaValidator

from planverktyg import modell
from planverktyg.arkiv import fardigt
from planverktyg.arkiv.laddning import SLAG, scheman
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.husregler import Kommundokument, Riskmatris
from tests.conftest import ROT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planverktyg.modell.byggsten import Del


@cache
def validerare() -> dict[type[Del], tuple[SchemaValidator, SchemaValidator]]:
    """Varje klass med sin färdiga validerare och den som Pydantic gör av klassen."""
    innehåll: dict[str, Any] = {}
    exec(scheman.som_python(), innehåll)  # noqa: S102 - modulen som bygget skriver
    färdiga = zip(scheman.KLASSER, innehåll["scheman"](), strict=True)
    return {klass: (SchemaValidator(schema), SchemaValidator(scheman._schemat(klass))) for klass, schema in färdiga}


def svar(validerare: SchemaValidator, skrivet: Any) -> Any:
    """Dokumentet, eller alla fel."""
    try:
        return validerare.validate_python(copy.deepcopy(skrivet))
    except ValidationError as undantag:
        return [(fel["type"], fel["loc"], fel["msg"], fel.get("ctx")) for fel in undantag.errors(include_url=False)]


def dokumenten() -> Iterator[tuple[type[Del], Any]]:
    """Varje fil i `planer/`, så som den är läst."""
    for fil in sorted((ROT / "planer").rglob("*.yaml")):
        träd, _ = läs(fil.read_bytes(), fil.name)
        assert träd is not None
        innehåll: Any = träd.innehåll
        yield next(SLAG[nyckel] for nyckel in SLAG if nyckel in innehåll), innehåll


def alla_platser(skrivet: Any) -> Iterator[tuple[Any, Any]]:
    """Varje uppslagning eller lista i dokumentet och varje nyckel i den."""
    for nyckel in skrivet if isinstance(skrivet, dict) else range(len(skrivet)) if isinstance(skrivet, list) else ():
        yield skrivet, nyckel
        yield from alla_platser(skrivet[nyckel])


def test_hela_dokument_blir_desamma() -> None:
    for klass, skrivet in dokumenten():
        färdig, pydantics = (svar(en, skrivet) for en in validerare()[klass])
        assert isinstance(färdig, klass)
        assert färdig == pydantics


def test_trasiga_dokument_får_samma_fel() -> None:
    slump = random.Random(20261130)  # noqa: S311 - samma fel varje gång
    fel = 0
    for klass, helt in dokumenten():
        for _ in range(25):
            skrivet = copy.deepcopy(helt)
            for i, nyckel in slump.sample(list(alla_platser(skrivet)), 4):
                i[nyckel] = slump.choice([None, "", "tolv", "12", 12, -1, True, [], ["ja"], {}, {"okänd": 1}])
            färdig, pydantics = (svar(en, skrivet) for en in validerare()[klass])
            assert färdig == pydantics
            fel += isinstance(färdig, list)
    assert fel > 200


@pytest.mark.parametrize("klass", scheman.KLASSER[len(SLAG) :])
def test_en_ensam_del_blir_densamma(klass: type[Del]) -> None:
    for skrivet in ({}, {"namn": "hög"}, {"okänd": 1}, {"andel": "många"}):
        färdig, pydantics = (svar(en, skrivet) for en in validerare()[klass])
        assert färdig == pydantics


def test_modulen_är_densamma_varje_gång() -> None:
    assert scheman.som_python() == scheman.som_python()


@pytest.mark.parametrize(
    ("version", "kod", "används"),
    [("2.14.4", "", True), ("2.14.9", "", True), ("2.15.0", "", False), ("2.14.4", "x: int = 1\n", False)],
    ids=["samma", "rättat Pydantic", "annat Pydantic", "ändrad modell"],
)
def test_schemana_används_bara_när_pydantic_och_modellerna_är_desamma(
    version: str, kod: str, *, används: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "modell").mkdir()
    en = tmp_path / "modell" / "plan.py"
    en.write_text("class Plan: ...\n", encoding="utf-8")
    monkeypatch.setattr(modell, "__path__", [str(en.parent)])
    monkeypatch.setattr(pydantic, "VERSION", "2.14.4")
    (tmp_path / "fardiga").mkdir()
    (tmp_path / "fardiga" / "scheman.py").write_text(scheman.som_python(), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(fardigt, "PAKET", "fardiga")
    monkeypatch.setattr(pydantic, "VERSION", version)
    en.write_text(f"{kod}class Plan: ...\n", encoding="utf-8")
    förut = {klass: klass.__pydantic_validator__ for klass in scheman.KLASSER}
    try:
        scheman.använd_färdiga()
        assert [k for k in scheman.KLASSER if k.__pydantic_validator__ is not förut[k]] == [
            *(scheman.KLASSER if används else ())
        ]
        assert (
            Kommundokument.model_validate(
                {"format": 1, "kommun": {"id": "tyreso", "namn": "Tyresö"}}
            ).riskmatris.tröskel
            == Riskmatris().tröskel
        )
    finally:
        for klass, sin in förut.items():
            klass.__pydantic_validator__ = sin


def test_utan_färdiga_scheman_gör_pydantic_dem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fardigt, "PAKET", "finns_inte")
    förut = {klass: klass.__pydantic_validator__ for klass in scheman.KLASSER}
    scheman.använd_färdiga()
    assert all(klass.__pydantic_validator__ is förut[klass] for klass in scheman.KLASSER)
