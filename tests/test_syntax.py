"""Från byte till träd: vad som är vilket värde, vad som inte får stå i filen och hur felen förklaras."""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from planverktyg.arkiv import syntax
from planverktyg.arkiv.syntax import DJUPAST, STÖRSTA_FIL, Träd, läs, läs_huvud
from planverktyg.modell.grund.plats import Plats
from planverktyg.modell.grund.synligt import SKUMT

if TYPE_CHECKING:
    from planverktyg.arkiv.syntax import Värde
    from planverktyg.modell.grund.fynd import Fynd
    from planverktyg.modell.grund.plats import Rutt


def läst(text: str | bytes) -> Träd:
    """Trädet för en text som ska vara utan fynd."""
    träd, fynd = läs(text.encode() if isinstance(text, str) else text, "plan.yaml")
    assert fynd == []
    assert träd is not None
    return träd


def fynden(text: str | bytes) -> list[Fynd]:
    _, fynd = läs(text.encode() if isinstance(text, str) else text, "plan.yaml")
    assert all(f.plats.fil == "plan.yaml" and f.allvar == "fel" for f in fynd)
    return fynd


def rader(text: str | bytes) -> list[str]:
    """Fynden som `rad:kolumn kod text`."""
    return [f"{f.plats.rad}:{f.plats.kolumn} {f.kod} {f.text}" for f in fynden(text)]


