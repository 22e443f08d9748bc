"""Skillnaden mellan två versioner av en plan: varje ändring har sitt slag och sin tyngd, och ingen nyckel glöms bort."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from planverktyg.arkiv.laddning import Dokument, ladda
from planverktyg.arkiv.laddning.slag import SLAG
from planverktyg.arkiv.syntax import läs
from planverktyg.arkiv.version import läs_version
from planverktyg.modell.exempel import EXEMPEL
from planverktyg.skillnad import Tyngd, jämför
from planverktyg.skillnad.jamforelse import jämför_dokument
from planverktyg.skillnad.sammanhang import Sammanhang
from tests.conftest import ROT
from tests.faltbyte import delar_i, förråd_av, ändrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planverktyg.skillnad import Skillnad, Ändring

PLANFILER = sorted(ROT.glob("planer/*/**/*.yaml"))


def jämför_texter(gammal: str, ny: str, **andra: str) -> Skillnad:
    """Två lydelser av samma plan, med filer bredvid som är lika i båda."""
    bredvid = {f"{namn}.yaml": text.encode() for namn, text in andra.items()}
    versioner = [läs_version(namn, {"plan.yaml": t.encode()} | bredvid) for namn, t in (("förut", gammal), ("nu", ny))]
    return jämför(*versioner)


def i_korthet(skillnad: Skillnad) -> list[str]:
    return [f"{ä.tyngd}: {ä.slag} {ä.ställe.id or ä.ställe.namn}" for ä in skillnad.ändringar]


# --- En tabell över slagen ------------------------------------------------------------------------

FALL = yaml.safe_load((Path(__file__).parent / "skillnader.yaml").read_text(encoding="utf-8"))


def _byt(text: str, byten: list[dict[str, str]]) -> str:
    for byte in byten:
        assert text.count(byte["från"]) == 1, byte["från"]
        text = text.replace(byte["från"], byte["till"])
    return text


@pytest.mark.parametrize("fall", FALL["fall"], ids=lambda fall: fall["namn"])
def test_ändringen_får_sitt_slag_och_sin_tyngd(fall: dict[str, Any]) -> None:
    filer = {"plan.yaml": FALL["plan"], "kommun.yaml": FALL["kommun"], "helar.yaml": FALL["uppföljning"]}
    nya = filer | {fall.get("i", "plan.yaml"): _byt(filer[fall.get("i", "plan.yaml")], fall["byt"])}
    versioner = [läs_version("", {namn: text.encode() for namn, text in alla.items()}) for alla in (filer, nya)]
    skillnad = jämför(*versioner)
    assert not skillnad.olästa, skillnad.olästa
    assert i_korthet(skillnad) == fall["ger"]
    visat = "\n".join(f"{ä.rubrik}: {ä.från} → {ä.till} {' '.join(ä.detaljer)}" for ä in skillnad.ändringar)
    for text in fall.get("säger", []):
        assert text in visat.replace("\u00a0", " ")


# --- Målvärdets riktning --------------------------------------------------------------------------

PLAN_MED_MÅLVÄRDE = """\
format: 1
plan: {{id: p-2020, namn: Plan, nämnd: N, år: 2020}}
mål:
  - id: m
    nivå: mål
    namn: Målet
    indikatorer:
      - {{id: i, namn: Indikatorn, enhet: dygn, utgångsvärde: {{värde: 60, avser: 2019}}, målvärde: {målvärde}}}
