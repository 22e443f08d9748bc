"""Granskningen: vandringen, ordningen, vad som prövas när ett dokument bara är läst till en del, och minnet mellan mappar."""

from __future__ import annotations

import gc
import shutil
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planverktyg.arkiv.akt import Akt, läs_mappar
from planverktyg.arkiv.laddning.slag import alla_klasser
from planverktyg.granskning.granskare import Granskare, granska, granska_mapp
from planverktyg.granskning.regel import nämn, räkna_upp_några
from planverktyg.granskning.regler import REGLER
from planverktyg.granskning.vandring import SLAG, Slag, Vandring
from planverktyg.modell.ekonomi import Budgetrad
from planverktyg.modell.grund.fynd import Allvar, sortera
from planverktyg.modell.plan import Plan, Plandokument, Uppdragsdel
from tests.conftest import ROT, kör_plan
from tests.fall.utdrag import dela, fyll_ut, granska_filer

if TYPE_CHECKING:
    from planverktyg.arkiv.akt import Mapp
    from planverktyg.modell.grund.fynd import Fynd

TYRESÖ = ROT / "planer" / "tyreso"


@pytest.fixture(autouse=True)
def i_egen_mapp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _granska(text: str, mapp: Path) -> list[Fynd]:
    return granska_filer(fyll_ut(dela(text)), mapp)


def _koder(text: str, mapp: Path) -> list[str]:
    return [f.kod for f in _granska(text, mapp)]


def _akt(mapp: Path) -> Akt:
    return next(akt for läst in läs_mappar(mapp) for akt in läst.akter)


# --- Vandringen -----------------------------------------------------------------------------------


def test_vandringen_går_i_planens_ordning() -> None:
    akt = _akt(TYRESÖ)
    vandring = Vandring(akt)
    assert [m.id for _, m in vandring.mål] == [m.id for m in akt.plan.modell.alla_mål()]
    assert [p.indikator.id for p in vandring.indikatorer] == [i.id for i in akt.plan.modell.alla_indikatorer()]
    assert [p.uppdrag.id for p in vandring.uppdrag] == [u.id for u in akt.plan.modell.alla_uppdrag()]


def test_rutterna_pekar_på_det_som_de_står_bredvid() -> None:
    akt = _akt(TYRESÖ)
    innehåll = akt.plan.träd.innehåll
    for post in Vandring(akt).idposter:
        nod = innehåll
        for steg in post.rutt:
            nod = nod[steg]  # type: ignore[index]
        assert nod == post.id


def test_bedömningarna_hör_till_indikatorerna_i_samma_ordning() -> None:
    vandring = Vandring(_akt(TYRESÖ))
    for avstämning in vandring.avstämningar:
        assert [b.indikator for b in avstämning.indikatorer] == [p.indikator for p in vandring.indikatorer]


def test_idtabellen_har_planens_id_med_slag() -> None:
    tabell = Vandring(_akt(TYRESÖ)).idtabell
    assert tabell["hvb-dygn"].slag is Slag.INDIKATOR
    assert tabell["vo3"].slag is Slag.VERKSAMHETSOMRÅDE
    assert tabell["genomlysning-jamforelse"].slag is Slag.UPPDRAGSDEL


# --- Ordning och allvar ---------------------------------------------------------------------------


def test_fynden_kommer_i_läsordning_varje_fynd_en_gång() -> None:
    for mapp in (m for m in läs_mappar(TYRESÖ) if m.akter):
        fynd = granska_mapp(mapp)
        assert fynd == sortera(fynd)
        assert len(set(fynd)) == len(fynd)
        assert set(granska(mapp.akter[0])) <= set(fynd)


def test_tyresös_plan_har_inga_fel() -> None:
    fynd = [f for mapp in läs_mappar(TYRESÖ) for f in granska_mapp(mapp)]
    assert [f for f in fynd if f.allvar is Allvar.FEL] == []


def test_varje_fynd_har_regelns_allvar_och_hela_meningar() -> None:
    allvar = {regel.kod: regel.allvar for regel in REGLER}
    for mapp in läs_mappar(TYRESÖ):
        for f in granska_mapp(mapp):
            assert f.allvar is allvar[f.kod]
            assert f.text.endswith((".", "?"))
            assert f.råd == "" or f.råd.endswith((".", "?", ":"))


