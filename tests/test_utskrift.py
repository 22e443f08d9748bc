"""Formaten för värdar och byggservrar: giltiga för vilka fynd som helst, och fynd som känns igen när rader flyttar."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, get_args
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.granskning.regler import REGLER
from planverktyg.modell.grund.fynd import Allvar, Fynd, Undantaget
from planverktyg.modell.grund.plats import Plats
from planverktyg.utgivning.format import Format
from planverktyg.utgivning.fynd import Fyndformat, Granskat, räkna_fynd
from planverktyg.utgivning.fynd import skriv as skriv_fynd
from tests.conftest import ROT, kör_plan
from tests.sarifschema import SARIF

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FEL = Fynd(Plats("p/a.yaml", 3, 5, 4), "REF201", Allvar.FEL, "Id:t hot finns två gånger. Se rad 2.", "Byt namn.",
           "id: hot", "hot", Plats("p/a.yaml", 2, 5, 3))  # fmt: skip
VARNING = Fynd(Plats("p/a.yaml", 9, 1, 3), "IND301", Allvar.VARNING, "Målvärde saknas.", "Skriv ett.", "- id: i1", "i1")
NOTIS = Fynd(Plats("p/b.yaml", 1, 1, 1), "EKO802", Allvar.NOTIS, "Summan är avrundad.", "", "x")
UNDANTAGET = Undantaget(VARNING, "Mäts först 2021.", Plats("p/a.yaml", 40, 5))


def _skriv(format_: Fyndformat, *mappar: Granskat) -> str:
    return "".join(skriv_fynd(mappar, format_, bredd=80, färg=False))


def _granskat(*fynd: Fynd, undantagna: Sequence[Undantaget] = ()) -> Granskat:
    return Granskat(fynd, sorted({f.plats.fil for f in fynd}), undantagna)


def _sarif(*mappar: Granskat) -> dict[str, Any]:
    """Körningen i en SARIF-rapport, som först prövas mot standarden."""
    rapport = json.loads(_skriv(Format.SARIF, *mappar))
    jsonschema.validate(rapport, SARIF)
    (körning,) = rapport["runs"]
    assert isinstance(körning, dict)
    return körning


def _gitlab(*mappar: Granskat) -> list[dict[str, Any]]:
    rapport = json.loads(_skriv(Format.GITLAB, *mappar))
    assert isinstance(rapport, list)
    return rapport


def _junit(*mappar: Granskat) -> ET.Element:
    return ET.fromstring(_skriv(Format.JUNIT, *mappar).encode())


# --- Vilka fynd som helst -------------------------------------------------------------------------

SVÅR_TEXT = st.text(
    st.one_of(st.sampled_from("<>&\"'åäö{}[]%\\\n\r\t\0\x0b\x1b\x7f\ufffe\u2028\ud800\udcff😀"), st.characters())
)
PLATSER = st.builds(
    Plats, st.sampled_from(["a.yaml", "å ä/ö & <b>.yaml", "a:b.yaml", "/utanför/c d.yaml"]), st.integers(1, 9),
    st.integers(1, 9), st.integers(1, 9),
)  # fmt: skip
ALLA_FYND = st.builds(
    lambda plats, regel, text, råd, utdrag, gäller, se: Fynd(
        plats, regel.kod, regel.allvar, text, råd, utdrag, gäller, se
    ),
    PLATSER, st.sampled_from(REGLER), SVÅR_TEXT.filter(str.strip), SVÅR_TEXT, SVÅR_TEXT, st.sampled_from(["", "hot"]),
    st.none() | PLATSER,
)  # fmt: skip
MAPPAR = st.lists(
    st.builds(
        Granskat,
        st.lists(ALLA_FYND, max_size=4),
        st.just(["a.yaml", "tom.yaml"]),
        st.lists(st.builds(Undantaget, ALLA_FYND, SVÅR_TEXT, PLATSER), max_size=2),
    ),
    max_size=3,
)


@given(MAPPAR)
def test_sarif_är_giltig_för_alla_fynd(mappar: list[Granskat]) -> None:
    körning = _sarif(*mappar)
    regler = [regel["id"] for regel in körning["tool"]["driver"]["rules"]]
    assert len(körning["results"]) == sum(len(m.fynd) + len(m.undantagna) for m in mappar)
    assert all(regler[resultat["ruleIndex"]] == resultat["ruleId"] for resultat in körning["results"])


@given(MAPPAR)
def test_gitlab_har_ett_eget_märke_för_varje_fynd(mappar: list[Granskat]) -> None:
    poster = _gitlab(*mappar)
    assert len(poster) == sum(len(m.fynd) for m in mappar)
    assert len({post["fingerprint"] for post in poster}) == len(poster)
    assert all(post["location"]["lines"]["begin"] >= 1 and post["description"] for post in poster)


@given(MAPPAR)
def test_junit_är_läsbar_xml_där_summorna_stämmer(mappar: list[Granskat]) -> None:
    for svit in _junit(*mappar):
        for antal, utslag in (("tests", "."), ("errors", "error"), ("failures", "failure"), ("skipped", "skipped")):
            funna = svit.findall("testcase") if utslag == "." else svit.findall(f"testcase/{utslag}")
            assert int(svit.attrib[antal]) == len(funna)


def test_utan_fynd_är_rapporterna_tomma_men_giltiga() -> None:
    assert _sarif()["results"] == _sarif(Granskat([], ["a.yaml"]))["results"] == []
    assert _gitlab() == _gitlab(Granskat([], ["a.yaml"])) == []
    assert list(_junit()) == []


@pytest.mark.parametrize(
    ("fynd", "sagt"),
    [
        ([], ""),
        ([FEL], "1 fel"),
        ([NOTIS, FEL, VARNING, VARNING], "1 fel, 2 varningar och 1 notis"),
        ([FEL._replace(antal=400), FEL], "401 fel"),
    ],
)
def test_ett_fynd_som_står_för_flera_räknas_som_så_många(fynd: list[Fynd], sagt: str) -> None:
    assert räkna_fynd(fynd) == sagt


# --- Att känna igen ett fynd ----------------------------------------------------------------------


def _märken(*fynd: Fynd) -> list[str]:
    gitlab = [post["fingerprint"] for post in _gitlab(_granskat(*fynd))]
    sarif = [r["partialFingerprints"]["planverktyg/v1"] for r in _sarif(_granskat(*fynd))["results"]]
    assert gitlab == sarif
    return gitlab


def _flytta(f: Fynd, rader: int) -> Fynd:
    se = f.se and f.se._replace(rad=f.se.rad + rader)
    return f._replace(plats=f.plats._replace(rad=f.plats.rad + rader), text=f.text.replace("rad 2", "rad 12"), se=se)


def test_märket_är_detsamma_när_raderna_flyttar() -> None:
    assert _märken(FEL, VARNING, NOTIS) == _märken(*(_flytta(f, 10) for f in (FEL, VARNING, NOTIS)))


@pytest.mark.parametrize(
    "annat",
    [
        FEL._replace(kod="REF202"),
        FEL._replace(gäller="brist"),
        FEL._replace(text="Id:t är upptaget."),
        FEL._replace(plats=FEL.plats._replace(fil="p/b.yaml")),
        FEL._replace(gäller="", utdrag="en annan rad"),
    ],
    ids=["regel", "id", "text", "fil", "rad"],
)
def test_märket_är_ett_annat_för_ett_annat_fynd(annat: Fynd) -> None:
    assert _märken(annat) != _märken(FEL)


def test_lika_fynd_skiljs_åt_av_ordningen() -> None:
    en, två = _märken(NOTIS, _flytta(NOTIS, 3))
    assert en == _märken(NOTIS)[0]
    assert två not in {en, ""}


# --- SARIF ----------------------------------------------------------------------------------------


def test_sarif_pekar_ut_stället_och_det_andra_stället() -> None:
    (resultat,) = _sarif(_granskat(FEL))["results"]
    assert (resultat["ruleId"], resultat["level"]) == ("REF201", "error")
    assert resultat["message"]["text"] == "Id:t hot finns två gånger. Se rad 2. Byt namn."
    (plats,) = resultat["locations"]
    assert plats["logicalLocations"] == [{"name": "hot"}]
    assert plats["physicalLocation"]["region"] == {
        "startLine": 3, "startColumn": 5, "endColumn": 9, "snippet": {"text": "hot"},
    }  # fmt: skip
    assert plats["physicalLocation"]["contextRegion"] == {"startLine": 3, "snippet": {"text": "id: hot"}}
    (annan,) = resultat["relatedLocations"]
    assert annan["physicalLocation"]["region"]["startLine"] == 2


@pytest.mark.parametrize(
    ("fil", "uri"),
    [
        ("planer/plan.yaml", "planer/plan.yaml"),
        ("planer/å ä/ö#1.yaml", "planer/%C3%A5%20%C3%A4/%C3%B6%231.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("/utanför/plan.yaml", "file:///utanf%C3%B6r/plan.yaml"),
    ],
)
def test_sarif_skriver_filen_som_uri(fil: str, uri: str) -> None:
    (resultat,) = _sarif(_granskat(NOTIS._replace(plats=Plats(fil))))["results"]
    plats = resultat["locations"][0]["physicalLocation"]["artifactLocation"]
    assert plats["uri"] == uri
    assert ("uriBaseId" in plats) is not uri.startswith("file:")


def test_sarif_förklarar_reglerna_som_slog_till() -> None:
    regler = _sarif(_granskat(FEL, VARNING), _granskat(FEL, NOTIS))["tool"]["driver"]["rules"]
    assert [(r["id"], r["defaultConfiguration"]["level"]) for r in regler] == [
        ("REF201", "error"), ("IND301", "warning"), ("EKO802", "note"),
    ]  # fmt: skip
    assert regler[1]["name"] == "indikator utan målvärde"
    assert "Rätt:\n\n```yaml\n" in regler[1]["help"]["markdown"]
    assert "```" not in regler[1]["help"]["text"]


def test_sarif_bär_undantagen_med_sina_skäl() -> None:
    fynd, undantaget = _sarif(_granskat(FEL, undantagna=[UNDANTAGET]))["results"]
    assert fynd["suppressions"] == []
    (undantag,) = undantaget["suppressions"]
    assert (undantag["kind"], undantag["justification"]) == ("inSource", "Mäts först 2021.")


def test_sarif_säger_att_husreglernas_undantag_står_i_en_annan_fil() -> None:
    kommunens = UNDANTAGET._replace(plats=Plats("kommun.yaml", 4, 5))
    (resultat,) = _sarif(_granskat(undantagna=[kommunens]))["results"]
    assert resultat["suppressions"][0]["kind"] == "external"


# --- GitLab ---------------------------------------------------------------------------------------


def test_gitlab_har_det_som_rapporten_kräver_och_inte_de_undantagna() -> None:
    poster = _gitlab(_granskat(FEL, VARNING, NOTIS, undantagna=[UNDANTAGET]))
    assert [(p["check_name"], p["severity"], p["location"]) for p in poster] == [
        ("REF201", "critical", {"path": "p/a.yaml", "lines": {"begin": 3}}),
        ("IND301", "major", {"path": "p/a.yaml", "lines": {"begin": 9}}),
        ("EKO802", "info", {"path": "p/b.yaml", "lines": {"begin": 1}}),
    ]
    assert poster[1]["description"] == "Målvärde saknas. Skriv ett."


# --- JUnit ----------------------------------------------------------------------------------------


def _utslag(*mappar: Granskat) -> dict[str, list[tuple[str, list[str]]]]:
    """Fil → testfall med sina utslag."""
    return {
        svit.attrib["name"]: [(fall.attrib["name"], [utslag.tag for utslag in fall]) for fall in svit]
        for svit in _junit(*mappar)
    }


def test_junit_fäller_för_fel_och_varningar_men_inte_för_notiser() -> None:
    mapp = Granskat([FEL, VARNING, NOTIS], ["p/a.yaml", "p/b.yaml", "p/ren.yaml"])
    assert _utslag(mapp) == {
        "p/a.yaml": [("IND301 indikator utan målvärde", ["failure"]), ("REF201 samma id två gånger", ["error"])],
        "p/b.yaml": [("EKO802 summan skiljer genom avrundning", ["system-out"])],
        "p/ren.yaml": [("inget att anmärka", [])],
    }


def test_junit_samlar_en_regels_fynd_i_ett_fall() -> None:
    (fall,) = _junit(_granskat(VARNING, _flytta(VARNING, 3))).iter("testcase")
    assert fall[0].attrib["message"] == "2 fynd. Det första: Målvärde saknas."
    assert (fall[0].text or "").splitlines() == [
        "p/a.yaml:9:1 Målvärde saknas. Skriv ett.",
        "p/a.yaml:12:1 Målvärde saknas. Skriv ett.",
    ]


def test_junit_hoppar_över_det_undantagna_med_skälet() -> None:
    mapp = Granskat([], ["p/a.yaml"], [UNDANTAGET])
    (fall,) = _junit(mapp).iter("testcase")
    assert (fall[0].tag, fall[0].attrib["message"]) == ("skipped", "Mäts först 2021.")


# --- Kommandot ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["sarif", "gitlab", "junit"])
def test_de_riktiga_planernas_fynd_skrivs_i_formatet(format_: str) -> None:
    körning = kör_plan("validera", "--format", format_, ROT / "planer")
    antal = len(json.loads(kör_plan("validera", "--format", "json", ROT / "planer").ut)["fynd"])
    assert antal > 0
    if format_ == "sarif":
        jsonschema.validate(json.loads(körning.ut), SARIF)
        assert len(json.loads(körning.ut)["runs"][0]["results"]) == antal
    elif format_ == "gitlab":
        assert len(json.loads(körning.ut)) == antal
    else:
        fil = [svit.attrib["name"] for svit in ET.fromstring(körning.ut.encode())]
        assert len(fil) == len(set(fil)) > 0


@pytest.mark.skipif(sys.platform != "linux", reason="bara där kan ett filnamn vara vilka byte som helst")
def test_ett_filnamn_som_inte_är_utf_8_ger_ändå_giltiga_rapporter(
    skriv: Callable[[str, str], Path], tmp_path: Path
) -> None:
    skriv("planer/\udcff.yaml", "namn: utan slag\n")
    for format_ in ("sarif", "gitlab", "junit"):
        körning = kör_plan("validera", "--format", format_, mapp=tmp_path)
        assert (körning.kod, körning.fel) == (1, ""), format_
        assert "STR110" in körning.ut


# --- Text: en lång lista ---------------------------------------------------------------------------

SAMMA = [
    VARNING._replace(plats=Plats("p/a.yaml", rad, 1, 3), text=f"Målvärde saknas för {id_}.")
    for rad, id_ in ((9, "ett"), (12, "två"), (30, "tre"))
]


def test_det_värsta_står_först_och_samma_sak_sägs_en_gång_med_sina_ställen() -> None:
    text = _skriv(Format.TEXT, _granskat(NOTIS, *SAMMA, SAMMA[2]._replace(plats=Plats("p/a.yaml", 31)), FEL))
    assert [rad for rad in text.splitlines() if rad.startswith(("p/", "  Också"))] == [
        "p/a.yaml:3:5 fel REF201",
        "p/a.yaml:9:1 varning IND301",
        "  Också på rad 12 (i1): Målvärde saknas för två.",
        "  Också på rad 30 (i1) och 31 (i1): Målvärde saknas för tre.",
        "p/b.yaml:1:1 notis EKO802",
    ]


def test_kort_är_en_rad_per_fynd() -> None:
    text = "".join(skriv_fynd([_granskat(FEL, VARNING)], Format.TEXT, bredd=80, färg=False, kort=True))
    assert text == (
        "p/a.yaml:3:5: fel REF201 Id:t hot finns två gånger. Se rad 2.\n"
        "p/a.yaml:9:1: varning IND301 Målvärde saknas.\n"
        "1 fil kontrollerad: 1 fel och 1 varning.\n"
    )


def test_det_som_inte_visas_räknas_ändå() -> None:
    text = "".join(
        skriv_fynd([_granskat(FEL, VARNING, NOTIS)], Format.TEXT, bredd=80, färg=False, kort=True, minst=Allvar.FEL)
    )
    assert text.splitlines()[1:] == [
        "2 filer kontrollerade: 1 fel, 1 varning och 1 notis.",
        "1 varning och 1 notis visas inte; --allvar notis visar också dem.",
    ]


def test_en_lång_lista_slutar_med_filerna_den_värsta_först() -> None:
    många = [NOTIS._replace(plats=Plats("p/b.yaml", rad)) for rad in range(1, 12)]
    rader = _skriv(Format.TEXT, _granskat(*många, FEL)).splitlines()
    assert rader[-5:] == [
        "   fel  varning  notis",
        "     1        –      –  p/a.yaml",
        "     –        –     11  p/b.yaml",
        "",
        "2 filer kontrollerade: 1 fel och 11 notiser.",
    ]


@pytest.mark.parametrize("format_", [f for f in get_args(Fyndformat) if f is not Format.TEXT])
def test_allvar_gäller_alla_format(format_: Fyndformat) -> None:
    text = "".join(skriv_fynd([_granskat(FEL, NOTIS)], format_, bredd=80, färg=False, minst=Allvar.VARNING))
    assert "REF201" in text
    assert "EKO802" not in text or format_ is Format.SARIF  # där står också alla regler
    assert NOTIS.text not in text


def test_allvar_ändrar_inte_slutkoden(tmp_path: Path, skriv: Callable[[str, str], Path]) -> None:
    skriv("planer/plan.yaml", "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020, fel: 1}\n")
    assert kör_plan("validera", "--allvar", "fel", mapp=tmp_path).kod == 1
    skriv("planer/plan.yaml", "format: 1\nplan: {id: p, namn: P, nämnd: N, år: 2020}\n")
    assert kör_plan("validera", "--allvar", "fel", "--strikt", mapp=tmp_path).kod in {0, 1}
    fel = kör_plan("validera", "--kort", "--format", "json", mapp=tmp_path)
    assert (fel.kod, fel.fel) == (2, "Bara text kan skrivas kort. Ange --kort eller --format, inte båda.\n")
