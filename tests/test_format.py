"""`plan format` och referensen: varje del och nyckel i modellen finns med, exemplen går att läsa, och stavfel förstås."""

from __future__ import annotations

import pytest

from planverktyg.arkiv.laddning.slag import SLAG, alla_klasser
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.byggsten import Del, nyckel
from planverktyg.modell.exempel import EXEMPEL
from planverktyg.modell.noder import delnamn
from planverktyg.modell.referens import Delpost, hitta
from planverktyg.modell.referensbygge import bygg_referens
from planverktyg.modell.villkor import Villkor
from tests.conftest import kör_plan


def referens() -> tuple[Delpost, ...]:
    return bygg_referens(tuple(SLAG.values()))


def klasser() -> list[type[Del]]:
    return sorted({k for rot in SLAG.values() for k in alla_klasser(rot)}, key=lambda k: k.__name__)


@pytest.mark.parametrize("klass", klasser(), ids=delnamn)
def test_varje_del_och_nyckel_i_modellen_finns_i_referensen(klass: type[Del]) -> None:
    (post,) = [p for p in referens() if p.namn == delnamn(klass)]
    assert {nyckel(namn) for namn in klass.model_fields} <= {n.namn for n in post.nycklar}
    assert all(n.typ and n.text.endswith((".", "…")) for n in post.nycklar), post


@pytest.mark.parametrize("klass", [k for k in klasser() if not issubclass(k, Villkor)], ids=delnamn)
def test_varje_del_har_ett_exempel_som_går_att_läsa(klass: type[Del]) -> None:
    """En ny del får sitt exempel i modell/exempel.py."""
    assert delnamn(klass) in EXEMPEL
    träd, fynd = läs(EXEMPEL[delnamn(klass)].encode(), "exempel.yaml")
    assert träd is not None
    assert fynd == []
    klass.model_validate(träd.innehåll)


def test_exemplen_hör_till_delar_som_finns() -> None:
    assert EXEMPEL.keys() == {post.namn for post in referens()}


@pytest.mark.parametrize(
    ("del_", "ord_", "typ"),
    [
        ("indikator", "namn", "text"),
        ("indikator", "per kön", "ja eller nej"),
        ("indikator", "målvärde", "ett målvärde"),
        ("indikator", "utgångsvärde", "ett värde, eller nycklarna i utgångsvärde"),
        ("indikator", "följs upp", "text, eller en lista av texter"),
        ("plan", "år", "ett årtal, eller nycklarna i planår"),
        ("plan", "bygger på", "ett id, eller en lista av id:n"),
        ("beslut", "datum", "ett datum (2020-08-31) eller en månad (2020-08)"),
        ("risk", "sannolikhet", "ett heltal"),
        ("mål", "indikatorer", "en lista av poster med nycklarna i indikator"),
        ("uppföljningsdokument", "utfall", "rader med ett id, kolon och sedan ett värde, eller nycklarna i utfall"),
        ("målvärde", "mellan", "två tal i en lista: [2, 4]"),
        ("jämförelse", "…", "ett tal, eller nycklarna i jämförelsevärde"),
    ],
)  # fmt: skip
def test_typen_sägs_med_vanliga_ord(del_: str, ord_: str, typ: str) -> None:
    ((post, _),) = hitta(referens(), del_)
    assert next(n.typ for n in post.nycklar if n.namn == ord_) == typ


def test_det_som_måste_finnas_och_förvalen() -> None:
    ((indikator, _),) = hitta(referens(), "indikator")
    assert [n.namn for n in indikator.nycklar if n.krävs] == ["id"], "namnet kan målet ge"
    assert {n.namn: n.förval for n in indikator.nycklar if n.förval} == {"ackumuleras": "nej", "per kön": "nej"}
    ((riskmatris, _),) = hitta(referens(), "riskmatris")
    assert {n.namn: n.förval for n in riskmatris.nycklar}["tröskel"] == "9"
    assert not [n for post in referens() for n in post.nycklar if "Undefined" in n.förval]


def test_listan_nämner_varje_del_i_80_kolumner() -> None:
    körning = kör_plan("format")
    assert (körning.kod, körning.fel) == (0, "")
    assert {post.namn for post in referens()} <= {rad[2:].split("  ")[0] for rad in körning.ut.splitlines()}
    assert max(map(len, körning.ut.splitlines())) <= 80


def test_en_del_visas_med_nycklar_och_exempel() -> None:
    körning = kör_plan("format", "indikator")
    assert (körning.kod, körning.fel) == (0, "")
    assert "  id (måste finnas)\n    Skriv: ett id\n" in körning.ut
    assert "  ackumuleras\n    Skriv: ja, nej eller flera år (2018–2022) (förval: nej)\n" in körning.ut
    assert körning.ut.endswith("  ansvarig: enhetschefen för barn och unga\n")
    assert max(map(len, körning.ut.splitlines())) <= 80


@pytest.mark.parametrize(
    ("skrivet", "början"),
    [
        ("malvarde", "målvärde: "),
        ("följs upp", "följs upp i indikator\n"),
        ("foljs-upp", "följs upp i indikator\n"),
        ("Mål:", "mål: "),
        ("beslutad bedömning", "beslutad bedömning: "),
    ],
)
def test_namnet_får_skrivas_på_flera_sätt(skrivet: str, början: str) -> None:
    assert kör_plan("format", *skrivet.split()).ut.startswith(början)


def test_en_nyckel_som_finns_överallt_räknas_upp() -> None:
    körning = kör_plan("format", "namn")
    assert "namn finns i flera delar: kommun, " in körning.ut


@pytest.mark.parametrize(
    ("skrivet", "råd"),
    [("indkator", "Menade du indikator?"), ("xyzzy", "plan format utan namn listar delarna.")],
)
def test_ett_okänt_namn(skrivet: str, råd: str) -> None:
    körning = kör_plan("format", skrivet)
    assert (körning.kod, körning.ut) == (2, "")
    assert råd in körning.fel
