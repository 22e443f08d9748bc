"""En uppföljning som inte är klar säger det lika tydligt som ett exempel: i rapporten, i status och i filens namn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import kör_plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
plan: {id: kn-2020, namn: Plan, nämnd: Nämnden, år: 2020}
årshjul:
  - månader: [november]
    punkter: [{text: Fullmäktige antar planen., vid valår: ska nya fullmäktige göra det}]
"""


@pytest.fixture(params=["inmatning", "granskning"])
def fas(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def mapp(tmp_path: Path, fas: str) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    huvud = f"uppföljning: {{plan: kn-2020, period: delår 2, per: 2020-08-31, fas: {fas}}}"
    (tmp_path / "2020-08-31.yaml").write_text(f"format: 1\n{huvud}\nsammanfattning: Läget.\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("format_", ["md", "html"])
def test_rapporten_säger_utkast_före_svaret(mapp: Path, fas: str, format_: str) -> None:
    text = kör_plan("rapport", ".", "--format", format_, mapp=mapp).ut
    assert -1 < text.index(f"Utkast: {fas} pågår") < text.index("Hur går det?")
    if format_ == "html":
        assert 'content: "UTKAST' in text


def test_utkast_står_i_filens_namn_och_orsaken_sägs(mapp: Path, fas: str) -> None:
    svar = kör_plan("rapport", ".", "--ut", "rapport.md", mapp=mapp)
    assert (mapp / "rapport-utkast.md").is_file()
    assert "inte klar (fas)" in svar.fel
    egen = kör_plan("rapport", ".", "--ut", "Utkast.md", mapp=mapp)
    assert (mapp / "Utkast.md").is_file()
    assert "inte klar (fas)" not in egen.fel


def test_status_säger_utkast(mapp: Path, fas: str) -> None:
    assert f"UTKAST: {fas} pågår." in kör_plan("status", ".", mapp=mapp).ut


def test_plandokumentet_är_inget_utkast_och_valåret_står_inom_parentes(mapp: Path) -> None:
    text = kör_plan("dokument", ".", mapp=mapp).ut
    assert "Utkast" not in text
    assert "Fullmäktige antar planen (vid valår ska nya fullmäktige göra det)." in text