def koder(text: str | bytes) -> list[str]:
    return [f"{f.plats.rad}:{f.plats.kolumn} {f.kod}" for f in fynden(text)]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def tolk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Med libyaml, och utan: då läser PyYAML:s egen Python."""
    monkeypatch.setattr(syntax.text, "Tolk", getattr(yaml, request.param))


# --- Värden -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("tolk")
@pytest.mark.parametrize(
    ("skrivet", "värde"),
    [
        ("0", 0),
        ("25", 25),
        ("-8800", -8800),
        ("+3", 3),
        ("2.20", Decimal("2.20")),
        ("-0.5", Decimal("-0.5")),
        ("0.1", Decimal("0.1")),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        # Det som YAML 1.1 gör något annat av är text.
        ("ja", "ja"),
        ("nej", "nej"),
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("0125", "0125"),
        ("00", "00"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("5.", "5."),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("2020-08-31", "2020-08-31"),
        ("2025-02-30", "2025-02-30"),
        ("tRUE", "tRUE"),
        ("12,69", "12,69"),
        ("3 650", "3 650"),
        ("25 %", "25 %"),
        ("٣", "٣"),
        ("=", "="),
        ("9" * 5000, "9" * 5000),
        # Citattecken ger alltid text.
        ('"25"', "25"),
        ("'2.5'", "2.5"),
        ('"true"', "true"),
        ("''", ""),
        ("|\n  25", "25"),
        (">-\n  en\n  rad", "en rad"),
    ],
)
def test_ett_skrivet_värde_läses_som_yaml_1_2_och_strängare(skrivet: str, värde: Värde) -> None:
    innehåll = läst(f"nyckel: {skrivet}").innehåll
    assert innehåll == {"nyckel": värde}
    assert isinstance(innehåll, dict)
    assert type(innehåll["nyckel"]) is type(värde)
    assert str(innehåll["nyckel"]) == str(värde)


def test_en_nyckel_är_alltid_text() -> None:
    assert läst("{2020: a, 1.50: b, ja: c, null: d, ej mätt: e}").innehåll == {
        "2020": "a",
        "1.50": "b",
        "ja": "c",
        "null": "d",
        "ej mätt": "e",
    }


def test_en_fil_kan_ha_vilket_värde_som_helst_överst() -> None:
    assert läst("- a\n- {b: [1]}").innehåll == ["a", {"b": [1]}]
    assert läst("hej").innehåll == "hej"
    assert läst("null").innehåll is None
    assert läst("--- # med streck före\na: 1\n...\n").innehåll == {"a": 1}


def test_en_hänvisning_blir_en_egen_kopia() -> None:
    innehåll: Any = läst("a: &mall {x: [1]}\nb: *mall\nc: [*mall]").innehåll
    assert innehåll == {"a": {"x": [1]}, "b": {"x": [1]}, "c": [{"x": [1]}]}
    assert innehåll["a"] is not innehåll["b"]
    assert innehåll["a"]["x"] is not innehåll["b"]["x"]


# --- Kodning ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "källa",
    [
        pytest.param("namn: Må\når: 1\n".encode(), id="LF"),
        pytest.param("namn: Må\r\når: 1\r\n".encode(), id="CRLF"),
        pytest.param("namn: Må\rår: 1\r".encode(), id="CR"),
        pytest.param("namn: Må\når: 1".encode("utf-8-sig"), id="BOM"),
        pytest.param(unicodedata.normalize("NFD", "namn: Må\når: 1").encode(), id="NFD"),
    ],
)
def test_kodning_och_radslut_som_editorer_skriver_ger_samma_träd(källa: bytes) -> None:
    träd = läst(källa)
    assert träd.innehåll == {"namn": "Må", "år": 1}
    assert träd.fil == "plan.yaml"
    assert träd.text.rstrip() == "namn: Må\når: 1"
    assert träd.plats(("år",)) == Plats("plan.yaml", 2, 5, 1)
    assert träd.utdrag(träd.plats(("namn",))) == "namn: Må"


@pytest.mark.parametrize(
    ("källa", "plats", "text", "utdrag"),
    [
        ("a: 1\nnämnd: ASN".encode("latin-1"), "2:2", "Windows-1252", "nämnd: ASN"),
        ("å: “Trygga”".encode("cp1252"), "1:1", "tecknet är å", "å: “Trygga”"),
        ("å: ".encode() + b"\xe5", "1:4", "inte sparad som UTF-8", "å: å"),
        ("a: å\r\nö".encode() + b"\xff\r\nb: c", "2:2", "inte sparad som UTF-8", "öÿ"),
        ("plan: 1".encode("utf-16"), "1:1", "UTF-16", ""),
        ("plan: {namn: Nämndplan}".encode("utf-16-le"), "1:1", "UTF-16", ""),
        ("plan: {namn: Nämndplan}".encode("utf-16-be"), "1:1", "UTF-16", ""),
    ],
)
def test_en_annan_kodning_än_utf_8_sägs_med_plats_och_hur_man_sparar_om(
    källa: bytes, plats: str, text: str, utdrag: str
) -> None:
    (fynd,) = fynden(källa)
    assert f"{fynd.plats.rad}:{fynd.plats.kolumn} {fynd.kod}" == f"{plats} STR002"
    assert text in fynd.text
    assert "UTF-8" in fynd.råd
    assert fynd.utdrag == utdrag


# --- Det som inte får stå i filen -------------------------------------------------------------------


@pytest.mark.usefixtures("tolk")
@pytest.mark.parametrize("text", ["", "\n\n", "  \n# bara en kommentar\n", "---\n", "---\n# tom\n...\n", "\ufeff"])
def test_en_fil_utan_innehåll_är_tom(text: str) -> None:
    assert rader(text) == ["1:1 STR001 Filen är tom."]


@pytest.mark.usefixtures("tolk")
def test_en_upprepad_nyckel_hindrar_inte_läsningen() -> None:
    text = "a: 1\nb:\n  - {x: 1, x: 2}\na:\n  c: 3\n  c: 4\na: 5\n"
    träd, fynd = läs(text.encode(), "plan.yaml")
    assert träd is not None
    assert träd.innehåll == {"a": 1, "b": [{"x": 1}]}
    assert rader(text) == [
        "3:12 STR005 Nyckeln x finns redan på rad 3.",
        "6:3 STR005 Nyckeln c finns redan på rad 5.",
        "4:1 STR005 Nyckeln a finns redan på rad 1.",
        "7:1 STR005 Nyckeln a finns redan på rad 1.",
    ]
    assert fynd[0].utdrag == "  - {x: 1, x: 2}"
    assert träd.plats(("a",)) == Plats("plan.yaml", 1, 4, 1)


@pytest.mark.parametrize(
    ("text", "platser"),
    [
        ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> gren\n", ["2:1"]),
        ("<<<<<<< HEAD\na: 1\n||||||| bas\na: 0\n=======\na: 2\n>>>>>>> gren\n", ["1:1"]),
        ("<<<<<<< a\n=======\n>>>>>>> b\nx: 1\n<<<<<<< a\n=======\n>>>>>>> b\n", ["1:1", "5:1"]),
        ("<<<<<<< a\nx: 1\n", ["1:1"]),
        ("a: 1\n=======\nb: 3\n>>>>>>> gren\n", ["4:1"]),
    ],
)
def test_en_olöst_konflikt_i_git_sägs_en_gång_där_den_börjar(text: str, platser: list[str]) -> None:
    assert koder(text) == [f"{plats} STR003" for plats in platser]


def test_en_rubrik_i_markdown_är_ingen_konflikt() -> None:
    träd = läst("text: |\n  Rubrik\n  =======\n  <<<<<<< text\n\n  Mer\nb: <<<<<<<x\n")
    assert träd.innehåll == {"text": "Rubrik\n=======\n<<<<<<< text\n\nMer\n", "b": "<<<<<<<x"}


@pytest.mark.usefixtures("tolk")
@pytest.mark.parametrize(
    ("text", "fynd"),
    [
        ("a: !foo b", "1:4 STR006 Texten börjar med !, som i YAML är en datatyp, och datatyper får inte anges."),
        ("a: ! b", "1:4 STR006 Texten börjar med !, som i YAML är en datatyp, och datatyper får inte anges."),
        (
            "a: !!str 5",
            "1:4 STR006 Texten börjar med !, som i YAML är en datatyp, och datatyper får inte anges.",
        ),
        (
            "a: !!python/object/apply:os.system [ls]",
            "1:4 STR006 Texten börjar med !, som i YAML är en datatyp, och datatyper får inte anges.",
        ),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "3:3 STR006 Nyckeln << (sammanslagning) får inte användas."),
        (
            "{{ namn }}",
            "1:2 STR006 Nyckeln är inte en text utan en lista, ett uppslag, en hänvisning eller en datatyp.",
        ),
        (
            "? [a, b]\n: c",
            "1:3 STR006 Nyckeln är inte en text utan en lista, ett uppslag, en hänvisning eller en datatyp.",
        ),
        ("a: &x [1, *x]", "1:11 STR006 Hänvisningen *x står inuti det som den hänvisar till."),
        (
            "namn: &Co Text",
            "1:7 STR006 Texten börjar med &, som i YAML är ett märke som andra ställen kan hänvisa till.",
        ),
    ],
)
def test_det_som_yaml_tillåter_men_inte_vi(text: str, fynd: str) -> None:
    assert rader(text) == [fynd]


def test_datatyper_hindrar_inte_läsningen_men_alla_sägs() -> None:
    träd, fynd = läs(b"a: !x 1\nb: !y\n  c: !!int 2\n", "plan.yaml")
    assert träd is not None
    assert träd.innehåll == {"a": "1", "b": {"c": "2"}}
    assert [f.plats.rad for f in fynd] == [1, 2, 3]


@pytest.mark.usefixtures("tolk")
def test_hänvisningar_får_inte_svälla_utan_gräns() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{nästa}: &{nästa} [{','.join([f'*{förra}'] * 10)}]\n"
        for förra, nästa in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert rader(bomb) == ["6:8 STR006 Hänvisningarna (*) upprepar fler än 200\u00a0000 värden."]


def test_hänvisningar_får_inte_bygga_på_djupet_utan_gräns() -> None:
    trappa = "b0: &b0 [x]\n" + "".join(f"b{i}: &b{i} [*b{i - 1}]\n" for i in range(1, 200))
    assert koder(trappa) == ["100:12 STR006"]


@pytest.mark.usefixtures("tolk")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 1_000_000, id="hakparenteser"),
        pytest.param("[" * 200 + "]" * 200, id="avslutade hakparenteser"),
        pytest.param("{a: " * 100_000, id="klamrar"),
        pytest.param("- " * 100_000, id="streck"),
        pytest.param("\n".join("  " * i + "a:" for i in range(200)), id="indrag"),
    ],
)
def test_för_djupt_innehåll_är_ett_fynd_och_ingen_krasch(text: str) -> None:
    assert [f.text for f in fynden(text)] == ["Innehållet har fler än 100 nivåer."]
    assert läs_huvud(text.encode()) is None


class _Vägrar(yaml.SafeLoader):
    """En YAML-läsare som ger upp efter tre händelser, med ord som ingen version har använt."""

    kvar = 3

    def get_event(self) -> Any:
        händelse: Any = super().get_event()  # type: ignore[no-untyped-call]
        self.kvar -= 1
        if self.kvar < 0:
            märke = händelse.start_mark
            raise yaml.scanner.ScannerError("on second thought", märke, "this is too much", märke)
        return händelse


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a:\n  " + "[" * 1000, id="för djupt"),
        pytest.param("a: 1\nb: [1, 2\nc: 3\n", id="oavslutad lista"),
        pytest.param("a: 1\n\tb: 2\n", id="tabb"),
        pytest.param('a: 1\nb: "Trygga" hela livet\n', id="citat"),
        pytest.param("a: 1\na: 2\nb: }\n", id="fynd före stoppet"),
    ],
)
def test_fyndet_beror_inte_på_vad_libyaml_säger(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax.text, "Tolk", yaml.SafeLoader)
    väntat = fynden(text)
    monkeypatch.setattr(syntax.text, "Tolk", _Vägrar)
    assert fynden(text) == väntat != []


def test_ett_okänt_fel_som_bara_libyaml_ser_är_ändå_ett_fynd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax.text, "Tolk", _Vägrar)
    assert rader("a: 1\nb: 2\n") == ["1:1 STR004 Raden går inte att läsa som YAML."]


def test_det_djupaste_tillåtna_går_att_läsa_och_hitta_i() -> None:
    träd = läst("[" * DJUPAST + "x" + "]" * DJUPAST)
    assert träd.plats((0,) * DJUPAST) == Plats("plan.yaml", 1, DJUPAST + 1, 1)


@pytest.mark.parametrize(
    ("storlek", "text"),
    [
        (STÖRSTA_FIL + 1, "Filen är för stor. Filer över 10 MB läses inte."),
        (100_000_000, "Filen är 100,0 MB. Filer över 10 MB läses inte."),
    ],
)
def test_en_för_stor_fil_läses_inte(storlek: int, text: str) -> None:
    assert rader(bytes(storlek)) == [f"1:1 STR007 {text}"]


@pytest.mark.usefixtures("tolk")
@pytest.mark.parametrize(
    ("text", "plats"),
    [
        ("a: 1\n---\nb: 2\n", "2:1"),
        ("a: 1\n---\n", "2:1"),
        ("---\n---\na: 1\n", "2:1"),
        ("a: 1\n...\n---\nb: 1", "3:1"),
    ],
)
def test_fler_än_ett_dokument_i_filen(text: str, plats: str) -> None:
    assert rader(text) == [f"{plats} STR008 Filen innehåller fler än ett dokument."]


# --- Syntaxfel i ord --------------------------------------------------------------------------------

KOLON_I_TEXT = "Ett kolon följt av mellanslag får bara stå efter en nyckel, inte inne i en text."
SAKNAR_KOLON = "Raden har inget kolon, så det syns inte vad som är nyckel och vad som är värde."
TABB = "Här står en tabb. Indrag i YAML görs bara med mellanslag."
FAST = "Här står ett fast mellanslag, som ser ut som ett vanligt men inte räknas som indrag."
OAVSLUTAT = "Citattecknet som börjar texten här har inget citattecken som avslutar den."
MER_EFTER = "Texten fortsätter efter citattecknet som avslutar den."


@pytest.mark.usefixtures("tolk")
@pytest.mark.parametrize(
    ("text", "fynd", "råd"),
    [
        # Tabbar och andra tecken som inte syns
        ("plan:\n\tid: a\n", f"2:1 {TABB}", "Ta bort tabben och skriv mellanslag, två för varje steg."),
        ("plan:\n  id: a\n\tnamn: b\n", f"3:1 {TABB}", "Ta bort tabben"),
        ("text: |\n  a\n\tb\n", f"3:1 {TABB}", "Ta bort tabben"),
        ("-\ta\n", f"1:2 {TABB}", "Ta bort tabben"),
        ("plan:\n\u00a0\u00a0id: a\n", f"2:1 {FAST}", "skriv ett vanligt mellanslag"),
        ("plan:\n  id: a\n \u00a0namn: b\n", f"3:2 {FAST}", "skriv ett vanligt mellanslag"),
        ("plan:\n\u00a0 id: a\n  namn: b\n", f"2:1 {FAST}", "skriv ett vanligt mellanslag"),
        ("plan:\n  id:\u00a0a\n  namn: b\n", f"2:6 {FAST}", "skriv ett vanligt mellanslag"),
        ("a:\n  -\u00a0b\n  - c\n", f"2:3 {FAST}", "skriv ett vanligt mellanslag"),
        ("a: b\0c", "1:5 Här står ett osynligt tecken (U+0000). Sådana följer", "Ta bort tecknet."),
        ("a: 1\nb: \x1b[31m", "2:4 Här står ett osynligt tecken (U+001B). Sådana följer", "Ta bort tecknet."),
        ("a: b\ufeffc", "1:5 Här står ett osynligt tecken (U+FEFF). Sådana följer", "Ta bort tecknet."),
        ("a: b\u2028c", "1:5 Här står en osynlig radbrytning (U+2028). Sådana följer", "Ta bort tecknet."),
        ("a: b\x85c", "1:5 Här står en osynlig radbrytning (U+0085). Sådana följer", "Ta bort tecknet."),
        # Kolon för mycket, för lite eller på fel ställe
        ("namn: Trygga: hela livet", f"1:13 {KOLON_I_TEXT}", 'texten: namn: "Trygga: hela livet"'),
        ('- namn: "A": b', f"1:12 {MER_EFTER}", """texten: - namn: '"A": b'"""),
        ("a: ”Trygga: hej”", f"1:11 {KOLON_I_TEXT}", 'texten: a: "Trygga: hej"'),
        ("a: C:\\mapp: x # y", f"1:11 {KOLON_I_TEXT}", r"texten: a: 'C:\mapp: x'"),
        ("text: en\n  två\n  tre: fyra", f"3:6 {KOLON_I_TEXT}", "Skriv texten på raderna under >-"),
        ("x" * 2000 + ": 1", f"1:2001 {KOLON_I_TEXT}", "Sätt citattecken före och efter texten."),
        ("plan\n  id: x", f"1:1 {SAKNAR_KOLON}", "Skriv plan: om det är en nyckel."),
        ("plan:\n  id\n  namn: b", f"2:3 {SAKNAR_KOLON}", "Skriv id: om det är en nyckel."),
        ("a: 1\nplan\nb: 2", f"2:1 {SAKNAR_KOLON}", "Skriv plan: om det är en nyckel."),
        ("namn: Trygga\nhela livet\nnivå: x", f"2:1 {SAKNAR_KOLON}", "Hör raden till texten ovanför ska den dras in"),
        ("a: 1\nplan", f"2:1 {SAKNAR_KOLON}", "Skriv plan: om det är en nyckel."),
        (
            "text:\n  Året gick bra.\n\n  Vi är: nöjda\n",
            f"2:3 {SAKNAR_KOLON}",
            "till text: skrivs | efter kolonet på rad 1",
        ),
        (
            "text:\nÅret gick bra.\nper: x\n",
            f"2:1 {SAKNAR_KOLON}",
            "skrivs | efter kolonet på rad 1, och texten dras in.",
        ),
        ("text: \n  Ett stycke.\n\n  Ett till.\n\n  Vi är: nöjda\n", f"4:3 {SAKNAR_KOLON}", "kolonet på rad 1"),
        ("plan:\n  id: a\n  namn:Trygga\n", "3:7 Efter kolonet saknas ett mellanslag.", "Skriv namn: Trygga"),
        ("plan:\n  namn:Trygga\n  id: a\n", "2:7 Efter kolonet saknas ett mellanslag.", "Skriv namn: Trygga"),
        (": b", "1:1 Före kolonet saknas en nyckel.", "Skriv nyckelns namn före kolonet."),
        # Citattecken
        ('a: 1\nnamn: "Trygga\nnivå: mål\n', f"2:7 {OAVSLUTAT}", 'likadant citattecken (")'),
        ("namn: 'Trygga\n", f"1:7 {OAVSLUTAT}", "likadant citattecken (')"),
        ('a: {b: "c}\n', f"1:8 {OAVSLUTAT}", 'likadant citattecken (")'),
        ('a: "b\n---\nc: d', f"1:4 {OAVSLUTAT}", 'likadant citattecken (")'),
        (
            'a: "b\nc: d\ne: "f"\n',
            "1:4 Citattecknet som börjar texten här avslutas först på rad 3, och där fortsätter raden.",
            'likadant citattecken (")',
        ),
        (
            'a: "b\nc: "%"\n',
            "1:4 Citattecknet som börjar texten här avslutas först på rad 2, och där fortsätter raden.",
            'likadant citattecken (")',
        ),
        ('a: "b" c', f"1:8 {MER_EFTER}", """texten: a: '"b" c'"""),
        ("- 'b' c", f"1:7 {MER_EFTER}", """texten: - "'b' c\""""),
        (
            r'a: "\d"',
            "1:5 Omvänt snedstreck (\\) inom dubbla citattecken börjar en kod",
            "Skriv två omvända snedstreck",
        ),
        # Indrag
        (
            "plan:\n    id: a\n  namn: b",
            "3:3 Raden börjar i kolumn 3, och ingen rad ovanför som den kan höra ihop med börjar där.",
            "Rader som hör ihop ska börja i samma kolumn. Rad 2 börjar i kolumn 5.",
        ),
        (
            "  a: 1\nb: 2",
            "2:1 Raden börjar i kolumn 1, och ingen rad ovanför som den kan höra ihop med börjar där.",
            "Rad 1 börjar i kolumn 3.",
        ),
        (
            "a: |\n  b\n c",
            "3:2 Raden börjar i kolumn 2, och ingen rad ovanför som den kan höra ihop med börjar där.",
            "Rad 2 börjar i kolumn 3.",
        ),
        (
            "plan:\n  id: a\n\n    namn: b",
            "4:5 Raden är indragen under rad 2, som redan har ett värde.",
            "Börja raden i kolumn 3, rakt under id på rad 2.",
        ),
        (
            "- id: a\n   namn: b",
            "2:4 Raden är indragen under rad 1, som redan har ett värde.",
            "Börja raden i kolumn 3, rakt under id på rad 1.",
        ),
        ("a: 1\n...\nb: 2", "3:1 Raden hör inte ihop med det som står ovanför", "tre punkter"),
        # Listor
        (
            "mål:\n  - id: a\n  namn: b",
            "3:3 Raden står bland punkterna i en lista men börjar inte med streck.",
            "Börja raden i kolumn 5 om den hör till punkten ovanför, eller med - om den är en ny.",
        ),
        ("mål:\n  - id: a\n  -id: b", "3:3 Efter strecket saknas ett mellanslag.", "Skriv - id: b"),
        ("mål:\n  -id: a\n    namn: b", "2:3 Efter strecket saknas ett mellanslag.", "Skriv - id: a"),
        (
            "mål:\n  namn: x\n  - id: y",
            "3:3 Raden är en punkt i en lista (-), men raderna ovanför är nycklar med värden.",
            "Skriv en nyckel ovanför listan",
        ),
        (
            "mål:\n    id: x\n    namn: b\n  - id: y",
            "2:5 Raden börjar inte med streck, men rad 4 är en punkt (-) i samma lista.",
            "Skriv - före id: x",
        ),
        ("a:\n  - b\n - c", "3:2 Raden börjar i kolumn 2, och ingen rad", "Rad 2 börjar i kolumn 3."),
        ("* a\n* b", "1:1 En punkt i en lista börjar med streck (-), inte med stjärna.", "Skriv - a"),
        ("a: - b", "1:4 Texten börjar med -, som i YAML är en punkt i en lista.", "börjar den på raden under"),
        # Klamrar
        (
            "a: {b: 1\nc: 2",
            "1:4 { avslutas inte av }, eller så saknas ett kommatecken mellan värdena.",
            "Skriv } efter det sista värdet och kommatecken mellan värdena.",
        ),
        ("a: [1, 2", "1:4 [ avslutas inte av ], eller så saknas ett kommatecken mellan värdena.", "Skriv ] efter"),
        ("a: {b: 1]", "1:9 Här väntades ett kommatecken eller }", "Skriv kommatecken mellan värdena och } sist."),
        ("a: {b: c: d}", f"1:9 {KOLON_I_TEXT}", "Sätt citattecken före och efter texten."),
        ("a: {b: 1 c: 2}", f"1:11 {KOLON_I_TEXT}", "Sätt citattecken före och efter texten."),
        ("a: {b: 1,, c: 2}", "1:10 Före , saknas ett värde.", "Skriv värdet, eller ta bort kommatecknet"),
        ("a: [b,", "1:7 Filen slutar mitt i en lista eller ett uppslag.", "Skriv värdet, eller ta bort"),
        ("a: 1\n}", "2:1 Här avslutar } något som inte har börjat.", "Ta bort klammern, eller skriv den som saknas."),
        ("a: {b: 1}}", "1:10 Här avslutar } något som inte har börjat.", "Ta bort klammern"),
        # Text som börjar med ett tecken som YAML använder till annat
        ("a: *viktigt", "1:4 Texten börjar med *, som i YAML hänvisar till ett annat", 'texten: a: "*viktigt"'),
        ("a: **fet** text", "1:4 Texten börjar med *, som", 'texten: a: "**fet** text"'),
        ("a: *viktigt* text", "1:4 Texten börjar med *, som", 'texten: a: "*viktigt* text"'),
        ("a: @kommun", "1:4 Texten börjar med @, som i YAML har en egen betydelse.", 'texten: a: "@kommun"'),
        ("a: `kod`", "1:4 Texten börjar med `, som", 'texten: a: "`kod`"'),
        ("a: %50", "1:4 Texten börjar med %, som i YAML är en anvisning till program.", 'texten: a: "%50"'),
        ("%50: a", "1:1 Texten börjar med %, som", 'texten: "%50: a"'),
        ("a: & Co", "1:4 Texten börjar med &, som i YAML är ett märke", 'texten: a: "& Co"'),
        ("a: !<b c", "1:4 Texten börjar med !, som i YAML är en datatyp", 'texten: a: "!<b c"'),
        ("a: > 90 %", "1:4 Texten börjar med >, som i YAML betyder att texten står", 'texten: a: "> 90 %"'),
        ("a: >5", "1:4 Texten börjar med >, som", 'texten: a: ">5"'),
        ("a: |x", "1:4 Texten börjar med |, som", 'texten: a: "|x"'),
        ("a: [b] c", "1:4 Texten börjar med [, som i YAML börjar en lista.", 'texten: a: "[b] c"'),
        ("a: {b} c", "1:4 Texten börjar med {, som i YAML börjar ett uppslag", 'texten: a: "{b} c"'),
        ("a: ]b", "1:4 Texten börjar med ], som", 'texten: a: "]b"'),
        ("a: ? b", "1:4 Texten börjar med ?, som i YAML är en nyckel.", 'texten: a: "? b"'),
        # Det som ingen av förklaringarna känner igen
        ("{0 b\nc}d", "2:3 Raden går inte att läsa som YAML.", "Jämför indrag, kolon och citattecken"),
    ],
)
def test_ett_syntaxfel_förklaras_för_den_som_skrev_filen(text: str, fynd: str, råd: str) -> None:
    (funnet,) = fynden(text)
    plats, _, vad = fynd.partition(" ")
    assert f"{funnet.plats.rad}:{funnet.plats.kolumn} {funnet.kod}" == f"{plats} STR004"
    assert funnet.text.startswith(vad)
    assert råd in funnet.råd
    assert funnet.utdrag == text.split("\n")[funnet.plats.rad - 1]
    if "texten: " in funnet.råd:
        läst(funnet.råd.partition("texten: ")[2].partition(" (Ska")[0])  # rådet går att följa


