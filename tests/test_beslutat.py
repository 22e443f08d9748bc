"""Fingeravtrycket: vad som får ändras utan nytt beslut, och vad som inte får det."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.arkiv.laddning import ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.modell.fingeravtryck import DELAR, fingeravtryck, läs_fingeravtryck, ändrade_delar
from planverktyg.modell.plan import Plandokument
from planverktyg.modell.rapportering import Uppföljningsdokument
from tests.conftest import ROT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLANER = sorted((ROT / "planer").rglob("plan.yaml"))
UPPFÖLJNINGAR = sorted((ROT / "planer").rglob("20*.yaml"))
DOKUMENTEN = [pytest.param(fil, id=f"{fil.parent.name}-{fil.stem}") for fil in (*PLANER, *UPPFÖLJNINGAR)]

PLAN = """\
format: 1
plan: {id: p, namn: Plan 2020, nämnd: Nämnden, år: 2020}
mål:
  - id: m
    nivå: nämndmål
    namn: Fler får stöd hemma
    beskrivning: >-
      Stödet ges
      hemma.
    indikatorer:
      - {id: i, namn: Andel, enhet: ja/nej, målvärde: ja}
      - {id: j, namn: Antal, utgångsvärde: {värde: 12.50, avser: 2019}, målvärde: {per år: {2020: {minst: 4}}}}
