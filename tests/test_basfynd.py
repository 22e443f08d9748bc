"""`plan validera --bas REV`: bara det som har tillkommit sedan en revision, i riktiga git-förråd."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv import git as git_läsning
from planverktyg.kommandon.granskat import basfynd
from tests.conftest import git, kör_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Skriv = Callable[[str, str | bytes], Path]

HUVUD = "format: 1\nplan: {id: sn-2020, namn: Plan, nämnd: Nämnden, år: 2020}\n"
MÅL = "mål:\n  - id: m\n    nivå: nämndmål\n    namn: Målet\n    indikatorer:\n"
DYGN = "      - {id: dygn, namn: Dygn, enhet: dygn}\n"
BESÖK = "      - {id: besok, namn: Besök, enhet: besök}\n"


@pytest.fixture
def förråd(skriv: Skriv, tmp_path: Path) -> Path:
    """Ett förråd med en plan vars indikator saknar målvärde."""
    skriv("planer/sn/plan.yaml", HUVUD + MÅL + DYGN)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=Planen")
    return tmp_path


def test_utan_ändring_visas_inget(förråd: Path) -> None:
    körning = kör_plan("validera", "--bas", "main", mapp=förråd)
    assert (körning.kod, körning.ut) == (0, "1 fil kontrollerad: inget att anmärka.\n")
    assert "fanns redan i main och visas inte" in körning.fel


def test_ett_nytt_fynd_visas_fast_raderna_har_flyttat(förråd: Path, skriv: Skriv) -> None:
    skriv("planer/sn/plan.yaml", "# En kommentar överst.\n" + HUVUD + MÅL + BESÖK + DYGN)
    ut = kör_plan("validera", "--bas", "main", mapp=förråd).ut
    assert "Indikatorn besok har inget målvärde." in ut
    assert "Indikatorn dygn har inget målvärde." not in ut


def test_ett_nytt_fel_ger_slutkod_1_och_ett_gammalt_inte(förråd: Path, skriv: Skriv) -> None:
    trasig = HUVUD + MÅL + "      - {id: dygn, namn: Dygn, enhet: dygn, målvärde: 25}\n"
    skriv("planer/sn/plan.yaml", trasig)
    assert kör_plan("validera", "--bas", "main", mapp=förråd).kod == 1
    git(förråd, "commit", "--quiet", "--all", "--message=Felet")
    assert kör_plan("validera", "--bas", "HEAD", mapp=förråd).kod == 0


def test_en_ny_plan_jämförs_med_ingenting(förråd: Path, skriv: Skriv) -> None:
    skriv("planer/bun/plan.yaml", HUVUD.replace("sn-2020", "bun-2020") + MÅL + DYGN)
    ut = kör_plan("validera", "planer/bun", "--bas", "main", mapp=förråd).ut
    assert "Indikatorn dygn har inget målvärde." in ut


@pytest.mark.parametrize(
    ("bas", "text"), [("finns-inte", "finns-inte finns inte i förrådet."), ("-x", "-x finns inte i förrådet.")]
)
def test_en_revision_som_inte_finns_är_fel_användning(förråd: Path, bas: str, text: str) -> None:
    körning = kör_plan("validera", f"--bas={bas}", mapp=förråd)
    assert (körning.kod, körning.ut) == (2, "")
    assert text in körning.fel


def test_utan_git_sägs_det(skriv: Skriv, tmp_path: Path) -> None:
    skriv("planer/sn/plan.yaml", HUVUD + MÅL + DYGN)
    körning = kör_plan("validera", "--bas", "main", mapp=tmp_path)
    assert (körning.kod, körning.ut) == (2, "")
    assert "git-förråd" in körning.fel


# --- Bara det berörda prövas, och svaret är detsamma som om allt prövades ---

LEDEN = {
    "kommun/plan.yaml": "plan: {id: kommunplan, namn: K, nämnd: KF, år: 2020}\nmål:\n"
    "  - {id: trygga, nivå: mål, namn: Trygga hela livet, ansvarig: KS}\n",
    "a-2019/plan.yaml": "plan: {id: a-2019, namn: A, nämnd: A, år: 2019}\nmål:\n"
    "  - id: m\n    nivå: mål\n    namn: Målet\n    indikatorer: [{id: i, namn: Dygn, enhet: dygn, målvärde: {högst: 10}}]\n",
    "a-2019/utfall.yaml": "uppföljning: {plan: a-2019, period: helår, per: 2019-12-31}\nutfall: {i: 12}\n",
    "a-2020/plan.yaml": "plan: {id: a-2020, namn: A, nämnd: A, år: 2020, föregångare: a-2019, bygger på: kommunplan}\nmål:\n"
    "  - id: m\n    nivå: mål\n    namn: Målet\n    bidrar till: kommunplan/trygga\n"
    "    indikatorer: [{id: i, namn: Dygn, enhet: dygn, målvärde: {högst: 10}}]\n",
    "a-2020/utfall.yaml": "uppföljning: {plan: a-2020, period: helår, per: 2020-12-31}\nutfall: {i: 9}\n",
    "a-2021/plan.yaml": "plan: {id: a-2021, namn: A, nämnd: A, år: 2021, föregångare: a-2020}\nmål:\n"
    "  - id: m\n    nivå: mål\n    namn: Målet\n    indikatorer: [{id: i, namn: Dygn, enhet: dygn, målvärde: {högst: 10}}]\n",
    "b-2020/plan.yaml": "plan: {id: b-2020, namn: B, nämnd: B, år: 2020, bygger på: a-2020}\nmål:\n"
    "  - {id: n, nivå: mål, namn: Målet, bidrar till: a-2020/m}\n",
    "c-2020/plan.yaml": "plan: {id: c-2020, namn: C, nämnd: C, år: 2020}\nmål:\n  - {id: o, nivå: mål, namn: Målet}\n",
    "kommun.yaml": "kommun: {id: k, namn: Kommunen}\n",
}
ÄNDRINGAR: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ett värde längst bak i kedjan": (("a-2019/utfall.yaml", "i: 12", "i: 1200"),),
    "en indikator får en annan enhet": (("a-2019/plan.yaml", "enhet: dygn", "enhet: dagar"),),
    "målet som andra bidrar till byter id": (("kommun/plan.yaml", "id: trygga", "id: trygg"),),
    "planen som andra nämner byter id": (("a-2020/plan.yaml", "id: a-2020", "id: a-2022"),),
    "en hänvisning till något som inte finns": (("b-2020/plan.yaml", "a-2020/m", "a-2020/x"),),
    "en rundgång": (("a-2020/plan.yaml", "kommunplan/trygga", "b-2020/n"),),
    "en rundgång bland planerna": (("a-2019/plan.yaml", "år: 2019", "år: 2019, föregångare: a-2021"),),
    "en annan plan får samma id": (("c-2020/plan.yaml", "id: c-2020", "id: a-2020"),),
    "husreglerna": (("kommun.yaml", "}\n", "}\nnivåer: [inriktning]\n"),),
    "en trasig plan": (("a-2020/plan.yaml", "mål:", "mål: ["),),
    "ingen ändring": (("c-2020/plan.yaml", "Målet", "Målet"),),
    "två ändringar": (
        ("c-2020/plan.yaml", "id: o,", "id: o, nummer: 1,"),
        ("kommun/plan.yaml", "ansvarig: KS", "kommentar: x"),
    ),
    "ett undantag": (("a-2020/plan.yaml", "mål:\n", "undantag: [{regel: REV1012, skäl: Nytt., gäller: i}]\nmål:\n"),),
    "en borttagen plan": (("kommun/plan.yaml", "", ""),),
    "en ny plan": (("d-2020/plan.yaml", "", "plan: {id: d-2020, namn: D, nämnd: D, år: 2020, bygger på: c-2020}\n"),),
    "egna husregler": (("a-2020/kommun.yaml", "", "kommun: {id: k, namn: Kommunen}\nnivåer: [inriktning]\n"),),
    "en fil med fel ändelse": (("c-2020/plan.yaml.txt", "", "plan: {id: x}\n"),),
}


@pytest.fixture
def leden(tmp_path: Path) -> Path:
    """Planer som följer efter, bygger på och bidrar till varandra, sparade i git."""
    for namn, text in LEDEN.items():
        fil = tmp_path / "planer/k" / namn
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.write_text(f"format: 1\n{text}", encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=Planerna")
    return tmp_path


def _ändra(mapp: Path, ändringar: tuple[tuple[str, str, str], ...]) -> None:
    for namn, från, till in ändringar:
        fil = mapp / "planer/k" / namn
        if not till:
            fil.unlink()
        elif not från:
            fil.parent.mkdir(exist_ok=True)
            fil.write_text(f"format: 1\n{till}", encoding="utf-8")
        else:
            text = fil.read_text(encoding="utf-8")
            assert från in text
            fil.write_text(text.replace(från, till), encoding="utf-8")


@pytest.mark.parametrize("vad", ÄNDRINGAR)
def test_bara_det_berörda_ger_samma_svar_som_allt(vad: str, leden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _ändra(leden, ÄNDRINGAR[vad])
    frågor = [("planer", "--bas", "main"), ("planer/k/a-2021", "planer/k/kommun", "--bas", "HEAD", "--format", "json")]
    frågor = [fråga for fråga in frågor if all((leden / ord_).exists() for ord_ in fråga if ord_.startswith("planer"))]
    bara = [kör_plan("validera", *fråga, mapp=leden) for fråga in frågor]
    monkeypatch.setattr(basfynd, "berörda", lambda *_: None)
    allt = [kör_plan("validera", *fråga, mapp=leden) for fråga in frågor]
    assert [(k.kod, k.ut) for k in bara] == [(k.kod, k.ut) for k in allt]


def test_det_som_är_lika_prövas_inte(leden: Path) -> None:
    _ändra(leden, ÄNDRINGAR["två ändringar"])
    assert "3 mappar är lika i main: deras fynd fanns redan" in kör_plan("validera", "--bas", "main", mapp=leden).fel


def test_det_som_står_likadant_på_disken_läses_inte_ur_git(leden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Den ändrade mappens filer läses för att jämföras. I historien läses det som kan ha ett fingeravtryck, och husreglerna."""
    _ändra(leden, ÄNDRINGAR["ett värde längst bak i kedjan"])
    lästa: list[str] = []
    läs = git_läsning.läs

    def läs_och_minns(f: git_läsning.Förråd, innehåll: Mapping[str, str]) -> dict[str, bytes]:
        lästa.extend(innehåll)
        return läs(f, innehåll)

    monkeypatch.setattr(git_läsning, "läs", läs_och_minns)
    kör_plan("validera", "--bas", "HEAD", mapp=leden)
    ur_historien = [fil.split(" ")[1] for fil in lästa if fil[0].isdecimal()]
    assert ur_historien == ["planer/k/kommun.yaml", "planer/k/a-2019/utfall.yaml"]
    assert {fil for fil in lästa if not fil[0].isdecimal()} == {f"planer/k/a-2019/{n}.yaml" for n in ("plan", "utfall")}


def test_ett_beslut_som_togs_bort_i_historien_syns_fast_filerna_är_lika(leden: Path) -> None:
    """BES1304: besluten i git är andra än i revisionen, för en plan som ingen har ändrat sedan dess."""
    plan = leden / "planer/k/c-2020/plan.yaml"
    utan = plan.read_text(encoding="utf-8")
    kör_plan("besluta", "c-2020", "--datum", "2020-01-15", "--paragraf", "1", mapp=leden)
    git(leden, "commit", "--quiet", "--all", "--message=Beslutet")
    plan.write_text(utan, encoding="utf-8")
    git(leden, "commit", "--quiet", "--all", "--message=Bort")
    assert "BES1304" in kör_plan("validera", "--bas", "HEAD~2", mapp=leden).ut