def test_fasta_mellanslag_i_löpande_text_är_rätt() -> None:
    text = 'a: 3\u00a0650 kr\nb: |\n  \u00a0indragen\nc: "x\n  \u00a0y"\nd:\u00a0e: f\n'
    assert läst(text).innehåll == {"a": "3\u00a0650 kr", "b": "\u00a0indragen\n", "c": "x \u00a0y", "d:\u00a0e": "f"}


def test_långa_rader_och_styrtecken_tas_inte_med_i_meningar() -> None:
    nyckel = "x" * 500
    (fynd,) = fynden(f"{nyckel}: 1\n{nyckel}: 2")
    assert fynd.text == f"Nyckeln {'x' * 59}… finns redan på rad 1."
    (fynd,) = (f for f in fynden('"a\\e[2J": 1\n"a\\e[2J": 2') if f.kod == "STR005")
    assert fynd.text == "Nyckeln a[2J finns redan på rad 1."


# --- Var värdena står -------------------------------------------------------------------------------

PLAN = """\
plan:
  id: asn-2020
  namn: "Nämndplan 2020"   # med citattecken
  år: {från: 2018, till: 2022}
  text: |
    Rad ett
  tom:
mål:
  - trygga
  - id: delaktiga
    mål: [a, 'b c']
  -
mall: &m {x: 1}
lik: *m
"""