# --- Dokument som är lästa till en del --------------------------------------------------------------

TRASIG_PLAN = """\
# plan.yaml
mål:
  - id: m1
    nivå: nämdmål
    namn: Ett
    indikatorer:
      - {id: i1, namn: Ett, enhet: antal, målvärde: 25}
      - {id: i2, namn: Två, enhet: antal}
      - {id: i1, namn: Tre, enhet: antal, målvärde: {minst: 3}}
# 2020-08-31.yaml
uppföljning: {plan: asn-2020, period: delår 2, per: 2020-08-30}
utfall: {i1: 3, i9: 3}
"""


def test_ett_fel_i_ett_värde_tystar_inte_andra_regler(tmp_path: Path) -> None:
    koder = _koder(TRASIG_PLAN, tmp_path)
    assert {"STR109", "REF201", "REF206", "TID602"} <= set(koder)


def test_regler_om_det_som_saknas_tiger_när_planen_är_läst_till_en_del(tmp_path: Path) -> None:
    assert not {"IND301", "REF202", "IND308"} & set(_koder(TRASIG_PLAN, tmp_path))


def test_regler_om_det_som_saknas_talar_när_felet_är_rättat(tmp_path: Path) -> None:
    koder = set(_koder(TRASIG_PLAN.replace("målvärde: 25", "målvärde: {minst: 25}"), tmp_path))
    assert {"IND301", "REF202", "IND308"} <= koder


def test_en_trasig_uppföljning_tystar_inte_de_andra(tmp_path: Path) -> None:
    fynd = _granska(
        """\
# plan.yaml
indikatorer:
  - {id: i1, namn: Ett, enhet: antal, målvärde: {minst: 3}}
# 2020-04-30.yaml
uppföljning: {plan: asn-2020, period: delår 1, per: 2020-04-30}
utfall: {i1: {värde: 3 st}}
# 2020-08-31.yaml
sammanfattning: Allt går bra.
""",
        tmp_path,
    )
    assert [f.plats.fil for f in fynd if f.kod == "IND308"] == ["2020-08-31.yaml"]


TRASIGA_HUSREGLER = """\
# kommun.yaml
perioder: {tertial 1: 30 april}
nivåer: [nämndmål]
# plan.yaml
mål: [{id: m1, nivå: okänd nivå, namn: Ett}]
# 2020-04-30.yaml
uppföljning: {plan: asn-2020, period: tertial 1, per: 2020-04-30}
"""


def test_husregler_som_är_lästa_till_en_del_fäller_ingen(tmp_path: Path) -> None:
    koder = _koder(TRASIGA_HUSREGLER, tmp_path)
    assert "STR107" in koder
    assert not {"TID601", "TID602", "TID605", "REF206"} & set(koder)


@pytest.mark.parametrize("mapp", ["", "asn-2020/"])
def test_husregler_som_inte_går_att_läsa_fäller_ingen(mapp: str, tmp_path: Path) -> None:
    text = (
        TRASIGA_HUSREGLER.replace("30 april", '"').replace("# plan", f"# {mapp}plan").replace("# 2020", f"# {mapp}2020")
    )
    koder = set(_koder(text, tmp_path))
    assert "STR004" in koder
    assert not {"TID601", "TID602", "REF206"} & koder


def test_hela_husregler_prövas(tmp_path: Path) -> None:
    koder = _koder(TRASIGA_HUSREGLER.replace("30 april", "04-30"), tmp_path)
    assert {"TID605", "REF206"} <= set(koder)


def test_en_plan_som_inte_går_att_läsa_gör_inte_uppföljningen_föräldralös(tmp_path: Path) -> None:
    koder = _koder('# plan.yaml\nplan: {id: "asn-2020\n# 2020-08-31.yaml\nsammanfattning: Bra.\n', tmp_path)
    assert koder == ["STR004"]


# --- Mellan mappar ----------------------------------------------------------------------------------


def test_granskaren_minns_plan_id_mellan_mappar(tmp_path: Path) -> None:
    for mapp in ("a", "b"):
        (tmp_path / mapp).mkdir()
        (tmp_path / mapp / "plan.yaml").write_text(fyll_ut({"plan.yaml": "risker: []"})["plan.yaml"], encoding="utf-8")
    granskare = Granskare()
    mappar = list(läs_mappar(Path()))
    assert [[f.kod for f in granskare.granska_mapp(mapp)] for mapp in mappar] == [[], ["REF205"]]
    # Samma fil en gång till (plan validera a b a) är ingen dubblett.
    assert granskare.granska_mapp(mappar[0]) == []