"""


RIKTNINGAR = [
    ("{minst: 80}", "{minst: 85}", "skärpt"),
    ("{minst: 80}", "{minst: 75}", "mildrat"),
    ("{högst: 80}", "{högst: 85}", "mildrat"),
    ("{högst: 80}", "{högst: 75}", "skärpt"),
    ("{exakt: 7}", "{minst: 7}", "mildrat"),
    ("{minst: 7}", "{exakt: 7}", "skärpt"),
    ("{exakt: 7}", "{exakt: 8}", "ändrat"),
    ("{minst: 60}", "{högst: 60}", "ändrat"),
    ("{mellan: [2, 4]}", "{mellan: [3, 4]}", "skärpt"),
    ("{mellan: [2, 4]}", "{mellan: [2, 5]}", "mildrat"),
    ("{mellan: [2, 4]}", "{mellan: [3, 5]}", "ändrat"),
    ("{mellan: [2, 4]}", "{minst: 2}", "mildrat"),
    ("{riktning: ökar}", "{riktning: minskar inte}", "mildrat"),
    ("{riktning: bibehålls}", "{riktning: ökar}", "ändrat"),
    ("{riktning: ökar inte}", "{riktning: minskar}", "skärpt"),
    ("{riktning: ökar}", "{minst: 70}", "skärpt"),
    ("{riktning: ökar}", "{minst: 50}", "mildrat"),
    ("{riktning: ökar}", "{riktning: ökar, mot: 2018}", "ändrat"),
    ("{klart: 2020}", "{klart: 2020-06}", "skärpt"),
    ("{klart: 2020}", "{klart: 2021}", "mildrat"),
    ("{minst: 80}", "{minst: 80, avser: 2021}", "mildrat"),
    ("{minst: 80, avser: 2021}", "{minst: 80, avser: på sikt}", "mildrat"),
    ("{minst: 80}", "{minst: 85, avser: 2021}", "ändrat"),
    ("{minst: 80}", "{minst: 75, avser: 2021}", "mildrat"),
    ("{minst: 80}", "[{minst: 80}, {högst: 90}]", "skärpt"),
    ("[{minst: 80}, {högst: 90}]", "{högst: 90}", "mildrat"),
    ("{per år: {2019: {minst: 80}, 2020: {minst: 85}}}", "{per år: {2019: {minst: 80}, 2020: {minst: 82}}}", "mildrat"),
    ("{per år: {2019: {minst: 80}, 2020: {minst: 85}}}", "{per år: {2020: {minst: 85}}}", "mildrat"),
    ("{minst: 85}", "{per år: {2019: {minst: 80}, 2020: {minst: 85}}}", "skärpt"),
    ("{minst: riket}", "{exakt: riket}", "skärpt"),
    ("{minst: riket}", "{minst: länet}", "ändrat"),
    ("{redovisas: ja}", "{minst: 80}", "skärpt"),
    ("{minst: 80}", "{redovisas: ja}", "mildrat"),
    ("{minst: 80}", "{saknas: Följs utan nivå.}", "mildrat"),
    ("{saknas: Följs utan nivå.}", "{minst: 80}", "skärpt"),
    ("{minst: 80}", "{bedöms: God kvalitet.}", "ändrat"),
    ("{band: [{steg: a, från: 80}, {steg: b, från: 0}]}", "{band: [{steg: a, från: 70}, {steg: b, från: 0}]}", "mildrat"),
    ("{band: [{steg: a, från: 0}, {steg: b, från: 5}]}", "{band: [{steg: a, från: 0}, {steg: b, från: 3}]}", "skärpt"),
    ("{minst: 80}", "{minst: 80, rubrik: Etappmål}", "ändrat"),
]  # fmt: skip
"""Målvärdet före, efter, och åt vilket håll det har gått."""


@pytest.mark.parametrize(("gammalt", "nytt", "åt"), RIKTNINGAR)
def test_målvärdets_riktning(gammalt: str, nytt: str, åt: str) -> None:
    skillnad = jämför_texter(*(PLAN_MED_MÅLVÄRDE.format(målvärde=m) for m in (gammalt, nytt)))
    (ändring,) = skillnad.ändringar
    assert ändring.rubrik == f"Målvärdet är {åt}"


def test_ett_målvärde_i_en_ny_enhet_är_varken_skärpt_eller_mildrat() -> None:
    gammal = PLAN_MED_MÅLVÄRDE.format(målvärde="{högst: 2555}")
    skillnad = jämför_texter(gammal, gammal.replace("dygn", "år").replace("2555", "7"))
    rubriker = {ä.rubrik: ä for ä in skillnad.ändringar}
    assert rubriker["Målvärdet är ändrat"].detaljer == ("Samtidigt ändras enhet: dygn → år",)


# --- Det som inte är någon ändring ----------------------------------------------------------------


class _Skrivare(yaml.SafeDumper):
    """Skriver exakta tal som tal."""


_Skrivare.add_representer(
    Decimal, lambda skrivare, tal: skrivare.represent_scalar("tag:yaml.org,2002:float", format(tal, "f"))
)


def _omkastad(värde: Any, slump: random.Random) -> Any:
    if isinstance(värde, dict):
        par = list(värde.items())
        slump.shuffle(par)
        return {nyckel: _omkastad(inre, slump) for nyckel, inre in par}
    return [_omkastad(inre, slump) for inre in värde] if isinstance(värde, list) else värde


@pytest.mark.parametrize("fil", PLANFILER, ids=lambda fil: "-".join(fil.parts[-3:]))
@given(frö=st.integers(0, 2**32), bredd=st.integers(20, 200), flöde=st.sampled_from([None, True, False]))
@settings(max_examples=3, deadline=None)
def test_nyckelordning_format_kommentarer_och_citattecken_är_ingen_ändring(
    fil: Path, frö: int, bredd: int, flöde: bool | None
) -> None:
    källa = fil.read_bytes()
    träd, _ = läs(källa, "")
    assert träd is not None
    slump = random.Random(frö)  # noqa: S311 - ingen kryptering
    omskriven = "# En kommentar.\n" + yaml.dump(
        _omkastad(träd.innehåll, slump),
        Dumper=_Skrivare,
        sort_keys=False,
        width=bredd,
        default_flow_style=flöde,
        allow_unicode=True,
    )
    skillnad = jämför(läs_version("", {"a.yaml": källa}), läs_version("", {"b/c.yaml": omskriven.encode()}))
    assert not skillnad.olästa, skillnad.olästa
    assert skillnad.ändringar == ()


# --- Ingen nyckel glöms bort ----------------------------------------------------------------------


def _dokument() -> Iterator[Dokument[Any]]:
    texter = [fil.read_text(encoding="utf-8") for fil in PLANFILER]
    texter += [EXEMPEL[slag] for slag in ("kommundokument", "plandokument", "uppföljningsdokument")]
    texter += [PLAN_MED_MÅLVÄRDE.format(målvärde=gammalt) for gammalt, _, _ in RIKTNINGAR]
    for text in sorted(texter, key=len):  # varje fält ändras i den kortaste text som har det
        träd, _ = läs(text.encode(), "fil.yaml")
        assert träd is not None
        dokument, fynd = ladda(träd)
        assert dokument is not None, fynd
        yield dokument


def test_varje_fält_i_modellen_ger_en_ändring_när_det_ändras() -> None:
    dokumenten = list(_dokument())
    förråd = förråd_av(dokumenten)
    sedda: set[Any] = set()
    for dokument in dokumenten:  # listan växer: det som sätts in har egna fält
        for (klass, namn), modell in ändrade(dokument, förråd, sedda):
            ändrat = replace(dokument, modell=modell)
            assert ändrat.modell != dokument.modell
            if len(list(delar_i(modell))) > len(list(delar_i(dokument.modell))):
                dokumenten.append(ändrat)
            funna: list[Ändring] = list(jämför_dokument(dokument, ändrat, Sammanhang("")))
            assert funna, f"{klass.__name__}.{namn} ändrades utan att det märktes"
            for ändring in funna:
                assert ändring.rubrik
                assert ändring.tyngd in Tyngd
    alla = {(klass, namn) for klass in förråd for namn in klass.model_fields} - {(k, "format") for k in SLAG.values()}
    assert {f"{klass.__name__}.{namn}" for klass, namn in alla - sedda} == set()


@pytest.mark.parametrize(
    ("från", "till", "väger"),
    [
        ("{minst: 9}", "{minst: 9, bör: ja}", Tyngd.FÖRSVAGAR),
        ("[{minst: 5}, {minst: 9}]", "[{minst: 5}, {minst: 9, bör: ja}]", Tyngd.FÖRSVAGAR),
        ("[{minst: 5}, {minst: 9, bör: ja}]", "[{minst: 5}, {minst: 9}]", Tyngd.STÄRKER),
        ("[{minst: 5}, {högst: 9}]", "[{minst: 5, bör: ja}, {högst: 9}]", Tyngd.FÖRSVAGAR),
        ("{minst: 9}, eftersläpning: 1 år", "{minst: 9}, eftersläpning: 2 år", Tyngd.FÖRSVAGAR),
        ("{minst: 9}", "{minst: 9}, eftersläpning: 6 månader", Tyngd.FÖRSVAGAR),
        ("{minst: 9}, eftersläpning: 18 månader", "{minst: 9}, eftersläpning: 1 år", Tyngd.STÄRKER),
    ],
)
def test_bör_och_eftersläpning_väger_åt_ett_håll(från: str, till: str, väger: Tyngd) -> None:
    """Ett villkor i en lista som bara blir något att sikta mot, och ett äldre värde som får svara."""
    mall = (
        "format: 1\nplan: {{id: p, namn: P, nämnd: N, år: 2020}}\n"
        "mål:\n  - {{id: m, nivå: mål, namn: M, indikatorer: [{{id: i, namn: I, enhet: antal, målvärde: {0}}}]}}\n"
    )
    gammal, ny = (
        läs_version(namn, {"plan.yaml": mall.format(krav).encode()}) for namn, krav in (("a", från), ("b", till))
    )
    assert [ä.tyngd for ä in jämför(gammal, ny).ändringar] == [väger]


@pytest.mark.parametrize(
    ("avser", "säger"),
    [
        (("2020", "2020"), "Alla driftbudgetar tillsammans: 300 tkr → 310 tkr"),
        (("2020", "2021"), None),
        (("2020", "2021", "2020"), "Alla driftbudgetar 2020 tillsammans: 400 tkr → 410 tkr"),
    ],
)
def test_driftbudgetar_för_olika_år_läggs_inte_ihop(avser: tuple[str, ...], säger: str | None) -> None:
    def plan(första: int) -> str:
        tabeller = [
            f"    - {{id: b{nr}, avser: {år}, rader: [{{namn: Netto, slag: nettokostnad, budget: {belopp}}}]}}\n"
            for nr, (år, belopp) in enumerate(zip(avser, (första, 200, 300), strict=False))
        ]
        huvud = "format: 1\nplan: {id: p, namn: P, nämnd: N, år: {från: 2020, till: 2021}}\n"
        return f"{huvud}ekonomi:\n  driftbudget:\n{''.join(tabeller)}"

    (ändring,) = jämför_texter(plan(100), plan(110)).ändringar
    samlat = [d.replace("\u00a0", " ") for d in getattr(ändring, "detaljer", ()) if "tillsammans" in d]
    assert samlat == ([säger] if säger else [])