@pytest.mark.usefixtures("tolk")
@pytest.mark.parametrize(
    ("rutt", "värdet", "nyckeln"),
    [
        ((), "1:1 p", "1:1 p"),
        (("plan",), "1:1 plan", "1:1 plan"),
        (("plan", "id"), "2:7 asn-2020", "2:3 id"),
        (("plan", "namn"), '3:9 "Nämndplan 2020"', "3:3 namn"),
        (("plan", "år"), "4:3 år", "4:3 år"),
        (("plan", "år", "till"), "4:26 2022", "4:20 till"),
        (("plan", "text"), "5:9 |", "5:3 text"),
        (("plan", "tom"), "7:3 tom", "7:3 tom"),
        (("mål", 0), "9:5 trygga", "9:5 trygga"),
        (("mål", 1), "10:5 i", "10:5 i"),
        (("mål", 1, "mål", 1), "11:14 'b c'", "11:14 'b c'"),
        (("lik",), "14:6 *m", "14:1 lik"),
        # Det som inte finns ger nyckeln till det närmaste som finns
        (("plan", "nämnd"), "1:1 plan", "1:1 plan"),
        (("plan", "id", "x", 3), "2:3 id", "2:3 id"),
        (("plan", "tom", 0), "7:3 tom", "7:3 tom"),
        (("mål", 1, "mål", 7), "11:5 mål", "11:5 mål"),
        (("mål", 9), "8:1 mål", "8:1 mål"),
        (("lik", "x"), "14:1 lik", "14:1 lik"),
        (("finns inte",), "1:1 p", "1:1 p"),
    ],
)
def test_en_rutt_har_en_plats_i_texten(rutt: Rutt, värdet: str, nyckeln: str) -> None:
    träd = läst(PLAN)

    def visa(plats: Plats) -> str:
        return f"{plats.rad}:{plats.kolumn} {träd.utdrag(plats)[plats.kolumn - 1 :][: plats.längd]}"

    assert visa(träd.plats(rutt)) == värdet
    assert visa(träd.plats(rutt, på_nyckeln=True)) == nyckeln


