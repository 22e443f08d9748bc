"""En indikator som utgår redan i planen: målvärdet och det senaste värdet visas, och ingen frågar efter ett utfall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import kör_plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
plan: {id: tn, namn: Mål 2012, nämnd: Tekniska nämnden, år: 2012}
mål:
  - id: m
    nivå: mål
    namn: Rena platser
    indikatorer:
      - id: klotter
        namn: Klotter sanerat i tid
        enhet: "%"
        utgår: Ersätts av ett nytt mått.
        utgångsvärde: {värde: 93, avser: 2011}
        målvärde: {minst: 100}
      - {id: skrap, namn: Nedskräpning, enhet: "%", målvärde: {högst: 10}}
"""
UPPFÖLJNING = """\
format: 1
uppföljning: {plan: tn, period: helår, per: 2012-12-31}
sammanfattning: Läget.
utfall: {skrap: 8}
"""


def test_det_som_utgår_visas_men_väntas_inte_på(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "2012-12-31.yaml").write_text(UPPFÖLJNING, encoding="utf-8")
    assert "klotter" not in kör_plan("validera", ".", mapp=tmp_path).ut
    dokument = kör_plan("dokument", ".", mapp=tmp_path).ut.replace("\u00a0", " ")
    assert "| Klotter sanerat i tid *Utgår:* Ersätts av ett nytt mått. | 93 % | 100 % |" in dokument
    rapport = kör_plan("rapport", ".", mapp=tmp_path).ut.replace("\u00a0", " ")
    assert "| Klotter sanerat i tid | – utgår | minst 100 % | utgår |" in rapport
