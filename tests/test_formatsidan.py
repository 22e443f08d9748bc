"""docs/format.md: varje block på sidan går att använda när det läggs till de föregående, och referensen är modellens."""

from __future__ import annotations

import json
import os
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from planverktyg.arkiv.akt import läs_mappar
from planverktyg.arkiv.laddning.slag import SLAG
from planverktyg.arkiv.syntax import läs
from planverktyg.granskning.granskare import Granskare
from planverktyg.modell.grund.fynd import Allvar
from planverktyg.modell.malvarde import SLAG as MÅLVÄRDEN
from planverktyg.modell.period import Tidsord
from planverktyg.modell.referensbygge import bygg_referens
from tests.conftest import ROT
from tests.sidor.referens import skriv_referensbok

if TYPE_CHECKING:
    from pathlib import Path

    from planverktyg.modell.grund.fynd import Fynd

SIDAN = ROT / "docs" / "format.md"
BÖRJAN, SLUT = "<!-- referens -->\n", "<!-- slut på referensen -->\n"


def lärdelen() -> str:
    return SIDAN.read_text(encoding="utf-8").split(BÖRJAN)[0]


def blocken() -> list[tuple[str, Any]]:
    """Blocken på sidan i ordning: filen som första raden nämner, och innehållet."""
    funna: list[tuple[str, Any]] = []
    for fil, text in re.findall(r"```yaml\n# (\S+)\n(.*?)```", lärdelen(), re.DOTALL):
        träd, fynd = läs(text.encode(), fil)
        assert träd is not None
        assert fynd == []
        funna.append((fil, träd.innehåll))
    return funna


def lägg_till(gammalt: Any, nytt: Any) -> Any:
    """Det nya tillagt till det gamla: nycklar läggs till, och poster med samma id byggs ut."""
    if isinstance(gammalt, dict) and isinstance(nytt, dict):
        return gammalt | {nyckel: lägg_till(gammalt.get(nyckel), värde) for nyckel, värde in nytt.items()}
    if isinstance(gammalt, list) and isinstance(nytt, list):
        nya = {post["id"]: post for post in nytt if isinstance(post, dict) and "id" in post}
        utbyggda = [
            lägg_till(p, nya.pop(p["id"])) if isinstance(p, dict) and p.get("id") in nya else p for p in gammalt
        ]
        return utbyggda + list(nya.values())
    return nytt


def granska(filer: dict[str, Any], mapp: Path) -> list[Fynd]:
    for fil, innehåll in filer.items():
        (mapp / fil).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(innehåll, ensure_ascii=False, default=_tal)  # JSON är också YAML
        (mapp / fil).write_text(text, encoding="utf-8")
    granskare = Granskare()
    return [fynd for mapp_ in läs_mappar(mapp) for fynd in granskare.granska_mapp(mapp_)]


def _tal(värde: object) -> float:
    assert isinstance(värde, Decimal)
    return float(värde)


def test_varje_block_på_sidan_nämner_sin_fil() -> None:
    assert len(blocken()) == lärdelen().count("```yaml") > 20


def test_sidan_börjar_med_sex_rader_som_är_en_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    första = re.search(r"```yaml\n# \S+\n(.*?)```", lärdelen(), re.DOTALL)
    assert första
    assert len(första[1].splitlines()) == 6
    (tmp_path / "plan.yaml").write_text(första[1], encoding="utf-8")
    granskare = Granskare()
    assert [f for m in läs_mappar(tmp_path) for f in granskare.granska_mapp(m)] == []


def test_exemplet_går_att_använda_efter_varje_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planen växer block för block utan fel, och när den är färdig finns inget att anmärka."""
    monkeypatch.chdir(tmp_path)
    filer: dict[str, Any] = {}
    fynd: list[Fynd] = []
    for nummer, (fil, innehåll) in enumerate(blocken()):
        filer[fil] = lägg_till(filer.get(fil), innehåll)
        fynd = granska(filer, tmp_path / str(nummer) / "planer")
        assert [(nummer, f.kod, f.text) for f in fynd if f.allvar is Allvar.FEL] == []
    assert [(f.kod, f.plats.fil, f.text) for f in fynd] == []


@pytest.mark.parametrize("slag", MÅLVÄRDEN, ids=lambda slag: slag.nyckel)
def test_sidan_lär_ut_varje_slags_målvärde(slag: Any) -> None:
    assert f"{{{slag.nyckel}: " in lärdelen() or slag.nyckel == "alla"


def test_sidan_lär_ut_orden_för_tid() -> None:
    for ord_ in (*Tidsord.__args__, "föregångare", "tidigare id", "ny mätmetod"):  # type: ignore[attr-defined]
        assert f"`{ord_}" in lärdelen()


def test_referensen_är_den_som_modellerna_ger() -> None:
    """`PLAN_SKRIV_FACIT=1` skriver om referensen i docs/format.md."""
    text = SIDAN.read_text(encoding="utf-8")
    före, _, rest = text.partition(BÖRJAN)
    _, _, efter = rest.partition(SLUT)
    ny = f"{före}{BÖRJAN}\n{skriv_referensbok(bygg_referens(tuple(SLAG.values())))}\n{SLUT}{efter}"
    if os.environ.get("PLAN_SKRIV_FACIT"):
        SIDAN.write_text(ny, encoding="utf-8", newline="")
    assert SIDAN.read_text(encoding="utf-8") == ny