def test_hänvisningen_säger_fil_när_den_är_en_annan(tmp_path: Path) -> None:
    fynd = _granska("# plan.yaml\nrisker: []\n# a.yaml\nutfall: {}\n# b.yaml\nutfall: {}\n", tmp_path)
    assert [f.text for f in fynd if f.kod == "REF208"] == [
        "Planen har redan en uppföljning för delår 2 2020. Se a.yaml rad 4."
    ]


# --- Ord i texterna ---------------------------------------------------------------------------------


def test_uppräkningar_blir_aldrig_långa() -> None:
    assert räkna_upp_några(["a", "b"]) == "a och b"
    assert räkna_upp_några([str(n) for n in range(20)]).endswith("10, 11 och 8 till")
    assert nämn(["a"], "uppdraget", "uppdrag") == "uppdraget a"
    assert nämn(["a", "b"], "uppdraget", "uppdrag") == "2 uppdrag: a och b"


# --- plan regel -------------------------------------------------------------------------------------


def test_plan_regel_listar_alla_regler() -> None:
    körning = kör_plan("regel")
    assert körning.kod == 0
    assert all(regel.kod in körning.ut and regel.namn.split()[0] in körning.ut for regel in REGLER)
    assert max(map(len, körning.ut.splitlines())) <= 80


@pytest.mark.parametrize("kod", ["IND301", "ind301", "Ind301"])
def test_plan_regel_förklarar_en_regel(kod: str) -> None:
    körning = kör_plan("regel", kod)
    assert körning.kod == 0
    assert körning.ut.startswith("IND301 (varning): indikator utan målvärde\n")
    assert "\nFel:\n" in körning.ut
    assert "\nRätt:\n" in körning.ut


def test_varje_regels_förklaring_ryms_i_terminalen() -> None:
    from planverktyg.kommandon.regel import _förklara

    for regel in REGLER:
        text = [rad for rad in _förklara(regel, 80) if not rad.startswith("  ")]
        assert max(map(len, text)) <= 80


def test_plan_regel_föreslår_rätt_kod() -> None:
    körning = kör_plan("regel", "IND031")
    assert körning.kod == 2
    assert körning.ut == ""
    assert "Menade du IND301?" in körning.fel
    assert kör_plan("regel", "xyz").kod == 2


def test_varje_del_med_id_eller_bidrar_till_har_ett_slag() -> None:
    """En ny del i formatet får annars ett id som ingen regel prövar, och en hänvisning som ingen vet vad den kommer från."""
    fält = {klass: klass.model_fields for klass in alla_klasser(Plandokument)}
    med_id = {klass for klass, f in fält.items() if "bidrar_till" in f or ("id" in f and f["id"].is_required())}
    assert med_id - SLAG.keys() == {Plan}, "planens eget id är unikt bland planerna, inte i planen"
    assert SLAG.keys() - med_id == {Uppdragsdel, Budgetrad}, "de har id bara när de följs upp"


def test_minnet_släpps_mapp_för_mapp_fast_skräpsamlaren_är_av(tmp_path: Path) -> None:
    """Ett kommando har skräpsamlaren av. En cirkel i bedömningen eller granskningen skulle hålla kvar varje plan."""
    for nummer in range(8):
        kopia = tmp_path / f"kommun-{nummer}"
        shutil.copytree(TYRESÖ / "asn-2020", kopia / "asn-2020")
        shutil.copy(TYRESÖ / "kommun.yaml", kopia)
    granskare = Granskare()
    gc.disable()
    try:
        planer = [_granskad(läst, granskare) for läst in läs_mappar(tmp_path) if läst.akter]
        kvar = sum(plan() is not None for plan in planer)
    finally:
        gc.enable()
    assert len(planer) == 8
    assert kvar <= 3, f"{kvar} planer av 8 är kvar i minnet"


def _granskad(läst: Mapp, granskare: Granskare) -> weakref.ref[Plandokument]:
    granskare.granska_mapp(läst)
    return weakref.ref(läst.akter[0].plan.modell)