"""


def modell(text: str) -> Any:
    träd, fynd = läs(text.encode(), "plan.yaml")
    assert träd is not None, fynd
    dokument, fynd = ladda(träd)
    assert dokument is not None, fynd
    assert fynd == []
    return dokument.modell


def avtryck(text: str) -> str:
    return fingeravtryck(modell(text))


# --- Det som inte ändrar något ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skrivet", "omskrivet"),
    [
        pytest.param("målvärde: ja", "målvärde: {minst: ja}", id="kort och lång form"),
        pytest.param("målvärde: ja", "målvärde: 'ja'", id="citattecken"),
        pytest.param("namn: Andel, enhet: ja/nej", "enhet: ja/nej, namn: Andel", id="nycklarnas ordning"),
        pytest.param("mål:\n", "# En kommentar\nmål: # här\n", id="kommentarer"),
        pytest.param(">-\n      Stödet ges\n      hemma.", "Stödet ges hemma.", id="vikt text på en rad"),
        pytest.param(">-\n      Stödet ges\n      hemma.", "|\n      Stödet\n      ges hemma.", id="brutna rader"),
        pytest.param("12.50", "12.5", id="nollor sist i talet"),
        pytest.param("avser: 2019", "avser: helår 2019", id="samma tid"),
        pytest.param("år: 2020}", "år: {från: 2020, till: 2020}}", id="samma år"),
        pytest.param("år: 2020}", "år: 2020, källa: Nämndplan 2020}", id="källan till avskriften"),
        pytest.param("år: 2020}", "år: 2020, föregångare: p-2019}", id="planen före"),
        pytest.param("år: 2020}", "år: 2020, beslut: {paragraf: 97}}", id="beslutet självt"),
        pytest.param("nivå: nämndmål", "nivå: nämndmål\n    tidigare id: m-2019", id="målets id förut"),
        pytest.param("format: 1", "format: 1\nundantag: [{regel: IND301, motivering: Känt.}]", id="undantag"),
        pytest.param("målvärde: ja", "målvärde: ja, ackumuleras: nej", id="ett förval som skrivs ut"),
    ],
)  # fmt: skip
def test_samma_innehåll_ger_samma_fingeravtryck(skrivet: str, omskrivet: str) -> None:
    assert PLAN.count(skrivet) == 1
    assert avtryck(PLAN.replace(skrivet, omskrivet)) == avtryck(PLAN)


@pytest.mark.parametrize("fil", DOKUMENTEN)
def test_en_fil_som_skrivs_om_av_ett_annat_program_har_kvar_sitt_fingeravtryck(fil: Path) -> None:
    """Utan kommentarer, med andra citattecken, andra radbrytningar och nycklarna i bokstavsordning."""
    text = fil.read_text(encoding="utf-8")
    träd, _ = läs(text.encode(), fil.name)
    assert träd is not None
    for bredd in (40, 1000):
        omskriven = yaml.dump(
            _för_yaml(träd.innehåll), Dumper=_Skrivare, allow_unicode=True, sort_keys=True, width=bredd
        )
        assert omskriven != text
        assert avtryck(omskriven) == avtryck(text)


class _Skrivare(yaml.SafeDumper):
    """Skriver exakta tal som tal."""


def _tal(skrivare: Any, tal: Decimal) -> Any:
    return skrivare.represent_scalar("tag:yaml.org,2002:float", format(tal, "f"))


_Skrivare.add_representer(Decimal, _tal)


def _för_yaml(nod: Any) -> Any:
    """Innehållet med årtal som text där de är nycklar, så att nycklarna går att ordna."""
    if isinstance(nod, dict):
        return {str(nyckel): _för_yaml(v) for nyckel, v in nod.items()}
    return [_för_yaml(v) for v in nod] if isinstance(nod, list) else nod


@given(st.lists(st.text("abcåäö", min_size=1), min_size=2, max_size=12), st.data())
def test_var_raderna_bryts_i_löpande_text_spelar_ingen_roll(orden: list[str], data: st.DataObject) -> None:
    brutet = "".join(ord_ + data.draw(st.sampled_from([" ", "\n      ", "  "])) for ord_ in orden)
    i_rad, i_block = " ".join(orden), f"|\n      {brutet.strip()}"
    assert avtryck(_med_text(f"'{i_rad}'")) == avtryck(_med_text(i_block))


def _med_text(text: str) -> str:
    return PLAN.replace(">-\n      Stödet ges\n      hemma.", text)


# --- Det som ändrar något ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("en", "annan"),
    [
        pytest.param("- ett\n- två", "- ett - två", id="punkter och ett stycke"),
        pytest.param("1. ett\n2. två", "1. ett 2. två", id="numrerade punkter"),
        pytest.param("ett\n\ntvå", "ett\ntvå", id="två stycken och ett"),
        pytest.param("# Rubrik\ntext", "# Rubrik text", id="rubrikens slut"),
        pytest.param("- ett\n  - två", "- ett\n- två", id="en punkt under en annan"),
        pytest.param("ett\\\ntvå", "ett\ntvå", id="en bruten rad"),
        pytest.param("| a |\n| b |", "| a | | b |", id="rader i en tabell"),
    ],
)
def test_det_som_syns_i_markdown_ändrar_fingeravtrycket(en: str, annan: str) -> None:
    def som_block(text: str) -> str:
        return _med_text("|\n" + "\n".join(f"      {rad}".rstrip() for rad in text.split("\n")))

    assert avtryck(som_block(en)) != avtryck(som_block(annan))


UTAN_BESLUT: dict[type[Any], set[tuple[str, ...]]] = {
    Plandokument: {("plan", "källa"), ("plan", "föregångare"), ("plan", "beslut"), ("undantag",), ("format",)},
    Uppföljningsdokument: {("uppföljning", "beslut"), ("uppföljning", "fas"), ("format",)},
}


@pytest.mark.parametrize("fil", DOKUMENTEN)
def test_varje_ändrat_värde_ändrar_fingeravtrycket_i_rätt_del(fil: Path) -> None:
    """Varje text, tal och ord i varje fil ändras för sig. Det som inte längre går att läsa behöver inget fingeravtryck."""
    träd, _ = läs(fil.read_bytes(), fil.name)
    assert träd is not None
    dokument, _ = ladda(träd)
    assert dokument is not None
    före = fingeravtryck(dokument.modell)
    undantagna = UTAN_BESLUT[type(dokument.modell)]
    prövade = 0
    for rutt, ändrat in _ändringar(träd.innehåll):
        try:
            ny = type(dokument.modell).model_validate(ändrat)
        except ValueError:
            continue
        får = any(rutt[: len(undantag)] == undantag for undantag in undantagna) or rutt[-1] == "tidigare id"
        väntat = [] if får else [next((d for d in DELAR if rutt[0] in DELAR[d]), "huvud")]
        assert ändrade_delar(ny, före) == väntat, rutt
        prövade += 1
    assert prövade > 20


def _ändringar(nod: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Innehållet gång på gång, varje gång med ett enda värde ändrat, och rutten till det."""
    steg = nod.items() if isinstance(nod, dict) else enumerate(nod) if isinstance(nod, list) else ()
    for nyckel, värde in steg:
        for rutt, ändrat in _ändringar(värde):
            kopia = dict(nod) if isinstance(nod, dict) else list(nod)
            kopia[nyckel] = ändrat
            yield (nyckel, *rutt), kopia
    if isinstance(nod, str):
        yield (), {"ja": "nej", "nej": "ja"}.get(nod, nod + "x")
    elif isinstance(nod, (int, Decimal)):
        yield (), nod + 1