def test_en_tom_punkt_i_en_lista_märks_efter_strecket() -> None:
    assert läst(PLAN).plats(("mål", 2)) == Plats("plan.yaml", 12, 4, 1)


def test_utdrag_utanför_filen_är_tomt() -> None:
    assert läst("a: 1").utdrag(Plats("plan.yaml", 7)) == ""


# --- Dokumentets huvud ------------------------------------------------------------------------------


@pytest.mark.usefixtures("tolk")
@pytest.mark.parametrize(
    ("text", "huvud"),
    [
        ("format: 1\nplan:\n  id: a\n  år: {från: 2018}\nmål: []\n", ("plan", {"id": "a", "år": {"från": 2018}})),
        ("uppföljning: {plan: a, per: 2020-08-31}\n", ("uppföljning", {"plan": "a", "per": "2020-08-31"})),
        ("mål: [1, [2]]\nkommun: {id: tyreso}\n", ("kommun", {"id": "tyreso"})),
        ("plan: {id: a}\nmål: [trasigt\n", ("plan", {"id": "a"})),
        (unicodedata.normalize("NFD", "uppföljning: {å: 1}"), ("uppföljning", {"å": 1})),
        ("plan: bara text\n", None),
        ("mål: [\nplan: {id: a}\n", None),
        ("a: *b\nplan: {id: a}\n", None),
        ("format: 1\n", None),
        ("- plan\n", None),
        ("", None),
        ("a: \u2028\nplan: {}", None),
        ("a: \0", None),
    ],
)
def test_huvudet_säger_vad_dokumentet_är_utan_att_resten_läses(
    text: str, huvud: tuple[str, dict[str, Any]] | None
) -> None:
    assert läs_huvud(text.encode()) == huvud


