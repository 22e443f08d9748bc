"""JSON-schemat som texteditorn använder: giltigt, på svenska, detsamma som ligger i planer/schema, och enigt med modellen."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planverktyg.arkiv.laddning import SLAG, ladda
from planverktyg.arkiv.syntax import läs
from planverktyg.kommandon.schema import FILER
from planverktyg.modell.schema import bygg_schema, som_text
from tests.conftest import ROT, kör_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TYRESÖ = ROT / "planer" / "tyreso"
PLANFILER = {
    "kommun": ("kommun.yaml",),
    "plan": ("asn-2020/plan.yaml",),
    "uppföljning": ("asn-2020/2020-04-30.yaml", "asn-2020/2020-08-31.yaml"),
}
ALLA = [pytest.param(slag, id=FILER[slag]) for slag in SLAG]


@cache
def schemat(slag: str) -> dict[str, Any]:
    return bygg_schema(SLAG[slag])


def definitioner(slag: str) -> Iterator[tuple[str, dict[str, Any]]]:
    schema = schemat(slag)
    yield "dokumentet", schema
    yield from schema["$defs"].items()


# --- Schemat självt -------------------------------------------------------------------------------


@pytest.mark.parametrize("slag", ALLA)
def test_schemat_är_giltigt(slag: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schemat(slag))
    assert schemat(slag)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("slag", ALLA)
def test_definitionernas_namn_är_ascii(slag: str) -> None:
    """Vissa granskare vägrar `#/$defs/Mål`."""
    assert [namn for namn in schemat(slag)["$defs"] if not namn.isascii()] == []


def test_olika_klasser_blir_olika_definitioner() -> None:
    """Utan egna namn blir både Mått och Mätt `M_tt`."""
    assert {"Mal", "Utgangsvarde", "PerAr", "Hogst"} <= set(schemat("plan")["$defs"])
    assert all("_" not in namn for slag in SLAG for namn in schemat(slag)["$defs"])


@pytest.mark.parametrize("slag", ALLA)
def test_varje_nyckel_har_en_beskrivning_på_svenska(slag: str) -> None:
    """Texteditorn visar den när man pekar på nyckeln. Pydantics egna engelska titlar finns inte kvar."""
    for namn, definition in definitioner(slag):
        for nyckel, egenskap in definition.get("properties", {}).items():
            text = egenskap.get("description", "")
            assert text[:1].isupper(), f"{namn}.{nyckel}: {text!r}"
            assert text.endswith((".", "…")), f"{namn}.{nyckel}: {text!r}"
            assert "title" not in egenskap, f"{namn}.{nyckel}"
            assert "default" not in egenskap, f"{namn}.{nyckel}"


@pytest.mark.parametrize("slag", ALLA)
def test_okända_nycklar_är_fel_överallt(slag: str) -> None:
    """Bara jämförelser får ha egna namn."""
    öppna = {
        namn
        for namn, definition in definitioner(slag)
        if definition.get("type") == "object" and definition.get("additionalProperties") is not False
    }
    assert öppna <= {"Jamforelse"}


VÄNTAR_PÅ_SVAR = {
    "utfall", "bedömningar", "uppdrag", "risker", "åtgärder", "åtgärdspunkter", "kontrollmoment", "ekonomi",
}  # fmt: skip


@pytest.mark.parametrize("slag", ALLA)
def test_en_tom_nyckel_godtas_bara_där_uppföljningen_väntar_på_svar(slag: str) -> None:
    utan_svar = schemat(slag) | {"properties": {
        nyckel: egenskap for nyckel, egenskap in schemat(slag)["properties"].items()
        if slag != "uppföljning" or nyckel not in VÄNTAR_PÅ_SVAR
    }}  # fmt: skip
    assert "'null'" not in str(utan_svar)


# --- Filerna --------------------------------------------------------------------------------------


@pytest.mark.parametrize("slag", ALLA)
def test_filen_i_planer_schema_är_den_som_kommandot_skriver(slag: str) -> None:
    """Ändras modellen körs `plan schema` om."""
    fil = ROT / "planer" / "schema" / FILER[slag]
    assert fil.read_text(encoding="utf-8") == som_text(SLAG[slag])


@pytest.mark.parametrize("slag", ALLA)
def test_kommandot_skriver_ett_schema_till_standard_ut(slag: str) -> None:
    körning = kör_plan("schema", slag)
    assert (körning.kod, körning.fel) == (0, "")
    assert json.loads(körning.ut) == schemat(slag)


def test_kommandot_skriver_alla_scheman_till_en_mapp(tmp_path: Path) -> None:
    assert kör_plan("schema", "--ut", tmp_path / "schema").kod == 0
    assert {fil.name for fil in (tmp_path / "schema").iterdir()} == set(FILER.values())


def test_ett_okänt_slag() -> None:
    körning = kör_plan("schema", "uppfoljning")
    assert (körning.kod, körning.ut) == (2, "")
    assert "Menade du uppföljning?" in körning.fel


@pytest.mark.parametrize("slag", ALLA)
def test_check_jsonschema_godtar_de_riktiga_filerna(slag: str) -> None:
    """Ett annat program än vårt, som läser YAML på sitt eget sätt."""
    process = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--schemafile",
            ROT / "planer" / "schema" / FILER[slag],
            *(TYRESÖ / fil for fil in PLANFILER[slag]),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout


def test_planerna_pekar_ut_sitt_schema() -> None:
    for slag, filer in PLANFILER.items():
        for fil in (TYRESÖ / namn for namn in filer):
            första = fil.read_text(encoding="utf-8").split("\n", 1)[0]
            utpekad = (fil.parent / första.removeprefix("# yaml-language-server: $schema=")).resolve()
            assert utpekad == ROT / "planer" / "schema" / FILER[slag]


# --- Schema och modell säger detsamma -------------------------------------------------------------


def som_json(värde: Any) -> Any:
    """Värdena ur vår läsare så som ett JSON-program ser dem."""
    if isinstance(värde, dict):
        return {nyckel: som_json(v) for nyckel, v in värde.items()}
    if isinstance(värde, list):
        return [som_json(v) for v in värde]
    return float(värde) if isinstance(värde, Decimal) else värde


@cache
def granskare(slag: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schemat(slag))


def utslag(slag: str, text: str) -> tuple[bool, bool]:
    """Om schemat godtar dokumentet, och om modellen gör det."""
    träd, fynd = läs(text.encode(), "fil.yaml")
    assert träd is not None
    assert fynd == []
    return granskare(slag).is_valid(som_json(träd.innehåll)), ladda(träd)[1] == []


def plan(indikator: str = "", plan_: str = "", överst: str = "") -> str:
    return (
        f"format: 1\nplan: {{id: p, namn: P, nämnd: N, år: 2020{plan_}}}\n{överst}\n"
        f"mål: [{{id: m, nivå: mål, namn: M, indikatorer: [{{id: i, namn: I{indikator}}}]}}]\n"
    )


def uppföljning(utfall: str = "3", överst: str = "") -> str:
    return f"format: 1\nuppföljning: {{plan: p, period: delår 2, per: 2020-08-31}}\nutfall: {{i: {utfall}}}\n{överst}\n"


def kommun(överst: str) -> str:
    return f"format: 1\nkommun: {{id: k, namn: K}}\n{överst}\n"


RÄTT = [
    plan(),
    plan(", målvärde: ja"),
    plan(", målvärde: {minst: 25}"),
    plan(", målvärde: {minst: riket, avser: ej angivet}"),
    plan(", målvärde: {mellan: [2, 4.5]}"),
    plan(", målvärde: {per år: {2019: {minst: 80}, 2020: ja}}"),
    plan(", målvärde: [{minst: 2}, {högst: 4}]"),
    plan(", målvärde: {klart: 2021-06}"),
    plan(", utgångsvärde: 12.69"),
    plan(", utgångsvärde: {värde: ja, avser: delår 2 2019, historik: [{värde: nej, avser: 2018}]}"),
    plan(", skala: {nej: 0, delvis: 1, ja: 2}, kolada: U33546, ackumuleras: nej"),
    plan(plan_=", beslut: {datum: 2019-10-15, paragraf: 97}"),
    plan(överst="disposition: [{rubrik: R, visar: risker}, {visar: {mål: m}}, {visar: {mål: [m]}}]"),
    plan(överst="ekonomi: {kommunbidrag: [{id: k, belopp: {2020: 234.1}}]}"),
    plan(överst="årshjul: [{månader: [mars], punkter: [Text., {text: Text., datum: 2020-03-01}]}]"),
    uppföljning(),
    uppföljning("ja"),
    uppföljning("2020-08-31"),
    uppföljning("{ej mätt: Kommer.}"),
    uppföljning("{värde: 3, jämförelse: {riket: 4, avser: 2017}, kön: {kvinnor: 3, män: 4}}"),
    uppföljning(""),
    uppföljning("{värde: , prognos: }"),
    uppföljning(överst="bedömningar: {m: {bedömning: , motivering: }}\nrisker: {r: }\nekonomi: {vo3: {budget: }}"),
    uppföljning(överst="uppdrag: {u: }\nåtgärder: {a: {status: }}\nkontrollmoment: {k: {resultat: , kommentar: }}"),
    uppföljning(överst="åtgärder: {a: pågår, b: {status: klar, kommentar: Färdig.}}"),
    uppföljning(överst="uppdrag: {u: {status: pågår, värde: 0, delar: {d: klar}}}"),
    kommun("perioder: {delår 2: 08-31}"),
    kommun("bedömning: {rak framskrivning: nej}"),
    kommun("sammanvägning: {krav: {uppfyllt: 75, delvis: {andel: 80, minst: uppfyllt}}, hela planen: ja}"),
    kommun("bedömning: {utan bedömning: {ej mätt: {ord: mätning ej genomförd, färg: vit}, saknas: finns ej}}"),
]
FEL = [
    plan().replace("format: 1", "format: 2"),
    plan().replace("format: 1\n", ""),
    plan().replace("id: p,", ""),
    plan().replace("id: p", "id: Plan P"),
    plan().replace("år: 2020", "år: '2020'"),
    plan().replace("år: 2020", "år: 20"),
    plan().replace("namn: P", "namn: ' '"),
    plan().replace("namn: P", "namn: 2020"),
    plan(", basvärde: 3"),
    plan(", målvärde: 25"),
    plan(", målvärde: 25 %"),
    plan(", målvärde: 2021-12-31"),
    plan(", målvärde: {minst: '12,69'}"),
    plan(", målvärde: {minst: 25%}"),
    plan(", målvärde: {mist: 3}"),
    plan(", målvärde: {minst: 2, högst: 4}"),
    plan(", målvärde: true"),
    plan(", målvärde: null"),
    plan(", målvärde: {}"),
    plan(", målvärde: []"),
    plan(", målvärde: [2, 4]"),
    plan(", målvärde: [[ja]]"),
    plan(", målvärde: {mellan: [2]}"),
    plan(", målvärde: {riktning: upp}"),
    plan(", målvärde: {klart: snart}"),
    plan(", målvärde: {klart: 2021-13}"),
    plan(", målvärde: {per år: {18: ja}}"),
    plan(", målvärde: {minst: 3, avser: 19}"),
    plan(", skala: {1: 0, 2: 1}"),
    plan(", skala: {nej: 0.5, ja: 1}"),
    plan(", kolada: U3354"),
    plan(", ackumuleras: true"),
    plan(plan_=", beslut: {datum: 2019-13-01}"),
    plan(plan_=", beslut: {paragraf: '97'}"),
    plan(överst="disposition: [{visar: riskerna}]"),
    plan(överst="ekonomi: {kommunbidrag: [{id: k, belopp: {i år: 234.1}}]}"),
    plan(överst="utfall: {i: 3}"),
    uppföljning("{värde: 3, prognos: }"),
    uppföljning("{värdet: }"),
    uppföljning("{12,69}"),
    uppföljning(överst="uppdrag: "),
    uppföljning("true"),
    uppföljning("[3]"),
    uppföljning("3 650"),
    uppföljning("'12:30'"),
    uppföljning("{värde: 3, avser: hösten}"),
    uppföljning("{värde: 3, kön: {kvinnor: 3}}"),
    uppföljning("{värde: 3, hämtad: 31 augusti}"),
    uppföljning().replace("{i: 3}", "{Fel Id: 3}"),
    uppföljning(överst="åtgärder: {a: snart}"),
    kommun("perioder: {delår 2: 31 augusti}"),
    kommun("perioder: {delår 2: 13-01}"),
    kommun("bedömning: {rak framskrivning: Nej}"),
    kommun("nivåer: mål"),
]


def det_särskilda(text: str) -> str:
    """Det i texten som inte är dokumentets ram."""
    for ram in (
        "plan: {id: p, namn: P, nämnd: N",
        "id: m, nivå: mål, namn: M, ",
        "uppföljning: {plan: p, period: delår 2, ",
    ):
        text = text.replace(ram, "")
    return " ".join(text.split())


def slaget(text: str) -> str:
    return next(slag for slag in SLAG if f"\n{slag}:" in text or text.startswith(f"{slag}:"))


@pytest.mark.parametrize("text", RÄTT, ids=det_särskilda)
def test_schema_och_modell_godtar(text: str) -> None:
    assert utslag(slaget(text), text) == (True, True)


@pytest.mark.parametrize("text", FEL, ids=det_särskilda)
def test_schema_och_modell_vägrar(text: str) -> None:
    assert utslag(slaget(text), text) == (False, False)


BARA_MODELLEN = {
    "dagen finns inte i kalendern": plan(plan_=", beslut: {datum: 2019-02-30}"),
    "dagen på året finns inte": kommun("perioder: {delår 2: 02-30}"),
    "läsåret är inte två år i följd": plan(", utgångsvärde: {värde: 3, avser: läsåret 2019/21}"),
    "perioden slutar innan den börjar": plan(", utgångsvärde: {värde: 3, avser: 2022–2018}"),
    "planen slutar innan den börjar": plan().replace("år: 2020", "år: {från: 2022, till: 2018}"),
    "intervallet börjar efter sitt slut": plan(", målvärde: {mellan: [4, 2]}"),
    "både värde och skäl": uppföljning("{värde: 3, saknas: Nej.}"),
    "varken värde eller skäl": uppföljning("{kommentar: Kommer.}"),
    "två skäl": uppföljning("{saknas: Nej., utgår: Ja.}"),
    "två steg med samma tal": plan(", skala: {nej: 0, ja: 0}"),
    "per år i per år": plan(", målvärde: {per år: {2020: {per år: {2021: ja}}}}"),
    "inget år": plan(", målvärde: {per år: {}}"),
    "fel inuti en lista med villkor": plan(", målvärde: [{mist: 3}]"),
    "redovisas är alltid ja": plan(", målvärde: {redovisas: nej}"),
    "ett avsnitt visar en sak": plan(överst="disposition: [{visar: {block: mål, uppdrag: [u]}}]"),
    "skalan har ett hål": kommun(
        "bedömning: {skala: [{namn: A, symbol: ●, färg: grön}, {namn: B, symbol: ○, färg: röd}]}"
    ),
    "andelarna går inte ihop": kommun("sammanvägning: {krav: {uppfyllt: 40, delvis: 60}}"),
    "heltal skrivet med decimal": plan(plan_=", beslut: {paragraf: 97.0}"),
}
"""Det som JSON Schema inte kan säga: villkor mellan flera nycklar, kalendern, och att 97.0 inte är 97.