def test_ordningen_mellan_målen_är_beslutad() -> None:
    text = _med_text("Text.") + "  - {id: n, nivå: nämndmål, namn: Annat}\n"
    bytt = modell(text)
    assert ändrade_delar(bytt.model_copy(update={"mål": bytt.mål[::-1]}), fingeravtryck(bytt)) == ["mål"]


# --- Fingeravtrycket som text -----------------------------------------------------------------------


def test_fingeravtrycket_är_detsamma_i_dag_som_när_det_först_skrevs() -> None:
    """Ändras det här är beslutade planer inte längre beslutade. Räkna på ett nytt sätt med ett nytt versionsmärke."""
    assert avtryck(PLAN) == "v1 huvud=ac9228769168f274 mål=ecbe8f62a4059a3c"


@pytest.mark.parametrize(
    "text",
    [
        "", "v1", "v9 huvud=08a43f746985b403", "v1 mål=08a43f746985b403", "v1 huvud=08a4", "v1 huvud=08A43F746985B403",
        "v1 huvud=08a43f746985b403 annat=08a43f746985b403", "v1 huvud=08a43f746985b403 huvud=08a43f746985b403",
        "enligt protokollet",
    ],
)  # fmt: skip
def test_ett_fingeravtryck_som_inte_är_helt_går_inte_att_läsa(text: str) -> None:
    assert läs_fingeravtryck(text) is None
    assert ändrade_delar(modell(PLAN), text) is None


def test_en_del_som_tas_bort_eller_läggs_till_är_en_ändring() -> None:
    utan, med = PLAN.split("mål:", maxsplit=1)[0], PLAN
    assert ändrade_delar(modell(med), avtryck(utan)) == ["mål"]
    assert ändrade_delar(modell(utan), avtryck(med)) == ["mål"]


def test_varje_slags_värde_i_formatet_har_ett_fingeravtryck() -> None:
    """En eftersläpning, en tolerans och ett spann är innehåll som alla andra: ändras de märks det."""

    def avtryck(rad: str) -> str:
        text = (
            "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\nmål: [{id: m, nivå: mål, namn: M, indikatorer: "
            f"[{{id: i, namn: I, {rad}}}]}}]\n"
        )
        träd, _ = läs(text.encode(), "plan.yaml")
        assert träd is not None
        dokument, fynd = ladda(träd)
        assert dokument is not None
        assert fynd == []
        return fingeravtryck(dokument.modell)

    rader = [
        "eftersläpning: 1 år",
        "eftersläpning: 6 månader",
        "målvärde: {riktning: bibehålls, tolerans: 5}",
        "målvärde: {riktning: bibehålls, tolerans: 5 %}",
        "målvärde: {minst: 5, avser: {från: 2020-01, till: 2020-11}}",
        "målvärde: {minst: 5, avser: {från: 2020-01, till: 2020-10}}",
    ]
    assert len({avtryck(rad) for rad in rader}) == len(rader)