def test_huvudet_i_en_fil_med_fel_kodning_saknas() -> None:
    assert läs_huvud("plan: {id: å}".encode("latin-1")) is None


# --- Egenskaper -------------------------------------------------------------------------------------

TECKEN = "ab:-\n\t\"'{}[],|>&*!#?%@`\\~0.<\r\0å\u030a\u00a0\u2028\ufeff”"
BITAR = ("  ", "    ", "namn: ", "- ", ": ", "---\n", "&a ", "*a", "!x ", "<<: ", "namn:x", "-x", "1.5", "true")
LÖSA_DELAR = st.sampled_from([*TECKEN, *BITAR, "<<<<<<< x\n", ">>>>>>> x\n"])


@given(st.binary() | st.lists(LÖSA_DELAR).map(lambda delar: "".join(delar).encode()))
def test_vad_som_helst_ger_ett_träd_eller_fynd_men_aldrig_ett_undantag(källa: bytes) -> None:
    träd, fynd = läs(källa, "f.yaml")
    läs_huvud(källa)
    assert träd is not None or fynd
    for f in fynd:
        assert f.kod[:3] == "STR"
        assert f.text.endswith((".", "}", "]"))
        assert not any(ord_ in f"{f.text} {f.råd}" for ord_ in ("expected", "found", "while ", "mapping", "scalar"))
        assert 1 <= f.plats.kolumn <= len(f.utdrag) + 1