Editorn tiger om dem; `plan validera` hittar dem.
"""


@pytest.mark.parametrize("text", BARA_MODELLEN.values(), ids=BARA_MODELLEN)
def test_det_som_bara_modellen_kan_säga(text: str) -> None:
    assert utslag(slaget(text), text) == (True, False)


# --- Mutationer av de riktiga planerna --------------------------------------------------------------

MUTATIONER: tuple[Any, ...] = (
    None, True, -1, 3, 2020, "", " ", "ja", "text", "25 %", "12,69", "2020-13-45", "2018–2022", "pågår",
    [None], ["a"], {"a": 1}, {"mist": 3}, {"värde": None}, [{"a": 1}],
)  # fmt: skip
VILLKOR_MELLAN_NYCKLAR = {"STR102", "STR108", "STR109"}
"""Koderna för det som modellen men inte schemat kan säga."""


@cache
def innehåll(slag: str, fil: str) -> Any:
    träd, fynd = läs((TYRESÖ / fil).read_bytes(), fil)
    assert träd is not None
    assert fynd == []
    return träd


def rutter(nod: Any, rutt: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if rutt:
        yield rutt
    for steg, värde in nod.items() if isinstance(nod, dict) else enumerate(nod) if isinstance(nod, list) else ():
        yield from rutter(värde, (*rutt, steg))


@cache
def alla_rutter(slag: str, fil: str) -> list[tuple[Any, ...]]:
    return list(rutter(innehåll(slag, fil).innehåll))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([(slag, fil) for slag, filer in PLANFILER.items() for fil in filer]), st.data())
def test_schema_och_modell_är_överens_om_ändrade_planer(vilken: tuple[str, str], data: st.DataObject) -> None:
    """Schemat vägrar aldrig det som modellen godtar, och godtar det mer är det ett villkor mellan flera nycklar."""
    slag, fil = vilken
    ändrat = deepcopy(innehåll(slag, fil).innehåll)
    rutt = data.draw(st.sampled_from(alla_rutter(slag, fil)))
    nod: Any = ändrat
    for steg in rutt[:-1]:
        nod = nod[steg]
    if data.draw(st.booleans()):
        del nod[rutt[-1]]
    else:
        nod[rutt[-1]] = deepcopy(data.draw(st.sampled_from(MUTATIONER)))
    _, fynd = ladda(replace(innehåll(slag, fil), innehåll=ändrat))
    godtas = granskare(slag).is_valid(som_json(ändrat))
    if fynd and godtas:
        assert {f.kod for f in fynd} <= VILLKOR_MELLAN_NYCKLAR, [f.text for f in fynd]
    else:
        assert godtas == (fynd == []), [f.text for f in fynd]


@pytest.mark.parametrize("slag", SLAG)
def test_texteditorn_visar_ord_i_stället_för_klassernas_namn(slag: str) -> None:
    """Vid ifyllnad visar editorn delens titel, och annars namnet på definitionen: `Arshjulsdel`."""
    delar = schemat(slag)["$defs"].values()
    titlar = [del_["title"] for del_ in delar if del_.get("type") == "object" and "properties" in del_]
    assert titlar
    assert all(titel == titel.lower() and "_" not in titel for titel in titlar)