TEXTER = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
).filter(lambda text: re.search(SKUMT, text) is None)  # det som inte syns är ett fynd
DECIMALTAL = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
SKALÄRER = TEXTER | st.integers(-(10**20), 10**20) | DECIMALTAL | st.booleans() | st.none()
VÄRDEN = st.recursive(
    SKALÄRER, lambda inre: st.lists(inre, max_size=4) | st.dictionaries(TEXTER, inre, max_size=4), max_leaves=12
)


def skriv_skalär(värde: object) -> str:
    """Värdet så som det skrivs i YAML: text inom citattecken, tal med alla decimaler."""
    if isinstance(värde, Decimal):
        return f"{värde:f}"
    return json.dumps(värde, ensure_ascii=False)


def skriv_yaml(värde: object, indrag: str = "") -> str:
    """Värdet med en rad för varje nyckel och punkt."""
    if isinstance(värde, dict) and värde:
        return "".join(f"\n{indrag}{skriv_skalär(n)}: {skriv_yaml(v, indrag + '  ')}" for n, v in värde.items())
    if isinstance(värde, list) and värde:
        return "".join(f"\n{indrag}- {skriv_yaml(v, indrag + '  ')}" for v in värde)
    return skriv_skalär(värde)


def i_nfc(värde: Any) -> Any:
    if isinstance(värde, str):
        return unicodedata.normalize("NFC", värde)
    if isinstance(värde, list):
        return [i_nfc(v) for v in värde]
    return {i_nfc(n): i_nfc(v) for n, v in värde.items()} if isinstance(värde, dict) else värde


def skalärer(värde: Värde, rutt: Rutt = ()) -> list[tuple[Rutt, object]]:
    """Varje enkelt värde i trädet med sin rutt."""
    if isinstance(värde, dict):
        return [par for nyckel, v in värde.items() for par in skalärer(v, (*rutt, nyckel))]
    if isinstance(värde, list):
        return [par for nummer, v in enumerate(värde) for par in skalärer(v, (*rutt, nummer))]
    return [(rutt, värde)]


@given(VÄRDEN)
def test_det_som_skrivs_läses_tillbaka_och_varje_värde_finns_på_sin_plats(värde: object) -> None:
    träd = läst(skriv_yaml(i_nfc(värde)))
    assert träd.innehåll == i_nfc(värde)
    for rutt, enkelt in skalärer(träd.innehåll):
        plats = träd.plats(rutt)
        skrivet = träd.utdrag(plats)[plats.kolumn - 1 :][: plats.längd]
        assert skrivet == (skriv_skalär(enkelt) if enkelt not in ({}, []) else skrivet)


# En text som börjar med fast mellanslag skriver PyYAML utan citattecken, och det är ett fynd här.
SKRIVBARA = TEXTER.filter(lambda text: not re.match(r"-?[\u00a0\u2000-\u200b\u202f\u3000]", text))


@given(
    st.recursive(
        SKRIVBARA | st.integers(), lambda inre: st.lists(inre) | st.dictionaries(SKRIVBARA, inre), max_leaves=12
    )
)
def test_det_som_pyyaml_skriver_läses_tillbaka(värde: object) -> None:
    text = yaml.safe_dump(i_nfc(värde), allow_unicode=True)
    assert läst(text).innehåll == i_nfc(värde)


@pytest.mark.usefixtures("tolk")
def test_koder_för_styrtecken_blir_fynd_och_når_aldrig_terminalen() -> None:
    träd, fynd = läs(b'namn: "\\e[2J Trygga\\b"\n"nyck\\ael": 1\nrad: "ett\\n\\ttv\xc3\xa5"\n', "plan.yaml")
    assert [(f.plats.rad, f.kod) for f in fynd] == [(1, "STR004"), (2, "STR004")]
    assert träd is not None
    assert träd.innehåll == {"namn": "[2J Trygga", "nyckel": 1, "rad": "ett\n\ttvå"}
